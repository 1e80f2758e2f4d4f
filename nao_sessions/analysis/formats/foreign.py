"""The events of a session that was imported, as their own program had them: what BORIS and ELAN get back.

They are in the log. What else the file said is in the copy that the session keeps (``copy`` of each program),
or in the first note of a log from before copies. Where there is neither, events name behaviours and tiers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.analysis.formats.rows import mapped
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.core.events import Event

MOST_DIGITS = 10
"""A number in an imported line that has so many digits is not read: nothing is sure of such a log."""
OURS = "nao_sessions:"
"""How the names of properties begin that this program writes into another one's file."""
BLANK = "blank"
"""The kind of log line of an imported annotation that has times and no text."""
SPACED = "spaced"
"""The key under which an imported event has ELAN's text, where spaces stand around it."""
SUBJECT_MARK = "@"
"""What stands before the subject at the end of a tier's name, as in ``regard@P07``."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One imported event; ``stop_ns`` is None for a moment, and for a state that is ``open``.

    ``tier`` is the name of its tier, ``number`` that tier's place in the file, None where it is not known;
    ``modifiers`` are as they stand in the file. ``original`` is what else the file says of the event, its
    times as they were written among that.
    """

    seq: int
    start_ns: int
    stop_ns: int | None
    open: bool
    code: str
    subject: str
    tier: str
    number: int | None
    modifiers: str
    comment: str
    end_comment: str
    original: Mapping[str, Any]

    @property
    def lasts(self) -> bool:
        """Return whether the event is a state, and no moment."""
        return self.open or self.stop_ns is not None

    @property
    def words(self) -> str:
        """Return the event's code as ELAN has it, with the spaces around it."""
        spaced = str(self.original.get(SPACED, ""))
        return spaced if spaced.strip() == self.code else self.code

    @property
    def remark(self) -> str:
        """Return the event's comment without the comment on its end."""
        if not self.end_comment:
            return self.comment
        return self.comment.removesuffix(self.end_comment).removesuffix(" · ")


def foreign_of(source: SessionSource, *, blank: bool = False) -> tuple[Foreign, ...]:
    """Return the imported events of a session, in the order of the log.

    Args:
        source: the session.
        blank: also annotations of ELAN that nothing is written in: times alone.
    """
    kinds = ("event", BLANK) if blank else ("event",)
    return tuple(
        _foreign(event)
        for event in source.events
        if (event.dir, event.source) == ("note", "import") and event.kind in kinds
    )


def layout_of(source: SessionSource, program: str) -> Mapping[str, Any]:
    """Return what a log that is older than copies keeps of an imported file beside its events.

    Empty where there is nothing, or the file was another program's. The shape of what it holds is not sure.
    """
    first = source.events[0] if source.events else None
    layout = first.data.get("layout") if first is not None and first.source == "import" else None
    if not isinstance(layout, Mapping) or layout.get("program") != program:
        return {}
    return layout


def zero_ns_of(source: SessionSource) -> int:
    """Return the session time in ns of the file's 0."""
    zero_ns = source.events[0].data.get("table_zero_ns") if source.events else None
    return zero_ns if isinstance(zero_ns, int) else 0


def whom(found: Sequence[Foreign]) -> list[str]:
    """Return the children or roles that the events are about, each once."""
    return list(dict.fromkeys(one.subject for one in found if one.subject))


def _foreign(event: Event) -> Foreign:
    data: Mapping[str, Any] = event.data
    original = mapped(data.get("original"))
    number = str(original.get("tier", ""))
    stop = data.get("end_ns")
    return Foreign(
        seq=event.seq,
        start_ns=event.happened_ns,
        stop_ns=stop if isinstance(stop, int) else None,
        open=bool(data.get("open")),
        code=str(data.get("code", "")),
        subject=event.participant or str(original.get("subject") or data.get("subject") or ""),
        tier=str(data.get("tier", "")),
        number=int(number) if number.isdecimal() and len(number) < MOST_DIGITS else None,
        modifiers=str(data.get("modifiers", "")),
        comment=str(data.get("comment", "")),
        end_comment=str(original.get("end_comment", "")),
        original=original,
    )
