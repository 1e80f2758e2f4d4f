"""`nao-sessions console`: opens the console in a browser, and keeps it there until Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from pathlib import Path
from typing import Any

import click

from nao_sessions.cli.first_names import names_of
from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.console.pairing.certificates import ANY
from nao_sessions.console.pairing.opening import find_network
from nao_sessions.console.supervisor import Supervisor
from nao_sessions.core.errors import UsageError, VaultClosed
from nao_sessions.core.places import VaultPlace, data_path
from nao_sessions.robot.address import read_address
from nao_sessions.robot.port import NOBODY
from nao_sessions.room.room_file import read_room
from nao_sessions.text.messages import msg

LIBRARY = Path(__file__).resolve().parent.parent.parent / "protocols"
"""The protocols in the source tree, which no wheel holds: the library where ``--protocols`` names none."""
_NO_LIBRARY = msg("There is no folder of protocols at {path}.")
_NO_LIBRARY_HINT = msg("Name yours with --protocols FOLDER; 'nao-sessions new' writes a first protocol.")


@click.command()
@click.option("--robot", metavar="URL|none", help="Address of the Nao: tcp://host:9559; none: you lead.")
@click.option("--simulator", is_flag=True, help="Start a simulator for this console.")
@click.option("--room", type=click.Path(path_type=Path), help="Room file that names the cameras.")
@click.option("--no-room", is_flag=True, help="Record no picture and no sound.")
@click.option("--protocols", type=click.Path(path_type=Path), help="Folder of the protocols.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the sessions' folders are made.")
@click.option("--keep", type=click.Path(path_type=Path), help="Where the console keeps its own files.")
@click.option("--names", metavar="FILE|-", help="First names by code, never written: CODE=NAME a line.")
@click.option("--participant", "participants", multiple=True, metavar="CODE", help="Whose names those are.")
@click.option("--speed", type=click.FloatRange(0.1, 20), default=1.0, help="Session seconds a second.")
@click.option("--trace", type=click.Path(path_type=Path), help="Where the started simulator tells its calls.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the pages; 0: a free one.")
@click.option(
    "--network",
    is_flag=False,
    flag_value=ANY,
    metavar="[ADDRESS]",
    help="Let paired devices of the room's network in, by TLS; ADDRESS: this computer's there.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@lang_option
def console(
    robot: str | None,
    simulator: bool,
    room: Path | None,
    no_room: bool,
    protocols: Path | None,
    out: Path | None,
    keep: Path | None,
    names: str | None,
    participants: tuple[str, ...],
    speed: float,
    trace: Path | None,
    port: int,
    network: str | None,
    no_browser: bool,
    lang: str | None,
) -> None:
    """Open the professional's console: a workshop from its preparation to the last note."""
    if (robot is None) == (not simulator):
        raise UsageError(msg("Give --robot URL or --simulator."), code="U102")
    library = (protocols or LIBRARY).absolute()
    if not library.is_dir():
        raise UsageError(_NO_LIBRARY.format(path=library), _NO_LIBRARY_HINT, code="U174")
    language = language_of(lang)
    found = names_of(names, participants)
    if room is not None:
        read_room(room)  # what is wrong with it is told now
    settings: dict[str, Any] = {
        "language": language,
        "protocols": str(library),
        "robot": None if robot in (None, NOBODY) else read_address(str(robot)).url,
        "room": None if room is None else str(room.absolute()),
        "no_room": no_room,
        "cameras": [],
        "speed": speed,
        "names": {code: named for code in found.codes if (named := found.fill(f"{{{code}}}", language))},
    }
    place = partial(keep_of, keep, simulator=simulator)
    with contextlib.suppress(VaultClosed):  # a page asks for it
        place()  # what is wrong with it otherwise is told now
    room_network = None if network is None else find_network(network)
    supervisor = Supervisor(
        settings,
        keep=place,
        out=out,
        simulator=simulator,
        camera=not no_room,
        trace=trace,
        network=room_network,
        print_address=click.echo,
        tell=partial(tell, language=language),
    )
    raise SystemExit(asyncio.run(supervisor.run(port, browser=not no_browser)))


def keep_of(given: Path | None, *, simulator: bool) -> Path:
    """Return where the console keeps its own files, what children need among them: in the vault, if any.

    Raises:
        VaultClosed: it lies in the vault, which is closed.
        UsageError: another folder was given though there is a vault, and real children may take part (U175).
    """
    if given is None:
        return (data_path() / "console").absolute()
    vault, keep = VaultPlace.default(), given.absolute()
    if not simulator and vault.state() != "none" and not keep.is_relative_to(vault.opened):
        raise UsageError(
            msg("{folder} is not in the vault, where what the console keeps of children lies.", folder=keep),
            msg("Leave --keep out, or name a folder in {vault}.", vault=vault.opened),
            code="U175",
        )
    return keep
