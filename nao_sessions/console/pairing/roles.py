"""What a device on the room's network is let in for; what it may ask for stands in ``unlock/access``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nao_sessions.console.unlock.access import row_of
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text

Role = Literal["lead", "second", "watch", "board", "group"]

PARTICIPANT = "{participant}"
"""In a path: the child whose board the device is."""
GROUP_BOARD = "group"
"""The board that belongs to no child; no participant goes by that code."""


@dataclass(frozen=True, slots=True)
class DeviceRole:
    """A role: its name, what it is for, and its first page."""

    name: Text
    means: Text
    begins: str

    @property
    def of_a_child(self) -> bool:
        """Return whether a device in this role belongs to one child."""
        return PARTICIPANT in self.begins


def _role(name: Role, begins: str) -> DeviceRole:
    return DeviceRole(glossary.ROLES[name].label, glossary.ROLES[name].definition, begins)


ROLES: Mapping[Role, DeviceRole] = {
    "lead": _role("lead", "/"),
    "second": _role("second", "/session"),
    "watch": _role("watch", "/watch"),
    "board": _role("board", f"/board/{PARTICIPANT}"),
    "group": _role("group", f"/board/{GROUP_BOARD}"),
}


def role_of(text: str) -> Role | None:
    """Return the role with a name; None where there is none."""
    return next((role for role in ROLES if role == text), None)


def begins(role: Role, participant: str | None) -> str:
    """Return the address of the first page for a device in a role."""
    return ROLES[role].begins.replace(PARTICIPANT, participant or "")


def may(role: Role, participant: str | None, method: str, path: str) -> bool:
    """Return whether a device's role allows a request for a path, in some state of the console.

    Args:
        role: what it was let in as.
        participant: the code of its child, where it is a board.
        method: of the request.
        path: as it was asked for; plain segments alone, the door has seen to that.
    """
    found = row_of(method, path)
    if found is None:
        return False
    row, parts = found
    cell = row.cell(role)
    if cell == "own":
        return parts["code"] == (participant if ROLES[role].of_a_child else GROUP_BOARD)
    return cell != "no"
