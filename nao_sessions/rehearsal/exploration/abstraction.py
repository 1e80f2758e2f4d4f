"""The abstraction of an exploration: which states of a session are one.

Two states are one where nothing that decides the way on tells them apart, so that a session that goes on from
the one can go on from the other. What is left out, and what that may hide, stands in docs/fr/repeter.md and
docs/en/rehearsing.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.prompting import credited
from nao_sessions.engine.records import Attempt, Block, Question, Score, Tally
from nao_sessions.engine.scores import field_of
from nao_sessions.engine.state import Awaiting, Draft, Running, StackFrame, State, Status, Waiting
from nao_sessions.engine.waits import deadlines
from nao_sessions.protocol.checks.places import ComputedPlace, sites_of
from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.flow import Protocol

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TIMES = frozenset({"latency", "mean_latency"})
_STAIRS = frozenset({"level", "reversals"})
_LEAST_CAP = 2

LEFT_APART = 2
"""The number of steps left last, to which a session may come back, that make two states differ."""


class StateKey(NamedTuple):
    """The key of a state: two states with the same key count as one."""

    state: State
    counts: tuple[tuple[str, str, str, Any], ...]
    judged: bool
    order: tuple[str, ...]


class Abstraction:
    """The abstraction for one protocol, which gives each state its key."""

    def __init__(self, protocol: Protocol, settings: Mapping[str, Any], *, times: bool = False) -> None:
        """Prepare the abstraction; with ``times``, states differ if the times left to their deadlines do."""
        self._protocol = protocol
        self._times = times
        self._compiled = Compiled.of(protocol)
        sites = _deciding(protocol)
        self._paths = frozenset(path for site in sites for path in site.paths)
        self._cap = 1 + _largest(protocol, sites, self._paths, settings)
        self._data = frozenset(path[1] for path in self._paths if path[0] == "data")
        self._visits = _fields_of(self._paths, protocol, total=False)
        self._totals = _fields_of(self._paths, protocol, total=True)
        self._reads_trial = frozenset(path[1] for path in self._paths if path[0] == "trial")
        # Where nothing counts from an entry or from a silence, the deadlines of a state come in one order.
        levels = [protocol.always, *(step.level for step in protocol.steps.values())]
        limits = [entry for level in levels for entry in level.after if entry.limit is not None]
        self._adding = frozenset(entry.id for entry in (*limits, *protocol.always.silence))

    @property
    def ordered(self) -> bool:
        """Return whether deadlines may fall due in another order, depending on when people act."""
        return bool(self._adding)

    @property
    def adding(self) -> frozenset[str]:
        """Return the timed entries whose time runs on from wait to wait: silences, and limits of steps.

        Where only the order of deadlines is told apart, waits that are one may add up to such a time.
        """
        return self._adding

    @property
    def reads_event(self) -> bool:
        """Return whether a decision depends on the word, part or card that a reaction took."""
        return ("event", "value") in self._paths

    @property
    def cap(self) -> int:
        """Return the cap on counts: one more than any number with which the protocol compares them."""
        return self._cap

    def key(self, state: State, at: int | None = None) -> StateKey:
        """Return the key of a state: states with the same key are explored as one.

        While Nao does something, the order in which things will fall due is not settled yet: with ``at`` (the
        time now), the time that is left until each is part of the key then.
        """
        block = state.block
        return StateKey(
            state._replace(
                entered=tuple((step, 0) for step, _ in state.entered),
                waiting_since=None if state.waiting_since is None else 0,
                quiet_since=None if state.quiet_since is None else 0,
                limit_at=None, noticed=False, paused_at=0, speech_ended=None, actions=0, hops=0,
                speaking=None if state.speaking is None else ("", ""), question="", last_sentence="",
                last_subject="",
                unsaid="", adult="", listening=(), watching=(), board=None, volume=100, speed=100,
                deals=(), scores=(),
                data=tuple((name, self._capped(value)) for name, value in state.data if name in self._data),
                stairs=tuple(one._replace(reversals=self._capped(one.reversals)) for one in state.stairs),
                fades=tuple(fade._replace(trials=self._capped(fade.trials)) for fade in state.fades),
                block=None if block is None else self._block(block),
                frames=_frames(state.frames),
                left=tuple(
                    left._replace(question="", frames=_frames(left.frames),
                                  block=None if left.block is None else self._block(left.block))
                    for left in state.left[-LEFT_APART:]
                ),
            ),
            tuple(count for score in state.scores for count in self._counts(score)),
            block is not None and block.last is not None,
            (*self._order(state, at), *(("helped",) if at is not None and just_helped(state, at) else ())),
        )  # fmt: skip

    def _counts(self, score: Score) -> list[tuple[str, str, str, Any]]:
        found = []
        for kind, tally, fields in (
            ("visit", score.visit, self._visits.get(score.step, ())),
            ("total", score.total, self._totals.get(score.step, ())),
        ):
            found += [
                (score.step, score.child, f"{kind}.{name}", self._count(tally, name)) for name in fields
            ]
        return found

    def _count(self, tally: Tally, name: str) -> Any:
        """Return a count as it stands in the key: capped, but for a ratio, which no cap keeps."""
        value = field_of(tally, name)
        return value if name == "rate" else self._capped(value)

    def _block(self, block: Block) -> Block:
        question = block.question
        if question is not None:
            kept = (
                question.attempts[-self._cap :] if "attempts" in self._reads_trial else question.attempts[-1:]
            )
            question = question._replace(
                number=self._capped(question.number) if "number" in self._reads_trial else 0,
                asked_at=0, opened_at=None if question.opened_at is None else 0,
                since=None if question.since is None else 0,
                attempts=tuple(attempt._replace(t=0) for attempt in kept),
                helped=(0,) * len(question.helps),
                decided=_credited(question, question.decided),
                proposed=_credited(question, question.proposed),
            )  # fmt: skip
        counted = 0 if block.most is None else min(block.counted, block.most)
        return block._replace(question=question, begun=0, counted=counted, due=0, last=None)

    def _order(self, state: State, at: int | None) -> tuple[str, ...]:
        """Return what falls due, in its order; the session's own limit is left out."""
        if not self._adding or state.outcome:
            return ()
        due = deadlines(Draft(state._replace(limit_at=None), 0, 0), self._compiled)
        ordered = sorted(due, key=lambda one: one.at)
        left = at is not None and (self._times or bool(state.frames))
        return tuple(
            f"{one.what} {one.entry.id if one.entry else ''} {one.at - at if left and at is not None else ''}"
            for one in ordered
        )

    def _capped(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return max(-self._cap, min(value, self._cap))


def just_helped(state: State, at: int) -> bool:
    """Return whether a help began so recently that an answer now would not count as one after it."""
    question = None if state.block is None else state.block.question
    return question is not None and bool(question.helps) and credited(question, at) != question.helps


def _credited(question: Question, attempt: Attempt | None) -> Attempt | None:
    """Return an answer with the number of helps that count for it in place of its time."""
    return None if attempt is None else attempt._replace(t=len(credited(question, attempt.t)))


def _deciding(protocol: Protocol) -> list[ComputedPlace]:
    """Return the expressions that decide something: conditions, lengths, counts, and what is set for them.

    A value that is set and that nothing but a text reads decides nothing.
    """
    assigned = {id(value): name for name, value in protocol.all_assignments()}
    for step in protocol.steps.values():
        assigned |= {} if step.use is None else {id(value): name for name, value in step.use.begin}
    sites = [site for site in sites_of(protocol) if site.kind != "text"]
    found = [site for site in sites if id(site.expression) not in assigned]
    waiting = [site for site in sites if id(site.expression) in assigned]
    while True:
        read = {path for site in found for path in site.paths}
        names = {path[1] for path in read if path[0] == "data"}
        names |= {f"participant.{path[1]}" for path in read if path[0] == "participant"}
        more = [site for site in waiting if assigned[id(site.expression)] in names]
        if not more:
            return found
        found += more
        waiting = [site for site in waiting if site not in more]


def _frames(frames: tuple[StackFrame, ...]) -> tuple[StackFrame, ...]:
    return tuple(frame._replace(acts=tuple(_shape(act) for act in frame.acts)) for frame in frames)


def _shape(act: Status) -> Status:
    """Return an act's status without its number or time."""
    match act:
        case Running():
            return Running("")
        case Waiting():
            return Waiting(0)
        case Awaiting():
            return Awaiting(0, None if act.hold is None else 0)
    return act


def _fields_of(paths: frozenset[Path], protocol: Protocol, *, total: bool) -> dict[str, tuple[str, ...]]:
    """Return, for each step with trials, the counts that a condition reads or that end the step."""
    found: dict[str, set[str]] = {}
    for name, step in protocol.steps.items():
        if step.trials is None:
            continue
        fields = found.setdefault(name, set())
        if total:
            fields |= {path[3] for path in paths if path[:3] == ("results", name, "total")}
            continue
        fields |= {path[2] for path in paths if path[:2] == ("results", name) and len(path) == 3}
        fields |= {path[1] for path in paths if path[0] == "trials"}
        if step.trials.give_up is not None:
            fields.add("errors_in_row")
    return {name: tuple(sorted(fields - _TIMES - _STAIRS)) for name, fields in found.items()}


def _largest(
    protocol: Protocol, sites: list[ComputedPlace], paths: frozenset[Path], settings: Mapping[str, Any]
) -> int:
    """Return the largest number that a count is compared with: written, set, or an item's."""
    numbers = [float(_LEAST_CAP)]
    for site in sites:
        if site.expression is not None and site.expression.type != "text":
            numbers += [float(number) for number in _NUMBER.findall(site.expression.source)]
    read = {path[1] for path in paths if path[0] == "settings"}
    for setting in protocol.settings:
        value = settings.get(setting.name, setting.default)
        if setting.name in read and setting.type in ("integer", "number") and isinstance(value, int | float):
            numbers.append(float(value))
    columns = {path[1] for path in paths if path[0] == "item"}
    for deck in protocol.decks.values():
        values = [item.values.get(column) for item in deck.items for column in columns]
        numbers += [
            float(value) for value in values if isinstance(value, int) and not isinstance(value, bool)
        ]
    for step in protocol.steps.values():
        trials = step.trials
        if trials is None:
            continue
        if trials.give_up is not None:
            numbers.append(float(trials.give_up.errors_in_row))
        if trials.adapt is not None and trials.adapt.stop_after is not None:
            numbers.append(float(trials.adapt.stop_after))
    return int(max(numbers))
