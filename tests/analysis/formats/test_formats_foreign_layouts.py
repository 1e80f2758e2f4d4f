"""What stands beside the events of a file of BORIS or ELAN: names that nobody says, and whatever is odd."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

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
from nao_sessions.core.errors import Place, TableRefused
from nao_sessions.core.events import Event
from tests.analysis.formats.eaf_rules import wrong_with
from tests.analysis.tables.imported_source import SAMPLE, copied, eaf, imported, on_tiers, shown

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SECOND_NS = 10**9
LISTS = (
    "behaviours", "categories", "subjects", "project", "observation", "more", "tiers", "types",
    "vocabularies", "others", "properties",
)  # fmt: skip
FIELDS = (
    "code",
    "name",
    "category",
    "type",
    "whom",
    "parent",
    "vocabulary",
    "constraint",
    "v",
    "words",
    "entries",
    "told",
    "more",
    "LANGUAGE",
    "LANG_ID",
    "EXT_REF",
    "independent_variables",
    "coding_map",
    "",
)


@pytest.fixture(scope="module")
def sample() -> SessionSource:
    return read_source(SAMPLE)


def test_no_name_of_a_layout_stays(sample: SessionSource) -> None:
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {
            "0": {"type": "Point event", "code": "Léa rit", "description": "quand Léa rit", "modifiers": {}},
            "1": {"type": "Point event", "code": "rit", "description": "comme Emma", "modifiers": {}},
        },
        "subjects_conf": {"0": {"name": "Léa", "key": "l", "description": ""}, "1": {"name": "Inès"}},
        "observations": {"o": {"type": "LIVE", "events": [[1.0, "Léa", "Léa rit", "", "", 1]]}},
    }
    people = KnownPeople([], [("P07", "Léa")])
    table = read_boris(json.dumps(project).encode(), "x.boris")
    assert len(copied(replace(table, rows=()), people)[1].texts_left_out) == 2
    source = imported(sample, table, people)
    written = "".join(event.to_line() for event in source.events) + boris_of(source, "fr", {}).decode()
    assert not [name for name in ("Léa", "Emma", "Inès") if name in written]
    back = json.loads(boris_of(source, "fr", {}))
    assert [one["name"] for one in back["subjects_conf"].values()] == ["P07"]
    assert back["behaviors_conf"]["0"]["description"] == "quand P07 rit"


LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.just(0.5) | st.sampled_from(["", "rit", "v"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
LAYOUTS = st.fixed_dictionaries({}, optional=dict.fromkeys(LISTS, JSON | st.lists(JSON, max_size=3)))


@MANY
@given(program=st.sampled_from(["boris", "elan"]), layout=LAYOUTS)
def test_whatever_a_layout_holds_its_session_leaves(
    sample: SessionSource, program: str, layout: dict[str, Any]
) -> None:
    row = TableRow(Place("t", 1, 1), SECOND_NS, "rit", end_ns=2 * SECOND_NS, original={"tier": "0"})
    source = imported(sample, ImportedTable((row,)))
    first = Event(0, "note", 0, "import", "imported", {"layout": {**layout, "program": program}})
    source = replace(source, events=(Event.from_line(first.to_line()), *source.events[1:]))
    assert {one[2] for one in shown(json.loads(boris_of(source, "fr", {})))} == {"rit"}
    assert [on[2] for *_, ones in on_tiers(eaf_of(source, "fr", {})) for on in ones] == ["rit"]


@pytest.mark.parametrize(
    "odd",
    [
        {"behaviors_conf": {"0": "x", "1": None, "2": ["y"], "3": {"type": "Point event"}}},
        {"behaviors_conf": "x", "subjects_conf": 3, "behavioral_categories": {"0": {"name": "c"}, "1": "d"}},
        {"subjects_conf": {"0": "x", "1": {"key": "k"}, "2": {"name": None}, "3": {"name": 7}}},
    ],
)
def test_an_odd_project_is_imported_and_leaves_without_what_is_odd(
    sample: SessionSource, odd: dict[str, Any]
) -> None:
    events = [[1.0, "", "rit", "", "", 1]]
    project = {"project_format_version": "7.0", "observations": {"o": {"type": "LIVE", "events": events}}}
    source = imported(sample, read_boris(json.dumps(project | odd).encode(), "x.boris"))
    back = json.loads(boris_of(source, "fr", {}))
    assert [one["code"] for one in back["behaviors_conf"].values()] == ["rit"]
    assert shown(back) == [(1000, "", "rit", "", "")]


def test_what_is_no_number_in_a_project_is_left_out(sample: SessionSource) -> None:
    content = (
        '{"project_format_version": "7.0", "behaviors_conf": {},'
        '"converters": {"h": {"x": NaN, "y": [1, Infinity]}},'
        '"observations": {"o": {"type": "LIVE", "events": [[1.0, "P07", "rit", "", ""]], "x": NaN,'
        '"scan_sampling_time": -Infinity, "observation time interval": [NaN, 3]}}}'
    )
    back = json.loads(boris_of(imported(sample, read_boris(content.encode(), "x.boris")), "fr", {}))
    assert back["converters"] == {"h": {"y": [1]}}
    [observation] = back["observations"].values()
    assert (observation["scan_sampling_time"], observation["observation time interval"]) == (0, [0, 0])


def test_a_number_as_a_code_is_the_code_of_its_events(sample: SessionSource) -> None:
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {"0": {"type": "State event", "code": 3, "category": 1}},
        "observations": {"o": {"type": "LIVE", "events": [[n, "", 3, "", "", 1] for n in (1, 2)]}},
    }
    source = imported(sample, read_boris(json.dumps(project).encode(), "x.boris"))
    assert source.events[1].data["end_ns"] == 2 * SECOND_NS
    back = json.loads(boris_of(source, "fr", {}))
    assert [(one["code"], one["category"]) for one in back["behaviors_conf"].values()] == [("3", "1")]
    assert back["behavioral_categories"] == ["1"]
    assert shown(back) == [(1000, "", "3", "", ""), (2000, "", "3", "", "")]


def test_a_first_name_that_no_event_says_leaves_an_ethogram_and_is_counted(sample: SessionSource) -> None:
    sets = {
        "0": {"name": "vers Tom", "description": "Tom", "type": 0, "values": ["Tom (t)", "autre (a)"]},
        "1": {"name": "", "description": "", "type": 1, "values": ["Zoé (z)", "Max (Zoé)", "Lucas"]},
    }
    behaviours = [
        {"code": "parle", "category": "Camille", "modifiers": sets, "excluded": "rit,Tom parle"},
        {"code": "Tom parle", "category": "", "modifiers": {}, "excluded": ""},
        {
            "code": "Max rit",
            "category": "",
            "modifiers": {"Emma": {"name": "a"}},
            "Hugo": "x",
            "color": {"a": "Emma"},
        },
    ]
    events = [[1.0, "", "parle", "None|Zoé,Max", "", 1], [2.0, "", "Max rit", "", "", 1]]
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {str(n): {"type": "Point event", **one} for n, one in enumerate(behaviours)},
        "behavioral_categories": ["Camille", "jeu"],
        "subjects_conf": {"0": {"name": "P07", "key": "Tom", "description": ""}},
        "observations": {"o": {"type": "LIVE", "events": events}},
    }
    table = read_boris(json.dumps(project).encode(), "x.boris")
    names = copied(table, KnownPeople([]))[1]
    source = imported(sample, table)
    log = "".join(event.to_line() for event in source.events)
    back = json.loads(boris_of(source, "fr", {}))
    for written in (log, json.dumps(back, ensure_ascii=False)):
        assert not [name for name in ("Camille", "Tom", "Lucas", "Emma", "Hugo") if name in written]
    parle, rit = back["behaviors_conf"].values()
    assert (parle["category"], parle["excluded"]) == ("", "rit")
    assert parle["modifiers"]["0"] == {"name": "", "description": "", "type": 0, "values": ["autre (a)"]}
    # an event says them, and doing so was told
    assert parle["modifiers"]["1"]["values"] == ["Zoé (z)"]
    assert (rit["code"], rit["modifiers"]) == ("Max rit", {})
    assert back["behavioral_categories"] == ["jeu"]
    assert len(names.texts_left_out) == 9


def test_a_first_name_leaves_what_a_project_says_of_itself_and_of_its_observation(
    sample: SessionSource,
) -> None:
    variables = {
        "0": {"label": "Prénom"},
        "1": {"label": "âge"},
        "2": {"label": "ami", "possible values": "Lucas"},
    }
    observation = {
        "type": "LIVE", "events": [[1.0, "", "rit", "", "", 1]], "description": "Léa et Tom",
        "independent_variables": {"Prénom": "kylhian", "âge": "7", "ami": "Hugo"},
    }  # fmt: skip
    project = {
        "project_format_version": "7.0",
        "project_name": "chez Emma",
        "independent_variables": variables,
        "coding_map": {"corps": {"bitmap": "AB+Emma/CD=="}, "Lucas": {"bitmap": ""}},
        "observations": {"Léa 1": observation},
    }
    people = KnownPeople([], [("P07", "Léa")])
    table = read_boris(json.dumps(project).encode(), "x.boris")
    names = copied(table, people)[1]
    source = imported(sample, table, people)
    back = json.loads(boris_of(source, "fr", {}))
    log = "".join(event.to_line() for event in source.events).replace("AB+Emma/CD==", "")
    assert not [name for name in ("Léa", "Tom", "kylhian", "Hugo", "Lucas", "Emma", "Prénom") if name in log]
    assert list(back["observations"]) == ["P07 1"]
    [after] = back["observations"].values()
    assert after["independent_variables"] == {"âge": "7", "ami": ""}
    assert back["independent_variables"] == {
        "1": {"label": "âge"},
        "2": {"label": "ami", "possible values": ""},
    }
    assert back["coding_map"] == {"corps": {"bitmap": "AB+Emma/CD=="}}
    assert back["project_name"] == sample.name
    assert len(names.texts_left_out) == 5


def test_of_observations_those_that_say_a_first_name_are_called_by_their_number() -> None:
    observation = {"type": "LIVE", "events": [[1.0, "", "rit", "", "", 1]]}
    project = {"project_format_version": "7.0", "observations": {"Emma 1": observation, "salle": observation}}
    content = json.dumps(project).encode()
    with pytest.raises(TableRefused) as refused:
        read_boris(content, "x.boris")
    [finding] = refused.value.findings
    assert finding.hint is not None
    assert finding.hint.en == "--observation, one of: 1, salle"
    kept = json.loads(copied(read_boris(content, "x.boris", "1"), KnownPeople([]))[0])
    assert list(kept["observations"]) == [""]


def test_a_first_name_that_no_event_says_leaves_types_and_vocabularies_and_is_counted(
    sample: SessionSource,
) -> None:
    written = eaf(
        [("regard", "", "v", [(0, 9, "oui"), (10, 12, "Zoé")]), ("vide", "", "", [])], {"regard": "mot"}
    )
    named = written.decode("ascii")
    for plain, name in (
        ('"t"', '"type 1"'), ('"tv"', '"Regard de Tom"'), ('"a"', '"Emma"'), ('"v"', '"Mots de Tom"'),
        ('"vide"', '"Lucas"'), (">oui</CVE", ">Zo&#233;</CVE"), (">non</CVE", ">Hugo</CVE"),
    ):  # fmt: skip
        assert plain in named
        named = named.replace(plain, name)
    table = read_eaf(named.encode(), "x.eaf")
    names = copied(table, KnownPeople([]))[1]
    source = imported(sample, table)
    back = eaf_of(source, "fr", {})
    assert wrong_with(back) == []
    for text in ("".join(event.to_line() for event in source.events), back.decode()):
        assert not [name for name in ("Tom", "Emma", "Lucas", "Hugo") if name in text]
    root = ET.fromstring(back)
    types = {
        one.get("LINGUISTIC_TYPE_ID"): one.get("CONTROLLED_VOCABULARY_REF")
        for one in root.iter("LINGUISTIC_TYPE")
    }
    assert types["type 2"] == "vocabulary 1"
    [vocabulary] = root.iter("CONTROLLED_VOCABULARY")
    assert [one.text for one in vocabulary.iter("CVE_VALUE")] == ["Zoé"]
    assert [name for name, *_ in on_tiers(back)] == ["?", "plus regard", "regard"]
    assert len(names.texts_left_out) == 5
