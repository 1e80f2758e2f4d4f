"""A person's check of a drawn sample of trials: which are drawn, and reading back the table filled in.

What was not planned is neither drawn nor compared.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.analysis.agreement.measures import cohen, percentage
from nao_sessions.analysis.fidelity.table import COMPONENT_NAMES, VERDICT_NAMES
from nao_sessions.analysis.fidelity.trials import TrialFidelity
from nao_sessions.analysis.fidelity.verdicts import Component, Verdict
from nao_sessions.core.errors import Finding, Place, TableRefused
from nao_sessions.text.languages import LANGUAGES
from nao_sessions.text.messages import Text, msg

SEEN: Mapping[str, Verdict] = {
    name: one
    for one, texts in VERDICT_NAMES.items()
    for name in (one, *(text.in_language(language).casefold() for text in texts for language in LANGUAGES))
}
"""The verdict for each word that may stand in the column ``seen``, in any language; empty: not looked at."""
_BY_NAME: Mapping[str, Component] = {
    name: one
    for one, text in COMPONENT_NAMES.items()
    for name in (one, *(text.in_language(language).casefold() for language in LANGUAGES))
}


@dataclass(frozen=True, slots=True)
class CheckAgreement:
    """How far a person's check and the log say the same; ``pairs`` are (log, person), of ``drawn`` cells.

    ``percentage`` is a share, 0 to 1, or None where no cell is filled in; ``kappa`` is None where one of the
    two always says the same.
    """

    pairs: tuple[tuple[Verdict, Verdict], ...]
    drawn: int
    percentage: float | None
    kappa: float | None
    differing: tuple[tuple[str, int, Component], ...]
    """(session, seq, component) of what is to be looked at again."""


def draw(
    by_session: Mapping[str, Sequence[TrialFidelity]], share: float, seed: int
) -> list[tuple[str, TrialFidelity]]:
    """Return the trials drawn for a person to check: a share (0 to 1) of those with a plan, one at least."""
    every = [
        (session, trial)
        for session, trials in sorted(by_session.items())
        for trial in trials
        if any(part.verdict != "unplanned" for part in trial.parts)
    ]
    if not every:
        return []
    chosen = random.Random(seed).sample(every, max(1, round(share * len(every))))
    return sorted(chosen, key=lambda one: (one[0], one[1].seq))


def read_check(content: str, file: str, by_session: Mapping[str, Sequence[TrialFidelity]]) -> CheckAgreement:
    """Read a table that a person filled in, and return how far it agrees with the log.

    Raises:
        TableRefused: a line is about no trial, or says what ``seen`` cannot be.
    """
    known = {(session, trial.seq): trial for session, trials in by_session.items() for trial in trials}
    first = content.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(content), delimiter=";" if ";" in first else ",")
    pairs: list[tuple[Verdict, Verdict]] = []
    differing: list[tuple[str, int, Component]] = []
    drawn = 0
    for number, row in enumerate(rows, start=2):
        drawn += 1
        written = (row.get("seen") or "").strip().casefold()
        if not written:
            continue
        if written not in SEEN:
            raise _refused(file, number, _NOT_SEEN.format(found=written), _SEEN_HINT)
        component = _BY_NAME.get((row.get("component") or "").strip().casefold())
        seq = (row.get("seq") or "").strip()
        trial = known.get((row.get("session") or "", int(seq))) if seq.isdigit() else None
        if trial is None or component is None:
            raise _refused(file, number, _NO_TRIAL, None)
        pair = (_seen(trial.part(component).verdict), _seen(SEEN[written]))
        pairs.append(pair)
        if pair[0] != pair[1]:
            differing.append((row["session"], trial.seq, component))
    # where one side always says the same kappa is 0, however well the two agree
    varies = all(len({pair[side] for pair in pairs}) > 1 for side in (0, 1))
    kappa = found.value if varies and (found := cohen(pairs)) is not None else None
    return CheckAgreement(tuple(pairs), drawn, percentage(pairs), kappa, tuple(differing))


def _seen(verdict: Verdict) -> Verdict:
    """Return a verdict as a picture shows it: an adult's adaptation looks like what is otherwise."""
    return "otherwise" if verdict == "adapted" else verdict


def _refused(file: str, line: int, sentence: Text, hint: Text | None) -> TableRefused:
    return TableRefused([Finding("K131", Place(file, line, 1), sentence, hint)])


_NOT_SEEN = msg("'{found}' is no answer here")
_SEEN_HINT = msg("yes, partly, no, adapted, interrupted, n/a; or nothing")
_NO_TRIAL = msg("this line is of no trial of these sessions")
