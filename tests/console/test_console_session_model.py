"""The session page of a view: what Nao does in one sentence, where we are, what can be pressed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nao_sessions.console.session.model import around, judged_answers, over_until, shown
from nao_sessions.console.session.words import (
    DOING,
    KEYS,
    PAGE,
    PAUSED,
    REFUSALS,
    TROUBLES,
    WHAT_TO_DO,
)
from nao_sessions.core.errors import Place
from nao_sessions.core.events import Event
from nao_sessions.doctor.robot import ExaminationTarget, findings_of_condition
from nao_sessions.engine.commands import COMMANDS
from nao_sessions.protocol.trials import JUDGEMENTS as KNOWN
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.record.results.easy_trial import EasyTrial, has_easy_trial
from nao_sessions.robot.naoqi.condition import Condition
from nao_sessions.text.languages import Language, unbroken
from tests.engine.test_session_limit import CLOSING
from tests.engine.test_trials import BLOCK, begun, block
from tests.played import Played

ALONE = """
commands: {finish: {next: fin}}
start: accueil
steps:
  accueil:
    do: [{say: "Bonjour."}]
    buttons: [{label: "Suite", next: fin, main: true}]
    after: {wait: 20 s, next: fin}
  fin: {do: [{say: "Fini."}], end: completed}
"""


def page(
    played: Played,
    language: Language = "fr",
    names: dict[str, str] | None = None,
    robot: str = "well",
    **came: Any,
) -> dict[str, object]:
    def fill(text: str, turn: str | None) -> str:
        return text.replace("{participant}", (names or {}).get(turn or "P07", turn or "P07"))

    spoken = played.state.language

    def quote(text: str, turn: str | None) -> str:
        return text.replace("{participant}", (names or {}).get("P07", "‹P07›"))

    near = around(played.journal.engine.protocol, language, spoken, played.state.participants, fill, quote)
    told = shown(played.view, near, "mark", robot, **came)
    json.dumps(told)
    return told


def test_what_nao_does_is_one_sentence_through_a_trial() -> None:
    played = Played(block())
    assert page(played)["doing"] == "Nao pose la question"
    assert page(played)["sentence"] == "«\u00a0Fruit ou légume\u00a0?\u00a0»"
    played.settle()
    assert page(played)["doing"] == "Nao attend la réponse de P07"
    assert page(played, names={"P07": "Léa"})["doing"] == "Nao attend la réponse de Léa"
    assert page(played, "en")["doing"] == "Nao waits for P07 to answer"


def test_the_easy_trial_of_a_finish_is_told_as_none_of_those_planned() -> None:
    def where(played: Played) -> object:
        easy = EasyTrial()
        for event in played.lines:
            easy.take(event)
        return page(played, easy=easy.number)["where"]

    played = begun(block())
    played.judges("yes")
    assert where(played) == ["essai 2 sur 3"]
    played.commands("finish", after="easy_trial")
    assert where(played) == ["essai 2 sur 3"]
    played.judges("yes")
    assert where(played) == ["essai 3 (un essai réussi, repris)"]
    played.commands("pause")
    played.commands("resume")
    assert where(played) == ["essai 3 (un essai réussi, repris)"]
    played.judges("yes")
    assert played.outcome == "completed"


def test_a_finish_that_came_at_once_makes_no_later_trial_an_easy_one() -> None:
    played = begun(block())
    played.commands("finish", after="easy_trial")
    easy = EasyTrial()
    for event in [*played.lines, Event(900, "out", 0, "engine", "question", {"number": 7})]:
        easy.take(event)
    assert easy.number is None


def test_without_nao_nothing_is_said_of_what_it_does() -> None:
    alone, asked = Played(ALONE), Played(block())
    alone.settle()
    assert page(alone, robot="none")["doing"] == "La séance attend votre appui"
    assert page(asked, robot="none")["doing"] == "À vous de poser la question"
    asked.settle()
    assert page(asked, robot="none")["doing"] == "La séance attend la réponse de P07"
    for command in ("pause", "stop"):
        asked.command(command, after_s=1.0)
        assert "Nao" not in json.dumps(page(asked, robot="none")["paused"])


def test_what_nao_heard_is_shown_as_a_proposal_and_never_as_right_or_wrong() -> None:
    played = begun(block())
    played.says("légume")
    trial = page(played)["trial"]
    assert isinstance(trial, dict)
    assert trial["proposed"] == "Nao a entendu\u00a0: légume"
    assert trial["judged"] is None


def test_a_word_that_counts_as_another_answer_is_shown_as_it_was_heard() -> None:
    played = begun(block())
    played.says("légume")
    trial = page(played, heard="poireau")["trial"]
    assert isinstance(trial, dict)
    assert trial["proposed"] == (
        "Nao a entendu «\u00a0poireau\u00a0»\u00a0: compté comme «\u00a0légume\u00a0»\u00a0?"
    )


def test_what_a_child_answered_without_its_counting_is_told_with_why_beside_what_counts() -> None:
    trial = begun_trial(begun(block()), given=["légume"], unscored=[("early", "fruit"), ("over", "fruit")])
    assert trial["given"] == (
        "Réponse donnée\u00a0: légume · Réponse non comptée (Nao n'avait pas fini)\u00a0: fruit"
        " · Réponse non comptée (après une autre ou trop tard)\u00a0: fruit"
    )
    entered = begun_trial(begun(block()), entered=["fruit"])
    assert entered["given"] == "Réponse indiquée par l'adulte\u00a0: fruit"
    assert begun_trial(begun(block()))["given"] is None


def test_a_trial_tells_its_number_its_helps_and_the_help_that_comes_next() -> None:
    played = begun(block())
    played.judges("not_yet")
    told = page(played)
    trial = told["trial"]
    assert isinstance(trial, dict)
    assert trial["helps"] == ["aide verbale"]
    assert trial["next_help"] == "aide gestuelle"
    assert told["where"] == ["essai 1 sur 3"]


def test_not_yet_tells_beforehand_what_it_does_and_the_engine_does_it() -> None:
    silent, wrong = (begun(block(BLOCK + "pause: 10 s\n")) for _ in range(2))
    wrong.tap("légume")
    silence, error = ("no_response", "pas de réponse"), ("incorrect", "non réussi")
    for played, (mark, label) in ((silent, silence), (wrong, error)):
        while (trial := begun_trial(played))["next_help"] is not None:
            assert trial["not_yet"] == trial["next_help"]
            played.judges("not_yet")
            played.settle()
        assert trial["not_yet"] == f"noté\u00a0: {label}"
        played.judges("not_yet")
        assert played.view.trial is not None
        assert played.view.trial.judged == mark
    assert begun_trial(silent)["not_yet"] == "noté autrement\u00a0: non réussi"
    silent.judges("not_yet")
    for judged in (silent, wrong):
        assert judged.view.trial is not None
        assert judged.view.trial.judged == "incorrect"
        assert begun_trial(judged)["not_yet"] is None


def test_an_answer_that_waits_for_nao_counts_in_what_not_yet_tells_beforehand() -> None:
    played = begun(block(BLOCK + "pause: 10 s\n"))
    played.silence()
    played.wait()
    played.give("board", {"choice": "fruit"}, after_s=1.0)
    assert begun_trial(played)["not_yet"] == "noté\u00a0: non réussi"
    played.judges("not_yet", after_s=0.4)
    assert begun_trial(played)["judged"] == "Noté\u00a0: non réussi"


def test_no_response_after_the_last_help_is_told_so_where_there_were_answers_before() -> None:
    played = begun(block(BLOCK + "pause: 10 s\n"))
    played.tap("légume")
    played.silence(2)
    told = page(played)
    assert judged(told) == "Noté\u00a0: pas de réponse après la dernière aide"
    assert told["doing"] == "L'essai est noté\u00a0: pas de réponse après la dernière aide"
    assert judged(page(played, "en")) == "Scored: no response after the last prompt"
    silent = begun(block(BLOCK + "pause: 10 s\n"))
    silent.silence(3)
    assert judged(page(silent)) == "Noté\u00a0: pas de réponse"


def test_what_is_neither_right_nor_wrong_is_told_to_be_noted_without_a_score() -> None:
    played = begun(block(BLOCK + "pause: 10 s\n", without="correct:"))
    played.judges("not_yet")
    played.judges("not_yet")
    assert begun_trial(played)["not_yet"] == "noté, sans cotation"
    played.judges("not_yet")
    told = page(played)
    assert judged(told) == "Noté, sans cotation"
    assert told["doing"] == "L'essai est noté, sans cotation"
    assert begun_trial(played)["not_yet"] is None
    played.judges("refused")
    assert begun_trial(played)["not_yet"] == "noté autrement\u00a0: sans cotation"
    played.judges("not_yet")
    assert judged(page(played)) == "Noté, sans cotation"


def test_a_trial_that_does_not_count_is_not_said_to_be_scored() -> None:
    played = begun(block(BLOCK + "pause: 10 s\n"))
    played.judges("void")
    told = page(played)
    assert judged(told) == "Non coté"
    assert told["doing"] == "L'essai n'est pas coté"


def test_the_helps_of_a_trial_that_is_scored_are_those_that_count_for_it() -> None:
    played = begun(block(BLOCK + "pause: 10 s\n"))
    played.wait()
    assert begun_trial(played)["helps"] == ["aide verbale"]
    played.judges("yes", after_s=0.1)
    assert begun_trial(played)["helps"] == []
    assert begun_trial(played)["judged"] == "Noté\u00a0: réussi"


@pytest.mark.parametrize(("command", "why"), [("pause", "paused"), ("stop", "stopped"), ("calm", "calm")])
def test_a_pause_says_why_and_what_to_do(command: str, why: str) -> None:
    played = begun(block())
    played.commands(command)
    paused = page(played)["paused"]
    assert isinstance(paused, dict)
    assert (paused["why"], paused["title"]) == (why, page(played)["doing"])
    assert len(paused["lines"]) == len(WHAT_TO_DO.get(why, ())) + (command == "stop")


@pytest.mark.parametrize("command", ["stop", "pause", "calm"])
@pytest.mark.parametrize("robot", ["fell", "lost"])
def test_a_nao_that_falls_or_is_lost_in_a_pause_is_told_with_what_to_do(command: str, robot: str) -> None:
    played = begun(block())
    played.commands(command)
    told = page(played, robot=robot)
    paused = told["paused"]
    assert isinstance(paused, dict)
    assert told["doing"] == paused["title"] == PAUSED[robot].fr
    assert paused["trouble"]
    lines = [unbroken(line.fr) for line in WHAT_TO_DO[robot]]
    assert paused["lines"] == lines  # such a Nao cannot say goodbye: the way out is the same after a stop
    assert told["accepted"] == page(played)["accepted"]


def test_how_a_fallen_nao_is_held_is_told_alike_in_the_session_and_before_it() -> None:
    asked = ExaminationTarget(Place("nao"), (), "floor")
    (hint,) = [
        one.hint for one in findings_of_condition(Condition(family="LyingBelly"), asked) if one.code == "D309"
    ]
    assert hint is not None
    told = [line.fr for line in WHAT_TO_DO["fell"]]
    [hold] = [line for line in told if "tenez-le" in line]
    assert "par le torse, les deux mains sous les aisselles" in hold
    assert hint.fr.startswith(hold)
    assert any("en sûreté" in line and "deux appuis sur son bouton de poitrine" in line for line in told)


def test_a_nao_that_answers_again_is_no_longer_told_as_lost() -> None:
    played = begun(block())
    played.give("lost", {})
    assert page(played, robot="lost")["doing"] == "Nao ne répond plus"
    paused = page(played)["paused"]
    assert isinstance(paused, dict)
    assert page(played)["doing"] == paused["title"] == "Nao répond de nouveau"
    assert not paused["trouble"]


@pytest.mark.parametrize(
    ("correct", "expected"), [("any", "toute réponse"), ("nothing", "ne pas répondre"), ("fruit", "fruit")]
)
def test_what_is_expected_is_told_in_words_and_an_item_without_a_name_not_by_its_id(
    correct: str, expected: str
) -> None:
    body = block().replace("= item.answer", correct)
    trial = begun_trial(begun(body))
    assert (trial["item"], trial["expected"]) == (None, [expected])


def test_who_left_is_shown_as_away() -> None:
    played = Played(block(), participants=["P07", "P08"])
    played.settle()
    played.commands("leave", participant="P08")
    assert page(played)["children"] == [
        {"code": "P07", "here": True, "turn": True, "been": False},
        {"code": "P08", "here": False, "turn": False, "been": False},
    ]


def test_a_child_who_is_back_is_told_with_the_press_that_is_awaited() -> None:
    played = begun(block())
    played.commands("leave", participant="P07")
    paused = page(played)["paused"]
    assert isinstance(paused, dict)
    assert (paused["title"], paused["lines"]) == (
        "Plus aucun enfant n'est là",
        ["Quand un enfant revient\u00a0: Revient."],
    )
    played.commands("return", participant="P07")
    told = page(played)
    paused = told["paused"]
    assert isinstance(paused, dict)
    assert told["doing"] == paused["title"] == "Un enfant est de nouveau là"
    assert paused["lines"] == ["La séance attend votre appui\u00a0: Reprendre la continue."]
    assert played.state.paused
    played.commands("resume")
    assert page(played)["paused"] is None
    assert played.told("question")[-1]["number"] >= 1


def over(played: Played) -> tuple[list[str], list[str]]:
    """Return what a paused page says is to be done once the time is over, and what it says before."""
    until = over_until(played.state, played.journal.engine.protocol)
    found = [page(played, over_until_ns=one)["paused"] for one in (until, None)]
    assert all(isinstance(one, dict) for one in found)
    return found[0]["lines"], found[1]["lines"]  # type: ignore[index, return-value]


def test_a_pause_in_which_the_time_runs_out_says_where_going_on_leads_and_how_to_have_more() -> None:
    played = Played(CLOSING % "")
    played.settle()
    played.commands("pause")
    now, goes_on = over(played)
    assert (
        now
        == goes_on
        == [
            "Nao attend. Reprendre continue là où la séance en était ; si une réponse est attendue, "
            "son temps recommence."
        ]
    )
    played.wait()
    played.wait()
    assert played.state.paused == "paused"
    now, _ = over(played)
    assert goes_on[0] not in now
    assert "mène à l'au revoir" in now[0]
    assert "Cinq minutes de plus" in now[1]
    assert now[2] == "Si personne n'appuie, la séance se ferme d'elle-même à 10:00."
    more = Played(CLOSING % "")
    more.settle()
    more.commands("pause")
    more.wait()
    more.wait()
    more.commands("extend")
    assert over(more)[0] == goes_on
    more.commands("resume")
    assert more.state.step == "un"
    nobody = Played(CLOSING % "")
    nobody.settle()
    nobody.commands("pause")
    while not nobody.outcome:
        nobody.wait()
    assert (nobody.outcome, nobody.now_s) == ("time", 600.0)
    played.commands("resume")
    assert (played.state.step, played.told("entered")[-1]["by"]) == ("au_revoir", "commands/finish")
    played.commands("pause")
    assert over(played)[0] == goes_on  # in the closing it goes on where it was


@pytest.mark.parametrize("why", ["stopped", "calm", "crash", "lost", "back", "fell", "returned"])
def test_no_pause_promises_to_go_on_once_the_time_is_over(why: str) -> None:
    played = begun(block())
    played.commands("stop" if why == "stopped" else "pause")
    view = played.view._replace(paused_because={"back": "lost", "returned": "left"}.get(why, why))
    near = around(
        played.journal.engine.protocol, "fr", "fr", ("P07",), lambda text, _: text, lambda text, _: text
    )
    robot = why if why in ("lost", "fell") else "well"
    lines = shown(view, near, "mark", robot, over_until_ns=0)["paused"]["lines"]
    assert "mène à l'au revoir" in lines[0]
    assert not [line for line in lines[3:] if "continue" in line or "même étape" in line]


def test_an_answer_out_of_turn_is_shown_with_whose_it_is_beside_the_trial() -> None:
    played = begun(block())
    trial = page(played, astray=[("P08", "fruit"), ("P07", "légume"), ("P08", "légume")])["trial"]
    assert isinstance(trial, dict)
    assert trial["given"] == (
        "Réponse non comptée, hors de son tour, de P08\u00a0: fruit, légume · "
        "Réponse non comptée, hors de son tour, de P07\u00a0: légume"
    )


def test_whether_an_easy_trial_would_be_asked_is_what_the_press_then_does() -> None:
    def cases() -> list[Played]:
        none, passed, failed, over = (begun(block()) for _ in range(4))
        for one in (passed, over):
            one.judges("yes")
        for _ in range(3):
            failed.judges("not_yet")
        over.commands("pause")
        return [none, passed, failed, over]

    found = []
    for played in cases():
        told, asked = has_easy_trial(played.state), len(played.told("question"))
        played.commands("finish", after="easy_trial")
        while not played.outcome and len(played.told("question")) < asked + 3:
            played.judges("yes")
        easy = EasyTrial()
        numbers = set()
        for event in played.lines:
            easy.take(event)
            numbers.add(easy.number)
        assert told == (numbers != {None})
        found.append(told)
    assert found == [False, True, False, False]


def test_every_judgement_and_every_pause_has_its_words() -> None:
    assert set(JUDGEMENTS) >= set(KNOWN)
    assert set(WHAT_TO_DO) <= set(PAUSED)


def test_every_command_of_the_engine_has_its_word_on_the_page() -> None:
    said = {"judge": "yes", "prompt": "help", "leave": "leaves", "return": "returns"}
    assert {said.get(command, command) for command in COMMANDS} <= set(PAGE)


def test_no_word_breaks_before_a_french_sign_and_none_is_missing_in_a_language() -> None:
    for table in (PAGE, DOING, PAUSED, REFUSALS):
        for text in table.values():
            assert text.fr
            assert text.en
    assert len({printed for printed, _, _ in KEYS}) == len(KEYS)


def test_a_judgement_is_seen_at_once_while_nao_speaks_and_so_is_another_one() -> None:
    played = begun(block())
    played.command("judge", after_s=1.0, **{"as": "yes"})
    told = page(played)
    assert told["doing"] == "Nao parle"
    assert judged(told) == "Noté\u00a0: réussi"
    played.command("judge", after_s=0.2, **{"as": "refused"})
    assert page(played)["doing"] == "Nao parle"
    assert judged(page(played)) == "Noté\u00a0: refus"


def test_a_judgement_while_nao_still_asks_is_seen_at_once() -> None:
    played = Played(block())
    assert page(played)["doing"] == "Nao pose la question"
    played.command("judge", after_s=0.2, **{"as": "yes"})
    assert judged(page(played)) == "Noté\u00a0: réussi"


def test_a_question_of_two_answers_that_are_neither_right_nor_wrong_is_asked_with_them() -> None:
    free = begun(block(without="correct"))
    trial = page(free)["trial"]
    assert isinstance(trial, dict)
    assert [one["answer"] for one in trial["either"]] == ["fruit", "légume"]
    assert begun_trial(begun(block()))["either"] is None


def begun_trial(played: Played, **came: Sequence[Any]) -> dict[str, object]:
    trial = page(played, **came)["trial"]
    assert isinstance(trial, dict)
    return trial


def judged(told: dict[str, object]) -> object:
    trial = told["trial"]
    assert isinstance(trial, dict)
    return trial["judged"]


def test_a_sentence_that_nao_could_not_say_is_read_by_the_adult_and_told_where_the_session_pauses() -> None:
    played = Played(block())
    played.done(how="failed")
    told = page(played)
    paused = told["paused"]
    assert isinstance(paused, dict)
    assert (paused["why"], paused["trouble"]) == ("speech_failed", True)
    assert paused["unsaid"] == "La phrase\u00a0: «\u00a0Fruit ou légume\u00a0?\u00a0»"
    assert (told["adult"], told["sentence"]) == (None, None)
    played.command("resume", after_s=1.0)
    played.done(how="failed")
    told = page(played)
    assert (told["doing"], told["paused"]) == ("À vous", None)
    assert str(told["adult"]).endswith("Lisez à voix haute\u00a0: «\u00a0Fruit ou légume\u00a0?\u00a0»")
    played.settle()
    assert page(played)["doing"] == "Nao attend la réponse de P07"
    assert page(played)["adult"] == told["adult"]


def test_the_time_left_is_one_to_answer_only_while_an_answer_is_waited_for() -> None:
    played = Played(block(BLOCK + "pause: 4 s\n"))
    assert page(played)["awaits_until"] is None  # Nao still asks
    played.settle()
    assert page(played)["awaits_until"] == "answer"
    played.judges("yes")
    assert (page(played)["awaits_until"], begun_trial(played)["judged"]) == (
        "before_next",
        "Noté\u00a0: réussi",
    )
    waits = Played(ALONE)
    waits.settle()
    assert page(waits)["awaits_until"] == "alone"


def test_every_pause_says_what_to_do_and_those_that_nobody_wanted_are_marked() -> None:
    assert set(WHAT_TO_DO) == set(PAUSED)
    assert set(PAUSED) > TROUBLES
    assert not TROUBLES & {"paused", "stopped", "calm", "left"}


def test_after_a_resume_the_trial_that_is_asked_again_is_no_further_one() -> None:
    played = begun(block())
    played.command("redo", after_s=1.0)
    played.settle()
    assert page(played)["where"] == ["essai 2 (prévu\u00a0: 1 sur 3)"]
    assert played.view.trial is not None
    assert played.view.trial.number == played.told("question")[-1]["number"] == 2  # as the log has it


def test_the_adult_is_told_that_nao_has_not_finished_while_it_is_her_turn() -> None:
    played = Played(ALONE.replace("do: [", 'do: [{adult: "Placez la tablette."}, {posture: stand}, '))
    assert page(played)["doing"] == "À vous (Nao n'a pas fini)"
    played.settle()
    assert page(played)["doing"] == "À vous"


def test_it_is_not_her_turn_yet_where_nao_acts_and_nothing_can_be_pressed() -> None:
    alone = ALONE.replace('    buttons: [{label: "Suite", next: fin, main: true}]\n', "")
    played = Played(alone.replace("do: [", 'do: [{adult: "Placez la tablette."}, {posture: stand}, '))
    assert page(played)["doing"] == "Nao agit"
    assert page(played)["adult"] == "Pour vous\u00a0: Placez la tablette."
    played.settle()
    assert page(played)["doing"] == "À vous"


@pytest.mark.parametrize("why", ["pause", "stop", "calm"])
def test_what_is_lit_in_a_pause_is_what_the_engine_acts_upon(why: str) -> None:
    for name in sorted(COMMANDS):
        played = begun(block())
        played.commands(why)
        accepted = page(played)["accepted"]
        assert isinstance(accepted, list)
        played.command(name, after_s=0.5)
        refusals = [one["why"] for one in played.told("refused")]
        assert (name in accepted) == (not {"paused", "stopped"} & set(refusals)), name
    assert page(begun(block()))["accepted"] is None


def beside(judge: Callable[[Played], None]) -> tuple[list[str], list[str]]:
    """Return what is shown beside how a trial was scored: answers of the child, and those entered."""
    played = begun(block(BLOCK + "pause: 10 s\n"))
    judge(played)
    given = [one.data["answer"] for one in played.lines if (one.kind, one.data.get("why")) == DECIDED]
    entered = [one.data["answer"] for one in played.lines if one.kind == "command" and one.data.get("answer")]
    trial = played.view.trial
    assert trial is not None
    assert trial.over
    shown_given, shown_entered = judged_answers(given, entered, played.trials[-1], trial.judged)
    return list(shown_given), list(shown_entered)


DECIDED = ("response", "decides")


def test_an_answer_beside_a_score_is_the_one_that_was_scored() -> None:
    """The wrong answer before the adult's *Oui* stood beside « réussi »."""

    def wrong_then(*more: Callable[[Played], None]) -> Callable[[Played], None]:
        def judge(played: Played) -> None:
            played.tap("légume")
            for one in more:
                one(played)

        return judge

    def yes(played: Played) -> None:
        played.judges("yes")

    def not_yet(played: Played) -> None:
        played.judges("not_yet")

    assert beside(wrong_then(yes)) == ([], [])
    assert beside(wrong_then(lambda played: played.tap("fruit"))) == (["fruit"], [])
    assert beside(wrong_then(lambda played: played.judges(answer="fruit"))) == ([], ["fruit"])
    assert beside(wrong_then(lambda played: played.silence(2))) == ([], [])  # no response: nothing was said
    assert beside(wrong_then(lambda played: played.judges("refused"))) == ([], [])
    assert beside(wrong_then(not_yet, not_yet)) == (["légume"], [])
    assert beside(wrong_then(not_yet, not_yet, yes)) == ([], [])  # scored otherwise, once it was over
    assert beside(lambda played: played.tap("fruit")) == (["fruit"], [])
