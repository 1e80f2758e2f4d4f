"""Session folders made by a test: a whole session in virtual time, as a live one would have written it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nao_sessions.core.clock import Reading
from nao_sessions.engine import SEMANTICS, Engine
from nao_sessions.protocol import load_files
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.journal import Journal
from nao_sessions.record.log import LogWriter
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest, ProtocolFacts
from nao_sessions.record.recover import close
from tests.course import HEAD
from tests.engine.test_engine_speech import GAME

SECOND_NS = 1_000_000_000


def make_folder(parent: Path, *, closed: bool, body: str = GAME) -> SessionFolder:
    """Make the folder of a session that a child ended by a touch; or of one that died before its end."""
    content = (HEAD + body).encode("utf-8")
    protocol = load_files({"essai.yaml": content}, "essai.yaml")
    folder = SessionFolder.create(parent, "essai", {"essai.yaml": content})
    log = LogWriter(folder.events)
    journal = Journal(Engine(protocol), log.append)
    start = {
        "files": {"essai.yaml": hashlib.sha256(content).hexdigest()},
        "settings": {},
        "participants": ["P07"],
        "language": "fr",
        "seed": 3,
        "engine": SEMANTICS,
    }
    journal.feed(0, "session", "start", start)
    first = folder.events.read_bytes().splitlines()[0]
    reading = Reading.take()
    Manifest(
        id=folder.path.name,
        protocol=ProtocolFacts(id="essai", version="1.0.0", title="Essai", entry="essai.yaml"),
        participants=["P07"],
        ground=Grounds(text="simulation"),
        rehearsal=True,
        robot={"simulator": True},
        room={"cameras": []},
        software={},
        seed=3,
        settings={},
        language="fr",
        clock=ClockAnchor(
            origin_ns=reading.monotonic_ns, utc_ns=reading.realtime_ns, boot_id=reading.boot_id
        ),
        start_sha256=hashlib.sha256(first).hexdigest(),
    ).write(folder.manifest)
    journal.feed(SECOND_NS, "session", "begin", {})
    for at, kind, data in (
        (2, "done", {"action": "a2", "how": "finished"}),
        (3, "done", {"action": "a3", "how": "finished"}),
        (4, "done", {"action": "a4", "how": "finished"}),
        (6, "touch", {"part": "head.front", "pressed": True}),
    ):
        journal.feed(at * SECOND_NS, "robot", kind, data)
    journal.note(6 * SECOND_NS, "recorder", "status", {"frames": 150})
    if closed:
        for at, action in ((7, "a6"), (8, "a7")):
            journal.feed(at * SECOND_NS, "robot", "done", {"action": action, "how": "finished"})
        assert journal.state.outcome == "completed"
    log.close()
    if closed:
        close(folder, journal.state.outcome)
    return folder
