"""`nao-sessions practice`: what recorded sessions did with a protocol, step by step; it proposes nothing."""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.analysis.corpus.index import copies_among
from nao_sessions.analysis.practice import Practice, SessionLog, gather
from nao_sessions.analysis.practice.page import practice_page
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell, write_output
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import reads_as_written
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.folder import SessionFolder
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg


@click.command(short_help="Put recorded sessions of a protocol together.")
@click.argument("protocol", type=click.Path(path_type=Path))
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FOLDER...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the page is written.")
@json_option
@lang_option
def practice(
    protocol: Path, folders: tuple[Path, ...], output: Path | None, as_json: bool, lang: str | None
) -> None:
    """Gather what sessions skipped, repeated, helped with by hand, improvised, and how long silences were.

    Without -o or --json the page goes to stdout.
    """
    language = language_of(lang)
    loaded = load(protocol)
    copies = copies_among(tuple(dict.fromkeys(folders)))
    for copy, whole in copies.items():
        tell(_COPY.format(folder=copy, whole=whole), language)
    sessions = [_read(folder, loaded) for folder in dict.fromkeys(folders) if folder not in copies]
    found = gather(tuple(loaded.steps), sessions)
    if as_json:
        give_json(found.to_json())
        return
    page = practice_page(loaded, found, language, rehearsals=sum(session.rehearsal for session in sessions))
    _give(page, output, found, language)


@reads_as_written
def _read(folder: Path, protocol: Protocol) -> SessionLog:
    """Return the log of one session, with its corrections.

    Raises:
        RecordError: it cannot be read.
        UsageError: it is a session of another protocol.
    """
    session = SessionFolder.open(folder)
    manifest = session.read_manifest()
    if manifest.protocol.id != protocol.id:
        raise UsageError(
            msg(
                "{folder} is a session of '{other}', not of '{id}'.",
                folder=folder,
                other=manifest.protocol.id,
                id=protocol.id,
            ),
            code="U131",
        )
    return SessionLog(
        folder.name,
        manifest.protocol.version,
        manifest.rehearsal,
        session.read_events(),
        read_corrections(session.path),
    )


def _give(page: str, output: Path | None, found: Practice, language: Language) -> None:
    if output is None:
        click.echo(page)
        return
    write_output(output, page)
    count = len(found.sessions)
    tell(
        msg("sessions put together: {count} · {output}", count=count, output=output),
        language,
    )


_COPY = msg("{folder} is the same session as {whole}, which is counted: it is left out.")
