"""How texts, words and numbers are written: what is taken as it stands, what is told before it is harmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import Finding
from nao_sessions.protocol import load_files
from nao_sessions.protocol.expression import spoken
from nao_sessions.protocol.flow import Protocol, Speech
from tests.protocol.small_protocols import (
    HEAD,
    changed,
    check_text,
    with_do,
    with_head,
    with_steps,
    with_trials,
)


def loaded(text: str) -> Protocol:
    return load_files({"essai.yaml": text.encode()}, "essai.yaml")


def errors(text: str, folder: Path) -> list[Finding]:
    return [one for one in check_text(text, folder) if one.severity == "error"]


def said(text: str) -> str:
    """Give the first thing that Nao says."""
    speech = loaded(text).blocks["accueil/do"][0].acts[0].argument
    assert isinstance(speech, Speech)
    return speech.by_language[0][1].source


WORDS_IN_BRACKETS = (
    "oui", "d'accord", "c'est ça", "un légume", "l'ours", "œuf", "3", "-1", "2.5", "A", "P07", "rendez-vous",
    "hand.left", "12:30", "50 %", "un, deux",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS_IN_BRACKETS)
def test_words_between_brackets_need_no_quotes(word: str) -> None:
    when = f"when: [{{word: [{word}], next: fin}}]\n    after:"
    stimuli = loaded(changed("after:", when)).steps["accueil"].level.when[0].stimuli
    assert stimuli[0].values == tuple(word.split(", "))


PIECES = (
    "Bravo, c'est ça", "Oui, oui.", "à toi ?", "Léa", "attends…", "« chat »", "va : viens", "les amis'",
    "un mot de plus de six mots", "un;deux", "fin.", "oui !",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_what_may_be_a_piece_of_a_sentence_needs_quotes_between_brackets(piece: str, tmp_path: Path) -> None:
    for lines in (
        f"goals: [{piece}]\n",
        f"authors: [{piece}]\n",
        f"items: {{mots: [{{c: [{piece}, un]}}]}}\n",
    ):
        found = errors(with_head(lines), tmp_path)
        assert {one.code for one in found} & {"P100", "P110"}


def test_a_comma_that_cuts_a_sentence_into_a_column_is_told_where_the_sentence_begins(tmp_path: Path) -> None:
    rows = '[{id: a, texte: Bravo, vite}, {id: b, texte: "autre"}]'
    found = errors(with_head(f"items: {{mots: {rows}}}\n"), tmp_path)
    assert [(one.code, one.place.col) for one in found] == [("P110", 31)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("|\n    Un.\n    Deux.\n", "Un.\nDeux."),
        (">-\n    Un.\n    Deux.\n", "Un. Deux."),
        (">\n    Un.\n    Deux.\n", "Un. Deux."),
        ("|+\n    Un.\n\n", "Un."),
        ('"Un.\\\n    Deux."', "Un.Deux."),
        ('"\\u00e9t\\u00e9"', "été"),
        ('"e\\u0301te\\u0301"', "été"),
        ('"C\'est \\"oui\\"."', 'C\'est "oui".'),
        ("'L''ours.'", "L'ours."),
        ('"\u00a0Bonjour\u202f!\u00a0"', "\u00a0Bonjour\u202f!"),
    ],
    ids=["block", "folded", "folded, a line end", "block, kept line ends", "a line that goes on", "by number",
         "an accent apart", "quotes inside", "an apostrophe doubled", "no-break spaces"],
)  # fmt: skip
def test_a_text_is_what_its_author_sees(written: str, meant: str) -> None:
    assert said(with_do(f"- say: {written}\n")) == meant


def test_a_block_is_the_same_word_as_the_plain_one() -> None:
    assert loaded(changed('version: "1.0.0"', "version: |\n  1.0.0\n")).version == "1.0.0"
    steps = "accueil:\n  trials:\n    ask: [{say: 'Quoi ?'}]\n    answers: {oui: {board: oui}}\n"
    asked = loaded(with_steps(steps + "    correct: |\n      oui\n  next: fin\n")).steps["accueil"].trials
    assert asked is not None
    assert asked.correct == "oui"


@pytest.mark.parametrize("escape", ["\\n", "\\t", "\\a", "\\e", "\\0", "\\_", "\\N", "\\L", "\\b"])
def test_an_escape_that_changes_letters_is_refused(escape: str, tmp_path: Path) -> None:
    (first, *_) = errors(with_do(f'- say: "Le dossier C:{escape}ao."\n'), tmp_path)
    assert (first.code, first.place.line, first.place.col) == ("P131", 12, 28)
    assert first.hint is not None


@pytest.mark.parametrize("text", ["Lève les bras \\o/.", "\\rspd=400\\ Vite !", "un\\deux"])
@pytest.mark.parametrize("written", ["{}", "'{}'", "|\n    {}\n"])
def test_a_backslash_is_refused_in_what_nao_says(text: str, written: str, tmp_path: Path) -> None:
    (found,) = errors(with_do(f"- say: {written.format(text)}\n"), tmp_path)
    assert (found.code, found.place.line) == ("P131", 13 if written.startswith("|") else 12)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("version: 1.0.0 # brouillon", None),
        ("status: draft   # pour l'instant", None),
        ("sources: Dupont #1", "P111"),
        ("sources: Dupont # un commentaire", "P111"),
        ('goals: ["un"]   # un commentaire', None),
        ("settings: {m: {type: choice, choices: [a], default: a}} # vu", None),
        ("data: {mot: rouge #1}", "P100"),
        ("authors: équipe # du projet", "P111"),
        ('authors: "équipe" # du projet', None),
    ],
)
def test_a_comment_is_told_from_a_sentence_that_goes_on(line: str, code: str | None, tmp_path: Path) -> None:
    text = HEAD.replace('version: "1.0.0"\n', "") if line.startswith("version") else HEAD
    found = errors(with_head(line + "\n").replace(HEAD, text), tmp_path)
    assert [one.code for one in found] == ([] if code is None else [code])


@pytest.mark.parametrize(
    "line",
    ["? titre\n: 3\n", '"": 3\n', "' ': 3\n", "data: {? n : 3}\n", ": 3\n"],
    ids=["a question mark", "an empty key", "a key of spaces", "in braces", "nothing"],
)
def test_a_key_without_a_name_is_refused(line: str, tmp_path: Path) -> None:
    assert errors(with_head(line), tmp_path)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("answers: {}", "P103"),
        ("answers: {pomme: []}", "P103"),
        ("answers: {pomme: {}}", "P105"),
        ("answers: {pomme: [{}]}", "P105"),
        ("answers: {pomme: }", "P110"),
        ("answers: {pomme: {board: []}}", "P103"),
        ('answers: {pomme: {board: ""}}', "P103"),
        ('answers: {"": {board: a}}', "P114"),
        ("answers: {pomme: {professional: false}}", "P105"),
        ("answers: {from: [], by: [board]}", "P103"),
        ("answers: {from: [a], by: []}", "P103"),
        ("answers: {from: [= item.a], by: [board]}", "P116"),
        ('answers: {"= item.a": {board: a}}', "P116"),
        ("correct: []", "P103"),
        ("correct: [= item.a]", "P116"),
        ("feedback: {}", "P103"),
        ("count: 1001", "P103"),
        ("each_item: 101", "P119"),
        ("prompts: []", "P103"),
    ],
)
def test_what_is_empty_computed_or_too_much_in_trials_is_told(line: str, code: str, tmp_path: Path) -> None:
    found = errors(with_trials(f"{line}\n", items="[{id: a}]"), tmp_path)
    assert code in [one.code for one in found]


@pytest.mark.parametrize(
    "dash",
    [
        "- set: {}\n",
        "- show: {}\n",
        "- show: {choices: []}\n",
        "- follow: []\n",
        "- choose: []\n",
        "- choose: [{}]\n",
        "- choose: [{say: 'a', weight: 101}]\n",
        "- show: {choices: [= item.a]}\n",
    ],
)
def test_a_dash_that_holds_nothing_is_told(dash: str, tmp_path: Path) -> None:
    assert errors(with_do(dash, "data: {n: 0}\n"), tmp_path)


def test_a_group_without_steps_is_told(tmp_path: Path) -> None:
    found = errors(with_steps("accueil: {start: un, steps: {}, next: fin}\n"), tmp_path)
    assert "P105" in [one.code for one in found]


@pytest.mark.parametrize("share", ["0", "101", "1.5", "deux", "true"])
def test_a_share_is_a_small_whole_number(share: str, tmp_path: Path) -> None:
    found = errors(with_trials("", items=f"[{{id: a, share: {share}}}]"), tmp_path)
    assert [one.code for one in found] == ["P103"]


def test_many_warnings_do_not_refuse() -> None:
    sounds = "".join(f"- sound: sounds/s{n}.wav\n" for n in range(150))
    assert "accueil" in loaded(with_do(sounds)).steps


def test_a_hundred_errors_are_told_and_no_more(tmp_path: Path) -> None:
    assert len(errors(with_do("".join(f"- gesture: salut{n}\n" for n in range(300))), tmp_path)) == 100


@pytest.mark.parametrize("break_", ["\u0085", "\u2028", "\u2029"])
def test_a_line_break_that_nobody_sees_is_refused_where_it_stands(break_: str, tmp_path: Path) -> None:
    (found,) = errors(with_do(f'- say: "Un.{break_}Deux."\n'), tmp_path)
    assert (found.code, found.place.line, found.place.col) == ("P112", 12, 18)


def test_line_ends_of_every_kind_count_as_one() -> None:
    text = with_do('- say: "Bonjour {data.n}."\n', "data: {n: 0}\n")
    protocols = [
        load_files({"e.yaml": text.replace("\n", end).encode()}, "e.yaml") for end in ("\n", "\r\n", "\r")
    ]
    places = [protocol.blocks["accueil/do"][0].place for protocol in protocols]
    assert len(set(places)) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (1_234_567.5, "1234567.5"),
        (-0.0, "0"),
        (1e12, "1000000000000"),
        (True, "oui"),
        (("a", 1.5), "a, 1.5"),
        (None, ""),
    ],
)
def test_a_number_is_said_in_digits(value: object, text: str) -> None:
    assert spoken(value) == text
