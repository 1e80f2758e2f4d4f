"""Autonomous life: its state, what Nao does by itself, breathing and blinking.

A change of state never makes Nao limp: whether a real one rests when life is disabled is not documented, and
a simulator must not hide that a program forgets to ask for it.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nao_simulator.clock import SimClock

STATES = ("solitary", "interactive", "disabled", "safeguard")
ABILITIES = (
    "AutonomousBlinking",
    "BackgroundMovement",
    "BasicAwareness",
    "ListeningMovement",
    "SpeakingMovement",
)
BREATH_CHAINS = ("Body", "Legs", "Arms", "LArm", "RArm", "Head")
_BLINK_S = 0.12  # (est)
_BLINK_EVERY_S = 4.0  # (est)
_SWAY_RAD = 0.04  # (est) of the shoulders at amplitude 1


@dataclass(slots=True)
class Breath:
    """Breathing as configured: breaths a minute (5 to 30) and amplitude (0 to 1)."""

    bpm: float = 12.0
    amplitude: float = 0.5


class Life:
    """The state, abilities and breathing of autonomous life; ``may_sway`` allows a chain to breathe."""

    def __init__(self, clock: SimClock, raise_event: Callable[[str, object], None]) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.on_enter: Callable[[str], None] = lambda _state: None
        self.may_sway: Callable[[str], bool] = lambda _chain: False
        self.state = "solitary"
        self.breath = Breath()
        self.breathing_chains: set[str] = set()
        self.idle_postures: set[str] = set()
        self.awareness_paused = False
        self.history: list[tuple[str, int]] = []
        self._clock = clock
        self._raise_event = raise_event
        self._lock = threading.Lock()
        self._enabled = dict.fromkeys(ABILITIES, True)

    def enter(self, state: str) -> None:
        """Enter a state, switch the abilities that it has, and raise its event."""
        with self._lock:
            self.state = state
            self.history.append((state, int(self._clock.wall_s())))
            alive = state in ("solitary", "interactive")
            self._enabled = {name: alive or name == "SpeakingMovement" for name in ABILITIES}
        self.on_enter(state)
        self._raise_event("AutonomousLife/State", state)
        self.on_change()

    def enabled(self, ability: str) -> bool:
        """Return whether an ability is switched on."""
        return self._enabled[ability]

    def enable(self, ability: str, enabled: bool) -> None:
        """Switch an ability on or off."""
        with self._lock:
            self._enabled[ability] = enabled
        self.on_change()

    def running(self, ability: str) -> bool:
        """Return whether an ability does something now: on, and not paused."""
        paused = ability == "BasicAwareness" and self.awareness_paused
        return self._enabled[ability] and not paused

    def breathing(self, chain: str) -> bool:
        """Return whether breathing is on for a chain, by itself or as a part of a larger one."""
        wider = {"LArm": ("Arms", "Body"), "RArm": ("Arms", "Body"), "Arms": ("Body",), "Legs": ("Body",)}
        names = (chain, *wider.get(chain, ("Body",)))
        return not self.breathing_chains.isdisjoint(names) or self._enabled["BackgroundMovement"]

    def sway(self, now_s: float) -> Mapping[str, float]:
        """Return what breathing adds to each joint at an instant, in rad."""
        wave = math.sin(math.tau * self.breath.bpm / 60 * now_s) * self.breath.amplitude * _SWAY_RAD
        offsets: dict[str, float] = {}
        for chain, side in (("LArm", "L"), ("RArm", "R")):
            if self.breathing(chain) and self.may_sway(chain):
                offsets[f"{side}ShoulderPitch"] = wave
                offsets[f"{side}ElbowRoll"] = wave if side == "R" else -wave
        if self.breathing("Legs") and self.may_sway("Legs"):
            for side in "LR":
                offsets[f"{side}HipPitch"] = wave / 4
                offsets[f"{side}AnklePitch"] = -wave / 4
        return offsets

    def swaying(self) -> bool:
        """Return whether breathing moves anything now."""
        return any(self.breathing(chain) and self.may_sway(chain) for chain in ("LArm", "RArm", "Legs"))

    def blink(self, now_s: float) -> bool:
        """Return whether the eyes are shut by a blink at this instant."""
        return self.running("AutonomousBlinking") and now_s % _BLINK_EVERY_S > _BLINK_EVERY_S - _BLINK_S
