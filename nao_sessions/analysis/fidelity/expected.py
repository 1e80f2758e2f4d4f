"""What Nao noticeably does in a list of moments: says, plays and does, and shows on the board.

Read from the protocol, what was set for the session, the item, and what the block had come to; what depends
on anything else is not known beforehand, and is expected of nobody. A moment is one entry of such a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine.content import pointing
from nao_sessions.engine.records import Tally
from nao_sessions.engine.scores import field_of
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Path, Value, as_words, spoken
from nao_sessions.protocol.flow import (
    ROBOT_VERBS,
    Act,
    Await,
    Choose,
    Duration,
    Moment,
    Protocol,
    Show,
    Speech,
)
from nao_sessions.protocol.trials import Trials

TOLERANCE_NS = 250 * MILLISECOND_NS
"""A timer fires a little late and a press is a little early: waits that differ by less are the same."""

_NO_WORK = frozenset({"listen", "watch"})
"""Verbs that Nao does beside everything else: while only they go on, nothing does."""


def idle(events: Sequence[Event], anew: Callable[[Event], bool] | None = None) -> Iterator[tuple[int, int]]:
    """Yield the place of each event before which nothing went on, and how long that had lasted (ns).

    Nothing goes on while Nao neither acts nor waits for something, and the session is not paused.

    Args:
        events: in their order; the time is counted from the first.
        anew: whether an event starts the count again, as those do that begin or end what goes on.
    """
    going_on: set[str] = set()
    since = events[0].at if events else 0
    for place, event in enumerate(events):
        if not going_on:
            yield place, event.at - since
        begun = _begun(event)
        still = (going_on | begun) - _over(event)
        if begun or still != going_on or (anew is not None and anew(event)):
            since = event.at
        going_on = still


def _begun(event: Event) -> set[str]:
    """Return what an event begins: an action (its id), a wait for something, or a pause of the session."""
    match event.dir, event.kind:
        case "out", "do" if event.data.get("verb") not in _NO_WORK:
            return {str(event.data.get("id"))}
        case "out", "awaits" | "paused":
            return {event.kind}
    return set()


def _over(event: Event) -> set[str]:
    """Return what an event ends: actions (their ids), a wait for something, or a pause of the session."""
    match event.dir, event.kind:
        case "in", "done":
            return {str(event.data.get("action"))}
        case "out", "halt":
            return {str(one) for one in event.data.get("ids", ())}
        case "out", "awaited":
            return {"awaits"}
        case "out", "continued":
            return {"paused"}
    return set()


UNSEEN = frozenset({"listen", "look", "watch"})
"""Acts that no child notices as an instruction or as a feedback."""

BOARD_VERBS = frozenset({"show", "highlight"})


@dataclass(frozen=True, slots=True)
class ExpectedAct:
    """One expected act of Nao: its verb, and the text or name; None where that is not known beforehand.

    ``board``: the fields that a ``show`` leaves on the board, as far as they are known, named as in the log.
    ``moment``: the place of the act's moment in the list, since later moments may be cut.
    """

    verb: str
    what: str | None = None
    board: tuple[tuple[str, Any], ...] = ()
    moment: int = 0


@dataclass(frozen=True, slots=True)
class ExpectedContent:
    """What a list of moments is expected to hold.

    ``until_open``: how many of the acts come before answers are opened; all, where they open at its end.
    ``waits_ns``: how long Nao may do nothing in it; None: not known beforehand.
    """

    acts: tuple[ExpectedAct, ...] = ()
    until_open: int = 0
    waits_ns: int | None = 0


@dataclass(frozen=True, slots=True)
class SessionBeginning:
    """A session as it began: its protocol, its settings, and the language that Nao spoke."""

    protocol: Protocol
    settings: Mapping[str, Any]
    language: str

    @classmethod
    def of(cls, events: Sequence[Event], protocol: Protocol) -> SessionBeginning:
        """Return the session's beginning, read from the first line of a log."""
        start = events[0].data if events else {}
        defaults = {setting.name: setting.default for setting in protocol.settings}
        settings = {**defaults, **(start.get("settings") or {})}
        return cls(protocol, settings, str(start.get("language") or protocol.language))


class KnownTrial:
    """What is known beforehand of a trial: values, durations, and what its lists of moments hold."""

    def __init__(
        self,
        begun: SessionBeginning,
        trials: Trials,
        question: Event,
        item: Mapping[str, Value] | None,
        tally: Tally | None,
    ) -> None:
        self._begun = begun
        self._trials = trials
        self._asked = question
        self._item = item
        self._tally = tally
        self._question: ExpectedAct | None = None
        self._question = self._read(trials.ask, asking=True).said

    def counted(self, tally: Tally | None) -> KnownTrial:
        """Return what is known once the trial is judged; *tally*: the block's counts, None if unknown."""
        return KnownTrial(self._begun, self._trials, self._asked, self._item, tally)

    def content(self, block: str, *, asking: bool) -> ExpectedContent:
        """Return what a list of moments holds. ``asking``: whether it asks or helps, and no feedback."""
        reading = self._read(block, asking=asking)
        until_open = len(reading.acts) if reading.until_open is None else reading.until_open
        return ExpectedContent(tuple(reading.acts), until_open, reading.waits_ns)

    def value(self, expression: Expression) -> Value:
        """Return an expression's value; None where it depends on more than settings, item and counts."""
        try:
            return expression.evaluate(self._look_up)
        except ExpressionFailed:
            return None

    def nanoseconds(self, duration: Duration) -> int | None:
        """Return a duration in ns; None where it is not known beforehand."""
        if not isinstance(duration, Expression):
            return duration * MILLISECOND_NS
        seconds = self.value(duration)
        return max(0, round(seconds * SECOND_NS)) if isinstance(seconds, int | float) else None

    def moments(self, block: str) -> Sequence[Moment]:
        """Return the moments of a list, by the list's name."""
        return self._begun.protocol.blocks.get(block, ())

    def act(self, act: Act, *, asking: bool) -> ExpectedAct | None:
        """Return what a child should notice of an act, as the log shows it; None where nothing is expected.

        Nothing is expected of acts that no child notices (``UNSEEN``), though they are in the log.
        """
        if isinstance(act.argument, Show):
            return ExpectedAct("show", board=tuple(self._shown(act.argument)))
        if act.verb == "repeat":
            return self._question if act.argument == "question" else None
        if act.verb == "point":
            to = self._word(act.argument)
            return ExpectedAct(
                "gesture", None if to is None else pointing(to, self._trials if asking else None)
            )
        if act.verb in (ROBOT_VERBS | BOARD_VERBS) - UNSEEN:
            speech = isinstance(act.argument, Speech)
            return ExpectedAct(act.verb, self._text(act.argument) if speech else self._word(act.argument))
        return None

    def _read(self, block: str, *, asking: bool) -> _Reading:
        """Return the reading of a list of moments, with the lists inside it."""
        reading = _Reading(self, asking)
        reading.read(block)
        return reading

    def _shown(self, show: Show) -> Iterator[tuple[str, Any]]:
        """Yield names and values of a new board's fields, where they are known; nothing is marked on it."""
        yield "highlight", None
        yield "page", show.page
        for name, value in (("picture", show.picture), ("choices", show.choices)):
            try:
                known = value.evaluate(self._look_up) if isinstance(value, Expression) else value
            except ExpressionFailed:
                continue
            picture = known if isinstance(known, str) and known else None
            yield name, picture if name == "picture" else as_words(known)
        text = None if show.text is None else self._text(show.text)
        if show.text is None or text is not None:
            yield "text", text

    def _text(self, speech: object) -> str | None:
        assert isinstance(speech, Speech)
        try:
            return speech.template(self._begun.language).render(self._look_up)
        except ExpressionFailed:
            return None

    def _word(self, argument: object) -> str | None:
        value = self.value(argument) if isinstance(argument, Expression) else argument
        if isinstance(value, tuple) and value:
            return as_words(value)[0]
        return spoken(value) if isinstance(value, str | int | float) else None

    def _look_up(self, path: Path) -> Value:
        value: Value
        if path[0] == "settings" and path[1] in self._begun.settings:
            value = self._begun.settings[path[1]]
            return value
        if path[0] == "item" and self._item is not None:
            return self._item.get(path[1])
        if path[0] == "trials" and self._tally is not None and path[1] not in ("level", "reversals"):
            return field_of(self._tally, path[1])
        if path[0] == "trial" and path[1] in ("number", "item"):
            value = self._asked.data.get(path[1])
            return value
        raise ExpressionFailed(f"{'.'.join(path)} is not known beforehand")


class _Reading:
    """The reading of a list of moments, with the lists inside it.

    ``said``: the last sentence, which ``repeat: question`` says again; None where there may be none.
    """

    def __init__(self, known: KnownTrial, asking: bool) -> None:
        self.acts: list[ExpectedAct] = []
        self.said: ExpectedAct | None = None
        self.until_open: int | None = None
        self.waits_ns: int | None = 0
        self._known, self._asking, self._moment = known, asking, 0

    def read(self, block: str) -> None:
        for moment in self._known.moments(block):
            certain = moment.condition is None or bool(self._known.value(moment.condition))
            if not (certain and [act.verb for act in moment.acts] == ["routine"]):
                self._moment += 1  # what a list begins with may be what its first routine begins with
            for act in moment.acts:
                self._take(act, certain=certain)

    def _take(self, act: Act, *, certain: bool) -> None:
        if self.said is not None and (not certain or act.verb == "choose"):
            self.said = ExpectedAct("say")  # which sentence is the last one depends on what is not known
        if act.verb == "open" and self.until_open is None:
            self.until_open = len(self.acts)
        elif act.verb == "wait" and not isinstance(act.argument, Await):
            self._wait(act.argument)
        elif act.verb == "routine" and certain:
            self.read(str(act.argument))
        elif isinstance(act.argument, Choose):
            self._choose(act.argument, certain=certain)
        elif certain:
            one = self._known.act(act, asking=self._asking)
            if one is not None:
                self.acts.append(replace(one, moment=self._moment))
                self.said = ExpectedAct("say", one.what) if one.verb == "say" else self.said

    def _wait(self, duration: object) -> None:
        length = self._known.nanoseconds(duration) if isinstance(duration, int | Expression) else None
        self.waits_ns = None if length is None or self.waits_ns is None else self.waits_ns + length

    def _choose(self, lot: Choose, *, certain: bool) -> None:
        """Add the verbs that all options of a random choice have: which one is drawn is not known."""
        options = []
        for name, _ in lot.options:
            content = self._known.content(name, asking=self._asking)
            options.append(Counter(one.verb for one in content.acts))
            if content.until_open < len(content.acts) and self.until_open is None:
                self.until_open = len(self.acts)
            if self.waits_ns is not None:
                self.waits_ns = None if content.waits_ns is None else self.waits_ns + content.waits_ns
        shared = options[0] if options and certain else Counter[str]()
        for option in options[1:]:
            shared &= option
        self.acts += [ExpectedAct(verb, moment=self._moment) for verb in shared.elements()]
