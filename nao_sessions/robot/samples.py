"""Samples of a robot's body: what is measured at one moment, beside the port that acts.

A sample moves nothing and hinders nothing: it is asked for while Nao speaks, and while the latch is shut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sample:
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

    async def sample(self, part: str) -> Sample | None:
        """Take one sample of a part (``record.telemetry.columns.PARTS``). Never raises.

        None while the robot is lost, where it does not answer in time, where it has no such part, and after
        it was closed. A robot that hangs is not asked again before it has answered.
        """
        ...
