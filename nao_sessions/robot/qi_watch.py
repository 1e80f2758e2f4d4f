"""What Nao is asked to watch for: cards, faces, gazes, voices. Each sense is switched on and off by itself.

Nothing here moves anything, so the latch holds none of it back: to stop watching is possible at any time.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from typing import Any

from nao_sessions.robot.port import SENSES
from nao_sessions.robot.qi_attempt import Attempt, Refused
from nao_sessions.robot.qi_cards import VIDEO, CardEye
from nao_sessions.robot.qi_link import OUR_NAME, CallFailed, CallLate, LatchShut, LinkLost, QiLink
from nao_sessions.robot.qi_people import PERIOD_MS, People
from nao_sessions.robot.qi_senses import Senses
from nao_sessions.robot.qi_voice import RECOGNITION, Voice

FACES, POPULATION, GAZES = "ALFaceDetection", "ALPeoplePerception", "ALGazeAnalysis"
FACE_DETECTED = "FaceDetected"
LOOKING = "GazeAnalysis/PeopleLookingAtRobot"
WATCH_SERVICES = (VIDEO, FACES, POPULATION, GAZES)
_LEFT_BEHIND = (
    (FACES, "unsubscribe", OUR_NAME),
    (GAZES, "unsubscribe", OUR_NAME),
    (POPULATION, "unsubscribe", OUR_NAME),
    (VIDEO, "unsubscribeAllInstances", OUR_NAME),
    (RECOGNITION, "unsubscribe", OUR_NAME),
)
LEFT_SERVICES = tuple(service for service, _, _ in _LEFT_BEHIND)


class Watch:
    """The senses that are asked for. Belongs to the robot's event loop."""

    def __init__(self, link: QiLink, senses: Senses, voice: Voice, speed: float) -> None:
        self._link, self._senses, self._voice = link, senses, voice
        self._people = People(speed)
        self._eye = CardEye(link.url, self._senses.tell, speed)
        self._on: set[str] = set()
        self._asked_meanwhile: set[str] | None = None

    async def watch(self, attempt: Attempt, data: Mapping[str, Any]) -> None:
        """Watch for these senses from now on; for none: stop watching.

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
        """Take note of what is to be watched once a robot that is lost is back."""
        self._asked_meanwhile = _senses(data)

    async def watch_again(self) -> None:
        """Watch as before the robot was lost, or as was asked for meanwhile; what it refuses is left out.

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
        """Notice what has gone: called many times a second, and cheap."""
        if self._on:
            for sensed in self._people.tick(time.monotonic_ns()):
                self._senses.tell(sensed)

    async def _switch(self, sense: str, *, on: bool) -> None:
        """Switch one sense; one that is switched off counts as off, whatever Nao answers."""
        self._on.discard(sense)
        match sense:
            case "card":
                await (self._eye.open() if on else self._shut_eye())
            case "face":
                self._people.forget_faces()
                await self._extract(on, FACE_DETECTED, self._people.face_detected, FACES)
            case "gaze":
                self._people.forget_gazes()
                await self._extract(on, LOOKING, self._people.people_looking, POPULATION, GAZES)
            case _:
                await self._voice.attend(on)
        if on:
            self._on.add(sense)

    async def _let_go_of_what_is_known_by_name(self, *, speech: bool) -> None:
        """Undo what Nao has kept from before the loss, under our name. Raises: LinkLost, CallLate."""
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

    async def _extract(self, on: bool, event: str, heard: Any, *extractors: str) -> None:
        """Run extractors and listen to an event of theirs, or let go of both."""
        if not on:
            await self._senses.ignore(event)
            for extractor in extractors:
                await self._link.call(extractor, "unsubscribe", OUR_NAME, anyway=True)
            return
        await self._senses.attend(event, heard)
        try:
            for extractor in extractors:
                await self._link.call(extractor, "subscribe", OUR_NAME, PERIOD_MS, 0.0, anyway=True)
        except CallFailed:
            await self._senses.ignore(event)
            raise


def _senses(data: Mapping[str, Any]) -> set[str]:
    return {str(sense) for sense in data.get("senses") or ()}


async def end_what_was_left(link: QiLink) -> None:
    """Let go of what a session that died was subscribed to: Nao would look on and on. Raises: LinkLost."""
    for service, method, name in _LEFT_BEHIND:
        with contextlib.suppress(CallFailed, CallLate):
            await link.call(service, method, name, anyway=True)
