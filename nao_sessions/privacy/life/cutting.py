"""The cut: somebody is taken out of a session of several; what the others did stays, and is signed anew.

A code of this session alone, which means nobody, stands in the place of the one taken out: in log, manifest
and protocol, in what was added later and in names of files. Film and memos, in which everybody is seen or
heard, are destroyed, and so is what the child drew itself. Every step can be taken again: what a power cut
left half done is carried out to its end.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import FolderInUse, ProtocolRefused, RecordError
from nao_sessions.core.received import files_below, open_received, read_received
from nao_sessions.engine import SEMANTICS, Engine
from nao_sessions.privacy.life.traces import TEXTS, replaced, without, word_of
from nao_sessions.protocol import load_files
from nao_sessions.record.additions.afterwards import AFTER_FILE
from nao_sessions.record.additions.recordings import ADDED_FILE
from nao_sessions.record.checksums import LINE_SUMS, write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House, canonical, whole_lines
from nao_sessions.record.journal import ReplayDiffers, reexecute
from nao_sessions.record.log import is_imported, read_log
from nao_sessions.record.private import make_private_folder, remove_private, replace_private, sync_folder
from nao_sessions.record.signature import CHAIN_FILE, SIGNATURE_FILE, SessionCut, sign_cut
from nao_sessions.text.messages import msg

_SIGNED_ANEW = frozenset({SIGNATURE_FILE, CHAIN_FILE, "SHA256SUMS", LINE_SUMS})
_OF_FILM = frozenset({"sync.json", ADDED_FILE})
"""What tells of the film alone: how its times are read; what was added later, by its sums."""
_TORN = "events.torn"


@dataclass(frozen=True, slots=True)
class CodeRemoval:
    """Who is taken out of a session, what stands in the place of the code, and what was found before.

    ``film`` is whether the person was there, so that film and memos go; ``before`` is the seal of the session
    that was closed before this one.
    """

    code: str
    cut: SessionCut
    film: bool
    before: str


def cut_session(folder: SessionFolder, taking: CodeRemoval, house: House) -> None:
    """Take somebody out of a session, and sign what stays.

    Raises:
        FolderInUse: the session is running (R103).
        RecordError: something in the folder is no plain file, or the house cannot sign.
        OSError: a file cannot be read or written: taken again, the cut is carried out to its end.
    """
    with not_running(folder):
        for path in files_below(folder.path):
            _cut_file(folder, path, taking)
        _cut_log(folder, taking)
        _cut_manifest(folder, taking)
        recomputed = _follows_from_inputs(folder)

        def sign(listing: bytes) -> None:
            sign_cut(folder.path, listing, taking.cut, taking.before, house, recomputed=recomputed)

        write_checksums(folder, sign)
        sync_folder(folder.path)


@contextlib.contextmanager
def not_running(folder: SessionFolder) -> Iterator[None]:
    """Keep a session from being taken up while something of it is erased.

    Raises:
        FolderInUse: it is running (R103).
    """
    try:
        file = open_received(folder.events, folder.path)
    except (OSError, RecordError):  # nothing was logged, it is gone already, or it is no log
        yield
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(file)
        raise FolderInUse(
            msg("The session {name} is running: nothing of it is erased.", name=folder.path.name),
            msg("End it first, then erase."),
            code="R103",
        ) from error
    try:
        yield
    finally:
        os.close(file)


def film_of(folder: Path) -> list[Path]:
    """Return the files of a session in which everybody is seen or heard: film, its indexes, memos."""
    return [path for tree in ("room", "memos") for path in files_below(folder / tree, folder)]


def is_drawn_by(path: Path, code: str) -> bool:
    """Return whether a file of a session is what somebody drew on a slate."""
    return path.parent.name == "slate" and path.stem == code


def _cut_file(folder: SessionFolder, path: Path, taking: CodeRemoval) -> None:
    """Remove a file, or take the code out of its content and its name; log and manifest come last."""
    within, parts = folder.path, path.relative_to(folder.path).parts
    gone = taking.film and (parts[0] in ("room", "memos") or parts[-1] in _OF_FILM)
    if gone or is_drawn_by(path, taking.code) or parts[-1] == _TORN:
        remove_private(path, within)
        return
    if path in (folder.events, folder.manifest) or parts[-1] in _SIGNED_ANEW:
        return
    if path.suffix in TEXTS and path.parent != folder.room:
        content = read_received(path, within)
        kept = without(path, content, taking.code, taking.cut.nobody)
        if parts == (AFTER_FILE,) and taking.film:
            kept = _without_memos(kept)
        if kept != content:
            replace_private(path, kept, within=within)
    renamed = within / word_of(taking.code).sub(taking.cut.nobody, path.relative_to(within).as_posix())
    if renamed != path:
        make_private_folder(renamed.parent, within)
        path.rename(renamed)
        sync_folder(renamed.parent)
        with contextlib.suppress(OSError):  # other files are in it still
            path.parent.rmdir()


def _without_memos(content: bytes) -> bytes:
    lines = whole_lines(content)
    stay = [line for line in lines if not str(line.get("kind", "")).startswith("memo_")]
    return content if len(stay) == len(lines) else b"".join(canonical(line) + b"\n" for line in stay)


def _cut_log(folder: SessionFolder, taking: CodeRemoval) -> None:
    """Take the code out of the log; its first line names protocol files by their new sums, and no film's."""
    content = read_received(folder.events)
    kept = without(folder.events, content, taking.code, taking.cut.nobody)
    first, end, rest = kept.partition(b"\n")
    start = json.loads(first)
    files = start["data"].get("files") if start.get("kind") == "start" else None
    if isinstance(files, dict):
        sums = {name: hashlib.sha256(one).hexdigest() for name, one in folder.protocol_files().items()}
        start["data"]["files"] = {name: sums.get(name, known) for name, known in files.items()}
        if start["data"]["files"] != files:
            first = json.dumps(start, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    videos = start["data"].get("videos") if taking.film and start.get("source") == "import" else None
    summed = [one for one in videos.values() if "sha256" in one] if isinstance(videos, dict) else []
    if summed:
        for one in summed:
            del one["sha256"]
        first = json.dumps(start, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    kept = first + end + rest
    if kept != content:
        replace_private(folder.events, kept)


def _cut_manifest(folder: SessionFolder, taking: CodeRemoval) -> None:
    """Take the code out of ``session.json``, which names the log's first line by its sum."""
    content = read_received(folder.manifest)
    record: dict[str, Any] = replaced(json.loads(content), taking.code, taking.cut.nobody)
    if record.get("start_sha256"):
        first = read_received(folder.events).partition(b"\n")[0]
        record["start_sha256"] = hashlib.sha256(first).hexdigest()
    kept = (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    if kept != content:
        replace_private(folder.manifest, kept)


def _follows_from_inputs(folder: SessionFolder) -> bool | None:
    """Return whether the log still follows from its inputs; None where nothing is computed again.

    What is drawn by lot for each child depends on the child's code.
    """
    events = read_log(folder.events).events
    if is_imported(events) or not events or events[0].data.get("engine") != SEMANTICS:
        return None
    try:
        protocol = load_files(folder.protocol_files(), folder.read_manifest().protocol.entry)
        reexecute(Engine(protocol), events)
    except ProtocolRefused:
        return None
    except ReplayDiffers:
        return False
    return True
