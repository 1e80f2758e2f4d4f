"""``back`` behind a group: a break that is a group, or another file, comes back to what it interrupted."""

from __future__ import annotations

import pytest

from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from tests.course import HEAD, protocol_of
from tests.played import Played

PLAY = """
commands: {finish: {next: fin}, calm: {next: calme}}
start: jeu
steps:
  jeu:
    trials:
      ask: [{say: "Fruit ou légume ?"}]
      answers: {fruit: [{board: fruit}], légume: [{board: légume}]}
      correct: fruit
      patience: 10 s
    next: fin
"""
LAST = """
  reprise:
    do: [{say: "On reprend ?"}]
    buttons: [{label: "Reprendre", next: back}, {label: "Fini", next: fin}]
  fin: {end: completed}
"""
BREAK = """
commands: {finish: {next: fin}}
start: souffle
steps:
  souffle: {do: [{say: "On souffle."}], buttons: [{label: "Suite", next: encore}]}
  encore: {do: [{say: "Encore."}], buttons: [{label: "Suite", next: fin}]}
  fin: {end: completed}
"""


def a_group() -> Protocol:
    """Give a protocol whose break is a group of steps."""
    return protocol_of(
        PLAY
        + """
  calme:
    start: souffle
    steps:
      souffle: {do: [{say: "On souffle."}], buttons: [{label: "Suite", next: encore}]}
      encore: {do: [{say: "Encore."}], buttons: [{label: "Suite", next: done}]}
    next: reprise
"""
        + LAST
    )


def a_file() -> Protocol:
    """Give a protocol whose break is another file."""
    text = HEAD + PLAY + "  calme: {use: calme.yaml, next: reprise}\n" + LAST
    other = HEAD.replace("essai", "calme") + BREAK
    return load_files({"e.yaml": text.encode(), "calme.yaml": other.encode()}, "e.yaml")


@pytest.mark.parametrize("protocol", [a_group, a_file])
def test_back_behind_a_group_returns_to_what_was_left_before_it(protocol: object) -> None:
    assert callable(protocol)
    played = Played(protocol())
    played.settle()
    played.commands("calm")
    played.presses("Suite")
    played.presses("Suite")
    assert played.state.step == "reprise"
    played.presses("Reprendre")
    assert played.state.step == "jeu"
    assert played.said[-1] == "Fruit ou légume ?"
    played.tap("fruit")
    assert played.judgements == ["void", "correct"]


def test_within_a_group_back_still_returns_to_the_step_before() -> None:
    played = Played(
        """
commands: {finish: {next: fin}}
start: tout
steps:
  tout:
    start: a
    steps:
      a: {do: [{say: "A."}], buttons: [{label: "Aide", next: aide}, {label: "Suite", next: done}]}
      aide: {do: [{say: "Aide."}], buttons: [{label: "Retour", next: back}]}
    next: fin
  fin: {end: completed}
"""
    )
    played.settle()
    played.presses("Aide")
    played.presses("Retour")
    assert (played.state.step, played.said[-1]) == ("tout.a", "A.")
