"""What a promise that is not kept looks like: its check, its place, a sentence and a hint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.places import inner_blocks
from nao_sessions.protocol.flow import Act, Moment, Protocol
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a promise is not kept; ``code`` is its check."""

    code: str
    place: Place
    text: Text
    hint: Text


def moments_of(protocol: Protocol, block: str) -> Iterator[Moment]:
    """Yield the moments of a block and of the routines and choices in it, each block once."""
    todo, done = [block], set()
    while todo:
        name = todo.pop(0)
        if name in done:
            continue
        done.add(name)
        for moment in protocol.blocks.get(name, ()):
            yield moment
            for act in moment.acts:
                todo += inner_blocks(act)


def acts_of(protocol: Protocol, block: str) -> Iterator[Act]:
    """Yield the acts of a block and of the routines and choices in it, each block once."""
    for moment in moments_of(protocol, block):
        yield from moment.acts
