"""`nao-sessions rehearse`: sessions with virtual people in virtual time, before the first real one."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.table import Table

from nao_sessions.cli.rehearse_log import rehearse_log
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
from nao_sessions.core.text import Language, Text
from nao_sessions.protocol import load, setting_values
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.behaviour import profile, profile_names
from nao_sessions.rehearsal.many import Progress as Told
from nao_sessions.rehearsal.many import plans_for, rehearse_many, rehearse_on_dask
from nao_sessions.rehearsal.page import report_page
from nao_sessions.rehearsal.professional import POLICIES
from nao_sessions.rehearsal.report import HEAD, Report, report
from nao_sessions.rehearsal.search import Run, until_covered
from nao_sessions.rehearsal.session import Plan, Rehearsed

MOST_SESSIONS = 1_000_000


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
    "--until-covered", is_flag=True, help="Go on until everything is reached, or --sessions are run."
)
@click.option(
    "--log", "log", type=click.Path(path_type=Path), metavar="FOLDER", help="What if: a recorded session."
)
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write the report as a page.")
@json_option
@lang_option
def rehearse(
    protocol: Path,
    sessions: int,
    children: tuple[str, ...],
    policies: tuple[str, ...],
    settings: tuple[str, ...],
    seed: int,
    jobs: int | None,
    dask: str | None,
    until_covered: bool,
    log: Path | None,
    page: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run sessions with virtual children and a virtual professional, and tell what came of them.

    Says nothing about real children. Exit code 0: all ended well; 1: findings.
    """
    language = language_of(lang)
    loaded = load(protocol)
    if log is not None:
        raise SystemExit(rehearse_log(log, loaded, language, as_json=as_json))
    given = dict(key_and_value(setting, setting) for setting in settings)
    values = {name: value for name, value in setting_values(loaded, given).items() if name in given}
    written = "".join(f" --setting {shlex.quote(setting)}" for setting in settings)
    profiles = [profile(name) for name in children or profile_names()]
    with _progress(sessions, language) as told:

        def run(plans: Sequence[Plan]) -> list[Rehearsed]:
            return _run(loaded, plans, jobs or os.cpu_count() or 1, dask, told)

        if until_covered:
            plans, done = _until_covered(loaded, run, seed, sessions, values)
        else:
            plans = plans_for(
                loaded,
                profiles,
                sessions=sessions,
                seed=seed,
                policies=policies or ("confirms",),
                settings=values,
                written=written,
            )
            done = run(plans)
    found = report(loaded, plans, done)
    if page is not None:
        title = loaded.title.template(language).source
        write_output(page, report_page(found, language, title=title))
        tell(Text(fr=f"Rapport écrit : {page}", en=f"Report written: {page}"), language)
    if as_json:
        give_json(found.to_json())
    else:
        _show(found, language, str(protocol))
    raise SystemExit(1 if any(one.code != "not_reached" or until_covered for one in found.findings) else 0)


def _until_covered(
    protocol: Protocol, run: Run, seed: int, most: int, values: Mapping[str, object]
) -> tuple[list[Plan], list[Rehearsed]]:
    search = until_covered(protocol, run, seed=seed, most=most, settings=values)
    return list(search.plans), list(search.sessions)


def _run(
    protocol: Protocol, plans: Sequence[Plan], jobs: int, dask: str | None, told: Told
) -> list[Rehearsed]:
    if dask is None:
        return rehearse_many(protocol, plans, jobs=jobs, progress=told)
    try:
        return rehearse_on_dask(protocol, plans, dask, told)
    except ImportError as error:
        raise UsageError(
            Text(fr="Dask n'est pas installé.", en="Dask is not installed."),
            Text(fr="Installez nao_sessions[dask].", en="Install nao_sessions[dask]."),
            code="U141",
        ) from error
    except OSError as error:
        raise UsageError(
            Text(
                fr="Aucune grappe Dask ne répond à {address}.", en="No Dask cluster answers at {address}."
            ).format(address=dask),
            code="U142",
        ) from error


@contextmanager
def _progress(sessions: int, language: Language) -> Iterator[Told]:
    """Show a bar on stderr while sessions run, where that is a terminal."""
    console = Console(stderr=True)
    words = Text(fr="séances", en="sessions").in_language(language)
    with Progress(
        words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(words, total=sessions)
        yield lambda done: bar.update(task, advance=done)


def _show(found: Report, language: Language, protocol: str) -> None:
    """Write the report to stdout, for a person."""

    def say(fr: str, en: str) -> str:
        return Text(fr=fr, en=en).in_language(language)

    console = Console(highlight=False, soft_wrap=True)
    console.print(HEAD.in_language(language), style="bold")
    duration = found.duration_s
    facts = Table(show_header=False, box=None)
    facts.add_row(say("séances", "sessions"), f"{found.sessions} ({say('graines', 'seeds')} {found.seed}…)")
    facts.add_row(
        say("durée", "duration"),
        f"{_minutes(duration.p5)} / {_minutes(duration.p50)} / {_minutes(duration.p95)} (p5 / p50 / p95)",
    )
    if found.limit_s is not None:
        facts.add_row(say("permise", "limit"), _minutes(found.limit_s))
    facts.add_row(say("Nao parle", "Nao speaks"), f"{_minutes(found.spoken_s.p50)} (p50)")
    outcomes = ", ".join(f"{name} {count}" for name, count in sorted(found.outcomes.items()))
    facts.add_row(say("fins", "outcomes"), outcomes)
    for one in found.coverage:
        reached = len(one.counts) - len(one.missing)
        facts.add_row(f"{say('atteint', 'reached')} : {one.kind}", f"{reached} / {len(one.counts)}")
    for block in found.blocks:
        judged = ", ".join(f"{name} {count}" for name, count in sorted(block.judgements.items()))
        facts.add_row(f"{say('essais', 'trials')} : {block.step}", judged)
    if found.rarest is not None:
        rare = f"{found.rarest.sessions} × : nao-sessions rehearse {protocol} {found.rarest.again}"
        facts.add_row(say("chemin le plus rare", "rarest path"), rare)
    console.print(facts)
    for finding in found.findings:
        seed = f"\n  nao-sessions rehearse {protocol} {finding.again}" if finding.again else ""
        times = f"{finding.sessions} × " if finding.sessions else ""
        console.print(f"{times}{finding.text.in_language(language)}{seed}")


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60):02} s"
