"""Fidelity beside the protocol's own plan: what the engine does fits it, a log that was changed does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nao_sessions.annotation.fidelity.trials import Component, TrialFidelity, fidelity_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine
from nao_sessions.engine.state import State
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.behaviour import profile
from nao_sessions.rehearsal.session import Plan, rehearse

PROTOCOL = """\
protocol: 1
id: small
version: "1.0.0"
title: "Petit"
language: fr
start: jeu
commands:
  finish: {next: fin}
settings:
  patience: {type: duration, default: 10 s, min: 4 s, max: 20 s, label: "Délai"}
items:
  mains:
    - {id: gauche, question: "Touche ma main gauche.", cote: hand.left}
    - {id: encore, question: "Touche encore ma main gauche.", cote: hand.left}
    - {id: toujours, question: "Et encore une fois.", cote: hand.left}
steps:
  jeu:
    trials:
      items: mains
      ask:
        - say: "{item.question}"
        - gesture: hello
      answers: {main: {touch: hand.left}, tete: {touch: head}}
      correct: main
      patience: = settings.patience
      prompting: PROMPTING
      prompts:
        - {help: verbal, do: [{say: "Ma main est là."}, {wait: 2 s}]}
        - {help: model, after: 6 s, attempts: 2, do: [{say: "Regarde."}]}
      feedback:
        correct: [{choose: [{do: [{say: "Bravo !"}]}, {do: [{say: "Super !"}]}]}]
        incorrect: [{say: "On continue."}]
        no_response: [{say: "Ce n'est pas grave."}]
    next: fin
  fin:
    do:
      - say: "Au revoir."
    end: completed
"""
PROCEDURES = (
    "{procedure: least_to_most}",
    "{procedure: most_to_least, fade_after: 1}",
    "{procedure: simultaneous}",
    "{procedure: constant_delay}",
    "{procedure: progressive_delay, zero_delay_trials: 0, step: 2 s, delay: 5 s}",
)


def protocol_of(prompting: str) -> Protocol:
    return load_files({"small.yaml": PROTOCOL.replace("PROMPTING", prompting).encode()}, "small.yaml")


def played(protocol: Protocol, who: str, seed: int = 1) -> list[Event]:
    """Give the log of a rehearsal: what the engine makes of a virtual child."""
    lines: list[Event] = []

    def watch(event: Event, outputs: Sequence[Any], state: State) -> None:
        lines.append(event._replace(seq=len(lines)))
        cause = lines[-1].seq
        for output in outputs:
            lines.append(Event(len(lines), "out", event.at, "engine", output.kind, output.data, cause=cause))

    rehearse(Engine(protocol), Plan(seed, (profile(who),)), watch)
    return lines


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return protocol_of(PROCEDURES[0])


@pytest.fixture(scope="module")
def silent(protocol: Protocol) -> list[Event]:
    """Give the log of a child who never answers: every help comes, each after its silence."""
    return played(protocol, "silent")


def first(events: Sequence[Event], protocol: Protocol) -> TrialFidelity:
    return fidelity_of(events, protocol)[0]


@pytest.mark.parametrize("prompting", PROCEDURES)
@pytest.mark.parametrize("who", ["silent", "often_wrong", "long_latency", "repeats"])
def test_what_the_engine_does_is_what_is_planned(prompting: str, who: str) -> None:
    protocol = protocol_of(prompting)
    trials = [one for seed in range(3) for one in fidelity_of(played(protocol, who, seed), protocol)]
    assert trials
    assert [(t.seq, p) for t in trials for p in t.parts if p.verdict in ("partly", "otherwise")] == []


def test_every_silence_is_compared_with_the_plan_of_its_own(silent: list[Event], protocol: Protocol) -> None:
    found = first(silent, protocol)
    assert found.judgement == "no_response"
    planned = [(one.before_help, one.planned_ns // SECOND_NS, one.verdict) for one in found.waits]
    assert planned == [(1, 10, "done"), (2, 6, "done"), (3, 10, "done"), (0, 10, "done")]
    assert (found.part("help").planned, found.part("help").done) == (3, 3)


def test_a_delay_is_planned_as_the_procedure_has_it_and_not_as_the_patience() -> None:
    protocol = protocol_of("{procedure: constant_delay, zero_delay_trials: 0}")
    wait = first(played(protocol, "silent"), protocol).waits[0]
    assert (wait.planned_ns, wait.verdict) == (4 * SECOND_NS, "done")


def test_a_setting_changes_what_is_planned(silent: list[Event], protocol: Protocol) -> None:
    start = silent[0]._replace(data={**silent[0].data, "settings": {"patience": 12}})
    wait = first([start, *silent[1:]], protocol).waits[0]
    assert (wait.planned_ns, wait.verdict) == (12 * SECOND_NS, "otherwise")


Tamper = Callable[[Event], Event | None]


def tampered(events: Sequence[Event], change: Tamper) -> list[Event]:
    """Give a log with a change to the first event that it changes or drops (None)."""
    found: list[Event] = []
    whole = True
    for event in events:
        new = change(event) if whole else event
        whole = whole and new == event
        if new is not None:
            found.append(new)
    return found


def _drop(kind: str, **data: object) -> Tamper:
    def change(event: Event) -> Event | None:
        is_it = event.kind == kind and all(event.data.get(name) == value for name, value in data.items())
        return None if is_it else event

    return change


def _sooner(index: int, by_s: float) -> Tamper:
    def change(event: Event) -> Event:
        it = event.kind == "prompt" and event.data["index"] == index
        return event._replace(at=event.at - round(by_s * SECOND_NS)) if it else event

    return change


def _say(text: str, other: str) -> Tamper:
    def change(event: Event) -> Event:
        return event._replace(data={**event.data, "text": other}) if event.data.get("text") == text else event

    return change


@pytest.mark.parametrize(
    ("component", "change", "planned_done"),
    [
        ("instruction", _drop("do", verb="say", text="Touche ma main gauche."), (2, 1)),
        ("instruction", _drop("do", verb="gesture", name="hello"), (2, 1)),
        ("instruction", _say("Touche ma main gauche.", "Touche ma tête."), (2, 1)),
        ("wait", _sooner(0, 6), (10 * SECOND_NS, 4 * SECOND_NS)),
        ("wait", _sooner(1, 3), (6 * SECOND_NS, 3 * SECOND_NS)),
        ("wait", _sooner(0, -3), (10 * SECOND_NS, 13 * SECOND_NS)),
        ("help", _drop("prompt", index=0), (3, 2)),
        ("help", _drop("prompt", index=1, times=2), (3, 2)),
        ("feedback", _drop("do", verb="say", text="Ce n'est pas grave."), (1, 0)),
        ("feedback", _say("Ce n'est pas grave.", "Dommage."), (1, 0)),
    ],
)
def test_each_component_can_fail(
    silent: list[Event],
    protocol: Protocol,
    component: Component,
    change: Tamper,
    planned_done: tuple[int, int],
) -> None:
    assert first(silent, protocol).part(component).verdict == "done"
    part = first(tampered(silent, change), protocol).part(component)
    assert part.verdict in ("partly", "otherwise")
    assert (part.planned, part.done) == planned_done


def test_a_help_that_was_due_and_never_came_is_seen_though_the_child_answered_at_last(
    protocol: Protocol,
) -> None:
    log = played(protocol, "long_latency", seed=3)
    helped = next(t for t in fidelity_of(log, protocol) if t.waits and t.waits[-1].before_help == 0)
    without = [e for e in log if not (e.kind == "prompt" and e.seq > helped.seq)]
    assert helped.part("help").verdict in ("done", "unplanned")
    assert without != log
    found = [t.part("help").verdict for t in fidelity_of(without, protocol)]
    assert "otherwise" in found or "partly" in found


def test_an_instruction_that_an_adult_cut_is_told_as_her_adaptation(
    silent: list[Event], protocol: Protocol
) -> None:
    asked = next(n for n, e in enumerate(silent) if e.data.get("name") == "hello")
    command = silent[asked]._replace(dir="in", kind="command", data={"name": "repeat"})
    found = first([*silent[:asked], command, *silent[asked + 1 :]], protocol)
    assert found.part("instruction").verdict == "adapted"
