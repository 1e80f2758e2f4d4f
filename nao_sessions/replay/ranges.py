"""What the page asks for by range: windows of the pictures' index, columns of a curve.

An hour's page is never sent whole, and nothing here is worked out before it is asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nao_sessions.replay.body import body_curves
from nao_sessions.replay.curves import MOST_COLUMNS, Curve
from nao_sessions.replay.loudness import loudness
from nao_sessions.replay.pictures import Pictures
from nao_sessions.replay.reading import Recording
from nao_sessions.replay.stream_data import media_id

LATEST_NS = 1 << 60
_SOON_S = 0.2
"""What is not there by then is told as being worked on: a browser keeps no more than six questions open."""


class Ranges:
    """The answers by range, for one recording. Belongs to one loop."""

    def __init__(self, recording: Recording, *, body: bool) -> None:
        """``body`` tells whether the curves of Nao's body may be asked for."""
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
        """Give a window of the index of a video's pictures, or 404."""
        pictures = self._pictures.get(request.path_params["id"])
        window = None if pictures is None else pictures.window(request.path_params["window"])
        if window is None:
            raise HTTPException(404)
        return JSONResponse(window)

    async def answer_curve(self, request: Request) -> Response:
        """Give the columns of a curve between two moments; 202 while it is still being worked out."""
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
        """Give the work of that name, begun once."""
        if name in self._working:
            work.close()
        else:
            self._working[name] = asyncio.create_task(work)
        return self._working[name]


async def _soon(task: asyncio.Task[Any]) -> Any:
    await asyncio.wait([task], timeout=_SOON_S)
    return task.result() if task.done() else None
