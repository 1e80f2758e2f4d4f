"""What rehearsals of a protocol are expected to come to, as values: bounds, sentences, what is reached.

It stands in a file of its own beside the protocol (``tri-fruits.expect.yaml``); nothing here is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from nao_sessions.core.errors import Place

SUFFIX = ".expect.yaml"
ALL = "all"
"""What is expected under this name holds for all sessions together."""

Often = Literal["every_session", "some_session", "no_session"]
Quantile = Literal["p5", "p50", "p95", "longest"]
Part = Literal["steps", "transitions", "prompts", "feedback"]
PARTS: tuple[Part, ...] = ("steps", "transitions", "prompts", "feedback")


@dataclass(frozen=True, slots=True)
class Bound:
    """The least number allowed, the greatest where ``least`` is False: a share (0 to 1) or milliseconds."""

    least: bool
    number: float
    place: Place

    def holds(self, measured: float) -> bool:
        """Return whether a number satisfies the bound."""
        return measured >= self.number if self.least else measured <= self.number


@dataclass(frozen=True, slots=True)
class ExpectedSentence:
    """A sentence, and in how many sessions it is expected."""

    text: str
    often: Often
    place: Place


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of some sessions: ``name`` is a behaviour's, a group's, or ``all``."""

    name: str
    outcomes: Mapping[str, Bound] = field(default_factory=dict)
    lengths: Mapping[Quantile, Bound] = field(default_factory=dict)
    sentences: tuple[ExpectedSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageException:
    """Why one part of a protocol may stay unreached, and where the file says so."""

    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExpectedSettings:
    """Settings as they were written, with where each stands."""

    written: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What share of each kind of part is to be reached, in so many sessions at most, and what is left out.

    ``variants`` are settings that are tried beside those of all sessions, in turn.
    """

    least: Mapping[Part, Bound]
    sessions: int
    variants: tuple[ExpectedSettings, ...] = ()
    excepted: Mapping[str, CoverageException] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnSimulator:
    """What is expected of one session on the simulator; ``outcome`` None: any that the protocol has."""

    child: str = "demo"
    outcome: str | None = None
    place: Place | None = None
    least: Mapping[Part, Bound] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expectations:
    """An expectations file. ``groups`` holds, by name, the virtual children's behaviours in each group of
    sessions; a behaviour alone is a group of its own name.
    """

    sessions: int
    seed: int
    groups: Mapping[str, tuple[str, ...]]
    professional: str
    settings: ExpectedSettings
    expected: tuple[Expectation, ...]
    coverage: Coverage | None
    simulator: OnSimulator


def is_expectations(path: Path) -> bool:
    """Return whether a file holds expectations, by its name only, so that no protocol is mistaken for one."""
    return path.name.endswith(SUFFIX)


def expectations_beside(protocol: Path) -> Path:
    """Return the path where the expectations of a protocol are, if it has any."""
    return protocol.with_name(protocol.name.removesuffix(protocol.suffix) + SUFFIX)


def protocol_beside(expectations: Path) -> Path:
    """Return the path of the protocol that an expectations file is about."""
    return expectations.with_name(expectations.name.removesuffix(SUFFIX) + ".yaml")
