"""What a session's papers say of answers: whose they were, what was heard, what was changed afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from html import unescape
from typing import Literal

from nao_sessions.console.after.reading import Finished
from nao_sessions.console.after.routes import sheets
from nao_sessions.console.after.telling import answered, childs_word, helps
from nao_sessions.console.after.view import TrialRow, page_of, transmission
from nao_sessions.console.people import People
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import JUDGEMENTS as JUDGED
from nao_sessions.record.additions.afterwards import Afterwards, ChildsWord
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.results.responses import read_responses, unscored_answers
from nao_sessions.record.results.trials import SessionTrial, read_trials, right_answers_before
from nao_sessions.robot.names import Pseudonyms
from tests.console.after.after_house import plain
from tests.console.after.test_console_after_telling import TRIAL, trials, with_trials


def test_a_word_that_counted_as_another_answer_is_told_as_it_was_heard(finished: Finished) -> None:
    def facts(value: str) -> list[str]:
        word = {"sense": "word", "value": value, "answer": "bien", "why": "proposes", "number": 1}
        events = (
            Event(0, "out", 0, "engine", "question", {}),
            Event(1, "out", 0, "engine", "response", word),
            Event(2, "out", 0, "engine", "trial", {"number": 1, "answer": "bien", "way": "word"}),
        )
        (trial,) = trials("unscored", answer="bien", way="word", by="P07")
        given = replace(with_trials(finished, replace(trial, seq=2)), events=events)
        page = page_of(given, People(), Pseudonyms(), "fr", UTC)
        return [plain(fact) for block in page.blocks for row in block.rows for fact in row.facts]

    assert facts("super") == ["Nao a entendu : « super »", "Réponse : bien, par P07"]
    assert facts("bien") == ["Réponse : bien, par P07"]


def corrected(seq: int, field: str, old: str, new: str) -> RecordCorrection:
    return RecordCorrection(seq, field, old, new, "professional", "2026-11-30T15:57:00Z")  # type: ignore[arg-type]


def test_a_trial_that_the_adult_answered_is_no_success_of_the_child(finished: Finished) -> None:
    said = corrected(1, "by", "P07", "professional")
    (adults,) = trials("correct", by="professional", way="board", answer="triste", corrections=(said,))
    (childs,) = trials("incorrect", by="P07", way="board", answer="content")
    given = with_trials(finished, adults, replace(childs, seq=2))
    counted = "2 essais : 1 non réussi, 1 où l'adulte a répondu."
    assert f"P07 : {counted}" in plain(transmission(given, "P07", "fr", UTC))
    assert "A réussi" not in transmission(given, "P07", "fr", UTC)
    (sheet,) = sheets(given, "fr", UTC)
    assert plain(sheet.answered) == counted
    assert "non réussi 1, l'adulte a répondu 1" in plain(unescape(str(sheet.figure)))
    page = page_of(given, People(), Pseudonyms(), "fr", UTC)
    assert f"P07 : {counted}" in map(plain, page.summary)
    # what the adult entered of the child's stays the child's
    (entered,) = trials("correct", by="professional", way="professional", answer="triste")
    assert "1 essai : 1 réussi." in plain(transmission(with_trials(finished, entered), "P07", "fr", UTC))


def test_a_trial_of_which_nobody_knows_who_answered_is_no_success_of_the_child(group: Finished) -> None:
    said = corrected(1, "by", "P07", "unknown")
    (nobodys,) = trials(
        "prompted", by="unknown", help="verbal", prompts=1, answer="triste", corrections=(said,)
    )
    given = with_trials(group, nobodys)
    _, counts, helped, *_ = plain(transmission(given, "P07", "fr", UTC)).split("\n")
    assert counts.startswith("P07 : 1 essai : 1 dont on ne sait pas qui a répondu.")
    assert helped == "De l'aide a été donnée, à des essais dont on ne sait pas qui a répondu."


def test_a_trial_that_another_child_answered_is_no_success_of_the_child(group: Finished) -> None:
    said = corrected(1, "by", "P07", "P12")
    (others,) = trials("prompted", by="P12", help="verbal", prompts=1, answer="triste", corrections=(said,))
    given = with_trials(group, others)
    _, counts, helped, *_ = plain(transmission(given, "P07", "fr", UTC)).split("\n")
    assert counts.startswith("P07 : 1 essai : 1 où un autre enfant a répondu.")
    assert helped == "De l'aide a été donnée, à des essais où quelqu'un d'autre a répondu."
    mine, _ = sheets(given, "fr", UTC)
    why = "Un autre enfant a répondu : un tel essai ne dit rien de la réussite de l'enfant."
    assert [plain(one) for one in mine.unjudged] == [why]


def test_a_session_without_nao_is_told_as_one_and_a_rehearsal_as_what_it_was(finished: Finished) -> None:
    about = Event(1, "note", 0, "robot", "about", {"kind": "none", "adult_led": True})
    among_adults = finished.manifest.model_copy(
        update={"rehearsal": True, "robot": {"simulator": False, "kind": "none"}}
    )
    led = replace(finished, events=(*finished.events[:1], about, *finished.events[1:]), manifest=among_adults)
    assert transmission(led, "P07", "fr", UTC).startswith("Séance sans Nao, menée par l'adulte, le 24")
    (sheet,) = sheets(led, "fr", UTC)
    assert (sheet.kind, sheet.rehearsal) == (
        "Bilan d'une séance sans Nao, menée par l'adulte",
        "Répétition, entre adultes",
    )
    simulated = replace(finished, manifest=among_adults.model_copy(update={"robot": {"simulator": True}}))
    (sheet,) = sheets(simulated, "fr", UTC)
    assert plain(sheet.rehearsal) == "Répétition : Nao est simulé"
    assert sheet.kind == "Bilan d'une séance avec Nao"


def test_that_judgements_were_changed_afterwards_is_told(finished: Finished) -> None:
    made = corrected(1, "judgement", "correct", "no_response")
    (changed,) = trials("no_response", corrections=(made,), corrected=True)
    for n, told in ((1, "Un jugement a été changé"), (2, "2 jugements ont été changés")):
        given = with_trials(finished, *(replace(changed, in_session="correct", seq=seq) for seq in range(n)))
        sentence = f"{told} après la séance."
        assert sentence in plain(transmission(given, "P07", "fr", UTC))
        assert sentence in plain(sheets(given, "fr", UTC)[0].answered)
    unchanged = with_trials(finished, *trials("correct"))
    assert "après la séance" not in transmission(unchanged, "P07", "fr", UTC).split("\n")[1]


def test_that_a_child_left_stands_on_its_own_papers(group: Finished) -> None:
    asked = {"step": "jeu", "number": 1, "turn": "P12", "answers": [], "correct": []}
    events = (
        Event(0, "in", 5 * SECOND_NS, "session", "begin", {}),
        Event(1, "out", 5 * SECOND_NS, "engine", "question", asked),
        Event(2, "out", 197 * SECOND_NS, "engine", "left", {"participant": "P12"}),
        Event(3, "out", 330 * SECOND_NS, "engine", "ended", {"outcome": "completed"}),
    )
    given = replace(group, events=events)
    left = "P12 est sorti·e à 3 min 12 s du début, et n'est pas revenu·e."
    assert left in map(plain, page_of(given, People(), Pseudonyms(), "fr", UTC).summary)
    for child, there in (("P12", True), ("P07", False)):
        (sheet,) = sheets(given, "fr", UTC, child=child)
        assert (left in plain(transmission(given, child, "fr", UTC))) is there
        assert (left in plain(sheet.ending)) is there


def facts_of(given: Finished) -> list[list[str]]:
    page = page_of(given, People(), Pseudonyms(), "fr", UTC)
    return [[plain(fact) for fact in row.facts] for block in page.blocks for row in block.rows]


def test_the_answer_of_a_trial_that_became_none_afterwards_is_said_to_be_of_the_session(
    finished: Finished,
) -> None:
    made = (corrected(1, "judgement", "correct", "no_response"),)
    (entered,) = trials(
        "no_response", answer="surpris", way="professional", by="professional", corrections=made
    )
    (shown,) = trials("refused", answer="triste", way="board", by="P07", corrections=made)
    (left,) = trials("incorrect", answer="triste", way="board", by="P07", corrections=made)
    named = (corrected(1, "by", "P07", "professional"), *made)
    (both,) = trials("refused", answer="content", way="board", by="professional", corrections=named)
    noted = "Réponse notée pendant la séance"
    assert facts_of(with_trials(finished, entered, shown, left, both)) == [
        [f"{noted} : surpris, indiquée par l'adulte"],
        [f"{noted} : triste, par P07"],
        ["Réponse : triste, par P07"],
        [f"{noted} : content, par P07"],
    ]


def test_an_answer_that_the_adult_entered_and_took_back_is_told_as_noted_at_first(finished: Finished) -> None:
    entered = {"answer": "chat", "way": "professional", "by": "professional", "correct": ("chat",)}
    given = (*trials("incorrect", earlier=("correct",), **entered), *trials("correct", **entered))
    told = [facts[1] for facts in facts_of(with_trials(finished, *given))]
    assert told == [
        "Réponse notée d'abord : chat, indiquée par l'adulte",
        "Réponse : chat, indiquée par l'adulte",
    ]


def test_a_judgement_of_afterwards_says_so_also_where_the_author_was_corrected_after_it(
    finished: Finished,
) -> None:
    made = (corrected(1, "judgement", "void", "refused"), corrected(1, "by", "unknown", "P07"))
    (trial,) = trials("refused", in_session="void", corrections=made)
    page = page_of(with_trials(finished, trial), People(), Pseudonyms(), "fr", UTC)
    (row,) = (row for block in page.blocks for row in block.rows)
    assert row.judgement_words == "refus, jugé ainsi après la séance"


def test_an_unnamed_voice_is_the_only_childs_as_in_the_counts(finished: Finished, group: Finished) -> None:
    (heard,) = trials("correct", answer="chapeau", way="word", by="unknown")
    said = replace(heard, corrections=(corrected(1, "by", "P07", "unknown"),))
    assert facts_of(with_trials(finished, heard, said)) == [
        ["Réponse : chapeau, par P07"],
        ["Réponse : chapeau, on ne sait pas de qui"],
    ]
    assert facts_of(with_trials(group, heard)) == [["Réponse : chapeau, on ne sait pas de qui"]]


def test_an_answer_that_somebody_named_as_anothers_is_told_as_out_of_turn(group: Finished) -> None:
    def given(seq: int, answer: str, why: str, by: str) -> Event:
        data = {"sense": "word", "value": answer, "answer": answer, "why": why, "by": by, "turn": "P07"}
        return Event(seq, "out", seq, "engine", "response", {**data, "number": 1}, cause=0)

    record = {"step": "jeu", "child": "P07", "number": 1, "answer": "lapin", "way": "word", "by": "unknown"}
    events = (
        Event(0, "in", 0, "session", "start", {"participants": ["P07", "P12"]}),
        Event(1, "out", 1, "engine", "question", {"step": "jeu", "number": 1, "turn": "P07"}),
        given(2, "canard", "proposes", "unknown"),
        given(3, "lapin", "proposes", "unknown"),
        Event(4, "out", 4, "engine", "trial", {**record, "judgement": "correct"}),
    )
    made = (corrected(2, "by", "unknown", "P12"), corrected(3, "by", "unknown", "P12"))
    named = replace(
        group, events=events, trials=read_trials(events, made), responses=read_responses(events, made)
    )
    counted = "A répondu 2 fois dans le tour d'un autre."
    assert counted in plain(transmission(named, "P12", "fr", UTC))
    assert counted in plain(sheets(named, "fr", UTC, child="P12")[0].answered)
    assert facts_of(named) == [
        ["Réponse : lapin, par P12", "Réponse non comptée, hors de son tour, de P12 : canard"]
    ]


def said(field: Literal["judgement", "by"], old: str, new: str) -> RecordCorrection:
    """Give a correction of the first trial."""
    return RecordCorrection(1, field, old, new, "professional", "2026-11-24T15:00:00Z")


def rows_of(finished: Finished, *given: SessionTrial) -> list[TrialRow]:
    page = page_of(with_trials(finished, *given), People(), Pseudonyms(), "fr", UTC)
    return [row for block in page.blocks for row in block.rows]


def test_a_judgement_that_was_put_back_is_told_as_that(finished: Finished) -> None:
    made = (said("judgement", "correct", "incorrect"), said("judgement", "incorrect", "correct"))
    (row,) = rows_of(finished, *trials("correct", in_session="correct", corrections=made))
    assert row.judgement_words == "réussi, corrigé, puis remis comme jugé en séance"
    (row,) = rows_of(finished, *trials("correct", in_session="incorrect", corrections=made))
    assert row.judgement_words == "réussi, jugé ainsi après la séance"


def test_who_gave_an_answer_is_not_told_where_there_is_none(finished: Finished) -> None:
    made = (said("by", "unknown", "P07"),)
    (row,) = rows_of(finished, *trials("unscored", corrections=made))
    assert row.corrections == ()
    (row,) = rows_of(finished, *trials("unscored", answer="oui", corrections=made))
    assert len(row.corrections) == 1


def test_an_answer_that_nobody_knows_whose_it_is_is_told_so(finished: Finished) -> None:
    made = (said("by", "P07", "unknown"), said("by", "unknown", "P07"))
    (row,) = rows_of(finished, *trials("unscored", answer="oui", corrections=made))
    assert [plain(one).split(" : ", 1)[1] for one in row.corrections] == [
        "on ne sait pas de qui est la réponse (avant : P07)",
        "la réponse est celle de P07 (avant : on ne sait pas)",
    ]


def test_where_nothing_is_right_or_wrong_no_judgement_of_that_is_offered(finished: Finished) -> None:
    free, judged = rows_of(finished, *trials("unscored", opinion=True), *trials("unscored"))
    assert [name for name, _ in free.judgements] == ["refused", "void"]
    assert [name for name, _ in judged.judgements] == list(JUDGED)


def test_of_a_trial_judged_correct_afterwards_the_help_is_told_but_no_success_with_it() -> None:
    made = (said("judgement", "no_response", "correct"),)
    after = trials("correct", in_session="no_response", help="verbal", prompts=1, corrections=made)
    had = "Dans un essai jugé réussi par un adulte, de l'aide avait été donnée : aide verbale."
    # it answered before the help
    before = trials("correct", in_session="correct", help="verbal", prompts=1, answer="chat")
    pressed = trials(
        "correct", in_session="correct", help="verbal", prompts=1
    )  # by the adult, without an answer
    others = "Les aides données à d'autres essais n'ont pas suffi."
    for given, told in (
        (before, "A réussi sans aide."),
        (after, had),
        (pressed, had),
        ((*after, *before), f"A réussi sans aide. {had}"),
        ((*after, *trials("prompted", help="visual")), f"A réussi avec : aide visuelle. {had}"),
        ((*after, *trials("incorrect", prompts=1)), f"{had} {others}"),
    ):
        assert plain(helps(given).fr) == told


def test_that_the_adult_noted_no_answer_to_an_opinion_is_told(finished: Finished) -> None:
    noted, other = trials("unscored", "unscored", noted_silent=True), trials("unscored", answer="oui")
    (row, _, third) = rows_of(finished, *noted, *other)
    assert row.judgement_words == "n'a pas répondu (noté par l'adulte)"
    assert third.judgement_words == "sans jugement"
    rest = (
        "Sans jugement : rien n'y est juste ou faux, personne n'a confirmé la réponse, ou aucune n'est venue."
    )
    silent = "Sans jugement, 2 essais : n'a pas répondu (noté par l'adulte)."
    for given, expected in ((noted, [silent]), ((*noted, *other), [silent, rest]), (other, [rest])):
        (sheet,) = sheets(with_trials(finished, *given), "fr", UTC)
        assert [plain(one) for one in sheet.unjudged] == expected


def test_of_a_session_without_trials_only_the_childs_answers_are_its_responses(finished: Finished) -> None:
    """A « stop » answers nothing, and what was said to be somebody else's is not this child's."""

    def response(seq: int, **data: str) -> list[Event]:
        given = {"sense": "word", "value": "oui", "why": "taken", "entry": "salut/when.0", **data}
        heard = Event(seq - 1, "in", seq, "robot", "word", {"word": "oui"})
        return [heard, Event(seq, "out", seq, "engine", "response", given, cause=seq - 1)]

    start = Event(0, "in", 0, "session", "start", {"participants": ["P07"]})
    stop = response(6, value="stop", entry="always/when.0")
    events = (start, *response(2), *response(4), *stop)

    def said(*corrections: RecordCorrection) -> str:
        responses = read_responses(events, corrections)
        told = replace(finished, events=events, trials=(), responses=responses)
        return plain(answered(told, "P07").fr)

    assert said() == "2 réponses, 0 étape passée sans réponse."
    assert said(corrected(2, "by", "unknown", "professional")) == "1 réponse, 0 étape passée sans réponse."


def test_of_several_children_a_stop_stands_on_the_paper_of_whose_it_is_known_to_be(
    finished: Finished,
) -> None:
    """Nao's ears know nobody: until an adult says whose word it was, it is on no child's paper."""
    said = {"sense": "word", "value": "stop", "why": "taken", "entry": "always/when.0"}
    events = (
        Event(0, "in", 0, "session", "start", {"participants": ["P07", "P12"]}),
        Event(1, "in", 1, "robot", "word", {"word": "stop"}),
        Event(2, "out", 2, "engine", "response", said, cause=1),
    )

    def told(*corrections: RecordCorrection) -> tuple[bool, ...]:
        responses = read_responses(events, corrections)
        manifest = finished.manifest.model_copy(update={"participants": ["P07", "P12"]})
        group = replace(finished, manifest=manifest, events=events, trials=(), responses=responses)
        papers = [transmission(group, child, "fr", UTC) for child in ("P07", "P12")]
        return (
            *(bool(sheet.heard) for sheet in sheets(group, "fr", UTC)),
            *("« stop »" in plain(one) for one in papers),
        )

    assert told() == (False, False, False, False)
    assert told(corrected(2, "by", "unknown", "P12")) == (False, True, False, True)


def test_a_right_answer_that_a_help_of_the_adult_overtook_is_told(finished: Finished) -> None:
    record = {"number": 1, "answer": "fruit", "way": "board", "correct": ["fruit"]}
    given = {
        "sense": "board",
        "value": "fruit",
        "answer": "fruit",
        "number": 1,
        "why": "decides",
        "by": "P07",
    }
    events = (
        Event(0, "in", 0, "session", "start", {"participants": ["P07"]}),
        Event(1, "out", 1, "engine", "question", {"number": 1}),
        Event(2, "out", 2, "engine", "response", given),
        Event(3, "out", 3, "engine", "prompt", {"number": 1, "help": "model", "cause": "professional"}),
        Event(4, "out", 4, "engine", "response", given),
        Event(9, "out", 9, "engine", "trial", record),
    )
    assert right_answers_before(events) == {9: ((2, "fruit"),)}
    (row,) = trials("prompted", answer="fruit", way="board", by="P07")
    told = replace(
        with_trials(finished, replace(row, seq=9)),
        right_before=right_answers_before(events),
        responses=read_responses(events),
    )
    page = page_of(told, People(), Pseudonyms(), "fr", UTC)
    facts = [plain(fact) for one in page.blocks for row in one.rows for fact in row.facts]
    assert "Une bonne réponse était déjà venue : fruit, par P07" in facts


def test_the_last_answer_where_none_is_right_or_wrong_is_told_as_the_childs_word(group: Finished) -> None:
    free = replace(TRIAL, judgement="unscored", step="nowhere", by="P07", answer="oui")
    before = replace(free, answer="moyen")
    after = replace(free, answer="non", participant="P12", by="P12")
    by_adult = replace(free, answer="non", by="professional")
    told = childs_word(with_trials(group, before, free, after, by_adult), "P07")
    assert plain(told.fr) == (
        "Après la séance, son avis n'a pas été noté. "
        "Là où il n'y a ni bonne ni mauvaise réponse, l'enfant a répondu en dernier : « oui »."
    )
    assert (
        "Dans « Comment tu te sens ? (après) », où il n'y a ni bonne ni mauvaise réponse, "
        "l'enfant a répondu en dernier : « "
    ) in plain(childs_word(group, "P07").fr)
    said = replace(free, way="word", by="unknown", answer="bof")  # a word, which nobody else can have said
    assert "en dernier : « bof »" in plain(childs_word(with_trials(group, free, said), "P07").fr)
    noted = Afterwards((ChildsWord("P07", "liked", "2026-11-29T05:00:00Z"),))
    assert childs_word(replace(group, said=noted), "P07").fr == "A choisi (image montrée) : « J'ai aimé »."


def test_a_last_answer_is_told_with_what_is_to_be_known_of_it(group: Finished) -> None:
    void = replace(TRIAL, judgement="void", step="nowhere", by="P07", answer="oui", seq=2, child="")
    asked = {"number": 1, "answers": ["oui", "non"], "turn": None}
    question = Event(1, "out", 0, "engine", "question", asked)
    record = Event(2, "out", 1, "engine", "trial", {"number": 1, "answer": "oui", "way": "touch"})
    press = {"number": None, "sense": "board", "value": "non", "why": "nothing_waits", "by": "P12"}
    late = Event(3, "out", 2, "engine", "response", press)
    left = Event(4, "out", 0, "engine", "left", {"participant": "P07"})
    lines = (question, left, record, late)
    came = {"responses": read_responses(lines), "unscored": unscored_answers(lines), "free_before": {}}
    told = with_trials(group, void, events=lines, **came)
    own, others = (plain(childs_word(told, code).fr) for code in ("P07", "P12"))
    scored = "Cette question compte comme « non coté »."
    assert own.endswith(f"« oui ». L'enfant était alors noté·e absent·e. {scored}")
    assert others.endswith(f"« non ». Cette réponse est venue après une autre, ou trop tard. {scored}")


def test_a_success_with_help_that_was_judged_again_in_the_session_is_none_without_help() -> None:
    given = trials("correct", help="verbal", prompts=1, earlier=("prompted",))
    words = "Dans un essai jugé réussi par un adulte, de l'aide avait été donnée : aide verbale."
    assert plain(helps(given).fr) == words


def test_a_last_answer_that_the_adult_entered_is_told_with_who_entered_it(group: Finished) -> None:
    own = replace(TRIAL, judgement="unscored", step="nowhere", by="P07", answer="oui")
    entered = replace(own, answer="un_peu", way="professional", by="professional")
    (told,) = {childs_word(with_trials(group, own, entered), "P07")}
    assert plain(told.fr) == (
        "Après la séance, son avis n'a pas été noté. "
        "Là où il n'y a ni bonne ni mauvaise réponse, la dernière réponse est « un peu », "
        "indiquée par l'adulte."
    )
    said = RecordCorrection(1, "by", "P07", "professional", "professional", "2026-11-24T15:00:00Z")
    adults = replace(entered, corrections=(said,))
    assert "oui" in plain(childs_word(with_trials(group, own, adults), "P07").fr)
