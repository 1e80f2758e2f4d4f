"""A latency in words, with how far off it may be and how that is known: the same wherever one is shown.

Nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.text.formats import number
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, verbatim

WHY_NOT: Mapping[str, Text] = {
    "no_recording": msg("no sound was recorded then"),
    "no_clap": msg("no clap tells how late the sound is"),
    "no_robot": msg("no robot took part: nobody observed when the adult had asked"),
    "no_sentence": msg("no sentence of the question was said to its end right before"),
    "no_sound": msg("a recording without sound"),
    "too_quiet": msg("Nao is hardly louder than the room"),
    "unclear": msg("the end is not heard well enough: somebody speaks over it, or the room rings"),
}
"""The words for why an end was not measured in the sound, by its name in ``latencies.json``."""

_HOW = {
    "sound": msg("{time}, measured in the sound"),
    "event": msg("{time}, by the robot's word"),
    "model": msg("{time}, from the planned end of the question, which nobody observed"),
    "opening": msg("{time}, from when answers counted"),
}
_SUPPOSED = msg("{time} (supposed)")


def latency_words(answer: Mapping[str, Any]) -> Text:
    """Return an answer's latency in words: « 1,84 s ± 0,03 (95 %), mesurée dans le son »."""
    return _HOW.get(str(answer["method"]), _HOW["event"]).format(time=time_words(answer))


def time_words(answer: Mapping[str, Any]) -> Text:
    """Return an answer's latency and how far off it may be: « 1,84 s ± 0,03 (95 %) »."""
    uncertainty_ms, coverage = answer.get("uncertainty_ms"), answer.get("coverage")
    time = seconds_words(
        int(answer["latency_ns"]) / SECOND_NS,
        None if uncertainty_ms is None else float(uncertainty_ms) / 1e3,
        None if coverage is None else float(coverage),
    )
    if uncertainty_ms is not None and coverage is None and "coverage" in answer:
        time = _SUPPOSED.format(time=time)
    return time


def seconds_words(seconds: float, uncertainty_s: float | None, coverage: float | None = None) -> Text:
    """Return a time in words, no more exact than it is: one decimal, two if it is known to within 0.1 s.

    ``coverage`` is the share of times that lie within the uncertainty, where that is known.
    """
    time, spread = rounded(seconds, uncertainty_s)
    if spread is None:
        return msg("{time}\u00a0s", time=time)
    if coverage is None:
        return msg("{time}\u00a0s\u00a0±\u00a0{spread}", time=time, spread=spread)
    return msg(
        "{time}\u00a0s\u00a0±\u00a0{spread} ({share:.0f}%)", time=time, spread=spread, share=coverage * 100
    )


def rounded(seconds: float, uncertainty_s: float | None) -> tuple[Text, Text | None]:
    """Return a time and its uncertainty in words, the latter rounded up; None where it is not known."""
    digits = 2 if uncertainty_s is not None and uncertainty_s < 0.1 else 1
    if uncertainty_s is None:
        return number(seconds, digits), None
    step = 10**-digits
    return number(seconds, digits), number(max(step, -(-round(uncertainty_s, 6) // step) * step), digits)


def not_measured(answer: Mapping[str, Any], language: Language) -> str:
    """Return in words why the end of the question was not measured; "" where it was."""
    why = answer.get("why")
    return "" if why is None else WHY_NOT.get(str(why), verbatim(why)).in_language(language)
