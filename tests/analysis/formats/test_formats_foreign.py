"""What begins in BORIS or ELAN, is imported and goes back: the same events, names, kinds, remarks, tiers."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.corpus.bids import bids_of
from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.formats.name_filter import holds_first_name
from nao_sessions.analysis.formats.table import ImportedTable, TableRow
from nao_sessions.analysis.formats.textgrid import textgrid_of
from nao_sessions.analysis.formats.tiers import tiers_of
from nao_sessions.analysis.formats.webvtt import subtitles_of
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.core.errors import Place
from tests.analysis.formats.eaf_files import eaf_files, said
from tests.analysis.formats.eaf_rules import wrong_with
from tests.analysis.tables.imported_source import SAMPLE, Tiers, eaf, imported, on_tiers, shown

FILES = Path(__file__).parents[1] / "importing" / "files"
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SECOND_NS = 10**9
SIGNS = st.characters(exclude_categories=("C", "Z"), exclude_characters="|,@()")
# a first name that no event says is left out
WORDS = st.text(SIGNS, min_size=1, max_size=8).filter(lambda word: not holds_first_name(word))
SETS = st.tuples(WORDS, st.sampled_from([0, 1, 2]), st.lists(WORDS, max_size=3))
SAYINGS = st.just("") | WORDS
SUBJECTS = st.sampled_from(["P07", "P12", "robot", "adulte", ""])
LISTS = ("behaviours", "categories", "subjects", "tiers", "types", "vocabularies")
FIELDS = ("code", "name", "category", "type", "whom", "parent", "vocabulary", "constraint", "v", "")
FRAMES = st.just("NA") | st.integers(0, 90_000)
FURTHER = {
    "project_name": "Attention conjointe", "project_description": "deux élèves", "project_date": "2026-03-01",
    "independent_variables": {"0": {"label": "âge", "type": "numeric", "possible values": "6,7"}},
    "behavioral_categories_config": {"0": {"name": "c", "color": "#00ff00"}},
    "coding_map": {"corps": {"name": "corps", "bitmap": "iVBOR/Tom+Zoe==", "areas": {"bras": [[1, 2]]}}},
    "behaviors_coding_map": [{"name": "tout", "bitmap": "iVBOR", "areas": {}}],
    "converters": {"h": {"name": "h", "description": "heures", "code": "OUTPUT = int(INPUT) * 3600"}},
}  # fmt: skip
OFFSETS = st.sampled_from([0.0, 12.5, 3600.0])
SETTINGS = {
    "plot_data": st.just({"0": {"file_path": "data/pouls.csv", "columns": "1,2", "title": "pouls",
                                "time_offset": "1.5", "converters": {}, "color": "b-"}}),
    "scan_sampling_time": st.integers(0, 60), "media_scan_sampling_duration": st.integers(0, 60),
    "image_display_duration": st.integers(1, 5), "visualize_spectrogram": st.booleans(),
    "visualize_waveform": st.booleans(), "close_behaviors_between_videos": st.booleans(),
    "start_from_current_time": st.booleans(), "filtered behaviors": st.just(["rit"]),
}  # fmt: skip
TIMES_MS = st.lists(st.integers(0, 3_600_000), min_size=2, max_size=2, unique=True).map(sorted)


@pytest.fixture(scope="module")
def sample() -> SessionSource:
    return read_source(SAMPLE)


@st.composite
def projects(draw: st.DrawFn) -> dict[str, Any]:
    """Give a project as somebody may have coded one: states, points, modifiers of all kinds, comments."""
    names = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    ethogram, events = [], []
    for name in names:
        lasts = draw(st.booleans())
        sets = draw(st.lists(SETS, max_size=2))
        ethogram.append(
            {
                "type": "State event" if lasts else "Point event",
                "key": draw(SAYINGS), "code": name, "description": draw(SAYINGS),
                "color": draw(st.sampled_from(["", "#ff0000"])), "category": "c",
                "modifiers": {
                    str(n): {"name": name_, "type": kind, "values": values}
                    for n, (name_, kind, values) in enumerate(sets)
                },
                "excluded": draw(st.sampled_from(["", names[0]])),
                "coding map": draw(st.sampled_from(["", "corps"])),
            }
        )  # fmt: skip
        subject = draw(SUBJECTS)
        said = "|".join(draw(WORDS) for _ in sets)
        times = sorted(draw(st.lists(st.integers(0, 3_600_000), max_size=7, unique=True)))
        for ms in times:
            comment = draw(SAYINGS | st.just(" de loin "))
            events.append([ms / 1000, subject, name, said, comment, draw(FRAMES)])
    events.sort(key=lambda one: one[0])
    return {
        "project_format_version": "7.0",
        "behaviors_conf": {str(n): one for n, one in enumerate(ethogram)},
        "behavioral_categories": ["c", "d"],
        "subjects_conf": {"0": {"key": "s", "name": "P07", "description": "l'aîné"}},
        "time_format": draw(st.sampled_from(["s", "hh:mm:ss"])),
        **draw(st.fixed_dictionaries({}, optional={key: st.just(value) for key, value in FURTHER.items()})),
        "observations": {
            draw(st.sampled_from(["o", "séance 1"])): {
                "type": "MEDIA", "file": {}, "time offset": draw(OFFSETS), "events": events,
                "observation time interval": draw(st.sampled_from([[0, 0], [10, 200.5], [0, 30], [7.25, 0]])),
                **draw(st.fixed_dictionaries({}, optional=SETTINGS)),
                "date": "2026-03-12T10:00:00", "description": draw(SAYINGS),
                "independent_variables": draw(st.sampled_from([{}, {"âge": "7", "calme": ""}])),
            }
        },
    }  # fmt: skip


@MANY
@given(project=projects())
def test_boris_and_back_by_an_import_loses_nothing(sample: SessionSource, project: dict[str, Any]) -> None:
    [before] = project["observations"].values()
    if not before["events"]:
        return
    source = imported(sample, read_boris(json.dumps(project).encode(), "x.boris"))
    back = json.loads(boris_of(source, "fr", {}))
    assert shown(back) == shown(project)
    for key in ("behaviors_conf", "behavioral_categories", "time_format", *FURTHER):
        assert back[key] == project.get(key, back[key])
    assert back["subjects_conf"]["0"] == project["subjects_conf"]["0"]
    assert list(back["observations"]) == list(project["observations"])
    [after] = back["observations"].values()
    assert [after[key] for key in ("date", "independent_variables")] == [
        before[key] for key in ("date", "independent_variables")
    ]
    assert after["description"] == (before["description"] or after["description"])
    assert frames_of(after) == frames_of(before)
    assert {key: after.get(key) for key in SETTINGS if key in before} == {
        key: placed(before[key], before["time offset"]) for key in SETTINGS if key in before
    }
    # positions are of no video now: what was added to them is part of them
    late, (start, stop) = before["time offset"], before["observation time interval"]
    looked_at = [start + late, stop + late if stop else 0] if start or stop else [0, 0]
    assert after["observation time interval"] == looked_at


def placed(value: Any, late: float) -> Any:
    """Give a setting as it is where positions are the times of events."""
    if isinstance(value, dict) and late:
        return {n: {**one, "time_offset": str(Decimal(one["time_offset"]) - Decimal(late))}
                for n, one in value.items()}  # fmt: skip
    return value


def frames_of(observation: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Give what is said of each event, its frame last."""
    return sorted(map(tuple, observation["events"]), key=str)


@st.composite
def tiers(draw: st.DrawFn) -> Tiers:
    """Give tiers: name, participant, vocabulary, annotations that do not overlap."""
    found: Tiers = []
    for name in draw(st.lists(WORDS, min_size=1, max_size=4, unique=True)):
        marked = draw(st.sampled_from(["", "@P07", "@P12"]))
        edges = sorted(draw(st.lists(st.integers(0, 3_600_000), max_size=10, unique=True)))
        spans = [(a, b, draw(WORDS)) for a, b in zip(edges[::2], edges[1::2], strict=False)]
        participant = draw(st.sampled_from(["", "P07"])) if not marked else ""
        found.append((name + marked, participant, draw(st.sampled_from(["", "v"])), spans))
    return found


FOUR = st.lists(st.none() | WORDS, min_size=4, max_size=4)


@MANY
@given(tiers=tiers(), hung=FOUR)
def test_elan_and_back_by_an_import_loses_nothing(
    sample: SessionSource, tiers: Tiers, hung: list[str | None]
) -> None:
    if not any(spans for *_, spans in tiers):
        return
    details = {tier[0]: word for tier, word in zip(tiers, hung, strict=False) if word}
    written = eaf(tiers, details)
    back = eaf_of(imported(sample, read_eaf(written, "x.eaf")), "fr", {})
    assert wrong_with(back) == []
    assert on_tiers(back) == on_tiers(written)
    [vocabulary] = ET.fromstring(back).iter("CONTROLLED_VOCABULARY")
    assert [(one.text, one.get("DESCRIPTION")) for one in vocabulary.iter("CVE_VALUE")] == [
        ("oui", "quand oui"), ("non", "quand non"),
    ]  # fmt: skip
    # what was imported is no coder's
    assert read_coded_eaf(back, "x.eaf").codings == ()


@MANY
@given(written=eaf_files())
def test_a_file_of_elan_with_all_that_hangs_goes_back_as_it_came(
    sample: SessionSource, written: bytes
) -> None:
    assert wrong_with(written) == []
    if not any(value.strip() for *_, ones in said(written)["tiers"] for *_, value, _ in ones):
        return
    back = eaf_of(imported(sample, read_eaf(written, "x.eaf")), "fr", {})
    assert wrong_with(back) == []
    assert said(back) == said(written)


@pytest.mark.parametrize("name", ["pympi.eaf", "three.eaf"])
def test_files_of_elan_are_files_of_elan_again(sample: SessionSource, name: str) -> None:
    back = eaf_of(imported(sample, read_eaf((FILES / name).read_bytes(), name)), "fr", {})
    assert wrong_with(back) == []
    hangs = [(tier["TIER_ID"], tier.get("PARENT_REF"), kind.get("CONSTRAINTS"), len(ones))
             for tier, kind, ones in said((FILES / name).read_bytes())["tiers"]]  # fmt: skip
    assert hangs == [(tier["TIER_ID"], tier.get("PARENT_REF"), kind.get("CONSTRAINTS"), len(ones))
                     for tier, kind, ones in said(back)["tiers"]]  # fmt: skip


def test_a_project_of_boris_goes_back_as_it_came(sample: SessionSource) -> None:
    content = (FILES / "projet.boris").read_bytes()
    back = json.loads(boris_of(imported(sample, read_boris(content, "p.boris")), "fr", {}))
    assert shown(back) == shown(json.loads(content))


def test_boris_goes_to_elan_with_a_tier_for_each_behaviour_and_its_remarks_below(
    sample: SessionSource,
) -> None:
    table = read_boris((FILES / "projet.boris").read_bytes(), "p.boris")
    made = eaf_of(imported(sample, table), "fr", {})
    assert wrong_with(made) == []
    assert [(name, len(on)) for name, *_, on in on_tiers(made)] == [
        ("regard", 1), ("regard modifiers", 1), ("regard@P07", 1), ("regard@P07 comment", 1),
        ("regard@P07 modifiers", 1), ("touche@P07", 2), ("touche@P07 modifiers", 1),
    ]  # fmt: skip


def test_other_formats_have_what_was_imported_by_its_tier_or_code_and_its_subject(
    sample: SessionSource,
) -> None:
    source = imported(sample, read_boris((FILES / "projet.boris").read_bytes(), "p.boris"))
    grid = textgrid_of(replace(source, coded={}), "fr")
    assert re.findall(r'name = "(.*)"', grid) == ["regard", "regard P07", "touche P07"]
    assert re.findall(r"(.*)\n(P07: .*)", subtitles_of(source, "fr")) == [
        ("00:00:10.500 --> 00:00:12.125", "P07: regard"),
        ("00:00:11.250 --> 00:00:12.250", "P07: touche"),
        ("00:00:13.500 --> 00:00:14.500", "P07: touche"),
    ]
    files = dict(bids_of([source], "en"))
    [table] = [text for name, text in files.items() if name.endswith("_events.tsv")]
    rows = list(csv.DictReader(io.StringIO(table), delimiter="\t"))
    assert [(row["value"], row["participant"], row["modifiers"], row["comment"]) for row in rows] == [
        ("regard", "P07", "Nao", "debut · fin"), ("touche", "P07", "n/a", "n/a"),
        ("regard", "n/a", "adulte", "n/a"), ("touche", "P07", "tete", "n/a"),
    ]  # fmt: skip
    elan = imported(sample, read_eaf((FILES / "three.eaf").read_bytes(), "x.eaf"))
    assert {tier.title("fr") for tier in tiers_of(elan, "fr")} == {
        "phrase P07", "mot P07", "part P07", "glose P07",
    }  # fmt: skip


def test_what_was_imported_before_layouts_were_kept_still_leaves_by_its_codes(sample: SessionSource) -> None:
    table = read_boris((FILES / "projet.boris").read_bytes(), "p.boris")
    old = imported(
        sample, replace(table, rows=tuple(replace(row, original={}) for row in table.rows)), copy=False
    )
    back = json.loads(boris_of(old, "fr", {}))
    kinds = {one["code"]: one["type"] for one in back["behaviors_conf"].values()}
    assert kinds == {"regard": "State event", "touche": "Point event"}
    [events] = [one["events"] for one in back["observations"].values()]
    assert [one[2:4] for one in events] == [
        ["regard", "Nao"], ["touche", ""], ["regard", "Nao"], ["regard", "adulte"], ["touche", "tete"],
    ]  # fmt: skip
    assert wrong_with(eaf_of(old, "fr", {})) == []


def test_a_table_without_layout_makes_behaviours_of_its_codes(sample: SessionSource) -> None:
    rows = tuple(
        TableRow(Place("t.csv", n), n * SECOND_NS, code, end_ns=stop, subject="P07", comment=said)
        for n, code, stop, said in ((1, "rit", None, "fort"), (2, "regarde", 3 * SECOND_NS, ""))
    )
    back = json.loads(boris_of(imported(sample, ImportedTable(rows)), "fr", {}))
    assert shown(back) == [
        (1000, "P07", "rit", "", "fort"), (2000, "P07", "regarde", "", ""), (3000, "P07", "regarde", "", ""),
    ]  # fmt: skip


def test_boris_has_no_date_where_nobody_knows_when_it_was(sample: SessionSource) -> None:
    clock = sample.facts.clock.model_copy(update={"utc_ns": 0})
    unknown = replace(sample, facts=sample.facts.model_copy(update={"clock": clock}))
    back = json.loads(boris_of(unknown, "fr", {}))
    assert {back["project_date"], *(one["date"] for one in back["observations"].values())} == {""}
