"""The keys of trials: what is asked, what counts as an answer, which help comes when."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.core.text import Text
from nao_sessions.protocol.keys.moments import SENSED, BoardKeys, Do, ElementKeys, read_elements
from nao_sessions.protocol.keys.types import (
    Cards,
    Condition,
    Count,
    Duration,
    Face,
    Gaze,
    Name,
    PlainDuration,
    PlainWords,
    Reversals,
    Sentence,
    Speech,
    Taking,
    Touches,
    Truth,
    WordsByLanguage,
    either,
    listed,
    read_an_element,
)
from nao_sessions.protocol.keys.values import PLAIN_WORD, RIGHT
from nao_sessions.protocol.keys.words import (
    THERAPIST as THERAPIST,
)
from nao_sessions.protocol.keys.words import (
    read_a_correction,
    read_a_help,
    read_a_procedure,
    read_a_prompt_cause,
    read_a_sense,
    read_an_order,
    read_what_it_ends_on,
)
from nao_sessions.protocol.reading.kinds import Either, Keys, Listed, Named
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.rules import Alone, Needs, OneOf, Says
from nao_sessions.protocol.reading.scalars import MOST_SHARE, read_path, read_word, whole
from nao_sessions.protocol.reading.shape import Shape, as_items, as_items_or_one, as_map, key, needed


class WayKeys(Shape):
    """One way to give an answer."""

    called: ClassVar = Text(fr="une façon de répondre", en="a way to answer")
    rules: ClassVar = (
        OneOf(
            (*SENSED, "professional", THERAPIST),
            Text(
                fr="il manque la façon de donner cette réponse", en="the way to give this answer is missing"
            ),
        ),
    )

    board: PlainWords | None = key(
        Text(fr="ce qui est touché sur la tablette", en="what is touched on the board")
    )
    word: WordsByLanguage | None = key(
        Text(
            fr="les mots reconnus, ou ceux de chaque langue (Nao les propose, l'adulte confirme)",
            en="the words recognised, or those of each language (Nao proposes them, the adult confirms)",
        ),
        example="{fr: [oui, d'accord], en: [yes, okay]}",
    )
    touch: Touches | None = key(Text(fr="les parties de Nao touchées", en="the parts of Nao touched"))
    card: Cards | None = key(Text(fr="les numéros des cartes montrées", en="the numbers of the cards shown"))
    gaze: Gaze | None = key(Text(fr="robot : l'enfant regarde Nao", en="robot: the child looks at Nao"))
    face: Face | None = key(Text(fr="any : un visage est vu", en="any: a face is seen"))
    speech: Speech | None = key(Text(fr="any : quelqu'un parle", en="any: somebody speaks"))
    professional: Truth = key(
        Text(fr="true : l'adulte le dit", en="true: the professional says so"), default=False
    )
    therapist: Truth = key(
        Text(fr="true : l'adulte le dit", en="true: the professional says so"), default=False
    )


class FromKeys(Shape):
    """Answers that change with the item."""

    called: ClassVar = Text(
        fr="des réponses qui changent avec l'item", en="answers that change with the item"
    )

    elements: Annotated[
        BoardKeys | list[ElementKeys | Scalar] | Scalar, PlainValidator(either(BoardKeys, read_elements))
    ] = needed(
        Text(
            fr="les réponses possibles, ou le tableau de communication où elles sont",
            en="the possible answers, or the communication board that they are on",
        ),
        name="from",
        example="= item.choix",
    )
    by: Annotated[list[Annotated[str, PlainValidator(read_a_sense)]], BeforeValidator(as_items_or_one)] = (
        needed(Text(fr="les façons de répondre", en="the ways to answer"), example="[board, word]")
    )


Ways = Annotated[list[WayKeys], BeforeValidator(as_items_or_one)]


class _NamedAnswers(Shape):
    """Answers that are written out; read by :func:`_read_answers` alone."""

    called: ClassVar = Text(fr="des réponses", en="answers")

    answers: Annotated[dict[str, Ways], BeforeValidator(as_map)] = needed(
        Text(fr="les réponses", en="the answers")
    )


def _read_answers(node: Node, info: ValidationInfo) -> FromKeys | dict[str, list[WayKeys]]:
    """Take answers with their ways, or the elements that they come from."""
    if isinstance(node, Fields) and "from" in node:
        return FromKeys.model_validate(node, context=info.context)
    wrapped = Fields(node.place, node.key)
    wrapped["answers"] = node
    wrapped.places["answers"] = node.place
    return _NamedAnswers.model_validate(wrapped, context=info.context).answers


_ANSWERS = Either((Keys(FromKeys), Named(Listed(Keys(WayKeys), or_one=True), least=1, but=("from",))))


class OrderKeys(Shape):
    """A shuffled order without long runs."""

    called: ClassVar = Text(fr="un ordre mêlé", en="a shuffled order")

    shuffled: Name = needed(Text(fr="la colonne à mêler", en="the column to mix"), example="answer")
    no_more_than: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="au plus tant de suite", en="at most so many in a row"), default=3
    )


class AdaptKeys(Shape):
    """How the level follows the child."""

    called: ClassVar = Text(fr="un niveau qui suit l'enfant", en="a level that follows the child")

    level: Annotated[Scalar, PlainValidator(read_path)] = needed(
        Text(fr="le niveau : participant.niveau", en="the level: participant.level")
    )
    up: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="réussites de suite pour monter", en="right answers in a row to go up"), default=2
    )
    down: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="erreurs de suite pour descendre", en="errors in a row to go down"), default=1
    )
    stop_after: Reversals | None = key(Text(fr="par exemple : 6 reversals", en="for example: 6 reversals"))


class PromptKeys(Shape):
    """One help."""

    called: ClassVar = Text(fr="une aide", en="a help")

    help: Annotated[str, PlainValidator(read_a_help)] = needed(
        Text(fr="le type d'aide", en="the kind of help")
    )
    do: Do | None = key(
        Text(fr="ce que Nao fait", en="what Nao does"), example='[{say: "Regarde bien."}, {repeat: question}]'
    )
    adult: Sentence | None = key(
        Text(fr="ce que fait l'adulte", en="what the adult does"),
        example='"Guidez sa main vers la bonne image."',
    )
    attempts: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="combien de fois, avant l'aide suivante", en="how often, before the next help"), default=1
    )
    condition: Condition | None = key(Text(fr="seulement si", en="only if"), name="if")
    after: Duration | None = key(
        Text(
            fr="le silence qui la précède ; 0 s sur la première : sans erreur",
            en="the silence before it; 0 s on the first: errorless",
        ),
    )


class PromptingKeys(Shape):
    """How help is faded and raised."""

    called: ClassVar = Text(fr="une procédure d'aide", en="a prompting procedure")

    procedure: Annotated[
        str,
        PlainValidator(read_a_procedure),
    ] = needed(Text(fr="la procédure", en="the procedure"))
    delay: Duration | None = key(Text(fr="le délai (le plus long)", en="the delay (the longest)"))
    zero_delay_trials: Annotated[int, PlainValidator(whole(0))] = key(
        Text(fr="essais sans délai, au début", en="trials without delay, at first"), default=1
    )
    step: PlainDuration | None = key(Text(fr="de combien le délai grandit", en="how much the delay grows"))
    every: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="tous les combien d'essais", en="every so many trials"), default=1
    )
    fade_after: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="réussites de suite avant moins d'aide", en="right answers in a row before less help"),
        default=2,
    )
    raise_after: Annotated[int, PlainValidator(whole(1))] = key(
        Text(fr="erreurs de suite avant plus d'aide", en="errors in a row before more help"), default=1
    )


class CorrectionKeys(Shape):
    """The same item again after an error."""

    called: ClassVar = Text(fr="une correction", en="a correction")

    repeat: Annotated[str, PlainValidator(read_a_correction)] = needed(
        Text(fr="with_prompt ou without", en="with_prompt or without")
    )
    then: Annotated[str, PlainValidator(read_a_correction)] | None = key(
        Text(fr="puis : with_prompt ou without", en="then: with_prompt or without")
    )


class GiveUpKeys(Shape):
    """Where to go after errors in a row."""

    called: ClassVar = Text(fr="un abandon", en="giving up")

    errors_in_row: Annotated[int, PlainValidator(whole(1))] = needed(
        Text(fr="combien d'erreurs de suite", en="how many errors in a row")
    )
    next: Name = needed(Text(fr="l'étape où aller", en="the step to go to"))


def _missing(name: str) -> Text:
    return Text(fr=f"il manque « {name} »", en=f"'{name}' is missing")


class TrialsKeys(Shape):
    """A block of trials."""

    called: ClassVar = Text(fr="un bloc d'essais", en="a block of trials")
    rules: ClassVar = (
        Needs("order", "items", _missing("items")),
        Needs("each_item", "items", _missing("items")),
        Needs("adapt", "items", _missing("items")),
        Needs("order", "adapt", _missing("adapt"), word="adaptive"),
        Says("adapt", "order", "adaptive", Text(fr="il manque « order: adaptive »",
                                               en="'order: adaptive' is missing")),
        Alone("count", ("each_item",), Text(fr="« count » ou « each_item », pas les deux",
                                            en="'count' or 'each_item', not both")),
    )  # fmt: skip

    elsewhere: ClassVar = {
        "say": Text(fr='écrivez ask: [{say: "..."}]', en='write ask: [{say: "..."}]'),
        "do": Text(fr="la question se met dans « ask »", en="the question goes into 'ask'"),
    }

    items: Name | None = key(Text(fr="la table des items", en="the table of items"), example="fruits")
    order: Annotated[OrderKeys | str, PlainValidator(either(OrderKeys, read_an_order))] = key(
        Text(
            fr="listed, shuffled, adaptive, ou {shuffled: COLONNE, no_more_than: 3}",
            en="listed, shuffled, adaptive, or {shuffled: COLUMN, no_more_than: 3}",
        ),
        default="listed",
    )
    count: Count | None = key(Text(fr="combien d'essais", en="how many trials"))
    each_item: Annotated[int, PlainValidator(whole(1, MOST_SHARE))] | None = key(
        Text(fr="combien de fois chaque item", en="how often each item")
    )
    adapt: AdaptKeys | None = key(
        Text(fr="comment le niveau suit l'enfant", en="how the level follows the child"),
        example="{level: participant.niveau, up: 2, down: 1}",
    )
    ask: Do = needed(
        Text(fr="la question", en="the question"), example='[{say: "C\'est {item.nom}. Fruit ou légume ?"}]'
    )
    answers: (
        Annotated[FromKeys | dict[str, list[WayKeys]], PlainValidator(Taking(_read_answers, _ANSWERS))] | None
    ) = key(
        Text(fr="les réponses et les façons de les donner", en="the answers and the ways to give them"),
        example="{fruit: [{board: fruit}, {touch: hand.left}], légume: {board: légume}}",
    )
    correct: (
        Annotated[
            list[Scalar] | Scalar,
            PlainValidator(Taking(listed(read_an_element, read_word), Either((RIGHT, Listed(PLAIN_WORD))))),
        ]
        | None
    ) = key(
        Text(
            fr="la bonne réponse ; any : toutes ; nothing : le silence ; absente : rien n'est jugé",
            en="the right answer; any: all; nothing: silence; left out: nothing is judged",
        ),
        example="= item.answer",
    )
    patience: Duration | None = key(
        Text(fr="le délai de réponse accordé", en="how long an answer is waited for")
    )
    prompts: Annotated[list[PromptKeys], BeforeValidator(as_items)] | None = key(
        Text(fr="les aides, de la moindre à la plus forte", en="the helps, from the least to the most"),
        example='[{help: verbal, do: [{say: "Regarde bien."}]}]',
    )
    prompt_on: (
        Annotated[list[Annotated[str, PlainValidator(read_a_prompt_cause)]], BeforeValidator(as_items_or_one)]
        | None
    ) = key(Text(fr="silence, wrong : ce qui amène l'aide", en="silence, wrong: what brings help"))
    prompting: (
        Annotated[
            PromptingKeys | str,
            PlainValidator(either(PromptingKeys, read_a_procedure)),
        ]
        | None
    ) = key(Text(fr="la procédure d'aide", en="the prompting procedure"), example="least_to_most")
    correction: CorrectionKeys | None = key(
        Text(fr="le même item après une erreur", en="the same item after an error"),
        example="{repeat: with_prompt, then: without}",
    )
    end_on: Annotated[str, PlainValidator(read_what_it_ends_on)] | None = key(
        Text(fr="success : finit à la première réussite", en="success: ends with the first right answer")
    )
    give_up: GiveUpKeys | None = key(
        Text(fr="où aller après des erreurs de suite", en="where to go after errors in a row"),
        example="{errors_in_row: 3, next: facile}",
    )
    feedback: Annotated[dict[str, Do], BeforeValidator(as_map)] | None = key(
        Text(
            fr="ce que Nao fait après : par réponse, ou par jugement",
            en="what Nao does then: by answer, or by judgement",
        ),
        example='{correct: [{say: "Bravo !"}], incorrect: [{say: "Presque."}]}',
    )
    pause: Duration | None = key(Text(fr="la pause entre deux essais", en="the pause between two trials"))
    stop_when: Condition | None = key(Text(fr="arrêter quand", en="stop when"), example="trials.streak >= 5")
