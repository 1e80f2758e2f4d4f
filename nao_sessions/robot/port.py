"""The robot port: the five things that a session asks of a Nao, whatever stands behind.

Nothing of NAOqi is named here; actions are the engine's values, so that a new action changes no port.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from nao_sessions.engine.values import Action, Done
from nao_sessions.protocol.trials import WATCHED

# How long Nao's battery lasts: an estimate from its charge, said in minutes.
#
# NAOqi tells no minutes; these are the maker's figures for a whole charge, and no measurement.

MINUTES_A_CHARGE = 60
"""The minutes of activity that a full charge allows; at rest it is 90."""


def minutes_left(percent: float) -> int:
    """Return the minutes of activity that a battery charge allows."""
    return round(percent * MINUTES_A_CHARGE / 100)


# The channels of Nao: what it can do one of at a time.
#
# An action that comes while its channel is taken waits for its turn; a halt empties the turns.

CHANNELS: Mapping[str, str] = {
    "say": "voice",
    "sound": "voice",
    "gesture": "body",
    "pose": "body",
    "posture": "body",
    "look": "head",
    "eyes": "eyes",
    "listen": "ears",
    "watch": "sight",
    "lamps": "eyes",
    "tone": "voice",
}
"""The channel of each verb of an :class:`~nao_sessions.engine.values.Action`; the last two are a clap's."""

STILL = frozenset({"watch"})
"""The verbs that move nothing and make no sound: the latch does not hold them back.

So what they began can be stopped at any time.
"""


# Samples of a robot's body: what is measured at one moment, beside the port that acts.
#
# A sample moves nothing and hinders nothing: it is asked for while Nao speaks, and while the latch is shut.


@dataclass(frozen=True, slots=True)
class BodySample:
    """One reading of a part of the body; ``values`` by column (``record.telemetry.columns``).

    ``monotonic_ns`` is the middle between the question and its answer (CLOCK_MONOTONIC), and
    ``uncertainty_ns`` half of what is between: the robot looked within. How old the reading was then is the
    robot's own affair.
    """

    values: Mapping[str, float]
    monotonic_ns: int
    uncertainty_ns: int


class Sampled(Protocol):
    """A robot that can be sampled. Called from the session's event loop alone."""

    async def sample(self, part: str) -> BodySample | None:
        """Return one sample of a part (``record.telemetry.columns.PARTS``), or None. Never raises.

        None while the robot is lost, where it does not answer in time, where it has no such part, and after
        it was closed. A robot that hangs is not asked again before it has answered.
        """
        ...


SENSES = tuple(sorted(WATCHED))
"""What a robot can be asked to watch for."""

NOBODY = "none"
"""The kind of robot where none takes part and an adult leads; the word for it after ``--robot``, too."""


@dataclass(frozen=True, slots=True)
class Sensed:
    """Something that the robot reported by itself.

    ``kind``: touch {part, pressed}, uncounted_touch {part, sensor, why: one_sensor or arm_moves} (a hand was
    felt, and does not count as touched: a note, no input), word {word, confidence}, speech {speaking} (Nao's
    own voice), battery {percent, minutes}, hot {joints}, fell {}, lost {why}, back {}; and while it is asked
    to ``watch``: card {card}, gaze {where, looking}, face {seen}, utterance {speaking} (somebody's voice).
    Motors that are hot already are reported when a session begins; heat and charge that changed while a robot
    was lost, once it is back.
    ``monotonic_ns`` is stamped on the thread that heard it first; ``source_t`` is the robot's own time in
    seconds, where it gives one.
    """

    kind: str
    data: Mapping[str, Any]
    monotonic_ns: int
    source_t: float | None = None


@dataclass(frozen=True, slots=True)
class RobotFacts:
    """What the robot is, for the record: no serial number, no name."""

    kind: str
    system: str
    body: str
    languages: tuple[str, ...] = ()
    battery_percent: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Robot(Protocol):
    """A Nao, as a session sees it. All methods are called from the session's event loop alone."""

    async def do(self, action: Action) -> Done:
        """Do one action and return how it ended.

        Never raises for what the world does: a refused call is ``failed``, a cut one ``stopped``, a robot
        that is gone ``lost``. While the latch is closed nothing is sent and the answer is ``stopped``, but
        for ``watch``, which moves nothing: to stop watching is possible at any time.
        After :meth:`close` the answer is ``lost``.
        """
        ...

    async def halt(self) -> None:
        """Cut speech, sound and movement at once; running actions end as ``stopped``. Never raises."""
        ...

    def events(self) -> AsyncIterator[Sensed]:
        """Yield what the robot senses, in order; ends after :meth:`close`. Only one reader at a time."""
        ...

    async def about(self) -> RobotFacts:
        """Return facts about the robot. Raises: RobotLost."""
        ...

    async def close(self) -> None:
        """Restore the robot's own settings and disconnect; may be called twice. Never raises.

        What makes it move by itself comes back only where nobody stopped it (docs/contracts/robot.md).
        """
        ...
