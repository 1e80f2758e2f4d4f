"""A person's check of a drawn sample of trials: which are drawn, the table to fill in, and reading it back.

What was not planned is neither drawn nor compared.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.analysis.agreement.measures import cohen, percentage
from nao_sessions.analysis.fidelity.expected import ExpectedAct
from nao_sessions.analysis.fidelity.trials import COMPONENTS, Component, TrialFidelity, Verdict
from nao_sessions.analysis.tables.cells import restored, safe_row
from nao_sessions.analysis.tables.source import Film
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import Finding, Place, TableRefused
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, POSES, POSTURES
from nao_sessions.protocol.trials import Help
from nao_sessions.protocol.wording import HELPS
from nao_sessions.text.formats import SEMICOLON, decimal, joined
from nao_sessions.text.languages import LANGUAGES, PROFILES, Language
from nao_sessions.text.messages import Text, msg, msgc


def draw(
    by_session: Mapping[str, Sequence[TrialFidelity]], share: float, seed: int
) -> list[tuple[str, TrialFidelity]]:
    """Return the trials drawn for a person to check: a share (0 to 1) of those with a plan, one at least.

    Of sessions without a robot none is drawn: the log does not have how the adult did its part.
    """
    every = [
        (session, trial)
        for session, trials in sorted(by_session.items())
        for trial in trials
        if trial.observed and any(part.verdict != "unplanned" for part in trial.parts)
    ]
    if not every:
        return []
    chosen = random.Random(seed).sample(every, max(1, round(share * len(every))))
    return sorted(chosen, key=lambda one: (one[0], one[1].seq))


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


CHECK_COLUMNS = (
    "session", "seq", "step", "number", "item", "from_s", "to_s", "video", "video_from", "video_to",
    "component", "planned", "seen",
)  # fmt: skip
COMPONENT_NAMES: Mapping[Component, Text] = {
    "instruction": msg("instruction"),
    "wait": msgc("of an answer: how long", "wait"),
    "help": msgc("plural: a column of helps", "help"),
    "feedback": msgc("singular", "feedback"),
}
_VERDICTS: Mapping[Verdict, Text] = {
    "done": msg("yes"),
    "partly": msg("partly"),
    "otherwise": msg("no"),
    "unplanned": msg("n/a"),
}
_VERDICTS_APART: Mapping[Verdict, Mapping[Component, Text]] = {
    "adapted": {
        "instruction": msgc("feminine", "adapted"),
        "wait": msgc("masculine", "adapted"),
        "help": msgc("feminine plural", "adapted"),
        "feedback": msgc("masculine", "adapted"),
    },
    "interrupted": {
        "instruction": msgc("feminine", "interrupted"),
        "wait": msgc("masculine", "interrupted"),
        "help": msgc("feminine plural", "interrupted"),
        "feedback": msgc("masculine", "interrupted"),
    },
}
VERDICT_NAMES: Mapping[Verdict, tuple[Text, ...]] = {
    **{one: (text,) for one, text in _VERDICTS.items()},
    **{one: tuple(texts.values()) for one, texts in _VERDICTS_APART.items()},
}
"""All words for each verdict: several where the French agrees with the component."""


def verdict_name(verdict: Verdict, component: Component) -> Text:
    """Return the word for a verdict; in French it agrees in gender and number with the component."""
    apart = _VERDICTS_APART.get(verdict)
    return _VERDICTS[verdict] if apart is None else apart[component]


def check_table(
    drawn: Sequence[tuple[str, TrialFidelity]], films: Mapping[str, Sequence[Film]], language: Language
) -> str:
    """Return the table as CSV, a line for each component that was planned; in French with semicolons.

    Args:
        drawn: the trials, each with its session.
        films: the recordings of each session.
        language: of what is written in the columns; their names are the same in every language.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=PROFILES[language].cells, lineterminator="\n")
    writer.writerow(CHECK_COLUMNS)
    for session, trial in drawn:
        times = [decimal(f"{ns / SECOND_NS:.1f}", language) for ns in (trial.at_ns, trial.end_ns)]
        place = _in_video(trial, films.get(session, ()), language)
        for component in COMPONENTS:
            if trial.part(component).verdict == "unplanned":
                continue
            name = COMPONENT_NAMES[component].in_language(language)
            planned = _planned(trial, component, language)
            cells = [session, trial.seq, trial.step, trial.number, trial.item, *times, *place, name, planned]
            writer.writerow(safe_row([*cells, ""]))
    return text.getvalue()


def _in_video(trial: TrialFidelity, films: Sequence[Film], language: Language) -> tuple[str, str, str]:
    """Return the name of the video in which a trial begins, and from when to when in it; "" without one."""
    for film in films:
        if not film.sound_alone and 0 <= trial.at_ns - film.begins_ns <= film.length_ns:
            begin, end = (_clock(film.file_s(ns), language) for ns in (trial.at_ns, trial.end_ns))
            return film.path.name, begin, end
    return "", "", ""


def _clock(seconds: float, language: Language) -> str:
    """Return a time as players show it, with units: a spreadsheet would make a time of day of 1:47."""
    tenths = round(seconds * 10)
    return decimal(f"{tenths // 600} min {tenths % 600 / 10:04.1f} s", language)


def _planned(trial: TrialFidelity, component: Component, language: Language) -> str:
    plan = trial.planned
    if component in ("instruction", "feedback"):
        acts = plan.asked if component == "instruction" else plan.fed_back
        return _acts(acts, language)
    if component == "help":
        return " / ".join(_help(one, acts, language) for one, acts in plan.helps)
    known = ["?" if ns is None else decimal(f"{ns / SECOND_NS:g}", language) for ns in plan.silences_ns]
    return _SILENCES.format(before=", ".join(f"{one} s" for one in known)).in_language(language)


_SILENCES = msg("silences, in their order: {before}")


def _help(one: Help, acts: Sequence[ExpectedAct], language: Language) -> str:
    name = HELPS[one]
    if not acts:
        return name.in_language(language)
    words = msg("{help}: {acts}", help=name, acts=_acts(acts, language))
    return words.in_language(language)


def _acts(acts: Sequence[ExpectedAct], language: Language) -> str:
    return ", ".join(_act(one, language) for one in acts)


_VERBS: Mapping[str, Text] = {
    "say": msg("'{what}'"),
    "sound": msg("sound: {what}"),
    "gesture": msg("gesture: {what}"),
    "pose": msg("pose: {what}"),
    "posture": msg("posture: {what}"),
    "eyes": msg("eyes: {what}"),
    "highlight": msg("marked on the board: {what}"),
}

_CATALOGUES: Mapping[str, Mapping[str, Text]] = {
    "gesture": {name: one.description for name, one in GESTURES.items()},
    "posture": {name: one.description for name, one in POSTURES.items()},
    "eyes": {name: one.description for name, one in COLOURS.items()},
    "pose": {name: one.description for name, one in POSES.items()},
}


def _act(one: ExpectedAct, language: Language) -> str:
    if one.verb == "show":
        return _shown(one, language)
    what: Text | str = "…" if one.what is None else one.what
    named = _CATALOGUES.get(one.verb, {}).get(one.what or "")
    known = _VERBS.get(one.verb, msg("{what}"))
    words = known.format(what=what if named is None else named).in_language(language)
    return PROFILES[language].unbroken(words)


_BOARD = msg("board: {what}")
_EMPTY_BOARD = msg("empty")

_BOARD_FIELDS: Mapping[str, Text] = {
    "page": msg("page {value}"),
    "picture": msg("picture {value}"),
    "choices": msg("choices {value}"),
    "text": msg("'{value}'"),
}


def _shown(one: ExpectedAct, language: Language) -> str:
    """Return in words what the board shows, as far as that is known beforehand."""
    known = {name: value for name, value in one.board if name in _BOARD_FIELDS}
    parts = [
        text.format(value=", ".join(known[name]) if isinstance(known[name], tuple) else known[name])
        for name, text in _BOARD_FIELDS.items()
        if known.get(name)
    ]
    if not parts:
        parts = [_EMPTY_BOARD if known.keys() == _BOARD_FIELDS.keys() else msg("…")]
    what = joined(parts, SEMICOLON)
    return PROFILES[language].unbroken(_BOARD.format(what=what).in_language(language))


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
        trial = known.get((restored(row.get("session") or ""), int(seq))) if seq.isdigit() else None
        if trial is None or component is None:
            raise _refused(file, number, _NO_TRIAL, None)
        pair = (_seen(trial.part(component).verdict), _seen(SEEN[written]))
        pairs.append(pair)
        if pair[0] != pair[1]:
            differing.append((restored(row["session"]), trial.seq, component))
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
