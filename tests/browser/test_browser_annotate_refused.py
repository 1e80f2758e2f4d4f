"""What the coding pages do with a refused act: they say what and why, and keep what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.record.additions.annotations import CONSENSUS, read_coding
from tests.browser.chromium import intercept, opened
from tests.browser.test_browser_annotate import annotating, behaviours, code, saved
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser

SECOND_NS = 1_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 20.0),))


@contextmanager
def refusing(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page of which a request is refused: that is what the test is about."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("main[aria-busy=false]")
        yield page


def told(page: Page, text: str) -> None:
    expect(page.locator("#saved")).to_contain_text(text)


def comment(page: Page, text: str) -> None:
    page.locator("#comment").fill(text)
    page.locator("#comment").press("Enter")


def test_a_comment_that_is_too_long_is_told_and_stays_to_be_made_shorter(
    browser: Browser, folder: Path
) -> None:
    with annotating(folder, "--coder", "C01") as address, refusing(browser, address) as page:
        code(page, [(2, "s")])
        comment(page, "x" * 2_001)
        told(page, "Refusé (Commentaire) : Ce commentaire a 2001 signes, 2000 au plus")
        told(page, "Le texte est encore dans sa case")
        code(page, [(1, "s")])  # what is coded behind it is written
        page.locator(".coder-line").first.press("Enter")
        expect(page.locator("#comment")).to_have_value("x" * 2_001)
        expect(page.locator("#comment")).to_have_attribute("aria-invalid", "true")
        comment(page, "net")
        saved(page)
        expect(page.locator("#comment")).to_have_attribute("aria-invalid", "false")
    assert [one.comment for one in read_coding(folder, "C01").annotations] == ["net", ""]


def test_a_text_that_is_larger_than_any_act_is_kept_too(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, refusing(browser, address) as page:
        code(page, [(2, "s")])
        comment(page, "é" * 20_000)
        told(page, "Refusé (Commentaire) : C'est trop long")
        expect(page.locator("#comment")).to_have_value("é" * 20_000)
        page.locator("#comment").focus()
        page.keyboard.press("Escape")
        expect(page.locator("#comment")).to_have_value("")
        expect(page.locator("#comment")).to_have_attribute("aria-invalid", "false")


def test_a_comment_behind_which_another_page_coded_is_kept(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, refusing(browser, address) as page:
        code(page, [(2, "s")])
        with refusing(browser, address) as other:
            code(other, [(3, "s")])
        comment(page, "presque un rire")
        told(page, "Refusé (Commentaire) : Une autre page a codé entre-temps")
        expect(page.locator("#annotations li")).to_have_count(2)
        expect(page.locator("#comment")).to_have_value("presque un rire")
        comment(page, "presque un rire !")
        saved(page)
    assert read_coding(folder, "C01").annotations[0].comment == "presque un rire !"


def test_a_key_that_is_refused_is_named_and_holds_nothing_up(browser: Browser, folder: Path) -> None:
    with annotating(folder, "--coder", "C01") as address, refusing(browser, address) as page:
        intercept(page, "**/act", lambda route: route.fulfill(status=400, body="no JSON"))
        page.keyboard.press("s")
        told(page, "Refusé (Sourit 0:01,0")
        told(page, "le programme n'en veut pas, rien n'a été écrit")
        expect(page.locator("#try-again")).to_be_hidden()
        page.unroute("**/act")
        code(page, [(1, "d")])
    assert behaviours(folder, "C01") == ["turns_away"]


def code_two(folder: Path, coder: str, scheme: str, *presses: tuple[str, float]) -> None:
    desk = CodingSession(folder, coder, find_scheme(scheme))
    for behaviour, at_s in presses:
        desk.press(Press(behaviour, round(at_s * SECOND_NS)))
    desk.close()


def test_z_takes_back_what_the_page_of_two_codings_shows_and_says_what(
    browser: Browser, folder: Path
) -> None:
    for coder, behaviour, judgement in (("C01", "smiles", "correct"), ("C02", "turns_away", "incorrect")):
        code_two(folder, coder, "engagement", (behaviour, 3))
        code_two(folder, coder, "reponses", (judgement, 4))
    compare = ("--compare", "C01,C02", "--scheme")
    for scheme in ("engagement", "reponses"):
        with annotating(folder, *compare, scheme) as address, opened(browser, address) as page:
            page.locator(".pair-take[data-take=first]").click()
            saved(page)
    assert behaviours(folder, CONSENSUS) == ["smiles", "correct"]
    with annotating(folder, *compare, "engagement") as address, opened(browser, address) as page:
        page.keyboard.press("z")
        told(page, "Annulé : Garder C01 · Sourit · 0:03,000.")
        expect(page.locator("#undo")).to_be_disabled()
        page.keyboard.press("z")
        saved(page)
        assert behaviours(folder, CONSENSUS) == ["correct"]
        page.keyboard.press("y")
        told(page, "Rétabli : Garder C01 · Sourit · 0:03,000.")
    assert behaviours(folder, CONSENSUS) == ["smiles", "correct"]


def test_a_choice_that_is_refused_is_named_with_its_reason(browser: Browser, folder: Path) -> None:
    for coder, behaviour in (("C01", "smiles"), ("C02", "turns_away"), ("C03", "initiates")):
        code_two(folder, coder, "engagement", (behaviour, 3))
    with annotating(folder, "--compare", "C01,C02") as address, opened(browser, address) as page:
        page.locator(".pair-take[data-take=second]").click()
        saved(page)
    with annotating(folder, "--compare", "C01,C03") as address, refusing(browser, address) as page:
        page.locator(".pair-take[data-take=second]").click()
        told(page, "Refusé (Garder C03 · Prend l'initiative · 0:03,000) : Le consensus de ce schéma")
        told(page, "--compare C01,C02 --tolerance 1")
        page.keyboard.press("z")
        told(page, "Refusé (Annuler) : Le consensus de ce schéma")
    assert behaviours(folder, CONSENSUS) == ["turns_away"]


def test_what_z_took_back_is_told_also_where_the_first_answer_was_lost(
    browser: Browser, folder: Path
) -> None:
    for coder, behaviour in (("C01", "smiles"), ("C02", "turns_away")):
        code_two(folder, coder, "engagement", (behaviour, 3))
    with annotating(folder, "--compare", "C01,C02") as address, refusing(browser, address) as page:
        page.locator(".pair-take[data-take=first]").click()
        saved(page)

        def lose(route: Route) -> None:
            route.fetch()  # the program has it, and writes it
            route.abort()

        intercept(page, "**/choose", lose)
        page.keyboard.press("z")
        told(page, "Non enregistré")
        page.unroute("**/choose")
        page.locator("#try-again").click()
        told(page, "Annulé : Garder C01 · Sourit · 0:03,000.")
    assert behaviours(folder, CONSENSUS) == []


def test_a_choice_behind_which_a_coder_coded_on_is_refused_and_the_new_pairs_are_there(
    browser: Browser, folder: Path
) -> None:
    code_two(folder, "C01", "engagement", ("smiles", 3))
    code_two(folder, "C02", "engagement", ("turns_away", 9))
    with annotating(folder, "--compare", "C01,C02") as address, refusing(browser, address) as page:
        expect(page.locator(".pair")).to_have_count(2)
        code_two(folder, "C02", "engagement", ("turns_away", 3))
        page.locator(".pair-take[data-take=first]").first.click()
        told(page, "Une autre page a codé entre-temps")
        expect(page.locator(".pair-difference").first).to_have_text("autre comportement")
        page.locator(".pair-take[data-take=second]").first.click()
        saved(page)
    assert behaviours(folder, CONSENSUS) == ["turns_away"]


def test_two_who_agree_put_it_into_the_consensus_by_keyboard(browser: Browser, folder: Path) -> None:
    for coder in ("C01", "C02"):
        code_two(folder, coder, "engagement", ("smiles", 3))
    with annotating(folder, "--compare", "C01,C02") as address, opened(browser, address) as page:
        page.locator("#agree").press("Enter")
        expect(page.locator("#agree")).to_be_hidden()
        expect(page.locator("#only")).to_be_focused()
        saved(page)
    assert behaviours(folder, CONSENSUS) == ["smiles"]


def test_a_pair_says_whose_it_is_and_what_each_coder_remarked(browser: Browser, folder: Path) -> None:
    for coder, behaviour, remark in (("C01", "smiles", "des yeux"), ("C02", "turns_away", "vers la porte")):
        desk = CodingSession(folder, coder, find_scheme("engagement"))
        desk.press(Press(behaviour, 3 * SECOND_NS, "P07"))
        desk.change(desk.coding.annotations[0].id, {"comment": remark})
        desk.close()
    with annotating(folder, "--compare", "C01,C02") as address, opened(browser, address) as page:
        expect(page.locator(".pair-difference")).to_have_text("autre comportement · P07")
        expect(page.locator(".pair-comment")).to_have_text(["« des yeux »", "« vers la porte »"])
