"""What is known of a trial beside its judgement: errors before a help, why it is void, the easy one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.results.counts import count_trials, outcome_of
from nao_sessions.record.results.easy_trial import easy_trials
from nao_sessions.record.results.responses import is_word_heard_everywhere
from nao_sessions.record.results.trials import read_trials, void_reasons
from tests.engine.test_trials import begun, block

FRESH = Path(__file__).parents[1] / "sessions" / "fresh"


def judged(seq: int, new: str) -> RecordCorrection:
    """Give a correction of a judgement."""
    return RecordCorrection(seq, "judgement", "", new, "researcher", "2026-11-24T10:00:00Z")


def test_wrong_answers_before_a_help_are_counted_of_a_trial_that_an_answer_ended_too() -> None:
    played = begun(block())
    for _ in range(3):
        played.tap("légume")
    [line, *_] = [one for one in played.lines if one.kind == "trial"]
    assert (line.data["attempts"], line.data["judgement"], bool(line.data["latency_ns"])) == (
        3,
        "incorrect",
        True,
    )
    press = Event(900, "in", line.at, "professional", "command", {"name": "judge", "as": "no_response"})
    again = Event(
        901, "out", line.at, "engine", "rejudged", {**line.data, "judgement": "no_response"}, cause=900
    )
    (trial, *_) = read_trials([*played.lines, press, again])
    assert (trial.judgement, trial.errors, trial.errors_before_silence) == ("no_response", 2, True)
    other = begun(block())
    other.tap("légume")
    other.tap("fruit")
    (prompted, *_) = read_trials(other.lines)
    assert (prompted.errors, prompted.errors_before_silence) == (1, False)
    (later, *_) = read_trials(other.lines, (judged(prompted.seq, "no_response"),))
    assert count_trials([later]).errors_before_silence == 1


def test_an_answer_alone_that_a_person_calls_none_is_no_error_before_a_help() -> None:
    played = begun(block())
    played.tap("fruit")
    (trial,) = read_trials(played.lines)
    (later,) = read_trials(played.lines, (judged(trial.seq, "no_response"),))
    assert (later.judgement, later.errors_before_silence) == ("no_response", False)


@pytest.mark.parametrize("word", ["fruit", "légume"])
@pytest.mark.parametrize("heard", [(), ("not_heard",)])
def test_a_word_that_nobody_confirmed_is_no_wrong_answer(word: str, heard: tuple[str, ...]) -> None:
    played = begun(block())
    played.says(word)
    for how in (*heard, "not_yet", "not_yet", "not_yet"):
        played.judges(how)
    [trial, *_] = read_trials(played.lines)
    assert (trial.judgement, trial.attempts, trial.prompts) == ("no_response", 0, 2)
    assert (trial.errors, trial.errors_before_silence) == (0, False)


def test_why_a_trial_is_void_follows_the_judgement_that_counts() -> None:
    played = begun(block())
    played.judges("yes")
    (trial,) = read_trials(played.lines)
    assert trial.void_reason == ""
    (later,) = read_trials(played.lines, (judged(trial.seq, "void"),))
    assert later.void_reason == "corrected"
    (line,) = [one for one in played.lines if one.kind == "trial"]
    press = Event(900, "in", line.at, "professional", "command", {"name": "judge", "as": "void"})
    judged_void = {**line.data, "judgement": "void"}
    lines = [*played.lines, press, Event(901, "out", line.at, "engine", "rejudged", judged_void, cause=900)]
    (again,) = read_trials(lines)
    assert (again.judgement, again.void_reason) == ("void", "adult")
    (scored,) = read_trials(lines, (judged(trial.seq, "correct"),))
    assert scored.void_reason == ""
    played.commands("skip")
    lines += [one for one in played.lines if one not in lines]
    counts = count_trials(read_trials(lines))
    assert counts.void_reasons == {"adult": 1, "skipped": 1}
    assert sum(counts.void_reasons.values()) == counts.by_judgement["void"]


def test_the_easy_trial_is_the_one_that_the_wish_for_it_brought() -> None:
    played = begun(block())
    played.judges("yes")
    played.commands("finish", after="easy_trial")
    played.judges("yes")
    played.judges("yes")
    trials = read_trials(played.lines)
    assert [one.easy for one in trials] == [False, False, True]
    assert count_trials(trials).easy == 1
    assert count_trials(trials).total == 3
    asked = [one.seq for one in played.lines if one.kind == "question"]
    assert easy_trials(played.lines) == {asked[-1], trials[-1].seq}


def test_a_wish_for_an_easy_trial_that_none_followed_makes_none() -> None:
    played = begun(block())
    played.commands("finish", after="easy_trial")
    assert easy_trials(played.lines) == frozenset()


@pytest.mark.parametrize(
    ("state", "outcome", "ended"),
    [
        ("closed", "completed", "completed"),
        ("recovered", "", "interrupted"),
        ("open", "", ""),
        ("imported", "", ""),
    ],
)
def test_a_session_that_was_closed_without_an_end_was_interrupted(
    state: str, outcome: str, ended: str
) -> None:
    record = json.loads((FRESH / "session.json").read_text(encoding="utf-8"))
    facts = Manifest.model_validate({**record, "state": state, "outcome": outcome})
    assert outcome_of(facts, [Event(0, "in", 0, "test", "start", {})]) == ended


def test_why_a_trial_is_void_is_what_led_there_through_the_sentences_that_came_first() -> None:
    everywhere = {"sense": "word", "value": "stop", "why": "taken", "entry": "always/0"}
    trial = {"step": "jeu", "child": "P07", "number": 1, "judgement": "void", "answer": None}

    def reason(*lines: tuple[str, str, dict[str, object], int | None]) -> str:
        events = [
            Event(seq, "in" if cause is None else "out", seq, source, kind, data, cause=cause)
            for seq, (source, kind, data, cause) in enumerate(lines)
        ]
        (found,) = void_reasons(events).values()
        return found

    change = ("page", "command", {"name": "change"}, None)
    said = ("engine", "do", {"id": "a1", "verb": "say", "text": "On change."}, 0)
    spoken = ("robot", "done", {"action": "a1", "how": "finished"}, None)
    assert reason(change, said, spoken, ("engine", "trial", trial, 2)) == "skipped"
    word = ("robot", "word", {"word": "stop"}, None)
    heard = ("engine", "response", everywhere, 0)
    assert is_word_heard_everywhere(Event(1, "out", 1, "engine", "response", everywhere))
    answered = ("engine", "do", {"id": "a1", "verb": "say", "text": "D'accord."}, 0)
    assert reason(word, heard, answered, spoken, ("engine", "trial", trial, 3)) == "heard"
    waited = ("clock", "timer", {}, None)
    assert reason(word, heard, answered, spoken, waited, ("engine", "trial", trial, 4)) == "heard"
    press = ("page", "command", {"name": "change"}, None)
    assert reason(word, heard, answered, spoken, press, ("engine", "trial", trial, 4)) == "skipped"
    touched = ("robot", "touch", {"part": "head.front"}, None)
    other = ("engine", "response", {"sense": "touch", "value": "head.front", "why": "decides"}, 4)
    assert (
        reason(word, heard, answered, spoken, touched, other, ("engine", "trial", trial, 4)) == "interrupted"
    )
    assert reason(waited, ("engine", "trial", trial, 0)) == "time"
