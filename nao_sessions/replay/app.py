"""The application behind the replay page: one page, its data, the videos, the lines of the log.

Everything is named by an id out of a table; an address never becomes a path.
"""

from __future__ import annotations

import json
from datetime import tzinfo
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.core.events import Event
from nao_sessions.core.text import Language
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
from nao_sessions.replay.words import KEYS, REPLAY_KEYS, typeset
from nao_sessions.room.index import SOUND_ALONE


class ReplayPages:
    """The answers of the replay page, for one recording that was read at the start."""

    def __init__(
        self,
        recording: Recording,
        language: Language,
        zone: tzinfo | None = None,
        further: Further = Further(),  # noqa: B008 - a value that nobody can change
    ) -> None:
        self._language: Language = language
        self._page: Page = page_of(recording, language, zone, further)
        self._ranges = Ranges(recording, body=further.whole)
        self._data = json.dumps(self._page.data, ensure_ascii=False, separators=(",", ":")).encode()
        self._events: dict[int, Event] = {event.seq: event for event in recording.events}
        self._videos: dict[str, Path] = {
            media_id(number, segment.number): segment.video
            for number, stream in enumerate(recording.streams)
            for segment in stream.segments
        }
        self._static = StaticTable(read_static("nao_sessions.pages", "nao_sessions.replay"))
        self._html = self._render().encode()

    def routes(self) -> list[Route]:
        """Give every route; the tests of the door go through this list."""
        return [
            Route("/", self._answer_page),
            Route("/session.json", self._answer_data),
            Route("/events/{seq:int}", self.answer_event),
            *self.ranges(),
            Route("/static/{name}", self._static.answer),
        ]

    def ranges(self) -> list[Route]:
        """Give the routes of what is asked for by range, videos among them: they tell nothing of the log."""
        return [Route("/media/{id}", self._answer_video), *self._ranges.routes()]

    def _render(self) -> str:
        page = self._page
        template = environment("nao_sessions.replay").get_template("replay.html")
        return template.render(
            language=self._language,
            page=page,
            words=page.data["words"],
            lanes=list(enumerate(page.data["lanes"])),
            streams=page.data["streams"],
            keys=[
                (
                    key.in_language(self._language),
                    typeset(meaning.in_language(self._language), self._language),
                )
                for key, meaning in (*KEYS, *REPLAY_KEYS)
            ],
        )

    async def _answer_page(self, request: Request) -> Response:
        return HTMLResponse(self._html)

    async def _answer_data(self, request: Request) -> Response:
        return Response(self._data, media_type="application/json")

    async def answer_event(self, request: Request) -> Response:
        """Give one line of the log, or 404."""
        event = self._events.get(request.path_params["seq"])
        if event is None:
            raise HTTPException(404)
        return Response(event.to_line(), media_type="application/json")

    async def _answer_video(self, request: Request) -> Response:
        video = self._videos.get(request.path_params["id"])
        if video is None or not video.is_file():
            raise HTTPException(404)
        return VideoResponse(video, media_type="audio/mp4" if video.suffix == SOUND_ALONE else "video/mp4")


def application(
    recording: Recording, door: Door, language: Language, further: Further | None = None
) -> ASGIApp:
    """Give the replay of a recording, behind its door; ``further`` is what stands beside the log."""
    pages = ReplayPages(recording, language, further=further or Further())
    return Guarded(Starlette(routes=pages.routes()), door, language)
