"""A network camera for the tests: H.264 and AAC in MPEG-TS, served over TCP and over HTTP on loopback.

Everything that a camera does wrong can be asked for; the strip of :mod:`timecode` in each picture tells the
truth. It prints one JSON line once it listens, films once its viewers are there, and ends with its stdin.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from tests import timecode
from tests.room.transport_stream import TICKS_PER_S, Multiplexer, adts

HEIGHT_PX, RESIZED_HEIGHT_PX = 144, 208
WIDTH_PX = 800
SAMPLE_RATE = 48_000
BLOCK = 1024
BURST_S = 0.05
TONE_HZ = 1000
START_TICKS = 10 * TICKS_PER_S
SEND_DEADLINE_S = 2.0


@dataclass(frozen=True, slots=True)
class Camera:
    """What the camera does, and what it does wrong; times are seconds after its first picture."""

    fps: float
    gop_s: float
    bframes: int
    sound_delay_ms: float | None
    drop: frozenset[int]
    cut_at_s: tuple[float, ...]
    refuse_s: float
    freeze_at_s: float | None
    freeze_s: float
    garbage_at_s: tuple[float, ...]
    jump_at_s: float | None
    jump_s: float
    resize_at_s: float | None
    drift_ppm: float
    cards: tuple[tuple[int, float, float], ...]
    told: Path | None = None
    regular: bool = False
    held: bool = False


class Viewers:
    """The clients that are connected; one that cannot follow is let go."""

    def __init__(self, awaited: int) -> None:
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._awaited = awaited
        self.complete = threading.Event()
        self.refused_until = 0.0

    def add(self, client: socket.socket, greeting: bytes) -> None:
        if time.monotonic() < self.refused_until:
            client.close()
            return
        client.settimeout(SEND_DEADLINE_S)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(greeting)
        with self._lock:
            self._sockets.append(client)
            if len(self._sockets) >= self._awaited:
                self.complete.set()

    def send(self, data: bytes) -> None:
        with self._lock:
            for client in list(self._sockets):
                try:
                    client.sendall(data)
                except OSError:
                    self._sockets.remove(client)
                    client.close()

    def cut(self) -> None:
        with self._lock:
            for client in self._sockets:
                client.close()
            self._sockets.clear()


def listen(viewers: Viewers, port: int, *, http: bool) -> int:
    """Accept clients in a thread; give the port."""
    server = socket.create_server(("127.0.0.1", port))

    def accept() -> None:
        while True:
            client, _ = server.accept()
            greeting = b""
            if http:
                client.recv(65536)
                greeting = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nConnection: close\r\n\r\n"
            viewers.add(client, greeting)

    threading.Thread(target=accept, daemon=True).start()
    return int(server.getsockname()[1])


def sheet(number: int) -> np.ndarray:
    """Print a card: 96 px of square with white paper around it."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_1000)
    square = cv2.aruco.generateImageMarker(dictionary, number, 96)
    return np.pad(np.clip(square, timecode.BLACK, timecode.WHITE), 12, constant_values=timecode.WHITE)


class Picture:
    """The picture's encoder: a moving texture with the strip below it, and the cards that are shown."""

    def __init__(self, camera: Camera, height_px: int = HEIGHT_PX) -> None:
        self._height_px = height_px
        noise = np.random.default_rng(1).integers(60, 200, (height_px // 8, WIDTH_PX // 4), dtype=np.uint8)
        self._texture = np.kron(noise, np.ones((8, 8), dtype=np.uint8))
        self._cards = [(sheet(number), begin_s, end_s) for number, begin_s, end_s in camera.cards]
        codec = av.CodecContext.create("libx264", "w")
        assert isinstance(codec, av.VideoCodecContext)
        codec.width, codec.height, codec.pix_fmt = WIDTH_PX, height_px, "yuv420p"
        codec.time_base = Fraction(1, TICKS_PER_S)
        codec.framerate = Fraction(camera.fps).limit_denominator(1000)
        codec.gop_size = round(camera.gop_s * camera.fps)
        params = (
            f"bframes={camera.bframes}:b-adapt=0:rc-lookahead={camera.bframes}:aud=1:scenecut=0:threads=1"
        )
        codec.options = {"preset": "veryfast", "tune": "zerolatency", "x264-params": params}
        self._codec = codec

    def take(self, number: int, captured_ns: int, pts: int) -> Iterator[av.Packet]:
        height_px = self._height_px
        luma = np.full((height_px * 3 // 2, WIDTH_PX), 128, dtype=np.uint8)
        left = number * 3 % (self._texture.shape[1] - WIDTH_PX)
        luma[:height_px] = self._texture[:, left : left + WIDTH_PX]
        timecode.paint(luma[:height_px], captured_ns)
        seconds = pts / TICKS_PER_S
        for paper, begin_s, end_s in self._cards:
            if begin_s <= seconds < end_s:
                luma[4 : 4 + len(paper), 340 : 340 + len(paper)] = paper
        frame = av.VideoFrame.from_ndarray(luma, format="yuv420p")
        frame.pts, frame.time_base = pts, Fraction(1, TICKS_PER_S)
        yield from self._codec.encode(frame)


class Sound:
    """The sound's encoder: 50 ms of 1 kHz at its first sample, then at every second of the camera."""

    def __init__(self, delay_ms: float) -> None:
        codec = av.CodecContext.create("aac", "w")
        assert isinstance(codec, av.AudioCodecContext)
        codec.sample_rate, codec.layout, codec.format = SAMPLE_RATE, "mono", "fltp"
        codec.bit_rate = 96_000
        codec.time_base = Fraction(1, SAMPLE_RATE)
        self._codec = codec
        self._delay_s = delay_ms / 1000
        self._next = 0

    def until(self, elapsed_s: float) -> Iterator[av.Packet]:
        """Encode every block that has been heard whole."""
        while (self._next + BLOCK) / SAMPLE_RATE + self._delay_s <= elapsed_s:
            since_first = (self._next + np.arange(BLOCK)) / SAMPLE_RATE
            heard = ((since_first + self._delay_s) % 1.0 < BURST_S) | (since_first < BURST_S)
            wave = np.where(heard, 0.6 * np.sin(2 * np.pi * TONE_HZ * since_first), 0.0)
            frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], format="fltp", layout="mono")
            frame.sample_rate = SAMPLE_RATE
            frame.pts = self._next + round(self._delay_s * SAMPLE_RATE)
            frame.time_base = Fraction(1, SAMPLE_RATE)
            self._next += BLOCK
            yield from self._codec.encode(frame)


def film(camera: Camera, viewers: Viewers) -> None:
    """Film for ever, from the instant at which the awaited viewers are there."""
    viewers.complete.wait()
    mux = Multiplexer(with_sound=camera.sound_delay_ms is not None)
    picture = Picture(camera)
    sound = Sound(camera.sound_delay_ms) if camera.sound_delay_ms is not None else None
    cuts, garbage = list(camera.cut_at_s), list(camera.garbage_at_s)
    noise = random.Random(1)
    start_ns = time.monotonic_ns()
    rate = 1 + camera.drift_ppm / 1e6
    jump = 0
    resized = False
    number = 0
    waiting = bytearray()
    while True:
        due_s = number / camera.fps
        elapsed_s = (time.monotonic_ns() - start_ns) / 1e9
        out = bytearray()
        frozen = (
            camera.freeze_at_s is not None
            and camera.freeze_at_s <= elapsed_s < camera.freeze_at_s + camera.freeze_s
        )
        films = not frozen or camera.held
        if sound is not None and films:
            for packet in sound.until(elapsed_s):
                assert packet.pts is not None
                ticks = packet.pts * TICKS_PER_S // SAMPLE_RATE
                out += mux.sound(adts(bytes(packet)), START_TICKS + jump + round(ticks * rate))
        if elapsed_s >= due_s:
            if camera.jump_at_s is not None and elapsed_s >= camera.jump_at_s and not jump:
                jump = round(camera.jump_s * TICKS_PER_S)
            if camera.resize_at_s is not None and elapsed_s >= camera.resize_at_s and not resized:
                picture, resized = Picture(camera, RESIZED_HEIGHT_PX), True
            if number not in camera.drop and films:
                captured_ns = time.monotonic_ns()
                taken_s = due_s if camera.regular else (captured_ns - start_ns) / 1e9
                pts = round(taken_s * rate * TICKS_PER_S)
                out += mux.tables() if number % 5 == 0 else b""
                for packet in picture.take(number, captured_ns, pts):
                    assert packet.pts is not None
                    assert packet.dts is not None
                    origin = START_TICKS + jump
                    out += mux.video(bytes(packet), origin + packet.pts, origin + packet.dts)
                    if camera.told is not None:
                        with camera.told.open("a", encoding="utf-8") as file:
                            file.write(f"{origin + packet.pts}\n")
            number += 1
        if garbage and elapsed_s >= garbage[0]:
            garbage.pop(0)
            out += noise.randbytes(5000)
        if cuts and elapsed_s >= cuts[0]:
            cuts.pop(0)
            viewers.refused_until = time.monotonic() + camera.refuse_s
            viewers.cut()
        waiting += out
        if waiting and not (frozen and camera.held):
            viewers.send(bytes(waiting))
            waiting.clear()
        wait_s = min(number / camera.fps - (time.monotonic_ns() - start_ns) / 1e9, 0.01)
        if wait_s > 0:
            time.sleep(wait_s)


def arguments() -> tuple[Camera, int, int]:
    """Read the command line: the camera, how many viewers it waits for, its TCP port (0: any)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--viewers", type=int, default=1)
    parser.add_argument("--fps", type=float, default=25.0)
    parser.add_argument("--gop-s", type=float, default=1.0)
    parser.add_argument("--bframes", type=int, default=0)
    parser.add_argument("--sound-delay-ms", type=float, default=0.0)
    parser.add_argument("--no-sound", action="store_true")
    parser.add_argument("--drop", type=int, nargs="*", default=[])
    parser.add_argument("--cut-at-s", type=float, nargs="*", default=[])
    parser.add_argument("--refuse-s", type=float, default=0.0)
    parser.add_argument("--freeze-at-s", type=float)
    parser.add_argument("--freeze-s", type=float, default=2.0)
    parser.add_argument("--held", action="store_true", help="the link alone is frozen, and loses nothing")
    parser.add_argument("--garbage-at-s", type=float, nargs="*", default=[])
    parser.add_argument("--jump-at-s", type=float)
    parser.add_argument("--jump-s", type=float, default=-5.0)
    parser.add_argument("--resize-at-s", type=float)
    parser.add_argument("--drift-ppm", type=float, default=0.0)
    parser.add_argument("--regular", action="store_true", help="stamp by the rate, however late it is")
    parser.add_argument("--told", type=Path, help="a file for the times of the pictures sent, in ticks")
    parser.add_argument("--card", type=float, nargs=3, action="append", default=[], help="number, from, to s")
    given = parser.parse_args()
    camera = Camera(
        fps=given.fps,
        gop_s=given.gop_s,
        bframes=given.bframes,
        sound_delay_ms=None if given.no_sound else given.sound_delay_ms,
        drop=frozenset(given.drop),
        cut_at_s=tuple(given.cut_at_s),
        refuse_s=given.refuse_s,
        freeze_at_s=given.freeze_at_s,
        freeze_s=given.freeze_s,
        garbage_at_s=tuple(given.garbage_at_s),
        jump_at_s=given.jump_at_s,
        jump_s=given.jump_s,
        resize_at_s=given.resize_at_s,
        drift_ppm=given.drift_ppm,
        cards=tuple((int(number), begin_s, end_s) for number, begin_s, end_s in given.card),
        told=given.told,
        regular=given.regular,
        held=given.held,
    )
    return camera, given.viewers, given.port


def main() -> None:
    """Serve until stdin closes."""
    camera, awaited, port = arguments()
    viewers = Viewers(awaited)
    tcp, http = listen(viewers, port, http=False), listen(viewers, 0, http=True)
    print(
        json.dumps({"tcp": f"tcp://127.0.0.1:{tcp}", "http": f"http://127.0.0.1:{http}/camera/room.ts"}),
        flush=True,
    )
    threading.Thread(target=film, args=(camera, viewers), daemon=True).start()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
