"""`nao-sessions annotate FOLDER --from FILE`: what a coder did in ELAN or BORIS, back here.

stdout says what came, changed, went and was left alone, coder by coder; a refusal has changed nothing.
"""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.analysis.coding.reimport import KINDS, CodingChanges, bring
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.cli.words import give_json, tell
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

LARGEST_BYTES = 64 << 20
"""Of a file: an hour coded ten times a second is 10 MB."""


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
    """Bring a coding back, and say what that changed.

    Raises:
        UsageError, TableRefused, RecordError, SchemeRefused: it cannot be; nothing was changed.
    """
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise UsageError(_NO_KIND, _NO_KIND_HINT, code="K147")
    brought, read = bring(
        read_source(folder),
        _read(file),
        file.name,
        kind,
        coder,
        None if scheme is None else find_scheme(scheme),
        None if offset_s is None else round(offset_s * SECOND_NS),
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
    return _DONE.format(
        coder=one.coder, came=merged.came, changed=merged.changed, removed=merged.removed,
        same=merged.same, left=len(merged.left),
    )  # fmt: skip


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size <= LARGEST_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise UsageError(_NOT_READ.format(path=path), code="K147") from error
    raise UsageError(_NOT_READ.format(path=path), _TOO_LARGE, code="K147")


_NO_KIND = msg("--from takes a file of ELAN or of BORIS.")
_NO_KIND_HINT = msg("Its name ends in .eaf or .boris.")
_NOT_READ = msg("{path} cannot be read.")
_TOO_LARGE = msg("It is too large for a coding.")
_DONE = msg(
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
