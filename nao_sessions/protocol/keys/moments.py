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
            fr=f"« {verb} » doit être seul sur son tiret", en=f"'{verb}' must stand alone on its dash"
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

    word: PlainLiteral = needed(Text(fr="le mot", en="the word"))
    picture: PictureFile | None = key(Text(fr="l'image", en="the picture"))
    say: LiteralByLanguage | None = key(
        Text(
            fr="comment on le dit, ou comment dans chaque langue",
            en="how it is said, or how in each language",
        ),
        example="une pomme",
    )
    words: LiteralsByLanguage | None = key(
        Text(
            fr="les mots que Nao reconnaît pour lui, ou ceux de chaque langue",
            en="the words that Nao takes for it, or those of each language",
        ),
        example="{fr: [pomme, une pomme], en: [apple, an apple]}",
    )
    card: PlainLiteral | None = key(
        Text(fr="le numéro de sa carte", en="the number of its card"), example="12"
    )


_element = either(ElementKeys, read_an_element)
read_elements = listed(_element, read_word)
Elements = Annotated[list[ElementKeys | Scalar] | Scalar, PlainValidator(read_elements)]


class BoardKeys(Shape):
    """Words of a communication board."""

    called: ClassVar = Text(fr="un tableau de communication", en="a communication board")

    board: BoardFile = needed(Text(fr="le fichier du tableau", en="the file of the board"))
    page: PlainLiteral | None = key(
        Text(fr="la page, si ce n'est pas la première", en="the page, where it is not the first"),
        example="desserts",
    )
    choices: Elements | None = key(
        Text(
            fr="les mots du tableau, si ce ne sont pas tous",
            en="the words of the board, where they are not all",
        ),
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

    picture: Picture | None = key(Text(fr="l'image", en="the picture"))
    choices: Elements | None = key(
        Text(fr="les images ou mots au choix", en="the pictures or words to choose from"),
        example="[fruit, légume]",
    )
    text: Sentence | None = key(Text(fr="le texte", en="the text"))
    board: BoardFile | None = key(
        Text(
            fr="un tableau de communication : ses mots sont les choix, chacun à sa place",
            en="a communication board: its words are the choices, each in its place",
        ),
    )
    page: PlainLiteral | None = key(
        Text(fr="sa page, si ce n'est pas la première", en="its page, where it is not the first"),
        example="desserts",
    )


class AwaitKeys(Shape):
    """A wait for something that happens."""

    called: ClassVar = Text(fr="une attente", en="a wait")
    rules: ClassVar = one_sense_alone()

    touch: Touches | None = key(Text(fr="les parties touchées", en="the parts touched"))
    word: WordsByLanguage | None = key(
        Text(
            fr="les mots entendus, ou ceux de chaque langue", en="the words heard, or those of each language"
        )
    )
    board: PlainWords | None = key(
        Text(fr="ce qui est choisi sur la tablette", en="what is chosen on the board")
    )
    card: Cards | None = key(Text(fr="les numéros des cartes montrées", en="the numbers of the cards shown"))
    gaze: Gaze | None = key(Text(fr="robot : l'enfant regarde Nao", en="robot: the child looks at Nao"))
    face: Face | None = key(Text(fr="any : un visage est vu", en="any: a face is seen"))
    speech: Speech | None = key(Text(fr="any : quelqu'un parle", en="any: somebody speaks"))
    hold: Duration | None = key(Text(fr="combien de temps cela dure", en="how long it lasts"))
    limit: Duration = needed(Text(fr="la plus longue attente", en="the longest wait"))


class FollowKeys(Shape):
    """Poses to copy, one after the other."""

    called: ClassVar = Text(fr="des poses à imiter", en="poses to copy")

    poses: Poses = needed(
        Text(fr="les poses, dans l'ordre", en="the poses, in their order"), example="[arms_up, arms_out]"
    )
    hold: FixedDuration = key(
        Text(fr="combien de temps chaque pose est tenue", en="how long each is held"), default=3_000
    )


_read_nothing_shown = Taking(
    read_word, this_word(NOTHING_SHOWN, Text(fr="la tablette est vide", en="the board is empty"))
)


class MomentKeys(Shape):
    """One dash of a ``do`` list."""

    called: ClassVar = Text(fr="un moment", en="a moment")
    rules: ClassVar = _rules_of_a_dash()

    say: Sentence | None = key(Text(fr="ce que Nao dit", en="what Nao says"))
    sound: Sound | None = key(Text(fr="un son à jouer", en="a sound to play"))
    gesture: Gesture | None = key(Text(fr="un geste du catalogue", en="a gesture of the catalogue"))
    pose: Pose | None = key(Text(fr="une pose des bras, tenue", en="a pose of the arms, held"))
    follow: (
        Annotated[
            FollowKeys | list[Scalar] | Scalar,
            PlainValidator(either(FollowKeys, listed(read_a_pose, read_a_pose))),
        ]
        | None
    ) = key(
        Text(fr="des poses à imiter, l'une après l'autre", en="poses to copy, one after the other"),
        example="[arms_up, arms_down]",
    )
    posture: Posture | None = key(
        Text(fr="une posture : stand, sit, crouch, rest", en="a posture: stand, sit, crouch, rest")
    )
    point: Word | None = key(
        Text(fr="ce que Nao montre : une réponse, un côté", en="what Nao points to: an answer, a side")
    )
    look: Look | None = key(Text(fr="où Nao regarde", en="where Nao looks"))
    eyes: Colour | None = key(Text(fr="la couleur des yeux", en="the colour of the eyes"))
    show: Annotated[ShowKeys | Scalar, PlainValidator(either(ShowKeys, _read_nothing_shown))] | None = key(
        Text(fr="ce que montre la tablette ; nothing : rien", en="what the board shows; nothing: nothing"),
        example="{picture: pictures/pomme.svg}",
    )
    highlight: Word | None = key(Text(fr="la réponse mise en valeur", en="the answer that is highlighted"))
    wait: Annotated[AwaitKeys | Scalar, PlainValidator(either(AwaitKeys, read_a_duration))] | None = key(
        Text(
            fr="une durée que le moment atteint au moins, ou ce qui est attendu",
            en="a duration that the moment lasts at least, or what is waited for",
        ),
        example="{gaze: robot, hold: 3 s, limit: 20 s}",
    )
    set: Values | None = key(
        Text(fr="des données à changer : nom et valeur", en="data to change: name and value"),
        example="{essais: = data.essais + 1}",
    )
    note: Sentence | None = key(Text(fr="une note pour le compte rendu", en="a note for the record"))
    adult: Sentence | None = key(
        Text(fr="ce que fait l'adulte, jamais dit à voix haute", en="what the adult does, never spoken"),
        example='"Guidez sa main vers la bonne image."',
    )
    choose: Annotated[list[OptionKeys], BeforeValidator(as_items)] | None = key(
        Text(
            fr="une possibilité tirée au sort, jamais deux fois de suite",
            en="one of several by lot, never twice in a row",
        ),
        example='[{say: "Bravo !"}, {say: "Super !"}]',
    )
    repeat: Annotated[str, PlainValidator(read_what_is_said_again)] | None = key(
        Text(fr="question ou sentence : ce qui est redit", en="question or sentence: what is said again")
    )
    open: Annotated[str, PlainValidator(read_what_opens)] | None = key(
        Text(fr="answers : les réponses comptent dès maintenant", en="answers: answers count from now on")
    )
    routine: Name | None = key(Text(fr="une suite de routines:", en="a list of routines:"), example="danse")
    condition: Condition | None = key(Text(fr="seulement si", en="only if"), name="if")


class OptionKeys(MomentKeys):
    """One possibility of a ``choose``: a moment, or a ``do`` list."""

    called: ClassVar = Text(fr="une possibilité", en="a possibility")
    rules: ClassVar = _rules_of_a_dash(without="do")

    do: Do | None = key(
        Text(fr="plusieurs moments", en="several moments"), example='[{say: "Bravo !"}, {gesture: cheer}]'
    )
    weight: Annotated[int, PlainValidator(whole(1, MOST_SHARE))] = key(
        Text(fr="combien de fois elle est dans le sac", en="how often it lies in the bag"), default=1
    )


Do = Annotated[list[MomentKeys], BeforeValidator(as_items)]
