"""The process that reads a recorded session for its replay: neither a page nor a session waits for it.

``python -m nao_sessions.console.replay.reader FOLDER LANGUAGE BACK`` writes one pickled object on stdout, for
the console that started it alone: the replay, or the error that says why there is none.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.received import as_written
from nao_sessions.review.coding.rows import coding_rows
from nao_sessions.review.replay.app import PreparedReplay
from nao_sessions.review.replay.imported import imported_rows
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.review.replay.rows import Further
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text

NICE = 10
Refused = tuple[Text, Text | None, str]
"""Sentence, hint and code of an error, which the console shows in its place."""


def read(folder: Path, language: Language, back: str) -> PreparedReplay | Refused:
    """Return the replay of a session with what coders wrote about it, or why there is none."""
    try:
        with as_written(folder):
            recording = read_recording(folder)
            rows = (*imported_rows(recording), *coding_rows(folder, recording.events))
            further = Further(rows=rows, asks_who=True)
            return PreparedReplay.of(recording, language, further=further, back=back)
    except NaoSessionsError as error:
        return error.sentence, error.hint, error.code


def main() -> None:
    """Read a session and write its replay to stdout, at the lowest priority."""
    os.nice(NICE)
    language: Language = "en" if sys.argv[2] == "en" else "fr"
    pickle.dump(read(Path(sys.argv[1]), language, sys.argv[3]), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
