"""The sentences of the methods section: what they say is true of the log and of the coders' files."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.tables.columns import ANNOTATIONS, LATENCY_METHODS, PROMPTS, SESSIONS, TRIALS
from nao_sessions.analysis.tables.dictionary import TELEMETRY
from nao_sessions.analysis.tables.methods import described, methods_text
from nao_sessions.analysis.tables.methods_coding import judges_of
from nao_sessions.analysis.tables.rows import response_rows, trial_rows
from nao_sessions.analysis.tables.source import Film, InSeries, SessionSource, read_source
from nao_sessions.analysis.tables.tables import session_rows
from nao_sessions.cli.main import group
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.results.counts import completed_words
from nao_sessions.record.results.trials import read_trials, void_reasons
from nao_sessions.room.files.index import Frame
from nao_sessions.room.sync.sync_file import Sync
from nao_sessions.room.voice.latencies import latencies_by_seq, measure_latencies, once
from nao_sessions.text.glossary import OUTCOMES
from tests.engine.test_trials import BLOCK, begun, block
from tests.played import Played

IMPORTED = Path(__file__).parents[2] / "sessions" / "imported"
SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))


def of_log(source: SessionSource) -> SessionSource:
    """Return it with the latencies that its log tells."""
    return replace(source, latencies=latencies_by_seq(source.events, {"answers": []}))


def paragraph(sources: Sequence[SessionSource], word: str) -> str:
    """Give the English paragraph that holds a word; "" where none does."""
    told = methods_text(sources, "en").strip().split("\n\n")
    return next((one for one in told if word in one), "")


def test_each_trial_is_said_to_be_judged_by_who_or_what_judged_it(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "positions"))
    assert Counter(judges_of(source.events).values()) == {"program": 8, "adult": 2, "silence": 1, "void": 1}
    assert paragraph([source], "had 12 trials") == (
        "The session had 12 trials: 2 were judged by the adult, 8 were judged by the program from the "
        "response, 1 was judged by the program after a time without a response and 1 was not scored."
    )
    [why] = void_reasons(source.events).values()
    assert (why, paragraph([source], "Why one trial")) == (
        "heard",
        "Why one trial was not scored: 1 since a word was heard that the protocol listens for everywhere "
        "('stop', for instance).",
    )
    assert (
        "La séance compte 12 essais\u00a0: 2 ont été jugés par l'adulte, 8 ont été jugés par le programme "
        "d'après la réponse, 1 a été jugé par le programme après un temps sans réponse et 1 n'a pas été "
        "coté."
    ) in methods_text([source], "fr")


def test_the_phases_of_a_single_case_design_are_said_and_how_they_are_known(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "positions"))
    said = [
        replace(source, facts=source.facts.model_copy(update={"rehearsal": False, "phase": phase}))
        for phase in ("baseline", "baseline", "intervention", "")
    ]
    assert paragraph(said, "phases") == (
        "The phases, as said when each session began (sessions of each child): baseline 2 and intervention 1."
    )
    assert paragraph(said, "of no phase") == "One session of a child is of no phase."
    placed = [
        replace(one, places={"P07": InSeries("emotions-quatre-enfants", "depart", "baseline", number)})
        for number, one in enumerate(said, start=1)
    ]
    assert paragraph(placed, "phases") == (
        "The phases of the series 'emotions-quatre-enfants' (sessions of each child): baseline ('depart') 4. "
        "What was said when the session of one child began counts; else the phase is the one that the "
        "series plans, in the order of the sessions."
    )
    assert paragraph([source], "phase") == ""


def test_what_the_adult_judged_again_or_confirmed_is_the_adults() -> None:
    asked = {"step": "jeu", "child": "", "number": 1, "judgement": "correct", "way": "word"}
    log = (
        Event(0, "in", 0, "board", "board", {}),
        Event(1, "out", 0, "engine", "trial", asked, cause=0),
        Event(2, "in", 1, "professional", "command", {}),
        Event(3, "out", 1, "engine", "rejudged", {**asked, "judgement": "incorrect"}, cause=2),
        Event(4, "out", 2, "engine", "trial", {**asked, "number": 2}, cause=2),
        Event(5, "out", 2, "engine", "trial", {**asked, "number": 3, "judgement": None}, cause=2),
    )
    assert judges_of(log) == {1: "adult", 4: "adult", 5: "unscored"}
    assert judges_of(log[:2]) == {1: "program"}


def answer(seq: int, kind: str, opened_ns: int, answered_ns: int, **more: Any) -> dict[str, Any]:
    """Give an answer as latencies.json has it."""
    took = answered_ns - opened_ns
    return {"seq": seq, "kind": kind, "opened_ns": opened_ns, "answered_ns": answered_ns, "latency_ns": took,
            "method": "sound", "uncertainty_ms": 11.2, **more}  # fmt: skip


DOUBLED = (
    answer(1005, "response", 10, 30),
    answer(1009, "response", 10, 50),
    answer(1010, "trial", 10, 50),
    answer(1020, "trial", 70, 90, method="event"),
)
"""Of lines that the log of no session of these tests has."""


def test_the_answer_that_decided_a_trial_is_one_latency(source: SessionSource) -> None:
    assert [one["seq"] for one in once(DOUBLED)] == [1005, 1009, 1020]
    measured = replace(source, latencies={one["seq"]: one for one in DOUBLED})
    assert "sound for 2 of 3" in paragraph([measured], "Latencies run")


def logged_answers(folder: Path) -> set[int]:
    """Return when the answers to a trial's question that have a latency were given, read line by line."""
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    came = {line["seq"]: line["t"] if line.get("t") is not None else line["at"] for line in lines}
    return {
        came[line["cause"]] if line["kind"] == "response" else data["opened_at"] + data["latency_ns"]
        for line in lines
        if line["dir"] == "out" and line["kind"] in ("response", "trial")
        for data in [line["data"]]
        if data.get("latency_ns") is not None
        if (
            data["by"] != "professional"
            if line["kind"] == "trial"
            else data["why"] in ("decides", "proposes")
        )
    }


def test_latencies_that_no_sound_was_searched_for_are_said_to_be_by_the_robots_word(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make(tmp_path, "positions")
    assert not (folder / "latencies.json").exists()
    answers = logged_answers(folder)
    assert len(answers) > 10
    assert paragraph([read_source(folder)], "responses run").startswith(
        f"The latencies of {len(answers)} responses run from the end of Nao's question, by the robot's word, "
    )


def test_latencies_of_trials_are_told_apart_from_those_of_whatever_else_a_child_did(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make(tmp_path, "positions")
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    timed = [line for line in lines if line["kind"] == "trial" and line["data"].get("latency_ns") is not None]
    trials = [line for line in timed if line["data"]["by"] != "professional"]
    assert 0 < len(trials) < len(logged_answers(folder))
    told = paragraph([read_source(folder)], "responses run")
    assert f" {len(trials)} of them are of the response that ended a trial." in told
    helps_ns = [line["at"] for line in lines if line["dir"] == "out" and line["kind"] == "prompt"]
    assert helps_ns
    helped = set()
    for line in lines:
        latency_ns = line["data"].get("latency_ns")
        if line["dir"] == "out" and line["kind"] in ("trial", "response") and latency_ns is not None:
            came_ns = line["at"] if line["kind"] == "response" else line["data"]["opened_at"] + latency_ns
            if came_ns in logged_answers(folder) and any(
                came_ns - latency_ns <= at < came_ns for at in helps_ns
            ):
                helped.add(came_ns)
    every = len(logged_answers(folder))
    assert told.endswith(f" In {len(helped)} of these {every} help was given between question and response.")
    theirs = paragraph([read_source(folder)], "entered by the adult")
    assert theirs.startswith(f"Not counted are the latencies of {len(timed) - len(trials)} trials whose")


def test_latencies_are_those_of_the_tables_after_corrections_too(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    """An answer that was the adult's, and a trial that was set aside, count nowhere."""
    folder = make(tmp_path, "emotions")
    rows = trial_rows(read_source(folder))
    first, second = [row for row in rows if row["latency_s"] and not row["latency_why"]][:2]
    lines = [
        {"seq": first["seq"], "field": "by", "old": "P07", "new": "professional"},
        {"seq": second["seq"], "field": "judgement", "old": second["judgement"], "new": "void"},
    ]
    rest = {"who": "researcher", "when_utc": "2026-11-29T05:00:00Z", "why": ""}
    text = "".join(json.dumps(line | rest) + "\n" for line in lines)
    (folder / "corrections.jsonl").write_text(text, encoding="utf-8")
    source = read_source(folder)
    counted = [row for row in trial_rows(source) if row["latency_s"] and not row["latency_why"]]
    whys = Counter(row["latency_why"] for row in response_rows(source) if row["latency_s"])
    told = paragraph([source], "responses run")
    assert told.startswith(f"The latencies of {whys[None] + whys['not_final']} responses run")
    assert whys[None] == len(counted)
    assert (len(counted), " One of them is of the response that ended a trial." in told) == (1, True)
    assert paragraph([source], "somebody else").startswith("Not counted is the latency of one trial in which")
    assert paragraph([source], "is not scored").startswith("Not counted is the latency of one trial that")


@pytest.mark.parametrize("judged", ["no_response", "refused"])
def test_what_a_person_says_was_no_answer_is_no_latency_of_a_trial(judged: str) -> None:
    session = Played(block(BLOCK + "count: 3\n"))
    session.settle()
    for _ in range(2):
        session.tap(session.told("question")[-1]["correct"][0], after_s=4.0)
        session.silence()
    first, *_ = (one.seq for one in session.lines if (one.dir, one.kind) == ("out", "trial"))
    sample = read_source(SAMPLE)
    played = of_log(replace(sample, events=tuple(session.lines), coded={}, sittings={}))
    made = (RecordCorrection(first, "judgement", "correct", judged, "professional", ""),)
    corrected = replace(played, corrections=made)
    whys = {row["seq"]: row["latency_why"] for row in trial_rows(corrected)}
    assert whys.pop(first) == "no_answer"
    assert set(whys.values()) == {None}
    assert [row["latency_why"] for row in response_rows(corrected)].count("no_answer") == 1
    said = paragraph([corrected], "though an answer had been taken")
    assert said.startswith("Not counted is the latency of one trial judged as no response, or refused")
    assert paragraph([played], "though an answer had been taken") == ""
    assert paragraph([corrected], "The latency of one response runs")


def test_an_answer_that_the_adult_entered_is_not_said_to_be_somebody_elses(tmp_path: Path) -> None:
    """The press of an adult who answers for a child that signs or shows tells no time of the child's."""
    session = Played(block(BLOCK + "count: 3\n"))
    session.settle()
    session.judges(answer="fruit")
    (seq,) = (one.seq for one in session.lines if (one.dir, one.kind) == ("out", "trial"))
    sample = read_source(SAMPLE)
    events = tuple(session.lines)
    played = of_log(replace(sample, events=events, coded={}, sittings={}))

    def told(*authors: str) -> tuple[str, str]:
        made = tuple(RecordCorrection(seq, "by", "", one, "professional", "") for one in authors)
        corrected = replace(played, corrections=made)
        (of_trial,) = trial_rows(corrected)
        assert of_trial["latency_why"] == "not_own"
        return paragraph([corrected], "entered by the adult"), paragraph([corrected], "somebody else")

    entered = (
        "Not counted is the latency of one trial whose answer was entered by the adult, whose press tells no "
        "time of the child's."
    )
    assert told() == (entered, "")
    assert told("P07") == (entered, "")  # what was said afterwards: the child answered, and the adult pressed
    assert told("P07", "professional") == (
        "",
        "Not counted is the latency of one trial in which somebody else than the child answered.",
    )
    assert told("professional", "") == (entered, "")
    assert "l'adulte a saisi la réponse" in methods_text([played], "fr")


def test_trials_are_counted_by_their_judges_as_they_are_after_corrections(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "positions"))
    silent, *_ = (one for one in source.trials if one.judgement == "no_response")
    right, *_ = (one for one in source.trials if one.judgement == "correct")
    made = (
        RecordCorrection(silent.seq, "judgement", "no_response", "incorrect", "researcher", ""),
        RecordCorrection(right.seq, "judgement", "correct", "void", "researcher", ""),
    )
    source = replace(source, corrections=made)
    judgements = [row["judgement"] for row in trial_rows(source)]
    told = paragraph([source], "had 12 trials")
    assert judgements.count("void") == 2
    assert "and 2 were not scored" in told
    assert judgements.count("no_response") == 0
    assert "without a response" not in told
    assert "1 was judged by a person after the session" in told
    assert sum(map(int, re.findall(r"(\d+) (?:was|were) (?:judged|not)", told))) == len(judgements) == 12
    assert "all counts are after these corrections" in methods_text([source], "en")


def test_responses_that_are_supposed_to_be_an_only_childs_are_told_as_the_dictionary_does(
    source: SessionSource,
) -> None:
    rows = list(response_rows(source))
    supposed = [row for row in rows if row["by"] == "unknown" and row["participant"]]
    assert supposed
    assert paragraph([source], "supposed to be") == (
        f"Of {len(rows)} responses, {len(supposed)} of sessions with a single child are supposed to be that "
        "child's: nothing tells so."
    )
    assert not [row for row in rows if row["by"] == "unknown" and not row["participant"]]
    assert paragraph([source], "nobody knows who") == ""


def test_what_was_tried_last_in_a_trial_without_a_response_is_counted_by_no_table(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    """The trial has no latency, so its last, wrong attempt is not the latency that reports count."""
    source = read_source(make(tmp_path, "emotions"))
    silent = {
        row["seq"] for row in trial_rows(source) if row["judgement"] == "no_response" and row["attempts"]
    }
    assert silent
    whys = {row["latency_why"] for row in response_rows(source) if row["trial_seq"] in silent}
    assert whys == {"not_final"}


def test_what_an_older_file_of_latencies_lacks_is_counted_as_the_log_has_it(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make(tmp_path, "emotions")
    told = paragraph([read_source(folder)], "Not counted")
    record = measure_latencies(folder)
    whole = paragraph([read_source(folder)], "Not counted")
    kept = [one for one in record["answers"] if one["seq"] not in read_source(folder).uncounted]
    assert len(kept) < len(record["answers"])
    (folder / "latencies.json").write_text(json.dumps({**record, "answers": kept}), encoding="utf-8")
    assert paragraph([read_source(folder)], "Not counted") == whole == told


def test_an_answer_after_the_one_that_counted_is_no_answer_to_nothing(folder: Path) -> None:
    source = read_source(folder)
    late = next(seq for seq, why in source.uncounted.items() if why == "no_question")
    moved = replace(source)
    vars(moved)["uncounted"] = {**source.uncounted, late: "not_final"}
    before, after = (paragraph([one], "no trial's question") for one in (source, moved))
    assert before != after
    assert paragraph([moved], "after another one") == (
        "Not counted is the time of one answer that came after another one, or too late."
    )


def test_what_answers_no_question_is_no_latency_of_an_answer(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make(tmp_path, "emotions")
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    timed = [
        line for line in lines if line["kind"] == "response" and line["data"].get("latency_ns") is not None
    ]
    stops = {line["seq"] for line in timed if line["data"]["value"] in ("stop", "arrête")}
    assert stops
    answers = {line["seq"] for line in timed if line["data"]["why"] == "decides"}
    assert answers
    source = read_source(folder)
    rows = {row["seq"]: row for row in response_rows(source)}
    assert {rows[seq]["latency_why"] for seq in stops} == {"no_question"}
    assert all(rows[seq]["latency_s"] for seq in stops)  # it is known, and nobody's answer
    others = len(timed) - len(answers)
    told = paragraph([source], "Not counted")
    assert told.startswith(f"Not counted are the times of {others} things that were said or done in answer")
    assert f"The latencies of {len(answers)} responses run" in paragraph([source], "responses run")


def test_a_session_whose_robot_says_nothing_of_itself_is_as_the_tables_have_it(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "positions"))
    assert [row["simulated"] for row in session_rows(source)] == [True]
    assert "Nao was simulated." in methods_text([source], "en")


def test_how_sessions_ended_and_stood_still_is_told(make: Callable[..., Path], tmp_path: Path) -> None:
    source = read_source(make(tmp_path, "consignes"))
    assert paragraph([source], "the protocol's end") == "The session reached the protocol's end."
    ended = {"refused": 2, "time": 1, "stopped": 1}
    others = [
        replace(source, facts=source.facts.model_copy(update={"outcome": outcome}))
        for outcome, count in ended.items()
        for _ in range(count)
    ]
    assert paragraph([source, *others], "the protocol's end") == (
        "Of 5 sessions, 1 reached the protocol's end, 2 ended since a child refused, 1 ended at the "
        "protocol's time limit and 1 was closed at once, without its goodbye."
    )
    assert (
        "Sur 5 séances, 1 a atteint la fin du protocole, 2 ont pris fin au refus d'un enfant, 1 a pris fin à "
        "la durée limite du protocole et 1 a été fermée aussitôt, sans son au revoir."
    ) in methods_text([source, *others], "fr")
    finish = Event(-1, "out", 0, "engine", "entered", {"step": "fin", "by": "commands/finish"})
    led = replace(source, events=(*source.events, finish))
    assert paragraph([led], "led to") == (
        "The session was led to the protocol's end by the adult, with a part of it not played."
    )
    assert (
        "Sur 3 séances, 1 a atteint la fin du protocole et 2 ont été conduites par l'adulte à la fin du "
        "protocole, sans que tout ait été joué."
    ) in methods_text([source, led, led], "fr")
    assert paragraph([source], "has no trial") == ""
    began = source.events[-2].at
    pauses = [Event(-1, "out", began - ns, "engine", kind, {}) for kind, ns in
              (("paused", 75_000_000_000), ("continued", 10_000_000_000))]  # fmt: skip
    paused = replace(source, events=(*pauses, *source.events))
    assert paragraph([paused], "stood still").replace("\u00a0", " ") == (
        "The session stood still once, for 1 min 5 s: that time is in duration_s of the tables, and in "
        "no latency_s."
    )
    before = [one._replace(at=one.at - 70 * SECOND_NS) for one in pauses]
    twice = replace(source, events=(*before, *pauses, *source.events))
    assert " 2 times in all, " in paragraph([twice], "stood still").replace("\u00a0", " ")
    assert "their length" not in paragraph([twice], "stood still")


def entered(source: SessionSource, *steps: tuple[str, str]) -> SessionSource:
    """Give a session that entered these steps, each with what led there, and has no trial."""
    began, ended = source.events[0], next(one for one in source.events if one.kind == "ended")
    lines = [
        Event(100_000 + place, "out", began.at, "engine", "entered", {"step": step, "by": by})
        for place, (step, by) in enumerate(steps)
    ]
    return replace(source, events=(began, *lines, ended), corrections=(), latencies={})


BY_CALMING = (
    "came to the protocol's end by way of a calming down, or of what the protocol reacts to everywhere "
    "('stop', for instance), with a part of it not played"
)
STOPPED = (("accueil", "begin"), ("jeu", "accueil/next"), ("calme", "always/when.0"))


@pytest.mark.parametrize(
    ("steps", "told", "info"),
    [
        ((("jeu", "begin"), ("fin", "jeu/next")), "reached the protocol's end", "completed"),
        (
            (*STOPPED, ("fin", "calme/after.0")),
            BY_CALMING,
            "led to its end; an activity was left before it was over",
        ),
        (
            (*STOPPED, ("jeu", "calme/buttons.0"), ("fin", "jeu/next")),
            "reached the protocol's end",
            "completed",
        ),
        (
            (("jeu", "begin"), ("calme", "commands/calm"), ("calme", "always/when.0"), ("fin", "calme/next")),
            BY_CALMING,
            "led to its end; an activity was left before it was over",
        ),
        (
            (*STOPPED, ("calme.seul", "calme/always/when.0"), ("jeu", "calme/next"), ("fin", "jeu/next")),
            "reached the protocol's end",
            "completed",
        ),
        (
            (*STOPPED, ("fin", "commands/finish")),
            "was led to the protocol's end by the adult, with a part of it not played",
            "led to its end early",
        ),
    ],
)
def test_a_session_that_came_to_its_end_by_a_calming_down_is_not_told_as_played(
    make: Callable[..., Path], tmp_path: Path, steps: Sequence[tuple[str, str]], told: str, info: str
) -> None:
    source = entered(read_source(make(tmp_path, "positions")), *steps)
    assert paragraph([source], "the protocol's end") == f"The session {told}."
    assert paragraph([source], "has no trial") == (
        "One session that reached the protocol's end has no trial."
        if info == "completed"
        else "One session that reached the protocol's end, was led or came to it has no trial."
    )
    if info != "completed":
        assert paragraph([source, source], "have no trial") == (
            "Of the sessions that reached the protocol's end, were led or came to it, 2 have no trial."
        )
    assert completed_words(source.events).en == info


def died(source: SessionSource, *, closed: bool) -> SessionSource:
    """Give a session whose program ended for good in its midst, as the log and the folder have it then."""
    last = source.events[-1]
    ended = next(n for n, event in enumerate(source.events) if event.kind == "ended")
    crash = Event(-1, "out", last.at, "engine", "paused", {"why": "crash"})
    facts = source.facts.model_copy(update={"outcome": "", "state": "recovered" if closed else "open"})
    return replace(source, facts=facts, events=(*source.events[:ended], *[crash] * closed))


def test_how_every_session_ended_is_told_one_that_died_and_one_that_is_open_too(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "positions"))
    dead, going = died(source, closed=True), died(source, closed=False)
    assert paragraph([dead], "without an end") == "The session was interrupted, without an end of its own."
    assert paragraph([going], "open") == "The session was still open."
    refused = replace(source, facts=source.facts.model_copy(update={"outcome": "refused"}))
    odd = replace(source, facts=source.facts.model_copy(update={"outcome": "of_another_program"}))
    every = [source, dead, refused, going, dead, odd]
    told = paragraph(every, "Of 6 sessions")
    assert "2 were interrupted, without an end of their own" in told
    assert "1 was still open" in told
    counts = [int(n) for n in re.findall(r"\b(\d+) (?:was|were|came|ended)\b", told)]
    assert sum(counts) == len(every)
    french = next(one for one in methods_text(every, "fr").split("\n\n") if one.startswith("Sur 6 séances"))
    assert sum(int(n) for n in re.findall(r"\b(\d+) (?:a|ont|était|étaient)\b", french)) == len(every)


def test_how_long_a_session_that_did_not_go_on_stood_still_is_known_to_nobody(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "positions"))
    dead = died(source, closed=True)
    assert "less than a second" not in methods_text([dead], "en")
    assert paragraph([dead], "did not go on") == (
        "Once the program ended in the midst of a session, which did not go on: how long that was is known "
        "to nobody."
    )
    assert paragraph([dead, source, dead], "did not go on") == (
        "The program ended 2 times in the midst of a session, which did not go on: how long that was is "
        "known to nobody."
    )
    assert paragraph([dead], "stood still") == ""
    began = Event(-1, "out", 0, "engine", "paused", {})
    pause = (began, began._replace(at=5 * SECOND_NS, kind="continued"))
    whole = replace(source, events=(*pause, *source.events))
    assert paragraph([whole, dead], "stood still").replace("\u00a0", " ") == (
        "The sessions stood still 2 times in all; one of these times had an end: 5 s, in duration_s of "
        "the tables and in no latency_s."
    )
    [row] = session_rows(dead)
    assert (row["interruptions"], row["interrupted_s"], row["outcome"]) == (1, None, "interrupted")
    [open_row] = session_rows(died(source, closed=False))
    assert (open_row["interrupted_s"], open_row["outcome"]) == (0, None)
    at = dead.events[-1].at
    paused = replace(
        dead,
        facts=dead.facts.model_copy(update={"state": "open"}),
        events=(*dead.events[:-1], Event(-1, "out", at, "engine", "paused", {"why": "command"})),
    )
    assert paragraph([paused], "where its log ends") == (
        "Once a session stood still where its log ends: how long that was is known to nobody."
    )


def test_of_no_session_nothing_is_said() -> None:
    assert methods_text([], "en") == "No session could be read: there is nothing to describe.\n"


def test_an_answer_out_of_turn_is_not_told_as_one_that_came_after_another(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "tour-de-role", children=("P07", "P12")))
    asked = next(one for one in source.events if one.kind == "question" and one.data["turn"])
    seq = 1 + max(one.seq for one in source.events)
    data = {"sense": "board", "value": "x", "answer": "x", "number": 1, "latency_ns": SECOND_NS}
    given = [
        Event(seq + place, "out", asked.at + 1, "engine", "response", {**data, "why": why}, cause=asked.seq)
        for place, why in enumerate(("out_of_turn", "out_of_turn", "extra"))
    ]
    place = source.events.index(asked) + 1
    told = of_log(replace(source, events=(*source.events[:place], *given, *source.events[place:])))
    before = of_log(source)
    assert paragraph([before], "out of") == ""
    assert paragraph([told], "out of their turns") == (
        "Not counted are the times of 2 answers that children gave out of their turns."
    )


def test_the_easy_trial_is_told_as_one_that_counts(tmp_path: Path) -> None:
    played = begun(block())
    played.judges("yes")
    played.commands("finish", after="easy_trial")
    played.judges("yes")
    played.judges("yes")
    source = replace(read_source(SAMPLE), events=tuple(played.lines), latencies={}, corrections=())
    assert [row["easy"] for row in trial_rows(source)] == [False, False, True]
    assert paragraph([source], "easy").startswith("One trial was the easy one that the adult asked for")


def test_the_dictionary_says_when_a_column_is_empty_or_does_not_add_up() -> None:
    observed = next(one.meaning.en for one in ANNOTATIONS.columns if one.name == "observed_s")
    assert "of states that do not overlap" in observed
    for table in (TRIALS, PROMPTS):
        item = next(one.meaning.en for one in table.columns if one.name == "item")
        assert item == "the item of the protocol's list; empty where the block has none"
    part = next(one.meaning.en for one in TELEMETRY.columns if one.name == "part")
    assert "an accelerated session, no more often than every 0.02 s × speed" in part


def test_the_words_of_how_a_session_ended_are_those_of_the_dictionary() -> None:
    column = next(one for one in SESSIONS.columns if one.name == "outcome")
    assert set(column.levels) == set(OUTCOMES)


def test_what_an_uncertainty_covers_stands_beside_it(source: SessionSource) -> None:
    answers = (
        answer(1005, "response", 10, 30, coverage=0.95),
        answer(1009, "response", 10, 50, coverage=0.95, uncertainty_ms=38.0),
        answer(20, "trial", 70, 90, method="event", coverage=None, uncertainty_ms=300.0),
    )
    measured = replace(source, latencies={one["seq"]: one for one in answers})
    told = paragraph([measured], "Latencies run")
    assert (
        "(uncertainty: from ±12\u00a0ms to ±38\u00a0ms (median ±25\u00a0ms), each meant to hold 95 times in "
        "100, which was checked on synthesised speech and never on a Nao; a supposed ±300\u00a0ms, which "
        "nobody has measured on a Nao)"
    ) in told
    alone = paragraph([replace(source, latencies={1009: answers[1]})], "The latency of")
    assert "(uncertainty: ±38\u00a0ms, meant to hold 95 times in 100, which was checked" in alone
    opened = answer(1013, "response", 100, 130, method="opening", coverage=None, uncertainty_ms=None)
    some = replace(source, latencies={one["seq"]: one for one in (*answers, opened)})
    told = paragraph([some], "Latencies run")
    assert "(uncertainty: from" in told  # all that this sentence speaks of is known: that one has its own
    assert "The latency of one response runs from when answers counted" in told


HIDDEN = {"hidden": ["robot", "judgements"]}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[SessionSource, ...]:
    """Give a session of each kind: with trials of all sorts, with none, and one from elsewhere."""
    from tests.console.rehearsed_folder import make_session

    below = tmp_path_factory.mktemp("kinds")
    made = [make_session(below, name) for name in ("positions", "consignes", "retour-au-calme")]
    return (*map(read_source, made), read_source(Path(__file__).parents[2] / "sessions" / "imported"))


VERDICTS = st.tuples(st.sampled_from(["measured", "estimated", "absent"]), st.sampled_from([None, 3.2, 11.2]))
ANSWERS = st.tuples(st.sampled_from(["sound", "event"]), st.sampled_from([None, 11.2, 300.0]))
SITTINGS = st.sampled_from([[HIDDEN], [{"hidden": []}], [{"hidden": ["robot"], "from": {}}]])


FRAMES = st.lists(
    st.builds(
        Frame, st.just(1), st.just(0), st.integers(0, 40).map(lambda n: n * 3_600), st.booleans(), st.just(0),
        st.none(), st.sampled_from(("", "l")),
    ),
    max_size=4,
).map(tuple)  # fmt: skip
COUNTED = st.sampled_from(((None, None), (0, 0), (1, 0), (3, 1), (0, 2)))


@st.composite
def sessions(draw: st.DrawFn, kinds: Sequence[SessionSource]) -> SessionSource:
    """Draw a session: what was played, with whom, filmed how surely, coded by whom."""
    source = draw(st.sampled_from(kinds))
    coders = draw(st.sampled_from([(), ("C01",), ("C01", "C02"), ("C01", "CONSENSUS")]))
    facts = source.facts.model_copy(
        update={
            "rehearsal": draw(st.booleans()),
            "participants": draw(st.sampled_from([[], ["P07"], ["P07", "P12"]])),
            "phase": draw(st.sampled_from(["", "baseline"])),
            "outcome": draw(st.sampled_from(["", "completed", "stopped"])),
            "clock": source.facts.clock.model_copy(update={"speed": draw(st.sampled_from([1.0, 4.0, 20.0]))}),
            "software": draw(st.sampled_from([{}, {"nao_sessions": "0.1.0"}, {"nao_sessions": "0.2.0"}])),
        }
    )
    about = draw(
        st.sampled_from([None, {"system": "2.8.6.23"}, {"system": "2.8.7.4", "simulated": True}, NO_ROBOT])
    )
    events = source.events
    if about is not None:
        events = (*events, Event(len(events), "note", events[-1].at, "robot", "about", about))
    corrected = [trial.seq for trial in source.trials][: draw(st.integers(0, 2))]
    made = replace(
        source,
        facts=facts,
        events=events,
        corrections=tuple(RecordCorrection(seq, "judgement", "", "correct", "C01", "") for seq in corrected),
        latencies={
            seq: answer(seq, "response", 0, seq, method=method, uncertainty_ms=ms)
            for seq, (method, ms) in enumerate(draw(st.lists(ANSWERS, max_size=3)), start=1)
        },
        coded=dict.fromkeys(coders, ()),
        done_by=dict.fromkeys(coders, frozenset({"engagement"})),
        sittings={coder: tuple(draw(SITTINGS)) for coder in coders},
    )
    vars(made)["films"] = [
        Film(
            "room",
            number,
            Path("room.01.mp4"),
            Sync(Fraction(1, 90_000), 0, 1.0, ms, verdict, "clap"),
            draw(FRAMES),
            *draw(COUNTED),
        )
        for number, (verdict, ms) in enumerate(draw(st.lists(VERDICTS, max_size=3)))
    ]
    return made


NOT_WRITTEN = re.compile(r"\(s\)|\(ren\)|\?|\b0\b(?!\.)|(?<![.\d])0 |\{|  |,\.|\bNone\b| [.,]")
MANY_OF_ONE = re.compile(
    r"(?<![.\d])\b(?:[2-9]|\d\d) (?:séance|essai|enfant|vidéo|session|trial|child|image|picture)\b"
)
ONE_OF_MANY = re.compile(r"(?<![.\d])\b(?:1|une?|one)\b (?!was\b|temps\b)\w+s\b", re.IGNORECASE)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_every_sentence_of_every_corpus_is_one_that_a_person_writes(
    played: tuple[SessionSource, ...], data: st.DataObject
) -> None:
    corpus = data.draw(st.lists(sessions(played), min_size=1, max_size=4))
    for language in ("fr", "en"):
        for sentence in methods_text(corpus, language).strip().split("\n\n"):
            assert (sentence[0].isupper(), sentence[-1]) == (True, "."), sentence
            plain = re.sub(r"\d+(?:\.\d+)+", "1.2.3", sentence)
            assert NOT_WRITTEN.search(plain) is None, sentence
            assert ONE_OF_MANY.search(plain) is None, sentence
            assert MANY_OF_ONE.search(plain) is None, sentence


def test_the_sentences_are_these(source: SessionSource) -> None:
    alone = replace(source, coded={}, sittings={})
    adapted = [Event(-1, "out", 0, "engine", "adaptation", {"command": "skip"})] * 2
    assert methods_text([replace(alone, events=(*alone.events, *adapted))], "en").split("\n\n")[0] == (
        "The data come from one session with one child, run with nao_sessions 0.1.0 by the protocol "
        "emotions 2.0.0, written in a file that the machine carries out, with what was set for each session "
        "and 2 adaptations of the adult (adaptations in the tables)."
    )
    other = replace(alone, facts=alone.facts.model_copy(update={"participants": ["P12"]}, deep=True))
    other.facts.protocol.version = "2.1.0"
    assert methods_text([alone, other], "fr").split("\n\n")[0] == (
        "Les données viennent de 2 séances avec 2 enfants, menées avec nao_sessions 0.1.0 selon les "
        "protocoles emotions 2.0.0 et emotions 2.1.0, écrits chacun dans un fichier que la machine "
        "exécute, avec ce qui a été réglé pour chaque séance."
    )


def test_a_robot_that_was_simulated_all_along_is_not_said_to_be_a_nao() -> None:
    told = methods_text([read_source(SAMPLE)], "en")
    assert "Nao was simulated, system 2.8.6.23." in told
    assert "SoftBank" not in told


NO_ROBOT = {"kind": "none", "system": "none", "body": "none", "simulated": False, "adult_led": True}


def with_about(source: SessionSource, **about: object) -> SessionSource:
    """Give a session whose log says this of the robot."""
    line = Event(len(source.events), "note", source.events[-1].at, "robot", "about", about)
    return replace(source, events=(*source.events, line))


def test_a_session_without_a_robot_is_not_said_to_have_had_a_nao(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    played = read_source(make(tmp_path, "positions"))
    led = with_about(played, **NO_ROBOT)
    real = with_about(played, kind="nao", system="2.8.7.4", simulated=False)
    assert paragraph([led], "robot") == "No robot took part: the adult spoke and acted in its place."
    assert "SoftBank" not in methods_text([led, led], "en")
    assert paragraph([led, led], "robot") == (
        "In none of the 2 sessions did a robot take part: the adult spoke and acted in its place."
    )
    told = methods_text([led, real, real], "en")
    assert "The robot was a Nao (SoftBank Robotics), system 2.8.7.4." in told
    assert "In one of 3 sessions no robot took part: the adult spoke and acted in its place." in told
    meaning = next(one.meaning for one in SESSIONS.columns if one.name == "simulated")
    assert "no robot took part" in meaning.en


def test_latencies_of_sessions_without_a_robot_are_told_apart_from_those_by_the_robots_word(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    played = read_source(make(tmp_path, "positions"))
    robot, led = of_log(played), of_log(with_about(played, **NO_ROBOT))
    by_robot = paragraph([robot], "by the robot's word")
    modelled = paragraph([led], "modelled")
    count = len([one for one in led.latencies.values() if one["method"] == "model"])
    assert count
    assert "by the robot's word" not in modelled
    assert "±" not in modelled
    assert "The adult's delivery was not observed: the latencies of " in modelled
    both = [robot, led]
    assert (paragraph(both, "by the robot's word"), paragraph(both, "modelled")) == (by_robot, modelled)
    rows = [row for row in response_rows(led) if row["latency_method"] == "model"]
    assert rows
    unsure = ("latency_uncertainty_s", "latency_from_last_uncertainty_s")
    assert {row.get(name) for row in rows for name in unsure} == {None}
    assert "model" in LATENCY_METHODS


def test_a_simulator_that_did_not_answer_at_first_is_not_said_to_be_a_nao(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    played = read_source(make(tmp_path, "positions"))
    assert played.facts.robot["simulator"]
    failed = with_about(played, error="The robot does not answer.")
    assert paragraph([failed], "Nao was") == "Nao was simulated."
    resumed = with_about(failed, kind="nao", system="2.8.6.23", simulated=True)
    assert paragraph([resumed], "Nao was") == "Nao was simulated, system 2.8.6.23."


def test_the_answers_of_a_session_that_names_no_child_are_the_virtual_childs_own(
    source: SessionSource,
) -> None:
    [trial] = [one for one in read_trials(source.events) if one.own][:1]
    assert replace(trial, participant="", by="V01").own
    assert not replace(trial, participant="", by="P12").own
    assert not replace(trial, participant="P07", by="V01").own


def test_phases_of_imported_sessions_were_said_when_they_were_imported(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    imported = read_source(Path(__file__).parents[2] / "sessions" / "imported")
    run = read_source(make(tmp_path, "positions"))
    given = {"rehearsal": False, "phase": "baseline"}
    run, imported = (replace(one, facts=one.facts.model_copy(update=given)) for one in (run, imported))
    assert paragraph([imported], "phases").startswith("The phases, as said when each session was imported (")
    assert paragraph([run], "phases").startswith("The phases, as said when each session began (")
    assert paragraph([imported, run], "phases").startswith(
        "The phases, as said when each session began, or when it was imported ("
    )
    placed = replace(run, places={"P07": InSeries("s", "depart", "baseline", 1)})
    assert "or was imported" not in paragraph([placed, imported], "What was said")
    assert paragraph([placed, imported], "outside of the series") == (
        "The phases outside of the series, as said when each session was imported (sessions of each child): "
        "baseline 2."
    )
    assert [row["speed"] for row in session_rows(imported)] == [None, None]
    for name in ("software", "phase"):
        meaning = next(one.meaning for one in SESSIONS.columns if one.name == name)
        assert "import" in meaning.en
        assert "import" in meaning.fr


def test_rehearsals_count_in_no_figure_of_the_text(make: Callable[..., Path], tmp_path: Path) -> None:
    real = read_source(make(tmp_path, "positions"))
    other = read_source(make(tmp_path, "consignes"))
    rehearsed = replace(other, facts=other.facts.model_copy(update={"rehearsal": True}))
    alone = methods_text([real], "en").split("\n\n")
    said = (
        "Note: the tables hold one rehearsal too, without a real child (rehearsal in the tables): it "
        "counts in no figure of this text."
    )
    assert methods_text([rehearsed, real], "en").split("\n\n") == [said, *alone]
    assert described([rehearsed, real]) == (real,)
    assert described([rehearsed]) == (rehearsed,)
    first, second, *_ = methods_text([rehearsed], "en").split("\n\n")
    assert first == "Note: this session is a rehearsal, without a real child."
    assert second.startswith("The data come from one session with one child whose part was played, run with")
    away = Event(9_999, "out", 11 * SECOND_NS, "engine", "left", {"participant": "P12"})
    both = rehearsed.facts.model_copy(update={"participants": ["P07", "P12"]})
    absent = replace(rehearsed, facts=both, events=(*rehearsed.events[:2], away, *rehearsed.events[2:]))
    assert "with one child whose part was played, run with" in methods_text([absent], "en")
    assert "with 2 children whose parts were played, run with" in methods_text(
        [
            replace(one, facts=one.facts.model_copy(update={"participants": ["P07", "P12"]}))
            for one in (rehearsed,)
        ],
        "en",
    )


def test_what_others_add_is_of_no_rehearsal_either(make: Callable[..., Path], tmp_path: Path) -> None:
    real, rehearsed = make(tmp_path / "all", "positions"), make(tmp_path / "all", "consignes", day=1)
    facts = json.loads((rehearsed / "session.json").read_text(encoding="utf-8"))
    (rehearsed / "session.json").write_text(json.dumps(facts | {"rehearsal": True}), encoding="utf-8")
    told = CliRunner().invoke(
        group,
        ["export", str(tmp_path / "all"), "--plain", "essai", "--to", "methods", "-o", str(tmp_path / "m")],
    )
    assert told.exit_code == 0, told.output
    text = (tmp_path / "m" / "methods.en.txt").read_text(encoding="utf-8")
    trials = len(read_source(real).trials)
    assert f"The session had {trials} trials" in text
    assert f"in {trials} trials of 1 session" in text


def test_phases_of_a_series_are_those_of_its_sessions(make: Callable[..., Path], tmp_path: Path) -> None:
    source = read_source(make(tmp_path, "positions"))
    own, none = (
        replace(source, facts=source.facts.model_copy(update={"phase": phase})) for phase in ("own phase", "")
    )
    in_series = [
        replace(source, places={"P07": InSeries("s", phase, "baseline", number)})
        for number, phase in enumerate(("A1", "A1", None), start=1)
    ]
    in_series.append(replace(own, places={"P07": InSeries("s", None, None, 4)}))
    told = methods_text([own, *in_series, none], "en")
    assert "The phases of the series 's' (sessions of each child): baseline ('A1') 2. What was said" in told
    assert paragraph([own, *in_series], "outside of the series") == (
        "The phases outside of the series, as said when each session began (sessions of each child): "
        "own phase 2."
    )
    assert paragraph([own, *in_series, none], "of no phase") == (
        "Moreover, 2 sessions of children are of no phase."
    )
