"""Measure how long an hour-long session takes to open in the replay, and how much of it is loaded.

Two cameras of an hour (one minute of film, its packets repeated through the recorder's own writer), 10,000
lines of log, levels of the sound, telemetry ten times a second. A Chromium that has no copy of anything opens
the page, and is told ready once the picture asked for is on the screen and checked. Aim: under a second.
Beside it, in the same run: an empty page of the same server.

Run: python benchmarks/replay_opening.py [--minutes 60] [--times 7] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import av

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.telemetry.columns import COLUMNS
from nao_sessions.record.telemetry.parquet import pack
from nao_sessions.record.telemetry.samples import TelemetryFile
from nao_sessions.room.capture.writer import TICKS, SegmentWriter
from nao_sessions.room.files.index import Frame, IndexWriter, Lines, index_path, segment_path
from nao_sessions.room.files.levels import HEADER, LoudnessTenth, levels_path
from tests.browser.chromium import chromium, replaying
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import long_session

CAMERAS = ("room", "window")
FIRST_S = 1.0
SETTLED_S = 2.0


def made(parent: Path, minutes: int) -> Path:
    """Make the session folder, unless it lies there already."""
    found = next(parent.glob("20*"), None)
    if found is not None:
        return found
    events = [event for event in long_session(10_000) if event.at < minutes * 60 * SECOND_NS]
    folder = SessionFolder(make_folder(parent, events, pieces=(Piece(FIRST_S, FIRST_S + 60),)))
    repeat(folder, minutes)
    sample(folder, minutes)
    return folder.path


def repeat(folder: SessionFolder, minutes: int) -> None:
    """Make an hour of the minute that was filmed, for every camera."""
    minute = folder.room / "minute.mp4"
    segment_path(folder.room, "room", 1).rename(minute)
    for path in (index_path(folder.room, "room"), levels_path(folder.room, "room")):
        path.unlink()
    index = IndexWriter(index_path(folder.room, "room"))
    count = 0
    writer: SegmentWriter | None = None
    for number in range(minutes):
        with av.open(str(minute)) as source:
            video, sound = source.streams.video[0], source.streams.audio[0]
            if writer is None:
                writer = SegmentWriter(
                    segment_path(folder.room, "room", 1), video, sound, base=-video.time_base * 9_000
                )
            for packet in source.demux(video, sound):
                if packet.dts is None:
                    continue
                moved = number * 60 / packet.time_base
                packet.pts, packet.dts = round(packet.pts + moved), round(packet.dts + moved)
                if packet.stream is sound:
                    writer.sound(packet)
                    continue
                key = packet.is_keyframe
                pts = writer.video(packet)
                arrival_ns = round(FIRST_S * SECOND_NS + pts * float(TICKS) * SECOND_NS + 5_000_000)
                index.add(Frame(1, count, pts, key, arrival_ns, None, "k" if key else ""))
                count += 1
    assert writer is not None
    writer.close()
    index.close()
    minute.unlink()
    lines = Lines(levels_path(folder.room, "room"), HEADER)
    levels = (LoudnessTenth(1, n * 9_000, n, -12.0 - n % 37, -20.0 - n % 41) for n in range(minutes * 600))
    lines.write("".join(level.to_line() for level in levels))
    lines.close()
    for other in CAMERAS[1:]:
        shutil.copyfile(segment_path(folder.room, "room", 1), segment_path(folder.room, other, 1))
        shutil.copyfile(index_path(folder.room, "room"), index_path(folder.room, other))
        shutil.copyfile(levels_path(folder.room, "room"), levels_path(folder.room, other))
    sync = json.loads(folder.sync.read_text(encoding="utf-8"))
    sync["streams"] = dict.fromkeys(CAMERAS, sync["streams"]["room"])
    folder.sync.write_text(json.dumps(sync), encoding="utf-8")


def sample(folder: SessionFolder, minutes: int) -> None:
    """Write the telemetry of the whole session, and pack it as a session that is closed does."""
    file = TelemetryFile(folder.telemetry_raw)
    for n in range(minutes * 600):
        file.append(n * SECOND_NS // 10, 500_000, "joints", dict.fromkeys(COLUMNS["joints"], n % 100 / 100))
        if n % 50 == 0:
            values = {name: 30 + n % 40 for name in COLUMNS["power"] if name.endswith("celsius")}
            file.append(n * SECOND_NS // 10, 500_000, "power", {"battery_percent": 90 - n // 700, **values})
    file.close()
    pack(folder)


def open_once(browser: Browser, address: str) -> dict[str, Any]:
    """Open the page in a context of its own; give how long it took and how many bytes came."""
    context = browser.new_context(viewport={"width": 1600, "height": 1100})
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Performance.enable", {"timeDomain": "threadTicks"})
    came: dict[str, int] = {}
    kinds: dict[str, str] = {}
    client.on(
        "Network.requestWillBeSent", lambda told: kinds.update({told["requestId"]: told["request"]["url"]})
    )

    def data(told: dict[str, Any]) -> None:
        media = "/media/" in kinds.get(told["requestId"], "")
        name = "media" if media else "data"
        came[name] = came.get(name, 0) + told["dataLength"]

    client.on("Network.dataReceived", data)
    began_ms = time.time() * 1e3
    page.goto(address, wait_until="commit")
    time.sleep(SETTLED_S)  # whatever watched the page meanwhile would take its time
    page.wait_for_selector("main[aria-busy=false]")
    own_ms = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
    took_ms = page.evaluate("performance.timeOrigin") + own_ms - began_ms
    told = client.send("Performance.getMetrics")["metrics"]
    busy_ms = next(one["value"] for one in told if one["name"] == "TaskDuration") * 1e3
    heap = page.evaluate("performance.memory.usedJSHeapSize")
    shown = page.locator("#shown").inner_text()
    origin = address.split("/enter")[0]
    began = time.monotonic()
    page.goto(f"{origin}/events/0")
    plain_ms = (time.monotonic() - began) * 1e3
    context.close()
    assert "checked" in shown, shown
    return {
        "took_ms": took_ms,
        "own_ms": own_ms,
        "busy_ms": busy_ms,
        "plain_ms": plain_ms,
        "heap": heap,
        **came,
    }


def main() -> None:
    """Open the session some times, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as own, chromium() as browser:
        folder = made(asked.keep or Path(own), asked.minutes)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"the folder: {size / 1e6:.0f} MB, {len(CAMERAS)} cameras of {asked.minutes} min")
        began = time.monotonic()
        with replaying(folder, "--lang", "en") as address:
            print(f"from the command to its address: {(time.monotonic() - began) * 1e3:.0f} ms")
            opened = [open_once(browser, address) for _ in range(asked.times)]
    told = (
        ("from the page's address until it is ready", "own_ms", "ms", 1),
        ("from the printed address, by the entrance", "took_ms", "ms", 1),
        ("of which the page's own thread computed", "busy_ms", "ms", 1),
        ("a line of the log alone, same run", "plain_ms", "ms", 1),
        ("data that came", "data", "kB", 1e3),
        ("of the videos, that came", "media", "kB", 1e3),
        ("the page's memory", "heap", "MB", 1e6),
    )
    for words, name, unit, scale in told:
        values = sorted(one.get(name, 0) / scale for one in opened)
        print(f"{words}: p50 {values[len(values) // 2]:.0f} {unit}, {values[0]:.0f} to {values[-1]:.0f}")


if __name__ == "__main__":
    main()
