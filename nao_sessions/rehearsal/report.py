"""The report of rehearsals: durations, outcomes, paths, coverage, trials, and findings with the seed of each.

« Simulation. Ne dit rien des enfants réels. » stands at its head, wherever it is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.text import Text
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.coverage import Covered, coverage
from nao_sessions.rehearsal.many import options_for
from nao_sessions.rehearsal.session import ENDLESS, STUCK, Plan, Rehearsed

HEAD = Text(
    fr="Simulation. Ne dit rien des enfants réels.", en="Simulation. Says nothing about real children."
)
SECOND_NS = 1_000_000_000
MOST_PATHS = 10
LONGEST_PATH = 24
"""Steps of a path that are shown."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The 5th, 50th and 95th percentile of some numbers."""

    p5: float
    p50: float
    p95: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Give the percentiles, by the nearest rank."""
        ordered = sorted(values)

        def rank(share: float) -> float:
            return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

        return cls(rank(0.05), rank(0.5), rank(0.95)) if ordered else cls(0.0, 0.0, 0.0)

    def to_json(self) -> dict[str, float]:
        """Give it as JSON."""
        return {"p5": self.p5, "p50": self.p50, "p95": self.p95}


@dataclass(frozen=True, slots=True)
class PathCount:
    """A path through the steps: how many sessions took it, and the options that run the first again."""

    steps: tuple[str, ...]
    sessions: int
    again: str


@dataclass(frozen=True, slots=True)
class BlockReport:
    """The trials of one step: their judgements, how many a session had, help and latency."""

    step: str
    judgements: Mapping[str, int]
    trials: Spread
    prompts: float
    latency_s: Spread


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should look at: what, how often, and the options that show it again.

    ``again`` is empty where no session shows it: what was never reached.
    """

    code: str
    text: Text
    sessions: int
    again: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of many sessions."""

    protocol: str
    version: str
    sha256: str
    sessions: int
    seed: int
    profiles: tuple[str, ...]
    policies: tuple[str, ...]
    outcomes: Mapping[str, int]
    durations_s: tuple[float, ...]
    duration_s: Spread
    expected_s: float | None
    limit_s: float | None
    spoken_s: Spread
    coverage: tuple[Covered, ...]
    blocks: tuple[BlockReport, ...]
    paths: tuple[PathCount, ...]
    rarest: PathCount | None
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the report as JSON values."""
        return {
            "head": {"fr": HEAD.fr, "en": HEAD.en},
            "protocol": {"id": self.protocol, "version": self.version, "sha256": self.sha256},
            "sessions": self.sessions,
            "seed": self.seed,
            "profiles": list(self.profiles),
            "policies": list(self.policies),
            "outcomes": dict(sorted(self.outcomes.items())),
            "duration_s": self.duration_s.to_json(),
            "expected_s": self.expected_s,
            "limit_s": self.limit_s,
            "spoken_s": self.spoken_s.to_json(),
            "coverage": {
                one.kind: {
                    "share": round(one.share, 4),
                    "counts": dict(one.counts),
                    "missing": list(one.missing),
                }
                for one in self.coverage
            },
            "trials": {
                block.step: {
                    "judgements": dict(sorted(block.judgements.items())),
                    "per_session": block.trials.to_json(),
                    "prompts_per_trial": round(block.prompts, 2),
                    "latency_s": block.latency_s.to_json(),
                }
                for block in self.blocks
            },
            "paths": [_path(path) for path in self.paths],
            "rarest_path": None if self.rarest is None else _path(self.rarest),
            "findings": [
                {
                    "code": one.code,
                    "fr": one.text.fr,
                    "en": one.text.en,
                    "sessions": one.sessions,
                    "again": one.again,
                }
                for one in self.findings
            ],
        }


def report(protocol: Protocol, plans: Sequence[Plan], sessions: Sequence[Rehearsed]) -> Report:
    """Put rehearsed sessions together. The same sessions give the same report."""
    durations = [session.duration_ns / SECOND_NS for session in sessions]
    paths = _paths(plans, sessions)
    covered = coverage(protocol, sessions)
    return Report(
        protocol=protocol.id,
        version=protocol.version,
        sha256=protocol.sources[0].sha256,
        sessions=len(sessions),
        seed=plans[0].seed if plans else 0,
        profiles=tuple(dict.fromkeys(one.id for plan in plans for one in plan.profiles)),
        policies=tuple(dict.fromkeys(plan.policy for plan in plans)),
        outcomes=Counter(session.outcome for session in sessions),
        durations_s=tuple(round(value, 1) for value in durations),
        duration_s=Spread.of(durations),
        expected_s=None if protocol.expected_ms is None else protocol.expected_ms / 1000,
        limit_s=None if protocol.limit_ms is None else protocol.limit_ms / 1000,
        spoken_s=Spread.of([session.spoken_ms / 1000 for session in sessions]),
        coverage=covered,
        blocks=_blocks(protocol, sessions),
        paths=tuple(paths[:MOST_PATHS]),
        rarest=paths[-1] if paths else None,
        findings=tuple(_findings(protocol, plans, sessions, covered)),
    )


def _paths(plans: Sequence[Plan], sessions: Sequence[Rehearsed]) -> list[PathCount]:
    """Give the paths, the most frequent first; of equal ones the one that came first."""
    counts: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], Plan] = {}
    for plan, session in zip(plans, sessions, strict=True):
        path = tuple(_runs(session.path))
        counts[path] += 1
        first.setdefault(path, plan)
    return [PathCount(path, count, options_for(first[path])) for path, count in counts.most_common()]


def _runs(path: Iterable[str]) -> Iterable[str]:
    """Give a path with each run of the same step once."""
    before = ""
    for step in path:
        if step != before:
            yield step
        before = step


def _blocks(protocol: Protocol, sessions: Sequence[Rehearsed]) -> tuple[BlockReport, ...]:
    found = []
    for step in protocol.steps.values():
        if step.trials is None:
            continue
        trials = [trial for session in sessions for trial in session.trials if trial["step"] == step.name]
        numbers: dict[int, int] = defaultdict(int)
        for session in sessions:
            numbers[session.seed] = sum(trial["step"] == step.name for trial in session.trials)
        latencies = [t["latency_ns"] / SECOND_NS for t in trials if t["latency_ns"] is not None]
        found.append(
            BlockReport(
                step.name,
                Counter(str(trial["judgement"] or "unscored") for trial in trials),
                Spread.of([float(number) for number in numbers.values()]),
                sum(trial["prompts"] for trial in trials) / len(trials) if trials else 0.0,
                Spread.of(latencies),
            )
        )
    return tuple(found)


def _findings(
    protocol: Protocol, plans: Sequence[Plan], sessions: Sequence[Rehearsed], covered: Sequence[Covered]
) -> Iterable[Finding]:
    by_seed = {plan.seed: plan for plan in plans}

    def of(code: str, text: Text, those: Sequence[Rehearsed]) -> Iterable[Finding]:
        if those:
            yield Finding(code, text, len(those), options_for(by_seed[those[0].seed]))

    stuck = [session for session in sessions if session.outcome == STUCK]
    endless = [session for session in sessions if session.outcome == ENDLESS]
    yield from of("stuck", Text(fr="la séance attend sans fin", en="the session waits for ever"), stuck)
    yield from of("endless", Text(fr="la séance ne finit pas", en="the session does not end"), endless)
    codes = sorted({code for session in sessions for code in session.errors})
    for code in codes:
        those = [session for session in sessions if code in session.errors]
        yield from of("error", Text(fr=f"erreur du moteur : {code}", en=f"engine error: {code}"), those)
    if protocol.limit_ms is not None:
        late = [session for session in sessions if session.duration_ns > protocol.limit_ms * 1_000_000]
        text = Text(
            fr="plus longue que la durée permise, clôture comprise",
            en="longer than the limit, closing included",
        )
        yield from of("late", text, late)
    for one in covered:
        for name in one.missing:
            yield Finding("not_reached", Text(fr=f"jamais atteint : {name}", en=f"never reached: {name}"), 0)


def _path(path: PathCount) -> dict[str, Any]:
    shown = list(path.steps[:LONGEST_PATH]) + (["…"] if len(path.steps) > LONGEST_PATH else [])
    return {"steps": shown, "sessions": path.sessions, "again": path.again}
