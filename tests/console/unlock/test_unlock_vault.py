"""A console beside a vault: it asks who is there though nobody was added, and what it keeps lies inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.cli.console import keep_of
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.persons import PERSONS_FILE
from tests.console.unlock.locked_console import SECRET, LockedConsole
from tests.vaults import open_vault


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VaultPlace:
    """Where the vault of this user would be."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = VaultPlace.default()
    found.opened.parent.mkdir(parents=True)
    return found


def test_a_closed_vault_locks_the_console_and_makes_nobody_its_first_person(
    place: VaultPlace, tmp_path: Path
) -> None:
    place.sealed.mkdir()
    browser = LockedConsole(tmp_path / "keep").browser()
    assert browser.refused("/people") == "locked"
    page = browser.ask("/unlock").body.decode()
    assert "R162" in page
    assert 'name="first"' not in page
    made = browser.ask("/unlock", "POST", first="yes", secret=SECRET, again=SECRET)
    assert made.status == 403
    assert browser.refused("/session/act", "POST") == ""
    assert not (place.opened / "house").exists()


@pytest.mark.alone
def test_the_first_person_beside_a_vault_is_made_where_one_unlocks_and_lies_in_it(
    place: VaultPlace, tmp_path: Path
) -> None:
    with open_vault(place.opened):
        browser = LockedConsole(tmp_path / "keep").browser()
        assert browser.refused("/people") == "locked"
        assert 'name="first"' in browser.ask("/unlock").body.decode()
        assert browser.ask("/unlock", "POST", first="yes", secret=SECRET, again="autre chose").status == 403
        made = browser.ask("/unlock", "POST", first="yes", secret=SECRET, again=SECRET, then="/people")
        assert (made.status, made.headers["location"]) == (303, "/people")
        assert browser.refused("/people") == ""
        assert (place.opened / "house" / PERSONS_FILE).is_file()
        again = browser.ask("/unlock", "POST", first="yes", secret=SECRET, again=SECRET)
        assert again.status == 403  # there is a first person already


def test_what_the_console_keeps_of_children_lies_in_the_vault_where_there_is_one(
    place: VaultPlace, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    assert keep_of(elsewhere, simulator=False) == elsewhere
    place.sealed.mkdir()
    for given, simulator in ((None, False), (None, True), (elsewhere, False)):
        with pytest.raises(NaoSessionsError) as caught:
            keep_of(given, simulator=simulator)
        assert caught.value.code == ("U175" if given else "R162")
    assert keep_of(elsewhere, simulator=True) == elsewhere  # no child's: Nao is simulated
    assert keep_of(place.opened / "console", simulator=False) == place.opened / "console"
