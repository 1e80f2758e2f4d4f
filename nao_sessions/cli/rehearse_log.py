"""`nao-sessions rehearse --log`: where a recorded session and another version of its protocol differ."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from nao_sessions.cli.words import give_json
from nao_sessions.core.received import reads_as_written
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.rehearsal.reports.report import HEAD
from nao_sessions.rehearsal.whatif import Narration, WhatIf, what_if
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn

_KINDS = {
    "step": msg("step"),
    "says": msg("Nao says"),
    "question": msg("question"),
    "judged": msg("trial"),
    "help": msg("help"),
    "ended": msg("end"),
}
_NOTHING = msg("nothing more")


def rehearse_log(folder: Path, protocol: Protocol, language: Language, *, as_json: bool) -> int:
    """Print where a recorded session and another version differ; return 1 if they do, else 0.

    Raises:
        RecordError: the folder cannot be read.
    """
    found = compared(folder, protocol)
    if as_json:
        fields = {name: value for name, value in asdict(found).items() if name not in ("common", "moved")}
        moved = [{"recorded": asdict(was), "now": asdict(becomes)} for was, becomes in found.moved]
        give_json({"head": {"fr": HEAD.fr, "en": HEAD.en}, "parts": found.parts, **fields, "moved": moved})
        return 1 if found.parts else 0
    click.echo(HEAD.in_language(language))
    click.echo(parting_head(found).in_language(language))
    for line in parting_lines(found):
        click.echo(f"  {line.in_language(language)}")
    return 1 if found.parts else 0


@reads_as_written
def compared(folder: Path, protocol: Protocol) -> WhatIf:
    """Feed a recorded session's inputs to another version of its protocol; return what differs.

    Raises:
        RecordError: the folder cannot be read.
    """
    session = SessionFolder.open(folder)
    manifest = session.read_manifest()
    old = load_files(session.protocol_files(), manifest.protocol.entry)
    return what_if(read_log(session.events).events, old, protocol)


def parting_head(found: WhatIf) -> Text:
    """Return a sentence on whether session and version differ, and how much comes at another moment."""
    if found.parts and found.moved:
        words = msgn(
            "{n} point in common, {moved} of them at another moment, then they part:",
            "{n} points in common, {moved} of them at another moment, then they part:",
        )
    elif found.parts:
        words = msgn("{n} point in common, then they part:", "{n} points in common, then they part:")
    elif found.moved:
        words = msgn(
            "They do not part ({n} point in common), but {moved} come at another moment:",
            "They do not part ({n} points in common), but {moved} come at another moment:",
        )
    else:
        words = msgn("They do not part ({n} point in common).", "They do not part ({n} points in common).")
    return words.format(n=found.same, moved=len(found.moved))


def parting_lines(found: WhatIf) -> tuple[Text, ...]:
    """Return what was recorded where session and version first differ, and what the version does there.

    Before them stands the first thing that comes at another moment; empty where all is as it was.
    """
    lines: list[Text] = []
    if found.moved:
        was, now = found.moved[0]
        words = msg("the first: {what}, at {now} instead of {was}")
        lines.append(words.format(what=_what(was), now=_tenths(now.at), was=_tenths(was.at)))
    if found.parts:
        recorded, here = told_words(found.recorded), told_words(found.now)
        lines.append(msg("recorded: {recorded}", recorded=recorded))
        lines.append(msg("with this protocol: {here}", here=here))
    return tuple(lines)


def told_words(told: Narration | None) -> Text:
    """Return the time and words of one thing that people in the room notice; "nothing more" for None."""
    if told is None:
        return _NOTHING
    seconds = told.at // 1_000_000_000
    time, what = f"{seconds // 60}:{seconds % 60:02}", _what(told)
    return msg("{time} {what}", time=time, what=what)


def _what(told: Narration) -> Text:
    kind = _KINDS[told.kind]
    return msg("{kind} '{what}'", kind=kind, what=told.what)


def _tenths(at_ns: int) -> Text:
    """Return a moment in minutes, seconds and tenths, since half a second is a difference."""
    tenths = at_ns // 100_000_000
    seconds, tenth = divmod(tenths, 10)
    whole = f"{seconds // 60}:{seconds % 60:02}"
    return msg("{whole}.{tenth}", whole=whole, tenth=tenth)
