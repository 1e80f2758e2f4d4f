"""What is kept of Nao's body in a session: which columns, in which unit, and how often.

One list for whoever takes a sample, keeps it or reads it; a column's unit is the end of its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.protocol.catalogue import TOUCH_PARTS

JOINTS = (
    "HeadYaw",
    "HeadPitch",
    *(f"L{name}" for name in ("ShoulderPitch", "ShoulderRoll", "ElbowYaw", "ElbowRoll", "WristYaw", "Hand")),
    *(f"L{name}" for name in ("HipYawPitch", "HipRoll", "HipPitch", "KneePitch", "AnklePitch", "AnkleRoll")),
    *(f"R{name}" for name in ("HipYawPitch", "HipRoll", "HipPitch", "KneePitch", "AnklePitch", "AnkleRoll")),
    *(f"R{name}" for name in ("ShoulderPitch", "ShoulderRoll", "ElbowYaw", "ElbowRoll", "WristYaw", "Hand")),
)
"""The 26 joints of a Nao H25, in the order of ``ALMotion.getBodyNames("Body")``."""

PARTS = ("joints", "touch", "power")
"""The parts that are sampled, each by itself: the angles, the touch sensors, battery and heat."""


def joint_column(joint: str) -> str:
    """Return the name of the column for a joint's measured angle; for a hand: how open it is, 0 to 1."""
    return f"joint_{joint}_open" if joint.endswith("Hand") else f"joint_{joint}_rad"


def touch_column(part: str) -> str:
    """Return the column's name of a part that can be touched: 1 while any sensor is pressed, else 0."""
    return f"touch_{part.replace('.', '_')}"


def heat_columns(joint: str) -> tuple[str, str]:
    """Return the column names of a motor's heat: degrees, and Nao's judgement of them (0 cool to 3 limp)."""
    return f"heat_{joint}_celsius", f"heat_{joint}_status"


BATTERY_PERCENT, BATTERY_MINUTES = "battery_percent", "battery_minutes"
BATTERY_CURRENT, BATTERY_HEAT = "battery_current_a", "battery_celsius"
HEAD_HEAT = "heat_head_celsius"

COLUMNS: Mapping[str, Sequence[str]] = {
    "joints": tuple(joint_column(joint) for joint in JOINTS),
    "touch": tuple(touch_column(part) for part in TOUCH_PARTS),
    "power": (
        *(BATTERY_PERCENT, BATTERY_MINUTES, BATTERY_CURRENT, BATTERY_HEAT, HEAD_HEAT),
        *(column for joint in JOINTS for column in heat_columns(joint)),
    ),
}
"""The columns of each part. A part's rows are empty in the columns of the others."""

EVERY_S: Mapping[str, float] = {"joints": 0.1, "touch": 0.5, "power": 5.0}
"""Session seconds from one sample to the next.

A gesture's keyframes lie 0.4 s or more apart: ten a second show its course. NAOqi 2.8 renews what its memory
holds of sensors twice a second: touches would not be better asked for more often, and the log has them to the
millisecond. A motor takes minutes to warm up, a battery half a minute for a per cent.
"""

SHORTEST_S = 0.02
"""Real seconds from one sample to the next, at least: an accelerated session asks a robot no more often."""


def every_s(part: str, speed: float) -> float:
    """Return the session seconds between two samples of a part; ``speed``: session seconds a real second."""
    return max(EVERY_S[part], SHORTEST_S * speed)
