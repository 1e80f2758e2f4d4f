"""A camera for the tests that sends JPEG pictures over HTTP (multipart/x-mixed-replace), on loopback.

Each picture has the strip of :mod:`timecode`. It prints one JSON line once it listens, and ends with its
stdin.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import socket
import sys
import threading
import time

import cv2
import numpy as np

from tests import timecode

HEIGHT_PX, WIDTH_PX = 144, 800
FPS = 25
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=picture\r\n\r\n"
PATH = "/video.mjpg"
REFUSED = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: "
BASIC_REFUSAL = REFUSED + b'Basic realm="room"\r\n\r\n'
DIGEST_REFUSAL = REFUSED + b'Digest realm="room", nonce="salt"\r\n\r\n'


class Film:
    """What is filmed: something that moves; from some second on the same picture for ever, or only black."""

    def __init__(self, repeat_at_s: float | None, black: tuple[float, float] | None) -> None:
        noise = np.random.default_rng(1).integers(60, 200, (HEIGHT_PX // 8, WIDTH_PX // 4), dtype=np.uint8)
        self._texture = np.kron(noise, np.ones((8, 8), dtype=np.uint8))
        self._repeat_at_s, self._black = repeat_at_s, black
        self._repeated: bytes | None = None

    def picture(self, number: int) -> bytes:
        """Give the JPEG of one picture."""
        at_s = number / FPS
        if self._repeated is not None:
            return self._repeated
        left = number * 3 % (self._texture.shape[1] - WIDTH_PX)
        luma = np.ascontiguousarray(self._texture[:, left : left + WIDTH_PX])
        if self._black is not None and self._black[0] <= at_s < self._black[1]:
            luma[:] = 0
        else:
            timecode.paint(luma, time.monotonic_ns())
        encoded = cv2.imencode(".jpg", luma, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
        if self._repeat_at_s is not None and at_s >= self._repeat_at_s:
            self._repeated = encoded
        return encoded


def is_allowed(asked: str, login: str, *, digest: bool) -> bool:
    """Tell whether a request comes from who may see; Digest in its oldest form, as old cameras speak it."""
    if not digest:
        return "Basic " + base64.b64encode(login.encode()).decode("ascii") in asked
    user, _, password = login.partition(":")
    who = hashlib.md5(f"{user}:room:{password}".encode()).hexdigest()
    what = hashlib.md5(f"GET:{PATH}".encode()).hexdigest()
    return hashlib.md5(f"{who}:salt:{what}".encode()).hexdigest() in asked


def serve(client: socket.socket, film: Film, login: str, *, digest: bool) -> None:
    """Film for one viewer, until it goes."""
    asked = client.recv(65_536)
    if login and not is_allowed(asked.decode("latin-1"), login, digest=digest):
        client.sendall(DIGEST_REFUSAL if digest else BASIC_REFUSAL)
        client.close()
        return
    try:
        client.sendall(HEAD)
        began, number = time.monotonic(), 0
        while True:
            picture = film.picture(number)
            head = b"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(picture)
            client.sendall(head + picture + b"\r\n")
            number += 1
            time.sleep(max(0.0, began + number / FPS - time.monotonic()))
    except OSError:
        client.close()


def main() -> None:
    """Serve until stdin closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--repeat-at-s", type=float)
    parser.add_argument("--black-s", type=float, nargs=2, help="from, to")
    parser.add_argument("--login", default="", help="user:password")
    parser.add_argument("--digest", action="store_true", help="ask for Digest; else for Basic")
    given = parser.parse_args()
    server = socket.create_server(("127.0.0.1", given.port))

    def accept() -> None:
        while True:
            client, _ = server.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            black = None if given.black_s is None else (given.black_s[0], given.black_s[1])
            film = Film(given.repeat_at_s, black)
            threading.Thread(
                target=serve, args=(client, film, given.login), kwargs={"digest": given.digest}, daemon=True
            ).start()

    threading.Thread(target=accept, daemon=True).start()
    print(json.dumps({"http": f"http://127.0.0.1:{server.getsockname()[1]}{PATH}"}), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
