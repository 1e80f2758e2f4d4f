"""What is done, moment by moment, as tables of two columns (who, and what); items and words as tables.

One dash of the protocol is one group of rows: what begins together stands together, behind a thick line.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import PurePosixPath

from nao_sessions.paper.page import Html, el, html, html_list, html_table
from nao_sessions.protocol.computed import COLUMNS
from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.flow import Act, Branch, Moment
from nao_sessions.protocol.outline.trials import holds_for, value_for
from nao_sessions.protocol.sheet.writing import MOST_VARIANTS, SheetWriter, Writing
from nao_sessions.protocol.trials import Deck, Item
from nao_sessions.protocol.wording import plain
from nao_sessions.text.formats import Capital
from nao_sessions.text.messages import Text, msg, msgc, verbatim

DEEPEST = 4
"""Levels of routines and choices in one another that are written out; a protocol nests two."""

SHORT = 8
"""Acts that stay together on one page."""

_AS_ABOVE = msg("(as above)")

FROM_ITEM = frozenset({"gesture", "pose", "posture", "look", "eyes"})
"""Verbs whose word an item may give, and that say more in people's words than in the table of items."""

WHO = {
    "nao": msg("Nao"),
    "board": msg("Board"),
    "adult": msg("The adult"),
    "time": msg("Time"),
    "record": msgc("where a note goes", "Record"),
}


def moments_table(
    writing: Writing,
    name: str,
    items: Sequence[Item] = (),
    depth: int = 0,
    routines: set[str] | None = None,
) -> Html:
    """Return the table of a block's moments; empty where the block does nothing.

    Args:
        writing: what writes the protocol's words.
        name: of the block.
        items: with which its sentences are written out.
        depth: in how many routines and choices it stands.
        routines: those that stand above already: each is written out once.
    """
    above = set() if routines is None else routines
    groups = [_moment(writing, moment, items, depth, above) for moment in writing.protocol.blocks[name]]
    groups = [group for group in groups if group]
    rows = sum(len(moment.acts) for moment in writing.protocol.blocks[name])
    return el("table", *groups, class_="acts short" if rows <= SHORT else "acts") if groups else Html("")


def _moment(writing: Writing, moment: Moment, items: Sequence[Item], depth: int, routines: set[str]) -> Html:
    only = ""
    if moment.condition is not None:
        matching = holds_for(moment.condition, items)
        if matching is not None and len(matching) < len(items):
            items = matching
        condition = writing.telling.compute(moment.condition)
        only = writing(msg("Only if {condition}:", condition=condition))
    rows = [_row(writing, act, items, depth, routines) for act in moment.acts]
    if not rows:
        return Html("")
    if only:
        rows.insert(0, el("tr", el("td", class_="who"), el("td", only, class_="only what")))
    looks = ["together"] if len(moment.acts) > 1 else []
    looks += ["long"] if any('<tr class="nao long"' in row for row in rows) else []
    return el("tbody", *rows, class_=" ".join(looks))


def _row(writing: Writing, act: Act, items: Sequence[Item], depth: int, routines: set[str]) -> Html:
    outline = writing.telling.act(act)
    named = act.argument if act.verb == "routine" and isinstance(act.argument, str) else None
    said = el("span", writing(outline.text), class_="said" if outline.said else "",
              lang="" if outline.speech is None else writing.foreign(outline.speech))  # fmt: skip
    parts = [said]
    if outline.speech is not None:
        parts.append(_variants(writing.variants(outline.speech, items)))
    elif isinstance(act.argument, Expression) and act.verb in FROM_ITEM:
        parts.append(_variants(_by_item(writing, act, act.argument, items)))
    if named in routines:
        parts.append(html(" ", writing(_AS_ABOVE)))
    elif outline.options and depth < DEEPEST:
        for number, (option, weight) in enumerate(outline.options, 1):
            if len(outline.options) > 1:
                parts.append(el("p", writing(_option(number, weight)), class_="only"))
            parts.append(moments_table(writing, option, items, depth + 1, routines))
    if named is not None:
        routines.add(named)
    who = el("td", writing(WHO[outline.who]), class_="who")
    inner = sum(len(moment.acts) for name, _ in outline.options for moment in writing.protocol.blocks[name])
    look = f"{outline.who} long" if inner > SHORT else outline.who
    return el("tr", who, el("td", *parts, class_="what"), class_=look)


def _option(number: int, weight: int) -> Text:
    if weight > 1:
        return msg("possibility {number} ({weight} times as often)", number=number, weight=weight)
    return msg("possibility {number}", number=number)


def _variants(sentences: Sequence[str]) -> Html:
    return html_list([f"– {sentence}" for sentence in sentences], class_="variants")


def _by_item(writing: Writing, act: Act, word: Expression, items: Sequence[Item]) -> list[str]:
    """Return the gesture for each item, where the item decides which; else none."""
    found: dict[str, list[str]] = {}
    for item in items:
        value = value_for(word, item)
        if isinstance(value, str):
            found.setdefault(writing(writing.telling.movement(act, value)), []).append(item.id)
    if len(items) > MOST_VARIANTS or len(found) < 2:
        return list(found) if len(items) <= MOST_VARIANTS else []
    return [
        writing(msg("{items}: {movement}", items=", ".join(ids), movement=movement))
        for movement, ids in found.items()
    ]


def goes(writing: Writing, branches: Sequence[Branch]) -> Html:
    """Return, as HTML, where some branches lead, in words; empty without branches."""
    if not branches:
        return Html("")
    return el("span", "→ ", writing(writing.telling.branches(branches)), class_="goes")


def facts(writing: SheetWriter, rows: Sequence[tuple[Text, str]], class_: str = "facts") -> Html:
    """Return an HTML table of named facts; a fact without a value is left out."""
    return html_table([(writing(Capital(name)), value) for name, value in rows if value], class_=class_)


def titled(writing: Writing, level: str, title: Text, content: str) -> Html:
    """Return an HTML heading (``level``: ``h3``) with its content; empty where there is no content."""
    return html(el(level, writing(title)), content) if content else Html("")


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


def item_tables(writing: Writing) -> Html:
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
    return html(el("h3", el("code", name)), html_table(rows, heads, class_="wide"))


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


def words_table(writing: Writing) -> Html:
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
    return html_table(
        [[row[index] for index in used] for row in rows], [heads[index] for index in used], class_="wide"
    )


def other_pictures(writing: Writing) -> Html:
    """Return, as HTML, the pictures of the protocol that stand in no table of items or words."""
    listed = {item.values.get("picture") for deck in writing.protocol.decks.values() for item in deck.items}
    listed |= {one.picture for one in writing.protocol.elements.values()}
    names = [
        source.name
        for source in writing.protocol.sources
        if PurePosixPath(source.name).suffix.lower() in _KINDS and source.name not in listed
    ]
    heads = [writing(msg("Picture")), writing(msg("File"))]
    return html_table([(picture(writing, name), name) for name in names], heads, class_="wide")


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
