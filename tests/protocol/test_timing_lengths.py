"""Actions one after the other: what an action takes hangs on what came before it."""

from __future__ import annotations

from nao_sessions.protocol.catalogue import POSE_MS
from nao_sessions.protocol.timing import Lengths, action_ms, speech_ms
from nao_sessions.protocol.timing.actions import GAP_MS, SEVERAL, several

HELLO = {"text": "Bonjour {participants} !", "language": "fr"}


def test_a_sentence_right_after_another_waits_for_the_pause_between_two() -> None:
    lengths = Lengths()
    first = lengths.begin("say", HELLO, 0)
    assert lengths.begin("say", HELLO, first) == first + GAP_MS
    assert lengths.begin("say", HELLO, 60_000) == first


def test_after_a_sentence_that_was_cut_no_more_than_the_pause_is_waited_for() -> None:
    lengths = Lengths()
    whole = lengths.begin("say", HELLO, 0)
    assert lengths.begin("say", HELLO, 100) == whole + GAP_MS


def test_as_many_names_are_said_as_children_take_part() -> None:
    assert several(3) == SEVERAL
    assert [several(count) for count in (0, 1, 2)] == ["", "Camille", "Camille et Lou"]
    assert Lengths(children=2).begin("say", HELLO, 0) == speech_ms("Bonjour Camille et Lou !")
    assert Lengths().begin("say", HELLO, 0) == speech_ms(f"Bonjour {SEVERAL} !")


def test_a_gesture_takes_the_arms_back_from_a_pose_first_and_only_once() -> None:
    lengths = Lengths()
    gesture = action_ms("gesture", {"name": "hello"})
    assert lengths.begin("pose", {"name": "arms_up"}, 0) == POSE_MS
    assert lengths.pose == "arms_up"
    assert lengths.begin("gesture", {"name": "hello"}, 0) == POSE_MS + gesture
    assert lengths.begin("gesture", {"name": "hello"}, 0) == gesture


def test_a_sound_lasts_what_its_file_says_where_that_is_known() -> None:
    lengths = Lengths({"cloche.ogg": 750})
    assert lengths.begin("sound", {"file": "cloche.ogg"}, 0) == 750
    assert lengths.begin("sound", {"file": "autre.ogg"}, 0) == action_ms("sound", {"file": "autre.ogg"})
