"""A session whose folder, or whose whole disk, is taken away while it runs: Nao is halted and it is told."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.core.errors import RecordError
from nao_sessions.engine.values import View
from nao_sessions.live.session import LiveSession, not_written
from nao_sessions.live.start import StartedSession, begin_new
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.recover import recover
from nao_sessions.record.verify import verify
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.text.messages import Text
from tests.course import protocol_of
from tests.live.test_live_session import GAME, given, robot
from tests.small_disk import disk_in, fill, small_disk, vanish
from tests.vaults import PASSPHRASE, kill_gocryptfs, open_vault


def begin(parent: Path) -> StartedSession:
    """Begin a session that nobody answers, and that waits for half a minute."""
    plan = replace(given(), protocol=protocol_of(GAME.replace("wait: 10 s", "wait: 10 min")))
    return begin_new(
        plan, SessionFolder.create(parent, "essai", {"essai.yaml": plan.protocol.sources[0].content})
    )


def refused_when(begun: StartedSession, what_happens: Callable[[], object]) -> tuple[str, int]:
    """Run a session to which something happens while it waits; give the error's code, and the halts."""
    halts: list[str] = []

    async def main() -> str:
        fake = robot()
        halt = fake.halt

        async def counted() -> None:
            halts.append("halt")
            await halt()

        fake.halt = counted  # type: ignore[method-assign]  # whoever counts is in between
        session = LiveSession(begun, fake, [], HaltLatch.create())
        happened: list[object] = []

        def look(view: View, outputs: object) -> None:
            if begun.journal.state.waiting_since is not None and not happened:
                happened.append(what_happens())

        session.loop.watch(look)
        with pytest.raises(RecordError) as refused:
            await asyncio.wait_for(session.run(), 25)
        return refused.value.code

    code = asyncio.run(main())
    begun.log.close()
    return code, len(halts)


def test_a_folder_that_is_removed_while_it_is_written_to_halts_nao_and_is_told(tmp_path: Path) -> None:
    begun = begin(tmp_path)
    assert refused_when(begun, lambda: shutil.rmtree(begun.folder.path)) == ("R112", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_taken_away_halts_nao_and_keeps_what_came_before(tmp_path: Path) -> None:
    image, place = tmp_path / "image", tmp_path / "disk"
    with disk_in(image, place):
        begun = begin(place)
        assert refused_when(begun, lambda: vanish(place)) == ("R112", 1)
    assert list(place.iterdir()) == []  # nothing was written where the disk had been
    with disk_in(image, place):
        folder = SessionFolder.open(place / begun.folder.path.name)
        recover(folder)
        found = verify(folder)
        assert ([text.en for text in found.problems], found.reexecuted) == ([], True)
        assert [e.kind for e in read_log(folder.events).events if e.kind == "do"] != []


def test_a_vault_whose_program_is_killed_halts_nao_and_loses_the_last_line_at_most(tmp_path: Path) -> None:
    with open_vault(tmp_path / "vault") as vault:
        begun = begin(vault.place.opened / "sessions")
        written: list[int] = []

        def kill() -> None:
            written.append(begun.log.head()[0])
            kill_gocryptfs(vault)

        assert refused_when(begun, kill) == ("R112", 1)
        vault.open(PASSPHRASE)
        log = begun.folder.events.read_bytes()
        assert log[-1:] == b"\n"
        assert len(log) == written[0]  # what a write returned from has left the process that was killed
        recover(begun.folder)
        found = verify(begun.folder)
        assert ([text.en for text in found.problems], found.reexecuted) == ([], True)


def test_what_is_new_of_the_disk_is_told_to_the_professional_and_kept_in_the_log(tmp_path: Path) -> None:
    said: list[Text] = []
    told = asyncio.Event()

    def tell(text: Text) -> None:
        said.append(text)
        told.set()

    with small_disk(tmp_path / "disk", "16m") as place:
        begun = begin(place)
        fill(place)

        async def main() -> None:
            session = LiveSession(begun, robot(), [], HaltLatch.create(), tell=tell)
            running = asyncio.create_task(session.run())
            await asyncio.wait_for(told.wait(), 20)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        asyncio.run(main())
        begun.log.close()
        notes = [e.data for e in read_log(begun.folder.events).events if e.kind == "disk"]
    assert [text.fr.split(" : ")[0] for text in said] == ["le disque est plein"]
    assert notes == [{"state": "full", "free_bytes": 0, "minutes_left": 0}]


def test_a_log_that_takes_no_line_any_more_halts_nao_though_nothing_happens(tmp_path: Path) -> None:
    begun = begin(tmp_path)

    def fail() -> None:
        begun.log._failure = OSError(5, "Input/output error")  # as a sync in the thread would

    assert refused_when(begun, fail) == ("R112", 1)
    assert verify(begun.folder).sound


@pytest.mark.parametrize("number", [errno.ENOTCONN, errno.ECONNABORTED])
def test_a_vault_that_died_is_named_also_by_the_write_that_it_died_in(number: int) -> None:
    told = not_written(OSError(number, os.strerror(number)))
    assert told.hint is not None
    assert "vault open" in told.hint.in_language("en")
