"""The checks on buttons, reactions and delays: without effect (P227), never chosen (P228), never reached
(P229), two main buttons (P231), a silence that is too short (P221); and on names that nothing uses (P230).
"""

from __future__ import annotations

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.texts import inner_blocks
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Entry, Level
from nao_sessions.protocol.wording import duration
from nao_sessions.text.messages import msg


def check_entries(subject: Subject) -> None:
    """Report buttons, reactions and delays that do nothing or never happen."""
    for level in subject.protocol.all_levels():
        for entry in level.entries():
            _effect(subject, entry)
        _delays(subject, level)
        _main(subject, level)
    for spoken in subject.in_each_language:
        for level in spoken.protocol.all_levels():
            _shadowed(spoken, level)
    _silence(subject)
    _unused(subject)


def _effect(subject: Subject, entry: Entry) -> None:
    if not entry.next and not entry.assignments and not subject.protocol.blocks.get(entry.block):
        subject.tell(
            "P227",
            entry.place,
            msg("this entry does nothing and leads nowhere"),
            msg("give it a do, a set or a next, or take it out"),
        )


def _shadowed(subject: Subject, level: Level) -> None:
    """Report a reaction all of whose triggers an earlier one takes."""
    taken: set[tuple[str, str]] = set()
    for entry in level.when:
        own = {(one.sense, value) for one in entry.stimuli for value in one.values}
        if own and own <= taken:
            values = ", ".join(sorted(value for _, value in own))
            subject.tell(
                "P228",
                entry.place,
                msg(
                    "this reaction is never chosen: another one above takes '{values}' already",
                    values=quoted(values),
                ),
                msg("the first that fits is taken: give the other an 'if', or take this one out"),
            )
        elif entry.condition is None:
            taken |= own


def _delays(subject: Subject, level: Level) -> None:
    """Report an ``after`` that never runs out, because a shorter one leads away or restarts the wait."""
    timed = [(entry.wait, entry) for entry in level.after if isinstance(entry.wait, int)]
    for number, (wait, entry) in enumerate(timed):
        for other_number, (other_wait, other) in enumerate(timed):
            sooner = other_wait < wait or (other_wait == wait and other_number < number)
            if other.condition is None and sooner:
                own, first = duration(wait), duration(other_wait)
                subject.tell(
                    "P229",
                    entry.place,
                    msg(
                        "this delay of {own} is never reached: the one of {first} always comes "
                        "before, "
                        "and the wait begins again",
                        own=own,
                        first=first,
                    ),
                    msg("write limit instead of wait: it counts from the entry of the step"),
                )
                break


def _main(subject: Subject, level: Level) -> None:
    mains = [entry for entry in level.buttons if entry.main]
    for entry in mains[1:]:
        subject.tell(
            "P231",
            entry.place,
            msg("another button is the main one already"),
            msg("one button alone has main: true: it is the one of the space bar and of the clicker"),
        )


def _silence(subject: Subject) -> None:
    """Report a ``silence`` that is shorter than the longest time a child has to answer."""
    protocol, known = subject.protocol, subject.known
    patiences = [known.milliseconds(step.trials.patience) for step in protocol.steps.values() if step.trials]
    longest = max(patiences, default=0)
    for entry in protocol.always.silence:
        silence = known.milliseconds(entry.wait or 0)
        if silence < longest:
            own, patience = duration(silence), duration(longest)
            subject.tell(
                "P221",
                entry.place,
                msg("this silence of {own} cuts a patience of {patience} short", own=own, patience=patience),
                msg("give it more than the longest patience"),
            )


def _unused(subject: Subject) -> None:
    """Report settings, data, tables and routines that are declared and never used."""
    protocol, keys, read = subject.protocol, subject.keys, subject.read
    written = {name for name, _ in protocol.all_assignments()}
    adapted = {
        step.trials.adapt.level for step in protocol.steps.values() if step.trials and step.trials.adapt
    }

    def tell(place: Place, name: str) -> None:
        subject.tell(
            "P230",
            place,
            msg("'{name}' is used nowhere", name=quoted(name)),
            msg("use it, or take it out"),
        )

    for name, setting in (keys.settings or {}).items():
        if ("settings", name) not in read:
            tell(setting.named_at, name)
    for name, datum in (keys.data or {}).items():
        if ("data", name) not in read and name not in written:
            tell(datum.named_at, name)
    remembered = (None if keys.participants is None else keys.participants.remember) or {}
    for name, value in remembered.items():
        if ("participant", name) not in read and f"participant.{name}" not in written and name not in adapted:
            tell(value.named_at, name)
    used = {step.trials.deck for step in protocol.steps.values() if step.trials}
    used |= {step.each.over for step in protocol.steps.values() if step.each}
    for deck in protocol.decks.values():
        if deck.name not in used:
            tell(deck.place, deck.name.rpartition(":")[2])
    called = {block for act in protocol.all_acts() for block in inner_blocks(act)}
    for block, moments in protocol.blocks.items():
        owner, _, name = block.rpartition("/")
        if owner.endswith("routines") and block not in called and moments:
            tell(moments[0].place, name)
