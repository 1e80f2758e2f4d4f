"""When something goes on in a session (Nao acts or waits, or is paused), and how long nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.events import Event

TOLERANCE_NS = 250 * MILLISECOND_NS
"""A timer fires a little late and a press is a little early: less than this is no other wait."""

_NO_WORK = frozenset({"listen", "watch"})
"""What Nao is asked for and does beside everything else."""


def idle(events: Sequence[Event], anew: Callable[[Event], bool] | None = None) -> Iterator[tuple[int, int]]:
    """Yield the place of each event before which nothing went on, and how long that had lasted (ns).

    Args:
        events: in their order; it is counted from the first.
        anew: with which events it is counted anew, besides those of what goes on.
    """
    going_on: set[str] = set()
    since = events[0].at if events else 0
    for place, event in enumerate(events):
        if not going_on:
            yield place, event.at - since
        begun = _begun(event)
        still = (going_on | begun) - _over(event)
        if begun or still != going_on or (anew is not None and anew(event)):
            since = event.at
        going_on = still


def _begun(event: Event) -> set[str]:
    """Return what goes on from an event: an action, something that is waited for, a pause of the session."""
    match event.dir, event.kind:
        case "out", "do" if event.data.get("verb") not in _NO_WORK:
            return {str(event.data.get("id"))}
        case "out", "awaits" | "paused":
            return {event.kind}
    return set()


def _over(event: Event) -> set[str]:
    match event.dir, event.kind:
        case "in", "done":
            return {str(event.data.get("action"))}
        case "out", "halt":
            return {str(one) for one in event.data.get("ids", ())}
        case "out", "awaited":
            return {"awaits"}
        case "out", "continued":
            return {"paused"}
    return set()
