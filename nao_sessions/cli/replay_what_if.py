"""`nao-sessions replay --what-if`: another version of the protocol beside the session, on its timeline.

Up to where they part it is what the people of the session would have met; what follows is only what this
version does next, and is shown as that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nao_sessions.cli.rehearse_log import compared, parting_head, parting_lines, told_words
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.whatif import Told, WhatIf
from nao_sessions.replay.rows import Further, Mark, Parting, Row
from nao_sessions.replay.telling import Context
from nao_sessions.session.folder import SessionFolder
from nao_sessions.text.messages import Text, by_language, msg, verbatim

_STEPS = msg("What if: steps")
_REST = msg("What if: course")
_NOT_CLAIMED = msg("{what} (after they part)")


def with_what_if(further: Further, folder: Path, other: Path) -> Further:
    """Add the rows of another version, and where it parts from the session.

    Raises:
        RecordError: the session cannot be given to another version.
        ProtocolRefused: that version cannot be read.
    """
    protocol = load(other)
    found = compared(folder, protocol)
    moments = [told.at for told in (found.recorded, found.now) if told is not None]
    moved = [told.at for pair in found.moved[:1] for told in pair]
    codes = Context(participants=SessionFolder.open(folder).read_manifest().participants)

    def coded(text: Text) -> Text:
        return by_language(lambda language: codes.filled(text.in_language(language)))

    lines = tuple(coded(line) for line in parting_lines(found))
    parting = Parting(
        parting_head(found), min(moments, default=None), lines, min(moved or moments, default=None)
    )
    return replace(further, rows=(*further.rows, *_rows(found, protocol, codes)), parting=parting)


def _rows(found: WhatIf, protocol: Protocol, codes: Context) -> Iterator[Row]:
    told = [replace(one, what=codes.filled(one.what)) for one in (*found.common, *found.after)]
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


def _mark(told: Told, label: Text, until_ns: int | None, faint: bool) -> Mark:
    text = told_words(told)
    text = _NOT_CLAIMED.format(what=text) if faint else text
    return Mark(told.at, text, until_ns, label, faint=faint)


def _title(protocol: Protocol, told: Told) -> Text:
    step = protocol.steps.get(told.what)
    return verbatim(told.what) if step is None or step.title is None else step.title.as_written()
