"""A trial that its record counts with help, though the answer came before Nao could be heard giving it."""

from __future__ import annotations

import pytest

from nao_sessions.record.results.trials import read_trials
from tests.engine.test_trials import BLOCK, SECOND_NS, begun, block
from tests.played import Played

HEARD_MS = 560
"""How long after it was decided Nao's help is heard: on a busy machine."""


def helped(played: Played, milliseconds: int) -> None:
    """Have the last help heard late, and a finger come down so long after it was decided."""
    decided_at = played.lines[-1].at
    for kind, data, at_ms in (
        ("speech", {"speaking": True}, HEARD_MS),
        ("board", {"choice": "fruit"}, milliseconds),
    ):
        at, t = round(decided_at + 1.0 * SECOND_NS), round(decided_at + at_ms * SECOND_NS / 1_000)
        played.now_s = at / SECOND_NS
        source = "robot" if kind == "speech" else "board"
        played.outputs = played.journal.feed(at, source, kind, data, t=t)
    played.settle()


@pytest.mark.parametrize(("milliseconds", "unheard"), [(300, True), (809, True), (810, False), (900, False)])
def test_an_answer_sooner_than_a_quarter_of_a_second_after_the_sound(
    milliseconds: int, unheard: bool
) -> None:
    played = begun(block())
    played.wait()
    helped(played, milliseconds)
    (trial, *_) = read_trials(played.lines)
    assert (trial.judgement, trial.unheard_help) == ("prompted", unheard)


def test_without_a_word_of_nao_on_when_it_was_heard_nothing_is_said() -> None:
    played = begun(block())
    played.wait()
    played.settle()
    played.tap("fruit", after_s=0.3)
    (trial, *_) = read_trials(played.lines)
    assert (trial.judgement, trial.unheard_help) == ("prompted", False)


@pytest.mark.parametrize(("milliseconds", "late"), [(-100, 1), (240, 1), (260, 0)])
def test_a_help_that_does_not_count_for_the_answer_came_too_late(milliseconds: int, late: int) -> None:
    played = begun(block())
    played.wait()
    helped(played, milliseconds)
    (trial, *_) = read_trials(played.lines)
    assert (trial.judgement, trial.prompts, trial.late_helps) == (
        "correct" if late else "prompted",
        1 - late,
        late,
    )


def test_a_help_that_is_seen_too_needs_no_sound() -> None:
    played = begun(block(BLOCK.replace('[{say: "Regarde bien."}]', '[{eyes: blue}, {say: "Regarde bien."}]')))
    played.wait()
    helped(played, 300)
    (trial, *_) = read_trials(played.lines)
    assert (trial.judgement, trial.unheard_help) == ("prompted", False)
