"""What coders did in another program, as its file shows it: whose, what was there before, and where.

Times are session time already; which behaviours there may be, and what is new, is judged elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nao_sessions.core.errors import Place
from nao_sessions.core.text import Text
from nao_sessions.export.scale import Scale
from nao_sessions.export.source import Film
from nao_sessions.importing.table import Findings
from nao_sessions.session.annotations import Annotation

Shown = Callable[[Annotation], Hashable]
"""What a file shows of an annotation, as its format rounds it."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One thing that a file shows; ``there`` is the other program's id of it, "" where it gives none.

    ``modifiers`` are values as they stand, by the name of their set, or by their place where it has none.
    """

    annotation: Annotation
    place: Place
    there: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """What a file holds of one coder.

    ``coder`` is as the file says: a code, a name, or ""; ``before`` is what was written into the file when it
    left, to the nanosecond; ``ids`` are the ids of those, by the other program's.
    """

    coder: str
    noted: tuple[Noted, ...] = ()
    before: tuple[Annotation, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodedFile:
    """A file that came back, or that was made elsewhere.

    ``document`` names it, so that it is known when it comes again; ``session`` is the identity of the session
    that it was written from, "" where it was not written here; ``shown`` is what it shows of an annotation.
    """

    document: str
    session: str
    codings: tuple[Back, ...]
    shown: Shown
    remarks: tuple[Text, ...] = ()

    def annotations(self) -> dict[str, tuple[Annotation, ...]]:
        """Give every coder's annotations, as they left where nothing was changed, in the order of time."""
        return {back.coder: _restored(back, self.shown) for back in self.codings}


def unchanged(
    noted: Sequence[Noted], before: Sequence[Annotation], shown: Shown
) -> tuple[list[tuple[Noted, Annotation]], list[Noted], list[Annotation]]:
    """Put what a file shows beside what it was written from.

    Returns:
        those that are as they were, what is left of what is shown, and what is left of what was.
    """
    waiting: dict[Hashable, list[Annotation]] = defaultdict(list)
    for one in before:
        waiting[shown(one)].append(one)
    same: list[tuple[Noted, Annotation]] = []
    left: list[Noted] = []
    for each in noted:
        found = waiting[shown(each.annotation)]
        if found:
            same.append((each, found.pop(0)))
        else:
            left.append(each)
    taken = {id(one) for _, one in same}
    return same, left, [one for one in before if id(one) not in taken]


def _restored(back: Back, shown: Shown) -> tuple[Annotation, ...]:
    same, new, _ = unchanged(back.noted, back.before, shown)
    found = [before for _, before in same]
    taken = {one.id for one in found}
    for each in new:
        found.append(replace(each.annotation, id=free_id(each.annotation.id, taken)))
        taken.add(found[-1].id)
    return tuple(sorted(found, key=lambda one: (one.start_ns, one.id)))


def free_id(wanted: str, taken: set[str]) -> str:
    """Give an id that is not taken: the wanted one, else with a number."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def scale_from(
    films: Sequence[Film], file: str, own_ns: int, offset_ns: int | None, place: Place, findings: Findings
) -> Scale:
    """Give how the times of a file that was made elsewhere become session time.

    Args:
        films: the session's recordings.
        file: the name of the video that the file's times are of; "" where it names none.
        own_ns: the video's own time at the file's 0.
        offset_ns: what a person said: the session time of the file's 0.
        place: where the file names its video.
        findings: told where nobody knows.
    """
    if offset_ns is not None:
        return Scale(offset_ns)
    for film in films:
        if file and film.path.name == file:
            return Scale(film.begins_ns + round(own_ns * film.sync.rate), film.sync.rate)
    raise findings.refuse("K144", place, _NO_VIDEO, _NO_VIDEO_HINT)


_NO_VIDEO = Text(
    fr="ce fichier ne nomme aucune vidéo de cette séance : ses temps ne peuvent pas être placés",
    en="this file names no video of this session: its times cannot be placed",
)
_NO_VIDEO_HINT = Text(
    fr="--offset SECONDES : l'heure de séance du zéro de ce fichier (0 si ce sont des temps de séance)",
    en="--offset SECONDS: the session time of this file's zero (0 where these are session times)",
)
