"""How bright each lamp is, now and while it fades.

A lamp's brightness is a pure function of time, so that pictures sample it and no thread drives it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nao_simulator.clock import Timeline
from nao_simulator.light.lamps import COLOURS, DEVICES, GROUPS, LAMPS
from nao_simulator.pending import Pending

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Fade:
    """One device's brightness over time: straight between knots (time in s, 0 to 1), then constant."""

    knots: tuple[tuple[float, float], ...]

    @property
    def end_s(self) -> float:
        """Return the time (s) from which the brightness is constant."""
        return self.knots[-1][0]

    def at(self, now_s: float) -> float:
        """Return the brightness at an instant."""
        before = self.knots[0]
        if now_s <= before[0]:
            return before[1]
        for knot in self.knots[1:]:
            if now_s < knot[0]:
                share = (now_s - before[0]) / (knot[0] - before[0])
                return before[1] + share * (knot[1] - before[1])
            before = knot
        return before[1]


class Lit:
    """The brightness of all lamps at one instant."""

    def __init__(self, levels: Mapping[str, float]) -> None:
        self._levels = levels

    def rgb(self, lamp: str) -> Rgb:
        """Return the colour of a lamp as (red, green, blue), 0 to 1; ears are blue, the head is white."""
        levels = [self._levels[device] for device in LAMPS[lamp]]
        if len(levels) == len(COLOURS):
            return levels[0], levels[1], levels[2]
        level = levels[0]
        return (level, level, level) if lamp.startswith("Brain") else (0.0, 0.0, level)

    def mean(self, group: str) -> float:
        """Return the mean brightness of a group of one-colour lamps."""
        members = GROUPS[group]
        return sum(self._levels[LAMPS[lamp][0]] for lamp in members) / len(members)


class Lights:
    """The brightness of all lamps. Thread-safe; a newer fade of a lamp replaces an older one."""

    def __init__(self, timeline: Timeline) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._timeline = timeline
        self._lock = threading.Lock()
        self._fades = {device: Fade(((0.0, 0.0),)) for device in DEVICES}

    def brightness(self, device: str) -> float:
        """Return the brightness of one device now, 0 to 1."""
        return self._fades[device].at(self._timeline.clock.now_s())

    def changing(self) -> bool:
        """Return whether any lamp is fading now."""
        now_s = self._timeline.clock.now_s()
        return any(fade.end_s > now_s for fade in self._fades.values())

    def set(self, levels: Mapping[str, float]) -> None:
        """Set devices to levels at once."""
        self.fade({device: [level] for device, level in levels.items()}, [0.0])

    def fade(self, levels: Mapping[str, Sequence[float]], times_s: Sequence[float]) -> Pending:
        """Fade devices through levels, each reached at its time (s from now); ends with the last time."""
        with self._lock:
            now_s = self._timeline.clock.now_s()
            for device, values in levels.items():
                knots = [(now_s, self._fades[device].at(now_s))]
                for time_s, value in zip(times_s, values, strict=True):
                    knots.append((now_s + time_s, min(max(value, 0.0), 1.0)))
                self._fades[device] = Fade(tuple(knots))
        self.on_change()
        return self._after(max(times_s), lambda: self._freeze(levels))

    def play(self, frames: Iterable[Mapping[str, float]], times_s: Sequence[float]) -> Pending:
        """Show frames of levels one after the other, each from its time (s from now) on, without fading."""
        with self._lock:
            now_s = self._timeline.clock.now_s()
            knots: dict[str, list[tuple[float, float]]] = {}
            for time_s, frame in zip(times_s, frames, strict=False):
                for device, level in frame.items():
                    its = knots.setdefault(device, [])
                    if its:
                        its.append((now_s + time_s, its[-1][1]))
                    its.append((now_s + time_s, level))
            for device, its in knots.items():
                self._fades[device] = Fade((*its, (now_s + times_s[-1], its[-1][1])))
            played = list(knots)
        self.on_change()
        return self._after(times_s[-1], lambda: self._freeze(played))

    def at(self, time_s: float) -> Lit:
        """Return the lamps as they will be at a simulated time, if no other fade begins until then."""
        with self._lock:
            fades = dict(self._fades)
        return Lit({device: fade.at(time_s) for device, fade in fades.items()})

    def _after(self, seconds: float, stop: Callable[[], None]) -> Pending:
        pending = Pending()
        if seconds <= 0:
            pending.done(None)
            return pending

        def end() -> None:
            pending.done(None)
            self.on_change()

        timer = self._timeline.after(seconds, end)

        def cancel() -> None:
            timer.cancel()
            stop()
            pending.cancelled()

        pending.on_cancel = cancel
        return pending

    def _freeze(self, devices: Iterable[str]) -> None:
        with self._lock:
            now_s = self._timeline.clock.now_s()
            for device in devices:
                self._fades[device] = Fade(((now_s, self._fades[device].at(now_s)),))
        self.on_change()
