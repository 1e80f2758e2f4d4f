"""A session as tiers of spans: what every timeline file (ELAN, BORIS, Praat, WebVTT, BIDS) is written from.

A pure function of a :class:`SessionSource`; times are session nanoseconds, each tier is in the order of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from nao_sessions.analysis.formats.foreign import foreign_of
from nao_sessions.analysis.tables.columns import RESPONSE_OUTCOMES
from nao_sessions.analysis.tables.rows import Row, event_rows, prompt_rows, response_rows, trial_rows
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.core.events import Event
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.protocol.wording import HELPS, JUDGEMENTS
from nao_sessions.record.film import FILM_OVER, FILM_OVER_OF_ONE, FILM_OVER_WORDS
from nao_sessions.text import glossary
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc

TierKind = Literal[
    "steps",
    "speech",
    "gestures",
    "prompts",
    "responses",
    "adult",
    "adaptations",
    "marks",
    "trials",
    "imported",
]


@dataclass(frozen=True, slots=True)
class Span:
    """One thing on a timeline; ``stop_ns`` is None for a moment, ``seq`` is its line of the log.

    Where it had a result, ``value`` is the label without that, and ``result`` the log's word for it.
    """

    start_ns: int
    stop_ns: int | None
    label: str
    seq: int
    subject: str = ""
    value: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier: what it holds, whom it is about ("": nobody), and its spans in the order of time.

    ``level`` counts from 1: steps that lie in other steps are on levels of their own, and overlap none there.
    ``of`` is the name of an imported tier, or the code of its events where they were on no tier.
    """

    kind: TierKind
    subject: str
    spans: tuple[Span, ...]
    level: int = 1
    of: str = ""

    def name(self, language: Language) -> str:
        """Return the name of what the tier holds, without its subject: « Réponses », « Étapes, niveau 2 »."""
        if self.of:
            return self.of
        name = TITLES[self.kind]
        if self.level > 1:
            name = _LEVEL.format(name=name, level=self.level)
        return name.in_language(language)

    def title(self, language: Language) -> str:
        """Return the tier's full name, with whom it is about: « Réponses P07 »."""
        name = self.name(language)
        return f"{name} {self.subject}" if self.subject else name


TITLES: Mapping[TierKind, Text] = {
    "steps": msg("Steps"),
    "speech": msg("Nao speaks"),
    "gestures": msg("Nao's gestures"),
    "prompts": msgc("plural: a tier of helps", "Help"),
    "responses": msg("Responses"),
    "adult": glossary.PEOPLE["adult"].label,
    "adaptations": msg("Adaptations"),
    "marks": msg("Marks and notes"),
    "trials": msg("Trials"),
    "imported": msg("Imported"),
}
ORDER = tuple(TITLES)
_FAILED = msg("failed: {what}")
_LEVEL = msg("{name}, level {level}")

_ADULT = frozenset({"button", "command", "halted"})


def tiers_of(source: SessionSource, language: Language) -> tuple[Tier, ...]:
    """Return a session as tiers of spans; tiers that would be empty are left out."""
    found: dict[tuple[TierKind, str, str], list[Span]] = {}
    imported = {one.seq: one for one in foreign_of(source)}
    for kind, span in _spans(source, language):
        there = imported.get(span.seq) if kind == "imported" else None
        of, subject = (there.tier or there.code, there.subject) if there is not None else ("", span.subject)
        found.setdefault((kind, subject, of), []).append(replace(span, subject=subject))
    tiers = []
    for (kind, subject, of), spans in found.items():
        ordered = tuple(sorted(spans, key=lambda span: (span.start_ns, span.seq)))
        # a step that holds others begins before them, and is on the level above
        levels = lanes(ordered, 0) if kind == "steps" else [list(ordered)]
        tiers += [
            Tier(kind, subject, tuple(level), number, of) for number, level in enumerate(levels, start=1)
        ]
    return tuple(sorted(tiers, key=lambda tier: (ORDER.index(tier.kind), tier.of, tier.subject, tier.level)))


def _spans(source: SessionSource, language: Language) -> Iterator[tuple[TierKind, Span]]:
    """Yield all spans of a session with the kind of their tier, in no order."""
    for event, row in zip(source.events, event_rows(source), strict=True):
        kind = _kind(event)
        if kind is not None:
            if row["ended"] == "failed" and kind in ("speech", "gestures"):
                # What Nao could not say or do lies beside what it did: a reader counts the one for the other.
                yield "marks", _span(row, _FAILED.format(what=_label(event, row)).in_language(language))
                continue
            if event.kind == FILM_OVER:
                name = event.data.get("name")
                over = FILM_OVER_OF_ONE.format(name=name) if name else FILM_OVER_WORDS
                yield kind, _span(row, over.in_language(language))
                continue
            titled = source.titles.get(str(row["what"])) if kind == "steps" else None
            yield kind, _span(row, titled.in_language(language) if titled else _label(event, row))
    for row in response_rows(source):
        yield "responses", _responded(row, language)
    for row in prompt_rows(source):
        yield "prompts", _span(row, HELPS[row["help"]].in_language(language) if row["help"] in HELPS else "")
    for row in trial_rows(source):
        item, judgement = str(row["item"]), str(row["judgement"])
        words = _worded(JUDGEMENTS, judgement, language)
        label = " · ".join(filter(None, (item, words)))
        yield "trials", replace(_span(row, label), value=item, result=judgement)


def _responded(row: Row, language: Language) -> Span:
    """Return what a child did, and in the same language what became of it."""
    value, why = str(row["value"]), str(row["why"] or "")
    if row["sense"] == "touch":
        value = _worded(TOUCH_PARTS, value, language)
    label = f"{value} ({_worded(RESPONSE_OUTCOMES, why, language)})" if why else value
    return replace(_span(row, label), value=value, result=why)


def _worded(words: Mapping[str, Text], word: str, language: Language) -> str:
    return words[word].in_language(language) if word in words else word


def _kind(event: Event) -> TierKind | None:
    """Return the kind of tier for an event of the log; None for trials, responses and what has no tier."""
    match event.dir, event.source, event.kind:
        case "out", _, "entered":
            return "steps"
        case "out", _, "do":
            verb = event.data.get("verb")
            return "speech" if verb == "say" else "gestures" if verb == "gesture" else None
        case "out", _, "adaptation":
            return "adaptations"
        case "out", _, "note":
            return "marks"
        case "note", _, "mark" | "film_over":
            return "marks"
        case "note", "import", "event":
            return "imported"
        case "in", "professional", kind if kind in _ADULT:
            return "adult"
        case "in", _, "button":
            return "adult"
    return None


def _label(event: Event, row: Row) -> str:
    if event.kind == "event":
        data: Mapping[str, Any] = event.data
        return str(data.get("code", ""))
    return str(row["what"] or event.kind)


def _span(row: Row, label: str) -> Span:
    subject = row["participant"] or ""
    return Span(row["start_ns"], row.get("stop_ns"), label or "?", row["seq"], subject)


def lanes(spans: tuple[Span, ...], least_ns: int) -> list[list[Span]]:
    """Return spans on as few lanes as are needed so that none overlap, each at least ``least_ns`` long."""
    found: list[tuple[int, list[Span]]] = []
    for span in spans:
        end = max(span.stop_ns if span.stop_ns is not None else span.start_ns, span.start_ns + least_ns)
        for place, (free, lane) in enumerate(found):
            if free <= span.start_ns:
                lane.append(span)
                found[place] = (end, lane)
                break
        else:
            found.append((end, [span]))
    return [lane for _, lane in found]
