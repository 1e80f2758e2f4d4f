"""The check on the colour of the eyes (P409)."""

from __future__ import annotations

from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.texts import deck_of_block
from nao_sessions.protocol.checks.trials import for_item
from nao_sessions.protocol.expression import Expression
from nao_sessions.text.messages import msg

RED = "red"


def check_eyes(subject: Subject) -> None:
    """Tell red eyes: red light is what most often starts a seizure, and many children take it for anger."""
    protocol = subject.protocol
    for block, moments in protocol.blocks.items():
        deck = deck_of_block(protocol, block)
        for moment in moments:
            for act in moment.acts:
                if act.verb != "eyes" or not isinstance(act.argument, str | Expression):
                    continue
                items = (None,) if deck is None else deck.items
                if any(for_item(act.argument, item) == (True, RED) for item in items):
                    subject.tell(
                        "P409",
                        act.place,
                        msg("red eyes may start a seizure, and frighten"),
                        msg("take another colour: orange, yellow, green, blue, white"),
                    )
