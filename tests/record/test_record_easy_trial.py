"""The easy trial is found in the log, whatever came between the wish for it and the trial itself."""

from __future__ import annotations

import random

from nao_sessions.record.results.easy_trial import easy_presses, easy_trials
from tests.engine.test_trials import begun, block
from tests.played import Played

CALM = (
    block(head="")
    .replace("commands: {finish: {next: fin}}", "commands: {finish: {next: fin}, calm: {next: calme}}")
    .replace(
        "  fin: {do:",
        "  calme:\n    do: [{say: 'Du calme.'}]\n"
        "    buttons: [{label: 'Reprendre', next: back, main: true}, {label: 'Encore', next: jeu}]\n"
        "    after: {wait: 60 s, next: back}\n"
        "  fin: {do:",
    )
)


def lines(played: Played, kind: str) -> list[int]:
    return [line.seq for line in played.lines if (line.dir, line.kind) == ("out", kind)]


def wished() -> Played:
    played = begun(CALM)
    played.judges("yes")
    played.command("finish", after="easy_trial")
    return played


def presses(played: Played) -> list[int]:
    return [line.seq for line in played.lines if line.data.get("after") == "easy_trial"]


def test_it_is_found_where_a_calming_down_came_before_it() -> None:
    played = wished()
    played.command("calm", after_s=1)
    played.settle()
    played.press("Reprendre", after_s=1)
    played.settle()
    played.judges("yes")
    assert played.outcome == "completed"
    assert easy_trials(played.lines) == {lines(played, "question")[-1], lines(played, "trial")[-1]}
    assert easy_presses(played.lines) == set(presses(played))


def test_a_block_that_is_begun_anew_asks_none() -> None:
    played = wished()
    played.command("calm", after_s=1)
    played.settle()
    played.press("Encore", after_s=1)
    played.settle()
    for _ in range(3):
        played.judges("yes")
    assert played.outcome == "completed"
    assert (easy_trials(played.lines), easy_presses(played.lines)) == (frozenset(), frozenset())


def test_the_log_says_of_any_session_what_the_engine_did() -> None:
    """With the question of an easy trial, and without a limit then alone, the engine wants the finish."""
    found = 0
    for seed in range(300):
        drawn = random.Random(seed)
        played = begun(CALM, seed=seed)
        asked: set[int] = set()
        while not played.outcome and len(played.lines) < 400:
            wanted, count = played.state.finish_wanted, len(played.lines)
            move = drawn.choice(("yes", "yes", "not_yet", "finish", "calm", "back", "anew", "wait", "pause"))
            step(played, move)
            new = [one.seq for one in played.lines[count:] if (one.dir, one.kind) == ("out", "question")]
            if played.state.finish_wanted and not wanted:
                asked.update(new[-1:])
        questions = set(lines(played, "question"))
        assert easy_trials(played.lines) & questions == asked, seed
        found += len(asked)
    assert found > 50


def step(played: Played, move: str) -> None:
    match move:
        case "yes" | "not_yet":
            played.command("judge", after_s=1, **{"as": move})
        case "finish":
            played.command("finish", after_s=1, after="easy_trial")
        case "back" | "anew":
            label = {"back": "Reprendre", "anew": "Encore"}[move]
            if any(button.label == label for button in played.view.buttons) and not played.state.paused:
                played.press(label, after_s=1)
        case "pause":
            played.command("resume" if played.state.paused else "pause", after_s=1)
        case "calm":
            played.command("calm", after_s=1)
        case _ if played.doing:
            played.done(next(iter(played.doing)))
        case _ if played.journal.deadline is not None:
            played.wait()
