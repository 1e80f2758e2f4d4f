"""The list of professionals: who is known by which code, and that no other list is taken for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.persons import PERSONS_FILE, PersonsFile, asks_for_persons
from nao_sessions.record.house import House

SECRET = "cerise marteau nuage"
OTHER = "girafe tabouret lune"


@pytest.fixture
def file(tmp_path: Path) -> PersonsFile:
    """The list of a house in which nobody is known yet."""
    return PersonsFile(House(tmp_path / "house"))


def code_of(act: Callable[[], object]) -> str:
    """Give the code of the error that something raises."""
    with pytest.raises(NaoSessionsError) as caught:
        act()
    return caught.value.code


def test_a_person_is_known_by_her_own_passphrase_however_its_accents_were_typed(file: PersonsFile) -> None:
    person = file.add("mar\u00e9e b\u00eache citron")
    (read,) = file.read()
    assert read == person
    assert read.knows("mare\u0301e be\u0302che citron")
    assert not read.knows("maree beche citron")
    assert "citron" not in file.path.read_text(encoding="utf-8")
    assert "citron" not in repr(read)
    assert file.path.stat().st_mode & 0o077 == 0


def test_two_persons_with_one_passphrase_have_different_digests(file: PersonsFile) -> None:
    one, two = file.add(SECRET), file.add(SECRET)
    assert one.secret.digest != two.secret.digest


def test_the_first_is_in_charge_and_codes_of_the_house_s_adults_are_not_given_anew(file: PersonsFile) -> None:
    first, second = file.add(SECRET), file.add(OTHER, taken=["A02"])
    assert [(one.code, one.in_charge) for one in (first, second)] == [("A01", True), ("A03", False)]
    assert code_of(lambda: file.add(OTHER, "A03")) == "G162"
    assert code_of(lambda: file.add(OTHER, "Marie")) == "G162"


@pytest.mark.parametrize("secret", ["court", "aaaaaaaaaaaaaaaa", "cerise\nmarteau nuage", "x" * 300])
def test_a_weak_passphrase_is_refused(file: PersonsFile, secret: str) -> None:
    assert code_of(lambda: file.add(secret)) == "G163"
    assert not file.path.exists()


def test_the_last_in_charge_goes_last(file: PersonsFile) -> None:
    file.add(SECRET)
    file.add(OTHER)
    assert code_of(lambda: file.remove("A01")) == "G166"
    assert code_of(lambda: file.remove("A09")) == "G165"
    file.remove("A02")
    file.remove("A01")
    assert file.read() == ()


@pytest.mark.parametrize("how", ["taken away", "emptied", "changed", "older", "another house's"])
def test_another_list_is_not_taken_for_the_one_that_was_kept_last(
    file: PersonsFile, tmp_path: Path, how: str
) -> None:
    file.add(SECRET)
    older = file.path.read_bytes()
    file.add(OTHER)
    match how:
        case "taken away":
            file.path.unlink()
        case "emptied":
            file.path.write_bytes(b"")
        case "changed":
            file.path.write_bytes(file.path.read_bytes().replace(b"false", b"true"))
        case "older":
            file.path.write_bytes(older)
        case _:
            stranger = PersonsFile(House(tmp_path / "stranger"))
            stranger.add(SECRET)
            file.path.write_bytes(stranger.path.read_bytes())
    assert code_of(file.read) == "G161"
    assert code_of(lambda: file.add(SECRET)) == "G161"  # nor is anybody added to it


def test_the_only_list_that_was_ever_kept_cannot_be_taken_away(file: PersonsFile) -> None:
    file.add(SECRET)
    file.path.unlink()
    assert code_of(file.read) == "G161"


def test_a_power_cut_while_the_list_is_written_leaves_the_one_or_the_other(
    file: PersonsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.add(SECRET)

    def cut(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("nao_sessions.privacy.persons.replace_private", cut)
        assert code_of(lambda: file.add(OTHER)) == "G164"
    assert [one.code for one in file.read()] == ["A01"]
    file.add(OTHER)
    assert [one.code for one in file.read()] == ["A01", "A02"]


def test_a_list_that_is_a_folder_is_an_error_and_no_empty_one(file: PersonsFile) -> None:
    file.house.note("other")
    (file.house.path / PERSONS_FILE).mkdir()
    assert code_of(file.read) == "G160"


def test_a_vault_asks_for_persons_though_nobody_is_known(file: PersonsFile, tmp_path: Path) -> None:
    place = VaultPlace.at(tmp_path / "vault")
    assert not asks_for_persons((), place)
    place.sealed.mkdir()  # made, and closed
    assert asks_for_persons((), place)
    assert asks_for_persons((file.add(SECRET),), VaultPlace.at(tmp_path / "none"))
