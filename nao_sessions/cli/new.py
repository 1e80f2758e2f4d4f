"""`nao-sessions new`: a first protocol from a few answers, that is valid and can be read like a page.

Questions are talk and go to stderr; the path of what was written is data. Nothing is written before the last
answer, and nothing that exists is ever overwritten.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path

import click

from nao_sessions.cli.words import lang_option, language_of, tell, tell_error
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.core.received import read_named
from nao_sessions.protocol.reading.source import LARGEST_BYTES
from nao_sessions.protocol.scaffold import QUESTIONS, Wishes, fitted, wishes_from, wishes_of
from nao_sessions.protocol.scaffold.wishes import ScaffoldQuestion
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn

SUFFIXES = (".yaml", ".yml")
_SCHEMA = "protocol.schema.json"
_NOTHING_WRITTEN = msg("Nothing was written.")


@click.command(short_help="Write a first protocol from a few answers.")
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[PATH]")
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    default=None,
    help="Take the answers from a YAML file.",
)
@lang_option
def new(path: Path | None, answers: Path | None, lang: str | None) -> None:
    """Ask objective, children, method, who helps how and how long; write a valid, commented protocol.

    In the language of --lang. The answers may be piped, one a line. Exit code 0: written; 1: the file of
    answers has errors; 2: an answer means nothing, or the file exists.
    """
    language = language_of(lang)
    if path is not None:
        path = _checked(path)
    try:
        wishes = _from_file(answers, language) if answers is not None else _asked(language)
    except (KeyboardInterrupt, click.Abort):
        tell(_NOTHING_WRITTEN, language)
        raise click.Abort from None
    target = path or _checked(Path(f"{_slug(wishes.objective)}.yaml"))
    text = fitted(wishes, _slug(target.stem), schema=(target.parent / _SCHEMA).is_file())
    _write(target, text)
    click.echo(str(target))
    tell(_what_next(target, text), language)


def _checked(path: Path) -> Path:
    """Return the path to write to, with a suffix.

    Raises:
        UsageError: something is there, or its folder is not.
    """
    if path.suffix.lower() not in SUFFIXES:
        path = path.with_name(f"{path.name}.yaml")
    if os.path.lexists(path):
        raise UsageError(
            msg("{path} exists: nothing is replaced.", path=path),
            msg("give another name: nao-sessions new other.yaml"),
            code="U150",
        )  # fmt: skip
    if not path.parent.is_dir():
        raise UsageError(
            msg("The folder {parent} does not exist.", parent=path.parent),
            code="U151",
        )
    return path


def _from_file(path: Path, language: Language) -> Wishes:
    """Return the answers in a file. Raises: UsageError, ProtocolRefused."""
    try:
        content = read_named(path, LARGEST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            msg("The answers {path} cannot be read.", path=path),
            code="U152",
        ) from error
    return wishes_from(content, str(path), language)


def _asked(language: Language) -> Wishes:
    """Ask all questions; return the answers. Raises: UsageError: they end early, or a piped one is wrong."""
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        if question.key == "help_order" and answers["helper"] == "nobody":
            continue
        answers[question.key] = _answer(question, language)
    return wishes_of(answers, language)


def _answer(question: ScaffoldQuestion, language: Language) -> str:
    """Ask one question until the answer means something, and return it; what is piped is asked once."""
    _say(question, language)
    while True:
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError as error:
            raise UsageError(
                msg("An answer is not text in UTF-8."),
                code="U153",
            ) from error
        if not line:
            raise UsageError(
                msg("The answers end too early. {nothing_written}", nothing_written=_NOTHING_WRITTEN),
                msg("'nao-sessions new --help' says what is asked"),
                code="U154",
            )  # fmt: skip
        try:
            return question.taken(line)
        except UsageError as error:
            if not sys.stdin.isatty():
                raise
            tell_error(error)


def _say(question: ScaffoldQuestion, language: Language) -> None:
    click.echo(f"\n{question.asked.in_language(language)}", err=True)
    for number, (word, meaning) in enumerate(question.choices, start=1):
        mark = "*" if word == question.default else " "
        click.echo(f" {mark}{number}  {meaning.in_language(language)}", err=True)
    shown = question.default if question.default and not question.choices else ""
    click.echo(f"{f'[{shown}] ' if shown else ''}> ", err=True, nl=False)


def _slug(text: str) -> str:
    """Return a text as a name for files and ids: small letters without accents, digits, hyphens."""
    spelt = text.casefold().replace("œ", "oe").replace("æ", "ae")
    bare = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:40].strip("-") or "protocole"


def _write(path: Path, text: str) -> None:
    """Write a new file; if anything goes wrong, nothing of it is left behind."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        _checked(path)
        raise
    except OSError as error:
        raise _unwritable(path) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(path) from error
        raise


def _unwritable(path: Path) -> NaoSessionsError:
    return UsageError(
        msg("{path} cannot be written. {nothing_written}", path=path, nothing_written=_NOTHING_WRITTEN),
        code="U155",
    )  # fmt: skip


def _what_next(path: Path, text: str) -> Text:
    pictures = len(set(re.findall(r"pictures/[\w-]+\.svg", text)))
    sentences = [msg("Protocol written, and checked.")]
    if pictures:
        sentences.append(msgn("{n} picture is left to draw.", "{n} pictures are left to draw.", pictures))
    last = msg('The lines "To be filled in" are yours.\n  hint: nao-sessions check {path}', path=path)
    return joined([*sentences, last], " ")
