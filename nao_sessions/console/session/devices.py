"""What the devices of a running session tell at this moment: recorders, the robot, the sound.

Numbers for people to look at, made each second from what the loop has heard; nothing is measured here.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.robot.port import NOBODY
from nao_sessions.room.levels import Level, levels_path

_LINE_BYTES = 256
"""More than three lines of levels take."""
SILENT_AFTER_NS = 3 * SECOND_NS
"""A recorder that tells nothing for so long does not record (it tells each second)."""


def recorders(
    names: Iterable[str],
    facts: Mapping[str, Mapping[str, Any]],
    now_ns: int,
    speed: float,
    frozen: Collection[str] = (),
) -> list[dict[str, Any]]:
    """Return each recorder: its name, whether it records now, how many frames its file has and lacks.

    Args:
        names: all that the session has, whether they have told anything or not.
        facts: what each has told last, by name, with ``at`` in session time.
        now_ns: session time.
        speed: session seconds a real second: a recorder tells each *real* second.
        frozen: those whose source gives nothing at the moment: their recorders live, and record nothing.
    """
    told = []
    for name in sorted({*names, *facts}):
        fact = facts.get(name, {})
        age_ns = (now_ns - int(fact.get("at", 0))) / speed
        well = str(fact.get("event")) in ("status", "rolling", "mark", "gap") and age_ns < SILENT_AFTER_NS
        well = well and name not in frozen
        counts = {count: int(fact.get(count, 0)) for count in ("frames", "dropped")}
        told.append({"name": name, "records": well, **counts})
    return told


def loudness(room: Path, names: Iterable[str], now_ns: int, speed: float) -> float | None:
    """Give how loud it is now in dB below the loudest there is, the loudest source counting.

    None where no source has sound, or none told of it for a while. Read from the end of the files that the
    recorders write a line to each tenth of a second.
    """
    newest = []
    for name in names:
        level = _last_level(levels_path(room, name))
        if level is not None and (now_ns - level.arrival_ns) / speed < SILENT_AFTER_NS:
            newest.append(level.peak_db)
    return max(newest, default=None)


def _last_level(path: Path) -> Level | None:
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LINE_BYTES))
            lines = file.read().decode("ascii", "replace").splitlines(keepends=True)
    except OSError:
        return None
    for line in reversed(lines[1:]):  # the first may be torn; the last may be being written
        try:
            return Level.from_line(line)
        except ValueError:
            continue
    return None


class RobotNews:
    """What the log tells of Nao so far: charge, heat, whether it answers, stands and may move."""

    def __init__(self) -> None:
        self.lost = False
        self._breaks_off = False
        """Whether the session is paused since Nao broke off, and Nao itself has told nothing of it yet."""
        self.none = False
        self.fallen = False
        self.raised = False
        self.stopped = False
        self.battery_percent: int | None = None
        self.battery_minutes: int | None = None
        self.hot: tuple[str, ...] = ()

    def take(self, event: Event) -> None:
        """Take note of a line of the log."""
        if event.dir == "out":
            if event.kind == "continued":  # a person says that Nao sits well, and may move: no sensor does
                self.raised = self.raised or self.fallen
                self.fallen = self.stopped = self._breaks_off = False
            elif event.kind == "paused":
                self._breaks_off = self._breaks_off or (event.data.get("why") == "lost" and not self.lost)
                self.stopped = self.stopped or event.data.get("why") == "stopped"
        elif event.source == "robot":
            self._take_news(event)

    def _take_news(self, event: Event) -> None:
        if event.kind == "about":
            self.none = event.data.get("kind") == NOBODY
        elif event.kind == "fell":
            self.fallen = True
        elif event.kind == "battery":
            self.battery_percent = int(event.data.get("percent", 0))
            minutes = event.data.get("minutes")
            self.battery_minutes = None if minutes is None else int(minutes)
        elif event.kind == "hot":
            self.hot = tuple(str(joint) for joint in event.data.get("joints", ()))
        elif event.kind in ("lost", "back"):
            self.lost, self._breaks_off = event.kind == "lost", False

    @property
    def state(self) -> str:
        """Return what Nao is in one word; of all that it is, the worst alone."""
        states = {
            "none": self.none,
            "lost": self.lost or self._breaks_off,
            "fell": self.fallen,
            "stopped": self.stopped,
            "raised": self.raised,
        }
        return next((name for name, holds in states.items() if holds), "well")

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "state": self.state,
            "battery_percent": self.battery_percent,
            "battery_minutes": self.battery_minutes,
            "hot": list(self.hot),
        }
