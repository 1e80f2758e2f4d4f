"""One session of a protocol on nao-simulator, over the real qi wire, with a scripted child.

Both are programs of their own: they are started as a person would start them, and the session's log is read
afterwards. A session on the wire is never the same twice to the millisecond: no byte is expected of it.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import Finding, Place
from nao_sessions.engine import Engine, State
from nao_sessions.protocol.expectations import OnSimulator
from nao_sessions.protocol.flow import Protocol
from nao_sessions.pytest_plugin.judging import missed
from nao_sessions.pytest_plugin.runs import Rehearsals
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import read_log
from nao_sessions.text.messages import Text, msg, verbatim

STARTS_WITHIN_S = 90.0
ENDS_WITHIN_S = 20.0
WITHOUT_LIMIT_S = 1800.0
"""Session seconds that a protocol without a limit is given."""


def played(rehearsals: Rehearsals, expected: OnSimulator, path: Path, speed: float) -> Iterator[Finding]:
    """Play a session, and tell what is not as expected."""
    protocol = rehearsals.protocol
    here = Place(str(path))
    with tempfile.TemporaryDirectory(prefix="nao-") as place:
        code, said = _run(protocol, expected, path, speed, Path(place))
        folders = sorted(Path(place).glob("*/events.jsonl"))
        if code is None:
            sentence = msg("the session on the simulator does not end")
            yield Finding("E304", here, sentence, _last_line(said))
            return
        if code != 0 or not folders:
            sentence = msg("the session on the simulator did not run")
            yield Finding("E301", here, sentence, _last_line(said))
            return
        outcome, names = _read(SessionFolder.open(folders[0].parent), protocol)
    ends = {expected.outcome} if expected.outcome else {one.end for one in protocol.steps.values()} - {None}
    if outcome not in ends:
        listed = ", ".join(sorted(str(one) for one in ends))
        sentence = msg(
            "session on the simulator: expected end {listed}, measured {outcome}",
            listed=listed,
            outcome=outcome,
        )
        yield Finding("E302", expected.place or here, sentence)
    for part, bound in expected.least.items():
        wanted = rehearsals.parts[part]
        missing = [name for name in wanted if name not in names]
        yield from missed(part, bound, len(wanted), missing, "E303", 1)


def _run(
    protocol: Protocol, expected: OnSimulator, path: Path, speed: float, place: Path
) -> tuple[int | None, str]:
    """Run the session; give the exit code, None when it did not end, and what it said."""
    limit_s = WITHOUT_LIMIT_S if protocol.limit_ms is None else protocol.limit_ms / 1000
    codes = [f"P{number:02}" for number in range(1, max(1, protocol.participants_min) + 1)]
    program = processes.beside_this_python("nao-sessions")
    command = [program, "run", str(path), "--simulator", "--no-room", "--child", expected.child]
    command += [argument for code in codes for argument in ("--participant", code)]
    command += ["--seed", "1", "--speed", str(speed), "--out", str(place), "--lang", "en"]
    process = processes.start_blocking(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said, _ = process.communicate(timeout=STARTS_WITHIN_S + 1.5 * limit_s / speed)
        return process.returncode, said
    except subprocess.TimeoutExpired:
        process.terminate()  # the session is closed, its simulator with it
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=ENDS_WITHIN_S)
        return None, ""
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _read(folder: SessionFolder, protocol: Protocol) -> tuple[str, frozenset[str]]:
    """Give how a session ended, and what it reached: its logged inputs are fed to the engine again."""
    reached: set[str] = set()
    engine, state = Engine(protocol).traced(reached.add), State()
    for event in read_log(folder.events).events:
        if event.dir == "in":
            state, _ = engine.step(state, event)
    return state.outcome, frozenset(reached)


def _last_line(said: str) -> Text | None:
    """Give the last thing that the session said: why it did not run."""
    lines = [line for line in said.splitlines() if line.strip()]
    return verbatim(lines[-1]) if lines else None
