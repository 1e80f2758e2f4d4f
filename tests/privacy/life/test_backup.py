"""Backups with the real restic: put back byte for byte, tried, forgotten; and what the world does to them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.places import VaultPlace, data_path
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.life.backup import (
    KnownBackups,
    back_up,
    backups_known,
    compare,
    forget,
    key_of,
    last_rehearsal,
    latest,
    make_key,
    read_key,
    rehearse,
    restore,
)
from nao_sessions.privacy.life.erasure import ErasurePlaces, decide, finish, plan_erasure
from nao_sessions.privacy.life.hold import begin_hold
from nao_sessions.privacy.life.restic import Repository, Snapshot
from nao_sessions.record.additions.notes import NotesSection, append_note
from nao_sessions.record.house import House
from tests.cli.in_process import nao_sessions_here
from tests.kills.processes import until
from tests.privacy.families import write
from tests.privacy.life.user import WHEN, console_keeps, need_restic, own_data, record
from tests.small_disk import fill, small_disk, vanish
from tests.vaults import PASSPHRASE, closed_after

pytestmark = pytest.mark.alone


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a user, with two sessions and what the console keeps."""
    need_restic()
    data = own_data(tmp_path, monkeypatch)
    record(data, 1)
    record(data, 2, ("P07", "P08"))
    console_keeps(data, "participants.json", b"[]")
    return data


@pytest.fixture
def house(data: Path) -> House:
    """The house of the user, with a key of its backups."""
    house = House.default()
    make_key(house)
    return house


def repository(house: House, place: Path) -> Repository:
    return Repository(place, read_key(house) or "")


def backed_up(house: House, data: Path, place: Path) -> Repository:
    made = repository(house, place)
    back_up(made, data, house, new=True)
    return made


def contents(data: Path) -> dict[str, bytes]:
    files = (path for path in data.rglob("*") if path.is_file())
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in files}


def refusal(refused: pytest.ExceptionInfo[NaoSessionsError]) -> str:
    assert refused.value.hint is not None
    return refused.value.code


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in which a restic of the test's own keeps how it was called, before it calls the real one."""
    real, told = shutil.which("restic"), tmp_path / "told"
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "restic"
    program.write_text(f'#!/bin/sh\n{{ echo "$@"; env; }} >> {told}\nexec {real} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return told


def test_what_was_backed_up_comes_back_byte_for_byte_and_verifies(
    tmp_path: Path, data: Path, house: House
) -> None:
    before = contents(data)
    made = backed_up(house, data, tmp_path / "stick")
    append_note(next((data / "sessions").iterdir()), NotesSection(WHEN, "free", "Notes", "later"))
    place = tmp_path / "new"
    found = restore(made, latest(made), place)
    after = contents(place)
    # the journal grows by the lines that say so, and the lock of the house is nobody's data
    assert before.keys() == after.keys()
    grown = {name for name in before if before[name] != after[name]}
    assert grown == {"house/journal.jsonl"}
    assert after["house/journal.jsonl"].startswith(before["house/journal.jsonl"])
    assert [one.sound for one in found.sessions] == [True, True]
    for one in found.sessions:
        assert one.found is not None
        assert one.found.authenticity.standing == "authentic"
        (said,) = one.found.authenticity.reasons
        assert f"from the backup of {latest(made).when_utc}" in said.en
    assert sorted(path.name for path in place.iterdir()) == ["console", "house", "sessions"]
    assert stat_mode(place / "house" / "signing.pem") == 0o600


def stat_mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_session_that_was_changed_in_the_backup_is_told_when_it_is_back(
    tmp_path: Path, data: Path, house: House
) -> None:
    (film,) = (data / "sessions").glob("*d001/room/salle.01.mp4")
    film.write_bytes(b"another film")
    made = backed_up(house, data, tmp_path / "stick")
    found = restore(made, latest(made), tmp_path / "new")
    assert [one.sound for one in found.sessions] == [False, True]


def test_what_was_erased_since_does_not_come_back(tmp_path: Path, data: Path, house: House) -> None:
    write(LedgerFile(house))
    record(data, 3, ("P08", "P09"))
    made = backed_up(house, data, tmp_path / "stick")
    alone, group, others = sorted(path.name for path in (data / "sessions").iterdir())
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    places = ErasurePlaces(house, (data / "sessions",), (data / "console",), (), temporary)
    decide(plan_erasure("P07", "cut", places), "", places)
    finish(house)
    assert sorted(path.name for path in (data / "sessions").iterdir()) == [group, others]
    found = restore(made, latest(made), tmp_path / "new", house)
    # the child's own session was erased, the group's was cut: neither comes back as it was
    assert [one.name for one in found.sessions] == [others]
    assert (found.erased, found.codes) == (2, ("P07",))
    assert [path.name for path in (tmp_path / "new" / "sessions").iterdir()] == [others]
    assert alone not in {one.name for one in found.sessions}
    assert restore(made, latest(made), tmp_path / "other").erased == 0


def test_a_restore_is_tried_in_the_vault_compared_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watched: Path
) -> None:
    need_restic()
    for name in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    with closed_after(VaultPlace.default()) as vault:
        vault.create(PASSPHRASE)
        vault.open(PASSPHRASE)
        data, house = data_path(), House.default()
        assert data == vault.place.opened
        record(data, 1)
        make_key(house)
        made = backed_up(house, data, tmp_path / "stick")
        assert last_rehearsal(house) is None
        found = rehearse(made, latest(made), data, house)
        (target,) = re.findall(r"--target (\S+)", watched.read_text())
        assert Path(target).is_relative_to(data / "tmp")
        assert list((data / "tmp").iterdir()) == []
        # key and journal were written to since, or in the second of the backup
        assert (found.wrong, found.gone, found.sessions) == ((), 0, 1)
        assert found.bytes > 200_000
        last = last_rehearsal(house)
        assert last is not None
        assert (last.good, last.backup_utc) == (True, latest(made).when_utc)


def test_a_file_that_differs_or_is_missing_in_a_backup_is_named(tmp_path: Path, data: Path) -> None:
    restored = tmp_path / "restored"
    shutil.copytree(data, restored)
    later = Snapshot("x", (datetime.now(UTC) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert compare(restored, data, later).wrong == ()
    (film,) = restored.glob("sessions/*d001/room/salle.01.mp4")
    content = bytearray(film.read_bytes())
    content[5] ^= 1
    film.write_bytes(content)
    (restored / "console" / "participants.json").unlink()
    found = compare(restored, data, later)
    assert found.wrong == ("console/participants.json", film.relative_to(restored).as_posix())
    shutil.rmtree(data / "sessions")
    assert compare(restored, data, later).gone > 2
    assert compare(restored, data, Snapshot("x", "2020-01-01T00:00:00Z")).files == 0


def test_a_rehearsal_that_found_something_is_kept_as_such(
    tmp_path: Path, data: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backed_up(house, data, tmp_path / "stick")
    snapshot = latest(made)
    later = Snapshot(snapshot.id, "2099-01-01T00:00:00Z")
    console_keeps(data, "since.json", b"{}")
    found = rehearse(made, later, data, house)
    assert "console/since.json" in found.wrong
    last = last_rehearsal(house)
    assert last is not None
    assert not last.good


def test_another_key_opens_nothing(tmp_path: Path, data: Path, house: House) -> None:
    made = backed_up(house, data, tmp_path / "stick")
    key = made.key
    other = Repository(made.place, key[:-1] + ("0" if key[-1] != "0" else "1"))
    for act in (other.snapshots, other.check, lambda: restore(other, latest(made), tmp_path / "new")):
        with pytest.raises(NaoSessionsError) as refused:
            act()
        assert refusal(refused) == "G172"
    assert key_of(f"  {key.upper().replace('-', ' ')} ") == key


def test_a_stick_that_is_not_there_gets_no_new_backups(tmp_path: Path, data: Path, house: House) -> None:
    with pytest.raises(NaoSessionsError) as refused:
        back_up(repository(house, tmp_path / "stick"), data, house)
    assert (refusal(refused), (tmp_path / "stick").exists()) == ("G171", False)
    made = backed_up(house, data, tmp_path / "stick")
    with pytest.raises(NaoSessionsError) as refused:
        back_up(made, data, house, new=True)
    assert refusal(refused) == "G180"
    with pytest.raises(NaoSessionsError) as refused:
        back_up(repository(house, data / "sessions" / "stick"), data, house, new=True)
    assert refusal(refused) == "G179"


def test_an_empty_stick_has_nothing_to_put_back(tmp_path: Path, data: Path, house: House) -> None:
    empty = repository(house, tmp_path / "stick")
    empty.create()
    with pytest.raises(NaoSessionsError) as refused:
        latest(empty)
    assert refusal(refused) == "G181"


def test_a_damaged_backup_is_found_by_reading_it(tmp_path: Path, data: Path, house: House) -> None:
    made = backed_up(house, data, tmp_path / "stick")
    made.check()
    pack = max(
        (path for path in (made.place / "data").rglob("*") if path.is_file()), key=lambda p: p.stat().st_size
    )
    pack.chmod(0o600)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(content)
    with pytest.raises(NaoSessionsError) as refused:
        made.check()
    assert refusal(refused) == "G176"
    with pytest.raises(NaoSessionsError) as refused:
        restore(made, latest(made), tmp_path / "new")
    assert refusal(refused) == "G176"
    assert list((tmp_path / "new").iterdir()) == []
    pack.unlink()
    with pytest.raises(NaoSessionsError) as refused:
        made.check()
    assert refusal(refused) == "G176"


def test_backups_that_somebody_else_is_at_are_left_alone(tmp_path: Path, data: Path, house: House) -> None:
    made = backed_up(house, data, tmp_path / "stick")
    back_up(made, data, house)
    key = tmp_path / "key"
    key.write_text(made.key)
    other_command = ["restic", "--no-cache", "--repo", str(made.place), "--password-file", str(key)]
    with subprocess.Popen(
        [*other_command, "backup", "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as other:
        until(lambda: any((made.place / "locks").iterdir()), "the other has its lock")
        try:
            with pytest.raises(NaoSessionsError) as refused:
                forget(made, house, 0, datetime.now(UTC))
            assert refusal(refused) == "G173"
        finally:
            other.kill()
    # it died, and its lock is good for nothing any more
    assert len(forget(made, house, 0, datetime.now(UTC))) == 1


def test_a_full_stick_keeps_what_was_backed_up_before(tmp_path: Path, data: Path, house: House) -> None:
    with small_disk(tmp_path / "stick", "24m") as stick:
        made = backed_up(house, data, stick)
        record(data, 3, film=os.urandom(4_000_000))
        fill(stick, leave_bytes=1_000_000)
        with pytest.raises(NaoSessionsError) as refused:
            back_up(made, data, house)
        assert refusal(refused) == "G174"
        (stick / "filler").unlink()
        made.check()
        assert len(made.snapshots()) == 1
        assert backups_known(house)[0].number == 1


def test_a_stick_that_is_pulled_out_in_the_middle_is_told(tmp_path: Path, data: Path, house: House) -> None:
    with small_disk(tmp_path / "stick", "300m") as stick:
        made = backed_up(house, data, stick)
        record(data, 3, film=os.urandom(150_000_000))
        before = set((stick / "data").rglob("*"))

        def pull() -> None:
            until(lambda: set((stick / "data").rglob("*")) != before, "something was written")
            vanish(stick)

        puller = threading.Thread(target=pull)
        puller.start()
        with pytest.raises(NaoSessionsError) as refused:
            back_up(made, data, house)
        puller.join()
        assert refusal(refused) == "G175"
        assert not (stick / "config").exists()
        assert backups_known(house)[0].number == 1


def test_a_backup_that_was_killed_is_in_nobodys_way(tmp_path: Path, data: Path, house: House) -> None:
    made = backed_up(house, data, tmp_path / "stick")
    record(data, 3, film=os.urandom(60_000_000))
    command = ["restic", "--no-cache", "--repo", str(made.place), "backup", "sessions"]
    with subprocess.Popen(
        command, cwd=data, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as killed:
        assert killed.stdin is not None
        killed.stdin.write(f"{made.key}\n")
        killed.stdin.close()
        until(lambda: any((made.place / "locks").iterdir()), "it has begun")
        killed.kill()
    back_up(made, data, house)
    assert len(forget(made, house, 0, datetime.now(UTC))) == 1
    made.check()


def test_a_disk_that_is_too_small_gets_nothing_back(
    tmp_path: Path, data: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(data, 3, film=os.urandom(4_000_000))
    made = backed_up(house, data, tmp_path / "stick")
    with small_disk(tmp_path / "new", "2m") as place:
        with pytest.raises(NaoSessionsError) as refused:
            restore(made, latest(made), place)
        assert (refusal(refused), list(place.iterdir())) == ("G174", [])
        # it fills up in the middle
        monkeypatch.setattr(Repository, "restored_bytes", lambda *_: 0)
        with pytest.raises(NaoSessionsError) as refused:
            restore(made, latest(made), place)
        assert (refusal(refused), list(place.iterdir())) == ("G174", [])


def test_nothing_is_put_back_over_recordings(tmp_path: Path, data: Path, house: House) -> None:
    made = backed_up(house, data, tmp_path / "stick")
    before = contents(data)
    with pytest.raises(NaoSessionsError) as refused:
        restore(made, latest(made), data)
    assert refusal(refused) == "G182"
    assert contents(data) == before


def test_a_computer_without_restic_says_what_to_install(
    tmp_path: Path, data: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NaoSessionsError) as refused:
        repository(house, tmp_path / "stick").check()
    assert refusal(refused) == "G170"


def test_old_backups_go_and_the_newest_stays(tmp_path: Path, data: Path, house: House) -> None:
    assert backups_known(house) == ()
    made = backed_up(house, data, tmp_path / "stick")
    first = latest(made)
    back_up(made, data, house)
    second = latest(made)
    known = KnownBackups(str(made.place), made.id(), 2, first.when_utc, second.when_utc)
    assert backups_known(house) == (known,)
    now = datetime.now(UTC)
    assert forget(made, house, 1, now) == ()
    begin_hold("an export went astray", house)
    with pytest.raises(NaoSessionsError) as refused:
        forget(made, house, 0, now)
    assert (refusal(refused), len(made.snapshots())) == ("G140", 2)
    house.note("hold", on=False, reason="")
    assert forget(made, house, 1, now + timedelta(days=2)) == (first,)
    assert (made.snapshots(), forget(made, house, 0, now)) == ((second,), ())
    assert [one.number for one in backups_known(house)] == [1]


def test_the_key_is_on_two_papers_and_on_no_command_line(tmp_path: Path, data: Path, watched: Path) -> None:
    stick, papers = tmp_path / "stick", Path("/dev/shm") / tmp_path.name
    ran = nao_sessions_here("backup", stick, "--new", "--yes", "--lang", "en")
    assert (ran.returncode, "G121" in ran.stderr, stick.exists()) == (2, True, False)
    try:
        ran = nao_sessions_here("backup", stick, "--new", "--yes", "--papers", papers, "--lang", "en")
        assert ran.returncode == 0, ran.stderr
        key = read_key(House.default()) or "-"
        pages = [path.read_text(encoding="utf-8") for path in papers.iterdir()]
        assert [key in page for page in pages] == [True, True]
    finally:
        shutil.rmtree(papers, ignore_errors=True)
    assert "backup" in watched.read_text()
    assert key not in watched.read_text()
    file = tmp_path / "key"
    file.write_text(key)
    file.chmod(0o600)
    for options, code in (
        (("backup", stick), 0),
        (("backup", stick, "--check"), 0),
        (("restore", stick, "--list", "--key-file", file), 0),
        (("restore", stick, "--rehearse"), 0),
        (("restore", stick, tmp_path / "plain"), 2),
        (("restore", stick, tmp_path / "plain", "--unencrypted", "a test"), 0),
        (("restore", stick, tmp_path / "other", "--unencrypted", "a test", "--of", "1999"), 2),
        (("backup", stick, "--forget", "--days", "0"), 0),
    ):
        ran = nao_sessions_here(*options, "--lang", "fr")
        assert (options[0], ran.returncode) == (options[0], code), ran.stderr
    assert "G183" in nao_sessions_here("restore", stick, tmp_path / "more", "--lang", "en").stderr
