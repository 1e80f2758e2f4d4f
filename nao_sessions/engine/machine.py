"""The protocol as a `transitions` machine: flat, dotted states, explicit transitions, no hidden clock.

It decides one thing: from this step, by this exit, which branch is open and where it leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from transitions import Machine, Transition

from nao_sessions.protocol.flow import BACK, DONE, Branch, Protocol, Step

Guard = Callable[[Branch], bool]


class Traveller:
    """The throw-away model that a step of the engine hands to the machine: its step, and how to ask guards.

    ``left`` is the step that ``back`` goes to; ``branch`` and ``way`` are what was taken.
    """

    __slots__ = ("branch", "guard", "left", "state", "way")

    def __init__(self, state: str, left: str | None, guard: Guard) -> None:
        self.state = state
        self.left = left
        self.guard = guard
        self.branch: Branch | None = None
        self.way = ""


class Way(Transition):
    """One transition: a branch of the protocol, from one state to another, or to the step that was left.

    ``dest`` is None for ``back``: there would be a transition for each step it may go back to.
    """

    def __init__(self, *arguments: Any, branch: Branch, name: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.branch = branch
        self.name = name


class _Ways(Machine):
    transition_cls = Way


class FlowMachine:
    """The compiled machine of a protocol. Exits: ``STEP/next``, an entry's id, ``commands/NAME``."""

    def __init__(self, protocol: Protocol) -> None:
        self._machine = _Ways(
            model=None, states=list(protocol.steps), initial=protocol.start, auto_transitions=False
        )
        below: dict[str, list[str]] = {name: [] for name in protocol.steps}
        for name in protocol.steps:
            for group in protocol.ancestors(name):
                below[group].append(name)
        for name, step in protocol.steps.items():
            self._add(protocol, f"{name}/next", step.next, [name], name)
            for entry in step.level.entries():
                self._add(protocol, entry.id, entry.next, [name, *below[name]], name)
            for branch in step.gives_up:
                self._add(protocol, f"{name}/give_up", [branch], [name], name)
        everywhere = list(protocol.steps)
        for entry in protocol.always.entries():
            self._add(protocol, entry.id, entry.next, everywhere, None)
        for command in protocol.commands.values():
            self._add(protocol, f"commands/{command.name}", command.next, everywhere, None)

    def leave(self, exit_name: str, traveller: Traveller) -> Branch | None:
        """Move the traveller by the first open branch of an exit, and return that branch.

        Return None when no branch is open, or when the exit leads nowhere by itself (it comes back).

        The machine's own table is read here. The library's `trigger` would take the same transition, but goes
        through nine lists of callbacks, all empty, and tells a log of each: 2.7 µs an exit instead of 0.8.
        """
        exit_event = self._machine.events.get(exit_name)
        if exit_event is None:
            return None
        possible: Any = exit_event.transitions.get(
            traveller.state, ()
        )  # of Way, whatever the library calls them
        for way in possible:
            target = traveller.left if way.dest is None else way.dest
            if target is not None and traveller.guard(way.branch):
                traveller.state, traveller.branch, traveller.way = target, way.branch, way.name
                return traveller.branch
        return None

    def leads_on(self, exit_name: str) -> bool:
        """Return whether an exit has any branch."""
        return exit_name in self._machine.events

    def _add(
        self,
        protocol: Protocol,
        exit_name: str,
        branches: Sequence[Branch],
        sources: list[Any],
        owner: str | None,
    ) -> None:
        for name, branch in ways(exit_name, branches):
            destination: str | None = branch.target
            if branch.target == BACK:
                destination = None
            elif branch.target == DONE:
                destination = protocol.steps[owner].parent if owner is not None else None
                assert destination is not None, "the loader refuses `done` outside a group"
            self._machine.add_transition(exit_name, sources, destination, branch=branch, name=name)


def ways(exit_name: str, branches: Sequence[Branch]) -> Iterator[tuple[str, Branch]]:
    """Yield an exit's branches, each with a name: the exit's, with the target added if there are several.

    Of several that lead to one step, the second is ``EXIT -> STEP (2)``.
    """
    targets: list[str] = []
    for branch in branches:
        targets.append(branch.target)
        name = exit_name if len(branches) == 1 else f"{exit_name} -> {branch.target}"
        number = targets.count(branch.target)
        yield (name if number == 1 else f"{name} ({number})"), branch


def returning_steps(protocol: Protocol) -> frozenset[str]:
    """Return the steps from which a ``back`` can be reached, and which so remember what was left."""
    before: dict[str, list[str]] = {}
    waiting: list[str] = []
    for name, step in protocol.steps.items():
        branches = [*step.next, *step.gives_up]
        for entry in step.level.entries():
            branches += entry.next
        targets = {branch.target for branch in branches}
        for target in targets - {BACK, DONE} | set(step.children) | _goes_on_in(protocol, step, targets):
            before.setdefault(target, []).append(name)
        if BACK in targets:
            waiting.append(name)
    # Backwards from each `back`, every step once: 10,000 steps in a row are looked at 10,000 times.
    found = set(waiting)
    while waiting:
        for name in before.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def _goes_on_in(protocol: Protocol, step: Step, targets: set[str]) -> set[str]:
    """Return the group whose exits follow a step that ends it, by ``done`` or as a used file's end."""
    around = step.parent if DONE in targets else protocol.used_by(step.name) if step.end is not None else None
    return set() if around is None else {around}
