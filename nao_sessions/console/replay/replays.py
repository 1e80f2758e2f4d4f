"""The replays of a house: a child process reads a session; what it found is kept while that is as it was.

One process a session at a time; whoever asks meanwhile gets what that one finds.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import NaoSessionsError, RecordError
from nao_sessions.core.text import Language, Text
from nao_sessions.replay.app import Replayed

MOST_KEPT = 2
"""An hour of session is some megabytes of page and lines."""
LONGEST_S = 120
"""For hours of pictures on a slow disk."""
Key = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    key: Key
    replayed: Replayed


class Replays:
    """Reads sessions for their replay. Belongs to one event loop."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._reading: dict[str, asyncio.Task[Replayed]] = {}

    async def of(self, folder: Path, *, fresh: bool) -> Replayed:
        """Give the replay of a session; ``fresh``: as its folder is now, not as it was when last read.

        Raises:
            NaoSessionsError: it cannot be read.
        """
        name = folder.name
        kept = self._kept.get(name)
        if kept is not None and (not fresh or kept.key == await asyncio.to_thread(_key, folder)):
            self._kept.move_to_end(name)
            return kept.replayed
        if name not in self._reading:
            task = self._reading[name] = asyncio.create_task(self._read(folder))
            task.add_done_callback(lambda _: self._reading.pop(name))
        return await asyncio.shield(self._reading[name])

    async def _read(self, folder: Path) -> Replayed:
        key = await asyncio.to_thread(_key, folder)
        replayed = await asyncio.to_thread(_ask, folder, self._language)
        self._kept[folder.name] = _Kept(key, replayed)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return replayed


def _key(folder: Path) -> Key:
    """Give what tells whether a session is as it was: its files and those of its room, as they are now."""
    places = [path for parent in (folder, folder / "room") if parent.is_dir() for path in parent.iterdir()]
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(places))


def _ask(folder: Path, language: Language) -> Replayed:
    command = [sys.executable, "-m", "nao_sessions.console.replay.reader"]
    try:
        ran = subprocess.run(
            [*command, str(folder), language, f"/after/{folder.name}"],
            capture_output=True,
            check=True,
            timeout=LONGEST_S,
            stdin=subprocess.DEVNULL,
        )
        told: dict[str, Any] = json.loads(ran.stdout)
        if "code" in told:
            raise _error_of(told)
        return Replayed(
            html=told["html"],
            data=told["data"],
            events={int(seq): line for seq, line in told["events"].items()},
            videos={name: folder / path for name, path in told["videos"].items()},
        )
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        raise RecordError(_FAILED, _FAILED_HINT, code="A112") from error


def _error_of(told: dict[str, Any]) -> NaoSessionsError:
    hint = None if told["hint"] is None else Text(*told["hint"])
    return RecordError(Text(*told["sentence"]), hint, code=str(told["code"]))


_FAILED = Text(
    fr="Cette séance n'a pas pu être lue pour être revue.",
    en="This session could not be read for its replay.",
)
_FAILED_HINT = Text(
    fr="Rechargez la page ; si cela se répète, « nao-sessions info » dit ce qui est abîmé.",
    en="Load the page again; if it happens again, 'nao-sessions info' says what is damaged.",
)
