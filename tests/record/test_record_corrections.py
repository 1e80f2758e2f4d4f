"""Corrections are added beside the log: whoever reads judgements reads the last one, and sees the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import (
    CORRECTIONS_FILE,
    RecordCorrection,
    append_correction,
    read_corrections,
)
from nao_sessions.record.log import read_log
from nao_sessions.record.results.counts import count_trials
from nao_sessions.record.results.trials import read_trials, without_effect
from tests.console.rehearsed_folder import make_session


def trial(seq: int, number: int, judgement: str | None, **changed: Any) -> Event:
    """Give the record of a trial."""
    data = {"step": "jeu", "child": "P07", "number": number, "item": "chat", "judgement": judgement}
    data |= {"help": "none", "by": "unknown", "way": "touch", "latency_ns": 2_000_000_000}
    return Event(seq, "out", seq * 1_000, "engine", "trial", {**data, **changed})


def correction(seq: int, new: str, **changed: Any) -> RecordCorrection:
    """Give a correction."""
    given = {
        "field": "judgement",
        "old": "incorrect",
        "who": "professional",
        "when_utc": "2026-11-24T15:00:00Z",
    }
    return RecordCorrection(seq=seq, new=new, **{**given, **changed})


def test_the_last_correction_of_a_trial_counts_and_all_are_shown() -> None:
    made = (correction(3, "correct"), correction(3, "prompted", old="correct"))
    (read,) = read_trials([trial(3, 1, "incorrect")], made)
    assert (read.judgement, read.in_session) == ("prompted", "incorrect")
    assert read.corrections == made


def test_a_trial_judged_again_in_the_session_is_one_trial() -> None:
    again = trial(5, 1, "correct")._replace(kind="rejudged")
    first, second = read_trials([trial(3, 1, "incorrect"), again, trial(7, 2, "refused")])
    assert (first.seq, first.judgement) == (3, "correct")
    assert second.judgement == "refused"


def test_another_visit_of_a_step_counts_its_trials_from_one_again() -> None:
    events = [
        trial(3, 1, "incorrect"),
        trial(9, 1, "no_response"),
        trial(11, 1, "correct")._replace(kind="rejudged"),
    ]
    assert [one.judgement for one in read_trials(events)] == ["incorrect", "correct"]


def test_the_author_of_an_answer_is_corrected_alone() -> None:
    made = [correction(3, "P08", field="by", old="unknown")]
    (read,) = read_trials([trial(3, 1, "incorrect")], made)
    assert (read.by, read.judgement) == ("P08", "incorrect")


def test_repetitions_for_correction_are_in_no_count() -> None:
    trials = read_trials([trial(3, 1, "incorrect"), trial(5, 2, "correct", correction="chat")])
    assert dict(count_trials(trials).by_judgement) == {"incorrect": 1}


def test_a_correction_of_a_trial_that_is_not_there_is_left_out() -> None:
    (read,) = read_trials([trial(3, 1, "incorrect")], [correction(4, "correct")])
    assert read.judgement == "incorrect"


def test_what_is_appended_is_read_again_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = [correction(3, "correct", why="entendu « chat »"), correction(3, "void")]
    for one in made:
        append_correction(tmp_path, one)
    assert read_corrections(tmp_path) == tuple(made)
    assert (tmp_path / CORRECTIONS_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_torn_line_is_left_out_and_cut_before_the_next(tmp_path: Path, cut: int) -> None:
    for new in ("correct", "void"):
        append_correction(tmp_path, correction(3, new))
    path = tmp_path / CORRECTIONS_FILE
    path.write_bytes(path.read_bytes()[:-cut])
    assert [one.new for one in read_corrections(tmp_path)] == ["correct"]
    append_correction(tmp_path, correction(3, "refused"))
    assert [one.new for one in read_corrections(tmp_path)] == ["correct", "refused"]


HOSTILE = '{"seq":%s,"field":"by","old":"","new":"P07","who":"x","when_utc":""}\n'


@pytest.mark.parametrize(
    "line",
    ["[]\n", "{}\n", "{\n", '{"seq": "x"}\n', "[" * 100_000 + "\n", HOSTILE % "true", HOSTILE % "3.5"],
    ids=["list", "empty", "torn", "no fields", "deep", "no number", "no whole number"],
)
def test_a_broken_line_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / CORRECTIONS_FILE).write_text(line, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        read_corrections(tmp_path)
    assert caught.value.code == "R147"


def test_a_field_of_a_newer_program_is_left_out(tmp_path: Path) -> None:
    append_correction(tmp_path, correction(3, "correct", field="latency"))
    assert read_corrections(tmp_path) == ()


@pytest.mark.parametrize("protocol", ["emotions", "rimes", "consignes"])
def test_the_trials_of_a_session_are_those_that_its_blocks_count(tmp_path: Path, protocol: str) -> None:
    compared = 0
    for seed in range(1, 6):
        events = read_log(make_session(tmp_path, protocol, seed=seed) / "events.jsonl").events
        blocks = [event for event in events if (event.dir, event.kind) == ("out", "block")]
        trials = read_trials(events)
        if not blocks or not trials or blocks[-1].seq < trials[-1].seq:
            continue  # the last block was left in the middle, and counts nothing
        counted = count_trials(trials).by_judgement
        total = sum(counted.values()) - counted.get("void", 0)
        assert sum(block.data["count"] for block in blocks) == total > 0
        assert sum(block.data["correct"] for block in blocks) == counted.get("correct", 0)
        compared += 1
    assert compared > 1


def test_a_wrong_answer_that_is_said_to_be_another_childs_is_no_error_of_the_child_who_was_asked() -> None:
    start = Event(0, "in", 0, "session", "start", {"participants": ["P07", "P12"]})
    asked = Event(1, "out", 1, "engine", "question", {"step": "jeu", "number": 1, "turn": "P07"})
    given = {"sense": "board", "value": "chien", "answer": "chien", "why": "decides", "by": "P07"}
    given |= {"number": 1}
    helped = {"step": "jeu", "number": 1, "help": "verbal", "cause": "wrong"}
    record = trial(9, 1, "no_response", answer="chien", by="P07", way="board", correct=["chat"], attempts=2)
    events = [
        start,
        asked,
        Event(2, "out", 2, "engine", "response", given),
        Event(3, "out", 2, "engine", "prompt", helped),
        Event(4, "out", 4, "engine", "response", given),
        Event(5, "out", 4, "engine", "prompt", helped),
        record,
    ]
    for said, errors, before in (((), 2, True), ((4,), 2, True), ((2, 4), 2, False), ((9, 2), 2, False)):
        (read,) = read_trials(events, [correction(seq, "P12", field="by", old="P07") for seq in said])
        assert (read.participant, read.errors, read.errors_before_silence) == ("P07", errors, before)
    taken_back = [correction(seq, new, field="by") for seq in (2, 4) for new in ("P12", "")]
    (read,) = read_trials(events, taken_back)
    assert read.errors_before_silence


def test_right_or_wrong_said_of_an_opinion_changes_nothing() -> None:
    for event, new, expected in (
        (trial(3, 1, None, correct=None), "correct", "unscored"),
        (trial(3, 1, "refused", correct=None), "no_response", "refused"),
        (trial(3, 1, "void", correct=None), "no_response", "void"),
        (trial(3, 1, None, correct=None), "refused", "refused"),
        (trial(3, 1, None, correct=["chat"]), "correct", "correct"),
    ):
        (read,) = read_trials([event], [correction(3, new)])
        assert read.judgement == expected


def test_that_the_adult_noted_no_response_is_read_where_nothing_is_right_or_wrong() -> None:
    press = Event(2, "in", 1, "professional", "command", {"name": "judge", "as": "no_response"})
    silent = trial(3, 1, None, correct=None, answer="")._replace(cause=2)
    assert [one.noted_silent for one in read_trials([press, silent])] == [True]
    assert [one.noted_silent for one in read_trials([silent])] == [False]


def test_right_or_wrong_said_of_an_opinion_that_nobody_judged_applies_to_nothing() -> None:
    opinion = trial(3, 1, None, correct=None)
    made = correction(3, "correct", old="unscored")
    (read,) = read_trials([opinion], [made])
    assert (read.judgement, read.corrections, read.corrected) == ("unscored", (), False)
    assert without_effect([opinion], [made]) == (made,)
    refusal = trial(3, 1, "refused", correct=None)
    undone = correction(3, "no_response", old="refused")
    (read,) = read_trials([refusal], [undone])
    assert (read.judgement, read.corrections) == ("refused", ())
    assert without_effect([refusal], [undone]) == (undone,)


def test_a_correction_is_told_with_what_counted_before_it_whatever_its_line_says() -> None:
    """Its page was opened before the adult judged the trial again."""
    record = trial(3, 1, "void")
    again = record._replace(
        seq=5, kind="rejudged", data={**record.data, "was": "void", "judgement": "incorrect"}
    )
    (read,) = read_trials([record, again], [correction(3, "void", old="void")])
    assert (read.judgement, read.in_session, read.judged_afterwards) == ("void", "incorrect", True)
    assert [(one.old, one.new) for one in read.corrections] == [("incorrect", "void")]


def test_a_question_put_to_all_that_nobody_answered_takes_an_author_where_it_may_have_had_one() -> None:
    for judgement, silent, takes in (
        ("void", False, False), ("no_response", False, False), (None, False, True), (None, True, False),
        ("refused", False, True),
    ):  # fmt: skip
        events = [trial(3, 1, judgement, correct=None, answer="", child="", by="", way="")]
        if silent:
            press = Event(2, "in", 2_000, "professional", "command", {"name": "judge", "as": "no_response"})
            events = [press, events[0]._replace(cause=2)]
        said = RecordCorrection(3, "by", "", "P12", "researcher", "2026-12-02T10:00:00Z")
        (read,) = read_trials(events, [said])
        assert read.takes_author is takes, judgement
        assert (without_effect(events, [said]) == ()) is takes, judgement


def test_an_author_is_told_with_who_counted_before_and_is_corrected_where_that_changes() -> None:
    record = trial(3, 1, "correct", by="P07", answer="chat")
    for news, olds, corrected in (
        (("P12", "", "unknown"), ["P07", "P12", "P07"], True),
        (("P07",), ["P07"], False),
        (("P12", "P07"), ["P07", "P12"], False),
    ):
        said = [correction(3, new, field="by", old="unknown") for new in news]
        (read,) = read_trials([record], said)
        assert ([one.old for one in read.corrections], read.corrected) == (olds, corrected)


def test_an_author_of_a_trial_without_an_answer_corrects_nothing() -> None:
    silent = trial(3, 1, "no_response", child="P07", answer="")
    said = RecordCorrection(3, "by", "", "P12", "researcher", "2026-12-02T10:00:00Z")
    (read,) = read_trials([silent], [said])
    assert (read.by, read.corrected, read.corrections) == ("unknown", False, ())


def test_that_nobody_knows_who_answered_is_a_correction_though_nobody_was_named_before() -> None:
    answered = trial(3, 1, "correct", child="P07", answer="chat", by="unknown")
    said = RecordCorrection(3, "by", "unknown", "unknown", "researcher", "2026-12-02T10:00:00Z")
    (read,) = read_trials([answered], [said])
    assert (read.corrected, read.counted_as) == (True, "by_nobody")
