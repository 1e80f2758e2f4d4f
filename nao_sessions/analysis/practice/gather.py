"""Sessions of one protocol put together, step by step: counts and times alone, from their logs.

A *silence* runs from the end of a question, or of what Nao said last to a child who may react, to the first
thing that a child did, or to the help, the button or the time-out that came instead. Between two trials
nothing is asked: what passes from an answer to the end of the next question is no silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from statistics import median
from typing import Any, Literal

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.core.received import as_written
from nao_sessions.protocol.trials import ANSWERED, BY_EVENT
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.results.counts import count_trials
from nao_sessions.record.results.interruptions import Interruption, interrupted_ns, read_interruptions
from nao_sessions.record.results.trials import read_trials

CHILD = frozenset(BY_EVENT)
"""Kinds of inputs that are something a child did."""
BY_HAND = frozenset({"professional", "not_yet"})
"""Causes of a help (prompt) that the professional gave by hand."""

_ANSWERED = frozenset({"yes", *ANSWERED})
"""Judgements of the adult that say that the child answered."""


_CONSOLE = "console"
"""The source of what nobody pressed: the console was ended, and closed its session."""


@dataclass(frozen=True, slots=True)
class SessionLog:
    """One session: its folder's name, the version of the protocol that ran, its log, later corrections."""

    name: str
    version: str
    rehearsal: bool
    events: Sequence[Event]
    corrections: Sequence[RecordCorrection] = ()


@dataclass(slots=True)
class StepPractice:
    """What sessions did with one step. Times are seconds; those of a step are without interruptions.

    ``answered`` counts silences that a child ended, ``unanswered`` those that something else ended; one ended
    by an answer that the adult entered is neither, since that press tells no time: it counts as ``entered``.
    ``unsaid`` are sentences that Nao could not say. ``judgements`` are of trials as they count at last,
    without repetitions for correction; ``easy``: how many of them are the easy one before the end.
    """

    step: str
    sessions: int = 0
    visits: int = 0
    seconds: list[float] = field(default_factory=list)
    skipped: int = 0
    repeated: int = 0
    redone: int = 0
    prompted_by_hand: int = 0
    improvised: list[str] = field(default_factory=list)
    left_by_hand: Counter[str] = field(default_factory=Counter)
    closed_by_console: int = 0
    silences: list[float] = field(default_factory=list)
    answered: int = 0
    unanswered: int = 0
    entered: int = 0
    judgements: Counter[str] = field(default_factory=Counter)
    easy: int = 0
    rejudged: int = 0
    dismissed: int = 0
    unconfirmed: int = 0
    unsaid: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the step's figures as JSON values; of durations, their number, median and longest."""
        return {
            "step": self.step,
            "sessions": self.sessions,
            "visits": self.visits,
            "seconds": spread(self.seconds),
            "skipped": self.skipped,
            "repeated": self.repeated,
            "redone": self.redone,
            "prompted_by_hand": self.prompted_by_hand,
            "improvised": list(self.improvised),
            "left_by_hand": dict(sorted(self.left_by_hand.items())),
            "closed_by_console": self.closed_by_console,
            "silences": spread(self.silences),
            "answered": self.answered,
            "unanswered": self.unanswered,
            "entered": self.entered,
            "judgements": dict(sorted(self.judgements.items())),
            "easy": self.easy,
            "rejudged": self.rejudged,
            "dismissed": self.dismissed,
            "unconfirmed": self.unconfirmed,
            "unsaid": self.unsaid,
        }


@dataclass(frozen=True, slots=True)
class Practice:
    """Sessions put together: how they ended, and each step in the order of the protocol.

    ``versions`` and ``outcomes`` count sessions; ``never`` are the steps that no session entered.
    """

    sessions: tuple[str, ...]
    versions: Mapping[str, int]
    outcomes: Mapping[str, int]
    steps: tuple[StepPractice, ...]
    never: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the practice as JSON values."""
        return {
            "sessions": list(self.sessions),
            "versions": dict(self.versions),
            "outcomes": dict(self.outcomes),
            "steps": [step.to_json() for step in self.steps],
            "never_entered": list(self.never),
        }


def spread(values: Sequence[float]) -> dict[str, float | int] | None:
    """Return the number, the median and the longest of some times (s, to a tenth); None without times."""
    if not values:
        return None
    return {"count": len(values), "median": round(median(values), 1), "longest": round(max(values), 1)}


def gather(steps: Sequence[str], sessions: Sequence[SessionLog]) -> Practice:
    """Return how sessions of one protocol went, step by step, from their logs.

    Args:
        steps: the steps of the protocol, in its order, groups among them.
        sessions: their logs.
    """
    found: dict[str, StepPractice] = {}
    outcomes: Counter[str] = Counter()
    for session in sessions:
        with as_written(Path(session.name)):
            idle = {
                one.cause
                for one in session.events
                if one.dir == "out" and one.kind in ("refused", "rejudged")
            }
            reader = _Reader(found, read_interruptions(session.events), idle)
            for event in session.events:
                reader.take(event)
            reader.end(session.events[-1].at if session.events else 0)
            for name, trials in groupby(
                sorted(read_trials(session.events, session.corrections), key=attrgetter("step")),
                key=attrgetter("step"),
            ):
                counts = count_trials(trials)
                step = found.setdefault(name, StepPractice(name))
                step.judgements.update(counts.by_judgement)
                step.easy += counts.easy
            outcomes[reader.outcome or "interrupted"] += 1
    order = {step: number for number, step in enumerate(steps)}
    ordered = sorted(found.values(), key=lambda one: (order.get(one.step, len(order)), one.step))
    return Practice(
        sessions=tuple(session.name for session in sessions),
        versions=dict(Counter(session.version for session in sessions)),
        outcomes=dict(outcomes),
        steps=tuple(ordered),
        never=tuple(step for step in steps if step not in found),
    )


def _enters_an_answer(command: Mapping[str, Any]) -> bool:
    """Return whether a command of the adult enters what the child answered, or that the child did."""
    return command.get("name") == "judge" and bool(command.get("answer") or command.get("as") in _ANSWERED)


class _Reader:
    """The reading of one log: which step is in hand, since when, and since when somebody is waited for.

    ``_asks`` is whether a trial's question is not over yet (``asking``), waits for an answer (``open``), or
    is answered and the next one not asked (``between``); None outside of trials. ``_leaving`` is the press
    that leaves the step in hand; the session may yet go on there, as after a stop.
    """

    def __init__(
        self, found: dict[str, StepPractice], still: Sequence[Interruption], idle: Collection[int | None]
    ) -> None:
        """Prepare to read one log.

        Args:
            found: the practice of each step, which is added to.
            still: the times for which the session stood still.
            idle: the seqs of presses that change nothing of what is waited for.
        """
        self.outcome, self._idle = "", idle
        self._found, self._still = found, still
        self._seen: set[str] = set()
        self._step: StepPractice | None = None
        self._entered_at = 0
        self._waits_since: int | None = None
        self._asks: Literal["asking", "open", "between"] | None = None
        self._times: dict[int, int] = {}
        self._speaking: set[str] = set()
        self._judged: StepPractice | None = None
        self._proposed = False
        self._leaving = ""

    def take(self, event: Event) -> None:
        """Add one line of the log."""
        data = event.data
        if event.dir == "in":
            self._times[event.seq] = event.happened_ns
            self._input(event)
            return
        if event.dir != "out":
            return
        match event.kind:
            case "entered":
                self._enter(str(data["step"]), event.at)
            case "do" if data["verb"] == "say":
                self._silence_ends(self._led_ns(event), answered=False)
                self._speaking.add(str(data["id"]))
            case "halt":
                self._speaking.difference_update(data["ids"])
            case "question":
                self._asks, self._waits_since = "asking", None
            case "open":
                self._asks, self._waits_since = "open", self._led_ns(event)
            case "block":
                self._asks = None
            case "paused":
                self._waits_since = None
            case "continued" if data.get("by") != self._leaving:
                self._leaving = ""
            case "ended":
                self.outcome = str(data["outcome"])
                self.end(event.at)
            case _ if self._step is not None:
                self._count(self._step, event)

    def end(self, at: int) -> None:
        """End the step in hand, at a session time in ns: it is over, or the session or the log is."""
        if self._step is not None:
            ran_ns = at - self._entered_at - interrupted_ns(self._still, self._entered_at, at)
            self._step.seconds.append(ran_ns / SECOND_NS)
            if self._leaving == _CONSOLE:
                self._step.closed_by_console += 1
            elif self._leaving:
                self._step.left_by_hand[self._leaving] += 1
        self._step, self._leaving = None, ""

    def _input(self, event: Event) -> None:
        if event.kind == "done" and event.data.get("action") in self._speaking:
            self._speaking.discard(str(event.data["action"]))
            if event.data.get("how") == "failed":
                if self._step is not None:
                    self._step.unsaid += 1
            elif not self._speaking and self._asks in (None, "open"):
                self._waits_since = event.happened_ns
        elif event.kind in CHILD:
            self._silence_ends(event.happened_ns, answered=True)
        elif event.seq in self._idle:
            pass  # of this press nothing came, or it judged a trial that was over
        elif event.kind == "command" and _enters_an_answer(event.data):
            # Nao may be speaking: the press counts all the same, unless it confirms what Nao understood.
            if self._step is not None and (event.data.get("answer") or not self._proposed):
                self._step.entered += 1
            self._waits_since = None
        elif event.kind in ("button", "timer", "command"):
            self._silence_ends(event.happened_ns, answered=False)
            if event.kind == "command" and self._step is not None:
                self._command(self._step, event)
        if event.kind == "command" and event.data.get("name") == "judge" and event.seq not in self._idle:
            self._proposed = False

    def _enter(self, name: str, at: int) -> None:
        self.end(at)
        step = self._found.setdefault(name, StepPractice(name))
        step.visits += 1
        step.sessions += name not in self._seen
        self._seen.add(name)
        self._step, self._entered_at, self._waits_since, self._asks = step, at, None, None

    def _led_ns(self, event: Event) -> int:
        """Return the session time (ns) of what led to a line; the end of a sentence may be known later."""
        return self._times.get(-1 if event.cause is None else event.cause, event.at)

    def _silence_ends(self, at: int, *, answered: bool) -> None:
        """End the silence in hand at a session time (ns); one without length is none.

        What a child did before the question was over ends nothing.
        """
        since = self._waits_since
        if self._step is None or since is None or (answered and at < since):
            return
        self._waits_since = None
        if answered or at > since:
            self._step.silences.append((at - since) / SECOND_NS)
            self._step.answered += answered
            self._step.unanswered += not answered

    def _command(self, step: StepPractice, event: Event) -> None:
        data = event.data
        match data.get("name"):
            case "improvise":
                step.improvised.append(str(data.get("text") or data.get("gesture") or ""))
            case "goto" | "change" | "calm" | "finish" | "stop" | "close":
                self._leaving = _CONSOLE if event.source == _CONSOLE else str(data["name"])

    def _count(self, step: StepPractice, event: Event) -> None:
        data = event.data
        match event.kind:
            case "adaptation":
                step.skipped += data["command"] == "skip"
                step.repeated += data["command"] == "repeat"
                step.redone += data["command"] == "redo"
            case "prompt":
                step.prompted_by_hand += data["cause"] in BY_HAND
            case "proposed":
                self._proposed = True
            case "dismissed":
                step.dismissed += 1
                self._proposed = False
            case "trial":
                step.unconfirmed += self._proposed and data["judgement"] is None
                self._proposed = False
                self._asks, self._waits_since = "between", None
                self._judged = step
            case "rejudged":  # the last trial: the adult may press in the step after it
                (self._judged or step).rejudged += 1
