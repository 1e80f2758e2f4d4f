"""Boards as values: what both formats come to, and what both are written from.

What a format says and this program has no use for is kept under ``more``, so that it is written again.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

# Bytes that stand inside a text: ``data:image/png;base64,...`` (RFC 2397).

_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+=[^;,]*)*)(;base64)?,", re.A)
_SPACE = re.compile(r"\s+")


def read_data(text: str) -> tuple[str | None, bytes] | None:
    """Return the kind and the bytes of a data URI; None where the text is not one."""
    head = _DATA.match(text)
    if head is None:
        return None
    body = text[head.end() :]
    if head.group(3) is None:
        return head.group(1), unquote_to_bytes(body)
    bare = _SPACE.sub("", body)
    try:
        return head.group(1), base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def write_data(kind: str, content: bytes) -> str:
    """Return bytes as a data URI."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


# Names of files in packages and beside boards: those that lead nowhere else, and those that people read.

_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|[\\\x00-\x1f]")


def leads_outside(name: str) -> bool:
    """Return whether a name in a package could lead outside the folder it is unpacked in."""
    return not name or _OUTSIDE.search(name) is not None


def free_path(folder: str, name: str, ending: str, taken: Container[str]) -> str:
    """Return a readable path in *folder* that is not in *taken*; *ending* has its dot."""
    stem = readable_stem(name)
    path, number = f"{folder}/{stem}{ending}", 2
    while path in taken:
        path, number = f"{folder}/{stem}-{number}{ending}", number + 1
    assert not leads_outside(path)
    return path


def readable_stem(name: str) -> str:
    """Return a stem for a file's name: up to 40 small letters without accents, digits and hyphens."""
    letters = unicodedata.normalize("NFD", name.casefold())
    plain = unicodedata.normalize("NFC", "".join(one for one in letters if not unicodedata.combining(one)))
    bare = "".join(letter if letter.isalnum() else " " for letter in plain)
    return "-".join(bare.split())[:40].strip("-") or "image"


More = Mapping[str, Any]
"""Fields that are kept and not understood, as JSON values."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or a sound: its bytes stand in it (``data``), lie beside the boards (``path``), or elsewhere.

    Where it has several places, the first of these is meant. ``kind`` is a media type (``image/png``).
    """

    id: str
    kind: str | None = None
    data: bytes | None = field(default=None, repr=False)
    path: str | None = None
    url: str | None = None
    more: More = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """Another board that a button opens: by its path among the boards, by its id, or only by name."""

    id: str | None = None
    path: str | None = None
    name: str | None = None
    more: More = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoardButton:
    """One button: what is read on it, what it says, how it looks, what it does.

    ``picture`` and ``sound`` are ids of media of its board; colours are as they were written.
    """

    id: str
    label: str | None = None
    say: str | None = None
    picture: str | None = None
    sound: str | None = None
    background: str | None = None
    border: str | None = None
    action: str | None = None
    actions: tuple[str, ...] | None = None
    link: Link | None = None
    hidden: bool | None = None
    more: More = field(default_factory=dict)

    @property
    def word(self) -> str:
        """Return the word that the button stands for, as the board writes it; empty where it has none."""
        return (self.label or self.say or "").strip()


Cells = tuple[tuple[str | None, ...], ...]
"""Ids of buttons, row by row from the top, each from left to right; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Board:
    """One page: its buttons, where each of them lies, its pictures and sounds."""

    id: str
    name: str | None = None
    locale: str | None = None
    cells: Cells = ()
    buttons: tuple[BoardButton, ...] = ()
    pictures: tuple[Medium, ...] = ()
    sounds: tuple[Medium, ...] = ()
    grid_more: More = field(default_factory=dict)
    more: More = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return len(self.cells)

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return len(self.cells[0]) if self.cells else 0

    def laid_out(self) -> tuple[tuple[BoardButton | None, ...], ...]:
        """Return the visible buttons, row by row; None for a cell that is empty or whose button is hidden."""
        known = {button.id: button for button in self.buttons if not button.hidden}
        return tuple(tuple(None if one is None else known.get(one) for one in row) for row in self.cells)

    def seen(self) -> Iterator[BoardButton]:
        """Yield the visible buttons in reading order; a button in two cells comes once."""
        yielded: set[str] = set()
        for row in self.laid_out():
            for button in row:
                if button is not None and button.id not in yielded:
                    yielded.add(button.id)
                    yield button

    def picture(self, button: BoardButton) -> Medium | None:
        """Return the picture of a button; None where it has none."""
        return next((one for one in self.pictures if one.id == button.picture), None)

    def in_language(self, text: str, language: str | None = None) -> str:
        """Return a button's text in a language, by the board's own lists of strings.

        Args:
            text: what the button holds: a text, or a key of those lists.
            language: ``fr``, ``fr-FR``; None for the board's own.
        """
        lists = self.more.get("strings")
        wanted = language or self.locale or ""
        if not isinstance(lists, Mapping):
            return text
        for name in (wanted, wanted.replace("_", "-").partition("-")[0]):
            known = lists.get(name)
            if isinstance(known, Mapping) and isinstance(known.get(text), str):
                return str(known[text])
        return text


@dataclass(frozen=True, slots=True)
class BoardSet:
    """Boards that belong together, by their path; ``root`` is the path of the first, ``files`` lie beside.

    A set of one board has that board alone. ``picture_paths`` and ``sound_paths`` are what a package says of
    its files beside what the boards say; ``more`` and ``more_paths`` are what it says besides.
    """

    boards: Mapping[str, Board]
    root: str
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    picture_paths: Mapping[str, str] = field(default_factory=dict)
    sound_paths: Mapping[str, str] = field(default_factory=dict)
    more: More = field(default_factory=dict)
    more_paths: More = field(default_factory=dict)

    @property
    def first(self) -> Board:
        """Return the first board of the set, its root."""
        return self.boards[self.root]

    def in_order(self) -> Iterator[tuple[str, Board]]:
        """Yield the boards with their paths, the first board before the others."""
        yield self.root, self.first
        yield from ((path, board) for path, board in self.boards.items() if path != self.root)

    def content(self, medium: Medium | None) -> bytes | None:
        """Return the bytes of a picture or sound; None where the set does not hold them."""
        if medium is None:
            return None
        if medium.data is not None:
            return medium.data
        return None if medium.path is None else self.files.get(medium.path)

    def opened_by(self, link: Link | None) -> str | None:
        """Return the path of the board that a link opens; None where the set does not hold it."""
        if link is None:
            return None
        if link.path in self.boards:
            return link.path
        if link.path is not None or link.id is None:
            return None
        return next((path for path, board in self.boards.items() if board.id == link.id), None)

    def named(self, name: str) -> Board | None:
        """Return the board with this id, name or file's stem; None where there is none."""
        for path, board in self.boards.items():
            stem = path.rpartition("/")[2].removesuffix(".obf")
            if name in (board.id, board.name, stem):
                return board
        return None


def one_board(board: Board, path: str) -> BoardSet:
    """Return a set that holds one board alone, at *path*."""
    return BoardSet({path: board}, path)
