"""Keys that lie on two papers, the vault's and the backups': shown, written to be printed, asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nao_sessions.cli.words import tell, write_below
from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.layers import layer_of
from nao_sessions.privacy.vault import HOLDERS, Paper, is_last_group
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

papers_option = click.option(
    "--papers",
    type=click.Path(path_type=Path),
    help="Write the two papers there, to be printed; in memory (/dev/shm) or encrypted alone.",
)


def check_papers(papers: Path | None) -> None:
    """Raise UsageError if a key would get into a file (G121), or lie on a disk, readable (G120)."""
    if papers is None and not sys.stdout.isatty():
        raise UsageError(_NOWHERE, _PAPERS_HINT, code="G121")
    if papers is not None and layer_of(papers) == "none":
        raise UsageError(
            msg("{folder} is not encrypted: no key is written there.", folder=papers),
            _PAPERS_HINT,
            code="G120",
        )


def hand_out(paper: Paper, key: str, papers: Path | None, foot: str, language: Language) -> None:
    """Show a key, or write it onto two pages."""
    if papers is None:
        click.echo(f"\n{key}\n")
        tell(_WRITE_DOWN, language)
        return
    for holder in HOLDERS:
        write_below(papers, f"{holder}.html", paper.page(key, holder, foot, language))
    tell(_PRINT.format(folder=papers), language)


def ask_last_group(key: str, language: Language) -> None:
    """Ask for the end of a key until it is right: it was written down, or lies printed."""
    while not is_last_group(typed_secret(_LAST_GROUP, language), key):
        tell(_NOT_THE_GROUP, language)


def typed_secret(what: Text, language: Language) -> str:
    """Return what somebody types, which the terminal does not show."""
    typed: str = click.prompt(what.in_language(language), hide_input=True, err=True)
    return typed


_LAST_GROUP = msg("The last eight digits of the key, as they stand on your paper")
_NOT_THE_GROUP = msg("These are not they: look again.")
_WRITE_DOWN = msg("Write this key down twice: a paper for the director, one for the data-protection officer.")
_PRINT = msg("Two papers in {folder}: print both, and remove the files.")
_NOWHERE = msg("The key is shown on a terminal alone, so that it stays in no file.")
_PAPERS_HINT = msg("Or give a folder in memory for the two papers: --papers /dev/shm/papers")
