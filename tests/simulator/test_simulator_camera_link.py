"""The link to the camera process, with a stand-in that tells what it was fed."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from nao_simulator.camera_link import CameraLink
from tests.simulator.simulator_wire import until

STAND_IN = """
import json, sys
print("noise")
print(json.dumps({"ready": True, "tcp": 1, "http": 2, "panel": "/?token=x"}), flush=True)
for line in sys.stdin:
    message = json.loads(line)
    print(json.dumps({"action": "told", "message": message}), flush=True)
"""


ASKING = """
import json, sys
print(json.dumps({"ready": True, "tcp": 1, "http": 2, "panel": "/"}), flush=True)
for instant in range(100_000):
    print(json.dumps({"want": instant}), flush=True)
    line = sys.stdin.readline()
    if not line:
        break
    print(json.dumps({"action": "told", "message": json.loads(line)}), flush=True)
"""


def state(instant_ns: int) -> dict[str, Any]:
    return {"t": instant_ns, "joints": {}}


class Told:
    """What the stand-in was told, as it comes back."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def states(self) -> int:
        """How often a whole state was told."""
        return sum("joints" in message for message in self.messages)

    def act(self, message: dict[str, Any]) -> None:
        self.messages.append(message["message"])


def test_commands_reach_the_camera_and_its_actions_come_back() -> None:
    link, told = CameraLink([sys.executable, "-c", STAND_IN]), Told()
    assert (link.ports.tcp, link.ports.http, link.ports.panel) == (1, 2, "/?token=x")
    link.run(state, lambda: False, threading.Event(), told.act)
    link.send({"freeze": True})
    until(lambda: {"freeze": True} in told.messages)
    link.close()


def test_a_camera_that_asks_is_told_how_things_will_be_at_its_instant() -> None:
    link, told, changed = CameraLink([sys.executable, "-c", ASKING]), Told(), threading.Event()
    moving = threading.Event()
    link.run(state, moving.is_set, changed, told.act)
    until(lambda: len(told.messages) > 3)
    assert told.messages[:3] == [{"t": 0, "joints": {}}, {"same": 1}, {"same": 2}]
    changed.set()
    until(lambda: told.states() > 1)
    moving.set()
    before = told.states()
    until(lambda: told.states() > before + 2)
    link.close()


def test_a_camera_that_dies_is_told_and_harms_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    dying = "import json; print(json.dumps({'ready': True, 'tcp': 1, 'http': 2}), flush=True)"
    link = CameraLink([sys.executable, "-c", dying])
    link.run(state, lambda: True, threading.Event(), lambda _message: None)
    link.send({"freeze": False})
    text = ""

    def said() -> bool:
        nonlocal text
        text += capfd.readouterr().err
        return "nothing is filmed any more" in text

    until(said)
    link.send({"freeze": True})
    link.close()


def test_a_camera_that_never_starts_is_an_error() -> None:
    with pytest.raises(OSError, match="before it was ready"):
        CameraLink([sys.executable, "-c", "raise SystemExit(3)"])
