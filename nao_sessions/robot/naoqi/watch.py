"""What Nao is asked to watch for: cards, faces, gazes, voices. Each sense is switched on and off by itself.

Nothing here moves anything, so the latch holds none of it back: to stop watching is possible at any time.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from nao_sessions.cards.sightings import AWAY_NS, CardDetector, CardsSeen
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.protocol.trials import SENSE_FACTS, Sense
from nao_sessions.robot.naoqi.clock import ActionAttempt, Refused
from nao_sessions.robot.naoqi.last_words import RECOGNITION
from nao_sessions.robot.naoqi.link import OUR_NAME, CallFailed, CallLate, LatchShut, LinkLost, QiLink
from nao_sessions.robot.naoqi.senses import Senses
from nao_sessions.robot.naoqi.voice import Voice
from nao_sessions.robot.port import SENSES, Sensed

# Cards before Nao's camera: pictures are fetched over a qi session of their own, and looked at in a thread.
#
# A session of its own, so that a picture of 300 kB on its way through a slow network holds back no
# heartbeat. A picture is asked for when the one before has come: a slow network gets fewer. None is kept.

VIDEO = "ALVideoDevice"
TOP_CAMERA, VGA, GREY = 0, 2, 0
CAMERA_RATE = 10
"""Pictures a second that the camera takes: twice what is fetched, so that none is older than 0.1 s."""

PERIOD_S = 0.2
SHORTEST_PERIOD_S = 0.05  # of a simulator that is faster than real time
AGAIN_S = 0.5
"""How long to wait when a picture did not come, before the next is asked for."""


class CardEye:
    """The search for cards through Nao's upper camera, from :meth:`open` to :meth:`close`."""

    def __init__(self, url: str, tell: Callable[[Sensed], None], speed: float) -> None:
        """Store the callbacks; ``tell`` is called on the loop for each card that is newly seen."""
        self._tell = tell
        self._period_s = max(SHORTEST_PERIOD_S, PERIOD_S / speed)
        self._link: QiLink | None = None
        self._url = url
        self._seen = CardsSeen(round(AWAY_NS / speed))
        self._handle = ""
        self._looking: asyncio.Task[None] | None = None
        self._times: deque[tuple[int, float]] = deque(maxlen=8)

    async def open(self) -> None:
        """Begin to look for cards with Nao's camera.

        Raises:
            CallFailed: this Nao gives no pictures.
            CallLate, LinkLost: it does not answer.
        """
        if self._link is not None:
            return
        link = QiLink(self._url, (VIDEO,), on_back=self._subscribe)
        try:
            await link.start()
        except DeviceUnavailable as error:
            raise LinkLost(str(error)) from error
        self._link = link
        try:
            await self._subscribe()
        except (CallFailed, CallLate, LinkLost):
            self._link = None
            await link.close()
            raise
        self._looking = asyncio.create_task(self._look())

    async def close(self) -> None:
        """Stop looking for cards, and release the camera; may be called twice. Never raises."""
        link, looking = self._link, self._looking
        self._link = self._looking = None
        if looking is not None:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            self._seen.rest()
        if link is not None:
            with contextlib.suppress(CallFailed, CallLate, LinkLost):
                await link.call(VIDEO, "unsubscribe", self._handle)
            await link.close()

    async def _subscribe(self) -> None:
        """Subscribe to grey pictures, after cancelling subscriptions of an earlier session (six at most)."""
        link = self._link
        assert link is not None
        with contextlib.suppress(CallFailed):
            await link.call(VIDEO, "unsubscribeAllInstances", OUR_NAME)
        form = (OUR_NAME, TOP_CAMERA, VGA, GREY, CAMERA_RATE)
        handle = str((await link.call(VIDEO, "subscribeCamera", *form)).value)
        if not handle:
            raise CallFailed("the camera gives no pictures", time.monotonic_ns())
        self._handle = handle

    async def _look(self) -> None:
        detector = await asyncio.to_thread(CardDetector)
        while (link := self._link) is not None:
            begun_s = time.monotonic()
            try:
                answer = await link.call(VIDEO, "getImageRemote", self._handle)
            except (CallFailed, CallLate, LinkLost):
                await asyncio.sleep(AGAIN_S)  # the link comes back by itself, and subscribes again
                continue
            cards = await asyncio.to_thread(_find, detector, answer.value)
            self._take(cards, answer.monotonic_ns, answer.value)
            await asyncio.sleep(max(0.0, begun_s + self._period_s - time.monotonic()))

    def _take(self, cards: tuple[int, ...], at_ns: int, picture: Any) -> None:
        with contextlib.suppress(TypeError, ValueError, IndexError):  # a picture without its time
            self._times.append((at_ns, float(picture[4]) + float(picture[5]) / 1e6))
        for new in self._seen.look(cards, at_ns):
            self._tell(Sensed("card", {"card": new.card}, new.at_ns, dict(self._times).get(new.at_ns)))


def _find(detector: CardDetector, picture: Any) -> tuple[int, ...]:
    """Return the cards in an answer of the camera: width, height, layers, colour space, s, us, bytes, ...

    The first byte of each pixel is its brightness, in one layer and in the camera's own two (YUV422).
    """
    import numpy as np  # OpenCV has loaded it by now

    if not isinstance(picture, list | tuple) or len(picture) < 7:
        return ()
    width, height, layers, data = int(picture[0]), int(picture[1]), int(picture[2]), picture[6]
    whole = isinstance(data, bytes | bytearray) and len(data) == width * height * layers
    if not whole or layers not in (1, 2):
        return ()
    pixels = np.frombuffer(data, np.uint8).reshape(height, width, layers)
    return detector.find(np.ascontiguousarray(pixels[..., 0]))


# Faces and gazes, as Nao's own extractors tell them: whether there is a face, whether somebody looks at
# Nao.
#
# Who it is is never asked: no face is learned, and what Nao may know of one is not read.

PERIOD_MS = 300
"""The milliseconds between two looks of Nao's extractors."""

FACE_GONE_NS = SECOND_NS
GAZE_GONE_NS = SECOND_NS // 2
"""For how long a face, a gaze must be out of sight to be gone: both flicker with every blink and nod."""


class Presence:
    """Something that is there or not, reported when that changes; gone once it was away for a while."""

    def __init__(self, sense: Sense, gone_after_ns: int) -> None:
        """Prepare it; ``gone_after_ns`` is how long it must be away to be gone."""
        self._facts, self._gone_after_ns = SENSE_FACTS[sense], gone_after_ns
        self._told = False
        self._there = False
        self._last_ns = 0

    def see(self, there: bool, at_ns: int) -> Sensed | None:
        """Process whether something was seen at a time; return the change to report, or None."""
        if there or self._there:
            self._last_ns = at_ns
        self._there = there
        if not there or self._told:
            return None
        self._told = True
        return self._sensed(True, at_ns)

    def tick(self, now_ns: int, *, seen_again_and_again: bool = False) -> Sensed | None:
        """Return that what was present is gone, timed when it was last seen; None if it is not.

        ``seen_again_and_again``: while it is there it is told of again all the time, so silence means gone.
        """
        away = not self._there or seen_again_and_again
        if not self._told or not away or now_ns - self._last_ns < self._gone_after_ns:
            return None
        self._told = self._there = False
        return self._sensed(False, self._last_ns)

    def forget(self) -> None:
        """Start again, as if nothing had been present."""
        self._told = self._there = False

    def _sensed(self, there: bool, at_ns: int) -> Sensed:
        return Sensed(self._facts.event, self._facts.data("", there=there), at_ns)


class PeopleInFront:
    """What people in front of Nao do that is there or gone. ``speed`` is robot seconds a real second."""

    def __init__(self, speed: float) -> None:
        self._presences = {
            sense: Presence(sense, round(one.gone_after_ns / speed)) for sense, one in EXTRACTORS.items()
        }

    def heard(self, sense: Sense, value: Any, at_ns: int) -> Sensed | None:
        """Handle the event of a sense's extractor; return the change to report, or None."""
        return self._presences[sense].see(EXTRACTORS[sense].is_there(value), at_ns)

    def tick(self, now_ns: int) -> list[Sensed]:
        """Return reports of what is gone by now."""
        gone = (
            presence.tick(now_ns, seen_again_and_again=EXTRACTORS[sense].again_and_again)
            for sense, presence in self._presences.items()
        )
        return [sensed for sensed in gone if sensed is not None]

    def forget(self, sense: Sense) -> None:
        """Start again with a sense, as if nothing had been there."""
        self._presences[sense].forget()


@dataclass(frozen=True, slots=True)
class Extractor:
    """How Nao tells of something that is there or gone.

    Attributes:
        event: The event that tells it.
        services: What is to run for it; an event that starts its extractor itself needs none.
        is_there: Whether a value of the event says that it is there.
        gone_after_ns: For how long it must be away to be gone.
        again_and_again: The event comes all the time while it is there, and not when it goes.
    """

    event: str
    services: tuple[str, ...] = ()
    is_there: Callable[[Any], bool] = bool
    gone_after_ns: int = SECOND_NS
    again_and_again: bool = False


def _list_of_more_than(least: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list | tuple) and len(value) > least


LOOKING = "GazeAnalysis/PeopleLookingAtRobot"
FACES, POPULATION, GAZES = "ALFaceDetection", "ALPeoplePerception", "ALGazeAnalysis"
EXTRACTORS: Mapping[Sense, Extractor] = {
    "face": Extractor("FaceDetected", (FACES,), _list_of_more_than(1), FACE_GONE_NS, again_and_again=True),
    "gaze": Extractor(LOOKING, (POPULATION, GAZES), _list_of_more_than(0), GAZE_GONE_NS),
}
_EXTRACTING = tuple(dict.fromkeys(service for one in EXTRACTORS.values() for service in one.services))
WATCH_SERVICES = (VIDEO, *_EXTRACTING)
_LEFT_BEHIND = (
    *((service, "unsubscribe", OUR_NAME) for service in _EXTRACTING),
    (VIDEO, "unsubscribeAllInstances", OUR_NAME),
    (RECOGNITION, "unsubscribe", OUR_NAME),
)
LEFT_SERVICES = tuple(service for service, _, _ in _LEFT_BEHIND)


class SenseSwitch:
    """The switch of the senses that Nao is asked to use. Belongs to the robot's event loop."""

    def __init__(self, link: QiLink, senses: Senses, voice: Voice, speed: float) -> None:
        self._link, self._senses, self._voice = link, senses, voice
        self._people = PeopleInFront(speed)
        self._eye = CardEye(link.url, self._senses.tell, speed)
        self._on: set[Sense] = set()
        self._asked_meanwhile: set[str] | None = None

    async def watch(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> None:
        """Watch for these senses from now on; without senses, stop watching.

        What this Nao can do is done, whatever else was asked for.

        Raises:
            Refused: it cannot do some of it.
            LinkLost, CallLate: it does not answer.
        """
        wanted = _senses(data)
        cannot = [f"unknown sense: {sense}" for sense in sorted(wanted.difference(SENSES))]
        for sense in SENSES:
            if (sense in wanted) == (sense in self._on):
                continue
            try:
                await self._switch(sense, on=sense in wanted)
            except CallFailed as error:
                cannot.append(f"no {sense}: {error}")
        if cannot:
            raise Refused("; ".join(cannot))

    def ask_meanwhile(self, data: Mapping[str, Any]) -> None:
        """Store what to watch for once a lost robot is back."""
        self._asked_meanwhile = _senses(data)

    async def watch_again(self) -> None:
        """Watch as before the robot was lost, or as asked for meanwhile; what Nao refuses is left out.

        Raises: LinkLost, CallLate.
        """
        asked, self._asked_meanwhile = self._asked_meanwhile, None
        wanted = set(self._on) if asked is None else asked.intersection(SENSES)
        await self._let_go_of_what_is_known_by_name(speech="speech" in self._on - wanted)
        self._on &= {"card"}  # the eye comes back by itself
        for sense in SENSES:
            if (sense in wanted) != (sense in self._on):
                with contextlib.suppress(CallFailed):
                    await self._switch(sense, on=sense in wanted)

    async def close(self) -> None:
        """Stop watching, as far as the robot answers. Never raises."""
        if "card" in self._on:
            await self._shut_eye()
        for sense in sorted(self._on - {"card"}):
            with contextlib.suppress(CallFailed, CallLate, LinkLost, LatchShut):
                await self._switch(sense, on=False)
        self._on.clear()

    def tick(self) -> None:
        """Report faces and gazes that have gone; called many times a second, and cheap."""
        if self._on:
            for sensed in self._people.tick(time.monotonic_ns()):
                self._senses.tell(sensed)

    async def _switch(self, sense: Sense, *, on: bool) -> None:
        """Switch one sense on or off; once switched off it counts as off, whatever Nao answers."""
        self._on.discard(sense)
        match sense:
            case "card":
                await (self._eye.open() if on else self._shut_eye())
            case "speech":
                await self._voice.attend(on)
            case _:
                self._people.forget(sense)
                await self._extract(sense, on=on)
        if on:
            self._on.add(sense)

    async def _let_go_of_what_is_known_by_name(self, *, speech: bool) -> None:
        """Cancel the subscriptions under our name that Nao kept from before the loss. Raises: LinkLost."""
        if speech:
            await self._voice.attend(False)
        for service, method, name in _LEFT_BEHIND:
            ears_in_use = service == RECOGNITION and (self._voice.listens or not speech)
            if service != VIDEO and not ears_in_use:
                with contextlib.suppress(CallFailed):
                    await self._link.call(service, method, name, anyway=True)

    async def _shut_eye(self) -> None:
        """Close the eye, and the camera too where the eye had lost it. Never raises."""
        await self._eye.close()
        with contextlib.suppress(CallFailed, CallLate, LinkLost):
            await self._link.call(VIDEO, "unsubscribeAllInstances", OUR_NAME, anyway=True)

    async def _extract(self, sense: Sense, *, on: bool) -> None:
        """Start what extracts a sense and listen to its event, or stop both; what another needs runs on."""
        event, services = EXTRACTORS[sense].event, EXTRACTORS[sense].services
        if not on:
            await self._senses.ignore(event)
            needed = {one for other in self._on & EXTRACTORS.keys() for one in EXTRACTORS[other].services}
            for service in services:
                if service not in needed:
                    await self._link.call(service, "unsubscribe", OUR_NAME, anyway=True)
            return
        await self._senses.attend(event, partial(self._people.heard, sense))
        try:
            for service in services:
                await self._link.call(service, "subscribe", OUR_NAME, PERIOD_MS, 0.0, anyway=True)
        except CallFailed:
            await self._senses.ignore(event)
            raise


def _senses(data: Mapping[str, Any]) -> set[str]:
    return {str(sense) for sense in data.get("senses") or ()}


async def end_what_was_left(link: QiLink) -> None:
    """Cancel the subscriptions of a dead session, which would keep Nao watching. Raises: LinkLost."""
    for service, method, name in _LEFT_BEHIND:
        with contextlib.suppress(CallFailed, CallLate):
            await link.call(service, method, name, anyway=True)
