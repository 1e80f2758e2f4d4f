"""Exploration: every order of events, and what must hold in every state that they lead to."""

from __future__ import annotations

from course import protocol_of
from test_engine_flow import GROUP
from test_engine_speech import GAME
from test_trial_authors import GROUP as TURNS
from test_trials import BLOCK, block

from nao_sessions.engine import Engine
from nao_sessions.rehearsal.explore import Explored, explore


def explored(body: str, *, depth: int = 5, participants: tuple[str, ...] = ("V01",)) -> Explored:
    """Explore a protocol to some depth."""
    return explore(Engine(protocol_of(body)), depth=depth, participants=participants, most=4_000)


def test_a_small_protocol_is_explored_to_its_last_state() -> None:
    found = explored(GAME, depth=40)
    assert found.complete
    assert found.flaws == ()
    assert found.steps == frozenset({"jeu", "bravo", "fin"}) or found.steps >= {"jeu", "fin"}


def test_groups_trials_and_turns_hold() -> None:
    for body, participants in ((GROUP, ("V01",)), (block(BLOCK), ("V01",)), (TURNS, ("V01", "V02"))):
        found = explored(body, depth=4, participants=participants)
        assert found.flaws == ()
        assert found.states > 10


def test_a_finish_that_waits_for_somebody_is_told_with_its_story() -> None:
    found = explored(
        """
commands: {finish: {next: demande}}
allow: {P213: "pour ce test, exprès"}
start: un
steps:
  un: {do: [{say: "Un."}], buttons: [{label: "Suite", next: fin}]}
  demande: {buttons: [{label: "Oui", next: fin}]}
  fin: {do: [{say: "Fin."}], end: completed}
"""
    )
    flaw = next(one for one in found.flaws if one.step == "un")
    assert "finish" in flaw.what
    assert flaw.story == ()  # it shows in the first state


def test_a_wait_that_nothing_ends_is_told_with_the_way_there() -> None:
    found = explored(
        """
commands: {finish: {next: fin}}
allow: {P202: "pour ce test, exprès", P203: "pour ce test, exprès"}
data: {n: 0}
start: un
steps:
  un: {do: [{say: "Un."}], buttons: [{label: "Suite", next: attente}]}
  attente: {when: [{touch: head, if: data.n > 0, next: fin}]}
  fin: {do: [{say: "Fin."}], end: completed}
"""
    )
    flaw = next(one for one in found.flaws if one.step == "attente")
    assert flaw.what == "a wait without an end"
    assert flaw.story == ("the adult presses « Suite » → attente",)
