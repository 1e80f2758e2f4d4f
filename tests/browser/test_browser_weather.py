"""The session page in every weather: loaded again, gone back, duplicated, frozen, offline, after a crash."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.console_room import (
    PATIENT_MS,
    Hands,
    Room,
    begun,
    console_room,
    device,
    readable,
    trial_is_open,
)
from tests.browser.weather import Weather, server_frozen
from tests.guard.doors import flooded

pytestmark = [pytest.mark.browser, pytest.mark.fair_weather("what happens to the page is the test's own")]


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with console_room(tmp_path_factory.mktemp("weather"), "--no-room", speed=8.0) as started:
        yield started


@pytest.fixture
def room(console: Room, browser: Browser) -> Iterator[Room]:
    yield console
    console.close_session(browser)


@pytest.fixture
def tablet(browser: Browser, room: Room) -> Iterator[Page]:
    """A tablet whose session is in its first trial."""
    context, page, _ = begun(browser, room)
    yield page
    context.close()


TWO_WORDS_LATER = """() => new Promise((resolve) => {
  const source = new EventSource("/session/stream?seat=test&as=watch");
  let words = 0;
  source.addEventListener("over", () => (words += 1) > 2 && resolve(source.close()));
})"""
"""Until the console has said again and again that no session runs: what is known then stands there still."""


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


def test_a_stop_reaches_the_guard_on_the_pages_own_connection_whoever_floods_its_port(
    tablet: Page, room: Room
) -> None:
    tablet.route("**/session/act*", lambda route: route.abort())
    guard = urlsplit(tablet.locator("#session").get_attribute("data-stop-url"))
    assert guard.hostname is not None
    assert guard.port is not None
    with flooded(guard.hostname, guard.port):
        readable(tablet)
        tablet.locator("#stop").tap()
        is_paused(tablet, "Nao est arrêté")
    assert [line.data["why"] for line in room.events("halted")][-1] == "page"


def full(tablet: Page, room: Room) -> list[Page]:
    """Open as many screens beside it, in the same browser, as take all of its six connections to one host."""
    others = [tablet.context.new_page() for _ in range(5)]
    for other in others:
        other.goto(f"{room.at}/watch")
        expect(other.locator("#session:not(.stale) #doing")).not_to_be_empty(timeout=PATIENT_MS)
    return others


def test_a_press_that_waits_for_a_connection_says_so_until_it_has_counted(tablet: Page, room: Room) -> None:
    before = len(presses(room, "mark"))
    others = full(tablet, room)
    tablet.locator("[data-act=mark]").tap()
    news = tablet.locator("#news")
    expect(news).to_have_text("Votre appui n'a pas encore de réponse\u00a0: il n'est peut-être pas parti.")
    assert len(presses(room, "mark")) == before
    others[0].close()
    expect(news).to_have_text("Marqué.")
    assert len(presses(room, "mark")) == before + 1


def test_a_stop_waits_for_no_connection_of_other_tabs(tablet: Page, room: Room) -> None:
    full(tablet, room)
    readable(tablet)
    tablet.locator("#stop").tap()
    is_paused(tablet, "Nao est arrêté")
    assert [line.data["why"] for line in room.events("halted")][-1] == "page"


def test_a_tab_that_nobody_sees_leaves_its_connection_and_knows_the_truth_when_it_is_seen_again(
    tablet: Page, room: Room
) -> None:
    others = full(tablet, room)
    for page in (tablet, *others):  # who leads stays
        Weather(page).hide()
    expect(others[0].locator("#cut-off")).to_be_visible()
    tablet.locator("[data-act=mark]").tap()
    expect(tablet.locator("#news")).to_have_text("Marqué.")
    tablet.locator("#stop").tap()
    is_paused(tablet, "Nao est arrêté")
    Weather(others[0]).show()
    is_paused(others[0], "Nao est arrêté")
    expect(others[0].locator("#cut-off")).to_be_hidden()


def test_a_duplicated_tab_is_another_one_and_does_not_lead(tablet: Page) -> None:
    other = Weather(tablet).duplicate()
    expect(other.locator("#control-line")).to_be_visible(timeout=PATIENT_MS)
    expect(tablet.locator("#control-line")).to_be_hidden()
    other.close()
    tablet.reload()
    expect(tablet.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
    expect(tablet.locator("#control-line")).to_be_hidden()


def test_until_it_hears_the_session_a_page_says_so_and_is_dark_but_for_the_stop(
    tablet: Page, room: Room
) -> None:
    trials = len(room.events("trial"))
    tablet.locator("#more").tap()
    acts = "#pad button:not(#stop), #children button, #more-panel button"
    with Weather(tablet).offline():
        expect(tablet.locator("#cut-off")).to_be_visible()
        expect(tablet.locator("#more-panel")).to_be_hidden()
        assert tablet.locator(f":is({acts}):enabled").count() == 0
        expect(tablet.locator("#stop")).to_be_enabled()
        expect(tablet.locator("#session.stale #doing")).to_have_text("Nao attend la réponse de Rôle 1")
        tablet.keyboard.press("KeyO")  # nothing of it arrives, now or later
        expect(tablet.locator("#news")).to_have_text("Rien n'a été compté\u00a0: la liaison était coupée.")
    expect(tablet.locator("#cut-off")).to_be_hidden(timeout=PATIENT_MS)
    expect(tablet.locator("#pause")).to_be_enabled()
    is_paused(tablet, "Nao attend la réponse de Rôle 1")
    assert len(room.events("trial")) == trials
    readable(tablet)
    tablet.locator("#yes").tap()
    trial_is_open(tablet, 2, "V02")


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


def test_a_killed_server_is_there_again_and_continuer_brings_the_same_step_back(
    tablet: Page, room: Room
) -> None:
    session, entered = room.session, len(room.events("entered"))
    os.kill(room.server, signal.SIGKILL)
    goes_on_after_a_crash(tablet, room)
    assert (room.session, len(room.events("entered"))) == (session, entered)
    resumes(tablet)
    trial_is_open(tablet, 1, "V01")
    readable(tablet)
    tablet.locator("#yes").tap()
    trial_is_open(tablet, 2, "V02")
    assert [event.data["judgement"] for event in room.events("trial")] == ["void", "correct"]


def test_a_stop_of_a_session_that_died_is_told_that_nao_is_stopped_and_sends_nobody_to_its_button(
    tablet: Page, room: Room
) -> None:
    """The guard has stopped Nao by then, and its last word stands in the folder."""
    os.kill(room.server, signal.SIGKILL)
    expect(tablet.locator("#over-nao")).to_contain_text("Nao est arrêté", timeout=PATIENT_MS)
    tablet.evaluate(TWO_WORDS_LATER)
    expect(tablet.locator("#robot")).to_have_text("Nao est arrêté")
    tablet.locator("#stop").tap()
    expect(tablet.locator("#news")).to_contain_text("Nao est arrêté", timeout=PATIENT_MS)
    expect(tablet.locator("#alarms")).to_be_empty()
    tablet.wait_for_function("() => sessionStorage.getItem('stop') === null")
    goes_on_after_a_crash(tablet, room)


def test_a_stop_that_nothing_answered_does_not_vanish_without_a_word(tablet: Page, room: Room) -> None:
    """Half a minute later no more is sent; the page that is loaded then says that nothing had answered."""
    given_up = {"press": "never-came", "madeAt": 0, "session": room.session.name, "resumes": 0}
    tablet.evaluate("(stop) => sessionStorage.setItem('stop', JSON.stringify(stop))", given_up)
    tablet.reload()
    expect(tablet.locator("#news")).to_contain_text(
        "Votre appui sur Arrêter n'avait reçu aucune réponse", timeout=PATIENT_MS
    )
    expect(tablet.locator("#alarms")).to_be_empty()
    tablet.wait_for_function("() => sessionStorage.getItem('stop') === null")


def test_a_page_that_hears_nothing_any_more_says_so_and_comes_back(tablet: Page, room: Room) -> None:
    with server_frozen(room.server):
        expect(tablet.locator("#cut-off")).to_be_visible()
    expect(tablet.locator("#cut-off")).to_be_hidden(timeout=PATIENT_MS)
    is_paused(tablet, "Nao attend la réponse de Rôle 1")


def test_a_page_from_before_a_crash_stops_the_session_that_was_taken_up_again_by_its_new_guard(
    tablet: Page, room: Room, browser: Browser
) -> None:
    context, second = watcher(browser, room)
    os.kill(room.server, signal.SIGKILL)
    goes_on_after_a_crash(tablet, room)
    resumes(tablet)
    is_paused(second, "Nao attend la réponse de Rôle 1")
    with second.expect_response("**/stop") as answer:
        second.locator("#stop").tap()
    assert answer.value.status == 200
    is_paused(tablet, "Nao est arrêté")
    context.close()


def test_a_childs_board_from_before_a_crash_shows_the_question_again_and_its_touch_counts_once(
    tablet: Page, room: Room
) -> None:
    board = Weather(tablet).second_tab(f"{room.at}/board/V01")
    tiles = board.locator("#board[aria-busy=false] .tile")
    expect(tiles).to_have_count(2, timeout=PATIENT_MS)
    os.kill(room.server, signal.SIGKILL)
    goes_on_after_a_crash(tablet, room)
    resumes(tablet)
    is_paused(tablet, "Nao attend la réponse de Rôle 1")
    expect(board.locator("#board")).to_have_attribute("data-paused", "no", timeout=PATIENT_MS)
    expect(tiles).to_have_count(2, timeout=PATIENT_MS)
    board.bring_to_front()
    tiles.filter(has_text="fruit").tap()
    is_paused(tablet, "Nao attend la réponse de Rôle 2")
    assert [line.data["choice"] for line in room.events("board") if line.dir == "in"] == ["fruit"]
    assert [line.data["judgement"] for line in room.events("trial")] == ["void", "correct"]


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


def test_the_session_goes_on_without_a_browser_and_another_one_sees_the_truth(
    browser: Browser, room: Room
) -> None:
    context, _, _ = begun(browser, room)
    before = len(room.events("prompt"))
    context.close()  # the tablet is gone: the child is helped all the same, once its patience is over
    other, page = device(browser, room)
    page.goto(f"{room.at}/session")
    expect(page.locator("#helps")).to_have_text("aide verbale", timeout=PATIENT_MS)
    assert len(room.events("prompt")) == before + 1
    expect(page.locator("#control-line")).to_be_visible()
    Hands(page, "touch").press("#take-over")
    expect(page.locator("#control-line")).to_be_hidden()
    other.close()


def test_two_tablets_press_at_the_same_moment_and_each_trial_is_judged_once(
    browser: Browser, room: Room
) -> None:
    context, page, _ = begun(browser, room)
    second, other = device(browser, room)
    other.goto(f"{room.at}/session?as=second")
    expect(other.locator("#doing")).to_have_text("Nao attend la réponse de Rôle 1")
    for number, turn in enumerate(("V01", "V02", "V01"), start=1):
        for tablet in (page, other):
            trial_is_open(tablet, number, turn)
        readable(page)
        for tablet in (page, other):
            tablet.evaluate("document.getElementById('yes').click()")
    trial_is_open(page, 4, "V02")
    numbers = [(event.data["child"], event.data["number"]) for event in room.events("trial")]
    assert len(numbers) == 3
    second.close()
    context.close()


def goes_on_after_a_crash(tablet: Page, room: Room) -> None:
    """Press the one thing that the page of a session that was cut short offers: the session goes on."""
    expect(tablet.locator("#over-title")).to_have_text(
        "La séance s'est interrompue. Tout ce qui a été enregistré jusque-là est gardé.", timeout=PATIENT_MS
    )
    with tablet.expect_navigation(url="**/session*", timeout=60_000):
        tablet.locator("#go-on .button-main").tap()
    expect(tablet.locator("#doing")).to_have_text("Le programme s'était interrompu")


def watcher(browser: Browser, room: Room) -> tuple[BrowserContext, Page]:
    """Another tablet that watches the session."""
    context, page = device(browser, room)
    page.goto(f"{room.at}/watch")
    expect(page.locator("#doing")).not_to_be_empty(timeout=PATIENT_MS)
    return context, page


def test_a_console_that_is_ended_in_order_closes_its_session_itself_and_nobody_is_said_to_have_pressed(
    tmp_path: Path, browser: Browser
) -> None:
    with console_room(tmp_path, "--no-room", speed=8.0) as ended:
        context, _, _ = begun(browser, ended)
    [close] = [line for line in ended.events("command") if line.data["name"] == "close"]
    assert (close.source, close.data) == ("console", {"name": "close"})
    [outcome] = ended.events("ended")
    assert outcome.data["outcome"] == "stopped"
    context.close()
