"""Every protocol of the library, rehearsed with all behaviours and professionals: none gets stuck."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.protocol import load
from nao_sessions.rehearsal.exploration.search import until_covered
from nao_sessions.rehearsal.many import rehearse_many
from nao_sessions.rehearsal.reports.coverage import coverage
from nao_sessions.rehearsal.session import STUCK

LIBRARY = [
    path
    for path in sorted((Path(__file__).parents[2] / "protocols").glob("*.yaml"))
    if path.suffixes == [".yaml"]
]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_it_is_rehearsed_without_an_error_and_nearly_all_of_it_is_reached(path: Path) -> None:
    protocol = load(path)
    search = until_covered(protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=100)
    assert [session.seed for session in search.sessions if session.outcome == STUCK] == []
    assert {error for session in search.sessions for error in session.errors} == set()
    steps = next(one for one in coverage(protocol, search.sessions) if one.kind == "steps")
    assert steps.share > 0.85, steps.missing
