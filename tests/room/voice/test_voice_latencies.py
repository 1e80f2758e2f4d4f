"""A latency is counted from the end of the question in the sound where it was heard, else from Nao's word."""

from __future__ import annotations

import pytest

from nao_sessions.core.events import Event
from nao_sessions.room.voice.latencies import (
    EVENT_UNSURE_MS,
    EndInSound,
    SaidSentence,
    TimedAnswer,
    answers_of,
    latencies_by_seq,
    sentences_of,
    told,
)
from nao_sessions.room.voice.latency_words import latency_words, not_measured

SECOND_NS = 1_000_000_000


def line(seq: int, way: str, kind: str, at_s: float, cause: int | None = None, **data: object) -> Event:
    at = round(at_s * SECOND_NS)
    return Event(seq, way, at, "robot" if way == "in" else "engine", kind, data, t=at, cause=cause)


LOG = (
    line(1, "out", "do", 1.0, id="a1", verb="say", text="Où est la pomme ?", language="fr"),
    line(2, "in", "done", 3.0, action="a1", how="finished"),
    line(3, "in", "touch", 4.5, part="hand.left", pressed=True),
    line(4, "out", "response", 4.5, cause=3, sense="touch", value="hand.left", latency_ns=1_500_000_000),
    line(5, "out", "do", 5.0, id="a2", verb="say", text="Encore ?"),
    line(6, "in", "done", 5.2, action="a2", how="stopped"),
    line(7, "in", "done", 6.0, action="a9", how="finished"),
    line(8, "in", "word", 8.0, word="oui"),
    line(9, "out", "trial", 8.0, cause=8, number=1, opened_at=6 * SECOND_NS, latency_ns=2 * SECOND_NS),
    line(10, "out", "trial", 9.0, cause=8, number=2, opened_at=None, latency_ns=None),
)


def test_each_answer_has_the_last_sentence_that_was_said_to_its_end_before_it() -> None:
    sentences = sentences_of(LOG)
    asked = SaidSentence("a1", SECOND_NS, 3 * SECOND_NS, "Où est la pomme ?", "fr", seq=1)
    assert sentences == (asked,)
    assert answers_of(LOG, sentences) == (
        TimedAnswer(4, "response", 3 * SECOND_NS, 4_500_000_000, asked),
        TimedAnswer(9, "trial", 6 * SECOND_NS, 8 * SECOND_NS, asked),
    )


def test_an_end_that_was_told_late_hides_no_sentence() -> None:
    said = [SaidSentence(f"a{end}", 0, end * SECOND_NS) for end in (3, 9, 8, 5, 7)]
    opened = [line(n, "out", "trial", 10.0, opened_at=n * SECOND_NS, latency_ns=1) for n in range(2, 10)]
    before = [one.sentence.action if one.sentence else None for one in answers_of(opened, said)]
    assert before == [None, "a3", "a3", "a5", "a5", "a7", "a7", "a7"]


def trial_log(*between: Event, question: int) -> list[Event]:
    """Give a sentence that ends at 3 s, and a trial that opens at 8 s; its question's line is *question*."""
    return [
        line(1, "out", "do", 1.0, id="a1", verb="say", text="À toi !"),
        *([line(0, "out", "question", 0.5, number=1)] if question == 0 else []),
        line(2, "in", "done", 3.0, action="a1", how="finished"),
        *between,
        *([line(7, "out", "question", 7.5, number=2)] if question == 7 else []),
        line(8, "in", "touch", 9.0, part="hand.left", pressed=True),
        line(9, "out", "response", 9.0, cause=8, number=2, latency_ns=SECOND_NS),
        line(10, "out", "trial", 9.0, cause=8, number=2, opened_at=8 * SECOND_NS, latency_ns=SECOND_NS),
    ]


HALT = (
    line(3, "out", "paused", 4.0, why="lost"),
    line(4, "out", "continued", 6.0, by="resume"),
)


@pytest.mark.parametrize(
    ("log", "latency_s", "method"),
    [
        (trial_log(question=0), 6.0, "event"),
        (trial_log(question=7), 1.0, "opening"),  # what was said belongs to the question before
        (trial_log(*HALT, question=0), 1.0, "opening"),
    ],
)
def test_what_no_sentence_asked_right_before_is_counted_from_the_opening(
    log: list[Event], latency_s: float, method: str
) -> None:
    sentences = sentences_of(log)
    record = told(answers_of(log, sentences), sentences, {"a1": "no_recording"})
    for answer in record["answers"]:
        assert (answer["latency_ns"], answer["method"]) == (round(latency_s * SECOND_NS), method)
    unasked = method == "opening"
    assert [one["sentence"] for one in record["answers"]] == [None if unasked else "a1"] * 2
    assert {one["why"] for one in record["answers"]} == {"no_sentence" if unasked else "no_recording"}
    words = latency_words(record["answers"][0]).fr
    assert words.endswith("à partir du moment où les réponses comptaient" if unasked else "d'après le robot")


def test_a_sentence_that_was_cut_does_not_leave_the_question_to_the_one_before_it() -> None:
    log = [
        line(1, "out", "question", 0.5, number=1),
        line(2, "out", "do", 1.0, id="a1", verb="say", text="On m'offre un cadeau."),
        line(3, "in", "done", 3.0, action="a1", how="finished"),
        line(4, "out", "do", 3.0, id="a2", verb="say", text="Comment je me sens ?"),
        line(5, "out", "prompt", 4.0, help="verbal"),
        line(6, "out", "open", 4.0, number=1),
        line(7, "in", "touch", 5.0, part="hand.left", pressed=True),
        line(8, "out", "trial", 5.0, cause=7, number=1, opened_at=4 * SECOND_NS, latency_ns=SECOND_NS),
    ]
    (answer,) = answers_of(log, sentences_of(log))
    assert (answer.sentence, answer.latency_ns) == (None, SECOND_NS)
    whole = [*log[:4], line(5, "in", "done", 4.0, action="a2", how="finished"), *log[5:]]
    (answer,) = answers_of(whole, sentences_of(whole))
    assert answer.sentence is not None
    assert answer.sentence.text == "Comment je me sens ?"


@pytest.mark.parametrize(
    ("read", "latency_s", "method"),
    [
        ({"sentence": "a1", "method": "sound", "latency_ns": 1_540_000_000}, 1.54, "sound"),
        (
            {"sentence": "a0", "method": "sound", "latency_ns": 9_000_000_000},
            1.5,
            "event",
        ),  # another question
        ({"sentence": "a1", "method": "event", "latency_ns": 1_500_000_000}, 1.5, "event"),
    ],
)
def test_of_an_older_file_only_what_its_sound_says_of_this_question_stands(
    read: dict[str, object], latency_s: float, method: str
) -> None:
    found = latencies_by_seq(LOG, {"answers": [{"seq": 4, **read}]})
    assert (found[4]["latency_ns"], found[4]["method"]) == (round(latency_s * SECOND_NS), method)
    assert found[4]["answered_ns"] == 4_500_000_000  # which such a file lacks
    assert found[9]["latency_ns"] == 5 * SECOND_NS  # and this answer as well
    assert ("coverage" in found[4]) is (method == "event")  # of its sound an older file does not say it


def test_an_older_file_does_not_say_by_the_robots_word_what_no_sentence_asked() -> None:
    old = {"seq": 10, "sentence": "a1", "method": "event", "latency_ns": 6 * SECOND_NS}
    found = latencies_by_seq(trial_log(question=7), {"answers": [old]})
    assert (found[10]["latency_ns"], found[10]["method"]) == (SECOND_NS, "opening")


LED = Event(0, "note", 0, "robot", "about", {"kind": "none", "simulated": False, "adult_led": True})


def test_without_a_robot_a_latency_counts_from_a_modelled_time() -> None:
    heard = {"seq": 4, "sentence": "a1", "method": "sound", "latency_ns": 1_540_000_000, "uncertainty_ms": 30}
    first = latencies_by_seq((LED, *LOG), {"answers": [heard]})[4]
    assert (first["latency_ns"], first["method"], first["why"]) == (1_500_000_000, "model", "no_robot")
    assert (first["uncertainty_ms"], first["coverage"]) == (None, None)
    said = "1.5 s, from the planned end of the question, which nobody observed"
    assert latency_words(first).en.replace("\u00a0", " ") == said
    sentences = sentences_of(LOG)
    record = told(answers_of(LOG, sentences), sentences, {"a1": "no_robot"})
    assert record["event"] == {"uncertainty_ms": None, "method": "model", "ends": 0}
    assert record["answers"][0] == first


def test_a_measured_latency_begins_where_the_sound_ended() -> None:
    sentences = sentences_of(LOG)
    record = told(answers_of(LOG, sentences), sentences, {"a1": EndInSound(2.96, 0.03, "room.01")})
    (first, second) = record["answers"]
    assert (first["latency_ns"], first["logged_latency_ns"]) == (1_540_000_000, 1_500_000_000)
    assert (first["uncertainty_ms"], first["verdict"], first["stream"]) == (30.0, "measured", "room.01")
    assert second["latency_ns"] == 5_040_000_000  # its answers counted three seconds after the sentence


def test_what_was_not_measured_says_why_and_keeps_the_robots_word() -> None:
    sentences = sentences_of(LOG)
    first = told(answers_of(LOG, sentences), sentences, {"a1": "unclear"})["answers"][0]
    assert (first["latency_ns"], first["uncertainty_ms"]) == (1_500_000_000, EVENT_UNSURE_MS)
    assert (first["verdict"], first["why"], first["end_ns"]) == ("estimated", "unclear", None)
    assert first["coverage"] is None
    assert not_measured(first, "en").startswith("the end is not heard well enough")


@pytest.mark.parametrize(
    ("ends", "uncertainty_ms", "coverage"), [(18, EVENT_UNSURE_MS, None), (19, 129.0, 0.95)]
)
def test_the_robots_word_is_as_unsure_as_95_in_100_ends_once_there_are_19(
    ends: int, uncertainty_ms: float, coverage: float | None
) -> None:
    said = [SaidSentence(f"a{n}", n * SECOND_NS, (n + 1) * SECOND_NS) for n in range(ends + 1)]
    measured = {f"a{n}": EndInSound(n + 1 - 0.001 * n - 0.09, 0.021, "room.01") for n in range(ends)}
    opened = [line(1, "out", "trial", 90.0, opened_at=(ends + 1) * SECOND_NS, latency_ns=SECOND_NS)]
    record = told(answers_of(opened, said), said, measured | {f"a{ends}": "unclear"})
    (answer,) = record["answers"]
    assert (answer["uncertainty_ms"], answer["coverage"]) == (uncertainty_ms, coverage)


@pytest.mark.parametrize(
    ("uncertainty_ms", "french"),
    [
        (30.4, "1,84\u00a0s\u00a0±\u00a00,04 (95\u00a0%), mesurée dans le son"),
        (99.0, "1,84\u00a0s\u00a0±\u00a00,10 (95\u00a0%), mesurée dans le son"),
        (143.1, "1,8\u00a0s\u00a0±\u00a00,2 (95\u00a0%), mesurée dans le son"),
    ],
)
def test_a_latency_is_never_told_as_surer_than_it_is(uncertainty_ms: float, french: str) -> None:
    answer = {
        "latency_ns": 1_840_000_000,
        "uncertainty_ms": uncertainty_ms,
        "coverage": 0.95,
        "method": "sound",
    }
    assert latency_words(answer).fr == french


def test_an_uncertainty_that_nobody_measured_is_told_as_supposed() -> None:
    answer = {"latency_ns": 1_840_000_000, "uncertainty_ms": 300.0, "coverage": None, "method": "event"}
    assert latency_words(answer).fr == "1,8\u00a0s\u00a0±\u00a00,3 (supposé), d'après le robot"
    assert latency_words(answer).en == "1.8\u00a0s\u00a0±\u00a00.3 (supposed), by the robot's word"
