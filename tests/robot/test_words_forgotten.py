"""After a session Nao's memory holds none of its sentences, none of its words: by all that is in it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from nao_sessions.engine.values import Action
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.naoqi.guard import GuardedRobot
from nao_sessions.robot.naoqi.robot import connect
from tests.robot.simulated_nao import SimulatedNao, eventually

NAMES = Pseudonyms(("P07",), {"P07": "Ophélie"})


def _memory(nao: SimulatedNao) -> dict[str, Any]:
    memory = nao.service("ALMemory")
    names = memory.getDataListName()
    return dict(zip(names, memory.getListData(names), strict=True))


def _holding(nao: SimulatedNao, word: str) -> list[str]:
    return [name for name, value in _memory(nao).items() if word in str(value)]


def test_no_value_of_naos_memory_holds_a_name_or_a_word_of_the_session(own_nao: SimulatedNao) -> None:
    async def session() -> None:
        latch = HaltLatch.create()
        robot = await connect(own_nao.url, names=NAMES, latch=latch)
        words = {"words": ["pamplemousse"], "language": "fr"}
        assert (await robot.do(Action("a1", "listen", words))).how == "finished"
        await asyncio.to_thread(
            eventually, lambda: own_nao.hand.hear("pamplemousse", 0.6), "the word is listened for"
        )
        assert _holding(own_nao, "pamplemousse") != []
        sentence = asyncio.ensure_future(robot.do(Action("a2", "say", {"text": "Bonjour {participant} !"})))
        await asyncio.to_thread(eventually, lambda: _holding(own_nao, "Ophélie"), "the name is in memory")
        latch.shut()
        await sentence
        await robot.close()
        latch.release()

    asyncio.run(session())
    assert (_holding(own_nao, "Ophélie"), _holding(own_nao, "pamplemousse")) == ([], [])
    assert own_nao.calls("setVocabulary")[-1] == [["oui"], False]


def test_the_guard_of_a_session_that_died_does_the_same(own_nao: SimulatedNao, tmp_path: Path) -> None:
    kept = tmp_path / "life.json"

    async def dies() -> None:
        robot = await connect(own_nao.url, names=NAMES, latch=HaltLatch.create(), life_file=kept)
        assert (await robot.do(Action("a1", "say", {"text": "Bonjour {participant} !"}))).how == "finished"

    async def guard() -> None:
        robot = GuardedRobot(own_nao.url, lambda _: None, lambda: None)
        assert await robot.start()
        assert await robot.put_settings_back(kept)
        await robot.close()

    asyncio.run(dies())
    own_nao.service("ALMemory").insertData("ALTextToSpeech/CurrentSentence", "Bonjour Ophélie !")
    asyncio.run(guard())
    assert _holding(own_nao, "Ophélie") == []
