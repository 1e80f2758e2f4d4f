"""The camera process: films the room whose state comes on stdin, serves the stream and the panel.

stdout is for the parent alone: the ready line, then what a person does on the panel, one JSON line each.
The end of stdin ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import json
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import cv2
import uvicorn

from nao_simulator.room.feed import Feed, listen
from nao_simulator.room.film import Film, FilmSettings, Picture
from nao_simulator.room.hub import Hub
from nao_simulator.room.microphone import Microphone
from nao_simulator.room.scene import Scene
from nao_simulator.room.sound import Mixer
from nao_simulator.room.tcp import TcpServer
from nao_simulator.room.timecode import CELL_PX, STRIP_WIDTH_PX
from nao_simulator.room.transport import Transport
from nao_simulator.room.web import RoomPages

# Time 0 of the stream lies this far before the start: no time in it is ever negative, B frames or not.
HEAD_START_NS = 1_000_000_000

ANSWER_WITHIN_S = 0.01
"""How long a picture waits for the robot's state; after that the robot is drawn as it last was."""


def main() -> None:
    """Run the camera until stdin ends or a signal comes."""
    arguments = _arguments()
    cv2.setNumThreads(1)  # a pool would wake the second core 25 times a second for nothing
    if not asyncio.run(_serve(arguments)):
        sys.exit(1)


async def _serve(arguments: argparse.Namespace) -> bool:
    """Film and serve until the end; return False if a thread has died."""
    origin_ns = time.monotonic_ns() - HEAD_START_NS
    settings = FilmSettings(arguments.width, arguments.height, arguments.fps, arguments.bframes)
    feed, hub, transport = Feed(), Hub(arguments.audio_delay_ms), Transport()
    scene = Scene(settings.width_px, settings.height_px, arguments.seed)
    mixer = Mixer(origin_ns, arguments.seed)
    microphone = Microphone(mixer, transport, hub, origin_ns)
    tcp = TcpServer(hub, arguments.tcp_port)
    page_socket = socket.create_server(("127.0.0.1", arguments.http_port))
    token = secrets.token_urlsafe(16)
    writing = threading.Lock()

    def tell(message: Mapping[str, Any]) -> None:
        with writing, contextlib.suppress(OSError):  # the parent died: the end of stdin will say so
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()

    def draw(instant_ns: int) -> Picture:
        tell({"want": instant_ns})
        return scene.draw(feed.asked(instant_ns, ANSWER_WITHIN_S), instant_ns)

    film = Film(draw, settings, transport, hub, origin_ns)

    def state() -> Mapping[str, Any]:
        now = feed.at(time.monotonic_ns())
        return {"speech": now.speech, "heard": now.heard, "touched": now.touched, **now.panel}

    pages = RoomPages(film, hub, state, tell, token)
    server = uvicorn.Server(
        uvicorn.Config(
            pages.app(),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
    loop = asyncio.get_running_loop()

    def hear_parent() -> None:
        listen(_lines(sys.stdin.fileno()), feed, mixer.command, film.freeze)
        loop.call_soon_threadsafe(end)

    def end() -> None:
        pages.end()
        server.should_exit = True

    whole = threading.Event()
    whole.set()

    def fail(failure: threading.ExceptHookArgs) -> None:
        """End the camera when a thread dies: its parent must not believe that it still films."""
        threading.__excepthook__(failure)
        whole.clear()
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(end)

    threading.excepthook = fail
    threading.Thread(target=hear_parent, name="stdin", daemon=True).start()
    microphone.start()
    tcp.start()
    tell(
        {
            "ready": True,
            "tcp": tcp.port,
            "http": page_socket.getsockname()[1],
            "panel": f"/?token={token}",
        }
    )
    film.start()  # it asks the parent for each picture, who waits for the line above
    try:
        await server.serve(sockets=[page_socket])
    finally:
        for part in (film, microphone, tcp):
            part.close()
        page_socket.close()
    return whole.is_set()


def _lines(descriptor: int) -> Iterator[bytes]:
    """Yield whole lines; a torn last one is dropped.

    Not from `sys.stdin`: a daemon thread that holds its lock at exit brings the interpreter down.
    """
    rest = b""
    while part := os.read(descriptor, 65536):
        *lines, rest = (rest + part).split(b"\n")
        yield from lines


def _arguments() -> argparse.Namespace:
    default = FilmSettings()
    parser = argparse.ArgumentParser(prog="python -m nao_simulator.room", description=__doc__)
    parser.add_argument("--tcp-port", type=int, default=0, help="port of the stream; 0 takes a free one")
    parser.add_argument("--http-port", type=int, default=0, help="port of stream, view and panel")
    parser.add_argument(
        "--seed", type=int, default=0, help="draws the child's looks and the hush of the room"
    )
    parser.add_argument(
        "--audio-delay-ms", type=int, default=0, help="begin each viewer's sound this much later"
    )
    for field in dataclasses.fields(FilmSettings):
        name = field.name.removesuffix("_px")
        parser.add_argument(f"--{name}", type=int, default=getattr(default, field.name))
    arguments = parser.parse_args()
    if arguments.width < STRIP_WIDTH_PX or arguments.width % 2 or arguments.height % 2 or arguments.fps < 1:
        parser.error(f"a picture is at least {STRIP_WIDTH_PX} px wide, of even size, at 1 or more a second")
    if arguments.height < 20 * CELL_PX or not 0 <= arguments.bframes <= 8 or arguments.audio_delay_ms < 0:
        parser.error("height from 320 px, B frames from 0 to 8, sound delay from 0 ms")
    return arguments


if __name__ == "__main__":
    main()
