"""Whoever has a session's folder, and makes all its sums again, is found by its signature."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.record.additions.afterwards import ChildsWord, append_word
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction
from nao_sessions.record.additions.memos import add_to_memo, begin_memo, end_memo
from nao_sessions.record.additions.notes import NotesSection, append_note
from nao_sessions.record.checksums import write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House, canonical, digest
from nao_sessions.record.recover import recover
from nao_sessions.record.signature import (
    CHAIN_FILE,
    SIGNATURE_FILE,
    SessionCut,
    authenticity,
    note_restored,
    read_seal,
    read_seal_of_additions,
    seal_of,
    sign_addition,
    sign_closed,
    sign_cut,
)
from nao_sessions.record.verify import verify
from tests.cli.in_process import nao_sessions_here
from tests.record.made_folder import make_folder

WHEN = "2026-11-30T10:00:00Z"

HONEST = int(os.environ.get("HONEST_FOLDERS", "60"))


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return House.default()


def correct(folder: SessionFolder, new: str = "correct") -> None:
    append_correction(folder.path, RecordCorrection(5, "judgement", "incorrect", new, "professional", WHEN))


def with_additions(parent: Path) -> SessionFolder:
    """Return a closed folder with recordings, and with later things of each kind."""
    folder = make_folder(parent, closed=False)
    (folder.room / "face.01.mp4").write_bytes(b"film of " + folder.path.name.encode())
    (folder.room / "face.frames.csv").write_text("segment,frame\n1,0\n")
    folder.clocks.write_text('{"at": 0}\n')
    recover(folder)
    correct(folder)
    append_note(folder.path, NotesSection(WHEN, "free", "Notes", "calme"))
    append_word(folder.path, ChildsWord("P07", "liked", WHEN))
    number = begin_memo(folder.path)
    add_to_memo(folder.path, number, 0, b"voice")
    end_memo(folder.path, number, 1.0)
    correct(folder, "prompted")
    return folder


def append(path: Path, line: str) -> None:
    with path.open("a") as stream:
        stream.write(line)


def slip_in(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("{}\n")


def rewrite(path: Path, before: str, after: str) -> None:
    content = path.read_text()
    assert before in content
    path.write_text(content.replace(before, after, 1))


def told(folder: SessionFolder, **changes: Any) -> None:
    """Change what ``session.json`` says."""
    record = json.loads(folder.manifest.read_text())
    folder.manifest.write_text(json.dumps(record | changes))


def relogged(folder: SessionFolder, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    """Change lines of the log, and make all that vouches for them again."""
    lines = [json.loads(line) for line in folder.events.read_text().splitlines()]
    lines = [line | {"seq": seq} for seq, line in enumerate(change(lines))]
    folder.events.write_text("".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines))
    first = folder.events.read_bytes().splitlines()[0]
    told(folder, start_sha256=hashlib.sha256(first).hexdigest())


def without_last_correction(folder: SessionFolder) -> None:
    """Take back the last line of corrections, and its signed line: all that the folder knows of it."""
    for name in ("corrections.jsonl", CHAIN_FILE):
        path = folder.path / name
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


def chain_backwards(folder: SessionFolder) -> None:
    path = folder.path / CHAIN_FILE
    path.write_text("".join(reversed(path.read_text().splitlines(keepends=True))))


def forged(folder: SessionFolder, other: SessionFolder) -> None:
    """Sign anew what was changed, with a key of one's own."""
    told(folder, participants=["P08"])
    record = json.loads((folder.path / SIGNATURE_FILE).read_text())
    said = {name: value for name, value in record.items() if name not in ("key", "signature")}
    said["manifest"] = hashlib.sha256(folder.manifest.read_bytes()).hexdigest()
    mine = House(folder.path.parent / "mine").signed(said)
    (folder.path / SIGNATURE_FILE).write_text(json.dumps(mine))


def recovered_anew(folder: SessionFolder, other: SessionFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Delete all that vouches for a folder, cut its log, and have another house close it."""
    for name in (SIGNATURE_FILE, "SHA256SUMS", "events.sums", CHAIN_FILE):
        (folder.path / name).unlink()
    told(folder, state="open", outcome="")
    folder.events.write_text("".join(folder.events.read_text().splitlines(keepends=True)[:9]))
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_DATA_HOME", str(folder.path.parent / "attacker"))
        recover(folder)


def swap(folder: SessionFolder, other: SessionFolder) -> None:
    for name in ("events.jsonl", "events.sums", "SHA256SUMS", "session.json"):
        shutil.copy(other.path / name, folder.path / name)


def swap_whole(folder: SessionFolder, other: SessionFolder) -> None:
    shutil.rmtree(folder.path)
    shutil.copytree(other.path, folder.path)
    told(folder, id=folder.path.name)


Change = Callable[[SessionFolder, SessionFolder], object]
NO_SUMS: dict[str, Change] = {
    "sums deleted": lambda one, _: one.checksums.unlink(),
    "all sums deleted": lambda one, _: [one.checksums.unlink(), (one.path / "events.sums").unlink()],
    "signature deleted": lambda one, _: (one.path / SIGNATURE_FILE).unlink(),
    "signature and chain deleted": lambda one, _: [
        (one.path / name).unlink() for name in (SIGNATURE_FILE, CHAIN_FILE)
    ],
    "signature of another session": lambda one, other: shutil.copy(
        other.path / SIGNATURE_FILE, one.path / SIGNATURE_FILE
    ),
    "signature edited": lambda one, _: rewrite(one.path / SIGNATURE_FILE, '"recovered"', '"closed"'),
    "signature torn": lambda one, _: (one.path / SIGNATURE_FILE).write_text("{"),
    "signed with another key": forged,
    "content of another session": swap,
    "another session under this name": swap_whole,
    "a correction added": lambda one, _: append(one.path / "corrections.jsonl", "{}\n"),
    "a correction changed": lambda one, _: rewrite(one.path / "corrections.jsonl", "prompted", "correct "),
    "corrections deleted": lambda one, _: (one.path / "corrections.jsonl").unlink(),
    "the last correction rolled back": lambda one, _: without_last_correction(one),
    "the chain in another order": lambda one, _: chain_backwards(one),
    "the chain cut": lambda one, _: (one.path / CHAIN_FILE).write_text(""),
    "the chain deleted": lambda one, _: (one.path / CHAIN_FILE).unlink(),
    "notes changed": lambda one, _: rewrite(one.path / "notes.md", "calme", "agité"),
    "a child's word changed": lambda one, _: rewrite(one.path / "after.jsonl", "liked", "disliked"),
    "a voice memo changed": lambda one, _: rewrite(one.path / "memos" / "01.webm", "voice", "other"),
    "an annotation slipped in": lambda one, _: slip_in(one.path / "annotations" / "AB.jsonl"),
    "a drawing slipped in": lambda one, _: slip_in(one.path / "slate" / "P07.jsonl"),
}
"""Changes that need no sum to be made again, or that take sums away."""


def halts(one: SessionFolder) -> None:
    one.halts.write_text('{"at": 5, "event": "halted"}\n')


WITH_SUMS: dict[str, Change] = {
    "date": lambda one, _: rewrite(one.manifest, '"utc_ns": 1', '"utc_ns": 2'),
    "child": lambda one, _: told(one, participants=["P08"]),
    "ground": lambda one, _: told(one, ground={"text": "both parents agree", "unencrypted": None}),
    "phase": lambda one, _: told(one, phase="baseline"),
    "room": lambda one, _: told(one, room={"cameras": ["other"]}),
    "robot": lambda one, _: told(one, robot={"simulator": False}),
    "software": lambda one, _: told(one, software={"nao_sessions": "9"}),
    "state": lambda one, _: told(one, state="closed"),
    "outcome": lambda one, _: told(one, outcome="completed"),
    "rehearsal": lambda one, _: told(one, rehearsal=False),
    "half the log": lambda one, _: relogged(one, lambda lines: lines[: len(lines) // 2]),
    "a line left out": lambda one, _: relogged(one, lambda lines: [*lines[:6], *lines[7:]]),
    "two lines exchanged": lambda one, _: relogged(one, lambda x: [*x[:6], x[7], x[6], *x[8:]]),
    "the engine's number": lambda one, _: relogged(
        one, lambda x: [{**x[0], "data": {**x[0]["data"], "engine": 1}}, *x[1:]]
    ),
    "whose turn it was": lambda one, _: relogged(one, lambda x: [*x[:-1], {**x[-1], "participant": "P08"}]),
    "clocks": lambda one, _: one.clocks.write_text('{"at": 1}\n'),
    "a halt added": lambda one, _: halts(one),
    "the protocol": lambda one, _: rewrite(one.protocol / "essai.yaml", "1.0.0", "1.0.1"),
    "another session's film": lambda one, other: shutil.copy(
        other.room / "face.01.mp4", one.room / "face.01.mp4"
    ),
    "a film added": lambda one, _: (one.room / "back.01.mp4").write_bytes(b"another film"),
    "a film deleted": lambda one, _: (one.room / "face.01.mp4").unlink(),
    "the times of frames": lambda one, _: rewrite(one.room / "face.frames.csv", "1,0", "1,9"),
}
"""Changes after which all sums are made again, as whoever knows the format would."""


@pytest.mark.parametrize("name", [*NO_SUMS, *WITH_SUMS, "deleted and recovered", "rolled back"])
def test_whoever_has_the_folder_is_found(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, other = with_additions(tmp_path), with_additions(tmp_path)
    assert authenticity(folder.path).standing == "authentic"
    if name == "deleted and recovered":
        recovered_anew(folder, other, monkeypatch)
    elif name == "rolled back":
        shutil.copytree(folder.path, tmp_path / "kept")
        correct(folder)
        shutil.rmtree(folder.path)
        shutil.copytree(tmp_path / "kept", folder.path)
    else:
        (NO_SUMS | WITH_SUMS)[name](folder, other)
        if name in WITH_SUMS:
            write_checksums(folder)
    found = authenticity(folder.path)
    assert found.standing == "changed", name
    assert found.reasons
    assert authenticity(other.path).standing == "authentic"


def test_what_was_slipped_in_before_the_next_signature_is_named(tmp_path: Path) -> None:
    folder = with_additions(tmp_path)
    line = '{"seq":5,"field":"judgement","old":"","new":"correct","who":"professional","when_utc":""}\n'
    append(folder.path / "corrections.jsonl", line)
    correct(folder)
    found = authenticity(folder.path)
    assert found.standing == "changed"
    assert "corrections.jsonl" in found.reasons[0].en


def test_a_log_cut_after_a_crash_is_found_by_its_last_head_though_its_owner_recovers_it(
    tmp_path: Path, house: House
) -> None:
    folder = make_folder(tmp_path, closed=False)
    content = folder.events.read_bytes()
    house.note_head(folder.path.name, len(content), hashlib.sha256(content).hexdigest())
    folder.events.write_text("".join(folder.events.read_text().splitlines(keepends=True)[:9]))
    assert authenticity(folder.path).standing == "changed"
    recover(folder)
    found = authenticity(folder.path)
    assert found.standing == "changed"
    assert f"{len(content)} bytes" in found.reasons[0].en


def test_a_folder_of_another_house_is_unknown_and_known_by_its_key_or_told_apart_by_its_seal(
    tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_additions(tmp_path)
    seal, (key,) = read_seal(folder.path), house.public_keys()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    assert authenticity(folder.path).standing == "unknown"
    assert authenticity(folder.path, keys=[key]).standing == "authentic"
    assert authenticity(folder.path, keys=[key], seals=[seal.upper()]).standing == "authentic"
    assert authenticity(folder.path, keys=[key], seals=["0000 0000 0000 0000"]).standing == "changed"


def test_a_folder_from_before_signatures_is_not_signed_and_not_called_changed(tmp_path: Path) -> None:
    folder = with_additions(tmp_path)
    shutil.rmtree(tmp_path / "data")
    for name in (SIGNATURE_FILE, CHAIN_FILE):
        (folder.path / name).unlink()
    found = verify(folder)
    assert found.authenticity.standing == "unsigned"


def test_a_lost_key_gives_a_new_one_and_both_are_named(tmp_path: Path, house: House) -> None:
    before = with_additions(tmp_path)
    (house.path / "signing.pem").unlink()
    after = with_additions(tmp_path)
    assert len(house.public_keys()) == 2
    first, second = (key[:16] for key in house.public_keys())
    assert [authenticity(one.path).standing for one in (before, after)] == ["authentic", "authentic"]
    crash, since, told = authenticity(before.path).reasons
    assert "after a crash" in crash.en
    assert f"earlier key of this house ({first}); it signs with {second}" in told.en
    assert f"signs with another key ({second}) since" in since.en  # whoever had the house may have changed it
    assert authenticity(after.path).reasons[1:] == (since,)


def test_a_key_that_was_put_in_the_place_of_another_is_noted_with_the_one_before(
    tmp_path: Path, house: House
) -> None:
    before = with_additions(tmp_path)
    other = House(tmp_path / "other")
    other.note("closed")
    shutil.copy(other.path / "signing.pem", house.path / "signing.pem")
    after = with_additions(tmp_path)
    assert house.public_keys() == (house.public_keys()[0], *other.public_keys())
    assert house.lines()[-1]["key"] == other.public_keys()[0]
    assert house.first_broken_line() is None
    assert [authenticity(one.path).standing for one in (before, after)] == ["authentic", "authentic"]


class Stranger:
    """Somebody who has a folder, and a key of his own."""

    def __init__(self, folder: SessionFolder) -> None:
        self.folder, self.house = folder, House(folder.path.parent / "stranger")

    def add(self) -> None:
        """Add a note and a correction to it, each signed."""
        notes, corrections = self.folder.path / "notes.md", self.folder.path / "corrections.jsonl"
        append(notes, "P07 a mordu.\n")
        append(corrections, corrections.read_text().splitlines()[0] + "\n")
        for path in (notes, corrections):
            sign_addition(path, house=self.house)

    def change_id(self, *, sign: bool = True) -> None:
        """Say that it is another session, agreed to by all, and sign that, or take the signature away."""
        told(self.folder, id=self.folder.path.name[:-1] + "x", ground={"text": "ledger of all"})
        for name in (SIGNATURE_FILE, CHAIN_FILE):
            (self.folder.path / name).unlink()
        if sign:
            sign_closed(self.folder.path, self.folder.checksums.read_bytes(), "closed", self.house)

    def cut(self) -> None:
        """Say that somebody was taken out of it, in place of the seal that it had."""
        seal = read_seal(self.folder.path)
        told(self.folder, ground={"text": "ledger of all"})
        cut = SessionCut("X0001", (seal,), (), "authentic", consistent=True, filmed=False)
        listing = self.folder.checksums.read_bytes()
        sign_cut(self.folder.path, listing, cut, "", self.house, recomputed=True)


@pytest.mark.parametrize(
    "deed", [Stranger.add, Stranger.change_id, lambda one: one.change_id(sign=False), Stranger.cut]
)
def test_what_a_stranger_signs_is_named_where_the_session_was_recorded(
    tmp_path: Path, deed: Callable[[Stranger], None]
) -> None:
    folder = with_additions(tmp_path)
    deed(Stranger(folder))
    assert authenticity(folder.path).standing == "changed"


def test_a_seal_that_was_kept_elsewhere_is_not_satisfied_by_a_cut_of_a_stranger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_additions(tmp_path)
    seal, (key,) = read_seal(folder.path), House.default().public_keys()
    Stranger(folder).cut()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "officer"))
    assert authenticity(folder.path, seals=[seal]).standing == "changed"
    told = authenticity(folder.path)
    assert (told.standing, any("Cut at" in one.en for one in told.reasons)) == ("unknown", True)
    found = verify(folder, keys=[key])
    assert (found.authenticity.standing, found.sound) == ("unknown", True)
    asked = nao_sessions_here("verify", folder.path, "--key", key)
    assert asked.returncode == 1  # somebody asked whether it is this house's


def test_a_log_cut_after_a_crash_is_found_though_the_folder_says_that_it_is_another_session(
    tmp_path: Path, house: House
) -> None:
    folder = make_folder(tmp_path, closed=False)
    content = folder.events.read_bytes()
    house.note_head(folder.path.name, len(content), hashlib.sha256(content).hexdigest())
    folder.events.write_bytes(b"".join(content.splitlines(keepends=True)[:9]))
    told(folder, id=folder.path.name[:-1] + "x")
    recover(folder)
    found = authenticity(folder.path)
    assert (found.standing, "its end was cut" in found.reasons[0].en) == ("changed", True)
    assert house.sessions_with_heads() == (folder.path.name,)


def test_a_folder_under_another_name_and_a_file_that_was_laid_in_are_named(tmp_path: Path) -> None:
    folder = with_additions(tmp_path)
    (folder.path / "page.html").write_text("<p>")
    other = folder.path.rename(tmp_path / "another")
    found = authenticity(other)
    told = " ".join(one.en for one in found.reasons)
    assert (found.standing, "page.html" in told, folder.path.name in told) == ("authentic", True, True)


def test_no_stranger_empties_a_line_of_the_house(tmp_path: Path, house: House) -> None:
    with_additions(tmp_path)
    journal = house.path / "journal.jsonl"
    lines = journal.read_bytes().splitlines()
    gone = digest(json.loads(lines[1]))
    lines[1] = canonical({"erased": gone})
    said = {"kind": "erased", "when_utc": WHEN, "emptied": [gone], "before": digest(json.loads(lines[-1]))}
    lines.append(canonical(House(tmp_path / "stranger").signed(said)))
    journal.write_bytes(b"\n".join(lines) + b"\n")
    assert (house.first_broken_line(), house.emptied()) == (2, frozenset())


def test_what_was_printed_of_additions_tells_a_house_and_folder_that_were_rolled_back_together(
    tmp_path: Path, house: House
) -> None:
    folder = with_additions(tmp_path)
    printed = read_seal_of_additions(folder.path)
    correct(folder, "incorrect")
    assert read_seal_of_additions(folder.path) != printed
    assert authenticity(folder.path, added=[printed.upper()]).standing == "authentic"
    journal = house.path / "journal.jsonl"
    lines = journal.read_text().splitlines(keepends=True)
    for _ in range(2):
        without_last_correction(folder)
        lines.pop()
    journal.write_text("".join(lines))
    assert authenticity(folder.path).standing == "authentic"
    found = authenticity(folder.path, added=[printed])
    assert found.standing == "changed"
    assert printed in found.reasons[0].en


def test_a_folder_that_was_put_back_from_a_backup_says_so_and_is_not_called_changed(
    tmp_path: Path,
) -> None:
    folder = with_additions(tmp_path)
    backup = tmp_path / "backup"
    shutil.copytree(folder.path, backup)
    correct(folder, "incorrect")
    shutil.rmtree(folder.path)
    shutil.copytree(backup, folder.path)
    assert authenticity(folder.path).standing == "changed"
    note_restored(folder.path, "2026-11-29T20:00:00Z")
    found = authenticity(folder.path)
    assert found.standing == "authentic"
    assert "from a backup of 2026-11-29T20:00:00Z: one thing" in found.reasons[0].en
    correct(folder, "correct")
    assert authenticity(folder.path).standing == "authentic"
    without_last_correction(folder)
    assert authenticity(folder.path).standing == "changed"


def test_a_backup_explains_nothing_that_was_taken_from_it(tmp_path: Path) -> None:
    folder = with_additions(tmp_path)
    note_restored(folder.path, "2026-11-29T20:00:00Z")
    without_last_correction(folder)
    assert authenticity(folder.path).standing == "changed"


def test_a_changed_journal_is_told(tmp_path: Path, house: House) -> None:
    folder = with_additions(tmp_path)
    rewrite(house.path / "journal.jsonl", '"kind":"closed"', '"kind":"opened"')
    assert authenticity(folder.path).standing == "changed"


def test_a_house_that_cannot_sign_keeps_no_session_from_being_closed(tmp_path: Path, house: House) -> None:
    house.path.parent.mkdir(parents=True)
    house.path.write_text("no folder")
    folder = with_additions(tmp_path)
    assert folder.checksums.is_file()
    assert not (folder.path / SIGNATURE_FILE).exists()
    assert len((folder.path / "corrections.jsonl").read_text().splitlines()) == 2


@pytest.mark.long
def test_none_of_many_honest_folders_is_called_changed(tmp_path: Path) -> None:
    seals = set()
    for number in range(HONEST):
        folder = with_additions(tmp_path) if number % 2 else make_folder(tmp_path, closed=True)
        if number % 5 == 0:
            correct(folder)
        copy = tmp_path / "copies" / folder.path.name
        shutil.copytree(folder.path, copy)
        assert authenticity(copy).standing == "authentic"
        seals.add(seal_of(json.loads((copy / SIGNATURE_FILE).read_text())))
    assert len(seals) == HONEST
