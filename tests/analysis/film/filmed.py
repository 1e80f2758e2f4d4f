"""A session's folder with a film in it: the picture and the sound of small_film, and how they are timed."""

from __future__ import annotations

import json
from pathlib import Path

from nao_sessions.room.files.index import HEADER, index_path
from tests.analysis.film.small_film import BEGINS_NS, small_film

LATE_MS = 40.0
"""The film's sound is so much behind its picture."""


def film_in(session: Path, *, begins_ns: int = BEGINS_NS) -> Path:
    """Put a film of four seconds into a session, and give its path."""
    room = session / "room"
    room.mkdir(exist_ok=True)
    film = small_film(room)
    lines = "".join(frame.to_line() for frame in film.frames)
    index_path(room, "room").write_text(f"{HEADER}\n{lines}", encoding="ascii")
    time_in(session, begins_ns)
    return film.path


def time_in(session: Path, begins_ns: int) -> None:
    """Say when the film begins, as a clap would have measured it."""
    segment = {
        "segment": 1,
        "time_base": [1, 90_000],
        "offset_ns": begins_ns,
        "rate": 1.0,
        "uncertainty_ms": 20.0,
        "frames": 98,
        "method": "clap",
        "verdict": "measured",
        "has_sound": True,
        "sound": {"late_ms": LATE_MS, "uncertainty_ms": 2.0},
    }
    streams = {"room": {"segments": [segment]}}
    (session / "sync.json").write_text(json.dumps({"format": 1, "streams": streams}), encoding="utf-8")
