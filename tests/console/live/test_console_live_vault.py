"""A session in the console whose vault dies: the page says so and what to do, and the session goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nao_sessions.console.live_launcher import INTERRUPTED
from nao_sessions.privacy.vault import Vault
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify
from tests.console.live.test_console_live_stage import Room, in_room, press
from tests.vaults import PASSPHRASE, kill_gocryptfs, open_vault


def test_a_vault_that_dies_is_told_on_the_page_and_the_session_goes_on_once_it_is_open(
    tmp_path: Path,
) -> None:
    with open_vault(tmp_path / "vault") as vault:
        in_room(vault.place.opened, lambda room: story(room, vault))


async def story(room: Room, vault: Vault) -> None:
    running = await room.launcher.begin(room.wanted())
    await room.said(running, "Bonjour {participants}.")
    before = running.session.begun.log.head()[0]
    await asyncio.to_thread(kill_gocryptfs, vault)
    assert await running.over == INTERRUPTED
    told = " ".join(one.fr for one in room.registry.told)
    assert "Le journal ne s'écrit plus" in told
    assert "vault open" in told
    assert room.registry.running is None
    await asyncio.to_thread(vault.open, PASSPHRASE)
    folder = SessionFolder.open(room.sessions / running.id)
    assert folder.events.stat().st_size >= before
    again = await room.launcher.go_on(folder.path)
    assert (again.view.step, again.view.paused_because) == ("jeu", "crash")
    press(again, "resume")
    await room.until(lambda: again.view.paused_because is None)
    press(again, "close")
    assert await again.over == "stopped"
    found = verify(folder)
    assert ([text.en for text in found.problems], found.reexecuted) == ([], True)
