"""The verification of a session folder: is it consistent, and is it authentic? Two questions, answered apart.

*Consistent*: its checksums, the grammar of its log, its re-execution. Nothing is changed, and nothing is
believed: every output is computed again from the inputs. *Authentic*: its signature and what this house noted
of it, without which whoever changes a folder can make all sums again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from nao_sessions.core.errors import ProtocolRefused, RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import files_below, read_received_json, reads_as_written, received
from nao_sessions.engine import SEMANTICS, Engine
from nao_sessions.protocol import load_files
from nao_sessions.record.additions.destructions import read_destroyed
from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.checksums import changed_files, changed_lines
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.journal import ReplayDiffers, reexecute
from nao_sessions.record.log import is_imported, read_log
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.signature import Authenticity, authenticity, read_cut
from nao_sessions.record.telemetry.samples import read_telemetry
from nao_sessions.text.messages import Text, msg, msgn


@dataclass(slots=True)
class Verification:
    """The findings: with ``problems`` a folder cannot be trusted, with ``remarks`` alone it can."""

    problems: list[Text] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)
    events: int = 0
    inputs: int = 0
    outputs: int = 0
    samples: int = 0
    reexecuted: bool = False
    authenticity: Authenticity = field(default_factory=lambda: Authenticity("unsigned"))

    @property
    def sound(self) -> bool:
        """Return whether no problem was found and the folder is not another one than was signed."""
        return not self.problems and self.authenticity.standing != "changed"

    def problem(self, text: Text, **values: object) -> None:
        """Add a problem, in words with their values."""
        self.problems.append(text.format(**values))

    def remark(self, text: Text, **values: object) -> None:
        """Add a remark, in words with their values."""
        self.remarks.append(text.format(**values))


@reads_as_written
def verify(
    folder: SessionFolder,
    *,
    seals: Sequence[str] = (),
    added: Sequence[str] = (),
    keys: Sequence[str] = (),
    house: House | None = None,
) -> Verification:
    """Verify all of a session folder except the pictures of its videos, and return the findings.

    ``seals`` and ``added`` were kept elsewhere, ``keys`` are public keys of other houses, ``house`` is whose
    keys and journal are asked: see ``signature.authenticity``.

    Raises:
        RecordError: the folder or its log cannot be read at all, or a link or no file lies in it.
        OSError: a file cannot be read.
    """
    manifest = folder.read_manifest()
    files_below(folder.path)
    reading = read_log(folder.events)
    found = Verification(events=len(reading.events))
    counts = Counter(event.dir for event in reading.events)
    found.inputs, found.outputs = counts["in"], counts["out"]
    if reading.torn:
        found.remark(_TORN, size=len(reading.torn))
    _check_sums(folder, manifest, found)
    _check_telemetry(folder, manifest, found)
    _check_reading(folder, found)
    _check_manifest(manifest, reading.events, found)
    _check_grammar(reading.events, found)
    _check_protocol(folder, manifest, reading.events, found)
    found.authenticity = authenticity(folder.path, seals=seals, added=added, keys=keys, house=house)
    return found


def _check_sums(folder: SessionFolder, manifest: Manifest, found: Verification) -> None:
    with received(folder.events) as stream:
        first = stream.readline().rstrip(b"\n")
    if manifest.start_sha256 and hashlib.sha256(first).hexdigest() != manifest.start_sha256:
        found.problem(_START_CHANGED)
    if not folder.checksums.is_file():
        if manifest.state == "open":
            found.remark(_NOT_CLOSED)
        else:
            found.problem(_SUMS_MISSING)
        return
    for seq in changed_lines(folder)[:3]:
        found.problem(_LINE_CHANGED, seq=seq)
    for name in changed_files(folder):
        found.problem(_FILE_CHANGED, name=name)
    added = read_added(folder.path)
    if added:
        found.remark(_ADDED, names=", ".join(one.name for one in added))
    for destruction in read_destroyed(folder.path):
        found.remark(_DESTROYED, when=destruction.when_utc, names=", ".join(destruction.files))
        for name in destruction.files:
            if (folder.path / name).exists():
                found.problem(_NOT_DESTROYED, name=name)


def _check_telemetry(folder: SessionFolder, manifest: Manifest, found: Verification) -> None:
    if folder.telemetry_raw.is_file() and manifest.state != "open":
        found.remark(_TELEMETRY_RAW)
    try:
        table = read_telemetry(folder)
        found.samples = 0 if table is None else table.num_rows
    except RecordError as error:
        found.problems.append(error.sentence)


def _check_reading(folder: SessionFolder, found: Verification) -> None:
    """Report a ``sync.json`` that cannot be read; no checksum covers it, since it may be made again."""
    try:
        if folder.sync.exists() and not isinstance(read_received_json(folder.sync)["streams"], dict):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        found.problem(_SYNC_BROKEN)


def _check_manifest(manifest: Manifest, events: Sequence[Event], found: Verification) -> None:
    """Compare what ``session.json`` says of the beginning and the end with the log, which checksums cover."""
    if is_imported(events) or not events:
        return
    start = events[0].data
    said = {
        "protocol": manifest.protocol.id,
        "participants": manifest.participants,
        "settings": manifest.settings,
        "language": manifest.language,
        "seed": manifest.seed,
        "rehearsal": manifest.rehearsal,  # early logs have neither this one nor the next
        "phase": manifest.phase,
    }
    for name, value in said.items():
        if name in start and start[name] != value:
            found.problem(_MANIFEST_DIFFERS, name=name)
    if start.get("versions", manifest.software) != manifest.software:
        found.problem(_MANIFEST_DIFFERS, name="software")
    about = next((event.data for event in events if (event.dir, event.kind) == ("note", "about")), {})
    if manifest.rehearsal and about.get("simulated") is False and not about.get("adult_led"):
        found.problem(_NO_REHEARSAL)
    _check_outcome(manifest, events, found)


def _check_outcome(manifest: Manifest, events: Sequence[Event], found: Verification) -> None:
    """Check the manifest's outcome against the log's; an open or recovered session may have none yet."""
    ended = [
        str(event.data.get("outcome")) for event in events if (event.dir, event.kind) == ("out", "ended")
    ]
    said = manifest.outcome
    if manifest.state == "open" or (manifest.state == "recovered" and not said):
        return
    if said != (ended[-1] if ended else ""):
        found.problem(_OUTCOME_DIFFERS, said=said or "—", ended=ended[-1] if ended else "—")


def _check_grammar(events: Sequence[Event], found: Verification) -> None:
    at = 0
    for position, event in enumerate(events):
        if event.seq != position:
            found.problem(_SEQ, seq=position, other=event.seq)
            return
        if event.dir not in ("in", "out", "note"):
            found.problem(_DIRECTION, seq=event.seq, direction=event.dir)
        if event.at < at:
            found.problem(_TIME, seq=event.seq)
        if event.cause is not None and not 0 <= event.cause < event.seq:
            found.problem(_CAUSE, seq=event.seq)
        at = event.at
    if is_imported(events):
        inside = [event.seq for event in events if event.dir != "note"]
        if inside:
            found.problem(_NOT_A_NOTE, seq=inside[0])
    elif not events or (events[0].dir, events[0].kind) != ("in", "start"):
        found.problem(_NO_START)


def _check_protocol(
    folder: SessionFolder, manifest: Manifest, events: Sequence[Event], found: Verification
) -> None:
    if is_imported(events):
        found.remark(_IMPORTED)
        return
    if not events or events[0].kind != "start":
        return
    start = events[0].data
    files = folder.protocol_files()
    for name, digest in start.get("files", {}).items():
        if name not in files or hashlib.sha256(files[name]).hexdigest() != digest:
            found.problem(_PROTOCOL_CHANGED, name=name)
    ours = start.get("engine") == SEMANTICS
    if not ours:
        found.remark(_OTHER_ENGINE, then=start.get("engine"), now=SEMANTICS)
    elif found.problems:
        found.remark(_NOT_REEXECUTED)
        return
    try:
        protocol = load_files(files, manifest.protocol.entry)
    except ProtocolRefused as error:
        if ours:  # what another program took may well be refused by this one
            found.problem(_PROTOCOL_REFUSED, place=str(error.findings[0].place))
        return
    if protocol.version != manifest.protocol.version:
        found.problem(_VERSION_DIFFERS, said=manifest.protocol.version, file=protocol.version)
    if not ours:
        return
    cut = read_cut(folder.path)
    if cut is not None and cut[0].consistent is False:
        found.problem(_CUT_OF_UNSOUND, when=cut[1])
    try:
        replayed = reexecute(Engine(protocol), events)
    except ReplayDiffers as error:
        if cut is not None and cut[2] is False:
            found.remark(_NOT_AFTER_CUT, when=cut[1])
            return
        found.problem(_DIFFERS, seq=error.seq, expected=error.expected, found=error.found)
        return
    found.reexecuted = True
    if replayed.owed:
        found.remark(_INTERRUPTED, n=len(replayed.owed))


_TORN = msg("The last line of the log is torn ({size} bytes): it does not count.")
_NOT_CLOSED = msg("The session was not closed: no checksums ('nao-sessions recover' closes it).")
_SUMS_MISSING = msg("SHA256SUMS is missing: the session had been closed.")
_ADDED = msg("Added after it was closed, with checksums of its own: {names}.")
_START_CHANGED = msg("seq 0: the first line is no longer the one that the session began with.")
_LINE_CHANGED = msg("seq {seq}: this line has changed since the folder was closed, or is missing.")
_FILE_CHANGED = msg("{name} has changed since the folder was closed, is missing, or was added.")
_DESTROYED = msg("The film was destroyed on purpose at {when}: {names}.")
_NOT_DESTROYED = msg("{name} was to be destroyed, and is still there: destroy the film again.")
_TELEMETRY_RAW = msg("The telemetry is still in lines (telemetry.jsonl): its table could not be made.")
_SYNC_BROKEN = msg("sync.json is broken: 'nao-sessions sync' makes it again.")
_MANIFEST_DIFFERS = msg("session.json: '{name}' is not what the beginning of the log says.")
_NO_REHEARSAL = msg("session.json: 'rehearsal' says a rehearsal, and the log that a real Nao was there.")
_OUTCOME_DIFFERS = msg("session.json: 'outcome' is {said}; by the log, the session ended with {ended}.")
_VERSION_DIFFERS = msg("session.json: the protocol's version is {said}; its file says {file}.")
_SEQ = msg("seq {seq}: the line has number {other}; a line is missing or was added.")
_DIRECTION = msg("seq {seq}: unknown direction '{direction}'.")
_TIME = msg("seq {seq}: time goes backwards.")
_CAUSE = msg("seq {seq}: the cause does not come before it.")
_NO_START = msg("seq 0: the log does not begin with 'start'.")
_IMPORTED = msg("Imported session: nothing to re-execute.")
_NOT_A_NOTE = msg("seq {seq}: an imported session holds notes alone.")
_PROTOCOL_CHANGED = msg("protocol/{name} is not the file that ran.")
_PROTOCOL_REFUSED = msg("The folder's protocol no longer loads: {place}.")
_OTHER_ENGINE = msg("Recorded by engine {then}, this is {now}: not re-executed, which is no failure.")
_NOT_REEXECUTED = msg("Not re-executed, because of the above.")
_DIFFERS = msg("seq {seq}: expected '{expected}', found '{found}'.")
_CUT_OF_UNSOUND = msg("Already before it was cut at {when}, this folder was not consistent.")
_NOT_AFTER_CUT = msg(
    "Not computed again since it was cut at {when}: what was drawn by lot depended on the code taken out."
)
_INTERRUPTED = msgn(
    "The session was interrupted before it wrote {n} output of its last input.",
    "The session was interrupted before it wrote {n} outputs of its last input.",
)
