"""A session in sentences: what is told of it, to the adult, in a handover, on the report's sheet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nao_sessions.console.after.reading import Finished, read_finished, recorded_in
from nao_sessions.console.after.routes import MOST_NOTE_CHARACTERS, sheets
from nao_sessions.console.after.telling import (
    NO_LATENCY,
    ending,
    film,
    heard,
    helps,
    interruptions,
    latency,
    summary,
)
from nao_sessions.console.after.view import naming, page_of, transmission
from nao_sessions.console.counting import told_counts
from nao_sessions.console.people import People
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import RecordError
from nao_sessions.core.events import Event
from nao_sessions.record.additions.afterwards import Afterwards, ChildsWord
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.additions.destructions import Destruction
from nao_sessions.record.film import RecordingContents
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.counts import count_trials
from nao_sessions.record.results.responses import UnscoredAnswer, read_responses
from nao_sessions.record.results.trials import SessionTrial, read_trials, wrong_answers
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.room.files.index import HEADER
from tests.console.after.after_house import pause, plain
from tests.console.after.test_console_after_group import question
from tests.console.rehearsed_folder import make_session
from tests.engine.test_trials import begun, block

NOBODY = naming(Pseudonyms())
TRIAL = SessionTrial(
    seq=1,
    at_ns=0,
    step="jeu",
    child="P07",
    number=1,
    item="",
    answer="",
    judgement="correct",
    in_session="correct",
    help="none",
    prompts=0,
    way="touch",
    by="unknown",
    latency_ns=None,
    level=None,
    again=False,
    participant="P07",
)


def trials(*judgements: str, **changed: Any) -> tuple[SessionTrial, ...]:
    """Give trials of some judgements."""
    return tuple(
        replace(TRIAL, seq=number, judgement=judgement, **changed)
        for number, judgement in enumerate(judgements, start=1)
    )


def french(finished: Finished) -> list[str]:
    """Give the summary as it is read."""
    return [plain(text.fr) for text in summary(finished, NOBODY, "fr", UTC)]


def test_a_session_is_told_in_sentences(finished: Finished) -> None:
    told = french(finished)
    assert told[0].startswith("« Les émotions », le 24 nov. 2026 à 14:03, pendant ")
    assert told[1].startswith("Étapes parcourues : ")
    assert told[2].startswith(f"P07 : {len(finished.trials)} essais : ")
    # a stop led from its last step to the goodbye
    assert told[-1] == "La séance a été conduite à sa fin ; une activité a été quittée avant son terme."


def test_each_child_of_a_group_has_its_own_counts(group: Finished) -> None:
    told = "\n".join(french(group))
    assert "P07 : " in told
    assert "P12 : " in told
    assert {trial.child or trial.by for trial in group.trials_of("P12")} == {"P12"}


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        (("correct",), "1 essai : 1 réussi."),
        (("correct", "correct", "prompted"), "3 essais : 2 réussis, 1 réussi avec aide."),
        (("no_response", "refused", "void"), "3 essais : 1 fois pas de réponse, 1 refus, 1 non coté."),
    ],
)
def test_counts_agree_with_their_nouns(judgements: tuple[str, ...], expected: str) -> None:
    assert told_counts(count_trials(trials(*judgements))).fr == expected


def test_the_easy_trial_counts_and_is_told_beside() -> None:
    told = told_counts(count_trials(trials("correct", "incorrect") + trials("correct", easy=True)))
    assert told.fr == (
        "3 essais : 2 réussis, 1 non réussi. L'un d'eux est un essai facile, redemandé avant la fin car il "
        "avait été réussi pendant la séance, seul ou avec aide."
    )
    assert told.en.endswith("asked again before the end since it had succeeded then, alone or with help.")


def test_wrong_answers_before_the_last_help_are_told_where_nothing_came_after_it() -> None:
    given = trials("correct", "no_response", attempts=1, prompts=1, errors=1)
    given += trials("no_response", prompts=2) + trials("no_response", attempts=1)
    told = told_counts(count_trials(given))
    dont = "3 fois pas de réponse (dont 1 avec au moins une réponse fausse avant la dernière aide)"
    assert told.fr == f"4 essais : 1 réussi, {dont}."
    which = "3 with no response (1 of them with at least one wrong answer before the last help)"
    assert told.en == f"4 trials: 1 correct, {which}."
    alone = told_counts(count_trials(trials("no_response", attempts=3, prompts=3, errors=3)))
    assert (
        alone.fr
        == "1 essai : 1 fois pas de réponse (avec au moins une réponse fausse avant la dernière aide)."
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (trials("prompted", help="verbal") + trials("prompted", help="visual"),
         "A réussi avec : aide visuelle, aide verbale."),
        (trials("correct"), "A réussi sans aide."),
        (trials("prompted", help="model"), "A réussi avec : modèle (l'adulte fait devant l'enfant)."),
        (trials("correct") + trials("no_response", prompts=1),
         "A réussi sans aide. Les aides données à d'autres essais n'ont pas suffi."),
        (trials("correct") + trials("void", prompts=1),
         "A réussi sans aide. De l'aide a été donnée aussi, à des essais qui ne sont pas jugés."),
        (trials("incorrect", prompts=2), "Les aides données n'ont pas suffi cette fois."),
        (trials("incorrect", prompts=2) + trials("correct", prompts=1, by="P12"),
         "À certains essais, les aides données n'ont pas suffi."),
        (trials("refused", "unscored", prompts=1),
         "De l'aide a été donnée, à des essais que l'enfant a refusés ou qui ne sont pas jugés."),
        (trials("refused", prompts=1), "De l'aide a été donnée, à des essais que l'enfant a refusés."),
        (trials("correct") + trials("refused", prompts=1),
         "A réussi sans aide. De l'aide a été donnée aussi, à des essais que l'enfant a refusés."),
        (trials("unscored", "void", prompts=1),
         "De l'aide a été donnée, à des essais qui ne sont pas jugés."),
        (trials("incorrect"), "Aucune aide n'a été donnée dans les essais comptés ici."),
        (trials("incorrect", late_helps=1), "À un essai, une aide est venue trop tard pour compter."),
        (trials("no_response", "incorrect", prompts=1, late_helps=1),
         "Les aides données n'ont pas suffi cette fois. "
         "À 2 essais, une aide est venue trop tard pour compter."),
        (trials("incorrect") + trials("incorrect", late_helps=1, again=True),
         "Aucune aide n'a été donnée dans les essais comptés ici."),
    ],
)  # fmt: skip
def test_what_helped_is_told_from_the_least_help_to_the_most(
    given: tuple[SessionTrial, ...], expected: str
) -> None:
    assert helps(given).fr == expected


def with_trials(finished: Finished, *given: SessionTrial, **changed: Any) -> Finished:
    """Give the session with these trials in the place of its own."""
    return replace(finished, trials=given, **{"measured": {}, **changed})


def test_a_latency_is_told_as_no_surer_than_it_is_known(finished: Finished) -> None:
    given = trials("correct", "correct", "prompted", latency_ns=SECOND_NS)
    measured = {
        n: {"latency_ns": n * 2 * SECOND_NS, "uncertainty_ms": 30.0 * n, "method": "sound"} for n in (1, 2, 3)
    }
    told = latency(with_trials(finished, *given, measured=measured), "P07")
    assert plain(told.fr) == (
        "Temps de latence : 4,00 s (médiane de 3 réponses, de 2,0 s à 6,0 s), à 0,09 s près (95 fois sur "
        "100), mesuré dans le son."
    )


@pytest.mark.parametrize(
    ("by_word", "told"),
    [
        ({}, "à 0,3 s près (supposé), en partie mesuré dans le son."),
        (
            {2: {"latency_ns": SECOND_NS, "uncertainty_ms": 150.0, "coverage": 0.95, "method": "event"}},
            "à 0,2 s près (95 fois sur 100), en partie mesuré dans le son.",
        ),
    ],
)
def test_of_latencies_known_in_several_ways_the_worst_says_what_its_uncertainty_covers(
    finished: Finished, by_word: dict[int, dict[str, Any]], told: str
) -> None:
    heard = {"latency_ns": 2 * SECOND_NS, "uncertainty_ms": 30.0, "coverage": 0.95, "method": "sound"}
    given = trials("correct", "correct", latency_ns=SECOND_NS)
    said = latency(with_trials(finished, *given, measured={1: heard, **by_word}), "P07")
    assert plain(said.fr).endswith(told)


def test_that_helps_are_in_a_latency_is_told(finished: Finished) -> None:
    given = trials("prompted", latency_ns=SECOND_NS, prompts=2)
    told = latency(with_trials(finished, *given), "P07")
    assert plain(told.fr) == (
        "Temps de latence : 1,0 s, à 0,3 s près (supposé), "
        "jusqu'à la réponse qui a compté, aides et reprises comprises, d'après Nao."
    )


def test_what_the_uncertainty_of_an_answers_latency_covers_stands_beside_it(finished: Finished) -> None:
    heard = {"latency_ns": 2 * SECOND_NS, "uncertainty_ms": 30.0, "coverage": 0.95, "method": "sound"}
    given = trials("correct", "correct", latency_ns=SECOND_NS)
    page = page_of(with_trials(finished, *given, measured={1: heard}), People(), Pseudonyms(), "fr", UTC)
    facts = [plain(fact) for block in page.blocks for row in block.rows for fact in row.facts]
    assert [fact for fact in facts if "latence" in fact] == [
        "Temps de latence : 2,00 s ± 0,03 (95 %)",
        "Temps de latence : 1,0 s ± 0,3 (supposé)",
    ]


NOT_OWN = (
    "Temps de latence : aucun à compter. "
    "Une réponse n'est pas comptée ici : quelqu'un d'autre que l'enfant l'a donnée."
)


def test_a_latency_after_helps_says_that_it_runs_to_the_answer_that_counted(finished: Finished) -> None:
    given = trials("prompted", latency_ns=SECOND_NS, prompts=2)
    page = page_of(with_trials(finished, *given), People(), Pseudonyms(), "fr", UTC)
    facts = [plain(fact) for block in page.blocks for row in block.rows for fact in row.facts]
    assert [fact for fact in facts if "latence" in fact] == [
        "Temps de latence, jusqu'à la réponse qui a compté, aides et reprises comprises : "
        "1,0 s ± 0,3 (supposé)"
    ]


def test_what_an_adult_answered_in_a_childs_place_is_no_latency(finished: Finished) -> None:
    given = trials("correct", by="professional", latency_ns=SECOND_NS)
    assert plain(latency(with_trials(finished, *given), "P07").fr) == NOT_OWN


def test_what_the_adult_entered_for_the_child_is_told_apart_from_what_others_answered(
    finished: Finished,
) -> None:
    entered = trials("correct", "correct", by="professional", way="professional", latency_ns=SECOND_NS)
    others = trials("correct", by="P12", latency_ns=SECOND_NS)
    assert plain(latency(with_trials(finished, *entered, *others), "P07").fr) == (
        "Temps de latence : aucun à compter. "
        "2 réponses ne sont pas comptées ici : l'adulte les a indiquées. "
        "Une réponse n'est pas comptée ici : quelqu'un d'autre que l'enfant l'a donnée."
    )


def test_the_round_of_a_trial_is_that_of_its_step(finished: Finished) -> None:
    numbers = (1, 2, 1, 1, 2)  # the second round ended with its first trial
    given = [replace(TRIAL, seq=seq, number=number) for seq, number in enumerate(numbers)]
    page = page_of(with_trials(replace(finished, asked={}), *given), People(), Pseudonyms(), "fr", UTC)
    assert [plain(row.heading) for block in page.blocks for row in block.rows] == [
        "Essai 1 · passage 1 sur 3",
        "Essai 2 · passage 1 sur 3",
        "Essai 1 · passage 2 sur 3",
        "Essai 1 · passage 3 sur 3",
        "Essai 2 · passage 3 sur 3",
    ]


def test_a_silence_that_was_right_is_no_response_that_the_adult_entered(finished: Finished) -> None:
    passed = {"by": "professional", "way": "professional", "latency_ns": SECOND_NS}
    silent = trials("correct", correct=("nothing",), **passed)
    assert plain(latency(with_trials(finished, *silent), "P07").fr) == "Temps de latence : aucun à compter."
    said = RecordCorrection(1, "by", "professional", "unknown", "professional", "2026-11-24T15:00:00Z")
    unknown = trials("correct", answer="chat", corrections=(said,), **{**passed, "by": "unknown"})
    assert plain(latency(with_trials(finished, *unknown), "P07").fr).endswith(
        "Une réponse n'est pas comptée ici : on ne sait pas de qui elle est."
    )


def test_trials_of_a_step_that_is_played_again_are_told_apart(finished: Finished) -> None:
    first, other = trials("correct", "incorrect")
    again = replace(first, seq=7)
    asked = {one.seq: "À toi !" for one in (first, again)}
    page = page_of(
        with_trials(replace(finished, asked=asked), first, again, replace(other, number=2)),
        People(), Pseudonyms(), "fr", UTC,
    )  # fmt: skip
    headings = [plain(row.heading) for block in page.blocks for row in block.rows]
    assert headings == [
        "Essai 1 : « À toi ! » · passage 1 sur 2",
        "Essai 1 : « À toi ! » · passage 2 sur 2",
        "Essai 2 · passage 2 sur 2",
    ]


def test_what_was_put_to_all_is_headed_so_and_not_by_who_answered(group: Finished) -> None:
    first, second = trials("correct", "correct", participant="P12", by="P12")
    given = (replace(first, child=""), replace(second, child="P07", number=2))
    page = page_of(with_trials(replace(group, asked={}), *given), People(), Pseudonyms(), "fr", UTC)
    assert [plain(row.heading) for block in page.blocks for row in block.rows] == [
        "Essai 1 · pour tout le groupe",
        "Essai 2 · P07",
    ]


def test_the_seal_on_a_sheet_says_what_it_is_for(finished: Finished) -> None:
    (sheet,) = sheets(replace(finished, seal="b4b9 51c0"), "fr", UTC)
    assert [plain(seal) for seal in sheet.seals] == [
        "Sceau de la séance enregistrée, pour vérifier plus tard que rien n'y a été changé : b4b9 51c0"
    ]


def test_what_another_child_answered_is_no_latency_of_this_one(group: Finished) -> None:
    given = trials("correct", by="P12", latency_ns=SECOND_NS)
    assert plain(latency(with_trials(group, *given), "P07").fr) == NOT_OWN


def test_silence_after_a_wrong_answer_is_told_as_what_came_last(finished: Finished) -> None:
    once = trials("no_response", answer="chat", by="P07", attempts=1, prompts=1, errors=1)
    often = trials("no_response", answer="chat", by="P07", attempts=3, prompts=3, errors=3)
    ended = trials("no_response", answer="lion", by="P07", attempts=1, latency_ns=SECOND_NS)  # corrected
    page = page_of(with_trials(finished, *once, *often, *ended), People(), Pseudonyms(), "fr", UTC)
    (first, second, third) = [row.facts for block in page.blocks for row in block.rows]
    assert "Une réponse d'abord : chat, par P07 ; après la dernière aide, aucune" in map(plain, first)
    assert "3 réponses d'abord, la dernière : chat, par P07 ; après la dernière aide, aucune" in map(
        plain, second
    )
    assert "Réponse : lion, par P07" in map(plain, third)


def test_an_answer_of_nobody_known_is_not_told_as_by_somebody(group: Finished) -> None:
    judged = ("incorrect", "no_response")
    given = with_trials(group, *trials(*judged, answer="chat", by="unknown", attempts=1, prompts=1, errors=1))
    page = page_of(given, People(), Pseudonyms(), "fr", UTC)
    facts = [plain(fact) for block in page.blocks for row in block.rows for fact in row.facts]
    assert "Réponse : chat, on ne sait pas de qui" in facts
    assert "Une réponse d'abord : chat, on ne sait pas de qui ; après la dernière aide, aucune" in facts


def test_a_latency_that_a_pause_cut_is_not_counted_and_that_is_told(finished: Finished) -> None:
    cut = trials("correct", latency_ns=39 * SECOND_NS, interrupted_ns=13 * SECOND_NS)
    whole = trials("incorrect", latency_ns=2 * SECOND_NS)
    told = plain(latency(with_trials(finished, *cut, *whole), "P07").fr)
    assert told == (
        "Temps de latence : 2,0 s, à 0,3 s près (supposé), d'après Nao. "
        "Une réponse n'est pas comptée ici : une interruption l'a coupée."
    )


def test_a_latency_without_a_robot_is_not_told_as_by_naos_word(finished: Finished) -> None:
    given = trials("correct", latency_ns=2 * SECOND_NS)
    modelled = {
        "latency_ns": 2 * SECOND_NS, "uncertainty_ms": None, "coverage": None, "method": "model",
    }  # fmt: skip
    told = with_trials(finished, *given, measured={given[0].seq: modelled})
    said = (
        "Temps de latence : 2,0 s, compté à partir de la fin prévue de la question, que personne n'a "
        "observée : aucun robot n'a pris part."
    )
    assert plain(latency(told, "P07").fr) == said


def test_of_latencies_that_run_from_when_answers_counted_nobody_says_how_sure_they_are(
    finished: Finished,
) -> None:
    """The ± is of the robot's word: of the ears' opening none is known, nor of a median of both."""
    by_word = {"latency_ns": SECOND_NS, "uncertainty_ms": 300.0, "coverage": None, "method": "event"}
    opening = {"latency_ns": 2 * SECOND_NS, "uncertainty_ms": None, "coverage": None, "method": "opening"}
    given = trials("correct", "correct", latency_ns=SECOND_NS)
    told = latency(with_trials(finished, *given, measured={1: by_word, 2: opening}), "P07")
    assert plain(told.fr) == (
        "Temps de latence : 1,5 s (médiane de 2 réponses, de 1,0 s à 2,0 s), d'après Nao, ou compté à partir "
        "du moment où une réponse était attendue."
    )
    told = latency(with_trials(finished, *given, measured={1: opening, 2: opening}), "P07")
    assert plain(told.fr).endswith(" compté à partir du moment où une réponse était attendue.")


def test_trials_that_are_nobodys_are_told_too(group: Finished) -> None:
    mine, nobodys = trials("correct"), trials("incorrect", "incorrect", child="", participant="")
    told = french(with_trials(group, *mine, *nobodys))
    assert "P07 : 1 essai : 1 réussi." in told
    assert "Pour aucun enfant en particulier : 2 essais : 2 non réussis." in told


def turn_of(child: str) -> Event:
    """Give the question that a child is asked in its turn."""
    asked = {"step": "jeu", "number": 1, "turn": child, "answers": [], "correct": []}
    return Event(1, "out", 0, "engine", "question", asked)


def test_a_child_who_left_and_came_back_is_not_told_as_gone(group: Finished) -> None:
    events = [
        *(turn_of(child) for child in ("P07", "P12")),
        Event(1, "out", 0, "engine", "left", {"participant": "P07"}),
        Event(2, "out", 0, "engine", "left", {"participant": "P12"}),
        Event(3, "out", 0, "engine", "returned", {"participant": "P07"}),
    ]
    told = interruptions(replace(group, events=tuple(events), interruptions=()), NOBODY)
    assert [plain(one.fr) for one in told if "pas revenu" in one.fr] == [
        "P12 est sorti·e à 0 s du début, et n'est pas revenu·e."
    ]


def test_a_child_who_was_away_for_a_time_is_told(group: Finished) -> None:
    events = (
        turn_of("P12"),
        Event(2, "out", 66 * SECOND_NS, "engine", "left", {"participant": "P12"}),
        Event(3, "out", 91 * SECOND_NS, "engine", "returned", {"participant": "P12"}),
    )
    began = replace(group, events=events, interruptions=())
    (told,) = interruptions(began, NOBODY)
    assert plain(told.fr) == "P12 est sorti·e puis revenu·e : à 1 min 6 s du début, pendant 25 s."
    assert plain(told.en) == "P12 left and came back: 1 min 6 s after the beginning, for 25 s."


def test_a_child_who_was_marked_absent_and_then_arrived_is_not_told_as_having_left(group: Finished) -> None:
    """The buttons read Absent and Arrives until a child has had a turn, then Leaves and Comes back."""
    events = (
        Event(1, "in", 0, "robot", "about", {}),
        Event(2, "out", 5 * SECOND_NS, "engine", "left", {"participant": "P12"}),
        turn_of("P07")._replace(seq=3, at=9 * SECOND_NS),
        Event(4, "out", 28 * SECOND_NS, "engine", "returned", {"participant": "P12"}),
        Event(5, "out", 30 * SECOND_NS, "engine", "left", {"participant": "P07"}),
    )
    late, left = interruptions(replace(group, events=events, interruptions=()), NOBODY)
    assert plain(late.fr) == "P12 a été noté·e absent·e à 5 s du début, puis présent·e 23 s plus tard."
    assert (
        late.en.replace("\xa0", " ") == "P12 was marked absent 5 s after the beginning, and there 23 s later."
    )
    assert plain(left.fr) == "P07 est sorti·e à 30 s du début, et n'est pas revenu·e."
    (absent,) = interruptions(replace(group, events=events[:2], interruptions=()), NOBODY)
    assert plain(absent.fr) == "P12 a été noté·e absent·e à 5 s du début."
    assert plain(absent.en) == "P12 was marked absent 5 s after the beginning."
    (absent,) = interruptions(replace(group, events=(events[1]._replace(at=0),), interruptions=()), NOBODY)
    assert (absent.fr, absent.en) == ("P12 a été noté·e absent·e.", "P12 was marked absent.")
    answered = Event(1, "out", SECOND_NS, "engine", "response", {"by": "P12", "sense": "board", "value": "a"})
    (left,) = interruptions(replace(group, events=(answered, events[1]), interruptions=()), NOBODY)
    assert plain(left.fr) == "P12 est sorti·e à 5 s du début, et n'est pas revenu·e."


def test_wrong_answers_that_came_before_the_last_are_told_with_whose_they_are(finished: Finished) -> None:
    played = begun(block())
    played.tap("légume", by="P07")
    played.judges(answer="légume")
    played.tap("fruit", by="P07")
    assert played.trials[0]["judgement"] == "prompted"
    lines = tuple(played.lines)
    given = replace(
        finished,
        trials=read_trials(lines),
        wrong=wrong_answers(lines),
        responses=read_responses(lines),
        events=lines,
    )
    (facts, *_) = [
        row.facts for one in page_of(given, People(), Pseudonyms(), "fr", UTC).blocks for row in one.rows
    ]
    wrong = "Réponses fausses d'abord : légume, par P07 ; légume, indiquée par l'adulte"
    told = list(map(plain, facts))
    assert told.index(wrong) < told.index("Réponse : fruit, par P07")
    once = begun(block())
    once.tap("légume", by="P07")
    once.tap("fruit", by="P07")
    [(_, answer)] = wrong_answers(once.lines)[read_trials(once.lines)[0].seq]
    assert answer == "légume"
    right = begun(block())
    right.tap("fruit", by="P07")
    assert wrong_answers(right.lines) == {}
    word = begun(block())
    word.says("légume")
    word.judges("heard")  # that is what the child said: a help follows
    word.settle()
    word.tap("fruit")
    (trial, *_) = read_trials(word.lines)
    [(seq, answer)] = wrong_answers(word.lines)[trial.seq]
    (said,) = [one for one in word.lines if one.seq == seq]
    assert (answer, said.kind, said.data["why"]) == ("légume", "response", "proposes")


def test_a_judgement_that_was_changed_in_the_session_is_told_with_the_first(finished: Finished) -> None:
    changed = trials("incorrect", answer="peur", by="P07", in_session="incorrect", earlier=("correct",))
    often = trials("correct", earlier=("correct", "void"))
    page = page_of(with_trials(finished, *changed, *often), People(), Pseudonyms(), "fr", UTC)
    (first, second) = [list(map(plain, row.facts)) for block in page.blocks for row in block.rows]
    assert "Jugé « réussi » d'abord, puis « non réussi » par l'adulte" in first
    assert "Jugé « réussi » d'abord, puis « non coté », puis « réussi » par l'adulte" in second
    record = question(1, 1, judgement="correct")
    again = {**record[1].data, "judgement": "incorrect", "was": "correct"}
    log = [*record, Event(3, "out", 2 * SECOND_NS, "engine", "rejudged", again)]
    (trial,) = read_trials(log)
    assert (trial.earlier, trial.in_session) == (("correct",), "incorrect")
    (trial,) = read_trials(record)
    assert trial.earlier == ()


def test_answers_without_a_time_are_counted_among_those_that_are_not_in_the_latency(
    finished: Finished,
) -> None:
    timed = trials("correct", latency_ns=SECOND_NS)
    untimed = trials("prompted", "incorrect", answer="chat", latency_ns=None)
    silent = trials("no_response", "void", "incorrect", latency_ns=None)
    held_back = trials("correct", correct=("nothing",), latency_ns=None)
    told = latency(with_trials(finished, *timed, *untimed, *silent, *held_back), "P07")
    assert plain(told.fr).endswith(" Pour 3 essais qui comptent comme répondus, aucun temps n'a été mesuré.")
    told = latency(with_trials(finished, *timed, *trials("correct")), "P07")
    assert plain(told.fr).endswith(" Pour un essai qui compte comme répondu, aucun temps n'a été mesuré.")
    assert latency(with_trials(finished, *untimed), "P07") == NO_LATENCY


def test_a_sheet_says_that_a_stop_or_the_childs_leaving_ended_a_trial(finished: Finished) -> None:
    played = begun(block(head=STOP))
    played.says("stop")
    lines = tuple(played.lines)
    stopped = replace(finished, events=lines, trials=read_trials(lines))
    (sheet,) = sheets(
        replace(stopped, trials=tuple(replace(one, participant="P07") for one in stopped.trials)), "fr", UTC
    )
    assert [plain(one) for one in sheet.unjudged] == [
        "Non coté, 1 essai : Nao y a entendu un mot qui arrête l'essai.",
    ]
    assert [plain(one) for one in sheet.heard] == [
        "Nao a entendu « stop », et a fait ce qui est prévu pour ce mot."
    ]
    left = Event(901, "in", 0, "professional", "command", {"name": "leave"})
    record = question(902, 1, judgement="void", child="P07")[1]._replace(cause=901)
    skip = Event(904, "in", 0, "professional", "command", {"name": "skip"})
    other = question(905, 1, judgement="void", child="P07", number=2)[1]._replace(cause=904)
    lines = (*lines, left, record, skip, other)
    (sheet,) = sheets(replace(stopped, events=lines, trials=read_trials(lines)), "fr", UTC)
    assert [plain(one) for one in sheet.unjudged][-2:] == [
        "Non coté, 1 essai : l'enfant est sorti.",
        "Non coté, 1 essai : il a été interrompu ou écarté, et ne dit rien de l'enfant.",
    ]


def test_a_session_that_was_led_to_its_end_early_is_not_told_as_completed(finished: Finished) -> None:
    """A protocol's goodbye completes it, also where somebody led there with half of it undone."""
    finish = Event(1, "out", 60 * SECOND_NS, "engine", "entered", {"step": "fin", "by": "commands/finish"})
    events = (*pause("fell")[:1], finish, *pause("fell")[3:])
    early, whole = replace(finished, events=events), replace(finished, events=pause("fell"))
    assert ending(whole).fr == "Séance menée à son terme."
    assert ending(early).fr == "La séance a été conduite à sa fin avant son terme."
    assert ending(early).fr in transmission(early, "P07", "fr", UTC)
    assert ending(early).fr == plain(sheets(early, "fr", UTC)[0].ending)


def test_a_session_whose_activity_was_left_on_the_way_is_not_told_as_completed(finished: Finished) -> None:
    def entered(seq: int, step: str, by: str) -> Event:
        return Event(seq, "out", (60 + seq) * SECOND_NS, "engine", "entered", {"step": step, "by": by})

    start, *_, end = pause("fell")

    def ended(*events: Event) -> str:
        found = replace(finished, events=(start, *events, end))
        assert ending(found).fr in plain(transmission(found, "P07", "fr", UTC))
        assert plain(sheets(found, "fr", UTC)[0].ending) == ending(found).fr
        return ending(found).fr

    whole = "Séance menée à son terme."
    left = "La séance a été conduite à sa fin ; une activité a été quittée avant son terme."
    begun, over = entered(1, "nommer", "begin"), entered(9, "bilan", "ranger/next.0")
    assert ended(begun, entered(2, "ranger", "nommer/next.0"), over) == whole
    for by in ("commands/change", "commands/goto"):
        assert ended(begun, entered(2, "bilan", by)) == left
        assert ended(begun, entered(2, "accueil", by), entered(3, "nommer", "accueil/next.0"), over) == whole
    gone = entered(3, "au_revoir", "commands/change")
    assert ended(begun, entered(2, "ranger", "commands/change"), gone) == (
        "La séance a été conduite à sa fin ; 2 activités ont été quittées avant leur terme."
    )
    early = entered(4, "fin", "commands/finish")
    assert ended(begun, entered(2, "bilan", "commands/change"), early) == (
        "La séance a été conduite à sa fin avant son terme."
    )


STOP = 'always: {when: [{word: [stop], do: [{say: "On fait une pause."}], next: fin}]}\n'


def test_that_a_child_said_stop_is_told_and_in_a_group_of_nobody_knows_whom(
    finished: Finished, group: Finished
) -> None:
    played = begun(block(head=STOP))
    played.says("stop")
    told = "Nao a entendu « stop », et a fait ce qui est prévu pour ce mot."
    alone = replace(finished, events=tuple(played.lines))
    assert told in french(alone)
    assert told in plain(transmission(alone, "P07", "fr", UTC))
    together = replace(group, events=tuple(played.lines))
    assert told in french(together)
    assert told not in plain(transmission(together, "P07", "fr", UTC))
    assert heard(replace(finished, events=tuple(begun(block()).lines))) == []


def test_a_stop_that_came_in_a_pause_is_told_and_counted_apart(finished: Finished) -> None:
    words = replace(finished.words, everywhere=frozenset({"stop"}))
    played = begun(block(head=STOP))
    for command in ("pause", "stop"):
        played.commands(command)
        played.says("fruit")
        played.says("stop")
        played.commands("resume")
    played.says("stop")
    told = [plain(one.fr) for one in heard(replace(finished, events=tuple(played.lines), words=words))]
    assert told == [
        "À 4 s, 7 s du début : Nao a entendu « stop » 2 fois pendant que la séance était en pause : "
        "rien n'en a suivi.",
        "À 8 s du début : Nao a entendu « stop », et a fait ce qui est prévu pour ce mot.",
    ]
    once = begun(block(head=STOP))
    once.commands("pause")
    once.says("stop")
    told = [plain(one.fr) for one in heard(replace(finished, events=tuple(once.lines), words=words))]
    assert told == ["Nao a entendu « stop » pendant que la séance était en pause : rien n'en a suivi."]


def test_what_the_recordings_lack_is_told_where_it_is_much(finished: Finished) -> None:
    events = [*pause("fell")[:1]]
    for seq, (at_s, kind, data) in enumerate(
        [
            (1, "rolling", {"segment": 1, "from": 1 * SECOND_NS}),
            (30, "frozen", {"segment": 1, "from": 29 * SECOND_NS}),
            (34, "closed", {"segment": 1, "reason": "cut", "frames": 900, "dropped": 100}),
            (45, "gap", {"segment": 2, "from": 29 * SECOND_NS, "to": 45 * SECOND_NS}),
            (45, "rolling", {"segment": 2, "from": 45 * SECOND_NS}),
        ],
        start=2,
    ):
        events.append(Event(seq, "note", at_s * SECOND_NS, "recorder", kind, {"name": "salle", **data}))
    told = [plain(one.fr) for one in film(replace(finished, events=(*events, *pause("fell")[3:])))]
    assert told == [
        "L'enregistrement « salle » s'est arrêté : il y manque 16 s.",
        "Dans l'enregistrement « salle », 10 % des images manquent.",
    ]
    assert film(finished) == []
    gone = (Destruction("2026-11-30T23:12:40Z", ("room/salle.01.mp4",)), Destruction("2026-11-30", ()))
    gone_too = replace(finished, events=(*events, *pause("fell")[3:]), destroyed=gone)
    told = [plain(one.fr) for one in film(gone_too, ZoneInfo("Europe/Paris"))]
    assert told == [
        "Ce qui avait été filmé a été détruit le 1er déc. 2026 à 00:12.",
        "Ce qui avait été filmé a été détruit.",
    ]  # and nothing else is missing


def test_what_the_files_hold_is_read_of_all_segments(tmp_path: Path, finished: Finished) -> None:
    room = tmp_path / "room"
    room.mkdir()
    for number in (1, 2):
        (room / f"salle.{number:02}.mp4").touch()
    lines = ["1,0,0,1,5000000000,,k", "1,1,90,0,9000000000,,", "2,0,0,1,30000000000,,k", "2,1,9"]
    (room / "salle.frames.csv").write_text("\n".join([HEADER, *lines]), "utf-8")
    segments = [{"segment": 1, "frames": 1968, "dropped": 617}, {"segment": 2, "frames": 323, "dropped": 74}]
    sync = {"streams": {"salle": {"segments": segments}}}
    folder = SessionFolder(tmp_path)
    folder.sync.write_text(json.dumps(sync), "utf-8")
    resumed = [Event(9, "in", 20 * SECOND_NS, "session", "resumed", {"last_ns": 9 * SECOND_NS})]
    found = recorded_in(folder, resumed)
    assert found == {"salle": RecordingContents(2291, 691, (5 * SECOND_NS, 9 * SECOND_NS, 30 * SECOND_NS))}
    rolls = Event(1, "note", SECOND_NS, "recorder", "rolling", {"name": "salle", "from": SECOND_NS})
    again = Event(
        10, "note", 31 * SECOND_NS, "recorder", "rolling", {"name": "salle", "from": 30 * SECOND_NS}
    )
    ended = Event(11, "out", 40 * SECOND_NS, "engine", "ended", {"outcome": "completed"})
    crashed = replace(finished, events=(rolls, *resumed, again, ended), recorded=found)
    assert [plain(one.fr) for one in film(crashed)] == [
        "L'enregistrement « salle » s'est arrêté : il y manque 21 s.",
        "Dans l'enregistrement « salle », 23 % des images manquent.",
    ]
    filmed = RecordingContents(times_ns=tuple(range(SECOND_NS, 40 * SECOND_NS, SECOND_NS // 10)))
    assert [plain(one.fr) for one in film(replace(crashed, recorded={"salle": filmed}))] == [
        "L'enregistrement « salle » a continué 11 s après l'interruption de la séance.",
    ]
    clock = crashed.manifest.clock.model_copy(update={"speed": 4.0})
    fast = replace(crashed, manifest=crashed.manifest.model_copy(update={"clock": clock}))
    assert [plain(one.fr) for one in film(replace(fast, recorded={"salle": filmed}))] == [
        "L'enregistrement « salle » a continué 3 s après l'interruption de la séance.",
    ]
    assert [plain(one.fr) for one in film(fast)] == [
        "L'enregistrement « salle » s'est arrêté : il y manque 5 s.",
    ]
    segments[0].pop("dropped")
    folder.sync.write_text(json.dumps(sync), "utf-8")
    assert recorded_in(folder, ()) == {"salle": RecordingContents()}


def test_an_answer_that_counted_for_nothing_and_one_that_the_adult_entered_are_told_as_that(
    finished: Finished,
) -> None:
    (entered,) = trials("prompted", answer="chat", way="professional", by="professional")
    given = replace(with_trials(finished, entered), unscored={1: [UnscoredAnswer("early", "chien", 2)]})
    page = page_of(given, People(), Pseudonyms(), "fr", UTC)
    facts = [plain(fact) for block in page.blocks for row in block.rows for fact in row.facts]
    assert "Réponse : chat, indiquée par l'adulte" in facts
    # the form that corrects it does not say that the adult answered
    assert [row.entered for block in page.blocks for row in block.rows] == [True]
    assert "Réponse non comptée, Nao n'avait pas fini : chien" in facts


def test_answers_out_of_turn_are_told_at_the_trial_and_counted_of_the_child_who_gave_them(
    group: Finished,
) -> None:
    (trial,) = (one for one in group.trials if one.child == "P07")
    asked = [n for n, one in enumerate(group.events) if one.kind == "question" and one.seq < trial.seq][-1]
    given = {"sense": "board", "why": "out_of_turn", "by": "P12", "turn": "P07", "number": trial.number}
    seq, at = group.events[-1].seq, group.events[asked].at
    added = [
        Event(seq + n, "out", at, "engine", "response", {**given, "value": answer, "answer": answer})
        for n, answer in enumerate(("chien", "chat"), start=1)
    ]
    events = (*group.events[: asked + 1], *added, *group.events[asked + 1 :])
    one = replace(group, events=events, responses=read_responses(events))
    counted = "A répondu 2 fois dans le tour d'un autre."
    assert counted in transmission(one, "P12", "fr", UTC)
    assert "dans le tour" not in transmission(one, "P07", "fr", UTC)
    (sheet,) = sheets(one, "fr", UTC, child="P12")
    assert counted in plain(sheet.answered)
    page = page_of(one, People(), Pseudonyms(), "fr", UTC)
    (row,) = (row for block in page.blocks for row in block.rows if row.seq == trial.seq)
    told = [plain(fact) for fact in row.facts if "hors de son tour" in fact]
    assert told == [f"Réponse non comptée, hors de son tour, de P12 : {one}" for one in ("chien", "chat")]


def test_who_stopped_a_session_is_not_told(finished: Finished) -> None:
    stopped = finished.manifest.model_copy(update={"outcome": "stopped"})
    assert ending(replace(finished, manifest=stopped)).fr == "La séance a pris fin avant son terme."


def test_that_one_child_of_a_group_refused_is_told_on_no_childs_own_lines(group: Finished) -> None:
    refused = replace(group, manifest=group.manifest.model_copy(update={"outcome": "refused"}))
    assert ending(refused).fr == "Séance arrêtée : refus d'un enfant."
    assert "refus d" not in transmission(refused, "P07", "fr", UTC)
    assert "refus d" not in sheets(refused, "fr", UTC)[0].ending


def test_a_sheet_tells_of_a_refusal_and_of_distress_as_one_tells_a_family(finished: Finished) -> None:
    told = {
        outcome: plain(
            sheets(
                replace(finished, manifest=finished.manifest.model_copy(update={"outcome": outcome})),
                "fr",
                UTC,
            )[0].ending
        )
        for outcome in ("refused", "distress", "time")
    }
    assert told == {
        "refused": "L'enfant ne voulait plus continuer : la séance s'est arrêtée là.",
        "distress": "L'enfant n'était pas bien : la séance s'est arrêtée là.",
        "time": "Séance arrêtée : durée atteinte.",
    }


def test_a_sheet_says_what_trials_without_a_judgement_are(finished: Finished) -> None:
    def told(*judgements: str) -> list[str]:
        (sheet,) = sheets(with_trials(finished, *trials(*judgements)), "fr", UTC)
        return [plain(one) for one in sheet.unjudged]

    void = "Non coté, 1 essai : il a été interrompu ou écarté, et ne dit rien de l'enfant."
    unscored = (
        "Sans jugement : rien n'y est juste ou faux, personne n'a confirmé la réponse, ou aucune n'est venue."
    )
    assert told("correct", "void", "unscored") == [void, unscored]  # nothing of a word of the child's
    assert told("unscored") == [unscored]
    assert told("correct", "refused") == []


def test_a_sheet_has_nothing_on_a_time_that_nobody_can_count(finished: Finished) -> None:
    (sheet,) = sheets(with_trials(finished, *trials("no_response")), "fr", UTC)
    assert sheet.latency == ""
    (sheet,) = sheets(with_trials(finished, *trials("correct", latency_ns=SECOND_NS)), "fr", UTC)
    assert "depuis la fin de la question" in sheet.latency


def test_the_handover_is_five_lines_of_one_child_without_a_name(group: Finished) -> None:
    lines = plain(transmission(group, "P12", "fr", UTC)).split("\n")
    assert len(lines) == 5
    assert lines[1].startswith("P12 : ")
    assert "P07" not in "\n".join(lines)
    assert lines[4].startswith("Après la séance, son avis n'a pas été noté.")


def test_a_latency_of_an_answer_that_is_said_to_be_nobodys_is_not_the_childs(finished: Finished) -> None:
    timed = trials("correct", "correct", latency_ns=SECOND_NS)
    said = RecordCorrection(1, "by", "P07", "unknown", "professional", "2026-11-24T15:00:00Z")
    nobodys = replace(timed[0], corrections=(said,))
    told = plain(latency(with_trials(finished, nobodys, timed[1]), "P07").fr)
    assert told.startswith("Temps de latence : 1,0 s, à ")
    assert told.endswith(" Une réponse n'est pas comptée ici : on ne sait pas de qui elle est.")
    page = page_of(with_trials(finished, nobodys), People(), Pseudonyms(), "fr", UTC)
    assert "latence" not in repr(page.blocks)


def test_an_unlocked_name_is_on_the_page_and_neither_in_the_handover_nor_on_the_sheet(
    finished: Finished,
) -> None:
    names = Pseudonyms(["P07"], {"P07": "Léa"})
    page = page_of(finished, People(), names, "fr", UTC)
    assert any("Léa (P07)" in sentence for sentence in page.summary)
    assert "Léa" not in page.children[0].transmission
    assert "Léa" not in repr(sheets(finished, "fr", UTC))


def test_nothing_on_the_page_counts_what_an_adult_did(finished: Finished) -> None:
    buttons = sum((one.dir, one.kind) == ("in", "button") for one in finished.events)
    assert buttons > 0
    told = repr(page_of(finished, People(), Pseudonyms(), "fr", UTC))
    for word in ("bouton", "adaptation", "commande"):
        assert word not in told


def test_the_sheet_says_what_the_child_said(finished: Finished) -> None:
    said = Afterwards((ChildsWord("P07", "so_so", "2026-11-24T15:00:00Z"),))
    (sheet,) = sheets(replace(finished, said=said), "fr", UTC)
    assert (sheet.liking, plain(sheet.word)) == ("so_so", "A choisi (image montrée) : « Moyen ».")
    assert sheet.goals[0] == "reconnaître une émotion sur un visage"
    assert sheet.proposed == ("Sur le visage\u00a0: 5 essais",)


def test_notes_are_on_the_sheet_when_they_are_asked_for_and_only_as_much_as_fits(finished: Finished) -> None:
    noted = replace(finished, notes={"worked": "a" * (MOST_NOTE_CHARACTERS + 50), "next": "Attendre."})
    assert sheets(noted, "fr", UTC)[0].notes == ()
    (worked,) = sheets(noted, "fr", UTC, with_notes=True)[0].notes
    assert worked == ("Ce qui a marché", "a" * MOST_NOTE_CHARACTERS + "…")


def test_a_sheet_is_made_for_each_child_or_for_one(group: Finished) -> None:
    assert [sheet.code for sheet in sheets(group, "fr", UTC)] == ["P07", "P12"]
    assert [sheet.code for sheet in sheets(group, "fr", UTC, child="P12")] == ["P12"]
    assert sheets(group, "fr", UTC, child="P99") == ()


def test_a_session_without_codes_has_one_sheet_and_one_handover(tmp_path: Path) -> None:
    nobody = replace(
        read_finished(make_session(tmp_path)),
        manifest=read_finished(make_session(tmp_path, day=1)).manifest.model_copy(
            update={"participants": []}
        ),
    )
    (sheet,) = sheets(nobody, "fr", UTC)
    assert sheet.code == ""
    page = page_of(nobody, People(), Pseudonyms(), "fr", UTC)
    assert page.children[0].called == "L'enfant"
    assert "Personne n'a de code dans cette séance." in page.summary


def test_a_session_that_is_not_closed_has_no_end_page(tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        read_finished(make_session(tmp_path, state="open"))
    assert caught.value.code == "A102"


def test_a_session_without_trials_is_told_by_its_responses() -> None:
    ritual = read_finished(Path(__file__).parents[2] / "sessions" / "fresh")
    assert ritual.trials == ()
    (sheet,) = sheets(ritual, "fr", UTC)
    assert plain(sheet.answered) == "3 réponses, 1 étape passée sans réponse."
    assert sheet.figure == ""
    assert "à 0,3 s près" in plain(sheet.latency)
    assert any("3 réponses" in sentence for sentence in french(ritual))


def test_latencies_without_trials_are_told_as_they_were_measured() -> None:
    ritual = read_finished(Path(__file__).parents[2] / "sessions" / "fresh")
    took = [one.ns for one in ritual.latencies_of("P07")]
    assert len(took) == 3
    heard = {"uncertainty_ms": 12.0, "coverage": 0.95, "method": "sound"}
    measured = {
        seq: {**answer, **heard, "latency_ns": answer["latency_ns"] + SECOND_NS}
        for seq, answer in ritual.measured.items()
    }
    told = replace(ritual, measured=measured)
    assert [one.ns for one in told.latencies_of("P07")] == [one + SECOND_NS for one in took]
    assert "à 0,02 s près (95 fois sur 100), mesuré dans le son" in plain(latency(told, "P07").fr)


def test_a_session_that_was_imported_is_told_too() -> None:
    golden = Path(__file__).parents[2] / "sessions" / "imported"
    told = french(read_finished(golden))
    assert told[-1] == "Séance importée."
    assert "1970" not in "".join(told)
