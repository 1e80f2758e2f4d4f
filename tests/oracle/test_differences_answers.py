"""Answers that wait for a sentence's end, words that nobody confirmed, helps that came too late, opinions.

The engine dropped, kept, credited or judged what the language now says otherwise: each failed until then.
"""

from __future__ import annotations

import pytest

from tests.oracle.protocols import CALM, HEAD, QUESTIONS
from tests.oracle.runs import Pair
from tests.oracle.waits import Stimulus

HELPED = (
    QUESTIONS.replace("{finish: {next: fin}}", "{finish: {next: fin}, calm: {next: calme}}")
    .replace(
        "{oui: {board: oui}, non: {board: non}}", "{oui: [{board: oui}, {word: oui}], non: {board: non}}"
    )
    .replace(
        "      pause: 4 s",
        '      prompts: [{help: verbal, do: [{say: "Regarde."}]}, {help: model, do: [{say: "Ici."}]}]\n'
        '      feedback: {oui: [{say: "Bravo."}], incorrect: [{say: "Non."}], no_response: [{say: "Bon."}]}',
    )
    + CALM
)
OPINION = HELPED.replace("      correct: = item.answer\n", "")
LONG = "touch head.front, touch head.front, touch head.front"
"""Three tenths of a second in which nothing happens that means anything."""
LAST = f"done, time, done, time, {LONG}"
"""Up to the last help, which Nao is saying."""


def played(moves: str, text: str = HELPED) -> Pair:
    """Play moves, one after the other, parted by commas."""
    pair = Pair(HEAD + text)
    for move in moves.split(", "):
        pair.play(Stimulus(*move.split()))
    assert pair.difference is None
    return pair


def trials(pair: Pair) -> list[tuple[object, ...]]:
    """Return answer, judgement, help, helps and attempts of each trial."""
    return [entry[2:7] for entry in pair.oracle.trace if entry[0] == "trial"]


@pytest.mark.parametrize(
    ("moves", "trial"),
    [
        ("board non, command judge not_yet", ("non", "incorrect", "model", 2, 1)),
        ("board oui, command judge not_yet", ("oui", "incorrect", "model", 2, 1)),
        ("board oui, command judge yes", ("oui", "prompted", "model", 2, 1)),
        ("board non, command judge yes", ("oui", "prompted", "model", 2, 1)),
        ("board non, answer non", ("non", "incorrect", "model", 2, 1)),
        ("board non, answer oui", ("oui", "prompted", "model", 2, 2)),
        ("board oui, command judge refused", ("oui", "refused", "model", 2, 1)),
        ("board oui, command redo", ("", "void", "model", 2, 1)),
        ("board oui, command skip", ("", "void", "model", 2, 1)),
        ("board oui, resumed", ("oui", "prompted", "model", 2, 1)),
        ("board oui, command calm", ("oui", "prompted", "model", 2, 1)),
        ("board non, command calm", ("non", "incorrect", "model", 2, 1)),
        ("board oui, command goto fin", ("oui", "prompted", "model", 2, 1)),
    ],
)
def test_an_answer_that_waits_stays_in_its_trial(moves: str, trial: tuple[object, ...]) -> None:
    assert trials(played(f"{LAST}, {moves}"))[0] == trial


@pytest.mark.parametrize("command", ["judge not_yet", "prompt"])
def test_a_help_of_hers_takes_it_for_an_attempt(command: str) -> None:
    pair = played(f"done, time, {LONG}, board non, command {command}, done, time")
    assert trials(pair) == [("non", "no_response", "model", 2, 1)]


def test_a_wrong_one_that_a_help_would_have_followed_leaves_a_void_trial() -> None:
    pair = played(f"done, time, {LONG}, board non, command calm, done, button Reprendre")
    assert trials(pair) == [("", "void", "verbal", 1, 1)]
    assert [entry[2] for entry in pair.oracle.trace if entry[0] == "question"] == ["a", "a"]


def test_a_trial_that_ended_so_is_not_asked_again() -> None:
    pair = played(f"{LAST}, board oui, command calm, done, button Reprendre")
    assert [entry[2] for entry in pair.oracle.trace if entry[0] == "question"] == ["a", "b"]


@pytest.mark.parametrize(
    "moves",
    [
        "done, word oui late, command judge not_yet, done, word oui late, command judge not_heard, "
        "time, done, command judge not_yet",
        f"{LAST}, done, word oui late, command judge not_yet",
    ],
    ids=["one missed and one denied", "after the last help"],
)
def test_a_word_that_she_did_not_confirm_is_nobodys_answer(moves: str) -> None:
    assert trials(played(moves)) == [("", "no_response", "model", 2, 0)]


@pytest.mark.parametrize("how", ["board oui", "command judge yes", "answer oui"])
@pytest.mark.parametrize(
    ("before", "trial"),
    [
        ("done, time", ("correct", "none", 0)),
        (f"done, time, {LONG}", ("prompted", "verbal", 1)),
        ("done, time, done, time", ("prompted", "verbal", 1)),
        (LAST, ("prompted", "model", 2)),
    ],
)
def test_a_help_counts_for_what_it_can_have_brought_about(
    how: str, before: str, trial: tuple[object, ...]
) -> None:
    assert trials(played(f"{before}, {how}, done"))[0][1:4] == trial


@pytest.mark.parametrize(
    ("moves", "trial"),
    [
        ("command judge yes", ("", None, "none", 0, 0)),
        ("word oui late, command judge yes", ("oui", None, "none", 0, 0)),
        ("board non", ("non", None, "none", 0, 1)),
        (
            "command judge not_yet, done, command judge not_yet, done, command judge not_yet",
            ("", None, "model", 2, 0),
        ),
        ("command judge incorrect", ("", None, "none", 0, 0)),
        ("command judge refused", ("", "refused", "none", 0, 0)),
        ("command judge refused, command judge yes", ("", "refused", "none", 0, 0)),
        ("board non, command judge not_yet", ("non", None, "none", 0, 1)),
    ],
)
def test_what_is_neither_right_nor_wrong_is_never_judged(
    moves: str, trial: tuple[object, ...] | None
) -> None:
    pair = played(f"done, {moves}", OPINION)
    assert trials(pair)[0] == trial
    assert not {"correct", "prompted", "incorrect", "no_response"} & {one[1] for one in trials(pair)}
