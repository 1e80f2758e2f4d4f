"""A fake Nao for tests, rehearsals and protocols without a robot: a public object, not a mock.

It keeps the whole contract of the port, and the same calls at the same times give the same answers: it
draws nothing, and reads only the clock it is given.

An action lasts what the one timing model says (``protocol.timing``); listening and watching are set at once.
One thing at a time on each channel (voice, body, head, eyes): what comes next waits for its turn. A pose is
held until the next movement of the body; a gesture first takes the arms back from it.

The time of a fake robot: that of the event loop, or a virtual time that moves on command. The fake reads no
clock but the one it is given here.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, Protocol

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import RobotLost
from nao_sessions.engine.values import Action, Done, How
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSES, POSTURES, TOUCH_PARTS
from nao_sessions.protocol.timing import Lengths
from nao_sessions.protocol.trials import SENSE_FACTS, Sense
from nao_sessions.record.telemetry.columns import (
    BATTERY_MINUTES,
    BATTERY_PERCENT,
    JOINTS,
    heat_columns,
    joint_column,
    touch_column,
)
from nao_sessions.robot.hands import (
    HANDS,
    SENSORS,
    SENSORS_NEEDED,
    UNCOUNTED,
    ArmMovement,
    Hand,
    HandTouch,
    Uncounted,
    arms_of,
)
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.naoqi.voice import LANGUAGES
from nao_sessions.robot.port import CHANNELS, SENSES, STILL, BodySample, RobotFacts, Sensed, minutes_left
from nao_sessions.text.messages import msg


class Handle(Protocol):
    """A call that is planned."""

    def cancel(self) -> None:
        """Cancel the planned call; harmless when it was made already."""
        ...


class Schedule(Protocol):
    """A clock, and a way to plan on it."""

    def now_ns(self) -> int:
        """Return the current time in nanoseconds; it never goes back."""
        ...

    def after_ns(self, delay_ns: int, call: Callable[[], None]) -> Handle:
        """Plan a call after a delay, and return it; calls due at one time are made in the planned order."""
        ...


class LoopSchedule:
    """The time of the running asyncio loop; ``speed`` is planned seconds per real second."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed

    def now_ns(self) -> int:
        """Return the time of CLOCK_MONOTONIC in nanoseconds, as in every stamp of the session."""
        return time.monotonic_ns()

    def after_ns(self, delay_ns: int, call: Callable[[], None]) -> Handle:
        """Plan a call on the loop."""
        return asyncio.get_running_loop().call_later(delay_ns / SECOND_NS / self._speed, call)


class _Planned:
    __slots__ = ("call",)

    def __init__(self, call: Callable[[], None]) -> None:
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class VirtualSchedule:
    """A time that moves only when :meth:`run_next` or :meth:`advance_ns` says so."""

    def __init__(self, now_ns: int = 0) -> None:
        self._now_ns = now_ns
        self._order = itertools.count()
        self._planned: list[tuple[int, int, _Planned]] = []

    def now_ns(self) -> int:
        """Return the virtual time in nanoseconds."""
        return self._now_ns

    def after_ns(self, delay_ns: int, call: Callable[[], None]) -> Handle:
        """Plan a call at a virtual time."""
        planned = _Planned(call)
        heapq.heappush(self._planned, (self._now_ns + max(0, delay_ns), next(self._order), planned))
        return planned

    def next_ns(self) -> int | None:
        """Return when the next planned call is due, in nanoseconds; None when nothing is planned."""
        while self._planned and self._planned[0][2].call is None:
            heapq.heappop(self._planned)
        return self._planned[0][0] if self._planned else None

    def run_next(self) -> bool:
        """Advance the time to the next planned call and make it; return False when nothing is planned."""
        due = self.next_ns()
        if due is None:
            return False
        planned = heapq.heappop(self._planned)[2]
        self._now_ns = due
        call, planned.call = planned.call, None
        assert call is not None
        call()
        return True

    def advance_ns(self, by_ns: int) -> None:
        """Advance the time by some nanoseconds, and make all calls that fall due on the way."""
        until = self._now_ns + by_ns
        while (due := self.next_ns()) is not None and due <= until:
            self.run_next()
        self._now_ns = until


# What a fake Nao sees and hears when it is asked to watch: cards, gazes, faces, voices, as a test tells it.
#
# Told on changes only, as by the port's contract; what it is not asked to watch for is not noticed.

Tell = Callable[..., None]


class FakeSenses:
    """The eyes and ears of a fake Nao: a test feeds them, and ``tell`` is called with a kind and its data.

    ``deaf`` returns whether Nao speaks, and so hears nobody.
    """

    def __init__(self, tell: Tell, deaf: Callable[[], bool]) -> None:
        self.watched: tuple[Sense, ...] = ()
        self._tell, self._deaf = tell, deaf
        self._card: str | None = None
        self._there: dict[str, bool] = {}
        self._told: dict[str, bool] = {}

    def watch(self, senses: Iterable[str]) -> str:
        """Watch for these senses from now on; return an error for unknown ones, else an empty text."""
        names = tuple(dict.fromkeys(str(sense) for sense in senses))
        unknown = [sense for sense in names if sense not in SENSES]
        before, self.watched = self.watched, tuple(sense for sense in SENSES if sense in names)
        for sense in self.watched:
            if sense not in before:
                self._begin(sense)
        return f"unknown sense: {unknown[0]}" if unknown else ""

    def show_card(self, card: int | str | None) -> bool:
        """Hold a card up, or put it away (None); return whether Nao noticed."""
        new = None if card is None else str(card)
        changed, self._card = new != self._card, new
        if new is None or not changed or "card" not in self.watched:
            return False
        self._tell("card", card=new)
        return True

    def face(self, seen: bool) -> bool:
        """Turn a face with its eyes to Nao, or away; return whether Nao noticed."""
        gaze = self.sense("gaze", self._there.get("gaze", False) and seen)
        return self.sense("face", seen) or gaze

    def look(self, looking: bool) -> bool:
        """Look at Nao, which shows the face, or look away; return whether Nao noticed."""
        face = self.sense("face", self._there.get("face", False) or looking)
        return self.sense("gaze", looking) or face

    def sense(self, sense: Sense, there: bool) -> bool:
        """Begin to give a sign that is there or gone, or end it; return whether Nao noticed."""
        self._there[sense] = there
        return self._change(sense, there)

    def speak(self, speaking: bool) -> bool:
        """Begin to speak to Nao, or end; return whether Nao noticed: not while Nao itself speaks."""
        if speaking and self._deaf():
            return False
        return self._change("speech", speaking)

    def nao_speaks(self) -> None:
        """Note that Nao begins to speak, and so hears nobody any more."""
        self._change("speech", False)

    def _begin(self, sense: Sense) -> None:
        """Report what a sense that is now watched finds already there: a card, a face, a gaze."""
        self._told.pop(sense, None)
        if sense == "card" and self._card is not None:
            self._tell("card", card=self._card)
        elif self._there.get(sense):
            self._change(sense, True)

    def _change(self, sense: Sense, now: bool) -> bool:
        if sense not in self.watched or self._told.get(sense, False) == now:
            return False
        self._told[sense] = now
        facts = SENSE_FACTS[sense]
        self._tell(facts.event, **facts.data("", there=now))
        return True


# The body of a fake Nao, as far as it can be measured: the pose it holds, what is pressed, battery and
# heat.
#
# It moves through nothing: a pose is there as soon as it is asked for, and everything else stays at 0.


class FakeBody:
    """The body of a fake Nao, as far as it can be sampled: the parts pressed, the battery, the hot joints."""

    def __init__(self, pose: Callable[[], str | None]) -> None:
        self.pressed: set[str] = set()
        self.percent = 100
        self.hot: frozenset[str] = frozenset()
        self._pose = pose

    def tell(self, kind: str, data: Mapping[str, Any]) -> None:
        """Update the body from what the fake senses: touches, battery, heat."""
        match kind:
            case "touch":
                (self.pressed.add if data["pressed"] else self.pressed.discard)(data["part"])
            case "battery":
                self.percent = int(data["percent"])
            case "hot":
                self.hot = frozenset(data["joints"])

    def sample(self, part: str, at_ns: int) -> BodySample | None:
        """Return a sample of a part, measured in no time."""
        values = self._values(part)
        return BodySample(values, at_ns, 0) if values else None

    def _values(self, part: str) -> dict[str, float]:
        match part:
            case "joints":
                pose = self._pose()
                held = {} if pose is None else POSES[pose].joints
                return {joint_column(joint): round(held.get(joint, 0.0), 4) for joint in JOINTS}
            case "touch":
                return {touch_column(part): float(part in self.pressed) for part in TOUCH_PARTS}
            case "power":
                heat = {heat_columns(joint)[1]: float(joint in self.hot) for joint in JOINTS}
                return {BATTERY_PERCENT: self.percent, BATTERY_MINUTES: minutes_left(self.percent), **heat}
        return {}


DEAF_AFTER_SPEECH_MS = 500

_KNOWN: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "gesture": ("name", GESTURES),
    "pose": ("name", POSES),
    "posture": ("name", POSTURES),
    "look": ("where", LOOKS),
    "eyes": ("colour", COLOURS),
}


class _Doing:
    """One action under way or waiting for its channel."""

    __slots__ = ("action", "on_done", "started", "timer")

    def __init__(self, action: Action, on_done: Callable[[Done], None]) -> None:
        self.action = action
        self.on_done = on_done
        self.started = False
        self.timer: Handle | None = None


class FakeRobot:
    """The robot port without a robot. Use it with ``await do(...)``, or with :meth:`start` in virtual time.

    ``sent`` holds every action that reached the fake, as it would have reached a robot (names filled in);
    ``pose`` is the one that it holds; with ``senses`` a test shows it cards and faces, and speaks to it.
    """

    def __init__(
        self,
        schedule: Schedule | None = None,
        *,
        latch: HaltLatch | None = None,
        names: Pseudonyms | None = None,
        on_sensed: Callable[[Sensed], None] | None = None,
        on_begun: Callable[[Action], None] | None = None,
        speaks: Collection[str] | None = None,
    ) -> None:
        """Create a fake robot; ``on_begun`` is called with each action as it begins.

        ``speaks``: the languages of its voice, by NAOqi's names (French...); None: every one.
        """
        self.sent: list[Action] = []
        self.spoken: list[str] = []
        self.vocabulary: tuple[str, ...] = ()
        self.senses = FakeSenses(self.tell, self._deaf)
        self.body = FakeBody(lambda: self.pose)
        self.up = True
        self._echo: Handle | None = None
        self._schedule = schedule or LoopSchedule()
        self._latch = latch
        self._names = names or Pseudonyms()
        self._on_sensed, self._on_begun = on_sensed, on_begun
        self._speaks = speaks
        self._lengths = Lengths()
        self._channels: dict[str, deque[_Doing]] = {}
        self._failures: dict[str, deque[str]] = {}
        self._sensed: deque[Sensed] = deque()
        self._waiting: asyncio.Event | None = None
        self._closed = False
        self._arms = ArmMovement()
        self._hands = {part: Hand(side, self._arms) for part, side in HANDS.items()}

    @property
    def pose(self) -> str | None:
        """Return the name of the pose that the robot holds, or None."""
        return self._lengths.pose

    # The port.

    async def do(self, action: Action) -> Done:
        """Do one action and return how it ended, as :meth:`nao_sessions.robot.port.Robot.do`."""
        ended: asyncio.Future[Done] = asyncio.get_running_loop().create_future()

        def settle(done: Done) -> None:
            if not ended.done():
                ended.set_result(done)

        self.start(action, settle)
        return await ended

    async def halt(self) -> None:
        """Cut the running and the waiting actions; all of them end as stopped."""
        self._cut("stopped")

    async def events(self) -> AsyncIterator[Sensed]:
        """Yield what the fake was made to sense, in order; ends after :meth:`close`."""
        self._waiting = asyncio.Event()
        while True:
            while self._sensed:
                yield self._sensed.popleft()
            if self._closed:
                return
            self._waiting.clear()
            await self._waiting.wait()

    async def about(self) -> RobotFacts:
        """Return facts that say this is a fake. Raises: RobotLost."""
        if not self.up or self._closed:
            raise RobotLost(msg("The fake Nao is lost."))
        return RobotFacts(
            kind="fake",
            system="1",
            body="none",
            languages=tuple(self._speaks or ("English", "French")),
            battery_percent=100,
            details={"simulated": True},
        )

    async def close(self) -> None:
        """Close: running actions are lost, and the events end."""
        self._cut("lost")
        self._closed = True
        self._wake()

    async def sample(self, part: str) -> BodySample | None:
        """Return one sample of a part of the body (see ``robot.port.Sampled``); None where Nao is gone."""
        if not self.up or self._closed:
            return None
        return self.body.sample(part, self._schedule.now_ns())

    # Virtual time: the same without asyncio.

    def start(self, action: Action, on_done: Callable[[Done], None]) -> None:
        """Begin an action; ``on_done`` is called once, perhaps at once."""
        refused = self._refusal(action)
        if refused is not None:
            if action.verb == "watch" and refused.how == "lost":
                self.senses.watch(action.data.get("senses") or ())  # counts once it is back
            on_done(refused)
            return
        queue = self._channels.setdefault(CHANNELS.get(action.verb, action.verb), deque())
        queue.append(_Doing(action, on_done))
        if len(queue) == 1:
            self._begin(queue)

    # What a test or a rehearsal may do to it.

    def touch(self, part: str, pressed: bool = True) -> None:
        """Press or release a part; for a hand, two of its sensors, as a person's hand does."""
        if part not in TOUCH_PARTS:
            raise ValueError(f"no such part: {part}")
        if part in self._hands:
            for sensor in SENSORS[:SENSORS_NEEDED]:
                self.feel(part, sensor, pressed)
        else:
            self._tell("touch", {"part": part, "pressed": pressed})

    def feel(self, part: str, sensor: str, pressed: bool = True) -> None:
        """Press or release one sensor of a hand only, as a moving finger does."""
        hand, now_ns = self._hands[part], self._schedule.now_ns()
        self._tell_hand(part, hand.feel(sensor, pressed, now_ns))
        if pressed:
            expired_ns = now_ns + hand.within_ns
            self._schedule.after_ns(hand.within_ns, lambda: self._tell_hand(part, hand.expire(expired_ns)))

    def tap(self, part: str, seconds: float = 0.2) -> None:
        """Press a part of the robot, and release it after some seconds."""
        self.touch(part)
        self._schedule.after_ns(round(seconds * 1e9), lambda: self.touch(part, False))

    def hear(self, word: str, confidence: float = 0.6) -> bool:
        """Say a word to the robot; return False if it does not listen for that word, or is speaking."""
        if word not in self.vocabulary or self._busy("voice") or not self.up:
            return False
        self._tell("word", {"word": self._names.hide(word), "confidence": confidence})
        return True

    def tell(self, kind: str, **data: Any) -> None:
        """Make the robot sense anything else: battery, hot, fell."""
        self._tell(kind, data)

    def lose(self, why: str = "no answer") -> None:
        """Become unreachable: running actions are lost, and so are those that follow."""
        if self.up:
            self.up = False
            self._cut("lost")
            self._tell("lost", {"why": why})

    def come_back(self) -> None:
        """Become reachable again after :meth:`lose`."""
        if not self.up:
            self.up = True
            self._tell("back", {})

    def fail_next(self, verb: str, error: str) -> None:
        """Let the next action of a verb fail with this error text, in which first names become codes."""
        self._failures.setdefault(verb, deque()).append(error)

    # Inside.

    def _refusal(self, action: Action) -> Done | None:
        if self._closed or not self.up:
            return self._done(action, "lost")
        if self._latch is not None and self._latch.is_shut and action.verb not in STILL:
            return self._done(action, "stopped")
        key, known = _KNOWN.get(action.verb, ("", {}))
        if key and action.data.get(key) not in known:
            return self._done(action, "failed", f"unknown {action.verb}: {action.data.get(key)}")
        if action.verb not in CHANNELS:
            return self._done(action, "failed", f"unknown verb: {action.verb}")
        return None

    def _begin(self, queue: deque[_Doing]) -> None:
        """Begin the first action of a channel; a refused one makes way for the next."""
        while queue and not queue[0].started:
            doing = queue[0]
            action = doing.action
            refused = self._refusal(action) or self._watch(action) or self._mute(action)
            planned = self._failures.get(action.verb)
            if refused is None and planned:
                refused = self._done(action, "failed", self._names.hide(planned.popleft()))
            if refused is not None:
                queue.popleft()
                doing.on_done(refused)
                continue
            doing.started = True
            self._arms.begin(arms_of(action.verb), self._schedule.now_ns())
            self._reach(action)
            at_ms = self._schedule.now_ns() // MILLISECOND_NS
            delay_ns = self._lengths.begin(action.verb, action.data, at_ms) * MILLISECOND_NS
            doing.timer = self._schedule.after_ns(delay_ns, partial(self._finish, queue, doing))
            return

    def _reach(self, action: Action) -> None:
        if action.verb == "say":
            language = str(action.data.get("language") or "fr")
            text = self._names.fill(str(action.data["text"]), language, action.data.get("participant"))
            self.spoken.append(text)
            action = Action(action.id, action.verb, {**action.data, "text": text})
            self._tell("speech", {"speaking": True})
            self.senses.nao_speaks()
        elif action.verb == "listen":
            self.vocabulary = tuple(action.data.get("words") or ())
        self.sent.append(action)
        if self._on_begun is not None:
            self._on_begun(action)

    def _finish(self, queue: deque[_Doing], doing: _Doing) -> None:
        queue.remove(doing)
        self._arms.end(arms_of(doing.action.verb), self._schedule.now_ns())
        if doing.action.verb == "say":
            self._silent()
        halted = self._latch is not None and self._latch.is_shut and doing.action.verb not in STILL
        doing.on_done(self._done(doing.action, "stopped" if halted else "finished"))
        self._begin(queue)

    def _cut(self, how: How) -> None:
        cut = [doing for queue in self._channels.values() for doing in queue]
        self._channels.clear()
        for doing in cut:
            if doing.timer is not None:
                doing.timer.cancel()
            if doing.started:
                self._arms.end(arms_of(doing.action.verb), self._schedule.now_ns())
            if doing.started and doing.action.verb == "say" and how == "stopped":
                self._silent()
            doing.on_done(self._done(doing.action, how))

    def _watch(self, action: Action) -> Done | None:
        """Carry out a ``watch`` action; return how it failed, None if it did not or is another action."""
        error = self.senses.watch(action.data.get("senses") or ()) if action.verb == "watch" else ""
        return self._done(action, "failed", error) if error else None

    def _tell_hand(self, part: str, made: Iterable[HandTouch | Uncounted]) -> None:
        for change in made:
            if isinstance(change, Uncounted):
                data = {"part": part, "sensor": change.sensor, "why": change.why}
                self._tell(UNCOUNTED, data, change.at_ns)
            else:
                self._tell("touch", {"part": part, "pressed": change.pressed}, change.at_ns)

    def _mute(self, action: Action) -> Done | None:
        """Return how a sentence failed in a language that the robot lacks; None where it can be said."""
        code = str(action.data.get("language") or "fr")
        if action.verb != "say" or self._speaks is None or LANGUAGES.get(code) in self._speaks:
            return None
        there = ", ".join(sorted(self._speaks))
        return self._done(action, "failed", f"Nao does not speak {LANGUAGES.get(code, code)}, but {there}")

    def _silent(self) -> None:
        if self._echo is not None:
            self._echo.cancel()
        self._echo = None
        if "speech" in self.senses.watched:
            self._echo = self._schedule.after_ns(DEAF_AFTER_SPEECH_MS * MILLISECOND_NS, self._echo_over)
        self._tell("speech", {"speaking": False})

    def _deaf(self) -> bool:
        return self._busy("voice") or self._echo is not None

    def _echo_over(self) -> None:
        self._echo = None

    def _busy(self, channel: str) -> bool:
        return bool(self._channels.get(channel))

    def _done(self, action: Action, how: How, error: str = "") -> Done:
        return Done(action=action.id, how=how, monotonic_ns=self._schedule.now_ns(), error=error)

    def _tell(self, kind: str, data: Mapping[str, Any], at_ns: int | None = None) -> None:
        if self._closed:
            return
        self.body.tell(kind, data)
        at_ns = self._schedule.now_ns() if at_ns is None else at_ns
        sensed = Sensed(kind=kind, data=data, monotonic_ns=at_ns)
        if self._on_sensed is not None:
            self._on_sensed(sensed)
            return
        self._sensed.append(sensed)
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None:
            self._waiting.set()
