"""The preview: what is read back is a picture of the stream, whole, and nothing where none is wanted."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from nao_sessions.core.clock import SessionClock
from nao_sessions.room.capture.looking import fitted
from nao_sessions.room.capture.order import Order
from nao_sessions.room.capture.recording import Recording
from nao_sessions.room.files.index import read_index
from nao_sessions.room.viewing.preview import PLACE_BYTES, Preview, PreviewMemory, create_preview_memory
from tests import timecode
from tests.room.cameras import DEADLINE_S, camera, film_of

WIDTH_PX, HEIGHT_PX = 800, 144


@pytest.fixture
def descriptor() -> Iterator[int]:
    made = create_preview_memory()
    yield made
    os.close(made)


@pytest.fixture
def memories(descriptor: int) -> Iterator[tuple[PreviewMemory, PreviewMemory]]:
    """Give the same memory twice: to write into, and to read from."""
    writer, reader = PreviewMemory(descriptor), PreviewMemory(descriptor)
    yield writer, reader
    writer.close()
    reader.close()


def test_the_newest_picture_is_read(memories: tuple[PreviewMemory, PreviewMemory]) -> None:
    writer, reader = memories
    assert reader.read() is None
    for number in range(1, 4):
        writer.write(number * 500, 640, 360, b"jpeg" * number)
        assert reader.read() == Preview(number, number * 500, 640, 360, b"jpeg" * number)


def test_a_picture_that_is_half_written_leaves_the_one_before(
    descriptor: int, memories: tuple[PreviewMemory, PreviewMemory]
) -> None:
    writer, reader = memories
    writer.write(1, 640, 360, b"first")
    before = os.pread(descriptor, 2 * PLACE_BYTES, 0)
    writer.write(2, 640, 360, b"other")
    after = os.pread(descriptor, 2 * PLACE_BYTES, 0)
    changed = [place for place in range(len(before)) if before[place] != after[place]]
    for torn_at in changed:
        os.pwrite(descriptor, after[:torn_at] + before[torn_at:], 0)
        told = reader.read()
        assert told is not None
        assert told.jpeg == b"first"


def test_no_reader_ever_sees_half_a_picture(memories: tuple[PreviewMemory, PreviewMemory]) -> None:
    writer, reader = memories
    ended = threading.Event()

    def write() -> None:
        for number in range(3_000):
            writer.write(number, 640, 360, bytes([number % 251]) * (1_000 + number % 7 * 500))
        ended.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = set()
    while not ended.is_set():
        if (picture := reader.read()) is not None:
            seen.add((len(set(picture.jpeg)), len(picture.jpeg) - picture.at_ns % 7 * 500))
    thread.join()
    assert seen == {(1, 1_000)}


def test_a_cleared_memory_shows_nothing_and_a_huge_picture_is_left_out(
    memories: tuple[PreviewMemory, PreviewMemory],
) -> None:
    writer, reader = memories
    writer.write(1, 640, 360, b"jpeg")
    writer.write(2, 640, 360, bytes(PLACE_BYTES))
    assert reader.read() == Preview(1, 1, 640, 360, b"jpeg")
    writer.clear()
    assert reader.read() is None


def test_the_memory_keeps_its_size(descriptor: int) -> None:
    with pytest.raises(PermissionError):
        os.ftruncate(descriptor, 0)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1920, 1080), (640, 360)),
        ((640, 480), (480, 360)),
        ((320, 240), (320, 240)),
        ((1080, 1920), (202, 360)),
    ],
)
def test_a_picture_is_made_smaller_and_keeps_its_shape(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert fitted(*size) == expected


def strip_in(picture: Preview) -> int | None:
    image = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    assert image.shape == (picture.height_px, picture.width_px)
    return timecode.read(cv2.resize(image, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA))


async def next_picture(recording: Recording, after_ns: int = -1) -> Preview:
    async with asyncio.timeout(DEADLINE_S):
        # Memory tells nobody that it changed: it can only be looked at again.
        while (picture := recording.last_picture()) is None or picture.at_ns <= after_ns:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return picture


def test_the_picture_that_is_shown_is_the_stream_s_and_goes_on_after_a_crash(tmp_path: Path) -> None:
    async def session(source: str) -> tuple[list[Preview], list[Preview | None]]:
        order = Order("room", source, tmp_path / "room", SessionClock(0), "test")
        recording = Recording(order, lambda _: None, film)
        await recording.start()
        assert await recording.rolling(DEADLINE_S)
        unasked = recording.last_picture()
        await recording.preview(True)
        first = await next_picture(recording)
        killed_at = await next_picture(recording, first.at_ns)  # by then the first lies on disk
        os.kill(recording.pid, signal.SIGKILL)
        second = await next_picture(recording, killed_at.at_ns)
        await recording.preview(False)
        switched_off = recording.last_picture()
        await recording.stop()
        return [first, second], [unasked, switched_off, recording.last_picture()]

    with camera("--gop-s", "0.4") as source, film_of("room") as film:
        shown, unshown = asyncio.run(session(source.tcp))
    assert unshown == [None, None, None]
    frames = {f.arrival_ns: f for f in read_index(tmp_path / "room" / "room.frames.csv") if f.key}
    for picture, segment in zip(shown, (1, 2), strict=True):
        frame = frames[picture.at_ns]
        assert frame.segment == segment
        taken = dict(timecode.frames_of(tmp_path / "room" / f"room.{segment:02}.mp4"))
        assert strip_in(picture) == taken[frame.pts]
        assert (picture.width_px, picture.height_px) == (640, 114)
    assert {path.suffix for path in (tmp_path / "room").iterdir()} == {".mp4", ".csv"}
