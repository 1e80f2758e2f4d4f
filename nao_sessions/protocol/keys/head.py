"""The keys of a file's head, and of the file as a whole.

The table in this folder is the one place where a key is declared: the parser, the hints, and what is
generated for editors and for readers all follow from it. What a name or an expression means is found out
later, in ``building``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.flow import CLOSING_MS
from nao_sessions.protocol.keys.items import ITEMS
from nao_sessions.protocol.keys.moments import Do
from nao_sessions.protocol.keys.steps import AlwaysKeys, Next, StepKeys
from nao_sessions.protocol.keys.types import (
    Any_,
    FixedDuration,
    Labels,
    Name,
    PlainText,
    PlainTexts,
    Prose,
    Proses,
    Sentence,
    Taking,
    Truth,
    keep,
)
from nao_sessions.protocol.keys.values import ANY, LEVEL_OF_COMPREHENSION, REASON, VERSION, of_type
from nao_sessions.protocol.keys.words import (
    COMPREHENSION,
    DATUM_TYPES,
    SETTING_TYPES,
    read_a_datum_type,
    read_a_setting_type,
    read_a_status,
)
from nao_sessions.protocol.reading.kinds import Named, Narrowed, words_of
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.quoting import check_unquoted
from nao_sessions.protocol.reading.rules import Follows, Needs, OneOf
from nao_sessions.protocol.reading.scalars import context_findings, read_id, read_language, read_text, whole
from nao_sessions.protocol.reading.shape import Shape, as_items_or_one, as_named, as_values, key, needed

_ALLOWED = Named(
    REASON,
    words_of(
        {check.code: check.title for check in CHECKS.values() if check.allowable},
        Text(fr="un contrôle qui peut être écarté", en="a check that may be suppressed"),
    ),
    least=1,
)


class CommandKeys(Shape):
    """The words of a built-in command, and where it leads."""

    called: ClassVar = Text(fr="les mots d'une commande", en="the words of a command")

    do: Do | None = key("ce que Nao fait alors", "what Nao does then", example='[{say: "On se calme."}]')
    next: Next | None = key("où la commande mène", "where the command leads")


_NO_FINISH = Text(
    fr="il manque la commande « finish », qui finit la séance à tout moment",
    en="the command 'finish' is missing, which ends the session at any time",
)


class CommandsKeys(Shape):
    """The built-in commands that have words of the author's."""

    called: ClassVar = Text(fr="les commandes", en="the commands")
    rules: ClassVar = (OneOf(("finish",), _NO_FINISH),)

    encourage: CommandKeys | None = key("encourager l'enfant", "encourage the child")
    calm: CommandKeys | None = key("retour au calme", "calm down")
    change: CommandKeys | None = key("quitter l'activité", "leave the activity")
    finish: Annotated[CommandKeys, Narrowed(needed=("next",))] | None = key(
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


def _of_its_type(types: tuple[str, ...]) -> tuple[Follows, Follows]:
    """Give what holds between a type, a value to begin with, and its bounds: only what counts has any."""
    counted = {"integer", "number", "duration"}
    bounds = {word: of_type(word) if word in counted else None for word in types}
    said = Text(fr="la valeur n'est pas du type déclaré", en="the value is not of the type that is declared")
    none = Text(fr="seul un nombre ou une durée a des limites", en="only a number or a duration has bounds")
    return (
        Follows("type", ("default",), {word: of_type(word) for word in types}, said),
        Follows("type", ("min", "max"), bounds, none),
    )


class SettingKeys(Shape):
    """What the professional may tune before a session."""

    called: ClassVar = Text(fr="un réglage", en="a setting")
    rules: ClassVar = (
        *_of_its_type(SETTING_TYPES),
        Needs("type", "choices", Text(fr="il manque « choices »", en="'choices' is missing"), word="choice"),
    )

    type: Annotated[str, PlainValidator(read_a_setting_type)] = needed(
        "le type de la valeur", "the value's type"
    )
    default: Any_ = needed("la valeur de départ", "the value to begin with")
    min: Any_ | None = key("la plus petite valeur permise", "the smallest value allowed")
    max: Any_ | None = key("la plus grande valeur permise", "the largest value allowed")
    choices: PlainTexts | None = key(
        "les valeurs au choix", "the values to choose from", example="[lent, normal]"
    )
    label: Sentence | None = key(
        "le nom du réglage à l'écran", "the setting's name on screens", example='"Essais par enfant"'
    )


class DatumKeys(Shape):
    """A value that the session keeps."""

    called: ClassVar = Text(fr="une donnée", en="a datum")
    rules: ClassVar = _of_its_type(DATUM_TYPES)[:1]

    type: Annotated[str, PlainValidator(read_a_datum_type)] | None = key(
        "le type de la valeur", "the value's type"
    )
    default: Any_ = needed("la valeur de départ", "the value to begin with")


def _as_datum(node: Node, info: ValidationInfo) -> Node:
    """Take a value alone for its default."""
    if not isinstance(node, Scalar):
        return node
    check_unquoted(node, context_findings(info))
    datum = Fields(node.place, node.key)
    datum["default"] = node
    datum.places["default"] = node.place
    return datum


class ApprovalKeys(Shape):
    """Who approved the protocol, and when."""

    called: ClassVar = Text(fr="une approbation", en="an approval")

    role: Prose = needed(
        "la fonction de la personne, pas son nom", "the person's role, not the name", example='"psychologue"'
    )
    date: PlainText = needed("la date : 2026-11-24", "the date: 2026-11-24", example="2026-11-24")
    sha256: PlainText | None = key(
        "l'empreinte du fichier approuvé", "the digest of the file approved", example=f'"{"0" * 64}"'
    )


class PopulationKeys(Shape):
    """For whom the protocol is meant."""

    called: ClassVar = Text(fr="la population", en="the population")

    inclusion: Labels | None = key(
        "critères d'inclusion", "criteria of inclusion", example='["comprend une consigne simple"]'
    )
    non_inclusion: Labels | None = key(
        "critères de non-inclusion", "criteria of non-inclusion", example='["peur des robots"]'
    )


class DurationKeys(Shape):
    """How long a session lasts, pauses included."""

    called: ClassVar = Text(fr="la durée", en="the duration")
    rules: ClassVar = (Needs("closing", "limit", Text(fr="il manque « limit »", en="'limit' is missing")),)

    expected: FixedDuration | None = key("la durée prévue", "the expected duration")
    limit: FixedDuration | None = key(
        "la durée permise : ensuite, finish", "the allowed duration: then, finish"
    )
    closing: FixedDuration = key(
        "le temps que finish peut encore prendre ensuite, pauses comprises ; la séance s'arrête alors",
        "the time that finish may still take then, pauses included; the session ends after it",
        default=CLOSING_MS,
        example="5 min",
    )


class RememberKeys(Shape):
    """A value that belongs to a child."""

    called: ClassVar = Text(fr="ce qui est retenu d'un enfant", en="what is remembered of a child")
    rules: ClassVar = _of_its_type(DATUM_TYPES)

    type: Annotated[str, PlainValidator(read_a_datum_type)] = needed(
        "le type de la valeur", "the value's type"
    )
    default: Any_ = needed("la valeur de départ", "the value to begin with")
    min: Any_ | None = key("la plus petite valeur", "the smallest value")
    max: Any_ | None = key("la plus grande valeur", "the largest value")
    keep: Truth = key(
        "true : gardée d'une séance à l'autre", "true: kept from session to session", default=False
    )
    label: Sentence | None = key("son nom à l'écran", "its name on screens", example='"Niveau"')


class ParticipantsKeys(Shape):
    """How many children take part."""

    called: ClassVar = Text(fr="les enfants", en="the children")

    min: Annotated[int, PlainValidator(whole(0))] = key("au moins", "at least", default=0)
    max: Annotated[int, PlainValidator(whole(1))] = key("au plus", "at most", default=1)
    remember: Annotated[dict[str, RememberKeys], BeforeValidator(as_named)] | None = key(
        "ce qui est retenu de chaque enfant",
        "what is remembered of each child",
        example="{niveau: {type: integer, default: 1, keep: true}}",
    )


class ProtocolKeys(Shape):
    """The file as a whole."""

    called: ClassVar = Text(fr="le fichier", en="the file")
    rules: ClassVar = (OneOf(("commands",), _NO_FINISH),)

    protocol: Annotated[int, PlainValidator(Taking(whole(1), VERSION))] = needed(
        "la version du langage : 1", "the version of the language: 1"
    )
    id: Annotated[str, PlainValidator(read_id)] = needed("l'identifiant : tri-fruits", "the id: tri-fruits")
    version: PlainText = needed(
        'la version du protocole : "1.0.0"', 'the version of the protocol: "1.0.0"', example='"1.0.0"'
    )
    title: Sentence = needed("le titre", "the title", example='"Trier les fruits et les légumes"')
    language: Annotated[str, PlainValidator(read_language)] = needed(
        "la langue des textes : fr", "the language: fr"
    )
    status: Annotated[str, PlainValidator(read_a_status)] = key(
        "draft, review, approved ou retired", "draft, review, approved or retired", default="draft"
    )
    approved: Annotated[list[ApprovalKeys], BeforeValidator(as_items_or_one)] | None = key(
        "qui a approuvé", "who approved it", example='[{role: "psychologue", date: 2026-11-24}]'
    )
    authors: Proses | None = key("qui l'a écrit", "who wrote it", example='["équipe de l\'IME"]')
    goals: Labels | None = key("les objectifs", "the goals", example='["attention soutenue"]')
    population: PopulationKeys | None = key("à qui il s'adresse", "whom it is for")
    material: Labels | None = key("le matériel", "the material", example='["six images de fruits"]')
    sources: Proses | None = key("les sources", "the sources", example='["Dupont, 2019"]')
    comprehension: Annotated[str, PlainValidator(Taking(read_text, LEVEL_OF_COMPREHENSION))] | None = key(
        "le niveau de compréhension demandé : " + ", ".join(COMPREHENSION),
        "the level of comprehension needed: " + ", ".join(COMPREHENSION),
    )
    stop_signs: Labels | None = key(
        "ce que l'enfant peut faire pour arrêter",
        "what the child may do to stop",
        example='["dire « stop »"]',
    )
    records: Labels | None = key(
        "ce qui doit être filmé", "what must be filmed", example='["l\'enfant, de profil"]'
    )
    duration: DurationKeys | None = key(
        "la durée d'une séance", "the duration of a session", example="{expected: 15 min, limit: 25 min}"
    )
    participants: ParticipantsKeys | None = key("les enfants", "the children", example="{min: 1, max: 1}")
    settings: Annotated[dict[str, SettingKeys], BeforeValidator(as_named)] | None = key(
        "les réglages d'avant séance",
        "what is tuned before a session",
        example="{tours: {type: integer, default: 4, min: 1, max: 10}}",
    )
    data: (
        Annotated[
            dict[str, Annotated[DatumKeys, BeforeValidator(Taking(_as_datum, ANY))]],
            BeforeValidator(as_named),
        ]
        | None
    ) = key(
        "les valeurs que la séance tient à jour", "the values that the session keeps", example="{essais: 0}"
    )
    items: (
        Annotated[dict[str, Annotated[Node, PlainValidator(Taking(keep, ITEMS))]], BeforeValidator(as_named)]
        | None
    ) = key(
        "les tables d'items : une liste, ou un fichier CSV",
        "the tables of items: a list, or a CSV file",
        example="{fruits: [{id: pomme, answer: fruit}, {id: poireau, answer: légume}]}",
    )
    routines: Annotated[dict[str, Do], BeforeValidator(as_named)] | None = key(
        "des suites de moments qui ont un nom",
        "lists of moments that have a name",
        example="{danse: [{gesture: cheer}, {pose: arms_up}]}",
    )
    commands: CommandsKeys | None = key(
        "les mots des commandes", "the words of the commands", example="{finish: {next: au_revoir}}"
    )
    always: AlwaysKeys | None = key("ce qui vaut partout", "what holds everywhere")
    allow: Annotated[Fields, PlainValidator(Taking(as_values, _ALLOWED))] | None = key(
        "des contrôles écartés, chacun avec sa raison",
        "checks suppressed, with the reason",
        example='{P203: "l\'adulte reste à côté"}',
    )
    start: Name = needed("la première étape", "the first step")
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] = needed("les étapes", "the steps")
