"""The addresses of the boards: what is asked for is given out of tables, what is sent is read with care."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from nao_sessions.console.board.boards import Boards, PictureTable
from nao_sessions.console.board.routes import (
    MOST_BODY_BYTES,
    MOST_STREAMS,
    BoardPages,
)
from nao_sessions.console.board.slate import read_slate, slate_path, slate_svg
from nao_sessions.console.session_registry import SessionRegistry
from tests.console.board_session import BoardSession, files_of, house_in, is_open, is_over, press, session_of

MILLISECOND_NS = 1_000_000
FORM = {"content-type": "application/x-www-form-urlencoded"}


@asynccontextmanager
async def asking(pages: BoardPages) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=Starlette(routes=pages.routes()))
    async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
        yield client


@asynccontextmanager
async def asking_in(playing: BoardSession) -> AsyncIterator[httpx2.AsyncClient]:
    async with asking(BoardPages(playing.config, playing.registry)) as client:
        yield client


def now_ms() -> float:
    return time.monotonic_ns() / MILLISECOND_NS


def test_a_page_is_there_before_any_session_and_only_for_what_can_be_a_code(tmp_path: Path) -> None:
    async def main() -> None:
        async with asking(BoardPages(house_in(tmp_path), SessionRegistry())) as client:
            for code in ("P07", "group"):
                page = await client.get(f"/board/{code}")
                assert (page.status_code, f'data-code="{code}"' in page.text) == (200, True)
            assert (await client.get("/board/P07?text=no")).text.count('data-wordless="yes"') == 1
            for code in ("lea", "P7", "P07x", "groups", "..%2fgroup"):
                assert (await client.get(f"/board/{code}")).status_code == 404
            touch = {"id": "a.1", "choice": "pomme", "stamp": "x"}
            assert (await client.post("/board/P07/touch", json=touch)).status_code == 409
            assert (await client.get("/board/P07/picture/0123456789abcdef")).status_code == 404

    asyncio.run(main())


def test_pictures_are_the_protocols_own_bytes_by_an_id_and_its_text_is_none(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing, asking_in(playing) as client:
            ids = PictureTable(playing.begun.journal.engine.protocol.sources).ids()
            found = [await client.get(f"/board/P07/picture/{each}") for each in ids]
            bodies = {answer.content for answer in found}
            assert {answer.headers["content-type"] for answer in found} == {"image/svg+xml"}
            expected = {
                body for name, body in files_of("").items() if name.endswith(("pomme.svg", "chien.svg"))
            }
            assert expected < bodies
            text = playing.begun.journal.engine.protocol.sources[0]
            assert (await client.get(f"/board/P07/picture/{text.sha256[:16]}")).status_code == 404
            assert (await client.get("/board/P07/picture/pomme.svg")).status_code == 404

    asyncio.run(main())


def test_a_touch_that_a_page_sends_decides_a_trial_at_the_time_of_the_finger(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing:
            await a_touch_is_sent(playing)

    async def a_touch_is_sent(playing: BoardSession) -> None:
        pages = BoardPages(playing.config, playing.registry)
        async with asking(pages) as client:
            await press(playing, "Suite")
            await playing.until(is_open)
            clock = (await client.get("/board/P07/clock")).json()
            assert clock["received_ms"] <= clock["sent_ms"] <= now_ms()
            stamp = pages.streams.state("P07")["shown"]["stamp"]
            touch = {"id": "a.1", "choice": "pomme", "stamp": stamp, "down_ms": now_ms(), "uncertainty_ms": 1}
            assert (await client.post("/board/P07/touch", json=touch)).json() == {"worth": "acts"}
            assert (await client.post("/board/P07/touch", json=touch)).json() == {"worth": "known"}
            view = await playing.until(is_over)
            assert view.trial is not None
            assert view.trial.judged == "correct"

    asyncio.run(main())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"id": "a.1", "choice": "", "stamp": "x"}',
        b'{"id": "../x", "choice": "pomme", "stamp": "x"}',
        b'{"id": "a.1", "choice": "pomme", "stamp": "x", "down_ms": 1e999}',
        b'{"id": "a.1", "choice": "pomme", "stamp": "x", "down_ms": NaN}',
        b'{"id": "a.1", "choice": "pomme", "stamp": "x", "pointer": "elbow"}',
    ],
)
def test_what_is_no_touch_is_refused(tmp_path: Path, body: bytes) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing, asking_in(playing) as client:
            assert (await client.post("/board/P07/touch", content=body)).status_code == 400
            long = b"x" * (MOST_BODY_BYTES + 1)
            assert (await client.post("/board/P07/touch", content=long)).status_code == 413
            assert playing.events("touch") == []

    asyncio.run(main())


def test_a_stream_tells_the_whole_state_then_signs_of_life_then_what_has_changed(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing:
            streams = BoardPages(playing.config, playing.registry).streams
            told = streams.told("P07")
            assert await anext(told) == "retry: 500\n\n"
            first = await anext(told)
            assert first.startswith("event: state\n")
            assert json.loads(first.partition("data: ")[2])["session"] == playing.running.id
            while (line := await anext(told)) != "event: beat\ndata: {}\n\n":  # the session is just beginning
                assert line.startswith("event: state\n")
            await press(playing, "Suite")
            async for line in told:
                if (
                    line.startswith("event: state")
                    and json.loads(line.partition("data: ")[2])["shown"]["tiles"]
                ):
                    break
            await told.aclose()  # type: ignore[attr-defined]  # an async generator

    asyncio.run(main())


def test_more_pages_than_are_told_get_503_and_one_that_leaves_makes_room(tmp_path: Path) -> None:
    async def main() -> None:
        pages = BoardPages(house_in(tmp_path), SessionRegistry())
        streams = pages.streams
        async with asking(pages) as client:
            open_ones = [streams.told("P07") for _ in range(MOST_STREAMS)]
            for told in open_ones:
                await anext(told)
            assert (await client.get("/board/P07/stream")).status_code == 503
            await open_ones[0].aclose()
            assert not streams.full
            for told in open_ones[1:]:
                await told.aclose()

    asyncio.run(main())


def test_settings_are_kept_by_code_in_a_file_of_the_owners_alone(tmp_path: Path) -> None:
    async def main() -> None:
        config = house_in(tmp_path)
        async with asking(BoardPages(config, SessionRegistry())) as client:
            form = "tokens=yes&scanning=rows&switches=2&start=automatic&step_ms=2000&loops=2&again_ms=1000"
            answer = await client.post("/board/P07/settings", content=form, headers=FORM)
            assert (answer.status_code, answer.headers["location"]) == (303, "/board/P07")
            refused = await client.post("/board/P07/settings", content="step_ms=1", headers=FORM)
            assert (refused.status_code, 'role="alert"' in refused.text) == (400, True)
            assert 'value="2000"' in (await client.get("/board/P07/settings")).text
        file = config.keep / "boards.json"
        assert (file.stat().st_mode & 0o777, config.keep.stat().st_mode & 0o777) == (0o600, 0o700)
        kept = Boards(config, SessionRegistry()).settings
        assert (kept.of("P07").text, kept.of("P07").scanning, kept.of("P07").switches) == (False, "rows", 2)
        assert kept.of("P09").text is True

    asyncio.run(main())


def test_a_settings_file_that_was_damaged_gives_the_usual_settings(tmp_path: Path) -> None:
    config = house_in(tmp_path)
    config.keep.mkdir()
    (config.keep / "boards.json").write_text('{"P07": {"step_ms": "fast"}, "P09": {"timer": true}}')
    kept = Boards(config, SessionRegistry()).settings
    assert (kept.of("P07").step_ms, kept.of("P09").timer) == (1500, True)


def test_a_slate_is_opened_by_the_adult_drawn_on_erased_and_kept_whole(tmp_path: Path) -> None:
    def drawn(stroke: str, part: int, *, ended: bool, empty: bool = False) -> dict[str, Any]:
        points = [] if empty else [[now_ms(), 100, 100, 0.5], [now_ms(), 900, 400, 0.7]]
        return {
            "kind": "drawn",
            "stroke": stroke,
            "part": part,
            "pointer": "pen",
            "points": points,
            "ended": ended,
        }

    async def main() -> None:
        async with session_of(tmp_path) as playing, asking_in(playing) as client:
            address = "/board/P07/slate"
            assert (await client.post(address, json=drawn("s.1", 0, ended=False))).status_code == 409
            on = await client.post("/board/P07/mode", json={"slate": True})
            assert on.json() == {"slate": True, "model": False}
            for each in (
                drawn("s.1", 0, ended=False),
                drawn("s.1", 1, ended=True),
                drawn("s.2", 0, ended=False),
                drawn("s.2", 1, ended=True, empty=True),
            ):
                assert (await client.post(address, json=each)).status_code == 200
            assert (await client.post(address, json=drawn("s.1", 1, ended=True))).status_code == 200
            erased = {"kind": "erased", "strokes": ["s.1"], "at_ms": now_ms()}
            assert (await client.post(address, json=erased)).status_code == 200
            assert [each["stroke"] for each in (await client.get(address)).json()] == ["s.2"]
            assert (await client.get("/board/P07/slate.svg")).text.count("<path") == 1
            off = await client.post("/board/P07/mode", content="slate=no", headers=FORM)
            assert (off.status_code, off.headers["location"]) == (303, "/session")
            path = slate_path(playing.begun.folder.path, "P07")
            assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
            first, second = read_slate(path)
            assert (first.id, len(first.points), first.erased_ns is None) == ("s.1", 4, False)
            assert (second.id, len(second.points), second.erased_ns) == ("s.2", 2, None)
            assert slate_svg((first, second), first.points[1].at_ns).count("<path") == 1
            assert [event.data["stroke"] for event in playing.events("stroke_began")] == ["s.1", "s.2"]
            ended = [event.data["stroke"] for event in playing.events("stroke_ended")]
            assert ended == ["s.1", "s.2", "s.1"]  # sent a second time, it is told a second time

    asyncio.run(main())
