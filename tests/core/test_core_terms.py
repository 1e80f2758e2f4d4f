"""One word for one thing: every table of judgements, helps or outcomes says them in the house's terms."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import nao_sessions
from nao_sessions.core.terms import HELPS, JUDGEMENTS, OUTCOMES, Term
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text

CONCEPTS: Mapping[str, Mapping[str, Term]] = {
    "judgement": JUDGEMENTS,
    "help": HELPS,
    "outcome": OUTCOMES,
}
LEAST_SHARED = 3
"""Keys that a table shares with a concept before it is taken for one of its tables."""
LANGUAGES: tuple[Language, ...] = ("fr", "en")


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
    texts = [term.label, term.explained, term.short, term.of_protocol, term.of_group, *(term.counted or ())]
    return [text.in_language(language).lower().replace("{n} ", "") for text in texts if text is not None]


def says(words: str, form: str) -> bool:
    """Tell whether words hold a form, each word of it in the singular or the plural."""
    pattern = r"\s".join(rf"{re.escape(word)}s?" for word in form.split())
    return re.search(rf"(?<!\w){pattern}(?!\w)", words.lower().replace("\u00a0", " ")) is not None


def test_every_table_says_judgements_helps_and_outcomes_alike() -> None:
    found, wrong = 0, []
    for where, table in tables():
        for concept, terms in CONCEPTS.items():
            shared = terms.keys() & table.keys()
            if len(shared) < LEAST_SHARED:
                continue
            found += 1
            for key in sorted(shared):
                words = table[key]
                if not isinstance(words, Text):
                    continue
                for language in LANGUAGES:
                    said = words.in_language(language)
                    if not any(says(said, form) for form in forms(terms[key], language)):
                        wrong.append((where, concept, key, said))
    assert found > 10
    assert wrong == []


WORDINGS = (
    "non jugé", "guidance physique complète", "guidance complète",
    "temps écoulé", "raison technique", "passed with help", "not passed",
    "allées au bout",
)  # fmt: skip
"""What these things were called elsewhere once: no sentence of a page says so again."""


@pytest.mark.parametrize("wording", WORDINGS)
def test_no_page_has_a_wording_of_its_own(wording: str) -> None:
    wrong = []
    for module in ("console", "replay", "practice", "protocol.sheet", "protocol.wording", "export", "cli"):
        for path in _sources(module):
            wrong += [
                f"{path}:{node.lineno}"
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and wording in node.value
            ]
    assert wrong == []


def _sources(module: str) -> Iterator[Path]:
    place = Path(nao_sessions.__path__[0]).joinpath(*module.split("."))
    yield from sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
