"""`nao-sessions verify`: is a session folder what it was, whole, and does its log follow from its inputs?"""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of
from nao_sessions.core.text import Text
from nao_sessions.room.probe import examine
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.verify import verify as verify_session

EXIT_FINDINGS = 1


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@lang_option
def verify(folder: Path, as_json: bool, lang: str | None) -> None:
    """Check the checksums, the log's grammar, its re-execution, and the frames against their index."""
    language = language_of(lang)
    session = SessionFolder.open(folder)
    found = verify_session(session)
    videos = examine(session.path)
    problems = [text.in_language(language) for text in found.problems]
    problems += [text.in_language(language) for video in videos for text in video.problems]
    remarks = [text.in_language(language) for text in found.remarks]
    frames = sum(video.frames_readable for video in videos)
    if as_json:
        give_json(
            {
                "sound": not problems,
                "problems": problems,
                "remarks": remarks,
                "events": found.events,
                "inputs": found.inputs,
                "outputs": found.outputs,
                "samples": found.samples,
                "reexecuted": found.reexecuted,
                "videos": [
                    {
                        "name": video.name,
                        "segment": video.segment,
                        "frames_indexed": video.frames_indexed,
                        "frames_readable": video.frames_readable,
                        "duration_s": video.duration_s,
                        "complete": video.complete,
                    }
                    for video in videos
                ],
            }
        )
    else:
        for line in problems:
            click.echo(line)
        for line in remarks:
            click.echo(line, err=True)
        text = _SOUND if not problems else _UNSOUND
        click.echo(
            text.format(events=found.events, frames=frames, problems=len(problems)).in_language(language)
        )
    if problems:
        raise SystemExit(EXIT_FINDINGS)


_SOUND = Text(
    fr="Sain : {events} événements, {frames} images.", en="Sound: {events} events, {frames} frames."
)
_UNSOUND = Text(
    fr="{problems} problème(s) : {events} événements, {frames} images.",
    en="{problems} problem(s): {events} events, {frames} frames.",
)
