"""The settings of a simulator, with estimates where no public document states a duration.

Every duration is in seconds of simulated time; an estimate says so and can be replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LanguageName = Literal["French", "English"]
LANGUAGES: tuple[LanguageName, ...] = ("English", "French")
"""The languages of the simulator's voice; a robot normally has two or three installed, and may lack any."""

CARDS = 1000
"""The number of cards: they bear the numbers 0 to 999."""

MOODS = ("idle", "reaching", "speaking", "absent")
"""The things that the child in the picture can be seen to do."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Durations of the simulated robot. (est) marks an estimate without a published measurement."""

    speech_latency_s: float = 0.2  # (est) from say() to the first sound
    sentence_pause_s: float = 0.05  # (est) silence between two queued sentences
    hand_s: float = 0.8  # (est) openHand, closeHand
    device_key_period_s: float = 0.5  # NAO V6: LoLA publishes Device/ keys at 2 Hz

    walk_forward_m_per_s: float = 0.095  # from MaxStepX 0.040 m and a step of 0.42 s
    walk_sideways_m_per_s: float = 0.06
    walk_turn_rad_per_s: float = 0.83
    walk_support_s: float = 0.6  # double support at the start and at the end of a walk
    fall_s: float = 0.7  # (est) from losing balance to lying


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one simulator, by the options of its command."""

    listen: str = "tcp://127.0.0.1:0"
    profile: str = "nao-v6-2.8"
    seed: int = 0
    speed: float = 1.0
    trace: str | None = None
    port: int = 0
    camera: bool = True
    camera_bframes: int = 0
    until_stdin_closes: bool = False
    language: LanguageName = "French"
    languages: tuple[LanguageName, ...] = LANGUAGES
    timing: Timing = Timing()


PROFILES: dict[str, str] = {"nao-v6-2.8": "2.8.6.23"}
"""The version of NAOqi that a simulator states, by the name of its profile."""
