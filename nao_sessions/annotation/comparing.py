"""Two coders side by side, and the consensus that is made of what both saw and of what is chosen.

The consensus is a file of its own, one for all schemes; it holds of each pair what was chosen, and from whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from nao_sessions.annotation.desk import Now, utc_now
from nao_sessions.annotation.folder import SAY_DONE, CodedFolder, coded_by, keep_scheme, schemes_opened
from nao_sessions.annotation.pairs import Pair, pairs_of
from nao_sessions.annotation.scheme import Scheme
from nao_sessions.annotation.seen import seen_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Text
from nao_sessions.session.annotations import (
    CONSENSUS,
    FORMAT,
    AnnotationWriter,
    Coding,
    Line,
    read_coding,
    to_json,
)

Take = Literal["first", "second", "neither", "undecided"]
TAKES: tuple[Take, ...] = ("first", "second", "neither", "undecided")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen of a pair."""

    pair: str
    take: Take


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
        made_of = self._begun(read_coding(coded.path, CONSENSUS), scheme).get("made_of")
        if made_of == [*reversed(coders)]:  # the same two: a pair keeps its name
            coders = coders[1], coders[0]
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
            choice = _choice(line)
            if choice is not None:
                found[choice.pair] = choice.take
        return {pair: take for pair, take in found.items() if take != "undecided"}

    def choose(self, key: str, take: Take) -> None:
        """Choose of one pair, and write it into the consensus, with what both agree on and is not in it yet.

        Raises:
            UsageError: no such pair, that coder saw nothing there, or the consensus is that of others.
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
            self._write_agreed(writer)
            writer.append([self._line(pair, take, writer.coding.next_act)])
        finally:
            writer.close()

    def agree(self) -> None:
        """Write what both agree on and is not in the consensus yet, where there is nothing to choose.

        Raises:
            UsageError: the consensus is that of others.
            FolderInUse, OSError: as of a choice.
        """
        writer = AnnotationWriter(self._folder, CONSENSUS)
        try:
            self._write_agreed(writer)
        finally:
            writer.close()

    def undo(self) -> Choice | None:
        """Take back the last choice that this page shows, and give it. Raises: FolderInUse, OSError."""
        consensus = read_coding(self._folder, CONSENSUS)
        act = self._own(consensus).to_undo()
        self._undo(act)
        return _choice_of(consensus, act)

    def redo(self) -> Choice | None:
        """Choose again what was taken back last, if nothing was since. Raises: FolderInUse, OSError."""
        consensus = read_coding(self._folder, CONSENSUS)
        act = self._own(consensus).to_redo()
        self._undo(act)
        undo = next((line for line in consensus.lines if line.act == act), None)
        return None if undo is None else _choice_of(consensus, undo.undoes)

    def to_json(self) -> dict[str, Any]:
        """Give what the page shows."""
        taken = self.taken()
        consensus = read_coding(self._folder, CONSENSUS)
        own = self._own(consensus)
        begun = self.scheme.id in schemes_opened(consensus)
        return {
            "seen": self.seen,
            "undo": own.to_undo() is not None,
            "redo": own.to_redo() is not None,
            "coders": list(self.coders),
            "to_agree": not begun or bool(self._agreed(consensus)),
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

    def _own(self, consensus: Coding) -> Coding:
        """Give of a consensus the choices that this page shows, taken back or not.

        One file holds those of every scheme: what was chosen by another, or of pairs that are not here, is
        not seen here, and nothing of it is taken back. What both say the same nobody chose.
        """
        shown = {pair.key for pair in self.pairs}
        acts: set[int] = set()
        for line in consensus.lines:
            choice = _choice(line)
            agreed = choice is not None and line.facts["choice"].get("agreed") is True
            if (choice is not None and choice.pair in shown and not agreed) or line.undoes in acts:
                acts.add(line.act)
        return replace(consensus, lines=tuple(line for line in consensus.lines if line.act in acts))

    @staticmethod
    def _begun(consensus: Coding, scheme: Scheme) -> Mapping[str, Any]:
        """Give of whom and how the consensus by a scheme is made; nothing where it is not begun."""
        return next((one for one in consensus.sittings if _scheme_of(one) == scheme.id), {})

    def _check_made_of(self, consensus: Coding) -> None:
        """Refuse a choice where the consensus is made of other coders, or of pairs by another tolerance."""
        begun = self._begun(consensus, self.scheme)
        coders, tolerance_ns = begun.get("made_of"), begun.get("tolerance_ns")
        if (coders, tolerance_ns) == (list(self.coders), self._tolerance_ns):
            return
        names = ",".join(map(str, coders)) if isinstance(coders, list) else "?"
        seconds = f"{tolerance_ns / SECOND_NS:g}" if isinstance(tolerance_ns, int) else "?"
        again = f"--compare {names} --tolerance {seconds}"
        raise UsageError(
            Text(
                fr=f"Le consensus de ce schéma a été commencé avec {again} : rien n'a été écrit.",
                en=f"The consensus of this scheme was begun with {again}: nothing was written.",
            ),
            code="K119",
        )

    def _write_agreed(self, writer: AnnotationWriter) -> None:
        """Write what both say the same and is not there yet: they may have coded on. Begin it if need be."""
        if self.scheme.id not in schemes_opened(writer.coding):
            writer.append([self._opening(writer.coding.next_act)])
        self._check_made_of(writer.coding)
        act = writer.coding.next_act
        lines = [self._line(pair, "first", act) for pair in self._agreed(writer.coding)]
        if lines:
            writer.append(lines)

    def _agreed(self, consensus: Coding) -> list[Pair]:
        """Give the pairs of which both say the same, and which are not in the consensus."""
        there = {choice.pair for line in consensus.standing if (choice := _choice(line)) is not None}
        return [pair for pair in self.pairs if pair.is_agreed and pair.key not in there]

    def _opening(self, act: int) -> Line:
        """Give the first line by this scheme: of whom and how the consensus is made."""
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
        return Line("open", act, self._now(), facts=facts)

    def _line(self, pair: Pair, take: Take, act: int) -> Line:
        choice = {
            "pair": pair.key,
            "take": take,
            "agreed": pair.is_agreed,
            "of": [None if one is None else one.id for one in (pair.first, pair.second)],
        }
        chosen = {"first": pair.first, "second": pair.second}.get(take)
        name = _short(pair.key)
        if chosen is None:
            return Line("remove", act, self._now(), name, facts={"choice": choice})
        # an addition in the place of one that stands replaces it: a pair is in the consensus once
        return Line("add", act, self._now(), name, replace(chosen, id=name), facts={"choice": choice})


def _choice(line: Line) -> Choice | None:
    """Give the choice that a line of a consensus is, if it is one."""
    found = line.facts.get("choice")
    take = next((one for one in TAKES if isinstance(found, dict) and found.get("take") == one), None)
    return None if take is None or not isinstance(found, dict) else Choice(str(found.get("pair")), take)


def _choice_of(consensus: Coding, act: int | None) -> Choice | None:
    return next((found for line in consensus.lines if line.act == act and (found := _choice(line))), None)


def _scheme_of(sitting: Mapping[str, Any]) -> object:
    scheme = sitting.get("scheme")
    return scheme.get("id") if isinstance(scheme, dict) else None


def _short(key: str) -> str:
    """Give the id of a pair in the consensus."""
    return key if len(key) <= 40 else f"{key[:20]}_{key[-19:]}"
