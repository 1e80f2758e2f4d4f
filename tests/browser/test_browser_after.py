"""The end page in a real Chromium: a memo is spoken, notes that keep themselves, corrections by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import pytest
from playwright.sync_api import Browser, Page, expect

from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.additions.memos import memo_path, read_memos
from nao_sessions.record.additions.notes import latest, read_notes
from nao_sessions.robot.names import Pseudonyms
from tests.browser.console_server import chromium_with_microphone, entered, served
from tests.console.after.after_house import AfterHouse, after_house

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Open:
    """A house that is served."""

    given: AfterHouse
    base: str
    entrance: str

    @property
    def folder(self) -> Path:
        """Give the session's folder."""
        return self.given.folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium_with_microphone() as started:
        yield started


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Open]:
    given = after_house(tmp_path, names=Pseudonyms(["P07"], {"P07": "Léa"}))
    with served(given.config) as (base, entrance):
        yield Open(given, base, entrance)


def spoken_s(path: Path) -> float:
    """Give how much sound a file holds, in seconds."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    return sum(frame.samples / frame.sample_rate for frame in frames)


def test_a_memo_is_spoken_seen_kept_heard_and_deleted(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        page.get_by_role("button", name="Enregistrer").click()
        state = page.locator(".memo-state")
        expect(state).to_contain_text("Enregistrement en cours")
        expect(page.locator(".memo-left")).to_contain_text("57", timeout=10_000)
        page.get_by_role("button", name="Terminer").click()
        expect(page.locator(".memo-news")).to_have_text("Le mémo est gardé.")
        expect(state).to_be_hidden()
        (memo,) = read_memos(config.folder)
        assert memo.ended
        assert abs(spoken_s(memo_path(config.folder, 1)) - memo.seconds) < 0.5
        player = page.locator("#memo-1 audio")
        player.evaluate("player => player.play()")
        assert player.evaluate("player => player.error") is None
        page.locator("#memo-1 summary").click()
        page.locator("#memo-1 form button").click()
        expect(page.locator("#memo-1")).to_contain_text("effacé le")
    assert not memo_path(config.folder, 1).exists()


@pytest.mark.fair_weather("a page that is loaded anew is empty: that is what is asked for")
def test_the_report_of_a_session_without_a_trace_goes_to_paper_alone(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, "/after/without-trace") as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url))
        words = "Premier essai difficile.\nPuis deux réponses seules."
        page.get_by_role("textbox").fill(words)
        expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
        expect(page.get_by_role("textbox")).to_be_hidden()
        shown = page.locator(".after-typed-shown")
        expect(shown).to_be_visible()
        assert shown.inner_text() == words
        expect(page.locator(".sheet")).to_contain_text("Rien de cette séance n'a été gardé")
        page.emulate_media(media="screen")
        assert sent == []
        page.reload()
        expect(page.get_by_role("textbox")).to_have_value("")
        assert "Premier essai" not in page.content()
    assert not [path for path in config.folder.parent.rglob("*") if b"Premier essai" in contents(path)]


def contents(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def test_a_memo_survives_the_page_that_records_it(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".memo-left")).to_contain_text("57", timeout=10_000)
        page.context.close()
    (memo,) = read_memos(config.folder)
    assert not memo.ended
    assert spoken_s(memo_path(config.folder, 1)) > 1
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        expect(page.locator("#memo-1")).to_contain_text("interrompu")


def test_a_cut_connection_costs_nothing_of_a_memo(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".memo-left")).to_contain_text("58", timeout=10_000)
        page.context.set_offline(True)
        expect(page.locator(".memo-news")).to_contain_text("attend sur cette page", timeout=10_000)
        page.get_by_role("button", name="Terminer").click()
        page.context.set_offline(False)
        expect(page.locator(".memo-news")).to_have_text("Le mémo est gardé.", timeout=10_000)
    (memo,) = read_memos(config.folder)
    assert abs(spoken_s(memo_path(config.folder, 1)) - memo.seconds) < 0.5


def test_a_memo_is_cut_at_the_longest(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        page.route(
            re.compile(r"after-memo\.js"),
            lambda route: route.fulfill(
                response=(answer := route.fetch()),
                body=answer.text().replace("Number(part.dataset.longest)", "2"),
            ),
        )
        page.reload()
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.locator(".memo-news")).to_have_text("Le mémo est gardé.", timeout=15_000)
    (memo,) = read_memos(config.folder)
    assert memo.seconds == 2


def test_notes_keep_themselves_with_codes_for_names(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        page.get_by_label("Ce qui a marché").fill("Léa a bien attendu son tour.")
        expect(page.locator(".after-kept").first).to_have_text("Gardé")
        expect(page.get_by_label("Ce qui a marché")).to_have_value("P07 a bien attendu son tour.")
    assert latest(read_notes(config.folder)) == {"worked": "P07 a bien attendu son tour."}


def test_a_note_waits_for_the_connection_to_come_back(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        page.context.set_offline(True)
        field = page.get_by_label("À changer la prochaine fois")
        field.fill("Un délai plus long.")
        field.blur()
        state = page.locator(".after-kept").nth(2)
        expect(state).to_contain_text("Le texte reste ici")
        page.context.set_offline(False)
        expect(state).to_have_text("Gardé", timeout=10_000)
    assert latest(read_notes(config.folder)) == {"next": "Un délai plus long."}


def test_a_judgement_is_corrected_by_keyboard_alone(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address) as page:
        tab_to(page, ".after-trial summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        chosen = page.locator(".after-trial input[name=judgement]:focus")
        expect(chosen).to_have_value("prompted")
        page.keyboard.press("ArrowUp")
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".after-corrections")).to_contain_text("« réussi avec aide » devient « réussi »")
    (made,) = read_corrections(config.folder)
    assert (made.old, made.new) == ("prompted", "correct")


def test_the_child_answers_with_one_touch(browser: Browser, config: Open) -> None:
    with entered(browser, config.base, config.entrance, config.given.address, has_touch=True) as page:
        page.get_by_role("button", name="Moyen").tap()
        expect(page.get_by_role("button", name="Moyen")).to_have_attribute("aria-pressed", "true")
        page.goto(f"{config.base}{config.given.address}/report")
        expect(page.locator(".sheet")).to_contain_text("A choisi (image montrée) : « Moyen ».")


def test_the_handover_is_copied_as_it_was_changed(browser: Browser, config: Open) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with entered(browser, config.base, config.entrance, config.given.address, permissions=allowed) as page:
        field = page.locator("#transmission-1")
        field.fill(field.input_value() + "\nSuite mardi.")
        page.get_by_role("button", name="Copier").click()
        expect(page.locator(".after-copied")).to_have_text("Copié")
        copied = page.evaluate("navigator.clipboard.readText()")
    lines = copied.splitlines()
    assert (len(lines), lines[-1]) == (6, "Suite mardi.")


def test_the_pdf_has_a_page_a_child(browser: Browser, tmp_path: Path) -> None:
    given = after_house(tmp_path, children=("P07", "P12"), protocol="tour-de-role")
    with (
        served(given.config) as (base, entrance),
        entered(browser, base, entrance, f"{given.address}/report") as page,
    ):
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("button", name="PDF").click()
        content = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename == f"{given.folder.name}.pdf"
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 2


@pytest.mark.parametrize("width", [320, 390, 512, 1440])
def test_nothing_is_wider_than_the_screen_or_smaller_than_a_thumb(
    browser: Browser, config: Open, width: int
) -> None:
    size = {"width": width, "height": 700}
    with entered(browser, config.base, config.entrance, config.given.address, viewport=size) as page:
        for details in page.locator("details").all():
            details.evaluate("one => one.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(SMALL)
        page.goto(f"{config.base}{config.given.address}/report")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert small == []


SMALL = """() => [...document.querySelectorAll("button, a[href], summary, select, input, textarea")]
  .map(one => one.closest("label") ?? one)
  .filter(one => one.checkVisibility() && !one.classList.contains("skip"))
  .filter(one => { const box = one.getBoundingClientRect(); return box.width < 44 || box.height < 43.5; })
  .map(one => one.outerHTML.slice(0, 80))"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something is reached."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")
