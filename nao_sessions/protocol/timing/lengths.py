"""How long the actions of one session last, one after the other: where Nao is by then is kept here.

Virtual sessions and the fake robot ask for each action as it begins, in that order. Nothing here reads a
clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nao_sessions.protocol.poses import POSE_MS
from nao_sessions.protocol.timing.actions import action_ms
from nao_sessions.protocol.timing.speech import GAP_MS, several

# A span of time: at best, and at worst; None at worst means without end.


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time in milliseconds, at best and at worst; ``worst`` None: without end."""

    best: int = 0
    worst: int | None = 0

    def __add__(self, other: Span) -> Span:
        """Return the span of two things that are done one after the other."""
        worst = None if self.worst is None or other.worst is None else self.worst + other.worst
        return Span(self.best + other.best, worst)

    def times(self, fewest: int, most: int) -> Span:
        """Return the span repeated ``fewest`` times at best, ``most`` times at worst."""
        return Span(self.best * fewest, None if self.worst is None else self.worst * most)

    def or_not(self) -> Span:
        """Return the span of what may be left out: 0 at best."""
        return Span(0, self.worst)


def exactly(length: int) -> Span:
    """Return a span that is the same at best and at worst."""
    return Span(length, length)


def longest(spans: list[Span]) -> Span:
    """Return the span of what begins together, and ends when the last of it ends."""
    best = max((span.best for span in spans), default=0)
    return Span(best, latest(span.worst for span in spans))


def either(spans: list[Span]) -> Span:
    """Return the span of one of several things, where it is open which one happens."""
    best = min((span.best for span in spans), default=0)
    return Span(best, latest(span.worst for span in spans))


def latest(worsts: Iterable[int | None]) -> int | None:
    """Return the greatest of some worst cases; None (without end) if one is None."""
    found = 0
    for worst in worsts:
        if worst is None:
            return None
        found = max(found, worst)
    return found


def mean(spans: list[tuple[Span, int]]) -> Span:
    """Return the mean of spans by their weights, as for many draws from a deck."""
    total = sum(weight for _, weight in spans)
    if not total:
        return Span()
    best = round(sum(span.best * weight for span, weight in spans) / total)
    if any(span.worst is None for span, _ in spans):
        return Span(best, None)
    return Span(best, round(sum((span.worst or 0) * weight for span, weight in spans) / total))


class Lengths:
    """Where Nao's body and head are, and how long what comes next takes from there."""

    __slots__ = ("_children", "_look", "_posture", "_silent_ms", "_sounds", "pose")

    def __init__(self, sounds: Mapping[str, int] | None = None, children: int | None = None) -> None:
        """Start as a session does: in the first posture, looking ahead, no pose held.

        Args:
            sounds: milliseconds of the sounds whose files are known, by the name that a protocol gives them.
            children: how many take part, where that is known: a sentence may name them all.
        """
        self.pose: str | None = None
        self._posture: str | None = None
        self._look: str | None = None
        self._silent_ms = 0
        self._sounds = dict(sounds or {})
        self._children = None if children is None else several(children)

    def begin(self, verb: str, data: Mapping[str, Any], at_ms: int) -> int:
        """Begin an action at a time; return how long it lasts, both in milliseconds.

        A sentence that follows another one at once waits for the pause between two.
        """
        if verb == "say" and self._children is not None and "{participants}" in data["text"]:
            data = {**data, "text": data["text"].replace("{participants}", self._children)}
        sound = self._sounds.get(str(data.get("file", ""))) if verb == "sound" else None
        length = action_ms(verb, data, posture=self._posture, look=self._look, sound=sound)
        match verb:
            case "say" if length:
                length += min(GAP_MS, max(0, self._silent_ms - at_ms))  # the one before may have been cut
                self._silent_ms = at_ms + length + GAP_MS
            case "gesture":
                if self.pose is not None:
                    length += POSE_MS  # the arms are taken back first
                self.pose = None
            case "pose":
                self.pose = str(data["name"])
            case "posture":
                self._posture, self.pose = str(data["name"]), None
            case "look":
                self._look = str(data["where"])
        return length
