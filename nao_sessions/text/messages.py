"""Sentences as values: written once, rendered late, in the language of whoever reads.

A module that has something to say makes a :class:`Message` (:func:`msg`, :func:`msgc`, :func:`msgn`); what
shows it calls :meth:`Text.in_language`. A sentence takes other sentences and values as parameters, never
pieces of itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from nao_sessions.text.catalogues import catalogue
from nao_sessions.text.languages import LANGUAGES, Language


class Text(ABC):
    """Words for a person. Two texts are equal when they read the same in every language.

    A text is no string: ``str()``, an f-string and a template's ``{{ }}`` raise TypeError, since none of them
    knows in which language to render it.
    """

    __slots__ = ()

    @abstractmethod
    def in_language(self, language: Language, /) -> str:
        """Return the text in *language*, its places filled."""

    @abstractmethod
    def format(self, **values: object) -> Text:
        """Return the text with its ``{name}`` places filled; a value that is a text is rendered with it."""

    @property
    def fr(self) -> str:
        """The text in French."""
        return self.in_language("fr")

    @property
    def en(self) -> str:
        """The text in English."""
        return self.in_language("en")

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

    Attributes:
        msgid: The sentence in English, with ``{name}`` places.
        context: What tells sentences apart that are one in English, in plain words: "feminine".
        params: What fills the places; None when ``msgid`` is to be read as it stands, braces and all.
        plural: The English plural, for a sentence that depends on a number.
        number: That number.
    """

    msgid: str
    context: str = ""
    params: Mapping[str, object] | None = None
    plural: str = ""
    number: int = 1

    def in_language(self, language: Language, /) -> str:
        known = catalogue(language)
        if self.plural:
            words = (
                known.npgettext(self.context, self.msgid, self.plural, self.number)
                if self.context
                else known.ngettext(self.msgid, self.plural, self.number)
            )
        else:
            words = known.pgettext(self.context, self.msgid) if self.context else known.gettext(self.msgid)
        return words if self.params is None else _filled(words, self.params, language)

    def format(self, **values: object) -> Message:
        params = {**(self.params or {}), **_held(values)}
        return Message(self.msgid, self.context, params, self.plural, self.number)


@dataclass(frozen=True, slots=True, eq=False)
class Localized(Text):
    """Words that exist in both languages as data: those of a protocol, a coding scheme, a person."""

    fr: str = field()  # field() keeps dataclass from taking the inherited property for a default
    en: str = field()

    def in_language(self, language: Language, /) -> str:
        return self.fr if language == "fr" else self.en

    def format(self, **values: object) -> Localized:
        return Localized(fr=_filled(self.fr, values, "fr"), en=_filled(self.en, values, "en"))


EMPTY_TEXT: Text = Localized(fr="", en="")
"""No words: where a sentence may be left out. (The empty string is no key: gettext keeps its head there.)"""


def msg(msgid: str, /, **params: object) -> Text:
    """Return a sentence; *params* fill its places."""
    return Message(msgid, "", _held(params) if params else None)


def msgc(context: str, msgid: str, /, **params: object) -> Text:
    """Return a sentence whose English has several translations, of which *context* chooses one."""
    return Message(msgid, context, _held(params) if params else None)


def msgn(one: str, several: str, number: int, /, **params: object) -> Text:
    """Return a sentence that depends on *number*, which stands in its place ``{n}``."""
    return Message(one, "", _held({"n": number, **params}), several, number)


_PLAIN = (Text, str, int, float)


def _held(values: Mapping[str, object]) -> dict[str, object]:
    """Return what a message may hold until it is rendered: no exception, and no list that grows."""
    return {k: v if isinstance(v, _PLAIN) else str(v) for k, v in values.items()}


def _filled(words: str, values: Mapping[str, object], language: Language) -> str:
    return words.format(
        **{k: v.in_language(language) if isinstance(v, Text) else v for k, v in values.items()}
    )
