"""How fast Nao follows a tap on the console, beside a bare HTTP round trip, while the room is recorded.

``tap``: from the pointer coming down in Chromium (``event.timeStamp``) to the call in the simulator's trace.
``stop``: the same to the first call of a halt, over the guard's own port. ``round trip``: what a POST of the
same size from the same page takes to a route that does nothing, in the same run. One Chromium leads, two
plain clients listen to the stream of states. Aim: tap p99 under 30 ms.

``--flood`` measures the taps three times, in turns of ten: as it is; while another process opens five hundred
connections to the console at once, over and over, and asks on each (``console_flood.py``); while the same
process does so at a server of no concern to the session, which tells what a computer that is busy costs.

``browser alone`` is from the pointer coming down on a bare page in the same Chromium to that page's own code:
by touch, then by mouse.

The page's clock is tied to CLOCK_MONOTONIC by the shortest of many exchanges; half of that is the
uncertainty that is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, expect
from qi_echo import HEADER, percentiles, row

from tests.browser.chromium import chromium
from tests.browser.console_room import Hands, Room, console_room, device, prepare

AIM_MS = 30.0
REST_MS = 1_500
CLOCK_EXCHANGES = 200
LISTENERS = 2
IN_A_ROW = 10
FLOOD_S = 30.0
BARE_REST_MS = 200
FLOOD = Path(__file__).with_name("console_flood.py")
STOPS = frozenset({"stopAll", "killAll", "stopMove"})
REPEAT, SAYS = '.pad [data-act="repeat"]', frozenset({"say"})
NOTE_DOWN = """() => {
    window.downs = [];
    addEventListener("pointerdown", (event) => window.downs.push(event.timeStamp), { capture: true });
}"""
NOTE_HANDLED = """() => {
    window.handled = [];
    addEventListener("pointerdown", (event) => window.handled.push(performance.now() - event.timeStamp));
}"""
ROUND_TRIP = """async (times) => {
    const taken = [];
    for (let n = 0; n < times; n += 1) {
        const before = performance.now();
        await fetch("/session/control?as=watch", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ seat: "nobody" }),
        });
        taken.push(performance.now() - before);
    }
    return taken;
}"""


def clock_of(page: Page) -> tuple[float, float]:
    """Give what to add to the page's milliseconds to get CLOCK_MONOTONIC's, and how far off that may be."""
    best = (float("inf"), 0.0)
    for _ in range(CLOCK_EXCHANGES):
        before = time.monotonic_ns() / 1e6
        there = page.evaluate("performance.now()")
        after = time.monotonic_ns() / 1e6
        best = min(best, (after - before, (before + after) / 2 - there))
    return best[1], best[0] / 2


@contextmanager
def listeners(room: Room, cookie: str) -> Iterator[None]:
    """Listen to the stream of states as plain clients do, until the measurement is over."""
    over = threading.Event()

    def listen(number: int) -> None:
        address = f"{room.at}/session/stream?seat=listener{number}&as=watch"
        request = urllib.request.Request(address, headers={"Cookie": cookie})
        with urllib.request.urlopen(request, timeout=10) as answer:
            while not over.is_set():
                answer.readline()

    threads = [threading.Thread(target=listen, args=(number,), daemon=True) for number in range(LISTENERS)]
    for thread in threads:
        thread.start()
    yield
    over.set()


def calls_after(room: Room, methods: frozenset[str], at_ms: float) -> float | None:
    """Give when the first call of some methods after a moment reached the simulator (CLOCK_MONOTONIC ms)."""
    lines = (room.folder / "trace.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        told = json.loads(line)
        if told.get("method") in methods and told["at"] / 1e6 >= at_ms:
            return float(told["at"] / 1e6)
    return None


def taps(
    page: Page, room: Room, selector: str, methods: frozenset[str], times: int, *, by_mouse: bool = False
) -> list[float]:
    """Tap a button again and again; give each way to Nao in milliseconds."""
    ways = []
    for number in range(times):
        button = page.locator(selector)
        if by_mouse:
            button.click()
        else:
            button.tap()
        page.wait_for_timeout(REST_MS)
        offset_ms, _ = clock_of(page)
        down_ms = page.evaluate("window.downs.at(-1)") + offset_ms
        called = calls_after(room, methods, down_ms - 1)
        if called is None:
            raise SystemExit(f"tap {number + 1} on {selector} never reached Nao")
        ways.append(called - down_ms)
        if selector == "#stop":
            page.locator("#trouble [data-act=resume]").tap()
            page.wait_for_timeout(REST_MS)
        if sys.stderr.isatty():
            print(f"\r{selector} {number + 1}/{times}", end="", file=sys.stderr)
    return ways


@contextmanager
def flooded(port: str) -> Iterator[None]:
    """Have another process open connections to a port, more than are taken, until the end."""
    command = [sys.executable, str(FLOOD), "--flood", "127.0.0.1", port, str(FLOOD_S)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as flood:
        time.sleep(1)  # until it has started
        yield
        flood.kill()


@contextmanager
def elsewhere() -> Iterator[str]:
    """Have a server beside the console, and give its port."""
    with subprocess.Popen([sys.executable, str(FLOOD), "--sink"], stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout is not None
        yield sink.stdout.readline().strip()
        sink.kill()


def in_turns(page: Page, room: Room, times: int) -> dict[str, list[float]]:
    """Give the ways of taps as it is, under a flood, and beside one, taken in turns."""
    found: dict[str, list[float]] = {"tap": [], "tap under a flood": [], "the same elsewhere": []}
    for _ in range(0, times, IN_A_ROW):
        found["tap"] += taps(page, room, REPEAT, SAYS, IN_A_ROW)
        with flooded(room.at.rpartition(":")[2]):
            found["tap under a flood"] += taps(page, room, REPEAT, SAYS, IN_A_ROW)
        with elsewhere() as port, flooded(port):
            found["the same elsewhere"] += taps(page, room, REPEAT, SAYS, IN_A_ROW)
    return found


def browser_alone(browser: Browser, times: int) -> dict[str, list[float]]:
    """Give how long the browser keeps a press from a bare page's own code, by touch and by mouse."""
    context = browser.new_context(has_touch=True)
    page = context.new_page()
    page.set_content('<!doctype html><button style="width: 200px; height: 100px">Oui</button>')
    page.evaluate(NOTE_HANDLED)
    for _ in range(times):
        page.locator("button").tap()
        page.wait_for_timeout(BARE_REST_MS)
    for _ in range(times):
        page.locator("button").click()
        page.wait_for_timeout(BARE_REST_MS)
    handled = page.evaluate("window.handled")
    context.close()
    return {"browser alone, touch": handled[:times], "browser alone, mouse": handled[times:]}


def main() -> int:
    """Measure, print, and give 1 where the aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--flood", action="store_true")
    given = parser.parse_args()
    times = given.times
    with (
        tempfile.TemporaryDirectory() as folder,
        console_room(Path(folder), speed=1.0) as room,
        chromium() as browser,
    ):
        context, page = device(browser, room)
        prepare(Hands(page, "touch"), room)
        expect(page.locator("#yes-label")).to_have_text("On commence", timeout=60_000)
        expect(page.locator("#recording.on")).to_be_visible(timeout=60_000)
        (cookie,) = context.cookies()
        page.evaluate(NOTE_DOWN)
        with listeners(room, f"{cookie['name']}={cookie['value']}"):
            page.wait_for_timeout(2_000)
            trips = page.evaluate(ROUND_TRIP, times)
            if given.flood:
                rows = in_turns(page, room, times)
            else:
                rows = {"tap": taps(page, room, REPEAT, SAYS, times)}
            rows["tap by mouse"] = taps(page, room, REPEAT, SAYS, times, by_mouse=True)
            trips += page.evaluate(ROUND_TRIP, times)
            rows["stop"] = taps(page, room, "#stop", STOPS, times // 4)
            rows |= browser_alone(browser, times)
            rows["round trip"] = trips
            uncertainty_ms = clock_of(page)[1]
    print(HEADER)
    for name, found in rows.items():
        print(row(name, found))
    print(f"clock of the page: ±{uncertainty_ms:.2f} ms; {LISTENERS} plain listeners, one camera recorded")
    return 0 if percentiles(rows["tap"])[98] < AIM_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
