"""`nao-sessions doctor`: the room examined before a workshop, and what to do about what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from nao_sessions.cli.plan import default_folder
from nao_sessions.cli.print_pdf import find_browser
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell, write_output
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.core.text import Language, Text
from nao_sessions.doctor.computer import examine_computer
from nao_sessions.doctor.computer_reading import read_computer
from nao_sessions.doctor.devices import examine_devices
from nao_sessions.doctor.examined import Examined
from nao_sessions.doctor.interfaces import Interface, addresses_of, of_the_room, read_interfaces
from nao_sessions.doctor.network import examine_network
from nao_sessions.doctor.network_reading import read_network
from nao_sessions.doctor.page import doctor_page
from nao_sessions.doctor.told import findings_of, lines_of, record_of, summary_of
from nao_sessions.live.room_file import Recorded, Room, read_room
from nao_sessions.room.address import NETWORK, parse, place_of

EXIT_FINDINGS, EXIT_UNAVAILABLE = 1, 3
_ASKING = Text(fr="question posée sur {names}…", en="asking on {names}...")
_TRYING = Text(fr="essai des appareils", en="trying the devices")


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
@click.option("--page", type=click.Path(path_type=Path), metavar="FILE", help="Write a page to print.")
@json_option
@lang_option
def doctor(
    room_file: Path | None,
    seconds: float,
    out: Path | None,
    network: bool,
    interfaces: tuple[str, ...],
    page: Path | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Try every device of a room file at once, examine this computer, and say what is to be done."""
    language = language_of(lang)
    room = read_room(room_file) if room_file is not None else Room()
    asked_on = _interfaces(room, interfaces) if network else ()
    # Before the trial, which is work of its own: the load is that of what else runs here.
    computer = read_computer(out or default_folder(real=True), _browser())
    with _progress(room.sources, language) as done:
        devices = examine_devices(room.sources, seconds, done)
    uses_alsa = any(source.url.startswith("alsa:") for source in room.sources)
    examined: Sequence[Examined] = (
        *devices.devices,
        examine_computer(computer, devices.bits_per_s, uses_alsa=uses_alsa),
        *(_network(asked_on, room, language) if network else ()),
    )
    if page is not None:
        name = room_file.name if room_file is not None else ""
        write_output(page, doctor_page(examined, name, datetime.now().astimezone(), language))
    if as_json:
        give_json(record_of(examined, language))
    else:
        click.echo("\n".join(lines_of(examined, language)))
    tell(summary_of(examined), language)
    if not devices.reached:
        return EXIT_UNAVAILABLE
    return EXIT_FINDINGS if any(one.severity == "error" for one in findings_of(examined)) else 0


def _interfaces(room: Room, names: tuple[str, ...]) -> tuple[Interface, ...]:
    """Choose the interfaces on which the network is asked. Raises: UsageError, where none is the room's."""
    hosts = (
        address
        for source in room.sources
        if (parts := parse(source.url)).scheme in NETWORK
        for address in addresses_of(place_of(parts)[0])
    )
    return of_the_room(read_interfaces(), names, hosts)


def _network(asked_on: tuple[Interface, ...], room: Room, language: Language) -> tuple[Examined, ...]:
    """Ask the network, and examine it."""
    names = ", ".join(interface.name for interface in asked_on)
    tell(_ASKING.format(names=names), language)
    return examine_network(read_network(asked_on, read_interfaces(), room.sources))


def _browser() -> str | None:
    """Give the path of a Chromium that prints, None without one."""
    try:
        return find_browser()
    except DeviceUnavailable:
        return None


@contextmanager
def _progress(sources: Sequence[Recorded], language: Language) -> Iterator[Callable[[Recorded], None]]:
    """Show on stderr how many devices have been tried, where stderr is a terminal."""
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
