"""How the commands talk: errors and findings in the user's language on stderr, results on stdout or in files.

The language is ``--lang``, else the locale's.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from nao_sessions.core.errors import (
    HINT,
    SEVERITIES,
    BoardRefused,
    Finding,
    NaoSessionsError,
    ProtocolRefused,
    SchemeRefused,
    TableRefused,
    UsageError,
)
from nao_sessions.record.private import replace_private
from nao_sessions.text.languages import LANGUAGES, Language, user_language
from nao_sessions.text.messages import Text, by_language, msg

Result = TypeVar("Result")

lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=None, help="Language of the messages."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Give JSON on stdout.")


def language_of(given: str | None) -> Language:
    """Return the language of messages: the one asked for, else the user's."""
    return next((one for one in LANGUAGES if one == given), None) or user_language()


def tell(text: Text, language: Language) -> None:
    """Write a sentence to stderr, if anybody is there to read it."""
    try:
        click.echo(text.in_language(language), err=True)
    except OSError:
        hush()


def read_each(
    folders: Sequence[Path], read: Callable[[Path], Result], language: Language
) -> tuple[list[tuple[Path, Result]], bool]:
    """Read several session folders; one that cannot be read is told with the reason, and hides no other.

    Returns:
        What was read of each, and whether one was left out.

    Raises:
        NaoSessionsError: the only folder, or none of them, can be read.
    """
    found: list[tuple[Path, Result]] = []
    errors: list[tuple[Path, NaoSessionsError]] = []
    for folder in folders:
        try:
            found.append((folder, read(folder)))
        except NaoSessionsError as error:
            errors.append((folder, error))
    if errors and not found:
        raise errors[0][1]
    for folder, why in errors:
        tell(LEFT_OUT.format(folder=folder, why=why.sentence), language)
    return found, bool(errors)


EXIT_FINDINGS = 1
"""The exit code where something was written, and a session, a table or a recording is not in it."""

LEFT_OUT = msg("{folder} is left out: {why}")
"""What is said of a session, or of a recording, that cannot be read among others."""


def tell_remark(remark: Finding, language: Language) -> None:
    """Write a remark to stderr, with its place and the word "remark"."""
    tell(by_language(lambda shown: remark.render(shown, SEVERITIES["remark"])), language)


def hush() -> None:
    """Redirect a broken stderr to nowhere, so that no later line and no exit fails."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stderr.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def tell_error(error: NaoSessionsError) -> None:
    """Write an error and its hint to stderr, or its findings where it has several."""
    language = language_asked()
    if isinstance(error, ProtocolRefused | TableRefused | SchemeRefused | BoardRefused):
        for finding in error.findings:
            click.echo(finding.render(language), err=True)
        return
    code = f"{error.code} " if error.code else ""
    click.echo(f"{code}{error.sentence.in_language(language)}", err=True)
    if error.hint is not None:
        click.echo(f"  {HINT.in_language(language)} {error.hint.in_language(language)}", err=True)


def give_json(record: Any) -> None:
    """Write a record to stdout as JSON."""
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))


def write_output(path: Path, content: str | bytes) -> None:
    """Write the result of a command to the file asked for, whole or not at all. Raises: UsageError."""
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():  # /dev/stdout, or a pipe
            path.write_bytes(data)
        else:
            replace_private(path.resolve(), data, f".{path.name}.{secrets.token_hex(4)}")
    except OSError as error:
        raise _not_written(path, error) from error


def write_below(folder: Path, name: str, content: str) -> None:
    """Write one of a command's files into a folder, never through a link. Raises: UsageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_private(folder / name, content.encode())
    except OSError as error:
        raise _not_written(folder / name, error) from error


def _not_written(path: Path, error: OSError) -> UsageError:
    return UsageError(
        msg("{path} cannot be written: {why}.", path=path, why=error.strerror or type(error).__name__),
        msg("Does the folder exist, and is there space on its disk? Nothing was written."),
        code="U121",
    )


def key_and_value(setting: str, shown: str) -> tuple[str, str]:
    """Return key and value of a setting KEY=VALUE; ``shown`` is how errors write it. Raises: UsageError."""
    key, equals, value = setting.partition("=")
    if not equals:
        raise UsageError(
            msg("--setting {given}: KEY=VALUE is needed.", given=shown),
            code="U103",
        )
    return key, value


def language_asked() -> Language:
    """Return the language of messages before a command has read its options."""
    return language_of(_language_given())


def _language_given() -> str | None:
    """Return the value of ``--lang`` on the command line, even where click's context is gone; or None."""
    arguments = sys.argv[1:]
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return None
