"""What rehearsals reached of a protocol, and what they did not: steps, exits, lists of moments, reactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.session import Rehearsed

KINDS = ("steps", "exits", "prompts", "feedback", "moments")


@dataclass(frozen=True, slots=True)
class Covered:
    """One kind of thing: how often each was reached, in how many sessions; zeros for what was not."""

    kind: str
    counts: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Give what no session reached."""
        return tuple(name for name, count in self.counts.items() if not count)

    @property
    def share(self) -> float:
        """Give the part that was reached, from 0 to 1."""
        return 1.0 - len(self.missing) / len(self.counts) if self.counts else 1.0


def universe(protocol: Protocol) -> Mapping[str, tuple[str, ...]]:
    """Give all that can be reached, by kind.

    Exits are those that lead on: a step's ``next``, an entry, a command's way; built-in commands that the
    author gave no words are no part of a protocol. Lists of moments that are empty are left out.
    """
    exits: list[str] = []
    for step in protocol.steps.values():
        exits += [f"{step.name}/next"] if step.next else []
        exits += [f"{step.name}/give_up"] if step.trials is not None and step.trials.give_up else []
        exits += [entry.id for entry in step.level.entries() if entry.next]
    exits += [entry.id for entry in protocol.always.entries() if entry.next]
    exits += [f"commands/{command.name}" for command in protocol.commands.values() if command.next]
    blocks = [name for name, moments in protocol.blocks.items() if moments]
    prompts = [name for name in blocks if "/prompts." in name]
    feedback = [name for name in blocks if "/feedback/" in name]
    told = {*prompts, *feedback}
    return {
        "steps": tuple(protocol.steps),
        "exits": tuple(dict.fromkeys(exits)),
        "prompts": tuple(prompts),
        "feedback": tuple(feedback),
        "moments": tuple(name for name in blocks if name not in told),
    }


def coverage(protocol: Protocol, sessions: Iterable[Rehearsed]) -> tuple[Covered, ...]:
    """Count in how many sessions each part of a protocol was reached."""
    reached: Counter[tuple[str, str]] = Counter()
    for session in sessions:
        reached.update(("steps", step) for step in set(session.path))
        reached.update(("exits", name) for name in session.exits)
        reached.update(("blocks", name) for name in session.blocks)
    return tuple(
        Covered(
            kind,
            {name: reached[kind if kind in ("steps", "exits") else "blocks", name] for name in names},
        )
        for kind, names in universe(protocol).items()
    )
