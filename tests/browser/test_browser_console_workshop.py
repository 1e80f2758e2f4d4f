"""A whole workshop of two children in Chromium on the simulator: by touch, by keyboard, by a slide clicker.

The presses of every trial are counted: one where a child answers at once, one more for each help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.console_room import (
    PATIENT_MS,
    PROTOCOL,
    Hands,
    Room,
    begun,
    console_room,
    device,
    prepare,
    readable,
    trial_is_open,
    waits_for,
)
from tests.browser.weather import let_strike
from tests.robot.simulated_nao import eventually
from tests.vaults import need_gocryptfs

pytestmark = pytest.mark.browser

MOST_PRESSES_A_TRIAL = 1.5
TURNS = ("V01", "V02", "V01", "V02", "V01", "V02")
HELPED = (2, 5)
"""The trials whose child needs one help."""

Press = Callable[[Hands], None]


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with console_room(tmp_path_factory.mktemp("console"), speed=8.0) as started:
        yield started


@pytest.fixture
def room(console: Room, browser: Browser) -> Iterator[Room]:
    """Give the console; the session that a test leaves is closed."""
    yield console
    console.close_session(browser)


def lead(hands: Hands, yes: Press, not_yet: Press) -> None:
    """Lead the session from its first button to its end."""
    page = hands.page
    expect(page.locator("#yes-label")).to_have_text("On commence", timeout=PATIENT_MS)
    readable(page)
    yes(hands)
    for number, turn in enumerate(TURNS, start=1):
        trial_is_open(page, number, turn)
        before = hands.presses
        if number in HELPED:
            readable(page)
            not_yet(hands)
            expect(page.locator("#helps")).to_have_text("aide verbale")
            trial_is_open(page, number, turn)
        readable(page)
        yes(hands)
        expect(page.locator("#doing")).not_to_have_text(waits_for(turn))
        hands.per_trial.append(hands.presses - before)
    page.wait_for_url("**/after/**", timeout=60_000)


def check_log(room: Room, hands: Hands) -> None:
    trials = [(event.data["judgement"], event.data["child"]) for event in room.events("trial")]
    judgements = ["prompted" if number in HELPED else "correct" for number in range(1, 7)]
    assert trials == list(zip(judgements, TURNS, strict=True))
    assert len(hands.per_trial) == 6
    assert sum(hands.per_trial) / 6 <= MOST_PRESSES_A_TRIAL
    assert [event.data["outcome"] for event in room.events("ended")] == ["completed"]


def test_by_touch_alone(browser: Browser, room: Room) -> None:
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    prepare(hands, room)
    lead(hands, lambda one: one.press("#yes"), lambda one: one.press("#not-yet"))
    check_log(room, hands)
    context.close()


def test_by_keyboard_alone(browser: Browser, room: Room) -> None:
    context, page = device(browser, room, touch=False)
    hands = Hands(page, "keyboard")
    prepare(hands, room)
    lead(hands, lambda one: one.key("KeyO"), lambda one: one.key("KeyN"))
    check_log(room, hands)
    context.close()


def test_by_a_slide_clicker(browser: Browser, room: Room) -> None:
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    prepare(hands, room)
    lead(hands, lambda one: one.key("PageDown"), lambda one: one.key("PageUp"))
    check_log(room, hands)
    context.close()


def test_a_session_without_a_trace_by_touch(browser: Browser, room: Room) -> None:
    need_gocryptfs()
    kept = set((room.folder / "sessions").rglob("*"))
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    page.goto(f"{room.at}/prepare/{PROTOCOL}")
    for code in ("V01", "V02"):
        if not page.locator(f"input[name=participant][value={code}]").count():
            hands.press(f"button[value='add:{code}']")
            page.wait_for_selector(f"input[name=participant][value={code}]", state="attached")
    hands.press("label:has(input[name=traceless])")
    expect(page.locator("#agreement-V01 .told-none")).to_be_visible()
    expect(page.locator("input[name=clap]")).to_be_hidden()
    hands.press("button[value=begin]")
    page.wait_for_url("**/session*")
    hands.press("#yes")
    trial_is_open(page, 1, "V01")
    expect(page.locator("#recording-text")).to_have_text("Sans trace")
    page.reload()
    trial_is_open(page, 1, "V01")
    let_strike(page)
    hands.press("#more")
    hands.press("#more-panel [data-act=close]")
    page.wait_for_url("**/after/without-trace", timeout=60_000)
    expect(page.locator("main")).to_contain_text("Séance sans trace")
    readable(page)
    page.goto(f"{room.at}/")
    expect(page.locator("main")).not_to_contain_text("interrompue")
    assert set((room.folder / "sessions").rglob("*")) == kept
    context.close()


def test_every_way_to_stop_halts_nao_and_none_but_the_screen_lets_it_go_on(
    browser: Browser, room: Room
) -> None:
    _, page, hands = begun(browser, room)
    stopped = page.locator("#trouble")
    for number, stop in enumerate(("#stop", "Escape", "F5"), start=1):
        if stop == "#stop":
            hands.press(stop)
        else:
            hands.key(stop)
        expect(page.locator("#doing")).to_have_text("Nao est arrêté")
        halts = (room.session / "halts.jsonl").read_text(encoding="utf-8")
        assert '"page"' in halts
        for key in ("KeyO", "PageDown", "KeyP", "Enter", "Escape", "F5"):
            page.keyboard.press(key)
        readable(page)
        expect(page.locator("#doing")).to_have_text("Nao est arrêté")
        hands.press("#trouble [data-act=resume]")
        expect(stopped).to_be_hidden()
        trial_is_open(page, number, "V01")
    assert page.url.endswith("/session")


def test_a_child_who_leaves_is_passed_over_and_comes_back(browser: Browser, room: Room) -> None:
    _, page, hands = begun(browser, room)
    hands.press("#children [data-participant=V02]")
    expect(page.locator("#children li.away")).to_contain_text("Rôle 2")
    expect(page.locator("#children li.away")).to_have_css("text-decoration-line", "none")  # nor its button
    expect(page.locator("#children li.away .badge")).to_have_css("text-decoration-line", "line-through")
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 2, "V01")
    expect(page.locator("#where")).to_contain_text("essai 1 sur 1")
    hands.press("#children [data-participant=V02]")
    expect(page.locator("#children li.away")).to_have_count(0)
    left = [event.data["participant"] for event in room.events("left")]
    assert (left, [event.data["participant"] for event in room.events("returned")]) == (["V02"], ["V02"])


def test_what_is_seldom_needed_is_two_presses_away(browser: Browser, room: Room) -> None:
    _, page, hands = begun(browser, room)
    hands.press("#more")
    hands.press("#more-panel [data-act=softer]")
    page.locator("#improvised").fill("On respire ensemble.")
    hands.press("#keep-sentence")
    expect(page.locator(".favourite")).to_have_text("On respire ensemble.")
    hands.press("#improvise [type=submit]")
    expect(page.locator("#sentence")).to_contain_text("On respire ensemble.")
    expect(page.locator("#more-panel")).to_be_hidden()  # it lay over what Nao says
    hands.press("#more")
    page.locator("#journal summary").tap()
    expect(page.locator("#journal-lines li").first).to_be_visible()
    hands.press("[data-close=more]")
    expect(page.locator("#more-panel")).to_be_hidden()
    hands.press("#other")
    hands.press("#other-panel [data-judge=void]")
    expect(page.locator("#other-panel")).to_be_hidden()
    eventually(lambda: room.events("trial"), "the judgement in the log")
    trial_is_open(page, 1, "V01")  # what is not scored is asked again
    assert [event.data["judgement"] for event in room.events("trial")] == ["void"]
    assert [event.data["volume"] for event in room.events("voice")] != []
