"""What stands on the card of a step or in the head of a group: its title, what Nao does, in short.

A card is text and signs; how large it gets and where it stands is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from nao_sessions.protocol.diagram.ways import Way, first_words, step_ways
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.flow import Act, Choose, Moment, Speech
from nao_sessions.protocol.outline import StepOutline
from nao_sessions.text.messages import msg, msgc, msgn

Style = Literal["said", "plain", "small", "adult"]
CardKind = Literal["step", "trials", "group", "end"]

MOST_ROWS = 12
"""Rows of what Nao does on one card; the sheet has every sentence."""

_SILENT = frozenset({"set", "note", "open"})
"""Verbs of acts that nobody in the room sees or hears."""

_MORE = msgn("… and {n} more line", "… and {n} more lines")
_BY_LOT = msg("by lot ({n}): {what}")
_NOTHING = msg("nothing is said: a wait")


@dataclass(frozen=True, slots=True)
class Row:
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
class Card:
    """What the diagram shows of a step or group; ``called_by``: commands and reactions that lead to it."""

    name: str
    kind: CardKind
    title: str
    short_name: str
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]
    called_by: tuple[str, ...] = ()


def card_of(outline: StepOutline, words: Words, trials: tuple[Row, ...], called_by: tuple[str, ...]) -> Card:
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
        heads = (Row(words.of(one), sign) for sign in ("each", "use") for one in outline.facts.brief(sign))
        rows = [*heads, *rows]
    elif step.trials is not None:
        kind = "trials"
        rows += trials if rows else (replace(trials[0], ruled=False), *trials[1:])
    elif step.end is not None:
        kind = "end"
    if not rows and any(way.kind in ("button", "when", "after") for way in ways):
        rows = [Row(words.of(_NOTHING), None, "small")]
    return Card(step.name, kind, title, short, tuple(rows), ways, called_by)


def block_rows(block: str, words: Words, most: int = MOST_ROWS) -> tuple[Row, ...]:
    """Return the rows that describe what a block does, at most ``most``.

    Acts that nobody sees have none, but the first of a block that holds nothing else.
    """
    rows: list[Row] = []
    for moment in words.protocol.blocks.get(block, ()):
        rows += _moment_rows(moment, words)
    rows = _joined(rows)
    if not rows and words.protocol.blocks.get(block):
        first = words.protocol.blocks[block][0].acts
        return tuple(
            Row(_act_text(act, words), "note" if act.verb in _SILENT else "act", "small") for act in first[:1]
        )
    if len(rows) > most:
        left = len(rows) - most + 1
        rows = [*rows[: most - 1], Row(words.of(_MORE, n=left), None, "small")]
    return tuple(rows)


def _moment_rows(moment: Moment, words: Words) -> list[Row]:
    before = ""
    if moment.condition is not None:
        before = words.of(words.telling.when(moment.condition)) + words.of(COLON)
    rows: list[Row] = []
    done: list[str] = []
    for act in moment.acts:
        if act.verb in _SILENT:
            continue
        if act.verb == "say" and isinstance(act.argument, Speech):
            rows.append(Row(before + words.said(act.argument), "say", "said"))
        elif act.verb == "adult":
            rows.append(Row(before + _act_text(act, words), "adult", "adult"))
        elif isinstance(act.argument, Choose):
            rows.append(Row(before + _by_lot(act.argument, words), "lot"))
        elif act.verb == "wait":
            rows.append(Row(before + _act_text(act, words), "after", "small"))
        elif act.verb == "show":
            rows.append(Row(before + _act_text(act, words), "board", "small"))
        else:
            done.append(_act_text(act, words))
    if done and rows and before:
        # One condition holds for all of it: one row.
        last = rows.pop()
        rows.append(Row(" · ".join([last.text, *done]), last.sign, last.style))
    elif done:
        rows.append(Row(before + " · ".join(done), "act", "small"))
    return rows


def _joined(rows: list[Row]) -> list[Row]:
    """Return rows in which neighbouring ones of gestures, looks and lamps are merged."""
    joined: list[Row] = []
    for row in rows:
        if joined and row.sign == "act" and joined[-1].sign == "act":
            joined[-1] = Row(f"{joined[-1].text} · {row.text}", "act", "small")
        else:
            joined.append(row)
    return joined


def _act_text(act: Act, words: Words) -> str:
    return words.of(words.telling.act(act).text)


def _by_lot(choose: Choose, words: Words) -> str:
    options = [first_words(block, words) or "—" for block, _ in choose.options]
    return words.of(_BY_LOT, n=len(options), what=" / ".join(options))


COLON = msgc("between parts", ": ")
