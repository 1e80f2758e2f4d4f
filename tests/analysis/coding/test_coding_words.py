"""A scheme that begins in BORIS or ELAN goes back there as it came, and so does what was coded by it here."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings

from nao_sessions.analysis.coding.reimport import Fitting, merge
from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.scheme import as_boris, read_boris_ethogram
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.read_scheme import read_elan_vocabulary
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.formats.elan.write_scheme import as_elan
from nao_sessions.analysis.schemes.exported import as_exported
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.analysis.schemes.yaml_files import as_yaml, read_scheme
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.coding.ethograms import MORE, ethograms
from tests.analysis.formats.eaf_files import eaf_files
from tests.analysis.formats.eaf_rules import wrong_with

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def as_file(scheme: Scheme) -> Scheme:
    """Give the scheme as its file is read."""
    return read_scheme(as_yaml(scheme).encode(), "x.yaml")


def compared(behaviour: dict[str, Any]) -> dict[str, Any]:
    """Give a behaviour as it is compared: what it excludes has no order."""
    return {**behaviour, "excluded": set(behaviour["excluded"].split(",")) - {behaviour["code"]}}


@MANY
@given(project=ethograms())
def test_an_ethogram_goes_back_to_boris_as_it_came(project: dict[str, Any]) -> None:
    scheme = as_file(read_boris_ethogram(json.dumps(project).encode(), "x.boris").scheme)
    back = json.loads(as_boris(scheme))
    kept = [compared(one) for one in back["behaviors_conf"].values()]
    assert kept == [compared(one) for one in project["behaviors_conf"].values()]
    assert back["behavioral_categories"][:3] == project["behavioral_categories"]
    for key in (*MORE, "time_format", "project_date", "project_name", "project_description"):
        assert back.get(key) == (project.get(key) or back.get(key))


@MANY
@given(written=eaf_files())
def test_vocabularies_go_back_to_elan_in_all_their_languages(written: bytes) -> None:
    scheme = as_file(read_elan_vocabulary(written, "x.eaf").scheme)
    back = as_elan(scheme).encode()
    assert wrong_with(back) == []
    assert said(back) == said(written)


def said(content: bytes) -> list[Any]:
    """Give the vocabularies of an EAF and the languages of their words; a word twice is one.

    A scheme knows no spaces around a word.
    """
    root = ET.fromstring(content)
    found: list[Any] = [dict(one.attrib) for tag in ("LANGUAGE", "EXTERNAL_REF") for one in root.iter(tag)]
    for one in root.iter("CONTROLLED_VOCABULARY"):
        told = [(each.get("LANG_REF"), each.text or one.get("CV_ID")) for each in one.iter("DESCRIPTION")]
        entries = {}
        for entry in one.iter("CV_ENTRY_ML"):
            words = [
                (w.get("LANG_REF"), (w.text or "").strip(), w.get("DESCRIPTION"))
                for w in entry.iter("CVE_VALUE")
            ]
            entries.setdefault(words[0][1], (entry.get("CVE_ID"), entry.get("EXT_REF"), words))
        found.append((one.get("CV_ID"), one.get("EXT_REF"), told, list(entries.values())))
    return found


LOOKS = {"type": "State event", "key": "r", "code": "Regarde Nao", "excluded": "", "category": ""}
FORCE = {"0": {"name": "À quel point", "type": 0, "values": ["Très faible (f)", "Net (n)"]}}
SMILES = {"type": "Point event", "key": "s", "code": "Sourit !", "modifiers": FORCE, "category": "Visage"}
PROJECT = {"project_name": "Éveil", "behaviors_conf": {"0": LOOKS, "1": SMILES}}
CODED = (
    Annotation("a1", "eveil", "regarde_nao", 1_000_000_001, 2_000_000_002, subject="P07"),
    Annotation(
        "a2", "eveil", "sourit", 3_000_000_003, modifiers={"a_quel_point": "tres_faible"}, subject="P07"
    ),
)


def of_boris() -> Scheme:
    return read_boris_ethogram(json.dumps(PROJECT).encode(), "x.boris").scheme


def coded_by(*schemes: Scheme, coded: tuple[Annotation, ...] = CODED) -> SessionSource:
    by = {"C01": tuple(map(as_exported, schemes))}
    return replace(read_source(SAMPLE), coded={"C01": coded}, schemes=by)


def observation_of(project: dict[str, Any]) -> dict[str, Any]:
    [name] = [name for name in project["observations"] if name.endswith("C01")]
    found: dict[str, Any] = project["observations"][name]
    return found


def test_boris_reads_what_was_coded_by_its_scheme_in_its_own_words_and_what_is_new_comes_back() -> None:
    scheme = of_boris()
    project = json.loads(boris_of(coded_by(scheme), "fr", {}))
    events = observation_of(project)["events"]
    assert [one[2:4] for one in events] == [
        ["Regarde Nao", ""], ["Regarde Nao", ""], ["Sourit !", "Très faible"],
    ]  # fmt: skip
    codes = [one["code"] for one in project["behaviors_conf"].values()]
    assert [code for code in codes if code in ("Regarde Nao", "regarde_nao")] == ["Regarde Nao"]
    events[2][0] += 0.5
    events.append([5.0, "P07", "Sourit !", "Net", "", "NA"])
    [back] = read_coded_boris(json.dumps(project).encode(), "x.boris").codings
    merged = merge(CODED, back, {}, Fitting([scheme], ["P07"]), frozenset({"a1", "a2"}))
    assert (merged.same, merged.changed, merged.came, merged.removed) == (1, 1, 1, 0)
    moved, new = (one for _, one in merged.ops.lines)
    assert (moved.id, moved.start_ns, dict(moved.modifiers)) == (
        "a2", 3_500_000_000, {"a_quel_point": "tres_faible"},
    )  # fmt: skip
    assert (new.behaviour, dict(new.modifiers)) == ("sourit", {"a_quel_point": "net"})


def test_elan_reads_what_was_coded_in_the_words_of_its_scheme_and_what_is_new_comes_back() -> None:
    scheme = of_boris()
    written = eaf_of(coded_by(scheme), "fr", {}).decode()
    assert wrong_with(written.encode()) == []
    assert "<ANNOTATION_VALUE>Regarde Nao</ANNOTATION_VALUE>" in written
    assert read_coded_eaf(written.encode(), "x.eaf").annotations() == {"C01": CODED}
    changed = written.replace(
        "<ANNOTATION_VALUE>Sourit !</ANNOTATION_VALUE>", "<ANNOTATION_VALUE>Regarde Nao</ANNOTATION_VALUE>"
    )
    [back] = read_coded_eaf(changed.encode(), "x.eaf").codings
    [other] = [one.annotation for one in back.noted if one.annotation.start_ns > 2_500_000_000]
    assert (other.scheme, other.behaviour) == ("eveil", "regarde_nao")


def test_of_two_schemes_with_one_word_a_point_and_a_state_are_two_behaviours_in_boris() -> None:
    first = of_boris()
    state = {**SMILES, "type": "State event", "modifiers": {}}
    second = read_boris_ethogram(
        json.dumps({"project_name": "Autre", "behaviors_conf": {"0": state}}).encode(), "y.boris"
    ).scheme
    both = (*CODED, Annotation("b1", "autre", "sourit", 4_000_000_004, 5_000_000_005, subject="P07"))
    project = json.loads(boris_of(coded_by(first, second, coded=both), "fr", {}))
    kinds = {one["code"]: one["type"] for one in project["behaviors_conf"].values()}
    assert (kinds["Sourit !"], kinds["Sourit ! (autre)"]) == ("Point event", "State event")
    assert [one[2] for one in observation_of(project)["events"]] == [
        "Regarde Nao", "Regarde Nao", "Sourit !", "Sourit ! (autre)", "Sourit ! (autre)",
    ]  # fmt: skip
    observation_of(project)["events"] += [[at, "P07", "Sourit ! (autre)", "", "", "NA"] for at in (7.0, 8.0)]
    [back] = read_coded_boris(json.dumps(project).encode(), "x.boris").codings
    merged = merge(both, back, {}, Fitting([first, second], ["P07"]), frozenset({"a1", "a2", "b1"}))
    assert (merged.same, merged.came) == (3, 1)
    [(_, new)] = merged.ops.lines
    assert (new.scheme, new.behaviour, new.stop_ns) == ("autre", "sourit", 8_000_000_000)


def vocabulary(name: str, *words: str) -> str:
    entries = "".join(
        f'<CV_ENTRY_ML CVE_ID="{name}{number}"><CVE_VALUE LANG_REF="fra">{word}</CVE_VALUE></CV_ENTRY_ML>'
        for number, word in enumerate(words)
    )
    told = '<DESCRIPTION LANG_REF="fra"/>'
    return f'<CONTROLLED_VOCABULARY CV_ID="{name}">{told}{entries}</CONTROLLED_VOCABULARY>'


def of_elan() -> Scheme:
    """Give a scheme of two vocabularies that share a word, one of which BORIS would part."""
    body = vocabulary("Regard", "oui", "non") + vocabulary("parole", "oui", "vers lui, loin")
    written = f'<ANNOTATION_DOCUMENT FORMAT="3.0" VERSION="3.0"><HEADER/>{body}</ANNOTATION_DOCUMENT>'
    return as_file(read_elan_vocabulary(written.encode(), "deux.etf").scheme)


BOTH = (
    Annotation("b1", "deux", "regard_oui", 1_000_000_000, 4_000_000_000, subject="P07"),
    Annotation("b2", "deux", "parole_oui", 2_000_000_000, 5_000_000_000, subject="P07"),
)


def test_a_word_of_two_vocabularies_stays_the_one_that_it_was_in_boris_and_in_elan() -> None:
    scheme = of_elan()
    source = coded_by(scheme, coded=BOTH)
    project = json.loads(boris_of(source, "fr", {}))
    codes = [one["code"] for one in project["behaviors_conf"].values()]
    assert codes[-4:] == ["regard_oui", "non", "parole_oui", "vers_lui_loin"]
    events = observation_of(project)["events"]
    for event in events:
        event[0] += 0.5 if event[2] == "parole_oui" else 0
    [back] = read_coded_boris(json.dumps(project).encode(), "x.boris").codings
    merged = merge(BOTH, back, {}, Fitting([scheme], ["P07"]), frozenset({"b1", "b2"}))
    assert [(op, one.id, one.behaviour) for op, one in merged.ops.lines] == [("change", "b2", "parole_oui")]
    written = eaf_of(source, "fr", {}).decode()
    assert written.count("<ANNOTATION_VALUE>oui</ANNOTATION_VALUE>") == 2
    moved = written.replace('TIME_VALUE="5000"', 'TIME_VALUE="5500"')
    [back] = read_coded_eaf(moved.encode(), "x.eaf").codings
    merged = merge(BOTH, back, {}, Fitting([scheme], ["P07"]), frozenset({"b1", "b2"}))
    assert [(op, one.id, one.behaviour) for op, one in merged.ops.lines] == [("change", "b2", "parole_oui")]


def test_a_scheme_of_elan_with_one_word_twice_is_one_that_boris_knows() -> None:
    scheme = of_elan()
    again = read_boris_ethogram(as_boris(scheme).encode(), "x.boris").scheme
    assert again == scheme
    changed = json.loads(as_boris(scheme))
    changed["behaviors_conf"]["0"]["type"] = "Point event"
    other = read_boris_ethogram(json.dumps(changed).encode(), "x.boris").scheme
    assert [(one.code, one.word, one.kind) for one in other.behaviours] == [
        ("regard_oui", "oui", "point"), ("non", "non", "state"),
        ("parole_oui", "oui", "state"), ("vers_lui_loin", "vers lui, loin", "state"),
    ]  # fmt: skip


def test_two_sets_of_one_name_keep_what_was_said_in_each() -> None:
    sets = {str(n): {"name": "m", "type": 0, "values": values} for n, values in enumerate((["a"], ["d"]))}
    behaviour = {"type": "Point event", "code": "Montre", "modifiers": sets}
    scheme = read_boris_ethogram(
        json.dumps({"project_name": "x", "behaviors_conf": {"0": behaviour}}).encode(), "x.boris"
    ).scheme
    first, second = scheme.behaviours[0].modifiers
    one = Annotation("c1", "x", "montre", 1, modifiers={first: "a", second: "d"}, subject="P07")
    project = json.loads(boris_of(coded_by(scheme, coded=(one,)), "fr", {}))
    assert [event[3] for event in observation_of(project)["events"]] == ["a|d"]


@pytest.mark.parametrize(
    "there",
    [
        {"modifiers": "x", "category": ["a"], "code": "b", "type": 3, "excluded": 4},
        {"color": None, "key": {"a": 1}, "modifiers": {"0": "x"}, "behaviors_conf": "x"},
        {"modifiers": {"7": {"name": "x"}, "x": {"a": 1}, "-1": {"a": 1}}},
    ],
)
def test_whatever_stands_under_there_the_scheme_leaves(there: dict[str, Any]) -> None:
    scheme = of_boris()
    odd = replace(
        scheme,
        behaviours=tuple(replace(one, there={"boris": there}) for one in scheme.behaviours),
        modifiers={
            code: replace(one, there={"boris": {**there, "values": 3}})
            for code, one in scheme.modifiers.items()
        },
        there={"boris": there},
    )
    back = json.loads(as_boris(as_file(odd)))
    assert [one["code"] for one in back["behaviors_conf"].values()] == ["regarde_nao", "sourit"]
    assert observation_of(json.loads(boris_of(coded_by(odd), "fr", {})))["events"]
    assert read_boris_ethogram(json.dumps(back).encode(), "x.boris").scheme == as_file(odd)


def test_what_no_file_can_hold_is_told_and_the_rest_is_taken() -> None:
    project = {
        **PROJECT,
        "converters": {"h": {"code": "a\vb"}},
        "independent_variables": {"0": {"label": "âge"}},
    }
    taken = read_boris_ethogram(json.dumps(project).encode(), "x.boris")
    assert "left out: converters" in [one.sentence.en for one in taken.remarks]
    assert taken.scheme.there["boris"]["independent_variables"] == {"0": {"label": "âge"}}
