"""What is said to be out of reach of every session, and what is not: each case by hand."""

from __future__ import annotations

from nao_sessions.protocol import load_files
from nao_sessions.protocol.timing.session import session_time
from nao_sessions.rehearsal.exploration.unreachable import unreachable

GIVES_UP = """\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
commands: {finish: {next: fin}}
data: {n: 0}
items: {liste: [{id: a}, {id: b}]}
start: jeu
steps:
  jeu:
    start: bloc
    steps:
      bloc:
        trials:
          items: liste
          ask: [{say: "Oui ou non {item.id} ?"}]
          answers: {oui: {board: oui}, non: {board: non}}
          correct: oui
          patience: 8 s
          give_up: {errors_in_row: 1, next: done}
        next: [{if: data.n > 0, next: done}, {next: fin}]
    next: encore
  encore: {do: [{say: "Encore."}], next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def test_what_follows_a_group_is_reached_when_its_block_gives_up() -> None:
    """Its own way out is closed by a condition that never holds; giving up leads out all the same."""
    protocol = load_files({"essai.yaml": GIVES_UP.encode()}, "essai.yaml")
    assert sorted(unreachable(protocol)) == ["jeu.bloc/next -> done"]


def test_a_session_may_be_over_as_soon_as_its_block_gives_up() -> None:
    """Giving up leads past nine minutes of waiting: the session's least length counts that way."""
    alone = GIVES_UP.replace("next: [{if: data.n > 0, next: done}, {next: fin}]", "next: rien")
    alone = alone.replace(
        "    next: encore\n", "      rien: {do: [{wait: 9 min}], next: done}\n    next: encore\n"
    )
    time = session_time(load_files({"essai.yaml": alone.encode()}, "essai.yaml"))
    assert time.best_ms is not None
    assert time.best_ms < 60_000


TURNS = """\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
participants: {min: 1, max: 2}
commands: {finish: {next: fin}}
data: {n: 0}
start: jeu
steps:
  jeu:
    each: participant
    start: tour
    steps:
      tour:
        do: [{say: "À toi."}]
        buttons: [{label: "Suite", if: data.n > 0, next: done}]
        after: {wait: 30 s, next: fin}
    next: encore
  encore: {do: [{say: "Encore."}], next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def test_what_follows_turns_is_reached_since_an_adult_may_skip_them() -> None:
    """The button that would lead there is never shown: its condition never holds."""
    protocol = load_files({"essai.yaml": TURNS.encode()}, "essai.yaml")
    assert sorted(unreachable(protocol)) == ["jeu.tour/buttons.0"]
    alone = TURNS.replace("    each: participant\n", "")
    assert "encore" in unreachable(load_files({"essai.yaml": alone.encode()}, "essai.yaml"))
