"""What a session says of itself, as the page's title and its list of facts.

What nobody knows is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.protocol.wording import plain
from nao_sessions.replay.reading import Recording
from nao_sessions.replay.words import WORDS, clock_time, date
from nao_sessions.text import glossary
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, verbatim


def title_of(facts: Mapping[str, Any], language: Language) -> str:
    """Give the title of a session: its protocol's."""
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
    recording: Recording, last_ns: int, language: Language, zone: tzinfo | None
) -> Iterator[tuple[str, str]]:
    """Give (label, value) pairs.

    Args:
        recording: the session.
        last_ns: its last moment.
        language: of the page.
        zone: the reader's time zone; None is the computer's.
    """
    for name, label in _LABELS.items():
        value = _fact(name, recording, last_ns, language, zone)
        if value:
            yield label.in_language(language), typeset(value, language)


_LABELS: Mapping[str, Text] = {
    "protocol": msg("Protocol"),
    "date": msg("Date"),
    "length": msg("Length"),
    "participants": msg("Participants"),
    "ground": msg("Ground"),
    "robot": msg("Robot"),
    "settings": msg("Settings"),
    "seed": msg("Seed"),
    "state": msg("State"),
    "software": msg("Program"),
}

_STATES: Mapping[str, Text] = glossary.labels(glossary.STATES)


def _fact(name: str, recording: Recording, last_ns: int, language: Language, zone: tzinfo | None) -> str:
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
            return clock_time(last_ns, language)
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


def _robot(recording: Recording) -> Text:
    """Say which robot it was: by what it told of itself in the log, else by the session's own page."""
    facts = recording.facts.get("robot")
    known: dict[str, Any] = dict(facts) if isinstance(facts, dict) else {}
    for event in recording.events:
        if (event.dir, event.kind) == ("note", "about"):
            known |= event.data
    simulated = known.get("simulator") or known.get("simulated")
    kind = msg("simulated Nao") if simulated else msg("Nao")
    if not known:
        return EMPTY_TEXT
    if not known.get("system"):
        return kind
    return msg("{kind}, system {system}", kind=kind, system=known["system"])


def _moment(facts: Mapping[str, Any]) -> datetime | None:
    """Give when the session began; None where nobody knows, as of an imported one."""
    try:
        if facts["state"] == "imported":
            return None
        return datetime.fromtimestamp(facts["clock"]["utc_ns"] / SECOND_NS, UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _settings(given: Mapping[Any, Any], recording: Recording) -> Text:
    """Write what was set before the session in the protocol's own words, with its units."""
    words = []
    for name, value in given.items():
        label, kind = recording.settings.get(str(name), (verbatim(name), ""))
        shown = plain(tuple(value) if isinstance(value, list) else value, kind)
        words.append(msg("{label}: {shown}", label=label, shown=shown))
    return joined(words, SEMICOLON)


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)
