"""A session folder made of a table and its videos: whole, or not at all.

It is made beside its place, in a folder that nobody takes for a session, and put there by one rename. Where
videos and events lie in session time is decided here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from nao_sessions.analysis.formats.foreign import BLANK
from nao_sessions.analysis.formats.name_filter import KnownPeople, NameFilter, Subject, check_tier_names
from nao_sessions.analysis.formats.table import ImportedTable, Media, TableFindings, TableRow
from nao_sessions.analysis.importing.video import ImportedVideo, bring_apart
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import received
from nao_sessions.privacy.presence import PRESENT
from nao_sessions.record.checksums import file_sum, write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest, ProtocolFacts, software
from nao_sessions.record.private import write_private
from nao_sessions.record.signature import sign_closed
from nao_sessions.room.files.index import IMPORTED, KEY, Frame, IndexWriter, index_path, segment_path
from nao_sessions.room.sync.measuring import measure
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

UNFINISHED = ".importing-"
"""How the name of the folder begins in which a session is made."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported: a table and videos, by name; ``offsets`` are what the caller says of videos.

    ``source`` says of the table its format, its file's name and its checksum; ``present`` of the film what
    the log keeps: the adults in it, what it is kept for, and, where it is known, its day.
    """

    table: ImportedTable
    source: Mapping[str, str]
    videos: Mapping[str, Path]
    offsets: Mapping[str, Offset]
    people: KnownPeople
    ground: Grounds
    present: Mapping[str, Any]
    protocol: str
    language: Language
    phase: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The session folder that an import made, with the number of events, and each video by its name."""

    folder: SessionFolder
    events: int
    participants: tuple[str, ...]
    videos: Mapping[str, tuple[PlacedVideo, ImportedVideo]]
    remarks: tuple[Text, ...] = ()
    """Remarks on what of the table's file, beside its events, was left out."""


def import_session(
    request: ImportRequest, parent: Path, tell: Callable[[str, ImportedVideo], None]
) -> ImportResult:
    """Write the session folder; ``tell`` is called with each video once it has been imported.

    Raises:
        TableRefused: a subject has no code, or a video cannot be read; nothing is left.
        ForeignFileRefused: a video took more than it may, or broke its reader; nothing is left.
        RecordError: the folder cannot be made; nothing is left.
    """
    notes, participants = notes_of(request.table.rows, request.people, request.source["file"])
    names = NameFilter(request.people, request.table.words)
    copy = request.table.copy(names) if request.table.copy is not None else b""
    files = {name: path.name for name, path in request.videos.items()}
    zero_ns, placed = place_videos(request.table.rows, request.table.media, files, request.offsets)
    made: Path | None = None
    try:
        parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=parent))
        folder = SessionFolder.create(made, request.protocol or "import", {})
        videos = {}
        for name, path in request.videos.items():
            brought = _bring(folder, name, path, placed[name])
            tell(name, brought)
            videos[name] = (placed[name], brought)
        events = [note(number, zero_ns) for number, note in enumerate(notes, start=1)]
        copy_facts = folder.keep_copy(request.source["format"], copy, participants) if copy else {}
        first = _first_line(request, zero_ns, videos, _span_ns(videos, events), copy_facts)
        _write_log(folder, [first, *events])
        measure(folder.path)
        _write_manifest(folder, request, participants)
        write_checksums(folder, partial(sign_closed, folder.path, closed="imported"))
        folder.path.rename(parent / folder.path.name)
    except OSError as error:
        raise RecordError(
            _NOT_MADE.format(parent=parent, reason=error.strerror), _NOT_MADE_HINT, code="R107"
        ) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return ImportResult(
        SessionFolder(parent / folder.path.name), request.table.events, participants, videos, names.remarks
    )


def _bring(folder: SessionFolder, name: str, path: Path, placed: PlacedVideo) -> ImportedVideo:
    """Import a video and write its index of frames, whose arrivals are computed: none was observed."""
    facts = {"segment": 1, "origin_ns": 0, "speed": 1.0, "given": placed.to_facts()}
    target = segment_path(folder.room, name, 1)
    brought = bring_apart(path, target, json.dumps(facts))
    target.chmod(0o600)
    index = IndexWriter(index_path(folder.room, name))
    try:
        for number, frame in enumerate(brought.frames):
            in_file_ns = round(frame.pts * brought.time_base * SECOND_NS)
            index.add(
                Frame(
                    segment=1,
                    frame=number,
                    pts=frame.pts,
                    key=frame.key,
                    arrival_ns=placed.offset_ns + in_file_ns,
                    source_t=float(frame.file_s),
                    flags=(KEY if frame.key else "") + IMPORTED,
                )
            )
    finally:
        index.close()
    return brought


def _span_ns(
    videos: Mapping[str, tuple[PlacedVideo, ImportedVideo]], events: Sequence[Event]
) -> tuple[int, int]:
    """Return the first and the last session time (ns) of any picture, or event of the table."""
    spans = [tuple(placed.offset_ns + at for at in brought.span_ns) for placed, brought in videos.values()]
    spans += [(event.at, event.data.get("end_ns", event.at)) for event in events]
    return min(begin for begin, _ in spans), max(end for _, end in spans)


def _first_line(
    request: ImportRequest,
    zero_ns: int,
    videos: Mapping[str, tuple[PlacedVideo, ImportedVideo]],
    span_ns: tuple[int, int],
    copy_facts: Mapping[str, Any],
) -> Event:
    """Return the log's first line: that the session was imported, from what, and how its times are read."""
    facts = {
        name: {
            "sha256": file_sum(request.videos[name]),
            "container": brought.container,
            "codec": brought.codec,
            "pictures": brought.how,
            "sound": not brought.silent,
            **placed.to_facts(),
        }
        for name, (placed, brought) in videos.items()
    }
    data: dict[str, Any] = {
        **request.source,
        "events": request.table.events,
        "table_zero_ns": zero_ns,
        "span_ns": list(span_ns),
        "videos": facts,
        PRESENT: dict(request.present),
        "imported_utc": datetime.now(UTC).isoformat(timespec="seconds"),
        **({"copy": copy_facts} if copy_facts else {}),
    }
    return Event(0, "note", 0, "import", "imported", data)


def _write_log(folder: SessionFolder, events: Sequence[Event]) -> None:
    """Write the log of the session, whole."""
    write_private(folder.events, "".join(event.to_line() + "\n" for event in events).encode("utf-8"))


def _write_manifest(folder: SessionFolder, request: ImportRequest, participants: tuple[str, ...]) -> None:
    with received(folder.events) as lines:
        first = lines.readline().rstrip(b"\n")
    Manifest(
        id=folder.path.name,
        protocol=ProtocolFacts(id=request.protocol, version="", title="", entry=""),
        participants=list(participants),
        ground=request.ground,
        rehearsal=False,
        robot={},
        room={"cameras": list(request.videos)},
        software=software(),
        seed=0,
        settings={},
        language=request.language,
        phase=request.phase,
        # Nobody knows when it was: 0 stands for that, not for 1970.
        clock=ClockAnchor(origin_ns=0, utc_ns=0, boot_id=""),
        start_sha256=hashlib.sha256(first).hexdigest(),
        state="imported",
    ).write(folder.manifest)


_NOT_MADE = msg("The session folder cannot be made in {parent}: {reason}.")
_NOT_MADE_HINT = msg("Choose another folder with --out.")

SOUNDS = (".wav", ".mp3", ".m4a", ".flac", ".ogg", ".aac")
"""How the names of media end that are sound alone, and no video."""

Method = Literal["given", "file"]
"""How a video got its place: by the caller or the table, or at the table's 0 because nobody said."""


@dataclass(frozen=True, slots=True)
class Offset:
    """The table's time of a video's own 0, and how far that may be off (None: nobody said)."""

    begins_ns: int
    uncertainty_ms: float | None = None


@dataclass(frozen=True, slots=True)
class PlacedVideo:
    """A video in session time: session time = ``offset_ns`` + the file's own time."""

    offset_ns: int
    uncertainty_ms: float | None
    method: Method

    def to_facts(self) -> Mapping[str, Any]:
        """Return the placement as the facts to store in the video's file."""
        return {
            "offset_ns": self.offset_ns,
            "uncertainty_ms": self.uncertainty_ms,
            "method": self.method,
        }


def place_videos(
    rows: Sequence[TableRow], media: Sequence[Media], files: Mapping[str, str], offsets: Mapping[str, Offset]
) -> tuple[int, dict[str, PlacedVideo]]:
    """Return the session time (ns) of the table's 0, and each video's place, by its name.

    Args:
        rows: the events.
        media: the videos that the table names.
        files: the name of each video's file, by the name of the video.
        offsets: what the caller says, by the name of the video; it goes before what the table says.
    """
    found: dict[str, tuple[Offset, Method]] = {}
    for name, file in files.items():
        medium = _named_by_table(file, media, alone=len(files) == 1)
        if name in offsets:
            found[name] = (offsets[name], "given")
        elif medium is not None:
            found[name] = (Offset(medium.begins_ns), "given")
        else:
            found[name] = (Offset(0), "file")
    earliest = [row.start_ns for row in rows] + [offset.begins_ns for offset, _ in found.values()]
    zero_ns = -min(0, *earliest)
    placed = {
        name: PlacedVideo(zero_ns + offset.begins_ns, offset.uncertainty_ms, method)
        for name, (offset, method) in found.items()
    }
    return zero_ns, placed


def _named_by_table(file: str, media: Sequence[Media], *, alone: bool) -> Media | None:
    """Return the medium of a table that a video is, by the file's name; one beside one needs no name."""
    named = [one for one in media if one.file.casefold() == file.casefold()]
    if named:
        return named[0]
    pictures = [one for one in media if not one.file.casefold().endswith(SOUNDS)]
    return pictures[0] if alone and len(pictures) == 1 else None


Note = Callable[[int, int], Event]
"""A function that returns a line of the log, from its seq and from the session time of the table's 0."""


def notes_of(rows: Sequence[TableRow], people: KnownPeople, file: str) -> tuple[list[Note], tuple[str, ...]]:
    """Return a log line for each event, in the order of time, and the codes of the participants.

    What a coder wrote is kept, with codes in the place of known names.

    Args:
        rows: the events, in any order.
        people: the codes of people, and what the table calls them.
        file: the name of the table's file, as it may be written.

    Raises:
        TableRefused: a subject is neither a code nor known, or a tier is called like a person; its place is
            reported, not what stands there.
    """
    findings = TableFindings()
    notes: list[Note] = []
    participants: dict[str, None] = dict.fromkeys(people.codes)
    reported: set[str] = set()
    check_tier_names(rows, people.hide, findings)
    for row in sorted(rows, key=lambda row: row.start_ns):
        subject = people.subject(row.subject)
        if subject is None:
            if row.subject not in reported:
                reported.add(row.subject)
                findings.add("I109", row.subject_place or row.place, _NO_CODE, _NO_CODE_HINT)
            continue
        if subject.participant is not None:
            participants.setdefault(subject.participant)
        notes.append(_note(row, subject, people, file))
    findings.check()
    return notes, tuple(participants)


def _note(row: TableRow, subject: Subject, people: KnownPeople, file: str) -> Note:
    """Return the function that makes the log's line of one event."""
    data: dict[str, Any] = {"code": people.hide(row.code)} if row.code else {}
    if row.comment:
        data["comment"] = people.hide(row.comment)
    if subject.role:
        data["subject"] = subject.role
    data |= {name: people.hide(text) for name, text in row.fields.items()}
    if row.open:
        data["open"] = True
    if row.original:
        data["original"] = {name: people.hide(text) for name, text in row.original.items()}
    if subject.role and row.subject.strip() != subject.role:
        data.setdefault("original", {})["subject"] = row.subject.strip()  # no name: the word for a role
    data["from"] = {"file": file, "line": row.place.line}

    def note(seq: int, zero_ns: int) -> Event:
        at = row.start_ns + zero_ns
        spans = {} if row.end_ns is None else {"end_ns": row.end_ns + zero_ns}
        kind = "event" if row.code else BLANK
        return Event(seq, "note", at, "import", kind, data | spans, participant=subject.participant)

    return note


_NO_CODE = msg("this subject has no code")
_NO_CODE_HINT = msg("--names FILE (or -): a line 'P07=...' with what the table says")
