"""Every address of the console, and which role may ask for it: one table, which doors, gate and tests read.

What stands in no row is refused. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from starlette.routing import compile_path

Column = Literal["here", "lead", "second", "watch", "board", "group", "nobody"]
"""Who asks: a browser of this computer, a device in one of the roles, or a device that is not paired."""

Cell = Literal["no", "always", "session", "person", "charge", "last", "own"]
"""When a role may ask: never; always; while a session runs, else unlocked; unlocked by a person; by one in
charge; for the session that ran last alone, unlocked; for the board that is the device's own."""

Act = Literal[
    "opened", "seen", "heard", "exported", "corrected", "noted", "destroyed", "answered", "paired", "kept"
]
"""What the journal says that a person did."""

LOCK_CELLS: frozenset[Cell] = frozenset({"session", "person", "charge", "last"})
"""What asks for a person, where the console asks for one at all."""


@dataclass(frozen=True, slots=True)
class RouteAccess:
    """A row: an address as the application routes it, its methods, and a cell for each column.

    ``asks``: pages ask for it by themselves, so that it is no touch of a person's. ``act`` is what the
    journal notes of whoever asks for it.
    """

    methods: str
    path: str
    here: Cell
    lead: Cell = "no"
    second: Cell = "no"
    watch: Cell = "no"
    board: Cell = "no"
    group: Cell = "no"
    nobody: Cell = "no"
    asks: bool = False
    act: Act | None = None
    pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", compile_path(self.path)[0])

    def cell(self, column: str) -> Cell:
        """Return a column's cell; "no" for a column that there is not."""
        found: Cell = getattr(self, column) if column in COLUMNS else "no"
        return found


COLUMNS: tuple[Column, ...] = ("here", "lead", "second", "watch", "board", "group", "nobody")


def _everybody(methods: str, path: str, nobody: Cell = "no") -> RouteAccess:
    every: Cell = "always"
    return RouteAccess(methods, path, every, every, every, every, every, every, nobody)


def _board(methods: str, below: str = "", *, asks: bool = False) -> RouteAccess:
    return RouteAccess(
        methods, f"/board/{{code}}{below}", "session", "session", board="own", group="own", asks=asks
    )


def _texts(methods: str, below: str = "", *, asks: bool = False) -> RouteAccess:
    return RouteAccess(methods, f"/texts{below}", "person", "person", asks=asks)


def _after(methods: str, below: str = "", act: Act | None = None) -> RouteAccess:
    return RouteAccess(methods, f"/after/{{session}}{below}", "person", "last", act=act)


def _replay(below: str, methods: str = "GET", *, asks: bool = True, act: Act | None = None) -> RouteAccess:
    return RouteAccess(methods, f"/replay/{{session}}{below}", "person", asks=asks, act=act)


TABLE: tuple[RouteAccess, ...] = (
    # Joining: a device that is not paired sees this, and of the files those alone that the page is made of.
    _everybody("GET", "/static/{name}", nobody="always"),
    _everybody("GET POST", "/join", nobody="always"),
    _everybody("GET", "/authority.pem", nobody="always"),
    # A session that runs, and its stop: no lock is before them.
    RouteAccess("GET", "/session", "always", "always", "always", asks=True),
    RouteAccess("GET", "/watch", "always", "always", watch="always", asks=True),
    RouteAccess("GET", "/session/stream", "always", "always", "always", "always", asks=True),
    RouteAccess("POST", "/session/act", "always", "always", "always", "always"),
    RouteAccess("GET", "/session/ending", "always", "always", "always", "always", asks=True),
    RouteAccess("POST", "/session/control", "session", "session"),
    RouteAccess("POST", "/session/empty-room", "session", "session"),
    RouteAccess("POST", "/session/arrival", "session", "session"),
    RouteAccess("POST", "/session/favourite", "session", "session"),
    RouteAccess("GET", "/session/journal", "session", "session", "session", "session", asks=True),
    RouteAccess("GET", "/session/picture/{camera}", "session", "session", "session", "session", asks=True),
    RouteAccess("GET", "/beginning", "always", "always", asks=True),
    RouteAccess("GET", "/beginning/state", "always", "always", asks=True),
    RouteAccess("GET", "/discover/strip", "session", "session", asks=True),
    RouteAccess("POST", "/discover/part", "session", "session"),
    # Children's boards.
    _board("GET"),
    _board("GET", "/stream", asks=True),
    _board("GET", "/clock", asks=True),
    _board("GET", "/picture/{id}", asks=True),
    _board("POST", "/touch"),
    RouteAccess("POST", "/board/{code}/mode", "session", "session"),
    _board("GET POST", "/settings"),
    _board("GET POST", "/slate"),
    _board("GET", "/slate.svg", asks=True),
    # Unlocking.
    RouteAccess("GET", "/unlock", "always", "always", asks=True),
    RouteAccess("POST", "/unlock", "always", "always"),
    RouteAccess("POST", "/lock", "always", "always"),
    RouteAccess("GET", "/unlock/state", "always", "always", asks=True),
    RouteAccess("POST", "/unlock/touch", "always", "always"),
    RouteAccess("GET", "/persons", "person"),
    RouteAccess("POST", "/persons", "person"),
    RouteAccess("POST", "/persons/code", "person"),
    RouteAccess("POST", "/persons/{code}/remove", "charge"),
    RouteAccess("GET", "/journal", "charge"),
    # Before a session.
    RouteAccess("GET", "/", "person", "person"),
    RouteAccess("GET", "/picture/{protocol}", "person", "person", asks=True),
    RouteAccess("POST", "/sessions/{session}/continue", "person", "person"),
    RouteAccess("POST", "/sessions/{session}/close", "person", "person"),
    RouteAccess("GET", "/people", "person", "person"),
    RouteAccess("POST", "/people", "person", "person"),
    RouteAccess("POST", "/people/{code}", "person", "person"),
    RouteAccess("GET", "/agreements", "person"),
    RouteAccess("GET", "/agreements/{act}", "person"),
    RouteAccess("POST", "/agreements/decision", "charge", act="answered"),
    RouteAccess("POST", "/agreements/{act}", "person", act="answered"),
    RouteAccess("GET", "/prepare/{protocol}/picture/{camera}", "person", "person", asks=True),
    RouteAccess("GET", "/prepare/sound/levels", "person", "person", asks=True),
    RouteAccess("GET", "/prepare/{protocol}", "person", "person"),
    RouteAccess("POST", "/prepare/{protocol}", "person", "person"),
    RouteAccess("POST", "/prepare/{protocol}/look", "person", "person", asks=True),
    RouteAccess("GET", "/discover", "person", "person"),
    RouteAccess("POST", "/discover/{number:int}", "person", "person"),
    # After a session: on a tablet the one that ran last, and never its film.
    _after("GET", act="opened"),
    _after("POST", "/corrections", "corrected"),
    _after("POST", "/word", "noted"),
    _after("POST", "/notes", "noted"),
    _after("POST", "/film/destroy", "destroyed"),
    RouteAccess("POST", "/after/{session}/film/keep", "person", act="kept"),
    _after("POST", "/memos", "noted"),
    _after("GET", "/memos/{number:int}", "heard"),
    _after("POST", "/memos/{number:int}/sound"),
    _after("POST", "/memos/{number:int}/end"),
    _after("POST", "/memos/{number:int}/delete", "destroyed"),
    _after("GET", "/report", "opened"),
    _after("GET", "/report.pdf", "exported"),
    # What was recorded before.
    _replay("", asks=False),
    _replay("/", asks=False, act="seen"),
    _replay("/session.json"),
    _replay("/events/{seq:int}", asks=False),
    _replay("/media/{id}", act="seen"),
    _replay("/frames/{id}/{window:int}", act="seen"),
    _replay("/curves/{id}/{begin:int}/{end:int}/{columns:int}"),
    _replay("/author", "POST", asks=False, act="corrected"),
    RouteAccess("GET", "/progress", "person", act="opened"),
    RouteAccess("GET", "/progress/establishment", "person", act="opened"),
    RouteAccess("GET", "/progress/establishment.csv", "person", act="exported"),
    RouteAccess("GET", "/progress/{code}", "person", act="opened"),
    # Devices of the room.
    RouteAccess("GET", "/pair", "person", "person"),
    RouteAccess("GET", "/pair/events", "person", asks=True),
    RouteAccess("POST", "/pair/invite", "person", act="paired"),
    RouteAccess("POST", "/pair/forget", "person", act="paired"),
    RouteAccess("GET", "/pair/{invitation}", "person"),
    RouteAccess("POST", "/pair/{invitation}/cancel", "person"),
    # Protocols.
    _texts("GET"),
    _texts("GET", "/{protocol}"),
    _texts("POST", "/{protocol}"),
    _texts("POST", "/{protocol}/work", asks=True),
    _texts("GET", "/{protocol}/drawing"),
    _texts("GET", "/{protocol}/large"),
    _texts("GET", "/{protocol}/sheet.pdf"),
    _texts("GET", "/{protocol}/cards.pdf"),
    _texts("GET", "/{protocol}/review"),
    _texts("POST", "/{protocol}/save"),
    _texts("POST", "/{protocol}/discard"),
    _texts("POST", "/{protocol}/forget"),
    RouteAccess("GET", "/checks/{code}", "person", "person"),
)  # fmt: skip


def sees(column: str, path: str) -> bool:
    """Return whether a page may be shown in a column in some state: else nothing leads there."""
    found = row_of("GET", path)
    return found is not None and found[0].cell(column) != "no"


def row_of(method: str, path: str) -> tuple[RouteAccess, dict[str, str]] | None:
    """Return the row for a request and what stands in its address; None where no row has it."""
    method = "GET" if method == "HEAD" else method
    for row in TABLE:
        found = row.pattern.match(path) if method in row.methods.split() else None
        if found is not None:
            return row, found.groupdict()
    return None
