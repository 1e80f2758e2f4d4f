"""What every user of the computer can read: the arguments of the processes that a command starts.

A browser is handed an address that is good once. Nothing else in any command line of ours is a secret.
"""

from __future__ import annotations

import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from command_line import WAITING, Started, begin
from processes import command, descendants, until

(SAMPLE,) = (Path(__file__).resolve().parent.parent.parent / "recordings" / "sample").iterdir()
_SECRET = re.compile(r"[A-Za-z0-9_-]{22,}")
"""As ``secrets.token_urlsafe`` writes 16 bytes and more."""


class Opened:
    """A command that opens a browser; the browser is a script that keeps its arguments, and lives on."""

    def __init__(self, place: Path, *arguments: str) -> None:
        self._asked = place / "asked"
        script = place / "browser"
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {self._asked}\nsleep 20\n', encoding="utf-8")
        script.chmod(0o700)
        self.process = subprocess.Popen(
            ["env", f"BROWSER={script} %s", command("nao-sessions"), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.printed = self.process.stdout.readline().strip()

    def browsers_address(self) -> str:
        """Return what the browser was asked to open."""
        return until(lambda: self._asked.exists() and self._asked.read_text().strip(), "a browser is opened")

    def close(self) -> None:
        """End the browser and the command."""
        for pid in descendants(self.process.pid):
            words = Path(f"/proc/{pid}/cmdline")
            if words.exists() and b"browser" in words.read_bytes():
                subprocess.run(["kill", str(pid)], check=False, capture_output=True)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()


def arguments_below(pid: int) -> set[str]:
    """Return every argument of a process and of those that it started."""
    found: set[str] = set()
    for one in (pid, *descendants(pid)):
        try:
            found |= set(Path(f"/proc/{one}/cmdline").read_bytes().decode().split("\0"))
        except OSError:
            continue  # it has ended
    return found


def secrets_in(arguments: set[str]) -> set[str]:
    """Return what looks like a secret: long, of both cases and digits, and no name of a file."""
    pieces = {
        piece for one in arguments if not Path(one).exists() for piece in _SECRET.findall(one.split("/")[-1])
    }
    return {
        piece for piece in pieces
        if any(map(str.isupper, piece)) and any(map(str.islower, piece)) and any(map(str.isdigit, piece))
    }  # fmt: skip


def status(address: str) -> int:
    """Return the status of the answer to an address, opened as a browser does."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture(params=["console", "replay", "annotate"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    arguments = {
        "console": ["--simulator", "--out", str(tmp_path / "out"), "--keep", str(tmp_path / "keep")],
        "replay": [str(SAMPLE)],
        "annotate": [str(tmp_path / "coded"), "--coder", "C01"],
    }
    if request.param == "annotate":
        subprocess.run(["cp", "-r", str(SAMPLE), str(tmp_path / "coded")], check=True)
    running = Opened(tmp_path, request.param, "--lang", "en", *arguments[request.param])
    yield running
    running.close()


def test_a_browser_is_handed_an_address_that_is_good_once_and_no_other_process_a_secret(
    opened: Opened,
) -> None:
    token = parse_qs(urlsplit(opened.printed).query)["token"][0]
    address = opened.browsers_address()
    shown = arguments_below(opened.process.pid)
    assert address in shown, "the browser is not among the processes that were looked at"
    assert [one for one in shown if token in one] == []
    (ticket,) = parse_qs(urlsplit(address).query)["ticket"]
    assert secrets_in(shown) == {ticket}
    assert (status(address), status(address)) == (200, 403)
    assert status(opened.printed) == 200


@pytest.fixture
def sessions() -> Iterator[list[Started]]:
    started: list[Started] = []
    yield started
    for one in started:
        one.close()


def test_a_session_its_guard_and_its_recorder_show_no_secret(sessions: list[Started], tmp_path: Path) -> None:
    session = begin(sessions, tmp_path, "--simulator", *WAITING)
    session.until_said()
    shown = arguments_below(session.run.process.pid)
    modules = {one for one in shown if one.startswith("nao_sessions.")}
    assert {"nao_sessions.live.guard", "nao_sessions.room.capture.recorder"} <= modules
    assert secrets_in(shown) == set()


def test_a_token_among_arguments_would_be_noticed() -> None:
    assert secrets_in({"--token=Zy3hQ8s_kd02-LfPq71mmCxTe4aB0uVw"}) == {"Zy3hQ8s_kd02-LfPq71mmCxTe4aB0uVw"}
