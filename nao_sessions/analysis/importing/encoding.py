"""Pictures encoded again as H.264, each at the time that it had: for what an MP4 or a browser cannot hold.

Times stay as they are, uneven or not; pictures are turned as the file says, and cut to even sides.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.video.frame import PictureType
from av.video.stream import VideoStream

TICKS = Fraction(1, 90_000)
OPTIONS = {"preset": "veryfast", "crf": "20", "bf": "0", "g": "50"}
"""crf 20 is hard to tell from the source; no B frames, so that a file's order is the order in time."""
_TURNS = {90: ("transpose=clock",), 180: ("hflip", "vflip"), 270: ("transpose=cclock",)}


class PictureEncoder:
    """Decodes a stream of pictures and encodes them again into another file."""

    def __init__(self, container: InputContainer, video: VideoStream) -> None:
        """Look at the first picture: how it is turned, how large it is."""
        self.written: list[Fraction] = []
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
        """Make the track in a new file."""
        self._made, self._zero = made, zero
        self._track = made.add_stream("libx264", rate=self._rate)
        self._track.width, self._track.height = self._width, self._height
        self._track.pix_fmt = "yuv420p"
        self._track.options = dict(OPTIONS)
        self._track.codec_context.time_base = TICKS
        if self._shape:
            self._track.codec_context.sample_aspect_ratio = self._shape

    def take(self, packet: Any) -> None:
        """Decode what a packet holds and encode it."""
        for frame in packet.decode():
            self._encode(frame)

    def end(self) -> None:
        """Encode what is still held back."""
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
    """Set up what is done to each picture."""
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
