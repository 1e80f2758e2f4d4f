"""Looking through a camera while nothing is recorded: the newest picture, while somebody asks; no file."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from cameras import DEADLINE_S, camera
from test_room_preview import strip_in

from nao_sessions.room import viewing
from nao_sessions.room.preview import Preview
from nao_sessions.room.viewing import CameraView


async def seen(view: CameraView, after: int = 0) -> Preview:
    async with asyncio.timeout(DEADLINE_S):
        # Memory tells nobody that it changed: it can only be looked at again.
        while (picture := await view.last_picture()) is None or picture.number <= after:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return picture


def test_a_camera_is_seen_before_a_session_and_its_pictures_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(source: str) -> list[Preview]:
        view = CameraView(source)
        first = await seen(view)
        second = await seen(view, first.number)
        await view.stop()
        await view.stop()
        return [first, second]

    monkeypatch.chdir(tmp_path)
    with camera("--gop-s", "0.4") as source:
        pictures = asyncio.run(story(source.tcp))
    strips = [strip_in(picture) for picture in pictures]
    assert all(strip is not None for strip in strips)
    assert strips[0] != strips[1]
    assert list(tmp_path.iterdir()) == []


def test_a_viewer_that_was_killed_is_followed_by_another_at_the_next_question() -> None:
    async def story(source: str) -> None:
        view = CameraView(source)
        await seen(view)
        killed = view.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        async with asyncio.timeout(DEADLINE_S):
            while view.pid == killed:
                await view.last_picture()
                await asyncio.sleep(0.02)
        await seen(view)
        await view.stop()

    with camera("--gop-s", "0.4") as source:
        asyncio.run(story(source.tcp))


def test_nobody_looks_through_a_camera_that_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(source: str) -> None:
        view = CameraView(source)
        await seen(view)
        async with asyncio.timeout(DEADLINE_S):
            while view.pid is not None:  # noqa: ASYNC110  it ends by itself
                await asyncio.sleep(0.05)
        await view.stop()

    monkeypatch.setattr(viewing, "UNASKED_S", 0.3)
    with camera("--gop-s", "0.4") as source:
        asyncio.run(story(source.tcp))


def test_a_camera_that_is_not_there_shows_nothing() -> None:
    async def story() -> None:
        view = CameraView("tcp://127.0.0.1:9")
        assert await view.last_picture() is None
        await view.stop()

    asyncio.run(story())
