"""The ways out of steps, groups, commands and ``always``, each with an id that is unique in a protocol.

An entry with several branches has one way out a branch, so that nothing that a protocol can do is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.flow import BACK, DONE, Branch
from nao_sessions.protocol.outline import EntryOutline, StepOutline
from nao_sessions.protocol.wording import COMMANDS

Kind = Literal["next", "button", "when", "after", "limit", "silence", "command", "give_up", "end"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way out.

    ``target`` is a step, ``done`` (the end of the group around it), ``back``, or None: what was interrupted
    goes on. ``says``: the first sentence of Nao on the way; ``main``: it is that of the main button.
    """

    id: str
    kind: Kind
    signs: tuple[str, ...]
    label: str
    target: str | None
    condition: str | None = None
    says: str | None = None
    main: bool = False


def step_ways(outline: StepOutline, words: Words) -> tuple[Way, ...]:
    """Return the ways out of a step or a group, in the order of their priority; ``end`` is the last."""
    step, facts = outline.step, outline.facts
    found = list(level_ways(outline.entries, words))
    for branch in step.gives_up:
        assert outline.trials is not None
        (label,) = outline.trials.facts.brief("give_up")
        found.append(Way(f"{step.name}/give_up", "give_up", ("give_up",), words.of(label), branch.target))
    for label in facts.brief("next"):
        found += _branched(f"{step.name}/next", "next", ("next",), words.of(label), step.next, words)
    for label in facts.brief("end"):
        user = words.protocol.used_by(step.name)
        target = DONE if user is not None and user == step.parent else None
        found.append(Way(f"{step.name}/end", "end", ("end",), words.of(label), target))
    return tuple(found)


def level_ways(entries: Sequence[EntryOutline], words: Words) -> tuple[Way, ...]:
    """Return the ways out that wait for something: a button, an act of the child, a time."""
    return tuple(way for entry in entries for way in _entry(entry, words))


def command_ways(words: Words) -> tuple[Way, ...]:
    """Return the ways out of the built-in commands that have words or a way on of the author's."""
    found: list[Way] = []
    for name, command in words.protocol.commands.items():
        says = first_words(command.block, words)
        label = words.of(COMMANDS[name])
        found += _branched(f"commands/{name}", "command", ("command",), label, command.next, words, says=says)
    return tuple(found)


def _entry(outline: EntryOutline, words: Words) -> list[Way]:
    entry = outline.entry
    label = " · ".join(words.of(one) for one in outline.facts.brief("stimuli", "wait", "limit"))
    if entry.label is not None:
        label = words.speech(entry.label)
    own = next((words.of(one) for one in outline.facts.brief("condition")), None)
    says = first_words(entry.block, words)
    return _branched(
        entry.id, entry.kind, outline.signs, label, entry.next, words, says=says, own=own, main=entry.main
    )


def _branched(
    way_id: str,
    kind: Kind,
    signs: tuple[str, ...],
    label: str,
    branches: tuple[Branch, ...],
    words: Words,
    *,
    says: str | None = None,
    own: str | None = None,
    main: bool = False,
) -> list[Way]:
    """Return one way for each branch of an entry; the entry's own condition is on the first."""
    if not branches:
        return [Way(way_id, kind, signs, label, None, own, says, main)]
    found: list[Way] = []
    branch_conditions = words.telling.conditions(branches)
    for number, (branch, condition) in enumerate(zip(branches, branch_conditions, strict=True)):
        conditions = [own] if own is not None and not number else []
        conditions += [] if condition is None else [words.of(condition)]
        found.append(
            Way(
                f"{way_id}/next.{number}" if kind != "next" else f"{way_id}.{number}",
                kind,
                signs if not number else (),
                label if not number else "",
                branch.target,
                ", ".join(conditions) or None,
                says if not number else None,
                main,
            )
        )
    return found


def first_words(block: str, words: Words) -> str | None:
    """Return the first sentence that a block says, else what its first act does; None without either."""
    moments = words.protocol.blocks.get(block, ())
    acts = [act for moment in moments for act in moment.acts]
    for act in sorted(acts, key=lambda act: act.verb != "say"):
        if act.verb not in ("set", "note", "open"):
            return words.of(words.telling.act(act).text)
    return None


def drawn_target(way: Way, parent: str | None) -> str | None:
    """Return the step that an arrow for a way may lead to: a sibling, itself, the group's end; else None."""
    if way.target in (None, BACK):
        return None
    if way.target == DONE:
        return None if parent is None else done_of(parent)
    return way.target


def done_of(group: str) -> str:
    """Return the name of the place where a group's content is done."""
    return f"{group}!done"
