"""The console's stage on a real simulator: a session begins, is seen, ends, is refused, and goes on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.launcher import Picture, SessionRequest
from nao_sessions.console.live_launcher import LiveLauncher
from nao_sessions.console.session.notices import NoticeLog
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.launch import Equipment, drawn_room
from nao_sessions.live.loop import Incoming
from nao_sessions.live.preflight import SOUND
from nao_sessions.live.simulator_process import SimulatorProcess
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.verify import verify
from nao_sessions.robot.address import read_address
from tests.privacy.families import adult_is_told
from tests.small_disk import fill, small_disk

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
    do: [{say: "Bonjour {participants}."}]
    buttons: [{label: "Suite", next: fin, main: true}]
    after: {wait: 600 s, next: fin}
  fin: {do: [{say: "Au revoir."}], end: completed}
"""
SPEED = 10.0


class Room:
    """A simulator, a console's stage on it, and where its sessions lie."""

    def __init__(self, folder: Path, simulator: SimulatorProcess, *, real: bool = False) -> None:
        self.simulator = simulator
        self.registry = SessionRegistry()
        self.protocol = folder / "essai.yaml"
        self.protocol.write_text(PROTOCOL, encoding="utf-8")
        self.sessions = folder / "sessions"
        config = ConsoleConfig("fr", folder, self.sessions, folder / "keep", rehearsal=not real)
        equipment = Equipment(
            address=read_address(simulator.qi_url),
            simulated=True,
            room=replace(drawn_room(simulator.cameras), simulated=not real),
        )
        self.launcher = LiveLauncher(config, self.registry, equipment, SPEED)

    def wanted(self, *participants: str, **more: object) -> SessionRequest:
        return SessionRequest(self.protocol, participants or ("P07",), **more)  # type: ignore[arg-type]

    async def said(self, running: RunningSession, sentence: str) -> None:
        await self.until(lambda: running.view.last_sentence == sentence and running.view.sentence is None)

    async def until(self, check: Callable[[], bool]) -> None:
        """Wait until something is so; it may be in a file, of which nobody tells that it has changed."""
        with self.registry.looking() as changed:
            async with asyncio.timeout(30):
                while not check():
                    changed.clear()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(changed.wait(), 0.1)


def in_room(tmp_path: Path, story: Callable[[Room], Awaitable[None]], *, real: bool = False) -> None:
    async def run() -> None:
        simulator = await SimulatorProcess.start(speed=SPEED, seed=1, language="fr", camera=True)
        room = Room(tmp_path, simulator, real=real)
        try:
            await asyncio.wait_for(story(room), 90)
        finally:
            await room.launcher.close()
            await simulator.stop()

    asyncio.run(run())


def press(running: RunningSession, name: str) -> None:
    running.session.loop.put(Incoming("professional", "command", {"name": name}))


async def as_a_crash_leaves_it(room: Room, running: RunningSession) -> Path:
    """End a session, and leave its log where it is now: its lock is free, nothing is closed."""
    folder = room.sessions / running.id
    kept = {path: path.read_bytes() for path in (folder / "events.jsonl", folder / "session.json")}
    press(running, "close")
    await running.over
    for path, content in kept.items():
        path.write_bytes(content)
    return folder


async def seen(room: Room, other_than: bytes = b"") -> Picture:
    async with asyncio.timeout(30):
        while True:
            picture = await room.launcher.picture("room")
            if picture is not None and picture.jpeg != other_than:
                return picture
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("unrecorded", [False, True])
def test_only_of_a_session_that_is_recorded_it_is_said_that_a_recording_begins(
    tmp_path: Path, unrecorded: bool
) -> None:
    """Parents may have refused it: then nobody may read on the screen that cameras begin to record."""
    said: list[str] = []

    async def story(room: Room) -> None:
        changed = room.registry.changed

        def look_on() -> None:
            if room.registry.setting_up is not None:
                said.append(room.registry.setting_up.fr)
            changed()

        room.registry.changed = look_on  # type: ignore[method-assign]
        running = await room.launcher.begin(room.wanted(unrecorded=unrecorded))
        press(running, "close")
        await running.over
        lines = read_log(room.sessions / running.id / "events.jsonl").events
        assert any(line.kind == "rolling" for line in lines) is not unrecorded

    in_room(tmp_path, story)
    told = " ".join(said).replace("sans enregistrement", "")
    assert ("enregistre" in told.lower()) is not unrecorded
    assert ("caméra" in told.lower()) is False


def test_a_session_is_looked_at_begun_seen_and_closed_and_verifies(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        lines = await room.launcher.look(room.wanted())
        assert {line.verdict for line in lines} <= {"well", "warning"}
        assert {"ground", "disk", "robot"} <= {line.key for line in lines}
        before = await seen(room)
        sound = [line for line in lines if line.key == f"{SOUND}room"]
        assert len(sound) == 1
        while not any(line.verdict == "well" for line in sound):  # its sound is on its way
            await asyncio.sleep(0.05)
            sound = [line for line in await room.launcher.look(room.wanted()) if line.key == f"{SOUND}room"]
        assert (await room.launcher.levels())["room"] is not None
        running = await room.launcher.begin(room.wanted(agreements={"P07": "yes"}))
        assert room.registry.running is running
        assert running.stop is not None
        assert (await seen(room, before.jpeg)).jpeg[:2] == b"\xff\xd8"
        await room.said(running, "Bonjour {participants}.")
        running.session.loop.put(Incoming("professional", "button", {"id": running.view.buttons[0].id}))
        assert await running.over == "completed"
        assert room.registry.running is None
        folder = SessionFolder.open(room.sessions / running.id)
        assert folder.read_manifest().state == "closed"
        assert [text.en for text in verify(folder).problems] == []
        events = read_log(folder.events).events
        (agreed,) = [dict(event.data) for event in events if event.kind == "agreement"]
        assert agreed == {"participant": "P07", "answer": "yes"}
        assert (folder.path / "room" / "room.01.mp4").stat().st_size > 0

    in_room(tmp_path, story)


def test_a_second_session_is_refused_while_one_runs(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted())
        with pytest.raises(NaoSessionsError) as refused:
            await room.launcher.begin(room.wanted())
        assert refused.value.code == "C201"
        press(running, "close")
        assert await running.over == "stopped"
        assert len(list(room.sessions.iterdir())) == 1

    in_room(tmp_path, story)


def test_what_does_not_fit_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        for wanted, code in (
            (room.wanted("P07", "P08", "P09"), "U105"),
            (room.wanted("Léa Martin"), "U104"),
            (room.wanted(language="de"), "U123"),
        ):
            with pytest.raises(NaoSessionsError) as refused:
                await room.launcher.begin(wanted)
            assert refused.value.code == code
        assert not room.sessions.exists()

    in_room(tmp_path, story)


def test_a_nao_that_is_gone_is_told_before_anything_is_made(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        room.simulator.process.send_signal(signal.SIGKILL)
        await room.simulator.process.wait()
        with pytest.raises(NaoSessionsError) as refused:
            await room.launcher.begin(room.wanted())
        assert refused.value.code == "D301"
        assert refused.value.hint is not None
        lines = await room.launcher.look(room.wanted())
        assert ("robot", "refused", "D301") in {(line.key, line.verdict, line.code) for line in lines}
        assert room.registry.running is None

    in_room(tmp_path, story)


def test_a_session_that_was_interrupted_goes_on_at_the_same_step_paused(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted())
        await room.said(running, "Bonjour {participants}.")
        folder = await as_a_crash_leaves_it(room, running)
        again = await room.launcher.go_on(folder)
        assert (again.view.step, again.view.paused_because) == ("jeu", "crash")
        press(again, "resume")
        await room.until(lambda: again.view.paused_because is None)
        press(again, "close")
        assert await again.over == "stopped"

    in_room(tmp_path, story)


def test_a_disk_that_is_full_is_told_before_a_session_goes_on_and_nothing_is_lost(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted(despite=("R130",)))
        await room.said(running, "Bonjour {participants}.")
        folder = await as_a_crash_leaves_it(room, running)
        filler = fill(room.sessions, leave_bytes=4096)
        begun = len(read_log(folder / "events.jsonl").events)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with pytest.raises(NaoSessionsError) as refused:
            await room.launcher.go_on(folder)
        assert refused.value.code == "R130"
        assert refused.value.hint is not None
        assert "Continuer" in refused.value.hint.fr
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
        assert room.registry.running is None
        filler.unlink()
        again = await room.launcher.go_on(folder, despite=("R130",))
        assert (again.view.step, again.view.paused_because) == ("jeu", "crash")
        press(again, "resume")
        await room.until(lambda: again.view.paused_because is None)
        press(again, "close")
        assert await again.over == "stopped"
        events = read_log(folder / "events.jsonl").events
        notes = [event for event in events[begun:] if event.dir == "note"]
        assert [event.data["code"] for event in notes if event.kind == "despite"] == ["R130"]
        # By how fast a film of this room fills a disk, and not a log alone: it is told at once.
        assert [event.data["state"] for event in notes if event.kind == "disk"] == ["low"]
        log = NoticeLog()
        for event in events:
            log.take(event)
        [told] = [one for one in log.standing((), events[-1].at) if one.id == "disk"]
        assert (told.severity, "le disque se remplit" in told.text.fr) == ("warning", True)

    with small_disk(tmp_path / "sessions", "48m"):
        in_room(tmp_path, story)


def test_a_clap_that_was_asked_for_is_played_before_the_first_step_and_at_the_end(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted(clap=True))
        await room.said(running, "Bonjour {participants}.")
        press(running, "close")
        assert await running.over == "stopped"
        events = read_log(room.sessions / running.id / "events.jsonl").events
        entered = next(event.seq for event in events if event.kind == "entered")
        assert claps_in(room, running) == ["start", "end"]
        assert next(event.seq for event in events if event.kind == "clap") < entered

    in_room(tmp_path, story)


@pytest.mark.parametrize(("empty", "played"), [(True, ["start", "end"]), (False, ["start"])])
def test_in_a_real_room_the_last_clap_waits_until_a_person_says_that_it_is_empty(
    tmp_path: Path, empty: bool, played: list[str]
) -> None:
    adult_is_told("camera:room", "sound:room")

    async def story(room: Room) -> None:
        wanted = room.wanted("V01", clap=True, adults=("A01",), unencrypted="disque d'essai")
        running = await room.launcher.begin(wanted)
        await room.said(running, "Bonjour {participants}.")
        assert not running.asks_empty_room()
        press(running, "close")
        await room.until(running.asks_empty_room)
        assert claps_in(room, running) == ["start"]
        running.answer_empty_room(empty)
        assert await running.over == "stopped"
        assert claps_in(room, running) == played

    in_room(tmp_path, story, real=True)


def claps_in(room: Room, running: RunningSession) -> list[object]:
    events = read_log(room.sessions / running.id / "events.jsonl").events
    return [event.data["which"] for event in events if event.kind == "clap"]
