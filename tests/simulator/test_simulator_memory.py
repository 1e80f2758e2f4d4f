"""ALMemory: values, events, subscribers of both kinds."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import qi

from tests.simulator.simulator_wire import DEADLINE_S, Wire, error_of, until


@pytest.fixture
def memory(wire: Wire) -> Any:
    return wire.service("ALMemory")


@pytest.mark.parametrize(
    "value", [1, 1.5, "é", [1, 2.5, "x", [True]], None, {"a": 1}, []], ids=lambda value: repr(value)
)
def test_a_value_comes_back_as_it_was_stored(memory: Any, value: object) -> None:
    memory.insertData("mine", value)
    assert memory.getData("mine") == value


def test_a_float_has_32_bits_as_on_the_robot(memory: Any) -> None:
    memory.insertData("mine", 0.1)
    assert memory.getData("mine") == 0.10000000149011612


def test_lists_give_none_for_what_is_missing(memory: Any) -> None:
    memory.insertListData([["a", 1], ["b", "two"]])
    assert memory.getListData(["a", "nope", "b"]) == [1, None, "two"]


def test_an_event_is_told_kept_and_has_a_history(wire: Wire, memory: Any) -> None:
    heard = wire.listen("Mine/Event")
    for value in (1, 1, [2.5, "x"]):
        memory.raiseEvent("Mine/Event", value)
    assert heard.wait(3) == [1, 1, [2.5, "x"]]
    assert memory.getType("Mine/Event") == "Event"
    assert [value for value, _, _ in memory.getEventHistory("Mine/Event")] == [1, 1, [2.5, "x"]]
    value, seconds, microseconds = memory.getTimestamp("Mine/Event")
    assert value == [2.5, "x"]
    assert seconds > 0
    assert 0 <= microseconds < 1_000_000


def test_a_subscriber_is_not_told_what_was_before(wire: Wire, memory: Any) -> None:
    memory.raiseEvent("Mine/Late", 1)
    heard = wire.listen("Mine/Late")
    memory.raiseEvent("Mine/Late", 2)
    assert heard.wait(1) == [2]


def test_an_event_that_was_never_raised_has_no_value(memory: Any) -> None:
    memory.declareEvent("Mine/Declared")
    assert "Mine/Declared" in memory.getEventList()
    assert error_of(lambda: memory.getData("Mine/Declared")) == (
        "\tALMemory::getData\n\tData not found Mine/Declared"
    )


def test_a_module_of_a_client_is_called_with_key_value_and_message(wire: Wire, memory: Any) -> None:
    called, arguments = threading.Event(), []

    class Module:
        def on_event(self, key: str, value: object, message: str) -> None:
            arguments.append((key, value, message))
            called.set()

    module = Module()
    number = wire.session.registerService("MyModule", module)
    memory.subscribeToEvent("Mine/Legacy", "MyModule", "hello", "on_event")
    memory.raiseEvent("Mine/Legacy", 5)
    assert called.wait(DEADLINE_S)
    assert arguments == [("Mine/Legacy", 5, "hello")]
    assert memory.getSubscribers("Mine/Legacy") == ["MyModule"]
    memory.unsubscribeToEvent("Mine/Legacy", "MyModule")
    assert memory.getSubscribers("Mine/Legacy") == []
    wire.session.unregisterService(number)


def test_a_removed_key_is_gone(memory: Any) -> None:
    memory.insertData("mine", 1)
    memory.removeData("mine")
    assert "mine" not in memory.getDataListName()
    assert error_of(lambda: memory.removeData("mine")) == "\tALMemory::removeData\n\tData not found mine"


def test_waiting_for_a_change_gives_the_next_value(wire: Wire, memory: Any) -> None:
    memory.declareEvent("Mine/Next")
    future = memory.getDataOnChange("Mine/Next", 0, _async=True)
    until(lambda: wire.calls("ALMemory", "getDataOnChange"))
    memory.raiseEvent("Mine/Next", "now")
    assert future.value(5000) == "now"


def test_the_robot_tells_what_it_is(memory: Any) -> None:
    assert memory.getData("RobotConfig/Body/Type") == "Nao"
    assert memory.getData("Device/SubDeviceList/HeadYaw/Position/Sensor/Value") == pytest.approx(0.0, abs=0.1)
    assert "Device/SubDeviceList/LHand/Touch/Back/Sensor/Value" in memory.getDataList("LHand/Touch")


def test_a_second_session_hears_the_same_event(wire: Wire, memory: Any) -> None:
    other = qi.Session()
    other.connect(wire.url)
    arrived = threading.Event()
    subscriber = other.service("ALMemory").subscriber("Mine/Shared")
    subscriber.signal.connect(lambda _value: arrived.set())
    heard = wire.listen("Mine/Shared")
    memory.raiseEvent("Mine/Shared", 1)
    assert heard.wait(1) == [1]
    assert arrived.wait(DEADLINE_S)
    other.close()
