"""A value that is typed in the form loads back as it was typed, and nothing else of the file changes."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nao_sessions.console.texts.page_model import LONGEST, as_typed
from nao_sessions.console.texts.rewriting import read_table, rewritten, rewritten_table
from nao_sessions.console.texts.sites import Site, find
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import decode

LIBRARY = Path(__file__).parents[3] / "protocols"

STYLES = """\
# Un commentaire, avec "des guillemets".
protocol: 1
title: Jeu   # après un titre
goals: [attention, "deux  buts", 'l''écoute']
material:
  - >-  # plié
    Une longue phrase qui est pliée
    sur deux lignes, et même

    sur trois.
  - |
    Un bloc
      plus à droite
    fini.


  # entre deux
  - "Une phrase coupée
    en deux lignes"
  - {fr: "Le tapis", en: 'The mat'}
duration: {expected: 8 min,limit: 15 min} # serré
settings:
  patience: {type: duration, default: 10 s, label: "Délai"}
items:
  fruits:
    - {id: pomme, question: "Où ?", niveau: 3, choix: [pomme, poire], mot: {word: pomme, say: une pomme}}
steps:
  accueil:
    do:
      - say: |-
          Bonjour.
          Ça va ?
      - say: >
          Dernier bloc
          du fichier
    after: {wait: 20 s, next: fin}
  fin:
    do: [{say: Au revoir}]
"""

TYPED = st.text(
    st.one_of(
        st.sampled_from(list("\"'\\:#{}[],&*!|>%@`-?=~ \n\t<./éà«»…’\u00a0\u202f\u200b\ufeff\u2028😀0na")),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=60,
).map(as_typed)


def sites(text: str) -> tuple[Site, ...]:
    found = find(text)
    assert found is not None
    return found.sites


@lru_cache(maxsize=64)
def scalars(text: str) -> tuple[tuple[str, str], ...]:
    """Give every value of a file as the language reads it, with its path, and tell no finding of writing."""
    root = read_nodes(decode(text.encode(), "t.yaml", Findings("t.yaml")) or "", "t.yaml", Findings("t.yaml"))
    assert root is not None
    found: list[tuple[str, str]] = []

    def walk(node: Node, path: str) -> None:
        if isinstance(node, Scalar):
            found.append((path, node.text))
        for key, value in node.items() if isinstance(node, Fields) else ():
            walk(value, f"{path}/{key}")
        for number, value in enumerate(node) if isinstance(node, Items) else ():
            walk(value, f"{path}/{number}")

    walk(root, "")
    return tuple(found)


@given(st.sampled_from(sites(STYLES)), TYPED)
@settings(max_examples=300, deadline=None)
def test_any_text_in_any_field_loads_back_exactly_and_nothing_else_of_the_file_changes(
    site: Site, typed: str
) -> None:
    changed = rewritten(STYLES, {site.id: typed})
    expected = tuple((path, typed if path == site.id else text) for path, text in scalars(STYLES))
    assert scalars(changed) == expected
    if typed != site.text:
        assert changed.startswith(STYLES[: site.begin])
        assert changed.endswith(STYLES[site.end :])


@given(st.dictionaries(st.sampled_from([site.id for site in sites(STYLES)]), TYPED, max_size=6))
@settings(max_examples=80, deadline=None)
def test_several_fields_at_once_load_back_exactly(typed: dict[str, str]) -> None:
    expected = tuple((path, typed.get(path, text)) for path, text in scalars(STYLES))
    assert scalars(rewritten(STYLES, typed)) == expected


@given(TYPED, st.data())
@settings(max_examples=25, deadline=None)
def test_real_protocols_hold_whatever_is_typed(typed: str, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(LIBRARY.glob("*[!t].yaml"))))
    text = path.read_text(encoding="utf-8")
    site = data.draw(st.sampled_from(sites(text)))
    changed = rewritten(text, {site.id: typed})
    assert dict(scalars(changed))[site.id] == typed
    assert changed.startswith(text[: site.begin])
    assert changed.endswith(text[site.end :])


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.name)
def test_a_form_that_changed_nothing_leaves_every_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = find(text)
    assert found is not None
    assert rewritten(text, {site.id: site.text for site in found.sites}) == text


@pytest.mark.parametrize(
    ("site", "typed", "line"),
    [
        ("/title", "jeu calme", "title: jeu calme   # après un titre"),
        ("/title", "Jeu : calme", 'title: "Jeu : calme"   # après un titre'),
        ("/goals/0", "écoute, calme", "goals: [\"écoute, calme\", \"deux  buts\", 'l''écoute']"),
        ("/goals/2", "l'attente", "goals: [attention, \"deux  buts\", 'l''attente']"),
        ("/duration/limit", "20 min", "duration: {expected: 8 min,limit: 20 min} # serré"),
        ("/duration/limit", "vingt, ou plus", 'duration: {expected: 8 min,limit: "vingt, ou plus"} # serré'),
        ("/steps/accueil/after/wait", "", '    after: {wait: "", next: fin}'),
    ],
)
def test_a_value_keeps_its_authors_style_where_it_can(site: str, typed: str, line: str) -> None:
    assert line in rewritten(STYLES, {site: typed}).splitlines()


def test_a_folded_text_is_folded_again_and_a_block_stays_a_block() -> None:
    long = "Une phrase bien plus longue que les autres, pliée comme son auteur l'a voulu.\nPuis une autre."
    changed = rewritten(STYLES, {"/material/0": long, "/steps/accueil/do/0/say": "Salut.\nTout va bien ?"})
    assert (
        "  - >-  # plié\n"
        "    Une phrase bien plus longue que les\n"
        "    autres, pliée comme son auteur l'a\n"
        "    voulu.\n\n"
        "    Puis une autre.\n"
    ) in changed
    assert "      - say: |-\n          Salut.\n          Tout va bien ?\n      - say: >\n" in changed


def test_windows_line_ends_stay_windows_line_ends() -> None:
    windows = STYLES.replace("\n", "\r\n")
    changed = rewritten(windows, {"/steps/accueil/do/0/say": "Un.\nDeux.", "/title": "Jeu : fin"})
    assert changed.count("\n") == changed.count("\r\n")
    assert dict(scalars(changed))["/steps/accueil/do/0/say"] == "Un.\nDeux."


def test_computed_values_names_of_steps_and_files_are_no_fields() -> None:
    text = (LIBRARY / "emotions.yaml").read_text(encoding="utf-8")
    ids = {site.id for site in sites(text)}
    assert "/steps/visages/trials/patience" not in ids
    assert not any(one.endswith(("/next", "/picture", "/id", "/start", "/sources/0")) for one in ids)


def test_what_is_no_yaml_has_no_fields_and_stays_as_it_is() -> None:
    assert find("a: [") is None
    assert find("- une liste") is None
    assert rewritten("a: [", {"/a": "b"}) == "a: ["


def test_what_a_paste_brings_along_unseen_is_taken_out() -> None:
    assert as_typed("un\r\ndeux\rtrois\u2028quatre\x07") == "un\ndeux\ntrois\nquatre"
    assert as_typed("e\u0301") == "é"
    assert len(as_typed("a" * (LONGEST + 5))) == LONGEST


TABLE = 'id;question;"mot";choix\r\npomme;"Où est ""la"" pomme ?";pomme;a|b\r\n\r\npoire; Qui ? ;poire;\r\n'


@given(
    st.sampled_from([cell.id for cell in (read_table("t.csv", TABLE) or pytest.fail("no table")).cells]),
    TYPED.map(str.strip),
)
@settings(max_examples=200, deadline=None)
def test_a_cell_of_a_csv_table_loads_back_exactly_and_every_other_cell_too(cell: str, typed: str) -> None:
    def values(text: str) -> list[list[str]]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
        return [[value.strip() for value in row] for row in rows]

    _, _, row, column = cell.split("/")[1:] if cell.count("/") == 4 else pytest.fail(cell)
    expected = values(TABLE)
    at = ["id", "question", "mot", "choix"].index(column)
    expected[[1, 3][int(row)]][at] = typed
    assert values(rewritten_table("t.csv", TABLE, {cell: typed})) == expected


def test_a_table_that_is_no_csv_has_no_cells() -> None:
    assert read_table("t.csv", 'a;b\n"x;y\n') is None
    assert rewritten_table("t.csv", 'a;b\n"x;y\n', {"/tables/t.csv/0/a": "z"}) == 'a;b\n"x;y\n'


def test_a_table_says_which_cells_may_change() -> None:
    table = read_table("t.csv", TABLE)
    assert table is not None
    assert table.columns == ("question", "mot", "choix")
    assert table.names == ("pomme", "poire")
    assert [(cell.row, cell.column, cell.text, cell.line) for cell in table.cells][:4] == [
        (0, "question", 'Où est "la" pomme ?', 2),
        (0, "mot", "pomme", 2),
        (0, "choix", "a|b", 2),
        (1, "question", "Qui ?", 4),
    ]
