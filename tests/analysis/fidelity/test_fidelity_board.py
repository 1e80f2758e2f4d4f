"""What a board shows is compared as what Nao says and does: in the question, in a help, in the feedback."""

from __future__ import annotations

import csv
import io

import pytest

from nao_sessions.analysis.fidelity.checking import check_table
from nao_sessions.analysis.fidelity.trials import COMPONENTS, FAULTS, Component, TrialFidelity, fidelity_of
from nao_sessions.core.events import Event
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.text.languages import Language, unbroken
from tests.analysis.coding.rehearsed import Tamper, drop, played, put, tampered

PROTOCOL = """\
protocol: 1
id: ecran
version: "1.0.0"
title: "Écran"
language: fr
start: jeu
commands:
  finish: {next: fin}
items:
  visages:
    - {id: joie, answer: content, choix: [triste, content], dit: "Qui est content ?"}
    - {id: peine, answer: triste, choix: [content, triste], dit: "Qui est triste ?"}
steps:
  jeu:
    trials:
      items: visages
      ask:
        - show: {choices: = item.choix, text: "Regarde bien."}
          say: "{item.dit}"
      answers: {from: = item.choix, by: [board, professional]}
      correct: = item.answer
      patience: 10 s
      prompts:
        - help: visual
          do:
            - highlight: = item.answer
            - say: "Regarde ce visage."
            - repeat: question
        - help: gestural
          do:
            - point: = item.answer
              say: "Il est là."
      feedback:
        correct: [{say: "Oui !"}, {show: nothing}]
        no_response: [{highlight: = item.answer, say: "Je te montre."}, {show: nothing}]
    next: fin
  fin:
    do:
      - say: "Au revoir."
    end: completed
"""
SHOWN = ["triste", "content"]


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return load_files({"ecran.yaml": PROTOCOL.encode()}, "ecran.yaml")


@pytest.fixture(scope="module")
def silent(protocol: Protocol) -> list[Event]:
    """Give the log of a child who never answers: all that is planned is done."""
    return played(protocol, "silent")


def first(log: list[Event], protocol: Protocol) -> TrialFidelity:
    return fidelity_of(log, protocol)[0]


def planned(trial: TrialFidelity, component: str, language: Language = "fr") -> str:
    rows = csv.DictReader(
        io.StringIO(check_table([("s1", trial)], {}, language)), delimiter=";" if language == "fr" else ","
    )
    return next(row["planned"] for row in rows if row["component"] == component)


def test_all_that_is_shown_as_planned_is_done(silent: list[Event], protocol: Protocol) -> None:
    assert [part.verdict for part in first(silent, protocol).parts] == ["done"] * 4
    counts = {part.component: part.planned for part in first(silent, protocol).parts}
    assert (counts["instruction"], counts["help"], counts["feedback"]) == (2, 2, 3)


@pytest.mark.parametrize(
    ("component", "change", "planned_done"),
    [
        ("instruction", drop("board", choices=SHOWN, highlight=None), (2, 1)),
        ("instruction", put("board", "choices", SHOWN, ["content"]), (2, 1)),
        ("instruction", put("board", "text", "Regarde bien.", "Regarde."), (2, 1)),
        ("instruction", put("board", "picture", None, "pictures/triste.svg"), (2, 1)),
        ("instruction", put("board", "highlight", None, "content"), (2, 1)),
        ("help", drop("board", highlight="content"), (2, 1)),
        ("help", put("board", "highlight", "content", "triste"), (2, 1)),
        ("help", put("do", "text", "Regarde ce visage.", "Regarde."), (2, 1)),
        ("help", drop("do", verb="gesture", name="point_board"), (2, 1)),
        ("help", put("do", "name", "point_board", "point_left"), (2, 1)),
        ("feedback", drop("board", choices=[], text=None, highlight=None), (3, 2)),
    ],
)
def test_what_is_shown_otherwise_is_found(
    silent: list[Event],
    protocol: Protocol,
    component: Component,
    change: Tamper,
    planned_done: tuple[int, int],
) -> None:
    trial = first(tampered(silent, change), protocol)
    part = trial.part(component)
    assert part.verdict in FAULTS
    assert (part.planned, part.done) == planned_done
    others = [one for one in COMPONENTS if one != component]
    assert [trial.part(one).verdict for one in others] == ["done"] * 3


def test_a_question_that_was_to_be_said_again_in_a_help_is_missed(
    silent: list[Event], protocol: Protocol
) -> None:
    asked = [e for e in silent if e.data.get("text") == "Qui est content ?" and e.kind == "do"]
    assert len(asked) == 2
    once = [e for e in silent if e is not asked[1]]
    assert first(once, protocol).part("help").verdict == "partly"


def test_a_child_who_answers_in_a_help_leaves_the_rest_of_it_undue(protocol: Protocol) -> None:
    found = [
        trial
        for seed in range(30)
        for trial in fidelity_of(played(protocol, "steady", seed), protocol)
        if trial.judgement == "prompted"
    ]
    assert found
    assert {part.verdict for trial in found for part in trial.parts} == {"done"}


def test_the_table_of_a_check_tells_what_is_to_be_seen_on_the_board(
    silent: list[Event], protocol: Protocol
) -> None:
    trial = first(silent, protocol)
    assert planned(trial, "consigne") == unbroken(
        "écran : choix triste, content ; « Regarde bien. », « Qui est content ? »"
    )
    assert planned(trial, "aides").startswith(
        unbroken(
            "aide visuelle : repère à l'écran : content, « Regarde ce visage. », « Qui est content ? » / "
        )
    )
    assert planned(trial, "retour") == unbroken("repère à l'écran : content, « Je te montre. », écran : vide")
    assert planned(trial, "feedback", "en") == ("marked on the board: content, 'Je te montre.', board: empty")
