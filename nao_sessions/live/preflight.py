"""The checks before a session starts anything: a line each, with a verdict, a sentence and a remedy.

Nothing is left behind, and nothing is decided here: the caller refuses, warns, or shows the lines.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, UsageError
from nao_sessions.live.disk import MB, Need
from nao_sessions.privacy.layers import existing
from nao_sessions.privacy.ledger.rules import Decision, check_log, why_not, withheld
from nao_sessions.privacy.ledger.values import LOG
from nao_sessions.privacy.ledger.words import recorder_words
from nao_sessions.privacy.volume import check_ground, check_volume
from nao_sessions.record.folder import CLOSING_BYTES, not_made
from nao_sessions.record.log import RESERVE_BYTES, keep
from nao_sessions.robot.naoqi.voice import LANGUAGES
from nao_sessions.robot.port import RobotFacts
from nao_sessions.room.capture.writer import NO_SPACE
from nao_sessions.room.room_file import Room
from nao_sessions.room.sources.login import read_login
from nao_sessions.text.formats import listed, number
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

ENOUGH = 2.0
"""The factor on the needed space below which there is a warning: another such session would not fit."""
FILES_NEEDED = 500
"""The number of files that a session may need: its own, the protocol's pictures, and a segment per gap."""
OVERRIDABLE = ("R130", "R131")
"""The codes that a person may start a session in spite of: the disk. Never the ground, volume or a secret."""

SOUND = "sound:"
"""The start of the key of a line about a source's sound; the source's name follows."""

Verdict = Literal["well", "warning", "refused"]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """The result of one check: ``key`` and ``facts`` are for programs; a line that is well has no code.

    ``error`` is the error to raise where a session is refused for it.
    """

    key: str
    verdict: Verdict
    sentence: Text
    remedy: Text | None = None
    code: str = ""
    facts: Mapping[str, int] = field(default_factory=dict)
    error: NaoSessionsError | None = None

    def told(self) -> NaoSessionsError:
        """Return the line's problem as an error: a code, a sentence, a hint."""
        return self.error or NaoSessionsError(self.sentence, self.remedy, code=self.code)

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the line as JSON values."""
        return {
            "key": self.key,
            "verdict": self.verdict,
            "code": self.code,
            "sentence": self.sentence.in_language(language),
            "remedy": None if self.remedy is None else self.remedy.in_language(language),
            **self.facts,
        }


@dataclass(frozen=True, slots=True)
class PreflightPlan:
    """The session that a preflight checks for: its room, folder, need of space and declared grounds."""

    room: Room
    folder: Path
    """Where the session's folder will be made, or the session's own, where one is resumed."""
    need: Need
    real: bool
    ground: str | None
    unencrypted: str | None
    decided: Mapping[str, Decision] = field(default_factory=dict)
    """What the ledger of grounds decided of each recorder, those that may not record among them, and of the
    log; empty where no child takes part."""
    traceless: bool = False
    """Whether nothing of the session is kept."""


def preflight(plan: PreflightPlan) -> tuple[CheckLine, ...]:
    """Return a line per check, whatever fails on the way; the disk is skipped if no folder can be made."""
    lines: list[CheckLine] = []
    for key, look in _LOOKS.items():
        if key in _OF_THE_DISK and any(line.code == "R107" for line in lines):
            continue
        try:
            lines.append(look(plan))
        except NaoSessionsError as error:
            lines.append(_refused(key, error))
    return tuple(lines)


def check_speaks(about: RobotFacts, language: str) -> None:
    """Raise DeviceUnavailable if Nao speaks only languages other than the session's.

    A Nao that does not report its languages is not refused: each sentence that it cannot say fails by itself.

    Raises:
        DeviceUnavailable: Nao reports languages, and the session's is not among them.
    """
    name = LANGUAGES.get(language.lower().split("-")[0], language)
    if not about.languages or name in about.languages:
        return
    raise DeviceUnavailable(
        msg(
            "Nao does not speak this language: {name} (installed: {there}). Nothing has begun.",
            name=name,
            there=", ".join(about.languages),
        ),
        msg("Install it on Nao's own web page (settings, languages), or run with --language."),
        code="R005",
    )


def refused(lines: Sequence[CheckLine], despite: Collection[str] = ()) -> tuple[CheckLine, ...]:
    """Return the lines that keep a session from starting, in order; the disk's can be overridden by code."""
    overridden = set(OVERRIDABLE).intersection(despite)
    return tuple(line for line in lines if line.verdict == "refused" and line.code not in overridden)


def _ground(plan: PreflightPlan) -> CheckLine:
    if plan.traceless:
        return _well("ground", msg("Without a trace: nobody is filmed, nothing is kept."))
    if plan.decided:
        return _ledger(plan.decided)
    check_ground(real=plan.real, records=bool(plan.room.sources), ground=plan.ground)
    if plan.real and plan.room.sources:
        return _well("ground", msg("The ground is stated."))
    if plan.room.simulated and plan.room.cameras:
        return _well("ground", _DRAWN)
    return _well("ground", msg("Nobody is filmed."))


def _ledger(decided: Mapping[str, Decision]) -> CheckLine:
    """Return what the ledger says: what may not record does not, and the session runs all the same."""
    check_log(decided)
    recorders = [decision for name, decision in decided.items() if name != LOG]
    records = listed(recorder_words(one.recorder) for one in recorders if one.allowed)
    if against := withheld({decision.recorder: decision for decision in recorders}):
        names = listed(recorder_words(decision.recorder) for decision in against)
        sentence = msg("Not recorded by {recorders}: {why}", recorders=names, why=why_not(against))
        if any(one.allowed for one in recorders):
            sentence = msg(
                "{not_recorded} Recorded by {recorders}.", not_recorded=sentence, recorders=records
            )
        return CheckLine("ground", "warning", sentence, _ASK, "G103")
    if LOG in decided and not decided[LOG].allowed:
        sentence = msg("The log has no ground: {why}", why=why_not([decided[LOG]]))
        return CheckLine("ground", "warning", sentence, _ASK, "G105")
    if recorders:
        return _well("ground", msg("Recorded by {recorders}: all who are there may be.", recorders=records))
    return _well("ground", msg("Nobody is filmed."))


def _volume(plan: PreflightPlan) -> CheckLine:
    if plan.traceless:
        return _well("volume", msg("What is written meanwhile lies under a key that is in memory alone."))
    check_volume(real=plan.real, unencrypted=plan.unencrypted, folder=plan.folder)
    if not plan.real:
        sentence = msg("A simulation may lie on any volume.")
    elif plan.unencrypted:
        sentence = msg("The reason for this volume is given.")
    else:
        sentence = msg("The volume is encrypted.")
    return _well("volume", sentence)


def _logins(plan: PreflightPlan) -> CheckLine:
    logins = sorted({source.login for source in plan.room.sources if source.login})
    try:
        for login in logins:
            read_login(login)
    except UsageError as error:
        raise UsageError(error.sentence, error.hint, code="F104") from error
    sentence = msg("The logins can be read.")
    return _well("logins", sentence, logins=len(logins))


def _folder(plan: PreflightPlan) -> CheckLine:
    """Check that a file can be written where the session will lie; what was written is removed again."""
    place = existing(plan.folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".preflight-", dir=place) as made:
            # by a name: gocryptfs syncs no file that has none any more
            file, _ = tempfile.mkstemp(dir=made)
            try:
                os.write(file, b"nao")
                os.fsync(file)
            finally:
                os.close(file)
            private = Path(made).stat().st_mode & 0o077 == 0
    except OSError as error:
        if error.errno in NO_SPACE:
            raise UsageError(_FULL.format(place=place), _MAKE_ROOM, code="R130") from error
        raise not_made(plan.folder, error) from error
    if private:
        return _well("folder", msg("The folder can be written."))
    sentence = msg("{place} keeps no permissions: other users can read the session.")
    remedy = msg("Choose a volume of ext4, xfs or btrfs.")
    return CheckLine("folder", "warning", sentence.format(place=place), remedy, "R133")


def _disk(plan: PreflightPlan) -> CheckLine:
    free, needed = shutil.disk_usage(existing(plan.folder)).free, plan.need.size_bytes
    facts = {"free_bytes": free, "needed_bytes": needed}
    sentence = _DISK.format(free=_in_words(free), need=_in_words(needed), why=plan.need.in_words())
    if free < needed:
        error = UsageError(_TOO_SMALL.format(place=plan.folder, told=sentence), _MAKE_ROOM, code="R130")
        return _refused("disk", error, facts)
    if free < ENOUGH * needed:
        warning = _SMALL.format(place=plan.folder, told=sentence)
        return CheckLine("disk", "warning", warning, _MAKE_ROOM, "R130", facts)
    return _well("disk", sentence, **facts)


def _files(plan: PreflightPlan) -> CheckLine:
    found = os.statvfs(existing(plan.folder))
    if not found.f_files or found.f_favail >= FILES_NEEDED:  # 0: a file system without such a limit
        return _well("files", msg("The disk takes more files."))
    error = UsageError(
        msg(
            "The disk takes only {left} files more, a session may need {needed}.",
            left=found.f_favail,
            needed=FILES_NEEDED,
        ),
        msg("Remove files, be they small."),
        code="R131",
    )
    return _refused("files", error, {"free_files": found.f_favail, "needed_files": FILES_NEEDED})


def _reserve(plan: PreflightPlan) -> CheckLine:
    """Check that the disk can set space aside for the log; a quota that is used up refuses it as well."""
    try:
        with tempfile.NamedTemporaryFile(dir=existing(plan.folder)) as file:
            reserved = keep(file.fileno(), CLOSING_BYTES + RESERVE_BYTES)
    except OSError:
        reserved = False
    if reserved:
        return _well("reserve", msg("The log will have its reserve."))
    sentence = msg("This volume keeps no reserve: on a full disk the log would stop together with the video.")
    return CheckLine("reserve", "warning", sentence, _MAKE_ROOM, "R132")


_LOOKS: Mapping[str, Callable[[PreflightPlan], CheckLine]] = {
    "ground": _ground,
    "volume": _volume,
    "logins": _logins,
    "folder": _folder,
    "disk": _disk,
    "files": _files,
    "reserve": _reserve,
}
_OF_THE_DISK = ("disk", "files", "reserve")


def _well(key: str, sentence: Text, **facts: int) -> CheckLine:
    return CheckLine(key, "well", sentence, facts=facts)


def _refused(key: str, error: NaoSessionsError, facts: Mapping[str, int] | None = None) -> CheckLine:
    return CheckLine(key, "refused", error.sentence, error.hint, error.code, facts or {}, error)


def _in_words(size_bytes: float) -> Text:
    size = size_bytes / MB
    if size >= 1000:
        return msg("{size} GB", size=number(size / 1000, 1))
    return msg("{size:.0f} MB", size=size)


_ASK = msg("The session runs all the same. Agreements: 'nao-sessions ground', or the page Agreements.")
_DRAWN = msg("What is recorded is the simulator's drawn room: nobody is filmed.")
_DISK = msg("{free} free, {need} needed ({why}).")
_TOO_SMALL = msg("The session does not fit into {place}: {told}")
_FULL = msg("{place} is full.")
_SMALL = msg("{place} is nearly full: {told}")
_MAKE_ROOM = msg("Make room on the disk, or choose another folder with --out.")
