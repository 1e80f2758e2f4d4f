"""Nothing of a child who was erased is anywhere, and whoever stayed has a record that verifies."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.errors import FolderInUse, NaoSessionsError, RecordError, UsageError
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.life import erasure
from nao_sessions.privacy.life.cutting import CodeRemoval, cut_session
from nao_sessions.privacy.life.erasure import ErasurePlaces, Groups, decide, finish, plan_erasure
from nao_sessions.privacy.life.hold import begin_hold, end_hold
from nao_sessions.privacy.life.receipt import plan_in_words, receipt_in_words
from nao_sessions.privacy.persons import PersonsFile
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House, is_signed_well
from nao_sessions.record.signature import SessionCut, read_seal, read_seal_of_additions
from nao_sessions.record.verify import verify
from tests.privacy.life.workshop import Workshop, make_workshop, traces

CODE = "P03"
CUT = "Cut at"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a small workshop, made once: every test has a copy."""
    data = tmp_path_factory.mktemp("pristine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(data))
        made = make_workshop(data / "nao_sessions", children=4, sessions=6)
    sessions = [(str(folder.relative_to(data)), codes) for folder, codes in made.sessions]
    sums = {code: sorted(known) for code, known in made.sums.items()}
    (data / "of.json").write_text(json.dumps({"sessions": sessions, "sums": sums}))
    return data


@pytest.fixture
def workshop(pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A copy of the workshop, whose house is this user's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return copied(pristine, tmp_path)


def copied(pristine: Path, data: Path) -> Workshop:
    shutil.copytree(pristine / "nao_sessions", data / "nao_sessions")
    of = json.loads((pristine / "of.json").read_text())
    made = Workshop(data / "nao_sessions", House(data / "nao_sessions" / "house"))
    made.sums = {code: set(known) for code, known in of["sums"].items()}
    made.sessions = [(data / path, tuple(codes)) for path, codes in of["sessions"]]
    return made


def erase(
    code: str, places: ErasurePlaces, groups: Groups | None = "cut", reason: str = ""
) -> dict[str, Any]:
    decide(plan_erasure(code, groups, places), reason, places)
    receipt = finish(places.house)
    assert receipt is not None
    return receipt


def verdict(folder: Path) -> tuple[str, str]:
    """Give the problems of a folder, and whether it is authentic."""
    found = verify(SessionFolder(folder))
    return " ".join(one.en for one in found.problems), found.authenticity.standing


def reasons(folder: Path, **kept_elsewhere: tuple[str, ...]) -> str:
    found = verify(SessionFolder(folder), **kept_elsewhere)
    return " ".join(one.en for one in found.authenticity.reasons)


def a_group_with(workshop: Workshop, code: str) -> Path:
    return next(folder for folder, codes in workshop.sessions if code in codes and len(codes) > 1)


def test_nothing_of_an_erased_child_is_anywhere(workshop: Workshop) -> None:
    own = workshop.sums[CODE]
    assert len(list(traces(workshop.root, [CODE], own))) > 20
    erase(CODE, workshop.places)
    assert list(traces(workshop.root, [CODE], own)) == []


def test_every_session_that_stays_is_consistent_and_authentic(workshop: Workshop) -> None:
    assert {verdict(folder) for folder, _ in workshop.sessions} == {("", "authentic")}
    erase(CODE, workshop.places)
    assert House.default().first_broken_line() is None
    for folder, codes in workshop.sessions:
        if codes == (CODE,):
            assert not folder.exists()
        else:
            assert verdict(folder) == ("", "authentic")
            assert (CUT in reasons(folder)) == (CODE in codes)


def test_groups_that_are_deleted_are_gone_with_all_that_others_did(workshop: Workshop) -> None:
    erase(CODE, workshop.places, "delete")
    assert [folder for folder, codes in workshop.sessions if CODE in codes and folder.exists()] == []
    assert list(traces(workshop.root, [CODE], workshop.sums[CODE])) == []


def test_one_child_after_the_other_leaves_nothing_and_breaks_nothing(workshop: Workshop) -> None:
    codes = ("P01", "P03", "P04")
    for code in codes:
        erase(code, workshop.places)
    sums = {one for code in codes for one in workshop.sums[code]}
    assert list(traces(workshop.root, codes, sums)) == []
    assert House.default().first_broken_line() is None
    stay = [folder for folder, of in workshop.sessions if folder.exists()]
    assert {verdict(folder) for folder in stay} <= {("", "authentic")}


def test_a_session_that_only_names_the_code_keeps_its_film(workshop: Workshop) -> None:
    erase("P01", workshop.places)  # the notes of every session compare with this child
    others = [folder for folder, codes in workshop.sessions if "P01" not in codes]
    assert others != []
    for folder in others:
        assert "somebody was taken out" in reasons(folder)
        assert (folder / "room" / "face.01.mp4").is_file()
        assert "P01" not in (folder / "notes.md").read_text()


def test_the_ledger_still_counts_for_the_others_and_takes_more(workshop: Workshop) -> None:
    before = LedgerFile(workshop.house).read()
    erase(CODE, workshop.places)
    after = LedgerFile(workshop.house).read()
    assert after.persons == {code: one for code, one in before.persons.items() if code != CODE}
    assert after.words == tuple(word for word in before.words if word.person != CODE)
    LedgerFile(workshop.house).add(before.persons["P01"])
    assert LedgerFile(workshop.house).read().head != after.head


def test_a_line_of_the_ledger_that_was_emptied_by_somebody_else_is_not_trusted(workshop: Workshop) -> None:
    ledger = workshop.house.path / "grounds.jsonl"
    lines = ledger.read_bytes().splitlines()
    lines[1] = json.dumps({"erased": json.loads(lines[2])["before"]}).encode()
    ledger.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(RecordError) as refused:
        LedgerFile(workshop.house).read()
    assert refused.value.code == "G120"


def test_a_copy_on_a_disk_that_takes_no_writes_keeps_nothing_else(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove(paths: list[str]) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), paths[0])

    plan = plan_erasure(CODE, "cut", workshop.places)
    monkeypatch.setattr(erasure, "remove", remove)
    receipt = erase(CODE, workshop.places)
    counts = receipt["counts"]
    assert (counts["copies_removed"], counts["copies_left"]) == (0, len(plan.copies.paths))
    assert any("n'ont pas pu être retirées" in one.fr for one in receipt_in_words(receipt))
    assert list(traces(workshop.root / "sessions", [CODE], workshop.sums[CODE])) == []


def test_a_line_that_was_emptied_by_somebody_else_is_named(workshop: Workshop) -> None:
    erase(CODE, workshop.places)
    journal = workshop.house.path / "journal.jsonl"
    lines = journal.read_bytes().splitlines()
    known = json.loads(lines[3])["before"]
    lines[2] = json.dumps({"erased": known}).encode()
    journal.write_bytes(b"\n".join(lines) + b"\n")
    assert workshop.house.first_broken_line() == 3


def test_what_was_changed_before_the_cut_is_not_made_good_by_it(workshop: Workshop) -> None:
    folder = a_group_with(workshop, CODE)
    log = folder / "events.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"at":', b'"at": ', 1))
    erase(CODE, workshop.places)
    problems, _ = verdict(folder)
    assert "Already before it was cut" in problems


def test_a_signature_that_did_not_hold_before_the_cut_does_not_hold_after(workshop: Workshop) -> None:
    folder = a_group_with(workshop, CODE)
    with (folder / "notes.md").open("a") as notes:
        notes.write("added past its signature\n")
    erase(CODE, workshop.places)
    assert verdict(folder) == ("", "changed")


def test_a_cut_folder_that_is_changed_afterwards_is_named(workshop: Workshop) -> None:
    erase(CODE, workshop.places)
    folder = a_group_with(workshop, CODE)
    with (folder / "notes.md").open("a") as notes:
        notes.write("and one more word\n")
    assert verdict(folder)[1] == "changed"


def test_seals_that_were_printed_before_the_cut_are_still_taken(workshop: Workshop) -> None:
    folder = a_group_with(workshop, CODE)
    seal, added = read_seal(folder), read_seal_of_additions(folder)
    erase(CODE, workshop.places)
    assert seal in reasons(folder, seals=(seal,))
    assert "not the one that was given" not in reasons(folder, seals=(seal,))
    assert "was changed or taken away" not in reasons(folder, added=(added,))
    assert "not the one that was given" in reasons(folder, seals=("0000 0000 0000 0000",))


def test_draws_that_depended_on_the_code_are_said_not_to_be_computed_again(workshop: Workshop) -> None:
    # the pictures of this protocol are drawn by lot for each child, by its code
    folder = next(folder for folder, codes in workshop.sessions if len(codes) == 1)
    (code,) = next(codes for path, codes in workshop.sessions if path == folder)
    session = SessionFolder(folder)
    cut = SessionCut("X0001", (read_seal(folder),), (), "authentic", consistent=True, filmed=True)
    cut_session(session, CodeRemoval(code, cut, film=True, before=""), workshop.house)
    assert verdict(folder) == ("", "authentic")
    found = verify(session)
    assert not found.reexecuted
    assert "Not computed again since it was cut" in " ".join(one.en for one in found.remarks)


def test_a_cut_of_an_imported_session_keeps_no_sum_of_its_film(workshop: Workshop) -> None:
    folder = workshop.root / "sessions" / "imported"
    shutil.copytree(Path(__file__).parents[2] / "sessions" / "imported", folder)
    log = json.loads((folder / "events.jsonl").read_bytes().partition(b"\n")[0])
    sums = [video["sha256"] for video in log["data"]["videos"].values()]
    assert len(list(traces(folder, ["P07"], sums))) > 1
    cut = SessionCut("X0001", (), (), "unsigned", consistent=True, filmed=True)
    cut_session(SessionFolder(folder), CodeRemoval("P07", cut, film=True, before=""), workshop.house)
    assert list(traces(folder, ["P07"], sums)) == []
    assert verdict(folder) == ("", "authentic")
    assert "nothing of this house vouched for it" in reasons(folder)


def test_the_receipt_is_signed_and_names_nobody(workshop: Workshop) -> None:
    receipt = erase(CODE, workshop.places, reason=f"demande des parents de {CODE}")
    assert is_signed_well(receipt)
    text = json.dumps(receipt) + " ".join(one.fr for one in receipt_in_words(receipt))
    assert CODE not in text
    assert all(folder.name not in text for folder, _ in workshop.sessions)
    assert receipt["reason"] == "demande des parents de —"
    deleted = sum(codes == (CODE,) for _, codes in workshop.sessions)
    assert receipt["counts"]["sessions_deleted"] == deleted


def test_exports_that_left_stay_in_the_journal_without_the_code(workshop: Workshop) -> None:
    left = [line["sessions"] for line in workshop.house.lines() if line["kind"] == "export"]
    erase(CODE, workshop.places)
    after = [line for line in workshop.house.lines() if line["kind"] == "export"]
    assert sorted(line["sessions"] for line in after) == sorted(left)


def test_the_plan_says_what_would_go_and_changes_nothing(workshop: Workshop) -> None:
    before = content_of(workshop.root)
    words = [one.fr for one in plan_in_words(plan_erasure(CODE, "cut", workshop.places))]
    assert content_of(workshop.root) == before
    assert any("SSD" in word for word in words)


REFUSED: Mapping[str, tuple[str, Groups | None, str]] = {
    "a name": ("Lea", "cut", "G152"),
    "a part": ("V01", "cut", "G152"),
    "nobody said what becomes of groups": (CODE, None, "G150"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_erased_is_refused_before_anything_goes(name: str, workshop: Workshop) -> None:
    code, groups, expected = REFUSED[name]
    before = content_of(workshop.root)
    with pytest.raises(UsageError) as refused:
        plan_erasure(code, groups, workshop.places)
    assert refused.value.code == expected
    assert content_of(workshop.root) == before


def test_who_still_unlocks_the_console_is_not_erased(workshop: Workshop) -> None:
    persons = PersonsFile(workshop.house)
    persons.add("cerise marteau nuage", "A07")
    persons.add("girafe tabouret lune", "A08", in_charge=True)
    with pytest.raises(UsageError) as refused:
        plan_erasure("A07", "cut", workshop.places)
    assert refused.value.code == "G159"
    persons.remove("A07")
    plan_erasure("A07", "cut", workshop.places)


def test_a_session_that_is_not_closed_is_not_cut(workshop: Workshop) -> None:
    folder = SessionFolder(a_group_with(workshop, CODE))
    manifest = folder.read_manifest()
    manifest.state = "open"
    manifest.write(folder.manifest)
    with pytest.raises(RecordError) as refused:
        plan_erasure(CODE, "cut", workshop.places)
    assert refused.value.code == "G153"


def test_a_session_that_cannot_be_read_is_not_cut_and_can_be_deleted(workshop: Workshop) -> None:
    folder = a_group_with(workshop, CODE)
    (folder / "session.json").write_bytes(b"{")
    with pytest.raises(RecordError) as refused:
        plan_erasure(CODE, "cut", workshop.places)
    assert refused.value.code == "G154"
    erase(CODE, workshop.places, "delete")
    assert not folder.exists()


def test_a_session_that_runs_is_not_touched(workshop: Workshop) -> None:
    with (a_group_with(workshop, CODE) / "events.jsonl").open() as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        with pytest.raises(FolderInUse):
            plan_erasure(CODE, "cut", workshop.places)


def test_a_decision_that_was_changed_erases_nothing(workshop: Workshop) -> None:
    decide(plan_erasure(CODE, "cut", workshop.places), "", workshop.places)
    path = workshop.house.path / erasure.DECISION_FILE
    path.write_text(path.read_text().replace(CODE, "P01"))
    before = content_of(workshop.root)
    with pytest.raises(RecordError) as refused:
        finish(workshop.house)
    assert refused.value.code == "G155"
    assert content_of(workshop.root) == before


def test_a_hold_keeps_everything_where_it_is(workshop: Workshop) -> None:
    begin_hold("an export went astray", workshop.house)
    before = content_of(workshop.root)
    with pytest.raises(NaoSessionsError) as refused:
        decide(plan_erasure(CODE, "cut", workshop.places), "", workshop.places)
    assert refused.value.code == "G140"
    assert content_of(workshop.root) == before
    end_hold(workshop.house)
    decide(plan_erasure(CODE, "cut", workshop.places), "", workshop.places)


def test_a_copy_that_was_sealed_by_this_house_is_found(workshop: Workshop) -> None:
    from nao_sessions.privacy.sealing import Seal

    seal = Seal.of_house(workshop.house)
    for name, text in (("told.csv", f"child\n{CODE}\n"), ("other.csv", "child\nP01\n")):
        with seal.sealed(workshop.root / "exports" / name) as (draft, _):
            draft.write_text(text)
    erase(CODE, workshop.places)
    assert not (workshop.root / "exports" / "told.csv.age").exists()
    assert (workshop.root / "exports" / "other.csv.age").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from nao_sessions.privacy.life.erasure import decide, finish, plan_erasure
from nao_sessions.record.house import House
from tests.privacy.life.workshop import Workshop

left = int(sys.argv[2])
def count(event, arguments):
    global left
    changes = event in ("os.rename", "os.remove", "os.rmdir", "os.truncate")
    changes |= event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & os.O_ACCMODE)
    if changes:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
root = Path(sys.argv[1])
workshop = Workshop(root, House(root / "house"))
if finish(workshop.house) is None:
    plan = plan_erasure("P03", "cut", workshop.places)
    if not plan.empty:
        sys.addaudithook(count)
        decide(plan, "", workshop.places)
        finish(workshop.house)
print("done")
"""


@pytest.mark.long
def test_an_erasure_that_is_killed_anywhere_ends_as_if_it_had_not_been(
    pristine: Path, tmp_path: Path
) -> None:
    finished, killed = set(), 0
    for number, changes in enumerate((0, 1, 2, 5, 11, 19, 37, 64, 101, 10_000)):
        data = tmp_path / str(number)
        workshop = copied(pristine, data)
        while not run_killed(data, changes):
            killed += 1
            changes = 10_000
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_DATA_HOME", str(data))
            assert list(traces(workshop.root, [CODE], workshop.sums[CODE])) == []
            assert workshop.house.first_broken_line() is None
            stay = [folder for folder, _ in workshop.sessions if folder.exists()]
            assert {verdict(folder) for folder in stay} == {("", "authentic")}
            receipts = [line["counts"] for line in workshop.house.lines() if "counts" in line]
        finished.add((tuple(folder.name for folder in stay), json.dumps(receipts)))
    assert killed >= 9
    assert len(finished) == 1


def run_killed(data: Path, changes: int) -> bool:
    """Erase in a process that kills itself after so many changes; return whether it came through."""
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(data / "nao_sessions"), str(changes)],
        env={**os.environ, "XDG_DATA_HOME": str(data)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, -signal.SIGKILL), ran.stderr
    return ran.returncode == 0


def content_of(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
