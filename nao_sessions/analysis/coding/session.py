"""A coder at work on one session: the file that is written, the scheme, and what each act made of them.

A sitting, from opening a coder's file to closing it, begins with a line that says by which scheme, and what
was hidden from the coder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nao_sessions.analysis.coding.acts import Ops, Press, change, press, remove
from nao_sessions.analysis.coding.blinding import Hidden, begins_silent
from nao_sessions.analysis.coding.folder import keep_scheme
from nao_sessions.analysis.coding.viewing_log import seen_of
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.record.additions.annotations import (
    FORMAT,
    AnnotationWriter,
    Coding,
    Line,
    statement,
    to_json,
)
from nao_sessions.record.additions.periods import Spans, difference, union

Now = Callable[[], str]
"""A function that returns the time of day (UTC) as text."""


def utc_now() -> str:
    """Return the time of day (UTC) as text, as the coder's file writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
        self._writer.append([Line("open", self.coding.next_act, now(), facts=facts)])

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
            self._writer.append([Line("done", self.coding.next_act, self._now(), facts=facts)])

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
            self._writer.append([Line("undo", self.coding.next_act, self._now(), undoes=act)])
