"""The addresses of progress: whose, one participant's, the establishment's figures and their table.

Nothing is read on the loop, and nothing is written but the cache.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.people import people_if_readable
from nao_sessions.console.progress import establishment as counting
from nao_sessions.console.progress.figures import SessionFigures, up_to_date
from nao_sessions.console.progress.view import MOST_DRAWN, WORDS, participants_of, progress_of
from nao_sessions.console.rendering import ErrorPages, Pages, Problem, words_in
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core import processes
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.protocol.series import PlannedPart
from nao_sessions.text.languages import typeset
from nao_sessions.text.messages import msg

# Asking for the figures of all sessions: what is kept is taken, a child process reads the rest.
#
# At most one reads at a time; whoever asks meanwhile gets what that one finds.

LONGEST_S = 300
"""How many seconds a reading may take: the first of some thousands of long sessions on a slow disk."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the closed sessions, the oldest first; why folders cannot be read; what is planned.

    On a console for rehearsals the sessions are rehearsals alone, on any other there is none among them.
    """

    sessions: tuple[SessionFigures, ...]
    unread: Mapping[str, Mapping[str, str]]
    """By the folder's name: the error's code, and a sentence under each language."""
    planned: Mapping[str, tuple[PlannedPart, ...]]


class ConsoleFigures:
    """The figures of all sessions of a console: one reading at a time, whose result all who wait get."""

    def __init__(self, config: ConsoleConfig) -> None:
        self._config = config
        self._reading: asyncio.Task[Read] | None = None

    async def read(self) -> Read:
        """Return the current figures of all sessions.

        Rehearsals are left out; on a console for rehearsals they are all there is.

        Raises:
            RecordError: the process that reads them failed (A110).
        """
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(asyncio.to_thread(self._ask))
        return await asyncio.shield(self._reading)

    def _ask(self) -> Read:
        """Return the figures from the cache if up to date, else from a child process. Raises: RecordError."""
        config = self._config
        kept = up_to_date(config.sessions, config.protocols, config.keep)
        if kept is not None:
            return read_of(kept, rehearsal=config.rehearsal)
        places = [str(config.sessions), str(config.protocols), str(config.keep)]
        try:
            ran = processes.run(
                processes.python_command("nao_sessions.console.progress.reader", *places),
                capture_output=True,
                check=True,
                timeout=LONGEST_S,
                stdin=subprocess.DEVNULL,
            )
            return read_of(json.loads(ran.stdout), rehearsal=config.rehearsal)
        except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
            raise RecordError(_FAILED, _FAILED_HINT, code="A110") from error


def read_of(record: Mapping[str, object], *, rehearsal: bool) -> Read:
    """Return what the child process wrote. Raises: KeyError, TypeError, ValueError: it is malformed."""
    sessions, unread, planned = record["sessions"], record["unread"], record["planned"]
    if not (isinstance(sessions, list) and isinstance(unread, dict) and isinstance(planned, dict)):
        raise TypeError("not what the reader writes")
    figures = [SessionFigures.from_json(one) for one in sessions]
    own = [one for one in figures if one.closed and one.rehearsal == rehearsal]
    return Read(
        sessions=tuple(sorted(own, key=lambda one: (one.utc_s, one.id))),
        unread={str(name): dict(why) for name, why in unread.items()},
        planned={code: tuple(PlannedPart(**one) for one in plan) for code, plan in planned.items()},
    )


_FAILED = msg("The sessions could not be read.")
_FAILED_HINT = msg("Load the page again; if it happens again, 'nao-sessions info' says which one is damaged.")


def routes(config: ConsoleConfig, registry: SessionRegistry) -> list[Route]:
    """Return every route of progress; the fixed addresses before the one that takes a code."""
    pages = Pages("nao_sessions.console.progress", config, registry)
    progress = ProgressPages(config, pages)
    telling = ErrorPages(config, pages).telling
    return [
        Route("/progress", telling(progress.everybody)),
        Route("/progress/establishment", telling(progress.establishment)),
        Route("/progress/establishment.csv", telling(progress.table)),
        Route("/progress/{code}", telling(progress.participant)),
    ]


class ProgressPages:
    """The addresses of the progress pages."""

    def __init__(self, config: ConsoleConfig, pages: Pages) -> None:
        self._config, self._pages = config, pages
        self._figures = ConsoleFigures(config)
        self._words = words_in(WORDS, config.language)
        self._words["last_only"] = self._words["last_only"].format(n=MOST_DRAWN)

    async def everybody(self, request: Request) -> Response:
        """Return the page of the participants who have sessions."""
        config, read = self._config, await self._figures.read()
        people = await asyncio.to_thread(people_if_readable, config.keep)
        found = participants_of(read.sessions, people, config.names, config.language, config.zone)
        return self._pages.render(
            "progress.html", words=self._words, participants=found, unread=self._unread(read)
        )

    async def participant(self, request: Request) -> Response:
        """Return the page of one participant's progress. Raises: UsageError (A111): it has no session."""
        config, read = self._config, await self._figures.read()
        code = request.path_params["code"]
        if not any(code in one.children for one in read.sessions):
            raise UsageError(_NOBODY, _NOBODY_HINT, code="A111")
        people = await asyncio.to_thread(people_if_readable, config.keep)
        planned = read.planned.get(code, ())
        page = progress_of(code, read.sessions, planned, people, config.names, config.language, config.zone)
        return self._pages.render(
            "progress-participant.html",
            words=self._words,
            page=page,
            parts=[
                (part, Markup(part.trials), Markup(part.latency), Markup(part.level)) for part in page.parts
            ],
            unread=self._unread(read),
        )

    async def establishment(self, request: Request) -> Response:
        """Return the page of the establishment's figures."""
        read = await self._figures.read()
        heads = (counting.SESSIONS, counting.MINUTES, counting.PARTICIPANTS)
        return self._pages.render(
            "progress-establishment.html",
            words=self._words,
            figures=counting.establishment(read.sessions, self._config.language, self._config.zone),
            period=counting.PERIOD.in_language(self._config.language),
            protocol=counting.PROTOCOL.in_language(self._config.language),
            heads=[head.in_language(self._config.language) for head in heads],
            unread=self._unread(read),
        )

    async def table(self, request: Request) -> Response:
        """Return the establishment's figures as CSV."""
        read = await self._figures.read()
        language = self._config.language
        figures = counting.establishment(read.sessions, language, self._config.zone)
        return Response(
            counting.as_csv(figures, language),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="nao-sessions.csv"'},
        )

    def _unread(self, read: Read) -> list[tuple[str, Problem]]:
        """Return the folders that could not be read, each with the reason."""
        language = self._config.language
        return [
            (name, Problem(why["code"], typeset(why[language], language), ""))
            for name, why in sorted(read.unread.items())
        ]


_NOBODY = msg("No session counts for this code.")
_NOBODY_HINT = msg(
    "Only closed sessions count, rehearsals and real ones apart; others may be there all the same."
)
