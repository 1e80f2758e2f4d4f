"""The figures of a report: spreads over sessions, and what the trials of each block came to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.session import RehearsalResult

MASTERED_AFTER = 3
"""Trials in a row, right without help, that count as mastery where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The 5th, 50th and 95th percentile of some numbers."""

    p5: float
    p50: float
    p95: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the 5th, 50th and 95th percentiles of some values, by the nearest rank."""
        ordered = sorted(values)

        def rank(share: float) -> float:
            return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

        return cls(rank(0.05), rank(0.5), rank(0.95)) if ordered else cls(0.0, 0.0, 0.0)

    def to_json(self) -> dict[str, float]:
        """Return the percentiles as JSON values."""
        return {"p5": self.p5, "p50": self.p50, "p95": self.p95}


@dataclass(frozen=True, slots=True)
class BlockMastery:
    """The mastery of one block: how many trials until ``in_a_row`` of them were right without help.

    ``learners``: how often a child worked on the block in a session; ``mastered``: how often that ended in
    mastery; ``trials``: how many trials it took, the last of the row included.
    """

    in_a_row: int
    learners: int
    mastered: int
    trials: Spread

    def to_json(self) -> dict[str, Any]:
        """Return the mastery as JSON values."""
        return {
            "in_a_row": self.in_a_row,
            "learners": self.learners,
            "mastered": self.mastered,
            "trials": self.trials.to_json() if self.mastered else None,
        }


@dataclass(frozen=True, slots=True)
class BlockReport:
    """The trials of one step: their judgements, how many a session had, help, latency, mastery.

    ``mastery`` is None where nothing is right or wrong, or where one visit has too few trials for it.
    """

    step: str
    judgements: Mapping[str, int]
    trials: Spread
    prompts: float
    latency_s: Spread
    mastery: BlockMastery | None

    def to_json(self) -> dict[str, Any]:
        """Return the figures of the block as JSON values."""
        return {
            "judgements": dict(sorted(self.judgements.items())),
            "per_session": self.trials.to_json(),
            "prompts_per_trial": round(self.prompts, 2),
            "latency_s": self.latency_s.to_json(),
            "mastery": None if self.mastery is None else self.mastery.to_json(),
        }


def blocks_of(
    protocol: Protocol, sessions: Sequence[RehearsalResult], mastered_after: int = MASTERED_AFTER
) -> tuple[BlockReport, ...]:
    """Return figures of the trials of each block; ``mastered_after`` right ones in a row are mastery."""
    found = []
    for step in protocol.steps.values():
        if step.trials is None:
            continue
        of_session = [[one for one in session.trials if one["step"] == step.name] for session in sessions]
        trials = [trial for those in of_session for trial in those]
        latencies = [one["latency_ns"] / SECOND_NS for one in trials if one["latency_ns"] is not None]
        judged = step.trials.correct is not None
        found.append(
            BlockReport(
                step.name,
                Counter(str(trial["judgement"] or "unscored") for trial in trials),
                Spread.of([float(len(those)) for those in of_session]),
                sum(trial["prompts"] for trial in trials) / len(trials) if trials else 0.0,
                Spread.of(latencies),
                _mastery(of_session, mastered_after) if judged else None,
            )
        )
    return tuple(found)


def _mastery(of_session: Iterable[Sequence[Mapping[str, Any]]], in_a_row: int) -> BlockMastery | None:
    taken: list[float] = []
    learners = longest = 0
    for trials in of_session:
        by_child: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for trial in trials:
            if trial["judgement"] not in (None, "void") and not trial["correction"]:
                by_child[trial["child"]].append(trial)
        for those in by_child.values():
            learners += 1
            longest = max(longest, len(those))
            count = _until_mastered(those, in_a_row)
            taken += [] if count is None else [float(count)]
    return BlockMastery(in_a_row, learners, len(taken), Spread.of(taken)) if longest >= in_a_row else None


def _until_mastered(trials: Sequence[Mapping[str, Any]], in_a_row: int) -> int | None:
    row = 0
    for number, trial in enumerate(trials, start=1):
        row = row + 1 if trial["judgement"] == "correct" else 0
        if row == in_a_row:
            return number
    return None
