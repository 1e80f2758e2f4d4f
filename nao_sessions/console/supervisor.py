"""Keeps the console served: holds the simulator, the sockets and the keys, and restarts its process.

This process serves nothing itself, so that a page finds the console where it was when that process dies, and
the session can go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import signal
import socket
import time
from asyncio.subprocess import PIPE
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing.certificates import RoomNetwork
from nao_sessions.console.pairing.opening import certified, told_of
from nao_sessions.console.unlock.vault_page import VaultPage
from nao_sessions.core import processes
from nao_sessions.core.errors import VaultClosed
from nao_sessions.core.places import VaultPlace, keep_to_ourselves
from nao_sessions.launch import SimulatorProcess, StandbyGuard, is_simulator
from nao_sessions.privacy.vault import Vault
from nao_sessions.record.folder import default_folder
from nao_sessions.robot.address import read_address
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import AccessPolicy, new_ticket
from nao_sessions.web.kept_keys import kept_door
from nao_sessions.web.server import listen

AGAIN_S = 0.3
MOST_DEATHS, DEATHS_WITHIN_S = 5, 60.0
"""A console that dies so often within so many seconds is broken: it is not started again."""

NETWORK_PORT = 8_765
"""Where devices of the room find the console each time: they stay paired to one port."""

ENDS_WITHIN_S = 45.0
KEYS = "keys.json"


class Supervisor:
    """One console that is kept served, whatever becomes of its process."""

    def __init__(
        self,
        given: dict[str, Any],
        *,
        keep: Callable[[], Path],
        out: Path | None,
        simulator: bool,
        camera: bool,
        trace: Path | None,
        network: RoomNetwork | None,
        print_address: Callable[[str], None],
        tell: Callable[[Text], None],
    ) -> None:
        """Store what the command line sets (``given``) of ``console.process.ProcessSettings``.

        ``keep`` returns where the console keeps its own files, or raises VaultClosed.
        """
        self._keep_of = keep
        self._network, self._print, self._tell = network, print_address, tell
        self._settings = {**given, "ticket": None}
        self._out, self._simulator, self._camera, self._trace = out, simulator, camera, trace
        self._process: asyncio.subprocess.Process | None = None
        self._ended = asyncio.Event()
        self._known_door: AccessPolicy | None = None

    async def run(self, port: int, *, browser: bool) -> int:
        """Serve until Ctrl-C; return the exit code: 0, or 3 where the console dies again and again."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._ended.set)
        async with AsyncExitStack() as stack:
            here = stack.enter_context(listen(port or (NETWORK_PORT if self._network else 0)))
            at = int(here.getsockname()[1])
            if self._is_closed() and await self._open_vault(at, stack, browser=browser):
                browser = False  # the page where it was opened goes on to the console
            if self._ended.is_set():
                return 0
            if self._ended.is_set():
                return 0
            await self._start_simulator(stack)
            sockets = self._listen(here, stack)
            keep, door = self._keep_of(), self._door(at)
            self._settings |= {
                "keep": str(keep),
                "sockets": [listening.fileno() for listening in sockets],
                "port": door.port,
                "token": door.token,
                "cookie": door.cookie,
                "older": [asdict(keys) for keys in door.older],
                "guard_port": _free_port(door.port + 1, [one.getsockname()[0] for one in sockets]),
                "network": None if self._network is None else asdict(self._network),
            }
            self._print(door.address())
            if self._network is not None:
                for line in told_of(self._network, door.port, certified(keep, self._network)):
                    self._tell(line)
            self._tell(_HOW_TO_END)
            opens = None
            if browser:
                self._settings["ticket"] = new_ticket()
                opens = door.address_for_the_browser(self._settings["ticket"])
            return await self._keep(sockets, opens)

    def _door(self, port: int) -> AccessPolicy:
        """Return who may come in; its keys are kept in the vault. Raises: VaultClosed."""
        if self._known_door is None:
            self._known_door = kept_door(self._keep_of() / KEYS, port)
        return self._known_door

    def _is_closed(self) -> bool:
        """Return whether what the console keeps, or what it records, belongs into a vault that is closed."""
        try:
            self._keep_of()
        except VaultClosed:
            return True
        return not self._simulator and VaultPlace.default().state() in ("closed", "gone")

    async def _open_vault(self, at: int, stack: AsyncExitStack, *, browser: bool) -> bool:
        """Have somebody open the vault, on a page or by its command; return whether it was on the page."""
        vault = Vault(VaultPlace.default())
        config = ConsoleConfig(
            language=self._settings["language"],
            protocols=Path(self._settings["protocols"]),
            sessions=vault.place.opened / "sessions",
            keep=vault.place.opened / "console",
            rehearsal=False,
        )
        robot = self._settings["robot"]
        guard = None if robot is None else StandbyGuard(read_address(robot))
        page = VaultPage(vault, config, guard, lambda: self._door(at).address())
        self._tell(_CLOSED)
        await page.serve_until_open(stack, self._ended, self._print, browser=browser)
        keep_to_ourselves()
        return page.opened.is_set()

    def _listen(self, here: socket.socket, stack: AsyncExitStack) -> list[socket.socket]:
        """Return sockets that listen on this computer and, if wanted, at that port on the room's network."""
        sockets = [here]
        if self._network is not None:
            sockets.append(stack.enter_context(listen(here.getsockname()[1], self._network.address)))
        for listening in sockets:
            listening.set_inheritable(True)
        return sockets

    async def _start_simulator(self, stack: AsyncExitStack) -> None:
        simulated = self._simulator
        if simulated:
            simulator = await SimulatorProcess.start(
                speed=self._settings["speed"],
                seed=secrets.randbelow(2**31),
                language=self._settings["language"],
                camera=self._camera and self._settings["room"] is None,
                trace=self._trace,
            )
            stack.push_async_callback(simulator.stop)
            self._settings |= {"robot": simulator.qi_url, "cameras": list(simulator.cameras)}
        elif self._settings["robot"] is not None:
            simulated = await is_simulator(read_address(self._settings["robot"]))
        real = not (simulated and (self._settings["room"] is None or self._settings["no_room"]))
        sessions = (self._out or default_folder(real=real)).absolute()
        self._settings |= {"simulated": simulated, "sessions": str(sessions)}

    async def _keep(self, sockets: Sequence[socket.socket], opens: str | None) -> int:
        deaths: deque[float] = deque(maxlen=MOST_DEATHS)
        while not self._ended.is_set():
            ready = await self._start(sockets)
            if ready and opens is not None:
                processes.open_browser(opens)
                opens = self._settings["ticket"] = None
            if await self._until_it_ends():
                return 0
            deaths.append(time.monotonic())
            if len(deaths) == MOST_DEATHS and deaths[-1] - deaths[0] < DEATHS_WITHIN_S:
                self._tell(_BROKEN)
                return 3
            self._tell(_DIED)
            await asyncio.sleep(AGAIN_S)
        return 0

    async def _start(self, sockets: Sequence[socket.socket]) -> bool:
        """Start the console's process; return whether it serves."""
        self._process = await processes.start(
            processes.python_command("nao_sessions.console.process"),
            stdin=PIPE,
            stdout=PIPE,
            pass_fds=[listening.fileno() for listening in sockets],
            process_group=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(json.dumps(self._settings).encode() + b"\n")
            await self._process.stdin.drain()
        return bool(await self._process.stdout.readline())

    async def _until_it_ends(self) -> bool:
        """Wait until Ctrl-C is pressed or the process ends; return whether it was Ctrl-C."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        ended, died = asyncio.create_task(self._ended.wait()), asyncio.create_task(process.wait())
        await asyncio.wait({ended, died}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not self._ended.is_set():
            return False
        process.stdin.close()
        try:
            await asyncio.wait_for(died, ENDS_WITHIN_S)
        except TimeoutError:
            process.kill()
            await process.wait()
        return True


def _free_port(wanted: int, addresses: Sequence[str]) -> int:
    """Return a port that is free now, which the guards of all sessions will use, as the pages name it.

    ``wanted`` where that is free at every address, so that a firewall can have a rule for it; 0: none is.
    """
    for port in (wanted, 0):
        with ExitStack() as tried, contextlib.suppress(OSError, OverflowError):
            for address in addresses:
                listening = tried.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
                listening.bind((address, port))
                port = int(listening.getsockname()[1])
            return port
    return 0


_CLOSED = msg("The vault is closed: open it at this address, or by 'nao-sessions vault open'.")
_HOW_TO_END = msg("Open this address in a browser. Ctrl-C closes the console.")
_DIED = msg("The console was interrupted: it starts again. All that was recorded until then is kept.")
_BROKEN = msg("The console is interrupted again and again: it is not started any more.")
