"""The touch sensors: what is pressed, and the events and keys that say so on a NAO.

A hand is pressed at its back sensor, a foot at both switches of its bumper.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from nao_simulator.clock import Timeline, Timer
from nao_simulator.memory import Memory

_CLICK_WINDOW_S = 0.5  # (est) how long ALChestButton waits for one more click


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
    "hand.left": Sensor("HandLeftBackTouched", ("LHand/Touch/Back",), ("LArm", "LHand/Touch/Back")),
    "hand.right": Sensor("HandRightBackTouched", ("RHand/Touch/Back",), ("RArm", "RHand/Touch/Back")),
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
_SIDE_SENSORS = tuple(f"{side}Hand/Touch/{place}" for side in "LR" for place in ("Left", "Right"))
SENSOR_NAMES = tuple(
    dict.fromkeys((*(name for sensor in SENSORS.values() for name in sensor.names), *_SIDE_SENSORS))
)


class Touch:
    """Which parts are pressed. Pressing what is pressed changes nothing, as with a switch."""

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
        for device in _SIDE_SENSORS:
            memory.provide(f"Device/SubDeviceList/{device}/Sensor/Value", lambda: 0.0)
        memory.declare("TouchChanged")

    def pressed(self) -> tuple[str, ...]:
        """Give the parts that are pressed now, sorted."""
        with self._lock:
            return tuple(sorted(self._pressed))

    def status(self) -> list[tuple[str, bool]]:
        """Give every sensor's name and whether it is pressed."""
        touched = {name for part in self.pressed() for name in SENSORS[part].names}
        return [(name, name in touched) for name in SENSOR_NAMES]

    def press(self, part: str, pressed: bool) -> None:
        """Press or release a part.

        Raises:
            KeyError: there is no such part.
        """
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
            self._click_timer = self._timeline.after(_CLICK_WINDOW_S, self._tell_clicks)

    def _tell_clicks(self) -> None:
        with self._lock:
            clicks, self._clicks = self._clicks, 0
        name = {1: "Simple", 2: "Double"}.get(clicks, "Triple")
        self._memory.raise_event(f"ALChestButton/{name}ClickOccurred", True)
