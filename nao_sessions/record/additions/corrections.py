"""``corrections.jsonl``: what was corrected of trials and responses after the end, a line each.

A correction is added beside the log, which stays as it was; the last one of a trial or a response counts.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from nao_sessions.record.additions.lines import append_line, read_lines, unreadable

CORRECTIONS_FILE = "corrections.jsonl"
UNREADABLE = "R147"

Field = Literal["judgement", "by"]
"""The field that is corrected: how a trial was judged, or who gave its answer or a response."""


@dataclass(frozen=True, slots=True)
class RecordCorrection:
    """One correction of a trial or a response.

    ``seq`` is that of the trial's or the response's line in the log; ``who`` is a role (``professional``,
    ``researcher``), never a person; of the field ``by``, ``new`` is a child's code, ``professional`` or
    ``unknown``, and "" where an earlier correction of the author is taken back.
    """

    seq: int
    field: Field
    old: str
    new: str
    who: str
    when_utc: str
    why: str = ""


def read_corrections(folder: Path) -> tuple[RecordCorrection, ...]:
    """Return the corrections of a session folder, in the order in which they were made.

    Raises:
        RecordError: the file cannot be read (R147).
    """
    path = folder / CORRECTIONS_FILE
    try:
        corrections = tuple(
            RecordCorrection(
                seq=_seq(line["seq"]),
                field=line["field"],
                old=str(line["old"]),
                new=str(line["new"]),
                who=str(line["who"]),
                when_utc=str(line["when_utc"]),
                why=str(line.get("why", "")),
            )
            for line in read_lines(path, UNREADABLE)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(path, UNREADABLE) from error
    # A field that a newer program corrects is none that this one shows.
    return tuple(one for one in corrections if one.field in get_args(Field))


def _seq(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def append_correction(folder: Path, correction: RecordCorrection) -> None:
    """Append a correction to the session folder. Raises: OSError."""
    append_line(folder / CORRECTIONS_FILE, asdict(correction))
