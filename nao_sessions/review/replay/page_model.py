"""What the replay page shows, as a value: facts, lanes, events with their spans, the index of pictures.

The timeline's lanes (a child's own, with its colour), who gave a response, and what was corrected are here
too. A pure function of a recording and a language; nothing here reads a file or a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from nao_sessions.analysis.tables.spans import endings_without_steps, turns_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.codes import code_words
from nao_sessions.core.events import Event
from nao_sessions.protocol.wording import JUDGEMENTS, duration, plain
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.additions.destructions import read_destroyed
from nao_sessions.record.additions.lines import is_sealed
from nao_sessions.record.log import is_adult_led
from nao_sessions.record.results.absences import seen_by
from nao_sessions.record.results.counts import (
    bounds,
    completed_words,
    count_corrections,
)
from nao_sessions.record.results.easy_trial import easy_presses, easy_trials
from nao_sessions.record.results.responses import (
    PROFESSIONAL,
    UNKNOWN,
    Addressees,
    SessionResponse,
    named_afterwards,
)
from nao_sessions.record.results.trials import put_to_all, read_trials
from nao_sessions.record.results.uncounted import UNCOUNTED, Remark, remarks_of
from nao_sessions.review.replay.narration import LANES, Context, EventNarration, Lane, quoted, worded
from nao_sessions.review.replay.reading import AnswerTime, ReplayedSession, Stream
from nao_sessions.review.replay.rows import CODER, Further
from nao_sessions.review.replay.sentences import halts_when_stopped, told
from nao_sessions.review.replay.words import LANE_NAMES, LANE_NAMES_LED, UNNAMED, WORDS, date
from nao_sessions.room.sync.sync_file import Sync
from nao_sessions.room.sync.words import sound_words, sync_words, uncertainty
from nao_sessions.text import glossary
from nao_sessions.text.formats import SEMICOLON, decimal_sign, joined
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgn, number_forms, verbatim


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """All that the replay page shows.

    ``spoken`` is Nao's language; ``facts`` are (label, value) pairs, ``troubles`` say what is damaged,
    ``data`` are JSON values for the page's scripts.
    """

    title: str
    rehearsal: bool
    spoken: str
    facts: tuple[tuple[str, str], ...]
    troubles: tuple[str, ...]
    data: Mapping[str, Any]


def page_of(
    recording: ReplayedSession, language: Language, zone: tzinfo | None = None, further: Further = CODER
) -> ReplayPage:
    """Return the content of the replay page for a recording.

    Args:
        recording: the session.
        language: of the page.
        zone: the reader's time zone; None is the computer's.
        further: what stands on the timeline beside the log.
    """
    last_ns = _last_moment_ns(recording)
    narrations = _narrations(recording, language, whole=further.whole)
    children = children_of(recording, corrected=further.whole)
    whose = [(one.lane, child) for one, child in zip(narrations, children, strict=True)]
    # a coder's page hides lanes by their kind, and shows one of each
    lanes = lanes_of(recording, whose, whole=further.whole)
    places = [lanes.place(*one) for one in whose]
    facts = list(facts_of(recording, language, zone))
    if further.whole and recording.corrections:
        label, words = corrections_fact(recording)
        facts.append((_typeset(label, language), _typeset(words, language)))
    return ReplayPage(
        title=title_of(recording.facts, language),
        rehearsal=bool(recording.facts.get("rehearsal")),
        spoken=str(recording.facts.get("language") or language),
        facts=tuple(facts),
        troubles=tuple(_typeset(text, language) for text in recording.troubles),
        data={
            "language": language,
            "words": _words(recording.facts, language)
            | ({"no_video": _DESTROYED.in_language(language)} if read_destroyed(recording.folder) else {}),
            **lanes.to_json(language),
            "end": max(last_ns, further.last_ns),
            "events": _events(recording, language, narrations, places),
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


def _lanes_in_rows(recording: ReplayedSession, places: Sequence[int], further: Further) -> list[int]:
    """Return the places of lanes that hold nothing but imported events, which have rows of their own."""
    if not any(row.kind == "imported" for row in further.rows):
        return []
    others = {
        place for event, place in zip(recording.events, places, strict=True) if event.source != "import"
    }
    return sorted(set(places) - others)


def _narrations(recording: ReplayedSession, language: Language, *, whole: bool) -> list[EventNarration]:
    """Return a narration of every event.

    A coder at work (not ``whole``) sees no correction, nor that a question was asked again since it had
    succeeded: that is on the lane of steps, which is shown where judgements are hidden.
    """
    events = recording.events
    easy = easy_trials(events)
    remarks = _remarks(recording, recording.corrections if whole else ())
    # that a time does not count is said in its place where an interruption cut it, and is reason enough
    cut = {seq for seq, taken in recording.latencies.items() if taken.cut}
    context = Context(
        participants=[str(code) for code in recording.facts.get("participants", ())],
        actions={str(e.data.get("id")): e for e in events if (e.dir, e.kind) == ("out", "do")},
        titles=recording.titles,
        untitled=recording.untitled,
        items=recording.items,
        settings=recording.settings,
        latencies={seq: _took(taken, remarks.get(seq)) for seq, taken in recording.latencies.items()},
        remarks={seq: UNCOUNTED[why].remark for seq, why in remarks.items() if seq not in cut},
        easy={one.seq for one in events if one.seq in easy and (whole or one.kind == "trial")},
        easy_presses=easy_presses(events),
        stopped_already=halts_when_stopped(events),
        not_been=_not_been(events),
        completed=completed_words(events),
        called=lambda code: code_words(code).in_language(language),
        adult_led=is_adult_led(events),
    )
    now = corrected_words(recording) if whole else {}
    narrations = []
    addressees = Addressees()
    for event, turn in zip(events, turns_of(events), strict=True):
        child = addressees.take(event) or turn
        if child != context.child:
            context = replace(context, child=child)
        narration = told(event, context)
        narrations.append(now[event.seq].added_to(narration) if event.seq in now else narration)
    return narrations


def _not_been(events: Sequence[Event]) -> frozenset[int]:
    """Return the seqs of commands about a child who had not been there yet."""
    been: set[str] = set()
    found = set()
    for event in events:
        been |= seen_by(event)
        if event.kind == "command" and str(event.data.get("participant")) not in been:
            found.add(event.seq)
    return frozenset(found)


def _remarks(recording: ReplayedSession, corrections: Sequence[RecordCorrection]) -> Mapping[int, Remark]:
    """Return why latencies do not count, by seq; empty where the log's fields are unknown."""
    try:
        return remarks_of(recording.events, read_trials(recording.events, corrections))
    except (KeyError, TypeError, ValueError):  # a newer program may write other fields
        return {}


def _took(taken: AnswerTime, why: Remark | None) -> Text:
    """Return a latency in words; of one that was cut, the reason that counts, as papers have it."""
    told = taken.cut and why not in (None, "not_final", "out_of_turn", "beside")
    return UNCOUNTED[why].remark if told and why is not None else taken.words


def last_moment_ns(recording: ReplayedSession, further: Further) -> int:
    """Return the session time in ns at which the timeline ends: the last of log, pictures and rows."""
    return max(_last_moment_ns(recording), further.last_ns)


def _events(
    recording: ReplayedSession,
    language: Language,
    narrations: Sequence[EventNarration],
    places: Sequence[int],
) -> list[dict[str, Any]]:
    """Return the events as the page's scripts take them, with times, lanes and sentences."""
    ends = dict(_spans(recording.events))
    events = []
    for event, one, place in zip(recording.events, narrations, places, strict=True):
        shown = _shown(event, one, place, language)
        if ends.get(event.seq, shown["t"]) > shown["t"]:
            shown["end"] = ends[event.seq]
        latency = recording.latencies.get(event.seq)
        if latency is not None:
            shown["took"] = {"from": latency.from_ns, "to": latency.to_ns, "spread": latency.spread_ns}
        events.append(shown)
    return events


def _shown(event: Event, narration: EventNarration, place: int, language: Language) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "seq": event.seq,
        "t": event.happened_ns,
        "lane": place,
        "text": _typeset(narration.sentence, language),
    }
    if narration.label is not None:
        shown["label"] = _typeset(narration.label, language)
    if narration.alert:
        shown["alert"] = True
    return shown


def _typeset(text: Text, language: Language) -> str:
    return typeset(text.in_language(language), language)


_DESTROYED = msg("The video of this session was destroyed.")


def _words(facts: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return the page's words, in which an imported session has another word for the time before steps."""
    words = {name: typeset(text.in_language(language), language) for name, text in WORDS.items()}
    words |= {f"unnamed_{number}": form for number, form in number_forms(UNNAMED, language).items()}
    words["decimal"] = decimal_sign(language)
    if facts.get("state") == "imported":
        words["before_steps"] = words["imported"]
    return words


def _spans(events: tuple[Event, ...]) -> Iterator[tuple[int, int]]:
    """Yield the seq of each event that lasts, and when it was over (ns); a step when the next one began."""
    yield from ((seq, ending.stop_ns) for seq, ending in endings_without_steps(events).items())
    step: int | None = None
    for event in events:
        if event.dir == "out" and event.kind in ("entered", "ended"):
            if step is not None:
                yield step, event.happened_ns
            step = event.seq if event.kind == "entered" else None
    if step is not None:
        yield step, events[-1].happened_ns


_SHORTEST_NS = SECOND_NS
"""A session that holds one line has a length too: a timeline of no length cannot be drawn."""


def _last_moment_ns(recording: ReplayedSession) -> int:
    """Return the last session time (ns) of log and pictures; a second at least."""
    moments = [event.happened_ns for event in recording.events]
    moments += [end for _, end in _spans(recording.events)]
    moments += [
        int(segment.pictures.taken_ns[-1]) for stream in recording.streams for segment in stream.segments
    ]
    return max([_SHORTEST_NS, *moments])


_CHILD = LANES.index("child")
_CHILD_LOOKS = 6
"""So many children have a colour of their own; more take them in turn."""
_DIGITS = re.compile(r"(\d+)", re.ASCII)
_NOBODY = frozenset({"unknown", "professional", "second"})


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes from top to bottom.

    ``children`` have a lane each, none where fewer than two took part; ``nobody``: whether there is a lane
    for what no child is known to have done; ``adult_led``: no robot took part.
    """

    children: tuple[str, ...] = ()
    nobody: bool = False
    adult_led: bool = False

    def place(self, lane: Lane, child: str | None) -> int:
        """Return the place of a lane on the timeline, from 0; of the children's lanes, that of the child."""
        kind = LANES.index(lane)
        if not self.children or kind < _CHILD:
            return kind
        if kind > _CHILD:
            return kind + len(self.children) - 1 + self.nobody
        return _CHILD + (self.children.index(child) if child in self.children else len(self.children))

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the lanes' names, kinds (places in LANES) and looks (CSS classes) as JSON values."""
        words = LANE_NAMES_LED if self.adult_led else LANE_NAMES
        names = [words[lane].in_language(language) for lane in LANES]
        kinds = list(range(len(LANES)))
        looks = [f"lane-{kind}" for kind in kinds]
        if self.children:
            nobody = [WORDS["nobody"].in_language(language)] if self.nobody else []
            names[_CHILD : _CHILD + 1] = [
                *(code_words(code).in_language(language) for code in self.children),
                *nobody,
            ]
            kinds[_CHILD : _CHILD + 1] = [_CHILD] * (len(self.children) + len(nobody))
            looks[_CHILD : _CHILD + 1] = [
                *(f"child-{n % _CHILD_LOOKS + 1}" for n in range(len(self.children))),
                *("child-0" for _ in nobody),
            ]
        return {"lanes": names, "kinds": kinds, "looks": looks}


def lanes_of(
    recording: ReplayedSession, narrated: Sequence[tuple[Lane, str | None]], *, whole: bool = True
) -> Lanes:
    """Return the lanes of a session, from the lane and the child of each of its events.

    For a coder at work (not ``whole``) all children share one.
    """
    led = is_adult_led(recording.events)
    if not whole:
        return Lanes(adult_led=led)
    codes = [str(code) for code in recording.facts.get("participants") or ()]
    whose = [child for lane, child in narrated if lane == "child"]
    children = tuple(sorted({*codes, *(child for child in whose if child is not None)}, key=code_order))
    return Lanes(children, None in whose, led) if len(children) > 1 else Lanes(adult_led=led)


def code_order(code: str) -> tuple[object, ...]:
    """Return a sort key for codes: P9 comes before P10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(code) if part
    )


def children_of(recording: ReplayedSession, *, corrected: bool = True) -> list[str | None]:
    """Return the code of the child that each event belongs to, in the events' order; None where not known.

    What follows from something that a child did is that child's: a response belongs to who touched, or to the
    author whom a person named afterwards (``corrected``). In an imported session the participants are those
    whose events it has.
    """
    codes = {str(code) for code in recording.facts.get("participants") or ()}
    codes = codes or {event.participant for event in recording.events if event.participant} - _NOBODY
    authors = named_afterwards(recording.responses) if corrected else {}
    to_all = put_to_all(recording.events)
    found: dict[int, str | None] = {}
    for event in recording.events:
        child = None if event.seq in to_all else event.data.get("child")
        if event.seq in authors and not child:
            found[event.seq] = authors[event.seq] if authors[event.seq] in codes else None
            continue
        named = (event.participant, child, *(event.data.get(name) for name in ("by", "participant")))
        own = next((str(code) for code in named if code in codes), None)
        found[event.seq] = own or (found.get(event.cause) if event.cause is not None else None)
    return [found[event.seq] for event in recording.events]


def stream_data(number: int, stream: Stream, language: Language) -> dict[str, Any]:
    """Return the page's data on a camera or microphone; pictures and sound are requested later, by range."""
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
    """Return the name of a video in addresses, by the places of its stream and segment: never its path."""
    return f"v{stream}s{segment}"


def _spread(sync: Sync, language: Language) -> str:
    """Return in words how far a picture's time may be off; without a clap the camera's delay is added."""
    assert sync.uncertainty_ms is not None
    spread = uncertainty(sync.uncertainty_ms, language)
    words = {"arrival": _DELAYED, "given": _GIVEN}.get(sync.method, _SPREAD)
    return typeset(words.format(spread=spread).in_language(language), language)


_SPREAD = msg("{spread} (95%)")
_GIVEN = msg("{spread}, given")
_DELAYED = msg("{spread} (95%) + the camera's delay")


def _trust(sync: Sync, language: Language) -> str:
    """Return in words how far a segment's times may be trusted, and how far its sound lags behind."""
    picture = sync_words(sync.verdict, sync.method, sync.uncertainty_ms, language)
    sound = sound_words(sync.has_sound, sync.sound_late_ms, sync.sound_uncertainty_ms, language)
    return " · ".join(filter(None, (picture, sound)))


def attribution_of(
    recording: ReplayedSession, lanes: Lanes, typeset: Callable[[Text], str]
) -> Mapping[str, Any] | None:
    """Return the responses, and the authors to choose from; None where no author can be named.

    Children are in the order of their codes; ``lane`` is the place of a child's lane, None where it is not
    known before the page is loaded again. An author that is chosen is sent to ``coding/attribution``.
    """
    state = recording.facts.get("state")
    if not recording.responses or state in (None, "open") or is_sealed(recording.folder):
        return None
    codes = sorted({code for one in recording.responses for code in one.present}, key=code_order)
    authors = [(code, code_words(code)) for code in codes]
    authors += [(PROFESSIONAL, WORDS["author_adult"]), (UNKNOWN, WORDS["author_unknown"])]
    return {
        "responses": [
            {"seq": one.seq, "cause": one.cause, "present": list(one.present), **said_of(one)}
            for one in recording.responses
        ],
        "authors": [
            {"by": by, "name": typeset(name), "lane": _lane(lanes, by if by in codes else None)}
            for by, name in authors
        ],
    }


def said_of(response: SessionResponse) -> Mapping[str, Any]:
    """Return a response's author as it counts, whether named after the session, and whether still unnamed."""
    last = response.corrections[-1].new if response.corrections else ""
    by = response.participant or response.by
    return {"by": by, "said": bool(last), "unnamed": response.unnamed}


def _lane(lanes: Lanes, child: str | None) -> int | None:
    if lanes.children and child not in lanes.children and not lanes.nobody:
        return None
    return lanes.place("child", child)


def title_of(facts: Mapping[str, Any], language: Language) -> str:
    """Return the title of a session: its protocol's, else the protocol's id, else a general word."""
    protocol = facts.get("protocol")
    if not isinstance(protocol, dict):
        return WORDS["page"].in_language(language)
    title = protocol.get("title")
    if facts.get("state") == "imported" and not title:
        return WORDS["imported"].in_language(language)
    if isinstance(title, dict):
        title = title.get(language) or next(iter(title.values()), None)
    return typeset(str(title or protocol.get("id") or WORDS["page"].in_language(language)), language)


def facts_of(
    recording: ReplayedSession, language: Language, zone: tzinfo | None
) -> Iterator[tuple[str, str]]:
    """Yield the facts about a session as pairs of label and value; what is not known is left out.

    The length is from begin to end, as after the session: the timeline has what came before and after too.

    Args:
        recording: the session.
        language: of the page.
        zone: the reader's time zone; None is the computer's.
    """
    for name, label in _LABELS.items():
        value = _fact(name, recording, language, zone)
        if value:
            yield label.in_language(language), typeset(value, language)


_LABELS: Mapping[str, Text] = {
    "protocol": msg("Protocol"),
    "date": msg("Date"),
    "length": msg("Length"),
    "participants": msg("Participants"),
    "ground": msg("What allows the recording"),
    "robot": msg("Robot"),
    "settings": msg("Settings"),
    "seed": msg("Number of the draw by lot"),
    "state": msg("State"),
    "software": msg("Program"),
}

_STATES: Mapping[str, Text] = glossary.labels(glossary.STATES)


def _fact(name: str, recording: ReplayedSession, language: Language, zone: tzinfo | None) -> str:
    value = recording.facts.get(name)
    if name in ("seed", "robot") and recording.facts.get("state") == "imported":
        return ""  # nothing was drawn, and nobody said which robot it was
    match name, value:
        case "protocol", {"id": identity, **rest}:
            title = verbatim(rest.get("title") or identity)
            version = rest.get("version")
            words = title if not version else msg("{title}, version {version}", title=title, version=version)
            return words.in_language(language)
        case "date", _:
            moment = _moment(recording.facts)
            return date(moment, zone, language) if moment else ""
        case "participants", [*codes]:
            return ", ".join(code_words(str(code)).in_language(language) for code in codes)
        case "length", _:
            return _length(recording).in_language(language)
        case "ground", {"text": text}:
            return str(text)
        case "robot", _:
            return _robot(recording).in_language(language)
        case "software", {"nao_sessions": version}:
            return f"nao_sessions {version}"
        case "settings", {**given}:
            return _settings(given, recording).in_language(language)
        case "state", str():
            return _STATES[value].in_language(language) if value in _STATES else value
    return "" if value is None else _plain(value)


def _length(recording: ReplayedSession) -> Text:
    """Return how long the session lasted, to the whole second; empty if nothing of it was written."""
    if not recording.events:
        return EMPTY_TEXT
    began_ns, ended_ns = bounds(recording.events)
    return duration(round((ended_ns - began_ns) / SECOND_NS) * 1_000)


def _robot(recording: ReplayedSession) -> Text:
    """Return in words which Nao it was: by the log, else by ``session.json``; empty if unknown."""
    facts = recording.facts.get("robot")
    known: dict[str, Any] = dict(facts) if isinstance(facts, dict) else {}
    for event in recording.events:
        if (event.dir, event.kind) == ("note", "about"):
            known |= event.data
    if known.get("adult_led"):
        return msg("none: the adult led")
    simulated = known.get("simulator") or known.get("simulated")
    kind = msg("simulated Nao") if simulated else msg("Nao")
    if not known:
        return EMPTY_TEXT
    if not known.get("system"):
        return kind
    return msg("{kind}, system {system}", kind=kind, system=known["system"])


def _moment(facts: Mapping[str, Any]) -> datetime | None:
    """Return when the session began; None where nobody knows, as for an imported one."""
    try:
        if facts["state"] == "imported":
            return None
        return datetime.fromtimestamp(facts["clock"]["utc_ns"] / SECOND_NS, UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _settings(settings: Mapping[Any, Any], recording: ReplayedSession) -> Text:
    """Return the session's settings in the protocol's own words, with units."""
    words = []
    for name, value in settings.items():
        label, kind = recording.settings.get(str(name), (verbatim(name), ""))
        shown = plain(tuple(value) if isinstance(value, list) else value, kind)
        words.append(msg("{label}: {shown}", label=label, shown=shown))
    return joined(words, SEMICOLON)


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)


_BY: Mapping[str, Text] = {
    "professional": msg("an adult"),
    "unknown": msg("nobody knows"),
    "": msg("nobody knows"),
}


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """What was corrected of one trial or response, in words: as it was, and as it counts now.

    ``label`` is the new judgement, or None where that was not corrected.
    """

    words: Text
    label: Text | None

    def added_to(self, narration: EventNarration) -> EventNarration:
        """Return an event's narration with this correction after its sentence."""
        both = msg("{sentence} – {words}", sentence=narration.sentence, words=self.words)
        return replace(narration, sentence=both, label=self.label or narration.label)


def corrected_words(recording: ReplayedSession) -> Mapping[int, CorrectionNote]:
    """Return notes on what was corrected, by the seq of the trial's or the response's event."""
    if not recording.corrections:
        return {}
    try:
        trials = read_trials(recording.events, recording.corrections)
    except (KeyError, TypeError, ValueError):  # a newer program may write other fields
        return {}
    found = {}
    for trial in trials:
        fields = {one.field: one for one in trial.corrections}
        parts = []
        now = worded(JUDGEMENTS, trial.judgement)
        if trial.judged_afterwards:
            words = msg("corrected after the session: {now} (judged in it: {then})")
            parts.append(words.format(now=now, then=worded(JUDGEMENTS, trial.in_session)))
        elif "judgement" in fields and fields["judgement"].new == trial.in_session:
            parts.append(msg("corrected, then put back as judged in the session"))
        if "by" in fields and trial.takes_author:
            parts.append(_author(trial.by, fields["by"]))
        if parts:
            joined = _joined(parts, trial.corrections)
            found[trial.seq] = CorrectionNote(joined, now if trial.judged_afterwards else None)
    for response in recording.responses:
        if response.corrections:
            author = _author(response.participant or response.by, response.corrections[-1])
            joined = _joined([author], response.corrections)
            found[response.seq] = CorrectionNote(joined, None)
    return found


def _author(by: str, last: RecordCorrection) -> Text:
    """Return in words who answered, as it counts since the last correction of that."""
    words = msg("who answered, told afterwards: {who}")
    if not last.new:
        words = msg("who answered was told afterwards, then put back as in the session: {who}")
    return words.format(who=_BY[by] if by in _BY else code_words(by))


def _joined(parts: Sequence[Text], corrections: Sequence[RecordCorrection]) -> Text:
    whys = dict.fromkeys(one.why for one in corrections if one.why)
    every = [*parts, *map(quoted, whys)]
    return joined(every)


def corrections_fact(recording: ReplayedSession) -> tuple[Text, Text]:
    """Return a label, and in words how many trials and responses were corrected."""
    try:
        trials = read_trials(recording.events, recording.corrections)
    except (KeyError, TypeError, ValueError):  # a newer program may write other fields
        trials = ()
    found = count_corrections(trials, recording.responses)
    counts = (
        (_JUDGEMENTS_CHANGED, found.judgements),
        (_RESPONSES_NAMED, found.named),
        (_NOBODYS, found.unknown),
    )
    parts = [words.format(n=n) for words, n in counts if n]
    return msg("Corrections"), joined(parts, SEMICOLON) if parts else msg("none that counts")


_JUDGEMENTS_CHANGED = msgn(
    "one judgement changed after the session; that of then is still shown",
    "{n} judgements changed after the session; those of then are still shown",
)
_NOBODYS = msgn(
    "one response was said to be nobody knows whose", "{n} responses were said to be nobody knows whose"
)
_RESPONSES_NAMED = msgn(
    "who gave one response was said after the session",
    "who gave {n} responses was said after the session",
)
