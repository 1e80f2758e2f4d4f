"""The keys of steps: what they do, and how they are left."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.core.text import Text
from nao_sessions.protocol.flow import Outcome
from nao_sessions.protocol.keys.moments import IN_DO, SENSED, Do
from nao_sessions.protocol.keys.trials import TrialsKeys
from nao_sessions.protocol.keys.types import (
    Cards,
    Condition,
    Count,
    Duration,
    Face,
    Gaze,
    Name,
    PlainWords,
    ProtocolFile,
    Sentence,
    Speech,
    Taking,
    Touches,
    Truth,
    Values,
    WordsByLanguage,
    either,
    read_a_duration,
)
from nao_sessions.protocol.keys.values import NAME, ONE_OR_EACH
from nao_sessions.protocol.keys.words import read_an_outcome
from nao_sessions.protocol.reading.kinds import Narrowed
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.rules import Alone, AtMost, Needs, OneOf
from nao_sessions.protocol.reading.scalars import read_name
from nao_sessions.protocol.reading.shape import Shape, as_items, as_items_or_one, as_named, key, needed

OUTCOMES: tuple[Outcome, ...] = ("completed", "refused", "distress", "technical", "time")


class BranchKeys(Shape):
    """One entry of a ``next`` list."""

    called: ClassVar = Text(fr="un aiguillage", en="a branch")

    condition: Condition | None = key(Text(fr="prise seulement si", en="taken only if"), name="if")
    next: Name = needed(Text(fr="l'étape où aller", en="the step to go to"))


def _as_branches(node: Node, info: ValidationInfo) -> Node:
    """Take one name for a list of one branch."""
    if not isinstance(node, Scalar):
        return node
    branches = Items(node.place, "next")
    branch = Fields(node.place, "next")
    branch["next"] = node
    branch.places["next"] = node.place
    branches.append(branch)
    return branches


Next = Annotated[list[BranchKeys], BeforeValidator(as_items), BeforeValidator(Taking(_as_branches, NAME))]


class EntryKeys(Shape):
    """What the entries of ``buttons``, ``when`` and ``after`` have in common."""

    called: ClassVar = Text(fr="une réaction", en="a reaction")

    elsewhere: ClassVar = dict.fromkeys(
        ("say", "sound", "gesture", "pose", "posture", "look", "eyes", "show", "note", "adult"), IN_DO
    )

    condition: Condition | None = key(Text(fr="seulement si", en="only if"), name="if")
    do: Do | None = key(
        Text(fr="ce que Nao fait alors", en="what Nao does then"), example='[{say: "Merci !", gesture: bow}]'
    )
    set: Values | None = key(
        Text(fr="des données à changer : nom et valeur", en="data to change: name and value"),
        example="{essais: = data.essais + 1}",
    )
    next: Next | None = key(
        Text(
            fr="où aller ensuite ; sans next, on revient à ce qui était en cours",
            en="where to go then; without next, back to what was interrupted",
        ),
    )


class ButtonKeys(EntryKeys):
    """A button of the professional's page."""

    called: ClassVar = Text(fr="un bouton", en="a button")

    label: Sentence = needed(
        Text(fr="ce qui est écrit sur le bouton", en="what is written on the button"), example='"Suite"'
    )
    main: Truth = key(Text(fr="true : le bouton principal", en="true: the main button"), default=False)


class WhenKeys(EntryKeys):
    """A reaction to what the child does."""

    called: ClassVar = Text(fr="une réaction à l'enfant", en="a reaction to the child")
    rules: ClassVar = (
        OneOf(
            SENSED,
            Text(
                fr="il manque « touch », « word » ou une autre chose à faire",
                en="'touch', 'word' or another thing to do is missing",
            ),
        ),
    )

    touch: Touches | None = key(
        Text(fr="les parties touchées : head, hand.left…", en="the parts touched: head, hand.left…")
    )
    word: WordsByLanguage | None = key(
        Text(
            fr="les mots entendus, ou ceux de chaque langue", en="the words heard, or those of each language"
        ),
        example="{fr: [oui, d'accord], en: [yes, okay]}",
    )
    board: PlainWords | None = key(
        Text(fr="ce qui est choisi sur la tablette", en="what is chosen on the board")
    )
    card: Cards | None = key(Text(fr="les numéros des cartes montrées", en="the numbers of the cards shown"))
    gaze: Gaze | None = key(Text(fr="robot : l'enfant regarde Nao", en="robot: the child looks at Nao"))
    face: Face | None = key(Text(fr="any : un visage est vu", en="any: a face is seen"))
    speech: Speech | None = key(Text(fr="any : quelqu'un parle", en="any: somebody speaks"))
    cut: Truth = key(Text(fr="true : coupe la parole à Nao", en="true: cuts Nao short"), default=False)


class AfterKeys(EntryKeys):
    """A reaction to time."""

    called: ClassVar = Text(fr="une réaction au temps", en="a reaction to time")
    rules: ClassVar = (
        OneOf(
            ("wait", "limit"),
            Text(fr="il manque la durée : « wait » ou « limit »", en="'wait' or 'limit' is missing"),
        ),
    )

    wait: Duration | None = key(
        Text(fr="durée depuis la fin du contenu", en="duration since the end of the content")
    )
    limit: Duration | None = key(Text(fr="durée depuis l'entrée", en="duration since the entry"))


Buttons = Annotated[list[ButtonKeys], BeforeValidator(as_items)]
When = Annotated[list[WhenKeys], BeforeValidator(as_items)]
After = Annotated[list[AfterKeys], BeforeValidator(as_items_or_one)]


class LevelKeys(Shape):
    """The entries that are live somewhere."""

    called: ClassVar = Text(fr="ce qui vaut quelque part", en="what holds somewhere")

    buttons: Buttons | None = key(
        Text(fr="les boutons de l'adulte", en="the professional's buttons"),
        example='[{label: "Suite", next: suite, main: true}]',
    )
    when: When | None = key(
        Text(fr="ce que l'enfant peut faire", en="what the child may do"),
        example="[{touch: head, next: suite}]",
    )
    after: After | None = key(
        Text(fr="ce qui arrive avec le temps", en="what time brings"), example="{wait: 30 s, next: suite}"
    )


class SilenceKeys(EntryKeys):
    """What happens when nobody has done anything."""

    called: ClassVar = Text(fr="un silence", en="a silence")

    wait: Duration = needed(Text(fr="la durée du silence", en="how long the silence lasts"))


_BUTTONS = Text(fr="plus de boutons que cette zone n'en tient", en="more buttons than this zone holds")
_NO_END = Text(
    fr="dans always, rien n'a de fin d'où compter « wait » : écrivez limit",
    en="in always nothing has an end to count 'wait' from: write limit",
)


class AlwaysKeys(LevelKeys):
    """The entries that are live everywhere."""

    called: ClassVar = Text(fr="ce qui vaut partout", en="what holds everywhere")
    rules: ClassVar = (AtMost("buttons", 6, _BUTTONS),)

    after: (
        Annotated[
            list[Annotated[AfterKeys, Narrowed(without={"wait": _NO_END})]], BeforeValidator(as_items_or_one)
        ]
        | None
    ) = key(
        Text(fr="ce qui arrive avec le temps", en="what time brings"),
        example="{limit: 15 min, next: au_revoir}",
    )
    silence: Annotated[SilenceKeys | Scalar, PlainValidator(either(SilenceKeys, read_a_duration))] | None = (
        key(
            Text(
                fr="personne n'a rien fait depuis : la question est redite, l'adulte prévenu",
                en="nobody has done anything for: the question is said again, the adult told",
            ),
        )
    )


def _one_of_two(name: str) -> Text:
    return Text(fr=f"ne va pas avec « {name} » dans la même étape", en=f"does not go with '{name}' in a step")


def _missing(name: str) -> Text:
    return Text(fr=f"il manque « {name} »", en=f"'{name}' is missing")


class StepKeys(LevelKeys):
    """A step: its content, then its exits."""

    called: ClassVar = Text(fr="une étape", en="a step")
    rules: ClassVar = (
        OneOf(
            ("next", "end", "buttons", "when", "after"),
            Text(fr="cette étape n'a pas de sortie : next, end, ou une attente",
                 en="this step has no exit: next, end, or something to wait for"),
        ),
        Alone("end", ("next", "buttons", "when", "after"), _one_of_two("end")),
        Alone("next", ("after",), _one_of_two("next")),
        Alone("trials", ("steps", "use"), _one_of_two("trials")),
        Alone("steps", ("use",), _one_of_two("steps")),
        Needs("steps", "start", _missing("start")),
        Needs("start", "steps", _missing("steps")),
        Needs("each", "steps", _missing("steps")),
        Needs("rounds", "each", _missing("each")),
        Needs("with", "use", _missing("use")),
        AtMost("buttons", 6, _BUTTONS),
        AtMost("buttons", 3, _BUTTONS, beside="steps"),
    )  # fmt: skip

    elsewhere: ClassVar = {
        **EntryKeys.elsewhere,
        "set": IN_DO,
        "wait": Text(fr="écrivez after: {wait: 10 s, next: ...}", en="write after: {wait: 10 s, next: ...}"),
        "limit": Text(
            fr="écrivez after: {limit: 5 min, next: ...}", en="write after: {limit: 5 min, next: ...}"
        ),
        "touch": Text(
            fr="écrivez when: [{touch: ..., next: ...}]", en="write when: [{touch: ..., next: ...}]"
        ),
        "word": Text(fr="écrivez when: [{word: ..., next: ...}]", en="write when: [{word: ..., next: ...}]"),
    }

    title: Sentence | None = key(
        Text(fr="le nom de l'étape à l'écran", en="the step's name on screens"), example='"Bonjour"'
    )
    do: Do | None = key(
        Text(fr="ce que Nao fait : un tiret, un moment", en="what Nao does: one dash, one moment"),
        example='[{say: "Bonjour !", gesture: hello}]',
    )
    trials: TrialsKeys | None = key(Text(fr="des essais", en="trials"))
    use: ProtocolFile | None = key(
        Text(fr="un autre protocole, pris comme un groupe", en="another protocol, taken as a group")
    )
    given: Values | None = key(
        Text(fr="les réglages qu'on lui donne", en="the settings given to it"),
        name="with",
        example="{tours: 2}",
    )
    each: Annotated[Scalar, PlainValidator(Taking(read_name, ONE_OR_EACH))] | None = key(
        Text(
            fr="participant, ou une table d'items : le groupe est fait une fois pour chacun",
            en="participant, or a table of items: the group is done once for each",
        ),
    )
    rounds: Count | None = key(Text(fr="combien de tours", en="how many rounds"))
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] | None = key(
        Text(fr="les étapes d'un groupe", en="the steps of a group")
    )
    start: Name | None = key(Text(fr="la première étape du groupe", en="the group's first step"))
    next: Next | None = key(Text(fr="l'étape suivante, aussitôt", en="the step that follows at once"))
    end: Annotated[str, PlainValidator(read_an_outcome)] | None = key(
        Text(fr="la séance se termine ainsi", en="the session ends this way")
    )
