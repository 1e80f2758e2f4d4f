"""What Nao reports: touches, its voice, battery, heat, falls by itself, other events on demand. All in order.

The time is stamped on the qi thread that hears an event, before anything else is done with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import types
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.record.telemetry.columns import BATTERY_PERCENT, JOINTS, heat_columns
from nao_sessions.robot.hands import (
    HANDS,
    SENSORS,
    UNCOUNTED,
    WITHIN_MS,
    ArmMovement,
    Hand,
    HandTouch,
    Uncounted,
)
from nao_sessions.robot.naoqi.clock import stamp_ns
from nao_sessions.robot.naoqi.link import CallFailed, LatchShut, LinkLost, QiLink
from nao_sessions.robot.port import Sensed, minutes_left

HAND_EVENTS: Mapping[str, tuple[str, str]] = {
    f"{part.title().replace('.', '')}{sensor.title()}Touched": (part, sensor)
    for part in HANDS
    for sensor in SENSORS
}
"""The events of a hand, such as HandLeftBackTouched: its part, and which of its sensors."""

TOUCH_EVENTS: Mapping[str, str] = {
    "FrontTactilTouched": "head.front",
    "MiddleTactilTouched": "head.middle",
    "RearTactilTouched": "head.rear",
    **{event: part for event, (part, _) in HAND_EVENTS.items()},
    "LeftBumperPressed": "foot.left",
    "RightBumperPressed": "foot.right",
    "ChestButtonPressed": "chest",
}
OTHER_EVENTS = (
    "ALTextToSpeech/TextStarted",
    "ALTextToSpeech/TextDone",
    "ALTextToSpeech/TextInterrupted",
    "BatteryChargeChanged",
    "HotDeviceDetected",
    "DeviceNoLongerHotDetected",
    "ALMotion/RobotIsFalling",
    "robotHasFallen",
)
SPEECH = "ALTextToSpeech/"
STAMP_WAIT_S = 0.02
"""How long an event waits for the robot's own time stamp, at most; it goes on without one."""

LEAST_WITHIN_NS = 250 * MILLISECOND_NS
"""The least time for the second sensor of a hand, in real time: a link delays in real time, too."""

FALL_ONCE_NS = 10 * SECOND_NS


Heard = Callable[[Any, int], Sensed | None]
"""A function that returns what to report of an event, by its value and time (CLOCK_MONOTONIC ns), or None."""


_Stamp = asyncio.Future[float | None]


class _Ears:
    """Owner of the callbacks: qi calls bound methods of one ordinary object in order, never two at once."""


class Senses:
    """The subscriptions to Nao's events: ``tell`` is called with each as a :class:`Sensed`, in order.

    Some events are subscribed to on demand (:meth:`attend`), since that starts what raises them on Nao.
    """

    def __init__(
        self,
        link: QiLink,
        tell: Callable[[Sensed], None],
        tell_speech: Callable[[str], None],
        arms: ArmMovement | None = None,
        speed: float = 1.0,
    ) -> None:
        """Store the callbacks; ``tell_speech`` is called with TextStarted, TextDone or TextInterrupted.

        ``arms`` knows which of them this program moves: their hands count as untouched meanwhile.
        """
        self._link = link
        self._tell_speech = tell_speech
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._ears = _Ears()
        self._subscribers: list[Any] = []  # qi delivers only as long as these are referenced
        self._attended: dict[str, tuple[Heard, Any, Any]] = {}
        self._waiting: deque[tuple[Sensed, asyncio.Future[float | None]]] = deque()
        self._generation = 0
        self._pressed: dict[str, set[str]] = {}
        self._arms = arms or ArmMovement()
        self._within_ns = max(round(WITHIN_MS * MILLISECOND_NS / speed), LEAST_WITHIN_NS)
        self._hands: dict[str, Hand] = {}
        self._stamps: dict[str, _Stamp] = {}
        self._hot: set[str] = set()
        self._percent: int | None = None
        self._speaking = False
        self._fell_ns = -FALL_ONCE_NS

    async def subscribe(self) -> None:
        """Subscribe to every event on the current link; earlier subscriptions are forgotten.

        Raises:
            LinkLost, CallLate, CallFailed: the robot does not take it.
        """
        self._generation += 1
        self._subscribers.clear()
        self._attended.clear()
        self._pressed.clear()
        self._stamps.clear()
        self._hands = {part: Hand(side, self._arms, self._within_ns) for part, side in HANDS.items()}
        events = (*TOUCH_EVENTS, *OTHER_EVENTS)
        calls = [self._link.send("ALMemory", "subscriber", event, anyway=True) for event in events]
        for event, call in zip(events, calls, strict=True):
            subscriber = (await self._link.answer_of(call)).value
            await self._connect(event, subscriber)
            self._subscribers.append(subscriber)

    def catch_up(self, values: Mapping[str, float], at_ns: int) -> None:
        """Report what changed unnoticed: which motors are hot, and after a loss the battery's charge.

        Args:
            values: a sample of battery and heat (``record.telemetry.columns``).
            at_ns: when it was taken (CLOCK_MONOTONIC).
        """
        hot = {joint for joint in JOINTS if values.get(heat_columns(joint)[1], 0.0) > 0}
        if hot != self._hot:
            self._hot = hot
            self.tell(Sensed("hot", {"joints": sorted(hot)}, at_ns))
        if BATTERY_PERCENT in values:
            before, percent = self._percent, int(values[BATTERY_PERCENT])
            battery = self._battery(percent, at_ns)
            if before not in (None, percent):  # how much there is at the beginning is in about()
                self.tell(battery)

    async def attend(self, event: str, heard: Heard) -> None:
        """Subscribe to one more event, until :meth:`ignore` or a new link; ``heard`` decides what to report.

        Sent even while the latch is shut: it moves nothing.

        Raises:
            LinkLost, CallLate, CallFailed: the robot does not take it.
        """
        if event in self._attended:
            return
        subscriber = (await self._link.call("ALMemory", "subscriber", event, anyway=True)).value
        self._attended[event] = (heard, subscriber, None)  # before the first one can come
        link = await self._connect(event, subscriber)
        self._attended[event] = (heard, subscriber, link)

    async def ignore(self, event: str) -> None:
        """End the subscription to an event of :meth:`attend`. Raises: as :meth:`attend`."""
        attended = self._attended.pop(event, None)
        if attended is not None:
            _, subscriber, link = attended
            await self._link.wait(partial(subscriber.signal.disconnect, link, _async=True))

    def tell(self, sensed: Sensed) -> None:
        """Report something sensed by other means, after the events that still wait for their stamps."""
        self._queue(sensed, None)

    def let_go(self) -> None:
        """End all subscriptions: events that qi still delivers are dropped."""
        self._generation += 1
        self._subscribers.clear()

    async def _connect(self, event: str, subscriber: Any) -> Any:
        callback = self._callback(event, self._generation)
        return await self._link.wait(partial(subscriber.signal.connect, callback, _async=True))

    def _callback(self, event: str, generation: int) -> Callable[[Any], None]:
        def heard(_ears: _Ears, value: Any) -> None:
            at_ns = time.monotonic_ns()
            with contextlib.suppress(RuntimeError):  # the loop is closed: the session is over
                self._loop.call_soon_threadsafe(self._take, event, value, at_ns, generation)

        return types.MethodType(heard, self._ears)

    def _take(self, event: str, value: Any, at_ns: int, generation: int) -> None:
        if generation != self._generation:
            return
        if event in HAND_EVENTS:
            self._touch_hand(event, bool(value), at_ns)
            return
        if event in TOUCH_EVENTS:
            self._touch(event, bool(value), at_ns)
            return
        if value and event.startswith(SPEECH):
            self._tell_speech(event.removeprefix(SPEECH))
        attended = self._attended.get(event)
        sensed = attended[0](value, at_ns) if attended else self._other(event, value, at_ns)
        if sensed is not None:
            self._queue(sensed, None)

    def _touch(self, event: str, pressed: bool, at_ns: int) -> None:
        """Report a touched part once, however many of its sensors are touched."""
        part = TOUCH_EVENTS[event]
        sensors = self._pressed.setdefault(part, set())
        others = sensors - {event}
        self._pressed[part] = others | {event} if pressed else others
        if not others:
            stamp = self._ask_stamp(event)
            self._queue(Sensed("touch", {"part": part, "pressed": pressed}, at_ns), stamp)

    def _touch_hand(self, event: str, pressed: bool, at_ns: int) -> None:
        """Report a hand that counts as touched, at the time of its first sensor, by Nao's clock too."""
        part, sensor = HAND_EVENTS[event]
        self._stamps[event] = self._ask_stamp(event)  # now: the next press of it would give another one
        self._tell_hand(part, self._hands[part].feel(sensor, pressed, at_ns))
        if pressed:
            wait_s = self._within_ns / SECOND_NS
            self._loop.call_later(wait_s, self._expire, part, at_ns + self._within_ns, self._generation)

    def _expire(self, part: str, at_ns: int, generation: int) -> None:
        if generation == self._generation:
            self._tell_hand(part, self._hands[part].expire(at_ns))

    def _tell_hand(self, part: str, made: Iterable[HandTouch | Uncounted]) -> None:
        for change in made:
            if isinstance(change, Uncounted):
                data = {"part": part, "sensor": change.sensor, "why": change.why}
                self._queue(Sensed(UNCOUNTED, data, change.at_ns), None)
            else:
                made_by = {(part, sensor) for sensor in change.sensors}
                stamps = [self._stamps[event] for event, of in HAND_EVENTS.items() if of in made_by]
                touch = Sensed("touch", {"part": part, "pressed": change.pressed}, change.at_ns)
                self._queue(touch, self._first_of(stamps))

    def _other(self, event: str, value: Any, at_ns: int) -> Sensed | None:
        match event:
            case "ALTextToSpeech/TextStarted" if value:
                return self._speech(True, at_ns)
            case "ALTextToSpeech/TextDone" | "ALTextToSpeech/TextInterrupted" if value:
                return self._speech(False, at_ns)
            case "BatteryChargeChanged":
                return self._battery(int(value), at_ns)
            case "HotDeviceDetected" | "DeviceNoLongerHotDetected":
                names = {str(name) for name in value} if isinstance(value, list | tuple) else {str(value)}
                self._hot = self._hot | names if event == "HotDeviceDetected" else self._hot - names
                return Sensed("hot", {"joints": sorted(self._hot)}, at_ns)
            case "ALMotion/RobotIsFalling" | "robotHasFallen" if value:
                return self._fall(at_ns)
            case _:
                return None

    def _battery(self, percent: int, at_ns: int) -> Sensed:
        self._percent = percent
        return Sensed("battery", {"percent": percent, "minutes": minutes_left(percent)}, at_ns)

    def _speech(self, speaking: bool, at_ns: int) -> Sensed | None:
        if speaking == self._speaking:
            return None
        self._speaking = speaking
        return Sensed("speech", {"speaking": speaking}, at_ns)

    def _fall(self, at_ns: int) -> Sensed | None:
        """Return a fall when it begins; None for the event of its end."""
        if at_ns - self._fell_ns < FALL_ONCE_NS:
            return None
        self._fell_ns = at_ns
        return Sensed("fell", {}, at_ns)

    # Keeping order while a stamp is on its way.

    def _queue(self, sensed: Sensed, stamp: _Stamp | None) -> None:
        if stamp is None:
            stamp = self._loop.create_future()
            stamp.set_result(None)
        self._waiting.append((sensed, stamp))
        stamp.add_done_callback(lambda _: self._flush())

    def _ask_stamp(self, event: str) -> _Stamp:
        """Ask at once for Nao's own time of an event, before the next event overwrites it."""
        stamp: _Stamp = self._loop.create_future()

        def give(seconds: float | None) -> None:
            if not stamp.done():
                stamp.set_result(seconds)

        try:
            call = self._link.send("ALMemory", "getTimestamp", event)
        except (CallFailed, LinkLost, LatchShut):
            give(None)
            return stamp
        call.answer.add_done_callback(lambda answer: give(_seconds(answer)))
        self._loop.call_later(STAMP_WAIT_S, give, None)
        return stamp

    def _first_of(self, stamps: Sequence[_Stamp]) -> _Stamp:
        """Return the earliest of some times of Nao's, once all are known, or known not to come."""
        first: _Stamp = self._loop.create_future()

        def give(_: _Stamp) -> None:
            if all(stamp.done() for stamp in stamps) and not first.done():
                known = (at for stamp in stamps if (at := stamp.result()) is not None)
                first.set_result(min(known, default=None))

        for stamp in stamps:
            stamp.add_done_callback(give)
        return first

    def _flush(self) -> None:
        while self._waiting and self._waiting[0][1].done():
            sensed, stamp = self._waiting.popleft()
            source_t = sensed.source_t if stamp.result() is None else stamp.result()
            self._tell(Sensed(sensed.kind, sensed.data, sensed.monotonic_ns, source_t))


def _seconds(answer: asyncio.Future[Any]) -> float | None:
    if answer.cancelled() or answer.exception() is not None:
        return None
    robot_ns = stamp_ns(answer.result().value)
    return None if robot_ns is None else robot_ns / SECOND_NS
