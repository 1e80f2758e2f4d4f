"""What a lexicon holds for one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language; patterns are for lower-case text.

    ``instructions``: imperatives that ask for an act of its own; ``attention``: those that only call for
    attention when a comma follows. ``figurative``: idioms. ``wrong``: what tells somebody that he is wrong,
    anywhere; ``wrong_after``: only after an answer. ``forbids``: an instruction by what not to do.
    ``to_child``: how one child must not be addressed; ``to_adult``: how an adult must not. ``personal``:
    questions and headings for data of a person. ``asks_name``: the same for a name, in sound. ``or_words``:
    words between two instructions that leave the choice; ``then_words``: words that add a step. ``no_names``:
    games whose name holds a first name.
    """

    instructions: frozenset[str]
    attention: frozenset[str]
    or_words: frozenset[str]
    and_words: frozenset[str]
    then_words: frozenset[str]
    figurative: re.Pattern[str]
    wrong: re.Pattern[str]
    wrong_after: re.Pattern[str]
    forbids: re.Pattern[str]
    to_child: re.Pattern[str] | None
    to_adult: re.Pattern[str] | None
    personal: re.Pattern[str]
    asks_name: re.Pattern[str]
    no_names: re.Pattern[str]


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Make one pattern of several, for a text that went through :func:`plain`."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def plain(text: str) -> str:
    """Return a text in lower case, with ordinary spaces and apostrophes."""
    return " ".join(text.lower().replace("’", "'").split())


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())
