"""A simulator process of a test's own, its trace as a witness, and a hand on its sensors.

It is reached as any robot is: over the wire; nothing of the simulator is imported.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QI_LOG_LEVEL", "0")
import qi

DEADLINE_S = 30.0
ABILITIES = (
    "AutonomousBlinking",
    "BackgroundMovement",
    "BasicAwareness",
    "ListeningMovement",
    "SpeakingMovement",
)
READING = frozenset(("ping", "getData", "getTimestamp", "getTaskList", "subscriber"))
NOTING = frozenset(("insertData", "removeData"))
"""What leaves a note of ours in Nao's memory: it moves nothing."""


def eventually(check: Callable[[], Any], what: str, deadline_s: float = DEADLINE_S) -> Any:
    """Look until something is there, and give it; fail after a while."""
    limit = time.monotonic() + deadline_s
    while not (found := check()):
        if time.monotonic() > limit:
            raise AssertionError(f"not within {deadline_s} s: {what}")
        time.sleep(0.01)
    return found


class SimulatedNao:
    """One ``nao-simulator``."""

    def __init__(self, trace: Path, *options: str) -> None:
        self._trace = trace
        command = Path(sys.executable).with_name("nao-simulator")
        self.process = subprocess.Popen(
            [command, "--no-camera", "--until-stdin-closes", "--trace", trace, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        self.url: str = json.loads(self.process.stdout.readline())["qi"]
        self._session: Any = None
        self._hand: Any = None
        self._begin = 0

    @property
    def hand(self) -> Any:
        """The service that touches, speaks and breaks, over a session of its own."""
        if self._session is None or not self._session.isConnected():
            self._session = qi.Session()
            self._session.connect(self.url)
            self._hand = self._session.service("NaoSimulator")
        return self._hand

    def service(self, name: str) -> Any:
        """Any other service, as seen by somebody who is not the session."""
        assert self.hand is not None
        assert self._session is not None
        return self._session.service(name)

    def state(self) -> dict[str, Any]:
        """What the simulator says of itself."""
        state: dict[str, Any] = json.loads(self.hand.state())
        return state

    def life(self) -> dict[str, Any]:
        """Nao's own life: its state, and which of its abilities are on."""
        life = self.service("ALAutonomousLife")
        abilities = {name: life.getAutonomousAbilityEnabled(name) for name in ABILITIES}
        return {"state": life.getState(), **abilities}

    def lines(self) -> list[dict[str, Any]]:
        """Everything in the trace so far, since the beginning that was chosen."""
        text = self._trace.read_bytes()
        lines = text[: text.rfind(b"\n") + 1].splitlines()
        return [json.loads(line) for line in lines[self._begin :]]

    def begin_here(self) -> None:
        """Leave out what is in the trace until now."""
        self._begin += len(self.lines())

    def calls(self, method: str, since: int = 0) -> list[list[Any]]:
        """Arguments of each call of a method."""
        return [line["args"] for line in self.lines()[since:] if line.get("method") == method]

    def effects(self, kind: str, since: int = 0) -> list[dict[str, Any]]:
        """Each effect of a kind."""
        return [line for line in self.lines()[since:] if line.get("effect") == kind]

    def acts(self, since: int = 0) -> list[str]:
        """The methods called that do something, in order: all but readings and our own hand."""
        return [
            line["method"]
            for line in self.lines()[since:]
            if "method" in line
            and line["service"] != "NaoSimulator"
            and line["method"] not in READING | NOTING
        ]

    def freeze(self) -> None:
        """Stop the process, as if the network had gone."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """End it."""
        if self._session is not None:
            self._session.close()
        self.thaw()
        self.process.terminate()
        self.process.communicate()
