"""Who asks the ledger whether a session may be recorded: before a recorder starts, and all through.

A recorder that may not record is left out, and the session runs all the same. Nothing skips the question: it
is asked of adults among themselves, too, each of whom has to be named. Only the log of these needs no ground.
"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nao_sessions.core.codes import is_part
from nao_sessions.core.errors import NaoSessionsError, system_refused
from nao_sessions.core.events import Event
from nao_sessions.launch.equipment import Equipment
from nao_sessions.live.session import LiveSession
from nao_sessions.privacy.film_use import children_of, interrupted_presence
from nao_sessions.privacy.layers import is_encrypted
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.rules import (
    UNREADABLE,
    Decision,
    Means,
    Presence,
    may_record,
    refusal,
    why_not,
)
from nao_sessions.privacy.ledger.values import LOG, Ledger, Purpose, is_picture, is_sound, sound_of
from nao_sessions.privacy.ledger.words import LOG_GOES_ON
from nao_sessions.record.film import FILM_OVER, SOUND_OVER
from nao_sessions.record.manifest import Manifest, program_version
from nao_sessions.room.room_file import RecordedSource
from nao_sessions.text.messages import Text, msg

ASKED_EVERY_S = 1.0
"""How often a session asks anew: a withdrawal, an end, a midnight, a child who came stop a recorder."""


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


def recorder_of(source: RecordedSource) -> str:
    """Return the name by which the ledger knows a camera or a microphone."""
    return f"microphone:{source.name}" if source.sound_only else f"camera:{source.name}"


def recorders_of(source: RecordedSource) -> tuple[str, ...]:
    """Return all that a source records, as the ledger knows it: a camera's pictures, and its sound apart."""
    if source.sound_only or not source.sound:
        return (recorder_of(source),)
    return recorder_of(source), sound_of(source.name)


def means_of(has: Equipment, folder: Path) -> Means:
    """Return what children would be recorded with, on some equipment, in a session that lies in *folder*."""
    robot = "" if has.address is None else has.address.host
    return Means(program_version(), robot, is_encrypted(folder))


def source_name(recorder: str) -> str:
    """Return the name of a recorder's camera or microphone in the room file."""
    return recorder.partition(":")[2]


@dataclass(slots=True)
class RecordingGate:
    """The question of one session, whether it may be recorded, and by what."""

    file: LedgerFile
    presence: Presence
    purpose: Purpose
    recorders: tuple[str, ...]
    means: Means
    now: Callable[[], datetime.datetime] = _now
    _ledger: Ledger = field(default_factory=Ledger)
    _stamp: tuple[int, int] | None = None
    _latest: datetime.datetime | None = None

    @classmethod
    def of(
        cls,
        has: Equipment,
        presence: Presence,
        purpose: Purpose,
        folder: Path,
        file: LedgerFile | None = None,
        now: Callable[[], datetime.datetime] = _now,
    ) -> RecordingGate | None:
        """Return the gate of a session on some equipment, which will lie in *folder*.

        None where nothing of a person is recorded.
        """
        if not has.real:
            return None
        file = file or LedgerFile.default()
        try:
            presence = presence.by_ledger(file.read(), now().date())
        except (NaoSessionsError, OSError):  # then nothing is filmed: ``decide``
            presence = replace(presence, children=children_of(presence.children))
        sources = () if has.room.simulated else has.room.sources
        recorders = tuple(name for source in sources for name in recorders_of(source))
        if presence.children:
            recorders = (*recorders, LOG)
        elif not recorders:
            return None
        means = means_of(has, folder)
        return cls(file, presence, purpose, recorders, means, now)

    @property
    def head(self) -> str:
        """Return the digest of the ledger's last line at the last decision; "" before one."""
        return self._ledger.head

    @classmethod
    def again(
        cls,
        has: Equipment,
        manifest: Manifest,
        events: Sequence[Event],
        folder: Path,
        file: LedgerFile | None = None,
    ) -> RecordingGate | None:
        """Return the gate of a session that goes on: all is asked anew, of those who were there."""
        return cls.of(has, *interrupted_presence(manifest, events), folder, file)

    def decide(self) -> dict[str, Decision]:
        """Return what each recorder may do now; a ledger that cannot be read is a no for each."""
        now = self.now()
        try:
            stamp = self.file.stamp()
            if stamp != self._stamp:
                self._ledger, self._stamp = self.file.read(), stamp
        except NaoSessionsError as error:
            self._stamp = None
            return refusal(error.sentence, self.recorders)
        except OSError as error:
            self._stamp = None
            return refusal(system_refused(error), self.recorders)
        newest = max((at for at in (self._ledger.newest, self._latest) if at is not None), default=None)
        self._latest = max(now, newest or now)
        ledger = replace(self._ledger, newest=newest)
        return may_record(ledger, self.presence, self.recorders, self.purpose, now, self.means)

    def arrive(self, code: str, answer: str = "") -> bool:
        """Count in a child or an adult who came into the room; the next question is about all.

        ``code``: "": somebody who is in no ledger. Return whether this changes who is there.
        """
        here = self.presence
        if not code:
            self.presence = replace(here, unlisted=True)
            return not here.unlisted
        known = self._ledger.persons.get(code)
        if (is_part(code) and known is None) or code in (*here.children, *here.adults):
            return False
        if known is not None and known.role != "child":
            self.presence = replace(here, adults=(*here.adults, code))
        else:
            answers = {**here.answers, code: answer} if answer else here.answers
            self.presence = replace(here, children=(*here.children, code), answers=answers)
        return True

    def present(self, participants: Sequence[str]) -> dict[str, Any]:
        """Return who is in the room, as the log keeps it beside its participants."""
        here = self.presence
        came = [code for code in here.children if code not in participants]
        return {
            "adults": list(here.adults),
            "purpose": self.purpose,
            "ledger": self.head,
            **({"children": came} if came else {}),
            **({"unlisted": True} if here.unlisted else {}),
        }

    async def watch(self, session: LiveSession, tell: Callable[[Text], None]) -> None:
        """Ask every second, until cancelled, and end each recording that is no longer allowed.

        The log of a session goes on to its end, whoever objects to it meanwhile: without its log a session
        can neither be stopped nor closed well. It is noted, and told at once.
        """
        left = {
            name
            for name in self.recorders
            if name != LOG and (source := source_name(name)) in session.recorded
            if not (is_sound(name) and session.is_mute(source))
        }
        objected_to_log = False
        while left or not objected_to_log:
            await asyncio.sleep(ASKED_EVERY_S)
            try:
                found = await asyncio.to_thread(self.decide)
            except Exception:  # whatever it is: in doubt nothing is filmed
                found = refusal(_UNFORESEEN, self.recorders)
            if not objected_to_log and objects_to_log(found):
                objected_to_log = True
                session.note_log_objection(" ".join(kinds(found[LOG])))
                tell(LOG_GOES_ON)
            for name in sorted(left):
                if found[name].allowed:
                    continue
                left.discard(name)
                source, why = source_name(name), " ".join(kinds(found[name]))
                if not is_sound(name):
                    session.end_recording(source, why)
                elif source in session.unfilmed:
                    continue
                else:
                    session.end_sound(source, why)
                tell(no_longer(found[name]))


def kinds(decision: Decision) -> list[str]:
    """Return why a recorder may not record, as words for programs that name nobody."""
    return sorted({reason.kind for reason in decision.reasons})


def no_longer(decision: Decision) -> Text:
    """Return the sentence for a recorder that was ended."""
    return msg("{recorder} records no longer. {why}", recorder=decision.recorder, why=why_not([decision]))


def objected(found: Mapping[str, Decision]) -> frozenset[str]:
    """Return the names of the cameras to whose pictures somebody objects; of all where nobody can tell."""
    return frozenset(
        source_name(name)
        for name, decision in found.items()
        if is_picture(name) and any(one.is_objection or one.kind == UNREADABLE for one in decision.reasons)
    )


def objects_to_log(found: Mapping[str, Decision]) -> bool:
    """Return whether somebody said no to the event log."""
    decision = found.get(LOG)
    return decision is not None and any(one.is_objection for one in decision.reasons)


def without_withheld(has: Equipment, found: Mapping[str, Decision]) -> Equipment:
    """Return the equipment without the cameras, microphones and sounds of cameras that may not record."""
    withheld = {name for name, decision in found.items() if not decision.allowed}
    sources = tuple(
        replace(source, sound=source.sound and sound_of(source.name) not in withheld)
        for source in has.room.sources
        if recorder_of(source) not in withheld
    )
    return has if sources == has.room.sources else replace(has, room=replace(has.room, sources=sources))


def without_ended(has: Equipment, events: Sequence[Event]) -> Equipment:
    """Return the equipment without what was ended for good, one by one, in a session that goes on now."""
    films = {str(one.data.get("name", "")) for one in events if one.kind == FILM_OVER}
    sounds = {str(one.data.get("name", "")) for one in events if one.kind == SOUND_OVER}
    sources = tuple(
        replace(source, sound=source.sound and source.name not in sounds)
        for source in has.room.sources
        if source.name not in films
    )
    return has if sources == has.room.sources else replace(has, room=replace(has.room, sources=sources))


_UNFORESEEN = msg("The ledger of agreements could not be asked.")
