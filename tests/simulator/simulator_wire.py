"""A running simulator as its clients reach it: over the qi wire, and by the lines of its trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QI_LOG_LEVEL", "2")
qi = pytest.importorskip("qi", reason="qi has no wheel for this Python")

DEADLINE_S = 45.0


def until(condition: Callable[[], Any]) -> Any:
    """Poll a condition until it is true; give its value."""
    deadline = time.monotonic() + DEADLINE_S
    while not (value := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)
    return value


class Heard:
    """What came with one event, in order."""

    def __init__(self, memory: Any, event: str) -> None:
        self.values: list[Any] = []
        self._arrived = threading.Condition()
        self._subscriber = memory.subscriber(event)
        self._link = self._subscriber.signal.connect(self._receive)

    def _receive(self, value: Any) -> None:
        with self._arrived:
            self.values.append(value)
            self._arrived.notify_all()

    def wait(self, count: int) -> list[Any]:
        """Wait until so many values have come; give all."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.values) >= count, DEADLINE_S), self.values
            return list(self.values)

    def forget(self) -> None:
        self._subscriber.signal.disconnect(self._link)


class Wire:
    """One simulator process and a qi session to it."""

    def __init__(self, trace: Path, *options: str) -> None:
        self._trace = trace
        command = [sys.executable, "-c", "from nao_simulator.main import main; main()", "--no-camera"]
        self.process = subprocess.Popen(
            [*command, "--trace", str(trace), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.ready = json.loads(self.process.stdout.readline())
        self.url: str = self.ready["qi"]
        self.session = qi.Session()
        self.session.connect(self.url)

    def service(self, name: str) -> Any:
        return self.session.service(name)

    def listen(self, event: str) -> Heard:
        return Heard(self.service("ALMemory"), event)

    def lines(self) -> list[dict[str, Any]]:
        """Give every complete line of the trace."""
        return [json.loads(line) for line in self._trace.read_text(encoding="utf-8").splitlines()]

    def effects(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line.get("effect") == name]

    def calls(self, service: str, method: str) -> list[dict[str, Any]]:
        return [
            line for line in self.lines() if (line.get("service"), line.get("method")) == (service, method)
        ]

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self.service("NaoSimulator").state())
        return state

    def close(self) -> None:
        self.session.close()
        self.process.terminate()
        self.process.wait(timeout=10)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


def error_of(call: Callable[[], Any]) -> str:
    """Give the exact error text of a call that must fail."""
    with pytest.raises(RuntimeError) as caught:
        call()
    return str(caught.value)
