"""The figures of one session, small enough to keep: how each child's trials went, how long answers took.

Made of the log with the corrections applied; nothing in them is about an adult, and no name can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.room.voice.latencies import LATENCIES_FILE, read_latencies
from nao_sessions.session.corrections import read_corrections
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import read_log
from nao_sessions.session.summary import summarise
from nao_sessions.session.trials import SessionTrial, count_judgements, read_trials


@dataclass(frozen=True, slots=True)
class ChildFigures:
    """One child in one session.

    ``helps`` counts the trials that succeeded with help, by the strongest that was given; ``level`` is the
    last one that was asked, None where the protocol has none.
    """

    judgements: Mapping[str, int] = field(default_factory=dict)
    helps: Mapping[str, int] = field(default_factory=dict)
    latencies_ms: tuple[int, ...] = ()
    level: int | None = None


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """One session. ``utc_s`` is 0 where nobody knows when it was; ``children`` are by code."""

    id: str
    protocol: str
    version: str
    title: str
    utc_s: int
    seconds: int
    rehearsal: bool
    closed: bool
    children: Mapping[str, ChildFigures]

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON values."""
        record = asdict(self)
        for child in record["children"].values():
            child["latencies_ms"] = list(child["latencies_ms"])
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> SessionFigures:
        """Read it again. Raises: KeyError, TypeError, ValueError, where it is none."""
        children = {
            str(code): ChildFigures(
                judgements=dict(one["judgements"]),
                helps=dict(one["helps"]),
                latencies_ms=tuple(one["latencies_ms"]),
                level=one["level"],
            )
            for code, one in record["children"].items()
        }
        return cls(**{**record, "children": children})


def read_figures(path: Path) -> SessionFigures:
    """Work out the figures of a session folder.

    Raises:
        RecordError: it cannot be read.
    """
    folder = SessionFolder.open(path)
    manifest = folder.read_manifest()
    events = read_log(folder.events).events
    trials = read_trials(events, read_corrections(path))
    heard = {
        int(one["seq"]): int(one["latency_ns"])
        for one in read_latencies(path / LATENCIES_FILE)["answers"]
        if one["kind"] == "trial"
    }
    alone = manifest.participants[0] if len(manifest.participants) == 1 else None
    return SessionFigures(
        id=path.name,
        protocol=manifest.protocol.id,
        version=manifest.protocol.version,
        title=manifest.protocol.title,
        utc_s=manifest.clock.utc_ns // SECOND_NS,
        seconds=round(summarise(events).duration_s),
        rehearsal=manifest.rehearsal,
        closed=manifest.state != "open",
        children={
            code: _child(
                [one for one in trials if one.child == code or (code == alone and not one.child)], heard
            )
            for code in manifest.participants
        },
    )


def _child(trials: list[SessionTrial], heard: Mapping[int, int]) -> ChildFigures:
    counted = [one for one in trials if not one.again]
    levels = [one.level for one in counted if one.level is not None]
    return ChildFigures(
        judgements=dict(count_judgements(counted)),
        helps=dict(Counter(one.help for one in counted if one.judgement == "prompted")),
        latencies_ms=tuple(
            heard.get(one.seq, one.latency_ns) // MILLISECOND_NS
            for one in counted
            if one.own and one.judgement != "void" and one.latency_ns is not None
        ),
        level=levels[-1] if levels else None,
    )
