"""The link to the camera process, with a stand-in that tells what it was fed."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest
from simulator_wire import until

from nao_simulator.camera_link import CameraLink

STAND_IN = """
import json, sys
print("noise")
print(json.dumps({"ready": True, "tcp": 1, "http": 2, "panel": "/?token=x"}), flush=True)
for line in sys.stdin:
    message = json.loads(line)
    print(json.dumps({"action": "told", "message": message}), flush=True)
"""


class Told:
    """What the stand-in was told, as it comes back."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def act(self, message: dict[str, Any]) -> None:
        self.messages.append(message["message"])


def test_states_and_commands_reach_the_camera_and_its_actions_come_back() -> None:
    link, told, changed = CameraLink([sys.executable, "-c", STAND_IN]), Told(), threading.Event()
    assert (link.ports.tcp, link.ports.http, link.ports.panel) == (1, 2, "/?token=x")
    link.run(lambda: {"joints": {}}, lambda: False, changed, told.act)
    until(lambda: told.messages)
    link.send({"freeze": True})
    until(lambda: {"freeze": True} in told.messages)
    pictures = told.messages.count({"joints": {}})
    changed.set()
    until(lambda: told.messages.count({"joints": {}}) > pictures)
    link.close()


def test_a_camera_that_dies_is_told_and_harms_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    dying = "import json; print(json.dumps({'ready': True, 'tcp': 1, 'http': 2}), flush=True)"
    link = CameraLink([sys.executable, "-c", dying])
    link.run(lambda: {"joints": {}}, lambda: True, threading.Event(), lambda _message: None)
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
