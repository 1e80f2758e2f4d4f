"""What a touch of a board is worth: it acts, or it is kept as what it is; nothing acts twice.

A pure judgement of values. The time of a touch is when the finger went down, on the host's clock.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS

LATEST_NS = 3 * SECOND_NS
"""A touch that comes in later than this after it was made (the link was cut) is kept, and does not act."""

_REMEMBERED = 256

Pointer = Literal["touch", "pen", "mouse", "switch", "key"]
Worth = Literal["acts", "known", "again", "stale", "late", "model"]
"""``acts``: it is an answer. ``known``: sent a second time, it is in the log already. ``again``: the second
tap of a double tap. ``stale``: what it was meant for is gone. ``late``: it came more than LATEST_NS after it
was made. ``model``: the adult's, who shows how."""


class Touch(BaseModel):
    """A touch as a page sends it.

    ``down_ms`` is when the finger went down, in milliseconds of the host's CLOCK_MONOTONIC as far as the page
    knows it, ``uncertainty_ms`` how surely; both are missing where the page has no clock yet. ``seen_ms``:
    how long what was touched had been on the screen. ``stamp`` names what was shown.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(pattern=r"^[A-Za-z0-9.-]{1,40}$")
    choice: str = Field(min_length=1, max_length=200)
    stamp: str = Field(max_length=120)
    pointer: Pointer = "touch"
    down_ms: float | None = Field(default=None, ge=0, le=1e13, allow_inf_nan=False)
    uncertainty_ms: float | None = Field(default=None, ge=0, le=1e6, allow_inf_nan=False)
    seen_ms: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class TouchTime:
    """When a touch was made (CLOCK_MONOTONIC, ns), and how surely; None: it is known by its arrival alone.

    ``age_ns``: how long before it came in the page says that it was made.
    """

    monotonic_ns: int
    uncertainty_ms: float | None
    age_ns: int = 0


@dataclass(frozen=True, slots=True)
class Now:
    """What holds while a touch comes in: what is shown, who touches, and how soon a second tap counts."""

    stamp: str
    words: tuple[str, ...]
    model: bool = False
    again_ms: int = 500


def moment_of(
    down_ms: float | None, uncertainty_ms: float | None, arrived_ns: int, began_ns: int = 0
) -> TouchTime:
    """Return when a finger went down: no later than its message came, nor before the session began."""
    if down_ms is None or uncertainty_ms is None:
        return TouchTime(arrived_ns, None)
    down_ns = round(down_ms * MILLISECOND_NS)
    made_ns = max(began_ns, min(arrived_ns, down_ns))
    return TouchTime(made_ns, round(uncertainty_ms, 3), arrived_ns - down_ns)


@dataclass(slots=True)
class Touches:
    """The touches of one board so far: the ids of the last ones and the time of the latest."""

    _ids: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _last_ns: int | None = None

    def worth(self, touch: Touch, moment: TouchTime, now: Now) -> Worth:
        """Return what a touch is worth, and remember it for judging the next ones."""
        if touch.id in self._ids:
            return "known"
        self._ids.append(touch.id)
        last, made_ns = self._last_ns, moment.monotonic_ns
        self._last_ns = made_ns if last is None else max(last, made_ns)
        if moment.age_ns > LATEST_NS:
            return "late"
        if touch.stamp != now.stamp or touch.choice not in now.words:
            return "stale"
        if last is not None and abs(made_ns - last) < now.again_ms * MILLISECOND_NS:
            return "again"
        return "model" if now.model else "acts"
