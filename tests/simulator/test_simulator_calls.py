"""Posted calls (pCall, wait, stop), and many calls at one time."""

from __future__ import annotations

from tests.simulator.simulator_wire import Wire, error_of, until

LONG = "Une phrase assez longue pour que l'on ait le temps de faire autre chose pendant qu'elle dure."


def test_a_posted_call_runs_can_be_awaited_and_stopped(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    task = voice.pCall("say", LONG)
    assert voice.isRunning(task) is True
    assert voice.wait(task, 20) is True
    voice.stop(task)
    assert voice.isRunning(task) is False
    assert voice.wait(task, 0) is False
    calls = wire.calls("ALTextToSpeech", "say")
    assert (calls[-1]["args"], calls[-1]["via"]) == ([LONG], "pCall")


def test_waiting_without_a_timeout_ends_with_the_call(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    task = voice.pCall("say", "Deux mots")
    assert voice.wait(task, 0) is False
    assert voice.isRunning(task) is False


def test_a_posted_call_to_nothing_is_refused(wire: Wire) -> None:
    assert error_of(lambda: wire.service("ALTextToSpeech").pCall("sing", "la")) == (
        "\tALTextToSpeech::sing\n\tFunction sing does not exist in module ALTextToSpeech"
    )


def test_posted_calls_choose_the_overload_by_type(wire: Wire) -> None:
    leds = wire.service("ALLeds")
    for colour in (0xFF0000, "green"):
        leds.wait(leds.pCall("fadeRGB", "FaceLeds", colour, 0.1), 0)
    assert wire.state()["leds"]["FaceLeds"] == [0.0, 1.0, 0.0]


def test_a_hundred_calls_under_way_leave_the_robot_answering(wire: Wire) -> None:
    leds, motion, voice = wire.service("ALLeds"), wire.service("ALMotion"), wire.service("ALTextToSpeech")
    running = [leds.fadeRGB("FaceLeds", 0xFF, 20.0, _async=True) for _ in range(60)]
    running += [voice.say(LONG, _async=True) for _ in range(20)]
    running += [motion.angleInterpolation("HeadYaw", 0.1, 20.0, True, _async=True) for _ in range(20)]
    until(lambda: len(motion.getTaskList()) == 20)
    assert voice.ping() is True
    voice.stopAll()
    motion.killAll()
    for future in running[60:]:
        assert future.value(5000) is None
    assert wire.state()["tasks"] == []
    for future in running[:60]:
        future.cancel()
    until(lambda: all(future.isFinished() for future in running))
