"""The coding page beside the keys: two pages at once, a program that ended, the focus, what is in view."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from nao_sessions.record.additions.annotations import read_coding
from tests.browser.chromium import opened
from tests.browser.test_browser_annotate import annotating, behaviours, code, go, saved
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 20.0),))


@contextmanager
def two_pages(browser: Browser, address: str) -> Iterator[tuple[Page, Page]]:
    """Open two pages of one browser; refused requests are what they are about."""
    context = browser.new_context()
    try:
        pages = context.new_page(), context.new_page()
        for page in pages:
            page.goto(address)
            page.wait_for_selector("main[aria-busy=false]")
        yield pages
    finally:
        context.close()


def test_a_page_that_another_coded_behind_writes_nothing_and_says_so(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, two_pages(browser, address) as (first, second):
        code(first, [(1, "n")])
        second.keyboard.press("z")
        expect(second.locator("#saved")).to_contain_text("Une autre page a codé entre-temps")
        expect(second.locator("#annotations li")).to_have_count(1)
        assert behaviours(folder, "C01") == ["looks_nao"]
        second.keyboard.press("z")
        saved(second)
        assert behaviours(folder, "C01") == []


def test_what_waits_is_sent_once_the_new_address_of_the_program_is_open(
    browser: Browser, folder: Path
) -> None:
    with annotating(folder, "--coder", "C01", end=signal.SIGKILL) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("main[aria-busy=false]")
        port = urlsplit(address).port
    page.keyboard.press("s")
    expect(page.locator("#saved")).to_contain_text(f"--port {port}")
    with annotating(folder, "--coder", "C01", "--port", str(port)) as again:
        page.locator("#try-again").click()
        expect(page.locator("#saved")).to_contain_text("ouvrez la nouvelle adresse")
        expect(page.locator("#saved")).to_contain_text("Actes en attente : 1 (Sourit 0:01")
        other = context.new_page()
        other.goto(again)
        page.bring_to_front()
        page.evaluate("dispatchEvent(new Event('focus'))")  # headless, no window is ever left
        saved(page)
    context.close()
    assert behaviours(folder, "C01") == ["smiles"]


def test_the_keys_are_shown_by_one_and_lie_beside_what_they_mean(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address, width=390) as page:
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_have_attribute("open", "")
        for line in page.locator("#keys dl > div").all():
            key, meaning = (line.locator(one).bounding_box() for one in ("kbd", "dd"))
            assert key is not None
            assert meaning is not None
            assert key["x"] + key["width"] <= meaning["x"]
        page.keyboard.press("?")
        go(page, 2)
        asked_for = page.locator("#clock").inner_text()
        page.keyboard.press("/")
        expect(page.locator("#clock")).not_to_have_text(asked_for)
        one_back = page.locator("#clock").inner_text()
        page.keyboard.press("*")
        expect(page.locator("#clock")).not_to_have_text(one_back)
        page.keyboard.press("/")
        expect(page.locator("#clock")).to_have_text(one_back)


def test_the_focus_stays_where_somebody_works(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        code(page, [(1, "s"), (1, "s"), (1, "s")])
        lines, comment = page.locator(".coder-line"), page.locator("#comment")
        lines.nth(1).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+PageDown")
        saved(page)
        expect(lines.nth(1)).to_be_focused()
        comment.focus()
        page.keyboard.type("net")
        page.keyboard.press("Enter")
        saved(page)
        expect(lines.nth(1)).to_be_focused()
        comment.focus()
        page.keyboard.type("x")
        page.keyboard.press("Escape")
        expect(comment).to_have_value("net")
        comment.focus()
        page.keyboard.type("te")
        page.keyboard.press("Tab")
        saved(page)
        expect(lines.nth(0)).to_be_focused()
        assert read_coding(folder, "C01").annotations[1].comment == "nette"
        lines.nth(1).focus()
        page.keyboard.press("Delete")
        saved(page)
        expect(lines).to_have_count(2)
        expect(lines.nth(1)).to_be_focused()
        page.keyboard.press("g")
        page.locator("#modifier-values button").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".behaviour[data-code=engaged]")).to_be_focused()


def test_a_reload_leaves_the_coder_where_she_was(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        code(page, [(5, "s")])
        told = page.locator("#clock").inner_text()
        page.reload()
        page.wait_for_selector("main[aria-busy=false]")
        expect(page.locator("#clock")).to_have_text(told)


def test_the_codes_of_a_long_scheme_stay_where_they_are(browser: Browser, folder: Path) -> None:
    keys = "abcdefghimnopqrstuvwx"
    lines = [
        f"  b{key}: {{title: {{fr: Comportement assez long {key}, en: {key}}}, kind: point, key: {key}}}"
        for key in keys
    ]
    scheme = folder.parent / "long.yaml"
    head = 'scheme: 1\nid: long\ntitle: {fr: Long, en: Long}\nversion: "1.0.0"\nbehaviours:\n'
    scheme.write_text(head + "\n".join(lines), encoding="utf-8")
    options = ("--coder", "C01", "--scheme", str(scheme))
    with annotating(folder, *options) as address, opened(browser, address, width=1366, height=768) as page:
        codes, banner = page.locator(".behaviour"), page.locator("#coding-title")
        before = banner.bounding_box()
        code(page, [(1, keys)])
        assert banner.bounding_box() == before
        expect(codes.last).to_be_in_viewport(ratio=1)
        page.set_viewport_size({"width": 390, "height": 844})
        expect(codes.first).to_be_in_viewport(ratio=1)
        codes.last.focus()
        expect(codes.last).to_be_in_viewport(ratio=1)
        for seen in ("#v0", "#play"):
            expect(page.locator(seen)).to_be_in_viewport(ratio=1)


def drawn_at(page: Page, row: int, seconds: float) -> list[int]:
    """Read a colour off the timeline: in the middle of a coding row, at a moment."""
    script = """async ([row, seconds]) => {
        const data = await (await fetch("session.json")).json();
        const canvas = document.getElementById("canvas");
        const lane = document.querySelectorAll(".coding-lane")[row];
        const [on, box] = [canvas.getBoundingClientRect(), lane.getBoundingClientRect()];
        const x = (seconds * 1e9 / data.end) * canvas.width;
        const y = (box.bottom - 14 - on.top) * (canvas.height / on.height);
        return [...canvas.getContext("2d").getImageData(x, y, 1, 1).data];
    }"""
    found: list[int] = page.evaluate(script, [row, seconds])
    return found


def test_a_state_without_an_end_is_seen_from_before_it(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        code(page, [(6, "n")])
        go(page, -4)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert drawn_at(page, 0, 12.3) != drawn_at(page, 1, 12.3)
        assert drawn_at(page, 0, 4.3) == drawn_at(page, 1, 4.3)


def test_a_key_that_is_pressed_before_the_first_picture_counts(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, browser.new_context() as context:
        page = context.new_page()
        held: list[Route] = []
        page.route("**/frames/**", lambda route: held.append(route))
        page.goto(address)
        expect(page.locator("#clock")).to_have_text("0:01,005")  # it is on its way to the first picture
        page.keyboard.press("s")
        saved(page)
        expect(page.locator(".coder-line")).to_have_count(1)
        page.unroute("**/frames/**")  # what it held goes on
        page.wait_for_selector("main[aria-busy=false]")
    assert behaviours(folder, "C01") == ["smiles"]


def test_space_plays_where_a_comment_was_left(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        code(page, [(2, "s")])
        page.locator("#comment").focus()
        page.keyboard.type("net")
        page.keyboard.press("Enter")
        expect(page.locator(".coder-line")).to_be_focused()
        saved(page)
        for told in ("Pause", "Lire"):
            page.keyboard.press("Space")
            expect(page.locator("#play")).to_have_attribute("aria-label", told)


def test_what_a_curve_says_under_the_pointer_is_told_here_too(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        expect(page.locator(".timeline-sound")).to_have_attribute("data-state", "there")
        page.locator("#strip").evaluate("strip => strip.scrollIntoView({block: 'end'})")
        curve = page.locator(".timeline-sound").bounding_box()
        strip = page.locator("#strip").bounding_box()
        assert curve is not None
        assert strip is not None
        page.mouse.move(strip["x"] + strip["width"] / 4, curve["y"] + curve["height"] / 2)
        expect(page.locator("#hover")).to_contain_text("Son : room")


def test_a_time_that_is_none_is_told_in_view_on_a_narrow_page(browser: Browser, folder: Path) -> None:
    for width, height in ((390, 844), (900, 700)):
        with (
            annotating(folder, "--coder", "C01") as address,
            opened(browser, address, width=width, height=height) as page,
        ):
            expect(page.locator("#verdict")).to_be_in_viewport(ratio=1)
            page.locator("#go-to-time").fill("soon")
            page.locator("#go-to-time").press("Enter")
            expect(page.locator("#go-to-wrong")).to_contain_text("Ce n'est pas un temps")
            expect(page.locator("#go-to-wrong")).to_be_in_viewport(ratio=1)


def test_that_all_was_looked_at_is_said_by_keyboard(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01", "--blind") as address, opened(browser, address) as page:
        page.locator("#speed").focus()
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.locator("#done").evaluate("(one) => one === document.activeElement"):
                break
        page.keyboard.press("Enter")
        saved(page)
        expect(page.locator("#done-told")).to_have_text("C'est dit : tout est regardé.")
        page.reload()
        page.wait_for_selector("main[aria-busy=false]")
        expect(page.locator("#done-told")).to_contain_text("C'est dit")
    assert read_coding(folder, "C01").done_by == {"engagement"}


def test_on_a_tablet_the_controls_are_whole_and_cover_nothing(browser: Browser, folder: Path) -> None:
    with (
        annotating(folder, "--coder", "C01") as address,
        opened(browser, address, width=768, height=1024) as page,
    ):
        code(page, [(1, "s")])
        picture, words, controls, sound = (
            page.locator(one).bounding_box() for one in (".screens", "#subtitle", ".controls", "#sound")
        )
        assert picture is not None
        assert controls is not None
        assert sound is not None
        assert words is not None
        assert picture["y"] + picture["height"] <= words["y"] + 1
        assert words["y"] + words["height"] <= controls["y"] + 1
        label = page.locator("label", has=page.locator("#sound")).bounding_box()
        assert label is not None
        assert label["x"] + label["width"] <= controls["x"] + controls["width"]
        expect(page.get_by_role("combobox", name="Vitesse")).to_be_visible()
