"""The schemas and the reference page of the language, as the tree keeps them and the command gives them."""

from __future__ import annotations

import json

from nao_sessions.protocol.keys.expectations import ExpectationsKeys
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.series import SeriesKeys
from nao_sessions.protocol.schema.draft07 import json_schema
from nao_sessions.protocol.schema.reference import reference
from nao_sessions.protocol.schema.rules import Schema
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgc

_PROTOCOL = msg("protocol")
_SERIES = msg("series")
_EXPECTATIONS = msgc("without an article", "expectations")


def protocol_schema(language: Language | None = None) -> Schema:
    """Return the schema of a protocol's file; None: described in both languages."""
    return json_schema(ProtocolKeys, _PROTOCOL, language)


def series_schema(language: Language | None = None) -> Schema:
    """Return the schema of a series' file; None: described in both languages."""
    return json_schema(SeriesKeys, _SERIES, language)


def expectations_schema(language: Language | None = None) -> Schema:
    """Return the schema of an expectations file; None: described in both languages."""
    return json_schema(ExpectationsKeys, _EXPECTATIONS, language)


def language_reference(language: Language) -> str:
    """Return the reference page in one language."""
    return reference((ProtocolKeys, SeriesKeys, ExpectationsKeys), language)


def as_text(schema: Schema) -> str:
    """Return a schema as it is written into a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def kept() -> dict[str, str]:
    """Return every file of the tree that is made from the table, by its path from the root."""
    return {
        "protocols/protocol.schema.json": as_text(protocol_schema()),
        "protocols/series.schema.json": as_text(series_schema()),
        "protocols/expectations.schema.json": as_text(expectations_schema()),
        "docs/fr/reference.md": language_reference("fr"),
        "docs/en/reference.md": language_reference("en"),
    }
