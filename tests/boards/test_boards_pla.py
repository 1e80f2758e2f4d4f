"""Pages of Plaphoons: read line by line, linked to one another, written again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_boards import SVG, codes, obf, package, png, refused, written, zipped

from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.model import BoardSet
from nao_sessions.boards.opening import BoardFile, as_obf, as_obz, open_boards
from nao_sessions.boards.pla.writing import write_pages
from nao_sessions.core.errors import UsageError

HEADER = """\
PLAPHOONS (C) Jordi Lagares Roset - Projecte FRESSA
// fait à l'école
COLUMNES=2
FILES=1
COLOR=0
CAPTION CENTRAT=S
Font Name = Comic Sans MS
Font Itàlica=N
"""
APPLE = (
    'PICTURE="Poma.png" CAPTION="pomme" READ="une pomme, s\'il te plaît" '
    'LINK="" MC="3" FCOLOR="255" FNAME="Arial"\n'
)
DESSERTS = 'PICTURE="" CAPTION="desserts" READ="" LINK="desserts.pla" MC="6" FCOLOR="0" FNAME=""\n'
EMPTY = 'PICTURE="" CAPTION="" READ="" LINK="" MC="6" FCOLOR="0" FNAME=""\n'
PAGE = HEADER + APPLE + DESSERTS
SECOND = (
    HEADER.replace("COLUMNES=2", "COLUMNES=1")
    + 'PICTURE="" CAPTION="retour" READ="" LINK="Repas.PLA" MC="0"\n'
)
BESIDE = {"poma.png": png(3, 4), "desserts.pla": SECOND.encode("cp1252")}


def beside(name: str) -> bytes | None:
    """Give a file as Windows does, whatever the case of its name."""
    return BESIDE.get(name.casefold())


def opened(text: str = PAGE, encoding: str = "cp1252", read_as: str = "") -> BoardFile:
    return open_boards("repas.pla", text.encode(encoding), beside, read_as or encoding)


def pages(
    boards: BoardSet, name: str = "repas.pla", encoding: str = "cp1252"
) -> tuple[dict[str, bytes], list[str]]:
    told = BoardFindings()
    return write_pages(boards, name, encoding, told), [one.code for one in told.remarks]


def test_a_page_is_a_board_with_its_pictures_and_what_it_leads_to() -> None:
    found = opened()
    boards = found.boards
    assert found.remarks == ()
    assert (boards.root, list(boards.boards)) == ("repas.obf", ["repas.obf", "desserts.obf"])
    apple, desserts = boards.first.seen()
    assert (apple.label, apple.say, apple.border) == ("pomme", "une pomme, s'il te plaît", "rgb(0, 255, 0)")
    assert boards.content(boards.first.picture(apple)) == png(3, 4)
    assert boards.opened_by(desserts.link) == "desserts.obf"
    (back,) = boards.boards["desserts.obf"].seen()
    assert boards.opened_by(back.link) == "repas.obf"


def test_pages_come_out_as_they_went_in() -> None:
    files, remarks = pages(opened().boards)
    assert remarks == []
    assert files == {
        "repas.pla": PAGE.replace("\n", "\r\n").encode("cp1252"),
        "desserts.pla": SECOND.replace("Repas.PLA", "repas.pla").replace("\n", "\r\n").encode("cp1252"),
        "Poma.png": png(3, 4),
    }


def test_pages_that_went_through_another_format_come_out_as_they_went_in() -> None:
    boards = opened(HEADER + APPLE + EMPTY.replace('"6"', '"2"')).boards
    through = open_boards("repas.obf", as_obf(boards, "repas.obf")).boards
    assert pages(through) == pages(boards)
    packed = open_boards("repas.obz", as_obz(boards)).boards
    assert pages(packed)[0]["repas.pla"] == pages(boards)[0]["repas.pla"]


def test_a_board_from_elsewhere_becomes_pages_that_are_read_again() -> None:
    source = open_boards("repas.obz", zipped(package())).boards
    files, remarks = pages(source)
    assert remarks == []
    assert sorted(files) == ["desserts.pla", "pomme.svg", "repas.pla"]
    again = open_boards("repas.pla", files["repas.pla"], files.get, "cp1252").boards
    words = [[button.word for button in board.seen()] for board in again.boards.values()]
    assert words == [["pomme", "desserts"], ["glace"]]
    assert again.content(again.first.pictures[0]) == SVG
    lines = files["repas.pla"].decode("cp1252").splitlines()
    assert [line.partition("=")[0] for line in lines[1:4]] == ["COLUMNES", "FILES", "COLOR"]


def test_the_letters_are_read_as_the_person_says() -> None:
    text = HEADER + APPLE.replace("pomme", "crème") + EMPTY
    assert next(opened(text, "utf-8").boards.first.seen()).label == "crème"
    assert opened(HEADER + APPLE + EMPTY, "utf-16").boards.first.rows == 1


def test_letters_that_look_misread_are_told_with_other_encodings() -> None:
    found = opened(HEADER + APPLE + EMPTY, "utf-8", read_as="cp1252")
    assert codes(found) == ["B126"]
    assert found.remarks[0].place.line == 2
    assert found.remarks[0].hint is not None


def test_letters_that_are_not_of_the_encoding_are_refused_at_their_line() -> None:
    text = PAGE.replace("fait à l'école", "ici").replace("Itàlica", "Italica").replace("plaît", "plait")
    wrong = text.replace("desserts", "crème", 1)
    line = wrong.split("crème")[0].count("\n") + 1
    assert refused(lambda: opened(wrong, "cp1252", read_as="utf-8")) == [("B125", line, 1)]


@pytest.mark.parametrize("encoding", [None, "cp9999", "rot13"])
def test_without_an_encoding_that_exists_nothing_is_read(encoding: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        open_boards("repas.pla", PAGE.encode("cp1252"), beside, encoding)
    assert (caught.value.code, caught.value.hint is None) == ("B131", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("B121", 0, 0)]),
        ("COLUMNES=1\n", [("B121", 1, 1)]),
        (PAGE.replace("FILES=1\n", ""), [("B122", 0, 0)]),
        (PAGE.replace("FILES=1", "FILES=cent"), [("B122", 0, 0)]),
        (PAGE.replace("COLUMNES=2", "COLUMNES=0"), [("B122", 0, 0)]),
        (PAGE + "voilà\n", [("B123", 11, 1)]),
        (PAGE.replace("COLOR=0", "couleur"), [("B123", 5, 1)]),
        (PAGE + APPLE, [("B124", 0, 0)]),
        (PAGE.replace(APPLE, ""), [("B124", 0, 0)]),
    ],
)
def test_one_mistake_is_told_at_its_line(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert refused(lambda: opened(text)) == expected


@pytest.mark.parametrize("name", ["absente.png", "../Poma.png", "C:\\Poma.png", "/etc/hostname"])
def test_a_picture_that_is_not_beside_the_page_is_told_and_never_looked_for_elsewhere(name: str) -> None:
    asked: list[str] = []

    def looked(name: str) -> bytes | None:
        asked.append(name)
        return beside(name)

    text = PAGE.replace("Poma.png", name)
    found = open_boards("repas.pla", text.encode("cp1252"), looked, "cp1252")
    assert codes(found) == ["B127"]
    assert not [one for one in asked if one.startswith(("/", "..", "C:"))]
    assert pages(found.boards)[0]["repas.pla"] == text.replace("\n", "\r\n").encode("cp1252")


def test_a_page_that_is_not_there_is_told() -> None:
    assert codes(opened(PAGE.replace("desserts.pla", "gouter.pla"))) == ["B127"]


def test_what_a_page_cannot_hold_is_told() -> None:
    button = {"id": "1", "label": 'dis "oui"', "sound_id": "s", "border_color": "rgb(250, 250, 10)"}
    boards = open_boards("a.obf", written(obf(buttons=[button, {"id": "2"}], images=[]))).boards
    files, remarks = pages(boards)
    assert remarks == ["B128", "B128"]
    assert b'CAPTION="dis \'oui\'" READ="" LINK="" MC="2"' in files["repas.pla"]


def test_letters_that_the_encoding_lacks_are_told_together() -> None:
    boards = open_boards("a.obf", written(obf(buttons=[{"id": "1", "label": "日本"}, {"id": "2"}]))).boards
    ((code, line, _),) = refused(lambda: pages(boards))
    assert (code, line) == ("B128", 24)
    assert "日本".encode() in pages(boards, encoding="utf-8")[0]["repas.pla"]


def test_a_board_cannot_name_a_picture_outside_of_its_folder() -> None:
    cell = {"PICTURE": "../../evil.svg", "CAPTION": "pomme"}
    button = {"id": "1", "label": "pomme", "image_id": "../../evil.svg", "ext_plaphoons": cell}
    images = [obf()["images"][0] | {"id": "../../evil.svg"}]
    boards = open_boards("a.obf", written(obf(buttons=[button, {"id": "2"}], images=images))).boards
    assert sorted(pages(boards)[0]) == ["pomme.svg", "repas.pla"]


TEXTS = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters='"'), max_size=9
)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 7)), min_size=1, max_size=6))
def test_every_page_comes_out_as_it_went_in(cells: list[tuple[str, str, int]]) -> None:
    text = f"PLAPHOONS\r\nCOLUMNES=1\r\nFILES={len(cells)}\r\n"
    for caption, read, frame in cells:
        text += f'PICTURE="" CAPTION="{caption}" READ="{read}" LINK="" MC="{frame}" FCOLOR="0" FNAME=""\r\n'
    content = text.encode("cp1252")
    assert pages(open_boards("repas.pla", content, encoding="cp1252").boards)[0] == {"repas.pla": content}
