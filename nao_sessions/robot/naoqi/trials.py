"""Trials of what Nao does when it is asked: its lamps, a tone, a word, a posture, each with its time.

Everything here lights, sounds or moves: it is called only where a person has said that this may be.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.robot.naoqi.body import EYE_LEDS, POSTURE_DEADLINE_S, POSTURE_SPEED
from nao_sessions.robot.naoqi.link import CallFailed, CallLate, QiLink, one_line
from nao_sessions.robot.naoqi.senses import Senses
from nao_sessions.robot.port import Sensed

LAMP_CALLS = 5
TONE = (440, 30, 0, 0.3)
"""Hertz, gain in per cent, on both sides, seconds: short, and no louder than a voice."""

STARTED = "ALTextToSpeech/TextStarted"
SPEECH_DEADLINE_S = 15.0
WORDS = {"French": "Bonjour.", "English": "Hello."}
"""The word for the trial of the voice; in any other language Nao says its number one."""


@dataclass(frozen=True, slots=True)
class TrialCall:
    """The result of a trial: how long it took, or (``took_ms`` None) Nao's error."""

    took_ms: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class TrialCalls:
    """The results of all trials; None for one that was not made."""

    lamps: TrialCall | None = None
    tone: TrialCall | None = None
    voice: TrialCall | None = None
    posture: TrialCall | None = None
    posture_name: str = ""


async def try_lamps(link: QiLink) -> TrialCall:
    """Switch the eye lamps on some times (the median counts), then back to the usual. Raises: LinkLost."""

    async def lamps() -> float:
        times_ms = [await _took_ms(link, "ALLeds", "on", EYE_LEDS) for _ in range(LAMP_CALLS)]
        await link.call("ALLeds", "reset", EYE_LEDS)
        return sorted(times_ms)[LAMP_CALLS // 2]

    return await _tried(lamps)


async def try_tone(link: QiLink) -> TrialCall:
    """Try the loudspeaker with a short tone. Raises: LinkLost."""

    async def tone() -> float:
        took_ms = await _took_ms(link, "ALAudioDevice", "playSine", *TONE)
        await asyncio.sleep(TONE[-1])
        return took_ms

    return await _tried(tone)


async def try_voice(link: QiLink, language: str) -> TrialCall:
    """Try the voice with a word; timed from the command to Nao's event that it begins. Raises: LinkLost."""
    begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def note_beginning(value: Any, at_ns: int) -> Sensed | None:
        if value and not begun.done():
            begun.set_result(at_ns)
        return None

    senses = Senses(link, lambda sensed: None, lambda event: None)

    async def voice() -> float:
        await senses.attend(STARTED, note_beginning)
        before_ns = time.monotonic_ns()
        call = link.send("ALTextToSpeech", "say", WORDS.get(language, "1."), language)
        await link.answer_of(call, SPEECH_DEADLINE_S)
        await asyncio.wait({begun}, timeout=1.0)
        if not begun.done():
            raise CallLate("the voice told no beginning")
        return (begun.result() - before_ns) / MILLISECOND_NS

    try:
        return await _tried(voice)
    finally:
        with contextlib.suppress(CallFailed, CallLate):
            await senses.ignore(STARTED)
        senses.let_go()


async def try_posture(link: QiLink, name: str, *, awake: bool) -> TrialCall:
    """Try a posture; a Nao that was resting rests again afterwards. Raises: LinkLost."""

    async def posture() -> float:
        before_ns = time.monotonic_ns()
        going = link.send("ALRobotPosture", "goToPosture", name, POSTURE_SPEED)
        answer = await link.answer_of(going, POSTURE_DEADLINE_S)
        if not awake:
            await link.call("ALMotion", "rest", deadline_s=POSTURE_DEADLINE_S)
        if answer.value is False:
            raise CallFailed("false", answer.monotonic_ns)
        return (answer.monotonic_ns - before_ns) / MILLISECOND_NS

    return await _tried(posture)


async def _took_ms(link: QiLink, service: str, method: str, *arguments: Any) -> float:
    before_ns = time.monotonic_ns()
    answer = await link.call(service, method, *arguments)
    return (answer.monotonic_ns - before_ns) / MILLISECOND_NS


async def _tried(act: Callable[[], Awaitable[float]]) -> TrialCall:
    try:
        return TrialCall(await act())
    except (CallFailed, CallLate) as error:
        return TrialCall(error=one_line(str(error)))
