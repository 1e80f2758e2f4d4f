"""What every term has: a label and a definition. A concept adds the forms that its pages need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from nao_sessions.text.messages import Text


class Term(Protocol):
    """A term of the glossary."""

    @property
    def label(self) -> Text:
        """The term on its own, wherever no sentence is around it."""

    @property
    def definition(self) -> Text:
        """What the term means, in a sentence for somebody who has never used the program."""


@dataclass(frozen=True, slots=True)
class PlainTerm:
    """A term that has one form."""

    label: Text
    definition: Text


def labels(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return the label of each term, by its key."""
    return {key: term.label for key, term in terms.items()}
