"""Planned against done, trial by trial and component by component, from the log of a session.

It says what was done otherwise and never who is at fault: an adult who helps sooner may well be right.
A trial that was broken off is compared with what was planned until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nao_sessions.annotation.fidelity.carried import Carried, Window, carried
from nao_sessions.annotation.fidelity.expected import Begun, Content
from nao_sessions.annotation.fidelity.helps import help_part, responses
from nao_sessions.annotation.fidelity.interruptions import Interruption, Spent, interruption_of, spent_of
from nao_sessions.annotation.fidelity.plan import Plan, Planned
from nao_sessions.annotation.fidelity.standing import standings_of
from nao_sessions.annotation.fidelity.verdicts import Component, Part, Verdict
from nao_sessions.annotation.fidelity.waits import Wait, waits_of
from nao_sessions.core.events import Event
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.results.easy_trial import easy_trials
from nao_sessions.record.results.interruptions import at_death


@dataclass(frozen=True, slots=True)
class TrialFidelity:
    """One trial: ``seq`` is that of its question, asked at ``at_ns``; it was over at ``end_ns``.

    ``easy``: an item that had been passed, asked once more before an end that the adult asked for.
    """

    seq: int
    step: str
    number: int
    item: str
    child: str
    at_ns: int
    end_ns: int
    judgement: str
    parts: tuple[Part, ...]
    waits: tuple[Wait, ...] = ()
    planned: Planned = field(default_factory=Planned)
    interruption: Interruption | None = None
    easy: bool = False

    def part(self, component: Component) -> Part:
        """Give one component."""
        return next(one for one in self.parts if one.component == component)


def fidelity_of(events: Sequence[Event], protocol: Protocol) -> tuple[TrialFidelity, ...]:
    """Compare every trial with what the protocol plans, as far as it went.

    Args:
        events: the log.
        protocol: the protocol that ran, in the session's language.
    """
    # a note is nobody's act: what a program notes while it takes a session up says not that it ran before
    events = tuple(event for event in at_death(events) if event.dir != "note")
    log = _Log(events, protocol)
    return tuple(one for spent in spent_of(events) if (one := log.compared(spent)) is not None)


class _Log:
    """What of a log every one of its trials is compared with."""

    def __init__(self, events: Sequence[Event], protocol: Protocol) -> None:
        self._protocol = protocol
        self._begun, self._standings = Begun.of(events, protocol), standings_of(events, protocol)
        self._easy = easy_trials(events)
        self._by_seq = {event.seq: event for event in events}
        done = [event.data for event in events if (event.dir, event.kind) == ("in", "done")]
        self._ends = {str(data.get("action")): str(data.get("how")) for data in done}

    def compared(self, spent: Spent) -> TrialFidelity | None:
        question, ended = spent.question, spent.ended
        step = self._protocol.steps.get(str(question.data.get("step")))
        if step is None or step.trials is None:
            return None
        plan = Plan(self._begun, step.name, step.trials, question, self._standings)
        waits = waits_of(
            spent.asked if spent.is_void else spent.events, plan, self._by_seq, broken_off=spent.is_void
        )
        fed_back = self._fed_back(spent, plan)
        after = carried(
            fed_back, Window(spent.fed_back, broken_off=spent.leads_away, judged=True), self._ends
        )
        parts = (
            _part("instruction", self._instruction(spent, plan)),
            _wait(waits),
            help_part(spent, plan, waits, self._by_seq, self._ends),
            _part("feedback", after),
        )
        broken_off = spent.is_void or after.cut == "interruption"
        by = interruption_of(spent, self._by_seq, self._protocol) if broken_off else None
        return TrialFidelity(
            seq=question.seq,
            step=step.name,
            number=int(question.data["number"]),
            item=str(question.data.get("item") or ""),
            child=str((question.data.get("turn") if ended is None else ended.data.get("child")) or ""),
            at_ns=question.at,
            end_ns=_end_ns(spent, died=by is not None and by.by == "crash"),
            judgement="" if ended is None else str(ended.data.get("judgement") or ""),
            parts=parts,
            waits=waits,
            planned=plan.told(fed_back.acts),
            interruption=by,
            easy=question.seq in self._easy,
        )

    def _instruction(self, spent: Spent, plan: Plan) -> Carried:
        asked = spent.asked
        over = next((n for n, e in enumerate(asked) if (e.dir, e.kind) == ("out", "prompt")), len(asked))
        opened = next((e for e in asked if (e.dir, e.kind) == ("out", "open")), None)
        cause = self._cause(opened)
        whole = opened is not None and not (cause is not None and cause.kind == "command")
        window = Window(asked[:over], whole=whole, broken_off=spent.is_void and over == len(asked))
        return carried(plan.asked(), window, self._ends)

    def _fed_back(self, spent: Spent, plan: Plan) -> Content:
        """Give what was planned after a trial; nothing where it was broken off rather than judged."""
        ended = spent.ended
        if ended is None or (spent.is_void and not _is_judgement(self._cause(ended))):
            return Content()
        return plan.fed_back(ended, unconfirmed=_unconfirmed(spent.asked, ended))

    def _cause(self, event: Event | None) -> Event | None:
        return None if event is None or event.cause is None else self._by_seq.get(event.cause)


def _end_ns(spent: Spent, *, died: bool) -> int:
    """Return when a trial was over with its feedback; where the program died in it, when it died."""
    lines = [event.at for event in spent.events if died and (event.dir, event.kind) == ("in", "resumed")]
    return lines[0] if lines else spent.events[-1].at


def _part(component: Component, found: Carried) -> Part:
    return Part(component, found.verdict, found.planned, found.done)


def _is_judgement(cause: Event | None) -> bool:
    return cause is not None and (cause.kind, cause.data.get("name")) == ("command", "judge")


def _unconfirmed(asked: Sequence[Event], ended: Event) -> bool:
    """Tell whether a trial ended with a word that nobody confirmed, of which Nao says nothing."""
    taken = responses(asked, "decides", "proposes")
    return not ended.data.get("judgement") and bool(taken) and taken[-1].data["why"] == "proposes"


def _wait(waits: Sequence[Wait]) -> Part:
    """Give the silences as one component: the first that differs stands for them, else the first."""
    if not waits:
        return Part("wait", "unplanned", 0, 0)
    by_verdict: Mapping[Verdict, list[Wait]] = {
        verdict: [one for one in waits if one.verdict == verdict]
        for verdict in ("otherwise", "interrupted", "adapted")
    }
    verdict: Verdict = next((one for one, found in by_verdict.items() if found), "done")
    shown = (by_verdict.get(verdict) or waits)[0]
    if verdict == "otherwise" and len(by_verdict[verdict]) < len(waits):
        verdict = "partly"
    return Part("wait", verdict, shown.planned_ns, shown.waited_ns)
