"""The sheet of a series: phases, plan, measures, protocols with their versions, and what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.series import plan
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.protocol.sheet import protocol_sheet, series_sheet
from nao_sessions.protocol.sheet.head import missing_of_series
from nao_sessions.text.languages import Language
from tests.protocol.series.small_series import SERIES, changed, library
from tests.protocol.sheet.reading import Page

LIBRARY = sorted((Path(__file__).parents[3] / "protocols" / "series").glob("*.yaml"))


def sheet(folder: Path, text: str = SERIES, language: Language = "fr") -> Page:
    return Page(series_sheet(load_series(library(folder, text)), language))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_a_series_of_the_library_is_told_whole(path: Path, language: Language) -> None:
    series = load_series(path)
    page = Page(series_sheet(series, language))
    for code in series.participants:
        assert code in page.text
    for phase in series.phases:
        assert any(phase.name in heading for heading in page.headings)
        for planned in phase.protocols:
            assert f"{planned.file}, version {planned.version}" in page.text
    for source in series.about.sources:
        assert source in page.text
    assert approval_digest(series.sources) in page.text
    assert page.named("script") == []


def test_who_plays_what_is_the_plan(tmp_path: Path) -> None:
    series = load_series(library(tmp_path))
    page = Page(series_sheet(series, "fr"))
    for code in series.participants:
        order = [
            one.protocols[0].file for one in plan(series) if (one.participant, one.phase) == (code, "pendant")
        ]
        row = "\n".join([code, *(name.removesuffix(".yaml") for name in order)])
        assert row in page.text, row


def test_the_numbers_of_sessions_stand_in_the_table_of_children(tmp_path: Path) -> None:
    page = sheet(tmp_path, changed(("sessions: 3\n", "sessions: {P07: 2, P09: 0, P12: 4, P15: 1}\n")))
    assert "P09\n0\n4\n1\n" in page.text
    assert "P12\n4\n4\n1\n" in page.text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ["au moins 2 jours, au plus 1 semaine", "4 semaines",
                "Part juste : 0,8 ou plus, 1 séance de suite", "carré latin", "graine 7", "= 15 s",
                "suivi à distance"]),
        ("en", ["at least 2 days, at most 1 week", "4 weeks",
                "Part juste: 0.8 or more, in 1 session in a row", "Latin square", "seed 7", "= 15 s",
                "follow-up"]),
    ],
)  # fmt: skip
def test_spacing_order_settings_and_mastery_are_told_in_words(
    language: Language, told: list[str], tmp_path: Path
) -> None:
    text = sheet(tmp_path, language=language).text
    for sentence in told:
        assert sentence in text, sentence


@pytest.mark.parametrize(
    "question",
    ["Quels sont les objectifs ?", "À quels enfants s'adresse-t-elle ?",
     "Quels enfants ne doivent pas y participer ?", "Sur quels travaux le plan s'appuie-t-il ?",
     "Qui l'a écrite ?", "Quand la série s'arrête-t-elle pour un enfant ?",
     "(jeu.yaml) est-il approuvé ? Son état : brouillon.", "Qui a approuvé la série, et quand ?"],
)  # fmt: skip
def test_what_the_file_does_not_say_is_asked(question: str, tmp_path: Path) -> None:
    assert question in sheet(tmp_path).text


def test_what_the_file_says_is_not_asked(tmp_path: Path) -> None:
    text = SERIES + 'goals: ["jouer"]\nstopping: ["deux refus"]\n'
    asked = {one.key for one in missing_of_series(load_series(library(tmp_path, text)))}
    assert not asked & {"goals", "stopping"}
    assert "deux refus" in sheet(tmp_path, text).text


def test_a_series_without_a_baseline_is_asked_what_it_compares_with(tmp_path: Path) -> None:
    text = re.sub(r"  avant:\n(?:    .*\n)+", "", SERIES)
    assert "Aucune phase n'est une ligne de base." in sheet(tmp_path, text).text
    assert "Aucune phase n'est une ligne de base." not in sheet(tmp_path).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheets_of_all_its_protocols_follow_whole_each_on_a_page_of_its_own(
    language: Language, tmp_path: Path
) -> None:
    series = load_series(library(tmp_path))
    page = series_sheet(series, language)
    annexes = re.findall(r'<article class="annex">.*?</article>', page, re.DOTALL)
    assert len(annexes) == len(series.protocols) == 2
    assert re.search(r"\.annex \{ break-before: page; \}", page)
    for number, (annex, protocol) in enumerate(zip(annexes, series.protocols.values(), strict=True), 1):
        alone = protocol_sheet(protocol, language)
        body = alone[alone.index("<body>") : alone.index("</html>")]
        kind = f"Annexe {number} — " if language == "fr" else f"Annex {number} — "
        assert Page(annex).text.replace(kind, "").split() == Page(body).text.split()


def test_how_many_children_and_sessions_there_are_is_told_in_words(tmp_path: Path) -> None:
    page = sheet(tmp_path, changed(("sessions: 3\n", "sessions: {P07: 2, P09: 0, P12: 4, P15: 1}\n")))
    assert "4 (P07, P09, P12, P15)" in page.text
    assert "de 5 à 9" in page.text
    assert "P07 : 2, P09 : 0" in page.text


def test_an_approval_holds_for_the_series_and_its_protocols(tmp_path: Path) -> None:
    approved = SERIES.replace(
        "participants:", "approved: [{role: psychologue, date: 2026-09-01}]\nparticipants:"
    )
    digest = approval_digest(load_series(library(tmp_path, approved)).sources)
    approved = approved.replace("2026-09-01}", f"2026-09-01, sha256: {digest}}}")
    assert "exactement ce protocole" in sheet(tmp_path, approved).text
    path = library(tmp_path, approved)
    game = tmp_path / "jeu.yaml"
    game.write_text(game.read_text(encoding="utf-8").replace("Bonjour.", "Bonsoir."), encoding="utf-8")
    page = Page(series_sheet(load_series(path), "fr"))
    assert "une autre version (empreinte différente)" in page.text


def test_what_an_author_writes_is_never_a_tag(tmp_path: Path) -> None:
    mark = "<script>alert(1)</script>"
    page = sheet(
        tmp_path, changed(('label: "Part juste"', f'label: "{mark}"'), ('title: "Essai"', f'title: "{mark}"'))
    )
    assert page.named("script") == []
    assert page.text.count(mark) >= 3


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_a_table_says_what_each_child_plays_at_each_of_its_sessions(path: Path) -> None:
    series = load_series(path)
    text = Page(series_sheet(series, "fr")).text
    numbers = {phase.name: number for number, phase in enumerate(series.phases, 1)}
    cells = {(one.overall, one.participant): one for one in plan(series)}
    for overall in range(1, max(number for number, _ in cells) + 1):
        row = [str(overall)]
        for code in series.participants:
            one = cells.get((overall, code))
            names = "" if one is None else ", ".join(p.file.removesuffix(".yaml") for p in one.protocols)
            row.append("—" if one is None else f"{numbers[one.phase]}.{one.number} {names}")
        assert "\n".join(row) in text
