"""`nao-sessions export`: a session, or all below a folder, in the formats that other tools read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from nao_sessions.analysis.coding.methods import further_sentences
from nao_sessions.analysis.corpus.corpus import open_corpus
from nao_sessions.analysis.corpus.index import sessions_below
from nao_sessions.analysis.corpus.index_files import cache_of
from nao_sessions.analysis.film.features.store import Measuring
from nao_sessions.analysis.film.work import Job, What, carry_out_apart
from nao_sessions.analysis.formats.tiers import ORDER, TierKind
from nao_sessions.analysis.schemes.exported import schemes_of
from nao_sessions.analysis.tables.flat import write_tables
from nao_sessions.analysis.tables.methods import described
from nao_sessions.analysis.tables.session_export import (
    FORMATS,
    TELLING,
    bids_files,
    export_session,
    methods_files,
    not_written,
    outside,
    place_of,
    remarks_on,
    write_files,
)
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.by import by_option, of_persons
from nao_sessions.cli.spreading import dask_option, jobs_option, reached, told
from nao_sessions.cli.words import (
    EXIT_FINDINGS,
    LEFT_OUT,
    give_json,
    json_option,
    lang_option,
    language_of,
    tell,
)
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.received import is_there, reads_as_written
from nao_sessions.privacy.acts import UNKNOWN
from nao_sessions.privacy.film_use import check_log_use, check_not_ended, check_use
from nao_sessions.privacy.ledger.values import PURPOSES, Purpose
from nao_sessions.privacy.sealing import Seal
from nao_sessions.record.additions.recordings import read_added
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.log import read_log
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgn

TABLES_ALONE = ("csv", "parquet")


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export wrote, and whether something is not in it that was asked for."""

    files: list[Path]
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """The options of an export that concern many sessions: what is added, and where the work is done."""

    series: Path | None
    features: bool
    jobs: int
    dask: str | None


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
@click.option(
    "--features",
    is_flag=True,
    help="With csv or parquet: measure pictures and sound, second by second. Long, once a recording.",
)
@click.option(
    "--recipient", "recipients", multiple=True, metavar="KEY", help="Seal it to this public key, too."
)
@click.option(
    "--plain", metavar="REASON", default="", help="Do not seal it, and say why: the house's journal keeps it."
)
@click.option("--purpose", type=click.Choice(PURPOSES), help="What it is for; else as it was recorded.")
@by_option
@jobs_option
@dask_option
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
    features: bool,
    recipients: tuple[str, ...],
    plain: str,
    purpose: Purpose | None,
    by: str,
    jobs: int,
    dask: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Write a session for other tools: eaf is ELAN, textgrid Praat, bundle an archive to cite.

    Of a folder with many sessions: csv, parquet, bids and methods. Where persons took part it is sealed, and
    'nao-sessions open' opens it. Ends with 1 where something had to be left out; stderr says what.
    """
    language = language_of(lang)
    what: What | None = "cfr" if media else "clips" if kind else "contact" if contact_sheet else None
    asked = sum(map(bool, (format_, media, kind, contact_sheet)))
    if asked != 1:
        raise UsageError(_WHICH if asked else _NOTHING_ASKED, code="E122")
    if features and format_ not in TABLES_ALONE:
        raise UsageError(_NO_TABLES, code="E125")
    if with_names and what is None:
        raise UsageError(_NO_SOUND, code="E124")
    name = folder.resolve().name
    many = Many(series, features, jobs, dask)
    place = (output or Path(f"{name}-{what}")) if what else place_of(name, str(format_), output)
    outside(folder, place)
    if what is not None:
        _check_use(folder, purpose, sound=what != "contact")
    else:
        _check_log_use(folder, purpose)
    seal = _seal_of(folder, what or str(format_), recipients, plain, by, purpose or "")

    def write(target: Path) -> ExportResult:
        if what is not None:
            job = Job(str(folder), what, str(target), language, kind or "trials", with_names)
            return ExportResult(_filmed(job, language))
        of = _one if is_there(folder / "events.jsonl") else _many
        return of(folder, str(format_), target, many, language)

    if seal is None:
        written = write(place)
    else:
        try:
            with seal.sealed(place) as (draft, sealed):
                written = write(draft)
        except OSError as error:
            raise not_written(place, error) from error
        (place,) = sealed
        written = replace(written, files=sealed)
        tell(_SEALED.format(n=len(seal.recipients)), language)
    if as_json:
        give_json({"format": format_ or what, "files": [str(path) for path in written.files]})
    else:
        click.echo(str(place))
        tell(_WRITTEN.format(count=len(written.files)), language)
    if written.left_out:
        raise SystemExit(EXIT_FINDINGS)


def _seal_of(
    folder: Path, format_: str, recipients: Sequence[str], plain: str, by: str, purpose: str
) -> Seal | None:
    """Return whom an export is sealed to; None: nobody took part in its sessions, or a reason is given.

    The house's journal keeps what leaves of persons, to whom, by whom, what for, and why it is not sealed.
    """
    folders = [folder] if is_there(folder / "events.jsonl") else list(sessions_below(folder))
    names = [one.name for one in folders if of_persons(one)]
    if not names:
        return None
    house = House.default()
    seal = None if plain.strip() else Seal.of_house(house, recipients)
    to = [] if seal is None else list(seal.recipients)
    facts = {"purpose": purpose} if purpose else {}
    reason = plain.strip()
    house.note("export", sessions=names, format=format_, to=to, plain=reason, by=by or UNKNOWN, **facts)
    return seal


def _check_use(folder: Path, purpose: Purpose | None, *, sound: bool) -> None:
    """Raise UsageError where the ledger says that a session's film may not be used (G106)."""
    session = SessionFolder(folder)
    added = read_added(session.path)
    check_not_ended(session)
    check_use(session.read_manifest(), read_log(session.events).events, purpose, added=added, sound=sound)


def _check_log_use(folder: Path, purpose: Purpose | None) -> None:
    """Raise UsageError where the ledger says that what a session's log tells may not be used (G185)."""
    for one in [folder] if is_there(folder / "events.jsonl") else sessions_below(folder):
        try:
            session = SessionFolder(one)
            manifest, events = session.read_manifest(), read_log(session.events).events
        except RecordError:
            continue  # it is not exported either, and named then
        check_log_use(one.name, manifest, events, purpose)


def _filmed(job: Job, language: Language) -> list[Path]:
    """Make pictures and sound in a child process, and show its progress; return the files."""
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        making = bar.add_task(_MAKING.in_language(language), total=1.0)
        return carry_out_apart(job, lambda share: bar.update(making, completed=share))


@reads_as_written
def _one(folder: Path, format_: str, place: Path, many: Many, language: Language) -> ExportResult:
    """Export a session, and return what was written; measure its features first, where they are asked for."""
    source = replace(read_source(folder), schemes=schemes_of(folder))
    measuring = Measuring(cache_of(None), many.jobs, many.dask)
    if not many.features:
        further = further_sentences([folder]) if format_ in TELLING else ()
        for remark in remarks_on(source, format_):
            tell(remark, language)
        return ExportResult(export_session(source, format_, place, language, further=further))
    lacking = measuring.lacking([folder])
    with told(_MEASURING, len(lacking), language) as bar, reached(many.dask):
        failed = replace(measuring, progress=bar).measure(lacking)
    for path, why in sorted(failed.items()):
        tell(LEFT_OUT.format(folder=path, why=why), language)
    return ExportResult(export_session(source, format_, place, language, features=measuring), bool(failed))


def _many(root: Path, format_: str, place: Path, many: Many, language: Language) -> ExportResult:
    """Export a corpus, and return what was written. Raises: UsageError: the format is of one session."""
    if format_ not in ("csv", "parquet", "bids", "methods"):
        raise UsageError(_ONE_ALONE.format(format=format_), _ONE_HINT, code="E123")
    with told(_READING, None, language) as bar, reached(many.dask):
        corpus = open_corpus(root, series=many.series, jobs=many.jobs, dask=many.dask, progress=bar)
    for one in corpus.unread:
        tell(LEFT_OUT.format(folder=one.folder, why=one.why), language)
    for said in corpus.departures:
        tell(said, language)
    left_out = bool(corpus.unread)
    if format_ in ("csv", "parquet"):
        if many.features:
            with told(_MEASURING, len(corpus.lacking()), language) as bar, reached(many.dask):
                for one in corpus.measured_with(bar):
                    left_out = True
                    tell(LEFT_OUT.format(folder=one.folder, why=one.why), language)
        kind: Literal["csv", "parquet"] = "csv" if format_ == "csv" else "parquet"
        tables = write_tables(corpus, place, kind, features=many.features)
        for (torn, name), why in sorted(corpus.incomplete.items()):
            tell(_INCOMPLETE.format(folder=torn, table=name, why=why), language)
        return ExportResult(tables, left_out or bool(corpus.incomplete))
    sources = [replace(corpus.session(path).source, schemes=schemes_of(path)) for path in corpus.folders]
    if format_ == "bids":
        files = bids_files(sources, place, language)
    else:
        folders = [one.folder.path for one in described(sources)]
        files = methods_files(sources, place, (*corpus.departures, *further_sentences(folders)))
    try:
        return ExportResult(write_files(place, files), left_out)
    except OSError as error:
        raise not_written(place, error) from error


_SEALED = msgn(
    "Sealed, since persons took part: {n} key opens it ('nao-sessions open').",
    "Sealed, since persons took part: {n} keys open it ('nao-sessions open').",
)
_WHICH = msg("One thing at a time: --to, --media, --clips or --contact-sheet.")
_NOTHING_ASKED = msg("What is to be written? --to FORMAT, --media, --clips or --contact-sheet.")
_NO_SOUND = msg("--with-names goes with --media or --clips: other formats have no sound, and never a name.")
_NO_TABLES = msg("--features goes with --to csv or --to parquet.")
_MEASURING = msg("Measuring recordings")
_READING = msg("Reading sessions")
_MAKING = msg("Copying the video")
_WRITTEN = msg("Files written: {count}.")
_INCOMPLETE = msg("Of {folder}, the table {table} is left out: {why}")
_ONE_ALONE = msg("The format {format} is of one session alone.")
_ONE_HINT = msg("Give the folder of one session, or --to csv, parquet, bids or methods.")
