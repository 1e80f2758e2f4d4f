"""Sentences as values: written once, rendered late, in the language of whoever reads.

A module that has something to say makes a :class:`Message` (:func:`msg`, :func:`msgc`, :func:`msgn`); what
shows it calls :meth:`Text.in_language`. A sentence takes other sentences and values as parameters, never
pieces of itself.
"""

from __future__ import annotations

import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.text.catalogues import STRICT, catalogue
from nao_sessions.text.languages import LANGUAGES, Language

PLACE = re.compile(r"\{([A-Za-z_]\w*|\d+)(?::([^\s{}]+))?\}")
"""A place to fill: ``{name}``, or ``{seconds:.1f}``. The braces of a YAML example hold more than a name, and
are no place; a name in braces that a sentence is *about* is filled with itself:
``msg("write {participant}", participant="{participant}")``."""


class Text(ABC):
    """Words for a person. Two texts are equal when they read the same in every language.

    A text is no string: ``str()``, an f-string and a template's ``{{ }}`` raise TypeError, since none of them
    knows in which language to render it.
    """

    __slots__ = ()

    @abstractmethod
    def in_language(self, language: Language, /) -> str:
        """Return the text in *language*, with its places filled."""

    @abstractmethod
    def format(self, **values: object) -> Text:
        """Return the text with its ``{name}`` places filled; a value that is a Text is rendered with it."""

    def values(self) -> Iterator[str]:
        """Yield the values in the text's places that people wrote."""
        yield from ()

    @property
    def fr(self) -> str:
        """The text in French."""
        return self.in_language("fr")

    @property
    def en(self) -> str:
        """The text in English."""
        return self.in_language("en")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        """Return how pydantic takes a text as JSON: its words in each language."""
        from pydantic_core import core_schema  # by what takes texts as JSON alone

        def read(words: object) -> Text:
            if isinstance(words, Text):
                return words
            if not (isinstance(words, dict) and all(isinstance(words.get(one), str) for one in LANGUAGES)):
                raise ValueError("no words")
            return Localized(words["fr"], words["en"])

        def written(text: Text) -> dict[str, str]:
            return {one: text.in_language(one) for one in LANGUAGES}

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.plain_serializer_function_ser_schema(written)
        )

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Text):
            return NotImplemented
        return all(self.in_language(one) == other.in_language(one) for one in LANGUAGES)

    def __hash__(self) -> int:
        return hash(self.in_language("en"))

    def __str__(self) -> str:
        raise TypeError(f"{self!r} is rendered by in_language(), not by str() or an f-string")

    def __format__(self, spec: str) -> str:
        return str(self)


@dataclass(frozen=True, slots=True, eq=False)
class Message(Text):
    """A sentence of the program. ``msgid`` is its English and its key in the catalogues.

    A message without values is shown as it is written, its places too: a page fills them in the browser.

    Attributes:
        msgid: The sentence in English, with ``{name}`` places.
        context: What tells sentences apart that are one in English, in plain words: "feminine".
        params: What fills the places, by their names.
        plural: The English plural, for a sentence that depends on a number, which ``params`` holds as ``n``.
    """

    msgid: str
    context: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""

    def in_language(self, language: Language, /) -> str:
        return self.filled(language) if self.params else self._words(language)

    def filled(self, language: Language) -> str:
        """Return the sentence in *language*, for use inside another one: all its places must have values."""
        return _filled(self._words(language), self.params, language)

    def format(self, **values: object) -> Message:
        return Message(self.msgid, self.context, {**self.params, **_held(values)}, self.plural)

    def values(self) -> Iterator[str]:
        for value in self.params.values():
            if isinstance(value, Text):
                yield from value.values()
            else:
                yield str(value)

    def _words(self, language: Language) -> str:
        known = catalogue(language)
        if self.plural:
            number = self.params.get("n", 2)  # a value that is no number is several
            number = number if isinstance(number, int) else 2
            return (
                known.npgettext(self.context, self.msgid, self.plural, number)
                if self.context
                else known.ngettext(self.msgid, self.plural, number)
            )
        return known.pgettext(self.context, self.msgid) if self.context else known.gettext(self.msgid)


@dataclass(frozen=True, slots=True, eq=False)
class Localized(Text):
    """Words that exist in both languages as data: those of a protocol, a coding scheme, a person.

    They are in no catalogue, and braces in them are theirs: nothing is filled. What the program itself says
    is a :class:`Message`, however short.
    """

    fr: str = field()  # field() keeps dataclass from taking the inherited property for a default
    en: str = field()

    def in_language(self, language: Language, /) -> str:
        return self.fr if language == "fr" else self.en

    def values(self) -> Iterator[str]:
        yield from {self.fr, self.en}

    def format(self, **values: object) -> Localized:
        return self


def verbatim(text: object) -> Text:
    """Return a text that is the same in every language: a code, a path, a text of unknown language."""
    return Localized(fr=str(text), en=str(text))


def by_language(render: Callable[[Language], str]) -> Text:
    """Return a text whose words in each language are what *render* returns for it."""
    return Localized(fr=render("fr"), en=render("en"))


EMPTY_TEXT: Text = verbatim("")
"""No words: where a sentence may be left out. (The empty string is no key: gettext keeps its head there.)"""


def msg(msgid: str, /, **params: object) -> Text:
    """Return a sentence; *params* fill its places."""
    return Message(msgid, "", _held(params))


def msgc(context: str, msgid: str, /, **params: object) -> Text:
    """Return a sentence whose English has several translations, of which *context* chooses one."""
    return Message(msgid, context, _held(params))


def msgn(one: str, several: str, number: int | None = None, /, **params: object) -> Text:
    """Return a sentence that depends on *number*, which fills its place ``{n}``.

    Where the number is not known yet, ``format(n=...)`` adds it. English has its first form for 1 alone;
    which form another language takes for a number, its catalogue says (French: the first for 0 and 1).
    """
    return Message(one, "", _held(params if number is None else {"n": number, **params}), several)


def number_forms(sentence: Text, language: Language) -> dict[str, str]:
    """Return a sentence of :func:`msgn` for each kind of number, by Unicode's names ("one", "other").

    Its places are left: a script fills them, and chooses by ``Intl.PluralRules``.
    """
    from babel import Locale

    assert isinstance(sentence, Message), sentence
    kind = Locale.parse(language).plural_form
    return {kind(n): sentence.format(n=n)._words(language) for n in range(_EVERY_KIND)}


_EVERY_KIND = 101
"""The numbers below this one hold every plural form of a language that a page may need."""
_PLAIN = (Text, str, int, float)


def _held(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values that a message keeps until it is rendered: all but texts and numbers as ``str``."""
    return {k: v if isinstance(v, _PLAIN) else str(v) for k, v in values.items()}


def _filled(words: str, values: Mapping[str, object], language: Language) -> str:
    """Return *words* with their places filled from *values*.

    A place without a value stays as it is written; while ``STRICT`` is set, it raises LookupError: a value
    that is given to a sentence does not reach the places of a sentence in it.
    """

    def fill(place: re.Match[str]) -> str:
        name, spec = place[1], place[2] or ""
        if name in values:
            match values[name]:
                case Message() as part:
                    return part.filled(language)
                case Text() as part:
                    return part.in_language(language)
                case value:
                    return format(value, spec)
        if os.environ.get(STRICT):
            raise LookupError(f"nothing fills {place[0]} of {words!r}")
        return place[0]

    return PLACE.sub(fill, words)
