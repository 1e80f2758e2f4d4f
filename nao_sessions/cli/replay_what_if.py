"""`nao-sessions replay --what-if`: another version of the protocol beside the session, on its timeline.

Up to where they part it is what the people of the session would have met; what follows is only what this
version does next, and is shown as that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nao_sessions.cli.rehearse_log import compared, parting_head, parting_lines, told_words
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.responses import fill
from nao_sessions.rehearsal.whatif import Narration, WhatIf
from nao_sessions.review.replay.rows import Further, Parting, Row, RowMark
from nao_sessions.text.messages import Text, msg, verbatim

_STEPS = msg("What if: steps")
_REST = msg("What if: course")
_NOT_CLAIMED = msg("{what} (after they part)")


def with_what_if(further: Further, folder: Path, other: Path) -> Further:
    """Return ``further`` with the rows of another version, and the point where it differs from the session.

    Raises:
        RecordError: the session cannot be given to another version.
        ProtocolRefused: that version cannot be read.
    """
    protocol = load(other)
    found = _named(compared(folder, protocol), SessionFolder.open(folder).read_manifest().participants)
    moments = [told.at for told in (found.recorded, found.now) if told is not None]
    moved = [told.at for pair in found.moved[:1] for told in pair]
    first_ns = min(moved or moments, default=None)
    parting = Parting(parting_head(found), min(moments, default=None), parting_lines(found), first_ns)
    return replace(further, rows=(*further.rows, *_rows(found, protocol)), parting=parting)


def _named(found: WhatIf, codes: Sequence[str]) -> WhatIf:
    """Return a comparison with codes in the places of first names."""

    def named(told: Narration) -> Narration:
        return replace(told, what=fill(told.what, told.child, codes))

    return replace(
        found,
        recorded=found.recorded and named(found.recorded),
        now=found.now and named(found.now),
        common=tuple(map(named, found.common)),
        after=tuple(map(named, found.after)),
        moved=tuple((named(was), named(becomes)) for was, becomes in found.moved),
    )


def _rows(found: WhatIf, protocol: Protocol) -> Iterator[Row]:
    told = [*found.common, *found.after]
    parts_at = len(found.common)
    steps = [(n, one) for n, one in enumerate(told) if one.kind == "step"]
    ends = [one.at for _, one in steps[1:]] + ([told[-1].at] if told else [])
    yield Row(
        "what_if",
        _STEPS,
        tuple(
            _mark(one, _title(protocol, one), end, n >= parts_at)
            for (n, one), end in zip(steps, ends, strict=True)
        ),
    )
    rest = [(n, one) for n, one in enumerate(told) if one.kind != "step"]
    yield Row("what_if", _REST, tuple(_mark(one, verbatim(one.what), None, n >= parts_at) for n, one in rest))


def _mark(told: Narration, label: Text, until_ns: int | None, faint: bool) -> RowMark:
    text = told_words(told)
    text = _NOT_CLAIMED.format(what=text) if faint else text
    return RowMark(told.at, text, until_ns, label, faint=faint)


def _title(protocol: Protocol, told: Narration) -> Text:
    step = protocol.steps.get(told.what)
    return verbatim(told.what) if step is None or step.title is None else step.title.as_written()
