"""One fact of a protocol: what it is called, what it is, and the two lengths in which it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a value of the flow.

    Attributes:
        key: The field of the flow that holds it.
        label: What it is called, as a row of a table or the head of a line.
        words: What it is, beside its label; None where there is nothing.
        full: It in a sentence for paper; None where none is due.
        brief: It in a few words for a card; None where none are due.
        beside: The key of another fact; wherever that one is shown, this one follows it.
    """

    key: str
    label: Text
    words: Text | None
    full: Text | None = None
    brief: Text | None = None
    beside: str = ""


class Facts(dict[str, Fact]):
    """Facts about one value by their keys, in the order in which they are told."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        super().__init__((fact.key, fact) for fact in facts)

    def full(self, *keys: str) -> list[Text]:
        """Return the sentences of some facts, of those that have one."""
        return [fact.full for fact in self.shown(*keys) if fact.full is not None]

    def brief(self, *keys: str) -> list[Text]:
        """Return the few words of some facts, of those that have any."""
        return [fact.brief for fact in self.shown(*keys) if fact.brief is not None]

    def shown(self, *keys: str) -> Iterator[Fact]:
        """Yield the facts of some keys, each followed by those that stand beside it."""
        for key in keys:
            if key in self:
                yield self[key]
            yield from (fact for fact in self.values() if fact.beside == key)
