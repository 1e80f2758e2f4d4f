"""Boards written as pages of Plaphoons: a text a page, and the pictures that lie beside them.

What a page cannot say (a sound, an action, quotes, letters of another encoding) is reported, never dropped
in silence.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from nao_sessions.boards.colours import nearest_frame, read_colour
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.media import ENDINGS, kind_of
from nao_sessions.boards.model import Board, BoardButton, BoardSet, leads_outside, readable_stem
from nao_sessions.boards.pla.reading import EXT, PlaPage, key_of, write_pla
from nao_sessions.core.errors import Place, UsageError
from nao_sessions.text.messages import msg

MARK = "PLAPHOONS (C) Jordi Lagares Roset - Projecte FRESSA"
"""The first line that Plaphoons asks for."""

_HEADER = (
    "COLOR=0", "CAPTION CENTRAT=S", "Font Charset=1", "Font Color=0", "Font Height=-16", "Font Name = Arial",
    "Font Size=12", "Font Negreta=N", "Font Itàlica=N", "Font Subrratllat=N", "Font Tatxat=N",
    "BARRA BOTONS=S", "BARRA MISSATGE=S", "WORD WRAP=S", "NO MES LLETRES=N", "ENVIAR FINESTRA EXTERNA=N",
    "POSICIO LEFT=0", "POSICIO WIDTH=800", "POSICIO TOP=0", "POSICIO HEIGHT=600",
)  # fmt: skip
"""The lines that Plaphoons asks for, in its order, after the two sides."""

_CELL = {
    "PICTURE": "", "CAPTION": "", "READ": "", "LINK": "", "MC": "6", "FCOLOR": "0", "FNAME": "Arial",
    "FSIZE": "12", "FNEGRETA": "N", "FITALICA": "N",
}  # fmt: skip


def write_pages(boards: BoardSet, name: str, encoding: str, findings: BoardFindings) -> dict[str, bytes]:
    """Return the files of a set of boards: pages and pictures, by name; the first page has the name given.

    Raises:
        UsageError: there is no such encoding.
        BoardRefused: a page holds letters that the encoding does not have.
    """
    names = _page_names(boards, name)
    pictures: dict[bytes, str] = {}
    files: dict[str, bytes] = {}
    for path, board in boards.in_order():
        page = _page(board, boards, names, pictures, files, Place(names[path]), findings)
        files[names[path]] = _encoded(write_pla(page), names[path], encoding, findings)
    findings.check()
    return {page: files[page] for page in names.values()} | files


def _page_names(boards: BoardSet, name: str) -> dict[str, str]:
    """Return a name for each page: the name of its file, unless another page has that."""
    names = {boards.root: name}
    taken = {name.casefold()}
    for path, _ in boards.in_order():
        if path in names:
            continue
        stem, number = readable_stem(posixpath.basename(path).removesuffix(".obf")), 2
        page = f"{stem}.pla"
        while page.casefold() in taken:
            page, number = f"{stem}-{number}.pla", number + 1
        names[path] = page
        taken.add(page.casefold())
    return names


def _page(
    board: Board,
    boards: BoardSet,
    names: Mapping[str, str],
    pictures: dict[bytes, str],
    files: dict[str, bytes],
    place: Place,
    findings: BoardFindings,
) -> PlaPage:
    kept = board.more.get(EXT)
    kept = kept if isinstance(kept, Mapping) else {}
    cells: list[Mapping[str, str]] = []
    for row in board.laid_out():
        for button in row:
            number = len(cells)
            if button is None:
                cells.append(_empty(kept, number))
                continue
            picture = _picture(board, boards, button, pictures, files)
            link = boards.opened_by(button.link)
            cells.append(_cell(button, picture, None if link is None else names[link], place, findings))
            if button.sound is not None or button.action is not None:
                findings.remark("B128", place, _LEFT_OUT.format(label=button.word or button.id))
    sides = {"COLUMNES": f"COLUMNES={board.columns}", "FILES": f"FILES={board.rows}"}
    header = _lines(kept.get("header")) or [*sides.values(), *_HEADER]
    mark = kept.get("mark")
    comments = tuple(
        (one[0], one[1])
        for one in kept.get("comments", ())
        if isinstance(one, list | tuple)
        and len(one) == 2
        and isinstance(one[0], int)
        and isinstance(one[1], str)
    )
    return PlaPage(
        mark=mark if isinstance(mark, str) and mark.upper().startswith("PLAPHOONS") else MARK,
        header=tuple(sides.get(key_of(line) or "", line) for line in header),
        columns=board.columns,
        rows=board.rows,
        cells=tuple(cells),
        comments=comments,
    )


def _lines(written: Any) -> list[str]:
    """Return the header lines that a page was read with; none unless they are whole, both sides included."""
    found = [one for one in written if isinstance(one, str)] if isinstance(written, list) else []
    keys = {key_of(line) for line in found}
    whole = {"COLUMNES", "FILES"} <= keys and None not in keys
    return found if whole and not any(len(line.splitlines()) > 1 for line in found) else []


def _texts(written: Any) -> dict[str, str]:
    found = written if isinstance(written, Mapping) else {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _empty(kept: Mapping[str, Any], number: int) -> Mapping[str, str]:
    written = kept.get("empty")
    own = _texts(written.get(str(number))) if isinstance(written, Mapping) else {}
    return own or _CELL


def _cell(
    button: BoardButton, picture: str, link: str | None, place: Place, findings: BoardFindings
) -> Mapping[str, str]:
    came_with = _texts(button.more.get(EXT))
    colour = read_colour(button.border) or read_colour(button.background)
    frame = came_with.get("MC")
    if frame is None:
        frame = _CELL["MC"] if colour is None else str(nearest_frame(colour))
    said = {
        "PICTURE": picture or came_with.get("PICTURE", ""),
        "CAPTION": button.label or "",
        "READ": button.say or "",
        "LINK": link or came_with.get("LINK", ""),
        "MC": frame,
    }
    cell = {**(came_with or _CELL), **said}
    for key, value in cell.items():
        if '"' in value:
            findings.remark("B128", place, _QUOTES.format(text=value[:40]))
            cell[key] = value.replace('"', "'")
        cell[key] = " ".join(cell[key].splitlines())
    return cell


def _picture(
    board: Board, boards: BoardSet, button: BoardButton, pictures: dict[bytes, str], files: dict[str, bytes]
) -> str:
    """Add the picture of a button to the files; return its name, empty where the button has none."""
    medium = board.picture(button)
    content = boards.content(medium)
    if medium is None or content is None:
        return ""
    if content in pictures:
        return pictures[content]
    name = _texts(button.more.get(EXT)).get("PICTURE", "")
    if medium.id != name or name in files or leads_outside(name):
        kind = kind_of(content)
        ending = "" if kind is None else ENDINGS[kind.type]
        stem, number = readable_stem(button.word or medium.id), 2
        name = f"{stem}{ending}"
        while name in files:
            name, number = f"{stem}-{number}{ending}", number + 1
    pictures[content], files[name] = name, content
    return name


def _encoded(text: str, name: str, encoding: str, findings: BoardFindings) -> bytes:
    """Return the bytes of a page; empty, and one error, where it has letters that the encoding lacks."""
    try:
        return text.encode(encoding)
    except LookupError:
        raise UsageError(_NO_ENCODING.format(encoding=encoding[:40]), code="B131") from None
    except UnicodeEncodeError as error:
        letters = sorted({letter for letter in text if not _has(letter, encoding)})
        line = text[: error.start].count("\n") + 1
        sentence = _NO_LETTER.format(letters=" ".join(letters)[:60], encoding=encoding)
        findings.error("B128", Place(name, line, 1), sentence, _NO_LETTER_HINT)
        return b""


def _has(letter: str, encoding: str) -> bool:
    try:
        return bool(letter.encode(encoding))
    except UnicodeEncodeError:
        return False


_LEFT_OUT = msg("'{label}' has a sound or an action, which Plaphoons does not have: left out")
_QUOTES = msg("a .pla cannot hold a straight double quote: '{text}' is written with single ones")
_NO_ENCODING = msg("'{encoding}' is no known encoding.")
_NO_LETTER = msg("the encoding {encoding} does not have: {letters}")
_NO_LETTER_HINT = msg("change these letters, or take --encoding utf-8 if your Plaphoons reads it")
