"""``latencies.json``: each latency counted from the end of the question in the sound, and how sure it is.

It is a later thing: worked out again at will from the log, ``sync.json`` and the recordings, none of which it
changes. What cannot be measured says why, and keeps the robot's word with an uncertainty of its own.

The questions of a log and the answers to them: which sentence each latency is counted from. Only the log is
read; when a sentence ended in the sound is found by ``ending``.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import read_received_json, reads_as_written
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import is_adult_led, read_log
from nao_sessions.record.private import replace_private
from nao_sessions.record.results.interruptions import Interruption, interrupted_ns, read_interruptions
from nao_sessions.record.signature import sign_addition
from nao_sessions.room.sync.clap.film import SOUND_HZ, read_sound
from nao_sessions.room.sync.sync_file import HeardSound, sounds_of
from nao_sessions.room.voice.ending import (
    AFTER_S,
    BEFORE_S,
    COVERAGE,
    MEASURED_S,
    MOST_UNSURE_S,
    Evidence,
    Refused,
    band_levels,
    endings,
    final_sound,
    listen,
)


@dataclass(frozen=True, slots=True)
class SaidSentence:
    """A sentence that Nao said to its end: ``asked_ns`` and the robot's ``done_ns``, in session time.

    ``text`` and ``language`` are those of the log, which may have a placeholder for a name; ``seq`` is that
    of the line that asked for it.
    """

    action: str
    asked_ns: int
    done_ns: int
    text: str = ""
    language: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class TimedAnswer:
    """A child's answer whose latency stands in the log at ``seq``, as that of a response or of a trial.

    ``opened_ns`` is when answers began to count, ``answered_ns`` when the child answered; ``sentence`` is the
    last one that was said before: of a trial, in its question. It is None where there was none, or where the
    session stood still between its end and the opening: the latency runs from the opening then.
    """

    seq: int
    kind: Literal["response", "trial"]
    opened_ns: int
    answered_ns: int
    sentence: SaidSentence | None

    @property
    def latency_ns(self) -> int:
        """Return the latency in the log, in ns: from when answers opened, by the robot's word."""
        return self.answered_ns - self.opened_ns


def sentences_of(events: Iterable[Event]) -> tuple[SaidSentence, ...]:
    """Return the sentences that were said to their end, in order."""
    begun: dict[str, Event] = {}
    found = []
    for event in events:
        if (event.dir, event.kind) == ("out", "do") and event.data.get("verb") == "say":
            begun[str(event.data["id"])] = event
        elif (event.dir, event.kind) == ("in", "done") and str(event.data.get("action")) in begun:
            action = str(event.data["action"])
            if event.data.get("how") == "finished":
                done_ns = event.happened_ns
                found.append(_sentence(action, begun[action], done_ns))
            del begun[action]
    return tuple(found)


def _sentence(action: str, event: Event, done_ns: int) -> SaidSentence:
    text, language = event.data.get("text", ""), event.data.get("language", "")
    return SaidSentence(action, event.at, done_ns, str(text), str(language), event.seq)


def answers_of(events: Sequence[Event], sentences: Sequence[SaidSentence]) -> tuple[TimedAnswer, ...]:
    """Return the answers whose latency stands in the log, in order, each with the sentence before it."""
    times = {event.seq: event.happened_ns for event in events}
    said = _SpokenSentences(sentences, read_interruptions(events))
    question = _QuestionInHand()
    found = []
    for event in events:
        question.take(event)
        if event.dir != "out" or event.data.get("latency_ns") is None:
            continue
        latency_ns = int(event.data["latency_ns"])
        if event.kind == "trial" and event.data.get("opened_at") is not None:
            opened_ns = int(event.data["opened_at"])
            sentence = said.of_question(opened_ns, question)
            found.append(TimedAnswer(event.seq, "trial", opened_ns, opened_ns + latency_ns, sentence))
        elif event.kind == "response" and event.cause in times:
            answered_ns = times[event.cause]
            opened_ns = answered_ns - latency_ns
            in_trial = event.data.get("number") is not None
            sentence = said.of_question(opened_ns, question) if in_trial else said.before(opened_ns)
            found.append(TimedAnswer(event.seq, "response", opened_ns, answered_ns, sentence))
    return tuple(found)


class _QuestionInHand:
    """The question in hand as a log goes on: the seq of its line, what Nao said last before answers counted.

    ``last`` is the action of that sentence, "" where there was none, None where the log has no such moment.
    """

    def __init__(self) -> None:
        self.seq: int | None = None
        self.last: str | None = None
        self._saying = ""

    def take(self, event: Event) -> None:
        """Update the state by one line of the log: a question begins, Nao speaks, answers begin to count."""
        match event.dir, event.kind:
            case "out", "question":
                self.seq, self.last, self._saying = event.seq, None, ""
            case "out", "do" if event.data.get("verb") == "say":
                self._saying = str(event.data["id"])
            case "out", "open":
                self.last = self._saying


class _SpokenSentences:
    """The sentences of a log, and which of them was the last before a time."""

    def __init__(self, sentences: Sequence[SaidSentence], still: Sequence[Interruption]) -> None:
        self._sentences, self._still = sentences, still
        # the least end from each sentence on: it only grows, though ends that were told late go back
        self._least_ns = list(accumulate((one.done_ns for one in reversed(sentences)), min))[::-1]

    def before(self, opened_ns: int) -> SaidSentence | None:
        """Return the last sentence that was said to its end at a session time; None where there is none."""
        place = bisect_right(self._least_ns, opened_ns + MILLISECOND_NS)
        last = self._sentences[place - 1] if place else None
        return None if last is None or interrupted_ns(self._still, last.done_ns, opened_ns) else last

    def of_question(self, opened_ns: int, question: _QuestionInHand) -> SaidSentence | None:
        """Return the sentence that asked a question; None where the last one did not come to its end.

        What was said before the question's line belongs to another question.
        """
        last = self.before(opened_ns)
        if last is None or (question.seq is not None and last.seq < question.seq):
            return None
        return last if question.last in (None, last.action) else None


FORMAT = 1
LATENCIES_FILE = "latencies.json"

EVENT_UNSURE_MS = 300.0
"""How far the robot's *done* may be from the end of its sentence where no recording of the session shows it:
no figure of a real Nao is known, and this is meant to be more than it is."""
LEAST_ENDS = 19
"""From this many ends in the sound on, the robot's *done* is as unsure as 95 in 100 of them. Of fewer, not
even the one that lies farthest off says it (order statistics: the next exceeds 19 others once in 20)."""

Why = Refused | Literal["no_recording", "no_clap", "no_sentence", "no_robot"]


@dataclass(frozen=True, slots=True)
class EndInSound:
    """The end of a sentence in the sound, in session seconds, and the recording (``room.01``).

    95 in 100 lie within ``uncertainty_s``, which includes that of the recording's own time.
    """

    end_s: float
    uncertainty_s: float
    stream: str


@reads_as_written
def measure_latencies(folder: Path) -> dict[str, Any]:
    """Search the sound for the end of every question, write ``latencies.json``, and return what was written.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        events = read_log(SessionFolder(folder).events).events
    except RecordError:  # a log that cannot be read tells no latency
        events = ()
    sentences = sentences_of(events)
    answers = answers_of(events, sentences)
    ends: dict[str, EndInSound | Why] = {}
    if is_adult_led(events):
        ends = dict.fromkeys((one.action for one in sentences), "no_robot")
    elif answers:
        ends = ends_of(folder / "room", sentences, sounds_of(folder))
    record = {"format": FORMAT, **told(answers, sentences, ends)}
    content = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    replace_private(folder / LATENCIES_FILE, content.encode("utf-8"))
    sign_addition(folder / LATENCIES_FILE)
    return record


def ends_of(
    room: Path, sentences: Sequence[SaidSentence], sounds: Sequence[HeardSound]
) -> dict[str, EndInSound | Why]:
    """Return each sentence's end, by its action, from the surest sound that tells it; else why none does."""
    found: dict[str, EndInSound | Why] = {
        one.action: "no_clap" if any(s.covers(*_seconds(one)) for s in sounds) else "no_recording"
        for one in sentences
    }
    for sound in sorted((one for one in sounds if one.measured), key=lambda one: one.uncertainty_s):
        unfound = [
            one
            for one in sentences
            if not isinstance(found[one.action], EndInSound) and sound.covers(*_seconds(one))
        ]
        found |= _in_one(room, unfound, sound)
    return found


def told(
    answers: Sequence[TimedAnswer], sentences: Sequence[SaidSentence], ends: Mapping[str, EndInSound | Why]
) -> dict[str, Any]:
    """Return the content of ``latencies.json``, without its format.

    Without a robot (``no_robot``) a sentence ends when the timing model says so, which nobody observed.
    """
    beside_ms = sorted(
        abs(end.end_s - one.done_ns / SECOND_NS) * 1e3 + end.uncertainty_s * 1e3
        for one in sentences
        if isinstance(end := ends.get(one.action), EndInSound)
    )
    measured = len(beside_ms) >= LEAST_ENDS
    within = math.ceil(COVERAGE * (len(beside_ms) + 1)) - 1
    event_ms = round(beside_ms[within], 1) if measured else EVENT_UNSURE_MS
    modelled = {"uncertainty_ms": None, "method": "model", "ends": 0}
    by_robot = {
        "uncertainty_ms": event_ms,
        "method": "session" if measured else "supposed",
        "ends": len(beside_ms),
    }
    return {
        "event": modelled if "no_robot" in ends.values() else by_robot,
        "answers": [_answer(one, ends, event_ms, COVERAGE if measured else None) for one in answers],
    }


def _answer(
    answer: TimedAnswer, ends: Mapping[str, EndInSound | Why], event_ms: float, event_coverage: float | None
) -> dict[str, Any]:
    sentence = answer.sentence
    end = "no_sentence" if sentence is None else ends[sentence.action]
    record: dict[str, Any] = {
        "seq": answer.seq,
        "kind": answer.kind,
        "sentence": None if sentence is None else sentence.action,
        "done_ns": None if sentence is None else sentence.done_ns,
        "opened_ns": answer.opened_ns,
        "answered_ns": answer.answered_ns,
        "logged_latency_ns": answer.latency_ns,
    }
    if not isinstance(end, EndInSound):
        since_ns = answer.opened_ns if sentence is None else sentence.done_ns
        known = sentence is not None and end != "no_robot"
        return record | {
            "end_ns": None,
            "latency_ns": answer.answered_ns - since_ns,
            "uncertainty_ms": event_ms if known else None,
            "coverage": event_coverage if known else None,
            "method": "opening" if sentence is None else "event" if known else "model",
            "verdict": "estimated",
            "why": end,
            "stream": None,
        }
    end_ns = round(end.end_s * SECOND_NS)
    return record | {
        "end_ns": end_ns,
        "latency_ns": answer.answered_ns - end_ns,
        "uncertainty_ms": round(end.uncertainty_s * 1e3, 1),
        "coverage": COVERAGE,
        "method": "sound",
        "verdict": "measured" if end.uncertainty_s <= MEASURED_S else "estimated",
        "why": None,
        "stream": end.stream,
    }


def latencies_by_seq(events: Sequence[Event], record: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """Return the latency of every answer of a log, by the seq of its line, as ``latencies.json`` has them.

    What the file measured in the sound stands, where it is the end of the sentence that the answer is to; all
    else is worked out from the log again, since an older file may lack answers, or count them otherwise.

    Args:
        events: the log.
        record: what :func:`read_latencies` returned.
    """
    sentences = sentences_of(events)
    measured: dict[int, Mapping[str, Any]] = {int(one["seq"]): one for one in record["answers"]}
    event = record.get("event") or {}
    event_ms = float(event.get("uncertainty_ms") or EVENT_UNSURE_MS)
    coverage = COVERAGE if event.get("method") == "session" else None
    led = is_adult_led(events)
    unheard: dict[str, EndInSound | Why] = {
        one.action: "no_robot" if led else "no_recording" for one in sentences
    }
    found = dict(measured)
    for answer in answers_of(events, sentences):
        one = _answer(answer, unheard, event_ms, coverage)
        read = measured.get(answer.seq, {})
        if led or one["sentence"] is None or read.get("sentence", one["sentence"]) != one["sentence"]:
            found[answer.seq] = one
        elif read.get("method") == "sound":
            unknown = {"coverage", "stream", "end_ns"} - read.keys()  # an older file does not say
            found[answer.seq] = {
                key: value for key, value in (one | dict(read)).items() if key not in unknown
            }
        else:
            found[answer.seq] = one | {"why": read.get("why", one["why"])}
    return found


def _in_one(room: Path, sentences: Sequence[SaidSentence], sound: HeardSound) -> dict[str, EndInSound | Why]:
    """Search one recording for the ends of some sentences; return each end, or why there is none."""
    results: dict[str, EndInSound | Why] = {}
    heard: dict[str, Evidence] = {}
    for one in sentences:
        listened = _listen(room, one, sound)
        if isinstance(listened, Evidence):
            heard[one.action] = listened
        else:
            results[one.action] = listened
    for action, end in zip(heard, endings(tuple(heard.values())), strict=True):
        results[action] = (
            EndInSound(end.end_s, math.hypot(end.uncertainty_s, sound.uncertainty_s), sound.stream)
            if end.uncertainty_s <= MOST_UNSURE_S
            else "unclear"
        )
    return results


def _listen(room: Path, sentence: SaidSentence, sound: HeardSound) -> Evidence | Refused:
    import av  # lazily: latencies are read more often than measured

    asked_s, done_s = _seconds(sentence)
    first_s = max(0.0, sound.file_s(asked_s - BEFORE_S))
    try:
        samples = read_sound(room / sound.file, first_s, sound.file_s(done_s + AFTER_S))
    except (OSError, av.error.FFmpegError):
        return "no_sound"
    if not len(samples):
        return "no_sound"
    level = band_levels(samples, SOUND_HZ, sound.session_s(first_s))
    return listen(level, asked_s, done_s, final_sound(sentence.text, sentence.language))


def _seconds(sentence: SaidSentence) -> tuple[float, float]:
    return sentence.asked_ns / SECOND_NS, sentence.done_ns / SECOND_NS


def once(answers: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return each latency once: an answer that decided a trial is listed as a response and as the trial's.

    A trial whose answer is no response (an adult said it for the child) keeps its own.
    """
    responses = {_when(one) for one in answers if one.get("kind") == "response"}
    return [one for one in answers if one.get("kind") != "trial" or _when(one) not in responses]


def _when(answer: Mapping[str, Any]) -> tuple[Any, Any]:
    return answer.get("opened_ns"), answer.get("answered_ns")


def read_latencies(path: Path) -> dict[str, Any]:
    """Return the content of ``latencies.json``; without answers where the file is missing or broken.

    It can be worked out again: a reader does without it.
    """
    try:
        record = read_received_json(path)
        for answer in record["answers"]:
            int(answer["seq"]), int(answer["latency_ns"]), str(answer["method"])
    except (OSError, ValueError, KeyError, TypeError):
        return {"answers": []}
    return record if isinstance(record, dict) else {"answers": []}
