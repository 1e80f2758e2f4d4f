"""The stored features of recordings: a file for each recording in the user's cache, beside the indexes.

Derived, and rebuildable: a recording that changed, a file that is damaged or gone is measured again. Nothing
is ever written into a session's folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.analysis.corpus.index_files import unpacked
from nao_sessions.analysis.corpus.spread import Progress, Work, nobody, spread
from nao_sessions.analysis.film.features.measures import measured
from nao_sessions.record.private import replace_private
from nao_sessions.room.files.index import segment_path, segments_of, streams_of
from nao_sessions.text.messages import Text

FORMAT = 1
"""The number of what is measured: raise it with any change there, and all recordings are measured again."""
FEATURES = "features"
_OF = "of.json"


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded segment of a session."""

    session: Path
    stream: str
    segment: int
    path: Path


def recordings_of(session: Path) -> list[Recording]:
    """Return the recordings of a session folder; links are left out, since they could lead out of it."""
    room = session / "room"
    found = []
    for stream in streams_of(room) if room.is_dir() else ():
        for segment in segments_of(room, stream):
            path = segment_path(room, stream, segment)
            if path.is_file() and not path.is_symlink():
                found.append(Recording(session, stream, segment, path))
    return found


class FeatureFiles:
    """The stored features below one cache folder; where they are lost, recordings are measured again."""

    def __init__(self, cache: Path) -> None:
        self._folder = cache / FEATURES

    def read(self, recording: Recording) -> Any:
        """Return the stored features of a recording (``pyarrow.Table``); None where there are none."""
        import pyarrow as pa

        try:
            content = self._file(recording).read_bytes()
            if int.from_bytes(content[:4], "big") != zlib.crc32(content[4:]):
                return None
            return unpacked(content[4:])
        except (OSError, pa.ArrowException):
            return None

    def keep(self, recording: Recording, features: bytes) -> None:
        """Store the features of a recording in place of older ones, whole or not at all. Raises: OSError."""
        file = self._file(recording)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        of = {"session": str(recording.session.resolve())}
        replace_private(file.parent / _OF, json.dumps(of).encode())
        for old in file.parent.glob(f"{recording.path.name}-*"):
            old.unlink(missing_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".", dir=file.parent)
        with os.fdopen(handle, "wb") as made:
            made.write(zlib.crc32(features).to_bytes(4, "big") + features)
        Path(draft).replace(file)

    def forget_gone(self, root: Path, sessions: Iterable[Path]) -> None:
        """Remove the stored features of sessions below a root that exist no more: they may be erased."""
        there = {str(session.resolve()) for session in sessions}
        for of in self._folder.glob(f"*/{_OF}"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                session = json.loads(of.read_text(encoding="utf-8"))["session"]
                if session not in there and Path(session).is_relative_to(root.resolve()):
                    shutil.rmtree(of.parent)

    def _file(self, recording: Recording) -> Path:
        """Return the path of the features of a recording as it is now. Raises: OSError, if it is gone."""
        status = recording.path.stat()
        name = hashlib.sha256(str(recording.session.resolve()).encode()).hexdigest()[:16]
        stamp = f"{status.st_size}-{status.st_mtime_ns}-{FORMAT}"
        return self._folder / name / f"{recording.path.name}-{stamp}.arrow"


@dataclass(frozen=True, slots=True)
class Measuring:
    """How recordings are measured: where features are stored, by how many processes or which cluster."""

    cache: Path
    jobs: int = 1
    dask: str | None = None
    progress: Progress = nobody

    @property
    def files(self) -> FeatureFiles:
        """Return the files in which features are stored."""
        return FeatureFiles(self.cache)

    def lacking(self, sessions: Iterable[Path]) -> list[Recording]:
        """Return the recordings that have no stored features."""
        found = (one for session in sessions for one in recordings_of(session))
        return [one for one in found if self.files.read(one) is None]

    def measure(self, recordings: Sequence[Recording]) -> dict[Path, Text]:
        """Measure recordings; return those that failed, and why. Raises: OSError, if none is stored."""
        return measure(recordings, self.files, jobs=self.jobs, dask=self.dask, progress=self.progress)


def measure(
    recordings: Sequence[Recording],
    files: FeatureFiles,
    *,
    jobs: int = 1,
    dask: str | None = None,
    progress: Progress = nobody,
    work: Work[bytes | Text] = measured,
) -> dict[Path, Text]:
    """Measure the recordings without features, store each as soon as it is done; return those that failed.

    What is interrupted goes on there the next time.

    Args:
        recordings: what is to be measured, at paths that every worker can reach.
        files: the store; this process alone writes it.
        jobs: processes on this machine.
        dask: address of a Dask scheduler; it goes before ``jobs``.
        progress: called as recordings are done.
        work: measures one recording.

    Raises:
        OSError: features cannot be stored.
    """
    by_path = {one.path: one for one in recordings}

    def keep(path: Path, result: bytes | Text) -> None:
        if isinstance(result, bytes):
            files.keep(by_path[path], result)

    results = spread(work, list(by_path), jobs=jobs, dask=dask, progress=progress, keep=keep, share=1)
    return {path: one for path, one in zip(by_path, results, strict=True) if isinstance(one, Text)}
