"""Who has unlocked which browser of this console, for how long; and how slowly wrong codes are heard.

All of it is in memory: a console that was started again is locked. Time is read from a clock that nobody can
set back, and which goes on while the computer sleeps.
"""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from nao_sessions.console.pairing.devices import Device
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.console.unlock.access import row_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.privacy.acts import note_act
from nao_sessions.privacy.persons import KnownProfessional, Persons, PersonsFile, asks_for_persons
from nao_sessions.record.house import House
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import digest

LOCKS_AFTER_S = 600
"""How long an unlocked browser that nobody touches stays so."""
LOOKS_AGAIN_NS = SECOND_NS
"""After how long the list of persons is looked at again: somebody may be added by a command."""
FREE_TRIES = 3
"""How many wrong codes in a row are answered without a wait."""
LONGEST_WAIT_S = 300
FORGETS_AFTER_NS = 3_600 * SECOND_NS
"""After how long without a wrong code they count no more."""

_log = logging.getLogger(__name__)


def boot_ns() -> int:
    """Return nanoseconds since the computer was started, its sleep included."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


class UnlockRefused(NaoSessionsError):
    """When a browser is not unlocked; ``wait_s`` is how long whoever tries has to wait, if so."""

    def __init__(self, sentence: Text, hint: Text | None = None, *, code: str, wait_s: int = 0) -> None:
        super().__init__(sentence, hint, code=code)
        self.wait_s = wait_s


@dataclass(slots=True)
class Unlocking:
    """A browser that a person has unlocked: on which device, and when it was touched last.

    ``noted`` is what the journal has of it already: a film is many requests, and one line.
    """

    person: str
    in_charge: bool
    device: str | None
    touched_ns: int
    noted: set[tuple[str, str]]


@dataclass(slots=True)
class _Wrong:
    count: int
    last_ns: int
    until_ns: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the persons; an ``error`` asks for one, and lets nobody in."""

    asks: bool = False
    persons: Persons = ()
    error: NaoSessionsError | None = None


class Lock:
    """The lock of one console. Belongs to one event loop; the disk is waited for in threads alone."""

    def __init__(self, registry: SessionRegistry, clock_ns: Callable[[], int] = boot_ns) -> None:
        self._registry, self._clock_ns = registry, clock_ns
        self._open: dict[str, Unlocking] = {}
        self._wrong: dict[str, _Wrong] = {}
        self._trying = asyncio.Lock()
        self._known = _Known()
        self._looked_ns: int | None = None
        self._turned_away: set[tuple[str, str]] = set()
        self._ended_ns = clock_ns()
        registry.greet(self._begin)

    # Who is asked.

    async def look(self) -> None:
        """Look again at the list of persons, where that was not done just now."""
        now = self._clock_ns()
        if self._looked_ns is not None and now - self._looked_ns < LOOKS_AGAIN_NS:
            return
        self._looked_ns = now
        await self.look_now()

    async def look_now(self) -> None:
        """Look again at the list of persons; whoever is no longer on it has unlocked nothing."""
        self._known = await asyncio.to_thread(self._read)
        self._registry.asks = self._known.asks
        if self._known.error is None:
            codes = {one.code: one.in_charge for one in self._known.persons}
            self._open = {key: one for key, one in self._open.items() if one.person in codes}
            for one in self._open.values():
                one.in_charge = codes[one.person]

    @property
    def asks(self) -> bool:
        """Return whether this console asks for a person."""
        return self._known.asks

    @property
    def persons(self) -> Persons:
        """Return the professionals who are known."""
        return self._known.persons

    @property
    def problem(self) -> NaoSessionsError | None:
        """Return why nobody can be let in; None where the list can be read."""
        return self._known.error

    def _read(self) -> _Known:
        try:
            persons = PersonsFile.default().read()
        except NaoSessionsError as error:
            return _Known(True, (), error)  # in doubt it is locked
        return _Known(asks_for_persons(persons), persons)

    # Who is known.

    def unlocking(self, cookie: str, device: str | None) -> Unlocking | None:
        """Return what unlocked a browser, by its cookie and its device; None where it is locked.

        While a session runs no time passes.
        """
        if self._registry.running is None:
            self._close_old()
        found = self._open.get(digest(cookie)) if cookie else None
        return found if found is not None and found.device == device else None

    def touch(self, unlocking: Unlocking) -> None:
        """Take notice that a person is there."""
        unlocking.touched_ns = self._clock_ns()

    def left_s(self, unlocking: Unlocking) -> int:
        """Return in how many seconds a browser locks by itself; the whole time while a session runs."""
        if self._registry.running is not None:
            self._session_runs()
        return max(0, (self._until_ns(unlocking) - self._clock_ns()) // SECOND_NS)

    async def unlock(self, code: str, secret: str, device: str | None, where: str) -> str:
        """Unlock a browser, and return its new cookie.

        Args:
            code: of the person.
            secret: as it was typed.
            device: by which it comes; None: this computer.
            where: the device's name for the journal.

        Raises:
            NaoSessionsError, OSError: as :meth:`known_by`, or the journal cannot be written.
        """
        person = await self.known_by(code, secret, where)
        await self.note("unlocked", code, where)
        return self.let_in(person, device)

    async def known_by(self, code: str, secret: str, where: str) -> KnownProfessional:
        """Return the person whose secret code was typed; a wrong one is noted, and the next waits for longer.

        Raises:
            UnlockRefused: it is not her code (G167), or whoever tries has to wait (G168).
            NaoSessionsError: the list of persons cannot be read (G160, G161).
            OSError, RecordError: a wrong code cannot be noted.
        """
        async with self._trying:  # one at a time: who tries many at once waits for each
            wait_s = self.wait_s(code)
            if wait_s:
                raise UnlockRefused(_WAIT.format(seconds=wait_s), _WAIT_HINT, code="G168", wait_s=wait_s)
            await self.look_now()
            if self._known.error is not None:
                raise self._known.error
            person = next((one for one in self.persons if one.code == code), None)
            if person is not None and await asyncio.to_thread(person.knows, secret):
                self._wrong.pop(code, None)
                return person
            known = "" if person is None else code
            self._count(known)
            await self.note("refused", known, where)
            wait_s = self.wait_s(known)
            raise UnlockRefused(_WRONG, _WAIT.format(seconds=wait_s) if wait_s else None, code="G167")

    def let_in(self, person: KnownProfessional, device: str | None) -> str:
        """Return the cookie of a browser that is unlocked from now on."""
        cookie = secrets.token_urlsafe(32)
        self._open[digest(cookie)] = Unlocking(person.code, person.in_charge, device, self._clock_ns(), set())
        return cookie

    def lock(self, person: str) -> None:
        """Lock every browser that a person has unlocked."""
        self._open = {key: one for key, one in self._open.items() if one.person != person}

    def wait_s(self, code: str) -> int:
        """Return how many seconds a code of this person is not heard, after wrong ones."""
        known = code if any(one.code == code for one in self.persons) else ""
        wrong = self._wrong.get(known)
        return 0 if wrong is None else max(0, math.ceil((wrong.until_ns - self._clock_ns()) / SECOND_NS))

    async def note(self, act: str, person: str, where: str, about: str = "") -> None:
        """Note in the house's journal what a person does. Raises: OSError, RecordError."""
        await asyncio.to_thread(lambda: note_act(House.default(), act, person, where, about))

    def note_turned_away(self, device: Device, method: str, path: str) -> None:
        """Note that a paired device asked for what is not for its role, once for each address of the table.

        Nothing of what it wrote into the address is kept. Where nobody unlocks there is no journal of it.
        """
        found = row_of(method, path)
        what = f"{device.role} {device.id}", "" if found is None else found[0].path.strip("/")
        if what in self._turned_away:
            return
        self._turned_away.add(what)
        asyncio.get_running_loop().run_in_executor(None, self._note_turned_away, *what)

    def _note_turned_away(self, where: str, about: str) -> None:
        try:
            if self._read().asks:
                note_act(House.default(), "turned_away", "", where, about)
        except (OSError, NaoSessionsError):
            _log.warning("the journal cannot be written: that a device was turned away stands nowhere")

    def _count(self, code: str) -> None:
        now = self._clock_ns()
        before = self._wrong.get(code)
        count = 1 if before is None or now - before.last_ns > FORGETS_AFTER_NS else before.count + 1
        wait_s = 0 if count <= FREE_TRIES else min(2 ** (count - FREE_TRIES), LONGEST_WAIT_S)
        self._wrong[code] = _Wrong(count, now, now + wait_s * SECOND_NS)

    # How long.

    def _begin(self, running: RunningSession) -> None:
        """Take notice of a session that begins: what was locked by then stays so."""
        self._close_old()
        running.over.add_done_callback(lambda _: self._session_runs())

    def _session_runs(self) -> None:
        """Count the time from now on: a session runs, or ends at this moment."""
        self._ended_ns = self._clock_ns()

    def _close_old(self) -> None:
        """Forget the browsers that nobody has touched for so long."""
        now = self._clock_ns()
        self._open = {key: one for key, one in self._open.items() if now < self._until_ns(one)}

    def _until_ns(self, unlocking: Unlocking) -> int:
        return max(unlocking.touched_ns, self._ended_ns) + LOCKS_AFTER_S * SECOND_NS


_WRONG = msg("This is not the secret code of this person.")
_WAIT = msg("Wrong codes were typed: wait {seconds} seconds before the next one.")
_WAIT_HINT = msg("Each wrong code makes the wait longer, up to five minutes. Stop works all the same.")
