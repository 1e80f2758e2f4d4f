"""Planned against done, trial by trial and component by component, from the log of a session.

It says what was done otherwise and never who is at fault: an adult who helps sooner may well be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.annotation.fidelity.plan import Begun, Expected, Plan, Planned, fades_at_questions
from nao_sessions.annotation.fidelity.waits import Wait, ended_by, waits_of
from nao_sessions.core.events import Event
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import ANY

Component = Literal["instruction", "wait", "help", "feedback"]
COMPONENTS: tuple[Component, ...] = ("instruction", "wait", "help", "feedback")

Verdict = Literal["done", "partly", "otherwise", "adapted", "unplanned"]
"""done: as planned; partly: a part of it; otherwise: not, or in another way; adapted: an adult did it
otherwise, which is hers to decide; unplanned: there was nothing to do here in this trial."""

_ARGUMENTS = ("text", "file", "name", "colour")
"""Under which name the log has what an act said, played or did."""


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a trial; ``planned`` and ``done`` are counts, or nanoseconds of a wait.

    A wait is the first silence that went another way, else the first.
    """

    component: Component
    verdict: Verdict
    planned: int
    done: int


@dataclass(frozen=True, slots=True)
class TrialFidelity:
    """One trial: ``seq`` is that of its question, asked at ``at_ns``; it was over at ``end_ns``."""

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

    def part(self, component: Component) -> Part:
        """Give one component."""
        return next(one for one in self.parts if one.component == component)


def fidelity_of(events: Sequence[Event], protocol: Protocol) -> tuple[TrialFidelity, ...]:
    """Compare every trial that ended with what the protocol plans; void trials are left out.

    Args:
        events: the log.
        protocol: the protocol that ran, in the session's language.
    """
    ends = {
        str(e.data.get("action")): str(e.data.get("how")) for e in events if (e.dir, e.kind) == ("in", "done")
    }
    begun, fades = Begun.of(events, protocol), fades_at_questions(events, protocol)
    by_seq = {event.seq: event for event in events}
    found = []
    for spent in _trials(events):
        question, ended = spent[0], next((e for e in spent if (e.dir, e.kind) == ("out", "trial")), None)
        step = protocol.steps.get(str(question.data.get("step")))
        trials = None if step is None else step.trials
        if ended is None or trials is None or ended.data.get("judgement") == "void":
            continue
        plan = Plan(begun, str(question.data["step"]), trials, question, fades[question.seq])
        waits = waits_of(spent, plan, by_seq)
        fed_back = plan.fed_back(ended, unconfirmed=_unconfirmed(spent, ended))
        found.append(
            TrialFidelity(
                seq=question.seq,
                step=str(question.data["step"]),
                number=int(question.data["number"]),
                item=str(question.data.get("item") or ""),
                child=str(ended.data.get("child") or ""),
                at_ns=question.at,
                end_ns=spent[-1].at,
                judgement=str(ended.data.get("judgement") or ""),
                parts=(
                    _instruction(spent, plan, ends),
                    _wait(waits),
                    _help(spent, plan, waits, by_seq),
                    _acts("feedback", fed_back, spent[spent.index(ended) + 1 :], ends),
                ),
                waits=waits,
                planned=plan.told(fed_back),
            )
        )
    return tuple(found)


def _trials(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Give the events of each trial, from its question to what comes after its feedback."""
    current: list[Event] = []
    for event in events:
        over = event.dir == "out" and event.kind in ("question", "block", "entered", "ended")
        if over and current:
            yield current
            current = []
        if (event.dir, event.kind) == ("out", "question"):
            current = [event]
        elif current:
            current.append(event)
    if current:
        yield current


def _acts(
    component: Component,
    expected: Sequence[Expected],
    window: Sequence[Event],
    ends: Mapping[str, str],
    *,
    answered: bool = False,
) -> Part:
    """Compare what Nao was to do with what it did to its end, act by act, whatever it did besides."""
    asked = [e for e in window if (e.dir, e.kind) == ("out", "do")]
    left = [e for e in asked if ends.get(str(e.data["id"])) == "finished"]
    done = 0
    for one in expected:
        act = next((e for e in left if _is(e, one)), None)
        if act is not None:
            left.remove(act)
            done += 1
    planned = len(expected)
    if answered and done:
        planned = done  # a child who answers while Nao still asks ends the asking: what was left was not due
    if not planned or (answered and not done):
        return Part(component, "unplanned", 0, done)
    if done == planned:
        return Part(component, "done", planned, done)
    if any((e.dir, e.kind) == ("in", "command") for e in window):
        return Part(component, "adapted", planned, done)
    return Part(component, "partly" if done else "otherwise", planned, done)


def _is(event: Event, one: Expected) -> bool:
    """Tell whether an act of the log is the one that was expected."""
    if event.data.get("verb") != one.verb:
        return False
    found = next((event.data[name] for name in _ARGUMENTS if name in event.data), None)
    return one.what is None or found == one.what


def _instruction(spent: Sequence[Event], plan: Plan, ends: Mapping[str, str]) -> Part:
    over = next(n for n, e in enumerate(spent) if e.dir == "out" and e.kind in ("prompt", "trial"))
    window = spent[:over]
    asked = next((n for n, e in enumerate(window) if (e.dir, e.kind) == ("out", "open")), over)
    answered = bool(_responses(window[asked:], "decides"))
    return _acts("instruction", plan.asked(), window, ends, answered=answered)


def _unconfirmed(spent: Sequence[Event], ended: Event) -> bool:
    """Tell whether a trial ended with a word that nobody confirmed, of which Nao says nothing."""
    taken = _responses(spent[: spent.index(ended)], "decides", "proposes")
    return not ended.data.get("judgement") and bool(taken) and taken[-1].data["why"] == "proposes"


def _wait(waits: Sequence[Wait]) -> Part:
    """Give the silences as one component: the first that differs stands for them, else the first."""
    if not waits:
        return Part("wait", "unplanned", 0, 0)
    differing = [one for one in waits if one.verdict == "otherwise"]
    adapted = [one for one in waits if one.verdict == "adapted"]
    shown = (*differing, *adapted, *waits)[0]
    verdict: Verdict = "done"
    if differing:
        verdict = "otherwise" if len(differing) == len(waits) else "partly"
    elif adapted:
        verdict = "adapted"
    return Part("wait", verdict, shown.planned_ns, shown.waited_ns)


def _help(spent: Sequence[Event], plan: Plan, waits: Sequence[Wait], by_seq: Mapping[int, Event]) -> Part:
    """Compare the helps: each in its turn, and none missing that was due after a silence or an error."""
    number, times, in_order, planned = -1, 0, 0, 0
    with_question, after_error = False, 0
    for event in spent:
        if (event.dir, event.kind) != ("out", "prompt"):
            continue
        index, cause = int(event.data["index"]), event.data.get("cause")
        over = plan.passed_over(number, times, index)
        if cause == "with_question":
            over = 0 if index == plan.first else None
        in_order += over is not None
        planned += 1 + (over or 0)
        with_question |= cause == "with_question"
        after_error += cause == "wrong"
        times = times + 1 if index == number else 1
        number = index
    missing = _missing(spent, plan, (number, times), after_error, by_seq)
    missing += sum(one.verdict == "otherwise" and one.ended_by == "answer" for one in waits)
    if plan.first >= 0 and not with_question and not _early(spent):
        missing += 1
    planned += missing
    if not planned:
        return Part("help", "unplanned", 0, 0)
    verdict: Verdict = "done" if in_order == planned else "partly" if in_order else "otherwise"
    return Part("help", verdict, planned, in_order)


def _missing(
    spent: Sequence[Event], plan: Plan, last: tuple[int, int], after_error: int, by_seq: Mapping[int, Event]
) -> int:
    """Count the helps that were due and not given; where an adult took a hand in it, it is hers to say."""
    ended = next(e for e in spent if (e.dir, e.kind) == ("out", "trial"))
    if any((e.dir, e.kind) == ("in", "command") for e in spent[: spent.index(ended)]):
        return 0
    judgement = str(ended.data.get("judgement") or "")
    right = ended.data.get("correct") or [ANY]
    wrong = [e for e in _responses(spent, "decides") if not {ANY, e.data.get("answer")}.intersection(right)]
    count = 0
    if "wrong" in plan.trials.prompt_on:
        count += max(len(wrong) - (judgement == "incorrect") - after_error, 0)
        count += plan.still_due(*last) if judgement == "incorrect" else 0
    if "silence" in plan.trials.prompt_on and judgement == "no_response":
        silent = ended_by(ended, by_seq.get(-1 if ended.cause is None else ended.cause)) == "silence"
        count += plan.still_due(*last) if silent else 0
    return count


def _responses(events: Sequence[Event], *whys: str) -> list[Event]:
    """Give what was taken up as answers: those that decided, or were proposed."""
    return [e for e in events if (e.dir, e.kind) == ("out", "response") and e.data.get("why") in whys]


def _early(spent: Sequence[Event]) -> bool:
    """Tell whether a trial was decided before the help that comes with its question was due."""
    for event in spent:
        if (event.dir, event.kind) in (("in", "command"), ("out", "trial")):
            return True
        if _responses([event], "decides"):
            return True
        if (event.dir, event.kind) == ("out", "open"):
            return False
    return True
