"""What was found of a Nao, as facts: for programs by key and unit, for people in words.

Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.doctor.examined import Fact
from nao_sessions.robot.battery import minutes_left
from nao_sessions.robot.qi_condition import Condition
from nao_sessions.robot.qi_trials import Trial, Trials
from nao_sessions.text.formats import Number
from nao_sessions.text.messages import Text, msg, msgc, verbatim

_YES, _NO = msg("yes"), msg("no")
_UNKNOWN, _NONE = msg("unknown"), msgc("masculine", "none")


def unreachable_fact() -> Fact:
    """Say that it could not be reached."""
    return _yes_or_no("reachable", False, msg("reachable"))


def facts_of_condition(condition: Condition) -> Iterator[Fact]:
    """Give the facts of a Nao that answered, in the order in which a person asks for them."""
    yield _yes_or_no("reachable", True, msg("reachable"))
    yield _text("kind", condition.kind, msg("type"))
    yield _text("naoqi", condition.system, msg("version of NAOqi"))
    yield _text("body", condition.body, msg("version of the body"))
    yield _yes_or_no("simulated", condition.simulated, msgc("masculine", "simulated"))
    off_ms = None if condition.clock_off_ns is None else condition.clock_off_ns / MILLISECOND_NS
    yield _number("clock_off_ms", off_ms, "ms", msg("its clock is ahead by"))
    within_ms = None if off_ms is None else condition.clock_uncertainty_ns / MILLISECOND_NS
    yield _number(
        "clock_uncertainty_ms",
        within_ms,
        "ms",
        msg("uncertainty of that"),
    )
    yield _texts("languages", condition.languages, msg("languages installed"))
    yield _text("voice", condition.voice, msg("voice"))
    yield _number("volume_percent", condition.volume_percent, "%", msg("volume"))
    yield _yes_or_no("muted", condition.muted, msg("muted"))
    yield _text("posture", condition.posture, msg("posture now"))
    yield _texts("postures", condition.postures, msg("postures known"))
    yield _yes_or_no("awake", condition.awake, msg("motors on"))
    stiff = sum(condition.stiffness.values()) / len(condition.stiffness) if condition.stiffness else None
    yield _number("stiffness_mean", stiff, "", msg("mean stiffness (0 to 1)"))
    yield _texts("touched", condition.touched, msg("sensors touched now"))
    yield _texts("programs", condition.programs, msg("programs running"))
    yield _text("life", condition.life, msg("autonomous life"))
    yield _yes_or_no("led", condition.led, msg("led by a session"))
    percent = condition.battery_percent
    yield _number("battery_percent", percent, "%", msg("battery"))
    minutes = None if percent is None else minutes_left(percent)
    yield _number("battery_minutes", minutes, "min", msg("estimated to last"))
    yield _yes_or_no("charging", condition.charging, msg("charging"))
    hottest = max(condition.celsius, key=condition.celsius.__getitem__, default="")
    yield _text("hottest_joint", hottest, msg("hottest motor"))
    yield _number(
        "hottest_celsius",
        condition.celsius.get(hottest),
        "°C",
        msg("its temperature"),
    )
    yield _number("head_celsius", condition.head_celsius, "°C", msg("head processor"))
    yield from facts_of_calls(condition.round_trips_ms)


def facts_of_calls(times_ms: Sequence[float]) -> Iterator[Fact]:
    """Give how long a call there and back takes: the median, and what 19 of 20 stay under."""
    yield _number("call_p50_ms", quantile(times_ms, 0.5), "ms", msg("call, median"))
    yield _number("call_p95_ms", quantile(times_ms, 0.95), "ms", msg("call, 95 %"))


def facts_of_trials(trials: Trials) -> Iterator[Fact]:
    """Give what was tried, and how long it took."""
    yield from _trial("lamp_call_ms", trials.lamps, msg("call of the lamps"))
    yield from _trial("tone_call_ms", trials.tone, msg("call of a tone"))
    yield from _trial("say_to_voice_ms", trials.voice, msg("command to voice"))
    posture = trials.posture_name
    yield from _trial("posture_ms", trials.posture, msg("posture {posture} taken", posture=posture))


def quantile(times_ms: Sequence[float], share: float) -> float | None:
    """Give a quantile of some times by rank; None of none."""
    ordered = sorted(times_ms)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def _trial(key: str, trial: Trial | None, text: Text) -> Iterator[Fact]:
    if trial is not None:
        yield _number(key, trial.took_ms, "ms", text)


def _text(key: str, value: str, text: Text) -> Fact:
    shown = verbatim(value) if value else _UNKNOWN
    return Fact(key, value or None, text, shown)


def _texts(key: str, values: Sequence[str], text: Text) -> Fact:
    joined = ", ".join(values)
    shown = verbatim(joined) if values else _NONE
    return Fact(key, joined, text, shown)


def _yes_or_no(key: str, value: bool | None, text: Text) -> Fact:
    shown = _UNKNOWN if value is None else _YES if value else _NO
    return Fact(key, value, text, shown)


def _number(key: str, value: float | None, unit: str, text: Text) -> Fact:
    label = text
    if value is None:
        return Fact(key, None, label, _UNKNOWN)
    digits = str(round(value)) if isinstance(value, int) or abs(value) >= 100 else f"{value:.1f}"
    shown = f"{digits} {unit}".strip()
    return Fact(key, round(value, 3), label, Number(shown))
