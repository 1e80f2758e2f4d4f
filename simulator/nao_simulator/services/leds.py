"""ALLeds: lamps by name and group, colours, fades and the old eye effects."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.light.lamps import COLOUR_GROUPS, COLOURS, DEVICES, GROUPS, LAMPS, colour_of
from nao_simulator.pending import Pending
from nao_simulator.robot import EYES_AT_BOOT, Robot

_NAMED = {
    "white": 0xFFFFFF,
    "red": 0xFF0000,
    "green": 0x00FF00,
    "blue": 0x0000FF,
    "yellow": 0xFFFF00,
    "magenta": 0xFF00FF,
    "cyan": 0x00FFFF,
}
_EFFECT_STEP_S = 0.12  # (est) how often random and rasta eyes change
_LONGEST_S = 24 * 3600.0
_PREFIX = "Device/SubDeviceList/"


class Leds:
    """ALLeds."""

    def __init__(self, robot: Robot) -> None:
        self._lights = robot.lights
        self._draws = random.Random(robot.settings.seed)
        self._own_groups: dict[str, list[str]] = {}
        for device in DEVICES:
            robot.memory.provide(f"{_PREFIX}{device}", partial(self._lights.brightness, device))

    def on(self, name: str) -> None:
        """Light a lamp or group fully."""
        self.set_intensity(name, 1.0)

    def off(self, name: str) -> None:
        """Darken a lamp or group."""
        self.set_intensity(name, 0.0)

    def reset(self, name: str) -> None:
        """Set lamps to their default at once: eyes white, all others dark."""
        rgb = dict(zip(COLOURS, EYES_AT_BOOT, strict=True))
        levels = {
            device: rgb[colour_of(device) or "Red"] if device.startswith("Face") else 0.0
            for device in self._devices(name)
        }
        self._lights.set(levels)

    def set_intensity(self, name: str, intensity: float) -> None:
        """Set the brightness, 0 to 1, at once."""
        self._lights.set(dict.fromkeys(self._devices(name), _level(intensity)))

    def get_intensity(self, name: str) -> Any:
        """Return the brightness of a lamp; a list for a group."""
        levels = [self._lights.brightness(device) for device in self._devices(name)]
        return levels[0] if len(levels) == 1 else levels

    def fade(self, name: str, intensity: float, seconds: float) -> Pending:
        """Fade the brightness to a level (0 to 1); ends when it is reached."""
        devices = self._devices(name)
        return self._lights.fade({device: [_level(intensity)] for device in devices}, [_seconds(seconds)])

    def fade_rgb(self, name: str, *colour_and_seconds: Any) -> Pending:
        """Fade to (r, g, b) of 0 to 1, a named colour or 0x00RRGGBB; ends when it is reached."""
        *colour, seconds = colour_and_seconds
        if len(colour) == 3:
            rgb = (_level(colour[0]), _level(colour[1]), _level(colour[2]))
        else:
            rgb = _rgb(colour[0])
        return self._fade_colours(name, [rgb], [_seconds(seconds)])

    def fade_list_rgb(self, name: str, colours: Any, times: Any) -> Pending:
        """Fade through a list of colours, each reached at its time (s from the call); ends with the last."""
        if not isinstance(colours, list | tuple) or not isinstance(times, list | tuple):
            raise CallError("A list of colours and a list of times were expected.")
        if len(colours) != len(times) or not colours:
            raise CallError(
                f"There are {len(colours)} colours and {len(times)} times: their numbers must be equal."
            )
        times_s = [_seconds(time) for time in times]
        if any(b <= a for a, b in itertools.pairwise(times_s)):
            raise CallError("The times must be strictly increasing.")
        return self._fade_colours(name, [_rgb(colour) for colour in colours], times_s)

    def random_eyes(self, seconds: float) -> Pending:
        """Show random colours in the eyes."""
        times_s = _steps(_seconds(seconds))
        frames = [self._frame(lambda _lamp: self._draws.choice(list(_NAMED.values()))) for _ in times_s]
        return self._lights.play(frames, times_s)

    def rasta(self, seconds: float) -> Pending:
        """Show green, yellow and red in the eyes."""
        colours = (_NAMED["green"], _NAMED["yellow"], _NAMED["red"])
        times_s = _steps(_seconds(seconds))
        frames = [
            self._frame(lambda lamp, k=number: colours[(int(lamp[-1]) + k) % len(colours)])
            for number in range(len(times_s))
        ]
        return self._lights.play(frames, times_s)

    def rotate_eyes(self, colour: int, turn_seconds: float, seconds: float) -> Pending:
        """Move one lit lamp of a colour around each eye, once in ``turn_seconds``."""
        step_s = max(_seconds(turn_seconds) / 8, 0.02)
        times_s = _steps(_seconds(seconds), step_s)
        frames = [
            self._frame(lambda lamp, k=number: colour if int(lamp[-1]) - 1 == k % 8 else 0)
            for number in range(len(times_s))
        ]
        return self._lights.play(frames, times_s)

    def ear_leds_set_angle(self, degrees: int, seconds: float, leave: bool) -> Pending:
        """Show a direction on the ears (0 up, 90 front, 180 down, 270 back)."""
        near = round(degrees / 36) % 10
        levels: dict[str, list[float]] = {}
        for side in ("Left", "Right"):
            for number in range(10):
                device = f"Ears/Led/{side}/{number * 36}Deg/Actuator/Value"
                old = self._lights.brightness(device) if leave else 0.0
                levels[device] = [1.0 if number == near else old]
        return self._lights.fade(levels, [_seconds(seconds)])

    def create_group(self, name: str, members: list[str]) -> None:
        """Make a group of lamps or groups."""
        for member in members:
            self._devices(member)
        self._own_groups[name] = members

    def list_group(self, name: str) -> list[str]:
        """Return the members of a group."""
        if name in self._own_groups:
            return self._own_groups[name]
        members = GROUPS.get(name) or COLOUR_GROUPS.get(name)
        if members is None:
            raise CallError(f"Unknown group {name}.")
        return list(members)

    def list_groups(self) -> list[str]:
        """Return all groups."""
        return sorted((*GROUPS, *COLOUR_GROUPS, *self._own_groups))

    def list_led(self, name: str) -> list[str]:
        """Return the devices of a lamp or group."""
        return list(self._devices(name))

    def list_leds(self) -> list[str]:
        """Return the short names of all lamps."""
        return list(LAMPS)

    def _devices(self, name: str) -> tuple[str, ...]:
        device = name.removeprefix(_PREFIX)
        if device in DEVICES:
            return (device,)
        if name in LAMPS:
            return LAMPS[name]
        if name in COLOUR_GROUPS:
            return COLOUR_GROUPS[name]
        members: Sequence[str] | None = GROUPS.get(name) or self._own_groups.get(name)
        if members is None:
            raise CallError(f"Unknown led or group {name}.")
        return tuple(dict.fromkeys(device for member in members for device in self._devices(member)))

    def _fade_colours(
        self, name: str, colours: Sequence[tuple[float, float, float]], times_s: Sequence[float]
    ) -> Pending:
        levels: dict[str, list[float]] = {}
        for device in self._devices(name):
            colour = colour_of(device)
            levels[device] = [max(rgb) if colour is None else rgb[COLOURS.index(colour)] for rgb in colours]
        return self._lights.fade(levels, times_s)

    def _frame(self, colour_of_lamp: Any) -> Mapping[str, float]:
        frame: dict[str, float] = {}
        for lamp in GROUPS["FaceLeds"]:
            for device, level in zip(LAMPS[lamp], _rgb(colour_of_lamp(lamp)), strict=True):
                frame[device] = level
        return frame


def _steps(seconds: float, step_s: float = _EFFECT_STEP_S) -> list[float]:
    count = max(round(seconds / step_s), 1)
    return [seconds * number / count for number in range(count)] + [seconds]


def _rgb(colour: Any) -> tuple[float, float, float]:
    if isinstance(colour, str):
        if colour.lower() not in _NAMED:
            raise CallError(f"Unknown colour {colour}.")
        colour = _NAMED[colour.lower()]
    if not isinstance(colour, bool | int | float) or not 0 <= colour <= 0xFFFFFFFF:
        raise CallError("A colour must be a name or 0x00RRGGBB.")
    bits = int(colour)
    return (bits >> 16 & 255) / 255, (bits >> 8 & 255) / 255, (bits & 255) / 255


def _level(value: float) -> float:
    return min(max(float(value), 0.0), 1.0)


def _seconds(value: Any) -> float:
    if not isinstance(value, bool | int | float) or not 0 <= value <= _LONGEST_S:
        raise CallError("A duration must be a positive number of seconds.")
    return float(value)
