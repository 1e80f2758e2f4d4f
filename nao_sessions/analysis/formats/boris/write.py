"""BORIS: a project (format 7.0) with an observation of the session itself, and one of each coder.

Times are session seconds by the clock of the video that begins first, which is player 1: BORIS counts from
its beginning and adds the observation's time offset; of the other players it takes the offset to player 1
(BORIS 10, ``write_event`` and ``sync_time``). The annotations as they are here travel in a key of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count, product
from typing import Any

import av

from nao_sessions.analysis.formats.boris.copy import (
    CATEGORIES,
    INTERVAL,
    KEPT,
    OFFSET,
    TIME_FORMAT,
    TIME_FORMATS,
    imported_project,
    numbered,
    subjects_of,
)
from nao_sessions.analysis.formats.boris.ethogram import (
    CALLED,
    Behaviours,
    Sets,
    as_called,
    called_of,
    chosen,
    ethogram,
    is_state,
    paired_ends,
    sets_of,
)
from nao_sessions.analysis.formats.boris.foreign import (
    DIGITS,
    foreign_ethogram,
    foreign_events,
    foreign_observation,
    foreign_project,
    seconds,
)
from nao_sessions.analysis.formats.foreign import foreign_of, whom
from nao_sessions.analysis.formats.rows import listed, mapped, text_of, texts_in
from nao_sessions.analysis.formats.tiers import Tier, tiers_of
from nao_sessions.analysis.formats.words import ExportedScheme, SchemeWords, spoken
from nao_sessions.analysis.tables.source import Film, Scale, SessionSource, scale_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation, to_json
from nao_sessions.record.additions.periods import Periods
from nao_sessions.room.sync.words import sync_words
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg


def as_one(
    schemes: Iterable[ExportedScheme],
    language: Language,
    states: Mapping[str, bool],
    foreign: Sequence[Mapping[str, Any]],
) -> tuple[list[Mapping[str, Any]], list[SchemeWords]]:
    """Return the behaviours of all schemes, some under new words, and the words of each scheme.

    BORIS knows one behaviour of a word: where it is a point in one scheme and a state in another, the second
    is called after its scheme too, as in ``regard (engagement)``.

    Args:
        schemes: in the order in which a word is theirs.
        language: of what the behaviours mean.
        states: the session's own behaviours, and whether each lasts.
        foreign: those that were imported.
    """
    kinds = {**states, **{str(one["code"]).strip(): is_state(one) for one in foreign}}
    behaviours: list[Mapping[str, Any]] = []
    wordings: list[SchemeWords] = []
    for by in schemes:
        renamed: dict[str, str] = {}
        for one in by.ethogram[language]:
            word = str(one["code"])
            if kinds.setdefault(word, is_state(one)) != is_state(one):
                renamed[word] = _free(f"{word} ({by.scheme})", kinds, is_state(one))
                kinds[renamed[word]] = is_state(one)
        for one in by.ethogram[language]:
            rivals = [renamed.get(word, word) for word in str(one["excluded"]).split(",")]
            word = str(one["code"])
            behaviours.append({**one, "code": renamed.get(word, word), "excluded": ",".join(rivals)})
        words = {code: renamed.get(word, word) for code, word in by.words.behaviours.items()}
        wordings.append(replace(by.words, behaviours=words))
    return behaviours, wordings


def _free(wanted: str, kinds: Mapping[str, bool], lasts: bool) -> str:
    numbered = (f"{wanted} {number}" for number in count(2))
    return next(word for word in chain((wanted,), numbered) if kinds.get(word, lasts) == lasts)


def with_foreign(
    foreign: Sequence[dict[str, Any]], schemes: Behaviours, coded: Iterable[str]
) -> tuple[list[dict[str, Any]], list[Mapping[str, Any]]]:
    """Return the imported behaviours in two parts: unused ones as they came, others as a scheme has them.

    Args:
        foreign: the behaviours that were imported, as BORIS may have them.
        schemes: the behaviours of all schemes.
        coded: the words that coders said.

    Returns:
        those that stay as they came, and the others together with the schemes' behaviours.
    """
    first = {str(one["code"]): one for one in reversed(schemes)}
    used = {*coded, *first}
    alone = [one for one in foreign if str(one["code"]).strip() not in used]
    others = [_shaped(one, first.get(code)) for one in foreign if (code := str(one["code"]).strip()) in used]
    return alone, [*others, *schemes]


def _shaped(one: Mapping[str, Any], of_scheme: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return an imported behaviour in which all that is used here has the shape that BORIS gives it.

    A set that the scheme has too is named as the scheme names it; another one has a name of its own.
    """
    code = str(one["code"]).strip()
    known = list(of_scheme["modifiers"].values()) if of_scheme is not None else []
    sets = [_shaped_set(mapped(each)) for each in mapped(one.get("modifiers")).values()]
    matched = _matched(sets, known)
    taken = {str(each["name"]) for each in known}
    for number, each in enumerate(sets, start=1):
        names = _names(str(each[CALLED]), f"{code}_{number}")
        each["name"] = matched.get(number - 1) or next(name for name in names if name not in taken)
        taken.add(each["name"])
    shaped = {"code": code, "modifiers": {str(number): each for number, each in enumerate(sets)}}
    return {**one, **shaped, "excluded": text_of(one.get("excluded"))}


def _shaped_set(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = one.get("type")
    return {
        **one,
        CALLED: text_of(one.get("name")),
        "type": kind if isinstance(kind, int) else 0,
        "values": [text_of(value) for value in listed(one.get("values"))],
    }


def _matched(sets: Behaviours, known: Behaviours) -> dict[int, str]:
    """Return, by their places, a scheme's names of the sets that it has too; the most alike match first."""
    left, found = dict(enumerate(known)), dict[int, str]()
    for same_values, same_place in product((True, False), (True, False)):
        for place, one in enumerate(sets):
            alike = (
                at
                for at, each in left.items()
                if one[CALLED] == each.get(CALLED)
                and (one["values"] == each["values"] or not same_values)
                and (at == place or not same_place)
            )
            if place not in found and (other := next(alike, None)) is not None:
                found[place] = str(left.pop(other)["name"])
    return found


def _names(name: str, other: str) -> Iterator[str]:
    """Return possible names of a set without end: its name, where it has one, then numbered ones."""
    return chain([name] if name else [], (other,), (f"{other}_{number}" for number in count(2)))


FORMAT = "7.0"
MOST_PLAYERS = 8
NOBODY = ""
SESSION = Scale()

_SESSION = msg("session")
_DESCRIPTION = msg("Written by nao_sessions: session time, in seconds. {sync}")
Event = list[Any]
"""An event as BORIS lists it: time, subject, behaviour, modifiers, comment, frame."""


def boris_of(source: SessionSource, language: Language, media: Mapping[Film, str]) -> bytes:
    """Return a session as a BORIS project, in bytes.

    Args:
        source: the session.
        language: of the behaviours of the session's own observation.
        media: the films that are linked, each with its path as seen from the project.
    """
    tiers = [tier for tier in tiers_of(source, language) if tier.kind != "imported"]
    scale = scale_of(players(media))
    # BORIS has no tiers: a tier's name is the code of a behaviour
    states = {tier.name(language): lasts(tier) for tier in tiers}
    foreign = foreign_ethogram(source)
    known: list[ExportedScheme] = []
    for by in (by for coder in source.coded for by in source.schemes.get(coder, ())):
        if by not in known:  # two coders may have coded by two versions of one scheme
            known.append(by)
    schemes, words = as_one(known, language, states, foreign)
    wordings = {
        coder: {by.scheme: words[known.index(by)] for by in source.schemes.get(coder, ()) if by in known}
        for coder in source.coders
    }
    worded = {coder: [spoken(one, wordings[coder]) for one in ones] for coder, ones in source.coders.items()}
    coded = [one for ones in worded.values() for one in ones]
    alone, schemes = with_foreign(foreign, schemes, (one.behaviour for one in coded))
    sets = sets_of(coded, schemes)
    called = called_of(schemes, sets)
    events = _session_events(tiers, language, scale) + foreign_events(source, foreign, scale)
    own = _observation(source, language, media, sorted(events, key=lambda event: event[0]))
    own_name, own_facts = foreign_observation(source, own, scale)
    own |= own_facts
    own[KEPT] = {"session": source.name, "identity": source.identity}
    observations: dict[str, Any] = {own_name or f"{source.name} {_SESSION.in_language(language)}": own}
    for coder, theirs in source.coders.items():
        observation = _observation(source, language, media, coded_events(worded[coder], sets, scale))
        observation[KEPT] = {
            "coder": coder,
            "identity": source.identity,
            "zero_ns": scale.zero_ns,
            "rate": scale.rate,
            "sets": {behaviour: list(names) for behaviour, names in sets.items()},
            "called": called,
            "annotations": [to_json(one) for one in theirs],
            "words": {scheme: words.to_json() for scheme, words in wordings[coder].items()},
        }
        if periods := source.periods.get(coder):
            observation[INTERVAL] = _interval(periods, scale)
            observation[KEPT] |= {
                "periods": {scheme: one.to_json() for scheme, one in periods.items()},
                "interval": observation[INTERVAL],
            }
        name = f"{source.name} {coder}"
        observations[name if name not in observations else f"{name} (2)"] = observation
    behaviours = [*alone, *map(as_called, ethogram(states, coded, schemes))]
    project = {
        TIME_FORMAT: TIME_FORMATS[0],
        "project_date": _date(source),
        "project_name": source.name,
        "project_description": "",
        "project_format_version": FORMAT,
        "subjects_conf": numbered(_subjects(source, tiers, coded)),
        "behaviors_conf": numbered(behaviours),
        "behavioral_categories": _categories(source, behaviours),
        "behavioral_categories_config": {},
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
        "observations": observations,
    } | foreign_project(source)
    return (json.dumps(project, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def players(media: Iterable[Film]) -> list[Film]:
    """Return the films in the order of BORIS's players: the first to begin is player 1, the clock."""
    found = list(media)[:MOST_PLAYERS]
    return sorted(found, key=lambda film: (film.begins_ns, film.path.name))


def coded_events(coded: Iterable[Annotation], sets: Sets, scale: Scale = SESSION) -> list[Event]:
    """Return annotations as BORIS's events in order of time; a state has one at its start, one at its end.

    A state without an end has only its start. A comment is in the event at the start.
    """
    each = [events for _, events in events_of_each(coded, sets, scale)]
    return sorted((event for events in each for event in events), key=lambda event: event[0])


def events_of_each(
    coded: Iterable[Annotation], sets: Sets, scale: Scale = SESSION
) -> list[tuple[Annotation, list[Event]]]:
    """Return each annotation with its events in BORIS, in the order of time (:func:`paired_ends`).

    The annotations are as they are shown: one that overlaps another of its kind ends where that begins.
    """
    ordered = sorted(coded, key=lambda one: one.start_ns)
    common = [[one.subject, one.behaviour, chosen(one, sets)] for one in ordered]
    lasting = [place for place, one in enumerate(ordered) if one.open or one.stop_ns is not None]
    states = [(tuple(common[at]), ordered[at].start_ns, ordered[at].stop_ns) for at in lasting]
    ends = dict(zip(lasting, paired_ends(states), strict=True))
    found = []
    for place, one in enumerate(ordered):
        stop_ns = ends.get(place)
        events: list[Event] = [[seconds(one.start_ns, scale), *common[place], one.comment, "NA"]]
        if stop_ns is not None:
            events.append([seconds(stop_ns, scale), *common[place], "", "NA"])
        found.append((replace(one, stop_ns=stop_ns, open=place in ends and stop_ns is None), events))
    return found


def _interval(periods: Mapping[str, Periods], scale: Scale) -> list[float]:
    """Return BORIS's one interval: what was planned where that is one span, else all of the video."""
    planned = {one.planned for one in periods.values()}
    spans = planned.pop() if len(planned) == 1 else None
    if spans is None or len(spans) != 1 or scale.of(spans[0][1]) <= 0:
        return [0, 0]
    [(start, stop)] = spans
    return [round(max(0, scale.of(ns)) / SECOND_NS, DIGITS) for ns in (start, stop)]


def _session_events(tiers: Sequence[Tier], language: Language, scale: Scale) -> list[Event]:
    """Return the session's own spans as BORIS's events, in the order of time."""
    events: list[Event] = []
    for tier in tiers:
        begun = [
            (span.subject, span.start_ns, span.start_ns if span.stop_ns is None else span.stop_ns)
            for span in tier.spans
        ]
        for span, stop in zip(tier.spans, paired_ends(begun), strict=True):
            common = [span.subject, tier.name(language), ""]
            if lasts(tier) and stop is not None:
                events += [[seconds(span.start_ns, scale), *common, span.label, "NA"],
                           [seconds(stop, scale), *common, "", "NA"]]  # fmt: skip
            else:
                events.append([seconds(span.start_ns, scale), *common, span.label, "NA"])
    return sorted(events, key=lambda event: event[0])


def lasts(tier: Tier) -> bool:
    """Return whether the spans of a tier are states in BORIS, and no points."""
    return tier.kind in ("steps", "speech", "gestures", "trials")


def _observation(
    source: SessionSource, language: Language, media: Mapping[Film, str], events: list[Event]
) -> dict[str, Any]:
    films = players(media)
    scale = scale_of(films)
    return {
        "file": {str(player): [media[film]] for player, film in enumerate(films, start=1)}
        | {str(player): [] for player in range(len(films) + 1, MOST_PLAYERS + 1)},
        "type": "MEDIA" if films else "LIVE",
        "date": _date(source),
        "description": _DESCRIPTION.format(sync=_sync(films, language)).in_language(language),
        OFFSET: seconds(scale.zero_ns, scale),
        "events": events,
        INTERVAL: [0, 0],
        "independent_variables": {},
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "media_creation_date_as_offset": False,
        "media_scan_sampling_duration": 0,
        "image_display_duration": 1,
        "close_behaviors_between_videos": False,
        "scan_sampling_time": 0,
        "start_from_current_time": False,
        "start_from_current_epoch_time": False,
        "directories_list": [],
        "observations list": [],
        "media_info": {
            "length": {media[film]: film.length_ns / SECOND_NS for film in films},
            "fps": {media[film]: _rate(film) for film in films},
            "hasVideo": {media[film]: not film.sound_alone for film in films},
            "hasAudio": {media[film]: film.sync.has_sound or film.sound_alone for film in films},
            "offset": {
                str(player): round(scale.of(film.begins_ns) / SECOND_NS, DIGITS)
                for player, film in enumerate(films, start=1)
            },
        },
    }


def _rate(film: Film) -> float:
    if film.sound_alone:
        return 0.0
    with av.open(str(film.path)) as container:
        return float(container.streams.video[0].average_rate or 25)


def _sync(films: Sequence[Film], language: Language) -> str:
    return " · ".join(
        f"{film.stream}.{film.segment:02} "
        + sync_words(film.sync.verdict, film.sync.method, film.sync.uncertainty_ms, language)
        for film in films
    )


def _date(source: SessionSource) -> str:
    """Return when the session began as BORIS writes it; empty where nobody knows."""
    utc_ns = source.facts.clock.utc_ns
    return "" if not utc_ns else f"{datetime.fromtimestamp(utc_ns / SECOND_NS, UTC):%Y-%m-%dT%H:%M:%S}"


def _subjects(
    source: SessionSource, tiers: Sequence[Tier], coded: Sequence[Annotation]
) -> list[dict[str, Any]]:
    named = {tier.subject for tier in tiers} | {one.subject for one in coded}
    named |= {*whom(foreign_of(source)), *source.facts.participants}
    named |= {one for of_coder in source.schemes.values() for by in of_coder for one in by.subjects}
    own = subjects_of(imported_project(source))
    new = sorted(named - {NOBODY} - {one["name"] for one in own})
    return own + [{"key": "", "name": name, "description": "", "id": ""} for name in new]


def _categories(source: SessionSource, behaviours: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of all categories: BORIS refuses a behaviour whose category is not listed."""
    own = texts_in(imported_project(source).get(CATEGORIES))
    return list(dict.fromkeys([*own, *(one["category"] for one in behaviours if one.get("category"))]))
