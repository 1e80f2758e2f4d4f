"""A block of trials on paper: the question, how it may be answered, who decides, which help comes when.

What a microphone takes up proposes and never decides; the sheet says so beside every question.
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.core.paper.html import Html, el, html, table
from nao_sessions.core.text import Text
from nao_sessions.protocol import wording
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.sheet.counts import how_many, in_row
from nao_sessions.protocol.sheet.moments import SHORT, block, facts, titled
from nao_sessions.protocol.sheet.writing import Writing, value_for
from nao_sessions.protocol.trials import (
    ANY,
    JUDGEMENTS,
    NOTHING,
    PROPOSING,
    AnswersFrom,
    Item,
    Prompt,
    Sense,
    Trials,
)
from nao_sessions.protocol.wording import (
    HELPS_EXPLAINED,
    PROCEDURES,
    SEMICOLON,
    SENSES,
    alternatives,
    duration,
    joined,
    quote,
)

SEEN = frozenset({"touch", "board"})
"""Senses that decide where it is known who answered: one child takes part, or the board is a child's own."""


def trials(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    """Give everything about a block of trials."""
    return html(
        titled(writing, "h4", Text(fr="La question", en="The question"), block(writing, block_of.ask, items)),
        titled(writing, "h4", Text(fr="Les réponses", en="The answers"), _answers(writing, block_of, items)),
        titled(writing, "h4", Text(fr="L'aide, dans l'ordre", en="Help, in order"),
               _help(writing, block_of, items)),
        titled(writing, "h4", Text(fr="Après la réponse", en="After the answer"),
               _feedback(writing, block_of, items)),
        titled(writing, "h4", Text(fr="Combien d'essais", en="How many trials"), how_many(writing, block_of)),
    )  # fmt: skip


def senses(block_of: Trials) -> tuple[Sense, ...]:
    """Give the senses by which a question may be answered."""
    if isinstance(block_of.answers, AnswersFrom):
        return block_of.answers.by
    return tuple(dict.fromkeys(way.sense for answer in block_of.answers for way in answer.ways))


def _answers(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    telling = writing.telling
    heads = [
        writing(Text(fr="Réponse", en="Answer")),
        writing(Text(fr="Comment elle peut être donnée", en="How it may be given")),
        writing(Text(fr="Juste", en="Right")),
    ]
    if isinstance(block_of.answers, AnswersFrom):
        ways = alternatives([SENSES[sense] for sense in block_of.answers.by])
        elements = telling.elements(block_of.answers.elements)
        rows = [(writing(elements), writing(ways), _right(writing, block_of))]
    else:
        rows = [
            (
                answer.value,
                writing(telling.stimuli(answer.ways)),
                _is_right(writing, block_of, answer.value, items),
            )
            for answer in block_of.answers
        ]
    told = [table(rows, heads, class_="short" if len(rows) <= SHORT else "")]
    if not isinstance(block_of.answers, AnswersFrom) and isinstance(block_of.correct, Expression):
        told.append(
            el("p", writing(Text(fr="Bonne réponse : ", en="Right answer: ")), _right(writing, block_of))
        )
    told.append(el("p", _judged(writing, block_of)))
    return html(*told)


def _right(writing: Writing, block_of: Trials) -> str:
    """Write what the right answer is."""
    correct = block_of.correct
    if correct is None:
        return writing(Text(fr="rien n'est jugé", en="nothing is judged"))
    if isinstance(correct, Expression):
        return writing(writing.telling.compute(correct))
    words = (correct,) if isinstance(correct, str) else correct
    return writing(alternatives([_right_word(word) for word in words]))


def _right_word(word: str) -> Text:
    if word == ANY:
        return Text(fr="toute réponse", en="any answer")
    if word == NOTHING:
        return Text(fr="ne pas répondre", en="not to answer")
    return quote(word)


def _is_right(writing: Writing, block_of: Trials, answer: str, items: Sequence[Item]) -> str:
    """Say whether, or for which items, an answer is right."""
    correct = block_of.correct
    if correct is None:
        return "—"
    if not isinstance(correct, Expression):
        right = answer in ((correct,) if isinstance(correct, str) else correct) or correct == ANY
        return writing(Text(fr="oui", en="yes") if right else Text(fr="non", en="no"))
    matching = [item.id for item in items if _answers_to(correct, item, answer)]
    if not matching or len(matching) == len(items):
        return "" if not matching else writing(Text(fr="oui", en="yes"))
    listed = ", ".join(matching)
    return writing(Text(fr=f"pour {listed}", en=f"for {listed}"))


def _answers_to(correct: Expression, item: Item, answer: str) -> bool:
    value = value_for(correct, item)
    return answer in value if isinstance(value, tuple) else value == answer


def _judged(writing: Writing, block_of: Trials) -> str:
    """Say what is judged, and who decides."""
    given = senses(block_of)
    if not given:
        return writing(Text(fr="Rien n'est attendu : la question n'est pas jugée.",
                            en="Nothing is waited for: the question is not judged."))  # fmt: skip
    told: list[Text] = []
    deciding = [SENSES[sense] for sense in given if sense not in PROPOSING and sense != "professional"]
    if deciding:
        named = alternatives(deciding)
        told.append(Text(fr=f"Compte aussitôt\u00a0: {named.fr}.", en=f"Counts at once: {named.en}."))
        if writing.protocol.participants_max > 1 and any(sense in SEEN for sense in given):
            told.append(Text(
                fr="À plusieurs, un toucher dont l'auteur n'est pas connu doit être confirmé aussi.",
                en="With several children, a touch whose author is not known has to be confirmed as well.",
            ))  # fmt: skip
    proposing = [SENSES[sense] for sense in given if sense in PROPOSING]
    if proposing:
        named = alternatives(proposing)
        told.append(Text(
            fr=f"À confirmer par l'adulte, d'un bouton, avant de compter\u00a0: {named.fr}. Nao ne dit rien "
            "avant.",
            en=f"Counts only once the adult has confirmed it by a button: {named.en}. Nao says nothing "
            "before.",
        ))  # fmt: skip
        if "word" in given:
            told.append(Text(fr="Un mot entendu ne fait jamais, à lui seul, une erreur.",
                             en="A word that was heard never makes an error by itself."))  # fmt: skip
    told.append(Text(fr="L'adulte a le dernier mot et peut juger à nouveau.",
                     en="The adult has the last word, and may judge again."))  # fmt: skip
    if block_of.correct is None:
        told.append(Text(fr="Rien n'est jugé ici : tout est seulement noté.",
                         en="Nothing is judged here: everything is only recorded."))  # fmt: skip
    return writing(joined(told, " "))


def _help(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    telling = writing.telling
    patience = telling.duration(block_of.patience)
    waits = facts(
        writing, [(Text(fr="Délai de réponse accordé", en="Time allowed for an answer"), writing(patience))]
    )
    if not block_of.prompts:
        none = Text(fr="Aucune aide n'est prévue.", en="No help is planned.")
        return html(waits, el("p", writing(none)))
    heads = [
        "",
        writing(Text(fr="Aide", en="Help")),
        writing(Text(fr="Quand", en="When")),
        writing(Text(fr="Ce qui est fait", en="What is done")),
    ]
    rows = [
        (str(number), writing(HELPS_EXPLAINED[prompt.help]), writing(_when(writing, block_of, prompt)),
         block(writing, prompt.block, items))
        for number, prompt in enumerate(block_of.prompts, 1)
    ]  # fmt: skip
    return html(waits, el("p", writing(_procedure(writing, block_of))), table(rows, heads, class_="helps"))


def _when(writing: Writing, block_of: Trials, prompt: Prompt) -> Text:
    causes = []
    if "silence" in block_of.prompt_on:
        if prompt.after is None:
            causes.append(
                Text(fr="sans réponse à la fin du délai", en="without an answer in the time allowed")
            )
        else:
            silence = writing.telling.duration(prompt.after)
            causes.append(Text(fr=f"après {silence.fr} de silence", en=f"after {silence.en} of silence"))
    if "wrong" in block_of.prompt_on:
        causes.append(
            Text(fr="après une autre réponse que la bonne", en="after another answer than the right one")
        )
    told = [alternatives(causes)]
    if prompt.attempts > 1:
        told.append(Text(fr=f"jusqu'à {prompt.attempts} fois", en=f"up to {prompt.attempts} times"))
    if prompt.condition is not None:
        condition = writing.telling.compute(prompt.condition)
        told.append(Text(fr=f"seulement si {condition.fr}", en=f"only if {condition.en}"))
    return joined(told, SEMICOLON)


def _procedure(writing: Writing, block_of: Trials) -> Text:
    """Tell the procedure, and the rules by which help is faded and raised."""
    how = block_of.prompting
    name = PROCEDURES[how.procedure]
    told = [Text(fr=f"Procédure : {name.fr}.", en=f"Procedure: {name.en}.")]
    if how.procedure in ("constant_delay", "progressive_delay"):
        if how.delay is not None:
            delay = writing.telling.duration(how.delay)
            told.append(Text(fr=f"Délai : {delay.fr}.", en=f"Delay: {delay.en}."))
        told.append(Text(
            fr=f"Sans délai pour les {how.zero_delay_trials} premiers essais." if how.zero_delay_trials > 1
            else "Sans délai au premier essai." if how.zero_delay_trials else "",
            en=f"No delay in the first {how.zero_delay_trials} trials." if how.zero_delay_trials > 1
            else "No delay in the first trial." if how.zero_delay_trials else "",
        ))  # fmt: skip
    if how.procedure == "progressive_delay":
        step = duration(how.step)
        told.append(Text(fr=f"Le délai grandit de {step.fr} tous les {how.every} essais.",
                         en=f"The delay grows by {step.en} every {how.every} trials."))  # fmt: skip
    if how.procedure == "most_to_least":
        told.append(Text(
            fr=f"Moins d'aide après {in_row(how.fade_after, 'réussite')}, plus d'aide après "
            f"{in_row(how.raise_after, 'erreur')}.",
            en=f"Less help after {how.fade_after} right in a row, more after {how.raise_after} "
            f"{'error' if how.raise_after == 1 else 'errors in a row'}.",
        ))  # fmt: skip
    return joined([one for one in told if one.fr], " ")


def _feedback(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    rows = []
    for key, name in block_of.feedback:
        label = writing(wording.JUDGEMENTS[key]) if key in JUDGEMENTS else writing(quote(key))
        done = block(writing, name, items)
        rows.append((label, done or writing(Text(fr="rien", en="nothing"))))
    keys = {key for key, _ in block_of.feedback}
    silent = [wording.JUDGEMENTS[key] for key in ("correct", "incorrect", "no_response") if key not in keys]
    heads = [
        writing(Text(fr="Jugement ou réponse", en="Judgement or answer")),
        writing(Text(fr="Ce qui est dit et fait", en="What is said and done")),
    ]
    told = [table(rows, heads, class_="feedback")]
    if silent and block_of.correct is not None:
        named = alternatives(silent)
        told.append(el("p", writing(Text(fr=f"Nao ne dit rien de particulier après : {named.fr}.",
                                         en=f"Nao says nothing in particular after: {named.en}.")),
                       class_="note"))  # fmt: skip
    return html(*told)
