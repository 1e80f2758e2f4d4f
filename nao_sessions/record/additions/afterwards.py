"""``after.jsonl``: what was added to a session after its end.

The children's own word, voice memos, why a film that was ended is kept.

A line each, never changed: what is said anew, or deleted, is one more line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from nao_sessions.record.additions.lines import append_line, read_lines, unreadable

AFTER_FILE = "after.jsonl"
UNREADABLE = "R148"
_FILM_KEPT = "film_kept"

Liking = Literal["liked", "so_so", "disliked", "no_answer"]
"""A child's opinion of the session; ``no_answer``: it was asked, and does not wish to answer."""

LIKINGS: tuple[Liking, ...] = get_args(Liking)


@dataclass(frozen=True, slots=True)
class ChildsWord:
    """A child's own word on the session; ``participant`` is a code, "" in a session without codes."""

    participant: str
    word: Liking
    when_utc: str


@dataclass(frozen=True, slots=True)
class MemoLine:
    """A line on a voice memo, which was ``begun``, ``ended`` or ``deleted``; size and length unless begun."""

    number: int
    became: Literal["begun", "ended", "deleted"]
    when_utc: str
    size_bytes: int = 0
    seconds: float = 0.0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FilmKept:
    """A person (``by``, a code) wrote why what was filmed is kept, although the film was ended."""

    by: str
    why: str
    when_utc: str


@dataclass(frozen=True, slots=True)
class Afterwards:
    """The lines of ``after.jsonl``, in order: the children's words, those on memos, why the film is kept."""

    words: tuple[ChildsWord, ...] = ()
    memos: tuple[MemoLine, ...] = ()
    kept: tuple[FilmKept, ...] = ()

    def word_of(self, participant: str) -> Liking | None:
        """Return what a child said last; None where the child was not asked."""
        said = [one.word for one in self.words if one.participant == participant]
        return said[-1] if said else None


def read_afterwards(folder: Path) -> Afterwards:
    """Return what ``after.jsonl`` of a session folder holds; lines of unknown kinds are left out.

    Raises:
        RecordError: the file cannot be read (R148).
    """
    path = folder / AFTER_FILE
    lines = read_lines(path, UNREADABLE)
    try:
        return Afterwards(_words(lines), _memos(lines), _kept(lines))
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(path, UNREADABLE) from error


def append_word(folder: Path, said: ChildsWord) -> None:
    """Append what a child said to the session folder. Raises: OSError."""
    append_line(
        folder / AFTER_FILE,
        {
            "kind": "child_word",
            "when_utc": said.when_utc,
            "participant": said.participant,
            "word": said.word,
        },
    )


def append_film_kept(folder: Path, kept: FilmKept) -> None:
    """Append why the film of a session is kept to its folder. Raises: OSError."""
    record = {"kind": _FILM_KEPT, "when_utc": kept.when_utc, "by": kept.by, "why": kept.why}
    append_line(folder / AFTER_FILE, record)


def append_memo_line(folder: Path, line: MemoLine) -> None:
    """Append a line on a memo to the session folder. Raises: OSError."""
    record: dict[str, Any] = {
        "kind": f"memo_{line.became}",
        "when_utc": line.when_utc,
        "file": f"memos/{line.number:02}.webm",
        "number": line.number,
    }
    if line.became != "begun":
        record |= {"bytes": line.size_bytes, "seconds": line.seconds, "sha256": line.sha256}
    append_line(folder / AFTER_FILE, record)


def _words(lines: Sequence[dict[str, Any]]) -> tuple[ChildsWord, ...]:
    return tuple(
        ChildsWord(str(line["participant"]), line["word"], str(line["when_utc"]))
        for line in lines
        if line["kind"] == "child_word" and line["word"] in LIKINGS
    )


def _kept(lines: Sequence[dict[str, Any]]) -> tuple[FilmKept, ...]:
    return tuple(
        FilmKept(str(line["by"]), str(line["why"]), str(line["when_utc"]))
        for line in lines
        if line["kind"] == _FILM_KEPT
    )


def _memos(lines: Sequence[dict[str, Any]]) -> tuple[MemoLine, ...]:
    kinds: dict[str, Literal["begun", "ended", "deleted"]] = {
        "memo_begun": "begun",
        "memo_ended": "ended",
        "memo_deleted": "deleted",
    }
    return tuple(
        MemoLine(
            number=int(line["number"]),
            became=kinds[line["kind"]],
            when_utc=str(line["when_utc"]),
            size_bytes=int(line.get("bytes", 0)),
            seconds=float(line.get("seconds", 0.0)),
            sha256=str(line.get("sha256", "")),
        )
        for line in lines
        if line["kind"] in kinds
    )
