"""A foreign recording, aligned to a session through the sound that both heard; or why that cannot be.

Nothing is written. What cannot be told from chance is refused, and so is a file of which a part is missing:
one offset would be wrong for half of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.room.aligning.bands import STEP_S, Heard, hear, sound_length_s
from nao_sessions.room.aligning.phase import Aligned, align
from nao_sessions.room.aligning.search import LEAST_S, Searched, search
from nao_sessions.room.clap.arrays import Samples
from nao_sessions.room.clap.film import SOUND_HZ, read_sound
from nao_sessions.room.heard import HeardSound, sounds_of
from nao_sessions.text.messages import msg

ACROSS_S = 0.006
"""What two microphones in one room hear apart (95 %): sound takes 3 ms a metre, nobody knows where they were,
and children are within a metre and a half of Nao (benchmarks/added_sound.py)."""

LEAST_AGREEING = 0.5
"""So many of the file's windows that lie within the session must agree, where it has several."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a file is to be read on the session's clock, and what that comes from."""

    offset_ns: int
    rate: float
    uncertainty_ms: float
    verdict: Literal["measured", "estimated"]
    beside: str
    searched: Searched
    aligned: Aligned

    def to_json(self) -> dict[str, Any]:
        """Give what is kept of it, for reading the file's times and for drawing how they were found."""
        best = max(self.searched.agreeing, key=lambda one: one.agreement)
        return {
            "offset_ns": self.offset_ns,
            "rate": self.rate,
            "uncertainty_ms": self.uncertainty_ms,
            "method": "sound",
            "verdict": self.verdict,
            "beside": self.beside,
            "agreement": round(best.agreement, 3),
            "chance": float(f"{best.chance:.1e}"),
            "windows": [
                {"at_s": round(one.file_s, 2), "later_s": round(one.later_s, 3),
                 "agreement": round(one.agreement, 3), "agrees": one in self.searched.agreeing}
                for one in self.searched.windows
            ],
            "pieces": self.aligned.pieces,
            "residuals_ms": [
                [round(float(at), 2), round(float(left) * 1e3, 3)]
                for at, left in zip(self.aligned.at_s, self.aligned.residual_s, strict=True)
            ],
            "curve": _thinned(self.searched),
        }  # fmt: skip


def align_recording(
    recording: Path, folder: Path, tell: Callable[[float], None] = lambda share: None
) -> Alignment:
    """Align a file with the surest sound of a session folder.

    Args:
        recording: any file with sound that FFmpeg reads, on its own clock.
        folder: of the session.
        tell: called with the share that is done.

    Raises:
        RecordError: the session has no sound, the file has none or is too short, it was recorded elsewhere,
            or a part of it is missing.
    """
    sounds = _surest(sounds_of(folder))
    if not sounds:
        raise RecordError(_NO_SESSION_SOUND, _NO_SESSION_SOUND_HINT, code="R141")
    try:
        length_s = sound_length_s(recording)
        file = hear(recording, length_s, lambda share: tell(share / 2))
    except (OSError, av.error.FFmpegError) as error:
        raise RecordError(_NO_FILE_SOUND, code="R142") from error
    session = _session(folder / "room", sounds, lambda share: tell((1 + share) / 2))
    searched = search(file, session)
    if searched is None:
        raise RecordError(_TOO_SHORT.format(least=f"{LEAST_S:g}"), code="R142")
    if not searched.agreeing:
        raise RecordError(_ELSEWHERE, _ELSEWHERE_HINT, code="R143")
    _check_whole(searched, session, file)
    aligned = align(
        lambda first_s, last_s: read_sound(recording, first_s, last_s),
        lambda first_s, last_s: _read(folder / "room", sounds, first_s, last_s),
        [(one.file_s, one.session_s) for one in searched.agreeing],
        length_s,
    )
    if aligned is None:
        raise RecordError(_ELSEWHERE, _ELSEWHERE_HINT, code="R143")
    lead = sounds[0]
    uncertainty_s = math.hypot(aligned.uncertainty_s, lead.uncertainty_s, ACROSS_S)
    return Alignment(
        offset_ns=round(aligned.offset_s * SECOND_NS),
        rate=aligned.rate,
        uncertainty_ms=round(uncertainty_s * 1e3, 3),
        verdict="measured" if lead.measured else "estimated",
        beside=lead.stream,
        searched=searched,
        aligned=aligned,
    )


def _surest(sounds: Sequence[HeardSound]) -> tuple[HeardSound, ...]:
    """Give the sounds of one stream, in order of time: the one whose times are surest."""
    if not sounds:
        return ()
    lead = min(sounds, key=lambda one: (not one.measured, one.uncertainty_s))
    name = lead.stream.rpartition(".")[0]
    own = (one for one in sounds if one.stream.rpartition(".")[0] == name)
    return tuple(sorted(own, key=lambda one: one.first_s))


def _session(room: Path, sounds: Sequence[HeardSound], tell: Callable[[float], None]) -> Heard:
    """Lay the sounds of a stream on the session's clock; nothing is where nothing was recorded."""
    last_s = max(one.last_s for one in sounds)
    changes: Any = None
    for sound in sounds:
        heard = hear(room / sound.file, sound.file_s(sound.last_s), tell).changes
        if changes is None:
            changes = np.zeros((len(heard), round(last_s / STEP_S) + 1), np.float32)
        place = np.round((sound.offset_s + sound.rate * np.arange(heard.shape[1]) * STEP_S) / STEP_S).astype(
            np.int64
        )
        inside = (place >= 0) & (place < changes.shape[1])
        changes[:, place[inside]] = heard[:, inside]
    return Heard(changes)


def _read(room: Path, sounds: Sequence[HeardSound], first_s: float, last_s: float) -> Samples:
    """Read the session's sound between two session times, from the segment that holds its middle."""
    middle_s = (first_s + last_s) / 2
    for sound in sounds:
        if sound.first_s <= middle_s <= sound.last_s:
            return read_sound(room / sound.file, sound.file_s(first_s), sound.file_s(last_s))
    return np.zeros(round((last_s - first_s) * SOUND_HZ), np.float32)


def _check_whole(searched: Searched, session: Heard, file: Heard) -> None:
    """Refuse a file whose windows say different things. Raises: RecordError."""
    elsewhere = searched.elsewhere
    later_s = float(np.median([one.later_s for one in searched.agreeing]))
    lasts_s = min(file.length_s, session.length_s, 20.0)
    inside = [
        one
        for one in searched.windows
        if one.file_s + later_s >= 0 and one.file_s + later_s + lasts_s <= session.length_s
    ]
    if len(searched.agreeing) < LEAST_AGREEING * len(inside) and len(elsewhere) < len(searched.agreeing):
        raise RecordError(_ELSEWHERE, _ELSEWHERE_HINT, code="R143")
    if elsewhere:
        off_s = abs(elsewhere[0].later_s - later_s)
        raise RecordError(
            _BROKEN.format(at=_minutes(elsewhere[0].file_s), off=f"{off_s:.1f}"),
            _BROKEN_HINT,
            code="R144",
        )


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _thinned(searched: Searched) -> list[list[float]]:
    """Give the agreement of the best window at some times: of each step the highest, so that peaks stay."""
    step = max(1, len(searched.at_s) // 400)
    return [
        [round(float(searched.at_s[n]), 2), round(float(searched.agreement[n : n + step].max()), 3)]
        for n in range(0, len(searched.at_s), step)
    ]


_NO_SESSION_SOUND = msg("This session has no sound whose time is known: there is nothing to compare with.")
_NO_SESSION_SOUND_HINT = msg("'nao-sessions sync FOLDER' says what is known of its recordings.")
_NO_FILE_SOUND = msg("This file has no sound that can be read.")
_TOO_SHORT = msg("This file, or the session's sound, is too short: at least {least} s of sound are needed.")
_ELSEWHERE = msg("This file does not hold the sound of this session: chance would do as well.")
_ELSEWHERE_HINT = msg("Is it the right file, the right session? Was the recorder in the room?")
_BROKEN = msg("A part of this file is missing: from {at} on it is {off} s off.")
_BROKEN_HINT = msg("Was the recorder paused? Cut the file there, and add each part.")
