"""From the keys of ``buttons``, ``when``, ``after``, ``silence`` to entries, and of ``next`` to branches."""

from __future__ import annotations

from typing import Any, Literal

from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.moments import build_assignments, build_block
from nao_sessions.protocol.building.names import Names
from nao_sessions.protocol.building.stimuli import build_stimuli
from nao_sessions.protocol.flow import Act, Branch, Entry, Level, Moment
from nao_sessions.protocol.keys.steps import (
    NO_END,
    WRITE_LIMIT,
    AfterKeys,
    AlwaysKeys,
    BranchKeys,
    ButtonKeys,
    EntryKeys,
    LevelKeys,
    SilenceKeys,
    WhenKeys,
)
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.text.messages import msg


class LevelBuilder:
    """Builds the entries that are live in one place: in a step, in a group, or everywhere."""

    def __init__(self, owner: str, parent: str | None, names: Names, building: Building) -> None:
        self._owner = owner
        self._parent = parent
        self._names = names
        self._building = building

    def level(self, keys: LevelKeys) -> Level:
        """Build all entries of a place."""
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
    keys: list[BranchKeys] | None, parent: str | None, names: Names, building: Building
) -> tuple[Branch, ...]:
    """Build the ways on of one ``next``, seen from a step of a group."""
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
