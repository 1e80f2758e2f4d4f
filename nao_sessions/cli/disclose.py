"""`nao-sessions disclose`: all that is held of a child, for the child and its family."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from nao_sessions.analysis.disclosure import (
    DISCLOSED,
    Disclosure,
    check_passages,
    films_with_others,
    sessions_with,
)
from nao_sessions.analysis.disclosure import disclose as write_disclosure
from nao_sessions.analysis.disclosure_page import PAGE, disclosure_page
from nao_sessions.analysis.film.passages import as_noted, passage_words, read_passages, table_of_films
from nao_sessions.analysis.tables.session_export import not_written
from nao_sessions.cli.by import by_option
from nao_sessions.cli.words import lang_option, language_of, tell, write_below
from nao_sessions.core.errors import UsageError
from nao_sessions.core.places import data_path
from nao_sessions.privacy.acts import UNKNOWN
from nao_sessions.privacy.sealing import Seal
from nao_sessions.record.house import House
from nao_sessions.text.languages import LANGUAGES, Language
from nao_sessions.text.messages import msg, msgn


@click.command(short_help="Hand out what is held of a child: a page, the data, the film.")
@click.argument("code")
@click.option("--out", "place", required=True, type=click.Path(path_type=Path), help="A folder that is made.")
@click.option(
    "--passages",
    "table",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Passages of films with other children that somebody watched: these are handed out, too.",
)
@click.option(
    "--list-films", is_flag=True, help="Make that table instead, as --out, with those films: to be filled in."
)
@click.option("--sessions", "folders", multiple=True, type=click.Path(path_type=Path), help="Look there.")
@click.option("--ask", default="", metavar="WHO", help="Who answers questions: it stands on the page.")
@click.option("--page-lang", type=click.Choice(LANGUAGES), default="fr", help="Language of the page.")
@click.option(
    "--recipient", "recipients", multiple=True, metavar="KEY", help="Seal it to this public key, too."
)
@click.option(
    "--plain", metavar="REASON", default="", help="Do not seal it, and say why: the house's journal keeps it."
)
@click.option(
    "--refused-too",
    metavar="REASON",
    default="",
    help="Films of the child alone, too, to which somebody objects: by whose decision; the journal keeps it.",
)
@by_option
@lang_option
def disclose(
    code: str,
    place: Path,
    table: Path | None,
    list_films: bool,
    folders: tuple[Path, ...],
    ask: str,
    page_lang: Language,
    recipients: tuple[str, ...],
    plain: str,
    refused_too: str,
    by: str,
    lang: str | None,
) -> None:
    """Hand out what is held of a child by its CODE (GDPR 15 and 20), with a page that is easy to read.

    Of other children nothing is in it: where they took part the film stays here, but for passages that
    somebody watched and wrote down; and a film that somebody objects to stays. It is sealed unless a reason
    is given; the house's journal keeps that it left.
    """
    language, house = language_of(lang), House.default()
    roots = folders or (data_path() / "sessions",)
    if place.exists() or place.is_symlink():
        raise UsageError(
            msg("{path} is there already.", path=place), msg("Give another place with -o."), code="G132"
        )
    if list_films:
        films = films_with_others(code, roots, house)
        write_below(place.parent, place.name, table_of_films(films).decode())
        tell(_LISTED.format(n=len(films)), language)
        return
    passages = () if table is None else read_passages(table)
    if table is not None:
        if passages and not by:
            raise UsageError(
                msg("Somebody watched these passages: who?"),
                msg("Give the code by --by, such as --by A01."),
                code="G186",
            )
        check_passages(table, passages, code, roots, house)
    seal = None if plain.strip() else Seal.of_house(house, recipients)

    def write(target: Path) -> Disclosure:
        made = write_disclosure(
            code, roots, house, target, page_lang, passages, refused_too=bool(refused_too.strip())
        )
        write_below(target, PAGE, disclosure_page(made, ask, page_lang))
        return made

    to = [] if seal is None else list(seal.recipients)
    names = list(sessions_with(code, roots))
    facts: dict[str, Any] = {"passages": [as_noted(one) for one in passages]} if passages else {}
    if refused_too.strip():
        facts["refused_too"] = refused_too.strip()
    reason = plain.strip()
    house.note("export", sessions=names, format=DISCLOSED, to=to, plain=reason, by=by or UNKNOWN, **facts)
    try:
        if seal is None:
            with _taken_back(place):
                made, written = write(place), place
        else:
            with seal.sealed(place) as (draft, sealed):
                made = write(draft)
            (written,) = sealed
    except OSError as error:
        raise not_written(place, error) from error
    click.echo(str(written))
    tell(_WRITTEN.format(n=len(made.sessions)), language)
    if made.unread:
        tell(_UNREAD.format(n=len(made.unread)), language)
    kept_back = sum(1 for one in made.sessions if one.film_kept_back)
    stays = sum(1 for one in made.sessions if one.film_refused and not one.films)
    if stays:
        tell(_REFUSED.format(n=stays), language)
    if kept_back and not passages:
        tell(_KEPT_BACK.format(n=kept_back), language)
    if passages:
        tell(_PASSAGES.format(n=len(passages)), language)
        for one in passages:
            tell(passage_words(one), language)
        if seal is not None:
            tell(_OPENED, language)
    tell(_LOOK, language)


@contextlib.contextmanager
def _taken_back(place: Path) -> Iterator[None]:
    """Remove what was made in a place where all of it cannot be: nothing is handed out in part."""
    try:
        yield
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


_WRITTEN = msgn("{n} session of this child is told.", "{n} sessions of this child are told.")
_REFUSED = msgn(
    "The film of {n} session is not in it: somebody objects to it, or filming was ended in it.",
    "The films of {n} sessions are not in it: somebody objects to them, or filming was ended in them.",
)
_KEPT_BACK = msgn(
    "The film of {n} session with other children is not in it.",
    "The films of {n} sessions with other children are not in it.",
)
_UNREAD = msgn(
    "{n} session cannot be read and is not in it: 'nao-sessions inventory' says why.",
    "{n} sessions cannot be read and are not in it: 'nao-sessions inventory' says why.",
)
_PASSAGES = msgn(
    "{n} passage of films with other children is in it: watch it before it leaves.",
    "{n} passages of films with other children are in it: watch them before they leave.",
)
_OPENED = msg("It is sealed: 'nao-sessions open' opens it, to be watched.")
_LISTED = msgn(
    "{n} film shows other children: write into the table what may leave, then give it as --passages.",
    "{n} films show other children: write into the table what may leave, then give it as --passages.",
)
_LOOK = msg("Look through it before you hand it out: a note may speak of somebody else by name.")
