"""`export` of what was written down: a no keeps it here, and so does a purpose that nobody agreed to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.values import Line, PurposeLine
from nao_sessions.record.additions.afterwards import FilmKept, append_film_kept
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import Grounds
from tests.cli.in_process import nao_sessions_here
from tests.privacy.families import LOG, NOTICE, USUAL, child, said, write
from tests.privacy.life.user import own_data, record

RESEARCH = PurposeLine("research", "consent", NOTICE)


def use(by: str, purpose: str = "research", word: str = "agrees") -> Line:
    """Return what a holder says of using the log."""
    about = {"act": "use"} if word == "agrees" else {"act": None}
    return said(by, word, recorders=(LOG,), purposes=(purpose,), **about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said_since", "purpose", "leaves"),
    [
        ((), "", True),
        ((), "support", True),
        ((), "research", False),
        ((RESEARCH,), "research", False),
        ((RESEARCH, use("H1")), "research", False),
        ((RESEARCH, use("H1"), use("H2")), "research", True),
        ((RESEARCH, use("H1"), use("H2"), use("H2", word="withdraws")), "research", False),
        ((use("H2", "support", "withdraws"),), "", False),
        ((use("H2", "support", "refuses"),), "support", False),
    ],
)
def test_tables_leave_where_all_agreed_and_nobody_said_no(
    said_since: tuple[Line, ...], purpose: str, leaves: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_data(tmp_path, monkeypatch)
    folder = record(data, 1)
    write(LedgerFile.default(), (*USUAL, *said_since))
    asked_for = ("--purpose", purpose) if purpose else ()
    for what, name in ((folder, "csv"), (data / "sessions", "csv"), (folder, "eaf")):
        out = tmp_path / "out" / f"{what.name}.{name}"
        ran = nao_sessions_here(
            "export", what, "--to", name, "-o", out, "--plain", "x", "--lang", "en", *asked_for
        )
        if leaves:
            assert ran.returncode in (0, 1), ran.stderr
            assert "G185" not in ran.stderr
            assert out.exists()
        else:
            assert (ran.returncode, folder.name in ran.stderr, "G185" in ran.stderr) == (2, True, True), (
                ran.stderr
            )
            assert not out.exists()
    exports = [line for line in LedgerFile.default().house.lines() if line["kind"] == "export"]
    assert [line.get("purpose", "") for line in exports] == [purpose] * (3 if leaves else 0)


def test_a_session_of_nobody_of_the_ledger_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_data(tmp_path, monkeypatch)
    folder = record(data, 1)
    write(LedgerFile.default(), (*USUAL[:2], child("Q91")))
    ran = nao_sessions_here(
        "export", folder, "--to", "csv", "-o", tmp_path / "out", "--plain", "x", "--purpose", "research"
    )
    assert ran.returncode == 0, ran.stderr


def test_a_film_that_was_ended_leaves_once_a_person_wrote_why_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = own_data(tmp_path, monkeypatch)
    folder = SessionFolder(record(data, 1))
    facts = {"room": {"cameras": ["room"]}, "ground": Grounds(text="ledger 1f")}
    folder.read_manifest().model_copy(update=facts).write(folder.manifest)
    with folder.events.open("a") as log:
        note = {"seq": len(folder.read_events()), "dir": "note", "at": 10**12, "t": 10**12}
        log.write(json.dumps({**note, "source": "guard", "kind": "film_over", "data": {}}) + "\n")
    folder.room.mkdir(exist_ok=True)
    (folder.room / "room.01.mp4").write_bytes(b"film")
    write(LedgerFile.default(), USUAL)

    def exported() -> str:
        arguments = ("export", folder.path, "--media", "cfr", "-o", tmp_path / "out", "--plain", "x")
        return nao_sessions_here(*arguments, "--lang", "en").stderr

    assert "G109" in (said := exported())
    assert "a person writes why it is kept" in said
    append_film_kept(folder.path, FilmKept("A01", "a reason", "2026-12-04T10:00:00Z"))
    assert "G109" not in (said := exported())
    assert "G106" in said  # to use it is asked for all the same
