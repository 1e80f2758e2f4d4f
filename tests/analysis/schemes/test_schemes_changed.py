"""A scheme of ours that was changed in BORIS or ELAN: what is new takes no place, all else is as here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.formats.boris.scheme import as_boris, read_boris_ethogram
from nao_sessions.analysis.formats.elan.read_scheme import read_elan_vocabulary
from nao_sessions.analysis.formats.elan.write_scheme import as_elan
from nao_sessions.analysis.schemes.files import load_scheme
from nao_sessions.analysis.schemes.foreign import ForeignScheme
from nao_sessions.analysis.schemes.model import Scheme, in_boris_order
from nao_sessions.analysis.schemes.yaml_files import as_yaml, read_scheme
from tests.analysis.coding.elan_templates import END, template, vocabulary
from tests.analysis.coding.ethograms import ethograms
from tests.analysis.formats.eaf_files import eaf_files

SHIPPED = Path(__file__).parents[3] / "nao_sessions" / "analysis" / "schemes" / "library"
CODES = """\
scheme: 1
id: codes
behaviours:
  b1: {title: Regarde, kind: state, modifiers: [m1], there: {word: Regarde}}
modifiers:
  m1: {title: Force, there: {word: Force}, values: {v1: {title: Fort, key: "1", there: {word: fort}}}}
"""
MANY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def as_file(scheme: Scheme) -> Scheme:
    """Give the scheme as its file is read."""
    return read_scheme(as_yaml(scheme).encode(), "x.yaml")


def changed_in_boris(scheme: Scheme, change: Callable[[dict[str, Any]], object]) -> ForeignScheme:
    project = json.loads(as_boris(scheme))
    change(project)
    return read_boris_ethogram(json.dumps(project).encode(), "x.boris")


def added_in_elan(
    scheme: Scheme, name: str = "lieu", words: tuple[str, ...] = ("ici", "là")
) -> ForeignScheme:
    return read_elan_vocabulary(as_elan(scheme).replace(END, vocabulary(name, words) + END).encode(), "x.etf")


def add_set(project: dict[str, Any]) -> None:
    project["behaviors_conf"]["0"]["modifiers"]["1"] = {"name": "m1", "type": 0, "values": ["x", "y"]}


def add_behaviour(project: dict[str, Any]) -> None:
    project["behaviors_conf"]["1"] = {"type": "Point event", "code": "b1", "modifiers": {}}


def add_value(project: dict[str, Any]) -> None:
    project["behaviors_conf"]["0"]["modifiers"]["0"]["values"].append("v1")


def test_what_is_new_in_boris_gets_a_code_that_nothing_here_has() -> None:
    scheme = read_scheme(CODES.encode(), "codes.yaml")
    with_set = changed_in_boris(scheme, add_set).scheme
    assert with_set.behaviours[0].modifiers == ("m1", "m1_2")
    words = {
        code: (one.word, [value.word for value in one.values]) for code, one in with_set.modifiers.items()
    }
    assert words == {"m1": ("Force", ["fort"]), "m1_2": ("m1", ["x", "y"])}
    with_behaviour = changed_in_boris(scheme, add_behaviour).scheme
    assert [(one.code, one.word) for one in with_behaviour.behaviours] == [("b1", "Regarde"), ("b1_2", "b1")]
    with_value = changed_in_boris(scheme, add_value).scheme
    assert [(one.code, one.word) for one in with_value.modifiers["m1"].values] == [
        ("v1", "fort"),
        ("v1_2", "v1"),
    ]
    for each in (with_set, with_behaviour, with_value):
        assert read_boris_ethogram(as_boris(each).encode(), "x.boris") == ForeignScheme(each)


def test_what_one_program_alone_knows_goes_through_the_other_one() -> None:
    elsewhere = '<EXTERNAL_REF EXT_REF_ID="er1" TYPE="iso12620" VALUE="http://x/1"/>'
    words = vocabulary("regard", ("oui", "non")).replace('CVE_ID="', 'EXT_REF="er1" CVE_ID="')
    of_elan = read_elan_vocabulary(template(words, elsewhere), "a.etf").scheme
    back = changed_in_boris(of_elan, lambda project: project.update(project_description="autre")).scheme
    assert back.there["elan"] == of_elan.there["elan"]
    assert back.there["boris"] == {"project_description": "autre"}
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {"0": {"type": "State event", "code": "rit", "modifiers": {}}},
        "independent_variables": {"0": {"label": "âge", "type": "numeric"}},
    }
    of_boris = read_boris_ethogram(json.dumps(project).encode(), "x.boris").scheme
    assert added_in_elan(of_boris).scheme.there["boris"] == of_boris.there["boris"]


@pytest.mark.parametrize("name", ["engagement", "reponses"])
def test_a_scheme_that_ships_stays_in_both_languages_when_elan_adds_a_vocabulary(name: str) -> None:
    scheme = load_scheme(SHIPPED / f"{name}.yaml")
    back = added_in_elan(scheme).scheme
    assert back.behaviours[: len(scheme.behaviours)] == scheme.behaviours
    assert back.there == {"elan": {"told": {"lieu": [["fra", "d"]]}}}
    assert [one.code for one in back.behaviours[len(scheme.behaviours) :]] == ["ici", "la"]


@pytest.mark.parametrize(
    ("now", "definition"),
    [
        ("Refus. À voix haute", "À voix haute"),
        ("Refuser de répondre", "Refuser de répondre"),
        ("Refus changé", "Refus changé"),
        ("Refus", ""),
        ("", ""),
    ],
)
def test_a_title_is_taken_off_a_description_where_it_stands_as_a_sentence(now: str, definition: str) -> None:
    scheme = load_scheme(SHIPPED / "reponses.yaml")
    [refused] = [number for number, one in enumerate(scheme.behaviours) if one.code == "refused"]

    def change(project: dict[str, Any]) -> None:
        project["behaviors_conf"][str(refused)]["description"] = now

    assert changed_in_boris(scheme, change).scheme.behaviours[refused].definition.fr == definition


def test_first_names_in_keys_exclusions_and_ids_do_not_stay_untold() -> None:
    sets = {"0": {"name": "fait", "type": 0, "values": ["Parle (à Camille)", "Rit"]}}
    behaviours = [
        {"type": "State event", "code": code, "excluded": "Frappe Camille,B", "modifiers": sets}
        for code in "AB"
    ]
    project = {"project_format_version": "7.0", "behaviors_conf": dict(enumerate(behaviours))}
    taken = read_boris_ethogram(json.dumps(project).encode(), "x.boris")
    told = [one.sentence.en for one in taken.remarks if "first name" in one.sentence.en]
    assert any("fait = Parle" in one for one in told)
    assert [one.rpartition(": ")[2] for one in told if "left out" in one] == ["A", "B"]
    assert "Frappe" not in as_yaml(taken.scheme)
    words = vocabulary("regard", ("oui", "non")).replace("cregard0", "Camille")
    assert "Camille" not in as_yaml(read_elan_vocabulary(template(words), "a.etf").scheme)


def test_a_vocabulary_keeps_its_name_when_a_word_of_another_one_changes() -> None:
    words = vocabulary("geste", ("rit", "pointe")) + vocabulary("rit", ("Rit",), "où")
    scheme = read_elan_vocabulary(template(words), "a.etf").scheme
    changed = as_elan(scheme).replace(">rit<", ">sourit<").encode()
    written = as_elan(read_elan_vocabulary(changed, "a.etf").scheme).split("</PROPERTY>")[-1]
    assert re.findall('CV_ID="([^"]*)"', written) == ["geste", "rit"]
    assert re.findall('<DESCRIPTION LANG_REF="fra">([^<]*)', written) == ["d", "où"]


def test_an_empty_vocabulary_is_told() -> None:
    taken = read_elan_vocabulary(template(vocabulary("regard", ("oui",)), vocabulary("vide", ())), "a.etf")
    assert "the vocabulary 'vide' is empty: it is left out" in [one.sentence.en for one in taken.remarks]
    assert "vide" not in as_yaml(taken.scheme)


def test_only_the_words_that_told_of_a_moment_tell_of_it() -> None:
    entry = (
        '<CONTROLLED_VOCABULARY CV_ID="v"><DESCRIPTION LANG_REF="fra">d</DESCRIPTION><CV_ENTRY_ML CVE_ID="c">'
        '<CVE_VALUE LANG_REF="fra" DESCRIPTION="éclat (point)">rit</CVE_VALUE>'
        '<CVE_VALUE LANG_REF="eng">laughs</CVE_VALUE></CV_ENTRY_ML></CONTROLLED_VOCABULARY>'
    )
    scheme = read_elan_vocabulary(template(entry), "a.etf").scheme
    [laughs] = scheme.behaviours
    assert (laughs.kind, laughs.title.en, laughs.definition.fr) == ("point", "laughs", "éclat")
    written = as_elan(read_scheme(as_yaml(scheme).encode(), "a.yaml")).split("</PROPERTY>")[-1]
    assert re.findall('DESCRIPTION="([^"]*)" LANG_REF', written) == ["éclat (point)"]


def test_values_go_back_as_boris_has_them_wherever_their_key_stands() -> None:
    sets = {
        "0": {"name": "où", "type": 0, "values": ["Regarde (un peu) ailleurs", "ici (i)", "là"]},
        "1": {"name": "n", "type": 2, "values": ["1", "2"]},
        "2": {"name": "vide", "type": 0, "values": []},
    }
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {"0": {"type": "Point event", "code": "rit", "modifiers": sets}},
    }
    scheme = read_boris_ethogram(json.dumps(project).encode(), "x.boris").scheme
    assert [one.word for one in scheme.modifiers["ou"].values] == ["Regarde ailleurs", "ici", "là"]
    [back] = json.loads(as_boris(scheme))["behaviors_conf"].values()
    values = [one["values"] for one in back["modifiers"].values()]
    assert values == [["Regarde (un peu) ailleurs", "ici (i)", "là"], ["1", "2"], []]
    without = as_yaml(scheme).replace("[ou, n]", "[ou]")
    [back] = json.loads(as_boris(read_scheme(without.encode(), "x.yaml")))["behaviors_conf"].values()
    assert [one["name"] for one in back["modifiers"].values()] == ["où", "vide"]


def test_a_category_of_nothing_stays() -> None:
    states = [{"type": "State event", "code": code, "category": "c", "modifiers": {}} for code in "AB"]
    states[1]["category"] = "d"
    project = {"project_format_version": "7.0", "behaviors_conf": dict(enumerate(states))}
    scheme = read_boris_ethogram(json.dumps(project).encode(), "x.boris").scheme
    back = changed_in_boris(scheme, lambda there: there["behaviors_conf"].pop("1")).scheme
    assert json.loads(as_boris(back))["behavioral_categories"] == ["c", "d"]


def test_what_two_behaviours_have_alike_is_one_also_beside_another_set_of_its_name() -> None:
    other = {"name": "main", "type": 0, "values": ["gauche"]}
    same = {"name": "main", "type": 2, "description": "combien", "values": []}
    ethogram = {
        str(n): {"type": "State event", "code": code, "modifiers": {"0": one}}
        for n, (code, one) in enumerate((("prend", other), ("montre", same), ("lève", same)))
    }
    project = {"project_format_version": "7.0", "behaviors_conf": ethogram}
    scheme = read_boris_ethogram(json.dumps(project).encode(), "x.boris").scheme
    assert [one.modifiers for one in scheme.behaviours] == [("main",), ("montre_main",), ("montre_main",)]
    back = changed_in_boris(scheme, lambda there: there["behaviors_conf"].pop("0")).scheme
    assert [one.modifiers for one in back.behaviours] == [("montre_main",), ("montre_main",)]
    assert back.modifiers == {"montre_main": scheme.modifiers["montre_main"]}


CHANGES = ("describe", "add", "remove", "value", "project")


@MANY
@given(project=ethograms(), data=st.data())
def test_what_was_changed_in_boris_is_changed_and_nothing_else(
    project: dict[str, Any], data: st.DataObject
) -> None:
    scheme = as_file(read_boris_ethogram(json.dumps(project).encode(), "x.boris").scheme)
    change = data.draw(st.sampled_from(CHANGES))
    number = data.draw(st.integers(0, len(scheme.behaviours) - 1))
    there = json.loads(as_boris(scheme))
    chosen = there["behaviors_conf"][str(number)]
    used = [code for one in scheme.behaviours for code in one.modifiers]
    # one that another behaviour has too, and that changes in this one alone, is another one from now on
    mine = [code for code in scheme.behaviours[number].modifiers if used.count(code) == 1]
    places = {code: str(place) for place, code in enumerate(in_boris_order(scheme.behaviours[number]))}
    of_values = [code for code in mine if scheme.modifiers[code].values]
    if change == "describe":
        chosen["description"] = "autrement"
    elif change == "add":
        there["behaviors_conf"]["99"] = {"type": "Point event", "code": "tout neuf", "modifiers": {}}
    elif change == "remove":
        if len(scheme.behaviours) == 1:
            return
        del there["behaviors_conf"][str(number)]
    elif change == "value":
        if not of_values:
            return
        chosen["modifiers"][places[of_values[0]]]["values"].append("toute neuve")
    else:
        there["project_description"] = "autre étude"
    taken = read_boris_ethogram(json.dumps(there).encode(), "x.boris")
    back = as_file(taken.scheme)
    own = scheme.behaviours[number]
    known = {one.code: one for one in back.behaviours}
    expected = {one.code: one for one in scheme.behaviours}
    if change == "remove":
        del expected[own.code]
        left = {code for one in expected.values() for code in one.modifiers}
        assert back.modifiers == {code: one for code, one in scheme.modifiers.items() if code in left}
    elif change == "value":
        code = of_values[0]
        assert [one.word for one in back.modifiers[code].values][-1] == "toute neuve"
        assert back.modifiers[code].values[:-1] == scheme.modifiers[code].values
    else:
        assert back.modifiers == scheme.modifiers
    if change == "describe":
        assert known[own.code].definition.fr == "autrement"
        expected[own.code] = replace(own, definition=known[own.code].definition)
    if change == "add":
        expected |= {"tout_neuf": known["tout_neuf"]}
    # what excluded what is gone excludes it no more
    if change != "remove":
        assert known == expected
    assert known.keys() == expected.keys()
    alone = dict(scheme.there.get("boris", {}))
    if change == "project":
        alone["project_description"] = "autre étude"
    assert back.there.get("boris", {}) == alone


@MANY
@given(written=eaf_files(), data=st.data())
def test_what_was_changed_in_elan_is_changed_and_nothing_else(written: bytes, data: st.DataObject) -> None:
    scheme = as_file(read_elan_vocabulary(written, "x.eaf").scheme)
    change = data.draw(st.sampled_from(["describe", "add", "vocabulary"]))
    root = ElementTree.fromstring(as_elan(scheme))
    [first, *_] = root.iter("CONTROLLED_VOCABULARY")
    [word, *_] = first.iter("CVE_VALUE")
    if change == "describe":
        word.set("DESCRIPTION", "autrement")
    elif change == "add":
        entry = ElementTree.SubElement(first, "CV_ENTRY_ML", {"CVE_ID": "neuf"})
        language = {"LANG_REF": word.attrib["LANG_REF"]}
        ElementTree.SubElement(entry, "CVE_VALUE", language).text = "tout neuf"
    else:
        language = data.draw(st.sampled_from(["fra", word.attrib["LANG_REF"]]))
        there = vocabulary("lieu", ("ici", "ailleurs")).replace("fra", language)
        root.insert(list(root).index(first) + 1, ElementTree.fromstring(there))
    back = as_file(read_elan_vocabulary(ElementTree.tostring(root), "x.eaf").scheme)
    kept = {one.code: one for one in scheme.behaviours}
    known = {one.code: one for one in back.behaviours}
    new = {"add": {"tout_neuf"}, "vocabulary": {"ici", "ailleurs"}, "describe": set[str]()}[change]
    assert known.keys() == kept.keys() | new
    changed = {code for code, one in kept.items() if known[code] != one}
    if change == "vocabulary":
        # what was all in one language says in which, now that there are two
        assert not changed or "written" in scheme.there["elan"]
    else:
        # a word that was alone in its vocabulary is one of a group now
        assert changed <= {scheme.behaviours[0].code}
    again = ElementTree.fromstring(as_elan(back))
    assert [canonical(one) for one in again.iter("CONTROLLED_VOCABULARY")] == [
        canonical(one) for one in root.iter("CONTROLLED_VOCABULARY")
    ]


def canonical(element: ElementTree.Element) -> str:
    return ElementTree.canonicalize(ElementTree.tostring(element), strip_text=True)
