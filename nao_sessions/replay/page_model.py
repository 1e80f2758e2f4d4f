"""What the replay page shows, as a value: facts, lanes, events with their spans, the index of pictures.

A pure function of a recording and a language; nothing here reads a file or a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.export.spans import turns_of
from nao_sessions.replay.attribution import attribution_of
from nao_sessions.replay.corrected import corrected_words, corrections_fact
from nao_sessions.replay.facts import facts_of, title_of
from nao_sessions.replay.lanes import Lanes, children_of, lanes_of
from nao_sessions.replay.reading import Recording
from nao_sessions.replay.remarks import REMARKS, remarks_of
from nao_sessions.replay.rows import CODER, Further
from nao_sessions.replay.sentences import told
from nao_sessions.replay.stream_data import stream_data
from nao_sessions.replay.telling import Context, Told
from nao_sessions.replay.words import WORDS, typeset
from nao_sessions.session.addressees import Addressees
from nao_sessions.session.corrections import Correction
from nao_sessions.session.easy_trial import easy_presses, easy_trials
from nao_sessions.session.endings import completed_words
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text

# A session that holds one line has a length too: a timeline of no length cannot be drawn.
_SHORTEST_NS = SECOND_NS


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows.

    ``spoken`` is Nao's language; ``facts`` are (label, value) pairs, ``data`` is JSON for scripts.
    """

    title: str
    rehearsal: bool
    spoken: str
    facts: tuple[tuple[str, str], ...]
    troubles: tuple[str, ...]
    data: Mapping[str, Any]


def page_of(
    recording: Recording, language: Language, zone: tzinfo | None = None, further: Further = CODER
) -> Page:
    """Lay out a recording for the page.

    Args:
        recording: the session.
        language: of the page.
        zone: the reader's time zone; None is the computer's.
        further: what stands on the timeline beside the log.
    """
    last_ns = _last_moment_ns(recording)
    said = _told(recording, whole=further.whole)
    children = children_of(recording, corrected=further.whole)
    whose = [(one.lane, child) for one, child in zip(said, children, strict=True)]
    # a coder's page hides lanes by their kind, and shows one of each
    lanes = lanes_of(recording, whose) if further.whole else Lanes()
    places = [lanes.place(*one) for one in whose]
    facts = list(facts_of(recording, last_ns, language, zone))
    if further.whole and recording.corrections:
        label, words = corrections_fact(recording)
        facts.append((_typeset(label, language), _typeset(words, language)))
    return Page(
        title=title_of(recording.facts, language),
        rehearsal=bool(recording.facts.get("rehearsal")),
        spoken=str(recording.facts.get("language") or language),
        facts=tuple(facts),
        troubles=tuple(_typeset(text, language) for text in recording.troubles),
        data={
            "language": language,
            "words": _words(recording.facts, language),
            **lanes.to_json(language),
            "end": max(last_ns, further.last_ns),
            "events": _events(recording, language, said, places),
            "in_rows": _lanes_in_rows(recording, places, further),
            "streams": [
                stream_data(number, stream, language) for number, stream in enumerate(recording.streams)
            ],
            **further.to_json(recording, lambda text: _typeset(text, language)),
            "attribution": attribution_of(recording, lanes, lambda text: _typeset(text, language))
            if further.asks_who
            else None,
        },
    )


def _lanes_in_rows(recording: Recording, places: Sequence[int], further: Further) -> list[int]:
    """Return the lanes that hold nothing but what has rows of its own: drawn twice it would be a bar."""
    if not any(row.kind == "imported" for row in further.rows):
        return []
    others = {
        place for event, place in zip(recording.events, places, strict=True) if event.source != "import"
    }
    return sorted(set(places) - others)


def _told(recording: Recording, *, whole: bool) -> list[Told]:
    """Say what every event was.

    A coder at work is told nothing that was corrected, nor which question stands for an earlier success: it
    is on the lane of steps, which is shown where judgements are hidden.
    """
    events = recording.events
    easy = easy_trials(events)
    context = Context(
        participants=[str(code) for code in recording.facts.get("participants", ())],
        actions={str(e.data.get("id")): e for e in events if (e.dir, e.kind) == ("out", "do")},
        titles=recording.titles,
        untitled=recording.untitled,
        latencies={seq: taken.words for seq, taken in recording.latencies.items()},
        remarks=_remarks(recording, recording.corrections if whole else ()),
        easy={one.seq for one in events if one.seq in easy and (whole or one.kind == "trial")},
        easy_presses=easy_presses(events),
        completed=completed_words(events),
    )
    now = corrected_words(recording) if whole else {}
    all_told = []
    addressees = Addressees()
    for event, turn in zip(events, turns_of(events), strict=True):
        child = addressees.take(event) or turn
        if child != context.child:
            context = replace(context, child=child)
        said = told(event, context)
        all_told.append(now[event.seq].added_to(said) if event.seq in now else said)
    return all_told


def _remarks(recording: Recording, corrections: Sequence[Correction]) -> Mapping[int, Text]:
    try:
        remarks = remarks_of(recording.events, corrections)
    except (KeyError, TypeError, ValueError):  # a newer program may write other fields
        return {}
    # that a time was cut by an interruption is said in its place
    return {
        seq: REMARKS[why]
        for seq, why in remarks.items()
        if why != "interrupted" or seq not in recording.latencies
    }


def last_moment_ns(recording: Recording, further: Further) -> int:
    """Give where the timeline ends: with the last of the log, the pictures, the rows beside the log."""
    return max(_last_moment_ns(recording), further.last_ns)


def _events(
    recording: Recording, language: Language, said: Sequence[Told], places: Sequence[int]
) -> list[dict[str, Any]]:
    ends = dict(_spans(recording.events))
    events = []
    for event, one, place in zip(recording.events, said, places, strict=True):
        shown = _shown(event, one, place, language)
        if ends.get(event.seq, shown["t"]) > shown["t"]:
            shown["end"] = ends[event.seq]
        taken = recording.latencies.get(event.seq)
        if taken is not None:
            shown["took"] = {"from": taken.from_ns, "to": taken.to_ns, "spread": taken.spread_ns}
        events.append(shown)
    return events


def _shown(event: Event, said: Told, place: int, language: Language) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "seq": event.seq,
        "t": happened_ns(event),
        "lane": place,
        "text": _typeset(said.sentence, language),
    }
    if said.label is not None:
        shown["label"] = _typeset(said.label, language)
    if said.alert:
        shown["alert"] = True
    return shown


def _typeset(text: Text, language: Language) -> str:
    return typeset(text.in_language(language), language)


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
    moments += [
        int(segment.pictures.taken_ns[-1]) for stream in recording.streams for segment in stream.segments
    ]
    return max([_SHORTEST_NS, *moments])
