"""Who gave a response, said by a person from the video: asked on the replay's page, kept as a correction.

The log stays as it was, and so do earlier corrections. The replay itself writes nothing: the application that
serves its page serves :class:`Attributing` beside it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.core.clock import utc_now
from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction, read_corrections
from nao_sessions.record.additions.lines import is_sealed
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.results.responses import PROFESSIONAL, UNKNOWN, SessionResponse, read_responses
from nao_sessions.review.coding.refusals import body_of, refused
from nao_sessions.review.replay import app as replay
from nao_sessions.review.replay.app import PreparedReplay
from nao_sessions.review.replay.page_model import said_of
from nao_sessions.review.replay.reading import ReplayedSession
from nao_sessions.review.replay.rows import Further
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import AccessPolicy

Role = Literal["professional", "researcher"]
"""The role of who names an author: on the console, or where ``replay`` was called; no person is named."""
AUTHOR = "/author"
"""The address, below the replay's, to which its page sends who gave a response."""
LONGEST_WHY = 400
"""The longest reason that is taken, in characters."""

_writing = threading.Lock()
"""One correction at a time: what was looked at is still true when it is appended."""


class AuthorBody(BaseModel):
    """The body of a request that says who gave a response; "" takes back what was said before."""

    model_config = ConfigDict(extra="forbid", strict=True)

    seq: int = Field(ge=0, le=2**53)
    by: str = Field(max_length=40)
    why: str = Field(default="", max_length=LONGEST_WHY)


def attribute(folder: Path, seq: int, by: str, who: Role, why: str = "") -> SessionResponse:
    """Write who gave a response as a correction, and return the response as it counts from now on.

    The same author again is not written again; "" takes back what was said.

    Raises:
        RecordError: the session is not closed (K149), is sealed (R149), or cannot be read.
        UsageError: it has no such response (K150), or that person was not there at that moment (K151).
        OSError: it cannot be written.
    """
    with _writing:
        session = SessionFolder.open(folder)
        if session.read_manifest().state == "open":
            raise RecordError(_OPEN, code="K149")
        if is_sealed(folder):
            raise RecordError(_SEALED, code="R149")
        events = read_log(session.events).events
        response = _response(events, folder, seq)
        if response is None:
            raise UsageError(_NO_RESPONSE, code="K150")
        if by not in ("", PROFESSIONAL, UNKNOWN, *response.present):
            raise UsageError(_NOT_THERE, code="K151")
        last = response.corrections[-1].new if response.corrections else ""
        if by == last:
            return response
        append_correction(folder, RecordCorrection(seq, "by", response.by, by, who, utc_now(), why.strip()))
        changed = _response(events, folder, seq)
        assert changed is not None
        return changed


def _response(events: tuple[Event, ...], folder: Path, seq: int) -> SessionResponse | None:
    found = read_responses(events, read_corrections(folder))
    return next((one for one in found if one.seq == seq), None)


class Attributing:
    """The address that takes who gave a response of a session; ``hide`` puts codes for known first names."""

    def __init__(self, folder: Path, language: Language, who: Role, hide: Callable[[str], str] = str) -> None:
        self._folder, self._who, self._hide = folder, who, hide
        self._language: Language = language

    async def answer(self, request: Request) -> Response:
        """Write who gave a response, and answer with the response as it counts now, or with a refusal."""
        try:
            body = AuthorBody.model_validate_json(await body_of(request))
            why = self._hide(body.why)
            response = await asyncio.to_thread(attribute, self._folder, body.seq, body.by, self._who, why)
        except (ValidationError, NaoSessionsError, OSError) as error:
            return refused(error, self._typeset, dict)
        return JSONResponse({"seq": response.seq, **said_of(response)})

    def _typeset(self, text: Text) -> str:
        return typeset(text.in_language(self._language), self._language)


def application(
    recording: ReplayedSession, language: Language, further: Further, door: AccessPolicy
) -> ASGIApp:
    """Return the web application of a replay, protected, on whose page authors of responses can be named."""
    shown = recording

    def anew() -> PreparedReplay | None:
        nonlocal shown
        try:
            corrections = read_corrections(recording.folder)
        except RecordError:
            return None  # what was read stays; whoever writes is told why
        if corrections == shown.corrections:
            return None
        shown = replace(shown, corrections=corrections)
        return PreparedReplay.of(shown, language, further=further)

    author = Route(AUTHOR, Attributing(recording.folder, language, "researcher").answer, methods=["POST"])
    replayed = PreparedReplay.of(recording, language, further=further)
    return replay.application(replayed, door, language, anew=anew, more=(author,))


_OPEN = msg("This session is not closed: nothing was written.")
_SEALED = msg("This session is sealed: nothing is added to it any more.")
_NO_RESPONSE = msg("This response is not in this session: nothing was written.")
_NOT_THERE = msg("This person was not there at that moment: nothing was written.")
