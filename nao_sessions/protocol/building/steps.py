"""From the keys of steps to the steps of the flow: content, exits, and every name made absolute.

``next`` may name a sibling, a step of an enclosing level, ``back`` or ``done``; nothing else is in reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.moments import build_assignments, build_block, build_stimuli
from nao_sessions.protocol.building.scope import Results
from nao_sessions.protocol.building.trials import build_trials
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import (
    BACK,
    DONE,
    EACH_CHILD,
    Act,
    Branch,
    Each,
    Entry,
    Level,
    Moment,
    Outcome,
    Step,
    Use,
)
from nao_sessions.protocol.keys.steps import (
    NO_END,
    OUTCOMES,
    WRITE_LIMIT,
    AfterKeys,
    AlwaysKeys,
    BranchKeys,
    ButtonKeys,
    EntryKeys,
    LevelKeys,
    SilenceKeys,
    StepKeys,
    WhenKeys,
)
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.scalars import MOST_COUNT, parse_integer, wrong_type
from nao_sessions.protocol.trials import Deck
from nao_sessions.text.messages import msg

# The names of steps: absolute ones, and which of them a step of a group may lead to.


@dataclass(frozen=True, slots=True)
class StepNames:
    """Every step of the file: its absolute name by the name that authors write, and the group it is in.

    ``top`` is the step that uses the file, or None where it is the first one.
    """

    top: str | None = None
    absolute: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str | None] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    """Names given twice: reported where they are given, and not again where they are used."""

    @classmethod
    def of(cls, steps: Mapping[str, StepKeys], top: str | None, building: Building) -> StepNames:
        """Return the names of all steps of a file; a name that is used twice is reported."""
        names = cls(top)
        for name, _, parent, keys in walk(steps, top):
            if name in names.absolute:
                names.twice.add(name)
                building.findings.add(
                    "P121",
                    keys.named_at,
                    msg("another step is called '{name}' already", name=quoted(name)),
                    msg("a name holds in the whole file"),
                )
            else:
                names.absolute[name] = name if parent is None else f"{parent}.{name}"
                names.parent[name] = parent
        return names

    def find(self, name: str, parent: str | None) -> str | None:
        """Return the absolute name of a step, or None where a step in ``parent`` cannot lead to it."""
        return self.absolute[name] if self._reaches(name, parent) else None

    def in_reach(self, parent: str | None) -> list[str]:
        """Return the names of steps that a step in ``parent`` may lead to: siblings, and further outside."""
        return [name for name in self.absolute if self._reaches(name, parent)]

    def _reaches(self, name: str, parent: str | None) -> bool:
        if name not in self.parent:
            return False
        group = self.parent[name]
        return group == self.top or (parent is not None and f"{parent}.".startswith(f"{group}."))

    def target(self, scalar: Scalar, parent: str | None, building: Building) -> str:
        """Return the target that an author names: a step, ``back`` or ``done``; empty where it is refused."""
        name = scalar.text
        if name == BACK:
            return BACK
        if name == DONE:
            if parent == self.top:
                building.findings.add(
                    "P208",
                    scalar.place,
                    msg("'done' ends a group, and this step is in none"),
                )
            return DONE
        found = self.find(name, parent)
        if found is None:
            self.tell_unknown(scalar, self.in_reach(parent), building)
        return found or ""

    def start(self, scalar: Scalar, group: str | None, building: Building) -> str:
        """Return the absolute name of the first step of a group or file; empty where it is refused."""
        if self.parent.get(scalar.text, "") == group:
            return self.absolute[scalar.text]
        self.tell_unknown(scalar, [name for name, inside in self.parent.items() if inside == group], building)
        return ""

    def tell_unknown(self, scalar: Scalar, reach: list[str], building: Building) -> None:
        """Report a target that a step cannot lead to, with the targets it can lead to."""
        if scalar.empty or scalar.text in self.twice:
            return
        name = quoted(scalar.text)
        group = self.parent.get(scalar.text)
        if scalar.text in self.absolute and group is not None:
            inner = group.rsplit(".", 1)[-1]
            building.findings.add(
                "P102",
                scalar.place,
                msg(
                    "the step '{name}' is inside the group '{inner}' and out of reach from here",
                    name=name,
                    inner=inner,
                ),
                msg("go to '{inner}'", inner=inner),
            )
            return
        hint = did_you_mean(scalar.text, reach)
        building.findings.add("P102", scalar.place, msg("unknown step '{name}'", name=name), hint)


def walk(
    steps: Mapping[str, StepKeys], parent: str | None
) -> Iterator[tuple[str, str, str | None, StepKeys]]:
    """Yield every step, a group before its children: (name, absolute name, group or None, keys)."""
    for name, keys in steps.items():
        absolute = name if parent is None else f"{parent}.{name}"
        yield name, absolute, parent, keys
        yield from walk(keys.steps or {}, absolute)


# From the keys of ``buttons``, ``when``, ``after``, ``silence`` to entries, and of ``next`` to branches.


class LevelBuilder:
    """Builds the entries that are live in one place: in a step, in a group, or everywhere."""

    def __init__(self, owner: str, parent: str | None, names: StepNames, building: Building) -> None:
        self._owner = owner
        self._parent = parent
        self._names = names
        self._building = building

    def level(self, keys: LevelKeys) -> Level:
        """Build the buttons, reactions and delays of a level."""
        owner = self._owner
        buttons = [self._button(entry, f"{owner}/buttons.{i}") for i, entry in enumerate(keys.buttons or ())]
        when = [self._when(entry, f"{owner}/when.{i}") for i, entry in enumerate(keys.when or ())]
        after = [
            self._after(entry, f"{owner}/after.{i}", everywhere=isinstance(keys, AlwaysKeys))
            for i, entry in enumerate(keys.after or ())
        ]
        silence: tuple[Entry, ...] = ()
        if isinstance(keys, AlwaysKeys) and keys.silence is not None:
            silence = (self._silence(keys.silence, f"{owner}/silence"),)
        return Level(tuple(buttons), tuple(when), tuple(after), silence)

    def _silence(self, keys: SilenceKeys | Scalar, entry_id: str) -> Entry:
        if isinstance(keys, SilenceKeys):
            wait = self._building.duration(keys.wait)
            return self._entry(keys, entry_id, "silence", event=None, wait=wait)
        block = build_block(f"{entry_id}/do", None, self._building)
        again = Moment((Act("repeat", "question", keys.place),), None, keys.place)
        self._building.blocks[block] = (again,)
        return Entry(entry_id, "silence", keys.place, block, wait=self._building.duration(keys))

    def _button(self, keys: ButtonKeys, entry_id: str) -> Entry:
        label = self._building.speech(keys.label)
        return self._entry(keys, entry_id, "button", event="text", label=label, main=keys.main)

    def _when(self, keys: WhenKeys, entry_id: str) -> Entry:
        stimuli = build_stimuli(keys, self._building)
        return self._entry(keys, entry_id, "when", event="text", stimuli=stimuli, cut=keys.cut)

    def _after(self, keys: AfterKeys, entry_id: str, *, everywhere: bool) -> Entry:
        if everywhere and keys.wait is not None:
            self._building.findings.add("P103", keys.at("wait"), NO_END, WRITE_LIMIT)
        wait = None if keys.wait is None else self._building.duration(keys.wait)
        limit = None if keys.limit is None else self._building.duration(keys.limit)
        return self._entry(keys, entry_id, "after", event=None, wait=wait, limit=limit)

    def _entry(
        self,
        keys: EntryKeys,
        entry_id: str,
        kind: Literal["button", "when", "after", "silence"],
        *,
        event: str | None,
        **own: Any,
    ) -> Entry:
        building = self._building.inside(event)
        return Entry(
            id=entry_id,
            kind=kind,
            place=keys.place,
            block=build_block(f"{entry_id}/do", keys.do, building),
            condition=building.condition(keys.condition),
            assignments=build_assignments(keys.set, building),
            next=build_branches(keys.next, self._parent, self._names, building),
            **own,
        )


def build_branches(
    keys: list[BranchKeys] | None, parent: str | None, names: StepNames, building: Building
) -> tuple[Branch, ...]:
    """Build the branches of a ``next``, as seen from a step in ``parent``."""
    branches = tuple(
        Branch(
            names.target(branch.next, parent, building),
            building.condition(branch.condition),
            branch.next.place,
        )
        for branch in keys or ()
    )
    if keys and keys[-1].condition is not None:
        building.findings.add(
            "P206",
            keys[-1].place,
            msg("the last entry of a branch has no 'if'"),
            msg("add an entry: - {next: ...}"),
        )
    return branches


@dataclass(frozen=True, slots=True)
class UsedFile:
    """A file that is used as a group: its steps, the first of them, and its entries that hold everywhere."""

    use: Use
    steps: Mapping[str, Step]
    children: tuple[str, ...]
    start: str
    always: Level


UseFile = Callable[[Scalar, Fields | None, str, Building], UsedFile | None]
"""A function that builds the file a step uses, or returns None.

It takes the file's name, the settings given, the step's absolute name and the surroundings.
"""


class StepBuilder:
    """Builds all steps of one file, and what they do as blocks of the protocol."""

    def __init__(
        self, steps: Mapping[str, StepKeys], top: str | None, use: UseFile, building: Building
    ) -> None:
        self.steps: dict[str, Step] = {}
        self._top = top
        self._use = use
        self.names = StepNames.of(steps, top, building)
        self._keys = {absolute: keys for _, absolute, _, keys in walk(steps, top)}
        self._building = building.within(results=_results(self.names, self._keys))
        self._inside: dict[str | None, Building] = {top: self._building}
        # Not read off the names: one with a dot in it was reported, and is built all the same.
        self._outer = {absolute: parent for _, absolute, parent, _ in walk(steps, top)}
        known = frozenset(self.names.absolute.values())
        for _, absolute, parent, keys in walk(steps, top):
            # A second step of the same name was reported; the first keeps it.
            if self._keys[absolute] is keys and absolute in known:
                self.steps[absolute] = self._step(absolute, parent, keys)

    def level(self, keys: LevelKeys, owner: str, parent: str | None) -> Level:
        """Build the buttons, reactions and delays of a step, a group or ``always``."""
        return LevelBuilder(owner, parent, self.names, self._inside_of(parent)).level(keys)

    def branches(self, keys: list[BranchKeys] | None, parent: str | None) -> tuple[Branch, ...]:
        """Build the branches of a ``next``."""
        return build_branches(keys, parent, self.names, self._inside_of(parent))

    def start(self, scalar: Scalar) -> str:
        """Return the absolute name of the first step of the file."""
        return self.names.start(scalar, self._top, self._building)

    def _inside_of(self, group: str | None) -> Building:
        """Return the surroundings inside a group, where whose turn it is, or the current item, is known."""
        known = self._inside.get(group)
        if known is None:
            assert group is not None
            keys = self._keys[group]
            outer = self._inside_of(self._outer[group])
            known = outer
            if keys.each is not None and keys.each.text == EACH_CHILD:
                known = outer.within(one_participant=True)
            elif keys.each is not None:
                known = outer.within(deck=outer.decks.get(keys.each.text))
            self._inside[group] = known
        return known

    def _step(self, absolute: str, parent: str | None, keys: StepKeys) -> Step:
        outside = self._inside_of(parent)
        if keys.steps is not None and not keys.steps:
            self._building.findings.add("P105", keys.at("steps"), msg("this group has no step"))
        block = build_block(f"{absolute}/do", keys.do, outside)
        trials, live = None, outside
        if keys.trials is not None:
            deck = _find_deck(keys.trials.items, outside)
            live = outside.within(deck=deck or outside.scope.deck, asking=True)
            trials = build_trials(keys.trials, absolute, deck, self._target_in(parent), live)
        elif keys.steps is not None:
            live = self._inside_of(absolute)
        level = LevelBuilder(absolute, parent, self.names, live).level(keys)
        used = None if keys.use is None else self._use(keys.use, keys.given, absolute, outside)
        children = tuple(f"{absolute}.{child}" for child in keys.steps or {})
        start = None
        if used is not None:
            self.steps.update(used.steps)
            children, start, level = used.children, used.start, _joined(level, used.always)
        elif keys.start is not None and keys.steps:
            start = self.names.start(keys.start, absolute, outside)
        return Step(
            name=absolute,
            place=keys.named_at,
            block=block,
            level=level,
            title=None if keys.title is None else live.speech(keys.title),
            parent=parent,
            children=children,
            start=start,
            next=build_branches(keys.next, parent, self.names, outside),
            end=_outcome(keys.end),
            trials=trials,
            each=None if keys.each is None else self._each(keys, outside),
            use=None if used is None else used.use,
        )

    def _target_in(self, parent: str | None) -> Callable[[Scalar], str]:
        return lambda scalar: self.names.target(scalar, parent, self._building)

    def _each(self, keys: StepKeys, building: Building) -> Each:
        assert keys.each is not None
        over = keys.each.text
        if over != EACH_CHILD:
            deck = _find_deck(keys.each, building)
            over = over if deck is None else deck.name
        rounds: int | Expression = 1
        if keys.rounds is not None and keys.rounds.text.startswith("="):
            rounds = building.expression(keys.rounds, "number") or 1
        elif keys.rounds is not None:
            rounds = parse_integer(keys.rounds.text) or 0
            if not 1 <= rounds <= MOST_COUNT:
                sentence = msg("a number of rounds, 1 to {most_count}", most_count=MOST_COUNT)
                wrong_type(keys.rounds, sentence, building.findings)
        return Each(over, rounds)


def _joined(own: Level, used: Level) -> Level:
    """Return the buttons and reactions of a step followed by those of the file that it uses."""
    return Level(own.buttons + used.buttons, own.when + used.when, own.after + used.after)


def _find_deck(scalar: Scalar | None, building: Building) -> Deck | None:
    """Return the table of items that an author names; None where there is none, which is reported."""
    if scalar is None or scalar.empty:
        return None
    deck = building.decks.get(scalar.text)
    if deck is None:
        building.findings.add(
            "P132",
            scalar.place,
            msg("unknown table of items '{text}'", text=quoted(scalar.text)),
            did_you_mean(scalar.text, building.decks) or msg("add it under items:"),
        )
    return deck


def _results(names: StepNames, keys: Mapping[str, StepKeys]) -> dict[str, Results]:
    """Return the steps that have results, by the names that authors write."""
    found: dict[str, Results] = {}
    for name, absolute in names.absolute.items():
        if keys[absolute].trials is not None:
            found[name] = Results(absolute, "trials")
        elif keys[absolute].use is not None:
            found[name] = Results(absolute, "use")
    return found


def _outcome(text: str | None) -> Outcome | None:
    return next((outcome for outcome in OUTCOMES if outcome == text), None)
