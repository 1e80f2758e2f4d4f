"""A console with the pages of Textes alone, in a folder of its own, and the ways to ask it."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.texts.examiner import InProcess
from nao_sessions.console.texts.routes import routes
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language

LIBRARY = Path(__file__).parents[3] / "protocols"
BILAN = "/steps/bilan/do/1/say"


def library(folder: Path, *names: str) -> Path:
    """Make a library of some protocols, with the pictures."""
    shutil.copytree(LIBRARY / "pictures", folder / "pictures")
    for name in names:
        shutil.copy(LIBRARY / f"{name}.yaml", folder)
    return folder


@dataclass
class Console:
    """The pages, and the folders behind them."""

    client: TestClient
    protocols: Path
    keep: Path
    sha256: dict[str, str] = field(default_factory=dict)

    def page(self, stem: str) -> str:
        """Give the page of a protocol, its entities read, its spaces ordinary."""
        answer = self.client.get(f"/texts/{stem}")
        assert answer.status_code == 200
        return html.unescape(answer.text).replace("\u00a0", " ")

    def keep_texts(self, stem: str, revision: int, changes: dict[str, str], *, over: bool = False) -> Any:
        """Send what was typed, as the page's script does."""
        if stem not in self.sha256:
            found = re.search(r'data-sha256="(\w+)"', self.page(stem))
            assert found is not None
            self.sha256[stem] = found[1]
        body = {"revision": revision, "sha256": self.sha256[stem], "changes": changes, "over": over}
        return self.client.post(f"/texts/{stem}/work", json=body)

    def save(self, stem: str, revision: int) -> str:
        """Save a draft as its review does; give where one is sent."""
        answer = self.client.post(
            f"/texts/{stem}/save", data={"revision": str(revision)}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


@contextmanager
def console(
    tmp_path: Path, *names: str, language: Language = "fr", first_names: dict[str, str] | None = None
) -> Iterator[Console]:
    """Open a console over a library of some protocols."""
    protocols = library(tmp_path / "library", *names)
    keep = tmp_path / "keep"
    keep.mkdir(mode=0o700, exist_ok=True)
    known = first_names or {}
    config = ConsoleConfig(
        language, protocols, tmp_path / "sessions", keep, False, Pseudonyms(tuple(known), known)
    )
    with TestClient(Starlette(routes=routes(config, SessionRegistry(), InProcess()))) as client:
        yield Console(client, protocols, keep)
