"""`nao-sessions info`: what a session folder, or a series, says of itself, in some lines or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from nao_sessions.cli.info_series import tell_series
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.text import Language, Text
from nao_sessions.protocol.series_loading import is_series, load_series
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import read_log
from nao_sessions.session.manifest import Manifest
from nao_sessions.session.summary import Summary, summarise


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER|SERIES")
@click.option("--participant", metavar="CODE", help="Of a series: the sessions of this child alone.")
@click.option("--session", "number", type=click.IntRange(1), help="Of a series: each child's session N.")
@json_option
@lang_option
def info(folder: Path, participant: str | None, number: int | None, as_json: bool, lang: str | None) -> None:
    """Tell what a session folder holds, or who plays what in each session of a series."""
    if folder.is_file() and is_series(folder):
        tell_series(load_series(folder), participant, number, language_of(lang), as_json=as_json)
        return
    if participant is not None or number is not None:
        raise UsageError(
            Text(
                fr="--participant et --session valent pour une série.",
                en="--participant and --session are for a series.",
            ),
            Text(
                fr="Donnez le fichier de la série : series/NOM.yaml.",
                en="Give the file of the series: series/NAME.yaml.",
            ),
            code="U125",
        )
    session = SessionFolder.open(folder)
    manifest = session.read_manifest()
    summary = summarise(read_log(session.events).events)
    streams = read_streams(session)
    if as_json:
        give_json({**manifest.model_dump(), "summary": summary.to_json(), "streams": streams})
        return
    for line in lines(manifest, summary, streams, language_of(lang)):
        click.echo(line)


def read_streams(session: SessionFolder) -> dict[str, Any]:
    """Give the streams of ``sync.json``, or none where it was not written yet.

    Raises:
        RecordError: the file is broken, or a part of it is missing.
    """
    if not session.sync.is_file():
        return {}
    try:
        streams: dict[str, Any] = json.loads(session.sync.read_text(encoding="utf-8"))["streams"]
        for stream in streams.values():
            for segment in stream["segments"]:
                int(segment["frames"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            Text(
                fr="{path} ne se lit pas : il est abîmé ou incomplet.",
                en="{path} cannot be read: it is broken, or a part is missing.",
            ).format(path=session.sync),
            Text(
                fr="« nao-sessions verify » dit ce qui a changé.",
                en="'nao-sessions verify' says what has changed.",
            ),
            code="R111",
        ) from error
    return streams


def lines(manifest: Manifest, summary: Summary, streams: dict[str, Any], language: Language) -> list[str]:
    """Give the lines that a person reads."""
    french = language == "fr"
    latencies, steps = summary.latencies_ms, len(summary.steps)
    spread = f" ({min(latencies)}…{max(latencies)} ms)" if latencies else ""
    found = [
        f"{manifest.protocol.title} · {manifest.protocol.id} {manifest.protocol.version}",
        (f"séance {manifest.id}" if french else f"session {manifest.id}")
        + (f" · {manifest.state} · {summary.outcome or manifest.outcome or '—'}"),
        (
            f"étapes : {steps} · phrases : {summary.sentences} · gestes : {summary.gestures}"
            if french
            else f"steps: {steps} · sentences: {summary.sentences} · gestures: {summary.gestures}"
        ),
        (
            f"réponses : {summary.responses}, latences{spread or ' : —'} · silences : {summary.silences}"
            if french
            else f"responses: {summary.responses}, latencies{spread or ': -'} · silences: {summary.silences}"
        ),
    ]
    for name, stream in streams.items():
        frames = sum(segment["frames"] for segment in stream["segments"])
        dropped = sum(segment.get("dropped", 0) for segment in stream["segments"])
        parts = len(stream["segments"])
        found.append(
            f"caméra {name} : {frames} images, {dropped} perdue(s), {parts} segment(s)"
            if french
            else f"camera {name}: {frames} frames, {dropped} dropped, {parts} segment(s)"
        )
    return found
