"""The way of one joint through time: cubic pieces, smooth in position and continuous in speed.

A track is a pure function of time, so that a joint can be asked, and stopped, at any instant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MIN_STEP_S = 0.02  # one ALMotion cycle
_PEAK = 1.5  # greatest speed of a cubic that starts and ends at rest, over its mean speed


@dataclass(frozen=True, slots=True)
class Piece:
    """One cubic Hermite piece of a track, from (start_s, p0) with speed v0 to (end_s, p1) with speed v1."""

    start_s: float
    end_s: float
    p0: float
    v0: float
    p1: float
    v1: float

    def position(self, at_s: float) -> float:
        """Return the position at an instant within the piece."""
        length = self.end_s - self.start_s
        u = min(max((at_s - self.start_s) / length, 0.0), 1.0)
        h00, h10 = (1 + 2 * u) * (1 - u) ** 2, u * (1 - u) ** 2
        h01, h11 = u * u * (3 - 2 * u), u * u * (u - 1)
        return h00 * self.p0 + h10 * length * self.v0 + h01 * self.p1 + h11 * length * self.v1

    def speed(self, at_s: float) -> float:
        """Return the speed at an instant within the piece."""
        length = self.end_s - self.start_s
        u = min(max((at_s - self.start_s) / length, 0.0), 1.0)
        d00, d10, d11 = 6 * u * (u - 1), (1 - u) * (1 - 3 * u), u * (3 * u - 2)
        return d00 * (self.p0 - self.p1) / length + d10 * self.v0 + d11 * self.v1


@dataclass(frozen=True, slots=True)
class Track:
    """The positions of one joint over time: pieces one after the other, at rest after the last."""

    pieces: tuple[Piece, ...]

    @property
    def end_s(self) -> float:
        """Return the instant (s) from which the joint rests."""
        return self.pieces[-1].end_s

    @property
    def target(self) -> float:
        """Return the position at which the joint rests in the end."""
        return self.pieces[-1].p1

    def position(self, at_s: float) -> float:
        """Return the position at any instant."""
        return self._piece(at_s).position(at_s)

    def speed(self, at_s: float) -> float:
        """Return the speed at any instant; 0 once it rests."""
        return 0.0 if at_s >= self.end_s else self._piece(at_s).speed(at_s)

    def _piece(self, at_s: float) -> Piece:
        for piece in self.pieces:
            if at_s < piece.end_s:
                return piece
        return self.pieces[-1]


def glide(now_s: float, position: float, speed: float, target: float, greatest_speed: float) -> Track:
    """Return the track to a target from the position and speed now, at ``greatest_speed`` (rad/s) at most."""
    duration_s = max(_PEAK * abs(target - position) / max(greatest_speed, 1e-3), MIN_STEP_S)
    return Track((Piece(now_s, now_s + duration_s, position, speed, target, 0.0),))


def through(
    now_s: float, position: float, times_s: Sequence[float], values: Sequence[float], greatest_speed: float
) -> Track:
    """Return the track that passes values at times (s from now), at rest at both ends, without overshoot.

    A step that the motor cannot do in its time is lengthened, and what follows is put off.
    """
    knots_s, points = [now_s], [position]
    lateness_s = 0.0
    previous_s = 0.0
    for time_s, value in zip(times_s, values, strict=True):
        wanted_s = max(time_s - previous_s, MIN_STEP_S)
        needed_s = abs(value - points[-1]) / greatest_speed
        lateness_s += max(needed_s - wanted_s, 0.0)
        previous_s = time_s
        knots_s.append(max(now_s + time_s + lateness_s, knots_s[-1] + MIN_STEP_S))
        points.append(value)
    speeds = [0.0, *(_knot_speed(knots_s, points, k) for k in range(1, len(points) - 1)), 0.0]
    return Track(
        tuple(
            Piece(knots_s[k], knots_s[k + 1], points[k], speeds[k], points[k + 1], speeds[k + 1])
            for k in range(len(points) - 1)
        )
    )


def _knot_speed(knots_s: Sequence[float], points: Sequence[float], k: int) -> float:
    """Return the harmonic mean of the slopes around a knot, 0 at a turning point (Fritsch-Butland)."""
    before = (points[k] - points[k - 1]) / (knots_s[k] - knots_s[k - 1])
    after = (points[k + 1] - points[k]) / (knots_s[k + 1] - knots_s[k])
    return 0.0 if before * after <= 0 else 2 * before * after / (before + after)
