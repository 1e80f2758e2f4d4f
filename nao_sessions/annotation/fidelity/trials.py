"""Planned against done, trial by trial and component by component, from the log of a session.

It says what was done otherwise and never who is at fault: an adult who helps sooner may well be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Path, Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import Trials

Component = Literal["instruction", "wait", "help", "feedback"]
COMPONENTS: tuple[Component, ...] = ("instruction", "wait", "help", "feedback")

Verdict = Literal["done", "partly", "otherwise", "unplanned"]
"""done: as planned; partly: begun, and cut or failed; otherwise: not, or in another way; unplanned: there was
nothing to do here in this trial."""

_UNSEEN = frozenset({"listen", "look"})
"""Acts of the program's own that no child notices as an instruction or as a feedback."""
_SLACK_NS = 250 * MILLISECOND_NS
"""A timer fires a little late and a press is a little early: less than this is no shorter wait."""


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a trial; ``planned`` and ``done`` are counts, or nanoseconds of a wait."""

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
    settings = dict(events[0].data.get("settings") or {}) if events else {}
    defaults = {setting.name: setting.default for setting in protocol.settings}
    found = []
    for spent in _trials(events):
        question, ended = spent[0], next((e for e in spent if (e.dir, e.kind) == ("out", "trial")), None)
        step = protocol.steps.get(str(question.data.get("step")))
        trials = None if step is None else step.trials
        if ended is None or trials is None or ended.data.get("judgement") == "void":
            continue
        plan = _Plan(trials, {**defaults, **settings}, ended)
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
                    _instruction(spent, ends),
                    _wait(spent, plan),
                    _help(spent, plan),
                    _feedback(spent, plan, ends),
                ),
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


class _Plan:
    """What the protocol plans for one trial."""

    def __init__(self, trials: Trials, settings: Mapping[str, Any], ended: Event) -> None:
        self.trials = trials
        self._settings = settings
        blocks = dict(trials.feedback)
        judgement, answer = str(ended.data.get("judgement") or ""), str(ended.data.get("answer") or "")
        keys = [answer, judgement, *(["correct"] if judgement == "prompted" else [])]
        self.feedback = next((blocks[key] for key in keys if key in blocks), None)

    def patience_ns(self, index: int) -> int | None:
        """Give the silence planned before a help, or before a trial ends; None where it cannot be told."""
        after = self.trials.prompts[index].after if 0 <= index < len(self.trials.prompts) else None
        return self._ns(self.trials.patience if after is None else after)

    def _ns(self, duration: int | Expression) -> int | None:
        if not isinstance(duration, Expression):
            return duration * MILLISECOND_NS
        try:
            seconds = duration.evaluate(self._look_up)
        except (ExpressionFailed, KeyError):
            return None
        return round(seconds * SECOND_NS) if isinstance(seconds, int | float) else None

    def _look_up(self, path: Path) -> Value:
        value: Value = self._settings[path[-1]]
        return value


def _instruction(spent: Sequence[Event], ends: Mapping[str, str]) -> Part:
    acts = []
    for event in spent[1:]:
        if event.dir == "out" and event.kind in ("open", "prompt", "trial"):
            break
        acts += _act(event)
    return _of_acts("instruction", acts, ends)


def _feedback(spent: Sequence[Event], plan: _Plan, ends: Mapping[str, str]) -> Part:
    ended = next(number for number, e in enumerate(spent) if (e.dir, e.kind) == ("out", "trial"))
    acts = [act for event in spent[ended + 1 :] for act in _act(event)]
    if plan.feedback is None:
        return Part("feedback", "unplanned", 0, len(acts))
    if not acts:
        return Part("feedback", "otherwise", 1, 0)
    return _of_acts("feedback", acts, ends)


def _act(event: Event) -> list[str]:
    """Give the id of what Nao was asked to do in an event, if a child can notice it."""
    asked = (event.dir, event.kind) == ("out", "do") and event.data.get("verb") not in _UNSEEN
    return [str(event.data.get("id"))] if asked else []


def _of_acts(component: Component, acts: Sequence[str], ends: Mapping[str, str]) -> Part:
    if not acts:
        return Part(component, "unplanned", 0, 0)
    finished = sum(ends.get(act) == "finished" for act in acts)
    verdict: Verdict = "done" if finished == len(acts) else "partly" if finished else "otherwise"
    return Part(component, verdict, len(acts), finished)


def _wait(spent: Sequence[Event], plan: _Plan) -> Part:
    """Compare the first silence: from when answers counted to the first help that an adult gave sooner.

    A child who answered ended the wait, which is what it is for; a help after an error, or with the question,
    has no wait before it.
    """
    opened = next((e for e in spent if (e.dir, e.kind) == ("out", "open")), None)
    first = next(
        (
            e
            for e in spent
            if e.dir == "out" and e.kind in ("prompt", "trial") and opened and e.seq > opened.seq
        ),
        None,
    )
    if opened is None or first is None:
        return Part("wait", "unplanned", 0, 0)
    index = int(first.data.get("index", -1)) if first.kind == "prompt" else -1
    planned = plan.patience_ns(index)
    waited = first.at - opened.at
    cause = str(first.data.get("cause"))
    ended_by_silence = first.kind == "trial" and first.data.get("judgement") == "no_response"
    if planned is None or (first.kind == "prompt" and cause in ("with_question", "wrong")):
        return Part("wait", "unplanned", 0, waited)
    if first.kind == "trial" and not ended_by_silence:
        return Part("wait", "done", planned, waited)
    shorter = waited < planned - _SLACK_NS and cause != "silence"
    return Part("wait", "otherwise" if shorter else "done", planned, waited)


def _help(spent: Sequence[Event], plan: _Plan) -> Part:
    """Compare the order of the helps: each the one before again, or the next one whose condition held."""
    given = [int(e.data["index"]) for e in spent if (e.dir, e.kind) == ("out", "prompt")]
    if not given:
        return Part("help", "unplanned", 0, 0)
    prompts = plan.trials.prompts
    in_order = 0
    expected = given[0] if plan.trials.prompting.procedure in ("most_to_least", "simultaneous") else 0
    for index in given:
        skipped = prompts[expected:index]
        if index >= expected - 1 and all(prompt.condition is not None for prompt in skipped):
            in_order += 1
        expected = index + 1
    verdict: Verdict = "done" if in_order == len(given) else "partly" if in_order else "otherwise"
    return Part("help", verdict, len(given), in_order)
