"""The limit always closes: what *finish* leads to goes to its end by itself, soon, and leads nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.graph import Edge, FlowGraph, step_of
from nao_sessions.protocol.checks.promises.breach import Breach
from nao_sessions.protocol.flow import BACK, Protocol
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.wording import duration
from nao_sessions.text.messages import Text, msg

LONGEST_WAIT_MS = 120_000
"""The longest wait in the closing that is not reported: a convention of this project, two minutes being the
notice that precedes the limit."""


def broken_closing(protocol: Protocol, graph: FlowGraph) -> Iterator[Breach]:
    """Yield the places where the closing (``finish``) does not end the session."""
    finish = protocol.commands.get("finish")
    if finish is None or not finish.next:
        return

    def by_itself(edge: Edge) -> bool:
        return edge.kind in ("auto", "after") or (
            edge.kind == "hub" and not edge.target.startswith("always!")
        )

    closing = graph.reached(graph.commands["finish"], by_itself)
    steps = {step_of(place) for place in closing if not place.endswith("!live")}
    place = finish.next[0].place
    if protocol.start in steps:
        yield _broken(place, msg("it begins the session again"))
        return
    ends = {protocol.steps[step_of(end)].end for end in graph.ends() & closing}
    if ends and not ends & {"completed", "time"}:
        yield _broken(
            place,
            msg("every session that reaches its limit would end as a refusal or in distress"),
        )
    known = KnownValues(protocol)
    for name in sorted(steps):
        step = protocol.steps[name]
        if step.trials is not None and step.trials.correct is not None:
            yield _broken(
                step.trials.place,
                msg("a trial in it is still asked and judged"),
            )
        for entry in step.level.after:
            wait = known.milliseconds(entry.wait if entry.wait is not None else entry.limit or 0)
            if wait > LONGEST_WAIT_MS:
                own = duration(wait)
                yield _broken(entry.place, msg("it waits {own}", own=own))
    if _leads_back(protocol, graph, steps):
        yield _broken(
            place,
            msg("one can go back into the activity from it"),
        )


def _leads_back(protocol: Protocol, graph: FlowGraph, alone: set[str]) -> bool:
    """Return whether anybody can lead from the closing back to where the session was, or into its activity.

    The activity is what waits for somebody or asks, and is come to from the session's beginning without the
    closing; what is first come to is the activity, too. ``alone``: the steps that the closing comes to
    by itself.
    """
    targets = set(graph.commands["finish"])
    whole = graph.reached(targets, lambda edge: not edge.target.startswith("always!"))
    names = {step_of(place) for place in whole if not place.endswith("!live")}
    before = graph.reached([protocol.start], lambda edge: edge.target not in targets)
    first = {edge.target for edge in graph.edges[protocol.start] if edge.kind != "hub"}
    for name in names:
        step = protocol.steps[name]
        asks = step.trials is not None or bool(step.level.entries())
        goes_back = any(branch.target == BACK for one in step.level.entries() for branch in one.next)
        if (goes_back and name in alone) or (asks and name in before and name not in targets):
            return True
        again = graph.reached([name], lambda edge: not edge.target.startswith("always!"))
        if name in before and name not in targets and targets & again:
            return True
    asking = any(protocol.steps[name].trials is not None for name in names)
    return asking and bool(first & targets)


def _broken(place: Place, why: Text) -> Breach:
    return Breach(
        "P247",
        place,
        msg("the closing, where 'finish' leads at the limit, does not close: {why}", why=why),
        msg("lead finish to the goodbye alone: a few sentences, then end: completed"),
    )
