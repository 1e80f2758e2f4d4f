"""Stop works whatever else has failed, and nothing moves Nao afterwards before resume."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable

import pytest

from nao_sessions.core.clock import SECOND_NS
from tests.guard.guarded_session import GuardedSession
from tests.robot.simulated_nao import READING, SimulatedNao, eventually

STOPPED = {
    "state": "disabled",
    **dict.fromkeys(("AutonomousBlinking", "ListeningMovement", "SpeakingMovement"), True),
    **dict.fromkeys(("BackgroundMovement", "BasicAwareness"), False),
}
"""Nao's settings as the simulator began, but for what makes it move by itself."""

CUTS = {"stopAll", "stopMove", "killAll", "stopAllBehaviors"}


def _speaking(nao: SimulatedNao) -> bool:
    return bool(nao.effects("speech.started")) and bool(nao.effects("motion.started"))


def _is_cut(nao: SimulatedNao, since: int) -> Callable[[], bool]:
    return lambda: bool(nao.effects("speech.cut", since)) and bool(nao.effects("motion.stopped", since))


def _press_while_talking(nao: SimulatedNao, session: GuardedSession) -> int:
    eventually(lambda: _speaking(nao), "Nao speaks and moves")
    since = len(nao.lines())
    assert session.press() == 200
    eventually(_is_cut(nao, since), "speech and gesture are cut")
    return since


def _acts_after_the_cut(nao: SimulatedNao, since: int) -> set[str]:
    return set(nao.acts(since)) - CUTS


def test_a_press_cuts_speech_and_gesture_and_nothing_passes_before_resume(
    nao: SimulatedNao, session: GuardedSession
) -> None:
    since = _press_while_talking(nao, session)
    eventually(lambda: [halt for halt in session.halts() if halt["event"] == "quiet"], "Nao is quiet")
    assert _acts_after_the_cut(nao, since) == set()
    assert nao.state()["stiffness"] != 0
    resumed = len(nao.lines())
    assert session.tell("resume") == "resumed"
    eventually(lambda: nao.effects("speech.started", resumed), "Nao speaks again")


def test_a_halt_is_kept_in_session_time_with_its_stages(nao: SimulatedNao, session: GuardedSession) -> None:
    _press_while_talking(nao, session)
    eventually(lambda: len(session.halts()) == 2, "both lines are there")
    halted, quiet = session.halts()
    assert (halted["event"], halted["why"], quiet["event"]) == ("halted", "page", "quiet")
    stages = quiet["stages"]
    latch, sent, speech, silent = (stages[name] for name in ("latch", "sent", "speech", "quiet"))
    # The first cut may be answered while the last one is still being sent.
    assert (latch <= min(sent, speech), max(sent, speech) <= silent) == (True, True)
    assert quiet["at"] - stages["quiet"] >= SECOND_NS // 2
    eventually(lambda: "quiet" in json.loads(session.tell("events")), "the session has heard it, too")
    assert json.loads(session.tell("events")) == ["ready", "halted", "quiet"]


@pytest.mark.parametrize("trouble", ["sleep", "gil"])
def test_a_press_needs_nothing_of_a_session_that_is_busy(
    nao: SimulatedNao, session: GuardedSession, trouble: str
) -> None:
    eventually(lambda: _speaking(nao), "Nao speaks and moves")
    session.tell(trouble)
    since = _press_while_talking(nao, session)
    assert _acts_after_the_cut(nao, since) == set()


def test_a_press_needs_nothing_of_a_session_that_is_frozen(
    nao: SimulatedNao, session: GuardedSession
) -> None:
    eventually(lambda: _speaking(nao), "Nao speaks and moves")
    session.process.send_signal(signal.SIGSTOP)
    since = _press_while_talking(nao, session)
    session.process.send_signal(signal.SIGCONT)
    eventually(lambda: any(halt["event"] == "quiet" for halt in session.halts()), "Nao is quiet")
    assert json.loads(session.tell("events"))[:2] == ["ready", "halted"]
    assert _acts_after_the_cut(nao, since) == set()


def test_when_the_session_is_killed_nao_is_halted_and_gets_its_settings_back_but_not_its_life(
    nao: SimulatedNao, session: GuardedSession
) -> None:
    eventually(lambda: _speaking(nao), "Nao speaks and moves")
    assert nao.life()["state"] == "disabled"
    since = len(nao.lines())
    session.process.kill()
    eventually(_is_cut(nao, since), "speech and gesture are cut")
    eventually(lambda: not session.guard_lives(), "the guard has ended")
    assert nao.calls("setState", since) == []
    assert nao.life() == STOPPED
    assert not session.life_file.exists()
    assert [(halt["event"], halt["why"]) for halt in session.halts()] == [
        ("halted", "session died"),
        ("quiet", "session died"),
    ]


@pytest.mark.parametrize("end", ["kill", "close"])
def test_a_nao_that_was_stopped_stays_so_whether_the_session_closes_or_is_killed(
    nao: SimulatedNao, session: GuardedSession, end: str
) -> None:
    since = _press_while_talking(nao, session)
    eventually(lambda: any(halt["event"] == "quiet" for halt in session.halts()), "Nao is quiet")
    if end == "kill":
        session.process.kill()
    else:
        session.close()
    eventually(lambda: not session.guard_lives(), "the guard has ended")
    assert nao.calls("setState", since) == []
    assert nao.life() == STOPPED
    assert not session.life_file.exists()


def test_a_call_that_was_on_its_way_is_cut_on_arrival(nao: SimulatedNao, session: GuardedSession) -> None:
    _press_while_talking(nao, session)
    eventually(lambda: any(halt["event"] == "quiet" for halt in session.halts()), "Nao is quiet")
    since = len(nao.lines())
    nao.service("ALTextToSpeech").say("Trop tard.", _async=True)
    eventually(lambda: nao.effects("speech.cut", since), "it is cut")
    eventually(lambda: session.halts()[-1]["event"] == "cut_again", "it is kept")


def test_the_session_can_ask_for_a_halt(nao: SimulatedNao, session: GuardedSession) -> None:
    eventually(lambda: _speaking(nao), "Nao speaks and moves")
    since = len(nao.lines())
    assert session.tell("halt") == "asked"
    eventually(_is_cut(nao, since), "speech and gesture are cut")
    eventually(session.halts, "the halt is written")
    assert session.halts()[0]["why"] == "professional"


def test_a_guard_that_dies_is_replaced_on_the_same_port(nao: SimulatedNao, session: GuardedSession) -> None:
    os.kill(session.guard_pid, signal.SIGKILL)

    def another() -> bool:
        session.guard_pid, url = json.loads(session.tell("guard"))
        told: list[str] = json.loads(session.tell("events"))
        return bool(url == session.stop_url) and told == ["ready", "died", "ready"]

    eventually(another, "there is another guard")
    _press_while_talking(nao, session)


def test_a_halt_that_no_guard_is_there_for_shuts_the_latch_and_is_asked_of_the_next(
    nao: SimulatedNao, session: GuardedSession
) -> None:
    eventually(lambda: _speaking(nao), "Nao speaks and moves")
    os.kill(session.guard_pid, signal.SIGKILL)
    eventually(lambda: "died" in session.tell("events"), "the session knows")
    assert session.tell("halt") == "asked"
    eventually(lambda: any(halt["event"] == "quiet" for halt in session.halts()), "Nao is quiet")
    since = len(nao.lines())
    assert [(halt["event"], halt["why"]) for halt in session.halts()] == [
        ("halted", "professional"),
        ("quiet", "professional"),
    ]
    assert _acts_after_the_cut(nao, since) == set()
    session.guard_pid, _url = json.loads(session.tell("guard"))


def test_the_halt_goes_on_when_the_robot_was_away(nao: SimulatedNao, session: GuardedSession) -> None:
    eventually(lambda: _speaking(nao), "Nao speaks and moves")
    nao.freeze()
    eventually(lambda: "robot_lost" in session.tell("events"), "the robot is lost")
    assert session.press() == 200
    nao.thaw()
    eventually(lambda: any(halt["event"] == "quiet" for halt in session.halts()), "Nao is quiet")
    assert nao.state()["speaking"] is False


def test_ctrl_c_in_the_terminal_is_not_for_the_guard(session: GuardedSession) -> None:
    assert os.getpgid(session.guard_pid) != os.getpgid(session.process.pid)
    os.kill(session.guard_pid, signal.SIGINT)
    assert session.press() == 200


def test_a_session_that_ends_its_work_leaves_no_halt_and_no_guard(
    nao: SimulatedNao, session: GuardedSession
) -> None:
    session.close()
    assert session.halts() == []
    assert nao.life()["state"] == "solitary"
    assert not session.life_file.exists()


def test_what_the_guard_reads_while_it_waits_does_nothing(nao: SimulatedNao, session: GuardedSession) -> None:
    """The witness of the other tests counts on it: only these calls are no acts."""
    assert READING.isdisjoint(CUTS)
    since = _press_while_talking(nao, session)
    assert set(nao.acts(since)) <= CUTS
