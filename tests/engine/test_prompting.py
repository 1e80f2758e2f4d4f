"""The procedures of prompting: where help begins, how it fades and rises, child by child and item by item."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.test_trials import BLOCK, begun, block
from tests.played import Played

ONE = "[{id: pomme, answer: fruit}]"
SECOND_NS = 1_000_000_000


def helped(procedure: str, **more: Any) -> Played:
    """Begin a block of one item that comes again and again, under a procedure."""
    return begun(block(BLOCK + f"prompting: {procedure}\ncount: 12\n", items=ONE, **more))


def first_helps(played: Played) -> list[str]:
    """The first help of each trial, in order; ``none`` where none was given."""
    helps: list[str] = []
    for line in played.lines:
        if line.kind == "question":
            helps.append("none")
        elif line.kind == "prompt" and helps[-1] == "none":
            helps[-1] = str(line.data["help"])
    return helps


def test_simultaneous_prompting_gives_the_strongest_with_every_question() -> None:
    played = helped("simultaneous")
    played.tap("fruit")
    played.tap("fruit")
    assert first_helps(played)[:2] == ["gestural", "gestural"]
    assert played.judgements == ["prompted", "prompted"]


def test_most_to_least_fades_after_successes_and_rises_after_errors() -> None:
    played = helped("{procedure: most_to_least, fade_after: 2, raise_after: 1}")
    for _ in range(4):
        played.tap("fruit")
    played.tap("fruit")
    assert first_helps(played)[:6] == ["gestural", "gestural", "verbal", "verbal", "none", "none"]
    assert played.judgements == ["prompted"] * 4 + ["correct"]
    played.silence(3)
    assert played.judgements[-1] == "no_response"
    assert first_helps(played)[-1] == "verbal"


def test_a_constant_delay_begins_at_zero() -> None:
    played = helped("{procedure: constant_delay, delay: 5 s, zero_delay_trials: 2}")
    waits = []
    for _ in range(3):
        opened = played.now_s
        played.silence()
        waits.append(next(e.at for e in reversed(played.lines) if e.kind == "prompt") / SECOND_NS - opened)
        played.tap("fruit")
    assert waits == [0, 0, 5]


def test_a_progressive_delay_grows_to_its_longest() -> None:
    played = helped("{procedure: progressive_delay, step: 2 s, every: 1, delay: 5 s}")
    waits = []
    for _ in range(5):
        opened = played.now_s
        played.silence()
        waits.append(next(e.at for e in reversed(played.lines) if e.kind == "prompt") / SECOND_NS - opened)
        played.tap("fruit")
    assert waits == [0, 2, 4, 5, 5]


def test_help_is_kept_from_session_to_session_for_each_child_and_item() -> None:
    procedure = "{procedure: most_to_least, fade_after: 1}"
    played = helped(procedure)
    played.tap("fruit")
    played.commands("finish")
    kept = played.told("levels")[0]
    assert kept["help"][0] | {"right": 0} == kept["help"][0]
    assert (kept["help"][0]["child"], kept["help"][0]["item"], kept["help"][0]["level"]) == (
        "P07",
        "pomme",
        0,
    )
    again = begun(block(BLOCK + f"prompting: {procedure}\n", items=ONE), levels=kept)
    assert first_helps(again) == ["verbal"]


LEVELS = """
commands: {finish: {next: fin}}
participants: {max: 1, remember: {niveau: {type: integer, default: 2, min: 1, max: 3, keep: true}}}
items:
  mots:
    - {id: a1, answer: fruit, level: 1}
    - {id: b1, answer: fruit, level: 1}
    - {id: a2, answer: fruit, level: 2}
    - {id: b2, answer: fruit, level: 2}
    - {id: a3, answer: fruit, level: 3}
    - {id: b3, answer: fruit, level: 3}
start: jeu
steps:
  jeu:
    trials:
      items: mots
      count: 20
      order: adaptive
      adapt: {level: participant.niveau, up: 2, down: 1, stop_after: 4 reversals}
      ask: [{say: "Quoi ?"}]
      answers: {fruit: [{board: fruit}], légume: [{board: légume}]}
      correct: fruit
      patience: 5 s
    next: fin
  fin: {do: [{note: "{results.jeu.level} {results.jeu.reversals} {participant.niveau}"}], end: completed}
"""


def test_an_adaptive_level_follows_the_child_and_stops_after_reversals() -> None:
    played = begun(LEVELS)
    asked = []
    for answer in ("fruit", "fruit", "légume", "fruit", "fruit", "légume", "fruit"):
        asked.append(played.told("question")[-1]["item"][1])
        played.tap(answer)
    # Two right: up. One wrong: down, a reversal. Two right: up, another. One wrong: the third.
    assert asked == ["2", "2", "3", "2", "2", "3", "2"]
    assert played.outcome == ""
    played.tap("fruit")
    assert played.outcome == "completed"
    assert played.told("note")[0]["text"] == "3 4 3"
    assert played.told("levels")[0]["values"] == {"P07": {"niveau": 3}}


def test_a_level_that_was_kept_is_where_the_next_session_begins() -> None:
    played = begun(LEVELS, levels={"values": {"P07": {"niveau": 1}}, "help": []})
    assert played.told("question")[-1]["item"][1] == "1"


def test_a_judgement_that_is_changed_moves_the_level_back() -> None:
    played = begun(LEVELS.replace("patience: 5 s", "patience: 5 s\n      pause: 30 s"))
    played.tap("légume")
    assert ("P07", "niveau", 1) in played.state.remembered
    played.judges("correct")
    assert ("P07", "niveau", 2) in played.state.remembered


def with_a_model() -> Played:
    """Begin a block whose second help is the adult's."""
    return begun(
        block().replace(
            '{help: gestural, do: [{say: "Par ici."}]}',
            '{help: model, adult: "Posez le doigt.", do: [{wait: 1 s}]}',
        )
    )


def test_what_a_help_asks_of_the_adult_is_over_with_it() -> None:
    played = with_a_model()
    played.silence()
    assert played.view.adult is None
    played.silence()
    assert played.view.adult == "Posez le doigt."
    played.tap("fruit")
    played.settle()
    assert (played.trials[0]["judgement"], played.view.adult) == ("prompted", None)


@pytest.mark.parametrize("how", ["resumed", "redo"])
def test_a_trial_that_is_broken_off_leaves_nothing_for_the_adult_to_do(how: str) -> None:
    played = with_a_model()
    played.silence()
    played.silence()
    assert played.view.adult == "Posez le doigt."
    if how == "resumed":  # the program died, and a person goes on
        played.give("resumed", after_s=30.0)
        played.command("resume", after_s=1.0)
    else:
        played.command("redo", after_s=1.0)
    played.settle()
    assert played.trials[0]["judgement"] == "void"
    assert played.view.adult is None
