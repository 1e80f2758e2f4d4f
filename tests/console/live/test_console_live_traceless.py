"""A session without a trace in the console: it is led as any other, and nothing of it is found afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.console.session_registry import TRACELESS
from tests.console.live.test_console_live_stage import Room, in_room, press
from tests.privacy.test_traceless import bytes_below, detach_below
from tests.vaults import need_gocryptfs


def test_nothing_of_it_is_kept_and_the_registry_has_a_receipt_without_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_gocryptfs()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    try:
        in_room(tmp_path, story)
    finally:
        detach_below(temporary)
    left = bytes_below(tmp_path)
    assert b"P07" not in left
    assert list(temporary.iterdir()) == []


async def story(room: Room) -> None:
    running = await room.launcher.begin(room.wanted(traceless=True))
    assert (running.kept, running.session.recorded) == (False, ())
    await room.said(running, "Bonjour {participants}.")
    assert running.session.begun.folder.events.read_bytes()
    press(running, "close")
    assert await running.over == "stopped"
    assert not room.sessions.exists()
    receipt = room.registry.receipt
    assert (room.registry.last, room.registry.told) == (TRACELESS, [])
    assert receipt is not None
    assert receipt.title == "Essai"
    assert receipt.began < receipt.ended
    # the next session is kept as ever, and takes the receipt away
    again = await room.launcher.begin(room.wanted("P08"))
    assert (again.kept, room.registry.receipt) == (True, None)
    press(again, "close")
    await again.over
    assert (room.sessions / again.id / "SHA256SUMS").exists()
