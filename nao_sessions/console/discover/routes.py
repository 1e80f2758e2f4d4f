"""The addresses of the discovery: its page, the beginning of a scene, and the coach's strip.

A scene is a rehearsal like any other; the coach only reads its log, and plays the child when asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.discover.scenes import (
    SCENES,
    Discovery,
    KeptEvidence,
    Scene,
    SceneProgress,
    StripButton,
    progress,
    protocol_of,
    read_discovery,
    scene_of,
    write_discovery,
)
from nao_sessions.console.forms import form_of
from nao_sessions.console.home.past import folder_of
from nao_sessions.console.launcher import ConsoleLauncher, SessionRequest
from nao_sessions.console.people import STAND_INS
from nao_sessions.console.rendering import Pages, problem_of, told, words_in
from nao_sessions.console.session_registry import RunningSession, SessionRegistry, SessionStart
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError, RecordError
from nao_sessions.core.events import Event
from nao_sessions.engine.reactions import DEAF_AFTER_SPEECH_NS
from nao_sessions.live.loop import Incoming
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

# The words of the discovery, in both languages.

WORDS: Mapping[str, Text] = {
    "title": msg("Discovery"),
    "means": msg(
        "Six small scenes, one for each gesture of the job. Nao is simulated, nobody is there: "
        "everything may be tried. Beside the session a strip says what to do, and moves on by itself."
    ),
    "leave": msg("You may stop at any time, and come back another day."),
    "needs_simulator": msg("The discovery is played on the simulator, and this console is not on it."),
    "needs_simulator_how": msg("Close this console, then open one with 'nao-sessions console --simulator'."),
    "minutes": msg("{minutes} min"),
    "begin": msg("Begin"),
    "again": msg("Again"),
    "resume": msg("Go back to it"),
    "after": msg("Go on with the end page"),
    "scene": msg("Scene {number}"),
    "done": msg("done"),
    "all_done": msg("All six scenes are done. You know all the gestures of a session."),
    "so_far": msg("Scenes done: {done} of {count}"),
}

STRIP: Mapping[str, Text] = {
    "coach": msg("Discovery"),
    "complete": msg("Scene completed."),
    "next": msg("Next scene"),
    "scenes": msg("All scenes"),
    "ended": msg("The session ended before the scene did. No harm done: it can be played again."),
    "wait": msg("Nao is not listening now: wait until it has asked its question."),
}


# What the page of the discovery and its strip show: pure functions, in one language.


@dataclass(frozen=True, slots=True)
class SceneCard:
    """A scene as the page offers it; ``after`` names its session where only the end page is left."""

    number: int
    name: str
    title: str
    gesture: str
    minutes: str
    done: bool
    next: bool
    running: bool
    after: str


def cards_of(
    discovery: Discovery, running: str | None, now: SceneProgress | None, language: Language
) -> tuple[SceneCard, ...]:
    """Return the six cards; ``running``: the session that runs, by id; ``now``: progress in its scene."""
    first_left = next((one.number for one in SCENES if one.number not in discovery.done), 0)
    return tuple(_card(one, discovery, running, now, one.number == first_left, language) for one in SCENES)


def _card(
    scene: Scene,
    discovery: Discovery,
    running: str | None,
    now: SceneProgress | None,
    first_left: bool,
    language: Language,
) -> SceneCard:
    in_hand = scene.number == discovery.scene and bool(discovery.session)
    runs = in_hand and running == discovery.session
    left_after = in_hand and now is not None and now.ended and _only_kept_is_left(scene, now)
    return SceneCard(
        number=scene.number,
        name=told(WORDS["scene"].format(number=scene.number), language),
        title=told(scene.title, language),
        gesture=told(scene.gesture, language),
        minutes=told(WORDS["minutes"].format(minutes=scene.minutes), language),
        done=scene.number in discovery.done,
        next=first_left,
        running=runs,
        after=discovery.session if left_after and not runs else "",
    )


def strip_of(scene: Scene, now: SceneProgress, language: Language) -> dict[str, Any]:
    """Return the coach's strip as JSON values; ``lost``: the session ended before the scene did."""
    task = now.next
    after = now.ended and _only_kept_is_left(scene, now)
    part = None if task is None else task.part
    return {
        "scene": scene.number,
        "title": told(scene.title, language),
        "step": min(now.done + 1, len(scene.tasks)),
        "steps": len(scene.tasks),
        "told": "" if task is None else told(task.told, language),
        "part": None if part is None else {"id": part.id, "label": told(part.label, language)},
        "complete": now.complete,
        "lost": now.ended and not now.complete and not after,
    }


def _only_kept_is_left(scene: Scene, now: SceneProgress) -> bool:
    """Return whether the only tasks left are those done on the end page; False where none is left."""
    left = scene.tasks[now.done :]
    return bool(left) and all(isinstance(task.until, KeptEvidence) for task in left)


COACH = "coach"
"""The source of a played child's word in the log, where it shows that no microphone heard it."""
HEARD_WITH = 0.6
"""The confidence of such a word: that of a child's word in NAOqi's recognition."""
BREATH_NS = DEAF_AFTER_SPEECH_NS + 100_000_000
"""How long a played child takes before it speaks: Nao hears nothing so shortly after its own sentence."""
NOT_NOW = 409


class DiscoverPages:
    """The addresses of the discovery."""

    def __init__(
        self,
        config: ConsoleConfig,
        registry: SessionRegistry,
        launcher: ConsoleLauncher,
        beginning: SessionStart,
    ) -> None:
        self._config, self._registry, self._launcher = config, registry, launcher
        self._beginning = beginning
        self._pages = Pages("nao_sessions.console.discover", config, registry)
        self._writing = asyncio.Lock()

    def routes(self) -> list[Route]:
        """Return the routes of the discovery."""
        return [
            Route("/discover", self._answer_page),
            Route("/discover/strip", self._answer_strip),
            Route("/discover/part", self._play, methods=["POST"]),
            Route("/discover/{number:int}", self._begin, methods=["POST"]),
        ]

    async def _answer_page(self, request: Request) -> Response:
        return await self._page(self._beginning.take_error("/discover"))

    async def _page(self, error: NaoSessionsError | None = None) -> Response:
        language = self._config.language
        discovery, _, now = await self._now()
        running = self._registry.running
        words = words_in(WORDS, language)
        done = len(discovery.done)
        return self._pages.render(
            "discover.html",
            status=200 if error is None else NOT_NOW,
            words=words,
            cards=cards_of(discovery, None if running is None else running.id, now, language),
            simulated=self._config.rehearsal,
            told=words["all_done"]
            if done == len(SCENES)
            else words["so_far"].format(done=done, count=len(SCENES)),
            problem=None if error is None else problem_of(error, language),
        )

    async def _begin(self, request: Request) -> Response:
        """Begin the session of a scene, a rehearsal without recordings; answer with the waiting page."""
        scene = scene_of(request.path_params["number"])
        if scene is None or not self._config.rehearsal:
            raise HTTPException(404)
        scene_request = SessionRequest(
            protocol=protocol_of(scene),
            participants=tuple(person.code for person in STAND_INS[: scene.players]),
            language=self._config.language,
            unrecorded=True,
            rehearsal=True,
        )
        number = scene.number

        async def begin() -> RunningSession:
            running = await self._launcher.begin(scene_request)
            before = await asyncio.to_thread(read_discovery, self._config.keep)
            begun = Discovery(done=before.done, scene=number, session=running.id)
            with contextlib.suppress(NaoSessionsError):  # the session runs: only the coach would be missing
                await asyncio.to_thread(write_discovery, self._config.keep, begun)
            return running

        try:
            self._beginning.start("/discover", begin)
        except NaoSessionsError as error:
            return await self._page(error)
        return RedirectResponse("/beginning", 303)

    async def _answer_strip(self, request: Request) -> Response:
        """Return the strip of the current scene as JSON; null where another session is shown."""
        async with self._writing:
            discovery, scene, now = await self._now()
            if scene is None or now is None or not self._is_shown(request, discovery, now):
                return JSONResponse(None)
            if now.complete and scene.number not in discovery.done:
                done = tuple(sorted({*discovery.done, scene.number}))
                with contextlib.suppress(NaoSessionsError):  # it is marked at the next look
                    await self._write(discovery.model_copy(update={"done": done}))
        words = words_in(STRIP, self._config.language)
        return JSONResponse({**strip_of(scene, now, self._config.language), "words": words})

    def _is_shown(self, request: Request, discovery: Discovery, now: SceneProgress) -> bool:
        """Return whether the page that sent the request shows the session of the scene."""
        named = request.query_params.get("session", "")
        if named:
            return named == discovery.session
        running = self._registry.running
        return running.id == discovery.session if running is not None else not now.complete

    async def _play(self, request: Request) -> Response:
        """Do what the button of the current task does: say the played child's word, or tick the task off."""
        part_id = (await form_of(request)).one("id")
        async with self._writing:
            discovery, _, now = await self._now()
            part = None if now is None or now.next is None else now.next.part
            if part is None or part.id != part_id:
                return Response(status_code=NOT_NOW)
            if part.word is None:
                await self._write(discovery.model_copy(update={"ticked": (*discovery.ticked, part.id)}))
                return Response(status_code=204)
        return Response(status_code=204 if self._say(part, discovery) else NOT_NOW)

    def _say(self, part: StripButton, discovery: Discovery) -> bool:
        """Say the played child's word if Nao listens for it; return whether it did."""
        running = self._registry.running
        if running is None or running.id != discovery.session or part.word is None:
            return False
        word = part.word.in_language(self._config.language)
        if word not in running.view.hears_words:
            return False
        said = {"word": word, "confidence": HEARD_WITH}
        breath_s = BREATH_NS / SECOND_NS / running.session.begun.clock.speed
        asyncio.get_running_loop().call_later(
            breath_s, lambda: self._registry.put(Incoming(COACH, "word", said, time.monotonic_ns()))
        )
        return True

    async def _now(self) -> tuple[Discovery, Scene | None, SceneProgress | None]:
        """Return the discovery, its current scene and the progress there; both None where none was begun."""
        return await asyncio.to_thread(self._read)

    def _read(self) -> tuple[Discovery, Scene | None, SceneProgress | None]:
        discovery = read_discovery(self._config.keep)
        scene = scene_of(discovery.scene)
        folder = folder_of(self._config.sessions, discovery.session)
        if scene is None or folder is None:
            return discovery, None, None
        facts = {*_facts(folder), *discovery.ticked}
        return discovery, scene, progress(scene, _events(folder), facts)

    async def _write(self, discovery: Discovery) -> None:
        await asyncio.to_thread(write_discovery, self._config.keep, discovery)


def _events(folder: Path) -> Sequence[Event]:
    try:
        return read_log(SessionFolder(folder).events).events
    except (RecordError, OSError):
        return ()


def _facts(folder: Path) -> set[str]:
    """Return what a person has added to a session on its end page: ``corrected``, ``memo``."""
    facts = set()
    corrections = folder / "corrections.jsonl"
    if corrections.is_file() and corrections.stat().st_size:
        facts.add("corrected")
    memos = folder / "memos"
    if memos.is_dir() and any(memos.iterdir()):
        facts.add("memo")
    return facts
