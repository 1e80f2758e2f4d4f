"""`nao-sessions console`: its pages are served, and again after a kill; Ctrl-C ends all that it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.kills.processes import command

DEADLINE_S = 60.0


class ConsoleCommand:
    """The command, running, with a browser's cookie."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        asked = [command("nao-sessions"), "console", "--no-browser", "--lang", "fr"]
        asked += ["--out", str(folder / "sessions"), "--keep", str(folder / "keep"), *arguments]
        self.process = subprocess.Popen(
            asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.cookie = ""

    @property
    def pages(self) -> str:
        """Give where the pages are."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def enter(self) -> None:
        """Come in by the printed address, as a browser does."""
        with self._answered(self.address) as answer:
            self.cookie = str(answer.headers["set-cookie"]).split(";")[0]

    def get(self, path: str) -> int:
        """Ask for a page; give the status."""
        with self._answered(self.pages + path) as answer:
            return int(answer.status)

    def _answered(self, address: str) -> urllib.request.addinfourl:  # type: ignore[name-defined]
        """Ask until the server answers: it may be on its way."""
        until = time.monotonic() + DEADLINE_S
        while True:
            request = urllib.request.Request(address, headers={"Cookie": self.cookie} if self.cookie else {})
            try:
                return urllib.request.urlopen(request, timeout=30)
            except urllib.error.HTTPError as error:
                return error
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def children(self) -> dict[str, int]:
        """Give what this command has started: by module or program, its process."""
        found = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except (OSError, IndexError):
                continue
            if parent == self.process.pid:
                name = next(
                    (word for word in words if "console.process" in word or "simulator" in word), words[0]
                )
                found[Path(name).name] = int(entry.name)
        return found

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal and wait; give the exit code."""
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_S)


@pytest.fixture
def console(tmp_path: Path) -> Iterator[ConsoleCommand]:
    running = ConsoleCommand(tmp_path, "--simulator")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()
    assert running.process.stdout is not None
    assert running.process.stderr is not None
    running.process.stdout.close()
    running.process.stderr.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_console_is_served_again_and_its_pages_come_back_with_the_key_they_have(
    console: ConsoleCommand,
) -> None:
    console.enter()
    assert console.get("/session") == 200
    before = console.children()["nao_sessions.console.process"]
    os.kill(before, signal.SIGKILL)
    assert console.get("/session") == 200
    after = console.children()["nao_sessions.console.process"]
    assert after != before
    assert console.end() == 0
    assert not alive(after)


def test_ctrl_c_ends_the_console_its_process_and_its_simulator(console: ConsoleCommand) -> None:
    console.enter()
    started = console.children()
    assert len(started) == 2
    assert console.end() == 0
    assert [name for name, pid in started.items() if alive(pid)] == []


def test_nothing_is_erased_while_a_console_is_open(console: ConsoleCommand) -> None:
    # A code of nobody: it looks among the recordings of this checkout, too.
    asked = [command("nao-sessions"), "erase", "P93", "--yes"]
    console.enter()
    for end, code in ((signal.SIGINT, "G158"), (None, "G151")):
        refused = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=DEADLINE_S)
        assert (refused.returncode, code in refused.stderr) == (2, True), refused.stderr
        if end is not None:
            console.end(end)


def test_pages_that_listen_are_let_go_and_nothing_is_told_of_them(console: ConsoleCommand) -> None:
    console.enter()
    request = urllib.request.Request(
        f"{console.pages}/session/stream?seat=a", headers={"Cookie": console.cookie}
    )
    with urllib.request.urlopen(request, timeout=DEADLINE_S) as stream:
        assert stream.readline() == b"retry: 500\n"
        assert console.end() == 0
        while stream.readline():  # until its end
            pass
    assert console.process.stderr is not None
    assert "Traceback" not in console.process.stderr.read()


def test_without_the_printed_key_nobody_comes_in(console: ConsoleCommand) -> None:
    assert console.get("/session") == 403
    console.cookie = "nao_sessions=guess"
    assert console.get("/") == 403


@pytest.mark.parametrize(
    ("arguments", "code"), [((), "U102"), (("--simulator", "--robot", "tcp://127.0.0.1:9559"), "U102")]
)
def test_a_robot_or_a_simulator_is_asked_for(arguments: tuple[str, ...], code: str) -> None:
    asked = [command("nao-sessions"), "console", *arguments]
    refused = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=DEADLINE_S)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert code in refused.stderr


def test_a_port_that_is_taken_is_told(console: ConsoleCommand, tmp_path: Path) -> None:
    port = str(urlsplit(console.address).port)
    asked = [command("nao-sessions"), "console", "--robot", "none", "--port", port]
    refused = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=DEADLINE_S)
    assert refused.returncode == 2
    assert port in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_is_told_at_the_end_of_the_settings_is_no_command(tmp_path: Path) -> None:
    served = subprocess.run(
        [sys.executable, "-m", "nao_sessions.console.process"],
        input=json.dumps({"language": "fr"}),
        capture_output=True,
        text=True,
        check=False,
        timeout=DEADLINE_S,
    )
    assert served.returncode == 2
