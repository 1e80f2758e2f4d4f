"""What a committee will ask for and does not find is listed; approvals hold for bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.protocol import load, load_files
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.sheet import protocol_sheet
from nao_sessions.protocol.sheet.head import NOTHING_MISSING, missing
from tests.protocol.sheet.reading import Page, plain

EVERYTHING = Path(__file__).parent.parent / "everything" / "everything.yaml"
TEXT = EVERYTHING.read_text(encoding="utf-8")
ANSWERED = (
    TEXT.replace("rien: [{speech: any}]", "rien: [{speech: any}, {board: rien}]")
    .replace(
        "      correct: any\n",
        "      correct: any\n      prompts: [{help: none, do: [{repeat: question}]}]\n",
    )
    .replace(
        'humeur: {type: text, default: "calme"}', 'humeur: {type: text, default: "calme", label: "Humeur"}'
    )
)


def read(text: str) -> Protocol:
    beside = {one.name: one.content for one in load(EVERYTHING).sources[1:]}
    return load_files({**beside, EVERYTHING.name: text.encode()}, EVERYTHING.name)


def approved(text: str) -> str:
    """Write the digest of a file into it, as a team does that has approved it."""
    digest = approval_digest(read(text).sources)
    return text.replace("date: 2026-09-01}", f"date: 2026-09-01, sha256: {digest}}}")


def test_a_protocol_that_answers_every_question_misses_nothing() -> None:
    protocol = read(approved(ANSWERED))
    assert missing(protocol) == ()
    assert NOTHING_MISSING.fr in Page(protocol_sheet(protocol, "fr")).text


@pytest.mark.parametrize(
    ("line", "asked", "key"),
    [
        (r"goals: .*\n", "objectifs", "goals"),
        (r"population: .*\n", "À quels enfants", "population: inclusion"),
        (r"comprehension: .*\n", "compréhension", "comprehension"),
        (r"stop_signs: .*\n", "s'il ne parle pas", "stop_signs"),
        (r"records: .*\n", "filmé", "records"),
        (r"material: .*\n", "matériel", "material"),
        (r"sources: .*\n", "travaux", "sources"),
        (r"authors: .*\n", "Qui l'a écrit", "authors"),
        (r"duration: .*\n", "au plus tard", "duration: limit"),
        (r"  calm: .*\n", "besoin de calme", "commands: calm"),
        (r"approved:\n.*\n", "Qui l'a approuvé", "approved"),
        (r"      prompts: \[\{help: verbal, .*\n", "à « rimes » ?", "prompts"),
        (r", label: \"Niveau de rimes\"", "« niveau »", "remember: label"),
        (r", \{board: rien\}", "le micro", "answers"),
    ],
)
def test_what_is_taken_away_is_asked_for_in_words_and_its_key_stands_apart(
    line: str, asked: str, key: str
) -> None:
    text = approved(ANSWERED)
    less = re.sub(line, "", text, count=1)
    assert less != text
    questions = missing(read(less))
    assert any(asked in plain(one.text.fr) and one.key == key for one in questions), questions
    page = protocol_sheet(read(less), "fr")
    assert all(plain(one.text.fr) in Page(page).text for one in questions)
    assert f'<code class="key">{key}</code>' in page
    assert not any(one.key and one.key in one.text.fr for one in questions)


def test_an_approval_holds_for_its_bytes_alone() -> None:
    text = approved(ANSWERED)
    assert "exactement ce protocole" in Page(protocol_sheet(read(text), "fr")).text
    changed = text.replace("Guidez sa main.", "Guidez sa main doucement.")
    page = Page(protocol_sheet(read(changed), "fr")).text
    assert "une autre version (empreinte différente)" in page
    assert "Le fichier a changé depuis l'accord de « psychologue » (2026-09-01)" in page


def test_an_approval_without_a_digest_is_asked_about() -> None:
    page = Page(protocol_sheet(read(ANSWERED), "fr")).text
    assert "aucune empreinte : version inconnue" in page
    assert "Quelle version a été approuvée par « psychologue » ?" in page


def test_the_sheet_prints_the_digest_that_an_approval_writes_down() -> None:
    protocol = read(ANSWERED)
    assert approval_digest(protocol.sources) in Page(protocol_sheet(protocol, "en")).text
