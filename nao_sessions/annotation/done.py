"""Saying that a session is done: a coder looked at all of it, and where he noted nothing there was nothing.

Only what he opened and noted nothing in needs to be said; no annotation is ever made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from nao_sessions.annotation.desk import Now, utc_now
from nao_sessions.annotation.folder import read_coded
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Text
from nao_sessions.session.annotations import AnnotationWriter, Line


def say_done(folders: Sequence[Path], coder: str, scheme: str | None, now: Now = utc_now) -> tuple[str, int]:
    """Write, in each session that a coder opened and noted nothing in, that it is done.

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
        raise UsageError(_WHICH, Text(fr=", ".join(schemes), en=", ".join(schemes)), code="K146")
    chosen = scheme or next(iter(schemes), "")
    theirs = [path for path, of_session in opened.items() if chosen in of_session]
    if not theirs:
        raise UsageError(_NONE.format(coder=coder), _OPEN_FIRST, code="K126")
    for path in theirs:
        with closing(AnnotationWriter(path, coder)) as writer:
            writer.append([Line("done", writer.coding.next_act, now(), facts={"scheme": chosen})])
    return chosen, len(theirs)


_WHICH = Text(
    fr="Vous avez ouvert ces séances par plusieurs schémas : dites lequel avec --scheme.",
    en="You opened these sessions by several schemes: say which with --scheme.",
)
_NONE = Text(
    fr="{coder} n'a ici aucune séance ouverte où rien n'est noté.",
    en="{coder} has no session here that was opened and nothing noted in.",
)
_OPEN_FIRST = Text(
    fr="Ouvrez-la d'abord ; une séance où quelque chose est noté compte sans cela.",
    en="Open it first; a session in which something is noted counts without this.",
)
