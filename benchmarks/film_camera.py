"""A camera of full size for benchmarks: a film, made once, sent as MPEG-TS over TCP and HTTP in real time.

Nothing is encoded while it is sent, so that what looks at it has the machine for itself.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.bitstream import BitStreamFilterContext

ROOM_TESTS = Path(__file__).parent.parent / "tests" / "room"
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.room.stream_source import START_TICKS, Viewers, listen  # noqa: E402  (they lie with the tests)
from tests.room.transport_stream import TICKS_PER_S, Multiplexer, adts  # noqa: E402

FILMED_S = 4
"""So much is made; the film is that, over and over."""
BITS_PER_S = "4M"
"""What an IP camera sends at 1080p30 by default, or so."""


def make_film(path: Path, size: str, seconds: int, *, picture: tuple[str, ...] = ()) -> None:
    """Make a film of something that moves, with a sensor's noise, 30 pictures a second, and a tone."""
    picture = picture or ("libx264", "-preset", "veryfast", "-bf", "0", "-g", "30", "-b:v", BITS_PER_S)
    short = path.with_stem(f"{path.stem}-short")
    drawn = f"testsrc2=size={size}:rate=30,noise=alls=6:allf=t,format=yuv420p"
    tone = "sine=frequency=440:sample_rate=48000"
    made = ["-f", "lavfi", "-i", drawn, "-f", "lavfi", "-i", tone, "-t", str(FILMED_S), "-c:v", *picture]
    _ffmpeg(*made, "-c:a", "aac", "-b:a", "96k", str(short))
    # Counted through: where the film begins again sound and picture would leave a hole of some milliseconds.
    counted = ["-bsf:v", "setts=ts=N/30/TB", "-bsf:a", "setts=ts=N*1024/48000/TB"]
    _ffmpeg("-stream_loop", str(seconds // FILMED_S), "-i", str(short), "-c", "copy", *counted, str(path))


def _ffmpeg(*options: str) -> None:
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", *options], check=True)


@contextmanager
def film_camera(film: Path, viewers: int, *, niceness: int = 0) -> Iterator[dict[str, str]]:
    """Send a film once so many look; give the addresses, by their schemes."""
    command = ["nice", "-n", str(niceness), sys.executable, __file__, str(film), "--viewers", str(viewers)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()


def transport(film: Path) -> list[tuple[float, bytes]]:
    """Give what is sent, and when: seconds after the first."""
    mux = Multiplexer(with_sound=True)
    sent = []
    with av.open(str(film)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        as_sent = BitStreamFilterContext("h264_mp4toannexb", picture)
        for packet in container.demux(picture, sound):
            if packet.dts is None or packet.pts is None or packet.dts < 0:
                continue
            ticks = packet.time_base * TICKS_PER_S
            dts, pts = START_TICKS + int(packet.dts * ticks), START_TICKS + int(packet.pts * ticks)
            due_s = (dts - START_TICKS) / TICKS_PER_S
            if packet.stream is sound:
                sent.append((due_s, mux.sound(adts(bytes(packet)), pts)))
                continue
            tables = mux.tables() if packet.is_keyframe else b""
            for filtered in as_sent.filter(packet):
                sent.append((due_s, tables + mux.video(bytes(filtered), pts, dts)))
    return sorted(sent, key=lambda one: one[0])


def _send(sent: list[tuple[float, bytes]], viewers: Viewers) -> None:
    viewers.complete.wait()
    began = time.monotonic()
    for due_s, data in sent:
        time.sleep(max(0.0, began + due_s - time.monotonic()))
        viewers.send(data)


def main() -> None:
    """Serve until stdin closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("film", type=Path)
    parser.add_argument("--viewers", type=int, default=1)
    given = parser.parse_args()
    sent = transport(given.film)
    viewers = Viewers(given.viewers)
    tcp, http = listen(viewers, 0, http=False), listen(viewers, 0, http=True)
    told = {"tcp": f"tcp://127.0.0.1:{tcp}", "http": f"http://127.0.0.1:{http}/camera/room.ts"}
    print(json.dumps(told), flush=True)
    threading.Thread(target=_send, args=(sent, viewers), daemon=True).start()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
