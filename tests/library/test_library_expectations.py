"""Every protocol of the library says what is expected of it: that rehearsals reach all of it, or why not.

``make test-protocols`` runs these expectations; here is only what they must ask for.
"""

from __future__ import annotations

import pytest

from nao_sessions.protocol.expectation_loading import read_expectations
from nao_sessions.protocol.expectations import PARTS, Expectations, expectations_beside
from nao_sessions.pytest_plugin.judging import unknown
from tests.library.library_course import FOLDER, protocol
from tests.library.test_library_coverage import ELSEWHERE, NAMES

ALL = tuple(sorted({*NAMES, *ELSEWHERE}))


def expectations(name: str) -> Expectations:
    found = read_expectations(expectations_beside(FOLDER / f"{name}.yaml"))
    assert [one.render("en") for one in found.findings] == []
    assert found.expectations is not None
    return found.expectations


@pytest.mark.parametrize("name", ALL)
def test_all_of_it_is_expected_to_be_reached(name: str) -> None:
    coverage = expectations(name).coverage
    assert coverage is not None
    assert {part: bound.number for part, bound in coverage.least.items()} == dict.fromkeys(PARTS, 1.0)


@pytest.mark.parametrize("name", ALL)
def test_it_names_nothing_that_the_protocol_does_not_have(name: str) -> None:
    assert [one.render("en") for one in unknown(expectations(name), protocol(name))] == []


def test_what_nobody_reaches_is_little() -> None:
    coverages = [expectations(name).coverage for name in ALL]
    assert sum(len(one.excepted) for one in coverages if one is not None) <= 8
