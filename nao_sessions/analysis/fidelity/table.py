"""The table that a person fills in while looking at the drawn trials: where they are, and what was planned.

It does not say what the log found: whoever fills it in is to look at the video alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from nao_sessions.analysis.fidelity.expected import ExpectedAct
from nao_sessions.analysis.fidelity.trials import TrialFidelity
from nao_sessions.analysis.fidelity.verdicts import COMPONENTS, Component, Verdict
from nao_sessions.analysis.tables.source import Film
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, POSTURES
from nao_sessions.protocol.poses import POSES
from nao_sessions.protocol.trials import Help
from nao_sessions.protocol.wording import HELPS
from nao_sessions.text.formats import SEMICOLON, decimal, joined
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import Text, msg, msgc

COLUMNS = (
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
_VERBS: Mapping[str, Text] = {
    "say": msg("'{what}'"),
    "sound": msg("sound: {what}"),
    "gesture": msg("gesture: {what}"),
    "pose": msg("pose: {what}"),
    "posture": msg("posture: {what}"),
    "eyes": msg("eyes: {what}"),
    "highlight": msg("marked on the board: {what}"),
}
_BOARD = msg("board: {what}")
_EMPTY_BOARD = msg("empty")
_BOARD_FIELDS: Mapping[str, Text] = {
    "page": msg("page {value}"),
    "picture": msg("picture {value}"),
    "choices": msg("choices {value}"),
    "text": msg("'{value}'"),
}
_CATALOGUES: Mapping[str, Mapping[str, Text]] = {
    "gesture": {name: one.description for name, one in GESTURES.items()},
    "posture": {name: one.description for name, one in POSTURES.items()},
    "eyes": {name: one.description for name, one in COLOURS.items()},
    "pose": {name: one.description for name, one in POSES.items()},
}


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
    writer.writerow(COLUMNS)
    for session, trial in drawn:
        times = [decimal(f"{ns / SECOND_NS:.1f}", language) for ns in (trial.at_ns, trial.end_ns)]
        place = _in_video(trial, films.get(session, ()), language)
        for component in COMPONENTS:
            if trial.part(component).verdict == "unplanned":
                continue
            name = COMPONENT_NAMES[component].in_language(language)
            planned = _planned(trial, component, language)
            writer.writerow(
                [session, trial.seq, trial.step, trial.number, trial.item, *times, *place, name, planned, ""]
            )
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


def _help(one: Help, acts: Sequence[ExpectedAct], language: Language) -> str:
    name = HELPS[one]
    if not acts:
        return name.in_language(language)
    words = msg("{help}: {acts}", help=name, acts=_acts(acts, language))
    return words.in_language(language)


def _acts(acts: Sequence[ExpectedAct], language: Language) -> str:
    return ", ".join(_act(one, language) for one in acts)


def _act(one: ExpectedAct, language: Language) -> str:
    if one.verb == "show":
        return _shown(one, language)
    what: Text | str = "…" if one.what is None else one.what
    named = _CATALOGUES.get(one.verb, {}).get(one.what or "")
    known = _VERBS.get(one.verb, msg("{what}"))
    words = known.format(what=what if named is None else named).in_language(language)
    return PROFILES[language].unbroken(words)


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


_SILENCES = msg("silences, in their order: {before}")
