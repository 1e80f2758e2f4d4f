"""`nao-sessions doctor`: the room examined before a workshop, and what to do about what is found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell, write_output
from nao_sessions.core.errors import DeviceUnavailable, UsageError
from nao_sessions.doctor.computer.examination import examine_computer
from nao_sessions.doctor.computer.reading import read_computer
from nao_sessions.doctor.devices.examination import examine_devices
from nao_sessions.doctor.network.examination import examine_network
from nao_sessions.doctor.network.interfaces import Interface, addresses_of, of_the_room, read_interfaces
from nao_sessions.doctor.network.reading import read_network
from nao_sessions.doctor.output import findings_of, lines_of, record_of, summary_of
from nao_sessions.doctor.page import doctor_page
from nao_sessions.doctor.result import ExaminationResult
from nao_sessions.doctor.robot import examine_robot
from nao_sessions.paper.pdf import find_browser
from nao_sessions.record.folder import default_folder
from nao_sessions.robot.address import Address, read_address
from nao_sessions.room.address import NETWORK, parse, place_of
from nao_sessions.room.room_file import RecordedSource, Room, read_room
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

EXIT_FINDINGS, EXIT_UNAVAILABLE = 1, 3
UNREACHED = frozenset({"D130", "D301", "D302"})
"""The codes of a device that does not answer, and of a Nao that does not, or no longer."""
_NAO = msg("examining Nao ({url})...")
_NAO_MOVES = msg("examining Nao ({url}), which will light up, sound, speak and perhaps get up...")
_ASKING = msg("asking on {names}...")
_TRYING = msg("trying the devices")


@click.command(short_help="Examine the room: devices, this computer, the network.")
@click.argument("room_file", metavar="[ROOM]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--seconds",
    type=click.FloatRange(2, 120),
    default=5.0,
    show_default=True,
    help="How long each device is listened to.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where sessions are to be recorded; as in `run` by default.",
)
@click.option("--network", is_flag=True, help="Ask on the room's network who is there, and who can get in.")
@click.option(
    "--interface",
    "interfaces",
    multiple=True,
    metavar="NAME",
    help="Of --network: where to ask; by default where the room file's devices are.",
)
@click.option("--robot", metavar="URL", help="Examine this Nao as well: tcp://nao.local:9559.")
@click.option(
    "--moves", is_flag=True, help="Of --robot: Nao may light its eyes, sound, speak and take a posture."
)
@click.option("--page", type=click.Path(path_type=Path), metavar="FILE", help="Write a page to print.")
@json_option
@lang_option
def doctor(
    room_file: Path | None,
    seconds: float,
    out: Path | None,
    network: bool,
    interfaces: tuple[str, ...],
    robot: str | None,
    moves: bool,
    page: Path | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Try every device of a room file at once, examine this computer, and say what is to be done."""
    language = language_of(lang)
    room = read_room(room_file) if room_file is not None else Room()
    asked_on = _interfaces(room, interfaces) if network else ()
    nao = _address(robot, moves=moves)
    # Before the trial, which is work of its own: the load is that of what else runs here.
    computer = read_computer(out or default_folder(real=True), _browser())
    robots = (_robot(nao, room, language, moves=moves),) if nao is not None else ()
    with _progress(room.sources, language) as done:
        devices = examine_devices(room.sources, seconds, done)
    uses_alsa = any(source.url.startswith("alsa:") for source in room.sources)
    examined: Sequence[ExaminationResult] = (
        *devices.devices,
        examine_computer(computer, devices.bits_per_s, uses_alsa=uses_alsa),
        *(_network(asked_on, room, nao, language) if network else ()),
        *robots,
    )
    if page is not None:
        name = room_file.name if room_file is not None else ""
        write_output(page, doctor_page(examined, name, datetime.now().astimezone(), language))
    if as_json:
        give_json(record_of(examined, language))
    else:
        click.echo("\n".join(lines_of(examined, language)))
    tell(summary_of(examined), language)
    found = findings_of(examined)
    if UNREACHED & {one.code for one in found}:
        return EXIT_UNAVAILABLE
    return EXIT_FINDINGS if any(one.severity == "error" for one in found) else 0


def _interfaces(room: Room, names: tuple[str, ...]) -> tuple[Interface, ...]:
    """Return the interfaces on which to ask the network. Raises: UsageError: none is the room's."""
    hosts = (
        address
        for source in room.sources
        if (parts := parse(source.url)).scheme in NETWORK
        for address in addresses_of(place_of(parts)[0])
    )
    return of_the_room(read_interfaces(), names, hosts)


def _address(robot: str | None, *, moves: bool) -> Address | None:
    """Return the address of Nao, or None. Raises: UsageError: it is malformed, or ``moves`` without one."""
    if robot is None and moves:
        raise UsageError(
            msg("--moves says that Nao may move."),
            msg("Add --robot URL."),
            code="U172",
        )
    return read_address(robot) if robot is not None else None


def _robot(nao: Address, room: Room, language: Language, *, moves: bool) -> ExaminationResult:
    """Return the examination of Nao. Raises: DeviceUnavailable, where qi is not installed."""
    tell((_NAO_MOVES if moves else _NAO).format(url=nao.url), language)
    return asyncio.run(examine_robot(nao, place=room.place, moves=moves))


def _network(
    asked_on: tuple[Interface, ...], room: Room, nao: Address | None, language: Language
) -> tuple[ExaminationResult, ...]:
    """Ask the network who is there, and return the examination of what was found."""
    names = ", ".join(interface.name for interface in asked_on)
    tell(_ASKING.format(names=names), language)
    return examine_network(read_network(asked_on, read_interfaces(), room.sources, told=nao))


def _browser() -> str | None:
    """Return the path of a Chromium that prints; None without one."""
    try:
        return find_browser()
    except DeviceUnavailable:
        return None


@contextmanager
def _progress(
    sources: Sequence[RecordedSource], language: Language
) -> Iterator[Callable[[RecordedSource], None]]:
    """Show on stderr, if it is a terminal, how many devices have been tried; yield what counts one more."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not (sources and console.is_terminal),
    ) as shown:
        task = shown.add_task(_TRYING.in_language(language), total=len(sources))
        yield lambda _: shown.advance(task)
