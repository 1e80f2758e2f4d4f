"""`nao-sessions annotate FOLDER --coder C01`: code what a session shows, in the browser.

stdout holds the page's address and nothing else; the address answers on this computer alone. With --from,
what was coded in ELAN or BORIS is brought back, and no page is opened.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click
from click.core import ParameterSource

from nao_sessions.analysis.agreement.plan import drawn_order, planned_sessions
from nao_sessions.analysis.coding.comparison import ComparedCodings
from nao_sessions.analysis.coding.folder import read_coded, scheme_used, session_folders
from nao_sessions.analysis.coding.reimport import KINDS, CodingChanges, bring, try_out
from nao_sessions.analysis.coding.session import (
    HIDDEN,
    CodingSession,
    Hidden,
    read_spans,
    say_done,
    state_periods,
)
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.by import by_option, see_by
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.core import processes
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import read_named, reads_as_written
from nao_sessions.record.additions.annotations import annotation_path
from nao_sessions.review.coding.pages import CodingPages, application
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.server import listen, serve

# `nao-sessions annotate FOLDER --from FILE`: what a coder did in ELAN or BORIS, back here.
#
# stdout says what came, changed, went and was left alone, coder by coder; a refusal has changed nothing.

LARGEST_BYTES = 64 << 20
"""How large a file of another program may be: an hour coded ten times a second is 10 MB."""


def bring_back(
    folder: Path,
    file: Path,
    coder: str | None,
    scheme: str | None,
    offset_s: float | None,
    language: Language,
    *,
    observation: str | None = None,
    as_json: bool,
) -> None:
    """Bring a coding back from another program's file, and print what that changed, coder by coder.

    Raises:
        UsageError, TableRefused, RecordError, SchemeRefused, ForeignFileRefused: it cannot be; nothing was
            changed.
    """
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise UsageError(_NO_KIND, _NO_KIND_HINT, code="K147")
    source, content = read_source(folder), _read(file)
    offset_ns = None if offset_s is None else round(offset_s * SECOND_NS)
    try_out(folder, content, file.name, kind, offset_ns, observation)
    brought, read = bring(
        source,
        content,
        file.name,
        kind,
        coder,
        None if scheme is None else find_scheme(scheme),
        offset_ns,
        observation=observation,
    )
    for remark in read.remarks:
        tell(remark, language)
    for one in brought:
        if one.points:
            tell(_POINTS.format(count=one.points), language)
        if one.names:
            tell(_NAMES.format(lines=", ".join(map(str, one.names[:10]))), language)
        if one.unknown:
            tell(_UNKNOWN.format(names=", ".join(one.unknown)), language)
        if one.periods:
            tell(_PERIODS.format(coder=one.coder), language)
        if one.merged.left:
            tell(_LEFT.format(count=len(one.merged.left), ids=", ".join(one.merged.left[:10])), language)
    if as_json:
        give_json({"coders": {one.coder: _record(one) for one in brought}})
        return
    for one in brought:
        click.echo(_line(one).in_language(language))


def _record(one: CodingChanges) -> dict[str, object]:
    merged = one.merged
    return {
        "added": merged.came,
        "changed": merged.changed,
        "removed": merged.removed,
        "as_before": merged.same,
        "left": list(merged.left),
        "points_that_lasted": one.points,
        "observation_periods": one.periods,
    }


def _line(one: CodingChanges) -> Text:
    merged = one.merged
    if not merged.ops.lines and not merged.left:
        return _NOTHING.format(coder=one.coder, same=merged.same)
    return _BROUGHT.format(
        coder=one.coder, came=merged.came, changed=merged.changed, removed=merged.removed,
        same=merged.same, left=len(merged.left),
    )  # fmt: skip


def _read(path: Path) -> bytes:
    try:
        return read_named(path, LARGEST_BYTES)
    except OSError as error:
        hint = _TOO_LARGE if error.errno == errno.EFBIG else None
        raise UsageError(_NOT_READ.format(path=path), hint, code="K147") from error


_NO_KIND = msg("--from takes a file of ELAN or of BORIS.")
_NO_KIND_HINT = msg("Its name ends in .eaf or .boris.")
_NOT_READ = msg("{path} cannot be read.")
_TOO_LARGE = msg("It is too large for a coding.")
_BROUGHT = msg(
    "{coder}. Annotations added: {came}; changed: {changed}; removed: {removed}; as before: {same}; "
    "left alone: {left}."
)
_NOTHING = msg("{coder}: nothing new; annotations as before: {same}.")
_POINTS = msg("Point behaviours that lasted in the file, and whose beginning counts: {count}.")
_PERIODS = msg("{coder}: observation periods from the file.")
_UNKNOWN = msg(
    "The scheme '{names}' is not known here, so that agree does not see what was coded by it. Do this "
    "again with --scheme FILE."
)
_NAMES = msg("First names seem to be left in remarks, kept as they are: lines {lines} of the file.")
_LEFT = msg("Annotations changed here since the export, which stay as they are here: {count} ({ids}).")


_HOW_TO_END = msg("Ctrl-C to end; everything is saved as you go.")

_STATED = msg("{coder}, scheme '{scheme}': observation periods written (sessions: {count}).")
_DONE = msg("{coder}, scheme '{scheme}': all was looked at, there was nothing to note (sessions: {count}).")


@click.command(short_help="Code what sessions show.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--coder", help="Your code, such as C01; never a name.")
@click.option("--scheme", "scheme_name", default="engagement", show_default=True, help="A file, or a name.")
@click.option("--blind", is_flag=True, help="Hide what would sway a coder, and play in a drawn order.")
@click.option("--hide", help="What is hidden: robot, judgements, phase, number.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the order.")
@click.option("--compare", "compared", help="Two codings side by side, and their consensus: C01,C02.")
@click.option("--tolerance", type=click.FloatRange(0, 60), default=1.0, show_default=True, help="Seconds.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, help="Port of the page (default: a free one)."
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@click.option(
    "--from", "brought", type=click.Path(path_type=Path), help="Bring a coding back from ELAN or BORIS."
)
@click.option("--done", is_flag=True, help="Say that where you noted nothing there was nothing to note.")
@click.option("--planned", metavar="SPANS", help="What you plan to look at: 0:30-5:00,7:10-9:00, or all.")
@click.option("--watched", metavar="SPANS", help="What you looked at, if the page did not play it; or all.")
@click.option("--observation", metavar="ID", help="With --from: which observation of a BORIS project.")
@click.option("--offset", type=float, metavar="SECONDS", help="With --from: the session time of its zero.")
@by_option
@json_option
@lang_option
@reads_as_written
def annotate(
    folder: Path, coder: str | None, scheme_name: str, blind: bool, hide: str | None, seed: int,
    compared: str | None, tolerance: float, port: int, no_browser: bool, brought: Path | None, done: bool,
    planned: str | None, watched: str | None, observation: str | None, offset: float | None, by: str,
    as_json: bool, lang: str | None,
) -> None:  # fmt: skip
    """Code a session, or those of a folder one after the other, by a scheme of behaviours and keys.

    Every key is saved as it is pressed. Ends on Ctrl-C. With --from FILE, what was coded in ELAN (.eaf) or
    BORIS (.boris) becomes the coder's file of this session, and nothing is opened. With --done, the sessions
    that you opened and noted nothing in count as coded. With --planned and --watched you state which parts of
    the session you are to look at, and which you looked at: agreement is measured there alone.
    """
    language = language_of(lang)
    named = click.get_current_context().get_parameter_source("scheme_name") != ParameterSource.DEFAULT
    if done:
        annotation_path(folder, coder or "")  # refuses what is no code
        chosen = find_scheme(scheme_name).id if named else None
        said = say_done(_sessions(folder, "", 0, blind=False), coder or "", chosen)
        _tell_done(coder or "", *said, language, as_json=as_json)
        return
    if planned is not None or watched is not None:
        annotation_path(folder, coder or "")
        scheme_id = find_scheme(scheme_name).id
        count = state_periods(
            _sessions(folder, "", 0, blind=False),
            coder or "",
            scheme_id,
            None if planned is None else read_spans(planned),
            None if watched is None else read_spans(watched),
        )
        if as_json:
            give_json({"coder": coder, "scheme": scheme_id, "sessions": count})
        else:
            tell(_STATED.format(coder=coder, scheme=scheme_id, count=count), language)
        return
    if brought is not None:
        bring_back(
            folder, brought, coder, scheme_name if named else None, offset, language,
            observation=observation, as_json=as_json,
        )  # fmt: skip
        return
    hidden = _hidden(hide, blind=blind)
    folders = _sessions(folder, coder or "", seed, blind=blind)
    count = len(folders)
    codings: list[CodingSession] = []
    if compared is not None:
        pair = _two(compared)
        coded = [read_coded(path) for path in folders]
        used = scheme_used(coded, _scheme_id(scheme_name) if named else None)

        def opening(place: int) -> CodingPages:
            see_by(by, folders[place - 1])
            table = ComparedCodings(coded[place - 1], pair, used, round(tolerance * SECOND_NS))
            recording = read_recording(folders[place - 1])
            return CodingPages(recording, used, language, table=table, place=place, count=count)
    else:
        code = coder or ""
        annotation_path(folder, code)  # refuses what is no code before anything else is done
        scheme = find_scheme(scheme_name)

        def opening(place: int) -> CodingPages:
            path = folders[place - 1]
            see_by(by or code, path)
            order = {"seed": seed, "place": place, "of": count} if count > 1 else None
            coding = CodingSession(path, code, scheme, sorted(hidden), order)
            codings.append(coding)
            return CodingPages(
                read_recording(path), scheme, language,
                desk=coding, coder=code, hidden=hidden, place=place, count=count,
            )  # fmt: skip

    listening = listen(port)
    door = AccessPolicy(port=listening.getsockname()[1])

    def tell_address() -> None:
        click.echo(door.address())
        tell(_HOW_TO_END, language)
        if not no_browser:
            processes.open_browser(door.address_for_the_browser())

    try:
        serve(application(count, opening, door, language), listening, tell_address)
    finally:
        listening.close()
        for coding in codings:
            coding.close()


def _scheme_id(name: str) -> str:
    """Return the id of a scheme, read from a file, or the name itself, which is an id."""
    return find_scheme(name).id if Path(name).is_file() else name


def _tell_done(coder: str, scheme: str, count: int, language: Language, *, as_json: bool) -> None:
    """Print how many sessions count as coded, but not which: a blind coder must not know."""
    if as_json:
        give_json({"coder": coder, "scheme": scheme, "sessions_done": count})
        return
    click.echo(_DONE.format(coder=coder, scheme=scheme, count=count).in_language(language))


def _hidden(hide: str | None, *, blind: bool) -> frozenset[Hidden]:
    """Return what is hidden from the coder: what *hide* names; for a blind coder, if nothing, all."""
    names = [one.strip() for one in (hide or "").split(",") if one.strip()]
    known: list[Hidden] = [one for one in get_args(Hidden) if one in names]
    if len(known) < len(set(names)):
        listed = ", ".join(HIDDEN)
        raise UsageError(
            msg("--hide: this cannot be hidden."),
            msg("One of: {listed}", listed=listed),
            code="K124",
        )
    return frozenset(HIDDEN if blind and not known else known)


def _sessions(root: Path, coder: str, seed: int, *, blind: bool) -> Sequence[Path]:
    """Return the sessions in the order of coding; for a blind coder those of the plan, in drawn order."""
    folders = session_folders(root)
    if not folders:
        raise UsageError(msg("There is no session in {root}.", root=root), code="K122")
    planned = set(planned_sessions(root)) if blind else set()
    chosen = [path for path in folders if path.name in planned] or list(folders)
    return drawn_order(chosen, seed, coder) if blind else chosen


def _two(compared: str) -> tuple[str, str]:
    coders = [one.strip() for one in compared.split(",") if one.strip()]
    if len(coders) != 2 or coders[0] == coders[1]:
        raise UsageError(
            msg("--compare needs two coders: C01,C02."),
            code="K120",
        )
    return coders[0], coders[1]
