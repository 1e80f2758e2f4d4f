"""Schemes that begin in BORIS or ELAN: what was coded by them there is read here, by its words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pympi
import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.coding.reimport import Fitting
from nao_sessions.analysis.formats.boris.scheme import read_boris_ethogram
from nao_sessions.analysis.formats.coded import CodedItem
from nao_sessions.analysis.formats.elan.read_scheme import read_elan_vocabulary
from nao_sessions.cli.main import group
from nao_sessions.core.errors import Place, TableRefused
from nao_sessions.record.additions.annotations import Annotation, read_coding

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
MANY = settings(max_examples=60, deadline=None)
IN_WORDS = st.characters(exclude_categories=("C",))
WORDS = st.text(IN_WORDS, min_size=1, max_size=12).map(str.strip).filter(bool)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "seance"
    shutil.copytree(SAMPLE, path)
    return path


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(one) for one in arguments])


def project(behaviours: list[dict[str, Any]], events: list[list[Any]]) -> str:
    """Give a project as BORIS makes one, in a researcher's own words."""
    return json.dumps(
        {
            "project_name": "Éveil",
            "project_format_version": "7.0",
            "behaviors_conf": {str(number): one for number, one in enumerate(behaviours)},
            "subjects_conf": {},
            "observations": {
                "o": {"type": "MEDIA", "events": events, "time offset": 0.0, "file": {"1": ["room.01.mp4"]}}
            },
        }
    )


LOOKS = {"type": "State event", "key": "r", "code": "Regarde Nao", "description": "Le visage et les yeux."}
SMILES = {
    "type": "Point event", "key": "s", "code": "Sourit", "description": "",
    "modifiers": {
        "0": {"name": "Intensité", "description": "Force", "type": 0, "values": ["Très faible (f)", "Net"]},
    },
}  # fmt: skip
MEASURES = {
    "0": {"name": "cm", "type": 2, "values": []},
    "1": {"name": "doigts", "type": 1, "values": ["le pouce", "l'index (i)"]},
}
POINTS = {"type": "Point event", "code": "Pointe", "modifiers": MEASURES}
EVENTS = [
    [1.0, "P07", "Regarde Nao", "", "", 1],
    [2.5, "P07", "Regarde Nao", "", "", 2],
    [1.5, "P07", "Sourit", "Très faible", "", 3],
]


@pytest.mark.parametrize("by", ["mine.boris", "mine.yaml"])
def test_what_was_coded_in_boris_is_read_by_the_scheme_taken_from_there(folder: Path, by: str) -> None:
    file = folder.parent / "mine.boris"
    file.write_text(project([LOOKS, SMILES], EVENTS), encoding="utf-8")
    assert call("scheme", file, "-o", folder.parent / "mine.yaml").exit_code == 0
    scheme = folder.parent / by
    if by == "mine.yaml":  # whose titles the researcher wrote anew
        text = scheme.read_text(encoding="utf-8").replace('fr: "Regarde Nao"', 'fr: "Vers Nao"')
        scheme.write_text(
            text.replace('"Regarde Nao"', '"At Nao"').replace('"Intensité"', '"Force"'), encoding="utf-8"
        )
    done = call("annotate", folder, "--from", file, "--coder", "C02", "--scheme", scheme)
    assert done.exit_code == 0, repr(done.exception)
    looks, smiles = read_coding(folder, "C02").annotations
    assert (looks.behaviour, smiles.behaviour) == ("regarde_nao", "sourit")
    assert dict(smiles.modifiers) == {"intensite": "tres_faible"}
    again = call("annotate", folder, "--from", file, "--coder", "C02", "--json")
    assert json.loads(again.stdout)["coders"]["C02"]["as_before"] == 2


def test_a_word_of_two_vocabularies_of_elan_is_the_one_of_its_tier(folder: Path) -> None:
    eaf = pympi.Elan.Eaf()
    eaf.add_linked_file(str(folder / "room" / "room.01.mp4"), mimetype="video/mp4")
    for vocabulary in ("Regard Nao", "Geste"):
        eaf.add_controlled_vocabulary(vocabulary)
        eaf.add_language("fra")
        eaf.add_cv_description(vocabulary, "fra", vocabulary)
        for number, word in enumerate(("Oui", f"{vocabulary} : peut-être")):
            eaf.add_cv_entry(vocabulary, f"cve_{vocabulary[:3]}{number}", [(word, "fra", f"Quand {word}")])
        eaf.add_linguistic_type(vocabulary)
        eaf.linguistic_types[vocabulary]["CONTROLLED_VOCABULARY_REF"] = vocabulary
        eaf.add_tier(f"{vocabulary}@P07", ling=vocabulary)
    eaf.add_annotation("Regard Nao@P07", 500, 900, "Oui")
    eaf.add_annotation("Geste@P07", 1_500, 1_900, "Oui")
    file = folder.parent / "mine.eaf"
    eaf.to_file(str(file))
    read = read_elan_vocabulary(file.read_bytes(), "mine.eaf").scheme
    assert [(one.code, one.group) for one in read.behaviours] == [
        ("regard_nao_oui", "regard_nao"), ("regard_nao_peut_etre", "regard_nao"),
        ("geste_oui", "geste"), ("geste_peut_etre", "geste"),
    ]  # fmt: skip
    assert (read.behaviours[0].title.fr, read.behaviours[0].definition.fr) == ("Oui", "Quand Oui")
    done = call("annotate", folder, "--from", file, "--coder", "C02", "--scheme", file)
    assert done.exit_code == 0, repr(done.exception)
    coded = read_coding(folder, "C02").annotations
    assert [one.behaviour for one in coded] == ["regard_nao_oui", "geste_oui"]


@MANY
@example(names=["Geste"], values=["I", "i"])
@given(
    names=st.lists(WORDS, min_size=1, max_size=6, unique=True),
    values=st.lists(WORDS, min_size=1, unique=True),
)
def test_each_word_of_an_ethogram_is_a_behaviour_of_its_own(names: list[str], values: list[str]) -> None:
    sets = {"0": {"name": "Degré", "type": 0, "values": values}}
    content = project([{"type": "Point event", "code": name, "modifiers": sets} for name in names], [])
    fitting = Fitting([read_boris_ethogram(content.encode(), "x.boris").scheme], ["P07"])
    found = set()
    for name in names:
        for value in values:
            one = Annotation("boris-1", "", name, 0, modifiers={"Degré": value})
            fitted = fitting.fit(CodedItem(one, Place("x.boris")))
            found.add((fitted.behaviour, *fitted.modifiers.items()))
    fitting.check()
    assert len(found) == len(names) * len(values)


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\ufeff", "\n", "\t", '"', "\\"])
def test_a_word_with_a_sign_that_yaml_takes_for_something_else_is_a_word(odd: str) -> None:
    word = f"a{odd}b"
    behaviour = {"type": "State event", "code": word, "description": word, "modifiers": {}}
    taken = read_boris_ethogram(json.dumps({"behaviors_conf": {"0": behaviour}}).encode(), "x.boris")
    [one] = taken.scheme.behaviours
    assert (one.title.fr, one.definition.en) == (word, word)


def test_what_the_hint_says_of_modifiers_is_what_the_scheme_knows() -> None:
    fitting = Fitting([read_boris_ethogram(project([SMILES], []).encode(), "x.boris").scheme], ["P07"])
    one = Annotation("boris-1", "", "Sourit", 0, modifiers={"Intensité": "énorme"})
    fitting.fit(CodedItem(one, Place("x.boris", 3)))
    with pytest.raises(TableRefused) as refused:
        fitting.check()
    [found] = refused.value.findings
    assert found.sentence.en == "'Intensité = énorme' is in none of the schemes of this coding"
    assert found.hint is not None
    assert found.hint.en == "modifiers of 'sourit': intensite = tres_faible, net"


def test_numbers_and_several_values_that_were_said_in_boris_are_read_and_go_back(folder: Path) -> None:
    file = folder.parent / "mine.boris"
    events = [
        [1.0, "P07", "Pointe", "2.5|le pouce,l'index", "", 1],
        [2.0, "P07", "Pointe", "None|None", "", 1],
    ]
    file.write_text(project([POINTS], events), encoding="utf-8")
    done = call("annotate", folder, "--from", file, "--coder", "C02", "--scheme", file)
    assert done.exit_code == 0, repr(done.exception)
    first, second = read_coding(folder, "C02").annotations
    assert dict(first.modifiers) == {"cm": "2.5", "doigts": "le_pouce,l_index"}
    assert dict(second.modifiers) == {}
    back = folder.parent / "back.boris"
    assert call("export", folder, "--plain", "essai", "--to", "boris", "-o", back).exit_code == 0
    observations = json.loads(back.read_text(encoding="utf-8"))["observations"]
    [coded] = [one for name, one in observations.items() if name.endswith("C02")]
    assert coded["events"][0][3] == "2.5|le pouce,l'index"
