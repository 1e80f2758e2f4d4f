"""Which of the trials it is, as a person reads it: one that is asked again is no further one."""

from __future__ import annotations

from tests.engine.test_trials import begun, block
from tests.played import Played


def place(played: Played) -> tuple[int, int | None]:
    trial = played.view.trial
    assert trial is not None
    return trial.place, trial.count


def test_trials_are_counted_from_one() -> None:
    played = begun(block())
    assert place(played) == (1, 3)
    played.judges("yes")
    assert place(played) == (2, 3)


def test_a_trial_that_a_crash_interrupted_is_asked_again_at_its_place() -> None:
    played = begun(block())
    played.judges("yes")
    played.give("resumed")
    played.command("resume", after_s=5)
    played.settle()
    assert place(played) == (2, 3)


def test_a_trial_that_is_done_again_stays_at_its_place() -> None:
    played = begun(block())
    played.commands("redo")
    assert place(played) == (1, 3)


def test_an_easy_trial_at_the_end_is_none_beyond_the_last() -> None:
    played = begun(block())
    for _ in range(2):
        played.judges("yes")
    played.commands("finish", after="easy_trial")
    played.judges("yes")
    assert place(played) == (3, 3)
