"""What goes wrong on purpose: dropped and hanging connections, planned errors, a fall; and the trace."""

from __future__ import annotations

import threading

import qi

from tests.simulator.simulator_wire import DEADLINE_S, Wire, error_of, until


def test_a_planned_error_comes_once_with_exactly_its_text(own_wire: Wire) -> None:
    leds = own_wire.service("ALLeds")
    own_wire.service("NaoSimulator").failNext("ALLeds", "on", "\tALLeds::on\n\tboum")
    assert error_of(lambda: leds.on("FaceLeds")) == "\tALLeds::on\n\tboum"
    assert leds.on("FaceLeds") is None


def test_dropped_clients_notice_and_can_come_back(own_wire: Wire) -> None:
    gone = threading.Event()
    own_wire.session.disconnected.connect(lambda _reason: gone.set())
    voice = own_wire.service("ALTextToSpeech")
    own_wire.service("NaoSimulator").drop()
    assert gone.wait(DEADLINE_S)
    assert error_of(voice.ping) == "Socket is not connected"
    again = qi.Session()
    again.connect(own_wire.url)
    assert again.service("ALTextToSpeech").ping() is True
    again.close()


def test_a_hanging_robot_answers_nothing_then_goes_on(own_wire: Wire) -> None:
    voice = own_wire.service("ALTextToSpeech")
    own_wire.service("NaoSimulator").hang(0.4)
    status = f"/proc/{own_wire.process.pid}/status"

    def stopped() -> bool:
        with open(status) as lines:  # noqa: PTH123
            return "T (stopped)" in lines.read()

    until(stopped)
    answer = voice.ping(_async=True)
    assert answer.wait(50) == qi.FutureState.Running
    assert answer.value(int(DEADLINE_S * 1000)) is True
    assert not stopped()


def test_a_fall_stops_everything_and_ends_limp_in_safeguard(own_wire: Wire) -> None:
    fallen = own_wire.listen("robotHasFallen")
    turning = own_wire.service("ALMotion").angleInterpolation("HeadYaw", 1.0, 30.0, True, _async=True)
    own_wire.service("NaoSimulator").fall()
    assert turning.value(5000) is None
    assert fallen.wait(1) == [1]
    state = own_wire.state()
    assert (state["fallen"], state["awake"], state["family"]) == (True, False, "LyingBelly")
    assert own_wire.service("ALAutonomousLife").getState() == "safeguard"
    own_wire.service("NaoSimulator").getUp()
    assert own_wire.state()["posture"] == "Crouch"


def test_a_robot_that_goes_limp_while_standing_falls(own_wire: Wire) -> None:
    falling = own_wire.listen("ALMotion/RobotIsFalling")
    own_wire.service("ALMotion").setStiffnesses("Body", 0.0)
    assert falling.wait(1) == [1]


def test_every_call_is_traced_with_its_arguments_before_it_acts(own_wire: Wire) -> None:
    own_wire.service("ALTextToSpeech").say("Un mot")
    own_wire.service("NaoSimulator").tap("head.front", 0.05)
    until(lambda: any(line.get("key") == "FrontTactilTouched" for line in own_wire.effects("event")))
    (call,) = own_wire.calls("ALTextToSpeech", "say")
    assert call["args"] == ["Un mot"]
    (started,) = own_wire.effects("speech.started")
    assert call["at"] < started["at"]
    (tapped,) = own_wire.calls("NaoSimulator", "tap")
    assert tapped["args"][0] == "head.front"
    times = [line["at"] for line in own_wire.lines()]
    assert times == sorted(times)


def test_the_child_in_the_picture_has_four_moods(own_wire: Wire) -> None:
    room = own_wire.service("NaoSimulator")
    room.child("reaching")
    assert own_wire.state()["child"] == "reaching"
    assert error_of(lambda: room.child("flying")) == (
        "\tNaoSimulator::child\n\tflying is not one of idle, reaching, speaking, absent."
    )
    assert "tail is not one of head.front" in error_of(lambda: room.touch("tail", True))
