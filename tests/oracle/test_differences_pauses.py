"""Where the engine once did otherwise than the language says in pauses and commands: each failed once."""

from __future__ import annotations

import pytest

from tests.oracle.protocols import HEAD, QUESTIONS
from tests.oracle.runs import Pair
from tests.oracle.waits import Stimulus

HELPED = QUESTIONS.replace(
    "      pause: 4 s",
    '      prompts: [{help: verbal, do: [{say: "Regarde."}, {say: "Écoute."}]}]\n      pause: 4 s',
)


def played(moves: str, text: str = HELPED) -> Pair:
    """Play moves, one after the other, parted by commas."""
    pair = Pair(HEAD + text)
    for move in moves.split(", "):
        pair.play(Stimulus(*move.split()))
    return pair


@pytest.mark.parametrize("moves", ["", "done, time, ", "done, time, done, "], ids=["question", "help", "2nd"])
def test_after_a_crash_the_question_is_asked_again_and_nothing_of_the_void_trial_is_said(moves: str) -> None:
    """The question came twice, or the rest of a help that was of no trial any more."""
    pair = played(f"{moves}resumed, command resume")
    said = pair.course.said
    pair.play(Stimulus("done"))
    assert pair.course.said == said
    assert said[-1] == "Oui ou non a ?"
    assert pair.engine[-1] == ("open",)
    assert pair.difference is None


def test_a_pause_lets_go_the_touch_that_waited_for_the_sentence_that_it_cuts() -> None:
    text = HELPED.replace(
        "    after: {wait: 8 s", "    when: [{touch: head, next: fin}]\n    after: {wait: 8 s"
    )
    pair = played("touch head.front, command pause, command resume, done", text)
    assert pair.course.view.step == "jeu"
    assert pair.difference is None


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_the_words_of_a_pause_are_said(name: str) -> None:
    """They were read, and never said."""
    text = HELPED.replace("commands: {", f'commands: {{{name}: {{do: [{{say: "Un moment."}}]}}, ')
    pair = played(
        "command pause, done, command resume" if name == "pause" else "command pause, command resume", text
    )
    assert "Un moment." in pair.course.said
    assert ("paused", "paused") in pair.engine
    assert pair.difference is None


def test_the_words_of_skip_are_said_where_a_turn_is_skipped() -> None:
    text = """\
commands: {finish: {next: fin}, skip: {do: [{say: "On passe."}]}}
items: {liste: [{id: a}, {id: b}]}
start: tours
steps:
  tours:
    each: liste
    start: un
    steps: {un: {do: [{say: "Voici {item.id}."}], after: {wait: 9 s, next: done}}}
    next: fin
  fin: {do: [{say: "Fin."}], end: completed}
"""
    pair = played("done, command skip", text)
    assert pair.course.said == ["Voici a.", "On passe."]
    pair.play(Stimulus("done"))
    assert pair.course.said[-1] == "Voici b."
    assert pair.difference is None


def test_an_answer_given_during_the_words_of_a_pause_is_taken_up_when_the_session_goes_on() -> None:
    """It was judged in the pause, and its feedback waited."""
    text = HELPED.replace("commands: {", 'commands: {calm: {do: [{say: "On souffle."}]}, ')
    pair = played("done, command calm, board oui, done", text)
    assert pair.engine[-1] == ("paused", "calm")
    pair.play(Stimulus("command", "resume"))
    assert "trial" in [entry[0] for entry in pair.engine]
    assert pair.difference is None


@pytest.mark.parametrize(
    ("limit", "moves", "said"),
    [
        ("4 s", "done, time, done, command goto groupe.deux", ["Un.", "Bientôt la fin.", "Deux."]),
        ("9 s", "done, command goto groupe.deux, done, time", ["Un.", "Deux.", "Bientôt la fin."]),
    ],
    ids=["over", "running"],
)
def test_who_goes_straight_inside_from_a_groups_own_wait_does_not_enter_it_again(
    limit: str, moves: str, said: list[str]
) -> None:
    """Its limit goes on: one that was taken up is over, another counts from when the group was entered."""
    text = f"""\
commands: {{finish: {{next: fin}}}}
start: groupe
steps:
  groupe:
    start: un
    steps:
      un: {{do: [{{say: "Un."}}], next: done}}
      deux: {{do: [{{say: "Deux."}}], after: {{wait: 30 s, next: done}}}}
    after: [{{wait: 20 s, next: fin}}, {{limit: {limit}, do: [{{say: "Bientôt la fin."}}]}}]
  fin: {{do: [{{say: "Fin."}}], end: completed}}
"""
    pair = played(f"{moves}, done, time", text)
    assert pair.course.said == said
    assert pair.difference is None
