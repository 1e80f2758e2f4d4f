"""`nao-sessions fidelity FOLDER...`: what the protocol planned and what was done, trial by trial.

The check of a person is a table that is written once and read back: nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from nao_sessions.analysis.coding.folder import session_folders
from nao_sessions.analysis.fidelity.checking import CheckAgreement, check_table, draw, read_check
from nao_sessions.analysis.fidelity.trials import TrialFidelity, read_fidelity
from nao_sessions.analysis.fidelity.words import check_lines, lines, to_json
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.words import (
    EXIT_FINDINGS,
    give_json,
    json_option,
    lang_option,
    language_of,
    read_each,
    tell,
    write_output,
)
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.received import read_named
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgn


@click.command(short_help="Compare what was planned with what was done.")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FOLDER...")
@click.option("--check", type=click.Path(path_type=Path), help="Write a table for a person to fill in (CSV).")
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.2,
    show_default=True,
    help="Of the trials.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draw.")
@click.option("--checked", type=click.Path(path_type=Path), help="Read the table that was filled in.")
@json_option
@lang_option
def fidelity(
    folders: tuple[Path, ...], check: Path | None, share: float, seed: int, checked: Path | None,
    as_json: bool, lang: str | None,
) -> None:  # fmt: skip
    """Tell, of each trial, whether instruction, wait, help and feedback went as planned, from the log.

    Ends with 1 where a session cannot be read; stderr says which.
    """
    language = language_of(lang)
    if check is not None:
        _write_check(folders, check, share, seed, language)
        return
    give_fidelity(folders, language, as_json=as_json, checked=checked)


def give_fidelity(
    folders: Sequence[Path], language: Language, *, as_json: bool, checked: Path | None = None
) -> None:
    """Write the fidelity of sessions to stdout. Raises: RecordError, UsageError, TableRefused."""
    found, left_out = _read(folders, language)
    answer: CheckAgreement | None = None
    if checked is not None:
        answer = read_check(_text(checked), str(checked), found)
    if as_json:
        record: dict[str, object] = {"sessions": {name: to_json(trials) for name, trials in found.items()}}
        if answer is not None:
            record["check"] = {
                "cells": len(answer.pairs), "drawn": answer.drawn, "percentage": answer.percentage,
                "kappa": answer.kappa, "differing": [list(one) for one in answer.differing],
            }  # fmt: skip
        give_json(record)
        _end(left_out)
        return
    for name, trials in found.items():
        click.echo(name)
        for line in lines(trials, language):
            click.echo(f"  {line}")
    for line in check_lines(answer, language) if answer is not None else ():
        click.echo(line)
    _end(left_out)


def _end(left_out: bool) -> None:
    """End with the exit code for a session that was left out; return where none was."""
    if left_out:
        raise SystemExit(EXIT_FINDINGS)


def _read(folders: Sequence[Path], language: Language) -> tuple[dict[str, tuple[TrialFidelity, ...]], bool]:
    """Return the fidelity of each session, and whether one that cannot be read was left out."""
    paths = [one for folder in folders for one in session_folders(folder)]
    every, left_out = read_each(paths, read_fidelity, language)
    found = {path.name: trials for path, trials in every if trials is not None}
    if not found:
        raise UsageError(
            msg("There is no session here that a protocol led."),
            code="K130",
        )
    return found, left_out


def _write_check(folders: Sequence[Path], target: Path, share: float, seed: int, language: Language) -> None:
    if target.exists():
        raise UsageError(
            msg("{target} exists already: somebody may have filled it in.", target=target),
            msg("Give another name."),
            code="K132",
        )
    found, left_out = _read(folders, language)
    drawn = draw(found, share, seed)
    paths = {path.name: path for folder in folders for path in session_folders(folder)}
    films = {name: read_source(paths[name]).films for name in {session for session, _ in drawn}}
    write_output(target, "\ufeff" + check_table(drawn, films, language))
    tell(
        msgn(
            "{n} trial drawn (seed {seed}): {target}. Look at it and fill in the column 'seen'.",
            "{n} trials drawn (seed {seed}): {target}. Look at them and fill in the column 'seen'.",
            len(drawn),
            seed=seed,
            target=target,
        ),
        language,
    )
    _end(left_out)


def _text(path: Path) -> str:
    try:
        return read_named(path).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(
            msg("{path} cannot be read.", path=path),
            msg("Save it as CSV (UTF-8)."),
            code="K131",
        ) from error
