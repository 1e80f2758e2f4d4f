"""The pages before a session in a real Chromium: by touch, by keyboard alone, and on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from nao_sessions.console.people import read_people, write_people
from nao_sessions.console.prepare.prepared import Prepared
from nao_sessions.console.prepare.routes import remember
from nao_sessions.live.preflight import CheckLine
from nao_sessions.text.messages import Localized
from tests.browser.console_served import Served, served
from tests.browser.weather import let_strike
from tests.console.console_house import house_in, put_people, put_protocol, put_session
from tests.console.stub_launcher import StubLauncher

pytestmark = pytest.mark.browser

WELL = CheckLine("robot", "well", Localized(fr="Nao est réveillé.", en="Nao is awake."))
FULL = CheckLine(
    "disk",
    "refused",
    Localized(fr="La séance ne tient pas.", en="The session does not fit."),
    Localized(fr="Libérez de la place.", en="Make room."),
    "R130",
)
SMALLEST_TARGET_PX = 44
PAGES = ("/", "/people", "/agreements", "/prepare/tour-de-role", "/discover")

SMALL_TARGETS = """
(smallest) => [...document.querySelectorAll('button, select, input:not([type=hidden]), summary, .doors a')]
  .map(element => element.closest('label') ?? element)
  .filter(element => element.checkVisibility() && !element.classList.contains('visually-hidden'))
  .map(element => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
  .filter(([, box]) => box.height < smallest - 0.5 || box.width < smallest - 0.5)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)
"""
NAMELESS = """
() => [...document.querySelectorAll('button, a, select, input:not([type=hidden])')]
  .filter(element => element.checkVisibility() && !element.closest('[aria-hidden=true]'))
  .filter(element => !(element.ariaLabel || element.textContent.trim()
    || [...(element.labels ?? [])].some(label => label.textContent.trim())))
  .map(element => element.outerHTML.slice(0, 80))
"""
REACHED = """
() => [...new Set([...document.querySelectorAll('button, input:not([type=hidden]), summary, a[href]')]
  .filter(element => element.checkVisibility() && !element.closest('[inert]'))
  .map(element => element.closest('.asked')?.id ?? element.outerHTML.slice(0, 80)))]
"""
OVERFLOW_PX = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Served]:
    config = house_in(tmp_path)
    put_protocol(config, "tour-de-role")
    put_people(config, 3)
    put_session(config, "fresh", "2026-11-24T140312Z_demo_k3f9")
    put_session(config, "fresh", "2026-11-26T090000Z_demo_op3n", state="open")
    with served(config, StubLauncher(config.sessions, (WELL,))) as answering:
        yield answering


@pytest.fixture
def rehearsing(tmp_path: Path) -> Iterator[Served]:
    config = house_in(tmp_path, rehearsal=True)
    with served(config, StubLauncher(config.sessions, (WELL,))) as answering:
        yield answering


@contextmanager
def _entered(browser: Browser, console: Served, *, width: int = 1024, touch: bool = True) -> Iterator[Page]:
    """Enter the console; a script's error or a refused request of its pages fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": 768}, has_touch=touch, reduced_motion="reduce"
    )
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            errors.append(f"{message.text} {message.location}")
            if message.type == "error" and "net::ERR" not in message.text  # the link that the weather cuts
            else None
        ),
    )
    try:
        page.goto(console.address)
        expect(page.locator("main")).to_be_visible()
        page.wait_for_url(console.at + "/")
        let_strike(page)
        yield page
    finally:
        context.close()
    assert errors == [], errors


def test_a_group_session_is_prepared_and_begun_by_touch_alone(browser: Browser, console: Served) -> None:
    with _entered(browser, console) as page:
        page.get_by_role("link", name="Le train, chacun son tour", exact=True).tap()
        for _ in range(3):
            page.locator(".other").first.tap()
        expect(page.locator(".seat")).to_have_count(3)
        last = page.locator(".seat").nth(2).locator("strong").inner_text()
        page.get_by_role("button", name=f"Plus tôt : {last}").tap()
        expect(page.locator(".seat").nth(1).locator("strong")).to_have_text(last)
        asked = page.locator(".asked")
        asked.nth(0).get_by_role("radio", name="Oui", exact=True).tap()
        asked.nth(1).get_by_role("radio", name="Oui", exact=True).tap()
        asked.nth(2).get_by_role("radio", name="Je ne sais pas").tap()
        expect(page.locator("#remaining")).to_contain_text("n'a pas dit oui")
        asked.nth(2).get_by_role("radio", name="Pas aujourd'hui").tap()
        expect(page.locator("#remaining")).to_have_text("Tout est prêt.")
        page.get_by_role("button", name="Commencer", exact=True).tap()
        page.wait_for_url(console.at + "/session*")
        (wanted,) = console.launcher.asked
        assert len(wanted.participants) == 2
        assert wanted.participants[1] == last
        assert sorted(wanted.agreements.values()) == ["unsure", "yes", "yes"]


def test_a_usual_group_is_ready_in_two_taps_and_a_yes_of_each_child(
    browser: Browser, console: Served, tmp_path: Path
) -> None:
    codes = tuple(person.code for person in read_people(tmp_path / "keep").everybody)[:2]
    remember(tmp_path / "keep", "tour-de-role", Prepared(codes))
    with _entered(browser, console) as page:
        taps = 0
        for tap in (
            page.get_by_role("link", name="Le train, chacun son tour", exact=True),
            page.locator(".asked").nth(0).get_by_role("radio", name="Oui", exact=True),
            page.locator(".asked").nth(1).get_by_role("radio", name="Oui", exact=True),
            page.get_by_role("button", name="Commencer", exact=True),
        ):
            tap.tap()
            taps += 1
        page.wait_for_url(console.at + "/session*")
        (wanted,) = console.launcher.asked
        assert (wanted.participants, wanted.agreements) == (codes, dict.fromkeys(codes, "yes"))
        assert taps - len(codes) <= 3


def test_a_childs_no_on_one_page_is_shown_on_every_other_one(
    browser: Browser, console: Served, tmp_path: Path
) -> None:
    with _entered(browser, console) as one, _entered(browser, console) as two:
        codes = [person.code for person in read_people(tmp_path / "keep").everybody[:2]]
        one.goto(f"{console.at}/prepare/tour-de-role")
        for code in codes:
            one.locator(f"button[value='add:{code}']").tap()
            one.locator(f"#agreement-{code} .answer-yes").tap()
            expect(one.locator("[name=edition]")).not_to_have_value("0")
        two.goto(f"{console.at}/prepare/tour-de-role")
        expect(two.locator(f"#agreement-{codes[0]} [value=yes]")).to_be_checked()
        one.locator(f"#agreement-{codes[0]} .answer-no").tap()
        expect(two.locator(f"#agreement-{codes[0]} [value=no]")).to_be_checked(timeout=20_000)
        expect(one.locator(f"#agreement-{codes[0]} [value=no]")).to_be_checked()


def test_where_only_sound_is_recorded_a_child_may_say_without_my_voice(
    browser: Browser, console: Served, tmp_path: Path
) -> None:
    console.launcher.would_record = frozenset({"microphone:table"})
    (code,) = [person.code for person in read_people(tmp_path / "keep").everybody[:1]]
    with _entered(browser, console) as page:
        page.goto(f"{console.at}/prepare/tour-de-role")
        page.locator(f"button[value='add:{code}']").tap()
        answer = page.locator(f"#agreement-{code} .answer-unfilmed")
        expect(answer.get_by_text("Oui, mais sans ma voix")).to_be_visible()
        expect(answer.get_by_text("Oui, mais sans film")).to_be_hidden()
        console.launcher.would_record = frozenset({"microphone:table", "camera:room"})
        page.locator("#field-tours").fill("3")  # it is asked anew
        expect(answer.get_by_text("Oui, mais sans film")).to_be_visible()


def test_no_clap_is_offered_where_nothing_is_recorded(browser: Browser, console: Served) -> None:
    with _entered(browser, console) as page:
        page.goto(console.at + "/prepare/tour-de-role")
        clap, told = page.locator("[name=clap]"), page.get_by_text("Nao ne donne donc pas de clap")
        clap.check()
        expect(told).to_be_hidden()
        page.locator("[name=unrecorded]").check()
        expect(clap).to_be_hidden()
        expect(told).to_be_visible()
        page.locator("[name=unrecorded]").uncheck()
        expect(clap).to_be_checked()


def test_a_session_is_prepared_and_begun_by_keyboard_alone(browser: Browser, console: Served) -> None:
    with _entered(browser, console, touch=False) as page:
        _press_until(page, "Tab", "document.activeElement.getAttribute('href') === '/prepare/tour-de-role'")
        page.keyboard.press("Enter")
        page.wait_for_url("**/prepare/tour-de-role")
        for count in (1, 2):
            _press_until(page, "Tab", "document.activeElement.matches('.other')")
            page.keyboard.press("Enter")
            expect(page.locator(".seat")).to_have_count(count)
        for number in (0, 1):
            first_answer = f"document.querySelectorAll('.asked')[{number}].querySelector('.answer input')"
            _press_until(page, "Tab", f"document.activeElement === {first_answer}")
            page.keyboard.press("Space")
        expect(page.locator("#remaining")).to_have_text("Tout est prêt.")
        _press_until(page, "Tab", "document.activeElement.value === 'begin'")
        page.keyboard.press("Enter")
        page.wait_for_url(console.at + "/session*")
        assert list(console.launcher.asked[0].agreements.values()) == ["yes", "yes"]


def test_a_line_that_turns_red_is_shown_and_can_be_overridden(browser: Browser, console: Served) -> None:
    with _entered(browser, console) as page:
        page.goto(console.at + "/prepare/tour-de-role")
        expect(page.locator(".line-well")).to_have_text("Bien. Nao est réveillé.")
        console.launcher.lines = (FULL,)
        page.locator("#field-tours").fill("3")
        expect(page.locator(".line-refused")).to_contain_text("Libérez de la place.")
        page.get_by_label("Commencer quand même").check()
        expect(page.locator("#remaining")).not_to_contain_text("La séance ne tient pas.")
        page.reload()
        expect(page.get_by_label("Commencer quand même")).to_be_checked()
        expect(page.locator("#field-tours")).to_have_value("3")


def test_a_child_sees_its_question_alone_until_the_adult_ends_it(browser: Browser, console: Served) -> None:
    with _entered(browser, console) as page:
        page.goto(console.at + "/prepare/tour-de-role")
        for at in range(2):
            page.locator(".other").first.tap()
            expect(page.locator(".asked")).to_have_count(at + 1)
        first, second = page.locator(".asked").all()
        first.get_by_role("button", name="La question seule").tap()
        assert page.evaluate(REACHED) == [
            first.get_attribute("id")
        ]  # nothing else can be pressed, or is seen
        assert first.bounding_box() == {"x": 0, "y": 0, "width": 1024, "height": 768}
        expect(first.locator(".no-answer")).to_be_hidden()
        for answer in first.locator(".answer").all():
            expect(answer).to_be_in_viewport(ratio=1)
        first.locator(".answer-yes").tap()
        expect(first.locator(".answer-yes input")).to_be_checked()
        page.keyboard.press("Escape")
        assert second.get_attribute("id") in page.evaluate(REACHED)
        first.get_by_role("button", name="La question seule").press("Enter")
        first.get_by_role("button", name="Retour à la page").tap()
        expect(first.get_by_role("button", name="La question seule")).to_be_focused()
        expect(first.locator(".answer-yes input")).to_be_checked()


def test_a_child_reads_what_will_record_it_and_is_asked_again_where_that_grows(
    browser: Browser, console: Served
) -> None:
    with _entered(browser, console) as page:
        page.goto(console.at + "/prepare/tour-de-role")
        page.locator(".other").first.click()
        page.wait_for_selector(".asked")
        told = page.locator(".asked .question")
        log = "L'ordinateur note à quoi tu joues et ce que tu réponds."
        asked = "Tu veux jouer avec Nao ?"
        expect(told).to_have_text(
            f"{asked} Tu seras filmé. Ta voix sera enregistrée. {log}", use_inner_text=True
        )
        console.launcher.would_record = frozenset()  # somebody has not answered yet
        expect(told).to_have_text(
            f"{asked} Tu ne seras pas filmé. {log}", timeout=15_000, use_inner_text=True
        )
        expect(page.locator(".answer-unfilmed")).to_be_hidden()
        page.locator(".answer-yes").click()
        expect(page.locator("[data-ask-again]")).to_be_hidden()
        console.launcher.would_record = frozenset({"camera:room"})
        expect(told).to_have_text(f"{asked} Tu seras filmé. {log}", timeout=15_000, use_inner_text=True)
        expect(page.locator("[data-ask-again]")).to_be_visible()
        expect(page.locator(".answer-yes input")).not_to_be_checked()
        page.locator(".answer-yes").click()
        expect(page.locator("[data-ask-again]")).to_be_hidden()
        page.get_by_label("Sans trace").check()
        without = f"{asked} Tu ne seras pas filmé. Rien n'est gardé."
        expect(told).to_have_text(without, use_inner_text=True)
        expect(page.get_by_role("button", name="Montrer ce qu'elles voient")).to_be_hidden()
        expect(page.locator("#adults")).to_be_hidden()
        expect(page.locator(".answer-yes input")).to_be_checked()


@pytest.mark.fair_weather("the cut is the test's own")
def test_a_page_that_is_cut_off_says_so_and_comes_back_with_all_that_was_typed(
    browser: Browser, console: Served
) -> None:
    context = browser.new_context(viewport={"width": 1024, "height": 768})
    page = context.new_page()
    try:
        page.goto(console.address)
        page.wait_for_url(console.at + "/")
        page.goto(console.at + "/prepare/tour-de-role")
        expect(page.locator("#remaining")).to_contain_text("Il manque 2 participants.")
        context.set_offline(True)
        page.locator("#field-tours").fill("3")
        expect(page.locator("#remaining")).to_contain_text("La console ne répond plus.")
        context.set_offline(False)
        expect(page.locator("#remaining")).to_contain_text("Il manque 2 participants.")
        page.reload()
        expect(page.locator("#field-tours")).to_have_value("3")
    finally:
        context.close()


@pytest.mark.fair_weather("the slow answers are the test's own")
def test_no_look_is_sent_while_a_press_is_on_its_way(browser: Browser, console: Served) -> None:
    """It would find the page outdated and load it again, and take the press away with it."""
    looks: list[Route] = []
    presses: list[Route] = []

    def hold_presses(route: Route) -> None:
        if route.request.method == "POST":
            presses.append(route)
        else:
            route.continue_()

    with _entered(browser, console) as page:
        page.goto(console.at + "/prepare/tour-de-role")
        expect(page.locator("#remaining")).to_contain_text("Il manque 2 participants.")
        with page.expect_request("**/look"):
            page.route("**/look", lambda route: looks.append(route))
        page.locator("#field-tours").fill("3")
        page.route("**/prepare/tour-de-role", hold_presses)
        with suppress(Error):  # it was given up: what was typed since is not in it
            looks.pop().fulfill(json={"outdated": False, "edition": 0, "lines": [], "ready": True})
        with page.expect_request("**/prepare/tour-de-role"):
            page.locator(".other").first.tap()
        looks.clear()
        page.wait_for_timeout(1_500)
        assert looks == []
        presses.pop().continue_()
        expect(page.locator(".seat")).to_have_count(1)
        expect(page.locator("#field-tours")).to_have_value("3")


def test_a_camera_shows_one_picture_after_the_other(browser: Browser, console: Served) -> None:
    with _entered(browser, console) as page:
        page.goto(console.at + "/prepare/tour-de-role")
        image = page.get_by_alt_text("Image de la caméra room")
        expect(image).to_be_hidden()
        assert image.get_attribute("src") is None  # not before somebody asks to look
        expect(page.get_by_text("Rien n'en est gardé.")).to_be_visible()
        page.get_by_role("button", name="Montrer ce qu'elles voient").tap()
        image.scroll_into_view_if_needed()
        expect(image).to_be_visible()
        first = image.get_attribute("src")
        expect(image).not_to_have_attribute("src", first or "")
        page.get_by_label("Sans vidéo ni son").check()
        expect(image).to_be_hidden()
        expect(page.locator("[data-unseen]")).to_be_visible()
        page.get_by_label("Sans vidéo ni son").uncheck()
        expect(image).to_be_visible()
        again = image.get_attribute("src")
        expect(image).not_to_have_attribute("src", again or "")


def test_a_participant_is_added_and_gets_another_symbol_by_touch(browser: Browser, console: Served) -> None:
    with _entered(browser, console) as page:
        page.goto(console.at + "/people")
        page.get_by_role("button", name="Ajouter un participant").tap()
        expect(page.locator(".person")).to_have_count(4)
        person = page.locator(".person").nth(3)
        person.get_by_text("Changer", exact=True).tap()
        person.get_by_role("radio", name="couronne").tap()
        person.get_by_role("button", name="Garder").tap()
        page.wait_for_url("**/people#*")
        expect(page.locator(".person").nth(3)).to_contain_text("couronne, ")


def test_the_coach_goes_on_by_itself_once_it_was_done(browser: Browser, rehearsing: Served) -> None:
    with _entered(browser, rehearsing) as page:
        page.get_by_role("link", name="Découverte").tap()
        page.locator(".scene-next").get_by_role("button").tap()
        page.wait_for_url(rehearsing.at + "/session*")
        coach = page.get_by_role("complementary", name="Découverte")
        expect(coach).to_contain_text("1 / 4")
        expect(coach.get_by_role("status").first).to_contain_text("Appuyez sur Arrêter")
        rehearsing.put("command", name="stop")
        expect(coach).to_contain_text("2 / 4")
        rehearsing.put("command", name="resume")
        expect(coach).to_contain_text("3 / 4")


def test_a_child_is_played_with_one_press_on_the_strip(browser: Browser, rehearsing: Served) -> None:
    with _entered(browser, rehearsing) as page:
        page.goto(rehearsing.at + "/discover")
        page.locator(".scene").nth(2).get_by_role("button").tap()
        page.wait_for_url(rehearsing.at + "/session*")
        coach = page.get_by_role("complementary", name="Découverte")
        play = coach.get_by_role("button", name="Faire dire")
        rehearsing.wait(lambda view: "chat" in view.hears_words)
        play.tap()
        expect(coach).to_contain_text("2 / 7")
        rehearsing.put("command", name="judge", **{"as": "heard"})
        expect(coach.get_by_role("button", name="Faire tousser l'enfant")).to_be_visible()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_a_narrow_screen_and_a_thumb(browser: Browser, console: Served, address: str) -> None:
    with _entered(browser, console, width=320) as page:
        page.goto(console.at + address)
        if address.startswith("/prepare"):
            page.locator(".other").first.tap()
            page.locator(".asked").first.get_by_role("radio", name="Je ne sais pas").tap()
        assert page.evaluate(OVERFLOW_PX) <= 0
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET_PX) == []
        assert page.evaluate(NAMELESS) == []


def _press_until(page: Page, key: str, reached: str, most: int = 80) -> None:
    """Press a key until the focus is where it should be; each press is a step that a person could take."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(f"() => Boolean({reached})"):
            return
    raise AssertionError(f"{reached} was not reached by {key}")


def test_whoever_says_no_is_in_the_list_until_taken_out_and_meanwhile_nobody_is_filmed(
    browser: Browser, console: Served, tmp_path: Path
) -> None:
    keep = tmp_path / "keep"
    first, other, gone = (person.code for person in read_people(keep).everybody)
    remember(keep, "tour-de-role", Prepared((first, other, gone)))
    with _entered(browser, console) as page:
        page.goto(f"{console.at}/prepare/tour-de-role")
        note = page.locator(f"#agreement-{gone} .said-out")
        expect(note).to_be_hidden()
        page.locator(f"#agreement-{gone} .answer-no").tap()
        expect(note).to_contain_text("personne n'est filmé")
        page.locator("[name=unrecorded]").locator("xpath=..").tap()
        expect(note).to_be_hidden()  # nobody was to be filmed anyway
        page.locator("[name=unrecorded]").locator("xpath=..").tap()
        expect(page.locator(f"#agreement-{first} .told-none")).to_be_visible()
        people = read_people(keep)
        badge = people.get(gone)
        write_people(keep, people.changed(gone, symbol=badge.symbol, colour=badge.colour, aside=True))
        expect(page.locator("[data-remaining]")).to_contain_text(f"{gone} n'est plus sur la liste")
        page.locator(f"#seat-{gone} [value^=remove]").tap()
        expect(page.locator(f"#seat-{gone}")).to_have_count(0)
        expect(page.locator("[data-remaining]")).not_to_contain_text(gone)
