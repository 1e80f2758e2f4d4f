"""While Nao speaks (language, section 6): the rows that a trial brings, cell by cell."""

from __future__ import annotations

import pytest

from tests.engine.test_trials import BLOCK, begun, block
from tests.played import Played

CHILD = ["touch", "board", "word"]


def act(played: Played, sense: str, after_s: float = 0.25) -> str:
    """Let a child answer « fruit » by one sense, and give what it was taken for."""
    match sense:
        case "touch":
            played.touch("hand.left", after_s=after_s)
        case "board":
            played.give("board", {"choice": "fruit"}, after_s=after_s)
        case _:
            played.word("fruit", after_s=after_s)
    why: str = played.data("response")["why"]
    return why


@pytest.mark.parametrize(("sense", "why"), [("touch", "early"), ("board", "early"), ("word", "not_heard")])
def test_during_the_question_an_answer_is_early_and_kept(sense: str, why: str) -> None:
    played = Played(block())
    assert act(played, sense) == why
    played.settle()
    assert played.judgements == []


def test_during_the_question_a_judgement_counts_at_once() -> None:
    played = Played(block())
    played.command("judge", after_s=0.25, **{"as": "yes"})
    assert played.judgements == ["correct"]
    assert "halt" in played.kinds()


def test_a_wrong_answer_that_is_judged_during_the_question_brings_help_and_then_a_wait() -> None:
    played = Played(block())
    played.command("judge", after_s=0.25, answer="légume")
    played.settle()
    assert played.told("prompt")[0]["cause"] == "wrong"
    played.silence(2)
    assert played.judgements == ["no_response"]


@pytest.mark.parametrize(("sense", "why"), [("touch", "decides"), ("board", "decides"), ("word", "proposes")])
def test_once_answers_are_open_the_first_decides(sense: str, why: str) -> None:
    played = begun(block())
    assert act(played, sense, after_s=1.0) == why


@pytest.mark.parametrize("sense", ["touch", "board"])
def test_during_a_prompt_an_answer_decides_and_the_prompt_ends_with_its_sentence(sense: str) -> None:
    prompt = 'do: [{say: "Regarde bien."}, {say: "Encore."}]'
    played = begun(block(BLOCK.replace('do: [{say: "Regarde bien."}]', prompt)))
    played.wait()
    assert act(played, sense) == "decides"
    assert "halt" not in played.kinds()
    assert act(played, "board") == "extra"
    played.done("say")
    assert played.judgements == ["prompted"]
    assert "Encore." not in played.said


def test_during_a_prompt_a_word_is_not_heard() -> None:
    played = begun(block())
    played.wait()
    assert act(played, "word") == "not_heard"


@pytest.mark.parametrize("sense", CHILD)
def test_during_the_feedback_what_comes_is_kept_with_the_trial(sense: str) -> None:
    played = begun(block())
    played.give("board", {"choice": "fruit"}, after_s=1.0)
    assert act(played, sense) == ("not_heard" if sense == "word" else "extra")
    played = begun(block())
    played.judges("refused")
    played = begun(block(BLOCK + "pause: 20 s\n"))
    played.silence(3)
    assert act(played, sense, after_s=1.0) == "late"


@pytest.mark.parametrize("sense", CHILD)
@pytest.mark.parametrize("state", ["pause", "calm"])
def test_while_paused_or_calm_what_comes_is_recorded_and_not_acted_on(sense: str, state: str) -> None:
    played = begun(block())
    played.commands(state)
    assert act(played, sense, after_s=1.0) == "paused"
    assert played.judgements == []
    played.commands("resume")
    played.tap("fruit")
    assert played.judgements == ["correct"]


def test_after_a_pause_the_waiting_starts_again() -> None:
    played = begun(block())
    played.give("command", {"name": "pause"}, after_s=9.0)
    played.command("resume", after_s=60.0)
    assert played.journal.deadline == round((played.now_s + 10) * 1_000_000_000)


def test_a_button_that_comes_back_makes_the_waiting_start_again() -> None:
    body = block(step='buttons: [{label: "Encore", do: [{say: "Prends ton temps."}]}]\nnext: fin\n')
    played = begun(body)
    played.presses("Encore")
    assert played.said[-1] == "Prends ton temps."
    assert played.journal.deadline == round((played.now_s + 10) * 1_000_000_000)
    played.tap("fruit")
    assert played.judgements == ["correct"]


def test_a_button_that_leads_away_makes_the_trial_void_and_back_asks_the_same_item() -> None:
    body = block(step='buttons: [{label: "Calme", next: calme}]\nnext: fin\n').replace(
        "  fin:", '  calme: {do: [{say: "On souffle."}], buttons: [{label: "Retour", next: back}]}\n  fin:'
    )
    played = begun(body)
    played.tap("fruit")
    played.presses("Calme")
    assert played.judgements == ["correct", "void"]
    played.presses("Retour")
    assert [q["item"] for q in played.told("question")] == ["pomme", "poireau", "poireau"]
    played.tap("légume")
    assert played.judgements[-1] == "correct"


def test_redo_makes_the_trial_void_and_asks_again_and_skip_goes_on() -> None:
    played = begun(block())
    played.commands("redo")
    assert [q["item"] for q in played.told("question")] == ["pomme", "pomme"]
    played.commands("skip")
    assert played.told("question")[-1]["item"] == "poireau"
    assert played.judgements == ["void", "void"]
    assert {line["command"] for line in played.told("adaptation")} == {"redo", "skip"}


def test_redo_after_the_end_takes_the_trial_out_of_the_counts() -> None:
    played = begun(block(BLOCK + "pause: 20 s\n"))
    played.tap("fruit")
    played.commands("redo")
    assert played.told("question")[-1]["item"] == "pomme"
    visit = played.state.scores[0].visit
    assert (visit.correct, visit.trials, visit.void) == (0, 0, 1)


def test_help_can_be_given_by_hand_until_none_is_left() -> None:
    played = begun(block())
    played.commands("prompt")
    played.commands("prompt")
    played.commands("prompt")
    assert played.told("refused")[-1]["why"] == "no_help_left"
    assert [p["help"] for p in played.told("prompt")] == ["verbal", "gestural"]


def test_after_a_crash_the_trial_in_hand_is_void_and_the_same_item_is_asked_again() -> None:
    played = begun(block())
    played.tap("fruit")
    played.give("resumed", after_s=30.0)
    assert played.judgements == ["correct", "void"]
    played.commands("resume")
    assert [q["item"] for q in played.told("question")][-2:] == ["poireau", "poireau"]


def test_at_the_limit_the_trial_ends_first() -> None:
    played = begun(block(head="duration: {limit: 5 s}\n"))
    played.wait()  # the notice
    played.wait()  # the limit
    assert played.state.finish_wanted
    assert played.state.step == "jeu"
    played.tap("fruit")
    assert played.state.outcome == "time"


def test_nothing_waits_for_what_is_no_answer() -> None:
    played = begun(block())
    played.touch("chest", after_s=1.0)
    assert played.data("response")["why"] == "nothing_waits"
