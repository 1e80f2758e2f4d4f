"""Letting devices in and forgetting them: the invitations of the leading computer, the codes of tablets.

The disk is waited for in threads alone; a refusal has a code and a sentence.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from nao_sessions.console.pairing.certificates import RoomNetwork
from nao_sessions.console.pairing.devices import CODE, Device, Devices, NewDevice, PairedDoor
from nao_sessions.console.pairing.invitations import TYPED_LENGTH, Guesses, Invitation, Invitations, plain
from nao_sessions.console.pairing.roles import GROUP_BOARD, ROLES, Role
from nao_sessions.console.session_registry import Observers
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import AccessRequest
from nao_sessions.web.limits import Streams

KEPT_AS = "devices.json"
HERE_FOR_NS = 15 * SECOND_NS
"""A device counts as connected for so long after it asked for something."""

_CODE = re.compile(CODE)


class PairingRefused(NaoSessionsError):
    """When a device may not be invited, or may not join; ``wait_s`` is how long it has to wait, if so."""

    def __init__(self, sentence: Text, hint: Text, *, code: str, wait_s: int = 0) -> None:
        super().__init__(sentence, hint, code=code)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class NetworkPlace:
    """Where the console is on the network; ``authority`` is the certificate (PEM) that tablets trust."""

    network: RoomNetwork
    port: int
    authority: bytes
    fingerprint: str

    @property
    def origin(self) -> str:
        """Return the origin of the console's pages at this place."""
        return self.network.origin(self.port)


class Pairing:
    """The devices of a console, who is invited, who tries codes. Belongs to one event loop."""

    def __init__(
        self,
        keep: Path,
        place: NetworkPlace,
        language: Language,
        streams: Streams,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        """Read the devices that were let in before.

        Args:
            keep: the console's own folder.
            place: where tablets reach it.
            language: of its refusals.
            streams: those of the application: a device that is forgotten loses its own.
            clock_ns: CLOCK_MONOTONIC.
        """
        self.place = place
        self.devices = Devices(keep / KEPT_AS)
        self.invitations = Invitations(clock_ns)
        self.guesses = Guesses(clock_ns)
        self.door = PairedDoor(place.port, place.network.all_names, self.devices, language, self._seen)
        self._streams = streams
        self._clock_ns = clock_ns
        self._asked_ns: dict[str, int] = {}
        self._lookers = Observers()
        self._writing = asyncio.Lock()

    def invite(self, role: Role, participant: str | None, names: Pseudonyms) -> Invitation:
        """Create an invitation for a device in a role.

        Raises:
            PairingRefused: the code of the child is none, or holds a first name (N110); there are too many
                devices (N111), or too many invitations (N112).
        """
        if not ROLES[role].of_a_child:
            participant = None
        elif participant is None or not _is_code(participant, names):
            raise _NO_CODE()
        if self.devices.full:
            raise _TOO_MANY_DEVICES()
        made = self.invitations.invite(role, participant)
        if made is None:
            raise _TOO_MANY_INVITED()
        self.changed()
        return made

    def cancel(self, invitation: Invitation) -> None:
        """Cancel an invitation, so that its code lets nobody in."""
        invitation.cancelled = True
        self.changed()

    async def join(self, code: str, peer: str, asked: AccessRequest) -> NewDevice:
        """Add a device that shows an invitation's code; what it was paired as before is forgotten.

        Args:
            code: as it was scanned or typed.
            peer: the address that asks.
            asked: the request.

        Raises:
            PairingRefused: the code is none (N113), or the peer has to wait (N114); nothing was let in.
            OSError: it cannot be kept; nothing was let in, and all is as it was.
        """
        # A scanned code cannot be guessed: it is heard while others are typed wildly.
        typed = len(plain(code)) <= TYPED_LENGTH
        wait_s = self.guesses.wait_s(peer)
        if typed and wait_s:
            raise PairingRefused(_WAIT.format(seconds=wait_s), _WAIT_HINT, code="N114", wait_s=wait_s)
        invitation = self.invitations.meant_by(code)
        if invitation is None:
            self.guesses.wrong(peer)
            self.changed()
            raise _WRONG()
        before = self.door.device_of(asked)
        invitation.joined = ""  # nobody else may come by it while the disk is written
        added = self.devices.add(invitation.role, invitation.participant, datetime.now(UTC))
        try:
            await self._keep(leaving=before)
        except OSError:
            self.devices.forget(added.device.id)
            invitation.joined = None
            raise
        if before is not None:
            self._drop(before)
        invitation.joined = added.device.id
        self.changed()
        return added

    async def forget(self, device_id: str) -> Device | None:
        """Remove a device and end its streams; return it, or None where no device has that id.

        Raises:
            OSError: it cannot be kept: it is forgotten until the console is started again.
        """
        device = next((device for device in self.devices if device.id == device_id), None)
        if device is not None:
            self._drop(device)
            self.changed()
            await self._keep()
        return device

    def is_here(self, device: Device) -> bool:
        """Return whether a device is connected: it asked for something lately, or has a stream open."""
        asked_ns = self._asked_ns.get(device.id)
        lately = asked_ns is not None and self._clock_ns() - asked_ns < HERE_FOR_NS
        return lately or self._streams.of(device.id) > 0

    def changed(self) -> None:
        """Notify every page that observes pairing."""
        self._lookers.changed()

    def looking(self) -> AbstractContextManager[asyncio.Event]:
        """Yield an event that is set after every change, as :meth:`Observers.looking`."""
        return self._lookers.looking()

    def _drop(self, device: Device) -> None:
        self.devices.forget(device.id)
        self._asked_ns.pop(device.id, None)
        self._streams.end(device.id)

    async def _keep(self, leaving: Device | None = None) -> None:
        """Write the file of devices, without *leaving*, in a thread, in the order of the changes."""
        async with self._writing:
            await asyncio.to_thread(self.devices.keep, self.devices.content(leaving))

    def _seen(self, device: Device) -> None:
        self._asked_ns[device.id] = self._clock_ns()


def _is_code(text: str, names: Pseudonyms) -> bool:
    is_one = _CODE.fullmatch(text) is not None and text.lower() != GROUP_BOARD
    return is_one and names.hide(text) == text


_NO_CODE = partial(
    PairingRefused,
    msg("This is not the code of a child."),
    msg("Give its code, in letters and digits (P07), and never a first name."),
    code="N110",
)
_TOO_MANY_DEVICES = partial(
    PairingRefused,
    msg("Too many devices are paired already."),
    msg("Forget those that are no longer used."),
    code="N111",
)
_TOO_MANY_INVITED = partial(
    PairingRefused,
    msg("Several codes wait for a device already."),
    msg("Use them, or wait five minutes."),
    code="N112",
)
_WRONG = partial(
    PairingRefused,
    msg("This code is wrong, or was used already."),
    msg("A code is good once, for five minutes: ask for another one."),
    code="N113",
)
_WAIT = msg("Too many wrong codes: wait {seconds} seconds.")
_WAIT_HINT = msg("Rather scan the code that the computer shows.")
