"""`nao-sessions diff`: what two protocols do otherwise, in sentences, step by step.

Exit code 0: they do the same; 1: they do not; 2: one of them cannot be read.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell, tell_error
from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.protocol import load
from nao_sessions.protocol.diff import MeaningDifference, compare
from nao_sessions.protocol.flow import Protocol
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn

SAME, DIFFERENT, UNREADABLE = 0, 1, 2


@click.command(short_help="Compare two protocols by meaning.")
@click.argument("before", type=click.Path(path_type=Path), metavar="A")
@click.argument("after", type=click.Path(path_type=Path), metavar="B")
@json_option
@lang_option
@click.pass_context
def diff(ctx: click.Context, before: Path, after: Path, as_json: bool, lang: str | None) -> None:
    """Compare two protocols by what they do: steps, sentences, times, ways on, help, answers, settings.

    The order of keys, comments and quotes are no difference, and a new name is told as such. Exit code 0:
    they do the same; 1: they do not; 2: one of them cannot be read.
    """
    language = language_of(lang)
    try:
        first, second = load(before), load(after)
    except ProtocolRefused as error:
        tell_error(error)
        ctx.exit(UNREADABLE)
    found = compare(first, second)
    if as_json:
        give_json(
            {
                "before": {"path": str(before), "version": first.version},
                "after": {"path": str(after), "version": second.version},
                "differences": [_record(one, language) for one in found],
            }
        )
    elif found:
        click.echo(f"{_named(before, first)} → {_named(after, second)}")
        for part, inside in groupby(found, key=lambda one: one.part):
            click.echo(f"\n{part.title.in_language(language)}")
            for one in inside:
                click.echo(f"  {one.sentence.in_language(language)}")
    tell(_summary(len(found)), language)
    ctx.exit(DIFFERENT if found else SAME)


def _named(path: Path, protocol: Protocol) -> str:
    return f"{path} ({protocol.version})"


def _record(one: MeaningDifference, language: Language) -> dict[str, object]:
    """Return a difference as JSON values."""
    return {
        "part": one.part.scope,
        "name": one.part.name,
        "how": one.how,
        "what": one.what,
        "before": None if one.before is None else one.before.in_language(language),
        "after": None if one.after is None else one.after.in_language(language),
        "sentence": one.sentence.in_language(language),
    }


def _summary(count: int) -> Text:
    if count == 0:
        return msg("the two protocols do the same")
    return msgn("{n} difference", "{n} differences", count)
