"""The papers of an institution say what the program does: commands, terms, purposes, measures, gaps."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import click
import pytest

from nao_sessions.cli.main import group
from nao_sessions.console.pairing.invitations import GOOD_FOR_NS
from nao_sessions.console.unlock.lock import LOCKS_AFTER_S
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.privacy.ledger.values import HOLDERS_OF_A_CHILD
from nao_sessions.privacy.ledger.words import LEGAL_WORDS, PURPOSE_WORDS
from nao_sessions.privacy.life.backup import KEPT_DAYS
from nao_sessions.privacy.life.retention import ACTS_MONTHS, KEPT, OBJECTED_MONTHS, terms_of
from nao_sessions.privacy.persons import SHORTEST
from nao_sessions.protocol.checks.sentences import MOST_WORDS
from nao_sessions.record.additions.memos import LONGEST_S
from nao_sessions.record.house import House
from nao_sessions.room.room_file import RoomContent

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "docs" / "fr" / "papiers"
PAPERS = sorted(FOLDER.glob("*.md"))
SECURITY = ROOT / "SECURITY.md"
PRIVACY = ROOT / "docs" / "contracts" / "privacy.md"
FORBIDS = "Do not record a child with this version"
FILLED_IN = "## À remplir par l'établissement"


@cache
def text_of(path: Path) -> str:
    """Return a paper on one line, with plain spaces."""
    return re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))


every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
every_page = pytest.mark.parametrize("paper", [*PAPERS, SECURITY], ids=lambda path: path.stem)
every_text = pytest.mark.parametrize("paper", [*PAPERS, SECURITY, PRIVACY], ids=lambda path: path.stem)


def test_the_papers_are_there() -> None:
    assert {path.stem for path in PAPERS} == {
        *("affiche-porte", "aipd", "information-enfant", "information-famille", "information-personnel"),
        *("en-une-page", "incident", "modele-de-menace", "registre", "reponses-au-dpo"),
    }


@every_page
def test_a_paper_is_a_draft_as_long_as_no_child_is_to_be_recorded(paper: Path) -> None:
    is_draft = ("**Brouillon.**" if paper.parent == FOLDER else "**do not record a child") in text_of(paper)
    assert is_draft == (FORBIDS in text_of(ROOT / "README.md"))


# What is left open.


def open_questions(text: str) -> set[str]:
    """Return what a text leaves to the institution."""
    return set(re.findall(r"\[à remplir : (.*?)\]", text))


@every_paper
def test_what_an_institution_fills_in_is_listed_at_the_end(paper: Path) -> None:
    body, _, _ = text_of(paper).partition(FILLED_IN)
    _, _, end = paper.read_text(encoding="utf-8").partition(FILLED_IN)
    listed = {re.sub(r"\s+", " ", line) for line in re.findall(r"^- (.*)$", end, re.MULTILINE)}
    assert listed == open_questions(body)


# Commands.


def missing_of(command: str) -> str:
    """Return what of a command line is not there: a verb or an option; "" where all is."""
    words = command.split()[1:]
    found: click.Command = group
    context = click.Context(group)
    while words and isinstance(found, click.Group):
        if words[0].startswith("--"):
            break
        child = found.get_command(context, words[0])
        if child is None:
            return words[0]
        found, words = child, words[1:]
    options = {name for one in found.params for name in (*one.opts, *one.secondary_opts)}
    return " ".join(one for one in words if one.startswith("-") and one not in options)


@every_text
def test_every_command_that_a_paper_names_is_there(paper: Path) -> None:
    commands = re.findall(r"`(nao-sessions [^`]+)`", text_of(paper))
    assert {one: missing_of(one) for one in commands if missing_of(one)} == {}


def test_the_papers_name_commands() -> None:
    named = {one for path in PAPERS for one in re.findall(r"`(nao-sessions \w+)", text_of(path))}
    verbs = ("disclose", "erase", "ground", "hold", "inventory", "retention", "vault", "verify")
    assert {f"nao-sessions {verb}" for verb in verbs} <= named


@pytest.mark.parametrize("command", ["nao-sessions forget CODE", "nao-sessions erase CODE --secretly"])
def test_a_command_that_is_not_there_would_be_found(command: str) -> None:
    assert missing_of(command) != ""


# Numbers: each number with a unit is one of the program's, or one of a law that is named here.


def most_of(name: str) -> int:
    """Return how many recorders of a kind a room file may name."""
    (limit,) = (
        one.max_length for one in RoomContent.model_fields[name].metadata if hasattr(one, "max_length")
    )
    return int(limit)


@pytest.fixture
def stated(tmp_path: Path) -> dict[str, int]:
    """Return the phrases that state a number, and the number that the program has."""
    cameras, microphones = (most_of(name) for name in ("cameras", "microphones"))
    terms = {terms_of(House(tmp_path))[one].months for one in KEPT}
    assert len(terms) == 1
    (months,) = terms
    return {
        r"(\d+) mois après le dernier contact": months,
        r"(\d+) mois pour un film": months,
        r"(\d+) jours": KEPT_DAYS,
        r"(\d+) caméras": cameras,
        r"(\d+) micros": microphones,
        r"(\d+) secondes": LONGEST_S,
        r"(\d+) caractères": SHORTEST,
        r"(\d+) minutes sans un geste": LOCKS_AFTER_S // 60,
        r"(?:verrouillée|verrou) après (\d+) minutes": LOCKS_AFTER_S // 60,
        r"meurt après (\d+) minutes": GOOD_FOR_NS // (60 * SECOND_NS),
        r"(?:À|à|des) \*{0,2}(\d+) ans": 18,
    }


_QUANTITY = re.compile(
    r"\d+(?=\*{0,2} (?:mois|jours?|secondes?|minutes?|heures?|ans|caractères|caméras|micros)\b)"
)


@every_paper
def test_every_number_of_a_paper_is_the_programs(paper: Path, stated: dict[str, int]) -> None:
    text = text_of(paper)
    said = {(found.start(1), int(found.group(1))) for one in stated for found in re.finditer(one, text)}
    right = {(found.start(1), number) for one, number in stated.items() for found in re.finditer(one, text)}
    assert said == right
    unknown = [
        text[one.start() - 40 : one.end() + 20]
        for one in _QUANTITY.finditer(text)
        if one.start() not in {start for start, _ in said}
    ]
    assert unknown == []


def test_each_number_of_the_program_is_stated_somewhere(stated: dict[str, int]) -> None:
    whole = " ".join(text_of(path) for path in PAPERS)
    assert [one for one in stated if not re.search(one, whole)] == []


def test_the_terms_of_the_page_on_privacy_are_the_programs(tmp_path: Path) -> None:
    text = text_of(PRIVACY)
    assert f"{terms_of(House(tmp_path))['log'].months} months after the last contact" in text
    assert (ACTS_MONTHS, OBJECTED_MONTHS, LOCKS_AFTER_S) == (12, 1, 600)
    for said in ("signed journal; a year", "a month after somebody objects", "locks after ten minutes"):
        assert said in text


def test_two_holders_decide_as_the_family_reads() -> None:
    assert HOLDERS_OF_A_CHILD == 2
    assert "**Les deux titulaires de l'autorité parentale**" in text_of(FOLDER / "information-famille.md")


# Purposes and grounds.


@pytest.mark.parametrize("name", ["registre", "information-famille"])
def test_every_purpose_and_ground_of_the_ledger_is_told(name: str) -> None:
    text = text_of(FOLDER / f"{name}.md").lower()
    words = [one.in_language("fr") for one in (*PURPOSE_WORDS.values(), *LEGAL_WORDS.values())]
    assert len(words) == 11
    assert [one for one in words if re.sub(r"\s+", " ", one).lower() not in text] == []


def test_the_register_has_an_entry_for_each_purpose_and_the_log() -> None:
    headings = re.findall(
        r"^## .*\(`(\w+)`\)$", (FOLDER / "registre.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert headings == [*PURPOSE_WORDS, "log"]


# Links and measures.


@every_text
def test_every_link_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", paper.read_text(encoding="utf-8"))
    assert links
    paths = [link.partition("#")[0] for link in links if "://" not in link]
    assert [one for one in paths if one and not (paper.parent / one).exists()] == []


def is_test(reference: str) -> bool:
    """Return whether there is such a test: a file, or a file and a function in it."""
    name, _, function = reference.partition("::")
    path = ROOT / name
    return path.is_file() and (not function or f"def {function}(" in path.read_text(encoding="utf-8"))


@every_text
def test_every_test_that_a_paper_names_is_there(paper: Path) -> None:
    assert [one for one in re.findall(r"`(tests/[^`]+)`", text_of(paper)) if not is_test(one)] == []


def test_every_measure_of_the_impact_assessment_has_a_contract_and_a_test() -> None:
    text = (FOLDER / "aipd.md").read_text(encoding="utf-8")
    measures = text.partition("## Les mesures")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| \d+ \|.*$", measures, re.MULTILINE)
    assert len(rows) >= 30
    proof = re.compile(r"\| \[contrat\]\(\.\./\.\./contracts/\w+\.md\) \| `(tests/[\w/]+\.py::\w+)` \|$")
    assert [row for row in rows if not ((found := proof.search(row)) and is_test(found.group(1)))] == []


def test_a_test_that_is_gone_would_be_found() -> None:
    assert not is_test("tests/docs/test_papers.py::test_that_nobody_wrote")
    assert not is_test("tests/docs/test_gone.py")


# The officer's questions.


def test_each_question_of_the_officer_is_answered_and_counted() -> None:
    asked = text_of(ROOT / "docs" / "decisions" / "questions-du-dpo.md")
    answers = FOLDER / "reponses-au-dpo.md"
    found = re.findall(
        r"^### (\d+)\. .+\n\n\*\*(Oui|Non)\.\*\*", answers.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [int(number) for number, _ in found] == list(range(1, 31))
    assert all(f"### {number}. " in asked for number, _ in found)
    yes = [number for number, said in found if said == "Oui"]
    counted = f"**Oui : {len(yes)}** ({', '.join(yes)}). **Non : {30 - len(yes)}.**"
    assert counted in text_of(answers)
    refusing = re.search(r"\*\*Éliminatoires.*? : ([\d, ]+)\.", asked)
    assert refusing is not None
    eliminating = refusing.group(1).split(", ")
    assert f"{len(set(eliminating) - set(yes))} sont à *non*" in text_of(answers)


# Words.


def test_a_child_reads_short_sentences() -> None:
    text = (FOLDER / "information-enfant.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+[.]) \|$", text, re.MULTILINE)
    assert len(rows) >= 20
    long = [said for _, said in rows if len(re.findall(r"[\wÀ-ÿ'’-]+", said)) > MOST_WORDS["short_sentences"]]
    assert long == []
    assert [said for _, said in rows if len(re.findall(r"[.!?]", said)) != 1] == []


RECOGNISES = re.compile(r"reconna[iî]\w*[^.;|]*\b(?:visages?|personnes?|voix|émotions?)", re.IGNORECASE)
DENIES = re.compile(
    r"\b(?:aucun[es]?|jamais|ni|ne|n'|sans|rien|interdit\w*|méconnaissables?)\b|n'", re.IGNORECASE
)


def affirming(text: str) -> list[str]:
    """Return the sentences that say, without denying it, that faces, persons or feelings are recognised."""
    sentences = re.split(r"(?<=[.;|])\s", text)
    return [one for one in sentences if RECOGNISES.search(one) and not DENIES.search(one)]


@every_paper
def test_no_paper_says_that_anybody_is_recognised(paper: Path) -> None:
    assert affirming(text_of(paper)) == []


def test_a_sentence_that_says_so_would_be_found() -> None:
    assert affirming("Nao reconnaît le visage de ton enfant.") != []


@every_paper
def test_no_paper_calls_the_program_compliant(paper: Path) -> None:
    assert re.findall(r"\b(?:est|sont) conformes?\b|conforme au RGPD", text_of(paper)) == []
