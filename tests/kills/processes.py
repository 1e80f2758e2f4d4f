"""Processes as a test sees them from outside: by number, by command line, by signals, by what they write.

A process is known by its number and by when it began, so that no other one is ever hit.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

DEADLINE_S = 60.0
_LOOK_S = 0.005
_Found = TypeVar("_Found")


def until(look: Callable[[], _Found], what: str, deadline_s: float = DEADLINE_S) -> _Found:
    """Look again and again until there is something to see, and give it; fail after a while."""
    limit = time.monotonic() + deadline_s
    while not (found := look()):
        assert time.monotonic() < limit, f"not within {deadline_s} s: {what}"
        time.sleep(_LOOK_S)
    return found


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command(name: str) -> str:
    """Give the path of one of the project's commands."""
    return str(Path(sys.executable).with_name(name))


class Running:
    """A process that may have been started by another one; known by its number and when it began."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._began = _stat(pid)[19]

    @property
    def alive(self) -> bool:
        """Tell whether it still runs (a zombie does not)."""
        try:
            stat = _stat(self.pid)
        except OSError:
            return False
        return stat[19] == self._began and stat[0] != "Z"

    def signal(self, number: signal.Signals) -> int:
        """Send a signal; give the instant before (CLOCK_MONOTONIC ns)."""
        at_ns = time.monotonic_ns()
        if self.alive:
            os.kill(self.pid, number)
        return at_ns

    def kill(self) -> int:
        """Kill it as a power cut would; give the instant before, once it is dead."""
        at_ns = self.signal(signal.SIGKILL)
        until(lambda: not self.alive, f"end of process {self.pid}")
        return at_ns

    def end(self) -> None:
        """End it kindly, or else kill it."""
        self.signal(signal.SIGTERM)
        limit = time.monotonic() + 10
        while self.alive and time.monotonic() < limit:
            time.sleep(_LOOK_S)
        self.kill()


def command_line(pid: int) -> str:
    """Give the arguments of a process, separated by spaces; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def descendants(pid: int) -> list[int]:
    """List a process's children, and theirs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except OSError:
                continue
    found = [pid]
    for parent in found:
        found += parents.get(parent, [])
    return found[1:]


def _stat(pid: int) -> list[str]:
    """Give the fields of ``/proc/PID/stat`` behind the program's name: state, parent, ... (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


class SessionRun:
    """One ``nao-sessions run``; the professional types, and the terminal is kept in two files.

    What the program keeps of a robot lies beside them, and not where its user's things are.
    """

    def __init__(self, arguments: list[str], terminal: Path, environment: dict[str, str]) -> None:
        self._out, self._err = terminal.with_suffix(".out"), terminal.with_suffix(".err")
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._popen = subprocess.Popen(
                [command("nao-sessions"), "run", *arguments],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=err,
                env={**os.environ, "XDG_STATE_HOME": str(terminal.parent / "state"), **environment},
            )
        self.process = Running(self._popen.pid)

    @property
    def stdout(self) -> str:
        """What it gave."""
        return self._out.read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        """What it said."""
        return self._err.read_text(encoding="utf-8")

    def type(self, line: str) -> None:
        """Type a line."""
        assert self._popen.stdin is not None
        self._popen.stdin.write(line.encode() + b"\n")
        self._popen.stdin.flush()

    def child(self, program: str) -> Running | None:
        """Find the process of its own that runs a module, if there is one."""
        found = [pid for pid in descendants(self.process.pid) if program in command_line(pid)]
        return Running(found[0]) if found else None

    def kill(self) -> int:
        """Kill it; give the instant before."""
        at_ns = self.process.kill()
        self.wait()
        return at_ns

    def wait(self, deadline_s: float = 60.0) -> int:
        """Wait for its end; give its exit code."""
        code = self._popen.wait(timeout=deadline_s)
        assert self._popen.stdin is not None
        self._popen.stdin.close()
        return code

    def close(self) -> None:
        """End it in any case."""
        if self._popen.poll() is None:
            self._popen.kill()
        self.wait()


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read the whole lines of a file of JSON objects."""
    content = path.read_bytes()
    return [json.loads(line) for line in content[: content.rfind(b"\n") + 1].splitlines()]
