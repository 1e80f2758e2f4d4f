"""`nao-sessions export`: a session, or all below a folder, in the formats that other tools read."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from nao_sessions.annotation.methods import further_sentences
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Language, Text
from nao_sessions.export.corpus import open_corpus
from nao_sessions.export.film.started import carry_out_apart
from nao_sessions.export.film.work import Job, What
from nao_sessions.export.flat import write_tables
from nao_sessions.export.index import sessions_below
from nao_sessions.export.source import read_source
from nao_sessions.export.tiers import ORDER, TierKind
from nao_sessions.export.wanted import (
    FORMATS,
    TELLING,
    bids_files,
    export_session,
    methods_files,
    not_written,
    outside,
    place_of,
)
from nao_sessions.session.private import replace_private


@click.command(short_help="Write sessions for ELAN, BORIS, Praat, players, archives, R and pandas.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", "format_", type=click.Choice(FORMATS), help="The format.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where it is written (file or folder).")
@click.option(
    "--series", type=click.Path(path_type=Path), help="A series file: it tells each session's phase."
)
@click.option("--media", type=click.Choice(["cfr"]), help="A copy at a constant rate, with the time in it.")
@click.option("--clips", "kind", type=click.Choice(ORDER), help="Clips around events of this kind.")
@click.option("--contact-sheet", is_flag=True, help="A picture of each trial.")
@click.option(
    "--with-names", metavar="REASON", default="", help="Leave first names to be heard, and say why."
)
@click.option("--jobs", type=click.IntRange(1), default=1, help="Processes that read, for many sessions.")
@json_option
@lang_option
def export(
    folder: Path,
    format_: str | None,
    output: Path | None,
    series: Path | None,
    media: str | None,
    kind: TierKind | None,
    contact_sheet: bool,
    with_names: str,
    jobs: int,
    as_json: bool,
    lang: str | None,
) -> None:
    """Write a session for other tools: eaf is ELAN, textgrid Praat, bundle an archive to cite.

    Of a folder with many sessions: csv, parquet, bids and methods.
    """
    language = language_of(lang)
    what: What | None = "cfr" if media else "clips" if kind else "contact" if contact_sheet else None
    if sum(map(bool, (format_, media, kind, contact_sheet))) != 1:
        raise UsageError(_WHICH, code="E122")
    name = folder.resolve().name
    if what is not None:
        place = output or Path(f"{name}-{what}")
        outside(folder, place)
        job = Job(str(folder), what, str(place), language, kind or "trials", with_names)
        written = _filmed(job, language)
    elif with_names:
        raise UsageError(_NO_SOUND, code="E124")
    elif (folder / "events.jsonl").is_file():
        place = place_of(name, str(format_), output)
        further = further_sentences([folder]) if format_ in TELLING else ()
        written = export_session(read_source(folder), str(format_), place, language, further)
    else:
        place = place_of(name, str(format_), output)
        written = _many(folder, str(format_), place, series, jobs, language)
    if as_json:
        give_json({"format": format_ or what, "files": [str(path) for path in written]})
    else:
        click.echo(str(place))
        tell(_WRITTEN.format(count=len(written)), language)


def _filmed(job: Job, language: Language) -> list[Path]:
    """Have pictures and sound made in a process of its own, and show how far it is."""
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        making = bar.add_task(_MAKING.in_language(language), total=1.0)
        return carry_out_apart(job, lambda share: bar.update(making, completed=share))


def _many(
    root: Path, format_: str, place: Path, series: Path | None, jobs: int, language: Language
) -> list[Path]:
    """Export a corpus. Raises: UsageError, when the format is of one session alone."""
    if format_ not in ("csv", "parquet", "bids", "methods"):
        raise UsageError(_ONE_ALONE.format(format=format_), _ONE_HINT, code="E123")
    corpus = open_corpus(root, series=series, jobs=jobs)
    for one in corpus.unread:
        tell(_UNREAD.format(folder=one.folder, why=one.why), language)
    if format_ in ("csv", "parquet"):
        return write_tables(corpus, place, "csv" if format_ == "csv" else "parquet")
    unread = {one.folder for one in corpus.unread}
    folders = [path for path in sessions_below(root) if path not in unread]
    sources = [corpus.session(path).source for path in folders]
    if format_ == "bids":
        files = bids_files(sources, place, language)
    else:
        files = methods_files(sources, place, further_sentences(folders))
    written = []
    try:
        for path, content in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_private(path, content)
            written.append(path)
    except OSError as error:
        raise not_written(place, error) from error
    return written


_WHICH = Text(
    fr="Une seule chose à la fois : --to, --media, --clips ou --contact-sheet.",
    en="One thing at a time: --to, --media, --clips or --contact-sheet.",
)
_NO_SOUND = Text(
    fr="--with-names va avec --media ou --clips : les autres formats n'ont pas de son, et jamais de prénom.",
    en="--with-names goes with --media or --clips: other formats have no sound, and never a name.",
)
_MAKING = Text(fr="Copie de la vidéo", en="Copying the video")
_WRITTEN = Text(fr="Fichiers écrits : {count}.", en="Files written: {count}.")
_UNREAD = Text(fr="{folder} est laissée de côté : {why}", en="{folder} is left out: {why}")
_ONE_ALONE = Text(
    fr="Le format {format} est celui d'une seule séance.", en="The format {format} is of one session alone."
)
_ONE_HINT = Text(
    fr="Donnez le dossier d'une séance, ou --to csv, parquet, bids ou methods.",
    en="Give the folder of one session, or --to csv, parquet, bids or methods.",
)
