"""Every route of the annotation pages, against every attack of the table that all pages share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.record.additions.annotations import read_coding
from nao_sessions.review.coding.pages import CodingPages, application
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.protection import HEADERS
from tests.web.asking import ask
from tests.web.attacks import ATTACKS, Change, good_request

GOLDEN = Path(__file__).resolve().parent.parent.parent / "sessions" / "fresh"
DOOR = AccessPolicy(port=41_237)
READ = ("/", "/static/annotate.js", "/s/1/", "/s/1/session.json", "/s/1/coding.json", "/s/1/events/3")
ROUTES = (*READ, "/s/1/act")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("annotated") / "session"
    shutil.copytree(GOLDEN, copy)
    return copy


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[ASGIApp]:
    scheme = find_scheme("engagement")
    desk = CodingSession(folder, "C01", scheme)
    pages = CodingPages(read_recording(folder), scheme, "fr", desk=desk, coder="C01")
    yield application(2, lambda place: pages, DOOR, "fr")
    desk.close()


@pytest.mark.parametrize("route", READ)
def test_a_page_of_ours_gets_every_route(app: ASGIApp, route: str) -> None:
    request = good_request(DOOR, route)
    answer = ask(app, request.method, request.target, request.headers)
    assert answer.status == 200
    assert {name: answer.headers[name.lower()] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(("change", "code"), [attack[1:] for attack in ATTACKS], ids=[a[0] for a in ATTACKS])
def test_every_attack_is_refused_and_nothing_is_written(
    app: ASGIApp, folder: Path, route: str, change: Change, code: str
) -> None:
    before = read_coding(folder, "C01")
    request = change(good_request(DOOR, route), DOOR)
    answer = ask(app, request.method, request.target, request.headers)
    assert answer.headers.get("x-refused") == code
    assert read_coding(folder, "C01") == before


@pytest.mark.parametrize(
    "target", ["/s/3/", "/s/1/act", "/s/1/choose", "/s/1/events/99999", "/annotations/C01.jsonl"]
)
def test_what_is_in_no_table_is_not_given(app: ASGIApp, target: str) -> None:
    request = good_request(DOOR, target)
    assert ask(app, "GET", request.target, request.headers).status in (404, 405)
