"""A whole page: its head, its style, what it may load."""

from __future__ import annotations

from nao_sessions.core.paper.html import Html, css_text, el
from nao_sessions.core.paper.style import STYLE, page_rules
from nao_sessions.text.languages import Language

NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may load: its own style, and pictures that stand in it. Nothing runs, nothing is fetched."""


def document(language: Language, name: str, foot: str, body: Html, more_style: str = "") -> str:
    """Give a page that is whole in itself: no script, nothing to fetch.

    Args:
        language: of the page.
        name: its title.
        foot: what stands at the foot of each sheet of paper.
        body: its content.
        more_style: rules of its own beside those of all pages.
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
