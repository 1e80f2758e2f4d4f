"""A session without a video on the replay page: its time runs by itself, to its last moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import opened, replaying
from tests.browser.pictures import settled
from tests.review.replay.synthetic_folder import make_folder
from tests.review.replay.synthetic_session import long_session, scripted_events

pytestmark = pytest.mark.browser

# How often the page asks for the next picture of the screen while there are sixty of them.
ASKED = """() => new Promise(told => {
  const own = window.requestAnimationFrame.bind(window);
  let asked = 0;
  let left = 60;
  window.requestAnimationFrame = work => { asked += 1; return own(work); };
  const next = () => {
    left -= 1;
    if (left) return own(next);
    window.requestAnimationFrame = own;
    return told(asked);
  };
  own(next);
})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    *events, last = scripted_events()
    events.append(last._replace(at=last.at + 400_000, t=None))  # a link rounds up to a whole millisecond
    folder = make_folder(tmp_path_factory.mktemp("no-video"), events, pieces=())
    with replaying(folder, "--lang", "fr") as found:
        yield found


def test_the_link_of_the_last_moment_leads_there(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.locator("#strip").press("End")
        settled(page)
        page.keyboard.press("c")
        expect(page.locator("#link-told")).to_have_text("Lien copié")
        end = page.locator("#clock").inner_text()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.endswith("#t=42.501")
        page.locator("#strip").press("Home")
        settled(page)
        page.goto(link)
        expect(page.locator("#clock")).to_have_text(end)
        expect(page.locator("#link-told")).to_have_text("")


def test_the_time_runs_once_however_often_a_loop_goes_back(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(f"{page.url.split('#')[0]}#t=5,5.3")
        expect(page.locator("#loop-range")).to_have_text("0:05,000 – 0:05,300")
        page.keyboard.press("Shift+Space")
        page.wait_for_timeout(1500)  # some turns
        expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")
        asked = page.evaluate(ASKED)
        # once for the time itself, and for what a jump back draws anew; twice as often before
        assert 50 <= asked <= 90


CURRENT = """() => {
  const list = document.querySelector("#events").getBoundingClientRect();
  const line = document.querySelector("#events [aria-current]");
  const box = line?.getBoundingClientRect();
  return [line?.dataset.seq ?? null, Boolean(box) && box.top >= list.top && box.bottom <= list.bottom];
}"""


def _rests_at(page: Page, seq: int) -> None:
    page.wait_for_function(
        "seq => document.querySelector('#events [aria-current]')?.dataset.seq === seq", arg=f"{seq}"
    )
    page.wait_for_timeout(300)  # what is drawn for the first time pushes what lies below it
    assert page.evaluate(CURRENT) == [f"{seq}", True]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1600, 1100)])
def test_the_list_is_where_a_link_or_a_time_leads(
    browser: Browser, tmp_path: Path, width: int, height: int
) -> None:
    events = [
        event._replace(
            data=event.data | {"text": "Une phrase assez longue pour deux lignes. " * (seq % 3 + 1)}
        )
        if event.data.get("verb") == "say"
        else event
        for seq, event in enumerate(long_session(600))
    ]
    folder = make_folder(tmp_path, events, pieces=())
    with (
        replaying(folder, "--lang", "fr", "--at", "1:48.1") as address,
        opened(browser, address, width, height) as page,
    ):
        _rests_at(page, 300)
        for seconds, seq in (("3:00.1", 500), ("0:18.1", 50), ("2:24.1", 400)):
            page.locator("#go-to-time").fill(seconds)
            page.locator("#go-to-time").press("Enter")
            _rests_at(page, seq)
        link = f"{page.url.split('#')[0]}#t=36.1"
        page.goto("about:blank")
        page.goto(link)
        page.wait_for_selector("main[aria-busy=false]")
        _rests_at(page, 100)
