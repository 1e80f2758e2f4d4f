"""How far the times of a recording may be trusted, in words: the same wherever times are shown.

Nothing is measured here, and nothing of a recording is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Language, Text, unbroken

METHODS: Mapping[str, Text] = {
    "clap": Text(fr="clap de Nao", en="Nao's clap"),
    "marks": Text(fr="changements des yeux de Nao", en="changes of Nao's eyes"),
    "arrival": Text(fr="arrivée des images", en="arrival of the frames"),
    "accelerated": Text(fr="séance accélérée", en="accelerated session"),
    "given": Text(fr="vidéo importée, décalage indiqué", en="imported video, offset given"),
    "file": Text(fr="vidéo importée, temps du fichier", en="imported video, the file's own times"),
    "sound": Text(fr="son comparé à celui de la séance", en="sound compared with the session's own"),
    "none": Text(fr="aucune image", en="no frame"),
}
"""How times were found, as ``sync.json`` has it."""

_VERDICTS = {
    "given": Text(fr="synchro : {spread}, indiquée", en="sync: {spread}, given"),
    "measured": Text(fr="synchro : {spread} (95 %), mesurée", en="sync: {spread} (95%), measured"),
    "estimated": Text(fr="synchro : {spread} (95 %), estimée", en="sync: {spread} (95%), estimated"),
    "arrival": Text(
        fr="synchro : {spread} (95 %), estimée ; s'y ajoute le retard propre de la caméra, inconnu sans clap",
        en="sync: {spread} (95%), estimated; the camera's own delay comes on top, unknown without a clap",
    ),
    "absent": Text(
        fr="synchro : absente ({spread} d'après l'arrivée des images)",
        en="sync: absent ({spread} going by the arrival of pictures)",
    ),
}
_UNSURE = {
    "accelerated": Text(fr="synchro : absente (séance accélérée)", en="sync: absent (accelerated session)"),
    "given": Text(
        fr="synchro : absente (décalage indiqué, sans incertitude)",
        en="sync: absent (offset given, without its uncertainty)",
    ),
    "file": Text(
        fr="synchro : absente (vidéo importée, temps du fichier)",
        en="sync: absent (imported video, the file's own times)",
    ),
}
_ABSENT = Text(fr="synchro : absente", en="sync: absent")


def sync_words(verdict: str, method: str, uncertainty_ms: float | None, language: Language) -> str:
    """Say how far times may be trusted: « synchro : ±4 ms, estimée ».

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
    return unbroken(words.fr) if language == "fr" else words.en


def sound_words(
    has_sound: bool, late_ms: float | None, uncertainty_ms: float | None, language: Language
) -> str:
    """Say by how much a camera's sound is behind its picture; nothing of one without sound.

    Args:
        has_sound: whether its recording holds sound.
        late_ms: as a clap told it; None where none did: that is unknown, and not zero.
        uncertainty_ms: how far that may be off.
        language: of the sentence.
    """
    if not has_sound:
        return ""
    if late_ms is None or uncertainty_ms is None:
        words = _SOUND_UNKNOWN
    else:
        number = f"{abs(late_ms):.1f}".replace(".", "," if language == "fr" else ".") + "\u00a0ms"
        words = _SOUND_LATE if late_ms >= 0 else _SOUND_EARLY
        words = words.format(late=number, spread=uncertainty(uncertainty_ms, language))
    return unbroken(words.fr) if language == "fr" else words.en


_SOUND_LATE = Text(
    fr="son {late} après l'image ({spread} à 95 %, mesuré)",
    en="sound {late} behind the picture ({spread} at 95%, measured)",
)
_SOUND_EARLY = Text(
    fr="son {late} avant l'image ({spread} à 95 %, mesuré)",
    en="sound {late} before the picture ({spread} at 95%, measured)",
)
_SOUND_UNKNOWN = Text(
    fr="décalage du son sur l'image : inconnu (aucun clap entendu)",
    en="sound against picture: unknown (no clap was heard)",
)


def uncertainty(milliseconds: float, language: Language) -> str:
    """Write how far a time may be off, never as less than it is: ``±4 ms``, below 10 ms with one decimal."""
    if milliseconds >= 10:
        shown = str(-int(-milliseconds // 1))
    else:
        tenths = -int(-milliseconds * 10 // 1)
        shown = f"{tenths / 10:g}".replace(".", "," if language == "fr" else ".")
    return f"±{shown}\u00a0ms"
