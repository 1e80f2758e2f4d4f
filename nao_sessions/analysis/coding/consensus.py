"""What a consensus holds of two coders' pairs: what was chosen, what it lacks, and what nobody says any more.

A pair is called by its annotations, so that it is another one where a coder codes on. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from nao_sessions.analysis.coding.pairs import Pair
from nao_sessions.record.additions.annotations import Annotation, Coding, Line

Take = Literal["first", "second", "neither", "undecided"]
TAKES: tuple[Take, ...] = ("first", "second", "neither", "undecided")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen of a pair."""

    pair: str
    take: Take


@dataclass(frozen=True, slots=True)
class ConsensusLine:
    """A line of a consensus about a pair, and ``of`` which annotations it was made: whose (0, 1), and the id.

    Nobody chose what is ``agreed``, of which both said the same, nor what is ``outdated``: a line that takes
    away what nobody says any more.
    """

    line: Line
    choice: Choice
    of: frozenset[tuple[int, str]]
    agreed: bool = False
    outdated: bool = False

    @property
    def is_chosen(self) -> bool:
        """Tell whether somebody chose it."""
        return not self.agreed and not self.outdated


def taken(consensus: Coding, pairs: Sequence[Pair]) -> dict[str, Take]:
    """Return what was chosen of each pair so far, by its key; the last choice counts, and may be none.

    What both once said, and do not any more, nobody chose.
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
    """Return the pairs of which both say the same, where the consensus does not hold what they say now."""
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
    """Return the lines by which a consensus holds what is no pair any more, or is agreed no more."""
    here = {pair.key: pair for pair in pairs}
    there = {one.id for one in consensus.annotations if one.scheme == scheme}
    return [
        one
        for key, one in _last(consensus).items()
        if one.line.id in there and (key not in here or (one.agreed and not here[key].is_agreed))
    ]


def chosen_here(consensus: Coding, pairs: Sequence[Pair]) -> Coding:
    """Return of a consensus what was chosen of some pairs, taken back or not.

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


def choice_of(consensus: Coding, act: int | None) -> Choice | None:
    """Return what was chosen by an act, if anything was."""
    of_act = [line for line in consensus.lines if line.act == act]
    return next((one.choice for one in _written(of_act) if one.is_chosen), None)


def begun(consensus: Coding, scheme: str) -> Mapping[str, Any]:
    """Return of whom and how the consensus by a scheme is made; nothing where it is not begun."""
    return next((one for one in consensus.sittings if _scheme_of(one) == scheme), {})


def name_of(key: str) -> str:
    """Return the id of a pair in the consensus."""
    return key if len(key) <= 40 else f"{key[:20]}_{key[-19:]}"


def as_held(one: Annotation | None, key: str) -> Annotation | None:
    """Return an annotation as the consensus holds it."""
    return None if one is None else replace(one, id=name_of(key))


def _last(consensus: Coding) -> dict[str, ConsensusLine]:
    """Return the last line about each pair that stands."""
    return {one.choice.pair: one for one in _written(consensus.standing)}


def _written(lines: Iterable[Line]) -> Iterator[ConsensusLine]:
    for line in lines:
        facts = line.facts.get("choice")
        if not isinstance(facts, dict):
            continue
        take = next((one for one in TAKES if facts.get("take") == one), None)
        if take is not None:
            listed = facts.get("of")
            ids = listed if isinstance(listed, list) else []
            of = frozenset((n, str(one)) for n, one in enumerate(ids) if one is not None)
            choice = Choice(str(facts.get("pair")), take)
            yield ConsensusLine(line, choice, of, facts.get("agreed") is True, facts.get("outdated") is True)


def _scheme_of(sitting: Mapping[str, Any]) -> object:
    scheme = sitting.get("scheme")
    return scheme.get("id") if isinstance(scheme, dict) else None
