"""The comparison of what has a name (settings, data, tables of items, words, routines, commands), and which
of them, and which steps, are the same ones under other names.

By their name first; what is left over on both sides is the same when its content is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from nao_sessions.protocol.diff.meaning import Kind, Side, SideNames
from nao_sessions.protocol.diff.pairs import Both, likeness, telling_of
from nao_sessions.protocol.diff.report import DiffReport, Part, Scope
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Datum, Protocol, RememberedValue, Setting
from nao_sessions.protocol.outline import entry_outline
from nao_sessions.protocol.outline.telling import Telling, moment_line
from nao_sessions.protocol.trials import Deck, Element, Item
from nao_sessions.protocol.wording import COMMANDS, VALUE_TYPES, plain, quote
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgn, verbatim

ROUTINE = "routines/"

WORDS = Part("words", "", msg("Words to choose from"))


def compare_named(both: Both, report: DiffReport) -> None:
    """Compare everything that has a name, except steps."""
    for part in (_valued, _decks, _words, _routines, _commands):
        part(both, report)


def matched(
    both: Both, kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str | None, str | None]]:
    """Yield pairs of names (before, after) in the second file's order, then those only the first has.

    None stands for the name in the file that does not have it.
    """
    names = both.before.names
    old = {names.of(kind, name): name for name in before}
    for name in after:
        yield old.get(name), name
    for name in before:
        if names.of(kind, name) not in after:
            yield name, None


def _each(
    both: Both,
    report: DiffReport,
    kind: Kind,
    scope: Scope,
    title: Text,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    pair: Callable[[Both, DiffReport, Any, Any], None],
    tell: Callable[[Telling, Any], Text],
) -> None:
    """Compare things that have names, each in its own part of the report."""
    for old, new in matched(both, kind, before, after):
        name = new if new is not None else old
        assert name is not None
        short = quote(name.rpartition(":")[2].rpartition("/")[2])
        inside = report.within(Part(scope, name, msg("{title} {short}", title=title, short=short)))
        if old is not None and new is not None:
            if old != new:
                renamed(inside, old.rpartition("/")[2], new.rpartition("/")[2])
            pair(both, inside, before[old], after[new])
        elif new is not None:
            inside.added(scope, title, tell(both.tell_after, after[new]))
        elif old is not None:
            inside.removed(scope, title, tell(both.tell_before, before[old]))


def renamed(report: DiffReport, old: str, new: str) -> None:
    """Report that a thing of the first protocol has a new name in the second."""
    mine, theirs = quote(old), quote(new)
    sentence = msg("renamed: {mine} → {theirs}", mine=mine, theirs=theirs)
    report.tell("renamed", "name", sentence, mine, theirs)


def _values(both: Both, report: DiffReport, before: Any, after: Any) -> None:
    """Compare two settings, two data, or two remembered values, field by field."""
    kind = after.type
    both.value(report, "type", msg("type"), before.type, after.type, lambda t, one: VALUE_TYPES[one])
    both.value(report, "default", msg("default"), before.default, after.default,
               lambda telling, one: plain(one, kind))  # fmt: skip
    for what, label in (
        ("minimum", msg("minimum")),
        ("maximum", msg("maximum")),
    ):
        mine, theirs = getattr(before, what, None), getattr(after, what, None)
        both.value(report, what, label, mine, theirs, lambda telling, one: plain(one, kind))
    if isinstance(before, Setting) and isinstance(after, Setting) and before.choices != after.choices:
        report.changed("choices", msg("choices"), verbatim(", ".join(before.choices)),
                       verbatim(", ".join(after.choices)))  # fmt: skip
    if isinstance(before, RememberedValue) and isinstance(after, RememberedValue):
        both.value(report, "keep", msg("kept between sessions"),
                   before.keep, after.keep, lambda telling, one: plain(one))  # fmt: skip
    if not isinstance(before, Datum):
        both.speech(report, "label", msg("label"), before.label, after.label)


def _tell_value(telling: Telling, one: Any) -> Text:
    kind, begin = VALUE_TYPES[one.type], plain(one.default, one.type)
    return msg("{kind}, {begin} at first", kind=kind, begin=begin)


_VALUED: tuple[tuple[Kind, Scope, Text], ...] = (
    ("settings", "settings", msg("Setting")),
    ("data", "data", msg("Datum")),
    (
        "participant",
        "remembered",
        msg("Value remembered of each child"),
    ),
)


def _valued(both: Both, report: DiffReport) -> None:
    """Compare settings, data and remembered values."""
    for kind, scope, title in _VALUED:
        mine, theirs = (
            {one.name: one for one in getattr(side.protocol, scope)} for side in (both.before, both.after)
        )
        _each(both, report, kind, scope, title, mine, theirs, _values, _tell_value)


def _decks(both: Both, report: DiffReport) -> None:
    title = msg("Table of items")
    mine, theirs = both.before.protocol.decks, both.after.protocol.decks
    _each(both, report, "items", "items", title, mine, theirs, _deck,
          lambda telling, deck: msgn("{n} item", "{n} items", len(deck.items)))  # fmt: skip


def _deck(both: Both, report: DiffReport, before: Deck, after: Deck) -> None:
    """Compare two tables: items by id, cells by column, then the order of the items."""
    mine, theirs = ({item.id: item for item in deck.items} for deck in (before, after))
    item = msg("item")
    for name in (*theirs, *(name for name in mine if name not in theirs)):
        one, other = mine.get(name), theirs.get(name)
        if one is None or other is None:
            report.changed("item", item, *(None if it is None else _tell_item(it) for it in (one, other)))
        else:
            _cells(both, report, name, one, other)
    old_order = [name for name in mine if name in theirs]
    order = [name for name in theirs if name in mine]
    if old_order != order:
        report.changed("order", msg("order of the items"),
                       verbatim(", ".join(old_order)), verbatim(", ".join(order)))  # fmt: skip


def _cells(both: Both, report: DiffReport, name: str, before: Item, after: Item) -> None:
    columns = (*before.values, *(column for column in after.values if column not in before.values))
    for column in columns:
        label = msg("item “{name}”, {column}", name=name, column=column)
        both.value(
            report, f"item.{column}", label, before.values.get(column), after.values.get(column), _cell
        )


def _cell(telling: Telling, value: Value) -> Text:
    return quote(value) if isinstance(value, str) else plain(value)


def _tell_item(item: Item) -> Text:
    cells = [
        msg("{column}: {cell}", column=column, cell=plain(value)) for column, value in item.values.items()
    ]
    return joined(cells, ", ")


def _words(both: Both, report: DiffReport) -> None:
    mine, theirs = both.before.protocol.elements, both.after.protocol.elements
    mapped(both, report.within(WORDS), "word", msg("word"), mine, theirs, _tell_element)


def _tell_element(telling: Telling, element: Element) -> Text:
    return telling.elements((element.word,))


def mapped(
    both: Both,
    report: DiffReport,
    what: str,
    label: Text,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    tell: Callable[[Telling, Any], Text],
) -> None:
    """Compare values by their names, in one part of the report."""
    for name in (*after, *(name for name in before if name not in after)):
        named = msg("{label} “{name}”", label=label, name=name)
        both.value(report, what, named, before.get(name), after.get(name), tell)


def _routines(both: Both, report: DiffReport) -> None:
    mine, theirs = ({name: name for name in routines(side.protocol)} for side in (both.before, both.after))
    title = msg("Routine")
    content = msg("content")
    _each(both, report, "routine", "routine", title, mine, theirs,
          lambda both, inside, one, other: both.block(inside, "do", content, one, other),
          lambda telling, one: quote(one.rpartition("/")[2]))  # fmt: skip


def _commands(both: Both, report: DiffReport) -> None:
    mine, theirs = both.before.protocol.commands, both.after.protocol.commands
    for name in (*theirs, *(name for name in mine if name not in theirs)):
        title = COMMANDS.get(name, verbatim(name))
        inside = report.within(Part("command", name, msg("Command “{title}”", title=title)))
        one, other = mine.get(name), theirs.get(name)
        if one is None:
            inside.tell("added", "command", msg("command added"))
        elif other is None:
            inside.tell("removed", "command", msg("command removed"))
        words = msg("what is said and done")
        both.block(inside, "do", words, *(None if it is None else it.block for it in (one, other)))
        mine_next, theirs_next = (None if it is None or not it.next else it.next for it in (one, other))
        label = msg("leads to")
        both.value(inside, "next", label, mine_next, theirs_next, Telling.branches)


SAME_STEP = 0.6
"""How alike two steps of different names have to be (0 to 1) to be one that was renamed."""

NAME_COUNTS = 0.15
"""How much of that the names themselves make: it decides between steps that do the same."""

MOST_COMPARED = 3_000
"""Characters of a step that are compared."""


def find_names(before: Protocol, after: Protocol) -> SideNames:
    """Return the names that the second protocol has for the things of the first that it renames."""
    renamed: dict[tuple[Kind, str], str] = {}
    for old, new in _steps(before, after).items():
        if old != new:
            renamed["step", old] = new
    _others(before, after, renamed)
    return SideNames(renamed)


def _named(values: Sequence[Any]) -> dict[str, Any]:
    return {value.name: value for value in values}


def _step_key(protocol: Protocol, name: str) -> tuple[str, ...]:
    """Return a key for a step in any group: its own name, after the steps whose files contain it."""
    used = protocol.used_by(name)
    own = name.rpartition(".")[2]
    return (own,) if used is None else (*_step_key(protocol, used), own)


def _steps(before: Protocol, after: Protocol) -> dict[str, str]:
    """Return, by name, the step of the second protocol for each step of the first that has one."""
    by_key = {_step_key(after, name): name for name in after.steps}
    found = {name: by_key[key] for name in before.steps if (key := _step_key(before, name)) in by_key}
    taken = set(found.values())
    lost = [name for name in before.steps if name not in found]
    new = [name for name in after.steps if name not in taken]
    for old, other in _pairs(
        {name: _content(before, name) for name in lost}, {name: _content(after, name) for name in new}
    ):
        found[old] = other
    return found


def _pairs(lost: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of old and new names, the most similar first, as long as they are similar enough."""
    scores = [
        (-_score(old, lost[old], other, new[other]), row, column, old, other)
        for row, old in enumerate(lost)
        for column, other in enumerate(new)
    ]
    pairs: list[tuple[str, str]] = []
    for score, _, _, old, other in sorted(scores):
        free = all(old != one and other != two for one, two in pairs)
        if free and -score >= SAME_STEP:
            pairs.append((old, other))
    return pairs


def _score(old: str, content: str, new: str, other: str) -> float:
    names = likeness(old.rpartition(".")[2], new.rpartition(".")[2])
    alike = 1.0 if content == other else likeness(content[:MOST_COMPARED], other[:MOST_COMPARED])
    return (1 - NAME_COUNTS) * alike + NAME_COUNTS * names


def _content(protocol: Protocol, name: str) -> str:
    """Return what a step does and asks, as text, without where it leads: names may have changed."""
    side, step = Side(protocol), protocol.steps[name]
    telling = telling_of(side)
    lines = [moment_line(telling, moment).fr for block in step.blocks() for moment in protocol.blocks[block]]
    lines += [entry_outline(telling, entry).cause.fr for entry in step.level.entries()]
    if step.title is not None:
        lines.append(step.title.as_written().fr)
    if step.trials is not None:
        lines.append(f"{step.trials.deck} {step.trials.order} {side.meaning(step.trials.answers)}")
    parts = (step.end, step.use and step.use.file, step.each and side.meaning(step.each), bool(step.children))
    lines += [str(part) for part in parts if part]
    return "\n".join(lines)


def _others(before: Protocol, after: Protocol, renamed: dict[tuple[Kind, str], str]) -> None:
    """Find renamed settings, data, remembered values, tables and routines, by their equal content."""
    tables: Sequence[tuple[Kind, Mapping[str, Any], Mapping[str, Any]]] = (
        ("settings", _named(before.settings), _named(after.settings)),
        ("data", _named(before.data), _named(after.data)),
        ("participant", _named(before.remembered), _named(after.remembered)),
        ("items", before.decks, after.decks),
        ("routine", routines(before), routines(after)),
    )
    for kind, mine, theirs in tables:
        lost = {name: Side(before).meaning(value) for name, value in mine.items() if name not in theirs}
        new = {name: Side(after).meaning(value) for name, value in theirs.items() if name not in mine}
        for old, content in lost.items():
            same = [name for name, other in new.items() if other == content]
            rivals = [name for name, other in lost.items() if other == content]
            if len(same) == 1 and len(rivals) == 1:
                renamed[kind, old] = same[0]


def routines(protocol: Protocol) -> dict[str, Any]:
    """Return the moments of each routine of a protocol, by the name of its block."""
    return {
        name: block
        for name, block in protocol.blocks.items()
        if name.rpartition(":")[2].startswith(ROUTINE) and name.rpartition(":")[2].count("/") == 1
    }
