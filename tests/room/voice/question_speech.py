"""Sentences as three other programs say them, with the end of the last phoneme by the program's own word.

espeak-ng (French and English) tells phonemes and their times; flite and festival (English) tell the segments
they made. No loudness is looked at. Sentences and voices stand in question_sentences.yaml, in four parts.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader
import numpy as np
import yaml

RATE_HZ = 16_000


@dataclass(frozen=True)
class Voice:
    """A voice of an engine: ``speed`` in words a minute for espeak-ng, as a share of the usual for others."""

    engine: str
    name: str
    language: str
    speed: float


@dataclass(frozen=True)
class Speech:
    """A sentence, mono at ``RATE_HZ``; the truth: where its last phoneme ends, of the class ``final``."""

    text: str
    samples: np.ndarray
    end_s: float
    final: str


@dataclass(frozen=True)
class Part:
    """What tuning, or the final judgement, may use: a sentence is a frame with a word in it."""

    frames: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    voices: tuple[Voice, ...]
    seed: int

    def sentences(self, language: str) -> list[str]:
        """Return every sentence that can be made."""
        return [frame.format(word) for frame in self.frames[language] for word in self.words[language]]

    def sha256(self) -> str:
        """Return a hash of all sentences and voices."""
        lines = [*self.sentences("fr"), *self.sentences("en"), *map(repr, self.voices)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


_SENTENCES = yaml.load(
    Path(__file__).with_name("question_sentences.yaml").read_bytes(), Loader=yaml.CSafeLoader
)


def _part(name: str) -> Part:
    told = _SENTENCES[name]
    voices = tuple(
        Voice(one["engine"], one["name"], one["language"], speed)
        for one in told["voices"]
        for speed in one["speeds"]
    )
    frames, words = ({k: tuple(v) for k, v in told[part].items()} for part in ("frames", "words"))
    return Part(frames, words, voices, told["seed"])


TUNING, SECOND, THIRD, FINAL = map(_part, ("tuning", "second", "third", "final"))


def engines() -> tuple[str, ...]:
    """Return which engines this machine has; espeak-ng comes with the package."""
    return ("espeak", *(name for name in ("flite", "festival") if shutil.which(name)))


def say(voice: Voice, texts: Sequence[str]) -> list[Speech]:
    """Synthesise some sentences."""
    match voice.engine:
        case "espeak":
            made = [_espeak(voice, text) for text in texts]
        case "flite":
            made = [_flite(voice, text) for text in texts]
        case _:
            made = _festival(voice, texts)
    return [
        Speech(text, _at_rate(samples, rate_hz), end_s, _class_of(phone))
        for text, (samples, rate_hz, end_s, phone) in zip(texts, made, strict=True)
    ]


_CLASSES = (
    ("nasal vowel", r"[AEOW][~]"),
    ("nasal", r"(n\^|m|n|N|ng|n-|em|en)"),
    ("voiced fricative", r"(v|z|Z|D|dZ|dh|zh|jh)"),
    ("voiceless fricative", r"(f|s|S|T|h|tS|th|sh|ch|hh)"),
    ("voiced plosive", r"(b|d|g)"),
    ("voiceless plosive", r"(p|t|k|t#|\?)"),
    ("liquid", r"(l|r|j|w|@L|R|L)"),
)


def _class_of(phone: str) -> str:
    """Return the class of a phoneme, by the names that espeak-ng and the CMU phones give them."""
    bare = phone.lstrip("',%=_")
    for name, pattern in _CLASSES:
        if re.fullmatch(pattern, bare):
            return name
    return "vowel"


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", ctypes.c_char * 8),
    )  # fmt: skip


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)
_PHONEME = 7  # espeakEVENT_PHONEME: where one begins, so the pause after the last one is its end


class _Espeak:
    """espeak-ng with phoneme events, which the simulator's voice does not ask for."""

    def __init__(self) -> None:
        self.chunks: list[np.ndarray] = []
        self.phonemes: list[tuple[float, str]] = []
        self._callback = _Callback(self._receive)
        self.library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
        self.library.espeak_Synth.argtypes = (
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.c_void_p, ctypes.c_void_p,
        )  # fmt: skip
        data = str(espeakng_loader.get_data_path()).encode()
        self.rate_hz = self.library.espeak_Initialize(1, 500, data, 1)
        self.library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples: object, count: int, events: object) -> int:
        if samples and count > 0:
            self.chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())  # type: ignore[arg-type]
        number = 0
        while (event := events[number]).type:  # type: ignore[index]
            if event.type == _PHONEME:
                name = bytes(event.id).rstrip(b"\0").decode(errors="replace")
                self.phonemes.append((event.audio_position / 1e3, name))
            number += 1
        return 0


_espeak_ng: list[_Espeak] = []


def _espeak(voice: Voice, text: str) -> tuple[np.ndarray, int, float, str]:
    if not _espeak_ng:
        _espeak_ng.append(_Espeak())
    engine = _espeak_ng[0]
    engine.chunks.clear()
    engine.phonemes.clear()
    if engine.library.espeak_SetVoiceByName(voice.name.encode()):
        raise ValueError(f"espeak-ng has no voice {voice.name}")
    engine.library.espeak_SetParameter(1, round(voice.speed), 0)
    data = text.encode() + b"\0"
    engine.library.espeak_Synth(data, len(data), 0, 0, 0, 1, None, None)
    engine.library.espeak_Synchronize()
    last = max(n for n, (_, name) in enumerate(engine.phonemes) if name and name[0] not in "_(")
    return (
        np.concatenate(engine.chunks) / 32768, engine.rate_hz, engine.phonemes[last + 1][0],
        engine.phonemes[last][1],
    )  # fmt: skip


def _flite(voice: Voice, text: str) -> tuple[np.ndarray, int, float, str]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        stretch = f"duration_stretch={1 / voice.speed:.3f}"
        command = ["flite", "-voice", voice.name, "--setf", stretch, "-psdur", "-t", text, "-o", file.name]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        samples, rate_hz = _wave(Path(file.name))
    segments = [one.rsplit(":", 1) for one in told.split()]
    phone, end_s = [one for one in segments if one[0] != "pau"][-1]
    return samples, rate_hz, float(end_s), phone


def _festival(voice: Voice, texts: Sequence[str]) -> list[tuple[np.ndarray, int, float, str]]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        lines = [f"(voice_{voice.name})", f"(Parameter.set 'Duration_Stretch {1 / voice.speed:.3f})"]
        for n, text in enumerate(texts):
            lines += [
                f'(set! u (utt.synth (Utterance Text "{text}")))',
                f'(utt.save.wave u "{folder}/{n}.wav" \'riff)',
                f'(utt.save.segs u "{folder}/{n}.seg")',
            ]
        script = Path(folder, "say.scm")
        script.write_text("\n".join(lines))
        subprocess.run(["festival", "-b", str(script)], capture_output=True, check=True)
        for n in range(len(texts)):
            rows = [line.split() for line in Path(folder, f"{n}.seg").read_text().splitlines()]
            spoken = [row for row in rows if len(row) == 3 and row[2] not in ("pau", "h#")]
            samples, rate_hz = _wave(Path(folder, f"{n}.wav"))
            found.append((samples, rate_hz, float(spoken[-1][0]), spoken[-1][2]))
    return found


def _wave(path: Path) -> tuple[np.ndarray, int]:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768, file.getframerate()


def _at_rate(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Return the samples at ``RATE_HZ``, with an edge of silence so that nothing wraps around."""
    padded = np.concatenate([samples, np.zeros(rate_hz // 10)])
    count = round(len(padded) * RATE_HZ / rate_hz)
    spectrum = np.fft.rfft(padded)
    wanted = np.zeros(count // 2 + 1, complex)
    wanted[: min(len(wanted), len(spectrum))] = spectrum[: len(wanted)]
    made = np.fft.irfft(wanted, count) * count / len(padded)
    return np.asarray(made[: round(len(samples) * RATE_HZ / rate_hz)])


def classes() -> Iterable[str]:
    """Return the classes of final sounds."""
    return ("vowel", *(name for name, _ in _CLASSES))
