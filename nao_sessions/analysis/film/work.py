"""Making copies at a constant rate, clips and contact sheets: one job of a session, in a confined child."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

import av
import cv2
import numpy as np

from nao_sessions.analysis.film.copies import CLIPS_TABLE, COPY_RATE, FRAMES_TABLE
from nao_sessions.analysis.film.names import HiddenSound, hidden_in, sentences_with_names, sound_unsure_ms
from nao_sessions.analysis.film.passages import Area, Passage
from nao_sessions.analysis.film.sound import SoundCopy
from nao_sessions.analysis.formats.tiers import TierKind, tiers_of
from nao_sessions.analysis.tables.cells import safe_row
from nao_sessions.analysis.tables.source import Film, SessionSource, read_source
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.confined_child import ConfinedChild, media_limits
from nao_sessions.core.errors import NaoSessionsError, RecordError
from nao_sessions.paper.page import Html, document, el, html
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.record.private import private_replacement, replace_private
from nao_sessions.record.results.trials import SessionTrial
from nao_sessions.room.files.container import open_recording
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, by_language, msg, verbatim

# A copy at a constant rate with the session's time in the picture, for tools that count frames.
#
# A picture that is missing is shown again, one too many is left out: both are listed, and nobody need
# guess.

OPTIONS = {"preset": "veryfast", "crf": "20", "g": "50", "bf": "0"}
MP4 = {"movie_timescale": "90000"}
"""Where the sound begins beside the pictures, exact to the tick: the default rounds it to 1 ms."""
Progress = Callable[[float], None]
"""A function called with the share that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class CopiedFrame:
    """A frame that differs from what the camera gave: ``repeated`` in the copy, or ``left_out`` of it."""

    kind: str
    frame: int
    session_ns: int


def constant_copy(
    film: Film, hidden: HiddenSound, target: Path, progress: Progress, rate: int = COPY_RATE
) -> list[CopiedFrame]:
    """Write a copy with a constant frame rate, and return the frames that it repeats or leaves out.

    Args:
        film: a recording with pictures.
        hidden: what is hidden of its sound.
        target: the MP4 that is made.
        progress: called with the share that is done, 0 to 1.
        rate: frames a second.

    Raises:
        OSError: the recording cannot be read, or the copy not be written.
    """
    with (
        private_replacement(target) as draft,
        open_recording(film.path) as read,
        av.open(str(draft), "w", options=MP4) as made,
    ):
        video = read.streams.video[0]
        pictures = _Pictures(film, made, video, rate)
        audio = read.streams.audio[0] if read.streams.audio else None
        # the sound keeps its place beside the pictures, whose first one is shown at 0
        zero_s = min((float(frame.pts * film.sync.time_base) for frame in film.frames), default=0.0)
        sound = SoundCopy(made, audio, (zero_s, float("inf")), hidden) if audio is not None else None
        whole_s = max(film.length_ns / 1e9, 1e-9)
        for packet in read.demux([stream for stream in (video, audio) if stream is not None]):
            if packet.stream.index == video.index:
                for frame in packet.decode():
                    pictures.take(frame)
                    progress(min(1.0, pictures.reached_s / whole_s))
            elif sound is not None:
                sound.take(packet, zero_s)
        pictures.end()
        if sound is not None:
            sound.end()
    return pictures.listed


class _Pictures:
    """The pictures of a copy: each in its slot, and the slots that have none filled with the one before."""

    def __init__(self, film: Film, made: Any, video: Any, rate: int) -> None:
        self.listed: list[CopiedFrame] = []
        self._zero_s = 0.0
        self.reached_s = 0.0
        self._film, self._made, self._rate = film, made, rate
        self._track = made.add_stream("libx264", rate=rate)
        self._width, self._height = video.width // 2 * 2, video.height // 2 * 2
        self._track.width, self._track.height = self._width, self._height + band_of(self._height)
        self._track.pix_fmt = "yuv420p"
        self._track.options = dict(OPTIONS)
        self._next = 0
        self._last: tuple[Any, int] | None = None

    def take(self, frame: Any) -> None:
        own_s = float(frame.pts * frame.time_base)
        at_ns = self._film.sync.session_ns(frame.pts)
        if self._last is None:
            self._zero_s = own_s
        self.reached_s = own_s - self._zero_s
        slot = round(self.reached_s * self._rate)
        if slot < self._next:
            self.listed.append(CopiedFrame("left_out", slot, at_ns))
            return
        while self._last is not None and self._next < slot:
            self.listed.append(CopiedFrame("repeated", self._next, self._last[1]))
            self._write(*self._last, repeated=True)
        picture = frame.to_ndarray(format="bgr24")[: self._height, : self._width]
        self._last = (picture, at_ns)
        self._write(picture, at_ns, repeated=False)

    def end(self) -> None:
        for packet in self._track.encode(None):
            self._made.mux(packet)

    def _write(self, picture: Any, at_ns: int, *, repeated: bool) -> None:
        drawn = with_time(picture, at_ns, self._next, repeated=repeated)
        frame = av.VideoFrame.from_ndarray(drawn, format="bgr24")
        frame.pts, frame.time_base = self._next, Fraction(1, self._rate)
        for packet in self._track.encode(frame):
            self._made.mux(packet)
        self._next += 1


def with_time(picture: Any, at_ns: int, number: int, *, repeated: bool) -> Any:
    """Return a picture with session time and frame number on a dark band below; repeated ones are marked."""
    ms = at_ns // MILLISECOND_NS
    text = f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}  #{number}"
    height, width = picture.shape[:2]
    band = band_of(height)
    drawn = np.zeros((height + band, width, 3), np.uint8)
    drawn[:height] = picture
    size = band / 32
    colour = (90, 170, 255) if repeated else (255, 255, 255)
    text += "  REPEATED" if repeated else ""
    cv2.putText(drawn, text, (band // 3, height + band - band // 4), cv2.FONT_HERSHEY_SIMPLEX, size, colour,
                max(1, round(size * 2)), cv2.LINE_AA)  # fmt: skip
    return drawn


def band_of(height: int) -> int:
    """Return the height of the band below a picture, in px: even, as H.264 wants it."""
    return max(16, height // 24) // 2 * 2


# Clips around events: copied as they are where a key frame lies at the beginning, else exact to the frame.
#
# A clip may begin up to a second earlier than asked, where that saves encoding; clips.csv says how each was
# made.

EARLIER_S = 1.0
"""How much earlier a clip may begin for its pictures to be copied as they are."""
TICKS = Fraction(1, 90_000)


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that was made: the session times of its first and last pictures.

    ``copied``: the pictures are as they were; ``sound_encoded``: the sound is not, since a name is hidden.
    """

    file: str
    begins_ns: int
    ends_ns: int
    copied: bool
    sound_encoded: bool


def cut(
    film: Film,
    begin_ns: int,
    end_ns: int,
    hidden: HiddenSound | None,
    target: Path,
    area: Area | None = None,
) -> Clip | None:
    """Write a clip; None where the recording shows nothing of that time.

    Args:
        film: a recording with pictures.
        begin_ns: session time of the beginning.
        end_ns: session time of the end.
        hidden: what is hidden of its sound; None: the clip has none.
        target: the MP4 that is made.
        area: outside it the pictures are black. With one no picture and no sound from before or after that
            time is in the clip.

    Raises:
        OSError: the recording cannot be read, or the clip not be written.
    """
    ordered = sorted(film.frames, key=lambda frame: frame.pts)
    inside = [frame for frame in ordered if begin_ns <= film.sync.session_ns(frame.pts) <= end_ns]
    if not inside:
        return None
    key = max((f.pts for f in ordered if f.key and f.pts <= inside[0].pts), default=None)
    base = film.sync.time_base
    copied = area is None and key is not None and (inside[0].pts - key) * base <= EARLIER_S
    first = key if copied and key is not None else inside[0].pts
    last = _closed(film, first, inside[-1].pts) if copied else inside[-1].pts
    zero_s, last_s = float(first * base), float(last * base)
    frame_s = (last_s - zero_s) / max(1, len(inside))
    with (
        private_replacement(target) as draft,
        open_recording(film.path) as read,
        av.open(str(draft), "w", options=MP4) as made,
    ):
        video = read.streams.video[0]
        audio = read.streams.audio[0] if read.streams.audio and hidden is not None else None
        heard_s = zero_s, last_s + frame_s
        if area is not None:
            heard_s = _sound_of(film, begin_ns, min(end_ns, film.sync.session_ns(last)))
        sound = (
            SoundCopy(made, audio, heard_s, hidden, exact=area is not None)
            if audio is not None and hidden is not None
            else None
        )
        track = _Copied(made, video) if copied else _Encoded(made, video, area)
        read.seek(first, stream=video)
        for packet in read.demux([stream for stream in (video, audio) if stream is not None]):
            if packet.stream.index != video.index:
                if sound is not None:
                    sound.take(packet, zero_s)
            elif packet.pts is not None and packet.pts - EARLIER_S / base > last:
                break
            else:
                track.take(packet, first, last)
        track.end()
        if sound is not None:
            sound.end()
    return Clip(
        target.name, film.sync.session_ns(first), film.sync.session_ns(last), copied,
        sound is not None and sound.encoded,
    )  # fmt: skip


def _sound_of(film: Film, begin_ns: int, end_ns: int) -> tuple[float, float]:
    """Return where in a recording the sound of a time lies, in its own s: what is surely of it."""
    unsure_ns = round(sound_unsure_ms(film) * MILLISECOND_NS)
    begins_s, ends_s = (film.file_s(at + film.sync.sound_late_ns) for at in (begin_ns, end_ns))
    return begins_s + unsure_ns / SECOND_NS, ends_s - unsure_ns / SECOND_NS


def _closed(film: Film, first: int, last: int) -> int:
    """Return the pts of the first picture from ``last`` on after which no earlier one is needed or shown.

    Where B frames are used, a picture lies in the file behind a later one that it is made from: cut between
    them, and the last pictures of the clip cannot be decoded.
    """
    frames = sorted((frame for frame in film.frames if frame.pts >= first), key=lambda frame: frame.frame)
    shown = [frame.pts for frame in frames]
    # from behind: the earliest picture that is still to come after each
    to_come = [*accumulate(reversed(shown[1:]), min)][::-1]
    for newest, next_shown in zip(accumulate(shown, max), to_come, strict=False):
        if newest >= last and next_shown > newest:
            return newest
    return max(shown)


class _Copied:
    """The pictures of a clip copied as they are, from the key frame on."""

    def __init__(self, made: Any, video: Any) -> None:
        self._made = made
        self._track = made.add_stream_from_template(video)
        self._track.metadata.clear()

    def take(self, packet: Any, first: int, last: int) -> None:
        if packet.pts is None or packet.size == 0 or not first <= packet.pts <= last:
            return
        packet.dts = (packet.dts if packet.dts is not None else packet.pts) - first
        packet.pts -= first
        packet.stream = self._track
        self._made.mux(packet)

    def end(self) -> None:
        """Do nothing: a copy holds no picture back."""


class _Encoded:
    """The pictures of a clip, decoded from the key frame before it and encoded again at their own times."""

    def __init__(self, made: Any, video: Any, area: Area | None) -> None:
        self._made, self._area = made, area
        self._track = made.add_stream("libx264", rate=video.average_rate or 25)
        self._track.width, self._track.height = video.width // 2 * 2, video.height // 2 * 2
        self._track.pix_fmt = "yuv420p"
        self._track.options = dict(OPTIONS)
        self._track.codec_context.time_base = TICKS

    def take(self, packet: Any, first: int, last: int) -> None:
        for frame in packet.decode():
            if self._area is not None and frame.side_data.get("DISPLAYMATRIX") is not None:
                raise RecordError(msg("the film is shown turned: no part of its picture can be chosen"))
            if first <= frame.pts <= last:
                new = frame.reformat(self._track.width, self._track.height, "yuv420p")
                if self._area is not None:
                    new = black_outside(new, self._area)
                new.pts = round((frame.pts - first) * frame.time_base / TICKS)
                new.time_base = TICKS
                new.pict_type = av.video.frame.PictureType.NONE
                self._mux(self._track.encode(new))

    def end(self) -> None:
        self._mux(self._track.encode(None))

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._made.mux(packet)


def black_outside(frame: Any, area: Area) -> Any:
    """Return a frame (yuv420p, even sides) that is black outside an area, cut to whole pairs of pixels."""
    planes = frame.to_ndarray()
    top, bottom = math.ceil(area.top * frame.height / 2), math.floor(area.bottom * frame.height / 2)
    left, right = math.ceil(area.left * frame.width / 2), math.floor(area.right * frame.width / 2)
    shown = np.full_like(planes, 128)
    light, colours = slice(frame.height), slice(frame.height, None)
    shown[light] = 16
    rows, columns = slice(2 * top, 2 * bottom), slice(2 * left, 2 * right)
    shown[rows, columns] = planes[rows, columns]
    size = (2, frame.height // 2, frame.width // 2)
    halves, shown_halves = planes[colours].reshape(size), shown[colours].reshape(size)
    shown_halves[:, top:bottom, left:right] = halves[:, top:bottom, left:right]
    return av.VideoFrame.from_ndarray(shown, format="yuv420p")


def film_at(films: tuple[Film, ...], session_ns: int) -> Film | None:
    """Return the recording of the first camera that ran at a session time, or None."""
    return next((film for film in films if _shows(film, session_ns, session_ns)), None)


def films_of(films: tuple[Film, ...], at_ns: int, begin_ns: int, end_ns: int) -> list[Film]:
    """Return a recording of each camera that ran in a span of time, if possible one that shows ``at_ns``."""
    found: dict[str, Film] = {}
    for film in films:
        if _shows(film, begin_ns, end_ns):
            known = found.setdefault(film.stream, film)
            if not _shows(known, at_ns, at_ns) and _shows(film, at_ns, at_ns):
                found[film.stream] = film
    return list(found.values())


def _shows(film: Film, begin_ns: int, end_ns: int) -> bool:
    """Return whether a recording has pictures of any part of a span of time."""
    over_ns = film.begins_ns + film.length_ns + SECOND_NS // 2
    return not film.sound_alone and film.begins_ns <= end_ns and begin_ns <= over_ns


# A contact sheet: the picture of each trial's answer, as a PNG and as a page, and how it was judged.

WIDTH, COLUMNS, GAP = 320, 4, 8
LINE, SIZE = 20, 14
"""How high a line of words under a picture is, and its letters, in px."""
_TITLE = msg("Contact sheet of the trials")
_NONE = msg("No trial was filmed.")
_UNSEEN = msg("Trials that nobody filmed: {count}.")


@dataclass(frozen=True, slots=True)
class TrialPicture:
    """The picture of a trial (BGR, shape (height, width, 3)), and two lines: which trial, the judgement."""

    picture: Any
    place: Text
    outcome: Text

    @property
    def words(self) -> Text:
        """Return in one line which trial it was and how it was judged."""
        return msg("{place}: {outcome}", place=self.place, outcome=self.outcome)


def pictures_of(source: SessionSource, progress: Callable[[float], None]) -> list[TrialPicture]:
    """Return, for each trial that was filmed, the picture that was taken last before the trial was over."""
    found = []
    for number, trial in enumerate(source.trials, start=1):
        film = film_at(source.films, trial.at_ns)
        last = picture_at(film, trial.at_ns) if film is not None else None
        if last is not None:
            picture, at_ns = last
            scaled = cv2.resize(picture, (WIDTH, round(picture.shape[0] * WIDTH / picture.shape[1])))
            judged = JUDGEMENTS.get(trial.judgement, verbatim(trial.judgement))
            drawn = with_time(scaled, at_ns, number, repeated=False)
            found.append(TrialPicture(drawn, _place(source, trial), judged))
        progress(number / max(1, len(source.trials)))
    return found


def _place(source: SessionSource, trial: SessionTrial) -> Text:
    """Return in words whose trial it was, its number and item, and the title of its step, if it has one."""
    which = msg("trial {number} {item}")
    which = which.format(number=trial.number, item=trial.item)
    title = source.titles.get(trial.step)
    parts = [verbatim(trial.participant), which, title]

    def place(language: Language) -> str:
        shown = [one.in_language(language).strip() for one in parts if one is not None]
        return " · ".join(filter(None, shown))

    return by_language(place)


def picture_at(film: Film, session_ns: int) -> tuple[Any, int] | None:
    """Return the last picture (BGR) taken by a session time, and when that was (ns); None without one."""
    pts = [frame.pts for frame in film.frames if film.sync.session_ns(frame.pts) <= session_ns]
    if not pts:
        return None
    last_pts = max(pts)
    with open_recording(film.path) as container:
        video = container.streams.video[0]
        container.seek(last_pts, stream=video)
        for frame in container.decode(video):
            if frame.pts is not None and frame.pts >= last_pts:
                return frame.to_ndarray(format="bgr24"), film.sync.session_ns(frame.pts)
    return None


def sheet_png(shown: list[TrialPicture], language: Language) -> bytes:
    """Return a PNG of the pictures in rows of four, each with its words below."""
    height = max((one.picture.shape[0] for one in shown), default=180) + 2 * LINE
    columns = min(COLUMNS, max(1, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    sheet = np.full((rows * (height + GAP) + GAP, columns * (WIDTH + GAP) + GAP, 3), 255, np.uint8)
    for number, one in enumerate(shown):
        row, column = divmod(number, columns)
        top, left = GAP + row * (height + GAP), GAP + column * (WIDTH + GAP)
        foot = top + one.picture.shape[0]
        sheet[top:foot, left : left + WIDTH] = one.picture
        for place, words in enumerate((one.place, one.outcome), start=1):
            _write(sheet[:, : left + WIDTH], words.in_language(language), (left, foot + place * LINE - 6))
    return bytes(cv2.imencode(".png", sheet)[1])


def _write(picture: Any, words: str, at: tuple[int, int]) -> None:
    """Draw a line of words into a picture, as much of it as there is room for to the right edge."""
    font = cv2.FontFace("sans")
    size = (picture.shape[1], picture.shape[0])
    whole = words
    while cv2.getTextSize(size, words, at, font, SIZE, 400)[2] > picture.shape[1] - at[0] and whole:
        whole = whole[:-1]
        words = f"{whole}…"
    cv2.putText(picture, words, at, (20, 20, 20), font, SIZE, 400)


def sheet_page(source: SessionSource, shown: list[TrialPicture], language: Language) -> str:
    """Return the pictures with their words as a page that needs no other file."""
    figures = [
        el("figure", _image(one, language), el("figcaption", one.words.in_language(language)))
        for one in shown
    ]
    unseen = len(source.trials) - len(shown)
    style = (
        ".sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem}"
        ".sheet figure{margin:0;break-inside:avoid}"
        ".sheet img{width:100%;max-width:none;height:auto;max-height:none;"
        "border-radius:.4rem;display:block}"
        ".sheet figcaption{margin-top:.3rem;font-size:.95rem}"
    )
    body = html(
        el("h1", _TITLE.in_language(language)),
        el("p", f"{source.facts.protocol.title} · {source.name}"),
        el("div", *figures, class_="sheet") if figures else el("p", _NONE.in_language(language)),
        *([el("p", _UNSEEN.format(count=unseen).in_language(language))] if figures and unseen else []),
    )
    return document(language, _TITLE.in_language(language), source.name, body, style)


def _image(one: TrialPicture, language: Language) -> Html:
    jpeg = base64.b64encode(bytes(cv2.imencode(".jpg", one.picture)[1])).decode("ascii")
    return el("img", src=f"data:image/jpeg;base64,{jpeg}", alt=one.words.in_language(language))


BEFORE_NS, AFTER_NS = 2 * SECOND_NS, 3 * SECOND_NS
"""How much of the time before and after an event a clip shows."""
What = Literal["cfr", "clips", "contact", "passages"]
"""What a job makes: copies at a constant frame rate, clips around events, a contact sheet, or passages."""
Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of a session.

    ``place`` is the folder that the files go to; ``kind`` the tier whose events clips are cut around;
    ``with_names`` the reason for which names are left to be heard, "" where they are hidden. ``passages`` are
    those that are made, each with its file's name.
    """

    folder: str
    what: What
    place: str
    language: Language
    kind: TierKind = "trials"
    with_names: str = ""
    passages: tuple[tuple[str, Passage], ...] = ()


def carry_out(job: Job, tell: Tell) -> list[str]:
    """Run a job, and return the files that were made.

    Raises:
        RecordError: the session cannot be read.
        OSError: a recording cannot be read, or a file not be written.
    """
    source, place = read_source(Path(job.folder)), Path(job.place)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = list(_MAKERS[job.what](source, place, job, tell))
    if job.what in ("cfr", "clips"):
        made.append(_about_names(source, place, job))
    return [str(path) for path in made]


def _hidden(source: SessionSource, film: Any, job: Job) -> HiddenSound:
    return HiddenSound() if job.with_names else hidden_in(source, film)


def _constant(source: SessionSource, place: Path, job: Job, tell: Tell) -> Iterator[Path]:
    films = [film for film in source.films if not film.sound_alone]
    for number, film in enumerate(films):
        stem = f"{film.stream}.{film.segment:02}.cfr"
        target = place / f"{stem}.mp4"
        listed = constant_copy(
            film,
            _hidden(source, film, job),
            target,
            lambda share: tell((number + share) / len(films)),  # noqa: B023
        )
        yield target
        rows = [(one.kind, one.frame, f"{one.session_ns / SECOND_NS:.3f}") for one in listed]
        yield _table(place / f"{stem}.frames.csv", FRAMES_TABLE.names, rows)


def _clips(source: SessionSource, place: Path, job: Job, tell: Tell) -> Iterator[Path]:
    spans = [span for tier in tiers_of(source, job.language) if tier.kind == job.kind for span in tier.spans]
    rows: list[tuple[object, ...]] = []
    for number, span in enumerate(sorted(spans, key=lambda one: (one.start_ns, one.seq)), start=1):
        end = span.stop_ns if span.stop_ns is not None else span.start_ns
        begin_ns, end_ns = span.start_ns - BEFORE_NS, end + AFTER_NS
        about, before = (span.seq, span.label, span.subject), len(rows)
        for film in films_of(source.films, span.start_ns, begin_ns, end_ns):
            target = place / f"{number:03}.{job.kind}.{span.seq}.{film.stream}.mp4"
            clip = cut(film, begin_ns, end_ns, _hidden(source, film, job), target)
            if clip is not None:
                times = [f"{at_ns / SECOND_NS:.3f}" for at_ns in (clip.begins_ns, clip.ends_ns)]
                how = [str(one).lower() for one in (clip.copied, clip.sound_encoded)]
                rows.append((clip.file, film.stream, *about, *times, *how))
                yield target
        if len(rows) == before:
            # an event that no camera saw is listed all the same: nobody need count files
            rows.append(("", "", *about, "", "", "", ""))
        tell(number / len(spans))
    yield _table(place / "clips.csv", CLIPS_TABLE.names, rows)


def _contact(source: SessionSource, place: Path, job: Job, tell: Tell) -> Iterator[Path]:
    shown = pictures_of(source, tell)
    if shown:  # a sheet without a picture says nothing; the page says why
        replace_private(place / "contact.png", sheet_png(shown, job.language))
        yield place / "contact.png"
    replace_private(place / "contact.html", sheet_page(source, shown, job.language).encode())
    yield place / "contact.html"


def _passages(source: SessionSource, place: Path, job: Job, tell: Tell) -> Iterator[Path]:
    films = {film.path.name: film for film in source.films}
    for number, (name, one) in enumerate(job.passages, start=1):
        film = films[one.film]
        hidden = hidden_in(source, film) if one.sound else None
        if cut(film, one.start_ns, one.stop_ns, hidden, place / name, one.area) is not None:
            yield place / name
        tell(number / len(job.passages))


_MAKERS: dict[What, Callable[[SessionSource, Path, Job, Tell], Iterator[Path]]] = {
    "cfr": _constant,
    "clips": _clips,
    "contact": _contact,
    "passages": _passages,
}


def _about_names(source: SessionSource, place: Path, job: Job) -> Path:
    """Write ``names.json``, which says what was done about first names in the sound; return its path."""
    path = place / "names.json"
    record = {
        "session": source.name,
        "names": "kept" if job.with_names else "hidden",
        "reason": job.with_names,
        "sentences": [[start / SECOND_NS, stop / SECOND_NS] for start, stop in sentences_with_names(source)],
        "not_known": "names that a child or an adult said",
    }
    replace_private(path, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def _table(path: Path, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Path:
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(map(safe_row, rows))
    replace_private(path, table.getvalue().encode())
    return path


def carry_out_apart(job: Job, tell: Tell) -> list[Path]:
    """Run a job in a confined child, which writes in the job's place alone; return the files that were made.

    Raises:
        RecordError: a recording cannot be read, or a file not be written (E130).
        ForeignFileRefused: the recordings took more than they may, or broke their reader.
        OSError: the place cannot be made.
    """
    folder, place = Path(job.folder), Path(job.place)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    limits = media_limits(*(folder / "room").glob("*"), makes=True)
    reads = [folder] if folder.exists() else []
    child = ConfinedChild(folder.name, limits, reads, [place], tell)
    return [Path(path) for path in child.call(_carried_out, job)]


def _carried_out(job: Job, tell: Tell = lambda share: None) -> list[str]:
    """Run a job; raise what keeps it from being done as the error of a copy."""
    try:
        return carry_out(job, tell)
    except MemoryError:
        raise
    except (OSError, av.FFmpegError, NaoSessionsError) as error:
        told = error.sentence.in_language(job.language) if isinstance(error, NaoSessionsError) else str(error)
        raise RecordError(_NOT_MADE.format(why=told.rstrip(".")), _NOT_MADE_HINT, code="E130") from error


_NOT_MADE = msg("The copy of the video cannot be made: {why}.")
_NOT_MADE_HINT = msg("'nao-sessions verify' says whether the video is whole.")
