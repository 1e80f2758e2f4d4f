"""Reading of single values: each field decides what its text means, whatever YAML would have made of it.

A reader that cannot make sense of a value reports it and returns a neutral one, so that reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationInfo

from nao_sessions.core.errors import Place
from nao_sessions.protocol.findings import Findings, did_you_mean, nearest, quoted
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Nothing, Scalar
from nao_sessions.protocol.reading.yaml_traps import (
    PATH_LIKE,
    QUOTE_HINT,
    VALUE_HINT,
    check_sentence,
    check_uncomputed,
    check_word,
    is_label,
    path_without_sign,
)
from nao_sessions.text.messages import Text, msg

NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_COUNT = 1_000
"""The most that is counted in a session: trials, rounds, attempts. An hour holds three hundred trials."""

MOST_SHARE = 100
"""How often one thing lies in a bag that is drawn from; more would only fill the memory."""

RESERVED_NAMES = frozenset({"back", "done"})
ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2}")
DURATION = re.compile(
    r"(?:(?P<min>\d{1,4}(?:\.\d{1,3})?) ?min)?"
    r"(?: ?(?P<s>\d{1,6}(?:\.\d{1,3})?) ?s)?"
    r"(?: ?(?P<ms>\d{1,7}) ?ms)?",
    re.ASCII,
)
INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,12})?", re.ASCII)
_SAID_AGAIN = re.compile(r"(?!-0$)-?(?:0|[1-9]\d{0,11})(?:\.\d{0,5}[1-9])?", re.ASCII)


Reader = Callable[[Node, ValidationInfo], Any]
"""A function that makes a value of what an author wrote; if that is wrong, it reports it and returns a
harmless value.
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """A text as it was written: by language, or under ``""`` in the protocol's own."""

    place: Place
    by_language: tuple[tuple[str, Scalar], ...]


def context_findings(info: ValidationInfo) -> Findings:
    """Return the findings that reading was started with."""
    assert isinstance(info.context, Findings)
    return info.context


def kind_of(node: Node) -> Text:
    """Return what the author wrote in words: a value, a list, nothing."""
    if isinstance(node, Scalar):
        if node.empty:
            return msg("nothing")
        return msg("'{text}'", text=quoted(node.text))
    if isinstance(node, Items):
        return msg("a list") if node else msg("an empty list")
    if isinstance(node, Fields) and not node:
        return msg("empty braces")
    return msg("a map of keys")


def wrong_type(node: Node, wanted: Text, findings: Findings, hint: Text | None = None) -> None:
    """Report a value of a kind that its key does not take (P103), unless it was reported already."""
    if isinstance(node, Nothing) or (isinstance(node, Scalar) and node.misread):
        return
    found = kind_of(node)
    if node.key:
        sentence = msg(
            "'{key}' takes {wanted}, not {found}", key=quoted(node.key), wanted=wanted, found=found
        )
    else:
        sentence = msg("needed here: {wanted}, not {found}", wanted=wanted, found=found)
    findings.add("P103", node.place, sentence, hint)


def _neutral(node: Node) -> Scalar:
    """Return an empty value in place of one that was refused."""
    return Scalar("", node.place, node.key, plain=True)


def read_scalar(node: Node, info: ValidationInfo) -> Scalar:
    """Read one value of any kind, computed or plain; anything else is reported, and gives an empty value."""
    if isinstance(node, Scalar) and not node.empty:
        return node
    wrong_type(node, msg("one value"), context_findings(info), VALUE_HINT)
    return _neutral(node)


def read_word(node: Node, info: ValidationInfo) -> Scalar:
    """Read one word or a computed value; report a path that is not computed."""
    scalar = read_scalar(node, info)
    check_word(scalar, context_findings(info))
    path_without_sign(scalar, context_findings(info))
    return scalar


def read_element(node: Node, info: ValidationInfo) -> Scalar:
    """Read one word of a list; a computed one is reported."""
    scalar = read_word(node, info)
    sentence = msg("compute the whole list: = item.choices")
    check_uncomputed(scalar, context_findings(info), sentence)
    return scalar


def read_text(node: Node, info: ValidationInfo) -> str:
    """Read one value that goes into the record as it is written, such as a version or a date."""
    scalar = read_scalar(node, info)
    check_word(scalar, context_findings(info))
    return scalar.text


def read_prose(node: Node, info: ValidationInfo) -> str:
    """Read a few words or a sentence that are only recorded: a name, a reference."""
    scalar = read_scalar(node, info)
    if not scalar.empty and not is_label(scalar):
        check_sentence(scalar, context_findings(info))
    return scalar.text


def read_texts(node: Node, info: ValidationInfo) -> Texts:
    """Read a sentence, or one for each language; quotes are required where YAML would damage it."""
    findings = context_findings(info)
    if isinstance(node, Scalar) and not node.empty:
        check_sentence(node, findings)
        return Texts(node.place, (("", node),))
    if not isinstance(node, Fields) or not node:
        wrong_type(node, msg("a text"), findings, QUOTE_HINT)
        return Texts(node.place, (("", _neutral(node)),))
    texts: list[tuple[str, Scalar]] = []
    for language, text in node.items():
        if not LANGUAGE.fullmatch(language):
            tell_language(language, node.places[language], findings)
        elif isinstance(text, Scalar) and not text.empty:
            check_sentence(text, findings)
            texts.append((language, text))
        else:
            wrong_type(text, msg("a text"), findings, QUOTE_HINT)
    return Texts(node.place, tuple(texts) or (("", _neutral(node)),))


def read_labels(node: Node, info: ValidationInfo) -> Texts:
    """Read words or a sentence for people; a few words in brackets need no quotes."""
    if isinstance(node, Scalar) and not node.empty and is_label(node):
        return Texts(node.place, (("", node),))
    return read_texts(node, info)


def read_path(node: Node, info: ValidationInfo) -> Scalar:
    """Read the path that names a value, without ``=``, as the name is meant and not the value."""
    scalar = read_scalar(node, info)
    if not scalar.empty and not PATH_LIKE.fullmatch(scalar.text):
        wrong_type(
            scalar,
            msg("a path: participant.level"),
            context_findings(info),
        )
    return scalar


def tell_language(word: str, place: Place, findings: Findings) -> None:
    """Report a key that should be a language and is none."""
    findings.add(
        "P128",
        place,
        msg("'{word}' is not a language", word=quoted(word)),
        msg("two letters: fr, en…; a sentence that holds ': ' goes between double quotes"),
    )


def read_duration(node: Node, info: ValidationInfo) -> int:
    """Read a duration that is not computed; return it in milliseconds."""
    scalar = read_scalar(node, info)
    return milliseconds(scalar, context_findings(info)) or 0


def milliseconds(scalar: Scalar, findings: Findings) -> int | None:
    """Return a duration such as ``1 min 30 s`` in milliseconds; None, and a finding, if it is none."""
    if scalar.empty:
        return None
    ms = parse_duration(scalar.text)
    if ms is None:
        findings.add(
            "P115",
            scalar.place,
            msg("'{text}' is not a duration", text=quoted(scalar.text)),
            duration_hint(scalar.text),
        )
    return ms


def parse_duration(text: str) -> int | None:
    """Return a duration in milliseconds; None where the text is not a duration."""
    match = DURATION.fullmatch(re.sub("[\u00a0\u202f]", " ", text.strip()))
    if match is None or not any(match.groups()):
        return None
    minutes, seconds, ms = (float(match[unit] or 0) for unit in ("min", "s", "ms"))
    return round(minutes * 60_000 + seconds * 1_000 + ms)


def duration_hint(text: str) -> Text:
    """Return a hint that guesses which duration was meant by a text that is none."""
    guess = None
    clock = re.fullmatch(r"(\d{1,4}):(\d\d)", text.strip())
    number = re.match(r"\d+(?:[.,]\d+)?", text.strip())
    if clock is not None:
        guess = f"{int(clock[1])} min {int(clock[2])} s"
    elif number is not None:
        rest = text.strip()[number.end() :].strip().casefold()
        unit = "min" if rest.startswith("m") and not rest.startswith("ms") else "s"
        guess = f"{number.group().replace(',', '.')} {unit}"
    if guess is None:
        return msg("for example: 10 s, 1 min 30 s, 2.5 s, 500 ms")
    return msg("a duration has a unit and a decimal point: {guess}", guess=guess)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Whole:
    """A reader that takes a whole number, from ``least`` to ``most``."""

    least: int
    most: int = MOST_COUNT

    def __call__(self, node: Node, info: ValidationInfo) -> int:
        """Read a whole number; one out of bounds is reported."""
        scalar, least = read_scalar(node, info), self.least
        value = parse_integer(scalar.text)
        if value is None and not scalar.empty:
            wrong_type(scalar, msg("a whole number"), context_findings(info))
        elif value is not None and value < least:
            context_findings(info).add(
                "P119",
                scalar.place,
                msg("{least} at least, not {value}", least=least, value=value),
            )
        elif value is not None and value > self.most:
            context_findings(info).add(
                "P119",
                scalar.place,
                msg("{most} at most, not {value}", most=self.most, value=value),
            )
        return least if value is None else min(max(value, least), self.most)


def read_truth(node: Node, info: ValidationInfo) -> bool:
    """Read ``true`` or ``false``."""
    scalar = read_scalar(node, info)
    if scalar.text not in ("true", "false", ""):
        wrong_type(scalar, msg("true or false"), context_findings(info))
    return scalar.text == "true"


def parse_integer(text: str) -> int | None:
    """Return a whole number; None where the text is not one."""
    return int(text) if INTEGER.fullmatch(text) else None


def plain_integer(text: str) -> str:
    """Return a whole number in its shortest form, ``7`` for ``07``; another text as it is."""
    number = parse_integer(text)
    return text if number is None else str(number)


def parse_number(text: str) -> float | int | None:
    """Return a number; None where the text is not one."""
    if not NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def plain_number(text: str) -> bool:
    """Return whether a text is a number in its shortest form: not ``007``, not ``1.50``."""
    return _SAID_AGAIN.fullmatch(text) is not None


def read_name(node: Node, info: ValidationInfo) -> Scalar:
    """Read a name: of a step (or ``back``, ``done``), a table, a routine, a measure."""
    scalar = read_scalar(node, info)
    if not scalar.empty:
        check_name(scalar.text, scalar.place, context_findings(info))
    return scalar


def check_name(name: str, place: Place, findings: Findings) -> bool:
    """Return whether a name is well formed; report it if it is not."""
    if NAME.fullmatch(name):
        return True
    findings.add(
        "P114",
        place,
        msg("'{name}' is not a name", name=quoted(name)),
        msg("lower case letters without accents, digits and _, a letter first: over_the_bridge"),
    )
    return False


def read_id(node: Node, info: ValidationInfo) -> str:
    """Read the id of a protocol, which is used in names of folders."""
    scalar = read_scalar(node, info)
    if not scalar.empty and (len(scalar.text) > 60 or not ID.fullmatch(scalar.text)):
        context_findings(info).add(
            "P114",
            scalar.place,
            msg("'{text}' cannot be an id", text=quoted(scalar.text)),
            msg("lower case letters without accents, digits and hyphens: tri-fruits"),
        )
    return scalar.text


def read_language(node: Node, info: ValidationInfo) -> str:
    """Read the two letters of a language."""
    scalar = read_scalar(node, info)
    if not scalar.empty and not LANGUAGE.fullmatch(scalar.text):
        tell_language(scalar.text, scalar.place, context_findings(info))
    return scalar.text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OneOf:
    """A reader that takes one of some words."""

    words: tuple[str, ...]

    def __call__(self, node: Node, info: ValidationInfo) -> str:
        """Read one of the words; another one is reported."""
        scalar, words = read_scalar(node, info), self.words
        if scalar.text not in words and not scalar.empty:
            wrong_type(
                scalar,
                msg("one of {words}", words=", ".join(words)),
                context_findings(info),
                None if nearest(scalar.text, words) is None else did_you_mean(scalar.text, words),
            )
        return scalar.text
