"""`nao-sessions person`: professionals are added, shown and removed, and the journal says who did what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nao_sessions.cli.person import person
from nao_sessions.privacy.acts import note_act
from nao_sessions.record.house import House
from tests.record.made_folder import make_folder


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data of a user with nothing in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    secret = tmp_path / "secret"
    secret.write_text("cerise marteau nuage\n", encoding="utf-8")
    secret.chmod(0o600)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(person, [*arguments, "--lang", "en"])


def test_persons_are_added_listed_given_another_code_and_removed(data: Path) -> None:
    secret = str(data / "secret")
    assert run("add", "--secret-file", secret).stdout == "A01\n"
    assert run("add", "A07", "--secret-file", secret, "--by", "A01").stdout == "A07\n"
    assert json.loads(run("list", "--json").stdout) == [
        {"code": "A01", "in_charge": True},
        {"code": "A07", "in_charge": False},
    ]
    assert run("code", "A07", "--secret-file", secret).exit_code == 0
    assert run("remove", "A07", "--by", "A01").exit_code == 0
    said = json.loads(run("journal", "--json").stdout)
    assert said["first_broken_line"] is None
    assert [(line["person"], line["act"], line["about"]) for line in said["lines"]] == [
        ("unknown", "added", "A01"),
        ("A01", "added", "A07"),
        ("unknown", "changed", "A07"),
        ("A01", "removed", "A07"),
    ]


def test_who_saw_a_child_is_told_by_its_code_and_by_its_sessions(data: Path) -> None:
    house, sessions = House.default(), data / "data" / "nao_sessions" / "sessions"
    mine = make_folder(sessions, closed=True)
    (code, *_) = mine.read_manifest().participants
    for act, about in (
        ("opened", mine.path.name),
        ("opened", "2026-11-30T100000Z_another_abcd"),
        ("answered", code),
        ("answered", "P99"),
        ("unlocked", ""),
    ):
        note_act(house, act, "A01", "here", about)
    house.note("export", sessions=["2026-11-30T100000Z_another_abcd", mine.path.name], by="A02")
    ran = run("journal", "--child", code, "--json")
    assert [(one["person"], one["act"]) for one in json.loads(ran.stdout)["lines"]] == [
        ("A01", "opened"),
        ("A01", "answered"),
        ("A02", "exported"),
    ]
    assert run("journal", "--child", "P98").stdout == ""


def test_a_journal_that_was_edited_is_told_and_ends_with_1(data: Path) -> None:
    run("add", "--secret-file", str(data / "secret"))
    assert run("journal").exit_code == 0
    journal = House.default().path / "journal.jsonl"
    content = journal.read_bytes()
    journal.write_bytes(content.replace(b'"added"', b'"opened"'))
    broken = run("journal")
    assert broken.exit_code == 1
    assert "line 4" in broken.stderr
