"""The loudspeakers: volume, mute, and the tones and files that play, which can be stopped at once.

The sound itself is made by the camera process from the commands; how long each lasts is kept here.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nao_simulator.clock import Timeline, Timer
from nao_simulator.pending import Pending
from nao_simulator.trace import Trace

Send = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Sound:
    """One tone or file that plays; ``pending`` ends with it."""

    sound_id: int
    kind: str
    details: dict[str, Any]
    pending: Pending = field(default_factory=Pending)
    timer: Timer | None = None


class Speakers:
    """Volume, mute and the sounds under way. Thread-safe; stopping is done when the call returns."""

    def __init__(self, timeline: Timeline, trace: Trace, send: Send) -> None:
        self.volume_percent = 70
        self.muted = False
        self._timeline = timeline
        self._trace = trace
        self._send = send
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._sounds: dict[int, Sound] = {}

    def new_id(self) -> int:
        """Return a new id for a sound or for speech."""
        return next(self._ids)

    def gain(self, own: float = 1.0) -> float:
        """Return the gain (0 to 1) at which a sound with its own gain is heard, by volume and mute."""
        return 0.0 if self.muted else min(max(own * self.volume_percent / 100, 0.0), 1.0)

    def sine(self, frequency_hz: float, own_gain: float, seconds: float) -> Sound:
        """Play a tone for some seconds of simulated time."""
        command = {"frequency": frequency_hz, "gain": self.gain(own_gain), "seconds": seconds}
        return self._start("sine", command, command, seconds)

    def file(self, path: str, own_gain: float, seconds: float) -> Sound:
        """Play a file of the robot, heard as a soft tone of its length."""
        heard = {"frequency": 660, "gain": 0.3 * self.gain(own_gain), "seconds": seconds}
        return self._start("file", {"path": path, "seconds": seconds}, heard, seconds)

    def speech(self, sound_id: int, path: str, rate: int, own_gain: float) -> None:
        """Begin to play synthesised speech, a file of 16-bit samples; the mouth keeps track of its end."""
        self._command(
            {"sound": "speech", "id": sound_id, "pcm": path, "rate": rate, "gain": self.gain(own_gain)}
        )

    def silence(self, sound_id: int | None) -> None:
        """Cut the sound of speech, or everything that is heard (None)."""
        self._command({"sound": "stop", "id": sound_id})

    def stop(self, which: Callable[[Sound], bool] = lambda _sound: True) -> None:
        """Stop tones and files at once."""
        with self._lock:
            stopped = [sound for sound in self._sounds.values() if which(sound)]
            for sound in stopped:
                del self._sounds[sound.sound_id]
        for sound in stopped:
            if sound.timer is not None:
                sound.timer.cancel()
            self.silence(sound.sound_id)
            self._trace.effect("sound.stopped", kind=sound.kind, id=sound.sound_id)
            sound.pending.done(None)

    def playing(self) -> list[Sound]:
        """Return the tones and files under way."""
        with self._lock:
            return list(self._sounds.values())

    def _start(self, kind: str, details: dict[str, Any], heard: dict[str, Any], seconds: float) -> Sound:
        sound = Sound(self.new_id(), kind, details)
        sound.pending.on_cancel = lambda: self.stop(lambda other: other is sound)
        with self._lock:
            self._sounds[sound.sound_id] = sound
        self._trace.effect("sound.started", kind=kind, id=sound.sound_id, **details)
        self._command({"sound": "sine", "id": sound.sound_id, **heard})
        sound.timer = self._timeline.after(seconds, lambda: self._end(sound))
        return sound

    def _end(self, sound: Sound) -> None:
        with self._lock:
            if self._sounds.pop(sound.sound_id, None) is None:
                return
        self._trace.effect("sound.ended", kind=sound.kind, id=sound.sound_id)
        sound.pending.done(None)

    def _command(self, command: dict[str, Any]) -> None:
        self._send({**command, "at": self._timeline.clock.monotonic_ns(self._timeline.clock.now_s())})
