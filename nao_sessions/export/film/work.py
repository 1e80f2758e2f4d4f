"""Making copies and clips: one job of a session, carried out in a process of its own at low priority.

The job comes as JSON on stdin; progress and what was made go to stdout, a line of JSON each.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.export.film.clips import cut, films_of
from nao_sessions.export.film.constant import constant_copy
from nao_sessions.export.film.contact import pictures_of, sheet_page, sheet_png
from nao_sessions.export.film.names import Hidden, hidden_in, sentences_with_names
from nao_sessions.export.film_columns import CLIPS, FRAMES
from nao_sessions.export.source import Source, read_source
from nao_sessions.export.tiers import TierKind, tiers_of
from nao_sessions.record.private import replace_private
from nao_sessions.text.languages import Language

NICE = 10
BEFORE_NS, AFTER_NS = 2 * SECOND_NS, 3 * SECOND_NS
"""Around an event: what led to it, and what came of it."""
What = Literal["cfr", "clips", "contact"]
Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of a session.

    ``kind`` is the tier whose events are cut around; ``with_names`` the reason for which names are left to
    be heard, "" where they are hidden.
    """

    folder: str
    what: What
    place: str
    language: Language
    kind: TierKind = "trials"
    with_names: str = ""


def carry_out(job: Job, tell: Tell) -> list[str]:
    """Do a job, and give the files that were made.

    Raises:
        RecordError: the session cannot be read.
        OSError: a recording cannot be read, or a file not be written.
    """
    source, place = read_source(Path(job.folder)), Path(job.place)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = list(_MAKERS[job.what](source, place, job, tell))
    if job.what != "contact":
        made.append(_about_names(source, place, job))
    return [str(path) for path in made]


def _hidden(source: Source, film: Any, job: Job) -> Hidden:
    return Hidden() if job.with_names else hidden_in(source, film)


def _constant(source: Source, place: Path, job: Job, tell: Tell) -> Iterator[Path]:
    films = [film for film in source.films if not film.sound_alone]
    for number, film in enumerate(films):
        stem = f"{film.stream}.{film.segment:02}.cfr"
        target = place / f"{stem}.mp4"
        listed = constant_copy(
            film,
            _hidden(source, film, job),
            target,
            lambda share: tell((number + share) / len(films)),  # noqa: B023
        )
        yield target
        rows = [(one.kind, one.frame, f"{one.session_ns / SECOND_NS:.3f}") for one in listed]
        yield _table(place / f"{stem}.frames.csv", FRAMES.names, rows)


def _clips(source: Source, place: Path, job: Job, tell: Tell) -> Iterator[Path]:
    spans = [span for tier in tiers_of(source, job.language) if tier.kind == job.kind for span in tier.spans]
    rows: list[tuple[object, ...]] = []
    for number, span in enumerate(sorted(spans, key=lambda one: (one.start_ns, one.seq)), start=1):
        end = span.stop_ns if span.stop_ns is not None else span.start_ns
        begin_ns, end_ns = span.start_ns - BEFORE_NS, end + AFTER_NS
        about, seen = (span.seq, span.label, span.subject), len(rows)
        for film in films_of(source.films, span.start_ns, begin_ns, end_ns):
            target = place / f"{number:03}.{job.kind}.{span.seq}.{film.stream}.mp4"
            clip = cut(film, begin_ns, end_ns, _hidden(source, film, job), target)
            if clip is not None:
                rows.append((clip.file, film.stream, *about, f"{clip.begins_ns / SECOND_NS:.3f}",
                             f"{clip.ends_ns / SECOND_NS:.3f}", clip.copied, clip.sound_encoded))  # fmt: skip
                yield target
        if len(rows) == seen:
            # an event that no camera saw is listed all the same: nobody need count files
            rows.append(("", "", *about, "", "", "", ""))
        tell(number / len(spans))
    yield _table(place / "clips.csv", CLIPS.names, rows)


def _contact(source: Source, place: Path, job: Job, tell: Tell) -> Iterator[Path]:
    shown = pictures_of(source, tell)
    if shown:  # a sheet without a picture says nothing; the page says why
        replace_private(place / "contact.png", sheet_png(shown, job.language))
        yield place / "contact.png"
    replace_private(place / "contact.html", sheet_page(source, shown, job.language).encode())
    yield place / "contact.html"


_MAKERS: dict[What, Callable[[Source, Path, Job, Tell], Iterator[Path]]] = {
    "cfr": _constant,
    "clips": _clips,
    "contact": _contact,
}


def _about_names(source: Source, place: Path, job: Job) -> Path:
    """Write what was done about first names in the sound."""
    path = place / "names.json"
    record = {
        "session": source.name,
        "names": "kept" if job.with_names else "hidden",
        "reason": job.with_names,
        "sentences": [[start / SECOND_NS, stop / SECOND_NS] for start, stop in sentences_with_names(source)],
        "not_known": "names that a child or an adult said",
    }
    replace_private(path, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def _table(path: Path, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Path:
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    replace_private(path, table.getvalue().encode())
    return path


def main() -> int:
    """Carry out the job on stdin, and give the exit code."""
    os.nice(NICE)
    job = Job(**json.loads(sys.stdin.readline()))
    told = -1

    def tell(share: float) -> None:
        nonlocal told
        if round(share * 100) > told:
            told = round(share * 100)
            print(json.dumps({"done": told / 100}), flush=True)

    try:
        made = carry_out(job, tell)
    except OSError as error:
        print(json.dumps({"failed": str(error)}), flush=True)
        return 1
    print(json.dumps({"made": made}), flush=True)
    return 0


def order(job: Job) -> str:
    """Give a job as the line that a worker reads."""
    return json.dumps(asdict(job), ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
