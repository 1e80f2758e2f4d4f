"""The mouth: sentences in a queue, spoken one after the other, each cut at once when it must be.

A worker thread synthesises and waits; a cut is done by the thread that asks for it, not by the worker.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
import traceback
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nao_simulator.clock import SimClock
from nao_simulator.pending import Pending
from nao_simulator.settings import Timing
from nao_simulator.sound import markup
from nao_simulator.sound.espeak import Voice
from nao_simulator.sound.speakers import Speakers
from nao_simulator.trace import Trace

_KEPT_SENTENCES = 200  # synthesised sentences kept for the next time


@dataclass(slots=True)
class Utterance:
    """One sentence to say, with its tags; ``started`` once it is heard, ``was_cut`` if it was stopped."""

    text: str
    language: str
    style: markup.Style
    gain: float
    utterance_id: int = 0
    started: bool = False
    was_cut: bool = False
    over: threading.Event = field(default_factory=threading.Event)
    pending: Pending = field(default_factory=Pending)


@dataclass(frozen=True, slots=True)
class _Sound:
    """A synthesised sentence: the file of its samples, and what happens at which second of it."""

    path: Path
    rate: int
    seconds: float
    marks: tuple[tuple[float, str, Any], ...]


class Mouth:
    """The queue of sentences and its worker. ``raise_event`` gets ALTextToSpeech's events as (key, value)."""

    def __init__(
        self,
        clock: SimClock,
        timing: Timing,
        trace: Trace,
        speakers: Speakers,
        folder: Path,
        raise_event: Callable[[str, Any], None],
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.mute = False
        self._clock, self._timing, self._trace, self._speakers = clock, timing, trace, speakers
        self._folder = folder
        self._raise_event = raise_event
        self._voice = Voice()
        self._ids = itertools.count(1)
        self._known: OrderedDict[tuple[str, str, markup.Style], _Sound] = OrderedDict()
        self._condition = threading.Condition(threading.RLock())
        self._queue: deque[Utterance] = deque()
        self._current: Utterance | None = None
        self._open = True
        self._thread = threading.Thread(target=self._work, name="mouth", daemon=True)
        self._thread.start()

    @property
    def sentence(self) -> str | None:
        """Return the sentence that is being heard, without tags; None in silence."""
        current = self._current
        return markup.plain(current.text) if current is not None and current.started else None

    @property
    def busy(self) -> bool:
        """Return whether a sentence is being said or waits."""
        return self._current is not None or bool(self._queue)

    def say(self, utterance: Utterance) -> Pending:
        """Queue a sentence; its pending, which is returned, ends with its sound, or when it is cut."""
        if self.mute:  # a voice that fails without a word: nothing is told, the call ends
            utterance.pending.done(None)
            return utterance.pending
        utterance.utterance_id = self._speakers.new_id()
        utterance.pending.on_cancel = lambda: self.cut(utterance, cancelled=True)
        self._status(utterance, "enqueued")
        with self._condition:
            self._queue.append(utterance)
            self._condition.notify()
        return utterance.pending

    def cut_all(self) -> None:
        """Cut the sentence that is said and those that wait; there is silence when this returns."""
        with self._condition:
            cut = [*([self._current] if self._current else []), *self._queue]
            self._queue.clear()
        for utterance in cut:
            self.cut(utterance)

    def cut(self, utterance: Utterance, *, cancelled: bool = False) -> None:
        """Cut one sentence, said or waiting; its pending ends as done, or as cancelled."""
        with self._condition:
            if utterance.over.is_set():
                return
            utterance.was_cut = True
            utterance.over.set()
            if utterance in self._queue:
                self._queue.remove(utterance)
            if utterance.started:
                self._speakers.silence(utterance.utterance_id)
            effect = "speech.cut" if utterance.started else "speech.dropped"
            self._trace.effect(effect, id=utterance.utterance_id, text=utterance.text)
        if cancelled:
            utterance.pending.cancelled()
        else:
            utterance.pending.done(None)
        self._status(utterance, "stopped" if utterance.started else "thrown")
        if utterance.started:
            self._raise_event("ALTextToSpeech/TextInterrupted", True)
        self.on_change()

    def close(self) -> None:
        """Cut everything and end the worker."""
        self.cut_all()
        with self._condition:
            self._open = False
            self._condition.notify()
        self._thread.join(timeout=2.0)

    # The worker

    def _work(self) -> None:
        self._voice.speak("a", "French")  # loads the library, 0.3 s, before anybody waits for it
        while True:
            with self._condition:
                while self._open and not self._queue:
                    self._condition.wait()
                if not self._open:
                    return
                utterance = self._current = self._queue.popleft()
            try:
                self._speak(utterance)
            except Exception as error:
                traceback.print_exc(file=sys.stderr)
                utterance.pending.failed(error)
            finally:
                self._current = None
                self.on_change()

    def _speak(self, utterance: Utterance) -> None:
        due_s = self._clock.now_s() + self._timing.speech_latency_s
        sound = self._sound(utterance)
        if self._wait_until(utterance, due_s):
            return
        with self._condition:
            if utterance.over.is_set():
                return
            utterance.started = True
            started_s = self._clock.now_s()
            self._speakers.speech(utterance.utterance_id, str(sound.path), sound.rate, utterance.gain)
            self._trace.effect(
                "speech.started",
                id=utterance.utterance_id,
                text=utterance.text,
                language=utterance.language,
                seconds=round(sound.seconds, 3),
            )
        self._status(utterance, "started")
        self._raise_event("ALTextToSpeech/TextDone", False)
        self._raise_event("ALTextToSpeech/TextStarted", True)
        self._raise_event("ALTextToSpeech/CurrentSentence", markup.plain(utterance.text))
        self.on_change()
        for at_s, event, value in sound.marks:
            if self._wait_until(utterance, started_s + at_s):
                return
            self._raise_event(event, value)
        if not self._wait_until(utterance, started_s + sound.seconds):
            self._end(utterance)
            self._wait_until(utterance, self._clock.now_s() + self._timing.sentence_pause_s, quiet=True)

    def _end(self, utterance: Utterance) -> None:
        with self._condition:
            if utterance.over.is_set():
                return
            utterance.over.set()
            self._current = None
            self._trace.effect("speech.ended", id=utterance.utterance_id, text=utterance.text)
        self._raise_event("ALTextToSpeech/TextStarted", False)
        self._raise_event("ALTextToSpeech/TextDone", True)
        self._raise_event("ALTextToSpeech/CurrentWord", "")
        self._raise_event("ALTextToSpeech/CurrentSentence", "")
        self._status(utterance, "done")
        utterance.pending.done(None)
        self.on_change()

    def _wait_until(self, utterance: Utterance, sim_s: float, *, quiet: bool = False) -> bool:
        """Wait for a simulated time; return whether the utterance was cut before (``quiet``: just wait)."""
        seconds = (sim_s - self._clock.now_s()) / self._clock.speed
        if quiet:
            time.sleep(max(seconds, 0.0))
            return False
        return utterance.over.wait(max(seconds, 0.0))

    def _sound(self, utterance: Utterance) -> _Sound:
        key = (utterance.text, utterance.language, utterance.style)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        sound = self._synthesise(utterance)
        self._known[key] = sound
        while len(self._known) > _KEPT_SENTENCES:
            _, oldest = self._known.popitem(last=False)
            oldest.path.unlink(missing_ok=True)
        return sound

    def _synthesise(self, utterance: Utterance) -> _Sound:
        samples = bytearray()
        rate = 22050
        marks: list[tuple[float, str, Any]] = []
        word_number = 0
        for stretch in markup.stretches(utterance.text, utterance.style):
            samples += bytes(2 * round(stretch.pause_s * rate))
            start_s = len(samples) / 2 / rate
            if stretch.bookmark is not None:
                marks.append((start_s, "ALTextToSpeech/CurrentBookMark", stretch.bookmark))
            if not stretch.text.strip():
                continue
            style = stretch.style
            volume = 100 * style.volume / 80  # a NAO's normal volume is 80
            spoken = self._voice.speak(stretch.text, utterance.language, style.speed, style.pitch, volume)
            rate = spoken.rate
            for at_s, begin, end in spoken.words:
                marks.append((start_s + at_s, "ALTextToSpeech/PositionOfCurrentWord", word_number))
                marks.append((start_s + at_s, "ALTextToSpeech/CurrentWord", stretch.text[begin:end]))
                word_number += 1
            samples += spoken.samples
        path = self._folder / f"speech-{next(self._ids)}.s16"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(samples)
        return _Sound(path, rate, len(samples) / 2 / rate, tuple(marks))

    def _status(self, utterance: Utterance, status: str) -> None:
        self._raise_event("ALTextToSpeech/Status", [utterance.utterance_id, status])
