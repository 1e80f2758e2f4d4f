"""An answer that was accepted, and waits for Nao's sentence to end: nothing of it vanishes from its trial."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.test_trials import BLOCK, SECOND_NS, begun, block
from tests.played import Played

LEAVES = 'buttons: [{label: "Suite", next: fin}]\nnext: fin\n'


def helped(times: int = 1, choice: str = "légume", body: str = "") -> Played:
    """Begin a session in which a child answers one second after Nao has begun to say a help."""
    played = begun(body or block())
    played.silence(times - 1)
    played.wait()
    played.give("board", {"choice": choice}, after_s=1.0, by="P07")
    assert played.data("response")["why"] == "decides"
    assert played.judgements == []
    return played


def given(trial: dict[str, Any]) -> tuple[object, ...]:
    """Return what the record of a trial says of the answers in it."""
    return trial["judgement"], trial["answer"], trial["attempts"], trial["way"], trial["by"]


@pytest.mark.parametrize("choice", ["légume", "fruit"])
def test_not_yet_after_the_last_help_takes_it_as_an_answer_that_is_not_right(choice: str) -> None:
    played = helped(2, choice)
    assert played.view.trial is not None
    assert played.view.trial.attempted
    played.command("judge", after_s=0.4, **{"as": "not_yet"})
    assert [given(trial) for trial in played.trials] == [("incorrect", choice, 1, "board", "P07")]
    assert played.trials[0]["latency_ns"] == 22 * SECOND_NS
    assert played.said[-1] == "On regarde ensemble."


def test_a_right_answer_that_she_does_not_take_is_not_praised() -> None:
    played = helped(2, "fruit", block(BLOCK + '  fruit: [{say: "Oui, un fruit."}]\n'))
    played.judges("not_yet", after_s=0.4)
    assert "Oui, un fruit." not in played.said
    assert "On regarde ensemble." in played.said


@pytest.mark.parametrize("press", ["not_yet", "prompt"])
def test_another_help_by_her_keeps_it_as_an_attempt(press: str) -> None:
    played = helped()
    if press == "prompt":
        played.commands("prompt")
    else:
        played.judges(press, after_s=0.4)
    assert [told["help"] for told in played.told("prompt")] == ["verbal", "gestural"]
    played.silence()
    assert [given(trial) for trial in played.trials] == [("no_response", "légume", 1, "board", "P07")]


@pytest.mark.parametrize(
    ("choice", "record"),
    [
        ("fruit", ("prompted", "fruit", 1, "board", "P07")),
        ("légume", ("prompted", "fruit", 1, "professional", "professional")),
    ],
)
def test_her_yes_stands_for_it_if_it_is_right_and_keeps_it_as_an_attempt_if_not(
    choice: str, record: tuple[object, ...]
) -> None:
    played = helped(1, choice)
    played.command("judge", after_s=0.4, **{"as": "yes"})
    assert [given(trial) for trial in played.trials] == [record]


@pytest.mark.parametrize("how", ["incorrect", "refused", "no_response"])
def test_a_judgement_of_hers_keeps_it(how: str) -> None:
    played = helped()
    played.command("judge", after_s=0.4, **{"as": how})
    assert [given(trial) for trial in played.trials] == [(how, "légume", 1, "board", "P07")]


def test_the_answer_that_she_tells_is_that_one_or_one_more() -> None:
    played = helped(1, "fruit")
    played.command("judge", after_s=0.4, answer="fruit")
    assert given(played.trials[0]) == ("prompted", "fruit", 1, "board", "P07")
    played = helped(1, "légume")
    played.command("judge", after_s=0.4, answer="fruit")
    assert given(played.trials[0]) == ("prompted", "fruit", 2, "professional", "professional")


@pytest.mark.parametrize("command", ["redo", "skip"])
def test_what_she_has_void_was_answered_all_the_same(command: str) -> None:
    played = helped(1, "fruit")
    played.command(command, after_s=0.4)
    assert given(played.trials[0]) == ("void", "", 1, "", "")


@pytest.mark.parametrize(
    ("choice", "helps", "record"),
    [
        ("fruit", 1, ("prompted", "fruit", 1, "board", "P07")),
        ("légume", 2, ("incorrect", "légume", 1, "board", "P07")),
        ("légume", 1, ("void", "", 1, "", "")),
    ],
)
@pytest.mark.parametrize("way", ["button", "close", "goto", "leave", "crash"])
def test_what_leads_away_lets_it_end_the_trial_where_no_help_would_have_followed(
    way: str, choice: str, helps: int, record: tuple[object, ...]
) -> None:
    played = helped(helps, choice, block(step=LEAVES))
    match way:
        case "button":
            played.press("Suite", after_s=0.2)
        case "goto":
            played.command("goto", after_s=0.2, step="fin")
        case "crash":
            played.give("resumed", after_s=9.0)
        case _:
            played.command(way, after_s=0.2)
    assert [given(trial) for trial in played.trials] == [record]


def test_the_limit_of_a_step_comes_after_it() -> None:
    played = helped(1, "fruit", block(step="after: {limit: 11500 ms, next: fin}\n"))
    played.wait()
    played.settle()
    assert given(played.trials[0]) == ("prompted", "fruit", 1, "board", "P07")


def test_a_trial_that_ended_so_is_not_asked_again_on_the_way_back() -> None:
    body = block(step='buttons: [{label: "Calme", next: calme}]\nnext: fin\n').replace(
        "  fin:", '  calme: {do: [{say: "On souffle."}], buttons: [{label: "Retour", next: back}]}\n  fin:'
    )
    played = helped(1, "fruit", body)
    played.presses("Calme")
    played.presses("Retour")
    assert played.judgements == ["prompted"]
    assert [one["item"] for one in played.told("question")] == ["pomme", "poireau"]


def test_not_yet_while_words_lead_out_keeps_it() -> None:
    body = block().replace("{finish: {next: fin}}", "{finish: {do: [{say: 'On finit.'}], next: fin}}")
    played = helped(1, "légume", body)
    played.command("finish", after_s=0.2)
    played.command("judge", after_s=0.2, **{"as": "not_yet"})
    assert [given(trial) for trial in played.trials] == [("incorrect", "légume", 1, "board", "P07")]


def heard(word: str, times: int = 0) -> Played:
    """Begin a session in which Nao believes to have heard a word, after so many helps."""
    played = begun(block())
    played.silence(times)
    played.says(word, after_s=3.0)
    assert played.told("proposed")[-1]["answer"] == word
    return played


def test_a_word_that_she_did_not_confirm_is_no_attempt_when_a_help_follows() -> None:
    """She misses the first, denies the second: nobody has answered."""
    played = heard("fruit")
    played.judges("not_yet")
    played.says("fruit", after_s=3.0)
    played.judges("not_heard")
    played.silence()
    played.judges("not_yet")
    assert [given(trial) for trial in played.trials] == [("no_response", "", 0, "", "")]


@pytest.mark.parametrize("word", ["fruit", "légume"])
def test_a_word_that_she_did_not_confirm_is_no_answer_after_the_last_help(word: str) -> None:
    played = heard(word, times=2)
    assert played.view.trial is not None
    assert not played.view.trial.attempted
    played.judges("not_yet")
    assert [given(trial) for trial in played.trials] == [("no_response", "", 0, "", "")]
    assert "On continue." in played.said


def test_what_was_confirmed_before_still_counts() -> None:
    played = heard("légume", times=1)
    played.judges("heard")
    played.says("fruit", after_s=3.0)
    played.judges("not_yet")
    assert given(played.trials[0])[:3] == ("incorrect", "légume", 1)
