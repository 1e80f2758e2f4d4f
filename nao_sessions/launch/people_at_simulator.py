"""Virtual people beside the simulator: what a rehearsal plays in virtual time, done to a simulated Nao.

What a child does to Nao reaches the session only as the simulated robot notices it; what the professional and
a board press comes in as it does from theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.live.start import StartedSession
from nao_sessions.protocol.trials import BY_EVENT, SENSE_FACTS, THERE_OR_GONE, Sense
from nao_sessions.rehearsal.people.behaviour import PersonActs
from nao_sessions.rehearsal.people.people import InTheRoom

SHOWN_S = 3.0
"""How long a card is held up, in seconds of session time: a reader needs two looks at it."""

SPEAKS_S = 1.5
"""How long a child speaks where Nao only listens whether somebody does."""

REST_AFTER_S = 1.0
"""How long the child in the simulator's picture reaches out or speaks."""

_SOURCES: Mapping[str, str] = {"command": "professional", "button": "professional", "board": "board"}


class SimulatedTouches(Protocol):
    """What a child acts on Nao with."""

    def touch(self, part: str) -> None:
        """Touch a part of the simulated Nao."""
        ...

    def speak(self, word: str) -> None:
        """Say a word to the simulated Nao."""
        ...

    def show(self, card: str | None) -> None:
        """Hold a card up to the simulated Nao, or put it away (None)."""
        ...

    def sense(self, sense: Sense, there: bool) -> None:
        """Give the simulated Nao a sign that is there or gone, such as a look, or end it."""
        ...

    def murmur(self, seconds: float) -> None:
        """Speak without a word that Nao knows."""
        ...

    def rest(self) -> None:
        """End the touch: the hand does nothing any more."""
        ...


class PeopleAtSimulator:
    """Virtual people who watch a session and act on it; ``put`` takes what they press."""

    def __init__(
        self,
        people: InTheRoom,
        begun: StartedSession,
        hand: SimulatedTouches,
        put: Callable[[Incoming], None],
    ) -> None:
        self._people, self._begun, self._hand, self._put = people, begun, hand, put

    def watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        """Plan what the virtual people do next; the session's loop calls it after each input."""
        journal = self._begun.journal
        self._plan(self._people.look(journal.engine, journal.state, self._begun.clock.now_ns()))

    def _plan(self, acts: Sequence[PersonActs]) -> None:
        for act in acts:
            self._later(act.after_ns / SECOND_NS, partial(self._do, act))

    def _do(self, act: PersonActs) -> None:
        source = _SOURCES.get(act.kind)
        if source is not None:
            self._put(Incoming(source, act.kind, act.data, participant=act.by))
        else:
            self._act_on_nao(act.kind, act.data)
        journal = self._begun.journal
        self._plan(self._people.notice(act, journal.engine, journal.state))

    def _act_on_nao(self, kind: str, data: Mapping[str, Any]) -> None:
        """Act on the simulated robot; an act that none of its senses notices does nothing here."""
        hand = self._hand
        match kind:
            case "touch":
                hand.touch(str(data["part"]))
                self._later(REST_AFTER_S, hand.rest)
            case "word":
                hand.speak(str(data["word"]))
                self._later(REST_AFTER_S, hand.rest)
            case "card":
                hand.show(str(data["card"]))
                self._later(SHOWN_S, partial(hand.show, None))
            case "utterance":
                hand.murmur(SPEAKS_S)
            case _ if BY_EVENT.get(kind) in THERE_OR_GONE:
                sense = BY_EVENT[kind]
                hand.sense(sense, bool(data[SENSE_FACTS[sense].state]))
                self._later(SHOWN_S, partial(hand.sense, sense, False))

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(seconds / self._begun.clock.speed, call)
