"""What stands on the card of a block of trials: question, answers, helps in order, what follows, how many."""

from __future__ import annotations

from dataclasses import replace

from nao_sessions.protocol.diagram.cards import COLON, Row, block_rows
from nao_sessions.protocol.diagram.ways import first_words
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.flow import Act, Speech
from nao_sessions.protocol.outline import HelpOutline, TrialsOutline
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.text.messages import msg

MOST_ANSWERS = 8

_MORE_ANSWERS = msg("… and {n} more answers")


def trial_rows(outline: TrialsOutline | None, words: Words) -> tuple[Row, ...]:
    """Write the block of trials of a step, in the order in which a trial goes; nothing where it has none."""
    if outline is None:
        return ()
    size = outline.facts.brief("count", "each_item", "deck", "order", "spread")
    rules = outline.facts.brief("correction", "pause", "end_on_success", "stop_when")
    return (
        Row(" · ".join(words.of(one) for one in size), "trials", "small", ruled=True),
        *_small(outline, words, "level", "adapt"),
        *block_rows(outline.trials.ask, words),
        *_answers(outline, words),
        *_small(outline, words, "right", "correct"),
        *_small(outline, words, "after", "patience"),
        *_helps(outline, words),
        *_feedback(outline, words),
        *(Row(words.of(rule), None, "small", ruled=not number) for number, rule in enumerate(rules)),
    )


def _small(outline: TrialsOutline, words: Words, sign: str | None, key: str) -> list[Row]:
    return [Row(words.of(brief), sign, "small") for brief in outline.facts.brief(key)]


def _answers(outline: TrialsOutline, words: Words) -> list[Row]:
    rows: list[Row] = []
    for answer in outline.answers[:MOST_ANSWERS]:
        text = " · ".join(dict.fromkeys(words.of(one) for one in answer.brief))
        rows.append(Row(text, "answer", end_signs=answer.senses, ruled=not rows))
    if len(outline.answers) > MOST_ANSWERS:
        rows.append(Row(words.of(_MORE_ANSWERS, n=len(outline.answers) - MOST_ANSWERS), None, "small"))
    return rows


def _helps(outline: TrialsOutline, words: Words) -> list[Row]:
    rows = _small(outline, words, None, "prompting")
    for one in outline.helps:
        rows.append(Row(_help(one, words), "help"))
        adult = next((act for act in _acts(one, words) if act.verb == "adult"), None)
        if adult is not None and isinstance(adult.argument, Speech):
            rows.append(Row(words.speech(adult.argument), "adult", "adult"))
    rows += _small(outline, words, None, "prompt_on")
    return [replace(row, ruled=not number) for number, row in enumerate(rows)]


def _help(one: HelpOutline, words: Words) -> str:
    acts = [act for act in _acts(one, words) if act.verb not in ("adult", "set", "note", "open")]
    done = " · ".join(words.of(words.telling.act(act).text) for act in acts)
    return words.of(one.brief) + (words.of(COLON) + done if done else "")


def _acts(one: HelpOutline, words: Words) -> list[Act]:
    return [act for moment in words.protocol.blocks.get(one.prompt.block, ()) for act in moment.acts]


def _feedback(outline: TrialsOutline, words: Words) -> list[Row]:
    rows: list[Row] = []
    for key, block in outline.trials.feedback:
        heading = words.of(JUDGEMENTS[key]) if key in JUDGEMENTS else key
        sign = {"correct": "right", "prompted": "right", "no_response": "after"}.get(key, "answer")
        first = first_words(block, words)
        text = heading if first is None else f"{heading}{words.of(COLON)}{first}"
        rows.append(Row(text, sign, ruled=not rows))
    return rows
