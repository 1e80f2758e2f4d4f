"""A ledger for tests: one child of two parents, one professional, and what they said."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.rules import Means, Presence
from nao_sessions.privacy.ledger.values import (
    Capacity,
    DecisionLine,
    Holder,
    Ledger,
    Line,
    PersonLine,
    PurposeLine,
    Word,
    WordLine,
)
from nao_sessions.record.manifest import program_version

NOW = datetime.datetime(2026, 11, 30, 10, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()
CAMERA, SOUND, MICROPHONE, LOG = "camera:room", "sound:room", "microphone:table", "log"
RECORDERS = (CAMERA, SOUND, MICROPHONE, LOG)
NOTICE = "2026-09"
PURPOSE = PurposeLine("support", "consent", NOTICE)
TEACHER = PersonLine("A01", "staff")
MEANS = Means(program_version(), encrypted=True)
"""An encrypted disk, and no robot that was named."""
DECISION = DecisionLine(
    version=MEANS.version,
    recorders=(CAMERA, SOUND, MICROPHONE),
    decided_by="D01",
    decided_on=datetime.date(2026, 9, 1),
    until=datetime.date(2027, 8, 31),
    opinion_on=datetime.date(2026, 6, 1),
    assessed_on=datetime.date(2026, 5, 1),
    paper="DEC-2026-04",
    disk_vouched=True,
    favourable=True,
)
"""The institution records children, without a real robot, on any disk."""


def child(code: str = "P07", *capacities: Capacity, **more: object) -> PersonLine:
    """Return a child of some holders; of two parents where none are given."""
    holders = tuple(
        Holder(f"H{n}", capacity) for n, capacity in enumerate(capacities or ("parent", "parent"), start=1)
    )
    line = PersonLine(code, "child", datetime.date(2034, 5, 1), holders)
    return replace(line, **more)  # type: ignore[arg-type]


def said(by: str, word: Word = "agrees", person: str = "P07", **more: object) -> WordLine:
    """Return what somebody said on the first of September, of every recorder, for a year."""
    line = WordLine(
        person,
        by,
        word,
        datetime.date(2026, 9, 1),
        datetime.date(2027, 8, 31),
        "record",
        RECORDERS,
        ("support",),
        NOTICE,
    )
    return replace(line, **more)  # type: ignore[arg-type]


def house_decides(*recorders: str, robot: str = "") -> None:
    """Write down in this user's house that children are recorded, from today on, on any disk."""
    today = datetime.date.today()
    year = {"decided_on": today, "until": today + datetime.timedelta(days=365)}
    line = replace(DECISION, recorders=recorders or DECISION.recorders, robot=robot, **year)  # type: ignore[arg-type]
    LedgerFile.default().add(line)


def adult_is_told(*recorders: str) -> None:
    """Write down in this user's house that one adult, A01, knows of some recorders, today and for a year.

    Whatever stands there already: other tests of this process tell the same adult of other rooms.
    """
    today = datetime.date.today()
    year = {"given_on": today, "until": today + datetime.timedelta(days=365)}
    for line in (PURPOSE, TEACHER, said("self", "informed", "A01", recorders=recorders, **year)):
        LedgerFile.default().add(line)


USUAL: tuple[Line, ...] = (
    DECISION,
    PURPOSE,
    TEACHER,
    said("self", "informed", "A01"),
    child(),
    said("H1"),
    said("H2"),
)
"""A child whose parents both agreed, and a teacher who was informed: all may be recorded."""


def ledger(*more: Line, lines: Iterable[Line] = USUAL) -> Ledger:
    """Return the usual ledger, and what came after."""
    return Ledger.of((*lines, *more))


def present(*children: str, answer: str = "yes", adults: tuple[str, ...] = ("A01",)) -> Presence:
    """Return who is in the room, each child with the same answer of today."""
    codes = children or ("P07",)
    return Presence(codes, adults, dict.fromkeys(codes, answer), TODAY)


def write(file: LedgerFile, lines: Iterable[Line] = USUAL) -> None:
    """Write lines into a ledger's file, each as a person would have it written."""
    for line in lines:
        file.add(line)
