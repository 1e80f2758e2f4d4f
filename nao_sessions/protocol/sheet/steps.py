"""The steps on paper, in the order of the file: what is done, what is asked, and every way on.

Every sentence that Nao can say in a step stands there, the adult's lines too.
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.paper.html import Html, el, html, table
from nao_sessions.protocol.flow import Step
from nao_sessions.protocol.outline import EntryOutline, step_outline
from nao_sessions.protocol.sheet.moments import SHORT, block
from nao_sessions.protocol.sheet.trials import trials
from nao_sessions.protocol.sheet.writing import Writing, capital
from nao_sessions.protocol.trials import Item
from nao_sessions.text.messages import msg, msgc


def all_steps(writing: Writing) -> Html:
    """Give all steps."""
    top = [name for name, step in writing.protocol.steps.items() if step.parent is None]
    return html(*(_step(writing, name, ()) for name in top))


def _step(writing: Writing, name: str, items: Sequence[Item]) -> Html:
    step = writing.protocol.steps[name]
    inside = _items_of(writing, step, items)
    number, short = writing.number(name), name.rpartition(".")[2]
    title = writing.speech(step.title) if step.title is not None else Html("")
    heading = el("h3", number, ". ", title, " " if title else "", el("code", short))
    outline = step_outline(writing.telling, step)
    about = outline.facts.full("each", "use", "use.begin", "start")
    content = [heading, *(el("p", writing(one), class_="where") for one in about)]
    content.append(block(writing, step.block, items))
    if outline.trials is not None:
        content.append(trials(writing, outline.trials, inside))
    content.append(level(writing, outline.entries, inside))
    content += [el("p", writing(one), class_="path") for one in outline.facts.full("next", "end")]
    within = writing.inside(step.each is not None and step.each.children)
    content += [_step(within, child, inside) for child in step.children]
    return el("section", *content, class_="step child" if step.parent else "step", id=f"s{number}")


def _items_of(writing: Writing, step: Step, items: Sequence[Item]) -> Sequence[Item]:
    """Give the items that a step's sentences are made with."""
    decks = writing.protocol.decks
    if step.trials is not None and step.trials.deck is not None:
        return decks[step.trials.deck].items
    if step.each is not None and not step.each.children:
        return decks[step.each.over].items
    return items


def level(writing: Writing, entries: Sequence[EntryOutline], items: Sequence[Item] = ()) -> Html:
    """Give the entries of a level as a table: what happens, and then."""
    heads = [writing(one) for one in (msg("Who"), msg("If…"), msgc("after a condition", "Then"))]
    rows = [_entry(writing, entry, items) for entry in entries]
    return table(rows, heads, class_="short" if len(rows) <= SHORT else "")


def _entry(writing: Writing, outline: EntryOutline, items: Sequence[Item]) -> tuple[str, str, str]:
    entry, facts = outline.entry, outline.facts
    only = [el("p", capital(writing(one)), class_="only") for one in facts.full("condition")]
    kept = [el("span", writing(one), class_="note goes") for one in facts.full("assignments")]
    arrow = "→ " if entry.next else "↩ "
    then = [el("span", arrow, writing(one), class_="goes") for one in facts.full("next")]
    done = block(writing, entry.block, items)
    return writing(outline.who), html(_cause(writing, outline), *only), html(done, *kept, *then)


def _cause(writing: Writing, outline: EntryOutline) -> Html:
    """Say what is pressed, done or waited for, for an entry to be taken."""
    facts = outline.facts
    if outline.entry.label is not None:
        label = el("b", "[ ", writing.speech(outline.entry.label), " ]")
        return html(label, *(f" ({writing(one)})" for one in facts.full("main")))
    if outline.entry.stimuli:
        return html(" — ".join(writing(one) for one in facts.full("stimuli", "cut")))
    return html("; ".join(writing(one) for one in facts.full("wait", "limit")))
