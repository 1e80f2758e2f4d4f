"""A film of four seconds with sound, made by the test: small, so that copies of it cost nothing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.packet import Packet

from nao_sessions.analysis.tables.source import Film
from nao_sessions.room.files.index import Frame
from nao_sessions.room.sync.sync_file import Sync

TICKS = Fraction(1, 90_000)
BEGINS_NS = 1_000_000_000
MISSING = (30, 31)
"""Of a hundred pictures, 25 a second, these never came."""
GROUP = 25
SOUND_HZ = 16_000


def small_film(folder: Path, *, b_frames: int = 0, pictures_late: int = 0) -> Film:
    """Make the file, and give it as a session's first camera, that began a second after the log.

    ``pictures_late`` is by how many ticks the pictures begin after the sound. The picture of each number is
    as grey as that number says.
    """
    path = folder / "room.01.mp4"
    frames: list[Frame] = []

    def put(packets: list[Packet]) -> None:
        for packet in packets:
            assert packet.pts is not None
            key = packet.is_keyframe
            frames.append(Frame(1, len(frames), packet.pts, key, BEGINS_NS, None, ""))
            made.mux(packet)

    with av.open(str(path), "w") as made:
        video = made.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        video.options = {
            "preset": "ultrafast",
            "g": str(GROUP),
            "sc_threshold": "0",
            "bf": str(b_frames),
            "threads": "1",
        }
        video.codec_context.time_base = TICKS
        sound = made.add_stream("aac", rate=SOUND_HZ)
        sound.layout = "mono"
        for number in (n for n in range(100) if n not in MISSING):
            picture = av.VideoFrame.from_ndarray(np.full((96, 160, 3), number, np.uint8), format="rgb24")
            picture.pts, picture.time_base = pictures_late + number * 3600, TICKS
            put(video.encode(picture))
        put(video.encode(None))
        wave = 0.3 * np.sin(2 * np.pi * 300 * np.arange(4 * SOUND_HZ) / SOUND_HZ)
        heard = av.AudioFrame.from_ndarray(
            wave.astype(np.float32).reshape(1, -1), format="fltp", layout="mono"
        )
        heard.sample_rate, heard.pts, heard.time_base = SOUND_HZ, 0, Fraction(1, SOUND_HZ)
        for packet in [*sound.encode(heard), *sound.encode(None)]:
            made.mux(packet)
    sync = Sync(TICKS, BEGINS_NS, 1.0, 20.0, "measured", "clap", has_sound=True, sound_late_ms=0.0)
    return Film("room", 1, path, sync, tuple(frames))
