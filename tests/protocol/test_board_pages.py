"""Communication boards in a protocol: their words are choices in their places, their pictures files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.boards import opening
from nao_sessions.boards.model import write_data
from nao_sessions.core.confinement import ChildLimits
from nao_sessions.core.errors import Finding
from nao_sessions.protocol import load_files
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.diagram import svg
from nao_sessions.protocol.diff import compare
from nao_sessions.protocol.flow import Protocol, Show
from nao_sessions.protocol.loading import check_files
from nao_sessions.protocol.sheet import protocol_sheet
from tests.course import Course
from tests.protocol.small_protocols import with_do, with_trials

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>%s</title></svg>'
APPLE, BREAD = SVG % b"pomme", SVG % b"pain"
SHOWN = with_do("- show: {board: boards/repas.obf}\n")


def board(**changes: Any) -> dict[str, Any]:
    """Give a meal: an apple, an empty cell, bread; below them a word without a picture."""
    buttons = [
        {"id": "1", "label": "pomme", "vocalization": "Je veux une pomme.", "image_id": "a",
         "background_color": "rgba(0, 255, 0, 0.2)"},
        {"id": "2", "label": "pain", "image_id": "b"},
        {"id": "3", "label": "fini", "border_color": "#00f"},
    ]  # fmt: skip
    images = [
        {"id": "a", "data": write_data("image/svg+xml", APPLE)},
        {"id": "b", "data": write_data("image/svg+xml", BREAD)},
    ]
    grid = {"rows": 2, "columns": 3, "order": [["1", None, "2"], ["3", None, None]]}
    own = {"format": "open-board-0.1", "id": "repas", "locale": "fr", "name": "Repas"}
    return own | {"buttons": buttons, "grid": grid, "images": images, "sounds": []} | changes


def files(text: str, **changes: Any) -> dict[str, bytes]:
    return {"essai.yaml": text.encode(), "boards/repas.obf": json.dumps(board(**changes)).encode()}


def loaded(text: str = SHOWN, **changes: Any) -> Protocol:
    return load_files(files(text, **changes), "essai.yaml")


def found(text: str, **changes: Any) -> list[tuple[str, str]]:
    """Give what is found: code, and what is said in French."""
    told: tuple[Finding, ...] = check_files(files(text, **changes), "essai.yaml")
    return [(one.code, one.sentence.fr.replace("\u00a0", " ")) for one in told]


def shown(protocol: Protocol) -> Show:
    """Give what the first step shows."""
    (act,) = (act for act in protocol.all_acts() if act.verb == "show")
    assert isinstance(act.argument, Show)
    return act.argument


def package() -> bytes:
    """Give a package of the meal and of desserts, with a picture beside them."""
    cake = [{"id": "g", "path": "images/gateau.svg", "content_type": "image/svg+xml"}]
    order = {"rows": 1, "columns": 1, "order": [["1"]]}
    desserts = board(id="d", name="Desserts", buttons=[{"id": "1", "label": "gâteau", "image_id": "g"}],
                     grid=order, images=cake)  # fmt: skip
    manifest = {
        "format": "open-board-0.1",
        "root": "repas.obf",
        "paths": {"boards": {"repas": "repas.obf", "d": "d.obf"}},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, value in (("manifest.json", manifest), ("repas.obf", board()), ("d.obf", desserts)):
            made.writestr(name, json.dumps(value))
        made.writestr("images/gateau.svg", SVG % b"gateau")
    return target.getvalue()


def test_the_words_of_a_board_are_the_choices_with_what_stands_for_them() -> None:
    protocol = loaded()
    assert shown(protocol).choices == ("pomme", "pain", "fini")
    apple = protocol.elements["pomme"]
    assert (apple.picture, apple.say) == ("boards/repas.obf.pictures/pomme.svg", "Je veux une pomme.")
    assert (apple.background, protocol.elements["fini"].border) == ("rgb(204, 255, 204)", "rgb(0, 0, 255)")
    assert (protocol.elements["fini"].picture, protocol.elements["pain"].say) == (None, None)


def test_the_board_and_its_pictures_are_files_of_the_protocol() -> None:
    protocol = loaded()
    kept = {source.name: source.content for source in protocol.sources}
    assert kept["boards/repas.obf.pictures/pomme.svg"] == APPLE
    assert list(kept) == ["essai.yaml", "boards/repas.obf", "boards/repas.obf.pictures/pomme.svg",
                          "boards/repas.obf.pictures/pain.svg"]  # fmt: skip
    again = load_files(kept, "essai.yaml")
    assert (again.sources, again.elements, again.pages) == (
        protocol.sources,
        protocol.elements,
        protocol.pages,
    )


def test_an_approval_vouches_for_the_board_and_not_twice_for_what_is_in_it() -> None:
    sources = loaded().sources
    assert approval_digest(sources) == approval_digest(sources[:2])
    assert approval_digest(sources) != approval_digest(sources[:1])


def test_each_word_lies_in_its_place_and_another_one_leaves_its_own_empty() -> None:
    text = with_do("- show: {board: boards/repas.obf, choices: [pain, pomme]}\n")
    course = Course(loaded(text))
    (told,) = (event.data for event in course.outputs if event.kind == "board")
    assert (told["choices"], told["page"]) == (["pomme", "pain"], "boards/repas.obf")
    view = course.view.board
    assert view is not None
    assert view.cells == (("pomme", None, "pain"), (None, None, None))
    assert [(choice.word, choice.background) for choice in view.choices] == [
        ("pomme", "rgb(204, 255, 204)"), ("pain", None),
    ]  # fmt: skip


def test_choices_without_a_board_have_no_places_and_are_logged_as_ever() -> None:
    course = Course(loaded(with_do("- show: {choices: [un, deux]}\n")))
    (told,) = (event.data for event in course.outputs if event.kind == "board")
    assert told == {"picture": None, "choices": ["un", "deux"], "text": None, "highlight": None}
    view = course.view.board
    assert view is not None
    assert view.cells == ()


def test_a_page_of_a_package_is_found_by_its_name_its_id_or_its_file() -> None:
    for page in ("Desserts", "d"):
        text = with_do(f"- show: {{board: ecole.obz, page: {page}}}\n")
        protocol = load_files({"essai.yaml": text.encode(), "ecole.obz": package()}, "essai.yaml")
        assert shown(protocol).choices == ("gâteau",)
        assert protocol.pages["ecole.obz#d"].title == "Desserts"
        assert {source.name: source.content for source in protocol.sources}[
            "ecole.obz.pictures/gateau.svg"
        ] == SVG % b"gateau"


def test_what_an_author_says_of_a_word_goes_before_what_the_board_says() -> None:
    text = with_do(
        '- show: {board: boards/repas.obf, choices: [{word: pomme, card: 3, say: "la pomme"}, fini]}\n'
    )
    apple = loaded(text).elements["pomme"]
    assert (apple.card, apple.say, apple.picture) == ("3", "la pomme", "boards/repas.obf.pictures/pomme.svg")


def test_a_picture_that_the_protocol_has_already_is_that_file() -> None:
    text = with_do("- show: {picture: pictures/pomme.svg}\n- show: {board: boards/repas.obf}\n")
    protocol = load_files(files(text) | {"pictures/pomme.svg": APPLE}, "essai.yaml")
    assert protocol.elements["pomme"].picture == "pictures/pomme.svg"


def test_answers_come_from_a_board() -> None:
    text = with_trials("ask: [{show: {board: boards/repas.obf}, say: \"Qu'est-ce que tu veux ?\"}]\n"
                       "answers: {from: {board: boards/repas.obf}, by: [board, professional]}\n"
                       "correct:\nprompts:\n")  # fmt: skip
    assert found(text) == []
    trials = loaded(text).steps["accueil"].trials
    assert trials is not None
    assert trials.answers.elements == ("pomme", "pain", "fini")  # type: ignore[union-attr]


def test_words_computed_by_item_have_to_be_on_the_page() -> None:
    text = with_trials(
        'ask: [{show: {board: boards/repas.obf, choices: = item.mots}, say: "Montre."}]\n'
        "answers: {from: = item.mots, by: [board]}\ncorrect: = item.bon\n",
        items="[{id: x, bon: pomme, mots: [pomme, pain]}, {id: y, bon: pain, mots: [pain, pin]}]",
    )
    assert found(text) == [("P151", "« pin » n'est pas sur le tableau « Repas »")]
    assert loaded(text.replace(", pin]", ", fini]")).pages["boards/repas.obf"].words() == (
        "pomme",
        "pain",
        "fini",
    )


@pytest.mark.parametrize(
    ("dash", "expected"),
    [
        ("- show: {board: absent.obf}\n", ["P118"]),
        ("- show: {board: boards/repas.obf, page: desserts}\n", ["P151"]),
        ("- show: {page: desserts}\n", ["P105"]),
        ("- show: {board: essai.yaml}\n", ["P150"]),
        ("- show: {board: boards/repas.obf, choices: [pomme, poire]}\n", ["P151"]),
        ("- show: {board: boards/repas.obf}\n- show: {choices: [{word: pomme, say: \"autre\"}]}\n", ["P137"]),
        ("- show: {board: = settings.x}\n", ["P118"]),
        ("- show: {board: ../repas.obf}\n", ["P118"]),
    ],
)  # fmt: skip
def test_one_mistake_is_one_finding(dash: str, expected: list[str]) -> None:
    assert [code for code, _ in found(with_do(dash))] == expected


def test_an_unknown_word_is_told_with_the_one_that_was_meant() -> None:
    told = check_files(files(with_do("- show: {board: boards/repas.obf, choices: [pome]}\n")), "essai.yaml")
    assert told[0].hint is not None
    assert "pomme" in told[0].hint.fr


def test_a_broken_board_is_told_once_with_its_place_in_the_board() -> None:
    grid = {"rows": 3, "columns": 3, "order": []}
    dash = "- show: {board: boards/repas.obf}\n- show: {board: boards/repas.obf, choices: [pomme]}\n"
    (only,) = found(with_do(dash), grid=grid)
    assert only[0] == "P150"
    assert re.fullmatch(r"boards/repas\.obf:1:\d+ : la grille dit 3 lignes, et « order » en a 0", only[1])


def test_a_board_that_is_read_for_ever_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "TEXT_LIMITS", ChildLimits(cpu_s=1, wall_s=60, memory_bytes=4 << 30))
    hostile = files(SHOWN) | {"boards/repas.obf": b'{"x":[' + b"[]," * 4_000_000 + b"[]]}"}
    (only,) = check_files(hostile, "essai.yaml")
    assert only.code == "P150"
    assert only.sentence.en == "Reading boards/repas.obf took too long, and was ended."
    monkeypatch.setattr(opening, "ConfinedChild", None)  # what is known of it is not found out again
    assert check_files(hostile, "essai.yaml") == (only,)


def test_pictures_that_are_not_in_the_board_are_told() -> None:
    assert found(SHOWN, images=[{"id": "a", "url": "http://example.org/a.png"}, {"id": "b"}]) == [
        ("P310", "le tableau ne contient pas l'image de : pomme, pain")
    ]


def test_a_cell_without_a_word_is_told_and_stays_empty() -> None:
    buttons = [{"id": "1", "image_id": "a"}, {"id": "2", "label": "pain"}, {"id": "3", "label": "fini"}]
    assert [code for code, _ in found(SHOWN, buttons=buttons)] == ["P152"]
    assert loaded(SHOWN, buttons=buttons).pages["boards/repas.obf"].cells[0] == (None, None, "pain")


def test_sheet_drawing_and_comparison_know_boards() -> None:
    protocol = loaded()
    for language in ("fr", "en"):
        page = protocol_sheet(protocol, language)  # type: ignore[arg-type]
        assert page.count("data:image/svg+xml;base64,") == 4  # each in the table of words, and in its place
        assert "Repas" in page
        assert "pomme" in svg(protocol, language)  # type: ignore[arg-type]
    assert compare(protocol, loaded()) == ()
    moved = {"rows": 2, "columns": 3, "order": [["1", "2", None], ["3", None, None]]}
    assert [one.what for one in compare(protocol, loaded(SHOWN, grid=moved))] != []


def test_the_boards_of_the_library_hold_its_own_pictures() -> None:
    folder = Path(__file__).parents[2] / "protocols"
    known = {path.read_bytes() for path in (folder / "pictures").glob("*.svg")}
    text = with_do("- show: {board: boards/repas.obf}\n- show: {board: boards/emotions.obf}\n")
    beside = {f"boards/{path.name}": path.read_bytes() for path in (folder / "boards").glob("*.obf")}
    protocol = load_files({"essai.yaml": text.encode(), **beside}, "essai.yaml")
    inside = [source for source in protocol.sources if source.inside]
    assert len(inside) == 13
    assert [source.name for source in inside if source.content not in known] == []
