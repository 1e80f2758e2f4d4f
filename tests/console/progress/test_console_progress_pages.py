"""The addresses of progress, asked without a browser: the real process reads the real folders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from nao_sessions.console.progress.routes import routes
from nao_sessions.console.session_registry import SessionRegistry
from tests.console.after.after_house import AfterHouse, after_house, plain
from tests.console.rehearsed_folder import make_session


@pytest.fixture
def given(tmp_path: Path) -> AfterHouse:
    found = after_house(tmp_path)
    make_session(found.config.sessions, "rimes", day=3, seed=9)
    make_session(found.config.sessions, "emotions", day=9, seed=5, children=("P12",), rehearsal=True)
    return found


@pytest.fixture
def client(given: AfterHouse) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes(given.config, SessionRegistry()))) as asked:
        yield asked


def test_progress_is_offered_of_those_who_have_a_real_session(client: TestClient) -> None:
    page = client.get("/progress").text
    assert 'href="/progress/P07"' in page
    assert "P12" not in page
    assert "Les répétitions n&#39;y sont pas." in page


def test_in_a_rehearsals_house_only_rehearsals_are_shown(given: AfterHouse) -> None:
    config = replace(given.config, rehearsal=True)
    with TestClient(Starlette(routes=routes(config, SessionRegistry()))) as asked:
        page = asked.get("/progress").text
    assert 'href="/progress/P12"' in page
    assert "P07" not in page


def test_a_participants_page_has_plots_with_words_and_tables(client: TestClient) -> None:
    page = plain(client.get("/progress/P07").text)
    assert page.count('role="img"') >= 4
    assert page.index("Les mots qui riment") < page.index("Les émotions")
    assert "Les corrections faites après les séances sont appliquées." in page


@pytest.mark.parametrize("code", ["P99", "P12", "keep"])
def test_there_is_no_progress_of_somebody_without_a_session(client: TestClient, code: str) -> None:
    answer = client.get(f"/progress/{code}")
    assert (answer.status_code, "A111" in answer.text) == (404, True)


def test_the_establishments_figures_hold_no_code(client: TestClient) -> None:
    page = client.get("/progress/establishment").text
    table = client.get("/progress/establishment.csv")
    assert "P07" not in page + table.text
    assert table.headers["content-type"].startswith("text/csv")
    assert "moins de 5" in page


@pytest.mark.parametrize("page", ["/progress", "/progress/P07", "/progress/establishment"])
def test_a_broken_folder_is_named_with_the_reason(given: AfterHouse, client: TestClient, page: str) -> None:
    (given.folder / "events.jsonl").write_text("{\n", encoding="utf-8")
    shown = client.get(page).text
    assert f"<strong>{given.folder.name}</strong>" in shown
    assert "events.jsonl:1" in shown
    assert "R102" in shown


def test_a_process_that_fails_is_told(
    given: AfterHouse, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    answer = client.get("/progress")
    assert (answer.status_code, "A110" in answer.text) == (500, True)
