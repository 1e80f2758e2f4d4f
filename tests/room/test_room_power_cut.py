"""A power cut: the disk keeps what was synced, and of what came after whatever it likes.

Every write of a segment is taken down with every sync between; then the file is put together as each of many
cuts would have left it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nao_sessions.room.capture.writer import SegmentWriter
from nao_sessions.room.files.recover import take_torn_head_away
from tests.room.cameras import read_pts

FRAMES, SYNC_EVERY = 40, 10


@dataclass
class Disk:
    """What was asked of the disk, in order: a write (place, bytes), or None for a sync."""

    asked: list[tuple[int, bytes] | None] = field(default_factory=list)
    frames_synced: list[tuple[int, int]] = field(default_factory=list)

    def left_by_a_cut(self, after: int, keeps: Sequence[bool]) -> bytes:
        """Give the file that a cut after some of what was asked leaves; ``keeps`` repeats over the rest."""
        synced = max((n for n in range(after) if self.asked[n] is None), default=-1)
        content = bytearray()
        for n, write in enumerate(self.asked[:after]):
            if write is None or (n > synced and not keeps[(n - synced) % len(keeps)]):
                continue
            place, data = write
            content.extend(bytes(max(0, place + len(data) - len(content))))
            content[place : place + len(data)] = data
        return bytes(content)

    def frames_before(self, after: int) -> int:
        """Give how many frames had been written when the last sync before a cut came."""
        return max((frames for n, frames in self.frames_synced if n < after), default=0)


def packets() -> Iterator[av.Packet]:
    """Encode some seconds of noise, as a network camera sends them."""
    buffer = io.BytesIO()
    draw = np.random.default_rng(3)
    with av.open(buffer, "w", format="mpegts") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        video.options = {"preset": "ultrafast", "g": "10"}
        for _ in range(FRAMES):
            picture = draw.integers(0, 255, (96, 64), dtype=np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(video.encode(None))
    with av.open(io.BytesIO(buffer.getvalue())) as source:
        yield from (packet for packet in source.demux(source.streams.video[0]) if packet.dts is not None)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """Record a segment, synced now and then as a recorder does each second, and close it."""
    noted = Disk()
    pwrite, fdatasync = os.pwrite, os.fdatasync

    def write(fd: int, data: bytes, place: int) -> int:
        noted.asked.append((place, bytes(data)))
        return pwrite(fd, data, place)

    def sync(fd: int) -> None:
        fdatasync(fd)
        noted.asked.append(None)

    monkeypatch.setattr("nao_sessions.room.capture.writer.os.pwrite", write)
    monkeypatch.setattr("nao_sessions.room.capture.writer.os.fdatasync", sync)
    writer = None
    for number, packet in enumerate(packets()):
        writer = writer or SegmentWriter(
            tmp_path / "whole.mp4", packet.stream, None, base=Fraction(packet.dts) * packet.time_base
        )
        writer.video(packet)
        if number % SYNC_EVERY == SYNC_EVERY - 1:
            writer.file.sync()
            readable = len(read_pts(tmp_path / "whole.mp4"))
            noted.frames_synced.append((len(noted.asked) - 1, readable))
    assert writer is not None
    writer.close()
    noted.frames_synced.append((len(noted.asked), FRAMES))
    assert len(read_pts(tmp_path / "whole.mp4")) == FRAMES
    return noted


@pytest.mark.parametrize(
    "keeps",
    [[False], [True], [False, True], [True, False], [False, False, True]],
    ids=["nothing", "all", "every other", "the others", "every third"],
)
def test_whatever_a_power_cut_keeps_what_was_synced_is_readable(
    disk: Disk, keeps: list[bool], tmp_path: Path
) -> None:
    lost: list[tuple[int, int, int]] = []
    path = tmp_path / "room.01.mp4"
    first = disk.frames_synced[0][0] + 1
    for after in range(first, len(disk.asked) + 1):
        path.write_bytes(disk.left_by_a_cut(after, keeps))
        if not read_pts(path):
            take_torn_head_away(path)
        readable, promised = len(read_pts(path)), disk.frames_before(after)
        if readable < promised:
            lost.append((after, readable, promised))
    assert lost == []
