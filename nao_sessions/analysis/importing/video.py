"""A foreign video, brought into a session folder as an MP4 that every browser plays.

Pictures are copied as they are wherever that is possible, so that no frame and no time is changed; what a
browser does not show is encoded again, at the same times. Nothing of the file's own description comes along
(a place, a device, a person's name).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.video.frame import PictureType
from av.video.stream import VideoStream

from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.analysis.importing.sound import Sound
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.confined_child import ConfinedChild, media_limits
from nao_sessions.core.errors import Place
from nao_sessions.room.capture.writer import NO_SPACE
from nao_sessions.room.files.container import FOREIGN, open_recording, readable
from nao_sessions.room.files.mp4 import FACTS
from nao_sessions.text.messages import msg

TICKS = Fraction(1, 90_000)
"""The time base (s) of pictures that are encoded again."""
ENCODER_OPTIONS = {"preset": "veryfast", "crf": "20", "bf": "0", "g": "50"}
"""crf 20 is hard to tell from the source; no B frames, so that a file's order is the order in time."""
_TURNS = {90: ("transpose=clock",), 180: ("hflip", "vflip"), 270: ("transpose=cclock",)}


class VideoEncoding:
    """The encoding of a stream of pictures as H.264, for what an MP4 or a browser cannot hold.

    Times stay as they are, uneven or not; pictures are turned as the file says, and cut to even sides.
    """

    def __init__(self, container: InputContainer, video: VideoStream) -> None:
        """Read from the first picture how the video is turned and how large it is."""
        self.written: list[Fraction] = []
        """The times (s) of the pictures that were written."""
        first = next(container.decode(video))
        turns = _TURNS.get(round(-first.rotation) % 360, ())
        sideways = turns[:1] in (("transpose=clock",), ("transpose=cclock",))
        width, height = (first.height, first.width) if sideways else (first.width, first.height)
        self._width, self._height = width // 2 * 2, height // 2 * 2
        shape = video.sample_aspect_ratio
        self._shape = 1 / shape if shape and sideways else shape
        self._graph = _graph(first, (*turns, "crop=trunc(iw/2)*2:trunc(ih/2)*2", "format=yuv420p"))
        self._rate = Fraction(video.average_rate or video.guessed_rate or 25)
        self._last = -1
        self._made: OutputContainer
        self._track: VideoStream
        self._zero = Fraction(0)

    def begin(self, made: OutputContainer, video: VideoStream, zero: Fraction) -> None:
        """Add the video track to a new file; ``zero``: the time stamp, in seconds, of the file's 0."""
        self._made, self._zero = made, zero
        self._track = made.add_stream("libx264", rate=self._rate)
        self._track.width, self._track.height = self._width, self._height
        self._track.pix_fmt = "yuv420p"
        self._track.options = dict(ENCODER_OPTIONS)
        self._track.codec_context.time_base = TICKS
        if self._shape:
            self._track.codec_context.sample_aspect_ratio = self._shape

    def take(self, packet: Any) -> None:
        """Decode the pictures in a packet and encode them."""
        for frame in packet.decode():
            self._encode(frame)

    def end(self) -> None:
        """Write the pictures that the encoder still holds back."""
        self._mux(self._track.encode(None))

    def _encode(self, frame: Any) -> None:
        if frame.pts is None:
            time_s = len(self.written) / self._rate
        else:
            time_s = frame.pts * frame.time_base - self._zero
        pts = round(time_s / TICKS)
        if pts <= self._last:
            return  # shown at no time of its own: a repeated or damaged picture
        self._last = pts
        self._graph.push(frame)
        picture = self._graph.pull()
        assert isinstance(picture, av.VideoFrame)
        picture.pts, picture.time_base = pts, TICKS
        picture.pict_type = PictureType.NONE  # else what came from key frames alone stays key frames alone
        self.written.append(time_s)
        self._mux(self._track.encode(picture))

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._made.mux(packet)


def _graph(first: Any, steps: tuple[str, ...]) -> Graph:
    """Return FFmpeg's filters that each picture goes through: turning, cropping, the format of colours."""
    graph = Graph()
    last = graph.add_buffer(width=first.width, height=first.height, format=first.format.name, time_base=TICKS)
    for step in steps:
        name, _, argument = step.partition("=")
        following = graph.add(name, argument) if argument else graph.add(name)
        last.link_to(following)
        last = following
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


class CannotCopy(Exception):
    """A container does not say when its pictures are shown, or they cannot be read back."""


class PictureCopy:
    """The copy of a stream of pictures as they are, from its first key frame on; none is decoded.

    Some containers (Matroska) leave out when the first pictures are decoded: that is computed.
    """

    def __init__(self, container: InputContainer, video: VideoStream) -> None:
        """Read the times of the whole stream. Raises: CannotCopy."""
        self.written: list[Fraction] = []
        shown: list[int] = []
        decoded: list[int | None] = []
        for packet in container.demux(video):
            if packet.size == 0:
                continue
            if packet.pts is None:
                raise CannotCopy
            if shown or packet.is_keyframe:
                shown.append(packet.pts)
                decoded.append(packet.dts)
        if not shown:
            raise CannotCopy
        self._dts = decoding_times(shown) if None in decoded else decoded
        self._made: OutputContainer
        self._track: VideoStream
        self._zero = Fraction(0)

    def begin(self, made: OutputContainer, video: VideoStream, zero: Fraction) -> None:
        """Add the video track to a new file; ``zero``: the time stamp, in seconds, of the file's 0."""
        self._made, self._zero = made, zero
        self._track = made.add_stream_from_template(video)
        self._track.metadata.clear()

    def take(self, packet: Any) -> None:
        """Copy the picture in a packet."""
        if packet.size == 0 or not (self.written or packet.is_keyframe):
            return
        dts = self._dts[len(self.written)]
        assert dts is not None
        base = packet.time_base
        shift = round(self._zero / base)
        self.written.append(packet.pts * base - self._zero)
        packet.pts, packet.dts = packet.pts - shift, dts - shift
        packet.stream = self._track
        self._made.mux(packet)

    def end(self) -> None:
        """Do nothing: a copy holds no picture back."""


def decoding_times(shown: list[int]) -> list[int | None]:
    """Return a decoding time for each picture, in file order: increasing, never after its display time."""
    in_time = sorted(shown)
    delay = max(early - pts for early, pts in zip(in_time, shown, strict=True))
    return [early - delay for early in in_time]


COPIED = frozenset({"h264", "vp9", "av1"})
"""Pictures that an MP4 holds and that every browser of today decodes."""
FROM_ZERO = frozenset({"mov", "mp4", "matroska", "webm"})
"""Containers whose own 0 is where players put 0; in others (MPEG-TS) that is the first picture or sound."""
OPTIONS = {
    "movflags": "use_metadata_tags+faststart",
    "avoid_negative_ts": "disabled",  # each track keeps its start, as room/capture/writer.py has it
    "movie_timescale": "90000",
}

How = Literal["copied", "encoded"]
"""What became of a video's pictures."""


@dataclass(frozen=True, slots=True)
class BroughtFrame:
    """A picture of an imported video: its ``pts`` in ticks of the new file, its time in the old one (s)."""

    pts: int
    key: bool
    file_s: Fraction


@dataclass(frozen=True, slots=True)
class ImportedVideo:
    """A video that was imported; ``container`` and ``codec`` are the old file's, ``frames`` the new one's."""

    how: How
    container: str
    codec: str
    time_base: Fraction
    frames: tuple[BroughtFrame, ...]
    silent: bool

    @property
    def span_ns(self) -> tuple[int, int]:
        """Return when the first picture is shown and when the last one is over, in ns of the new file."""
        times = sorted(frame.pts for frame in self.frames)
        last = Fraction(times[-1] - times[0], max(1, len(times) - 1))
        begin, end = times[0] * self.time_base, (times[-1] + last) * self.time_base
        return round(begin * SECOND_NS), round(end * SECOND_NS)


def codec_of(source: Path) -> str | None:
    """Return the name of the codec of a file's pictures; None where it holds none. Raises: TableRefused."""
    try:
        with open_recording(source, FOREIGN, decodes=False) as container:
            video = _pictures(container)
            return None if video is None else str(video.codec_context.codec.canonical_name)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise TableFindings().refuse("I114", Place(source.name), _UNREADABLE, _UNREADABLE_HINT) from error


def tracks_of(source: Path) -> tuple[str | None, bool]:
    """Return what ``codec_of`` does, and whether there is sound that is taken. Raises: TableRefused."""
    codec = codec_of(source)
    try:
        with open_recording(source, FOREIGN, decodes=False) as container:
            return codec, bool(readable(container.streams.audio))
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise TableFindings().refuse("I114", Place(source.name), _UNREADABLE, _UNREADABLE_HINT) from error


def tracks_apart(source: Path) -> tuple[str | None, bool]:
    """Return what ``tracks_of`` does, told by a confined child. Raises: TableRefused, ForeignFileRefused."""
    return ConfinedChild(source.name, media_limits(source), [source]).call(tracks_of, source)


def is_copied(codec: str) -> bool:
    """Return whether pictures of a codec are copied as they are, where their container allows it."""
    return codec in COPIED


def bring(source: Path, target: Path, facts: str) -> ImportedVideo:
    """Write ``target``, an MP4 that must not exist yet, from a video; return what became of it.

    Args:
        source: any file of a format that is taken from elsewhere.
        target: the MP4 to be written.
        facts: the text to write into the file under the recorder's own key.

    Raises:
        TableRefused: this is no video, or it breaks off.
        OSError: the disk is full.
    """
    codec = codec_of(source)
    if codec is None:
        raise TableFindings().refuse("I114", Place(source.name), _NO_PICTURES)
    try:
        if is_copied(codec):
            try:
                return _bring(source, target, facts, "copied")
            except (CannotCopy, ValueError, av.error.FFmpegError) as error:
                _check_room(error)
                target.unlink(missing_ok=True)
        return _bring(source, target, facts, "encoded")
    except (CannotCopy, ValueError, StopIteration, av.error.FFmpegError) as error:
        _check_room(error)
        raise TableFindings().refuse("I114", Place(source.name), _UNREADABLE, _UNREADABLE_HINT) from error


def bring_apart(source: Path, target: Path, facts: str) -> ImportedVideo:
    """Write ``target`` as ``bring`` does, in a confined child, which writes in its folder alone.

    Raises:
        TableRefused, OSError: as ``bring`` does.
        ForeignFileRefused: the video took more than it may, or broke its reader.
    """
    child = ConfinedChild(source.name, media_limits(source, makes=True), [source], [target.parent])
    return child.call(bring, source, target, facts)


def _check_room(error: BaseException) -> None:
    """Raise OSError if an error means that the disk is full, MemoryError if the memory is; else return."""
    if isinstance(error, MemoryError):
        raise MemoryError from error
    if isinstance(error, OSError) and error.errno in NO_SPACE:
        raise OSError(error.errno, error.strerror) from error


def _bring(source: Path, target: Path, facts: str, how: How) -> ImportedVideo:
    """Write the new file with copied or encoded pictures. Raises: CannotCopy, FFmpeg's errors."""
    pictures: PictureCopy | VideoEncoding
    with open_recording(source, FOREIGN) as container:
        video = _pictures(container)
        assert video is not None
        pictures = PictureCopy(container, video) if how == "copied" else VideoEncoding(container, video)
    with open_recording(source, FOREIGN) as container:
        video = _pictures(container)
        assert video is not None
        zero = _zero(container)
        with av.open(str(target), "w", format="mp4", options=OPTIONS) as made:
            made.metadata[FACTS] = facts
            pictures.begin(made, video, zero)
            sound = Sound.of(made, container, zero)
            for packet in container.demux(*([video] if sound is None else [video, sound.source])):
                if packet.stream is video:
                    pictures.take(packet)
                elif sound is not None:
                    sound.take(packet)
            pictures.end()
            if sound is not None:
                sound.end()
        name, codec = container.format.name, video.codec_context.codec.canonical_name
    time_base, frames = _read_back(target, pictures.written)
    return ImportedVideo(how, name, codec, time_base, frames, silent=sound is None)


def _pictures(container: InputContainer) -> VideoStream | None:
    """Return the stream of pictures, or None; a cover picture is not one, nor is one of an unknown codec."""
    for stream in readable(container.streams.video):
        if not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    return None


def _zero(container: InputContainer) -> Fraction:
    """Return the time stamp, in seconds, at which players put the file's 0."""
    if FROM_ZERO & set(container.format.name.split(",")):
        return Fraction(0)
    starts = [
        stream.start_time * stream.time_base
        for stream in container.streams
        if stream.start_time is not None and stream.time_base
    ]
    return min(starts, default=Fraction(0))


def _read_back(path: Path, times: list[Fraction]) -> tuple[Fraction, tuple[BroughtFrame, ...]]:
    """Return the new file's time base and pictures, so that the index says what is there.

    Raises: CannotCopy, where there are not as many pictures as were written.
    """
    with open_recording(path, decodes=False) as container:
        video = container.streams.video[0]
        packets = [(p.pts, p.is_keyframe) for p in container.demux(video) if p.pts is not None]
        time_base = video.time_base or Fraction(1, 90_000)
    if not times or len(packets) != len(times):
        raise CannotCopy
    frames = (BroughtFrame(pts, key, file_s) for (pts, key), file_s in zip(packets, times, strict=True))
    return time_base, tuple(frames)


_NO_PICTURES = msg("this file holds no pictures")
_UNREADABLE = msg("this video cannot be read")
_UNREADABLE_HINT = msg("does a video player open it to its end?")
