"""ALBehaviorManager: programs that are on the robot, which any client can start and stop.

Every animation is one, as on a robot; and one application, which gestures on and on until it is stopped:
another program that moves the robot while a session wants to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from nao_simulator.body import gestures
from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.services.animated import AnimationPlayer

APPLICATION = "demo/behavior_1"
_REST_S = 0.5  # between two gestures of the application


class BehaviorManager:
    """ALBehaviorManager. Nothing is installed or removed; no behaviour is a default one."""

    def __init__(self, robot: Robot, player: AnimationPlayer) -> None:
        self._robot, self._player = robot, player
        self._lock = threading.Lock()
        self._running: dict[str, Pending] = {}

    def run_behavior(self, name: str) -> Pending:
        """Run a behaviour; the call ends with it."""
        return self._start(name)

    def start_behavior(self, name: str) -> None:
        """Start a behaviour; the call returns at once."""
        self._start(name)

    def stop_behavior(self, name: str) -> None:
        """Stop a behaviour, if it runs."""
        running = self._running.get(self._known(name))
        if running is not None:
            running.cancel()

    def stop_all_behaviors(self) -> None:
        """Stop all behaviours."""
        for running in list(self._running.values()):
            running.cancel()

    def is_behavior_running(self, name: str) -> bool:
        """Return whether a behaviour runs."""
        return name in self._running

    def is_behavior_loaded(self, name: str) -> bool:
        """Return whether a behaviour is loaded, which means here that it runs."""
        return name in self._running

    def is_behavior_installed(self, name: str) -> bool:
        """Return whether a behaviour is on the robot."""
        return name == APPLICATION or name in gestures.ANIMATIONS

    is_behavior_present = is_behavior_installed

    def get_running_behaviors(self) -> list[str]:
        """Return the names of the behaviours that run."""
        return sorted(self._running)

    get_loaded_behaviors = get_running_behaviors

    def get_installed_behaviors(self) -> list[str]:
        """Return the names of all behaviours."""
        return sorted((APPLICATION, *gestures.ANIMATIONS))

    get_behavior_names = get_installed_behaviors

    def get_user_behavior_names(self) -> list[str]:
        """Return the names of the behaviours that users installed."""
        return [APPLICATION]

    def get_system_behavior_names(self) -> list[str]:
        """Return the names of the behaviours that the maker installed: the animations."""
        return sorted(gestures.ANIMATIONS)

    def get_default_behaviors(self) -> list[str]:
        """Return the behaviours that start with the robot: none."""
        return []

    def resolve_behavior_name(self, name: str) -> str:
        """Return the full name of a behaviour, empty where there is none."""
        return name if self.is_behavior_installed(name) else ""

    def _known(self, name: str) -> str:
        if not self.is_behavior_installed(name):
            raise CallError(f"The behavior {name} is not installed.")
        return name

    def _start(self, name: str) -> Pending:
        self._known(name)
        with self._lock:
            if name in self._running:
                raise CallError(f"The behavior {name} is already running.")
            running = self._running[name] = Pending()
        running.on_cancel = running.done
        running.when_ended(lambda _ended: self._ended(name))
        self._raise_running()
        if name == APPLICATION:
            self._gesture(running)
        else:
            animation = self._player.run(name)
            running.on_cancel = animation.cancel
            animation.when_ended(lambda _ended: running.done())
        return running

    def _gesture(self, running: Pending) -> None:
        """Make one gesture after the other, even if one is stopped, until the application is stopped."""
        if running.state != "running":
            return
        gesture = self._player.run(self._player.talk())
        running.on_cancel = _both(running.done, gesture.cancel)
        gesture.when_ended(lambda _ended: self._robot.timeline.after(_REST_S, lambda: self._gesture(running)))

    def _ended(self, name: str) -> None:
        with self._lock:
            self._running.pop(name, None)
        self._raise_running()

    def _raise_running(self) -> None:
        self._robot.memory.raise_event("BehaviorsRun", self.get_running_behaviors())


def _both(first: Callable[[], object], second: Callable[[], object]) -> Callable[[], None]:
    def act() -> None:
        first()
        second()

    return act
