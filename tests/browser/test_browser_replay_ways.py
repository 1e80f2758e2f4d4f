"""The ways through a session on the replay page: keys, loop, speed, going to a time, links, subtitles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import in_scheme, opened, replaying
from tests.browser.pictures import choose, newest, settled, shown_ns, taken_in
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("ways"), scripted_events(), pieces=(Piece(1.0, 21.0),))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with replaying(folder, "--lang", "fr") as found:
        yield found


def _clock(page: Page) -> float:
    settled(page)
    minutes, seconds = page.locator("#clock").inner_text().split(":")
    return int(minutes) * 60 + float(seconds.replace(",", "."))


def _at(page: Page, seconds: str) -> None:
    page.locator("#go-to-time").fill(seconds)
    page.locator("#go-to-time").press("Enter")
    settled(page)


@pytest.mark.parametrize(
    ("written", "seconds"), [("0:07,61", 7.61), ("12.31", 12.31), ("12,31 s", 12.31), ("0:00:05", 5.0)]
)
def test_a_time_is_gone_to_as_it_is_written(
    browser: Browser, address: str, folder: Path, written: str, seconds: float
) -> None:
    with opened(browser, address) as page:
        _at(page, written)
        assert _clock(page) == seconds
        assert shown_ns(page) == newest(taken_in(folder), round(seconds * 1e9))


@pytest.mark.parametrize("written", ["", "soon", "3:61", "-4", "1:2:3:4"])
def test_what_is_no_time_is_refused_in_its_field(browser: Browser, address: str, written: str) -> None:
    with opened(browser, address) as page:
        before = _clock(page)
        _at(page, written)
        expect(page.locator("#go-to-time")).to_have_attribute("aria-invalid", "true")
        told = page.locator("#go-to-wrong[role=alert]")
        expect(told).to_have_text("Ce n'est pas un temps\u00a0: 3:07,25 ou 187,25.")
        expect(page.locator("#go-to-time")).to_have_attribute("aria-describedby", "go-to-wrong")
        page.locator("#go-to-time").press_sequentially("6")
        expect(told).to_have_text("")
        _at(page, "9999")
        expect(told).to_have_text("La séance finit à 0:42,500.")
        assert _clock(page) == before


def test_keys_jump_by_a_second_and_by_ten_as_in_elan(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        _at(page, "5")
        for key, expected in (
            ("Shift+ArrowRight", 6.0),
            ("l", 7.0),
            ("Shift+L", 17.0),
            ("Shift+J", 7.0),
            ("Shift+ArrowLeft", 6.0),
            ("j", 5.0),
        ):
            page.keyboard.press(key)
            assert _clock(page) == expected


def test_keys_go_from_picture_to_picture_as_in_boris_and_elan(
    browser: Browser, address: str, folder: Path
) -> None:
    taken = taken_in(folder)
    with opened(browser, address) as page:
        _at(page, "5")
        here = taken.index(newest(taken, 5_000_000_000))
        for key, by in (
            ("*", 1),
            ("Control+ArrowRight", 2),
            ("ArrowRight", 3),
            ("/", 2),
            ("Control+ArrowLeft", 1),
        ):
            page.keyboard.press(key)
            settled(page)
            assert shown_ns(page) == taken[here + by]


def test_letters_are_read_by_their_place_on_the_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        _at(page, "5")
        page.evaluate(
            """document.body.dispatchEvent(
                new KeyboardEvent("keydown", {key: "λ", code: "KeyL", bubbles: true}))"""
        )
        assert _clock(page) == 6.0


def test_events_are_gone_through_by_keys_and_the_search_by_enter(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.keyboard.press("r")
        page.keyboard.type("nao dit «")
        page.keyboard.press("Enter")
        expect(page.locator("#selected-text")).to_contain_text("Bonjour")
        page.keyboard.press("Enter")
        expect(page.locator("#selected-text")).to_contain_text("Regarde")
        page.keyboard.press("Shift+Enter")
        expect(page.locator("#selected-text")).to_contain_text("Bonjour")
        page.locator("#search").fill("")
        page.locator("#clock").click()
        page.keyboard.press("n")
        expect(page.locator("#selected-text")).to_contain_text("Nao dit bonjour de la main")
        page.keyboard.press("p")
        expect(page.locator("#selected-text")).to_contain_text("Nao dit «")


@pytest.mark.parametrize("rate", [0.1, 0.35, 2.85, 4])
def test_any_speed_is_played(browser: Browser, address: str, rate: float) -> None:
    with opened(browser, address) as page:
        page.locator("#speed-fine").fill(str(rate))
        assert page.evaluate("document.querySelector('video').playbackRate") == rate
        written = page.locator("#speed").evaluate("list => list.selectedOptions[0].textContent")
        assert written.replace("\u00a0", " ") == f"{rate:g} ×".replace(".", ",")
        page.keyboard.press("Backspace")
        assert page.evaluate("document.querySelector('video').playbackRate") == 1
        page.keyboard.press("f")
        page.keyboard.press("d")
        page.keyboard.press("d")
        assert page.evaluate("document.querySelector('video').playbackRate") == 0.5


def test_a_loop_is_set_by_keys_and_comes_back_to_its_beginning(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        _at(page, "5")
        page.keyboard.press("i")
        expect(page.locator("#loop-range")).to_have_text("Boucle depuis 0:05,000…")
        _at(page, "5.8")
        page.keyboard.press("o")
        expect(page.locator("#loop-range")).to_have_text("0:05,000 – 0:05,800")
        expect(page.locator("#loop")).to_have_attribute("aria-pressed", "true")
        page.evaluate("""() => {
            window.begun = 0;
            const clock = document.querySelector("#clock");
            const seen = () => { if (clock.textContent === "0:05,000") window.begun += 1; };
            new MutationObserver(seen).observe(clock, {childList: true});
        }""")
        page.keyboard.press("Shift+Space")
        page.wait_for_function("() => window.begun >= 3")
        page.keyboard.press("k")
        assert 4.9 <= _clock(page) <= 6.2
        page.keyboard.press("b")
        expect(page.locator("#loop")).to_have_attribute("aria-pressed", "false")


def test_a_sentence_is_looped_by_one_key_and_a_drag_sets_another(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        sentence = next(event for event in scripted_events() if "Bonjour" in event.data.get("text", ""))
        choose(page, sentence.seq)
        page.keyboard.press("b")
        expect(page.locator("#loop-range")).to_have_text("0:03,410 – 0:06,200")
        box = page.locator("#strip").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 60)
        page.keyboard.down("Shift")
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 60, steps=4)
        page.mouse.up()
        page.keyboard.up("Shift")
        expect(page.locator("#loop-range")).to_have_text(re.compile(r"0:10,6\d\d – 0:21,2\d\d"))


def test_what_nao_says_stands_under_the_pictures_while_it_is_said(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        subtitle = page.locator("#subtitle")
        for seconds, expected in (
            ("3.40", ""),
            ("3.41", "Bonjour ‹P07›\u00a0! On va jouer ensemble."),
            ("6.19", "Bonjour ‹P07›\u00a0! On va jouer ensemble."),
            ("6.20", ""),
            ("13.5", "Bravo\u00a0!"),
        ):
            _at(page, seconds)
            assert subtitle.inner_text() == expected
        expect(subtitle).to_have_attribute("lang", "fr")
        page.keyboard.press("s")
        expect(subtitle).to_be_hidden()
        page.keyboard.press("s")
        expect(subtitle).to_be_visible()


def test_links_lead_to_a_moment_an_event_and_a_loop(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        origin = page.url.split("#")[0]
        page.goto(f"{origin}#t=12.31")
        page.reload()
        page.wait_for_selector("main[aria-busy=false]")
        assert _clock(page) == 12.31
        page.goto(f"{origin}#t=0:05,0:06.5")
        expect(page.locator("#loop-range")).to_have_text("0:05,000 – 0:06,500")
        expect(page.locator("#clock")).to_have_text("0:05,000")
        word = next(event for event in scripted_events() if event.kind == "word")
        page.goto(f"{origin}#event={word.seq}")
        expect(page.locator("#selected-text")).to_contain_text("content")
        assert _clock(page) == 13.2


def test_the_link_of_a_moment_and_of_an_event_is_copied(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        origin = page.url.split("#")[0]
        _at(page, "12.31")
        page.keyboard.press("c")
        expect(page.locator("#link-told")).to_have_text("Lien copié")
        assert page.evaluate("navigator.clipboard.readText()") == f"{origin}#t=12.31"
        word = next(event for event in scripted_events() if event.kind == "word")
        choose(page, word.seq)
        page.locator("#copy-link").click()
        page.wait_for_function(
            "async wanted => (await navigator.clipboard.readText()) === wanted",
            arg=f"{origin}#event={word.seq}",
        )


@pytest.mark.parametrize("way", ["l", "Shift+ArrowRight", "click"])
def test_a_jump_while_it_plays_plays_on_from_there(browser: Browser, address: str, way: str) -> None:
    with opened(browser, address) as page:
        _at(page, "5")
        page.keyboard.press("Space")
        expect(page.locator("#clock")).to_contain_text("0:05,")
        box = page.locator("#strip").bounding_box()
        assert box is not None
        if way == "click":
            page.mouse.click(box["x"] + box["width"] * 15 / 42.5, box["y"] + 8)
        else:
            for _ in range(9):  # also where the one before is still on its way
                page.keyboard.press(way)
        expect(page.locator("#clock")).to_have_text(re.compile(r"0:1[6-9],"))
        expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")
        if way == "l":
            page.keyboard.press(way)
            page.keyboard.press("k")
            assert not page.evaluate("document.querySelector('video').paused === false")
            expect(page.locator("#play")).to_have_attribute("aria-label", "Lire")
        word = next(event for event in scripted_events() if event.kind == "word")
        page.keyboard.press("Space")
        page.evaluate(
            f"""() => {{
                document.body.dispatchEvent(new KeyboardEvent("keydown", {{code: "KeyL", bubbles: true}}));
                document.querySelector(".event[data-seq='{word.seq}']").click();
            }}"""
        )
        assert _clock(page) == 13.2
        expect(page.locator("#play")).to_have_attribute("aria-label", "Lire")


@pytest.mark.parametrize(
    ("fragment", "clock", "loop"),
    [
        ("t=0:12,5", "0:12,500", ""),
        ("t=0:12,500", "0:12,500", ""),
        ("t=20,10", "0:20,100", ""),
        ("t=10,20", "0:10,000", "0:10,000 – 0:20,000"),
        ("t=npt:,20", "0:00,000", "0:00,000 – 0:20,000"),
        ("t=40,6000", "0:40,000", "0:40,000 – 0:42,500"),
    ],
)
def test_a_link_is_read_as_media_fragments_and_as_the_clock_are_written(
    browser: Browser, address: str, fragment: str, clock: str, loop: str
) -> None:
    with opened(browser, address) as page:
        page.goto(f"{page.url.split('#')[0]}#{fragment}")
        expect(page.locator("#clock")).to_have_text(clock)
        expect(page.locator("#loop-range")).to_have_text(loop)
        expect(page.locator("#link-told")).to_have_text("")


@pytest.mark.parametrize(
    ("fragment", "told"),
    [
        ("t=9999", "Le lien demande 9999, et la séance finit à 0:42,500."),
        ("t=5000,6000", "Le lien demande 5000,6000, et la séance finit à 0:42,500."),
        ("t=abc", "Le lien demande « abc », qui n'est pas un temps."),
        ("event=99999", "Le lien demande l'événement 99999, que cette séance n'a pas."),
    ],
)
def test_a_link_that_cannot_be_followed_is_told(
    browser: Browser, address: str, fragment: str, told: str
) -> None:
    with opened(browser, address) as page:
        before = page.locator("#clock").inner_text()
        page.goto(f"{page.url.split('#')[0]}#{fragment}")
        said = page.locator("#link-told")
        expect(said).to_have_text(told.replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
        page.reload()
        page.wait_for_selector("main[aria-busy=false]")
        expect(said).to_be_visible()
        assert page.locator("#clock").inner_text() == before
        expect(page.locator("#loop-range")).to_have_text("")


DRAWN = """() => new Promise(told => requestAnimationFrame(() => requestAnimationFrame(
    () => told(document.querySelector("#canvas").toDataURL()))))"""


@pytest.mark.parametrize("way", ["l", "ArrowRight", "g", "Space"])
def test_an_event_is_linked_to_only_while_the_position_is_at_it(
    browser: Browser, address: str, way: str
) -> None:
    with opened(browser, address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        origin = page.url.split("#")[0]
        expect(page.locator("[data-state=working]")).to_have_count(0)
        drawn = page.evaluate(DRAWN)
        word = next(event for event in scripted_events() if event.kind == "word")
        choose(page, word.seq)
        expect(page.locator("#selected")).to_be_visible()
        assert page.url == f"{origin}#event={word.seq}"
        page.wait_for_function(f"async before => await ({DRAWN})() !== before", arg=drawn)
        page.locator("#clock").click()
        if way == "g":
            _at(page, "12.31")
        else:
            page.keyboard.press(way)
            expect(page.locator("#clock")).not_to_have_text("0:13,200")
            page.keyboard.press("k")
        here = _clock(page)
        expect(page.locator("#selected")).to_be_hidden()
        assert page.url == origin
        assert page.evaluate(DRAWN) == drawn
        page.keyboard.press("c")
        expect(page.locator("#link-told")).to_have_text("Lien copié")
        copied = page.evaluate("navigator.clipboard.readText()").removeprefix(f"{origin}#t=")
        assert 0 <= float(copied) - here < 0.0011  # never before the picture that is shown


def test_the_help_lists_the_keys_and_opens_by_one(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.keyboard.press("h")
        expect(page.locator("#keys")).to_have_attribute("open", "")
        keys = page.locator("#keys kbd").all_inner_texts()
        assert {"Espace", "J L", "D F", "I O", "B", "G", "C", "S", "H"} <= set(keys)
        expect(page.locator("#keys")).to_be_in_viewport(ratio=1)  # where she looks, not at the page's foot
        assert page.evaluate("scrollY") == 0
        page.keyboard.press("h")
        expect(page.locator("#keys")).not_to_have_attribute("open", "")
        page.keyboard.press("h")
        expect(page.locator("#keys")).to_have_attribute("open", "")
        page.keyboard.press("Escape")
        expect(page.locator("#keys")).not_to_have_attribute("open", "")


def test_escape_ends_a_search_and_the_keys_are_the_players_again(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        count = page.locator("#count").inner_text()
        page.keyboard.press("r")
        page.keyboard.type("nao dit «")
        expect(page.locator("#count")).not_to_have_text(count)
        page.keyboard.press("Escape")
        expect(page.locator("#count")).to_have_text(count)
        page.keyboard.press("n")
        expect(page.locator("#search")).to_have_value("")
        expect(page.locator("#selected-text")).not_to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, address) as page:
        in_scheme(page, scheme)
        choose(page, 6)
        page.keyboard.press("b")
        page.locator(".rows-choice summary").click()
        page.locator("#keys summary").click()
        found = Axe().run(page)
        assert [
            (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
        ] == []
