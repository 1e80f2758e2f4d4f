"""The closing of a session folder, also of one whose session died: torn line, state, checksums.

No video is rewritten and no line of the log is changed. After a death the outputs that the last input still
owed are added, and an input that says so: it makes the trial that was under way void, and is an interruption.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.core.received import reads_as_written
from nao_sessions.engine import SEMANTICS, Engine
from nao_sessions.protocol import load_files
from nao_sessions.record.checksums import LINE_SUMS, write_checksums
from nao_sessions.record.film import FILM_OVER, unlogged_film_end
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.journal import Journal
from nao_sessions.record.log import LogWriter, read_log
from nao_sessions.record.private import refuse_links
from nao_sessions.record.results.interruptions import CLOSER, last_known_ns
from nao_sessions.record.signature import SIGNATURE_FILE, sign_closed
from nao_sessions.record.telemetry.parquet import pack_telemetry
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class Recovery:
    """The result of a recovery: bytes of the torn line, outputs added, and the session's outcome.

    ``engine`` is the version of the engine that recorded it, if it is another one: nothing was added then.
    """

    torn_bytes: int
    outputs_added: int
    outcome: str
    engine: int | None = None


@reads_as_written
def recover(folder: SessionFolder, recordings: Callable[[], object] | None = None) -> Recovery:
    """Close the folder of a session that died; ``recordings`` is called before, while the lock is held.

    Raises:
        RecordError: the folder or the log cannot be read.
        LinkRefused: something in the folder is a link, or not ours alone; nothing was changed.
        FolderInUse: the session is still running.
        UsageError: the folder is closed already; closing it again would vouch for whatever it holds now.
        ReplayDiffers: the log does not follow from its inputs.
    """
    manifest = folder.read_manifest()
    refuse_links(folder.path)
    if folder.checksums.exists():
        raise UsageError(
            msg("This folder is closed already."),
            msg("'nao-sessions verify' tells whether it is intact."),
            code="R113",
        )
    log = LogWriter(folder.events)
    try:
        folder.give_reserve_back()
        events = read_log(folder.events).events
        added: tuple[object, ...] = ()
        outcome = manifest.outcome
        recorded_by = events[0].data.get("engine", SEMANTICS) if events else SEMANTICS
        if events and recorded_by == SEMANTICS:
            engine = Engine(load_files(folder.protocol_files(), manifest.protocol.entry))
            journal = Journal(engine, log.append)
            added = journal.replay(events)
            _tell_death(journal, events, last_known_ns(folder.halts, events[-1].at))
            note_film_end(journal, events, folder)
            outcome = journal.state.outcome
        if recordings is not None:
            recordings()
        close(folder, outcome, recovered=True)
    finally:
        log.close()
    return Recovery(len(log.torn), len(added), outcome, None if recorded_by == SEMANTICS else recorded_by)


def _tell_death(journal: Journal, events: Sequence[Event], last_ns: int) -> None:
    """Write that the session died and nobody resumed it, unless it had ended, not begun, or says so."""
    last = next(event for event in reversed(events) if event.dir == "in")
    if journal.state.step and not journal.state.outcome and (last.source, last.kind) != (CLOSER, "resumed"):
        journal.feed(last_ns, CLOSER, "resumed", {"last_ns": last_ns})


def note_film_end(journal: Journal, events: Sequence[Event], folder: SessionFolder, at: int = 0) -> None:
    """Write into the log that the film was ended, where only the guard's mark says so.

    ``at`` is session time now, in ns; the line's own time is that of the mark.
    """
    mark = unlogged_film_end(events, folder.halts)
    if mark is not None:
        data = {"press": str(mark["press"])} if "press" in mark else {}
        journal.note(max(at, mark["at"]), "guard", FILM_OVER, data, t=mark["at"])


def close(folder: SessionFolder, outcome: str, *, recovered: bool = False) -> None:
    """Close a folder: write its table of samples, its state and its checksums.

    Raises:
        OSError: there is no space for it: the folder is as open as it was.
    """
    pack_telemetry(folder)
    manifest = folder.read_manifest()
    before = manifest.state
    manifest.state = "recovered" if recovered else "closed"
    manifest.outcome = outcome
    manifest.write(folder.manifest)
    try:
        write_checksums(folder, partial(_sign, folder, manifest.state))
    except OSError:
        for name in (LINE_SUMS, SIGNATURE_FILE):
            (folder.path / name).unlink(missing_ok=True)
        manifest.state = before
        with contextlib.suppress(OSError):
            manifest.write(folder.manifest)
        raise


def _sign(folder: SessionFolder, closed: str, listing: bytes) -> None:
    """Sign a folder. A house that cannot sign keeps none from being closed: ``verify`` tells it."""
    with contextlib.suppress(RecordError):
        try:
            sign_closed(folder.path, listing, closed)
        except OSError:
            (folder.path / SIGNATURE_FILE).unlink(missing_ok=True)
