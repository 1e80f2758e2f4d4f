"""The keys of moments: what one dash of a ``do`` list may say."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.protocol.keys.senses import ThereOrGoneKeys
from nao_sessions.protocol.keys.types import (
    BoardFile,
    Cards,
    Colour,
    Condition,
    Duration,
    FixedDuration,
    Gesture,
    ListRead,
    LiteralByLanguage,
    LiteralsByLanguage,
    Look,
    MapOr,
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
    Taking,
    Touches,
    Values,
    Word,
    WordsByLanguage,
    read_a_duration,
    read_a_pose,
    read_an_element,
    read_what_is_said_again,
    read_what_opens,
)
from nao_sessions.protocol.keys.values import this_word
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import MOST_SHARE, Whole, read_word
from nao_sessions.protocol.reading.shape import (
    Alone,
    AtLeastOne,
    AtMostOne,
    Needs,
    Rule,
    Shape,
    as_items,
    key,
    needed,
)
from nao_sessions.protocol.trials import OF_CHILD
from nao_sessions.text.formats import alternatives
from nao_sessions.text.messages import msg

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

IN_DO = msg("this goes into a 'do' list")

NOTHING_SHOWN = "nothing"
"""``show: nothing`` clears the board."""

SENSED = OF_CHILD
"""The keys that say what a child may do."""


def _rules_of_a_dash(without: str = "") -> tuple[Rule, ...]:
    """Return the rules between the verbs of one moment: which stand alone, which share a channel."""
    verbs = (*CHANNELS, *sorted(ALONE))
    some = AtLeastOne(verbs if not without else (*verbs, without))
    rules = [Rule(some, msg("this dash does nothing"), "P105", msg('for example: - say: "Hello!"'))]
    hint = msg("put it on a dash of its own")
    for verb in (*sorted(ALONE), "wait"):
        others = tuple(other for other in verbs if other != verb)
        alone = Alone(verb, others, itself=True, as_map=verb == "wait", without=without)
        rules.append(Rule(alone, msg("'{key}' must stand alone on its dash"), "P126", hint))
    for channel in dict.fromkeys(CHANNELS.values()):
        same = tuple(verb for verb, its in CHANNELS.items() if its == channel)
        if len(same) > 1:
            together = msg("'{key}' and '{other}' cannot begin together")
            rules.append(Rule(AtMostOne(same, without=without), together, "P125", hint))
    return tuple(rules)


class ElementKeys(Shape):
    """A word that can be chosen, with its picture."""

    called: ClassVar = msg("a word to choose from")

    word: PlainLiteral = needed(msg("the word"))
    picture: PictureFile | None = key(msg("the picture"))
    say: LiteralByLanguage | None = key(
        msg("how it is said, or how in each language"),
        example="une pomme",
    )
    words: LiteralsByLanguage | None = key(
        msg("the words that Nao takes for it, or those of each language"),
        example="{fr: [pomme, une pomme], en: [apple, an apple]}",
    )
    card: PlainLiteral | None = key(msg("the number of its card"), example="12")


_element = MapOr(ElementKeys, read_an_element)
read_elements = ListRead(_element, read_word)
Elements = Annotated[list[ElementKeys | Scalar] | Scalar, PlainValidator(read_elements)]


class BoardKeys(Shape):
    """Words of a communication board."""

    called: ClassVar = msg("a communication board")

    board: BoardFile = needed(msg("the file of the board"))
    page: PlainLiteral | None = key(
        msg("the page, where it is not the first"),
        example="desserts",
    )
    choices: Elements | None = key(
        msg("the words of the board, where they are not all"),
        example="[pomme, pain]",
    )


class ShowKeys(Shape):
    """What the board shows."""

    called: ClassVar = msg("what the board shows")
    rules: ClassVar = (
        Rule(
            AtLeastOne(("picture", "choices", "text", "board", "page")),
            msg("nothing to show here"),
            "P105",
            msg("to clear the board: show: {nothing_shown}", nothing_shown=NOTHING_SHOWN),
        ),
        Rule(
            Needs("page", "board"),
            msg("'board' is missing beside 'page'"),
            "P105",
            msg("for example: board: boards/meal.obz"),
        ),
    )

    picture: Picture | None = key(msg("the picture"))
    choices: Elements | None = key(
        msg("the pictures or words to choose from"),
        example="[fruit, légume]",
    )
    text: Sentence | None = key(msg("the text"))
    board: BoardFile | None = key(
        msg("a communication board: its words are the choices, each in its place"),
    )
    page: PlainLiteral | None = key(
        msg("its page, where it is not the first"),
        example="desserts",
    )


class _AwaitedSigns(Shape):
    """The signs that a moment may wait for."""

    touch: Touches | None = key(msg("the parts touched"))
    word: WordsByLanguage | None = key(msg("the words heard, or those of each language"))
    board: PlainWords | None = key(msg("what is chosen on the board"))
    card: Cards | None = key(msg("the numbers of the cards shown"))


class AwaitKeys(ThereOrGoneKeys, _AwaitedSigns):
    """A wait for something that happens."""

    called: ClassVar = msg("a wait")
    rules: ClassVar = (
        Rule(
            AtMostOne(SENSED, needed=True),
            msg("'wait' waits for one thing: {senses}", senses=alternatives(SENSED)),
            "P105",
        ),
    )

    hold: Duration | None = key(msg("how long it lasts"))
    limit: Duration = needed(msg("the longest wait"))


class FollowKeys(Shape):
    """Poses to copy, one after the other."""

    called: ClassVar = msg("poses to copy")

    poses: Poses = needed(msg("the poses, in their order"), example="[arms_up, arms_out]")
    hold: FixedDuration = key(msg("how long each is held"), default=3_000)


_read_nothing_shown = Taking(read_word, this_word(NOTHING_SHOWN, msg("the board is empty")))


class MomentKeys(Shape):
    """One dash of a ``do`` list."""

    called: ClassVar = msg("a moment")
    rules: ClassVar = _rules_of_a_dash()

    say: Sentence | None = key(msg("what Nao says"))
    sound: Sound | None = key(msg("a sound to play"))
    gesture: Gesture | None = key(msg("a gesture of the catalogue"))
    pose: Pose | None = key(msg("a pose of the arms, held"))
    follow: (
        Annotated[
            FollowKeys | list[Scalar] | Scalar,
            PlainValidator(MapOr(FollowKeys, ListRead(read_a_pose, read_a_pose))),
        ]
        | None
    ) = key(
        msg("poses to copy, one after the other"),
        example="[arms_up, arms_down]",
    )
    posture: Posture | None = key(msg("a posture: stand, sit, crouch, rest"))
    point: Word | None = key(msg("what Nao points to: an answer, a side"))
    look: Look | None = key(msg("where Nao looks"))
    eyes: Colour | None = key(msg("the colour of the eyes"))
    show: Annotated[ShowKeys | Scalar, PlainValidator(MapOr(ShowKeys, _read_nothing_shown))] | None = key(
        msg("what the board shows; nothing: nothing"),
        example="{picture: pictures/pomme.svg}",
    )
    highlight: Word | None = key(msg("the answer that is highlighted"))
    wait: Annotated[AwaitKeys | Scalar, PlainValidator(MapOr(AwaitKeys, read_a_duration))] | None = key(
        msg("a duration that the moment lasts at least, or what is waited for"),
        example="{gaze: robot, hold: 3 s, limit: 20 s}",
    )
    set: Values | None = key(
        msg("data to change: name and value"),
        example="{essais: = data.essais + 1}",
    )
    note: Sentence | None = key(msg("a note for the record"))
    adult: Sentence | None = key(
        msg("what the adult does, never spoken"),
        example='"Guidez sa main vers la bonne image."',
    )
    choose: Annotated[list[OptionKeys], BeforeValidator(as_items)] | None = key(
        msg("one of several by lot, never twice in a row"),
        example='[{say: "Bravo !"}, {say: "Super !"}]',
    )
    repeat: Annotated[str, PlainValidator(read_what_is_said_again)] | None = key(
        msg("question or sentence: what is said again")
    )
    open: Annotated[str, PlainValidator(read_what_opens)] | None = key(
        msg("answers: answers count from now on")
    )
    routine: Name | None = key(msg("a list of routines:"), example="danse")
    condition: Condition | None = key(msg("only if"), name="if")


class OptionKeys(MomentKeys):
    """One possibility of a ``choose``: a moment, or a ``do`` list."""

    called: ClassVar = msg("a possibility")
    rules: ClassVar = _rules_of_a_dash(without="do")

    do: Do | None = key(msg("several moments"), example='[{say: "Bravo !"}, {gesture: cheer}]')
    weight: Annotated[int, PlainValidator(Whole(1, MOST_SHARE))] = key(
        msg("how often it lies in the bag"), default=1
    )


Do = Annotated[list[MomentKeys], BeforeValidator(as_items)]
