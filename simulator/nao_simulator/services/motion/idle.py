"""ALMotion: reflexes and idle movements: protections, breathing, idle postures."""

from __future__ import annotations

from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.life import BREATH_CHAINS
from nao_simulator.robot import Robot
from nao_simulator.services.motion.arguments import number

_ARM_CHAINS = ("Arms", "LArm", "RArm")
_EXTERNAL = ("All", "Move", "Arms", "LArm", "RArm")
_BPM = (5.0, 30.0)


class Idle:
    """Collision and fall protection, smart stiffness, breathing."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._collision = dict.fromkeys(_ARM_CHAINS, True)
        self._external = dict.fromkeys(_EXTERNAL, True)
        self._switches = {"push recovery": True, "smart stiffness": True, "diagnosis": True, "notify": True}
        self._distances = {"orthogonal": 0.4, "tangential": 0.1}
        self._motion_config: dict[str, Any] = {}

    def set_collision_protection_enabled(self, chain: str, enabled: bool) -> bool:
        """Switch the protection of an arm from hitting the body; return True. It has no effect here."""
        self._collision[_one_of(chain, _ARM_CHAINS)] = enabled
        if chain == "Arms":
            self._collision.update(dict.fromkeys(_ARM_CHAINS, enabled))
        return True

    def get_collision_protection_enabled(self, chain: str) -> bool:
        """Return whether an arm is protected from hitting the body."""
        return self._collision[_one_of(chain, _ARM_CHAINS)]

    def is_collision(self, chain: str) -> str:
        """Return ``none``: whether an arm is about to hit the body is not simulated."""
        _one_of(chain, _ARM_CHAINS)
        return "none"

    def set_external_collision_protection_enabled(self, name: str, enabled: bool) -> None:
        """Switch the protection of a part from obstacles; there are none here."""
        self._external[_one_of(name, _EXTERNAL)] = enabled

    def get_external_collision_protection_enabled(self, name: str) -> bool:
        """Return whether a part is protected from obstacles."""
        return self._external[_one_of(name, _EXTERNAL)]

    def set_orthogonal_security_distance(self, distance_m: float) -> None:
        """Set the distance kept from obstacles in front, in m."""
        self._distances["orthogonal"] = distance_m

    def get_orthogonal_security_distance(self) -> float:
        """Return the distance kept from obstacles in front, in m."""
        return self._distances["orthogonal"]

    def set_tangential_security_distance(self, distance_m: float) -> None:
        """Set the distance kept from obstacles at the sides, in m."""
        self._distances["tangential"] = distance_m

    def get_tangential_security_distance(self) -> float:
        """Return the distance kept from obstacles at the sides, in m."""
        return self._distances["tangential"]

    def set_fall_manager_enabled(self, enabled: bool) -> None:
        """Refuse to switch the fall manager off: that needs the owner's permission, which is not given."""
        if not enabled:
            raise CallError("The deactivation of the fall manager is not allowed on this robot.")

    def get_fall_manager_enabled(self) -> bool:
        """Return True: the fall manager is on."""
        return True

    def set_push_recovery_enabled(self, enabled: bool) -> None:
        """Switch push recovery; it has no effect here."""
        self._switches["push recovery"] = enabled

    def get_push_recovery_enabled(self) -> bool:
        """Return whether push recovery is on."""
        return self._switches["push recovery"]

    def set_smart_stiffness_enabled(self, enabled: bool) -> None:
        """Switch smart stiffness; it has no effect here."""
        self._switches["smart stiffness"] = enabled

    def get_smart_stiffness_enabled(self) -> bool:
        """Return whether smart stiffness is on."""
        return self._switches["smart stiffness"]

    def set_diagnosis_effect_enabled(self, enabled: bool) -> None:
        """Switch whether a diagnosis acts on the motion; it has no effect here."""
        self._switches["diagnosis"] = enabled

    def get_diagnosis_effect_enabled(self) -> bool:
        """Return whether a diagnosis acts on the motion."""
        return self._switches["diagnosis"]

    def set_enable_notifications(self, enabled: bool) -> None:
        """Switch notifications; it has no effect here."""
        self._switches["notify"] = enabled

    def are_notifications_enabled(self) -> bool:
        """Return whether notifications are on."""
        return self._switches["notify"]

    def set_motion_config(self, config: Any) -> None:
        """Keep configuration values; they do not change the simulated motion."""
        self._motion_config.update(_pairs(config))

    def set_breath_enabled(self, chain: str, enabled: bool) -> None:
        """Switch breathing of a chain on or off."""
        chains = self._robot.life.breathing_chains
        _one_of(chain, BREATH_CHAINS)
        if enabled:
            chains.add(chain)
        elif chain == "Body":
            chains.clear()
        else:
            chains.discard(chain)
        self._robot.changed.set()

    def get_breath_enabled(self, chain: str) -> bool:
        """Return whether breathing was switched on for this chain itself."""
        return _one_of(chain, BREATH_CHAINS) in self._robot.life.breathing_chains

    def set_breath_config(self, config: Any) -> None:
        """Set Bpm (5 to 30) and Amplitude (0 to 1)."""
        for name, value in _pairs(config).items():
            if name == "Bpm" and _BPM[0] <= number(value) <= _BPM[1]:
                self._robot.life.breath.bpm = float(value)
            elif name == "Amplitude" and 0.0 <= number(value) <= 1.0:
                self._robot.life.breath.amplitude = float(value)
            else:
                raise CallError(f"Invalid breath configuration: {name} = {value}")

    def get_breath_config(self) -> Any:
        """Return Bpm and Amplitude."""
        breath = self._robot.life.breath
        return [["Bpm", breath.bpm], ["Amplitude", breath.amplitude]]

    def set_idle_posture_enabled(self, chain: str, enabled: bool) -> None:
        """Switch whether a chain goes back to its idle posture; it has no effect here."""
        chains = self._robot.life.idle_postures
        (chains.add if enabled else chains.discard)(_one_of(chain, BREATH_CHAINS))

    def get_idle_posture_enabled(self, chain: str) -> bool:
        """Return whether a chain goes back to its idle posture."""
        return _one_of(chain, BREATH_CHAINS) in self._robot.life.idle_postures


def _one_of(name: str, allowed: tuple[str, ...]) -> str:
    if name not in allowed:
        raise CallError(f"{name} is not a valid name: one of {', '.join(allowed)} was expected.")
    return name


def _pairs(config: Any) -> dict[str, Any]:
    try:
        return {str(name): value for name, value in config}
    except (TypeError, ValueError):
        raise CallError("The configuration must be a list of [name, value].") from None
