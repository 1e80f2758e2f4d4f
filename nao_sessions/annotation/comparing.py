"""Two coders side by side: what both saw, where they differ, and the consensus that is made of it.

The consensus is a file of its own; it holds of each pair what was chosen, and from whom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from nao_sessions.annotation.agreement.units import match_events
from nao_sessions.annotation.desk import Now, utc_now
from nao_sessions.annotation.folder import SAY_DONE, CodedFolder, coded_by, keep_scheme, schemes_opened
from nao_sessions.annotation.scheme import Scheme
from nao_sessions.annotation.seen import seen_of
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Text
from nao_sessions.session.annotations import (
    CONSENSUS,
    FORMAT,
    Annotation,
    AnnotationWriter,
    Coding,
    Line,
    read_coding,
    to_json,
)

Take = Literal["first", "second", "neither", "undecided"]
TAKES: tuple[Take, ...] = ("first", "second", "neither", "undecided")

Difference = Literal["same", "name", "times", "modifiers", "alone"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What two coders wrote of one thing: at least one of them; ``difference`` is the first that counts."""

    key: str
    first: Annotation | None
    second: Annotation | None
    difference: Difference

    @property
    def at_ns(self) -> int:
        """Give when it began, by whoever saw it first."""
        return min(one.start_ns for one in (self.first, self.second) if one is not None)


def pairs_of(
    first: Sequence[Annotation], second: Sequence[Annotation], scheme: Scheme, tolerance_ns: int
) -> tuple[Pair, ...]:
    """Match two coders' annotations, stream by stream and subject by subject, in the order of time."""
    kinds = {one.code: one.kind for one in scheme.behaviours}
    streams = [codes for codes in scheme.streams().values() if kinds[codes[0]] == "state"]
    streams.append(tuple(code for code, kind in kinds.items() if kind == "point"))
    found: list[Pair] = []
    for codes in streams:
        for subject in sorted({one.subject for one in (*first, *second)}):
            mine, theirs = (
                [one for one in both if one.subject == subject and one.behaviour in codes]
                for both in (first, second)
            )
            for a, b in match_events(mine, theirs, tolerance_ns):
                key = "_".join(one.id for one in (a, b) if one is not None)
                found.append(Pair(key, a, b, _difference(a, b, tolerance_ns)))
    return tuple(sorted(found, key=lambda pair: (pair.at_ns, pair.key)))


def _difference(a: Annotation | None, b: Annotation | None, tolerance_ns: int) -> Difference:
    if a is None or b is None:
        return "alone"
    if a.behaviour != b.behaviour:
        return "name"
    if (a.stop_ns is None) != (b.stop_ns is None):
        return "times"
    if a.stop_ns is not None and b.stop_ns is not None and abs(a.stop_ns - b.stop_ns) > tolerance_ns:
        return "times"
    return "same" if dict(a.modifiers) == dict(b.modifiers) else "modifiers"


class Table:
    """Two coders of one session, their pairs, and the consensus as far as it is made."""

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
                    Text(fr=f"{coder} n'a rien codé ici.", en=f"{coder} coded nothing here."),
                    SAY_DONE if scheme.id in coded.opened.get(coder, ()) else None,
                    code="K120",
                )
        self.coders = coders
        self.scheme = scheme
        self.pairs = pairs_of(by_coder[coders[0]], by_coder[coders[1]], scheme, tolerance_ns)
        self._folder: Path = coded.path
        self._tolerance_ns = tolerance_ns
        self._now = now

    @property
    def seen(self) -> str:
        """Give what a page has seen that shows all of the consensus."""
        return seen_of(self._folder, read_coding(self._folder, CONSENSUS))

    def taken(self) -> dict[str, Take]:
        """Give what was chosen of each pair so far, by its key; the last choice counts, and may be none."""
        found: dict[str, Take] = {}
        for line in read_coding(self._folder, CONSENSUS).standing:
            choice = line.facts.get("choice")
            take = next(
                (one for one in TAKES if isinstance(choice, dict) and choice.get("take") == one), None
            )
            if isinstance(choice, dict) and take is not None:
                found[str(choice.get("pair"))] = take
        return {pair: take for pair, take in found.items() if take != "undecided"}

    def choose(self, key: str, take: Take) -> None:
        """Choose of one pair, and write it into the consensus, with all that both agree on when it is new.

        Raises:
            UsageError: there is no such pair, or that coder saw nothing there.
            FolderInUse: the consensus is open elsewhere.
            OSError: it cannot be written.
        """
        pair = next((one for one in self.pairs if one.key == key), None)
        chosen = None if pair is None else pair.first if take == "first" else pair.second
        if pair is None or (chosen is None and take in ("first", "second")):
            raise UsageError(
                Text(fr="Ce choix n'existe pas ici.", en="There is no such choice here."), code="K115"
            )
        writer = AnnotationWriter(self._folder, CONSENSUS)
        try:
            if self.scheme.id not in schemes_opened(writer.coding):
                writer.append(self._beginning(writer.coding.next_act))
            writer.append([self._line(pair, take, writer.coding.next_act)])
        finally:
            writer.close()

    def undo(self) -> None:
        """Take the last choice back, if there is one. Raises: FolderInUse, OSError."""
        self._undo(self._to_undo(read_coding(self._folder, CONSENSUS)))

    def redo(self) -> None:
        """Choose again what was taken back last, if nothing was since. Raises: FolderInUse, OSError."""
        self._undo(read_coding(self._folder, CONSENSUS).to_redo())

    def to_json(self) -> dict[str, Any]:
        """Give what the page shows."""
        taken = self.taken()
        consensus = read_coding(self._folder, CONSENSUS)
        return {
            "seen": self.seen,
            "undo": self._to_undo(consensus) is not None,
            "redo": consensus.to_redo() is not None,
            "coders": list(self.coders),
            "pairs": [
                {
                    "key": pair.key,
                    "at": pair.at_ns,
                    "difference": pair.difference,
                    "first": None if pair.first is None else to_json(pair.first),
                    "second": None if pair.second is None else to_json(pair.second),
                    "take": taken.get(pair.key),
                }
                for pair in self.pairs
            ],
        }

    def _undo(self, act: int | None) -> None:
        if act is None:
            return
        writer = AnnotationWriter(self._folder, CONSENSUS)
        try:
            writer.append([Line("undo", writer.coding.next_act, self._now(), undoes=act)])
        finally:
            writer.close()

    @staticmethod
    def _to_undo(consensus: Coding) -> int | None:
        """Give the act of the last choice: what both say the same nobody chose."""
        act = consensus.to_undo()
        choices = [line.facts.get("choice") for line in consensus.lines if line.act == act]
        agreed = all(isinstance(one, dict) and one.get("agreed") is True for one in choices)
        return None if agreed else act

    def _beginning(self, act: int) -> list[Line]:
        """Give the first lines by this scheme: of whom and how it is made, and what both say the same."""
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
        lines = [Line("open", act, self._now(), facts=facts)]
        return lines + [
            self._line(pair, "first", act + 1) for pair in self.pairs if pair.difference == "same"
        ]

    def _line(self, pair: Pair, take: Take, act: int) -> Line:
        choice = {
            "pair": pair.key,
            "take": take,
            "agreed": pair.difference == "same",
            "of": [None if one is None else one.id for one in (pair.first, pair.second)],
        }
        chosen = {"first": pair.first, "second": pair.second}.get(take)
        name = _short(pair.key)
        if chosen is None:
            return Line("remove", act, self._now(), name, facts={"choice": choice})
        # an addition in the place of one that stands replaces it: a pair is in the consensus once
        return Line("add", act, self._now(), name, replace(chosen, id=name), facts={"choice": choice})


def _short(key: str) -> str:
    """Give the id of a pair in the consensus."""
    return key if len(key) <= 40 else f"{key[:20]}_{key[-19:]}"
