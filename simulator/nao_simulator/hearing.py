"""Speech recognition: a vocabulary, subscribers, a pause; a word counts only while recognition runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from nao_simulator.clock import Timeline

RaiseEvent = Callable[[str, Any], None]
GRAMMAR = "modifiable_grammar"
_SHOWN_S = 1.5  # how long the picture shows a word that was heard
NOTHING = ["", -3.0]  # the value of WordRecognized when no word is recognised
MURMUR = "…"  # what the picture shows of speech without a known word


class Hearing:
    """The state of speech recognition. Thread-safe."""

    def __init__(self, raise_event: RaiseEvent, timeline: Timeline) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.vocabulary: list[str] = []
        self.word_spotting = False
        self.paused = False
        self.subscribers: dict[str, tuple[int, float]] = {}
        self._timeline = timeline
        self._last_word: tuple[str, float] | None = None
        self._murmurs = 0
        self._raise_event = raise_event
        self._lock = threading.RLock()
        self._status = "Idle"

    @property
    def running(self) -> bool:
        """Return whether recognition runs: somebody is subscribed, and it is not paused."""
        return bool(self.subscribers) and not self.paused

    def subscribe(self, name: str, period_ms: int = 300, precision: float = 1.0) -> None:
        """Add a subscriber; the first one starts recognition."""
        with self._lock:
            self.subscribers[name] = (period_ms, precision)
        self._changed()

    def unsubscribe(self, name: str) -> bool:
        """Remove a subscriber; return whether it was known."""
        with self._lock:
            known = self.subscribers.pop(name, None) is not None
        self._changed()
        return known

    def pause(self, paused: bool) -> None:
        """Stop listening for a while, or go on."""
        self.paused = paused
        self._changed()

    def set_vocabulary(self, words: list[str], word_spotting: bool) -> None:
        """Choose the words that can be recognised."""
        with self._lock:
            self.vocabulary, self.word_spotting = list(words), word_spotting
            self._raise_event("WordRecognized", NOTHING)
        self.on_change()

    def hear(self, word: str, confidence: float) -> bool:
        """Raise the events of a spoken word, if recognition runs; return whether the word was recognised."""
        with self._lock:
            known = next((w for w in self.vocabulary if w.casefold() == word.casefold()), None)
            if not self.running:
                return False
            if known is not None:
                self._last_word = (known, self._timeline.clock.now_s())
        heard = f"<...> {known} <...>" if self.word_spotting else known
        self._begin()
        if known is not None:
            self._raise_event("WordRecognized", [heard, confidence])
            self._raise_event("WordRecognizedAndGrammar", [heard, confidence, GRAMMAR])
        self._end()
        return known is not None

    def murmur(self, seconds: float) -> bool:
        """Raise the events of speech without a known word for a while; return whether recognition runs."""
        with self._lock:
            if not self.running:
                return False
            self._murmurs += 1
            self._last_word = (MURMUR, self._timeline.clock.now_s())
        self._begin()
        self._timeline.after(seconds, partial(self._murmured, self._murmurs))
        return True

    def _murmured(self, number: int) -> None:
        if number == self._murmurs and self.running:  # a pause has ended it, or somebody has gone on
            self._end()

    def _begin(self) -> None:
        self._raise_event("SpeechDetected", True)
        self._raise_event("ALSpeechRecognition/Status", "SpeechDetected")
        self.on_change()

    def _end(self) -> None:
        self._raise_event("ALSpeechRecognition/Status", "EndOfProcess")
        self._raise_event("SpeechDetected", False)
        self._raise_event("ALSpeechRecognition/Status", "ListenOn")
        self.on_change()

    def recent_word(self, now_s: float) -> str | None:
        """Return the word recognised within the last moments, None otherwise."""
        last = self._last_word
        return last[0] if last is not None and now_s - last[1] < _SHOWN_S else None

    def _changed(self) -> None:
        with self._lock:
            status = "ListenOn" if self.running else ("ListenOff" if self.subscribers else "Stop")
            changed, self._status = status != self._status, status
        if changed:
            self._raise_event("ALSpeechRecognition/Status", status)
            self._raise_event("ALSpeechRecognition/IsRunning", self.running)
            self._raise_event("ALSpeechRecognition/ActiveListening", self.running)
        self.on_change()
