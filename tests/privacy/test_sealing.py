"""What leaves of a session in which persons took part is sealed, unless a reason is given and kept."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.privacy.sealing import Seal, make_identity, open_sealed, shows_persons
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from tests.cli.in_process import nao_sessions_here
from tests.record.made_folder import make_folder

CANARY = "prune-témoin"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house of a user of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return House.default()


def real_session(place: Path, **changes: object) -> Path:
    """A closed session folder in which persons took part, as its manifest says."""
    folder = make_folder(place, closed=True).path
    manifest = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    manifest |= {"rehearsal": False, "ground": {"text": "accord", "unencrypted": None}, **changes}
    (folder / "session.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def sealed_in(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


@pytest.mark.parametrize(
    ("rehearsal", "robot", "ground", "persons"),
    [
        (True, {"simulator": True}, "simulation", False),
        (True, {"simulator": True}, "accord du 3 mars", True),
        (True, {}, "simulation", True),
        (False, {"simulator": True}, "simulation", True),
    ],
)
def test_only_a_session_that_was_simulated_through_and_through_shows_nobody(
    tmp_path: Path, rehearsal: bool, robot: dict[str, object], ground: str, persons: bool
) -> None:
    folder = real_session(
        tmp_path, rehearsal=rehearsal, robot=robot, ground={"text": ground, "unencrypted": None}
    )
    assert shows_persons(SessionFolder(folder).read_manifest()) is persons


@pytest.mark.parametrize(
    ("format_", "name"), [("csv", "out.tar.age"), ("bundle", "out.zip.age"), ("eaf", "out.eaf.age")]
)
def test_an_export_of_persons_is_sealed_and_the_house_opens_it(
    tmp_path: Path, house: House, format_: str, name: str
) -> None:
    folder, place = real_session(tmp_path), tmp_path / "exports"
    place.mkdir()
    ran = nao_sessions_here("export", folder, "--to", format_, "-o", place / "out", "--lang", "en")
    assert (ran.returncode, sealed_in(place)) == (0, [name]), ran.stderr
    assert (place / name).read_bytes().startswith(b"age-encryption.org/v1")
    assert (place / name).stat().st_mode & 0o777 == 0o600
    assert "nao-sessions open" in ran.stderr
    opened = nao_sessions_here("open", place / name)
    assert opened.returncode == 0, opened.stderr
    plain = tmp_path / "plain"
    plain.mkdir()
    (tmp_path / "same").mkdir()
    given = ("export", folder, "--to", format_, "-o", plain / "out", "--plain", "essai", "--lang", "en")
    assert nao_sessions_here(*given).returncode == 0
    content = {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    del content[Path(name)]
    names = {path.relative_to(plain) for path in plain.rglob("*") if path.is_file()}
    assert content.keys() == names
    (sealed, open_) = [line for line in house.lines() if line["kind"] == "export"]
    assert (len(sealed["to"]), sealed["plain"], open_["to"], open_["plain"]) == (1, "", [], "essai")
    assert sealed["sessions"] == open_["sessions"] == [folder.name]
    assert house.first_broken_line() is None


def test_a_simulated_session_leaves_as_it_is(tmp_path: Path, house: House) -> None:
    folder = make_folder(tmp_path, closed=True).path
    assert not shows_persons(SessionFolder(folder).read_manifest())
    ran = nao_sessions_here("export", folder, "--to", "eaf", "-o", tmp_path / "out")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out.eaf").read_bytes().startswith(b"<?xml")
    assert [line for line in house.lines() if line["kind"] == "export"] == []


def test_of_many_sessions_one_with_persons_seals_all(tmp_path: Path, house: House) -> None:
    root = tmp_path / "sessions"
    real = real_session(root)
    shutil.move(real, root / "real")
    make_folder(root, closed=True)
    ran = nao_sessions_here("export", root, "--to", "csv", "-o", tmp_path / "tables")
    assert (ran.returncode, (tmp_path / "tables").exists()) == (0, False), ran.stderr
    assert (tmp_path / "tables.tar.age").exists()
    (line,) = [line for line in house.lines() if line["kind"] == "export"]
    assert line["sessions"] == ["real"]


def test_a_session_whose_facts_cannot_be_read_is_taken_as_one_of_persons(
    tmp_path: Path, house: House
) -> None:
    root = tmp_path / "sessions"
    make_folder(root, closed=True)
    (root / "odd").mkdir()
    (root / "odd" / "events.jsonl").write_bytes(b"")
    (root / "odd" / "session.json").write_bytes(b"{")
    nao_sessions_here("export", root, "--to", "methods", "-o", tmp_path / "methods")
    assert (tmp_path / "methods.tar.age").exists()


def test_a_recipient_opens_with_a_key_of_his_own_and_a_stranger_does_not(
    tmp_path: Path, house: House
) -> None:
    keys = [tmp_path / name for name in ("theirs", "stranger")]
    made = [nao_sessions_here("open", "--new-key", key).stdout.strip() for key in keys]
    assert all(key.stat().st_mode & 0o777 == 0o600 for key in keys)
    folder = real_session(tmp_path)
    given = ("export", folder, "--to", "eaf", "-o", tmp_path / "out", "--recipient", made[0])
    assert nao_sessions_here(*given).returncode == 0
    sealed = tmp_path / "out.eaf.age"
    refused = nao_sessions_here("open", sealed, "--key", keys[1], "--lang", "en")
    assert (refused.returncode, refused.stderr.split()[0]) == (2, "G131")
    assert not (tmp_path / "out.eaf").exists()
    assert nao_sessions_here("open", sealed, "--key", keys[0]).returncode == 0
    assert (tmp_path / "out.eaf").read_bytes().startswith(b"<?xml")
    refused = nao_sessions_here("open", sealed, "--key", keys[0], "--lang", "en")
    assert (refused.returncode, refused.stderr.split()[0]) == (2, "G132")


def test_whom_the_house_names_always_can_open_what_leaves(tmp_path: Path, house: House) -> None:
    public = make_identity(tmp_path / "officer")
    house.note("closed", session="a", seal="b")
    (house.path / "recipients.txt").write_text(
        f"# the officer\n{public}  # since March\n\n", encoding="utf-8"
    )
    seal = Seal.of_house(house, [public])
    assert (len(seal.recipients), seal.recipients[1]) == (2, public)
    (house.path / "recipients.txt").write_text("age1nobody\n", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        Seal.of_house(house)
    assert refused.value.code == "G130"


def test_a_reason_that_cannot_be_kept_lets_nothing_leave(
    tmp_path: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*about: object, **data: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(House, "note", full)
    folder = real_session(tmp_path)
    ran = nao_sessions_here("export", folder, "--to", "eaf", "-o", tmp_path / "out", "--plain", "essai")
    assert (ran.returncode, (tmp_path / "out.eaf").exists()) == (1, False)


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: content[:-1],
        lambda content: content[:200],
        lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
        lambda content: b"",
        lambda content: b"PK" + content,
    ],
)
def test_a_sealed_file_that_was_changed_opens_not_at_all(
    tmp_path: Path, house: House, harm: Callable[[bytes], bytes]
) -> None:
    with Seal.of_house(house).sealed(tmp_path / "note") as (draft, made):
        draft.write_text(CANARY, encoding="utf-8")
    (sealed,) = made
    assert CANARY.encode() not in sealed.read_bytes()
    sealed.write_bytes(harm(sealed.read_bytes()))
    with pytest.raises(UsageError) as refused:
        open_sealed(sealed, None, None, house)
    assert (refused.value.code, (tmp_path / "note").exists()) == ("G131", False)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../outside", tarfile.REGTYPE),
        ("/tmp/outside", tarfile.REGTYPE),
        ("a/../../outside", tarfile.REGTYPE),
        ("link", tarfile.SYMTYPE),
        ("hard", tarfile.LNKTYPE),
        ("pipe", tarfile.FIFOTYPE),
        ("device", tarfile.CHRTYPE),
    ],
)
def test_a_folder_that_a_stranger_sealed_leads_nowhere_else(
    tmp_path: Path, house: House, name: str, kind: bytes
) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as writing:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, "../outside"
        writing.addfile(entry)
    recipient = pyrage.x25519.Recipient.from_str(Seal.of_house(house).recipients[0])
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.tar.age").write_bytes(pyrage.encrypt(packed.getvalue(), [recipient]))
    with pytest.raises(NaoSessionsError) as refused:
        open_sealed(inside / "a.tar.age", None, None, house)
    assert (refused.value.code, sealed_in(inside)) == ("G133", ["a.tar.age"])
    assert not (tmp_path / "outside").exists()


def test_what_is_no_packed_folder_is_refused(tmp_path: Path, house: House) -> None:
    recipient = pyrage.x25519.Recipient.from_str(Seal.of_house(house).recipients[0])
    (tmp_path / "a.tar.age").write_bytes(pyrage.encrypt(b"no tar at all" * 100, [recipient]))
    with pytest.raises(UsageError) as refused:
        open_sealed(tmp_path / "a.tar.age", None, None, house)
    assert refused.value.code == "G133"
