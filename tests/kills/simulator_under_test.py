"""A simulated robot with its camera, in a process of its own that can be killed, frozen and asked.

It is reached as any robot is: over the wire; nothing of the simulator is imported.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

os.environ.setdefault("QI_LOG_LEVEL", "0")
import qi

from tests.kills.processes import Running, command, command_line, descendants, until
from tests.kills.second_viewer import SecondViewer

CAMERA = "nao_simulator.room"
CHAINS = ("Body", "Arms", "Head", "Legs")


class Simulator:
    """One ``nao-simulator`` with its camera."""

    def __init__(self, trace: Path, qi_port: int, http_port: int) -> None:
        arguments = [
            "--listen",
            f"tcp://127.0.0.1:{qi_port}",
            "--port",
            str(http_port),
            "--trace",
            str(trace),
        ]
        self._popen = subprocess.Popen(
            [command("nao-simulator"), *arguments, "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._popen.stdout is not None
        line = self._popen.stdout.readline()
        assert line, "the simulator did not start"
        self.ready: dict[str, Any] = json.loads(line)
        self.process = Running(self._popen.pid)
        self.camera = next(
            Running(pid) for pid in descendants(self._popen.pid) if CAMERA in command_line(pid)
        )
        self.viewer = SecondViewer(self.ready["cameras"][0], trace.with_name(f"camera{self._popen.pid}.ts"))
        self._session: Any = None

    @property
    def url(self) -> str:
        """Where the robot is."""
        return str(self.ready["qi"])

    @property
    def hand(self) -> Any:
        """The service that touches, speaks and breaks."""
        if self._session is None:
            self._session = qi.Session()
            self._session.connect(self.url)
        return self._session.service("NaoSimulator")

    def service(self, name: str) -> Any:
        """Any other service, as seen by somebody who is not the session."""
        assert self.hand is not None
        return self._session.service(name)

    def life(self) -> dict[str, Any]:
        """What Nao's own life is set to now, as anybody can ask."""
        life, motion = self.service("ALAutonomousLife"), self.service("ALMotion")
        return {
            "state": life.getState(),
            **{ability["name"]: ability["enabled"] for ability in life.getAutonomousAbilitiesStatus()},
            **{f"breath {chain}": motion.getBreathEnabled(chain) for chain in CHAINS},
            **{f"idle {chain}": motion.getIdlePostureEnabled(chain) for chain in CHAINS},
        }

    def kill(self) -> int:
        """Kill the robot's process; its camera goes with it. Gives the instant before."""
        self._forget()
        at_ns = self.process.kill()
        self._popen.communicate()
        until(lambda: not self.camera.alive, "end of the camera")
        self.viewer.close()
        return at_ns

    def close(self) -> None:
        """End it."""
        self._forget()
        self.process.signal(signal.SIGCONT)
        if self._popen.poll() is None:
            self._popen.terminate()
            self._popen.communicate()
        self.camera.end()
        self.viewer.close()

    def _forget(self) -> None:
        if self._session is not None:
            self._session.close(_async=True)
            self._session = None
