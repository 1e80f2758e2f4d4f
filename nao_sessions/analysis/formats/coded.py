"""What coders did in another program, as its file shows it: whose, what was there before, and where.

Times are session time already; which behaviours there may be, and what is new, is judged elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from nao_sessions.analysis.formats.rows import mapped
from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.analysis.tables.source import Film, Scale
from nao_sessions.core.errors import Place
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.record.additions.periods import Periods, periods_from
from nao_sessions.text.messages import Text, msg


@dataclass(frozen=True, slots=True)
class AsShown:
    """What a file shows of an annotation, as its format rounds and writes it; ``modifiers`` are sorted."""

    start_ms: int
    stop_ms: int | None
    behaviour: str
    subject: str
    modifiers: tuple[tuple[str, str], ...]
    comment: str
    open: bool = False


Shown = Callable[[Annotation], AsShown]
"""A function that returns what a file shows of an annotation."""


@dataclass(frozen=True, slots=True)
class CodedItem:
    """One annotation that a file shows; ``there`` is the other program's id of it, "" where it gives none.

    ``vocabulary`` is the list of words that it was chosen from, "" where the file does not say.
    ``modifiers`` are values as they stand, by the name of their set, or by their place where it has none.
    """

    annotation: Annotation
    place: Place
    there: str = ""
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """The coding of one coder in a file that comes back.

    ``coder`` is as the file says: a code, a name, or ""; ``noted`` is what the file shows; ``before`` the
    annotations that were written into it, to the nanosecond; ``ids`` their ids here, by the other program's;
    ``shown`` returns what the file shows of an annotation.
    """

    coder: str
    shown: Shown
    noted: tuple[CodedItem, ...] = ()
    before: tuple[Annotation, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, Periods] = field(default_factory=dict)
    """What the coder had planned and watched when the file left, by the id of the scheme."""
    planned: tuple[int, int | None] | None = None
    """The session times (ns) to which the other program limits what is watched, where that is new."""

    def id_of(self, noted: CodedItem) -> str:
        """Return the id that an annotation of a file is to have here; none here need have it yet."""
        return self.ids.get(noted.there, noted.annotation.id)


@dataclass(frozen=True, slots=True)
class CodedFile:
    """A file that came back, or that was made elsewhere.

    ``document`` names it, so that it is known when it comes again; ``session`` is the identity of the session
    that it was written from, "" where it was not written here.
    """

    document: str
    session: str
    codings: tuple[Back, ...]
    remarks: tuple[Text, ...] = ()

    def annotations(self) -> dict[str, tuple[Annotation, ...]]:
        """Return every coder's annotations in the order of time; unchanged ones exactly as they left."""
        return {back.coder: _restored(back) for back in self.codings}


def unchanged(
    back: Back, before: Sequence[Annotation]
) -> tuple[list[tuple[CodedItem, Annotation]], list[CodedItem], list[Annotation]]:
    """Match a file's annotations with those that it was written from; of several alike, by their ids.

    Returns:
        those that are as they were, what is left of what is shown, and what is left of what was.
    """
    waiting: dict[AsShown, dict[str, Annotation]] = defaultdict(dict)
    for one in before:
        waiting[back.shown(one)][one.id] = one
    same: list[tuple[CodedItem, Annotation]] = []
    others: list[tuple[CodedItem, dict[str, Annotation]]] = []
    left: list[CodedItem] = []
    for each in back.noted:
        alike = waiting[back.shown(each.annotation)]
        if back.id_of(each) in alike:
            same.append((each, alike.pop(back.id_of(each))))
        else:
            others.append((each, alike))
    for each, alike in others:
        if alike:
            same.append((each, alike.pop(next(iter(alike)))))
        else:
            left.append(each)
    taken = {one.id for _, one in same}
    return same, left, [one for one in before if one.id not in taken]


def _restored(back: Back) -> tuple[Annotation, ...]:
    """Return a coder's annotations by time: unchanged ones as they left, others with ids of their own."""
    same, new, _ = unchanged(back, back.before)
    found = [before for _, before in same]
    taken = {one.id for one in found}
    for each in new:
        found.append(replace(each.annotation, id=free(each.annotation.id, taken, "{}-{}")))
        taken.add(found[-1].id)
    return tuple(sorted(found, key=lambda one: one.order))


def periods_read(written: object) -> dict[str, Periods]:
    """Return the observation periods carried by a file; those that cannot be read are left out."""
    found = {}
    for scheme, record in mapped(written).items():
        with suppress(ValueError):
            found[scheme] = periods_from(mapped(record))
    return found


def free(wanted: str, taken: Collection[str], numbered: str = "{} ({})") -> str:
    """Return a name that is not taken: the wanted one, or the wanted one with a number."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = numbered.format(wanted, number)
    return name


def scale_from(
    films: Sequence[Film],
    file: str,
    own_ns: int,
    offset_ns: int | None,
    place: Place,
    findings: TableFindings,
) -> Scale:
    """Return the scale by which the times of a foreign file become session time.

    Args:
        films: the session's recordings.
        file: the name of the video that the file's times are of; "" where it names none.
        own_ns: the video's own time at the file's 0.
        offset_ns: the session time of the file's 0, where a person gave it.
        place: where the file names its video.
        findings: what is wrong with the file so far.

    Raises:
        TableRefused: no time was given, and the file names no video of the session.
    """
    if offset_ns is not None:
        return Scale(offset_ns)
    for film in films:
        if file and film.path.name == file:
            return Scale(film.begins_ns + round(own_ns * film.sync.rate), film.sync.rate)
    raise findings.refuse("K144", place, _NO_VIDEO, _NO_VIDEO_HINT)


_NO_VIDEO = msg("this file names no video of this session: its times cannot be placed")
_NO_VIDEO_HINT = msg(
    "--offset SECONDS: the session time of this file's zero (0 where these are session times)"
)
