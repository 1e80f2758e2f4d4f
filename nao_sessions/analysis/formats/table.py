"""A table of events as it was read, whatever its format: what happened, when, to whom, and where it stands.

Times are integer nanoseconds of the table's own time, read from seconds, milliseconds or a clock; nothing
here knows a video or a session.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from nao_sessions.core.errors import Finding, Place, TableRefused
from nao_sessions.text.messages import Text, msg

if TYPE_CHECKING:
    from nao_sessions.analysis.formats.name_filter import NameFilter


MOST_FINDINGS = 20
"""More would not be read: the first ones mostly have one cause."""

MOST_LINES = 200_000
"""A longer table is no coding of a session, and its log would be longer than any that is read (R136)."""
TOO_LONG = msg("more than {most} lines")
TOO_LONG_HINT = msg("a film is coded event by event: cut the table, or leave out what was sampled")

EMPTY = msg("there is no event in this file")
EMPTY_HINT = msg("is it the right file, and the right --format?")
LEFT_OUT = msg("Left out, {what}: {count}.")
"""The remark on parts of a file that a session does not keep."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One event of a table.

    ``code`` is "" where ELAN has times and no text; ``end_ns`` is None for a moment; ``subject`` is what the
    table says, perhaps a name, with the place where it says so; ``fields`` are further words of the coder
    (``tier``, ``modifiers``); ``original`` holds what else the table says: the times as they were written,
    the comment at an end, frames, the number of the tier; ``open`` marks a state whose end was never coded.
    """

    place: Place
    start_ns: int
    code: str
    end_ns: int | None = None
    subject: str = ""
    subject_place: Place | None = None
    comment: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    original: Mapping[str, str] = field(default_factory=dict)
    open: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A video that a table names: its file's name, and when its own time 0 lies in the table's time."""

    file: str
    begins_ns: int


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """A table of events as it was read, and the videos it names; ``remarks`` are for whoever imports it."""

    rows: tuple[TableRow, ...]
    media: tuple[Media, ...] = ()
    remarks: tuple[Text, ...] = ()
    copy: Callable[[NameFilter], bytes] | None = None
    """A function that returns the copy that a session keeps beside its log; None where the log says all."""

    @property
    def events(self) -> int:
        """Return the number of rows that are events."""
        return sum(bool(row.code) for row in self.rows)

    @property
    def words(self) -> Iterator[str]:
        """Yield the words of the events that a file may list: codes, tiers, and modifiers one by one."""
        for row in self.rows:
            yield from (row.code, row.fields.get("tier", ""))
            yield from re.split("[|,]", row.fields.get("modifiers", ""))


class TableFindings:
    """What is wrong with a file, gathered so that all of it is reported together."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> None:
        """Add a finding. Raises: TableRefused, when the limit of findings is reached."""
        self._found.append(Finding(code, place, sentence, hint))
        if len(self._found) >= MOST_FINDINGS:
            self.check()

    def refuse(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> TableRefused:
        """Return the error to raise for a finding after which nothing more can be read."""
        return TableRefused([*self._found, Finding(code, place, sentence, hint)])

    def check(self) -> None:
        """Raise TableRefused if anything was found."""
        if self._found:
            raise TableRefused(self._found)


MOST_NS = 10**17
"""Some three years: a larger number is a date, or milliseconds where seconds were meant."""

_NUMBER = re.compile(r"([+-]?)(\d+(?:[.,]\d*)?|[.,]\d+)(?:\s*(ms|s))?")

_CLOCK = re.compile(r"([+-]?)(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d*)?)")

_UNITS_NS = {"s": Decimal(10**9), "ms": Decimal(10**6)}

NOT_A_TIME = msg("this is no time")

TIME_HINT = msg("write seconds (12.5 or 12,5), or 0:01:02.500; milliseconds where the heading says 'ms'")


def time_ns(text: str, unit: str = "s") -> int | None:
    """Return a written time in nanoseconds; None where the text is no time.

    Args:
        text: ``12,5``, ``12.5 s``, ``12500 ms``, ``1:02.5`` or ``0:01:02,500``.
        unit: of a plain number, ``s`` or ``ms``.
    """
    text = text.strip().replace("\u2212", "-").replace("\u00a0", " ").replace("\u202f", " ")
    if number := _NUMBER.fullmatch(text):
        sign, digits, own = number.groups()
        value = _decimal(digits) * _UNITS_NS[own or unit]
    elif clock := _CLOCK.fullmatch(text):
        sign, hours, minutes, digits = clock.groups()
        seconds = _decimal(digits)
        if seconds >= 60 or (hours is not None and int(minutes) >= 60):
            return None
        value = (Decimal(hours or 0) * 3600 + Decimal(minutes) * 60 + seconds) * _UNITS_NS["s"]
    else:
        return None
    if value >= MOST_NS:
        return None
    found = round(value)
    return -found if sign == "-" else found


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "."))
