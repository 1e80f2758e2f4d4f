"""The two papers of a vault, with the real gocryptfs: a key each, renewed alone, and lying nowhere else."""

from __future__ import annotations

import base64
import contextlib
import errno
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.gocryptfs import CONFIGURATION, Keyring, configuration_of
from nao_sessions.privacy.inspection import InspectedPlace, inspected
from nao_sessions.privacy.papers import HOLDERS, holder_of, is_last_group, paper_key
from nao_sessions.privacy.vault import Vault, vault_paper
from tests.cli.command_line import nao_sessions
from tests.kills.processes import command, until
from tests.small_disk import disk_in, fill, small_disk
from tests.vaults import (
    PASSPHRASE,
    closed_after,
    make_earlier_vault,
    master_key_of,
    need_gocryptfs,
)

pytestmark = pytest.mark.alone  # they wait for real processes

NEW = "trois pommes et une chaise bleue"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault that is not made yet."""
    with closed_after(VaultPlace.at(tmp_path / "vault")) as one:
        yield one


def opens(vault: Vault, key: str) -> bool:
    """Return whether the key of a paper opens a closed vault; it is closed afterwards."""
    try:
        vault.open_by_key(key)
    except UsageError as refused:
        if refused.code != "G117":
            raise
        return False
    finally:
        vault.close()
    return True


def files_of(vault: Vault) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in vault.place.sealed.glob("gocryptfs*")}


def mistyped(key: str, at: int) -> str:
    return f"{key[:at]}{'0' if key[at] != '0' else '1'}{key[at + 1 :]}"


# The keys.


def papers_renewed(vault: Vault, folder: Path) -> subprocess.CompletedProcess[str]:
    """Have the command write new papers, which lie in memory alone and are gone at once."""
    file, papers = folder / "passphrase", Path("/dev/shm") / f"papers-{os.getpid()}"
    file.touch(mode=0o600)
    file.write_text(PASSPHRASE, encoding="utf-8")
    given = (vault.place.opened, "--passphrase-file", file, "--papers", papers, "--yes", "--lang", "en")
    try:
        return nao_sessions("vault", "papers", *given)
    finally:
        shutil.rmtree(papers, ignore_errors=True)


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_key_says_for_whose_paper_it_was_drawn_and_no_other_digit_does(holder: str) -> None:
    key = paper_key(holder)
    assert re.fullmatch(r"([0-9a-f]{8}-){4}[0-9a-f]{8}", key)
    assert holder_of(key) == holder_of(f" {key.upper().replace('-', ' ')} ") == holder
    wrong = [mistyped(key, at) for at, digit in enumerate(key) if digit != "-"]
    swapped = key[9:18] + key[:9] + key[18:]
    for other in (*wrong, swapped, key[:-1], f"{key}0", key[9:], "not a key", ""):
        assert holder_of(other) is None
    assert is_last_group(f" {key[-8:].upper()} ", key)
    assert not is_last_group(mistyped(key, 43)[-8:], key)


def test_no_two_keys_are_the_same() -> None:
    keys = [paper_key(holder) for holder in HOLDERS for _ in range(500)]
    assert len({key[:35] for key in keys}) == len(keys)


# Opening, renewing, and a passphrase that is forgotten.


def test_each_paper_opens_the_vault(vault: Vault) -> None:
    keys = vault.create(PASSPHRASE)
    assert keys.keys() == HOLDERS.keys()
    assert len({*keys.values()}) == 2
    for key in keys.values():
        vault.open_by_key(key.upper().replace("-", " "))
        assert sorted(path.name for path in vault.place.opened.iterdir()) == sorted(
            (".vault", "sessions", "house", "console", "cache", "tmp")
        )
        vault.close()


def test_a_key_of_another_vault_opens_nothing_and_a_mistyped_one_is_not_tried(
    vault: Vault, watched: Path
) -> None:
    keys = vault.create(PASSPHRASE)
    before, runs = files_of(vault), lambda: watched.read_text(encoding="utf-8").count("command:")
    began = runs()
    for wrong in (mistyped(keys["director"], 3), keys["officer"][:-1], master_key_of(vault), "not a key", ""):
        began = runs()
        for tried in (vault.open_by_key, lambda key: vault.change_passphrase_by_key(key, NEW)):
            with pytest.raises(UsageError) as refused:
                tried(wrong)
            assert (refused.value.code, vault.place.state(), runs()) == ("G124", "closed", began)
    for holder in HOLDERS:
        for tried in (vault.open_by_key, lambda key: vault.change_passphrase_by_key(key, NEW)):
            began = runs()
            with pytest.raises(UsageError) as refused:
                tried(paper_key(holder))
            # one try, on the file of that holder alone
            assert (refused.value.code, vault.place.state(), runs()) == ("G117", "closed", began + 1)
    assert files_of(vault) == before


@pytest.mark.parametrize("renewed", HOLDERS)
def test_a_renewed_paper_opens_the_one_before_does_not_and_the_other_still_does(
    vault: Vault, renewed: str
) -> None:
    keys = vault.create(PASSPHRASE)
    (other,) = HOLDERS.keys() - {renewed}
    new = vault.renew_papers(PASSPHRASE, [renewed])
    assert [*new] == [renewed]
    assert [opens(vault, key) for key in (new[renewed], keys[renewed], keys[other])] == [True, False, True]
    both = vault.renew_papers(PASSPHRASE)
    assert [opens(vault, key) for key in (*both.values(), new[renewed], keys[other])] == [
        *(True, True),
        *(False, False),
    ]
    vault.open(PASSPHRASE)


def test_papers_are_renewed_while_the_vault_is_open_and_by_its_passphrase_alone(vault: Vault) -> None:
    keys = vault.create(PASSPHRASE)
    vault.open(PASSPHRASE)
    before = files_of(vault)
    with pytest.raises(UsageError) as refused:
        vault.renew_papers(f"{PASSPHRASE}!")
    assert (refused.value.code, files_of(vault)) == ("G115", before)
    new = vault.renew_papers(PASSPHRASE, ["officer"])
    assert (vault.place.opened / "sessions").is_dir()
    vault.close()
    assert [opens(vault, key) for key in (new["officer"], keys["officer"])] == [True, False]


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_forgotten_passphrase_is_changed_by_each_paper_and_the_papers_hold(
    vault: Vault, holder: str
) -> None:
    keys = vault.create(PASSPHRASE)
    vault.open(PASSPHRASE)
    (vault.place.opened / "sessions" / "a.txt").write_text("prune", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        vault.change_passphrase_by_key(keys[holder], NEW)
    assert refused.value.code == "G118"  # the key is tried by opening
    vault.close()
    vault.change_passphrase_by_key(keys[holder], NEW)
    assert vault.place.state() == "open"
    vault.close()
    with pytest.raises(UsageError) as refused:
        vault.open(PASSPHRASE)
    assert refused.value.code == "G115"
    vault.open(NEW)
    assert (vault.place.opened / "sessions" / "a.txt").read_text(encoding="utf-8") == "prune"
    vault.close()
    assert [opens(vault, key) for key in keys.values()] == [True, True]
    # what a person can remember is derived as slowly as before, whatever key it was wrapped by
    assert json.loads(files_of(vault)[CONFIGURATION])["ScryptObject"]["N"] >= 2**16


def test_a_vault_whose_own_configuration_is_lost_is_brought_back_by_a_paper(vault: Vault) -> None:
    keys = vault.create(PASSPHRASE)
    (vault.place.sealed / CONFIGURATION).unlink()
    assert opens(vault, keys["director"])
    vault.change_passphrase_by_key(keys["officer"], NEW)
    vault.close()
    vault.open(NEW)
    assert vault.place.state() == "open"


def test_a_file_of_another_vault_opens_nothing_and_is_not_taken_for_this_ones(
    vault: Vault, tmp_path: Path
) -> None:
    vault.create(PASSPHRASE)
    vault.open(PASSPHRASE)
    vault.close()
    other = Vault(VaultPlace.at(tmp_path / "other"))
    key = other.create(PASSPHRASE)["officer"]
    name = configuration_of("officer")
    shutil.copy(other.place.sealed / name, vault.place.sealed / name)
    before = sorted(path.name for path in vault.place.sealed.iterdir())
    for tried in (vault.open_by_key, lambda key: vault.change_passphrase_by_key(key, NEW)):
        with pytest.raises(UsageError) as refused:
            tried(key)
        assert (refused.value.code, vault.place.state()) == ("G117", "closed")
    assert sorted(path.name for path in vault.place.sealed.iterdir()) == before
    vault.open(PASSPHRASE)
    assert (vault.place.opened / "sessions").is_dir()


def test_the_papers_go_with_the_encrypted_folder_and_gocryptfs_finds_no_fault_in_it(
    vault: Vault, tmp_path: Path
) -> None:
    keys = vault.create(PASSPHRASE)
    vault.open(PASSPHRASE)
    (vault.place.opened / "sessions" / "a.txt").write_text("prune", encoding="utf-8")
    vault.close()
    with closed_after(VaultPlace.at(tmp_path / "elsewhere" / "vault")) as moved:
        shutil.copytree(vault.place.sealed, moved.place.sealed)
        moved.open_by_key(keys["officer"])
        assert (moved.place.opened / "sessions" / "a.txt").read_text(encoding="utf-8") == "prune"
        assert not (moved.place.opened / configuration_of("officer")).exists()
        assert not any("gocryptfs" in path.name for path in moved.place.opened.iterdir())
        moved.close()
        fsck = ("gocryptfs", "-fsck", str(moved.place.sealed))
        ran = subprocess.run(fsck, input=f"{PASSPHRASE}\n", capture_output=True, text=True, check=False)
        assert (ran.returncode, "no problems found" in ran.stdout) == (0, True), ran.stdout


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_paper_says_how_gocryptfs_alone_opens_the_vault(vault: Vault, holder: str) -> None:
    key = vault.create(PASSPHRASE)[holder]
    page = vault_paper(vault.place, holder).page(key, holder, "foot", "en")
    (alone,) = re.findall(r"(gocryptfs -config \S+ \S+) FOLDER", page)
    assert key in page
    folder = vault.place.opened
    folder.chmod(0o700)
    subprocess.run(
        (*alone.split(), str(folder)), input=f"{key}\n", text=True, check=True, capture_output=True
    )
    assert vault.place.state() == "open"


def test_whoever_kept_a_configuration_file_of_before_opens_todays_vault_by_the_paper_of_before(
    vault: Vault, tmp_path: Path
) -> None:
    """What the papers say of copies: a renewed key takes nothing from whoever has one."""
    revoked, kept = vault.create(PASSPHRASE)["officer"], tmp_path / "kept.conf"
    shutil.copy(vault.place.sealed / configuration_of("officer"), kept)
    vault.renew_papers(PASSPHRASE)
    vault.open(PASSPHRASE)
    (vault.place.opened / "sessions" / "today").touch()
    vault.close()
    assert not opens(vault, revoked)
    vault.place.opened.chmod(0o700)
    by_copy = ("gocryptfs", "-q", "-config", str(kept), str(vault.place.sealed), str(vault.place.opened))
    subprocess.run(by_copy, input=f"{revoked}\n", text=True, check=True, capture_output=True)
    assert (vault.place.opened / "sessions" / "today").exists()
    said = vault_paper(vault.place, "officer").page(revoked, "officer", "", "en")
    assert "folder too. Then only a new vault helps." in said


# Vaults of earlier versions.


def test_an_earlier_vault_opens_by_its_paper_and_no_other_key_until_a_new_vault_is_made(vault: Vault) -> None:
    key = make_earlier_vault(vault)
    assert opens(vault, key.upper().replace("-", " "))
    assert not opens(vault, mistyped(key, 70))
    assert not opens(vault, paper_key("director"))
    with pytest.raises(UsageError) as refused:
        vault.open_by_key(key[:-1])
    assert refused.value.code == "G124"
    first = vault.renew_papers(PASSPHRASE, ["director"])
    assert [opens(vault, one) for one in (first["director"], key)] == [True, True]
    both = vault.renew_papers(PASSPHRASE)
    assert [opens(vault, one) for one in (*both.values(), first["director"], key)] == [
        True,
        True,
        False,
        True,
    ]


def test_of_an_earlier_vault_a_forgotten_passphrase_is_changed_by_its_paper(vault: Vault) -> None:
    key = make_earlier_vault(vault)
    vault.open(PASSPHRASE)
    (vault.place.opened / "sessions" / "a.txt").write_text("prune", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        vault.change_passphrase_by_key(key, NEW)
    assert refused.value.code == "G118"  # open: a wrong key could not be told from the right one
    vault.close()
    with pytest.raises(UsageError) as refused:
        vault.change_passphrase_by_key(mistyped(key, 70), NEW)
    assert (refused.value.code, vault.place.state()) == ("G117", "closed")
    vault.change_passphrase_by_key(key, NEW)
    vault.close()
    assert [path.name for path in vault.place.sealed.glob("gocryptfs.conf*")] == [CONFIGURATION]
    with pytest.raises(UsageError):
        vault.open(PASSPHRASE)
    vault.open(NEW)
    assert (vault.place.opened / "sessions" / "a.txt").read_text(encoding="utf-8") == "prune"


# What `vault check` says.


def of_papers(vault: Vault) -> list[InspectedPlace]:
    lines = inspected(vault.place, Path("/tmp"), (), (), lambda folder: "luks", lambda swap: "luks")
    return [line for line in lines if line.key == "papers"]


def test_the_check_says_which_papers_there_are_and_from_when(vault: Vault) -> None:
    vault.create(PASSPHRASE)
    made = of_papers(vault)
    assert [line.standing for line in made] == ["well", "well"]
    assert re.fullmatch(r"Paper for the director: a key of its own, from .* \d{4}\.", made[0].sentence.en)
    file = vault.place.sealed / configuration_of("officer")
    content = json.loads(file.read_bytes())
    content["nao_sessions"]["made_utc"] = "2025-03-01T12:00:00+00:00"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert "1er mars 2025" in of_papers(vault)[1].sentence.fr
    for broken in (b"", b"{}", b"[]", file.read_bytes()[:-40], json.dumps({"nao_sessions": 1}).encode()):
        file.write_bytes(broken)
        assert [line.standing for line in of_papers(vault)] == ["well", "lacking"]
    file.unlink()
    lacking = of_papers(vault)[1]
    assert (lacking.standing, "--holder officer" in (lacking.hint or lacking.sentence).en) == (
        "lacking",
        True,
    )
    vault.renew_papers(PASSPHRASE, ["officer"])
    assert [line.standing for line in of_papers(vault)] == ["well", "well"]


def test_the_check_says_of_an_earlier_vault_what_its_papers_hold(vault: Vault) -> None:
    make_earlier_vault(vault)
    (line,) = of_papers(vault)
    assert "master key" in line.sentence.en
    assert "nao-sessions vault papers" in (line.hint or line.sentence).en
    vault.renew_papers(PASSPHRASE, ["director"])
    director, master = of_papers(vault)
    assert "the director" in director.sentence.en
    assert "master key" in master.sentence.en
    vault.renew_papers(PASSPHRASE)
    assert ["master key" in line.sentence.en for line in of_papers(vault)] == [False, False, True]


# Whatever ends a change in the middle.


class Interrupted(Exception):
    """Somebody went away before the papers were written down."""


def go_away(keys: Mapping[str, str]) -> None:
    raise Interrupted


def test_keys_that_nobody_wrote_down_make_no_vault_and_renew_no_paper(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        vault.create(PASSPHRASE, go_away)
    assert (vault.place.state(), list(tmp_path.iterdir())) == ("none", [])
    keys = vault.create(PASSPHRASE)
    before = files_of(vault)
    with pytest.raises(Interrupted):
        vault.renew_papers(PASSPHRASE, hand_over=go_away)
    assert files_of(vault) == before
    assert [opens(vault, key) for key in keys.values()] == [True, True]


def test_before_the_new_papers_are_written_down_the_ones_before_are_all_there_is(vault: Vault) -> None:
    vault.create(PASSPHRASE)
    before, seen = files_of(vault), []
    vault.renew_papers(PASSPHRASE, hand_over=lambda keys: seen.append(files_of(vault)))
    assert seen == [before]
    assert files_of(vault) != before


def test_keys_are_changed_by_one_program_at_a_time(vault: Vault) -> None:
    vault.create(PASSPHRASE)
    changes: tuple[Callable[[], object], ...] = (
        lambda: vault.renew_papers(PASSPHRASE),
        lambda: vault.change_passphrase(PASSPHRASE, NEW),
        lambda: vault.change_passphrase_by_key(paper_key("officer"), NEW),
    )
    with vault.keyring.held():
        for change in changes:
            with pytest.raises(UsageError) as refused:
                change()
            assert refused.value.code == "G123"


def test_a_full_disk_changes_nothing_and_leaves_what_opens(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "disk", "4m") as disk,
        closed_after(VaultPlace.at(disk / "vault")) as vault,
    ):
        filler = fill(disk)
        with pytest.raises((OSError, RecordError)):
            vault.create(PASSPHRASE)
        assert vault.place.state() == "none"
        filler.unlink()
        keys = vault.create(PASSPHRASE)
        before = files_of(vault)
        filler = fill(disk)
        for change in (
            lambda: vault.renew_papers(PASSPHRASE),
            lambda: vault.change_passphrase(PASSPHRASE, NEW),
            lambda: vault.change_passphrase_by_key(keys["officer"], NEW),
        ):
            with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                change()
            assert files_of(vault) == before
        ran = papers_renewed(vault, tmp_path)
        assert (ran.returncode, "may open nothing" in ran.stderr) == (1, True), ran.stderr
        filler.unlink()
        assert [opens(vault, key) for key in keys.values()] == [True, True]
        assert opens(vault, vault.renew_papers(PASSPHRASE)["director"])


@contextmanager
def at_every_step(monkeypatch: pytest.MonkeyPatch, look: Callable[[], None]) -> Iterator[None]:
    """Look before and after whatever changes a file."""
    within = False

    def watching(do: Callable[..., object]) -> Callable[..., object]:
        def watched(*arguments: object, **options: object) -> object:
            nonlocal within
            if within:
                return do(*arguments, **options)
            within = True
            try:
                look()
                done = do(*arguments, **options)
                look()
                return done
            finally:
                within = False

        return watched

    with monkeypatch.context() as patched:
        for name in (
            "open",
            "replace",
            "rename",
            "unlink",
            "chmod",
            "pwrite",
            "fsync",
            "fdatasync",
            "ftruncate",
        ):
            patched.setattr(os, name, watching(getattr(os, name)))
        yield


def test_at_no_step_does_a_kill_or_a_power_cut_leave_anything_but_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a kill, what the files hold at each step is left; of a power cut, what the disk was given."""
    image, names = tmp_path / "disk.image", [configuration_of(holder) for holder in HOLDERS]
    old = {name: f"{name} old ".encode() * 60 for name in names}
    new = {name: f"{name} new ".encode() * 60 for name in names}
    left: list[dict[str, bytes]] = []
    cuts: set[bytes] = set()

    def held(folder: Path) -> dict[str, bytes]:
        return {name: (folder / name).read_bytes() for name in names}

    with disk_in(image, tmp_path / "disk", 2 * 1024**2) as disk:
        keyring = Keyring(disk)
        keyring.replace(old)

        def look() -> None:
            left.append(held(disk))
            cuts.add(image.read_bytes())

        with at_every_step(monkeypatch, look):
            keyring.replace(new)
        look()
    assert len(left) > 15
    assert 3 < len(cuts) < 60
    for number, cut in enumerate(cuts):
        other = tmp_path / f"{number}.image"
        other.write_bytes(cut)
        with disk_in(other, tmp_path / "cut") as disk:
            left.append(held(disk))
    for one in left:
        assert {one[name] in (old[name], new[name]) for name in names} == {True}
    assert left[0] == old
    assert (new in left, old in left) == (True, True)


def test_what_a_killed_change_left_is_removed_by_the_next_one(vault: Vault) -> None:
    vault.create(PASSPHRASE)
    (vault.place.sealed / "gocryptfs.longname.draft-1.name").write_bytes(b"half a fi")
    vault.renew_papers(PASSPHRASE, ["director"])
    assert sorted(files_of(vault)) == sorted(
        (CONFIGURATION, "gocryptfs.diriv", *(configuration_of(holder) for holder in HOLDERS))
    )


# Nothing of a key lies anywhere.


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Note the command line and environment of each gocryptfs; return where."""
    need_gocryptfs()
    spied, folder = tmp_path / "spied", tmp_path / "spies"
    folder.mkdir()
    for name in ("gocryptfs", "gocryptfs-xray"):
        spy = folder / name
        spy.write_text(
            f'#!/bin/sh\n(echo "command: $0 $@"; env) >> {spied}\nexec /usr/bin/{name} "$@"\n',
            encoding="utf-8",
        )
        spy.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    spied.touch()
    return spied


def spellings(key: str) -> list[bytes]:
    """Return how a key of hexadecimal digits might lie somewhere."""
    digits = key.replace("-", "")
    raw = bytes.fromhex(digits)
    drawn = raw[:-4] if len(raw) == 20 else raw  # without the group that checks it
    return [key.encode(), digits.encode(), drawn, base64.b64encode(drawn).rstrip(b"=")]


def test_no_key_and_no_passphrase_stands_on_a_command_line_in_an_environment_or_on_the_disk(
    tmp_path: Path, watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that changes keys, on a disk of its own, whose every byte is searched, free space too."""
    image, secret = tmp_path / "disk.image", Path("/dev/shm") / f"papers-{os.getpid()}"
    with disk_in(image, tmp_path / "disk") as disk:
        for name in ("DATA", "CACHE", "STATE", "CONFIG"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(disk / name.lower()))
        (disk / "tmp").mkdir()
        monkeypatch.setenv("HOME", str(disk))
        monkeypatch.setenv("TMPDIR", str(disk / "tmp"))
        keys: list[str] = []
        configurations: list[dict[str, bytes]] = []
        said: list[str] = []
        secret.mkdir(mode=0o700)
        try:
            with closed_after(VaultPlace.default()) as vault:

                def run(*words: object) -> None:
                    ran = nao_sessions("vault", *words)
                    assert ran.returncode == 0, ran.stderr
                    said.append(ran.stdout + ran.stderr)
                    for page in sorted(secret.glob("papers/*.html")):
                        keys.extend(re.findall(r"(?:[0-9a-f]{8}-){4}[0-9a-f]{8}", page.read_text()))
                        page.unlink()
                    configurations.append(files_of(vault))

                def laid(name: str, text: str) -> Path:
                    (secret / name).touch(mode=0o600)
                    (secret / name).write_text(text, encoding="utf-8")
                    return secret / name

                by = ("--passphrase-file", laid("passphrase", PASSPHRASE))
                papers = ("--papers", secret / "papers", "--yes")
                run("create", *by, *papers)
                master = master_key_of(vault)
                run("papers", *by, *papers, "--holder", "officer")
                run("close")
                run("open", "--recovery-file", laid("key", keys[0]))
                run("close")
                run(
                    "passphrase",
                    "--recovery-file",
                    laid("key", keys[2]),
                    "--new-passphrase-file",
                    laid("new", NEW),
                )
                run("papers", "--passphrase-file", secret / "new", *papers)
                run("close")
                assert len(set(keys)) == 5
                current = json.loads(files_of(vault)[CONFIGURATION])["EncryptedKey"].encode()
                now = {
                    json.loads(text)["EncryptedKey"] for text in files_of(vault).values() if text[:1] == b"{"
                }
            subprocess.run(["sync", "-f", str(disk)], check=True)
        finally:
            shutil.rmtree(secret)
        held = []
        for draft in Path("/dev/shm").glob("nao-sessions-*/*"):
            with contextlib.suppress(FileNotFoundError):  # another test's
                held.append(draft.read_bytes())
    content = image.read_bytes()
    wanted = [PASSPHRASE.encode(), NEW.encode(), *(one for key in (*keys, master) for one in spellings(key))]
    told = watched.read_bytes() + "".join(said).encode()
    assert watched.read_text().count("command:") >= 10
    assert current in content  # the search finds what is there
    for one in wanted:
        assert [place for place in (content, told, *held) if one in place] == []
    # nor what an older key would open: files that were replaced are written over
    replaced = {
        json.loads(text)["EncryptedKey"]
        for files in configurations
        for text in files.values()
        if text[:1] == b"{"
    } - now
    assert len(replaced) >= 4
    assert [one for one in replaced if one.encode() in content] == []


def test_the_command_asks_for_the_end_of_each_new_key(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = vault.create(PASSPHRASE)
    file, papers = tmp_path / "passphrase", Path("/dev/shm") / f"papers-{os.getpid()}"
    file.touch(mode=0o600)
    file.write_text(PASSPHRASE, encoding="utf-8")
    given = (vault.place.opened, "--passphrase-file", file, "--papers", papers, "--lang", "en")
    asks = subprocess.Popen(
        [command("nao-sessions"), "vault", "papers", *map(str, given)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until(
            lambda: (papers / "officer.html").exists() and (papers / "officer.html").stat().st_size, "papers"
        )
        new = {
            holder: re.findall(r"(?:[0-9a-f]{8}-){4}[0-9a-f]{8}", (papers / f"{holder}.html").read_text())[0]
            for holder in HOLDERS
        }
        assert files_of(vault).keys() == {CONFIGURATION, "gocryptfs.diriv", *map(configuration_of, HOLDERS)}
        director, officer = (new[holder][-8:] for holder in ("director", "officer"))
        out, said = asks.communicate(f"{officer}\n{director}\n{officer}\n", timeout=60)
    finally:
        asks.kill()
        shutil.rmtree(papers, ignore_errors=True)
    assert (asks.returncode, out, said.count("look again")) == (0, "", 1), said
    assert [said.count(f"paper for {who.en}") for who in HOLDERS.values()] == [3, 2]
    assert not any(key in said for key in new.values())
    assert [opens(vault, key) for key in (*new.values(), *keys.values())] == [True, True, False, False]


def test_an_earlier_vault_is_told_what_its_old_papers_go_on_opening(vault: Vault, tmp_path: Path) -> None:
    make_earlier_vault(vault)
    ran = papers_renewed(vault, tmp_path)
    assert (ran.returncode, "go on opening the vault" in ran.stderr) == (0, True), ran.stderr


def test_a_refusal_that_is_no_wrong_key_stays_what_it_is(vault: Vault) -> None:
    key = vault.create(PASSPHRASE)["director"]
    (vault.place.sealed / configuration_of("director")).write_bytes(b"{}")
    with pytest.raises(NaoSessionsError) as refused:
        vault.open_by_key(key)
    assert (refused.value.code, vault.place.state()) == ("G113", "closed")
