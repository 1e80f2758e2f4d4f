"""The questions of a log and the answers to them: which sentence each latency is counted from.

Only the log is read; when a sentence ended in the sound is found by ``ending``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.results.interruptions import Interruption, interrupted_ns, read_interruptions


@dataclass(frozen=True, slots=True)
class Sentence:
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
class Answer:
    """A child's answer whose latency stands in the log at ``seq``, as that of a response or of a trial.

    ``opened_ns`` is when answers began to count, ``answered_ns`` when the child answered; ``sentence`` is the
    last one that was said before: of a trial, in its question. It is None where there was none, or where the
    session stood still between its end and the opening: the latency runs from the opening then.
    """

    seq: int
    kind: Literal["response", "trial"]
    opened_ns: int
    answered_ns: int
    sentence: Sentence | None

    @property
    def latency_ns(self) -> int:
        """Return the latency in the log, in ns: from when answers opened, by the robot's word."""
        return self.answered_ns - self.opened_ns


def sentences_of(events: Iterable[Event]) -> tuple[Sentence, ...]:
    """Return the sentences that were said to their end, in order."""
    begun: dict[str, Event] = {}
    found = []
    for event in events:
        if (event.dir, event.kind) == ("out", "do") and event.data.get("verb") == "say":
            begun[str(event.data["id"])] = event
        elif (event.dir, event.kind) == ("in", "done") and str(event.data.get("action")) in begun:
            action = str(event.data["action"])
            if event.data.get("how") == "finished":
                done_ns = event.at if event.t is None else event.t
                found.append(_sentence(action, begun[action], done_ns))
            del begun[action]
    return tuple(found)


def _sentence(action: str, event: Event, done_ns: int) -> Sentence:
    text, language = event.data.get("text", ""), event.data.get("language", "")
    return Sentence(action, event.at, done_ns, str(text), str(language), event.seq)


def answers_of(events: Sequence[Event], sentences: Sequence[Sentence]) -> tuple[Answer, ...]:
    """Return the answers whose latency stands in the log, in order, each with the sentence before it."""
    times = {event.seq: event.at if event.t is None else event.t for event in events}
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
            found.append(Answer(event.seq, "trial", opened_ns, opened_ns + latency_ns, sentence))
        elif event.kind == "response" and event.cause in times:
            answered_ns = times[event.cause]
            opened_ns = answered_ns - latency_ns
            in_trial = event.data.get("number") is not None
            sentence = said.of_question(opened_ns, question) if in_trial else said.before(opened_ns)
            found.append(Answer(event.seq, "response", opened_ns, answered_ns, sentence))
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

    def __init__(self, sentences: Sequence[Sentence], still: Sequence[Interruption]) -> None:
        self._sentences, self._still = sentences, still
        # the least end from each sentence on: it only grows, though ends that were told late go back
        self._least_ns = list(accumulate((one.done_ns for one in reversed(sentences)), min))[::-1]

    def before(self, opened_ns: int) -> Sentence | None:
        """Return the last sentence that was said to its end at a session time; None where there is none."""
        place = bisect_right(self._least_ns, opened_ns + MILLISECOND_NS)
        last = self._sentences[place - 1] if place else None
        return None if last is None or interrupted_ns(self._still, last.done_ns, opened_ns) else last

    def of_question(self, opened_ns: int, question: _QuestionInHand) -> Sentence | None:
        """Return the sentence that asked a question; None where the last one did not come to its end.

        What was said before the question's line belongs to another question.
        """
        last = self.before(opened_ns)
        if last is None or (question.seq is not None and last.seq < question.seq):
            return None
        return last if question.last in (None, last.action) else None
