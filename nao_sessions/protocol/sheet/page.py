"""The whole sheet of a protocol: its parts in the order in which a team and a committee read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nao_sessions.paper.page import Html, document, el, html, html_list, html_table
from nao_sessions.protocol.checks.places import inner_blocks
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Act, Page, Protocol, RememberedValue, Speech, Step
from nao_sessions.protocol.outline import (
    EntryOutline,
    TrialsOutline,
    level_outline,
    step_outline,
    trials_outline,
)
from nao_sessions.protocol.outline.steps import GOES_ON
from nao_sessions.protocol.outline.trials import response, senses, value_for
from nao_sessions.protocol.sheet.head import (
    MISSING_TITLE,
    NOTHING_MISSING,
    CommitteeQuestion,
    approvals,
    missing,
    settings,
    speeches,
    summary,
    title,
)
from nao_sessions.protocol.sheet.tables import (
    SHORT,
    facts,
    goes,
    item_tables,
    moments_table,
    other_pictures,
    picture,
    titled,
    words_table,
)
from nao_sessions.protocol.sheet.writing import SheetWriter, Writing
from nao_sessions.protocol.timing import session_time
from nao_sessions.protocol.trials import SENSES as SENSE_ORDER
from nao_sessions.protocol.trials import Item
from nao_sessions.protocol.wording import COMMANDS, OUTCOMES, SENSES, VALUE_TYPES, duration
from nao_sessions.text.formats import Capital, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc, msgn, verbatim

# Who does what in a session: Nao, the child, the adult and each of her lines with its step.

MOVES = {
    "gesture": msg("Gestures"),
    "point": msg("Points to"),
    "pose": msg("Poses to copy"),
    "posture": msg("Postures"),
}

SIDES = msg(
    "Left and right are always Nao's own. For a child who faces it, Nao's left is on the right, and its "
    "right on "
    "the left: this is said wherever it matters."
)


def roles(writing: Writing) -> Html:
    """Return, as HTML, what Nao, the child and the adult each do."""
    return html(
        facts(
            writing,
            [
                (msg("Nao"), html(*(el("p", line) for line in _nao(writing)))),
                (msg("The child"), _child(writing)),
                (msg("The adult"), _adult(writing)),
                (msg("Left and right"), writing(SIDES)),
            ],
        ),
        _lines(writing),
    )


def _nao(writing: Writing) -> Iterator[str]:
    acts = [act for moments in writing.protocol.blocks.values() for moment in moments for act in moment.acts]
    if any(act.verb == "say" for act in acts):
        yield writing(msg("Speaks: all that it says is written below, but for what the adult makes it say."))
    moves = [writing(_moves(writing, acts, verb, words)) for verb, words in MOVES.items()]
    listed = " ".join(move for move in moves if move)
    if listed:
        yield writing(msg("Moves without walking. {told}", told=listed))


def _moves(writing: Writing, acts: Sequence[Act], verb: str, words: Text) -> Text:
    """Return the names of all different movements of one kind."""
    found = dict.fromkeys(move for act in acts if act.verb == verb for move in _movements(writing, act))
    if not found:
        return verbatim("")
    listed = joined(tuple(found), ", ")
    return msg("{words}: {listed}.", words=words, listed=listed)


def _movements(writing: Writing, act: Act) -> Iterator[Text]:
    """Yield the movements that an act can be: one, or those that the items of tables make of it."""
    if not isinstance(act.argument, Expression):
        yield writing.telling.movement(act)
        return
    items = [item for deck in writing.protocol.decks.values() for item in deck.items]
    words = [word for item in items if isinstance(word := value_for(act.argument, item), str) and word]
    if not words:
        yield writing.telling.movement(act)
    for word in words:
        yield writing.telling.movement(act, word)


def _child(writing: Writing) -> str:
    protocol = writing.protocol
    used = {sense for step in protocol.steps.values() if step.trials for sense in senses(step.trials)}
    levels = [protocol.always, *(step.level for step in protocol.steps.values())]
    used |= {stimulus.sense for level in levels for entry in level.when for stimulus in entry.stimuli}
    named = [SENSES[sense] for sense in SENSE_ORDER if sense in used and sense != "professional"]
    if not named:
        return writing(msg("Nothing is asked of the child."))
    ways = joined(named, ", ")
    return writing(
        msg("May answer or act by: {told}. May also not answer: it is recorded, and that is all.", told=ways)
    )


def _adult(writing: Writing) -> str:
    return writing(
        msg("Leads the session, confirms what Nao took for a word, judges, helps, and may stop everything.")
    )


def _lines(writing: Writing) -> Html:
    """Return the adult's lines, each with the steps where it is said."""
    found: dict[str, list[str]] = {}
    for where, speech in adult_lines(writing):
        steps = found.setdefault(writing.speech(speech), [])
        if where not in steps:
            steps.append(where)
    if not found:
        return Html("")
    heads = [
        writing(msg("What the adult does")),
        writing(msg("Where")),
    ]
    return html_table([(Html(text), ", ".join(steps)) for text, steps in found.items()], heads)


def adult_lines(writing: Writing) -> Iterator[tuple[str, Speech]]:
    """Yield every line for the adult, in the order of the file, with the number of its step."""
    protocol = writing.protocol
    for name in writing.numbers:
        step = protocol.steps[name]
        number = writing(msg("step {number}", number=writing.number(name)))
        for speech in _adult_in(protocol, step.blocks()):
            yield number, speech
    for command in protocol.commands.values():
        for speech in _adult_in(protocol, (command.block,)):
            yield writing(COMMANDS.get(command.name, verbatim(command.name))), speech
    everywhere = writing(msg("everywhere"))
    for speech in _adult_in(protocol, tuple(entry.block for entry in protocol.always.entries())):
        yield everywhere, speech


def acts_in(protocol: Protocol, block: str) -> Iterator[Act]:
    """Yield every act of a block, each followed by those of the routine or the choice that it is."""
    for moment in protocol.blocks[block]:
        for act in moment.acts:
            yield act
            for name in inner_blocks(act):
                yield from acts_in(protocol, name)


def _adult_in(protocol: Protocol, blocks: tuple[str, ...]) -> Iterator[Speech]:
    for name in blocks:
        for act in acts_in(protocol, name):
            if act.verb == "adult" and isinstance(act.argument, Speech):
                yield act.argument


# A block of trials on paper: the question, how it may be answered, who decides, which help comes when.


def trials(writing: Writing, outline: TrialsOutline, items: Sequence[Item]) -> Html:
    """Return, as HTML, all that is printed about a block of trials; ``items`` fill its sentences."""
    size = outline.facts.full("count", "pause", "adapt", "correction")
    parts = (
        (msg("The question"), moments_table(writing, outline.trials.ask, items)),
        (msg("The answers"), _answers(writing, outline)),
        (msg("Help, in order"), _help(writing, outline, items)),
        (msg("After the answer"), _feedback(writing, outline, items)),
        (msg("How many trials"), html_list(writing(one) for one in size)),
    )
    return html(*(titled(writing, "h4", heading, content) for heading, content in parts))


def _answers(writing: Writing, outline: TrialsOutline) -> Html:
    heads = [writing(one) for one in (msg("Answer"), msg("How it may be given"), msg("Right"))]
    rows = [
        tuple(writing(one) for one in (answer.name, answer.ways, answer.right)) for answer in outline.answers
    ]
    return html(
        html_table(rows, heads, class_="short" if len(rows) <= SHORT else ""),
        *(el("p", writing(one)) for one in (*outline.facts.full("correct"), outline.judging)),
    )


def _help(writing: Writing, outline: TrialsOutline, items: Sequence[Item]) -> Html:
    times = outline.facts.shown("patience")
    waits = facts(writing, [(one.label, writing(one.words)) for one in times if one.words is not None])
    if not outline.helps:
        return html(waits, el("p", writing(msg("No help is planned."))))
    heads = ["", *(writing(one) for one in (msg("Help"), msg("When"), msg("What is done")))]
    rows = [
        (
            str(number),
            writing(one.explained),
            writing(one.when),
            moments_table(writing, one.prompt.block, items),
        )
        for number, one in enumerate(outline.helps, 1)
    ]
    rules = [el("p", writing(one)) for one in outline.facts.full("prompting")]
    return html(waits, *rules, html_table(rows, heads, class_="helps"))


def _feedback(writing: Writing, outline: TrialsOutline, items: Sequence[Item]) -> Html:
    rows = [
        (writing(response(key)), moments_table(writing, name, items) or writing(msg("nothing")))
        for key, name in outline.trials.feedback
    ]
    heads = [writing(msg("Judgement or answer")), writing(msg("What is said and done"))]
    silent = "" if outline.silent is None else el("p", writing(outline.silent), class_="note")
    return html(html_table(rows, heads, class_="feedback"), silent)


# The steps on paper, in the order of the file: what is done, what is asked, and every way on.
#
# Every sentence that Nao can say in a step stands there, the adult's lines too.


def all_steps(writing: Writing) -> Html:
    """Return all steps of the protocol as HTML, in the order of the file."""
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
    content.append(moments_table(writing, step.block, items))
    if outline.trials is not None:
        content.append(trials(writing, outline.trials, inside))
    content.append(level(writing, outline.entries, inside))
    content += [el("p", writing(one), class_="path") for one in outline.facts.full("next", "end")]
    within = writing.inside(step.each is not None and step.each.children)
    content += [_step(within, child, inside) for child in step.children]
    return el("section", *content, class_="step child" if step.parent else "step", id=f"s{number}")


def _items_of(writing: Writing, step: Step, items: Sequence[Item]) -> Sequence[Item]:
    """Return the items that fill a step's sentences."""
    decks = writing.protocol.decks
    if step.trials is not None and step.trials.deck is not None:
        return decks[step.trials.deck].items
    if step.each is not None and not step.each.children:
        return decks[step.each.over].items
    return items


def level(writing: Writing, entries: Sequence[EntryOutline], items: Sequence[Item] = ()) -> Html:
    """Return the entries of a level as an HTML table: who acts, what happens, what follows."""
    heads = [writing(one) for one in (msg("Who"), msg("If…"), msgc("after a condition", "Then"))]
    rows = [_entry(writing, entry, items) for entry in entries]
    return html_table(rows, heads, class_="short" if len(rows) <= SHORT else "")


def _entry(writing: Writing, outline: EntryOutline, items: Sequence[Item]) -> tuple[str, str, str]:
    entry, facts = outline.entry, outline.facts
    only = [el("p", writing(Capital(one)), class_="only") for one in facts.full("condition")]
    assigned = [el("span", writing(one), class_="note goes") for one in facts.full("assignments")]
    arrow = "→ " if entry.next else "↩ "
    then = [el("span", arrow, writing(one), class_="goes") for one in facts.full("next")]
    done = moments_table(writing, entry.block, items)
    return writing(outline.who), html(_cause(writing, outline), *only), html(done, *assigned, *then)


def _cause(writing: Writing, outline: EntryOutline) -> Html:
    """Return what causes an entry: the button, what the child does, or the time."""
    facts = outline.facts
    if outline.entry.label is not None:
        label = el("b", "[ ", writing.speech(outline.entry.label), " ]")
        return html(label, *(f" ({writing(one)})" for one in facts.full("main")))
    if outline.entry.stimuli:
        return html(" — ".join(writing(one) for one in facts.full("stimuli", "cut")))
    return html("; ".join(writing(one) for one in facts.full("wait", "limit")))


# What ends or calms a session, what is recorded, and how long things last: what a committee reads first.

BUILT_IN = msg(
    "In any step, whether or not the author foresaw it: repeat, next help, judge, redo, skip, go to a "
    "step, pause "
    "and resume, an improvised sentence or gesture, louder, softer, slower, and Stop. What departs from the "
    "protocol "
    "is recorded as an adaptation."
)
STOP = msg(
    "“Stop” acts at once, at any time: Nao's speech and gestures are cut, it stays standing or seated and "
    "does "
    "not fall, and only a person can resume."
)
UNSAID = msg("The protocol does not say.")


def stopping(writing: Writing) -> Html:
    """Return, as HTML, how the child can stop, and every rule that ends or calms a session."""
    protocol = writing.protocol
    rules = [STOP]
    if protocol.limit_ms is not None:
        limit, closing = duration(protocol.limit_ms), duration(protocol.closing_ms)
        rules.append(
            msg(
                "At {limit}, pauses included, the trial or sentence under way ends, and then the session "
                "finishes. "
                "It ends by itself {closing} later if that closing does not come to its end. "
                "The adult is told two minutes before, and may give five minutes more.",
                limit=limit,
                closing=closing,
            )
        )
    for name in writing.numbers:
        step = protocol.steps[name]
        where = writing.telling.step(name)
        if step.trials is not None:
            facts_of = trials_outline(writing.telling, name, step.trials).facts
            stops = facts_of.full("give_up", "stop_when", "end_on_success", "adapt.stop_after")
            rules += [msg("In {where}, {rule}.", where=where, rule=rule) for rule in stops]
        if step.end is not None and protocol.used_by(name) is None:
            ending = OUTCOMES[step.end]
            rules.append(msg("The session ends with {where}: {ending}.", where=where, ending=ending))
    signs = speeches(writing, protocol.about.stop_signs)
    none = el("p", writing(UNSAID))
    return html(
        el(
            "h3",
            writing(msg("What the child may do to stop")),
        ),
        signs or none,
        el("h3", writing(msg("What ends or calms a session"))),
        html_list(writing(rule) for rule in rules),
        _everywhere(writing),
    )


def _everywhere(writing: Writing) -> Html:
    """Return the reactions that are live in every step; empty where there are none."""
    entries = level(writing, level_outline(writing.telling, writing.protocol.always))
    if not entries:
        return Html("")
    title = msg("What holds in every step")
    return html(el("h3", writing(title)), entries)


def buttons(writing: Writing) -> Html:
    """Return, as HTML, the table of the professional's commands, with what each says and does."""
    heads = [
        writing(msg("Command")),
        writing(msg("What is said and done")),
        writing(msg("Then")),
    ]
    rows = [
        (
            writing(COMMANDS.get(command.name, verbatim(command.name))),
            moments_table(writing, command.block),
            goes(writing, command.next) or html("↩ ", writing(GOES_ON)),
        )
        for command in writing.protocol.commands.values()
    ]
    return html(html_table(rows, heads), el("p", writing(BUILT_IN), class_="note"))


def recorded(writing: Writing) -> Html:
    """Return, as HTML, what is recorded of a session, and why."""
    protocol = writing.protocol
    remembered = [_remembered(writing, one) for one in protocol.remembered]
    log = msg(
        "Every answer, how it was given, the help, the latency and the judgement; every sentence and "
        "gesture of "
        "Nao's; every button of the adult's. So that a session can be read again, counted and replayed "
        "without "
        "anybody taking notes while it lasts."
    )
    names = msg(
        "The program writes no name: a child is a code. A first name that is spoken is heard in the sound."
    )
    counted = ", ".join(datum.name for datum in protocol.data)
    return facts(
        writing,
        [
            (msg("Filmed"), speeches(writing, protocol.about.records) or writing(UNSAID)),
            (msg("Written into the record"), writing(log)),
            (msg("Counted in the session"), counted),
            (msg("Remembered of each child"), html_list(remembered)),
            (msg("Names"), writing(names)),
        ],
    )


def _remembered(writing: Writing, value: RememberedValue) -> Html:
    label = el("code", value.name) if value.label is None else writing.speech(value.label)
    how = msg("kept from session to session")
    if not value.keep:
        how = msg("forgotten at the end of the session")
    return html(label, f" ({writing(VALUE_TYPES[value.type])}) — {writing(how)}")


# How long a session lasts: what the author foresees, and what the timing model reckons at best and worst.

MODEL = msg(
    "An estimate: settings at their defaults, times of speech and gesture reckoned, pauses and "
    "interruptions left "
    "out. At best everybody answers at once; at worst all delays run out and all help is given."
)

_FINE_MS = 120_000
"""Below two minutes an estimate is written to five seconds, above to the minute."""


def durations(writing: Writing) -> Html:
    """Return, as HTML, the table of a session's durations: expected, allowed, at best and at worst."""
    protocol = writing.protocol
    time = session_time(protocol)
    rows = []
    if protocol.expected_ms is not None:
        rows.append((msg("Expected"), writing(duration(protocol.expected_ms))))
    if protocol.limit_ms is not None:
        rows.append((msg("Allowed, pauses included"),
                     writing(duration(protocol.limit_ms))))  # fmt: skip
    if time.best_ms is not None:
        rows.append((msg("At best, about"), writing(_about(time.best_ms))))
        worst = msg("without bound") if time.worst_ms is None else _about(time.worst_ms)
        rows.append((msg("At worst, about"), writing(worst)))
    if time.again:
        loops = [_steps(writing, steps) for steps in time.again]
        named = joined(loops, " · ")
        once = msg("{named} (counted once)", named=named)
        rows.append(
            (
                msg("Steps that the adult may do again"),
                writing(once),
            )
        )
    if time.open:
        rows.append((msg("Waits that only a person ends"),
                     writing(_steps(writing, time.open))))  # fmt: skip
    table = facts(writing, rows)
    return el("section", table, el("p", writing(MODEL), class_="note"), class_="keep") if table else table


def _about(ms: int) -> Text:
    unit = 5_000 if ms < _FINE_MS else 60_000
    return duration(max(unit, round(ms / unit) * unit))


def _steps(writing: Writing, names: tuple[str, ...]) -> Text:
    numbers = ", ".join(writing.number(name) for name in names)
    return msgn("step {numbers}", "steps {numbers}", len(names), numbers=numbers)


# The communication boards that are shown: every word that may be chosen in its place, with its picture.


def boards(writing: Writing) -> Html:
    """Return, as HTML, every page of a communication board that the protocol shows."""
    return html(*(_page(writing, page) for page in writing.protocol.pages.values()))


def _page(writing: Writing, page: Page) -> Html:
    rows = [el("tr", *(_cell(writing, word) for word in row)) for row in page.cells]
    grid = el("table", el("tbody", *rows), class_="places")
    return el("section", el("h3", page.title, " ", el("code", page.file)), grid, class_="keep")


def _cell(writing: Writing, word: str | None) -> Html:
    # A word that no question offers stands on the board's file alone: the child never sees it.
    element = None if word is None else writing.protocol.elements.get(word)
    if element is None:
        return el("td")
    shown = Html("") if element.picture is None else picture(writing, element.picture)
    return el("td", shown, element.word)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PROTOCOL = msg("Protocol of a workshop with Nao")
OTHER_LANGUAGE = msg("Sentences that the author wrote in another language only are given as they stand.")


def protocol_sheet(protocol: Protocol, language: Language) -> str:
    """Return the sheet of a protocol as a self-contained HTML page."""
    writing = Writing.of(protocol, language)
    name = writing.telling.write(protocol.title)
    foot = f"{protocol.id} · {protocol.version}"
    return document(language, writing(name), foot, _whole(writing, PROTOCOL))


def annex(protocol: Protocol, language: Language, number: int) -> Html:
    """Return a protocol's sheet as an annex to a series' sheet, on a page of its own."""
    kind = msg("Annex {number} — {protocol}", number=number, protocol=PROTOCOL)
    return el("article", _whole(Writing.of(protocol, language), kind), class_="annex")


def _whole(writing: Writing, kind: Text) -> Html:
    """Return the whole contents of a protocol's sheet."""
    protocol = writing.protocol
    parts: list[tuple[Text, Html]] = [
        (msg("Who does what"), roles(writing)),
        (msg("Stopping"), stopping(writing)),
        (msg("What is recorded, and why"), recorded(writing)),
        (msg("Durations"), durations(writing)),
        (msg("The course, step by step"), all_steps(writing)),
        (msgc("a heading, with an article", "The adult's commands"), buttons(writing)),
        (msgc("a heading, with an article", "Settings before a session"), settings(writing)),
        (msg("The items"), item_tables(writing)),
        (msg("The words to choose from"), words_table(writing)),
        (msg("The communication boards"), boards(writing)),
        (msg("The pictures shown"), other_pictures(writing)),
        (
            msg("Checks that the author suppressed"),
            _allowed(protocol),
        ),
        (
            msg("Approvals"),
            approvals(writing, protocol.about.approved, protocol.sources),
        ),
    ]
    foreign = writing.language != protocol.language
    return html(
        title(writing, kind, protocol.title, protocol.id, protocol.version, protocol.status),
        el("p", writing(OTHER_LANGUAGE), class_="note") if foreign else "",
        summary(writing),
        missing_box(writing, missing(protocol)),
        sections(writing, parts),
    )


def sections(writing: SheetWriter, parts: list[tuple[Text, Html]]) -> Html:
    """Return the parts of a sheet that have content, lettered, since numbers are those of steps."""
    filled = [(heading, content) for heading, content in parts if content]
    return html(
        *(
            html(el("h2", f"{letter}. {writing(heading)}"), content)
            for letter, (heading, content) in zip(LETTERS, filled, strict=False)
        )
    )


def missing_box(writing: SheetWriter, questions: tuple[CommitteeQuestion, ...]) -> Html:
    """Return the box of questions that a committee will ask, each with the key to answer it in."""
    content = html_list(
        html(writing(one.text), " ", el("code", one.key, class_="key") if one.key else "")
        for one in questions
    )
    note = msg("Between square brackets, for the author: where to write it in the file.")
    return el(
        "section",
        el("h2", writing(MISSING_TITLE)),
        html(content, el("p", writing(note), class_="note"))
        if content
        else el("p", writing(NOTHING_MISSING)),
        class_="missing",
    )


def _allowed(protocol: Protocol) -> Html:
    rows = [(code, reason) for code, reason in protocol.allowed.items()]
    return html_table(rows)
