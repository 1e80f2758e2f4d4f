"""From the keys of steps to the steps of the flow: exits, entries, and every name made absolute.

``next`` may name a sibling, a step of an enclosing level, ``back`` or ``done``; nothing else is in reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from nao_sessions.core.text import Text
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.moments import build_assignments, build_moments, tell_word
from nao_sessions.protocol.catalogue import TOUCH_GROUPS, TOUCH_PARTS
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import BACK, DONE, Branch, Entry, Level, Moment, Outcome, Step, Stimulus
from nao_sessions.protocol.keys.head import (
    OUTCOMES,
    AfterKeys,
    BranchKeys,
    ButtonKeys,
    EntryKeys,
    LevelKeys,
    StepKeys,
    WhenKeys,
)
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import wrong_type

MOST_BUTTONS = {"step": 6, "group": 3, "always": 6}
"""The fixed zones of the professional's page: language, section 3."""

_PARTS: Mapping[str, tuple[str, ...]] = {**{part: (part,) for part in TOUCH_PARTS}, **TOUCH_GROUPS}


@dataclass(frozen=True, slots=True)
class Names:
    """Every step of the file: its absolute name by the name that authors write, and the group it is in."""

    absolute: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str | None] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    """Names given twice: told where they are given, and not again where they are used."""

    @classmethod
    def of(cls, steps: Mapping[str, StepKeys], building: Building) -> Names:
        """Collect the names; one that is given twice is told."""
        names = cls()
        for name, _, parent, keys in _walk(steps, None):
            if name in names.absolute:
                names.twice.add(name)
                building.findings.add(
                    "P121",
                    keys.named_at,
                    f"une autre étape s'appelle déjà « {quoted(name)} »",
                    f"another step is called '{quoted(name)}' already",
                    Text(fr="un nom vaut dans tout le fichier", en="a name holds in the whole file"),
                )
            else:
                names.absolute[name] = name if parent is None else f"{parent}.{name}"
                names.parent[name] = parent
        return names

    def find(self, name: str, parent: str | None) -> str | None:
        """Give the absolute name of a step that a step of a group may lead to, or None."""
        return self.absolute[name] if self._reaches(name, parent) else None

    def in_reach(self, parent: str | None) -> list[str]:
        """Give the names that a step of a group may lead to: siblings, and outwards."""
        return [name for name in self.absolute if self._reaches(name, parent)]

    def _reaches(self, name: str, parent: str | None) -> bool:
        if name not in self.parent:
            return False
        group = self.parent[name]
        return group is None or (parent is not None and f"{parent}.".startswith(f"{group}."))


def _walk(
    steps: Mapping[str, StepKeys], parent: str | None
) -> Iterator[tuple[str, str, str | None, StepKeys]]:
    """Give every step, a group before its children: (name, absolute name, group, keys)."""
    for name, keys in steps.items():
        absolute = name if parent is None else f"{parent}.{name}"
        yield name, absolute, parent, keys
        yield from _walk(keys.steps or {}, absolute)


class StepBuilder:
    """Builds all steps, and the blocks of moments that they and their entries do."""

    def __init__(self, steps: Mapping[str, StepKeys], building: Building) -> None:
        self.steps: dict[str, Step] = {}
        self.blocks: dict[str, tuple[Moment, ...]] = {}
        self._building = building
        self._names = Names.of(steps, building)
        for name, absolute, parent, keys in _walk(steps, None):
            # A second step of the same name was told; the first keeps it.
            if self._names.absolute[name] == absolute:
                self.steps[absolute] = self._step(absolute, parent, keys)

    def start(self, scalar: Scalar, parent: str | None) -> str:
        """Resolve the first step of a group, or of the protocol."""
        if self._names.parent.get(scalar.text, "") == parent:
            return self._names.absolute[scalar.text]
        children = [name for name, group in self._names.parent.items() if group == parent]
        self._tell_unknown(scalar, children)
        return ""

    def level(self, keys: LevelKeys, owner: str, parent: str | None, zone: str) -> Level:
        """Build the entries of a step, a group or ``always``."""
        buttons = [
            self._button(entry, f"{owner}/buttons.{i}", parent) for i, entry in enumerate(keys.buttons or ())
        ]
        most = MOST_BUTTONS[zone]
        if len(buttons) > most:
            self._building.findings.add(
                "P127",
                buttons[most].place,
                f"{len(buttons)} boutons, plus que les {most} de cette zone",
                f"{len(buttons)} buttons, more than the {most} of this zone",
            )
        when = [self._when(entry, f"{owner}/when.{i}", parent) for i, entry in enumerate(keys.when or ())]
        after = [
            self._after(entry, f"{owner}/after.{i}", parent, everywhere=zone == "always")
            for i, entry in enumerate(keys.after or ())
        ]
        return Level(tuple(buttons), tuple(when), tuple(after))

    def branches(self, keys: list[BranchKeys] | None, parent: str | None) -> tuple[Branch, ...]:
        """Build the ways on of one ``next``."""
        return self._branches(keys, parent, self._building)

    def block(self, name: str, keys: Any, building: Building | None = None) -> str:
        """Build a ``do`` list under a name, and give the name."""
        self.blocks[name] = build_moments(keys, building or self._building)
        return name

    def _step(self, absolute: str, parent: str | None, keys: StepKeys) -> Step:
        children = tuple(f"{absolute}.{child}" for child in keys.steps or {})
        self._check_exits(keys)
        self._check_group(keys)
        return Step(
            name=absolute,
            place=keys.named_at,
            block=self.block(f"{absolute}/do", keys.do),
            level=self.level(keys, absolute, parent, "group" if keys.steps else "step"),
            title=None if keys.title is None else self._building.speech(keys.title),
            parent=parent,
            children=children,
            start=self.start(keys.start, absolute) if keys.start is not None and keys.steps else None,
            next=self.branches(keys.next, parent),
            end=_outcome(keys.end),
        )

    def _check_exits(self, keys: StepKeys) -> None:
        """Hold that a step has exactly one kind of exit: ``end``, ``next``, or something to wait for."""
        waits = [name for name in ("buttons", "when", "after") if getattr(keys, name) is not None]
        add = self._building.findings.add
        one = Text(
            fr="une étape a « end », ou « next », ou elle attend (buttons, when, after)",
            en="a step has 'end', or 'next', or it waits (buttons, when, after)",
        )
        if keys.end is not None:
            for other in [*waits, *(["next"] if keys.next is not None else [])]:
                fr, en = f"« end » et « {other} » dans la même étape", f"'end' and '{other}' in the same step"
                add("P120", keys.at(other), fr, en, one)
        elif keys.next is not None:
            if keys.after is not None:
                fr, en = "« next » et « after » dans la même étape", "'next' and 'after' in the same step"
                add("P120", keys.at("after"), fr, en, one)
        elif not waits and not keys.stray:
            add("P120", keys.named_at, "cette étape n'a pas de sortie", "this step has no exit", one)

    def _check_group(self, keys: StepKeys) -> None:
        missing = None
        if keys.steps is not None and keys.start is None:
            missing = Text(
                fr="il manque la clé « start », la première étape du groupe",
                en="the key 'start' is missing, the group's first step",
            )
        elif keys.start is not None and keys.steps is None:
            missing = Text(
                fr="« start » n'a de sens que dans un groupe : il manque « steps »",
                en="'start' means something in a group only: 'steps' is missing",
            )
        if missing is not None:
            self._building.findings.add("P105", keys.named_at, missing.fr, missing.en)

    def _button(self, keys: ButtonKeys, entry_id: str, parent: str | None) -> Entry:
        label = self._building.speech(keys.label)
        return self._entry(keys, entry_id, parent, "button", event="text", label=label, main=keys.main)

    def _when(self, keys: WhenKeys, entry_id: str, parent: str | None) -> Entry:
        stimuli = []
        if keys.touch:
            stimuli.append(Stimulus("touch", self._parts(keys.touch)))
        if keys.word:
            stimuli.append(Stimulus("word", tuple(dict.fromkeys(self._word(word) for word in keys.word))))
        if keys.touch is None and keys.word is None and not keys.stray:
            self._building.findings.add(
                "P105",
                keys.place,
                "rien à attendre ici : il manque « touch » ou « word »",
                "nothing to wait for here: 'touch' or 'word' is missing",
            )
        return self._entry(keys, entry_id, parent, "when", event="text", stimuli=tuple(stimuli), cut=keys.cut)

    def _parts(self, words: Sequence[Scalar]) -> tuple[str, ...]:
        parts: dict[str, None] = {}
        for word in words:
            found = _PARTS.get(word.text)
            if found is not None:
                parts.update(dict.fromkeys(found))
            elif not word.empty:
                sentence = Text(fr="partie du corps inconnue", en="unknown part of the body")
                tell_word(sentence, word.text, frozenset(_PARTS), word.place, self._building)
        return tuple(parts)

    def _word(self, word: Scalar) -> str:
        if word.text.startswith("="):
            wrong_type(word, "des mots écrits", "written words", self._building.findings)
        return word.text

    def _after(self, keys: AfterKeys, entry_id: str, parent: str | None, *, everywhere: bool) -> Entry:
        add = self._building.findings.add
        if everywhere and keys.wait is not None:
            add(
                "P103",
                keys.at("wait"),
                "dans always, rien n'a de fin d'où compter « wait »",
                "in always nothing has an end to count 'wait' from",
                Text(
                    fr="écrivez limit : il compte depuis le début", en="write limit: it counts from the start"
                ),
            )
        if keys.wait is None and keys.limit is None and not keys.stray:
            add(
                "P105",
                keys.place,
                "il manque la durée : « wait » ou « limit »",
                "the duration is missing: 'wait' or 'limit'",
            )
        wait = None if keys.wait is None else self._building.duration(keys.wait)
        limit = None if keys.limit is None else self._building.duration(keys.limit)
        return self._entry(keys, entry_id, parent, "after", event=None, wait=wait, limit=limit)

    def _entry(
        self,
        keys: EntryKeys,
        entry_id: str,
        parent: str | None,
        kind: Literal["button", "when", "after"],
        *,
        event: str | None,
        **own: Any,
    ) -> Entry:
        building = self._building.inside(event)
        return Entry(
            id=entry_id,
            kind=kind,
            place=keys.place,
            block=self.block(f"{entry_id}/do", keys.do, building),
            condition=building.condition(keys.condition),
            assignments=build_assignments(keys.set, building),
            next=self._branches(keys.next, parent, building),
            **own,
        )

    def _branches(
        self, keys: list[BranchKeys] | None, parent: str | None, building: Building
    ) -> tuple[Branch, ...]:
        branches = tuple(
            Branch(self._target(branch.next, parent), building.condition(branch.condition), branch.next.place)
            for branch in keys or ()
        )
        if keys:
            _check_branches(keys, building)
        return branches

    def _target(self, scalar: Scalar, parent: str | None) -> str:
        name = scalar.text
        if name == BACK:
            return BACK
        if name == DONE:
            if parent is None:
                self._building.findings.add(
                    "P208",
                    scalar.place,
                    "« done » finit un groupe, et cette étape n'est dans aucun",
                    "'done' ends a group, and this step is in none",
                )
            return DONE
        found = self._names.find(name, parent)
        if found is None:
            self._tell_unknown(scalar, self._names.in_reach(parent))
        return found or ""

    def _tell_unknown(self, scalar: Scalar, reach: list[str]) -> None:
        if scalar.empty or scalar.text in self._names.twice:
            return
        name = quoted(scalar.text)
        group = self._names.parent.get(scalar.text)
        if scalar.text in self._names.absolute and group is not None:
            inner = group.rsplit(".", 1)[-1]
            self._building.findings.add(
                "P102",
                scalar.place,
                f"l'étape « {name} » est dans le groupe « {inner} » et n'est pas accessible d'ici",
                f"the step '{name}' is inside the group '{inner}' and out of reach from here",
                Text(fr=f"allez à « {inner} »", en=f"go to '{inner}'"),
            )
            return
        hint = did_you_mean(scalar.text, reach)
        self._building.findings.add(
            "P102", scalar.place, f"étape inconnue « {name} »", f"unknown step '{name}'", hint
        )


def _check_branches(keys: list[BranchKeys], building: Building) -> None:
    """Hold that the last branch is open to all."""
    if keys[-1].condition is not None:
        building.findings.add(
            "P206",
            keys[-1].place,
            "la dernière entrée d'un aiguillage n'a pas de « if »",
            "the last entry of a branch has no 'if'",
            Text(fr="ajoutez une entrée : - {next: ...}", en="add an entry: - {next: ...}"),
        )


def _outcome(text: str | None) -> Outcome | None:
    return next((outcome for outcome in OUTCOMES if outcome == text), None)
