"""What a device on the room's network is let in for, and the pages that each role may see: one table.

What stands in no row is refused; nobody but this computer itself may pair devices or forget them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nao_sessions.text import glossary
from nao_sessions.text.messages import Text
from nao_sessions.web.access_policy import READING, WRITING

Role = Literal["lead", "second", "watch", "board", "group"]

PARTICIPANT = "{participant}"
"""In a path: the child whose board the device is."""
STATIC = "/static"
GROUP_BOARD = "group"
"""The board that belongs to no child; no participant goes by that code."""


@dataclass(frozen=True, slots=True)
class May:
    """A row: a role's name, what it is for, its first page, and the addresses that its devices may ask for.

    A path stands for itself and for all below it; ``writes`` are those to post to, ``reads`` all others. What
    lies below ``never`` is refused.
    """

    name: Text
    means: Text
    begins: str
    reads: tuple[str, ...]
    writes: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def of_a_child(self) -> bool:
        """Return whether a device in this role belongs to one child."""
        return PARTICIPANT in self.begins


ROLES: Mapping[Role, May] = {
    "lead": May(
        name=glossary.ROLES["lead"].label,
        means=glossary.ROLES["lead"].definition,
        begins="/",
        reads=("/",),
        writes=("/",),
        never=("/pair", "/agreements"),
    ),
    "second": May(
        name=glossary.ROLES["second"].label,
        means=glossary.ROLES["second"].definition,
        begins="/session",
        reads=("/session",),
        writes=("/session/act",),
    ),
    "watch": May(
        name=glossary.ROLES["watch"].label,
        means=glossary.ROLES["watch"].definition,
        begins="/watch",
        reads=("/watch", "/session/stream", "/session/journal", "/session/picture", "/session/ending"),
        writes=("/session/act",),  # for the one act that everybody may do: stop
    ),
    "board": May(
        name=glossary.ROLES["board"].label,
        means=glossary.ROLES["board"].definition,
        begins=f"/board/{PARTICIPANT}",
        reads=(f"/board/{PARTICIPANT}",),
        writes=(f"/board/{PARTICIPANT}",),
    ),
    "group": May(
        name=glossary.ROLES["group"].label,
        means=glossary.ROLES["group"].definition,
        begins=f"/board/{GROUP_BOARD}",
        reads=(f"/board/{GROUP_BOARD}",),
        writes=(f"/board/{GROUP_BOARD}",),
    ),
}


def role_of(text: str) -> Role | None:
    """Return the role with a name; None where there is none."""
    return next((role for role in ROLES if role == text), None)


def begins(role: Role, participant: str | None) -> str:
    """Return the address of the first page for a device in a role."""
    return ROLES[role].begins.replace(PARTICIPANT, participant or "")


def may(role: Role, participant: str | None, method: str, path: str) -> bool:
    """Return whether a device's role allows a request for a path.

    Args:
        role: what it was let in as.
        participant: the code of its child, where it is a board.
        method: of the request.
        path: as it was asked for; plain segments alone, the door has seen to that.
    """
    row = ROLES[role]
    if method in READING and _below(path, STATIC):
        return True
    if any(path.startswith(f"{never}/") for never in row.never) or (row.of_a_child and not participant):
        return False
    allowed = row.reads if method in READING else row.writes if method in WRITING else ()
    return any(_below(path, one.replace(PARTICIPANT, participant or "")) for one in allowed)


def _below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip("/") + "/")
