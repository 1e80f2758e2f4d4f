"""A whole room in a test's hands: simulator, session, guard and recorders as processes that can be killed.

They are reached from outside alone: by their command lines, by what they write, and by signals.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.kills.processes import (
    DEADLINE_S,
    Running,
    SessionRun,
    command,
    command_line,
    descendants,
    free_port,
    read_lines,
    until,
)
from tests.kills.simulator_under_test import Simulator
from tests.privacy.families import adult_is_told

PROTOCOL = Path(__file__).with_name("coupures.yaml")
NAME = "Zoé"
PARTICIPANT = "V01"
"""A part that an adult plays: the camera is a real one, and no family has agreed to anything."""
GUARD, RECORDER = "nao_sessions.live.guard", "nao_sessions.room.capture.recorder"


class RoomUnderTest:
    """A room with a simulated Nao and its camera, and the sessions that run in it. A context manager."""

    def __init__(
        self, folder: Path, *options: str, protocol: Path = PROTOCOL, child: str | None = None
    ) -> None:
        """Start the simulator. ``options`` are those of each new session."""
        os.environ.setdefault("XDG_DATA_HOME", str(folder / "data"))  # a benchmark writes into nobody's house
        adult_is_told("camera:room", "sound:room")
        self._options = options
        self.place = folder
        self.trace = folder / "trace.jsonl"
        self.out = folder / "recordings"
        self._protocol = protocol
        self._child = child
        self._qi_port, self._http_port = free_port(), free_port()
        self._room = folder / "room.yaml"
        self._room.write_text(
            f'cameras: {{room: {{url: "http://127.0.0.1:{self._http_port}/camera/room.ts"}}}}\n',
            encoding="utf-8",
        )
        self.names = folder / "names.txt"
        self.names.write_text(f"{PARTICIPANT}={NAME}\n", encoding="utf-8")
        self.names.chmod(0o600)
        self._processes: list[Running] = []
        self._sessions: list[SessionRun] = []
        self.simulator = self._start_simulator()

    def __enter__(self) -> RoomUnderTest:
        return self

    def __exit__(self, *_: object) -> None:
        for session in self._sessions:
            self._remember(session)
            session.close()
        for process in self._processes:
            process.end()
        self.simulator.close()

    # What a person does.

    def begin(self, *options: str, **environment: str) -> SessionRun:
        """Start a session; its log is there once :meth:`events` gives anything."""
        arguments = [str(self._protocol), "--participant", PARTICIPANT, "--out", str(self.out), "--seed", "7"]
        grounds = ["--adult", "A01", "--unencrypted", "test"]
        return self._run([*arguments, *grounds, *self._options, *options], environment)

    def begin_again(self, *options: str, **environment: str) -> SessionRun:
        """Resume the session; it is paused until somebody types ``resume``."""
        return self._run(["--resume", str(self.folder), *options], environment)

    def new_simulator(self) -> None:
        """Put another simulator in the place of one that was killed."""
        self.simulator = self._start_simulator()

    # What can be seen.

    @property
    def folder(self) -> Path:
        """The session's folder."""
        (found,) = self.out.iterdir()
        return found

    def events(self) -> list[dict[str, Any]]:
        """The whole lines of the log so far."""
        try:
            return read_lines(self.folder / "events.jsonl")
        except (FileNotFoundError, ValueError):
            return []

    def until_logged(self, kind: str, deadline_s: float = DEADLINE_S, **data: Any) -> dict[str, Any]:
        """Wait for a line of a kind, with some data, and give it."""

        def look() -> dict[str, Any] | None:
            fitting = (e for e in self.events() if e["kind"] == kind and data.items() <= e["data"].items())
            return next(fitting, None)

        found = until(look, f"{kind} {data} in the log", deadline_s)
        assert found is not None
        return found

    def guard_of(self, session: SessionRun) -> Running:
        """Find the guard of a session that runs."""
        return self._child_of(session, GUARD)

    def recorder_of(self, session: SessionRun) -> Running:
        """Find the recorder of a session that runs."""
        return self._child_of(session, RECORDER)

    def verify(self, **environment: str) -> tuple[int, dict[str, Any]]:
        """Run ``nao-sessions verify`` in a process of its own; give its exit code and what it gave."""
        ran = subprocess.run(
            [command("nao-sessions"), "verify", "--json", str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )
        return ran.returncode, json.loads(ran.stdout) if ran.stdout else {"stderr": ran.stderr}

    # Inside.

    def _run(self, arguments: list[str], environment: dict[str, str]) -> SessionRun:
        common = ["--robot", self.simulator.url, "--room", str(self._room), "--names", str(self.names)]
        child = [] if self._child is None else ["--child", self._child]
        terminal = self.place / f"terminal{len(self._sessions)}"
        session = SessionRun([*arguments, *common, *child], terminal, environment)
        self._sessions.append(session)
        return session

    def _child_of(self, session: SessionRun, program: str) -> Running:
        found = until(lambda: session.child(program), f"a {program}")
        assert found is not None
        self._remember(session)
        return found

    def _remember(self, session: SessionRun) -> None:
        """Keep the children of a session in mind: when it is dead nobody can tell whose they were."""
        for pid in descendants(session.process.pid):
            if GUARD in (line := command_line(pid)) or RECORDER in line:
                self._processes.append(Running(pid))

    def _start_simulator(self) -> Simulator:
        return Simulator(self.trace, self._qi_port, self._http_port)
