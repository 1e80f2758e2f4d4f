"""How far the times of a recording may be trusted, in words: the same wherever times are shown.

Nothing is measured here, and nothing of a recording is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.formats import decimal
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import Text, msg

METHODS: Mapping[str, Text] = {
    "clap": msg("Nao's clap"),
    "marks": msg("changes of Nao's eyes"),
    "arrival": msg("arrival of the frames"),
    "accelerated": msg("accelerated session"),
    "given": msg("imported video, offset given"),
    "file": msg("imported video, the file's own times"),
    "sound": msg("sound compared with the session's own"),
    "none": msg("no frame"),
}
"""The words for the method by which times were found, by its name in ``sync.json``."""

_VERDICTS = {
    "given": msg("sync: {spread}, given"),
    "measured": msg("sync: {spread} (95%), measured"),
    "estimated": msg("sync: {spread} (95%), estimated"),
    "arrival": msg(
        "sync: {spread} (95%), estimated; the camera's own delay comes on top, unknown without a clap"
    ),
    "absent": msg("sync: absent ({spread} going by the arrival of pictures)"),
}
_UNSURE = {
    "accelerated": msg("sync: absent (accelerated session)"),
    "given": msg("sync: absent (offset given, without its uncertainty)"),
    "file": msg("sync: absent (imported video, the file's own times)"),
}
_ABSENT = msg("sync: absent")


def sync_words(verdict: str, method: str, uncertainty_ms: float | None, language: Language) -> str:
    """Return in words how far times may be trusted: « synchro : ±4 ms, estimée ».

    Args:
        verdict: measured, estimated or absent.
        method: as ``sync.json`` has it.
        uncertainty_ms: None where nobody knows.
        language: of the sentence.
    """
    if verdict == "absent" and method in _UNSURE:
        words = _UNSURE[method]
    elif uncertainty_ms is None:
        words = _ABSENT
    else:
        words = _VERDICTS[method if method in ("given", "arrival") else verdict]
        words = words.format(spread=uncertainty(uncertainty_ms, language))
    return PROFILES[language].unbroken(words.in_language(language))


def sound_words(
    has_sound: bool, late_ms: float | None, uncertainty_ms: float | None, language: Language
) -> str:
    """Return in words by how much a camera's sound lags behind its picture; "" without sound.

    Args:
        has_sound: whether its recording holds sound.
        late_ms: as a clap showed it; None where none did: that is unknown, and not zero.
        uncertainty_ms: how far that may be off.
        language: of the sentence.
    """
    if not has_sound:
        return ""
    if late_ms is None or uncertainty_ms is None:
        words = _SOUND_UNKNOWN
    else:
        number = decimal(f"{abs(late_ms):.1f}\u00a0ms", language)
        words = _SOUND_LATE if late_ms >= 0 else _SOUND_EARLY
        words = words.format(late=number, spread=uncertainty(uncertainty_ms, language))
    return PROFILES[language].unbroken(words.in_language(language))


_SOUND_LATE = msg("sound {late} behind the picture ({spread} at 95%, measured)")
_SOUND_EARLY = msg("sound {late} before the picture ({spread} at 95%, measured)")
_SOUND_UNKNOWN = msg("sound against picture: unknown (no clap was heard)")


def uncertainty(milliseconds: float, language: Language) -> str:
    """Return in words how far off a time may be, rounded up: ``±4 ms``, below 10 ms with one decimal."""
    if milliseconds >= 10:
        shown = str(-int(-milliseconds // 1))
    else:
        tenths = -int(-milliseconds * 10 // 1)
        shown = decimal(f"{tenths / 10:g}", language)
    return f"±{shown}\u00a0ms"
