"""A video is given in parts: a player that asks for all from a place on gets what it can take in one go."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.review.replay.app import FIRST_BYTES, PART_BYTES, VideoResponse
from tests.web.asking import Answer, ask

SIZE = 2 * PART_BYTES + 1_000


@pytest.fixture(scope="module")
def content() -> bytes:
    return bytes(n * 7 % 251 for n in range(SIZE))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> ASGIApp:
    video = tmp_path_factory.mktemp("media") / "room.01.mp4"
    video.write_bytes(content)

    async def answer(request: Request) -> Response:
        return VideoResponse(Path(video), media_type="video/mp4")

    return Starlette(routes=[Route("/media", answer)])


def asked(app: ASGIApp, value: str | None) -> Answer:
    headers = [] if value is None else [("range", value)]
    return ask(app, "GET", "/media", [("host", "127.0.0.1"), *headers])


def test_parts_asked_for_one_after_the_other_are_the_whole_video(app: ASGIApp, content: bytes) -> None:
    got = b""
    while len(got) < SIZE:
        answer = asked(app, f"bytes={len(got)}-")
        assert answer.status == 206
        last = min(SIZE, len(got) + (PART_BYTES if got else FIRST_BYTES)) - 1
        assert answer.headers["content-range"] == f"bytes {len(got)}-{last}/{SIZE}"
        got += answer.body
    assert got == content


@pytest.mark.parametrize(
    ("value", "first", "count"),
    [
        ("bytes=5-1500000", 5, 1_499_996),
        ("bytes=-200", SIZE - 200, 200),
        (" bytes=10-", 10, PART_BYTES),
    ],
)
def test_what_is_asked_for_with_an_end_is_given_to_its_end(
    app: ASGIApp, content: bytes, value: str, first: int, count: int
) -> None:
    answer = asked(app, value)
    assert (answer.status, answer.body) == (206, content[first : first + count])


def test_from_behind_the_end_there_is_nothing(app: ASGIApp) -> None:
    assert asked(app, f"bytes={SIZE}-").status == 416


def test_whoever_asks_for_no_part_gets_the_video(app: ASGIApp, content: bytes) -> None:
    answer = asked(app, None)
    assert (answer.status, answer.body) == (200, content)
