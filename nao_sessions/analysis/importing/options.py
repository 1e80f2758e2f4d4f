"""What the command line of an import says, made into values: videos and their names, offsets, the format.

A video is named by the caller or by its number, never by its file: a file's name may be a child's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.plain_tables import read_csv, read_json_lines
from nao_sessions.analysis.formats.table import ImportedTable, time_ns
from nao_sessions.analysis.importing.folder import Offset
from nao_sessions.core.confined_child import TABLE_LIMITS, ConfinedChild
from nao_sessions.core.errors import UsageError
from nao_sessions.text.formats import alternatives
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a table may have: its name after ``--format``, the ends of its files' names, its reader.

    ``read`` takes a file's bytes, its name, and the observation that is wanted where a file may hold several;
    it raises TableRefused.
    """

    name: str
    ends: tuple[str, ...]
    read: Callable[[bytes, str, str | None], ImportedTable]


FORMATS = (
    Format("csv", (".csv", ".tsv", ".txt"), lambda content, file, _: read_csv(content, file)),
    Format("jsonl", (".jsonl", ".ndjson"), lambda content, file, _: read_json_lines(content, file)),
    Format("boris", (".boris",), read_boris),
    Format("eaf", (".eaf",), lambda content, file, _: read_eaf(content, file)),
)
FIRST_NAME = "room"
"""The first video's name where none is given."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_OFFSET = re.compile(r"([^=]*)=\s*([^±/]*?)\s*(?:(?:±|\+/?-)\s*([^±/+-]+))?")


def videos_of(arguments: Sequence[str]) -> dict[str, Path]:
    """Return the videos' paths by name: ``salle=film.mp4``, else ``room``, ``room2``, ``room3``.

    Raises:
        UsageError: a name is not valid or is there twice, or a file is not there.
    """
    found: dict[str, Path] = {}
    for number, argument in enumerate(arguments, start=1):
        name, equals, rest = argument.partition("=")
        if equals and not Path(argument).exists():
            path = Path(rest)
        else:
            name, path = FIRST_NAME if number == 1 else f"{FIRST_NAME}{number}", Path(argument)
        if not _NAME.fullmatch(name) or name in found:
            raise UsageError(_NO_NAME.format(name=name), _NO_NAME_HINT, code="U162")
        if not path.is_file():
            raise UsageError(_NOT_THERE.format(path=path), code="U163")
        found[name] = path
    return found


def offsets_of(arguments: Sequence[str], videos: Mapping[str, Path]) -> dict[str, Offset]:
    """Return when each video begins, by its name: ``room=12,5`` or ``room=12.5±0.04`` (seconds).

    Raises:
        UsageError: there is no such video, or a text is no time.
    """
    found: dict[str, Offset] = {}
    for argument in arguments:
        parts = _OFFSET.fullmatch(argument.strip())
        name = "" if parts is None else parts[1].strip()
        begins_ns = None if parts is None else time_ns(parts[2])
        unsure_ns = None if parts is None or parts[3] is None else time_ns(parts[3])
        if begins_ns is None or (parts is not None and parts[3] is not None and unsure_ns is None):
            raise UsageError(_NO_OFFSET.format(given=argument), _NO_OFFSET_HINT, code="U164")
        if name not in videos:
            raise UsageError(
                _NO_VIDEO.format(name=name), _VIDEOS.format(names=", ".join(videos)), code="U164"
            )
        found[name] = Offset(begins_ns, None if unsure_ns is None else unsure_ns / 1e6)
    return found


def format_of(path: Path, given: str | None) -> Format:
    """Return the format of a table: the given one, else by the file name's end. Raises: UsageError."""
    end = path.suffix.casefold()
    for known in FORMATS:
        if known.name == given or (given is None and end in known.ends):
            return known
    names = alternatives(one.name for one in FORMATS)
    raise UsageError(_NO_FORMAT.format(path=path), _NO_FORMAT_HINT.format(names=names), code="U165")


def read_apart(kind: Format, content: bytes, file: str, observation: str | None) -> ImportedTable:
    """Return a table, after a confined child has read it: what would be read for ever is never begun here.

    Raises:
        TableRefused: it has errors.
        ForeignFileRefused: it took too long, or too much memory, or broke its reader.
    """
    ConfinedChild(file, TABLE_LIMITS).try_out(read_table, kind.name, content, file, observation)
    return kind.read(content, file, observation)


def read_table(name: str, content: bytes, file: str, observation: str | None) -> ImportedTable:
    """Return a table of a format, by its name. Raises: TableRefused."""
    return next(one for one in FORMATS if one.name == name).read(content, file, observation)


_NO_NAME = msg("'{name}' is no name of a video, or it is there twice.")
_NO_NAME_HINT = msg("Small letters, digits, - and _: room=film.mp4")
_NOT_THERE = msg("{path} is not there.")
_NO_OFFSET = msg("--offset {given}: this is no offset.")
_NO_OFFSET_HINT = msg("For example --offset room=12.5 or, with its uncertainty, --offset room=12.5±0.04")
_NO_VIDEO = msg("--offset: there is no video '{name}'.")
_VIDEOS = msg("Videos: {names}")
_NO_FORMAT = msg("The format of {path} is not known.")
_NO_FORMAT_HINT = msg("Add --format {names}.")
