"""The protocol as a `transitions` machine: flat, dotted states, explicit transitions, no hidden clock.

It decides one thing: from this step, by this exit, which branch is open and where it leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from transitions import EventData, Machine

from nao_sessions.protocol.flow import BACK, DONE, Branch, Protocol, Step

Guard = Callable[[Branch], bool]


class Traveller:
    """The throw-away model that a step lends to the machine: where it is, and what its guards may ask."""

    __slots__ = ("branch", "guard", "left", "state")

    def __init__(self, state: str, left: str | None, guard: Guard) -> None:
        self.state = state
        self.left = left
        self.guard = guard
        self.branch: Branch | None = None


class FlowMachine:
    """The compiled machine of a protocol. Exits: ``STEP/next``, an entry's id, ``commands/NAME``."""

    def __init__(self, protocol: Protocol) -> None:
        self._machine = Machine(
            model=None,
            states=list(protocol.steps),
            initial=protocol.start,
            auto_transitions=False,
            send_event=True,
        )
        below: dict[str, list[str]] = {name: [] for name in protocol.steps}
        for name in protocol.steps:
            for group in protocol.ancestors(name):
                below[group].append(name)
        for name, step in protocol.steps.items():
            self._add(protocol, f"{name}/next", step.next, [name], name)
            for entry in step.level.entries():
                self._add(protocol, entry.id, entry.next, [name, *below[name]], name)
            for branch in _gives_up(step):
                self._add(protocol, f"{name}/give_up", [branch], [name], name)
        everywhere = list(protocol.steps)
        for entry in protocol.always.entries():
            self._add(protocol, entry.id, entry.next, everywhere, None)
        for command in protocol.commands.values():
            self._add(protocol, f"commands/{command.name}", command.next, everywhere, None)

    def leave(self, exit_name: str, traveller: Traveller) -> Branch | None:
        """Take an exit from the traveller's state: it is moved, and the branch taken is given.

        None when no branch is open, or when the exit leads nowhere by itself (it comes back).
        """
        event = self._machine.events.get(exit_name)
        if event is None or not event.trigger(traveller):
            return None
        return traveller.branch

    def leads_on(self, exit_name: str) -> bool:
        """Tell whether an exit has a way on at all."""
        return exit_name in self._machine.events

    def _add(
        self,
        protocol: Protocol,
        exit_name: str,
        branches: Iterable[Branch],
        sources: list[Any],
        owner: str | None,
    ) -> None:
        for branch in branches:
            conditions: list[Any] = []
            if branch.condition is not None:
                conditions.append(partial(_open, branch))
            before = partial(_choose, branch)
            if branch.target == BACK:
                for origin in protocol.steps:
                    self._machine.add_transition(
                        exit_name,
                        sources,
                        origin,
                        conditions=[*conditions, partial(_came_from, origin)],
                        before=before,
                    )
                continue
            destination = branch.target
            if branch.target == DONE:
                parent = protocol.steps[owner].parent if owner is not None else None
                assert parent is not None, "the loader refuses `done` outside a group"
                destination = parent
            self._machine.add_transition(
                exit_name, sources, destination, conditions=conditions, before=before
            )


def _gives_up(step: Step) -> tuple[Branch, ...]:
    """Give the way on after too many errors in a row, where a block of trials has one."""
    if step.trials is None or step.trials.give_up is None:
        return ()
    return (Branch(step.trials.give_up.target, None, step.trials.give_up.place),)


def _open(branch: Branch, event: EventData) -> bool:
    traveller: Any = event.model
    return bool(traveller.guard(branch))


def _came_from(origin: str, event: EventData) -> bool:
    traveller: Any = event.model
    return bool(traveller.left == origin)


def _choose(branch: Branch, event: EventData) -> None:
    traveller: Any = event.model
    traveller.branch = branch


def returning_steps(protocol: Protocol) -> frozenset[str]:
    """Give the steps from which a ``back`` can still be reached: only they keep what was left."""
    ways: dict[str, set[str]] = {}
    found: set[str] = set()
    for name, step in protocol.steps.items():
        branches = [*step.next, *_gives_up(step)]
        for entry in step.level.entries():
            branches += entry.next
        targets = {branch.target for branch in branches}
        ways[name] = targets - {BACK, DONE} | set(step.children) | _goes_on_in(protocol, step, targets)
        if any(branch.target == BACK for branch in branches):
            found.add(name)
    changed = True
    while changed:
        more = {name for name, targets in ways.items() if targets & found} - found
        changed = bool(more)
        found |= more
    return frozenset(found)


def _goes_on_in(protocol: Protocol, step: Step, targets: set[str]) -> set[str]:
    """Give the group whose exits follow when a step ends it: by ``done``, or by an end of a used file."""
    around = step.parent if DONE in targets else protocol.used_by(step.name) if step.end is not None else None
    return set() if around is None else {around}
