"""A coding that leaves for ELAN or BORIS holds what a coder needs to go on there: words, keys, modifiers."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pympi
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.formats.boris.ethogram import as_called
from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.scheme import boris_behaviours
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.schemes.exported import as_exported
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.schemes.model import Behaviour, Modifier, ModifierValue, Scheme
from nao_sessions.analysis.schemes.yaml_files import read_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.main import group
from nao_sessions.record.additions.annotations import Annotation, read_coding
from nao_sessions.text.messages import Localized
from tests.analysis.formats.eaf_rules import wrong_with

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
ENGAGEMENT = find_scheme("engagement")
FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the sample, of which C01 has coded one thing."""
    path = tmp_path / "seance"
    shutil.copytree(SAMPLE, path)
    desk = CodingSession(path, "C01", ENGAGEMENT)
    desk.press(Press("smiles", 3_000_000_003, "P07", {}))
    desk.close()
    return path


def exported(folder: Path, kind: str, language: str = "fr") -> Path:
    file = folder.parent / f"coded.{kind}"
    arguments = ["export", str(folder), "--plain", "essai", "--to", kind, "-o", str(file), "--lang", language]
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 0, repr(done.exception)
    return file


def brought(folder: Path, file: Path) -> dict[str, int]:
    done = CliRunner().invoke(group, ["annotate", str(folder), "--from", str(file), "--json"])
    assert done.exit_code == 0, repr(done.exception)
    counts: dict[str, int] = json.loads(done.stdout)["coders"]["C01"]
    return counts


def test_elan_gets_a_tier_a_group_with_its_vocabulary_and_a_coder_goes_on_there(folder: Path) -> None:
    file = exported(folder, "eaf", "en")
    assert wrong_with(file.read_bytes()) == []
    root = ET.fromstring(file.read_bytes())
    types = {one.get("LINGUISTIC_TYPE_ID"): one for one in root.iter("LINGUISTIC_TYPE")}
    tiers = {
        one.get("TIER_ID"): types[one.get("LINGUISTIC_TYPE_REF")].get("CONTROLLED_VOCABULARY_REF")
        for one in root.iter("TIER")
    }
    streams = list(ENGAGEMENT.streams())
    assert [tiers[f"C01 P07 {stream}"] for stream in streams] == streams
    words = {
        one.get("CV_ID"): [(word.text, word.get("DESCRIPTION")) for word in one.iter("CVE_VALUE")]
        for one in root.iter("CONTROLLED_VOCABULARY")
    }
    assert [word for word, _ in words["regard"]] == list(ENGAGEMENT.streams()["regard"])
    assert words["smiles"] == [("smiles", "Smiles (point)")]
    assert words["regard"][0][1].startswith("Looks at Nao. Face and eyes are turned to Nao")
    # ELAN 6.9 leaves words out whose language has no definition
    [language] = root.iter("LANGUAGE")
    assert (language.get("LANG_ID"), language.get("LANG_DEF", "")[:18]) == ("eng", "http://cdb.iso.org")
    eaf = pympi.Elan.Eaf(str(file))
    eaf.add_annotation("C01 P07 regard", 500, 1_500, "looks_adult")
    eaf.to_file(str(file))
    assert brought(folder, file)["added"] == 1
    assert [one.behaviour for one in read_coding(folder, "C01").annotations] == ["looks_adult", "smiles"]


def test_boris_gets_the_whole_ethogram_and_a_coder_goes_on_there(folder: Path) -> None:
    file = exported(folder, "boris")
    project = json.loads(file.read_text(encoding="utf-8"))
    there = {one["code"]: one for one in project["behaviors_conf"].values()}
    for expected in map(as_called, boris_behaviours(ENGAGEMENT)):
        assert there[expected["code"]] == expected
    assert "regard" in project["behavioral_categories"]
    assert "P07" in [one["name"] for one in project["subjects_conf"].values()]
    name = next(one for one in project["observations"] if one.endswith("C01"))
    project["observations"][name]["events"] += [
        [5.0, "P07", "engaged", "strong", "", "NA"], [6.0, "P07", "engaged", "strong", "", "NA"],
    ]  # fmt: skip
    file.write_text(json.dumps(project, indent=1), encoding="utf-8")
    assert brought(folder, file)["added"] == 1
    [engaged] = [one for one in read_coding(folder, "C01").annotations if one.behaviour == "engaged"]
    assert dict(engaged.modifiers) == {"strength": "strong"}


@st.composite
def coded(draw: st.DrawFn) -> tuple[Annotation, ...]:
    """Give annotations by the scheme, and some by another that nobody has."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        behaviour = draw(st.sampled_from(ENGAGEMENT.behaviours))
        start = draw(st.integers(0, 10**12))
        stop = start + draw(st.integers(0, 10**10)) if behaviour.kind == "state" else None
        said = {}
        for name in behaviour.modifiers:
            values = [one.code for one in ENGAGEMENT.modifiers[name].values]
            value = draw(st.sampled_from([None, "x", *values]))
            said |= {name: value} if value else {}
        found.append(
            Annotation(
                id=f"a{number}",
                scheme=draw(st.sampled_from(["engagement", "autre"])),
                behaviour=behaviour.code,
                start_ns=start,
                stop_ns=stop,
                modifiers=said,
                subject=draw(st.sampled_from(["P07", "nao", ""])),
                comment=draw(st.sampled_from(["", "ô"])),
            )
        )
    return tuple(sorted(found, key=lambda one: one.order))


@FEW
@given(first=coded(), second=coded())
def test_what_is_laid_out_by_a_scheme_comes_back_to_the_nanosecond(
    first: tuple[Annotation, ...], second: tuple[Annotation, ...]
) -> None:
    by = (as_exported(ENGAGEMENT),)
    both = {"C01": first, "C02": second}
    source = replace(read_source(SAMPLE), coded=both, schemes={"C01": by, "C02": by})
    written = eaf_of(source, "fr", {})
    assert wrong_with(written) == []
    assert read_coded_eaf(written, "x.eaf").annotations() == both
    assert read_coded_boris(boris_of(source, "fr", {}), "x.boris").annotations() == both


TITLE = Localized(fr="Sourit", en="Smiles")


def test_boris_offers_what_either_of_two_schemes_with_one_code_lets_be_chosen() -> None:
    smiles = Behaviour("smiles", TITLE, "point", "s", modifiers=("strength",))
    values = tuple(ModifierValue(code, TITLE, key) for code, key in (("weak", "1"), ("clear", "2")))
    first = Scheme("aaa", TITLE, "1", (smiles,), {"strength": Modifier("strength", TITLE, values)})
    wider = (*values[1:], ModifierValue("broad", TITLE, "1"), ModifierValue("brief", TITLE, "3"))
    other = replace(first, id="bbb", modifiers={"strength": Modifier("strength", TITLE, wider)})
    by = {"C01": (as_exported(first), as_exported(other))}
    source = replace(read_source(SAMPLE), coded={"C01": ()}, schemes=by)
    ethogram = json.loads(boris_of(source, "en", {}))["behaviors_conf"].values()
    found = next(one for one in ethogram if one["code"] == "smiles")
    assert [one["name"] for one in found["modifiers"].values()] == ["strength"]
    # a key chooses one value in BORIS
    assert found["modifiers"]["0"]["values"] == ["weak (1)", "clear (2)", "broad", "brief (3)"]


def test_a_bundle_holds_the_schemes_that_its_codings_name_and_the_code_book_tells_of_them(
    folder: Path,
) -> None:
    CodingSession(folder, "C02", ENGAGEMENT).close()  # opened, and nothing noted
    file = exported(folder, "bundle")
    with zipfile.ZipFile(file) as archive:
        held = {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    sitting = json.loads(held["record/annotations/C01.jsonl"].splitlines()[0])
    name = f"record/annotations/{sitting['scheme']['file']}"
    assert read_scheme(held[name].encode(), name) == ENGAGEMENT
    assert name in held["SHA256SUMS"]
    for language, word in (("fr", "Se détourne (point)"), ("en", "Turns away (point)")):
        page = held[f"codebook/schemes.{language}.md"]
        assert name in page
        assert "C01" in page
        assert "C02" not in page
        assert word in page
    assert held["CITATION.cff"].splitlines()[1].startswith("# TO BE FILLED IN before this is cited")
