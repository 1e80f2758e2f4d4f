"""How long it takes from a press on stop until Nao is silent and still, whatever state the session is in.

    python benchmarks/stop_latency.py [--times 100] [--state idle ...]

From just before ``POST /stop`` to the later of *speech cut* and *motion stopped* in the simulator's trace;
for a killed session: from the kill, since the guard then presses for itself. Beside it: the answer to the
press as a page sees it, and a bare qi round trip, in turn with the presses. It also looks at what reached the
robot afterwards: nothing but the guard's own cuts may. Exit 1 where p99 is over 50 ms, or something did.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from qi_echo import HEADER, QiEcho, percentiles, row

from tests.guard.guarded_session import GuardedSession
from tests.robot.simulated_nao import SimulatedNao, eventually

STATES = ("idle", "sleep", "gil", "frozen", "killed")
SAID = {
    "idle": "session idle",
    "sleep": "its loop in time.sleep",
    "gil": "C code that keeps its GIL",
    "frozen": "session under SIGSTOP",
    "killed": "session killed (from the kill)",
}
CUTS = {"stopAll", "stopMove", "killAll", "stopAllBehaviors"}
AIM_MS = 50.0
WATCHED_S = 0.3


@dataclass
class Measured:
    """What was measured in one state of the session, in milliseconds."""

    cut_ms: list[float] = field(default_factory=list)
    answer_ms: list[float] = field(default_factory=list)
    echo_ms: list[float] = field(default_factory=list)
    slipped: list[str] = field(default_factory=list)


def measure(state: str, times: int, nao: SimulatedNao, folder: Path) -> Measured:
    """Stop Nao in the middle of a sentence and a gesture, again and again."""
    measured = Measured()
    echo = QiEcho(nao.url)
    session: GuardedSession | None = None
    for number in range(times):
        nao.begin_here()
        if session is None:
            (folder / f"{state}-{number}").mkdir()
            session = GuardedSession(nao.url, folder / f"{state}-{number}")
        elif state != "killed":
            session.tell("resume")
        eventually(lambda: _talks(nao), "Nao speaks and moves")
        measured.echo_ms.append(echo.once_ms())
        begun_ns = _press(state, session, measured)
        cut_ns = eventually(_cut_since(nao, begun_ns), "Nao is silent and still")
        measured.cut_ms.append((cut_ns - begun_ns) / 1e6)
        if state == "killed":
            session.close()
            session = None
        else:
            _watch(state, session, nao, measured, cut_ns)
    if session is not None:
        session.close()
    echo.close()
    return measured


def _press(state: str, session: GuardedSession, measured: Measured) -> int:
    """Bring the session into its state and press; give the instant (CLOCK_MONOTONIC ns)."""
    if state in ("sleep", "gil"):
        session.tell(state)
    elif state == "frozen":
        session.process.send_signal(signal.SIGSTOP)
    begun_ns = time.monotonic_ns()
    if state == "killed":
        session.process.kill()
        return begun_ns
    assert session.press() == 200
    measured.answer_ms.append((time.monotonic_ns() - begun_ns) / 1e6)
    return begun_ns


def _watch(state: str, session: GuardedSession, nao: SimulatedNao, measured: Measured, cut_ns: int) -> None:
    """Let the session go on, and see that nothing of it reaches Nao: it never stops trying."""
    if state == "frozen":
        session.process.send_signal(signal.SIGCONT)
    session.tell("events")  # it answers once it is awake again
    time.sleep(WATCHED_S)
    later = [line for line in nao.lines() if "method" in line and line["at"] > cut_ns]
    acts = {"say", "run", "angleInterpolation", "goToPosture", "playFile", "setAngles"}
    measured.slipped += [line["method"] for line in later if line["method"] in acts]


def _talks(nao: SimulatedNao) -> bool:
    begun, moved = nao.effects("speech.started"), nao.effects("motion.started")
    return bool(begun) and bool(moved) and not nao.effects("speech.cut")


def _cut_since(nao: SimulatedNao, begun_ns: int) -> Callable[[], int | None]:
    def cut_ns() -> int | None:
        ends = []
        for kind in ("speech.cut", "motion.stopped"):
            found = [line["at"] for line in nao.effects(kind) if line["at"] >= begun_ns]
            if not found:
                return None
            ends.append(found[0])
        return max(ends)

    return cut_ns


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--state", choices=STATES, action="append")
    asked = parser.parse_args()
    good = True
    print(HEADER)
    with tempfile.TemporaryDirectory() as folder:
        nao = SimulatedNao(Path(folder) / "trace.jsonl")
        try:
            for state in asked.state or STATES:
                measured = measure(state, asked.times, nao, Path(folder))
                print(row(SAID[state], measured.cut_ms), flush=True)
                if measured.answer_ms:
                    print(row("  answer to the press", measured.answer_ms), flush=True)
                print(row("  bare qi round trip", measured.echo_ms), flush=True)
                if measured.slipped:
                    print(f"  reached Nao afterwards: {', '.join(measured.slipped)}", flush=True)
                p99 = percentiles(measured.cut_ms)[98]
                good &= p99 <= AIM_MS and not measured.slipped
        finally:
            nao.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
