"""The application behind the replay page: one page, its data, the videos, the lines of the log.

Everything is named by an id out of a table; an address never becomes a path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.core.text import Language
from nao_sessions.pages.door import Door
from nao_sessions.pages.files import StaticTable, read_static
from nao_sessions.pages.guarded import Guarded
from nao_sessions.pages.rendering import environment
from nao_sessions.replay.page_model import Page, media_id, page_of
from nao_sessions.replay.reading import Recording
from nao_sessions.replay.words import KEYS, typeset
from nao_sessions.room.index import SOUND_ALONE


@dataclass(frozen=True, slots=True)
class Replayed:
    """All that a replay answers with, worked out: page, data, the log's lines and the videos by id."""

    html: str
    data: str
    events: Mapping[int, str]
    videos: Mapping[str, Path]

    @classmethod
    def of(
        cls, recording: Recording, language: Language, zone: tzinfo | None = None, back: str = ""
    ) -> Replayed:
        """Work it out; ``back`` is where a page that led here is, if one did."""
        page = page_of(recording, language, zone)
        return cls(
            html=_render(page, language, back),
            data=json.dumps(page.data, ensure_ascii=False, separators=(",", ":")),
            events={event.seq: event.to_line() for event in recording.events},
            videos={
                media_id(number, segment.number): segment.video
                for number, stream in enumerate(recording.streams)
                for segment in stream.segments
            },
        )

    def answer_page(self) -> Response:
        """Give the page."""
        return HTMLResponse(self.html)

    def answer_data(self) -> Response:
        """Give its data."""
        return Response(self.data, media_type="application/json")

    def answer_event(self, seq: int) -> Response:
        """Give one line of the log, or 404."""
        line = self.events.get(seq)
        if line is None:
            raise HTTPException(404)
        return Response(line, media_type="application/json")

    def answer_video(self, identity: str) -> Response:
        """Give one video, or 404."""
        video = self.videos.get(identity)
        if video is None or not video.is_file():
            raise HTTPException(404)
        return FileResponse(video, media_type="audio/mp4" if video.suffix == SOUND_ALONE else "video/mp4")


class ReplayPages:
    """The answers of the replay page, for one recording that was read at the start."""

    def __init__(self, recording: Recording, language: Language, zone: tzinfo | None = None) -> None:
        self._replayed = Replayed.of(recording, language, zone)
        self._static = StaticTable(read_static("nao_sessions.pages", "nao_sessions.replay"))

    def routes(self) -> list[Route]:
        """Give every route; the tests of the door go through this list."""
        return [
            Route("/", self._answer_page),
            Route("/session.json", self._answer_data),
            Route("/events/{seq:int}", self.answer_event),
            Route("/media/{id}", self._answer_video),
            Route("/static/{name}", self._static.answer),
        ]

    async def _answer_page(self, request: Request) -> Response:
        return self._replayed.answer_page()

    async def _answer_data(self, request: Request) -> Response:
        return self._replayed.answer_data()

    async def answer_event(self, request: Request) -> Response:
        """Give one line of the log, or 404."""
        return self._replayed.answer_event(request.path_params["seq"])

    async def _answer_video(self, request: Request) -> Response:
        return self._replayed.answer_video(request.path_params["id"])


def application(recording: Recording, door: Door, language: Language) -> ASGIApp:
    """Give the replay of a recording, behind its door."""
    return Guarded(Starlette(routes=ReplayPages(recording, language).routes()), door, language)


def _render(page: Page, language: Language, back: str) -> str:
    return (
        environment("nao_sessions.replay")
        .get_template("replay.html")
        .render(
            language=language,
            page=page,
            back=back,
            words=page.data["words"],
            lanes=list(enumerate(page.data["lanes"])),
            streams=page.data["streams"],
            keys=[
                (key.in_language(language), typeset(meaning.in_language(language), language))
                for key, meaning in KEYS
            ],
        )
    )
