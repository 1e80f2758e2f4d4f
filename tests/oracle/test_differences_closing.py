"""The words that lead out of an activity are heard, whatever is pressed meanwhile: each test failed once."""

from __future__ import annotations

import pytest

from tests.oracle.protocols import HEAD, QUESTIONS_AND_CALM
from tests.oracle.runs import Pair
from tests.oracle.waits import Stimulus

WORDS = QUESTIONS_AND_CALM.replace("{finish: {", '{finish: {do: [{say: "On finit."}], ').replace(
    "calm: {", 'calm: {do: [{say: "On souffle."}], '
)
PRESSED = ["skip", "redo", "judge yes", "judge not_yet", "judge refused", "judge void", "answer oui"]


@pytest.mark.parametrize("command", ["finish", "calm"])
@pytest.mark.parametrize("pressed", PRESSED)
@pytest.mark.parametrize("moves", [[], ["done"]], ids=["asked", "open"])
def test_what_is_pressed_of_the_trial_does_not_drop_the_words_that_lead_out(
    command: str, pressed: str, moves: list[str]
) -> None:
    """A late *yes* dropped the closing, and the next question came."""
    pair = Pair(HEAD + WORDS)
    press = pressed if pressed.startswith("answer") else f"command {pressed}"
    for move in [*moves, f"command {command}", press, "done"]:
        pair.play(Stimulus(*move.split()))
    words = {"finish": ["On finit.", "Fin."], "calm": ["On souffle.", "Calme."]}[command]
    assert pair.course.said == ["Oui ou non a ?", *words]
    assert [entry[0] for entry in pair.engine].count("trial") == 1
    assert pair.difference is None


def test_a_trial_that_was_judged_on_the_way_out_is_not_asked_again_afterwards() -> None:
    pair = Pair(HEAD + WORDS)
    for move in ("done", "command calm", "command judge yes", "done", "done", "button Reprendre"):
        pair.play(Stimulus(*move.split()))
    assert pair.course.said[-1] == "Oui ou non b ?"
    assert next(e for e in pair.engine if e[0] == "trial")[:4] == ("trial", "a", "oui", "correct")
    assert pair.difference is None


def test_what_the_closing_interrupted_does_not_drop_it_when_it_comes_again() -> None:
    """Encouraging once more in the closing's words dropped these, and the session went on."""
    text = WORDS.replace("commands: {", 'commands: {encourage: {do: [{say: "Allez."}]}, ')
    pair = Pair(HEAD + text)
    for move in ("command encourage", "command finish", "command encourage", "done", "done"):
        pair.play(Stimulus(*move.split()))
    assert pair.course.said == ["Oui ou non a ?", "Allez.", "On finit.", "Allez.", "On finit.", "Fin."]
    assert pair.difference is None
