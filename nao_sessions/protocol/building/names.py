"""The names of steps: absolute ones, and which of them a step of a group may lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import BACK, DONE
from nao_sessions.protocol.keys.steps import StepKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class Names:
    """Every step of the file: its absolute name by the name that authors write, and the group it is in.

    ``top`` is the step that uses the file, or None where it is the first one.
    """

    top: str | None = None
    absolute: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str | None] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    """Names given twice: told where they are given, and not again where they are used."""

    @classmethod
    def of(cls, steps: Mapping[str, StepKeys], top: str | None, building: Building) -> Names:
        """Collect the names; one that is given twice is told."""
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
        """Give the absolute name of a step that a step of a group may lead to, or None."""
        return self.absolute[name] if self._reaches(name, parent) else None

    def in_reach(self, parent: str | None) -> list[str]:
        """Give the names that a step of a group may lead to: siblings, and outwards."""
        return [name for name in self.absolute if self._reaches(name, parent)]

    def _reaches(self, name: str, parent: str | None) -> bool:
        if name not in self.parent:
            return False
        group = self.parent[name]
        return group == self.top or (parent is not None and f"{parent}.".startswith(f"{group}."))

    def target(self, scalar: Scalar, parent: str | None, building: Building) -> str:
        """Resolve where a step of a group leads to: a step, ``back`` or ``done``; empty when it is told."""
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
        """Resolve the first step of a group, or of the file."""
        if self.parent.get(scalar.text, "") == group:
            return self.absolute[scalar.text]
        self.tell_unknown(scalar, [name for name, inside in self.parent.items() if inside == group], building)
        return ""

    def tell_unknown(self, scalar: Scalar, reach: list[str], building: Building) -> None:
        """Tell a step that is not in reach, with where to go instead."""
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
    """Give every step, a group before its children: (name, absolute name, group, keys)."""
    for name, keys in steps.items():
        absolute = name if parent is None else f"{parent}.{name}"
        yield name, absolute, parent, keys
        yield from walk(keys.steps or {}, absolute)
