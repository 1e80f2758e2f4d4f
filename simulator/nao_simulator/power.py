"""The battery and the heat of the motors, and their events."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nao_simulator.body.joints import BODY, CHAINS
from nao_simulator.memory import Memory

_LOW_PERCENT = 20  # (est) from which BatteryLowDetected is raised
_CHAINS = ("Head", "LArm", "RArm", "LLeg", "RLeg")
_WARM_C = {0: 38.0, 1: 70.0, 2: 80.0, 3: 90.0}  # (est) temperature shown for a status


class Power:
    """The charge in per cent, and the heat status (0 to 3) of each joint."""

    def __init__(self, memory: Memory) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.on_limp: Callable[[str, float], None] = lambda _joint, _stiffness: None
        self.charge_percent = 100
        self.charging = False
        self.heat = dict.fromkeys(BODY, 0)
        self._memory = memory
        memory.insert("BatteryChargeChanged", self.charge_percent)
        memory.insert("BatteryChargingFlagChanged", self.charging)
        memory.provide("Device/SubDeviceList/Battery/Charge/Sensor/Value", lambda: self.charge_percent / 100)
        memory.provide("Device/SubDeviceList/Battery/Current/Sensor/Value", lambda: -1.2)
        memory.provide("Device/SubDeviceList/Battery/Temperature/Sensor/Value", lambda: 35.0)
        memory.provide("Device/SubDeviceList/Head/Temperature/Sensor/Value", lambda: 62.0)
        for joint in BODY:
            key = f"Device/SubDeviceList/{joint}/Temperature/Sensor"
            memory.provide(f"{key}/Value", partial(self._temperature_c, joint))
            memory.provide(f"{key}/Status", partial(self.heat.__getitem__, joint))

    def set_charge(self, percent: int) -> None:
        """Set the charge, 0 to 100, and raise the events of a real battery for that change."""
        before, self.charge_percent = self.charge_percent, min(max(percent, 0), 100)
        if self.charge_percent != before:
            self._memory.raise_event("BatteryChargeChanged", self.charge_percent)
        low_before, low = before <= _LOW_PERCENT, self.charge_percent <= _LOW_PERCENT
        if low != low_before:
            self._memory.raise_event("BatteryLowDetected", low)
            self._memory.raise_event("ALBattery/BatteryLow", low)
        if self.charge_percent <= 5 < before:
            self._memory.raise_event("BatteryNearlyEmpty", "")
        if self.charge_percent == 0 < before:
            self._memory.raise_event("BatteryEmpty", "")
        self.on_change()

    def plug(self, plugged: bool) -> None:
        """Put the charger in, or pull it out; the charge stays what it was set to."""
        if plugged != self.charging:
            self.charging = plugged
            self._memory.raise_event("BatteryChargingFlagChanged", plugged)

    def set_heat(self, joint: str, status: int) -> None:
        """Set the heat status of a joint: 0 cool, 1 hot, 2 its stiffness is lowered, 3 it goes limp."""
        before, self.heat[joint] = self.heat[joint], status
        if status and not before:
            self._memory.raise_event("HotDeviceDetected", [joint])
        elif before and not status:
            self._memory.raise_event("DeviceNoLongerHotDetected", [joint])
        level, chains = self.diagnosis()
        self._memory.raise_event("TemperatureStatusChanged", [level, self.hot_joints()])
        self._memory.raise_event("TemperatureDiagnosisErrorChanged", [min(level, 2), chains])
        if status >= 2:
            self.on_limp(joint, 0.7 if status == 2 else 0.0)
        self.on_change()

    def hot_joints(self) -> list[str]:
        """Return the joints that are hot."""
        return [joint for joint, status in self.heat.items() if status]

    def diagnosis(self) -> tuple[int, list[str]]:
        """Return the worst status and the chains that are hot."""
        hot = set(self.hot_joints())
        return max(self.heat.values()), [chain for chain in _CHAINS if hot.intersection(CHAINS[chain])]

    def _temperature_c(self, joint: str) -> float:
        return _WARM_C[self.heat[joint]]
