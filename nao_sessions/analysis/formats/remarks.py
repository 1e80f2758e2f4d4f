"""What a timeline file shows otherwise than it was coded, in sentences for the person who exports it.

BORIS pairs beginnings and ends in their order; ELAN and Praat know no state without an end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nao_sessions.analysis.formats.boris.ethogram import sets_of
from nao_sessions.analysis.formats.boris.foreign import foreign_ends
from nao_sessions.analysis.formats.boris.write import events_of_each
from nao_sessions.analysis.formats.foreign import foreign_of
from nao_sessions.analysis.tables.source import Source
from nao_sessions.text.messages import Text, msg

_UNTIL_OBSERVED = msg(
    "States whose end was not coded, shown until the end of what was observed, as 'agree' counts them: "
    "{which}."
)
_BEGINNING_ALONE = msg(
    "States whose end was not coded: {which}. BORIS has their beginnings alone, and no length until the "
    "end is coded there."
)
_ONE_AFTER_ANOTHER = msg(
    "States that overlap another one of the same behaviour and subject: {which}. BORIS, which pairs "
    "beginnings and ends in their order, shows them one after another, over the same time in all."
)


def remarks_on(source: Source, format_: str) -> Iterator[Text]:
    """Yield remarks on coders' states that an export in a format shows otherwise than they are."""
    if format_ not in ("eaf", "textgrid", "boris"):
        return
    opened = {coder: sum(one.open for one in coded) for coder, coded in source.coders.items()}
    if any(opened.values()):
        yield (_BEGINNING_ALONE if format_ == "boris" else _UNTIL_OBSERVED).format(which=_listed(opened))
    if format_ == "boris":
        overlaps = {coder: _overlaps(source, coder) for coder in source.coders}
        overlaps["import"] = _foreign_overlaps(source)
        if any(overlaps.values()):
            yield _ONE_AFTER_ANOTHER.format(which=_listed(overlaps))


def _overlaps(source: Source, coder: str) -> int:
    """Return the number of states that BORIS shows with another end than the coder's."""
    own = {one.id: (one.stop_ns, one.open) for one in source.coders[coder]}
    shown = events_of_each(source.coders[coder], sets_of(source.coders[coder], ()))
    return sum(own[one.id] != (one.stop_ns, one.open) for one, _ in shown)


def _foreign_overlaps(source: Source) -> int:
    """Return the number of imported states that BORIS shows with another end than they have."""
    lasting = {one.code for one in foreign_of(source) if one.lasts}
    return sum(one.lasts and one.stop_ns != stop for one, stop in foreign_ends(source, lasting))


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{coder} {count}" for coder, count in counts.items() if count)
