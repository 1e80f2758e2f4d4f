"""HTML in pieces: an element is made of its children, and a plain text among them is always escaped.

Nothing else in this folder writes a tag, so that no author's text can become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

_EMPTY = frozenset({"img", "br", "meta", "col"})


class Html(str):
    """Text that is HTML already, and is not escaped again."""

    __slots__ = ()


def el(tag: str, *children: str, **attributes: str) -> Html:
    """Return an element; attributes that are Python words end with ``_``, and empty ones are left out."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value
    )
    if tag in _EMPTY:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{html(*children)}</{tag}>")


def html(*children: str) -> Html:
    """Return pieces side by side; plain texts among them are escaped."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))


def lines(children: Iterable[str], ordered: bool = False, class_: str = "") -> Html:
    """Return a list with an item for each child; empty without children."""
    items = [el("li", child) for child in children]
    return el("ol" if ordered else "ul", *items, class_=class_) if items else Html("")


def table(rows: Iterable[Sequence[str]], heads: Sequence[str] = (), class_: str = "") -> Html:
    """Return a table, empty without rows; without heads, the first cell of a row is its heading."""
    body = [el("tr", *_cells(row, named=not heads)) for row in rows]
    if not body:
        return Html("")
    head = el("thead", el("tr", *(el("th", word, scope="col") for word in heads))) if heads else Html("")
    return el("table", head, el("tbody", *body), class_=class_)


def _cells(row: Sequence[str], *, named: bool) -> list[Html]:
    first = el("th", row[0], scope="row") if named else el("td", row[0])
    return [first, *(el("td", cell) for cell in row[1:])]


def css_text(text: str) -> str:
    """Return a text as a string of CSS; all but letters, digits, spaces and ``_ . -`` are escaped."""
    return '"' + re.sub(r"[^\w .-]", lambda match: f"\\{ord(match.group()):06x} ", text) + '"'
