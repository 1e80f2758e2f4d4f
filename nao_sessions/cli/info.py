"""`nao-sessions info`: what a session folder, or a series, says of itself, in some lines or as JSON.

The lines of a command on the latencies of a session (how long answers took), each with its uncertainty. They
are read as ``latencies.json`` has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.core.received import read_received_json, reads_as_written
from nao_sessions.protocol.series import PlannedProtocol, PlannedSession, Series, plan
from nao_sessions.protocol.series_loading import is_series, load_series
from nao_sessions.record.additions.corrections import RecordCorrection, read_corrections
from nao_sessions.record.additions.destructions import read_destroyed
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import is_imported
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.results.counts import (
    COUNT_LABELS,
    ResponseUncounted,
    TrialCounts,
    completed_words,
    count_corrections,
    count_trials,
    outcome_of,
    uncounted_latencies,
)
from nao_sessions.record.results.interruptions import read_interruptions
from nao_sessions.record.results.responses import read_responses
from nao_sessions.record.results.summary import Summary, summarise
from nao_sessions.record.results.trials import read_trials, without_effect
from nao_sessions.record.telemetry.samples import TelemetrySummary, read_telemetry, summarise_telemetry
from nao_sessions.room.sync.words import sound_words, sync_words
from nao_sessions.room.voice.latencies import (
    LATENCIES_FILE,
    answers_of,
    latencies_by_seq,
    once,
    read_latencies,
)
from nao_sessions.room.voice.latency_words import latency_words, not_measured
from nao_sessions.text import glossary
from nao_sessions.text.formats import joined, number
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn

MOST_SHOWN = 8
"""How many latencies a terminal shows; all of them stand in the JSON and in the replay."""


def latency_lines(
    answers: Sequence[Mapping[str, Any]],
    language: Language,
    events: Sequence[Event] = (),
    corrections: Sequence[RecordCorrection] = (),
) -> list[str]:
    """Return a line for each latency that counts, up to a limit, and a line on those that do not count.

    ``answers`` are those of ``latencies.json``; what does not count, and how many those are, is worked out
    from the log's ``events`` and what was corrected afterwards, as for tables and methods.
    """
    trials = read_trials(events, corrections)
    left_out = uncounted_latencies(events, trials, read_interruptions(events))
    counting = [one for one in once(answers) if one["seq"] not in left_out]
    found = []
    for answer in counting[:MOST_SHOWN]:
        line = _ONE.format(seq=answer["seq"], took=latency_words(answer)).in_language(language)
        why = not_measured(answer, language)
        found.append(f"{line} ({why})" if why else line)
    if len(counting) > MOST_SHOWN:
        found.append(_MORE.format(n=len(counting) - MOST_SHOWN).in_language(language))
    logged = [asdict(one) for one in answers_of(events, ())]
    whys = Counter(left_out[one["seq"]] for one in once(logged) if one["seq"] in left_out)
    if whys:
        each = joined([words.format(n=whys[why]) for why, words in _WHY.items() if whys[why]], " · ")
        found.append(_LEFT_OUT.format(count=whys.total(), each=each).in_language(language))
    return found


_LEFT_OUT = msg("latencies not counted: {count} ({each})")
_WHY: Mapping[ResponseUncounted, Text] = {
    "no_question": msg("in answer to no trial's question, a 'stop' for instance: {n}"),
    "not_final": msg("of responses that did not end their trial: {n}"),
    "interrupted": msg("cut by an interruption: {n}"),
    "away": msg("with the child marked away meanwhile: {n}"),
    "not_own": msg("given or entered by somebody else: {n}"),
    "nobody": msg("of responses of which nobody knows whose they are: {n}"),
    "no_answer": msg("of trials judged as no response, or refused: {n}"),
    "void": msg("of trials that are not scored: {n}"),
    "repeated": msg("of repetitions for correction: {n}"),
}
_ONE = msg("latency (line {seq} of the log): {took}")
_REHEARSAL = msg("rehearsal: adults played the children's parts")
_REHEARSAL_SIMULATED = msg("rehearsal with a simulated Nao: adults, or a script, played the children's parts")
_DESTROYED = msgn(
    "film destroyed on purpose on {when}: {n} file", "film destroyed on purpose on {when}: {n} files"
)
_MORE = msgn("... and {n} more latency (--json)", "... and {n} more latencies (--json)")


# What `info` prints of a series: which protocols each child plays in each session, in which order.


def tell_series(
    series: Series, participant: str | None, number: int | None, language: Language, *, as_json: bool
) -> None:
    """Print the plan of a series, or of one child, or of one session.

    Raises:
        UsageError: nobody of this series has this code, or that many sessions.
    """
    sessions = sessions_of(series, participant, number)
    if as_json:
        records = [_record(one) for one in sessions]
        give_json({"series": series.id, "version": series.version, "sessions": records})
        return
    click.echo(f"{series.title.template(language).source} · {series.id} {series.version}")
    for one in sessions:
        click.echo(_line(one).in_language(language))


def sessions_of(series: Series, participant: str | None, number: int | None) -> tuple[PlannedSession, ...]:
    """Return the planned sessions of a participant and with a number; None: of all. Raises: UsageError."""
    if participant is not None and participant not in series.participants:
        raise UsageError(
            msg("'{code}' is not in this series.", code=participant),
            msg("It has: {codes}.", codes=", ".join(series.participants)),
            code="U126",
        )
    planned = [one for one in plan(series) if participant in (None, one.participant)]
    found = tuple(one for one in planned if number in (None, one.overall))
    if number is not None and not found:
        raise UsageError(
            msg("There is no session {number}.", number=number),
            msg("The last one is {last}.", last=max((one.overall for one in planned), default=0)),
            code="U126",
        )
    return found


def _line(session: PlannedSession) -> Text:
    played = ", ".join(_named(one) for one in session.protocols)
    days = _days(session)
    words = msg(
        "{code} · session {overall} · {phase} {number}: {played}",
        code=session.participant,
        overall=session.overall,
        phase=session.phase,
        number=session.number,
        played=played,
    )
    return words if days is None else joined([words, days], " · ")


def _named(planned: PlannedProtocol) -> str:
    settings = ", ".join(f"{name}={value}" for name, value in planned.given.items())
    return f"{planned.file} {planned.version}" + (f" ({settings})" if settings else "")


def _days(session: PlannedSession) -> Text | None:
    """Return how many days after the child's previous session one is planned; None without such a plan."""
    least, most = session.least_days, session.most_days
    if least is None and most is None:
        return None
    if most is None:
        return msg("{least} later, at least", least=_day(least))
    if least is None:
        return msg("{most} later, at most", most=_day(most))
    return msg("{least} to {most} later", least=least, most=_day(most))


def _day(count: int | None) -> Text:
    return msgn("{n} day", "{n} days", count)


def _record(session: PlannedSession) -> dict[str, object]:
    return {
        "participant": session.participant,
        "session": session.overall,
        "phase": session.phase,
        "number": session.number,
        "protocols": [
            {"file": one.file, "version": one.version, "with": dict(one.given)} for one in session.protocols
        ],
        "least_days": session.least_days,
        "most_days": session.most_days,
    }


STATES: Mapping[str, Text] = glossary.labels(glossary.STATES)

NOT_SAID = msg("sentences that Nao could not say: {n}")
NOT_MADE = msg("gestures that Nao could not make: {n}")
NOT_DONE = msg("other actions that failed: {n}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER|SERIES")
@click.option("--participant", metavar="CODE", help="Of a series: the sessions of this child alone.")
@click.option("--session", "number", type=click.IntRange(1), help="Of a series: each child's session N.")
@json_option
@lang_option
@reads_as_written
def info(folder: Path, participant: str | None, number: int | None, as_json: bool, lang: str | None) -> None:
    """Tell what a session folder holds, or who plays what in each session of a series."""
    if folder.is_file() and is_series(folder):
        tell_series(load_series(folder), participant, number, language_of(lang), as_json=as_json)
        return
    if participant is not None or number is not None:
        raise UsageError(
            msg("--participant and --session are for a series."),
            msg("Give the file of the series: series/NAME.yaml."),
            code="U125",
        )
    session = SessionFolder.open(folder)
    manifest = session.read_manifest()
    events = session.read_events()
    corrections = read_corrections(session.path)
    measured = latencies_by_seq(events, read_latencies(session.path / LATENCIES_FILE))
    latencies = list(measured.values())
    summary = replace(summarise(events, corrections, measured), outcome=outcome_of(manifest, events))
    streams = read_streams(session)
    telemetry = _telemetry(session, manifest)
    trials = read_trials(events, corrections)
    responses = read_responses(events, corrections)
    corrected = count_corrections(trials, responses)
    unnamed, named = sum(one.unnamed for one in responses), sum(one.named for one in responses)
    unknown = sum(one.nameless for one in responses) - unnamed
    idle = len(without_effect(events, corrections))
    if as_json:
        counts = count_trials(trials)
        judged = {"count": counts.total, "judgements": dict(sorted(counts.by_judgement.items()))}
        read: dict[str, Any] = {"summary": summary.to_json(), "streams": streams, "latencies": latencies}
        read["trials"] = {
            **judged,
            "errors_before_no_response": counts.errors_before_silence,
            "void_reasons": dict(sorted(counts.void_reasons.items())),
            "easy": counts.easy,
            "corrections": len(corrections),
            "judged_afterwards": corrected.judgements,
        }
        read["responses"] = {
            "count": len(responses),
            "unnamed": unnamed,
            "named_afterwards": named,
            "unknown_afterwards": unknown,
        }
        read["destroyed"] = [asdict(one) for one in read_destroyed(session.path)]
        read["telemetry"] = None if telemetry is None else telemetry.to_json()
        give_json({**manifest.model_dump(), **read})
        return
    if is_imported(events):
        found = lines_imported(manifest, events, streams, language_of(lang))
    else:
        found = lines(manifest, summary, streams, language_of(lang), latencies, events, corrections)
    if trials:
        found.append(_judged(count_trials(trials), corrected.judgements).in_language(language_of(lang)))
    if unnamed or named or unknown:
        authors = _AUTHORS.format(count=len(responses), unnamed=unnamed, named=named, unknown=unknown)
        found.append(authors.in_language(language_of(lang)))
    if idle:
        found.append(_WITHOUT_EFFECT.format(count=idle).in_language(language_of(lang)))
    if telemetry is not None:
        found.append(_samples(telemetry).in_language(language_of(lang)))
    found += [
        _DESTROYED.format(when=one.when_utc, n=len(one.files)).in_language(language_of(lang))
        for one in read_destroyed(session.path)
    ]
    for line in found:
        click.echo(line)


def read_streams(session: SessionFolder) -> dict[str, Any]:
    """Return the streams of ``sync.json``; empty where it has not been written yet.

    Raises:
        RecordError: the file is broken, or a part of it is missing.
    """
    if not session.sync.is_file():
        return {}
    try:
        streams: dict[str, Any] = read_received_json(session.sync)["streams"]
        for stream in streams.values():
            for segment in stream["segments"]:
                int(segment["frames"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            msg("{path} cannot be read: it is broken, or a part is missing.", path=session.sync),
            msg("'nao-sessions verify' says what has changed."),
            code="R111",
        ) from error
    return streams


def lines(
    manifest: Manifest,
    summary: Summary,
    streams: dict[str, Any],
    language: Language,
    answers: Sequence[Mapping[str, Any]] = (),
    events: Sequence[Event] = (),
    corrections: Sequence[RecordCorrection] = (),
) -> list[str]:
    """Return the lines that a person reads of a session; ``answers`` are those of ``latencies.json``.

    Responses are counted all, with those that something followed from in brackets.
    """
    french = language == "fr"
    rehearsal = _REHEARSAL_SIMULATED if manifest.robot.get("simulator") else _REHEARSAL
    latencies, steps = summary.latencies_ms, len(summary.steps)
    least, most = (number(one(latencies, default=0) / 1_000, 1).in_language(language) for one in (min, max))
    spread = f" ({least}…{most} s)" if latencies else ""
    responses = summary.responses + summary.responses_kept
    found = [
        f"{manifest.protocol.title} · {manifest.protocol.id} {manifest.protocol.version}",
        (f"séance {manifest.id}" if french else f"session {manifest.id}")
        + f" · {STATES[manifest.state].in_language(language)}"
        + f" · {_ended(summary.outcome, events, len(manifest.participants) > 1, language)}"
        + (f" · {rehearsal.in_language(language)}" if manifest.rehearsal else ""),
        (
            f"étapes : {steps} · phrases : {summary.sentences} · gestes : {summary.gestures}"
            if french
            else f"steps: {steps} · sentences: {summary.sentences} · gestures: {summary.gestures}"
        ),
        *_failed(summary, language),
        (
            f"réponses captées : {responses} "
            f"(suivies d'effet, ou proposées à l'adulte : {summary.responses}) · "
            f"latences comptées : {len(latencies)}{spread} · "
            f"étapes passées sans réponse : {summary.silences}"
            if french
            else f"responses sensed: {responses} (acted upon, or shown to the adult: {summary.responses}) · "
            f"latencies counted: {len(latencies)}{spread} · "
            f"steps that went on without a response: {summary.silences}"
        ),
    ]
    found += latency_lines(answers, language, events, corrections)
    accelerated = manifest.clock.speed != 1
    return found + _sources(streams, manifest.room.get("microphones", []), language, accelerated=accelerated)


def _failed(summary: Summary, language: Language) -> list[str]:
    """Return a line on what Nao could not do; none where it could do everything."""
    if not summary.failed:
        return []
    words = {"say": NOT_SAID, "gesture": NOT_MADE}
    found = [words[verb].format(n=count) for verb, count in summary.failed.items() if verb in words]
    more = sum(count for verb, count in summary.failed.items() if verb not in words)
    found += [NOT_DONE.format(n=more)] if more else []
    return [" · ".join(one.in_language(language) for one in found)]


def _ended(outcome: str | None, events: Sequence[Event], group: bool, language: Language) -> str:
    """Return how a session ended, in words; a dash where it did not.

    Of a ``group`` the log does not say whose word it was.
    """
    if not outcome:
        return "—"
    term = glossary.OUTCOMES.get(outcome)
    if term is None:
        return outcome
    session = msg("session {outcome}")
    label = term.of_group if group and term.of_group is not None else term.label
    label = completed_words(events) if outcome == "completed" else label
    return session.format(outcome=label).in_language(language)


def lines_imported(
    manifest: Manifest, events: Sequence[Event], streams: dict[str, Any], language: Language
) -> list[str]:
    """Return the lines of a session that was imported: what was coded, and of whom."""
    coded = [event for event in events if (event.source, event.kind) == ("import", "event")]
    codes = Counter(str(event.data.get("code")) for event in coded)
    most = ", ".join(f"{code} ({count})" for code, count in codes.most_common(5))
    who, what = ", ".join(manifest.participants) or "—", manifest.protocol.id or "—"
    source = events[0].data.get("file", "—")
    french = language == "fr"
    found = [
        (f"séance importée de {source}" if french else f"session imported from {source}")
        + f" · {manifest.id}",
        f"protocole : {what} · participants : {who}" if french else f"protocol: {what} · participants: {who}",
        f"événements : {len(coded)}" if french else f"events: {len(coded)}",
        f"codes : {len(codes)} · {most}" if french else f"codes: {len(codes)} · {most}",
    ]
    return found + _sources(streams, [], language)


def _sources(
    streams: dict[str, Any], microphones: Sequence[str], language: Language, *, accelerated: bool = False
) -> list[str]:
    """Return a line for each camera and microphone, with the uncertainty of its worst segment.

    Of an accelerated session nobody knows what was dropped: its times are not the camera's.
    """
    found = []
    for name, stream in streams.items():
        segments = stream["segments"]
        alone = any(one.get("method") == "sound" and not one.get("has_sound") for one in segments)
        words = _MICROPHONE if alone or name in microphones else _CAMERA
        line = words.format(
            name=name,
            frames=sum(segment["frames"] for segment in segments),
            dropped=_UNKNOWN if accelerated else sum(one.get("dropped", 0) for one in segments),
            parts=len(segments),
        ).in_language(language)
        worst = max(segments, key=_unsure, default=None)
        if worst is not None:
            verdict, method = str(worst.get("verdict")), str(worst.get("method"))
            line += " · " + sync_words(verdict, method, worst.get("uncertainty_ms"), language)
            sound = worst.get("sound") or {}
            has_sound = bool(worst.get("has_sound", sound))
            late = sound_words(has_sound, sound.get("late_ms"), sound.get("uncertainty_ms"), language)
            line += f" · {late}" if late else ""
        found.append(line)
    return found


def _judged(counts: TrialCounts, changed: int) -> Text:
    """Return a sentence on how trials were judged, with how many judgements were changed afterwards."""
    each = [
        msg("{judgements} {n}", judgements=COUNT_LABELS[name], n=n)
        for name, n in counts.judged
        if name in COUNT_LABELS
    ]
    parts = [_TRIALS.format(count=counts.total, each=joined(each, ", "))]
    if counts.easy:
        parts.append(_EASY.format(n=counts.easy))
    if errors := counts.errors_before_silence:
        parts.append(_ERRORS_BEFORE.format(n=errors, of=counts.by_judgement["no_response"]))
    if changed:
        parts.append(_CORRECTED.format(count=changed))
    return joined(parts, " · ")


def _telemetry(session: SessionFolder, manifest: Manifest) -> TelemetrySummary | None:
    """Return a summary of the telemetry of Nao's body, or None. Raises: RecordError: its table is broken."""
    table = read_telemetry(session)
    return None if table is None else summarise_telemetry(table, manifest.clock.speed)


def _samples(telemetry: TelemetrySummary) -> Text:
    gaps = _GAPS.format(count=telemetry.gaps, seconds=number(telemetry.longest_gap_s, 1))
    return _TELEMETRY.format(**telemetry.samples, gaps=gaps if telemetry.gaps else _NO_GAP)


def _unsure(segment: Mapping[str, Any]) -> float:
    known = segment.get("uncertainty_ms")
    return float("inf") if known is None else float(known)


_TRIALS = msg("trials: {count} ({each})")
_EASY = msg("easy, asked again before the end since they had succeeded, alone or with help: {n}")
_ERRORS_BEFORE = msg("no response: {n} of {of} with at least one wrong answer before the last help")
_CORRECTED = msg("judgements changed afterwards: {count}")
_AUTHORS = msg(
    "responses: {count} (without a name: {unnamed} · named afterwards: {named} · said to be nobody knows "
    "whose: {unknown})"
)
_WITHOUT_EFFECT = msg("corrections without effect (there is nothing to be corrected in that way): {count}")
_TELEMETRY = msg(
    "telemetry of Nao: {joints} samples of the joints, {touch} of touch, {power} of battery and heat · {gaps}"
)
_GAPS = msg("gaps: {count}, the longest {seconds} s")
_NO_GAP = msg("no gap")
_UNKNOWN = msg("not known (accelerated session)")
_CAMERA = msg("camera {name}: {frames} frames, dropped: {dropped}, parts: {parts}")
_MICROPHONE = msg("microphone {name}: {frames} blocks of sound, dropped: {dropped}, parts: {parts}")
