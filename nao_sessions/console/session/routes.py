"""The addresses of a running session: its page, its stream of states, the presses, what the cameras see.

A page that looks on holds nothing up: it is sent what is true when it is ready for it, and nothing older.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.home.past import folder_of, is_held, read_past
from nao_sessions.console.home.words import CLOSING, CLOSING_RECORDED, STILL_RECORDED
from nao_sessions.console.launcher import ConsoleLauncher
from nao_sessions.console.people import Person, first_name, known_adults, people_if_readable
from nao_sessions.console.rendering import Pages
from nao_sessions.console.session.acts import PagePress, Role, Seat, Short
from nao_sessions.console.session.live_page import LivePage
from nao_sessions.console.session.words import ENDINGS, KEYS, PAGE, REFUSALS, SOUND_ALONE, TIME_LEFT
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.codes import code_words
from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import received
from nao_sessions.protocol.catalogue import GESTURES
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import PartNames, titles_in
from nao_sessions.protocol.trials import BY_HAND
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.private import replace_private
from nao_sessions.record.results.counts import completed_words
from nao_sessions.record.results.interruptions import CLOSER, STOPS, read_halts, read_interruptions
from nao_sessions.review.replay.narration import Context
from nao_sessions.review.replay.sentences import halts_when_stopped, told
from nao_sessions.robot.port import NOBODY
from nao_sessions.room.capture.hold import is_closing, is_recorded
from nao_sessions.text.languages import Language, typeset, unbroken
from nao_sessions.text.messages import Text
from nao_sessions.web.pages import in_language
from nao_sessions.web.protection import on_the_host_of

# What became of a session that no longer runs here: is it closed, and what did its guard last say of Nao?
#
# Read from its folder alone, since whoever knew more is dead. What the folder does not prove is unknown.

Nao = Literal["still", "halted", "ended", "none", "unknown"]
"""``still``: the guard halted Nao after the session's last line, and saw it still; ``halted``: it sent the
halt, and has not seen Nao still; ``ended``: the session was closed, and commands Nao no more; ``none``: no
Nao took part."""


@dataclass(frozen=True, slots=True)
class SessionEnding:
    """How a session ended, and what its Nao does.

    ``closed``: its folder is closed, and the session cannot go on; ``closing``: somebody closes the folder.
    ``already``: Nao was stopped before the session died, by somebody or by its head. ``recorded``: the room
    is still being recorded, since recorders outlive the session for a while.
    """

    closed: bool
    nao: Nao
    already: bool = False
    recorded: bool = False
    closing: bool = False

    @property
    def sentence(self) -> Text | None:
        """Return a sentence on what Nao does after the session; None where no Nao took part."""
        if self.nao == "none":
            return None
        return ENDINGS["still_already" if self.nao == "still" and self.already else self.nao]


def read_ending(path: Path | None) -> SessionEnding:
    """Return how a session ended, by its folder; without a readable one, Nao is ``unknown``.

    Some milliseconds for a long log: from the loop, call it in a thread.
    """
    if path is None:
        return SessionEnding(closed=False, nao="unknown")
    folder = SessionFolder(path)
    try:
        manifest = folder.read_manifest()
        closed = manifest.state != "open"
        closing = not closed and is_closing(folder.room)
        # Held, and not to close it: another process goes on with it, and what Nao does is that one's.
        held = not closing and is_held(folder.events)
        recorded = not closed and not held and is_recorded(folder.room)
        if manifest.robot.get("kind") == NOBODY:
            return SessionEnding(closed, "none", recorded=recorded, closing=closing)
        if closed:
            return SessionEnding(closed, "ended")
        if held:
            return SessionEnding(closed, "unknown")
        events = _before_closing(read_log(folder.events).events)
        return SessionEnding(closed, _last_word(folder, events), _is_stopped(events), recorded, closing)
    except RecordError:
        return SessionEnding(closed=False, nao="unknown")


def _before_closing(events: Sequence[Event]) -> Sequence[Event]:
    """Return the log's lines without those that closing the folder added after the session had died."""
    deaths = (place for place, event in enumerate(events) if event.dir == "in" and event.source == CLOSER)
    return events[: next(deaths, len(events))]


def _is_stopped(events: Sequence[Event]) -> bool:
    """Return whether a session died while Nao was stopped."""
    last = read_interruptions(events)[-1:]
    return any(not one.over and (one.why in STOPS or one.halt is not None) for one in last)


def _last_word(folder: SessionFolder, events: Sequence[Event]) -> Nao:
    """Return what the guard last reported of Nao, after the session's program died; else ``unknown``."""
    last_ns = events[-1].at if events else 0
    word: Nao = "unknown"
    for halt in read_halts(folder.halts):
        match halt.get("event"):
            case "halted":  # one from before a later line was perhaps undone by a resume
                word = "halted" if halt["at"] >= last_ns else "unknown"
            case "quiet" if word == "halted":
                word = "still"
            case "cut_again" if word == "still":
                word = "halted"
    return word


# The last lines of a running session's log, as sentences: for whoever wants to see what just happened.
#
# Read from the end of the file that is there, in a thread; the session is not asked.

TAIL_BYTES = 96 * 1024
LINES = 40
_LANES_LEFT_OUT = frozenset({"technical"})


def last_lines(
    events: Path, participants: tuple[str, ...], protocol: Protocol, language: Language
) -> list[dict[str, Any]]:
    """Return the last lines of the log, newest first: time, sentence, lane of each. Raises: OSError."""
    found = _tail(events)
    actions = {str(event.data["id"]): event for event in found if event.kind == "do" and "id" in event.data}
    words = titles_in(protocol)
    context = Context(
        participants,
        actions,
        words.titles,
        words.untitled,
        words.items,
        completed=completed_words(found),
        stopped_already=halts_when_stopped(found),
        called=lambda code: code_words(code).in_language(language),
    )
    lines = []
    for event in reversed(found):
        shown = told(event, context)
        if shown.lane in _LANES_LEFT_OUT:
            continue
        at_s = event.happened_ns // SECOND_NS
        sentence = typeset(shown.sentence.in_language(language), language)
        lines.append({"at": f"{at_s // 60}:{at_s % 60:02}", "sentence": sentence, "lane": shown.lane})
        if len(lines) == LINES:
            break
    return lines


def _tail(path: Path) -> list[Event]:
    with received(path, None, None) as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL_BYTES))
        lines = file.read().split(b"\n")
    whole = lines[:-1] if size <= TAIL_BYTES else lines[1:-1]
    return [Event.from_line(line.decode("utf-8")) for line in whole]


# The sentences that the professionals of a house keep to have Nao say: a short list, the newest first.
#
# First names become codes before a sentence is kept.

FILE = "favourites.json"
MOST = 24


def read_favourites(keep: Path) -> tuple[str, ...]:
    """Return the favourite sentences; none where their file cannot be read."""
    try:
        found = json.loads((keep / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def keep_favourite(keep: Path, sentence: str) -> tuple[str, ...]:
    """Put a sentence first among the favourites, and return them all. Raises: OSError."""
    others = [one for one in read_favourites(keep) if one != sentence]
    kept = tuple([sentence, *others][:MOST])
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_private(keep / FILE, json.dumps(list(kept), ensure_ascii=False).encode())
    return kept


BEAT_S = 1.0
"""How often a stream says that it is alive; a page that hears nothing for two seconds says so."""
_AGAIN_MS = 500
_BY_PAGE = ("late", "lost", "stale")
"""The refusals that the page itself may have to show: of a stop that only the guard answered, of a line that
is cut, of what lay under a panel that has just closed."""
Body = TypeVar("Body", bound=BaseModel)
_ROLES: dict[str, Role] = {"lead": "lead", "second": "second", "watch": "watch"}


class _Seated(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seat: Short


class _EmptyRoom(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seat: Short
    empty: bool


class _Arrival(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seat: Short
    code: Short


class _Sentence(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=300)]


class SessionPages:
    """The addresses of the session page, whichever session runs."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry, launcher: ConsoleLauncher) -> None:
        self._config, self._registry, self._launcher = config, registry, launcher
        self._pages = Pages("nao_sessions.console.session", config, registry)
        self._words, self._words_of_sound = (
            {name: unbroken(word) for name, word in in_language(words, config.language).items()}
            for words in (PAGE, {**PAGE, **SOUND_ALONE})
        )
        self._live: LivePage | None = None
        registry.greet(self._greet)

    def routes(self) -> list[Route]:
        """Return the routes of the session's pages."""
        return [
            Route("/session", self._answer_page),
            Route("/watch", self._answer_watch),
            Route("/session/stream", self._answer_stream),
            Route("/session/act", self._answer_act, methods=["POST"]),
            Route("/session/control", self._answer_control, methods=["POST"]),
            Route("/session/empty-room", self._answer_empty_room, methods=["POST"]),
            Route("/session/arrival", self._answer_arrival, methods=["POST"]),
            Route("/session/favourite", self._answer_favourite, methods=["POST"]),
            Route("/session/journal", self._answer_journal),
            Route("/session/ending", self._answer_ending),
            Route("/session/picture/{camera}", self._answer_picture),
        ]

    @property
    def live(self) -> LivePage | None:
        """Return the live page of the running session, or None."""
        return None if self._registry.running is None else self._live

    def _greet(self, running: RunningSession) -> None:
        self._live = LivePage(self._config, self._registry, running)

    # The page.

    async def _answer_page(self, request: Request) -> Response:
        return await self._page(request, _role(request))

    async def _answer_watch(self, request: Request) -> Response:
        return await self._page(request, "watch")

    async def _page(self, request: Request, role: Role) -> Response:
        live = self.live
        if live is None:
            if self._registry.last is not None and role != "watch":
                return RedirectResponse(f"/after/{self._registry.last}", status_code=303)
            broken_off = await asyncio.to_thread(self._broken_off)
            ending = {"sentence": None, "recorded": "", "closing": False}
            if broken_off is not None:
                ending = self._ending_json(await self._ending_of(broken_off))
            return self._pages.render(
                "no_session.html",
                words=self._words,
                role=role,
                broken_off=broken_off,
                nao=ending["sentence"],
                recorded=ending["recorded"],
                closing=ending["closing"],
            )
        journal = live.running.session.begun.journal
        protocol = journal.engine.protocol
        names = PartNames(protocol)
        steps = [
            (name, unbroken(names.title(name).in_language(self._config.language))) for name in protocol.steps
        ]
        people = await asyncio.to_thread(people_if_readable, self._config.keep)
        children = [self._badge(people.get(code)) for code in journal.state.participants]
        return self._pages.render(
            "session.html",
            words=self._words if self._launcher.cameras() else self._words_of_sound,
            role=role,
            stop=_stop_address(live.running, lambda url: on_the_host_of(request, url)),
            refusals={code: unbroken(REFUSALS[code].in_language(self._config.language)) for code in _BY_PAGE},
            people=json.dumps(children),
            children=children,
            kept=live.running.kept,
            led=live.robot.none,
            arrivals=await self._arrivals(live.running),
            steps=steps,
            judging=BY_HAND,
            gestures=[
                (name, one.description.in_language(self._config.language)) for name, one in GESTURES.items()
            ],
            favourites=read_favourites(self._config.keep),
            cameras=self._launcher.cameras(),
            keys=[(printed, unbroken(does.in_language(self._config.language))) for printed, _, does in KEYS],
            time_left=json.dumps(
                {name: unbroken(text) for name, text in in_language(TIME_LEFT, self._config.language).items()}
            ),
            protocol_title=protocol.title.template(journal.state.language).source,
        )

    def _badge(self, person: Person) -> dict[str, str]:
        name = first_name(self._config.names, person.code)
        shown = person.to_json(self._config.language)
        return {**shown, "name": name or shown["called"]}

    async def _arrivals(self, running: RunningSession) -> list[tuple[str, str]] | None:
        """Return who may still come into the room, each with what pages call them: adults, then children.

        None where nobody asks who may be recorded.
        """
        if running.arrive is None:
            return None
        adults = await asyncio.to_thread(known_adults)
        people = await asyncio.to_thread(people_if_readable, self._config.keep)
        there = {*running.adults(), *running.session.begun.journal.state.participants}
        called = {code: code for code in adults}
        called |= {one.code: self._badge(one)["name"] for one in people.offered}
        return [(code, name) for code, name in called.items() if code not in there]

    # What changes.

    async def _answer_stream(self, request: Request) -> Response:
        seat = Seat(request.query_params.get("seat", "")[:64], _role(request))
        stream = self.stream(seat, lambda url: on_the_host_of(request, url))
        return StreamingResponse(stream, media_type="text/event-stream")

    async def stream(self, seat: Seat, on_host: Callable[[str], str] = str) -> AsyncIterator[str]:
        """Yield the state now, at every change, and a beat in between, until the page disconnects.

        ``on_host`` returns an address of this computer as the page must write it: every state says where the
        guard listens, since a session that was taken up again has another guard.
        """
        live: LivePage | None = None
        try:
            with self._registry.looking() as changed:
                yield f"retry: {_AGAIN_MS}\n\n"
                tell_all = True
                while True:
                    changed.clear()
                    if self.live is not live:
                        if live is not None:
                            live.seats.go(seat)
                        live, tell_all = self.live, True
                        if live is not None and live.seats.come(seat):
                            self._registry.changed()  # the others show that somebody leads again
                    if live is None:
                        yield _event("over", {"session": self._registry.last})
                    elif tell_all:
                        stop = _stop_address(live.running, on_host)
                        yield _event("state", {**live.state(seat.id), "stop": stop})
                    else:
                        yield _event("beat", live.devices())
                    tell_all = await _within(changed, BEAT_S)
        finally:
            if live is not None and live.seats.go(seat):
                self._registry.changed()  # the others show that nobody leads any more

    # What comes back.

    async def _answer_act(self, request: Request) -> Response:
        live, act = self.live, await _read(request, PagePress)
        if live is None:
            sentence = unbroken(REFUSALS["no_session"].in_language(self._config.language))
            refused = {"taken": False, "code": "no_session", "sentence": sentence}
            if act.name == "stop" and act.session:
                refused |= self._ending_json(await self._ending_of(act.session))
            return JSONResponse(refused, status_code=409)
        answer = await live.take(act, _role(request))
        return JSONResponse(answer.to_json(), status_code=200 if answer.taken else 409)

    async def _answer_control(self, request: Request) -> Response:
        live = self.live
        seated = await _read(request, _Seated)
        taken = live is not None and _role(request) == "lead" and live.take_over(seated.seat)
        self._registry.changed()
        return JSONResponse({"taken": taken}, status_code=200 if taken else 409)

    async def _answer_empty_room(self, request: Request) -> Response:
        live = self.live
        said = await _read(request, _EmptyRoom)
        if live is None or not live.seats.may(said.seat, _role(request), "empty_room"):
            return JSONResponse({"taken": False}, status_code=409)
        live.running.answer_empty_room(said.empty)
        self._registry.changed()
        return JSONResponse({"taken": True})

    async def _answer_arrival(self, request: Request) -> Response:
        """Count in somebody who came into the room; whoever is not known is unlisted."""
        live = self.live
        came = await _read(request, _Arrival)
        if live is None or not live.seats.may(came.seat, _role(request), "arrival"):
            return JSONResponse({"taken": False}, status_code=409)
        if live.running.arrive is None:
            raise HTTPException(404)
        known = await self._arrivals(live.running)
        live.running.arrive(came.code if came.code in dict(known or ()) else "")
        self._registry.changed()
        return JSONResponse({"taken": True})

    async def _answer_favourite(self, request: Request) -> Response:
        sentence = self._config.names.hide((await _read(request, _Sentence)).text.strip())
        kept = await asyncio.to_thread(keep_favourite, self._config.keep, sentence)
        return JSONResponse({"favourites": list(kept)})

    # What there is to see.

    async def _answer_journal(self, request: Request) -> Response:
        live = self.live
        if live is None:
            raise HTTPException(404)
        begun = live.running.session.begun
        participants = tuple(begun.journal.state.participants)
        protocol = begun.journal.engine.protocol
        lines = await asyncio.to_thread(
            last_lines, begun.folder.events, participants, protocol, self._config.language
        )
        return JSONResponse({"lines": lines})

    async def _answer_ending(self, request: Request) -> Response:
        session = request.query_params.get("session", "")
        if self._registry.running is not None and self._registry.running.id == session:
            raise HTTPException(404)  # it has not ended
        return JSONResponse(self._ending_json(await self._ending_of(session)))

    async def _ending_of(self, session: str) -> SessionEnding:
        ending = await asyncio.to_thread(lambda: read_ending(folder_of(self._config.sessions, session)))
        # Closed by this console: so before its folder shows it, and until all is measured.
        here = session in self._registry.closing
        return replace(ending, closed=False, closing=True) if here else ending

    def _broken_off(self) -> str | None:
        """Return the id of the newest session if it was interrupted and can be resumed, else None."""
        newest = next(iter(read_past(self._config.sessions, None, 1)), None)
        return newest.id if newest is not None and newest.interrupted else None

    def _ending_json(self, ending: SessionEnding) -> dict[str, Any]:
        """Return how a session ended as JSON values for a page.

        ``sentence`` is what is known of Nao, ``recorded`` a sentence that the room is being recorded, or the
        folder being closed; both may be empty.
        """
        recorded = STILL_RECORDED if ending.recorded else None
        if ending.closing:
            recorded = CLOSING_RECORDED if ending.recorded else CLOSING
        sentence, still = (
            "" if text is None else unbroken(text.in_language(self._config.language))
            for text in (ending.sentence, recorded)
        )
        facts = {"closed": ending.closed, "closing": ending.closing, "nao": ending.nao}
        return {**facts, "sentence": sentence, "recorded": still}

    async def _answer_picture(self, request: Request) -> Response:
        camera = request.path_params["camera"]
        picture = await self._launcher.picture(camera) if camera in self._launcher.cameras() else None
        if picture is None:
            return Response(status_code=503)
        return Response(picture.jpeg, media_type="image/jpeg")


def routes(config: ConsoleConfig, registry: SessionRegistry, launcher: ConsoleLauncher) -> list[Route]:
    """Return the routes of a running session."""
    return SessionPages(config, registry, launcher).routes()


def _stop_address(running: RunningSession, on_host: Callable[[str], str]) -> dict[str, str] | None:
    """Return the guard's address and token with which a page stops Nao; None where no Nao takes part."""
    stop = running.stop
    return None if stop is None else {"url": on_host(stop.url), "token": stop.token}


def _role(request: Request) -> Role:
    """Return the role of a page: the one its device was paired for, else the one its address asks for."""
    paired = request.scope.get("role")
    if paired in ("second", "watch"):
        return _ROLES[str(paired)]
    return _ROLES.get(request.query_params.get("as", "lead"), "lead")


async def _read(request: Request, kind: type[Body]) -> Body:
    """Return the JSON body of a request as a model. Raises: HTTPException (422): it does not fit."""
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as error:
        raise HTTPException(422) from error


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"


async def _within(changed: asyncio.Event, seconds: float) -> bool:
    """Wait for a change; return whether it came in time, even at the very end."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await changed.wait()
    return changed.is_set()
