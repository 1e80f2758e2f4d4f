"""All that is known of how far some coders agree on some sessions: what ``agree`` and the methods write.

The sessions that are left out since somebody did not code them are listed with it, and told in lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nao_sessions.analysis.agreement.report import (
    Comparison,
    ComparisonParameters,
    FigureAgreement,
    compare,
    correlate,
)
from nao_sessions.analysis.agreement.units import Basis, basis_of
from nao_sessions.analysis.coding.folder import CodedFolder, coded_by
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.record.additions.annotations import LIVE
from nao_sessions.text.formats import SEMICOLON, joined, listed
from nao_sessions.text.messages import Text, msg, msgn


@dataclass(frozen=True, slots=True)
class Study:
    """How far coders agree by a scheme on the ``sessions`` that all of them coded, and what that rests on."""

    scheme: Scheme
    coders: tuple[str, ...]
    parameters: ComparisonParameters
    sessions: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    figures: tuple[FigureAgreement, ...]
    basis: Basis
    left_out: tuple[LeftOut, ...]
    """The sessions that some of the coders did not code, and are therefore not compared."""
    untouched: int = 0
    """How many sessions none of these coders coded or opened."""
    partly: tuple[tuple[tuple[str, ...], int], ...] = ()
    """How many sessions several of these coders coded, but not all, by who did."""

    def to_json(self) -> dict[str, Any]:
        """Return the study as JSON values: scheme, coders, sessions, parameters and comparisons."""
        return {
            "scheme": {
                "id": self.scheme.id,
                "version": self.scheme.version,
                "digest": self.scheme.digest(),
            },
            "coders": list(self.coders),
            "sessions": list(self.sessions),
            "parameters": self.parameters.to_json(),
            "comparisons": [one.to_json() for one in self.comparisons],
            "figures": [one.to_json() for one in self.figures],
            "observation": self.basis.to_json(),
            "left_out": [one.to_json() for one in self.left_out],
            "sessions_that_nobody_coded": self.untouched,
        }


def study(
    folders: Sequence[CodedFolder], coders: tuple[str, ...], scheme: Scheme, parameters: ComparisonParameters
) -> Study:
    """Compare coders on the sessions that all of them coded; other sessions would count as disagreement."""
    coded = [coded_by(folder, scheme.id) for folder in folders]
    both = [one for one in coded if all(coder in one.by_coder for coder in coders)]
    not_compared = left_out(folders, scheme.id, coders)
    people = [tuple(name for name in coders if name in one.by_coder and name != LIVE) for one in coded]
    together = Counter(some for some in people if 1 < len(some) < len(set(coders) - {LIVE}))
    return Study(
        scheme,
        coders,
        parameters,
        tuple(one.session for one in both),
        compare(both, coders, scheme, parameters),
        correlate(both, coders, scheme),
        basis_of(both, coders, scheme),
        not_compared,
        len(folders) - len(both) - len({one.session for one in not_compared}),
        tuple(sorted(together.items())),
    )


Why = Literal["nothing_noted", "not_coded"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A session that is not compared, because of one coder."""

    session: str
    coder: str
    why: Why

    def to_json(self) -> dict[str, str]:
        """Return the session, the coder and the reason as JSON values."""
        return {"session": self.session, "coder": self.coder, "why": self.why}


def left_out(folders: Sequence[CodedFolder], scheme: str, coders: Sequence[str]) -> tuple[LeftOut, ...]:
    """Return the codings left out of a comparison although somebody opened or coded the session, and why."""
    found = []
    for folder in folders:
        coded = coded_by(folder, scheme).by_coder.keys()
        opened = {coder for coder in coders if scheme in folder.opened.get(coder, ())}
        if not opened and not any(coder in coded for coder in coders if coder != LIVE):
            continue
        for coder in coders:
            if coder not in coded:
                why: Why = "nothing_noted" if coder in opened else "not_coded"
                found.append(LeftOut(folder.path.name, coder, why))
    return tuple(found)


def left_out_lines(found: Sequence[LeftOut], untouched: int = 0) -> tuple[Text, ...]:
    """Return lines on what was left out: a heading, a line for each coding, and how to have it counted.

    ``untouched`` is the number of sessions that no coder opened or coded. Nothing left out: no line.
    """
    if not found and not untouched:
        return ()
    lines = [_WHY[one.why].format(session=one.session, coder=one.coder) for one in found]
    if untouched:
        lines.append(_UNTOUCHED.format(count=untouched))
    done = [_DONE] if any(one.why == "nothing_noted" for one in found) else []
    return (_HEAD, *(joined(["  ", line], "") for line in lines), *done)


def no_session(found: Study) -> Text:
    """Return the sentence that no session was coded by all of the coders."""
    return _NO_SESSION.format(coders=listed(found.coders))


def partly_coded(found: Study) -> tuple[Text, ...]:
    """Return a sentence on the sessions that several of the coders coded, but not all; none without."""
    some = [
        _GROUP.format(count=_sessions(count), coders=listed(coders), option=",".join(coders))
        for coders, count in found.partly
    ]
    return (_PARTLY.format(groups=joined(some, SEMICOLON)),) if some else ()


def _sessions(count: int) -> Text:
    return msgn("{n} session", "{n} sessions", count)


_NO_SESSION = msg("Nothing to compare: no session was coded by all of these coders ({coders}).")
_PARTLY = msg("Coded by several of them but not by all, and not compared: {groups}.")
_GROUP = msg("{count} by {coders} (--coders {option})")

_HEAD = msg("Left out:")

_WHY = {
    "nothing_noted": msg("{session}: {coder} opened it and noted nothing"),
    "not_coded": msg("{session}: {coder} did not code it"),
}

_UNTOUCHED = msg("sessions that none of them coded: {count}")
_DONE = msg(
    "Whoever looked at all of it and saw nothing to note says so: 'annotate FOLDER --coder C01 --done'."
)
