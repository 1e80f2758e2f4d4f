"""What the session page shows once its session has ended, was closed, or was cut short."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.access import findings
from tests.browser.chromium import intercept
from tests.browser.leading import PATIENT_MS, Lead

pytestmark = pytest.mark.browser


def test_a_session_that_the_console_closed_offers_its_end_and_not_to_go_on(lead: Lead) -> None:
    """As of a console that was ended in order, and started again: it knows of no session."""
    page, running = lead.page, lead.running
    lead.console.put("command", name="close")
    lead.console.wait(lambda view: view.outcome is not None)

    async def over() -> None:
        await running.over
        lead.console.registry.last = None
        lead.console.registry.leave()

    asyncio.run_coroutine_threadsafe(over(), lead.console.loop).result(timeout=30)
    expect(page.locator("#over-title")).to_have_text("La séance est finie.", timeout=PATIENT_MS)
    expect(page.locator("#to-end")).to_have_text("Voir la fin de séance")
    expect(page.locator("#to-end")).to_have_attribute("href", f"/after/{running.id}")


def test_a_session_that_was_cut_short_offers_one_press_that_goes_on_and_what_it_says_is_read(
    lead: Lead,
) -> None:
    page = lead.page

    def dies() -> None:
        lead.console.registry.last = None
        lead.console.registry.leave()

    lead.do(dies)
    expect(page.locator("#go-on .button-main")).to_have_text("Continuer la séance", timeout=PATIENT_MS)
    expect(page.locator("#go-on")).to_have_attribute(
        "action", re.compile(rf"/sessions/{lead.running.id}/continue$")
    )
    expect(page.locator("#to-end")).to_be_hidden()
    ink, ground = page.evaluate(
        """() => ['color', 'backgroundColor']
        .map((one) => getComputedStyle(document.querySelector('#go-on a'))[one])"""
    )
    assert ink != ground  # it was white on white
    assert findings(page) == []


def test_that_the_room_of_a_dead_session_is_still_recorded_is_said_for_as_long_as_it_is_so(
    lead: Lead,
) -> None:
    page, told = lead.page, ["La salle est encore enregistrée."]
    intercept(
        page,
        "**/session/ending*",
        lambda route: route.fulfill(
            json={"closed": False, "nao": "still", "sentence": "Nao est arrêté.", "recorded": told[0]}
        ),
    )

    def dies() -> None:
        lead.console.registry.last = None
        lead.console.registry.leave()

    lead.do(dies)
    recorded = page.locator("#over-recorded")
    expect(recorded).to_have_text("La salle est encore enregistrée.", timeout=PATIENT_MS)
    close = page.locator("#close-broken-off")
    expect(close).to_have_text("Fermer la séance")
    address = re.compile(rf"/sessions/{lead.running.id}/close$")
    expect(close).to_have_attribute("formaction", address)
    assert findings(page) == []
    told[0] = ""
    expect(recorded).to_be_hidden(timeout=PATIENT_MS)


WATCH_OVER = """() => {
  window.overHidden = 0;
  const look = (changes) => (window.overHidden += changes.length);
  new MutationObserver(look).observe(document.getElementById("over"), { attributeFilter: ["hidden"] });
}"""


def test_a_page_that_offers_to_go_on_says_so_when_another_one_closes_the_session(lead: Lead) -> None:
    page, known = lead.page, {"closed": False, "nao": "still", "sentence": "Nao est arrêté.", "recorded": ""}
    intercept(page, "**/session/ending*", lambda route: route.fulfill(json=known))

    def dies() -> None:
        lead.console.registry.last = None
        lead.console.registry.leave()

    lead.do(dies)
    expect(page.locator("#close-broken-off")).to_be_visible(timeout=PATIENT_MS)
    page.evaluate(WATCH_OVER)
    for _ in range(3):  # it is asked each second, and the button does not flicker under a finger
        page.wait_for_event("requestfinished", lambda request: "/session/ending" in request.url)
    assert page.evaluate("() => window.overHidden") == 0
    known |= {"closing": True, "recorded": "Le dossier se ferme…"}
    expect(page.locator("#over-recorded")).to_have_text("Le dossier se ferme…", timeout=PATIENT_MS)
    expect(page.locator("#go-on")).to_be_hidden()
    expect(page.locator("#over-nao")).to_have_text("Nao est arrêté.")
    known |= {"closing": False, "closed": True, "nao": "ended", "recorded": ""}
    expect(page.locator("#to-end")).to_be_visible(timeout=PATIENT_MS)


def test_that_a_session_is_over_is_not_said_before_it_is_known_that_it_was_not_cut_short(lead: Lead) -> None:
    """It was, for a tenth of a second, of a session whose program had just died."""
    page, held = lead.page, list[Route]()
    intercept(page, "**/session/ending*", lambda route: held.append(route))

    def dies() -> None:
        lead.console.registry.last = None
        lead.console.registry.leave()

    with page.expect_request("**/session/ending*"):
        lead.do(dies)
    expect(page.locator("#session")).to_have_class(re.compile("is-over"), timeout=PATIENT_MS)
    expect(page.locator("#over")).to_be_hidden()
    for route in held:
        route.continue_()
    expect(page.locator("#over-title")).to_contain_text("s'est interrompue", timeout=PATIENT_MS)
    expect(page.locator("#over")).to_be_visible()
