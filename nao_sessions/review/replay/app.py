"""The application behind the replay page: the page, its data, lines of the log; by range, videos and curves.

Everything is named by an id out of a table; an address never becomes a path. The curves are the loudness of a
stream, and Nao's heat and battery.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.confined_child import ConfinedChild, media_limits
from nao_sessions.core.errors import ForeignFileRefused, RecordError
from nao_sessions.core.events import Event
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.telemetry.columns import (
    BATTERY_PERCENT,
    EVERY_S,
    HEAD_HEAT,
    JOINTS,
    heat_columns,
)
from nao_sessions.record.telemetry.samples import AT, PART, read_telemetry
from nao_sessions.review.replay.page_model import ReplayPage, media_id, page_of
from nao_sessions.review.replay.reading import (
    Pictures,
    ReplayedSegment,
    ReplayedSession,
    Stream,
    is_shown,
    session_times_ns,
)
from nao_sessions.review.replay.rows import Further
from nao_sessions.review.replay.words import ATTRIBUTION_KEYS, KEYS, REPLAY_KEYS
from nao_sessions.room.files.columns import Column, level_columns, levels_of_lines
from nao_sessions.room.files.index import SOUND_ALONE
from nao_sessions.room.files.levels import WINDOWS_PER_S
from nao_sessions.text.languages import Language, typeset
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.pages import StaticTable, environment, read_static
from nao_sessions.web.protection import ProtectedApplication


@dataclass(frozen=True, slots=True)
class PreparedReplay:
    """A replay ready to be served: the recording, its page as HTML, the page's data. It can cross a pipe."""

    recording: ReplayedSession
    html: str
    data: str
    whole: bool

    @classmethod
    def of(
        cls,
        recording: ReplayedSession,
        language: Language,
        zone: tzinfo | None = None,
        further: Further = Further(),  # noqa: B008 - a value that nobody can change
        back: str = "",
    ) -> PreparedReplay:
        """Return a replay; ``further`` is what stands beside the log, ``back`` the page that led here."""
        page = page_of(recording, language, zone, further)
        data = json.dumps(page.data, ensure_ascii=False, separators=(",", ":"))
        return cls(recording, _render(page, _lanes(recording, page), language, back), data, further.whole)


Anew = Callable[[], PreparedReplay | None]
"""A function that returns the replay anew where something of it changed, else None; called in a thread."""


class ReplayPages:
    """The answers of the replay page, for one recording; ``anew`` is called for each request of the page."""

    def __init__(self, replayed: PreparedReplay, anew: Anew | None = None) -> None:
        self._anew = anew
        self._take(replayed)

    def _take(self, replayed: PreparedReplay) -> None:
        """Serve a replay from now on."""
        recording = replayed.recording
        self._replayed = replayed
        self._ranges = Ranges(recording, body=replayed.whole)
        self._events: dict[int, Event] = {event.seq: event for event in recording.events}
        self._videos: dict[str, Path] = {
            media_id(number, segment.number): segment.video
            for number, stream in enumerate(recording.streams)
            for segment in stream.segments
        }

    async def answer_page(self, request: Request) -> Response:
        """Return the replay page."""
        if self._anew is not None and (replayed := await asyncio.to_thread(self._anew)) is not None:
            self._take(replayed)
        return HTMLResponse(self._replayed.html)

    async def answer_data(self, request: Request) -> Response:
        """Return the data that the page loads at once, as JSON."""
        return Response(self._replayed.data, media_type="application/json")

    async def answer_event(self, request: Request) -> Response:
        """Return one line of the log, or 404."""
        event = self._events.get(request.path_params["seq"])
        if event is None:
            raise HTTPException(404)
        return Response(event.to_line(), media_type="application/json")

    async def answer_video(self, request: Request) -> Response:
        """Return a video, or the range of it that was requested, or 404."""
        video = self._videos.get(request.path_params["id"])
        if video is None or not is_shown(video):
            raise HTTPException(404)
        return VideoResponse(video, media_type="audio/mp4" if video.suffix == SOUND_ALONE else "video/mp4")

    async def answer_frames(self, request: Request) -> Response:
        """Return a window of the index of a video's pictures, or 404."""
        return await self._ranges.answer_frames(request)

    async def answer_curve(self, request: Request) -> Response:
        """Return the columns of a curve between two session times, or 202, 400 or 404."""
        return await self._ranges.answer_curve(request)


Answer = Callable[[ReplayPages, Request], Awaitable[Response]]

RANGES: Mapping[str, Answer] = {
    "/media/{id}": ReplayPages.answer_video,
    "/frames/{id}/{window:int}": ReplayPages.answer_frames,
    "/curves/{id}/{begin:int}/{end:int}/{columns:int}": ReplayPages.answer_curve,
}
"""What is requested by range, by its address below the page's: it shows nothing of the log."""

PATHS: Mapping[str, Answer] = {
    "/": ReplayPages.answer_page,
    "/session.json": ReplayPages.answer_data,
    "/events/{seq:int}": ReplayPages.answer_event,
    **RANGES,
}
"""All requests that a replay answers but for scripts and styles, by address."""


def routes(replayed: PreparedReplay, anew: Anew | None = None) -> list[Route]:
    """Return every route of a replay that is served alone; tests of who may ask go through this list."""
    static = StaticTable(read_static("nao_sessions.web", "nao_sessions.review.replay"))
    return [*routes_of(ReplayPages(replayed, anew), PATHS), Route("/static/{name}", static.answer)]


def routes_of(pages: ReplayPages, paths: Mapping[str, Answer]) -> list[Route]:
    """Return a route for each of ``paths``, answered from ``pages``; :data:`PATHS` are all of a page."""
    return [Route(path, partial(answer, pages)) for path, answer in paths.items()]


def application(
    replayed: PreparedReplay,
    door: AccessPolicy,
    language: Language,
    *,
    anew: Anew | None = None,
    more: Sequence[Route] = (),
) -> ASGIApp:
    """Return the web application of a replay, protected by ``door``; ``more``: further routes."""
    return ProtectedApplication(Starlette(routes=[*routes(replayed, anew), *more]), door, language)


def _lanes(recording: ReplayedSession, page: ReplayPage) -> list[tuple[int, str]]:
    """Return the lanes that can be shown, with their places; of an imported session, only those in use."""
    lanes: list[tuple[int, str]] = list(enumerate(page.data["lanes"]))
    if recording.facts.get("state") != "imported":
        return lanes
    used = {event["lane"] for event in page.data["events"]}
    return [(place, name) for place, name in lanes if place in used]


def _render(page: ReplayPage, lane_choices: Sequence[tuple[int, str]], language: Language, back: str) -> str:
    template = environment("nao_sessions.review.replay").get_template("replay.html")
    return template.render(
        language=language,
        page=page,
        back=back,
        words=page.data["words"],
        lanes=list(enumerate(page.data["lanes"])),
        lane_choices=lane_choices,
        streams=page.data["streams"],
        keys=[
            (key.in_language(language), typeset(meaning.in_language(language), language))
            for key, meaning in (*KEYS, *REPLAY_KEYS, *(ATTRIBUTION_KEYS if page.data["attribution"] else ()))
        ],
    )


PART_BYTES = 1 << 20
"""The size of a part: what the buffers of a connection hold by themselves, and seconds of a usual video."""

FIRST_BYTES = 1 << 16
"""The size of the first part, where a player looks first; recordings have their index at the end."""

_FROM_HERE_ON = re.compile(rb"bytes=(\d{1,15})-")


class VideoResponse(FileResponse):
    """A file sent in parts of :data:`PART_BYTES`, where it is requested from a place to its end.

    A player leaves unread what it does not need yet; an answer that lies unread for long is cut off
    (``web/limits.py``), and then the player waits before it asks again.
    """

    chunk_size = PART_BYTES // 4

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, _bounded(value) if name == b"range" else value) for name, value in scope["headers"]]
        await super().__call__({**scope, "headers": headers}, receive, send)


def _bounded(header: bytes) -> bytes:
    """Return a ``Range`` header with an end in the place of one without; any other stays as it is."""
    found = _FROM_HERE_ON.fullmatch(header.strip())
    if found is None:
        return header
    first = int(found[1])
    return b"bytes=%d-%d" % (first, first + (PART_BYTES if first else FIRST_BYTES) - 1)


MOST_COLUMNS = 4_096
"""The most columns of one request."""

LATEST_NS = 1 << 60
"""The latest session time that a request may name."""

_SOON_S = 0.2
"""So long a request waits for a curve before it is answered 202: a browser keeps six open at most."""


class Ranges:
    """The answers to requests by range for one recording: pictures and curves. Belongs to one event loop.

    An hour's page is never sent whole, and nothing is computed before it is requested.
    """

    def __init__(self, recording: ReplayedSession, *, body: bool) -> None:
        """Prepare the answers; ``body`` says whether the curves of Nao's body may be requested."""
        self._recording = recording
        self._body = body and recording.has_telemetry
        self._pictures: Mapping[str, Pictures] = {
            media_id(number, segment.number): segment.pictures
            for number, stream in enumerate(recording.streams)
            for segment in stream.segments
        }
        self._sounds = {f"v{n}": stream for n, stream in enumerate(recording.streams) if stream.has_sound}
        self._working: dict[str, asyncio.Task[Any]] = {}

    async def answer_frames(self, request: Request) -> Response:
        """Return a window of the index of a video's pictures, or 404."""
        pictures = self._pictures.get(request.path_params["id"])
        window = None if pictures is None else pictures.window(request.path_params["window"])
        if window is None:
            raise HTTPException(404)
        return JSONResponse(window)

    async def answer_curve(self, request: Request) -> Response:
        """Return the columns of a curve between two session times; 202 while it is computed, 400 or 404."""
        from_ns, to_ns, count = (int(request.path_params[name]) for name in ("begin", "end", "columns"))
        if not (from_ns < to_ns <= LATEST_NS and 0 < count <= MOST_COLUMNS):
            raise HTTPException(400)
        curve = await self._curve(request.path_params["id"])
        if curve is None:
            return JSONResponse({"working": True}, status_code=202)
        # floats of ns would be longer than what is drawn with them
        rows = await asyncio.to_thread(curve.columns, from_ns, to_ns, count)
        return JSONResponse({"from": from_ns, "to": to_ns, "empty": not len(curve.times_ns), "rows": rows})

    async def _curve(self, name: str) -> Curve | None:
        if name in self._sounds:
            task = self._task(name, loudness(self._sounds[name]))
            found: Curve | None = await _soon(task)
            return found
        if self._body and name in ("heat", "battery"):
            curves = await _soon(self._task("body", asyncio.to_thread(body_curves, self._recording.folder)))
            return None if curves is None else curves[name]
        raise HTTPException(404)

    def _task(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Return the task of that name, which is begun with the first request."""
        if name in self._working:
            work.close()
        else:
            self._working[name] = asyncio.create_task(work)
        return self._working[name]


async def _soon(task: asyncio.Task[Any]) -> Any:
    """Return a task's result if it is there within a moment; else None."""
    await asyncio.wait([task], timeout=_SOON_S)
    return task.result() if task.done() else None


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Rows of values at ascending session times; each stands for ``hold_ns`` at most, or until the next."""

    times_ns: NDArray[np.int64]
    values: tuple[NDArray[np.float64], ...]
    hold_ns: int

    def columns(self, from_ns: int, to_ns: int, count: int) -> list[list[float | None]]:
        """Return, for each row of values, the greatest in each column of a span; None in empty columns."""
        if not len(self.times_ns):
            return [[None] * count for _ in self.values]
        edges = from_ns + (to_ns - from_ns) * np.arange(count + 1, dtype=np.float64) / count
        first = np.searchsorted(self.times_ns, edges[:-1], side="left")
        after = np.searchsorted(self.times_ns, edges[1:], side="left")
        before = first - 1  # what began in an earlier column and still stands
        stands = (before >= 0) & (self.times_ns[np.maximum(before, 0)] + self.hold_ns > edges[:-1])
        return [self._greatest(values, first, after, before, stands) for values in self.values]

    @staticmethod
    def _greatest(
        values: NDArray[np.float64], first: Any, after: Any, before: Any, stands: Any
    ) -> list[float | None]:
        found = np.full(len(first), np.nan)
        within = after > first
        if within.any():
            # reduceat takes what lies between two places: those of the columns, and of what lies behind them
            places = np.stack([first[within], after[within]], axis=1).ravel()
            padded = np.append(values, np.nan)
            found[within] = np.fmax.reduceat(padded, places)[::2]
        found[stands] = np.fmax(found[stands], values[before[stands]])
        return [None if np.isnan(value) else round(float(value), 1) for value in found]


def curve_in_order(times_ns: NDArray[np.int64], *values: NDArray[np.float64], hold_ns: int) -> Curve:
    """Return a curve of values that are in any order of time."""
    order = np.argsort(times_ns, kind="stable")
    return Curve(times_ns[order], tuple(one[order] for one in values), hold_ns)


LEVEL_HOLD_NS = SECOND_NS // WINDOWS_PER_S
"""How long a level of sound stands."""


async def loudness(stream: Stream) -> Curve:
    """Return how loud a stream was (dBFS): the peak, then the loudness that lasts (root mean square).

    Where no levels were written, the sound is decoded in a confined child at low priority; nothing is
    written.
    """
    if stream.levels is not None:
        return await asyncio.to_thread(_written, stream)
    return _joined([(segment, await _listened(segment)) for segment in stream.segments])


def _written(stream: Stream) -> Curve:
    """Return how loud a stream was, from its file of levels."""
    assert stream.levels is not None
    of_segment, pts, peak, rms = level_columns(stream.levels)
    parts = []
    for segment in stream.segments:
        own = of_segment == segment.number
        parts.append((segment, (pts[own], peak[own], rms[own])))
    return _joined(parts)


async def _listened(segment: ReplayedSegment) -> tuple[Column, Column, Column]:
    """Return times (pts), peaks and loudness of a segment, by a confined child; none where it fails."""
    from nao_sessions.room.files.sound_levels import level_lines  # lazily: FFmpeg opens no page

    child = ConfinedChild(segment.video.name, media_limits(segment.video), [segment.video])
    try:
        lines = await child.call_beside(level_lines, segment.video)
    except (ForeignFileRefused, OSError):
        lines = ""  # a curve without values
    _, pts, peak, rms = levels_of_lines(lines.encode())
    return pts, peak, rms


def _joined(parts: list[tuple[ReplayedSegment, tuple[Column, Column, Column]]]) -> Curve:
    times, peaks, lasting = [], [], []
    for segment, (pts, peak, rms) in parts:
        # where a clap told that sound is late, that is put right
        times.append(session_times_ns(pts, segment.sync) - segment.sync.sound_late_ns)
        peaks.append(peak)
        lasting.append(rms)
    return curve_in_order(
        np.concatenate(times), np.concatenate(peaks), np.concatenate(lasting), hold_ns=LEVEL_HOLD_NS
    )


SAMPLE_HOLD_NS = round(EVERY_S["power"] * 3 * SECOND_NS)
"""A sample stands until the next, and for as long as two that are missing."""
NO_CURVE = Curve(np.zeros(0, dtype=np.int64), (), SAMPLE_HOLD_NS)
"""A curve without values."""


def body_curves(folder: Path) -> dict[str, Curve]:
    """Return two curves: ``heat`` (hottest motor °C, Nao's judgement of it, head °C), ``battery`` (%).

    What was not sampled, or cannot be read, is a curve without values.
    """
    try:
        table = read_telemetry(SessionFolder(folder))
    except RecordError:
        table = None
    if table is None:
        return {"heat": NO_CURVE, "battery": NO_CURVE}
    import pyarrow.compute as pc  # lazily: never to open the page

    power = table.filter(pc.equal(table[PART], "power"))
    times = np.asarray(power[AT].to_numpy(), dtype=np.int64)

    def column(name: str) -> NDArray[np.float64]:
        return np.asarray(power[name].to_numpy(), dtype=np.float64)

    celsius, status = zip(*(heat_columns(joint) for joint in JOINTS), strict=True)
    heat = (_greatest([column(name) for name in celsius]), _greatest([column(name) for name in status]))
    return {
        "heat": _curve(times, (*heat, column(HEAD_HEAT))),
        "battery": _curve(times, (column(BATTERY_PERCENT),)),
    }


def _greatest(columns: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.asarray(np.fmax.reduce(columns), dtype=np.float64)


def _curve(times: NDArray[np.int64], values: tuple[NDArray[np.float64], ...]) -> Curve:
    """Return a curve of the times at which any of the values was sampled."""
    sampled = ~np.isnan(np.fmax.reduce(values)) if len(times) else np.zeros(0, dtype=bool)
    if not sampled.any():
        return NO_CURVE
    return Curve(times[sampled], tuple(one[sampled] for one in values), SAMPLE_HOLD_NS)
