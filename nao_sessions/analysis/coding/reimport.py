"""Codings that come back from ELAN or BORIS, written into their coders' files: one act each, undone as one.

Everything is read and judged before a line is written: what does not fit a scheme is reported with its place,
together. A coding goes to its coder's file alone, and a person's name never becomes a coder's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from nao_sessions.analysis.coding.acts import Ops
from nao_sessions.analysis.coding.folder import keep_scheme, schemes_opened
from nao_sessions.analysis.coding.session import Now
from nao_sessions.analysis.formats.annotation_text import folded
from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.coded import AsShown, Back, CodedFile, CodedItem, Shown, free, unchanged
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.name_filter import file_as_written, holds_first_name
from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.analysis.formats.words import BETWEEN
from nao_sessions.analysis.schemes.exported import opened
from nao_sessions.analysis.schemes.files import find_scheme, shipped
from nao_sessions.analysis.schemes.model import (
    Behaviour,
    Modifier,
    Scheme,
    in_boris_order,
    is_number,
    plain_code,
)
from nao_sessions.analysis.schemes.yaml_files import load_scheme
from nao_sessions.analysis.tables.source import SessionSource, is_identity, read_source
from nao_sessions.core.clock import utc_now
from nao_sessions.core.codes import is_code
from nao_sessions.core.confined_child import TABLE_LIMITS, ConfinedChild
from nao_sessions.core.errors import NaoSessionsError, Place, RecordError, SchemeRefused, UsageError
from nao_sessions.record.additions.annotations import (
    CONSENSUS,
    FOLDER,
    FORMAT,
    LIVE,
    Annotation,
    AnnotationLine,
    AnnotationWriter,
    Coding,
    Op,
    coders_of,
    read_coding,
    statement,
)
from nao_sessions.record.additions.periods import Spans, union
from nao_sessions.record.results.counts import bounds
from nao_sessions.text.messages import Text, msg

ROLES = frozenset({"nao", "adult", "group"})
"""Subjects of annotations that are no child's code."""


class Fitting:
    """A converter of what another program shows to annotations of the schemes by which a coder codes.

    The first scheme that knows a behaviour counts; of what was exported from here, its own is the first.
    """

    def __init__(self, schemes: Sequence[Scheme], participants: Sequence[str]) -> None:
        """Prepare to fit what a file shows to the schemes.

        Args:
            schemes: by which the coder may have coded.
            participants: of the session: where there is one alone, who is not named is this child.
        """
        self._schemes = schemes
        self._nobody = participants[0] if len(participants) == 1 else ""
        self._findings = TableFindings()
        self.cut_to_points = 0
        self.used: dict[str, Scheme] = {}

    def fit(self, noted: CodedItem, own: str = "") -> Annotation:
        """Return what a file shows as an annotation here; what does not fit is kept until :meth:`check`.

        Args:
            noted: what is shown.
            own: the scheme of the annotation that it was written from; "" where there is none.

        Raises:
            UsageError: nobody said by which scheme this was coded.
        """
        if not self._schemes:
            raise UsageError(_NO_SCHEME, _NO_SCHEME_HINT, code="K146")
        one, found = noted.annotation, self._known(noted, own or noted.annotation.scheme)
        if one.subject and not self._may_be(one.subject):
            self._findings.add("K145", noted.place, _NO_SUBJECT, _NO_SUBJECT_HINT)
        if found is None:
            known = ", ".join(b.code for scheme in self._schemes for b in scheme.behaviours)
            self._findings.add(
                "K141", noted.place, _UNKNOWN.format(name=one.behaviour[:40]), _KNOWN.format(names=known)
            )
            return one
        scheme, behaviour = found
        self.used[scheme.id] = scheme
        fitted = replace(
            one,
            scheme=scheme.id,
            behaviour=behaviour.code,
            modifiers=self._modifiers(noted, scheme, behaviour, (one.scheme or own) == scheme.id),
            subject=one.subject or ("" if scheme.subjects else self._nobody),
        )
        if behaviour.kind == "point":
            self.cut_to_points += one.stop_ns is not None
            return replace(fitted, stop_ns=None, open=False)
        if one.stop_ns is None and noted.there:  # ELAN shows a moment, which a state is not
            return replace(fitted, stop_ns=one.start_ns, open=False)
        if one.stop_ns is None:
            self._findings.add("K142", noted.place, _OPEN.format(name=behaviour.code), _OPEN_HINT)
        return fitted

    def check(self) -> None:
        """Raise TableRefused if anything did not fit."""
        self._findings.check()

    def _known(self, noted: CodedItem, own: str) -> tuple[Scheme, Behaviour] | None:
        """Return the scheme and the behaviour of a word, or None; that of its vocabulary comes first."""
        word, vocabulary = noted.annotation.behaviour, noted.vocabulary
        for scheme in sorted(self._schemes, key=lambda one: one.id != own):
            behaviour = scheme.behaviour(word) if noted.annotation.scheme == scheme.id else None
            if behaviour is not None:
                return scheme, behaviour
            of_vocabulary = [one for one in scheme.behaviours if one.group == plain_code(vocabulary)]
            found = _called(word, of_vocabulary) if vocabulary else None
            found = found or _called(word, scheme.behaviours)
            if found is not None:
                return scheme, found
        return None

    def _may_be(self, subject: str) -> bool:
        named = {name for scheme in self._schemes for name in scheme.subjects}
        return is_code(subject) or subject in ROLES or subject in named

    def _modifiers(
        self, noted: CodedItem, scheme: Scheme, behaviour: Behaviour, by_codes: bool
    ) -> Mapping[str, str]:
        """Return an annotation's modifiers in the scheme's codes; a number as name is a modifier's place.

        ``by_codes``: a word is a code before it is anything else, as in what was exported from here.
        """
        found: dict[str, str] = {}
        sets, placed = [scheme.modifiers[code] for code in behaviour.modifiers], in_boris_order(behaviour)
        for name, value in noted.annotation.modifiers.items():
            at = int(name) - 1 if name.isdecimal() else -1
            modifier = _called(name, sets, by_codes)
            if modifier is None and 0 <= at < len(placed):
                modifier = scheme.modifiers.get(placed[at])
            of_scheme = "" if modifier is None else _said(value, modifier, by_codes)
            if modifier is None or not of_scheme:
                known = "; ".join(f"{one.code} = {_sayable(one)}" for one in sets) or "—"
                hint = _KNOWN_MODIFIERS.format(behaviour=behaviour.code, names=known)
                shown = f"{name} = {value}"[:40]
                self._findings.add("K141", noted.place, _UNKNOWN.format(name=shown), hint)
            else:
                found[modifier.code] = of_scheme
        return {code: found[code] for code in behaviour.modifiers if code in found}


def _said(words: str, modifier: Modifier, by_codes: bool) -> str:
    """Return a modifier's value in the scheme's codes; "" where the modifier takes no such value."""
    if modifier.kind == "number":
        return words.strip() if is_number(words) else ""
    parts = words.split(BETWEEN) if modifier.kind == "several" else [words]
    found = [_called(part, modifier.values, by_codes) for part in parts]
    return BETWEEN.join(one.code for one in found if one is not None) if all(found) else ""


def _sayable(modifier: Modifier) -> str:
    """Return the values that a modifier takes, for a hint."""
    return "1.5" if modifier.kind == "number" else ", ".join(value.code for value in modifier.values)


class _Named(Protocol):
    """A part of a scheme with a code, a title, and the word that another program has for it."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def word(self) -> str: ...


_One = TypeVar("_One", bound=_Named)


def _called(word: str, those: Iterable[_One], by_codes: bool = False) -> _One | None:
    """Return the one that a word of a file names, or None: by the program's word, the code or the title."""
    word, ones = word.strip(), list(those)
    code = next((one for one in ones if by_codes and word == one.code), None)
    if code is not None:
        return code
    ways: tuple[Callable[[_One], bool], ...] = (
        lambda one: word == one.word,
        lambda one: word == one.code,
        lambda one: word in (one.title.fr, one.title.en),
        lambda one: folded(word) in (folded(one.title.fr), folded(one.title.en)),
        lambda one: plain_code(word) == one.code,
    )
    return next((one for way in ways for one in ones if way(one)), None)


_NO_SCHEME = msg("Nobody said by which scheme this file was coded.")
_NO_SCHEME_HINT = msg("--scheme NAME or FILE: 'nao-sessions scheme' names those that ship.")
_UNKNOWN = msg("'{name}' is in none of the schemes of this coding")
_KNOWN = msg("known behaviours: {names}")
_KNOWN_MODIFIERS = msg("modifiers of '{behaviour}': {names}")
_OPEN = msg("the state '{name}' has no end")
_OPEN_HINT = msg("code its end in BORIS (Ctrl+U, 'Fix unpaired events'), then do this again")
_NO_SUBJECT = msg("this subject is neither a code (P07) nor a role (nao, adult, group)")
_NO_SUBJECT_HINT = msg("in ELAN it is the tier's 'Participant', in BORIS the subject: write a code there")


@dataclass(frozen=True, slots=True)
class MergedActs:
    """The lines by which a file that came back changes a coding, counted by what they do.

    ``left``: ids of annotations that were changed here since the file left; they stay as they are.
    """

    ops: Ops
    came: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    left: tuple[str, ...] = ()


def merge(
    standing: Sequence[Annotation],
    back: Back,
    earlier: Mapping[str, Annotation],
    fitting: Fitting,
    ever: Set[str] = frozenset(),
) -> MergedActs:
    """Return the acts by which a file that comes back changes a coder's annotations.

    Args:
        standing: the coder's annotations as they are here now.
        back: what the file shows, and what was written into it.
        earlier: what came from the same document before, by its id here.
        fitting: makes what is shown an annotation of a scheme, or keeps why it is none.
        ever: the ids that the coder's file ever had: what was exported from another copy is new here.

    Raises:
        TableRefused: something of the file fits no scheme; nothing is changed.
    """
    base = {**{one.id: one for one in back.before}, **earlier}
    same, rest, gone = unchanged(back, list(base.values()))
    ids = frozenset(base) if _ids_hold(same, rest, back, base) else frozenset[str]()
    own = _own_schemes(rest, gone, back, ids)
    fitted = [(each, fitting.fit(each, scheme)) for each, scheme in zip(rest, own, strict=True)]
    fitting.check()
    pairs, new = _paired(fitted, gone, back, ids)
    brought = [before for _, before in same if before.id not in ever]
    merging = _Merging(standing, back.shown, ever)
    return merging.merged(len(same) - len(brought), brought, pairs, new, gone)


_Fitted = tuple[CodedItem, Annotation]


def _ids_hold(
    same: Sequence[tuple[CodedItem, Annotation]],
    rest: Sequence[CodedItem],
    back: Back,
    base: Mapping[str, Annotation],
) -> bool:
    """Return whether the other program kept the ids of the file, and did not number its annotations anew."""
    same_ids = [back.id_of(noted) == before.id for noted, before in same if noted.there]
    if same_ids:
        return 2 * sum(same_ids) > len(same_ids)
    return any(each.there and back.id_of(each) in base for each in rest)


def _own_schemes(
    rest: Sequence[CodedItem], gone: Sequence[Annotation], back: Back, ids: Set[str]
) -> list[str]:
    """Return the scheme of what each was written from, by the words of the file; "" of what is new.

    Two schemes may share a code: by the code alone, what was moved would go over to the other one.
    """
    left = {one.id: (one, back.shown(one)) for one in gone}
    found: list[str] = []
    for each in rest:
        now, name = back.shown(each.annotation), back.id_of(each)
        was = left.get(name) if each.there else None
        if was is None or not _akin(was[1], now):
            new = each.there and ids and name not in ids
            alike = [] if new else [one for one in left.values() if one[1].behaviour == now.behaviour]
            was = min(alike, key=lambda one: abs(one[1].start_ms - now.start_ms), default=None)
        found.append("" if was is None else left.pop(was[0].id)[0].scheme)
    return found


def _paired(
    fitted: Sequence[_Fitted], gone: Sequence[Annotation], back: Back, ids: Set[str]
) -> tuple[list[tuple[Annotation, Annotation]], list[Annotation]]:
    """Return the changed annotations as pairs of former and new, and the annotations that are new.

    By the id that the other program keeps, where both have something in common; then the nearest of the same
    behaviour and subject, of its own scheme before another. One with an id that is none of ``ids`` was made
    there: it is new, and what it stands for was removed.
    """
    left = {one.id: one for one in gone}
    pairs: list[tuple[Annotation, Annotation]] = []
    unknown: list[Annotation] = []
    new: list[Annotation] = []
    for noted, now in fitted:
        was = left.get(back.id_of(noted)) if noted.there else None
        if was is not None and _akin(back.shown(was), back.shown(now)):
            pairs.append((left.pop(was.id), now))
        elif noted.there and ids and back.id_of(noted) not in ids:
            new.append(now)
        else:
            unknown.append(now)
    for now in unknown:
        alike = [one for one in left.values() if (one.behaviour, one.subject) == (now.behaviour, now.subject)]
        if alike:
            nearest = min(alike, key=partial(_distance, now))
            pairs.append((left.pop(nearest.id), now))
        else:
            new.append(now)
    return pairs, new


def _distance(now: Annotation, one: Annotation) -> tuple[bool, int, str]:
    return one.scheme != now.scheme, abs(one.start_ns - now.start_ns), one.id


def _akin(was: AsShown, now: AsShown) -> bool:
    """Return whether one annotation may have become the other: same start, or same behaviour and subject."""
    return was.start_ms == now.start_ms or (was.behaviour, was.subject) == (now.behaviour, now.subject)


def _as_was(was: Annotation, now: Annotation, shown: Shown) -> Annotation:
    """Return a changed annotation under its former id; what the file shows as before stays, to the ns."""
    before, after = shown(was), shown(now)
    if before.start_ms == after.start_ms:
        now = replace(now, start_ns=was.start_ns)
    if (before.stop_ms, before.open) == (after.stop_ms, after.open) and _lasts(was) == _lasts(now):
        now = replace(now, stop_ns=was.stop_ns, open=was.open)
    if before.modifiers == after.modifiers:
        now = replace(now, modifiers=was.modifiers)
    if before.comment == after.comment:
        now = replace(now, comment=was.comment)
    return replace(now, id=was.id)


def _lasts(one: Annotation) -> bool:
    """Return whether an annotation is a state, and no moment."""
    return one.open or one.stop_ns is not None


class _Merging:
    """The annotations that stand here, and the lines that bring them to what a file shows."""

    def __init__(self, standing: Sequence[Annotation], shown: Shown, ever: Set[str]) -> None:
        self._here = {one.id: one for one in standing}
        self._ever = ever
        self._shown = shown
        self._lines: list[tuple[Op, Annotation]] = []
        self._left: list[str] = []

    def merged(
        self,
        same: int,
        brought: Sequence[Annotation],
        pairs: Sequence[tuple[Annotation, Annotation]],
        new: Sequence[Annotation],
        gone: Sequence[Annotation],
    ) -> MergedActs:
        changed = removed = 0
        came = len(brought)
        self._lines += [("add", one) for one in brought]
        for was, now in pairs:
            after = _as_was(was, now, self._shown)
            if was.id not in self._ever:
                self._lines.append(("add", after))
                came += 1
            elif self._here.get(was.id) == after:
                same += 1
            elif self._may_change(was):
                self._lines.append(("change", after))
                changed += 1
        taken = {was.id for was, _ in pairs}
        for one in gone:
            if one.id not in taken and one.id in self._here and self._may_change(one):
                self._lines.append(("remove", one))
                removed += 1
        known = [self._shown(one) for one in self._here.values()]
        for one in new:
            if self._shown(one) in known:
                known.remove(self._shown(one))
                same += 1
                continue
            names = {*self._here, *(line.id for _, line in self._lines)}
            self._lines.append(("add", replace(one, id=free(one.id, names, "{}-{}"))))
            came += 1
        return MergedActs(Ops(tuple(self._lines)), came, changed, removed, same, tuple(self._left))

    def _may_change(self, was: Annotation) -> bool:
        """Return whether an annotation here is still as it left; if not, it is left alone, and reported."""
        if self._here.get(was.id) == was:
            return True
        self._left.append(was.id)
        return False


Kind = Literal["eaf", "boris"]
KINDS: Mapping[str, Kind] = {".eaf": "eaf", ".boris": "boris"}
"""Which program wrote a file, by the end of the file's name."""


@dataclass(frozen=True, slots=True)
class CodingChanges:
    """What a file that came back changed of one coder's; ``points`` counts states there, moments here."""

    coder: str
    merged: MergedActs
    points: int = 0
    names: tuple[int, ...] = ()
    """Lines of the file whose remarks seem to hold a first name."""
    periods: int = 0
    """How many statements of what was planned or watched were taken from the file."""
    unknown: tuple[str, ...] = ()
    """Ids of schemes that are known nowhere here: what needs a scheme passes over their annotations."""


def bring(
    source: SessionSource,
    content: bytes,
    file: str,
    kind: Kind,
    coder: str | None = None,
    scheme: Scheme | None = None,
    offset_ns: int | None = None,
    now: Now = utc_now,
    observation: str | None = None,
) -> tuple[tuple[CodingChanges, ...], CodedFile]:
    """Write the codings that come back in a file into the coders' files of a session.

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
    if kind == "eaf" and observation is not None:
        raise UsageError(_NO_OBSERVATIONS, code="K147")
    read = _read(source, content, file, kind, offset_ns, observation)
    if read.session and not is_identity(read.session, source.facts):
        raise TableFindings().refuse("K140", Place(file), _OTHER, _OTHER_HINT)
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
                    line = AnnotationLine(op, writer.coding.next_act, now(), facts={"scheme": by_scheme})
                else:
                    line = statement(op, writer.coding, by_scheme, spans, now(), by=kind)
                writer.append([line])
            unknown = tuple(sorted(used.keys() - known.keys()))
            brought.append(
                CodingChanges(back.coder, merged, fitting.cut_to_points, _names(back), len(stated), unknown)
            )
    return tuple(brought), read


def try_out(
    folder: Path, content: bytes, file: str, kind: Kind, offset_ns: int | None, observation: str | None
) -> None:
    """Read a file that comes back in a confined child: what would be read for ever is never begun here.

    Raises:
        ForeignFileRefused: it took too long, or too much memory, or broke its reader.
    """
    child = ConfinedChild(file, TABLE_LIMITS, [folder])
    child.try_out(read_once, folder, content, file, kind, offset_ns, observation)


def read_once(
    folder: Path, content: bytes, file: str, kind: Kind, offset_ns: int | None, observation: str | None
) -> None:
    """Read a file that comes back, and return nothing; what is wrong with it is told by `bring`."""
    with suppress(NaoSessionsError):
        _read(read_source(folder), content, file, kind, offset_ns, observation)


def _read(
    source: SessionSource,
    content: bytes,
    file: str,
    kind: Kind,
    offset_ns: int | None,
    observation: str | None,
) -> CodedFile:
    if kind == "eaf":
        return read_coded_eaf(content, file, source.films, offset_ns)
    return read_coded_boris(content, file, source.films, offset_ns, observation)


def _whose(read: CodedFile, coder: str | None) -> tuple[Back, ...]:
    """Return the codings to take, each under a code. Raises: UsageError."""
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


def _schemes(path: Path, coding: Coding, chosen: Scheme | None) -> Sequence[Scheme]:
    """Return the schemes by which a coder may have coded: the one that is named, then those opened here.

    Who has opened none here coded by the one that the others opened, if there is one alone.
    """
    if chosen is not None:
        return [chosen, *(one for one in opened(path, coding).values() if one.id != chosen.id)]
    mine = list(opened(path, coding).values())
    if mine:
        return mine
    others = [opened(path, read_coding(path, name)) for name in coders_of(path)]
    theirs = {one.digest(): one for of_coder in others for one in of_coder.values()}
    return list(theirs.values()) if len(theirs) == 1 else []


def _schemes_used(
    path: Path, coding: Coding, merged: MergedActs, stated: Set[str], chosen: Scheme | None
) -> dict[str, Scheme | None]:
    """Return the schemes of what a coder has now, or ``stated``, and never opened here; None: not known.

    What comes back as it left names its own scheme. That is the scheme that is given, one that another coder
    opened, one whose copy lies in the folder, or one that ships, if it has that id and all the codes.
    """
    mine = schemes_opened(coding).keys()
    codes: dict[str, set[str]] = {name: set() for name in stated - mine}
    for one in (*coding.annotations, *(one for op, one in merged.ops.lines if op != "remove")):
        if one.scheme not in mine:
            codes.setdefault(one.scheme, set()).add(one.behaviour)
    return {name: _find(path, name, of_scheme, chosen) for name, of_scheme in codes.items()}


def _find(path: Path, name: str, codes: Set[str], chosen: Scheme | None) -> Scheme | None:
    for one in _known(path, name, chosen):
        if one.id == name and codes <= {behaviour.code for behaviour in one.behaviours}:
            return one
    return None


def _known(path: Path, name: str, chosen: Scheme | None) -> Iterator[Scheme]:
    """Yield the schemes that may have an id, the surest first: given, opened, kept in the folder, shipped."""
    if chosen is not None:
        yield chosen
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
    merged: MergedActs,
    facts: Mapping[str, Any],
    at_utc: str,
) -> None:
    """Write a sitting for each scheme that was used, then all that changed as one act."""
    lines: list[AnnotationLine] = []
    opening: dict[str, Any] = {"format": FORMAT, "coder": coder, "hidden": [], "from": dict(facts)}
    act = writer.coding.next_act
    schemes = [
        {"id": s.id, "version": s.version, "digest": s.digest(), "file": keep_scheme(path, s)}
        for s in used.values()
    ]
    for each in schemes:
        lines.append(AnnotationLine("open", act, at_utc, facts={**opening, "scheme": each}))
        act += 1
    if not schemes:
        lines.append(AnnotationLine("open", act, at_utc, facts=opening))
        act += 1
    lines += merged.ops.numbered(act, at_utc, {"from": facts["document"]})
    writer.append(lines)


def _statements(
    coding: Coding, back: Back, fitting: Fitting, end_ns: int
) -> list[tuple[str, Literal["plan", "watch", "done"], Spans | None]]:
    """Return what a file states of what is planned, watched or done, and this coder's file does not.

    What BORIS limits an observation to is what is planned, by each scheme that the file was coded by. What
    was watched, the file has only as it was at the export: it counts where the coder has no file here yet.
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
    """Return the lines of the file whose remarks seem to hold a first name."""
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
