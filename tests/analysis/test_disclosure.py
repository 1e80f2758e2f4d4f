"""What is handed out of a child holds all of that child, and no byte of anybody else."""

from __future__ import annotations

import csv
import html
import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest

from nao_sessions.analysis.disclosure import disclose
from nao_sessions.analysis.disclosure_page import disclosure_page
from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.acts import read_acts
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.sealing import open_sealed
from nao_sessions.record.additions.afterwards import ChildsWord, append_word
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.log import read_log
from nao_sessions.record.results.trials import read_trials
from tests.analysis.film.filmed import film_in
from tests.cli.in_process import nao_sessions_here
from tests.privacy.families import USUAL, child, said, write
from tests.privacy.life.user import WHEN, own_data, record

HEAD = "session,film,from,to,left,top,right,bottom,sound\n"
OTHER = "Q91"
FILM = random.Random(1).randbytes(300_000)
GROUP_FILM = random.Random(2).randbytes(300_000)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data: a session of a child alone, one with another child, and one of the other alone."""
    data = own_data(tmp_path, monkeypatch)
    record(data, 1, film=FILM)
    group = record(data, 2, ("P07", OTHER), film=GROUP_FILM)
    record(data, 3, (OTHER,), film=random.Random(3).randbytes(1000))
    append_word(group, ChildsWord("P07", "liked", WHEN))
    append_word(group, ChildsWord(OTHER, "disliked", WHEN))
    write(LedgerFile.default(), (*USUAL, child(OTHER), said("H1", person=OTHER), said("H2", person=OTHER)))
    return data


def contents(place: Path) -> dict[str, bytes]:
    return {one.relative_to(place).as_posix(): one.read_bytes() for one in place.rglob("*") if one.is_file()}


def handed_out(data: Path, place: Path, code: str = "P07") -> dict[str, bytes]:
    disclose(code, (data / "sessions",), House.default(), place, "fr")
    return contents(place)


def trials(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_all_of_the_child_is_in_it(tmp_path: Path, data: Path) -> None:
    files = handed_out(data, tmp_path / "out")
    assert files["film/01-salle.01.mp4"] == FILM
    assert b"calme" in files["notes/01.md"]
    assert files["logs/01.jsonl"] == (next((data / "sessions").glob("*d001")) / "events.jsonl").read_bytes()
    counted = 0
    for folder in (data / "sessions").glob("*d00[12]"):
        events = read_log(folder / "events.jsonl").events
        counted += sum(1 for one in read_trials(events) if one.participant == "P07")
    assert len(trials(files["data/trials.csv"])) == counted > 4
    whole = json.loads(files["data/data.json"])
    assert [one["word"] for one in whole["sessions"]] == ["", "liked"]
    assert [one["other_children"] for one in whole["sessions"]] == [0, 1]
    assert len(whole["agreements"]) == 3
    explained = {row["column"] for row in trials(files["data/dictionary.csv"])}
    assert {*trials(files["data/trials.csv"])[0]} <= explained


def test_no_byte_of_another_child_is_in_it(tmp_path: Path, data: Path) -> None:
    files = handed_out(data, tmp_path / "out")
    group = next((data / "sessions").glob("*d002"))
    assert all(OTHER not in name for name in files)
    assert all(OTHER.encode() not in content for content in files.values())
    pieces = [GROUP_FILM[at : at + 64] for at in range(0, len(GROUP_FILM), 4096)]
    assert not any(piece in content for content in files.values() for piece in pieces)
    assert not any(b"disliked" in content for name, content in files.items() if name.endswith("data.json"))
    assert b"note 2" not in b"".join(files.values())
    # what only the other child answered in the group's session is nowhere
    all_trials = read_trials(read_log(group / "events.jsonl").events)
    assert {one.participant for one in all_trials} == {"P07", OTHER}
    own = [row for row in trials(files["data/trials.csv"]) if row["session"] == group.name]
    assert {int(row["seq"]) for row in own} == {one.seq for one in all_trials if one.participant == "P07"}
    responses = [row for row in trials(files["data/responses.csv"]) if row["session"] == group.name]
    assert responses
    assert {row["participant"] for row in responses} == {"P07"}


def test_what_another_child_answered_in_its_place_is_empty(tmp_path: Path, data: Path) -> None:
    group = SessionFolder(next((data / "sessions").glob("*d002")))
    lines = [json.loads(line) for line in group.events.read_text().splitlines()]
    changed = 0
    for line in lines:
        if line["kind"] == "trial" and line["data"].get("child") == "P07":
            line["data"] |= {"by": OTHER, "answer": "canari"}
            changed += 1
    assert changed
    group.events.write_text("".join(json.dumps(line) + "\n" for line in lines))
    files = handed_out(data, tmp_path / "out")
    assert not any(b"canari" in content for content in files.values())
    own = [row for row in trials(files["data/trials.csv"]) if row["session"] == group.path.name]
    theirs = [row for row in own if row["by"] == "un autre enfant"]
    assert [row["answer"] for row in theirs] == [""] * changed
    asked = {
        "session", "participant", "turn", "step", "seq", "number", "item", "correct", "by", "opened_s",
        "again", "session_number", "series", "phase", "phase_kind",
    }  # fmt: skip
    assert {name for row in theirs for name, cell in row.items() if cell} <= asked
    seqs = {row["seq"] for row in theirs}
    assert not [row for row in trials(files["data/prompts.csv"]) if row["trial_seq"] in seqs]
    assert {row["by"] for row in own} == {"P07", "un autre enfant"}
    # in words that somebody typed, of children who are together
    assert group.path.name not in files.get("data/annotations.csv", b"").decode()


def test_what_somebody_nobody_knows_did_in_a_group_is_not_the_childs(tmp_path: Path, data: Path) -> None:
    group = SessionFolder(next((data / "sessions").glob("*d002")))
    lines = [json.loads(line) for line in group.events.read_text().splitlines()]
    for number, line in enumerate(line for line in lines if line["kind"] == "trial"):
        if line["data"].get("child") == "P07":
            line["data"] |= {"by": ("unknown", "X9999", "q91")[number % 3], "answer": "canari"}
    group.events.write_text("".join(json.dumps(line) + "\n" for line in lines))
    files = handed_out(data, tmp_path / "out")
    assert not any(b"canari" in content for content in files.values())


def test_a_session_that_the_inventory_cannot_read_stays(tmp_path: Path, data: Path) -> None:
    group = next((data / "sessions").glob("*d002"))
    (group / "copie.md").symlink_to(group / "notes.md")
    files = handed_out(data, tmp_path / "out")
    assert not any(OTHER.encode() in content or group.name.encode() in content for content in files.values())
    page = disclosure_page(
        disclose("P07", (data / "sessions",), House.default(), tmp_path / "again", "fr"), "", "fr"
    )
    assert "1 séance est illisible" in html.unescape(page).replace("\N{NO-BREAK SPACE}", " ")


def test_no_passage_is_promised_of_a_session_that_stays(tmp_path: Path, data: Path) -> None:
    group = next((data / "sessions").glob("*d002"))
    (group / "copie.md").symlink_to(group / "notes.md")
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}{group.name},salle.01.mp4,0s,1s,all,,,,\n", encoding="utf-8")
    asked = ("disclose", "P07", "--out", tmp_path / "out", "--passages", path, "--by", "A01", "--lang", "en")
    ran = nao_sessions_here(*asked)
    assert (ran.returncode, "no session of this name" in ran.stderr) == (2, True), ran.stderr
    assert not [line for line in House.default().lines() if line["kind"] == "export"]


def test_an_answer_out_of_turn_tells_nothing_of_whose_turn_it_was(tmp_path: Path, data: Path) -> None:
    group = SessionFolder(next((data / "sessions").glob("*d002")))
    files = handed_out(data, tmp_path / "out")
    own = [row for row in trials(files["data/trials.csv"]) if row["session"] == group.path.name]
    rows = [row for row in trials(files["data/responses.csv"]) if row["session"] == group.path.name]
    assert rows
    for row in rows:
        if row["turn"] == "un autre enfant" or row["trial_seq"] not in {one["seq"] for one in own}:
            assert (row["trial_seq"], row["last_help"], row["latency_s"]) == ("", "", "")


def test_two_lines_of_one_time_are_refused(tmp_path: Path, data: Path) -> None:
    group = next((data / "sessions").glob("*d002"))
    (group / "room" / "salle.01.mp4").unlink()
    (group / "room" / "salle.frames.csv").unlink()
    film_in(group)
    path = tmp_path / "list.csv"
    line = f"{group.name},room.01.mp4"
    for second, why in (
        ("2.5s,3s,0,0,50,50,", "line 2 shows the same time already"),
        ("3s,9m,all,,,,", "not in the time"),
    ):
        path.write_text(f"{HEAD}{line},2s,3s,all,,,,\n{line},{second}\n", encoding="utf-8")
        ran = nao_sessions_here(
            "disclose", "P07", "--out", tmp_path / "out", "--passages", path, "--by", "A01", "--lang", "en"
        )
        assert (ran.returncode, why in ran.stderr, "line 3" in ran.stderr) == (2, True, True), ran.stderr


def test_the_page_is_easy_to_read(tmp_path: Path, data: Path) -> None:
    made = disclose("P07", (data / "sessions",), House.default(), tmp_path / "out", "fr")
    page = disclosure_page(made, "Mme la directrice, 01 02 03 04 05", "fr")
    assert OTHER not in page
    assert "01 02 03 04 05" in page
    body = html.unescape(page[page.index("<body>") :])
    for line in made.agreements:  # in the words of the page of agreements
        body = body.replace(line.in_language("fr"), "")
    text = re.sub(r"<[^>]+>", "\n", body)
    assert "Dans le fichier trials, chaque ligne est une question." in text  # not in the other tables
    for words in ("RGPD", "CNIL", "UTC", "CSV", "etc."):
        assert words not in text
    sentences = [one.strip() for one in re.split(r"[.!?:]\s|\n", text) if one.strip()]
    long = [one for one in sentences if len(one.split()) > 16]
    assert long == []


def test_a_code_of_which_nothing_is_held_gets_no_folder(tmp_path: Path, data: Path) -> None:
    with pytest.raises(UsageError) as refused:
        handed_out(data, tmp_path / "out", "P99")
    assert (refused.value.code, (tmp_path / "out").exists()) == ("G145", False)


def test_passages_that_somebody_watched_leave_and_the_rest_of_the_film_stays(
    tmp_path: Path, data: Path
) -> None:
    group = next((data / "sessions").glob("*d002"))
    (group / "room" / "salle.01.mp4").unlink()
    (group / "room" / "salle.frames.csv").unlink()
    film_in(group)
    here = ("disclose", "P07", "--sessions", data / "sessions", "--lang", "en")
    ran = nao_sessions_here(*here, "--list-films", "--out", tmp_path / "list.csv")
    assert (ran.returncode, "1 film shows other children" in ran.stderr) == (0, True), ran.stderr
    listed = (tmp_path / "list.csv").read_text(encoding="utf-8")
    assert f"{group.name},room.01.mp4,,,,,,,\n" in listed
    assert "d001" not in listed  # that film is handed out as it is
    told = f"{group.name},room.01.mp4,"

    def written(times: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(listed.replace(f"{told},,,,,,", f"{told}{times},50,0,100,100,no"), encoding="utf-8")
        return path

    given = ("--out", tmp_path / "out", "--plain", "x", "--passages")
    for times, why in (
        ("9m00,9m10", "not in the time of the film"),
        ("2s,9m10", "not in the time"),
        ("3s,2s", "ends before it"),
    ):
        ran = nao_sessions_here(*here, *given, written(times), "--by", "A01")
        assert (ran.returncode, why in ran.stderr, "line 2" in ran.stderr) == (2, True, True), ran.stderr
    assert not (tmp_path / "out").exists()
    ran = nao_sessions_here(*here, *given, written("2s,3.5s"))
    assert (ran.returncode, "G186" in ran.stderr) == (2, True)
    ran = nao_sessions_here(*here, *given, written("2s,3.5s"), "--by", "A01")
    assert ran.returncode == 0, ran.stderr
    files = contents(tmp_path / "out")
    assert {name for name in files if name.startswith("film/")} == {
        "film/01-salle.01.mp4",
        "film/02-1-room.01.mp4",
    }
    assert (group / "room" / "room.01.mp4").read_bytes()[:64] not in files["film/02-1-room.01.mp4"]
    page = html.unescape(files["page.html"].decode())
    assert "une partie est dans ce dossier" in page
    assert "Un morceau de l'image peut être noir." in page
    assert "from 0m02.000 to 0m03.500, 1.5 s; of the picture 50 to 100 % across" in ran.stderr
    (kept,) = [line for line in House.default().lines() if line["kind"] == "export"]
    assert (kept["by"], len(kept["passages"])) == ("A01", 1)
    assert kept["passages"][0] == {
        "session": group.name, "film": "room.01.mp4", "from_s": 2.0, "to_s": 3.5,
        "area": [0.5, 0.0, 1.0, 1.0], "sound": False,
    }  # fmt: skip


def test_a_film_that_somebody_objects_to_is_handed_to_nobody(tmp_path: Path, data: Path) -> None:
    """Another child's, though somebody watched it; and the child's own, unless somebody decides so."""
    group = next((data / "sessions").glob("*d002"))
    table = tmp_path / "table.csv"
    table.write_text(f"{HEAD}{group.name},salle.01.mp4,1s,2s,0,0,50,100,no\n", encoding="utf-8")
    here = ("disclose", "P07", "--sessions", data / "sessions", "--lang", "en", "--out")
    LedgerFile.default().add(said("H2", "withdraws", OTHER, recorders=("camera:salle",)))
    ran = nao_sessions_here(*here, tmp_path / "a", "--plain", "x", "--by", "A01", "--passages", table)
    assert (ran.returncode, "somebody objects to this film" in ran.stderr) == (2, True), ran.stderr
    ran = nao_sessions_here(*here, tmp_path / "list.csv", "--list-films")
    assert (ran.returncode, group.name in (tmp_path / "list.csv").read_text(encoding="utf-8")) == (0, False)
    assert [name for name in handed_out(data, tmp_path / "own") if name.startswith("film/")] == [
        "film/01-salle.01.mp4"
    ]
    LedgerFile.default().add(said("H2", "withdraws", recorders=("camera:salle",)))
    ran = nao_sessions_here(*here, tmp_path / "b", "--plain", "x")
    assert (ran.returncode, "The films of 2 sessions are not in it" in ran.stderr) == (0, True), ran.stderr
    files = contents(tmp_path / "b")
    assert not any(FILM[:64] in one or GROUP_FILM[:64] in one for one in files.values())
    page = html.unescape(files["page.html"].decode())
    assert "quelqu'un l'a refusé" in page
    assert "Demandez vite" in page
    ran = nao_sessions_here(*here, tmp_path / "c", "--plain", "x", "--refused-too", "decided by the director")
    files = contents(tmp_path / "c")
    assert files["film/01-salle.01.mp4"] == FILM
    assert not any(GROUP_FILM[:64] in one for one in files.values())
    (*_, kept) = [line for line in House.default().lines() if line["kind"] == "export"]
    assert kept["refused_too"] == "decided by the director"
    assert [one.act for one in read_acts(House.default())][-2:] == ["exported", "exported_refused"]
    page = html.unescape(files["page.html"].decode())
    assert "donné, alors que quelqu'un l'a refusé" in page
    assert "Ne le montrez à personne d'autre." in page
    own = next((data / "sessions").glob("*d001"))
    over = {"dir": "note", "at": 1, "t": 1, "source": "session", "kind": "film_over", "data": {"press": "1"}}
    log = (own / "events.jsonl").read_bytes()
    over = {"seq": log.count(b"\n"), **over}
    (own / "events.jsonl").write_bytes(log + json.dumps(over).encode() + b"\n")
    ran = nao_sessions_here(*here, tmp_path / "d", "--plain", "x", "--refused-too", "decided by the director")
    assert (ran.returncode, "filming was ended in" in ran.stderr) == (0, True), ran.stderr
    assert not any(one == FILM for one in contents(tmp_path / "d").values())


def test_a_film_of_which_no_passage_can_be_made_leaves_nothing_behind(tmp_path: Path, data: Path) -> None:
    group = next((data / "sessions").glob("*d002"))
    (group / "room" / "salle.01.mp4").unlink()
    (group / "room" / "salle.frames.csv").unlink()
    film_in(group).write_bytes(b"no film")
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}{group.name},room.01.mp4,2s,3s,all,,,,\n", encoding="utf-8")
    asked = ("disclose", "P07", "--out", tmp_path / "out", "--plain", "x", "--passages", path, "--by", "A01")
    ran = nao_sessions_here(*asked, "--lang", "en")
    assert (ran.returncode, "E130" in ran.stderr) == (1, True), ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_session_that_is_there_twice_gives_no_passage(tmp_path: Path, data: Path) -> None:
    group = next((data / "sessions").glob("*d002"))
    shutil.copytree(group, tmp_path / "restored" / group.name)
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}{group.name},salle.01.mp4,0s,1s,all,,,,\n", encoding="utf-8")
    roots = ("--sessions", data / "sessions", "--sessions", tmp_path / "restored")
    ran = nao_sessions_here(
        "disclose",
        "P07",
        "--out",
        tmp_path / "out",
        "--passages",
        path,
        "--by",
        "A01",
        "--lang",
        "en",
        *roots,
    )
    assert (ran.returncode, "two sessions of this name" in ran.stderr) == (2, True), ran.stderr


def test_a_passage_of_a_session_that_is_not_the_childs_is_refused(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "list.csv"
    for number in (1, 3):
        session = next((data / "sessions").glob(f"*d00{number}")).name
        path.write_text(
            f"{HEAD}{session},salle.01.mp4,1s,2s,all,,,,\n",
            encoding="utf-8",
        )
        ran = nao_sessions_here(
            "disclose", "P07", "--out", tmp_path / "out", "--passages", path, "--by", "A01", "--lang", "en"
        )
        assert (ran.returncode, "no session of this name with other children" in ran.stderr) == (2, True)


def test_it_is_sealed_unless_a_reason_is_given_and_the_journal_keeps_it(tmp_path: Path, data: Path) -> None:
    ran = nao_sessions_here("disclose", "P07", "--out", tmp_path / "out", "--lang", "fr")
    assert ran.returncode == 0, ran.stderr
    sealed = Path(ran.stdout.strip())
    assert (sealed.name, (tmp_path / "out").exists()) == ("out.tar.age", False)
    assert FILM[:64] not in sealed.read_bytes()
    opened = open_sealed(sealed, tmp_path / "opened", None, House.default())
    assert (opened / "page.html").is_file()
    ran = nao_sessions_here(
        "disclose", "P07", "--out", tmp_path / "plain", "--plain", "a USB stick", "--lang", "en"
    )
    assert ran.returncode == 0, ran.stderr
    assert contents(tmp_path / "plain").keys() == contents(opened).keys()
    kept = [line for line in House.default().lines() if line["kind"] == "export"]
    assert [(line["format"], line["plain"], len(line["sessions"])) for line in kept] == [
        ("disclosure", "", 2),
        ("disclosure", "a USB stick", 2),
    ]
    ran = nao_sessions_here("disclose", "P07", "--out", tmp_path / "plain", "--plain", "x", "--lang", "en")
    assert (ran.returncode, "G132" in ran.stderr) == (2, True)


def test_a_ledger_that_cannot_be_trusted_hands_nothing_out(tmp_path: Path, data: Path) -> None:
    ledger = House.default().path / "grounds.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"agrees"', b'"refuse"', 1))
    ran = nao_sessions_here("disclose", "P07", "--out", tmp_path / "out", "--plain", "x", "--lang", "en")
    assert (ran.returncode, "G120" in ran.stderr) == (1, True), ran.stderr
    assert not contents(tmp_path / "out")
