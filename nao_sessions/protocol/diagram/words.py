"""How the diagram writes an author's words: texts, conditions, durations, what is waited for.

Sentences about single acts come from ``protocol.telling``; here they only become short enough for a card.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nao_sessions.core.text import Language, Text
from nao_sessions.protocol.catalogue import TOUCH_GROUPS, TOUCH_PARTS
from nao_sessions.protocol.expression import Expression, Template
from nao_sessions.protocol.flow import Branch, Duration, Protocol, Setting, Speech
from nao_sessions.protocol.telling import Telling
from nao_sessions.protocol.trials import Stimulus
from nao_sessions.protocol.wording import RESULTS, duration, plain, quote

_PLACES = {
    "{participants}": Text(fr="‹prénoms›", en="‹first names›"),
    "{participant}": Text(fr="‹prénom›", en="‹first name›"),
}
_QUOTED = re.compile(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
_SIGNS = (("==", "="), ("!=", "≠"), (">=", "≥"), ("<=", "≤"), ("*", "×"))
_OPERATORS = {
    "and": Text(fr="et", en="and"),
    "or": Text(fr="ou", en="or"),
    "not": Text(fr="non", en="not"),
    "in": Text(fr="parmi", en="in"),
    "if": Text(fr="si", en="if"),
    "else": Text(fr="sinon", en="else"),
    "True": Text(fr="vrai", en="true"),
    "False": Text(fr="faux", en="false"),
    "true": Text(fr="vrai", en="true"),
    "false": Text(fr="faux", en="false"),
}
_NAMES = re.compile(r"\b[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+|\b(?:" + "|".join(_OPERATORS) + r")\b")
_SHORT_PARTS = {
    "head": Text(fr="tête", en="head"),
    "hand": Text(fr="main", en="hand"),
    "foot": Text(fr="pied", en="foot"),
}
_TUNED = Text(fr="{what} (réglable)", en="{what} (can be tuned)")
_INNER = re.compile(r"«[ \u00a0\u202f]*(.*?)[ \u00a0\u202f]*»")
_OUTCOME = Text(fr="issue", en="outcome")
_BARE_ARTICLE = re.compile(r"^(?:le|la|the) |^l'")


@dataclass(frozen=True, slots=True)
class Words:
    """Writes the words of one protocol in one language."""

    protocol: Protocol
    language: Language
    telling: Telling = field(init=False, repr=False)

    def __post_init__(self) -> None:
        telling = Telling(self.protocol, self._write, self._compute, lambda name: self._step(name))
        object.__setattr__(self, "telling", telling)

    def of(self, text: Text) -> str:
        """Give a sentence in the diagram's language."""
        return text.in_language(self.language)

    def speech(self, speech: Speech) -> str:
        """Write an author's text, its places as ‹names›."""
        return self.of(self._write(speech))

    def said(self, speech: Speech) -> str:
        """Write what Nao says, between quotes."""
        written = self.speech(speech)
        # Quotes in quotes: « … “ … ” … ».
        return self.of(quote(_INNER.sub(r"“\1”", written)))

    def expression(self, expression: Expression) -> str:
        """Write what is computed: ``data.essais >= 2`` is « essais ≥ 2 »."""
        return self.of(self._compute(expression))

    def condition(self, expression: Expression) -> str:
        """Write a condition: « si essais ≥ 2 »."""
        return self.of(Text(fr="si {what}", en="if {what}")).format(what=self.expression(expression))

    def ways(self, branches: tuple[Branch, ...]) -> list[str | None]:
        """Write the condition of each branch; None: it is the only one."""
        told: list[str | None] = []
        for number, branch in enumerate(branches):
            if branch.condition is not None:
                told.append(self.condition(branch.condition))
            else:
                told.append(self.of(Text(fr="sinon", en="otherwise")) if number else None)
        return told

    def duration(self, length: Duration) -> str:
        """Write a duration; one that is a setting is given as its default, which can be tuned."""
        if isinstance(length, int):
            return self.of(duration(length))
        setting = self._default(length)
        if setting is None:
            return self.expression(length)
        return self.of(_TUNED.format(what=plain(setting.default, "duration")))

    def counted(self, number: int | Expression, one: Text, several: Text) -> str:
        """Write how many there are of something; a number that is a setting is given as its default."""
        if isinstance(number, int):
            return self.of(one if number == 1 else several).format(n=number)
        default = self._default(number)
        if default is None:
            return self.of(several).format(n=self.expression(number))
        told = (one if default.default == 1 else several).format(n=plain(default.default))
        return self.of(_TUNED.format(what=told))

    def _default(self, value: Expression) -> Setting | None:
        """Give the setting that a value is, if it is one."""
        named = (setting for setting in self.protocol.settings if value.source == f"settings.{setting.name}")
        return next(named, None)

    def stimulus(self, stimulus: Stimulus) -> str:
        """Name what is waited for, beside the sign of its sense: « la tête », « oui, prêt », « n° 12 »."""
        match stimulus.sense:
            case "touch":
                return self._parts(stimulus.values)
            case "word" | "board":
                return ", ".join(stimulus.values)
            case "card":
                return ", ".join(
                    self.of(Text(fr="nº {n}", en="no. {n}")).format(n=one) for one in stimulus.values
                )
            case _:
                return self.of(self.telling.stimulus(stimulus))

    def _parts(self, parts: tuple[str, ...]) -> str:
        """Name parts of Nao's body without their articles; left and right are Nao's own."""
        left = dict.fromkeys(parts)
        named: list[str] = []
        for group, members in TOUCH_GROUPS.items():
            if set(members) <= set(left):
                named.append(self.of(_SHORT_PARTS[group]))
                for member in members:
                    del left[member]
        return ", ".join(named + [_BARE_ARTICLE.sub("", self.of(TOUCH_PARTS[part])) for part in left])

    def _write(self, speech: Speech) -> Text:
        return Text(
            fr=_filled(speech.template("fr"), "fr"),
            en=_filled(speech.template("en"), "en"),
        )

    def _compute(self, expression: Expression) -> Text:
        pieces = _QUOTED.split(expression.source.removeprefix("=").strip())
        return Text(fr=_readable(pieces, "fr"), en=_readable(pieces, "en"))

    def _step(self, name: str) -> Text:
        title = self.protocol.steps[name].title
        short = name.rpartition(".")[2]
        return Text(fr=short, en=short) if title is None else self._write(title)


def _filled(template: Template, language: Language) -> str:
    """Write a template; a place shows its last name between ‹ and ›."""
    parts: list[str] = []
    for part in template.parts:
        if isinstance(part, str):
            for place, shown in _PLACES.items():
                part = part.replace(place, shown.in_language(language))
            parts.append(part)
        else:
            parts.append(f"‹{_last(part)}›")
    return "".join(parts)


def _readable(pieces: list[str], language: Language) -> str:
    """Write an expression in plain signs; what stands between quotes stays as it is."""
    readable: list[str] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            readable.append(quote(piece[1:-1]).in_language(language))
            continue
        for written, sign in _SIGNS:
            piece = piece.replace(written, sign)
        readable.append(_NAMES.sub(lambda match: _named(match.group(), language), piece))
    return "".join(readable)


def _named(word: str, language: Language) -> str:
    """Write an operator, or a path by its last name where that is clear."""
    if word in _OPERATORS:
        return _OPERATORS[word].in_language(language)
    names = word.split(".")
    if names[0] in ("trials", "results") and names[-1] in RESULTS:
        told = RESULTS[names[-1]].in_language(language)
        return told if len(names) == 2 else f"{told} ({names[1]})"
    if names[0] == "results" and names[-1] == "end":
        return f"{_OUTCOME.in_language(language)} ({names[1]})"
    if names[0] in ("data", "settings", "participant") and len(names) == 2:
        return names[1]
    return word


def _last(path: tuple[str, ...]) -> str:
    return path[-1].rpartition(":")[2]
