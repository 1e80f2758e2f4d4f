"""Two coders side by side: their annotations in pairs, and the consensus made of what both saw or is chosen.

The consensus is a file of its own, one for all schemes; it holds of each pair what was chosen, and from whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from nao_sessions.analysis.agreement.units import match_events
from nao_sessions.analysis.coding.folder import SAY_DONE, CodedFolder, coded_by, keep_scheme
from nao_sessions.analysis.coding.session import Now, seen_of
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS, utc_now
from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import (
    CONSENSUS,
    FORMAT,
    LIVE,
    Annotation,
    AnnotationLine,
    AnnotationWriter,
    Coding,
    read_coding,
    scheme_of,
    to_json,
)
from nao_sessions.text.messages import msg

Difference = Literal["same", "name", "times", "modifiers", "alone"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What two coders wrote of one thing, or one of them alone; ``difference`` is the first that counts."""

    key: str
    first: Annotation | None
    second: Annotation | None
    difference: Difference

    @property
    def is_agreed(self) -> bool:
        """Return whether both coders say the same, so that nobody has to choose."""
        return self.difference == "same"

    @property
    def at_ns(self) -> int:
        """Return the session time in ns at which the pair begins: the earlier of both starts."""
        return min(one.start_ns for one in (self.first, self.second) if one is not None)


def pairs_of(
    first: Sequence[Annotation], second: Sequence[Annotation], scheme: Scheme, tolerance_ns: int
) -> tuple[Pair, ...]:
    """Match two coders' annotations, stream by stream and subject by subject, in the order of time."""
    kinds = {one.code: one.kind for one in scheme.behaviours}
    streams = [codes for codes in scheme.streams().values() if kinds[codes[0]] == "state"]
    streams.append(tuple(code for code, kind in kinds.items() if kind == "point"))
    of_both = {one.id for one in first} & {one.id for one in second}  # numbered where they came from
    found: list[Pair] = []
    for codes in streams:
        for subject in sorted({one.subject for one in (*first, *second)}):
            mine, theirs = (
                [one for one in both if one.subject == subject and one.behaviour in codes]
                for both in (first, second)
            )
            for a, b in _by_name_first(mine, theirs, tolerance_ns):
                found.append(Pair(_key(a, b, of_both), a, b, _difference(a, b, tolerance_ns)))
    return tuple(sorted(found, key=lambda pair: (pair.at_ns, pair.key)))


def _by_name_first(
    first: Sequence[Annotation], second: Sequence[Annotation], tolerance_ns: int
) -> list[tuple[Annotation | None, Annotation | None]]:
    """Match annotations of the same behaviour first, then what is left, whatever it is called.

    Here nothing is measured: people look at what differs, and what agrees is no work for them.
    """
    found = []
    for code in sorted({one.behaviour for one in (*first, *second)}):
        mine, theirs = ([one for one in both if one.behaviour == code] for both in (first, second))
        found += [pair for pair in match_events(mine, theirs, tolerance_ns) if None not in pair]
    taken = {id(one) for pair in found for one in pair}
    mine, theirs = ([one for one in both if id(one) not in taken] for both in (first, second))
    return found + match_events(mine, theirs, tolerance_ns)


def _key(a: Annotation | None, b: Annotation | None, of_both: Set[str]) -> str:
    """Return a pair's key: its annotations' ids; where both coders have a lone one's id, also whose it is."""
    key = "_".join(one.id for one in (a, b) if one is not None)
    if (a is not None and b is not None) or key not in of_both:
        return key
    return f"{key}_{'first' if b is None else 'second'}"


def _difference(a: Annotation | None, b: Annotation | None, tolerance_ns: int) -> Difference:
    """Return the first way in which two annotations differ; times differ by more than the tolerance."""
    if a is None or b is None:
        return "alone"
    if a.behaviour != b.behaviour:
        return "name"
    if (a.stop_ns is None) != (b.stop_ns is None):
        return "times"
    if a.stop_ns is not None and b.stop_ns is not None and abs(a.stop_ns - b.stop_ns) > tolerance_ns:
        return "times"
    return "same" if dict(a.modifiers) == dict(b.modifiers) else "modifiers"


Take = Literal["first", "second", "neither", "undecided"]
"""What a consensus takes of a pair: one coder's annotation, none, or nothing yet."""
TAKES: tuple[Take, ...] = ("first", "second", "neither", "undecided")


@dataclass(frozen=True, slots=True)
class PairChoice:
    """The choice that was made of a pair, by the pair's key: the ids of its annotations.

    A pair is another one where a coder codes on.
    """

    pair: str
    take: Take


@dataclass(frozen=True, slots=True)
class ConsensusLine:
    """A line of a consensus about a pair, and ``of`` which annotations it was made: whose (0, 1), and the id.

    Nobody chose what is ``agreed``, of which both said the same, nor what is ``outdated``: a line that takes
    away what nobody says any more.
    """

    line: AnnotationLine
    choice: PairChoice
    of: frozenset[tuple[int, str]]
    agreed: bool = False
    outdated: bool = False

    @property
    def is_chosen(self) -> bool:
        """Return whether a person chose this line of the consensus."""
        return not self.agreed and not self.outdated


def taken(consensus: Coding, pairs: Sequence[Pair]) -> dict[str, Take]:
    """Return the choice made for each pair so far, by the pair's key; pairs without a choice are left out.

    What the consensus took because both coders said it, and one says it no more, is no choice.
    """
    last = _last(consensus)
    found = {pair.key: last[pair.key] for pair in pairs if pair.key in last}
    agreed = {pair.key for pair in pairs if pair.is_agreed}
    return {
        key: one.choice.take
        for key, one in found.items()
        if one.choice.take != "undecided" and (key in agreed or not one.agreed)
    }


def lacking(consensus: Coding, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs on which both coders agree while the consensus does not hold what they say now."""
    last = _last(consensus)
    there = {one.id: one for one in consensus.annotations}
    return [
        pair
        for pair in pairs
        if pair.is_agreed
        and not (
            pair.key in last
            and last[pair.key].agreed
            and there.get(name_of(pair.key)) == as_held(pair.first, pair.key)
        )
    ]


def outdated(consensus: Coding, pairs: Sequence[Pair], scheme: str) -> list[ConsensusLine]:
    """Return the consensus's lines about pairs that exist no more, or that the coders agree on no more."""
    here = {pair.key: pair for pair in pairs}
    there = {one.id for one in consensus.annotations if one.scheme == scheme}
    return [
        one
        for key, one in _last(consensus).items()
        if one.line.id in there and (key not in here or (one.agreed and not here[key].is_agreed))
    ]


def chosen_here(consensus: Coding, pairs: Sequence[Pair]) -> Coding:
    """Return a consensus with only the choices about some pairs, undone ones included.

    One file holds the choices of every scheme: what was chosen by another, or of pairs that are not here, is
    left out.
    """
    shown = {pair.key for pair in pairs}
    about = {one.line.act for one in _written(consensus.lines) if one.is_chosen and one.choice.pair in shown}
    acts: set[int] = set()
    for line in consensus.lines:
        if line.act in about or line.undoes in acts:
            acts.add(line.act)
    return replace(consensus, lines=tuple(line for line in consensus.lines if line.act in acts))


def choice_of(consensus: Coding, act: int | None) -> PairChoice | None:
    """Return the choice that an act made; None if the act made none."""
    of_act = [line for line in consensus.lines if line.act == act]
    return next((one.choice for one in _written(of_act) if one.is_chosen), None)


def begun(consensus: Coding, scheme: str) -> Mapping[str, Any]:
    """Return the facts of the line that began a scheme's consensus (coders, tolerance); empty without one."""
    return next((one for one in consensus.sittings if scheme_of(one) == scheme), {})


def name_of(key: str) -> str:
    """Return the id that a pair has in the consensus: its key, shortened to 40 characters."""
    return key if len(key) <= 40 else f"{key[:20]}_{key[-19:]}"


def as_held(one: Annotation | None, key: str) -> Annotation | None:
    """Return an annotation as the consensus stores it: under the id of its pair; None of None."""
    return None if one is None else replace(one, id=name_of(key))


def _last(consensus: Coding) -> dict[str, ConsensusLine]:
    """Return the last line about each pair that was not undone, by the pair's key."""
    return {one.choice.pair: one for one in _written(consensus.standing)}


def _written(lines: Iterable[AnnotationLine]) -> Iterator[ConsensusLine]:
    for line in lines:
        facts = line.facts.get("choice")
        if not isinstance(facts, dict):
            continue
        take = next((one for one in TAKES if facts.get("take") == one), None)
        if take is not None:
            listed = facts.get("of")
            ids = listed if isinstance(listed, list) else []
            of = frozenset((n, str(one)) for n, one in enumerate(ids) if one is not None)
            choice = PairChoice(str(facts.get("pair")), take)
            yield ConsensusLine(line, choice, of, facts.get("agreed") is True, facts.get("outdated") is True)


_CODED_DIGITS = 8


class ComparedCodings:
    """The comparison of two coders of one session: their pairs, and the consensus as far as it is made."""

    def __init__(
        self,
        coded: CodedFolder,
        coders: tuple[str, str],
        scheme: Scheme,
        tolerance_ns: int,
        now: Now = utc_now,
    ) -> None:
        """Read the pairs; nothing is written before the first choice.

        Raises:
            UsageError: one of them coded nothing here.
        """
        by_coder = coded_by(coded, scheme.id).by_coder
        for coder in coders:
            if coder not in by_coder:
                raise UsageError(
                    msg("{coder} coded nothing here.", coder=coder),
                    SAY_DONE if scheme.id in coded.opened.get(coder, ()) else None,
                    code="K120",
                )
        made_of = begun(read_coding(coded.path, CONSENSUS), scheme.id).get("made_of")
        if made_of == [*reversed(coders)]:  # the same two: a pair keeps its name
            coders = coders[1], coders[0]
        self.coders = coders
        self.scheme = scheme
        self._coded = tuple(by_coder[coders[0]]), tuple(by_coder[coders[1]])
        self.pairs = pairs_of(*self._coded, scheme, tolerance_ns)
        self._folder: Path = coded.path
        self._tolerance_ns = tolerance_ns
        self._now = now

    @property
    def seen(self) -> str:
        """Read both coders' files again, and return the mark of a page that shows them and the consensus.

        Pairs are made anew where a coder coded on: those that are no more must not be chosen of.
        """
        first, second = (self._coded_now(*one) for one in zip(self.coders, self._coded, strict=True))
        if (first, second) != self._coded:
            self._coded = first, second
            self.pairs = pairs_of(first, second, self.scheme, self._tolerance_ns)
        coded = sha256(repr(self._coded).encode()).hexdigest()[:_CODED_DIGITS]
        return f"{seen_of(self._folder, read_coding(self._folder, CONSENSUS))}-{coded}"

    def taken(self) -> dict[str, Take]:
        """Return what was chosen for each pair so far, by its key; empty where others made the consensus."""
        consensus = read_coding(self._folder, CONSENSUS)
        return taken(consensus, self.pairs) if self._is_ours(consensus) else {}

    def choose(self, key: str, take: Take) -> None:
        """Write a choice for one pair into the consensus, and bring the consensus up to date with it.

        Raises:
            UsageError: no such pair, that coder saw nothing there, or the consensus was made of other coders.
            FolderInUse: the consensus is open elsewhere.
            OSError: it cannot be written.
        """
        pair = next((one for one in self.pairs if one.key == key), None)
        chosen = None if pair is None else pair.first if take == "first" else pair.second
        if pair is None or (chosen is None and take in ("first", "second")):
            raise UsageError(msg("There is no such choice here."), code="K115")
        writer = AnnotationWriter(self._folder, CONSENSUS)
        try:
            writer.append(self._lines(writer.coding, pair, take))
        finally:
            writer.close()

    def agree(self) -> None:
        """Write into the consensus what both coders say; nothing is left to choose.

        Raises:
            UsageError: the consensus was made of other coders, or by another tolerance.
            FolderInUse, OSError: as when a choice is written.
        """
        writer = AnnotationWriter(self._folder, CONSENSUS)
        try:
            lines = self._lines(writer.coding)
            if lines:
                writer.append(lines)
        finally:
            writer.close()

    def undo(self) -> PairChoice | None:
        """Undo the last choice that this page shows, and return that choice; None where there is none.

        Raises:
            UsageError: the consensus was made of other coders, or by another tolerance.
            FolderInUse, OSError: as when a choice is written.
        """
        consensus = self._to_change()
        act = self._own(consensus).to_undo()
        self._undo(act)
        return choice_of(consensus, act)

    def redo(self) -> PairChoice | None:
        """Repeat the choice that was undone last, if nothing was chosen since. Raises: as :meth:`undo`."""
        consensus = self._to_change()
        act = self._own(consensus).to_redo()
        self._undo(act)
        undo = next((line for line in consensus.lines if line.act == act), None)
        return None if undo is None else choice_of(consensus, undo.undoes)

    def to_json(self) -> dict[str, Any]:
        """Return what the page of the comparison shows as JSON values; reads the files again."""
        seen = self.seen
        chosen = self.taken()
        consensus = read_coding(self._folder, CONSENSUS)
        own = self._own(consensus)
        up_to_date = begun(consensus, self.scheme.id) and not (
            lacking(consensus, self.pairs) or outdated(consensus, self.pairs, self.scheme.id)
        )
        return {
            "seen": seen,
            "undo": own.to_undo() is not None,
            "redo": own.to_redo() is not None,
            "coders": list(self.coders),
            "to_agree": not up_to_date,
            "pairs": [
                {
                    "key": pair.key,
                    "at": pair.at_ns,
                    "difference": pair.difference,
                    "first": None if pair.first is None else to_json(pair.first),
                    "second": None if pair.second is None else to_json(pair.second),
                    "take": chosen.get(pair.key),
                }
                for pair in self.pairs
            ],
        }

    def _coded_now(self, coder: str, before: Sequence[Annotation]) -> tuple[Annotation, ...]:
        """Return what a coder has coded by this scheme by now; what was judged live is as it was."""
        if coder == LIVE:
            return tuple(before)
        coded = read_coding(self._folder, coder).annotations
        return tuple(one for one in coded if one.scheme == self.scheme.id)

    def _undo(self, act: int | None) -> None:
        if act is None:
            return
        writer = AnnotationWriter(self._folder, CONSENSUS)
        try:
            writer.append([AnnotationLine("undo", writer.coding.next_act, self._now(), undoes=act)])
        finally:
            writer.close()

    def _to_change(self) -> Coding:
        """Return the consensus. Raises: UsageError, where other coders or another tolerance made it."""
        consensus = read_coding(self._folder, CONSENSUS)
        self._check_made_of(consensus)
        return consensus

    def _own(self, consensus: Coding) -> Coding:
        """Return a consensus with only the choices that this page shows, undone ones included."""
        return chosen_here(consensus, self.pairs if self._is_ours(consensus) else ())

    def _is_ours(self, consensus: Coding) -> bool:
        """Return whether a consensus was made of these coders and by this tolerance, or was not begun."""
        made = begun(consensus, self.scheme.id)
        ours = (list(self.coders), self._tolerance_ns)
        return not made or (made.get("made_of"), made.get("tolerance_ns")) == ours

    def _check_made_of(self, consensus: Coding) -> None:
        """Raise UsageError where the consensus is made of other coders, or by another tolerance."""
        if self._is_ours(consensus):
            return
        made = begun(consensus, self.scheme.id)
        coders, tolerance_ns = made.get("made_of"), made.get("tolerance_ns")
        names = ",".join(map(str, coders)) if isinstance(coders, list) else "?"
        seconds = f"{tolerance_ns / SECOND_NS:g}" if isinstance(tolerance_ns, int) else "?"
        again = f"--compare {names} --tolerance {seconds}"
        raise UsageError(
            msg("The consensus of this scheme was begun with {again}: nothing was written.", again=again),
            code="K119",
        )

    def _lines(
        self, consensus: Coding, pair: Pair | None = None, take: Take = "undecided"
    ) -> list[AnnotationLine]:
        """Return the lines that begin a consensus, bring it up to date, and make a choice, as far as needed.

        Coders may have coded on: what both say joins it, and what nobody says any more goes. What goes since
        its pair became the chosen one goes by the choice itself, and comes back with it.
        """
        self._check_made_of(consensus)
        act = consensus.next_act
        lines: list[AnnotationLine] = []
        if not begun(consensus, self.scheme.id):
            lines.append(self._opening(act))
            act += 1
        gone = outdated(consensus, self.pairs, self.scheme.id)
        both = () if pair is None else (pair.first, pair.second)
        of = {(n, one.id) for n, one in enumerate(both) if one is not None}
        replaced = [one for one in gone if pair is not None and one.of & of and one.choice.pair != pair.key]
        joining = [
            *self._removals([one for one in gone if one not in replaced], act),
            *(self._line(one, "first", act) for one in lacking(consensus, self.pairs)),
        ]
        lines += joining
        if pair is not None:
            act += bool(joining)
            lines += [*self._removals(replaced, act), self._line(pair, take, act)]
        return lines

    def _removals(self, gone: Sequence[ConsensusLine], act: int) -> list[AnnotationLine]:
        return [
            AnnotationLine(
                "remove",
                act,
                self._now(),
                one.line.id,
                facts={"choice": {**one.line.facts["choice"], "take": "undecided", "outdated": True}},
            )
            for one in gone
        ]

    def _opening(self, act: int) -> AnnotationLine:
        """Return the first line by this scheme: of whom and how the consensus is made."""
        facts: Mapping[str, Any] = {
            "format": FORMAT,
            "coder": CONSENSUS,
            "scheme": {
                "id": self.scheme.id,
                "version": self.scheme.version,
                "digest": self.scheme.digest(),
                "file": keep_scheme(self._folder, self.scheme),
            },
            "hidden": [],
            "made_of": list(self.coders),
            "tolerance_ns": self._tolerance_ns,
        }
        return AnnotationLine("open", act, self._now(), facts=facts)

    def _line(self, pair: Pair, take: Take, act: int) -> AnnotationLine:
        choice = {
            "pair": pair.key,
            "take": take,
            "agreed": pair.is_agreed,
            "of": [None if one is None else one.id for one in (pair.first, pair.second)],
        }
        chosen = as_held({"first": pair.first, "second": pair.second}.get(take), pair.key)
        name = name_of(pair.key)
        if chosen is None:
            return AnnotationLine("remove", act, self._now(), name, facts={"choice": choice})
        # an addition in the place of one that stands replaces it: a pair is in the consensus once
        return AnnotationLine("add", act, self._now(), name, chosen, facts={"choice": choice})
