"""The figures of one session, small enough to keep: how each child's trials went, how long answers took.

Made of the log with the corrections applied; nothing in them is about an adult, and no name can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.counts import ChildCounts, TrialCounts, count_child, of_child
from nao_sessions.record.results.summary import summarise
from nao_sessions.record.results.trials import read_trials
from nao_sessions.room.voice.latencies import LATENCIES_FILE, latencies_by_seq, read_latencies


@dataclass(frozen=True, slots=True)
class ChildFigures:
    """One child in one session, as :class:`~nao_sessions.record.results.counts.ChildCounts` has it.

    ``helps`` counts the trials that succeeded with help, by the strongest that was given; ``interrupted`` the
    latencies that are left out since the session stood still meanwhile; ``errors_before_silence`` the trials
    with no response that had wrong answers before the last help; ``void_reasons`` are of the void ones;
    ``easy`` counts the easy trials before an end.
    """

    judgements: Mapping[str, int] = field(default_factory=dict)
    helps: Mapping[str, int] = field(default_factory=dict)
    latencies_ns: tuple[int, ...] = ()
    interrupted: int = 0
    level: int | None = None
    errors_before_silence: int = 0
    void_reasons: Mapping[str, int] = field(default_factory=dict)
    easy: int = 0

    @property
    def trials(self) -> TrialCounts:
        """Return the child's trials, counted by judgement."""
        return TrialCounts(self.judgements, self.errors_before_silence, self.void_reasons, self.easy)

    @property
    def latencies_s(self) -> tuple[float, ...]:
        """Return the child's latencies that count, in seconds."""
        return tuple(one / SECOND_NS for one in self.latencies_ns)


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """One session. ``utc_s`` is 0 where nobody knows when it was; ``children`` are by code.

    ``phase`` is the one that was said when it began, "" where none was.
    """

    id: str
    protocol: str
    version: str
    title: str
    utc_s: int
    seconds: int
    rehearsal: bool
    closed: bool
    phase: str
    children: Mapping[str, ChildFigures]

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        record = asdict(self)
        for child in record["children"].values():
            child["latencies_ns"] = list(child["latencies_ns"])
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> SessionFigures:
        """Return the figures in JSON values. Raises: KeyError, TypeError, ValueError: they are malformed."""
        children = {
            str(code): ChildFigures(
                judgements=dict(one["judgements"]),
                errors_before_silence=one["errors_before_silence"],
                void_reasons=dict(one["void_reasons"]),
                easy=one["easy"],
                helps=dict(one["helps"]),
                latencies_ns=tuple(one["latencies_ns"]),
                interrupted=one["interrupted"],
                level=one["level"],
            )
            for code, one in record["children"].items()
        }
        return cls(**{**record, "children": children})


def read_figures(path: Path) -> SessionFigures:
    """Return the figures of a session, worked out from its folder.

    Raises:
        RecordError: it cannot be read.
    """
    folder = SessionFolder.open(path)
    manifest = folder.read_manifest()
    events = folder.read_events()
    trials = read_trials(events, read_corrections(path))
    measured = latencies_by_seq(events, read_latencies(path / LATENCIES_FILE))
    return SessionFigures(
        id=path.name,
        protocol=manifest.protocol.id,
        version=manifest.protocol.version,
        title=manifest.protocol.title,
        utc_s=manifest.clock.utc_ns // SECOND_NS,
        seconds=round(summarise(events).duration_s),
        rehearsal=manifest.rehearsal,
        closed=manifest.state != "open",
        phase=manifest.in_phase,
        children={
            code: _figures(count_child(of_child(trials, code), measured)) for code in manifest.participants
        },
    )


def _figures(counts: ChildCounts) -> ChildFigures:
    return ChildFigures(
        judgements=counts.trials.by_judgement,
        errors_before_silence=counts.trials.errors_before_silence,
        void_reasons=counts.trials.void_reasons,
        easy=counts.trials.easy,
        helps=counts.helps,
        latencies_ns=tuple(one.ns for one in counts.latencies),
        interrupted=counts.uncounted.get("interrupted", 0),
        level=counts.level,
    )
