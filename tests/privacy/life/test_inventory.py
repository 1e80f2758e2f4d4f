"""The sheet for a breach: whose data, how much, where, where it went, and what is not known."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import time
from pathlib import Path

import pytest

from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.life.erasure import ErasurePlaces, decide, finish, plan_erasure
from nao_sessions.privacy.life.inventory import Inventory, take_inventory
from nao_sessions.privacy.life.inventory_page import inventory_lines, inventory_page
from nao_sessions.record.house import House
from tests.cli.in_process import nao_sessions_here
from tests.console.rehearsed_folder import make_session
from tests.privacy.families import USUAL, write
from tests.privacy.life.user import own_data, record
from tests.record.made_folder import make_folder

SECOND = 1_000_000_000


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a user, with nothing in it."""
    return own_data(tmp_path, monkeypatch)


def taken(data: Path) -> Inventory:
    return take_inventory((data / "sessions",), House.default())


def film_of(folder: Path, seconds: int, name: str = "salle") -> None:
    """Give a session's recording an index of a picture a second, and a table of sound of half that."""
    head = "segment,frame,pts,key,arrival_ns,source_t,flags\n"
    lines = (f"1,{at},{at},1,{5 * SECOND + at * SECOND},,\n" for at in range(seconds + 1))
    (folder / "room" / f"{name}.frames.csv").write_text(head + "".join(lines))
    sound = (f"1,{at},{5 * SECOND + at * SECOND},-20,-30\n" for at in range(seconds // 2 + 1))
    levels = "segment,pts,arrival_ns,peak_db,rms_db\n" + "".join(sound)
    (folder / "room" / f"{name}.levels.csv").write_text(levels)


def test_persons_sessions_hours_and_places_are_counted(data: Path) -> None:
    film_of(record(data, 1), 3600)
    film_of(record(data, 2, ("P07", "P08")), 1800)
    make_session(data / "sessions", children=("V01",), day=5, rehearsal=True)
    found = taken(data)
    # the ground of that one is not "simulation": it counts as a session of a person
    assert [one.code for one in found.persons] == ["P07", "P08", "V01"]
    first, second, _ = found.persons
    assert (first.sessions, first.filmed, second.sessions) == (2, 2, 1)
    assert (first.film_hours, second.film_hours) == (1.5, 0.5)
    assert (first.sound_hours, second.sound_hours) == (0.75, 0.25)
    assert (first.first_utc[:10], first.last_utc[:10]) == ("2026-11-25", "2026-11-26")
    assert (found.film_hours, found.sound_hours) == (1.5, 0.75)
    (place,) = found.places
    size = sum(path.stat().st_size for path in (data / "sessions").rglob("*") if path.is_file())
    assert (place.sessions, place.size_bytes, place.open) == (3, size, True)


def test_a_simulated_session_is_of_nobody(data: Path) -> None:
    folder = make_session(data / "sessions", rehearsal=True)
    facts = json.loads((folder / "session.json").read_text())
    facts["ground"]["text"] = "simulation"
    (folder / "session.json").write_text(json.dumps(facts))
    found = taken(data)
    assert (found.simulated, found.persons, found.sessions) == (1, (), ())


def test_what_left_and_what_was_agreed_is_told(data: Path) -> None:
    write(LedgerFile.default(), USUAL)
    house = House.default()
    (house.path / "recipients.txt").write_text("age1abc  # the researcher\n")
    folder = record(data, 1)
    house.note("export", sessions=[folder.name], format="csv", to=["age1abc"], plain="")
    house.note("export", sessions=[folder.name], format="eaf", to=[], plain="a USB stick")
    house.note("backup", place="/media/stick", repository="r", snapshot="s", at_utc="2026-11-30T10:00:00Z")
    house.note("person", act="opened", person="A01", where="console", about=folder.name)
    found = taken(data)
    assert [(one.format, one.to, one.plain) for one in found.exports] == [
        ("csv", ("the researcher",), ""),
        ("eaf", (), "a USB stick"),
    ]
    assert [(one.place, one.number) for one in found.backups] == [("/media/stick", 1)]
    assert [(one.purpose, one.legal) for one in found.purposes] == [("support", "consent")]
    by_code = {one.code: one for one in found.persons}
    assert (by_code["P07"].agreed_until, by_code["P07"].exports) == ("2027-08-31", 2)
    assert found.last_look != ""
    text = "\n".join(inventory_lines(found, "fr")).replace("\u00a0", " ")
    for words in ("the researcher", "NON scellé : a USB stick", "/media/stick", "2027-08-31"):
        assert words in text


def test_what_cannot_be_read_is_told_and_hides_nothing(data: Path) -> None:
    record(data, 1)
    broken = record(data, 2, ("P08",))
    (broken / "session.json").write_text("{")
    linked = record(data, 3, ("P09",))
    (linked / "room" / "link.mp4").symlink_to("/etc/passwd")
    unindexed = record(data, 4, ("P10",))
    (unindexed / "room" / "salle.frames.csv").unlink()
    (House.default().path / "grounds.jsonl").write_text("{}\n")
    found = taken(data)
    assert {one.name for one in found.unread} >= {broken.name, linked.name}
    assert len(found.unread) == 3
    assert [one.code for one in found.persons] == ["P07", "P10"]
    assert sum(one.unknown for one in found.sessions) >= 1
    text = "\n".join(inventory_lines(found, "en"))
    assert broken.name in text
    assert "not in the ledger (P07, P10)" in text


def test_the_command_writes_a_page_a_table_and_json(tmp_path: Path, data: Path) -> None:
    record(data, 1)
    for language in ("en", "fr"):
        assert "P07" in nao_sessions_here("inventory", "--lang", language).stdout
    page, table = tmp_path / "page.html", tmp_path / "table.csv"
    ran = nao_sessions_here("inventory", "-o", page, "--csv", table, "--json", "--lang", "fr")
    assert json.loads(ran.stdout)["persons"][0]["code"] == "P07"
    assert "P07" in page.read_text(encoding="utf-8")
    (row,) = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    assert (row["code"], row["sessions"]) == ("P07", "1")
    assert inventory_page(taken(data), "en").startswith("<!doctype html>")


@pytest.mark.long
def test_two_hundred_sessions_are_counted(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [f"P{number:02}" for number in range(1, 31)]
    expected = dict.fromkeys(codes, 0)
    for number in range(200):
        children = (codes[number % 30],) if number % 3 else (codes[number % 30], codes[(number + 7) % 30])
        film_of(record(data, number, children, film=b"film"), 60)
        for code in children:
            expected[code] += 1
    began = time.monotonic()
    found = taken(data)
    with capsys.disabled():
        print(f"\ninventory of 200 sessions: {time.monotonic() - began:.1f} s")
    assert {one.code: one.sessions for one in found.persons} == expected


def test_a_session_that_vanished_is_named_and_one_that_was_erased_is_not(data: Path) -> None:
    gone, erased, kept = record(data, 1), record(data, 2, ("P08",)), record(data, 3, ("P09",))
    assert taken(data).missing == ()
    elsewhere = data / "elsewhere" / "another name"
    elsewhere.parent.mkdir()
    kept.rename(elsewhere)
    shutil.rmtree(gone)
    places = ErasurePlaces(House.default(), (data / "sessions",), (data / "console",), (), data / "tmp")
    decide(plan_erasure("P08", "cut", places), "", places)
    finish(places.house)
    assert not erased.exists()
    found = taken(data)
    assert [one.name for one in found.missing] == [gone.name, kept.name]
    told = "\n".join(inventory_lines(found, "en"))
    assert told.count("it lies in none of these folders") == 2
    both = take_inventory((data / "sessions", data / "elsewhere"), House.default())
    assert [one.name for one in both.missing] == [gone.name]
    assert both.to_json()["missing"][0]["seal"]


def test_a_session_that_vanished_before_it_was_closed_is_named(data: Path) -> None:
    gone = make_folder(data / "sessions", closed=False)
    content = gone.events.read_bytes()
    House.default().note_head(gone.path.name, len(content), hashlib.sha256(content).hexdigest())
    assert taken(data).missing == ()
    shutil.rmtree(gone.path)
    found = taken(data)
    assert [(one.name, one.closed_utc, one.seen_utc != "") for one in found.missing] == [
        (gone.path.name, "", True)
    ]
    assert "which was never closed and ran at" in "\n".join(inventory_lines(found, "en"))
