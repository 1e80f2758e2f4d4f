"""One event out of the texts of a table's row or a JSON line, and reading JSON whose shape is not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.analysis.formats.headings import Heading, Role
from nao_sessions.analysis.formats.table import Findings, Row
from nao_sessions.analysis.formats.times import HINT, NOT_A_TIME, time_ns
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg


def called(values: object, key: str) -> list[dict[str, Any]]:
    """Return the maps of a list that have a text (or number) under a key, there as a text."""
    maps = [one for one in listed(values) if isinstance(one, Mapping)]
    return [{**one, key: text} for one in maps if (text := text_of(one.get(key))).strip()]


def texts_in(values: object) -> list[str]:
    """Return the texts of a list, numbers as texts; empty for any other value."""
    return [text for one in listed(values) if (text := text_of(one))]


def listed(value: object) -> Sequence[Any]:
    """Return a value that is a list; an empty list for any other value."""
    return value if isinstance(value, list | tuple) else ()


def mapped(value: object) -> Mapping[str, Any]:
    """Return a value that is a map; an empty map for any other value."""
    return value if isinstance(value, Mapping) else {}


def text_of(value: object) -> str:
    """Return a text, or a number as text; "" for any other value."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def shaped_alike(one: object, other: object) -> bool:
    """Return whether two JSON values are of one kind: texts, numbers, booleans, lists or maps."""
    return _shape(one) == _shape(other)


def _shape(value: object) -> int:
    kinds = (bool, str, int | float, list | tuple, Mapping)
    return next((number for number, kind in enumerate(kinds) if isinstance(value, kind)), -1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of a table, the heading that says what it means, and its place."""

    text: str
    heading: Heading
    place: Place


def row_of(cells: Mapping[Role, Cell], place: Place, findings: Findings) -> Row | None:
    """Return the event in a row of cells; None, and findings, where something is wrong."""
    start_ns = _time(cells.get("start"), place, findings)
    code = cells["code"].text.strip() if "code" in cells else ""
    if not code:
        findings.add("I110", cells["code"].place if "code" in cells else place, _NO_CODE, _NO_CODE_HINT)
    end = cells.get("end") or cells.get("duration")
    has_end = end is not None and bool(end.text.strip())
    end_ns = _time(end, place, findings) if has_end else None
    if start_ns is None or not code or (has_end and end_ns is None):
        return None
    if end is not None and end_ns is not None:
        if end.heading.role == "duration":
            end_ns += start_ns
        if end_ns < start_ns:
            findings.add("I108", end.place, BACKWARDS, BACKWARDS_HINT)
            return None
    subject = cells.get("subject")
    modifiers = _text(cells, "modifiers")
    return Row(
        place=place,
        start_ns=start_ns,
        end_ns=end_ns,
        code=code,
        subject="" if subject is None else subject.text.strip(),
        subject_place=None if subject is None else subject.place,
        comment=_text(cells, "comment"),
        fields={"modifiers": modifiers} if modifiers else {},
        original={
            role: cells[role].text.strip()
            for role in ("start", "end", "duration")
            if role in cells and cells[role].text.strip()
        },
    )


def _text(cells: Mapping[Role, Cell], role: Role) -> str:
    return cells[role].text.strip() if role in cells else ""


def _time(cell: Cell | None, place: Place, findings: Findings) -> int | None:
    """Return the time in a cell (ns); None, and a finding, where there is none."""
    if cell is None or not cell.text.strip():
        findings.add("I107", place if cell is None else cell.place, _NO_TIME, HINT)
        return None
    found = time_ns(cell.text, cell.heading.unit)
    if found is None:
        findings.add("I107", cell.place, NOT_A_TIME, HINT)
    return found


_NO_TIME = msg("the start is missing")
_NO_CODE = msg("the event's code is missing")
_NO_CODE_HINT = msg("say what happened, or take the line out")
BACKWARDS = msg("the end is before the start")
BACKWARDS_HINT = msg("a duration goes into a column 'duration'")
