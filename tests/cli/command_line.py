"""The command line in a test's hands: a process, what it gave, what it said, and how it ended."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.kills.processes import Running, SessionRun, command, descendants, read_lines, until

PROTOCOL = Path(__file__).with_name("courte.yaml")
WAITING = ("--setting", "patience=10 min")
SLOW = ("--simulator", "--no-room")
QUICK = (*SLOW, "--speed", "10")


def nao_sessions(*arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; whatever it is, it shows no traceback."""
    ran = subprocess.run(
        [command("nao-sessions"), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran


class Started:
    """A session under way in a place of its own, on a simulator that it has started itself."""

    def __init__(self, place: Path, *arguments: str) -> None:
        self.out = place / "out"
        self.trace = place / "trace.jsonl"
        where = ["--out", str(self.out), "--trace", str(self.trace)]
        self.run = SessionRun([*arguments, *where, "--lang", "en"], place / "terminal", {})

    @property
    def folder(self) -> Path:
        """The session's folder."""
        (found,) = self.out.iterdir()
        return found

    def events(self) -> list[dict[str, Any]]:
        """The lines of its log so far."""
        found = list(self.out.glob("*/events.jsonl"))
        return read_lines(found[0]) if found else []

    def until_logged(self, kind: str, **data: Any) -> None:
        """Wait for a line of a kind with some data."""
        until(self._sees(kind, data), f"{kind} {data}")

    def until_said(self) -> None:
        """Wait until Nao speaks."""
        self.until_logged("speech", speaking=True)

    def ended(self) -> tuple[int, str]:
        """Wait for its end; give its exit code and the session's outcome."""
        code = self.run.wait()
        assert "Traceback" not in self.run.stderr, self.run.stderr
        return code, str(json.loads((self.folder / "session.json").read_text(encoding="utf-8"))["outcome"])

    def kill(self) -> None:
        """Kill it, and all that it had started."""
        left = [Running(pid) for pid in descendants(self.run.process.pid)]
        self.run.kill()
        for process in left:
            process.kill()

    def close(self) -> None:
        """End it in any case."""
        if self.run.process.alive:
            self.kill()
        self.run.close()

    def _sees(self, kind: str, data: dict[str, Any]) -> Callable[[], bool]:
        return lambda: any(e["kind"] == kind and data.items() <= e["data"].items() for e in self.events())


def begin(started: list[Started], place: Path, *arguments: str) -> Started:
    """Start a session of the short protocol, and leave its end to the fixture."""
    started.append(Started(place, str(PROTOCOL), *arguments))
    return started[-1]
