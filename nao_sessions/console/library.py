"""The protocols that a console offers: what lies in its folders, drafts among it, read once a version.

Pure over the files: a file that cannot be loaded is listed with its problem, and never hides the others.
Loading takes some 20 ms a protocol: from the loop, call :func:`read_library` in a thread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from nao_sessions.core.errors import NaoSessionsError, ProtocolRefused
from nao_sessions.protocol.expectations import is_expectations
from nao_sessions.protocol.flow import Protocol, Speech
from nao_sessions.protocol.loading import load
from nao_sessions.protocol.series_loading import is_series
from nao_sessions.protocol.spoken import languages_of
from nao_sessions.text.languages import Language

_SUFFIXES = frozenset({".yaml", ".yml"})
PICTURE_TYPES: Mapping[str, str] = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
"""The media types of pictures that a page shows, by the end of their file's name."""
_MINUTE_MS = 60_000
MOST_KEPT = 512
"""How many versions of files have their entry remembered; an entry has some 2 KB."""


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One protocol, as a page lists it.

    ``stem`` names it in addresses, and is unique in its library. ``duration_minutes`` is what is expected,
    and the limit. ``problem``: why it cannot be loaded; its title is then the file's name.
    """

    file: Path
    stem: str
    id: str
    version: str
    status: str
    """``draft``, ``review``, ``approved`` or ``retired``."""
    languages: tuple[str, ...] = ()
    """In which a session can be held, the protocol's own first."""
    participants: tuple[int, int] = (0, 0)
    duration_minutes: tuple[int, int] | None = None
    picture: Path | None = None
    problem: NaoSessionsError | None = None
    _title: Speech | None = None
    _goal: Speech | None = None

    def title(self, language: Language) -> str:
        """Return the protocol's title, in the language or in its own; the file's stem where it has none."""
        return self.stem if self._title is None else self._title.template(language).source

    def goal(self, language: Language) -> str:
        """Return the first of the protocol's goals; empty where it states none."""
        return "" if self._goal is None else self._goal.template(language).source


@dataclass(frozen=True, slots=True)
class Library:
    """The protocols of some folders: in the folders' order, and by file name in each.

    ``earlier`` are drafts that a later draft of the same protocol has taken the place of: they can still be
    found by their stem, and are not listed.
    """

    protocols: tuple[LibraryEntry, ...]
    earlier: tuple[LibraryEntry, ...] = ()

    def entry(self, stem: str) -> LibraryEntry | None:
        """Return the protocol with a stem, earlier drafts included; None where there is none."""
        return next((one for one in self.protocols + self.earlier if one.stem == stem), None)


def read_library(*folders: Path) -> Library:
    """Return the protocols of some folders: their YAML files, and those in a folder of their own.

    A protocol in a folder of its own (``drafts/emotions-2.0.1/emotions-2.0.1.yaml``) has its pictures and
    tables beside it. Series, expectations and whatever no protocol is among used files are left out. A
    folder that does not exist holds none. A protocol is loaded again when its file has another size or time.
    """
    entries: list[LibraryEntry] = []
    stems: set[str] = set()
    for folder in folders:
        for path in _files(folder):
            entry = _entry(path)
            if entry is not None:
                stem = _unique(entry.stem, stems)
                stems.add(stem)
                entries.append(entry if stem == entry.stem else replace(entry, stem=stem))
    newest = _newest_drafts(entries)
    listed = tuple(one for one in entries if newest.get(_line(one), one) is one)
    return Library(listed, tuple(one for one in entries if one not in listed))


def version_key(version: str) -> tuple[int, ...]:
    """Return the key by which versions are sorted: their numbers (``2.0.10`` comes after ``2.0.9``)."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version))


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder that may be protocols, in alphabetical order."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    for path in inside:
        if path.name.startswith("."):
            continue
        own = path / f"{path.name}.yaml"
        if path.suffix in _SUFFIXES and path.is_file() and not is_expectations(path):
            yield path
        elif own.is_file():
            yield own


def _entry(path: Path) -> LibraryEntry | None:
    """Return the library's entry for a file; None where the file is no protocol."""
    try:
        state = path.stat()
        return _loaded(path, state.st_size, state.st_mtime_ns)
    except OSError:
        return None  # it went away while the folder was read
    except ProtocolRefused as refused:
        if is_series(path):
            return None
        stem = _plain(path.stem)
        return LibraryEntry(path, stem, id=stem, version="", status="draft", problem=refused)


@lru_cache(maxsize=MOST_KEPT)
def _loaded(path: Path, size: int, mtime_ns: int) -> LibraryEntry:
    """Load one version of a file; a refusal is not cached, as the cause may be in another file.

    Raises:
        ProtocolRefused: it cannot be loaded.
    """
    protocol = load(path)
    return LibraryEntry(
        file=path,
        stem=_plain(path.stem),
        id=protocol.id,
        version=protocol.version,
        status=protocol.status,
        languages=languages_of(protocol),
        participants=(protocol.participants_min, protocol.participants_max),
        duration_minutes=_minutes(protocol),
        picture=_picture(protocol, path.parent),
        _title=protocol.title,
        _goal=next(iter(protocol.about.goals), None),
    )


def _minutes(protocol: Protocol) -> tuple[int, int] | None:
    """Return the minutes that are expected, and the limit, rounded up; one stands for both, None without."""
    stated = [ms for ms in (protocol.expected_ms, protocol.limit_ms) if ms is not None]
    return (-(-stated[0] // _MINUTE_MS), -(-stated[-1] // _MINUTE_MS)) if stated else None


def _picture(protocol: Protocol, folder: Path) -> Path | None:
    """Return the path of the first picture that the protocol shows, or None."""
    names = (source.name for source in protocol.sources)
    found = next((name for name in names if PurePosixPath(name).suffix.lower() in PICTURE_TYPES), None)
    return None if found is None else folder / found


def _plain(stem: str) -> str:
    """Return the stem of a file's name with the characters that an address may hold."""
    bare = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", bare).lstrip(".") or "protocol"


def _unique(stem: str, taken: set[str]) -> str:
    number = 2
    unique = stem
    while unique in taken:
        unique, number = f"{stem}-{number}", number + 1
    return unique


def _line(entry: LibraryEntry) -> tuple[Path, str] | None:
    """Return which line of drafts an entry belongs to (folder, protocol id); None where it is no draft."""
    in_its_own_folder = entry.file.stem == entry.file.parent.name
    if entry.status != "draft" or entry.problem is not None or not in_its_own_folder:
        return None
    return entry.file.parent.parent, entry.id


def _newest_drafts(entries: list[LibraryEntry]) -> dict[tuple[Path, str] | None, LibraryEntry]:
    newest: dict[tuple[Path, str] | None, LibraryEntry] = {}
    for entry in entries:
        line = _line(entry)
        if line is not None:
            before = newest.get(line)
            if before is None or version_key(entry.version) >= version_key(before.version):
                newest[line] = entry
    return newest
