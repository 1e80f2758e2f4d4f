"""The keys of a file's head, and of the file as a whole.

The table in this folder is the one place where a key is declared: the parser, the hints, and what is
generated for editors and for readers all follow from it. What a name or an expression means is found out
later, in ``building``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, PlainValidator

from nao_sessions.protocol.keys.moments import Do
from nao_sessions.protocol.keys.steps import AlwaysKeys, Next, StepKeys
from nao_sessions.protocol.keys.types import (
    Any_,
    FixedDuration,
    Labels,
    Name,
    PlainText,
    PlainTexts,
    Sentence,
    Truth,
    Values,
    keep,
)
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.scalars import one_of, read_id, read_language, whole
from nao_sessions.protocol.reading.shape import Shape, as_items_or_one, as_named, key, needed

SETTING_TYPES = ("integer", "number", "text", "boolean", "duration", "choice")
DATUM_TYPES = ("integer", "number", "text", "boolean", "duration")
COMPREHENSION = ("words", "short_sentences", "sentences", "stories")
"""What a child has to understand: single words; sentences of a few words; sentences; stories."""


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
    redo: CommandKeys | None = key("refaire l'essai", "do the trial again")
    skip: CommandKeys | None = key("passer cet essai ou ce tour", "skip this trial or turn")
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

    inclusion: Labels | None = key("critères d'inclusion", "criteria of inclusion")
    non_inclusion: Labels | None = key("critères de non-inclusion", "criteria of non-inclusion")


class DurationKeys(Shape):
    """How long a session lasts, pauses included."""

    expected: FixedDuration | None = key("la durée prévue", "the expected duration")
    limit: FixedDuration | None = key(
        "la durée permise : ensuite, finish", "the allowed duration: then, finish"
    )


class RememberKeys(Shape):
    """A value that belongs to a child."""

    type: Annotated[str, PlainValidator(one_of(*DATUM_TYPES))] = needed(
        "le type de la valeur", "the value's type"
    )
    default: Any_ = needed("la valeur de départ", "the value to begin with")
    min: Any_ | None = key("la plus petite valeur", "the smallest value")
    max: Any_ | None = key("la plus grande valeur", "the largest value")
    keep: Truth = key(
        "true : gardée d'une séance à l'autre", "true: kept from session to session", default=False
    )
    label: Sentence | None = key("son nom à l'écran", "its name on screens")


class ParticipantsKeys(Shape):
    """How many children take part."""

    min: Annotated[int, PlainValidator(whole(0))] = key("au moins", "at least", default=0)
    max: Annotated[int, PlainValidator(whole(1))] = key("au plus", "at most", default=1)
    remember: Annotated[dict[str, RememberKeys], BeforeValidator(as_named)] | None = key(
        "ce qui est retenu de chaque enfant", "what is remembered of each child"
    )


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
    goals: Labels | None = key("les objectifs", "the goals")
    population: PopulationKeys | None = key("à qui il s'adresse", "whom it is for")
    material: Labels | None = key("le matériel", "the material")
    sources: PlainTexts | None = key("les sources", "the sources")
    comprehension: PlainText | None = key(
        "le niveau de compréhension demandé : " + ", ".join(COMPREHENSION),
        "the level of comprehension needed: " + ", ".join(COMPREHENSION),
    )
    stop_signs: Labels | None = key(
        "ce que l'enfant peut faire pour arrêter", "what the child may do to stop"
    )
    records: Labels | None = key("ce qui doit être filmé", "what must be filmed")
    duration: DurationKeys | None = key("la durée d'une séance", "the duration of a session")
    participants: ParticipantsKeys | None = key("les enfants", "the children")
    settings: Annotated[dict[str, SettingKeys], BeforeValidator(as_named)] | None = key(
        "les réglages d'avant séance", "what is tuned before a session"
    )
    data: (
        Annotated[dict[str, Annotated[DatumKeys, BeforeValidator(_as_datum)]], BeforeValidator(as_named)]
        | None
    ) = key("les valeurs que la séance tient à jour", "the values that the session keeps")
    items: Annotated[dict[str, Annotated[Node, PlainValidator(keep)]], BeforeValidator(as_named)] | None = (
        key("les tables d'items : une liste, ou un fichier CSV", "the tables of items: a list, or a CSV file")
    )
    routines: Annotated[dict[str, Do], BeforeValidator(as_named)] | None = key(
        "des suites de moments qui ont un nom", "lists of moments that have a name"
    )
    commands: CommandsKeys | None = key("les mots des commandes", "the words of the commands")
    always: AlwaysKeys | None = key("ce qui vaut partout", "what holds everywhere")
    allow: Values | None = key(
        "des contrôles écartés, chacun avec sa raison", "checks suppressed, with the reason"
    )
    start: Name = needed("la première étape", "the first step")
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] = needed("les étapes", "the steps")
