"""Where the engine once did otherwise than the language says: each test failed until that was mended.

The next one stands here as a test that has to fail, and in words in docs/contracts/language.md.
"""

from __future__ import annotations

import pytest

from tests.oracle.protocols import HEAD
from tests.oracle.protocols import QUESTIONS_AND_CALM as QUESTIONS
from tests.oracle.runs import Pair
from tests.oracle.waits import Stimulus

LIMITED = """\
commands:
  finish: {do: [{say: "On finit."}], next: fin}
  encourage: {do: [{say: "Allez."}]}
  calm: {next: calme}
items: {liste: [{id: a, answer: oui}]}
duration: {limit: 60 s}
start: attente
steps:
  attente: {do: [{wait: 59500 ms}], next: jeu}
  jeu:
    trials:
      items: liste
      ask: [{say: "Oui ou non ?"}]
      answers: {oui: {board: oui}, non: {board: non}}
      correct: = item.answer
      patience: 5 s
    when: [{touch: head, do: [{say: "Aïe."}]}]
    buttons: [{label: "Suite", next: fin}]
    after: {limit: 400 ms, next: fin}
  calme: {do: [{say: "Calme."}], buttons: [{label: "Reprendre", next: back}], after: {wait: 50 s, next: fin}}
  fin: {do: [{say: "Fin."}], end: completed}
"""


@pytest.mark.parametrize(
    "moves",
    [
        ["done", "board oui", "command judge void"],
        ["done", "command judge void", "command judge yes"],
        ["done", "board oui", "time", "done", "command judge void", "command redo"],
        ["done", "board oui", "command calm", "done", "command judge void", "button Reprendre", "done"],
    ],
    ids=["void afterwards", "not void afterwards", "void and done again", "void in another step"],
)
def test_a_trial_that_is_void_in_the_end_counts_for_nothing_that_ends_a_block(moves: list[str]) -> None:
    """Counts are computed again when a trial is judged again (language, 5), those of its block, too."""
    pair = Pair(HEAD + QUESTIONS)
    for move in moves:
        pair.play(Stimulus(*move.split()))
    assert pair.difference is None
    while pair.difference is None and pair.oracle.outcome is None:
        open_now = pair.oracle.place == "open" and not pair.oracle.acting
        next_move = "done" if pair.oracle.acting else "board oui" if open_now else "time"
        pair.play(Stimulus(*next_move.split()))
    judgements = [entry[3] for entry in pair.oracle.trace if entry[0] == "trial"]
    assert pair.difference is None, judgements


@pytest.mark.parametrize("how", ["refused", "no_response", "incorrect", "void", "not_yet"])
def test_a_word_that_nobody_confirmed_brings_no_feedback_when_she_says_that_there_was_no_answer(
    how: str,
) -> None:
    """She has the last word (language, 5): Nao praises nobody who said no, or nothing."""
    text = QUESTIONS.replace("oui: {board: oui}", "oui: [{board: oui}, {word: oui}]")
    text = text.replace("      pause: 4 s", '      feedback: {oui: [{say: "Bravo."}]}')
    pair = Pair(HEAD + text)
    for stimulus in (Stimulus("done"), Stimulus("word", "oui", "late"), Stimulus("command", "judge", how)):
        pair.play(stimulus)
    assert ("proposed", "oui") in pair.engine
    assert not [entry for entry in pair.engine if "Bravo." in entry]
    assert pair.difference is None


def test_a_right_word_that_she_does_not_take_brings_no_feedback_of_the_answer_before_it() -> None:
    text = QUESTIONS.replace("oui: {board: oui}", "oui: [{board: oui}, {word: oui}]").replace(
        "      pause: 4 s",
        '      prompts: [{help: verbal, do: [{say: "Regarde."}]}]\n'
        '      feedback: {non: [{say: "Pas non."}], incorrect: [{say: "On verra."}]}',
    )
    pair = Pair(HEAD + text)
    for move in ("done", "board non", "done", "word oui late", "command judge not_yet"):
        pair.play(Stimulus(*move.split()))
    assert pair.course.said[-1] == "On verra."
    assert pair.difference is None


def test_a_touch_in_a_question_does_not_hold_the_closing_up() -> None:
    """The trial under way ends by itself, then *finish* comes: not the end of the closing's whole time."""
    text = LIMITED.replace("    after: {limit: 400 ms, next: fin}\n", "    after: {wait: 9 s, next: fin}\n")
    pair = Pair(HEAD + text)
    for move in ("time", "touch head.front", "time", "done", "done", "time"):
        pair.play(Stimulus(*move.split()))
    assert "On finit." in pair.course.said


def test_a_button_that_leads_out_of_the_trial_that_the_limit_waits_for_leads_to_the_closing() -> None:
    text = LIMITED.replace("    after: {limit: 400 ms, next: fin}\n", "    after: {wait: 9 s, next: fin}\n")
    pair = Pair(HEAD + text)
    for move in ("time", "time", "button Suite"):
        pair.play(Stimulus(*move.split()))
    assert pair.course.said == ["Oui ou non ?", "On finit."]


def test_an_answer_of_hers_lets_go_what_waited_for_the_sentence_that_it_cuts() -> None:
    """As every other command of hers does."""
    text = LIMITED.replace("    after: {limit: 400 ms, next: fin}\n", "    after: {wait: 9 s, next: fin}\n")
    text = text.replace("duration: {limit: 60 s}\n", "")
    text = text.replace("    when:", '      feedback: {correct: [{say: "Bravo."}]}\n    when:')
    pair = Pair(HEAD + text)
    for move in ("time", "touch head.front", "answer oui", "done"):
        pair.play(Stimulus(*move.split()))
    assert pair.course.said == ["Oui ou non ?", "Bravo."]


def test_a_limit_that_came_in_a_sentence_is_not_lost_when_she_encourages() -> None:
    pair = Pair(HEAD + LIMITED.replace("duration: {limit: 60 s}\n", ""))
    for move in ("time", "time", "command encourage", "done", "done", "time", "done"):
        if pair.oracle.deadline is not None or move != "time":
            pair.play(Stimulus(*move.split()))
    assert pair.course.said[-1] == "Fin."


def test_a_closing_that_calming_down_interrupted_goes_on_afterwards() -> None:
    text = LIMITED.replace("    after: {limit: 400 ms, next: fin}\n", "    after: {wait: 90 s, next: fin}\n")
    pair = Pair(HEAD + text)
    for move in ("time", "time", "done", "board oui", "command calm", "done"):
        pair.play(Stimulus(*move.split()))
    assert pair.course.said[-2:] == ["On finit.", "Calme."]
    pair.play(Stimulus("button", "Reprendre"))
    assert pair.course.said[-1] == "On finit."


@pytest.mark.parametrize("correct", ["any", "nothing"])
def test_a_yes_to_a_question_that_takes_any_answer_or_none_tells_none_of_them(correct: str) -> None:
    pair = Pair(HEAD + QUESTIONS.replace("= item.answer", correct))
    for move in ("done", "command judge yes"):
        pair.play(Stimulus(*move.split()))
    trial = next(line.data for line in pair.course.lines if line.kind == "trial")
    assert trial["answer"] in ("", "oui", "non")


@pytest.mark.parametrize(
    "moves",
    ["done", "", "done, board oui", "done, board oui, done"],
    ids=["answers open", "question", "feedback", "pause"],
)
def test_what_a_command_was_doing_goes_on_before_the_next_question(moves: str) -> None:
    text = QUESTIONS.replace("commands: {", 'commands: {encourage: {do: [{say: "Allez."}]}, ')
    text = text.replace("pause: 4 s", 'pause: 40 s\n      feedback: {oui: [{say: "Bravo."}]}')
    pair = Pair(HEAD + text)
    for move in [*filter(None, moves.split(", ")), "command encourage", "command calm", "done"]:
        pair.play(Stimulus(*move.split()))
    pair.play(Stimulus("button", "Reprendre"))
    assert pair.course.said[-3:] == ["Allez.", "Calme.", "Allez."]
    pair.play(Stimulus("done"))
    assert pair.course.said[-1].startswith("Oui ou non")
    assert pair.difference is None


def test_a_question_is_asked_again_each_time_that_she_comes_back_to_it() -> None:
    """The second time, too, though the first came back to something else than the question."""
    text = QUESTIONS.replace("start: jeu", "start: debut")
    text = text.replace(
        "steps:\n",
        'steps:\n  debut: {do: [{say: "Prêt ?"}, {eyes: green}], after: {wait: 9 s, next: jeu}}\n',
    )
    pair = Pair(HEAD + text)
    for move in ("done", "command calm", "done", "button Reprendre", "done", "command calm", "done"):
        pair.play(Stimulus(*move.split()))
    pair.play(Stimulus("button", "Reprendre"))
    assert pair.course.said == ["Prêt ?", "Calme.", "Calme.", "Prêt ?"]
    assert pair.difference is None
