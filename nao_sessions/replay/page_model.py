"""What the replay page shows, as a value: facts, lanes, events with their spans, the index of pictures.

A pure function of a recording and a language; nothing here reads a file or a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.core.text import Language, Text
from nao_sessions.replay.reading import Recording, Segment, Stream
from nao_sessions.replay.sentences import told
from nao_sessions.replay.telling import LANES, Context
from nao_sessions.replay.words import LANE_NAMES, WORDS, clock_time, date, typeset
from nao_sessions.room.segment_times import Sync
from nao_sessions.room.sync_words import sound_words, sync_words, uncertainty

# A session that holds one line has a length too: a timeline of no length cannot be drawn.
_SHORTEST_NS = SECOND_NS


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows; ``facts`` are (label, value) pairs, ``data`` is JSON for the scripts."""

    title: str
    rehearsal: bool
    facts: tuple[tuple[str, str], ...]
    troubles: tuple[str, ...]
    data: Mapping[str, Any]


def page_of(recording: Recording, language: Language, zone: tzinfo | None = None) -> Page:
    """Lay out a recording for the page; ``zone`` is the reader's time zone (None: the computer's)."""
    context = Context(
        participants=[str(code) for code in recording.facts.get("participants", ())],
        actions={str(e.data.get("id")): e for e in recording.events if (e.dir, e.kind) == ("out", "do")},
        titles=recording.titles,
        latencies=recording.latencies,
    )
    ends = dict(_spans(recording.events))
    events = []
    for event in recording.events:
        said = told(event, context)
        start = happened_ns(event)
        shown = {
            "seq": event.seq,
            "t": start,
            "lane": LANES.index(said.lane),
            "text": typeset(said.sentence.in_language(language), language),
        }
        if said.label is not None:
            shown["label"] = typeset(said.label.in_language(language), language)
        if ends.get(event.seq, start) > start:
            shown["end"] = ends[event.seq]
        if said.alert:
            shown["alert"] = True
        events.append(shown)
    streams = [_stream(number, stream, language) for number, stream in enumerate(recording.streams)]
    title = _title(recording.facts, language)
    return Page(
        title=title,
        rehearsal=bool(recording.facts.get("rehearsal")),
        facts=tuple(_facts(recording, language, zone)),
        troubles=tuple(typeset(text.in_language(language), language) for text in recording.troubles),
        data={
            "language": language,
            "words": _words(recording.facts, language),
            "lanes": [LANE_NAMES[lane].in_language(language) for lane in LANES],
            "end": _last_moment_ns(recording),
            "events": events,
            "streams": streams,
        },
    )


def _words(facts: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Give the page's words; of an imported session nothing comes before a first step, since it has none."""
    words = {name: typeset(text.in_language(language), language) for name, text in WORDS.items()}
    if facts.get("state") == "imported":
        words["before_steps"] = words["imported"]
    return words


def happened_ns(event: Event) -> int:
    """Give when an event happened, in session time."""
    return event.at if event.t is None else event.t


def _spans(events: tuple[Event, ...]) -> Iterator[tuple[int, int]]:
    """Give the seq of each event that lasts, and when it was over."""
    open_spans: dict[tuple[str, str], int] = {}
    last = happened_ns(events[-1]) if events else 0
    for event in events:
        now = happened_ns(event)
        if (event.dir, event.source) == ("note", "import") and isinstance(event.data.get("end_ns"), int):
            yield event.seq, event.data["end_ns"]
        opens, closes = _span_keys(event)
        for key in closes:
            if key in open_spans:
                yield open_spans.pop(key), now
        if opens is not None:
            open_spans[opens] = event.seq
    for (kind, _), seq in open_spans.items():
        # A touch whose end is not in the log is told as a moment: it did not last for the whole session.
        if kind != "touch":
            yield seq, last


def _span_keys(event: Event) -> tuple[tuple[str, str] | None, list[tuple[str, str]]]:
    """Give the span that an event opens, and those that it closes."""
    data = event.data
    match event.dir, event.kind:
        case "out", "do":
            return ("action", str(data.get("id"))), []
        case "in", "done":
            return None, [("action", str(data.get("action")))]
        case "in", "touch":
            key = ("touch", str(data.get("part")))
            return (key, []) if data.get("pressed") else (None, [key])
        case "out", "entered":
            return ("step", ""), [("step", "")]
        case "out", "paused":
            return ("pause", ""), [("pause", "")]
        case "out", "continued":
            return None, [("pause", "")]
        case "out", "ended":
            return None, [("step", ""), ("pause", "")]
    return None, []


def _last_moment_ns(recording: Recording) -> int:
    moments = [happened_ns(event) for event in recording.events]
    moments += [end for _, end in _spans(recording.events)]
    moments += [segment.pictures[-1].taken_ns for stream in recording.streams for segment in stream.segments]
    return max([_SHORTEST_NS, *moments])


def _stream(number: int, stream: Stream, language: Language) -> dict[str, Any]:
    word = WORDS["microphone" if stream.sound_alone else "camera"]
    heard = any(segment.levels for segment in stream.segments)
    sound = WORDS["sound_of"].format(name=stream.name).in_language(language)
    return {
        "id": f"v{number}",
        "sound": typeset(sound, language) if heard else None,
        "name": typeset(word.format(name=stream.name).in_language(language), language),
        "segments": [
            {
                "id": media_id(number, segment.number),
                "number": segment.number,
                "seconds_per_tick": float(segment.sync.time_base),
                "verdict": _trust(segment.sync, language),
                "spread": None
                if segment.sync.uncertainty_ms is None
                else uncertainty(segment.sync.uncertainty_ms, language),
                "numbers": [picture.number for picture in segment.pictures],
                "pts": [picture.pts for picture in segment.pictures],
                "taken": [picture.taken_ns for picture in segment.pictures],
                "levels": _levels(segment) if segment.levels else None,
            }
            for segment in stream.segments
        ],
    }


def _levels(segment: Segment) -> dict[str, Any]:
    """Give how loud it was, and when: where a clap told that sound is late, that is put right."""
    sync = segment.sync
    return {
        "taken": [sync.session_ns(level.pts) - sync.sound_late_ns for level in segment.levels],
        "peak": [level.peak_db for level in segment.levels],
        "rms": [level.rms_db for level in segment.levels],
    }


def _trust(sync: Sync, language: Language) -> str:
    """Say how far the times of a segment may be trusted, and by how much its sound is behind."""
    told = sync_words(sync.verdict, sync.method, sync.uncertainty_ms, language)
    sound = sound_words(sync.has_sound, sync.sound_late_ms, sync.sound_uncertainty_ms, language)
    return " · ".join(filter(None, (told, sound)))


def media_id(stream: int, segment: int) -> str:
    """Name a video in an address: never by its path."""
    return f"v{stream}s{segment}"


def _title(facts: Mapping[str, Any], language: Language) -> str:
    protocol = facts.get("protocol")
    if not isinstance(protocol, dict):
        return WORDS["page"].in_language(language)
    title = protocol.get("title")
    if facts.get("state") == "imported" and not title:
        return WORDS["imported"].in_language(language)
    if isinstance(title, dict):
        title = title.get(language) or next(iter(title.values()), None)
    return typeset(str(title or protocol.get("id") or WORDS["page"].in_language(language)), language)


def _facts(recording: Recording, language: Language, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    for name, label in _LABELS.items():
        value = _fact(name, recording, language, zone)
        if value:
            yield label.in_language(language), typeset(value, language)


_LABELS: Mapping[str, Text] = {
    "protocol": Text(fr="Protocole", en="Protocol"),
    "date": Text(fr="Date", en="Date"),
    "length": Text(fr="Durée", en="Length"),
    "participants": Text(fr="Participants", en="Participants"),
    "ground": Text(fr="Fondement", en="Ground"),
    "robot": Text(fr="Robot", en="Robot"),
    "settings": Text(fr="Réglages", en="Settings"),
    "seed": Text(fr="Tirage", en="Seed"),
    "state": Text(fr="État", en="State"),
    "software": Text(fr="Programme", en="Program"),
}

_STATES: Mapping[str, Text] = {
    "open": Text(fr="ouverte", en="open"),
    "closed": Text(fr="fermée", en="closed"),
    "recovered": Text(fr="récupérée après une coupure", en="recovered after a cut"),
    "imported": Text(fr="importée", en="imported"),
}


def _fact(name: str, recording: Recording, language: Language, zone: tzinfo | None) -> str:
    value = recording.facts.get(name)
    if name in ("seed", "robot") and recording.facts.get("state") == "imported":
        return ""  # nothing was drawn, and which robot it was nobody said
    match name, value:
        case "protocol", {"id": identity, **rest}:
            return f"{identity} {rest.get('version', '')}".strip()
        case "date", _:
            moment = _moment(recording.facts)
            return date(moment, zone, language) if moment else ""
        case "length", _:
            return clock_time(_last_moment_ns(recording), language)
        case "ground", {"text": text}:
            return str(text)
        case "robot", _:
            return _robot(recording).in_language(language)
        case "software", {"nao_sessions": version}:
            return f"nao_sessions {version}"
        case "state", str():
            return _STATES[value].in_language(language) if value in _STATES else value
    return "" if value is None else _plain(value)


def _robot(recording: Recording) -> Text:
    """Say which robot it was: by what it told of itself in the log, else by the session's own page."""
    facts = recording.facts.get("robot")
    known: dict[str, Any] = dict(facts) if isinstance(facts, dict) else {}
    for event in recording.events:
        if (event.dir, event.kind) == ("note", "about"):
            known |= event.data
    simulated = known.get("simulator") or known.get("simulated")
    kind = Text(fr="Nao simulé", en="simulated Nao") if simulated else Text(fr="Nao", en="Nao")
    if not known:
        return Text(fr="", en="")
    if not known.get("system"):
        return kind
    return Text(fr="{kind}, système {system}", en="{kind}, system {system}").format(
        kind=kind, system=known["system"]
    )


def _moment(facts: Mapping[str, Any]) -> datetime | None:
    """Give when the session began; None where nobody knows, as of an imported one."""
    try:
        if facts["state"] == "imported":
            return None
        return datetime.fromtimestamp(facts["clock"]["utc_ns"] / SECOND_NS, UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} : {_plain(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)
