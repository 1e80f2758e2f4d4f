"""The schemas and the reference are the table's: whole, closed, in both languages, up to date in the tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.expectations import is_expectations
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.keys.expectations import ExpectationsKeys
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.series import SeriesKeys
from nao_sessions.protocol.keys.types import Taking
from nao_sessions.protocol.reading.kinds import Either, Kind, ListOf, NamesOf, ValueKind
from nao_sessions.protocol.reading.nodes import Fields
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.scalars import OneOf
from nao_sessions.protocol.reading.shape import Shape
from nao_sessions.protocol.schema.draft07 import example_of, french
from nao_sessions.protocol.schema.reference import (
    expectations_schema,
    kept,
    language_reference,
    protocol_schema,
    series_schema,
)
from nao_sessions.protocol.schema.table import SchemaKey, keys_of, shapes_from
from nao_sessions.protocol.series_loading import is_series
from tests.protocol.small_protocols import check_text, with_head

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = sorted((ROOT / "protocols").rglob("*.yaml"))
ROOTS = (ProtocolKeys, SeriesKeys, ExpectationsKeys)
SHAPES = tuple(dict.fromkeys(shape for root in ROOTS for shape in shapes_from(root)))
SCHEMAS = {"protocol": protocol_schema, "series": series_schema, "expectations": expectations_schema}
KEYS = [(shape, key) for shape in SHAPES for key in keys_of(shape)]
BESIDE = {"P102", "P105", "P118", "P120", "P310"}
"""Checks that an example alone cannot pass: other keys, other steps, other files are missing."""


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every schema inside a schema."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def values(kind: Kind) -> Iterator[ValueKind]:
    match kind:
        case ValueKind():
            yield kind
        case ListOf():
            yield from values(kind.element)
        case NamesOf():
            yield from values(kind.value)
        case Either():
            for one in kind.kinds:
                yield from values(one)


@pytest.mark.parametrize("name", kept())
def test_what_the_tree_keeps_is_what_the_table_says(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == kept()[name], "run: python tools/generated.py"


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_a_library_protocol_begins_with_the_modeline_of_its_schema(path: Path) -> None:
    first = path.read_text("utf-8").split("\n", 1)[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match is not None, first
    kind = "expectations" if is_expectations(path) else "series" if is_series(path) else "protocol"
    assert (path.parent / match[1]).resolve() == ROOT / "protocols" / f"{kind}.schema.json"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_of_a_schema_leads_to_a_definition(name: str) -> None:
    schema = SCHEMAS[name]()
    named = {part["$ref"] for part in parts(schema) if isinstance(part.get("$ref"), str)}
    assert named == {f"#/definitions/{name}" for name in schema["definitions"]}


@pytest.mark.parametrize(("language", "said"), [("fr", "ce que Nao dit"), ("en", "what Nao says")])
def test_the_schema_can_be_had_in_one_language(language: Any, said: str) -> None:
    schema = protocol_schema(language)
    assert schema["definitions"]["moment"]["properties"]["say"]["description"] == said
    assert " — " not in json.dumps(schema, ensure_ascii=False)


@pytest.mark.parametrize(("shape", "key"), KEYS, ids=[f"{shape.__name__}.{key.name}" for shape, key in KEYS])
def test_every_key_is_described_in_both_languages(shape: type[Shape], key: SchemaKey) -> None:
    names = {one.name for one in keys_of(shape)}
    described = [
        part["properties"][key.name]
        for make in SCHEMAS.values()
        for part in parts(make())
        if isinstance(part.get("properties"), dict) and set(part["properties"]) >= names
    ]
    pages = [one.get("markdownDescription", "") for one in described]
    assert any(key.description.en in page and french(key.description.fr) in page for page in pages)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_rule_is_about_keys_of_its_map(shape: type[Shape]) -> None:
    about = {
        name
        for rule in shape.rules
        for field in ("key", "keys", "other", "others", "beside", "without")
        for name in [getattr(rule.condition, field, ())]
        for name in ([name] if isinstance(name, str) else name)
    }
    assert about - {""} <= set(shape.keys())


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_map_of_keys_is_closed(name: str) -> None:
    schema = SCHEMAS[name]()
    maps = [part for part in [schema, *schema["definitions"].values()] if "properties" in part]
    assert len(maps) > 5
    assert [one["title"] for one in maps if one["additionalProperties"] is not False] == []


def test_obligatory_keys_are_the_parsers() -> None:
    required = {key.name for key in keys_of(ProtocolKeys) if key.required}
    assert set(protocol_schema()["required"]) == required


@pytest.mark.parametrize(("shape", "key"), KEYS, ids=[f"{shape.__name__}.{key.name}" for shape, key in KEYS])
def test_the_example_of_a_key_is_right(shape: type[Shape], key: SchemaKey) -> None:
    example = example_of(key)
    findings = Findings("exemple.yaml")
    if not example:
        assert not any(values(key.kind)), "a value has an example"
        return
    node = read_nodes(f"{key.name}: {example}\n", "exemple.yaml", findings)
    assert isinstance(node, Fields)
    shape.model_validate(node, context=findings)
    assert [one.render("en") for one in findings.sorted() if one.code not in BESIDE] == []


@pytest.mark.parametrize(("shape", "key"), KEYS, ids=[f"{shape.__name__}.{key.name}" for shape, key in KEYS])
def test_the_example_of_a_value_matches_its_pattern(shape: type[Shape], key: SchemaKey) -> None:
    for kind in values(key.kind):
        if kind.pattern:
            # What Python's re does not know is written out: letters and digits of all alphabets.
            pattern = kind.pattern.replace(r"\p{L}\p{M}\p{N}_", r"\w")
            assert re.fullmatch(pattern, kind.example.strip('"')), kind.example


def test_a_reader_of_words_and_its_kind_have_the_same_words() -> None:
    found = 0
    for shape in SHAPES:
        for field in shape.keys().values():
            for one in field.metadata:
                reader = getattr(one, "func", None)
                if isinstance(reader, Taking) and isinstance(reader.read, OneOf):
                    assert isinstance(reader.kind, ValueKind)
                    assert tuple(reader.kind.words) == reader.read.words
                    found += 1
    assert found > 3


def test_only_checks_that_may_be_suppressed_are_proposed_for_allow() -> None:
    allow = protocol_schema()["properties"]["allow"]["propertyNames"]["enum"]
    assert allow == [check.code for check in CHECKS.values() if check.allowable]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reference_has_every_key_and_every_link_in_it_leads_somewhere(language: Any) -> None:
    page = language_reference(language)
    for shape, key in KEYS:
        assert re.search(rf"^\| \**`{key.name}`\** \|", page, flags=re.M), f"{shape.__name__}.{key.name}"
    anchors = set(re.findall(r'<a id="(\w+)">', page))
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= anchors


def test_the_reference_in_french_has_french_spaces() -> None:
    bare = re.compile(r"[^\s\u00a0\u202f(`][;!?»](?=\s|$)|«[^\u00a0\u202f]")
    prose = re.sub(r"`[^`]*`", "", language_reference("fr"))
    assert [line for line in prose.splitlines() if bare.search(line)] == []


@pytest.mark.parametrize("place", ["settings: {n: §}", "data: {n: §}", "participants: {remember: {n: §}}"])
def test_a_type_that_there_is_not_is_told_and_nothing_more(place: str, tmp_path: Path) -> None:
    declared = place.replace("§", "{type: correct, default: 1}")
    assert [one.code for one in check_text(with_head(declared + "\n"), tmp_path)] == ["P103"]
