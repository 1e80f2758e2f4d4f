"""The registry of a console: the one session that may run, and the pages that watch it.

Pages and boards wait here for changes; nobody who waits can hold the session up.

The one session that is being set up: it goes on while the page that asked for it shows how far it is. At most
one is set up at a time, and none beside one that runs; an error waits for the page that asked.

The pages that watch something that changes: woken after every change, and never able to hold it up.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.live.session import LiveSession
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import Text, msg

WAKES_AFTER_S = 0.005
"""What changed is acted upon first: Nao's call leaves within a few turns of the loop, and each page that
watches makes a whole state. Nobody sees five milliseconds; what changes within them wakes the pages once."""


class Observers:
    """The pages that watch, as events to set. Belongs to one event loop."""

    def __init__(self) -> None:
        self._events: set[asyncio.Event] = set()
        self._waking: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Set the events of all observers WAKES_AFTER_S from now; return at once."""
        if self._waking is None and self._events:
            self._waking = asyncio.get_running_loop().call_later(WAKES_AFTER_S, self._wake)

    @contextmanager
    def looking(self) -> Iterator[asyncio.Event]:
        """Yield an event that is set after every change; whoever waits clears it before looking again."""
        event = asyncio.Event()
        self._events.add(event)
        try:
            yield event
        finally:
            self._events.discard(event)

    def _wake(self) -> None:
        self._waking = None
        for event in self._events:
            event.set()


@dataclass(slots=True)
class RunningSession:
    """A session under way.

    ``halt`` stops Nao through the guard; ``stop`` is None where no Nao takes part. ``over`` is done once the
    session's folder is closed; its result is the outcome. ``asks_empty_room`` returns whether the last clap
    waits for a person to say, by ``answer_empty_room``, that the room is empty. ``arrive`` counts in an adult
    who came into the room, by code, "" for somebody unlisted; None where nobody asks who may be recorded.
    ``adults`` returns those who are there.
    """

    session: LiveSession
    names: Pseudonyms
    halt: Callable[[str], Awaitable[None]]
    stop: StopAddress | None
    rehearsal: bool
    over: asyncio.Future[str]
    asks_empty_room: Callable[[], bool] = lambda: False
    answer_empty_room: Callable[[bool], object] = lambda empty: None
    arrive: Callable[[str], object] | None = None
    simulated: bool = False
    """Whether Nao is simulated."""
    adults: Callable[[], Collection[str]] = tuple
    ending: asyncio.Task[None] | None = None

    @property
    def id(self) -> str:
        """Return the name of the session's folder."""
        return self.session.begun.folder.path.name

    @property
    def kept(self) -> bool:
        """Return whether anything of the session is kept."""
        return self.session.kept

    @property
    def view(self) -> View:
        """Return the current view of the session."""
        return self.session.begun.journal.view


SettingUp = Coroutine[Any, Any, RunningSession]


class SessionStart:
    """The session that is being set up, if any; ``back`` is the page that asked, which shows errors."""

    def __init__(self, registry: SessionRegistry) -> None:
        self._registry = registry
        self._task: asyncio.Task[None] | None = None
        self._errors: dict[str, NaoSessionsError] = {}
        self.back = "/"

    @property
    def under_way(self) -> bool:
        """Return whether a session is being set up."""
        return self._task is not None and not self._task.done()

    def start(
        self,
        back: str,
        setting_up: Callable[[], SettingUp],
        once_begun: Callable[[RunningSession], None] | None = None,
    ) -> None:
        """Start to set a session up, in a task, and return at once.

        Args:
            back: the address of the page that asked.
            setting_up: sets the session up; what it raises waits in :meth:`take_error`.
            once_begun: is called with the session once it runs.

        Raises:
            UsageError: another one is being set up, or runs (C107).
        """
        if self.under_way or self._registry.running is not None:
            raise UsageError(_ANOTHER, _ANOTHER_HINT, code="C107")
        self.back = back
        self._errors.pop(back, None)
        self._task = asyncio.create_task(self._set_up(back, setting_up, once_begun))

    def take_error(self, back: str) -> NaoSessionsError | None:
        """Return the error that kept a page's session from beginning, and forget it; None without one."""
        return self._errors.pop(back, None)

    async def _set_up(
        self,
        back: str,
        setting_up: Callable[[], SettingUp],
        once_begun: Callable[[RunningSession], None] | None,
    ) -> None:
        try:
            running = await setting_up()
        except NaoSessionsError as error:
            self._errors[back] = error
        except Exception as error:  # whatever failed, the person who waits is told, and may try again
            self._errors[back] = NaoSessionsError(
                _FAILED.format(kind=type(error).__name__), _FAILED_HINT, code="C108"
            )
        else:
            if self._registry.running is None and not running.over.done():
                self._registry.enter(running)
            if once_begun is not None:
                once_begun(running)
        finally:
            self._registry.setting_up = None


_ANOTHER = msg("A session is running already: there cannot be two at a time.")


_ANOTHER_HINT = msg("Go back to it, and finish it first.")


_FAILED = msg("The session could not begin ({kind}): nothing was recorded.")


_FAILED_HINT = msg("Try again; if it comes back, 'nao-sessions doctor' examines the installation.")


@dataclass(frozen=True, slots=True)
class StopAddress:
    """Where a page stops Nao: the guard's own port, and the token that it asks for."""

    url: str
    token: str = field(repr=False)


TRACELESS = "without-trace"
"""What stands for the name of a session without a trace once it is over."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What may be said of a session without a trace, for as long as this console runs: no code, no answer."""

    title: str
    began: datetime.datetime
    ended: datetime.datetime
    rehearsal: bool = False
    simulated: bool = False


class SessionRegistry:
    """The session that runs in a console, if any, and whoever has to know when something has changed.

    ``last`` names the session that runs, or ran last, and is TRACELESS after one without a trace, of which
    ``receipt`` is left until another session begins; ``closing`` holds the tasks that close the folders of
    sessions that died, by their names. ``told`` are sentences for the adult that are not of the protocol,
    such as a failure at the end; they are emptied when a session is set up.
    """

    def __init__(self) -> None:
        self.running: RunningSession | None = None
        self.last: str | None = None
        self.receipt: Receipt | None = None
        self.closing: dict[str, asyncio.Task[None]] = {}
        self.told: list[Text] = []
        self.setting_up: Text | None = None
        """What is being done to set a session up, as a sentence (« Nao se réveille »), by the launcher."""
        self.asks = False
        """Whether a person has to unlock the console; the lock says so, and pages then have its button."""
        self._began = datetime.datetime.now(datetime.UTC)
        self._lookers = Observers()
        self._greeters: list[Callable[[RunningSession], None]] = []

    def enter(self, running: RunningSession) -> None:
        """Register the running session, and notify the pages of every input that it takes from now on."""
        self.running = running
        self.last, self.receipt = running.id, None
        self._began = datetime.datetime.now(datetime.UTC)
        running.session.loop.watch(self._watch)
        for greeter in self._greeters:
            greeter(running)
        self.changed()

    def greet(self, greeter: Callable[[RunningSession], None]) -> None:
        """Add a function that is called with every new session, before any page shows it."""
        self._greeters.append(greeter)

    def leave(self) -> None:
        """Remove the running session, whose folder is closed, or gone where it leaves no trace."""
        if self.running is not None and not self.running.kept:
            journal = self.running.session.begun.journal
            title = journal.engine.protocol.title.template(journal.state.language).source
            self.last = TRACELESS
            now = datetime.datetime.now(datetime.UTC)
            was = self.running
            self.receipt = Receipt(title, self._began, now, was.rehearsal, was.simulated)
        self.running = None
        self.changed()

    def put(self, incoming: Incoming) -> bool:
        """Put an input into the running session's queue; return whether there is a session."""
        if self.running is None:
            return False
        self.running.session.loop.put(incoming)
        return True

    def tell(self, sentence: Text) -> None:
        """Show the adult a sentence that is not part of the protocol, until a session is set up again."""
        self.told.append(sentence)
        self.changed()

    def changed(self) -> None:
        """Wake every page that watches."""
        self._lookers.changed()

    def looking(self) -> AbstractContextManager[asyncio.Event]:
        """Yield an event that is set after every change, as :meth:`Observers.looking`."""
        return self._lookers.looking()

    def _watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        self.changed()
