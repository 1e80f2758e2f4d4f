"""The golden imported session: the format is a promise, also for sessions that were not run here."""

from __future__ import annotations

import json
from pathlib import Path

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify
from nao_sessions.review.replay.page_model import page_of
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.room.files.probe import check

SESSIONS = Path(__file__).resolve().parent.parent.parent / "sessions"
GOLDEN = SESSIONS / "imported"


def test_the_golden_import_is_sound_and_not_reexecuted() -> None:
    found = verify(SessionFolder.open(GOLDEN))
    assert ([text.en for text in found.problems], found.reexecuted) == ([], False)
    assert check(GOLDEN, decode=True) == []


def test_the_golden_import_reads_as_it_did() -> None:
    recording = read_recording(GOLDEN)
    page = page_of(recording, "fr")
    (stream,) = page.data["streams"]
    (segment,) = stream["segments"]
    taken_ns = recording.streams[0].segments[0].pictures.taken_ns[:4]
    read = {
        "title": page.title,
        "labels": [label for label, _ in page.facts],
        "lanes": [page.data["lanes"][event["lane"]] for event in page.data["events"]],
        "events": [[event["t"], event.get("end"), event["text"]] for event in page.data["events"]],
        "verdict": segment["verdict"],
        "first_pictures_ms": [round(taken / SECOND_NS * 1000) for taken in taken_ns],
    }
    assert read == json.loads((SESSIONS / "imported.expected.json").read_text(encoding="utf-8"))
