"""Who does what in a session: Nao, the child, the adult and each of her lines with its step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nao_sessions.paper.html import Html, el, html, table
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Act, Choose, Protocol, Speech
from nao_sessions.protocol.outline.items import value_for
from nao_sessions.protocol.outline.trials import senses
from nao_sessions.protocol.sheet.moments import facts
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.trials import SENSES as SENSE_ORDER
from nao_sessions.protocol.wording import COMMANDS, SENSES
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgn, verbatim

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
    """Return who does what."""
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
    said = [act for act in acts if act.verb == "say"]
    if said:
        yield writing(msg("Speaks: {sentences}, in the step where they come. It says "
            "nothing "
            "else, but what the adult makes it say.", sentences=_sentences(said)))  # fmt: skip
    moves = [writing(_moves(writing, acts, verb, words)) for verb, words in MOVES.items()]
    told = " ".join(move for move in moves if move)
    if told:
        yield writing(msg("Moves without walking. {told}", told=told))


def _sentences(said: Sequence[Act]) -> Text:
    return msgn("{n} sentence, written below", "{n} sentences, all of them below", len(said))


def _moves(writing: Writing, acts: Sequence[Act], verb: str, words: Text) -> Text:
    """Name all different movements of a kind."""
    found = dict.fromkeys(move for act in acts if act.verb == verb for move in _movements(writing, act))
    if not found:
        return verbatim("")
    listed = joined(tuple(found), ", ")
    return msg("{words}: {listed}.", words=words, listed=listed)


def _movements(writing: Writing, act: Act) -> Iterator[Text]:
    """Yield what an act can be: one thing, or what the items of the tables make of it."""
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
    told = joined(named, ", ")
    return writing(
        msg("May answer or act by: {told}. May also not answer: it is recorded, and that is all.", told=told)
    )


def _adult(writing: Writing) -> str:
    return writing(
        msg("Leads the session, confirms what Nao took for a word, judges, helps, and may stop everything.")
    )


def _lines(writing: Writing) -> Html:
    """Return the adult's lines, each with the steps where it comes."""
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
    return table([(Html(text), ", ".join(steps)) for text, steps in found.items()], heads)


def adult_lines(writing: Writing) -> Iterator[tuple[str, Speech]]:
    """Yield every line of the adult's, in the order of the file, with the number of its step."""
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


def acts_in(protocol: Protocol, block: str, depth: int = 0) -> Iterator[Act]:
    """Yield every act of a block, those of its routines and choices too."""
    for moment in protocol.blocks[block]:
        for act in moment.acts:
            yield act
            inner: tuple[str, ...] = ()
            if isinstance(act.argument, Choose):
                inner = tuple(name for name, _ in act.argument.options)
            elif act.verb == "routine" and isinstance(act.argument, str):
                inner = (act.argument,)
            for name in inner if depth < 4 else ():
                yield from acts_in(protocol, name, depth + 1)


def _adult_in(protocol: Protocol, blocks: tuple[str, ...]) -> Iterator[Speech]:
    for block in blocks:
        for act in acts_in(protocol, block):
            if act.verb == "adult" and isinstance(act.argument, Speech):
                yield act.argument
