"""BIDS: a data set with each child's events of each session, as tables with sidecars, for archives.

A child's file holds what is about that child or about everybody; what is about another child is in the
other's.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.text import Language, Text
from nao_sessions.export.source import Source
from nao_sessions.export.tables import begun_utc
from nao_sessions.export.tiers import TITLES, Tier, tiers_of

VERSION = "1.10.0"
_MISSING = "n/a"
_COLUMNS = ("onset", "duration", "trial_type", "value", "participant", "seq")


def bids_of(sources: Sequence[Source], language: Language) -> Iterator[tuple[str, str]]:
    """Give every file of the data set: its path and its text.

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
            yield f"{folder}/{stem}.tsv", _tsv(_COLUMNS, _rows(tiers, child))
            yield f"{folder}/{stem}.json", _json(_sidecar(source, language))
            begun = begun_utc(source)
            when = begun.strftime("%Y-%m-%dT%H:%M:%SZ") if begun is not None else _MISSING
            scans.setdefault(child, []).append((f"ses-{session}", when))
    yield "participants.tsv", _tsv(("participant_id",), [(f"sub-{_label(child)}",) for child in children])
    yield "participants.json", _json({"participant_id": {"Description": _CODE.in_language(language)}})
    for child, rows in scans.items():
        name = f"sub-{_label(child)}/sub-{_label(child)}_sessions.tsv"
        yield name, _tsv(("session_id", "acq_time"), rows)


def _rows(tiers: Sequence[Tier], child: str) -> list[tuple[str, ...]]:
    found = []
    for tier in tiers:
        if tier.subject not in ("", child):
            continue
        for span in tier.spans:
            length = 0 if span.stop_ns is None else span.stop_ns - span.start_ns
            found.append((span.start_ns, length, tier.kind, span.label, span.subject, span.seq))
    found.sort()
    return [
        (
            _seconds(start),
            _seconds(length),
            kind,
            " ".join(label.split()) or _MISSING,
            whom or _MISSING,
            str(seq),
        )
        for start, length, kind, label, whom, seq in found
    ]


def _seconds(ns: int) -> str:
    return f"{ns / SECOND_NS:.6f}"


def _about(sources: Sequence[Source]) -> Mapping[str, Any]:
    protocols = sorted({source.facts.protocol.id for source in sources})
    software = sorted({source.facts.software.get("nao_sessions", "") for source in sources})
    return {
        "Name": " · ".join(protocols),
        "BIDSVersion": VERSION,
        "DatasetType": "raw",
        "Authors": [],
        "GeneratedBy": [{"Name": "nao_sessions", "Version": version or "unknown"} for version in software],
    }


def _sidecar(source: Source, language: Language) -> Mapping[str, Any]:
    verdicts = {
        f"{film.stream}.{film.segment:02}": {
            "Verdict": film.sync.verdict,
            "UncertaintyMs": film.sync.uncertainty_ms,
            "OffsetSeconds": film.begins_ns / SECOND_NS,
        }
        for film in source.films
    }
    levels = {kind: title.in_language(language) for kind, title in TITLES.items()}
    said = {name: text.in_language(language) for name, text in _MEANINGS.items()}
    return {
        "onset": {"Description": said["onset"], "Units": "s"},
        "duration": {"Description": said["duration"], "Units": "s"},
        "trial_type": {"Description": said["trial_type"], "Levels": levels},
        "value": {"Description": said["value"]},
        "participant": {"Description": said["participant"]},
        "seq": {"Description": said["seq"]},
        "TaskName": source.facts.protocol.id,
        "TaskDescription": source.facts.protocol.title,
        "NaoSessionsProtocolVersion": source.facts.protocol.version,
        "NaoSessionsVideoSync": verdicts,
    }


def _label(text: str) -> str:
    """Give a BIDS label: letters and digits alone."""
    return re.sub("[^a-zA-Z0-9]", "", text) or "unknown"


def _tsv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


_README = Text(
    fr="Séances avec Nao, exportées par nao_sessions. Les temps (onset) sont en secondes depuis la "
    "première ligne du\n"
    "journal de la séance. Les enfants sont des codes tirés au sort ; aucune vidéo n'est ici.",
    en="Sessions with Nao, exported by nao_sessions. Times (onset) are in seconds from the first line of "
    "the\n"
    "session's log. Children are codes drawn by lot; no video is here.",
)
_CODE = Text(fr="code tiré au sort", en="code drawn by lot")
_MEANINGS: Mapping[str, Text] = {
    "onset": Text(
        fr="temps de séance : 0 est la première ligne du journal",
        en="session time: 0 is the log's first line",
    ),
    "duration": Text(fr="0 pour un instant", en="0 for a moment"),
    "trial_type": Text(fr="sorte d'événement", en="kind of event"),
    "value": Text(fr="phrase, geste, réponse, étape…", en="sentence, gesture, response, step…"),
    "participant": Text(
        fr="code de l'enfant, si cela en concerne un", en="the child's code, where it is about one"
    ),
    "seq": Text(fr="numéro de la ligne dans events.jsonl", en="number of the line in events.jsonl"),
}
