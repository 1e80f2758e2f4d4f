"""The touch sensors: which are pressed, and the events and keys of that on a NAO.

A foot is one sensor here, both switches of its bumper. A hand has three: a press of the hand is one of two of
them, and each can be pressed alone, as a finger of the robot's own does when it moves.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from nao_simulator.clock import Timeline, Timer
from nao_simulator.memory import Memory

_CLICK_WINDOW_S = 0.5  # (est) how long ALChestButton waits for one more click
_FLICKER_S = 0.12  # (est) how long a sensor stays as it is while the fingers move


@dataclass(frozen=True, slots=True)
class Sensor:
    """One part that can be touched: its event, its device keys and its names in TouchChanged."""

    event: str
    devices: tuple[str, ...]
    names: tuple[str, ...]


SENSORS: Mapping[str, Sensor] = {
    "head.front": Sensor("FrontTactilTouched", ("Head/Touch/Front",), ("Head", "Head/Touch/Front")),
    "head.middle": Sensor("MiddleTactilTouched", ("Head/Touch/Middle",), ("Head", "Head/Touch/Middle")),
    "head.rear": Sensor("RearTactilTouched", ("Head/Touch/Rear",), ("Head", "Head/Touch/Rear")),
    **{
        f"hand.{hand}.{place}": Sensor(
            f"Hand{hand.title()}{place.title()}Touched",
            (f"{hand[0].upper()}Hand/Touch/{place.title()}",),
            (f"{hand[0].upper()}Arm", f"{hand[0].upper()}Hand/Touch/{place.title()}"),
        )
        for hand in ("left", "right")
        for place in ("back", "left", "right")
    },
    "foot.left": Sensor(
        "LeftBumperPressed",
        ("LFoot/Bumper/Left", "LFoot/Bumper/Right"),
        ("LLeg", "LFoot/Bumper/Left", "LFoot/Bumper/Right"),
    ),
    "foot.right": Sensor(
        "RightBumperPressed",
        ("RFoot/Bumper/Left", "RFoot/Bumper/Right"),
        ("RLeg", "RFoot/Bumper/Left", "RFoot/Bumper/Right"),
    ),
    "chest": Sensor("ChestButtonPressed", ("ChestBoard/Button",), ("ChestBoard/Button",)),
}
SENSOR_NAMES = tuple(dict.fromkeys(name for sensor in SENSORS.values() for name in sensor.names))
PARTS: Mapping[str, tuple[str, ...]] = {
    **{sensor: (sensor,) for sensor in SENSORS if not sensor.startswith("hand.")},
    # Somebody's hand lies on the back of the robot's, and around its outer side.
    "hand.left": ("hand.left.back", "hand.left.left"),
    "hand.right": ("hand.right.back", "hand.right.right"),
    **{sensor: (sensor,) for sensor in SENSORS if sensor.startswith("hand.")},
}
"""The sensors of each part that can be pressed: parts of the body, and each sensor of a hand alone."""


class Touch:
    """The pressed sensors. A press of a pressed one changes nothing, as with a switch."""

    def __init__(self, memory: Memory, timeline: Timeline) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._memory, self._timeline = memory, timeline
        self._lock = threading.Lock()
        self._pressed: set[str] = set()
        self._clicks = 0
        self._click_timer: Timer | None = None
        for part, sensor in SENSORS.items():
            memory.declare(sensor.event)
            for device in sensor.devices:
                key = f"Device/SubDeviceList/{device}/Sensor/Value"
                memory.provide(key, partial(self._level, part))
        memory.declare("TouchChanged")

    def pressed(self) -> tuple[str, ...]:
        """Return the parts that are pressed now, sorted: a hand by whichever of its sensors."""
        return tuple(sorted({".".join(sensor.split(".")[:2]) for sensor in self.sensors()}))

    def sensors(self) -> tuple[str, ...]:
        """Return the sensors that are pressed now, sorted."""
        with self._lock:
            return tuple(sorted(self._pressed))

    def status(self) -> list[tuple[str, bool]]:
        """Return every sensor's name and whether it is pressed."""
        touched = {name for sensor in self.sensors() for name in SENSORS[sensor].names}
        return [(name, name in touched) for name in SENSOR_NAMES]

    def press(self, part: str, pressed: bool) -> None:
        """Press or release a part, or one sensor of a hand.

        Raises:
            KeyError: there is no such part.
        """
        for sensor in PARTS[part]:
            self._press(sensor, pressed)

    def _press(self, part: str, pressed: bool) -> None:
        sensor = SENSORS[part]
        with self._lock:
            before = {name for p in self._pressed for name in SENSORS[p].names}
            if pressed == (part in self._pressed):
                return
            self._pressed.symmetric_difference_update({part})
            after = {name for p in self._pressed for name in SENSORS[p].names}
        self._memory.raise_event(sensor.event, 1.0 if pressed else 0.0)
        changed = [[name, name in after, []] for name in sensor.names if (name in before) != (name in after)]
        self._memory.raise_event("TouchChanged", changed)
        if part == "chest" and not pressed:
            self._count_click()
        self.on_change()

    def tap(self, part: str, seconds: float) -> None:
        """Press a part now and release it after some seconds of simulated time."""
        self.press(part, True)
        self._timeline.after(seconds, lambda: self.press(part, False))

    def _level(self, part: str) -> float:
        return 1.0 if part in self._pressed else 0.0

    def _count_click(self) -> None:
        with self._lock:
            self._clicks += 1
            if self._click_timer is not None:
                self._click_timer.cancel()
            self._click_timer = self._timeline.after(_CLICK_WINDOW_S, self._raise_clicks)

    def _raise_clicks(self) -> None:
        with self._lock:
            clicks, self._clicks = self._clicks, 0
        name = {1: "Simple", 2: "Double"}.get(clicks, "Triple")
        self._memory.raise_event(f"ALChestButton/{name}ClickOccurred", True)


class HandFlicker:
    """The fault of real hands: their sensors go on and off while fingers and wrist move (known issue 41607).

    While an arm moves, two of the three sensors of its hand are always on, another pair each time; a moment
    after it has come to rest they are off. ``moves`` returns for a hand (left, right) whether its arm moves.
    """

    def __init__(self, touch: Touch, timeline: Timeline, moves: Callable[[str], bool]) -> None:
        self._touch, self._timeline, self._moves = touch, timeline, moves
        self._on = False
        self._count = 0

    def switch(self, on: bool) -> None:
        """Begin to flicker, or end."""
        begins, self._on = on and not self._on, on
        if begins:
            self._tick()

    def _tick(self) -> None:
        self._count += 1
        for hand in ("left", "right"):
            moves = self._on and self._moves(hand)
            for number, place in enumerate(("back", "left", "right")):
                sensor = f"hand.{hand}.{place}"
                self._touch.press(sensor, moves and number != self._count % 3)
        if self._on:
            self._timeline.after(_FLICKER_S, self._tick)
