"""What broke a trial off: the events of each trial, how far it went, and what came instead.

A reaction, a command or a program that ended makes the trial in hand void; a feedback may be broken off too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.core.events import Event
from nao_sessions.protocol.flow import Protocol
from nao_sessions.text.messages import EMPTY_TEXT, Text

By = Literal["adult", "reaction", "crash", "end"]
"""Who or what broke a trial off; :class:`Interruption` says what each is."""

_COMMAND = "commands/"
NO_LABEL = EMPTY_TEXT


@dataclass(frozen=True, slots=True)
class Interruption:
    """Who or what broke a trial off; ``what``: the command, or the entry of the protocol (``step/when.0``).

    adult: a command, a button, a judgement; reaction: of the protocol, to the child or to time; crash: the
    program ended, and the session was taken up again; end: the log stops there, and does not tell whether the
    program ended too.
    """

    by: By
    what: str = ""
    label: Text = field(default=NO_LABEL, compare=False)
    """What stands on the button, where a button did it."""


@dataclass(frozen=True, slots=True)
class Spent:
    """The events of one trial, from its question to what comes after its feedback.

    ``then`` is the event that led to something else, None where the log stops before.
    """

    events: tuple[Event, ...]
    then: Event | None

    @property
    def question(self) -> Event:
        """Return the question with which the trial begins."""
        return self.events[0]

    @property
    def ended(self) -> Event | None:
        """Return the trial's record, which holds its judgement; None where the log stops before."""
        return next((e for e in self.events if (e.dir, e.kind) == ("out", "trial")), None)

    @property
    def is_void(self) -> bool:
        """Return whether the trial was broken off before it was judged."""
        return self.ended is None or self.ended.data.get("judgement") == "void"

    @property
    def asked(self) -> tuple[Event, ...]:
        """Return the trial's events before its judgement; all of them where there is none."""
        return self.events if self.ended is None else self.events[: self.events.index(self.ended)]

    @property
    def fed_back(self) -> tuple[Event, ...]:
        """Return the trial's events from its judgement on; none where there is no judgement."""
        return () if self.ended is None else self.events[self.events.index(self.ended) :]

    @property
    def leads_away(self) -> bool:
        """Return whether the log goes on with another step after the trial, or ends."""
        return self.then is None or self.then.kind in ("entered", "ended")


def spent_of(events: Sequence[Event]) -> Iterator[Spent]:
    """Yield the events of each trial of a log."""
    current: list[Event] = []
    for event in events:
        over = event.dir == "out" and event.kind in ("question", "block", "entered", "ended")
        if over and current:
            yield Spent(tuple(current), event)
            current = []
        if (event.dir, event.kind) == ("out", "question"):
            current = [event]
        elif current:
            current.append(event)
    if current:
        yield Spent(tuple(current), None)


def interruption_of(spent: Spent, by_seq: Mapping[int, Event], protocol: Protocol) -> Interruption:
    """Return who or what broke a trial off, while it was asked or during its feedback."""
    event = spent.ended if spent.is_void and spent.ended is not None else spent.then
    if event is None:
        return Interruption("end")
    cause = by_seq.get(-1 if event.cause is None else event.cause)
    if cause is not None and cause.kind in ("command", "resumed"):
        crash = cause.kind == "resumed"
        return Interruption("crash") if crash else Interruption("adult", str(cause.data.get("name") or ""))
    by = str(spent.then.data.get("by") or "") if spent.then is not None else ""
    if by.startswith(_COMMAND):
        return Interruption("adult", by.removeprefix(_COMMAND))
    levels = (*(step.level for step in protocol.steps.values()), protocol.always)
    button = next((one for level in levels for one in level.buttons if one.id == by), None)
    if button is None:
        return Interruption("reaction", by)
    return Interruption("adult", by, NO_LABEL if button.label is None else button.label.as_written())
