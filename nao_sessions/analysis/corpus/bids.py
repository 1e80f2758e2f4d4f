"""BIDS: a data set with each child's events of each session, as tables with sidecars, for archives.

A child's file holds what is about that child or about everybody, and what coders noted of that; what is about
another child is in the other's. Words are in one language; the log's and the schemes' codes have columns of
their own, and the sidecar explains them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nao_sessions.analysis.formats.annotation_text import modifiers_shown
from nao_sessions.analysis.formats.foreign import foreign_of
from nao_sessions.analysis.formats.tiers import TITLES, Tier, tiers_of
from nao_sessions.analysis.tables.cells import safe_row
from nao_sessions.analysis.tables.columns import JUDGED, RESPONSE_OUTCOMES
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.analysis.tables.tables import begun_utc
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

VERSION = "1.10.0"
_MISSING = "n/a"
_COLUMNS = ("onset", "duration", "trial_type", "value", "result", "participant", "seq")
_CODED = ("coder", "scheme", "tier", "modifiers", "comment")
ANNOTATIONS = "annotations"
"""The kind of event of what a coder noted."""


def bids_of(sources: Sequence[SessionSource], language: Language) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file of a BIDS data set of the sessions.

    Args:
        sources: the sessions; rehearsals among them are left out when there is any other.
        language: of the labels.
    """
    real = [source for source in sources if not source.facts.rehearsal] or list(sources)
    numbers: dict[str, int] = {}
    children: dict[str, None] = {}
    yield "dataset_description.json", _json(_about(real))
    yield "README", _README.in_language(language) + "\n"
    scans: dict[str, list[tuple[str, str]]] = {}
    for source in sorted(real, key=lambda one: (one.facts.clock.utc_ns, one.name)):
        tiers = tiers_of(source, language)
        for child in source.facts.participants or ["unknown"]:
            children[child] = None
            number = numbers[child] = numbers.get(child, 0) + 1
            place = source.places.get(child)
            session = f"{(place.session_number if place is not None else None) or number:02}"
            stem = f"sub-{_label(child)}_ses-{session}_task-{_label(source.facts.protocol.id)}_events"
            folder = f"sub-{_label(child)}/ses-{session}/beh"
            coded = source.imported or any(source.coded.values())
            columns = (*_COLUMNS, *_CODED) if coded else _COLUMNS
            found = _rows(source, tiers, child, coded=coded) + _annotated(source, child)
            found.sort(key=lambda row: float(row[0]))
            yield f"{folder}/{stem}.tsv", _tsv(columns, found)
            yield f"{folder}/{stem}.json", _json(_sidecar(source, language))
            begun = begun_utc(source)
            when = begun.strftime("%Y-%m-%dT%H:%M:%SZ") if begun is not None else _MISSING
            scans.setdefault(child, []).append((f"ses-{session}", when))
    yield "participants.tsv", _tsv(("participant_id",), [(f"sub-{_label(child)}",) for child in children])
    yield "participants.json", _json({"participant_id": {"Description": _CODE.in_language(language)}})
    for child, rows in scans.items():
        name = f"sub-{_label(child)}/sub-{_label(child)}_sessions.tsv"
        yield name, _tsv(("session_id", "acq_time"), rows)


def _annotated(source: SessionSource, child: str) -> list[tuple[str, ...]]:
    """Return a row for each annotation of a child, or of no child in particular, in the scheme's codes."""
    found: list[tuple[str, ...]] = []
    for coder, coded in source.coded.items():
        for one in coded:
            if one.subject != child and one.subject in source.facts.participants:
                continue
            length = 0 if one.stop_ns is None else one.stop_ns - one.start_ns
            modifiers = modifiers_shown(one.modifiers)
            cells = (one.behaviour, "", one.subject, "", coder, one.scheme, "", modifiers)
            found.append(
                (
                    _seconds(one.start_ns),
                    _MISSING if one.open else _seconds(length),
                    ANNOTATIONS,
                    *(_cell(text) for text in (*cells, one.comment)),
                )
            )
    return found


def _cell(text: str) -> str:
    """Return a text as a cell: tabs and ends of lines become spaces, and an empty text ``n/a``."""
    return " ".join(text.split()) or _MISSING


def _rows(source: SessionSource, tiers: Sequence[Tier], child: str, *, coded: bool) -> list[tuple[str, ...]]:
    """Return a row for each event of the log about a child, or about no child in particular, by time."""
    imported = {one.seq: ("", "", one.tier, one.modifiers, one.comment) for one in foreign_of(source)}
    found = []
    for tier in tiers:
        if tier.subject != child and tier.subject in source.facts.participants:
            continue
        for span in tier.spans:
            length = 0 if span.stop_ns is None else span.stop_ns - span.start_ns
            cells = (span.value or span.label, span.result, span.subject)
            found.append((span.start_ns, length, tier.kind, *cells, span.seq))
    found.sort()
    return [
        (
            _seconds(start),
            _seconds(length),
            kind,
            _cell(value),
            _cell(result),
            _cell(subject),
            str(seq),
            *(map(_cell, imported.get(seq, [""] * len(_CODED))) if coded else ()),
        )
        for start, length, kind, value, result, subject, seq in found
    ]


def _seconds(ns: int) -> str:
    return f"{ns / SECOND_NS:.6f}"


def _about(sources: Sequence[SessionSource]) -> Mapping[str, Any]:
    protocols = sorted({source.facts.protocol.id for source in sources})
    software = sorted({source.facts.software.get("nao_sessions", "") for source in sources})
    return {
        "Name": " · ".join(protocols),
        "BIDSVersion": VERSION,
        "DatasetType": "raw",
        "Authors": [],
        "GeneratedBy": [{"Name": "nao_sessions", "Version": version or "unknown"} for version in software],
    }


def _sidecar(source: SessionSource, language: Language) -> Mapping[str, Any]:
    verdicts = {
        f"{film.stream}.{film.segment:02}": {
            "Verdict": film.sync.verdict,
            "UncertaintyMs": film.sync.uncertainty_ms,
            "OffsetSeconds": film.begins_ns / SECOND_NS,
        }
        for film in source.films
    }
    levels: dict[str, str] = {kind: title.in_language(language) for kind, title in TITLES.items()}
    results = {word: text.in_language(language) for word, text in {**RESPONSE_OUTCOMES, **JUDGED}.items()}
    meanings = {name: text.in_language(language) for name, text in _MEANINGS.items()}
    coded: dict[str, Any] = {}
    if source.imported or any(source.coded.values()):
        coded = {name: {"Description": meanings[name]} for name in _CODED}
    if any(source.coded.values()):
        levels[ANNOTATIONS] = _ANNOTATIONS.in_language(language)
        coded["NaoSessionsSchemes"] = {
            by.scheme: {code: meaning.in_language(language) for code, meaning in by.meanings.items()}
            for schemes in source.schemes.values()
            for by in schemes
        }
    return {
        "onset": {"Description": meanings["onset"], "Units": "s"},
        "duration": {"Description": meanings["duration"], "Units": "s"},
        "trial_type": {"Description": meanings["trial_type"], "Levels": levels},
        "value": {"Description": meanings["value"]},
        "result": {"Description": meanings["result"], "Levels": results},
        "participant": {"Description": meanings["participant"]},
        "seq": {"Description": meanings["seq"]},
        **coded,
        "TaskName": source.facts.protocol.id,
        "TaskDescription": source.facts.protocol.title,
        "NaoSessionsProtocolVersion": source.facts.protocol.version,
        "NaoSessionsVideoSync": verdicts,
    }


def _label(text: str) -> str:
    """Return a BIDS label: letters and digits alone."""
    return re.sub("[^a-zA-Z0-9]", "", text) or "unknown"


def _tsv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(columns)
    writer.writerows(map(safe_row, rows))
    return text.getvalue()


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


_README = msg(
    "Sessions with Nao, exported by nao_sessions. Times (onset) are in seconds from the first line of\n"
    "the session's log. Children are codes, drawn by the program or typed in by whoever led the session;\n"
    "no video is here."
)
_CODE = msg("code, drawn by the program or typed in by whoever led the session")
_ANNOTATIONS = msg("Coders' annotations")
_MEANINGS: Mapping[str, Text] = {
    "onset": msg("session time: 0 is the log's first line"),
    "duration": msg("0 for a moment"),
    "trial_type": msg("kind of event"),
    "value": msg("sentence, gesture, response, step…"),
    "result": msg("of a response, what became of it; of a trial, the judgement"),
    "coder": msg("code of whoever noted it"),
    "scheme": msg("coding scheme of which value is a code"),
    "tier": msg("of what was imported, its tier"),
    "modifiers": msg("name=value, by the scheme's codes; of what was imported, as it was there"),
    "comment": msg("the coder's remark; of the coder LIVE the trial's item, or what is written of a mark"),
    "participant": msg("the child's code, where it is about one"),
    "seq": msg("number of the line in events.jsonl"),
}
