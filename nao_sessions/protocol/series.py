"""A series as frozen values (children by code, phases in order, sessions, measures, mastery), and its plan.

The plan says who plays what in which order, from the seed alone: the same file gives the same plan on every
machine. A child that joins at the end of the list changes nobody else's orders. Nothing here runs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

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


Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One session of one child.

    ``number`` counts in its phase from 1, ``overall`` in the child's whole series; ``protocols`` come in this
    order.

    ``least_days`` and ``most_days``: days between this session and the child's last one; None: not said.
    """

    participant: str
    phase: str
    number: int
    overall: int
    protocols: tuple[PlannedProtocol, ...]
    least_days: int | None = None
    most_days: int | None = None


def plan(series: Series) -> tuple[PlannedSession, ...]:
    """Return every planned session of every child: child by child, phase by phase."""
    sessions: list[PlannedSession] = []
    for position, code in enumerate(series.participants):
        before = 0
        for index, phase in enumerate(series.phases):
            sessions += _sessions(phase, code, position, before, first=index == 0)
            before += phase.sessions.get(code, 0)
    return tuple(sessions)


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One protocol of a planned session of a child: the protocol's id, the phase's name, kind and own title.

    ``overall`` is the planned session's place in the child's whole series: its protocols have one.
    """

    series: str
    protocol: str
    phase: str
    kind: str
    title: str
    overall: int


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A session that was held: its protocol's id, and the phase said when it began, "" where none was."""

    protocol: str
    phase: str = ""


def parts_of(series: Series) -> dict[str, tuple[PlannedPart, ...]]:
    """Return what a series plans for each child, in order: a part for each protocol of each session."""
    phases = {phase.name: phase for phase in series.phases}
    found: dict[str, list[PlannedPart]] = {}
    for session in plan(series):
        phase = phases[session.phase]
        title = "" if phase.title is None else phase.title.template(series.language).source
        found.setdefault(session.participant, []).extend(
            PlannedPart(
                series.id, series.protocols[one.file].id, phase.name, phase.kind, title, session.overall
            )
            for one in session.protocols
        )
    return {code: tuple(parts) for code, parts in found.items()}


def parts_held(
    held: Sequence[HeldSession], planned: Sequence[PlannedPart]
) -> tuple[tuple[PlannedPart | None, bool], ...]:
    """Return, for each session that a child had, the oldest first, the part of the plan that it was.

    What was said when a session began counts: the phase is the first one, from the child's present one on,
    that is called so or is of this kind, and plays the protocol; where only earlier ones are, the last of
    them, and the present one stays. Where nothing was said, the session is the first part of that protocol
    that is not held yet, from the present phase on: nobody goes back.

    Returns:
        a part of that phase, None where the series has no such phase; and whether it is that very part: not
        so where all parts of the phase have been held, and it was said all the same.
    """
    free = set(range(len(planned)))
    present: dict[str, int] = {}
    found: list[tuple[PlannedPart | None, bool]] = []
    for session in held:
        open_to_it = [
            number
            for number, part in enumerate(planned)
            if part.protocol == session.protocol
            and (session.phase in ("", part.phase, part.kind))
            and (number in free or session.phase)
        ]
        onward = [number for number in open_to_it if number >= present.get(planned[number].series, 0)]
        if not onward and not (open_to_it and session.phase):
            found.append((None, False))
            continue
        first = planned[onward[0] if onward else open_to_it[-1]]
        same = [n for n in open_to_it if (planned[n].series, planned[n].phase) == (first.series, first.phase)]
        number = next((n for n in same if n in free), same[-1])
        found.append((planned[number], number in free))
        free.discard(number)
        if onward:
            present[first.series] = next(
                n
                for n, part in enumerate(planned)
                if (part.series, part.phase) == (first.series, first.phase)
            )
    return tuple(found)


def _sessions(phase: Phase, code: str, position: int, before: int, *, first: bool) -> list[PlannedSession]:
    planned = []
    for number in range(1, phase.sessions.get(code, 0) + 1):
        least, most = phase.least_days, phase.most_days
        if number == 1:
            least, most = (None if first else phase.after_days), None
        played = _played(phase, position, number)
        planned.append(PlannedSession(code, phase.name, number, before + number, played, least, most))
    return planned


def _played(phase: Phase, position: int, number: int) -> tuple[PlannedProtocol, ...]:
    """Return the protocols of a session: one of the child's order in its turn, or all of them."""
    if phase.counterbalancing is None:
        order = phase.protocols
    elif phase.every:
        # Whoever plays all protocols in every session meets the other orders in the sessions that follow.
        order = _order(phase, phase.counterbalancing, position, turn=number - 1)
    else:
        order = _order(phase, phase.counterbalancing, position)
    return order if phase.every else (order[(number - 1) % len(order)],)


def _order(phase: Phase, how: Counterbalancing, position: int, turn: int = 0) -> tuple[PlannedProtocol, ...]:
    """Return the order of the child at a position: rows by lot, each used once before any comes again.

    ``turn`` goes on from there through the other orders.
    """
    square = seeded_square(how, len(phase.protocols), f"{phase.seed}/{phase.name}")
    again, row = divmod(position, len(square))
    rows = _shuffled(square, f"{phase.seed}/{phase.name}/rows/{again}")
    return tuple(phase.protocols[index] for index in rows[(row + turn) % len(rows)])


def orders_needed(how: Counterbalancing, size: int) -> int:
    """Return the least number of children among whom each order of a square is used equally often."""
    return 2 * size if how == "williams" and size % 2 else size


def seeded_square(how: Counterbalancing, size: int, seed: str) -> tuple[tuple[int, ...], ...]:
    """Return a square whose rows are orders of ``size`` things, shuffled by the seed.

    latin_square: each thing once in every row and once in every column. williams: besides, each thing follows
    each other one equally often (Williams 1949); an odd size takes two squares.
    """
    rows = _williams(size) if how == "williams" else _cyclic(size)
    names = _shuffled(range(size), f"{seed}/things")
    return tuple(tuple(names[index] for index in row) for row in rows)


def _cyclic(size: int) -> list[list[int]]:
    return [[(row + column) % size for column in range(size)] for row in range(size)]


def _williams(size: int) -> list[list[int]]:
    """Return Williams's design: 0, 1, n-1, 2, n-2, ... and its shifts; mirrored too where the size is odd."""
    first = [0]
    for step in range(1, size):
        first.append((step + 1) // 2 if step % 2 else size - step // 2)
    rows = [[(value + shift) % size for value in first] for shift in range(size)]
    return rows + [row[::-1] for row in rows] if size % 2 else rows


def _shuffled(things: Sequence[Thing], seed: str) -> list[Thing]:
    """Return things shuffled (Fisher and Yates), the same for a seed in every version of Python."""
    draw = random.Random(seed)
    shuffled = list(things)
    for last in range(len(shuffled) - 1, 0, -1):
        other = int(draw.random() * (last + 1))
        shuffled[last], shuffled[other] = shuffled[other], shuffled[last]
    return shuffled
