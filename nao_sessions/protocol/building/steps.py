"""From the keys of steps to the steps of the flow: content, exits, and every name made absolute.

``next`` may name a sibling, a step of an enclosing level, ``back`` or ``done``; nothing else is in reach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.entries import LevelBuilder, build_branches
from nao_sessions.protocol.building.moments import build_block
from nao_sessions.protocol.building.names import Names, walk
from nao_sessions.protocol.building.scope import Results
from nao_sessions.protocol.building.trials import build_trials
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import EACH_CHILD, Branch, Each, Level, Outcome, Step, Use
from nao_sessions.protocol.keys.steps import OUTCOMES, BranchKeys, LevelKeys, StepKeys
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.scalars import MOST_COUNT, parse_integer, wrong_type
from nao_sessions.protocol.trials import Deck
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class Used:
    """A file that is used as a group: its steps, their first, and what holds everywhere in it."""

    use: Use
    steps: Mapping[str, Step]
    children: tuple[str, ...]
    start: str
    always: Level


UseFile = Callable[[Scalar, Fields | None, str, Building], Used | None]
"""Build the file that a step uses: its name, what it is given, the step's absolute name, the surroundings."""


class StepBuilder:
    """Builds all steps of one file, and what they do as blocks of the protocol."""

    def __init__(
        self, steps: Mapping[str, StepKeys], top: str | None, use: UseFile, building: Building
    ) -> None:
        self.steps: dict[str, Step] = {}
        self._top = top
        self._use = use
        self.names = Names.of(steps, top, building)
        self._keys = {absolute: keys for _, absolute, _, keys in walk(steps, top)}
        self._building = building.within(results=_results(self.names, self._keys))
        self._inside: dict[str | None, Building] = {top: self._building}
        known = frozenset(self.names.absolute.values())
        for _, absolute, parent, keys in walk(steps, top):
            # A second step of the same name was told; the first keeps it.
            if self._keys[absolute] is keys and absolute in known:
                self.steps[absolute] = self._step(absolute, parent, keys)

    def level(self, keys: LevelKeys, owner: str, parent: str | None) -> Level:
        """Build the entries of a step, a group or ``always``."""
        return LevelBuilder(owner, parent, self.names, self._inside_of(parent)).level(keys)

    def branches(self, keys: list[BranchKeys] | None, parent: str | None) -> tuple[Branch, ...]:
        """Build the ways on of one ``next``."""
        return build_branches(keys, parent, self.names, self._inside_of(parent))

    def start(self, scalar: Scalar) -> str:
        """Resolve the first step of the file."""
        return self.names.start(scalar, self._top, self._building)

    def _inside_of(self, group: str | None) -> Building:
        """Give the surroundings inside a group: whose turn it is, which item is in hand."""
        known = self._inside.get(group)
        if known is None:
            assert group is not None
            keys = self._keys[group]
            outer = self._inside_of(group.rpartition(".")[0] or None)
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
    """Give the entries of a step and of the file that it uses, the step's first."""
    return Level(own.buttons + used.buttons, own.when + used.when, own.after + used.after)


def _find_deck(scalar: Scalar | None, building: Building) -> Deck | None:
    """Give the table of items that an author names; a finding when there is none."""
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


def _results(names: Names, keys: Mapping[str, StepKeys]) -> dict[str, Results]:
    """Give the steps that have results, by the name that authors write."""
    found: dict[str, Results] = {}
    for name, absolute in names.absolute.items():
        if keys[absolute].trials is not None:
            found[name] = Results(absolute, "trials")
        elif keys[absolute].use is not None:
            found[name] = Results(absolute, "use")
    return found


def _outcome(text: str | None) -> Outcome | None:
    return next((outcome for outcome in OUTCOMES if outcome == text), None)
