"""What is being typed and is no version yet: kept after every pause, found again next time, never lost.

One file a protocol (0600), written whole. Each keeping has a number, the revision: typing on top of an older
one is refused, and what was typed there is put aside.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

FOLDER = "in-progress"
"""The folder of unsaved work, in the folder of drafts."""


@dataclass(frozen=True, slots=True)
class Work:
    """The changes to one protocol so far, by field.

    ``revision`` counts the keepings, 0: nothing is kept. ``sha256`` is of the files that they change.
    ``aside`` are texts of another tab, by field: for people to read and to copy.
    """

    revision: int = 0
    sha256: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)


class ChangedElsewhere(NaoSessionsError):
    """When texts were typed on top of an older keeping: nothing was overwritten.

    ``revision`` is the newest one.
    """

    def __init__(self, revision: int) -> None:
        self.revision = revision
        super().__init__(
            msg("These texts were changed in another tab."),
            msg("Nothing was overwritten; what you had typed here was put aside."),
            code="T103",
        )


class TextStore:
    """The unsaved work on every protocol, in one folder; its methods may be called from any thread."""

    def __init__(self, drafts: Path) -> None:
        self._folder = drafts / FOLDER
        self._lock = threading.Lock()

    def read(self, stem: str) -> Work:
        """Return the stored work on a protocol; empty where nothing is stored, or it cannot be read."""
        try:
            kept = json.loads(self._file(stem).read_bytes())
            return Work(
                int(kept["revision"]), str(kept["sha256"]), _texts(kept["changes"]), _texts(kept["aside"])
            )
        except (OSError, ValueError, KeyError, TypeError):
            return Work()

    def under_way(self) -> frozenset[str]:
        """Return the stems of the protocols that somebody works on."""
        try:
            return frozenset(path.stem for path in self._folder.glob("*.json"))
        except OSError:
            return frozenset()

    def keep(
        self, stem: str, revision: int, sha256: str, changes: Mapping[str, str], *, over: bool = False
    ) -> Work:
        """Store the changes to a protocol that were typed on top of a revision.

        Args:
            stem: of the protocol.
            revision: the keeping that was seen when they were typed.
            sha256: of the files that they change.
            changes: the new values, by field.
            over: a person has seen that there is another keeping, and wants this one; that one is put aside.

        Raises:
            ChangedElsewhere: T103, another keeping came between.
            NaoSessionsError: T105, it cannot be written.
        """
        with self._lock:
            now = self.read(stem)
            if now.revision != revision and not over:
                self._write(stem, replace(now, aside={**now.aside, **_others(changes, now.changes)}))
                raise ChangedElsewhere(now.revision)
            aside = {**now.aside, **_others(now.changes, changes)} if over else now.aside
            if not changes and not now.revision:
                return now
            kept = Work(now.revision + 1, sha256, dict(changes), aside)
            self._write(stem, kept)
            return kept

    def put_aside(self, stem: str, fields: Collection[str]) -> Work:
        """Move changes of fields that no longer exist aside. Raises: NaoSessionsError (T105)."""
        with self._lock:
            now = self.read(stem)
            gone = {key: text for key, text in now.changes.items() if key in fields}
            if not gone:
                return now
            left = {key: text for key, text in now.changes.items() if key not in fields}
            kept = Work(now.revision + 1, now.sha256, left, {**now.aside, **gone})
            self._write(stem, kept)
            return kept

    def forget_aside(self, stem: str) -> None:
        """Delete the changes that were put aside. Raises: NaoSessionsError (T105)."""
        with self._lock:
            now = self.read(stem)
            if now.revision:
                self._write(stem, replace(now, aside={}))

    def clear(self, stem: str) -> None:
        """Delete the work on a protocol, which was saved as a draft or given up."""
        with self._lock:
            self._file(stem).unlink(missing_ok=True)

    def _file(self, stem: str) -> Path:
        return self._folder / f"{stem}.json"

    def _write(self, stem: str, work: Work) -> None:
        kept = {
            "format": 1,
            "revision": work.revision,
            "sha256": work.sha256,
            "changes": dict(work.changes),
            "aside": dict(work.aside),
        }
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = json.dumps(kept, ensure_ascii=False, indent=1).encode()
            replace_private(self._file(stem), content, f".{stem}.tmp")
        except OSError as error:
            raise NaoSessionsError(
                msg("Your texts could not be kept."),
                msg("Leave this page open, and make room on the disk."),
                code="T105",
            ) from error


def _others(texts: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that are not known."""
    return {key: text for key, text in texts.items() if known.get(key) != text}


def _texts(kept: object) -> dict[str, str]:
    if not isinstance(kept, dict):
        raise TypeError
    return {str(key): str(text) for key, text in kept.items()}
