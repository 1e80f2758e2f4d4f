"""Whoever reads a session afterwards finds what was said apart from what was not."""

from __future__ import annotations

import json

from nao_sessions.analysis.practice.gather import SessionLog, gather
from nao_sessions.core.events import Event
from nao_sessions.record.results.summary import summarise
from tests.course import Course
from tests.engine.test_engine_speech import GAME


def mute(body: str = GAME) -> Course:
    """Give a whole session on a Nao that cannot speak, which the professional goes on with."""
    course = Course(body)
    for _ in range(200):
        if course.state.outcome:
            return course
        if course.view.paused_because == "speech_failed":
            course.command("resume", after_s=20)
        elif "say" in course.doing:
            course.done("say", "failed", after_s=0.1)
        elif "gesture" in course.doing:
            course.done("gesture")
        else:
            course.wait()
    raise AssertionError("the session does not end")


def said_in(lines: list[Event]) -> list[str]:
    """Read the log by hand: the sentences that the robot finished."""
    asked: dict[str, str] = {}
    found = []
    for line in (json.loads(event.to_line()) for event in lines):
        if line["kind"] == "do" and line["data"]["verb"] == "say":
            asked[line["data"]["id"]] = line["data"]["text"]
        if line["kind"] == "done" and line["data"]["how"] == "finished" and line["data"]["action"] in asked:
            found.append(asked[line["data"]["action"]])
    return found


def test_a_mute_session_has_said_nothing() -> None:
    course = mute()
    found = summarise(course.lines)
    assert (found.outcome, said_in(course.lines)) == ("completed", [])
    assert (found.sentences, dict(found.failed)) == (0, {"say": 4})
    assert found.gestures == 1
    assert found.errors == ("speech_failed",) * 4


def test_every_sentence_that_failed_is_asked_of_her_but_the_first() -> None:
    course = mute()
    asked = [line.data["text"] for line in course.lines if (line.dir, line.kind) == ("out", "unsaid")]
    assert asked == ["Un.", "Deux.", "Au revoir !"]


def test_practice_counts_it_where_it_happened_and_takes_it_for_no_question() -> None:
    course = mute()
    found = gather(("jeu", "bravo", "fin"), [SessionLog("une", "1.0.0", False, course.lines)])
    assert [(step.step, step.unsaid, step.silences) for step in found.steps] == [
        ("jeu", 3, []),
        ("fin", 1, []),
    ]
