"""The page that a family reads of what is held of a child: easy to read, one idea a sentence, large type."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from nao_sessions.analysis.disclosure import DisclosedSession, Disclosure
from nao_sessions.paper.page import Html, document, el, html, html_list, html_table
from nao_sessions.text.formats import Day
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn, verbatim

PAGE = "page.html"
"""The name of the page in a disclosure."""
_LARGE = "html { font-size: 14pt; line-height: 1.6; } body { max-width: 170mm; } li { margin: 2mm 0; }"


def disclosure_page(made: Disclosure, ask: str, language: Language) -> str:
    """Return the page; ``ask`` is who answers questions, "" where nobody said."""

    def say(text: Text) -> str:
        return text.in_language(language)

    title = say(_TITLE)
    parts: list[Html] = [el("h1", title), el("p", say(_CODE.format(code=made.code)))]
    for heading, sentences in _sections(made, ask):
        parts += [el("h2", say(heading)), html_list(say(one) for one in sentences)]
        if heading is _SESSIONS:
            rows = ([say(cell) for cell in _row(one)] for one in made.sessions)
            parts.append(html_table(rows, [say(head) for head in _HEADS]))
    return document(language, title, title, html(*parts), _LARGE)


def _row(one: DisclosedSession) -> tuple[Text, ...]:
    film = _NO_FILM
    if one.films:
        film = _FILM_DESPITE if one.film_refused else _FILM_GIVEN
    elif one.passages:
        film = _FILM_IN_PART
    elif one.film_refused:
        film = _FILM_REFUSED
    elif one.film_kept_back:
        film = _FILM_KEPT
    return (
        verbatim(str(one.number)),
        Day(datetime.date.fromisoformat(one.when_utc[:10])),
        verbatim(one.title),
        _ALONE if not one.others else _WITH.format(n=one.others),
        film,
    )


def _sections(made: Disclosure, ask: str) -> Iterator[tuple[Text, tuple[Text, ...]]]:
    yield _SESSIONS, (_COUNT.format(n=len(made.sessions)),)
    yield msg("The films"), tuple(_of_films(made))
    yield msg("The answers"), tuple(_of_answers(made))
    yield msg("The notes"), tuple(_of_notes(made))
    yield msg("What you agreed to"), made.agreements or (msg("No agreement is written down here."),)
    yield msg("The copies"), tuple(_of_copies(made))
    yield msg("What is not in this folder"), tuple(_missing(made))
    yield msg("What you may ask for"), (*_RIGHTS, _ASK.format(ask=ask) if ask else _ASK_HOUSE, *_CNIL)


def _of_films(made: Disclosure) -> Iterator[Text]:
    if any(one.films for one in made.sessions):
        yield msg("The folder film has the films in which your child is the only child.")
    if any(one.film_refused and one.films for one in made.sessions):
        yield msg("Somebody said no to a film in this folder. It is here because that was decided, for you.")
        yield msg("Show it to nobody else.")
    if any(one.film_refused and not one.films for one in made.sessions):
        yield msg("Somebody said no to some films. We do not show or give them any more.")
        yield msg("These films are destroyed. Do you want to see one before? Ask soon.")
    if any(one.film_kept_back and not one.film_refused for one in made.sessions):
        yield msg("Some films show other children, too.")
        if any(one.passages for one in made.sessions):
            yield msg("An adult watched these films. Parts with your child are in the folder film, too.")
            yield msg("A part of the picture may be black. Sometimes there is no sound.")
            yield msg("We do not give the rest of these films.")
        else:
            yield msg("We do not give these films.")
        yield msg("The other children have a right to be left alone.")
        yield msg("Your child has this right, too.")
    if not any(one.films or one.film_kept_back or one.film_refused for one in made.sessions):
        yield msg("There is no film of your child.")


def _of_answers(made: Disclosure) -> Iterator[Text]:
    if not any(one.trials for one in made.sessions):
        yield msg("There is no answer of your child.")
        return
    yield msg("The folder data has the answers that we know to be of your child.")
    yield msg("These files open with a spreadsheet. In the file trials each line is one question.")
    yield msg("The file dictionary explains each column.")
    yield msg("Where another child is named, you read: another child.")
    if any(one.word for one in made.sessions):
        yield msg("What your child said of a session is in the file data.json.")


def _of_notes(made: Disclosure) -> Iterator[Text]:
    given = any(one.notes or one.memos for one in made.sessions)
    kept = any(one.notes_kept_back for one in made.sessions)
    if given:
        yield msg("The adults write notes after a session. Sometimes they record their voice.")
        yield msg("You find this in the folders notes and memos.")
    if kept:
        yield msg("Some notes speak of several children.")
        yield msg("An adult has to read them first. Ask for them.")
    if not given and not kept:
        yield msg("There is no note.")


def _of_copies(made: Disclosure) -> Iterator[Text]:
    if made.exports:
        yield msgn("A session of your child was copied {n} time for our work.",
                   "Sessions of your child were copied {n} times for our work.",
                   n=len(made.exports))  # fmt: skip
        yield msg("Ask us who has these copies.")
    else:
        yield msg("No session of your child was copied for somebody else.")
    if made.backups:
        yield msg("There are backups, in case the computer breaks. They are locked.")
    yield msg("A copy that somebody made by hand is not in our list.")


def _missing(made: Disclosure) -> Iterator[Text]:
    if made.unread:
        yield msgn("{n} session cannot be read. We do not know who is in it.",
                   "{n} sessions cannot be read. We do not know who is in them.",
                   n=len(made.unread))  # fmt: skip
    yield msg("The computer does not know the name of your child. The name is on a list of paper.")
    yield msg("The adults who work here have their file. This folder is not that file.")
    yield msg("In a film you may hear somebody else from far away. We could not check that.")


_TITLE = msg("What we keep of your child")
_CODE = msg("This page is for you. On our computer your child is called {code}.")
_SESSIONS = msg("The sessions with the robot")
_COUNT = msgn("Your child took part in {n} session.", "Your child took part in {n} sessions.")
_HEADS = (msg("session"), msg("day"), msg("activity"), msg("who was there"), msg("film"))
_ALONE = msg("your child alone")
_WITH = msgn("your child and {n} other child", "your child and {n} other children")
_NO_FILM = msg("no film")
_FILM_DESPITE = msg("given, although somebody said no to it")
_FILM_GIVEN = msg("in this folder")
_FILM_IN_PART = msg("parts of it are in this folder")
_FILM_KEPT = msg("not given: it shows other children")
_FILM_REFUSED = msg("not given: somebody said no to it")
_RIGHTS = (
    msg("You may ask what a word means."),
    msg("You may say: this is wrong, please correct it."),
    msg("You may say: please erase it."),
    msg("You may say: do not film my child any more. Your child may say so, too, at any moment."),
    msg("You may give this folder to somebody else. It is yours."),
    msg("It costs nothing. We answer within one month."),
)
_ASK = msg("Ask: {ask}")
_ASK_HOUSE = msg("Ask the person who gave you this page, or the director.")
_CNIL = (
    msg("Does our answer not help you? Then you may complain."),
    msg("Write to the Commission nationale de l'informatique et des libertés."),
    msg("The address: 3 place de Fontenoy, 75007 Paris."),
)
