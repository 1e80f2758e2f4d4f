"""The kinds of value that expectations take: shares, lengths, what is to be reached, sentences, reasons.

A bound is written as it is said: ``at least 90 %``, ``at most 20 min``. What is wrong is told, and nothing
stands in its place.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.expectations import Bound
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.keys.types import Taking
from nao_sessions.protocol.keys.values import REASON
from nao_sessions.protocol.reading.kinds import Named
from nao_sessions.protocol.reading.kinds import Value as Kind
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.quoting import check_sentence
from nao_sessions.protocol.reading.scalars import (
    context_findings,
    duration_hint,
    parse_duration,
    read_scalar,
    read_word,
    wrong_type,
)
from nao_sessions.protocol.reading.shape import as_items_or_one, as_values
from nao_sessions.text.messages import msg

FULL = "full"
_SHARE = re.compile(r"(?P<bound>at least|at most) (?P<number>\d{1,3}(?:\.\d)?) ?%", re.ASCII)
_TIME = re.compile(r"(?P<bound>at least|at most) (?P<length>.+)")
_SHARE_PATTERN = r"\d{1,3}(?:\.\d)?[ \u00a0\u202f]?%"
SHARE = Kind(
    msg("a share of the sessions, with its bound"),
    "at least 90 %",
    pattern=rf"at (?:least|most) {_SHARE_PATTERN}",
    offered=("at least 90 %", "at most 10 %"),
)
REACHED = Kind(
    msg("full, or the share to reach"),
    FULL,
    pattern=rf"full|at least {_SHARE_PATTERN}",
    offered=(FULL, "at least 90 %"),
)
LENGTH = Kind(
    msg("a duration, with its bound"),
    "at most 20 min",
    pattern=r"at (?:least|most) \s*\d.*",
    offered=("at most 20 min", "at least 5 min"),
)
SPOKEN = Kind(
    msg("a sentence of Nao's"),
    '"Au revoir !"',
    pattern=r"[\s\S]*\S[\s\S]*",
    numbers="any",
    truth=True,
)
_REASONS = Named(REASON, least=1)


def _spaced(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def read_share(node: Node, info: ValidationInfo) -> Bound | None:
    """Take ``at least 90 %``."""
    scalar = read_word(node, info)
    if scalar.empty:
        return None
    match = _SHARE.fullmatch(_spaced(scalar.text))
    if match is None:
        number = re.search(r"\d{1,3}", scalar.text)
        guess = f"{_bound_meant(scalar.text)} {number.group() if number else 90} %"
        hint = msg("for example: {guess}", guess=guess)
        wrong_type(scalar, SHARE.name, context_findings(info), hint)
        return None
    share = float(match["number"])
    if share > 100:
        shown = quoted(scalar.text)
        context_findings(info).add(
            "P119",
            scalar.place,
            msg("100 % at most, not '{shown}'", shown=shown),
        )
    return Bound(match["bound"] == "at least", min(share, 100.0) / 100, scalar.place)


def read_reached(node: Node, info: ValidationInfo) -> Bound | None:
    """Take ``full`` or ``at least 95 %``: a part that is to be reached."""
    scalar = read_word(node, info)
    if scalar.text == FULL:
        return Bound(True, 1.0, scalar.place)
    bound = read_share(scalar, info)
    if bound is None or bound.least:
        return bound
    hint = msg("full, or for example: at least 90 %")
    wrong_type(scalar, REACHED.name, context_findings(info), hint)
    return None


def read_length(node: Node, info: ValidationInfo) -> Bound | None:
    """Take ``at most 20 min``."""
    scalar = read_word(node, info)
    if scalar.empty:
        return None
    match = _TIME.fullmatch(_spaced(scalar.text))
    ms = None if match is None else parse_duration(match["length"])
    if match is None or ms is None:
        if match is not None:
            hint = duration_hint(match["length"])
        else:
            length = re.search(r"\d.*", scalar.text)
            meant = length.group() if length and parse_duration(length.group()) is not None else "20 min"
            bound = "at least" if re.search(r"moins|least|>", scalar.text) else "at most"
            hint = msg("for example: {bound} {meant}", bound=bound, meant=meant)
        wrong_type(scalar, LENGTH.name, context_findings(info), hint)
        return None
    return Bound(match["bound"] == "at least", float(ms), scalar.place)


def _bound_meant(text: str) -> str:
    return "at most" if re.search(r"plus|most|<", text) else "at least"


def read_reasons(node: Node, info: ValidationInfo) -> Fields:
    """Take names, each with a reason in a few words."""
    fields = as_values(node, info)
    for value in fields.values():
        if isinstance(value, Scalar) and len(value.text.split()) < 2:
            example = msg("for example: {example}", example=REASON.example)
            wrong_type(value, REASON.name, context_findings(info), example)
    return fields


def read_spoken(node: Node, info: ValidationInfo) -> Scalar:
    """Take a sentence as the protocol writes it; quotes are asked for where YAML would harm it."""
    scalar = read_scalar(node, info)
    if not scalar.empty:
        check_sentence(scalar, context_findings(info))
    return scalar


Share = Annotated[Bound | None, PlainValidator(Taking(read_share, SHARE))]
Reached = Annotated[Bound | None, PlainValidator(Taking(read_reached, REACHED))]
Length = Annotated[Bound | None, PlainValidator(Taking(read_length, LENGTH))]
Spoken = Annotated[
    list[Annotated[Scalar, PlainValidator(Taking(read_spoken, SPOKEN))]], BeforeValidator(as_items_or_one)
]
Reasons = Annotated[Fields, PlainValidator(Taking(read_reasons, _REASONS))]
