"""`nao-sessions replay FOLDER`: look at a recorded session again, in the browser.

stdout holds the page's address and nothing else; the address answers on this computer alone.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import click

from nao_sessions.cli.by import by_option, see_by
from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.core import processes
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import reads_as_written
from nao_sessions.review.coding.attribution import application
from nao_sessions.review.coding.rows import coding_rows
from nao_sessions.review.replay.imported import imported_rows
from nao_sessions.review.replay.page_model import last_moment_ns
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.review.replay.rows import Further
from nao_sessions.review.replay.words import clock_time
from nao_sessions.text.messages import by_language, msg
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.server import listen, serve

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
@by_option
@lang_option
@reads_as_written
def replay(
    folder: Path,
    other: Path | None,
    moment: str | None,
    port: int,
    no_browser: bool,
    by: str,
    lang: str | None,
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
        from nao_sessions.cli.replay_what_if import with_what_if

        further = with_what_if(further, folder, other)
    if begin_ns is not None and begin_ns > (last_ns := last_moment_ns(recording, further)):
        raise _beyond(str(moment), last_ns)
    see_by(by, folder)
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
    """Return the seconds of a moment written as 1:03:07.25, 3:07.25 or 187.25. Raises: UsageError."""
    found = _TIME.fullmatch(moment.strip())
    if found is None:
        raise UsageError(
            msg("--at: '{moment}' is no time.", moment=moment),
            msg("For example: --at 3:07.25"),
            code="U173",
        )
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
