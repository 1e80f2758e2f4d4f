"""What stands beside a trial on the page after the session."""

from __future__ import annotations

from dataclasses import replace

from nao_sessions.console.after.reading import Finished
from nao_sessions.console.after.view import page_of
from nao_sessions.console.people import People
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import verbatim
from tests.console.after.after_house import plain
from tests.console.after.test_console_after_telling import trials, with_trials


def test_a_trial_asked_in_the_same_words_as_others_says_its_item(finished: Finished) -> None:
    given = trials("correct", "correct", item="un_haut")
    named = replace(
        finished,
        words=replace(finished.words, items={"un_haut": verbatim("Un seul bras en l'air !")}),
        asked={1: "Fais comme moi !", 2: "Un seul bras en l'air !"},
    )
    page = page_of(with_trials(named, *given), People(), Pseudonyms(), "fr")
    first, second = (list(map(plain, row.facts)) for row in page.blocks[0].rows)
    assert first[0] == "Il s'agissait de : Un seul bras en l'air !"
    assert not any("Il s'agissait" in one for one in second)


def test_a_help_that_the_answer_did_not_wait_for_is_told(finished: Finished) -> None:
    given = trials("prompted", "correct", help="verbal", prompts=1, unheard_help=True)
    page = page_of(with_trials(finished, *given), People(), Pseudonyms(), "fr")
    passed, judged_otherwise = (map(plain, row.facts) for row in page.blocks[0].rows)
    told = (
        "La réponse est venue avant que cette aide s'entende, "
        "ou moins d'un quart de seconde après son premier son"
    )
    assert told in passed
    assert told not in judged_otherwise


def test_a_help_that_came_too_late_to_count_is_told(finished: Finished) -> None:
    given = (*trials("correct", late_helps=1), *trials("incorrect"))
    page = page_of(with_trials(finished, *given), People(), Pseudonyms(), "fr")
    late, without = (list(map(plain, row.facts)) for row in page.blocks[0].rows)
    told = (
        "Une aide est venue trop tard pour compter : moins d'un quart de seconde avant la réponse, ou après"
    )
    assert told in late
    assert told not in without
