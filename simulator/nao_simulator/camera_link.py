"""The camera process seen from the qi process: it is started, listened to, and sent what it asks for.

Before each picture it asks how the robot will be when its shutter opens. One thread writes to it and one
reads: a camera process that is slow or dead never delays a call.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from nao_simulator.processes import python_command, start

Snapshot = Callable[[int], dict[str, Any]]
Act = Callable[[dict[str, Any]], None]
_NICE = 10


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of the camera process: the stream over TCP, stream and panel (at a path) over HTTP."""

    tcp: int
    http: int
    panel: str


def room_command(port: int, bframes: int, seed: int) -> list[str]:
    """Return the command line of the camera process."""
    ports = ("--tcp-port", "0", "--http-port", str(port))
    return python_command("nao_simulator.room", *ports, "--bframes", str(bframes), "--seed", str(seed))


class CameraLink:
    """The camera process and the two threads that talk with it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = start(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,
        )
        os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICE)
        self._commands: deque[dict[str, Any]] = deque()
        self._asked: deque[int] = deque(maxlen=1)  # a picture that was not drawn in time is asked for no more
        self._wake = threading.Event()
        self._open = True
        self._threads: list[threading.Thread] = []
        try:
            self.ports = self._wait_ready()
        except BaseException:
            self.close()
            raise

    def run(self, snapshot: Snapshot, active: Callable[[], bool], changed: threading.Event, act: Act) -> None:
        """Begin to feed the camera process and to listen to it.

        ``snapshot`` returns the state to draw at an instant (CLOCK_MONOTONIC, ns), ``active`` whether it
        changes by itself, ``changed`` is set when it was changed, ``act`` does what the panel asks for.
        """
        for name, target, arguments in (
            ("camera feed", self._feed, (snapshot, active, changed)),
            ("camera panel", self._listen, (act,)),
        ):
            thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def send(self, command: dict[str, Any]) -> None:
        """Send a command (sound, freeze) before the next picture; never waits."""
        self._commands.append(command)
        if self._threads:
            self._wake.set()

    def close(self) -> None:
        """End the camera process: end of its stdin, then a signal if it does not obey."""
        self._open = False
        if self._threads:
            self._wake.set()
            self._threads[0].join(timeout=1.0)
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it may have ended already
            self._process.stdin.close()
        try:
            self._process.wait(timeout=3.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads[1:]:
            thread.join(timeout=1.0)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _wait_ready(self) -> Ports:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = _read(line)
            if message.get("ready"):
                return Ports(int(message["tcp"]), int(message["http"]), str(message.get("panel", "/")))
        raise OSError(f"the camera process ended with {self._process.wait()} before it was ready")

    def _feed(self, snapshot: Snapshot, active: Callable[[], bool], changed: threading.Event) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        up_to_date = False
        with contextlib.suppress(BrokenPipeError, ValueError):  # it has ended: the other thread reports it
            while self._open:
                self._wake.wait()
                self._wake.clear()
                while self._commands:
                    _write(pipe, self._commands.popleft())
                if self._asked:
                    instant_ns = self._asked.popleft()
                    moving = active()
                    if moving or changed.is_set() or not up_to_date:
                        changed.clear()
                        _write(pipe, snapshot(instant_ns))
                    else:
                        _write(pipe, {"same": instant_ns})
                    up_to_date = not moving  # once more after the last movement

    def _listen(self, act: Act) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = _read(line)
            if "action" in message:
                act(message)
            elif "want" in message:
                self._asked.append(int(message["want"]))
                self._wake.set()
        if self._open:
            print("nao-simulator: the camera process has ended, nothing is filmed any more", file=sys.stderr)


def _write(pipe: IO[str], message: dict[str, Any]) -> None:
    pipe.write(json.dumps(message, ensure_ascii=True) + "\n")
    pipe.flush()


def _read(line: str) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
