"""The keys of steps: what they do, and how they are left."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.core.text import Text
from nao_sessions.protocol.flow import Outcome
from nao_sessions.protocol.keys.moments import IN_DO, Do
from nao_sessions.protocol.keys.trials import TrialsKeys
from nao_sessions.protocol.keys.types import Any_, Name, Sentence, Truth, Values, Word, Words, either
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.scalars import one_of, read_word
from nao_sessions.protocol.reading.shape import Shape, as_items, as_items_or_one, as_named, key, needed

OUTCOMES: tuple[Outcome, ...] = ("completed", "refused", "distress", "technical", "time")


class BranchKeys(Shape):
    """One entry of a ``next`` list."""

    condition: Any_ | None = key("prise seulement si", "taken only if", name="if")
    next: Name = needed("l'étape où aller", "the step to go to")


def _as_branches(node: Node) -> Node:
    """Take one name for a list of one branch."""
    if not isinstance(node, Scalar):
        return node
    branches = Items(node.place, "next")
    branch = Fields(node.place, "next")
    branch["next"] = node
    branch.places["next"] = node.place
    branches.append(branch)
    return branches


Next = Annotated[list[BranchKeys], BeforeValidator(as_items), BeforeValidator(_as_branches)]


class EntryKeys(Shape):
    """What the entries of ``buttons``, ``when`` and ``after`` have in common."""

    elsewhere: ClassVar = dict.fromkeys(
        ("say", "sound", "gesture", "pose", "posture", "look", "eyes", "show", "note", "adult"), IN_DO
    )

    condition: Any_ | None = key("seulement si", "only if", name="if")
    do: Do | None = key("ce que Nao fait alors", "what Nao does then")
    set: Values | None = key("des données à changer : nom et valeur", "data to change: name and value")
    next: Next | None = key(
        "où aller ensuite ; sans next, on revient à ce qui était en cours",
        "where to go then; without next, back to what was interrupted",
    )


class ButtonKeys(EntryKeys):
    """A button of the professional's page."""

    label: Sentence = needed("ce qui est écrit sur le bouton", "what is written on the button")
    main: Truth = key("true : le bouton principal", "true: the main button", default=False)


class WhenKeys(EntryKeys):
    """A reaction to what the child does."""

    touch: Words | None = key(
        "les parties touchées : head, hand.left…", "the parts touched: head, hand.left…"
    )
    word: Words | None = key("les mots entendus", "the words heard")
    board: Words | None = key("ce qui est choisi sur la tablette", "what is chosen on the board")
    card: Words | None = key("les numéros des cartes montrées", "the numbers of the cards shown")
    gaze: Word | None = key("robot : l'enfant regarde Nao", "robot: the child looks at Nao")
    face: Word | None = key("any : un visage est vu", "any: a face is seen")
    speech: Word | None = key("any : quelqu'un parle", "any: somebody speaks")
    cut: Truth = key("true : coupe la parole à Nao", "true: cuts Nao short", default=False)


class AfterKeys(EntryKeys):
    """A reaction to time."""

    wait: Word | None = key("durée depuis la fin du contenu", "duration since the end of the content")
    limit: Word | None = key("durée depuis l'entrée", "duration since the entry")


Buttons = Annotated[list[ButtonKeys], BeforeValidator(as_items)]
When = Annotated[list[WhenKeys], BeforeValidator(as_items)]
After = Annotated[list[AfterKeys], BeforeValidator(as_items_or_one)]


class LevelKeys(Shape):
    """The entries that are live somewhere."""

    buttons: Buttons | None = key("les boutons de l'adulte", "the professional's buttons")
    when: When | None = key("ce que l'enfant peut faire", "what the child may do")
    after: After | None = key("ce qui arrive avec le temps", "what time brings")


class SilenceKeys(EntryKeys):
    """What happens when nobody has done anything."""

    wait: Word = needed("la durée du silence", "how long the silence lasts")


class AlwaysKeys(LevelKeys):
    """The entries that are live everywhere."""

    silence: Annotated[SilenceKeys | Scalar, PlainValidator(either(SilenceKeys, read_word))] | None = key(
        "personne n'a rien fait depuis : la question est redite, l'adulte prévenu",
        "nobody has done anything for: the question is said again, the adult told",
    )


class StepKeys(LevelKeys):
    """A step: its content, then its exits."""

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

    title: Sentence | None = key("le nom de l'étape à l'écran", "the step's name on screens")
    do: Do | None = key("ce que Nao fait : un tiret, un moment", "what Nao does: one dash, one moment")
    trials: TrialsKeys | None = key("des essais", "trials")
    use: Word | None = key("un autre protocole, pris comme un groupe", "another protocol, taken as a group")
    given: Values | None = key("les réglages qu'on lui donne", "the settings given to it", name="with")
    each: Name | None = key(
        "participant, ou une table d'items : le groupe est fait une fois pour chacun",
        "participant, or a table of items: the group is done once for each",
    )
    rounds: Word | None = key("combien de tours", "how many rounds")
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] | None = key(
        "les étapes d'un groupe", "the steps of a group"
    )
    start: Name | None = key("la première étape du groupe", "the group's first step")
    next: Next | None = key("l'étape suivante, aussitôt", "the step that follows at once")
    end: Annotated[str, PlainValidator(one_of(*OUTCOMES))] | None = key(
        "la séance se termine ainsi", "the session ends this way"
    )
