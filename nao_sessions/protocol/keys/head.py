"""The keys of a file's head, of its tables of items, and of the file as a whole.

The table in this folder is the one place where a key is declared: the parser, the hints, and what is
generated for editors and for readers all follow from it. What a name or an expression means is found out
later, in ``building``. A table is read where it is built, once its columns are known.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.flow import CLOSING_MS
from nao_sessions.protocol.keys.moments import Do, ElementKeys
from nao_sessions.protocol.keys.steps import AlwaysKeys, Next, StepKeys
from nao_sessions.protocol.keys.types import (
    COMPREHENSION,
    DATUM_TYPES,
    SETTING_TYPES,
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
    read_a_datum_type,
    read_a_setting_type,
    read_a_status,
)
from nao_sessions.protocol.keys.values import (
    ANY,
    FILE,
    LEVEL_OF_COMPREHENSION,
    LITERAL,
    NAME,
    REASON,
    TABLE,
    VERSION,
    of_type,
    whole,
)
from nao_sessions.protocol.reading.kinds import (
    Either,
    Keys,
    Kind,
    ListOf,
    NamedColumn,
    NamesOf,
    Narrowing,
    ValueKind,
    words_of,
)
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.scalars import (
    MOST_SHARE,
    Whole,
    context_findings,
    read_id,
    read_language,
    read_text,
)
from nao_sessions.protocol.reading.shape import (
    AtLeastOne,
    Follows,
    Needs,
    Rule,
    Shape,
    as_items_or_one,
    as_named,
    as_values,
    key,
    needed,
)
from nao_sessions.protocol.reading.yaml_traps import check_unquoted
from nao_sessions.text.messages import msg, msgc

_WORD = Either((LITERAL, Keys(ElementKeys)))


def _cell(value: ValueKind) -> Kind:
    """Return the kind of a table's cell: a value, a word with its picture, or a list of words."""
    return Either((value, Keys(ElementKeys), ListOf(_WORD, least=0)))


_TEXT = ValueKind(ANY.name, "pomme", pattern=r"(?!=)[^\\]*", numbers="any", truth=True)
_CELL = _cell(_TEXT)

COLUMNS = {
    "id": NamedColumn(_TEXT, msg("the item's name, in the record")),
    "answer": NamedColumn(_CELL, msg("the right answer: = item.answer")),
    "level": NamedColumn(whole(1), msg("the level, for order: adaptive")),
    "share": NamedColumn(
        whole(1, most=MOST_SHARE),
        msg("how often the item lies in the bag"),
    ),
    "picture": NamedColumn(_cell(FILE), msg("its picture")),
    "sound": NamedColumn(_cell(FILE), msgc("of an item: its recorded sound", "its sound")),
}
"""The columns that the language knows; all others are the author's."""

ITEMS = Either((ListOf(NamesOf(_CELL, NAME, known=COLUMNS)), TABLE))
"""A list of items, or a CSV file."""


_ALLOWED = NamesOf(
    REASON,
    words_of(
        {check.code: check.title for check in CHECKS.values() if check.allowable},
        msg("a check that may be suppressed"),
    ),
    least=1,
)


class CommandKeys(Shape):
    """The words of a built-in command, and where it leads."""

    called: ClassVar = msg("the words of a command")

    do: Do | None = key(msg("what Nao does then"), example='[{say: "On se calme."}]')
    next: Next | None = key(msg("where the command leads"))


NO_FINISH = msg("the command 'finish' is missing, which ends the session at any time")


class CommandsKeys(Shape):
    """The built-in commands that have words of the author's."""

    called: ClassVar = msg("the commands")
    rules: ClassVar = (Rule(AtLeastOne(("finish",)), NO_FINISH),)

    encourage: CommandKeys | None = key(msg("encourage the child"))
    calm: CommandKeys | None = key(msg("calm down"))
    change: CommandKeys | None = key(msg("leave the activity"))
    finish: Annotated[CommandKeys, Narrowing(needed=("next",))] | None = key(
        msg("finish the session; the time limit uses it too"),
    )
    pause: CommandKeys | None = key(msg("pause"))
    resume: CommandKeys | None = key(msg("resume after a pause"))
    redo: CommandKeys | None = key(msg("do the trial again"))
    skip: CommandKeys | None = key(msg("skip this trial or turn"))
    leave: CommandKeys | None = key(msg("a child leaves"))
    come_back: CommandKeys | None = key(msg("a child comes back"), name="return")

    def command(self, name: str) -> CommandKeys | None:
        """Return the words of a command by the name that authors write; None where the author gave none."""
        words = getattr(self, "come_back" if name == "return" else name)
        assert words is None or isinstance(words, CommandKeys)
        return words


def _of_its_type(types: tuple[str, ...]) -> tuple[Rule, Rule]:
    """Return the rules between a type, a default and its bounds: only numbers and durations have bounds."""
    counted = {"integer", "number", "duration"}
    bounds = {word: of_type(word) if word in counted else None for word in types}
    said = msg("the value is not of the type that is declared")
    none = msg("only a number or a duration has bounds")
    return (
        Rule(Follows("type", ("default",), {word: of_type(word) for word in types}), said),
        Rule(Follows("type", ("min", "max"), bounds), none),
    )


class SettingKeys(Shape):
    """What the professional may tune before a session."""

    called: ClassVar = msg("a setting")
    rules: ClassVar = (
        *_of_its_type(SETTING_TYPES),
        Rule(
            Needs("type", "choices", word="choice", named=True), msg("the key 'choices' is missing"), "P105"
        ),
    )

    type: Annotated[str, PlainValidator(read_a_setting_type)] = needed(msg("the value's type"))
    default: Any_ = needed(msg("the value to begin with"))
    min: Any_ | None = key(msg("the smallest value allowed"))
    max: Any_ | None = key(msg("the largest value allowed"))
    choices: PlainTexts | None = key(msg("the values to choose from"), example="[lent, normal]")
    label: Sentence | None = key(
        msg("the setting's name on screens"),
        example='"Essais par enfant"',
    )


class DatumKeys(Shape):
    """A value that the session keeps."""

    called: ClassVar = msg("a datum")
    rules: ClassVar = _of_its_type(DATUM_TYPES)[:1]

    type: Annotated[str, PlainValidator(read_a_datum_type)] | None = key(msg("the value's type"))
    default: Any_ = needed(msg("the value to begin with"))


def _as_datum(node: Node, info: ValidationInfo) -> Node:
    """Turn a value alone into a map with that value as its default."""
    if not isinstance(node, Scalar):
        return node
    check_unquoted(node, context_findings(info))
    datum = Fields(node.place, node.key)
    datum["default"] = node
    datum.places["default"] = node.place
    return datum


class ApprovalKeys(Shape):
    """Who approved the protocol, and when."""

    called: ClassVar = msg("an approval")

    role: Prose = needed(
        msg("the person's role, not the name"),
        example='"psychologue"',
    )
    date: PlainText = needed(msg("the date: 2026-11-24"), example="2026-11-24")
    sha256: PlainText | None = key(
        msg("the digest of the file approved"),
        example=f'"{"0" * 64}"',
    )


class PopulationKeys(Shape):
    """For whom the protocol is meant."""

    called: ClassVar = msg("the population")

    inclusion: Labels | None = key(
        msg("criteria of inclusion"),
        example='["comprend une consigne simple"]',
    )
    non_inclusion: Labels | None = key(msg("criteria of non-inclusion"), example='["peur des robots"]')


class DurationKeys(Shape):
    """How long a session lasts, pauses included."""

    called: ClassVar = msg("the duration")
    rules: ClassVar = (Rule(Needs("closing", "limit"), msg("'limit' is missing")),)

    expected: FixedDuration | None = key(msg("the expected duration"))
    limit: FixedDuration | None = key(msg("the allowed duration: then, finish"))
    closing: FixedDuration = key(
        msg("the time that finish may still take then, pauses included; the session ends after it"),
        default=CLOSING_MS,
        example="5 min",
    )


class RememberKeys(Shape):
    """A value that belongs to a child."""

    called: ClassVar = msg("what is remembered of a child")
    rules: ClassVar = _of_its_type(DATUM_TYPES)

    type: Annotated[str, PlainValidator(read_a_datum_type)] = needed(msg("the value's type"))
    default: Any_ = needed(msg("the value to begin with"))
    min: Any_ | None = key(msg("the smallest value"))
    max: Any_ | None = key(msg("the largest value"))
    keep: Truth = key(
        msg("true: kept from session to session"),
        default=False,
    )
    label: Sentence | None = key(msg("its name on screens"), example='"Niveau"')


class ParticipantsKeys(Shape):
    """How many children take part."""

    called: ClassVar = msg("the children")

    min: Annotated[int, PlainValidator(Whole(0))] = key(msg("at least"), default=0)
    max: Annotated[int, PlainValidator(Whole(1))] = key(msg("at most"), default=1)
    remember: Annotated[dict[str, RememberKeys], BeforeValidator(as_named)] | None = key(
        msg("what is remembered of each child"),
        example="{niveau: {type: integer, default: 1, keep: true}}",
    )


class ProtocolKeys(Shape):
    """The file as a whole."""

    called: ClassVar = msg("the file")
    rules: ClassVar = (Rule(AtLeastOne(("commands",)), NO_FINISH),)

    protocol: Annotated[int, PlainValidator(Taking(Whole(1), VERSION))] = needed(
        msg("the version of the language: 1")
    )
    id: Annotated[str, PlainValidator(read_id)] = needed(msg("the id: tri-fruits"))
    version: PlainText = needed(
        msg('the version of the protocol: "1.0.0"'),
        example='"1.0.0"',
    )
    title: Sentence = needed(msg("the title"), example='"Trier les fruits et les légumes"')
    language: Annotated[str, PlainValidator(read_language)] = needed(msg("the language: fr"))
    status: Annotated[str, PlainValidator(read_a_status)] = key(
        msg("draft, review, approved or retired"),
        default="draft",
    )
    approved: Annotated[list[ApprovalKeys], BeforeValidator(as_items_or_one)] | None = key(
        msg("who approved it"), example='[{role: "psychologue", date: 2026-11-24}]'
    )
    authors: Proses | None = key(msg("who wrote it"), example='["équipe de l\'IME"]')
    goals: Labels | None = key(msg("the goals"), example='["attention soutenue"]')
    population: PopulationKeys | None = key(msg("whom it is for"))
    material: Labels | None = key(msg("the material"), example='["six images de fruits"]')
    sources: Proses | None = key(msg("the sources"), example='["Dupont, 2019"]')
    comprehension: Annotated[str, PlainValidator(Taking(read_text, LEVEL_OF_COMPREHENSION))] | None = key(
        msg("the level of comprehension needed: {comprehension}", comprehension=", ".join(COMPREHENSION)),
    )
    stop_signs: Labels | None = key(
        msg("what the child may do to stop"),
        example='["dire « stop »"]',
    )
    records: Labels | None = key(msg("what must be filmed"), example='["l\'enfant, de profil"]')
    duration: DurationKeys | None = key(
        msg("the duration of a session"),
        example="{expected: 15 min, limit: 25 min}",
    )
    participants: ParticipantsKeys | None = key(msg("the children"), example="{min: 1, max: 1}")
    settings: Annotated[dict[str, SettingKeys], BeforeValidator(as_named)] | None = key(
        msg("what is tuned before a session"),
        example="{tours: {type: integer, default: 4, min: 1, max: 10}}",
    )
    data: (
        Annotated[
            dict[str, Annotated[DatumKeys, BeforeValidator(Taking(_as_datum, ANY))]],
            BeforeValidator(as_named),
        ]
        | None
    ) = key(
        msg("the values that the session keeps"),
        example="{essais: 0}",
    )
    items: (
        Annotated[dict[str, Annotated[Node, PlainValidator(Taking(keep, ITEMS))]], BeforeValidator(as_named)]
        | None
    ) = key(
        msg("the tables of items: a list, or a CSV file"),
        example="{fruits: [{id: pomme, answer: fruit}, {id: poireau, answer: légume}]}",
    )
    routines: Annotated[dict[str, Do], BeforeValidator(as_named)] | None = key(
        msg("lists of moments that have a name"),
        example="{danse: [{gesture: cheer}, {pose: arms_up}]}",
    )
    commands: CommandsKeys | None = key(
        msg("the words of the commands"),
        example="{finish: {next: au_revoir}}",
    )
    always: AlwaysKeys | None = key(msg("what holds everywhere"))
    allow: Annotated[Fields, PlainValidator(Taking(as_values, _ALLOWED))] | None = key(
        msg("checks suppressed, with the reason"),
        example='{P203: "l\'adulte reste à côté"}',
    )
    start: Name = needed(msg("the first step"))
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] = needed(msg("the steps"))
