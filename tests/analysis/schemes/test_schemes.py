"""Coding schemes: what is wrong is told with its place, and BORIS and ELAN give and take them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.formats.boris.scheme import as_boris, read_boris_ethogram
from nao_sessions.analysis.formats.elan.read_scheme import read_elan_vocabulary
from nao_sessions.analysis.formats.elan.write_scheme import as_elan
from nao_sessions.analysis.formats.name_filter import holds_first_name
from nao_sessions.analysis.schemes.files import find_scheme, shipped
from nao_sessions.analysis.schemes.foreign import ForeignScheme
from nao_sessions.analysis.schemes.model import Behaviour, Kind, Modifier, ModifierKind, ModifierValue, Scheme
from nao_sessions.analysis.schemes.yaml_files import as_yaml, read_scheme
from nao_sessions.cli.main import group
from nao_sessions.core.errors import SchemeRefused, UsageError
from nao_sessions.text.messages import Localized

GOOD = """\
scheme: 1
id: small
behaviours:
  looks: {title: "Regarde", kind: state, key: r, modifiers: [where]}
  smiles: {kind: point}
modifiers:
  where: {values: {nao: "Nao", adult: {title: "l'adulte", key: a}}}
"""


def refused(text: str) -> list[str]:
    """Give what is wrong with a scheme: line, code, English sentence."""
    with pytest.raises(SchemeRefused) as found:
        read_scheme(text.encode("utf-8"), "small.yaml")
    return [f"{one.place.line} {one.code} {one.sentence.en}" for one in found.value.findings]


@pytest.mark.parametrize("name", shipped())
def test_a_scheme_that_ships_is_read_and_written_the_same(name: str) -> None:
    scheme = find_scheme(name)
    assert read_scheme(as_yaml(scheme).encode("utf-8"), name) == scheme
    assert all(one.key for one in scheme.behaviours)
    assert all(one.title.fr != one.title.en for one in scheme.behaviours)


def test_who_chose_no_key_gets_one() -> None:
    scheme = read_scheme(GOOD.encode("utf-8"), "small.yaml")
    assert [one.key for one in scheme.behaviours] == ["r", "s"]
    assert [one.key for one in scheme.modifiers["where"].values] == ["n", "a"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("kind: point", "kind: moment", "5 K102 'moment' is no kind of behaviour"),
        ("kind: point", "kynd: point", "5 K105 'kind' is missing"),
        ("id: small", "name: small", "2 K101 'name' is no key of a scheme"),
        ("id: small", "id: Petit Schéma", "2 K102 'Petit Schéma': a code is lower-case"),
        ("scheme: 1", "scheme: 2", "1 K106 this program reads version 1 of schemes, not '2'"),
        ("key: r", "key: j", "4 K103 the key 'j' is needed by the player"),
        ("key: r", "key: rr", "4 K103 'rr': a key is one character"),
        ("{kind: point}", "{kind: point, key: r}", "5 K103 the key 'r' is already that of 'looks'"),
        ("{kind: point}", "{kind: point, group: g}", "5 K102 a group excludes states: 'smiles' is a point"),
        ("[where]", "[were]", "4 K104 there is no modifier 'were'"),
        ("id: small", "id: small\ngroups: {gaze: Regard}", "3 K104 no behaviour is of a group 'gaze'"),
        ("id: small", "id: small\nsubjects: [Léa]", "3 K102 'Léa' is neither a code"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(before: str, after: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in refused(GOOD.replace(before, after)))


def test_a_group_is_called_by_its_title_else_by_its_code() -> None:
    scheme = find_scheme("engagement")
    assert (scheme.stream_title("regard").fr, scheme.stream_title("regard").en) == ("Regard", "Gaze")
    assert scheme.stream_title("engaged").en == "Engaged"
    untitled = replace(scheme, groups={})
    assert untitled.stream_title("regard").en == "Regard"
    assert (
        untitled.digest() == scheme.digest()
    )  # what was coded without the title is coded by the same scheme


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = GOOD.replace("kind: point", "kind: moment").replace("[where]", "[were]")
    assert [line.split()[1] for line in refused(wrong)] == ["K104", "K102"]


def test_yaml_that_is_none_is_told_as_for_protocols() -> None:
    assert refused("scheme: 1\nid: [small\n")[0].split()[1].startswith("P")


def test_a_boris_ethogram_comes_back_as_it_went() -> None:
    scheme = find_scheme("engagement")
    assert read_boris_ethogram(as_boris(scheme).encode("utf-8"), "other.boris") == ForeignScheme(scheme)


def test_what_was_changed_in_boris_is_changed_in_the_scheme_and_nothing_else() -> None:
    scheme = find_scheme("engagement")
    project = json.loads(as_boris(scheme))
    looks, *_, smiles, turns = project["behaviors_conf"].values()
    assert (looks["code"], smiles["code"]) == ("looks_nao", "smiles")
    assert looks["description"].startswith("Regarde Nao. Le visage et les yeux")
    looks["description"] = "Les yeux seuls."
    smiles["key"], smiles["type"] = "q", "State event"
    turns["modifiers"] = {"0": {"name": "towards", "type": 0, "values": ["nao (n)", "porte (p)"]}}
    project["behaviors_conf"]["99"] = {"type": "Point event", "key": "S", "code": "Rit"}
    back = read_boris_ethogram(json.dumps(project).encode("utf-8"), "x.boris").scheme
    expected = {one.code: one for one in scheme.behaviours}
    both = Localized(fr="Les yeux seuls.", en="Les yeux seuls.")
    expected["looks_nao"] = replace(expected["looks_nao"], definition=both)
    expected["smiles"] = replace(expected["smiles"], key="q", kind="state")
    expected["turns_away"] = replace(expected["turns_away"], modifiers=("turns_away_towards",))
    assert back.behaviours[:-1] == tuple(expected.values())
    assert (back.behaviours[-1].title.fr, back.behaviours[-1].key) == ("Rit", "s")
    assert (back.version, back.title) == (scheme.version, scheme.title)
    assert [one.code for one in back.modifiers["turns_away_towards"].values] == ["nao", "porte"]


def test_a_group_that_was_taken_apart_in_boris_takes_its_title_with_it() -> None:
    scheme = find_scheme("engagement")
    project = json.loads(as_boris(scheme))
    for one in project["behaviors_conf"].values():
        one["excluded"] = one["category"] = ""
    back = read_boris_ethogram(json.dumps(project).encode("utf-8"), "x.boris").scheme
    assert (back.groups, {one.group for one in back.behaviours}) == ({}, {""})


NAMES = st.from_regex(r"[a-z]{1,3}[0-9_]{0,2}", fullmatch=True)
TEXTS = (
    st.text(st.characters(exclude_categories=("C", "Z")), max_size=9)
    .filter(lambda text: not holds_first_name(text) and not holds_first_name(text[::-1]))
    .map(lambda text: Localized(fr=text, en=text[::-1]))
)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Give a scheme that somebody may have written here."""
    modifiers = {}
    for code in draw(st.lists(NAMES, max_size=3, unique=True)):
        kind: ModifierKind = draw(st.sampled_from(["one", "several", "number"]))
        values = [] if kind == "number" else draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
        named = tuple(ModifierValue(one, draw(TEXTS), "") for one in values)
        modifiers[code] = Modifier(code, draw(TEXTS), named, kind)
    behaviours = []
    for code in draw(st.lists(NAMES, min_size=1, max_size=6, unique=True)):
        kind_: Kind = draw(st.sampled_from(["point", "state"]))
        group = draw(st.sampled_from(["", "a", "B c"])) if kind_ == "state" else ""
        used = draw(st.lists(st.sampled_from(sorted(modifiers)), unique=True)) if modifiers else []
        behaviours.append(Behaviour(code, draw(TEXTS), kind_, "", group, tuple(used), draw(TEXTS)))
    subjects = draw(st.lists(st.sampled_from(["P07", "nao", "adult"]), unique=True))
    made = Scheme(draw(NAMES), draw(TEXTS), "1.2", tuple(behaviours), modifiers, tuple(subjects))
    return read_scheme(as_yaml(made).encode("utf-8"), "made.yaml")


@settings(max_examples=80, deadline=None)
@given(scheme=schemes())
def test_any_scheme_comes_back_from_boris_and_elan_as_it_went(scheme: Scheme) -> None:
    assert read_scheme(as_yaml(scheme).encode("utf-8"), "made.yaml") == scheme
    assert read_boris_ethogram(as_boris(scheme).encode("utf-8"), "x.boris") == ForeignScheme(scheme)
    assert read_elan_vocabulary(as_elan(scheme).encode("utf-8"), "x.etf") == ForeignScheme(scheme)


@settings(max_examples=80, deadline=None)
@given(scheme=schemes())
def test_of_a_scheme_that_elan_saved_what_lasts_and_what_is_a_moment_comes_back(scheme: Scheme) -> None:
    saved = re.sub("<PROPERTY.*?</PROPERTY>", "", as_elan(scheme), flags=re.DOTALL)  # as ELAN 6.9 does
    back = read_elan_vocabulary(saved.encode("utf-8"), "x.etf")
    assert {one.title.fr: one.kind for one in back.scheme.behaviours} == {
        one.code: one.kind for one in scheme.behaviours
    }
    assert [one.code for one in back.remarks] == ["K109"]


def test_what_of_an_ethogram_has_no_place_here_is_told_at_its_place() -> None:
    project = {
        "behaviors_conf": {
            "0": {"type": "State event", "code": "A", "key": "F1", "excluded": "B", "category": "tête"},
            "1": {"type": "State event", "code": "B", "key": "x", "excluded": "A,C", "category": "tête"},
            "2": {"type": "State event", "code": "C", "key": "x", "excluded": "", "color": "red"},
            "3": {
                "type": "Point event", "code": "D", "key": "", "excluded": "A", "category": "main",
                "modifiers": {
                    "0": {"name": "cm", "type": 2, "values": []},
                    "1": {"name": "doigts", "type": 1, "values": ["un", "deux"]},
                    "2": {"name": "vide", "type": 0, "values": []},
                },
            },
        },
        "subjects_conf": {"0": {"name": "Léa"}, "1": {"name": "nao"}, "2": {"name": "P07"}},
        "independent_variables": {"0": {"label": "salle"}},
        "coding_map": {"corps": {}},
    }  # fmt: skip
    taken = read_boris_ethogram(json.dumps(project, indent=1).encode("utf-8"), "x.boris")
    assert [one.sentence.en for one in taken.remarks] == [
        "the key 'F1' of 'A' is taken, or cannot be one here: 'a' stands instead",
        "'A' does not exclude in BORIS all states of 'tete': here, one of a group goes on at a time",
        "the key 'x' of 'C' is taken, or cannot be one here: 'c' stands instead",
        "'C' does not exclude in BORIS all states of 'tete': here, one of a group goes on at a time",
        "'D' is a point: here, a point excludes nothing",
        "'cm' of 'D' is a number: it is kept and read, but the coding page does not ask for it",
        "'doigts' of 'D' has several values at once: kept and read; the page asks for one",
        "'vide' of 'D' has no value: it is kept for BORIS alone",
        "this subject is neither a code (P07) nor a role (nao, adult, group): it is left out",
        "left out: coding maps",
    ]
    assert all((one.code, one.severity) == ("K109", "remark") for one in taken.remarks)
    assert [one.place.line for one in taken.remarks] == sorted(one.place.line for one in taken.remarks)
    assert not any("Léa" in one.sentence.en + one.sentence.fr for one in taken.remarks)
    assert taken.scheme.subjects == ("nao", "P07")
    assert [one.kind for one in taken.scheme.modifiers.values()] == ["number", "several"]


def test_the_verb_tells_what_has_no_place(tmp_path: Path) -> None:
    project = {"behaviors_conf": {"0": {"type": "Point event", "code": "A", "key": "j"}}}
    (tmp_path / "x.boris").write_text(json.dumps(project))
    told = CliRunner().invoke(group, ["scheme", str(tmp_path / "x.boris"), "--lang", "en"]).stderr
    assert told.splitlines()[0].startswith("x.boris:1:26: K109 remark: the key 'j' of 'A' is taken")
    assert told.splitlines()[-1] == "x 1. Behaviours: 1; remarks: 1"


def test_an_elan_template_comes_back_with_its_words_and_groups() -> None:
    scheme = find_scheme("engagement")
    written = as_elan(scheme)
    # ELAN 6.9 cannot save a description again that it read empty
    described = [one.text for one in ElementTree.fromstring(written).iter("DESCRIPTION")]
    assert described == [scheme.title.fr] * len(scheme.streams())
    assert read_elan_vocabulary(written.encode("utf-8"), "engagement.etf") == ForeignScheme(scheme)


def test_an_ethogram_of_boris_in_its_own_words_becomes_a_scheme() -> None:
    project = {
        "project_name": "Éveil musical",
        "behaviors_conf": {
            "0": {"type": "State event", "key": "J", "code": "Regarde Nao", "excluded": "Regarde ailleurs"},
            "1": {"type": "State event", "key": "e", "code": "Regarde ailleurs", "excluded": "Regarde Nao"},
            "2": {
                "type": "Point event with coding map", "key": "b", "code": "Bat des mains",
                "modifiers": {"0": {"name": "Force", "type": 0, "values": ["faible (1)", "forte (2)"]}},
            },
        },
        "subjects_conf": {"0": {"name": "P07"}, "1": {"name": "Léa"}},
    }  # fmt: skip
    scheme = read_boris_ethogram(json.dumps(project).encode("utf-8"), "eveil.boris").scheme
    looks, away, claps = scheme.behaviours
    assert (looks.code, looks.title.fr, looks.kind) == ("regarde_nao", "Regarde Nao", "state")
    assert looks.key not in ("j", "")  # the player needs J
    assert looks.group == away.group != ""
    assert (claps.kind, claps.key, claps.modifiers) == ("point", "b", ("force",))
    assert scheme.subjects == ("P07",)  # a first name is no subject here
    assert "Léa" not in as_yaml(scheme)


@pytest.mark.parametrize("content", [b"{}", b"not json", b'{"behaviors_conf": {}}'])
def test_a_file_without_an_ethogram_is_refused(content: bytes) -> None:
    with pytest.raises(SchemeRefused) as found:
        read_boris_ethogram(content, "x.boris")
    assert found.value.findings[0].code == "K107"


@pytest.mark.parametrize(
    "content", [b"<a/>", b"no xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<ANNOTATION_DOCUMENT/>"]
)
def test_a_file_without_a_vocabulary_is_refused(content: bytes) -> None:
    with pytest.raises(SchemeRefused) as found:
        read_elan_vocabulary(content, "x.etf")
    assert found.value.findings[0].code == "K108"


def test_a_scheme_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(UsageError) as found:
        find_scheme("engagment")
    assert found.value.hint is not None
    assert "engagement, reponses" in found.value.hint.en


def test_a_scheme_is_found_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(GOOD)
    assert find_scheme(str(tmp_path / "small.yaml")).id == "small"
