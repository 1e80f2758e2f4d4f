"""Houses for the tests of the console's pages, and a client that asks them without a browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from nao_sessions.console.app import routes_of
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.people import People, write_people
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.protocol import load
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language

TESTS = Path(__file__).parent.parent
LIBRARY = TESTS.parent / "protocols"
GOLDEN = TESTS / "sessions"


def house_in(
    place: Path, *, rehearsal: bool = False, language: Language = "fr", names: Pseudonyms | None = None
) -> ConsoleConfig:
    """Make an empty house; protocols are put into it by name."""
    for name in ("protocols", "sessions"):
        (place / name).mkdir(parents=True)
    return ConsoleConfig(
        language,
        place / "protocols",
        place / "sessions",
        place / "keep",
        rehearsal,
        names or Pseudonyms(),
        UTC,
    )


def put_protocol(config: ConsoleConfig, name: str, *, status: str = "approved") -> Path:
    """Copy a protocol of the library into a house, with that status, and all that it is made of."""
    for source in load(LIBRARY / f"{name}.yaml").sources:
        copied = config.protocols / source.name
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(source.content)
    target = config.protocols / f"{name}.yaml"
    text = target.read_text(encoding="utf-8")
    assert "status: draft" in text
    target.write_text(text.replace("status: draft", f"status: {status}"), encoding="utf-8")
    return target


def put_session(config: ConsoleConfig, golden: str, name: str, **changes: object) -> Path:
    """Copy a golden session into a house, with some fields of its manifest changed."""
    folder = config.sessions / name
    shutil.copytree(GOLDEN / golden, folder)
    manifest = folder / "session.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text(encoding="utf-8")), **changes}))
    return folder


def put_people(config: ConsoleConfig, count: int) -> tuple[str, ...]:
    """Add participants; give their codes."""
    people = People()
    for _ in range(count):
        people = people.with_new()
    write_people(config.keep, people)
    return tuple(person.code for person in people.everybody)


@contextmanager
def asking(
    config: ConsoleConfig, registry: SessionRegistry, launcher: ConsoleLauncher
) -> Iterator[TestClient]:
    """Give a client of the console's pages, on one loop that lasts as long as the test."""
    app = Starlette(routes=routes_of(config, registry, launcher))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client
