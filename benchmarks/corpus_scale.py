"""How a corpus grows: sessions of an hour (events only) indexed, opened again, and one of them exported.

``python benchmarks/corpus_scale.py --sessions 10 100 1000 --jobs 2``. They are made of one rehearsed session,
again and again until an hour is full; a plain read of every log is the reference of the same run.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "console")]

from rehearsed_folder import make_session  # noqa: E402  (beside the tests)

from nao_sessions.core.clock import SECOND_NS  # noqa: E402
from nao_sessions.export.corpus import open_corpus  # noqa: E402
from nao_sessions.export.source import read_source  # noqa: E402
from nao_sessions.export.wanted import export_session  # noqa: E402

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
    for number in range(len(list(root.glob("*"))), count):
        folder = root / f"2026-11-24T140312Z_emotions_{number:05}"
        folder.mkdir(parents=True)
        child = f"P{10 + number // 10:03}"
        (folder / "events.jsonl").write_text(log.replace('"P07"', f'"{child}"'), encoding="utf-8")
        manifest |= {"participants": [child], "id": folder.name}
        manifest["clock"]["utc_ns"] += 24 * HOUR_NS
        (folder / "session.json").write_text(json.dumps(manifest), encoding="utf-8")


def measured(what: str, work: object) -> None:
    """Print how long a piece of work took, and how long this process computed: the machine may be busy."""
    began, computed = time.perf_counter(), time.process_time()
    told = work() if callable(work) else work
    wall, own = time.perf_counter() - began, time.process_time() - computed
    print(f"  {what}: {wall:.2f} s, computing {own:.2f} s {told or ''}", flush=True)


def main() -> None:
    """Measure each size, from the smallest."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--sessions", type=int, nargs="+", default=[10, 100, 1000])
    asked.add_argument("--jobs", type=int, default=1)
    options = asked.parse_args()
    place = Path(tempfile.mkdtemp(prefix="corpus-scale."))
    try:
        template = make_session(place / "template", "emotions")
        log = hour(template)
        print(f"a session: {log.count(chr(10))} lines, {len(log.encode()) / 1e6:.2f} MB")
        for count in sorted(options.sessions):
            corpus(place / "corpus", count, template, log)
            cache = place / f"cache-{count}"
            print(f"{count} sessions, {options.jobs} process(es)")
            logs = list((place / "corpus").glob("*/events.jsonl"))
            measured(
                "reference: every log read as bytes", lambda logs=logs: sum(len(p.read_bytes()) for p in logs)
            )
            measured("indexed", lambda cache=cache: open_corpus(
                place / "corpus", cache=cache, jobs=options.jobs).trials.num_rows)  # fmt: skip
            measured(
                "opened again", lambda cache=cache: open_corpus(place / "corpus", cache=cache).trials.num_rows
            )
            size = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  index: {size / 1e6:.2f} MB; this process at most {peak:.0f} MB")
        one = read_source(next((place / "corpus").glob("*")))
        for format_ in ("eaf", "boris", "textgrid", "webvtt", "bids", "csv", "parquet"):
            where = place / f"x-{format_}"
            measured(f"an hour as {format_}", lambda f=format_, w=where: len(export_session(one, f, w, "fr")))
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
