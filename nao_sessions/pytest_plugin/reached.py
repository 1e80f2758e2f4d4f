"""What sessions reach of a protocol: its steps, every way from step to step, its helps, its feedback.

The same eyes look at rehearsals and at a session on the simulator. What a used file brings is that file's own
affair: its expectations stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nao_sessions.engine import Output, State
from nao_sessions.protocol.expectations import Part
from nao_sessions.protocol.flow import BACK, DONE, Branch, Protocol
from nao_sessions.rehearsal.coverage import universe


def parts_of(protocol: Protocol) -> Mapping[Part, tuple[str, ...]]:
    """Give all that can be reached of a protocol's own file, by the names that reports call it."""
    all_ = universe(protocol)
    users = tuple(step.name for step in protocol.steps.values() if step.use is not None)

    def own(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not _used(name, users))

    return {
        "steps": own(all_["steps"]),
        "transitions": own(dict.fromkeys(ways(protocol).values())),
        "prompts": own(all_["prompts"]),
        "feedback": own(all_["feedback"]),
    }


def _used(name: str, users: Sequence[str]) -> bool:
    return any(name.startswith((f"{user}.", f"{user}:", f"{user}/always")) for user in users)


def ways(protocol: Protocol) -> Mapping[tuple[str, str], str]:
    """Name every way on by (exit, target): the exit's name, and the target where it leads to several."""
    found: dict[tuple[str, str], str] = {}
    for name, targets in _exits(protocol):
        for target in dict.fromkeys(targets):
            found[name, target] = name if len(set(targets)) == 1 else f"{name} -> {target}"
    return found


def _exits(protocol: Protocol) -> Iterator[tuple[str, tuple[str, ...]]]:
    for level in (protocol.always, *(step.level for step in protocol.steps.values())):
        yield from ((entry.id, _targets(entry.next)) for entry in level.entries())
    for step in protocol.steps.values():
        yield f"{step.name}/next", _targets(step.next)
        if step.trials is not None and step.trials.give_up is not None:
            yield f"{step.name}/give_up", (step.trials.give_up.target,)
    for command in protocol.commands.values():
        yield f"commands/{command.name}", _targets(command.next)


def _targets(branches: Sequence[Branch]) -> tuple[str, ...]:
    return tuple(branch.target for branch in branches)


@dataclass(slots=True)
class Watcher:
    """Watches one session: what it reaches, and what Nao says in it."""

    protocol_ways: Mapping[tuple[str, str], str]
    names: set[str] = field(default_factory=set)
    sentences: set[str] = field(default_factory=set)

    def take(self, outputs: Sequence[Output], state: State) -> None:
        """Look at what came of an input."""
        for output in outputs:
            match output.kind:
                case "entered":
                    self.names.add(output.data["step"])
                    self._way(output.data["by"], output.data["step"])
                case "group_done":
                    self._way(output.data["by"], DONE)
                case "do" if output.data["verb"] == "say":
                    self.sentences.add(output.data["text"])
        for frame in state.frames:
            if frame.block:
                self.names.add(frame.block)

    def _way(self, by: str, target: str) -> None:
        """Take up a way; one that leads to no step it names leads back."""
        way = self.protocol_ways.get((by, target)) or self.protocol_ways.get((by, BACK))
        if way is not None:
            self.names.add(way)
