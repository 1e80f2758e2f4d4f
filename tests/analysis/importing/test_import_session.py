"""A whole import by the command: the folder, its times, verify and info, and nothing that is half-written."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.formats.table import Media, TableRow
from nao_sessions.analysis.importing.folder import Offset, PlacedVideo, place_videos
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.core.errors import Place
from nao_sessions.core.events import Event
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.counts import bounds
from nao_sessions.record.verify import verify
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.room.files.index import read_index
from nao_sessions.room.files.probe import check
from tests.analysis.importing.foreign_videos import film
from tests.cli.in_process import nao_sessions_here
from tests.kills.processes import command, until

FILES = Path(__file__).parent / "files"
WHY = ("--ground", "film d'un collègue", "--unencrypted", "un essai", "--lang", "en")
TABLE = "début;fin;code;sujet;commentaire\n1,5;;touche;P07;doucement\n0,5;0,9;regarde;Léa;Léa rit\n"
SECOND_NS = 1_000_000_000
FILES_PLACE = Place("t.csv", 2, 1)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "Léa à la maison.mp4"
    film(path)
    return path


def imported(
    tmp_path: Path, video: Path, *more: str, table: str = TABLE, stdin: str = "P08=Léa"
) -> dict[str, Any]:
    """Import, and give what the command gives as JSON."""
    events = tmp_path / "codage.csv"
    events.write_text(table, encoding="utf-8")
    arguments = (str(video), "--events", str(events), "--names", "-", "--out", str(tmp_path / "out"))
    ran = nao_sessions_here("import", *arguments, *WHY, "--json", *more, stdin=stdin)
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def log_of(folder: Path) -> list[Event]:
    return [
        Event.from_line(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def test_events_become_notes_in_the_order_of_time_with_codes(tmp_path: Path, video: Path) -> None:
    told = imported(tmp_path, video)
    first, *rest = log_of(Path(told["folder"]))
    assert (first.dir, first.source, first.kind, first.data["file"]) == (
        "note",
        "import",
        "imported",
        "codage.csv",
    )
    assert [(event.at / SECOND_NS, event.participant, event.data["code"]) for event in rest] == [
        (0.5, "P08", "regarde"),
        (1.5, "P07", "touche"),
    ]
    assert rest[0].data["end_ns"] == 900_000_000
    assert rest[0].data["comment"] == "P08 rit"
    assert rest[0].data["original"] == {"start": "0,5", "end": "0,9"}
    assert rest[0].data["from"] == {"file": "codage.csv", "line": 3}
    assert told["participants"] == ["P08", "P07"]


def test_no_name_of_the_table_or_of_the_video_is_in_the_folder(tmp_path: Path, video: Path) -> None:
    folder = Path(imported(tmp_path, video)["folder"])
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path for path in files if "Léa".encode() in path.read_bytes() or "Léa" in str(path)] == []
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_verify_says_imported_and_finds_nothing_wrong(tmp_path: Path, video: Path) -> None:
    folder = SessionFolder(Path(imported(tmp_path, video)["folder"]))
    found = verify(folder)
    assert (found.sound, found.reexecuted, found.inputs) == (True, False, 0)
    assert [remark.fr for remark in found.remarks] == ["Séance importée : rien à ré-exécuter."]
    assert check(folder.path, decode=True) == []
    ran = nao_sessions_here("verify", folder.path, "--lang", "en")
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (0, "Consistent: 3 events, 60 frames.")


def test_verify_finds_what_was_changed_and_an_input_that_slipped_in(tmp_path: Path, video: Path) -> None:
    folder = SessionFolder(Path(imported(tmp_path, video)["folder"]))
    text = folder.events.read_text(encoding="utf-8")
    last = '{"seq":3,"dir":"in","at":9000000000,"source":"robot","kind":"touch","data":{}}\n'
    folder.events.write_text(text.replace("touche", "regarde") + last, encoding="utf-8")
    told = [problem.en for problem in verify(folder).problems]
    assert "seq 2: this line has changed since the folder was closed, or is missing." in told
    assert "seq 3: an imported session holds notes alone." in told


def test_info_tells_what_was_coded(tmp_path: Path, video: Path) -> None:
    folder = imported(tmp_path, video, "--protocol", "tri-fruits")["folder"]
    lines = nao_sessions_here("info", folder, "--lang", "fr").stdout.splitlines()
    assert lines[0].startswith("séance importée de codage.csv")
    assert lines[1] == "protocole : tri-fruits · participants : P08, P07"
    assert lines[3] == "codes : 2 · regarde (1), touche (1)"
    assert lines[4].startswith("caméra room : 60 images")


def test_a_video_without_an_offset_has_the_times_of_its_file(tmp_path: Path, video: Path) -> None:
    folder = Path(imported(tmp_path, video)["folder"])
    (segment,) = read_recording(folder).streams[0].segments
    assert (segment.sync.verdict, segment.sync.method, segment.sync.offset_ns) == ("absent", "file", 0)
    frames = list(read_index(folder / "room" / "room.frames.csv"))
    assert {frame.flags for frame in frames} == {"ki", "i"}
    assert all(frame.source_t is not None for frame in frames)
    assert [frame.arrival_ns for frame in frames] == [segment.sync.session_ns(frame.pts) for frame in frames]


def test_an_offset_with_its_uncertainty_is_what_the_times_say(tmp_path: Path, video: Path) -> None:
    folder = Path(imported(tmp_path, video, "--offset", "room=0,25±0,04")["folder"])
    (segment,) = read_recording(folder).streams[0].segments
    sync = segment.sync
    assert (sync.verdict, sync.method, sync.uncertainty_ms, sync.offset_ns) == (
        "estimated", "given", 40.0, 250_000_000,
    )  # fmt: skip
    before = (folder / "sync.json").read_bytes()
    ran = nao_sessions_here("sync", folder, "--lang", "fr")
    trust = "synchro\u00a0: ±40\u00a0ms, indiquée"
    sound = "décalage du son sur l'image\u00a0: inconnu (aucun clap entendu)"
    assert ran.stdout == f"room.01 · {trust} · {sound}\n"
    assert (folder / "sync.json").read_bytes() == before


def test_an_offset_without_its_uncertainty_is_no_synchronisation(tmp_path: Path, video: Path) -> None:
    folder = Path(imported(tmp_path, video, "--offset", "room=0.25")["folder"])
    (segment,) = read_recording(folder).streams[0].segments
    assert (segment.sync.verdict, segment.sync.method) == ("absent", "given")


def test_a_video_that_begins_before_the_table_moves_the_table(tmp_path: Path, video: Path) -> None:
    folder = Path(imported(tmp_path, video, "--offset", "room=-2")["folder"])
    first, second, _ = log_of(folder)
    assert (first.data["table_zero_ns"], second.at) == (2 * SECOND_NS, 2_500_000_000)
    (segment,) = read_recording(folder).streams[0].segments
    assert segment.sync.offset_ns == 0


def test_videos_are_placed_by_the_caller_then_by_the_table_then_at_its_beginning() -> None:
    row = TableRow(FILES_PLACE, 0, "x")
    media = [Media("Salle.MP4", -SECOND_NS), Media("autre.mp4", 5 * SECOND_NS)]
    files = {"a": "salle.mp4", "b": "autre.mp4", "c": "loin.mp4"}
    zero_ns, placed = place_videos([row], media, files, {"b": Offset(3 * SECOND_NS, 20.0)})
    assert zero_ns == SECOND_NS
    assert placed == {
        "a": PlacedVideo(0, None, "given"),
        "b": PlacedVideo(4 * SECOND_NS, 20.0, "given"),
        "c": PlacedVideo(SECOND_NS, None, "file"),
    }


def test_the_phase_of_a_study_is_kept_for_the_tables(tmp_path: Path, video: Path) -> None:
    told = imported(tmp_path, video, "--phase", "baseline")
    assert set(open_session(Path(told["folder"])).events["phase"].to_pylist()) == {"baseline"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_of_an_imported_session_the_table_says_nothing_that_nobody_knows(
    tmp_path: Path, video: Path, language: str
) -> None:
    told = imported(tmp_path, video, "--lang", language)
    rows = open_session(Path(told["folder"])).session.to_pylist()
    unknown = ("language", "seed", "trials", "adaptations", "interruptions", "interrupted_s", "begun_utc")
    assert rows
    assert {row[name] for row in rows for name in unknown} == {None}
    assert {row["state"] for row in rows} == {"imported"}


def test_the_only_video_is_the_only_one_that_a_table_names() -> None:
    media = [Media("salle.wav", 0), Media("salle.mp4", SECOND_NS)]
    assert place_videos([], media, {"room": "renommee.mp4"}, {})[1] == {
        "room": PlacedVideo(SECOND_NS, None, "given")
    }


def test_a_first_name_beside_the_events_of_a_project_is_not_written_and_this_is_told(
    tmp_path: Path, video: Path
) -> None:
    codes = [("Tom parle", "Camille"), ("Emma rit", "")]
    ethogram = {
        str(n): {"type": "Point event", "code": code, "category": category, "modifiers": {}}
        for n, (code, category) in enumerate(codes)
    }
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": ethogram,
        "behavioral_categories": ["Camille"],
        "observations": {"o": {"type": "LIVE", "events": [[0.5, "P07", "Emma rit", "", "", 1]]}},
    }
    events = tmp_path / "projet.boris"
    events.write_text(json.dumps(project), encoding="utf-8")
    ran = nao_sessions_here(
        "import", str(video), "--events", str(events), "--out", str(tmp_path / "out"), *WHY, "--json"
    )
    told = json.loads(ran.stdout)
    kept, left = told["remarks"]
    assert kept.startswith("First names seem to be left, kept as they are: lines 1.")
    assert left.startswith("Where a first name seems to be left that no event says")
    assert "left out: 2." in left
    first, _ = log_of(Path(told["folder"]))
    assert first.data["copy"]["participants"] == ["P07"]
    copy = Path(told["folder"], first.data["copy"]["file"]).read_text(encoding="utf-8")
    assert [one["code"] for one in json.loads(copy)["behaviors_conf"].values()] == ["Emma rit"]
    assert not [name for name in ("Tom", "Camille") if name in first.to_line() + copy]


@pytest.mark.parametrize(("name", "events"), [("pympi.eaf", 4), ("three.eaf", 7), ("projet.boris", 4)])
def test_the_files_of_other_programs_are_imported_whole(
    tmp_path: Path, video: Path, name: str, events: int
) -> None:
    arguments = (str(video), f"face={video}", "--events", str(FILES / name), "--out", str(tmp_path / "out"))
    ran = nao_sessions_here("import", *arguments, *WHY, "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["events"], sorted(told["videos"])) == (events, ["face", "room"])
    assert verify(SessionFolder(Path(told["folder"]))).sound
    (copy,) = Path(told["folder"], "imported").iterdir()
    assert (copy.stat().st_mode & 0o777, copy.suffix) == (0o600, Path(name).suffix)
    copy.write_bytes(copy.read_bytes() + b"\n")
    [problem] = verify(SessionFolder(Path(told["folder"]))).problems
    assert problem.en.startswith(f"imported/{copy.name} has changed")


@pytest.mark.parametrize(
    ("table", "more", "stdin", "code", "exit_code"),
    [
        ("start;code\nhier;x\n", (), "", "codage.csv:2:1: I107", 1),
        ("start;code;sujet\n1;x;Zoé\n", (), "", "codage.csv:2:5: I109", 1),
        (TABLE, ("--offset", "face=1"), "P08=Léa", "U164", 2),
        (TABLE, ("--offset", "room=demain"), "P08=Léa", "U164", 2),
        (TABLE, ("--offset", "room=1±"), "P08=Léa", "U164", 2),
        (TABLE, ("--participant", "Léa"), "", "U104", 2),
        (TABLE, ("--protocol", "../x"), "P08=Léa", "U166", 2),
        (TABLE, ("--phase", "avant, après"), "P08=Léa", "U127", 2),
        (TABLE, (), "Léa", "U161", 2),
        (TABLE, ("absent.mp4",), "P08=Léa", "U163", 2),
        (TABLE, ("--ground", ""), "P08=Léa", "G101", 2),
    ],
)
def test_what_is_refused_leaves_nothing(
    tmp_path: Path, video: Path, table: str, more: tuple[str, ...], stdin: str, code: str, exit_code: int
) -> None:
    events = tmp_path / "codage.csv"
    events.write_text(table, encoding="utf-8")
    arguments = (str(video), "--events", str(events), "--names", "-", "--out", str(tmp_path / "out"))
    ran = nao_sessions_here("import", *arguments, *WHY, *more, stdin=stdin)
    assert (ran.returncode, ran.stdout) == (exit_code, "")
    assert code in ran.stderr
    assert "Zoé" not in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_video_that_cannot_be_read_leaves_nothing(tmp_path: Path, video: Path) -> None:
    cut = tmp_path / "coupe.mp4"
    cut.write_bytes(video.read_bytes()[:2_000])
    events = tmp_path / "codage.csv"
    events.write_text("start;code\n1;x\n", encoding="utf-8")
    arguments = (str(video), str(cut), "--events", str(events), "--out", str(tmp_path / "out"))
    ran = nao_sessions_here("import", *arguments, *WHY)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "coupe.mp4: I114" in ran.stderr
    assert not list((tmp_path / "out").iterdir()) if (tmp_path / "out").exists() else True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_person_who_ends_it_in_the_middle_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    video, events, out = tmp_path / "long.mkv", tmp_path / "codage.csv", tmp_path / "out"
    film(video, codec="ffv1", sound=None, times_ms=list(range(0, 60_000, 40)))
    events.write_text("start;code\n1;x\n", encoding="utf-8")
    arguments = ["import", str(video), "--events", str(events), "--out", str(out), *WHY]
    # slower than whoever ends it, however busy the computer is
    process = subprocess.Popen(
        ["nice", "-n", "19", command("nao-sessions"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert b"wait..." in process.stderr.readline()
    until(lambda: list(out.glob(".importing-*/*/room/*.mp4")), "a video that is being made")
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert list(out.iterdir()) == []


def test_an_imported_session_is_not_resumed(tmp_path: Path, video: Path) -> None:
    folder = imported(tmp_path, video)["folder"]
    ran = nao_sessions_here("run", "--resume", folder, "--robot", "none", *WHY)
    assert (ran.returncode, ran.stdout) == (2, "")


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    video, events, out = tmp_path / "a.mkv", tmp_path / "codage.csv", tmp_path / "out"
    film(video, sound=None)
    events.write_text("start;code\n1;x\n", encoding="utf-8")
    most_bytes = video.stat().st_size // 2
    ran = subprocess.run(
        [command("nao-sessions"), "import", str(video), "--events", str(events), "--out", str(out), *WHY],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes)),
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("R107 ")
    assert list(out.iterdir()) == []


def test_nothing_of_the_robot_is_needed() -> None:
    program = (
        "import sys; sys.modules['qi'] = None\n"
        "from nao_sessions.cli.import_ import import_\n"
        "print(import_.name)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "import\n"


def test_a_session_lasts_as_long_as_its_video_and_its_events(tmp_path: Path) -> None:
    """Nobody codes what no event of the table touches as if it were not there: it was filmed."""
    video = tmp_path / "a.mp4"
    film(video, times_ms=list(range(0, 4000, 40)), sound=None)
    table = "start;end;code;subject\n0.5;0.9;looks;P07\n1;2.5;speaks;P07\n"
    folder = Path(imported(tmp_path, video, table=table)["folder"])
    assert set(open_session(folder).session["duration_s"].to_pylist()) == {4.0}
    for coder, smile in (("C01", "3.1"), ("C02", "3.7")):
        desk = CodingSession(folder, coder, find_scheme("engagement"))
        desk.press(Press("smiles", round(float(smile) * SECOND_NS)))
        desk.close()
    ran = nao_sessions_here("agree", str(folder), "--tolerance", "0.1", "--json")
    assert ran.returncode == 0, ran.stderr
    points = [one for one in json.loads(ran.stdout)["comparisons"] if one["stream"] == "points"]
    assert {one["observed_s"] for one in points} == {4.0}
    by_events = next(one for one in points if one["method"] == "events")
    assert (by_events["units"], by_events["percentage"]) == (2, 0.0)


def test_a_table_that_begins_before_its_video_and_goes_on_after_it_is_all_of_the_session(
    tmp_path: Path, video: Path
) -> None:
    table = "start;end;code;subject\n1;2;looks;P07\n3;60;speaks;P07\n"
    folder = Path(imported(tmp_path, video, "--offset", "room=10", table=table)["folder"])
    assert bounds(log_of(folder)) == (1 * SECOND_NS, 60 * SECOND_NS)


def test_an_older_import_lasts_to_the_end_of_its_last_state(tmp_path: Path, video: Path) -> None:
    table = "start;end;code;subject\n0;1;looks;P07\n3;60;speaks;P07\n"
    first, *rest = log_of(Path(imported(tmp_path, video, table=table)["folder"]))
    older = first._replace(data={name: value for name, value in first.data.items() if name != "span_ns"})
    assert bounds([older, *rest]) == (0, 60 * SECOND_NS)
