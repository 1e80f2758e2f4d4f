"""The trials of a session, each once, as they stand at its end: judged, judged again, corrected afterwards.

Read from the log and from ``corrections.jsonl`` alone; neither is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nao_sessions.core.codes import is_part
from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import ANSWERED, NEEDING_RIGHT, NOTHING, PASSED, UNANSWERED
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.results.absences import Absence, read_absences, was_away
from nao_sessions.record.results.easy_trial import easy_trials
from nao_sessions.record.results.interruptions import (
    Interruption,
    at_death,
    interrupted_ns,
    read_interruptions,
)
from nao_sessions.record.results.responses import (
    NOBODY,
    PROFESSIONAL,
    UNKNOWN,
    Authors,
    SessionResponse,
    is_word_heard_everywhere,
    responses_of_trials,
)
from nao_sessions.record.results.unheard_help import late_helps, unheard_helps

# What was judged and marked while the session ran, as the annotations of a coder of its own.
#
# A view of the log: read only, and never written into a coder's file.

SCHEME = "live"
MARK = "mark"
_NO_WAY = (None, "", PROFESSIONAL)
_JUDGED_OR_MARKED = frozenset({"trial", "mark"})


def live_annotations(events: Sequence[Event]) -> tuple[Annotation, ...]:
    """Return the live annotations: a point for each judgement, and for each mark that an adult set.

    A judgement stands where the answer was given, or where the trial ended without one; of a trial that was
    judged again in the session, or only later, the last judgement counts, as in the table of trials; what was
    corrected afterwards is not live. The means is the one by which the answer came; where an adult said it
    for the child, nobody knows which. Of no response there is none: what was tried before did not count.
    """
    trials = {trial.seq: trial for trial in read_trials(events)}
    found: dict[str, Annotation] = {}
    for event in at_death(events):
        if event.kind not in _JUDGED_OR_MARKED:
            continue
        at = event.happened_ns
        data = event.data
        match event.dir, event.kind:
            case "out", "trial" if trials[event.seq].in_session != UNSCORED:
                opened, latency = data.get("opened_at"), data.get("latency_ns")
                answered = opened + latency if isinstance(opened, int) and isinstance(latency, int) else at
                judged = trials[event.seq].in_session
                came = judged != "no_response" and data.get("way") not in _NO_WAY
                name = f"trial{event.seq}"
                found[name] = Annotation(
                    id=name,
                    scheme=SCHEME,
                    behaviour=judged,
                    start_ns=answered,
                    modifiers={"by": str(data["way"])} if came else {},
                    subject=trials[event.seq].child,
                    comment=str(data.get("item") or ""),
                )
            case "note", "mark":
                name = f"mark{event.seq}"
                found[name] = Annotation(
                    name, SCHEME, MARK, at, comment=str(data.get("label") or data.get("text") or "")
                )
    return tuple(sorted(found.values(), key=lambda one: one.order))


# Why trials were not scored, read from the lines of the log that made them void.
#
# Nothing here judges: a word that was heard, an adult's press and a program that died are told apart.

VoidReason = Literal[
    "heard",
    "left",
    "crash",
    "adult",
    "redone",
    "skipped",
    "calm",
    "ended",
    "button",
    "time",
    "interrupted",
    "corrected",
]
"""Why a trial is not scored: a word that the protocol listens for everywhere was heard; the child left; the
program died; the adult judged it so, had it asked again, led to another place, asked for a calming down or
for the session's end, or pressed a button of the protocol; the protocol's time was over; something else that
the protocol reacts to; a person said so after the session."""
BY_COMMAND: Mapping[str, VoidReason] = {
    "judge": "adult",
    "redo": "redone",
    "skip": "skipped",
    "change": "skipped",
    "goto": "skipped",
    "calm": "calm",
    "finish": "ended",
    "close": "ended",
    "leave": "left",
}
"""The reason for a void trial that each command of the adult is."""
_BY_INPUT: Mapping[str, VoidReason] = {"resumed": "crash", "timer": "time", "button": "button"}


def void_reasons(events: Iterable[Event]) -> dict[int, VoidReason]:
    """Return why each trial is void that is so at the session's end, by the seq of its record.

    The reason is what caused the line that made it void: the record itself, or a later judgement; what was
    void already is not made so by a press.
    """
    origins = _Origins()
    last: dict[tuple[object, ...], int] = {}
    found: dict[int, VoidReason] = {}
    for event in events:
        origins.take(event)
        if event.dir != "out" or event.kind not in ("trial", "rejudged"):
            continue
        key = tuple(event.data.get(name) for name in ("step", "child", "number"))
        if event.kind == "trial":
            last[key] = event.seq
        seq = last.get(key, -1)
        already = found.pop(seq, None)
        if event.data.get("judgement") == "void" and event.cause is not None:
            found[seq] = already or origins.reason(event.cause)
    found.pop(-1, None)
    return found


class _Origins:
    """The inputs that led to a log's lines, through the sentences and gestures that came first.

    What the adult's press or a word that is heard everywhere does may begin with Nao speaking: the input
    that then ends the trial is the end of that, or a timer, and what led there is the press or the word.
    """

    def __init__(self) -> None:
        self._inputs: dict[int, Event] = {}
        self._asked: dict[str, int] = {}
        """The seq of the input that caused an action, by the action's id."""
        self._heard: set[int] = set()
        self._pending: int | None = None
        """The last press or word of this kind since the question, or since the child last acted."""

    def take(self, event: Event) -> None:
        """Update the state by one line of the log."""
        if event.dir == "in":
            self._inputs[event.seq] = event
            if event.kind == "button" or (event.kind == "command" and event.data.get("name") in BY_COMMAND):
                self._pending = event.seq
        elif event.dir == "out" and event.cause is not None:
            match event.kind:
                case "do":
                    self._asked[str(event.data.get("id"))] = event.cause
                case "question":
                    self._pending = None
                case "response":
                    self._pending = None
                    if is_word_heard_everywhere(event):
                        self._heard.add(event.cause)
                        self._pending = event.cause

    def reason(self, cause: int) -> VoidReason:
        """Return why a trial is void, by the seq of the input that made it so."""
        origin = self._inputs.get(cause)
        while origin is not None and origin.kind == "done":
            origin = self._inputs.get(self._asked.get(str(origin.data.get("action")), -1))
        own = self._reason_of(origin)
        if own in ("time", "interrupted") and self._pending is not None:
            return self._reason_of(self._inputs.get(self._pending))
        return own

    def _reason_of(self, origin: Event | None) -> VoidReason:
        if origin is None:
            return "interrupted"
        if origin.seq in self._heard:
            return "heard"
        if origin.kind == "command":
            return BY_COMMAND.get(str(origin.data.get("name")), "interrupted")
        return _BY_INPUT.get(origin.kind, "interrupted")


BY_ADULT = "by_adult"
"""What a trial counts under whose answer, judged all the same, was the adult's and not the child's."""
BY_OTHER = "by_other"
"""What it counts under where the answer was another child's, as was said after the session."""
BY_NOBODY = "by_nobody"
"""What it counts under where it was said after the session that nobody knows who answered."""
UNSCORED = "unscored"
"""The judgement of a trial in which nothing is right or wrong, or of a word that nobody confirmed."""


@dataclass(frozen=True, slots=True)
class SessionTrial:
    """One trial of a session, as it stands after all corrections.

    ``seq`` is that of its record in the log, ``at_ns`` when it was over: when that was written, or when the
    program died in it. ``judgement`` is what counts; ``in_session`` is what was judged in the session itself.
    ``child`` is the code of the child who was asked, "" where no one child was, also where all others left
    before the answer; ``by`` who gave the answer; ``participant`` the child that the trial counts for: who
    was asked, else who answered, else the only child of the session, or in the room when an answer came,
    else "".
    ``away``: it was marked away for some of the time that its answer was awaited. ``correct`` is what would
    have been right. ``interrupted_ns`` is how long the session stood still between the question's end and the
    answer, or the end of a trial without one.
    ``attempts`` is how many answers were taken for the child's: a help followed each wrong one but the last.
    ``errors``: how many of them were wrong and were followed by a help, whatever the trial is judged;
    ``others_errors``: how many of these were said after the session to be somebody else's.
    ``again``: it repeats an item for correction, and counts in no total. ``easy``: it repeats an item that
    had been passed, before an end that the adult asked for, and counts. ``void_reason`` is why one is not
    scored, of :data:`~nao_sessions.record.results.trials.VoidReason`, "" of any other. ``earlier`` are the
    judgements that it had in the session before ``in_session``, and that an adult changed there.
    ``corrected``: what was said after the session changed the judgement, or who answered.
    ``opinion``: nothing in it is right or wrong, by the protocol; ``noted_silent``: the adult noted in one
    that no answer came.
    ``unheard_help``: it passed with a help that Nao had not been heard giving when the answer came;
    ``late_helps`` is how many helps were given too late to count for the answer.
    ``unclaimed``: it counts for none of the session's several children.
    """

    seq: int
    at_ns: int
    step: str
    child: str
    number: int
    item: str
    answer: str
    judgement: str
    in_session: str
    help: str
    prompts: int
    way: str
    by: str
    latency_ns: int | None
    level: int | None
    again: bool
    correct: tuple[str, ...] = ()
    participant: str = ""
    interrupted_ns: int = 0
    attempts: int = 0
    corrections: tuple[RecordCorrection, ...] = ()
    earlier: tuple[str, ...] = ()
    errors: int = 0
    easy: bool = False
    void_reason: str = ""
    corrected: bool = False
    unheard_help: bool = False
    unclaimed: bool = False
    others_errors: int = 0
    opinion: bool = False
    noted_silent: bool = False
    away: bool = False
    late_helps: int = 0

    @property
    def answered(self) -> bool:
        """Return whether there is an answer: one in the log, or one that a person judged afterwards."""
        return self.answer not in ("", NOTHING) or self.judgement in ANSWERED

    @property
    def takes_author(self) -> bool:
        """Return whether somebody can be named for it: who answered, or whose a question put to all was."""
        claimed = not self.child and self.judgement in (UNSCORED, "refused") and not self.noted_silent
        return self.answered or claimed

    @property
    def kept_silent(self) -> bool:
        """Return whether it passed because not to answer was right: there is no response in it."""
        return self.answer in ("", NOTHING) and self.judgement in PASSED and NOTHING in self.correct

    @property
    def untimed(self) -> bool:
        """Return whether an answer of the trial counts though the log has no time for it."""
        silent = self.answer in ("", NOTHING)
        answered = not silent or NOTHING not in self.correct
        counts = self.judgement in ANSWERED and not self.again
        return counts and answered and self.latency_ns is None

    @property
    def own(self) -> bool:
        """Return whether the child itself answered, and neither an adult in its place nor another child."""
        # in a session without codes a virtual child has one all the same
        nobody_named = not self.participant and is_part(self.by)
        return self.way != PROFESSIONAL and (nobody_named or self.by in (*NOBODY, self.participant))

    @property
    def entered(self) -> bool:
        """Return whether the adult entered the answer, and nobody said that it was not the child's.

        A child who signs or shows is answered for by a press that tells no time of the child's.
        """
        childs = self.by in (*NOBODY, self.participant) or self.last_author != self.by
        return self.way == PROFESSIONAL and childs

    @property
    def last_author(self) -> str | None:
        """Who was last said after the session to have answered; None where nobody said so."""
        return next((one.new for one in reversed(self.corrections) if one.field == "by"), None)

    @property
    def nobodys(self) -> bool:
        """Return whether nobody knows who answered: it was said after the session, or is so among several."""
        return self.unclaimed or self.last_author == UNKNOWN

    @property
    def counted_as(self) -> str:
        """Return its judgement; ``by_adult``, ``by_other``, ``by_nobody`` where the answer is not its own."""
        if self.judgement not in ANSWERED:
            return self.judgement
        if self.by == PROFESSIONAL:
            return self.judgement if self.entered else BY_ADULT
        if self.participant and self.last_author == UNKNOWN:
            return BY_NOBODY
        others = self.participant and self.by not in (*NOBODY, self.participant)
        return BY_OTHER if others else self.judgement

    @property
    def judged_afterwards(self) -> bool:
        """Return whether the judgement that counts was made after the session."""
        judged = any(one.field == "judgement" for one in self.corrections)
        return judged and self.judgement != self.in_session

    @property
    def errors_before_silence(self) -> bool:
        """Return whether the trial counts as no response though wrong answers came before the last help.

        Of one that an answer ended, and that a person judged so all the same, these are the others. Answers
        that were said to be somebody else's are none of them.
        """
        return self.judgement == "no_response" and self.errors > self.others_errors


def read_trials(
    events: Iterable[Event], corrections: Sequence[RecordCorrection] = ()
) -> tuple[SessionTrial, ...]:
    """Return the trials of a log, with the corrections that were added later.

    A correction whose trial is not in the log is left out; who gave the response that a trial rests on
    gave the trial's answer.
    """
    events = tuple(events)
    trials: list[SessionTrial] = []
    places: dict[tuple[str, str, int], int] = {}
    records: dict[int, Event] = {}
    to_all = put_to_all(events)
    authors = Authors(events, corrections)
    still = read_interruptions(events)
    errors, easy, voids = _errors(events), easy_trials(events), void_reasons(events)
    unheard, late, silences = unheard_helps(events), late_helps(events), _noted_silences(events)
    for event in at_death(events):
        if event.dir != "out":
            continue
        if event.kind == "trial":
            trial = _trial(event, still, to_all=event.seq in to_all)
            places[_key(event)], records[event.seq] = len(trials), event
            reason = voids.get(event.seq, "")
            trials.append(
                replace(
                    trial,
                    errors=len(errors.get(event.seq, ())),
                    easy=event.seq in easy,
                    void_reason=reason,
                    unheard_help=event.seq in unheard,
                    late_helps=late.get(event.seq, 0),
                    noted_silent=trial.judgement == UNSCORED and event.cause in silences,
                )
            )
        elif event.kind == "rejudged" and (place := places.get(_key(event))) is not None:
            trials[place] = _judged_again(trials[place], event)
    counting = []
    for trial in trials:
        whose, judged = authors.corrections_of(trial.seq), (trial.seq, "judgement")
        made = [one for one in corrections if one in whose or (one.seq, one.field) == judged]
        counting.append(_counting(_corrected(trial, made), authors.children, records[trial.seq]))
    absences = read_absences(events)
    return tuple(
        replace(
            trial,
            away=_away(trial, records[trial.seq], absences),
            others_errors=sum(
                said[-1].new not in ("", trial.participant)
                for seq in errors.get(trial.seq, ())
                if (said := authors.corrections_of(seq))
            ),
        )
        for trial in counting
    )


def without_effect(
    events: Sequence[Event], corrections: Sequence[RecordCorrection]
) -> tuple[RecordCorrection, ...]:
    """Return the corrections that change nothing: of no trial or response, or by no child of the session.

    Nor do an author of a trial that nobody answered, and right or wrong said of an opinion.
    """
    authors = Authors(events, corrections)
    trials = {trial.seq: trial for trial in read_trials(events, corrections)}
    responses = {event.seq for event in events if (event.dir, event.kind) == ("out", "response")}
    found = []
    for one in corrections:
        trial = trials.get(one.seq)
        if one.field == "by":
            answered = one.seq in responses if trial is None else trial.takes_author
            changes = answered and authors.takes(one.new)
        else:
            changes = trial is not None and _judged_by(trial, one) is not None
        found += [] if changes else [one]
    return tuple(found)


def _judged_by(trial: SessionTrial, correction: RecordCorrection) -> str | None:
    """Return what a correction judges a trial to be; None of right or wrong said of an opinion."""
    return None if trial.opinion and correction.new in NEEDING_RIGHT else correction.new


def _noted_silences(events: Iterable[Event]) -> frozenset[int]:
    """Return the seqs of the presses by which the adult noted that no answer came."""
    return frozenset(
        event.seq
        for event in events
        if (event.dir, event.kind) == ("in", "command")
        if (event.data.get("name"), event.data.get("as")) == ("judge", "no_response")
    )


def _errors(events: Iterable[Event]) -> Mapping[int, tuple[int, ...]]:
    """Return the wrong answers of each trial that a help followed, by its seq; of a trial without any, none.

    Each by the seq of its response, or -1 where it has none.

    The help may be one that an adult gave, where the answer came while Nao still spoke. A word that was
    proposed and that nobody confirmed is nobody's answer.
    """
    found: dict[int, tuple[int, ...]] = {}
    wrong: list[int] = []
    last, taken = -1, ""
    helped: list[tuple[int, str]] = []
    """The answers that were taken, and after which an adult gave a help."""
    for event in events:
        if event.dir != "out":
            continue
        match event.kind:
            case "question":
                wrong, last, taken, helped = [], -1, "", []
            case "response" if event.data.get("why") == "proposes":
                last = event.seq
            case "dismissed":
                last = -1
            case "response" if event.data.get("why") == "decides":
                last, taken = event.seq, str(event.data.get("answer") or "")
            case "prompt":
                if event.data.get("cause") == "wrong":
                    wrong.append(last)
                elif taken:
                    helped.append((last, taken))
                last, taken = -1, ""
            case "trial":
                correct = event.data.get("correct") or ()
                every = (*wrong, *(seq for seq, answer in helped if correct and answer not in correct))
                if every:
                    found[event.seq] = every
            case _:
                pass
    return found


def trials_of_lines(events: Iterable[Event]) -> Mapping[int, int]:
    """Return the seq of the trial that each response and each help belongs to, by the seqs of their lines.

    What came after a trial was over, and before the next question, belongs to the trial before. Of a question
    that no record followed there is no trial.
    """
    found: dict[int, int] = {}
    waiting: list[int] = []
    over: int | None = None
    for event in events:
        if event.dir != "out":
            continue
        if event.kind == "question":
            waiting, over = [], None
        elif event.kind == "trial":
            found |= dict.fromkeys(waiting, event.seq)
            waiting, over = [], event.seq
        elif event.kind in ("response", "prompt") and event.data.get("number") is not None:
            if over is None:
                waiting.append(event.seq)
            else:
                found[event.seq] = over
    return found


def wrong_answers(events: Iterable[Event]) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """Return the wrong answers in each trial before the answer that it rests on, by the trial's seq.

    Each with the seq of its line, a response, or the help that followed where an adult entered the answer. A
    word counts as one where somebody confirmed that it had been heard right.
    """
    return _answers_before(events, right=False)


def right_answers_before(events: Iterable[Event]) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """Return the right answers in each trial before the one that it rests on, as :func:`wrong_answers`.

    Such a one came while Nao spoke, and the adult had Nao help before it was taken up.
    """
    return _answers_before(events, right=True)


def free_answers_before(events: Iterable[Event]) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """Return the answers before the one that a trial rests on, where no answer is right or wrong."""
    return _answers_before(events, right=None)


def _answers_before(
    events: Iterable[Event], *, right: bool | None
) -> Mapping[int, tuple[tuple[int, str], ...]]:
    events = tuple(events)
    within, rests = trials_of_lines(events), responses_of_trials(events)
    by_seq = {event.seq: event for event in events}
    found: dict[int, list[tuple[int, str]]] = {}
    proposed = (-1, "")
    for event in events:
        if event.dir == "out" and event.kind in ("question", "dismissed"):
            proposed = (-1, "")
        trial = within.get(event.seq)
        if trial is None:
            continue
        correct, seq = by_seq[trial].data.get("correct") or (), event.seq
        if event.kind == "response":
            if event.data.get("why") == "proposes":
                proposed = (event.seq, str(event.data.get("answer") or ""))
            taken = event.data.get("why") == "decides" and rests.get(trial) != event.seq
            answer = str(event.data.get("answer") or "") if taken else ""
        else:
            cause = by_seq.get(-1 if event.cause is None else event.cause)
            entered = event.data.get("cause") == "wrong" and cause is not None and cause.kind == "command"
            answer = str(cause.data.get("answer") or "") if cause is not None and entered else ""
            if cause is not None and entered and not answer and cause.data.get("as") == "heard":
                seq, answer = proposed
                answer = "" if rests.get(trial) == seq else answer
        if answer and (answer in correct if correct else None) == right:
            found.setdefault(trial, []).append((seq, answer))
    return {seq: tuple(answers) for seq, answers in found.items()}


class Rounds:
    """The rounds of steps, trial by trial: a step that is played again begins to count its trials anew."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        """How many rounds there were so far, by step and child."""
        self._last: dict[tuple[str, str], int] = {}

    def take(self, step: str, child: str, number: int) -> int:
        """Return which round of its step, for its child, the next trial is in."""
        key = step, child
        self.counts[key] += number <= self._last.get(key, number)
        self._last[key] = number
        return self.counts[key]


@dataclass(frozen=True, slots=True)
class OutOfTurn:
    """An answer of a child to what another was asked; ``trial`` is that trial's seq, -1 without a record.

    ``counted``: the trial rests on it all the same; nobody knew in the session whose it was.
    """

    trial: int
    child: str
    answer: str
    counted: bool = False


def answers_out_of_turn(
    events: Iterable[Event], responses: Iterable[SessionResponse], trials: Iterable[SessionTrial]
) -> tuple[OutOfTurn, ...]:
    """Return the answers that children gave in another child's turn.

    ``responses`` and ``trials`` say who gave them, as corrected: one that was the asked child's own after all
    is none, and one that somebody named as another child's is one, also where the adult had entered it. What
    was taken for an answer in a trial that counts as refused, or as no response, is none.
    """
    events, trials = tuple(events), tuple(trials)
    within, rests = trials_of_lines(events), responses_of_trials(events)
    resting = set(rests.values())
    none = {rests.get(one.seq) for one in trials if one.judgement in UNANSWERED}
    entered = tuple(
        OutOfTurn(one.seq, one.by, one.answer, counted=True)
        for one in trials
        if one.child and one.answer and one.judgement not in UNANSWERED and one.last_author == one.by
        if one.seq not in rests and one.by not in (*NOBODY, PROFESSIONAL, one.child)
    )
    child_of = {one.seq: one.participant for one in responses}
    given = tuple(
        OutOfTurn(
            within.get(event.seq, -1), child_of[event.seq], str(event.data["answer"]), event.seq in resting
        )
        for event in events
        if (event.dir, event.kind) == ("out", "response")
        and event.data.get("turn")
        and event.data.get("why") in ("out_of_turn", "decides", "proposes")
        and child_of.get(event.seq, "") not in ("", event.data["turn"])
        and event.seq not in none
    )
    return (*given, *entered)


def put_to_all(events: Iterable[Event]) -> frozenset[int]:
    """Return the seqs of the trials, and of their judgements changed in the session, of questions put to all.

    Their lines name a child all the same where all others had left when they ended.
    """
    found, keys, to_all = set[int](), dict[tuple[object, ...], bool](), False
    for event in events:
        if event.dir != "out":
            continue
        if event.kind == "question":
            to_all = not event.data.get("turn", True)
        elif event.kind in ("trial", "rejudged"):
            key = tuple(event.data.get(name) for name in ("step", "child", "number"))
            if event.kind == "trial":
                keys[key] = to_all
            found |= {event.seq} if keys.get(key) else set()
    return frozenset(found)


def trials_for_all(
    events: Iterable[Event], trials: Iterable[SessionTrial], child: str
) -> tuple[SessionTrial, ...]:
    """Return the trials whose question was put to all children, of those at which a child was present.

    One that came back while the question was still open was, and one whose answer closed it, though it had
    been marked away.
    """
    by_seq = {one.seq: one for one in trials}
    found = []
    away = there = False
    for event in events:
        if event.dir != "out":
            continue
        if event.kind in ("left", "returned") and event.data.get("participant") == child:
            away = event.kind == "left"
            there = there or not away
        elif event.kind == "question":
            there = not away
        elif event.kind == "trial" and event.seq in by_seq:
            trial = by_seq[event.seq]
            found += [trial] if not trial.child and (there or trial.participant == child) else []
    return tuple(found)


def _trial(event: Event, still: Sequence[Interruption], *, to_all: bool) -> SessionTrial:
    data = event.data
    opened = data.get("opened_at")
    latency, level = data.get("latency_ns"), data.get("level")
    judgement = str(data.get("judgement") or UNSCORED)
    return SessionTrial(
        seq=event.seq,
        at_ns=event.at,
        step=str(data["step"]),
        child="" if to_all else str(data.get("child") or ""),
        number=int(data["number"]),
        item=str(data.get("item") or ""),
        answer=str(data.get("answer") or ""),
        judgement=judgement,
        in_session=judgement,
        help=str(data.get("help") or "none"),
        prompts=int(data.get("prompts") or 0),
        way=str(data.get("way") or ""),
        by=str(data.get("by") or ""),
        latency_ns=latency if isinstance(latency, int) else None,
        level=level if isinstance(level, int) else None,
        again=bool(data.get("correction")),
        correct=tuple(map(str, data.get("correct") or ())),
        opinion=data.get("correct", ()) is None,
        attempts=int(data.get("attempts") or 0),
        interrupted_ns=_cut_ns(still, opened, latency, event.at) if isinstance(opened, int) else 0,
    )


def _cut_ns(still: Sequence[Interruption], opened_ns: int, latency: object, ended_ns: int) -> int:
    """Return how long the session stood still while an answer was awaited, to the trial's end without one."""
    return interrupted_ns(still, opened_ns, opened_ns + latency if isinstance(latency, int) else ended_ns)


def _away(trial: SessionTrial, record: Event, absences: Sequence[Absence]) -> bool:
    opened_ns = record.data.get("opened_at")
    if not isinstance(opened_ns, int) or trial.latency_ns is None:
        return False
    return was_away(absences, trial.participant, opened_ns, opened_ns + trial.latency_ns)


def _judged_again(trial: SessionTrial, event: Event) -> SessionTrial:
    judgement = str(event.data.get("judgement") or UNSCORED)
    earlier = (*trial.earlier, *([trial.in_session] if judgement != trial.in_session else []))
    return replace(trial, judgement=judgement, in_session=judgement, earlier=earlier)


def _key(event: Event) -> tuple[str, str, int]:
    """Return what a judgement that was changed in the session has in common with its trial's record."""
    return str(event.data["step"]), str(event.data.get("child") or ""), int(event.data["number"])


def _corrected(trial: SessionTrial, made: Sequence[RecordCorrection]) -> SessionTrial:
    """Return the trial with its corrections, each with what counted before it, whatever its line says."""
    judgement, by, counted = trial.judgement, trial.by, list[RecordCorrection]()
    for one in made:
        if one.field == "by":
            counted.append(replace(one, old=by))
            by = one.new or trial.by
        elif (then := _judged_by(trial, one) or judgement) != judgement:
            counted.append(replace(one, old=judgement))
            judgement = then
    if not replace(trial, judgement=judgement).takes_author:
        counted, by = [one for one in counted if one.field == "judgement"], trial.by
    if not counted:
        return trial
    authors = [one.new for one in counted if one.field == "by"]
    reason = trial.void_reason or "corrected" if judgement == "void" else ""
    return replace(
        trial,
        judgement=judgement,
        void_reason=reason,
        by=by,
        corrected=judgement != trial.in_session or by != trial.by or authors[-1:] == [UNKNOWN],
        corrections=tuple(counted),
    )


def _counting(trial: SessionTrial, children: Sequence[str], record: Event) -> SessionTrial:
    """Return the trial with the child that it counts for; its record says who alone was left in the room."""
    answered = trial.by if trial.by in children else ""
    alone = children[0] if len(children) == 1 else ""
    if trial.answer and trial.by in NOBODY and trial.last_author is None:
        alone = alone or str(record.data.get("child") or "")
    participant = trial.child or answered or alone
    return replace(trial, participant=participant, unclaimed=len(children) > 1 and not participant)
