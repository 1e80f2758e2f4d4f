"""One fact of a protocol: what it is called, what it is, and the two lengths in which it is told."""

from __future__ import annotations

from collections.abc import Iterable
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
    """

    key: str
    label: Text
    words: Text | None
    full: Text | None = None
    brief: Text | None = None


class Facts(dict[str, Fact]):
    """Facts about one value by their keys, in the order in which they are told."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        super().__init__((fact.key, fact) for fact in facts)

    def full(self, *keys: str) -> list[Text]:
        """Return the sentences of some facts, of those that have one."""
        return [fact.full for key in keys if (fact := self.get(key)) and fact.full is not None]

    def brief(self, *keys: str) -> list[Text]:
        """Return the few words of some facts, of those that have any."""
        return [fact.brief for key in keys if (fact := self.get(key)) and fact.brief is not None]
