"""A page that draws how the times of a session's recordings were found: searches for claps, and what is left.

It is made of what ``measuring`` examined; it measures nothing itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nao_sessions.paper.page import Html, document, el, html, html_table
from nao_sessions.room.sync.measuring import SegmentMeasurement
from nao_sessions.room.sync.words import METHODS, sound_words, sync_words
from nao_sessions.room.voice.latency_words import latency_words, not_measured
from nao_sessions.text import formats
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import msg

WIDE, HIGH, EDGE = 640, 150, 44
MOST_POINTS = 600
LEAST_CHANCE = 1e-12
"""Smaller chances are shown as this: a law fitted to sixty scores says nothing finer."""
PLACES_SHOWN = 12
"""The most places listed where frames are missing or repeated."""

_STYLE = """
svg { display: block; margin: 2mm 0 4mm; max-width: 100%; font: 11px sans-serif; }
svg .axis { stroke: #555; stroke-width: 1; } svg .curve { fill: none; stroke: #0b4a8f; stroke-width: 1.3; }
svg .dot { fill: #0b4a8f; } svg .zero { stroke: #aaa; stroke-width: 1; }
svg .at { stroke: #b00; stroke-dasharray: 4 3; }
"""

_CLAP = msg("clap, lamps: time, agreement, chance")
_TONES = msg("clap, tones: time, agreement, chance")
_MARKS = msg("Nao's eyes: time, agreement, chance")
_WAY = msg("from light to the computer")
_WAY_OF_SOUND = msg("from sound to the computer")
_PLACES = msg("dropped or duplicated, at (the file's time)")
_SOUND = msg("sound behind the picture")

Numbers = NDArray[np.floating[Any]]


def sync_page(
    name: str,
    streams: Mapping[str, Sequence[SegmentMeasurement]],
    language: Language,
    answers: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Return the HTML page on the synchronisation of a session.

    Args:
        name: of the session's folder.
        streams: what was examined, by the name of the stream.
        language: of the page.
        answers: of ``latencies.json``.
    """
    title = msg("Synchronisation").in_language(language)
    parts: list[str] = [el("header", el("h1", title), el("p", name))]
    for stream, segments in streams.items():
        for segment in segments:
            parts += _segment(stream, segment, language)
    if answers:
        parts += _latencies(answers, language)
    if not streams:
        nothing = msg("No recording in this folder.")
        parts.append(el("p", nothing.in_language(language)))
    return document(language, f"{title} — {name}", name, html(*parts), _STYLE)


def _segment(stream: str, segment: SegmentMeasurement, language: Language) -> list[Html]:
    record = segment.record
    parts = [
        el("h2", f"{stream}.{record['segment']:02}"),
        html_table(_facts(segment, language), class_="facts"),
    ]
    for light in segment.lights:
        caption = msg("Agreement of lamps by time (s)")
        at = None if light.found is None else light.found.start_s
        parts.append(_curve(light.at_s, light.agreement, at, caption.in_language(language)))
    for tones in segment.tones:
        caption = msg("Agreement of tones by time (s)")
        at = None if tones.found is None else tones.found.start_s
        parts.append(_curve(tones.at_s, tones.share, at, caption.in_language(language)))
    if segment.aligned is not None:
        parts += _aligned(segment.aligned, language)
    elif segment.reading is not None:
        caption = msg("How late each frame is behind the line of arrivals (ms), by time (s)")
        late_ms = segment.reading.model.residuals_s * 1e3
        parts.append(_dots(segment.reading.pts_s, late_ms, caption.in_language(language)))
    return parts


def _facts(segment: SegmentMeasurement, language: Language) -> list[tuple[str, str]]:
    record, aligned = segment.record, segment.aligned

    def number(value: float, digits: int = 1) -> str:
        return formats.number(value, digits).in_language(language)

    alone = record["method"] == "sound" and not record.get("has_sound")
    frames = msg("blocks of sound") if alone else msg("frames")
    rows = [
        (
            msg("how sure"),
            sync_words(str(record["verdict"]), str(record["method"]), record.get("uncertainty_ms"), language),
        ),
        (msg("method"), METHODS[str(record["method"])].in_language(language)),
        (frames, str(record["frames"])),
    ]
    if "rate" in record:
        lost = f"{record['dropped']}, {record['duplicated']}, {record['late']}"
        drift = (float(record["rate"]) - 1) * 1e6
        rows += [
            (msg("dropped, duplicated, late"), lost),
            (msg("drift of the clock"), f"{number(drift, 0)} ppm"),
        ]
    if record.get("listed"):
        places = [f"{number(one['after_s'], 2)} s (×{one['frames']})" for one in record["listed"]]
        more = "…" if len(places) > PLACES_SHOWN else ""
        shown = " · ".join(places[:PLACES_SHOWN]) + more
        rows.append((_PLACES, shown))
    if "late_ms" in record:
        rows.append((_WAY if segment.lights else _WAY_OF_SOUND, f"{number(record['late_ms'])} ms"))

    def clap_words(clap: Mapping[str, Any]) -> str:
        return f"{number(clap['at_s'], 3)} s · {number(clap['agreement'], 2)} · {_less_than(clap['chance'])}"

    for clap in record.get("claps", ()):
        name = _CLAP if segment.lights else _TONES
        rows.append((_MARKS if clap["which"] == "marks" else name, clap_words(clap)))
    rows += [(_TONES, clap_words(clap)) for clap in record.get("sound", {}).get("claps", ())]
    if aligned is not None:
        agreeing = sum(window["agrees"] for window in aligned["windows"])
        likeness = f"{number(aligned['agreement'], 2)} · {_less_than(aligned['chance'])}"
        on_line = f"{len(aligned['residuals_ms'])} / {aligned['pieces']}"
        rows += [
            (msg("compared with the sound of"), str(aligned["beside"])),
            (msg("agreement, chance"), likeness),
            (
                msg("windows of 20 s that agree"),
                f"{agreeing} / {len(aligned['windows'])}",
            ),
            (msg("pieces of 2 s on the line"), on_line),
        ]
    if "sound" in record:
        sound = record["sound"]
        rows.append((_SOUND, sound_words(True, sound["late_ms"], sound["uncertainty_ms"], language)))
    elif record.get("has_sound"):
        unknown = msg("unknown: no clap was heard")
        rows.append((_SOUND, PROFILES[language].unbroken(unknown.in_language(language))))
    return [(name.in_language(language), value) for name, value in rows]


def _aligned(aligned: Mapping[str, Any], language: Language) -> list[Html]:
    """Return drawings of how an added recording found its place: its best window, the rest of each piece."""
    curve, left = np.array(aligned["curve"]), np.array(aligned["residuals_ms"])
    caption = msg(
        "Agreement of the best window with the sound of {beside}, by its offset (s)", beside=aligned["beside"]
    )
    at = next(one["later_s"] for one in aligned["windows"] if one["agreement"] == aligned["agreement"])
    parts = [_curve(curve[:, 0], curve[:, 1], at, caption.in_language(language))]
    caption = msg("How far each piece of 2 s lies from the line (ms), by the file's time (s)")
    parts.append(_dots(left[:, 0], left[:, 1], caption.in_language(language)))
    return parts


def _latencies(answers: Sequence[Mapping[str, Any]], language: Language) -> list[Html]:
    """Return a table of each answer's latency, its uncertainty and stream, or why it was not measured."""
    title = msg("Latencies, from the end of the question")
    rows = []
    for answer in answers:
        where = answer.get("stream") or not_measured(answer, language)
        name = msg("seq {seq}", seq=answer["seq"]).in_language(language)
        rows.append((name, f"{latency_words(answer).in_language(language)} · {where}"))
    return [el("h2", title.in_language(language)), html_table(rows, class_="facts")]


def _less_than(chance: float) -> str:
    """Write a chance as the power of ten that it is below."""
    return f"< 10{_raised(math.floor(math.log10(max(chance, LEAST_CHANCE))) + 1)}"


def _raised(power: int) -> str:
    """Write a power as small raised digits."""
    return str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _curve(x: Numbers, y: Numbers, at: float | None, caption: str) -> Html:
    """Draw a curve, and a line where something was found."""
    left, right = float(x.min()), float(x.max())
    low, high = min(0.0, float(y.min())), 1.0
    points = " ".join(
        f"{_across(a, left, right):.1f},{_up(b, low, high):.1f}" for a, b in zip(x, y, strict=True)
    )
    marks = f'<polyline class="curve" points="{points}"/>'
    if at is not None:
        place = _across(at, left, right)
        marks += f'<line class="at" x1="{place:.1f}" x2="{place:.1f}" y1="10" y2="{HIGH - 22}"/>'
    return _chart(marks, (left, right), (low, high), caption)


def _dots(x: Numbers, y: Numbers, caption: str) -> Html:
    """Draw dots, a part of them where there are many."""
    step = max(1, len(x) // MOST_POINTS)
    x, y = x[::step], y[::step]
    left, right = float(x.min()), float(x.max())
    low, high = min(float(y.min()), -1.0 if y.min() < 0 else 0.0), max(float(y.max()), 1.0)
    zero = f"{_up(0.0, low, high):.1f}"
    marks = f'<line class="zero" x1="{EDGE}" x2="{WIDE - 10}" y1="{zero}" y2="{zero}"/>'
    marks += "".join(
        f'<circle class="dot" r="1.1" cx="{_across(a, left, right):.1f}" cy="{_up(b, low, high):.1f}"/>'
        for a, b in zip(x, y, strict=True)
    )
    return _chart(marks, (left, right), (low, high), caption)


def _across(value: float, left: float, right: float) -> float:
    return EDGE + (WIDE - EDGE - 10) * (value - left) / ((right - left) or 1.0)


def _up(value: float, low: float, high: float) -> float:
    return HIGH - 22 - (HIGH - 34) * (value - low) / ((high - low) or 1.0)


def _short(value: float) -> str:
    return f"{round(value) + 0:d}" if abs(value) >= 10 or value == round(value) else f"{value:.1f}"


def _chart(marks: str, across: tuple[float, float], up: tuple[float, float], caption: str) -> Html:
    ground = HIGH - 22
    texts = (
        f'<text x="{EDGE - 4}" y="{ground}" text-anchor="end">{_short(up[0])}</text>'
        f'<text x="{EDGE - 4}" y="18" text-anchor="end">{_short(up[1])}</text>'
        f'<text x="{EDGE}" y="{HIGH - 6}">{across[0]:.1f}</text>'
        f'<text x="{WIDE - 10}" y="{HIGH - 6}" text-anchor="end">{across[1]:.1f}</text>'
    )
    axes = (
        f'<line class="axis" x1="{EDGE}" x2="{WIDE - 10}" y1="{ground}" y2="{ground}"/>'
        f'<line class="axis" x1="{EDGE}" x2="{EDGE}" y1="10" y2="{ground}"/>'
    )
    drawn = Html(f'<svg viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" role="img">{axes}{texts}{marks}</svg>')
    return el("figure", el("figcaption", caption), drawn)
