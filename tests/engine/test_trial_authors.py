"""What is certain decides, what is doubtful proposes, the professional has the last word."""

from __future__ import annotations

import pytest

from tests.engine.test_trials import BLOCK, begun, block
from tests.played import Played

GROUP = """
commands: {finish: {next: fin}}
participants: {min: 2, max: 3}
items: {mots: [{id: pomme, answer: fruit}, {id: poireau, answer: légume}]}
start: tours
steps:
  tours:
    each: participant
    rounds: 2
    start: essai
    steps:
      essai:
        trials:
          items: mots
          count: 1
          ask: [{say: "{participant}, fruit ou légume ?"}]
          answers:
            fruit: [{board: fruit}, {word: fruit}, {touch: hand.left}, {card: 3}]
            légume: [{board: légume}, {word: légume}, {touch: hand.right}]
          correct: = item.answer
          patience: 10 s
          feedback: {correct: [{say: "Bravo !"}], incorrect: [{say: "On regarde."}]}
        next: done
    next: fin
  fin: {end: completed}
"""


def in_turn() -> Played:
    """Begin a session of two children, at the first one's question."""
    return begun(GROUP, participants=["P1", "P2"])


def test_a_word_only_proposes_and_nao_says_nothing_before_a_press() -> None:
    played = begun(block())
    said = len(played.said)
    played.says("légume")
    assert played.judgements == []
    assert len(played.said) == said
    trial = played.view.trial
    assert trial is not None
    assert trial.proposed == "légume"


def test_a_proposal_that_is_confirmed_counts_from_when_it_was_said() -> None:
    played = begun(block())
    played.says("fruit", after_s=2.0)
    played.judges("heard", after_s=3.0)
    assert played.judgements == ["correct"]
    assert played.trials[0]["latency_ns"] == 2_000_000_000
    assert played.trials[0]["way"] == "word"


def test_a_proposal_that_is_confirmed_may_be_wrong_and_one_that_is_dismissed_is_nothing() -> None:
    played = begun(block())
    played.says("légume")
    played.judges("heard")
    assert played.said[-1] == "Regarde bien."
    played = begun(block())
    played.says("légume")
    played.judges("not_heard")
    played.tap("fruit")
    assert played.trials[0]["judgement"] == "correct"
    assert played.trials[0]["attempts"] == 1


def test_a_word_that_nobody_confirms_is_never_an_error() -> None:
    played = begun(block())
    played.says("légume")
    played.silence(3)
    assert played.judgements == [None]
    assert played.trials[0]["answer"] == "légume"
    assert played.state.scores[0].visit.incorrect == 0


def test_nao_says_nothing_of_a_word_that_nobody_confirms() -> None:
    played = begun(block(BLOCK + '  légume: [{say: "Un légume, oui."}]\ncount: 1\n'))
    played.says("légume")
    played.silence(3)
    assert played.judgements == [None]
    assert "Un légume, oui." not in played.said


def test_yes_passes_the_trial_and_not_yet_gives_the_next_help() -> None:
    played = begun(block())
    played.judges("not_yet")
    assert played.told("prompt")[0]["cause"] == "not_yet"
    played.judges("yes")
    assert played.judgements == ["prompted"]
    played.judges("not_yet")
    played.judges("not_yet")
    played.judges("not_yet")
    assert played.judgements == ["prompted", "no_response"]


def test_the_professional_can_say_which_answer_it_was() -> None:
    played = begun(block())
    played.judges(answer="fruit")
    assert (played.trials[0]["by"], played.judgements) == ("professional", ["correct"])
    played.judges(answer="poisson")
    assert played.told("refused")[0]["why"] == "unknown_answer"


@pytest.mark.parametrize("judgement", ["refused", "void", "incorrect", "no_response", "correct", "prompted"])
def test_she_can_give_any_judgement(judgement: str) -> None:
    played = begun(block())
    played.judges(judgement)
    assert played.judgements == [judgement]


def test_a_judgement_can_be_changed_until_the_next_question_and_the_counts_follow() -> None:
    played = begun(block(BLOCK + "pause: 10 s\n"))
    played.tap("fruit")
    assert played.state.scores[0].visit.correct == 1
    played.judges("incorrect")
    visit = played.state.scores[0].visit
    assert (visit.correct, visit.incorrect, visit.trials, visit.streak) == (0, 1, 1, 0)
    assert played.told("rejudged")[0]["was"] == "correct"
    played.silence()
    played.judges("correct")  # this is the next question's
    assert played.judgements == ["correct", "correct"]


def test_a_childs_own_board_decides_and_somebody_elses_is_out_of_turn() -> None:
    played = in_turn()
    played.tap("fruit", by="P2")
    assert played.told("response")[-1]["why"] == "out_of_turn"
    assert played.judgements == []
    played.tap("fruit", by="P1")
    assert (played.judgements, played.trials[0]["child"], played.trials[0]["by"]) == (["correct"], "P1", "P1")


def test_a_touch_decides_only_where_one_child_takes_part() -> None:
    played = in_turn()
    played.strokes("hand.left")
    assert played.told("proposed")[0]["answer"] == "fruit"
    assert played.judgements == []
    alone = begun(GROUP, participants=["P1"])
    alone.strokes("hand.left")
    assert alone.judgements == ["correct"]


def test_a_card_decides_and_a_board_of_nobody_proposes() -> None:
    played = in_turn()
    played.shows("3")
    assert played.judgements == ["correct"]
    played.tap("légume")
    assert played.told("proposed")[-1]["answer"] == "légume"


def test_a_sentence_says_whose_name_it_means() -> None:
    played = in_turn()
    said = [e.data for e in played.lines if e.kind == "do" and e.data["verb"] == "say"]
    assert said[0]["participant"] == "P1"
    assert said[0]["text"] == "{participant}, fruit ou légume ?"


def test_each_child_has_a_deck_a_streak_and_counts_of_her_own() -> None:
    played = in_turn()
    for by in ("P1", "P2", "P1", "P2"):
        answer = played.told("question")[-1]["correct"][0]
        played.tap(answer if by == "P1" else {"fruit": "légume", "légume": "fruit"}[answer], by=by)
    assert played.outcome == "completed"
    by_child = {score.child: score for score in played.state.scores}
    assert (by_child["P1"].total.correct, by_child["P1"].visit.streak) == (2, 2)
    assert (by_child["P2"].total.incorrect, by_child["P2"].visit.errors_in_row) == (2, 2)
    assert sorted(t["item"] for t in played.trials if t["child"] == "P1") == ["poireau", "pomme"]


def test_a_child_who_leaves_makes_her_trial_void_and_the_round_goes_on() -> None:
    played = in_turn()
    played.commands("leave", participant="P1")
    assert played.judgements == ["void"]
    assert played.view.turn == "P2"
    played.tap(played.told("question")[-1]["correct"][0], by="P2")
    assert played.view.turn == "P2"  # the second round, alone
    played.commands("return", participant="P1")
    played.tap(played.told("question")[-1]["correct"][0], by="P2")
    assert played.view.turn == "P1"
    played.commands("leave", participant="P9")
    assert played.told("refused")[-1]["why"] == "unknown_participant"


def test_a_session_whose_last_child_has_left_pauses() -> None:
    played = begun(block(), participants=["P1"])
    played.commands("leave")
    assert (played.view.paused_because, played.judgements) == ("left", ["void"])
    played.commands("return")
    played.commands("resume")
    assert played.told("question")[-1]["item"] == "pomme"


def test_a_turn_can_be_skipped() -> None:
    played = in_turn()
    played.commands("skip")
    assert (played.judgements, played.view.turn) == (["void"], "P2")
