"""What coders wrote of a session folder, beside what the session says of itself: how long it was, and who.

Nothing here writes, but the copy of a scheme that goes with what was coded by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

from nao_sessions.analysis.agreement.measures import Level
from nao_sessions.analysis.agreement.units import CodedSession
from nao_sessions.analysis.schemes.model import NO_TEXT, Scheme
from nao_sessions.analysis.schemes.yaml_files import as_yaml, load_scheme
from nao_sessions.core.errors import RecordError, SchemeRefused, UsageError
from nao_sessions.core.events import Event
from nao_sessions.core.received import is_there, reads_as_written
from nao_sessions.record.additions.annotations import (
    CONSENSUS,
    FOLDER,
    LIVE,
    Annotation,
    Coding,
    coders_of,
    read_coding,
    scheme_of,
)
from nao_sessions.record.additions.periods import Periods, intersection
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import make_private_folder, replace_private
from nao_sessions.record.results.counts import bounds
from nao_sessions.record.results.responses import children_of
from nao_sessions.record.results.trials import live_annotations
from nao_sessions.text.messages import msg

SAY_DONE = msg(
    "Opening is not enough; where there was nothing to note, "
    "'nao-sessions annotate FOLDER --coder C01 --done' says so."
)
_MOST_LOOKED_AT = 20_000
"""Folders below a root: more is another kind of folder."""


@dataclass(frozen=True, slots=True)
class CodedFolder:
    """A session folder and what was coded of it, from ``begin_ns`` to ``end_ns`` of session time.

    The coder LIVE is among ``by_coder`` where the log holds judgements or marks.
    """

    path: Path
    begin_ns: int
    end_ns: int
    events: tuple[Event, ...]
    by_coder: Mapping[str, tuple[Annotation, ...]]
    schemes: Mapping[str, Mapping[str, str]]
    """Of each coder: the digest of each scheme used for coding, by the scheme's id."""
    opened: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of each coder: the ids of schemes that were opened, with nothing noted and nothing said to be done."""
    codings: Mapping[str, Coding] = field(default_factory=dict)
    """What each coder's file holds."""

    def periods(self, coder: str, scheme: str) -> Periods:
        """Return the periods that a coder watched; for the consensus, what all who state theirs watched."""
        if coder == LIVE:
            return Periods(source="live")
        coding = self.codings.get(coder)
        if coding is None:
            return Periods()
        if coder != CONSENSUS:
            return coding.periods(scheme)
        sittings = (one for one in coding.sittings if scheme_of(one) == scheme)
        made_of = next(sittings, {}).get("made_of")
        makers = [self.periods(str(one), scheme) for one in made_of or () if one != CONSENSUS]
        whole = ((self.begin_ns, self.end_ns),)
        stated = [one.observed(whole) for one in makers if one.source != "unstated"]
        return Periods(None, reduce(intersection, stated), source="coder") if stated else Periods()


@reads_as_written
def read_coded(path: Path) -> CodedFolder:
    """Read what every coder wrote in a session folder. Raises: RecordError."""
    events = SessionFolder(path).read_events()
    if not events:
        raise RecordError(msg("The log of {path} is empty.", path=path), code="R101")
    by_coder: dict[str, tuple[Annotation, ...]] = {}
    schemes: dict[str, Mapping[str, str]] = {}
    opened: dict[str, frozenset[str]] = {}
    codings = {coder: read_coding(path, coder) for coder in coders_of(path)}
    for coder, coding in codings.items():
        by_coder[coder] = coding.annotations
        known = schemes_opened(coding)
        coded = known.keys() if coder == CONSENSUS else coding.coded_by
        schemes[coder] = {name: digest for name, digest in known.items() if name in coded}
        opened[coder] = frozenset(known.keys() - coded)
    live = live_annotations(events)
    if live:
        by_coder[LIVE] = live
    begin, end = bounds(events)
    return CodedFolder(path, begin, end, events, by_coder, schemes, opened, codings)


def schemes_opened(coding: Coding) -> dict[str, str]:
    """Return the digests of the schemes that a coder opened, by the schemes' ids."""
    opened = [sitting["scheme"] for sitting in coding.sittings if isinstance(sitting.get("scheme"), dict)]
    return {str(one.get("id")): str(one.get("digest")) for one in opened}


def coded_by(folder: CodedFolder, scheme: str) -> CodedSession:
    """Return the annotations of a folder to compare: those of one scheme, and the live ones, which have none.

    A coder who noted nothing and said so is there without annotations; who only opened it, is not there.
    """
    by_coder = {
        coder: tuple(one for one in annotations if coder == LIVE or one.scheme == scheme)
        for coder, annotations in folder.by_coder.items()
        if coder == LIVE or scheme in folder.schemes[coder]
    }
    periods = {coder: folder.periods(coder, scheme) for coder in by_coder}
    return CodedSession(
        folder.path.name,
        folder.begin_ns,
        folder.end_ns,
        by_coder,
        periods,
        children_of(folder.events) or (),
    )


def lived(coded: Sequence[CodedSession], scheme: Scheme) -> bool:
    """Return whether any live judgement or mark carries a code of a scheme."""
    codes = {one.code for one in scheme.behaviours}
    return any(a.behaviour in codes for one in coded for a in one.by_coder.get(LIVE, ()))


def scheme_copy(folder: Path, scheme: str, digest: str) -> Path:
    """Return the path of the copy of a scheme beside its codings, whose name holds its digest's beginning."""
    return folder / FOLDER / f"{scheme}-{digest[:8]}.scheme.yaml"


def keep_scheme(path: Path, scheme: Scheme) -> str:
    """Store a copy of a scheme beside its codings, under a name that holds its digest; return that name.

    Raises:
        OSError: it cannot be written.
    """
    target = scheme_copy(path, scheme.id, scheme.digest())
    make_private_folder(target.parent)
    if not target.exists() or not _says_as_much(target, scheme):
        replace_private(target, as_yaml(scheme).encode("utf-8"), within=path)
    return target.name


def _says_as_much(copy: Path, scheme: Scheme) -> bool:
    """Return whether a copy holds all of a scheme, also what another program alone knows (not in the digest).

    One that says more of it stays: a coder may have the scheme as it was before it knew that program.
    """
    try:
        known = load_scheme(copy)
    except SchemeRefused:
        return False
    return known == scheme or len(as_yaml(known)) > len(as_yaml(scheme))


def scheme_used(folders: Sequence[CodedFolder], wanted: str | None, level: Level = "nominal") -> Scheme:
    """Return the newest version of the scheme that sessions were coded by: the only one, or the wanted one.

    Where categories have a rank (``level``), another order of them is another meaning.

    Raises:
        UsageError: nobody coded, several schemes were used, or one whose codes did not mean the same.
        SchemeRefused: of the copies that were kept beside codings none can be read.
    """
    used: dict[str, set[str]] = {}
    places: dict[str, list[Path]] = {}
    for folder in folders:
        for of_coder in folder.schemes.values():
            for scheme, digest in of_coder.items():
                used.setdefault(scheme, set()).add(digest)
                places.setdefault(digest, []).append(scheme_copy(folder.path, scheme, digest))
    if not used:
        raise UsageError(
            msg("Nobody has coded these sessions yet."),
            msg("'nao-sessions annotate FOLDER --coder C01' begins a coding.")
            if not any(any(folder.opened.values()) for folder in folders)
            else SAY_DONE,
            code="K120",
        )
    if (wanted is None and len(used) > 1) or (wanted is not None and wanted not in used):
        names = ", ".join(sorted(used))
        raise UsageError(
            msg("These sessions were coded by: {names}.", names=names),
            msg("Choose with --scheme."),
            code="K120",
        )
    chosen = wanted or next(iter(used))
    copies = [_readable(places[digest]) for digest in sorted(used[chosen])]
    if any(_meaning(one, level) != _meaning(copies[0], level) for one in copies):
        raise UsageError(
            msg("'{chosen}' changed from one coding to the other: they cannot be compared.", chosen=chosen),
            msg("Codes, kinds, groups or modifiers differ in it; the copies: annotations/."),
            code="K121",
        )
    return max(copies, key=_version)


def _readable(copies: Sequence[Path]) -> Scheme:
    """Read the first of a scheme's copies, which are all the same, that is there and whole."""
    for path in copies[:-1]:
        with suppress(SchemeRefused):
            return load_scheme(path)
    return load_scheme(copies[-1])


def _version(scheme: Scheme) -> list[tuple[int, str]]:
    """Return a scheme's version as a key for sorting: 10.0 comes after 9.0."""
    return [(int(part) if part.isdecimal() else 0, part) for part in scheme.version.split(".")]


def _meaning(scheme: Scheme, level: Level) -> tuple[object, ...]:
    """Return what two versions of a scheme must share to be compared: all but titles, keys, definitions."""
    behaviours = [replace(one, title=NO_TEXT, key="", definition=NO_TEXT) for one in scheme.behaviours]
    if level == "nominal":
        behaviours.sort(key=lambda one: one.code)
    modifiers = [
        replace(
            one, title=NO_TEXT, values=tuple(replace(value, title=NO_TEXT, key="") for value in one.values)
        )
        for _, one in sorted(scheme.modifiers.items())
    ]
    return (*behaviours, *modifiers)


def session_folders(root: Path) -> tuple[Path, ...]:
    """Return the session folders in a folder (or that folder itself), by name; a link is not followed."""
    if is_there(root / "events.jsonl"):
        return (root,)
    found = []
    for number, path in enumerate(sorted(root.iterdir()) if root.is_dir() else ()):
        if number >= _MOST_LOOKED_AT:
            break
        if not path.name.startswith(".") and not path.is_symlink() and is_there(path / "events.jsonl"):
            found.append(path)
    return tuple(found)
