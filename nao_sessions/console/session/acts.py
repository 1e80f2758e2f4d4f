"""What a page asks for, read and turned into an input of the session; or why it is not.

A press acts once or not at all: it carries a name that no other press has, and the mark of the state that it
was meant for. What became of each is remembered, so that a page whose line broke can ask.

Seats, the open pages of a session: one leads, a second adult may judge, everybody may watch and stop. Control
is never taken by accident: the first who comes has it, and whoever wants it takes it over expressly.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.engine.commands import NOT_YET
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.robot.latch import Stop

Role = Literal["lead", "second", "watch"]

JUDGING = frozenset({"judge", "prompt", "mark"})
"""The acts that the page of the second adult may do, too."""
ALWAYS = frozenset({"stop", "end_film"})
"""The acts that every page may do, whatever its role: to stop Nao, or the film, nobody has to ask."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One page of the session that is open somewhere."""

    id: str
    role: Role


class Seats:
    """The pages that are open, and which of them leads."""

    def __init__(self) -> None:
        self._open: dict[str, Seat] = {}
        self._count: dict[str, int] = {}
        self.leader: str | None = None

    def come(self, seat: Seat) -> bool:
        """Register a page that opens; the first page that may lead becomes the leader.

        Return whether it is the one that leads, and was not here.
        """
        self._open[seat.id] = seat
        self._count[seat.id] = self._count.get(seat.id, 0) + 1
        if self.leader is None and seat.role == "lead":
            self.leader = seat.id
        return self.leader == seat.id and self._count[seat.id] == 1

    def go(self, seat: Seat) -> bool:
        """Unregister a page. The leader stays the leader, as a tablet that was cut off comes back.

        Return whether it is the one that leads, and is not here any more.
        """
        left = self._count.get(seat.id, 1) - 1
        self._count[seat.id] = left
        if left <= 0:
            self._open.pop(seat.id, None)
            self._count.pop(seat.id, None)
        return self.leader == seat.id and left <= 0

    def take_over(self, seat_id: str) -> bool:
        """Make a page the leader from now on; return whether it may lead."""
        seat = self._open.get(seat_id)
        if seat is None or seat.role != "lead":
            return False
        self.leader = seat_id
        return True

    def may(self, seat_id: str, role: Role, act: str) -> bool:
        """Return whether a page with this role may give a command now."""
        if act in ALWAYS:
            return True
        if role == "second":
            return act in JUDGING
        return role == "lead" and self.leader in (None, seat_id)

    def told_to(self, seat_id: str) -> Mapping[str, Any]:
        """Return what a page needs to know of the others: whether it leads, whether anybody present leads."""
        return {
            "leads": self.leader == seat_id,
            "led": self.leader in self._open,
            "watchers": sum(seat.role == "watch" for seat in self._open.values()),
        }


# What a press was meant for: a short mark of all that makes a button mean what it means.
#
# Two views with one mark can take each other's presses; what only moves (a sentence, a clock) is left out.
# Its second part are the helps of the trial: a judgement is of the same question before a help and after.


def stamp_of(view: View, entered_ns: int | None) -> str:
    """Return a stamp of what the buttons mean at a view; ``entered_ns``: when its step was entered."""
    trial = view.trial
    meant = (
        view.step,
        entered_ns,
        view.turn,
        view.paused_because,
        view.outcome,
        None if trial is None else (trial.number, trial.item, trial.proposed, trial.judged),
        None if trial is None else trial.correction,
    )
    return f"{_mark(meant)}-{_mark(None if trial is None else trial.helps)}"


def is_same_question(stamp: str, other: str) -> bool:
    """Return whether two stamps are of one question: they differ, if at all, in the helps given."""
    return stamp.partition("-")[0] == other.partition("-")[0]


def _mark(meant: object) -> str:
    return hashlib.sha256(json.dumps(meant, ensure_ascii=False).encode()).hexdigest()[:12]


SOURCE = "professional"
REMEMBERED_PRESSES = 2000
LONGEST_TEXT = 300
OLDEST_PRESS_MS = 30_000
"""How old a press may be, in ms: one that a cut-off tablet sends later was meant for another moment."""

DOUBLE_NS = 2 * SECOND_NS
"""How soon a second press may have been made without seeing what the first one did."""

FOR_THIS_STATE = frozenset({"button", "judge", "prompt", "redo", "skip", "repeat", "encourage"})
"""The acts that are meant for what is on the screen: they are refused where that has changed since."""

Name = Literal[
    "button", "judge", "prompt", "redo", "skip", "repeat", "encourage", "change", "calm", "finish", "close",
    "pause", "resume", "stop", "goto", "improvise", "leave", "return", "louder", "softer", "slower", "faster",
    "extend", "mark", "end_film",
]  # fmt: skip
Short = Annotated[str, Field(max_length=LONGEST_TEXT)]
Press = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,80}$")]
"""The name of a press, drawn at random by its page, in a form that no person's name has: it is logged."""


class PagePress(BaseModel):
    """One press as a page sends it.

    ``press`` is a name that no other press has, also after the page was loaded again; ``stamp`` is the mark
    of what the screen showed when the person could have read it, ``age_ms`` how long ago the finger went
    down when it was sent. With ``ask`` it acts in no case: the page asks what became of it.

    What the page showed of the whole session: ``session`` its folder, ``resumes`` how often it had been
    resumed (a stop names both), ``stops`` how often it had been stopped (a resume names it).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    seat: Short
    press: Press
    name: Name
    stamp: Short = ""
    age_ms: Annotated[float, Field(ge=0, le=3_600_000)] = 0.0
    id: Short = ""
    as_: Annotated[Short, Field(alias="as")] = ""
    answer: Short = ""
    step: Short = ""
    text: Short = ""
    gesture: Short = ""
    participant: Short = ""
    after: Short = ""
    session: Short = ""
    resumes: Annotated[int, Field(ge=0)] | None = None
    stops: Annotated[int, Field(ge=0)] | None = None
    ask: bool = False
    _came_ns: int = PrivateAttr(default_factory=time.monotonic_ns)

    @property
    def made_ns(self) -> int:
        """Return the latest time at which the finger may have gone down (CLOCK_MONOTONIC, ns)."""
        return self._came_ns - round(self.age_ms * MILLISECOND_NS)

    @property
    def kind(self) -> str:
        """Return the press's name, but ``judge`` for ``prompt``, as *not yet* asks for a help, too."""
        return "judge" if self.name == "prompt" else self.name

    @property
    def wants_help(self) -> bool:
        """Return whether the press asks for the next help, by its button or by *not yet*."""
        return self.name == "prompt" or self.as_ == NOT_YET

    @property
    def stop(self) -> Stop:
        """Return the press as a stop for the latch (which, once shut, keeps every call from Nao)."""
        return Stop(self.made_ns, self.session, self.resumes, self.press)


class Presses:
    """What became of the last presses, by their names, so that none counts twice."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, str] = OrderedDict()

    def answer(self, press: str) -> str | None:
        """Return the code of a press's refusal, "" where it was accepted, None where it is unknown."""
        return self._answers.get(press)

    def keep(self, press: str, code: str) -> None:
        """Remember the answer to a press ("" where it was accepted), in case its page asks again."""
        self._answers[press] = code
        if len(self._answers) > REMEMBERED_PRESSES:
            self._answers.popitem(last=False)


def refusal(act: PagePress, stamp: str, view: View, times_shut: int) -> str | None:
    """Return the code of why an act is refused in this state; None accepts it.

    ``times_shut`` is the halt latch's count: a *resume* ends the stop that its page had seen, no later one.
    A judgement is taken though a help has begun since: it is of the same question, and the adult decides.
    """
    if act.age_ms > OLDEST_PRESS_MS:
        return "stale"
    if act.name == "resume" and act.stops not in (None, times_shut):
        return "stale"
    if act.name in FOR_THIS_STATE and act.stamp != stamp:
        if act.kind != "judge" or not is_same_question(act.stamp, stamp):
            return "stale"
        if act.wants_help:  # it has just begun: another one was not asked for
            return "helped"
    if act.name == "button" and act.id not in {button.id for button in view.buttons}:
        return "not_here"
    return None


def is_second(act: PagePress, first: PagePress) -> bool:
    """Return whether a press repeats what *first* has just answered; only one of the two counts.

    They are of one kind, and for one screen; or they judge one question, and the first ended it.
    """
    judge = act.kind == "judge" and not act.wants_help and not first.wants_help
    alike = act.stamp == first.stamp or (judge and is_same_question(act.stamp, first.stamp))
    return act.kind == first.kind and alike and act.made_ns - first.made_ns < DOUBLE_NS


def incoming_of(act: PagePress, role: Role, hide_names: Callable[[str], str]) -> Incoming:
    """Return the engine's input for an act; first names in typed texts are replaced by codes."""
    whose = {"press": act.press, **({"by": "second"} if role == "second" else {})}
    if act.name == "button":
        return Incoming(SOURCE, "button", {"id": act.id, **whose}, act.made_ns)
    data = {"name": act.name, **whose}
    for key, value in (
        ("as", act.as_),
        ("answer", act.answer),
        ("step", act.step),
        ("text", hide_names(act.text)),
        ("gesture", act.gesture),
        ("participant", act.participant),
        ("after", act.after),
    ):
        if value:
            data[key] = value
    return Incoming(SOURCE, "command", data, act.made_ns, times_shut=act.stops)
