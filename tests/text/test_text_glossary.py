"""One word for one thing: every table of terms says them in the words of the glossary."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

import nao_sessions
from nao_sessions.console.pairing.roles import Role
from nao_sessions.engine.commands import COMMANDS as ENGINE_COMMANDS
from nao_sessions.protocol.trials import SENSES as PROTOCOL_SENSES
from nao_sessions.text.glossary import (
    COMMANDS,
    HELPS,
    JUDGEMENTS,
    JUDGING,
    OUTCOMES,
    PARTS,
    PAUSES,
    PEOPLE,
    ROLES,
    SENSES,
    STATES,
    Term,
)
from nao_sessions.text.glossary.page import PATHS, glossary_page
from nao_sessions.text.languages import LANGUAGES, Language
from nao_sessions.text.messages import Text

CONCEPTS: Mapping[str, Mapping[str, Term]] = {
    "person": PEOPLE,
    "judgement": JUDGEMENTS,
    "button that judges": JUDGING,
    "help": HELPS,
    "outcome": OUTCOMES,
    "pause": PAUSES,
    "command": COMMANDS,
    "sense": SENSES,
    "part": PARTS,
    "state": STATES,
    "role": ROLES,
}
CATALOGUE = Path(nao_sessions.__path__[0], "text", "locale", "fr", "LC_MESSAGES", "nao_sessions.po")
LEAST_SHARED = 3
"""Keys that a table shares with a concept before it is taken for one of its tables."""
OTHERWISE = {
    ("REFUSALS", "pause", "lost"): "of a press: the link was cut",
    ("_IN_WORDS", "sense", "board"): "of a sign: what the board shows, too",
    **{("VOIDS", "pause", key): "why a trial is not scored, of one line" for key in ("crash", "left")},
    **{("_ENDS", "outcome", key): "of sessions: a verb, that agrees with them" for key in OUTCOMES},
    **{("_SIDED", "part", key): "of a child who faces Nao: by both their sides" for key in PARTS},
}
"""What says another thing under a key of a concept: the table, the concept, the key, and why."""


def tables() -> Iterator[tuple[str, Mapping[str, Text]]]:
    """Give every table of words of the program, with the name of where it stands."""
    for module in pkgutil.walk_packages(nao_sessions.__path__, "nao_sessions."):
        if module.name.endswith("__main__"):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:  # qi is not installed everywhere
            continue
        for name, value in vars(loaded).items():
            if isinstance(value, Mapping) and any(isinstance(one, Text) for one in value.values()):
                yield f"{module.name}.{name}", value


def forms(term: Term, language: Language) -> list[str]:
    """Give every form of a term in one language, in small letters."""
    texts = [getattr(term, field.name) for field in fields(term)]  # type: ignore[arg-type]
    texts += [counted(n) for n in (1, 2) if (counted := getattr(term, "counted", None))]
    words = [one.in_language(language).lower() for one in texts if isinstance(one, Text)]
    return [re.sub(r"^\d ", "", one) for one in words]


def says(words: str, form: str) -> bool:
    """Tell whether words hold a form, each word of it in the singular or the plural."""
    pattern = r"\s".join(rf"{re.escape(word)}s?" for word in form.split())
    return re.search(rf"(?<!\w){pattern}(?!\w)", words.lower().replace("\u00a0", " ")) is not None


def test_every_table_says_its_terms_as_the_glossary_does() -> None:
    found, wrong = 0, []
    for where, table in tables():
        for concept, terms in CONCEPTS.items():
            shared = terms.keys() & table.keys()
            if len(shared) < LEAST_SHARED:
                continue
            found += 1
            for key in sorted(shared):
                words = table[key]
                if not isinstance(words, Text) or (where.rpartition(".")[2], concept, key) in OTHERWISE:
                    continue
                for language in LANGUAGES:
                    said = words.in_language(language)
                    if not any(says(said, form) for form in forms(terms[key], language)):
                        wrong.append((where, concept, key, said))
    assert found > 20
    assert wrong == []


def test_the_glossary_holds_every_command_sense_and_role_and_no_other() -> None:
    assert set(COMMANDS) == set(ENGINE_COMMANDS)
    assert tuple(SENSES) == PROTOCOL_SENSES
    assert tuple(ROLES) == get_args(Role)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("concept", CONCEPTS)
def test_no_two_terms_of_a_concept_read_alike(concept: str, language: Language) -> None:
    labels = [term.label.in_language(language) for term in CONCEPTS[concept].values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_defines_every_term(language: Language) -> None:
    kept = Path(nao_sessions.__path__[0]).parent / PATHS[language]
    assert kept.read_text(encoding="utf-8") == glossary_page(language), "run: python tools/generated.py"
    rows = [line.split(" | ") for line in glossary_page(language).splitlines() if "` |" in line]
    expected = [
        (f"`{key}`", term.definition.in_language(language))
        for terms in CONCEPTS.values()
        for key, term in terms.items()
    ]
    assert [row[1] for row in rows] == [key for key, _ in expected]
    assert all(row[2].startswith(definition) for row, (_, definition) in zip(rows, expected, strict=True))


WORDINGS = (
    "non jugé", "guidance physique complète", "guidance complète", "raison technique", "passed with help",
    "not passed", "allées au bout", "Quitter l'activité", "Finir la séance", "Leave the activity",
    "Do the trial again", "s'était endormi", "aucune suite", "runs in circles", "improviser",
)  # fmt: skip
"""What these things were called elsewhere once: no sentence says so again, in English or in French."""


@pytest.mark.parametrize("wording", WORDINGS)
def test_no_sentence_has_a_wording_of_its_own(wording: str) -> None:
    lines = CATALOGUE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("msg", '"')) and wording in line] == []
