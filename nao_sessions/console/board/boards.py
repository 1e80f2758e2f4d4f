"""The boards of the session under way: what each shows now, and what becomes of a touch on it.

A child's own board speaks for its child, the group's screen for nobody; what does not act is noted all the
same. Nothing here waits, and the session never waits for a board.

What a touch of a board is worth: it acts, or it is kept as what it is; nothing acts twice. A pure judgement
of values. The time of a touch is when the finger went down, on the host's clock.

How a board is set for its child: words, tokens, the time band, switches; kept by code beside the console. No
setting says anything of what a child can do: they say how this child is spoken to.
"""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.console.board.display import (
    GROUP,
    RESTING,
    Band,
    BoardContext,
    BoardDisplay,
    BoardQuestion,
    TouchTarget,
    content_of,
    question_of,
    shown_of,
)
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.people import first_name
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS, SessionClock
from nao_sessions.core.codes import code_words
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.engine.waits import limits
from nao_sessions.live.loop import Incoming
from nao_sessions.protocol.flow import BACK, DONE, Branch, Level, Protocol, SourceFile, Step
from nao_sessions.record.private import replace_private
from nao_sessions.text.languages import Language

_FILE = "boards.json"


class BoardSettings(BaseModel):
    """The settings of one board; times in milliseconds.

    ``again_ms``: a second tap within it does not count. ``step_ms``: how long the frame of a scan stays.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: bool = True
    tokens: bool = True
    first_then: bool = False
    timer: bool = False
    again_ms: int = Field(default=500, ge=0, le=3000)
    scanning: Literal["off", "linear", "rows"] = "off"
    switches: Literal[1, 2] = 1
    start: Literal["press", "automatic"] = "press"
    step_ms: int = Field(default=1500, ge=400, le=10_000)
    loops: int = Field(default=3, ge=1, le=20)

    @classmethod
    def of_form(cls, fields: Mapping[str, str]) -> BoardSettings:
        """Return the settings in a form's fields; a tick box that is missing is not ticked.

        Raises:
            ValidationError: a value is not possible.
        """
        ticks = {name: name in fields for name in ("text", "tokens", "first_then", "timer")}
        values = {name: value for name, value in fields.items() if name in cls.model_fields and value}
        if "switches" in values:
            return cls.model_validate({**values, **ticks, "switches": 2 if values["switches"] == "2" else 1})
        return cls.model_validate({**values, **ticks})


class KeptSettings:
    """The settings of all boards, in one file that only its owner reads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, BoardSettings] | None = None

    def of(self, code: str) -> BoardSettings:
        """Return the settings of a board; the defaults where they were never set."""
        return self._all().get(code, BoardSettings())

    def keep(self, code: str, settings: BoardSettings) -> None:
        """Write the settings of a board to the file. Raises: OSError."""
        known = {**self._all(), code: settings}
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = {each: of_board.model_dump() for each, of_board in sorted(known.items())}
        replace_private(self._folder / _FILE, (json.dumps(content, indent=2) + "\n").encode())
        self._known = known

    def _all(self) -> dict[str, BoardSettings]:
        if self._known is None:
            self._known = _read(self._folder / _FILE)
        return self._known


def _read(path: Path) -> dict[str, BoardSettings]:
    """Return the settings of all boards, by code; a part that cannot be read is left out."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    found: dict[str, BoardSettings] = {}
    for code, settings in content.items() if isinstance(content, dict) else ():
        try:
            found[code] = BoardSettings.model_validate(settings)
        except ValidationError:
            continue
    return found


LATEST_NS = 3 * SECOND_NS
"""A touch that comes in later than this after it was made (the link was cut) is kept, and does not act."""

_REMEMBERED = 256

Pointer = Literal["touch", "pen", "mouse", "switch", "key"]
Worth = Literal["acts", "known", "again", "stale", "late", "model"]
"""``acts``: it is an answer. ``known``: sent a second time, it is in the log already. ``again``: the second
tap of a double tap. ``stale``: what it was meant for is gone. ``late``: it came more than LATEST_NS after it
was made. ``model``: the adult's, who shows how."""


class Touch(BaseModel):
    """A touch as a page sends it.

    ``down_ms`` is when the finger went down, in milliseconds of the host's CLOCK_MONOTONIC as far as the page
    knows it, ``uncertainty_ms`` how surely; both are missing where the page has no clock yet. ``seen_ms``:
    how long what was touched had been on the screen. ``stamp`` names what was shown.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(pattern=r"^[A-Za-z0-9.-]{1,40}$")
    choice: str = Field(min_length=1, max_length=200)
    stamp: str = Field(max_length=120)
    pointer: Pointer = "touch"
    down_ms: float | None = Field(default=None, ge=0, le=1e13, allow_inf_nan=False)
    uncertainty_ms: float | None = Field(default=None, ge=0, le=1e6, allow_inf_nan=False)
    seen_ms: float | None = Field(default=None, ge=0, le=1e9, allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class TouchTime:
    """When a touch was made (CLOCK_MONOTONIC, ns), and how surely; None: it is known by its arrival alone.

    ``age_ns``: how long before it came in the page says that it was made.
    """

    monotonic_ns: int
    uncertainty_ms: float | None
    age_ns: int = 0


@dataclass(frozen=True, slots=True)
class Now:
    """What holds while a touch comes in: what is shown, who touches, and how soon a second tap counts."""

    stamp: str
    words: tuple[str, ...]
    model: bool = False
    again_ms: int = 500


def moment_of(
    down_ms: float | None, uncertainty_ms: float | None, arrived_ns: int, began_ns: int = 0
) -> TouchTime:
    """Return when a finger went down: no later than its message came, nor before the session began."""
    if down_ms is None or uncertainty_ms is None:
        return TouchTime(arrived_ns, None)
    down_ns = round(down_ms * MILLISECOND_NS)
    made_ns = max(began_ns, min(arrived_ns, down_ns))
    return TouchTime(made_ns, round(uncertainty_ms, 3), arrived_ns - down_ns)


@dataclass(slots=True)
class Touches:
    """The touches of one board so far: the ids of the last ones and the time of the latest."""

    _ids: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _last_ns: int | None = None

    def worth(self, touch: Touch, moment: TouchTime, now: Now) -> Worth:
        """Return what a touch is worth, and remember it for judging the next ones."""
        if touch.id in self._ids:
            return "known"
        self._ids.append(touch.id)
        last, made_ns = self._last_ns, moment.monotonic_ns
        self._last_ns = made_ns if last is None else max(last, made_ns)
        if moment.age_ns > LATEST_NS:
            return "late"
        if touch.stamp != now.stamp or touch.choice not in now.words:
            return "stale"
        if last is not None and abs(made_ns - last) < now.again_ms * MILLISECOND_NS:
            return "again"
        return "model" if now.model else "acts"


# *D'abord, ensuite*: what is done now and what comes next, as the titles of the protocol's steps say it.
#
# Worked out from the flow alone: where a branch decides, the usual way on is taken, as the main button
# leads.

_FURTHEST = 12
"""How many steps without a title of their own are passed over on the way to the next one."""


def first_then(protocol: Protocol, step: str, language: str) -> tuple[str, str] | None:
    """Return the titles of the current activity and of the next one; None where there are not two.

    Args:
        protocol: the protocol that runs.
        step: the step that the session is in (its dotted name).
        language: the session's.
    """
    first = _title_around(protocol, step, language)
    if first is None:
        return None
    here = step
    for _ in range(_FURTHEST):
        following = _next_of(protocol, here)
        if following is None:
            return None
        then = _title_around(protocol, following, language)
        if then is not None and then != first:
            return first, then
        here = following
    return None


def _title_around(protocol: Protocol, name: str, language: str) -> str | None:
    """Return the title of a step or of its nearest group with one; None without, or with a place to fill."""
    for each in (name, *protocol.ancestors(name)):
        title = protocol.steps[each].title
        if title is not None and "{" not in title.template(language).source:
            return title.template(language).source
    return None


def _next_of(protocol: Protocol, name: str) -> str | None:
    """Return the step that usually follows a step or the group that it ends; None where there is none."""
    for each in (name, *protocol.ancestors(name)):
        target = _usual(protocol.steps[each])
        if target == DONE or target is None:
            continue
        return target
    return None


def _usual(step: Step) -> str | None:
    if step.next:
        return _last(step.next)
    return _of_level(step.level)


def _of_level(level: Level) -> str | None:
    buttons = sorted(level.buttons, key=lambda entry: not entry.main)
    for entry in (*buttons, *level.when, *level.after):
        target = _last(entry.next)
        if target is not None:
            return target
    return None


def _last(branches: tuple[Branch, ...]) -> str | None:
    """Return the target of the branch that has no condition: the last one."""
    return branches[-1].target if branches and branches[-1].target != BACK else None


# The pictures that a session's boards may ask for: the protocol's own bytes, by an id out of a table.
#
# No part of an address ever becomes a path; what is no picture of the protocol is not in the table.

MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_ID_LETTERS = 16


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """One picture as it is sent."""

    content: bytes
    media_type: str


class PictureTable:
    """The pictures of one protocol. An id is the beginning of the SHA-256 of the picture's bytes."""

    def __init__(self, sources: Iterable[SourceFile]) -> None:
        self._by_id: dict[str, BoardPicture] = {}
        self._ids: dict[str, str] = {}
        for source in sources:
            media_type = MEDIA_TYPES.get(source.name[source.name.rfind(".") :].lower())
            if media_type is not None:
                identity = source.sha256[:_ID_LETTERS]
                self._by_id[identity] = BoardPicture(source.content, media_type)
                self._ids[source.name] = identity

    def id_of(self, name: str | None) -> str | None:
        """Return the id of a picture by its name in the protocol; None where there is no such picture."""
        return None if name is None else self._ids.get(name)

    def picture(self, identity: str) -> BoardPicture | None:
        """Return a picture by its id; None where there is none."""
        return self._by_id.get(identity)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all pictures, in the order of the protocol's files."""
        return tuple(self._by_id)


MOST_CHILDREN = 4
"""How many children of a session have a board."""


class SessionBoards:
    """The boards of one session: what each shows now, and what becomes of a touch on it.

    A code is a child's, or GROUP; a part's is written in ``language``. The session's loop is watched, so that
    each new content gets a stamp.
    """

    def __init__(self, running: RunningSession, language: Language) -> None:
        self.running = running
        self._language: Language = language
        begun = running.session.begun
        self.clock: SessionClock = begun.clock
        self.pictures = PictureTable(begun.journal.engine.protocol.sources)
        self.codes: tuple[str, ...] = (*begun.journal.state.participants[:MOST_CHILDREN], GROUP)
        self._touches = {code: Touches() for code in self.codes}
        self._slates: set[str] = set()
        self._models: dict[str, BoardQuestion] = {}
        # Drawn anew when the console is started again: an old page's stamp never fits by chance.
        self._run, self._number = secrets.token_hex(4), 0
        self._content: TouchTarget = content_of(running.view)
        self._strip: tuple[str, tuple[str, str] | None] = "", None
        self._band: tuple[int, int] | None = None
        self._look(running.view)
        running.session.loop.watch(self._watch)

    @property
    def stamp(self) -> str:
        """Return an id of what the boards show now; a touch that names an older one does not count."""
        return f"{self._run}.{self._number}"

    def shown(self, code: str) -> BoardDisplay:
        """Return what the board of a code shows now."""
        view, journal = self.running.view, self.running.session.begun.journal
        language = journal.state.language
        context = BoardContext(
            code=code,
            stamp=self.stamp,
            picture_id=self.pictures.id_of,
            named=lambda text: self.running.names.fill(text, language, view.turn),
            called=lambda child: (
                first_name(self.running.names, child) or code_words(child).in_language(self._language)
            ),
            slate=code in self._slates,
            model=self.is_model(code),
            strip=self._strip_of(view.step, language),
            band=self._waited(),
        )
        return shown_of(view, context)

    def is_model(self, code: str) -> bool:
        """Return whether touches of a board are the adult's now, who shows how, until the next question."""
        return self._models.get(code) == question_of(self.running.view)

    def let_model(self, code: str, on: bool) -> None:
        """Count the next touches of a board as the adult's (``on``), or as the child's again."""
        self._models.pop(code, None)
        if on:
            self._models[code] = question_of(self.running.view)

    def has_slate(self, code: str) -> bool:
        """Return whether a board is a slate now, to draw on."""
        return code in self._slates

    def let_draw(self, code: str, on: bool) -> None:
        """Turn a board into a slate (``on``), or back."""
        (self._slates.add if on else self._slates.discard)(code)

    def touched(self, code: str, touch: Touch, again_ms: int) -> Worth:
        """Return what a touch is worth; feed it to the session, or note in the log why it does not count.

        ``again_ms``: a second touch within it is the second tap of a double tap.
        """
        arrived_ns = time.monotonic_ns()
        moment = self.moment(touch.down_ms, touch.uncertainty_ms, arrived_ns)
        now = Now(
            "" if self.has_slate(code) else self.stamp,
            self._content.words,
            self.is_model(code),
            again_ms,
        )
        worth = self._touches[code].worth(touch, moment, now)
        if worth == "acts":
            data = {"choice": touch.choice, **_how(touch, moment)}
            child = None if code == GROUP else code
            self.running.session.loop.put(
                Incoming("board", "board", data, moment.monotonic_ns, participant=child)
            )
        elif worth != "known":
            choice = self.running.names.hide(touch.choice)
            data = {"board": code, "choice": choice, "why": worth, **_how(touch, moment)}
            self.note("touch", data, moment)
        return worth

    def moment(self, down_ms: float | None, uncertainty_ms: float | None, arrived_ns: int) -> TouchTime:
        """Return the time of something done on a board, not before the session began."""
        return moment_of(down_ms, uncertainty_ms, arrived_ns, self.clock.origin_ns)

    def note(self, kind: str, data: dict[str, Any], moment: TouchTime) -> None:
        """Write a line to the log that is not an input: what happened on a board, and when."""
        self.running.session.loop.note("board", kind, data, self.clock.at_ns(moment.monotonic_ns))

    def _strip_of(self, step: str, language: str) -> tuple[str, str] | None:
        known, strip = self._strip
        if known != step:
            strip = first_then(self.running.session.begun.journal.engine.protocol, step, language)
            self._strip = step, strip
        return strip

    def _waited(self) -> Band | None:
        """Return the begin and end of the current wait, in real milliseconds of the host's clock, or None."""
        return None if self._band is None else Band(*(self._monotonic_ms(at) for at in self._band))

    def _monotonic_ms(self, at_ns: int) -> float:
        return self.clock.monotonic_ns(at_ns) / MILLISECOND_NS

    def _watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        self._look(view)

    def _look(self, view: View) -> None:
        content = content_of(view)
        if content != self._content:
            self._content = content
            self._number += 1
            self._models = {code: at for code, at in self._models.items() if at == content.question}
        until, journal = view.deadline_ns, self.running.session.begun.journal
        if until is None or until in limits(journal.state, journal.engine.protocol):
            self._band = None  # nobody is waited for, or for longer than the session has
        elif self._band is None or self._band[1] != until:
            self._band = self.clock.now_ns(), until


class Boards:
    """The boards of whichever session runs, and their settings."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry) -> None:
        self.settings = KeptSettings(config.keep)
        self._registry = registry
        self._language: Language = config.language
        self._of_session: SessionBoards | None = None

    @property
    def session(self) -> SessionBoards | None:
        """Return the boards of the running session, or None."""
        running = self._registry.running
        if running is None:
            self._of_session = None
        elif self._of_session is None or self._of_session.running is not running:
            self._of_session = SessionBoards(running, self._language)
        return self._of_session

    def of(self, code: str) -> SessionBoards | None:
        """Return the boards of the running session if ``code`` is one of them, else None."""
        session = self.session
        return session if session is not None and code in session.codes else None

    def shown(self, code: str) -> BoardDisplay:
        """Return what the board of a code shows now; a resting board where no session uses it."""
        session = self.of(code)
        return RESTING if session is None else session.shown(code)

    def picture(self, identity: str) -> BoardPicture | None:
        """Return a picture of the running session by its id; None without a session or picture."""
        session = self.session
        return None if session is None else session.pictures.picture(identity)

    def changed(self) -> None:
        """Notify every open page that something changed."""
        self._registry.changed()


def _how(touch: Touch, moment: TouchTime) -> dict[str, Any]:
    """Return, for the log, how a touch was made and the uncertainty of its time in ms (None: not known)."""
    how: dict[str, Any] = {"pointer": touch.pointer, "uncertainty_ms": moment.uncertainty_ms}
    if touch.seen_ms is not None:
        how["seen_ms"] = round(touch.seen_ms, 1)
    return how
