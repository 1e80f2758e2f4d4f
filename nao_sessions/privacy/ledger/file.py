"""The ledger's file in the house's folder: lines are appended, signed and chained, and never changed.

The house's journal holds the head of the ledger: one that was rolled back, cut or taken away is noticed. What
cannot be read is an error, never an empty ledger.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.core.received import read_received
from nao_sessions.privacy.ledger.values import (
    DecisionLine,
    DecisionOverLine,
    DisagreementLine,
    Ledger,
    Line,
    PersonLine,
    PurposeLine,
    WordLine,
)
from nao_sessions.record.house import House, digest, is_emptied, is_signed_well, link, whole_lines
from nao_sessions.text.messages import Text, msg

LEDGER_FILE = "grounds.jsonl"
_LOCK = "grounds.lock"
NOTED = "grounds"
"""The kind of the journal's line that holds the ledger's head."""
MOST_BYTES = 64 << 20
_NOT_OF_THE_LINE = frozenset({"kind", "when_utc", "author", "before", "key", "signature"})
_KINDS: Mapping[str, Any] = {
    "purpose": PurposeLine,
    "person": PersonLine,
    "word": WordLine,
    "disagreement": DisagreementLine,
    "decision": DecisionLine,
    "decision_over": DecisionOverLine,
}


class LedgerEntry(NamedTuple):
    """A line as it was written: when (UTC), what, and by whom: a code, "" where that is not known."""

    when_utc: str
    line: Line
    author: str


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """The ledger of a house."""

    house: House

    @classmethod
    def default(cls) -> LedgerFile:
        """Return the ledger of this user's house."""
        return cls(House.default())

    def read(self) -> Ledger:
        """Return what all lines come to.

        Raises:
            RecordError: the file, or the house's journal, cannot be read or is not as it was signed (G120);
                it was rolled back, or lines are missing (G121).
        """
        return self._read()[0]

    def history(self) -> tuple[LedgerEntry, ...]:
        """Return every line as it was written, the oldest first. Raises: as :meth:`read`."""
        return self._read()[1]

    def stamp(self) -> tuple[int, int]:
        """Return the file's size and time, which change with every line; zeros where there is none."""
        try:
            found = (self.house.path / LEDGER_FILE).stat()
        except OSError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    def add(self, *lines: Line, author: str = "") -> None:
        """Append lines, each through to the disk; *author* is the code of who writes them, "" where unknown.

        Raises:
            UsageError: a line says too little or too much, or is about nobody who is known (G139), or about
                a part that an adult plays (G112): none is written.
            RecordError: one cannot be written, nor what follows it (G122), or the ledger cannot be read
                (G120, G121).
        """
        by = {"author": author} if author else {}
        try:
            with self.house.exclusive(_LOCK):
                ledger = self.read()  # nothing is added to a ledger that is not whole
                for line in lines:
                    line.check()
                    if isinstance(line, DecisionLine | PersonLine):
                        line.check_new()
                    _check_known(ledger, line)
                for line in lines:
                    kind = next(name for name, one in _KINDS.items() if isinstance(line, one))
                    said = _adapter(kind).dump_python(line, mode="json")
                    written = self.house.append(LEDGER_FILE, kind, **said, **by)
                    self.house.note(NOTED, head=digest(written))
        except OSError as error:
            raise RecordError(
                msg(
                    "The ledger of agreements cannot be written ({why}): what it lacks was not added.",
                    why=error.strerror or type(error).__name__,
                ),
                code="G122",
            ) from error

    def _read(self) -> tuple[Ledger, tuple[LedgerEntry, ...]]:
        house = self.house
        records = self._records()
        noted = house.last(NOTED)
        heads = [link(record) for record in records]
        # A power cut between a line and its note leaves one line that the journal does not know.
        if noted is None and len(records) > 1:
            raise self._gone()
        if noted is not None and noted.get("head") not in heads[-2:]:
            raise self._gone()
        history = tuple(
            LedgerEntry(str(record["when_utc"]), self._line(record), str(record.get("author", "")))
            for record in records
            if not is_emptied(record)
        )
        times = [one.when_utc for one in history] + [house.latest_utc()]
        newest = max(times)
        try:
            at = datetime.datetime.fromisoformat(newest) if newest else None
        except ValueError as error:
            raise self._broken(len(records)) from error
        return Ledger.of((one.line for one in history), at, heads[-1] if heads else ""), history

    def _records(self) -> list[dict[str, Any]]:
        """Return the records of the file, each signed by this house, or emptied by it, and in its place."""
        try:
            records = whole_lines(read_received(self.house.path / LEDGER_FILE, most_bytes=MOST_BYTES))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise self._broken(1) from error
        known, emptied = self.house.public_keys(), self.house.emptied()
        before = ""
        for number, record in enumerate(records, start=1):
            if is_emptied(record) and link(record) in emptied:
                before = link(record)
                continue
            if (
                record.get("before") != before
                or str(record.get("key")) not in known
                or not is_signed_well(record)
            ):
                raise self._broken(number)
            before = link(record)
        return records

    def _line(self, record: Mapping[str, Any]) -> Line:
        """Return the line in a record. Raises: RecordError, where this program does not know it."""
        data = {name: value for name, value in record.items() if name not in _NOT_OF_THE_LINE}
        try:
            adapter = _adapter(str(record["kind"]))
            line: Line = adapter.validate_python(data)
            line.check()
        except (KeyError, ValidationError, UsageError) as error:
            raise self._broken(0, _UNKNOWN) from error
        understood = adapter.dump_python(line, mode="json")
        if understood | data != understood:  # a newer program says more than is understood
            raise self._broken(0, _UNKNOWN)
        return line

    def _broken(self, number: int, why: Text | None = None) -> RecordError:
        path = self.house.path / LEDGER_FILE
        words = why or _NOT_SIGNED.format(n=number)
        return RecordError(
            msg("{path} cannot be trusted: {why}. Nothing is filmed.", path=path, why=words),
            _FROM_BACKUP,
            code="G120",
        )

    def _gone(self) -> RecordError:
        path = self.house.path / LEDGER_FILE
        return RecordError(
            msg("{path} is older than the journal says: lines are missing. Nothing is filmed.", path=path),
            _FROM_BACKUP,
            code="G121",
        )


@functools.cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    """Return what reads and writes lines of a kind. Raises: KeyError, the kind is unknown."""
    return TypeAdapter(_KINDS[kind])


def _check_known(ledger: Ledger, line: Line) -> None:
    """Raise UsageError where somebody would speak who was never declared: the word would never count."""
    match line:
        case WordLine(person=code) | DisagreementLine(person=code) if code not in ledger.persons:
            raise UsageError(
                msg("{code} is not in the ledger of agreements.", code=code),
                msg(
                    "First, on the page Agreements or by nao-sessions ground add: write {code} down.",
                    code=code,
                ),
                code="G139",
            )
        case PersonLine(code=code, role="staff" | "visitor") if (
            known := ledger.persons.get(code)
        ) is not None and not known.is_adult_on(datetime.datetime.now().astimezone().date()):
            raise UsageError(
                msg(
                    "{code} is a child until {day}, and no adult of the room.",
                    code=code,
                    day=known.adult_from,
                ),
                msg("An adult has a code of their own, such as A02."),
                code="G138",
            )
        case DisagreementLine(person=code, stands=True) if ledger.persons[code].has_one_voice:
            raise UsageError(
                msg("One alone decides for {code}: nobody is there to disagree with.", code=code),
                msg("Declare {code} anew, with all who speak for the child.", code=code),
                code="G139",
            )
        case WordLine():
            person = ledger.persons[line.person]
            if line.by != "self" and line.by not in {holder.code for holder in person.holders}:
                raise UsageError(
                    msg("{by} does not speak for {code}.", by=line.by, code=line.person),
                    msg("Declare {code} anew, with all who speak for the child.", code=line.person),
                    code="G139",
                )


_UNKNOWN = msg("a line is of a newer program, or of none")
_NOT_SIGNED = msg("line {n} is not as it was signed, or is not in its place")
_FROM_BACKUP = msg("Put it back from a backup, or ask all persons anew in a new house.")
