"""What stands on the timeline beside the log's own lanes: rows of marks, curves, and where two versions part.

The caller that composes the page brings the marks; a coder at work is shown none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nao_sessions.review.replay.reading import ReplayedSession
from nao_sessions.review.replay.words import CURVES, UNITS, WORDS, signed
from nao_sessions.text.messages import Text, msg

Kind = Literal["coding", "live", "what_if", "imported"]

_SCALES: Mapping[str, tuple[int, int]] = {"sound": (-60, 0), "heat": (20, 90), "battery": (0, 100)}
"""The values at the foot and at the head of a curve's row. A quiet room lies at -60 dB, nothing is louder
than 0; a motor of Nao starts near 30 degrees and is stopped by Nao itself below 90."""


@dataclass(frozen=True, slots=True)
class RowMark:
    """One mark of a row: a point, or with ``until_ns`` a span; ``label`` is short, for a bar.

    ``faint`` marks what is not certain: a state without a coded end, or what another version might have done.
    """

    at_ns: int
    text: Text
    until_ns: int | None = None
    label: Text | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the timeline under the log's lanes."""

    kind: Kind
    title: Text
    marks: tuple[RowMark, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """The point where the session and another version of its protocol part, and the words for it.

    ``at_ns`` is None where they do not part; ``lines`` follow the ``head``; ``first_ns`` is the session time
    of the first difference, which may be one of times alone.
    """

    head: Text
    at_ns: int | None = None
    lines: tuple[Text, ...] = ()
    first_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """What the timeline shows beside the log.

    ``whole`` shows Nao's body and what was corrected too; without it (a coder at work) the sound is the only
    curve. The page opens at ``begin_ns``, unless its address asks for another time. ``asks_who``: the page
    may ask who gave a response, since its server takes the answer.
    """

    rows: tuple[Row, ...] = ()
    parting: Parting | None = None
    whole: bool = True
    begin_ns: int | None = None
    asks_who: bool = False

    @property
    def last_ns(self) -> int:
        """Return the last time of all marks beside the log, in session ns; 0 without marks."""
        return max((mark.until_ns or mark.at_ns for row in self.rows for mark in row.marks), default=0)

    def to_json(self, recording: ReplayedSession, typeset: Callable[[Text], str]) -> dict[str, Any]:
        """Return as JSON values the rows, the curves, the time at which the page opens, and the parting.

        That is where the session and another version of its protocol part; None without one.
        """
        parting = self.parting
        return {
            "rows": [
                {
                    "kind": row.kind,
                    "title": typeset(row.title),
                    "marks": [_mark(mark, typeset) for mark in row.marks],
                }
                for row in self.rows
            ],
            "curves": [*_sounds(recording, typeset), *(_body(recording, typeset) if self.whole else ())],
            "opens_at": self.begin_ns,
            "parting": None
            if parting is None
            else {
                "t": parting.at_ns,
                "first": parting.first_ns,
                "head": typeset(parting.head),
                "lines": [typeset(line) for line in parting.lines],
            },
        }


CODER = Further(whole=False)
"""What a coder at work is shown beside the log: the sound alone."""


def _mark(mark: RowMark, typeset: Callable[[Text], str]) -> Mapping[str, Any]:
    shown: dict[str, Any] = {"t": mark.at_ns, "text": typeset(mark.text)}
    if mark.until_ns is not None:
        shown["end"] = mark.until_ns
    if mark.label is not None:
        shown["label"] = typeset(mark.label)
    if mark.faint:
        shown["faint"] = True
    return shown


def _sounds(recording: ReplayedSession, typeset: Callable[[Text], str]) -> list[Mapping[str, Any]]:
    return [
        {
            "id": f"v{number}",
            "kind": "sound",
            "title": typeset(WORDS["sound_of"].format(name=stream.name)),
            **_scale("sound", typeset),
        }
        for number, stream in enumerate(recording.streams)
        if stream.has_sound
    ]


def _body(recording: ReplayedSession, typeset: Callable[[Text], str]) -> list[Mapping[str, Any]]:
    if not recording.has_telemetry:
        return []
    return [
        {"id": name, "kind": name, "title": typeset(CURVES[name]), **_scale(name, typeset)}
        for name in ("heat", "battery")
    ]


def _scale(kind: str, typeset: Callable[[Text], str]) -> Mapping[str, Any]:
    """Return a curve's unit, the values at the foot and head of its row, and these in words, head first."""
    unit, scale = UNITS[kind], _SCALES[kind]
    words = msg("{value}{unit}") if kind == "battery" else msg("{value} {unit}")
    ends = [typeset(words.format(value=signed(value), unit=unit)) for value in reversed(scale)]
    return {"unit": typeset(unit), "scale": list(scale), "ends": ends}
