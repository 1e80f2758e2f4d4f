"""`nao-sessions replay FOLDER`: look at a recorded session again, in the browser.

stdout holds the page's address and nothing else; the address answers on this computer alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from nao_sessions.cli.rehearse_log import compared, parting_head, parting_lines, told_words
from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.core import processes
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.responses import fill
from nao_sessions.rehearsal.whatif import Narration, WhatIf
from nao_sessions.review.coding.attribution import application
from nao_sessions.review.coding.rows import coding_rows
from nao_sessions.review.replay.imported import imported_rows
from nao_sessions.review.replay.page_model import last_moment_ns
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.review.replay.rows import Further, Mark, Parting, Row
from nao_sessions.review.replay.words import clock_time
from nao_sessions.text.messages import Text, by_language, msg, verbatim
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.server import listen, serve

# `nao-sessions replay --what-if`: another version of the protocol beside the session, on its timeline.
#
# Up to where they part it is what the people of the session would have met; what follows is only what this
# version does next, and is shown as that.

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
    found = _named(compared(folder, protocol), SessionFolder.open(folder).read_manifest().participants)
    moments = [told.at for told in (found.recorded, found.now) if told is not None]
    moved = [told.at for pair in found.moved[:1] for told in pair]
    first_ns = min(moved or moments, default=None)
    parting = Parting(parting_head(found), min(moments, default=None), parting_lines(found), first_ns)
    return replace(further, rows=(*further.rows, *_rows(found, protocol)), parting=parting)


def _named(found: WhatIf, codes: Sequence[str]) -> WhatIf:
    """Return it with codes in the places of first names."""

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


def _mark(told: Narration, label: Text, until_ns: int | None, faint: bool) -> Mark:
    text = told_words(told)
    text = _NOT_CLAIMED.format(what=text) if faint else text
    return Mark(told.at, text, until_ns, label, faint=faint)


def _title(protocol: Protocol, told: Narration) -> Text:
    step = protocol.steps.get(told.what)
    return verbatim(told.what) if step is None or step.title is None else step.title.as_written()


_HOW_TO_END = msg("Ctrl-C to end.")


_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:[.,]\d{1,9})?)")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--what-if",
    "other",
    type=click.Path(path_type=Path),
    metavar="PROTOCOL",
    help="Show what another version of the protocol would have done, and where they part.",
)
@click.option("--at", "moment", metavar="TIME", help="Begin at a moment: 3:07.25, or seconds.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, help="Port of the page (default: a free one)."
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@lang_option
def replay(
    folder: Path, other: Path | None, moment: str | None, port: int, no_browser: bool, lang: str | None
) -> None:
    """Replay a recorded session: video, timeline, events.

    Ends on Ctrl-C.
    """
    language = language_of(lang)
    begin_ns = None if moment is None else round(seconds_of(moment) * SECOND_NS)
    recording = read_recording(folder)
    further = Further(
        rows=(*imported_rows(recording), *coding_rows(folder, recording.events)),
        begin_ns=begin_ns,
        asks_who=True,
    )
    if other is not None:
        further = with_what_if(further, folder, other)
    if begin_ns is not None and begin_ns > (last_ns := last_moment_ns(recording, further)):
        raise _beyond(str(moment), last_ns)
    listening = listen(port)
    door = AccessPolicy(port=listening.getsockname()[1])
    app = application(recording, language, further, door)

    def tell_address() -> None:
        click.echo(door.address())
        tell(_HOW_TO_END, language)
        if not no_browser:
            processes.open_browser(door.address_for_the_browser())

    serve(app, listening, tell_address)


def _beyond(moment: str, last_ns: int) -> UsageError:
    ends = by_language(partial(clock_time, last_ns))
    return UsageError(
        msg("--at: {moment} is after the session's end, at {ends}.", moment=moment, ends=ends),
        msg("For example: --at {ends}", ends=ends),
        code="U173",
    )


def seconds_of(moment: str) -> float:
    """Read a moment as the page's clock writes it. Raises: UsageError."""
    found = _TIME.fullmatch(moment.strip())
    if found is None:
        raise UsageError(
            msg("--at: '{moment}' is no time.", moment=moment),
            msg("For example: --at 3:07.25"),
            code="U173",
        )
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
