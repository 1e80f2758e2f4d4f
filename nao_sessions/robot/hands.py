"""When a hand of Nao's counts as touched: by two of its three sensors, while nothing of ours moves its arm.

On a real V6 the sensors of a hand are set off by its own fingers and wrist as they move (NAOqi's known issue
41607, with the maker's advice to use two sensors at least). What does not count is reported all the same, as
:class:`Uncounted`. But for :meth:`ArmMovement.moving` nothing here reads a clock.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.robot.port import CHANNELS

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")
HANDS: Mapping[str, Side] = {"hand.left": "left", "hand.right": "right"}
SENSORS = ("back", "left", "right")
"""The three sensors of each hand, as the maker calls them."""

SENSORS_NEEDED = 2
WITHIN_MS = 500
"""The longest time from the first sensor of a touch to the second: a hand is laid on slowly, in parts."""

DEAF_AFTER_MS = 500
"""How long a hand counts for nothing after its arm has come to rest: fingers and shell still give."""

UNCOUNTED = "uncounted_touch"
"""The kind of a :class:`~nao_sessions.robot.port.Sensed` for a press that was felt and did not count."""

_ARM_JOINTS = ("ShoulderPitch", "ShoulderRoll", "ElbowYaw", "ElbowRoll", "WristYaw", "Hand")


def arms_of(verb: str) -> tuple[Side, ...]:
    """Return the arms that an action of a verb may move: both for any gesture, pose or posture."""
    return SIDES if CHANNELS.get(verb) == "body" else ()


def sides_of(joints: Iterable[str]) -> tuple[Side, ...]:
    """Return the arms that these joints belong to, by NAOqi's names."""
    names = set(joints)
    moved = {side: any(f"{side[0].upper()}{joint}" in names for joint in _ARM_JOINTS) for side in SIDES}
    return tuple(side for side in SIDES if moved[side])


@dataclass(frozen=True, slots=True)
class HandTouch:
    """A touch of a hand, or (not ``pressed``) its end, at the time of ``sensor``, in ns.

    Of a touch that is the first sensor, since somebody's hand arrived then: the second only confirms it.
    ``sensors`` are all that made it. Which was first is by when they were heard: two calls of qi that come
    at nearly one time may overtake each other.
    """

    pressed: bool
    sensor: str
    at_ns: int
    sensors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A press of a sensor that made no touch, and why: it was the only one, or the arm was moving."""

    sensor: str
    why: Literal["one_sensor", "arm_moves"]
    at_ns: int


class ArmMovement:
    """The arms that this program moves, or has just moved. Times are CLOCK_MONOTONIC, in ns."""

    def __init__(self, deaf_after_ns: int = DEAF_AFTER_MS * MILLISECOND_NS) -> None:
        self._deaf_after_ns = deaf_after_ns
        self._count = dict.fromkeys(SIDES, 0)
        self._begun_ns: dict[Side, int] = {}
        self._ended_ns: dict[Side, int] = {}

    def begin(self, sides: Iterable[Side], at_ns: int) -> None:
        """Note that the arms of these sides begin to move."""
        for side in sides:
            if not self.deafens(side, at_ns):
                self._begun_ns[side] = at_ns
            self._count[side] += 1

    def end(self, sides: Iterable[Side], at_ns: int) -> None:
        """Note that a movement of the arms of these sides has ended."""
        for side in sides:
            self._count[side] -= 1
            self._ended_ns[side] = at_ns

    @contextmanager
    def moving(self, sides: Iterable[Side]) -> Iterator[None]:
        """Note that these arms move for as long as the ``with`` block lasts, however it ends."""
        sides = tuple(sides)
        self.begin(sides, time.monotonic_ns())
        try:
            yield
        finally:
            self.end(sides, time.monotonic_ns())

    def deafens(self, side: Side, at_ns: int) -> bool:
        """Return whether a hand's touch at a time (ns) may come from the movement of its own arm."""
        if side not in self._begun_ns or at_ns < self._begun_ns[side]:
            return False
        return self._count[side] > 0 or at_ns < self._ended_ns[side] + self._deaf_after_ns


class Hand:
    """One hand: its sensors go in, touches come out."""

    def __init__(self, side: Side, arms: ArmMovement, within_ns: int = WITHIN_MS * MILLISECOND_NS) -> None:
        self.within_ns = within_ns
        self._side, self._arms = side, arms
        self._down: set[str] = set()
        self._fresh: dict[str, int] = {}
        self._noted: set[str] = set()
        self._touched = False

    def feel(self, sensor: str, pressed: bool, at_ns: int) -> Iterator[HandTouch | Uncounted]:
        """Process a change of one sensor; yield the touches, releases and uncounted presses that follow."""
        if not pressed:
            self._down.discard(sensor)
            if self._touched and not self._down:
                self._touched = False
                yield HandTouch(False, sensor, at_ns, (sensor,))
            return
        again = sensor in self._down
        self._down.add(sensor)
        if again or self._touched:  # a third sensor is part of the touch
            return
        yield from self.expire(at_ns)
        if self._arms.deafens(self._side, at_ns):
            if sensor not in self._noted:
                self._noted.add(sensor)
                yield Uncounted(sensor, "arm_moves", at_ns)
            return
        self._noted.clear()
        self._fresh.setdefault(sensor, at_ns)
        if len(self._fresh) >= SENSORS_NEEDED:
            first = min(self._fresh, key=self._fresh.__getitem__)
            touched = HandTouch(True, first, self._fresh[first], tuple(self._fresh))
            self._fresh.clear()
            self._touched = True
            yield touched

    def expire(self, at_ns: int) -> Iterator[Uncounted]:
        """Yield presses that waited too long for a second sensor; call it :attr:`within_ns` after a press."""
        for sensor, since_ns in sorted(self._fresh.items(), key=lambda press: press[1]):
            if at_ns - since_ns >= self.within_ns:
                del self._fresh[sensor]
                yield Uncounted(sensor, "one_sensor", since_ns)
