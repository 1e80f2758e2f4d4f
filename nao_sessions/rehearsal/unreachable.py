"""What no session can reach, whatever anybody does: what the conditions and the graph of a protocol rule out.

A condition that never holds (the values it compares with cannot come) closes its way; what only closed ways
lead to cannot be reached. The rest may be reachable or not: an exploration, or a seed, has to show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nao_sessions.core.errors import Place
from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.domains import Domains
from nao_sessions.protocol.checks.graph import FlowGraph
from nao_sessions.protocol.checks.sites import CONDITIONS, sites_of
from nao_sessions.protocol.flow import Branch, Command, Level, Protocol, Step
from nao_sessions.protocol.timing.known import Known
from nao_sessions.rehearsal.coverage import universe

_NO_WAY = Text(fr="aucun chemin n'y mène", en="no way leads there")
_NEVER = Text(fr="sa condition n'est jamais vraie", en="its condition never holds")


def unreachable(protocol: Protocol) -> Mapping[str, Text]:
    """Give every part that no session can reach, by its name, with the reason."""
    closed = _closed(protocol)
    opened = _without(protocol, closed)
    graph = FlowGraph(opened)
    roots = {protocol.start, *(target for targets in graph.commands.values() for target in targets)}
    reached = {place.split("!", 1)[0] for place in graph.reached(roots)}
    # Whatever leads into a group enters the group.
    reached |= {group for name in reached if name in protocol.steps for group in protocol.ancestors(name)}
    entries = {entry.id for level in opened.all_levels() for entry in level.entries()}
    all_entries = {entry.id for level in protocol.all_levels() for entry in level.entries()}
    found: dict[str, Text] = {}
    for names in universe(protocol).values():
        for name in names:
            entry = name.removesuffix("/do")
            step = name.partition("/")[0]
            if entry in all_entries and entry not in entries:
                found[name] = _NEVER
            elif step in protocol.steps and step not in reached:
                found[name] = _NO_WAY
            elif _exit_closed(opened, name) or _prompt_closed(protocol, name, closed):
                found[name] = _NEVER
    return found


def _closed(protocol: Protocol) -> frozenset[Place]:
    """Give the places of conditions that never hold."""
    domains = Domains(protocol, Known(protocol))
    return frozenset(
        site.place
        for site in sites_of(protocol)
        if site.kind in CONDITIONS and site.expression is not None and domains.decided(site) is False
    )


def _without(protocol: Protocol, closed: frozenset[Place]) -> Protocol:
    """Give a protocol without the ways that are closed."""

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


def _exit_closed(opened: Protocol, name: str) -> bool:
    step = name.removesuffix("/next")
    return name.endswith("/next") and step in opened.steps and not opened.steps[step].next


def _prompt_closed(protocol: Protocol, name: str, closed: frozenset[Place]) -> bool:
    step, _, number = name.partition("/prompts.")
    trials = protocol.steps[step].trials if step in protocol.steps else None
    if trials is None or not number.isdigit():
        return False
    condition = trials.prompts[int(number)].condition
    return condition is not None and condition.place in closed
