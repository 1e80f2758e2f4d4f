"""How long a stop takes while strangers fill the guard's doors: from the press to its answer.

    python benchmarks/guard_flood.py [TIMES]

In turn, on the loopback and by TLS on the room's network: no stranger; a thousand half requests at each door,
opened just before; two programs that open half requests as fast as they can, on the network from another
address. Each time by the held connection that a page has, and by a new one that shakes hands first. The guard
has no robot: its latch is shut before it answers. Held against: a plain client's clock.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from tests.guard.doors import Door, Doors, open_doors

AIM_MS = 50.0
TABLET = "127.0.0.3"
STRANGER = """
import collections, socket, sys
kept = collections.deque()
while True:
    try:
        kept.append(socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5))
        kept[-1].sendall(b"POST /stop HTTP/1.1\\r\\nHost: ")
    except OSError:
        pass
    if len(kept) > 200:
        kept.popleft().close()
"""


@contextmanager
def _nobody(doors: Doors) -> Iterator[None]:
    yield


@contextmanager
def _half_open(doors: Doors) -> Iterator[None]:
    silent = [*doors.here.flood(), *doors.room.flood()]
    yield
    for connection in silent:
        connection.close()


@contextmanager
def _flooded(doors: Doors) -> Iterator[None]:
    with ExitStack() as stack:
        for door in (doors.here, doors.room):
            arguments = [sys.executable, "-c", STRANGER, door.address, str(door.port)]
            flood = stack.enter_context(subprocess.Popen(arguments))
            stack.callback(flood.kill)
        time.sleep(1)
        yield


WEATHER = {"no stranger": _nobody, "1,000 half open": _half_open, "opened without a rest": _flooded}


def hold(door: Door, source: str) -> socket.socket:
    """Return a connection that is held: a page tries again until it is."""
    while True:
        with contextlib.suppress(OSError):
            connection = door.connect(source)
            if door.ask("/hold", connection) == 200:
                return connection


def measure(door: Door, source: str, times: int) -> dict[str, list[float]]:
    """Return the milliseconds of presses by a held connection and by new ones; a lost one counts 1e4."""
    held = hold(door, source)
    took: dict[str, list[float]] = {"held": [], "new": []}
    for _ in range(times):
        for name in took:
            begun = time.perf_counter()
            try:
                status = door.ask("/stop", held if name == "held" else door.connect(source))
            except OSError:
                status = 0
            took[name].append((time.perf_counter() - begun) * 1e3 if status == 200 else 1e4)
    return took


def main() -> None:
    """Measure, and print a row a case; exit 1 where a held connection's p99 is over the aim."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    missed = False
    print(f"{'':24}{'door':10}{'by':6}{'p50':>8}{'p99':>8}{'max':>8}{'lost':>6}   ms, {times} presses each")
    with tempfile.TemporaryDirectory() as folder:
        for name, weather in WEATHER.items():
            with open_doors(Path(folder)) as doors, weather(doors):
                for called, door, source in (("loopback", doors.here, ""), ("network", doors.room, TABLET)):
                    for way, took in measure(door, source, times).items():
                        p50, p99 = np.percentile(took, [50, 99])
                        lost = sum(one >= 1e4 for one in took)
                        print(f"{name:24}{called:10}{way:6}{p50:8.2f}{p99:8.2f}{max(took):8.2f}{lost:6}")
                        missed = missed or (way == "held" and p99 > AIM_MS)
    raise SystemExit(missed)


if __name__ == "__main__":
    main()
