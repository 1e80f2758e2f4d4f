"""`nao-sessions sync`: work out again how the recordings of a session are to be read, and draw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from nao_sessions.analysis.importing.added_files import add_recording
from nao_sessions.cli.by import by_option, note_by
from nao_sessions.cli.info import latency_lines
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell, write_output
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import reads_as_written
from nao_sessions.privacy.film_use import check_text, ground_of_added
from nao_sessions.privacy.ledger.values import PURPOSES, Purpose
from nao_sessions.privacy.sealing import shows_persons
from nao_sessions.privacy.volume import check_ground
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.film import FILM_OVER_WORDS, read_film_end
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.room.sync.measuring import FILM_OVER_AT
from nao_sessions.room.sync.renewal import renew_apart
from nao_sessions.room.sync.words import sound_words, sync_words
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg


@click.command(short_help="Work out again how recordings are to be read, and draw it.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where a page with drawings is written."
)
@click.option(
    "--add",
    "recording",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A sound or a video of another recorder, to be aligned by its sound and added.",
)
@click.option("--name", metavar="NAME", help="Of what is added: dictaphone. The file's own is never kept.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="What it is added for; else as the session.")
@click.option("--ground", metavar="TEXT", help="Why it may be added, where no child takes part.")
@by_option
@json_option
@lang_option
@reads_as_written
def sync(
    folder: Path,
    output: Path | None,
    recording: Path | None,
    name: str | None,
    purpose: Purpose | None,
    ground: str | None,
    by: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Look for claps in the recordings, fit the clocks, and replace sync.json and latencies.json.

    With --add, another recorder's file becomes a recording of the session, where its sound has its place:
    all who were there are asked of the ledger of agreements.
    """
    language = language_of(lang)
    session = SessionFolder.open(folder)
    session.read_manifest()
    check_text(ground)
    if recording is not None:
        with Progress(TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True),
                      transient=True) as bar:  # fmt: skip
            aligning = bar.add_task(_ALIGNING.in_language(language), total=1.0)
            added = add_recording(
                session,
                recording,
                name,
                lambda share: bar.update(aligning, completed=share),
                lambda recorders: _ground_of(session, recorders, purpose, ground),
            )
        note_by(by, "imported", [session.path])
        tell(_ADDED.format(name=added.name, beside=added.beside), language)
    elif name is not None or purpose is not None or ground is not None:
        raise UsageError(_NO_ADD, code="U168")
    done = renew_apart(session.path, language, draws=output is not None)
    if output is not None:
        write_output(output, done.page)
    if as_json:
        give_json({**done.record, "latencies": done.answers})
        return
    streams = done.record["streams"]
    for stream, found in streams.items():
        for segment in found["segments"]:
            click.echo(f"{stream}.{segment['segment']:02} · {_told(segment, language)}")
    events = read_log(session.events).events if session.events.is_file() else ()
    for line in latency_lines(done.answers, language, events, read_corrections(session.path)):
        click.echo(line)
    if FILM_OVER_AT in done.record:
        at_s = done.record[FILM_OVER_AT] // SECOND_NS
        time = f"{at_s // 60}:{at_s % 60:02}"
        tell(msg("{what} at {time}", what=FILM_OVER_WORDS, time=time), language)
    if not streams:
        tell(msg("No recording in this folder."), language)


def _ground_of(
    session: SessionFolder, recorders: Sequence[str], purpose: Purpose | None, text: str | None
) -> str:
    """Return why a recording may be added: the ledger, else the text, else the session's own ground.

    Raises:
        UsageError: somebody who was there is against it (G107), or nobody says why (G101).
        RecordError: the ledger cannot be read.
    """
    manifest = session.read_manifest()
    events = read_log(session.events).events if session.events.is_file() else ()
    is_over = read_film_end(events, session.halts) is not None
    by_ledger = ground_of_added(manifest, events, recorders, purpose, film_is_over=is_over)
    ground = by_ledger or (text or "").strip() or manifest.ground.text
    check_ground(real=shows_persons(manifest), records=True, ground=ground)
    return ground


def _told(record: Mapping[str, Any], language: Language) -> str:
    """Return how far the times of a segment can be trusted, and how late its sound is, in words."""
    trust = sync_words(record["verdict"], record["method"], record.get("uncertainty_ms"), language)
    own = record.get("sound", {})
    has_sound = bool(record.get("has_sound"))
    sound = sound_words(has_sound, own.get("late_ms"), own.get("uncertainty_ms"), language)
    return " · ".join(filter(None, (trust, sound)))


_ALIGNING = msg("Comparing sounds")
_ADDED = msg("Added: {name}, aligned by the sound of {beside}. The log and SHA256SUMS are as they were.")
_NO_ADD = msg("--name, --purpose and --ground go with --add FILE.")
