"""To finish after an easy trial: what was passed last is asked once more, and then the session closes."""

from __future__ import annotations

from tests.engine.test_trials import begun, block


def test_the_item_that_was_passed_last_is_asked_once_more_and_then_the_session_closes() -> None:
    played = begun(block())
    item = played.told("question")[0]["item"]
    played.tap("fruit" if item != "poireau" else "légume")
    asked = played.told("question")[1]
    wrong = "légume" if asked["correct"] == ["fruit"] else "fruit"
    played.commands("finish", after="easy_trial")
    assert not played.state.finishing
    played.tap(wrong)
    played.judges("not_yet")
    played.judges("not_yet")
    last = played.told("question")[-1]
    assert (last["item"], last["number"]) == (item, 3)
    played.judges("yes")
    assert played.state.outcome == "completed"
    assert [trial["item"] for trial in played.trials] == [item, asked["item"], item]


def test_the_easy_trial_comes_where_the_table_has_no_item_left() -> None:
    played = begun(block())
    for _ in range(2):
        played.judges("yes")
    played.commands("finish", after="easy_trial")
    played.judges("yes")
    assert not played.state.outcome
    played.judges("yes")
    assert played.state.outcome == "completed"
    assert len(played.trials) == 4


def test_where_nothing_was_passed_yet_the_session_finishes_at_once() -> None:
    played = begun(block())
    played.commands("finish", after="easy_trial")
    assert played.state.outcome == "completed"
    assert played.judgements == ["void"]


def test_five_minutes_more_take_the_finish_back() -> None:
    more = "[{id: a, answer: fruit}, {id: b, answer: fruit}, {id: c, answer: fruit}, {id: d, answer: fruit}]"
    played = begun(block(items=more, head="duration: {limit: 10 min}\n"))
    played.judges("yes")
    played.commands("finish", after="easy_trial")
    played.judges("yes")
    played.commands("extend")
    played.judges("yes")
    assert not played.state.outcome
