"""When a session stood still, and which latencies that cuts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.results.counts import count_child, count_trials, why_uncounted
from nao_sessions.record.results.interruptions import Interruption, as_logged, read_interruptions, with_deaths
from nao_sessions.record.results.summary import summarise
from nao_sessions.record.results.trials import live_annotations, read_trials
from nao_sessions.record.results.uncounted import count_remarks


def out(seq: int, at_s: float, kind: str, **data: Any) -> Event:
    """Give an output."""
    return Event(seq, "out", round(at_s * SECOND_NS), "engine", kind, data, cause=0)


def trial(seq: int, opened_s: float, latency_s: float, **data: Any) -> Event:
    """Give the record of a trial that ends with its answer."""
    record = {
        "step": "jeu", "child": "P07", "number": seq, "item": "", "answer": "chat", "judgement": "correct",
        "help": "none", "prompts": 0, "attempts": 1, "way": "board", "by": "P07", "correct": ["chat"],
        "opened_at": round(opened_s * SECOND_NS), "latency_ns": round(latency_s * SECOND_NS),
        "correction": "", "level": None,
    }  # fmt: skip
    return out(seq, opened_s + latency_s, "trial", **{**record, **data})


START = Event(0, "in", 0, "test", "start", {"participants": ["P07", "P12"]})
PAUSED = [out(1, 20, "paused", why="paused"), out(2, 33.2, "continued", by="resume")]


def stop(seq: int, at_s: float, kind: str = "command", **data: Any) -> list[Event]:
    """Give a stop of Nao: the input, and what the engine makes of it."""
    pressed = Event(seq, "in", round(at_s * SECOND_NS), "test", kind, data or {"name": "stop"})
    return [pressed, out(seq + 1, at_s, "paused", why="stopped")]


def came(one: Interruption) -> list[tuple[float, str]]:
    """Give what happened while the session stood still already, with its second."""
    return [(moment.at_ns / SECOND_NS, moment.why) for moment in one.later]


def test_a_pause_that_becomes_a_stop_is_one_interruption_and_the_stop_has_its_own_moment() -> None:
    events = [out(1, 5, "paused", why="lost"), *stop(2, 8), out(4, 9, "continued")]
    (found,) = read_interruptions(events)
    assert (found.start_ns, found.stop_ns, found.why) == (5 * SECOND_NS, 9 * SECOND_NS, "lost")
    assert came(found) == [(8, "stopped")]


def test_what_comes_in_a_stop_is_told_and_a_second_stop_is_the_first_until_the_session_goes_on() -> None:
    guards = stop(3, 6, "halted", why="page")
    lost = [out(5, 7, "paused", why="lost"), *stop(6, 8), out(8, 9, "continued"), *stop(9, 20)]
    events = [*stop(1, 5), *guards, *lost, out(11, 21, "paused", why="fell"), out(12, 24, "continued")]
    first, second = read_interruptions(events)
    assert (first.start_ns, first.stop_ns, first.why) == (5 * SECOND_NS, 9 * SECOND_NS, "stopped")
    assert (second.start_ns, second.stop_ns, second.why) == (20 * SECOND_NS, 24 * SECOND_NS, "stopped")
    assert (came(first), came(second)) == ([(7, "lost")], [(21, "fell")])


def test_what_happens_in_a_pause_is_kept_in_its_order_and_once() -> None:
    """A lost Nao is told of twice, by what it did and by its link; a crash began before it is told."""
    back = Event(4, "in", 40 * SECOND_NS, "robot", "back", {})
    dead = Event(6, "in", 99 * SECOND_NS, "session", "resumed", {"last_ns": 57 * SECOND_NS})
    events = [
        out(1, 5, "paused", why="paused"),
        out(2, 12, "paused", why="lost"),
        out(3, 12, "paused", why="lost"),
        back,
        back,
        out(5, 43, "paused", why="fell"),
        out(6, 44, "paused", why="fell"),
        dead,
        out(7, 99, "paused", why="crash"),
        out(8, 100, "paused", why="paused"),
        out(9, 117, "continued"),
    ]
    (found,) = read_interruptions(events)
    assert (found.start_ns, found.stop_ns, found.why) == (5 * SECOND_NS, 117 * SECOND_NS, "paused")
    assert came(found) == [(12, "lost"), (40, "back"), (43, "fell"), (44, "fell"), (57, "crash")]


@pytest.mark.parametrize(
    ("why", "by"),
    [
        ("page", "stopped"),
        ("professional", "stopped"),
        ("head", "head"),
        ("session", "halted"),
        (7, "halted"),
    ],
)
def test_who_stopped_nao_is_what_the_guard_says(why: object, by: str) -> None:
    alone = [*stop(1, 5, "halted", why=why), out(3, 9, "continued")]
    assert read_interruptions(alone) == (Interruption(5 * SECOND_NS, 9 * SECOND_NS, by),)
    (found,) = read_interruptions([out(0, 3, "paused", why="fell"), *alone])
    assert (found.why, came(found)) == ("fell", [(5, by)])


def test_an_interruption_without_an_end_lasts_to_the_last_line() -> None:
    events = [out(1, 5, "paused", why="crash"), out(2, 30, "note")]
    assert read_interruptions(events) == (Interruption(5 * SECOND_NS, 30 * SECOND_NS, "crash", over=False),)


def test_a_crash_lasts_from_when_the_session_last_ran() -> None:
    resumed = Event(1, "in", 363 * SECOND_NS, "session", "resumed", {"last_ns": 258 * SECOND_NS})
    events = [START, resumed, out(2, 363, "paused", why="crash"), out(3, 368, "continued", by="resume")]
    assert read_interruptions(events) == (Interruption(258 * SECOND_NS, 368 * SECOND_NS, "crash"),)
    pressed = Event(4, "in", 400 * SECOND_NS, "professional", "command", {"name": "pause"})
    later = [pressed, out(5, 400, "paused", why="paused"), out(6, 404, "continued", by="resume")]
    assert read_interruptions([*events, *later])[1].start_ns == 400 * SECOND_NS


@pytest.mark.parametrize("last_ns", [None, "hier", [], 9.5])
def test_what_is_no_time_in_a_strangers_log_is_not_when_it_last_ran(last_ns: object) -> None:
    resumed = Event(1, "in", 363 * SECOND_NS, "session", "resumed", {"last_ns": last_ns})
    events = [START, resumed, out(2, 363, "paused", why="crash"), out(3, 368, "continued", by="resume")]
    assert read_interruptions(events) == (Interruption(363 * SECOND_NS, 368 * SECOND_NS, "crash"),)


SESSIONS = Path(__file__).parents[1] / "sessions"


@pytest.mark.parametrize(
    ("name", "died_s", "went_on_s"), [("resumed", 32.594, 52.627), ("resumed-2", 42.394, 93.073)]
)
def test_a_log_that_does_not_tell_a_death_has_it_by_the_guards_halt(
    name: str, died_s: float, went_on_s: float
) -> None:
    folder = SessionFolder(SESSIONS / name)
    events = folder.read_events()
    (crash,) = [one for one in read_interruptions(events) if one.why == "crash"]
    assert (crash.start_ns / 1e9, crash.stop_ns / 1e9) == pytest.approx((died_s, went_on_s), abs=1e-3)
    logged = read_log(folder.events).events
    assert [as_logged(one.data) for one in events] == [one.data for one in logged]
    without_guard = with_deaths(logged, folder.path / "none.jsonl")
    (crash,) = [one for one in read_interruptions(without_guard) if one.why == "crash"]
    last = [one.at for one in logged if one.dir != "note" and one.at < died_s * 1e9]
    assert crash.start_ns == last[-1]


def test_a_rehearsals_crash_takes_no_time() -> None:
    resumed = Event(1, "in", 363 * SECOND_NS, "rehearsal", "resumed", {})
    assert with_deaths([START, resumed], SESSIONS / "none.jsonl") == (START, resumed)


def test_a_program_that_dies_again_before_anybody_goes_on_died_twice() -> None:
    events = [
        START,
        out(1, 5, "paused", why="crash"),
        out(2, 9, "paused", why="crash"),
        out(3, 20, "continued"),
    ]
    (found,) = read_interruptions(events)
    assert (found.why, came(found)) == ("crash", [(9, "crash")])


def test_a_crash_in_a_pause_is_one_interruption_with_it() -> None:
    resumed = Event(2, "in", 363 * SECOND_NS, "session", "resumed", {"last_ns": 258 * SECOND_NS})
    events = [START, out(1, 200, "paused", why="paused"), resumed, out(3, 363, "paused", why="crash"),
              out(4, 368, "continued", by="resume")]  # fmt: skip
    (found,) = read_interruptions(events)
    assert (found.start_ns, found.stop_ns, found.why) == (200 * SECOND_NS, 368 * SECOND_NS, "paused")
    assert came(found) == [(258, "crash")]


def test_a_trial_in_which_the_program_died_was_over_when_it_died() -> None:
    resumed = Event(1, "in", 363 * SECOND_NS, "session", "resumed", {"last_ns": 258 * SECOND_NS})
    void = {"answer": "", "judgement": "void", "latency_ns": None, "way": "", "by": ""}
    record = trial(2, 250, 113, **void)._replace(cause=1)
    events = [START, resumed, record, out(3, 363, "paused", why="crash")]
    assert record.at == resumed.at
    (found,) = read_trials(events)
    assert (found.seq, found.at_ns, found.interrupted_ns) == (2, 258 * SECOND_NS, 0)
    (point,) = live_annotations(events)
    assert (point.behaviour, point.start_ns) == ("void", 258 * SECOND_NS)
    (unknown,) = read_trials([START, resumed._replace(data={}), *events[2:]])
    assert unknown.at_ns == 363 * SECOND_NS


def test_a_silence_that_a_pause_cut_says_for_how_long() -> None:
    (found,) = read_trials([START, *PAUSED, trial(3, 5, 60, latency_ns=None, judgement="no_response")])
    assert (found.latency_ns, found.interrupted_ns) == (None, 13_200_000_000)


def test_a_latency_of_which_a_third_was_a_pause_is_not_counted() -> None:
    (found,) = read_trials([START, *PAUSED, trial(3, 5, 39.17)])
    assert found.interrupted_ns == 13_200_000_000
    counts = count_child((found,), {})
    assert (counts.latencies, count_remarks([found], {})) == ((), {"interrupted": 1})
    assert counts.trials.total == 1


def test_a_pause_before_the_question_or_after_the_answer_cuts_nothing() -> None:
    found = read_trials([START, trial(3, 5, 15), *PAUSED, trial(4, 33.2, 4)])
    assert [one.interrupted_ns for one in found] == [0, 0]
    assert [one.ns for one in count_child(found, {}).latencies] == [15 * SECOND_NS, 4 * SECOND_NS]


def test_a_response_that_a_pause_cut_has_no_latency_in_the_summary() -> None:
    touch = Event(4, "in", 40 * SECOND_NS, "robot", "touch", {"part": "head.front", "pressed": True})
    response = Event(
        5,
        "out",
        40 * SECOND_NS,
        "engine",
        "response",
        {"why": "taken", "latency_ns": 30 * SECOND_NS},
        cause=4,
    )
    alone = START._replace(data={"participants": ["P07"]})
    assert summarise([alone, *PAUSED, touch, response]).latencies_ms == ()
    assert summarise([alone, touch, response]).latencies_ms == (30_000,)
    nobody = START._replace(data={"participants": []})
    assert summarise([nobody, touch, response]).latencies_ms == (30_000,)
    assert summarise([START, touch, response]).latencies_ms == ()  # of two, nobody knows whose it is


def test_who_answered_as_corrected_decides_for_whom_a_trial_counts() -> None:
    events = [START, trial(3, 5, 2, child=None, by="unknown")]
    (nobodys,) = read_trials(events)
    assert nobodys.participant == ""
    made = RecordCorrection(3, "by", "unknown", "P12", "professional", "2026-11-24T15:00:00Z")
    (found,) = read_trials(events, (made,))
    assert (found.participant, found.own, why_uncounted(found)) == ("P12", True, None)


def test_the_latency_of_a_trial_of_several_children_counts_for_none_where_nobody_knows_who_answered() -> None:
    """So reports and progress, which go child by child, leave it out: the methods and the tables do too."""
    events = [START, trial(3, 5, 2, child=None, by="unknown")]
    (nobodys,) = read_trials(events)
    assert why_uncounted(nobodys) == "nobody"
    (asked,) = read_trials([START, trial(3, 5, 2, by="unknown")])
    assert (asked.participant, why_uncounted(asked)) == ("P07", None)
    without_code = START._replace(data={"participants": []})
    (virtual,) = read_trials([without_code, trial(3, 5, 2, child=None, by="unknown")])
    assert (virtual.participant, why_uncounted(virtual)) == ("", None)


@pytest.mark.parametrize("judged", ["no_response", "refused"])
def test_a_trial_that_a_person_says_had_no_answer_has_no_latency_that_counts(judged: str) -> None:
    made = RecordCorrection(3, "judgement", "correct", judged, "professional", "2026-11-24T15:00:00Z")
    (found,) = read_trials([START, trial(3, 5, 2)], (made,))
    assert (found.judgement, found.latency_ns, why_uncounted(found)) == (judged, 2 * SECOND_NS, "no_answer")
    counts = count_child((found,), {})
    assert (counts.latencies, count_remarks([found], {})) == ((), {"no_answer": 1})


def test_another_childs_answer_leaves_the_trial_and_takes_the_latency() -> None:
    (found,) = read_trials([START, trial(3, 5, 2, by="P12")])
    assert (found.participant, why_uncounted(found)) == ("P07", "not_own")


def test_the_latency_of_an_answer_that_a_person_says_is_nobodys_counts_for_nobody() -> None:
    said, back = (
        RecordCorrection(3, "by", "P07", new, "professional", "2026-11-24T15:00:00Z")
        for new in ("unknown", "")
    )
    (found,) = read_trials([START, trial(3, 5, 2)], (said,))
    assert (found.participant, why_uncounted(found)) == ("P07", "nobody")
    (found,) = read_trials([START, trial(3, 5, 2)], (said, back))
    assert why_uncounted(found) is None


def test_the_parts_of_a_count_add_up_to_its_total() -> None:
    given = [trial(n, n, 1, judgement=one) for n, one in enumerate(("correct", "void", None, "refused"), 3)]
    counts = count_trials(read_trials([START, *given, trial(9, 20, 1, correction="with_prompt")]))
    assert counts.total == 4
    assert counts.judged == (("correct", 1), ("refused", 1), ("void", 1), ("unscored", 1))
    assert counts.scored == 2
