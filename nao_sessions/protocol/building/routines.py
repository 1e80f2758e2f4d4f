"""From the keys of ``routines`` to blocks: lists of moments with a name, which may call one another.

A routine that calls itself is told with the flow (P234); here a bound is set to what honest ones add up to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.moments import build_block
from nao_sessions.protocol.cycles import components, cyclic
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Choose
from nao_sessions.protocol.keys.moments import Do
from nao_sessions.text.messages import Text, msg

DEEPEST = 8
"""Routines that call each other in a chain; a library nests one or two."""

MOST_MOMENTS = 10_000
"""Moments of one routine with all that it calls: a child would have left hours ago."""


def build_routines(routines: Mapping[str, Do], building: Building) -> None:
    """Build the routines of a file as blocks; those that add up to too much are told."""
    names = {building.routines[name]: name for name in routines}
    for name, moments in routines.items():
        build_block(building.routines[name], moments, building)
    calls = {block: [call for call in _calls(block, building) if call[0] in names] for block in names}
    graph = {block: [called for called, _ in inner] for block, inner in calls.items()}
    sizes: dict[str, tuple[int, int]] = {}
    for component in components(graph):
        block = component[0]
        inner = [sizes[called] for called in graph[block] if called in sizes]
        if cyclic(component, graph) or len(inner) < len(graph[block]):
            continue
        depth = 1 + max((depth for depth, _ in inner), default=0)
        moments_in_all = len(building.blocks[block]) + sum(count for _, count in inner)
        place = next((place for _, place in calls[block]), Place(building.chain[-1]))
        if depth > DEEPEST:
            sentence = msg("more than {deepest} routines in one another", deepest=DEEPEST)
            _tell(names[block], place, sentence, building)
        elif moments_in_all > MOST_MOMENTS:
            sentence = msg("more than {most_moments} moments", most_moments=MOST_MOMENTS)
            _tell(names[block], place, sentence, building)
        else:
            sizes[block] = (depth, moments_in_all)


def _calls(block: str, building: Building) -> Iterator[tuple[str, Place]]:
    """Give the routines that a block calls, with the place of each call; possibilities are looked into."""
    inside = [block]
    while inside:
        for moment in building.blocks[inside.pop()]:
            for act in moment.acts:
                if act.verb == "routine" and isinstance(act.argument, str):
                    yield act.argument, act.place
                elif isinstance(act.argument, Choose):
                    inside += [option for option, _ in act.argument.options]


def _tell(name: str, place: Place, why: Text, building: Building) -> None:
    building.findings.add(
        "P109",
        place,
        msg("the routine '{name}': {why}", name=quoted(name), why=why),
        msg("make steps of it"),
    )
