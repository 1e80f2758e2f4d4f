"""What was found of one thing that was examined: facts, and findings with a remedy each.

A fact is what was measured; whether it is good enough is a finding. Nothing here examines anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nao_sessions.core.errors import Finding, Place, Severity
from nao_sessions.text.formats import Number
from nao_sessions.text.messages import Text, msg, verbatim


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding; ``sentence`` and ``remedy`` have placeholders such as ``{name}``.

    error: no session can be recorded so, or a child's data are open; warning: the recording is harmed;
    remark: worth knowing.
    """

    code: str
    severity: Severity
    sentence: Text
    remedy: Text

    def at(self, place: str, **values: object) -> Finding:
        """Return a finding of this kind at a place, such as ``cameras.room``; ``values`` fill its texts."""
        return Finding(
            self.code,
            Place(place),
            self.sentence.format(**values),
            self.remedy.format(**values),
            self.severity,
        )


# How facts are stated: a number with its unit, in both languages; what could not be found out says so.
#
# Nothing here measures anything.

UNKNOWN = msg("unknown")
_YES, _NO = msg("yes"), msg("no")


def number(value: float, digits: int = 0) -> Text:
    """Return a number as text with ``digits`` decimals."""
    return Number(f"{round(value, digits) + 0.0:.{digits}f}")  # + 0.0: no minus before a zero


def quantity(key: str, label: Text, value: float | None, unit: str | Text, digits: int = 0) -> Fact:
    """Return a fact with a number and its unit; None is shown as unknown."""
    if value is None:
        return Fact(key, None, label, UNKNOWN)
    shown = msg("{value} {unit}", value=number(value, digits), unit=unit)
    return Fact(key, round(value, max(digits, 3)), label, shown)


def bit_rate(key: str, label: Text, bits_per_s: float | None) -> Fact:
    """Return a fact with a bit rate: its value in bit/s, shown in Mbit/s; None is unknown."""
    in_megabits = quantity(key, label, bits_per_s and bits_per_s / 1e6, "Mbit/s", 2)
    return Fact(key, bits_per_s and round(bits_per_s), label, in_megabits.shown)


def word(key: str, label: Text, value: str | None) -> Fact:
    """Return a fact with a word that is the same in all languages; None or an empty word is unknown."""
    return Fact(key, value or None, label, verbatim(value) if value else UNKNOWN)


def answer(key: str, label: Text, value: bool | None, *, yes: Text = _YES, no: Text = _NO) -> Fact:
    """Return a fact with yes or no, or the words for them; None is shown as unknown."""
    return Fact(key, value, label, UNKNOWN if value is None else yes if value else no)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was measured or read.

    ``key`` names the fact for programs (``rate_hz``: the unit stands in the name), ``value`` is its value
    (None where it could not be found out), ``label`` and ``shown`` are the same two for a person.
    """

    key: str
    value: float | str | bool | None
    label: Text
    shown: Text


@dataclass(frozen=True, slots=True)
class ExaminationResult:
    """One thing that was examined: a camera, a microphone, a disk, the network, Nao.

    ``kind`` and ``name`` are for programs (``camera``, ``room``), ``title`` is for people. A finding of
    severity *error* keeps a session from being recorded, a *warning* harms it, a *remark* is worth knowing.
    """

    kind: str
    name: str
    title: Text
    facts: Sequence[Fact] = ()
    findings: Sequence[Finding] = ()

    @property
    def worst(self) -> Severity | None:
        """Return the gravest severity of the findings; None where there are none."""
        order: tuple[Severity, ...] = ("error", "warning", "remark")
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in order if severity in found), None)
