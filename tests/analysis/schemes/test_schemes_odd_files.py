"""Files with codings that BORIS, ELAN or a script left odd: told at their place, and nothing is mistaken."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.schemes.exported import as_exported
from nao_sessions.analysis.schemes.yaml_files import read_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.main import group
from nao_sessions.core.errors import TableRefused
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.coding.two_codings import chosen, table
from tests.analysis.tables.imported_source import imported

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))


def project(*events: list[Any], **observation: Any) -> bytes:
    whole = {
        "project_format_version": "7.0",
        "behaviors_conf": {"0": {"type": "Point event", "code": "rit", "modifiers": {}}},
        "subjects_conf": {},
        "observations": {"o": {"type": "LIVE", "events": list(events), **observation}},
    }
    return json.dumps(whole).encode()


@pytest.mark.parametrize("time", [float("nan"), float("inf"), 1e300, -1e300])
def test_a_time_that_is_none_is_refused_at_its_place(time: float) -> None:
    content = project([1.0, "P07", "rit", "", "", 1], [time, "P07", "rit", "", "", 1])
    with pytest.raises(TableRefused) as refused:
        read_coded_boris(content, "x.boris", (), 0)
    [found] = refused.value.findings
    assert (found.code, found.hint is not None) == ("I107", True)
    assert content[found.place.col - 1 :].startswith(json.dumps([time])[:-1].encode())


@pytest.mark.parametrize(
    "event", [[], ["1", "P07", "rit", "", ""], [True, "P07", "rit", "", ""], [1.0, "P07"]]
)
def test_what_is_no_event_is_refused_with_what_one_is(event: list[Any]) -> None:
    with pytest.raises(TableRefused) as refused:
        read_coded_boris(project(event), "x.boris", (), 0)
    [found] = refused.value.findings
    assert (found.code, found.hint is not None) == ("I101", True)


def test_an_observation_of_pictures_has_no_times_of_the_video() -> None:
    with pytest.raises(TableRefused) as refused:
        read_coded_boris(project([3.0, "P07", "rit", "", "", 1, "/x/a.png"], type="IMAGES"), "x.boris", (), 0)
    assert refused.value.findings[0].code == "I113"


def test_lone_events_of_two_coders_that_have_one_number_are_two_pairs(tmp_path: Path) -> None:
    folder = tmp_path / "seance"
    shutil.copytree(SAMPLE, folder)
    for coder, at_s in (("C01", 3.0), ("C02", 9.0)):
        file = tmp_path / f"{coder}.boris"
        file.write_bytes(project([at_s, "P07", "rit", "", "", 1]))
        arguments = ["annotate", folder, "--from", file, "--coder", coder, "--scheme", tmp_path / "C01.boris"]
        done = CliRunner().invoke(group, [*map(str, arguments), "--offset", "0"])
        assert done.exit_code == 0, done.output
    both = table(folder, "c01")
    first, second = (pair.key for pair in both.pairs)
    both.choose(first, "first")
    both.choose(second, "second")
    assert chosen(folder) == ["rit", "rit"]
    both.choose(second, "neither")
    assert (chosen(folder), both.taken()) == (["rit"], {first: "first", second: "neither"})


def tier(name: str, annotations: str, kind: str = "t", more: str = 'ANNOTATOR="C01"') -> str:
    return f'<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="{kind}" {more}>{annotations}</TIER>'


def aligned(name: str, value: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def hanging(name: str, on: str, value: str) -> str:
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="{on}">'
        f"<ANNOTATION_VALUE>{value}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def document(tiers: str, head: str = "") -> bytes:
    slots = (
        '<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="2000"/>'
    )
    return (
        f'<ANNOTATION_DOCUMENT FORMAT="3.0"><HEADER TIME_UNITS="milliseconds">{head}</HEADER>'
        f"<TIME_ORDER>{slots}</TIME_ORDER>{tiers}"
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="t" TIME_ALIGNABLE="true"/><LINGUISTIC_TYPE '
        'LINGUISTIC_TYPE_ID="a" TIME_ALIGNABLE="false" CONSTRAINTS="Symbolic_Association"/>'
        "</ANNOTATION_DOCUMENT>"
    ).encode()


def test_what_hangs_on_a_coders_annotation_in_elan_is_counted_where_it_is_left_out() -> None:
    hung = tier("intensité", hanging("a2", "a1", "forte"), "a", 'ANNOTATOR="C01" PARENT_REF="regard"')
    read = read_coded_eaf(document(tier("regard", aligned("a1", "oui")) + hung), "x.eaf", (), 0)
    assert [one.behaviour for one in read.annotations()["C01"]] == ["oui"]
    assert [one.en for one in read.remarks] == [
        "intensité: annotations that hang on another one, left out: 1"
    ]


def test_two_annotations_of_one_id_are_refused() -> None:
    with pytest.raises(TableRefused) as refused:
        read_eaf(document(tier("regard", aligned("a1", "oui") + aligned("a1", "non"))), "x.eaf")
    assert [one.code for one in refused.value.findings] == ["I117"]


@pytest.mark.parametrize("scale", ["0 nan", "0 inf", "0 0", "0 -1", "x 1", ""])
def test_a_scale_that_is_none_is_not_taken_for_one(scale: str) -> None:
    head = f'<PROPERTY NAME="nao_sessions:scale">{scale}</PROPERTY>'
    read = read_coded_eaf(document(tier("regard", aligned("a1", "oui")), head), "x.eaf", (), 0)
    assert [one.start_ns for one in read.annotations()["C01"]] == [1_000_000_000]


def test_a_comment_comes_back_whose_tier_could_not_be_called_as_usual() -> None:
    scheme = "scheme: 1\nid: z\ntitle: Z\nbehaviours:\n  comment: {title: Commente, kind: state}\n"
    known = Annotation("x1", "z", "comment", 1_000_000_000, 2_000_000_000, subject="P07")
    other = Annotation("x2", "autre", "regard", 3_000_000_000, 4_000_000_000, subject="P07", comment="bref")
    of_z = as_exported(read_scheme(scheme.encode(), "z.yaml"))
    source = replace(read_source(SAMPLE), coded={"C01": (known, other)}, schemes={"C01": (of_z,)})
    written = eaf_of(source, "fr", {})
    assert re.findall('TIER_ID="(C01 P07 comment[^"]*)"', written.decode())[1:] == ["C01 P07 comment (2)"]
    [back] = [one for one in read_coded_eaf(written, "x.eaf").annotations()["C01"] if one.comment]
    assert back == other


def test_where_a_video_begins_is_refused_where_that_is_no_time() -> None:
    head = '<MEDIA_DESCRIPTOR MEDIA_URL="a.mp4" MIME_TYPE="video/mp4" TIME_ORIGIN="xx"/>'
    with pytest.raises(TableRefused) as refused:
        read_coded_eaf(document(tier("regard", aligned("a1", "oui")), head), "x.eaf", (), 0)
    assert [(one.code, one.place.line) for one in refused.value.findings] == [("I107", 1)]


def test_what_was_coded_in_a_session_that_has_our_types_already_comes_back() -> None:
    session = (
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="session" TIME_ALIGNABLE="true" GRAPHIC_REFERENCES="true"/>'
    )
    detail = '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="detail" TIME_ALIGNABLE="true"/>'
    content = document(tier("regard", aligned("a1", "oui"), "session", "")).replace(
        b"</ANNOTATION_DOCUMENT>", (session + detail + "</ANNOTATION_DOCUMENT>").encode()
    )
    coded = (Annotation("x1", "z", "rit", 3_000_000_000, 4_000_000_000, subject="P07", comment="bref"),)
    source = replace(imported(read_source(SAMPLE), read_eaf(content, "x.eaf")), coded={"C01": coded})
    written = eaf_of(source, "fr", {})
    assert b'LINGUISTIC_TYPE_REF="session" TIER_ID="regard"' in written
    assert b'LINGUISTIC_TYPE_REF="detail (2)" TIER_ID="C01 P07 comment"' in written
    read = read_coded_eaf(written, "x.eaf")
    assert (read.annotations(), read.remarks) == ({"C01": coded}, ())


@pytest.mark.parametrize("name", ["³", "①", "9"])
def test_a_set_that_the_scheme_does_not_have_is_told_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "seance"
    shutil.copytree(SAMPLE, folder)
    scheme = project([1.0, "P07", "rit", "", "", 1])
    (tmp_path / "scheme.boris").write_bytes(scheme)
    coded = json.loads(project([1.0, "P07", "rit", "a", "", 1]))
    coded["behaviors_conf"]["0"]["modifiers"] = {"0": {"name": name, "type": 0, "values": ["a"]}}
    (tmp_path / "coded.boris").write_text(json.dumps(coded), encoding="utf-8")
    arguments = ["annotate", folder, "--from", tmp_path / "coded.boris", "--coder", "C01"]
    arguments += ["--scheme", tmp_path / "scheme.boris", "--offset", "0"]
    refused = CliRunner().invoke(group, list(map(str, arguments))).exception
    assert isinstance(refused, TableRefused)
    assert [one.code for one in refused.findings] == ["K141"]
