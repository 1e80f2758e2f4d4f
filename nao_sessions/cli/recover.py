"""`nao-sessions recover`: close what a session that died left behind, or mend a bit that flipped in a log.

No video is rewritten.
"""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.engine import SEMANTICS
from nao_sessions.record.checksums import mend_log
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.journal import ReplayDiffers, log_differs
from nao_sessions.record.private import refuse_links
from nao_sessions.room.capture.hold import wait_until_free
from nao_sessions.room.files.recover import close_interrupted
from nao_sessions.text.messages import msg, msgn


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@lang_option
def recover(folder: Path, as_json: bool, lang: str | None) -> None:
    """Close the folder of a session that died: nothing that was written is changed.

    Of one that is closed, a bit of the log that flipped on the disk is turned back, by its checksums.
    """
    language = language_of(lang)
    session = SessionFolder.open(folder)
    if session.checksums.exists() and session.events.exists():
        refuse_links(session.path)
        if mended := mend_log(session):
            if as_json:
                give_json({"mended_bits": mended})
            else:
                click.echo(_MENDED.format(n=mended).in_language(language))
            return

    def wait() -> None:
        if not wait_until_free(session.room, deadline_s=0):
            tell(_STILL_RECORDING, language)
            wait_until_free(session.room)

    try:
        done = close_interrupted(session, wait)
    except ReplayDiffers as error:
        raise log_differs(error.seq) from error
    if as_json:
        give_json(
            {
                "torn_bytes": done.torn_bytes,
                "outputs_added": done.outputs_added,
                "outcome": done.outcome,
                "engine": SEMANTICS if done.engine is None else done.engine,
            }
        )
    else:
        if done.engine is not None:
            tell(_OTHER_ENGINE.format(then=done.engine, now=SEMANTICS), language)
        click.echo(_DONE.format(torn=done.torn_bytes, added=done.outputs_added).in_language(language))


_MENDED = msgn(
    "{n} bit of the log was turned back: it is as it was closed.",
    "{n} bits of the log were turned back: it is as it was closed.",
)
_OTHER_ENGINE = msg(
    "Recorded by engine {then}, this is {now}: nothing was computed again or added, which is no failure."
)
_STILL_RECORDING = msg("A camera is still recording: it is being stopped, wait...")
_DONE = msg("Folder closed: {torn} torn byte(s) cut, {added} output(s) added.")
