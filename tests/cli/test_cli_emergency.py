"""When the session hangs, or the terminal goes: what was printed still stops Nao, and the log is kept."""

from __future__ import annotations

import http.client
import json
import os
import pty
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from tests.cli.command_line import PROTOCOL, SLOW, WAITING, Started, begin, nao_sessions
from tests.kills.processes import Running, command, descendants, read_lines, until


def carry_out(printed: str) -> None:
    """Do what a person would who copies the printed line; where there is no curl, what curl would."""
    if shutil.which("curl"):
        subprocess.run(["sh", "-c", printed], check=True, capture_output=True, timeout=10)
        return
    _, token, _, _, _, _, url = shlex.split(printed)
    place = urlsplit(url)
    link = http.client.HTTPConnection(str(place.hostname), place.port, timeout=10)
    link.request("POST", place.path, body=f"{token}\n")
    assert link.getresponse().status == 200
    link.close()


def effects(trace: Path) -> list[str]:
    """What became of Nao's speech, in order, as the simulator tells it."""
    return [line["effect"] for line in read_lines(trace) if line.get("effect", "").startswith("speech.")]


def test_the_line_that_is_printed_stops_nao_though_the_session_hangs(
    tmp_path: Path, started: list[Started]
) -> None:
    session = begin(started, tmp_path, *SLOW, *WAITING)
    session.until_said()
    session.run.process.signal(signal.SIGSTOP)
    (printed,) = (line for line in session.run.stderr.splitlines() if "curl" in line)
    printed = printed[printed.index("echo") :]
    # `echo` is the shell's own: whoever looks at the command lines of this computer sees no token
    echo, token, *of_a_process = shlex.split(printed)
    assert (echo, of_a_process[:4]) == ("echo", ["|", "curl", "--data-binary", "@-"])
    assert not any(token in word for word in of_a_process)
    carry_out(printed)
    until(lambda: "speech.cut" in effects(session.trace), "Nao is cut")
    session.run.process.signal(signal.SIGCONT)
    session.until_logged("halted", why="page")
    session.until_logged("paused", why="stopped")
    session.run.type("close")
    assert session.ended() == (0, "stopped")
    assert effects(session.trace) == ["speech.started", "speech.cut"]


OWN_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
if sys.argv[1] == "nohup":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.execv(sys.argv[2], sys.argv[2:])
"""


class AtATerminal:
    """A session at a terminal of its own, which can go as a window does that is closed."""

    def __init__(self, place: Path, how: str, *options: str) -> None:
        self.trace, self._out = place / "trace.jsonl", place / "out"
        self._window, terminal = pty.openpty()
        where = ["--out", str(self._out), "--trace", str(self.trace), "--lang", "en"]
        run = [command("nao-sessions"), "run", str(PROTOCOL), *SLOW, *options, *where]
        self._session = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, how, *run],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        self._processes: list[Running] = []

    @property
    def folder(self) -> Path:
        """The session's folder."""
        (found,) = self._out.iterdir()
        return found

    def until_said(self) -> None:
        """Wait until Nao speaks, and keep in mind what the session has started by then."""
        until(lambda: self._logged("speech"), "Nao speaks")
        self._processes = [Running(pid) for pid in descendants(self._session.pid)]

    def close_window(self) -> None:
        """Let the terminal go: the kernel hangs up on the session, and it can no longer be written to."""
        os.close(self._window)
        self._window = -1

    def ended(self) -> tuple[int, str]:
        """Wait for its end, and for that of all it had started; give its exit code and the outcome."""
        code = self._session.wait(60)
        until(lambda: not any(process.alive for process in self._processes), "nothing is left of it")
        return code, str(json.loads((self.folder / "session.json").read_text(encoding="utf-8"))["outcome"])

    def close(self) -> None:
        """End it in any case."""
        if self._window >= 0:
            self.close_window()
        self._session.kill()
        self._session.wait()

    def _logged(self, kind: str) -> bool:
        logs = list(self._out.glob("*/events.jsonl"))
        return any(event["kind"] == kind for log in logs for event in read_lines(log))


def test_a_session_whose_terminal_goes_cuts_nao_and_keeps_its_log(tmp_path: Path) -> None:
    with closing(AtATerminal(tmp_path, "plain", *WAITING)) as session:
        session.until_said()
        session.close_window()
        assert session.ended() == (0, "stopped")
    assert effects(session.trace) == ["speech.started", "speech.cut"]
    verified = json.loads(nao_sessions("verify", session.folder, "--json").stdout)
    assert (verified["sound"], verified["reexecuted"], verified["remarks"]) == (True, True, [])


def test_a_session_that_was_started_to_outlive_its_terminal_goes_on(tmp_path: Path) -> None:
    with closing(AtATerminal(tmp_path, "nohup")) as session:
        session.until_said()
        session.close_window()
        assert session.ended() == (0, "completed")
    assert effects(session.trace) == ["speech.started", "speech.ended"] * 2
    assert nao_sessions("verify", session.folder).returncode == 0
