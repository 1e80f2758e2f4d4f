"""What sessions can reach of a protocol: its steps, every way from step to step, its helps, its feedback.

The names are those of ``rehearsal/reports/coverage.py``, of a rehearsal and of a session on the simulator
alike. What a used file brings is that file's own affair: its expectations stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from nao_sessions.protocol.expectations import Part
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.reports.coverage import universe


def parts_of(protocol: Protocol) -> Mapping[Part, tuple[str, ...]]:
    """Return all that can be reached in a protocol's own file, by the names used in reports."""
    all_ = universe(protocol)
    users = tuple(step.name for step in protocol.steps.values() if step.use is not None)

    def own(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not _used(name, users))

    return {
        "steps": own(all_["steps"]),
        "transitions": own(all_["exits"]),
        "prompts": own(all_["prompts"]),
        "feedback": own(all_["feedback"]),
    }


def _used(name: str, users: Sequence[str]) -> bool:
    return any(name.startswith((f"{user}.", f"{user}:", f"{user}/always")) for user in users)
