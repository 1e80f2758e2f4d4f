"""The replay page in a real Chromium: the picture of an event is the picture that was taken then."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import eq
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from nao_sessions.core.events import Event
from tests.browser.chromium import opened, replaying, strip_of
from tests.browser.pictures import choose, newest, settled, shown_ns, taken_in
from tests.review.replay.synthetic_folder import HEIGHT_PX, ORIGIN_NS, WIDTH_PX, Piece, make_folder
from tests.review.replay.synthetic_session import long_session, merged, random_touches, scripted_events

pytestmark = pytest.mark.browser

EVENTS = 40
STRIP_UNIT_NS = 100_000
# Without sync.json the times come from arrivals, which in these folders lie 1 to 30 ms after the pictures.
LATEST_ARRIVAL_NS = 30_000_000


@dataclass(frozen=True, slots=True)
class Replayed:
    """A session folder that is being replayed, and the touches in it."""

    folder: Path
    address: str
    touches: list[Event]


def _make(parent: Path, *, killed: bool = False) -> tuple[Path, list[Event]]:
    drawn = merged(
        random_touches(EVENTS // 2, (1.2, 20.5), seed=3), random_touches(EVENTS // 2, (23.2, 42.4), seed=4)
    )
    touches = [event._replace(seq=1_000 + n) for n, event in enumerate(drawn)]
    return make_folder(parent, merged(scripted_events(), touches), killed=killed), touches


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    folder, touches = _make(tmp_path_factory.mktemp("closed"))
    with replaying(folder, "--lang", "fr") as address:
        yield Replayed(folder, address, touches)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replayed]:
    folder, touches = _make(tmp_path_factory.mktemp("killed"), killed=True)
    with replaying(folder, "--lang", "en") as address:
        yield Replayed(folder, address, touches)


def test_the_picture_of_an_event_is_the_newest_that_was_taken_then(
    browser: Browser, closed: Replayed
) -> None:
    taken = taken_in(closed.folder)
    found, expected, seeks_ms = [], [], []
    with opened(browser, closed.address) as page:
        for touch in random.Random(5).sample(closed.touches, EVENTS):
            said = choose(page, touch.seq)
            assert said.endswith("c'est bien l'image affichée")
            found.append(shown_ns(page))
            expected.append(newest(taken, touch.at))
            seeks_ms.append(page.evaluate("performance.getEntriesByName('shown').at(-1).duration"))
    seeks_ms.sort()
    p50, p95 = seeks_ms[EVENTS // 2], seeks_ms[EVENTS * 95 // 100]
    print(f"right pictures: {sum(map(eq, found, expected))} of {EVENTS}")
    print(f"from click to checked picture: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    assert found == expected


def test_a_killed_recording_shows_the_pictures_that_it_holds(browser: Browser, killed: Replayed) -> None:
    taken = taken_in(killed.folder)
    with opened(browser, killed.address) as page:
        assert "The last line of the log is torn" in page.locator(".troubles").inner_text()
        for touch in killed.touches[::8]:
            assert choose(page, touch.seq).endswith("checked as shown")
            shown = shown_ns(page)
            assert shown in {newest(taken, touch.at), newest(taken, touch.at - LATEST_ARRIVAL_NS)}
        assert page.locator("#verdict").inner_text().startswith("sync: ±4")


def test_a_picture_that_is_not_in_the_file_is_told(browser: Browser, killed: Replayed) -> None:
    index = (killed.folder / "room" / "room.frames.csv").read_text(encoding="ascii")
    lost = len(index.splitlines()) - 1 - len(taken_in(killed.folder))
    assert lost > 0
    with opened(browser, killed.address) as page:
        page.locator("#strip").focus()
        page.keyboard.press("End")
        assert settled(page).endswith("is not in the file")


def test_a_moment_without_a_picture_is_told(browser: Browser, closed: Replayed) -> None:
    with opened(browser, closed.address) as page:
        gap = next(event for event in scripted_events() if event.data.get("part") == "hand.left")
        assert choose(page, gap.seq) == "Pas d'image à cet instant"
        expect(page.locator(".screen-empty")).to_be_visible()


def test_arrows_go_from_picture_to_picture_over_the_seam_of_segments(
    browser: Browser, closed: Replayed
) -> None:
    taken = taken_in(closed.folder)
    last = bisect_right(taken, 22_000_000_000) - 1
    with opened(browser, closed.address) as page:
        page.locator(f"[data-seq='{closed.touches[19].seq}']").click()
        settled(page)
        here = taken.index(shown_ns(page))
        for n in range(here + 1, last + 3):
            page.keyboard.press("ArrowRight")
            settled(page)
            assert shown_ns(page) == taken[n]
        page.keyboard.press("ArrowLeft")
        settled(page)
        assert shown_ns(page) == taken[last + 1]


def test_each_of_many_quick_arrows_is_one_picture_of_four_cameras(browser: Browser, tmp_path: Path) -> None:
    cameras = ("door", "face", "room", "table")
    folder = make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 9.0),), cameras=cameras)
    taken = sorted(set(taken_in(folder)))
    with replaying(folder, "--at", "4") as address, opened(browser, address, width=2400) as page:
        settled(page)
        here = taken.index(shown_ns(page))
        for gap_ms in (10, 20, 30, 40, 55):  # faster than a picture comes, and about as a key repeats
            for key, by in (("ArrowRight", 10), ("ArrowLeft", -10)):
                for _ in range(10):
                    page.keyboard.press(key)
                    page.wait_for_timeout(gap_ms)
                settled(page)
                here += by
                assert shown_ns(page) == taken[here]


def test_the_clock_the_verdict_and_the_rehearsal_are_in_words(browser: Browser, closed: Replayed) -> None:
    with opened(browser, closed.address) as page:
        word = next(event for event in scripted_events() if event.kind == "word")
        said = choose(page, word.seq)
        assert page.locator("#clock").inner_text() == "0:13,200"
        verdict = page.locator("#verdict").inner_text().replace("\u00a0", " ")
        assert verdict.startswith(
            "synchro : ±4 ms (95 %), estimée ; s'y ajoute le retard propre de la caméra"
        )
        assert said.startswith("Image ")
        assert ", ±4 ms (95 %), sans le retard de la caméra" in said
        expect(page.locator(".badge-rehearsal")).to_have_text("Répétition")
        text = page.locator("#selected-text").inner_text().replace("\u00a0", " ")
        assert text == "Nao entend « content » (confiance 62 %)"


def test_a_click_on_the_timeline_shows_the_event_under_it(browser: Browser, closed: Replayed) -> None:
    with opened(browser, closed.address) as page:
        box = page.locator("#strip").bounding_box()
        lane = page.locator("#lanes li").nth(4).bounding_box()
        assert box is not None
        assert lane is not None
        end_s = page.evaluate("fetch('/session.json').then(a => a.json()).then(data => data.end / 1e9)")
        page.mouse.click(box["x"] + box["width"] * 33.3 / end_s, lane["y"] + lane["height"] - 14)
        settled(page)
        assert page.locator("#selected-text").inner_text() == "Bouton «\u00a0Fini\u00a0»"
        assert page.locator("[aria-current]").get_attribute("data-seq") == page.url.split("=")[-1]


DRAWN = """seconds => {
  const strip = document.querySelector("#strip").getBoundingClientRect();
  const row = document.querySelector(".timeline-sound").getBoundingClientRect();
  const canvas = document.querySelector("#canvas");
  const scale = canvas.width / strip.width;
  return fetch("/session.json").then(answer => answer.json()).then(data => seconds.map(at => {
    const x = at * 1e9 / data.end * canvas.width;
    const rows = [(row.top - strip.top + 2) * scale, (row.height - 4) * scale];
    const column = canvas.getContext("2d").getImageData(x, rows[0], 1, rows[1]).data;
    return column.filter((value, n) => n % 4 === 3 && value > 0).length / scale;
  }));
}"""


def test_how_loud_it_was_is_drawn_and_a_gap_is_left_empty(browser: Browser, closed: Replayed) -> None:
    with opened(browser, closed.address) as page:
        expect(page.locator(".timeline-sound[data-state=there]")).to_contain_text("Son : room")
        loud, quiet, gap = page.evaluate(DRAWN, [2.0, 4.2, 22.3])
    assert loud > 20
    assert 1 <= quiet < 8
    assert gap == 0


def test_the_whole_page_works_by_keyboard(browser: Browser, closed: Replayed) -> None:
    with opened(browser, closed.address) as page:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('#events .event')"):
                break
        assert page.evaluate("document.activeElement.matches('#events .event')")
        for _ in range(5):
            page.keyboard.press("ArrowDown")
            settled(page)
        assert page.evaluate("document.activeElement === document.querySelector('[aria-current]')")
        page.keyboard.press("Space")
        expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")
        page.keyboard.press("k")
        expect(page.locator("#play")).to_have_attribute("aria-label", "Lire")


def test_single_letter_keys_can_be_switched_off(browser: Browser, closed: Replayed) -> None:
    with opened(browser, closed.address) as page:
        settled(page)
        before = page.locator("#clock").inner_text()
        page.locator(".keys summary").click()
        page.locator("#shortcuts").uncheck()
        page.keyboard.press("l")
        settled(page)
        assert page.locator("#clock").inner_text() == before
        page.locator("#shortcuts").check()
        page.keyboard.press("l")
        settled(page)
        assert page.locator("#clock").inner_text() != before


def test_playing_moves_the_position_with_the_pictures(browser: Browser, closed: Replayed) -> None:
    taken = taken_in(closed.folder)
    with opened(browser, closed.address) as page:
        choose(page, closed.touches[0].seq)
        page.locator("#speed").select_option("2")
        page.locator("#play").click()
        expect(page.locator("#clock")).to_have_text(re.compile(r"0:0[3-9],\d\d\d"))
        page.locator("#play").click()
        said = settled(page)
        shown = shown_ns(page)
        assert shown in taken
        seconds, thousandths = divmod(shown // 1_000_000, 1000)
        assert f"prise à 0:{seconds:02},{thousandths:03}" in said


def test_two_cameras_show_the_same_moment(browser: Browser, tmp_path: Path) -> None:
    touch = random_touches(1, (1.5, 2.5), seed=6)[0]
    folder = make_folder(tmp_path, [touch], pieces=(Piece(1.0, 3.0),), cameras=("room", "window"))
    taken = taken_in(folder)
    with replaying(folder, "--lang", "fr") as address, opened(browser, address, width=3000) as page:
        choose(page, touch.seq)
        strips = [strip_of(page.locator("video").nth(n), WIDTH_PX, HEIGHT_PX) for n in range(2)]
        assert strips[0] == strips[1] == newest(taken, touch.at) + ORIGIN_NS


def test_a_long_log_without_video_is_shown_whole_and_filtered(browser: Browser, tmp_path: Path) -> None:
    events = list(long_session(10_000))
    sentence = next(event for event in events if "Sentence 1234," in event.data.get("text", ""))
    folder = make_folder(tmp_path, events, pieces=())
    with replaying(folder, "--lang", "fr") as address, opened(browser, address) as page:
        expect(page.locator(".event")).to_have_count(10_000)
        expect(page.locator("#count")).to_have_text("Événements affichés\u00a0: 4000")
        page.locator("#search").fill("sentence 1234,")
        expect(page.locator("#count")).to_have_text("Événements affichés\u00a0: 1")
        page.locator("[name='lane'][value='6']").check()
        expect(page.locator("#count")).to_have_text("Événements affichés\u00a0: 2")
        choose(page, sentence.seq)
        expect(page.locator("#selected-text")).to_contain_text("Sentence 1234,")


@pytest.mark.parametrize("width", [320, 820, 1366])
def test_nothing_scrolls_sideways(browser: Browser, closed: Replayed, width: int) -> None:
    with opened(browser, closed.address, width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_page_asks_no_other_host_and_stores_no_answer(browser: Browser, closed: Replayed) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(closed.address)
    page.wait_for_selector("main[aria-busy=false]")
    assert "token" not in page.url
    origin = closed.address.split("/enter")[0]
    assert [url for url in asked if not url.startswith(origin)] == []
    context.close()


def test_a_page_of_another_server_reads_nothing(browser: Browser, closed: Replayed, killed: Replayed) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(closed.address)
    page.wait_for_selector("main[aria-busy=false]")
    page.goto(killed.address)  # another port of the same host: the same site, but not the same origin
    page.wait_for_selector("main[aria-busy=false]")
    for path in ("session.json", "media/v0s1", "static/replay.js"):
        target = f"{closed.address.split('enter')[0]}{path}"
        answer = page.evaluate(
            "url => fetch(url, {mode: 'no-cors'}).then(() => 'read', () => 'refused')", target
        )
        assert answer == "refused"
    context.close()
