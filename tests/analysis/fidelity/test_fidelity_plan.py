"""Fidelity beside the protocol's own plan: what the engine does fits it, a log that was changed does not."""

from __future__ import annotations

import pytest

from nao_sessions.analysis.fidelity.trials import FAULTS, Component, TrialFidelity, fidelity_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine.state import State
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.people.behaviour import PersonActs
from tests.analysis.coding.rehearsed import Once, Tamper, drop, played, put, tampered

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


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return protocol_of(PROCEDURES[0])


@pytest.fixture(scope="module")
def silent(protocol: Protocol) -> list[Event]:
    """Give the log of a child who never answers: every help comes, each after its silence."""
    return played(protocol, "silent")


def first(events: list[Event], protocol: Protocol) -> TrialFidelity:
    return fidelity_of(events, protocol)[0]


@pytest.mark.parametrize("prompting", PROCEDURES)
@pytest.mark.parametrize("who", ["silent", "often_wrong", "long_latency", "repeats"])
def test_what_the_engine_does_is_what_is_planned(prompting: str, who: str) -> None:
    protocol = protocol_of(prompting)
    trials = [one for seed in range(3) for one in fidelity_of(played(protocol, who, seed), protocol)]
    assert trials
    assert [(t.seq, p) for t in trials for p in t.parts if p.verdict in FAULTS] == []


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


def _sooner(index: int, by_s: float) -> Tamper:
    def change(event: Event) -> Event:
        it = event.kind == "prompt" and event.data["index"] == index
        return event._replace(at=event.at - round(by_s * SECOND_NS)) if it else event

    return change


@pytest.mark.parametrize(
    ("component", "change", "planned_done"),
    [
        ("instruction", drop("do", verb="say", text="Touche ma main gauche."), (2, 1)),
        ("instruction", drop("do", verb="gesture", name="hello"), (2, 1)),
        ("instruction", put("do", "text", "Touche ma main gauche.", "Touche ma tête."), (2, 1)),
        ("wait", _sooner(0, 6), (10 * SECOND_NS, 4 * SECOND_NS)),
        ("wait", _sooner(1, 3), (6 * SECOND_NS, 3 * SECOND_NS)),
        ("wait", _sooner(0, -3), (10 * SECOND_NS, 13 * SECOND_NS)),
        ("help", drop("prompt", index=0), (3, 2)),
        ("help", drop("do", text="Ma main est là."), (3, 2)),
        ("help", put("do", "text", "Regarde.", "Écoute."), (3, 2)),
        ("help", drop("prompt", index=1, times=2), (3, 2)),
        ("feedback", drop("do", verb="say", text="Ce n'est pas grave."), (1, 0)),
        ("feedback", put("do", "text", "Ce n'est pas grave.", "Dommage."), (1, 0)),
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


def test_an_instruction_that_an_adult_cut_is_told_as_her_adaptation(protocol: Protocol) -> None:
    helps = PersonActs(100_000_000, "command", {"name": "prompt"})
    log = played(protocol, "silent", among=lambda people: Once(people, _asks, helps))
    found = first(log, protocol).part("instruction")
    assert (found.verdict, found.planned, found.done) == ("adapted", 2, 0)


def test_a_help_that_an_adult_cut_by_the_next_is_told_as_her_adaptation(protocol: Protocol) -> None:
    helps = PersonActs(100_000_000, "command", {"name": "prompt"})
    log = played(protocol, "silent", among=lambda people: Once(people, _helps, helps))
    found = first(log, protocol).part("help")
    assert (found.verdict, found.planned, found.done) == ("adapted", 3, 3)


def test_a_voice_that_was_made_louder_excuses_nothing(protocol: Protocol) -> None:
    louder = PersonActs(100_000_000, "command", {"name": "louder"})
    log = played(protocol, "silent", among=lambda people: Once(people, _asks, louder))
    assert first(log, protocol).part("instruction").verdict == "done"
    cut = tampered(log, drop("do", verb="gesture", name="hello"))
    assert first(cut, protocol).part("instruction").verdict == "partly"


def _asks(state: State) -> bool:
    return state.block is not None and state.block.phase == "ask" and state.speaking is not None


def _helps(state: State) -> bool:
    open_now = state.block is not None and state.block.phase == "open"
    return open_now and state.speaking is not None and state.speaking[1] == "Ma main est là."
