"""A scheme that went to BORIS or ELAN and was changed there, or began there: nothing else is touched."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from nao_sessions.analysis.coding.folder import FOLDER, keep_scheme
from nao_sessions.analysis.formats.boris.scheme import as_boris, read_boris_ethogram
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.elan.read_scheme import read_elan_vocabulary
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.formats.elan.write_scheme import as_elan
from nao_sessions.analysis.schemes.exported import as_exported
from nao_sessions.analysis.schemes.files import load_scheme
from nao_sessions.analysis.schemes.foreign import ForeignScheme
from nao_sessions.analysis.schemes.yaml_files import as_yaml, read_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.core.errors import Place, SchemeRefused
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Localized
from tests.analysis.coding.elan_templates import template, vocabulary
from tests.analysis.formats.eaf_rules import wrong_with
from tests.analysis.tables.imported_source import SAMPLE, imported

HERE = """\
scheme: 1
id: voice
title: {fr: Voix, en: Voice}
behaviours:
  laughs: {title: {fr: Rit, en: Laughs}, kind: state, key: q, group: voice, modifiers: [strength]}
  cries:
    {title: {fr: Pleure, en: Cries}, kind: state, key: w, group: voice,
     definition: {fr: longtemps, en: for long}}
modifiers:
  strength: {title: {fr: Force, en: Strength}, values: {weak: {title: {fr: Peu, en: Little}, key: "9"}}}
"""


def project(**more: Any) -> bytes:
    """Give a BORIS project of one behaviour and one value, both called like children."""
    vers = {"name": "vers", "type": 0, "values": ["Lucas (v)", "Autre (v)"]}
    rit = {"type": "Point event", "code": "rit", "description": "comme Emma", "modifiers": {"0": vers}}
    return json.dumps({"project_format_version": "7.0", "behaviors_conf": {"0": rit}, **more}).encode()


def remarks(taken: ForeignScheme) -> list[str]:
    return [one.sentence.en for one in taken.remarks]


def test_what_elan_does_not_know_stays_when_a_word_was_changed_there() -> None:
    scheme = read_scheme(HERE.encode(), "voice.yaml")
    changed = as_elan(scheme).replace("longtemps", "très longtemps")
    back = read_elan_vocabulary(changed.encode(), "voice.etf").scheme
    assert [(one.code, one.key, one.modifiers) for one in back.behaviours] == [
        ("laughs", "q", ("strength",)),
        ("cries", "w", ()),
    ]
    assert back.modifiers == scheme.modifiers
    assert "très longtemps" in back.behaviours[1].definition.fr


def test_a_description_that_was_changed_in_boris_does_not_take_the_title_in() -> None:
    there = json.loads(as_boris(read_scheme(HERE.encode(), "voice.yaml")))
    there["behaviors_conf"]["1"]["description"] += " et fort"
    back = read_boris_ethogram(json.dumps(there).encode(), "voice.boris").scheme
    assert back.behaviours[1].definition == Localized(fr="longtemps et fort", en="longtemps et fort")
    again = json.loads(as_boris(back))
    assert again["behaviors_conf"]["1"]["description"] == there["behaviors_conf"]["1"]["description"]


def test_a_key_that_was_chosen_here_stays_unless_another_has_it_there() -> None:
    there = json.loads(as_boris(read_scheme(HERE.encode(), "voice.yaml")))
    there["behaviors_conf"]["0"]["key"] = there["behaviors_conf"]["1"]["key"] = ""
    foreign = read_boris_ethogram(json.dumps(there | {"nao_sessions": {}}).encode(), "voice.boris").scheme
    laughs, cries = foreign.behaviours
    here = replace(foreign, behaviours=(replace(laughs, key="q"), replace(cries, key="w")))
    left = json.loads(as_boris(here))
    for key, stays in (("n", True), ("q", False)):
        new = {"type": "Point event", "code": "neuf", "key": key, "description": "", "modifiers": {}}
        left["behaviors_conf"]["2"] = new
        back = read_boris_ethogram(json.dumps(left).encode(), "voice.boris").scheme
        assert back.behaviours[2].key == key
        assert (back.behaviours[0].key == "q") is stays


@pytest.mark.parametrize(
    "named", [{"project_name": "Étude de Camille"}, {"project_description": "Hugo, CE1"}]
)
def test_no_first_name_is_in_the_id_and_the_title_of_a_scheme(named: dict[str, str]) -> None:
    taken = read_boris_ethogram(project(**named), "éveil.boris")
    assert (taken.scheme.id, taken.scheme.title.fr) == ("eveil", "éveil.boris")
    nameless = read_boris_ethogram(project(**named), "Camille.boris").scheme
    assert (nameless.id, nameless.title.fr) == ("scheme", "scheme")


def test_words_that_hold_a_first_name_are_told() -> None:
    told = remarks(read_boris_ethogram(project(), "éveil.boris"))
    said = "a first name seems to be written in '{}' or its description: change it in the scheme"
    assert [said.format("rit"), said.format("vers = Lucas")] == [one for one in told if "first name" in one]


def test_the_key_that_a_value_was_given_instead_is_told() -> None:
    taken = read_boris_ethogram(project(), "éveil.boris")
    given = {value.code: value.key for value in taken.scheme.modifiers["vers"].values}
    assert given["lucas"] == "v"
    [told] = [one for one in remarks(taken) if "is taken" in one]
    assert f"'vers = Autre' is taken, or cannot be one here: '{given['autre']}' stands instead" in told


def test_a_template_that_is_called_like_a_child_gives_no_scheme_of_that_name() -> None:
    content = template(vocabulary("regard", ["oui", "comme Emma"], "Regards de Camille"))
    taken = read_elan_vocabulary(content, "Camille Dupont.etf")
    assert taken.scheme.id == taken.scheme.title.fr == "scheme"
    assert "Camille" not in as_yaml(taken.scheme)
    told = [one for one in remarks(taken) if "first name" in one]
    assert ["regard" in told[0], "comme Emma" in told[1], len(told)] == [True, True, 2]


def test_words_of_vocabularies_that_meet_in_a_code_are_as_many_behaviours() -> None:
    vocabularies = (vocabulary("regard", ["oui", "non"]), vocabulary("geste", ["oui", "non"]))
    scheme = read_elan_vocabulary(
        template(*vocabularies, vocabulary("x", ["regard_oui", "y"])), "a.etf"
    ).scheme
    assert len(scheme.behaviours) == 6
    assert {(one.group, one.word) for one in scheme.behaviours} >= {("x", "regard_oui"), ("regard", "oui")}


@pytest.mark.parametrize(
    ("content", "line"), [(b'{"behaviors_conf":\n {"0": }', 2), (b'{"behaviors_conf":\n{"0": "\\ud800"}}', 2)]
)
def test_a_broken_project_is_refused_at_its_place(content: bytes, line: int) -> None:
    with pytest.raises(SchemeRefused) as refused:
        read_boris_ethogram(content, "a.boris")
    [found] = refused.value.findings
    assert (found.code, found.place.line) == ("K107", line)


@pytest.mark.parametrize("entry", [{"0": "rit"}, {"0": {"code": ""}}, {}])
def test_a_project_without_a_behaviour_is_no_ethogram(entry: dict[str, Any]) -> None:
    with pytest.raises(SchemeRefused) as refused:
        read_boris_ethogram(json.dumps({"behaviors_conf": entry}).encode(), "a.boris")
    assert [(one.code, one.place) for one in refused.value.findings] == [("K107", Place("a.boris"))]


def test_values_that_are_no_texts_are_not_taken_for_words() -> None:
    odd = {"type": "State event", "code": "a", "excluded": ["b"], "modifiers": {}}
    odd["modifiers"] = {"0": {"name": "n", "type": 0, "values": [["x"], "y"]}}
    scheme = read_boris_ethogram(json.dumps({"behaviors_conf": {"0": odd}}).encode(), "a.boris").scheme
    assert [one.code for one in scheme.modifiers["n"].values] == ["y"]
    assert "Located" not in as_yaml(scheme)


def test_a_copy_that_knows_more_of_another_program_stays(tmp_path: Path) -> None:
    full = read_boris_ethogram(project(), "éveil.boris").scheme
    bare = replace(full, behaviours=tuple(replace(one, there={}) for one in full.behaviours))
    assert (bare.digest(), bare == full) == (full.digest(), False)
    name = keep_scheme(tmp_path, full)
    assert keep_scheme(tmp_path, bare) == name
    assert load_scheme(tmp_path / FOLDER / name) == full


def ethogram(*behaviours: dict[str, Any]) -> bytes:
    conf = {str(number): one for number, one in enumerate(behaviours)}
    return json.dumps({"project_format_version": "7.0", "behaviors_conf": conf}, indent=1).encode()


def state(code: str, **more: Any) -> dict[str, Any]:
    return {"type": "State event", "code": code, "modifiers": {}, **more}


def test_what_a_scheme_cannot_hold_is_told_where_it_stands_in_the_file() -> None:
    content = ethogram(state("rit"), state("pleure", description="a\x07b"))
    with pytest.raises(SchemeRefused) as refused:
        read_boris_ethogram(content, "x.boris")
    [found] = refused.value.findings
    lines = content.decode().splitlines()
    code = next(number for number, line in enumerate(lines, start=1) if '"pleure"' in line)
    assert (found.code, lines[found.place.line - 1].strip(), found.place.line < code) == (
        "P107",
        '"1": {',
        True,
    )


def test_of_a_behaviour_or_a_value_that_is_written_twice_the_first_counts() -> None:
    sets = {"0": {"name": "main", "type": 0, "values": ["Gauche (g)", "Gauche", "Droite"]}}
    taken = read_boris_ethogram(ethogram(state("rit", modifiers=sets), state("rit")), "x.boris")
    assert [(one.code, one.modifiers) for one in taken.scheme.behaviours] == [("rit", ("main",))]
    assert [one.code for one in taken.scheme.modifiers["main"].values] == ["gauche", "droite"]
    assert [one for one in remarks(taken) if "twice" in one] == [
        "'main = Gauche' is written twice: the first one counts",
        "'rit' is written twice: the first one counts",
    ]


def test_a_group_is_called_by_its_category_else_by_what_it_holds() -> None:
    looks = [state(code, excluded="Regarde Nao,Ailleurs") for code in ("Regarde Nao", "Ailleurs")]
    sits = [state(code, excluded="Assis,Debout", category="Où il est") for code in ("Assis", "Debout")]
    scheme = read_boris_ethogram(ethogram(*looks, *sits), "x.boris").scheme
    titles = [scheme.stream_title(name).fr for name in scheme.streams()]
    assert titles == ["Regarde Nao / Ailleurs", "Où il est"]
    assert read_scheme(as_yaml(scheme).encode(), "x.yaml") == scheme
    elan = read_elan_vocabulary(template(vocabulary("Où il est", ["assis", "debout"])), "a.etf").scheme
    assert [elan.stream_title(name).fr for name in elan.streams()] == ["Où il est"]


def test_tiers_and_types_of_a_template_are_told_where_they_are_others_than_here() -> None:
    content = template(vocabulary("regard", ["oui", "non"])).decode()
    own = content.replace("</ANNOTATION_DOCUMENT>", '<TIER TIER_ID="x"/></ANNOTATION_DOCUMENT>').encode()
    assert [one for one in remarks(read_elan_vocabulary(own, "a.etf")) if "tiers (1)" in one]
    assert len(remarks(read_elan_vocabulary(content.encode(), "a.etf"))) == 1


def test_an_entry_without_an_id_gets_one_that_no_other_has() -> None:
    content = template(vocabulary("regard", ["oui", "non"])).decode()
    content = content.replace('CVE_ID="cregard0"', 'CVE_ID="cveid_1_2"').replace(' CVE_ID="cregard1"', "")
    written = as_elan(read_elan_vocabulary(content.encode(), "a.etf").scheme)
    ids = re.findall('CVE_ID="([^"]*)"', written.split("</PROPERTY>")[-1])
    assert (ids[0], len(set(ids))) == ("cveid_1_2", 2)


def test_what_boris_alone_has_and_holds_a_first_name_is_left_out_and_told() -> None:
    empty = {"name": "m", "note": "pour Camille", "values": [["Camille"]]}
    full = {"name": "n", "note": "pour Camille", "values": ["a"]}
    behaviour = state("rit", remark={"Camille": 1}, modifiers={"0": empty, "1": full})
    taken = read_boris_ethogram(ethogram(behaviour), "x.boris")
    assert "Camille" not in as_yaml(taken.scheme)
    told = [one for one in remarks(taken) if "first name" in one]
    assert [one.rpartition(": ")[2] for one in told] == ["m", "n", "rit"]


def test_what_vocabularies_refer_to_and_holds_a_first_name_is_left_out_and_told() -> None:
    words = vocabulary("regard", ["oui", "non"])
    elsewhere = '<EXTERNAL_REF EXT_REF_ID="er1" TYPE="iso12620" VALUE="http://x/Camille/mots"/>'
    taken = read_elan_vocabulary(template(words, elsewhere), "a.etf")
    assert "Camille" not in as_yaml(taken.scheme)
    assert [one for one in remarks(taken) if one.endswith("EXTERNAL_REF")]
    # also of a template that came back
    back = as_elan(taken.scheme).replace("</ANNOTATION_DOCUMENT>", elsewhere + "</ANNOTATION_DOCUMENT>")
    assert [
        one for one in remarks(read_elan_vocabulary(back.encode(), "a.etf")) if one.endswith("EXTERNAL_REF")
    ]
    assert remarks(read_elan_vocabulary(as_elan(taken.scheme).encode(), "a.etf")) == []


def test_a_group_that_is_new_there_is_called_as_it_is_there() -> None:
    scheme = read_scheme(HERE.encode(), "voice.yaml")
    project_ = json.loads(as_boris(scheme))
    new = [state(code, excluded="Assis,Debout", category="Où il est") for code in ("Assis", "Debout")]
    project_["behaviors_conf"] |= {str(number): one for number, one in enumerate(new, start=8)}
    back = read_boris_ethogram(json.dumps(project_).encode(), "x.boris").scheme
    assert [back.stream_title(name).fr for name in back.streams()] == ["Voice", "Où il est"]
    there = vocabulary("Où il est", ["assis", "debout"]) + "</ANNOTATION_DOCUMENT>"
    elan = read_elan_vocabulary(
        as_elan(scheme).replace("</ANNOTATION_DOCUMENT>", there).encode(), "a.etf"
    ).scheme
    assert [elan.stream_title(name).fr for name in elan.streams()] == ["Voice", "Où il est"]


def test_of_an_entry_that_is_written_twice_the_first_counts() -> None:
    taken = read_elan_vocabulary(template(vocabulary("regard", ["oui", "non", " oui "])), "a.etf")
    assert [one.word for one in taken.scheme.behaviours] == ["oui", "non"]
    assert "'regard = oui' is written twice: the first one counts" in remarks(taken)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_leave_for_elan_in_the_language_that_they_are_in(language: Language) -> None:
    scheme = read_elan_vocabulary(template(vocabulary("regard", ["oui", "non"])), "a.etf").scheme
    source = replace(read_source(SAMPLE), coded={"C01": ()}, schemes={"C01": (as_exported(scheme),)})
    written = eaf_of(source, language, {}).decode()
    assert set(re.findall('CVE_VALUE LANG_REF="([^"]*)"', written)) == {"fra"}


def test_categories_of_two_files_that_have_one_id_stay_two() -> None:
    schemes = []
    for name, where in (("regard", "DC-1"), ("geste", "DC-2"), ("parole", "DC-1")):
        words = vocabulary(name, ["a", "b"]).replace('CVE_ID="', 'EXT_REF="er1" CVE_ID="')
        elsewhere = f'<EXTERNAL_REF EXT_REF_ID="er1" TYPE="iso12620" VALUE="{where}"/>'
        schemes.append(read_elan_vocabulary(template(words, elsewhere), f"{name}.etf").scheme)
    coders = [f"C0{number}" for number in range(1, 4)]
    source = replace(
        read_source(SAMPLE),
        coded=dict.fromkeys(coders, ()),
        schemes={coder: (as_exported(scheme),) for coder, scheme in zip(coders, schemes, strict=True)},
    )
    written = eaf_of(source, "fr", {})
    assert wrong_with(written) == []
    root = ElementTree.fromstring(written)
    where = {one.get("EXT_REF_ID"): one.get("VALUE") for one in root.iter("EXTERNAL_REF")}
    found = {
        one.get("CV_ID"): {where[entry.get("EXT_REF")] for entry in one.iter("CV_ENTRY_ML")}
        for one in root.iter("CONTROLLED_VOCABULARY")
    }
    assert found == {"regard": {"DC-1"}, "geste": {"DC-2"}, "parole": {"DC-1"}}
    assert len(where) == 2


def test_languages_of_two_coders_that_have_one_id_stay_two_and_no_id_is_there_twice() -> None:
    content = template(vocabulary("texte", ["a", "b"])).decode()
    locale = '<LOCALE LANGUAGE_CODE="er1"/><EXTERNAL_REF EXT_REF_ID="und" TYPE="iso12620" VALUE="DC-0"/>'
    spoken = (
        '<TIER TIER_ID="r" LINGUISTIC_TYPE_REF="t"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" '
        'TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>a</ANNOTATION_VALUE>'
        "</ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="t" TIME_ALIGNABLE="true"/>'
    )
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{n}000"/>' for n in (1, 2))
    content = content.replace("<TIME_ORDER/>", f"<TIME_ORDER>{slots}</TIME_ORDER>{spoken}")
    content = content.replace("</ANNOTATION_DOCUMENT>", locale + "</ANNOTATION_DOCUMENT>")
    schemes = {}
    for coder, label in (("C01", "Wolof"), ("C02", "Bambara")):
        language = f'<LANGUAGE LANG_ID="und" LANG_DEF="http://x/und" LANG_LABEL="{label}"/>'
        words = (
            vocabulary(label, ["a", "b"]).replace("fra", "und").replace('CVE_ID="', 'EXT_REF="er1" CVE_ID="')
        )
        elsewhere = '<EXTERNAL_REF EXT_REF_ID="er1" TYPE="iso12620" VALUE="DC-1"/>'
        scheme = read_elan_vocabulary(template(language, words, elsewhere), f"{label}.etf").scheme
        schemes[coder] = (as_exported(scheme),)
    source = imported(read_source(SAMPLE), read_eaf(content.encode(), "x.eaf"))
    written = eaf_of(replace(source, coded={"C01": (), "C02": ()}, schemes=schemes), "fr", {})
    assert wrong_with(written) == []
    root = ElementTree.fromstring(written)
    labels = {one.get("LANG_ID"): one.get("LANG_LABEL") for one in root.iter("LANGUAGE")}
    found = {
        one.get("CV_ID"): {labels[each.get("LANG_REF")] for each in one.iter("CVE_VALUE")}
        for one in root.iter("CONTROLLED_VOCABULARY")
    }
    assert found["Wolof"] == {"Wolof"}
    assert found["Bambara"] == {"Bambara"}
