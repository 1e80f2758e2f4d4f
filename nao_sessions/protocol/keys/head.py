"""The key table: every key of the protocol language, with its type and what it is for.

This table is the one place where a key is declared: the parser, the hints, and what is generated for editors
and for readers all follow from it. What a name or an expression means is found out later, in ``build``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.core.text import Text
from nao_sessions.protocol.flow import Outcome
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    Texts,
    one_of,
    read_duration,
    read_id,
    read_language,
    read_name,
    read_scalar,
    read_text,
    read_texts,
    read_truth,
    read_word,
    whole,
)
from nao_sessions.protocol.reading.shape import (
    Shape,
    as_items,
    as_items_or_one,
    as_named,
    as_values,
    key,
    needed,
)

Sentence = Annotated[Texts, PlainValidator(read_texts)]
PlainText = Annotated[str, PlainValidator(read_text)]
Word = Annotated[Scalar, PlainValidator(read_word)]
Any_ = Annotated[Scalar, PlainValidator(read_scalar)]
Name = Annotated[Scalar, PlainValidator(read_name)]
Truth = Annotated[bool, PlainValidator(read_truth)]
FixedDuration = Annotated[int, PlainValidator(read_duration)]
Values = Annotated[Fields, PlainValidator(as_values)]
PlainTexts = Annotated[list[PlainText], BeforeValidator(as_items_or_one)]
Words = Annotated[list[Word], BeforeValidator(as_items_or_one)]

OUTCOMES: tuple[Outcome, ...] = ("completed", "refused", "distress", "technical", "time")
SETTING_TYPES = ("integer", "number", "text", "boolean", "duration", "choice")
DATUM_TYPES = ("integer", "number", "text", "boolean", "duration")

CHANNELS = {
    "say": "voice",
    "sound": "voice",
    "gesture": "body",
    "posture": "body",
    "look": "head",
    "eyes": "eyes",
    "wait": "time",
}
"""What a verb of a moment occupies: two on one channel cannot begin together."""

ALONE = frozenset({"set", "note", "adult"})
"""Verbs that stand alone on their dash."""

_IN_DO = Text(fr="cela se met dans une liste « do »", en="this goes into a 'do' list")


class MomentKeys(Shape):
    """One dash of a ``do`` list."""

    say: Sentence | None = key("ce que Nao dit", "what Nao says")
    sound: Word | None = key("un son à jouer", "a sound to play")
    gesture: Word | None = key("un geste du catalogue", "a gesture of the catalogue")
    posture: Word | None = key(
        "une posture : stand, sit, crouch, rest", "a posture: stand, sit, crouch, rest"
    )
    look: Word | None = key("où Nao regarde", "where Nao looks")
    eyes: Word | None = key("la couleur des yeux", "the colour of the eyes")
    wait: Word | None = key(
        "une durée que le moment atteint au moins", "a duration that the moment lasts at least"
    )
    set: Values | None = key("des données à changer : nom et valeur", "data to change: name and value")
    note: Sentence | None = key("une note pour le compte rendu", "a note for the record")
    adult: Sentence | None = key(
        "ce que fait l'adulte, jamais dit à voix haute", "what the adult does, never spoken"
    )
    condition: Any_ | None = key("seulement si", "only if", name="if")


Do = Annotated[list[MomentKeys], BeforeValidator(as_items)]


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
        ("say", "sound", "gesture", "posture", "look", "eyes", "note", "adult"), _IN_DO
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


class StepKeys(LevelKeys):
    """A step: its content, then its exits."""

    elsewhere: ClassVar = {
        **EntryKeys.elsewhere,
        "set": _IN_DO,
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
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] | None = key(
        "les étapes d'un groupe", "the steps of a group"
    )
    start: Name | None = key("la première étape du groupe", "the group's first step")
    next: Next | None = key("l'étape suivante, aussitôt", "the step that follows at once")
    end: Annotated[str, PlainValidator(one_of(*OUTCOMES))] | None = key(
        "la séance se termine ainsi", "the session ends this way"
    )


class CommandKeys(Shape):
    """The words of a built-in command, and where it leads."""

    do: Do | None = key("ce que Nao fait alors", "what Nao does then")
    next: Next | None = key("où la commande mène", "where the command leads")


class CommandsKeys(Shape):
    """The built-in commands that have words of the author's."""

    encourage: CommandKeys | None = key("encourager l'enfant", "encourage the child")
    calm: CommandKeys | None = key("retour au calme", "calm down")
    change: CommandKeys | None = key("quitter l'activité", "leave the activity")
    finish: CommandKeys | None = key(
        "finir la séance ; la limite de durée s'en sert aussi",
        "finish the session; the time limit uses it too",
    )
    pause: CommandKeys | None = key("mettre en pause", "pause")
    resume: CommandKeys | None = key("reprendre après une pause", "resume after a pause")
    leave: CommandKeys | None = key("un enfant sort", "a child leaves")
    come_back: CommandKeys | None = key("un enfant revient", "a child comes back", name="return")

    def command(self, name: str) -> CommandKeys | None:
        """Give the words of a command by the name that authors write."""
        words = getattr(self, "come_back" if name == "return" else name)
        assert words is None or isinstance(words, CommandKeys)
        return words


class SettingKeys(Shape):
    """What the professional may tune before a session."""

    type: Annotated[str, PlainValidator(one_of(*SETTING_TYPES))] = needed(
        "le type de la valeur", "the value's type"
    )
    default: Any_ = needed("la valeur de départ", "the value to begin with")
    min: Any_ | None = key("la plus petite valeur permise", "the smallest value allowed")
    max: Any_ | None = key("la plus grande valeur permise", "the largest value allowed")
    choices: PlainTexts | None = key("les valeurs au choix", "the values to choose from")
    label: Sentence | None = key("le nom du réglage à l'écran", "the setting's name on screens")


class DatumKeys(Shape):
    """A value that the session keeps."""

    type: Annotated[str, PlainValidator(one_of(*DATUM_TYPES))] | None = key(
        "le type de la valeur", "the value's type"
    )
    default: Any_ = needed("la valeur de départ", "the value to begin with")


def _as_datum(node: Node) -> Node:
    """Take a value alone for its default."""
    if not isinstance(node, Scalar):
        return node
    datum = Fields(node.place, node.key)
    datum["default"] = node
    datum.places["default"] = node.place
    return datum


class ApprovalKeys(Shape):
    """Who approved the protocol, and when."""

    role: PlainText = needed("la fonction de la personne, pas son nom", "the person's role, not the name")
    date: PlainText = needed("la date : 2026-11-24", "the date: 2026-11-24")
    sha256: PlainText | None = key("l'empreinte du fichier approuvé", "the digest of the file approved")


class PopulationKeys(Shape):
    """For whom the protocol is meant."""

    inclusion: PlainTexts | None = key("critères d'inclusion", "criteria of inclusion")
    non_inclusion: PlainTexts | None = key("critères de non-inclusion", "criteria of non-inclusion")


class DurationKeys(Shape):
    """How long a session lasts, pauses included."""

    expected: FixedDuration | None = key("la durée prévue", "the expected duration")
    limit: FixedDuration | None = key(
        "la durée permise : ensuite, finish", "the allowed duration: then, finish"
    )


class ParticipantsKeys(Shape):
    """How many children take part."""

    min: Annotated[int, PlainValidator(whole(0))] = key("au moins", "at least", default=0)
    max: Annotated[int, PlainValidator(whole(1))] = key("au plus", "at most", default=1)


class ProtocolKeys(Shape):
    """The file as a whole."""

    protocol: Annotated[int, PlainValidator(whole(1))] = needed(
        "la version du langage : 1", "the version of the language: 1"
    )
    id: Annotated[str, PlainValidator(read_id)] = needed("l'identifiant : tri-fruits", "the id: tri-fruits")
    version: PlainText = needed('la version du protocole : "1.0.0"', 'the version of the protocol: "1.0.0"')
    title: Sentence = needed("le titre", "the title")
    language: Annotated[str, PlainValidator(read_language)] = needed(
        "la langue des textes : fr", "the language: fr"
    )
    status: Annotated[str, PlainValidator(one_of("draft", "review", "approved", "retired"))] = key(
        "draft, review, approved ou retired", "draft, review, approved or retired", default="draft"
    )
    approved: Annotated[list[ApprovalKeys], BeforeValidator(as_items_or_one)] | None = key(
        "qui a approuvé", "who approved it"
    )
    authors: PlainTexts | None = key("qui l'a écrit", "who wrote it")
    goals: PlainTexts | None = key("les objectifs", "the goals")
    population: PopulationKeys | None = key("à qui il s'adresse", "whom it is for")
    material: PlainTexts | None = key("le matériel", "the material")
    sources: PlainTexts | None = key("les sources", "the sources")
    comprehension: PlainText | None = key(
        "le niveau de compréhension demandé", "the level of comprehension needed"
    )
    stop_signs: PlainTexts | None = key(
        "ce que l'enfant peut faire pour arrêter", "what the child may do to stop"
    )
    records: PlainTexts | None = key("ce qui doit être filmé", "what must be filmed")
    duration: DurationKeys | None = key("la durée d'une séance", "the duration of a session")
    participants: ParticipantsKeys | None = key("les enfants", "the children")
    settings: Annotated[dict[str, SettingKeys], BeforeValidator(as_named)] | None = key(
        "les réglages d'avant séance", "what is tuned before a session"
    )
    data: (
        Annotated[dict[str, Annotated[DatumKeys, BeforeValidator(_as_datum)]], BeforeValidator(as_named)]
        | None
    ) = key("les valeurs que la séance tient à jour", "the values that the session keeps")
    commands: CommandsKeys | None = key("les mots des commandes", "the words of the commands")
    always: LevelKeys | None = key("ce qui vaut partout", "what holds everywhere")
    allow: Values | None = key(
        "des contrôles écartés, chacun avec sa raison", "checks suppressed, with the reason"
    )
    start: Name = needed("la première étape", "the first step")
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] = needed("les étapes", "the steps")
