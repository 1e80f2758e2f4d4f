"""How a session begins: its start line, its manifest, and what a resumed one reads back.

The start line of the log holds all that the engine starts from, besides the protocol itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import Reading, SessionClock
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import read_received
from nao_sessions.engine import SEMANTICS, Engine
from nao_sessions.live.loop import clock_after_boot
from nao_sessions.protocol import load_files
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.checksums import LINE_SUMS
from nao_sessions.record.child_levels import levels_for
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.journal import Journal
from nao_sessions.record.log import LogWriter, read_log
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest, ProtocolFacts, software
from nao_sessions.record.private import refuse_links
from nao_sessions.record.recover import note_film_end
from nao_sessions.record.results.interruptions import last_known_ns
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class SessionParameters:
    """What the person who starts a session chooses: protocol, settings, participants and the rest."""

    protocol: Protocol
    settings: Mapping[str, Value]
    participants: tuple[str, ...]
    language: str
    seed: int
    speed: float
    grounds: Grounds
    rehearsal: bool
    robot: Mapping[str, Any]
    cameras: tuple[str, ...]
    """The names of the cameras that record; their addresses are not written down."""
    microphones: tuple[str, ...] = ()
    phase: str = ""
    """The researcher's name for the phase of a study that this session belongs to; the engine ignores it."""
    only: str = ""
    """The step that is tried alone; empty: the whole protocol runs."""


@dataclass(slots=True)
class StartedSession:
    """A session whose log is open for writing: new, or resumed."""

    folder: SessionFolder
    clock: SessionClock
    log: LogWriter
    journal: Journal
    resumed: bool = False
    new_origin: dict[str, Any] | None = None
    last_ns: int = 0
    """The session time in ns at which a resumed session was last known to run; 0 for a new one."""

    def reopen(self) -> None:
        """Mark a resumed session as open again; called once its robot and its guard are there.

        Until then a closed folder stays closed, with its checksums: a resume that fails changes nothing.
        """
        manifest = self.folder.read_manifest()
        manifest.state = "open"
        now = Reading.take()
        if self.new_origin is not None:
            self.journal.note(self.clock.now_ns(), "clocks", "new_origin", self.new_origin)
            manifest.clock.origin_ns, manifest.clock.boot_id = self.clock.origin_ns, now.boot_id
        manifest.write(self.folder.manifest)
        note_film_end(self.journal, read_log(self.folder.events).events, self.folder, self.clock.now_ns())
        for path in (self.folder.checksums, self.folder.path / LINE_SUMS):
            path.unlink(missing_ok=True)
        self.folder.keep_reserve()


def begin_new(chosen: SessionParameters, folder: SessionFolder) -> StartedSession:
    """Write the start line and the manifest of a new session into a folder that has none yet (not checked).

    Raises:
        RecordError: the log is open elsewhere, or is a link.
        OSError: the disk cannot be written.
    """
    log = LogWriter(folder.events)
    reading = Reading.take()
    clock = SessionClock(reading.monotonic_ns, chosen.speed)
    journal = Journal(Engine(chosen.protocol), log.append)
    start = {
        "files": {source.name: source.sha256 for source in chosen.protocol.sources},
        "protocol": chosen.protocol.id,
        "settings": dict(chosen.settings),
        "participants": list(chosen.participants),
        "levels": levels_for(folder.path.parent, chosen.protocol.id, chosen.participants),
        "language": chosen.language,
        "seed": chosen.seed,
        "engine": SEMANTICS,
        "versions": software(),
        # of no use to the engine: said here too, where checksums cover it, as analyses go by it
        "rehearsal": chosen.rehearsal,
        "phase": chosen.phase,
    }
    if chosen.only:
        start["only"] = chosen.only
    journal.feed(0, "session", "start", start)
    first = read_received(folder.events).rstrip(b"\n")
    Manifest(
        id=folder.path.name,
        protocol=ProtocolFacts(
            id=chosen.protocol.id,
            version=chosen.protocol.version,
            title=chosen.protocol.title.template(chosen.language).source,
            entry=chosen.protocol.sources[0].name,
        ),
        participants=list(chosen.participants),
        ground=chosen.grounds,
        rehearsal=chosen.rehearsal,
        robot=dict(chosen.robot),
        room={"cameras": list(chosen.cameras), "microphones": list(chosen.microphones)},
        software=software(),
        seed=chosen.seed,
        settings=dict(chosen.settings),
        phase=chosen.phase,
        language=chosen.language,
        clock=ClockAnchor(
            origin_ns=clock.origin_ns,
            utc_ns=reading.realtime_ns,
            boot_id=reading.boot_id,
            speed=chosen.speed,
        ),
        start_sha256=hashlib.sha256(first).hexdigest(),
    ).write(folder.manifest)
    folder.keep_reserve()
    return StartedSession(folder, clock, log, journal)


def begin_again(folder: SessionFolder, protocol: Protocol | None = None) -> StartedSession:
    """Resume an interrupted session: its log is replayed, without doing again what it asked of Nao.

    The folder stays as it was until :meth:`StartedSession.reopen`. ``protocol`` is the folder's own, for a
    caller that has loaded it already; None: it is loaded here.

    Raises:
        RecordError: the folder or its log cannot be read; LinkRefused where a link lies in it.
        FolderInUse: the session still runs.
        UsageError: it has ended, it was imported, or another engine recorded it.
        ReplayDiffers: the log does not follow from its inputs.
    """
    manifest = folder.read_manifest()
    check_not_imported(manifest)
    refuse_links(folder.path)
    log = LogWriter(folder.events)
    try:
        events = read_log(folder.events).events
        if not events or events[0].data.get("engine") != SEMANTICS:
            raise UsageError(
                msg(
                    "This session was recorded by engine {then}, this is {now}: that is no failure, but "
                    "it cannot go on.",
                    then=events[0].data.get("engine", "?") if events else "?",
                    now=SEMANTICS,
                ),
                msg("'nao-sessions recover' closes its folder; nothing of it is lost."),
                code="R108",
            )
        if protocol is None:
            protocol = load_files(folder.protocol_files(), manifest.protocol.entry)
        journal = Journal(Engine(protocol), log.append)
        journal.replay(events)
        if journal.state.outcome:
            raise UsageError(
                msg("This session has ended."),
                msg("'nao-sessions recover' closes its folder."),
                code="R109",
            )
        clock, new_origin = _clock_again(manifest)
    except BaseException:
        log.close()
        raise
    last_ns = last_known_ns(folder.halts, events[-1].at)
    return StartedSession(folder, clock, log, journal, resumed=True, new_origin=new_origin, last_ns=last_ns)


def check_not_imported(manifest: Manifest) -> None:
    """Raise UsageError if a session was imported: it was not run here, and cannot go on."""
    if manifest.state == "imported":
        raise UsageError(
            msg("This session was imported: there is nothing to go on with."),
            code="R116",
        )


def _clock_again(manifest: Manifest) -> tuple[SessionClock, dict[str, Any] | None]:
    """Return the session's clock, and None; after another boot one with a new origin, and its log note."""
    anchor = manifest.clock
    clock = SessionClock(anchor.origin_ns, anchor.speed)
    now = Reading.take()
    if now.boot_id == anchor.boot_id:
        return clock, None
    clock, uncertainty_ns = clock_after_boot(clock, anchor.utc_ns, now)
    return clock, {"method": "utc", "uncertainty_ns": uncertainty_ns, "origin_ns": clock.origin_ns}
