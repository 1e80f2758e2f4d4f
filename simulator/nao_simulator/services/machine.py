"""ALSystem, ALRobotModel, ALBattery, ALBodyTemperature, ALTouch, ALChestButton: facts of the machine."""

from __future__ import annotations

from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.robot import Robot
from nao_simulator.settings import PROFILES

_DISK = ("/home/nao", 5_000, 30_000)  # name, free, total in MB of a NAO V6's flash


class System:
    """ALSystem."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._name, self._timezone = "nao", "Europe/Paris"

    def robot_name(self) -> str:
        """Return the robot's name."""
        return self._name

    def set_robot_name(self, name: str) -> bool:
        """Set the robot's name; return False for a name that is not of letters, digits and hyphens."""
        if not name or not name.replace("-", "").isalnum():
            return False
        self._name = name
        return True

    def system_version(self) -> str:
        """Return the version of NAOqi."""
        return PROFILES[self._robot.settings.profile]

    def previous_system_version(self) -> str:
        """Return the version before an upgrade: the present one, as there was none."""
        return self.system_version()

    def system_info(self) -> tuple[str, str, str]:
        """Return target, name and version."""
        return "nao", self._name, self.system_version()

    def timezone(self) -> str:
        """Return the time zone."""
        return self._timezone

    def set_timezone(self, timezone: str) -> bool:
        """Set the time zone."""
        self._timezone = timezone
        return True

    def free_memory(self) -> int:
        """Return the free memory in MB."""
        return 2048

    def total_memory(self) -> int:
        """Return the memory in MB."""
        return 4096

    def disk_free(self, _all: bool) -> list[tuple[str, str, int, int]]:
        """Return (mount point, device, free, total) of each disk."""
        name, free, total = _DISK
        return [(name, "/dev/mmcblk0", free, total)]

    def app_backup_info(self) -> list[Any]:
        """Return the applications with data to save: none."""
        return []

    def reboot(self) -> None:
        """Refuse: start the simulator again instead."""
        raise CallError("The simulated robot cannot be rebooted.")

    def shutdown(self) -> None:
        """Refuse: end the simulator instead."""
        raise CallError("The simulated robot cannot be shut down.")


class RobotModel:
    """ALRobotModel."""

    def __init__(self, robot: Robot) -> None:
        self._memory = robot.memory

    def get_robot_type(self) -> str:
        """Return the type."""
        return "Nao"

    def has_arms(self) -> bool:
        """Return True: the robot has arms."""
        return True

    def has_hands(self) -> bool:
        """Return True: the robot has hands."""
        return True

    def has_legs(self) -> bool:
        """Return True: the robot has legs."""
        return True

    def get_config(self) -> str:
        """Return the configuration keys as XML."""
        keys = [key for key in self._memory.names() if key.startswith("RobotConfig/")]
        lines = [
            f'  <Preference memoryName="{key}" value="{self._memory.get(key)}" type="string"/>'
            for key in keys
        ]
        return "\n".join(["<ModulePreference>", *lines, "</ModulePreference>"])


class Battery:
    """ALBattery."""

    def __init__(self, robot: Robot) -> None:
        self._power = robot.power

    def get_battery_charge(self) -> int:
        """Return the charge in per cent."""
        return self._power.charge_percent

    def enable_power_monitoring(self, _enabled: bool) -> None:
        """Accept the call without effect."""


class BodyTemperature:
    """ALBodyTemperature."""

    def __init__(self, robot: Robot) -> None:
        self._power = robot.power
        self._notifications = True

    def get_temperature_diagnosis(self) -> Any:
        """Return [level, hot chains], or an empty list when all is cool."""
        level, chains = self._power.diagnosis()
        return [min(level, 2), chains] if level else []

    def set_enable_notifications(self, enabled: bool) -> None:
        """Switch the robot's spoken notices of heat on or off; it has no effect here."""
        self._notifications = enabled

    def are_notifications_enabled(self) -> bool:
        """Return whether the robot's spoken notices of heat are on."""
        return self._notifications


class TouchService:
    """ALTouch."""

    def __init__(self, robot: Robot) -> None:
        self._touch = robot.touch

    def get_sensor_list(self) -> list[str]:
        """Return the sensors' names."""
        return [name for name, _ in self._touch.status()]

    def get_status(self) -> Any:
        """Return [name, pressed, []] of each sensor."""
        return [[name, pressed, []] for name, pressed in self._touch.status()]


class ChestButton:
    """ALChestButton: it only raises events."""
