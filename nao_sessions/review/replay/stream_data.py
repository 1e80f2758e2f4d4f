"""What the page is told of cameras and microphones: how far their times may be trusted, where pictures lie.

A file is named by its place among the others, never by its path.
"""

from __future__ import annotations

from typing import Any

from nao_sessions.review.replay.reading import Stream
from nao_sessions.review.replay.words import WORDS
from nao_sessions.room.sync.segment_times import Sync
from nao_sessions.room.sync.words import sound_words, sync_words, uncertainty
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import msg


def stream_data(number: int, stream: Stream, language: Language) -> dict[str, Any]:
    """Return what the page is told of one stream; its pictures and its sound are asked for by range."""
    word = WORDS["microphone" if stream.sound_alone else "camera"]
    return {
        "id": f"v{number}",
        "name": typeset(word.format(name=stream.name).in_language(language), language),
        "sound": stream.has_sound,
        "sound_alone": stream.sound_alone,
        "segments": [
            {
                "id": media_id(number, segment.number),
                "number": segment.number,
                "seconds_per_tick": float(segment.sync.time_base),
                "verdict": _trust(segment.sync, language),
                "off_ms": None if segment.sync.verdict == "absent" else segment.sync.uncertainty_ms,
                "spread": None if segment.sync.uncertainty_ms is None else _spread(segment.sync, language),
                **segment.pictures.overview(float(segment.sync.time_base)),
            }
            for segment in stream.segments
        ],
    }


def media_id(stream: int, segment: int) -> str:
    """Name a video in an address: never by its path."""
    return f"v{stream}s{segment}"


def _spread(sync: Sync, language: Language) -> str:
    """Return how far a picture's time may be off, beside the picture: what no clap told is not left out."""
    assert sync.uncertainty_ms is not None
    spread = uncertainty(sync.uncertainty_ms, language)
    if sync.method != "arrival":
        return spread
    return typeset(_DELAYED.format(spread=spread).in_language(language), language)


_DELAYED = msg("{spread} + the camera's delay")


def _trust(sync: Sync, language: Language) -> str:
    """Say how far the times of a segment may be trusted, and by how much its sound is behind."""
    told = sync_words(sync.verdict, sync.method, sync.uncertainty_ms, language)
    sound = sound_words(sync.has_sound, sync.sound_late_ms, sync.sound_uncertainty_ms, language)
    return " · ".join(filter(None, (told, sound)))
