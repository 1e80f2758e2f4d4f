"""Who examines texts: in this process and in a child, the same answers; a child that dies is replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.console.texts.examiner import Examiner, Examining, InProcess
from nao_sessions.core.errors import NaoSessionsError

EMOTIONS = Path(__file__).parents[3] / "protocols" / "emotions.yaml"
CHANGES = {"/steps/bilan/do/1/say": "Merci à toi."}


@pytest.fixture
def child() -> Iterator[Examiner]:
    started = Examiner()
    yield started
    started.close()


def test_a_child_process_answers_as_this_process_does(child: Examiner) -> None:
    async def answers(examiner: Examining) -> list[object]:
        asked = {"path": str(EMOTIONS), "changes": CHANGES, "language": "fr"}
        return [await examiner.ask(job, **asked) for job in ("page", "check")]

    assert asyncio.run(answers(child)) == asyncio.run(answers(InProcess()))


def test_an_error_for_a_person_comes_back_whole_from_either(child: Examiner) -> None:
    for examiner in (child, InProcess()):
        with pytest.raises(NaoSessionsError) as refused:
            asyncio.run(examiner.ask("page", path="/nowhere.yaml", changes={}, language="fr"))
        assert refused.value.code == "T101"
        assert refused.value.hint is not None


def test_a_child_that_was_killed_is_started_again_and_answers(child: Examiner) -> None:
    async def number() -> int:
        return len((await child.ask("page", path=str(EMOTIONS), changes={}, language="fr"))["sections"])

    before = asyncio.run(number())
    process = child._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert asyncio.run(number()) == before
    assert child._process is not process


def test_a_child_that_never_answers_anything_is_told() -> None:
    mute = Examiner((sys.executable, "-c", ""))
    with pytest.raises(NaoSessionsError) as lost:
        asyncio.run(mute.ask("page", path=str(EMOTIONS), changes={}, language="fr"))
    assert lost.value.code == "T102"
    mute.close()


def test_the_loop_goes_on_while_a_child_examines(child: Examiner) -> None:
    async def beside() -> int:
        asked = asyncio.create_task(child.ask("page", path=str(EMOTIONS), changes={}, language="fr"))
        turns = 0
        while not asked.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(beside()) > 1
