"""Looking through a camera while nothing is recorded: the newest picture, while somebody asks; no file."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from nao_sessions.room.capture.looking import QUIET_DB
from nao_sessions.room.viewing import view as viewing
from nao_sessions.room.viewing.preview import Preview
from nao_sessions.room.viewing.view import Hearing, SoundState, SourceView
from tests.room.cameras import DEADLINE_S, camera
from tests.room.other_cameras import jpeg_camera
from tests.room.test_room_preview import strip_in
from tests.room.test_room_recorder_sources import silent_film


async def seen(view: SourceView, after: int = 0) -> Preview:
    async with asyncio.timeout(DEADLINE_S):
        # Memory tells nobody that it changed: it can only be looked at again.
        while (picture := await view.last_picture()) is None or picture.number <= after:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return picture


def test_a_camera_is_seen_before_a_session_and_its_pictures_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(source: str) -> list[Preview]:
        view = SourceView(source)
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
        view = SourceView(source)
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
        view = SourceView(source)
        await seen(view)
        async with asyncio.timeout(DEADLINE_S):
            while view.pid is not None:  # noqa: ASYNC110  it ends by itself
                await asyncio.sleep(0.05)
        await view.stop()

    monkeypatch.setattr(viewing, "UNASKED_S", 0.3)
    with camera("--gop-s", "0.4") as source:
        asyncio.run(story(source.tcp))


async def heard(view: SourceView, state: Hearing) -> SoundState:
    async with asyncio.timeout(DEADLINE_S):
        while (now := await view.heard()).state != state:  # noqa: ASYNC110  as above
            await asyncio.sleep(0.02)
    return now


def test_a_microphone_is_heard_before_a_session_and_shows_no_picture(tmp_path: Path) -> None:
    async def story(source: str) -> SoundState:
        view = SourceView(source, sound_only=True)
        now = await heard(view, "heard")
        assert await view.last_picture() is None
        await view.stop()
        assert (await view.heard()).state == "unknown"
        await view.stop()
        return now

    with camera("--gop-s", "0.4") as source:
        now = asyncio.run(story(source.tcp))
    assert now.peak_db is not None
    assert now.peak_db > QUIET_DB


def test_digital_silence_is_told_as_silence_and_a_source_that_is_gone_as_gone(tmp_path: Path) -> None:
    async def story(source: str, state: Hearing) -> None:
        view = SourceView(source, sound_only=True)
        await heard(view, state)
        await view.stop()

    silent_film(tmp_path / "silence.m4a")
    asyncio.run(story(f"file:{tmp_path}/silence.m4a", "silent"))
    asyncio.run(story("tcp://127.0.0.1:9", "gone"))


def test_a_camera_without_sound_says_so() -> None:
    async def story(source: str) -> None:
        view = SourceView(source)
        await heard(view, "no_sound")
        assert (await seen(view)).jpeg[:2] == b"\xff\xd8"
        await view.stop()

    with jpeg_camera() as source:
        asyncio.run(story(source))


def test_a_camera_that_is_not_there_shows_nothing() -> None:
    async def story() -> None:
        view = SourceView("tcp://127.0.0.1:9")
        assert await view.last_picture() is None
        await view.stop()

    asyncio.run(story())
