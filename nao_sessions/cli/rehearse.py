"""`nao-sessions rehearse`: sessions with virtual people in virtual time, before the first real one."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from nao_sessions.cli.rehearse_against import rehearse_against
from nao_sessions.cli.rehearse_explore import ExplorationOptions, explored, rehearse_explore
from nao_sessions.cli.rehearse_log import rehearse_log
from nao_sessions.cli.rehearse_show import show_report
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
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import load, setting_values
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.exploration.explore import DEPTH, MOST_STATES
from nao_sessions.rehearsal.exploration.search import Run, settled, until_covered
from nao_sessions.rehearsal.many import Progress as Told
from nao_sessions.rehearsal.many import plans_for, rehearse_many, rehearse_on_dask
from nao_sessions.rehearsal.people.behaviour import Behaviour, profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES, Policy
from nao_sessions.rehearsal.reports.figures import MASTERED_AFTER
from nao_sessions.rehearsal.reports.page import report_page
from nao_sessions.rehearsal.reports.report import NOT_REACHED, PROMISE, Report, report
from nao_sessions.rehearsal.session import Plan, RehearsalResult
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

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

        def run(plans: Sequence[Plan]) -> list[RehearsalResult]:
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
    profiles: tuple[Behaviour, ...]
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
    wrong = [one for one in found.findings if not one.about]
    return replace(found, findings=(*wrong, *settled(protocol, search, states, asked.options("{depth}"))))


def _run(
    protocol: Protocol, plans: Sequence[Plan], jobs: int, dask: str | None, told: Told
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
