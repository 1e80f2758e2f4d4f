"""Which sessions are coded twice: a share of each stratum, drawn by a seed, so that nobody chose them.

The plan is written beside the sessions, and says of what it was drawn.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from nao_sessions.analysis.coding.folder import session_folders
from nao_sessions.analysis.corpus.series_places import places_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.received import read_received, read_received_json
from nao_sessions.protocol.series import Series
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

PLAN_FILE = "agreement-plan.json"
Stratum = Literal["phase", "participant", "protocol"]
STRATA: tuple[Stratum, ...] = ("phase", "participant", "protocol")
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class DoubleCodingPlan:
    """The sessions that two coders code, by folder name, in drawn order; ``strata`` count all and drawn."""

    share: float
    by: tuple[Stratum, ...]
    seed: int
    sessions: tuple[str, ...]
    strata: Mapping[str, tuple[int, int]]

    def to_json(self) -> dict[str, Any]:
        """Return the plan as JSON values, as its file holds them."""
        return {
            "format": 1,
            "share": self.share,
            "strata": list(self.by),
            "seed": self.seed,
            "drawn_of": {name: {"all": all_, "drawn": drawn} for name, (all_, drawn) in self.strata.items()},
            "sessions": list(self.sessions),
        }


def draw_plan(
    root: Path, share: float, by: Sequence[Stratum], seed: int, series: Series | None = None
) -> DoubleCodingPlan:
    """Draw the sessions of a folder that are coded twice: of each stratum the share, rounded up.

    Args:
        root: the folder.
        share: how much of each stratum is drawn, 0 to 1.
        by: what makes the strata.
        seed: of the draw.
        series: whose plan has the phase of each session; None: the phase said when the session began counts.

    Raises:
        UsageError: there is no session to draw from.
    """
    strata: dict[str, list[str]] = {}
    folders = session_folders(root)
    phases = {} if series is None else _phases(folders, series)
    for path in folders:
        named = [
            phases.get(path.name) or _stratum(path, one) if one == "phase" else _stratum(path, one)
            for one in by
        ]
        strata.setdefault(" · ".join(named) or UNKNOWN, []).append(path.name)
    if not strata:
        raise UsageError(msg("There is no session in {root}.", root=root), code="K122")
    drawn: list[str] = []
    counts: dict[str, tuple[int, int]] = {}
    for name, sessions in sorted(strata.items()):
        # a stream a stratum: a session more in one of them changes nothing in the others
        stream = random.Random(f"{seed}/{name}")
        chosen = stream.sample(sorted(sessions), math.ceil(Fraction(str(share)) * len(sessions)))
        counts[name] = (len(sessions), len(chosen))
        drawn += chosen
    random.Random(f"{seed}/order").shuffle(drawn)
    return DoubleCodingPlan(share, tuple(by), seed, tuple(drawn), counts)


def write_plan(root: Path, plan: DoubleCodingPlan, *, replace: bool = False) -> Path:
    """Write the plan beside the sessions; the same plan again changes nothing.

    Raises:
        UsageError: another plan lies there, by which somebody may be coding already.
        OSError: it cannot be written.
    """
    path = root / PLAN_FILE
    content = (json.dumps(plan.to_json(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    if path.exists() and not replace and read_received(path) != content:
        raise UsageError(
            msg("{path} exists already, and draws otherwise: somebody may be coding by it.", path=path),
            msg("--replace replaces it."),
            code="K125",
        )
    replace_private(path, content)
    return path


def planned_sessions(root: Path) -> tuple[str, ...]:
    """Return the sessions of the plan that lies in a folder; none where there is no plan.

    Raises:
        RecordError: the plan cannot be read.
    """
    path = root / PLAN_FILE
    if not path.is_file():
        return ()
    try:
        return tuple(str(name) for name in read_received_json(path)["sessions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(
            msg("{path} cannot be read.", path=path),
            msg("Draw it again with --plan."),
            code="K123",
        ) from error


def drawn_order(folders: Sequence[Path], seed: int, coder: str) -> tuple[Path, ...]:
    """Return sessions in an order drawn for a coder: two coders do not tire at the same places."""
    order = sorted(folders)
    random.Random(f"{seed}/{coder}").shuffle(order)
    return tuple(order)


def _stratum(path: Path, by: Stratum) -> str:
    """Return the phase, children or protocol of a session as its manifest has them; UNKNOWN without."""
    try:
        manifest = Manifest.read(path / "session.json")
    except RecordError:
        return UNKNOWN
    if by == "participant":
        return "+".join(sorted(manifest.participants)) or UNKNOWN
    if by == "protocol":
        return manifest.protocol.id
    return manifest.in_phase or UNKNOWN


def _phases(folders: Sequence[Path], series: Series) -> dict[str, str]:
    """Return the phase that a series plans for each session, by folder name; several children's with a +."""
    rows = []
    for path in folders:
        try:
            facts = Manifest.read(path / "session.json")
        except RecordError:
            continue
        utc_s = facts.clock.utc_ns / SECOND_NS
        begun = datetime.fromtimestamp(utc_s, UTC) if utc_s else None  # of an import nobody knows
        rows += [
            {"session": path.name, "participant": code, "protocol": facts.protocol.id, "begun_utc": begun,
             "rehearsal": facts.rehearsal, "phase": facts.in_phase}
            for code in facts.participants
        ]  # fmt: skip
    found: dict[str, set[str]] = {}
    for (session, _), place in places_of(rows, series).items():
        if place.phase is not None:
            found.setdefault(session, set()).add(place.phase)
    return {session: "+".join(sorted(names)) for session, names in found.items()}
