"""What `run` says at its end: what the session came to, where it lies, and how to replay it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

import click

from nao_sessions.cli.info import lines, read_streams
from nao_sessions.cli.words import give_json
from nao_sessions.room.voice.latencies import LATENCIES_FILE, read_latencies
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import read_log
from nao_sessions.session.summary import summarise
from nao_sessions.text.languages import Language

EXIT_OK = 0
EXIT_INCOMPLETE = 4


def tell_end(
    folder: SessionFolder,
    outcome: str,
    language: Language,
    *,
    as_json: bool,
    preflight: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Say the summary on stdout; give the exit code: 4 where a source that was asked for has no frame."""
    manifest = folder.read_manifest()
    events = read_log(folder.events).events
    summary = summarise(events)
    streams = read_streams(folder)
    latencies = read_latencies(folder.path / LATENCIES_FILE)["answers"]
    asked = [*manifest.room.get("cameras", []), *manifest.room.get("microphones", [])]
    complete = all(_frames(streams.get(name)) > 0 for name in asked)
    with contextlib.suppress(OSError):  # the terminal may have gone: the folder is closed all the same
        if as_json:
            give_json(
                {
                    "folder": str(folder.path),
                    "outcome": outcome,
                    "complete": complete,
                    "preflight": list(preflight),
                    "summary": summary.to_json(),
                    "streams": streams,
                    "latencies": latencies,
                }
            )
        else:
            for line in lines(manifest, summary, streams, language, latencies, events):
                click.echo(line)
            click.echo(("dossier : " if language == "fr" else "folder: ") + str(folder.path))
            click.echo(f"nao-sessions replay {folder.path}")
    return EXIT_OK if complete else EXIT_INCOMPLETE


def _frames(stream: dict[str, Any] | None) -> int:
    if stream is None:
        return 0
    return sum(int(segment["frames"]) for segment in stream["segments"])
