"""The ledger's file: what is in it counts, and one that was changed, cut or rolled back films nobody."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.privacy.ledger.file import LEDGER_FILE, NOTED, LedgerFile
from nao_sessions.privacy.ledger.values import DecisionLine, PersonLine, WordLine
from nao_sessions.record.house import JOURNAL_FILE, House, canonical, digest
from tests.privacy.families import DECISION, TODAY, USUAL, child, ledger, said, write


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with the usual ledger."""
    path = tmp_path_factory.mktemp("usual") / "house"
    write(LedgerFile(House(path)))
    return path


@pytest.fixture
def file(usual: Path, tmp_path: Path) -> LedgerFile:
    """The usual ledger, in a house of the test's own."""
    return LedgerFile(House(shutil.copytree(usual, tmp_path / "house")))


def path_of(file: LedgerFile) -> Path:
    return file.house.path / LEDGER_FILE


def test_what_was_written_is_read_and_counts(file: LedgerFile) -> None:
    read = file.read()
    assert (read.purposes, read.persons, read.words) == (
        ledger().purposes,
        ledger().persons,
        ledger().words,
    )
    assert read.newest is not None
    assert path_of(file).stat().st_mode & 0o777 == 0o600
    assert len(file.history()) == len(USUAL)


def test_a_house_without_a_ledger_knows_nobody(tmp_path: Path) -> None:
    empty = LedgerFile(House(tmp_path / "other")).read()
    assert (dict(empty.persons), empty.words) == ({}, ())


def test_the_stamp_changes_with_every_line(file: LedgerFile, tmp_path: Path) -> None:
    before = file.stamp()
    file.add(said("H1", "withdraws"))
    assert file.stamp() != before
    assert LedgerFile(House(tmp_path / "other")).stamp() == (0, 0)


def test_a_line_that_a_power_cut_tore_was_never_told_to_be_written(file: LedgerFile) -> None:
    with path_of(file).open("ab") as stream:
        stream.write(b'{"kind": "wor')
    assert len(file.read().words) == len(ledger().words)
    file.add(said("H1", "withdraws"))
    assert file.read().words[-1].word == "withdraws"


def test_a_power_cut_between_the_line_and_the_journal_loses_neither(file: LedgerFile) -> None:
    line = {"person": "P07", "stands": True}
    file.house.append(LEDGER_FILE, "disagreement", **line)
    assert file.read().disagreements == {"P07"}
    file.house.append(LEDGER_FILE, "disagreement", **line)
    with pytest.raises(RecordError) as refused:  # two lines that the journal does not know are no power cut
        file.read()
    assert refused.value.code == "G121"


def test_a_decision_of_an_older_version_stays_readable(file: LedgerFile) -> None:
    long = replace(DECISION, version="0.0.9", until=TODAY.replace(year=2030))
    line = TypeAdapter(DecisionLine).dump_python(long, mode="json")
    del line["favourable"]
    written = file.house.append(LEDGER_FILE, "decision", **line)
    file.house.note(NOTED, head=digest(written))
    file.add(said("H1", "withdraws"))
    assert file.read().decisions[""].version == "0.0.9"
    with pytest.raises(UsageError):
        file.add(long)


def cut(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def swap(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-2], lines[-1], lines[-2]]))


def rewrite(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    record = json.loads(lines[-1])
    path.write_bytes(b"".join(lines[:-1]) + canonical({**record, "word": "informed"}) + b"\n")


def forge(path: Path) -> None:
    """Sign a line with a key of another house."""
    stranger = House(path.parent.parent / "stranger")
    lines = path.read_bytes().splitlines(keepends=True)
    said = {name: value for name, value in json.loads(lines[-1]).items() if name not in ("key", "signature")}
    path.write_bytes(b"".join(lines[:-1]) + canonical(stranger.signed(said)) + b"\n")


def nonsense(path: Path) -> None:
    path.write_bytes(b"nonsense\n")


def link(path: Path) -> None:
    path.rename(path.with_suffix(".elsewhere"))
    path.symlink_to(path.with_suffix(".elsewhere"))


def unreadable(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "the last line is cut": (cut, "G121"),
    "two lines change places": (swap, "G120"),
    "a word is changed": (rewrite, "G120"),
    "a word is signed by a stranger": (forge, "G120"),
    "the file is nonsense": (nonsense, "G120"),
    "the file is taken away": (Path.unlink, "G121"),
    "the file is a link": (link, "R135"),
    "the file is a folder": (unreadable, "R135"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_ledger_that_was_changed_is_an_error_and_takes_nothing_more(name: str, file: LedgerFile) -> None:
    change, code = CHANGES[name]
    change(path_of(file))
    for attempt in (file.read, lambda: file.add(said("H1"))):
        with pytest.raises(RecordError) as refused:
            attempt()
        assert refused.value.code == code


def test_a_ledger_from_a_backup_without_the_withdrawal_is_noticed(file: LedgerFile) -> None:
    backup = path_of(file).with_suffix(".backup")
    shutil.copy(path_of(file), backup)
    file.add(said("H1", "withdraws"))
    shutil.move(backup, path_of(file))
    with pytest.raises(RecordError) as refused:
        file.read()
    assert refused.value.code == "G121"
    assert refused.value.hint is not None


def test_a_house_without_its_journal_trusts_no_ledger(file: LedgerFile) -> None:
    (file.house.path / JOURNAL_FILE).unlink()
    with pytest.raises(RecordError):
        file.read()


@pytest.mark.parametrize(
    ("kind", "data"),
    [("blessing", {}), ("disagreement", {"person": "P07", "stands": True, "unless": "tuesday"})],
)
def test_a_line_that_this_program_does_not_understand_is_no_line_to_pass_over(
    file: LedgerFile, kind: str, data: dict[str, object]
) -> None:
    file.house.append(LEDGER_FILE, kind, **data)
    with pytest.raises(RecordError) as refused:
        file.read()
    assert refused.value.code == "G120"


WRONG = {
    "a name": (PersonLine("Zoé", "staff"), "G112"),
    "a child with the code of a part": (child("V02"), "G112"),
    "an adult with the code of a part": (PersonLine("V01", "staff"), "G112"),
    "nobody who is known": (said("H1", person="P99"), "G139"),
    "nobody who speaks for the child": (said("H3"), "G139"),
    "a child without a birthday": (child(adult_from=None), "G114"),
    "one holder, and nothing that says why": (child("P08", "parent", needs=1), "G115"),
    "a child as an adult of the room": (PersonLine("P07", "visitor"), "G138"),
    "an adult with parents": (PersonLine("A03", "staff", holders=child().holders), "G113"),
    "the same holder twice": (child(holders=child().holders[:1] * 2), "G113"),
    "every recorder at once": (said("H1", recorders=()), "G117"),
    "no last day": (said("H1", until=None), "G117"),
    "no version of the notice": (said("H1", notice=""), "G111"),
    "no recorder that there is": (said("H1", recorders=("spyglass",)), "G116"),
    "an end before the beginning": (said("H1", given_on=TODAY, until=said("H1").given_on), "G117"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_line_that_says_too_little_is_not_written(name: str, file: LedgerFile) -> None:
    line, code = WRONG[name]
    before = path_of(file).read_bytes()
    with pytest.raises(UsageError) as refused:
        file.add(line)
    assert (refused.value.code, path_of(file).read_bytes()) == (code, before)


def test_a_full_disk_adds_nothing_and_says_so(file: LedgerFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nao_sessions.record.house.os.write", full)
    with pytest.raises(RecordError) as refused:
        file.add(said("H1", "withdraws"))
    assert refused.value.code == "G122"
    monkeypatch.undo()
    assert file.read().words == tuple(line for line in USUAL if isinstance(line, WordLine))
