"""What a coder states of sessions: that all of one was watched, or which parts are to be, and which were.

Only of a session that was opened, and nothing noted in, must it be said that it is done; no annotation is
ever made here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Literal

from nao_sessions.analysis.coding.folder import read_coded
from nao_sessions.analysis.coding.session import Now, utc_now
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import AnnotationWriter, Line, statement
from nao_sessions.record.additions.periods import Spans, union
from nao_sessions.text.messages import msg, verbatim


def say_done(folders: Sequence[Path], coder: str, scheme: str | None, now: Now = utc_now) -> tuple[str, int]:
    """Write that the session is done, for each one that a coder opened without noting anything.

    Args:
        folders: the sessions.
        coder: whose.
        scheme: the id of the scheme; None: the only one of which there is such a session.
        now: the time of day.

    Returns:
        The scheme, and how many sessions that was said of.

    Raises:
        UsageError: there is no such session, or nobody knows by which scheme.
        RecordError: a file cannot be read, or is open elsewhere.
    """
    opened = {path: read_coded(path).opened.get(coder, frozenset()) for path in folders}
    schemes = sorted({one for of_session in opened.values() for one in of_session})
    if scheme is None and len(schemes) > 1:
        raise UsageError(_WHICH, verbatim(", ".join(schemes)), code="K146")
    chosen = scheme or next(iter(schemes), "")
    theirs = [path for path, of_session in opened.items() if chosen in of_session]
    if not theirs:
        raise UsageError(_NONE.format(coder=coder), _OPEN_FIRST, code="K126")
    for path in theirs:
        with closing(AnnotationWriter(path, coder)) as writer:
            writer.append([Line("done", writer.coding.next_act, now(), facts={"scheme": chosen})])
    return chosen, len(theirs)


def state_periods(
    folders: Sequence[Path],
    coder: str,
    scheme: str,
    planned: Spans | Literal["all"] | None,
    watched: Spans | Literal["all"] | None,
    now: Now = utc_now,
) -> int:
    """Write, for each session, which periods a coder is to watch, and which the coder says were watched.

    Args:
        folders: the sessions.
        coder: whose.
        scheme: the id of the scheme.
        planned: spans of session time; ``all``: the whole session; None: nothing new is said.
        watched: the same; ``all``: all that was planned.
        now: the time of day.

    Returns:
        The number of sessions.

    Raises:
        RecordError: a file cannot be read, or is open elsewhere.
    """
    for path in folders:
        with closing(AnnotationWriter(path, coder)) as writer:
            if planned is not None:
                spans = None if planned == "all" else planned
                writer.append([statement("plan", writer.coding, scheme, spans, now(), by="coder")])
            if watched == "all":
                writer.append([Line("done", writer.coding.next_act, now(), facts={"scheme": scheme})])
            elif watched is not None:
                writer.append([statement("watch", writer.coding, scheme, watched, now(), by="coder")])
    return len(folders)


def read_spans(text: str) -> Spans | Literal["all"]:
    """Return the spans of session time (ns) that a person typed: ``0:30-5:00,7:10-9:00``, or ``all``.

    Raises:
        UsageError: they cannot be read, or one ends before it begins.
    """
    if text.strip() in ("all", "tout"):
        return "all"
    found = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        ends = [_nanoseconds(end) for end in match.groups()] if match else []
        if not ends or ends[1] <= ends[0]:
            raise UsageError(_NO_SPAN.format(part=part.strip()), _SPAN_HINT, code="K127")
        found.append((ends[0], ends[1]))
    return union(found)


_TIME = r"(?:\d+:)?(?:\d+:)?\d+(?:\.\d+)?"
_SPAN = re.compile(rf"({_TIME})\s*[-–]\s*({_TIME})")


def _nanoseconds(text: str) -> int:
    seconds = Decimal(0)
    for part in text.split(":"):
        seconds = seconds * 60 + Decimal(part)
    return int(seconds * SECOND_NS)


_NO_SPAN = msg("'{part}' is no period.")
_SPAN_HINT = msg("Write for example 0:30-5:00,7:10-9:00 (session time), or all.")
_WHICH = msg("You opened these sessions by several schemes: say which with --scheme.")
_NONE = msg("{coder} has no session here that was opened and nothing noted in.")
_OPEN_FIRST = msg("Open it first; a session in which something is noted counts without this.")
