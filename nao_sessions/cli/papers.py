"""Keys that lie on papers, the vault's and the backups': shown, written to be printed, asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from nao_sessions.cli.words import tell, write_below
from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.layers import layer_of
from nao_sessions.privacy.papers import HOLDERS, Paper, is_last_group
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

papers_option = click.option(
    "--papers",
    type=click.Path(path_type=Path),
    help="Write the papers there, to be printed; in memory (/dev/shm) or encrypted alone.",
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


def hand_out(
    keys: Mapping[str, str], paper: Callable[[str], Paper], papers: Path | None, foot: str, language: Language
) -> None:
    """Show the key of each holder, or write each onto a page.

    Args:
        keys: by holder.
        paper: what a holder's paper says beside it.
        papers: the folder of the pages; None: the terminal.
        foot: what stands at the end of each page.
        language: of whoever reads.
    """
    for holder, key in keys.items():
        if papers is None:
            tell(_FOR.format(holder=HOLDERS[holder]), language)
            click.echo(f"\n{key}\n")
        else:
            write_below(papers, f"{holder}.html", paper(holder).page(key, holder, foot, language))
    tell(_WRITE_DOWN if papers is None else _PRINT.format(folder=papers), language)


def ask_last_groups(keys: Mapping[str, str], language: Language) -> None:
    """Ask for the end of each holder's key until it is right: it was written down, or lies printed."""
    for holder, key in keys.items():
        asked = _LAST_GROUP.format(holder=HOLDERS[holder])
        while not is_last_group(typed_secret(asked, language), key):
            tell(_NOT_THE_GROUP, language)


def typed_secret(what: Text, language: Language) -> str:
    """Return what somebody types, which the terminal does not show."""
    typed: str = click.prompt(what.in_language(language), hide_input=True, err=True)
    return typed


_FOR = msg("For {holder}")
_LAST_GROUP = msg("The last eight digits of the key, as they stand on the paper for {holder}")
_NOT_THE_GROUP = msg("These are not they: look again.")
_WRITE_DOWN = msg("Write each key down on a paper of its own, for whoever is named above it.")
_PRINT = msg("The papers lie in {folder}: print them, and remove the files.")
_NOWHERE = msg("The key is shown on a terminal alone, so that it stays in no file.")
_PAPERS_HINT = msg("Or give a folder in memory for the papers: --papers /dev/shm/papers")
