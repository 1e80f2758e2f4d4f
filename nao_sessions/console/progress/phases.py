"""The phases that the house's series plan for each child: baseline, intervention, probe, follow-up.

A session does not say which series it belongs to: the nth session of a child with a protocol of a series is
taken for the nth that the series plans, and pages say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.protocol.series_plan import plan


@dataclass(frozen=True, slots=True)
class Planned:
    """One protocol of one planned session: its id, the kind of its phase, the phase's own title or none."""

    protocol: str
    kind: str
    title: str


def planned_sessions(folder: Path) -> dict[str, list[Planned]]:
    """Give what the series of a folder plan for each child, in order; one that cannot be read is left out."""
    found: dict[str, list[Planned]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            series = load_series(path)
        except NaoSessionsError:
            continue
        for code, planned in _planned(series).items():
            found.setdefault(code, []).extend(planned)
    return found


def phases_of(protocols: Sequence[str], planned: Sequence[Planned]) -> list[Planned | None]:
    """Give the phase of each session of a child, by the protocols that it played, the oldest first."""
    left = list(planned)
    phases: list[Planned | None] = []
    for protocol in protocols:
        place = next((n for n, one in enumerate(left) if one.protocol == protocol), None)
        phases.append(None if place is None else left.pop(place))
    return phases


def _planned(series: Series) -> dict[str, list[Planned]]:
    phases = {phase.name: phase for phase in series.phases}
    found: dict[str, list[Planned]] = {}
    for session in plan(series):
        phase = phases[session.phase]
        title = "" if phase.title is None else phase.title.template(series.language).source
        found.setdefault(session.participant, []).extend(
            Planned(series.protocols[one.file].id, phase.kind, title) for one in session.protocols
        )
    return found
