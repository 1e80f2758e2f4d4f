"""Copies of recordings at a constant rate: which pictures they repeat or leave out, and their lists.

The columns of those lists (of clips, of pictures that differ) are as in the data dictionary; their times are
session times, as everywhere.
"""

from __future__ import annotations

from nao_sessions.analysis.tables.columns import FRAMES_LISTED, Column, TableOf
from nao_sessions.analysis.tables.source import Film
from nao_sessions.text.messages import msg, msgc

COPY_RATE = 25
"""Frames a second of a copy."""


def slots_of(film: Film, rate: int = COPY_RATE) -> tuple[int, int]:
    """Return how many frames of a copy repeat the picture before, and how many pictures it leaves out."""
    shown = sorted(frame.pts for frame in film.frames)
    next_slot, repeated, left_out = 0, 0, 0
    for place, pts in enumerate(shown):
        slot = round(float((pts - shown[0]) * film.sync.time_base) * rate)
        if slot < next_slot:
            left_out += 1
            continue
        repeated += slot - next_slot if place else 0
        next_slot = slot + 1
    return repeated, left_out


CLIPS_TABLE = TableOf(
    "clips",
    msg("clips.csv: a clip of one camera around an event, or an event that none saw"),
    (
        Column("file", "string", msg("the file; empty where no camera saw it")),
        Column("camera", "string", msg("camera")),
        Column("seq", "int64", msg("number of the event's line in events.jsonl")),
        Column("label", "string", msg("the event, in words")),
        Column("subject", "string", msg("the child's code, where it is about one")),
        Column("begins_s", "float64",
               msg("session time of the clip's first picture: the 0 of its file"), "s"),
        Column("ends_s", "float64", msg("session time of the clip's last picture"), "s"),
        Column("pictures_copied", "bool",
               msg("the pictures are copied as they are; else they are encoded anew")),
        Column("sound_encoded", "bool",
               msg("the sound is encoded anew, as where a first name is hidden; else it is copied")),
    ),
)  # fmt: skip

FRAMES_TABLE = TableOf(
    "frames",
    msg("…frames.csv: a picture of a copy at a constant rate that the camera did not give there"),
    (
        Column("kind", "string", msgc("feminine", "what it is"), levels=FRAMES_LISTED),
        Column("frame", "int64",
               msg("number of the frame in the copy, from 0; over the rate: its time there")),
        Column("shows_session_s", "float64", msg("session time of what this picture shows"), "s"),
    ),
)  # fmt: skip
