"""A help counts for an answer only if it can have brought it about: by the answer's own time, and hers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.engine.test_trials import BLOCK, SECOND_NS, begun, block
from tests.played import Played

NS = SECOND_NS / 1_000
AFTER_MS = [-400, 0, 249, 250]


def answer(played: Played, milliseconds: int, choice: str = "fruit") -> None:
    """Have the line bring, 0.6 s after a help, an answer of another time: so long after that help."""
    begun_at = played.lines[-1].at
    at = round(begun_at + 600 * NS)
    played.now_s = at / SECOND_NS
    t = round(begun_at + milliseconds * NS)
    played.outputs = played.journal.feed(at, "board", "board", {"choice": choice}, t=t, participant="P07")
    played.settle()


def told(trial: Mapping[str, object]) -> tuple[object, ...]:
    """Return what the record of a trial says of help."""
    return trial["judgement"], trial["help"], trial["prompts"]


@pytest.mark.parametrize("milliseconds", AFTER_MS)
def test_a_help_counts_from_a_quarter_of_a_second_on(milliseconds: int) -> None:
    played = begun(block())
    played.wait()
    answer(played, milliseconds)
    expected = ("prompted", "verbal", 1) if milliseconds >= 250 else ("correct", "none", 0)
    assert told(played.trials[0]) == expected


@pytest.mark.parametrize("milliseconds", AFTER_MS)
def test_the_help_before_it_counts_where_there_was_one(milliseconds: int) -> None:
    played = begun(block())
    played.silence()
    played.wait()
    answer(played, milliseconds)
    expected = ("gestural", 2) if milliseconds >= 250 else ("verbal", 1)
    assert told(played.trials[0]) == ("prompted", *expected)


def test_a_wrong_answer_after_the_last_help_was_given_with_the_one_before() -> None:
    played = begun(block())
    played.silence()
    played.wait()
    answer(played, 100, "légume")
    assert told(played.trials[0]) == ("incorrect", "verbal", 1)


@pytest.mark.parametrize("milliseconds", AFTER_MS)
@pytest.mark.parametrize("how", ["yes", "fruit"])
def test_what_she_says_of_a_child_counts_by_when_she_pressed(how: str, milliseconds: int) -> None:
    played = begun(block())
    played.wait()
    at = played.lines[-1].at
    data = {"name": "judge", "answer" if how == "fruit" else "as": how}
    t = round(at + milliseconds * NS)
    played.outputs = played.journal.feed(round(at + 300 * NS), "professional", "command", data, t=t)
    expected = ("prompted", "verbal", 1) if milliseconds >= 250 else ("correct", "none", 0)
    assert told(played.trials[0]) == expected
    assert played.view.trial is not None
    assert played.view.trial.helps == (("verbal",) if milliseconds >= 250 else ())


@pytest.mark.parametrize("how", ["yes", "heard"])
def test_a_word_that_she_confirms_after_a_help_came_before_it(how: str) -> None:
    played = begun(block())
    played.says("fruit", after_s=9.5)
    played.commands("prompt")
    played.judges(how)
    assert told(played.trials[0]) == ("correct", "none", 0)


def test_a_trial_that_was_not_passed_keeps_all_its_helps() -> None:
    played = begun(block())
    played.silence()
    played.wait()
    played.command("judge", after_s=0.1, **{"as": "not_yet"})
    assert told(played.trials[0]) == ("no_response", "gestural", 2)


def test_judged_again_it_is_passed_without_the_help_that_came_too_late() -> None:
    played = begun(block(BLOCK + "pause: 20 s\n"))
    played.wait()
    played.command("judge", after_s=0.1, **{"as": "yes"})
    played.judges("not_yet")
    played.judges("yes")
    assert [line["judgement"] for line in played.told("rejudged")] == ["incorrect", "correct"]


def test_an_answer_before_the_help_that_comes_with_the_question_fades_it() -> None:
    keys = BLOCK + "prompting: {procedure: most_to_least, fade_after: 1}\n"
    played = Played(block(keys, items="[{id: pomme, answer: fruit}]"))
    played.done("say")
    assert played.told("prompt")[0]["cause"] == "with_question"
    answer(played, 100)
    assert told(played.trials[0]) == ("correct", "none", 0)
    assert [fade.level for fade in played.state.fades] == [0]
