"""The keys of moments: what one dash of a ``do`` list may say."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.core.text import Text
from nao_sessions.protocol.keys.types import (
    Any_,
    FixedDuration,
    Name,
    Sentence,
    Values,
    Word,
    Words,
    either,
    listed,
)
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import one_of, read_word, whole
from nao_sessions.protocol.reading.shape import Shape, as_items, key, needed

CHANNELS = {
    "say": "voice",
    "sound": "sound",
    "gesture": "body",
    "pose": "body",
    "posture": "body",
    "point": "body",
    "look": "head",
    "eyes": "eyes",
    "show": "board",
    "highlight": "mark",
    "wait": "time",
}
"""What a verb of a moment occupies: two on one channel cannot begin together."""

ALONE = frozenset({"set", "note", "adult", "choose", "repeat", "open", "routine", "follow"})
"""Verbs that stand alone on their dash."""

IN_DO = Text(fr="cela se met dans une liste « do »", en="this goes into a 'do' list")

NOTHING_SHOWN = "nothing"
"""``show: nothing`` clears the board."""


class ElementKeys(Shape):
    """A word that can be chosen, with its picture."""

    word: Word = needed("le mot", "the word")
    picture: Word | None = key("l'image", "the picture")
    say: Word | None = key("comment on le dit", "how it is said")
    words: Words | None = key("les mots que Nao reconnaît pour lui", "the words that Nao takes for it")
    card: Word | None = key("le numéro de sa carte", "the number of its card")


_element = either(ElementKeys, read_word)
Elements = Annotated[list[ElementKeys | Scalar] | Scalar, PlainValidator(listed(_element, read_word))]


class ShowKeys(Shape):
    """What the board shows."""

    picture: Word | None = key("l'image", "the picture")
    choices: Elements | None = key("les images ou mots au choix", "the pictures or words to choose from")
    text: Sentence | None = key("le texte", "the text")


class AwaitKeys(Shape):
    """A wait for something that happens."""

    touch: Words | None = key("les parties touchées", "the parts touched")
    word: Words | None = key("les mots entendus", "the words heard")
    board: Words | None = key("ce qui est choisi sur la tablette", "what is chosen on the board")
    card: Words | None = key("les numéros des cartes montrées", "the numbers of the cards shown")
    gaze: Word | None = key("robot : l'enfant regarde Nao", "robot: the child looks at Nao")
    face: Word | None = key("any : un visage est vu", "any: a face is seen")
    speech: Word | None = key("any : quelqu'un parle", "any: somebody speaks")
    hold: Word | None = key("combien de temps cela dure", "how long it lasts")
    limit: Word = needed("la plus longue attente", "the longest wait")


class FollowKeys(Shape):
    """Poses to copy, one after the other."""

    poses: Words = needed("les poses, dans l'ordre", "the poses, in their order")
    hold: FixedDuration = key(
        "combien de temps chaque pose est tenue", "how long each is held", default=3_000
    )


class MomentKeys(Shape):
    """One dash of a ``do`` list."""

    say: Sentence | None = key("ce que Nao dit", "what Nao says")
    sound: Word | None = key("un son à jouer", "a sound to play")
    gesture: Word | None = key("un geste du catalogue", "a gesture of the catalogue")
    pose: Word | None = key("une pose des bras, tenue", "a pose of the arms, held")
    follow: (
        Annotated[
            FollowKeys | list[Scalar] | Scalar,
            PlainValidator(either(FollowKeys, listed(read_word, read_word))),
        ]
        | None
    ) = key("des poses à imiter, l'une après l'autre", "poses to copy, one after the other")
    posture: Word | None = key(
        "une posture : stand, sit, crouch, rest", "a posture: stand, sit, crouch, rest"
    )
    point: Word | None = key(
        "ce que Nao montre : une réponse, un côté", "what Nao points to: an answer, a side"
    )
    look: Word | None = key("où Nao regarde", "where Nao looks")
    eyes: Word | None = key("la couleur des yeux", "the colour of the eyes")
    show: Annotated[ShowKeys | Scalar, PlainValidator(either(ShowKeys, read_word))] | None = key(
        "ce que montre la tablette ; nothing : rien", "what the board shows; nothing: nothing"
    )
    highlight: Word | None = key("la réponse mise en valeur", "the answer that is highlighted")
    wait: Annotated[AwaitKeys | Scalar, PlainValidator(either(AwaitKeys, read_word))] | None = key(
        "une durée que le moment atteint au moins, ou ce qui est attendu",
        "a duration that the moment lasts at least, or what is waited for",
    )
    set: Values | None = key("des données à changer : nom et valeur", "data to change: name and value")
    note: Sentence | None = key("une note pour le compte rendu", "a note for the record")
    adult: Sentence | None = key(
        "ce que fait l'adulte, jamais dit à voix haute", "what the adult does, never spoken"
    )
    choose: Annotated[list[OptionKeys], BeforeValidator(as_items)] | None = key(
        "une possibilité tirée au sort, jamais deux fois de suite",
        "one of several by lot, never twice in a row",
    )
    repeat: Annotated[str, PlainValidator(one_of("question", "sentence"))] | None = key(
        "question ou sentence : ce qui est redit", "question or sentence: what is said again"
    )
    open: Annotated[str, PlainValidator(one_of("answers"))] | None = key(
        "answers : les réponses comptent dès maintenant", "answers: answers count from now on"
    )
    routine: Name | None = key("une suite de routines:", "a list of routines:")
    condition: Any_ | None = key("seulement si", "only if", name="if")


class OptionKeys(MomentKeys):
    """One possibility of a ``choose``: a moment, or a ``do`` list."""

    do: Do | None = key("plusieurs moments", "several moments")
    weight: Annotated[int, PlainValidator(whole(1))] = key(
        "combien de fois elle est dans le sac", "how often it lies in the bag", default=1
    )


Do = Annotated[list[MomentKeys], BeforeValidator(as_items)]
