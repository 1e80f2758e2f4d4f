"""What rehearsals did of a protocol, and what they did not: its parts, each by a name.

The engine reports what it does (``Engine.traced``), whether anything is said or shown of it or not: a moment
(a dash of a protocol's list) that only sets a value counts as much as one that speaks.

| kind | a part is | called |
|---|---|---|
| steps | a step that is entered | ``accueil`` |
| exits | a branch of a ``next`` or ``give_up`` | ``accueil/buttons.0``, ``tri/next -> fin`` |
| reactions | an entry or a command that only comes back | ``always/when.0``, ``commands/encourage`` |
| turns | the first turn of a group that goes round, the next one | ``tour/turn``, ``tour/next_turn`` |
| ends | an ``end`` | ``fin/end`` |
| prompts, feedback | a help, a feedback | ``tri/prompts.0``, ``tri/feedback/correct`` |
| moments | a dash | ``accueil/do.2``; the only one of its list: ``accueil/do`` |

Built-in commands that the author gave no words are no part of a protocol.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.engine.machine import ways
from nao_sessions.protocol.flow import Branch, Protocol, Step
from nao_sessions.rehearsal.session import RehearsalResult

KINDS = ("steps", "exits", "reactions", "turns", "ends", "prompts", "feedback", "moments")


@dataclass(frozen=True, slots=True)
class PartCoverage:
    """The parts of one kind, each with the number of sessions in which it was done; 0 for what was not."""

    kind: str
    counts: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the parts that no session did."""
        return tuple(name for name, count in self.counts.items() if not count)

    @property
    def share(self) -> float:
        """Return the share of the parts that were done, from 0 to 1."""
        return 1.0 - len(self.missing) / len(self.counts) if self.counts else 1.0


def universe(protocol: Protocol) -> Mapping[str, tuple[str, ...]]:
    """Return the names of all parts of a protocol, by kind."""
    turns = [f"{step.name}/turn" for step in protocol.steps.values() if step.each is not None]
    turns += [f"{step.name}/next_turn" for step in protocol.steps.values() if _goes_on(protocol, step)]
    prompts, feedback = [], []
    for step in protocol.steps.values():
        if step.trials is not None:
            prompts += [prompt.block for prompt in step.trials.prompts]
            feedback += [block for _, block in step.trials.feedback]
    lists = {*prompts, *feedback}
    return {
        "steps": tuple(protocol.steps),
        "exits": tuple(name for _, branches in exits(protocol) for name, _ in branches),
        "reactions": tuple(_reactions(protocol)),
        "turns": tuple(turns),
        "ends": tuple(f"{step.name}/end" for step in protocol.steps.values() if step.end is not None),
        "prompts": tuple(prompts),
        "feedback": tuple(dict.fromkeys(feedback)),
        "moments": tuple(
            name for block in protocol.blocks for name in dashes_of(protocol, block) if name not in lists
        ),
    }


def exits(protocol: Protocol) -> Iterator[tuple[str, tuple[tuple[str, Branch], ...]]]:
    """Yield the name of every exit, with its branches and their names."""
    for step in protocol.steps.values():
        yield f"{step.name}/next", tuple(ways(f"{step.name}/next", step.next))
        yield f"{step.name}/give_up", tuple(ways(f"{step.name}/give_up", step.gives_up))
    for level in protocol.all_levels():
        for entry in level.entries():
            yield entry.id, tuple(ways(entry.id, entry.next))
    for command in protocol.commands.values():
        yield f"commands/{command.name}", tuple(ways(f"commands/{command.name}", command.next))


def dashes_of(protocol: Protocol, block: str) -> tuple[str, ...]:
    """Return the names of a block's moments: ``block.0``, ``block.1``…; ``block`` where it has only one."""
    count = len(protocol.blocks[block])
    return (block,) if count == 1 else tuple(f"{block}.{number}" for number in range(count))


def coverage(protocol: Protocol, sessions: Iterable[RehearsalResult]) -> tuple[PartCoverage, ...]:
    """Return in how many sessions each part of a protocol was done, by kind."""
    reached = Counter(name for session in sessions for name in session.reached)
    return tuple(
        PartCoverage(kind, {name: reached[name] for name in names})
        for kind, names in universe(protocol).items()
    )


def to_tell(protocol: Protocol, missing: Sequence[str]) -> tuple[str, ...]:
    """Return the parts to report as not done; of a whole list of moments only the list's name.

    What belongs to a step, an entry or a moment that was not done itself is left out.
    """
    names = frozenset(missing)
    undone = set(names)
    for name, branches in exits(protocol):
        if branches and names.issuperset(way for way, _ in branches):
            undone.add(name)
    lists: dict[str, str] = {}
    for block in protocol.blocks:
        dashes = dashes_of(protocol, block)
        if dashes and names.issuperset(dashes):
            undone.add(f"{block}.0")  # a list of one dash is called as that dash is
            lists |= dict.fromkeys(dashes, block)
    listed = [lists.get(name, name) for name in missing if undone.isdisjoint(within(name))]
    return tuple(dict.fromkeys(listed))


def within(name: str) -> Iterator[str]:
    """Yield the parts that a part belongs to: the step, the entry, the moment that a choice stands in."""
    at = name.find("/")
    while at >= 0:
        yield name[:at]
        at = name.find("/", at + 1)


def _goes_on(protocol: Protocol, step: Step) -> bool:
    """Return whether a step that repeats for children or items may have a second turn."""
    each = step.each
    if each is None:
        return False
    many = protocol.participants_max if each.children else len(protocol.decks[each.over].items)
    return many > 1 or each.rounds != 1


def _reactions(protocol: Protocol) -> Iterator[str]:
    for level in protocol.all_levels():
        yield from (entry.id for entry in level.entries() if not entry.next)
    for command in protocol.commands.values():
        if not command.next:
            yield f"commands/{command.name}"
