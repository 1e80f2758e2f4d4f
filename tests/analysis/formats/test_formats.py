"""Files for other tools, opened by those tools' own libraries: the same spans, within a millisecond."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.csv
import pyarrow.parquet
import pympi
import pytest
import webvtt
from praatio import textgrid

from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.write import SCALE, eaf_of
from nao_sessions.analysis.formats.tiers import tiers_of
from nao_sessions.analysis.tables.flat import dictionary
from nao_sessions.analysis.tables.session_export import export_session
from nao_sessions.analysis.tables.source import Film, SessionSource, read_source
from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.core.errors import UsageError

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
MS = 1_000_000


@pytest.fixture(scope="module")
def filmed() -> SessionSource:
    """Give the sample, which has a video."""
    return read_source(SAMPLE)


def test_pympi_reads_every_span_within_a_millisecond_of_the_video(
    filmed: SessionSource, tmp_path: Path
) -> None:
    [path] = export_session(filmed, "eaf", tmp_path / "x.eaf", "fr")
    eaf = pympi.Elan.Eaf(str(path))
    begins = filmed.films[0].begins_ns
    for tier in tiers_of(filmed, "fr"):
        read = sorted(eaf.get_annotation_data_for_tier(tier.title("fr")))
        assert [one[2] for one in read] == [span.label for span in tier.spans]
        for (start, stop, _), span in zip(read, tier.spans, strict=True):
            assert abs(start * MS - (span.start_ns - begins)) <= MS
            assert abs(stop * MS - ((span.stop_ns or span.start_ns) - begins)) <= 1.5 * MS


def test_elan_finds_the_video_beside_the_file(filmed: SessionSource, tmp_path: Path) -> None:
    [path] = export_session(filmed, "eaf", tmp_path / "x.eaf", "fr")
    [media] = pympi.Elan.Eaf(str(path)).get_linked_files()
    assert (tmp_path / media["RELATIVE_MEDIA_URL"]).resolve() == filmed.films[0].path.resolve()
    assert media["TIME_ORIGIN"] == "0"


@pytest.mark.parametrize(
    ("where", "url"),
    [
        ("C:/Séances d'été/100% #2/room.01.mp4", "file:///C:/Séances d'été/100% #2/room.01.mp4"),
        ("//serveur/partage/room.01.mp4", "file://serveur/partage/room.01.mp4"),
        ("/media/usb/room.01.mp4", "file:///media/usb/room.01.mp4"),
    ],
)
def test_elan_gets_the_whole_path_of_a_video_on_another_drive(
    filmed: SessionSource, where: str, url: str
) -> None:
    root = ElementTree.fromstring(eaf_of(filmed, "fr", {filmed.films[0]: where}))
    [media] = [one.attrib for one in root.iter("MEDIA_DESCRIPTOR")]
    assert (media["MEDIA_URL"], media.get("RELATIVE_MEDIA_URL")) == (url, None)


def test_the_first_video_of_elan_is_the_one_that_begins_first(filmed: SessionSource) -> None:
    room = filmed.films[0]

    def film(name: str, later_ms: int) -> Film:
        sync = replace(room.sync, offset_ns=room.begins_ns + later_ms * MS)
        return replace(room, path=room.path.with_name(name), sync=sync)

    films = [film("desk.01.mp4", 5_000), room, film("voice.01.m4a", -500)]
    root = ElementTree.fromstring(eaf_of(filmed, "fr", {one: one.path.name for one in films}))
    media = [one.attrib for one in root.iter("MEDIA_DESCRIPTOR")]
    assert [(one["MEDIA_URL"], one["TIME_ORIGIN"]) for one in media] == [
        ("room.01.mp4", "0"), ("desk.01.mp4", "-5000"), ("voice.01.m4a", "500"),
    ]  # fmt: skip
    [scale] = [one.text for one in root.iter("PROPERTY") if one.attrib["NAME"] == SCALE]
    assert scale == f"{room.begins_ns} {room.sync.rate!r}"


def test_nothing_overlaps_in_a_tier_of_elan(source: SessionSource, tmp_path: Path) -> None:
    [path] = export_session(source, "eaf", tmp_path / "x.eaf", "fr")
    eaf = pympi.Elan.Eaf(str(path))
    for name in eaf.get_tier_names():
        if not name.endswith(("modifiers", "comment")):
            spans = sorted(one[:2] for one in eaf.get_annotation_data_for_tier(name))
            assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_coders_annotations_are_tiers_of_their_own(source: SessionSource, tmp_path: Path) -> None:
    [path] = export_session(source, "eaf", tmp_path / "x.eaf", "fr")
    eaf = pympi.Elan.Eaf(str(path))
    assert eaf.get_annotation_data_for_tier("C01 P07") == [(2000, 4500, "regarde Nao")]
    assert eaf.get_parameters_for_tier("C01 P07")["ANNOTATOR"] == "C01"


def test_praatio_reads_the_same_spans(filmed: SessionSource, tmp_path: Path) -> None:
    [path] = export_session(filmed, "textgrid", tmp_path / "x.TextGrid", "fr")
    grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
    said = next(tier for tier in tiers_of(filmed, "fr") if tier.kind == "speech")
    begins = filmed.films[0].begins_ns
    read = grid.getTier("Nao parle").entries
    assert [entry.label for entry in read] == [span.label for span in said.spans]
    for entry, span in zip(read, said.spans, strict=True):
        assert entry.start == pytest.approx((span.start_ns - begins) / 1e9, abs=1e-3)
        assert entry.end == pytest.approx(((span.stop_ns or 0) - begins) / 1e9, abs=1e-3)


def test_a_webvtt_reader_finds_what_nao_says_when_it_says_it(filmed: SessionSource, tmp_path: Path) -> None:
    written = export_session(filmed, "webvtt", tmp_path / "vtt", "fr")
    cues = list(webvtt.read(str(written[0])))
    said = next(tier for tier in tiers_of(filmed, "fr") if tier.kind == "speech")
    assert [cue.text for cue in cues] == [" ".join(span.label.split()) for span in said.spans]
    begins = filmed.films[0].begins_ns
    for cue, span in zip(cues, said.spans, strict=True):
        assert cue.start_in_seconds == pytest.approx((span.start_ns - begins) / 1e9, abs=1)
        hours, minutes, seconds = cue.start.split(":")
        exact = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        assert exact == pytest.approx((span.start_ns - begins) / 1e9, abs=1e-3)


def test_boris_has_the_offset_of_the_video_and_states_in_pairs(filmed: SessionSource) -> None:
    project = json.loads(boris_of(filmed, "fr", {filmed.films[0]: "room.01.mp4"}))
    own = project["observations"][f"{filmed.name} séance"]
    assert own["time offset"] == filmed.films[0].begins_ns / 1e9
    assert own["media_info"]["offset"] == {"1": 0.0}
    said = [event for event in own["events"] if event[2] == "Nao parle"]
    spans = next(tier for tier in tiers_of(filmed, "fr") if tier.kind == "speech").spans
    times = [time / 1e9 for span in spans for time in (span.start_ns, span.stop_ns or 0)]
    assert [event[0] for event in said] == times
    kinds = {one["code"]: one["type"] for one in project["behaviors_conf"].values()}
    assert (kinds["Nao parle"], kinds["Réponses"]) == ("State event", "Point event")


def test_boris_says_of_a_videos_times_what_every_page_says(filmed: SessionSource) -> None:
    """What the ± covers, the camera's own delay where no clap tells it; and no ± where nobody knows one."""
    film = filmed.films[0]
    unknown = replace(film, sync=replace(film.sync, verdict="absent", method="file", uncertainty_ms=None))
    for one, told in (
        (film, "±41\u00a0ms (95\u00a0%), estimée\u00a0; s'y ajoute le retard propre de la caméra"),
        (unknown, "absente (vidéo importée, temps du fichier)"),
    ):
        source = replace(filmed)
        source.__dict__["films"] = (one,)
        project = json.loads(boris_of(source, "fr", {one: "room.01.mp4"}))
        [own] = [each for name, each in project["observations"].items() if name.endswith("séance")]
        assert told in own["description"]
        assert "±None" not in own["description"]


def read_bids(place: Path) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """Give the rows of the only file of events, and its sidecar."""
    [events] = place.rglob("*_events.tsv")
    header, *rows = [line.split("\t") for line in events.read_text(encoding="utf-8").splitlines()]
    sidecar: dict[str, Any] = json.loads(events.with_suffix(".json").read_text(encoding="utf-8"))
    return [dict(zip(header, row, strict=True)) for row in rows], sidecar


def test_the_bids_validator_finds_no_error(folder: Path, tmp_path: Path) -> None:
    export_session(read_source(folder), "bids", tmp_path / "bids", "fr")
    validator = shutil.which("bids-validator-deno", path=str(Path(sys.executable).parent))
    assert validator is not None
    order = [validator, str(tmp_path / "bids"), "--json"]
    told = subprocess.run(order, capture_output=True, text=True, check=False)
    issues = json.loads(told.stdout)["issues"]["issues"]
    assert [issue for issue in issues if issue["severity"] == "error"] == []


def test_bids_holds_what_coders_noted_in_columns_of_its_own(folder: Path, tmp_path: Path) -> None:
    export_session(read_source(folder), "bids", tmp_path / "bids", "fr")
    rows, sidecar = read_bids(tmp_path / "bids")
    coded = [row for row in rows if row["trial_type"] == "annotations"]
    columns = ("onset", "duration", "value", "coder", "modifiers", "comment")
    assert [tuple(one[name] for name in columns) for one in coded] == [
        ("2.000000", "2.500001", "regarde Nao", "C01", "n/a", "n/a"),
        ("3.000000", "0.000000", "sourit", "C01", "a=peu", "bref"),
    ]
    assert [float(row["onset"]) for row in rows] == sorted(float(row["onset"]) for row in rows)
    assert set(rows[0]) <= set(sidecar)
    assert "annotations" in sidecar["trial_type"]["Levels"]


def test_the_words_of_bids_are_of_one_language(make: Callable[..., Path], tmp_path: Path) -> None:
    source = read_source(make(tmp_path, "emotions"))
    export_session(source, "bids", tmp_path / "bids", "fr")
    rows, sidecar = read_bids(tmp_path / "bids")
    assert "coder" not in rows[0]
    responses = [row for row in rows if row["trial_type"] == "responses"]
    assert ("fâché", "decides") in [(row["value"], row["result"]) for row in responses]
    levels = sidecar["result"]["Levels"]
    assert levels["decides"].startswith("réponse qui décide")
    trials = [row for row in rows if row["trial_type"] == "trials"]
    assert trials
    assert all(row["result"] in levels for row in (*responses, *trials))
    assert "saisis" in (tmp_path / "bids" / "README").read_text(encoding="utf-8")
    # elsewhere, where a cell holds both, they are of one language too
    spans = next(tier for tier in tiers_of(source, "fr") if tier.kind == "responses").spans
    assert "fâché (réponse qui décide de l'essai ou d'une aide)" in [span.label for span in spans]


def test_csv_and_parquet_hold_the_tables_and_the_dictionary(folder: Path, tmp_path: Path) -> None:
    source, tables = read_source(folder), open_session(folder)
    export_session(source, "csv", tmp_path / "csv", "fr")
    export_session(source, "parquet", tmp_path / "parquet", "fr")
    assert pyarrow.parquet.read_table(tmp_path / "parquet" / "trials.parquet").equals(tables.trials)
    flat = pyarrow.csv.read_csv(tmp_path / "csv" / "trials.csv")
    assert flat["judgement"].to_pylist() == tables.trials["judgement"].to_pylist()
    kept = json.loads((tmp_path / "csv" / "dictionary.json").read_text(encoding="utf-8"))
    assert kept == dictionary()


def test_a_bundle_is_the_same_bytes_each_time_and_holds_no_recording(
    filmed: SessionSource, tmp_path: Path
) -> None:
    [one] = export_session(filmed, "bundle", tmp_path / "a.zip", "fr")
    [two] = export_session(filmed, "bundle", tmp_path / "b.zip", "fr")
    assert one.read_bytes() == two.read_bytes()
    names = zipfile.ZipFile(io.BytesIO(one.read_bytes())).namelist()
    inside = {name.partition("/")[2] for name in names}
    assert {"data/trials.csv", "codebook/dictionary.json", "methods.fr.txt", "CITATION.cff", "SHA256SUMS",
            "record/events.jsonl", "protocol/exemple.yaml"} <= inside  # fmt: skip
    assert not [name for name in inside if name.endswith((".mp4", ".m4a", ".webm"))]


def test_a_bundle_says_as_its_table_how_long_the_session_lasted(
    filmed: SessionSource, tmp_path: Path
) -> None:
    [path] = export_session(filmed, "bundle", tmp_path / "a.zip", "en")
    archive = zipfile.ZipFile(path)
    inside = {name.partition("/")[2]: name for name in archive.namelist()}
    [about] = [one for name, one in inside.items() if name.rpartition("/")[2] == "about.json"]
    [row] = csv.DictReader(archive.read(inside["data/sessions.csv"]).decode("utf-8-sig").splitlines())
    assert json.loads(archive.read(about))["duration_s"] == pytest.approx(float(row["duration_s"]), abs=1e-6)


def test_a_bundle_holds_what_coders_wrote_and_named_and_no_file_that_is_called_like_a_person(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "seance"
    shutil.copytree(folder, copy)
    coded = copy / "annotations"
    schemes = [
        {"id": "a", "file": "a-01234567.scheme.yaml"},
        {"id": "b", "file": "../../b.scheme.yaml"},
        {},
        None,
    ]
    sittings = [
        {"op": "open", "act": n, "at_utc": "", "format": 1, "scheme": one} for n, one in enumerate(schemes)
    ]
    (coded / "C02.jsonl").write_text("".join(json.dumps(one) + "\n" for one in sittings), encoding="utf-8")
    for name in ("a-01234567.scheme.yaml", "Lea.scheme.yaml", "Marie.jsonl", "../../b.scheme.yaml"):
        (coded / name).write_text("{}\n", encoding="utf-8")
    [path] = export_session(read_source(copy), "bundle", tmp_path / "a.zip", "fr")
    names = zipfile.ZipFile(path).namelist()
    assert {name.rpartition("/")[2] for name in names if "annotations/" in name} == {
        "C01.jsonl", "C02.jsonl", "a-01234567.scheme.yaml",
    }  # fmt: skip
    assert not [name for name in names if name.endswith("b.scheme.yaml")]


def test_the_checksums_of_a_bundle_agree(filmed: SessionSource, tmp_path: Path) -> None:
    [path] = export_session(filmed, "bundle", tmp_path / "a.zip", "fr")
    zipfile.ZipFile(path).extractall(tmp_path)
    order = ["sha256sum", "-c", "--quiet", "SHA256SUMS"]
    checked = subprocess.run(order, cwd=tmp_path / filmed.name, check=False)
    assert checked.returncode == 0


def test_methods_say_how_surely_the_video_is_timed(filmed: SessionSource, tmp_path: Path) -> None:
    french, english = export_session(filmed, "methods", tmp_path / "m", "fr")
    assert "de la vidéo avec le journal est estimée\u00a0;" in french.read_text(encoding="utf-8")
    assert (
        "is estimated; the uncertainty is ±41\u00a0ms (95%), to which, of videos without a clap, the "
        "camera's own delay is to be added, which is unknown."
    ) in english.read_text(encoding="utf-8")


def test_nothing_is_written_into_the_session(folder: Path) -> None:
    with pytest.raises(UsageError) as refused:
        export_session(read_source(folder), "eaf", folder / "x.eaf", "fr")
    assert refused.value.code == "E121"


def test_methods_do_not_say_that_an_imported_session_was_run_here(tmp_path: Path) -> None:
    imported = read_source(Path(__file__).parents[2] / "sessions" / "imported")
    _, english = export_session(imported, "methods", tmp_path / "m", "fr")
    told = english.read_text(encoding="utf-8")
    assert "comes from elsewhere" in told
    assert "run with" not in told
