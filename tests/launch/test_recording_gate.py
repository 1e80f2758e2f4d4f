"""No child is recorded without a ground: asked before a recorder starts, and all through the session."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest

from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.core.places import VaultPlace
from nao_sessions.launch import (
    UNFILMED,
    Callbacks,
    Equipment,
    LaunchedSession,
    NewSession,
    Resumption,
    SessionLauncher,
    SourceViews,
    plan_of,
)
from nao_sessions.launch.recording_gate import RecordingGate, without_ended
from nao_sessions.live.loop import Incoming
from nao_sessions.privacy.film_use import check_seen, check_use, film_objections
from nao_sessions.privacy.ledger.file import LEDGER_FILE, LedgerFile
from nao_sessions.privacy.ledger.rules import Presence
from nao_sessions.privacy.ledger.values import DecisionLine, Line, PersonLine, PurposeLine, WordLine
from nao_sessions.privacy.ledger.words import LOG_GOES_ON
from nao_sessions.privacy.vault import Vault
from nao_sessions.protocol import load
from nao_sessions.record.additions.afterwards import FilmKept, append_film_kept
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.log import read_log
from nao_sessions.record.signature import authenticity
from nao_sessions.record.verify import verify
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.room.room_file import RecordedSource, Room
from nao_sessions.text.messages import Text
from tests.launch.test_launch import MAKE_ROOM, PROTOCOL, WHY
from tests.privacy.families import CAMERA, LOG, SOUND, USUAL, child, said
from tests.room.cameras import camera
from tests.vaults import kill_gocryptfs, need_gocryptfs

NAMES = Pseudonyms((), {})
DEAD = RecordedSource("room", "tcp://127.0.0.1:9")
YES = ({"participant": "P07", "answer": "yes"},)
DAY = datetime.timedelta(days=1)
TODAY = datetime.datetime.now().astimezone().date()
FILM = (CAMERA, LOG)


def led(*sources: RecordedSource) -> Equipment:
    """Return a real room in which an adult leads without a robot."""
    return Equipment(None, Room(sources=sources))


def now_usual() -> tuple[Line, ...]:
    """Return the usual ledger, whatever day it is: all have agreed to be filmed until next year."""

    def today(line: Line) -> Line:
        match line:
            case DecisionLine():
                return replace(line, decided_on=TODAY - DAY, until=TODAY + 300 * DAY)
            case WordLine():
                return replace(line, given_on=TODAY - DAY, until=TODAY + 300 * DAY)
        return line

    adult = TODAY + 2000 * DAY
    return tuple(child(adult_from=adult) if line == child() else today(line) for line in USUAL)


@pytest.fixture
def ledger(tmp_path: Path) -> LedgerFile:
    """A ledger in which one child may be filmed."""
    found = LedgerFile(House(tmp_path / "house"))
    for line in now_usual():
        found.add(line)
    return found


@pytest.fixture
def wanted(tmp_path: Path) -> NewSession:
    """A session of one child that said yes, in a room with an adult who was informed."""
    path = tmp_path / "essai.yaml"
    path.write_text(PROTOCOL, encoding="utf-8")
    plan = plan_of(load(path), (), ("P07",), 1, 1.0, NAMES.hide)
    return NewSession(
        plan=plan,
        parent=tmp_path / "sessions",
        unencrypted=WHY,
        agreements=YES,
        adults=("A01",),
    )


def press_close(launched: LaunchedSession) -> None:
    launched.session.loop.put(Incoming("professional", "command", {"name": "close"}))


async def nothing(launched: LaunchedSession) -> None:
    """Leave a session alone."""


async def run(
    launcher: SessionLauncher,
    asked: NewSession | Resumption,
    during: Callable[[LaunchedSession], Awaitable[None]] = nothing,
) -> SessionFolder:
    """Run a session that is closed once ``during`` has been awaited; return its closed folder."""
    async with AsyncExitStack() as stack:
        if isinstance(asked, NewSession):
            launched = await launcher.begin(asked, stack)
        else:
            launched = await launcher.resume(asked, stack)
        running = asyncio.create_task(launched.session.run())
        doing = asyncio.ensure_future(during(launched))
        await asyncio.wait({doing, running}, return_when=asyncio.FIRST_COMPLETED)
        press_close(launched)
        await running  # what it raised is raised here
        await doing
    launched.session.close()
    return launched.session.begun.folder


def notes(folder: SessionFolder, kind: str) -> list[Mapping[str, Any]]:
    return [event.data for event in read_log(folder.events).events if event.kind == kind]


def filmed(folder: SessionFolder) -> list[str]:
    return sorted(path.name for path in folder.path.rglob("*.mp4"))


def rewritten(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"agrees"', b'"refuses"', 1))


NO_FILM: dict[str, tuple[Callable[[LedgerFile], Any], Callable[[NewSession], NewSession], list[str]]] = {
    "the child was not asked": (
        lambda ledger: None,
        lambda asked: replace(asked, agreements=()),
        ["child_no_yes"],
    ),
    "a parent's agreement has ended": (
        lambda ledger: ledger.add(said("H1", given_on=TODAY - 9 * DAY, until=TODAY - DAY)),
        lambda asked: asked,
        ["expired"],
    ),
    "nobody said which adult is there": (
        lambda ledger: None,
        lambda asked: replace(asked, adults=()),
        ["no_adult"],
    ),
    "an adult is not known": (
        lambda ledger: None,
        lambda asked: replace(asked, adults=("A01", "A02")),
        ["unknown"],
    ),
    "the ledger is for another purpose": (
        lambda ledger: None,
        lambda asked: replace(asked, purpose="research"),
        ["purpose"],
    ),
    "the notice changed": (
        lambda ledger: ledger.add(PurposeLine("support", "consent", "2027-01")),
        lambda asked: asked,
        ["notice"],
    ),
    "the ledger is damaged": (
        lambda ledger: rewritten(ledger.house.path / LEDGER_FILE),
        lambda asked: asked,
        ["unreadable"],
    ),
    "the ledger is gone": (
        lambda ledger: (ledger.house.path / LEDGER_FILE).unlink(),
        lambda asked: asked,
        ["unreadable"],
    ),
    "a text stands in the place of a ground": (
        lambda ledger: ledger.add(said("H2", "withdraws", recorders=(CAMERA,))),
        lambda asked: replace(asked, ground="both parents agreed by word", despite=("G103", "G101")),
        ["withdraws"],
    ),
    "a child said no, and takes no part: it may still be in the room": (
        lambda ledger: None,
        lambda asked: replace(asked, agreements=(*YES, {"participant": "P70", "answer": "no"})),
        ["child_no"],
    ),
    "a child did not know, and was left out": (
        lambda ledger: None,
        lambda asked: replace(asked, agreements=(*YES, {"participant": "P70", "answer": "unsure"})),
        ["child_no_yes"],
    ),
    "it is called a rehearsal": (
        lambda ledger: ledger.add(said("H2", "withdraws", recorders=(CAMERA,))),
        lambda asked: replace(asked, ground="adults", rehearsal=True),
        ["withdraws"],
    ),
}


@pytest.mark.parametrize("name", NO_FILM)
def test_a_recorder_without_a_ground_does_not_start_and_the_session_runs_all_the_same(
    name: str, ledger: LedgerFile, wanted: NewSession
) -> None:
    spoil, ask, kinds = NO_FILM[name]
    spoil(ledger)
    launcher = SessionLauncher(led(DEAD), NAMES, ledger=ledger)
    # the camera is dead: had it been started, nothing would begin
    folder = asyncio.run(run(launcher, ask(wanted)))
    manifest = folder.read_manifest()
    assert (manifest.outcome, manifest.room["cameras"], filmed(folder)) == ("stopped", [], [])
    refused = {note["recorder"]: note["why"] for note in notes(folder, "no_ground")}
    assert refused[CAMERA] == kinds
    assert "H2" not in json.dumps(notes(folder, "no_ground"))
    if not manifest.rehearsal:
        assert [text.en for text in verify(folder).problems] == []


def test_whoever_objects_to_the_log_is_not_logged(ledger: LedgerFile, wanted: NewSession) -> None:
    ledger.add(said("H2", "withdraws", recorders=(), purposes=(), act=None))
    for equipment in (led(DEAD), led(), Equipment(None, UNFILMED)):
        with pytest.raises(UsageError) as refused:
            asyncio.run(run(SessionLauncher(equipment, NAMES, ledger=ledger), wanted))
        assert refused.value.code == "G104"
        assert "without a trace" in str(refused.value.hint and refused.value.hint.en)
    assert not (wanted.parent or Path()).exists()


def test_without_a_trace_it_is_held_all_the_same_and_nothing_is_left(
    ledger: LedgerFile, wanted: NewSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_gocryptfs()
    ledger.add(said("H2", "withdraws", recorders=(), purposes=(), act=None))
    before = [line.get("kind") for line in ledger.house.lines()]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    asked = replace(wanted, traceless=True)
    launcher = SessionLauncher(led(DEAD), NAMES, ledger=ledger)
    assert [line.code for line in launcher.preflight(asked) if line.verdict != "well"] == []
    kinds: list[str] = []

    async def look(launched: LaunchedSession) -> None:
        session = launched.session
        assert (session.recorded, session.begun.folder.read_manifest().room["cameras"]) == ((), [])
        entered = asyncio.Event()
        session.loop.watch(lambda view, outputs: entered.set())
        await entered.wait()
        kinds.extend(event.kind for event in read_log(session.begun.folder.events).events)

    folder = asyncio.run(run(launcher, asked, look))
    assert {"start", "entered"} <= set(kinds)
    assert not folder.path.exists()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "sessions").exists()
    assert [line.get("kind") for line in ledger.house.lines()] == before


def test_a_session_without_a_trace_that_fails_leaves_as_little(
    ledger: LedgerFile, wanted: NewSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_gocryptfs()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()

    async def fail(launched: LaunchedSession) -> None:
        opened = launched.session.begun.folder.path.parent
        await asyncio.to_thread(kill_gocryptfs, Vault(VaultPlace(opened.with_name("sealed"), opened)))

    with pytest.raises(RecordError) as refused:
        asyncio.run(run(SessionLauncher(led(), NAMES, ledger=ledger), replace(wanted, traceless=True), fail))
    assert refused.value.code == "R112"
    assert refused.value.hint is not None
    assert "does not go on" in refused.value.hint.en
    assert list((tmp_path / "tmp").iterdir()) == []


def test_who_may_be_filmed_is_filmed_and_the_folder_says_on_what_ground(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    async def main(url: str) -> SessionFolder:
        launcher = SessionLauncher(led(RecordedSource("room", url)), NAMES, ledger=ledger)
        return await run(launcher, replace(wanted, ground="a text that counts for nothing"), rolling)

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    manifest = folder.read_manifest()
    assert (manifest.room["cameras"], filmed(folder)) == (["room"], ["room.01.mp4"])
    assert manifest.ground.text == f"ledger {ledger.read().head}"
    (present,) = notes(folder, "present")
    assert present == {"adults": ["A01"], "purpose": "support", "ledger": ledger.read().head}
    assert notes(folder, "no_ground") == []
    assert authenticity(folder.path).standing in ("authentic", "unknown")
    # to be filmed was agreed to; to use the film is another question
    events = read_log(folder.events).events
    with pytest.raises(UsageError) as refused:
        check_use(manifest, events, file=ledger)
    assert refused.value.code == "G106"
    for line in (said("H1"), said("H2")):
        ledger.add(replace(line, act="use", given_on=TODAY, until=TODAY + 9 * DAY))
    with pytest.raises(UsageError) as refused:
        check_use(manifest, events, "publication", ledger)
    assert "for this: publication." in refused.value.sentence.en
    ledger.add(replace(said("self", "informed", "A01"), act="use", given_on=TODAY, until=TODAY + 9 * DAY))
    check_use(manifest, events, file=ledger)
    assert film_objections(folder, ledger) is None
    ledger.add(said("H2", "withdraws", act="use", given_on=TODAY, until=None))
    with pytest.raises(UsageError):
        check_use(manifest, events, file=ledger)
    with pytest.raises(UsageError) as refused:
        check_seen(folder, ledger)
    assert refused.value.code == "G109"


def test_who_comes_in_is_in_the_log_and_is_asked_before_the_film_is_used(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    ledger.add(PersonLine("A02", "staff"))
    ledger.add(said("self", "informed", "A02"))
    counted = asyncio.Event()

    async def during(launched: LaunchedSession) -> None:
        await rolling(launched)
        launched.arrive("A02")
        launched.arrive("A02")
        await asyncio.to_thread(launched.gate.decide)  # type: ignore[union-attr]
        assert launched.adults() == ("A01", "A02")
        await rolling(launched)
        counted.set()

    async def main(url: str) -> SessionFolder:
        return await run(
            SessionLauncher(led(RecordedSource("room", url)), NAMES, ledger=ledger), wanted, during
        )

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    assert counted.is_set()
    assert notes(folder, "film_over") == []
    assert [one["adults"] for one in notes(folder, "present")] == [["A01"], ["A01", "A02"]]
    for line in (said("H1"), said("H2"), said("self", "informed", "A01")):
        ledger.add(replace(line, act="use", given_on=TODAY, until=TODAY + 9 * DAY))
    manifest, events = folder.read_manifest(), read_log(folder.events).events
    with pytest.raises(UsageError, match="A02"):
        check_use(manifest, events, file=ledger)
    ledger.add(replace(said("self", "informed", "A02"), act="use", given_on=TODAY, until=TODAY + 9 * DAY))
    check_use(manifest, events, file=ledger)
    data = {**notes(folder, "present")[-1], "unlisted": True}
    came = Event(events[-1].seq + 1, "note", events[-1].at, "session", "present", data)
    with pytest.raises(UsageError, match="not in the ledger"):
        check_use(manifest, [*events, came], file=ledger)


def tracks(folder: SessionFolder) -> dict[str, float]:
    """Return when the last packet of each track of the room's film is over, in seconds of its file."""
    found: dict[str, float] = {}
    with av.open(str(folder.room / "room.01.mp4")) as container:
        for packet in container.demux():
            if packet.pts is not None:
                at = float(packet.pts * packet.time_base)
                found[packet.stream.type] = max(at, found.get(packet.stream.type, 0.0))
    return found


def test_a_camera_whose_picture_alone_is_agreed_to_records_without_its_sound(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    ledger.add(said("H2", "withdraws", recorders=(SOUND,)))

    async def during(launched: LaunchedSession) -> None:
        await rolling(launched)
        await frames(launched, 5)

    async def main(url: str) -> SessionFolder:
        launcher = SessionLauncher(led(RecordedSource("room", url)), NAMES, ledger=ledger)
        return await run(launcher, wanted, during)

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    manifest = folder.read_manifest()
    assert (manifest.room["cameras"], manifest.ground.text) == (["room"], f"ledger {ledger.read().head}")
    assert notes(folder, "no_ground") == [{"recorder": SOUND, "why": ["withdraws"]}]
    assert [one["sound"] for one in notes(folder, "rolling")] == [False]
    assert list(tracks(folder)) == ["video"]
    assert sorted(path.name for path in folder.room.iterdir()) == ["room.01.mp4", "room.frames.csv"]
    # of a film that has no sound, none is asked about when it is used
    agreed = {"act": "use", "given_on": TODAY, "until": TODAY + 9 * DAY, "recorders": (CAMERA,)}
    for line in (said("H1", **agreed), said("H2", **agreed), said("self", "informed", "A01", **agreed)):
        ledger.add(line)
    check_use(manifest, read_log(folder.events).events, file=ledger)


def test_a_sound_that_is_withdrawn_in_the_session_ends_and_the_pictures_go_on(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    told = Told()

    async def during(launched: LaunchedSession) -> None:
        await rolling(launched)
        await asyncio.to_thread(ledger.add, said("H2", "withdraws", recorders=(SOUND,)))
        await told.news.wait()
        await frames(launched, launched.session.frames + 50)
        assert launched.session.unfilmed == set()

    async def main(url: str) -> SessionFolder:
        callbacks = Callbacks(tell=told)
        launcher = SessionLauncher(led(RecordedSource("room", url)), NAMES, callbacks, ledger=ledger)
        return await run(launcher, wanted, during)

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    assert notes(folder, "sound_over") == [{"name": "room", "why": "withdraws"}]
    assert (notes(folder, "film_over"), filmed(folder)) == ([], ["room.01.mp4"])
    found = tracks(folder)
    assert found["video"] - found["audio"] > 1.0
    with pytest.raises(UsageError, match="H2") as refused:
        check_use(folder.read_manifest(), read_log(folder.events).events, file=ledger)
    assert refused.value.code == "G106"


def test_a_camera_that_has_no_microphone_is_asked_about_its_pictures_alone(ledger: LedgerFile) -> None:
    gate = RecordingGate.of(
        led(replace(DEAD, sound=False)),
        Presence(("P07",), ("A01",), {"P07": "yes"}, TODAY),
        "support",
        Path(),
        ledger,
    )
    assert gate is not None
    assert gate.recorders == (CAMERA, LOG)


async def frames(launched: LaunchedSession, count: int) -> None:
    while launched.session.frames < count:  # noqa: ASYNC110  it is counted by a process
        await asyncio.sleep(0.05)


async def rolling(launched: LaunchedSession) -> None:
    recording = launched.session.recording("room")
    assert recording is not None
    while not await recording.rolling(0.2):
        pass


class Told:
    """What is told to the professional: each sentence, and that one says that a recorder was ended."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.news = asyncio.Event()

    def __call__(self, text: Text) -> None:
        self.texts.append(text)
        if "records no longer" in text.en:
            self.news.set()


CHANGES: dict[str, tuple[Callable[[LedgerFile, LaunchedSession], Any], str]] = {
    "a parent withdraws": (
        lambda ledger, _: ledger.add(said("H1", "withdraws", recorders=(CAMERA,))),
        "withdraws",
    ),
    "a child comes who is not known": (lambda _, launched: launched.gate.arrive("P12", "yes"), "unknown"),
    "a visitor comes in": (lambda _, launched: launched.arrive("A02"), "child_no_yes unknown"),
    "somebody comes in who is in no ledger": (lambda _, launched: launched.arrive(""), "unlisted"),
    "the ledger is damaged": (lambda ledger, _: rewritten(ledger.house.path / LEDGER_FILE), "unreadable"),
    "midnight makes a yes one of yesterday": (
        lambda _, launched: later(launched.gate, DAY),
        "child_no_yes",
    ),
    "the clock goes back": (lambda _, launched: later(launched.gate, -DAY), "clock"),
    "the clock goes back by an hour": (
        lambda _, launched: later(launched.gate, datetime.timedelta(hours=-1)),
        "clock",
    ),
}


def later(gate: RecordingGate, by: datetime.timedelta) -> None:
    """Put the computer's clock ahead, or back."""
    before = gate.now
    gate.now = lambda: before() + by


@pytest.mark.parametrize("name", CHANGES)
def test_a_recording_ends_when_its_ground_does_and_the_session_goes_on(
    name: str, ledger: LedgerFile, wanted: NewSession
) -> None:
    change, why = CHANGES[name]
    told = Told()

    async def during(launched: LaunchedSession) -> None:
        await rolling(launched)
        change(ledger, launched)
        await told.news.wait()
        assert launched.session.loop.journal.state.step == "jeu"

    async def main(url: str) -> SessionFolder:
        launcher = SessionLauncher(
            led(RecordedSource("room", url)), NAMES, Callbacks(tell=told), ledger=ledger
        )
        return await run(launcher, wanted, during)

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    assert notes(folder, "film_over") == [{"name": "room", "why": why}]
    assert any(text.fr.startswith("camera:room n'enregistre plus.") for text in told.texts)
    assert folder.read_manifest().outcome == "stopped"
    # and what was filmed before is shown to nobody until somebody writes why it is kept
    with pytest.raises(NaoSessionsError) as closed:
        check_seen(folder, ledger)
    append_film_kept(folder.path, FilmKept("A01", "agreed with the family", "2026-12-05T10:00:00Z"))
    match why:
        case "unreadable":
            assert closed.value.code in ("G120", "G121")
        case "withdraws":
            assert film_objections(folder, ledger) is not None
        case _:
            assert (closed.value.code, film_objections(folder, ledger)) == ("G109", None)


@pytest.mark.parametrize("recorders", [(), (LOG,)], ids=["of all", "of the log alone"])
def test_who_objects_to_the_log_of_a_session_under_way_is_told_and_noted(
    recorders: tuple[str, ...], ledger: LedgerFile, wanted: NewSession
) -> None:
    """And it goes on: the log is what stops it well, and what can be erased afterwards."""
    told = Told()

    async def during(launched: LaunchedSession) -> None:
        ledger.add(said("H1", "withdraws", recorders=recorders, purposes=(), act=None))
        while LOG_GOES_ON not in told.texts:  # noqa: ASYNC110  it is asked every second
            await asyncio.sleep(0.05)
        assert launched.session.loop.journal.state.step == "jeu"

    launcher = SessionLauncher(led(), NAMES, Callbacks(tell=told), ledger=ledger)
    folder = asyncio.run(run(launcher, wanted, during))
    assert notes(folder, "log_objected") == [{"why": "withdraws"}]
    assert told.texts.count(LOG_GOES_ON) == 1
    assert folder.read_manifest().outcome == "stopped"


def test_a_session_that_goes_on_is_asked_anew(ledger: LedgerFile, wanted: NewSession) -> None:
    async def main(url: str) -> SessionFolder:
        launcher = SessionLauncher(led(RecordedSource("room", url)), NAMES, ledger=ledger)
        async with AsyncExitStack() as stack:
            launched = await launcher.begin(wanted, stack)
            running = asyncio.create_task(launched.session.run())
            await rolling(launched)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        launched.session.begun.log.close()  # as a process that died leaves it
        ledger.add(said("H1", "withdraws", recorders=(CAMERA,)))
        asked = Resumption(folder=launched.session.begun.folder.path, make_room=MAKE_ROOM)
        return await run(launcher, asked)

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    assert filmed(folder) == ["room.01.mp4"]  # and no second one
    (refused,) = notes(folder, "no_ground")
    assert refused == {"recorder": CAMERA, "why": ["withdraws"]}


def test_what_was_said_on_the_day_of_its_beginning_does_not_film_a_session_that_goes_on_later(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    launcher = SessionLauncher(led(DEAD), NAMES, ledger=ledger)
    folder = asyncio.run(run(launcher, replace(wanted, agreements=())))
    manifest, events = folder.read_manifest(), read_log(folder.events).events
    said_yes = [event._replace(kind="agreement", source="console", data=YES[0]) for event in events[:1]]
    gate = RecordingGate.again(led(DEAD), manifest, (*events, *said_yes), folder.path, ledger)
    assert gate is not None
    assert gate.decide()[CAMERA].allowed
    later(gate, DAY)
    assert not gate.decide()[CAMERA].allowed


@pytest.mark.parametrize(
    ("equipment", "participants"),
    [
        (Equipment(None, Room()), ("V01",)),
        (Equipment(None, Room(sources=(DEAD,), simulated=True), simulated=True), ("P07",)),
    ],
)
def test_where_nothing_of_a_person_is_recorded_no_ledger_is_asked(
    equipment: Equipment, participants: tuple[str, ...]
) -> None:
    assert RecordingGate.of(equipment, Presence(participants), "support", Path()) is None


@pytest.mark.parametrize("participants", [(), ("V01", "V02")])
def test_adults_among_themselves_are_each_named_and_asked(
    ledger: LedgerFile, participants: tuple[str, ...]
) -> None:
    def allowed(*adults: str) -> bool:
        gate = RecordingGate.of(led(DEAD), Presence(participants, adults), "support", Path(), ledger)
        assert gate is not None
        found = gate.decide()
        assert LOG not in found  # that of adults asks for no ground
        return found[CAMERA].allowed

    assert (allowed(), allowed("A01"), allowed("A01", "A02")) == (False, True, False)
    ledger.add(said("self", "refuses", "A01", given_on=TODAY))
    assert not allowed("A01")


def test_what_was_ended_is_not_taken_up_again_by_a_session_that_goes_on() -> None:
    other = replace(DEAD, name="door")
    has = led(replace(DEAD, sound=True), other)

    def over(kind: str, **data: str) -> Event:
        return Event(seq=1, dir="note", at=1, t=1, source="session", kind=kind, data=data)

    after = without_ended(has, [over("sound_over", name="room", why="withdraws")])
    assert [(one.name, one.sound) for one in after.room.sources] == [("room", False), ("door", other.sound)]
    after = without_ended(has, [over("film_over", name="room", why="withdraws")])
    assert [one.name for one in after.room.sources] == ["door"]
    assert without_ended(has, []) is has


@pytest.mark.parametrize("children", [(), ("V01",)])
def test_a_child_who_is_named_among_the_adults_is_a_child(
    children: tuple[str, ...], ledger: LedgerFile
) -> None:
    gate = RecordingGate.of(led(DEAD), Presence(children, ("A01", "P07")), "support", Path(), ledger)
    assert gate is not None
    assert (gate.presence.children, gate.presence.adults) == (("P07",), ("A01",))
    found = gate.decide()
    assert LOG in found  # and with it the question of the disk
    assert {reason.kind for reason in found[CAMERA].reasons} == {"child_no_yes"}


def test_one_child_among_parts_that_adults_play_is_asked_of_the_ledger(ledger: LedgerFile) -> None:
    gate = RecordingGate.of(
        led(DEAD), Presence(("V01", "P07"), ("A01",), {"P07": "yes"}, TODAY), "support", Path(), ledger
    )
    assert gate is not None
    assert gate.presence.children == ("P07",)
    assert gate.decide()[CAMERA].allowed


def test_a_child_who_has_the_code_of_a_part_in_an_older_ledger_is_a_child(
    ledger: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(PersonLine, "check_new", lambda line: None)
        ledger.add(child("V02"))
    gate = RecordingGate.of(led(DEAD), Presence(("V01", "V02"), ("A01",)), "support", Path(), ledger)
    assert gate is not None
    assert gate.presence.children == ("V02",)
    assert not gate.decide()[CAMERA].allowed


def test_whatever_breaks_while_the_ledger_is_asked_is_no_yes(
    ledger: LedgerFile, wanted: NewSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told()

    async def during(launched: LaunchedSession) -> None:
        await rolling(launched)
        monkeypatch.setattr(LedgerFile, "stamp", lambda self: 1 / 0)
        await told.news.wait()

    async def main(url: str) -> SessionFolder:
        callbacks = Callbacks(tell=told)
        launcher = SessionLauncher(led(RecordedSource("room", url)), NAMES, callbacks, ledger=ledger)
        return await run(launcher, wanted, during)

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    assert notes(folder, "film_over") == [{"name": "room", "why": "unreadable"}]


def test_before_a_session_no_camera_shows_the_room_to_which_somebody_objects(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    face = RecordedSource("face", "tcp://127.0.0.1:9")
    launcher = SessionLauncher(led(DEAD, face), NAMES, ledger=ledger)
    # nobody has agreed to the second camera: that is no objection to look through it, once asked for
    assert launcher.objected(wanted) == frozenset()
    ledger.add(said("H2", "withdraws", recorders=(CAMERA,)))
    assert launcher.objected(wanted) == {"room"}
    no = replace(wanted, agreements=({"participant": "P07", "answer": "no"},))
    assert launcher.objected(no) == {"room", "face"}
    rewritten(ledger.house.path / LEDGER_FILE)
    assert launcher.objected(wanted) == {"room", "face"}


def test_in_a_session_a_camera_that_is_not_recorded_shows_nothing(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    ledger.add(said("H2", "withdraws", recorders=(CAMERA,)))
    seen: list[object] = []

    async def main(url: str) -> SessionFolder:
        source = RecordedSource("room", url)
        running: list[LaunchedSession] = []
        views = SourceViews([source], lambda: running[0].session if running else None)

        async def during(launched: LaunchedSession) -> None:
            running.append(launched)
            seen.append(await views.picture("room"))

        try:
            while await views.picture("room") is None:  # noqa: ASYNC110  a process takes it
                await asyncio.sleep(0.1)
            return await run(SessionLauncher(led(source), NAMES, ledger=ledger), wanted, during)
        finally:
            await views.release()

    with camera() as addresses:
        folder = asyncio.run(main(addresses.tcp))
    assert (filmed(folder), seen) == ([], [None])


def test_the_preflight_says_in_a_sentence_what_is_not_recorded_and_why(
    ledger: LedgerFile, wanted: NewSession
) -> None:
    launcher = SessionLauncher(led(DEAD), NAMES, ledger=ledger)
    (well,) = [line for line in launcher.preflight(wanted) if line.key == "ground"]
    both = "Recorded by camera room and sound of camera room: all who are there may be."
    assert (well.verdict, well.sentence.en) == ("well", both)
    ledger.add(said("H2", "refuses", recorders=("camera:door",), given_on=TODAY))
    two = SessionLauncher(led(DEAD, replace(DEAD, name="door")), NAMES, ledger=ledger)
    (line,) = [line for line in two.preflight(wanted) if line.key == "ground"]
    told = line.sentence.fr.replace("\u00a0", " ")
    assert told.startswith("N'enregistrent pas : la caméra door. ")
    assert told.endswith(" Enregistrent : la caméra room et le son de la caméra room.")
    asked = replace(wanted, agreements=())
    (line,) = [line for line in launcher.preflight(asked) if line.key == "ground"]
    assert (line.verdict, line.code) == ("warning", "G103")
    assert line.sentence.fr == "N'enregistrent pas\u00a0: la caméra room. P07 n'a pas dit oui aujourd'hui."
