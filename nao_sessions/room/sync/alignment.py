"""A foreign recording, aligned to a session through the sound that both heard; or why that cannot be.

Nothing is written. What cannot be told from chance is refused, and so is a file of which a part is missing:
one offset would be wrong for half of it.

How a recording's sound rises and falls, in four bands, a hundred times a second: what two recorders share.
Gain, noise and the place in the room change a waveform; when a voice begins, they do not.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.room.files.containers import open_foreign
from nao_sessions.room.sync.clap.chance import MOST_CHANCE, OTHERS, Samples, Seconds, chance_of
from nao_sessions.room.sync.clap.film import SOUND_HZ, read_sound
from nao_sessions.room.sync.sync_file import HeardSound, sounds_of
from nao_sessions.text.messages import msg

STEP_S = 0.01
BANDS_HZ = ((150, 400), (400, 1000), (1000, 2200), (2200, 3600))
"""The bands in which voices are loud; all of them are still held by 8,000 samples a second."""

_FRAME = SOUND_HZ // 50
_SLOW_S = 1.0
"""What changes more slowly than this (a fan, the gain of a telephone) is taken out."""
_CHUNK_S = 60.0
_MOST = 3.0

Changes = NDArray[np.float32]
"""Changes of loudness, shape (bands, steps), scaled to 1 and without their slow part; 0 where nothing is."""


@dataclass(frozen=True, slots=True)
class LoudnessChanges:
    """The changes of a recording's loudness; step n is at ``n * STEP_S`` on its clock."""

    changes: Changes

    @property
    def length_s(self) -> float:
        """Return the length of the sound in seconds."""
        return float(self.changes.shape[1] * STEP_S)


def sound_length_s(recording: Path) -> float:
    """Return when a recording's sound ends, on its own clock; 0 where there is none. Raises: OSError."""
    with open_foreign(recording) as container:
        if not container.streams.audio:
            return 0.0
        stream = container.streams.audio[0]
        if stream.duration is not None and stream.time_base is not None:
            ticks: int = (stream.start_time or 0) + stream.duration
            return ticks * float(stream.time_base)
        return 0.0 if container.duration is None else float(container.duration / av.time_base)


def hear(
    recording: Path, length_s: float, tell: Callable[[float], None] = lambda share: None
) -> LoudnessChanges:
    """Return the changes of a recording's loudness; ``tell`` is called with the share that is done.

    Raises:
        OSError: the file cannot be opened.
    """
    parts = []
    for first_s, samples in pieces(recording, length_s):
        parts.append(_power(samples))
        tell(min(1.0, (first_s + _CHUNK_S) / length_s))
    power = np.concatenate(parts, axis=1) if parts else np.zeros((len(BANDS_HZ), 0))
    return LoudnessChanges(changes_of(power))


def pieces(recording: Path, length_s: float) -> Iterator[tuple[float, Samples]]:
    """Yield the sound of a recording minute by minute, each with its first second. Raises: OSError."""
    for first_s in np.arange(0.0, length_s, _CHUNK_S):
        last_s = min(float(first_s) + _CHUNK_S, length_s)
        yield float(first_s), read_sound(recording, float(first_s), last_s)


def changes_of(power: NDArray[np.floating]) -> Changes:
    """Return the loudness of each band without its slow changes, scaled.

    Args:
        power: of each band at each step, shape (bands, steps); 0 where nothing was recorded.
    """
    if not power.shape[1]:
        return power.astype(np.float32)
    empty = power.sum(axis=0) <= 0
    if empty.all():
        return np.zeros(power.shape, np.float32)
    quiet = np.quantile(power[:, ~empty], 0.2, axis=1)[:, None] + 1e-12
    loud = np.log(power + quiet)
    width = round(_SLOW_S / STEP_S) | 1
    kernel = np.ones(width) / width
    slow = np.stack([np.convolve(np.pad(one, width // 2, "edge"), kernel, "valid") for one in loud])
    rest = loud - slow
    rest[:, empty] = 0.0
    scale = rest[:, ~empty].std(axis=1)[:, None] + 1e-6
    return np.asarray(np.clip(rest / scale, -_MOST, _MOST), np.float32)


def _power(samples: Samples) -> NDArray[np.float64]:
    """Return the power of each band at each step, shape (bands, steps)."""
    step = round(STEP_S * SOUND_HZ)
    count = len(samples) // step
    padded = np.pad(samples, (_FRAME // 2, _FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::step][:count]
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(_FRAME), axis=1)) ** 2
    pitch = np.fft.rfftfreq(_FRAME, 1 / SOUND_HZ)
    return np.stack([spectrum[:, (pitch >= low) & (pitch < high)].sum(axis=1) for low, high in BANDS_HZ])


# Where a recording lies on a session's clock, roughly: windows of it, looked for in the session's sound.
#
# The test, stated. Up to twelve windows of twenty seconds are each compared with the session's sound at
# every time (Pearson's correlation of the changes of loudness). Windows turned around in time, which nobody
# played, give what chance does; a window counts when chance would do as well less than once in a million
# times (Gumbel's law, clap/chance.py). The windows that count must agree on one place: those of another
# session with the same sentences do not.

WINDOW_S = 20.0
LEAST_S = 8.0
"""The shortest file that is aligned: a shorter one holds too few beginnings of voices to exclude chance."""
MOST_WINDOWS = 12

AGREE_S = 0.05
AGREE_RATE = 400e-6
"""Two windows agree when their places differ by no more than this, and by what two clocks of 200 ppm do."""
_LEAST_ENERGY = 0.1
_LIVELY = 0.5
"""Windows that agree by this share of the best one are turned around: those in which nobody speaks would make
chance look as if it did now well, now badly."""


@dataclass(frozen=True, slots=True)
class AlignmentWindow:
    """A window of the file: where it begins, where the session has it, how well, and the chance of that."""

    file_s: float
    session_s: float
    agreement: float
    chance: float

    @property
    def counts(self) -> bool:
        """Return whether the window counts: chance would do as well less than once in a million times."""
        return self.chance <= MOST_CHANCE

    @property
    def later_s(self) -> float:
        """Return by how many seconds session time is ahead of the file's time."""
        return self.session_s - self.file_s


@dataclass(frozen=True, slots=True)
class AlignmentSearch:
    """All windows in order, those that agree, and the agreement of the best one at each time (to draw it)."""

    windows: tuple[AlignmentWindow, ...]
    agreeing: tuple[AlignmentWindow, ...]
    at_s: Seconds
    agreement: Seconds

    @property
    def elsewhere(self) -> tuple[AlignmentWindow, ...]:
        """Return the windows that count and disagree: a part is missing, or it is another session."""
        return tuple(one for one in self.windows if one.counts and one not in self.agreeing)


def search(file: LoudnessChanges, session: LoudnessChanges) -> AlignmentSearch | None:
    """Search a session's sound for windows of a file; None where either is too short.

    Args:
        file: the foreign recording, on its own clock.
        session: the session's sound, on the session's clock.
    """
    length = round(min(WINDOW_S, file.length_s, session.length_s) / STEP_S)
    if length * STEP_S < LEAST_S:
        return None
    within = _Within(session.changes, length)
    firsts = _firsts(file.changes.shape[1], length)
    looked = [(first, within.agreement(file.changes[:, first : first + length])) for first in firsts]
    best_first, best = max(looked, key=lambda one: float(one[1].max()))
    bar = _LIVELY * float(best.max())
    lively = [first for first, agreement in looked if float(agreement.max()) >= bar]
    others = [float(within.agreement(turned).max()) for turned in _turned(file.changes, lively, length)]
    windows = tuple(
        AlignmentWindow(
            first * STEP_S, int(agreement.argmax()) * STEP_S, float(agreement.max()),
            chance_of(float(agreement.max()), others),
        )
        for first, agreement in looked
    )  # fmt: skip
    at_s = (np.arange(len(best)) - best_first) * STEP_S
    return AlignmentSearch(windows, _agreeing(windows), np.asarray(at_s, np.float64), best)


def _firsts(steps: int, length: int) -> list[int]:
    """Return where windows begin, spread over the file."""
    count = max(1, min(MOST_WINDOWS, steps // length))
    return [round(one) for one in np.linspace(0, steps - length, count)]


def _agreeing(windows: Sequence[AlignmentWindow]) -> tuple[AlignmentWindow, ...]:
    """Return the largest group of windows that count and agree with one of them."""
    groups = [
        tuple(
            one
            for one in windows
            if one.counts
            and abs(one.later_s - lead.later_s) <= AGREE_S + AGREE_RATE * abs(one.file_s - lead.file_s)
        )
        for lead in windows
        if lead.counts
    ]
    return max(groups, key=lambda group: (len(group), sum(one.agreement for one in group)), default=())


def _turned(changes: Changes, firsts: Sequence[int], length: int) -> list[Changes]:
    """Return windows that nobody played: the file's own, reversed in time and rotated by a drawn length."""
    draw = random.Random(length)
    found = []
    for number in range(OTHERS):
        first = firsts[number % len(firsts)]
        window = changes[:, first : first + length][:, ::-1]
        found.append(np.roll(window, draw.randrange(length), axis=1))
    return found


class _Within:
    """A session's sound, ready to be compared with windows of one length."""

    def __init__(self, changes: Changes, length: int) -> None:
        steps = changes.shape[1]
        self._size = 1 << (steps + length - 1).bit_length()
        self._length, self._places = length, steps - length + 1
        self._spectrum = np.fft.rfft(changes, self._size, axis=1)
        energy = np.concatenate([[0.0], np.cumsum((changes.astype(np.float64) ** 2).sum(axis=0))])
        self._energy = energy[length:] - energy[: self._places]
        self._empty = self._energy < _LEAST_ENERGY * length * len(changes)

    def agreement(self, window: Changes) -> NDArray[np.float64]:
        """Return the correlation with a window at each place, -1 to 1; 0 where the session is silent."""
        own = float(np.sqrt((window.astype(np.float64) ** 2).sum()))
        if not own:
            return np.zeros(self._places)
        turned = np.conj(np.fft.rfft(window, self._size, axis=1))
        together = np.fft.irfft((self._spectrum * turned).sum(axis=0), self._size)[: self._places]
        scaled = together / (own * np.sqrt(np.maximum(self._energy, 1e-9)))
        return np.asarray(np.where(self._empty, 0.0, scaled))


# Where a recording lies on a session's clock, exactly: many short pieces of both, compared by their phases.
#
# Generalised cross-correlation with the phase transform (Knapp and Carter, 1976): every pitch counts alike,
# so that a room's echoes leave one sharp peak at the way that sound takes first. A line through all pieces
# tells the offset and the rate; what is left tells how sure it is.

PIECE_S = 2.0
"""Clocks 200 ppm apart drift by 0.4 ms in it: less than half a wave of the highest pitch that is compared."""
REACH_S = 0.08
MOST_PIECES = 60
LOW_HZ, HIGH_HZ = 200.0, 1800.0
LEAST_PEAK = 6.0
"""A peak counts when it stands this many standard deviations out: of 2,560 lags chance reaches four."""
INLIER_S = 0.005
LEAST_PIECES = 3
LEAST_SHARE = 0.5
"""The share of the pieces with a peak that must lie on the line: what Nao repeats makes peaks, too."""
RATE_SPAN_S = 30.0
MOST_RATE = 500e-6


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A file's place on the session's clock: session seconds = ``offset_s`` + ``rate`` x the file's seconds.

    ``uncertainty_s`` is two standard errors; ``at_s`` and ``residual_s`` are of the pieces on the line,
    ``pieces`` is the number that had a peak.
    """

    offset_s: float
    rate: float
    uncertainty_s: float
    at_s: Seconds
    residual_s: Seconds
    pieces: int


Read = Callable[[float, float], Samples]
"""A function that returns the sound between two times of a clock (in s), ``SOUND_HZ`` samples a second."""


def align(file: Read, session: Read, rough: Sequence[tuple[float, float]], last_s: float) -> ClockLine | None:
    """Return the line from a file's clock to the session's; None where the file's pieces fit no line.

    Args:
        file: reads the file by its own clock.
        session: reads the session by the session's clock.
        rough: places of the file and of the session that belong together within ``REACH_S``, at least one.
        last_s: where the file ends.
    """
    places = np.array(rough)
    slope, middle = 0.0, float(np.median(places[:, 0]))
    if np.ptp(places[:, 0]) >= RATE_SPAN_S:
        slope = _slope(places[:, 0], places[:, 1] - places[:, 0])
    later_s = float(np.median(places[:, 1] - places[:, 0] - slope * (places[:, 0] - middle)))
    found = []
    for at_s in np.linspace(0.0, max(0.0, last_s - PIECE_S), MOST_PIECES):
        expected_s = at_s + later_s + slope * (at_s - middle)
        if expected_s < REACH_S:
            continue
        lag_s, peak = lag_of(
            file(float(at_s), float(at_s) + PIECE_S),
            session(expected_s - REACH_S, expected_s + PIECE_S + REACH_S),
        )
        if peak >= LEAST_PEAK:
            found.append((float(at_s) + PIECE_S / 2, expected_s - float(at_s) + lag_s))
    return _line(np.array(found)) if len(found) >= LEAST_PIECES else None


def lag_of(piece: Samples, longer: Samples) -> tuple[float, float]:
    """Return by how many seconds a piece lies off the middle of a longer one, and how high its peak is.

    The peak is in standard deviations; both are 0 where there is no sound in the band.
    """
    size = 1 << (len(longer) + len(piece)).bit_length()
    cross = np.fft.rfft(longer, size) * np.conj(np.fft.rfft(piece, size))
    pitch = np.fft.rfftfreq(size, 1 / SOUND_HZ)
    strength = np.abs(cross)
    band = (pitch >= LOW_HZ) & (pitch <= HIGH_HZ) & (strength > 0)
    if not band.any():
        return 0.0, 0.0
    alike = np.fft.irfft(np.where(band, cross / np.maximum(strength, 1e-30), 0.0), size)
    lags = max(3, len(longer) - len(piece) + 1)
    near = alike[:lags]
    best = int(np.clip(near.argmax(), 1, lags - 2))
    before, at, after = near[best - 1 : best + 2]
    bend = before - 2 * at + after
    exact = best + (float(before - after) / (2 * float(bend)) if bend else 0.0)
    return exact / SOUND_HZ - REACH_S, float(at / (np.std(near) or 1.0))


def _line(found: Seconds) -> ClockLine | None:
    at_s, later_s = found[:, 0], found[:, 1]
    first = np.abs(later_s - np.median(later_s)) <= 2 * REACH_S
    slope = 0.0
    if np.ptp(at_s) >= RATE_SPAN_S:
        slope = float(np.clip(_slope(at_s[first], later_s[first]), -MOST_RATE, MOST_RATE))
    offset_s = float(np.median(later_s[first] - slope * at_s[first]))
    residual_s = later_s - slope * at_s - offset_s
    on_line = np.abs(residual_s) <= INLIER_S
    if on_line.sum() < max(LEAST_PIECES, LEAST_SHARE * len(at_s)):
        return None
    middle_s = float(at_s[on_line].mean())
    if np.ptp(at_s[on_line]) >= RATE_SPAN_S:
        slope = float(np.polyfit(at_s[on_line] - middle_s, later_s[on_line], 1)[0])
    offset_s = float(np.median(later_s[on_line] - slope * at_s[on_line]))
    residual_s = later_s[on_line] - slope * at_s[on_line] - offset_s
    spread_s = 1.4826 * float(np.median(np.abs(residual_s)))
    # At the ends of a line through n points an error is twice that of its middle.
    uncertainty_s = 2 * 2 * 1.2533 * spread_s / np.sqrt(on_line.sum()) + 0.5 / SOUND_HZ
    return ClockLine(offset_s, 1.0 + slope, float(uncertainty_s), at_s[on_line], residual_s, len(at_s))


def _slope(x: Seconds, y: Seconds) -> float:
    """Return the median slope between all pairs that lie apart (Theil and Sen's estimator)."""
    first, second = np.triu_indices(len(x), 1)
    apart = np.abs(x[second] - x[first]) >= RATE_SPAN_S / 2
    if not apart.any():
        return 0.0
    return float(np.median((y[second] - y[first])[apart] / (x[second] - x[first])[apart]))


ACROSS_S = 0.006
"""What two microphones in one room hear apart (95 %): sound takes 3 ms a metre, nobody knows where they were,
and children are within a metre and a half of Nao (benchmarks/added_sound.py)."""

LEAST_AGREEING = 0.5
"""The share of the file's windows within the session that must agree."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The place of a file on the session's clock, found by the sound of the stream ``beside``."""

    offset_ns: int
    rate: float
    uncertainty_ms: float
    verdict: Literal["measured", "estimated"]
    beside: str
    searched: AlignmentSearch
    aligned: ClockLine

    def to_json(self) -> dict[str, Any]:
        """Return the alignment as JSON values, to read the file's times and to draw how they were found."""
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
    """Return the alignment of a file with that sound of a session folder whose times are surest.

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
    """Return the sounds of the stream whose times are surest, in order of time."""
    if not sounds:
        return ()
    lead = min(sounds, key=lambda one: (not one.measured, one.uncertainty_s))
    name = lead.stream.rpartition(".")[0]
    own = (one for one in sounds if one.stream.rpartition(".")[0] == name)
    return tuple(sorted(own, key=lambda one: one.first_s))


def _session(room: Path, sounds: Sequence[HeardSound], tell: Callable[[float], None]) -> LoudnessChanges:
    """Return the changes of loudness of a stream on the session's clock; 0 where nothing was recorded."""
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
    return LoudnessChanges(changes)


def _read(room: Path, sounds: Sequence[HeardSound], first_s: float, last_s: float) -> Samples:
    """Return the session's sound between two session times, from the segment that holds their middle.

    Silence where no segment does.
    """
    middle_s = (first_s + last_s) / 2
    for sound in sounds:
        if sound.first_s <= middle_s <= sound.last_s:
            return read_sound(room / sound.file, sound.file_s(first_s), sound.file_s(last_s))
    return np.zeros(round((last_s - first_s) * SOUND_HZ), np.float32)


def _check_whole(searched: AlignmentSearch, session: LoudnessChanges, file: LoudnessChanges) -> None:
    """Check that the windows of a file agree on one place. Raises: RecordError."""
    elsewhere = searched.elsewhere
    later_s = float(np.median([one.later_s for one in searched.agreeing]))
    lasts_s = min(file.length_s, session.length_s, WINDOW_S)
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


def _thinned(searched: AlignmentSearch) -> list[list[float]]:
    """Return the agreement of the best window at some times: of each step the highest, so that peaks stay."""
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
