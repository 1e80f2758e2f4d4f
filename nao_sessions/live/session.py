"""The life of a session: recorders roll, the first step is entered, the loop runs, everything is closed.

It knows ports alone; which robot and which cameras stand behind them is chosen in `launch`.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
from collections.abc import Callable, Sequence
from typing import Any

from nao_sessions.core.errors import DeviceUnavailable, ForeignFileRefused, RecordError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.engine.values import Action, View
from nao_sessions.live.clap import Claps, play
from nao_sessions.live.disk import LOG_BYTES_S, DiskNews, watch_disk
from nao_sessions.live.loop import Incoming, SessionLoop, watch_clocks
from nao_sessions.live.start import StartedSession
from nao_sessions.live.telemetry import keep_telemetry
from nao_sessions.record.child_levels import keep_levels
from nao_sessions.record.film import FILM_OVER, LOG_OBJECTED, SOUND_OVER
from nao_sessions.record.folder import SessionFolder, not_closed
from nao_sessions.record.house import House
from nao_sessions.record.log import LogWriter, read_log
from nao_sessions.record.recover import close
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.port import Robot, Sampled
from nao_sessions.room.capture.film_latch import BEAT_S, FilmLatch
from nao_sessions.room.capture.hold import end_orphans, wait_until_free
from nao_sessions.room.capture.order import Order
from nao_sessions.room.capture.recording import Recording
from nao_sessions.room.capture.writer import NO_SPACE
from nao_sessions.room.cards.camera import CardCamera
from nao_sessions.room.room_file import RecordedSource
from nao_sessions.room.sync.clap.pattern import Which
from nao_sessions.room.sync.measuring import measure
from nao_sessions.room.sync.renewal import measure_apart, measure_latencies_apart
from nao_sessions.room.voice.latencies import measure_latencies
from nao_sessions.text.messages import Text, msg

# The cards that the room's cameras see, as inputs of the session: looked for only while the engine asks.

Note = Callable[[str, str, dict[str, Any]], None]


class RoomCards:
    """The cameras' search for cards: a watcher of the session's loop that runs it while the engine asks."""

    def __init__(
        self,
        cameras: Sequence[RecordedSource],
        put: Callable[[Incoming], None],
        note: Note,
        speed: float = 1.0,
    ) -> None:
        """Prepare the search for cards.

        Args:
            cameras: those that are to look for cards.
            put: takes each card as an input, with source ``camera:NAME``.
            note: takes what becomes of a camera, for the log.
            speed: session seconds a real second.
        """
        self._put, self._note = put, note
        self._cameras = [
            CardCamera(camera.name, camera.url, self._hear, speed, camera.login) for camera in cameras
        ]

    def watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        """Start or stop looking for cards, as the outputs of an input say."""
        for output in outputs:
            if output.kind == "do" and output.data.get("verb") == "watch":
                looks = "card" in (output.data.get("senses") or ())
                for camera in self._cameras:
                    camera.look(looks)

    async def close(self) -> None:
        """Stop looking for cards."""
        await asyncio.gather(*(camera.stop() for camera in self._cameras))

    def _hear(self, name: str, event: dict[str, Any]) -> None:
        kind = str(event.get("event"))
        if kind == "card":
            data = {"card": str(event["card"])}
            self._put(Incoming(f"camera:{name}", "card", data, int(event["monotonic_ns"])))
        else:
            facts = {key: value for key, value in event.items() if key != "event"}
            self._note(f"camera:{name}", f"cards_{kind}", facts)


ROLLING_WITHIN_S = 10.0
HEAD_EVERY_S = 10.0
"""How long the first step waits for every recorder's first key frame (design, section 5)."""


class LiveSession:
    """One session on one robot, with its recorders.

    ``card_cameras`` look for cards while the engine asks; ``claps`` are played before the first step and
    after the last one; the body of ``sampled`` is kept as telemetry. ``bytes_s`` is how fast the disk is
    expected to fill; ``tell`` shows the professional a sentence about the computer, such as a full disk.
    ``film`` is the latch by which guard and session end the film, with a place for each order; None: there is
    no guard. ``kept``: False where the session leaves no trace: its folder goes with its end, the house's
    journal knows nothing of it.
    """

    def __init__(
        self,
        begun: StartedSession,
        robot: Robot,
        orders: Sequence[Order],
        latch: HaltLatch,
        card_cameras: Sequence[RecordedSource] = (),
        claps: Claps | None = None,
        sampled: Sampled | None = None,
        *,
        bytes_s: float = LOG_BYTES_S,
        tell: Callable[[Text], None] = lambda told: None,
        film: FilmLatch | None = None,
        kept: bool = True,
    ) -> None:
        self.begun, self.kept = begun, kept
        self.loop = SessionLoop(begun.journal, begun.clock, robot, latch)
        self.recorder_facts: dict[str, dict[str, Any]] = {}
        self._robot = robot
        self._claps, self._sampled = claps, sampled
        self._bytes_s = bytes_s
        self._tell = tell
        self._told_full = False
        self._cards = RoomCards(card_cameras, self.loop.put, self.loop.note, begun.clock.speed)
        self.loop.watch(self._cards.watch)
        film = film or FilmLatch.create([order.name for order in orders])
        self._film = film
        self._film_ending: list[asyncio.Task[None]] = []
        self.film_over_ns: int | None = None
        """When the film of all was ended for good, in session ns; None where it was not."""
        self._films_no_more = False
        """Whether the session has ended, and its recorders with it."""
        self.unfilmed: set[str] = set()
        """The names of those whose film was ended for good."""
        self._recordings = [(order.name, Recording(order, self._heard, film)) for order in orders]
        self._microphones = {order.name for order in orders if order.sound_only}

    @property
    def recorded(self) -> tuple[str, ...]:
        """Return the names of the cameras and microphones that this session records."""
        return tuple(name for name, _ in self._recordings)

    @property
    def frames(self) -> int:
        """Return the number of frames that the recorders have reported."""
        return sum(int(facts.get("frames", 0)) for facts in self.recorder_facts.values())

    def recording(self, name: str) -> Recording | None:
        """Return the recording of a source; None where no source of this name is recorded."""
        return dict(self._recordings).get(name)

    def end_film(self, by: str, press: str = "") -> None:
        """End the film of all cameras and microphones for good; the session goes on without it.

        Return at once: nothing is written from now on, and a recorder that does not answer is killed. Again,
        it does nothing.

        Args:
            by: who ended it, the source of the line in the log.
            press: a page's own name for the press.
        """
        if self.film_over_ns is not None or not self._recordings or self._films_no_more:
            return
        self.film_over_ns = self.begun.clock.at_ns(self._film.end())
        self.unfilmed.update(self.recorded)
        self.loop.note(by, FILM_OVER, {"press": press} if press else {}, self.film_over_ns)
        self._see_to_the_end_of(*(recording for _, recording in self._recordings))

    def end_recording(self, name: str, why: str) -> None:
        """End the film of one camera or microphone for good, and say why in the log; return at once.

        Raises:
            ValueError: nothing of this name is recorded.
        """
        if self._films_no_more:
            return
        at_ns = self.begun.clock.at_ns(self._film.end(name))
        self.unfilmed.add(name)
        self.loop.note("session", FILM_OVER, {"name": name, "why": why}, at_ns)
        self._see_to_the_end_of(dict(self._recordings)[name])

    def end_sound(self, name: str, why: str) -> None:
        """End the sound of one camera for good, and say why in the log; its pictures are recorded on.

        Raises:
            ValueError: nothing of this name is recorded.
        """
        if self._films_no_more:
            return
        self._film.mute(name)
        self.loop.note("session", SOUND_OVER, {"name": name, "why": why})

    def note_log_objection(self, why: str) -> None:
        """Say in the log that somebody no longer agrees to it: it is written to the session's end."""
        self.loop.note("session", LOG_OBJECTED, {"why": why})

    def is_mute(self, name: str) -> bool:
        """Return whether a camera is recorded without its sound. Raises: ValueError, as :meth:`end_sound`."""
        return self._film.is_mute(self._film.names.index(name))

    def _see_to_the_end_of(self, *recordings: Recording) -> None:
        self._film_ending += [asyncio.create_task(recording.end_film()) for recording in recordings]

    async def _show_life(self) -> None:
        """Show the recorders that the session can end the film, until cancelled; see that the guard did."""
        while True:
            self._film.session_lives()
            if self._film.over_ns is not None:
                self.end_film("guard")
            await asyncio.sleep(BEAT_S)

    async def run(self) -> str:
        """Run the session to its end, stop its recorders, and return the outcome; then :meth:`close` it."""
        if self.begun.resumed:
            try:
                self.begun.reopen()
                self.loop.take_up(Incoming("session", "resumed", {"last_ns": self.begun.last_ns}))
            except OSError as error:
                raise not_written(error) from error
        folder, clock = self.begun.folder, self.begun.clock
        disk = asyncio.create_task(watch_disk(folder.path, self.begun.log, self._bytes_s, self._disk_news))
        beside = [asyncio.create_task(watch_clocks(folder, clock, self.loop)), disk]
        beside.append(asyncio.create_task(self._show_life()))
        if self.kept:
            beside.append(asyncio.create_task(keep_heads(folder, self.begun.log)))
        if self._sampled is not None:
            keeps = keep_telemetry(self._sampled, folder.telemetry_raw, clock, self.loop.note)
            beside.append(asyncio.create_task(keeps))
        try:
            await self._note_robot()
            await self._roll()
            if self.begun.resumed:
                await self._hear_again()
            else:
                await self._clap("start")
            self._enter()
            try:
                outcome = await self._run_while(disk)
            except OSError as error:
                await self._robot.halt()
                raise self._not_written(error) from error
            await self._clap("end")
            return outcome
        finally:
            gc.unfreeze()  # another session may follow in this process, and this one has to go
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await asyncio.gather(
                self._cards.close(),
                *self._film_ending,
                *(recording.stop() for _, recording in self._recordings),
            )
            self._films_no_more = True

    def _not_written(self, error: OSError) -> RecordError:
        if self.kept:
            return not_written(error)
        why = error.strerror or type(error).__name__
        return RecordError(_TRACELESS_LOST.format(why=why), _TRACELESS_OVER, code="R112")

    async def _run_while(self, disk: asyncio.Task[None]) -> str:
        """Run the loop and return the outcome. Raises: OSError, the log cannot be written or is gone."""
        running = asyncio.create_task(self.loop.run())
        try:
            await asyncio.wait({running, disk}, return_when=asyncio.FIRST_COMPLETED)
            return running.result() if running.done() else str(disk.result())
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    def _disk_news(self, news: DiskNews) -> None:
        self.loop.note("recorder", "disk", news.note())
        self._tell_disk(news)

    def _tell_disk(self, news: DiskNews) -> None:
        """Tell the professional about the disk; a full disk only once, though two watchers report it."""
        if self._told_full and news.state in ("full", "low"):
            return
        self._tell(news.sentence())
        if news.state in ("full", "well_again"):
            self._told_full = news.state == "full"

    async def _clap(self, which: Which) -> None:
        """Play a clap, where one is wanted and a recorder would see or hear it, and the room is empty."""
        recorded = bool(self._recordings) and self.film_over_ns is None
        if self._claps is not None and recorded and await self._claps.room_is_empty(which):
            await play(self._robot, which, self._claps, self.begun.clock, self.loop.note)

    def close(self) -> None:
        """Close the folder: write ``sync.json``, the state and the checksums, then the latencies.

        Of a session without a trace nothing is closed: its folder is gone, and its log was closed before.

        The recordings are decoded here, without a confined child, where this very process had them made: our
        recorders wrote them into a folder that did not exist before. A folder that was resumed may be
        anybody's.

        Raises:
            RecordError: something cannot be written: the log is whole, and ``recover`` closes the folder.
        """
        folder, journal = self.begun.folder, self.begun.journal
        if not self.kept:
            return
        if self.begun.resumed:  # a recorder of the session that died may still be writing
            with end_orphans(folder.room):
                wait_until_free(folder.room)
        try:
            folder.give_reserve_back(guard_ended=True)
            with contextlib.suppress(ForeignFileRefused):  # `sync` and `verify` tell of it
                (measure_apart if self.begun.resumed else measure)(folder.path)
            close(folder, journal.state.outcome)
            keep_levels(folder.path.parent, journal.engine.protocol.id, read_log(folder.events).events)
        except OSError as error:
            raise not_closed(error) from error
        finally:
            self.begun.log.close()
        # No room for it, or no way to read the sound: a later thing, which `sync` works out again, or tells.
        with contextlib.suppress(OSError, ForeignFileRefused):
            (measure_latencies_apart if self.begun.resumed else measure_latencies)(folder.path)

    async def _hear_again(self) -> None:
        """Ask Nao to hear and watch again what the session that died had asked for, without logging it.

        The engine has asked for it already, and its log says so: nothing is asked of the engine, or logged.
        """
        state = self.begun.journal.state
        if state.listening:
            words = {"words": list(state.listening), "language": state.language}
            await self._robot.do(Action("listen-again", "listen", words))
        if state.watching:
            await self._robot.do(Action("watch-again", "watch", {"senses": list(state.watching)}))

    async def _note_robot(self) -> None:
        try:
            about = await self._robot.about()
        except DeviceUnavailable as error:
            self.loop.note("robot", "about", {"error": error.sentence.en})
            return
        facts = {
            "kind": about.kind,
            "system": about.system,
            "body": about.body,
            "languages": list(about.languages),
            "battery_percent": about.battery_percent,
            **about.details,
        }
        self.loop.note("robot", "about", facts)

    async def _roll(self) -> None:
        """Start the recorders, and wait for the first key frame of each.

        A new session does not begin without a camera or a microphone of its room; a resumed one does, and
        its log notes it.

        Raises:
            DeviceUnavailable: a camera gives no picture, or a microphone no sound.
        """
        for name, recording in self._recordings:
            try:
                await recording.start()
            except (UsageError, OSError) as error:
                self.loop.note("recorder", "failed", {"name": name, "text": str(error)})
                raise
        waits = (recording.rolling(ROLLING_WITHIN_S) for _, recording in self._recordings)
        for (name, _), rolls in zip(self._recordings, await asyncio.gather(*waits), strict=True):
            if not rolls and not dict(self._recordings)[name].is_over:
                self.loop.note("recorder", "not_rolling", {"name": name, "waited_s": ROLLING_WITHIN_S})
                if not self.begun.resumed:
                    why = str(self.recorder_facts.get(name, {}).get("text", ""))
                    raise _no_sound(name, why) if name in self._microphones else _no_picture(name, why)

    def _enter(self) -> None:
        """Enter the first step, or resume an interrupted session, paused until a person goes on."""
        # What was loaded until here stays: looked through for cycles in mid-session it holds the loop up by
        # 50 ms, and Nao's answer to a touch with it.
        gc.collect()
        gc.freeze()
        if self.begun.journal.state.lost:
            self.loop.put(Incoming("robot", "back"))
        if not self.begun.journal.state.step:
            self.loop.put(Incoming("session", "begin"))

    def _heard(self, event: dict[str, Any]) -> None:
        """Keep the facts of a recorder's event; log it, unless it is the status of every second."""
        kind = str(event.get("event"))
        name = str(event.get("name", ""))
        self.recorder_facts[name] = {**self.recorder_facts.get(name, {}), **event}
        if kind != "status":
            facts = {key: value for key, value in event.items() if key not in ("event", "at")}
            with contextlib.suppress(OSError):  # the watch over the disk ends the session, and says why
                self.loop.note("recorder", kind, facts)
        if kind == "disk_full":
            self._tell_disk(DiskNews("full", 0, 0))


def _no_picture(name: str, why: str) -> DeviceUnavailable:
    return DeviceUnavailable(
        msg("The camera '{name}' gives no picture: nothing has begun.", name=name),
        msg(
            "Check its address in the room file; without a camera: --no-room. (answer: {why})", why=why or "—"
        ),
        code="D106",
    )


def _no_sound(name: str, why: str) -> DeviceUnavailable:
    return DeviceUnavailable(
        msg("The microphone '{name}' gives no sound: nothing has begun.", name=name),
        msg(
            "Check its address in the room file; without a microphone: --no-room. (answer: {why})",
            why=why or "—",
        ),
        code="D107",
    )


def not_written(error: OSError) -> RecordError:
    """Return the error to raise when the log can no longer be written."""
    return RecordError(
        msg(
            "The log can no longer be written ({why}): Nao is halted, what came before is kept.",
            why=error.strerror or type(error).__name__,
        ),
        _MAKE_ROOM if error.errno in NO_SPACE else _HINTS.get(error.errno or 0, _BRING_BACK),
        code="R112",
    )


_TRACELESS_LOST = msg("The log can no longer be written ({why}): Nao is halted.")
_TRACELESS_OVER = msg("A session without a trace does not go on: begin another one.")
_MAKE_ROOM = msg("Make room on the disk, then go on with 'nao-sessions run --resume'.")
_BRING_BACK = msg(
    "The disk or the folder is no longer there: bring it back, then 'nao-sessions run --resume'."
)


_VAULT_GONE = msg("Its vault is gone: 'nao-sessions vault open', then 'nao-sessions run --resume'.")
_HINTS = {errno.ENOTCONN: _VAULT_GONE, errno.ECONNABORTED: _VAULT_GONE}
"""ENOTCONN: the program behind a mounted folder has died; ECONNABORTED: it died while it was asked."""


async def keep_heads(folder: SessionFolder, log: LogWriter) -> None:
    """Have the house sign how long the log is, at once and every ten seconds, until cancelled.

    A house that cannot sign stops no session: the folder then says less of itself.
    """
    session = folder.read_manifest().id
    while True:
        with contextlib.suppress(OSError, RecordError):
            await asyncio.to_thread(House.default().note_head, session, *log.head())
        await asyncio.sleep(HEAD_EVERY_S)
