"""`nao-sessions verify`: is a session folder what it was, whole, and does its log follow from its inputs?

Of a folder that holds many, the same of each; one that cannot be read hides no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from nao_sessions.analysis.corpus.index import sessions_below
from nao_sessions.analysis.corpus.reexecution import reexecuted
from nao_sessions.analysis.corpus.spread import spread
from nao_sessions.cli.spreading import dask_option, jobs_option, reached, told
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of
from nao_sessions.core.errors import ForeignFileRefused
from nao_sessions.core.received import is_there
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify as verify_session
from nao_sessions.room.files.probe import examine_received
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgn

EXIT_FINDINGS = 1


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--seal", "seals", multiple=True, metavar="SEAL", help="The seal that was printed or kept elsewhere."
)
@click.option(
    "--added", multiple=True, metavar="SEAL", help="The seal of what was added, printed or kept elsewhere."
)
@click.option(
    "--key", "keys", multiple=True, metavar="HEX", help="The public key of another house that is trusted."
)
@jobs_option
@dask_option
@json_option
@lang_option
def verify(
    folder: Path,
    seals: tuple[str, ...],
    added: tuple[str, ...],
    keys: tuple[str, ...],
    jobs: int,
    dask: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Tell whether a session folder is consistent, and whether it is authentic.

    Consistent: its checksums, the log's grammar, its re-execution, the frames against their index. Authentic:
    it is what this computer's house signed when it was closed. Of a folder that holds sessions: each of them.
    """
    language = language_of(lang)
    if not is_there(folder / "events.jsonl"):
        many = list(sessions_below(folder))
        if many:
            verify_many(folder, many, jobs, dask, language, as_json=as_json)
            return
    session = SessionFolder.open(folder)
    found = verify_session(session, seals=seals, added=added, keys=keys)
    problems = [text.in_language(language) for text in found.problems]
    try:
        videos = examine_received(session.path)
    except ForeignFileRefused as error:
        videos = ()
        problems.append(error.sentence.in_language(language))
    problems += [text.in_language(language) for video in videos for text in video.problems]
    remarks = [text.in_language(language) for text in found.remarks]
    signed = found.authenticity
    reasons = [text.in_language(language) for text in signed.reasons]
    frames = sum(video.frames_readable for video in videos)
    authentic, asked_whose = signed.standing == "authentic", bool(seals or added or keys)
    if as_json:
        give_json(
            {
                "sound": not problems and found.sound and (authentic or not asked_whose),
                "consistent": not problems,
                "authentic": signed.standing,
                "seal": signed.seal,
                "problems": [*problems, *(reasons if signed.standing == "changed" else ())],
                "remarks": [*remarks, *(() if signed.standing == "changed" else reasons)],
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
        click.echo(text.format(events=found.events, frames=frames, n=len(problems)).in_language(language))
        for line in reasons:
            click.echo(line, err=signed.standing != "changed")
        told_of = signed.in_words() if not problems else signed.in_words_of_unsound()
        click.echo(told_of.in_language(language))
    if problems or not found.sound or (asked_whose and not authentic):
        raise SystemExit(EXIT_FINDINGS)


def verify_many(
    root: Path, folders: Sequence[Path], jobs: int, dask: str | None, language: Language, *, as_json: bool
) -> None:
    """Verify every session below a folder, and print what is wrong with each.

    Raises:
        SystemExit: with EXIT_FINDINGS: something is wrong.
    """
    with told(_VERIFYING, len(folders), language) as bar, reached(dask):
        found = spread(reexecuted, folders, jobs=jobs, dask=dask, progress=bar)
    unsound = [one for one in found if one.problems]
    if as_json:
        give_json(
            {
                "sound": not unsound,
                "sessions": [
                    {
                        "folder": str(one.folder.relative_to(root)),
                        "sound": not one.problems,
                        "problems": [text.in_language(language) for text in one.problems],
                        "remarks": [text.in_language(language) for text in one.remarks],
                        "events": one.events,
                        "frames": one.frames,
                    }
                    for one in found
                ],
            }
        )
    else:
        for one in found:
            for text in one.problems:
                click.echo(f"{one.folder.relative_to(root)}: {text.in_language(language)}")
            for text in one.remarks:
                click.echo(f"{one.folder.relative_to(root)}: {text.in_language(language)}", err=True)
        text = _MANY_SOUND if not unsound else _MANY_UNSOUND
        events, frames = sum(one.events for one in found), sum(one.frames for one in found)
        counts = {"n": len(found), "unsound": len(unsound), "events": events, "frames": frames}
        click.echo(text.format(**counts).in_language(language))
    if unsound:
        raise SystemExit(EXIT_FINDINGS)


_VERIFYING = msg("Verifying sessions")
_MANY_SOUND = msgn(
    "{n} sound session: {events} events, {frames} frames.",
    "{n} sound sessions: {events} events, {frames} frames.",
)
_MANY_UNSOUND = msgn(
    "{unsound} of {n} session with problems: {events} events, {frames} frames.",
    "{unsound} of {n} sessions with problems: {events} events, {frames} frames.",
)
_SOUND = msg("Consistent: {events} events, {frames} frames.")
_UNSOUND = msgn(
    "{n} problem: {events} events, {frames} frames.", "{n} problems: {events} events, {frames} frames."
)
