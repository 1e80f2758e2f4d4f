"""`nao-sessions run`: a session that is led from the terminal, a new one or one that goes on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

from nao_sessions.cli.first_names import names_of
from nao_sessions.cli.info import lines, read_streams
from nao_sessions.cli.main import EXIT_INCOMPLETE, exit_code
from nao_sessions.cli.run_terminal import Progress, Startup, listen_to_person, until_stopped
from nao_sessions.cli.words import (
    give_json,
    json_option,
    key_and_value,
    lang_option,
    language_of,
    tell,
    tell_error,
)
from nao_sessions.core.errors import UsageError
from nao_sessions.launch import (
    ROOM_TO_BE_DRAWN,
    UNFILMED,
    Callbacks,
    Equipment,
    NewSession,
    OwnSimulator,
    Resumption,
    SessionLauncher,
    check_participants,
    plan_of,
    room_of,
)
from nao_sessions.live.preflight import OVERRIDABLE, CheckLine
from nao_sessions.privacy.film_use import check_adults
from nao_sessions.privacy.ledger.values import PURPOSES, Purpose
from nao_sessions.privacy.traceless import NOTHING_KEPT
from nao_sessions.protocol import load
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.results.summary import summarise
from nao_sessions.rehearsal.people.people import CHILDREN
from nao_sessions.robot.address import read_address
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.port import NOBODY
from nao_sessions.room.voice.latencies import LATENCIES_FILE, latencies_by_seq, read_latencies
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg


@click.command()
@click.argument("protocol", required=False, type=click.Path(path_type=Path))
@click.option("--resume", type=click.Path(path_type=Path), help="Go on with an interrupted session.")
@click.option("--robot", metavar="URL|none", help="Address of the Nao: tcp://host:9559; none: you lead.")
@click.option("--simulator", is_flag=True, help="Start a simulator for this session.")
@click.option("--room", type=click.Path(path_type=Path), help="Room file that names the cameras.")
@click.option("--no-room", is_flag=True, help="Record no picture and no sound.")
@click.option("--participant", "participants", multiple=True, metavar="CODE", help="Code, such as P07.")
@click.option("--names", metavar="FILE|-", help="First names by code, never written: CODE=NAME a line.")
@click.option("--ground", metavar="TEXT", help="Words on the ground; for what is real the ledger counts.")
@click.option("--adult", "adults", multiple=True, metavar="CODE", help="An adult in the room, such as A01.")
@click.option("--said-yes", multiple=True, metavar="CODE", help="A child who was asked today, and said yes.")
@click.option("--without-trace", "traceless", is_flag=True, help="Nothing is filmed, nothing is kept.")
@click.option("--purpose", type=click.Choice(PURPOSES), default=PURPOSES[0], help="What is recorded for.")
@click.option("--unencrypted", metavar="REASON", help="Why a volume that is not encrypted is used.")
@click.option("--child", type=click.Choice(CHILDREN), help="A virtual child (simulator only).")
@click.option("--clap", is_flag=True, help="Nao gives a clap: the room is empty now.")
@click.option("--despite", multiple=True, type=click.Choice(OVERRIDABLE), help="Begin in spite of this.")
@click.option("--setting", "settings", multiple=True, metavar="KEY=VALUE", help="A protocol's setting.")
@click.option("--language", "spoken", metavar="CODE", help="The language that Nao speaks: fr, en...")
@click.option("--seed", type=int, help="Seed of what is drawn.")
@click.option("--speed", type=click.FloatRange(0.1, 20), default=1.0, help="Session seconds a second.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the session's folder is made.")
@click.option("--trace", type=click.Path(path_type=Path), help="Where the started simulator tells its calls.")
@json_option
@lang_option
def run(
    protocol: Path | None,
    resume: Path | None,
    robot: str | None,
    simulator: bool,
    room: Path | None,
    no_room: bool,
    participants: tuple[str, ...],
    names: str | None,
    ground: str | None,
    adults: tuple[str, ...],
    said_yes: tuple[str, ...],
    traceless: bool,
    purpose: Purpose,
    unencrypted: str | None,
    child: str | None,
    clap: bool,
    despite: tuple[str, ...],
    settings: tuple[str, ...],
    spoken: str | None,
    seed: int | None,
    speed: float,
    out: Path | None,
    trace: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run a session: a protocol drives Nao, and the room is recorded in sync."""
    if (protocol is None) == (resume is None):
        raise UsageError(
            msg("A protocol is needed, or --resume FOLDER."),
            code="U101",
        )
    if (robot is None) == (not simulator):
        raise UsageError(msg("Give --robot URL or --simulator."), code="U102")
    if traceless:
        _check_traceless(resume, out, trace)
    if robot == NOBODY:
        _check_led_by_an_adult(child, clap=clap)
    address = None if robot in (None, NOBODY) else read_address(robot)
    language = language_of(lang)
    asked: NewSession | Resumption
    try:
        # Names are read before anything is started or made, and turned back in what will be written.
        if resume is not None:
            found = names_of(names, tuple(SessionFolder.open(resume).read_manifest().participants))
            asked = Resumption(
                folder=resume,
                ground=ground,
                unencrypted=unencrypted,
                despite=despite,
                clap=clap,
                child=child,
                make_room=_MAKE_ROOM,
            )
        else:
            assert protocol is not None
            loaded = load(protocol)
            check_participants(loaded, participants)
            check_adults(adults)
            found = names_of(names, participants)
            pairs = [key_and_value(setting, found.hide(setting)) for setting in settings]
            asked = NewSession(
                plan=plan_of(loaded, pairs, participants, seed, speed, found.hide, spoken),
                parent=out,
                ground=ground,
                unencrypted=unencrypted,
                despite=despite,
                clap=clap,
                child=child,
                agreements=_agreements(said_yes, participants),
                adults=adults,
                purpose=purpose,
                traceless=traceless,
            )
        equipment = Equipment(
            address=address,
            room=room_of(room, no_room=no_room, drawn=ROOM_TO_BE_DRAWN if simulator else UNFILMED),
            own=OwnSimulator(trace=trace) if simulator else None,
        )
        work = partial(_run, asked, equipment, found, language, as_json)
        code = asyncio.run(until_stopped(work, language))
    except KeyboardInterrupt:  # while the names were read: nothing was started, nothing was made
        code = 0
    raise SystemExit(code)


async def _run(
    asked: NewSession | Resumption,
    equipment: Equipment,
    names: Pseudonyms,
    language: Language,
    as_json: bool,
    startup: Startup,
) -> int:
    progress, say = Progress(language), partial(tell, language=language)
    callbacks = Callbacks(
        check=startup.check,
        looked=partial(_tell_preflight, language=language, as_json=as_json),
        tell=progress.tell,
        guard=progress.guard,
        ask_empty_room=say,
    )
    launcher = SessionLauncher(equipment, names, callbacks)
    async with AsyncExitStack() as stack:
        if isinstance(asked, NewSession):
            launched = await launcher.begin(asked, stack)
        else:
            launched = await launcher.resume(asked, stack)
        progress.attach(launched.session)
        listen_to_person(launched, language)
        say(launched.robot.hint)
        outcome = await launched.session.run()
        progress.end()
    if not launched.session.kept:
        return _tell_end_without_trace(outcome, language, as_json=as_json)
    launched.session.close()
    preflight = [line.to_json(language) for line in launched.lines]
    folder = launched.session.begun.folder
    return _tell_end(folder, outcome, language, as_json=as_json, preflight=preflight)


def _agreements(said_yes: tuple[str, ...], participants: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the yes of each child, as the log keeps it. Raises: UsageError, of somebody who is not there."""
    for code in said_yes:
        if code not in participants:
            raise UsageError(
                msg("--said-yes takes the code of a participant: {code} is none.", code=code),
                code="U128",
            )
    return [{"participant": code, "answer": "yes"} for code in said_yes]


def _check_traceless(resume: Path | None, out: Path | None, trace: Path | None) -> None:
    """Raise UsageError for options that ask to keep something of a session without a trace."""
    if resume is not None or out is not None or trace is not None:
        raise UsageError(
            msg("Of a session without a trace nothing is kept, and it does not go on."),
            msg("Leave --resume, --out and --trace out."),
            code="U130",
        )


def _check_led_by_an_adult(child: str | None, *, clap: bool) -> None:
    """Raise UsageError for options that need a Nao, as an adult leads without one."""
    if child is not None:
        raise UsageError(
            msg("Without a robot there is no scripted child: it acts on the simulator."),
            msg("Leave --child out, or run with --simulator."),
            code="U109",
        )
    if clap:
        raise UsageError(
            msg("Without a robot there is no clap: it is made of Nao's lamps and tones."),
            msg("Leave --clap out."),
            code="U111",
        )


def _tell_preflight(
    lines: Sequence[CheckLine], keeping: Sequence[CheckLine], language: Language, *, as_json: bool
) -> None:
    """Write the lines of the preflight that are not well, or those (*keeping*) that forbid the session.

    Raises:
        SystemExit: there are lines of *keeping*; all of them were written.
    """
    if keeping and as_json:
        give_json({"started": False, "preflight": [line.to_json(language) for line in lines]})
    for line in keeping or [line for line in lines if line.verdict != "well"]:
        tell_error(line.told())
    if keeping:
        raise SystemExit(exit_code(keeping[0].told()))


def _tell_end(
    folder: SessionFolder,
    outcome: str,
    language: Language,
    *,
    as_json: bool,
    preflight: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Write the session's summary to stdout; return the exit code: 4 if a source recorded no frame."""
    manifest = folder.read_manifest()
    events = read_log(folder.events).events
    measured = latencies_by_seq(events, read_latencies(folder.path / LATENCIES_FILE))
    summary = summarise(events, measured=measured)
    streams = read_streams(folder)
    latencies = list(measured.values())
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
    return 0 if complete else EXIT_INCOMPLETE


def _tell_end_without_trace(outcome: str, language: Language, *, as_json: bool) -> int:
    """Write that nothing was kept to stdout; return the exit code."""
    with contextlib.suppress(OSError):  # the terminal may have gone
        if as_json:
            give_json({"folder": None, "outcome": outcome, "kept": False})
        else:
            click.echo(NOTHING_KEPT.in_language(language))
    return 0


def _frames(stream: dict[str, Any] | None) -> int:
    if stream is None:
        return 0
    return sum(int(segment["frames"]) for segment in stream["segments"])


_MAKE_ROOM = msg("Make room on the disk, then go on with 'nao-sessions run --resume'.")
