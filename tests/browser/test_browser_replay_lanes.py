"""The replay's further lanes in a real Chromium, and an index of pictures that comes in windows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.telemetry.samples import TelemetryFile
from tests.browser.chromium import in_scheme, opened, replaying
from tests.browser.pictures import choose, newest, settled, shown_ns, taken_in
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import random_touches, scripted_events

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parents[1] / "sessions"
SECOND_NS = 1_000_000_000


def _folder(parent: Path) -> tuple[Path, Path]:
    """Make a session with codings and telemetry, and another version of its protocol."""
    folder = SessionFolder(parent / "session")
    shutil.copytree(GOLDEN / "coded", folder.path)
    file = TelemetryFile(folder.telemetry_raw)
    for second in range(0, 60, 5):
        heat = {"heat_LKneePitch_celsius": 40.0 + second, "heat_LKneePitch_status": float(second > 30)}
        file.append(second * SECOND_NS, 0, "power", {"battery_percent": 80.0, **heat})
    file.close()
    entry = folder.read_manifest().protocol.entry
    for name, content in folder.protocol_files().items():
        other = parent / name
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(content)
    text = (parent / entry).read_text(encoding="utf-8")
    (parent / entry).write_text(text.replace("Je suis content de te voir.", "Me voilà."), encoding="utf-8")
    return folder.path, parent / entry


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, other = _folder(tmp_path_factory.mktemp("lanes"))
    with replaying(folder, "--lang", "fr", "--what-if", str(other)) as found:
        yield found


def _row(page: Page, name: str) -> tuple[float, float]:
    """Give the left of the strip, and the middle of what is drawn in a row."""
    strip = page.locator("#strip").bounding_box()
    row = page.locator("#lanes li", has_text=name).bounding_box()
    assert strip is not None
    assert row is not None
    return strip["x"], row["y"] + row["height"] - 14


def _x(page: Page, seconds: float) -> float:
    box = page.locator("#strip").bounding_box()
    assert box is not None
    end_s: float = page.evaluate("fetch('session.json').then(a => a.json()).then(data => data.end / 1e9)")
    return box["x"] + box["width"] * seconds / end_s


def test_what_a_coder_wrote_is_picked_on_its_row(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        names = page.locator("#lanes .row-coding").all_inner_texts()
        assert [name.replace("\u00a0", " ") for name in names[:3]] == [
            "C01 · Regard",
            "C01 · Engagé",
            "C01 · Points",
        ]
        page.mouse.click(_x(page, 1.5), _row(page, "C01 · Regard")[1])
        settled(page)
        expect(page.locator("#selected-text")).to_contain_text("P07")
        expect(page.locator("#clock")).to_have_text("0:01,000")
        expect(page.locator("#selected-details")).to_be_hidden()


def test_a_row_can_be_left_out(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        row = page.locator("#lanes li", has_text="C01 · Regard")
        battery = page.locator("#lanes li", has_text="Batterie")
        expect(battery).to_be_visible()
        page.locator(".rows-choice summary").click()
        page.locator(".rows-choice label", has_text="C01 · Regard").click()
        page.locator(".rows-choice label", has_text="Batterie").click()
        expect(row).to_be_hidden()
        expect(battery).to_be_hidden()


def test_the_heat_of_the_motors_is_told_where_the_pointer_is(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        expect(page.locator(".timeline-heat")).to_have_attribute("data-state", "there", timeout=30_000)
        page.locator("#strip").evaluate("strip => strip.scrollIntoView({block: 'end'})")
        page.mouse.move(_x(page, 5.5), _row(page, "Chaleur")[1])
        expect(page.locator("#hover")).to_contain_text("Chaleur (moteur)\u00a0: 45\u00a0°C")
        page.mouse.move(_x(page, 5.5), _row(page, "Batterie")[1])
        expect(page.locator("#hover")).to_contain_text("Batterie\u00a0: 80\u00a0%")


HELD_BACK = """() => {
  const ask = window.fetch;
  window.held = [];
  window.fetch = async (address, ...more) => {
    const answer = await ask(address, ...more);
    if (!String(address).startsWith("curves/heat")) return answer;
    const told = await answer.json();
    return { ok: true, status: 200, json: () => new Promise(give => window.held.push(() => give(told))) };
  };
}"""
DRAWN_AT = """share => new Promise(told => requestAnimationFrame(() => requestAnimationFrame(() => {
  const strip = document.querySelector("#strip").getBoundingClientRect();
  const row = document.querySelector(".timeline-heat").getBoundingClientRect();
  const canvas = document.querySelector("#canvas");
  const [x, y] = [Math.round(canvas.width * share), Math.round(row.bottom - strip.top - 6)];
  told(canvas.getContext("2d").getImageData(x, y, 1, 1).data[3]);
})))"""


def test_a_curve_on_its_way_is_told_and_one_of_another_view_does_not_take_its_place(
    browser: Browser, address: str
) -> None:
    with opened(browser, address) as page:
        heat = page.locator(".timeline-heat")
        expect(heat).to_have_attribute("data-state", "there", timeout=30_000)
        expect(heat).to_contain_text("90\u00a0°C20\u00a0°C")
        drawn = page.evaluate(DRAWN_AT, 0.7)
        assert drawn > 0
        page.evaluate(HELD_BACK)
        for button in ("#zoom-in", "#zoom-in", "#zoom-all"):
            page.locator(button).click()
            page.wait_for_function(
                "count => window.held.length === count", arg=1 + page.evaluate("held.length")
            )
        page.evaluate("held[2]()")
        page.evaluate("held[0]()")  # of a view that is no longer looked at, and comes last
        page.evaluate("held[1]()")
        assert page.evaluate(DRAWN_AT, 0.7) == drawn
        for count in (4, 5):
            page.locator("#zoom-in").click()
            page.wait_for_function("count => held.length === count", arg=count)
            page.evaluate(f"held[{count - 1}]()")
        page.wait_for_timeout(100)  # for nothing to be awaited but what is asked next
        expect(heat).to_have_attribute("data-state", "there")
        page.locator("#strip").focus()
        page.keyboard.press("End")  # the view goes on, to where nothing is drawn yet
        expect(heat).to_have_attribute("data-state", "working")


def test_where_another_version_parts_is_told_and_gone_to(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        expect(page.locator("#lanes .row-what_if")).to_have_count(2)
        parting = page.locator("#parting")
        expect(parting).to_contain_text("Je suis content de te voir.")
        expect(parting).to_contain_text("Me voilà.")
        page.locator("#parting-go").click()
        settled(page)
        told = page.evaluate("fetch('session.json').then(a => a.json()).then(data => data.parting.t / 1e6)")
        assert page.locator("#strip").get_attribute("aria-valuenow") == str(round(told))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_lanes(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, address) as page:
        in_scheme(page, scheme)
        expect(page.locator(".timeline-heat")).to_have_attribute("data-state", "there", timeout=30_000)
        found = Axe().run(page)
        assert [
            (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
        ] == []


def test_pictures_are_right_where_their_index_comes_in_windows(browser: Browser, tmp_path: Path) -> None:
    touches = random_touches(8, (61.0, 74.5), seed=8)
    folder = make_folder(tmp_path, [*scripted_events(), *touches], pieces=(Piece(1.0, 75.0),))
    taken = taken_in(folder)
    assert len(taken) > 1_600  # more than one window
    with replaying(folder, "--lang", "fr") as address, opened(browser, address) as page:
        for touch in touches:
            choose(page, touch.seq)
            assert shown_ns(page) == newest(taken, touch.at)
        page.locator("#go-to-time").fill(f"{taken[1_497] / 1e9 + 0.005:.3f}")
        page.locator("#go-to-time").press("Enter")
        settled(page)
        for n in range(1_498, 1_503):
            page.keyboard.press("ArrowRight")
            settled(page)
            assert shown_ns(page) == taken[n]


def test_a_window_that_cannot_be_had_is_told(browser: Browser, tmp_path: Path) -> None:
    folder = make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 6.0),))
    with replaying(folder, "--lang", "fr") as address:
        context = browser.new_context()
        page = context.new_page()
        page.route("**/frames/**", lambda route: route.abort())
        page.goto(address)
        page.wait_for_selector("main[aria-busy=false]")
        expect(page.locator("#shown")).to_contain_text("n'a pas pu lire la séance")
        page.unroute("**/frames/**")
        choose(page, 6)
        expect(page.locator("#shown")).to_contain_text("c'est bien l'image affichée")
        context.close()


def test_a_sound_without_levels_is_listened_to(browser: Browser, tmp_path: Path) -> None:
    folder = make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 6.0),))
    (folder / "room" / "room.levels.csv").unlink()
    sync = folder / "sync.json"
    sync.write_text(sync.read_text().replace('"method"', '"has_sound": true, "method"'), encoding="utf-8")
    before = sorted(path.name for path in folder.rglob("*"))
    with replaying(folder, "--lang", "fr") as address, opened(browser, address) as page:
        expect(page.locator(".timeline-sound")).to_have_attribute("data-state", "there", timeout=30_000)
        peaks = page.evaluate(
            "fetch('curves/v0/2000000000/5000000000/30').then(a => a.json()).then(told => told.rows[0])"
        )
    assert sorted(path.name for path in folder.rglob("*")) == before  # nothing was written
    # the film's tone has a peak of 0.05: -26 dB
    assert all(abs(peak + 26) < 1.5 for peak in peaks)
