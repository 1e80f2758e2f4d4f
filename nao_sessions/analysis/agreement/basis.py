"""On what an agreement rests: what all coders looked at, how that is known, what lies outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.analysis.agreement.units import CodedSession, outside, overlapping, without_end
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.periods import Periods, Source, length_ns


@dataclass(frozen=True, slots=True)
class Share:
    """What one coder watched: seconds over all sessions, and how many sessions each source of that is of.

    ``played_s`` is what the coding page played where the coder said otherwise; None where nothing was said.
    """

    coder: str
    observed_s: float
    sources: dict[Source, int]
    played_s: float | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """The time that a comparison rests on: ``whole_s`` of all sessions, ``observed_s`` watched by all coders.

    ``outside`` counts the annotations of which nothing lies in that, ``without_end`` the states whose end was
    not coded, ``overlapping`` those that a coder said beside another one of their group.
    """

    whole_s: float
    observed_s: float
    shares: tuple[Share, ...]
    outside: int
    without_end: int
    overlapping: int = 0

    @property
    def unstated(self) -> tuple[str, ...]:
        """Return the coders who left a session unstated: they are assumed to have watched all of it."""
        return tuple(one.coder for one in self.shares if "unstated" in one.sources)

    def to_json(self) -> dict[str, Any]:
        """Return the basis of a comparison as JSON values, times in seconds."""
        return {
            "sessions_s": self.whole_s,
            "observed_s": self.observed_s,
            "coders": {
                one.coder: {
                    "observed_s": one.observed_s,
                    "known_by": dict(one.sources),
                    "played_s": one.played_s,
                }
                for one in self.shares
            },
            "outside": self.outside,
            "states_without_end": self.without_end,
            "overlapping_states": self.overlapping,
        }


def basis_of(coded: Sequence[CodedSession], coders: Sequence[str], scheme: Scheme) -> Basis:
    """Return the basis on which coders are compared: what each of them watched, and what lies outside."""
    shares = []
    for coder in coders:
        stated = [one.periods.get(coder, Periods()) for one in coded]
        said = [one for one in stated if one.source == "coder" and one.played is not None]
        sources: dict[Source, int] = {}
        for periods in stated:
            sources[periods.source] = sources.get(periods.source, 0) + 1
        looked = sum(length_ns(one.observed(coder)) for one in coded)
        played = sum(length_ns(one.played or ()) for one in said)
        shares.append(Share(coder, looked / SECOND_NS, sources, played / SECOND_NS if said else None))
    return Basis(
        whole_s=sum(one.end_ns - one.begin_ns for one in coded) / SECOND_NS,
        observed_s=sum(length_ns(one.common(coders)) for one in coded) / SECOND_NS,
        shares=tuple(shares),
        outside=outside(coded, coders, scheme),
        without_end=without_end(coded, coders, scheme),
        overlapping=overlapping(coded, coders, scheme),
    )
