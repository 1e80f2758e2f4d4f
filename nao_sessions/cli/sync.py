"""`nao-sessions sync`: work out again how the recordings of a session are to be read, and draw it."""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.cli.latencies import latency_lines
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell, write_output
from nao_sessions.core.text import Text
from nao_sessions.room.sync import examine, write
from nao_sessions.room.sync_page import sync_page
from nao_sessions.room.sync_words import sync_words
from nao_sessions.room.voice.latencies import measure_latencies
from nao_sessions.session.folder import SessionFolder


@click.command(short_help="Work out again how recordings are to be read, and draw it.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where a page with drawings is written."
)
@json_option
@lang_option
def sync(folder: Path, output: Path | None, as_json: bool, lang: str | None) -> None:
    """Look for claps in the recordings, fit the clocks, and replace sync.json; nothing else is changed."""
    language = language_of(lang)
    session = SessionFolder.open(folder)
    session.read_manifest()
    examined = examine(session.path, "marks")
    record = write(session.path, examined)
    latencies = measure_latencies(session.path)
    if output is not None:
        write_output(output, sync_page(session.path.name, examined, language))
    if as_json:
        give_json({**record, "latencies": latencies["answers"]})
        return
    for name, segments in examined.items():
        for segment in segments:
            record = segment.record
            told = sync_words(record["verdict"], record["method"], record.get("uncertainty_ms"), language)
            click.echo(f"{name}.{record['segment']:02} · {told}")
    for line in latency_lines(latencies["answers"], language):
        click.echo(line)
    if not examined:
        tell(Text(fr="Aucun enregistrement dans ce dossier.", en="No recording in this folder."), language)
