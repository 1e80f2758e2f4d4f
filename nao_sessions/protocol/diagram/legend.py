"""The legend and the panel of what holds everywhere: cards like the others, beside the steps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from nao_sessions.core.text import Text
from nao_sessions.protocol.diagram.cards import Card, Row
from nao_sessions.protocol.diagram.signs import KEYS
from nao_sessions.protocol.diagram.ways import Way
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.reading.shape import Shape, description_of
from nao_sessions.protocol.wording import SEMICOLON, joined

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

_IN_WORDS = {
    "act": Text(
        fr="ce que Nao fait sans parler : gestes, regard, couleur des yeux",
        en="what Nao does without a word: gestures, look, colour of the eyes",
    ),
    "lot": Text(fr="une possibilité tirée au sort", en="one of several, drawn at random"),
    "note": Text(
        fr="ce qui est compté ou noté pendant la séance", en="what is counted or noted during the session"
    ),
    "trials": Text(fr="des essais : combien, dans quel ordre", en="trials: how many, in which order"),
    "right": Text(fr="la bonne réponse ; une réussite", en="the right answer; a success"),
    "each": Text(fr="le groupe est fait une fois pour chacun", en="the group is done once for each"),
    "touch": Text(fr="l'enfant touche Nao", en="the child touches Nao"),
    "word": Text(fr="l'enfant dit un mot", en="the child says a word"),
    "board": Text(fr="la tablette : ce qu'elle montre, ce qui y est choisi",
                  en="the board: what it shows, what is chosen on it"),
    "card": Text(fr="l'enfant montre une carte", en="the child shows a card"),
    "gaze": Text(fr="l'enfant regarde Nao", en="the child looks at Nao"),
    "face": Text(fr="un visage est vu", en="a face is seen"),
    "speech": Text(fr="quelqu'un parle", en="somebody speaks"),
    "professional": Text(fr="l'adulte le dit pour l'enfant", en="the adult says it for the child"),
    "after": Text(fr="un temps d'attente, ou le délai de réponse accordé",
                  en="a time of waiting, or the time allowed for an answer"),
    "silence": Text(fr="personne n'a rien fait depuis ce temps", en="nobody has done anything for so long"),
    "next": Text(fr="la suite, aussitôt", en="what follows at once"),
    "command": Text(fr="une commande de l'adulte", en="a command of the adult's"),
    "again": Text(fr="on reprend ce qui était en cours", en="what was under way goes on"),
}  # fmt: skip
"""Signs that a reader knows otherwise than whoever writes a protocol: the key table tells what is typed."""

LINE_SIGNS = ("number", "elsewhere", "loop", "back", "again", "done")
"""Signs of the drawing itself, after those of the language."""


def described(shape: type[Shape], name: str) -> Text:
    """Give what the key table says about a key."""
    return description_of(shape.keys()[name])


def explained(sign: str) -> Text:
    """Give what a sign of the language means: in a reader's words, or in those of the key table."""
    if sign in _IN_WORDS:
        return _IN_WORDS[sign]
    told = [described(shape, name) for shape, name in KEYS[sign]]
    return joined(told, SEMICOLON)


def legend(used: Collection[str], words: Words, *, places: bool) -> Card:
    """Explain the signs that a drawing uses.

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
    """Write what holds everywhere, and the commands, as panels."""
    found: list[Card] = []
    for name, title, means, ways in (
        ("always", EVERYWHERE, _EVERYWHERE_MEANS, always),
        ("commands", COMMANDS, _COMMANDS_MEAN, commands),
    ):
        if ways:
            told = (Row(words.of(means), None, "small"),)
            found.append(Card(name, "group", words.of(title), words.of(title), told, ways))
    return found
