"""What is chosen with an event: missing is no contradiction, and coders are offered what LIVE tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest

from nao_sessions.analysis.agreement.report import Comparison, ComparisonParameters, compare
from nao_sessions.analysis.agreement.units import CodedSession
from nao_sessions.analysis.agreement.words import sentence
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import Sense
from nao_sessions.record.additions.annotations import LIVE, Annotation
from nao_sessions.record.results.trials import live_annotations

SCHEME = find_scheme("reponses")
BY = SCHEME.modifiers["by"]


def answers(*ways: str) -> list[Annotation]:
    """Return right answers ten seconds apart, by some means; "" where nobody says which."""
    return [
        Annotation(f"a{n}", "reponses", "correct", 10 * n * SECOND_NS, modifiers={"by": way} if way else {},
                   subject="P07")
        for n, way in enumerate(ways, start=1)
    ]  # fmt: skip


def means(by_coder: Mapping[str, list[Annotation]], scheme: Scheme = SCHEME) -> Comparison:
    found = compare(
        [CodedSession("s", 0, 100 * SECOND_NS, by_coder)], list(by_coder), scheme, ComparisonParameters()
    )
    (one,) = (each for each in found if each.method == "modifiers")
    return one


OLDER = replace(
    SCHEME,
    modifiers={"by": replace(BY, values=tuple(one for one in BY.values if one.code in ("touch", "word")))},
)


def test_what_a_coder_left_blank_is_missing_and_no_contradiction() -> None:
    one = means({LIVE: answers("board", "board", "touch"), "C01": answers("", "", "")})
    assert (one.units, one.missing, one.percentage, one.pabak, one.table) == (0, (0, 3), None, None, ())
    said = sentence(one, ComparisonParameters(), "en", SCHEME)
    assert said.endswith(
        "nothing to compare; missing values, not compared (left blank, or not offered by the scheme): "
        "0 of LIVE, 3 of C01."
    )
    assert "0 times in a hundred" not in said
    some = means({LIVE: answers("board", "board", "touch"), "C01": answers("board", "", "gaze")})
    assert (some.units, some.missing, some.percentage) == (2, (0, 1), 0.5)


def test_what_the_scheme_does_not_offer_is_missing() -> None:
    one = means({LIVE: answers("board", "touch"), "C01": answers("touch", "touch")}, OLDER)
    assert (one.units, one.missing, one.percentage) == (1, (1, 0), 1)
    blank = means({LIVE: answers("board", "board"), "C01": answers("", "")}, OLDER)
    assert (blank.units, blank.missing) == (0, (2, 2))
    assert "valeurs manquantes" in sentence(blank, ComparisonParameters(), "fr", OLDER)


@pytest.mark.parametrize("way", [one for one in get_args(Sense) if one != "professional"])
def test_every_means_that_live_can_tell_is_offered_by_the_scheme_that_ships(way: str) -> None:
    (live,) = live_annotations([answered(way)])
    assert BY.holds(live.modifiers["by"])


def test_what_an_adult_said_for_the_child_came_by_means_that_nobody_knows() -> None:
    (live,) = live_annotations([answered("professional")])
    assert live.modifiers == {}


def answered(way: str) -> Event:
    data = {"step": "jeu", "child": "P07", "number": 1, "judgement": "correct", "answer": "oui", "way": way,
            "by": "P07", "opened_at": 0, "latency_ns": 5}  # fmt: skip
    return Event(7, "out", 5, "engine", "trial", data)
