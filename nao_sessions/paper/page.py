"""Pages of HTML: elements, lists and tables, escaped; the style sheet; a whole page, and what it may load.

The style is for A4, black on white, readable without any colour: words, and the weight of a line, say who
acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from nao_sessions.text.languages import Language

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


def html_list(children: Iterable[str], ordered: bool = False, class_: str = "") -> Html:
    """Return a list with an item for each child; empty without children."""
    items = [el("li", child) for child in children]
    return el("ol" if ordered else "ul", *items, class_=class_) if items else Html("")


def html_table(rows: Iterable[Sequence[str]], heads: Sequence[str] = (), class_: str = "") -> Html:
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


STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { font: 10pt/1.42 "Source Sans 3", "Liberation Sans", Arial, "DejaVu Sans", sans-serif; }
body { color: #000; background: #fff; margin: 0 auto; max-width: 180mm; padding: 6mm 0; }
h1, h2, h3, h4 { line-height: 1.2; break-after: avoid; break-inside: avoid; margin: 0; }
h1 { font-size: 20pt; letter-spacing: -0.01em; }
h2 { font-size: 13.5pt; margin-top: 8mm; padding-bottom: 1mm; border-bottom: 1.2pt solid #000; }
h2 + * { margin-top: 2.5mm; }
h3 { font-size: 11pt; margin-top: 5.5mm; }
h4 { font-size: 9.5pt; margin-top: 3.5mm; }
p { margin: 1.5mm 0; orphans: 3; widows: 3; }
p:has(+ table), p:has(+ ul), p:has(+ ol) { break-after: avoid; }
ul, ol { margin: 1mm 0 1.5mm; padding-left: 5mm; }
li { break-inside: avoid; margin: 0.4mm 0; }
code { font: 0.86em/1.2 "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
h3 code, h1 code { font-weight: normal; color: #444; }
header p { margin: 1mm 0; }
.kind { font-size: 9pt; text-transform: uppercase; letter-spacing: 0.08em; margin-bottom: 1mm; }
.state { font-size: 10.5pt; }
.state b { border: 1.2pt solid #000; padding: 0.2mm 1.6mm; }
.note, .where { font-size: 9pt; color: #333; }
.path { break-inside: avoid; }
table { width: 100%; border-collapse: collapse; margin: 1.5mm 0 2.5mm; font-size: 9.4pt; }
th, td { text-align: left; vertical-align: top; padding: 1mm 1.8mm; border-bottom: 0.4pt solid #999;
  overflow-wrap: break-word; }
thead { display: table-header-group; }
thead th { border-bottom: 0.9pt solid #000; font-size: 8.6pt; }
tr { break-inside: avoid; }
table + p { break-before: avoid; }
tbody th { font-weight: 600; width: 32mm; }
table.facts tbody th { width: 44mm; }
.missing { border: 1.4pt solid #000; padding: 2mm 4mm 2.5mm; margin-top: 7mm; break-inside: avoid; }
.missing h2 { border: 0; margin-top: 0; font-size: 12pt; padding: 0; }
.missing code.key { color: #444; font-size: 8pt; white-space: nowrap; }
.missing code.key::before { content: "["; }
.missing code.key::after { content: "]"; }
.missing .note { margin-left: 6mm; }
.annex { break-before: page; }
.missing ul { list-style: none; padding-left: 0; }
.missing li { padding-left: 6mm; text-indent: -6mm; }
.missing li::before { content: "\\2610"; display: inline-block; width: 6mm; text-indent: 0; }
table.acts { margin: 1.5mm 0; border-top: 0.4pt solid #999; }
table.acts td { border: 0; padding: 0.5mm 1.8mm; }
table.acts td.who { width: 19mm; font-size: 8.4pt; padding-top: 0.9mm; white-space: nowrap; }
table.acts tbody { break-inside: avoid; border-bottom: 0.4pt solid #999; }
table.acts tbody.together td.who { border-left: 2.2pt solid #000; }
table.acts tbody.long, table.acts tr.long { break-inside: auto; }
table.acts .said { font-size: 10.6pt; }
table.acts .adult td.what { font-weight: 600; }
td > table.acts { border-top: 0; margin: 0; }
td > table.acts tbody:last-child { border-bottom: 0; }
table.helps > tbody > tr > td:nth-child(1) { width: 6mm; }
table.helps > tbody > tr > td:nth-child(2) { width: 27mm; }
table.helps > tbody > tr > td:nth-child(3) { width: 46mm; }
.keep, table.short { break-inside: avoid; }
table.acts table.acts td.who { width: 14mm; }
td > table.acts td.who { width: 16mm; padding-left: 0.8mm; }
table.acts table.acts { margin: 0.5mm 0; font-size: 9pt; }
.only { font-style: italic; }
ul.variants { list-style: none; padding-left: 3mm; margin: 0.3mm 0; font-size: 9.2pt; color: #222; }
.child { margin-left: 5mm; }
.step > h3 { break-after: avoid; }
.goes { white-space: normal; }
td > .goes { display: block; }
table.signs td { height: 11mm; }
.digest { overflow-wrap: anywhere; }
img { max-height: 11mm; max-width: 20mm; display: block; break-inside: avoid; }
table.places { table-layout: fixed; font-size: 9pt; }
table.places td { border: 0.4pt solid #999; text-align: center; vertical-align: middle; height: 12mm; }
table.places img { margin: 0 auto 0.6mm; }
table.wide { font-size: 8.6pt; }
table.wide td { vertical-align: middle; }
@media screen { body { padding: 12mm 8mm; } }
@media print { body { max-width: none; padding: 0; } a { color: inherit; text-decoration: none; } }
"""
"""No row of a table is cut at a page's border, and a heading stays with what follows it."""


def page_rules(left: str, page: str) -> str:
    """Return the CSS rules of the paper: its size, its margins, and what stands at the foot of each page.

    Args:
        left: the text at the foot on the left, as a string of CSS.
        page: the word before the page's number, as a string of CSS.
    """
    return f"""
@page {{
  size: A4; margin: 16mm 15mm 17mm;
  @bottom-left {{ content: {left}; font: 8pt "Liberation Sans", Arial, "DejaVu Sans", sans-serif; }}
  @bottom-right {{ content: {page} counter(page) " / " counter(pages);
    font: 8pt "Liberation Sans", Arial, "DejaVu Sans", sans-serif; }}
}}
"""


NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may load: its own style, and pictures that stand in it. Nothing runs, nothing is fetched."""


def document(language: Language, name: str, foot: str, body: Html, more_style: str = "") -> str:
    """Return a page of HTML that is whole in itself: no script, nothing to fetch.

    Args:
        language: of the page.
        name: its title.
        foot: what stands at the foot of each sheet of paper.
        body: its content.
        more_style: further CSS rules, beside those of all pages.
    """
    style = Html(STYLE + more_style + page_rules(css_text(foot), css_text("page ")))
    head = el(
        "head",
        el("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{NO_SCRIPT}">'),
        el("meta", name="viewport", content="width=device-width"),
        el("title", name),
        el("style", style),
    )
    return f"<!doctype html>\n{el('html', head, el('body', body), lang=language)}\n"
