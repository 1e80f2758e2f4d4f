"""`nao-sessions export`: a session, or all below a folder, in the formats that other tools read."""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Language, Text
from nao_sessions.export.corpus import open_corpus
from nao_sessions.export.flat import write_tables
from nao_sessions.export.index import sessions_below
from nao_sessions.export.source import read_source
from nao_sessions.export.wanted import FORMATS, bids_files, export_session, not_written, place_of
from nao_sessions.session.private import replace_private


@click.command(short_help="Write sessions for ELAN, BORIS, Praat, players, archives, R and pandas.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", "format_", type=click.Choice(FORMATS), help="The format.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where it is written (file or folder).")
@click.option(
    "--series", type=click.Path(path_type=Path), help="A series file: it tells each session's phase."
)
@click.option("--jobs", type=click.IntRange(1), default=1, help="Processes that read, for many sessions.")
@json_option
@lang_option
def export(
    folder: Path,
    format_: str | None,
    output: Path | None,
    series: Path | None,
    jobs: int,
    as_json: bool,
    lang: str | None,
) -> None:
    """Write a session for other tools: eaf is ELAN, textgrid Praat, bundle an archive to cite.

    Of a folder with many sessions: csv, parquet and bids.
    """
    language = language_of(lang)
    if format_ is None:
        raise UsageError(_WHICH, code="E122")
    one = (folder / "events.jsonl").is_file()
    place = place_of(folder.resolve().name, format_, output)
    if one:
        written = export_session(read_source(folder), format_, place, language)
    else:
        written = _many(folder, format_, place, series, jobs, language)
    if as_json:
        give_json({"format": format_, "files": [str(path) for path in written]})
    else:
        click.echo(str(place))
        tell(_WRITTEN.format(count=len(written)), language)


def _many(
    root: Path, format_: str, place: Path, series: Path | None, jobs: int, language: Language
) -> list[Path]:
    """Export a corpus. Raises: UsageError, when the format is of one session alone."""
    if format_ not in ("csv", "parquet", "bids"):
        raise UsageError(_ONE_ALONE.format(format=format_), _ONE_HINT, code="E123")
    corpus = open_corpus(root, series=series, jobs=jobs)
    for one in corpus.unread:
        tell(_UNREAD.format(folder=one.folder, why=one.why), language)
    if format_ != "bids":
        return write_tables(corpus, place, "csv" if format_ == "csv" else "parquet")
    unread = {one.folder for one in corpus.unread}
    sources = [corpus.session(path).source for path in sessions_below(root) if path not in unread]
    written = []
    try:
        for path, content in bids_files(sources, place, language):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_private(path, content)
            written.append(path)
    except OSError as error:
        raise not_written(place, error) from error
    return written


_WHICH = Text(fr="--to dit dans quel format.", en="--to says in which format.")
_WRITTEN = Text(fr="Fichiers écrits : {count}.", en="Files written: {count}.")
_UNREAD = Text(fr="{folder} est laissée de côté : {why}", en="{folder} is left out: {why}")
_ONE_ALONE = Text(
    fr="Le format {format} est celui d'une seule séance.", en="The format {format} is of one session alone."
)
_ONE_HINT = Text(
    fr="Donnez le dossier d'une séance, ou --to csv, parquet ou bids.",
    en="Give the folder of one session, or --to csv, parquet or bids.",
)
