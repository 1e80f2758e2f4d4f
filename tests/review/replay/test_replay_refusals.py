"""Every route of the replay page, against every attack: a new route is in this table by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.types import ASGIApp

from nao_sessions.review.replay.app import PreparedReplay, application, routes
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.protection import HEADERS
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events
from tests.web.asking import ask
from tests.web.attacks import ATTACKS, Change, Request, good_request

PORT = 41_235
# What is asked of a route with a place in its path; one that is new must be added here.
EXAMPLES = {
    "/media/{id}": "/media/v0s1",
    "/frames/{id}/{window:int}": "/frames/v0s1/0",
    "/curves/{id}/{begin:int}/{end:int}/{columns:int}": "/curves/v0/0/2000000000/10",
    "/events/{seq:int}": "/events/3",
    "/static/{name}": "/static/replay.js",
}
ROUTES = (
    "/",
    "/session.json",
    "/events/{seq:int}",
    "/media/{id}",
    "/frames/{id}/{window:int}",
    "/curves/{id}/{begin:int}/{end:int}/{columns:int}",
    "/static/{name}",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parent = tmp_path_factory.mktemp("refusals")
    return make_folder(parent, scripted_events(), pieces=(Piece(1.0, 2.0),))


@pytest.fixture(scope="module")
def door() -> AccessPolicy:
    return AccessPolicy(port=PORT)


@pytest.fixture(scope="module")
def app(folder: Path, door: AccessPolicy) -> ASGIApp:
    return application(PreparedReplay.of(read_recording(folder), "fr"), door, "fr")


def _target(route: str) -> str:
    target = EXAMPLES.get(route, route)
    assert "{" not in target
    return target


def _send(app: ASGIApp, request: Request) -> tuple[int, str | None, bytes]:
    answer = ask(app, request.method, request.target, request.headers)
    assert {name: answer.headers[name.lower()] for name in HEADERS} == HEADERS
    return answer.status, answer.headers.get("x-refused"), answer.body


def test_the_table_holds_every_route(folder: Path) -> None:
    assert tuple(route.path for route in routes(PreparedReplay.of(read_recording(folder), "fr"))) == ROUTES


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_of_ours_gets_every_route(app: ASGIApp, door: AccessPolicy, route: str) -> None:
    status, refused, body = _send(app, good_request(door, _target(route)))
    assert (status, refused) == (200, None)
    assert body != b""


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(("change", "code"), [attack[1:] for attack in ATTACKS], ids=[a[0] for a in ATTACKS])
def test_every_attack_on_every_route_is_refused(
    app: ASGIApp, door: AccessPolicy, route: str, change: Change, code: str
) -> None:
    status, refused, body = _send(app, change(good_request(door, _target(route)), door))
    assert refused == code
    assert status >= 400
    assert "émotions" not in body.decode("utf-8", "replace")


@pytest.mark.parametrize("route", ROUTES)
def test_no_route_takes_a_post(app: ASGIApp, door: AccessPolicy, route: str) -> None:
    request = good_request(door, _target(route), "POST").adding("origin", f"http://127.0.0.1:{PORT}")
    assert _send(app, request)[0] == 405


@pytest.mark.parametrize(
    "target",
    [
        "/events/99999",
        "/events/-1",
        "/media/v0s9",
        "/media/room.01.mp4",
        "/frames/v0s1/99",
        "/frames/v0s9/0",
        "/curves/v9/0/9/9",
        "/curves/heat/0/9/9",
        "/curves/v0/-1/9/9",
        "/static/app.py",
        "/static/replay.html",
        "/static/",
        "/events.jsonl",
    ],
)
def test_what_is_in_no_table_is_not_found(app: ASGIApp, door: AccessPolicy, target: str) -> None:
    assert _send(app, good_request(door, target))[0] == 404


@pytest.mark.parametrize("columns", ["9/9/9", "9/8/9", "0/9/99999", "0/9/0", f"0/{1 << 70}/9"])
def test_a_range_that_is_none_is_refused(app: ASGIApp, door: AccessPolicy, columns: str) -> None:
    assert _send(app, good_request(door, f"/curves/v0/{columns}"))[0] == 400


def test_a_part_of_the_video_is_given(app: ASGIApp, door: AccessPolicy, folder: Path) -> None:
    video = (folder / "room" / "room.01.mp4").read_bytes()
    request = good_request(door, "/media/v0s1").adding("range", "bytes=100-199")
    answer = ask(app, "GET", request.target, request.headers)
    assert (answer.status, answer.body) == (206, video[100:200])
    assert answer.headers["content-range"] == f"bytes 100-199/{len(video)}"


def test_a_video_that_is_a_link_out_of_the_folder_is_not_shown(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", scripted_events(), pieces=(Piece(1.0, 2.0),))
    video = folder / "room" / "room.01.mp4"
    outside = tmp_path / "outside.mp4"
    video.rename(outside)
    video.symlink_to(outside)
    recording = read_recording(folder)
    assert recording.streams == ()
    assert "room.01.mp4" in recording.troubles[0].en
