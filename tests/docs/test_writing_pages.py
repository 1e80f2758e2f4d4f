"""Advice on writing for children: the check that is named sees the less good way, and not the better one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import pytest

from nao_sessions.core.errors import Finding
from nao_sessions.protocol import check
from nao_sessions.protocol.checks.registry import CHECKS

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGES = {"fr": DOCS / "fr" / "ecrire-pour-des-enfants.md", "en": DOCS / "en" / "writing-for-children.md"}
FRENCH_ALONE = {"P418"}
"""Checks of the French language, which have no sentences on the English page."""

BETTER, LESS_GOOD, CHECK = (
    {"fr": "Plutôt", "en": "Better"},
    {"fr": "Moins bien", "en": "Less good"},
    {"fr": "Contrôle", "en": "Check"},
)
TRIALS = {
    "ask": 'ask:\n  - show:\n      choices: [{a}, {b}]\n    say: "{question}"\n',
    "answers": "answers:\n  from: [{a}, {b}]\n  by: [board, professional]\n",
    "patience": "patience: 10 s\n",
    "prompts": 'prompts:\n  - help: verbal\n    do:\n      - say: "{look}"\n',
    "feedback": 'feedback:\n  incorrect:\n    - say: "{look}"\n',
}
WORDS = {
    "fr": {"a": "animal", "b": "objet", "question": "Quoi ?", "look": "Regarde.", "table": "images"},
    "en": {"a": "animal", "b": "thing", "question": "What?", "look": "Look.", "table": "pictures"},
}
ITEMS = "items:\n  {table}:\n    - {{id: x, answer: {a}}}\n    - {{id: y, answer: {b}}}\n"


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: both ways, as sentences or as a part of a protocol, and the checks it names."""

    language: str
    title: str
    better: str
    less_good: str
    checks: tuple[str, ...]


def advice(language: str) -> list[Advice]:
    """Read a page's advice, in order."""
    page = PAGES[language].read_text(encoding="utf-8")
    found = []
    for piece in re.split(r"^### \d+\. ", page, flags=re.MULTILINE)[1:]:
        piece = re.split(r"^## ", piece, flags=re.MULTILINE)[0]
        found.append(
            Advice(
                language,
                piece.partition("\n")[0],
                _way(piece, BETTER[language]),
                _way(piece, LESS_GOOD[language]),
                tuple(re.findall(r"\[(P\d{3})\]", piece.partition(f"**{CHECK[language]}**")[2])),
            )
        )
    return found


def _way(piece: str, word: str) -> str:
    fenced = re.search(rf"\*\*{word}\*\*.*?\n\n```yaml\n(.*?)```", piece, re.DOTALL)
    if fenced is not None:
        return fenced[1]
    line = re.search(rf"^- \*\*{word}\*\*.*$", piece, re.MULTILINE)
    return "" if line is None else line[0]


ADVICE = [one for language in PAGES for one in advice(language)]
SHOWN = [one for one in ADVICE if one.better]
WATCHED = [one for one in SHOWN if one.checks]


def protocol_with(language: str, way: str) -> str:
    """Give a small protocol that is right but for a way of writing: sentences, or a part of its trials."""
    words = WORDS[language]
    trials = {key: text.format(**words) for key, text in TRIALS.items()}
    items = ITEMS.format(**words)
    said = ["Bravo."]
    if way.startswith("- "):
        said = re.findall(r"[«“]\s*(.*?)\s*[»”]", way)
        assert said
    elif way.startswith("items:"):
        items = way
    else:
        trials[way.partition(":")[0]] = way
    name = "jeu" if language == "fr" else "game"
    dashes = "".join(f'      - say: "{sentence}"\n' for sentence in said)
    return (
        f'protocol: 1\nid: essai\nversion: "1.0.0"\ntitle: "Essai"\nlanguage: {language}\n'
        "comprehension: short_sentences\nparticipants: {max: 1}\n"
        f"{items}commands: {{finish: {{next: fin}}}}\nstart: {name}\nsteps:\n  {name}:\n    trials:\n"
        f"      items: {words['table']}\n      order: shuffled\n      correct: = item.answer\n"
        + indent("".join(trials.values()), " " * 6)
        + f"    next: fin\n  fin:\n    do:\n{dashes}    end: completed\n"
    )


def findings(one: Advice, way: str, folder: Path) -> list[Finding]:
    path = folder / "essai.yaml"
    path.write_text(protocol_with(one.language, way), encoding="utf-8")
    return list(check(path))


def name_of(one: Advice) -> str:
    return f"{one.language}-{one.title[:30]}"


@pytest.mark.parametrize("one", SHOWN, ids=name_of)
def test_the_better_way_has_no_finding(one: Advice, tmp_path: Path) -> None:
    assert findings(one, one.better, tmp_path) == []


@pytest.mark.parametrize("one", WATCHED, ids=name_of)
def test_the_less_good_way_is_seen_by_the_check_that_is_named_first(one: Advice, tmp_path: Path) -> None:
    codes = [finding.code for finding in findings(one, one.less_good, tmp_path)]
    assert one.checks[0] in codes


@pytest.mark.parametrize("one", [one for one in SHOWN if not one.checks], ids=name_of)
def test_where_no_check_is_named_none_sees_it(one: Advice, tmp_path: Path) -> None:
    assert findings(one, one.less_good, tmp_path) == []


def test_all_advice_shows_both_ways_and_all_checks_are_known() -> None:
    for one in ADVICE:
        assert bool(one.better) == bool(one.less_good)
        assert one.better or set(one.checks) <= FRENCH_ALONE
        assert set(one.checks) <= set(CHECKS)


def test_both_pages_give_the_same_advice_in_the_same_order() -> None:
    french, english = advice("fr"), advice("en")
    assert [one.checks for one in french] == [one.checks for one in english]
    assert len(french) >= 15


def test_the_checks_on_the_child_are_nearly_all_named() -> None:
    named = {code for one in ADVICE for code in one.checks}
    # Nobody's help, an unknown level, a word that was misheard, one item of a table that differs.
    others = {"P412", "P420", "P423", "P424"}
    assert {code for code in CHECKS if code.startswith("P4")} - named <= others


@pytest.mark.parametrize("language", PAGES)
def test_every_source_is_cited_and_every_citation_has_its_source(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    text, _, sources = page.partition("## Sources\n")
    numbers = re.findall(r"^(\d+)\. ", sources, re.MULTILINE)
    assert sorted(set(re.findall(r"\[(\d+)\]", text)), key=int) == numbers


def test_the_numbers_of_words_are_those_that_the_check_counts() -> None:
    from nao_sessions.protocol.checks.sentences import MOST_WORDS

    for page in PAGES.values():
        rows = re.findall(r"^\| `(\w+)` \|.*\| (\d+) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert {level: int(most) for level, most in rows} == MOST_WORDS
