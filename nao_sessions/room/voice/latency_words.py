"""A latency in words, with how far off it may be and how that is known: the same wherever one is shown.

Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.text import Language, Text

WHY_NOT: Mapping[str, Text] = {
    "no_recording": Text(fr="aucun enregistrement à cet instant", en="nothing was recorded then"),
    "no_clap": Text(fr="aucun clap ne dit le retard du son", en="no clap tells how late the sound is"),
    "no_question": Text(fr="aucune phrase de Nao avant", en="no sentence of Nao before it"),
    "no_sound": Text(fr="enregistrement sans son", en="a recording without sound"),
    "too_quiet": Text(fr="Nao est à peine plus fort que la salle", en="Nao is hardly louder than the room"),
    "unclear": Text(
        fr="la fin ne s'entend pas assez : quelqu'un parle dessus, ou la salle résonne",
        en="the end is not heard well enough: somebody speaks over it, or the room rings",
    ),
}
"""Why an end was not measured in the sound, as ``latencies.json`` has it."""

_HOW = {
    "sound": Text(fr="{time}, mesurée dans le son", en="{time}, measured in the sound"),
    "event": Text(fr="{time}, d'après le robot", en="{time}, by the robot's word"),
}
_SUPPOSED = Text(fr="{time} (supposé)", en="{time} (supposed)")


def latency_words(answer: Mapping[str, Any]) -> Text:
    """Say an answer's latency: « 1,84 s ± 0,03 (95 %), mesurée dans le son »."""
    uncertainty_ms, coverage = answer.get("uncertainty_ms"), answer.get("coverage")
    time = seconds_words(
        int(answer["latency_ns"]) / SECOND_NS,
        None if uncertainty_ms is None else float(uncertainty_ms) / 1e3,
        None if coverage is None else float(coverage),
    )
    if uncertainty_ms is not None and coverage is None and "coverage" in answer:
        time = _SUPPOSED.format(time=time)
    return _HOW["sound" if answer["method"] == "sound" else "event"].format(time=time)


def seconds_words(seconds: float, uncertainty_s: float | None, coverage: float | None = None) -> Text:
    """Write a time as no surer than it is: two decimals, or one where it is off by a tenth and more.

    ``coverage`` is the share of times that lie within the uncertainty, where that is known.
    """
    digits = 2 if uncertainty_s is not None and uncertainty_s < 0.1 else 1
    told = f"{seconds:.{digits}f}\u00a0s"
    if uncertainty_s is not None:
        step = 10**-digits
        spread = max(step, -(-round(uncertainty_s, 6) // step) * step)
        told += f"\u00a0±\u00a0{spread:.{digits}f}"
    french, english = told.replace(".", ","), told
    if uncertainty_s is not None and coverage is not None:
        french, english = f"{french} ({coverage * 100:.0f}\u00a0%)", f"{english} ({coverage * 100:.0f}%)"
    return Text(fr=french, en=english)


def not_measured(answer: Mapping[str, Any], language: Language) -> str:
    """Say why the end of the question was not measured; nothing where it was."""
    why = answer.get("why")
    return "" if why is None else WHY_NOT.get(str(why), Text(fr=str(why), en=str(why))).in_language(language)
