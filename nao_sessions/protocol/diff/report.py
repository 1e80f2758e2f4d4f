"""What a comparison reports: one difference a line, each in the part of the protocol where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.protocol.outline import Facts
from nao_sessions.text.messages import Text, msg

Scope = Literal[
    "head", "settings", "data", "remembered", "items", "words", "routine", "command", "always", "step", "file"
]
How = Literal["added", "removed", "changed", "renamed", "moved"]


_KEYS = {"condition": "if", "assignments": "set"}
"""Keys of YAML by the fields of the flow that have another name."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a protocol; ``name`` is a step's absolute name, a table's, a command's."""

    scope: Scope
    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class MeaningDifference:
    """One difference of meaning.

    ``what`` names the value for a machine (``trials.patience``); ``before`` and ``after`` are the values as
    people read them, None where there is none.
    """

    part: Part
    how: How
    what: str
    sentence: Text
    before: Text | None = None
    after: Text | None = None


@dataclass(slots=True)
class DiffReport:
    """The differences found so far; ``part`` is the one that is being compared."""

    part: Part
    found: list[MeaningDifference] = field(default_factory=list)

    def within(self, part: Part) -> DiffReport:
        """Return a report that adds to the same differences, in another part."""
        return DiffReport(part, self.found)

    def changed(self, what: str, label: Text, before: Text | None, after: Text | None) -> None:
        """Report a value that changed, or that only one protocol has."""
        if before is None and after is not None:
            self.added(what, label, after)
        elif after is None and before is not None:
            self.removed(what, label, before)
        elif before is not None and after is not None:
            sentence = msg("{label}: {before} → {after}", label=label, before=before, after=after)
            self._add("changed", what, sentence, before, after)

    def facts(
        self, prefix: str, before: Facts, after: Facts, keys: Iterable[str], inside: Text | None = None
    ) -> None:
        """Report facts that changed; *prefix* begins their keys, and *inside* says where they are."""
        for key in keys:
            one, other = before[key], after[key]
            label = other.label if inside is None else msg("{label}, {what}", label=inside, what=other.label)
            self.changed(f"{prefix}{_KEYS.get(key, key)}", label, one.words, other.words)

    def added(self, what: str, label: Text, value: Text) -> None:
        """Report something that only the second protocol has."""
        sentence = msg("added — {label}: {value}", label=label, value=value)
        self._add("added", what, sentence, None, value)

    def removed(self, what: str, label: Text, value: Text) -> None:
        """Report something that only the first protocol has."""
        sentence = msg("removed — {label}: {value}", label=label, value=value)
        self._add("removed", what, sentence, value, None)

    def moved(self, what: str, label: Text, value: Text) -> None:
        """Report something that comes earlier or later than before."""
        sentence = msg("moved — {label}: {value}", label=label, value=value)
        self._add("moved", what, sentence, value, value)

    def tell(
        self, how: How, what: str, sentence: Text, before: Text | None = None, after: Text | None = None
    ) -> None:
        """Report a difference in a sentence of its own."""
        self._add(how, what, sentence, before, after)

    def _add(self, how: How, what: str, sentence: Text, before: Text | None, after: Text | None) -> None:
        self.found.append(MeaningDifference(self.part, how, what, sentence, before, after))
