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

    do: Do | None = key(
        Text(fr="ce que Nao fait alors", en="what Nao does then"), example='[{say: "On se calme."}]'
    )
    next: Next | None = key(Text(fr="où la commande mène", en="where the command leads"))


_NO_FINISH = Text(
    fr="il manque la commande « finish », qui finit la séance à tout moment",
    en="the command 'finish' is missing, which ends the session at any time",
)


class CommandsKeys(Shape):
    """The built-in commands that have words of the author's."""

    called: ClassVar = Text(fr="les commandes", en="the commands")
    rules: ClassVar = (OneOf(("finish",), _NO_FINISH),)

    encourage: CommandKeys | None = key(Text(fr="encourager l'enfant", en="encourage the child"))
    calm: CommandKeys | None = key(Text(fr="retour au calme", en="calm down"))
    change: CommandKeys | None = key(Text(fr="quitter l'activité", en="leave the activity"))
    finish: Annotated[CommandKeys, Narrowed(needed=("next",))] | None = key(
        Text(
            fr="finir la séance ; la limite de durée s'en sert aussi",
            en="finish the session; the time limit uses it too",
        ),
    )
    pause: CommandKeys | None = key(Text(fr="mettre en pause", en="pause"))
    resume: CommandKeys | None = key(Text(fr="reprendre après une pause", en="resume after a pause"))
    redo: CommandKeys | None = key(Text(fr="refaire l'essai", en="do the trial again"))
    skip: CommandKeys | None = key(Text(fr="passer cet essai ou ce tour", en="skip this trial or turn"))
    leave: CommandKeys | None = key(Text(fr="un enfant sort", en="a child leaves"))
    come_back: CommandKeys | None = key(Text(fr="un enfant revient", en="a child comes back"), name="return")

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
        Text(fr="le type de la valeur", en="the value's type")
    )
    default: Any_ = needed(Text(fr="la valeur de départ", en="the value to begin with"))
    min: Any_ | None = key(Text(fr="la plus petite valeur permise", en="the smallest value allowed"))
    max: Any_ | None = key(Text(fr="la plus grande valeur permise", en="the largest value allowed"))
    choices: PlainTexts | None = key(
        Text(fr="les valeurs au choix", en="the values to choose from"), example="[lent, normal]"
    )
    label: Sentence | None = key(
        Text(fr="le nom du réglage à l'écran", en="the setting's name on screens"),
        example='"Essais par enfant"',
    )


class DatumKeys(Shape):
    """A value that the session keeps."""

    called: ClassVar = Text(fr="une donnée", en="a datum")
    rules: ClassVar = _of_its_type(DATUM_TYPES)[:1]

    type: Annotated[str, PlainValidator(read_a_datum_type)] | None = key(
        Text(fr="le type de la valeur", en="the value's type")
    )
    default: Any_ = needed(Text(fr="la valeur de départ", en="the value to begin with"))


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
        Text(fr="la fonction de la personne, pas son nom", en="the person's role, not the name"),
        example='"psychologue"',
    )
    date: PlainText = needed(Text(fr="la date : 2026-11-24", en="the date: 2026-11-24"), example="2026-11-24")
    sha256: PlainText | None = key(
        Text(fr="l'empreinte du fichier approuvé", en="the digest of the file approved"),
        example=f'"{"0" * 64}"',
    )


class PopulationKeys(Shape):
    """For whom the protocol is meant."""

    called: ClassVar = Text(fr="la population", en="the population")

    inclusion: Labels | None = key(
        Text(fr="critères d'inclusion", en="criteria of inclusion"),
        example='["comprend une consigne simple"]',
    )
    non_inclusion: Labels | None = key(
        Text(fr="critères de non-inclusion", en="criteria of non-inclusion"), example='["peur des robots"]'
    )


class DurationKeys(Shape):
    """How long a session lasts, pauses included."""

    called: ClassVar = Text(fr="la durée", en="the duration")
    rules: ClassVar = (Needs("closing", "limit", Text(fr="il manque « limit »", en="'limit' is missing")),)

    expected: FixedDuration | None = key(Text(fr="la durée prévue", en="the expected duration"))
    limit: FixedDuration | None = key(
        Text(fr="la durée permise : ensuite, finish", en="the allowed duration: then, finish")
    )
    closing: FixedDuration = key(
        Text(
            fr="le temps que finish peut encore prendre ensuite, pauses comprises ; la séance s'arrête alors",
            en="the time that finish may still take then, pauses included; the session ends after it",
        ),
        default=CLOSING_MS,
        example="5 min",
    )


class RememberKeys(Shape):
    """A value that belongs to a child."""

    called: ClassVar = Text(fr="ce qui est retenu d'un enfant", en="what is remembered of a child")
    rules: ClassVar = _of_its_type(DATUM_TYPES)

    type: Annotated[str, PlainValidator(read_a_datum_type)] = needed(
        Text(fr="le type de la valeur", en="the value's type")
    )
    default: Any_ = needed(Text(fr="la valeur de départ", en="the value to begin with"))
    min: Any_ | None = key(Text(fr="la plus petite valeur", en="the smallest value"))
    max: Any_ | None = key(Text(fr="la plus grande valeur", en="the largest value"))
    keep: Truth = key(
        Text(fr="true : gardée d'une séance à l'autre", en="true: kept from session to session"),
        default=False,
    )
    label: Sentence | None = key(Text(fr="son nom à l'écran", en="its name on screens"), example='"Niveau"')


class ParticipantsKeys(Shape):
    """How many children take part."""

    called: ClassVar = Text(fr="les enfants", en="the children")

    min: Annotated[int, PlainValidator(whole(0))] = key(Text(fr="au moins", en="at least"), default=0)
    max: Annotated[int, PlainValidator(whole(1))] = key(Text(fr="au plus", en="at most"), default=1)
    remember: Annotated[dict[str, RememberKeys], BeforeValidator(as_named)] | None = key(
        Text(fr="ce qui est retenu de chaque enfant", en="what is remembered of each child"),
        example="{niveau: {type: integer, default: 1, keep: true}}",
    )


class ProtocolKeys(Shape):
    """The file as a whole."""

    called: ClassVar = Text(fr="le fichier", en="the file")
    rules: ClassVar = (OneOf(("commands",), _NO_FINISH),)

    protocol: Annotated[int, PlainValidator(Taking(whole(1), VERSION))] = needed(
        Text(fr="la version du langage : 1", en="the version of the language: 1")
    )
    id: Annotated[str, PlainValidator(read_id)] = needed(
        Text(fr="l'identifiant : tri-fruits", en="the id: tri-fruits")
    )
    version: PlainText = needed(
        Text(fr='la version du protocole : "1.0.0"', en='the version of the protocol: "1.0.0"'),
        example='"1.0.0"',
    )
    title: Sentence = needed(Text(fr="le titre", en="the title"), example='"Trier les fruits et les légumes"')
    language: Annotated[str, PlainValidator(read_language)] = needed(
        Text(fr="la langue des textes : fr", en="the language: fr")
    )
    status: Annotated[str, PlainValidator(read_a_status)] = key(
        Text(fr="draft, review, approved ou retired", en="draft, review, approved or retired"),
        default="draft",
    )
    approved: Annotated[list[ApprovalKeys], BeforeValidator(as_items_or_one)] | None = key(
        Text(fr="qui a approuvé", en="who approved it"), example='[{role: "psychologue", date: 2026-11-24}]'
    )
    authors: Proses | None = key(Text(fr="qui l'a écrit", en="who wrote it"), example='["équipe de l\'IME"]')
    goals: Labels | None = key(Text(fr="les objectifs", en="the goals"), example='["attention soutenue"]')
    population: PopulationKeys | None = key(Text(fr="à qui il s'adresse", en="whom it is for"))
    material: Labels | None = key(
        Text(fr="le matériel", en="the material"), example='["six images de fruits"]'
    )
    sources: Proses | None = key(Text(fr="les sources", en="the sources"), example='["Dupont, 2019"]')
    comprehension: Annotated[str, PlainValidator(Taking(read_text, LEVEL_OF_COMPREHENSION))] | None = key(
        Text(
            fr=f"le niveau de compréhension demandé : {', '.join(COMPREHENSION)}",
            en=f"the level of comprehension needed: {', '.join(COMPREHENSION)}",
        ),
    )
    stop_signs: Labels | None = key(
        Text(fr="ce que l'enfant peut faire pour arrêter", en="what the child may do to stop"),
        example='["dire « stop »"]',
    )
    records: Labels | None = key(
        Text(fr="ce qui doit être filmé", en="what must be filmed"), example='["l\'enfant, de profil"]'
    )
    duration: DurationKeys | None = key(
        Text(fr="la durée d'une séance", en="the duration of a session"),
        example="{expected: 15 min, limit: 25 min}",
    )
    participants: ParticipantsKeys | None = key(
        Text(fr="les enfants", en="the children"), example="{min: 1, max: 1}"
    )
    settings: Annotated[dict[str, SettingKeys], BeforeValidator(as_named)] | None = key(
        Text(fr="les réglages d'avant séance", en="what is tuned before a session"),
        example="{tours: {type: integer, default: 4, min: 1, max: 10}}",
    )
    data: (
        Annotated[
            dict[str, Annotated[DatumKeys, BeforeValidator(Taking(_as_datum, ANY))]],
            BeforeValidator(as_named),
        ]
        | None
    ) = key(
        Text(fr="les valeurs que la séance tient à jour", en="the values that the session keeps"),
        example="{essais: 0}",
    )
    items: (
        Annotated[dict[str, Annotated[Node, PlainValidator(Taking(keep, ITEMS))]], BeforeValidator(as_named)]
        | None
    ) = key(
        Text(
            fr="les tables d'items : une liste, ou un fichier CSV",
            en="the tables of items: a list, or a CSV file",
        ),
        example="{fruits: [{id: pomme, answer: fruit}, {id: poireau, answer: légume}]}",
    )
    routines: Annotated[dict[str, Do], BeforeValidator(as_named)] | None = key(
        Text(fr="des suites de moments qui ont un nom", en="lists of moments that have a name"),
        example="{danse: [{gesture: cheer}, {pose: arms_up}]}",
    )
    commands: CommandsKeys | None = key(
        Text(fr="les mots des commandes", en="the words of the commands"),
        example="{finish: {next: au_revoir}}",
    )
    always: AlwaysKeys | None = key(Text(fr="ce qui vaut partout", en="what holds everywhere"))
    allow: Annotated[Fields, PlainValidator(Taking(as_values, _ALLOWED))] | None = key(
        Text(fr="des contrôles écartés, chacun avec sa raison", en="checks suppressed, with the reason"),
        example='{P203: "l\'adulte reste à côté"}',
    )
    start: Name = needed(Text(fr="la première étape", en="the first step"))
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] = needed(
        Text(fr="les étapes", en="the steps")
    )
