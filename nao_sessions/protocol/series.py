"""A series as frozen values: children by code, phases in order, sessions of protocols, measures, mastery.

Nothing here runs. Who plays what in which order is worked out in ``series_plan``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.flow import About, Protocol, SourceFile, Speech

PhaseKind = Literal["baseline", "intervention", "probe", "follow_up"]

Counterbalancing = Literal["latin_square", "williams"]

CODE = re.compile(r"[A-Z]{1,3}[0-9]{2,4}")
"""A child's code, as session folders take them: ``P07``."""


def is_participant_code(text: str) -> bool:
    """Return whether a text is a child's code."""
    return CODE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class PlannedProtocol:
    """One protocol of a phase: its file as the series names it, and its settings as they were written."""

    file: str
    version: str
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mastery:
    """When a child has mastered a phase: ``least`` or more of a measure in so many sessions in a row."""

    measure: str
    least: float
    sessions: int

    def reached(self, values: Sequence[float]) -> bool:
        """Return whether a child has reached mastery, by one value a session, the oldest first."""
        last = values[-self.sessions :]
        return len(last) == self.sessions and all(value >= self.least for value in last)


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a series, such as the baseline.

    ``sessions`` holds a number for each child. ``least_days`` and ``most_days`` lie between two of its
    sessions; ``after_days`` between it and the phase before. ``seed`` is that of the counterbalancing.
    """

    name: str
    kind: PhaseKind
    protocols: tuple[PlannedProtocol, ...]
    sessions: Mapping[str, int]
    title: Speech | None = None
    every: bool = False
    """Whether each session plays all protocols, not one of them."""
    counterbalancing: Counterbalancing | None = None
    seed: int = 0
    least_days: int | None = None
    most_days: int | None = None
    after_days: int | None = None
    mastery: Mastery | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One value that is read at the end of every session that has it."""

    name: str
    label: Speech
    value: Path


@dataclass(frozen=True, slots=True)
class Series:
    """A whole series, checked; ``protocols`` holds the flow of each file that its phases name."""

    id: str
    version: str
    title: Speech
    language: str
    status: str
    participants: tuple[str, ...]
    phases: tuple[Phase, ...]
    measures: tuple[Measure, ...] = ()
    stopping: tuple[Speech, ...] = ()
    about: About = field(default_factory=About)
    protocols: Mapping[str, Protocol] = field(default_factory=dict)
    sources: tuple[SourceFile, ...] = ()
