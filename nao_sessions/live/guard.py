"""The guard: a small process that can stop Nao, and end the film, whatever else has failed.

It depends on the session for nothing: it has its own link to the robot, its own port, and a byte of memory
that the session reads before every call. It starts first and ends last.

Its first line of stdin is its settings, as JSON (see :class:`GuardSettings`); later lines are
``{"cmd":"set", ...settings}``, ``{"cmd":"halt","why":"..."}`` and ``{"cmd":"end"}``. The end of stdin
without ``end`` means that the session died. On stdout it reports what happens, one JSON object a line.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Protocol

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS, SessionClock
from nao_sessions.core.errors import DeviceUnavailable, RecordError
from nao_sessions.live.guard_route import PATH, ByTls, StopRoute
from nao_sessions.record.private import open_private
from nao_sessions.robot.latch import HaltLatch, Stop
from nao_sessions.robot.naoqi.guard import Cut, GuardedRobot
from nao_sessions.room.capture.film_latch import BEAT_S, FilmLatch
from nao_sessions.room.capture.film_latch import LOOK_EVERY_S as LOOK_AT_FILM_S

# A halt, from the press until Nao is quiet: latch first, then the cuts, repeated for as long as it moves.
#
# As long as the latch is shut Nao is watched: a call that was already on its way is cut when it arrives.

REPEAT_S = 0.1
WATCH_S = 0.25
QUIET_FOR_NS = 500 * MILLISECOND_NS
STILL_AFTER_NS = 5 * SECOND_NS
GIVE_UP_NS = 15 * SECOND_NS


class Note(Protocol):
    """The function that reports an event to the session."""

    def __call__(self, event: str, **data: Any) -> None:
        """Report an event with its data to the session."""
        ...


class Halting:
    """The halts of Nao: each shuts the latch and cuts what Nao does until it is quiet.

    The latch is the byte of memory that keeps the session from calling Nao while it is shut. Each halt's
    stages are lines of ``halts.jsonl``.
    """

    def __init__(self, latch: HaltLatch, robot: GuardedRobot, note: Note) -> None:
        self._latch = latch
        self._robot = robot
        self._note = note
        self._clock = SessionClock(0)
        self._file: Path | None = None
        self._unwritten: list[Mapping[str, Any]] = []
        self._task: asyncio.Task[None] | None = None
        self._quiet = asyncio.Event()

    def keep_in(self, file: Path | None, clock: SessionClock) -> None:
        """Set the file of halts, and the clock that gives session time; write the lines that wait."""
        self._file = file
        self._clock = clock
        self._write()

    def begin(self, why: str, press: str = "") -> int:
        """Halt Nao now, for a page's ``press`` if there is one; return the instant (CLOCK_MONOTONIC ns).

        Nothing here waits for anything.
        """
        at_ns = time.monotonic_ns()
        self._latch.shut()
        cut = self._robot.cut()
        stages = {"latch": at_ns, "sent": cut.sent_ns if cut.reached else None}
        self._see_through(why, cut, stages)
        self._keep("halted", why, at_ns, stages, **({"press": press} if press else {}))
        return at_ns

    def go_on(self, why: str) -> None:
        """Cut and watch until Nao is quiet, for a halt that was begun before: the latch is shut already."""
        at_ns = time.monotonic_ns()
        cut = self._robot.cut()
        self._see_through(why, cut, {"latch": at_ns, "sent": cut.sent_ns if cut.reached else None})

    def keep_film_end(self, at_ns: int, press: str = "", killed: Sequence[str] = ()) -> None:
        """Write a line on the film's end at an instant (CLOCK_MONOTONIC ns), and report it to the session.

        ``killed`` are recorders that did not answer, known only afterwards: then the line is another one.
        """
        record: dict[str, Any] = {"at": self._clock.at_ns(at_ns)}
        record |= {"killed": list(killed)} if killed else {"press": press} if press else {}
        event = "recorder_killed" if killed else "film_over"
        self._unwritten.append({"event": event, **record})
        self._write()
        self._note(event, **record)

    async def until_quiet(self) -> None:
        """Wait until Nao is quiet after the last halt, or a time limit is over."""
        limit_s = (GIVE_UP_NS + QUIET_FOR_NS) / SECOND_NS
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), limit_s)

    async def close(self) -> None:
        """Stop watching Nao; the latch stays as it is."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _see_through(self, why: str, cut: Cut, stages: Mapping[str, int | None]) -> None:
        if self._task is not None:
            self._task.cancel()
        self._quiet.clear()
        self._task = asyncio.create_task(self._until_quiet(why, cut, stages))

    async def _until_quiet(self, why: str, cut: Cut, stages: Mapping[str, int | None]) -> None:
        begun_ns = time.monotonic_ns()
        quiet_since_ns: int | None = None
        reported = False
        answered = await cut.answered_ns()
        while self._latch.is_shut:
            doing = await self._robot.doing()
            if not self._latch.is_shut:
                break  # resumed meanwhile: what Nao does now is wanted
            now_ns = time.monotonic_ns()
            quiet_since_ns = (quiet_since_ns or now_ns) if doing == () else None
            if quiet_since_ns is not None and now_ns - quiet_since_ns >= QUIET_FOR_NS:
                self._keep("quiet", why, now_ns, {**stages, **answered, "quiet": quiet_since_ns})
                break
            if not reported and now_ns - begun_ns > STILL_AFTER_NS:
                reported = True
                self._keep("still", why, now_ns, {**stages, **answered}, doing=list(doing or ("no answer",)))
            if now_ns - begun_ns > GIVE_UP_NS:
                break
            self._robot.cut()
            await asyncio.sleep(REPEAT_S)
        self._quiet.set()
        await self._watch()

    async def _watch(self) -> None:
        """Cut whatever begins while the latch is shut."""
        while self._latch.is_shut:
            await asyncio.sleep(WATCH_S)
            if await self._robot.doing() and self._latch.is_shut:
                self._robot.cut()
                self._keep("cut_again", "moved while halted", time.monotonic_ns(), {})

    def _keep(self, event: str, why: str, at_ns: int, stages: Mapping[str, int | None], **more: Any) -> None:
        """Write a line on a halt in session time, and only then report it to the session."""
        record = {
            "at": self._clock.at_ns(at_ns),
            "why": why,
            "stages": {name: None if ns is None else self._clock.at_ns(ns) for name, ns in stages.items()},
            **more,
        }
        self._unwritten.append({"event": event, **record})
        self._write()
        self._note(event, **record)

    def _write(self) -> None:
        """Append the lines that wait to the file; those that cannot be written wait for the next time."""
        if self._file is None or not self._unwritten:
            return
        lines = "".join(json.dumps(record) + "\n" for record in self._unwritten)
        with contextlib.suppress(OSError, RecordError):  # whatever the folder holds, a stop goes on
            descriptor = open_private(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            try:
                os.write(descriptor, lines.encode())
                self._unwritten.clear()
            finally:
                os.close(descriptor)


# Which guard a robot belongs to, when the guard of a session that died is still about.
#
# The newest guard has it: an older one gives way before it halts Nao late, or puts Nao's settings back
# late.

LOOK_EVERY_S = 0.05
WAIT_S = 5.0
"""How long a new guard waits for an older one that is putting Nao's settings back, before it takes over."""


class Claim:
    """One guard's claim: a small file of its own under a name that all guards of a robot use.

    The newest file has the name. A guard whose session is over locks its own file while it acts on Nao, and a
    new guard takes the name only while it holds that lock: so neither comes in the middle of the other.
    """

    def __init__(self, path: Path) -> None:
        """Prepare a claim; before :meth:`take`, or without a folder for it, the claim counts as held."""
        self._path = path
        self._fd: int | None = None

    async def take(self) -> None:
        """Take the claim as the newest guard, once an older one has finished what it is doing."""
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            fd = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            older = await self._lock_older()
            try:
                part.replace(self._path)
                self._fd = fd
            finally:
                if older is not None:
                    os.close(older)

    def take_back(self) -> None:
        """Take the claim again after a newer guard, of another session with this robot, has ended."""
        if self._fd is None:
            return
        with contextlib.suppress(OSError):  # most of all FileExistsError: the newest guard is there
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            os.close(self._fd)
            self._fd = fd

    @property
    def held(self) -> bool:
        """Return whether the claim is still held: no newer guard has taken over."""
        if self._fd is None:
            return True
        with contextlib.suppress(OSError):
            return os.path.samestat(os.fstat(self._fd), self._path.stat())
        return False  # a newer one came, and has ended already

    @contextlib.contextmanager
    def acting(self) -> Iterator[bool]:
        """Keep newer guards from taking over in the block; yield False where one has done so already."""
        if self._fd is None:
            yield True
            return
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # a newer one is taking over at this moment
            yield False
            return
        try:
            yield self.held
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def let_go(self) -> None:
        """Release the claim, and remove its file; may be called twice."""
        if self._fd is None:
            return
        with self.acting() as held:
            if held:
                self._path.unlink(missing_ok=True)
        os.close(self._fd)
        self._fd = None

    async def _lock_older(self) -> int | None:
        """Lock the file that has the name; one that stays locked for too long is taken over all the same."""
        try:
            older = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        until = time.monotonic() + WAIT_S
        while time.monotonic() < until:
            try:
                fcntl.flock(older, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(LOOK_EVERY_S)
            else:
                break
        return older


RETRY_S = 1.0
REMEMBERED_PRESSES = 100
ORPHAN_WAIT_S = 60.0
"""How long a guard whose session died waits for a robot that does not answer, before it ends."""
SETTINGS_AGAIN_S = 0.25
SETTINGS_DEADLINE_S = 10.0
"""How long a guard whose session ended without reaching Nao tries to put Nao's own settings back."""
CLAIM = ".lock"
"""The suffix of the claim's file, which lies beside the file of Nao's own settings: one for each robot."""


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """A guard's settings, from the session. ``robot`` is an address; ``origin_ns`` is CLOCK_MONOTONIC.

    ``halts`` is the file of halts, ``life`` the one of Nao's own settings, ``pages`` are origins that may
    press stop, ``network`` is where tablets press, by TLS; ``session`` names the session's folder.
    ``head_sign``: whoever holds all three sensors of Nao's head for two seconds stops it, too.
    ``film_fd`` is the film latch of the recorders ``filmed``; None: nothing is filmed.
    """

    robot: str
    latch_fd: int
    token: str
    port: int = 0
    pages: tuple[str, ...] = ()
    origin_ns: int = 0
    speed: float = 1.0
    life: str | None = None
    halts: str | None = None
    network: ByTls | None = None
    head_sign: bool = False
    session: str = ""
    film_fd: int | None = None
    filmed: tuple[str, ...] = ()

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> GuardSettings:
        """Return the settings in a record, ignoring unknown fields. Raises: TypeError if one is missing."""
        return cls(**_known(record))

    def changed(self, record: Mapping[str, Any]) -> GuardSettings:
        """Return the settings with the fields of a record replaced; unknown fields are ignored."""
        return replace(self, **_known(record))


def _known(record: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(GuardSettings)}
    values = {name: value for name, value in record.items() if name in names}
    for name in {"pages", "filmed"} & values.keys():
        values[name] = tuple(values[name])
    if values.get("network") is not None:
        network = values["network"]
        values["network"] = ByTls(network["address"], tuple(network["names"]), network["certificate"])
    return values


class Guard:
    """The guard itself: presses at its route and commands in the session's pipe become halts of the robot."""

    def __init__(self, settings: GuardSettings, output: GuardOutput) -> None:
        self.settings = settings
        self._output = output
        self._latch = HaltLatch.attach(settings.latch_fd)
        self._robot = GuardedRobot(settings.robot, self._robot_lost, self._robot_back)
        self._halting = Halting(self._latch, self._robot, output.tell)
        self._film = None if settings.film_fd is None else FilmLatch(settings.film_fd, settings.filmed)
        self._film_press = ""
        self._film_ending: asyncio.Task[None] | None = None
        self._route = StopRoute(settings.token, settings.pages, self.stop, self.end_film)
        self._there = asyncio.Event()
        self._claim = None if settings.life is None else Claim(Path(settings.life).with_suffix(CLAIM))
        self._orphan = False
        self._pressed: dict[str, int] = {}
        self._apply()

    async def run(self, lines: asyncio.StreamReader) -> None:
        """Guard until the session ends its work, or dies.

        Raises:
            DeviceUnavailable: qi is not installed here.
        """
        guarding_film = asyncio.create_task(self._guard_film())
        if self._claim is not None:
            await self._claim.take()
        connected = await self._robot.start()
        if connected:
            self._there.set()
        port = await self._route.open(self.settings.port)
        reached = await self._open_to_the_room(port)
        watching = [] if connected else [asyncio.create_task(self._search())]
        if self.settings.head_sign:
            watching.append(asyncio.create_task(self._robot.watch_head(lambda: self.halt("head"))))
        if self._latch.is_shut:  # an earlier guard died in the middle of a halt
            self._halting.go_on("guard restarted")
        gc.freeze()  # what was loaded until here is for good: no need to look through it again
        self._output.tell(
            "ready",
            port=port,
            url=f"http://127.0.0.1:{port}{PATH}",
            robot=connected,
            pid=os.getpid(),
            network=reached,
        )
        ended = await self._obey(lines)
        if ended:
            await self._tidy_up()
        else:
            await self._session_died()
        for task in (*watching, guarding_film):
            task.cancel()
        if self._film_ending is not None:
            await asyncio.wait({self._film_ending})
        await self._route.close()
        await self._halting.close()
        await self._robot.close()
        if self._claim is not None:
            self._claim.let_go()

    def halt(self, why: str, press: str = "") -> int:
        """Shut the latch, send the cuts, and return the session time of the halt in ns."""
        return self._clock.at_ns(self._halting.begin(why, press))

    def stop(self, stop: Stop) -> int | None:
        """Halt Nao for a page, and return the session time in ns; None where a person has resumed since.

        A press that comes again is answered as the first time, and halts once.
        """
        if stop.press and stop.press in self._pressed:
            return self._pressed[stop.press]
        if self._latch.is_late(stop, self.settings.session):
            self._output.tell("late_stop", press=stop.press, resumes=stop.resumes)
            return None
        at_ns = self._pressed[stop.press] = self.halt("page", stop.press)
        if len(self._pressed) > REMEMBERED_PRESSES:
            del self._pressed[next(iter(self._pressed))]
        return at_ns

    # The film.

    def end_film(self, stop: Stop) -> int | None:
        """End the film for a page, and return the session time in ns; None where it films nothing of ours."""
        if self._film is None or (stop.session and stop.session != self.settings.session):
            return None
        at_ns = self._film.end()
        self._film_press = self._film_press or stop.press
        self._see_film_end(at_ns)
        return self._clock.at_ns(at_ns)

    def _see_film_end(self, at_ns: int) -> None:
        """Mark the film's end in the folder, once, and see to it that no recorder goes on."""
        if self._film_ending is None:
            self._halting.keep_film_end(at_ns, self._film_press)
            self._film_ending = asyncio.create_task(self._end_recorders(at_ns))

    async def _end_recorders(self, at_ns: int) -> None:
        assert self._film is not None
        known: set[str] = set()
        while not self._film.all_gone() and time.monotonic_ns() - at_ns < GIVE_UP_NS:
            killed = [name for name in self._film.kill_what_hangs(at_ns) if name not in known]
            if killed:
                known.update(killed)
                self._halting.keep_film_end(time.monotonic_ns(), killed=killed)
            await asyncio.sleep(LOOK_AT_FILM_S)

    async def _guard_film(self) -> None:
        """Show the recorders that somebody can end the film; mark an end that came by another way."""
        while self._film is not None:
            self._film.guard_lives()
            if self._film.over_ns is not None:
                self._see_film_end(self._film.over_ns)
            await asyncio.sleep(BEAT_S)

    async def _open_to_the_room(self, port: int) -> bool:
        """Listen for stops on the room's network too; return whether that is possible."""
        if self.settings.network is None:
            return False
        try:
            await self._route.open_by_tls(port, self.settings.network)
        except OSError as error:
            self._output.tell("network_refused", why=str(error))
            return False
        return True

    # The session's pipe.

    async def _obey(self, lines: asyncio.StreamReader) -> bool:
        """Obey the session's commands; return True when it ended its work, False when it died."""
        while line := await lines.readline():
            with contextlib.suppress(ValueError, TypeError, KeyError):  # no command: nothing to do
                record = json.loads(line)
                match record["cmd"]:
                    case "set":
                        self.settings = self.settings.changed(record)
                        self._apply()
                    case "halt":
                        self.halt(str(record.get("why", "session")))
                    case "end":
                        return True
        return False

    def _apply(self) -> None:
        self._clock = SessionClock(self.settings.origin_ns, self.settings.speed)
        self._route.pages = frozenset(self.settings.pages)
        self._halting.keep_in(None if self.settings.halts is None else Path(self.settings.halts), self._clock)

    async def _session_died(self) -> None:
        """Halt Nao and see it through, for as long as no newer guard looks after it."""
        self._orphan = True
        if self._claim is not None:
            self._claim.take_back()
        if self._held:
            self.halt("session died")
        leaving = asyncio.create_task(self._leave_quiet())
        while self._held and not leaving.done():
            await asyncio.wait({leaving}, timeout=LOOK_EVERY_S)
        if not leaving.done():
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)
            self._output.tell("gave_way")

    async def _leave_quiet(self) -> None:
        """Wait until Nao is quiet, and put its own settings back; its life stays off."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._there.wait(), ORPHAN_WAIT_S)
        await self._halting.until_quiet()
        if self.settings.life is not None:
            self._output.tell("life", back=await self._put_settings_back(Path(self.settings.life)))

    async def _tidy_up(self) -> None:
        """Restore Nao's own settings where the session that ended could no longer reach Nao."""
        path = None if self.settings.life is None else Path(self.settings.life)
        if path is None or not path.exists():
            return
        try:
            async with asyncio.timeout(SETTINGS_DEADLINE_S):
                await self._there.wait()
                while not await self._put_settings_back(path) and self._held:
                    await asyncio.sleep(SETTINGS_AGAIN_S)
                    await self._there.wait()
        except TimeoutError:
            self._output.tell("life_not_put_back")
        else:
            self._output.tell("life", back=True) if self._held else self._output.tell("gave_way")

    async def _put_settings_back(self, path: Path) -> bool:
        if self._claim is None:
            return await self._robot.put_settings_back(path)
        with self._claim.acting() as mine:
            return mine and await self._robot.put_settings_back(path)

    @property
    def _held(self) -> bool:
        return self._claim is None or self._claim.held

    # The robot.

    async def _search(self) -> None:
        """Try to reach a robot that was not there at first."""
        connected = await self._robot.start()
        while not connected:
            await asyncio.sleep(RETRY_S)
            connected = await self._robot.start()
        self._robot_back()

    def _robot_lost(self, why: str) -> None:
        self._there.clear()
        self._output.tell("robot_lost", why=why)

    def _robot_back(self) -> None:
        self._there.set()
        if self._latch.is_shut and (not self._orphan or self._held):
            self._halting.go_on("robot back")
        self._output.tell("robot_back")


class GuardOutput:
    """The guard's stdout; a session that is frozen and reads nothing does not hold the guard up."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self._fd = fd

    def tell(self, event: str, **data: Any) -> None:
        """Write one event as a line of JSON, or drop it where nobody reads."""
        line = json.dumps({"event": event, "monotonic_ns": time.monotonic_ns(), **data}) + "\n"
        with contextlib.suppress(OSError):
            os.write(self._fd, line.encode())


async def _main() -> int:
    loop = asyncio.get_running_loop()
    stdout = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no line of ours
    output = GuardOutput(stdout)
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin.buffer)
    try:
        guard = Guard(GuardSettings.from_record(json.loads(await lines.readline())), output)
    except (ValueError, TypeError, KeyError, OSError) as error:
        output.tell("failed", text=f"no settings: {error}")
        return 2
    # A computer that shuts down is a session that dies: Nao is halted first.
    loop.add_signal_handler(signal.SIGTERM, lines.feed_eof)
    try:
        await guard.run(lines)
    except DeviceUnavailable as error:
        output.tell("failed", text=str(error))
        return 3
    return 0


def main() -> None:
    """Run the guard: ``python -m nao_sessions.live.guard``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the session's to answer
    code = asyncio.run(_main())
    sys.stderr.flush()
    os._exit(code)  # qi's threads are not worth waiting for once all is said and done


if __name__ == "__main__":
    main()
