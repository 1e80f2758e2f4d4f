"""The flow as a graph: where a session can be, and what leads from there to where.

Places are steps (entered, their content to do) and, for groups, ``over`` (their content done, their exits
open). Entries of a group are joined in one hub, so that the graph stays as small as the protocol.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from nao_sessions.protocol.flow import BACK, DONE, Branch, Entry, Level, Protocol, components

Kind = Literal["auto", "after", "button", "when", "hub", "command"]
"""What leads on: content that ends by itself; time; a person; a hub; a built-in command."""

ALWAYS = "always!live"


@dataclass(frozen=True, slots=True)
class Edge:
    """One way on from a place, to the place ``target``."""

    target: str
    kind: Kind
    entry: Entry | None = None
    """The reaction that leads on, where one does."""


def over(group: str) -> str:
    """Return the name of the place where a group's content is done."""
    return f"{group}!over"


def live(group: str | None) -> str:
    """Return the name of the hub of the entries that are live everywhere in a group."""
    return ALWAYS if group is None else f"{group}!live"


def step_of(place: str) -> str:
    """Return the step that a place belongs to."""
    return place.split("!", 1)[0]


class FlowGraph:
    """The places of a protocol and the edges between them."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.returns: set[str] = set()
        """The places from which ``back`` returns to what was left."""
        self._kinds: dict[str, frozenset[Kind]] = {}
        self.edges: dict[str, list[Edge]] = {ALWAYS: self._entries(protocol.always, None, with_wait=False)}
        for name, step in protocol.steps.items():
            hub = Edge(live(step.parent), "hub")
            exits = [
                Edge(target, "auto")
                for target in self._targets([*step.next, *step.gives_up], step.parent, name)
            ]
            if step.end is not None and (user := protocol.used_by(name)) is not None:
                exits.append(Edge(over(user), "auto"))
            if step.start is None:
                own = self._entries(step.level, step.parent, with_wait=True, place=name)
                self.edges[name] = [*exits, *own, hub]
                continue
            self.edges[name] = [Edge(step.start, "auto"), Edge(live(name), "hub")]
            waits = self._entries(step.level, step.parent, with_wait=True, place=over(name))
            self.edges[over(name)] = [*exits, *waits, hub]
            self.edges[live(name)] = [
                *self._entries(step.level, step.parent, with_wait=False, place=live(name)),
                hub,
            ]
        self.commands = {
            name: tuple(self._targets(command.next, None, None))
            for name, command in protocol.commands.items()
        }

    def reached(self, roots: Iterable[str], follow: Callable[[Edge], bool] = lambda edge: True) -> set[str]:
        """Return every place that can be reached from the roots, along the edges that ``follow`` accepts."""
        found = set(roots)
        queue = deque(found)
        while queue:
            place = queue.popleft()
            for edge in self.edges.get(place, ()):
                if edge.target not in found and follow(edge):
                    found.add(edge.target)
                    queue.append(edge.target)
        return found

    def leading_to(self, goals: Iterable[str]) -> set[str]:
        """Return every place from which one of the goals can be reached."""
        before: dict[str, list[str]] = {}
        for place, edges in self.edges.items():
            for edge in edges:
                before.setdefault(edge.target, []).append(place)
        found = set(goals)
        queue = deque(found)
        while queue:
            for place in before.get(queue.popleft(), ()):
                if place not in found:
                    found.add(place)
                    queue.append(place)
        return found

    def ways_on(self, place: str) -> Iterator[Edge]:
        """Yield all edges that lead on from a place, with those of its groups and of the whole protocol."""
        for edge in self.edges[place]:
            if edge.kind == "hub":
                yield from self.ways_on(edge.target)
            else:
                yield edge

    def components(self) -> list[list[str]]:
        """Return the strongly connected components of the graph."""
        return components(self.followed(lambda edge: True))

    def followed(self, follow: Callable[[Edge], bool]) -> dict[str, list[str]]:
        """Return the targets of every place, by place, along the edges that ``follow`` accepts."""
        return {place: [edge.target for edge in edges if follow(edge)] for place, edges in self.edges.items()}

    def kinds(self, place: str) -> frozenset[Kind]:
        """Return the kinds of edges that lead on from a place, those through hubs included."""
        known = self._kinds.get(place)
        if known is None:
            found: set[Kind] = set()
            for edge in self.edges[place]:
                found |= self.kinds(edge.target) if edge.kind == "hub" else {edge.kind}
            known = self._kinds[place] = frozenset(found)
        return known

    def ends(self) -> set[str]:
        """Return the places where the session ends."""
        steps = self.protocol.steps.values()
        return {
            over(step.name) if step.start else step.name
            for step in steps
            if step.end is not None and self.protocol.used_by(step.name) is None
        }

    def _entries(
        self, level: Level, parent: str | None, *, with_wait: bool, place: str | None = None
    ) -> list[Edge]:
        edges: list[Edge] = []
        for entry in level.entries():
            # A group's `wait` counts from the end of its content: inside, only `limit` is live.
            if with_wait or entry.kind != "after" or entry.limit is not None:
                kind: Kind = "after" if entry.kind == "silence" else entry.kind
                edges += [Edge(target, kind, entry) for target in self._targets(entry.next, parent, place)]
        return edges

    def _targets(self, branches: Iterable[Branch], parent: str | None, place: str | None) -> Iterator[str]:
        for branch in branches:
            if branch.target == BACK:
                if place is not None:
                    self.returns.add(place)
            elif branch.target == DONE:
                assert parent is not None, "done outside a group was reported"
                yield over(parent)
            else:
                yield branch.target
