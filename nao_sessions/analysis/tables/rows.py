"""The rows of every table, from one session: plain values by the names of the columns.

A pure function of a :class:`SessionSource`; what is not known is None, and nothing is filled in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.analysis.tables.columns import PHASE_KINDS
from nao_sessions.analysis.tables.source import InSeries, SessionSource
from nao_sessions.analysis.tables.spans import endings, endings_without_steps
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import BY_EVENT
from nao_sessions.record.additions.annotations import CONSENSUS, LIVE, Annotation
from nao_sessions.record.additions.periods import holds, intersection, length_ns
from nao_sessions.record.results.counts import why_uncounted
from nao_sessions.record.results.interruptions import as_logged, at_death, interrupted_ns
from nao_sessions.record.results.responses import PROFESSIONAL, Addressees, fill

QUESTION = "none"
"""The word for no help: the question alone had been asked."""
_SAID_OR_DONE = frozenset({"say", "gesture"})
_KINDS = frozenset({"question", "prompt", "do", "done", "timer", "response", "trial"})


@dataclass(frozen=True, slots=True)
class LastHelp:
    """What Nao last did before a response: the question (``help`` is ``none``) or a help.

    ``began_ns`` and ``ended_ns`` are session times; ``ended_ns`` is None while Nao was still at it.
    """

    help: str
    began_ns: int
    ended_ns: int | None


@dataclass(slots=True)
class _Asking:
    """A question or a help as it is read from the log: its actions, and the lines that led to more."""

    help: str
    began_ns: int
    led_on: set[int | None]
    actions: list[tuple[int, int]] = field(default_factory=list)
    """Start and end of each action (session ns)."""


def last_asked(events: Sequence[Event]) -> dict[int, LastHelp]:
    """Return, by the seq of each response in a trial, the question or help that came last before it."""
    over = endings_without_steps(events)
    by_seq = {event.seq: event for event in events}
    found: dict[int, LastHelp] = {}
    asking: list[_Asking] = []
    of_action: dict[str, _Asking] = {}
    for event in events:
        if event.kind not in _KINDS:
            continue
        match event.dir, event.kind:
            case "out", "question":
                asking = [_Asking(QUESTION, event.happened_ns, {event.cause})]
            case "out", "prompt" if asking:
                asking.append(_Asking(str(event.data.get("help")), event.happened_ns, {event.cause}))
            case "out", "do" if asking and event.cause in asking[-1].led_on:
                of_action[str(event.data.get("id"))] = asking[-1]
                if event.data.get("verb") in _SAID_OR_DONE and event.seq in over:
                    asking[-1].actions.append((event.happened_ns, over[event.seq].stop_ns))
            case "in", "done" if (whose := of_action.get(str(event.data.get("action")))) is not None:
                whose.led_on.add(event.seq)
            case "in", "timer" if asking:  # a pause between two sentences
                asking[-1].led_on.add(event.seq)
            case "out", "response" if asking and event.data.get("number") is not None:
                cause = by_seq.get(-1 if event.cause is None else event.cause, event)
                found[event.seq] = _last(asking, cause.happened_ns)
            case "out", "trial":
                asking = []
    return found


def _last(asking: Sequence[_Asking], at_ns: int) -> LastHelp:
    """Return the question or help that had begun last at a session time: a touch may precede a help."""
    last = next((one for one in reversed(asking) if one.began_ns <= at_ns), asking[0])
    ends = [stop for start, stop in last.actions if start <= at_ns]
    ended = max(ends, default=last.began_ns)
    return LastHelp(last.help, last.began_ns, ended if ended <= at_ns else None)


Row = dict[str, Any]
_NOBODY = (None, "", "unknown")
_NO_PLACE = InSeries()
# dumps would make an encoder for each cell
_in_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def event_rows(source: SessionSource) -> Iterator[Row]:
    """Yield one row for each line of the log."""
    events = at_death(source.events, resumed=False)
    over = endings(events)
    addressees, codes = Addressees(), source.facts.participants or ("…",)
    for event, dated, moment in zip(source.events, events, source.moments.of_lines, strict=True):
        start, end = dated.happened_ns, over.get(event.seq)
        gist, child = what(event), addressees.take(event) or moment.turn
        yield {
            **who(source, _child(source, event)),
            "turn": moment.turn,
            "step": event.data.get("step") or moment.step,
            "seq": event.seq,
            "dir": event.dir,
            "source": event.source,
            "kind": event.kind,
            "verb": event.data.get("verb"),
            **_span(start, end.stop_ns if end is not None else None),
            "at_ns": event.at,
            "cause": event.cause,
            "what": fill(gist, child, codes) if gist else None,
            "ended": end.how if end is not None else None,
            "data": _in_json(as_logged(event.data)),
        }


def trial_rows(source: SessionSource) -> Iterator[Row]:
    """Yield one row for each trial, as it counts now, with the judgement made in the session beside it."""
    for trial, (event, turn, begun) in zip(source.trials, _trial_records(source), strict=True):
        opened = event.data.get("opened_at")
        yield {
            **who(source, trial.participant),
            "turn": turn,
            "step": trial.step,
            "seq": trial.seq,
            "number": trial.number,
            "item": trial.item,
            "correct": "|".join(map(str, event.data.get("correct") or ())),
            "answer": trial.answer,
            "judgement": trial.judgement,
            "judgement_in_session": trial.in_session,
            "void_reason": trial.void_reason or None,
            "corrected": trial.corrected,
            "help": trial.help,
            "prompts": trial.prompts,
            "unheard_help": trial.unheard_help,
            "attempts": event.data.get("attempts"),
            "errors_before_help": trial.errors,
            "way": trial.way,
            "by": trial.by,
            **_span(begun if begun is not None else trial.at_ns, trial.at_ns),
            "opened_s": opened / SECOND_NS if isinstance(opened, int) else None,
            **_latency(source, trial.seq, trial.latency_ns, trial.interrupted_ns),
            "latency_interrupted_s": trial.interrupted_ns / SECOND_NS if isinstance(opened, int) else None,
            "latency_why": why_uncounted(trial),
            "level": trial.level,
            "again": trial.again,
            "easy": trial.easy,
        }


def response_rows(source: SessionSource) -> Iterator[Row]:
    """Yield one row for each thing that a child did."""
    by_seq = {event.seq: event for event in source.events}
    last_helps = last_asked(source.events)
    for event, moment in zip(source.events, source.moments.of_lines, strict=True):
        if event.kind != "response" or event.dir != "out":
            continue
        data, cause = event.data, by_seq.get(event.cause if event.cause is not None else -1)
        response = source.responses[event.seq]
        yield {
            **who(source, response.participant),
            "turn": moment.turn,
            "step": moment.step,
            "seq": event.seq,
            "trial": data.get("number"),
            "trial_seq": source.trial_of.get(event.seq),
            "sense": data.get("sense"),
            "value": data.get("value"),
            "why": data.get("why", "taken"),
            "by": response.by,
            "corrected": response.corrected,
            **_start(start := cause.happened_ns if cause is not None else event.happened_ns),
            **(latency := _response_latency(source, event, start)),
            "latency_why": source.uncounted.get(event.seq),
            **_from_last(source, last_helps.get(event.seq), start, latency),
        }


def prompt_rows(source: SessionSource) -> Iterator[Row]:
    """Yield one row for each help that was given."""
    question: Event | None = None
    opened_ns: int | None = None
    order = 0
    times = {event.seq: event.happened_ns for event in source.events}
    for event, moment in zip(source.events, source.moments.of_lines, strict=True):
        if event.dir != "out":
            continue
        match event.kind:
            case "question":
                question, opened_ns, order = event, None, 0
            case "open":  # as ``opened_at`` of the trial: the end of the sentence, not when that was known
                opened_ns = times.get(-1 if event.cause is None else event.cause, event.at)
            case "prompt":
                order += 1
                question_data = question.data if question is not None else {}
                yield {
                    **who(source, question_data.get("turn")),
                    "turn": moment.turn,
                    "step": event.data.get("step"),
                    "seq": event.seq,
                    "trial": event.data.get("number"),
                    "trial_seq": source.trial_of.get(event.seq),
                    "item": question_data.get("item"),
                    "order": order,
                    "help": event.data.get("help"),
                    "cause": event.data.get("cause"),
                    **_start(at_ns := event.happened_ns),
                    "after_open_s": None if opened_ns is None else (at_ns - opened_ns) / SECOND_NS,
                }


def annotation_rows(source: SessionSource) -> Iterator[Row]:
    """Yield one row for each annotation, coder by coder."""
    for coder, coded in source.coders.items():
        for one in coded:
            subject = one.subject if one.subject in source.facts.participants else None
            moment = source.moments.at(one.start_ns)
            yield {
                **who(source, subject),
                "turn": moment.turn,
                "step": moment.step,
                "coder": coder,
                "id": one.id,
                "scheme": one.scheme,
                "behaviour": one.behaviour,
                "modifiers": json.dumps(dict(one.modifiers), ensure_ascii=False) if one.modifiers else None,
                "subject": one.subject,
                **_span(one.start_ns, one.stop_ns),
                "open": one.open,
                **_observed(source, coder, one),
                "comment": one.comment,
            }


def _observed(source: SessionSource, coder: str, one: Annotation) -> Row:
    """Return whether, and for how long, an annotation lies in what its coder observed; as agreement counts.

    Nothing for LIVE and CONSENSUS, of whom no table has a period.
    """
    if coder in (LIVE, CONSENSUS):
        return {}
    spans, stop_ns = source.observed(coder, one.scheme), source.ends_ns(coder, one)
    if stop_ns is None:
        return {"observed": holds(spans, one.start_ns)}
    inside_ns = length_ns(intersection(((one.start_ns, stop_ns),), spans))
    begins_in = stop_ns == one.start_ns and holds(spans, one.start_ns)
    return {"observed": inside_ns > 0 or begins_in, "observed_s": inside_ns / SECOND_NS}


def period_rows(source: SessionSource) -> Iterator[Row]:
    """Yield one row for each span that a coder watched, by a scheme; one without times where that is none.

    A coder who opened a scheme, and neither noted anything by it nor called it done, has no row.
    """
    for coder in source.coded:
        for scheme in sorted(source.coded_by(coder)) if coder != CONSENSUS else ():
            for span in source.observed(coder, scheme) or (None,):
                yield {
                    **who_is_there(source),
                    "coder": coder,
                    "scheme": scheme,
                    "known_by": source.stated(coder, scheme).source,
                    **({} if span is None else _span(*span)),
                }


def who(source: SessionSource, code: object) -> Row:
    """Return the columns with which every table begins, for one child; empty ones for a code of no child."""
    child = None if code in _NOBODY or code not in source.facts.participants else str(code)
    place = source.places.get(child, _NO_PLACE) if child is not None else source.shared_place
    # a series gives its own name of the phase that was said, and another one to each child of a group
    phase = place.phase or source.facts.in_phase or None
    return {
        "session": source.name,
        "series": place.series,
        "phase": phase,
        "phase_kind": place.phase_kind or (phase if phase in PHASE_KINDS else None),
        "session_number": place.session_number,
        "participant": child,
    }


def who_is_there(source: SessionSource) -> Row:
    """Return the columns with which every table begins, for the whole room: a lone child's, else nobody's."""
    children = source.facts.participants
    return who(source, children[0] if len(children) == 1 else None)


def what(event: Event) -> str | None:
    """Return the gist of an event: its most important field as text, in the log's words; None without one."""
    data = event.data
    for name in ("text", "word", "part", "choice", "card", "value", "command", "judgement", "item", "name",
                 "colour", "answer", "id", "code", "step", "outcome", "help"):  # fmt: skip
        value = data.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            return str(value)
    return None


def _child(source: SessionSource, event: Event) -> str | None:
    """Return the code of the child that an event is about, as it counts after corrections, or None."""
    data, children = event.data, source.facts.participants
    sensed = event.dir == "in" and event.kind in BY_EVENT and event.source != PROFESSIONAL
    if (sensed or event.kind == "response") and event.seq in source.responders:
        return source.responders[event.seq]
    child = None if event.seq in source.put_to_all else data.get("child")
    if event.seq in source.authors and not child:
        return source.authors[event.seq]
    for code in (event.participant, child, data.get("by"), data.get("participant")):
        if isinstance(code, str) and code not in _NOBODY:
            return code
    return children[0] if sensed and len(children) == 1 else None


def _trial_records(source: SessionSource) -> Iterator[tuple[Event, str | None, int | None]]:
    """Yield the record of each trial in the log, whose turn it was, and when its question was begun."""
    begun: int | None = None
    for event, moment in zip(source.events, source.moments.of_lines, strict=True):
        if event.dir != "out":
            continue
        if event.kind == "question":
            begun = event.happened_ns
        elif event.kind == "trial":
            yield event, moment.turn, begun


def _start(ns: int) -> Row:
    """Return the columns of a start, in ns and in seconds."""
    return {"start_ns": ns, "start_s": ns / SECOND_NS}


def _span(start: int, stop: int | None) -> Row:
    """Return the columns of a start and an end; those of the end are None for a moment."""
    return {**_start(start), "stop_ns": stop, "stop_s": None if stop is None else stop / SECOND_NS}


def _response_latency(source: SessionSource, response: Event, answered_ns: int) -> Row:
    """Return the latency of a response, which runs from the end of Nao's last sentence."""
    logged_ns = response.data.get("latency_ns")
    if not isinstance(logged_ns, int):
        return _latency(source, response.seq, None, 0)
    cut_ns = interrupted_ns(source.interruptions, answered_ns - logged_ns, answered_ns)
    return _latency(source, response.seq, logged_ns, cut_ns)


def _latency(source: SessionSource, seq: int, logged_ns: int | None, cut_ns: int) -> Row:
    """Return the columns of a latency; where the session stood still, only those of the log's own."""
    logged = None if logged_ns is None else logged_ns / SECOND_NS
    if cut_ns:
        return {"latency_logged_s": logged, "latency_interrupted_s": cut_ns / SECOND_NS}
    measured = source.latencies.get(seq)
    if measured is None:
        return {
            "latency_s": logged,
            "latency_uncertainty_s": None,
            "latency_method": None if logged is None else "model" if source.adult_led else "event",
            "latency_logged_s": logged,
            "latency_interrupted_s": None if logged is None else 0.0,
        }
    uncertainty = measured.get("uncertainty_ms")
    return {
        "latency_s": int(measured["latency_ns"]) / SECOND_NS,
        "latency_uncertainty_s": None if uncertainty is None else uncertainty * MILLISECOND_NS / SECOND_NS,
        "latency_method": str(measured["method"]),
        "latency_logged_s": logged,
        "latency_interrupted_s": 0.0,
    }


def _from_last(source: SessionSource, last: LastHelp | None, at_ns: int, latency: Row) -> Row:
    """Return the columns on what a response came after, and how long after; none outside of a trial."""
    if last is None:
        return {}
    row: Row = {"last_help": last.help, "from_last_begun_s": (at_ns - last.began_ns) / SECOND_NS}
    if last.help == QUESTION:
        return row | {
            "latency_from_last_s": latency.get("latency_s"),
            "latency_from_last_uncertainty_s": latency.get("latency_uncertainty_s"),
        }
    if last.ended_ns is None or interrupted_ns(source.interruptions, last.ended_ns, at_ns):
        return row
    unsure = None if source.adult_led else source.robot_uncertainty_ms
    return row | {
        "latency_from_last_s": (at_ns - last.ended_ns) / SECOND_NS,
        "latency_from_last_uncertainty_s": None if unsure is None else unsure * MILLISECOND_NS / SECOND_NS,
    }
