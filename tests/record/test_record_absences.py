"""A child who is away while an answer is awaited: whose the question was, and whether its time counts."""

from __future__ import annotations

import pytest

from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.results.absences import read_absences
from nao_sessions.record.results.counts import count_child, of_child, why_uncounted
from nao_sessions.record.results.responses import read_responses
from nao_sessions.record.results.trials import live_annotations, read_trials, trials_for_all
from nao_sessions.record.results.uncounted import count_remarks
from tests.engine.test_trials import begun, block
from tests.played import Played

TO_ALL = "participants: {min: 2, max: 3}\n"


def to_all() -> Played:
    """Begin a session of three children, at a question put to all."""
    return begun(block(head=TO_ALL), participants=["P1", "P2", "P3"])


def goes(played: Played, *codes: str) -> None:
    """Let children leave."""
    for code in codes:
        played.commands("leave", participant=code)


def test_a_time_in_which_the_child_was_away_does_not_count() -> None:
    played = to_all()
    goes(played, "P1")
    played.commands("return", participant="P1")
    played.tap("fruit", by="P1")
    (trial,) = read_trials(played.lines)
    assert (trial.participant, trial.judgement, why_uncounted(trial)) == ("P1", "correct", "away")
    counts = count_child(of_child([trial], "P1"), {})
    assert counts.latencies == ()
    assert count_remarks([trial], {}) == {"away": 1}


def test_a_time_counts_in_which_another_child_was_away_or_before_which_it_came_back() -> None:
    played = to_all()
    goes(played, "P1")
    played.tap("fruit", by="P2")
    played.commands("return", participant="P1")
    played.settle()
    played.tap("légume", by="P2")
    played.settle()
    played.tap("fruit", by="P1")
    told = [(one.participant, why_uncounted(one)) for one in read_trials(played.lines)]
    assert told == [("P2", None), ("P2", None), ("P1", None)]


def test_a_question_put_to_all_stays_so_when_all_but_one_leave() -> None:
    played = to_all()
    played.tap("légume", by="P2")
    played.settle()
    goes(played, "P2", "P3")
    played.tap("fruit", by="P1")
    (record,) = [one for one in played.lines if one.kind == "trial"]
    assert record.data["child"] == "P1"
    trials = read_trials(played.lines)
    assert [(one.child, one.participant, one.judgement) for one in trials] == [("", "P1", "prompted")]
    assert [trials_for_all(played.lines, trials, code) for code in ("P1", "P2", "P3")] == [trials] * 3
    assert [one.subject for one in live_annotations(played.lines)] == [""]
    assert {one.participant for one in read_responses(played.lines)} == {"P1", "P2"}


@pytest.mark.parametrize("judged", ["correct", "void"])
def test_what_is_judged_again_in_the_session_is_that_trial(judged: str) -> None:
    played = to_all()
    goes(played, "P2", "P3")
    played.tap("légume", by="P1")
    played.settle()
    played.judges("void" if judged == "void" else "yes")
    trials = read_trials(played.lines)
    rejudged = [one.data["judgement"] for one in played.lines if one.kind == "rejudged"]
    assert trials[0].in_session == (rejudged or [trials[0].judgement])[-1]


def test_an_answer_of_nobody_is_that_of_the_only_one_who_was_left_unless_somebody_says_otherwise() -> None:
    played = to_all()
    goes(played, "P2", "P3")
    played.strokes("hand.left")
    (trial,) = read_trials(played.lines)
    assert (trial.child, trial.participant) == ("", "P1")
    later = RecordCorrection(trial.seq, "by", trial.by, "unknown", "researcher", "2026-12-02T10:00:00Z")
    assert read_trials(played.lines, [later])[0].participant == ""


def test_a_child_who_had_a_turn_or_came_late_had_been_there() -> None:
    told = [
        ("left", {"participant": "P1"}),
        ("returned", {"participant": "P1"}),
        ("left", {"participant": "P1"}),
        ("turn", {"participant": "P2", "group": "tours", "round": 1}),
        ("left", {"participant": "P2"}),
        ("left", {"participant": "P3"}),
    ]
    events = [Event(n, "out", n, "engine", kind, data) for n, (kind, data) in enumerate(told)]
    found = [(one.child, one.left_ns, one.had_been) for one in read_absences(events)]
    assert found == [("P1", 0, False), ("P1", 2, True), ("P2", 4, True), ("P3", 5, False)]
