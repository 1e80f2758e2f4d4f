"""The checks of the kill tests see what they are for: each is shown something wrong, and tells it."""

from __future__ import annotations

from typing import Any

from tests.kills.evidence import (
    Clock,
    done_twice,
    halt_after,
    paused_after_s,
    same_step_offered,
    unlogged_calls,
)

CLOCK = Clock(origin_ns=1_000)
NAMES = {"P07": "Zoé"}


def log(*lines: tuple[str, str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Make a log: a line each ten nanoseconds."""
    return [
        {"seq": n, "dir": direction, "at": 10 * n, "kind": kind, "data": data}
        for n, (direction, kind, data) in enumerate(lines)
    ]


def entered(step: str) -> tuple[str, str, dict[str, Any]]:
    return "out", "entered", {"step": step}


def say(number: str, text: str) -> tuple[str, str, dict[str, Any]]:
    return "out", "do", {"id": number, "verb": "say", "text": text}


def done(number: str, how: str = "finished") -> tuple[str, str, dict[str, Any]]:
    return "in", "done", {"action": number, "how": how}


def call(at: int, method: str, *args: Any, service: str = "ALTextToSpeech") -> dict[str, Any]:
    """Make a call of the trace at a session time."""
    return {"at": CLOCK.monotonic_ns(at), "service": service, "method": method, "args": list(args)}


def ears(at: int, method: str, *args: Any) -> dict[str, Any]:
    """Make a call on Nao's ears."""
    return call(at, method, *args, service="ALSpeechRecognition")


ASKED = log(entered("a"), say("a1", "Bonjour {participant} !"))


def test_a_call_that_a_line_asked_for_is_in_order() -> None:
    trace = [call(5, "ping"), call(15, "say", "\\vol=100\\ Bonjour Zoé !", "French"), call(20, "stopAll")]
    assert unlogged_calls(trace, ASKED, CLOCK, NAMES) == []


def test_a_call_before_its_line_a_second_call_and_another_sentence_are_found() -> None:
    spoken = "Bonjour Zoé !"
    for trace in (
        [call(9, "say", spoken)],
        [call(15, "say", spoken), call(25, "say", spoken)],
        [call(15, "say", "Au revoir")],
        [call(15, "playFile", "/a.wav")],
        [ears(15, "setVocabulary", ["non"], False)],
        [ears(14, "subscribe", "us"), ears(15, "setVocabulary", ["oui"], False)],
        [call(15, "moveTo", 1.0, 0.0, 0.0)],
    ):
        assert len(unlogged_calls(trace, ASKED, CLOCK, NAMES)) == 1


def test_words_that_overwrite_those_of_a_child_are_in_order_once_nobody_listens() -> None:
    trace = [
        ears(14, "subscribe", "us"),
        ears(15, "unsubscribe", "us"),
        ears(16, "setVocabulary", ["oui"], False),
    ]
    assert unlogged_calls(trace, ASKED, CLOCK, NAMES) == []


def test_a_set_and_an_act_that_are_done_twice_are_found() -> None:
    count = ("out", "set", {"name": "n", "value": 1})
    assert done_twice(log(entered("a"), count, say("a1", "A"), done("a1"))) == []
    assert len(done_twice(log(entered("a"), count, count))) == 2
    assert len(done_twice(log(entered("a"), say("a1", "A"), done("a1"), say("a2", "A")))) == 1
    assert done_twice(log(entered("a"), say("a1", "A"), done("a1", "lost"), say("a2", "A"))) == []


def test_another_step_a_skipped_act_and_haste_after_a_crash_are_found() -> None:
    before = (entered("a"), say("a1", "A"), ("in", "resumed", {}))
    go_on = ("out", "continued", {})
    assert same_step_offered(log(*before, go_on, say("a2", "A")), "resumed") == []
    assert len(same_step_offered(log(*before, go_on), "resumed")) == 1
    assert len(same_step_offered(log(*before, say("a2", "A"), go_on, say("a3", "A")), "resumed")) == 1
    assert len(same_step_offered(log(*before, entered("b"), go_on), "resumed")) == 2
    assert same_step_offered(log(*before), "resumed") == ["after resumed nothing continued"]


def test_a_nao_that_is_not_halted_or_moves_again_is_found() -> None:
    second = 1_000_000_000
    began = {"at": 0, "effect": "speech.started"}
    cut = {"at": 2 * second + 10, "effect": "speech.cut"}
    stop = {**call(0, "stopAll"), "at": 2 * second + 5}
    assert halt_after([began, stop, cut], 2 * second).wrong == []
    assert halt_after([began], 2 * second).wrong == ["nobody told Nao to stop", "Nao speaks or moves on"]
    late = 5 * second // 2
    again = [{"at": late, "effect": "motion.started"}, {"at": late + 1, "effect": "motion.ended"}]
    assert halt_after([began, stop, cut, *again], 2 * second).wrong == [
        "motion.started 0.500 s after the kill"
    ]


def test_the_time_to_a_pause_is_read_from_the_log() -> None:
    events = log(("out", "paused", {"why": "lost"}), entered("a"), ("out", "paused", {"why": "lost"}))
    assert paused_after_s(events, CLOCK, CLOCK.monotonic_ns(5), "lost") == 15e-9
    assert paused_after_s(events, CLOCK, CLOCK.monotonic_ns(5), "crash") is None
