"""The pages of Textes: what is shown, what is kept while somebody types, and what becomes a draft."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.console.library import read_library
from nao_sessions.protocol import load
from tests.console.texts.texts_console import BILAN, Console, console

LONG = "Merci d'avoir joué avec moi aujourd'hui, et aussi avec tous les autres enfants de la classe."


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Console]:
    with console(tmp_path, "emotions") as opened:
        yield opened


def test_the_list_leads_to_each_protocol(texts: Console) -> None:
    page = texts.client.get("/texts").text
    assert 'href="/texts/emotions"' in page
    assert "Les émotions" in page
    assert "modifications en cours" not in page
    texts.keep_texts("emotions", 0, {BILAN: "Merci."})
    assert "modifications en cours" in texts.client.get("/texts").text


def test_the_form_holds_every_text_item_and_delay_in_the_order_of_the_session(texts: Console) -> None:
    page = texts.page("emotions")
    sections = re.findall(r'data-section="([^"]+)"', page)
    assert sections[:4] == ["head", "/steps/accueil", "/steps/visages", "/steps/situations"]
    assert [section for section in sections if section.startswith("/steps")][-1] == "/steps/detresse"
    names = re.findall(r'aria-label="([^"]+)"', page)
    assert "Nao dit (Aide 1 : aide verbale · Moment 1)" in names
    assert "Pause entre deux essais (Les essais)" in names
    assert "question (content)" in names
    assert "environ 2,0 s" in page


def test_the_check_is_the_one_of_the_command_and_stands_at_its_field(texts: Console) -> None:
    answer = texts.keep_texts("emotions", 0, {BILAN: LONG, "/steps/bilan/title": "Encore un peu"})
    told = answer.json()["told"]
    assert [(one["code"], one["field"], one["severity"]) for one in told] == [("P401", BILAN, "warning")]
    assert told[0]["hint"] == "coupez-la en deux phrases, une idée chacune"
    assert answer.json()["titles"]["/steps/bilan"] == "Encore un peu"
    assert answer.json()["estimates"][BILAN].startswith("environ ")
    assert answer.json()["drawn"] is True


def test_the_drawing_is_that_of_the_texts_as_they_are_typed_and_stays_through_an_error(
    texts: Console,
) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Une phrase toute neuve."})
    drawing = texts.client.get("/texts/emotions/drawing")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert "phrase toute" in drawing.text
    wrong = texts.keep_texts("emotions", 1, {BILAN: "Autre.", "/duration/limit": "quinze"}).json()
    assert (wrong["drawn"], [one["field"] for one in wrong["told"]]) == (False, ["/duration/limit"])
    assert texts.client.get("/texts/emotions/drawing").text == drawing.text


def test_what_was_typed_is_found_again_and_lies_in_a_file_of_its_owners(texts: Console) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Merci à toi."})
    page = texts.page("emotions")
    assert "Vos modifications ont été retrouvées (1)." in page
    assert "\nMerci à toi.</textarea>" in page
    kept = texts.keep / "drafts" / "in-progress" / "emotions.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_of_two_tabs_the_later_one_is_told_and_nothing_is_overwritten_nor_lost(texts: Console) -> None:
    assert texts.keep_texts("emotions", 0, {BILAN: "Du premier onglet."}).json()["revision"] == 1
    late = texts.keep_texts("emotions", 0, {BILAN: "Du second onglet."})
    assert (late.status_code, late.json()["code"], late.json()["revision"]) == (409, "T103", 1)
    page = texts.page("emotions")
    assert "\nDu premier onglet.</textarea>" in page
    assert "<q>Du second onglet.</q>" in page
    texts.client.post("/texts/emotions/forget")
    page = texts.page("emotions")
    assert "\nDu premier onglet.</textarea>" in page
    assert "Du second onglet." not in page


def test_who_has_seen_the_other_tab_may_keep_this_one_and_the_other_is_put_aside(texts: Console) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Du premier onglet."})
    assert texts.keep_texts("emotions", 0, {BILAN: "Le mien."}, over=True).status_code == 200
    page = texts.page("emotions")
    assert "\nLe mien.</textarea>" in page
    assert "<q>Du premier onglet.</q>" in page


def test_the_whole_way_to_a_draft_that_runs_and_is_listed(texts: Console) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Merci à toi.", "/steps/bilan/after/wait": "25 s"})
    review = texts.client.get("/texts/emotions/review").text
    assert "Enregistrer la version 2.0.1, en brouillon" in review
    assert "« Merci à toi. »" in review.replace("\u00a0", " ")
    assert "30 s → 25 s".replace(" s", "\u00a0s") in review
    before = (texts.protocols / "emotions.yaml").read_bytes()
    assert texts.save("emotions", 1) == "/texts/emotions-2.0.1?saved"
    assert (texts.protocols / "emotions.yaml").read_bytes() == before
    own = texts.keep / "drafts" / "emotions-2.0.1"
    protocol = load(own / "emotions-2.0.1.yaml")
    assert (protocol.version, protocol.status) == ("2.0.1", "draft")
    assert len(protocol.sources) == 11
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in own.rglob("*") if path.is_file()} == {0o600}
    lines = (own / "emotions-2.0.1.yaml").read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before.decode().splitlines(), lines, strict=True) if old != new]
    assert changed == [
        'version: "2.0.1"',
        '        say: "Merci à toi."',
        "    after: {wait: 25 s, next: aurevoir}",
    ]
    page = texts.page("emotions-2.0.1")
    assert "Ce qui a changé depuis la version 2.0.0" in page
    assert "Vos modifications" not in texts.page("emotions")
    assert [one.stem for one in read_library(texts.protocols, texts.keep / "drafts").protocols] == [
        "emotions",
        "emotions-2.0.1",
    ]


def test_a_draft_of_a_draft_is_told_from_the_librarys_version_and_takes_the_place_of_the_first(
    texts: Console,
) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Un."})
    texts.save("emotions", 1)
    texts.keep_texts("emotions-2.0.1", 0, {BILAN: "Deux."})
    assert "la version 2.0.0" in texts.client.get("/texts/emotions-2.0.1/review").text
    assert texts.save("emotions-2.0.1", 1) == "/texts/emotions-2.0.2?saved"
    listed = texts.client.get("/texts").text
    newest, earlier = listed.split("Brouillons précédents")
    assert "/texts/emotions-2.0.2" in newest
    assert "/texts/emotions-2.0.1" not in newest
    assert "/texts/emotions-2.0.1" in earlier
    kept = json.loads((texts.keep / "drafts" / "emotions-2.0.2" / "changes.json").read_bytes())
    assert kept["from"]["version"] == "2.0.0"


def test_an_approved_version_is_what_a_draft_is_told_from_and_keeps_its_approval(texts: Console) -> None:
    path = texts.protocols / "emotions.yaml"
    approved = 'status: approved\napproved: [{role: "psychologue", date: 2026-05-04}]'
    written = path.read_text(encoding="utf-8").replace("status: draft", approved)
    path.write_text(written, encoding="utf-8")
    texts.keep_texts("emotions", 0, {BILAN: "Merci à toi."})
    review = texts.client.get("/texts/emotions/review").text
    assert "La version 2.0.0 est approuvée." in review
    texts.save("emotions", 1)
    draft = (texts.keep / "drafts" / "emotions-2.0.1" / "emotions-2.0.1.yaml").read_text(encoding="utf-8")
    assert "approved" not in draft
    assert "status: draft" in draft
    assert path.read_text(encoding="utf-8") == written


def test_what_cannot_run_is_not_saved_and_what_was_typed_stays(texts: Console) -> None:
    texts.keep_texts("emotions", 0, {"/duration/limit": "quinze"})
    review = texts.client.get("/texts/emotions/review").text
    assert "Cette version ne peut pas être jouée" in review
    assert "/save" not in review
    answer = texts.client.post("/texts/emotions/save", data={"revision": "1"})
    assert answer.status_code == 422
    assert "T104" in answer.text
    assert not (texts.keep / "drafts" / "emotions-2.0.1").exists()
    assert 'value="quinze"' in texts.page("emotions")


def test_a_save_of_another_keeping_than_the_one_reviewed_saves_nothing(texts: Console) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Un."})
    texts.keep_texts("emotions", 1, {BILAN: "Deux."})
    assert texts.save("emotions", 1) == "/texts/emotions/review"
    assert not (texts.keep / "drafts" / "emotions-2.0.1").exists()


def test_without_a_script_the_whole_form_is_sent_and_only_what_differs_is_kept(texts: Console) -> None:
    form = {"revision": "0", BILAN: "Sans script.", "/steps/accueil/title": "Le jeu", "/nowhere": "x"}
    answer = texts.client.post("/texts/emotions", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/texts/emotions/review")
    kept = json.loads((texts.keep / "drafts" / "in-progress" / "emotions.json").read_bytes())
    assert kept["changes"] == {BILAN: "Sans script."}
    late = texts.client.post("/texts/emotions", data=form, follow_redirects=False)
    assert late.status_code == 409
    assert "T103" in late.text


def test_changes_can_be_given_up(texts: Console) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Un."})
    texts.client.post("/texts/emotions/discard")
    assert "\nUn.</textarea>" not in texts.page("emotions")
    assert "Aucun texte n'a été modifié." in texts.client.get("/texts/emotions/review").text.replace(
        "&#39;", "'"
    )


def test_a_first_name_that_is_unlocked_here_never_reaches_a_file(tmp_path: Path) -> None:
    with console(tmp_path, "emotions", first_names={"P07": "Zoé"}) as texts:
        answer = texts.keep_texts("emotions", 0, {BILAN: "Merci Zoé !"}).json()
        assert answer["stored"] == {BILAN: "Merci {participant} !"}
        texts.client.post("/texts/emotions", data={"revision": "1", BILAN: "Bravo Zoé !"})
        texts.save("emotions", 2)
        for path in texts.keep.rglob("*"):
            assert not path.is_file() or "Zoé" not in path.read_text(encoding="utf-8")


def test_a_text_whose_field_has_gone_from_the_file_is_put_aside(texts: Console) -> None:
    texts.keep_texts("emotions", 0, {BILAN: "Merci.", "/goals/1": "un autre but"})
    path = texts.protocols / "emotions.yaml"
    written = path.read_text(encoding="utf-8")
    goals = '["reconnaître une émotion sur un visage", "relier une situation simple à une émotion"]'
    path.write_text(written.replace(goals, '["une émotion"]'), encoding="utf-8")
    page = texts.page("emotions")
    assert "<q>un autre but</q>" in page
    assert "\nMerci.</textarea>" in page
    assert texts.keep_texts("emotions", 2, {BILAN: "Merci bien."}).json()["moved"] is True


def test_used_files_and_tables_come_with_a_draft(tmp_path: Path) -> None:
    names = ("tour-de-role", "rituel-bonjour", "retour-au-calme", "rituel-au-revoir")
    with console(tmp_path, *names) as texts:
        assert "Cette étape vient de rituel-bonjour.yaml" in texts.page("tour-de-role")
        texts.keep_texts("tour-de-role", 0, {"/steps/depart/title": "Le train s'en va"})
        texts.save("tour-de-role", 1)
        protocol = load(texts.keep / "drafts" / "tour-de-role-1.0.1" / "tour-de-role-1.0.1.yaml")
        assert {"rituel-bonjour.yaml", "retour-au-calme.yaml"} <= {one.name for one in protocol.sources}


def test_items_of_a_csv_file_are_changed_in_the_draft_alone(texts: Console) -> None:
    path = texts.protocols / "emotions.yaml"
    written = path.read_text(encoding="utf-8")
    begin, end = written.index("  visages:\n"), written.index("  # Peur et surprise")
    table = "id;question;indice;phrase;answer;choix\n" + "".join(
        f"{name};Qui est {name} ?;Regarde bien.;Il est {name}.;{name};{name}|peur\n"
        for name in ("content", "triste", "surpris")
    )
    (texts.protocols / "visages.csv").write_text(table, encoding="utf-8")
    path.write_text(f"{written[:begin]}  visages: visages.csv\n{written[end:]}", encoding="utf-8")
    page = texts.page("emotions")
    assert "dans le fichier visages.csv" in page
    cell = "/tables/visages.csv/1/question"
    assert f'name="{cell}"' in page
    answer = texts.keep_texts("emotions", 0, {cell: "Où est, dis-moi donc, celui qui est si triste ici ?"})
    assert [(one["code"], one["field"]) for one in answer.json()["told"]] == [("P401", cell)]
    texts.keep_texts("emotions", 1, {cell: "Où est le triste ?"})
    texts.save("emotions", 2)
    saved = (texts.keep / "drafts" / "emotions-2.0.1" / "visages.csv").read_text(encoding="utf-8")
    assert saved == table.replace("Qui est triste ?", "Où est le triste ?")
    assert (texts.protocols / "visages.csv").read_text(encoding="utf-8") == table


def test_a_protocol_with_errors_can_be_mended_in_its_form(texts: Console) -> None:
    path = texts.protocols / "emotions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("limit: 15 min", "limit: 15"), encoding="utf-8")
    page = texts.page("emotions")
    assert "P115" in page
    mended = texts.keep_texts("emotions", 0, {"/duration/limit": "15 min"}).json()
    assert mended["told"] == []


def test_a_file_that_is_no_yaml_is_shown_with_what_is_wrong(texts: Console) -> None:
    (texts.protocols / "emotions.yaml").write_text('protocol: 1\ntitle: "sans fin\n', encoding="utf-8")
    page = texts.page("emotions")
    assert "P100" in page
    assert "<textarea" not in page


def test_the_sheet_of_a_version_is_printed_and_cards_only_where_there_are_some(
    texts: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nao_sessions.console.texts.routes.print_pdf", str.encode)  # no Chromium here
    page = texts.page("emotions")
    assert "/texts/emotions/sheet.pdf" in page
    assert "/cards.pdf" not in page
    printed = texts.client.get("/texts/emotions/sheet.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.headers["content-disposition"] == 'attachment; filename="emotions-sheet.pdf"'
    assert "reconnaître une émotion sur un visage" in printed.text
    none = texts.client.get("/texts/emotions/cards.pdf")
    assert (none.status_code, "T109" in none.text) == (404, True)


def test_cards_are_printed_where_a_protocol_waits_for_some(
    texts: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nao_sessions.console.texts.routes.print_pdf", str.encode)
    path = texts.protocols / "emotions.yaml"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("{word: content, pic", "{word: content, card: 12, pic"), encoding="utf-8")
    assert "/texts/emotions/cards.pdf" in texts.page("emotions")
    assert texts.client.get("/texts/emotions/cards.pdf").status_code == 200


def test_a_file_that_cannot_be_read_is_told_on_a_page(texts: Console) -> None:
    (texts.protocols / "emotions.yaml").write_bytes("title: é".encode("latin-1"))
    answer = texts.client.get("/texts/emotions")
    assert (answer.status_code, "T101" in answer.text, 'href="/texts"' in answer.text) == (503, True, True)


def test_a_check_is_explained_on_a_page_of_its_own(texts: Console) -> None:
    page = texts.client.get("/checks/P401").text
    assert "Phrase trop longue" in page
    assert "Coupez-la en deux" in page
    assert texts.client.get("/checks/P999").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/texts/nowhere"),
        ("GET", "/texts/pictures"),
        ("GET", "/texts/..%2Femotions"),
        ("GET", "/texts/nowhere/review"),
        ("GET", "/texts/nowhere/drawing"),
        ("POST", "/texts/nowhere/work"),
        ("POST", "/texts/nowhere/save"),
        ("POST", "/texts/nowhere/discard"),
    ],
)
def test_an_address_that_names_no_protocol_finds_nothing(texts: Console, method: str, path: str) -> None:
    assert texts.client.request(method, path).status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"revision": 0}', b"\xff", b'{"changes": {"/title": 3}}', b"x" * 3_000_000]
)
def test_what_is_no_form_is_refused_and_nothing_is_kept(texts: Console, body: bytes) -> None:
    answer = texts.client.post("/texts/emotions/work", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "T108")
    assert not (texts.keep / "drafts").exists()


def test_a_folder_that_cannot_be_written_is_told(texts: Console) -> None:
    (texts.keep / "drafts").write_text("a file where a folder should be", encoding="utf-8")
    answer = texts.keep_texts("emotions", 0, {BILAN: "Un."})
    assert (answer.status_code, answer.json()["code"]) == (503, "T105")


def test_the_pages_speak_english_too(tmp_path: Path) -> None:
    with console(tmp_path, "rituel-bonjour", language="en") as texts:
        page = texts.page("rituel-bonjour")
        assert "Nao says French (Moment 3)" in page
        assert "Nao says English (Moment 3)" in page
        assert "about " in page
