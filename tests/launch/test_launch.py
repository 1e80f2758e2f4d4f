"""How a session is put together: the same way, whoever starts it, and nothing is left of one that fails."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.launch import (
    UNFILMED,
    Callbacks,
    Equipment,
    LaunchedSession,
    NewSession,
    OwnSimulator,
    Resumption,
    SessionLauncher,
    drawn_room,
    plan_of,
)
from nao_sessions.launch.launcher import Interrupted
from nao_sessions.live.loop import Incoming
from nao_sessions.live.preflight import CheckLine
from nao_sessions.protocol import load
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import Grounds
from nao_sessions.robot.address import Address
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.room.room_file import Room
from nao_sessions.text.messages import msg
from tests.privacy.families import house_decides

PROTOCOL = """\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
participants: {min: 1, max: 2}
commands: {finish: {next: fin}}
start: jeu
steps:
  jeu:
    do: [{say: "Bonjour."}]
    buttons: [{label: "Suite", next: fin, main: true}]
    after: {wait: 600 s, next: fin}
  fin: {do: [{say: "Au revoir."}], end: completed}
"""
NOBODY = Equipment(None, UNFILMED)
NAMES = Pseudonyms(("P07",), {"P07": "Zoé"})
WHY = "a test writes here"
MAKE_ROOM = msg("Make room on the disk, then go on with 'nao-sessions run --resume'.")
DRAWN = drawn_room(("tcp://127.0.0.1:1",))
FILMED = replace(DRAWN, simulated=False)
NAO = Address("192.0.2.1")


@pytest.fixture(autouse=True)
def decided() -> None:
    """Sessions of children take place on this disk."""
    house_decides()


@pytest.fixture
def wanted(tmp_path: Path) -> NewSession:
    """A session that an adult leads without a robot: no process is started for it."""
    path = tmp_path / "essai.yaml"
    path.write_text(PROTOCOL, encoding="utf-8")
    plan = plan_of(load(path), (), ("P07",), 1, 20.0, NAMES.hide)
    return NewSession(plan=plan, parent=tmp_path / "sessions", unencrypted=WHY)


async def closed(launched: LaunchedSession) -> str:
    """Run a session, which is closed as soon as it runs."""
    launched.session.loop.put(Incoming("professional", "command", {"name": "close"}))
    outcome = await launched.session.run()
    launched.session.close()
    return outcome


def test_a_session_is_put_together_and_what_was_typed_holds_no_name(wanted: NewSession) -> None:
    async def main() -> tuple[str, SessionFolder]:
        async with AsyncExitStack() as stack:
            asked = replace(wanted, ground="Zoé agreed", agreements=[{"participant": "P07", "answer": "yes"}])
            launched = await SessionLauncher(NOBODY, NAMES).begin(asked, stack)
            return await closed(launched), launched.session.begun.folder

    outcome, folder = asyncio.run(main())
    assert outcome == "stopped"
    manifest = folder.read_manifest()
    assert (manifest.ground.text, manifest.robot) == (
        "{participant} agreed",
        {"simulator": False, "kind": "none"},
    )
    (agreement,) = [event for event in read_log(folder.events).events if event.kind == "agreement"]
    assert agreement.data == {"participant": "P07", "answer": "yes"}


def test_all_that_was_found_is_told_before_the_gravest_refuses(wanted: NewSession) -> None:
    told: list[tuple[tuple[CheckLine, ...], tuple[CheckLine, ...]]] = []

    async def examine(language: str) -> tuple[CheckLine, ...]:
        return (CheckLine("robot", "refused", msg("Nao does not answer."), code="D301"),)

    async def main(asked: NewSession) -> str:
        callbacks = Callbacks(looked=lambda lines, keeping: told.append((tuple(lines), tuple(keeping))))
        async with AsyncExitStack() as stack:
            launcher = SessionLauncher(NOBODY, NAMES, callbacks, examine)
            return await closed(await launcher.begin(asked, stack))

    with pytest.raises(NaoSessionsError) as refused:
        asyncio.run(main(wanted))
    ((lines, keeping),) = told
    assert refused.value.code == "D301"
    assert [line.code for line in keeping] == ["D301"]
    assert {"ground", "volume", "robot"} <= {line.key for line in lines}
    assert wanted.parent is not None
    assert not wanted.parent.exists()
    assert asyncio.run(main(replace(wanted, despite=("D301",)))) == "stopped"
    (folder,) = wanted.parent.iterdir()
    notes = [event.data for event in read_log(folder / "events.jsonl").events if event.kind == "despite"]
    assert notes == [{"code": "D301"}]


def test_nothing_is_left_of_a_session_that_a_person_stops_while_it_is_put_together(
    wanted: NewSession,
) -> None:
    class Stopped(Exception):
        pass

    made: list[Path] = []

    def check() -> None:
        assert wanted.parent is not None
        if wanted.parent.exists():
            made.extend(wanted.parent.iterdir())
            raise Stopped

    async def main() -> None:
        async with AsyncExitStack() as stack:
            await SessionLauncher(NOBODY, NAMES, Callbacks(check=check)).begin(wanted, stack)

    with pytest.raises(Stopped):
        asyncio.run(main())
    assert len(made) == 1
    assert not made[0].exists()


def test_where_the_disk_is_too_small_to_go_on_it_is_told_what_helps_there_and_nothing_changes(
    wanted: NewSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = begun_with(wanted, False, {"simulator": False, "kind": "none"}, "")
    before = {path: path.read_bytes() for path in was.folder.path.rglob("*") if path.is_file()}
    monkeypatch.setattr("nao_sessions.live.preflight.shutil.disk_usage", lambda path: _Full())

    async def main() -> None:
        async with AsyncExitStack() as stack:
            asked = Resumption(folder=was.folder.path, unencrypted=WHY, make_room=MAKE_ROOM)
            await SessionLauncher(NOBODY, NAMES).resume(asked, stack)

    with pytest.raises(UsageError) as refused:
        asyncio.run(main())
    assert refused.value.code == "R130"
    assert refused.value.hint is not None
    assert refused.value.hint.en == MAKE_ROOM.en
    assert {path: path.read_bytes() for path in was.folder.path.rglob("*") if path.is_file()} == before


class _Full:
    free = 0


def test_an_interrupted_session_goes_on_paused_with_what_was_given_at_its_beginning(
    wanted: NewSession,
) -> None:
    async def main() -> SessionFolder:
        async with AsyncExitStack() as stack:
            launched = await SessionLauncher(NOBODY, NAMES).begin(wanted, stack)
            folder = launched.session.begun.folder
            entered = asyncio.Event()
            launched.session.loop.watch(lambda view, outputs: entered.set())
            running = asyncio.create_task(launched.session.run())
            await entered.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        launched.session.begun.log.close()  # as a process that died leaves it
        async with AsyncExitStack() as stack:
            asked = Resumption(folder=folder.path, make_room=MAKE_ROOM, as_begun=True)
            again = await SessionLauncher(NOBODY, NAMES).resume(asked, stack)
            assert await closed(again) == "stopped"
        return folder

    folder = asyncio.run(main())
    events = read_log(folder.events).events
    assert "resumed" in {event.kind for event in events}
    assert folder.read_manifest().ground.unencrypted == WHY


def begun_with(wanted: NewSession, rehearsal: bool, robot: dict[str, object], ground: str) -> Interrupted:
    """Return a session that began so, and was interrupted."""

    async def main() -> SessionFolder:
        async with AsyncExitStack() as stack:
            launched = await SessionLauncher(NOBODY, NAMES).begin(wanted, stack)
            launched.session.begun.log.close()
            return launched.session.begun.folder

    folder = asyncio.run(main())
    manifest = folder.read_manifest()
    manifest.rehearsal, manifest.robot, manifest.ground = rehearsal, robot, Grounds(text=ground)
    manifest.write(folder.manifest)
    return Interrupted.read(folder.path)


@pytest.mark.parametrize(
    ("rehearsal", "robot", "ground", "equipment", "goes_on"),
    [
        (True, {"simulator": True}, "simulation", Equipment(NAO, DRAWN, simulated=True), True),
        (True, {"simulator": True}, "simulation", Equipment(NAO, FILMED, simulated=True), False),
        (True, {"simulator": True}, "simulation", Equipment(NAO, UNFILMED, simulated=False), False),
        (False, {"simulator": False}, "parents", Equipment(NAO, FILMED, simulated=False), True),
        (False, {"simulator": True}, "parents", Equipment(NAO, UNFILMED, simulated=True), False),
        (False, {"simulator": False, "kind": "none"}, "", replace(NOBODY, simulated=False), True),
        (False, {"simulator": False, "kind": "none"}, "", Equipment(NAO, UNFILMED, simulated=False), False),
        (True, {"simulator": False}, "adults", Equipment(NAO, FILMED, simulated=False), True),
    ],
)
def test_a_session_goes_on_with_the_kind_of_robot_and_of_room_that_it_began_with(
    wanted: NewSession,
    rehearsal: bool,
    robot: dict[str, object],
    ground: str,
    equipment: Equipment,
    goes_on: bool,
) -> None:
    was = begun_with(wanted, rehearsal, robot, ground)
    if goes_on:
        was.check_same_kind(equipment, as_begun=False)
    else:
        with pytest.raises(UsageError, match="of another kind"):
            was.check_same_kind(equipment, as_begun=False)


@pytest.mark.parametrize(("ground", "as_begun"), [("adults", True), ("adults", False), ("simulation", True)])
def test_a_rehearsal_at_a_simulator_goes_on_before_a_real_camera_in_its_console_alone(
    wanted: NewSession, ground: str, as_begun: bool
) -> None:
    was = begun_with(wanted, True, {"simulator": True}, ground)
    filmed = Equipment(NAO, FILMED, simulated=True)
    if ground == "adults" and as_begun:
        was.check_same_kind(filmed, as_begun=True)
    else:
        with pytest.raises(UsageError, match="of another kind"):
            was.check_same_kind(filmed, as_begun=as_begun)


def test_a_session_on_a_simulator_that_nothing_records_is_simulated_whatever_the_room(
    tmp_path: Path,
) -> None:
    equipment = Equipment(NAO, Room(sources=FILMED.sources), simulated=True)
    assert equipment.real
    assert not equipment.recording(False).real


def test_what_waits_for_nao_lies_in_the_folder_where_the_simulator_ends_with_the_session(
    tmp_path: Path,
) -> None:
    own = Equipment(NAO, UNFILMED, OwnSimulator(), simulated=True)
    folder = SessionFolder(tmp_path)
    assert own.life_file(folder) == tmp_path / "life.json"
    assert replace(own, own=None).life_file(folder).parent != tmp_path
