"""Nothing of a child who was erased is anywhere, and whoever stayed has a record that verifies."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.privacy.life.erasure import Places, decide, finish, plan_erasure
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.verify import verify
from tests.privacy.life.workshop import Workshop, make_workshop, traces


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A small workshop, whose house is this user's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return make_workshop(tmp_path / "nao_sessions", children=4, sessions=6)


def erase(code: str, places: Places, groups: str = "cut") -> dict[str, object]:
    decide(plan_erasure(code, groups, places), "", places)  # type: ignore[arg-type]
    receipt = finish(places.house)
    assert receipt is not None
    return receipt


def test_nothing_of_an_erased_child_is_anywhere(workshop: Workshop) -> None:
    own = workshop.sums["P03"]
    assert list(traces(workshop.root, ["P03"], own)) != []
    erase("P03", workshop.places)
    assert list(traces(workshop.root, ["P03"], own)) == []


def test_every_session_that_stays_is_consistent_and_authentic(workshop: Workshop) -> None:
    assert {verdict(folder) for folder, _ in workshop.sessions} == {("", True, "authentic")}
    erase("P03", workshop.places)
    assert House.default().first_broken_line() is None
    for folder, codes in workshop.sessions:
        if codes == ("P03",):
            assert not folder.exists()
        else:
            problems, again, standing = verdict(folder)
            assert (problems, standing) == ("", "authentic")
            assert again or "P03" in codes  # what was drawn by lot depended on the code
            assert ("Cut at" in reasons(folder)) == named_in(codes)


def verdict(folder: Path) -> tuple[str, bool, str]:
    """Give the problems of a folder, whether its log was computed again, and whether it is authentic."""
    found = verify(SessionFolder(folder))
    return " ".join(one.en for one in found.problems), found.reexecuted, found.authenticity.standing


def reasons(folder: Path) -> str:
    return " ".join(one.en for one in verify(SessionFolder(folder)).authenticity.reasons)


def named_in(codes: tuple[str, ...]) -> bool:
    return "P03" in codes
