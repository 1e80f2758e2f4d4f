"""The keys of trials: what is asked, what counts as an answer, which help comes when."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.keys.moments import SENSED, BoardKeys, Do, ElementKeys, read_elements
from nao_sessions.protocol.keys.senses import ThereOrGoneKeys
from nao_sessions.protocol.keys.types import (
    THERAPIST,
    Cards,
    Condition,
    Count,
    Duration,
    ListRead,
    MapOr,
    Name,
    PlainDuration,
    PlainWords,
    Reversals,
    Sentence,
    Taking,
    Touches,
    Truth,
    WordsByLanguage,
    read_a_correction,
    read_a_help,
    read_a_procedure,
    read_a_prompt_cause,
    read_a_sense,
    read_an_element,
    read_an_order,
    read_what_it_ends_on,
)
from nao_sessions.protocol.keys.values import PLAIN_WORD, RIGHT
from nao_sessions.protocol.reading.kinds import Either, Keys, ListOf, NamesOf
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.scalars import MOST_SHARE, Whole, read_path, read_word
from nao_sessions.protocol.reading.shape import (
    Alone,
    AtLeastOne,
    Needs,
    Rule,
    Says,
    Shape,
    as_items,
    as_items_or_one,
    as_map,
    key,
    needed,
)
from nao_sessions.text.messages import msg, msgc


class _Signs(Shape):
    """The signs by which an answer may be given."""

    board: PlainWords | None = key(msg("what is touched on the board"))
    word: WordsByLanguage | None = key(
        msg("the words recognised, or those of each language (Nao proposes them, the adult confirms)"),
        example="{fr: [oui, d'accord], en: [yes, okay]}",
    )
    touch: Touches | None = key(msg("the parts of Nao touched"))
    card: Cards | None = key(msg("the numbers of the cards shown"))


class WayKeys(ThereOrGoneKeys, _Signs):
    """One way to give an answer."""

    called: ClassVar = msg("a way to answer")
    rules: ClassVar = (
        Rule(
            AtLeastOne((*SENSED, "professional", THERAPIST)),
            msg("the way to give this answer is missing"),
            "P105",
            msg("for example: {board: fruit}"),
        ),
    )

    professional: Truth = key(msg("true: the adult says so"), default=False)
    therapist: Truth = key(msg("true: the adult says so"), default=False)


class FromKeys(Shape):
    """Answers that change with the item."""

    called: ClassVar = msg("answers that change with the item")

    elements: Annotated[
        BoardKeys | list[ElementKeys | Scalar] | Scalar, PlainValidator(MapOr(BoardKeys, read_elements))
    ] = needed(
        msg("the possible answers, or the communication board that they are on"),
        name="from",
        example="= item.choix",
    )
    by: Annotated[list[Annotated[str, PlainValidator(read_a_sense)]], BeforeValidator(as_items_or_one)] = (
        needed(msg("the ways to answer"), example="[board, word]")
    )


Ways = Annotated[list[WayKeys], BeforeValidator(as_items_or_one)]


class _NamedAnswers(Shape):
    """Answers that are written out; read by :func:`_read_answers` alone."""

    called: ClassVar = msgc("noun, with an article", "answers")

    answers: Annotated[dict[str, Ways], BeforeValidator(as_map)] = needed(msg("the answers"))


def _read_answers(node: Node, info: ValidationInfo) -> FromKeys | dict[str, list[WayKeys]]:
    """Read answers with their ways, or the elements that the answers come from."""
    if isinstance(node, Fields) and "from" in node:
        return FromKeys.model_validate(node, context=info.context)
    wrapped = Fields(node.place, node.key)
    wrapped["answers"] = node
    wrapped.places["answers"] = node.place
    return _NamedAnswers.model_validate(wrapped, context=info.context).answers


_ANSWERS = Either((Keys(FromKeys), NamesOf(ListOf(Keys(WayKeys), or_one=True), least=1, but=("from",))))


class OrderKeys(Shape):
    """A shuffled order without long runs."""

    called: ClassVar = msg("a shuffled order")

    shuffled: Name = needed(msg("the column to mix"), example="answer")
    no_more_than: Annotated[int, PlainValidator(Whole(1))] = key(msg("at most so many in a row"), default=3)


class AdaptKeys(Shape):
    """How the level follows the child."""

    called: ClassVar = msg("a level that follows the child")

    level: Annotated[Scalar, PlainValidator(read_path)] = needed(msg("the level: participant.level"))
    up: Annotated[int, PlainValidator(Whole(1))] = key(msg("right answers in a row to go up"), default=2)
    down: Annotated[int, PlainValidator(Whole(1))] = key(msg("errors in a row to go down"), default=1)
    stop_after: Reversals | None = key(msg("for example: 6 reversals"))


class PromptKeys(Shape):
    """One help."""

    called: ClassVar = msg("a help")

    help: Annotated[str, PlainValidator(read_a_help)] = needed(msg("the kind of help"))
    do: Do | None = key(msg("what Nao does"), example='[{say: "Regarde bien."}, {repeat: question}]')
    adult: Sentence | None = key(
        msg("what the adult does"),
        example='"Guidez sa main vers la bonne image."',
    )
    attempts: Annotated[int, PlainValidator(Whole(1))] = key(
        msg("how often, before the next help"), default=1
    )
    condition: Condition | None = key(msg("only if"), name="if")
    after: Duration | None = key(
        msg("the silence before it; 0 s on the first: errorless"),
    )


class PromptingKeys(Shape):
    """How help is faded and raised."""

    called: ClassVar = msg("a prompting procedure")

    procedure: Annotated[
        str,
        PlainValidator(read_a_procedure),
    ] = needed(msg("the procedure"))
    delay: Duration | None = key(msg("the delay (the longest)"))
    zero_delay_trials: Annotated[int, PlainValidator(Whole(0))] = key(
        msg("trials without delay, at first"), default=1
    )
    step: PlainDuration | None = key(msg("how much the delay grows"))
    every: Annotated[int, PlainValidator(Whole(1))] = key(msg("every so many trials"), default=1)
    fade_after: Annotated[int, PlainValidator(Whole(1))] = key(
        msg("right answers in a row before less help"),
        default=2,
    )
    raise_after: Annotated[int, PlainValidator(Whole(1))] = key(
        msg("errors in a row before more help"), default=1
    )


class CorrectionKeys(Shape):
    """The same item again after an error."""

    called: ClassVar = msg("a correction")

    repeat: Annotated[str, PlainValidator(read_a_correction)] = needed(msg("with_prompt or without"))
    then: Annotated[str, PlainValidator(read_a_correction)] | None = key(msg("then: with_prompt or without"))


class GiveUpKeys(Shape):
    """Where to go after errors in a row."""

    called: ClassVar = msgc("with an article", "giving up")

    errors_in_row: Annotated[int, PlainValidator(Whole(1))] = needed(msg("how many errors in a row"))
    next: Name = needed(msg("the step to go to"))


_NEEDS = msg("'{key}' needs '{other}'")
_ADAPTIVE = msg("'order: adaptive' and 'adapt' go together")
_ADAPT = msg("add adapt: {level: participant.level}")


class TrialsKeys(Shape):
    """A block of trials."""

    called: ClassVar = msg("a block of trials")
    rules: ClassVar = (
        Rule(Needs("order", "items"), _NEEDS, "P105"),
        Rule(Needs("each_item", "items"), _NEEDS, "P105"),
        Rule(Needs("adapt", "items"), _NEEDS, "P105"),
        Rule(Needs("order", "adapt", word="adaptive"), _ADAPTIVE, "P105", _ADAPT),
        Rule(Says("adapt", "order", "adaptive"), _ADAPTIVE, "P105", _ADAPT),
        Rule(Alone("count", ("each_item",)), msg("'count' or 'each_item', not both"), "P120"),
    )

    elsewhere: ClassVar = {
        "say": msg('write ask: [{say: "..."}]'),
        "do": msg("the question goes into 'ask'"),
    }

    items: Name | None = key(msg("the table of items"), example="fruits")
    order: Annotated[OrderKeys | str, PlainValidator(MapOr(OrderKeys, read_an_order))] = key(
        msg("listed, shuffled, adaptive, or {shuffled: COLUMN, no_more_than: 3}"),
        default="listed",
    )
    count: Count | None = key(msg("how many trials"))
    each_item: Annotated[int, PlainValidator(Whole(1, MOST_SHARE))] | None = key(msg("how often each item"))
    adapt: AdaptKeys | None = key(
        msg("how the level follows the child"),
        example="{level: participant.niveau, up: 2, down: 1}",
    )
    ask: Do = needed(msg("the question"), example='[{say: "C\'est {item.nom}. Fruit ou légume ?"}]')
    answers: (
        Annotated[FromKeys | dict[str, list[WayKeys]], PlainValidator(Taking(_read_answers, _ANSWERS))] | None
    ) = key(
        msg("the answers and the ways to give them"),
        example="{fruit: [{board: fruit}, {touch: hand.left}], légume: {board: légume}}",
    )
    correct: (
        Annotated[
            list[Scalar] | Scalar,
            PlainValidator(Taking(ListRead(read_an_element, read_word), Either((RIGHT, ListOf(PLAIN_WORD))))),
        ]
        | None
    ) = key(
        msg("the right answer; any: all; nothing: silence; left out: nothing is judged"),
        example="= item.answer",
    )
    patience: Duration | None = key(msg("how long an answer is waited for"))
    prompts: Annotated[list[PromptKeys], BeforeValidator(as_items)] | None = key(
        msg("the helps, from the least to the most"),
        example='[{help: verbal, do: [{say: "Regarde bien."}]}]',
    )
    prompt_on: (
        Annotated[list[Annotated[str, PlainValidator(read_a_prompt_cause)]], BeforeValidator(as_items_or_one)]
        | None
    ) = key(msg("silence, wrong: what brings help"))
    prompting: (
        Annotated[
            PromptingKeys | str,
            PlainValidator(MapOr(PromptingKeys, read_a_procedure)),
        ]
        | None
    ) = key(msg("the prompting procedure"), example="least_to_most")
    correction: CorrectionKeys | None = key(
        msg("the same item after an error"),
        example="{repeat: with_prompt, then: without}",
    )
    end_on: Annotated[str, PlainValidator(read_what_it_ends_on)] | None = key(
        msg("success: ends with the first right answer")
    )
    give_up: GiveUpKeys | None = key(
        msg("where to go after errors in a row"),
        example="{errors_in_row: 3, next: facile}",
    )
    feedback: Annotated[dict[str, Do], BeforeValidator(as_map)] | None = key(
        msg("what Nao does then: by answer, or by judgement"),
        example='{correct: [{say: "Bravo !"}], incorrect: [{say: "Presque."}]}',
    )
    pause: Duration | None = key(msg("the pause between two trials"))
    stop_when: Condition | None = key(msg("stop when"), example="trials.streak >= 5")
