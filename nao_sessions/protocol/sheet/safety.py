"""What ends or calms a session, what is recorded, and how long things last: what a committee reads first."""

from __future__ import annotations

from nao_sessions.paper.html import Html, el, html, lines, table
from nao_sessions.protocol.flow import Remembered
from nao_sessions.protocol.outline import level_outline, trials_outline
from nao_sessions.protocol.outline.entries import GOES_ON
from nao_sessions.protocol.sheet.head import speeches
from nao_sessions.protocol.sheet.moments import block, facts, goes
from nao_sessions.protocol.sheet.steps import level
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.wording import COMMANDS, OUTCOMES, VALUE_TYPES, duration
from nao_sessions.text.messages import msg, verbatim

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
    """Give what the child may do to stop, and every rule that ends or calms a session."""
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
        lines(writing(rule) for rule in rules),
        _everywhere(writing),
    )


def _everywhere(writing: Writing) -> Html:
    """Give what is heard, felt and waited for at any time."""
    entries = level(writing, level_outline(writing.telling, writing.protocol.always))
    if not entries:
        return Html("")
    title = msg("What holds in every step")
    return html(el("h3", writing(title)), entries)


def buttons(writing: Writing) -> Html:
    """Give the commands that the professional has at any time, and what they say and do."""
    heads = [
        writing(msg("Command")),
        writing(msg("What is said and done")),
        writing(msg("Then")),
    ]
    rows = [
        (
            writing(COMMANDS.get(command.name, verbatim(command.name))),
            block(writing, command.block),
            goes(writing, command.next) or html("↩ ", writing(GOES_ON)),
        )
        for command in writing.protocol.commands.values()
    ]
    return html(table(rows, heads), el("p", writing(BUILT_IN), class_="note"))


def recorded(writing: Writing) -> Html:
    """Give what is recorded of a session, and why."""
    protocol = writing.protocol
    kept = [_kept(writing, one) for one in protocol.remembered]
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
            (msg("Remembered of each child"), lines(kept)),
            (msg("Names"), writing(names)),
        ],
    )


def _kept(writing: Writing, one: Remembered) -> Html:
    label = el("code", one.name) if one.label is None else writing.speech(one.label)
    how = msg("kept from session to session")
    if not one.keep:
        how = msg("forgotten at the end of the session")
    return html(label, f" ({writing(VALUE_TYPES[one.type])}) — {writing(how)}")
