"""``annotations/CODER.jsonl``: what one coder wrote of a session, act by act, appended and never changed.

A line is on the disk before the page hears that it is kept; coders never write into each other's file.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import FolderInUse, FormatTooNew, RecordError
from nao_sessions.core.received import read_received
from nao_sessions.record.additions.periods import Periods, Spans, spans_of, union
from nao_sessions.record.log import cut_torn_end
from nao_sessions.record.private import make_private_folder, open_private
from nao_sessions.record.signature import sign_addition
from nao_sessions.text.messages import msg

FORMAT = 1
FOLDER = "annotations"
CONSENSUS = "CONSENSUS"
"""The file of what two coders agreed on; no person's code."""
LIVE = "LIVE"
"""What was marked and judged while the session ran: read from the log, never a file."""

Op = Literal["open", "add", "change", "remove", "undo", "done", "plan", "watch"]
_OPS = frozenset({"open", "add", "change", "remove", "undo", "done", "plan", "watch"})
_ACTS = frozenset({"add", "change", "remove"})
STATEMENTS = frozenset({"open", "done", "plan", "watch"})
"""The lines that are no act of coding: who codes, by which scheme, which parts of the session are watched."""
_NO_ACTS = STATEMENTS | {"undo"}
"""The lines that change no annotation by themselves, so that undo passes over them."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_NUMBERS = re.compile("([0-9]+)")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One behaviour that a coder saw. Times are session nanoseconds.

    ``stop_ns`` is None for a point, and for a state whose end was not coded yet (``open``); ``modifiers``
    are values by the name of their set; ``subject`` is a code, a role, or "".
    """

    id: str
    scheme: str
    behaviour: str
    start_ns: int
    stop_ns: int | None = None
    open: bool = False
    modifiers: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    comment: str = ""

    @property
    def order(self) -> tuple[int, list[tuple[int, str]], str]:
        """Return by what annotations are in order: begin, then ids as given: c01-9 before c01-10."""
        parts = [part.lstrip("0") if odd % 2 else part for odd, part in enumerate(_NUMBERS.split(self.id))]
        return self.start_ns, [(len(part) if odd % 2 else 0, part) for odd, part in enumerate(parts)], self.id


@dataclass(frozen=True, slots=True)
class AnnotationLine:
    """One line of the file; lines of one ``act`` were written together, and are taken back together.

    ``undoes`` is the act that an ``undo`` takes back: taking an undo back does the act again. ``facts`` are
    those of an ``open`` line (who, which scheme, what was hidden), of a choice (``choice``), of a ``done``
    line: by which ``scheme`` the session was looked at to its end, whatever was noted, or of a ``plan`` or
    ``watch`` line: which ``spans`` are to be looked at, or were, by which ``scheme``.
    """

    op: Op
    act: int
    at_utc: str
    id: str = ""
    annotation: Annotation | None = None
    undoes: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coding:
    """The content of a coder's file: its lines in order; ``torn`` is whether a last line was cut off."""

    coder: str
    lines: tuple[AnnotationLine, ...] = ()
    torn: bool = False

    @property
    def sittings(self) -> tuple[Mapping[str, Any], ...]:
        """Return the facts of each sitting: one ``open`` line for each time the coder opened the session."""
        return tuple(line.facts for line in self.lines if line.op == "open")

    @property
    def done_by(self) -> frozenset[str]:
        """Return the schemes by which the coder called the session done."""
        return frozenset(str(line.facts.get("scheme")) for line in self.lines if line.op == "done")

    def periods(self, scheme: str) -> Periods:
        """Return the periods of the session that the coder planned to watch, and watched, for a scheme.

        What the page played counts if that is known of every sitting in which something was coded: it is not
        of an older file, nor of what came from another program. What the coder states counts instead, and
        what the page plays later is added to it.
        """
        planned: Spans | None = None
        stated: Spans | None = None
        played: Spans = ()
        by_page = unknown = reported = False
        here: object = None
        for line in self.lines:
            own = str(line.facts.get("scheme")) == scheme
            if line.op == "open":
                opened = line.facts.get("scheme")
                here, reported = (opened.get("id") if isinstance(opened, dict) else None), False
            elif line.op in _ACTS and (line.annotation.scheme if line.annotation else here) == scheme:
                unknown |= not reported
            elif line.op == "plan" and own:
                planned = _planned(line)
            elif line.op == "watch" and own and line.facts.get("by") == "page":
                spans, by_page, reported = spans_of(line.facts.get("spans")), True, True
                played = union(played, spans)
                stated = None if stated is None else union(stated, spans)
            elif line.op == "watch" and own:
                stated = spans_of(line.facts.get("spans"))
            elif line.op == "done" and own:
                stated = _EVER
        of_page = played if by_page else None
        if stated is not None:
            return Periods(planned, None if stated == _EVER else stated, of_page, "coder")
        if by_page and not unknown:
            return Periods(planned, played, of_page, "page")
        return Periods(planned, None, of_page, "unstated" if planned is None else "planned")

    @property
    def stated(self) -> dict[str, Periods]:
        """Return the observation periods that were stated, by the schemes' ids."""
        about = {str(line.facts.get("scheme")) for line in self.lines if line.op in ("done", "plan", "watch")}
        found = {scheme: self.periods(scheme) for scheme in sorted(about)}
        return {scheme: periods for scheme, periods in found.items() if periods.source != "unstated"}

    @property
    def coded_by(self) -> frozenset[str]:
        """Return the ids of the schemes by which the coder coded; one only opened does not count."""
        return schemes_coded(self.annotations, self.done_by)

    @property
    def standing(self) -> tuple[AnnotationLine, ...]:
        """Return the lines of acts that were not undone."""
        taken_back = _taken_back(self.lines)
        return tuple(line for line in self.lines if line.act not in taken_back and line.op not in _NO_ACTS)

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """Return the annotations that stand now, in the order of time."""
        standing: dict[str, Annotation] = {}
        for line in self.standing:
            if line.op == "remove":
                standing.pop(line.id, None)
            elif line.annotation is not None and (line.op == "add" or line.id in standing):
                standing[line.id] = line.annotation
        return tuple(sorted(standing.values(), key=lambda one: one.order))

    @property
    def next_act(self) -> int:
        """Return the number that the next act gets."""
        return max((line.act for line in self.lines), default=0) + 1

    def brought(self, document: str) -> dict[str, Annotation]:
        """Return the annotations that came from another program's document, by id, unless undone since."""
        found: dict[str, Annotation] = {}
        taken_back = _taken_back(self.lines)
        for line in self.lines:
            if line.act in taken_back or line.facts.get("from") != document:
                continue
            if line.op == "remove":
                found.pop(line.id, None)
            elif line.annotation is not None:
                found[line.id] = line.annotation
        return found

    def to_undo(self) -> int | None:
        """Return the number of the act that undo takes back: the last one that stands; None without one."""
        taken_back = _taken_back(self.lines)
        acts = [line.act for line in self.lines if line.op not in _NO_ACTS]
        return next((act for act in reversed(acts) if act not in taken_back), None)

    def to_redo(self) -> int | None:
        """Return the number of the undo that redo takes back; None if something else was done since."""
        taken_back = _taken_back(self.lines)
        for line in reversed(self.lines):
            if line.op in STATEMENTS or line.act in taken_back:
                continue
            if line.op != "undo":
                return None
            undone = next((one for one in self.lines if one.act == line.undoes), None)
            if undone is not None and undone.op != "undo":
                return line.act
        return None


_EVER: Spans = ((-(2**62), 2**62),)
"""The spans of a session called done: all that was planned, whatever that is."""


def _planned(line: AnnotationLine) -> Spans | None:
    """Return the spans that a line plans; None for the whole session."""
    spans = line.facts.get("spans")
    return None if spans is None else spans_of(spans)


def _taken_back(lines: Sequence[AnnotationLine]) -> set[int]:
    """Return the acts that do not stand: those that an undo names, where that undo stands itself."""
    found: set[int] = set()
    for line in reversed(lines):
        if line.op == "undo" and line.act not in found and line.undoes is not None:
            found.add(line.undoes)
    return found


def statement(
    op: Literal["plan", "watch"], coding: Coding, scheme: str, spans: Spans | None, at_utc: str, by: str
) -> AnnotationLine:
    """Return the line that states which spans are planned or were watched; None plans the whole session."""
    listed = None if spans is None else [list(span) for span in spans]
    return AnnotationLine(op, coding.next_act, at_utc, facts={"scheme": scheme, "spans": listed, "by": by})


def schemes_coded(annotations: Sequence[Annotation], done_by: Set[str]) -> frozenset[str]:
    """Return the schemes that have annotations that stand, or by which the session was called done.

    A page that was opened and left is no coding: it would count as having seen nothing, from end to end.
    """
    return frozenset({one.scheme for one in annotations} | done_by)


def scheme_of(sitting: Mapping[str, Any]) -> str:
    """Return the id of the scheme by which a sitting (from opening a coder's file to closing) was, or ""."""
    scheme = sitting.get("scheme")
    return str(scheme.get("id", "")) if isinstance(scheme, dict) else ""


def is_coder(text: str) -> bool:
    """Return whether a text may name a coder: a code (``C01``), or the consensus; never a first name."""
    return is_code(text) or text == CONSENSUS


def annotation_path(folder: Path, coder: str) -> Path:
    """Return the path of a coder's file. Raises: RecordError, when the text names no coder."""
    if not is_coder(coder):
        raise RecordError(
            msg("a code such as C01 is needed"),
            msg("--coder C01"),
            code="K113",
        )
    return folder / FOLDER / f"{coder}.jsonl"


def coders_of(folder: Path) -> tuple[str, ...]:
    """Return the coders who have a file in a session, in alphabetical order; an empty file does not count.

    What is no file counts: whoever reads it says so.
    """
    paths = (folder / FOLDER).glob("*.jsonl")
    found = [path.stem for path in paths if not path.is_file() or path.stat().st_size]
    return tuple(sorted(name for name in found if is_coder(name)))


def read_coding(folder: Path, coder: str) -> Coding:
    """Return the content of a coder's file; an empty coding where there is none.

    Raises:
        RecordError: a line that is not the last cannot be read.
        FormatTooNew: a newer program wrote it.
    """
    path = annotation_path(folder, coder)
    try:
        content = read_received(path, folder)
    except FileNotFoundError:
        return Coding(coder)
    except OSError as error:
        raise _unreadable(path, 0) from error
    *whole, torn = content.split(b"\n")
    lines = []
    for number, raw in enumerate(whole, start=1):
        try:
            lines.append(_line(decode_json(raw)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _unreadable(path, number) from error
        written = lines[-1].facts.get("format", FORMAT)
        if isinstance(written, int) and written > FORMAT:
            raise FormatTooNew(
                msg(
                    "{path} has format {written}; this program reads up to format {format_}.",
                    path=path,
                    written=written,
                    format_=FORMAT,
                ),
                msg("Update nao_sessions."),
                code="K112",
            )
    return Coding(coder, tuple(lines), torn != b"")


class AnnotationWriter:
    """The one writer of a coder's file: it holds the lock, and each act is one write, synced.

    Of a writer that wrote nothing nothing is left: a file that is empty goes when it is closed.
    """

    def __init__(self, folder: Path, coder: str) -> None:
        """Open a coder's file, creating it where there is none, and cut a torn last line.

        Raises:
            FolderInUse: it is open elsewhere.
            RecordError: it cannot be read, or not be made; LinkRefused where a link is in its place.
        """
        self._path = path = annotation_path(folder, coder)
        try:
            make_private_folder(path.parent)
            self._file = open_private(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, within=folder)
        except OSError as error:
            raise RecordError(msg("{path} cannot be written.", path=path), code="K111") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.fstat(self._file).st_nlink:
                raise FileNotFoundError(path)  # whoever made it took it away again in between
        except OSError as error:
            os.close(self._file)
            raise FolderInUse(
                msg("The coding of {coder} is already open elsewhere.", coder=coder),
                msg("Close the other window, or take another code."),
                code="K111",
            ) from error
        try:
            self.torn = cut_torn_end(self._file, path)
            self.coding = read_coding(folder, coder)
        except BaseException:
            self.close()
            raise

    def append(self, lines: Sequence[AnnotationLine]) -> Coding:
        """Write the lines of one or more acts, together or not at all; return what the file holds now.

        Raises:
            OSError: the disk is full or gone; nothing of them was kept.
        """
        content = "".join(_written(line) + "\n" for line in lines).encode("utf-8")
        good = os.fstat(self._file).st_size
        try:
            while content:
                content = content[os.write(self._file, content) :]
        except OSError:
            os.ftruncate(self._file, good)
            raise
        os.fdatasync(self._file)
        sign_addition(self._path, good)
        self.coding = replace(self.coding, lines=(*self.coding.lines, *lines))
        return self.coding

    def close(self) -> None:
        """Release the lock, and remove the file if it is empty."""
        with suppress(OSError):
            if not os.fstat(self._file).st_size:
                self._path.unlink()
                self._path.parent.rmdir()  # fails where others have coded, as it should
        os.close(self._file)


def _written(line: AnnotationLine) -> str:
    record: dict[str, Any] = {"op": line.op, "act": line.act}
    if line.annotation is not None:
        record |= to_json(line.annotation)
    elif line.id:
        record["id"] = line.id
    if line.undoes is not None:
        record["undoes"] = line.undoes
    record |= {**line.facts, "at_utc": line.at_utc}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_json(annotation: Annotation) -> dict[str, Any]:
    """Return an annotation as JSON values, as the file and the page have it."""
    record: dict[str, Any] = {
        "id": annotation.id,
        "scheme": annotation.scheme,
        "behaviour": annotation.behaviour,
        "modifiers": dict(annotation.modifiers),
        "subject": annotation.subject,
        "start_ns": annotation.start_ns,
        "stop_ns": annotation.stop_ns,
        "comment": annotation.comment,
    }
    return record | {"open": True} if annotation.open else record


def from_json(record: Mapping[str, Any]) -> Annotation:
    """Return the annotation in a JSON record. Raises: ValueError, KeyError, TypeError."""
    start, stop = record["start_ns"], record.get("stop_ns")
    if not _is_time(start) or not (stop is None or _is_time(stop)) or (stop is not None and stop < start):
        raise ValueError("times are whole nanoseconds, and a state ends after it began")
    if _ID.fullmatch(str(record["id"])) is None:
        raise ValueError("an id is letters, digits, - and _")
    return Annotation(
        id=str(record["id"]),
        scheme=str(record["scheme"]),
        behaviour=str(record["behaviour"]),
        start_ns=start,
        stop_ns=stop,
        open=bool(record.get("open", False)) and stop is None,
        modifiers={str(name): str(value) for name, value in dict(record.get("modifiers") or {}).items()},
        subject=str(record.get("subject") or ""),
        comment=str(record.get("comment") or ""),
    )


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_OWN = frozenset(
    {"op", "act", "at_utc", "undoes", "id", "scheme", "behaviour", "modifiers", "subject", "start_ns",
     "stop_ns", "comment", "open"}
)  # fmt: skip


def _line(record: Mapping[str, Any]) -> AnnotationLine:
    op = record["op"]
    if op not in _OPS:
        # A newer program's line of another kind: kept in its place, without an effect.
        act = record.get("act")
        return AnnotationLine("open", act if isinstance(act, int) else 0, str(record.get("at_utc", "")))
    coded = op in ("add", "change")
    own = _OWN if op not in STATEMENTS else frozenset({"op", "act", "at_utc"})
    if op == "watch" or (op == "plan" and record.get("spans") is not None):
        spans_of(record.get("spans"))
    return AnnotationLine(
        op=op,
        act=int(record["act"]),
        at_utc=str(record.get("at_utc", "")),
        id=str(record.get("id", "")),
        annotation=from_json(record) if coded else None,
        undoes=int(record["undoes"]) if op == "undo" else None,
        facts={name: value for name, value in record.items() if name not in own},
    )


def _unreadable(path: Path, number: int) -> RecordError:
    where = f"{path}:{number}" if number else str(path)
    return RecordError(
        msg("{where}: this line is no annotation.", where=where),
        msg("The file was changed or damaged: compare it with a backup."),
        code="K110",
    )
