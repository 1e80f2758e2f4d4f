"""Invitations to join: a code good once, for five minutes, as an address to scan or eight characters to type.

They live in memory alone: a console that was started again has none.
"""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.console.pairing.roles import Role
from nao_sessions.core.clock import SECOND_NS

WINDOW_NS = 60 * SECOND_NS
OF_A_PEER = 5
OF_ALL = 20
"""How many wrong codes in a minute one address, and all addresses together, may type."""


class Guesses:
    """The wrong codes of the last minute, by peer (an address); ``ever``: of this run. CLOCK_MONOTONIC."""

    def __init__(self, clock_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock_ns = clock_ns
        self._wrong: deque[tuple[int, str]] = deque()
        self.ever = 0

    def wrong(self, peer: str) -> None:
        """Count a wrong code typed by a peer."""
        self._forget()
        self.ever += 1
        if len(self._wrong) < OF_ALL:
            self._wrong.append((self._clock_ns(), peer))

    def wait_s(self, peer: str) -> int:
        """Return for how many seconds a peer must wait before it may type another code; 0 for no wait."""
        self._forget()
        own = [at_ns for at_ns, whose in self._wrong if whose == peer]
        until = [0]
        if len(own) >= OF_A_PEER:
            until.append(own[-OF_A_PEER] + WINDOW_NS)
        if len(self._wrong) >= OF_ALL:
            until.append(self._wrong[0][0] + WINDOW_NS)
        return max(0, -(-(max(until) - self._clock_ns()) // SECOND_NS))

    @property
    def of_late(self) -> int:
        """Return the number of wrong codes typed in the last minute, as far as they are counted."""
        self._forget()
        return len(self._wrong)

    def _forget(self) -> None:
        now_ns = self._clock_ns()
        while self._wrong and self._wrong[0][0] <= now_ns - WINDOW_NS:
            self._wrong.popleft()


GOOD_FOR_NS = 300 * SECOND_NS
MOST_OPEN = 6
KEPT = 24
"""How many are remembered, the oldest go first: a page may still ask what became of one."""

CHARACTERS = "34679ACDEFGHJKMNPQRTWXY"
"""The characters of typed codes, without those taken for one another: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V."""
TYPED_LENGTH = 8
_SCANNED_BYTES = 16

Standing = Literal["open", "used", "cancelled", "expired"]


@dataclass(slots=True)
class Invitation:
    """One invitation: ``typed`` and ``scanned`` are its two codes, ``joined`` is the device that used it.

    That is its id, or "" while it is let in; None: nobody has used the invitation.
    """

    id: str
    role: Role
    participant: str | None
    expires_ns: int
    typed: str = field(repr=False)
    scanned: str = field(repr=False)
    joined: str | None = None
    cancelled: bool = False

    def standing(self, now_ns: int) -> Standing:
        """Return whether the invitation is open, used, cancelled or expired at a time in nanoseconds."""
        if self.joined is not None:
            return "used"
        if self.cancelled:
            return "cancelled"
        return "open" if now_ns < self.expires_ns else "expired"


class Invitations:
    """The invitations of this run. Times are CLOCK_MONOTONIC."""

    def __init__(self, clock_ns: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock_ns = clock_ns
        self._known: dict[str, Invitation] = {}

    def invite(self, role: Role, participant: str | None = None) -> Invitation | None:
        """Create an invitation; None where too many are open already."""
        now_ns = self._clock_ns()
        if sum(one.standing(now_ns) == "open" for one in self._known.values()) >= MOST_OPEN:
            return None
        made = Invitation(
            id=secrets.token_hex(8),
            role=role,
            participant=participant,
            expires_ns=now_ns + GOOD_FOR_NS,
            typed="".join(secrets.choice(CHARACTERS) for _ in range(TYPED_LENGTH)),
            scanned=secrets.token_urlsafe(_SCANNED_BYTES),
        )
        self._known[made.id] = made
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return made

    def of(self, invitation_id: str) -> Invitation | None:
        """Return an invitation by its id, which is not secret; None where there is none."""
        return self._known.get(invitation_id)

    def standing(self, invitation: Invitation) -> Standing:
        """Return whether an invitation is open, used, cancelled or expired now."""
        return invitation.standing(self._clock_ns())

    def left_s(self, invitation: Invitation) -> int:
        """Return for how many seconds an invitation is still valid; 0 once it has expired."""
        return max(0, -(-(invitation.expires_ns - self._clock_ns()) // SECOND_NS))

    def meant_by(self, code: str) -> Invitation | None:
        """Return the open invitation with a code, or None; how long that takes says nothing of the code."""
        now_ns = self._clock_ns()
        as_scanned, as_typed = code.encode(), plain(code).encode()
        meant = None
        for one in self._known.values():
            scanned = secrets.compare_digest(as_scanned, one.scanned.encode())
            typed = secrets.compare_digest(as_typed, one.typed.encode())
            if (scanned or typed) and one.standing(now_ns) == "open":
                meant = one
        return meant


def plain(code: str) -> str:
    """Return a typed code in capitals, without spaces and hyphens."""
    return "".join(code.split()).replace("-", "").replace("\u2011", "").upper()


def in_two(code: str) -> str:
    """Return a code in two halves, which are easier to read out."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
