"""`nao-sessions rehearse`: sessions with virtual people in virtual time, before the first real one.

The report of rehearsals in the terminal: figures, then what to look at with the command that shows it.
Commands stand on lines of their own and are never folded, so that they can be copied.

`nao-sessions rehearse --against`: virtual sessions of a version beside those of an earlier one.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from nao_sessions.cli.rehearse_explore import ExplorationOptions, explored, rehearse_explore
from nao_sessions.cli.rehearse_log import rehearse_log
from nao_sessions.cli.spreading import reached
from nao_sessions.cli.words import (
    give_json,
    json_option,
    key_and_value,
    lang_option,
    language_of,
    tell,
    write_output,
)
from nao_sessions.core.errors import HINT, Place, UsageError
from nao_sessions.protocol import load, setting_values
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import PartNames
from nao_sessions.rehearsal.comparison.differences import Difference
from nao_sessions.rehearsal.comparison.earlier import Earlier, said
from nao_sessions.rehearsal.exploration.explore import DEPTH, MOST_STATES
from nao_sessions.rehearsal.exploration.search import Run, settled, until_covered
from nao_sessions.rehearsal.many import Progress as Told
from nao_sessions.rehearsal.many import plans_for, rehearse_many, rehearse_on_dask
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES, Policy
from nao_sessions.rehearsal.reports.figures import MASTERED_AFTER, BlockReport
from nao_sessions.rehearsal.reports.page import report_page
from nao_sessions.rehearsal.reports.report import (
    HEAD,
    NOT_REACHED,
    PROMISE,
    Report,
    ReportFinding,
    gravity,
    report,
)
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
from nao_sessions.rehearsal.session import RehearsalPlan, RehearsalResult
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc, msgn, verbatim

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
    profiles: Sequence[BehaviourProfile],
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
    names, old_names = PartNames(protocol), PartNames(earlier)

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


def _lines(findings: Iterable[ReportFinding], command: str, language: Language) -> Iterator[str]:
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


MOST_SESSIONS = 1_000_000
MOST_DEPTH = 1_000
STATES_FOR_A_SEARCH = 4_000
"""How many states are explored to settle what a search did not reach."""


@click.command(short_help="Rehearse a protocol with virtual people.")
@click.argument("protocol", type=click.Path(path_type=Path))
@click.option(
    "--sessions", type=click.IntRange(1, MOST_SESSIONS), default=200, show_default=True, help="How many."
)
@click.option(
    "--child",
    "children",
    multiple=True,
    metavar="PROFILE",
    help="Behaviour of the children, in turn; all by default.",
)
@click.option(
    "--professional", "policies", multiple=True, type=click.Choice(POLICIES), help="What she does, in turn."
)
@click.option("--setting", "settings", multiple=True, metavar="KEY=VALUE", help="A protocol's setting.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the first session.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; one a core by default.")
@click.option("--dask", metavar="ADDRESS", help="Spread the sessions over a Dask cluster.")
@click.option(
    "--until-covered",
    is_flag=True,
    help="Go on until everything is reached, or --sessions are run; say of the rest whether it can be.",
)
@click.option(
    "--mastery",
    type=click.IntRange(1),
    default=MASTERED_AFTER,
    show_default=True,
    help="Right trials in a row, without help, that are mastery.",
)
@click.option("--explore", "exploring", is_flag=True, help="Try all orders of events instead of sessions.")
@click.option(
    "--depth",
    type=click.IntRange(1, 1000),
    default=DEPTH,
    show_default=True,
    help="Of --explore: events that follow each other.",
)
@click.option(
    "--states",
    type=click.IntRange(10, 1_000_000),
    default=MOST_STATES,
    show_default=True,
    help="Of --explore: states at most.",
)
@click.option("--interrupting", is_flag=True, help="Of --explore: people act while Nao speaks, too.")
@click.option(
    "--log", "log", type=click.Path(path_type=Path), metavar="FOLDER", help="What if: a recorded session."
)
@click.option(
    "--against", type=click.Path(path_type=Path), metavar="EARLIER", help="Beside an earlier version."
)
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the report as a page.")
@json_option
@lang_option
def rehearse(
    protocol: Path,
    sessions: int,
    children: tuple[str, ...],
    policies: tuple[Policy, ...],
    settings: tuple[str, ...],
    seed: int,
    jobs: int | None,
    dask: str | None,
    until_covered: bool,
    mastery: int,
    exploring: bool,
    depth: int,
    states: int,
    interrupting: bool,
    log: Path | None,
    against: Path | None,
    page: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run sessions with virtual children and a virtual professional, and tell what came of them.

    --explore tries every order of events instead, up to a depth, and tells what must hold and does not.
    --against rehearses an earlier version, too, and tells what chance does not explain.
    Says nothing about real children. Exit code 0: all ended well; 1: findings.
    """
    language = language_of(lang)
    loaded = load(protocol)
    if log is not None:
        raise SystemExit(rehearse_log(log, loaded, language, as_json=as_json))
    given = dict(key_and_value(setting, setting) for setting in settings)
    values = {name: value for name, value in setting_values(loaded, given).items() if name in given}
    written = "".join(f" --setting {shlex.quote(setting)}" for setting in settings)
    named = shlex.quote(str(protocol))
    if exploring:
        if page is not None or until_covered or dask is not None:
            raise UsageError(
                msg("--explore does not go with --html, --until-covered or --dask."),
                code="U143",
            )
        asked = ExplorationOptions(named, values, written, seed, depth, states, interrupting)
        raise SystemExit(rehearse_explore(loaded, asked, language, as_json=as_json))
    profiles = tuple(profile(name) for name in children or profile_names())
    if against is not None:
        if page is not None or until_covered or dask is not None or settings or policies:
            raise UsageError(
                msg("--against plays all professionals, varies settings: --child and --seed go with it."),
                code="U144",
            )
        with _progress(None, language) as told:
            code = rehearse_against(
                (protocol, against), loaded, load(against), profiles, language,
                seed=seed, jobs=jobs or os.cpu_count() or 1, progress=told, as_json=as_json,
            )  # fmt: skip
        raise SystemExit(code)
    with _progress(sessions, language) as told:

        def run(plans: Sequence[RehearsalPlan]) -> list[RehearsalResult]:
            return _run(loaded, plans, jobs or os.cpu_count() or 1, dask, told)

        wanted = _Wanted(sessions, seed, profiles, policies, values, written, mastery)
        search = _search if until_covered else _rehearse
        found = search(loaded, run, wanted, language)
    if page is not None:
        title = loaded.title.template(language).source
        write_output(page, report_page(found, language, title=title, protocol=named))
        tell(msg("Report written: {page}", page=page), language)
    if as_json:
        give_json(found.to_json())
    else:
        show_report(found, language, named)
    harmless = () if until_covered else (NOT_REACHED,)
    wrong = [one for one in found.findings if one.code not in harmless]
    raise SystemExit(1 if any(one.code != PROMISE or one.severity != "remark" for one in wrong) else 0)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The sessions that the options ask for."""

    sessions: int
    seed: int
    profiles: tuple[BehaviourProfile, ...]
    policies: tuple[Policy, ...]
    settings: dict[str, Any]
    written: str
    mastery: int


def _rehearse(protocol: Protocol, run: Run, wanted: _Wanted, language: Language) -> Report:
    """Run as many sessions as are asked for, and return the report on them."""
    plans = plans_for(
        protocol,
        wanted.profiles,
        sessions=wanted.sessions,
        seed=wanted.seed,
        policies=wanted.policies or ("confirms",),
        settings=wanted.settings,
        written=wanted.written,
    )
    return report(protocol, plans, run(plans), mastered_after=wanted.mastery)


def _search(protocol: Protocol, run: Run, wanted: _Wanted, language: Language) -> Report:
    """Run sessions until everything is reached, explore what was not, and return the report on both."""
    search = until_covered(
        protocol, run, seed=wanted.seed, most=wanted.sessions, settings=wanted.settings,
        written=wanted.written, profiles=wanted.profiles, policies=wanted.policies or POLICIES,
    )  # fmt: skip
    found = report(protocol, search.plans, search.sessions, mastered_after=wanted.mastery)
    found = replace(found, reached_by=search.late)
    if not search.missing:
        return found
    asked = ExplorationOptions(
        "", wanted.settings, wanted.written, wanted.seed, MOST_DEPTH, STATES_FOR_A_SEARCH
    )
    states = explored(protocol, asked, language)
    if states.complete:  # people waited for Nao: what they may do meanwhile leads on, too
        asked = replace(asked, interrupting=True)
        meanwhile = explored(protocol, asked, language)
        states = replace(meanwhile, reached={**meanwhile.reached, **states.reached})
    wrong = [one for one in found.findings if not one.about]
    return replace(found, findings=(*wrong, *settled(protocol, search, states, asked.options("{depth}"))))


def _run(
    protocol: Protocol, plans: Sequence[RehearsalPlan], jobs: int, dask: str | None, told: Told
) -> list[RehearsalResult]:
    if dask is None:
        return rehearse_many(protocol, plans, jobs=jobs, progress=told)
    with reached(dask):
        return rehearse_on_dask(protocol, plans, dask, told)


@contextmanager
def _progress(sessions: int | None, language: Language) -> Iterator[Told]:
    """Show a progress bar on stderr, if it is a terminal; yield the function to call as sessions are done."""
    console = Console(stderr=True)
    words = msg("sessions").in_language(language)
    with Progress(
        words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(words, total=sessions)
        yield lambda done: bar.update(task, advance=done)
