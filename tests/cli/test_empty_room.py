"""No clap with children in the room: whoever leads says that it is empty, or there is none."""

from __future__ import annotations

import asyncio

import pytest

from nao_sessions.launch.launcher import EmptyRoom
from nao_sessions.text.messages import Text


async def asked_and_typed(line: str) -> bool:
    asked = asyncio.Event()
    room = EmptyRoom(lambda _: asked.set(), nobody_there=False)
    answer = asyncio.create_task(room.confirmed("end"))
    await asked.wait()
    assert room.take(line)
    return await answer


@pytest.mark.parametrize(("line", "empty"), [("vide", True), (" Empty ", True), ("", False), ("1", False)])
def test_after_the_session_the_word_alone_gives_the_clap(line: str, empty: bool) -> None:
    assert asyncio.run(asked_and_typed(line)) is empty


def test_a_line_is_the_sessions_own_while_nothing_was_asked() -> None:
    assert not EmptyRoom(lambda _: None, nobody_there=False).take("vide")


def test_nobody_is_asked_before_the_session_nor_in_a_simulated_room() -> None:
    told: list[Text] = []
    assert asyncio.run(EmptyRoom(told.append, nobody_there=False).confirmed("start"))
    assert asyncio.run(EmptyRoom(told.append, nobody_there=True).confirmed("end"))
    assert told == []


def test_whoever_wants_the_end_meanwhile_gets_it() -> None:
    async def leaves() -> bool:
        asked = asyncio.Event()
        room = EmptyRoom(lambda _: asked.set(), nobody_there=False)
        answer = asyncio.create_task(room.confirmed("end"))
        await asked.wait()
        room.answer(False)
        return await answer

    assert not asyncio.run(leaves())


def test_without_an_answer_there_is_no_clap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nao_sessions.launch.launcher.ANSWER_WITHIN_S", 0.0)
    assert not asyncio.run(EmptyRoom(lambda _: None, nobody_there=False).confirmed("end"))
