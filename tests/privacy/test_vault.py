"""The vault with the real gocryptfs: made, opened, closed, healed; its passphrase changed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.core.errors import NaoSessionsError, UsageError, VaultClosed
from nao_sessions.core.places import VaultPlace, cache_path, data_path, temporary_path
from nao_sessions.core.processes import child_environment
from nao_sessions.privacy.layers import layer_of
from nao_sessions.privacy.papers import HOLDERS, holder_of
from nao_sessions.privacy.vault import Vault, read_passphrase
from nao_sessions.record.folder import default_folder
from nao_sessions.record.house import House
from tests.cli.command_line import nao_sessions
from tests.vaults import PASSPHRASE, closed_after, kill_gocryptfs, open_vault

pytestmark = pytest.mark.alone  # they wait for real processes


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    """The vault of a user who has a folder of data of his own; not made yet."""
    for name in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    with closed_after(VaultPlace.default()) as vault:
        yield vault


def code_of(refused: pytest.ExceptionInfo[NaoSessionsError]) -> str:
    return refused.value.code


def test_what_is_written_can_be_read_while_it_is_open_alone(tmp_path: Path) -> None:
    with open_vault(tmp_path / "vault") as vault:
        (vault.place.opened / "sessions" / "Camille.txt").write_text("prune", encoding="utf-8")
        assert (vault.place.state(), layer_of(vault.place.opened / "sessions")) == ("open", "gocryptfs")
        vault.close()
        assert (vault.place.state(), list(vault.place.opened.iterdir())) == ("closed", [])
        on_disk = [path for path in vault.place.sealed.rglob("*") if path.is_file()]
        assert not any("Camille" in str(path) or b"prune" in path.read_bytes() for path in on_disk)
        vault.open(PASSPHRASE)
        vault.open(PASSPHRASE)  # open already: nothing happens
        assert (vault.place.opened / "sessions" / "Camille.txt").read_text(encoding="utf-8") == "prune"


def test_another_passphrase_opens_nothing(tmp_path: Path) -> None:
    with open_vault(tmp_path / "vault") as vault:
        vault.close()
        with pytest.raises(UsageError) as refused:
            vault.open(PASSPHRASE + "!")
        assert (code_of(refused), vault.place.state()) == ("G115", "closed")


def test_a_changed_passphrase_opens_it_alone(tmp_path: Path) -> None:
    new = "trois pommes et une chaise bleue"
    with open_vault(tmp_path / "vault") as vault:
        with pytest.raises(UsageError) as refused:
            vault.change_passphrase(PASSPHRASE, "court")
        assert code_of(refused) == "G112"
        with pytest.raises(UsageError) as refused:
            vault.change_passphrase(PASSPHRASE + "!", new)
        assert code_of(refused) == "G115"
        vault.change_passphrase(PASSPHRASE, new)  # it may be open meanwhile
        vault.close()
        with pytest.raises(UsageError):
            vault.open(PASSPHRASE)
        vault.open(new)
        assert [path.name for path in vault.place.sealed.glob("gocryptfs.conf*")] == ["gocryptfs.conf"]


def test_the_command_changes_the_passphrase(users: Vault, tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("before", "after", "key")}
    texts = (PASSPHRASE, "trois pommes et une chaise bleue", users.create(PASSPHRASE)["officer"])
    for file, text in zip(files.values(), texts, strict=True):
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    before, after = ("--passphrase-file", files["before"]), ("--new-passphrase-file", files["after"])
    changed = nao_sessions("vault", "passphrase", *before, *after, "--lang", "fr")
    assert (changed.returncode, changed.stdout) == (0, ""), changed.stderr
    assert "Les papiers restent valables" in changed.stderr
    assert nao_sessions("vault", "open", *before).returncode == 2
    back = ("--new-passphrase-file", files["before"])
    assert nao_sessions("vault", "passphrase", "--recovery-file", files["key"], *back).returncode == 0
    users.close()
    assert nao_sessions("vault", "open", *before).returncode == 0


def test_a_vault_whose_program_was_killed_fails_every_write_and_is_healed_by_opening(tmp_path: Path) -> None:
    with open_vault(tmp_path / "vault") as vault:
        kept = vault.place.opened / "sessions" / "a"
        kept.write_bytes(b"before")
        (vault.place.opened / "tmp" / "left").write_bytes(b"by a process that died")
        kill_gocryptfs(vault)
        assert vault.place.state() == "gone"
        with pytest.raises(OSError, match="Transport endpoint"):
            kept.write_bytes(b"after")
        vault.open(PASSPHRASE)
        assert (vault.place.state(), kept.read_bytes()) == ("open", b"before")
        assert list((vault.place.opened / "tmp").iterdir()) == []


def test_a_vault_in_use_stays_open_and_says_so(tmp_path: Path) -> None:
    with open_vault(tmp_path / "vault") as vault, (vault.place.opened / "x").open("w"):
        with pytest.raises(UsageError) as refused:
            vault.close()
        assert (code_of(refused), vault.place.state()) == ("G118", "open")


def test_files_in_the_way_are_named_and_left(tmp_path: Path) -> None:
    with open_vault(tmp_path / "vault") as vault:
        vault.close()
        vault.place.opened.chmod(0o700)
        (vault.place.opened / "film.mp4").write_bytes(b"plain")
        with pytest.raises(NaoSessionsError) as refused:
            vault.open(PASSPHRASE)
        assert (code_of(refused), (vault.place.opened / "film.mp4").read_bytes()) == ("G116", b"plain")


def test_there_is_one_vault_at_a_place_and_none_without_making(tmp_path: Path) -> None:
    with open_vault(tmp_path / "vault") as vault:
        with pytest.raises(UsageError) as refused:
            vault.create(PASSPHRASE)
        assert code_of(refused) == "G111"
    with pytest.raises(UsageError) as refused:
        Vault(VaultPlace.at(tmp_path / "other")).open(PASSPHRASE)
    assert code_of(refused) == "G114"


@pytest.mark.parametrize("weak", ["", "court", "a" * 40, "abcabcabcabcabc", "sept mots\tqui ne vont"])
def test_a_weak_passphrase_makes_no_vault(tmp_path: Path, weak: str) -> None:
    vault = Vault(VaultPlace.at(tmp_path / "vault"))
    with pytest.raises(UsageError) as refused:
        vault.create(weak)
    assert (code_of(refused), list(tmp_path.iterdir())) == ("G112", [])


def test_a_passphrase_that_others_can_read_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\nrest", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(UsageError) as refused:
        read_passphrase(file)
    assert code_of(refused) == "G119"
    file.chmod(0o600)
    assert read_passphrase(file) == PASSPHRASE
    with pytest.raises(UsageError):
        read_passphrase(tmp_path / "missing")


def test_a_computer_without_gocryptfs_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NaoSessionsError) as refused:
        Vault(VaultPlace.at(tmp_path / "vault")).create(PASSPHRASE)
    assert (code_of(refused), VaultPlace.at(tmp_path / "vault").state()) == ("G110", "none")


def test_all_that_belongs_to_a_child_lies_in_an_open_vault_and_nowhere_while_it_is_closed(
    users: Vault,
) -> None:
    outside = data_path()
    assert (default_folder(real=True), temporary_path()) == (outside / "sessions", None)
    users.create(PASSPHRASE)
    users.open(PASSPHRASE)
    inside = users.place.opened
    assert (data_path(), cache_path(), House.default().path) == (inside, inside / "cache", inside / "house")
    assert default_folder(real=True) == inside / "sessions"
    assert temporary_path() == Path(child_environment()["TMPDIR"]) == inside / "tmp"
    house = House.default()
    house.note("closed", session="a", seal="b")
    for becomes_closed in (lambda: kill_gocryptfs(users), users.close):
        becomes_closed()
        asks = (data_path, cache_path, House.default, lambda: default_folder(real=True))
        for ask in (*asks, lambda: house.note("closed", session="b", seal="c")):
            with pytest.raises((VaultClosed, OSError)):
                ask()
        assert temporary_path() is None
    assert list(inside.iterdir()) == []
    assert not default_folder(real=False).is_relative_to(inside)


def test_the_command_makes_it_shows_what_is_lost_before_and_moves_the_house(
    users: Vault, tmp_path: Path
) -> None:
    house = House.default()
    house.note("closed", session="a", seal="before there was a vault")
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    file.chmod(0o600)
    given = ("vault", "create", "--passphrase-file", file, "--lang", "en")
    refused = nao_sessions(*given)
    assert (refused.returncode, refused.stderr.split()[0]) == (2, "G121")
    refused = nao_sessions(*given, "--papers", tmp_path / "papers")
    assert (refused.returncode, refused.stderr.split()[0]) == (2, "G120")
    papers = Path("/dev/shm") / f"papers-{os.getpid()}"
    given = (*given, "--papers", papers)
    said_no = nao_sessions(*given, stdin="n\n")
    assert (said_no.returncode, users.place.state(), papers.exists()) == (130, "none", False)
    assert "lost for ever" in said_no.stderr
    assert "may open nothing" not in said_no.stderr
    wrong_group = nao_sessions(*given, stdin="y\n00000000\n")
    assert (wrong_group.returncode, users.place.state()) == (130, "none")
    assert "may open nothing" in wrong_group.stderr
    try:
        made = nao_sessions(*given, "--yes")
        assert (made.returncode, users.place.state()) == (0, "open"), made.stderr
        written = {path.name: path.read_text(encoding="utf-8") for path in papers.iterdir()}
    finally:
        subprocess.run(["rm", "-r", str(papers)], check=True)
    assert written.keys() == {"director.html", "officer.html"}
    keys = {name: re.findall(r"(?:[0-9a-f]{8}-){4}[0-9a-f]{8}", text) for name, text in written.items()}
    assert [holder_of(*keys[f"{holder}.html"]) for holder in HOLDERS] == list(HOLDERS)
    assert not any(one[0] in made.stdout + made.stderr for one in keys.values())
    assert not house.path.exists()
    assert [line["kind"] for line in House.default().lines()] == ["key", "closed"]
    checked = json.loads(nao_sessions("vault", "check", "--json").stdout)
    assert {line["by"] for line in checked if line["key"] != "exports" and line["key"] != "swap"} == {
        "gocryptfs"
    }
    assert nao_sessions("vault", "close").returncode == 0
    opened = nao_sessions("vault", "open", "--passphrase-file", file)
    assert (opened.returncode, users.place.state()) == (0, "open")


def test_what_a_command_writes_is_for_its_user_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        assert nao_sessions("scheme", "reponses", "-o", tmp_path / "scheme.yaml").returncode == 0
    finally:
        os.umask(before)
    assert (tmp_path / "scheme.yaml").stat().st_mode & 0o777 == 0o600
