"""What was coded in ELAN and BORIS comes back by the verb: nothing is lost, nobody else's is touched."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pympi
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.reimport import bring
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.main import group
from nao_sessions.core.errors import NaoSessionsError, TableRefused
from nao_sessions.record.additions.annotations import CONSENSUS, Annotation, annotation_path, read_coding
from nao_sessions.record.folder import SessionFolder
from tests.analysis.tables.coded_strategies import codings

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
SECOND_NS = 1_000_000_000
BEGINS_NS = read_source(SAMPLE).films[0].begins_ns
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the sample, which C01 has coded: states that exclude each other, one with a degree, a point."""
    path = tmp_path / "seance"
    shutil.copytree(SAMPLE, path)
    desk = CodingSession(path, "C01", find_scheme("engagement"))
    for behaviour, at_ns, modifiers in (
        ("looks_nao", 2_000_000_001, {}),
        ("engaged", 2_500_000_002, {"strength": "clear"}),
        ("smiles", 3_000_000_003, {}),
        ("looks_adult", 4_000_000_004, {}),
        ("engaged", 5_000_000_005, {}),
        ("looks_adult", 6_000_000_006, {}),
    ):
        desk.press(Press(behaviour, at_ns, "P07", modifiers))
    desk.close()
    return path


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(one) for one in arguments])


def exported(folder: Path, kind: str) -> Path:
    file = folder.parent / f"coded.{kind}"
    assert call("export", folder, "--plain", "essai", "--to", kind, "-o", file).exit_code == 0
    return file


def brought(folder: Path, file: Path, *more: str) -> Mapping[str, Any]:
    done = call("annotate", folder, "--from", file, "--json", *more)
    assert done.exit_code == 0, done.output + repr(done.exception)
    counts: Mapping[str, Any] = json.loads(done.stdout)["coders"]
    return counts


def standing(folder: Path, coder: str = "C01") -> list[tuple[str, float, float | None]]:
    found = read_coding(folder, coder).annotations
    return [
        (one.behaviour, one.start_ns / SECOND_NS, None if one.stop_ns is None else one.stop_ns / SECOND_NS)
        for one in found
    ]


def changed_in_boris(file: Path, change: Callable[[list[Any]], None], observation: str = "C01") -> None:
    project = json.loads(file.read_text(encoding="utf-8"))
    name = next(one for one in project["observations"] if one.endswith(observation))
    change(project["observations"][name]["events"])
    file.write_text(json.dumps(project, indent=1), encoding="utf-8")


@pytest.mark.parametrize("kind", ["eaf", "boris"])
def test_what_was_not_touched_changes_nothing(folder: Path, kind: str) -> None:
    before = annotation_path(folder, "C01").read_bytes()
    file = exported(folder, kind)
    said = call("annotate", folder, "--from", file, "--lang", "fr")
    assert said.stdout == "C01 : rien de nouveau ; annotations comme avant : 4.\n"
    assert annotation_path(folder, "C01").read_bytes() == before


def test_what_was_done_in_elan_comes_back_in_one_act_and_is_undone_as_one(folder: Path) -> None:
    file = exported(folder, "eaf")
    eaf = pympi.Elan.Eaf(str(file))
    first = round((2_000_000_001 - BEGINS_NS) / 1e6)
    eaf.remove_annotation("C01 P07 regard", first + 1)
    eaf.add_annotation("C01 P07 regard", first + 250, first + 1_900, "looks_material")
    eaf.to_file(str(file))
    lines = len(read_coding(folder, "C01").lines)
    counts = brought(folder, file)["C01"]
    assert (counts["added"], counts["removed"], counts["changed"], counts["left"]) == (1, 1, 0, [])
    now = read_coding(folder, "C01")
    new = next(one for one in now.annotations if one.behaviour == "looks_material")
    assert (new.scheme, new.subject) == ("engagement", "P07")
    assert abs(new.start_ns - 2_250_000_001) < 1_000_000
    # the rest is to the nanosecond what it was
    assert ("engaged", 2.500000002, 5.000000005) in standing(folder)
    sitting = now.lines[lines].facts["from"]
    assert (sitting["format"], sitting["file"]) == ("eaf", "coded.eaf")
    desk = CodingSession(folder, "C01", find_scheme("engagement"))
    desk.undo()
    desk.close()
    assert ("looks_nao", 2.000000001, 4.000000004) in standing(folder)


def test_one_that_was_removed_and_one_that_was_added_in_elan_are_told_as_such(folder: Path) -> None:
    file = exported(folder, "eaf")
    eaf = pympi.Elan.Eaf(str(file))
    first = round((2_000_000_001 - BEGINS_NS) / 1e6)
    before = [one.id for one in read_coding(folder, "C01").annotations if one.behaviour == "looks_nao"]
    eaf.remove_annotation("C01 P07 regard", first + 1)
    eaf.add_annotation("C01 P07 regard", first + 6_000, first + 7_000, "looks_nao")
    eaf.to_file(str(file))
    counts = brought(folder, file)["C01"]
    assert (counts["added"], counts["removed"], counts["changed"]) == (1, 1, 0)
    [looks] = [one for one in read_coding(folder, "C01").annotations if one.behaviour == "looks_nao"]
    assert looks.id not in before
    assert brought(folder, file)["C01"]["as_before"] == 4


def test_an_annotation_keeps_its_id_and_its_scheme_when_elan_moves_it(folder: Path) -> None:
    file = exported(folder, "eaf")
    text = file.read_text(encoding="utf-8")
    start = round((4_000_000_004 - BEGINS_NS) / 1e6)
    stop = round((6_000_000_006 - BEGINS_NS) / 1e6)
    before = next(one for one in read_coding(folder, "C01").annotations if one.behaviour == "looks_adult")
    assert text.count(f'TIME_VALUE="{stop}"') == 1
    assert f'TIME_VALUE="{start}"' in text
    file.write_text(text.replace(f'TIME_VALUE="{stop}"', f'TIME_VALUE="{stop + 700}"'), encoding="utf-8")
    assert brought(folder, file)["C01"]["changed"] == 1
    after = next(one for one in read_coding(folder, "C01").annotations if one.behaviour == "looks_adult")
    assert (after.id, after.scheme, after.start_ns) == (before.id, "engagement", before.start_ns)
    assert after.stop_ns is not None
    assert abs(after.stop_ns - 6_700_000_006) < 1_000_000
    assert brought(folder, file)["C01"] | {"as_before": 4} == {
        "added": 0, "changed": 0, "removed": 0, "as_before": 4, "left": [], "points_that_lasted": 0,
        "observation_periods": 0,
    }  # fmt: skip


def test_what_was_changed_here_since_the_export_stays_and_is_told(folder: Path) -> None:
    file = exported(folder, "eaf")
    text = file.read_text(encoding="utf-8")
    stop = round((6_000_000_006 - BEGINS_NS) / 1e6)
    file.write_text(text.replace(f'TIME_VALUE="{stop}"', f'TIME_VALUE="{stop + 700}"'), encoding="utf-8")
    mine = next(one for one in read_coding(folder, "C01").annotations if one.behaviour == "looks_adult")
    desk = CodingSession(folder, "C01", find_scheme("engagement"))
    desk.change(mine.id, {"stop_ns": 5_500_000_000})
    desk.close()
    assert brought(folder, file)["C01"]["left"] == [mine.id]
    assert ("looks_adult", 4.000000004, 5.5) in standing(folder)


def test_a_state_that_was_prolonged_and_one_that_was_added_in_boris_come_back(folder: Path) -> None:
    file = exported(folder, "boris")

    def change(events: list[Any]) -> None:
        end = next(one for one in reversed(events) if one[2] == "engaged")
        assert end[3] == "clear"
        end[0] += 2
        events += [[8.5, "P07", "engaged", "weak", "", "NA"], [9.0, "P07", "engaged", "weak", "", "NA"]]

    changed_in_boris(file, change)
    counts = brought(folder, file)["C01"]
    assert (counts["changed"], counts["added"], counts["removed"]) == (1, 1, 0)
    engaged = [one for one in read_coding(folder, "C01").annotations if one.behaviour == "engaged"]
    assert [dict(one.modifiers) for one in engaged] == [{"strength": "clear"}, {"strength": "weak"}]
    assert (engaged[0].start_ns, round((engaged[0].stop_ns or 0) / 1e6)) == (2_500_000_002, 7_000)


def test_a_file_that_was_made_in_elan_with_our_template_is_placed_by_its_video(folder: Path) -> None:
    template, file = folder.parent / "engagement.etf", folder.parent / "made.eaf"
    assert call("scheme", "engagement", "--to", "etf", "-o", template).exit_code == 0
    eaf = pympi.Elan.Eaf(str(template))
    eaf.add_linked_file(str(folder / "room" / "room.01.mp4"), mimetype="video/mp4")
    eaf.add_annotation("regard", 500, 1_750, "looks_nao")
    eaf.add_annotation("smiles", 2_000, 2_400, "Sourit")
    eaf.to_file(str(file))
    counts = brought(folder, file, "--coder", "C02", "--scheme", "engagement")["C02"]
    assert (counts["added"], counts["points_that_lasted"]) == (2, 1)
    looks, smiles = read_coding(folder, "C02").annotations
    assert abs(looks.start_ns - BEGINS_NS - 500_000_000) <= 1_000_000
    assert abs((looks.stop_ns or 0) - BEGINS_NS - 1_750_000_000) <= 1_000_000
    assert (smiles.behaviour, smiles.stop_ns) == ("smiles", None)
    # and back to ELAN: the same times by the same video
    again = pympi.Elan.Eaf(str(exported(folder, "eaf")))
    tier = next(name for name in again.get_tier_names() if name.startswith("C02"))
    assert again.get_annotation_data_for_tier(tier)[0][:3] == (500, 1_750, "looks_nao")
    assert brought(folder, file, "--coder", "C02")["C02"]["added"] == 0
    # what is moved there after it came is moved here, and not there twice
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('TIME_VALUE="1750"', 'TIME_VALUE="1900"'), encoding="utf-8")
    assert brought(folder, file, "--coder", "C02")["C02"]["changed"] == 1
    assert len(read_coding(folder, "C02").annotations) == 2


def foreign_boris(folder: Path, events: list[list[Any]], time_offset: float = 0.0) -> Path:
    """Give an observation as BORIS makes one from our ethogram, on the session's video."""
    file = folder.parent / "made.boris"
    assert call("scheme", "engagement", "--to", "boris", "-o", file).exit_code == 0
    project = json.loads(file.read_text(encoding="utf-8"))
    project["observations"] = {
        "seance 1": {
            "type": "MEDIA", "events": events, "time offset": time_offset,
            "file": {"1": ["room/room.01.mp4"]}, "media_info": {"offset": {"1": 0.0}},
        }
    }  # fmt: skip
    file.write_text(json.dumps(project, indent=1), encoding="utf-8")
    return file


def test_an_observation_that_was_made_in_boris_is_placed_by_its_video(folder: Path) -> None:
    events = [[10.5, "P07", "engaged", "strong", "", 1], [12.25, "P07", "engaged", "strong", "", 2]]
    file = foreign_boris(folder, events, time_offset=10.0)
    assert brought(folder, file, "--coder", "C02")["C02"]["added"] == 1
    [engaged] = read_coding(folder, "C02").annotations
    assert dict(engaged.modifiers) == {"strength": "strong"}
    assert abs(engaged.start_ns - BEGINS_NS - 500_000_000) <= 1_000_000
    assert abs((engaged.stop_ns or 0) - BEGINS_NS - 2_250_000_000) <= 1_000_000


def test_another_coders_file_is_not_touched_and_a_copy_elsewhere_gets_it_whole(folder: Path) -> None:
    file = exported(folder, "eaf")
    copy = folder.parent / "copie"
    shutil.copytree(SAMPLE, copy)
    CodingSession(copy, "C02", find_scheme("engagement")).close()
    before = annotation_path(copy, "C02").read_bytes()
    assert brought(copy, file)["C01"]["added"] == 4
    assert read_coding(copy, "C01").annotations == read_coding(folder, "C01").annotations
    assert annotation_path(copy, "C02").read_bytes() == before


def fresh_copy(folder: Path, name: str) -> Path:
    """Give the session as it is before anybody has coded it."""
    return Path(shutil.copytree(SAMPLE, folder.parent / name))


@pytest.mark.parametrize("kind", ["eaf", "boris"])
@pytest.mark.parametrize("named", [(), ("--scheme", "engagement")])
def test_a_coding_that_came_back_unchanged_where_its_coder_has_no_file_is_compared(
    folder: Path, kind: str, named: tuple[str, ...]
) -> None:
    file = exported(folder, kind)
    copy = fresh_copy(folder, "copie")
    assert brought(copy, file, *named)["C01"]["added"] == 4
    opened = [line.get("scheme") for line in lines(copy) if line["op"] == "open"]
    assert [one and one["id"] for one in opened] == ["engagement"]
    assert (copy / "annotations" / opened[0]["file"]).is_file()
    shutil.copy(annotation_path(folder, "C01"), annotation_path(copy, "C02"))
    done = call("agree", copy, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["coders"] == ["C01", "C02"]


def lines(folder: Path, coder: str = "C01") -> list[dict[str, Any]]:
    return [json.loads(line) for line in annotation_path(folder, coder).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("kind", ["eaf", "boris"])
def test_the_scheme_of_what_came_back_is_taken_from_where_it_is_known(folder: Path, kind: str) -> None:
    text = call("scheme", "engagement").stdout.replace("id: engagement", "id: salle")
    own = folder.parent / "salle.yaml"
    own.write_text(text, encoding="utf-8")
    there = fresh_copy(folder, "seance2")
    desk = CodingSession(there, "C01", find_scheme(str(own)))
    desk.press(Press("smiles", 3_000_000_003, "P07", {}))
    desk.close()
    file = exported(there, kind)
    unknown, named, beside = (fresh_copy(folder, name) for name in ("a", "b", "c"))
    said = call("annotate", unknown, "--from", file, "--lang", "en")
    assert said.exit_code == 0
    assert (
        "The scheme 'salle' is not known here, so that agree does not see what was coded by it" in said.stderr
    )
    assert brought(named, file, "--scheme", str(own))["C01"]["added"] == 1
    (copy,) = (there / "annotations").glob("*.scheme.yaml")
    (beside / "annotations").mkdir()
    shutil.copy(copy, beside / "annotations")
    assert brought(beside, file)["C01"]["added"] == 1
    for place in (named, beside):
        (opened,) = (line for line in lines(place) if line["op"] == "open")
        assert (opened["scheme"]["id"], opened["scheme"]["file"]) == ("salle", copy.name)


@pytest.mark.parametrize("kind", ["eaf", "boris"])
def test_a_coder_who_saw_nothing_and_said_so_is_seen_when_that_comes_back(folder: Path, kind: str) -> None:
    CodingSession(folder, "C02", find_scheme("engagement")).close()
    assert call("annotate", folder, "--coder", "C02", "--scheme", "engagement", "--done").exit_code == 0
    copy = fresh_copy(folder, "copie")
    brought(copy, exported(folder, kind))
    assert json.loads(call("agree", copy, "--json").stdout)["coders"] == ["C01", "C02"]


def test_what_had_come_back_without_its_scheme_is_seen_when_it_comes_again(folder: Path) -> None:
    file = exported(folder, "boris")
    copy = fresh_copy(folder, "copie")
    brought(copy, file)
    older = [{name: value for name, value in line.items() if name != "scheme" or line["op"] != "open"}
             for line in lines(copy)]  # fmt: skip
    written = "".join(json.dumps(line) + "\n" for line in older)
    annotation_path(copy, "C01").write_text(written, encoding="utf-8")
    assert call("agree", copy, "--json").exit_code != 0
    for _ in range(2):
        assert brought(copy, file)["C01"]["as_before"] == 4
    assert [line["scheme"]["id"] for line in lines(copy) if line["op"] == "open" and "scheme" in line] == [
        "engagement"
    ]


@pytest.mark.parametrize("kind", ["eaf", "boris"])
def test_a_consensus_is_nobodys_coding_and_keeps_no_file_from_coming_back(folder: Path, kind: str) -> None:
    for coder in ("C02", CONSENSUS):
        shutil.copy(annotation_path(folder, "C01"), annotation_path(folder, coder))
    before = annotation_path(folder, CONSENSUS).read_bytes()
    assert list(brought(folder, exported(folder, kind))) == ["C01", "C02"]
    assert annotation_path(folder, CONSENSUS).read_bytes() == before


def refused(folder: Path, file: Path, *more: str) -> str:
    """Give where and with which code a call is refused, and that every file is as it was, and no new one."""
    before = {one.name: one.read_bytes() for one in (folder / "annotations").glob("*")}
    error = call("annotate", folder, "--from", file, *more).exception
    assert isinstance(error, NaoSessionsError)
    assert {one.name: one.read_bytes() for one in (folder / "annotations").glob("*")} == before
    if isinstance(error, TableRefused):
        return f"{error.findings[0].code} {error.findings[0].place}"
    return error.code


def test_a_file_of_another_session_is_refused(folder: Path) -> None:
    file = exported(folder, "eaf")
    other = folder.parent / "autre"
    shutil.copytree(Path(__file__).resolve().parents[2] / "sessions" / "fresh", other)
    assert refused(other, file) == "K140 coded.eaf"
    assert refused(other, exported(folder, "boris")) == "K140 coded.boris"


def test_a_file_in_which_elan_moved_the_video_is_refused_and_both_offsets_are_told(folder: Path) -> None:
    file = exported(folder, "eaf")
    text = file.read_text(encoding="utf-8")
    assert text.count('TIME_ORIGIN="0"') == 1
    file.write_text(text.replace('TIME_ORIGIN="0"', 'TIME_ORIGIN="500"'), encoding="utf-8")
    assert refused(folder, file).startswith("K148 coded.eaf:4:")
    said = call("annotate", folder, "--from", file, "--lang", "en").exception
    assert isinstance(said, TableRefused)
    assert said.findings[0].sentence.en == (
        "room.01.mp4 was moved in ELAN since the export: its offset was 0 ms, and is 500 ms"
    )
    # ELAN leaves an offset of 0 out
    file.write_text(text.replace(' TIME_ORIGIN="0"', ""), encoding="utf-8")
    assert brought(folder, file)["C01"]["as_before"] == 4


def test_an_unknown_behaviour_is_refused_at_its_line(folder: Path) -> None:
    file = exported(folder, "eaf")
    text = file.read_text(encoding="utf-8").replace("<ANNOTATION_VALUE>smiles<", "<ANNOTATION_VALUE>saute<")
    file.write_text(text, encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), start=1) if ">saute<" in one) - 1
    assert refused(folder, file).startswith(f"K141 coded.eaf:{line}:")


def test_a_state_without_an_end_is_refused_at_its_line(folder: Path) -> None:
    file = exported(folder, "boris")
    changed_in_boris(file, lambda events: events.append([9.0, "P07", "looks_elsewhere", "", "", "NA"]))
    lines = file.read_text(encoding="utf-8").splitlines()
    line = next(n for n, one in enumerate(lines, start=1) if one.strip() == "9.0,") - 1
    assert refused(folder, file).startswith(f"K142 coded.boris:{line}:")


@pytest.mark.parametrize(
    ("subject", "more", "code"),
    [
        ("P07", (), "K143"),
        ("P07", ("--coder", "Marie"), "K113"),
        ("Emma", ("--coder", "C02"), "K145"),
    ],
)
def test_what_names_a_person_or_nobody_is_refused(
    folder: Path, subject: str, more: tuple[str, ...], code: str
) -> None:
    file = foreign_boris(folder, [[1.0, subject, "smiles", "", "", 1]])
    assert refused(folder, file, *more).startswith(code)


def test_the_coding_of_one_is_not_given_to_another(folder: Path) -> None:
    assert refused(folder, exported(folder, "boris"), "--coder", "C02") == "K143"


def test_a_file_without_the_sessions_video_needs_its_offset(folder: Path) -> None:
    file = foreign_boris(folder, [[1.0, "P07", "smiles", "", "", 1]])
    file.write_text(file.read_text(encoding="utf-8").replace("room.01.mp4", "autre.mp4"), encoding="utf-8")
    assert refused(folder, file, "--coder", "C02").startswith("K144 made.boris:")
    assert brought(folder, file, "--coder", "C02", "--offset", "2.5")["C02"]["added"] == 1
    assert standing(folder, "C02") == [("smiles", 3.5, None)]


@pytest.mark.parametrize("kind", ["eaf", "boris"])
def test_what_is_moved_stays_in_its_scheme_where_another_has_its_code(folder: Path, kind: str) -> None:
    both = find_scheme("engagement")
    smiles = next(one for one in both.behaviours if one.code == "smiles")
    desk = CodingSession(
        folder, "C01", replace(both, id="aaa", behaviours=(smiles,), modifiers={}, groups={})
    )
    desk.press(Press("smiles", 7_000_000_000, "P07", {}))
    desk.close()
    file = exported(folder, kind)
    if kind == "boris":
        changed_in_boris(file, lambda events: move(events, "smiles"))
    else:
        document = file.read_text(encoding="utf-8")
        shown = round((3_000_000_003 - BEGINS_NS) / 1e6)
        for ms in (shown + 1, shown):
            document = document.replace(f'TIME_VALUE="{ms}"', f'TIME_VALUE="{ms + 500}"')
        file.write_text(document, encoding="utf-8")
    counts = brought(folder, file)["C01"]
    assert (counts["changed"], counts["added"], counts["removed"]) == (1, 0, 0)
    moved = [one for one in read_coding(folder, "C01").annotations if one.behaviour == "smiles"]
    assert [one.scheme for one in moved] == ["engagement", "aaa"]
    assert moved[0].start_ns // 10**8 == 35


def move(events: list[Any], behaviour: str) -> None:
    next(one for one in events if behaviour in one)[0] += 0.5


def test_a_session_that_nobody_coded_needs_a_scheme(folder: Path) -> None:
    file = foreign_boris(folder, [[1.0, "P07", "smiles", "", "", 1]])
    shutil.rmtree(folder / "annotations")
    assert refused(folder, file, "--coder", "C02") == "K146"
    assert not (folder / "annotations").exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("x.eaf", b"<ANNOTATION_DOCUMENT><TIER", "I101 x.eaf:1:"),
     ("x.boris", b'{"a":\n 1,,}', "I101 x.boris:2:"),
     ("x.boris", b"{}", "I101 x.boris"), ("x.txt", b"", "K147")],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(folder: Path, name: str, content: bytes, code: str) -> None:
    (folder.parent / name).write_bytes(content)
    assert refused(folder, folder.parent / name).startswith(code)


@FEW
@given(coded=codings())
@pytest.mark.parametrize("kind", ["eaf", "boris"])
def test_from_here_and_back_by_the_verb_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, kind: str, coded: tuple[Annotation, ...]
) -> None:
    copy = tmp_path_factory.mktemp("copies") / "seance"
    shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns("room"))
    source = read_source(SAMPLE)
    coding = replace(source, coded={"C01": coded})
    film = {source.films[0]: "room/room.01.mp4"}
    written = eaf_of(coding, "fr", film) if kind == "eaf" else boris_of(coding, "fr", film)
    here = replace(source, folder=SessionFolder(copy))
    for added in (len(coded), 0):
        [done], _ = bring(here, written, f"x.{kind}", kind)
        assert (done.merged.came, done.merged.left) == (added, ())
        assert read_coding(copy, "C01").annotations == coded
