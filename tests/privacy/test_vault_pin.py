"""A vault that a computer opens by a PIN: with the real gocryptfs, tpm2-tools, and a TPM made of software."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nao_sessions.cli.vault import vault as vault_commands
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.tpm import check_pin, lockout, seal, unseal
from nao_sessions.privacy.vault import Vault
from tests.software_tpm import LOCKOUT, software_tpm, tpm2
from tests.vaults import PASSPHRASE, open_vault

pytestmark = pytest.mark.alone  # they wait for real processes

PIN, WRONG = "482 915", "123 456"


@pytest.fixture
def tpm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with software_tpm(tmp_path / "tpm", monkeypatch):
        yield


@pytest.fixture
def vault(tpm: None, tmp_path: Path) -> Iterator[Vault]:
    """A closed vault, with a PIN."""
    with open_vault(tmp_path / "vault") as one:
        (one.place.opened / "sessions" / "one").write_text("prune", encoding="utf-8")
        one.make_pin(PASSPHRASE, PIN)
        one.close()
        yield one


def refused(vault: Vault, pin: str) -> str:
    """Return the code with which a PIN is refused; "": the vault was opened, and is closed again."""
    try:
        vault.open_by_pin(pin)
    except NaoSessionsError as error:
        return error.code
    assert (vault.place.opened / "sessions" / "one").read_text(encoding="utf-8") == "prune"
    vault.close()
    return ""


def test_a_pin_opens_it_and_another_one_does_not(vault: Vault) -> None:
    assert [refused(vault, pin) for pin in (PIN, WRONG, PIN)] == ["", "G126", ""]
    vault.open(PASSPHRASE)


def test_after_some_wrong_ones_not_even_the_right_one_opens_it_and_the_passphrase_does(vault: Vault) -> None:
    found = lockout()
    assert (found.tries, found.every_s, found.held) == (4, 600, True)
    assert [refused(vault, WRONG) for _ in range(found.tries)] == ["G126"] * found.tries
    assert refused(vault, PIN) == "G129"
    vault.open(PASSPHRASE)
    vault.close()
    tpm2("tpm2_dictionarylockout", "-c", "-p", LOCKOUT)
    assert refused(vault, PIN) == ""


def test_another_computer_does_not_open_it(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with software_tpm(tmp_path / "another", monkeypatch):
        assert refused(vault, PIN) == "G113"
        vault.make_pin(PASSPHRASE, WRONG)  # and makes a PIN of its own
        assert refused(vault, WRONG) == ""


def test_a_new_pin_replaces_the_one_before_and_a_removed_one_opens_nothing(vault: Vault) -> None:
    with pytest.raises(NaoSessionsError) as caught:
        vault.make_pin(f"{PASSPHRASE}!", WRONG)
    assert (caught.value.code, refused(vault, PIN)) == ("G115", "")
    vault.make_pin(PASSPHRASE, WRONG)
    assert [refused(vault, pin) for pin in (PIN, WRONG)] == ["G126", ""]
    vault.remove_pin()
    vault.remove_pin()
    assert (refused(vault, WRONG), vault.pin_made()) == ("G114", None)
    vault.open(PASSPHRASE)


@pytest.mark.parametrize("pin", ["", "12345", "111111", "12\x0734567"])
def test_a_pin_that_is_guessed_at_once_is_refused(pin: str) -> None:
    with pytest.raises(NaoSessionsError) as caught:
        check_pin(pin)
    assert caught.value.code == "G127"


@pytest.mark.parametrize(
    ("tries", "every_s", "held", "code"),
    [(4, 600, True, ""), (4, 600, False, "G128"), (4, 10, True, "G128"), (1000, 600, True, "G128")],
)
def test_a_chip_that_lets_a_pin_be_guessed_gets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tries: int, every_s: int, held: bool, code: str
) -> None:
    with software_tpm(tmp_path / "tpm", monkeypatch, tries=tries, every_s=every_s):
        if not held:
            tpm2("tpm2_changeauth", "-c", "lockout", "-p", LOCKOUT)
        if not code:
            assert unseal(seal("secret", PIN), PIN) == "secret"
            return
        with pytest.raises(NaoSessionsError) as caught:
            seal("secret", PIN)
        assert caught.value.code == code


def test_without_a_chip_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nao_sessions.privacy.tpm.CHIP", f"device:{tmp_path / 'none'}")
    with pytest.raises(NaoSessionsError) as caught:
        seal("secret", PIN)
    assert caught.value.code == "G125"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NaoSessionsError) as caught:
        seal("secret", PIN)
    assert caught.value.code == "G125"


def test_neither_pin_nor_key_stands_on_a_command_line_in_the_environment_or_in_a_file(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each program of tpm2-tools is replaced by one that keeps how it was started, then runs the real one."""
    tools, kept = tmp_path / "tools", tmp_path / "kept"
    tools.mkdir()
    kept.mkdir()
    for name in ("tpm2_create", "tpm2_unseal", "tpm2_load", "tpm2_createprimary"):
        real = subprocess.run(("which", name), capture_output=True, text=True, check=True).stdout.strip()
        spy = tools / name
        spy.write_text(
            "#!/bin/sh\n"
            f'cat /proc/$$/cmdline /proc/$$/environ >> "{kept}/told"\n'
            f'cp -rL /dev/shm/nao-sessions-* "{kept}/" 2>/dev/null\n'
            f'exec {real} "$@"\n',
            encoding="utf-8",
        )
        spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    keys: list[str] = []
    monkeypatch.setattr(
        "nao_sessions.privacy.vault.secrets.token_hex", lambda n: keys.append("5" * 2 * n) or keys[-1]
    )
    vault.make_pin(PASSPHRASE, PIN)
    assert refused(vault, PIN) == ""
    everything = [path for path in kept.rglob("*") if path.is_file()]
    assert len(everything) > 3
    for secret in (PIN, keys[0], PASSPHRASE):
        found = [path for path in everything if secret.encode() in path.read_bytes()]
        assert found == []
        assert not any(
            secret.encode() in one.read_bytes() for one in vault.place.sealed.rglob("*") if one.is_file()
        )


def test_the_commands_make_use_tell_and_remove_it(
    tpm: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    passphrase, pin = tmp_path / "passphrase", tmp_path / "pin"
    for file, content in ((passphrase, PASSPHRASE), (pin, PIN)):
        file.write_text(f"{content}\n", encoding="utf-8")
        file.chmod(0o600)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(vault_commands, (*arguments, "--lang", "en"))

    with open_vault(VaultPlace.default().opened) as vault:
        made = run("pin", "--passphrase-file", str(passphrase), "--pin-file", str(pin))
        assert made.exit_code == 0, made.output
        assert "4 wrong ones, and then one more every 10 min" in made.output
        assert "PIN of this computer: made on" in run("check").output
        vault.close()
        opened = run("open", "--pin-file", str(pin))
        assert (opened.exit_code, vault.place.state()) == (0, "open"), opened.output
        assert run("pin", "--remove").exit_code == 0
        vault.close()
        again = run("open", "--pin-file", str(pin))
        assert isinstance(again.exception, UsageError)
        assert again.exception.code == "G114"
        assert "PIN of this computer" not in run("check").output
