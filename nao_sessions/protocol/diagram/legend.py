"""The legend and the panel of what holds everywhere: cards like the others, beside the steps."""

from __future__ import annotations

from collections.abc import Collection

from nao_sessions.core.text import Text
from nao_sessions.protocol.diagram.cards import Card, Row
from nao_sessions.protocol.diagram.signs import KEYS
from nao_sessions.protocol.diagram.ways import Way
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.keys.steps import EntryKeys
from nao_sessions.protocol.reading.shape import Shape

LEGEND = Text(fr="Légende", en="Legend")
EVERYWHERE = Text(fr="Partout", en="Everywhere")
COMMANDS = Text(fr="Commandes de l'adulte", en="The adult's commands")

_EVERYWHERE_MEANS = Text(
    fr="Vaut dans toutes les étapes ; n'est pas redessiné dans chacune.",
    en="Holds in every step; it is not drawn in each of them.",
)
_COMMANDS_MEAN = Text(
    fr="Toujours sous la main de l'adulte ; ce qu'elles disent et où elles mènent ici.",
    en="Always at the adult's hand; what they say and where they lead here.",
)
_NUMBER = Text(fr="la ligne mène à l'étape de ce numéro", en="the line leads to the step of this number")
_ELSEWHERE = Text(
    fr="sans ligne : la séance continue à l'étape de ce numéro, ailleurs dans le dessin",
    en="no line: the session goes on at the step of this number, elsewhere in the drawing",
)
_LOOP = Text(fr="tirets : retour à une étape d'avant", en="dashes: back to an earlier step")
_BACK = Text(
    fr="retour à l'étape quittée ; sa question est reposée",
    en="back to the step left; its question is asked again",
)
_DONE = Text(fr="fin du groupe ou du tour", en="end of the group or of the turn")
_PLACES = Text(fr="‹nom› : remplacé pendant la séance", en="‹name›: filled in during the session")

LINE_SIGNS = ("number", "elsewhere", "loop", "back", "again", "done")
"""Signs of the drawing itself, after those of the language."""


def described(shape: type[Shape], name: str) -> Text:
    """Give what the key table says about a key."""
    field = shape.keys()[name]
    extra = field.json_schema_extra
    return Text(fr=str(extra["fr"]) if isinstance(extra, dict) else "", en=field.description or "")


def legend(used: Collection[str], words: Words, *, places: bool) -> Card:
    """Explain the signs that a drawing uses, in the words of the key table.

    Args:
        used: names of signs.
        words: the language.
        places: whether a text has a place that is filled in during the session.
    """
    rows = [
        Row(
            words.of(Text(fr="\u00a0; ", en="; ")).join(
                words.of(described(shape, name)) for shape, name in keys
            ),
            sign,
            "small",
            3,
        )
        for sign, keys in KEYS.items()
        if sign in used
    ]
    own = {
        "number": _NUMBER,
        "elsewhere": _ELSEWHERE,
        "loop": _LOOP,
        "back": _BACK,
        "again": described(EntryKeys, "next"),
        "done": _DONE,
    }
    drawn = [Row(words.of(own[sign]), sign, "small", 4) for sign in LINE_SIGNS if sign in used]
    if drawn and rows:
        drawn[0] = Row(drawn[0].text, drawn[0].sign, "small", 4, ruled=True)
    if places:
        drawn.append(Row(words.of(_PLACES), None, "small"))
    return Card("legend", "group", words.of(LEGEND), words.of(LEGEND), (*rows, *drawn), ())


def panels(always: tuple[Way, ...], commands: tuple[Way, ...], words: Words) -> list[Card]:
    """Write what holds everywhere, and the commands, as panels."""
    found: list[Card] = []
    for name, title, means, ways in (
        ("always", EVERYWHERE, _EVERYWHERE_MEANS, always),
        ("commands", COMMANDS, _COMMANDS_MEAN, commands),
    ):
        if ways:
            told = (Row(words.of(means), None, "small", 3),)
            found.append(Card(name, "group", words.of(title), words.of(title), told, ways))
    return found
