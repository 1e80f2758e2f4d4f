"""The session page in every weather: loaded again, gone back, duplicated, frozen, offline, after a crash."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from console_room import PATIENT_MS, Hands, Room, console_room, device, prepare, readable, trial_is_open
from playwright.sync_api import Browser, BrowserContext, Page, expect
from weather import Weather

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with console_room(tmp_path_factory.mktemp("weather"), speed=8.0) as started:
        yield started


@pytest.fixture
def room(console: Room, browser: Browser) -> Iterator[Room]:
    yield console
    console.close_session(browser)


@pytest.fixture
def tablet(browser: Browser, room: Room) -> Iterator[Page]:
    """A tablet whose session is in its first trial."""
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    prepare(hands, room)
    expect(page.locator("#yes-label")).to_have_text("On commence", timeout=PATIENT_MS)
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 1, "V01")
    yield page
    context.close()


def presses(room: Room, name: str) -> list[str]:
    """The names of the presses of a command that the log holds, as inputs or as marks."""
    lines = [*room.events("command"), *room.events("mark")]
    return [line.data["press"] for line in lines if line.data.get("name", "mark") == name]


def is_paused(page: Page, why: str) -> None:
    expect(page.locator("#doing")).to_have_text(why, timeout=PATIENT_MS)


def resumes(page: Page) -> None:
    """Press *Reprendre*, once a person can have read that Nao is stopped."""
    readable(page)
    page.locator("#trouble [data-act=resume]").tap()
    expect(page.locator("#trouble")).to_be_hidden(timeout=PATIENT_MS)


@pytest.mark.parametrize("weather", ["reload", "back_and_forward"])
def test_every_press_counts_after_the_page_was_loaded_again(tablet: Page, room: Room, weather: str) -> None:
    """A page whose seat outlives it, and its counter not, is deaf for as many presses as there have been."""
    for number in range(1, 9):
        tablet.locator("[data-act=mark]").tap()
        expect(tablet.locator("#news")).to_have_text("Marqué.")
        if number % 4 == 0:
            getattr(Weather(tablet), weather)()
            expect(tablet.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
    tablet.locator("[data-act=mark]").tap()
    expect(tablet.locator("#news")).to_have_text("Marqué.")
    readable(tablet)
    tablet.locator("#yes").tap()
    trial_is_open(tablet, 2, "V02")
    assert len(set(presses(room, "mark"))) == 9


def test_a_stop_stops_after_the_page_was_loaded_again(tablet: Page, room: Room) -> None:
    tablet.locator("#stop").tap()
    is_paused(tablet, "Nao est arrêté")
    resumes(tablet)
    tablet.reload()
    expect(tablet.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
    tablet.locator("#stop").tap()
    is_paused(tablet, "Nao est arrêté")
    assert len(set(presses(room, "stop"))) == 2


def test_a_duplicated_tab_is_another_one_and_does_not_lead(tablet: Page) -> None:
    other = Weather(tablet).duplicate()
    expect(other.locator("#control-line")).to_be_visible(timeout=PATIENT_MS)
    expect(tablet.locator("#control-line")).to_be_hidden()
    other.close()
    tablet.reload()
    expect(tablet.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
    expect(tablet.locator("#control-line")).to_be_hidden()


def test_until_it_hears_the_session_a_page_says_so_and_is_dark_but_for_the_stop(tablet: Page) -> None:
    tablet.locator("#more").tap()
    acts = "#pad button:not(#stop), #children button, #more-panel button"
    with Weather(tablet).offline():
        expect(tablet.locator("#cut-off")).to_be_visible()
        expect(tablet.locator("#more-panel")).to_be_hidden()
        assert tablet.locator(f":is({acts}):enabled").count() == 0
        expect(tablet.locator("#stop")).to_be_enabled()
        tablet.keyboard.press("KeyP")
        expect(tablet.locator("#news")).to_have_text("Rien n'a été compté\u00a0: la liaison était coupée.")
    expect(tablet.locator("#cut-off")).to_be_hidden(timeout=PATIENT_MS)
    expect(tablet.locator("#pause")).to_be_enabled()
    is_paused(tablet, "Nao attend la réponse de V01")


@pytest.mark.parametrize("key", ["", "Escape", "F5"])
def test_a_stop_that_was_pressed_offline_stops_once_the_link_is_back(
    tablet: Page, room: Room, key: str
) -> None:
    with Weather(tablet).offline():
        expect(tablet.locator("#cut-off")).to_be_visible()
        if key:
            tablet.keyboard.press(key)
        else:
            tablet.locator("#stop").tap()
        expect(tablet.locator("#alarms")).to_contain_text(
            "L'arrêt de secours n'a pas répondu", timeout=PATIENT_MS
        )
    is_paused(tablet, "Nao est arrêté")
    expect(tablet.locator("#alarms")).to_be_empty()
    assert "page" in [line.data["why"] for line in room.events("halted")] or presses(room, "stop")


def test_a_stop_is_repeated_by_the_page_that_is_loaded_in_between(tablet: Page, room: Room) -> None:
    """Neither the guard nor the session answers until the page has been loaded again."""
    tablet.route("**/stop", lambda route: route.abort())
    tablet.route("**/session/act*", lambda route: route.abort())
    tablet.locator("#stop").tap()
    tablet.wait_for_function("() => sessionStorage.getItem('stop') !== null")
    tablet.reload()
    tablet.unroute("**/stop")
    tablet.unroute("**/session/act*")
    is_paused(tablet, "Nao est arrêté")
    tablet.wait_for_function("() => sessionStorage.getItem('stop') === null")


def test_a_stop_that_comes_after_a_resume_which_its_page_had_not_seen_stops_nothing_and_says_so(
    tablet: Page, room: Room, browser: Browser
) -> None:
    context, second = watcher(browser, room)
    with Weather(second).offline():
        expect(second.locator("#cut-off")).to_be_visible()
        second.locator("#stop").tap()
        tablet.locator("#stop").tap()
        is_paused(tablet, "Nao est arrêté")
        resumes(tablet)
    expect(second.locator("#news")).to_contain_text(
        "Cet arrêt est arrivé après une reprise", timeout=PATIENT_MS
    )
    assert tablet.locator("#trouble").is_hidden()
    second.locator("#stop").tap()
    is_paused(tablet, "Nao est arrêté")
    context.close()


def test_a_page_that_was_frozen_shows_the_truth_when_it_thaws(
    tablet: Page, room: Room, browser: Browser
) -> None:
    context, second = watcher(browser, room)
    with Weather(tablet).frozen():
        second.locator("#stop").tap()
        is_paused(second, "Nao est arrêté")
    is_paused(tablet, "Nao est arrêté")
    resumes(tablet)
    context.close()


def test_a_page_from_before_a_crash_stops_the_session_that_was_taken_up_again_by_its_new_guard(
    tablet: Page, room: Room, browser: Browser
) -> None:
    context, second = watcher(browser, room)
    os.kill(room.server, signal.SIGKILL)
    expect(tablet.locator("#over")).to_be_visible(timeout=PATIENT_MS)
    tablet.locator("#to-end").tap()
    tablet.wait_for_url(room.at + "/")
    tablet.locator(f"form[action='/sessions/{room.session.name}/continue'] button").tap()
    tablet.wait_for_url("**/session*", timeout=60_000)
    resumes(tablet)
    is_paused(second, "Nao attend la réponse de V01")
    with second.expect_response("**/stop") as answer:
        second.locator("#stop").tap()
    assert answer.value.status == 200
    is_paused(tablet, "Nao est arrêté")
    context.close()


def test_a_press_whose_answer_was_lost_is_told_or_has_counted(tablet: Page, room: Room) -> None:
    tablet.route("**/session/act*", lambda route: route.abort(), times=1)  # it never comes
    tablet.locator("[data-act=mark]").tap()
    expect(tablet.locator("#news")).to_have_text("Rien n'a été compté\u00a0: la liaison était coupée.")
    assert presses(room, "mark") == []
    tablet.evaluate("document.getElementById('news').textContent = ''")
    tablet.route(
        "**/session/act*", lambda route: (route.fetch(), route.abort()), times=1
    )  # its answer does not
    tablet.locator("[data-act=mark]").tap()
    tablet.wait_for_function("() => sessionStorage.getItem('unanswered') === '[]'")
    expect(tablet.locator("#news")).to_be_empty()
    assert len(presses(room, "mark")) == 1


def watcher(browser: Browser, room: Room) -> tuple[BrowserContext, Page]:
    """Another tablet that watches the session."""
    context, page = device(browser, room)
    page.goto(f"{room.at}/watch")
    expect(page.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
    return context, page
