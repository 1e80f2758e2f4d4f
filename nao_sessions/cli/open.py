"""`nao-sessions open`: a sealed export is opened by a key, in a file that stays with who is to read it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from nao_sessions.cli.by import by_option
from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import received
from nao_sessions.privacy.acts import UNKNOWN, note_act
from nao_sessions.privacy.layers import layer_of
from nao_sessions.privacy.sealing import make_identity, open_sealed
from nao_sessions.record.house import House
from nao_sessions.text.messages import msg


@click.command("open", short_help="Open a sealed export.")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--key", type=click.Path(path_type=Path), help="The file of the secret key; the house's own without."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where its content goes.")
@click.option(
    "--new-key", type=click.Path(path_type=Path), help="Make a secret key; its public key is shown."
)
@by_option
@lang_option
def open_(
    file: Path | None,
    key: Path | None,
    output: Path | None,
    new_key: Path | None,
    by: str,
    lang: str | None,
) -> None:
    """Open what 'export' sealed: by this house's own key, or by the one of --key.

    Who is to receive exports makes a key with --new-key, and gives the public one, which begins with age1.
    """
    language = language_of(lang)
    if new_key is not None:
        click.echo(make_identity(new_key))
    if file is None:
        if new_key is None:
            raise UsageError(msg("Which file is to be opened?"), code="G134")
        return
    house = House.default()
    if key is None:  # a file may be called like a person: its digest stands for it
        with received(file, most_bytes=None) as content:
            about = hashlib.file_digest(content, "sha256").hexdigest()[:16]
        note_act(house, "opened", by or UNKNOWN, "command", about)
    place = open_sealed(file, output, key, house)
    click.echo(str(place))
    if layer_of(place) == "none":
        tell(_PLAIN.format(place=place), language)


_PLAIN = msg("{place} lies on a disk that is not encrypted: remove it when it is no longer needed.")
