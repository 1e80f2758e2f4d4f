"""The responses of a session, each once, with who gave it: as the log has it, or as was said afterwards.

The one place that applies ``corrections.jsonl`` to authors. A trial *rests on* the response that gave its
answer: both have one author, and whichever of the two was corrected last says who that is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from nao_sessions.core.events import Event
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.additions.corrections import RecordCorrection

# Which child a text of the log means by ``{participant}``, and what stands there for people to read.
#
# No first name is in the log. A line names the child whom its text is for where that need not be the child
# whose turn it is: of the words of *a child leaves* and *a child comes back*, always.

_ONE = "{participant}"
_ALL = "{participants}"


class Addressees:
    """The children whom the texts of a log are for, line by line; None is the child whose turn it is.

    ``of_sentence`` is whom Nao's last sentence is said to, ``of_instruction`` whom the last instruction to
    the adult is about.
    """

    def __init__(self) -> None:
        self.of_sentence: str | None = None
        self.of_instruction: str | None = None

    def take(self, event: Event) -> str | None:
        """Update the state by one line of the log; return the child whom the line's own text is for."""
        if event.dir != "out":
            return None
        child = str(event.data.get("participant") or "") or None
        match event.kind:
            case "do" if event.data.get("verb") == "say":
                self.of_sentence = child
            case "adult":
                self.of_instruction = child
            case "unsaid":
                return self.of_sentence
        return child


def fill(text: str, child: str | None, codes: Sequence[str], called: Callable[[str], str] = str) -> str:
    """Return a text with what children are called in the place of its marks for first names.

    Args:
        text: with ``{participant}``, ``{participants}`` or codes in braces (``{P07}``).
        child: whom ``{participant}`` means; where it is None, all of ``codes``.
        codes: of those who take part; where there are none, places that would be theirs stay.
        called: what a child is called, by its code.
    """
    everybody = ", ".join(map(called, codes))
    places = {_ONE: called(child) if child else everybody, _ALL: everybody}
    places |= {f"{{{code}}}": called(code) for code in codes}
    for place, names in places.items():
        text = text.replace(place, names or place)
    return text


PROFESSIONAL = "professional"
UNKNOWN = "unknown"
NOBODY = ("", UNKNOWN)
"""The authors that are nobody: not stated, or unknown."""

_RESTED_ON = ("decides", "proposes")
"""The values of ``why`` in a response that a trial can rest on."""
ACTED_ON = frozenset({"taken", "deferred", "awaited", *_RESTED_ON})
"""The values of ``why`` in a response from which something followed."""
UNSCORED: Mapping[str, str] = {
    "early": "early",
    "paused": "paused",
    "late": "over",
    "extra": "over",
    "nothing_waits": "over",
}
"""The values of ``why`` in an answer that no trial rests on, each with a short reason: the question was not
over, the session was in a pause, or another answer, the judgement, or the end of the time had come before."""
_ALWAYS_HEARD = "always"
"""The part of an entry's id that marks what a protocol, or a file that it uses, always listens to."""


@dataclass(frozen=True, slots=True)
class SessionResponse:
    """One response of a session: something that a child, or an adult, did.

    ``seq`` is that of its line in the log, ``cause`` that of what was sensed or pressed, ``trial`` that of
    the trial that rests on it, None where none does.
    ``by`` is who gave it, as it counts now: a code, ``professional`` or ``unknown``; ``in_log`` is what the
    log says. ``participant`` is the child whose it is: who gave it, else the only child of the session where
    one of Nao's senses or the board took it and nobody said otherwise; "" where that is nobody.
    ``present`` are the children who were there at that moment.
    """

    seq: int
    by: str
    in_log: str
    participant: str
    cause: int | None = None
    trial: int | None = None
    present: tuple[str, ...] = ()
    corrections: tuple[RecordCorrection, ...] = ()

    @property
    def corrected(self) -> bool:
        """Return whether what was said after the session changed who gave it, or left that unknown."""
        last = self.corrections[-1].new if self.corrections else ""
        return last == UNKNOWN or last not in ("", self.in_log)

    @property
    def unnamed(self) -> bool:
        """Return whether the response's author is unknown, and nobody has said yet that it stays unknown."""
        return self.nameless and not (self.corrections and self.corrections[-1].new)

    @property
    def nameless(self) -> bool:
        """Return whether nobody knows who gave the response, also where somebody said so."""
        return not self.participant and self.by in NOBODY

    @property
    def named(self) -> bool:
        """Return whether somebody named the response's author after the session, and did not take it back."""
        return bool(self.corrections) and self.corrections[-1].new not in NOBODY


class Unscored:
    """The answers of children that count for nothing, found line by line.

    ``answers`` are those of the question in hand, ``ended`` the line of the last trial, as long as nothing
    else is asked: an answer that comes once the block is over is still one to that question, as long as the
    board shows it.
    """

    def __init__(self) -> None:
        self.answers: Sequence[str] = ()
        self.ended: Event | None = None
        self._asked: Sequence[str] = ()
        self._turn: str | None = None
        self._shown: Sequence[str] | None = None

    def take(self, event: Event) -> tuple[str, str] | None:
        """Update the state by one line; return why it is an answer that does not count, and the answer.

        The reason is one of ``UNSCORED``. None where it counts, is somebody else's, or is no answer.
        """
        if event.dir != "out":
            return None
        if event.kind == "question":
            self.answers = self._asked = event.data.get("answers") or ()
            self._turn = event.data.get("turn", "")
            self.ended = None
        elif event.kind == "entered":
            self.answers = ()
        elif event.kind == "board":
            self._shown = event.data.get("choices") or ()
        elif event.kind == "trial":
            self.ended = event
        elif event.kind == "response":
            return self._unscored(event)
        return None

    def _unscored(self, response: Event) -> tuple[str, str] | None:
        data = response.data
        why = UNSCORED.get(str(data.get("why")))
        answer = str(data.get("answer", data["value"]))
        if why is None or not self._is_answer(data, answer):
            return None
        return why, answer

    def _is_answer(self, data: Mapping[str, Any], answer: str) -> bool:
        # Without an open question nobody looks what a sense stands for: of the board, its word itself.
        if data["why"] == "paused":
            return data["sense"] == "board" and answer in self.answers
        if data["why"] == "nothing_waits":
            to_all = self.ended is None or self._turn is None
            child = "" if self.ended is None or to_all else str(self.ended.data.get("child") or "")
            own = not child or str(data.get("by") or UNKNOWN) in (UNKNOWN, child)
            shown = answer in self._asked and (self._shown is None or answer in self._shown)
            return self.ended is not None and own and data["sense"] == "board" and shown
        return data.get("number") is not None  # without one it was no trial's: a second touch at a greeting


class UnscoredAnswer(NamedTuple):
    """An answer that did not count, with why (one of ``UNSCORED``) and the seq of its response."""

    why: str
    answer: str
    seq: int


def unscored_answers(events: Iterable[Event]) -> dict[int, list[UnscoredAnswer]]:
    """Return the answers in each trial that did not count (:class:`Unscored`), by the seq of its record."""
    found: dict[int, list[UnscoredAnswer]] = {}
    came: list[UnscoredAnswer] = []
    unscored = Unscored()
    for event in events:
        taken = unscored.take(event)
        one = None if taken is None else UnscoredAnswer(*taken, event.seq)
        if one is not None and unscored.ended is not None:
            found[unscored.ended.seq].append(one)
        elif one is not None:
            came.append(one)
        elif event.dir == "out" and event.kind in ("question", "entered"):
            came = []
        elif event.dir == "out" and event.kind == "trial":
            found[event.seq] = came
    return {seq: answered for seq, answered in found.items() if answered}


class Authors:
    """The authors of the responses and trials of one log, as they were corrected."""

    def __init__(self, events: Sequence[Event], corrections: Sequence[RecordCorrection]) -> None:
        self._children = children_of(events)
        self.rests_on: Mapping[int, int] = responses_of_trials(events)
        """The seq of the response that each trial rests on, by the trial's seq."""
        self._trials = {response: trial for trial, response in self.rests_on.items()}
        self._by_seq: dict[int, list[tuple[int, RecordCorrection]]] = {}
        for place, one in enumerate(corrections):
            if one.field == "by" and self.takes(one.new):
                self._by_seq.setdefault(one.seq, []).append((place, one))

    @property
    def children(self) -> tuple[str, ...]:
        """Return the codes of the session's children; none where the log does not say who takes part."""
        return self._children or ()

    def takes(self, author: str) -> bool:
        """Return whether a response may be said to be by this code: a child's, the professional, or unknown.

        Any code where the log names no children; "" takes corrections back.
        """
        others = ("", PROFESSIONAL, UNKNOWN)
        return author in others or self._children is None or author in self._children

    def trial_of(self, response: int) -> int | None:
        """Return the seq of the trial that rests on a response; None where none does."""
        return self._trials.get(response)

    def corrections_of(self, seq: int) -> tuple[RecordCorrection, ...]:
        """Return the corrections of who gave a response or a trial's answer, in the order they were made."""
        other = self.rests_on.get(seq, self._trials.get(seq, seq))
        found = [pair for one in dict.fromkeys((seq, other)) for pair in self._by_seq.get(one, ())]
        return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _with_what_counted(corrections: Iterable[RecordCorrection], first: str) -> tuple[RecordCorrection, ...]:
    """Return corrections of an author, each with who counted before it as ``old``; ``first`` is the log's."""
    found, counted = list[RecordCorrection](), first
    for one in corrections:
        found.append(replace(one, old=counted))
        counted = one.new or first
    return tuple(found)


def read_responses(
    events: Iterable[Event], corrections: Sequence[RecordCorrection] = ()
) -> tuple[SessionResponse, ...]:
    """Return the responses of a log, with their authors as corrected later.

    A correction whose line is not in the log, or whose author is not of the session, is left out.
    """
    events = tuple(events)
    authors = Authors(events, corrections)
    by_seq = {event.seq: event for event in events}
    there = list(authors.children)
    found = []
    for event in events:
        if event.dir != "out":
            continue
        child = str(event.data.get("participant"))
        if event.kind == "left" and child in there:
            there.remove(child)
        elif event.kind == "returned" and child in authors.children and child not in there:
            there = [one for one in authors.children if one in (*there, child)]
        elif event.kind == "response":
            cause = by_seq.get(-1 if event.cause is None else event.cause)
            found.append(_response(event, cause, authors, tuple(there)))
    return tuple(found)


def named_afterwards(responses: Iterable[SessionResponse]) -> Mapping[int, str]:
    """Return the authors who were named after the session, by the seqs of the lines that are theirs.

    What was sensed and led to such a response, and the trial that rests on it, are by whoever gave it.
    """
    found = {}
    for one in responses:
        if one.corrections:
            found[one.seq] = one.by
            found |= {seq: one.by for seq in (one.cause, one.trial) if seq is not None}
    return found


def children_of(events: Iterable[Event]) -> tuple[str, ...] | None:
    """Return the codes of the participants, as the log has them; None where it does not say."""
    for event in events:
        if event.kind == "start" and event.dir == "in" and "participants" in event.data:
            return tuple(map(str, event.data["participants"] or ()))
    return None


def responses_of_trials(events: Iterable[Event]) -> Mapping[int, int]:
    """Return the response that each trial rests on, by their seqs; a trial that rests on none is left out.

    It is the last one since the question that decided or was proposed, with the trial's answer by its sense.
    """
    found = {}
    taken: dict[tuple[object, ...], int] = {}
    for event in events:
        if event.dir != "out":
            continue
        data = event.data
        if event.kind == "question":
            taken = {}
        elif event.kind == "response" and data.get("why") in _RESTED_ON:
            taken[data.get("number"), data.get("answer"), data.get("sense")] = event.seq
        elif event.kind == "trial" and data.get("answer"):
            response = taken.get((data.get("number"), data["answer"], data.get("way")))
            if response is not None:
                found[event.seq] = response
    return found


def is_word_heard_everywhere(response: Event) -> bool:
    """Return whether a response is a word that the protocol listens for in every step, such as « stop »."""
    data = response.data
    always = _ALWAYS_HEARD in str(data.get("entry") or "").split("/")
    return always and data.get("sense") == "word" and data.get("why") in ("taken", "deferred")


def words_heard_everywhere(protocol: Protocol) -> frozenset[str]:
    """Return the words that a protocol listens for in every step, in any of its languages."""
    return frozenset(
        word
        for level in protocol.all_levels()
        for entry in level.when
        if _ALWAYS_HEARD in entry.id.split("/")
        for stimulus in entry.stimuli
        if stimulus.sense == "word"
        for word in stimulus.in_any_language()
    )


def is_heard_in_pause(response: Event, words: Collection[str]) -> bool:
    """Return whether a response is one of these words, heard during a pause: nothing followed from it."""
    data = response.data
    return (data.get("sense"), data.get("why")) == ("word", "paused") and data.get("value") in words


def is_answer(response: Event) -> bool:
    """Return whether a response answers what was asked: a trial's question, or what a step waits for.

    What came too early, too late or out of turn does not, nor what the protocol always listens to.
    """
    if response.data.get("number") is not None:
        return response.data.get("why") in _RESTED_ON
    always = _ALWAYS_HEARD in str(response.data.get("entry") or "").split("/")
    return response.data.get("why", "taken") in ACTED_ON and not always


def _response(
    event: Event, cause: Event | None, authors: Authors, present: tuple[str, ...]
) -> SessionResponse:
    in_log = str(event.data.get("by") or (cause.participant if cause is not None else "") or UNKNOWN)
    corrections = authors.corrections_of(event.seq)
    said = corrections[-1].new if corrections else ""
    by = said or in_log
    participant = "" if by in (*NOBODY, PROFESSIONAL) or not authors.takes(by) else by
    sensed = cause is not None and cause.source != PROFESSIONAL
    # who else is known to the log? said so in the dictionary
    alone = authors.children[0] if sensed and len(authors.children) == 1 else ""
    if by in NOBODY and not said:
        participant = alone
    corrections = _with_what_counted(corrections, (alone or in_log) if in_log in NOBODY else in_log)
    return SessionResponse(
        seq=event.seq,
        by=by,
        in_log=in_log,
        participant=participant,
        cause=event.cause,
        trial=authors.trial_of(event.seq),
        present=present,
        corrections=corrections,
    )
