"""`nao-sessions rehearse --against`: virtual sessions of a version beside those of an earlier one."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from nao_sessions.cli.words import give_json
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import Names
from nao_sessions.rehearsal.comparison.differences import Difference
from nao_sessions.rehearsal.comparison.earlier import Earlier, said
from nao_sessions.rehearsal.many import Progress as Told
from nao_sessions.rehearsal.people.behaviour import Behaviour
from nao_sessions.rehearsal.reports.report import HEAD
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn

MOST_SHOWN = 20
"""How many differences a person is shown, the least probable by chance first; ``--json`` has all."""

_NONE = msgn(
    "Nothing beyond chance, in {n} session beside {before}.",
    "Nothing beyond chance, in {n} sessions beside {before}.",
)
_SOME = msgn("{n} difference beyond chance:", "{n} differences beyond chance:")
_MORE = msg("and {n} more (--json has them)")


def rehearse_against(
    named: tuple[Path, Path],
    protocol: Protocol,
    earlier: Protocol,
    profiles: Sequence[Behaviour],
    language: Language,
    *,
    seed: int,
    jobs: int,
    progress: Told,
    as_json: bool,
) -> int:
    """Rehearse two versions and show what chance does not explain; return 1 if there is anything, else 0.

    Args:
        named: the paths of the new version and of the earlier one.
        protocol: the new version.
        earlier: the earlier one.
        profiles: how the children behave, in turn.
        language: of what is shown.
        seed: of the first session.
        jobs: how many processes rehearse.
        progress: is called as sessions are done.
        as_json: whether JSON is shown, for a program.
    """
    before = Earlier(earlier, profiles, seed=seed, jobs=jobs, progress=progress)
    now, found = before.beside(protocol)
    names, old_names = Names(protocol), Names(earlier)

    def called(name: str) -> Text:
        words = names.of(name)
        return old_names.of(name) if words.fr == name else words

    if as_json:
        give_json(
            {
                "head": {"fr": HEAD.fr, "en": HEAD.en},
                "sessions": now.sessions,
                "before": before.whole.sessions,
                "differences": [_record(one, said(one, called)) for one in found],
            }
        )
        return 1 if found else 0
    click.echo(click.style(HEAD.in_language(language), bold=True))
    if not found:
        click.echo(_NONE.format(n=now.sessions, before=before.whole.sessions).in_language(language))
        return 0
    click.echo(_SOME.format(n=len(found)).in_language(language))
    for one in found[:MOST_SHOWN]:
        click.echo(f"  {said(one, called).in_language(language)}")
        if one.again:
            path = shlex.quote(str(named[0] if one.new else named[1]))
            click.echo(f"    nao-sessions rehearse {path} {one.again}")
    if len(found) > MOST_SHOWN:
        click.echo(_MORE.format(n=len(found) - MOST_SHOWN).in_language(language))
    return 1


def _record(one: Difference, sentence: Text) -> dict[str, object]:
    """Return a difference as JSON values."""
    return {
        "circumstances": list(one.circumstances),
        "thing": list(one.thing),
        "now": one.now,
        "now_of": one.now_of,
        "before": one.before,
        "before_of": one.before_of,
        "chance": one.chance,
        "again": one.again,
        "new": one.new,
        "sentence": {"fr": sentence.fr, "en": sentence.en},
    }
