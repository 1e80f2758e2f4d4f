"""The silences of one trial: how long each was planned to be, how long it was, and what ended it.

A silence begins when Nao has finished and nothing else goes on; a child who answers ends it, which is what it
is for, and an adult may end it sooner. What breaks a trial off ends it too: it was as planned where no help
was due before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nao_sessions.analysis.fidelity.expected import TOLERANCE_NS, UNSEEN, idle
from nao_sessions.analysis.fidelity.plan import Plan
from nao_sessions.analysis.fidelity.verdicts import Verdict
from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import NOTHING, PASSED

EndedBy = Literal["silence", "answer", "adult", "interruption"]
"""What ended a silence; ``silence``: it lasted as long as it was to last."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One silence of a trial; ``before_help``: number, from 1, of the help that came after it; 0: no help."""

    before_help: int
    planned_ns: int
    waited_ns: int
    ended_by: EndedBy
    verdict: Verdict


def waits_of(
    spent: Sequence[Event], plan: Plan, by_seq: Mapping[int, Event], *, broken_off: bool = False
) -> tuple[Wait, ...]:
    """Return the silences of a trial whose length is planned, in their order.

    Args:
        spent: the events of the trial, as far as it went.
        plan: what is planned for it.
        by_seq: the events of the log, by seq.
        broken_off: whether something else came before the trial was judged; ``spent`` ends there.
    """
    place = next((n for n, e in enumerate(spent) if (e.dir, e.kind) == ("out", "open")), None)
    if place is None:
        return ()
    found = []
    number, times, helps, since = -1, 0, 0, place
    for at, event in enumerate(spent[place + 1 :], place + 1):
        if event.dir != "out" or event.kind not in ("prompt", "trial"):
            continue
        helped = event.kind == "prompt"
        to = int(event.data["index"]) if helped else None
        if not (helped and event.data.get("cause") == "with_question"):
            cause = by_seq.get(-1 if event.cause is None else event.cause)
            planned = plan.silences_ns(number, times, to)
            if planned:
                found.append(_wait(spent[since:at], event, cause, planned, helps + 1 if helped else 0))
        if to is None:
            break
        times = times + 1 if to == number else 1
        number, helps, since = to, helps + 1, at
    if broken_off:
        planned = plan.silences_ns(number, times, None)
        cut = _cut_off(spent[since:], planned) if planned else None
        found += [] if cut is None else [cut]
    return tuple(found)


def _cut_off(window: Sequence[Event], planned: Sequence[int]) -> Wait | None:
    """Return the silence in which a trial was broken off; None where Nao still had something to do.

    A longer silence before it counts instead: what breaks a trial off may have begun with words of its own.
    """
    waited = max((ns for _, ns in idle(window, _begins_anew)), default=0)
    if waited <= 0:
        return None
    late = waited > max(planned) + TOLERANCE_NS
    plan = min(planned, key=lambda one: abs(waited - one)) if late else max(planned)
    return Wait(0, plan, waited, "interruption", "otherwise" if late else "interrupted")


def what_ended(event: Event, cause: Event | None) -> EndedBy:
    """Return what ended a silence; ``event`` is the help that came, or the end of the trial."""
    adult = cause is not None and (cause.dir, cause.kind) == ("in", "command")
    if event.kind == "prompt":
        causes: Mapping[str, EndedBy] = {"professional": "adult", "not_yet": "adult", "silence": "silence"}
        return causes.get(str(event.data.get("cause")), "answer")
    judgement = event.data.get("judgement")
    silent = judgement == "no_response" or not event.data.get("answer")
    right = event.data.get("correct") or ()
    if judgement in PASSED and NOTHING not in right:
        silent = False  # an adult said that it was passed, without which answer
    if not silent or judgement == "refused":
        return "answer"
    return "adult" if adult else "silence"


def _wait(
    window: Sequence[Event], event: Event, cause: Event | None, planned: Sequence[int], before_help: int
) -> Wait:
    """Return one silence, compared with its plan; ``window`` ends before the event that ended the silence."""
    how, end = what_ended(event, cause), event.at
    if how == "answer":
        answers = [e.at for e in window if e.kind == "response" and e.data.get("why") == "decides"]
        end = answers[-1] if answers else end
    begins = [window[0].at]
    begins += [e.at for e in window if _begins_anew(e) and e.seq != event.cause and e.at <= end]
    verdict: Verdict = "done"
    if how == "silence":
        # what began it last is not always told: a timer, say, may have been another's
        begin, plan = min(((b, p) for b in begins for p in planned), key=lambda one: abs(end - sum(one)))
        verdict = "done" if abs(end - begin - plan) <= TOLERANCE_NS else "otherwise"
        return Wait(before_help, plan, end - (begin if verdict == "done" else begins[-1]), how, verdict)
    waited = end - begins[-1]
    if waited > max(planned) + TOLERANCE_NS and not acting(window, end):
        verdict = "otherwise"  # a help was due before that; while Nao acts no silence lasts
    elif how == "adult" and waited < min(planned) - TOLERANCE_NS:
        verdict = "adapted"
    return Wait(before_help, min(planned, key=lambda one: abs(waited - one)), waited, how, verdict)


def _begins_anew(event: Event) -> bool:
    """Return whether a silence may begin with an event: an action or a wait is over, or somebody acted."""
    if event.dir == "in":
        return event.kind in ("done", "timer", "command", "button", "resumed")
    return event.kind in ("proposed", "dismissed")


def acting(window: Sequence[Event], at_ns: int) -> bool:
    """Return whether an action of Nao that began in this window was still going on at a session time."""
    begun = {
        str(e.data.get("id"))
        for e in window
        if (e.dir, e.kind) == ("out", "do") and e.data.get("verb") not in UNSEEN and e.at <= at_ns
    }
    done = {str(e.data.get("action")) for e in window if (e.dir, e.kind) == ("in", "done") and e.at <= at_ns}
    return bool(begun - done)
