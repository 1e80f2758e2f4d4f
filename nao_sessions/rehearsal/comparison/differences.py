"""What rehearsed sessions showed, summed over a sample, and two samples beside each other.

Only what people in the room could see, or a report shows, is noted, each thing once a session: sessions are
drawn independently of each other, what comes within one is not. A difference is reported when its probability
by chance is so small that among all that is compared one would be found in ``ALPHA`` of comparisons; or when
a session took a way that the earlier version does not have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol.trials import FAILED, PASSED
from nao_sessions.rehearsal.comparison.chances import (
    Average,
    SampleShare,
    least_of_share,
    of_averages,
    of_share,
    threshold,
)
from nao_sessions.rehearsal.many import options_for
from nao_sessions.rehearsal.people.professional import Policy
from nao_sessions.rehearsal.session import RehearsalPlan, RehearsalResult, rehearse

Words = tuple[str, ...]
"""A thing, or the circumstances that it came in: its kind, then what is named."""

SESSION: Words = ("session",)
"""The circumstances that every session has."""

MOST_VISITS = 6
"""The number up to which visits to a step are counted."""

NOT_JUDGED = "not_judged"
"""The word for the judgement of a trial that is not judged."""

_WHAT = ("text", "name", "where", "colour", "file")


@dataclass(slots=True)
class SessionObservations:
    """The observations of one session: for each circumstance the things that came in it, and its numbers."""

    things: dict[Words, set[Words]] = field(default_factory=lambda: {SESSION: set()})
    numbers: dict[str, float] = field(default_factory=dict)


def observe(engine: Engine, plan: RehearsalPlan) -> SessionObservations:
    """Rehearse one session, and return what it showed."""
    observer = _Observer()
    protocol = engine.protocol
    observer.end(rehearse(engine, plan, observer.watch), protocol.blocks.keys())
    observer.note(SESSION, ("slot", str(protocol.expected_ms), str(protocol.limit_ms)))
    return observer.seen


class _Observer:
    def __init__(self) -> None:
        self.seen = SessionObservations()
        self._before = State()
        self._now = 0
        self._stays: Counter[str] = Counter()
        self._visits: Counter[str] = Counter()
        self._helps: Counter[str] = Counter()
        self._times: Counter[Words] = Counter()
        self._judged: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._asked: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()

    def note(self, circumstances: Words, *things: Words) -> None:
        """Note things; circumstances without any are noted, too."""
        self.seen.things.setdefault(circumstances, set()).update(things)

    def watch(self, event: Event, outputs: Sequence[Output], state: State) -> None:
        """Note what one input led to."""
        before = self._before
        self._stays[before.step] += event.at - self._now
        self._now = event.at
        self._before = state
        if not outputs:
            return
        values = self._values(before, state)
        for circumstances in values:
            self.note(("in", state.step, *circumstances))
        here = before.step
        for output in outputs:
            if output.kind == "entered":
                self._entered(here, output, before, state, values)
                here = output.data["step"]
            else:
                self._output(output, state, values)
        self._changed(before, state)

    def _output(self, output: Output, state: State, values: Sequence[Words]) -> None:
        data = output.data
        match output.kind:
            case "do":
                said = " ".join(str(value) for key, value in data.items() if key in _WHAT)
                self._shown(("does", data["verb"], said), state, values)
            case "note" | "adult":
                self._shown((output.kind, str(data["text"])), state, values)
            case "board":
                shown = f"{data['picture']} {data['choices']} {data['highlight']}"
                self._shown(("shows", shown), state, values)
            case "group_done":
                self.note(("exit", data["by"]), ("done", data["step"]))
            case "prompt":
                self.note(SESSION, ("help", data["step"], str(data["index"]), str(data["help"])))
                self._helps[data["step"]] += 1
            case "question":
                for answer in data["answers"]:
                    self.note(("asks", data["step"], str(data["item"])), ("offers", str(answer)))
            case "trial":
                self._trial(data["step"], data)
            case "error":
                self.note(SESSION, ("error", str(data.get("code"))))

    def _shown(self, thing: Words, state: State, values: Sequence[Words]) -> None:
        """Note what was said or shown: in this step, with what the conditions there may read."""
        step = state.step
        self.note(("step", step), thing)
        block = 0 if state.block is None else state.block.begun
        again = (step, str(self._visits[step]), str(block), *thing)
        self._times[again] += 1
        if self._times[again] > 1:
            self.note(("step", step), ("again", str(self._times[again]), *thing))
        for circumstances in values:
            self.note(("in", step, *circumstances), thing)

    def _entered(
        self, here: str, output: Output, before: State, state: State, values: Sequence[Words]
    ) -> None:
        target, way = output.data["step"], output.data["by"]
        self._visits[target] += 1
        self.note(("step", target))
        exit_ = ("exit", way)
        self.note(exit_, ("to", target))
        self.note(SESSION, exit_)
        if here in self._asked:
            self.note(exit_, ("asked", here, str(self._asked[here])))
            self.note(exit_, ("failed", here, str(self._errors[here])))
        for name, change in _changes(before, state):
            self.note(exit_, ("set", name, change))
        for circumstances in values:
            self.note(("leaving", here, *circumstances), ("way", way, target))

    def _trial(self, step: str, data: Mapping[str, Any]) -> None:
        judgement, number = str(data["judgement"] or NOT_JUDGED), data["number"]
        self._judged[step][judgement] += 1
        if number == 1:
            self._asked[step] = self._errors[step] = 0
        self._asked[step] += judgement != "void"
        if judgement in FAILED:
            self._errors[step] += 1
        elif judgement != "void":
            self._errors[step] = 0
        self.note(SESSION, ("judged", step, judgement))
        self.note(SESSION, ("in a row", step, str(self._errors[step])))
        self.note(("asks", step, str(data["item"])), ("answer", str(data["answer"])))

    def _changed(self, before: State, state: State) -> None:
        for name, change in _changes(before, state):
            self.note(("changes", before.step, name), ("set", name, change))
            self.note(SESSION, ("set at", before.step, name, change))

    def _values(self, before: State, state: State) -> list[Words]:
        """Return what conditions may read now: the item, successes of a block, data."""
        values: list[Words] = [("data", name, str(value)) for name, value in before.data]
        for step, counts in self._judged.items():
            values.append(("passed", step, str(sum(counts[one] for one in PASSED))))
            values.append(("correct", step, str(counts["correct"])))
        block = state.block
        in_hand = block is not None and block.step == state.step and block.phase != "over"
        if in_hand and block is not None and block.question is not None:
            values.append(("item", block.question.item))
        return values

    def end(self, session: RehearsalResult, lists: Set[str]) -> None:
        """Note how the session ended, which lists of moments came in it, and its numbers."""
        self.note(SESSION, ("end", session.outcome))
        for step, count in self._visits.items():
            self.note(SESSION, ("visits", step, str(min(count, MOST_VISITS))))
        for name in session.reached & lists:
            self.note(SESSION, ("list", name))
        for name, value in self._before.data:
            self.note(SESSION, ("data", name, str(value)))
        numbers = self.seen.numbers
        numbers["duration"] = session.duration_ns / SECOND_NS
        numbers["speech"] = session.spoken_ms / 1000
        for step, count in self._visits.items():
            numbers[f"stay {step}"] = self._stays[step] / SECOND_NS / count
        for step, counts in self._judged.items():
            trials = sum(count for judgement, count in counts.items() if judgement != "void")
            numbers[f"trials {step}"] = trials
            if trials:
                numbers[f"helps {step}"] = self._helps[step] / trials


def _changes(before: State, state: State) -> list[tuple[str, str]]:
    """Return the data that an input changed, and by how much, or to what."""
    if before.data == state.data:
        return []
    known = dict(before.data)
    return [(name, _change(known.get(name), value)) for name, value in state.data if known.get(name) != value]


def _change(old: object, new: object) -> str:
    if isinstance(old, int | float) and isinstance(new, int | float) and not isinstance(new, bool):
        return f"{new - old:+g}"
    return str(new)


Key = tuple[Words, Words]
People = tuple[tuple[str, ...], Policy]
"""The behaviours of the children, by their names, and what the professional does."""


@dataclass(slots=True)
class SessionSample:
    """Sessions put together: how often circumstances came, things in them, numbers; a seed for each thing."""

    sessions: int = 0
    circumstances: Counter[Words] = field(default_factory=Counter)
    things: Counter[Key] = field(default_factory=Counter)
    numbers: dict[str, Average] = field(default_factory=dict)
    seeds: dict[Key, str] = field(default_factory=dict)
    people: dict[Words, Counter[People]] = field(default_factory=dict)
    """How often each group of people took each way."""

    def add(self, seen: SessionObservations, plan: RehearsalPlan) -> None:
        """Add what one rehearsed session showed."""
        self.sessions += 1
        again = options_for(plan)
        people: People = (tuple(one.id for one in plan.profiles), plan.policy)
        for circumstances, things in seen.things.items():
            self.circumstances[circumstances] += 1
            if circumstances[0] == "exit":
                self.people.setdefault(circumstances, Counter())[people] += 1
            for thing in things:
                key = (circumstances, thing)
                self.things[key] += 1
                self.seeds.setdefault(key, again)
        for name, value in seen.numbers.items():
            one = Average(1, value, value * value)
            self.numbers[name] = self.numbers.get(name, Average()).joined(one)

    def __add__(self, other: SessionSample) -> SessionSample:
        """Return both samples together."""
        numbers = dict(self.numbers)
        for name, average in other.numbers.items():
            numbers[name] = numbers.get(name, Average()).joined(average)
        people = {way: Counter(counts) for way, counts in self.people.items()}
        for way, takers in other.people.items():
            people.setdefault(way, Counter()).update(takers)
        return SessionSample(
            self.sessions + other.sessions,
            self.circumstances + other.circumstances,
            self.things + other.things,
            numbers,
            {**other.seeds, **self.seeds},
            people,
        )


ALPHA = 0.02
"""The largest share of comparisons of a version with itself that report something, at each of three looks."""

MEASURED = 60
"""The sessions in which a number has to be measured before its averages are compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that comes more or less often than before, in circumstances; or, without a thing, an average.

    ``now`` and ``before`` are shares, or averages; ``again`` are the options of a session that shows the
    thing, and ``new`` is whether they are for the new version.
    """

    circumstances: Words
    thing: Words
    now: float
    before: float
    now_of: int
    before_of: int
    chance: float
    again: str = ""
    new: bool = True


def differences(
    now: SessionSample, before: SessionSample, ways: frozenset[Words] = frozenset(), alpha: float = ALPHA
) -> list[Difference]:
    """Return the differences between versions that chance does not explain, the least probable first.

    Args:
        now: sessions of the new version.
        before: of the earlier one.
        ways: ways on that the earlier one has, whether its sessions took them or not.
        alpha: the largest share of comparisons of a version with itself that report something.
    """
    known = _targets(before, ways)
    shares = dict(_shares(now, before))
    averages = {
        name: (one, before.numbers[name])
        for name, one in now.numbers.items()
        if one.times >= MEASURED and name in before.numbers and before.numbers[name].times >= MEASURED
    }
    least = [least_of_share(share) for share in shares.values()]
    below = threshold([*least, *(0.0 for _ in averages)], alpha)
    found = []
    for (key, share), possible in zip(shares.items(), least, strict=True):
        circumstances, thing = key
        targets = known.get(circumstances, set())
        new_way = thing[0] == "to" and len(targets) == 1 and thing not in targets
        chance = of_share(share) if possible <= below else 1.0
        if chance <= below or new_way:
            more = share.now * share.before_all >= share.before * share.now_all
            found.append(
                Difference(
                    circumstances, thing, share.now / share.now_all, share.before / max(1, share.before_all),
                    share.now_all, share.before_all, chance,
                    (now if more else before).seeds.get(key, ""), more,
                )
            )  # fmt: skip
    for name, (one, old) in averages.items():
        chance = of_averages(one, old)
        if chance <= below:
            found.append(Difference(("average", name), (), one.mean, old.mean, one.times, old.times, chance))
    return sorted(found, key=lambda one: (one.chance, one.circumstances, one.thing))


def _targets(before: SessionSample, ways: frozenset[Words]) -> dict[Words, set[Words]]:
    """Return where the ways of the earlier version lead; *back*, or a turn, leads to more than one step."""
    known: dict[Words, set[Words]] = {}
    for circumstances, thing in before.things:
        if thing[0] == "to":
            known.setdefault(circumstances, set()).add(thing)
    for way in ways:
        known.setdefault(way[:2], set()).add(way[2:])
    return known


def _shares(now: SessionSample, before: SessionSample) -> Iterator[tuple[Key, SampleShare]]:
    """Yield each thing that came in some sessions with its circumstances, but not in all of both versions."""
    for key in {**before.things, **now.things}:
        circumstances, thing = key
        share = SampleShare(
            now.things.get(key, 0),
            now.circumstances.get(circumstances, 0),
            before.things.get(key, 0),
            before.circumstances.get(circumstances, 0),
        )
        new_way = thing[0] == "to" and share.now and not share.before
        both = share.now_all and share.before_all
        if new_way or (both and 0 < share.now + share.before < share.now_all + share.before_all):
            yield key, share
