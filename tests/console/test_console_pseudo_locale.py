"""The console's pages in a language made by machine: what is no data comes from the catalogue."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import SessionRegistry
from tests.console.console_house import asking
from tests.console.pseudo_house import CLOSED, OPEN, pseudo_house
from tests.console.stub_launcher import StubLauncher
from tests.text.pseudo_locale import outside

PAGES = (
    "/",
    "/people",
    "/prepare/emotions",
    "/progress",
    "/progress/establishment",
    "/texts",
    "/texts/emotions",
    "/texts/emotions/review",
    "/checks/P203",
    "/discover",
    "/pair",
    "/watch",
    f"/after/{CLOSED}",
    f"/after/{CLOSED}/report",
    f"/replay/{CLOSED}/",
    f"/after/{OPEN}",
)
SHOWN = frozenset({"title", "alt", "aria-label", "placeholder", "aria-description"})
HIDDEN = frozenset({"script", "style", "pre"})
"""What nobody reads as a sentence: an example of YAML neither."""
_WORD = re.compile(r"[^\W\d_]{2,}")
DATA = frozenset(["nao", "sessions", "console", "network", "room", "json", "csv"])
"""Words that are no sentence in any language: this program's name and commands, a camera's name."""


class Shown(HTMLParser):
    """Collects what a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        for name, value in attrs:
            if name in SHOWN:
                self.texts.append(value or "")
            elif name == "data-words":
                self.texts += _leaves(json.loads(value or "{}"))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, str):
        yield value


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConsoleConfig:
    return pseudo_house(tmp_path, monkeypatch)


def _data(config: ConsoleConfig) -> set[str]:
    """Return the words of the house's own files."""
    texts = [path.read_text(encoding="utf-8") for path in config.protocols.rglob("*.yaml")]
    for path in config.sessions.rglob("*.*"):
        match path.suffix:
            case ".yaml":
                texts.append(path.read_text(encoding="utf-8"))
            case ".json":
                texts += _leaves(json.loads(path.read_text(encoding="utf-8")))
    words = {word for text in texts for word in _WORD.findall(text.casefold())}
    return words | DATA


def test_every_sentence_of_a_page_comes_from_the_catalogue(config: ConsoleConfig) -> None:
    found = {}
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        data = _data(config)
        for page in PAGES:
            answer = client.get(page)
            assert answer.status_code == 200, page
            shown = Shown()
            shown.feed(answer.text)
            texts = [outside(text) for text in shown.texts]
            found[page] = [
                text.strip()
                for text in texts
                if any(word.casefold() not in data for word in _WORD.findall(text))
            ]
    assert {page: texts for page, texts in found.items() if texts} == {}
