"""How the diagram writes an author's words: texts, conditions, durations, what is waited for.

Sentences about single acts come from ``protocol.outline``; here they only become short enough for a card.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nao_sessions.protocol.computed import (
    COLUMNS,
    formula,
    path_name,
    result_word,
    setting_label,
    step_name,
)
from nao_sessions.protocol.expression import Expression, Path, Template, Value
from nao_sessions.protocol.flow import Protocol, Setting, Speech
from nao_sessions.protocol.outline.telling import Telling
from nao_sessions.protocol.wording import plain, quote
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, by_language, msg, verbatim

_PLACES = {
    "{participants}": msg("‹first names›"),
    "{participant}": msg("‹first name›"),
}
_TUNED = msg("{what} (can be tuned)")
_INNER = re.compile("«([^«»]*)»")
_BLANKS = " \u00a0\u202f"
_EVENT_VALUE = msg("what was said")


@dataclass(frozen=True, slots=True)
class DiagramWords:
    """Writes the words of one protocol in one language."""

    protocol: Protocol
    language: Language
    telling: Telling = field(init=False, repr=False)

    def __post_init__(self) -> None:
        telling = Telling(
            self.protocol,
            self._write,
            self._compute,
            self._step,
            lasting=self._lasting,
            counting=self._counting,
            brief=True,
        )
        object.__setattr__(self, "telling", telling)

    def of(self, text: Text, **values: object) -> str:
        """Return a sentence in the diagram's language, its places filled with *values*."""
        return (text.format(**values) if values else text).in_language(self.language)

    def speech(self, speech: Speech) -> str:
        """Return an author's text in the diagram's language, its places as ‹names›."""
        return self.of(self._write(speech))

    def said(self, speech: Speech) -> str:
        """Return what Nao says, between quotes."""
        written = self.speech(speech)
        # Quotes in quotes: « … “ … ” … ».
        return self.of(quote(_INNER.sub(lambda inner: f"“{inner[1].strip(_BLANKS)}”", written)))

    def _lasting(self, length: Expression) -> Text:
        """Return a duration in words; a setting is given as its default, marked as adjustable."""
        setting = self._default(length)
        if setting is not None:
            return _TUNED.format(what=plain(setting.default, "duration"))
        begun = self._begun(length)
        if begun is None or isinstance(begun, Expression):
            return self._compute(length if begun is None else begun)
        return plain(begun, "duration")

    def _counting(self, number: Expression, sentence: Text) -> Text:
        """Return a sentence with a number in it; a setting is given as its default, marked as adjustable."""
        default = self._default(number)
        if default is None:
            return sentence.format(n=self._compute(number))
        n = default.default if isinstance(default.default, int) else plain(default.default)
        return _TUNED.format(what=sentence.format(n=n))

    def _default(self, value: Expression) -> Setting | None:
        """Return the setting that an expression consists of, else None."""
        # A used file writes settings.patience of its own, which is not the session's: its path says so.
        named = (
            setting
            for setting in self.protocol.settings
            if value.source == f"settings.{setting.name}" and value.paths == (("settings", setting.name),)
        )
        return next(named, None)

    def _begun(self, value: Expression) -> Value | Expression | None:
        """Return the value that a used file's setting begins with, if an expression is that setting alone."""
        begun = {
            name: one for step in self.protocol.steps.values() if step.use for name, one in step.use.begin
        }
        own = (
            len(value.paths) == 1 and value.source.startswith("settings.") and value.source[9:].isidentifier()
        )
        return begun.get(value.paths[0][1]) if own and value.paths[0][0] == "data" else None

    def _write(self, speech: Speech) -> Text:
        return by_language(lambda language: self._filled(speech.template(language), language))

    def _filled(self, template: Template, language: Language) -> str:
        """Return a template as text, with what fills each place between ‹ and ›."""
        parts: list[str] = []
        for part in template.parts:
            if isinstance(part, str):
                for place, shown in _PLACES.items():
                    part = part.replace(place, shown.in_language(language))
                parts.append(part)
            else:
                parts.append(f"‹{self._place(part).in_language(language)}›")
        return "".join(parts)

    def _place(self, path: Path) -> Text:
        """Return a short name for what fills a place; the sentence around it says the rest."""
        match path:
            case ("item", column):
                return COLUMNS.get(column, verbatim(column))
            case ("event", _):
                return _EVENT_VALUE
            case ("settings", name):
                return setting_label(self.protocol, name, self._write)
            case ("results" | "trials", *_, field) if (word := result_word(field)) is not None:
                return word
        return path_name(self.protocol, path, self._write)

    def _compute(self, expression: Expression) -> Text:
        return formula(expression, self._value)

    def _value(self, path: Path) -> Text:
        """Return the name of a value in a condition, shorter than on the sheet."""
        if path[0] == "settings":
            label = setting_label(self.protocol, path[1], self._write)
            return quote(label)
        return path_name(self.protocol, path, self._write)

    def _step(self, name: str) -> Text:
        return step_name(self.protocol, name, self._write)
