"""The process that reads the figures of sessions: neither a page nor a session that runs waits for it.

It is run with the folders of sessions and protocols and the console's own, reads what is not kept, and writes
one JSON object on stdout.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nao_sessions.console.progress.figures import (
    UNREAD,
    FiguresCache,
    keys_of,
    read_figures,
    read_kept,
    series_key_of,
    write_kept,
)
from nao_sessions.core.errors import NaoSessionsError, system_refused
from nao_sessions.protocol.series import PlannedPart, parts_of
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.text.languages import LANGUAGES

# The phases that the house's series plan for each child: baseline, intervention, probe, follow-up.
#
# A session does not say which series it belongs to: which part of the plan it was is told by the phase that
# was said when it began, else by counting (:func:`~nao_sessions.protocol.series.parts_held`).


def planned_sessions(folder: Path) -> dict[str, list[PlannedPart]]:
    """Return the sessions that a folder's series plan, by child; a series that cannot be read is left out."""
    found: dict[str, list[PlannedPart]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            series = load_series(path)
        except NaoSessionsError:
            continue
        for code, planned in parts_of(series).items():
            found.setdefault(code, []).extend(planned)
    return found


NICE = 10


def read_all(sessions: Path, protocols: Path, keep: Path) -> dict[str, Any]:
    """Return the figures of every session, from the cache where its files have not changed; write the cache.

    Returns:
        ``sessions``: the figures of each, as JSON; ``unread``: why a folder cannot be read, by its name;
        ``planned``: the phases of each child, from the series of the house.
    """
    before = read_kept(keep)
    now = FiguresCache(series_key=series_key_of(protocols), planned=before.planned)
    for name, (folder, key) in keys_of(sessions).items():
        known = before.sessions.get(name)
        now.sessions[name] = known if known is not None and known[0] == key else (key, _figures(folder))
    if now.series_key != before.series_key:
        now.planned = {
            code: [asdict(one) for one in plan]
            for code, plan in planned_sessions(protocols / "series").items()
        }
    write_kept(keep, now)
    return now.told()


def main() -> None:
    """Read all sessions and write their figures to stdout, at the lowest priority."""
    os.nice(NICE)
    sessions, protocols, keep = map(Path, sys.argv[1:4])
    json.dump(read_all(sessions, protocols, keep), sys.stdout, ensure_ascii=False)


def _figures(folder: Path) -> dict[str, Any]:
    """Return the figures of a session; where it cannot be read, why: a code, and a sentence a language."""
    try:
        return read_figures(folder).to_json()
    except NaoSessionsError as error:
        code, why = error.code, error.sentence
    except OSError as error:
        code, why = "X101", system_refused(error)
    return {UNREAD: {"code": code, **{language: why.in_language(language) for language in LANGUAGES}}}


if __name__ == "__main__":
    main()
