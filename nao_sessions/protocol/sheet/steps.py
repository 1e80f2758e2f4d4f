"""The steps on paper, in the order of the file: what is done, what is asked, and every way on.

Every sentence that Nao can say in a step stands there, the adult's lines too.
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.paper.html import Html, el, html, table
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Duration, Entry, Level, Step
from nao_sessions.protocol.sheet.moments import GOES_ON, SHORT, block, goes
from nao_sessions.protocol.sheet.trials import trials
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.trials import Item
from nao_sessions.protocol.wording import OUTCOMES, plain
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgc, verbatim


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
    content = [heading, *_about(writing, step), block(writing, step.block, items)]
    if step.trials is not None:
        content.append(trials(writing, step.trials, inside))
    content.append(_exits(writing, step, inside))
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


def _about(writing: Writing, step: Step) -> list[Html]:
    """Say what kind of step it is, where that is not plain."""
    told: list[Text] = []
    if step.each is not None:
        rounds = step.each.rounds
        over = step.each.over.rpartition(":")[2]
        whom = msg("every child present")
        if not step.each.children:
            whom = msg("every item of the table “{table}”", table=over)
        many = writing.telling.compute(rounds) if isinstance(rounds, Expression) else verbatim(rounds)
        tail = EMPTY_TEXT if rounds == 1 else msg("; rounds: {many}", many=many)
        told.append(msg("Done for {whom}{tail}.", whom=whom, tail=tail))
    if step.use is not None:
        file = step.use.file
        told.append(msg("Protocol used: “{file}”.", file=file))
        given = [
            f"{name.rpartition(':')[2]} = {writing(_begins(writing, value))}"
            for name, value in step.use.begin
        ]
        if given:
            listed = ", ".join(given)
            told.append(msg("It begins with: {listed}.", listed=listed))
    if step.start is not None:
        start = writing.telling.step(step.start)
        told.append(msg("The group begins with: {start}.", start=start))
    return [el("p", writing(text), class_="where") for text in told]


def _begins(writing: Writing, value: object) -> Text:
    return writing.telling.compute(value) if isinstance(value, Expression) else plain(value)  # type: ignore[arg-type]


def _exits(writing: Writing, step: Step, items: Sequence[Item]) -> Html:
    """Give every way on: what is pressed, done or waited for, and where it leads."""
    told: list[Html] = [level(writing, step.level, items)]
    group = step.children or step.trials is not None
    if step.next:
        branches = writing.telling.branches(step.next)
        first = msg("Then")
        if group:
            first = msg("Once it is done")
        told.append(el("p", f"{writing(first)} → ", writing(branches), class_="path"))
    if step.end is not None:
        told.append(el("p", writing(_ending(writing, step)), class_="path"))
    return html(*told)


def _ending(writing: Writing, step: Step) -> Text:
    assert step.end is not None
    if writing.protocol.used_by(step.name) is not None:
        return msg("End of the protocol that is used.")
    word = OUTCOMES[step.end]
    return msg("End: {word}.", word=word)


def level(writing: Writing, entries: Level, items: Sequence[Item] = ()) -> Html:
    """Give the entries of a level as a table: what happens, and then."""
    heads = [
        writing(msg("Who")),
        writing(msg("If…")),
        writing(msgc("after a condition", "Then")),
    ]
    rows = [_entry(writing, entry, items) for entry in entries.entries()]
    return table(rows, heads, class_="short" if len(rows) <= SHORT else "")


def _entry(writing: Writing, entry: Entry, items: Sequence[Item]) -> tuple[str, str, str]:
    who, what = _cause(writing, entry)
    condition = Html("")
    if entry.condition is not None:
        told = writing.telling.compute(entry.condition)
        only = msg("Only if {told}", told=told)
        condition = el("p", writing(only), class_="only")
    done = block(writing, entry.block, items)
    kept = Html("")
    if entry.assignments:
        kept = el("span", writing(writing.telling.assigned(entry.assignments)), class_="note goes")
    then = goes(writing, entry.next)
    if not entry.next:
        then = el("span", "↩ ", writing(_back(entry)), class_="goes")
    return writing(who), html(what, condition), html(done, kept, then)


def _back(entry: Entry) -> Text:
    if entry.kind == "silence":
        return msg("the wait begins again")
    return GOES_ON


def _cause(writing: Writing, entry: Entry) -> tuple[Text, Html]:
    """Say who does what for an entry to be taken."""
    if entry.kind == "button":
        assert entry.label is not None
        main = writing(msg(" (main button)")) if entry.main else ""
        label = el("b", "[ ", writing.speech(entry.label), " ]")
        return msg("The adult, button"), html(label, main)
    if entry.kind == "when":
        told = [writing(writing.telling.stimuli(entry.stimuli))]
        if entry.cut:
            told.append(writing(msg(" — cuts Nao short")))
        return msg("The child"), html(*told)
    times = []
    if entry.wait is not None:
        times.append(_waited(writing, entry, entry.wait))
    if entry.limit is not None:
        limit = writing.telling.duration(entry.limit)
        times.append(msg("{limit} after the step began", limit=limit))
    return msg("Time"), html("; ".join(writing(one) for one in times))


def _waited(writing: Writing, entry: Entry, wait: Duration) -> Text:
    length = writing.telling.duration(wait)
    if entry.kind == "silence":
        return msg("nobody has done anything for {length}", length=length)
    return msg("nothing for {length}", length=length)
