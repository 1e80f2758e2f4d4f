"""The legend, its signs, and the panel of what holds everywhere: cards like the others, beside the steps.

Signs are paths on a field of 16 by 16, drawn for this project: one stroke width, no fill but where a path is
closed for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from nao_sessions.protocol.diagram.cards import CardRow, DiagramCard, WayOut
from nao_sessions.protocol.diagram.words import DiagramWords
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.moments import MomentKeys
from nao_sessions.protocol.keys.steps import AfterKeys, AlwaysKeys, LevelKeys, StepKeys, WhenKeys
from nao_sessions.protocol.keys.trials import TrialsKeys, WayKeys
from nao_sessions.protocol.reading.shape import Shape, description_of
from nao_sessions.protocol.trials import OF_CHILD, SENSES
from nao_sessions.text import glossary
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.messages import Text, msg

_DRAWN: Mapping[str, str] = {
    "say": "M2 3.5h12v7H8l-3 3v-3H2z",
    "adult": (
        "M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 14.2c.3-3.2 2.4-4.7 5.2-4.7s4.9 1.5 5.2 4.7z"
    ),
    "act": "M5 2.5h6v4.5H5zM8 7v4M3 8.5h10M8 11l-3 3.5M8 11l3 3.5M8 2.5V1",
    "note": "M3 13l.8-3.2L10.6 3l2.4 2.4-6.8 6.8zM9.3 4.3l2.4 2.4M8.5 13.5h5",
    "lot": "M2.5 2.5h11v11h-11zM5.3 5.3h.1M10.7 5.3h.1M8 8h.1M5.3 10.7h.1M10.7 10.7h.1",
    "after": "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM8 4.6V8l2.4 1.8",
    "limit": (
        "M4 2h8M4 14h8M4.8 2c0 4 2.2 4.5 3.2 6-1 1.5-3.2 2-3.2 6M11.2 2c0 4-2.2 4.5-3.2 6 1 1.5 3.2 2 3.2 6"
    ),
    "silence": "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM5 8h6",
    "button": "M2 4.5h12v7H2zM5 8h6",
    "touch": (
        "M5.5 8V3.6a1 1 0 0 1 2 0V7l4 .9c.9.2 1.4.8 1.3 1.7l-.5 2.9c-.1.8-.7 1.3-1.5 1.3H7.6c-.6"
        " 0-1-.3-1.3-.8L3.7 9.8c.6-.8 1.4-.7 1.8 0"
    ),
    "word": "M2 6.2v3.6h2.5L8 12.7V3.3L4.5 6.2zM10.3 5.8c1.2 1.3 1.2 3.1 0 4.4M12.3 4c2.2 2.3 2.2 5.7 0 8",
    "board": "M3.5 1.8h9v12.4h-9zM7.2 12.2h1.6",
    "card": "M2.5 2.5h11v11h-11zM5 5h2.5v2.5H5zM8.8 8.8H11V11H8.8zM9 5.5h2M5.5 10h1",
    "gaze": (
        "M1.5 8C3.3 5.2 5.5 3.9 8 3.9S12.7 5.2 14.5 8C12.7 10.8 10.5 12.1 8 12.1S3.3 10.8 1.5 8z"
        "M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"
    ),
    "face": "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM5.8 6.5h.1M10.2 6.5h.1M5.5 9.8c1.5 1.6 3.5 1.6 5 0",
    "speech": "M2.5 7v2M5.2 5v6M8 2.8v10.4M10.8 5v6M13.5 7v2",
    "professional": (
        "M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z"
        "M2.8 14.2c.3-3.2 2.4-4.7 5.2-4.7s4.9 1.5 5.2 4.7zM6.3 11.8l1.3 1.3 2.3-2.4"
    ),
    "next": "M2.5 8h10M9.2 4.7 12.5 8l-3.3 3.3",
    "back": "M6.5 3.5 3 7l3.5 3.5M3 7h6.5c2.2 0 3.5 1.3 3.5 3v2.5",
    "again": "M12.8 6.2A5.2 5.2 0 1 0 13 9.5M13.3 2.8v3.6H9.7",
    "done": "M2.5 8.5 6 12l7.5-8",
    "give_up": "M4 14.5v-13M4 2.5h8.5L10 5.5l2.5 3H4",
    "end": "M3.5 3.5h9v9h-9z",
    "each": (
        "M3 6.5C3.8 4 5.7 2.7 8 2.7c2 0 3.6 1 4.5 2.6M12.8 2.5v3H9.7"
        "M13 9.5c-.8 2.5-2.7 3.8-5 3.8-2 0-3.6-1-4.5-2.6M3.2 13.5v-3h3.1"
    ),
    "use": "M3.5 1.8h6L12.5 5v9.2h-9zM9.3 1.8V5h3.2M5.8 8h4.5M5.8 10.7h4.5",
    "trials": "M2.5 3.5h2v2h-2zM7 4.5h6.5M2.5 7.5h2v2h-2zM7 8.5h6.5M2.5 11.5h2v2h-2zM7 12.5h6.5",
    "level": "M2 13.5h3v-3h3v-3h3v-3h3",
    "answer": (
        "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM8 9.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2z"
    ),
    "right": "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM5.3 8.2l2 2 3.6-4",
    "help": (
        "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12z"
        "M6.3 6.2c.1-1.1.8-1.7 1.8-1.7 1 0 1.7.6 1.7 1.5 0 1.3-1.7 1.4-1.7 2.9M8.1 11.2h.1"
    ),
    "command": "M3 3h10v3H3zM3 8h10M3 11h10M3 13.5h6",
}
PATHS: Mapping[str, str] = {**_DRAWN, **{sense: _DRAWN["answer"] for sense in SENSES if sense not in _DRAWN}}
"""Each sign by its name; senses are named as in the language, and one that nobody has drawn is an answer."""

_ALSO: Mapping[str, tuple[tuple[type[Shape], str], ...]] = {"board": ((MomentKeys, "show"),)}
KEYS: Mapping[str, tuple[tuple[type[Shape], str], ...]] = {
    "say": ((MomentKeys, "say"),),
    "adult": ((MomentKeys, "adult"),),
    "act": ((MomentKeys, "gesture"), (MomentKeys, "look"), (MomentKeys, "eyes")),
    "lot": ((MomentKeys, "choose"),),
    "note": ((MomentKeys, "set"), (MomentKeys, "note")),
    "trials": ((StepKeys, "trials"),),
    "level": ((TrialsKeys, "adapt"),),
    "answer": ((TrialsKeys, "answers"),),
    "right": ((TrialsKeys, "correct"),),
    "help": ((TrialsKeys, "prompts"),),
    "each": ((StepKeys, "each"),),
    "use": ((StepKeys, "use"),),
    "button": ((LevelKeys, "buttons"),),
    **{sense: ((WhenKeys, sense), *_ALSO.get(sense, ())) for sense in OF_CHILD},
    "professional": ((WayKeys, "professional"),),
    "after": ((AfterKeys, "wait"), (TrialsKeys, "patience")),
    "silence": ((AlwaysKeys, "silence"),),
    "next": ((StepKeys, "next"),),
    "give_up": ((TrialsKeys, "give_up"),),
    "end": ((StepKeys, "end"),),
    "command": ((ProtocolKeys, "commands"),),
}
"""The keys whose descriptions explain a sign; in the order of the legend."""


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


def legend(used: Collection[str], words: DiagramWords, *, places: bool) -> DiagramCard:
    """Return an explanation of the signs that a drawing uses.

    Args:
        used: names of signs.
        words: the language.
        places: whether a text has a place that is filled in during the session.
    """
    rows = [CardRow(words.of(explained(sign)), sign, "small") for sign in KEYS if sign in used]
    own = {
        "number": _NUMBER,
        "elsewhere": _ELSEWHERE,
        "loop": _LOOP,
        "back": _BACK,
        "again": _IN_WORDS["again"],
        "done": _DONE,
    }
    drawn = [CardRow(words.of(own[sign]), sign, "small") for sign in LINE_SIGNS if sign in used]
    if drawn and rows:
        drawn[0] = replace(drawn[0], ruled=True)
    if places:
        drawn.append(CardRow(words.of(_PLACES), None, "small"))
    return DiagramCard("legend", "group", words.of(LEGEND), words.of(LEGEND), (*rows, *drawn), ())


def panels(
    always: tuple[WayOut, ...], commands: tuple[WayOut, ...], words: DiagramWords
) -> list[DiagramCard]:
    """Return panels with the ways that are open everywhere, and with the commands."""
    found: list[DiagramCard] = []
    for name, title, means, ways in (
        ("always", EVERYWHERE, _EVERYWHERE_MEANS, always),
        ("commands", COMMANDS, _COMMANDS_MEAN, commands),
    ):
        if ways:
            rows = (CardRow(words.of(means), None, "small"),)
            found.append(DiagramCard(name, "group", words.of(title), words.of(title), rows, ways))
    return found
