"""Faults put into protocols of the library, by a stated list of operators, and what tells of them.

A small seeded sample here; ``benchmarks/protocol_faults.py`` takes every protocol, and its table stands in
``docs/figures.md``.
"""

from __future__ import annotations

from collections import Counter

import pytest
from fault_detection import LIBRARY, Subject, Told, library, unexpected
from fault_operators import OPERATORS, Mutant, mutants, unchanged

from nao_sessions.protocol.loading import check_files

FILES = {str(path.relative_to(LIBRARY)): path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()}
SAMPLE = ("emotions", "rituel-au-revoir")


@pytest.fixture(scope="module", params=SAMPLE)
def subject(request: pytest.FixtureRequest) -> Subject:
    """Give a protocol, with an expectation of a few rehearsals."""
    return Subject(str(request.param), rehearsals=5, sessions=36)


def test_every_operator_applies_somewhere_in_the_library_and_changes_what_it_applies_to() -> None:
    applied: Counter[str] = Counter()
    for name in library():
        content = FILES[f"{name}.yaml"]
        for mutant in mutants(content, name, most=1):
            applied[mutant.operator] += 1
            assert mutant.content != unchanged(content), mutant
    assert set(applied) == set(OPERATORS)


@pytest.mark.parametrize("name", library())
def test_a_file_written_again_without_a_fault_says_the_same(name: str) -> None:
    file = f"{name}.yaml"
    codes = [
        Counter(finding.code for finding in check_files({**FILES, file: content}, file))
        for content in (FILES[file], unchanged(FILES[file]))
    ]
    assert codes[0] == codes[1]


def test_the_mutants_are_the_same_every_time() -> None:
    content = FILES["demo.yaml"]
    assert list(mutants(content, "demo", most=2)) == list(mutants(content, "demo", most=2))


def test_most_faults_of_a_sample_are_told(subject: Subject) -> None:
    sample = list(mutants(subject.content, subject.name, most=1))
    told = [one for one in sample if subject.verdict(one).caught]
    assert len(told) >= 0.75 * len(sample), [(one.operator, one.place) for one in sample if one not in told]


def test_a_closing_that_begins_again_is_told_by_exploration() -> None:
    subject = Subject("demo", rehearsals=1, sessions=9)
    fault = next(
        one for one in mutants(subject.content, subject.name)
        if one.place == "commands/finish aurevoir -> accueil"
    )  # fmt: skip
    assert any(flaw.endswith("restarts") for flaw in subject.verdict(fault).exploration)


def test_a_file_that_is_refused_is_told_by_check() -> None:
    subject = Subject("demo", rehearsals=1, sessions=9)
    nowhere = subject.content.replace(b"next: joie", b"next: nulle_part", 1)
    assert "P102" in subject.verdict(Mutant("target_swapped", "", nowhere)).check


def test_what_seeds_explain_is_as_expected_and_what_they_do_not_is_told() -> None:
    expected = [Told({"a": 0.2}, {"n": 10.0}), Told({"a": 0.4}, {"n": 12.0})]
    assert unexpected(Told({"a": 0.55}, {"n": 13.0}), expected) == ()
    assert unexpected(Told({"a": 0.65}, {"n": 15.0}), expected) == ("a", "n")
    assert unexpected(Told({"a": 0.3, "new": 0.5}, {}), expected) == ("new",)
    assert unexpected(Told({"a": 0.3, "way x -> y": 0.01}, {"n": 11.0}), expected) == ("way x -> y",)
    assert unexpected(Told({"a": 0.3, "way x -> y": 0.01}, {}), expected, frozenset({"way x -> y"})) == ()
