"""The process that reads a recorded session for its replay: neither a page nor a session waits for it.

``python -m nao_sessions.console.replay.reader FOLDER LANGUAGE BACK`` writes one JSON object on stdout: the
replay, or why there is none.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.text import Language
from nao_sessions.replay.app import Replayed
from nao_sessions.replay.reading import read_recording

NICE = 10


def read(folder: Path, language: Language, back: str) -> dict[str, Any]:
    """Read a session; videos are told by their names below the folder."""
    try:
        replayed = Replayed.of(read_recording(folder), language, back=back)
    except NaoSessionsError as error:
        hint = None if error.hint is None else [error.hint.fr, error.hint.en]
        return {"code": error.code, "sentence": [error.sentence.fr, error.sentence.en], "hint": hint}
    return {
        "html": replayed.html,
        "data": replayed.data,
        "events": replayed.events,
        "videos": {name: str(path.relative_to(folder)) for name, path in replayed.videos.items()},
    }


def main() -> None:
    """Read, and write what was read; at the lowest cost for whatever else runs."""
    os.nice(NICE)
    language: Language = "en" if sys.argv[2] == "en" else "fr"
    json.dump(read(Path(sys.argv[1]), language, sys.argv[3]), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
