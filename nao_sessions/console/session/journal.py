"""The last lines of a running session's log, as sentences: for whoever wants to see what just happened.

Read from the end of the file that is there, in a thread; the session is not asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.replay.sentences import told
from nao_sessions.replay.telling import Context
from nao_sessions.session.endings import completed_words
from nao_sessions.text.languages import Language, typeset

TAIL_BYTES = 96 * 1024
LINES = 40
_LANES_LEFT_OUT = frozenset({"technical"})


def last_lines(events: Path, participants: tuple[str, ...], language: Language) -> list[dict[str, Any]]:
    """Give the last things that happened, the newest first: time, sentence, lane. Raises: OSError."""
    found = _tail(events)
    actions = {str(event.data["id"]): event for event in found if event.kind == "do" and "id" in event.data}
    context = Context(participants, actions, completed=completed_words(found))
    lines = []
    for event in reversed(found):
        shown = told(event, context)
        if shown.lane in _LANES_LEFT_OUT:
            continue
        at_s = (event.at if event.t is None else event.t) // SECOND_NS
        sentence = typeset(shown.sentence.in_language(language), language)
        lines.append({"at": f"{at_s // 60}:{at_s % 60:02}", "sentence": sentence, "lane": shown.lane})
        if len(lines) == LINES:
            break
    return lines


def _tail(path: Path) -> list[Event]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL_BYTES))
        lines = file.read().split(b"\n")
    whole = lines[:-1] if size <= TAIL_BYTES else lines[1:-1]
    return [Event.from_line(line.decode("utf-8")) for line in whole]
