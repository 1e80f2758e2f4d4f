"""What stands on the card of a step or in the head of a group: title, what Nao does in short, ways out.

A card is text and signs; how large it gets and where it stands is decided elsewhere. A way out has an id that
is unique in a protocol; an entry with several branches has one a branch, so that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nao_sessions.protocol.diagram.words import DiagramWords
from nao_sessions.protocol.flow import BACK, DONE, Act, Branch, Choose, Moment, Speech
from nao_sessions.protocol.outline import EntryOutline, StepOutline
from nao_sessions.protocol.wording import COMMANDS
from nao_sessions.text.messages import msg, msgc, msgn

Style = Literal["said", "plain", "small", "adult"]
CardKind = Literal["step", "trials", "group", "end"]

COLON = msgc("between parts", ": ")

MOST_ROWS = 12
"""Rows of what Nao does on one card; the sheet has every sentence."""

_SILENT = frozenset({"set", "note", "open"})
"""Verbs of acts that nobody in the room sees or hears."""

_MORE = msgn("… and {n} more line", "… and {n} more lines")
_BY_LOT = msg("by lot ({n}): {what}")
_NOTHING = msg("nothing is said: a wait")


@dataclass(frozen=True, slots=True)
class CardRow:
    """One thing on a card: a sign, a text of at most so many lines, signs at the end of the line.

    ``ruled``: a thin line stands above it, since something else begins.
    """

    text: str
    sign: str | None = None
    style: Style = "plain"
    most: int = 10
    end_signs: tuple[str, ...] = ()
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class DiagramCard:
    """What the diagram shows of a step or group; ``called_by``: commands and reactions that lead to it."""

    name: str
    kind: CardKind
    title: str
    short_name: str
    rows: tuple[CardRow, ...]
    ways: tuple[WayOut, ...]
    called_by: tuple[str, ...] = ()


def card_of(
    outline: StepOutline, words: DiagramWords, trials: tuple[CardRow, ...], called_by: tuple[str, ...]
) -> DiagramCard:
    """Return the card of a step, or the head of a group.

    Args:
        outline: the step.
        words: writes the author's words.
        trials: the rows of its trials.
        called_by: the commands and reactions of ``always`` that lead to it.
    """
    step, ways = outline.step, step_ways(outline, words)
    short = step.name.rpartition(".")[2]
    title = short if step.title is None else words.speech(step.title)
    rows = list(block_rows(step.block, words))
    kind: CardKind = "step"
    if step.start is not None:
        kind = "group"
        heads = (
            CardRow(words.of(one), sign) for sign in ("each", "use") for one in outline.facts.brief(sign)
        )
        rows = [*heads, *rows]
    elif step.trials is not None:
        kind = "trials"
        rows += trials if rows else (replace(trials[0], ruled=False), *trials[1:])
    elif step.end is not None:
        kind = "end"
    if not rows and any(way.kind in ("button", "when", "after") for way in ways):
        rows = [CardRow(words.of(_NOTHING), None, "small")]
    return DiagramCard(step.name, kind, title, short, tuple(rows), ways, called_by)


def block_rows(block: str, words: DiagramWords, most: int = MOST_ROWS) -> tuple[CardRow, ...]:
    """Return the rows that describe what a block does, at most ``most``.

    Acts that nobody sees have none, but the first of a block that holds nothing else.
    """
    rows: list[CardRow] = []
    for moment in words.protocol.blocks.get(block, ()):
        rows += _moment_rows(moment, words)
    rows = _joined(rows)
    if not rows and words.protocol.blocks.get(block):
        first = words.protocol.blocks[block][0].acts
        return tuple(
            CardRow(_act_text(act, words), "note" if act.verb in _SILENT else "act", "small")
            for act in first[:1]
        )
    if len(rows) > most:
        left = len(rows) - most + 1
        rows = [*rows[: most - 1], CardRow(words.of(_MORE, n=left), None, "small")]
    return tuple(rows)


def _moment_rows(moment: Moment, words: DiagramWords) -> list[CardRow]:
    before = ""
    if moment.condition is not None:
        before = words.of(words.telling.when(moment.condition)) + words.of(COLON)
    rows: list[CardRow] = []
    done: list[str] = []
    for act in moment.acts:
        if act.verb in _SILENT:
            continue
        if act.verb == "say" and isinstance(act.argument, Speech):
            rows.append(CardRow(before + words.said(act.argument), "say", "said"))
        elif act.verb == "adult":
            rows.append(CardRow(before + _act_text(act, words), "adult", "adult"))
        elif isinstance(act.argument, Choose):
            rows.append(CardRow(before + _by_lot(act.argument, words), "lot"))
        elif act.verb == "wait":
            rows.append(CardRow(before + _act_text(act, words), "after", "small"))
        elif act.verb == "show":
            rows.append(CardRow(before + _act_text(act, words), "board", "small"))
        else:
            done.append(_act_text(act, words))
    if done and rows and before:
        # One condition holds for all of it: one row.
        last = rows.pop()
        rows.append(CardRow(" · ".join([last.text, *done]), last.sign, last.style))
    elif done:
        rows.append(CardRow(before + " · ".join(done), "act", "small"))
    return rows


def done_of(group: str) -> str:
    """Return the name of the place where a group's content is done."""
    return f"{group}!done"


def _joined(rows: list[CardRow]) -> list[CardRow]:
    """Return rows in which neighbouring ones of gestures, looks and lamps are merged."""
    joined: list[CardRow] = []
    for row in rows:
        if joined and row.sign == "act" and joined[-1].sign == "act":
            joined[-1] = CardRow(f"{joined[-1].text} · {row.text}", "act", "small")
        else:
            joined.append(row)
    return joined


def _act_text(act: Act, words: DiagramWords) -> str:
    return words.of(words.telling.act(act).text)


def _by_lot(choose: Choose, words: DiagramWords) -> str:
    options = [first_words(block, words) or "—" for block, _ in choose.options]
    return words.of(_BY_LOT, n=len(options), what=" / ".join(options))


Kind = Literal["next", "button", "when", "after", "limit", "silence", "command", "give_up", "end"]


@dataclass(frozen=True, slots=True)
class WayOut:
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


def step_ways(outline: StepOutline, words: DiagramWords) -> tuple[WayOut, ...]:
    """Return the ways out of a step or a group, in the order of their priority; ``end`` is the last."""
    step, facts = outline.step, outline.facts
    found = list(level_ways(outline.entries, words))
    for branch in step.gives_up:
        assert outline.trials is not None
        (label,) = outline.trials.facts.brief("give_up")
        found.append(WayOut(f"{step.name}/give_up", "give_up", ("give_up",), words.of(label), branch.target))
    for label in facts.brief("next"):
        found += _branched(f"{step.name}/next", "next", ("next",), words.of(label), step.next, words)
    for label in facts.brief("end"):
        user = words.protocol.used_by(step.name)
        target = DONE if user is not None and user == step.parent else None
        found.append(WayOut(f"{step.name}/end", "end", ("end",), words.of(label), target))
    return tuple(found)


def level_ways(entries: Sequence[EntryOutline], words: DiagramWords) -> tuple[WayOut, ...]:
    """Return the ways out that wait for something: a button, an act of the child, a time."""
    return tuple(way for entry in entries for way in _entry(entry, words))


def command_ways(words: DiagramWords) -> tuple[WayOut, ...]:
    """Return the ways out of the built-in commands that have words or a way on of the author's."""
    found: list[WayOut] = []
    for name, command in words.protocol.commands.items():
        says = first_words(command.block, words)
        label = words.of(COMMANDS[name])
        found += _branched(f"commands/{name}", "command", ("command",), label, command.next, words, says=says)
    return tuple(found)


def _entry(outline: EntryOutline, words: DiagramWords) -> list[WayOut]:
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
    words: DiagramWords,
    *,
    says: str | None = None,
    own: str | None = None,
    main: bool = False,
) -> list[WayOut]:
    """Return one way for each branch of an entry; the entry's own condition is on the first."""
    if not branches:
        return [WayOut(way_id, kind, signs, label, None, own, says, main)]
    found: list[WayOut] = []
    branch_conditions = words.telling.conditions(branches)
    for number, (branch, condition) in enumerate(zip(branches, branch_conditions, strict=True)):
        conditions = [own] if own is not None and not number else []
        conditions += [] if condition is None else [words.of(condition)]
        found.append(
            WayOut(
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


def first_words(block: str, words: DiagramWords) -> str | None:
    """Return the first sentence that a block says, else what its first act does; None without either."""
    moments = words.protocol.blocks.get(block, ())
    acts = [act for moment in moments for act in moment.acts]
    for act in sorted(acts, key=lambda act: act.verb != "say"):
        if act.verb not in ("set", "note", "open"):
            return words.of(words.telling.act(act).text)
    return None


def drawn_target(way: WayOut, parent: str | None) -> str | None:
    """Return the step that an arrow for a way may lead to: a sibling, itself, the group's end; else None."""
    if way.target in (None, BACK):
        return None
    if way.target == DONE:
        return None if parent is None else done_of(parent)
    return way.target
