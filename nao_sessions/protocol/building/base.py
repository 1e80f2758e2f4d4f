"""What the building of a flow needs everywhere: the findings, the language, the names, the files.

Building never stops at a finding: what is wrong is told, and something harmless stands in its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from nao_sessions.core.errors import Place
from nao_sessions.core.text import Text
from nao_sessions.protocol.building.grammar import compile_expression
from nao_sessions.protocol.building.scope import Scope
from nao_sessions.protocol.building.template import compile_template
from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.flow import Datum, Duration, SourceFile, Speech
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import (
    Texts,
    milliseconds,
    parse_duration,
    parse_integer,
    parse_number,
    wrong_type,
)

FileReader = Callable[[str], bytes | None]
"""Give the bytes of a file beside the protocol, by its relative name; None when there is none."""

_FILE_NAME = re.compile(r"[\w-][\w .-]*(?:/[\w-][\w .-]*)*")

_CONSTANTS = {
    "integer": ("un nombre entier", "a whole number"),
    "number": ("un nombre", "a number"),
    "boolean": ("true ou false", "true or false"),
    "duration": ("une durée", "a duration"),
    "text": ("un texte", "a text"),
    "choice": ("un texte", "a text"),
}


@dataclass(frozen=True, slots=True)
class Building:
    """The surroundings of one part of a protocol while its flow is built."""

    findings: Findings
    language: str
    scope: Scope
    data: dict[str, Datum]
    read: FileReader
    files: dict[str, SourceFile] = field(default_factory=dict)

    def inside(self, event: str | None) -> Building:
        """Give the surroundings inside a reaction."""
        return self if event is None else replace(self, scope=self.scope.in_reaction(event))

    def speech(self, texts: Texts) -> Speech:
        """Give a text by language, the protocol's own first."""
        templates = {
            language or self.language: compile_template(scalar, self.scope, self.findings)
            for language, scalar in texts.by_language
        }
        if self.language not in templates:
            self.findings.add(
                "P128",
                texts.place,
                f"ce texte manque dans la langue du protocole ({quoted(self.language)})",
                f"this text is missing in the protocol's language ({quoted(self.language)})",
            )
        ordered = sorted(templates.items(), key=lambda item: item[0] != self.language)
        return Speech(tuple(ordered))

    def expression(self, scalar: Scalar, wanted: str) -> Expression | None:
        """Compile the expression after ``=``."""
        return compile_expression(scalar, scalar.text.index("=") + 1, self.scope, self.findings, wanted)

    def condition(self, scalar: Scalar | None) -> Expression | None:
        """Compile a condition: always computed, without ``=``."""
        if scalar is None or scalar.empty:
            return None
        if scalar.text.lstrip().startswith("="):
            self.findings.add(
                "P130",
                scalar.place,
                "« if » est toujours calculé et ne prend pas de signe =",
                "'if' is always computed and takes no = sign",
                Text(fr="effacez le signe =", en="delete the = sign"),
            )
            return None
        return compile_expression(scalar, 0, self.scope, self.findings, "bool")

    def duration(self, scalar: Scalar) -> Duration:
        """Give a duration: milliseconds, or an expression that gives seconds."""
        if scalar.text.startswith("="):
            return self.expression(scalar, "number") or 0
        return milliseconds(scalar, self.findings) or 0

    def constant(self, kind: str, scalar: Scalar) -> Value:
        """Give a plain value of a setting's or datum's type; a duration in seconds."""
        value = parse_constant(kind, scalar.text)
        if value is not None:
            return value
        if kind == "duration":
            milliseconds(scalar, self.findings)
        elif not scalar.empty:
            wrong_type(scalar, *_CONSTANTS[kind], self.findings)
        return 0 if kind in ("integer", "number", "duration") else False

    def file(self, scalar: Scalar) -> str:
        """Take up a file that the protocol names; it has to lie beside it."""
        name = scalar.text
        place = scalar.place
        if not _FILE_NAME.fullmatch(name) or len(name) > 200:
            self.tell_file(
                place,
                f"« {quoted(name)} » ne peut pas nommer un fichier",
                f"'{quoted(name)}' cannot name a file",
            )
        elif name not in self.files:
            content = self.read(name)
            if content is None:
                self.tell_file(
                    place,
                    f"le fichier « {quoted(name)} » n'existe pas",
                    f"the file '{quoted(name)}' does not exist",
                )
            else:
                self.files[name] = SourceFile(name, hashlib.sha256(content).hexdigest(), content)
        return name

    def tell_file(self, place: Place, fr: str, en: str) -> None:
        """Tell that a file beside the protocol cannot be used."""
        hint = Text(
            fr="le chemin part du dossier du protocole : sounds/eau.wav",
            en="the path begins in the protocol's folder: sounds/water.wav",
        )
        self.findings.add("P118", place, fr, en, hint)


def parse_constant(kind: str, text: str) -> Value:
    """Give the value of a text by the type of its setting or datum; None when it is none of that type."""
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
