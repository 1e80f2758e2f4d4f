"""A trial is one automaton: what is asked, what counts, which help comes, how it is judged."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from tests.played import Played

SECOND_NS = 1_000_000_000

BLOCK = """\
ask: [{say: "Fruit ou légume ?"}]
answers:
  fruit: [{board: fruit}, {word: fruit}, {touch: hand.left}]
  légume: [{board: légume}, {word: légume}, {touch: hand.right}]
correct: = item.answer
patience: 10 s
prompts:
  - {help: verbal, do: [{say: "Regarde bien."}]}
  - {help: gestural, do: [{say: "Par ici."}]}
feedback:
  correct: [{say: "Bravo !"}]
  incorrect: [{say: "On regarde ensemble."}]
  no_response: [{say: "On continue."}]
"""

ITEMS = "[{id: pomme, answer: fruit}, {id: poireau, answer: légume}, {id: poire, answer: fruit}]"


def block(keys: str = BLOCK, *, items: str = ITEMS, head: str = "", step: str = "", without: str = "") -> str:
    """Give the body of a protocol with one block of trials."""
    lines = [line for line in keys.splitlines() if not (without and line.startswith(without))]
    table = "items: mots\n" if items else ""
    return (
        f"commands: {{finish: {{next: fin}}}}\n{head}"
        + (f"items: {{mots: {items}}}\n" if items else "")
        + "start: jeu\nsteps:\n  jeu:\n    trials:\n"
        + indent(table + "\n".join(lines), " " * 6)
        + "\n"
        + indent(dedent(step or "next: fin\n"), " " * 4)
        + "  fin: {do: [{say: 'Fini.'}], end: completed}\n"
    )


def begun(body: str, **start: object) -> Played:
    """Begin a session and go on to the first question's answers."""
    played = Played(body, **start)
    played.settle()
    return played


def test_a_right_answer_without_help_is_correct_and_its_latency_runs_from_the_end_of_the_question() -> None:
    played = begun(block())
    played.tap("fruit", after_s=2.5)
    trial = played.trials[0]
    assert (trial["judgement"], trial["help"], trial["answer"]) == ("correct", "none", "fruit")
    assert trial["latency_ns"] == 2.5 * SECOND_NS
    assert played.said == ["Fruit ou légume ?", "Bravo !", "Fruit ou légume ?"]


def test_a_right_answer_after_help_is_prompted_and_is_told_as_a_success() -> None:
    played = begun(block())
    played.tap("légume")
    assert played.said[-1] == "Regarde bien."
    played.tap("fruit")
    trial = played.trials[0]
    assert (trial["judgement"], trial["help"], trial["attempts"]) == ("prompted", "verbal", 2)
    assert played.said[-2:] == ["Bravo !", "Fruit ou légume ?"]


@pytest.mark.parametrize(
    ("last", "judgement", "feedback"),
    [("wrong", "incorrect", "On regarde ensemble."), ("silent", "no_response", "On continue.")],
)
def test_when_no_help_is_left_the_last_attempt_decides(last: str, judgement: str, feedback: str) -> None:
    played = begun(block())
    played.tap("légume")
    played.silence()
    assert played.said[-1] == "Par ici."
    if last == "wrong":
        played.tap("légume")
    else:
        played.silence()
    assert played.judgements == [judgement]
    assert played.said[-2] == feedback


def test_silence_brings_help_after_the_patience() -> None:
    played = begun(block())
    asked_at = played.now_s
    played.silence()
    assert played.told("prompt")[0]["cause"] == "silence"
    assert played.lines[-3].at / SECOND_NS >= asked_at + 10


def test_prompt_on_silence_alone_makes_a_wrong_answer_an_error_at_once() -> None:
    played = begun(block(BLOCK + "prompt_on: silence\n"))
    played.tap("légume")
    assert played.judgements == ["incorrect"]


def test_a_prompt_is_given_as_often_as_it_says_and_only_if_its_condition_holds() -> None:
    prompts = """\
prompts:
  - {help: verbal, do: [{say: "Un."}], attempts: 2}
  - {help: visual, do: [{say: "Jamais."}], if: trial.number > 5}
  - {help: model, do: [{say: "Trois."}]}
"""
    keys = BLOCK[: BLOCK.index("prompts:")] + prompts + BLOCK[BLOCK.index("feedback:") :]
    played = begun(block(keys))
    played.silence(4)
    assert [told["help"] for told in played.told("prompt")] == ["verbal", "verbal", "model"]
    assert played.judgements == ["no_response"]


def test_a_first_prompt_after_no_time_at_all_is_errorless() -> None:
    keys = BLOCK.replace("{help: verbal,", "{help: verbal, after: 0 s,")
    played = begun(block(keys))
    played.silence()
    played.tap("fruit")
    assert played.trials[0]["judgement"] == "prompted"
    assert played.trials[0]["latency_ns"] < 5 * SECOND_NS


def test_answers_count_from_where_the_question_opens_them() -> None:
    keys = BLOCK.replace(
        'ask: [{say: "Fruit ou légume ?"}]',
        'ask: [{say: "Fruit ou légume ?"}, {open: answers}, {say: "Prends ton temps."}]',
    )
    played = Played(block(keys))
    played.done("say")
    played.give("board", {"choice": "fruit"}, after_s=0.25)
    assert played.data("response")["why"] == "decides"
    assert played.judgements == []  # the sentence in hand is said to its end first
    played.settle()
    assert played.judgements == ["correct"]


def test_what_is_judged_by_nobody_is_recorded_and_leads_on() -> None:
    body = block(
        """\
ask: [{say: "Le pont ou le bateau ?"}]
answers: {from: [pont, bateau], by: [board, professional]}
patience: 10 s
""",
        items="",
        step="""\
        next:
          - {if: results.jeu.answer == 'bateau', next: eau}
          - {next: fin}
        """,
    ).replace("  fin: {do", '  eau: {do: [{say: "L\'eau."}], next: fin}\n  fin: {do')
    played = begun(body)
    played.tap("bateau")
    assert played.trials[0]["judgement"] is None
    assert played.trials[0]["correct"] is None
    assert "L'eau." in played.said


def test_any_answer_can_be_right_and_several_can() -> None:
    played = begun(block(BLOCK.replace("= item.answer", "any")))
    played.tap("légume")
    assert played.judgements == ["correct"]
    played = begun(block(BLOCK.replace("= item.answer", "[fruit, légume]")))
    played.tap("légume")
    assert played.judgements == ["correct"]


def test_feedback_looks_for_the_answer_before_the_judgement() -> None:
    played = begun(block(BLOCK + '  fruit: [{say: "Oui, un fruit."}]\n'))
    played.tap("fruit")
    assert "Oui, un fruit." in played.said
    assert "Bravo !" not in played.said


GO = """\
ask: [{say: "{item.texte}"}]
answers: {tete: [{touch: head}]}
correct: = item.answer
patience: 4 s
"""
ORDERS = (
    "[{id: go, texte: 'Nao dit : la tête !', answer: tete}, {id: stop, texte: 'La tête !', answer: nothing}]"
)


def test_go_and_no_go_fill_the_four_cells_of_signal_detection() -> None:
    played = begun(block(GO + "count: 4\norder: listed\n", items=ORDERS))
    played.strokes("head.front")  # go: hit
    played.silence()  # stop: correct rejection
    played.silence()  # go: miss
    played.strokes("head.front")  # stop: false alarm
    visit = played.state.scores[0].visit
    cells = (visit.hits, visit.correct_rejections, visit.misses, visit.false_alarms)
    assert cells == (1, 1, 1, 1)
    assert played.judgements == ["correct", "correct", "no_response", "incorrect"]


def test_a_block_stops_when_its_condition_holds() -> None:
    played = begun(block(BLOCK + "count: 20\nstop_when: trials.streak >= 2\n"))
    played.tap("fruit")
    played.tap("légume")
    assert played.outcome == "completed"
    assert played.told("block")[0]["count"] == 2


def test_a_block_can_end_with_the_first_success() -> None:
    played = begun(block(BLOCK + "end_on: success\n"))
    played.silence()
    played.tap("fruit")
    assert played.judgements == ["prompted"]
    assert played.outcome == "completed"


def test_a_block_gives_up_after_errors_in_a_row() -> None:
    body = block(BLOCK + "count: 9\ngive_up: {errors_in_row: 2, next: facile}\n").replace(
        "  fin:", '  facile: {do: [{say: "Plus facile."}], next: fin}\n  fin:'
    )
    played = begun(body)
    played.silence(3)
    played.silence(3)
    assert played.judgements == ["no_response", "no_response"]
    assert "Plus facile." in played.said


def test_an_error_is_corrected_with_a_prompt_and_then_without_and_neither_counts() -> None:
    played = begun(block(BLOCK + "correction: {repeat: with_prompt, then: without}\nprompt_on: silence\n"))
    played.tap("légume")
    assert played.said[-1] == "Par ici."  # the strongest prompt comes with the question
    played.tap("fruit")
    played.tap("fruit")
    assert [(t["item"], t["correction"]) for t in played.trials] == [
        ("pomme", ""),
        ("pomme", "with_prompt"),
        ("pomme", "without"),
    ]
    assert played.state.scores[0].visit.trials == 1
    assert played.told("question")[-1]["item"] == "poireau"


def test_there_is_a_pause_between_two_trials_and_none_after_the_last() -> None:
    played = begun(block(BLOCK + "pause: 7 s\ncount: 2\n"))
    played.tap("fruit")
    before = played.now_s
    played.silence()
    assert played.now_s >= before + 7
    played.tap("légume")
    assert played.outcome == "completed"


def test_counts_are_in_reach_of_texts_and_branches() -> None:
    body = block(BLOCK + "count: 2\n").replace(
        "do: [{say: 'Fini.'}]",
        'do: [{note: "{results.jeu.correct} sur {results.jeu.count}, {results.jeu.total.count}."}]',
    )
    played = begun(body)
    played.tap("fruit")
    played.silence(3)
    assert played.told("note")[0]["text"] == "1 sur 2, 2."


def test_a_count_can_be_computed_and_an_item_can_come_more_often() -> None:
    played = begun(
        block(BLOCK + "count: = settings.n\n", head="settings: {n: {type: integer, default: 2}}\n")
    )
    played.tap("fruit")
    played.tap("légume")
    assert played.outcome == "completed"
    items = "[{id: a, answer: fruit, share: 3}, {id: b, answer: fruit}]"
    played = begun(block(BLOCK, items=items))
    for _ in range(4):
        played.tap("fruit")
    assert sorted(t["item"] for t in played.trials) == ["a", "a", "a", "b"]
    played = begun(block(BLOCK + "each_item: 2\n", items="[{id: a, answer: fruit}, {id: b, answer: fruit}]"))
    for _ in range(4):
        played.tap("fruit")
    assert played.outcome == "completed"


def test_highlight_and_point_name_the_answer_through_the_item() -> None:
    keys = BLOCK.replace(
        'ask: [{say: "Fruit ou légume ?"}]',
        'ask: [{show: {choices: [fruit, légume]}}, {say: "Quoi ?"}]',
    ).replace('do: [{say: "Par ici."}]', "do: [{point: = item.answer, highlight: = item.answer}]")
    played = begun(block(keys))
    played.silence(2)
    board = played.view.board
    assert board is not None
    assert [choice.marked for choice in board.choices] == [True, False]
    gestures = [e.data["name"] for e in played.lines if e.kind == "do" and e.data["verb"] == "gesture"]
    assert gestures == ["point_left"]  # the hand that means fruit


def test_what_was_expected_of_a_trial_that_is_over_is_what_it_was_judged_by() -> None:
    of_two = "correct: = 'légume' if trials.count == 0 else 'fruit'\ncount: 2\npause: 10 s"
    played = begun(block(BLOCK.replace("correct: = item.answer", of_two), items=""))
    played.command("judge", after_s=1.0, **{"as": "incorrect"})
    for moment in ("while Nao speaks", "in the pause"):
        trial = played.view.trial
        assert trial is not None
        assert (trial.judged, trial.expected) == ("incorrect", ("légume",)), moment
        played.settle()
    assert played.trials[0]["correct"] == ["légume"]
