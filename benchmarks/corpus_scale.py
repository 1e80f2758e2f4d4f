"""How a corpus grows: sessions of an hour (events only) indexed, opened again, and one of them exported.

``python benchmarks/corpus_scale.py --sessions 10 100 1000 10000 --jobs 2``. They are made of one rehearsed
session, again and again until an hour is full, every folder with files of its own; a plain read of every log
is the reference of the same run. A process of its own indexes and opens each size: what it took at most is
its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.analysis.corpus.corpus import open_corpus  # noqa: E402
from nao_sessions.analysis.tables.session_export import FORMATS, export_session  # noqa: E402
from nao_sessions.analysis.tables.source import SessionSource, read_source  # noqa: E402
from nao_sessions.core.clock import SECOND_NS  # noqa: E402
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction  # noqa: E402
from tests.console.rehearsed_folder import make_session  # noqa: E402  (beside the tests)

HOUR_NS = 3600 * SECOND_NS


def hour(folder: Path) -> str:
    """Give the log of an hour: the rehearsed one again and again, each time later."""
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    length, made = lines[-1]["at"] + SECOND_NS, []
    for turn in range(HOUR_NS // length):
        for line in lines if turn == 0 else lines[2:]:
            shifted = dict(line, seq=len(made), at=line["at"] + turn * length, t=line["t"] + turn * length)
            if "cause" in line:
                shifted["cause"] = max(0, len(made) - 1)
            made.append(shifted)
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in made)


def corpus(root: Path, count: int, template: Path, log: str) -> None:
    """Make the folders that are missing, ten sessions a child."""
    manifest = json.loads((template / "session.json").read_text(encoding="utf-8"))
    first_ns = manifest["clock"]["utc_ns"]
    for number in range(count):
        folder = root / f"2026-11-24T140312Z_emotions_{number:05}"
        if folder.is_dir():
            continue
        folder.mkdir(parents=True)
        child = f"P{10 + number // 10:03}"
        (folder / "events.jsonl").write_text(log.replace('"P07"', f'"{child}"'), encoding="utf-8")
        manifest |= {"participants": [child], "id": folder.name}
        manifest["clock"]["utc_ns"] = first_ns + number * 24 * HOUR_NS
        (folder / "session.json").write_text(json.dumps(manifest), encoding="utf-8")


def measured(what: str, work: object) -> None:
    """Print how long a piece of work took, and how long this process computed: the machine may be busy."""
    began, computed = time.perf_counter(), time.process_time()
    told = work() if callable(work) else work
    wall, own = time.perf_counter() - began, time.process_time() - computed
    print(f"  {what}: {wall:.2f} s, computing {own:.2f} s {told or ''}", flush=True)


def opened(root: Path, cache: Path, jobs: int) -> None:
    """Open a corpus in this process, and print what that took as one line of JSON."""
    began, computed = time.perf_counter(), time.process_time()
    corpus = open_corpus(root, cache=cache, jobs=jobs)
    rows = corpus.sessions.num_rows
    wall, own = time.perf_counter() - began, time.process_time() - computed
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    trials = corpus.trials.num_rows
    read = time.perf_counter() - began
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    own += theirs.ru_utime + theirs.ru_stime
    all_rows = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "sessions": rows,
                "trials": trials,
                "wall_s": round(wall, 2),
                "computing_s": round(own, 2),
                "peak_mb": round(mine),
                "worker_peak_mb": round(theirs.ru_maxrss / 1024),
                "trials_read_s": round(read, 2),
                "peak_with_trials_mb": round(all_rows),
            }
        )
    )


def apart(root: Path, cache: Path, jobs: int) -> str:
    """Open it in a process of its own, and give its line."""
    command = [sys.executable, __file__, "--open", str(root), str(cache), "--jobs", str(jobs)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Measure each size, from the smallest."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--sessions", type=int, nargs="+", default=[10, 100, 1000])
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--open", nargs=2, type=Path, help="(the benchmark's own processes)")
    options = asked.parse_args()
    if options.open:
        opened(*options.open, options.jobs)
        return
    place = Path(tempfile.mkdtemp(prefix="corpus-scale."))
    try:
        template = make_session(place / "template", "emotions")
        log = hour(template)
        print(f"a session: {log.count(chr(10))} lines, {len(log.encode()) / 1e6:.2f} MB")
        one = None
        for count in sorted(options.sessions):
            corpus(place / "corpus", count, template, log)
            cache = place / f"cache-{count}"
            print(f"{count} sessions, {options.jobs} process(es)")
            logs = list((place / "corpus").glob("*/events.jsonl"))
            measured(
                "reference: every log read as bytes", lambda logs=logs: sum(len(p.read_bytes()) for p in logs)
            )
            print("  indexed:", apart(place / "corpus", cache, options.jobs), flush=True)
            print("  opened again:", apart(place / "corpus", cache, 1), flush=True)
            append_correction(logs[0].parent, VOID)
            print("  after one was corrected:", apart(place / "corpus", cache, 1), flush=True)
            shutil.rmtree(logs[-1].parent)
            print("  after one was removed:", apart(place / "corpus", cache, 1), flush=True)
            size = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
            print(f"  index: {size / 1e6:.2f} MB", flush=True)
            if one is None:
                one = read_source(logs[1].parent)
                exported(one, place)
    finally:
        shutil.rmtree(place)


VOID = RecordCorrection(154, "judgement", "prompted", "void", "professional", "2026-11-25T10:00:00Z")


def exported(one: SessionSource, place: Path) -> None:
    """Export the hour in each format, all of them opened from the folder anew."""
    for format_ in FORMATS:
        where = place / f"x-{format_}"
        measured(
            f"an hour as {format_}",
            lambda f=format_, w=where: len(export_session(read_source(one.folder.path), f, w, "fr")),
        )


if __name__ == "__main__":
    main()
