"""Whether the room is empty: claps are for an empty room, and whoever leads the session says that it is.

Whoever wants claps says so of the room before the session; after the session the person is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nao_sessions.live.clap import Claps
from nao_sessions.room.sync.clap.pattern import Which
from nao_sessions.text.messages import Text, msg

ANSWER_WITHIN_S = 180.0

EMPTY_WORDS = ("vide", "empty")

_QUESTION = msg(
    "The session is over. When the room is empty, type 'empty': Nao gives the last clap. "
    "Enter alone: no clap."
)


class EmptyRoom:
    """The question whether the room is empty, and its answer, typed or pressed."""

    def __init__(self, ask: Callable[[Text], None], *, nobody_there: bool) -> None:
        """Prepare the question, which ``ask`` shows; ``nobody_there``: in a simulated room no child is."""
        self._ask = ask
        self._nobody_there = nobody_there
        self._answer: asyncio.Future[bool] | None = None

    def claps(self, *, lamps: bool, tones: bool) -> Claps:
        """Return the claps of a session, each of which waits for :meth:`confirmed`."""
        return Claps(lamps, tones, self.confirmed)

    async def confirmed(self, which: Which) -> bool:
        """Return whether a clap may be given: at the start always, at the end if a person says so in time."""
        if which == "start" or self._nobody_there:
            return True
        self._answer = asyncio.get_running_loop().create_future()
        self._ask(_QUESTION)
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                return await self._answer
        except TimeoutError:
            return False
        finally:
            self._answer = None

    def is_asking(self) -> bool:
        """Return whether the question waits for an answer."""
        return self._answer is not None and not self._answer.done()

    def answer(self, empty: bool) -> bool:
        """Answer whether the room is empty; return whether that was being asked.

        To end the session without waiting, answer False.
        """
        if self._answer is None or self._answer.done():
            return False
        self._answer.set_result(empty)
        return True

    def take(self, line: str) -> bool:
        """Answer with a typed line; return whether the question was being asked."""
        return self.answer(line.strip().casefold() in EMPTY_WORDS)
