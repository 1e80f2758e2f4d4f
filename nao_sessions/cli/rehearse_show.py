"""The report of rehearsals in the terminal: figures, then what to look at with the command that shows it.

Commands stand on lines of their own and are never folded, so that they can be copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from nao_sessions.core.errors import HINT, Place
from nao_sessions.rehearsal.reports.figures import BlockReport
from nao_sessions.rehearsal.reports.report import HEAD, NOT_REACHED, Finding, Report, gravity
from nao_sessions.rehearsal.reports.words import (
    KINDS,
    NINE_OF_TEN,
    behaviours,
    judgements,
    lengths,
    numbers,
    only_path,
    outcomes,
    path,
    seeds,
    severity,
    share_spoken,
    slot,
)
from nao_sessions.rehearsal.reports.words import POLICIES as POLICY_WORDS
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc, verbatim

MOST_STEPS = 12


def show_report(found: Report, language: Language, protocol: str) -> None:
    """Write the report of a rehearsal to stdout; ``protocol`` is the file as named on the command line."""
    command = f"nao-sessions rehearse {protocol}"
    click.echo(click.style(HEAD.in_language(language), bold=True))
    facts = [(name.in_language(language), told.in_language(language)) for name, told in _facts(found)]
    wide = max(len(name) for name, _ in facts)
    for name, told in facts:
        click.echo(f"  {name:<{wide}}  {told}")
    click.echo(f"  ({NINE_OF_TEN.in_language(language)})")
    if only_path(found):
        shown = path(found.paths[0].steps, found.titles, MOST_STEPS, language)
        one = msg("one path, taken by all: {path}", path=shown)
        click.echo(f"\n{one.in_language(language)}")
        click.echo(f"  {command} {found.paths[0].again}")
    elif found.rarest is not None:
        shown = path(found.rarest.steps, found.titles, MOST_STEPS, language)
        rare = msg("rarest path ({n} ×): {path}", n=found.rarest.sessions, path=shown)
        click.echo(f"\n{rare.in_language(language)}")
        click.echo(f"  {command} {found.rarest.again}")
    for title, lines in _parts(found, command, language):
        click.echo(f"\n{title.in_language(language)}")
        for line in lines:
            click.echo(f"  {line}")


def _facts(found: Report) -> Iterator[tuple[Text, Text]]:
    yield msg("sessions"), seeds(found)
    yield msg("children"), behaviours(found.profiles)
    yield msg("adult"), joined([POLICY_WORDS[name] for name in found.policies], ", ")
    yield msg("duration"), lengths(found.duration_s)
    yield msg("slot"), slot(found)
    yield msg("Nao speaks"), share_spoken(found)
    yield msg("outcomes"), outcomes(found)
    for one in found.coverage:
        if one.counts:
            reached = f"{len(one.counts) - len(one.missing)} / {len(one.counts)}"
            name = msg("{kind} reached")
            if one.kind in ("steps", "reactions", "ends", "prompts"):
                name = msgc("feminine", "{kind} reached")
            yield name.format(kind=KINDS[one.kind]), verbatim(reached)
    for block in found.blocks:
        yield (
            found.names.get(block.step, verbatim(block.step)),
            judgements(block.judgements),
        )
        yield verbatim(""), _trials(block)


def _trials(block: BlockReport) -> Text:
    """Return how many trials a session had, and how many came before mastery."""
    told = [msg("{n} a session", n=numbers(block.trials))]
    mastery = block.mastery
    if mastery is not None:
        words = msg("mastery ({row} in a row without help): never, of {all}")
        if mastery.mastered:
            words = msg("mastery ({row} in a row without help): in {trials} trials, {n} times of {all}")
        told.append(
            words.format(
                row=mastery.in_a_row,
                trials=numbers(mastery.trials),
                n=mastery.mastered,
                all=mastery.learners,
            )
        )
    return joined(told, SEMICOLON)


def _parts(found: Report, command: str, language: Language) -> Iterator[tuple[Text, list[str]]]:
    """Yield the parts of the report: what went wrong, what was reached late, what was not reached."""
    missing = [one for one in found.findings if one.about]
    wrong = sorted((one for one in found.findings if not one.about), key=gravity)
    if wrong:
        yield msg("To look at"), list(_lines(wrong, command, language))
    if found.reached_by:
        reached = msg("reached by a seed: {name}")
        late: list[str] = []
        for name, again in found.reached_by.items():
            words = reached.format(name=found.names.get(name, verbatim(name)))
            late += [words.in_language(language), f"  {command} {again}"]
        yield msg("Found by the search"), late
    if missing:
        yield msg("Never reached"), list(_lines(missing, command, language))
    if found.values:
        yield (
            msg("Values to confirm (nothing tells whether they are right)"),
            list(_values(found, language)),
        )


def _values(found: Report, language: Language) -> Iterator[str]:
    """Yield lines of plain values, those of one step or setting on one line."""
    for about, values in groupby(found.values, key=lambda one: one.about.in_language(language)):
        told = [
            f"{one.name.in_language(language)} {one.value.in_language(language)}"
            + _line(one.place, found.values[0].place.file)
            for one in values
        ]
        between = " : " if language == "fr" else ": "
        yield f"{about}{between}{', '.join(told)}"


def _line(place: Place, own: str) -> str:
    """Return the line where a value stands, with the file if it is a used one; empty where unknown."""
    if not place.line:
        return ""
    return f" (l. {place.line})" if place.file == own else f" ({place.file}:{place.line})"


def _lines(findings: Iterable[Finding], command: str, language: Language) -> Iterator[str]:
    """Yield the lines of findings, with the commands that show them; a shared one comes once, after them."""
    shared = ""
    for one in findings:
        if shared and one.again != shared:
            yield f"  {command} {shared}"
        times = f"{one.sessions} × " if one.sessions else ""
        grave = (
            "" if one.about else f"{severity(one).in_language(language)}{' : ' if language == 'fr' else ': '}"
        )
        yield f"{grave}{times}{one.text.in_language(language)}"
        if one.place:
            yield f"  {one.place}"
        if one.hint is not None:
            yield f"  {HINT.in_language(language)} {one.hint.in_language(language)}"
        for number, told in enumerate(one.story, start=1):
            yield f"  {number}. {told.in_language(language)}"
        shared = one.again if one.code == NOT_REACHED else ""
        if one.again and not shared:
            yield f"  {command} {one.again}"
    if shared:
        yield f"  {command} {shared}"
