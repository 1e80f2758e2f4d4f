"""What is counted of a session: its trials by judgement, the helps and latencies of a child, its length.

The one place that counts: the summary, the report, the handover, progress and the tables all render what is
counted here, with the corrections that :func:`~nao_sessions.record.results.trials.read_trials` has applied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import SCORED, UNANSWERED, UNSCORED
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.results.interruptions import Interruption, interrupted_ns
from nao_sessions.record.results.responses import (
    NOBODY,
    UNKNOWN,
    SessionResponse,
    children_of,
    is_answer,
    responses_of_trials,
)
from nao_sessions.record.results.trials import BY_ADULT, BY_NOBODY, BY_OTHER, SessionTrial
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg, msgn

# How far a session came that its protocol's goodbye completed: it may have been led there on the way.
#
# Read from the log alone: *Finish*, *Change the activity* and *Go to* leave what is under way, and so do a
# calming down and what the protocol reacts to everywhere, such as a stop, where nobody goes back.

_LEAVING = frozenset({"commands/change", "commands/goto"})
LeftBy = Literal["adult", "calming"]
"""What left a step: the adult, or a stop or a calming down."""
_CALMING = "commands/calm"
_ALWAYS = re.compile(r"(?:.*/)?always/when\.\d+")
"""An entry that a protocol, or a file that it uses, has for everywhere."""


def outcome_of(facts: Manifest, events: Sequence[Event]) -> str:
    """Return how a session ended, by the words of :mod:`nao_sessions.text.glossary`.

    It is "" of one that is still open, and of an imported one: nobody knows. One that was closed without an
    end in its log was interrupted.
    """
    ended = next((one.data.get("outcome") for one in reversed(events) if one.kind == "ended"), None)
    known = facts.outcome or str(ended or "")
    return known or ("" if facts.state in ("open", "imported") else "interrupted")


def _is_led_early(events: Iterable[Event]) -> bool:
    """Return whether somebody led the session to its end before the protocol did."""
    return any(
        (event.dir, event.kind, event.data.get("by")) == ("out", "entered", "commands/finish")
        for event in events
    )


def _steps_left(events: Iterable[Event]) -> Mapping[str, LeftBy]:
    """Return the steps that were left for another one and not entered again, in order, and what left them.

    Whatever leads from one part of a calming down to another leaves nothing.
    """
    step, calming, left = "", "", dict[str, LeftBy]()
    for event in events:
        if (event.dir, event.kind) != ("out", "entered"):
            continue
        by, to = str(event.data.get("by") or ""), str(event.data["step"])
        if not calming or not f"{to}.".startswith(f"{calming}."):
            calming = ""
            if by in _LEAVING and step:
                left[step] = "adult"
            elif (by == _CALMING or _ALWAYS.fullmatch(by)) and step:
                left.setdefault(step, "calming")
                calming = to
        step = to
        left.pop(step, None)
    return left


def led_by(events: Iterable[Event]) -> LeftBy | None:
    """Return what led a completed session to its end with some of it not played; None where nothing did."""
    events = tuple(events)
    left = _steps_left(events).values()
    if _is_led_early(events) or "adult" in left:
        return "adult"
    return "calming" if left else None


def completed_words(events: Iterable[Event]) -> Text:
    """Return in words, for « séance … », how a session that its log calls completed came to its end."""
    events = tuple(events)
    if _is_led_early(events):
        return _EARLY
    count = len(_steps_left(events))
    if not count:
        return glossary.OUTCOMES["completed"].label
    return _LEFT.format(n=count)


_EARLY = msg("led to its end early")
_LEFT = msgn(
    "led to its end; an activity was left before it was over",
    "led to its end; {n} activities were left before they were over",
)


JUDGED = SCORED
"""The judgements that say how a trial went."""
UNJUDGED = (*UNSCORED, "unscored")
"""A trial that the adult said does not count; one in which nothing was right or wrong."""
COUNTED = (*JUDGED, *UNJUDGED, BY_ADULT, BY_OTHER, BY_NOBODY)
"""All that a trial can be counted under, in the order in which it is shown."""
COUNT_LABELS: Mapping[str, Text] = {
    **{name: term.label for name, term in glossary.JUDGEMENTS.items()},
    BY_ADULT: msg("the adult answered"),
    BY_OTHER: msg("another child answered"),
    BY_NOBODY: msg("nobody knows who answered"),
}
"""The words for each of these."""

Uncounted = Literal["repeated", "void", "no_answer", "not_own", "nobody", "interrupted", "away"]
"""Why a latency is not counted: the trial repeats an item for correction, or does not count; the judgement
that counts says that no answer ended it; somebody else than the child answered, or the adult entered the
answer; nobody knows who answered; the session stood still while it was awaited; the child was marked away
for some of that time, or all."""
ResponseUncounted = Uncounted | Literal["not_final", "no_question"]
"""Why a response's latency is not counted: for its trial's reason; another response ended its trial, or none;
it answered no question."""


@dataclass(frozen=True, slots=True)
class TrialCounts:
    """Trials by what they count under, without repetitions for correction: the parts add up to ``total``.

    ``errors_before_silence``: how many of those with no response had wrong answers before the last help;
    ``void_reasons``: why those that are void are; ``easy``: how many are the easy one before the end, whose
    item had been passed; ``judged_afterwards``: the judgement of how many was changed after the session.
    """

    by_judgement: Mapping[str, int] = field(default_factory=dict)
    errors_before_silence: int = 0
    void_reasons: Mapping[str, int] = field(default_factory=dict)
    easy: int = 0
    judged_afterwards: int = 0

    @property
    def total(self) -> int:
        """Return the number of trials, whatever their judgement."""
        return sum(self.by_judgement.values())

    @property
    def judged(self) -> tuple[tuple[str, int], ...]:
        """Return each judgement that a trial has, with the number of trials; unknown ones come last."""
        others = sorted(self.by_judgement.keys() - set(COUNTED))
        return tuple((one, n) for one in (*COUNTED, *others) if (n := self.by_judgement.get(one, 0)))

    @property
    def scored(self) -> int:
        """Return the number of trials that show how the child did: neither void nor without a judgement."""
        return sum(self.by_judgement.get(one, 0) for one in JUDGED)


@dataclass(frozen=True, slots=True)
class Latency:
    """One latency that counts, from the end of the question to the answer.

    ``uncertainty_ms`` is how far off it may be (None: nobody knows), ``method`` what it comes from, as in
    ``latencies.json`` (``sound``, ``event``, ``opening``), ``helped`` that helps were given meanwhile: their
    time is in it. ``covered``: 95 in 100 are off by less than that; else it is supposed.
    """

    ns: int
    uncertainty_ms: float | None
    method: str
    helped: bool
    covered: bool = False


@dataclass(frozen=True, slots=True)
class ChildCounts:
    """What is counted of one child's trials.

    ``helps`` counts the trials that succeeded with help, by the strongest help that was given; ``level`` is
    the last one that was asked, None where the protocol has none.
    """

    trials: TrialCounts = field(default_factory=TrialCounts)
    helps: Mapping[str, int] = field(default_factory=dict)
    latencies: tuple[Latency, ...] = ()
    level: int | None = None


def count_trials(trials: Iterable[SessionTrial]) -> TrialCounts:
    """Count trials by judgement; repetitions for correction are left out, as the engine leaves them out."""
    counting = [trial for trial in trials if not trial.again]
    return TrialCounts(
        dict(Counter(trial.counted_as for trial in counting)),
        sum(trial.errors_before_silence for trial in counting),
        dict(Counter(trial.void_reason for trial in counting if trial.void_reason)),
        sum(trial.easy for trial in counting),
        sum(trial.judged_afterwards for trial in counting),
    )


def count_child(
    trials: Sequence[SessionTrial], measured: Mapping[int, Mapping[str, Any]], robot_ms: float | None = None
) -> ChildCounts:
    """Count the trials of one child.

    Args:
        trials: the child's, corrected.
        measured: the answers of ``latencies.json`` by the seq of their line; what is missing there counts as
            the log has it.
        robot_ms: how far the robot's word may be from the end of its sentence, for those.
    """
    counting = [one for one in trials if not one.again]
    levels = [one.level for one in counting if one.level is not None]
    return ChildCounts(
        trials=count_trials(trials),
        helps=dict(Counter(one.help for one in counting if one.counted_as == "prompted")),
        latencies=tuple(
            latency_of(one.latency_ns, measured.get(one.seq), robot_ms, helped=bool(one.prompts))
            for one in trials
            if one.latency_ns is not None and why_uncounted(one) is None
        ),
        level=levels[-1] if levels else None,
    )


@dataclass(frozen=True, slots=True)
class CorrectionCounts:
    """What was said after a session: trials that are judged otherwise now, and answers whose author was said.

    Of ``unknown`` it was said that nobody knows whose they are. What was taken back counts for nothing.
    """

    judgements: int
    named: int
    unknown: int


def count_corrections(
    trials: Iterable[SessionTrial], responses: Iterable[SessionResponse]
) -> CorrectionCounts:
    """Count what was corrected after a session; a trial and the response that it rests on count once."""
    trials = tuple(trials)
    last = [trial.last_author for trial in trials if trial.takes_author and trial.last_author is not None]
    last += [one.corrections[-1].new for one in responses if one.trial is None and one.corrections]
    return CorrectionCounts(
        judgements=sum(one.judged_afterwards for one in trials),
        named=sum(new not in NOBODY for new in last),
        unknown=last.count(UNKNOWN),
    )


def count_adaptations(events: Iterable[Event]) -> int:
    """Return how often the adult changed what the protocol had planned."""
    return sum((event.dir, event.kind) == ("out", "adaptation") for event in events)


def why_uncounted(trial: SessionTrial) -> Uncounted | None:
    """Return why a trial's latency does not count; None where it counts, or where there is none."""
    if trial.latency_ns is None:
        return None
    if trial.again:
        return "repeated"
    if trial.judgement in UNSCORED:
        return "void"
    if trial.judgement in UNANSWERED:
        return "no_answer"
    if trial.nobodys:
        return "nobody"
    if not trial.own:
        return "not_own"
    if trial.interrupted_ns:
        return "interrupted"
    return "away" if trial.away else None


def uncounted_responses(
    events: Sequence[Event], trials: Iterable[SessionTrial], still: Sequence[Interruption]
) -> Mapping[int, ResponseUncounted]:
    """Return why latencies of responses do not count, by the responses' seqs; those that count are left out.

    Those of trials count as their trials do, each by the response that it rests on. What answered no trial's
    question counts where a session of one child, or without a code, has no trial at all, and a step waited
    for it.
    """
    by_trial = {one.seq: one for one in trials}
    resting = {response: by_trial.get(trial) for trial, response in responses_of_trials(events).items()}
    at_ns = {event.seq: event.happened_ns for event in events}
    by_steps = not by_trial and len(children_of(events) or ()) < 2
    found: dict[int, ResponseUncounted] = {}
    for event in events:
        latency_ns = event.data.get("latency_ns")
        if (event.dir, event.kind) != ("out", "response") or not isinstance(latency_ns, int):
            continue
        why: ResponseUncounted | None
        answered_ns = at_ns[event.seq if event.cause not in at_ns else event.cause]
        if (trial := resting.get(event.seq)) is not None:
            # A trial that ended without a response has no latency: what was tried last did not end it.
            cut = interrupted_ns(still, answered_ns - latency_ns, answered_ns) > 0
            tried: ResponseUncounted = "interrupted" if cut else "not_final"
            why = tried if trial.latency_ns is None else why_uncounted(trial)
        elif event.data.get("number") is None and not (by_steps and is_answer(event)):
            why = "no_question"
        elif not is_answer(event):
            why = "not_final"
        elif interrupted_ns(still, answered_ns - latency_ns, answered_ns):
            why = "interrupted"
        else:
            why = None if event.data.get("number") is None else "not_final"
        if why is not None:
            found[event.seq] = why
    return found


def uncounted_latencies(
    events: Sequence[Event], trials: Iterable[SessionTrial], still: Sequence[Interruption]
) -> Mapping[int, ResponseUncounted]:
    """Return why latencies in the log do not count, by the seqs of their responses and trials."""
    trials = tuple(trials)
    found: dict[int, ResponseUncounted] = {
        one.seq: why for one in trials if (why := why_uncounted(one)) is not None
    }
    return {**found, **uncounted_responses(events, trials, still)}


def of_child(trials: Iterable[SessionTrial], child: str) -> tuple[SessionTrial, ...]:
    """Return the trials that count for a child; for "", those that count for no child."""
    return tuple(one for one in trials if one.participant == child)


def bounds(events: Sequence[Event]) -> tuple[int, int]:
    """Return the start and the end of a session in session ns, pauses included.

    An imported session lasts as long as its videos and its events together, which its first line says
    (``span_ns``); where that line is older, from 0 to the end of what its events last. Without an ``ended``
    any other session ends at its last line.
    """
    for one in events[:1]:
        span = one.data.get("span_ns") if one.source == "import" and one.kind == "imported" else None
        if isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span):
            return span[0], max(span)
    began = next((one.at for one in events if (one.dir, one.kind) == ("in", "begin")), 0)
    ended = next((one.at for one in reversed(events) if (one.dir, one.kind) == ("out", "ended")), None)
    if ended is None:
        ended = max(map(_end_of_line, events), default=began)
    return began, max(began, ended)


def _end_of_line(event: Event) -> int:
    """Return the end of what a line describes, in ns: an imported state lasts, all else is a moment."""
    end = event.data.get("end_ns") if event.source == "import" else None
    return end if isinstance(end, int) else event.happened_ns


def latency_of(
    logged_ns: int, answer: Mapping[str, Any] | None, robot_ms: float | None, *, helped: bool
) -> Latency:
    """Return a latency as ``latencies.json`` has its answer; where it has none, as the log has it.

    ``robot_ms`` is how far the robot's word may be from the end of its sentence, ``helped`` as in the result.
    """
    if answer is None:
        return Latency(logged_ns, robot_ms, method="event", helped=helped)
    unsure = answer.get("uncertainty_ms")
    return Latency(
        ns=int(answer["latency_ns"]),
        uncertainty_ms=None if unsure is None else float(unsure),
        method=str(answer.get("method")),
        helped=helped,
        covered=answer.get("coverage", answer.get("method") == "sound" or None) is not None,
    )
