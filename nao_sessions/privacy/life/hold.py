"""The incident hold: while it is on, nothing is erased, cut or falls to retention; sessions run all the same.

It is a signed line of the house's journal. What cannot be read, or is not as it was signed, holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.record.house import House, is_signed_well
from nao_sessions.text.messages import Text, msg

NOTED = "hold"
"""The kind of the journal's line that begins or ends a hold."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that is on: why, and since when (UTC)."""

    reason: str
    since_utc: str

    def in_words(self) -> Text:
        """Return what the home page says of it."""
        return _ON.format(reason=self.reason, since=self.since_utc)


def read_hold(house: House | None = None) -> Hold | None:
    """Return the hold that is on; None where none is.

    Raises:
        RecordError: the journal cannot be read (R161), or its line is not as it was signed (G141).
    """
    house = house or House.default()
    line = house.last(NOTED)
    if line is None:
        return None
    if not is_signed_well(line) or line["key"] not in house.public_keys():
        raise RecordError(
            msg("The journal's line on the incident hold is not as it was signed: nothing is erased."),
            msg("Keep the computer as it is, and ask whoever looks into the incident."),
            code="G141",
        )
    return Hold(str(line["reason"]), str(line["when_utc"])) if line["on"] else None


def begin_hold(reason: str, house: House | None = None) -> Hold:
    """Begin a hold, or give it another reason; return it.

    Raises:
        UsageError: the reason is empty (G142).
        OSError, RecordError: it cannot be noted.
    """
    if not reason.strip():
        raise UsageError(_NO_REASON, _REASON_HINT, code="G142")
    house = house or House.default()
    house.note(NOTED, on=True, reason=reason.strip())
    found = read_hold(house)
    assert found is not None
    return found


def end_hold(house: House | None = None) -> Hold | None:
    """End the hold, and return the one that was on; None where none was. Raises: OSError, RecordError."""
    house = house or House.default()
    before = read_hold(house)
    if before is not None:
        house.note(NOTED, on=False, reason="")
    return before


def held(house: House | None = None) -> None:
    """Raise UsageError (G140) while a hold is on: whoever erases, cuts or destroys asks this first.

    Raises:
        UsageError: a hold is on.
        RecordError: nobody can say whether one is (R161, G141).
    """
    hold = read_hold(house)
    if hold is not None:
        raise UsageError(
            msg(
                "An incident is looked into since {since} ({reason}): nothing is erased.",
                since=hold.since_utc,
                reason=hold.reason,
            ),
            msg("When it is over: nao-sessions hold off"),
            code="G140",
        )


_ON = msg("An incident is looked into since {since} ({reason}): nothing is erased until that is over.")
_NO_REASON = msg("A hold has a reason: what happened, in a few words.")
_REASON_HINT = msg("Without a name: the journal keeps it for good.")
