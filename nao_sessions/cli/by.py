"""`--by`: who does it, for the house's journal, where a command shows or hands out what was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.privacy.acts import UNKNOWN, note_act
from nao_sessions.privacy.film_use import check_seen
from nao_sessions.privacy.sealing import shows_persons
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.text.messages import msg


def _code(context: click.Context, parameter: click.Parameter, given: str) -> str:
    if given and not is_code(given):
        raise UsageError(
            msg("'{given}' is no code of a person.", given=given),
            msg("Give a code such as A01; a name is never written down."),
            code="G162",
        )
    return given


by_option = click.option(
    "--by",
    default="",
    metavar="CODE",
    envvar="NAO_SESSIONS_BY",
    callback=_code,
    help="Who does it, for the journal; else it says unknown.",
)


author_option = click.option(
    "--written-by",
    "author",
    default="",
    metavar="CODE",
    envvar="NAO_SESSIONS_BY",
    callback=_code,
    help="Who writes it down, such as A01: it stands with the line.",
)


def of_persons(folder: Path) -> bool:
    """Return whether persons took part in a session; one whose facts cannot be read counts as one."""
    try:
        return shows_persons(SessionFolder(folder).read_manifest())
    except RecordError:
        return True


def see_by(by: str, folder: Path) -> None:
    """Note in the house's journal that somebody sees a session, whose film nobody objects to by now.

    Raises:
        UsageError: somebody does (G109).
        OSError, RecordError: it cannot be noted or asked, and is not to be done.
    """
    check_seen(SessionFolder(folder))
    note_by(by, "seen", [folder])


def note_by(by: str, act: str, folders: Iterable[Path]) -> None:
    """Note in the house's journal, before it is done, what somebody does with sessions of persons.

    Raises:
        OSError, RecordError: it cannot be noted, and is not to be done.
    """
    for folder in folders:
        if of_persons(folder):
            note_act(House.default(), act, by or UNKNOWN, "command", folder.resolve().name)
