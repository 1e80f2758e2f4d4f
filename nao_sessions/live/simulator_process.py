"""The simulator that a session starts for itself: on free ports, ended with the session.

It is another program: this one knows its command line and the line that it prints, nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.text.messages import msg

READY_WITHIN_S = 30.0
ENDS_WITHIN_S = 8.0


@dataclass(slots=True)
class SimulatorProcess:
    """A running simulator, and the addresses of its robot, its cameras and its control panel."""

    process: asyncio.subprocess.Process
    qi_url: str
    cameras: tuple[str, ...]
    panel: str

    @classmethod
    async def start(
        cls, *, speed: float, seed: int, language: str, camera: bool, trace: Path | None = None
    ) -> SimulatorProcess:
        """Start a simulator and wait until it is ready. Raises: DeviceUnavailable."""
        arguments = ["--listen", "tcp://127.0.0.1:0", "--port", "0", "--until-stdin-closes"]
        arguments += ["--speed", str(speed), "--seed", str(seed)]
        arguments += ["--language", "French" if language == "fr" else "English"]
        if not camera:
            arguments += ["--no-camera"]
        if trace is not None:
            arguments += ["--trace", str(trace)]
        process = await processes.start(
            [processes.beside_this_python("nao-simulator"), *arguments],
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,
        )
        assert process.stdout is not None
        try:
            line = await asyncio.wait_for(process.stdout.readline(), READY_WITHIN_S)
            ready = json.loads(line)
            return cls(process, ready["qi"], tuple(ready["cameras"]), ready["panel"] or "")
        except (TimeoutError, ValueError, KeyError) as error:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise DeviceUnavailable(
                msg("The simulator does not start."),
                msg("Run 'nao-simulator' alone to see why."),
                code="D104",
            ) from error

    async def stop(self) -> None:
        """End the simulator, by force if it does not end in time."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), ENDS_WITHIN_S)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
