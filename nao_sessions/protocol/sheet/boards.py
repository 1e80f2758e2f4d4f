"""The communication boards that are shown: every word that may be chosen in its place, with its picture."""

from __future__ import annotations

from nao_sessions.paper.html import Html, el, html
from nao_sessions.protocol.flow import Page
from nao_sessions.protocol.sheet.tables import picture
from nao_sessions.protocol.sheet.writing import Writing


def boards(writing: Writing) -> Html:
    """Give every page of a board."""
    return html(*(_page(writing, page) for page in writing.protocol.pages.values()))


def _page(writing: Writing, page: Page) -> Html:
    rows = [el("tr", *(_cell(writing, word) for word in row)) for row in page.cells]
    grid = el("table", el("tbody", *rows), class_="places")
    return el("section", el("h3", page.title, " ", el("code", page.file)), grid, class_="keep")


def _cell(writing: Writing, word: str | None) -> Html:
    # A word that no question offers stands on the board's file alone: the child never sees it.
    element = None if word is None else writing.protocol.elements.get(word)
    if element is None:
        return el("td")
    shown = Html("") if element.picture is None else picture(writing, element.picture)
    return el("td", shown, element.word)
