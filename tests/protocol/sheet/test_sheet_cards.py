"""The printed cards of a protocol: every card it knows, once, at its true size, and read by the reader."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, FloatRect

from nao_sessions.cards.paper import SIDE_MM
from nao_sessions.cards.sightings import CardDetector
from nao_sessions.cli.sheet import cards_page
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import load
from nao_sessions.protocol.sheet.cards import A_PAGE, cards_of
from nao_sessions.text.languages import Language
from tests.browser.chromium import chromium
from tests.protocol.sheet.reading import Page, plain

ROOT = Path(__file__).parents[3]
SERIES = sorted((ROOT / "protocols" / "series").glob("*.yaml"))[0]
PX_A_MM = 96 / 25.4
"""CSS: an inch has 96 pixels."""

PROTOCOL = """\
protocol: 1
id: cartes
version: "1.0.0"
title: {fr: "Où est la pomme ?", en: "Where is the apple?"}
language: fr
commands: {finish: {next: fin}}
always:
  when: [{card: 999, next: fin}]
start: accueil
steps:
  accueil:
    title: "L'accueil"
    when: [{card: [997, 7], next: choix}]
    after: {wait: 5 min, next: fin}
  choix:
    trials:
      ask:
        - show:
            choices:
              - {word: pomme, picture: pomme.svg, card: 12, say: {fr: une pomme, en: an apple}}
              - {word: poire <b>, card: 13}
      answers: {from: [pomme, poire <b>], by: [board, card]}
    next: oui_ou_non
  oui_ou_non:
    trials:
      ask: [{say: "Oui ou non ?"}]
      answers: {oui: [{card: 0}], non: [{card: [1, 12]}]}
    next: attente
  attente:
    do: [{wait: {card: 500, limit: 10 s}}]
    next: fin
  fin: {do: [{say: "Merci."}], end: completed}
"""
NUMBERS = (0, 1, 7, 12, 13, 500, 997, 999)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "cartes.yaml"
    made.write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "pomme.svg").write_bytes((ROOT / "protocols" / "pictures" / "pomme.svg").read_bytes())
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def test_every_card_that_a_protocol_knows_is_there_once_with_what_it_means(path: Path) -> None:
    cards = cards_of(load(path), "fr")
    assert tuple(card.number for card in cards) == NUMBERS
    meant = {card.number: (card.labels, card.steps) for card in cards}
    assert meant == {
        0: (("oui",), ("oui_ou_non",)),
        1: (("non",), ("oui_ou_non",)),
        7: ((), ("accueil",)),
        12: (("pomme", "non"), ("choix", "oui_ou_non")),
        13: (("poire <b>",), ("choix",)),
        500: ((), ("attente",)),
        997: ((), ("accueil",)),
        999: ((), ()),
    }
    assert {card.number: card.picture for card in cards if card.picture} == {12: "pomme.svg"}


def test_a_card_names_its_thing_in_the_language_of_the_page(path: Path) -> None:
    assert {card.number: card.labels for card in cards_of(load(path), "en")}[12] == ("an apple", "non")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Cartes à imprimer", "60 mm", "lue jusqu'à", "720p", "L'accueil", "poire <b>")),
        ("en", ("Cards to print", "60 mm", "read up to", "720p", "L'accueil", "an apple")),
    ],
)
def test_the_pages_say_what_to_know_in_both_languages(
    path: Path, language: Language, words: tuple[str, ...]
) -> None:
    page = Page(cards_page(path, language))
    assert [word for word in words if word not in page.text.replace("’", "'")] == []
    assert len(page.named("article")) == len(page.named("svg")) == len(NUMBERS)
    assert len(page.named("img")) == 1
    assert page.named("script") == []


@pytest.mark.parametrize("document", [ROOT / "protocols" / "demo.yaml", SERIES], ids=["protocol", "series"])
def test_a_document_without_cards_is_an_error_with_a_hint(document: Path) -> None:
    with pytest.raises(UsageError) as refused:
        cards_page(document, "fr")
    assert refused.value.code == "U124"
    assert refused.value.hint is not None
    assert plain(refused.value.hint.fr).startswith("Donne")


@pytest.mark.browser
def test_the_reader_finds_every_printed_card_at_its_size(browser: Browser, path: Path) -> None:
    file = path.with_suffix(".html")
    file.write_text(cards_page(path, "fr"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    found = []
    for number, card in zip(NUMBERS, page.locator(".card").all(), strict=True):
        picture = cv2.imdecode(np.frombuffer(card.screenshot(), np.uint8), cv2.IMREAD_GRAYSCALE)
        found.append(CardDetector().find(np.asarray(picture, np.uint8)))
        square, cut = card.locator("svg").bounding_box(), card.bounding_box()
        assert square is not None, number
        assert cut is not None, number
        assert square["width"] == pytest.approx(SIDE_MM * PX_A_MM, abs=0.5)
        assert square["height"] == pytest.approx(SIDE_MM * PX_A_MM, abs=0.5)
        # A field of the square is the white that the reader needs around it.
        assert min(margins(square, cut)) >= SIDE_MM / 6 * PX_A_MM
    assert found == [(number,) for number in NUMBERS]
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1 + math.ceil(len(NUMBERS) / A_PAGE)


def margins(square: FloatRect, cut: FloatRect) -> tuple[float, float, float]:
    """Give the white between a square and where its card is cut: left, right, above."""
    right = cut["x"] + cut["width"] - square["x"] - square["width"]
    return square["x"] - cut["x"], right, square["y"] - cut["y"]
