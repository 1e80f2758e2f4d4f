"""What a session keeps beside its steps: the trial in hand, counts, lots, levels, turns, the board.

Frozen values, parts of the state. What is *in hand* is going on now. Times are session nanoseconds; a child
is a code, "" where no one child is meant (the group, or a session without codes).
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeVar

from nao_sessions.protocol.trials import HELPS, Help, Judgement

Phase = Literal["ask", "open", "feedback", "pause", "next", "over", "gave_up"]
"""The phase of a block: the question is asked; answers are waited for; the feedback is given; the pause
before the next question; a question is to be chosen; nothing is left to ask; too many errors in a row.
"""

_Record = TypeVar("_Record", bound=tuple[Any, ...])


def _with(record: _Record, place: int, value: object) -> _Record:
    """Return a record with one field replaced, five times as fast as ``_replace``."""
    values = list(record)
    values[place] = value
    changed: _Record = tuple.__new__(type(record), values)
    return changed


class Attempt(NamedTuple):
    """An answer: what, by which sense, by whom (a code, ``unknown``, ``professional``), when; was it right?

    ``right`` is None where nothing is judged.
    """

    answer: str
    way: str
    by: str
    t: int
    right: bool | None


class Question(NamedTuple):
    """The question of the trial in hand, and what has been answered and helped so far.

    ``opened_at`` is when answers began to count; ``since`` is when the silence in hand began (None: something
    is being done); ``first`` is the prompt given with the question, ``help`` the last one given (-1: none),
    ``times`` how often; ``helped`` is when each of ``helps`` was decided; ``decided`` is an answer that waits
    for a sentence's end, ``proposed`` one that waits for the professional's press.
    """

    number: int
    item: str
    asked_at: int
    opened_at: int | None = None
    since: int | None = None
    help: int = -1
    times: int = 0
    first: int = -1
    helps: tuple[Help, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    decided: Attempt | None = None
    proposed: Attempt | None = None
    correction: str = ""
    helped: tuple[int, ...] = ()

    def opened(self, at: int) -> Question:
        """Return the question with its answers counting from a time."""
        return _with(self, _OPENED_AT, at)

    def silent(self, since: int | None) -> Question:
        """Return the question with its silence beginning at a time; None: no silence."""
        return _with(self, _SINCE, since)

    def settled(self) -> Question:
        """Return the question with the answer that waited for a sentence's end moved to its attempts."""
        if self.decided is None:
            return self
        return self._replace(attempts=(*self.attempts, self.decided), decided=None)

    def taken(self, attempt: Attempt) -> tuple[Question, Attempt]:
        """Return the question with an answer added to its attempts, and that answer.

        It is the waiting one if that is the same; a different waiting one is added before it.
        """
        waiting = self.decided
        if waiting is not None and waiting.answer == attempt.answer:
            attempt, before = waiting, self.attempts
        else:
            before = self.settled().attempts
        return self._replace(attempts=(*before, attempt), decided=None, proposed=None), attempt

    @property
    def strongest(self) -> Help:
        """Return the strongest help given for the question so far."""
        return max(self.helps, key=HELPS.index, default="none") if self.helps else "none"


_OPENED_AT, _SINCE = map(Question._fields.index, ("opened_at", "since"))


class Trial(NamedTuple):
    """One trial that has ended, as it is recorded; ``judgement`` is None where nothing is judged."""

    step: str
    child: str
    number: int
    item: str
    answer: str
    judgement: Judgement | None
    help: Help
    prompts: int
    attempts: int
    way: str
    by: str
    correct: tuple[str, ...] | None
    opened_at: int | None
    latency_ns: int | None
    correction: str
    level: int | None


class Tally(NamedTuple):
    """Counts over trials, and the last one's answer; repetitions are left out, void ones but in ``void``."""

    trials: int = 0
    correct: int = 0
    prompted: int = 0
    incorrect: int = 0
    no_response: int = 0
    refused: int = 0
    void: int = 0
    streak: int = 0
    errors_in_row: int = 0
    prompts: int = 0
    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0
    latencies: int = 0
    latency_sum_ns: int = 0
    answer: str = ""
    judgement: str = ""
    item: str = ""
    help: str = "none"
    latency_ns: int = 0

    def carried(self) -> Tally:
        """Return a tally of zeros that keeps only the runs, for the same child's next turn."""
        return Tally(streak=self.streak, errors_in_row=self.errors_in_row)

    def without_runs(self) -> Tally:
        """Return the tally with the same counts, but with runs that start again."""
        return self._replace(streak=0, errors_in_row=0)


class Score(NamedTuple):
    """The counts of a step for one child: of the last visit, and of all."""

    step: str
    child: str
    visit: Tally = Tally()
    total: Tally = Tally()


class Stair(NamedTuple):
    """An adaptive level: right and wrong answers since it changed, its direction, how often that turned."""

    step: str
    child: str
    level: int
    right: int = 0
    wrong: int = 0
    direction: int = 0
    reversals: int = 0


class Fade(NamedTuple):
    """The help that a child begins with for an item: ``level`` is a prompt's number (see ``prompting``)."""

    step: str
    child: str
    item: str
    trials: int = 0
    level: int | None = None
    right: int = 0
    wrong: int = 0


class Deal(NamedTuple):
    """The rest of a lot: the positions not yet drawn, how often it was mixed, the last ones drawn."""

    lot: str
    left: tuple[int, ...]
    mixed: int = 0
    last: int = -1
    run: tuple[int, ...] = ()


class Before(NamedTuple):
    """The counts, the level and the help as they were before the last trial: for judging it again.

    ``skipped``: it counts among those that its block has, though it is void.
    """

    trial: Trial
    score: Score
    stair: Stair | None
    fade: Fade | None
    skipped: bool = False

    @property
    def counts(self) -> bool:
        """Return whether the trial is one of the number that its block has."""
        return self.skipped or (self.trial.judgement != "void" and not self.trial.correction)


class Block(NamedTuple):
    """A block of trials in hand: its step, what it does now, the trial in hand; at most ``most`` count.

    ``again`` is the item that is asked again ("" where there is no table); ``due`` is when a pause ends.
    ``passed`` is the item that was passed last; ``easy``: it is asked once more, and then the session closes.
    ``runs_over``: its group has been entered anew since, and runs of answers have begun anew in it.
    """

    step: str
    phase: Phase
    most: int | None
    begun: int = 0
    counted: int = 0
    question: Question | None = None
    again: str | None = None
    corrections: tuple[str, ...] = ()
    due: int = 0
    last: Before | None = None
    passed: str | None = None
    easy: bool = False
    runs_over: bool = False

    def with_question(self, question: Question) -> Block:
        """Return the block with its question replaced."""
        return _with(self, _QUESTION, question)

    def asking(self, question: Question) -> Block:
        """Return the block in the phase ``ask``, with its next question."""
        values = list(self)
        values[_PHASE], values[_BEGUN], values[_QUESTION] = "ask", self.begun + 1, question
        return Block._make(values)

    def in_phase(self, phase: Phase) -> Block:
        """Return the block in another phase."""
        return _with(self, _PHASE, phase)

    def with_last(self, last: Before) -> Block:
        """Return the block with its last judged trial replaced."""
        return _with(self, _LAST, last)


_PHASE, _BEGUN, _QUESTION, _LAST = map(Block._fields.index, ("phase", "begun", "question", "last"))


class Turn(NamedTuple):
    """A group that goes round: whose turn it is (a code, or an item), who is left in this round.

    ``had``: the children who have had their turn in it; one that was cut because its child left is none.
    """

    group: str
    children: bool
    current: str
    left: tuple[str, ...]
    round: int
    rounds: int
    had: tuple[str, ...] = ()


class BoardContent(NamedTuple):
    """The content of the board: a picture, the words to choose from, a text, the word highlighted, a page."""

    picture: str | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    highlight: str | None = None
    page: str | None = None


def known(records: tuple[_Record, ...], *key: str) -> _Record | None:
    """Return the last record that begins with these fields; None where there is none."""
    record: _Record
    for record in reversed(records):
        if record[0] == key[0] and record[: len(key)] == key:
            return record
    return None


def renewed(records: tuple[_Record, ...], new: _Record, key: int) -> tuple[_Record, ...]:
    """Return the records without the one that has the new one's first fields, and the new one at the end."""
    for place in range(len(records) - 1, -1, -1):
        if records[place][0] == new[0] and records[place][:key] == new[:key]:
            return (*records[:place], *records[place + 1 :], new)
    return (*records, new)
