"""The slates of a session: ``slate/CODE.jsonl``, a later thing beside the log, only ever written at its end.

The log is told when a stroke begins and ends; the points lie in the file alone.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from nao_sessions.console.board.boards import SessionBoards
from nao_sessions.console.board.strokes import Drawn, Erased, Stroke, line_of, strokes_of
from nao_sessions.session.private import append_private, make_private_folder

MOST_BYTES = 8 * 1024 * 1024
"""Of one slate: some 200,000 points, a quarter of an hour without lifting the finger."""


class SlateFull(Exception):
    """When a slate's file has grown as large as it may."""


class Slates:
    """Writes and reads slates; lines of one session are written one after the other."""

    def __init__(self) -> None:
        self._writing = asyncio.Lock()

    async def add(self, boards: SessionBoards, code: str, what: Drawn | Erased) -> None:
        """Append what was drawn or erased on a board.

        Raises:
            SlateFull: the file may not grow any more.
            OSError: it cannot be written.
        """
        record = _drawn(boards, what) if isinstance(what, Drawn) else _erased(boards, what)
        async with self._writing:
            await asyncio.to_thread(_append, slate_path(_folder(boards), code), line_of(record))
        if isinstance(what, Drawn):
            _tell(boards, code, what)

    async def strokes(self, boards: SessionBoards, code: str) -> tuple[Stroke, ...]:
        """Read what was drawn on a board so far."""
        return await asyncio.to_thread(read_slate, slate_path(_folder(boards), code))


def slate_path(folder: Path, code: str) -> Path:
    """Give where a board's slate lies in a session's folder; ``code`` is one of the session's own."""
    return folder / "slate" / f"{code}.jsonl"


def read_slate(path: Path) -> tuple[Stroke, ...]:
    """Read a slate; one on which nothing was drawn has no stroke."""
    try:
        return strokes_of(path.read_bytes().splitlines())
    except FileNotFoundError:
        return ()


def _folder(boards: SessionBoards) -> Path:
    return boards.running.session.begun.folder.path


def _append(path: Path, line: bytes) -> None:
    make_private_folder(path.parent)
    if path.exists() and path.stat().st_size + len(line) > MOST_BYTES:
        raise SlateFull
    append_private(path, line, within=path.parent.parent)


def _session_ns(boards: SessionBoards, at_ms: float | None) -> int:
    """Give the session time of a moment that a page tells (None: now)."""
    return boards.clock.at_ns(boards.moment(at_ms, 0.0, time.monotonic_ns()).monotonic_ns)


def _drawn(boards: SessionBoards, drawn: Drawn) -> dict[str, object]:
    return {
        "kind": "drawn",
        "stroke": drawn.stroke,
        "part": drawn.part,
        "pointer": drawn.pointer,
        "uncertainty_ms": drawn.uncertainty_ms,
        "points": [[_session_ns(boards, t), x, y, round(p, 3)] for t, x, y, p in drawn.points],
        "ended": drawn.ended,
    }


def _erased(boards: SessionBoards, erased: Erased) -> dict[str, object]:
    return {"kind": "erased", "strokes": erased.strokes, "at": _session_ns(boards, erased.at_ms)}


def _tell(boards: SessionBoards, code: str, drawn: Drawn) -> None:
    """Note in the log that a stroke has begun or ended: where no point came with it, by its arrival."""
    arrived_ns = time.monotonic_ns()
    data = {"board": code, "stroke": drawn.stroke, "pointer": drawn.pointer}
    first, last = (drawn.points[0][0], drawn.points[-1][0]) if drawn.points else (None, None)
    if drawn.part == 0:
        boards.note("stroke_began", data, boards.moment(first, 0.0, arrived_ns))
    if drawn.ended:
        boards.note("stroke_ended", data, boards.moment(last, 0.0, arrived_ns))
