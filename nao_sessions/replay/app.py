"""The application behind the replay page: one page, its data, the videos, the lines of the log.

Everything is named by an id out of a table; an address never becomes a path.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.core.events import Event
from nao_sessions.pages.door import Door
from nao_sessions.pages.files import StaticTable, read_static
from nao_sessions.pages.guarded import Guarded
from nao_sessions.pages.rendering import environment
from nao_sessions.replay.media import VideoResponse
from nao_sessions.replay.page_model import Page, page_of
from nao_sessions.replay.ranges import Ranges
from nao_sessions.replay.reading import Recording
from nao_sessions.replay.rows import Further
from nao_sessions.replay.stream_data import media_id
from nao_sessions.replay.words import ATTRIBUTION_KEYS, KEYS, REPLAY_KEYS
from nao_sessions.room.index import SOUND_ALONE
from nao_sessions.text.languages import Language, typeset


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replay as it was worked out: the recording, its page, what the page is told. It can cross a pipe."""

    recording: Recording
    html: str
    data: str
    whole: bool

    @classmethod
    def of(
        cls,
        recording: Recording,
        language: Language,
        zone: tzinfo | None = None,
        further: Further = Further(),  # noqa: B008 - a value that nobody can change
        back: str = "",
    ) -> Replayed:
        """Work it out; ``further`` is what stands beside the log, ``back`` the page that led here."""
        page = page_of(recording, language, zone, further)
        data = json.dumps(page.data, ensure_ascii=False, separators=(",", ":"))
        return cls(recording, _render(page, _lanes(recording, page), language, back), data, further.whole)


Anew = Callable[[], Replayed | None]
"""Work a replay out again, where something of it has changed since; called off the loop."""


class ReplayPages:
    """The answers of the replay page, for one recording; ``anew`` is asked whenever the page is."""

    def __init__(self, replayed: Replayed, anew: Anew | None = None) -> None:
        self._anew = anew
        self._take(replayed)

    def _take(self, replayed: Replayed) -> None:
        recording = replayed.recording
        self._replayed = replayed
        self._ranges = Ranges(recording, body=replayed.whole)
        self._events: dict[int, Event] = {event.seq: event for event in recording.events}
        self._videos: dict[str, Path] = {
            media_id(number, segment.number): segment.video
            for number, stream in enumerate(recording.streams)
            for segment in stream.segments
        }

    async def answer_page(self, request: Request) -> Response:
        """Give the page."""
        if self._anew is not None and (replayed := await asyncio.to_thread(self._anew)) is not None:
            self._take(replayed)
        return HTMLResponse(self._replayed.html)

    async def answer_data(self, request: Request) -> Response:
        """Give what the page is told at once."""
        return Response(self._replayed.data, media_type="application/json")

    async def answer_event(self, request: Request) -> Response:
        """Give one line of the log, or 404."""
        event = self._events.get(request.path_params["seq"])
        if event is None:
            raise HTTPException(404)
        return Response(event.to_line(), media_type="application/json")

    async def answer_video(self, request: Request) -> Response:
        """Give one video or the part of it that is asked for, or 404."""
        video = self._videos.get(request.path_params["id"])
        if video is None or not video.is_file():
            raise HTTPException(404)
        return VideoResponse(video, media_type="audio/mp4" if video.suffix == SOUND_ALONE else "video/mp4")

    async def answer_frames(self, request: Request) -> Response:
        """Give a window of the index of a video's pictures, or 404."""
        return await self._ranges.answer_frames(request)

    async def answer_curve(self, request: Request) -> Response:
        """Give a curve between two moments, or 404."""
        return await self._ranges.answer_curve(request)


Answer = Callable[[ReplayPages, Request], Awaitable[Response]]
RANGES: Mapping[str, Answer] = {
    "/media/{id}": ReplayPages.answer_video,
    "/frames/{id}/{window:int}": ReplayPages.answer_frames,
    "/curves/{id}/{begin:int}/{end:int}/{columns:int}": ReplayPages.answer_curve,
}
"""What is asked for by range, by its address below the page's: it tells nothing of the log."""
PATHS: Mapping[str, Answer] = {
    "/": ReplayPages.answer_page,
    "/session.json": ReplayPages.answer_data,
    "/events/{seq:int}": ReplayPages.answer_event,
    **RANGES,
}
"""All that a replay answers but its scripts and styles, by address."""


def routes(replayed: Replayed, anew: Anew | None = None) -> list[Route]:
    """Give every route of a replay that is served alone; the tests of the door go through this list."""
    static = StaticTable(read_static("nao_sessions.pages", "nao_sessions.replay"))
    return [*routes_of(ReplayPages(replayed, anew), PATHS), Route("/static/{name}", static.answer)]


def routes_of(pages: ReplayPages, paths: Mapping[str, Answer]) -> list[Route]:
    """Give the routes by which one recording is asked for."""
    return [Route(path, partial(answer, pages)) for path, answer in paths.items()]


def application(
    replayed: Replayed,
    door: Door,
    language: Language,
    *,
    anew: Anew | None = None,
    more: Sequence[Route] = (),
) -> ASGIApp:
    """Give a replay behind its door; ``more`` is what else is served there: nothing here writes."""
    return Guarded(Starlette(routes=[*routes(replayed, anew), *more]), door, language)


def _lanes(recording: Recording, page: Page) -> list[tuple[int, str]]:
    """Give the lanes that can be shown, with their places: of what was imported, those that hold anything."""
    lanes: list[tuple[int, str]] = list(enumerate(page.data["lanes"]))
    if recording.facts.get("state") != "imported":
        return lanes
    used = {event["lane"] for event in page.data["events"]}
    return [(place, name) for place, name in lanes if place in used]


def _render(page: Page, lane_choices: Sequence[tuple[int, str]], language: Language, back: str) -> str:
    template = environment("nao_sessions.replay").get_template("replay.html")
    return template.render(
        language=language,
        page=page,
        back=back,
        words=page.data["words"],
        lanes=list(enumerate(page.data["lanes"])),
        lane_choices=lane_choices,
        streams=page.data["streams"],
        keys=[
            (key.in_language(language), typeset(meaning.in_language(language), language))
            for key, meaning in (*KEYS, *REPLAY_KEYS, *(ATTRIBUTION_KEYS if page.data["attribution"] else ()))
        ],
    )
