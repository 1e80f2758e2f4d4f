"""Faults put into protocols of the library, by a stated list of operators, and what tells of them.

A small seeded sample here; ``benchmarks/protocol_faults.py`` takes every protocol, and its table stands in
``docs/figures.md``.
"""

from __future__ import annotations

from collections import Counter

import pytest
from fault_detection import LIBRARY, Subject, library
from fault_operators import OPERATORS, Mutant, mutants, unchanged

from nao_sessions.protocol.loading import check_files
from nao_sessions.rehearsal.people.behaviour import profile

FILES = {str(path.relative_to(LIBRARY)): path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()}
SAMPLE = ("emotions", "rituel-au-revoir")
FEW = ("silent", "steady", "uneven")


@pytest.fixture(scope="module", params=SAMPLE)
def subject(request: pytest.FixtureRequest) -> Subject:
    """Give a protocol, rehearsed with a few children."""
    return Subject(str(request.param), tuple(profile(name) for name in FEW))


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


def test_a_closing_that_begins_again_is_told_by_check() -> None:
    subject = Subject("demo")
    fault = next(
        one for one in mutants(subject.content, subject.name)
        if one.place == "commands/finish aurevoir -> accueil"
    )  # fmt: skip
    assert "P247" in subject.verdict(fault).check


def test_a_file_that_is_refused_is_told_by_check() -> None:
    subject = Subject("demo")
    nowhere = subject.content.replace(b"next: joie", b"next: nulle_part", 1)
    assert "P102" in subject.verdict(Mutant("target_swapped", "", nowhere)).check


def test_sessions_without_a_fault_are_seldom_told(subject: Subject) -> None:
    told, of = subject.false_alarms()
    assert of == 5
    assert told <= 1
