"""Planned against done, trial by trial and component by component, from the log of a session.

Read here: what broke a trial off, its silences and what ended them, the acts that were done, the helps. It
says what was done otherwise and never who is at fault: an adult who helps sooner may well be right. A trial
that was broken off is compared with what was planned until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from nao_sessions.analysis.fidelity.expected import (
    BOARD_VERBS,
    TOLERANCE_NS,
    UNSEEN,
    ExpectedAct,
    ExpectedContent,
    SessionBeginning,
    idle,
)
from nao_sessions.analysis.fidelity.plan import PlannedTrial, TrialPlan, standings_of
from nao_sessions.core.events import Event
from nao_sessions.core.received import reads_as_written
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import ANY, NOTHING, PASSED
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import is_adult_led, is_imported
from nao_sessions.record.results.easy_trial import easy_trials
from nao_sessions.record.results.interruptions import at_death
from nao_sessions.text.messages import EMPTY_TEXT, Text

Component = Literal["instruction", "wait", "help", "feedback"]
COMPONENTS: tuple[Component, ...] = ("instruction", "wait", "help", "feedback")

Verdict = Literal["done", "partly", "otherwise", "adapted", "interrupted", "unplanned"]
"""done: as planned; partly: a part of it; otherwise: not, or in another way; adapted: an adult did it
otherwise, which is the adult's to decide; interrupted: as planned until something else broke the trial off;
unplanned: there was nothing to do here in this trial."""

FAULTS: frozenset[Verdict] = frozenset({"partly", "otherwise"})
APART: frozenset[Verdict] = frozenset({"adapted", "interrupted"})
"""The verdicts that are counted apart: neither as planned nor otherwise."""


@dataclass(frozen=True, slots=True)
class TrialPart:
    """One component of a trial; ``planned`` and ``done`` are counts, or for a wait lengths in nanoseconds.

    Of several silences, the lengths are those of the first that went another way, else of the first.
    """

    component: Component
    verdict: Verdict
    planned: int
    done: int


@dataclass(frozen=True, slots=True)
class TrialFidelity:
    """The fidelity of one trial: ``seq`` is that of its question, asked at ``at_ns``; over at ``end_ns``.

    ``easy``: an item that had been passed, asked once more before an end that the adult asked for.
    ``for_adult``: in how many of its helps the adult was asked to do something, which no log has.
    ``recorded``: whether the log has the record of the trial; without one it is a question under way.
    ``observed``: whether a robot took part; how an adult did its part, the log does not have.
    """

    seq: int
    step: str
    number: int
    item: str
    child: str
    at_ns: int
    end_ns: int
    judgement: str
    parts: tuple[TrialPart, ...]
    waits: tuple[Wait, ...] = ()
    planned: TrialPlan = field(default_factory=TrialPlan)
    interruption: TrialBreak | None = None
    easy: bool = False
    for_adult: int = 0
    recorded: bool = True
    observed: bool = True

    def part(self, component: Component) -> TrialPart:
        """Return what was planned and done of one component of the trial."""
        return next(one for one in self.parts if one.component == component)


@reads_as_written
def read_fidelity(path: Path) -> tuple[TrialFidelity, ...] | None:
    """Return the fidelity of a session's trials; None if imported. Raises: RecordError, ProtocolRefused."""
    folder = SessionFolder.open(path)
    events = folder.read_events()
    if is_imported(events):
        return None
    files = tuple(sorted(folder.protocol_files().items()))
    return fidelity_of(events, _loaded(files, folder.read_manifest().protocol.entry))


@lru_cache(maxsize=4)
def _loaded(files: tuple[tuple[str, bytes], ...], entry: str) -> Protocol:
    """Load a protocol; a thousand sessions of one protocol have the same files, and load it once."""
    return load_files(dict(files), entry)


def fidelity_of(events: Sequence[Event], protocol: Protocol) -> tuple[TrialFidelity, ...]:
    """Return every trial of a log, compared with what the protocol plans for it as far as the trial went.

    Args:
        events: the log.
        protocol: the protocol that ran, in the session's language.
    """
    # a note is nobody's act: one that is written while a session is resumed does not say that it ran before
    observed = not is_adult_led(events)
    events = tuple(event for event in at_death(events) if event.dir != "note")
    log = _Log(events, protocol, observed=observed)
    return tuple(one for spent in spent_of(events) if (one := log.compared(spent)) is not None)


class _Log:
    """What is read of a log once, for all of its trials."""

    def __init__(self, events: Sequence[Event], protocol: Protocol, *, observed: bool) -> None:
        self._protocol, self._observed = protocol, observed
        self._begun, self._standings = SessionBeginning.of(events, protocol), standings_of(events, protocol)
        self._easy = easy_trials(events)
        self._by_seq = {event.seq: event for event in events}
        done = [event.data for event in events if (event.dir, event.kind) == ("in", "done")]
        self._ends = {str(data.get("action")): str(data.get("how")) for data in done}

    def compared(self, spent: Spent) -> TrialFidelity | None:
        """Return a trial compared with its plan; None where the protocol has no such block of trials."""
        question, ended = spent.question, spent.ended
        step = self._protocol.steps.get(str(question.data.get("step")))
        if step is None or step.trials is None:
            return None
        plan = PlannedTrial(self._begun, step.name, step.trials, question, self._standings)
        waits = waits_of(
            spent.asked if spent.is_void else spent.events, plan, self._by_seq, broken_off=spent.is_void
        )
        fed_back = self._fed_back(spent, plan)
        after = carried(
            fed_back, LogWindow(spent.fed_back, broken_off=spent.leads_away, judged=True), self._ends
        )
        parts = (
            _part("instruction", self._instruction(spent, plan)),
            _wait(waits),
            help_part(spent, plan, waits, self._by_seq, self._ends),
            _part("feedback", after),
        )
        broken_off = spent.is_void or after.cut == "interruption"
        by = interruption_of(spent, self._by_seq, self._protocol) if broken_off else None
        return TrialFidelity(
            seq=question.seq,
            step=step.name,
            number=int(question.data["number"]),
            item=str(question.data.get("item") or ""),
            child=str((question.data.get("turn") if ended is None else ended.data.get("child")) or ""),
            at_ns=question.at,
            end_ns=_end_ns(spent, died=by is not None and by.by == "crash"),
            judgement="" if ended is None else str(ended.data.get("judgement") or ""),
            parts=parts,
            waits=waits,
            planned=plan.told(fed_back.acts),
            interruption=by,
            easy=question.seq in self._easy,
            for_adult=_for_adult(spent.asked),
            recorded=ended is not None,
            observed=self._observed,
        )

    def _instruction(self, spent: Spent, plan: PlannedTrial) -> ActsDone:
        events = spent.asked
        over = next((n for n, e in enumerate(events) if (e.dir, e.kind) == ("out", "prompt")), len(events))
        opened = next((e for e in events if (e.dir, e.kind) == ("out", "open")), None)
        cause = self._cause(opened)
        whole = opened is not None and not (cause is not None and cause.kind == "command")
        window = LogWindow(events[:over], whole=whole, broken_off=spent.is_void and over == len(events))
        return carried(plan.asked(), window, self._ends)

    def _fed_back(self, spent: Spent, plan: PlannedTrial) -> ExpectedContent:
        """Return what was planned after a trial; nothing where it was broken off rather than judged."""
        ended = spent.ended
        if ended is None or (spent.is_void and not _is_judgement(self._cause(ended))):
            return ExpectedContent()
        return plan.fed_back(ended, unconfirmed=_unconfirmed(spent.asked, ended))

    def _cause(self, event: Event | None) -> Event | None:
        return None if event is None or event.cause is None else self._by_seq.get(event.cause)


def _for_adult(events: Sequence[Event]) -> int:
    """Return the number of helps that have words for the adult, which come with the help."""
    told = {event.cause for event in events if (event.dir, event.kind) == ("out", "adult")}
    return sum((event.dir, event.kind) == ("out", "prompt") and event.cause in told for event in events)


def _end_ns(spent: Spent, *, died: bool) -> int:
    """Return the session time (ns) at which a trial was over with its feedback, or the program died in it."""
    lines = [event.at for event in spent.events if died and (event.dir, event.kind) == ("in", "resumed")]
    return lines[0] if lines else spent.events[-1].at


def _part(component: Component, found: ActsDone) -> TrialPart:
    return TrialPart(component, found.verdict, found.planned, found.done)


def _is_judgement(cause: Event | None) -> bool:
    return cause is not None and (cause.kind, cause.data.get("name")) == ("command", "judge")


def _unconfirmed(events: Sequence[Event], ended: Event) -> bool:
    """Return whether a trial ended with a heard word that nobody confirmed: Nao does not react to it."""
    found = responses(events, "decides", "proposes")
    return not ended.data.get("judgement") and bool(found) and found[-1].data["why"] == "proposes"


def _wait(waits: Sequence[Wait]) -> TrialPart:
    """Return the silences of a trial as one component; the first that differs gives the lengths (ns)."""
    if not waits:
        return TrialPart("wait", "unplanned", 0, 0)
    by_verdict: Mapping[Verdict, list[Wait]] = {
        verdict: [one for one in waits if one.verdict == verdict]
        for verdict in ("otherwise", "interrupted", "adapted")
    }
    verdict: Verdict = next((one for one, found in by_verdict.items() if found), "done")
    shown = (by_verdict.get(verdict) or waits)[0]
    if verdict == "otherwise" and len(by_verdict[verdict]) < len(waits):
        verdict = "partly"
    return TrialPart("wait", verdict, shown.planned_ns, shown.waited_ns)


BrokenOffBy = Literal["adult", "reaction", "crash", "end"]
"""Who or what broke a trial off; :class:`TrialBreak` says what each is."""
NO_LABEL = EMPTY_TEXT


@dataclass(frozen=True, slots=True)
class TrialBreak:
    """Who or what broke a trial off; ``what``: the command, or the entry of the protocol (``step/when.0``).

    adult: a command, a button, a judgement; reaction: of the protocol, to the child or to time; crash: the
    program ended, and the session was taken up again; end: the log stops there, and does not tell whether the
    program ended too.
    """

    by: BrokenOffBy
    what: str = ""
    label: Text = field(default=NO_LABEL, compare=False)
    """What stands on the button, where a button did it."""


@dataclass(frozen=True, slots=True)
class Spent:
    """The events of one trial, from its question to what comes after its feedback.

    ``then`` is the event that led to something else, None where the log stops before.
    """

    events: tuple[Event, ...]
    then: Event | None

    @property
    def question(self) -> Event:
        """Return the question with which the trial begins."""
        return self.events[0]

    @property
    def ended(self) -> Event | None:
        """Return the trial's record, which holds its judgement; None where the log stops before."""
        return next((e for e in self.events if (e.dir, e.kind) == ("out", "trial")), None)

    @property
    def is_void(self) -> bool:
        """Return whether the trial was broken off before it was judged."""
        return self.ended is None or self.ended.data.get("judgement") == "void"

    @property
    def asked(self) -> tuple[Event, ...]:
        """Return the trial's events before its judgement; all of them where there is none."""
        return self.events if self.ended is None else self.events[: self.events.index(self.ended)]

    @property
    def fed_back(self) -> tuple[Event, ...]:
        """Return the trial's events from its judgement on; none where there is no judgement."""
        return () if self.ended is None else self.events[self.events.index(self.ended) :]

    @property
    def leads_away(self) -> bool:
        """Return whether the log goes on with another step after the trial, or ends."""
        return self.then is None or self.then.kind in ("entered", "ended")


def spent_of(events: Sequence[Event]) -> Iterator[Spent]:
    """Yield the events of each trial of a log."""
    current: list[Event] = []
    for event in events:
        over = event.dir == "out" and event.kind in ("question", "block", "entered", "ended")
        if over and current:
            yield Spent(tuple(current), event)
            current = []
        if (event.dir, event.kind) == ("out", "question"):
            current = [event]
        elif current:
            current.append(event)
    if current:
        yield Spent(tuple(current), None)


_COMMAND = "commands/"


def interruption_of(spent: Spent, by_seq: Mapping[int, Event], protocol: Protocol) -> TrialBreak:
    """Return who or what broke a trial off, while it was asked or during its feedback."""
    event = spent.ended if spent.is_void and spent.ended is not None else spent.then
    if event is None:
        return TrialBreak("end")
    cause = by_seq.get(-1 if event.cause is None else event.cause)
    if cause is not None and cause.kind in ("command", "resumed"):
        crash = cause.kind == "resumed"
        return TrialBreak("crash") if crash else TrialBreak("adult", str(cause.data.get("name") or ""))
    by = str(spent.then.data.get("by") or "") if spent.then is not None else ""
    if by.startswith(_COMMAND):
        return TrialBreak("adult", by.removeprefix(_COMMAND))
    levels = (*(step.level for step in protocol.steps.values()), protocol.always)
    button = next((one for level in levels for one in level.buttons if one.id == by), None)
    if button is None:
        return TrialBreak("reaction", by)
    return TrialBreak("adult", by, NO_LABEL if button.label is None else button.label.as_written())


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
    spent: Sequence[Event], plan: PlannedTrial, by_seq: Mapping[int, Event], *, broken_off: bool = False
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
                found.append(
                    _compared_wait(spent[since:at], event, cause, planned, helps + 1 if helped else 0)
                )
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


def _compared_wait(
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


_ARGUMENTS = ("text", "file", "name", "colour")
"""The names under which the log has what an act said, played or did."""

LETS_BE = frozenset({"louder", "softer", "slower", "faster", "extend"})
"""Commands of the adult that do not cut what Nao does."""

_PASSED = frozenset({"yes", "heard"})
"""How an adult says that the child's answer was the right one."""

Cut = Literal["answer", "adult", "interruption"]
"""What cut a list of moments: the child's answer, the adult, or what broke the trial off."""


@dataclass(frozen=True, slots=True)
class ActsDone:
    """What was done of a list of moments: how many acts were due, how many were done, and what cut it."""

    verdict: Verdict
    planned: int
    done: int
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class LogWindow:
    """The part of a log to which a list of moments belongs.

    ``answering``: answers are open from its beginning. ``whole``: the list was gone through at least as far
    as where it opens answers. ``broken_off``: the trial was broken off where this ends. ``judged``: a
    judgement counts for the trial that has just ended, and cuts nothing.
    """

    events: Sequence[Event]
    answering: bool = False
    whole: bool = False
    broken_off: bool = False
    judged: bool = False


def carried(content: ExpectedContent, window: LogWindow, ends: Mapping[str, str]) -> ActsDone:
    """Return how much of a list of moments was done to its end; acts that it does not hold do not count.

    Args:
        content: what the list holds.
        window: the part of the log to which it belongs.
        ends: how each action ended, by its id.
    """
    expected = content.acts
    done = _matched(expected, [e for e in window.events if _was_done(e, ends)])
    if not expected:
        return ActsDone("unplanned", 0, 0)
    if len(done) == len(expected):
        return ActsDone("done", len(expected), len(done))
    cut = _cut(content, window)
    due = _due(content, window) if cut else set(range(len(expected)))
    if due - done:
        return ActsDone("partly" if done else "otherwise", len(due | done), len(done), cut)
    if cut == "answer":  # what was left was not due; where nothing was, there was nothing to do
        return ActsDone("done" if done else "unplanned", len(done), len(done), cut)
    return ActsDone("interrupted" if cut == "interruption" else "adapted", len(expected), len(done), cut)


def _due(content: ExpectedContent, window: LogWindow) -> set[int]:
    """Return the places of the acts that were due of a list before something cut it."""
    expected = content.acts
    begun = _matched(expected, [e for e in window.events if _is_act(e)])
    # an act of which nothing more is known than its verb may be of what cut the list
    known = [place for place in begun if _is_known(expected[place])]
    reached = max(known, default=0)
    moment = expected[reached].moment if known else 0
    due = set(range(content.until_open if window.whole else 0))
    due |= {place for place, one in enumerate(expected) if one.moment < moment}
    # the board shows at once what is asked for before another act of its moment
    due |= {
        place
        for place, one in enumerate(expected[:reached])
        if one.moment == moment and one.verb in BOARD_VERBS
    }
    # and what a list begins with is asked for with the line that begins it
    return due | {place for place, one in enumerate(expected) if one.moment == 1 and place not in begun}


def _cut(content: ExpectedContent, window: LogWindow) -> Cut | None:
    """Return what cut a list that was under way; None where the list had come to its end."""
    reached = _under_way(window.events, content.waits_ns)
    if window.whole and content.until_open == len(content.acts):
        return None
    if window.broken_off and reached == len(window.events):
        return "interruption"
    answering, cut = window.answering, None
    for event in window.events[:reached]:
        answering = answering or (event.dir, event.kind) == ("out", "open")
        if answering and answers(event):
            return "answer"
        if cuts(event, judged=window.judged):
            cut = "adult"
    return "adult" if cut else None


def answers(event: Event) -> bool:
    """Return whether an event takes up a child's answer, as the program or the adult decides."""
    if (event.dir, event.kind) == ("out", "response"):
        return event.data.get("why") == "decides"
    judges = (event.dir, event.kind, event.data.get("name")) == ("in", "command", "judge")
    return judges and (bool(event.data.get("answer")) or event.data.get("as") in _PASSED)


def cuts(event: Event, *, judged: bool = False) -> bool:
    """Return whether an adult's command may cut what Nao does. ``judged``: the trial has its judgement."""
    name = event.data.get("name")
    return (
        (event.dir, event.kind) == ("in", "command")
        and name not in LETS_BE
        and not (judged and name == "judge")
    )


def _under_way(events: Sequence[Event], waits_ns: int | None) -> int:
    """Return the place of the event before which Nao had done nothing for longer than its list waits.

    Nao goes through a list without a pause: what was under way when something came lies before that place.
    """
    if waits_ns is None:
        return len(events)
    return next((place for place, ns in idle(events) if ns > waits_ns + TOLERANCE_NS), len(events))


def _is_act(event: Event) -> bool:
    return event.dir == "out" and event.kind in ("do", "board")


def _was_done(event: Event, ends: Mapping[str, str]) -> bool:
    """Return whether an event is an act that was done to its end; a board counts as done at once."""
    return _is_act(event) and (event.kind == "board" or ends.get(str(event.data.get("id"))) == "finished")


def _matched(expected: Sequence[ExpectedAct], acts: Iterable[Event]) -> set[int]:
    """Return the places of expected acts that were found; each act of the log counts for one of them."""
    left, found = list(acts), set()
    for place, one in enumerate(expected):
        act = next((event for event in left if _is(event, one)), None)
        if act is not None:
            left.remove(act)
            found.add(place)
    return found


def _is_known(one: ExpectedAct) -> bool:
    """Return whether more is known of an expected act than its verb."""
    return one.what is not None or bool(one.board)


def _is(event: Event, one: ExpectedAct) -> bool:
    """Return whether an act of the log is the expected one."""
    data = event.data
    if one.verb in BOARD_VERBS:
        marked = data.get("highlight")
        if event.kind != "board" or (marked is None) != (one.verb == "show"):
            return False
        return (one.what is None or marked == one.what) and all(
            _plain(data.get(name)) == value for name, value in one.board
        )
    if event.kind != "do" or data.get("verb") != one.verb:
        return False
    found = next((data[name] for name in _ARGUMENTS if name in data), None)
    return one.what is None or found == one.what


def _plain(value: object) -> object:
    """Return a list of the log as a tuple, anything else as it is."""
    return tuple(value) if isinstance(value, list) else value


def help_part(
    spent: Spent,
    plan: PlannedTrial,
    waits: Sequence[Wait],
    by_seq: Mapping[int, Event],
    ends: Mapping[str, str],
) -> TrialPart:
    """Return the helps of a trial as one component: as planned where each came whole, in order, none missing.

    ``ends``: how each action ended, by its id.
    """
    number, times, in_order, planned = -1, 0, 0, 0
    with_question, after_error = False, 0
    made: set[Verdict] = set()
    for event, window in _helps(spent):
        index, cause = int(event.data["index"]), event.data.get("cause")
        over = plan.passed_over(number, times, index)
        if cause == "with_question":
            over = 0 if index == plan.first else None
        verdict = carried(plan.helped(index), window, ends).verdict
        made.add(verdict)
        in_order += over is not None and verdict not in FAULTS
        planned += 1 + (over or 0)
        with_question |= cause == "with_question"
        after_error += cause == "wrong"
        times = times + 1 if index == number else 1
        number = index
    missing = _missing(spent, plan, (number, times), after_error, by_seq)
    missing += sum(one.verdict == "otherwise" and one.ended_by in ("answer", "interruption") for one in waits)
    if plan.first >= 0 and not with_question and not _early(spent.events):
        missing += 1
    planned += missing
    if not planned:
        return TrialPart("help", "unplanned", 0, 0)
    if in_order < planned:
        return TrialPart("help", "partly" if in_order else "otherwise", planned, in_order)
    apart: Verdict = "interrupted" if "interrupted" in made else "adapted" if "adapted" in made else "done"
    return TrialPart("help", apart, planned, in_order)


def _helps(spent: Spent) -> Iterator[tuple[Event, LogWindow]]:
    """Yield the event of each help with the part of the log that belongs to the help."""
    events = spent.asked
    places = [n for n, e in enumerate(events) if (e.dir, e.kind) == ("out", "prompt")]
    for place, after in pairwise((*places, len(events))):
        last = after == len(events)
        yield events[place], LogWindow(events[place:after], answering=True, broken_off=last and spent.is_void)


def _missing(
    spent: Spent, plan: PlannedTrial, last: tuple[int, int], after_error: int, by_seq: Mapping[int, Event]
) -> int:
    """Return the number of helps that were due and not given; 0 where an adult's command came between."""
    events, ended = spent.asked, spent.ended
    if any(cuts(e) for e in events):
        return 0
    data = {} if ended is None else ended.data
    judgement, right = (
        str(data.get("judgement") or ""),
        data.get("correct") or spent.question.data.get("correct"),
    )
    wrong = [
        e
        for e in responses(events, "decides")
        if not {ANY, e.data.get("answer")}.intersection(right or [ANY])
    ]
    if spent.is_void and wrong and acting(events, wrong[-1].at):
        wrong.pop()  # it was to count once Nao had done, and something else came
    count = 0
    if "wrong" in plan.trials.prompt_on:
        count += max(len(wrong) - (judgement == "incorrect") - after_error, 0)
        count += plan.still_due(*last) if judgement == "incorrect" else 0
    if "silence" in plan.trials.prompt_on and judgement == "no_response" and ended is not None:
        silent = what_ended(ended, by_seq.get(-1 if ended.cause is None else ended.cause)) == "silence"
        count += plan.still_due(*last) if silent else 0
    return count


def responses(events: Sequence[Event], *whys: str) -> list[Event]:
    """Return the response events whose ``why`` is one of ``whys``, such as ``decides`` or ``proposes``."""
    return [e for e in events if (e.dir, e.kind) == ("out", "response") and e.data.get("why") in whys]


def _early(spent: Sequence[Event]) -> bool:
    """Return whether a trial was decided before the help that comes with its question was due."""
    for event in spent:
        if (event.dir, event.kind) in (("in", "command"), ("out", "trial")):
            return True
        if responses([event], "decides"):
            return True
        if (event.dir, event.kind) == ("out", "open"):
            return False
    return True
