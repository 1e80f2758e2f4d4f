"""The replays of a house: a child process reads a session; what it found is kept while that is as it was.

One process a session at a time; whoever asks meanwhile gets what that one finds.
"""

from __future__ import annotations

import asyncio
import pickle
import subprocess
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import RecordError
from nao_sessions.replay.app import Replayed, ReplayPages
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

MOST_KEPT = 2
"""An hour of session is some megabytes of page and lines."""
LONGEST_S = 120
"""For hours of pictures on a slow disk."""
Key = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    key: Key
    pages: ReplayPages


class Replays:
    """Reads sessions for their replay. Belongs to one event loop."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._reading: dict[str, asyncio.Task[ReplayPages]] = {}

    async def of(self, folder: Path, *, fresh: bool) -> ReplayPages:
        """Give the replay of a session; ``fresh``: as its folder is now, not as it was when last read.

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
    """Give what tells whether a session is as it was: its files, of its room and coders, as they are now."""
    parents = (folder, folder / "room", folder / "annotations")
    places = [path for parent in parents if parent.is_dir() for path in parent.iterdir()]
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(places))


def _ask(folder: Path, language: Language) -> Replayed:
    arguments = (str(folder), language, f"/after/{folder.name}")
    try:
        ran = processes.run(
            processes.python_command("nao_sessions.console.replay.reader", *arguments),
            capture_output=True,
            check=True,
            timeout=LONGEST_S,
            stdin=subprocess.DEVNULL,
        )
        told = pickle.loads(ran.stdout)
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError) as error:
        raise RecordError(_FAILED, _FAILED_HINT, code="A112") from error
    if isinstance(told, Replayed):
        return told
    sentence, hint, code = told
    raise RecordError(sentence, hint, code=code)


_FAILED = msg("This session could not be read for its replay.")
_FAILED_HINT = msg("Load the page again; if it happens again, 'nao-sessions info' says what is damaged.")
