"""Praat: the tiers of a session as a long TextGrid, in the own time of its sound, else in session time.

An interval tier has no holes: between two spans there is an empty interval. Moments are point tiers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nao_sessions.analysis.formats.tiers import Span, lanes, tiers_of
from nao_sessions.analysis.tables.source import Scale, SessionSource, scale_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.text.languages import Language

_LEAST_NS = 1_000
"""Praat refuses an interval of no length."""


def textgrid_of(source: SessionSource, language: Language) -> str:
    """Return a session with its coders' annotations as the text of a TextGrid."""
    named: list[tuple[str, Sequence[Span]]] = [
        (tier.title(language), tier.spans) for tier in tiers_of(source, language)
    ]
    for coder, coded in source.coders.items():
        for subject in sorted({one.subject for one in coded}):
            spans = [
                Span(one.start_ns, source.ends_ns(coder, one), one.behaviour, number, subject)
                for number, one in enumerate(coded)
                if one.subject == subject
            ]
            named.append((f"{coder} {subject}".strip(), spans))
    scale = scale_of(source.films, by_sound=True)
    tiers = [tier for name, spans in named for tier in _split(name, _scaled(spans, scale))]
    moments = [scale.of(event.happened_ns) for event in source.events]
    ends = [span.stop_ns or span.start_ns for _, spans in tiers for span in spans]
    end_ns = max([_LEAST_NS, *moments, *ends]) + _LEAST_NS
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0",
             f"xmax = {_seconds(end_ns)}", "tiers? <exists>", f"size = {len(tiers)}", "item []:"]  # fmt: skip
    for number, (name, spans) in enumerate(tiers, start=1):
        lasting = all(span.stop_ns is not None for span in spans)
        parts = list(_intervals(spans, end_ns) if lasting else _points(spans))
        lines += [
            f"    item [{number}]:",
            f'        class = "{"IntervalTier" if lasting else "TextTier"}"',
            f"        name = {_quoted(name)}",
            "        xmin = 0",
            f"        xmax = {_seconds(end_ns)}",
            f"        {'intervals' if lasting else 'points'}: size = {len(parts)}",
        ]
        for place, part in enumerate(parts, start=1):
            lines.append(f"        {'intervals' if lasting else 'points'} [{place}]:")
            lines += [f"            {line}" for line in part]
    return "\n".join(lines) + "\n"


def _scaled(spans: Sequence[Span], scale: Scale) -> list[Span]:
    """Return spans in the sound's time, without those that were over before the sound began."""
    found = []
    for span in spans:
        start, stop = scale.of(span.start_ns), None if span.stop_ns is None else scale.of(span.stop_ns)
        if (start if stop is None else stop) >= 0:
            found.append(replace(span, start_ns=max(0, start), stop_ns=stop))
    return found


def _split(name: str, spans: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
    """Yield tiers in which nothing overlaps, those that last apart from moments."""
    lasting = tuple(span for span in spans if span.stop_ns is not None)
    for number, lane in enumerate(lanes(lasting, _LEAST_NS), start=1):
        yield name if number == 1 else f"{name} ({number})", lane
    at: dict[int, Span] = {}
    for span in spans:
        if span.stop_ns is None:
            before = at.get(span.start_ns)
            label = span.label if before is None else f"{before.label} · {span.label}"
            at[span.start_ns] = Span(span.start_ns, None, label, span.seq, span.subject)
    if at:
        yield f"{name} ." if lasting else name, list(at.values())


def _intervals(spans: Sequence[Span], end_ns: int) -> Iterator[list[str]]:
    """Yield the lines of each interval of a tier, with empty intervals in its holes."""
    reached = 0
    for span in spans:
        stop = max(span.stop_ns or 0, span.start_ns + _LEAST_NS)
        if span.start_ns > reached:
            yield _interval(reached, span.start_ns, "")
        yield _interval(span.start_ns, stop, span.label)
        reached = stop
    if reached < end_ns:
        yield _interval(reached, end_ns, "")


def _interval(start: int, stop: int, label: str) -> list[str]:
    return [f"xmin = {_seconds(start)}", f"xmax = {_seconds(stop)}", f"text = {_quoted(label)}"]


def _points(spans: Sequence[Span]) -> Iterator[list[str]]:
    for span in spans:
        yield [f"number = {_seconds(span.start_ns)}", f"mark = {_quoted(span.label)}"]


def _seconds(ns: int) -> str:
    return f"{ns // SECOND_NS}.{ns % SECOND_NS:09d}"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""').replace("\n", " ")
    return f'"{doubled}"'
