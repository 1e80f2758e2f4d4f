"""Who gave a response is said afterwards beside the log, and every reader of responses and trials follows."""

from __future__ import annotations

from typing import Any

import pytest

from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.results.counts import count_child, of_child
from nao_sessions.record.results.responses import (
    is_answer,
    named_afterwards,
    read_responses,
    unscored_answers,
)
from nao_sessions.record.results.trials import (
    OutOfTurn,
    answers_out_of_turn,
    free_answers_before,
    read_trials,
    without_effect,
    wrong_answers,
)
from tests.engine.test_trial_authors import in_turn
from tests.engine.test_trials import BLOCK, block
from tests.played import Played

CHILDREN = ("P07", "P12")


def line(seq: int, kind: str, dir_: str = "out", cause: int | None = None, **data: Any) -> Event:
    """Give a line of the log."""
    return Event(seq, dir_, seq * 1_000, "robot" if dir_ == "in" else "engine", kind, data, cause=cause)  # type: ignore[arg-type]


def response(seq: int, cause: int, answer: str, why: str = "decides") -> Event:
    """Give a response to trial 1, by the hand of nobody knows whom."""
    data = {"sense": "touch", "value": answer, "why": why, "answer": answer, "by": "unknown", "number": 1}
    return line(seq, "response", cause=cause, **data)


def log(children: tuple[str, ...] = CHILDREN) -> list[Event]:
    """Give a trial of two answers: a wrong one, and the right one that it rests on."""
    trial = {"step": "jeu", "child": "", "number": 1, "item": "chat", "judgement": "prompted"}
    trial |= {"answer": "main", "way": "touch", "by": "unknown", "help": "gestural", "prompts": 1}
    return [
        line(0, "start", "in", participants=list(children)),
        line(1, "question", number=1),
        line(2, "touch", "in", part="pied"),
        response(3, 2, "pied"),
        line(4, "touch", "in", part="main"),
        response(5, 4, "main"),
        line(6, "trial", **trial, opened_at=1_000, latency_ns=3_000),
        line(7, "touch", "in", part="main"),
        response(8, 7, "main", "late"),
    ]


def said(seq: int, new: str, old: str = "unknown") -> RecordCorrection:
    """Give what a person said of a response."""
    return RecordCorrection(seq, "by", old, new, "researcher", "2026-11-28T15:00:00Z")


def test_a_response_that_nobody_named_has_no_name() -> None:
    read = read_responses(log())
    assert [(one.seq, one.by, one.participant, one.unnamed) for one in read] == [
        (seq, "unknown", "", True) for seq in (3, 5, 8)
    ]


def test_what_was_said_last_counts_and_all_is_kept() -> None:
    made = [said(3, "P12"), said(3, "P07", "P12")]
    first, second, _ = read_responses(log(), made)
    assert (first.by, first.in_log, first.participant, first.unnamed) == ("P07", "unknown", "P07", False)
    assert first.corrections == tuple(made)
    assert second.unnamed


def test_what_was_said_is_taken_back_and_the_log_counts_again() -> None:
    first, *_ = read_responses(log(), [said(3, "P12"), said(3, "", "P12")])
    assert (first.by, first.participant, first.unnamed) == ("unknown", "", True)
    assert len(first.corrections) == 2


@pytest.mark.parametrize(("author", "named"), [("unknown", False), ("professional", False), ("P07", True)])
def test_one_of_which_somebody_said_that_nobody_knows_is_not_asked_for_again(
    author: str, named: bool
) -> None:
    first, *_ = read_responses(log(), [said(3, author)])
    assert (first.unnamed, bool(first.participant)) == (False, named)
    assert (first.named, first.nameless) == (author != "unknown", author == "unknown")


def test_the_trial_that_rests_on_a_response_is_its_author_s() -> None:
    (trial,) = read_trials(log(), [said(5, "P12")])
    assert (trial.by, trial.participant, trial.own) == ("P12", "P12", True)
    (untouched,) = read_trials(log(), [said(3, "P12"), said(8, "P12")])
    assert (untouched.by, untouched.participant, untouched.corrections) == ("unknown", "", ())


def test_what_is_counted_of_a_child_follows_the_response() -> None:
    trials = read_trials(log(), [said(5, "P12")])
    counts = {code: count_child(of_child(trials, code), {}) for code in ("", *CHILDREN)}
    assert {code: one.trials.total for code, one in counts.items()} == {"": 0, "P07": 0, "P12": 1}
    assert dict(counts["P12"].helps) == {"gestural": 1}
    assert [one.ns for one in counts["P12"].latencies] == [3_000]


def test_the_author_of_a_trial_that_the_end_page_corrected_is_the_response_s() -> None:
    made = [said(5, "P07"), said(6, "P12", "P07")]
    assert [one.by for one in read_responses(log(), made)] == ["unknown", "P12", "unknown"]
    (trial,) = read_trials(log(), made)
    assert (trial.by, trial.corrections) == ("P12", tuple(made))
    (trial,) = read_trials(log(), made[::-1])
    assert trial.by == "P07"


def test_what_led_to_a_response_is_its_author_s() -> None:
    assert named_afterwards(read_responses(log(), [said(3, "P12")])) == {3: "P12", 2: "P12"}


def test_the_only_child_is_the_author_until_somebody_says_otherwise() -> None:
    read = read_responses(log(("P07",)), [said(3, "unknown"), said(5, "professional")])
    assert [(one.participant, one.unnamed) for one in read] == [("", False), ("", False), ("P07", False)]


def test_who_was_there_follows_who_left_and_came_back() -> None:
    events = log()
    events.insert(4, line(40, "left", participant="P12"))
    events.insert(8, line(41, "returned", participant="P12"))
    assert [one.present for one in read_responses(events)] == [CHILDREN, ("P07",), CHILDREN]


@pytest.mark.parametrize("wrong", [said(99, "P07"), said(2, "P07"), said(3, "P99"), said(3, "Léa")])
def test_what_has_no_place_in_the_session_is_left_out_and_told(wrong: RecordCorrection) -> None:
    made = [said(3, "P12"), wrong]
    assert [one.by for one in read_responses(log(), made)] == ["P12", "unknown", "unknown"]
    assert without_effect(log(), made) == (wrong,)


def test_what_was_answered_without_its_counting_is_kept_with_its_trial_and_why() -> None:
    played = Played(block())
    played.tap("fruit", after_s=0.1)
    played.settle()
    played.command("pause", after_s=0.5)
    played.tap("légume")
    played.tap("mot d'une autre question")
    played.command("resume", after_s=0.5)
    played.silence()
    played.command("judge", after_s=0.5, **{"as": "yes"})
    played.give("board", {"choice": "fruit"}, after_s=0.1)
    played.settle()
    played.tap("légume")
    first, *_ = [one.seq for one in played.lines if one.kind == "trial"]
    found = unscored_answers(played.lines)
    told = [(one.why, one.answer) for one in found.pop(first)]
    assert (told, found) == ([("early", "fruit"), ("paused", "légume"), ("over", "fruit")], {})
    assert [one.data["why"] for one in played.lines if one.kind == "response"][:4] == [
        "early",
        "paused",
        "paused",
        "late",
    ]


def test_an_answer_after_the_last_trial_is_kept_with_it_in_the_next_step_too() -> None:
    """Nobody waits for it any more (``nothing_waits``); it is the child's all the same."""
    body = block(BLOCK + "stop_when: trials.count >= 1\n").replace("next: fin\n", "next: suite\n")
    played = Played(body.replace("  fin: {", "  suite: {after: {wait: 600 s, next: fin}}\n  fin: {"))
    played.settle()
    played.judges("yes")
    played.settle()
    assert played.state.step == "suite"
    played.tap("fruit")
    played.tap("un mot d'ailleurs")
    (trial,) = [one.seq for one in played.lines if one.kind == "trial"]
    assert [one.data["why"] for one in played.lines if one.kind == "response"] == ["nothing_waits"] * 2
    answers = [one.seq for one in played.lines if one.kind == "response"]
    assert unscored_answers(played.lines) == {trial: [("over", "fruit", answers[0])]}


def test_an_answer_out_of_turn_is_its_own_childs_and_of_the_trial_of_the_one_who_was_asked() -> None:
    played = in_turn()
    played.tap("fruit", by="P2")
    played.tap("légume", by="P2")
    played.tap("fruit", by="P1")
    (first,) = [one.seq for one in played.lines if one.kind == "response" and one.data["value"] == "légume"]
    trial = next(one.seq for one in played.lines if one.kind == "trial")
    lines = tuple(played.lines)
    found = answers_out_of_turn(lines, read_responses(lines), read_trials(lines))
    assert found == (OutOfTurn(trial, "P2", "fruit"), OutOfTurn(trial, "P2", "légume"))
    for author, left in (("P1", found[:1]), ("unknown", found[:1]), ("professional", found[:1])):
        corrected = [said(first, author, "P2")]
        trials = read_trials(lines, corrected)
        assert answers_out_of_turn(lines, read_responses(lines, corrected), trials) == left


def test_what_was_taken_for_an_answer_in_a_refusal_came_not_out_of_turn() -> None:
    press = {"sense": "board", "value": "chat", "why": "decides", "turn": "P07", "by": "P07"}
    record = {"step": "jeu", "child": "P07", "way": "board", "by": "P07", "judgement": None}
    lines = [
        line(0, "question", number=1, answers=["chat"], turn="P07"),
        line(1, "response", answer="chat", number=1, **press),
        line(2, "trial", number=1, answer="chat", **record),
    ]
    others = said(2, "P12")
    refused = RecordCorrection(2, "judgement", "unscored", "refused", "professional", "2026-11-28T15:00:00Z")
    for corrected, n in (([others], 1), ([others, refused], 0)):
        found = answers_out_of_turn(lines, read_responses(lines, corrected), read_trials(lines, corrected))
        assert len(found) == n


def test_what_a_question_put_to_all_was_answered_late_is_everybodys_also_where_one_alone_was_left() -> None:
    lines = [
        line(0, "question", number=1, answers=["chat", "chien"], turn=None),
        line(1, "trial", step="jeu", number=1, child="P07", judgement=None),
        line(2, "entered", step="fin"),
        line(3, "response", sense="board", value="chat", why="nothing_waits", by="P12"),
    ]
    assert unscored_answers(lines) == {1: [("over", "chat", 3)]}


def test_an_answer_that_the_adult_entered_and_that_was_another_childs_came_out_of_turn() -> None:
    played = in_turn()
    played.judges("yes")
    lines, (trial,) = tuple(played.lines), read_trials(played.lines)
    assert (trial.child, trial.way) == ("P1", "professional")
    for author, expected in (("P2", (OutOfTurn(trial.seq, "P2", trial.answer, counted=True),)), ("P1", ())):
        corrected = [said(trial.seq, author, "professional")]
        found = answers_out_of_turn(lines, read_responses(lines, corrected), read_trials(lines, corrected))
        assert found == expected


def test_what_another_child_touches_after_a_trial_is_no_late_answer_of_it() -> None:
    lines = [
        line(0, "question", number=1, answers=["chat", "chien"]),
        line(1, "trial", number=1, child="P07"),
        line(2, "entered", step="fin"),
        line(3, "response", sense="board", value="chat", why="nothing_waits", by="P12"),
        line(4, "response", sense="board", value="chien", why="nothing_waits", by="P07"),
        line(5, "response", sense="touch", value="chien", why="nothing_waits", by="P07"),
    ]
    assert unscored_answers(lines) == {1: [("over", "chien", 4)]}


def test_a_second_touch_that_greets_answers_no_question_that_was_over() -> None:
    lines = [
        line(0, "question", number=1, answers=["bien", "mal"], turn="P07"),
        line(1, "trial", number=1, child="P07"),
        line(2, "turn", participant="P12"),
        line(3, "entered", step="invitation"),
        line(4, "response", sense="touch", value="hand.left", why="taken", entry="invitation/when.0"),
        line(5, "response", sense="touch", value="hand.right", why="extra"),
    ]
    assert unscored_answers(lines) == {}


def test_an_opinion_that_a_help_overtook_is_no_wrong_answer() -> None:
    lines = [
        line(0, "question", number=1, answers=["bien", "mal"], turn="P07"),
        line(1, "response", sense="board", value="mal", why="decides", answer="mal", number=1, by="P07"),
        line(2, "prompt", number=1, cause="professional", help="verbal"),
        line(3, "response", sense="board", value="bien", why="decides", answer="bien", number=1, by="P12"),
        line(4, "trial", number=1, answer="bien", way="board", correct=None),
    ]
    assert (wrong_answers(lines), free_answers_before(lines)) == ({}, {4: ((1, "mal"),)})
    judged = [*lines[:4], line(4, "trial", number=1, answer="bien", way="board", correct=["bien"])]
    assert (wrong_answers(judged), free_answers_before(judged)) == ({4: ((1, "mal"),)}, {})


def test_what_is_pressed_in_a_pause_once_a_trial_is_over_is_kept_with_it() -> None:
    lines = [
        line(0, "question", number=1, answers=["bien", "mal"], turn="P07"),
        line(1, "trial", number=1, child="P07"),
        line(2, "paused", why="stopped"),
        line(3, "response", sense="board", value="mal", why="paused", by="P07"),
    ]
    assert unscored_answers(lines) == {1: [("paused", "mal", 3)]}


def test_what_the_board_no_longer_shows_is_no_late_answer() -> None:
    lines = [
        line(0, "question", number=1, answers=["oui", "non"], turn="P07"),
        line(1, "board", choices=["oui", "non"]),
        line(2, "trial", number=1, child="P07", answer="non"),
        line(3, "response", sense="board", value="oui", why="nothing_waits", by="P07"),
        line(4, "board", choices=[]),
        line(5, "response", sense="board", value="oui", why="nothing_waits", by="P07"),
    ]
    assert unscored_answers(lines) == {2: [("over", "oui", 3)]}


def test_a_response_has_no_judgement_to_correct() -> None:
    wrong = RecordCorrection(5, "judgement", "incorrect", "correct", "researcher", "2026-11-28T15:00:00Z")
    assert without_effect(log(), [wrong]) == (wrong,)
    assert read_trials(log(), [wrong])[0].judgement == "prompted"


@pytest.mark.parametrize("entry", ["always/when.0", "calme/always/when.0"])
def test_a_stop_that_a_used_file_always_listens_to_answers_nothing_either(entry: str) -> None:
    stop = Event(5, "out", 9, "engine", "response", {"why": "taken", "value": "stop", "entry": entry})
    asked = stop._replace(data={**stop.data, "entry": "calme.accueil/when.0"})
    assert (is_answer(stop), is_answer(asked)) == (False, True)
