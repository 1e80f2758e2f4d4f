"""Each promise broken on purpose in protocols of the library: a small seeded sample of the benchmark's.

``benchmarks/promise_mutants.py`` takes twenty of each promise, and its table stands in ``docs/figures.md``.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from benchmarks.promise_mutants import Library
from nao_sessions.protocol import load_files
from nao_sessions.protocol.checks.promises import PROMISES
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.many import plans_for, rehearse_many
from nao_sessions.rehearsal.people.behaviour import profile, profile_names
from nao_sessions.rehearsal.reports.report import PROMISE, ReportFinding, report
from tests.rehearsal.promise_operators import OPERATORS, Mutant, mutants, unchanged

SAMPLE = 5


@cache
def library() -> Library:
    """Return the files without a fault."""
    return Library()


def promises_told(name: str, content: bytes | None = None, sessions: int = 30) -> list[ReportFinding]:
    """Rehearse a protocol of the library, and return what its report tells of promises."""
    files = library()
    whole = {**files.folders[name], name: content or files.protocols[name]}
    protocol: Protocol = load_files(whole, name)
    plans = plans_for(
        protocol, [profile(one) for one in profile_names()], sessions=sessions, seed=1,
        policies=("confirms", "presses_everything"), settings={},
    )  # fmt: skip
    found = report(protocol, plans, rehearse_many(protocol, plans)).findings
    return [one for one in found if one.code == PROMISE]


def test_every_operator_applies_somewhere_and_changes_what_it_applies_to() -> None:
    files = library().protocols
    for promise, operators in OPERATORS.items():
        applied: Counter[str] = Counter()
        for mutant in mutants(files, promise, 3 * len(operators)):
            applied[mutant.operator] += 1
            assert mutant.content != unchanged(files[mutant.file])
        assert set(applied) == set(operators)


def test_there_is_an_operator_for_every_promise() -> None:
    assert set(OPERATORS) == {one.name for one in PROMISES}


def test_the_mutants_are_the_same_every_time() -> None:
    files = library().protocols
    assert mutants(files, "help", 4) == mutants(files, "help", 4)


@pytest.mark.parametrize("promise", OPERATORS)
def test_most_of_a_sample_is_told_by_check_alone(promise: str) -> None:
    sample = mutants(library().protocols, promise, SAMPLE, seed="test")
    verdicts = [library().verdict(one, fast=True) for one in sample]
    assert len(sample) == SAMPLE
    assert sum(bool(one.own) for one in verdicts) >= SAMPLE - 1, [one for one in verdicts if not one.own]


@pytest.mark.parametrize("name", ["consignes.yaml", "simon.yaml"])
def test_a_branch_to_praise_after_a_failure_is_seen_in_sessions_alone(name: str) -> None:
    files = {name: library().protocols[name]}
    fault: Mutant = next(
        one for one in mutants(files, "praise", 40) if one.operator == "branch led to praise"
    )
    assert promises_told(name) == []
    found = promises_told(name, fault.content)
    assert [one.severity for one in found] == ["warning"]
    assert "juste après un essai non réussi" in found[0].text.fr
    assert found[0].again.startswith("--sessions 1 --seed")


def test_a_help_that_marks_the_answer_of_another_trial_is_seen_in_sessions_too() -> None:
    name = "consignes.yaml"
    fault = next(
        one
        for one in mutants({name: library().protocols[name]}, "help", 40)
        if one.operator == "a trial late"
    )
    found = promises_told(name, fault.content)
    assert {one.severity for one in found} == {"warning"}
    assert any(one.place for one in found)
    assert any(not one.place and "une aide marque" in one.text.fr for one in found)
