"""What Nao's body told in the session, as curves: how hot its motors were, how full its battery.

pyarrow is loaded when a curve is first asked for, never to open the page.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.replay.curves import Curve
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.telemetry import AT, PART, read_telemetry
from nao_sessions.session.telemetry_columns import (
    BATTERY_PERCENT,
    EVERY_S,
    HEAD_HEAT,
    JOINTS,
    heat_columns,
)

HOLD_NS = round(EVERY_S["power"] * 3 * SECOND_NS)
"""A sample stands until the next, and for as long as two that are missing."""
NOTHING = Curve(np.zeros(0, dtype=np.int64), (), HOLD_NS)


def body_curves(folder: Path) -> dict[str, Curve]:
    """Give the curves of the heat (hottest motor °C, Nao's judgement of it, head °C) and of the battery (%).

    What was not sampled, or cannot be read, is a curve without values.
    """
    try:
        table = read_telemetry(SessionFolder(folder))
    except RecordError:
        table = None
    if table is None:
        return {"heat": NOTHING, "battery": NOTHING}
    import pyarrow.compute as pc

    power = table.filter(pc.equal(table[PART], "power"))
    times = np.asarray(power[AT].to_numpy(), dtype=np.int64)

    def column(name: str) -> NDArray[np.float64]:
        return np.asarray(power[name].to_numpy(), dtype=np.float64)

    celsius, status = zip(*(heat_columns(joint) for joint in JOINTS), strict=True)
    heat = (_greatest([column(name) for name in celsius]), _greatest([column(name) for name in status]))
    return {
        "heat": _curve(times, (*heat, column(HEAD_HEAT))),
        "battery": _curve(times, (column(BATTERY_PERCENT),)),
    }


def _greatest(columns: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.asarray(np.fmax.reduce(columns), dtype=np.float64)


def _curve(times: NDArray[np.int64], values: tuple[NDArray[np.float64], ...]) -> Curve:
    """Give a curve of the moments at which anything was told."""
    told = ~np.isnan(np.fmax.reduce(values)) if len(times) else np.zeros(0, dtype=bool)
    if not told.any():
        return NOTHING
    return Curve(times[told], tuple(one[told] for one in values), HOLD_NS)
