"""Session folders of sessions that a test has played: as the live loop would have written them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nao_sessions.engine import SEMANTICS
from nao_sessions.protocol import load_files
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest, ProtocolFacts
from nao_sessions.record.recover import close
from tests.course import HEAD, Course
from tests.played import Played

NAME = "essai.yaml"


def played_of(body: str, *children: str) -> Played:
    """Begin a session whose log can be put into a folder (``folder_of``)."""
    content = (HEAD + body).encode()
    return Played(
        load_files({NAME: content}, NAME),
        participants=list(children),
        files={NAME: hashlib.sha256(content).hexdigest()},
        engine=SEMANTICS,
    )


def folder_of(parent: Path, course: Course) -> SessionFolder:
    """Write the folder of a session, closed where it has ended."""
    content = course.journal.engine.protocol.sources[0].content
    folder = SessionFolder.create(parent, "essai", {NAME: content})
    lines = [event.to_line() for event in course.lines]
    folder.events.write_text("".join(f"{line}\n" for line in lines))
    start = course.lines[0].data
    Manifest(
        id=folder.path.name,
        protocol=ProtocolFacts(id="essai", version="1.0.0", title="Essai", entry=NAME),
        participants=list(start["participants"]),
        ground=Grounds(text="simulation"),
        rehearsal=True,
        robot={"simulator": True},
        room={"cameras": []},
        software={},
        seed=1,
        settings={},
        language="fr",
        clock=ClockAnchor(origin_ns=1, utc_ns=1_790_000_000_000_000_000, boot_id="b"),
        start_sha256=hashlib.sha256(lines[0].encode()).hexdigest(),
    ).write(folder.manifest)
    if course.state.outcome:
        close(folder, course.state.outcome)
    return folder
