"""`nao-sessions rehearse --log`: where a recorded session and another version of its protocol part."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from nao_sessions.cli.words import give_json
from nao_sessions.core.text import Language, Text
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.report import HEAD
from nao_sessions.rehearsal.whatif import Told, what_if
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import read_log

_KINDS = {
    "step": Text(fr="étape", en="step"),
    "says": Text(fr="Nao dit", en="Nao says"),
    "question": Text(fr="question", en="question"),
    "judged": Text(fr="essai", en="trial"),
    "help": Text(fr="aide", en="help"),
    "ended": Text(fr="fin", en="end"),
}
_NOTHING = Text(fr="rien de plus", en="nothing more")


def rehearse_log(folder: Path, protocol: Protocol, language: Language, *, as_json: bool) -> int:
    """Tell where they part; give the exit code: 0 where they do not, 1 where they do.

    Raises:
        RecordError: the folder cannot be read.
    """
    session = SessionFolder.open(folder)
    manifest = session.read_manifest()
    old = load_files(session.protocol_files(), manifest.protocol.entry)
    found = what_if(read_log(session.events).events, old, protocol)
    if as_json:
        give_json({"head": {"fr": HEAD.fr, "en": HEAD.en}, "parts": found.parts, **asdict(found)})
        return 1 if found.parts else 0
    click.echo(HEAD.in_language(language))
    if not found.parts:
        words = Text(
            fr="Ils ne se séparent pas ({n} points communs).", en="They do not part ({n} points in common)."
        )
        click.echo(words.format(n=found.same).in_language(language))
        return 0
    words = Text(fr="{n} points communs, puis ils se séparent :", en="{n} points in common, then they part:")
    click.echo(words.format(n=found.same).in_language(language))
    was = Text(fr="enregistré", en="recorded").in_language(language)
    now = Text(fr="avec ce protocole", en="with this protocol").in_language(language)
    click.echo(f"  {was} : {_line(found.recorded, language)}")
    click.echo(f"  {now} : {_line(found.now, language)}")
    return 1


def _line(told: Told | None, language: Language) -> str:
    if told is None:
        return _NOTHING.in_language(language)
    seconds = told.at // 1_000_000_000
    return f"{seconds // 60}:{seconds % 60:02} {_KINDS[told.kind].in_language(language)} « {told.what} »"
