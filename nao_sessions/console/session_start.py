"""The one session that is being set up: it goes on while the page that asked for it shows how far it is.

At most one is set up at a time, and none beside one that runs; an error waits for the page that asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.text.messages import msg

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
