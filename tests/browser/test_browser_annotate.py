"""A whole coding by keyboard in a real Chromium: two coders blind to each other, kappa, consensus."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nao_sessions.record.additions.annotations import CONSENSUS, read_coding
from tests.browser.chromium import intercept, opened
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser

PROGRAM = [sys.executable, "-c", "from nao_sessions.cli.main import main; main()"]
SECOND_NS = 1_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 20.0),))


@contextmanager
def annotating(folder: Path, *options: str, end: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """Run ``nao-sessions annotate`` and give its address; it is ended by a signal."""
    process = subprocess.Popen(
        [*PROGRAM, "annotate", str(folder), "--no-browser", "--lang", "fr", *options],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(end)
            process.wait(timeout=10)


def saved(page: Page) -> None:
    """Wait until all that was pressed is written."""
    expect(page.locator("#saved")).to_have_text("Tout est enregistré.")


def go(page: Page, seconds: int) -> None:
    """Go on by whole seconds, and wait for the picture."""
    for _ in range(abs(seconds)):
        page.keyboard.press("l" if seconds > 0 else "j")
    expect(page.locator("#player")).to_have_attribute("aria-busy", "false")


def code(page: Page, presses: list[tuple[int, str]]) -> None:
    """Code by keyboard alone: seconds to go on, then the keys to press there."""
    for seconds, keys in presses:
        go(page, seconds)
        for key in keys:
            page.keyboard.press(key)
        saved(page)


def behaviours(folder: Path, coder: str) -> list[str]:
    return [one.behaviour for one in read_coding(folder, coder).annotations]


def test_two_coders_code_by_keyboard_blind_to_each_other(browser: Browser, folder: Path) -> None:
    # N and A exclude each other, G asks for a degree, S is a point; the second coder is late once
    first = [(1, "n"), (2, "s"), (2, "a"), (1, "g2"), (3, "a"), (1, "g"), (1, "i" + "e")]
    second = [(1, "n"), (2, "s"), (3, "a"), (0, "g2"), (3, "a"), (1, "g"), (1, "d")]
    for coder, presses in (("C01", first), ("C02", second)):
        options = ("--coder", coder, "--blind")
        with annotating(folder, *options) as address, opened(browser, address) as page:
            expect(page.locator(".coder-blind")).to_contain_text("À l'aveugle")
            expect(page.locator("#annotations li")).to_have_count(0)
            code(page, presses)
            expect(page.locator("#annotations li")).to_have_count(len(behaviours(folder, coder)))
    assert behaviours(folder, "C01") == ["looks_nao", "smiles", "looks_adult", "engaged", "initiates"]
    assert behaviours(folder, "C02") == ["looks_nao", "smiles", "looks_adult", "engaged", "turns_away"]
    said = subprocess.run(
        [*PROGRAM, "agree", str(folder), "--json"], capture_output=True, text=True, check=True
    )
    found = json.loads(said.stdout)
    # what the page played, stepped through second by second, is known of both without their saying so
    assert [one["known_by"] for one in found["observation"]["coders"].values()] == [{"page": 1}] * 2
    assert found["observation"]["observed_s"] == pytest.approx(11.0, abs=0.2)
    gaze, engaged = found["comparisons"][:2]
    assert (gaze["stream"], engaged["percentage"], engaged["kappa"]) == ("regard", 1.0, 1.0)
    assert 0.6 < gaze["kappa"] < 1.0

    with annotating(folder, "--compare", "C01,C02") as address, opened(browser, address) as page:
        differing = page.locator(".pair")
        count = differing.count()
        assert count > 0
        for number in range(count):
            differing.nth(number).locator(".pair-take").first.press("Enter")
            expect(page.locator(".pair-take[aria-pressed=true]")).to_have_count(number + 1)
            expect(differing.nth(number).locator(".pair-take").first).to_be_focused()
        expect(page.locator("#agreed")).to_contain_text("désaccords à trancher : 0")
        page.keyboard.press("z")
        expect(page.locator("#agreed")).to_contain_text("désaccords à trancher : 1")
        page.keyboard.press("y")
        expect(page.locator("#agreed")).to_contain_text("désaccords à trancher : 0")
        # pressed again a choice stays; what opens it again is a button of its own
        differing.nth(count - 1).locator(".pair-take[aria-pressed=true]").press("Enter")
        differing.nth(count - 1).locator(".pair-take[aria-pressed=true]").click()
        expect(page.locator("#saved")).not_to_have_attribute("data-kind", "saving")
        expect(page.locator("#agreed")).to_contain_text("désaccords à trancher : 0")
        differing.nth(count - 1).locator(".pair-reopen").click()
        expect(page.locator("#agreed")).to_contain_text("désaccords à trancher : 1")
        expect(page.locator(".pair-look").first).to_contain_text("C01\u00a0: ")
    assert read_coding(folder, CONSENSUS).sittings[0]["made_of"] == ["C01", "C02"]


def test_what_was_pressed_outlives_a_kill_of_browser_and_program(browser: Browser, folder: Path) -> None:
    with (
        annotating(folder, "--coder", "C01", end=signal.SIGKILL) as address,
        opened(browser, address) as page,
    ):
        code(page, [(1, "n"), (2, "s")])
    assert behaviours(folder, "C01") == ["looks_nao", "smiles"]
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        expect(page.locator("#annotations li")).to_have_count(2)
        nao = page.locator(".behaviour[data-code=looks_nao]")
        expect(nao).to_have_attribute("aria-pressed", "true")
        expect(nao).to_contain_text("sans fin")
        go(page, 9)
        expect(nao).to_contain_text("en cours")
        code(page, [(0, "n")])
    assert not read_coding(folder, "C01").annotations[0].open


def test_a_state_that_is_put_before_another_ends_where_its_key_says(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        adult = page.locator(".behaviour[data-code=looks_adult]")
        code(page, [(6, "n"), (4, "n"), (-7, "a")])
        expect(adult).to_have_attribute("aria-pressed", "true")
        go(page, 4)
        expect(adult).to_have_attribute("aria-pressed", "false")
        code(page, [(-2, "a")])
        expect(adult).to_have_attribute("aria-pressed", "false")
    adult_looks, nao = read_coding(folder, "C01").annotations
    assert [one.stop_ns - one.start_ns for one in (adult_looks, nao) if one.stop_ns] == pytest.approx(
        [2 * SECOND_NS, 4 * SECOND_NS], abs=SECOND_NS // 10
    )


def test_enter_takes_the_value_of_a_modifier_that_has_the_focus(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        page.keyboard.press("g")
        page.locator("#modifier-values button").nth(1).focus()
        page.keyboard.press("Enter")
        expect(page.locator("#annotations li")).to_contain_text("net")
        saved(page)
    assert read_coding(folder, "C01").annotations[0].modifiers == {"strength": "clear"}


def test_a_key_that_ends_a_state_asks_nothing_while_its_beginning_is_asked_about(
    browser: Browser, folder: Path
) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        page.keyboard.press("g")
        expect(page.locator("#modifier")).to_be_visible()
        go(page, 1)
        page.keyboard.press("g")
        expect(page.locator("#modifier")).to_be_hidden()
        saved(page)
        expect(page.locator("#annotations li")).to_have_count(1)
        code(page, [(2, "g2"), (2, "g"), (-3, "g")])  # the last begins one before that, and asks
        expect(page.locator("#modifier")).to_be_visible()
        go(page, 6)
        page.keyboard.press("g")  # beyond both, so that another begins
        expect(page.locator("#modifier")).to_be_visible()
        page.keyboard.press("1")
        saved(page)
    found = read_coding(folder, "C01").annotations
    ends = [(one.stop_ns - one.start_ns) / SECOND_NS for one in found if one.stop_ns is not None]
    assert ends == pytest.approx([1, 1, 2], abs=0.1)
    assert [one.modifiers.get("strength") for one in found] == [None, None, "clear", "weak"]


def test_what_was_touched_with_the_mouse_keeps_no_key(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        slider, play = page.locator("#speed-fine"), page.locator("#play")
        slider.click()
        code(page, [(1, "s")])
        assert behaviours(folder, "C01") == ["smiles"]
        rate = slider.input_value()
        page.keyboard.press("ArrowLeft")
        assert slider.input_value() < rate
        page.locator(".behaviour[data-code=turns_away]").click()
        page.locator("#begin-here").click()
        page.locator("#sound").click()
        for told in ("Pause", "Lire"):
            page.keyboard.press("Space")
            expect(play).to_have_attribute("aria-label", told)
        assert not page.locator("#sound").is_checked()
        speed = page.locator("#speed")
        speed.dispatch_event("pointerdown")
        speed.focus()
        page.keyboard.press("s")
        speed.dispatch_event("pointerdown")
        speed.select_option("2")
        expect(speed).not_to_be_focused()
        saved(page)
        assert sorted(behaviours(folder, "C01")) == ["smiles", "smiles", "turns_away"]
        page.locator("#sound").focus()
        page.keyboard.press("Space")  # what was reached with the keyboard keeps its own
        expect(page.locator("#sound")).to_be_checked()


def test_a_question_is_in_view_and_no_key_is_lost_in_it(browser: Browser, folder: Path) -> None:
    with (
        annotating(folder, "--coder", "C01") as address,
        opened(browser, address, width=683, height=400) as page,
    ):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.keyboard.press("g")
        expect(page.locator("#modifier")).to_be_in_viewport(ratio=1)
        code(page, [(1, "s")])
        expect(page.locator("#modifier")).to_be_hidden()
        assert behaviours(folder, "C01") == ["engaged", "smiles"]
        page.keyboard.press("i")
        page.keyboard.press("z")  # takes the question back, and nothing before it
        expect(page.locator("#modifier")).to_be_hidden()
        code(page, [(1, "d")])
    assert behaviours(folder, "C01") == ["engaged", "smiles", "turns_away"]


def test_an_annotation_is_edited_by_keyboard_to_the_frame(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        code(page, [(2, "n"), (3, "n")])
        page.locator(".coder-line").first.press("Enter")
        expect(page.locator("#chosen")).to_be_visible()
        before = read_coding(folder, "C01").annotations[0]
        page.keyboard.press("Shift+PageDown")
        saved(page)
        expect(page.locator("#player")).to_have_attribute("aria-busy", "false")
        later = read_coding(folder, "C01").annotations[0]
        assert 0 < later.start_ns - before.start_ns < SECOND_NS // 10
        go(page, 1)
        page.keyboard.press("[")
        saved(page)
        assert read_coding(folder, "C01").annotations[0].start_ns > later.start_ns
        for _ in range(2):
            page.keyboard.press("Control+z")
        saved(page)
        assert read_coding(folder, "C01").annotations[0] == before
        page.keyboard.press("y")
        saved(page)
        assert read_coding(folder, "C01").annotations[0] == later
        page.keyboard.press("Delete")
        saved(page)
        expect(page.locator("#annotations li")).to_have_count(0)
        page.keyboard.press("<")
        assert page.locator("#speed").input_value() == "0.5"
        told = page.locator("#clock").inner_text()
        page.keyboard.press("Shift+ArrowRight")  # a second, as on the replay page
        expect(page.locator("#clock")).to_have_text(told.replace(told[3], str(int(told[3]) + 1), 1))


def test_an_act_that_is_not_written_is_told_and_waits(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, opened(browser, address) as page:
        intercept(page, "**/act", lambda route: route.fulfill(status=200, body="cut off"))
        page.keyboard.press("s")
        expect(page.locator("#saved")).to_contain_text("Actes en attente")
        page.unroute("**/act")
        page.locator("#try-again").click()
        saved(page)
        assert behaviours(folder, "C01") == ["smiles"]


def test_a_disk_that_takes_nothing_is_told_as_what_it_is(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("main[aria-busy=false]")
        intercept(page, "**/act", lambda route: route.fulfill(status=507, json={"error": "disk"}))
        page.keyboard.press("s")
        expect(page.locator("#saved")).to_contain_text("le disque n'accepte rien")
        page.unroute("**/act")
        page.locator("#try-again").click()
        saved(page)
    assert behaviours(folder, "C01") == ["smiles"]
