"""When children of a session were away: from the log's ``left`` to its ``returned``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nao_sessions.core.events import Event


class Absence(NamedTuple):
    """A time in which a child was away, in session ns; ``had_been``: it had been there before.

    ``back_ns`` is None where it did not come back. Without ``had_been`` it was not there yet, or never was.
    """

    child: str
    left_ns: int
    back_ns: int | None
    had_been: bool


def seen_by(event: Event) -> frozenset[str]:
    """Return the codes of the children who were there by a line: asked, in turn, answering or arriving."""
    if event.dir != "out" or event.kind not in ("question", "response", "turn", "returned"):
        return frozenset()
    codes = (event.data.get(name) for name in ("turn", "by", "participant"))
    return frozenset(str(code) for code in codes if code)


def read_absences(events: Iterable[Event]) -> list[Absence]:
    """Return when children were away: those who came back first, each in the order in which they left."""
    gone: dict[str, Absence] = {}
    been: set[str] = set()
    back: list[Absence] = []
    for event in events:
        if event.dir != "out":
            continue
        if event.kind == "left":
            child = str(event.data["participant"])
            gone[child] = Absence(child, event.at, None, child in been)
        elif event.kind == "returned" and (left := gone.pop(str(event.data["participant"]), None)):
            back.append(left._replace(back_ns=event.at))
        been |= seen_by(event)
    return [*sorted(back, key=lambda one: one.left_ns), *gone.values()]


def was_away(absences: Iterable[Absence], child: str, start_ns: int, stop_ns: int) -> bool:
    """Return whether a child was away for some of the time from ``start_ns`` to ``stop_ns`` (session ns)."""
    return any(
        one.child == child and one.left_ns < stop_ns and (one.back_ns is None or one.back_ns > start_ns)
        for one in absences
    )
