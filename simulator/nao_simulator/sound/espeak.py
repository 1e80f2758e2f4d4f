"""The voice: espeak-ng through ctypes, text in, 16-bit samples and the times of the words out.

One synthesis at a time in a process (espeak-ng has global state); calls are serialised by a lock.
"""

from __future__ import annotations

import ctypes
import threading
from dataclasses import dataclass
from typing import Any

import espeakng_loader

_RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: samples come through the callback
_CHARS_UTF8 = 1
_RATE, _VOLUME, _PITCH = 1, 2, 3  # espeak_PARAMETER
_WORD = 1  # espeakEVENT_WORD
_NORMAL_PITCH = 62  # higher than espeak's 50: nearer to a NAO

_VOICES = {"French": (b"fr", 118), "English": (b"en-us", 150)}
"""Each language's voice and its words a minute at "speed" 100: 13 to 15 characters a second, as on a NAO."""


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A synthesised text: samples (signed 16 bits, mono), and each word's (start in s, start, end)."""

    samples: bytes
    rate: int
    words: tuple[tuple[float, int, int], ...]

    @property
    def seconds(self) -> float:
        """Return the length of the sound in seconds."""
        return len(self.samples) / 2 / self.rate


class Voice:
    """The voice of espeak-ng, which is loaded at the first text."""

    languages = tuple(_VOICES)

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._library: ctypes.CDLL | None = None
        self._rate = 22050
        self._chunks: list[bytes] = []
        self._words: list[tuple[float, int, int]] = []
        self._callback = _Callback(self._receive)

    def speak(
        self,
        text: str,
        language: str,
        speed_percent: float = 100,
        pitch_percent: float = 100,
        volume_percent: float = 100,
    ) -> Spoken:
        """Return one text synthesised; ``language`` is NAOqi's name, the rest is in per cent of normal.

        Raises: OSError, espeak-ng cannot be loaded or lacks the voice.
        """
        with self._lock:
            library = self._library or self._load()
            self._chunks, self._words = [], []
            name, normal = _VOICES[language]
            if library.espeak_SetVoiceByName(name):
                raise OSError(f"espeak-ng has no voice {name.decode()}")
            words_per_minute = min(max(round(normal * speed_percent / 100), 80), 450)
            library.espeak_SetParameter(_RATE, words_per_minute, 0)
            library.espeak_SetParameter(
                _PITCH, min(max(round(_NORMAL_PITCH * pitch_percent / 100), 0), 99), 0
            )
            library.espeak_SetParameter(_VOLUME, min(max(round(volume_percent), 0), 200), 0)
            data = text.encode() + b"\0"
            library.espeak_Synth(data, len(data), 0, 0, 0, _CHARS_UTF8, None, None)
            library.espeak_Synchronize()
            return Spoken(b"".join(self._chunks), self._rate, tuple(self._words))

    def _load(self) -> ctypes.CDLL:
        library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        library.espeak_Synth.argtypes = (
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        )
        data_path = str(espeakng_loader.get_data_path()).encode()
        rate = library.espeak_Initialize(_RETRIEVAL, 500, data_path, 0)
        if rate <= 0:
            raise OSError("espeak-ng cannot be initialised")
        library.espeak_SetSynthCallback(self._callback)
        self._rate = rate
        self._library = library
        return library

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._chunks.append(ctypes.string_at(samples, count * 2))
        number = 0
        while events[number].type != 0:
            event = events[number]
            if event.type == _WORD:
                start = event.text_position - 1
                self._words.append((event.audio_position / 1000, start, start + event.length))
            number += 1
        return 0
