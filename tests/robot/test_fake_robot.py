"""The fake robot in virtual time: the same calls at the same times give the same answers."""

from __future__ import annotations

import pytest

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.engine.values import Action, Done
from nao_sessions.protocol.catalogue import POSE_MS
from nao_sessions.protocol.timing import action_ms, speech_ms
from nao_sessions.protocol.timing.actions import GAP_MS, gesture_ms, look_ms, posture_ms
from nao_sessions.robot.fake import FakeRobot, VirtualSchedule
from nao_sessions.robot.port import Sensed

SAY = Action("a1", "say", {"text": "Bonjour, tout le monde !", "language": "fr"})
SAY_MS = speech_ms("Bonjour, tout le monde !", "fr")
HELLO = Action("a2", "gesture", {"name": "hello"})
HELLO_MS = gesture_ms("hello")


class Rehearsal:
    """A fake in virtual time, with all that it told."""

    def __init__(self) -> None:
        self.time = VirtualSchedule()
        self.told: list[tuple[int, str, str]] = []
        self.robot = FakeRobot(self.time, on_sensed=self._sensed)

    def start(self, action: Action) -> None:
        self.robot.start(action, self._done)

    def _done(self, done: Done) -> None:
        self.told.append((done.monotonic_ns // MILLISECOND_NS, done.action, done.how))

    def _sensed(self, sensed: Sensed) -> None:
        self.told.append((sensed.monotonic_ns // MILLISECOND_NS, sensed.kind, str(dict(sensed.data))))


@pytest.fixture
def rehearsal() -> Rehearsal:
    return Rehearsal()


def test_a_sentence_lasts_as_the_model_says(rehearsal: Rehearsal) -> None:
    rehearsal.start(SAY)
    rehearsal.time.advance_ns(10_000 * MILLISECOND_NS)
    assert rehearsal.told == [
        (0, "speech", "{'speaking': True}"),
        (SAY_MS, "speech", "{'speaking': False}"),
        (SAY_MS, "a1", "finished"),
    ]


def test_channels_go_on_at_once_and_turns_are_kept_on_one(rehearsal: Rehearsal) -> None:
    for action in (SAY, HELLO, Action("a3", "say", SAY.data)):
        rehearsal.start(action)
    while rehearsal.time.run_next():
        pass
    ends = [(at, what) for at, what, how in rehearsal.told if how == "finished"]
    assert ends == [(SAY_MS, "a1"), (HELLO_MS, "a2"), (2 * SAY_MS + GAP_MS, "a3")]


def test_what_is_done_lasts_what_the_timing_model_says_from_where_nao_is(rehearsal: Rehearsal) -> None:
    slowly = {"text": "Bonjour.", "language": "fr", "speed": 50}
    done = [
        ("say", slowly, action_ms("say", slowly)),
        ("posture", {"name": "sit"}, posture_ms(None, "sit")),
        ("posture", {"name": "sit"}, posture_ms("sit", "sit")),
        ("gesture", {"name": "hello"}, gesture_ms("hello", "sit")),
        ("pose", {"name": "arms_up"}, POSE_MS),
        ("gesture", {"name": "hello"}, POSE_MS + gesture_ms("hello", "sit")),
        ("look", {"where": "left"}, look_ms(None, "left")),
        ("look", {"where": "right"}, look_ms("left", "right")),
    ]
    for number, (verb, data, length_ms) in enumerate(done):
        begun_ms = rehearsal.time.now_ns() // MILLISECOND_NS
        rehearsal.start(Action(f"b{number}", verb, data))
        while rehearsal.time.run_next():
            pass
        assert (begun_ms + length_ms, f"b{number}", "finished") in rehearsal.told, (verb, data)


def test_what_is_tapped_is_pressed_and_let_go(rehearsal: Rehearsal) -> None:
    rehearsal.robot.tap("chest", 0.2)
    rehearsal.time.advance_ns(300 * MILLISECOND_NS)
    assert [(at, data) for at, _, data in rehearsal.told] == [
        (0, "{'part': 'chest', 'pressed': True}"),
        (200, "{'part': 'chest', 'pressed': False}"),
    ]


def test_an_answer_that_starts_the_next_action_keeps_the_turns(rehearsal: Rehearsal) -> None:
    rehearsal.robot.fail_next("say", "no voice")
    ends: list[str] = []

    def next_sentence(done: Done) -> None:
        ends.append(done.how)
        if len(ends) < 3:
            rehearsal.robot.start(SAY, next_sentence)

    rehearsal.robot.start(SAY, next_sentence)
    while rehearsal.time.run_next():
        pass
    assert ends == ["failed", "finished", "finished"]


def test_two_runs_are_the_same() -> None:
    runs = []
    for _ in range(2):
        rehearsal = Rehearsal()
        rehearsal.start(SAY)
        rehearsal.start(HELLO)
        rehearsal.time.advance_ns(500 * MILLISECOND_NS)
        rehearsal.robot.touch("head.front")
        rehearsal.robot.lose()
        rehearsal.robot.come_back()
        rehearsal.start(SAY)
        rehearsal.time.advance_ns(5_000 * MILLISECOND_NS)
        runs.append(rehearsal.told)
    assert runs[0] == runs[1]
    assert (500, "a1", "lost") in runs[0]


def test_an_unknown_part_is_a_mistake_of_the_test(rehearsal: Rehearsal) -> None:
    with pytest.raises(ValueError, match=r"knee"):
        rehearsal.robot.touch("knee")


def test_a_sentence_in_a_language_that_the_voice_lacks_has_failed_and_nothing_was_said() -> None:
    time, ends = VirtualSchedule(), []
    robot = FakeRobot(time, speaks=("English",))
    robot.start(SAY, ends.append)
    robot.start(Action("a2", "say", {"text": "Hello.", "language": "en"}), ends.append)
    time.advance_ns(10_000 * MILLISECOND_NS)
    told = [(done.action, done.how, done.error) for done in ends]
    assert told == [("a1", "failed", "Nao does not speak French, but English"), ("a2", "finished", "")]
    assert robot.spoken == ["Hello."]
