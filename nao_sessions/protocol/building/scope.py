"""What expressions and texts may name where they stand, with the type of each.

Names are resolved when a protocol is loaded; nothing is looked up by a name that was not found here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nao_sessions.core.errors import Place
from nao_sessions.core.text import Text
from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.findings import Findings, did_you_mean, nearest, quoted

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
class Scope:
    """The paths that are known, with their types; ``event`` is the type of ``event.value``, if it has one."""

    types: Mapping[Path, str]
    event: str | None = None
    one_participant: bool = True

    def in_reaction(self, event: str) -> Scope:
        """Give the scope inside an entry, where ``event.value`` says what happened."""
        return replace(self, event=event)

    def resolve(self, path: Path, place: Place, findings: Findings) -> str | None:
        """Give the type of a path; None when it is unknown, and a finding says so."""
        if path == EVENT_VALUE:
            if self.event is not None:
                return self.event
            findings.add(
                "P135",
                place,
                "event.value n'a de sens que dans une réaction",
                "event.value means something inside a reaction only",
                Text(
                    fr="une réaction est une ligne de buttons, when ou after",
                    en="a reaction is a line of buttons, when or after",
                ),
            )
            return None
        known = self.types.get(path)
        if known is not None:
            return known
        name = ".".join(path)
        findings.add(
            "P132",
            place,
            f"nom inconnu « {quoted(name)} »",
            f"unknown name '{quoted(name)}'",
            self._hint(path),
        )
        return None

    def _hint(self, path: Path) -> Text | None:
        known = [".".join(name) for name in self.types]
        if len(path) == 1:
            word = path[0]
            said = _PLAIN_WORDS.get(word)
            if said is not None:
                return said
            owners = [name for name in known if name.split(".")[1] == word]
            if owners:
                return did_you_mean(owners[0], owners)
            inner = nearest(word, [name.split(".")[1] for name in known])
            if inner is not None:
                return did_you_mean(inner, [name for name in known if name.endswith(f".{inner}")])
            return Text(
                fr=f"un texte se met entre guillemets simples : '{quoted(word)}'",
                en=f"a text goes between single quotes: '{quoted(word)}'",
            )
        same_room = [name for name in known if name.startswith(f"{path[0]}.")]
        return did_you_mean(".".join(path), same_room or known)


def _hint_word(word: str) -> Text:
    return Text(fr=f"écrivez « {word} »", en=f"write '{word}'")


_PLAIN_WORDS: Mapping[str, Text] = {
    "vrai": _hint_word("true"),
    "oui": _hint_word("true"),
    "yes": _hint_word("true"),
    "faux": _hint_word("false"),
    "no": _hint_word("false"),
    "et": _hint_word("and"),
    "ou": _hint_word("or"),
    **{
        word: Text(
            fr="le prénom s'écrit {participant} : le robot le met en dernier, il n'est jamais écrit",
            en="a first name is written {participant}: the robot puts it in last, it is never kept",
        )
        for word in ("prenom", "nom", "enfant", "name", "child")
    },
    "non": _hint_word("not"),
}
"""Words that somebody who thinks in French writes, and the language's own."""
