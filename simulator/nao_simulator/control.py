"""NaoSimulator: what a person, a test or a scripted child does to the robot, and what goes wrong.

The same acts come over the wire and from the panel page; each is traced.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nao_simulator.body.joints import JOINTS
from nao_simulator.errors import CallError
from nao_simulator.processes import start
from nao_simulator.robot import Robot
from nao_simulator.settings import CARDS, MOODS
from nao_simulator.touch import PARTS
from nao_simulator.trace import Trace
from nao_simulator.wire.signatures import Declaration, parse

DECLARATION = Declaration(
    "NaoSimulator",
    module=False,
    signatures=tuple(
        parse(text)
        for text in (
            "touch(sb)>v",
            "tap(sf)>v",
            "flicker(b)>v",
            "mute(b)>v",
            "hear(sf)>b",
            "battery(i)>v",
            "plug(b)>v",
            "heat(si)>v",
            "fall()>v",
            "getUp()>v",
            "drop()>v",
            "hang(f)>v",
            "freezeCamera(b)>v",
            "failNext(sss)>v",
            "child(s)>v",
            "showCard(i)>v",
            "hideCard()>v",
            "faceVisible(b)>v",
            "lookAtRobot(b)>v",
            "murmur(f)>b",
            "state()>s",
        )
    ),
)
_REPLY_S = 0.03  # real seconds: the answer to drop() and hang() leaves before the wire goes
_LONGEST_HANG_S = 600.0
_LONGEST_MURMUR_S = 60.0


class PlannedFaults:
    """The calls that are to fail: each planned error text is used once, in the order of planning."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: dict[tuple[str, str], deque[str]] = {}

    def plan(self, service: str, method: str, text: str) -> None:
        """Make the next call of a service's method without a planned error fail with exactly this text."""
        with self._lock:
            self._planned.setdefault((service, method), deque()).append(text)

    def take(self, service: str, method: str) -> str | None:
        """Return the planned text of this call, if any, and forget it."""
        with self._lock:
            planned = self._planned.get((service, method))
            return planned.popleft() if planned else None


class Control:
    """The methods of NaoSimulator. ``drop_clients`` breaks all connections, ``freeze`` stops the picture."""

    def __init__(
        self,
        robot: Robot,
        faults: PlannedFaults,
        drop_clients: Callable[[], None],
        freeze: Callable[[bool], None],
    ) -> None:
        self._robot, self._faults = robot, faults
        self._drop_clients, self._freeze = drop_clients, freeze

    def touch(self, part: str, pressed: bool) -> None:
        """Press or release a part, or one sensor of a hand: hand.left.back."""
        self._robot.touch.press(_part(part), pressed)

    def tap(self, part: str, seconds: float) -> None:
        """Press a part for some seconds."""
        self._robot.touch.tap(_part(part), max(seconds, 0.01))

    def flicker(self, flickers: bool) -> None:
        """Let the sensors of a hand go on and off while its arm moves, as on a real V6; or no longer."""
        self._robot.flicker.switch(flickers)

    def mute(self, mute: bool) -> None:
        """Let the voice end each sentence at once, unheard, without an event; or speak again."""
        self._robot.mouth.mute = mute

    def hear(self, word: str, confidence: float) -> bool:
        """Say a word to the robot; return whether it was recognised."""
        return self._robot.hearing.hear(word, confidence)

    def battery(self, percent: int) -> None:
        """Set the charge of the battery in per cent."""
        self._robot.power.set_charge(percent)

    def plug(self, plugged: bool) -> None:
        """Put the charger in, or pull it out."""
        self._robot.power.plug(plugged)

    def heat(self, joint: str, status: int) -> None:
        """Heat a joint: 0 cool to 3 limp."""
        if joint not in JOINTS or status not in range(4):
            raise CallError("A joint and a status from 0 to 3 were expected.")
        self._robot.power.set_heat(joint, status)

    def fall(self) -> None:
        """Let the robot fall."""
        self._robot.fall()

    def get_up(self) -> None:
        """Put the robot on its feet, as a person would; its motors stay as they are."""
        self._robot.get_up()

    def drop(self) -> None:
        """Break the connection of every client, shortly after this call has answered."""
        threading.Timer(_REPLY_S, self._drop_clients).start()

    def hang(self, seconds: float) -> None:
        """Freeze the whole qi process for some real seconds, shortly after this call has answered."""
        if not 0 < seconds <= _LONGEST_HANG_S:
            raise CallError(f"The seconds must be in ]0, {_LONGEST_HANG_S:g}].")
        threading.Thread(target=_hang, args=(seconds,), name="hang", daemon=True).start()

    def freeze_camera(self, frozen: bool) -> None:
        """Freeze the picture of the room's camera, or let it go on."""
        self._freeze(frozen)

    def fail_next(self, service: str, method: str, error: str) -> None:
        """Make the next call of a service's method fail with exactly this text."""
        self._faults.plan(service, method, error)

    def child(self, mood: str) -> None:
        """Set what the child in the picture does: one of ``MOODS``."""
        if mood not in MOODS:
            raise CallError(f"{mood} is not one of {', '.join(MOODS)}.")
        self._robot.child = mood
        self._robot.sight.look_again()
        self._robot.changed.set()

    def show_card(self, number: int) -> None:
        """Hold a card up, before Nao's cameras and the room's."""
        if not 0 <= number < CARDS:
            raise CallError(f"A card from 0 to {CARDS - 1} was expected.")
        self._robot.sight.show_card(number)

    def hide_card(self) -> None:
        """Put the card away."""
        self._robot.sight.show_card(None)

    def face_visible(self, visible: bool) -> None:
        """Turn the child's face to Nao, or away."""
        self._robot.sight.turn_face(visible)

    def look_at_robot(self, looking: bool) -> None:
        """Make the child look at Nao, or elsewhere."""
        self._robot.sight.look_at_robot(looking)

    def murmur(self, seconds: float) -> bool:
        """Speak for some seconds without a known word; return whether Nao was listening."""
        return self._robot.hearing.murmur(min(max(seconds, 0.05), _LONGEST_MURMUR_S))

    def state(self) -> str:
        """Return the robot's state as JSON."""
        return self._robot.state_json()


class Panel:
    """The acts of the panel page, each a method of :class:`Control`; what makes no sense is ignored."""

    def __init__(self, control: Control, trace: Trace) -> None:
        self._trace = trace
        self._actions: Mapping[str, Callable[[dict[str, Any]], object]] = {
            "touch": lambda message: control.touch(message["part"], bool(message["pressed"])),
            "tap": lambda message: control.tap(message["part"], float(message.get("seconds", 0.2))),
            "hear": lambda message: control.hear(message["word"], float(message.get("confidence", 0.6))),
            "drop": lambda _message: control.drop(),
            "hang": lambda message: control.hang(float(message["seconds"])),
            "battery": lambda message: control.battery(int(message["percent"])),
            "fall": lambda _message: control.fall(),
            "getUp": lambda _message: control.get_up(),
            "child": lambda message: control.child(message["mood"]),
            "showCard": lambda message: control.show_card(int(message["card"])),
            "hideCard": lambda _message: control.hide_card(),
            "faceVisible": lambda message: control.face_visible(bool(message["visible"])),
            "lookAtRobot": lambda message: control.look_at_robot(bool(message["looking"])),
            "murmur": lambda message: control.murmur(float(message["seconds"])),
        }

    def act(self, message: dict[str, Any]) -> None:
        """Do one act and trace it; an unknown act is ignored, one that is refused is traced as that."""
        name = str(message["action"])
        action = self._actions.get(name)
        if action is None:
            return
        arguments = [value for key, value in message.items() if key != "action"]
        self._trace.call("NaoSimulator", name, arguments, via="panel")
        try:
            action(message)
        except (CallError, KeyError, TypeError, ValueError) as error:
            self._trace.effect("panel.refused", text=str(error))


def drop_connections(port: int) -> int:
    """Shut every accepted connection of this process on a port of its own; return how many.

    libqi has no such call, so the sockets are found among the process's descriptors (Linux).
    """
    dropped = 0
    for entry in list(Path("/proc/self/fd").iterdir()):
        try:
            copy = socket.socket(fileno=os.dup(int(entry.name)))
        except OSError:
            continue  # no socket, or closed meanwhile
        with copy:
            try:
                if copy.family == socket.AF_INET and copy.getsockname()[1] == port and copy.getpeername():
                    copy.shutdown(socket.SHUT_RDWR)
                    dropped += 1
            except OSError:
                continue  # the listening socket itself, or one that has gone
    return dropped


def _hang(seconds: float) -> None:
    """Stop this process for some real seconds; a shell process waits until it is stopped, then wakes it."""
    own = os.getpid()
    until_stopped = f"until grep -q '^State:.T' /proc/{own}/status; do sleep 0.002; done"
    script = f"{until_stopped}; sleep {seconds:.3f}; kill -CONT {own}"
    with start(["/bin/sh", "-c", script], start_new_session=True) as waker:
        time.sleep(_REPLY_S)
        os.kill(own, signal.SIGSTOP)
        waker.wait()


def _part(part: str) -> str:
    if part not in PARTS:
        raise CallError(f"{part} is not one of {', '.join(PARTS)}.")
    return part
