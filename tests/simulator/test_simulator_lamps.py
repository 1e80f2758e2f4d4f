"""Lamps: names, overloads, fades that end when they are over."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.simulator_wire import Wire, error_of, until


@pytest.fixture
def leds(wire: Wire) -> Any:
    return wire.service("ALLeds")


def eye(wire: Wire) -> list[float]:
    colour: list[float] = wire.state()["leds"]["RightFaceLeds"]
    return colour


def test_a_colour_is_given_by_number_by_name_or_by_parts(wire: Wire, leds: Any) -> None:
    leds.fadeRGB("FaceLeds", 0x00FF00, 0.1)
    assert eye(wire) == [0.0, 1.0, 0.0]
    leds.fadeRGB("FaceLeds", "magenta", 0.1)
    assert eye(wire) == [1.0, 0.0, 1.0]
    leds.fadeRGB("FaceLeds", 0.0, 0.5, 1.0, 0.1)
    assert eye(wire) == [0.0, 0.5, 1.0]


def test_on_off_reset_and_intensity(wire: Wire, leds: Any) -> None:
    leds.off("AllLeds")
    assert eye(wire) == [0.0, 0.0, 0.0]
    leds.on("LeftEarLed1")
    assert leds.getIntensity("LeftEarLed1") == 1.0
    leds.setIntensity("ChestLedsRed", 0.25)
    assert leds.getIntensity("ChestLeds") == [0.25, 0.0, 0.0]
    leds.reset("FaceLeds")
    assert eye(wire) == [1.0, 1.0, 1.0]


def test_a_list_of_colours_ends_with_the_last(wire: Wire, leds: Any) -> None:
    leds.fadeListRGB("AllLeds", [0xFFFFFF, 0x0000FF], [0.1, 0.2])
    assert eye(wire) == [0.0, 0.0, 1.0]
    assert leds.getIntensity("LeftEarLed1") == 1.0
    assert error_of(lambda: leds.fadeListRGB("AllLeds", [0, 1], [0.2, 0.1])) == (
        "\tALLeds::fadeListRGB\n\tThe times must be strictly increasing."
    )
    assert error_of(lambda: leds.fadeListRGB("AllLeds", [0, 1], [0.2])) == (
        "\tALLeds::fadeListRGB\n\tThere are 2 colours and 1 times: their numbers must be equal."
    )


def test_a_newer_fade_takes_over(wire: Wire, leds: Any) -> None:
    slow = leds.fadeRGB("FaceLeds", 0xFF0000, 30.0, _async=True)
    until(lambda: eye(wire)[2] < 1.0)  # under way; the trace's line comes before that
    leds.fadeRGB("FaceLeds", 0x00FF00, 0.0)
    assert eye(wire) == [0.0, 1.0, 0.0]
    slow.cancel()
    until(slow.isCanceled)


def test_groups_are_those_of_the_robot_and_can_be_made(leds: Any) -> None:
    groups = leds.listGroups()
    assert {"AllLeds", "FaceLeds", "EarLeds", "BrainLeds", "ChestLeds", "FeetLeds", "FaceLed0"} <= set(groups)
    assert leds.listGroup("FaceLedRight0") == ["RightFaceLed8"]
    assert leds.listGroup("FaceLedLeft0") == ["LeftFaceLed1"]
    leds.createGroup("mine", ["ChestLed", "LeftFootLeds"])
    assert len(leds.listLED("mine")) == 6
    assert len(leds.listLEDs()) == 51
    assert error_of(lambda: leds.on("Tail")) == "\tALLeds::on\n\tUnknown led or group Tail."


@pytest.mark.parametrize(("effect", "arguments"), [("rasta", (0.5,)), ("randomEyes", (0.5,))])
def test_the_old_effects_end(leds: Any, effect: str, arguments: tuple[float, ...]) -> None:
    assert leds.call(effect, *arguments) is None


def test_eyes_rotate(leds: Any) -> None:
    assert leds.rotateEyes(0x0000FF, 0.4, 0.8) is None
    assert leds.earLedsSetAngle(90, 0.1, False) is None
