"""Numbers, dates and lists of names, as each language writes them: by Babel's tables (Unicode's CLDR).

Babel is imported where one of these is shown, and not before: it takes 30 ms. English is that of Europe
(``24 Nov 2026``, ``a, b and c``).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import Text, msgc, verbatim

SEMICOLON = msgc("between parts", "; ")
THEN = msgc("between parts", ", then ")


@cache
def decimal_sign(language: Language) -> str:
    """Return a language's decimal sign, ``,`` or ``.``."""
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(PROFILES[language].locale)


def decimal(digits: str, language: Language) -> str:
    """Return a text whose numbers have a point (``2.5 s``) with the decimal sign of *language*."""
    return digits.replace(".", decimal_sign(language)) if "." in digits else digits


@dataclass(frozen=True, slots=True, eq=False)
class Number(Text):
    """A number that is rounded already, as Python writes it (``-2.50``), perhaps with its unit."""

    digits: str

    def in_language(self, language: Language, /) -> str:
        return decimal(self.digits, language)

    def format(self, **values: object) -> Text:
        return self


def number(value: float, digits: int | None = None, unit: str = "") -> Text:
    """Return a number with *digits* decimals (None: up to six significant digits), and perhaps a unit.

    Zero is never negative, also where it is rounded to.
    """
    written = f"{value + 0.0:g}" if digits is None else f"{round(value, digits) + 0.0:.{digits}f}"
    return Number(f"{written}\u00a0{unit}" if unit else written)


@dataclass(frozen=True, slots=True, eq=False)
class Joined(Text):
    """Texts put one after the other, with a separator between each two."""

    parts: tuple[Text, ...]
    between: Text

    def in_language(self, language: Language, /) -> str:
        return self.between.in_language(language).join(one.in_language(language) for one in self.parts)

    def values(self) -> Iterator[str]:
        for one in self.parts:
            yield from one.values()

    def format(self, **values: object) -> Text:
        return Joined(tuple(one.format(**values) for one in self.parts), self.between)


@dataclass(frozen=True, slots=True, eq=False)
class Listed(Text):
    """Texts as a list within a sentence: ``a, b and c``, or ``a, b or c``."""

    parts: tuple[Text, ...]
    style: Literal["standard", "or"]

    def in_language(self, language: Language, /) -> str:
        parts = [one.in_language(language) for one in self.parts]
        if len(parts) < 2:
            return "".join(parts)
        from babel.lists import format_list

        return format_list(parts, self.style, PROFILES[language].locale)

    def values(self) -> Iterator[str]:
        for one in self.parts:
            yield from one.values()

    def format(self, **values: object) -> Text:
        return Listed(tuple(one.format(**values) for one in self.parts), self.style)


@dataclass(frozen=True, slots=True, eq=False)
class Capital(Text):
    """A text as it stands at the head of a line."""

    text: Text

    def in_language(self, language: Language, /) -> str:
        words = self.text.in_language(language)
        return words[:1].upper() + words[1:]

    def values(self) -> Iterator[str]:
        yield from self.text.values()

    def format(self, **values: object) -> Text:
        return Capital(self.text.format(**values))


def joined(parts: Iterable[Text | str], between: Text | str = ", ") -> Text:
    """Return one text made of *parts*, with *between* after each but the last."""
    return Joined(_texts(parts), between if isinstance(between, Text) else verbatim(between))


def listed(parts: Iterable[Text | str]) -> Text:
    """Return texts of which all are meant: ``a, b and c``."""
    return Listed(_texts(parts), "standard")


def alternatives(parts: Iterable[Text | str]) -> Text:
    """Return texts of which one is meant: ``a, b or c``."""
    return Listed(_texts(parts), "or")


def _texts(parts: Iterable[Text | str]) -> tuple[Text, ...]:
    return tuple(one if isinstance(one, Text) else verbatim(one) for one in parts)


def date(day: datetime.date, language: Language) -> str:
    """Return a date as read: ``24 nov. 2026``; a first is ``1er`` in French, which CLDR leaves out."""
    from babel.dates import format_date

    written = format_date(day, "d MMM y", PROFILES[language].locale)
    return written.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else written


@dataclass(frozen=True, slots=True, eq=False)
class Day(Text):
    """A date within a sentence: ``24 nov. 2026``."""

    day: datetime.date

    def in_language(self, language: Language, /) -> str:
        return date(self.day, language)

    def format(self, **values: object) -> Text:
        return self


def month(day: datetime.date, language: Language) -> str:
    """Return the name of a day's month with its year: ``novembre 2026``."""
    from babel.dates import format_date

    return format_date(day, "MMMM y", PROFILES[language].locale)
