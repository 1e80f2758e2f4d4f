"""What no session can reach, whatever anybody does: what the conditions and the graph of a protocol rule out.

A condition that never holds (the values it compares with cannot come) closes its way; what only closed ways
lead to cannot be reached. The rest may be reachable or not: an exploration, or a seed, has to show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.domains import Domains
from nao_sessions.protocol.checks.graph import FlowGraph, over
from nao_sessions.protocol.checks.places import CONDITIONS, sites_of
from nao_sessions.protocol.flow import Branch, Command, Level, Protocol, Step
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.rehearsal.reports.coverage import exits, universe, within
from nao_sessions.text.messages import Text, msg

_NO_WAY = msg("no way leads there")
_NEVER = msg("its condition never holds")


def unreachable(protocol: Protocol) -> Mapping[str, Text]:
    """Return every part that no session can reach, by its name, with the reason."""
    closed = _closed(protocol)
    opened = _without(protocol, closed)
    graph = FlowGraph(opened)
    reached = {place.split("!", 1)[0] for place in _places(protocol, graph)}
    # Whatever leads into a group enters the group.
    reached |= {group for name in reached if name in protocol.steps for group in protocol.ancestors(name)}
    entries = {entry.id for level in opened.all_levels() for entry in level.entries()}
    shut = {entry.id for level in protocol.all_levels() for entry in level.entries()} - entries
    shut |= _shut(protocol, closed)
    found: dict[str, Text] = {}
    for names in universe(protocol).values():
        for name in names:
            around = {*within(name), name, name.partition(" -> ")[0]}
            step = name.partition("/")[0]
            if not shut.isdisjoint(around):
                found[name] = _NEVER
            elif step in protocol.steps and step not in reached:
                found[name] = _NO_WAY
    return found


def _places(protocol: Protocol, graph: FlowGraph) -> set[str]:
    """Return the places that can be reached; any turn, and so any group of turns, may be skipped."""
    roots = {protocol.start, *(target for targets in graph.commands.values() for target in targets)}
    places = graph.reached(roots)
    while (
        more := {
            over(name) for name, step in protocol.steps.items() if step.each is not None and name in places
        }
        - places
    ):
        places |= graph.reached(more)
    return places


def _shut(protocol: Protocol, closed: frozenset[Place]) -> set[str]:
    """Return the branches, helps and moments whose own condition never holds."""
    conditions = {name: branch.condition for _, branches in exits(protocol) for name, branch in branches}
    for step in protocol.steps.values():
        if step.trials is not None:
            conditions |= {prompt.block: prompt.condition for prompt in step.trials.prompts}
    for block, moments in protocol.blocks.items():
        conditions |= {f"{block}.{number}": moment.condition for number, moment in enumerate(moments)}
        if len(moments) == 1 and block not in conditions:
            conditions[block] = moments[0].condition
    return {
        name for name, condition in conditions.items() if condition is not None and condition.place in closed
    }


def _closed(protocol: Protocol) -> frozenset[Place]:
    """Return the places of conditions that never hold."""
    domains = Domains(protocol, KnownValues(protocol))
    return frozenset(
        site.place
        for site in sites_of(protocol)
        if site.kind in CONDITIONS and site.expression is not None and domains.decided(site) is False
    )


def _without(protocol: Protocol, closed: frozenset[Place]) -> Protocol:
    """Return a protocol without the ways that are closed."""

    def branches(those: tuple[Branch, ...]) -> tuple[Branch, ...]:
        return tuple(one for one in those if one.condition is None or one.condition.place not in closed)

    def level(one: Level) -> Level:
        kept = {
            kind: tuple(
                replace(entry, next=branches(entry.next))
                for entry in getattr(one, kind)
                if entry.condition is None or entry.condition.place not in closed
            )
            for kind in ("buttons", "when", "after", "silence")
        }
        return Level(**kept)

    def step(one: Step) -> Step:
        return replace(one, next=branches(one.next), level=level(one.level))

    def command(one: Command) -> Command:
        return replace(one, next=branches(one.next))

    return replace(
        protocol,
        steps={name: step(one) for name, one in protocol.steps.items()},
        commands={name: command(one) for name, one in protocol.commands.items()},
        always=level(protocol.always),
    )
