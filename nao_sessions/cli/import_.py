"""`nao-sessions import`: a session folder made of a foreign video and a table of events."""

from __future__ import annotations

import errno
import hashlib
import re
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click

from nao_sessions.analysis.formats.name_filter import (
    KnownPeople,
    doubtful_lines,
    file_as_written,
    name_doubts,
    read_name_lines,
)
from nao_sessions.analysis.importing.folder import ImportRequest, ImportResult, import_session, notes_of
from nao_sessions.analysis.importing.options import FORMATS, format_of, offsets_of, read_apart, videos_of
from nao_sessions.analysis.importing.video import ImportedVideo, is_copied, tracks_apart
from nao_sessions.cli.by import by_option, note_by
from nao_sessions.cli.first_names import name_lines
from nao_sessions.cli.ground import day_of
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import read_named
from nao_sessions.privacy.film_use import (
    check_adults,
    check_disk_of_import,
    check_text,
    children_in,
    ground_of_import,
)
from nao_sessions.privacy.ledger.rules import Presence
from nao_sessions.privacy.ledger.values import PURPOSES, Purpose, sound_of
from nao_sessions.privacy.volume import grounds
from nao_sessions.record.folder import default_folder
from nao_sessions.record.manifest import checked_phase
from nao_sessions.text.messages import Text, msg

LARGEST_BYTES = 64 << 20
"""How large a table may be: an hour coded ten times a second is 3 MB."""


@click.command(name="import", short_help="Make a session of a foreign video and a table of events.")
@click.argument("videos", nargs=-1, required=True, metavar="[NAME=]VIDEO...")
@click.option("--events", required=True, type=click.Path(path_type=Path), help="The table of events.")
@click.option(
    "--format",
    "given_format",
    type=click.Choice([one.name for one in FORMATS]),
    help="Of the table (default: by the end of its name).",
)
@click.option("--observation", metavar="ID", help="Which observation of a BORIS project.")
@click.option(
    "--offset",
    "offsets",
    multiple=True,
    metavar="NAME=SECONDS[±SECONDS]",
    help="When a video begins in the table's time, and how surely.",
)
@click.option("--participant", "participants", multiple=True, metavar="CODE", help="Code, such as P07.")
@click.option("--names", metavar="FILE|-", help="Whom the table means, never written: CODE=WORD a line.")
@click.option("--protocol", metavar="ID", default="", help="Which protocol was followed.")
@click.option("--phase", metavar="WORD", default="", help="Of a study: baseline, intervention.")
@click.option("--ground", metavar="TEXT", help="On what ground it is kept, where nobody is in the ledger.")
@click.option("--purpose", type=click.Choice(PURPOSES), default=PURPOSES[0], help="What it is kept for.")
@click.option("--adult", "adults", multiple=True, metavar="CODE", help="An adult in the film, such as A01.")
@click.option("--filmed-on", metavar="DATE", help="The day of the film, where it is known.")
@click.option("--unencrypted", metavar="REASON", help="Why a volume that is not encrypted is used.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the session's folder is made.")
@by_option
@json_option
@lang_option
def import_(
    videos: tuple[str, ...],
    events: Path,
    given_format: str | None,
    observation: str | None,
    offsets: tuple[str, ...],
    participants: tuple[str, ...],
    names: str | None,
    protocol: str,
    phase: str,
    ground: str | None,
    purpose: Purpose,
    adults: tuple[str, ...],
    filmed_on: str | None,
    unencrypted: str | None,
    out: Path | None,
    by: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Make a session folder of one or several videos and a table of what happened in them.

    The videos are copied, the events become notes of the log, and replay shows both; nothing is re-executed.
    """
    language = language_of(lang)
    found = videos_of(videos)
    placed = offsets_of(offsets, found)
    kind = format_of(events, given_format)
    if protocol and not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", protocol):
        raise UsageError(_NO_PROTOCOL, _NO_PROTOCOL_HINT, code="U166")
    if names == "-" and sys.stdin.isatty():
        tell(_TYPE, language)
    people = KnownPeople(participants, _called(names))
    parent = out or default_folder(real=True)
    check_text(ground)
    check_adults(adults)
    day = None if filmed_on is None else day_of(filmed_on)
    content = _read(events)
    table = read_apart(kind, content, events.name, observation)
    written_as = file_as_written(events.name, people.hide)
    _, children = notes_of(table.rows, people, written_as)
    tracks = {name: tracks_apart(path) for name, path in found.items()}
    recorders = [f"camera:{name}" for name in found]
    recorders += [sound_of(name) for name, (_, has_sound) in tracks.items() if has_sound]
    named = Presence(children, adults)
    by_ledger, as_adults = ground_of_import(named, recorders, purpose, day), children_in(named)
    if by_ledger:
        check_disk_of_import(parent)
    why = grounds(
        real=True,
        records=True,
        ground=by_ledger or (None if ground is None else people.hide(ground)),
        unencrypted=None if unencrypted is None else people.hide(unencrypted),
        folder=parent,
    )
    for name, (codec, _) in tracks.items():
        if codec is not None and not is_copied(codec):
            tell(_WILL_ENCODE.format(name=name, codec=codec), language)
    request = ImportRequest(
        table=table,
        source={
            "format": kind.name,
            "file": written_as,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
        videos=found,
        offsets=placed,
        people=people,
        ground=why,
        present={
            "adults": [code for code in adults if code not in as_adults],
            "purpose": purpose,
            **({"children": list(as_adults)} if as_adults else {}),
            **({"filmed_on": day.isoformat()} if day else {}),
        },
        protocol=protocol,
        phase=checked_phase(people.hide(phase)),
        language=language,
    )

    def brought(name: str, video: ImportedVideo) -> None:
        tell(_BROUGHT[video.how].format(name=name, frames=len(video.frames)), language)
        if video.silent:
            tell(_SILENT.format(name=name), language)

    with _ended_tidily():
        done = import_session(request, parent, brought)
    note_by(by, "imported", [done.folder.path])
    remarks = [*table.remarks, *_unpaired(table.rows), *name_doubts(doubtful_lines(table.rows, people.hide))]
    remarks += done.remarks
    for remark in remarks:
        tell(remark, language)
    if as_json:
        give_json(_as_json(done, [remark.in_language(language) for remark in remarks]))
        return
    words = _DONE.format(events=done.events, videos=len(done.videos), people=len(done.participants))
    click.echo(words.in_language(language))
    click.echo(("dossier : " if language == "fr" else "folder: ") + str(done.folder.path))
    click.echo(f"nao-sessions replay {done.folder.path}")


def _called(source: str | None) -> list[tuple[str, str]]:
    """Return whom a table means, as (code, word), from a file or stdin; none without. Raises: UsageError."""
    return [] if source is None else read_name_lines(name_lines(source))


def _read(path: Path) -> bytes:
    try:
        return read_named(path, LARGEST_BYTES)
    except OSError as error:
        sentence = _TOO_LARGE if error.errno == errno.EFBIG else _NOT_READ
        raise UsageError(sentence.format(path=path), code="U163") from error


def _unpaired(rows: tuple[Any, ...]) -> list[Text]:
    """Return a sentence on the states whose end was never coded, with their lines; none without any."""
    lines = ", ".join(str(row.place.line) for row in rows if row.open)
    return [_UNPAIRED.format(lines=lines)] if lines else []


def _as_json(done: ImportResult, remarks: list[str]) -> Mapping[str, Any]:
    return {
        "folder": str(done.folder.path),
        "events": done.events,
        "participants": list(done.participants),
        "videos": {
            name: {
                "pictures": video.how,
                "codec": video.codec,
                "frames": len(video.frames),
                "sound": not video.silent,
                **placed.to_facts(),
            }
            for name, (placed, video) in done.videos.items()
        },
        "remarks": remarks,
    }


@contextmanager
def _ended_tidily() -> Iterator[None]:
    """Let Ctrl-C, a hangup or ``kill`` remove what was begun, as an error does."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    caught = [one for one in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in caught}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_TYPE = msg("A line for each subject of the table: P07=what it says. Ctrl-D to end.")
_NO_PROTOCOL = msg("--protocol takes the id of a protocol, such as tri-fruits.")
_NO_PROTOCOL_HINT = msg("It is the key 'id' of its file.")
_NOT_READ = msg("{path} cannot be read.")
_TOO_LARGE = msg("{path} is too large for a table.")
_WILL_ENCODE = msg("{name}: a browser does not show '{codec}'; the pictures are encoded as H.264, wait...")
_BROUGHT = {
    "copied": msg("{name}: {frames} frames, copied as they are."),
    "encoded": msg("{name}: {frames} frames, encoded again as H.264 at the same times."),
}
_SILENT = msg("{name}: this video has no sound.")
_UNPAIRED = msg("States whose end was not coded, imported as moments: lines {lines}.")
_DONE = msg("Imported. Events: {events}; videos: {videos}; participants: {people}.")
