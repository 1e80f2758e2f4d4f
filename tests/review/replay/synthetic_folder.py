"""Session folders made for the replay's tests: a film whose every picture tells when it was taken.

The videos go through the recorder's own writer; their times are uneven, frames are missing, one segment has
B frames and sound that begins late. The strip in the picture (tests/timecode.py) is the witness.
"""

from __future__ import annotations

import io
import json
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest, ProtocolFacts
from nao_sessions.room.capture.writer import SegmentWriter
from nao_sessions.room.files.index import Frame, IndexWriter, Lines, index_path, segment_path
from nao_sessions.room.files.levels import HEADER, LoudnessTenth, levels_path
from tests.timecode import paint

WIDTH_PX, HEIGHT_PX = 832, 240
ORIGIN_NS = 7_200_000 * 1_000_000
"""CLOCK_MONOTONIC of session time 0, as the strips count."""
UTC_NS = 1_795_528_992 * SECOND_NS
TICKS = 90_000
SOUND_RATE = 48_000
SOUND_BLOCK = 1_024


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment to be filmed: session seconds from begin to end, and how.

    ``grain`` is how strong the noise of the sensor is (its standard deviation, of 255); with some, a film is
    as large as one of a room.
    """

    begin_s: float
    end_s: float
    b_frames: int = 0
    sound_late_s: float = 0.0
    height_px: int = HEIGHT_PX
    key_every: int = 25
    grain: int = 0


PIECES = (Piece(1.0, 21.0), Piece(23.0, 43.0, b_frames=2, sound_late_s=0.5))


def make_folder(
    parent: Path,
    events: list[Event],
    *,
    pieces: tuple[Piece, ...] = PIECES,
    cameras: tuple[str, ...] = ("room",),
    others: Mapping[str, tuple[Piece, ...]] | None = None,
    killed: bool = False,
    rehearsal: bool = True,
    seed: int = 1,
) -> Path:
    """Make a session folder; ``killed`` leaves it as a power cut does: last video open, last line torn.

    ``cameras`` film the same pieces, and ``others`` their own.
    """
    folder = SessionFolder(parent / "2026-11-24T140312Z_emotions_k3f9")
    folder.room.mkdir(parents=True)
    manifest(state="open" if killed else "closed", rehearsal=rehearsal).write(folder.manifest)
    log = "".join(event.to_line() + "\n" for event in events)
    folder.events.write_text(log + ('{"seq":99999,"dir":"in","at":4' if killed else ""), encoding="utf-8")
    streams: dict[str, Any] = {}
    for camera, filmed in (dict.fromkeys(cameras, pieces) | dict(others or {})).items():
        segments = [
            _film(
                folder.room, camera, number, piece, seed=seed + number, killed=killed and piece is filmed[-1]
            )
            for number, piece in enumerate(filmed, start=1)
        ]
        streams[camera] = {"segments": segments}
    if not killed and pieces:
        folder.sync.write_text(json.dumps({"format": 1, "streams": streams}), encoding="utf-8")
    return folder.path


def manifest(*, state: str = "closed", rehearsal: bool = True) -> Manifest:
    """Give what the synthetic session says of itself."""
    return Manifest(
        id="2026-11-24T140312Z_emotions_k3f9",
        protocol=ProtocolFacts(
            id="emotions", version="1.2.0", title="Reconnaître les émotions", entry="emotions.yaml"
        ),
        participants=["P07"],
        ground=Grounds(text="répétition entre adultes"),
        rehearsal=rehearsal,
        robot={"simulator": True},
        room={},
        software={"nao_sessions": "0.1.0"},
        seed=7,
        settings={"patience": "10 s"},
        language="fr",
        clock=ClockAnchor(origin_ns=ORIGIN_NS, utc_ns=UTC_NS, boot_id="b"),
        state=state,
        outcome="completed",
    )


def _capture_times(piece: Piece, draw: random.Random) -> Iterator[int]:
    """Give when pictures were taken: 25 a second, uneven, one in thirty missing, and once half a second."""
    hole_s = piece.begin_s + (piece.end_s - piece.begin_s) * 0.4
    for n in range(int((piece.end_s - piece.begin_s) * 25)):
        taken_s = piece.begin_s + n / 25 + draw.uniform(-0.006, 0.006)
        if n and (draw.random() < 1 / 30 or hole_s <= taken_s < hole_s + 0.5):
            continue
        yield round(taken_s * SECOND_NS)


def _picture(taken_ns: int, height_px: int, grain: NDArray[np.uint8] | None) -> av.VideoFrame:
    """Draw a calm room in which something moves, and the strip."""
    image = np.empty((height_px * 3 // 2, WIDTH_PX), dtype=np.uint8)
    image[:height_px] = np.linspace(196, 110, height_px, dtype=np.uint8)[:, None]
    image[height_px:] = 128
    left = 60 + int(abs((taken_ns / SECOND_NS * 90) % 1200 - 600))
    image[70:190, left : left + 110] = 228
    image[95:112, left + 22 : left + 40] = 60
    image[95:112, left + 70 : left + 88] = 60
    if grain is not None:
        begin = taken_ns // 1_000 % len(grain)
        image[:height_px] += np.take(grain, range(begin, begin + height_px), axis=0, mode="wrap")
    paint(image[:height_px], ORIGIN_NS + taken_ns)
    return av.VideoFrame.from_ndarray(image, format="yuv420p")


def _grain(strength: int) -> NDArray[np.uint8] | None:
    """Draw the noise of a sensor, higher than a picture: each picture takes another part of it."""
    if not strength:
        return None
    return (
        np.random.default_rng(1)
        .normal(2 * strength, strength, (2_003, WIDTH_PX))
        .clip(0, 4 * strength)
        .astype(np.uint8)
    )


@lru_cache(maxsize=16)
def _source(piece: Piece, times: tuple[int, ...]) -> bytes:
    """Encode the pictures, and a quiet tone, as a network camera sends them (MPEG-TS).

    Encoding is most of the work of a folder, and many folders have the same film.
    """
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mpegts") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = WIDTH_PX, piece.height_px, "yuv420p"
        video.codec_context.time_base = Fraction(1, TICKS)
        video.options = {
            "preset": "ultrafast",
            "crf": "26",
            "g": str(piece.key_every),
            "bf": str(piece.b_frames),
        }
        grain = _grain(piece.grain)
        sound = container.add_stream("aac", rate=SOUND_RATE, layout="mono")
        begin_s = times[0] / SECOND_NS
        next_sound = int(piece.sound_late_s * SOUND_RATE)
        for taken_ns in times:
            frame = _picture(taken_ns, piece.height_px, grain)
            frame.pts, frame.time_base = round(taken_ns / SECOND_NS * TICKS), Fraction(1, TICKS)
            container.mux(video.encode(frame))
            while begin_s + next_sound / SOUND_RATE <= taken_ns / SECOND_NS:
                container.mux(sound.encode(_tone(begin_s, next_sound)))
                next_sound += SOUND_BLOCK
        container.mux(video.encode(None))
        container.mux(sound.encode(None))
    return buffer.getvalue()


def _write_levels(room: Path, camera: str, number: int, begins: int, count: int) -> None:
    """Write levels such as the recorder writes: a voice that swells and ends, and then hardly anything."""
    lines = Lines(levels_path(room, camera), HEADER)
    for n in range(count):
        peak_db = -15.0 - n % 10 if n % 40 < 25 else -52.0
        level = LoudnessTenth(number, begins + n * TICKS // 10, 0, peak_db, peak_db - 9)
        lines.write(level.to_line())
    lines.close()


def _tone(begin_s: float, first: int) -> av.AudioFrame:
    samples = np.sin(2 * np.pi * 220 * np.arange(first, first + SOUND_BLOCK) / SOUND_RATE) * 0.05
    frame = av.AudioFrame.from_ndarray(samples.astype(np.float32)[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.time_base = SOUND_RATE, Fraction(1, SOUND_RATE)
    frame.pts = round(begin_s * SOUND_RATE) + first
    return frame


def _film(
    room: Path, camera: str, number: int, piece: Piece, *, seed: int, killed: bool
) -> Mapping[str, Any]:
    """Write one segment and its lines of the index; give its entry of sync.json."""
    draw = random.Random(seed)
    times = tuple(_capture_times(piece, draw))
    index = IndexWriter(index_path(room, camera))
    path = segment_path(room, camera, number)
    written: list[tuple[int, int]] = []
    with av.open(io.BytesIO(_source(piece, times))) as source:
        video, sound = source.streams.video[0], source.streams.audio[0]
        packets = [packet for packet in source.demux(video, sound) if packet.dts is not None]
        first_sound = next(bytes(packet) for packet in packets if packet.stream is sound)
        base = min(packet.dts * packet.time_base for packet in packets)
        writer = SegmentWriter(path, video, sound, base=base, first_sound=first_sound)
        in_order = iter(sorted(times))
        by_pts = {
            p.pts: next(in_order)
            for p in sorted((p for p in packets if p.stream is video), key=lambda p: p.pts)
        }
        for packet in packets:
            if packet.stream is sound:
                writer.sound(packet)
                continue
            taken_ns, key = by_pts[packet.pts], packet.is_keyframe
            pts = writer.video(packet)
            arrival_ns = taken_ns + round(draw.uniform(1e6, 30e6))
            index.add(Frame(number, len(written), pts, key, arrival_ns, None, "k" if key else ""))
            written.append((pts, taken_ns))
        time_base = writer.time_base
        if killed:
            # what a killed recorder leaves: the file as it is before its end is written
            shutil.copyfile(path, room / "killed")
        writer.close()
        if killed:
            (room / "killed").replace(path)
    index.close()
    _write_levels(room, camera, number, round(piece.sound_late_s / time_base), len(times) // 3)
    offsets = [taken - float(pts * time_base) * SECOND_NS for pts, taken in written]
    return {
        "segment": number,
        "time_base": [time_base.numerator, time_base.denominator],
        "offset_ns": round(sum(offsets) / len(offsets)),
        "rate": 1.0,
        "uncertainty_ms": 4.0,
        "frames": len(written),
        "method": "arrival",
        "verdict": "estimated",
    }
