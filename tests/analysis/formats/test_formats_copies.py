"""The copy of a file of ELAN or BORIS that a session keeps: what it keeps as it came, and when it is odd."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.formats.name_filter import KnownPeople
from nao_sessions.analysis.formats.table import ImportedTable, TableRow
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.core.errors import Place
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.formats.eaf_files import eaf_files, said
from tests.analysis.formats.eaf_rules import shown_on, wrong_with
from tests.analysis.tables.imported_source import SAMPLE, copied, eaf, imported, on_tiers, shown

THREE = Path(__file__).parents[1] / "importing" / "files" / "three.eaf"
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SECOND_NS = 10**9
KEYS = (
    "behaviors_conf", "behavioral_categories", "subjects_conf", "observations", "project_name", "code",
    "name", "events", "time offset", "observation time interval", "plot_data", "converters", "type",
    "modifiers", "",
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.just(0.5) | st.sampled_from(["", "rit", "v"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=14,
)


@pytest.fixture(scope="module")
def sample() -> SessionSource:
    return read_source(SAMPLE)


def test_annotations_keep_their_ids_and_their_order(sample: SessionSource) -> None:
    content = THREE.read_bytes()
    back = eaf_of(imported(sample, read_eaf(content, "three.eaf")), "fr", {})
    ids = re.compile(rb'ANNOTATION_ID="(\w+)"')
    assert ids.findall(back) == ids.findall(content)


def test_ids_that_are_none_of_elan_are_given_anew() -> None:
    written = eaf([("regard", "", "", [(0, 9, "oui"), (10, 12, "non")])], {"regard": "mot"}).decode("ascii")
    for plain, named in (("a1", "lea1"), ("b1", "tom1"), ("ts1a", "emma")):
        written = written.replace(f'"{plain}"', f'"{named}"')
    copy, _ = copied(read_eaf(written.encode(), "x.eaf"), KnownPeople([]))
    assert not re.search(b"lea|tom|emma", copy)
    assert wrong_with(copy) == []
    assert on_tiers(copy) == on_tiers(written.encode())


def test_what_is_coded_since_gets_ids_and_slots_of_its_own(sample: SessionSource) -> None:
    source = imported(sample, read_eaf(THREE.read_bytes(), "three.eaf"))
    coded = Annotation("x1", "", "rit", 2 * SECOND_NS, 3 * SECOND_NS, subject="P07")
    back = eaf_of(replace(source, coded={"C01": (coded,)}), "fr", {})
    assert wrong_with(back) == []
    assert shown_on(back)["C01 P07"] == [(2000, 3000)]


@MANY
@given(written=eaf_files(), rate=st.floats(0.9999, 1.0001), begins_ns=st.integers(0, 3_600 * SECOND_NS))
def test_a_copy_keeps_the_rules_whatever_clock_a_camera_has(
    sample: SessionSource, written: bytes, rate: float, begins_ns: int
) -> None:
    if not any(value.strip() for *_, ones in said(written)["tiers"] for *_, value, _ in ones):
        return
    film = sample.films[0]
    film = replace(film, sync=replace(film.sync, offset_ns=begins_ns, rate=rate))
    back = eaf_of(imported(sample, read_eaf(written, "x.eaf")), "fr", {film: "room.01.mp4"})
    assert wrong_with(back) == []
    assert len(said(back)["tiers"]) == len(said(written)["tiers"])


@MANY
@given(written=eaf_files(), place=st.floats(0, 1), length=st.integers(1, 60))
def test_a_copy_that_was_changed_by_somebody_does_not_keep_a_session_from_leaving(
    sample: SessionSource, written: bytes, place: float, length: int
) -> None:
    row = TableRow(Place("t", 1, 1), SECOND_NS, "rit", end_ns=2 * SECOND_NS)
    begin = int(place * len(written))
    changed = written[:begin] + written[begin + length :]
    source = replace(imported(sample, ImportedTable((row,))), copy=changed, copy_program="eaf")
    assert eaf_of(source, "fr", {}).startswith(b"<?xml")


@pytest.mark.parametrize(
    "content", [b"", b"<html/>", b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a"><a/>', b"\xff"]
)
def test_without_a_copy_that_can_be_read_the_events_leave_by_their_codes(
    sample: SessionSource, content: bytes
) -> None:
    row = TableRow(Place("t", 1, 1), SECOND_NS, "rit", end_ns=2 * SECOND_NS)
    source = replace(imported(sample, ImportedTable((row,))), copy=content, copy_program="eaf")
    assert [name for name, *_ in on_tiers(eaf_of(source, "fr", {}))] == ["rit"]
    source = replace(source, copy_program="boris")
    assert shown(json.loads(boris_of(source, "fr", {}))) == [
        (1000, "", "rit", "", ""), (2000, "", "rit", "", ""),
    ]  # fmt: skip


@MANY
@given(copy=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=8))
def test_whatever_a_copy_of_a_project_holds_its_session_leaves(
    sample: SessionSource, copy: dict[str, Any]
) -> None:
    row = TableRow(Place("t", 1, 1), SECOND_NS, "rit")
    source = replace(
        imported(sample, ImportedTable((row,))), copy=json.dumps(copy).encode("utf-8"), copy_program="boris"
    )
    assert {one[2] for one in shown(json.loads(boris_of(source, "fr", {})))} == {"rit"}


def test_keys_of_a_project_that_are_not_known_are_left_out_and_told() -> None:
    project = {
        "project_format_version": "7.0", "behaviors_conf": {}, "curie": {"a": "b"}, "empty": {},
        "observations": {"o": {"type": "LIVE", "events": [[1.0, "P07", "rit", "", ""]]}},
    }  # fmt: skip
    table = read_boris(json.dumps(project).encode(), "x.boris")
    assert b"curie" not in copied(table, KnownPeople([]))[0]
    assert [one.en for one in table.remarks] == ["Left out, keys of the project that are not known: 1."]


def test_a_copy_names_no_media_no_author_and_nobody_who_annotated_but_by_a_code() -> None:
    written = eaf([("regard", "", "", [(0, 9, "oui")])], {}).decode("ascii")
    written = written.replace('AUTHOR=""', 'AUTHOR="Marie Curie"').replace(
        'TIER_ID="regard"', 'ANNOTATOR="Marie Curie" TIER_ID="regard"'
    )
    media = '<MEDIA_DESCRIPTOR MEDIA_URL="file:///C:/Curie/salle.mp4" MIME_TYPE="video/mp4"/>'
    written = written.replace('"milliseconds" />', f'"milliseconds">{media}<!-- Curie --></HEADER>')
    written = written.replace("<TIME_ORDER>", '<CURIE a="Curie">Curie</CURIE><TIME_ORDER>')
    assert written.count("Curie") == 6
    table = read_eaf(written.encode(), "x.eaf")
    copy, names = copied(table, KnownPeople([]))
    assert b"Curie" not in copy
    assert [one.en for one in (*table.remarks, *names.remarks)] == [
        "Left out, who is named as its author: 1.",
        "Left out, comments: 1.",
        "Left out, elements that are not known: 1.",
        "Annotators who are not told by a code such as C01, left out: 1.",
    ]
