"""What a flood of connections costs the loop that runs a session: how late it is, and how long a press takes.

The console is served as it is, on the loopback and by TLS on another address of this computer. Another
process opens five hundred connections at once, over and over, and asks on each of them. Meanwhile, in the
console's own loop, a clock of five milliseconds tells how late it is called, and how much the loop has
computed since its last call: so much a press may have to wait, whatever else the machine does. A third
process, which was connected before, asks every twenty milliseconds, as a press does.

Run: python benchmarks/console_flood.py [--seconds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import http.client
import json
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from nao_sessions.console.app import behind, inside
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing.certificates import RoomNetwork
from nao_sessions.console.pairing.opening import on_the_network
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.limits import Streams
from nao_sessions.web.server import TOO_MANY, ServedApplication, listen, serve_all

ROOM = "127.0.0.2"
CONNECTIONS = 500
TICK_S, PRESS_EVERY_S, PATIENCE_S = 0.005, 0.02, 20.0
HEAD_START_S = 1.0
"""So long before the flood whoever presses has connected."""


class NoLauncher:
    """Nothing is asked of it."""

    def cameras(self) -> tuple[str, ...]:
        """Give none."""
        return ()


async def flood(address: str, port: int, seconds: float) -> dict[str, int]:
    """Open connections, all at once and again, and ask on each; count what became of them."""
    tls = None
    if address == ROOM:
        tls = ssl.create_default_context()
        tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    ends: Counter[str] = Counter()

    async def one() -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                reader, writer = await asyncio.open_connection(address, port, ssl=tls)
                writer.write(f"GET /join HTTP/1.1\r\nHost: {address}:{port}\r\n\r\n".encode())
                line = await reader.readline()
                writer.close()
            ends[line[9:12].decode() or "closed"] += 1
        except TimeoutError:
            ends["no answer in 20 s"] += 1
        except OSError:
            ends["closed"] += 1

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return dict(ends)


def press(port: int, cookie: str, seconds: float) -> list[float]:
    """Ask again and again on one connection; give how long each answer took, in milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/static/icon.svg", headers={"Cookie": cookie})
    connection.getresponse().read()
    time.sleep(HEAD_START_S)
    took = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        connection.request("GET", "/static/icon.svg", headers={"Cookie": cookie})
        connection.getresponse().read()
        took.append((time.perf_counter() - began) * 1e3)
        time.sleep(PRESS_EVERY_S)
    return took


async def sink() -> None:
    """Turn every connection away, and do nothing else: a server to be flooded beside the console."""

    async def turn_away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(TOO_MANY)
        writer.close()

    server = await asyncio.start_server(turn_away, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _lateness(ended: asyncio.Event) -> tuple[list[float], list[float]]:
    """Give for each tick how late it came and how long the loop had computed, in milliseconds."""
    late, computed = [], []
    loop = asyncio.get_running_loop()
    while not ended.is_set():
        due, before = loop.time() + TICK_S, time.thread_time()
        await asyncio.sleep(TICK_S)
        late.append((loop.time() - due) * 1e3)
        computed.append((time.thread_time() - before) * 1e3)
    return late, computed


async def _child(*arguments: str) -> Any:
    child = await asyncio.create_subprocess_exec(sys.executable, __file__, *arguments, stdout=subprocess.PIPE)
    return json.loads((await child.communicate())[0])


async def _measured(name: str, port: int, cookie: str, seconds: float, flooded: str | None) -> None:
    ended = asyncio.Event()
    pressing = asyncio.create_task(_child("--press", str(port), cookie, str(seconds)))
    await asyncio.sleep(HEAD_START_S)
    watching = asyncio.create_task(_lateness(ended))
    told = await _child("--flood", flooded, str(port), str(seconds)) if flooded else {}
    took = await pressing
    ended.set()
    late, computed = await watching
    print(f"{name:<24} late {_spread(late)} | computed {_spread(computed)} | press {_spread(took)} | {told}")


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return f"{p50:5.1f} {p99:6.1f} {ordered[-1]:6.1f}"


async def _console(folder: Path, seconds: float) -> None:
    config, streams = ConsoleConfig("fr", folder, folder, folder, rehearsal=True), Streams()
    listening = listen()
    port = int(listening.getsockname()[1])
    network = on_the_network(config, RoomNetwork(ROOM, ()), port, streams)
    door = AccessPolicy(port=port)
    app = inside(config, SessionRegistry(), NoLauncher(), network.pairing, streams)  # type: ignore[arg-type]
    served = [
        ServedApplication(behind(app, door, "fr"), listening),
        network.served(behind(app, network.pairing.door, "fr"), listen(port, ROOM)),
    ]
    ready, ended = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve_all(served, ready.set, ended))
    await ready.wait()
    cookie = f"{door.cookie_name}={door.cookie}"
    gc.collect()
    gc.freeze()  # as a session does before it begins
    print("milliseconds: half of all, 99 of 100, the most")
    for _ in range(2):
        await _measured("quiet", port, cookie, seconds, None)
        await _measured(f"{CONNECTIONS} at once, loopback", port, cookie, seconds, "127.0.0.1")
        await _measured(f"{CONNECTIONS} at once, by TLS", port, cookie, seconds, ROOM)
    ended.set()
    await serving


def main() -> None:
    """Run the benchmark, or one of its children."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--flood", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--press", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--sink", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.flood:
        address, port, seconds = given.flood
        print(json.dumps(asyncio.run(flood(address, int(port), float(seconds)))))
    elif given.sink:
        asyncio.run(sink())
    elif given.press:
        port, cookie, seconds = given.press
        print(json.dumps(press(int(port), cookie, float(seconds))))
    else:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_console(Path(folder), given.seconds))


if __name__ == "__main__":
    main()
