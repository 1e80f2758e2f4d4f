"""What the building of a flow needs everywhere: the findings, the language, the names, the files.

Building never stops at a finding: what is wrong is reported, and something harmless stands in its place.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from nao_sessions.boards.model import BoardSet
from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.grammar import compile_expression
from nao_sessions.protocol.building.scope import Scope
from nao_sessions.protocol.expression import Expression, Path, Template, Value
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.flow import Datum, Duration, Moment, Page, RememberedValue, SourceFile, Speech
from nao_sessions.protocol.keys.moments import ElementKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import (
    Texts,
    milliseconds,
    parse_duration,
    parse_integer,
    parse_number,
    plain_integer,
    wrong_type,
)
from nao_sessions.protocol.reading.shape import WordsRead
from nao_sessions.protocol.reading.yaml_traps import check_word
from nao_sessions.protocol.trials import Deck, Element, Sayings, WordLists
from nao_sessions.text.messages import Text, msg

# Texts with ``{path}`` places, parsed and resolved when a protocol is loaded.
#
# A place holds a path and nothing else; the child's first name is never filled in here.

_PLACE = re.compile(r"\{([^{}]*)\}|[{}]")
_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")


def compile_template(scalar: Scalar, scope: Scope, findings: Findings) -> Template:
    """Return a text cut into plain parts and paths, every path resolved; mistakes go to ``findings``."""
    # A text in a block (``|``) ends with a line end, which nobody says.
    text = scalar.text.rstrip()
    parts: list[str | Path] = []
    done = 0
    for match in _PLACE.finditer(text):
        inner = match.group(1)
        path = inner.strip() if inner is not None else ""
        at = scalar.place_at(match.start())
        if inner is None:
            findings.add(
                "P123",
                at,
                msg("lone brace '{match}' in a text", match=match.group()),
                msg("a place is written {data.name}"),
            )
        elif path in ("participant", "participants"):
            if path == "participant" and not scope.one_participant:
                findings.add(
                    "P122",
                    at,
                    msg(
                        "{participant} means nobody when several children take part",
                        participant="{participant}",
                    ),
                    msg("write {participants}", participants="{participants}"),
                )
            # It stays text: the engine never knows a first name.
            parts.extend((text[done : match.start()], f"{{{path}}}"))
            done = match.end()
        elif not _PATH.fullmatch(path):
            findings.add(
                "P123",
                at,
                msg("'{inner}' is no path", inner=quoted(inner)),
                msg("between braces, a name alone: {data.count}; compute it first with set"),
            )
        else:
            names = tuple(path.split("."))
            scope.resolve(names, scalar.place_at(match.start() + 1), findings)
            parts.extend((text[done : match.start()], scope.at(names)))
            done = match.end()
    parts.append(text[done:])
    return Template(text, _joined(parts))


def _joined(parts: list[str | Path]) -> tuple[str | Path, ...]:
    """Return parts of a text with neighbouring texts joined, without empty ones."""
    joined: list[str | Path] = []
    texts: list[str] = []
    for part in (*parts, ()):
        if isinstance(part, str):
            texts.append(part)
            continue
        text = "".join(texts)
        joined += [one for one in (text, part) if one]
        texts = []
    return tuple(joined)


FileReader = Callable[[str], bytes | None]
"""A function that returns the bytes of a file beside the protocol, by its relative name; None without it."""

Written = TypeVar("Written")

FILE_NAME = re.compile(r"[\w-][\w .-]*(?:/[\w-][\w .-]*)*")

_CONSTANTS = {
    "integer": msg("a whole number"),
    "number": msg("a number"),
    "boolean": msg("true or false"),
    "duration": msg("a duration"),
    "text": msg("a text"),
    "choice": msg("a text"),
}


@dataclass(frozen=True, slots=True)
class Building:
    """The surroundings of one part of a protocol while its flow is built: findings, names in scope, files.

    ``files``, ``blocks``, ``elements``, ``pages``, ``boards``, ``all_decks``, ``uses`` are shared by all
    parts, and filled by them.
    """

    findings: Findings
    language: str
    scope: Scope
    data: Mapping[str, Datum]
    read: FileReader
    files: dict[str, SourceFile] = field(default_factory=dict)
    blocks: dict[str, tuple[Moment, ...]] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    boards: dict[str, BoardSet | None] = field(default_factory=dict)
    """Communication boards that were read, by their file; None: it has errors, which were reported."""
    decks: Mapping[str, Deck] = field(default_factory=dict)
    all_decks: dict[str, Deck] = field(default_factory=dict)
    remembered: Mapping[str, RememberedValue] = field(default_factory=dict)
    routines: Mapping[str, str] = field(default_factory=dict)
    uses: list[str] = field(default_factory=list)
    chain: tuple[str, ...] = ()
    """The files that are being read, each used by the one before; this is built of the last."""

    @property
    def folder(self) -> str:
        """Return the folder of the current file, relative to the folder of the first file."""
        return posixpath.dirname(self.chain[-1]) if self.chain else ""

    def within(self, **scope: Any) -> Building:
        """Return the surroundings with a scope in which more names are known."""
        return replace(self, scope=replace(self.scope, **scope))

    def inside(self, event: str | None) -> Building:
        """Return the surroundings inside a reaction; ``event`` is the type of ``event.value``, or None."""
        return self if event is None else self.within(event=event)

    def speech(self, texts: Texts) -> Speech:
        """Return a text that was read as templates by language, the protocol's own language first."""
        templates = {
            language or self.language: compile_template(scalar, self.scope, self.findings)
            for language, scalar in texts.by_language
        }
        missing = msg("this text is missing in the protocol's language")
        return Speech(self._own_first(templates, texts.place, missing))

    def words(self, words: WordsRead) -> WordLists:
        """Return words that were read as lists by language, the protocol's own language first."""
        lists = {
            language or self.language: tuple(dict.fromkeys(scalar.text for scalar in scalars))
            for language, scalars in words.by_language
        }
        missing = msg("these words are missing in the protocol's language")
        return self._own_first(lists, words.place, missing)

    def saying(self, texts: Texts) -> Sayings:
        """Return how Nao says a word, by language, the protocol's own language first."""
        said = {language or self.language: scalar.text for language, scalar in texts.by_language}
        missing = msg("this word is missing in the protocol's language")
        return self._own_first(said, texts.place, missing)

    def _own_first(
        self, by_language: Mapping[str, Written], place: Place, missing: Text
    ) -> tuple[tuple[str, Written], ...]:
        """Return texts by language, the protocol's own first; report a finding where it is missing."""
        if by_language and self.language not in by_language:
            own = quoted(self.language)
            self.findings.add("P128", place, msg("{missing} ({own})", missing=missing, own=own))
        return tuple(sorted(by_language.items(), key=lambda item: item[0] != self.language))

    def expression(self, scalar: Scalar, wanted: str) -> Expression | None:
        """Return the compiled expression after ``=``; None where it is wrong, which is reported."""
        return compile_expression(scalar, scalar.text.index("=") + 1, self.scope, self.findings, wanted)

    def computed(self, scalar: Scalar, wanted: str, otherwise: Callable[[Scalar], str]) -> str | Expression:
        """Return a scalar's expression after ``=`` ("" if it is wrong); without ``=``, ``otherwise(it)``."""
        if scalar.text.startswith("="):
            return self.expression(scalar, wanted) or ""
        return otherwise(scalar)

    def condition(self, scalar: Scalar | None) -> Expression | None:
        """Compile a condition, which is always an expression and has no ``=``; None without one."""
        if scalar is None or scalar.empty:
            return None
        if scalar.text.lstrip().startswith("="):
            self.findings.add(
                "P130",
                scalar.place,
                msg("'if' is always computed and takes no = sign"),
                msg("delete the = sign"),
            )
            return None
        return compile_expression(scalar, 0, self.scope, self.findings, "bool")

    def duration(self, scalar: Scalar) -> Duration:
        """Return a duration: a number of milliseconds, or an expression whose value is in seconds."""
        if scalar.text.startswith("="):
            return self.expression(scalar, "number") or 0
        return milliseconds(scalar, self.findings) or 0

    def constant(self, kind: str, scalar: Scalar) -> Value:
        """Return a value of a setting's or datum's type, not computed; a duration in seconds."""
        value = parse_constant(kind, scalar.text)
        if isinstance(value, str) and scalar.plain:
            check_word(scalar, self.findings)
        if value is not None:
            return value
        if kind == "duration":
            milliseconds(scalar, self.findings)
        elif not scalar.empty:
            wrong_type(scalar, _CONSTANTS[kind], self.findings)
        return 0 if kind in ("integer", "number", "duration") else False

    def file(self, scalar: Scalar) -> str:
        """Add a picture or sound to the protocol's files; return its path. A missing one is finding P310."""
        return self.take_up(scalar, missing="P310")

    def take_up(self, scalar: Scalar, missing: str = "P118") -> str:
        """Add a file beside the protocol to its files; return its path from the first file's folder."""
        name = scalar.text
        if scalar.empty:
            return name
        hint = msg("the path begins in the protocol's folder, as in 'pictures/apple.svg'")
        if not FILE_NAME.fullmatch(name) or len(name) > 200:
            sentence = msg("'{name}' cannot name a file", name=quoted(name))
            self.findings.add("P118", scalar.place, sentence, hint)
            return name
        name = posixpath.join(self.folder, name)
        if name not in self.files:
            content = self.read(name)
            if content is None:
                sentence = msg("the file '{name}' does not exist", name=quoted(name))
                self.findings.add(missing, scalar.place, sentence, hint)
            else:
                self.files[name] = SourceFile(name, hashlib.sha256(content).hexdigest(), content)
        return name

    def element(self, keys: ElementKeys | Scalar, known: Element | None = None) -> str:
        """Add a word that can be chosen to the protocol, with its picture and sound; return the word.

        Args:
            keys: what the author wrote.
            known: what a communication board says of it; what the author wrote goes before that.
        """
        if isinstance(keys, Scalar):
            return keys.text if known is None else self.described(known)
        word = keys.word.text
        known = known or Element(word)
        said = () if keys.say is None else self.saying(keys.say)
        recognised = () if keys.words is None else self.words(keys.words)
        return self.described(
            replace(
                known,
                picture=known.picture if keys.picture is None else self.file(keys.picture),
                say=said[0][1] if said else known.say,
                words=recognised[0][1] if recognised else (),
                card=None if keys.card is None else plain_integer(keys.card.text),
                place=keys.place,
                say_elsewhere=said[1:],
                words_elsewhere=recognised[1:],
            )
        )

    def described(self, element: Element) -> str:
        """Add an element (a word to choose from, with its picture) to the protocol; return its word.

        One that differs from the element of the same word is reported.
        """
        word = element.word
        if self.elements.setdefault(word, element) != element:
            self.findings.add(
                "P137",
                element.place,
                msg("'{word}' is described otherwise above", word=quoted(word)),
                msg("a word has one picture in the whole file"),
            )
        return word


def parse_constant(kind: str, text: str) -> Value:
    """Return a text's value by a setting's or datum's type (duration: seconds); None if it does not fit."""
    match kind:
        case "integer":
            return parse_integer(text)
        case "number":
            return parse_number(text)
        case "boolean":
            return {"true": True, "false": False}.get(text)
        case "duration":
            ms = parse_duration(text)
            return None if ms is None else ms / 1000
        case _:
            return text
