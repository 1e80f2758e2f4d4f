"""A question without right or wrong is never judged, whoever closes it."""

from __future__ import annotations

import pytest

from tests.engine.test_trials import SECOND_NS, begun, block
from tests.played import Played

OPINION = """\
ask: [{say: "Tu as aimé ?"}]
answers:
  aimé: [{board: aimé}, {word: oui}]
  pas aimé: [{board: pas aimé}]
  un peu: [{board: un peu}]
patience: 10 s
prompts:
  - {help: verbal, do: [{say: "Un peu, ou pas ?"}]}
feedback:
  aimé: [{say: "Moi aussi."}]
pause: 20 s
"""
ITEMS = "[{id: jeu}, {id: chanson}]"


def asked() -> Played:
    """Begin a session that asks an opinion."""
    return begun(block(OPINION, items=ITEMS))


def told(played: Played) -> list[tuple[object, ...]]:
    """Return what the records say."""
    return [(one["judgement"], one["answer"], one["by"], one["latency_ns"]) for one in played.trials]


def test_her_yes_closes_it_as_the_clock_would() -> None:
    played = asked()
    played.judges("yes")
    assert told(played) == [(None, "", "professional", None)]
    visit = played.state.scores[0].visit
    assert (visit.trials, visit.correct, visit.streak) == (1, 0, 0)


def test_her_yes_takes_what_nao_has_understood() -> None:
    played = asked()
    played.says("oui", after_s=2.0)
    played.judges("yes")
    assert told(played) == [(None, "aimé", "unknown", 2 * SECOND_NS)]
    assert "Moi aussi." in played.said


def test_not_yet_brings_the_next_help_and_closes_it_after_the_last() -> None:
    played = asked()
    played.judges("not_yet")
    assert played.told("prompt")[0]["help"] == "verbal"
    played.judges("not_yet")
    assert told(played) == [(None, "", "professional", None)]


@pytest.mark.parametrize("how", ["correct", "prompted", "incorrect", "no_response"])
def test_no_judgement_of_right_or_wrong_is_taken(how: str) -> None:
    played = asked()
    played.judges(how)
    assert played.judgements == [None]
    played.judges("yes")
    played.judges(how)
    assert [line["why"] for line in played.told("refused")] == ["nothing_to_judge"] * 2


def test_it_can_be_refused_and_that_can_be_taken_back() -> None:
    played = asked()
    played.judges("refused")
    assert played.judgements == ["refused"]
    played.judges("yes")
    assert [(one["was"], one["judgement"]) for one in played.told("rejudged")] == [("refused", None)]
    assert played.state.scores[0].visit.refused == 0


def test_on_the_way_out_it_is_not_judged_either() -> None:
    body = block(OPINION, items=ITEMS).replace(
        "{finish: {next: fin}}", "{finish: {do: [{say: 'On finit.'}], next: fin}}"
    )
    played = begun(body)
    played.command("finish", after_s=1.0)
    played.command("judge", after_s=0.2, **{"as": "not_yet"})
    assert told(played) == [(None, "", "professional", None)]
