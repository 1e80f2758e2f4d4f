"""Roles by addresses, from the one table: each address of the running console is asked for, in each state.

A route that the table lacks fails here; what stands in a cell is what the doors and the gate do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse

from nao_sessions.console.app import routes_of
from nao_sessions.console.unlock.access import TABLE, Cell, RouteAccess, row_of
from nao_sessions.privacy.acts import read_acts
from nao_sessions.record.house import House
from tests.console.unlock.locked_console import Browser, LockedConsole

EXAMPLES = {
    "act": "answer",
    "begin": "0",
    "camera": "room",
    "code": "P07",
    "columns": "10",
    "end": "1",
    "id": "a",
    "invitation": "0123456789abcdef",
    "name": "look.css",
    "number": "1",
    "protocol": "demo",
    "seq": "1",
    "session": "s0",
    "window": "1",
}


def example(path: str, **others: str) -> str:
    """Give an address of a route."""
    examples = {**EXAMPLES, **others}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: examples[found[1]], path)


@dataclass(frozen=True)
class Asker:
    """Who asks: a column of the table, and the state of the console."""

    name: str
    column: str
    unlocked: bool = False
    in_charge: bool = False
    running: bool = False

    def passes(self, cell: Cell) -> bool:
        """Return what a cell says of this asker, about another child's board and an older session."""
        match cell:
            case "no" | "own" | "last":
                return False
            case "always":
                return True
            case "session":
                return self.unlocked or self.running
            case "person":
                return self.unlocked
            case "charge":
                return self.unlocked and self.in_charge


ASKERS = (
    Asker("nobody", "nobody"),
    Asker("the locked console", "here"),
    Asker("the locked console, a session runs", "here", running=True),
    Asker("a professional", "here", unlocked=True),
    Asker("the professional in charge", "here", unlocked=True, in_charge=True),
    Asker("a leading tablet, locked", "lead"),
    Asker("a leading tablet, locked, a session runs", "lead", running=True),
    Asker("a leading tablet", "lead", unlocked=True),
    Asker("a tablet that leads as second", "second"),
    Asker("a tablet that leads as second, a session runs", "second", running=True),
    Asker("a watching tablet", "watch"),
    Asker("a watching tablet, a session runs", "watch", running=True),
    Asker("a child's board", "board"),
    Asker("the group's board", "group"),
)


def routes(console: LockedConsole) -> list[tuple[str, str]]:
    """Give every method and path of the running console."""
    found = routes_of(console.config, console.registry, None, console.pairing)  # type: ignore[arg-type]
    return [
        (method, route.path) for route in found for method in sorted(route.methods or ()) if method != "HEAD"
    ]


def browser_of(console: LockedConsole, asker: Asker) -> Browser:
    """Give a browser in the state of an asker."""
    match asker.column:
        case "here":
            browser = console.browser()
        case "nobody":
            browser = console.stranger()
        case role:
            browser = console.tablet(role, "P08" if role == "board" else None)  # type: ignore[arg-type]
    if asker.unlocked:
        browser.let_in(console.persons[0 if asker.in_charge else 1])
    if asker.running:
        console.run()
    return browser


def test_every_address_of_the_console_stands_in_the_table_and_no_other(console: LockedConsole) -> None:
    in_the_table = {(method, row.path) for row in TABLE for method in row.methods.split()}
    assert set(routes(console)) == in_the_table


@pytest.mark.parametrize("asker", ASKERS, ids=lambda asker: asker.name)
def test_each_address_answers_as_the_table_says(
    console: LockedConsole, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    browser = browser_of(console, asker)
    _note_instead_of_answering(console, reached, monkeypatch)
    for method, path in routes(console):
        # The board of another child, and a session that is not the last one.
        target = example(path)
        reached.clear()
        answer = browser.ask(target, method)
        cell = cell_of(method, target, asker.column)
        passed = asker.passes(cell)
        assert bool(reached) == passed, f"{method} {path}: {cell}, {answer.status}"
        if not passed:
            assert "x-refused" in answer.headers, f"{method} {path}"
            assert answer.headers["x-refused"] != "locked" or not asker.unlocked


def cell_of(method: str, target: str, column: str) -> Cell:
    """Give the cell of an address."""
    found = row_of(method, target)
    assert found is not None
    return found[0].cell(column)


def _note_instead_of_answering(
    console: LockedConsole, reached: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put a noter behind the gate: what comes there was let through, whatever its page would answer."""

    async def noter(scope: dict[str, str], receive: object, send: object) -> None:
        reached.append(scope["path"])
        await PlainTextResponse("let through")(scope, receive, send)  # type: ignore[arg-type]

    for application in (console.here, console.room):
        monkeypatch.setattr(application._app, "_app", noter)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("role", "participant", "own"), [("board", "P07", "P07"), ("group", None, "group")])
def test_a_board_is_shown_to_its_own_device(
    console: LockedConsole, role: str, participant: str | None, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    board = console.tablet(role, participant)  # type: ignore[arg-type]
    _note_instead_of_answering(console, reached, monkeypatch)
    rows = [row for row in TABLE if row.board == "own"]
    for row in rows:
        for method in row.methods.split():
            board.ask(example(row.path, code=own), method)
    assert len(reached) == sum(len(row.methods.split()) for row in rows)


def test_a_leading_tablet_sees_the_end_page_of_the_session_that_ran_last_and_of_no_other(
    console: LockedConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    console.registry.last = "s1"
    tablet = console.tablet("lead")
    _note_instead_of_answering(console, reached, monkeypatch)
    assert tablet.refused("/after/s1") == "locked"
    tablet.let_in(console.persons[1])
    assert tablet.refused("/after/s1") == ""
    assert tablet.refused("/after/s0") == "role"


FILM = [row for row in TABLE if row.path.startswith(("/replay/", "/progress"))]


@pytest.mark.parametrize("row", FILM, ids=lambda row: row.path)
def test_no_device_of_the_room_sees_what_was_recorded_before(row: RouteAccess) -> None:
    assert {row.cell(column) for column in ("lead", "second", "watch", "board", "group")} == {"no"}


def test_a_console_without_a_person_and_without_a_vault_asks_for_nothing_and_notes_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    console = LockedConsole(tmp_path / "keep")
    reached: list[str] = []
    _note_instead_of_answering(console, reached, monkeypatch)
    browser = console.browser()
    asked = [(method, example(path)) for method, path in routes(console)]
    for method, target in asked:
        browser.ask(target, method)
    assert reached == [target for _, target in asked]
    noted = {(line.act, line.person) for line in read_acts(House.default())}
    assert noted == {(row.act, "") for row in TABLE if row.act and "POST" in row.methods}
