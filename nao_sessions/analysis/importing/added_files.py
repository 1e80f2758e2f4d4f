"""Another recorder's file, added to a session that exists: copied, aligned by its sound, and noted as added.

What the session closed with is not touched. The file is made and aligned apart, and put into ``room/`` only
once its place in time is known; the name that it had is kept nowhere."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from nao_sessions.analysis.importing.sound import COPIED, Sound
from nao_sessions.analysis.importing.video import OPTIONS, bring, codec_of, tracks_apart
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.confined_child import ConfinedChild, media_limits
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.received import named
from nao_sessions.record.additions.recordings import AddedRecording, added_recorders, append_added
from nao_sessions.record.checksums import file_sum
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import check_folder
from nao_sessions.room.files.container import FOREIGN, open_recording, readable
from nao_sessions.room.files.index import (
    IMPORTED,
    KEY,
    Frame,
    IndexWriter,
    index_path,
    segment_path,
    streams_of,
)
from nao_sessions.room.files.mp4 import FACTS
from nao_sessions.room.sync.alignment import align_recording, sound_length_s
from nao_sessions.text.messages import msg

UNFINISHED = ".adding-"
"""How the name of the folder begins in which a file is prepared."""
FIRST_NAME = "added"
"""The stream's name where none is given; the next ones are ``added2``, ``added3``."""

SOUND_COPIED = COPIED - {"mp3"}
"""The head of an MP3 says how much of its beginning is to be left out; in an MP4 that is lost, and players
would be late by it."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A recording as it was written for the folder: its frames as (pts, key), in ticks of ``time_base``."""

    path: Path
    codec: str
    time_base: Fraction
    frames: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class AlignedFile:
    """A recording as it was written, and how its time becomes session time (JSON)."""

    written: AddedFile
    reading: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordingAdded:
    """A recording that was added: its name, beside whose sound it was aligned, its number of frames."""

    name: str
    beside: str
    frames: int


def add_recording(
    folder: SessionFolder,
    source: Path,
    name: str | None,
    tell: Callable[[float], None] = lambda share: None,
    ground_of: Callable[[tuple[str, ...]], str] = lambda recorders: "",
) -> RecordingAdded:
    """Add a file to a session; ``tell`` is called with the share of the alignment that is done.

    ``ground_of`` returns why the film of some recorders may be taken in, or raises; it is asked first.

    Raises:
        UsageError: there is no such file, or the name is not valid, or taken; or what ``ground_of`` raises.
        RecordError: the session is not closed, the file cannot be aligned, or it cannot be written.
        LinkRefused: the folder of the recordings is a link.
        TableRefused: its pictures cannot be read.
        ForeignFileRefused: it took more than it may, or broke its reader.
    """
    if not source.is_file():
        raise UsageError(_NOT_THERE.format(path=source), code="U163")
    if folder.read_manifest().state == "open":
        raise RecordError(_OPEN, _OPEN_HINT, code="R145")
    check_folder(folder.room)
    name = _name(folder, name)
    ground = ground_of(added_recorders(name, pictures=tracks_apart(source)[0] is not None))
    made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.path))
    try:
        limits = media_limits(source, *folder.room.iterdir(), makes=True)
        child = ConfinedChild(source.name, limits, [source, folder.path], [made], tell)
        aligned = child.call(bring_aligned, source, made, name, folder.path)
        brought = aligned.written
        _write_index(made, name, aligned)
        files = (brought.path, index_path(made, name))
        added = AddedRecording(
            name=name,
            added_utc=datetime.now(UTC).isoformat(timespec="seconds"),
            source={"sha256": _sum(source), "codec": brought.codec},
            files={f"room/{path.name}": file_sum(path, folder.path) for path in files},
            reading=aligned.reading,
            ground=ground,
        )
        for path in files:
            path.chmod(0o600)
            path.rename(folder.room / path.name)
        append_added(folder.path, added)
    except OSError as error:
        raise RecordError(_NOT_ADDED.format(reason=error.strerror), code="R146") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return RecordingAdded(name, str(aligned.reading["beside"]), len(brought.frames))


def _sum(source: Path) -> str:
    with named(source) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _name(folder: SessionFolder, given: str | None) -> str:
    """Return the name of the new stream: the given one, else the first that is free. Raises: UsageError."""
    taken = set(streams_of(folder.room))
    if given is None:
        number = 1
        while (FIRST_NAME if number == 1 else f"{FIRST_NAME}{number}") in taken:
            number += 1
        return FIRST_NAME if number == 1 else f"{FIRST_NAME}{number}"
    if not _NAME.fullmatch(given) or given in taken:
        raise UsageError(_NO_NAME.format(name=given), _NO_NAME_HINT, code="U167")
    return given


def bring_aligned(
    source: Path, made: Path, name: str, folder: Path, tell: Callable[[float], None] = lambda share: None
) -> AlignedFile:
    """Write a recording into the folder ``made``, and align it with the sound of a session folder.

    Raises:
        RecordError: it cannot be aligned.
        TableRefused: its pictures cannot be read.
        OSError: the disk is full.
    """
    written = _bring(source, made, name)
    return AlignedFile(written, align_recording(written.path, folder, tell).to_json())


def _bring(source: Path, made: Path, name: str) -> AddedFile:
    """Write the recording as a video with sound, or as sound alone, and return it.

    Raises:
        RecordError: there is no sound in it.
        TableRefused: its pictures cannot be read.
        OSError: the disk is full.
    """
    facts = json.dumps({"segment": 1, "origin_ns": 0, "speed": 1.0})
    try:
        if not sound_length_s(source):
            raise RecordError(_NO_SOUND, code="R142")
        codec = codec_of(source)
        if codec is not None:
            target = segment_path(made, name, 1)
            video = bring(source, target, facts)
            frames = tuple((frame.pts, frame.key) for frame in video.frames)
            return AddedFile(target, video.codec, video.time_base, frames)
        return _bring_sound(source, segment_path(made, name, 1, sound_only=True), facts)
    except av.error.FFmpegError as error:
        raise RecordError(_NO_SOUND, code="R142") from error


def _bring_sound(source: Path, target: Path, facts: str) -> AddedFile:
    """Write the sound of a file as an MP4, and return it; each of its packets counts as a key frame."""
    with open_recording(source, FOREIGN) as container:
        if not (sounds := readable(container.streams.audio)):
            raise RecordError(_NO_SOUND, code="R142")
        codec = sounds[0].codec_context.codec.canonical_name
        with av.open(str(target), "w", format="mp4", options=OPTIONS) as made:
            made.metadata[FACTS] = facts
            sound = Sound.of(made, container, Fraction(0), SOUND_COPIED)
            assert sound is not None
            for packet in container.demux(sound.source):
                sound.take(packet)
            sound.end()
    with open_recording(target, decodes=False) as container:
        track = container.streams.audio[0]
        time_base = track.time_base or Fraction(1, 48_000)
        blocks = tuple((packet.pts, True) for packet in container.demux(track) if packet.pts is not None)
    return AddedFile(target, codec, time_base, blocks)


def _write_index(made: Path, name: str, aligned: AlignedFile) -> None:
    """Write the index of the recording's frames: arrivals are computed, none was observed."""
    brought, offset_ns, rate = aligned.written, aligned.reading["offset_ns"], aligned.reading["rate"]
    index = IndexWriter(index_path(made, name))
    try:
        for number, (pts, key) in enumerate(brought.frames):
            file_s = pts * brought.time_base
            index.add(
                Frame(
                    segment=1,
                    frame=number,
                    pts=pts,
                    key=key,
                    arrival_ns=offset_ns + round(rate * float(file_s) * SECOND_NS),
                    source_t=float(file_s),
                    flags=(KEY if key else "") + IMPORTED,
                )
            )
    finally:
        index.close()


_NOT_THERE = msg("There is no {path}.")
_OPEN = msg("This session is not closed.")
_OPEN_HINT = msg("Wait for its end; if it was interrupted, 'nao-sessions recover' closes it.")
_NO_NAME = msg("'{name}' cannot be the name of a recording, or is taken.")
_NO_NAME_HINT = msg("Small letters, digits, - and _, no first name: --name dictaphone")
_NO_SOUND = msg("This file has no sound that can be read.")
_NOT_ADDED = msg("The file cannot be added: {reason}. The folder is as before.")
