"""Where the engine once did otherwise than the language says with several children: each failed once."""

from __future__ import annotations

import pytest

from tests.oracle.protocols import CALM, HEAD
from tests.oracle.runs import Pair
from tests.oracle.waits import Stimulus

TURNS = """\
participants: {min: 1, max: 3}
commands:
  finish: {next: fin}
  calm: {next: calme}
  leave: {do: [{say: "Au revoir {participant}."}]}
  return: {do: [{say: "Te revoilà {participant}."}]}
items: {liste: [{id: a, answer: oui}, {id: b, answer: oui}, {id: c, answer: oui}]}
start: tours
steps:
  tours:
    each: participant
    rounds: 3
    start: annonce
    steps:
      annonce: {do: [{say: "{participant}, à toi."}], next: essai}
      essai:
        trials:
          items: liste
          count: 1
          ask: [{say: "Oui ou non {item.id} ?"}]
          answers: {oui: {board: oui}, non: {board: non}}
          correct: = item.answer
          patience: 5 s
        next: suite
      suite: {do: [{note: "De suite : {results.essai.streak}"}], next: done}
    next: fin
"""


def played(moves: str, text: str = TURNS, children: int = 2) -> Pair:
    """Play moves, one after the other, parted by commas."""
    pair = Pair(
        HEAD + text + CALM + '  fin: {do: [{say: "Fin."}], end: completed}\n', ("P1", "P2", "P3")[:children]
    )
    for move in moves.split(", "):
        pair.play(Stimulus(*move.split()))
    return pair


def turns(pair: Pair) -> list[str]:
    """Return whose turns the engine told, in order."""
    return [str(entry[3]) for entry in pair.engine if entry[0] == "turn"]


@pytest.mark.parametrize("child", ["P1", "P2"], ids=["whose turn it is", "who waits"])
@pytest.mark.parametrize("moves", ["", "done, done, "], ids=["announced", "asked"])
def test_nao_says_goodbye_to_the_child_who_leaves_and_to_nobody_else(child: str, moves: str) -> None:
    """It said *goodbye* to the next child where the turn's own had left, and nothing to one who waited."""
    pair = played(f"{moves}command leave {child}")
    assert pair.engine[-1] == ("do", "say", "Au revoir {participant}.", child)
    assert pair.difference is None


def test_nao_welcomes_the_child_who_returns() -> None:
    pair = played("command leave P2, done, command return P2")
    assert pair.engine[-1] == ("do", "say", "Te revoilà {participant}.", "P2")
    assert pair.difference is None


def test_a_session_pauses_when_the_last_child_leaves_in_a_turn_of_hers() -> None:
    """It went on to the end of the session, in an empty room."""
    pair = played("done, done, command leave P1, done, command leave P2, done")
    assert pair.course.view.paused_because == "left"
    assert not pair.course.view.outcome
    pair.play(Stimulus("command", "return", "P2"))
    pair.play(Stimulus("command", "resume"))
    assert pair.course.view.turn == "P2"
    assert pair.difference is None


@pytest.mark.parametrize(
    "moves",
    [
        "slept, command leave P1",
        "command stop, command leave P1",
        "command leave P1, command pause, command return P1, command leave P1",
    ],
    ids=["slept", "stopped", "came back in a pause and left again"],
)
def test_a_session_pauses_once_for_the_last_child_who_leaves_in_a_pause(moves: str) -> None:
    """It paused for that again when her goodbye was over, though she had gone on knowing it."""
    pair = played(f"{moves}, command resume, done", children=1)
    assert pair.course.said[-2:] == ["Au revoir {participant}.", "{participant}, à toi."]
    assert pair.engine.count(("paused", "left")) == 1
    assert not pair.course.view.paused_because
    assert pair.difference is None


@pytest.mark.parametrize("words", [True, False], ids=["with words", "without words"])
def test_a_session_goes_on_when_the_last_child_comes_back_while_nao_says_goodbye(words: bool) -> None:
    text = TURNS if words else TURNS.replace(RETURN, "")
    pair = played("command leave P1, command return P1, done, done", text, children=1)
    assert ("paused", "left") not in pair.engine
    assert pair.difference is None


@pytest.mark.parametrize("each", [True, False], ids=["in turns", "together"])
def test_a_session_pauses_when_the_last_child_leaves_while_another_hears_her_goodbye(each: bool) -> None:
    """The engine was right: the second interpreter went on in an empty room."""
    text = TURNS if each else TURNS.replace("each: participant", "each: liste")
    text = text if each else text.replace("{participant}, à toi", "À vous")
    pair = played("done, done, command leave P1, command leave P2, done", text)
    assert pair.engine[-1] == ("paused", "left")
    assert pair.difference is None
    pair.play(Stimulus("command", "resume"))
    pair.play(Stimulus("done"))
    assert pair.difference is None


def test_a_session_pauses_again_when_a_child_has_come_back_and_leaves() -> None:
    pair = played(
        "slept, command leave P1, command resume, done, command return P1, done, command leave P1, done",
        children=1,
    )
    assert pair.engine.count(("paused", "left")) == 2
    assert pair.course.view.paused_because == "left"
    assert pair.difference is None


RETURN = '  return: {do: [{say: "Te revoilà {participant}."}]}\n'


@pytest.mark.parametrize(
    "moves",
    ["done, ", "done, done, ", "done, command pause, "],
    ids=["announced", "asked", "in a pause"],
)
@pytest.mark.parametrize("words", [True, False], ids=["with words", "without words"])
def test_who_comes_back_to_an_empty_room_waits_for_nobodys_turn(words: bool, moves: str) -> None:
    """The turn of the child who was not there went on, until something else was said."""
    text = TURNS if words else TURNS.replace(RETURN, "")
    resumed = ", command resume" if "pause" in moves else ""
    pair = played(
        f"command leave P2, done, slept, command leave P1, command resume, {moves}command return P2{resumed}",
        text,
    )
    assert turns(pair) == ["P1", "P2"]
    assert pair.course.said[-1] == ("Te revoilà {participant}." if words else "{participant}, à toi.")
    assert pair.difference is None


def test_a_goodbye_that_ends_with_the_turn_is_said_first_in_the_next() -> None:
    pair = played("command leave P2, done, command leave P1, command return P2", TURNS.replace(RETURN, ""))
    assert turns(pair) == ["P1", "P2"]
    assert pair.engine[-1] == ("do", "say", "Au revoir {participant}.", "P1")
    assert pair.difference is None


@pytest.mark.parametrize("command", ["redo", "skip"])
def test_who_comes_or_goes_while_a_commands_words_are_said_hears_hers_and_then_these_go_on(
    command: str,
) -> None:
    """Only what is said to children who come and go is let go by what is said to another."""
    text = TURNS.replace(
        "  finish: {next: fin}\n",
        f'  finish: {{next: fin}}\n  {command}: {{do: [{{say: "Un instant."}}, {{say: "Voilà."}}]}}\n',
    )
    pair = played(f"done, done, command {command}, done, command leave P2, done", text)
    assert pair.course.said[-4:] == ["Un instant.", "Voilà.", "Au revoir {participant}.", "Voilà."]
    assert pair.difference is None


def test_a_child_who_has_had_her_turn_has_no_other_in_the_round_that_she_comes_back_in() -> None:
    """Once a round for every child present (language, 7)."""
    pair = played("done, done, board oui P1, command leave P1, done, command return P1, done, done, done")
    pair.play(Stimulus("board", "oui", "P2"))
    assert [(entry[2], entry[3]) for entry in pair.engine if entry[0] == "turn"] == [
        (1, "P1"),
        (1, "P2"),
        (2, "P1"),
    ]
    assert pair.difference is None


def test_a_child_who_left_in_her_turn_and_came_back_has_it_at_the_end_of_the_round() -> None:
    pair = played("done, done, command leave P1, done, command return P1, done, done, done, board oui P2")
    assert turns(pair) == ["P1", "P2", "P1"]
    assert pair.difference is None


def test_a_turn_that_calming_down_interrupted_is_the_same_childs_afterwards() -> None:
    """The log told the first child's turn, and the run of right answers of each began anew."""
    first = "done, done, board oui P1, done, done, board oui P2, done, done, board oui P1, "
    pair = played(first + "command calm, done, button Reprendre, done, done, board oui P2")
    assert turns(pair)[:5] == ["P1", "P2", "P1", "P2", "P2"]
    assert [entry[1] for entry in pair.engine if entry[0] == "note"][-1] == "De suite : 2"
    assert pair.difference is None


def test_a_child_who_left_while_all_calmed_down_is_asked_nothing_afterwards() -> None:
    pair = played("done, done, command calm, done, command leave P1, done, button Reprendre")
    assert turns(pair)[-1] == "P2"
    assert pair.difference is None


def test_a_group_that_is_begun_anew_from_inside_leaves_no_turn_behind() -> None:
    """Its old turn stayed under the new ones, and who had left of it ended another child's turn."""
    text = TURNS.replace(
        "next: essai}", 'buttons: [{label: "Tous", next: tours}], after: {wait: 9 s, next: essai}}'
    )
    pair = played("done, button Tous, done, time, done, board oui P1, command leave P1", text, children=3)
    assert pair.course.view.turn == "P2"
    assert len(pair.course.state.turns) == 1
    assert pair.difference is None


def test_a_touch_decides_nothing_once_the_last_child_has_left() -> None:
    """One child takes part, or nobody knows whose it is (language, 5): an empty room is not one child."""
    text = TURNS.replace("oui: {board: oui}", "oui: {touch: hand.left}").replace(
        "participants: {min: 1, max: 3}\n", ""
    )
    text = text.replace("each: participant\n    rounds: 3", "each: liste").replace("{participant}", "Toi")
    pair = played(
        "done, done, command leave P1, done, command resume, done, done, touch hand.left", text, children=1
    )
    assert pair.engine[-1] == ("proposed", "oui")
    assert pair.difference is None


def test_who_goes_straight_to_a_step_of_a_turn_from_the_group_itself_begins_a_turn() -> None:
    """The question was asked in nobody's turn, and whoever answered it was right to."""
    text = TURNS.replace(
        "    each: participant", '    do: [{say: "Chacun son tour."}]\n    each: participant'
    )
    pair = played("command goto tours.essai", text)
    assert turns(pair) == ["P1"]
    assert pair.difference is None


def test_no_childs_turn_begins_where_the_closing_does() -> None:
    """The log told a turn of the other child, who was asked nothing in it."""
    text = TURNS.replace("items: {", "duration: {limit: 60 s}\nitems: {").replace(
        "finish: {next", 'finish: {do: [{say: "On finit."}], next'
    )
    pair = played("done, done, command pause, command leave P1, time, command resume", text)
    assert turns(pair) == ["P1"]
    assert pair.course.said[-1] == "On finit."
    assert pair.difference is None


def test_a_welcome_waits_behind_the_words_of_resume_and_for_no_step_that_these_are_left_for() -> None:
    text = TURNS.replace("  calm:", '  resume: {do: [{say: "On reprend."}]}\n  calm:')
    moves = "command leave P2, done, command pause, command return P2, command resume"
    assert played(f"{moves}, done", text).course.said[-1] == "Te revoilà {participant}."
    pair = played(f"{moves}, command calm", text)
    pair.play(Stimulus("done"))
    assert pair.course.said[-2:] == ["On reprend.", "Calme."]
    pair.play(Stimulus("button", "Reprendre"))
    pair.play(Stimulus("done"))
    assert pair.course.said[-2:] == ["On reprend.", "Te revoilà {participant}."]
    assert pair.difference is None


def test_who_goes_straight_to_a_step_of_a_turn_in_an_empty_room_finds_no_turn_in_it() -> None:
    """A question was asked in nobody's turn; whoever enters the group as a whole goes on behind it."""
    text = TURNS.replace(
        "start: tours\nsteps:\n",
        "start: seuil\nsteps:\n  seuil: {do: [{eyes: blue}], after: {wait: 90 s, next: tours}}\n",
    )
    pair = played("command leave P1, done, command resume, command goto tours.essai", text, children=1)
    assert turns(pair) == []
    assert pair.course.said[-1] == "Fin."
    assert pair.difference is None


CLOSED = TURNS.replace("items: {", "duration: {limit: 60 s}\nitems: {").replace(
    "finish: {next", 'finish: {do: [{say: "On finit."}], next'
)


def test_a_welcome_that_is_let_go_does_not_take_the_closing_with_it() -> None:
    """The closing had come on top of another child's welcome; both were dropped, and questions came again."""
    moves = "command leave P2, done, command leave P1, done, command return P1, command pause, time, "
    pair = played(f"{moves}command resume, command pause, command return P2, command resume", CLOSED)
    assert pair.course.said[-1] == "Te revoilà {participant}."
    pair.play(Stimulus("done"))
    assert pair.course.said[-1] == "On finit."
    assert pair.difference is None


def test_the_words_of_resume_do_not_take_the_closing_with_them() -> None:
    """The closing had come on top of them; the second *continue* began them again, and dropped it."""
    text = CLOSED.replace("  calm:", '  resume: {do: [{say: "On reprend."}]}\n  calm:')
    pair = played("command pause, time, command resume, command pause, command resume, done", text)
    assert pair.course.said[-2:] == ["On reprend.", "On finit."]
    assert pair.difference is None


def test_what_came_on_top_of_a_goodbye_goes_on_when_another_lets_that_go() -> None:
    text = TURNS.replace("  calm:", '  encourage: {do: [{say: "Allez."}]}\n  calm:')
    pair = played("command leave P2, command encourage, command leave P3, done, done", text, children=3)
    assert pair.course.said[-3:] == ["Au revoir {participant}.", "Allez.", "{participant}, à toi."]
    assert pair.difference is None


def test_a_welcome_is_said_though_the_words_of_resume_were_begun_before_it() -> None:
    text = TURNS.replace("  calm:", '  resume: {do: [{say: "On reprend."}]}\n  calm:')
    moves = "command leave P2, done, slept, command resume, command pause, command return P2, command resume"
    pair = played(f"{moves}, done", text)
    assert pair.course.said[-2:] == ["On reprend.", "Te revoilà {participant}."]
    assert pair.difference is None


def test_a_goodbye_lets_go_the_touch_that_waited_for_the_sentence_that_it_cuts() -> None:
    """As every other command that cuts it does."""
    text = TURNS.replace(
        "next: essai}", "when: [{touch: head, next: essai}], after: {wait: 9 s, next: essai}}"
    )
    pair = played("touch head.front, command leave P2, done, done", text)
    assert pair.course.view.step == "tours.annonce"
    assert pair.difference is None


@pytest.mark.parametrize("judgement", ["yes", "void"])
def test_a_trial_that_is_judged_again_after_its_group_was_entered_anew_begins_no_run_in_it(
    judgement: str,
) -> None:
    """The run of the visit before came back with it: two right answers, where the child had given one."""
    text = TURNS.replace(
        "next: essai}", 'buttons: [{label: "Tous", next: tours}], after: {wait: 9 s, next: essai}}'
    )
    moves = "done, time, done, board oui, done, time, done, board oui, button Tous"
    pair = played(f"{moves}, command judge {judgement}, done, time, done, board oui", text, children=1)
    assert [entry[1] for entry in pair.engine if entry[0] == "note"] == [
        "De suite : 1",
        "De suite : 2",
        "De suite : 1",
    ]
    assert pair.difference is None
