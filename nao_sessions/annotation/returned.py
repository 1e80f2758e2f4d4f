"""What a coder did elsewhere, put beside what stands here: what came, changed, went, and is left alone.

A pure function of the file, of the coder's annotations and of the schemes. What was changed here since the
file left is never overwritten: it is told, and stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from nao_sessions.analysis.formats.coded import AsShown, Back, Noted, Shown, free_id, unchanged
from nao_sessions.annotation.acts import Ops
from nao_sessions.annotation.fitting import Fitting
from nao_sessions.record.additions.annotations import Annotation, Op


@dataclass(frozen=True, slots=True)
class Merged:
    """The lines of one act, and what each of them is; ``left`` are the ids that differ in both places."""

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
) -> Merged:
    """Give what the file changes.

    Args:
        standing: the coder's annotations as they are here now.
        back: what the file shows, and what was written into it.
        earlier: what came from the same document before, by its id here.
        fitting: makes what is shown an annotation of a scheme, or tells why it is none.
        ever: the ids that the coder's file ever had: what left from another copy of the folder is new here.

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


_Fitted = tuple[Noted, Annotation]


def _ids_hold(
    same: Sequence[tuple[Noted, Annotation]],
    rest: Sequence[Noted],
    back: Back,
    base: Mapping[str, Annotation],
) -> bool:
    """Tell whether the other program's ids are those that the file left with, and were not numbered anew."""
    kept = [back.id_of(noted) == before.id for noted, before in same if noted.there]
    if kept:
        return 2 * sum(kept) > len(kept)
    return any(each.there and back.id_of(each) in base for each in rest)


def _own_schemes(rest: Sequence[Noted], gone: Sequence[Annotation], back: Back, ids: Set[str]) -> list[str]:
    """Give the scheme of what each was written from, by the words of the file; "" of what is new.

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
    """Give what was changed, each beside what it was, and what is new.

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
    """Tell whether one may have become the other: a program that numbers anew would else mix them up."""
    return was.start_ms == now.start_ms or (was.behaviour, was.subject) == (now.behaviour, now.subject)


def _as_was(was: Annotation, now: Annotation, shown: Shown) -> Annotation:
    """Give what was as it is now; what the file shows as it did has not changed, to the nanosecond."""
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
    return one.open or one.stop_ns is not None


class _Merging:
    """What stands here, and the lines that are being made."""

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
    ) -> Merged:
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
            self._lines.append(("add", replace(one, id=free_id(one.id, names))))
            came += 1
        return Merged(Ops(tuple(self._lines)), came, changed, removed, same, tuple(self._left))

    def _may_change(self, was: Annotation) -> bool:
        """Tell whether it is here as it left; what is not is left alone, and told."""
        if self._here.get(was.id) == was:
            return True
        self._left.append(was.id)
        return False
