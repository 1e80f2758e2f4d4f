"""No text, expression, table or used file runs code: it is refused at load, or said as it stands."""

from __future__ import annotations

import pytest

from nao_sessions.core.errors import Finding, ProtocolRefused
from nao_sessions.protocol import load_files
from tests.played import Played
from tests.protocol.embedded_code import (
    CELLS,
    DATA,
    EXPRESSIONS,
    REFUSED_CELLS,
    SITES,
    TAGS,
    TEMPLATES,
    in_site,
)
from tests.protocol.french.french_positions import POSITIONS
from tests.protocol.french.french_texts import HEAD_POSITIONS, SENTENCE_POSITIONS
from tests.protocol.small_protocols import COMMANDS, GOOD, HEAD, STEPS, with_do, with_head

USED = HEAD + "settings: {tours: {type: integer, default: 2}}\n" + COMMANDS + STEPS
OF_EXPRESSIONS = {"P112", "P130", "P131", "P132", "P133", "P134", "P135"}
OF_TEXTS = {"P116", "P123", "P131", "P132", "P135"}
OF_TAGS = {"P100", "P113"}
HEAD_TEXTS = ("goals", "material", "stop_signs", "records", "inclusion", "non_inclusion")


def errors(files: dict[str, bytes]) -> tuple[Finding, ...]:
    """Give what keeps files from being loaded; nothing when they are loaded."""
    try:
        load_files({"autre.yaml": USED.encode(), **files}, "essai.yaml")
    except ProtocolRefused as refused:
        return tuple(one for one in refused.findings if one.severity == "error")
    return ()


def line_of(text: str, part: str) -> int:
    """Give the line in which a part of a text begins."""
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_code_in_an_expression_is_refused_in_every_key_that_takes_one(name: str) -> None:
    for site, template in SITES.items():
        text = in_site(site, EXPRESSIONS[name])
        line = line_of(template, "<=E>" if "<=E>" in template else "<E>")
        found = errors({"essai.yaml": text.encode()})
        assert [one for one in found if one.place.line == line and one.code in OF_EXPRESSIONS], (site, found)


OF_PEOPLE = [*SENTENCE_POSITIONS, *(one for one in HEAD_POSITIONS if one.name.split()[0] in HEAD_TEXTS)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_code_between_braces_is_refused_in_every_text(name: str) -> None:
    for position in OF_PEOPLE:
        files = position.files(
            "escaped", f"Bonjour {TEMPLATES[name]}" if name != "equals" else TEMPLATES[name]
        )
        _, lines = position.lines()
        found = errors(files)
        assert [one for one in found if one.place.line in lines and one.code in OF_TEXTS], position.name


@pytest.mark.parametrize("name", TAGS)
def test_a_tag_or_an_anchor_is_refused_in_every_position(name: str) -> None:
    for position in POSITIONS:
        if position.csv:
            continue
        _, lines = position.lines()
        found = errors(position.files("plain", TAGS[name]))
        assert [one for one in found if one.place.line in lines and one.code in OF_TAGS], position.name


@pytest.mark.parametrize("name", TAGS)
def test_a_tag_is_refused_before_any_key_and_any_map(name: str) -> None:
    for text in (f"{TAGS[name]}\n{GOOD}", with_head(f"? {TAGS[name]}\n: 3\n"), f"--- {TAGS[name]}\n{GOOD}"):
        assert {one.code for one in errors({"essai.yaml": text.encode()})} & {*OF_TAGS, "P101"}


@pytest.mark.parametrize("key", ["__class__", "__init__", "__proto__", "data.__class__", "item", "os.system"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    for text in (with_head(f'{key}: "a"\n') if key != "item" else with_head('items: {item.x: "a"}\n'),
                 with_head(f"data: {{{key}.x: 0}}\n"), with_do(f"- set: {{{key}: 1}}\n", DATA)):  # fmt: skip
        assert {one.code for one in errors({"essai.yaml": text.encode()})} & {"P101", "P114", "P132"}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_code_in_a_used_file_is_refused_there(name: str) -> None:
    inner = in_site("if of a moment", EXPRESSIONS[name])
    outer = GOOD.replace('    do:\n      - say: "Bonjour."\n', "    use: autre.yaml\n", 1)
    found = errors({"essai.yaml": outer.encode(), "autre.yaml": inner.encode()})
    assert {one.place.file for one in found if one.code in OF_EXPRESSIONS} == {"autre.yaml"}


ASKED = """\
commands: {finish: {next: fin}}
items: {mots: mots.csv}
start: jeu
steps:
  jeu:
    each: mots
    start: dit
    steps:
      dit: {do: [{say: "{item.texte}"}, {note: "{item.texte}"}], next: done}
    next: fin
  fin: {do: [{say: "Fini."}], end: completed}
"""


@pytest.mark.parametrize("name", CELLS)
def test_code_in_a_cell_is_said_as_it_stands(name: str) -> None:
    quoted = CELLS[name].replace('"', '""')
    table = f'id;texte\na;"{quoted}"\nb;"autre"\n'
    files = {"essai.yaml": (HEAD + ASKED).encode(), "mots.csv": table.encode()}
    played = Played(load_files(files, "essai.yaml"))
    played.settle()
    assert played.said == [CELLS[name], "autre", "Fini."]


@pytest.mark.parametrize("name", CELLS)
def test_code_in_an_item_is_said_as_it_stands(name: str) -> None:
    escaped = CELLS[name].replace('"', '\\"').replace("\n", "\n\n      ")
    rows = f'items:\n  mots:\n    - id: a\n      texte: "{escaped}"\n    - {{id: b, texte: "autre"}}\n'
    text = HEAD + ASKED.replace("items: {mots: mots.csv}\n", rows)
    played = Played(load_files({"essai.yaml": text.encode()}, "essai.yaml"))
    played.settle()
    assert played.said == [CELLS[name], "autre", "Fini."]


@pytest.mark.parametrize("name", REFUSED_CELLS)
def test_what_a_spreadsheet_or_a_voice_would_run_is_refused_in_a_cell(name: str) -> None:
    text = HEAD + "items: {mots: mots.csv}\n" + COMMANDS + STEPS
    table = f'id;texte\na;"{REFUSED_CELLS[name]}"\nb;"autre"\n'
    (found,) = errors({"essai.yaml": text.encode(), "mots.csv": table.encode()})
    assert (found.place.file, found.place.line) == ("mots.csv", 2)
    assert found.code in ("P116", "P131")
    assert found.hint is not None


@pytest.mark.parametrize("name", [*CELLS, *REFUSED_CELLS])
def test_code_as_the_name_of_a_column_is_refused(name: str) -> None:
    code = (CELLS | REFUSED_CELLS)[name].replace('"', '""')
    text = HEAD + "items: {mots: mots.csv}\n" + COMMANDS + STEPS
    table = f'id;"{code}"\na;1\n'
    found = errors({"essai.yaml": text.encode(), "mots.csv": table.encode()})
    assert [one.place.line for one in found] == ([] if name == "null" else [1])
