"""Who somebody is in a file of BORIS or ELAN: a code alone stays, and two who are one now are one."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.formats.name_filter import KnownPeople
from nao_sessions.analysis.tables.source import SessionSource, read_source
from tests.analysis.tables.imported_source import SAMPLE, copied, imported

SLOTS = '<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="2000"/>'
SPOKEN = (
    '<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">'
    "<ANNOTATION_VALUE>oui</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
)
VARIABLE = {"type": "value from set", "description": "d"}


@pytest.fixture(scope="module")
def sample() -> SessionSource:
    return read_source(SAMPLE)


def document(body: str) -> bytes:
    """Give an EAF of some tiers and types, in which one thing is said."""
    return (
        '<ANNOTATION_DOCUMENT FORMAT="3.0"><HEADER TIME_UNITS="milliseconds"/>'
        f"<TIME_ORDER>{SLOTS}</TIME_ORDER>{body}</ANNOTATION_DOCUMENT>"
    ).encode()


def back(sample: SessionSource, people: KnownPeople | None = None, **more: Any) -> tuple[dict[str, Any], int]:
    """Give a project as it goes back, and how many of its texts were left out."""
    observation = {"type": "LIVE", "events": [[1.0, "P07", "rit", "", "", 1]], **more.pop("observation", {})}
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {"0": {"type": "Point event", "code": "rit", "modifiers": {}}},
        "observations": {"o": observation},
        **more,
    }
    table = read_boris(json.dumps(project).encode(), "x.boris")
    people = people or KnownPeople([])
    found = json.loads(boris_of(imported(sample, table, people), "fr", {}))
    return found, len(copied(table, people)[1].texts_left_out)


def test_a_variable_of_who_somebody_is_keeps_its_type_and_codes_alone(sample: SessionSource) -> None:
    codes = {"label": "Sujet", "default value": "P07", "possible values": "P07,P08", **VARIABLE}
    names = {"label": "Élève", "default value": "Ysaline", "possible values": "Ysaline,P08", **VARIABLE}
    project, left_out = back(sample, independent_variables={"0": codes, "1": names})
    assert project["independent_variables"]["0"] == codes
    kept = {"default value": "", "possible values": "P08"}
    assert (project["independent_variables"]["1"], left_out) == (names | kept, 1)


@pytest.mark.parametrize("label", ["Prénoms", "Enfants", "Children", "noms des élèves", "Pupils"])
def test_names_under_a_label_in_the_plural_stay_nowhere(sample: SessionSource, label: str) -> None:
    project, left_out = back(sample, observation={"independent_variables": {label: "ysaline, kylhian"}})
    assert "ysaline" not in json.dumps(project)
    assert left_out == 1


def test_two_words_for_one_child_are_one_subject(sample: SessionSource) -> None:
    subjects = {"0": {"name": "Léa", "key": "l"}, "1": {"name": "enfant 1", "key": "e"}}
    people = KnownPeople([], [("P07", "Léa"), ("P07", "enfant 1")])
    project, _ = back(sample, people, subjects_conf=subjects)
    assert [(one["name"], one["key"]) for one in project["subjects_conf"].values()] == [("P07", "l")]


TIERS = """
<TIER TIER_ID="regard@Ysaline" LINGUISTIC_TYPE_REF="t" PARTICIPANT="P07" ANNOTATOR="Bob Dylan">{spoken}</TIER>
<TIER TIER_ID="vide" LINGUISTIC_TYPE_REF="t" PARTICIPANT=" Kylhian " ANNOTATOR="C01"/>
<TIER TIER_ID="rire@ P08 " LINGUISTIC_TYPE_REF="t" PARTICIPANT=" P08 "/>
"""


def test_who_a_tier_is_about_and_who_wrote_it_is_told_where_it_is_no_code(sample: SessionSource) -> None:
    content = document(TIERS.format(spoken=SPOKEN) + '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="t"/>')
    table = read_eaf(content, "x.eaf")
    names = copied(table, KnownPeople([]))[1]
    counts = [int(re.findall(r": (\d+)", one.en)[0]) for one in names.remarks]
    assert counts == [2, 1]
    written = eaf_of(imported(sample, table), "fr", {}).decode()
    assert not re.search("Ysaline|Kylhian|Dylan", written)
    assert re.findall(r'TIER_ID="((?:regard|vide|rire)[^"]*)"(?: PARTICIPANT="([^"]*)")?', written) == [
        ("regard", "P07"), ("vide", ""), ("rire@ P08 ", " P08 "),
    ]  # fmt: skip


def test_two_types_that_are_called_alike_without_a_name_stay_two(sample: SessionSource) -> None:
    content = document(
        f'<TIER TIER_ID="r" LINGUISTIC_TYPE_REF="de Léa">{SPOKEN}</TIER>'
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="de Léa" TIME_ALIGNABLE="true" CONTROLLED_VOCABULARY_REF="v"/>'
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="de P07" TIME_ALIGNABLE="true"/>'
        '<CONTROLLED_VOCABULARY CV_ID="v"><CV_ENTRY_ML CVE_ID="c"><CVE_VALUE LANG_REF="fra">oui</CVE_VALUE>'
        "</CV_ENTRY_ML></CONTROLLED_VOCABULARY>"
    )
    table = read_eaf(content, "x.eaf")
    written = eaf_of(imported(sample, table, KnownPeople([], [("P07", "Léa")])), "fr", {}).decode()
    types = re.findall(r'LINGUISTIC_TYPE_ID="(de P07[^"]*)"([^>]*)', written)
    assert [(name, "CONTROLLED_VOCABULARY_REF" in more) for name, more in types] == [
        ("de P07 (type 1)", True),
        ("de P07", False),
    ]


def test_of_settings_and_measures_no_name_stays(sample: SessionSource) -> None:
    settings = {"nom": "Dupont", "observateur": "Dupont", "observer": "C02", "scan_sampling_time": 5}
    plots = {"0": {"file_path": "data/lea_martin.csv", "title": "pouls"}, "1": None, "2": {}}
    project, left_out = back(sample, observation={**settings, "plot_data": plots})
    [observation] = project["observations"].values()
    kept = {key: observation.get(key) for key in ("nom", "observateur", "observer", "scan_sampling_time")}
    assert kept == {"nom": None, "observateur": "", "observer": "C02", "scan_sampling_time": 5}
    assert observation["plot_data"] == {"0": {"file_path": "", "title": "pouls"}}
    assert left_out == 3


def test_a_coder_who_annotated_keeps_his_code_though_he_takes_no_part(sample: SessionSource) -> None:
    tier = f'<TIER TIER_ID="r" LINGUISTIC_TYPE_REF="t" ANNOTATOR="C01" PARTICIPANT="P07">{SPOKEN}</TIER>'
    table = read_eaf(document(tier + '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="t"/>'), "x.eaf")
    people = KnownPeople(["P07"])
    assert copied(table, people)[1].remarks == ()
    assert b'ANNOTATOR="C01"' in eaf_of(imported(sample, table, people), "fr", {})


def test_a_behaviour_that_a_project_has_twice_is_there_twice(sample: SessionSource) -> None:
    twice = [
        {"type": "Point event", "code": "rit", "color": color, "modifiers": {}} for color in ("#f00", "#0f0")
    ]
    project, _ = back(sample, behaviors_conf=dict(enumerate(twice)))
    assert [one["color"] for one in project["behaviors_conf"].values()] == ["#f00", "#0f0"]


@pytest.mark.parametrize(
    ("interval", "offset", "expected"),
    [
        ([0, 50], -50, [0, 0]),
        ([10, 80], -50, [0.0, 30.0]),
        ([10, 0], -50, [0.0, 0]),
        ([60, 80], -50, [10.0, 30.0]),
    ],
)
def test_an_interval_is_looked_at_where_there_is_something_now(
    sample: SessionSource, interval: list[int], offset: int, expected: list[float]
) -> None:
    looked_at = {"observation time interval": interval, "time offset": offset}
    [observation] = back(sample, observation=looked_at)[0]["observations"].values()
    assert observation["observation time interval"] == expected


@pytest.mark.parametrize("value", ["", None, [], False, 2])
def test_what_says_nothing_of_who_somebody_is_stays_as_it_is(sample: SessionSource, value: Any) -> None:
    told = {"sujet": value}
    project, left_out = back(sample, observation={"independent_variables": told, "observer": value})
    [observation] = project["observations"].values()
    assert (observation["independent_variables"], observation["observer"], left_out) == (told, value, 0)


@pytest.mark.parametrize("codes", [["P07 rit", "Léa rit"], ["Léa rit", "P07 rit"]])
def test_two_behaviours_that_are_called_alike_without_a_name_are_one(
    sample: SessionSource, codes: list[str]
) -> None:
    conf = {str(n): {"type": "Point event", "code": code, "modifiers": {}} for n, code in enumerate(codes)}
    observation = {"events": [[1.0, "P07", code, "", "", 1] for code in codes]}
    people = KnownPeople([], [("P07", "Léa")])
    project, _ = back(sample, people, behaviors_conf=conf, observation=observation)
    assert [one["code"] for one in project["behaviors_conf"].values()] == ["P07 rit"]


def test_ids_of_a_vocabulary_that_hold_a_first_name_do_not_stay(sample: SessionSource) -> None:
    words = (
        '<CONTROLLED_VOCABULARY CV_ID="v"><CV_ENTRY_ML CVE_ID="Camille"><CVE_VALUE LANG_REF="fra">oui'
        "</CVE_VALUE></CV_ENTRY_ML></CONTROLLED_VOCABULARY>"
    )
    spoken = SPOKEN.replace('ANNOTATION_ID="a1"', 'ANNOTATION_ID="a1" CVE_REF="Camille"')
    tier = f'<TIER TIER_ID="r" LINGUISTIC_TYPE_REF="t">{spoken}</TIER>'
    kind = '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="t" CONTROLLED_VOCABULARY_REF="v"/>'
    source = imported(sample, read_eaf(document(tier + kind + words), "x.eaf"))
    assert not [one for one in source.events if "Camille" in one.to_line()]
    assert b"Camille" not in eaf_of(source, "fr", {})
