"""The robot port on a real Nao, or on the simulator: actions of the engine become calls over qi.

One thing at a time on each channel; the latch is read before every call; no first name leaves the room.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.errors import DeviceUnavailable, RobotLost
from nao_sessions.engine.values import Action, Done, How
from nao_sessions.robot.hands import DEAF_AFTER_MS, SIDES, ArmMovement
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.naoqi import clock as qi_clock
from nao_sessions.robot.naoqi import life as qi_life
from nao_sessions.robot.naoqi.body import BODY_SERVICES, Body
from nao_sessions.robot.naoqi.clock import ActionAttempt, Barred, CutShort, Refused
from nao_sessions.robot.naoqi.halt import HALT_SERVICES, answers, send_cuts
from nao_sessions.robot.naoqi.link import (
    CALL_DEADLINE_S,
    CONNECT_DEADLINE_S,
    CallFailed,
    CallLate,
    LatchShut,
    LinkLost,
    QiLink,
    Reply,
    one_line,
)
from nao_sessions.robot.naoqi.samples import SAMPLE_SERVICES, Samples
from nao_sessions.robot.naoqi.senses import Senses
from nao_sessions.robot.naoqi.voice import VOICE_SERVICES, Voice
from nao_sessions.robot.naoqi.watch import WATCH_SERVICES, SenseSwitch
from nao_sessions.robot.port import CHANNELS, STILL, BodySample, RobotFacts, Sensed
from nao_sessions.robot.session_mark import SessionMark
from nao_sessions.text.messages import msg

# The parts of a clap on Nao: all its lamps at once, in times of its own, and single tones.
#
# Tones come from Nao's own generator: no file of ours is on the robot.

CLAP_SERVICES = ("ALLeds", "ALAudioDevice")
ALL_LAMPS = "AllLeds"
GAIN_PERCENT = 60
"""Clear across a room, and no more than a voice."""


class ClapVerbs:
    """The two verbs of a clap, lamps and tones; ``speed`` is robot seconds per real second."""

    def __init__(self, speed: float) -> None:
        self._speed = speed

    async def lamps(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Show colours one after another on all lamps; the call lasts as long as they do.

        Without colours, show the usual ones.
        """
        colours, times_s = list(data["colours"]), [float(time) for time in data["times_s"]]
        if not colours:
            return await attempt.call("ALLeds", "reset", ALL_LAMPS)
        deadline_s = CALL_DEADLINE_S + times_s[-1] / self._speed
        return await attempt.call("ALLeds", "fadeListRGB", ALL_LAMPS, colours, times_s, deadline_s=deadline_s)

    async def tone(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Play a tone, and wait for as long as it lasts: whether Nao's own call blocks is not known."""
        lasts_s = float(data["lasts_s"])
        answer = await attempt.call("ALAudioDevice", "playSine", int(data["hz"]), GAIN_PERCENT, 0, lasts_s)
        await asyncio.sleep(lasts_s / self._speed)
        return answer


# What a Nao is, for the record of a session: its kind, system, body, languages and battery.
#
# Its serial number and its name are never asked for: they would tell which school this is.

ABOUT_SERVICES = ("ALSystem", "ALRobotModel", "ALBattery", "NaoSimulator", "ALVideoDevice", "ALGazeAnalysis")


async def ask_about(link: QiLink) -> RobotFacts:
    """Return facts about this Nao; what it does not know stays empty. Raises: LinkLost."""
    kind = await link.value("ALRobotModel", "getRobotType") or await link.value(
        "ALMemory", "getData", "RobotConfig/Body/Type", default="unknown"
    )
    languages = await link.value("ALTextToSpeech", "getAvailableLanguages", default=())
    battery = await link.value("ALBattery", "getBatteryCharge")
    return RobotFacts(
        kind=str(kind).lower(),
        system=str(await link.value("ALSystem", "systemVersion", default="unknown")),
        body=str(await link.value("ALMemory", "getData", "RobotConfig/Body/Version", default="unknown")),
        languages=tuple(str(language) for language in languages),
        battery_percent=None if battery is None else int(battery),
        details={
            "simulated": link.has("NaoSimulator"),
            "animations": link.has("ALAnimationPlayer"),
            "hears_words": link.has("ALSpeechRecognition"),
            "sees_cards": link.has("ALVideoDevice"),
            "sees_gazes": link.has("ALGazeAnalysis"),
            "autonomous_life": link.has("ALAutonomousLife"),
        },
    )


DRAIN_S = 1.0
"""How long a channel stays taken after a cut, at most, until Nao's own call has ended too."""

_SERVICES = tuple(
    dict.fromkeys(
        (
            *HALT_SERVICES,
            *VOICE_SERVICES,
            *BODY_SERVICES,
            *WATCH_SERVICES,
            *CLAP_SERVICES,
            *qi_life.LIFE_SERVICES,
            *ABOUT_SERVICES,
            *SAMPLE_SERVICES,
        )
    )
)
_Verb = Callable[[ActionAttempt, Mapping[str, Any]], Awaitable[Reply | None]]


async def connect(
    url: str,
    *,
    latch: HaltLatch | None = None,
    names: Pseudonyms | None = None,
    life_file: Path | None = None,
    on_table: bool = False,
    speed: float = 1.0,
    deadline_s: float = CONNECT_DEADLINE_S,
) -> QiRobot:
    """Connect to a Nao, quieten its own life for the session, and subscribe to its events.

    Args:
        url: ``tcp://host:9559``, ``host:9559`` or ``host``.
        latch: the halt latch, shared with the guard; without one there is a latch that nobody shuts.
        names: the first names, filled in last and turned back on the way in.
        life_file: where those of Nao's own settings that move nothing are kept until they are put back (for
            the guard, too); what an earlier session left there counts as Nao's own.
        on_table: Nao stands on a table: its life, which would make it get up, is never put back.
        speed: robot seconds per real second; a simulator may be faster than 1.

    Raises:
        DeviceUnavailable: no Nao answers there, or another session has it.
    """
    robot = QiRobot(url, latch, names or Pseudonyms(), life_file, speed, on_table=on_table)
    await robot.begin(deadline_s)
    return robot


class QiRobot:
    """A Nao over qi; see :class:`nao_sessions.robot.port.Robot` for what each method promises."""

    def __init__(
        self,
        url: str,
        latch: HaltLatch | None,
        names: Pseudonyms,
        life_file: Path | None,
        speed: float,
        *,
        on_table: bool,
    ) -> None:
        self.latch = latch or HaltLatch.create()
        self._own_latch = latch is None
        self._times_shut = self.latch.times_shut
        self._ever_shut = self._halted_last = False
        self._on_table = on_table
        self._names = names
        self._life_file = life_file
        self._life: qi_life.Life | None = None
        self._link = QiLink(
            url,
            _SERVICES,
            latch=self.latch,
            on_lost=self._lost,
            on_back=self._greet,
            on_tick=self._tick,
        )
        self._arms = ArmMovement(round(DEAF_AFTER_MS * MILLISECOND_NS / speed))
        self._senses = Senses(
            self._link, self._tell, lambda event: self._voice.speech(event), self._arms, speed
        )
        self._voice = Voice(self._link, names, self._senses, speed)
        self._body = Body(self._link, self._arms)
        self._watch = SenseSwitch(self._link, self._senses, self._voice, speed)
        self._samples = Samples(self._link)
        self._mark = SessionMark(self._link)
        clap = ClapVerbs(speed)
        self._verbs: Mapping[str, _Verb] = {
            "say": self._voice.say,
            "sound": self._voice.sound,
            "listen": self._voice.listen,
            "watch": self._watch.watch,
            "gesture": self._body.gesture,
            "pose": self._body.pose,
            "posture": self._body.posture,
            "look": self._body.look,
            "eyes": self._body.eyes,
            "lamps": clap.lamps,
            "tone": clap.tone,
        }
        self._turns = {channel: asyncio.Lock() for channel in set(CHANNELS.values())}
        self._attempts: set[ActionAttempt] = set()
        self._draining: set[asyncio.Task[Done]] = set()
        self._halting = asyncio.Lock()
        self._sensed: asyncio.Queue[Sensed | None] = asyncio.Queue()
        self._shut_seen = False
        self._closed = False

    async def begin(self, deadline_s: float) -> None:
        """Connect to the robot and prepare it; used by :func:`connect`. Raises: DeviceUnavailable."""
        await self._link.start(deadline_s)
        try:
            await self._mark.make()
            saved = None if self._life_file is None else qi_life.load(self._life_file)
            now = await qi_life.read(self._link)
            self._life = now if saved is None else qi_life.own(saved, now)
            if self._life_file is not None:
                qi_life.save(self._life_file, self._life)
            with self._arms.moving(SIDES):
                await qi_life.quieten(self._link, now)
            await self._voice.learn_languages()
            await self._senses.subscribe()
            await self._catch_up()
        except DeviceUnavailable:  # another session has this Nao: nothing of it was touched
            await self._link.close()
            raise
        except (CallFailed, CallLate, LinkLost, OSError) as error:  # OSError: the file cannot be written
            await self._undo()
            await self._link.close()
            raise DeviceUnavailable(
                msg("Nao could not be made ready."),
                msg("answer: {why}", why=self._shown(error)),
                code="R003",
            ) from error

    async def _undo(self) -> None:
        """Restore what was quietened, for a session that does not begin.

        Where Nao is gone the file stays, and the guard does it when it is told to end.
        """
        with contextlib.suppress(LinkLost):
            await self._restore_life()
            await self._mark.remove()

    # The port.

    async def do(self, action: Action) -> Done:
        """Do one action and return how it ended; never raises for what the world does."""
        refused = self._refusal(action)
        if refused is None:
            async with self._halting:  # what comes during a halt is not cut by that halt's own calls
                refused = self._refusal(action)
        if refused is not None:
            if action.verb == "watch" and refused.how == "lost":
                self._watch.ask_meanwhile(action.data)
            return refused
        self._halted_last &= action.verb in STILL
        attempt = ActionAttempt(self._link, action, self.latch.times_shut)
        self._attempts.add(attempt)
        task = asyncio.create_task(self._perform(attempt))
        ends: set[asyncio.Future[Any]] = {task, attempt.cut}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            attempt.bar()
            self._drain(task)
            raise
        finally:
            self._attempts.discard(attempt)
        if not task.done():
            self._drain(task)
        elif not attempt.cut.done() or task.result().how != "stopped":
            return task.result()
        return self._done(action, attempt.cut.result())  # it knows what cut it: a halt, or a loss

    async def halt(self) -> None:
        """Cut speech, sound and movement at once; running and waiting actions end as stopped."""
        self._halted_last = True
        async with self._halting:
            cut = tuple(attempt for attempt in self._attempts if attempt.action.verb not in STILL)
            sent = send_cuts(self._link)
            for attempt in cut:
                attempt.bar()
            await answers(sent)
            for attempt in cut:
                attempt.end("stopped")

    async def events(self) -> AsyncIterator[Sensed]:
        """Yield what Nao senses, in order; ends after :meth:`close`."""
        while (sensed := await self._sensed.get()) is not None:
            yield sensed

    async def about(self) -> RobotFacts:
        """Return facts about this Nao. Raises: RobotLost."""
        try:
            return await ask_about(self._link)
        except LinkLost as error:
            raise RobotLost(msg("Nao no longer answers.")) from error

    async def close(self) -> None:
        """Restore Nao's own settings and disconnect; may be called twice.

        Its life comes back too where nobody stopped Nao in this session, and it is on no table. What Nao
        refuses to take back stays in the file: for the guard, and for the next session on this Nao.
        """
        if self._closed:
            return
        self._closed = True
        for attempt in tuple(self._attempts):
            attempt.bar()
            attempt.end("lost")
        if self._link.up:
            with contextlib.suppress(LinkLost, LatchShut, CallFailed, CallLate):
                await self._body.relax()
            with contextlib.suppress(LinkLost):
                await self._leave()
        await self._watch.close()
        if self._link.up:
            with contextlib.suppress(LinkLost):
                await self._voice.forget_words()
        self._senses.let_go()
        await self._link.close()
        await asyncio.gather(*self._draining, return_exceptions=True)
        if self._own_latch:
            self.latch.release()
        self._sensed.put_nowait(None)

    # Beyond the port.

    async def clock_offset(self) -> qi_clock.ClockOffset | None:
        """Return the offset of Nao's clock from ours; None when it gives no stamps or does not answer."""
        with contextlib.suppress(LinkLost, LatchShut, CallLate):
            return await qi_clock.measure(self._link)
        return None

    async def sample(self, part: str) -> BodySample | None:
        """Return one sample of a part of Nao's body (see :class:`nao_sessions.robot.port.Sampled`)."""
        return await self._samples.take(part)

    # Inside.

    async def _perform(self, attempt: ActionAttempt) -> Done:
        action = attempt.action
        try:
            async with self._turns[CHANNELS[action.verb]]:
                answer = await self._verbs[action.verb](attempt, action.data)
        except (LatchShut, Barred, CutShort):
            return self._done(action, "stopped")
        except LinkLost:
            return self._done(action, "lost")
        except (CallFailed, CallLate, Refused) as error:
            if self._cut_short(attempt):
                return self._done(action, "stopped")
            if isinstance(error, CallLate) and action.verb not in ("listen", *STILL):
                send_cuts(self._link)  # nobody knows what it is still doing
            return self._done(action, "failed", self._shown(error))
        at_ns = time.monotonic_ns() if answer is None else answer.monotonic_ns
        return self._done(action, "stopped" if self._cut_short(attempt) else "finished", at_ns=at_ns)

    def _refusal(self, action: Action) -> Done | None:
        if self._closed or not self._link.up:
            return self._done(action, "lost")
        if self.latch.is_shut and action.verb not in STILL:
            return self._done(action, "stopped")
        if action.verb not in self._verbs:
            return self._done(action, "failed", f"unknown verb: {action.verb}")
        return None

    def _cut_short(self, attempt: ActionAttempt) -> bool:
        shut = self.latch.is_shut or self.latch.times_shut != attempt.times_shut
        return attempt.barred or (shut and attempt.action.verb not in STILL)

    def _done(self, action: Action, how: How, error: str = "", at_ns: int | None = None) -> Done:
        return Done(action.id, how, time.monotonic_ns() if at_ns is None else at_ns, error)

    def _drain(self, task: asyncio.Task[Done]) -> None:
        """Keep a channel occupied until its call has really ended on the robot, for a second at most."""
        self._draining.add(task)
        timer = asyncio.get_running_loop().call_later(DRAIN_S, task.cancel)
        task.add_done_callback(partial(self._drained, timer))

    def _drained(self, timer: asyncio.TimerHandle, task: asyncio.Task[Done]) -> None:
        timer.cancel()
        self._draining.discard(task)

    def _tick(self) -> None:
        """Run 20 times a second: notice that the guard has shut the latch, and open the ears in time."""
        shut = self.latch.is_shut
        self._ever_shut |= shut
        if shut and not self._shut_seen:
            for attempt in tuple(self._attempts):
                if attempt.action.verb not in STILL:
                    attempt.bar()
                    attempt.end("stopped")
        self._shut_seen = shut
        self._mark.tick()
        self._voice.tick()
        self._watch.tick()

    def _tell(self, sensed: Sensed) -> None:
        if sensed.kind == "word":
            if not self._voice.heard(sensed):
                return
            word = self._names.hide(str(sensed.data["word"]))
            sensed = Sensed("word", {**sensed.data, "word": word}, sensed.monotonic_ns, sensed.source_t)
        self._sensed.put_nowait(sensed)

    def _lost(self, why: str, at_ns: int) -> None:
        for attempt in tuple(self._attempts):
            attempt.end("lost")
        self._sensed.put_nowait(Sensed("lost", {"why": self._names.hide(one_line(why))}, at_ns))

    async def _catch_up(self) -> None:
        """Report heat and battery changes that no event reported, as they came while the link was down."""
        sample = await self._samples.take("power")
        if sample is not None:
            self._senses.catch_up(sample.values, sample.monotonic_ns)

    async def _greet(self) -> None:
        """Set up a robot that is back after a loss: end what it was doing, subscribe again, quieten it."""
        self._voice.forget_ears()
        self._samples.forget()
        await answers(send_cuts(self._link))
        await self._voice.learn_languages()
        await self._senses.subscribe()
        await self._catch_up()
        with self._arms.moving(SIDES):
            await qi_life.quieten(self._link, await qi_life.read(self._link))
        again = ActionAttempt(self._link, Action("", "listen"))
        with contextlib.suppress(LatchShut, CallFailed, CallLate):
            await self._voice.listen_again(again)
        with contextlib.suppress(CallLate):
            await self._watch.watch_again()
        self._sensed.put_nowait(Sensed("back", {}, time.monotonic_ns()))

    async def _leave(self) -> None:
        """Stop what Nao is doing, and restore its own settings. Raises: LinkLost."""
        await answers(send_cuts(self._link))
        with contextlib.suppress(LatchShut, CallFailed, CallLate):
            await self._voice.listen(ActionAttempt(self._link, Action("", "listen")), {})
        await self._restore_life()
        await self._mark.remove()

    async def _restore_life(self) -> None:
        """Restore Nao's settings, and its life unless it was stopped or is on a table. Raises: LinkLost."""
        life = self._life
        if life is None:
            return
        if self._stopped or self._halted_last or (self._on_table and life.alive):
            taken = await qi_life.put_back(self._link, life)
        else:
            taken = await self._restore_all(life)
        if taken and self._life_file is not None:
            qi_life.forget(self._life_file)

    async def _restore_all(self, life: qi_life.Life) -> bool:
        """Restore all settings; a stop that comes meanwhile quietens Nao again. Raises: LinkLost."""
        with contextlib.suppress(LatchShut):
            taken = await qi_life.put_all_back(self._link, life)
            if not self._stopped:
                return taken
        await qi_life.quieten(self._link, life)
        return await qi_life.put_back(self._link, life)

    @property
    def _stopped(self) -> bool:
        """Return whether somebody has stopped Nao since this session began with it, resumed or not."""
        return self._ever_shut or self.latch.is_shut or self.latch.times_shut != self._times_shut

    def _shown(self, error: Exception) -> str:
        """Return an error's text on one line, with first names replaced by codes."""
        return self._names.hide(one_line(str(error)))
