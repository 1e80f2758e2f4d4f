"""One step alone (``try``), and steps inside groups that somebody goes to straight."""

from __future__ import annotations

from tests.engine.test_trial_authors import GROUP
from tests.played import Played

TWO = """
commands: {finish: {next: fin}}
start: un
steps:
  un: {do: [{say: "Un."}], next: deux}
  deux: {do: [{say: "Deux."}], next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def test_a_step_that_is_tried_alone_begins_there_and_ends_when_it_is_left() -> None:
    played = Played(TWO, only="deux")
    played.settle()
    assert (played.said, played.outcome) == (["Deux."], "completed")


def test_a_step_of_a_group_that_goes_round_has_somebody_s_turn() -> None:
    played = Played(GROUP, only="tours.essai", participants=["P1", "P2"])
    played.settle()
    assert played.view.turn == "P1"
    played.tap(played.told("question")[0]["correct"][0], by="P1")
    assert played.outcome == "completed"


def test_going_straight_to_a_step_inside_begins_the_group_s_first_turn() -> None:
    body = GROUP.replace("start: tours", "start: debut").replace(
        "steps:\n  tours:", "steps:\n  debut: {buttons: [{label: Suite, next: tours}]}\n  tours:", 1
    )
    played = Played(body.replace("label: Suite", 'label: "Suite"'), participants=["P1", "P2"])
    played.settle()
    played.commands("goto", step="tours.essai")
    assert played.view.turn == "P1"
