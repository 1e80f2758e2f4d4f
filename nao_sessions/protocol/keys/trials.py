"""The keys of trials: what is asked, what counts as an answer, which help comes when."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.core.text import Text
from nao_sessions.protocol.keys.moments import Do, Elements
from nao_sessions.protocol.keys.types import Any_, Name, Sentence, Truth, Word, Words, either, listed
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.scalars import one_of, read_path, read_scalar, read_word, whole
from nao_sessions.protocol.reading.shape import Shape, as_items, as_items_or_one, as_map, key, needed
from nao_sessions.protocol.trials import HELPS, SENSES

THERAPIST = "therapist"
"""Another word for the professional, as a way to give an answer."""


class WayKeys(Shape):
    """One way to give an answer."""

    board: Words | None = key("ce qui est touché sur la tablette", "what is touched on the board")
    word: Words | None = key("les mots reconnus (Nao les propose, l'adulte confirme)",
                             "the words recognised (Nao proposes them, the adult confirms)")  # fmt: skip
    touch: Words | None = key("les parties de Nao touchées", "the parts of Nao touched")
    card: Words | None = key("les numéros des cartes montrées", "the numbers of the cards shown")
    gaze: Word | None = key("robot : l'enfant regarde Nao", "robot: the child looks at Nao")
    face: Word | None = key("any : un visage est vu", "any: a face is seen")
    speech: Word | None = key("any : quelqu'un parle", "any: somebody speaks")
    professional: Truth = key("true : l'adulte le dit", "true: the professional says so", default=False)
    therapist: Truth = key("true : l'adulte le dit", "true: the professional says so", default=False)


class FromKeys(Shape):
    """Answers that change with the item."""

    elements: Elements = needed("les réponses possibles", "the possible answers", name="from")
    by: Annotated[
        list[Annotated[str, PlainValidator(one_of(*SENSES, THERAPIST))]], BeforeValidator(as_items_or_one)
    ] = needed("les façons de répondre", "the ways to answer")


Ways = Annotated[list[WayKeys], BeforeValidator(as_items_or_one)]


class _NamedAnswers(Shape):
    """Answers that are written out; read by :func:`_read_answers` alone."""

    answers: Annotated[dict[str, Ways], BeforeValidator(as_map)] = needed("les réponses", "the answers")


def _read_answers(node: Node, info: ValidationInfo) -> FromKeys | dict[str, list[WayKeys]]:
    """Take answers with their ways, or the elements that they come from."""
    if isinstance(node, Fields) and "from" in node:
        return FromKeys.model_validate(node, context=info.context)
    wrapped = Fields(node.place, node.key)
    wrapped["answers"] = node
    wrapped.places["answers"] = node.place
    return _NamedAnswers.model_validate(wrapped, context=info.context).answers


class OrderKeys(Shape):
    """A shuffled order without long runs."""

    shuffled: Name = needed("la colonne à mêler", "the column to mix")
    no_more_than: Annotated[int, PlainValidator(whole(1))] = key(
        "au plus tant de suite", "at most so many in a row", default=3
    )


class AdaptKeys(Shape):
    """How the level follows the child."""

    level: Annotated[Scalar, PlainValidator(read_path)] = needed(
        "le niveau : participant.niveau", "the level: participant.level"
    )
    up: Annotated[int, PlainValidator(whole(1))] = key(
        "réussites de suite pour monter", "right answers in a row to go up", default=2
    )
    down: Annotated[int, PlainValidator(whole(1))] = key(
        "erreurs de suite pour descendre", "errors in a row to go down", default=1
    )
    stop_after: Word | None = key("par exemple : 6 reversals", "for example: 6 reversals")


class PromptKeys(Shape):
    """One help."""

    help: Annotated[str, PlainValidator(one_of(*HELPS))] = needed("le type d'aide", "the kind of help")
    do: Do | None = key("ce que Nao fait", "what Nao does")
    adult: Sentence | None = key("ce que fait l'adulte", "what the adult does")
    attempts: Annotated[int, PlainValidator(whole(1))] = key(
        "combien de fois, avant l'aide suivante", "how often, before the next help", default=1
    )
    condition: Any_ | None = key("seulement si", "only if", name="if")
    after: Word | None = key(
        "le silence qui la précède ; 0 s sur la première : sans erreur",
        "the silence before it; 0 s on the first: errorless",
    )


class PromptingKeys(Shape):
    """How help is faded and raised."""

    procedure: Annotated[
        str,
        PlainValidator(
            one_of("least_to_most", "most_to_least", "simultaneous", "constant_delay", "progressive_delay")
        ),
    ] = needed("la procédure", "the procedure")
    delay: Word | None = key("le délai (le plus long)", "the delay (the longest)")
    zero_delay_trials: Annotated[int, PlainValidator(whole(0))] = key(
        "essais sans délai, au début", "trials without delay, at first", default=1
    )
    step: Word | None = key("de combien le délai grandit", "how much the delay grows")
    every: Annotated[int, PlainValidator(whole(1))] = key(
        "tous les combien d'essais", "every so many trials", default=1
    )
    fade_after: Annotated[int, PlainValidator(whole(1))] = key(
        "réussites de suite avant moins d'aide", "right answers in a row before less help", default=2
    )
    raise_after: Annotated[int, PlainValidator(whole(1))] = key(
        "erreurs de suite avant plus d'aide", "errors in a row before more help", default=1
    )


class CorrectionKeys(Shape):
    """The same item again after an error."""

    repeat: Annotated[str, PlainValidator(one_of("with_prompt", "without"))] = needed(
        "with_prompt ou without", "with_prompt or without"
    )
    then: Annotated[str, PlainValidator(one_of("with_prompt", "without"))] | None = key(
        "puis : with_prompt ou without", "then: with_prompt or without"
    )


class GiveUpKeys(Shape):
    """Where to go after errors in a row."""

    errors_in_row: Annotated[int, PlainValidator(whole(1))] = needed(
        "combien d'erreurs de suite", "how many errors in a row"
    )
    next: Name = needed("l'étape où aller", "the step to go to")


class TrialsKeys(Shape):
    """A block of trials."""

    elsewhere: ClassVar = {
        "say": Text(fr='écrivez ask: [{say: "..."}]', en='write ask: [{say: "..."}]'),
        "do": Text(fr="la question se met dans « ask »", en="the question goes into 'ask'"),
    }

    items: Name | None = key("la table des items", "the table of items")
    order: Annotated[
        OrderKeys | str, PlainValidator(either(OrderKeys, one_of("listed", "shuffled", "adaptive")))
    ] = key(
        "listed, shuffled, adaptive, ou {shuffled: COLONNE, no_more_than: 3}",
        "listed, shuffled, adaptive, or {shuffled: COLUMN, no_more_than: 3}",
        default="listed",
    )
    count: Word | None = key("combien d'essais", "how many trials")
    each_item: Annotated[int, PlainValidator(whole(1))] | None = key(
        "combien de fois chaque item", "how often each item"
    )
    adapt: AdaptKeys | None = key("comment le niveau suit l'enfant", "how the level follows the child")
    ask: Do = needed("la question", "the question")
    answers: Annotated[FromKeys | dict[str, list[WayKeys]], PlainValidator(_read_answers)] | None = key(
        "les réponses et les façons de les donner", "the answers and the ways to give them"
    )
    correct: Annotated[list[Scalar] | Scalar, PlainValidator(listed(read_scalar, read_word))] | None = key(
        "la bonne réponse ; any : toutes ; nothing : le silence ; absente : rien n'est jugé",
        "the right answer; any: all; nothing: silence; left out: nothing is judged",
    )
    patience: Word | None = key("le délai de réponse accordé", "how long an answer is waited for")
    prompts: Annotated[list[PromptKeys], BeforeValidator(as_items)] | None = key(
        "les aides, de la moindre à la plus forte", "the helps, from the least to the most"
    )
    prompt_on: (
        Annotated[
            list[Annotated[str, PlainValidator(one_of("silence", "wrong"))]], BeforeValidator(as_items_or_one)
        ]
        | None
    ) = key("silence, wrong : ce qui amène l'aide", "silence, wrong: what brings help")
    prompting: (
        Annotated[
            PromptingKeys | str,
            PlainValidator(
                either(
                    PromptingKeys,
                    one_of(
                        "least_to_most",
                        "most_to_least",
                        "simultaneous",
                        "constant_delay",
                        "progressive_delay",
                    ),
                )
            ),
        ]
        | None
    ) = key("la procédure d'aide", "the prompting procedure")
    correction: CorrectionKeys | None = key("le même item après une erreur", "the same item after an error")
    end_on: Annotated[str, PlainValidator(one_of("success"))] | None = key(
        "success : finit à la première réussite", "success: ends with the first right answer"
    )
    give_up: GiveUpKeys | None = key(
        "où aller après des erreurs de suite", "where to go after errors in a row"
    )
    feedback: Annotated[dict[str, Do], BeforeValidator(as_map)] | None = key(
        "ce que Nao fait après : par réponse, ou par jugement",
        "what Nao does then: by answer, or by judgement",
    )
    pause: Word | None = key("la pause entre deux essais", "the pause between two trials")
    stop_when: Any_ | None = key("arrêter quand", "stop when")
