"""The legend and the panel of what holds everywhere: cards like the others, beside the steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from nao_sessions.protocol.diagram.cards import Card, Row
from nao_sessions.protocol.diagram.signs import KEYS
from nao_sessions.protocol.diagram.ways import Way
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.reading.shape import Shape, description_of
from nao_sessions.text import glossary
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.messages import Text, msg

LEGEND = msg("Legend")
EVERYWHERE = msg("Everywhere")
COMMANDS = msg("The adult's commands")

_EVERYWHERE_MEANS = msg("Holds in every step; it is not drawn in each of them.")
_COMMANDS_MEAN = msg("Always at the adult's hand; what they say and where they lead here.")
_NUMBER = msg("the line leads to the step of this number")
_ELSEWHERE = msg("no line: the session goes on at the step of this number, elsewhere in the drawing")
_LOOP = msg("dashes: back to an earlier step")
_BACK = msg("back to the step left; its question is asked again")
_DONE = msg("end of the group or of the turn")
_PLACES = msg("‹name›: filled in during the session")

_IN_WORDS: Mapping[str, Text] = {
    **{key: term.event for key, term in glossary.SENSES.items() if term.event is not None},
    "act": msg("what Nao does without a word: gestures, look, colour of the eyes"),
    "lot": msg("one of several, drawn at random"),
    "note": msg("what is counted or noted during the session"),
    "trials": msg("trials: how many, in which order"),
    "right": msg("the right answer; a success"),
    "each": msg("the group is done once for each"),
    "board": msg("the board: what it shows, what is chosen on it"),
    "after": msg("a time of waiting, or the time allowed for an answer"),
    "silence": msg("nobody has done anything for so long"),
    "next": msg("what follows at once"),
    "command": msg("a command of the adult's"),
    "again": msg("what was under way goes on"),
}  # fmt: skip
"""Signs that a reader knows otherwise than an author does, for whom the key table says what is typed."""

LINE_SIGNS = ("number", "elsewhere", "loop", "back", "again", "done")
"""Signs of the drawing itself, after those of the language."""


def described(shape: type[Shape], name: str) -> Text:
    """Return the description of a key of a shape."""
    return description_of(shape.keys()[name])


def explained(sign: str) -> Text:
    """Return the meaning of a sign in the diagram: in a reader's words, or as its keys are described."""
    if sign in _IN_WORDS:
        return _IN_WORDS[sign]
    descriptions = [described(shape, name) for shape, name in KEYS[sign]]
    return joined(descriptions, SEMICOLON)


def legend(used: Collection[str], words: Words, *, places: bool) -> Card:
    """Return an explanation of the signs that a drawing uses.

    Args:
        used: names of signs.
        words: the language.
        places: whether a text has a place that is filled in during the session.
    """
    rows = [Row(words.of(explained(sign)), sign, "small") for sign in KEYS if sign in used]
    own = {
        "number": _NUMBER,
        "elsewhere": _ELSEWHERE,
        "loop": _LOOP,
        "back": _BACK,
        "again": _IN_WORDS["again"],
        "done": _DONE,
    }
    drawn = [Row(words.of(own[sign]), sign, "small") for sign in LINE_SIGNS if sign in used]
    if drawn and rows:
        drawn[0] = replace(drawn[0], ruled=True)
    if places:
        drawn.append(Row(words.of(_PLACES), None, "small"))
    return Card("legend", "group", words.of(LEGEND), words.of(LEGEND), (*rows, *drawn), ())


def panels(always: tuple[Way, ...], commands: tuple[Way, ...], words: Words) -> list[Card]:
    """Return panels with the ways that are open everywhere, and with the commands."""
    found: list[Card] = []
    for name, title, means, ways in (
        ("always", EVERYWHERE, _EVERYWHERE_MEANS, always),
        ("commands", COMMANDS, _COMMANDS_MEAN, commands),
    ):
        if ways:
            rows = (Row(words.of(means), None, "small"),)
            found.append(Card(name, "group", words.of(title), words.of(title), rows, ways))
    return found
