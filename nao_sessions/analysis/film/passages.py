"""Passages of films that may leave, as a person who watched wrote them down: times, and what of the picture.

A table of one line a passage. What is not in it is not shown: the program recognises nobody, and decides on
no picture by itself. Nor does an empty cell: a picture that is shown whole, and the unit of a time, are
written out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from nao_sessions.analysis.tables.cells import restored, safe_row
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import read_named
from nao_sessions.text.messages import Text, msg

COLUMNS = ("session", "film", "from", "to", "left", "top", "right", "bottom", "sound")
MOST_BYTES = 1_000_000
_TIME = re.compile(r"(?:(?:(\d{1,2})h(?=\d{2}m))?(\d{1,2})m)?(?:([0-5]?\d(?:[.,]\d{1,3})?)s?)?", re.ASCII)
_SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?", re.ASCII)
_ALL = ("all", "tout")
"""What stands in ``left`` where all of the picture is shown: an empty cell says nothing."""
_SOUND: Mapping[str, bool] = {
    "": False, "no": False, "non": False, "yes": True, "oui": True,
}  # fmt: skip


class Area(NamedTuple):
    """What of a picture is shown, as shares of its width and height from its left upper corner, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


WHOLE = Area(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a session's film, in session ns; ``line`` is where in the table it stands.

    ``film`` is the file's name in ``room/``; outside ``area`` the picture is black; ``sound``: it is heard.
    """

    session: str
    film: str
    start_ns: int
    stop_ns: int
    area: Area
    sound: bool
    line: int


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Return the passages of a table; a line without times is none.

    Raises:
        UsageError: it cannot be read, or a line is none of a passage (G184).
    """
    try:
        text = read_named(path, MOST_BYTES).decode("utf-8-sig")
        rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)]
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(
            msg("{path} cannot be read as a table.", path=path),
            msg("Save it as CSV, in UTF-8. --list-films makes one that is to be filled in."),
            code="G184",
        ) from error
    heads = [one.strip() for one in rows[0]] if rows else []
    if sorted(heads) != sorted(COLUMNS):
        raise _refused(path, 1, msg("the columns are to be: {columns}.", columns=", ".join(COLUMNS)))
    return tuple(_read(path, heads, rows[1:]))


def table_of_films(films: Iterable[tuple[str, str]]) -> bytes:
    """Return a table that is to be filled in: a line for each film, by its session and its file's name."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows([COLUMNS, *(safe_row((*one, *[""] * 7)) for one in films)])
    return table.getvalue().encode()


def passage_words(passage: Passage) -> Text:
    """Return in words what leaves: of which film, from when to when, what is seen, and if it is heard."""
    area = passage.area
    shown = msg("all of the picture")
    if area != WHOLE:
        sides = {name: f"{share * 100:g}" for name, share in area._asdict().items()}
        shown = msg("of the picture {left} to {right} % across and {top} to {bottom} % down", **sides)
    words = msg("{session}, {film}: from {start} to {stop}, {seconds} s; {shown}; {sound}.")
    return words.format(
        session=passage.session,
        film=passage.film,
        start=_minutes(passage.start_ns),
        stop=_minutes(passage.stop_ns),
        seconds=f"{(passage.stop_ns - passage.start_ns) / SECOND_NS:g}",
        shown=shown,
        sound=msg("with sound") if passage.sound else msg("without sound"),
    )


def as_noted(passage: Passage) -> dict[str, object]:
    """Return a passage for the house's journal: times in s, the area in shares."""
    return {
        "session": passage.session,
        "film": passage.film,
        "from_s": passage.start_ns / SECOND_NS,
        "to_s": passage.stop_ns / SECOND_NS,
        "area": list(passage.area),
        "sound": passage.sound,
    }


def _minutes(at_ns: int) -> str:
    minutes, ms = divmod(round(at_ns / MILLISECOND_NS), 60_000)
    return f"{minutes}m{ms / 1000:06.3f}"


def refused(path: Path, passage: Passage, why: Text) -> UsageError:
    """Return the error of a passage that its session does not have (G184)."""
    return _refused(path, passage.line, why)


def _delimiter(text: str) -> str:
    return ";" if ";" in text.partition("\n")[0] else ","


def _read(path: Path, heads: Sequence[str], rows: Sequence[list[str]]) -> Iterator[Passage]:
    for line, row in enumerate(rows, start=2):
        cells = dict(zip(heads, map(str.strip, row), strict=False))
        if not any(cells.get(name) for name in COLUMNS[2:]):
            continue
        if len(row) != len(heads):
            raise _refused(path, line, msg("it has {n} cells, not {right}.", n=len(row), right=len(heads)))
        start_ns, stop_ns = (_time(path, line, cells[name]) for name in ("from", "to"))
        if start_ns >= stop_ns:
            raise _refused(path, line, msg("it ends before it begins."))
        area = _area(path, line, [cells[name] for name in ("left", "top", "right", "bottom")])
        if cells["sound"].casefold() not in _SOUND:
            raise _refused(path, line, msg("'{found}' is neither yes nor no.", found=cells["sound"]))
        yield Passage(
            session=restored(cells["session"]),
            film=restored(cells["film"]),
            start_ns=start_ns,
            stop_ns=stop_ns,
            area=area,
            sound=_SOUND[cells["sound"].casefold()],
            line=line,
        )


def _time(path: Path, line: int, written: str) -> int:
    found = _TIME.fullmatch(written.replace(" ", ""))
    if found is None or not re.search("[hms]", written):
        raise _refused(
            path,
            line,
            msg(
                "'{found}' is no time such as 3m07,5 (a spreadsheet makes a time of day of 3:07).",
                found=written,
            ),
        )
    hours, minutes, seconds = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60
    return whole * SECOND_NS + round(float((seconds or "0").replace(",", ".")) * SECOND_NS)


def _area(path: Path, line: int, written: Sequence[str]) -> Area:
    if written[0].casefold() in _ALL and not any(written[1:]):
        return WHOLE
    area = Area(*(_share(path, line, one) for one in written))
    if area.left >= area.right or area.top >= area.bottom:
        raise _refused(path, line, msg("of the picture nothing would be shown."))
    return area


def _share(path: Path, line: int, written: str) -> float:
    """Return a share of the picture; of what is more than 0 and at most 1 nobody knows what it means."""
    found = _SHARE.fullmatch(written.removesuffix("%").strip())
    per_cent = float(found[0].replace(",", ".")) if found else -1.0
    if not (per_cent == 0.0 or 1.0 < per_cent <= 100.0):
        why = msg(
            "'{found}' is no share of the picture, 0 to 100; all of it: the word 'all' in left.",
            found=written,
        )
        raise _refused(path, line, why)
    return per_cent / 100


def _refused(path: Path, line: int, why: Text) -> UsageError:
    return UsageError(
        msg("{path}, line {line}: {why}", path=path, line=line, why=why),
        msg("What is not in the table is not handed out: mend the line, or take it out."),
        code="G184",
    )
