"""How much space a session needs: its sources, how fast each fills a disk, and how long it may last.

What a source wrote in an earlier session is believed; without one the worst that was measured of its kind is.

The disk while a session runs: the professional reads how long it still lasts, and when it is full. Only a log
that can no longer be written ends the session: what happened after would be kept nowhere.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from nao_sessions.core.errors import RecordError
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.timing.session import session_time
from nao_sessions.record.folder import CLOSING_BYTES, SessionFolder
from nao_sessions.record.log import RESERVE_BYTES, LogWriter
from nao_sessions.room.address import DEVICES
from nao_sessions.room.files.index import index_path, last_frame, segment_path
from nao_sessions.room.room_file import RecordedSource, Room
from nao_sessions.room.sync.sync_file import read_sync
from nao_sessions.text.formats import joined, number
from nao_sessions.text.messages import Text, msg

LOOK_EVERY_S = 2.0
TOLD_AT_MIN = (30, 15, 5, 1)
"""The minutes left at which the professional is warned, once each."""
WELL_AGAIN = 1.5
"""The factor on the minutes of the last warning above which the disk is well again: room was made."""
LITTLE_BYTES = 2_000_000_000
"""The free space below which all that fills the disk counts; above it, only what this session writes."""
WINDOW_S, SURE_AFTER_S = 60.0, 20.0
"""The span over which the filling rate is taken, and the shortest span that is believed."""
FULL_BYTES = 1024 * 1024
"""The free space below which the disk counts as full: video stops soon, the log goes on in its reserve."""
RESERVE_LOW_BYTES = 64 * 1024
"""The rest of the log's reserve at which the professional is warned: some 300 lines."""

State = Literal["low", "full", "reserve_low", "well_again"]


@dataclass(frozen=True, slots=True)
class DiskNews:
    """A change of the disk to report: its state, the free space, and for how many minutes that is enough."""

    state: State
    free_bytes: int
    minutes_left: int

    def note(self) -> Mapping[str, Any]:
        """Return the news as a note's data for the log."""
        return {"state": self.state, "free_bytes": self.free_bytes, "minutes_left": self.minutes_left}

    def sentence(self) -> Text:
        """Return the news as a sentence for the professional."""
        return _SENTENCES[self.state].format(minutes=self.minutes_left, free=number(self.free_bytes / 1e9, 1))


class DiskOutlook:
    """The forecast of when a disk is full, by its rate in the last minute; it reads no disk itself.

    While there is much room, what other programs write for a moment is no forecast.
    """

    def __init__(self, expected_bytes_s: float) -> None:
        """Prepare the outlook with the expected bytes per second, used until enough has been seen."""
        self._expected_bytes_s = expected_bytes_s
        self._seen: deque[tuple[float, int, int]] = deque()
        self._told_min = float(TOLD_AT_MIN[0] + 1)
        self._told_reserve = False

    def look(
        self, at_s: float, free_bytes: int, reserve_bytes: int, written_bytes: int = 0
    ) -> DiskNews | None:
        """Take in the free bytes, the log's reserve and the session's size; return what is news, or None."""
        self._seen.append((at_s, free_bytes, written_bytes))
        while at_s - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()
        minutes = 0.0 if free_bytes < FULL_BYTES else free_bytes / self._bytes_s() / 60
        step = min((step for step in (*TOLD_AT_MIN, 0) if minutes <= step), default=self._told_min)
        if minutes > WELL_AGAIN * self._told_min and self._told_min <= TOLD_AT_MIN[0]:
            self._told_min, self._told_reserve = float(TOLD_AT_MIN[0] + 1), False
            return DiskNews("well_again", free_bytes, int(minutes))
        if step < self._told_min:
            self._told_min = step
            return DiskNews("full" if step == 0 else "low", free_bytes, int(minutes))
        if step == 0 and reserve_bytes < RESERVE_LOW_BYTES and not self._told_reserve:
            self._told_reserve = True
            return DiskNews("reserve_low", free_bytes, 0)
        return None

    def _bytes_s(self) -> float:
        (began_s, had_bytes, first_bytes), (now_s, has_bytes, last_bytes) = self._seen[0], self._seen[-1]
        filled_bytes = had_bytes - has_bytes if has_bytes < LITTLE_BYTES else last_bytes - first_bytes
        if now_s - began_s < SURE_AFTER_S or filled_bytes <= 0:
            return self._expected_bytes_s
        return filled_bytes / (now_s - began_s)


async def watch_disk(
    folder: Path, log: LogWriter, expected_bytes_s: float, tell: Callable[[DiskNews], None]
) -> None:
    """Check the disk of a session folder until cancelled, and report what is news.

    Raises:
        OSError: the log takes no line any more, or its folder or its volume is gone.
    """
    outlook = DiskOutlook(expected_bytes_s)
    while True:
        log.check()
        free_bytes = shutil.disk_usage(folder).free
        news = outlook.look(time.monotonic(), free_bytes, log.reserve_bytes, _written_bytes(folder))
        if news is not None:
            tell(news)
        await asyncio.sleep(LOOK_EVERY_S)


def _written_bytes(folder: Path) -> int:
    """Return the size of all files of a folder; one that goes meanwhile counts for nothing."""
    found = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                found += (Path(parent) / name).lstat().st_size
    return found


_SENTENCES: Mapping[State, Text] = {
    "low": msg("the disk is filling up: {free} GB free, enough for {minutes} min more; make room"),
    "full": msg("the disk is full: the video stops, what was filmed is kept; the session and its log go on"),
    "reserve_low": msg("the log's reserve is almost used up: make room, or close the session (close)"),
    "well_again": msg("there is room on the disk again: it holds {minutes} min"),
}


MB = 1_000_000
_AN_HOUR = MB / 3600

COPIED_BYTES_S = 4867 * _AN_HOUR
"""The rate of a camera whose H.264 is copied as it comes: the most that 1080p at 30 frames a second gave in
any measurement, by x264 ``ultrafast`` at crf 23 of a noisy picture."""
ENCODED_BYTES_S = {720: 908 * _AN_HOUR, 1080: 1898 * _AN_HOUR}
"""The rate of pictures that are encoded here (x264 ``veryfast``, crf 23), by the picture's height: measured
with a noisy JPEG camera at 30 pictures a second."""
SOUND_BYTES_S = 24_000.0
"""The rate of sound encoded here, two channels of AAC at 96 kbit/s each; copied sound is rarely more."""
LOG_BYTES_S = 2_000.0
"""The rate of the log and the frames' index (25 frames a second, 70 bytes each): hardly ever more."""

SIMULATED_CAMERA = RecordedSource("room", url="")
"""The camera of a simulator that has not been started yet, so that it has no address."""
SIMULATED_BYTES_S = 250_000.0
"""The rate of the simulator's camera: a session of the demo wrote 223,000 bytes a second."""

MARGIN = 1.25
"""The factor on every rate, since light and movement differ from day to day. It is a guess, which the watch
over the disk corrects while the session runs."""
ENDLESS_S = 2 * 3600.0
"""The length that is assumed for a protocol that states no limit and may go on for ever."""
SURE_S = 60.0
"""The shortest earlier recording whose rate is believed."""
LOOKED_AT = 20
"""How many of the latest sessions in the same folder are searched for a measured rate."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast one source fills the disk, and whether it was measured or is the worst of its kind."""

    name: str
    bytes_s: float
    measured: bool


@dataclass(frozen=True, slots=True)
class Need:
    """What a session needs at most: each source's rate, real seconds, and bytes with the margin."""

    rates: tuple[Rate, ...]
    longest_s: float
    bounded: bool
    """Whether the protocol itself limits how long it lasts; otherwise ``ENDLESS_S`` was assumed."""

    @property
    def bytes_s(self) -> float:
        """Return the bytes per second that the recordings and the log write together."""
        return sum(rate.bytes_s for rate in self.rates) + LOG_BYTES_S

    @property
    def size_bytes(self) -> int:
        """Return the bytes that the session needs, with margin, and the reserves of its log and closing."""
        return round(self.bytes_s * self.longest_s * MARGIN) + CLOSING_BYTES + RESERVE_BYTES

    def in_words(self) -> Text:
        """Return in words what the estimate rests on: the longest duration, and each source's rate."""
        measured = all(rate.measured for rate in self.rates)
        sizes = [_SIZE.format(name=rate.name, size=number(rate.bytes_s * 3.6e-6, 1)) for rate in self.rates]
        each = joined(sizes, ", ")
        how = _NOTHING if not self.rates else (_MEASURED if measured else _WORST).format(each=each)
        return _FROM.format(
            minutes=round(self.longest_s / 60), limit=_BOUNDED if self.bounded else _ENDLESS, how=how
        )


def need_of(
    room: Room,
    protocol: Protocol,
    parent: Path,
    *,
    real: bool,
    settings: Mapping[str, Value] | None = None,
    speed: float = 1.0,
) -> Need:
    """Return an estimate of what a session needs on the disk where its folder will be.

    Args:
        room: its cameras and microphones are counted.
        protocol: what limits how long the session may last.
        parent: the folder of earlier sessions, whose recordings show how fast each source fills a disk.
        real: something real takes part; simulated sessions are then no evidence, and the other way round.
        settings: those that are not at their defaults; a setting may be how long Nao waits.
        speed: session seconds per real second.
    """
    longest_ms = protocol.limit_ms or session_time(_with_settings(protocol, settings or {})).worst_ms
    longest_s = ENDLESS_S if longest_ms is None else longest_ms / 1000
    known = tuple(_folders(parent, real=real))
    rates = tuple(_rate(source, known) for source in room.sources)
    return Need(rates, longest_s / speed, bounded=longest_ms is not None)


def _with_settings(protocol: Protocol, settings: Mapping[str, Value]) -> Protocol:
    """Return the protocol with these values as its settings' defaults, from which its timing is computed."""
    chosen = (
        replace(setting, default=settings.get(setting.name, setting.default)) for setting in protocol.settings
    )
    return replace(protocol, settings=tuple(chosen))


def _rate(source: RecordedSource, known: Sequence[SessionFolder]) -> Rate:
    for folder in known:
        bytes_s = _measured(folder, source.name)
        if bytes_s is not None:
            return Rate(source.name, bytes_s, measured=True)
    return Rate(source.name, _worst(source), measured=False)


def _worst(source: RecordedSource) -> float:
    if source == SIMULATED_CAMERA:
        return SIMULATED_BYTES_S
    if source.sound_only:
        return SOUND_BYTES_S
    parts = urlsplit(source.url)
    size = parse_qs(parts.query).get("size", [""])[0].rpartition("x")[2]
    if parts.scheme in DEVICES and "h264" not in parts.query:
        lines = int(size) if size.isdecimal() else max(ENCODED_BYTES_S)
        return next((rate for most, rate in ENCODED_BYTES_S.items() if lines <= most), COPIED_BYTES_S)
    return COPIED_BYTES_S + SOUND_BYTES_S


def _folders(parent: Path, *, real: bool) -> Iterator[SessionFolder]:
    """Yield the latest sessions of the same kind (real or not), the latest first by their dated names."""
    if not parent.is_dir():
        return
    latest = sorted((path for path in parent.iterdir() if path.is_dir()), reverse=True)[:LOOKED_AT]
    for path in latest:
        folder = SessionFolder(path)
        try:
            manifest = folder.read_manifest()
        except RecordError:
            continue
        if manifest.rehearsal != real and manifest.state != "imported":
            yield folder


def _measured(folder: SessionFolder, name: str) -> float | None:
    """Return the bytes per second of a stream's last segment; None if it is short or cannot be read."""
    try:
        last = last_frame(index_path(folder.room, name))
        if last is None:
            return None
        duration_s = float(last.pts * read_sync(folder.sync)[name, last.segment].time_base)
        size = segment_path(folder.room, name, last.segment).stat().st_size
    except (OSError, KeyError, OverflowError, RecordError):
        return None
    return size / duration_s if duration_s >= SURE_S else None


_FROM = msg("{minutes} min {limit}; {how}")
_BOUNDED = msg("at most, by the protocol")
_ENDLESS = msg("counted, as the protocol has no limit")
_NOTHING = msg("nothing is filmed")
_SIZE = msg("{name} {size} GB")
_MEASURED = msg("measured, an hour: {each}")
_WORST = msg("at worst, an hour: {each}")
