"""A whole session on a fake robot, in a twentieth of its time; interrupted anywhere and gone on with."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from nao_sessions.cli.info import lines
from nao_sessions.core.clock import SECOND_NS, Reading, SessionClock
from nao_sessions.core.errors import FolderInUse, RecordError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.engine.values import Action, View
from nao_sessions.launch.people_at_simulator import PeopleAtSimulator
from nao_sessions.live.loop import Incoming, watch_clocks
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import SessionParameters, StartedSession, begin_again, begin_new
from nao_sessions.protocol.trials import Sense
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import Grounds
from nao_sessions.record.results.interruptions import read_interruptions
from nao_sessions.record.results.summary import summarise
from nao_sessions.record.verify import verify
from nao_sessions.rehearsal.people.people import ScriptAlone, ScriptedChild
from nao_sessions.robot.fake import FakeRobot, LoopSchedule
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from tests.course import protocol_of

SPEED = 20.0
GAME = """
commands:
  finish: {next: fin}
data: {n: 0}
start: jeu
steps:
  jeu:
    do:
      - set: {n: = data.n + 1}
      - say: "Bonjour {participant} ! Touche ma tête."
        gesture: hello
    buttons: [{label: "Suite", next: mot, main: true}]
    when: [{touch: head, next: mot}]
    after: {wait: 10 s, next: mot}
  mot:
    do: [{say: "Dis oui."}]
    buttons: [{label: "Suite", next: fin, main: true}]
    when: [{word: oui, next: fin}]
    after: {wait: 10 s, next: fin}
  fin:
    do: [{say: "Au revoir !"}]
    end: completed
"""


HAND = """
commands:
  finish: {next: fin}
start: jeu
steps:
  jeu:
    do: [{say: "Touche ma main.", gesture: hello}]
    buttons: [{label: "Suite", next: fin, main: true}]
    when: [{touch: hand, next: main}]
    after: {wait: 2 s, next: fin}
  main:
    do: [{say: "Merci, je sens ta main !"}]
    buttons: [{label: "Suite", next: fin, main: true}]
    after: {wait: 1 s, next: fin}
  fin:
    do: [{say: "Au revoir !"}]
    end: completed
"""


def given(game: str = GAME, speed: float = SPEED) -> SessionParameters:
    protocol = protocol_of(game)
    return SessionParameters(
        protocol=protocol,
        settings={},
        participants=("P07",),
        language="fr",
        seed=1,
        speed=speed,
        grounds=Grounds(text="simulation"),
        rehearsal=True,
        robot={"simulator": True},
        cameras=(),
    )


def begin(parent: Path, game: str = GAME, speed: float = SPEED) -> StartedSession:
    plan = given(game, speed)
    files = {source.name: source.content for source in plan.protocol.sources}
    return begin_new(plan, SessionFolder.create(parent, "essai", files))


def robot() -> FakeRobot:
    return FakeRobot(LoopSchedule(SPEED), names=Pseudonyms(("P07",), {"P07": "Léa"}))


class FakeHand:
    """A child's hand on the fake robot."""

    def __init__(self, fake: FakeRobot) -> None:
        self._fake = fake

    def touch(self, part: str) -> None:
        self._fake.tap(part)

    def speak(self, word: str) -> None:
        self._fake.hear(word)

    def show(self, card: str | None) -> None:
        self._fake.senses.show_card(card)

    def sense(self, sense: Sense, there: bool) -> None:
        {"gaze": self._fake.senses.look, "face": self._fake.senses.face}[sense](there)

    def murmur(self, seconds: float) -> None:
        self._fake.senses.speak(True)

    def rest(self) -> None:
        """A fake has no picture to rest in."""


async def play(begun: StartedSession, fake: FakeRobot, *manners: str) -> str:
    session = LiveSession(begun, fake, [], HaltLatch.create())
    script = ScriptAlone(ScriptedChild(manners, seed=1))  # type: ignore[arg-type]  # words that the test writes
    session.loop.watch(PeopleAtSimulator(script, begun, FakeHand(fake), session.loop.put).watch)
    outcome = await asyncio.wait_for(session.run(), 30)
    await fake.close()
    session.close()
    return outcome


def test_a_whole_session_ends_and_verifies_and_its_log_holds_no_name(tmp_path: Path) -> None:
    begun, fake = begin(tmp_path), None

    async def main() -> tuple[str, FakeRobot]:
        fake = robot()
        return await play(begun, fake, "touch", "word"), fake

    outcome, fake = asyncio.run(main())
    assert outcome == "completed"
    assert fake.spoken[0] == "Bonjour Léa ! Touche ma tête."
    found = verify(begun.folder)
    assert ([text.en for text in found.problems], found.reexecuted) == ([], True)
    written = b"".join(path.read_bytes() for path in begun.folder.path.rglob("*") if path.is_file())
    assert "Léa".encode() not in written
    events = read_log(begun.folder.events).events
    taken = [e.data["sense"] for e in events if e.kind == "response" and e.data["why"] == "taken"]
    assert taken == ["touch", "word"]


def test_a_hand_that_is_felt_in_mid_wave_is_no_response_and_is_noted(tmp_path: Path) -> None:
    begun = begin(tmp_path, HAND)

    async def main() -> FakeRobot:
        def touch(action: Action) -> None:
            if action.verb == "gesture":
                fake.tap("hand.left")

        fake = FakeRobot(LoopSchedule(SPEED), on_begun=touch)
        assert await play(begun, fake, "silent") == "completed"
        return fake

    assert asyncio.run(main()).spoken == ["Touche ma main.", "Au revoir !"]
    events = read_log(begun.folder.events).events
    assert [event for event in events if event.kind == "touch"] == []
    noted = [(event.dir, event.source, event.data) for event in events if event.kind == "uncounted_touch"]
    assert noted == [
        ("note", "robot", {"part": "hand.left", "sensor": sensor, "why": "arm_moves"})
        for sensor in ("back", "left")
    ]


def test_a_silent_child_is_waited_for_and_the_session_goes_on_by_itself(tmp_path: Path) -> None:
    begun = begin(tmp_path)

    async def main() -> str:
        return await play(begun, robot(), "silent")

    assert asyncio.run(main()) == "completed"
    timers = [e for e in read_log(begun.folder.events).events if e.kind == "timer"]
    assert len(timers) == 2


async def interrupt(begun: StartedSession, fake: FakeRobot, when: int) -> None:
    """Run a session until it has written some lines, then let go of it as a crash would."""
    session = LiveSession(begun, fake, [], HaltLatch.create())
    reached = asyncio.Event()

    def count(view: View, outputs: tuple[Event, ...]) -> None:
        if view.outcome or len(read_log(begun.folder.events).events) >= when:
            reached.set()

    session.loop.watch(count)
    running = asyncio.create_task(session.run())
    await asyncio.wait_for(reached.wait(), 30)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    begun.log.close()


@pytest.mark.parametrize("when", [2, 5, 8, 12, 16])
def test_an_interrupted_session_offers_the_same_step_and_then_verifies(tmp_path: Path, when: int) -> None:
    begun = begin(tmp_path)
    steps: list[tuple[str, str]] = []

    async def main() -> str:
        await interrupt(begun, robot(), when)
        before = begun.journal.state.step
        again = begin_again(begun.folder)
        fake = robot()
        session = LiveSession(again, fake, [], HaltLatch.create())

        def go_on(view: View, outputs: tuple[Event, ...]) -> None:
            if view.paused_because == "crash":
                steps.append((before, view.step))
                session.loop.put(Incoming("professional", "command", {"name": "resume"}))

        session.loop.watch(go_on)
        outcome = await asyncio.wait_for(session.run(), 30)
        await fake.close()
        session.close()
        return outcome

    assert asyncio.run(main()) == "completed"
    assert [before for before, _ in steps] == [after for _, after in steps]
    found = verify(begun.folder)
    assert ([text.en for text in found.problems], found.reexecuted) == ([], True)
    sets = [e.data["value"] for e in read_log(begun.folder.events).events if e.kind == "set"]
    assert sets == [1]


def test_a_crash_is_never_taken_for_a_childs_silence(tmp_path: Path) -> None:
    begun = begin(tmp_path)
    kinds: list[str] = []
    died_ns: list[int] = []

    async def main() -> None:
        await interrupt(begun, robot(), 11)
        assert begun.journal.state.waiting_since is not None
        died_ns.append(read_log(begun.folder.events).events[-1].at + SECOND_NS)
        halted = {"event": "halted", "at": died_ns[0], "why": "session died"}
        begun.folder.halts.write_text(f'{json.dumps(halted)}\n{{"event": "qui', "utf-8")
        manifest = begun.folder.read_manifest()
        manifest.clock.origin_ns -= 3_600_000_000_000  # an hour goes by before anybody takes it up again
        manifest.write(begun.folder.manifest)
        again = begin_again(begun.folder)
        before = len(read_log(again.folder.events).events)
        session = LiveSession(again, robot(), [], HaltLatch.create())
        paused = asyncio.Event()
        session.loop.watch(lambda view, _: paused.set() if view.paused_because == "crash" else None)
        running = asyncio.create_task(session.run())
        await asyncio.wait_for(paused.wait(), 10)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        again.log.close()
        kinds.extend(e.kind for e in read_log(again.folder.events).events[before:] if e.dir == "in")

    asyncio.run(main())
    assert kinds[0] == "resumed"
    assert "timer" not in kinds
    (crash,) = read_interruptions(read_log(begun.folder.events).events)
    assert (crash.why, crash.start_ns) == ("crash", died_ns[0])
    assert crash.stop_ns - crash.start_ns > 3_500 * SECOND_NS


def test_a_log_that_cannot_be_written_halts_nao_and_is_told_and_can_be_gone_on_with(tmp_path: Path) -> None:
    begun = begin(tmp_path)

    async def main() -> FakeRobot:
        fake = robot()
        session = LiveSession(begun, fake, [], HaltLatch.create())

        def fill(view: View, outputs: tuple[Event, ...]) -> None:
            begun.log._failure = OSError(28, "No space left on device")

        session.loop.watch(fill)
        with pytest.raises(RecordError) as refused:
            await asyncio.wait_for(session.run(), 30)
        assert refused.value.code == "R112"
        return fake

    fake = asyncio.run(main())
    assert fake.spoken == ["Bonjour Léa ! Touche ma tête."]
    begun.log.close()
    assert verify(begun.folder).sound
    begin_again(begun.folder).log.close()


def test_a_session_that_runs_or_has_ended_is_not_taken_up(tmp_path: Path) -> None:
    begun = begin(tmp_path)
    with pytest.raises(FolderInUse):
        begin_again(begun.folder)

    async def main() -> str:
        return await play(begun, robot(), "silent")

    asyncio.run(main())
    with pytest.raises(UsageError):
        begin_again(begun.folder)


def test_a_sleep_of_the_computer_is_told_and_pauses(tmp_path: Path) -> None:
    begun = begin(tmp_path)
    first = Reading.take()
    asleep_ns = 700 * 1_000_000_000
    later = Reading(
        first.monotonic_ns + 1_000_000_000,
        first.boottime_ns + 1_000_000_000 + asleep_ns,
        first.realtime_ns + 1_000_000_000 + asleep_ns,
        first.boot_id,
    )
    readings = [first, later]

    async def main() -> None:
        fake = robot()
        session = LiveSession(begun, fake, [], HaltLatch.create())
        paused = asyncio.Event()
        session.loop.watch(lambda view, _: paused.set() if view.paused_because == "slept" else None)
        running = asyncio.create_task(session.run())
        watching = asyncio.create_task(
            watch_clocks(
                begun.folder,
                SessionClock(begun.clock.origin_ns, SPEED),
                session.loop,
                lambda: readings.pop(0) if readings else later,
            )
        )
        await asyncio.wait_for(paused.wait(), 10)
        for task in (running, watching):
            task.cancel()
        await asyncio.gather(running, watching, return_exceptions=True)

    asyncio.run(main())
    begun.log.close()
    slept = [e for e in read_log(begun.folder.events).events if e.kind == "slept"]
    assert [event.data["seconds"] for event in slept] == [700.0]


def test_a_nao_that_cannot_speak_pauses_once_and_its_folder_says_what_was_not_said(tmp_path: Path) -> None:
    begun, fake = begin(tmp_path), robot()
    for _ in range(8):
        fake.fail_next("say", "no such language")
    pauses: list[str] = []

    async def lead() -> str:
        session = LiveSession(begun, fake, (), HaltLatch.create())

        def go_on(view: View, outputs: tuple[Event, ...]) -> None:
            for output in outputs:
                if output.kind == "paused":
                    pauses.append(output.data["why"])
                    session.loop.put(Incoming("professional", "command", {"name": "resume"}))

        session.loop.watch(go_on)
        try:
            return await session.run()
        finally:
            session.close()

    assert asyncio.run(lead()) == "completed"
    assert (pauses, fake.spoken) == (["speech_failed"], [])
    summary = summarise(read_log(begun.folder.events).events)
    assert (summary.sentences, dict(summary.failed)) == (0, {"say": 4})
    assert "sentences that Nao could not say: 4" in lines(begun.folder.read_manifest(), summary, {}, "en")
    found = verify(begun.folder)
    assert (found.sound, found.reexecuted) == (True, True)
