"""A moment in words: each act with what it is called, in one line, and only when it is done."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Act, Await, Choose, Moment
from nao_sessions.protocol.outline.telling import Fact, Telling, under
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg

ONLY_IF = msg("only if")
ACTS: Mapping[str, Text] = {
    "say": msg("Nao's sentence"),
    "adult": msg("the adult's line"),
    "note": msg("note"),
    "show": msg("board"),
    "wait": msg("wait"),
    "set": msg("values kept"),
    "choose": msg("possibilities by lot"),
    "routine": msg("routine"),
    "repeat": msg("repetition"),
    "open": msg("answers open"),
    "sound": msg("sound"),
    "gesture": msg("gesture"),
    "pose": msg("pose"),
    "posture": msg("posture"),
    "point": msg("what Nao points to"),
    "look": msg("look"),
    "eyes": msg("eyes"),
    "highlight": msg("answer highlighted"),
}
"""What an act is called, by its verb."""

_MOVEMENTS = frozenset({"gesture", "pose", "posture", "point", "look", "eyes", "sound", "highlight"})


def only_if(telling: Telling, condition: Expression | None) -> Fact:
    """Return the fact of the condition under which something is done; without one, an empty fact."""
    if condition is None:
        return Fact("condition", ONLY_IF, None)
    words = telling.compute(condition)
    full = msg("only if {condition}", condition=words)
    return Fact("condition", ONLY_IF, words, full, telling.when(condition))


def moment_line(telling: Telling, moment: Moment) -> Text:
    """Return one moment (one dash of a ``do`` list) in words, in one line."""
    acts = joined([act_line(telling, act) for act in moment.acts], " + ")
    return acts if moment.condition is None else under(telling.when(moment.condition), acts)


def block_line(telling: Telling, block: str) -> Text:
    """Return all moments of a block in words, in one line."""
    return joined([moment_line(telling, moment) for moment in telling.protocol.blocks[block]], ", ")


def act_line(telling: Telling, act: Act, *, labelled: bool = False) -> Text:
    """Return one act in words, in one line; ``labelled``: after a label that already names its verb."""
    match act.verb, act.argument:
        case verb, str() | Expression() if labelled and verb in _MOVEMENTS:
            return telling.movement(act)
        case _, Choose():
            return joined([block_line(telling, block) for block, _ in act.argument.options], " / ")
        case _, Await():
            return telling.awaited(act.argument)
        case "wait", int() | Expression():
            return telling.duration(act.argument)
    return telling.act(act).text
