"""`nao-sessions hold`: after an incident, nothing is erased until somebody says that it is over."""

from __future__ import annotations

import click

from nao_sessions.cli.by import by_option
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.privacy.acts import UNKNOWN, note_act
from nao_sessions.privacy.life.hold import begin_hold, end_hold, read_hold
from nao_sessions.record.house import House
from nao_sessions.text.messages import msg


@click.group(short_help="After an incident: nothing is erased until it is over.")
def hold() -> None:
    """Keep all that there is while an incident is looked into: nothing is erased, cut or destroyed.

    Sessions run all the same. The house's journal keeps, signed, when it began and ended, and why.
    """


@hold.command(short_help="Begin a hold.")
@click.argument("reason")
@by_option
@lang_option
def on(reason: str, by: str, lang: str | None) -> None:
    """Begin a hold: from now on nothing is erased. The REASON is kept for good: no name in it."""
    note_act(House.default(), "held", by or UNKNOWN, "command")
    tell(begin_hold(reason).in_words(), language_of(lang))


@hold.command(short_help="End it.")
@by_option
@lang_option
def off(by: str, lang: str | None) -> None:
    """End the hold: what falls due is erased again, when somebody asks for it."""
    note_act(House.default(), "released", by or UNKNOWN, "command")
    tell(_NONE if end_hold() is None else _OVER, language_of(lang))


@hold.command(short_help="Tell whether one is on.")
@json_option
@lang_option
def show(as_json: bool, lang: str | None) -> None:
    """Tell whether a hold is on, since when, and why."""
    found = read_hold()
    if as_json:
        reason, since = ("", "") if found is None else (found.reason, found.since_utc)
        give_json({"on": found is not None, "reason": reason, "since_utc": since})
    else:
        click.echo((_NONE if found is None else found.in_words()).in_language(language_of(lang)))


_NONE = msg("No hold is on.")
_OVER = msg("The hold is over: what falls due can be erased again.")
