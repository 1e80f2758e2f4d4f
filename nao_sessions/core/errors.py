"""The error tree, and the finding that a person reads.

Every error that a person may see has a code, a place, a sentence and a hint; nothing here prints.

NaoSessionsError
 +- ProtocolRefused    a protocol has findings that keep it from running
 +- TableRefused       a table of events has findings that keep it from being imported
 +- SchemeRefused      a coding scheme has findings that keep it from being used
 +- BoardRefused       a communication board has findings that keep it from being read or written
 +- ForeignFileRefused a file from elsewhere passed the limits of its reader, or broke it
 +- UsageError         a command was asked for something that it cannot do (exit 2)
 +- DeviceUnavailable  a robot, a camera or a simulator cannot be reached (exit 3)
 |   +- RobotLost      it could be reached, and no longer can
 +- RecordError        a session folder cannot be read, or cannot be trusted
     +- FormatTooNew   it was written by a newer program
     +- FolderInUse    another process holds its lock
     +- LinkRefused    what lies at a place in it is no plain file or folder that lies in it alone
     +- OddRecord      what stands in its files is not as this program writes it
     +- VaultClosed    the vault that holds it, or is to hold it, is not open
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

Severity = Literal["error", "warning", "remark"]
"""error: it cannot run, or would do harm; warning: it should be changed; remark: worth a look."""

SEVERITIES: Mapping[Severity, Text] = {
    "error": msg("error"),
    "warning": msg("warning"),
    "remark": msg("remark"),
}
"""The word for each severity, the gravest first."""

HINT = msg("hint:")
"""The label in front of a hint."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: lines and columns count from 1; line 0 means the file as a whole."""

    file: str
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do about it."""

    code: str
    place: Place
    sentence: Text
    hint: Text | None = None
    severity: Severity = "error"

    def render(self, language: Language, label: Text | None = None) -> str:
        """Return ``place: code label: sentence`` (*label* may be None), and the hint on a line of its own."""
        words = self.sentence
        if label is not None:
            words = msg("{label}: {sentence}", label=label, sentence=words)
        line = f"{self.place}: {self.code} {words.in_language(language)}"
        if self.hint is None:
            return line
        return f"{line}\n  {HINT.in_language(language)} {self.hint.in_language(language)}"


class NaoSessionsError(Exception):
    """Base of every error of this program; ``sentence`` is for a person, in both languages."""

    def __init__(self, sentence: Text, hint: Text | None = None, *, code: str = "") -> None:
        super().__init__(sentence.en)
        self.sentence = sentence
        self.hint = hint
        self.code = code


def system_refused(error: OSError) -> Text:
    """Return a sentence on what the system did not do, and why: no permission, no space, a bad disk."""
    why = error.strerror or type(error).__name__
    if error.filename is None:
        return msg("The system refused: {why}.", why=why)
    return msg("{path}: the system refused: {why}.", path=str(error.filename), why=why)


class ProtocolRefused(NaoSessionsError):
    """Raised when a protocol has findings of severity error: it cannot be loaded, and nothing ran."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(msg("The protocol has errors."), code="P000")
        self.findings = tuple(findings)


class TableRefused(NaoSessionsError):
    """Raised when a table of events, or a video beside it, cannot be imported as it is: nothing was made."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(msg("The table has errors."), code="I100")
        self.findings = tuple(findings)


class SchemeRefused(NaoSessionsError):
    """Raised when a coding scheme, or the ethogram that it is made of, cannot be used as it is."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            msg("The coding scheme has errors."),
            code="K100",
        )
        self.findings = tuple(findings)


class BoardRefused(NaoSessionsError):
    """Raised when a communication board cannot be read, or not be written in the format asked for."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(msg("The board has errors."), code="B100")
        self.findings = tuple(findings)


class ForeignFileRefused(NaoSessionsError):
    """Raised when reading a file from elsewhere took more than it may, or broke its reader (L101 to L104)."""


class UsageError(NaoSessionsError):
    """Raised when a command cannot be carried out as it was asked."""


class DeviceUnavailable(NaoSessionsError):
    """Raised when a robot, a camera or a simulator cannot be reached; ``reason`` is the system's."""

    def __init__(self, sentence: Text, hint: Text | None = None, *, code: str = "", reason: str = "") -> None:
        super().__init__(sentence, hint, code=code)
        self.reason = reason


class RobotLost(DeviceUnavailable):
    """Raised when the robot no longer answers in the middle of a session."""


class RecordError(NaoSessionsError):
    """Raised when a session folder cannot be read or fails its own checks."""


class FormatTooNew(RecordError):
    """Raised when a session folder was written in a format newer than this program reads."""


class FolderInUse(RecordError):
    """Raised when another process is writing into the session folder."""


class LinkRefused(RecordError):
    """Raised when what lies at a place in a folder is no plain file or folder that lies in it alone."""


class OddRecord(RecordError):
    """Raised when what stands in a session folder's files is not as this program writes it."""


class VaultClosed(RecordError):
    """Raised when a vault was made and is not open: what belongs into it is neither read nor written."""
