"""WebVTT: what Nao says, or what was coded elsewhere, as subtitles, and the steps as chapters.

A player knows no offset: each file is made for one video, in its own time, and begins where that one begins.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import replace

from nao_sessions.analysis.formats.tiers import Span, TierKind, tiers_of
from nao_sessions.analysis.tables.source import Film, SessionSource
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.text.languages import Language

_LEAST_MS = 1
_READ_NS = SECOND_NS
"""So long an imported moment is shown: it has to be read."""


def subtitles_of(source: SessionSource, language: Language, film: Film | None = None) -> str:
    """Return subtitles of Nao's sentences, or of imported events; in a film's time, or in session time."""
    spans = _coded(source, language) if source.imported else _spans(source, language, "speech")
    return _written(f"Kind: captions\nLanguage: {source.facts.language}", spans, film)


def chapters_of(source: SessionSource, language: Language, film: Film | None = None) -> str:
    """Return the steps as chapters with their titles; inner steps lie within the outer step's chapter."""
    return _written("Kind: chapters", _spans(source, language, "steps"), film)


def _spans(source: SessionSource, language: Language, kind: TierKind) -> list[Span]:
    return [span for tier in tiers_of(source, language) if tier.kind == kind for span in tier.spans]


def _coded(source: SessionSource, language: Language) -> list[Span]:
    """Return the imported events, labelled with their subject; moments are long enough to be read."""
    found = []
    for span in _spans(source, language, "imported"):
        stop_ns = span.stop_ns if span.stop_ns is not None else span.start_ns + _READ_NS
        label = ": ".join(filter(None, (span.subject, span.label)))
        found.append(replace(span, stop_ns=stop_ns, label=label))
    return found


def _written(heading: str, spans: Iterable[Span], film: Film | None) -> str:
    blocks = [f"WEBVTT\n{heading}"]
    for span in sorted(spans, key=lambda one: (one.start_ns, one.seq)):
        start, stop = _ms(span.start_ns, film), _ms(span.stop_ns or span.start_ns, film)
        if stop <= 0:
            continue  # before the video begins
        start = max(0, start)
        blocks.append(f"{_time(start)} --> {_time(max(stop, start + _LEAST_MS))}\n{_cue(span.label)}")
    return "\n\n".join(blocks) + "\n"


def _ms(ns: int, film: Film | None) -> int:
    return round((film.file_s(ns) if film is not None else ns / SECOND_NS) * 1000)


def _time(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _cue(text: str) -> str:
    """Return a cue's text: no markup of its own, and no empty line, which would end it."""
    return html.escape(" ".join(text.split()), quote=False) or "…"
