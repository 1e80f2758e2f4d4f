"""Which way an exit takes: held against the library's own trigger, on every exit of every protocol here."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from transitions import EventData, Machine, Transition

from nao_sessions.engine.machine import FlowMachine, Traveller
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import load

ROOT = Path(__file__).resolve().parent.parent.parent
PROTOCOLS = sorted(
    path
    for folder in ("protocols", "tests/protocol/examples")
    for path in (ROOT / folder).glob("*.yaml")
    if "." not in path.stem
)
ROUNDS = 4


class Asked(Transition):
    """A transition of the library's own machine: it asks the model's guard, and moves it."""

    def __init__(self, *arguments: Any, branch: Any, name: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.branch = branch

    def execute(self, event_data: EventData) -> bool:
        model: Any = event_data.model
        target = model.left if self.dest is None else self.dest
        if target is None or not model.guard(self.branch):
            return False
        model.state, model.branch = target, self.branch
        return True


class Reference(Machine):
    transition_cls = Asked


def reference(protocol: Protocol, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return the same table in a machine that the library runs."""
    with monkeypatch.context() as patch:
        patch.setattr("nao_sessions.engine.machine._Ways", Reference)
        return FlowMachine(protocol)._machine


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_an_exit_leads_where_the_librarys_trigger_leads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    protocol = load(path)
    machine, library = FlowMachine(protocol), reference(protocol, monkeypatch)
    draw = Random(path.stem)
    taken = 0
    for exit_name, event in library.events.items():
        for state in list(event.transitions):
            for left in (None, draw.choice(list(protocol.steps))):
                for _ in range(ROUNDS):
                    shut = [one.branch for one in event.transitions[state] if draw.random() < 0.5]
                    ours, theirs = (
                        Traveller(state, left, lambda branch, shut=shut: branch not in shut) for _ in range(2)
                    )
                    branch = machine.leave(exit_name, ours)
                    moved = event.trigger(theirs)
                    assert (ours.state, ours.branch) == (theirs.state, theirs.branch)
                    assert (branch is not None, branch) == (moved, theirs.branch)
                    taken += moved
    assert taken


def test_an_exit_that_leads_nowhere_by_itself_moves_nobody() -> None:
    machine = FlowMachine(load(PROTOCOLS[0]))
    traveller = Traveller("anywhere", None, lambda branch: True)
    assert (machine.leave("nothing/next", traveller), machine.leads_on("nothing/next")) == (None, False)
    assert (traveller.state, traveller.branch) == ("anywhere", None)
