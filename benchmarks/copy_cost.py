"""What recording costs: the CPU of a recorder beside that of ffmpeg, on the same source at the same time.

Copying: beside `ffmpeg -c copy` as it comes (a fragment a second), and beside ffmpeg with the recorder's own
settings (a fragment a picture), so that it is seen what the settings cost and what we do. Encoding: beside
ffmpeg's own x264 with the same preset. The recorder does more: a line of index a frame, the time of every
byte, a look at the picture, the levels of the sound. Aim, copying 1080p30: within 1.2 of `ffmpeg -c copy`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import av
from film_camera import ROOM_TESTS, film_camera, make_film

from nao_sessions.room.capture.encoders import PICTURE_QUALITY, PICTURE_SPEED
from nao_sessions.room.capture.writer import OPTIONS

sys.path[:0] = [str(ROOM_TESTS.parent), str(ROOM_TESTS)]

from cameras import camera, recorder  # noqa: E402  (they lie with the tests)
from other_cameras import rtsp_camera, rtsp_can_be_had  # noqa: E402

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
AS_IT_COMES = ("-c", "copy", "-movflags", "frag_keyframe+empty_moov", "-flush_packets", "1")
SAME_SETTINGS = ("-c", "copy", *(part for key, value in OPTIONS.items() for part in (f"-{key}", value)))
ENCODED = ("-c:v", "libx264", "-preset", PICTURE_SPEED, "-crf", PICTURE_QUALITY, "-tune", "zerolatency")
ENCODED += ("-bf", "0", "-threads:v", "2", "-pix_fmt", "yuv420p", "-g", "30", "-c:a", "aac", "-b:a", "96k")


def cpu_s(pid: int) -> float:
    """Give the processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


@contextmanager
def peer(address: str, options: tuple[str, ...], path: Path) -> Iterator[int]:
    """Record the same with ffmpeg; give its process id."""
    before = ["-rtsp_transport", "tcp"] if address.startswith("rtsp") else []
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", *before, "-i", address]
    process = subprocess.Popen([*command, *options, "-y", str(path)])
    try:
        yield process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        process.wait()


def measure(address: str, seconds: float, *others: tuple[str, ...]) -> list[float]:
    """Record with all at once for so long; give the per cent of a core of each once they roll, ours first."""
    with tempfile.TemporaryDirectory() as folder, recorder() as ours, ExitStack() as peers:
        ours.start(address, Path(folder))
        pids = [ours.process.pid]
        for number, options in enumerate(others):
            pids.append(peers.enter_context(peer(address, options, Path(folder) / f"{number}.mp4")))
        ours.wait_for("rolling")
        ours.wait_for_frames(50)
        began, before = time.monotonic(), [cpu_s(pid) for pid in pids]
        time.sleep(seconds)
        lasted_s, after = time.monotonic() - began, [cpu_s(pid) for pid in pids]
        ours.stop()
    return [(late - early) / lasted_s * 100 for early, late in zip(before, after, strict=True)]


def tell(name: str, measured: list[float]) -> None:
    """Print one line: ours, and each peer's with how many times as much ours is."""
    mine, *others = measured
    told = ", ".join(f"{theirs:.2f} % ({mine / theirs:.2f} times)" for theirs in others if theirs)
    print(f"{name}: {mine:.2f} % of a core, beside {told}", flush=True)


def copying(film: Path, seconds: float) -> None:
    """Measure every way in which a compressed stream comes."""
    print("copied; beside ffmpeg -c copy as it comes, then beside ffmpeg with the recorder's settings")
    both = (AS_IT_COMES, SAME_SETTINGS)
    for scheme in ("tcp", "http"):
        with film_camera(film, viewers=3) as addresses:
            adapted = tuple((*options, "-bsf:a", "aac_adtstoasc") for options in both)
            tell(f"1080p30, MPEG-TS over {scheme}", measure(addresses[scheme], seconds, *adapted))
    if rtsp_can_be_had():
        with rtsp_camera("--film", str(film)) as address:
            tell("1080p30, RTSP", measure(address, seconds, *both))
    else:
        print("RTSP: left out, no GStreamer RTSP server here")
    with camera("--viewers", "3") as small:
        adapted = tuple((*options, "-bsf:a", "aac_adtstoasc") for options in both)
        tell("800x144 at 25, MPEG-TS over tcp", measure(small.tcp, seconds, *adapted))


def encoding(folder: Path, seconds: float) -> None:
    """Measure JPEG pictures that have to be encoded, by the picture; each takes a core, so one at a time."""
    print("encoded from JPEG; beside ffmpeg's x264 with the same preset")
    for name, size in (("720p30", "1280x720"), ("1080p30", "1920x1080")):
        film = folder / f"{name}.avi"
        make_film(film, size, round(seconds) + 10, picture=("mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p"))
        with recorder() as ours:
            ours.start(f"file:{film}", folder / name)
            ours.wait_for_frames(30)
            first, before = ours.wait_for_answer(1), cpu_s(ours.process.pid)
            time.sleep(seconds)
            mine = (cpu_s(ours.process.pid) - before) / (ours.wait_for_answer(1) - first)
        began = getrusage(RUSAGE_CHILDREN)
        peer_film = folder / f"{name}.mp4"
        subprocess.run(["ffmpeg", "-loglevel", "error", "-i", film, *ENCODED, peer_film], check=True)
        ended = getrusage(RUSAGE_CHILDREN)
        used_s = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
        with av.open(str(peer_film)) as written:
            theirs = used_s / written.streams.video[0].frames
        print(
            f"{name}: {mine * 1e3:.1f} ms a picture, beside {theirs * 1e3:.1f} ms ({mine / theirs:.2f} times)"
        )


def main() -> None:
    """Measure every kind of source and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--only", choices=("copying", "encoding"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.only != "encoding":
            film = folder / "film.mp4"
            make_film(film, "1920x1080", round(given.seconds) + 20)
            copying(film, given.seconds)
        if given.only != "copying":
            encoding(folder, given.seconds)


if __name__ == "__main__":
    main()
