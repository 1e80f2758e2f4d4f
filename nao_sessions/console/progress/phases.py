"""The phases that the house's series plan for each child: baseline, intervention, probe, follow-up.

A session does not say which series it belongs to: which part of the plan it was is told by the phase that
was said when it began, else by counting (:func:`~nao_sessions.protocol.series_plan.parts_held`).
"""

from __future__ import annotations

from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.protocol.series_plan import PlannedPart, parts_of


def planned_sessions(folder: Path) -> dict[str, list[PlannedPart]]:
    """Return what the series of a folder plan for each child; one that cannot be read is left out."""
    found: dict[str, list[PlannedPart]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            series = load_series(path)
        except NaoSessionsError:
            continue
        for code, planned in parts_of(series).items():
            found.setdefault(code, []).extend(planned)
    return found
