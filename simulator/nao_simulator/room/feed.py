"""The lines from the robot's process to the camera: the state to draw, the sounds, freeze.

A line that cannot be read is passed over: the camera goes on with what it knew.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from nao_simulator.settings import CARDS, MOODS

Rgb = tuple[float, float, float]
DARK: Rgb = (0.0, 0.0, 0.0)
EYE_LAMPS = 8


@dataclass(frozen=True, slots=True)
class RoomState:
    """The visible state of the room at one instant: angles in rad, metres, lamps from 0 to 1.

    `walked` is where Nao has gone from where it began: x to its front, y to its left, then its turn.
    """

    at_ns: int = field(default=0, compare=False)
    joints: Mapping[str, float] = field(default_factory=dict)
    torso_height_m: float = 0.3331
    torso_pitch_rad: float = 0.0
    fallen: bool = False
    left_eye: tuple[Rgb, ...] = (DARK,) * EYE_LAMPS
    right_eye: tuple[Rgb, ...] = (DARK,) * EYE_LAMPS
    ears: float = 0.0
    brain: float = 0.0
    chest: Rgb = DARK
    left_foot: Rgb = DARK
    right_foot: Rgb = DARK
    speech: str | None = None
    heard: str | None = None
    listening: bool = False
    posture: str = ""
    touched: tuple[str, ...] = ()
    child: str = "idle"
    card: int | None = None
    walked: tuple[float, float, float] = (0.0, 0.0, 0.0)
    panel: Mapping[str, Any] = field(default_factory=dict)


def read_state(line: Mapping[str, Any]) -> RoomState:
    """Return the state in a line; what is absent has its value at rest.

    Raises: TypeError, ValueError, AttributeError or KeyError when a value is of another kind than agreed.
    """
    torso = line.get("torso") or {}
    eyes = line.get("eyes") or {}
    feet = line.get("feet") or ((0, 0, 0), (0, 0, 0))
    panel = dict(line.get("state") or {})
    mood = str(line.get("child") or "idle")
    return RoomState(
        at_ns=int(line.get("t") or 0),
        joints={str(name): _number(angle) for name, angle in (line.get("joints") or {}).items()},
        torso_height_m=_number(torso.get("z", 0.3331)),
        torso_pitch_rad=_number(torso.get("pitch", 0.0)),
        fallen=bool(torso.get("fallen", False)),
        left_eye=_lamps(eyes.get("left") or ()),
        right_eye=_lamps(eyes.get("right") or ()),
        ears=_level(line.get("ears") or 0.0),
        brain=_level(line.get("brain") or 0.0),
        chest=_colour(line.get("chest") or DARK),
        left_foot=_colour(feet[0]),
        right_foot=_colour(feet[1]),
        speech=_words(line.get("speech")),
        heard=_words(line.get("heard")),
        listening=bool(line.get("listening", False)),
        posture=str(line.get("posture") or ""),
        touched=tuple(str(part) for part in line.get("touched") or ()),
        child=mood if mood in MOODS else "idle",
        card=_card(line.get("card")),
        walked=_walked(panel.get("pose") or (0.0, 0.0, 0.0)),
        panel=panel,
    )


def _number(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{value!r} is no place and no angle")
    return number


def _walked(value: Iterable[Any]) -> tuple[float, float, float]:
    x, y, turn = (_number(part) for part in value)
    return x, y, turn


def _level(value: Any) -> float:
    return min(1.0, max(0.0, _number(value)))


def _colour(value: Iterable[Any]) -> Rgb:
    red, green, blue = (_level(part) for part in value)
    return red, green, blue


def _lamps(values: Iterable[Any]) -> tuple[Rgb, ...]:
    lamps = [_colour(value) for value in values][:EYE_LAMPS]
    return tuple(lamps + [DARK] * (EYE_LAMPS - len(lamps)))


def _card(value: Any) -> int | None:
    number = None if value is None else int(value)
    return number if number is None or 0 <= number < CARDS else None


def _words(value: Any) -> str | None:
    return str(value) if value else None


class Feed:
    """The states received so far; :meth:`at` returns the one that holds at an instant."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._known_until_ns = 0
        self._now = RoomState()
        self._coming: deque[RoomState] = deque(maxlen=250)

    def tell(self, state: RoomState) -> None:
        """Add a state, which holds from its own instant on."""
        with self._lock:
            self._coming.append(state)
            self._known_until_ns = state.at_ns
            self._lock.notify_all()

    def same(self, instant_ns: int) -> None:
        """Note that at an instant the last state still holds."""
        with self._lock:
            self._known_until_ns = instant_ns
            self._lock.notify_all()

    def asked(self, instant_ns: int, within_s: float) -> RoomState:
        """Return the state at an instant, waiting up to `within_s` for it; else the newest known one."""
        with self._lock:
            self._lock.wait_for(lambda: self._known_until_ns >= instant_ns, within_s)
        return self.at(instant_ns)

    def at(self, instant_ns: int) -> RoomState:
        """Return the state that holds at an instant; instants must not go back from call to call."""
        with self._lock:
            while self._coming and self._coming[0].at_ns <= instant_ns:
                self._now = self._coming.popleft()
            return self._now


def listen(
    lines: Iterable[bytes],
    feed: Feed,
    sound: Callable[[Mapping[str, Any]], None],
    freeze: Callable[[bool], None],
) -> None:
    """Read `lines` to their end and pass each on by its kind; runs in a thread of its own."""
    for line in lines:
        try:
            message = json.loads(line)
            if "sound" in message:
                sound(message)
            elif "freeze" in message:
                freeze(bool(message["freeze"]))
            elif "same" in message:
                feed.same(int(message["same"]))
            elif "joints" in message:
                feed.tell(read_state(message))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, OSError) as error:
            print(f"nao_simulator.room: passed over a line it cannot read: {error}", file=sys.stderr)
