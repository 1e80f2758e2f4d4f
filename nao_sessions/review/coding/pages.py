"""The annotation pages of one session: the player, what is coded beside it, or two codings side by side.

A blind page holds nothing that is hidden: it is left out of every answer, not covered by a style.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from nao_sessions.analysis.coding.acts import Press, not_of_coding
from nao_sessions.analysis.coding.comparison import ComparedCodings, PairChoice, Take
from nao_sessions.analysis.coding.session import (
    HIDDEN_NAMES,
    CodingSession,
    Hidden,
    begins_silent,
    check_file,
    check_seen,
)
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.codes import code_words
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.events import Event
from nao_sessions.record.additions.periods import spans_of
from nao_sessions.record.results.counts import bounds
from nao_sessions.review.coding.refusals import LONGEST_COMMENT, body_of, refused
from nao_sessions.review.coding.words import CODING_KEYS, KEYS, NEXT_SUBJECT, WORDS
from nao_sessions.review.replay.app import RANGES, PreparedReplay, ReplayPages, routes_of
from nao_sessions.review.replay.narration import LANES, Lane
from nao_sessions.review.replay.page_model import ReplayPage, code_order, page_of
from nao_sessions.review.replay.reading import ReplayedSession
from nao_sessions.review.replay.rows import CODER
from nao_sessions.review.replay.words import KEYS as PLAYER_KEYS
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.pages import StaticTable, environment, read_static
from nao_sessions.web.protection import ProtectedApplication

# Blind coding: what a coder must not know of a session is taken away before the page is made.
#
# What is heard in the room's sound cannot be taken away: where the robot is hidden it begins switched off,
# and how loud it was is left out. So is when a question ended, which is all that a latency says.

_LANES: dict[Hidden, frozenset[Lane]] = {
    "robot": frozenset({"speech", "action"}),
    # what an adult pressed is a judgement or goes with one, and so is what the program made of it
    "judgements": frozenset({"child", "adult", "note"}),
    "phase": frozenset({"step"}),
    "number": frozenset(),
}
_ALWAYS: frozenset[Lane] = frozenset({"technical"})
"""The lanes that are hidden from every blind coder: the program's own lines speak of protocol and settings,
the clock, what Nao was sent, answers that did not count."""
_TITLE = msg("Session {place} of {count}")
_ONE = msg("A session, blind")


def page_for(
    recording: ReplayedSession, language: Language, hidden: frozenset[Hidden], place: int, count: int
) -> tuple[ReplayPage, frozenset[int]]:
    """Return the page of a recording for a coder, and the seqs of the events that may be shown.

    Args:
        recording: the session as it is.
        language: of the page.
        hidden: what the coder must not know.
        place: the session's place in the order in which sessions are coded, from 1.
        count: the number of sessions in that order.
    """
    if "robot" in hidden:
        untimed = tuple(_untimed(event) for event in recording.events)
        recording = replace(recording, events=untimed, latencies={})
    whole = page_of(recording, language)
    lanes = _ALWAYS.union(*(_LANES[one] for one in hidden)) if hidden else frozenset()
    events = [event for event in whole.data["events"] if LANES[event["lane"]] not in lanes]
    shown = frozenset(int(event["seq"]) for event in events)
    data: dict[str, Any] = {**whole.data, "events": events}
    if begins_silent(hidden):
        data["curves"] = []
    if not hidden & {"phase", "number"}:
        return replace(whole, data=data), shown
    title = _ONE if count == 1 else _TITLE.format(place=place, count=count)
    # its facts tell when it was, by which protocol, with which settings; its troubles name files alone
    return replace(whole, title=title.in_language(language), facts=(), data=data), shown


def _untimed(event: Event) -> Event:
    """Return an event without its latency: the time since Nao's sentence."""
    return event._replace(data={name: value for name, value in event.data.items() if name != "latency_ns"})


Moment = Annotated[int, Field(ge=-(2**60), le=2**60)]
Span = Annotated[list[Moment], Field(min_length=2, max_length=2)]


class ActBody(BaseModel):
    """The body of a request for one act of coding, under a name of its own, with what the page has seen."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(min_length=1, max_length=40)
    seen: str = Field(max_length=60)
    act: Literal["press", "change", "remove", "undo", "redo", "done"]
    behaviour: str = ""
    at_ns: int = Field(default=0, ge=-(2**60), le=2**60)
    subject: str = Field(default="", max_length=40)
    modifiers: dict[str, str] = {}
    id: str = ""
    changes: Changes | None = None
    watched: list[Span] | None = Field(default=None, max_length=200)


class WatchedBody(BaseModel):
    """The body of a request in which the coding page reports what it played: spans of session ns."""

    model_config = ConfigDict(extra="forbid", strict=True)

    seen: str = Field(max_length=60)
    spans: list[Span] = Field(max_length=200)


class Changes(BaseModel):
    """The changes that an act makes to an annotation; None: that stays."""

    model_config = ConfigDict(extra="forbid", strict=True)

    start_ns: int | None = Field(default=None, ge=-(2**60), le=2**60)
    stop_ns: int | None = Field(default=None, ge=-(2**60), le=2**60)
    comment: str | None = Field(default=None, max_length=LONGEST_COMMENT)
    subject: str | None = Field(default=None, max_length=40)


class ChooseBody(BaseModel):
    """The body of a request of the page of two codings: a choice, what both agree on, undo or redo."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(min_length=1, max_length=40)
    seen: str = Field(max_length=60)
    act: Literal["choose", "agree", "undo", "redo"] = "choose"
    pair: str = ""
    take: Take = "undecided"


class CodingPages:
    """The pages of one session; ``desk`` is the coding session, or ``table`` a comparison of two codings."""

    def __init__(
        self,
        recording: ReplayedSession,
        scheme: Scheme,
        language: Language,
        *,
        desk: CodingSession | None = None,
        table: ComparedCodings | None = None,
        coder: str = "",
        hidden: frozenset[Hidden] = frozenset(),
        place: int = 1,
        count: int = 1,
    ) -> None:
        self._desk, self._table, self._scheme = desk, table, scheme
        self._language: Language = language
        self._coder, self._hidden, self._place, self._count = coder, hidden, place, count
        self._done = ""
        self._took: dict[str, Any] = {}
        self._silent = begins_silent(hidden)
        # its pictures, curves and lines alone: the page itself is laid out below, without what is hidden
        self._replay = ReplayPages(PreparedReplay(recording, html="", data="", whole=CODER.whole))
        self._page, self._shown = page_for(recording, language, hidden, place, count)
        self._whole = bounds(recording.events) if recording.events else (0, 0)
        self._subjects = scheme.subjects or tuple(
            sorted((str(code) for code in recording.facts.get("participants", ())), key=code_order)
        )
        self._called = {code: self._typeset(code_words(code)) for code in self._subjects}
        self._data = json.dumps(self._page.data, ensure_ascii=False, separators=(",", ":")).encode()
        self._html = self._render().encode()

    def routes(self) -> list[Route]:
        """Return every route of one session, below the path of its place."""
        # how loud it was tells when Nao spoke
        ranges = {
            path: one for path, one in RANGES.items() if not (self._silent and path.startswith("/curves/"))
        }
        routes = [
            Route("/", self._answer_page),
            Route("/session.json", self._answer_data),
            Route("/events/{seq:int}", self._answer_event),
            Route("/coding.json", self._answer_coding),
            *routes_of(self._replay, ranges),
        ]
        if self._desk is not None:
            routes.append(Route("/act", self._take_act, methods=["POST"]))
            routes.append(Route("/watched", self._take_watched, methods=["POST"]))
        if self._table is not None:
            routes.append(Route("/choose", self._take_choice, methods=["POST"]))
        return routes

    def _in_language(self, words: Mapping[str, Text]) -> dict[str, str]:
        """Return words in the page's language, by their names."""
        return {name: self._typeset(text) for name, text in words.items()}

    def _typeset(self, text: Text) -> str:
        return typeset(text.in_language(self._language), self._language)

    def _render(self) -> str:
        page, words = self._page, self._in_language(WORDS)
        lanes = list(enumerate(page.data["lanes"]))
        used = {event["lane"] for event in page.data["events"]}
        hidden = [
            HIDDEN_NAMES[one].in_language(self._language) for one in HIDDEN_NAMES if one in self._hidden
        ]
        several = (NEXT_SUBJECT,) if len(self._subjects) > 1 else ()
        keys = (*(() if self._table else (*CODING_KEYS, *several)), *KEYS, *PLAYER_KEYS)
        name = "compare.html" if self._table is not None else "annotate.html"
        return (
            environment("nao_sessions.review.coding", "nao_sessions.review.replay")
            .get_template(name)
            .render(
                language=self._language,
                back="",
                page=page,
                words=page.data["words"],
                said=words,
                blind=words["blind"].replace("{what}", ", ".join(hidden)) if hidden else "",
                silent=self._silent,
                bare=not page.data["events"],
                coder=words["coder"].replace("{coder}", self._coder),
                scheme=self._scheme.to_json(self._language),
                subjects=self._called,
                rows=self._rows(),
                lanes=lanes,
                lane_choices=[(number, lane) for number, lane in lanes if number in used],
                streams=page.data["streams"],
                next_place=self._place + 1 if self._place < self._count else 0,
                several=self._count > 1,
                keys=[(self._typeset(key), self._typeset(meaning)) for key, meaning in keys],
            )
        )

    def _rows(self) -> list[dict[str, Any]]:
        """Return the rows of the timeline for annotations: one for each stream of states, then the points."""
        kinds = {one.code: one for one in self._scheme.behaviours}
        rows = [
            {
                "title": self._scheme.stream_title(name).in_language(self._language),
                "codes": codes,
            }
            for name, codes in self._scheme.streams().items()
            if kinds[codes[0]].kind == "state"
        ]
        points = [code for code, one in kinds.items() if one.kind == "point"]
        if points:
            title = self._typeset(WORDS["points"])
            rows.append({"title": title, "codes": points})
        if self._table is None:
            rows.append({"title": self._typeset(WORDS["observed_row"]), "codes": []})
            return [row | {"coder": ""} for row in rows]
        coders = self._table.coders
        return [row | {"title": f"{row['title']} · {one}", "coder": one} for row in rows for one in coders]

    async def _answer_page(self, request: Request) -> Response:
        return HTMLResponse(self._html)

    async def _answer_data(self, request: Request) -> Response:
        return Response(self._data, media_type="application/json")

    async def _answer_event(self, request: Request) -> Response:
        # a line of the log tells more than its sentence: settings, the clock, what it followed from
        if self._hidden or request.path_params["seq"] not in self._shown:
            raise HTTPException(404)
        return await self._replay.answer_event(request)

    async def _answer_coding(self, request: Request) -> Response:
        record = {
            "scheme": self._scheme.to_json(self._language),
            "subjects": list(self._subjects),
            "called": self._called,
            "rows": self._rows(),
            "words": self._in_language(WORDS),
            "whole": list(self._whole),
        }
        return JSONResponse(record | self._state())

    def _state(self) -> dict[str, Any]:
        """Return what the page shows of the coding, or of the comparison, as it is now."""
        return self._coded.to_json()

    @property
    def _coded(self) -> CodingSession | ComparedCodings:
        """Return the coding session or the comparison that these pages are of."""
        coded = self._desk or self._table
        assert coded is not None
        return coded

    def _is_done(self, body: ActBody | ChooseBody) -> bool:
        """Return whether an act was written before, so that only its answer was lost.

        Raises:
            UsageError: the page has not seen all that is coded now.
        """
        if body.name == self._done:
            return True
        check_seen(body.seen, self._coded.seen)
        return False

    async def _take_act(self, request: Request) -> Response:
        desk = self._desk
        assert desk is not None
        try:
            body = ActBody.model_validate_json(await body_of(request))
            if not self._is_done(body):
                self._act(desk, body)
                self._done = body.name
        except (ValidationError, NaoSessionsError, OSError) as error:
            return refused(error, self._typeset, self._state)
        return JSONResponse(self._state())

    async def _take_watched(self, request: Request) -> Response:
        desk = self._desk
        assert desk is not None
        try:
            body = WatchedBody.model_validate_json(await body_of(request))
            check_file(body.seen, desk.seen)
            desk.watch(spans_of(body.spans))
        except (ValidationError, NaoSessionsError, OSError) as error:
            return refused(error, self._typeset, self._state)
        return JSONResponse(desk.coding.periods(self._scheme.id).to_json())

    def _act(self, desk: CodingSession, body: ActBody) -> None:
        if body.watched is not None:  # before the act: else it would look like one of an older page
            desk.watch(spans_of(body.watched))
        match body.act:
            case "press":
                self._check_subject(body.subject)
                desk.press(Press(body.behaviour, body.at_ns, body.subject, body.modifiers))
            case "change":
                changes = {} if body.changes is None else body.changes.model_dump(exclude_none=True)
                if "subject" in changes:
                    self._check_subject(changes["subject"])
                desk.change(body.id, changes)
            case "remove":
                desk.remove(body.id)
            case "undo":
                desk.undo()
            case "redo":
                desk.redo()
            case "done":
                desk.say_done()

    async def _take_choice(self, request: Request) -> Response:
        assert self._table is not None
        try:
            body = ChooseBody.model_validate_json(await body_of(request))
            if not self._is_done(body):
                choice: PairChoice | None = None
                match body.act:
                    case "choose":
                        self._table.choose(body.pair, body.take)
                    case "agree":
                        self._table.agree()
                    case "undo":
                        choice = self._table.undo()
                    case "redo":
                        choice = self._table.redo()
                self._done = body.name
                changed = choice and {"act": body.act, "pair": choice.pair, "take": choice.take}
                self._took = {"took": changed} if changed else {}
        except (ValidationError, NaoSessionsError, OSError) as error:
            return refused(error, self._typeset, self._state)
        # an answer that was lost is asked for again, and says the same again
        return JSONResponse(self._state() | self._took)

    def _check_subject(self, subject: str) -> None:
        # a subject that is typed could be a first name: only those of the scheme or the session are taken
        if subject and subject not in self._subjects:
            raise not_of_coding(subject)


# The application behind `annotate`: the sessions to code, in their order, each below its place (``/s/1/``).
#
# A session is read and its file opened when its page is first asked for; no address ever becomes a path.

Opening = Callable[[int], CodingPages]
"""A function that returns the pages of the session at a place (from 1)."""


class _Sitting:
    """The pages of the session at one place, made when the first request comes."""

    def __init__(self, place: int, opening: Opening) -> None:
        self._place = place
        self._opening = opening
        self._router: Router | None = None

    def open(self) -> None:
        """Read the session now, so that an error is raised before a page is shown."""
        if self._router is None:
            self._router = Router(self._opening(self._place).routes(), redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.open()
        assert self._router is not None
        await self._router(scope, receive, send)


class AnnotationPages:
    """The pages of several sessions: their list, and each session below its place (``/s/1/``)."""

    def __init__(self, count: int, opening: Opening, language: Language) -> None:
        self._count = count
        self._sittings = [_Sitting(place, opening) for place in range(1, count + 1)]
        self._sittings[0].open()
        self._language: Language = language
        self._static = StaticTable(
            read_static("nao_sessions.web", "nao_sessions.review.replay", "nao_sessions.review.coding")
        )

    def routes(self) -> list[Route | Mount]:
        """Return every route of the pages on which sessions are coded."""
        sittings = [
            Mount(f"/s/{place}", app=sitting) for place, sitting in enumerate(self._sittings, start=1)
        ]
        return [Route("/", self._answer_list), Route("/static/{name}", self._static.answer), *sittings]

    async def _answer_list(self, request: Request) -> Response:
        if self._count == 1:
            return RedirectResponse("/s/1/")
        words: Mapping[str, Any] = {
            name: typeset(text.in_language(self._language), self._language) for name, text in WORDS.items()
        }
        template = environment("nao_sessions.review.coding").get_template("sittings.html")
        places = [
            (place, words["session"].replace("{place}", str(place))) for place in range(1, self._count + 1)
        ]
        return HTMLResponse(
            template.render(language=self._language, said=words, places=places, rehearsal=False)
        )


def application(count: int, opening: Opening, door: AccessPolicy, language: Language) -> ASGIApp:
    """Return the web application in which sessions are coded, protected by ``door``."""
    routes = AnnotationPages(count, opening, language).routes()
    return ProtectedApplication(Starlette(routes=routes), door, language)
