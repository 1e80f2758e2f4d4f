"""Where the engine once did otherwise than the language says of corrections: each test failed once."""

from __future__ import annotations

import pytest

from tests.oracle.protocols import CALM, HEAD, QUESTIONS
from tests.oracle.runs import Pair
from tests.oracle.waits import Stimulus

CORRECTED = (
    QUESTIONS.replace("{finish: {next: fin}}", "{finish: {next: fin}, calm: {next: calme}}").replace(
        "      pause: 4 s", "      correction: {repeat: without}"
    )
    + CALM
)


def played(moves: str, text: str = CORRECTED) -> Pair:
    """Play moves, one after the other, parted by commas."""
    pair = Pair(HEAD + text)
    for move in moves.split(", "):
        pair.play(Stimulus(*move.split()))
    return pair


@pytest.mark.parametrize(
    "moves",
    ["command redo", "command calm, done, button Reprendre", "resumed, command resume"],
    ids=["done again", "left", "crash"],
)
def test_a_repetition_that_is_interrupted_is_asked_again_as_a_repetition(moves: str) -> None:
    """It came again as a trial that counts: the item stood in the results twice."""
    pair = played(f"done, board non, done, {moves}")
    questions = [entry for entry in pair.engine if entry[0] == "question"]
    assert questions[-1] == ("question", "jeu", "a", "without")
    assert pair.difference is None


def test_a_repetition_that_is_skipped_is_none_of_the_trials_that_the_block_has() -> None:
    """It used one up: the last item was never asked."""
    pair = played("done, board non, done, command skip")
    assert [entry for entry in pair.engine if entry[0] == "question"][-1] == ("question", "jeu", "b", "")
    assert pair.difference is None


def test_a_repetition_that_is_void_counts_nowhere() -> None:
    pair = played("done, board non, done, command skip, done, board oui")
    block = next(entry for entry in pair.engine if entry[0] == "block")
    assert block == ("block", 1, 0, 1, 0, 0, 0)
    assert pair.difference is None


def test_a_repetition_that_is_passed_is_no_success_that_ends_a_block() -> None:
    """It ended the block as if the item had been passed: the other one was never asked."""
    text = CORRECTED.replace("      patience: 5 s\n", "      patience: 5 s\n      end_on: success\n")
    pair = played("done, board non, done, board oui", text)
    assert [entry for entry in pair.engine if entry[0] == "question"][-1] == ("question", "jeu", "b", "")
    pair.play(Stimulus("done"))
    pair.play(Stimulus("board", "oui"))
    assert "block" in [entry[0] for entry in pair.engine]
    assert pair.difference is None


@pytest.mark.parametrize("judgement", ["refused", "correct"])
def test_a_repetition_that_is_done_again_comes_again_however_it_is_judged_meanwhile(judgement: str) -> None:
    """It was repeated no more, as if the error had been judged to be none: that was another trial."""
    text = CORRECTED.replace("calm: {", 'redo: {do: [{say: "Encore."}]}, calm: {')
    pair = played(f"done, board non, done, command redo, command judge {judgement}, done", text)
    questions = [entry for entry in pair.engine if entry[0] == "question"]
    assert questions[-1] == ("question", "jeu", "a", "without")
    assert pair.difference is None


def test_both_repetitions_come_however_the_first_is_judged_afterwards() -> None:
    """The second was dropped where the first, not the error, was judged to be passed."""
    text = CORRECTED.replace("{repeat: without}", "{repeat: with_prompt, then: without}").replace(
        "      patience: 5 s\n",
        '      patience: 5 s\n      prompts: [{help: verbal, do: [{say: "Oui."}]}]\n      pause: 4 s\n',
    )
    pair = played("done, board non, done, board non, time, done, board non, done, board non", text)
    assert [entry[-1] for entry in pair.engine if entry[0] == "question"] == ["", "with_prompt"]
    pair.play(Stimulus("command", "judge", "yes"))
    pair.play(Stimulus("time"))
    assert [entry[-1] for entry in pair.engine if entry[0] == "question"][-1] == "without"
    assert pair.difference is None
