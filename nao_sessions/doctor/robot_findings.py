"""What of a Nao's condition would harm a session, and what to do about it.

Pure: a condition goes in, findings come out. Each code is explained in docs/en/doctor-robot.md and in its
French twin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import Finding, Place, Severity
from nao_sessions.doctor.robot_facts import quantile
from nao_sessions.protocol.catalogue import POSTURES
from nao_sessions.robot.adult_words import HOLD
from nao_sessions.robot.battery import minutes_left
from nao_sessions.robot.qi_condition import Condition
from nao_sessions.robot.qi_trials import Trial, Trials
from nao_sessions.robot.qi_voice import LANGUAGES
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg

TABLE = "table"
MINUTES_TO_WARN, MINUTES_TO_REFUSE = 30, 10
"""A workshop lasts about half an hour; ten minutes are less than any protocol of the library takes."""

CLOCK_OFF_NS = 2 * SECOND_NS
"""Above this a date of Nao's own cannot be laid beside one of the host by eye."""

SLOW_CALL_MS = 100.0
"""Above this for one call in twenty the network is worse than Wi-Fi usually is (5 to 30 ms)."""

SLOW_VOICE_MS = 1_000.0
"""A child takes a second of silence for the end of what Nao has to say."""

QUIET_PERCENT = 20
LIMP = 0.1
"""Below this stiffness a joint of a Nao whose motors are on gives way."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a Nao is examined for; ``where`` is ``table`` or ``floor``."""

    place: Place
    languages: Sequence[str]
    where: str

    @property
    def postures(self) -> Sequence[str]:
        """Give the postures that a session may ask for there, in NAOqi's words, the first one first."""
        targets = [posture.target for posture in POSTURES.values() if posture.target is not None]
        return [name for name in targets if self.where != TABLE or name != "Stand"]


def findings_of_condition(condition: Condition, asked: Asked) -> Iterator[Finding]:
    """Give what is wrong with a Nao as it is, the gravest things of each kind first."""
    yield from _what_it_is(condition, asked)
    yield from _voice(condition, asked)
    yield from _body(condition, asked)
    yield from _others(condition, asked)
    yield from _power(condition, asked)
    slowest_ms = quantile(condition.round_trips_ms, 0.95)
    if slowest_ms is not None and slowest_ms > SLOW_CALL_MS:
        yield _finding("D316", asked, "warning", _SLOW, _SLOW_HINT, ms=round(slowest_ms))


def findings_of_trials(trials: Trials, asked: Asked) -> Iterator[Finding]:
    """Give what did not answer, or answered late, of what was tried."""
    if _failed(trials.voice):
        yield _finding("D317", asked, "error", _NO_VOICE, _NO_VOICE_HINT, why=_why(trials.voice))
    elif trials.voice is not None and (trials.voice.took_ms or 0.0) > SLOW_VOICE_MS:
        ms = round(trials.voice.took_ms or 0.0)
        yield _finding("D321", asked, "warning", _LATE_VOICE, _LATE_VOICE_HINT, ms=ms)
    if _failed(trials.lamps):
        yield _finding("D318", asked, "warning", _NO_LAMPS, _RESTART_HINT, why=_why(trials.lamps))
    if _failed(trials.tone):
        yield _finding("D319", asked, "warning", _NO_TONE, _RESTART_HINT, why=_why(trials.tone))
    if _failed(trials.posture):
        name = trials.posture_name
        yield _finding(
            "D308", asked, "error", _NOT_REACHED, _NOT_REACHED_HINT, name=name, why=_why(trials.posture)
        )


def _what_it_is(condition: Condition, asked: Asked) -> Iterator[Finding]:
    if condition.kind.lower() != "nao":
        yield _finding("D304", asked, "error", _OTHER_KIND, _OTHER_KIND_HINT, kind=condition.kind or "?")
    if condition.missing:
        names = ", ".join(condition.missing)
        yield _finding("D320", asked, "error", _MISSING, _RESTART_HINT, names=names)
    off_ns = condition.clock_off_ns
    if off_ns is not None and abs(off_ns) - condition.clock_uncertainty_ns > CLOCK_OFF_NS:
        seconds = round(off_ns / SECOND_NS)
        yield _finding("D306", asked, "remark", _CLOCK, _CLOCK_HINT, seconds=f"{seconds:+d}")


def _voice(condition: Condition, asked: Asked) -> Iterator[Finding]:
    for code in asked.languages:
        name = LANGUAGES.get(code.lower().split("-")[0])
        if name is None or name not in condition.languages:
            there = ", ".join(condition.languages) or "—"
            yield _finding("D305", asked, "error", _LANGUAGE, _LANGUAGE_HINT, name=name or code, there=there)
    if condition.muted:
        yield _finding("D311", asked, "error", _MUTED, _MUTED_HINT)
    elif condition.volume_percent is not None and condition.volume_percent < QUIET_PERCENT:
        percent = condition.volume_percent
        yield _finding("D311", asked, "warning", _QUIET, _QUIET_HINT, percent=percent)


def _body(condition: Condition, asked: Asked) -> Iterator[Finding]:
    absent = [name for name in asked.postures if name not in condition.postures]
    if absent:
        yield _finding("D307", asked, "warning", _POSTURE, _RESTART_HINT, names=", ".join(absent))
    if condition.family.startswith(("Lying", "Belly", "Back", "Left", "Right")):
        yield _finding("D309", asked, "error", _LYING, _LYING_HINT)
    limp = [name for name, value in condition.stiffness.items() if value < LIMP and "Hand" not in name]
    if condition.awake and limp:
        yield _finding("D310", asked, "warning", _LIMP, _LIMP_HINT, names=", ".join(limp))
    for sensor in condition.stuck:
        yield _finding("D313", asked, "warning", _STUCK, _STUCK_HINT, sensor=sensor)


def _others(condition: Condition, asked: Asked) -> Iterator[Finding]:
    if condition.led:
        yield _finding("D323", asked, "warning", _LED, _LED_HINT)
    elif condition.programs:
        names = ", ".join(condition.programs)
        yield _finding("D312", asked, "warning", _PROGRAMS, _PROGRAMS_HINT, names=names)
    if condition.life == "safeguard":
        yield _finding("D324", asked, "error", _SAFEGUARD, _SAFEGUARD_HINT)


def _power(condition: Condition, asked: Asked) -> Iterator[Finding]:
    if condition.battery_percent is not None:
        minutes = minutes_left(condition.battery_percent)
        grave: Severity = "error" if minutes < MINUTES_TO_REFUSE else "warning"
        if condition.charging:
            grave = "remark"
        if minutes < MINUTES_TO_WARN:
            percent = condition.battery_percent
            yield _finding("D314", asked, grave, _BATTERY, _BATTERY_HINT, minutes=minutes, percent=percent)
    hot = {joint: status for joint, status in condition.heat.items() if status > 0}
    if hot:
        worst = max(hot.values())
        names = ", ".join(joint for joint, status in hot.items() if status == worst)
        grave = "error" if worst > 1 else "warning"
        yield _finding("D315", asked, grave, _HOT if worst == 1 else _TOO_HOT, _HOT_HINT, names=names)


def _failed(trial: Trial | None) -> bool:
    return trial is not None and trial.took_ms is None


def _why(trial: Trial | None) -> str:
    return "" if trial is None else trial.error


def _finding(
    code: str, asked: Asked, severity: Severity, sentence: Text, hint: Text, **values: object
) -> Finding:
    return Finding(code, asked.place, sentence.format(**values), hint, severity)


_OTHER_KIND = msg("This robot is no Nao, but a '{kind}'.")
_OTHER_KIND_HINT = msg("Gestures and postures are Nao's: lead the session with a Nao, or without a robot.")
_MISSING = msg("Parts of NAOqi are missing: {names}.")
_RESTART_HINT = msg("Switch Nao off and on again; if it stays so, the technician has to install NAOqi again.")
_CLOCK = msg("Nao's clock is off by {seconds} s.")
_CLOCK_HINT = msg("No session depends on it. To compare dates, give Nao the time as the cameras get it.")
_LANGUAGE = msg("Nao does not speak this language: {name} (installed: {there}).")
_LANGUAGE_HINT = msg("Install it on Nao's own web page (settings, languages), or run with --language.")
_MUTED = msg("Nao is muted.")
_MUTED_HINT = msg("Switch it on, on Nao's own web page.")
_QUIET = msg("Nao speaks very low: volume {percent} %.")
_QUIET_HINT = msg("Turn it up on Nao's own web page: 50 to 70 % for a room.")
_POSTURE = msg("Nao does not know these postures: {names}.")
_NOT_REACHED = msg("Nao did not take the posture {name} ({why}).")
_NOT_REACHED_HINT = msg(
    "Make room around it, put it on a flat ground, let its motors cool down, then try again."
)
_LYING = msg("Nao lies: it has fallen.")
_LYING_HINT = joined([HOLD, msg("Put it into a sitting posture, then try again.")], " ")
_LIMP = msg("Joints are limp while the motors are on: {names}.")
_LIMP_HINT = msg("Put Nao to rest (press the chest button twice), let it cool down, wake it again.")
_STUCK = msg("The sensor {sensor} is touched all the time: does nobody hold a hand there?")
_STUCK_HINT = msg("Wipe it, move away what presses it; else do not use this part in the protocol.")
_LED = msg("A session leads this Nao at this moment.")
_LED_HINT = msg("Wait for its end, or close it: 'close' in its terminal.")
_PROGRAMS = msg("Other programs run on Nao, and would move it: {names}.")
_PROGRAMS_HINT = msg(
    "Stop them in Choregraphe or on Nao's own web page, or start Nao again. (Those of autonomous life end "
    "with it: the session sees to that.)"
)
_SAFEGUARD = msg("Nao is in its safeguard state (a fall, heat or a push): it will do nothing.")
_SAFEGUARD_HINT = msg("Let it sit, let it cool down, then press the chest button twice.")
_BATTERY = msg("About {minutes} minutes of battery are left ({percent} %).")
_BATTERY_HINT = msg("Plug Nao in: a whole charge takes about an hour and a half.")
_HOT = msg("Motors are hot: {names}.")
_TOO_HOT = msg("Motors are too hot, Nao lets go of them: {names}.")
_HOT_HINT = msg("Put Nao to rest, seated or crouching, for a quarter of an hour at least.")
_SLOW = msg("The network is slow: one call in twenty takes over {ms} ms.")
_SLOW_HINT = msg("Connect Nao by a cable, or bring the access point nearer, on the 5 GHz band.")
_NO_VOICE = msg("Nao did not speak ({why}).")
_NO_VOICE_HINT = msg("See that no program holds the sound; else switch Nao off and on again.")
_LATE_VOICE = msg("Nao's voice begins {ms} ms after the command.")
_LATE_VOICE_HINT = msg("Stop Nao's other programs; count this delay in the protocol's waiting times.")
_NO_LAMPS = msg("Nao's lamps do not answer ({why}).")
_NO_TONE = msg("Nao sounds no tone ({why}).")
