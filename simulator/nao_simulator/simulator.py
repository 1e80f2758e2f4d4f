"""The simulator as a whole: the robot, its services on the wire, the camera process beside it.

It ends in the order in which a client notices least: wire first, then the robot, then the camera.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import qi

from nao_simulator.camera_link import CameraLink, room_command
from nao_simulator.control import DECLARATION, Control, Panel, PlannedFaults, drop_connections
from nao_simulator.robot import Robot
from nao_simulator.services.catalogue import REFUSED, implementations
from nao_simulator.settings import Settings
from nao_simulator.snapshot import snapshot
from nao_simulator.trace import Trace
from nao_simulator.wire.calls import ServiceCalls
from nao_simulator.wire.expose import qi_object
from nao_simulator.wire.signatures import declarations
from nao_simulator.wire.subscribers import ModuleCaller, SignalHub


class Simulator:
    """A running simulator. ``session`` is its qi session; construct it after the environment is set."""

    def __init__(self, settings: Settings) -> None:
        self._trace = Trace(settings.trace)
        self._folder = tempfile.TemporaryDirectory(prefix="nao-simulator-")
        self._robot = Robot(settings, self._trace, Path(self._folder.name))
        self._camera: CameraLink | None = None
        self._session = qi.Session()
        self._faults = PlannedFaults()
        self._hub = SignalHub(self._robot.timeline)
        try:
            self._session.listenStandalone(settings.listen)
            self.url = str(self._session.endpoints()[0])
            control = Control(self._robot, self._faults, self._drop, self._freeze)
            self._objects = self._register(control)
            if settings.camera:
                self._start_camera(settings, Panel(control, self._trace))
        except BaseException:
            self.close()
            raise

    def ready_line(self) -> dict[str, Any]:
        """Return the JSON line for stdout once everything answers: the addresses of qi, cameras and panel."""
        if self._camera is None:
            return {"qi": self.url, "cameras": [], "cameras_http": [], "panel": None}
        ports = self._camera.ports
        web = f"http://127.0.0.1:{ports.http}"
        return {
            "qi": self.url,
            "cameras": [f"tcp://127.0.0.1:{ports.tcp}"],
            "cameras_http": [f"{web}/camera/room.ts"],
            "panel": f"{web}{ports.panel}",
        }

    def close(self) -> None:
        """End everything that was started."""
        self._session.close()
        self._robot.close()
        if self._camera is not None:
            self._camera.close()
        self._trace.close()
        self._folder.cleanup()

    def _register(self, control: Control) -> list[Any]:
        """Register every service in qi's directory; return the objects, which must be kept."""
        parts = implementations(self._robot, self._hub.subscriber, ModuleCaller(self._session))
        objects: list[Any] = []
        for name, declaration in declarations().items():
            refused = REFUSED.get(name, frozenset())
            calls = ServiceCalls(
                declaration, parts[name], refused, self._trace, self._faults, self._robot.timeline
            )
            objects.append(self._offer(calls))
        calls = ServiceCalls(
            DECLARATION, [control], frozenset(), self._trace, self._faults, self._robot.timeline
        )
        objects.append(self._offer(calls))
        return objects

    def _offer(self, calls: ServiceCalls) -> Any:
        exported = qi_object(calls)
        self._session.registerService(calls.declaration.service, exported)
        return exported

    def _start_camera(self, settings: Settings, panel: Panel) -> None:
        self._camera = camera = CameraLink(
            room_command(settings.port, settings.camera_bframes, settings.seed)
        )
        if settings.speed == 1.0:
            self._robot.sound_sink = camera.send
        camera.run(partial(snapshot, self._robot), self._robot.active, self._robot.changed, panel.act)

    def _drop(self) -> None:
        drop_connections(int(self.url.rsplit(":", 1)[1]))

    def _freeze(self, frozen: bool) -> None:
        if self._camera is not None:
            self._camera.send({"freeze": frozen})
