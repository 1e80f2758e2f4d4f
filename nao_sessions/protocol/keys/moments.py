"""The keys of moments: what one dash of a ``do`` list may say."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.core.text import Text
from nao_sessions.protocol.keys.types import (
    BoardFile,
    Cards,
    Colour,
    Condition,
    Duration,
    Face,
    FixedDuration,
    Gaze,
    Gesture,
    LiteralByLanguage,
    LiteralsByLanguage,
    Look,
    Name,
    Picture,
    PictureFile,
    PlainLiteral,
    PlainWords,
    Pose,
    Poses,
    Posture,
    Sentence,
    Sound,
    Speech,
    Taking,
    Touches,
    Values,
    Word,
    WordsByLanguage,
    either,
    listed,
    read_a_duration,
    read_a_pose,
    read_an_element,
)
from nao_sessions.protocol.keys.values import this_word
from nao_sessions.protocol.keys.words import read_what_is_said_again, read_what_opens
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.rules import Alone, Needs, OneOf, Rule
from nao_sessions.protocol.reading.scalars import MOST_SHARE, read_word, whole
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

SENSED = ("touch", "word", "board", "card", "gaze", "face", "speech")
"""The keys that say what a child may do."""


def _rules_of_a_dash(without: str = "") -> tuple[Rule, ...]:
    """Give what holds between the verbs of one dash: what stands alone, what shares a channel."""
    verbs = (*CHANNELS, *sorted(ALONE))
    rules: list[Rule] = [OneOf(verbs if not without else (*verbs, without),
                               Text(fr="ce tiret ne fait rien", en="this dash does nothing"))]  # fmt: skip
    for verb in (*sorted(ALONE), "wait"):
        others = tuple(other for other in verbs if other != verb)
        said = Text(
            fr=f"« {verb} » doit être seul sur son tiret", en=f"'{verb}' must stand alone on its dash"
        )
        rules.append(Alone(verb, others, said, itself=True, as_map=verb == "wait", without=without))
    for at, (verb, channel) in enumerate(CHANNELS.items()):
        same = tuple(other for other, its in list(CHANNELS.items())[at + 1 :] if its == channel)
        if same:
            said = Text(fr=f"ne commence pas avec « {verb} »", en=f"cannot begin together with '{verb}'")
            rules.append(Alone(verb, same, said, without=without))
    return tuple(rules)


def one_sense_alone() -> tuple[Rule, ...]:
    """Give what holds between the senses of a wait: it waits for one thing."""
    said = Text(fr="une attente attend une chose et une seule", en="a wait waits for one thing")
    pairs = (Alone(sense, SENSED[at + 1 :], said) for at, sense in enumerate(SENSED[:-1]))
    return (OneOf(SENSED, said), *pairs)


class ElementKeys(Shape):
    """A word that can be chosen, with its picture."""

    called: ClassVar = Text(fr="un mot au choix", en="a word to choose from")

    word: PlainLiteral = needed("le mot", "the word")
    picture: PictureFile | None = key("l'image", "the picture")
    say: LiteralByLanguage | None = key(
        "comment on le dit, ou comment dans chaque langue",
        "how it is said, or how in each language",
        example="une pomme",
    )
    words: LiteralsByLanguage | None = key(
        "les mots que Nao reconnaît pour lui, ou ceux de chaque langue",
        "the words that Nao takes for it, or those of each language",
        example="{fr: [pomme, une pomme], en: [apple, an apple]}",
    )
    card: PlainLiteral | None = key("le numéro de sa carte", "the number of its card", example="12")


_element = either(ElementKeys, read_an_element)
read_elements = listed(_element, read_word)
Elements = Annotated[list[ElementKeys | Scalar] | Scalar, PlainValidator(read_elements)]


class BoardKeys(Shape):
    """Words of a communication board."""

    called: ClassVar = Text(fr="un tableau de communication", en="a communication board")

    board: BoardFile = needed("le fichier du tableau", "the file of the board")
    page: PlainLiteral | None = key(
        "la page, si ce n'est pas la première",
        "the page, where it is not the first",
        example="desserts",
    )
    choices: Elements | None = key(
        "les mots du tableau, si ce ne sont pas tous",
        "the words of the board, where they are not all",
        example="[pomme, pain]",
    )


class ShowKeys(Shape):
    """What the board shows."""

    called: ClassVar = Text(fr="ce que montre la tablette", en="what the board shows")
    rules: ClassVar = (
        OneOf(
            ("picture", "choices", "text", "board"),
            Text(fr="rien à montrer ici", en="nothing to show here"),
        ),
        Needs("page", "board", Text(fr="il manque « board »", en="'board' is missing")),
    )

    picture: Picture | None = key("l'image", "the picture")
    choices: Elements | None = key(
        "les images ou mots au choix", "the pictures or words to choose from", example="[fruit, légume]"
    )
    text: Sentence | None = key("le texte", "the text")
    board: BoardFile | None = key(
        "un tableau de communication : ses mots sont les choix, chacun à sa place",
        "a communication board: its words are the choices, each in its place",
    )
    page: PlainLiteral | None = key(
        "sa page, si ce n'est pas la première", "its page, where it is not the first", example="desserts"
    )


class AwaitKeys(Shape):
    """A wait for something that happens."""

    called: ClassVar = Text(fr="une attente", en="a wait")
    rules: ClassVar = one_sense_alone()

    touch: Touches | None = key("les parties touchées", "the parts touched")
    word: WordsByLanguage | None = key(
        "les mots entendus, ou ceux de chaque langue", "the words heard, or those of each language"
    )
    board: PlainWords | None = key("ce qui est choisi sur la tablette", "what is chosen on the board")
    card: Cards | None = key("les numéros des cartes montrées", "the numbers of the cards shown")
    gaze: Gaze | None = key("robot : l'enfant regarde Nao", "robot: the child looks at Nao")
    face: Face | None = key("any : un visage est vu", "any: a face is seen")
    speech: Speech | None = key("any : quelqu'un parle", "any: somebody speaks")
    hold: Duration | None = key("combien de temps cela dure", "how long it lasts")
    limit: Duration = needed("la plus longue attente", "the longest wait")


class FollowKeys(Shape):
    """Poses to copy, one after the other."""

    called: ClassVar = Text(fr="des poses à imiter", en="poses to copy")

    poses: Poses = needed(
        "les poses, dans l'ordre", "the poses, in their order", example="[arms_up, arms_out]"
    )
    hold: FixedDuration = key(
        "combien de temps chaque pose est tenue", "how long each is held", default=3_000
    )


_read_nothing_shown = Taking(
    read_word, this_word(NOTHING_SHOWN, "la tablette est vide", "the board is empty")
)


class MomentKeys(Shape):
    """One dash of a ``do`` list."""

    called: ClassVar = Text(fr="un moment", en="a moment")
    rules: ClassVar = _rules_of_a_dash()

    say: Sentence | None = key("ce que Nao dit", "what Nao says")
    sound: Sound | None = key("un son à jouer", "a sound to play")
    gesture: Gesture | None = key("un geste du catalogue", "a gesture of the catalogue")
    pose: Pose | None = key("une pose des bras, tenue", "a pose of the arms, held")
    follow: (
        Annotated[
            FollowKeys | list[Scalar] | Scalar,
            PlainValidator(either(FollowKeys, listed(read_a_pose, read_a_pose))),
        ]
        | None
    ) = key(
        "des poses à imiter, l'une après l'autre",
        "poses to copy, one after the other",
        example="[arms_up, arms_down]",
    )
    posture: Posture | None = key(
        "une posture : stand, sit, crouch, rest", "a posture: stand, sit, crouch, rest"
    )
    point: Word | None = key(
        "ce que Nao montre : une réponse, un côté", "what Nao points to: an answer, a side"
    )
    look: Look | None = key("où Nao regarde", "where Nao looks")
    eyes: Colour | None = key("la couleur des yeux", "the colour of the eyes")
    show: Annotated[ShowKeys | Scalar, PlainValidator(either(ShowKeys, _read_nothing_shown))] | None = key(
        "ce que montre la tablette ; nothing : rien",
        "what the board shows; nothing: nothing",
        example="{picture: pictures/pomme.svg}",
    )
    highlight: Word | None = key("la réponse mise en valeur", "the answer that is highlighted")
    wait: Annotated[AwaitKeys | Scalar, PlainValidator(either(AwaitKeys, read_a_duration))] | None = key(
        "une durée que le moment atteint au moins, ou ce qui est attendu",
        "a duration that the moment lasts at least, or what is waited for",
        example="{gaze: robot, hold: 3 s, limit: 20 s}",
    )
    set: Values | None = key(
        "des données à changer : nom et valeur",
        "data to change: name and value",
        example="{essais: = data.essais + 1}",
    )
    note: Sentence | None = key("une note pour le compte rendu", "a note for the record")
    adult: Sentence | None = key(
        "ce que fait l'adulte, jamais dit à voix haute",
        "what the adult does, never spoken",
        example='"Guidez sa main vers la bonne image."',
    )
    choose: Annotated[list[OptionKeys], BeforeValidator(as_items)] | None = key(
        "une possibilité tirée au sort, jamais deux fois de suite",
        "one of several by lot, never twice in a row",
        example='[{say: "Bravo !"}, {say: "Super !"}]',
    )
    repeat: Annotated[str, PlainValidator(read_what_is_said_again)] | None = key(
        "question ou sentence : ce qui est redit", "question or sentence: what is said again"
    )
    open: Annotated[str, PlainValidator(read_what_opens)] | None = key(
        "answers : les réponses comptent dès maintenant", "answers: answers count from now on"
    )
    routine: Name | None = key("une suite de routines:", "a list of routines:", example="danse")
    condition: Condition | None = key("seulement si", "only if", name="if")


class OptionKeys(MomentKeys):
    """One possibility of a ``choose``: a moment, or a ``do`` list."""

    called: ClassVar = Text(fr="une possibilité", en="a possibility")
    rules: ClassVar = _rules_of_a_dash(without="do")

    do: Do | None = key(
        "plusieurs moments", "several moments", example='[{say: "Bravo !"}, {gesture: cheer}]'
    )
    weight: Annotated[int, PlainValidator(whole(1, MOST_SHARE))] = key(
        "combien de fois elle est dans le sac", "how often it lies in the bag", default=1
    )


Do = Annotated[list[MomentKeys], BeforeValidator(as_items)]
