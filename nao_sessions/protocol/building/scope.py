"""What expressions and texts may name where they stand, with the type of each.

Names are resolved when a protocol is loaded; nothing is looked up by a name that was not found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.findings import Findings, did_you_mean, nearest, quoted
from nao_sessions.protocol.trials import RESULT_FIELDS, TRIAL_FIELDS, Deck
from nao_sessions.text.messages import Text, msg

EVENT_VALUE: Path = ("event", "value")

TYPES: Mapping[str, str] = {
    "integer": "number",
    "number": "number",
    "duration": "number",
    "boolean": "bool",
    "text": "text",
    "choice": "text",
}
"""The type of a setting or a datum, and the type that an expression sees."""


@dataclass(frozen=True, slots=True)
class Results:
    """A step that has results: where they are kept, and what it is: trials, or a used file."""

    step: str
    kind: Literal["trials", "use"]

    def fields(self) -> Mapping[str, str]:
        """Return the names of the step's results, with their types."""
        return RESULT_FIELDS if self.kind == "trials" else {"end": "text"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The paths that are known, with their types; ``event`` is the type of ``event.value``, if it has one.

    ``kept`` says where a value is kept when that is elsewhere than where authors write it. ``deck`` is the
    table that ``item`` is a line of; ``asking``: inside a block of trials, where ``trials.`` is known.
    """

    types: Mapping[Path, str]
    event: str | None = None
    one_participant: bool = True
    kept: Mapping[Path, Path] = field(default_factory=dict)
    results: Mapping[str, Results] = field(default_factory=dict)
    deck: Deck | None = None
    asking: bool = False

    def at(self, path: Path) -> Path:
        """Return the path under which the session keeps the value that an author's path names."""
        if path[0] == "results" and len(path) > 2 and path[1] in self.results:
            return ("results", self.results[path[1]].step, *path[2:])
        return self.kept.get(path, path)

    def resolve(self, path: Path, place: Place, findings: Findings) -> str | None:
        """Return the type of the value at a path; None where the path is unknown, which is reported."""
        if path == EVENT_VALUE:
            if self.event is not None:
                return self.event
            findings.add(
                "P135",
                place,
                msg("event.value means something inside a reaction only"),
                msg("a reaction is a line of buttons, when or after"),
            )
            return None
        known = self._type(path)
        if known is None:
            name = quoted(".".join(path))
            findings.add(
                "P132",
                place,
                msg("unknown name '{name}'", name=name),
                self._hint(path),
            )
        elif path[0] == "participant" and not self.one_participant:
            findings.add(
                "P122",
                place,
                msg("'participant.' means nobody when several children take part"),
                msg("put it in a group each: participant"),
            )
        elif path[0] == "item" and self.deck is not None and path[1] in self.deck.lacking:
            item = quoted(self.deck.lacking[path[1]])
            findings.add(
                "P136",
                place,
                msg("the item '{item}' has no '{path}'", item=item, path=path[1]),
                msg("give it to every item of the table"),
            )
        return known

    def _type(self, path: Path) -> str | None:
        if len(path) == 2 and path[0] == "item":
            return None if self.deck is None else self.deck.columns.get(path[1])
        if len(path) == 2 and path[0] == "trials" and self.asking:
            return RESULT_FIELDS.get(path[1])
        if len(path) == 2 and path[0] == "trial" and self.asking:
            return TRIAL_FIELDS.get(path[1])
        if path[0] == "results" and len(path) > 2 and path[1] in self.results:
            results = self.results[path[1]]
            total = path[2] == "total" and results.kind == "trials" and len(path) == 4
            return results.fields().get(path[-1]) if total or len(path) == 3 else None
        return self.types.get(path)

    def _names(self) -> Iterator[str]:
        yield from (".".join(name) for name in self.types)
        if self.deck is not None:
            yield from (f"item.{name}" for name in self.deck.columns)
        if self.asking:
            yield from (f"trials.{name}" for name in RESULT_FIELDS)
            yield from (f"trial.{name}" for name in TRIAL_FIELDS)
        for step, results in self.results.items():
            yield from (f"results.{step}.{name}" for name in results.fields())

    def _hint(self, path: Path) -> Text | None:
        if path[0] == "item" and self.deck is None:
            return msg("'item' means something in trials that have 'items' only, or in a group each: TABLE")
        known = list(self._names())
        if len(path) == 1:
            word = path[0]
            said = _PLAIN_WORDS.get(word)
            if said is not None:
                return said
            owners = [name for name in known if name.rsplit(".", 1)[-1] == word]
            if owners:
                return did_you_mean(owners[0], owners)
            inner = nearest(word, [name.rsplit(".", 1)[-1] for name in known])
            if inner is not None:
                return did_you_mean(inner, [name for name in known if name.endswith(f".{inner}")])
            return msg("a text goes between single quotes: '{word}'", word=quoted(word))
        same_room = [name for name in known if name.startswith(f"{path[0]}.")]
        return did_you_mean(".".join(path), same_room or known)


def write_hint(word: str) -> Text:
    """Return the hint to write a word of the language or of an expression instead."""
    return msg("write '{word}'", word=word)


_PLAIN_WORDS: Mapping[str, Text] = {
    "vrai": write_hint("true"),
    "oui": write_hint("true"),
    "yes": write_hint("true"),
    "faux": write_hint("false"),
    "no": write_hint("false"),
    "et": write_hint("and"),
    "ou": write_hint("or"),
    **{
        word: msg(
            "a first name is written {participant}: added when Nao speaks, it is never kept",
            participant="{participant}",
        )
        for word in ("prenom", "nom", "enfant", "name", "child")
    },
    "non": write_hint("not"),
}
"""Words that somebody who thinks in French writes, and the language's own."""
