"""What the ledger comes to for one person today: by what that person may be recorded, and what lacks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nao_sessions.console.rendering import told
from nao_sessions.privacy.ledger.rules import (
    YES,
    Decision,
    Means,
    Presence,
    may_record,
    may_use,
    reasons_of,
    undecided,
)
from nao_sessions.privacy.ledger.values import LOG, Ledger
from nao_sessions.privacy.ledger.words import PURPOSE_WORDS, recorder_words
from nao_sessions.text.formats import listed
from nao_sessions.text.languages import Language


@dataclass(frozen=True, slots=True)
class Withheld:
    """Recorders that may not record, in words, and the reasons, each a sentence."""

    recorders: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds today for one person and one purpose, in words.

    ``may`` are the recorders that may record, "" where there is none. ``objects``: somebody said no to the
    event log: a session leaves no trace, or is not held. Where only answers are missing it is written all the
    same: ``log_lacks`` says which. ``usable`` are the recorders of which what they recorded may be used.
    """

    purpose: str
    may: str
    may_not: Withheld | None
    objects: bool
    log_lacks: tuple[str, ...]
    usable: str
    unusable: Withheld | None


def standings_of(
    ledger: Ledger,
    code: str,
    recorders: Sequence[str],
    now: datetime.datetime,
    language: Language,
    means: Means,
) -> tuple[Standing, ...]:
    """Return what holds for a person, by purpose: as if it were alone, and a child said yes that day.

    Of the disk, which keeps a whole session from beginning, nothing is said of one person.
    """
    means = replace(means, encrypted=True)
    person = ledger.persons[code]
    is_child = person.role == "child"
    here = Presence((code,) if is_child else (), () if is_child else (code,), {code: YES}, now.date())
    found = []
    for purpose in ledger.purposes:
        decided = {
            name: _alone(decision)
            for name, decision in may_record(ledger, here, recorders, purpose, now, means).items()
        }
        objects = any(reason.is_objection for reason in decided[LOG].reasons)
        against = [one for name, one in decided.items() if not one.allowed and (name != LOG or objects)]
        used = [may_use(ledger, (code,), name, purpose, now) for name in recorders if name != LOG]
        unusable = [one for one in used if not one.allowed]
        lacks = not decided[LOG].allowed and not objects
        found.append(
            Standing(
                purpose=told(PURPOSE_WORDS[purpose], language),
                may=_names([one for one in decided.values() if one.allowed], language),
                may_not=Withheld(_names(against, language), _why(against, language)) if against else None,
                objects=objects,
                log_lacks=_why([decided[LOG]], language) if lacks else (),
                usable=_names([one for one in used if one.allowed], language),
                unusable=Withheld(_names(unusable, language), _why(unusable, language)) if unusable else None,
            )
        )
    return tuple(found)


def lacking(
    ledger: Ledger, recorders: Sequence[str], day: datetime.date, language: Language, means: Means
) -> tuple[str, ...]:
    """Return what of the institution's own decision lacks to record any child on a day, a sentence each."""
    return _why(list(undecided(ledger, means, recorders, day).values()), language)


def _alone(decision: Decision) -> Decision:
    """Return a decision without what is no matter of this person: that no adult was declared."""
    return replace(decision, reasons=tuple(one for one in decision.reasons if one.kind != "no_adult"))


def _why(decisions: Sequence[Decision], language: Language) -> tuple[str, ...]:
    return tuple(told(one, language) for one in reasons_of(decisions))


def _names(decisions: Sequence[Decision], language: Language) -> str:
    return told(listed(recorder_words(one.recorder) for one in decisions), language) if decisions else ""
