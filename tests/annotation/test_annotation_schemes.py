"""Coding schemes: what is wrong is told with its place, and BORIS and ELAN give and take them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nao_sessions.annotation.scheme_files import find_scheme, shipped
from nao_sessions.annotation.scheme_foreign import read_boris_ethogram, read_elan_vocabulary
from nao_sessions.annotation.scheme_reading import read_scheme
from nao_sessions.annotation.scheme_writing import as_boris, as_elan, as_yaml
from nao_sessions.core.errors import SchemeRefused, UsageError

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
        ("id: small", "id: small\nsubjects: [Léa]", "3 K102 'Léa' is neither a code"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(before: str, after: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in refused(GOOD.replace(before, after)))


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = GOOD.replace("kind: point", "kind: moment").replace("[where]", "[were]")
    assert [line.split()[1] for line in refused(wrong)] == ["K104", "K102"]


def test_yaml_that_is_none_is_told_as_for_protocols() -> None:
    assert refused("scheme: 1\nid: [small\n")[0].split()[1].startswith("P")


def test_a_boris_ethogram_comes_back_as_it_went() -> None:
    scheme = find_scheme("engagement")
    back = read_boris_ethogram(as_boris(scheme).encode("utf-8"), "engagement.boris")
    assert [(one.code, one.kind, one.key, one.group, one.modifiers) for one in back.behaviours] == [
        (one.code, one.kind, one.key, one.group, one.modifiers) for one in scheme.behaviours
    ]
    assert [[v.code for v in one.values] for one in back.modifiers.values()] == [
        [v.code for v in one.values] for one in scheme.modifiers.values()
    ]


def test_an_elan_template_comes_back_with_its_words_and_groups() -> None:
    scheme = find_scheme("engagement")
    written = as_elan(scheme)
    # ELAN 6.9 cannot save a description again that it read empty
    described = [one.text for one in ElementTree.fromstring(written).iter("DESCRIPTION")]
    assert described == [scheme.title.fr] * len(scheme.streams())
    back = read_elan_vocabulary(written.encode("utf-8"), "engagement.etf")
    assert [(one.code, one.definition.fr, one.group) for one in back.behaviours] == [
        (one.code, one.title.fr, one.group) for one in scheme.behaviours
    ]


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
    scheme = read_boris_ethogram(json.dumps(project).encode("utf-8"), "eveil.boris")
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
