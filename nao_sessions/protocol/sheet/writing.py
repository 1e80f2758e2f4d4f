"""How a sheet writes what stands in a protocol: texts with their places, computed values, numbers of steps.

A place is written between brackets; where an item of a table fills it, every sentence that comes of it is
written out. No first name is known here, nor asked for.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nao_sessions.paper.page import Html, el
from nao_sessions.protocol.computed import formula
from nao_sessions.protocol.computed import path_name as named
from nao_sessions.protocol.expression import Expression, Path, spoken
from nao_sessions.protocol.flow import Protocol, Speech
from nao_sessions.protocol.outline.telling import Telling
from nao_sessions.protocol.trials import Item
from nao_sessions.protocol.wording import plain, without_names
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import Text, by_language, msg, verbatim

MOST_VARIANTS = 12
"""Sentences that one sentence with places is written out as; beyond, the table of items says the rest."""


class SheetWriter(typing.Protocol):
    """What writes a sheet in one language: sentences of the sheet's own, and texts of an author's."""

    def __call__(self, text: Text) -> str:
        """Return a sentence in the sheet's language."""

    def speech(self, speech: Speech) -> Html:
        """Return an author's text as HTML."""


def in_print(text: Text, language: Language) -> str:
    """Return a sentence in a language, typeset for print."""
    return PROFILES[language].unbroken(text.in_language(language))


@dataclass(frozen=True, slots=True)
class PlainHand:
    """Writes the sheet of a series, whose texts have no places, in one language."""

    language: Language

    def __call__(self, text: Text) -> str:
        """Return a sentence in the sheet's language."""
        return in_print(text, self.language)

    def speech(self, speech: Speech) -> Html:
        """Return an author's text, marked with its language where that is not the sheet's."""
        known = dict(speech.by_language)
        foreign = "" if self.language in known else speech.by_language[0][0]
        return el("span", self(speech.as_written()), lang=foreign)


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes the sheet of one protocol in one language; ``numbers`` are those of the steps, as printed."""

    protocol: Protocol
    language: Language
    numbers: dict[str, str]
    telling: Telling

    @classmethod
    def of(cls, protocol: Protocol, language: Language) -> Writing:
        """Return the writing of a protocol's sheet in a language."""
        numbers = _numbers(protocol)

        def step(name: str) -> Text:
            titled = protocol.steps[name].title
            number = numbers.get(name, "")
            if titled is None:
                return msg("step {number}", number=number)
            title = _written(protocol, titled)
            return msg("step {number} “{title}”", number=number, title=title)

        telling = Telling(
            protocol,
            lambda speech: _written(protocol, speech),
            lambda expression: _computed(protocol, expression),
            step,
            lasting=lambda expression: _computed(protocol, expression, "duration"),
            brief=True,
        )
        return cls(protocol, language, numbers, telling)

    def inside(self, turn: bool) -> Writing:
        """Return the writing for the inside of a group; ``turn``: the group has turns of children."""
        return replace(self, telling=replace(self.telling, turn=turn))

    def __call__(self, text: Text) -> str:
        """Return a sentence in the sheet's language."""
        return in_print(text, self.language)

    def speech(self, speech: Speech) -> Html:
        """Return an author's text, marked with its language where that is not the sheet's."""
        text = self(_written(self.protocol, speech))
        return el("span", text, lang=self.foreign(speech))

    def foreign(self, speech: Speech) -> str:
        """Return the language of a text where it is not the sheet's, else an empty text."""
        languages = [language for language, _ in speech.by_language]
        return "" if self.language in languages else languages[0]

    def variants(self, speech: Speech, items: Sequence[Item]) -> tuple[str, ...]:
        """Return all sentences that a text becomes with the items of a table; none if it names no item."""
        template = speech.template(self.language)
        paths = [part for part in template.parts if not isinstance(part, str)]
        if not any(path[0] == "item" for path in paths) or not items:
            return ()
        found = dict.fromkeys(self._filled(speech, item) for item in items)
        return tuple(found) if len(found) <= MOST_VARIANTS else ()

    def _filled(self, speech: Speech, item: Item) -> str:
        def slot(path: Path) -> Text:
            if path[0] != "item":
                return _slot(self.protocol, path)
            return verbatim(spoken(item.values.get(path[1])))

        return self(_with(speech, slot))

    def number(self, name: str) -> str:
        """Return the number of a step, as printed."""
        return self.numbers[name]


def _numbers(protocol: Protocol) -> dict[str, str]:
    """Return the numbers of the steps, in the order of the file: 1, 2, 2.1, 2.2, 3."""
    numbers: dict[str, str] = {}

    def visit(names: Sequence[str], prefix: str) -> None:
        for position, name in enumerate(names, 1):
            numbers[name] = f"{prefix}{position}"
            visit(protocol.steps[name].children, f"{numbers[name]}.")

    visit([name for name, step in protocol.steps.items() if step.parent is None], "")
    return numbers


def _written(protocol: Protocol, speech: Speech) -> Text:
    return _with(speech, lambda path: _slot(protocol, path))


def _with(speech: Speech, slot: Callable[[Path], Text]) -> Text:
    """Return a text in both languages, each of its places replaced by what ``slot`` returns."""

    def filled(language: Language) -> str:
        parts = speech.template(language).parts
        return "".join(part if isinstance(part, str) else slot(part).in_language(language) for part in parts)

    return without_names(by_language(filled))


def _slot(protocol: Protocol, path: Path) -> Text:
    """Return what stands in print for a place of a text: the name of what fills it."""
    known = path_name(protocol, path)
    return msg("[{known}]", known=known)


def path_name(protocol: Protocol, path: Path) -> Text:
    """Return a name of the value at a path, for people."""
    return named(protocol, path, lambda speech: _written(protocol, speech))


def _computed(protocol: Protocol, expression: Expression, kind: str = "") -> Text:
    """Return a computed value in words: by its name if it is one value, else as a formula."""
    paths = expression.paths
    if len(paths) != 1 or not _is_path(expression, paths[0]):
        return formula(expression, lambda path: path_name(protocol, path))
    known = path_name(protocol, paths[0])
    begin = _begins_as(protocol, paths[0], kind)
    if begin is None:
        return msg("[{known}]", known=known)
    if expression.type == "bool":
        return msg("the {known} says yes (at first: {begin})", known=known, begin=begin)  # fmt: skip
    return msg("{begin} ({known})", begin=begin, known=known)


def _is_path(expression: Expression, path: Path) -> bool:
    """Return whether an expression is a single path."""
    written = expression.source.strip()
    if not all(char.isalnum() or char in "._" for char in written):
        return False
    return written.rpartition(".")[2] == path[-1].rpartition(":")[2]


def _begins_as(protocol: Protocol, path: Path, kind: str) -> Text | None:
    """Return a setting's default, as its own or the using file gives it; None for other values."""
    if path[0] == "settings":
        setting = next(one for one in protocol.settings if one.name == path[1])
        return plain(setting.default, setting.type)
    if path[0] == "data" and ":" in path[1]:
        used = protocol.steps[path[1].partition(":")[0]].use
        value = None if used is None else dict(used.begin).get(path[1])
        return None if value is None or isinstance(value, Expression) else plain(value, kind)
    return None
