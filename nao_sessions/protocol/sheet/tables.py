"""The tables of items and the pictures that children see, printed as they are."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath

from nao_sessions.paper.html import Html, el, html, table
from nao_sessions.protocol.computed import COLUMNS
from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.flow import Act
from nao_sessions.protocol.sheet.moments import FROM_ITEM
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.trials import Deck
from nao_sessions.protocol.wording import plain
from nao_sessions.text.messages import msg, verbatim

LARGEST_PICTURE_BYTES = 400_000
"""Bytes of one picture in a sheet; a larger one is named instead."""

_HEADS = {"id": msg("item")}

_KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


def decks(writing: Writing) -> Html:
    """Return every table of items, as HTML."""
    return html(*(_deck(writing, deck) for deck in writing.protocol.decks.values()))


def _deck(writing: Writing, deck: Deck) -> Html:
    columns = [name for name in deck.columns if any(name in item.values for item in deck.items)]
    columns.sort(key=lambda name: name != "id")
    acts = {column: act for column in columns if (act := _moved_by(writing, column)) is not None}
    rows = [
        [_cell(writing, column, item.values.get(column), acts.get(column)) for column in columns]
        for item in deck.items
    ]
    heads = [writing(_HEADS.get(name) or COLUMNS.get(name, verbatim(name))) for name in columns]
    name = deck.name.rpartition(":")[2]
    return html(el("h3", el("code", name)), table(rows, heads, class_="wide"))


def _moved_by(writing: Writing, column: str) -> Act | None:
    """Return an act whose gesture, look or colour comes from a column of the table; None without one."""
    for act in writing.protocol.all_acts():
        argument = act.argument
        if (
            act.verb in FROM_ITEM
            and isinstance(argument, Expression)
            and argument.source.strip() == f"item.{column}"
        ):
            return act
    return None


def _cell(writing: Writing, column: str, value: Value, act: Act | None) -> str:
    if act is not None and isinstance(value, str):
        return writing(writing.telling.movement(act, value))
    if column == "picture" and isinstance(value, str):
        return picture(writing, value)
    return writing(plain(value))


def elements(writing: Writing) -> Html:
    """Return the table of words that children choose from, each with its picture and sound."""
    heads = [
        writing(msg("Word")),
        writing(msg("Picture")),
        writing(msg("Said")),
        writing(msg("Heard as")),
        writing(msg("Card")),
    ]
    rows = [
        (
            one.word,
            "" if one.picture is None else picture(writing, one.picture),
            writing(verbatim(one.say or "")),
            ", ".join(one.words),
            one.card or "",
        )
        for element in writing.protocol.elements.values()
        for one in [element.in_language(writing.language)]
    ]
    used = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    return table(
        [[row[index] for index in used] for row in rows], [heads[index] for index in used], class_="wide"
    )


def shown(writing: Writing) -> Html:
    """Return, as HTML, the pictures of the protocol that stand in no table of items or words."""
    listed = {item.values.get("picture") for deck in writing.protocol.decks.values() for item in deck.items}
    listed |= {one.picture for one in writing.protocol.elements.values()}
    names = [
        source.name
        for source in writing.protocol.sources
        if PurePosixPath(source.name).suffix.lower() in _KINDS and source.name not in listed
    ]
    heads = [writing(msg("Picture")), writing(msg("File"))]
    return table([(picture(writing, name), name) for name in names], heads, class_="wide")


def picture(writing: Writing, name: str) -> Html:
    """Return a picture as HTML, or its name where it is missing, too large or cannot be shown."""
    source = next((one for one in writing.protocol.sources if one.name == name), None)
    kind = _KINDS.get(PurePosixPath(name).suffix.lower())
    if source is None:
        return html(writing(msg("{name} (missing)", name=name)))
    if kind is None or len(source.content) > LARGEST_PICTURE_BYTES:
        return html(name)
    data = base64.b64encode(source.content).decode()
    return el("img", src=f"data:{kind};base64,{data}", alt=PurePosixPath(name).stem)
