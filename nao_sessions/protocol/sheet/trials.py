"""A block of trials on paper: the question, how it may be answered, who decides, which help comes when."""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.paper.html import Html, el, html, lines, table
from nao_sessions.protocol.outline import TrialsOutline
from nao_sessions.protocol.outline.trials import response
from nao_sessions.protocol.sheet.moments import SHORT, block, facts, titled
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.trials import Item
from nao_sessions.text.messages import msg


def trials(writing: Writing, outline: TrialsOutline, items: Sequence[Item]) -> Html:
    """Give everything about a block of trials."""
    size = outline.facts.full("count", "pause", "adapt", "correction")
    parts = (
        (msg("The question"), block(writing, outline.trials.ask, items)),
        (msg("The answers"), _answers(writing, outline)),
        (msg("Help, in order"), _help(writing, outline, items)),
        (msg("After the answer"), _feedback(writing, outline, items)),
        (msg("How many trials"), lines(writing(one) for one in size)),
    )
    return html(*(titled(writing, "h4", heading, content) for heading, content in parts))


def _answers(writing: Writing, outline: TrialsOutline) -> Html:
    heads = [writing(one) for one in (msg("Answer"), msg("How it may be given"), msg("Right"))]
    rows = [
        tuple(writing(one) for one in (answer.name, answer.ways, answer.right)) for answer in outline.answers
    ]
    return html(
        table(rows, heads, class_="short" if len(rows) <= SHORT else ""),
        *(el("p", writing(one)) for one in (*outline.facts.full("correct"), outline.judging)),
    )


def _help(writing: Writing, outline: TrialsOutline, items: Sequence[Item]) -> Html:
    patience = outline.facts["patience"]
    assert patience.words is not None
    waits = facts(writing, [(patience.label, writing(patience.words))])
    if not outline.helps:
        return html(waits, el("p", writing(msg("No help is planned."))))
    heads = ["", *(writing(one) for one in (msg("Help"), msg("When"), msg("What is done")))]
    rows = [
        (str(number), writing(one.explained), writing(one.when), block(writing, one.prompt.block, items))
        for number, one in enumerate(outline.helps, 1)
    ]
    rules = [el("p", writing(one)) for one in outline.facts.full("prompting")]
    return html(waits, *rules, table(rows, heads, class_="helps"))


def _feedback(writing: Writing, outline: TrialsOutline, items: Sequence[Item]) -> Html:
    rows = [
        (writing(response(key)), block(writing, name, items) or writing(msg("nothing")))
        for key, name in outline.trials.feedback
    ]
    heads = [writing(msg("Judgement or answer")), writing(msg("What is said and done"))]
    silent = "" if outline.silent is None else el("p", writing(outline.silent), class_="note")
    return html(table(rows, heads, class_="feedback"), silent)
