"""Nao's voice and ears: sentences, sounds, the words it listens for, and whether somebody speaks.

Nao does not listen while it speaks, nor half a second after: it would hear itself.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.robot.naoqi.clock import ActionAttempt, CutShort, Refused
from nao_sessions.robot.naoqi.last_words import RECOGNITION, SOME_WORDS, WORDS, forget_last_words
from nao_sessions.robot.naoqi.link import (
    CALL_DEADLINE_S,
    OUR_NAME,
    Call,
    CallFailed,
    LatchShut,
    LinkLost,
    QiLink,
    Reply,
)
from nao_sessions.robot.naoqi.senses import Senses
from nao_sessions.robot.port import Sensed

VOICE_SERVICES = ("ALTextToSpeech", "ALAudioPlayer", "ALSpeechRecognition")
LANGUAGES: Mapping[str, str] = {
    "fr": "French",
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ar": "Arabic",
}
DEAF_AFTER_SPEECH_NS = SECOND_NS // 2
SOMEBODY_SPEAKS = "SpeechDetected"

SPOKEN_WAIT_S = 0.1
"""The longest wait, once a sentence's call has ended, for Nao's event on whether it was said to its end."""

BEGINNING_WAIT_S = 1.0
"""The longest wait for Nao's event that a sentence ever began: reached only where nothing was said."""

SLOWEST_CHARACTERS_A_SECOND = 6.0  # half of the slowest measured at normal speed; only deadlines use it
SPEECH_MARGIN_S = 10.0
SOUND_DEADLINE_S = 300.0
_Send = Callable[..., Awaitable[Reply]]
_TAGS = re.compile(r"\\[^\\]*\\|\\|[\x00-\x1f\x7f]")


class Voice:
    """Nao's voice and ears: what it says and listens for; the ears are shut while it speaks."""

    def __init__(self, link: QiLink, names: Pseudonyms, senses: Senses, speed: float = 1.0) -> None:
        """Prepare; ``senses`` subscribes to the ears' events, ``speed`` is robot seconds a real second."""
        self._deaf_ns = round(DEAF_AFTER_SPEECH_NS / speed)
        self._link = link
        self._senses = senses
        self._names = names
        self._setting = asyncio.Lock()
        self._attends = self._somebody = False
        self._speaking = False
        self._deaf_until_ns = 0
        self._wanted: tuple[tuple[str, ...], str] | None = None
        self._language = ""
        self._subscribed = self._told_words = False
        self._paused = self._being_set = False
        self._unpausing: Call | None = None
        self._spoken: asyncio.Future[bool] | None = None
        self._beginning: asyncio.Future[None] | None = None
        self._speaks: frozenset[str] = frozenset()

    async def learn_languages(self) -> None:
        """Ask Nao for its languages, and store them; without an answer each is tried. Raises: LinkLost."""
        languages = await self._link.value("ALTextToSpeech", "getAvailableLanguages")
        self._speaks = frozenset(map(str, languages)) if isinstance(languages, list | tuple) else frozenset()

    async def say(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply | None:
        """Say a sentence, and wait until it has really ended; None if there was nothing to say.

        Raises:
            CutShort: Nao was interrupted, whoever did it.
            Refused, Barred: nothing was said; and as :meth:`QiLink.call`.

        Nothing was said where Nao lacks the language (its own text would be read by another language's voice,
        or not at all), and where its call ends and no event has told that a sentence with a word in it began.
        """
        language = str(data.get("language") or "fr")
        text = self._names.fill(str(data["text"]), language, data.get("participant"))
        text = " ".join(_TAGS.sub(" ", text).split())
        if not text:
            return None
        speed = data.get("speed")
        deadline_s = SPEECH_MARGIN_S + len(text) / SLOWEST_CHARACTERS_A_SECOND * 100 / float(speed or 100)
        tags = _tag("vol", data.get("volume"), 0, 100) + _tag("rspd", speed, 50, 400)
        name = _language(language)
        if self._speaks and name not in self._speaks:
            raise Refused(f"Nao does not speak {name}, but {', '.join(sorted(self._speaks))}")
        loop = asyncio.get_running_loop()
        beginning, spoken = loop.create_future(), loop.create_future()
        self._beginning, self._spoken = beginning, spoken
        answer = await self._deafened(attempt, "ALTextToSpeech", "say", (tags + text, name), deadline_s)
        await asyncio.wait({spoken}, timeout=SPOKEN_WAIT_S)  # the call ends alike for both; the event may lag
        if spoken.done() and not spoken.result():
            raise CutShort
        if not beginning.done() and any(character.isalnum() for character in text):
            await asyncio.wait({beginning, attempt.cut}, timeout=BEGINNING_WAIT_S)
            if not beginning.done():
                raise Refused("Nao's voice told no beginning: nothing was said")
        return answer

    def speech(self, event: str) -> None:
        """Handle TextStarted, TextDone or TextInterrupted; the end of an earlier sentence is ignored."""
        begun = self._beginning is not None and self._beginning.done()
        if event == "TextStarted":
            if self._beginning is not None and not begun:
                self._beginning.set_result(None)
        elif begun and self._spoken is not None and not self._spoken.done():
            self._spoken.set_result(event == "TextDone")

    async def sound(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Play a sound file that is on the robot, and wait until it ends."""
        arguments = (str(data["file"]),)
        return await self._deafened(attempt, "ALAudioPlayer", "playFile", arguments, SOUND_DEADLINE_S)

    async def listen(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply | None:
        """Listen for these words from now on; without words, stop. Return the answer, None if not called."""
        words = tuple(str(word) for word in data.get("words") or ())
        async with self._setting:
            if not words:
                self._wanted = None
                await self._senses.ignore(WORDS)
                return None if self._attends else await self._shut_ears(attempt.call)
            self._wanted = (words, _language(str(data.get("language") or "fr")))
            return await self._set_ears(attempt.call, *self._wanted)

    async def attend(self, attends: bool) -> None:
        """Report from now on when somebody begins and ends speaking, whatever is said; or no longer.

        Raises: LinkLost, CallLate, CallFailed.
        """
        send = partial(self._link.call, anyway=True)
        async with self._setting:
            self._attends, self._somebody = attends, False
            if not attends:
                await self._senses.ignore(SOMEBODY_SPEAKS)
                if self._wanted is None:
                    await self._shut_ears(send)
                return
            await self._senses.attend(SOMEBODY_SPEAKS, self._speech_detected)
            if not self._subscribed:
                known = await self._link.value(RECOGNITION, "getLanguage", default=LANGUAGES["fr"])
                await self._set_ears(send, SOME_WORDS, self._language or str(known))

    async def forget_words(self) -> None:
        """Have Nao's memory hold nothing of what was said in this session. Raises: LinkLost."""
        await forget_last_words(self._link, heard=self._told_words)

    def tick(self) -> None:
        """Open the ears again once Nao's own voice is over; called many times a second, and cheap."""
        if self._unpausing is not None:
            if not self._unpausing.answer.done():
                return
            self._paused = self._paused or self._unpausing.answer.exception() is not None
            self._unpausing = None
        wanted = self._wanted is not None or self._attends
        due = self._paused and self._subscribed and wanted and not self.deaf and not self._being_set
        if due and self._link.up:
            try:
                self._unpausing = self._link.send(RECOGNITION, "pause", False)
                self._paused = False
            except (CallFailed, LatchShut, LinkLost):
                return  # tried again at the next tick

    @property
    def listens(self) -> bool:
        """Return whether Nao's ears are asked to listen."""
        return self._subscribed

    @property
    def deaf(self) -> bool:
        """Return whether what is heard now may be Nao's own voice."""
        return self._speaking or time.monotonic_ns() < self._deaf_until_ns

    def heard(self, sensed: Sensed) -> bool:
        """Return whether a recognised word counts: it is listened for, and cannot be Nao's own voice."""
        return not self._speaking and sensed.monotonic_ns >= self._deaf_until_ns and self._wanted is not None

    def forget_ears(self) -> None:
        """Forget the state of the ears: after a loss it may be another robot, or one that was restarted."""
        self._subscribed = self._paused = self._speaking = self._somebody = False
        self._language = ""
        self._unpausing = None

    async def listen_again(self, attempt: ActionAttempt) -> None:
        """Set the ears as before the robot was lost. Raises: as :meth:`QiLink.call`."""
        async with self._setting:
            if self._wanted is not None:
                await self._set_ears(attempt.call, *self._wanted)

    async def _set_ears(self, send: _Send, words: tuple[str, ...], language: str) -> Reply:
        """Set the vocabulary of an engine that stays paused meanwhile: one that runs refuses a second one."""
        self._being_set = True
        try:
            answer = await self._set_paused_ears(send, words, language)
        finally:
            self._being_set = False
        self.tick()
        return answer

    async def _set_paused_ears(self, send: _Send, words: tuple[str, ...], language: str) -> Reply:
        if self._unpausing is not None:  # two calls on their way at once may arrive in the other order
            await asyncio.wait({self._unpausing.answer}, timeout=CALL_DEADLINE_S)
            self._unpausing = None
        self._paused = True
        self._told_words = self._told_words or words != SOME_WORDS
        await send(RECOGNITION, "pause", True)
        if language != self._language:
            await send(RECOGNITION, "setLanguage", language)
            self._language = language
        answer = await self._set_words(send, words, language)
        if self._wanted is not None:
            await self._senses.attend(WORDS, _word)
        if not self._subscribed:
            answer = await send(RECOGNITION, "subscribe", OUR_NAME)
            self._subscribed = True
        return answer

    async def _set_words(self, send: _Send, words: tuple[str, ...], language: str) -> Reply:
        """Set the words of a paused engine, also where it says that it has a grammar already.

        Known of NAOqi: the old grammar stays until the language is set again, or as long as somebody listens.
        """
        for again in (self._set_language_again, self._let_go):
            try:
                return await send(RECOGNITION, "setVocabulary", list(words), False)
            except CallFailed as error:
                if "already exists" not in str(error):
                    raise
            await again(send, language)
        return await send(RECOGNITION, "setVocabulary", list(words), False)

    async def _set_language_again(self, send: _Send, language: str) -> None:
        await send(RECOGNITION, "setLanguage", language)

    async def _let_go(self, send: _Send, language: str) -> None:
        await self._shut_ears(send)
        await self._set_language_again(send, language)

    async def _shut_ears(self, send: _Send) -> Reply | None:
        if not self._subscribed:
            return None
        self._subscribed = False
        return await send(RECOGNITION, "unsubscribe", OUR_NAME)

    def _speech_detected(self, value: Any, at_ns: int) -> Sensed | None:
        """Return a report that somebody began or ended speaking; None without a change, or for Nao itself."""
        begins = bool(value)
        own = self._speaking or at_ns < self._deaf_until_ns
        if begins == self._somebody or (begins and own):
            return None
        self._somebody = begins
        return Sensed("utterance", {"speaking": begins}, at_ns)

    async def _deafened(
        self, attempt: ActionAttempt, service: str, method: str, arguments: tuple[Any, ...], deadline_s: float
    ) -> Reply:
        self._speaking = True
        if self._somebody:  # whoever spoke is no longer heard
            self._somebody = False
            self._senses.tell(Sensed("utterance", {"speaking": False}, time.monotonic_ns()))
        try:
            call = attempt.send(service, method, *arguments)
            if self._subscribed and not self._paused:
                # Not waited for, and after the sentence: the voice begins later than the ears are shut.
                self._link.send(RECOGNITION, "pause", True)
                self._paused = True
            return await self._link.answer_of(call, deadline_s)
        finally:
            self._speaking = False
            self._deaf_until_ns = time.monotonic_ns() + self._deaf_ns
            if self._paused:
                asyncio.get_running_loop().call_later(self._deaf_ns / SECOND_NS + 0.001, self.tick)


def _language(code: str) -> str:
    name = LANGUAGES.get(code.lower().split("-")[0])
    if name is None:
        raise Refused(f"unknown language: {code}")
    return name


def _tag(name: str, value: Any, lowest: int, highest: int) -> str:
    """Return a tag for the speech engine, which is not spoken; its value within bounds, "" for None."""
    if value is None:
        return ""
    return f"\\{name}={min(highest, max(lowest, round(float(value))))}\\ "


def _word(value: Any, at_ns: int) -> Sensed | None:
    """Return the best word of ``[word, confidence, ...]`` with its confidence; None for an empty word."""
    if not isinstance(value, list | tuple) or len(value) < 2 or not isinstance(value[0], str):
        return None
    word = value[0].replace("<...>", "").strip()
    if not word:
        return None
    return Sensed("word", {"word": word, "confidence": round(float(value[1]), 4)}, at_ns)
