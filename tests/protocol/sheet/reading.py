"""A page of HTML as a test reads it: its elements well nested, its text as a person sees it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

EMPTY = {"meta", "img", "br", "col"}


class Page(HTMLParser):
    """A page that was read; unbalanced tags are an error."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[str] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append("")
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, (tag, self._open)
        self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            return
        self._text.append(data)
        if {"h1", "h2", "h3", "h4"} & set(self._open):
            self.headings[-1] += data

    @property
    def text(self) -> str:
        """The text of the page, with plain spaces."""
        return plain("".join(self._text))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of each element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]


def plain(text: str) -> str:
    """Give a text with plain spaces."""
    return re.sub("[\u00a0\u202f]", " ", text)
