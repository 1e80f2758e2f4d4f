"""What tells that a protocol has a fault: check, exploration, or a rehearsal that is not as expected.

An *expectation* is made of many rehearsals of the protocol without the fault, each with seeds of its own. A
rehearsal is *not as expected* when something in it lies outside of all that they show, by their whole spread:
so seeds do not explain it. How often that happens to the protocol without the fault (rehearsed with further
seeds) is measured beside, and printed: it is the rate of false alarms.

What is looked at: outcomes; steps, lists of moments, helps, judgements and answers that were reached, answers
that were offered, ways on with their targets; sentences that Nao said, noted or told the adult, and where;
with which item or after how many successes; durations of sessions, steps and speech; trials, of a visit too,
failures in a row and helps; data as a session leaves them; the slot that is written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import fmean

from fault_operators import Mutant, unchanged

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import check_files
from nao_sessions.rehearsal.behaviour import profile, profile_names
from nao_sessions.rehearsal.explore import explore
from nao_sessions.rehearsal.many import plans_for
from nao_sessions.rehearsal.professional import POLICIES
from nao_sessions.rehearsal.session import Plan, rehearse

LIBRARY = Path(__file__).parents[2] / "protocols"
SECOND_NS = 1_000_000_000

SESSIONS = 120
"""Sessions of one rehearsal: every profile with every professional, three times."""

_WHAT = frozenset({"text", "name", "where", "colour", "file"})
_MOST = ("trials", "failed in a row")
"""Numbers of which the greatest is looked at, too: it is bounded by a count that is written."""

REHEARSALS = 16
"""Rehearsals that an expectation is made of."""

SLACK = 1.0
"""How far outside of everything that was seen, as a share of its spread, something has to lie."""

SELDOM = 3
"""What no expected rehearsal shows at all has to come in so many sessions; a new way on in one."""

PART = 10
"""An average is made of a tenth of the sessions, at least."""

MANY = 3
"""Successes are counted up to here: a sentence may be said after none, after one, after some."""

DEPTH = 3
STATES = 250
"""How far a mutant is explored."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one rehearsal told: in which share of its sessions something came, and averages."""

    shares: Mapping[str, float]
    averages: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What told of a fault: the codes of check, the flaws of exploration, what was not as expected.

    ``exact`` tells whether a rehearsal with the very same seeds told anything else at all.
    """

    check: tuple[str, ...]
    exploration: tuple[str, ...]
    rehearsal: tuple[str, ...]
    exact: bool

    @property
    def caught(self) -> bool:
        """Tell whether anything told."""
        return bool(self.check or self.exploration or self.rehearsal)


def library() -> list[str]:
    """Give the names of the library's protocols."""
    files = sorted(path.name for path in LIBRARY.glob("*.yaml"))
    return [name.removesuffix(".yaml") for name in files if not name.endswith(".expect.yaml")]


class Subject:
    """A protocol of the library, and what is expected of it."""

    def __init__(self, name: str, *, rehearsals: int = REHEARSALS, sessions: int = SESSIONS) -> None:
        self.name = f"{name}.yaml"
        self.files = {
            str(path.relative_to(LIBRARY)): path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()
        }
        self.content = self.files[self.name]
        self.rehearsals = rehearsals
        self.sessions = sessions
        self.protocol = self._load(unchanged(self.content))

    @cached_property
    def codes(self) -> Counter[str]:
        """Give what check says of it without a fault."""
        return self._check(unchanged(self.content))

    @cached_property
    def flaws(self) -> frozenset[str]:
        """Give what exploration says of it without a fault."""
        return _explored(self.protocol)

    @cached_property
    def expected(self) -> tuple[Told, ...]:
        """Rehearse it without a fault, again and again."""
        return tuple(self.rehearsed(self.protocol, number) for number in range(self.rehearsals))

    @cached_property
    def ways(self) -> frozenset[str]:
        """Give the ways on that an exploration of it finds: rehearsals may have missed them."""
        ways: set[str] = set()
        _explored(self.protocol, ways)
        return frozenset(ways)

    def rehearsed(self, protocol: Protocol, number: int) -> Told:
        """Rehearse it, or a mutant of it, with the seeds of one rehearsal."""
        return told(protocol, seed=1 + number * self.sessions, sessions=self.sessions)

    def false_alarms(self, more: int) -> int:
        """Count the further rehearsals without a fault that are not as expected."""
        numbers = range(self.rehearsals, self.rehearsals + more)
        return sum(bool(self.unexpected(self.rehearsed(self.protocol, n))) for n in numbers)

    def unexpected(self, found: Told) -> tuple[str, ...]:
        """Give what in a rehearsal is not as expected."""
        return unexpected(found, self.expected, self.ways, self.sessions)

    def verdict(self, mutant: Mutant) -> Verdict:
        """Let check, exploration and a rehearsal look at a mutant."""
        codes = self._check(mutant.content) - self.codes
        try:
            protocol = self._load(mutant.content)
        except ProtocolRefused:
            return Verdict(tuple(sorted(codes)) or ("refused",), (), (), exact=True)
        found = self.rehearsed(protocol, 0)
        return Verdict(
            tuple(sorted(codes)),
            tuple(sorted(_explored(protocol) - self.flaws)),
            self.unexpected(found),
            exact=found != self.expected[0],
        )

    def _check(self, content: bytes) -> Counter[str]:
        return Counter(finding.code for finding in check_files({**self.files, self.name: content}, self.name))

    def _load(self, content: bytes) -> Protocol:
        return load_files({**self.files, self.name: content}, self.name)


def unexpected(
    found: Told, expected: Sequence[Told], ways: frozenset[str] = frozenset(), sessions: int = SESSIONS
) -> tuple[str, ...]:
    """Give what lies outside of everything that was expected, beyond what seeds explain.

    ``ways`` are ways on that there are, whether a rehearsal showed them or not.
    """
    names: list[str] = []
    for name in sorted({*found.shares, *(name for one in expected for name in one.shares)}):
        seen = [one.shares.get(name, 0.0) for one in expected]
        share = found.shares.get(name, 0.0)
        new_way = name.startswith("way ") and not max(seen) and name not in ways
        least = (1 if new_way else SELDOM) / sessions
        slack = max(SLACK * (max(seen) - min(seen)), least if max(seen) else least - 1e-9)
        if not min(seen) - slack <= share <= max(seen) + slack:
            names.append(name)
    for name in sorted({*found.averages, *(name for one in expected for name in one.averages)}):
        known = [one.averages[name] for one in expected if name in one.averages]
        if len(known) < len(expected) or name not in found.averages:
            continue  # too seldom to say how long; that it no longer comes, the shares tell
        slack = SLACK * (max(known) - min(known)) + 0.01 * abs(fmean(known))
        if name.startswith("most ") and 2 * known.count(max(known)) >= len(known):
            slack = 0.0  # most rehearsals come as far as that: it is a bound
        if not min(known) - slack <= found.averages[name] <= max(known) + slack:
            names.append(name)
    return tuple(names)


def told(protocol: Protocol, *, seed: int, sessions: int) -> Told:
    """Rehearse a protocol with every profile and every professional, and put together what was told."""
    engine = Engine(protocol)
    profiles = [profile(name) for name in profile_names()]
    plans = plans_for(protocol, profiles, sessions=sessions, seed=seed, policies=POLICIES, settings={})
    shares: Counter[str] = Counter({f"slot {protocol.expected_ms} {protocol.limit_ms}": sessions})
    numbers: defaultdict[str, list[float]] = defaultdict(list)
    for plan in plans:
        names, values = _session(engine, plan)
        shares.update(names)
        for name, value in values.items():
            numbers[name].append(value)
    averages = {name: fmean(values) for name, values in numbers.items() if len(values) >= sessions // PART}
    averages |= {f"most {name}": max(values) for name, values in numbers.items() if name.startswith(_MOST)}
    return Told({name: count / sessions for name, count in shares.items()}, averages)


def _session(engine: Engine, plan: Plan) -> tuple[set[str], dict[str, float]]:
    """Rehearse one session: what came in it, and its numbers."""
    names: set[str] = set()
    stays: Counter[str] = Counter()
    visits: Counter[str] = Counter()
    helps: Counter[str] = Counter()
    last = ["", 0]
    data_now: dict[str, float] = {}
    passed = [0]
    asked: Counter[str] = Counter()
    times: Counter[str] = Counter()

    def watch(event: Event, outputs: Sequence[Output], state: State) -> None:
        data_now.update((name, float(value)) for name, value in state.data if isinstance(value, int | float))
        stays[str(last[0])] += event.at - int(last[1])
        last[:] = [state.step, event.at]
        for output in outputs:
            data = output.data
            if output.kind == "do":
                said = " ".join(str(value) for key, value in data.items() if key in _WHAT)
                names.add(f"{state.step} {data['verb']} {said}")
                at = f"{state.step} {_when(state, passed[0])} {data['verb']} {said}"
                again = f"{at} {visits[state.step]} {0 if state.block is None else state.block.begun}"
                times[again] += 1
                names.add(f"{at} x{times[again]}")
            elif output.kind == "board":
                names.add(f"{state.step} shows {data['picture']} {data['choices']} {data['highlight']}")
            elif output.kind == "entered":
                visits[data["step"]] += 1
                names.add(f"asked {data['step']} {asked.pop(data['step'], 0)}")
                names.add(f"way {data['by']} -> {data['step']}")
            elif output.kind == "group_done":
                names.add(f"way {data['by']} done {data['step']}")
            elif output.kind == "prompt":
                names.add(f"help {data['step']} {data['index']} {data['help']}")
                helps[data["step"]] += 1
            elif output.kind in ("note", "adult"):
                names.add(f"{state.step} {output.kind} {data['text']}")
            elif output.kind == "question":
                names.update(f"offers {data['step']} {data['item']} {answer}" for answer in data["answers"])
            elif output.kind == "trial":
                passed[0] += data["judgement"] in ("correct", "prompted")
                asked[data["step"]] += data["judgement"] != "void"
            elif output.kind == "error":
                names.add(f"error {data.get('code')}")

    session = rehearse(engine, plan, watch)
    names.add(f"end {session.outcome}")
    names |= {f"asked {step} {count}" for step, count in asked.items()}
    names |= {f"visits {step} {min(count, 2 * MANY)}" for step, count in visits.items()}
    names |= {f"list {name}" for name in session.blocks}
    trials: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    worst: Counter[str] = Counter()
    for trial in session.trials:
        step = trial["step"]
        trials[step] += trial["judgement"] != "void"
        before = failed[step] if trial["number"] > 1 else 0  # another visit begins with none
        failed[step] = before + 1 if trial["judgement"] in ("incorrect", "no_response") else 0
        worst[step] = max(worst[step], failed[step])
        names.add(f"judged {trial['step']} {trial['judgement']}")
        names.add(f"answer {trial['step']} {trial['item']} {trial['answer']}")
    values = {"duration": session.duration_ns / SECOND_NS, "speech": session.spoken_ms / 1000}
    values |= {f"data {name}": value for name, value in data_now.items()}
    names |= {f"data {name} {value:g}" for name, value in data_now.items()}
    values |= {f"stay {step}": stays[step] / SECOND_NS / count for step, count in visits.items()}
    values |= {f"trials {step}": float(count) for step, count in trials.items()}
    values |= {f"helps {step}": helps[step] / count for step, count in trials.items() if count}
    values |= {f"failed in a row {step}": float(count) for step, count in worst.items()}
    return names, values


def _when(state: State, passed: int) -> str:
    """Say in which circumstances something is said: with which item, or after how many successes."""
    block = state.block
    if (
        block is not None
        and block.step == state.step
        and block.question is not None
        and block.phase != "over"
    ):
        return f"with {block.question.item}"
    return f"after {min(passed, MANY)}"


def _explored(protocol: Protocol, ways: set[str] | None = None) -> frozenset[str]:
    """Give the flaws that an exploration finds; add the ways on that it takes."""
    codes = tuple(f"V{number:02}" for number in range(1, max(1, protocol.participants_min) + 1))
    engine = _Watched(protocol, set() if ways is None else ways)
    found = explore(engine, participants=codes, depth=DEPTH, most=STATES)
    return frozenset(f"{flaw.step}: {flaw.code}" for flaw in found.flaws)


class _Watched(Engine):
    """An engine that tells the ways on that it takes."""

    def __init__(self, protocol: Protocol, ways: set[str]) -> None:
        super().__init__(protocol)
        self._ways = ways

    def step(self, state: State, event: Event) -> tuple[State, tuple[Output, ...]]:
        """Take one input."""
        state, outputs = super().step(state, event)
        for output in outputs:
            if output.kind == "entered":
                self._ways.add(f"way {output.data['by']} -> {output.data['step']}")
        return state, outputs
