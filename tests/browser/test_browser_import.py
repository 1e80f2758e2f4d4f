"""An imported session in a real Chromium: the picture of an event is the one that was shown at its time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from nao_sessions.cli.import_ import import_
from tests.analysis.importing.foreign_videos import HEIGHT_PX, WIDTH_PX, film, strip_ms
from tests.browser.chromium import opened, replaying, strip_of

pytestmark = pytest.mark.browser

BEGINS_MS = 1_250
"""Of the video, in the table's time."""
TIMES_MS = [1_300, 1_500, 2_222, 2_600, 3_900, 4_150]


@dataclass(frozen=True, slots=True)
class Foreign:
    """An imported session that is being replayed, and when its pictures are shown in the video's own time."""

    address: str
    shown_ms: list[int]


@pytest.fixture(scope="module", params=["mkv", "mov"])
def foreign(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Foreign]:
    place = tmp_path_factory.mktemp("foreign")
    video, table = place / f"a.{request.param}", place / "codage.csv"
    copied = request.param == "mkv"
    shown = film(video, codec="libx264" if copied else "mjpeg", pixels="yuv420p" if copied else "yuvj420p")
    rows = [f"{time_ms / 1000};{(time_ms + 200) / 1000};touche {time_ms};P07" for time_ms in TIMES_MS]
    table.write_text("\n".join(["début;fin;code;sujet", *rows]), encoding="utf-8")
    offset = f"room={BEGINS_MS / 1000}±0.02"
    arguments = [str(video), "--events", str(table), "--offset", offset, "--out", str(place / "out")]
    ran = CliRunner().invoke(
        import_, [*arguments, "--ground", "essai", "--unencrypted", "essai"], catch_exceptions=False
    )
    assert ran.exit_code == 0, ran.output
    (folder,) = Path(place / "out").iterdir()
    with replaying(folder, "--lang", "fr") as address:
        yield Foreign(address, shown)


def _choose(page: Page, seq: int) -> str:
    page.locator(f".event[data-seq='{seq}']").click()
    expect(page.locator("#player")).to_have_attribute("aria-busy", "false")
    return page.locator("#shown").inner_text().replace("\u00a0", " ")


def test_the_picture_of_an_imported_event_is_the_newest_that_was_shown_then(
    browser: Browser, foreign: Foreign
) -> None:
    found, expected = [], []
    with opened(browser, foreign.address) as page:
        for seq, time_ms in enumerate(TIMES_MS, start=1):
            assert _choose(page, seq).endswith("c'est bien l'image affichée")
            found.append(strip_ms(strip_of(page.locator("video").first, WIDTH_PX, HEIGHT_PX)))
            expected.append(foreign.shown_ms[bisect_right(foreign.shown_ms, time_ms - BEGINS_MS) - 1])
    assert found == expected


def test_the_page_says_that_the_session_was_imported_and_how_sure_its_times_are(
    browser: Browser, foreign: Foreign
) -> None:
    with opened(browser, foreign.address) as page:
        words = page.locator("body").inner_text().replace("\u00a0", " ")
        verdict = page.locator("#verdict").inner_text().replace("\u00a0", " ")
    assert "Séance importée" in words
    assert "P07 : touche 2222" in words
    assert "1970" not in words
    unknown = "décalage du son sur l'image : inconnu (aucun clap entendu)"
    assert verdict == f"synchro : ±20 ms, indiquée · {unknown}"


def test_lanes_in_which_nothing_was_imported_are_not_there(browser: Browser, foreign: Foreign) -> None:
    with opened(browser, foreign.address) as page:
        assert page.locator(".lane-choice:visible").all_inner_texts() == ["Enfant", "Notes"]
        shown = [words.strip() for words in page.locator(".timeline-lane:visible").all_inner_texts()]
    assert shown[:2] == ["touche 1300", "touche 1500"]  # each has a row of its own, and is drawn there alone
    assert not {"Étapes", "Paroles de Nao", "Gestes de Nao", "Technique"} & set(shown)
