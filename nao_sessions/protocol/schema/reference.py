"""From the key table to the reference page: every key, where it stands, what it takes; and the catalogues.

The page is Markdown, in French or in English; what no key says is in ``prose``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nao_sessions.protocol import wording
from nao_sessions.protocol.catalogue import (
    COLOURS,
    GESTURES,
    LOOKS,
    POSES,
    POSTURES,
    TOUCH_GROUPS,
    TOUCH_PARTS,
)
from nao_sessions.protocol.keys.expectations import ExpectationsKeys
from nao_sessions.protocol.keys.head import COLUMNS, ProtocolKeys
from nao_sessions.protocol.keys.series import SeriesKeys
from nao_sessions.protocol.keys.values import COLOUR, GESTURE, LANGUAGE, LOOK, POSE, POSTURE, TOUCH
from nao_sessions.protocol.reading.kinds import Either, Keys, Kind, ListOf, NamesOf, SentenceKind, ValueKind
from nao_sessions.protocol.reading.shape import (
    Alone,
    AtLeastOne,
    AtMost,
    AtMostOne,
    Condition,
    Needs,
    Says,
    Shape,
)
from nao_sessions.protocol.schema import prose
from nao_sessions.protocol.schema.draft07 import Schema, example_of, french, json_schema, written
from nao_sessions.protocol.schema.table import SchemaKey, keys_of, places_of, shapes_from
from nao_sessions.protocol.trials import RESULT_FIELDS, TRIAL_FIELDS
from nao_sessions.protocol.wording import duration
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgc, verbatim

# The catalogues as tables for the reference page: gestures, poses, postures, looks, colours, touch parts.

Row = list[Text]

_WORD = msg("word")
_MEANING = msg("what it is")
_TIME = msg("duration")


def catalogues() -> Iterator[tuple[str, Text, Row, list[Row]]]:
    """Yield each catalogue: its name in links, its title, its columns, its rows."""
    yield (
        "items",
        msg("Columns of tables of items"),
        [_WORD, _MEANING],
        [[_code(name), column.description] for name, column in COLUMNS.items()],
    )
    yield (
        "gesture",
        msg("Gestures"),
        [_WORD, _MEANING, _TIME],
        [[_code(one.name), one.description, duration(one.duration_ms)] for one in GESTURES.values()],
    )
    yield (
        "pose",
        msg("Poses"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in POSES.values()],
    )
    yield (
        "posture",
        msg("Postures"),
        [_WORD, _MEANING, _TIME],
        [[_code(one.name), one.description, duration(one.duration_ms)] for one in POSTURES.values()],
    )
    yield (
        "look",
        msg("Looks (Nao's own left and right)"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in LOOKS.values()],
    )
    yield (
        "eyes",
        msg("Colours of the eyes"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in COLOURS.values()],
    )
    parts = [[_code(name), description] for name, description in TOUCH_PARTS.items()]
    groups = [[_code(name), _any_of(inside)] for name, inside in TOUCH_GROUPS.items()]
    yield (
        "touch",
        msg("Parts of Nao that feel a touch (Nao's own left and right)"),
        [_WORD, _MEANING],
        [*groups, *parts],
    )


def _code(word: str) -> Text:
    return verbatim(f"`{word}`")


def _any_of(parts: tuple[str, ...]) -> Text:
    listed = ", ".join(f"`{part}`" for part in parts)
    return msg("any of these parts: {listed}", listed=listed)


_CATALOGUES: Mapping[int, str] = {
    id(kind): name
    for kind, name in (
        (GESTURE, "gesture"),
        (POSE, "pose"),
        (POSTURE, "posture"),
        (LOOK, "look"),
        (COLOUR, "eyes"),
        (TOUCH, "touch"),
    )
}
"""The kinds whose words stand in a catalogue of their own, and its name."""


def reference(roots: Sequence[type[Shape]], language: Language) -> str:
    """Return the reference page of some kinds of file, in one language."""
    return _Page(roots, language).text()


class _Page:
    """Writes the reference page of one language."""

    def __init__(self, roots: Sequence[type[Shape]], language: Language) -> None:
        self._roots = roots
        self._language = language

    def text(self) -> str:
        """Return the whole page as Markdown."""
        parts = [self._say(prose.MADE), f"# {self._say(prose.TITLE)}", self._say(prose.INTRODUCTION)]
        shapes = dict.fromkeys(shape for root in self._roots for shape in shapes_from(root))
        parts += [self._say(prose.CONTENTS), ", ".join(self._link(shape) for shape in shapes) + "."]
        places: dict[type[Shape], list[tuple[type[Shape], str]]] = {}
        for root in self._roots:
            for shape, where in places_of(root).items():
                known = places.setdefault(shape, [])
                known += [place for place in where if place not in known]
        for shape in shapes:
            parts += self._shape(shape, places.get(shape, []))
        parts += self._names()
        for anchor, title, head, rows in catalogues():
            lines = [self._row(head), "|" + "---|" * len(head), *(self._row(row) for row in rows)]
            parts += [f'<a id="{anchor}"></a>\n\n## {self._say(title)}', "\n".join(lines)]
        return "\n\n".join(parts) + "\n"

    def _say(self, text: Text) -> str:
        return french(text.fr) if self._language == "fr" else text.en

    def _row(self, cells: Iterable[Text]) -> str:
        return "| " + " | ".join(self._say(cell) for cell in cells) + " |"

    def _shape(self, shape: type[Shape], places: list[tuple[type[Shape], str]]) -> Iterator[str]:
        name = self._say(shape.called)
        yield f'<a id="{_anchor(shape)}"></a>\n\n## {name[:1].upper()}{name[1:]}'
        if places:
            where = ", ".join(f"`{key}` ({self._link(owner)})" for owner, key in places)
            yield self._say(msg("Where: {where}.", where=where))
        keys = keys_of(shape)
        yield "\n".join(
            [self._say(prose.COLUMNS), "|---|---|---|---|---|", *(self._key(key) for key in keys)]
        )
        if words := [line for key in keys for line in self._words(key)]:
            yield "\n".join(words)
        if rules := self._rules(shape):
            yield "\n".join(rules)

    def _key(self, key: SchemaKey) -> str:
        name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
        default = ""
        if key.default is not None:
            shown = written(key)
            default = f"`{str(shown).lower() if isinstance(shown, bool) else shown}`"
        example = f"`{key.name}: {example_of(key)}`" if example_of(key) else ""
        cells = [name, self._kind(key.kind), default, self._say(key.description), example]
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    def _kind(self, kind: Kind) -> str:
        """Return a kind in words, with links to the maps and catalogues that it names."""
        match kind:
            case ValueKind():
                said = self._say(kind.name)
                if id(kind) in _CATALOGUES:
                    said = f"[{said}](#{_CATALOGUES[id(kind)]})"
                elif kind.named_by_words:
                    said = ", ".join(f"`{word}`" for word in kind.words)
                return self._say(prose.COMPUTED.format(value=said)) if kind.computed else said
            case SentenceKind():
                return self._say(kind.name)
            case Keys():
                return self._link(kind.shape)
            case ListOf():
                inner = self._kind(kind.element)
                if isinstance(kind.element, Either):
                    inner = f"({inner})"
                if kind.or_one:
                    return self._say(msg("{inner}, or several", inner=inner))
                return self._say(msg("a list: {inner}", inner=inner))
            case NamesOf() if kind.known:
                return self._say(msg("items, with [their columns](#items)"))
            case NamesOf() if kind.names is LANGUAGE:
                inner = self._kind(kind.value)
                return self._say(msg("by language ({inner})", inner=inner))
            case NamesOf():
                inner = self._kind(kind.value)
                names = msg("names") if kind.names else msg("words")
                return self._say(msg("{names}, and for each: {inner}", names=names, inner=inner))
            case Either():
                return self._say(prose.OR).join(self._kind(one) for one in kind.kinds)

    def _link(self, shape: type[Shape]) -> str:
        return f"[{self._say(shape.called)}](#{_anchor(shape)})"

    def _words(self, key: SchemaKey) -> Iterator[str]:
        """Yield the words that a key takes, each with its meaning."""
        for kind in _values_in(key.kind):
            meant = {word: meaning for word, meaning in kind.words.items() if meaning != EMPTY_TEXT}
            if meant and id(kind) not in _CATALOGUES and kind.named_by_words:
                listed = " ; ".join(f"`{word}` {self._say(meaning)}" for word, meaning in meant.items())
                yield self._say(msg("- `{name}`: {listed}.", name=key.name, listed=listed))

    def _rules(self, shape: type[Shape]) -> list[str]:
        """Return lines with the rules between the keys of a map."""
        said: dict[str, list[str]] = {}
        for rule in shape.rules:
            for key, text in self._rule(rule.condition, len(shape.keys())):
                said.setdefault(text, []).append(key)
        return [
            self._say(msg("- {keys}: {rule}.", keys=", ".join(dict.fromkeys(keys)), rule=text))
            for text, keys in said.items()
        ]

    def _rule(self, rule: Condition, keys: int) -> Iterator[tuple[str, str]]:
        """Yield a rule as sentences, each with the key that it is about."""
        match rule:
            case Alone():
                most = len(rule.others) > keys - 4
                others = self._say(msg("the others")) if most else _listed(rule.others)
                alone = msg("does not go with {others}", others=others)
                if rule.as_map:
                    alone = msg("does not go with {others}, when it waits for something", others=others)
                yield f"`{rule.key}`", self._say(alone)
            case AtMostOne():
                for pair in rule.pairs():
                    yield from self._rule(pair, keys)
            case AtLeastOne() if len(rule.keys) <= 5:
                yield (
                    _listed(rule.keys),
                    self._say(msg("one of them is needed")),
                )
            case Needs():
                needs = msg("needs `{other}`", other=rule.other)
                if rule.word:
                    needs = msg("needs `{other}` when it is `{word}`", other=rule.other, word=rule.word)
                yield f"`{rule.key}`", self._say(needs)
            case Says():
                yield (
                    f"`{rule.key}`",
                    self._say(msg("needs `{other}: {word}`", other=rule.other, word=rule.word)),
                )
            case AtMost():
                count = msg("{count} at most", count=rule.most)
                if rule.beside:
                    count = msg("{count} at most beside `{beside}`", count=rule.most, beside=rule.beside)
                yield f"`{rule.key}`", self._say(count)

    def _names(self) -> Iterator[str]:
        yield f'<a id="names"></a>\n\n## {self._say(prose.NAMES_TITLE)}'
        yield self._say(prose.NAMES)
        rows = [self._say(prose.NAMES_COLUMNS), "|---|---|---|---|"]
        for name, kind in {**RESULT_FIELDS, **TRIAL_FIELDS}.items():
            inside = [
                one for one, names in (("trial.", TRIAL_FIELDS), ("trials.", RESULT_FIELDS)) if name in names
            ]
            inside += ["results."] if name in RESULT_FIELDS else []
            meaning = wording.RESULTS.get(name) or prose.TRIAL_WORDS[name]
            kind_said = self._say(prose.TYPES[kind])
            where = ", ".join(f"`{one}`" for one in inside)
            rows.append(f"| `{name}` | {kind_said} | {where} | {self._say(meaning)} |")
        yield "\n".join(rows)


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _anchor(shape: type[Shape]) -> str:
    return shape.__name__.removesuffix("Keys").lower()


def _values_in(kind: Kind) -> Iterator[ValueKind]:
    match kind:
        case ValueKind():
            yield kind
        case ListOf():
            yield from _values_in(kind.element)
        case NamesOf():
            yield from _values_in(kind.value)
        case Either():
            for one in kind.kinds:
                yield from _values_in(one)


# The schemas and the reference page of the language, as the tree keeps them and the command prints them.

_PROTOCOL = msg("protocol")
_SERIES = msg("series")
_EXPECTATIONS = msgc("without an article", "expectations")


def protocol_schema(language: Language | None = None) -> Schema:
    """Return the schema of protocol files, described in ``language`` (None: in both languages)."""
    return json_schema(ProtocolKeys, _PROTOCOL, language)


def series_schema(language: Language | None = None) -> Schema:
    """Return the schema of series files, described in ``language`` (None: in both languages)."""
    return json_schema(SeriesKeys, _SERIES, language)


def expectations_schema(language: Language | None = None) -> Schema:
    """Return the schema of expectations files, described in ``language`` (None: in both languages)."""
    return json_schema(ExpectationsKeys, _EXPECTATIONS, language)


def language_reference(language: Language) -> str:
    """Return the reference page in one language."""
    return reference((ProtocolKeys, SeriesKeys, ExpectationsKeys), language)


def as_text(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def kept() -> dict[str, str]:
    """Return every file of the project that is made from the key table, by its path from the root."""
    return {
        "protocols/protocol.schema.json": as_text(protocol_schema()),
        "protocols/series.schema.json": as_text(series_schema()),
        "protocols/expectations.schema.json": as_text(expectations_schema()),
        "docs/fr/reference.md": language_reference("fr"),
        "docs/en/reference.md": language_reference("en"),
    }
