"""Published tasks of speech and language therapy: requests, naming by constant delay, minimal pairs."""

from __future__ import annotations

import pytest

from tests.published.published_session import READY, Published


def tray(condition: str) -> Published:
    session = Published("halle-1979-demande", condition=condition)
    session.presses("L'enfant est devant vous")
    return session


def test_the_delay_alone_is_the_cue_and_nobody_asks_for_anything() -> None:
    session = tray("delai")
    assert session.said == ["Bonjour {participant} !"]
    session.judges("yes", after_s=12.0)
    assert session.columns("judgement", "help", "answer") == [("correct", "none", "demande")]
    assert session.trials[0]["latency_ns"] < 15e9
    assert session.outcome == "completed"


def test_after_fifteen_seconds_without_a_request_the_tray_is_given_all_the_same() -> None:
    session = tray("delai")
    opened = next(line.at for line in session.lines if line.kind == "open")
    session.silence()
    (trial,) = [line for line in session.lines if line.kind == "trial"]
    assert (trial.at - opened) / 1e9 == pytest.approx(15, abs=0.6)
    assert session.columns("judgement", "help", "prompts", "latency_s") == [("no_response", "none", 0, None)]
    assert session.told("adult")[-1]["text"] == "Donnez le plateau."


@pytest.mark.parametrize(("says", "judgement"), [(True, "prompted"), (False, "no_response")])
def test_with_a_model_at_the_end_of_the_delay_the_child_may_say_it_after_nao(
    says: bool, judgement: str
) -> None:
    session = tray("modele")
    session.silence()
    assert session.said[-1] == "Plateau, s'il te plaît."
    if says:
        session.judges("yes")
    else:
        session.silence()
    assert session.columns("judgement", "help", "prompts") == [(judgement, "model", 1)]
    assert session.told("adult")[-1]["text"] == "Donnez le plateau."


def test_a_word_that_nao_believes_to_hear_is_confirmed_and_counts_from_when_it_was_said() -> None:
    session = tray("delai")
    opened = next(line.at for line in session.lines if line.kind == "open")
    session.says("plateau", after_s=6.0)
    said = round(session.now_s * 1e9)
    assert session.judgements == []
    session.judges("heard", after_s=4.0)
    assert session.columns("judgement", "way") == [("correct", "word")]
    assert session.trials[0]["latency_ns"] == said - opened


def test_intensive_training_masses_delays_and_models_until_three_requests_in_a_row() -> None:
    session = tray("intensif")
    session.silence()
    session.judges("yes")
    session.silence(2)
    for _ in range(3):
        session.judges("yes", after_s=5.0)
    assert session.judgements == ["prompted", "no_response", "correct", "correct", "correct"]
    assert session.outcome == "completed"
    assert len([told for told in session.told("adult") if told["text"] == "Donnez le plateau."]) == 5


def test_intensive_training_ends_after_ten_trials_without_a_request() -> None:
    session = tray("intensif")
    session.silence(2 * 10)
    assert session.judgements == ["no_response"] * 10
    assert session.outcome == "completed"


def test_a_child_who_does_not_come_is_given_the_tray_and_nothing_is_judged() -> None:
    session = Published("halle-1979-demande")
    session.silence()
    assert (session.outcome, session.trials) == ("refused", [])
    assert session.told("adult")[-1]["text"] == "Donnez le plateau."


def pictures() -> Published:
    session = Published("wolery-1992-delai-constant")
    session.presses(READY)
    return session


def past_the_first_trials(session: Published) -> Published:
    """Go past the trials in which the help comes at once: one an item."""
    for _ in range(3):
        session.silence()
        session.tap(session.right)
        session.silence()
    return session


def test_the_help_comes_at_once_in_the_first_trial_of_each_item_and_after_five_seconds_ever_after() -> None:
    session = past_the_first_trials(pictures())
    for _ in range(2):
        session.silence()
        session.tap(session.right)
        session.silence()
    assert session.prompts_after_s() == [0, 0, 0, 5, 5]
    assert session.columns("judgement", "help") == [("prompted", "gestural")] * 5


def test_the_five_kinds_of_response_are_five_different_records() -> None:
    session = past_the_first_trials(pictures())
    before = len(session.trials)
    session.tap(session.right, after_s=2.0)  # before the help
    session.silence()
    session.silence()
    session.tap(session.right)  # after it
    session.silence()
    session.tap(session.wrong, after_s=2.0)  # an error before the help: the child did not wait
    session.silence()
    session.silence()
    session.tap(session.wrong)  # an error after it
    session.silence()
    session.silence(2)  # nothing
    assert session.columns("judgement", "help")[before:] == [
        ("correct", "none"),
        ("prompted", "gestural"),
        ("incorrect", "none"),
        ("incorrect", "gestural"),
        ("no_response", "gestural"),
    ]


def test_a_child_who_does_not_wait_is_told_to_wait_and_sees_the_right_picture() -> None:
    session = past_the_first_trials(pictures())
    session.tap(session.wrong, after_s=2.0)
    assert session.said[-2:] == ["Attends, je vais t'aider.", "C'est là !"]
    board = session.view.board
    assert board is not None
    assert [choice.word for choice in board.choices if choice.marked] == [session.right]
    session.silence(2)
    session.tap(session.wrong)
    assert "Attends, je vais t'aider." not in session.said[-2:]


def test_six_right_answers_in_a_row_before_the_help_end_the_task() -> None:
    session = past_the_first_trials(pictures())
    for _ in range(6):
        assert session.outcome == ""
        session.tap(session.right, after_s=2.0)
        if not session.outcome:
            session.silence()
    assert session.outcome == "completed"
    assert session.told("note")[0]["text"] == (
        "Avant l'aide : 6. Après l'aide : 3. Erreurs : 0. Sans réponse : 0."
    )


def test_four_errors_in_a_row_lead_to_a_pause_from_which_the_task_goes_on() -> None:
    session = past_the_first_trials(pictures())
    for number in range(4):
        session.tap(session.wrong)
        if number < 3:
            session.silence()
    assert session.view.title == "Pause"
    session.presses("Reprendre")
    session.silence()
    assert session.prompts_after_s()[-1] == 5  # the first trials are not given again
    session.tap(session.right)
    assert session.judgements[-1] == "prompted"


def pairs() -> Published:
    session = Published("weiner-1981-paires-minimales")
    session.presses(READY)
    return session


def test_nao_takes_the_picture_that_was_said_and_then_tells_which_sound_is_missing() -> None:
    session = pairs()
    said, meant = session.wrong, session.right
    session.sees(said)
    assert f"Tu as dit {said}. Je la prends." in session.said
    marked = [told["highlight"] for told in session.told("board") if told["highlight"]]
    assert marked[-2:] == [said, meant]
    session.sees(said)
    assert "à la fin" in session.said[-1]
    session.sees(meant)
    assert session.columns("judgement", "help", "attempts", "answer") == [("prompted", "verbal", 3, meant)]


def test_a_word_said_with_its_last_sound_is_right_at_once() -> None:
    session = pairs()
    session.sees(session.right, after_s=2.0)
    assert session.columns("judgement", "help", "attempts") == [("correct", "none", 1)]
    assert "Oui ! Je prends cette image." in session.said


def test_a_child_who_says_nothing_is_not_told_what_was_heard() -> None:
    session = pairs()
    session.silence()
    assert session.said[-1] == "Et cette image ?"
    assert [sentence for sentence in session.said if sentence.startswith("Tu as dit")] == []


def test_helps_that_are_exhausted_record_the_word_as_it_was_simplified() -> None:
    session = pairs()
    simplified = session.wrong
    for _ in range(4):
        session.sees(simplified)
    assert session.columns("judgement", "help", "prompts", "attempts", "answer") == [
        ("incorrect", "model", 3, 4, simplified)
    ]


def test_five_right_words_in_a_row_end_the_game_and_three_failures_pause_it() -> None:
    session = pairs()
    for _ in range(3):
        for _ in range(4):
            session.sees(session.wrong)
        if session.view.title != "Pause":
            session.silence()
    assert session.view.title == "Pause"
    session.presses("Reprendre")
    while not session.outcome:
        session.sees(session.right)
        if not session.outcome:
            session.silence()
    assert session.judgements == ["incorrect"] * 3 + ["correct"] * 5
    assert session.outcome == "completed"
