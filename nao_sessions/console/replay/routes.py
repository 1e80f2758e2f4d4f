"""The addresses of a session that is seen again: below ``/replay/SESSION/``, behind the console's door.

A session and a video are looked up by name; no address becomes a path. While a session runs nothing is seen
again: the replay has no stop on it, and reading a film would cost the one that is recorded.
"""

from __future__ import annotations

import asyncio
import pickle
import subprocess
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.after.changes import hidden
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import session_folder
from nao_sessions.console.rendering import ErrorPages, Pages
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core import processes
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.privacy.film_use import check_seen
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.record.folder import SessionFolder
from nao_sessions.review.coding.attribution import AUTHOR, Attributing
from nao_sessions.review.replay.app import PATHS, PreparedReplay, ReplayPages
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

# The replays of a house: a child process reads a session; what it found is kept while that is as it was.
#
# One process a session at a time; whoever asks meanwhile gets what that one finds.

MOST_KEPT = 2
"""How many replays are kept in memory: an hour of session is some megabytes of page and lines."""
LONGEST_S = 120
"""How many seconds a reading may take: of hours of pictures on a slow disk."""
Key = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    key: Key
    pages: ReplayPages


class Replays:
    """The replays of sessions, read by child processes; the last ones are kept. Belongs to one event loop."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._reading: dict[str, asyncio.Task[ReplayPages]] = {}

    async def of(self, folder: Path, *, fresh: bool) -> ReplayPages:
        """Return the pages of a session's replay; ``fresh``: read again if its folder has changed.

        Raises:
            RecordError: it cannot be read.
        """
        name = folder.name
        kept = self._kept.get(name)
        if kept is not None and (not fresh or kept.key == await asyncio.to_thread(_key, folder)):
            self._kept.move_to_end(name)
            return kept.pages
        if name not in self._reading:
            task = self._reading[name] = asyncio.create_task(self._read(folder))
            task.add_done_callback(lambda _: self._reading.pop(name))
        return await asyncio.shield(self._reading[name])

    async def _read(self, folder: Path) -> ReplayPages:
        key = await asyncio.to_thread(_key, folder)
        pages = ReplayPages(await asyncio.to_thread(_ask, folder, self._language))
        self._kept[folder.name] = _Kept(key, pages)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return pages


def _key(folder: Path) -> Key:
    """Return a key that changes with a session's files, those of its room and coders included."""
    parents = (folder, folder / "room", folder / "annotations")
    places = [path for parent in parents if parent.is_dir() for path in parent.iterdir()]
    return tuple((path.name, path.lstat().st_mtime_ns, path.lstat().st_size) for path in sorted(places))


def _ask(folder: Path, language: Language) -> PreparedReplay:
    arguments = (str(folder), language, f"/after/{folder.name}")
    try:
        ran = processes.run(
            processes.python_command("nao_sessions.console.replay.reader", *arguments),
            capture_output=True,
            check=True,
            timeout=LONGEST_S,
            stdin=subprocess.DEVNULL,
        )
        answer = pickle.loads(ran.stdout)
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError) as error:
        raise RecordError(_FAILED, _FAILED_HINT, code="A112") from error
    if isinstance(answer, PreparedReplay):
        return answer
    sentence, hint, code = answer
    raise RecordError(sentence, hint, code=code)


_FAILED = msg("This session could not be read for its replay.")
_FAILED_HINT = msg("Load the page again; if it happens again, 'nao-sessions info' says what is damaged.")


def routes(config: ConsoleConfig, registry: SessionRegistry) -> list[Route]:
    """Return the routes of replays."""
    answering = ErrorPages(config, Pages("nao_sessions.console", config, registry))
    return ReplayOfTheHouse(config, registry, answering).routes()


class ReplayOfTheHouse:
    """The addresses of the replay of any session of the house."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry, answering: ErrorPages) -> None:
        self._config, self._registry, self._telling = config, registry, answering.telling
        self._replays = Replays(config.language)
        self._unobjected: dict[Path, tuple[int, int]] = {}
        """The ledger's stamp when nobody objected to a session's film."""

    def routes(self) -> list[Route]:
        """Return the routes of the replays."""
        here = "/replay/{session}"
        below = [Route(f"{here}{path}", self._telling(partial(self._answer, path))) for path in PATHS]
        author = Route(f"{here}{AUTHOR}", self._telling(self._attribute), methods=["POST"])
        return [Route(here, self._lead_on), *below, author]

    async def _lead_on(self, request: Request) -> Response:
        """Redirect to the address with a final slash, below which the page's files lie."""
        return RedirectResponse(f"/replay/{request.path_params['session']}/", 308)

    async def _answer(self, path: str, request: Request) -> Response:
        """Answer from a session's replay; for the page itself, read the session again if it changed."""
        page = path == "/"
        if page and self._registry.running is not None:
            raise UsageError(_RUNS, _RUNS_HINT, code="A113")
        name = request.path_params["session"]
        folder = await asyncio.to_thread(session_folder, self._config.sessions, name)
        await asyncio.to_thread(self._check_seen, folder)
        return await PATHS[path](await self._replays.of(folder, fresh=page), request)

    def _check_seen(self, folder: Path) -> None:
        """Raise UsageError (G109) if somebody objects to the film of a session, now that it is asked for."""
        now = LedgerFile.default().stamp()
        if self._unobjected.get(folder) != now:
            check_seen(SessionFolder(folder))
            self._unobjected[folder] = now

    async def _attribute(self, request: Request) -> Response:
        """Append to a session which child gave a response, as its replay's page says it."""
        name = request.path_params["session"]
        folder = await asyncio.to_thread(session_folder, self._config.sessions, name)
        hide = partial(hidden, names=self._config.names)
        return await Attributing(folder, self._config.language, "professional", hide).answer(request)


_RUNS = msg("A session is running: another one is seen again once it is over.")
_RUNS_HINT = msg("So the session that runs has the computer to itself, and Stop stays on the screen.")
