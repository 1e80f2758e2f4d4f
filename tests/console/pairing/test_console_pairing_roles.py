"""What each role may see, from the table: what stands in no row is refused."""

from __future__ import annotations

import pytest

from nao_sessions.console.pairing.roles import ROLES, Role, begins, may

PLACES = (
    "/", "/prepare/demo", "/session", "/session/act", "/session/control", "/session/favourite",
    "/session/stream", "/watch", "/after/s1", "/after/s1/report", "/progress/P07", "/texts/demo",
    "/board/P07", "/board/P07/touch", "/board/P08", "/board/P07x", "/board/group", "/discover",
    "/pair", "/pair/events", "/pair/forget", "/people",
    "/replay/s1/", "/replay/s1/media/a", "/persons", "/journal",
)  # fmt: skip

READS: dict[Role, set[str]] = {
    "lead": {
        "/", "/prepare/demo", "/session", "/session/stream", "/watch", "/after/s1", "/after/s1/report",
        "/texts/demo", "/board/P07", "/board/P08", "/board/P07x", "/board/group", "/discover", "/pair",
        "/people",
    },
    "second": {"/session", "/session/stream"},
    "watch": {"/watch", "/session/stream"},
    "board": {"/board/P07"},
    "group": {"/board/group"},
}  # fmt: skip
WRITES: dict[Role, set[str]] = {
    "lead": {
        "/prepare/demo", "/session/act", "/session/control", "/session/favourite", "/texts/demo",
        "/board/P07/touch", "/people",
    },
    "second": {"/session/act"},
    "watch": {"/session/act"},
    "board": {"/board/P07/touch"},
    "group": set(),
}  # fmt: skip


def _participant(role: Role) -> str | None:
    return "P07" if role == "board" else None


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_what_its_row_says_and_nothing_else(role: Role) -> None:
    assert {place for place in PLACES if may(role, _participant(role), "GET", place)} == READS[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_acts_where_its_row_says_and_nowhere_else(role: Role) -> None:
    assert {place for place in PLACES if may(role, _participant(role), "POST", place)} == WRITES[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_see_the_page_that_it_begins_at_and_the_files_of_pages(role: Role) -> None:
    assert may(role, _participant(role), "GET", begins(role, _participant(role)))
    assert may(role, _participant(role), "HEAD", "/static/look.css")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "get"])
def test_no_role_may_anything_by_another_method(method: str) -> None:
    assert not any(may(role, "P07", method, place) for role in ROLES for place in PLACES)


def test_a_board_without_a_child_sees_no_board() -> None:
    assert not any(may("board", None, "GET", place) for place in PLACES)
