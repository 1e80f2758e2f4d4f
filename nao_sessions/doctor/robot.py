"""The examination of a Nao: its kind, posture, heat and battery, what else runs on it, how fast it answers.

Nothing moves, speaks or lights unless ``moves`` says that it may: children may be in the room. Nothing is
stored on Nao, and no setting of it is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable, Finding, Place, Severity
from nao_sessions.doctor.result import ExaminationResult, Fact
from nao_sessions.protocol.catalogue import POSTURES
from nao_sessions.robot.address import Address
from nao_sessions.robot.adult_words import HOLD
from nao_sessions.robot.naoqi.condition import ASKED, NEEDED, Condition, read_condition
from nao_sessions.robot.naoqi.link import CONNECT_DEADLINE_S, CallLate, LinkLost, QiLink
from nao_sessions.robot.naoqi.trials import TrialCall, TrialCalls, try_lamps, try_posture, try_tone, try_voice
from nao_sessions.robot.naoqi.voice import LANGUAGES
from nao_sessions.robot.port import minutes_left
from nao_sessions.room.room_file import TABLE
from nao_sessions.text.formats import Number, joined
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgc, verbatim

# The facts of a Nao: for programs by key and unit, for people in words.
#
# Nothing is judged here.

_YES, _NO = msg("yes"), msg("no")
_UNKNOWN, _NONE = msg("unknown"), msgc("masculine", "none")


def unreachable_fact() -> Fact:
    """Return the fact that Nao could not be reached."""
    return _yes_or_no("reachable", False, msg("reachable"))


def facts_of_condition(condition: Condition) -> Iterator[Fact]:
    """Yield the facts of a Nao that answered, in the order in which they are shown."""
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
    """Yield the facts on the round trip of a call to Nao: the median and the 95th percentile, in ms."""
    yield _number("call_p50_ms", quantile(times_ms, 0.5), "ms", msg("call, median"))
    yield _number("call_p95_ms", quantile(times_ms, 0.95), "ms", msg("call, 95 %"))


def facts_of_trials(trials: TrialCalls) -> Iterator[Fact]:
    """Yield a fact for each trial that was made, with how long it took in ms; None where it failed."""
    yield from _trial("lamp_call_ms", trials.lamps, msg("call of the lamps"))
    yield from _trial("tone_call_ms", trials.tone, msg("call of a tone"))
    yield from _trial("say_to_voice_ms", trials.voice, msg("command to voice"))
    posture = trials.posture_name
    yield from _trial("posture_ms", trials.posture, msg("posture {posture} taken", posture=posture))


def quantile(times_ms: Sequence[float], share: float) -> float | None:
    """Return the time below which a ``share`` (0 to 1) of some times lies; None where there are none."""
    ordered = sorted(times_ms)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def _trial(key: str, trial: TrialCall | None, text: Text) -> Iterator[Fact]:
    if trial is not None:
        yield _number(key, trial.took_ms, "ms", text)


def _text(key: str, value: str, text: Text) -> Fact:
    shown = verbatim(value) if value else _UNKNOWN
    return Fact(key, value or None, text, shown)


def _texts(key: str, values: Sequence[str], text: Text) -> Fact:
    listed = ", ".join(values)
    shown = verbatim(listed) if values else _NONE
    return Fact(key, listed, text, shown)


def _yes_or_no(key: str, value: bool | None, text: Text) -> Fact:
    shown = _UNKNOWN if value is None else _YES if value else _NO
    return Fact(key, value, text, shown)


def _number(key: str, value: float | None, unit: str, text: Text) -> Fact:
    if value is None:
        return Fact(key, None, text, _UNKNOWN)
    digits = str(round(value)) if isinstance(value, int) or abs(value) >= 100 else f"{value:.1f}"
    shown = f"{digits} {unit}".strip()
    return Fact(key, round(value, 3), text, Number(shown))


# The findings: what in a Nao's condition would harm a session, and what to do about it.
#
# Pure: a condition goes in, findings come out. Each code is explained in docs/en/doctor-robot.md and in its
# French twin.

MINUTES_TO_WARN, MINUTES_TO_REFUSE = 30, 10
"""The minutes of battery below which there is a warning, or an error: a workshop lasts about half an hour,
and ten minutes are less than any protocol of the library takes."""

CLOCK_OFF_NS = 2 * SECOND_NS
"""The error of Nao's clock above which there is a remark: its dates can no longer be compared by eye."""

SLOW_CALL_MS = 100.0
"""The 95th percentile of a call above which the network is too slow; Wi-Fi usually takes 5 to 30 ms."""

SLOW_VOICE_MS = 1_000.0
"""The delay of Nao's voice above which there is a warning: a child takes a second's silence for the end."""

QUIET_PERCENT = 20
LIMP = 0.1
"""The stiffness (0 to 1) below which a joint of a Nao whose motors are on gives way."""


@dataclass(frozen=True, slots=True)
class ExaminationTarget:
    """What a Nao is examined for: the languages of the session, and ``where`` it is, ``table`` or ``floor``.

    ``place`` is its address, as findings name it.
    """

    place: Place
    languages: Sequence[str]
    where: str

    @property
    def postures(self) -> Sequence[str]:
        """Return NAOqi's names of the postures that a session may use; on a table not ``Stand``."""
        targets = [posture.target for posture in POSTURES.values() if posture.target is not None]
        return [name for name in targets if self.where != TABLE or name != "Stand"]


def findings_of_condition(condition: Condition, asked: ExaminationTarget) -> Iterator[Finding]:
    """Yield what is wrong with the condition of a Nao: kind, voice, body, other programs, power, network."""
    yield from _what_it_is(condition, asked)
    yield from _voice(condition, asked)
    yield from _body(condition, asked)
    yield from _others(condition, asked)
    yield from _power(condition, asked)
    slowest_ms = quantile(condition.round_trips_ms, 0.95)
    if slowest_ms is not None and slowest_ms > SLOW_CALL_MS:
        yield _finding("D316", asked, "warning", _SLOW, _SLOW_HINT, ms=round(slowest_ms))


def findings_of_trials(trials: TrialCalls, asked: ExaminationTarget) -> Iterator[Finding]:
    """Yield findings on the trials that failed or answered late."""
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


def _what_it_is(condition: Condition, asked: ExaminationTarget) -> Iterator[Finding]:
    if condition.kind.lower() != "nao":
        yield _finding("D304", asked, "error", _OTHER_KIND, _OTHER_KIND_HINT, kind=condition.kind or "?")
    if condition.missing:
        names = ", ".join(condition.missing)
        yield _finding("D320", asked, "error", _MISSING, _RESTART_HINT, names=names)
    off_ns = condition.clock_off_ns
    if off_ns is not None and abs(off_ns) - condition.clock_uncertainty_ns > CLOCK_OFF_NS:
        seconds = round(off_ns / SECOND_NS)
        yield _finding("D306", asked, "remark", _CLOCK, _CLOCK_HINT, seconds=f"{seconds:+d}")


def _voice(condition: Condition, asked: ExaminationTarget) -> Iterator[Finding]:
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


def _body(condition: Condition, asked: ExaminationTarget) -> Iterator[Finding]:
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


def _others(condition: Condition, asked: ExaminationTarget) -> Iterator[Finding]:
    if condition.led:
        yield _finding("D323", asked, "warning", _LED, _LED_HINT)
    elif condition.programs:
        names = ", ".join(condition.programs)
        yield _finding("D312", asked, "warning", _PROGRAMS, _PROGRAMS_HINT, names=names)
    if condition.life == "safeguard":
        yield _finding("D324", asked, "error", _SAFEGUARD, _SAFEGUARD_HINT)


def _power(condition: Condition, asked: ExaminationTarget) -> Iterator[Finding]:
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


def _failed(trial: TrialCall | None) -> bool:
    return trial is not None and trial.took_ms is None


def _why(trial: TrialCall | None) -> str:
    return "" if trial is None else trial.error


def _finding(
    code: str, asked: ExaminationTarget, severity: Severity, sentence: Text, hint: Text, **values: object
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


KIND = "robot"
NOT_INSTALLED = "R001"


async def examine_robot(
    address: Address,
    *,
    languages: Sequence[str] = ("fr",),
    place: str = "floor",
    moves: bool = False,
    deadline_s: float = CONNECT_DEADLINE_S,
) -> ExaminationResult:
    """Examine the Nao at an address; takes about three seconds, with ``moves`` up to a minute.

    Args:
        languages: the codes of the languages that Nao is to speak (``fr``, ``en``).
        place: ``table`` or ``floor``, as the room file has it: on a table no change of posture is tried.
        moves: whether Nao may light its eyes, play a tone, say a word and take a posture.
        deadline_s: how long the connection may take.

    Raises:
        DeviceUnavailable: qi is not installed here (R001); a Nao that cannot be reached is a finding.
    """
    asked = ExaminationTarget(Place(address.url), tuple(languages), place)
    title = msg("Nao ({url})", url=address.url)
    link = QiLink(address.url, (*NEEDED, *ASKED))
    try:
        await link.start(deadline_s)
    except DeviceUnavailable as error:
        if error.code == NOT_INSTALLED:
            raise
        finding = _unreachable(asked.place, error)
        return ExaminationResult(KIND, address.host, title, (unreachable_fact(),), (finding,))
    try:
        condition = await read_condition(link)
        facts = list(facts_of_condition(condition))
        findings = list(findings_of_condition(condition, asked))
        if moves and condition.led:
            findings.append(Finding("D322", asked.place, _NOT_TRIED, _LATER, "remark"))
        elif moves:
            still = any(finding.code in _MAKE_IT_UNSAFE for finding in findings)
            trials = await _try(link, condition, asked, still=still)
            facts += facts_of_trials(trials)
            findings += findings_of_trials(trials, asked)
            if still:
                findings.append(Finding("D322", asked.place, _NOT_MOVED, severity="remark"))
    except LinkLost as error:
        return ExaminationResult(
            KIND, address.host, title, (unreachable_fact(),), (_silent(asked.place, error),)
        )
    finally:
        await link.close()
    return ExaminationResult(KIND, address.host, title, facts, findings)


async def _try(link: QiLink, condition: Condition, asked: ExaminationTarget, *, still: bool) -> TrialCalls:
    """Try Nao's lamps, tone, voice and last a posture, and return the trials; ``still``: no posture."""
    language = next((LANGUAGES[code] for code in asked.languages if code in LANGUAGES), LANGUAGES["fr"])
    lamps, tone = await try_lamps(link), await try_tone(link)
    voice = await try_voice(link, language) if language in condition.languages else None
    if still or asked.where == TABLE:
        return TrialCalls(lamps, tone, voice)
    name = asked.postures[0]
    posture = await try_posture(link, name, awake=condition.awake is not False)
    return TrialCalls(lamps, tone, voice, posture, name)


_MAKE_IT_UNSAFE = frozenset({"D309", "D310", "D312", "D314", "D315"})
"""The findings after which no posture is tried: fallen, limp, moved by another program, no battery, hot."""


def _unreachable(place: Place, error: DeviceUnavailable) -> Finding:
    cause = error.__cause__
    if isinstance(cause, CallLate):
        return _silent(place, cause)
    if "this is no Nao" in str(cause):
        return Finding(
            "D303",
            place,
            msg("What answers at this address is no Nao."),
            msg("Check the address: press Nao's chest button, it says it."),
        )
    hint = error.hint or EMPTY_TEXT
    return Finding(
        "D301",
        place,
        error.sentence,
        msg("{hint} Press its chest button: it says its address.", hint=hint),
    )


def _silent(place: Place, error: Exception) -> Finding:
    return Finding(
        "D302",
        place,
        msg("Nao takes the connection, and then does not answer ({why}).", why=str(error)),
        msg("Wait for a minute if it was just switched on; else switch it off and on again."),
    )


_NOT_TRIED = msg("Nothing was tried: a session leads this Nao.")
_LATER = msg("Try again after the session.")
_NOT_MOVED = msg("No movement was tried, because of the above.")
