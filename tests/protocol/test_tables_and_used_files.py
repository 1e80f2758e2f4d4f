"""Files beside a protocol: tables in CSV as spreadsheets write them, and protocols that it uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import Finding, ProtocolRefused
from nao_sessions.protocol import check, load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import examine_bytes
from tests.protocol.small_protocols import COMMANDS, GOOD, HEAD, STEPS, with_do, with_steps

TABLE = HEAD + "items: {mots: mots.csv}\n" + COMMANDS + STEPS
USING = with_steps("accueil: {use: rituels/bonjour.yaml, next: fin}\n")


def loaded(table: str | bytes, protocol: str = TABLE) -> Protocol:
    """Load a protocol with a table beside it."""
    content = table if isinstance(table, bytes) else table.encode()
    return load_files({"essai.yaml": protocol.encode(), "mots.csv": content}, "essai.yaml")


def values(table: str | bytes, column: str = "texte") -> list[object]:
    """Give a column of the table."""
    return [item.values.get(column) for item in loaded(table).decks["mots"].items]


def refused(table: str | bytes) -> list[tuple[str, str, int]]:
    """Give what is wrong with a table: code, file, line; each with a hint."""
    with pytest.raises(ProtocolRefused) as caught:
        loaded(table)
    found = [one for one in caught.value.findings if one.severity == "error"]
    assert all(one.hint is not None for one in found)
    return [(one.code, one.place.file, one.place.line) for one in found]


@pytest.mark.parametrize(
    "table",
    [
        "id,texte\na,Bonjour\nb,Salut\n",
        "id;texte\na;Bonjour\nb;Salut\n",
        "id\ttexte\na\tBonjour\nb\tSalut\n",
        "\ufeffid;texte\r\na;Bonjour\r\nb;Salut\r\n",
        "id;texte\ra;Bonjour\rb;Salut\r",
        '"id";"texte"\n"a";"Bonjour"\n"b";"Salut"\n',
        " id ; texte \n a ; Bonjour \n\n;\n b ; Salut ",
        "id;texte;\na;Bonjour;\nb;Salut;\n",
    ],
    ids=["commas", "semicolons", "tabs", "Excel", "old Mac", "quotes", "spaces and empty lines", "a last ;"],
)
def test_a_table_is_read_as_spreadsheets_write_it(table: str) -> None:
    assert values(table) == ["Bonjour", "Salut"]


def test_a_quoted_cell_may_hold_the_separator_quotes_and_line_breaks() -> None:
    assert values('id;texte\na;"Un; ""deux""\r\ntrois"\nb;fin\n') == ['Un; "deux"\ntrois', "fin"]


def test_a_table_that_was_emptied_in_an_editor_is_not_read_from_the_disk(tmp_path: Path) -> None:
    (tmp_path / "mots.csv").write_text("id,texte\na,Bonjour\n", encoding="utf-8")
    examined = examine_bytes(TABLE.encode(), tmp_path / "essai.yaml", {"mots.csv": b""})
    assert [one.place.file for one in examined.findings if one.severity == "error"] == ["mots.csv"]


def test_a_finding_names_the_line_where_the_row_begins() -> None:
    table = 'id;texte\na;"un\ndeux\ntrois"\nb;"quatre\ncinq";de trop\n'
    assert refused(table) == [("P103", "mots.csv", 5)]


@pytest.mark.parametrize(
    ("table", "line", "code"),
    [
        ("id;texte\na;un\nb;deux;trois\n", 3, "P103"),
        ("id;texte;rang\na;un;1\nb;deux\n", 3, "P103"),
        ('id;texte\na;"un\nb;deux\n', 2, "P100"),
        ('id;texte\na;un\nb;"Oui" dit Nao\n', 3, "P100"),
        ("id;texte;texte\na;un;deux\n", 1, "P121"),
        ("id;Texte\na;un\n", 1, "P114"),
        ("id;\na;un\n", 2, "P114"),
        ("id;texte\na;Oui | non ?\n", 2, "P103"),
        ("id;texte\na;un||deux\n", 2, "P103"),
        ("id;texte\na;= 1 + 1\n", 2, "P116"),
        ("id;texte\na;un\na;deux\n", 3, "P121"),
        ("id;texte\n" + "".join(f"i{n};un\n" for n in range(10_000)), 2_002, "P106"),
        ("id;texte\na;un\nb;d\x00eux\n", 3, "P107"),
        ("id;texte\na;un\u2028b;deux\n", 2, "P112"),
        (b"id;texte\na;\xe9t\xe9\n", 2, "P107"),
    ],
    ids=["a cell too many", "a cell too few", "a quote never closed", "text after a quote", "a column twice",
         "a malformed column", "a column without a name", "a sentence with |", "an empty word", "a sign =",
         "an id twice", "ten thousand lines", "a control character", "an invisible line break", "not UTF-8"],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_told_at_its_line(table: str | bytes, line: int, code: str) -> None:
    assert refused(table) == [(code, "mots.csv", line)]


@pytest.mark.parametrize(
    "table", ["id;texte\n", "\n\n", ""], ids=["a header alone", "empty lines", "nothing"]
)
def test_a_table_without_items_is_refused(table: str) -> None:
    with pytest.raises(ProtocolRefused) as caught:
        loaded(table)
    assert [one.code for one in caught.value.findings if one.severity == "error"] in (["P103"], ["P108"])


PLAIN = ("1e3", "0x10", "1_000", "no", "yes", "on", "off", "Yes", "12:30", "2026-11-24", "24/11/2026", "~",
         "null", "007", "1.50", "+5", ".5", "1,5", "-0", "0o17", "1e999", ".inf", "NaN", "٣")  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_what_yaml_would_make_something_else_of_stays_text(text: str) -> None:
    rows = f"items:\n  mots:\n    - id: a\n      texte: {text}\n"
    inline = load_files({"essai.yaml": (HEAD + rows + COMMANDS + STEPS).encode()}, "essai.yaml")
    assert inline.decks["mots"].items[0].values["texte"] == text
    assert values(f"id;texte\na;{text}\n") == [text]
    answers = f"    ask: [{{say: 'Quoi ?'}}]\n    answers: {{{text.replace(',', '.')}: [{{board: b}}]}}\n"
    asked = with_steps(f"accueil:\n  trials:\n{answers}  next: fin\n")
    trials = load_files({"essai.yaml": asked.encode()}, "essai.yaml").steps["accueil"].trials
    assert trials is not None
    assert [answer.value for answer in trials.answers] == [text.replace(",", ".")]


def test_a_column_of_plain_numbers_is_numbers_and_is_said_as_it_is_written() -> None:
    assert values("id;texte\na;1\nb;2.5\nc;-3\n") == [1, 2.5, -3]
    assert values("id;texte\na;1\nb;02\n") == ["1", "02"]


def used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str | bytes]) -> list[Finding]:
    """Check ``protocoles/essai.yaml`` as somebody who stands above its folder types it."""
    for name, content in {"essai.yaml": USING, **files}.items():
        path = tmp_path / "protocoles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(tmp_path)
    found = check(Path("protocoles/essai.yaml"))
    return [one for one in found if one.severity == "error"]


BAD = {
    "its own mistake": (GOOD.replace("next: fin}\n    after", "next: nulle}\n    after"), "P102", 14),
    "broken YAML": (GOOD.replace('"Bonjour."', "Oui: non"), "P100", 12),
    "an older language": (GOOD.replace("protocol: 1", "protocol: 2"), "P119", 1),
    "a table that is missing": (GOOD.replace("commands", "items: {mots: mots.csv}\ncommands"), "P118", 6),
    "a file that is missing": (GOOD.replace("    do:", "    use: absent.yaml\n    do:", 1), "P118", 11),
    "nothing": ("", "P108", 0),
    "no text": (b"\xff\xfe\x00", "P107", 1),
    "too much": ("#" * 300_000, "P106", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_finding_in_a_used_file_names_that_file_from_where_the_person_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, code, line = BAD[name]
    found = used(tmp_path, monkeypatch, {"rituels/bonjour.yaml": content})
    place = Path("protocoles/rituels/bonjour.yaml")
    assert (found[0].code, Path(found[0].place.file), found[0].place.line) == (code, place, line)


def test_a_used_file_that_is_missing_is_told_where_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = used(tmp_path, monkeypatch, {})
    assert (found.code, found.place.file, found.place.line) == ("P118", "protocoles/essai.yaml", 10)


@pytest.mark.parametrize("name", ["../secret.yaml", "/etc/passwd", "a\\b.yaml", ".", "a//b.yaml", "x" * 300])
def test_a_used_file_lies_in_the_protocols_folder(name: str) -> None:
    text = with_steps(f"accueil: {{use: '{name}', next: fin}}\n")
    with pytest.raises(ProtocolRefused) as caught:
        load_files({"essai.yaml": text.encode(), name: GOOD.encode()}, "essai.yaml")
    assert caught.value.findings[0].code in ("P118", "P139")


def using(name: str) -> str:
    """Give a protocol that uses a file, in its first step."""
    return with_steps(f"accueil: {{use: {name}, next: fin}}\n")


@pytest.mark.parametrize(
    ("files", "at"),
    [
        ({"essai.yaml": using("essai.yaml")}, "essai.yaml"),
        ({"essai.yaml": using("b.yaml"), "b.yaml": using("essai.yaml")}, "b.yaml"),
        ({"essai.yaml": using("b.yaml"), "b.yaml": using("c.yaml"), "c.yaml": using("b.yaml")}, "c.yaml"),
        ({f"{name}.yaml": using(f"{name + 1}.yaml") for name in range(20)} | {"essai.yaml": using("0.yaml")},
         "6.yaml"),
    ],
    ids=["itself", "each other", "a circle further on", "a chain of twenty"],
)  # fmt: skip
def test_files_that_use_each_other_without_end_are_refused_where_the_circle_closes(
    files: dict[str, str], at: str
) -> None:
    with pytest.raises(ProtocolRefused) as caught:
        load_files({name: text.encode() for name, text in files.items()}, "essai.yaml")
    found = [one for one in caught.value.findings if one.severity == "error"]
    assert [(one.code, one.place.file) for one in found] == [("P139", at)]


def test_files_that_use_each_other_many_times_are_refused_before_they_multiply() -> None:
    many = "".join(f"s{n}: {{use: NEXT.yaml, next: fin}}\n" for n in range(9))
    files = {
        f"{level}.yaml": with_steps(f"accueil: {{next: s0}}\n{many}".replace("NEXT", str(level + 1)))
        for level in range(6)
    }
    with pytest.raises(ProtocolRefused) as caught:
        load_files(
            {name: text.encode() for name, text in files.items()} | {"6.yaml": GOOD.encode()}, "0.yaml"
        )
    assert "P106" in {one.code for one in caught.value.findings}


@pytest.mark.parametrize(
    ("value", "code"), [("3", None), ("99", "P119"), ("trois", "P103"), ("= 2 + 1", None)]
)
def test_a_used_file_takes_the_settings_that_its_form_would_take(value: str, code: str | None) -> None:
    inner = with_do("- wait: 1 s\n", "settings: {tours: {type: integer, default: 2, min: 1, max: 9}}\n")
    outer = with_steps(f"accueil: {{use: b.yaml, with: {{tours: {value}}}, next: fin}}\n")
    files = {"essai.yaml": outer.encode(), "b.yaml": inner.encode()}
    if code is None:
        assert load_files(files, "essai.yaml").steps["accueil"].use is not None
        return
    with pytest.raises(ProtocolRefused) as caught:
        load_files(files, "essai.yaml")
    assert [one.code for one in caught.value.findings if one.severity == "error"] == [code]
