"""No id reaches a page or paper: no step, item or setting by its name in the file, no `any`, no V01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from random import Random

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from nao_sessions.console.after import routes as after
from nao_sessions.console.after.words import WORDS
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.home.model import row_of
from nao_sessions.console.home.past import read_past
from nao_sessions.console.people import People
from nao_sessions.console.progress import routes as progress
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.engine import Engine
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.glossary import HELPS, JUDGEMENTS, OUTCOMES, labels
from nao_sessions.text.languages import Language
from tests.console.after.after_house import plain
from tests.console.recount.random_session import PROTOCOLS, Interrupting
from tests.console.recount.rendered import page
from tests.console.rehearsed_folder import engine_of, make_session

LANGUAGES: tuple[Language, ...] = ("fr", "en")
NEVER = re.compile(
    r"\bany\b|\bV0\d\b|\{\w*\}|\bNone\b|« »|“”|\(\)|: \.|: ,|, ,|  \.|\bunscored\b|no_response"
)
MOST_CHILDREN = 4


def ids_of(engine: Engine) -> set[str]:
    """Give the names that only the protocol's file knows: those that none of its own sentences says."""
    protocol = engine.protocol
    names = {part for step in protocol.steps for part in (step, step.rpartition(".")[2])}
    names |= {item.id for deck in protocol.decks.values() for item in deck.items}
    names |= {one.name for one in protocol.settings} | {protocol.id}
    written = "\n".join(source.content.decode("utf-8", "ignore") for source in protocol.sources)
    spoken = set(re.findall(r"[\w-]+", " ".join(re.findall(r"\"[^\"]*\"|:\s*\[.*\]|answer: *\S+", written))))
    terms = {**labels(JUDGEMENTS), **labels(HELPS), **labels(OUTCOMES)}
    own = " ".join(f"{one.fr} {one.en}" for one in (*WORDS.values(), *terms.values()))
    words = {"accueil", *re.findall(r"[\w-]+", own.lower())}
    return {name for name in names if not {name, name.lower()} & (spoken | words) and len(name) > 2}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    made = tmp_path_factory.mktemp("ids")
    found = {}
    for number, name in enumerate(PROTOCOLS):
        protocol = engine_of(name).protocol
        count = min(MOST_CHILDREN, max(1, protocol.participants_min))
        random = Random(number)
        found[name] = make_session(
            made / "sessions",
            name,
            children=tuple(f"V0{child}" for child in range(1, count + 1)),
            profile="uneven" if number % 2 else "often_wrong",
            seed=number + 40,
            day=number,
            rehearsal=True,
            around=lambda people, random=random: Interrupting(people, random, 0.03),
        )
    return made, found


@contextmanager
def asking(place: Path, language: Language) -> Iterator[TestClient]:
    """Give a client of the pages that come after a session."""
    for name in ("keep", "protocols"):
        (place / name).mkdir(exist_ok=True)
    config = ConsoleConfig(
        language, place / "protocols", place / "sessions", place / "keep", True, Pseudonyms(), UTC
    )
    app = Starlette(
        routes=[*after.routes(config, SessionRegistry()), *progress.routes(config, SessionRegistry())]
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def texts(place: Path, name: str, language: Language) -> Iterator[tuple[str, str]]:
    """Give all that is read on the pages of a session, in its handover and on its report."""
    with asking(place, language) as client:
        for address in (f"/after/{name}", f"/after/{name}/report"):
            yield address, page(client.get(address).text).text
    (past,) = [one for one in read_past(place / "sessions", None) if one.id == name]
    row = row_of(past, People(), language, UTC, (), {})
    yield "home", f"{row.title} {row.outcome} {' '.join(person.called(language) for person in row.people)}"


def never(address: str, read: str) -> list[tuple[str, str, str]]:
    """Give what no page may say, and what stands around it."""
    found = NEVER.finditer(read)
    return [(address, one[0], read[max(0, one.start() - 40) : one.end() + 40]) for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_no_id_is_read_on_a_page_or_on_paper(
    places: tuple[Path, dict[str, Path]], protocol: str, language: Language
) -> None:
    place, folders = places
    ids = ids_of(engine_of(protocol))
    wrong: list[tuple[str, ...]] = []
    for address, text in texts(place, folders[protocol].name, language):
        read = plain(text)
        wrong += never(address, read)
        wrong += [
            (address, name) for name in ids if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", read)
        ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/progress", "/progress/V01"])
def test_nothing_of_the_file_is_read_on_the_pages_of_all_that_was_played(
    places: tuple[Path, dict[str, Path]], address: str, language: Language
) -> None:
    with asking(places[0], language) as client:
        assert never(address, plain(page(client.get(address).text).text)) == []


@pytest.mark.parametrize(("language", "label", "child"), [("fr", "Joué par un adulte", "Code")])
def test_a_part_is_not_said_to_have_a_code(
    places: tuple[Path, dict[str, Path]], language: Language, label: str, child: str
) -> None:
    place, found = places
    read = dict(texts(place, found[PROTOCOLS[0]].name, language))
    report = next(text for address, text in read.items() if address.endswith("/report"))
    assert label in report
    assert child not in report.split(label)[0]
    after_page = next(text for address, text in read.items() if "/after/" in address and text != report)
    assert "avec son code" not in after_page
