"""Codings that come back from ELAN or BORIS, written into their coders' files: one act each, undone as one.

Everything is read and judged before a line is written. No coder's file but his own is touched, and a person's
name never becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.coded import Back, CodedFile
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.first_names import file_as_written, holds_first_name
from nao_sessions.analysis.formats.table import Findings
from nao_sessions.analysis.schemes.exported import opened
from nao_sessions.analysis.schemes.files import find_scheme, shipped
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.analysis.schemes.reading import load_scheme
from nao_sessions.annotation.desk import Now, utc_now
from nao_sessions.annotation.fitting import Fitting
from nao_sessions.annotation.folder import keep_scheme
from nao_sessions.annotation.returned import Merged, merge
from nao_sessions.core.errors import Place, RecordError, SchemeRefused, UsageError
from nao_sessions.export.source import Source, is_identity
from nao_sessions.record.additions.annotations import (
    CONSENSUS,
    FOLDER,
    FORMAT,
    LIVE,
    AnnotationWriter,
    Coding,
    Line,
    coders_of,
    read_coding,
    statement,
)
from nao_sessions.record.additions.periods import Spans, union
from nao_sessions.record.folder import is_code
from nao_sessions.record.results.counts import bounds
from nao_sessions.text.messages import msg

Kind = Literal["eaf", "boris"]
KINDS: Mapping[str, Kind] = {".eaf": "eaf", ".boris": "boris"}
"""By the end of a file's name."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file changed of one coder's; ``points`` of it lasted in the file, and are moments here."""

    coder: str
    merged: Merged
    points: int = 0
    names: tuple[int, ...] = ()
    """Lines of the file whose remarks seem to hold a first name."""
    periods: int = 0
    """How many statements of what is looked at were taken from the file."""
    unknown: tuple[str, ...] = ()
    """The schemes of annotations that are known nowhere here: nothing that needs a scheme sees these."""


def bring(
    source: Source,
    content: bytes,
    file: str,
    kind: Kind,
    coder: str | None = None,
    scheme: Scheme | None = None,
    offset_ns: int | None = None,
    now: Now = utc_now,
    observation: str | None = None,
) -> tuple[tuple[Brought, ...], CodedFile]:
    """Write what coders did elsewhere into their files of a session.

    Args:
        source: the session.
        content: the file that comes back.
        file: its name.
        kind: which program wrote it.
        coder: whose it is, where the file does not say it by a code.
        scheme: by which it was coded, where the coder has not opened one here.
        offset_ns: the session time of the file's 0, where it names no video of the session.
        now: the time of day.
        observation: which observation of a BORIS project; None: all that are coders'.

    Raises:
        TableRefused: the file cannot be read, is of another session, or something in it fits no scheme.
        UsageError: nobody knows whose it is, or by which scheme.
        RecordError: a coder's file cannot be read, or is open elsewhere.
    """
    if kind == "eaf":
        if observation is not None:
            raise UsageError(_NO_OBSERVATIONS, code="K147")
        read = read_coded_eaf(content, file, source.films, offset_ns)
    else:
        read = read_coded_boris(content, file, source.films, offset_ns, observation)
    if read.session and not is_identity(read.session, source.facts):
        raise Findings().refuse("K140", Place(file), _OTHER, _OTHER_HINT)
    path = source.folder.path
    shown_as = file_as_written(Path(file).name, lambda text: text)
    document = shown_as if read.document == file else read.document
    facts = {"file": shown_as, "sha256": sha256(content).hexdigest(), "format": kind, "document": document}
    with ExitStack() as stack:
        waiting = []
        brought = []
        for back in _whose(read, coder):
            writer = stack.enter_context(closing(AnnotationWriter(path, back.coder)))
            fitting = Fitting(_schemes(path, writer.coding, scheme), source.facts.participants)
            earlier = writer.coding.brought(document)
            ever = frozenset(line.id for line in writer.coding.lines if line.id)
            merged = merge(writer.coding.annotations, back, earlier, fitting, ever)
            stated = _statements(writer.coding, back, fitting, bounds(source.events)[1])
            used = _schemes_used(path, writer.coding, merged, {name for name, *_ in stated}, scheme)
            waiting.append((writer, back, fitting, merged, stated, used))
        for writer, back, fitting, merged, stated, used in waiting:
            known = {name: one for name, one in used.items() if one is not None} | fitting.used
            if merged.ops.lines or known.keys() - fitting.used.keys():
                _write(path, writer, back.coder, known, merged, facts, now())
            for by_scheme, op, spans in stated:
                if op == "done":
                    line = Line(op, writer.coding.next_act, now(), facts={"scheme": by_scheme})
                else:
                    line = statement(op, writer.coding, by_scheme, spans, now(), by=kind)
                writer.append([line])
            unknown = tuple(sorted(used.keys() - known.keys()))
            brought.append(
                Brought(back.coder, merged, fitting.cut_to_points, _names(back), len(stated), unknown)
            )
    return tuple(brought), read


def _whose(read: CodedFile, coder: str | None) -> tuple[Back, ...]:
    """Give the codings to take, each under a code. Raises: UsageError."""
    # what was judged live is read from the log, and a consensus is made of choices: neither is a person's
    codings = [back for back in read.codings if back.coder not in (LIVE, CONSENSUS)]
    coded = {back.coder: back for back in codings if is_code(back.coder)}
    others = [back for back in codings if not is_code(back.coder) and (back.noted or back.before)]
    if coder is None:
        if not coded or others:
            raise UsageError(_WHOSE, _WHOSE_HINT, code="K143")
        return tuple(coded.values())
    if not is_code(coder):
        raise UsageError(_NO_CODE, msg("--coder C01"), code="K113")
    unnamed = [back for back in others if not back.coder]
    if coder in coded:
        more = [each for back in unnamed for each in back.noted]
        return (replace(coded[coder], noted=(*coded[coder].noted, *more)),)
    if len(others) == 1 and (not coded or unnamed):
        return (replace(others[0], coder=coder),)
    raise UsageError(
        _NOT_THEIRS.format(coder=coder),
        _HOLDS.format(names=", ".join(sorted(coded)) or "—", others=len(others)),
        code="K143",
    )


def _schemes(path: Path, coding: Coding, given: Scheme | None) -> Sequence[Scheme]:
    """Give the schemes by which a coder may have coded: the one that is named, then those opened here.

    Who has opened none here coded by the one that the others opened, if there is one alone.
    """
    if given is not None:
        return [given, *(one for one in opened(path, coding).values() if one.id != given.id)]
    mine = list(opened(path, coding).values())
    if mine:
        return mine
    others = [opened(path, read_coding(path, name)) for name in coders_of(path)]
    theirs = {one.digest(): one for of_coder in others for one in of_coder.values()}
    return list(theirs.values()) if len(theirs) == 1 else []


def _schemes_used(
    path: Path, coding: Coding, merged: Merged, stated: Set[str], given: Scheme | None
) -> dict[str, Scheme | None]:
    """Return the schemes of what a coder has now, or ``stated``, and never opened here; None: not known.

    What comes back as it left is fitted to no scheme: it has the name of its own. That one is the scheme that
    is given, one that another coder opened, one whose copy lies in the folder, or one that ships, if it has
    that name and all the codes.
    """
    mine = {str(one["scheme"].get("id")) for one in coding.sittings if isinstance(one.get("scheme"), dict)}
    codes: dict[str, set[str]] = {name: set() for name in stated - mine}
    for one in (*coding.annotations, *(one for op, one in merged.ops.lines if op != "remove")):
        if one.scheme not in mine:
            codes.setdefault(one.scheme, set()).add(one.behaviour)
    return {name: _find(path, name, of_scheme, given) for name, of_scheme in codes.items()}


def _find(path: Path, name: str, codes: Set[str], given: Scheme | None) -> Scheme | None:
    for one in _known(path, name, given):
        if one.id == name and codes <= {behaviour.code for behaviour in one.behaviours}:
            return one
    return None


def _known(path: Path, name: str, given: Scheme | None) -> Iterator[Scheme]:
    """Yield the schemes that may be of a name, the surest first."""
    if given is not None:
        yield given
    for coder in coders_of(path):
        with suppress(SchemeRefused, RecordError):
            yield from opened(path, read_coding(path, coder)).values()
    for copy in sorted((path / FOLDER).glob("*.scheme.yaml")):
        with suppress(SchemeRefused):
            yield load_scheme(copy)
    if name in shipped():
        yield find_scheme(name)


def _write(
    path: Path,
    writer: AnnotationWriter,
    coder: str,
    used: Mapping[str, Scheme],
    merged: Merged,
    facts: Mapping[str, Any],
    at_utc: str,
) -> None:
    """Write a sitting for each scheme that was used, then all that changed as one act."""
    lines: list[Line] = []
    opening: dict[str, Any] = {"format": FORMAT, "coder": coder, "hidden": [], "from": dict(facts)}
    act = writer.coding.next_act
    schemes = [
        {"id": s.id, "version": s.version, "digest": s.digest(), "file": keep_scheme(path, s)}
        for s in used.values()
    ]
    for each in schemes:
        lines.append(Line("open", act, at_utc, facts={**opening, "scheme": each}))
        act += 1
    if not schemes:
        lines.append(Line("open", act, at_utc, facts=opening))
        act += 1
    lines += merged.ops.numbered(act, at_utc, {"from": facts["document"]})
    writer.append(lines)


def _statements(
    coding: Coding, back: Back, fitting: Fitting, end_ns: int
) -> list[tuple[str, Literal["plan", "watch", "done"], Spans | None]]:
    """Return what a file says of what is looked at, and this coder's file does not.

    What BORIS limits an observation to is what is planned, by each scheme that the file was coded by. What
    was watched, the file tells only as it was when it left: it counts where the coder has no file here yet.
    """
    found: list[tuple[str, Literal["plan", "watch", "done"], Spans | None]] = []
    planned = {scheme: one.planned for scheme, one in back.periods.items() if one.planned is not None}
    if back.planned is not None:
        start, stop = back.planned
        spans = union([(start, end_ns if stop is None else stop)])
        schemes = {*fitting.used, *back.periods, *(one.scheme for one in back.before)}
        planned |= dict.fromkeys(schemes, spans)
    for scheme, spans in sorted(planned.items()):
        if coding.periods(scheme).planned != spans:
            found.append((scheme, "plan", spans))
    for scheme, one in sorted(back.periods.items()) if not coding.lines else ():
        if one.watched is not None:
            found.append((scheme, "watch", one.watched))
        elif one.source == "coder":
            found.append((scheme, "done", None))
    return found


def _names(back: Back) -> tuple[int, ...]:
    found = {each.place.line for each in back.noted if holds_first_name(each.annotation.comment)}
    return tuple(sorted(found))


_NO_OBSERVATIONS = msg("--observation is for a BORIS project: a file of ELAN has no observations.")
_OTHER = msg("this file comes from another session")
_OTHER_HINT = msg("give the folder of the session that it was exported from")
_WHOSE = msg("Nobody knows whose coding this is: the file does not say it by a code.")
_WHOSE_HINT = msg("--coder C01; in ELAN the annotator of each tier can be this code.")
_NO_CODE = msg("--coder takes a code such as C01, never a name.")
_NOT_THEIRS = msg("Nothing in this file is {coder}'s.")
_HOLDS = msg("It holds the codings of: {names}; without a code: {others}.")
