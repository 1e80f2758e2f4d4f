"""The registry of a console: the one session that may run, and the pages that watch it.

Pages and boards wait here for changes; nobody who waits can hold the session up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from nao_sessions.console.observers import Observers
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.live.session import LiveSession
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class StopAddress:
    """Where a page stops Nao: the guard's own port, and the token that it asks for."""

    url: str
    token: str = field(repr=False)


@dataclass(slots=True)
class RunningSession:
    """A session under way.

    ``halt`` stops Nao through the guard; ``stop`` is None where no Nao takes part. ``over`` is done once the
    session's folder is closed; its result is the outcome. ``asks_empty_room`` returns whether the last clap
    waits for a person to say, by ``answer_empty_room``, that the room is empty.
    """

    session: LiveSession
    names: Pseudonyms
    halt: Callable[[str], Awaitable[None]]
    stop: StopAddress | None
    rehearsal: bool
    over: asyncio.Future[str]
    asks_empty_room: Callable[[], bool] = lambda: False
    answer_empty_room: Callable[[bool], object] = lambda empty: None
    ending: asyncio.Task[None] | None = None

    @property
    def id(self) -> str:
        """Return the name of the session's folder."""
        return self.session.begun.folder.path.name

    @property
    def view(self) -> View:
        """Return the current view of the session."""
        return self.session.begun.journal.view


class SessionRegistry:
    """The session that runs in a console, if any, and whoever has to know when something has changed.

    ``last`` names the session that runs, or ran last; ``closing`` holds the tasks that close the folders of
    sessions that died, by their names. ``told`` are sentences for the adult that are not of the protocol,
    such as a failure at the end; they are emptied when a session is set up.
    """

    def __init__(self) -> None:
        self.running: RunningSession | None = None
        self.last: str | None = None
        self.closing: dict[str, asyncio.Task[None]] = {}
        self.told: list[Text] = []
        self.setting_up: Text | None = None
        """What is being done to set a session up, as a sentence (« Nao se réveille »), by the launcher."""
        self._lookers = Observers()
        self._greeters: list[Callable[[RunningSession], None]] = []

    def enter(self, running: RunningSession) -> None:
        """Register the running session, and notify the pages of every input that it takes from now on."""
        self.running = running
        self.last = running.id
        running.session.loop.watch(self._watch)
        for greeter in self._greeters:
            greeter(running)
        self.changed()

    def greet(self, greeter: Callable[[RunningSession], None]) -> None:
        """Add a function that is called with every new session, before any page shows it."""
        self._greeters.append(greeter)

    def leave(self) -> None:
        """Remove the running session, whose folder is closed."""
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
