"""`nao-sessions console` with a closed vault: a page asks for it, and Nao can be stopped meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.vault import Vault
from tests.kills.processes import command, until
from tests.vaults import PASSPHRASE, closed_after, kill_gocryptfs

pytestmark = pytest.mark.alone  # they wait for real processes

DEADLINE_S = 60.0


@dataclass
class Page:
    """The page of a closed vault, as a browser has it."""

    address: str
    cookie: str = ""

    @property
    def at(self) -> str:
        """Return where it is served."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        """Ask for a page, or post a form; return status and content."""
        headers = {"Origin": self.at} if form else {}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self.at + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE_S) as answer:
                return int(answer.status), str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def enter(self) -> None:
        """Come in by the printed address."""
        with urllib.request.urlopen(self.address, timeout=DEADLINE_S) as answer:
            self.cookie = str(answer.headers["set-cookie"]).split(";")[0]


@dataclass
class Closed:
    """A console that was started while its vault was closed; ``trace`` is the witness of what reached Nao."""

    vault: Vault
    process: subprocess.Popen[str]
    trace: Path

    def next_address(self) -> str:
        """Return the next address that the console prints."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def calls(self, method: str) -> int:
        """Return how often a method of Nao's was called."""
        lines = [json.loads(line) for line in self.trace.read_text(encoding="utf-8").splitlines()]
        return sum(line.get("method") == method for line in lines)


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Closed]:
    for name in ("DATA", "CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    trace = tmp_path / "trace"
    with closed_after(VaultPlace.default()) as vault:
        vault.create(PASSPHRASE)
        asked = [command("nao-simulator"), "--listen", "tcp://127.0.0.1:0", "--trace", str(trace)]
        simulator = subprocess.Popen(asked, stdout=subprocess.PIPE, text=True)
        assert simulator.stdout is not None
        url = json.loads(simulator.stdout.readline())["qi"]
        asked = [
            command("nao-sessions"),
            "console",
            "--robot",
            url,
            "--no-room",
            "--no-browser",
            "--lang",
            "fr",
        ]
        console = subprocess.Popen(
            asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            yield Closed(vault, console, trace)
        finally:
            for one in (console, simulator):
                one.send_signal(signal.SIGINT)
                one.communicate(timeout=DEADLINE_S)


def test_the_page_opens_the_vault_and_leads_to_the_console_and_nothing_else_is_to_be_had(
    closed: Closed,
) -> None:
    page = Page(closed.next_address())
    assert page.ask("/")[0] == 403  # without the key of the printed address
    page.enter()
    assert "Le coffre est fermé" in page.ask("/")[1]
    for path in ("/people", "/session", "/unlock", "/replay", "/agreements"):
        assert page.ask(path)[0] == 404
    status, content = page.ask("/open", passphrase=f"{PASSPHRASE}!")
    assert (status, "G115" in content, closed.vault.place.state()) == (403, True, "closed")
    status, content = page.ask("/open", key="12345678-12345678")
    assert (status, "G124" in content) == (403, True)
    assert list(closed.vault.place.opened.iterdir()) == []  # nothing was made beside the vault
    assert PASSPHRASE not in content
    status, content = page.ask("/open", passphrase=PASSPHRASE)
    assert (status, closed.vault.place.state()) == (200, "open")
    address = closed.next_address()
    assert f'content="0;url={address}"' in content
    console = Page(address)
    console.enter()
    status, content = console.ask("/unlock")
    assert (status, "La première personne" in content) == (200, True)
    # Whoever comes back to the page is led to the console, and stops nothing there.
    assert f'href="{address}"' in page.ask("/")[1]
    assert page.ask("/stop", stop="1")[0] == 200


def test_nao_is_stopped_while_the_vault_is_closed(closed: Closed) -> None:
    page = Page(closed.next_address())
    page.enter()
    until(lambda: "Nao répond." in page.ask("/")[1], "Nao answers the guard")
    assert closed.calls("killAll") == 0
    status, content = page.ask("/stop", stop="1")
    assert (status, "Nao est arrêté." in content or "L'arrêt est envoyé" in content) == (200, True)
    until(lambda: "Nao est arrêté." in page.ask("/")[1], "Nao is found to be quiet")
    assert closed.calls("killAll") > 0
    assert closed.calls("stopAll") > 0
    assert closed.vault.place.state() == "closed"


def test_the_command_opens_it_as_well_and_a_dead_vault_is_healed(closed: Closed) -> None:
    page = Page(closed.next_address())
    closed.vault.open(PASSPHRASE)
    first = Page(closed.next_address())
    first.enter()
    kill_gocryptfs(closed.vault)
    page.enter()
    status, content = page.ask("/open", passphrase=PASSPHRASE)
    assert (status, closed.vault.place.state()) == (200, "open")
    assert first.address in content
