"""What the professional types while a session runs: a line is one act, until the console has buttons.

Names that she types are turned back into codes here, before they become an event.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
import unicodedata
from collections.abc import Callable

from nao_sessions.engine.commands import COMMANDS
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.text.messages import msg

HELP = msg("1...6 button · pause · resume · stop · close · finish · calm · repeat · say SENTENCE · goto STEP")
_SOURCE = "professional"
_NEED_MORE = frozenset({"goto", "improvise"})
_READ_SIZE = 4096
_PUNCTUATION = " \t\r.,;:!?…"
_STOP = frozenset({"stop", "arrete", "arreter"})
_RESUME = frozenset({"reprendre", "continuer"})


def parse(line: str, view: View, hide_names: Callable[[str], str]) -> Incoming | None:
    """Return the input that a typed line means, or None where it means nothing."""
    word, _, rest = hide_names(line).strip().partition(" ")
    verb, rest = _plain(word), rest.strip()
    now_ns = time.monotonic_ns()
    if word.isdecimal() and not rest:
        position = int(word) - 1
        if 0 <= position < len(view.buttons):
            return Incoming(_SOURCE, "button", {"id": view.buttons[position].id}, now_ns)
        return None
    if not rest.strip(_PUNCTUATION):
        name = "stop" if verb in _STOP else "resume" if verb in _RESUME else verb
        if name in COMMANDS and name not in _NEED_MORE:
            return Incoming(_SOURCE, "command", {"name": name}, now_ns)
        return None
    if verb == "button":
        return Incoming(_SOURCE, "button", {"id": rest}, now_ns)
    if verb == "say":
        return Incoming(_SOURCE, "command", {"name": "improvise", "text": rest}, now_ns)
    if verb == "gesture":
        return Incoming(_SOURCE, "command", {"name": "improvise", "gesture": rest}, now_ns)
    if verb == "goto":
        return Incoming(_SOURCE, "command", {"name": "goto", "step": rest}, now_ns)
    return None


def _plain(word: str) -> str:
    """Return a word without case, accents and trailing punctuation, to compare what people type."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).rstrip(_PUNCTUATION)


def read_lines(descriptor: int, take: Callable[[str], None]) -> None:
    """Hand every line of a descriptor to the running loop, until it ends; a last one needs no end of line.

    A thread reads, because a file or a terminal can block; it holds no lock that an exit would wait for.
    """
    loop = asyncio.get_running_loop()

    def read() -> None:
        pending = b""
        while True:
            try:
                piece = os.read(descriptor, _READ_SIZE)
            except OSError:
                return
            *lines, pending = (pending + piece).split(b"\n")
            if not piece and pending:
                lines = [pending]
            for line in lines:
                try:
                    loop.call_soon_threadsafe(take, line.decode("utf-8", "replace"))
                except RuntimeError:  # the loop has closed: the session is over
                    return
            if not piece:
                return

    threading.Thread(target=read, name="terminal", daemon=True).start()
