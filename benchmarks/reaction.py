"""How fast Nao answers a touch while the room is recorded, beside a bare qi echo in the same run.

``reaction``: from the touch event's stamp on the session's qi thread (``t`` of the log's line) to the ``say``
call in the simulator's trace, with the recorder and the camera at nice 10. ``whole way``: the same from the
moment at which the simulated sensor raised its event. ``bare echo``: a program that does nothing but answer
an event of ALMemory with a call, from its stamp on its qi thread to the call in the trace. Aim: reaction
p99 under 10 ms.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from qi_echo import HEADER, percentiles, row

from tests.kills.processes import read_lines, until
from tests.kills.room_under_test import RoomUnderTest
from tests.kills.scenarios import clock_of

PROTOCOL = Path(__file__).with_name("touches.yaml")
AIM_MS = 10.0
PART, EVENT = "head.front", "FrontTactilTouched"
ECHO_EVENT, ECHO_ANSWER = "Benchmark/Call", "Benchmark/Answer"
TAP_S = 0.05
REST_S = 0.1
"""Between the end of Nao's word and the next touch: no touch comes while anything is under way."""


def echo(url: str) -> None:
    """Answer each event with a call, until stdin ends: a process of its own, as a session is."""
    import qi

    session = qi.Session()
    session.connect(url)
    memory = session.service("ALMemory")

    class Ears:
        def heard(self, _value: object) -> None:
            memory.insertData(ECHO_ANSWER, time.monotonic_ns(), _async=True)

    ears = Ears()
    subscriber = memory.subscriber(ECHO_EVENT)
    subscriber.signal.connect(ears.heard)
    print("ready", flush=True)
    sys.stdin.read()
    session.close()


def run(room: RoomUnderTest, times: int) -> list[dict[str, Any]]:
    """Touch and call in turn, so that neither disturbs the other; give the simulator's trace."""
    session = room.begin()
    room.until_logged("entered")
    hand = room.simulator.hand
    memory = room.simulator.service("ALMemory")
    command = [sys.executable, __file__, "--echo", room.simulator.url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as echoing:
        assert echoing.stdin is not None
        assert echoing.stdout is not None
        echoing.stdout.readline()
        said = _Count(room, "speech.ended")
        for n in range(times):
            hand.tap(PART, TAP_S)
            until(lambda n=n: said.now() > n, f"word {n + 1}")  # type: ignore[misc]
            memory.raiseEvent(ECHO_EVENT, n)
            time.sleep(REST_S)
            if sys.stderr.isatty():
                print(f"\r{n + 1}/{times}", end="", file=sys.stderr)
        echoing.stdin.close()
    session.type("1")
    if (code := session.wait()) != 0:
        raise SystemExit(f"the session ended with {code}: {session.stderr[-500:]}")
    return read_lines(room.trace)


class _Count:
    """Counts an effect in a growing trace without reading it again and again."""

    def __init__(self, room: RoomUnderTest, effect: str) -> None:
        self._file = room.trace.open("rb")
        self._mark = f'"effect": "{effect}"'.encode()
        self._found = 0

    def now(self) -> int:
        self._found += self._file.read().count(self._mark)
        return self._found


def reactions_ms(room: RoomUnderTest, trace: Sequence[dict[str, Any]]) -> tuple[list[float], list[float]]:
    """Give for each touch the reaction, and the whole way from the sensor, in milliseconds."""
    clock = clock_of(room)
    touched = [
        clock.monotonic_ns(event["t"])
        for event in room.events()
        if event["kind"] == "touch" and event["data"]["pressed"]
    ]
    raised = [line["at"] for line in trace if line.get("key") == EVENT and line.get("value") == 1.0]
    said = [line["at"] for line in trace if line.get("method") == "say"][: len(touched)]
    assert len(touched) == len(raised) == len(said), (len(touched), len(raised), len(said))
    reaction = [(b - a) / 1e6 for a, b in zip(touched, said, strict=True)]
    return reaction, [(b - a) / 1e6 for a, b in zip(raised, said, strict=True)]


def echoes_ms(trace: Sequence[dict[str, Any]]) -> list[float]:
    """Give for each bare echo the time from its stamp to its call."""
    answers = (
        line for line in trace if line.get("method") == "insertData" and line["args"][0] == ECHO_ANSWER
    )
    return [(line["at"] - line["args"][1]) / 1e6 for line in answers]


def main() -> int:
    """Measure, print, and give 1 where the aim was missed."""
    shown = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=shown)
    parser.add_argument("--touches", type=int, default=200)
    parser.add_argument("--echo", metavar="URL", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.echo:
        echo(given.echo)
        return 0
    with tempfile.TemporaryDirectory() as folder, RoomUnderTest(Path(folder), protocol=PROTOCOL) as room:
        trace = run(room, given.touches)
        reaction, whole = reactions_ms(room, trace)
        bare = echoes_ms(trace)
        frames = sum(video["frames_readable"] for video in room.verify()[1]["videos"])
    print(HEADER)
    for name, times_ms in (("reaction", reaction), ("whole way", whole), ("bare echo", bare)):
        print(row(name, times_ms))
    p50, p99 = (percentiles(reaction)[n] / percentiles(bare)[n] for n in (49, 98))
    print(f"reaction over bare echo: p50 x{p50:.1f}, p99 x{p99:.1f}; {frames} frames recorded")
    reached = percentiles(reaction)[98] < AIM_MS
    print(f"aim, p99 under {AIM_MS:g} ms: {'reached' if reached else 'missed'}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
