"""`nao-sessions agree`: how far coders agree, and which sessions are to be coded twice.

stdout holds the result (sentences and tables, or JSON); nothing is written but what was asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from nao_sessions.analysis.agreement.measures import Level
from nao_sessions.analysis.agreement.plan import PLAN_FILE, STRATA, Stratum, draw_plan, write_plan
from nao_sessions.analysis.agreement.plot import confusion_svg
from nao_sessions.analysis.agreement.report import ComparisonParameters, Matching, Sampling
from nao_sessions.analysis.agreement.study import Study, left_out_lines, no_session, partly_coded, study
from nao_sessions.analysis.agreement.words import (
    NOTE,
    basis_sentences,
    figure_lines,
    nothing_compared,
    sentence,
    single_lines,
    table_lines,
)
from nao_sessions.analysis.coding.folder import (
    SAY_DONE,
    coded_by,
    lived,
    read_coded,
    scheme_used,
    session_folders,
)
from nao_sessions.cli.fidelity import give_fidelity
from nao_sessions.cli.words import (
    EXIT_FINDINGS,
    give_json,
    json_option,
    lang_option,
    language_of,
    read_each,
    tell,
    write_below,
)
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.record.additions.annotations import CONSENSUS, LIVE
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg


@click.command(short_help="Tell how far coders agree.")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="FOLDER...")
@click.option("--coders", help="Which coders: C01,C02; LIVE is what was judged in the session.")
@click.option("--scheme", "scheme_id", help="Which scheme, where several were used.")
@click.option("--tolerance", type=click.FloatRange(0, 60), default=1.0, show_default=True, help="Seconds.")
@click.option(
    "--bin", "bin_s", type=click.FloatRange(0.04, 600), default=1.0, show_default=True, help="Seconds."
)
@click.option(
    "--match",
    "matching",
    type=click.Choice(get_args(Matching)),
    default="overlap",
    show_default=True,
    help="By what two states are one event: how far they overlap, or how near they begin.",
)
@click.option(
    "--overlap",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.6,
    show_default=True,
    help="With --match overlap: share of the longer state.",
)
@click.option(
    "--interval",
    "sampling",
    type=click.Choice(get_args(Sampling)),
    default="momentary",
    show_default=True,
    help="Which state a bin has: the one in its middle, or any in it.",
)
@click.option(
    "--level", type=click.Choice(get_args(Level)), default="nominal", help="Of Krippendorff's alpha."
)
@click.option(
    "--plots", type=click.Path(path_type=Path, file_okay=False), help="Where the tables are drawn (SVG)."
)
@click.option(
    "--plan", type=click.Path(path_type=Path), help="Draw the sessions of this folder to code twice."
)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.2,
    show_default=True,
    help="Of each stratum.",
)
@click.option(
    "--strata", default="phase,participant", show_default=True, help="phase, participant, protocol."
)
@click.option("--replace", is_flag=True, help="Replace the plan that was drawn before.")
@click.option("--series", type=click.Path(path_type=Path), help="A series file: the phases of --plan.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draw, and of the intervals.")
@click.option(
    "--fidelity", type=click.Path(path_type=Path), help="Planned against done, as `fidelity` tells it."
)
@json_option
@lang_option
def agree(
    folders: tuple[Path, ...], coders: str | None, scheme_id: str | None, tolerance: float, bin_s: float,
    matching: Matching, overlap: float, sampling: Sampling, level: Level, plots: Path | None, plan: Path |
    None, share: float, strata: str, replace: bool, series: Path | None, seed: int, fidelity: Path | None,
    as_json: bool, lang: str | None,
) -> None:  # fmt: skip
    """Compare what coders wrote of sessions: kappa, alpha, percentage, table, each with its parameters.

    With --plan, draw the sessions that two coders are to code; with --fidelity, compare a session with its
    protocol. Ends with 1 where a session cannot be read; stderr says which.
    """
    language = language_of(lang)
    if plan is not None:
        planned = None if series is None else load_series(series)
        _plan(plan, share, strata, seed, planned, language, replace=replace, as_json=as_json)
        return
    if fidelity is not None:
        give_fidelity([fidelity], language, as_json=as_json)
        return
    paths = [path for folder in folders for path in session_folders(folder)]
    every, left_out = read_each(paths, read_coded, language)
    read = [coded for _, coded in every]
    if not read:
        raise UsageError(
            msg("A session is needed, or a folder of them."),
            code="K122",
        )
    scheme = scheme_used(read, scheme_id, level)
    parameters = ComparisonParameters(tolerance, bin_s, level, seed, matching, overlap, sampling)
    coded = [coded_by(folder, scheme.id) for folder in read]
    opened = {name for one in read for name, schemes in one.opened.items() if scheme.id in schemes}
    known = {coder for one in coded for coder in one.by_coder if coder != LIVE}
    if lived(coded, scheme):
        known.add(LIVE)
    chosen = _chosen(coders, known, opened)
    found = study(read, chosen, scheme, parameters)
    for number, one in enumerate(found.comparisons if plots is not None else ()):
        assert plots is not None
        if one.table and one.units:
            name = f"{number + 1:02}-{one.stream}-{one.method}-{'-'.join(one.coders)}.svg"
            write_below(plots, name, confusion_svg(one, scheme, language))
    if as_json:
        give_json(found.to_json())
    else:
        _say(found, language)
    if left_out:
        raise SystemExit(EXIT_FINDINGS)


def _chosen(coders: str | None, known: set[str], opened: set[str]) -> tuple[str, ...]:
    """Return the coders to compare: those named, else all but the consensus; a lone one with LIVE."""
    if coders is not None:
        chosen = tuple(dict.fromkeys(one.strip() for one in coders.split(",") if one.strip()))
    else:
        people = tuple(sorted(known - {LIVE, CONSENSUS}))
        chosen = (*people, LIVE) if len(people) == 1 and LIVE in known else people
    missing = [one for one in chosen if one not in known]
    if len(chosen) < 2 or missing:
        names = ", ".join(sorted(known)) or "—"
        coded = msg("These coded: {names}.", names=names)
        if opened - known:
            only = ", ".join(sorted(opened - known))
            coded = msg(
                "{coded} These opened and noted nothing: {only}. {say_done}",
                coded=coded,
                only=only,
                say_done=SAY_DONE,
            )
        raise UsageError(
            msg("Two coders are needed at least.")
            if not missing
            else msg("{missing} coded nothing here.", missing=missing[0]),
            coded,
            code="K120",
        )
    return chosen


def _plan(
    root: Path,
    share: float,
    strata: str,
    seed: int,
    series: Series | None,
    language: Language,
    *,
    replace: bool,
    as_json: bool,
) -> None:
    by: list[Stratum] = []
    for name in filter(None, (one.strip() for one in strata.split(","))):
        known = next((one for one in STRATA if one == name), None)
        if known is None:
            raise UsageError(
                msg("'{name}' is no stratum.", name=name),
                msg("One of: {strata}", strata=", ".join(STRATA)),
                code="K123",
            )
        by.append(known)
    plan = draw_plan(root, share, by, seed, series)
    path = write_plan(root, plan, replace=replace)
    if as_json:
        give_json(plan.to_json())
        return
    for name in plan.sessions:
        click.echo(name)
    for stratum, (whole, drawn) in plan.strata.items():
        tell(msg("{stratum}: {drawn} of {whole}", stratum=stratum, drawn=drawn, whole=whole), language)
    tell(
        msg(
            "Written to {path}; 'annotate {root} --blind' follows this plan ({plan_file}).",
            path=path,
            root=root,
            plan_file=PLAN_FILE,
        ),
        language,
    )


def _say(found: Study, language: Language) -> None:
    if not found.comparisons:
        why = nothing_compared(found.basis) if found.sessions else no_session(found)
        click.echo(why.in_language(language))
    for one in found.comparisons:
        click.echo(sentence(one, found.parameters, language, found.scheme))
        drawn = (
            table_lines(one, found.scheme, language) if one.table and one.units and not one.one_by_one else ()
        )
        for line in (*drawn, *single_lines(one, found.scheme, language)):
            click.echo(line)
        click.echo()
    for line in figure_lines(found.figures, found.scheme, language):
        click.echo(line)
    if found.sessions:
        click.echo(basis_sentences(found.basis).in_language(language))
    for text in partly_coded(found):
        click.echo(text.in_language(language))
    if found.comparisons:
        click.echo(NOTE.format(seed=found.parameters.seed).in_language(language))
    for text in left_out_lines(found.left_out, found.untouched):
        click.echo(text.in_language(language))
