"""A coder at work on one session: the file that is written, the scheme, and what each act made of them.

A sitting, from opening a coder's file to closing it, begins with a line that says by which scheme, and what
was hidden from the coder. A page that has not seen all that is coded is refused. What was watched, and that a
session is done, is also written here from the command line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from nao_sessions.analysis.coding.acts import Ops, Press, change, press, remove
from nao_sessions.analysis.coding.folder import keep_scheme, read_coded
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS, utc_now
from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import (
    FORMAT,
    AnnotationLine,
    AnnotationWriter,
    Coding,
    statement,
    to_json,
)
from nao_sessions.record.additions.periods import Spans, difference, union
from nao_sessions.text.messages import Text, msg, verbatim

Now = Callable[[], str]
"""A function that returns the time of day (UTC) as text."""


Hidden = Literal["robot", "judgements", "phase", "number"]

HIDDEN: tuple[Hidden, ...] = ("robot", "judgements", "phase", "number")

HIDDEN_NAMES: dict[Hidden, Text] = {
    "robot": msg("what Nao says and does"),
    # the whole lanes: what a child answered is what was judged, and a note often says it
    "judgements": msg("the session's judgements, and all that was noted of child and adult"),
    "phase": msg("the phase and the steps"),
    "number": msg("the session's number and date"),
}


def begins_silent(hidden: Collection[Hidden]) -> bool:
    """Return whether the sound starts switched off, because Nao is hidden and its voice would be heard."""
    return "robot" in hidden


class CodingSession:
    """One coder at work on one session by one scheme, with the coder's file open for writing."""

    def __init__(
        self,
        folder: Path,
        coder: str,
        scheme: Scheme,
        hidden: Sequence[Hidden] = (),
        order: Mapping[str, Any] | None = None,
        now: Now = utc_now,
    ) -> None:
        """Open the coder's file and begin a sitting.

        Raises:
            FolderInUse: this coder's file is open elsewhere.
            RecordError: it cannot be read or made.
        """
        self.scheme = scheme
        self._coder = coder
        self._folder = folder
        self._now = now
        self._writer = AnnotationWriter(folder, coder)
        self._watched: Spans = ()
        self._reported = False
        facts: dict[str, Any] = {
            "format": FORMAT,
            "coder": coder,
            "scheme": {
                "id": scheme.id,
                "version": scheme.version,
                "digest": scheme.digest(),
                "file": keep_scheme(folder, scheme),
            },
            "hidden": list(hidden),
        }
        if begins_silent(hidden):
            facts["sound"] = "off"
        if order is not None:
            facts["order"] = dict(order)
        self._writer.append([AnnotationLine("open", self.coding.next_act, now(), facts=facts)])

    @property
    def coding(self) -> Coding:
        """Return the coding as the coder's file holds it now."""
        return self._writer.coding

    @property
    def seen(self) -> str:
        """Return the mark (:func:`seen_of`) of a page that shows the whole coding."""
        return seen_of(self._folder, self.coding)

    def press(self, pressed: Press) -> None:
        """Write what a press of a behaviour's key changes. Raises: UsageError, OSError."""
        new_id = f"{self._coder.lower()}-{self.coding.next_act}"
        self._write(press(self.coding.annotations, self.scheme, pressed, new_id))

    def change(self, name: str, changes: Mapping[str, Any]) -> None:
        """Change an annotation, by its id. Raises: UsageError, OSError."""
        self._write(change(self.coding.annotations, self.scheme, name, changes))

    def remove(self, name: str) -> None:
        """Remove an annotation, by its id. Raises: UsageError, OSError."""
        self._write(remove(self.coding.annotations, name))

    def undo(self) -> None:
        """Undo the last act, if there is one. Raises: OSError."""
        self._undo(self.coding.to_undo())

    def redo(self) -> None:
        """Redo the act that was undone last, if nothing else was done since. Raises: OSError."""
        self._undo(self.coding.to_redo())

    def watch(self, spans: Spans) -> None:
        """Write the spans the page played that this sitting has not yet written; nothing if there are none.

        The first report of a sitting is written even when it is empty.

        Raises: OSError.
        """
        new = difference(spans, self._watched)
        if new or not self._reported:
            self._reported, self._watched = True, union(self._watched, new)
            self._writer.append(
                [statement("watch", self.coding, self.scheme.id, new, self._now(), by="page")]
            )

    def say_done(self) -> None:
        """Write, once, that all of the session was coded by this scheme. Raises: OSError."""
        if self.scheme.id not in self.coding.done_by:
            facts = {"scheme": self.scheme.id}
            self._writer.append([AnnotationLine("done", self.coding.next_act, self._now(), facts=facts)])

    def to_json(self) -> dict[str, Any]:
        """Return what the coding page shows as JSON values: annotations, undo, redo, what was watched."""
        coding = self.coding
        return {
            "annotations": [to_json(one) for one in coding.annotations],
            "undo": coding.to_undo() is not None,
            "redo": coding.to_redo() is not None,
            "done": self.scheme.id in coding.done_by,
            "seen": self.seen,
            "observed": coding.periods(self.scheme.id).to_json(),
        }

    def close(self) -> None:
        """Close the coder's file, so that another process may open it."""
        self._writer.close()

    def _write(self, ops: Ops) -> None:
        if ops.lines:
            self._writer.append(ops.numbered(self.coding.next_act, self._now()))

    def _undo(self, act: int | None) -> None:
        if act is not None:
            self._writer.append([AnnotationLine("undo", self.coding.next_act, self._now(), undoes=act)])


MOVED_ON, ANOTHER_FILE = "K116", "K117"
"""Codes of the two refusals: the coding moved on, or another session is coded at this address."""

_FILE_DIGITS = 16

NO_NEWS = frozenset({"open", "plan", "watch"})
"""Lines of a coder's file that change nothing that a page shows of the coding."""


def seen_of(folder: Path, coding: Coding) -> str:
    """Return the mark of a page that shows all of a coding: a digest of the file, and its number of acts.

    A line that opens a sitting is no act, so that a program that was started again takes what still waits,
    nor is one on what was watched. The file is named by a digest: a blind coder must not read the session's
    name in it.
    """
    file = sha256(f"{folder.name}/{coding.coder}".encode()).hexdigest()[:_FILE_DIGITS]
    return f"{file}-{sum(line.op not in NO_NEWS for line in coding.lines)}"


def check_seen(seen: str, now: str) -> None:
    """Raise UsageError if a page that asks for an act has not seen all that is coded now."""
    check_file(seen, now)
    if seen == now:
        return
    raise UsageError(
        msg("Another page coded meanwhile: nothing was written, and this is what is coded now."),
        code=MOVED_ON,
    )


def check_file(seen: str, now: str) -> None:
    """Raise UsageError if a page belongs to another session or coder."""
    if seen.partition("-")[0] != now.partition("-")[0]:
        raise UsageError(
            msg("Another session is coded at this address now: nothing was written."),
            code=ANOTHER_FILE,
        )


def say_done(folders: Sequence[Path], coder: str, scheme: str | None, now: Now = utc_now) -> tuple[str, int]:
    """Write that the session is done, for each one that a coder opened without noting anything.

    Args:
        folders: the sessions.
        coder: whose.
        scheme: the id of the scheme; None: the only one of which there is such a session.
        now: the time of day.

    Returns:
        The scheme, and how many sessions that was said of.

    Raises:
        UsageError: there is no such session, or nobody knows by which scheme.
        RecordError: a file cannot be read, or is open elsewhere.
    """
    opened = {path: read_coded(path).opened.get(coder, frozenset()) for path in folders}
    schemes = sorted({one for of_session in opened.values() for one in of_session})
    if scheme is None and len(schemes) > 1:
        raise UsageError(_WHICH, verbatim(", ".join(schemes)), code="K146")
    chosen = scheme or next(iter(schemes), "")
    theirs = [path for path, of_session in opened.items() if chosen in of_session]
    if not theirs:
        raise UsageError(_NONE.format(coder=coder), _OPEN_FIRST, code="K126")
    for path in theirs:
        with closing(AnnotationWriter(path, coder)) as writer:
            writer.append([AnnotationLine("done", writer.coding.next_act, now(), facts={"scheme": chosen})])
    return chosen, len(theirs)


_WHICH = msg("You opened these sessions by several schemes: say which with --scheme.")
_NONE = msg("{coder} has no session here that was opened and nothing noted in.")
_OPEN_FIRST = msg("Open it first; a session in which something is noted counts without this.")


def state_periods(
    folders: Sequence[Path],
    coder: str,
    scheme: str,
    planned: Spans | Literal["all"] | None,
    watched: Spans | Literal["all"] | None,
    now: Now = utc_now,
) -> int:
    """Write, for each session, which periods a coder is to watch, and which the coder says were watched.

    Args:
        folders: the sessions.
        coder: whose.
        scheme: the id of the scheme.
        planned: spans of session time; ``all``: the whole session; None: nothing new is said.
        watched: the same; ``all``: all that was planned.
        now: the time of day.

    Returns:
        The number of sessions.

    Raises:
        RecordError: a file cannot be read, or is open elsewhere.
    """
    for path in folders:
        with closing(AnnotationWriter(path, coder)) as writer:
            if planned is not None:
                spans = None if planned == "all" else planned
                writer.append([statement("plan", writer.coding, scheme, spans, now(), by="coder")])
            if watched == "all":
                writer.append(
                    [AnnotationLine("done", writer.coding.next_act, now(), facts={"scheme": scheme})]
                )
            elif watched is not None:
                writer.append([statement("watch", writer.coding, scheme, watched, now(), by="coder")])
    return len(folders)


def read_spans(text: str) -> Spans | Literal["all"]:
    """Return the spans of session time (ns) that a person typed: ``0:30-5:00,7:10-9:00``, or ``all``.

    Raises:
        UsageError: they cannot be read, or one ends before it begins.
    """
    if text.strip() in ("all", "tout"):
        return "all"
    found = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        ends = [_nanoseconds(end) for end in match.groups()] if match else []
        if not ends or ends[1] <= ends[0]:
            raise UsageError(_NO_SPAN.format(part=part.strip()), _SPAN_HINT, code="K127")
        found.append((ends[0], ends[1]))
    return union(found)


_TIME = r"(?:\d+:)?(?:\d+:)?\d+(?:\.\d+)?"

_SPAN = re.compile(rf"({_TIME})\s*[-–]\s*({_TIME})")


def _nanoseconds(text: str) -> int:
    seconds = Decimal(0)
    for part in text.split(":"):
        seconds = seconds * 60 + Decimal(part)
    return int(seconds * SECOND_NS)


_NO_SPAN = msg("'{part}' is no period.")
_SPAN_HINT = msg("Write for example 0:30-5:00,7:10-9:00 (session time), or all.")
