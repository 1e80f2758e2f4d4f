"""Sound, life, awareness, battery, heat, touch, and what the machine says of itself."""

from __future__ import annotations

import json

import pytest

from tests.simulator.simulator_wire import Wire, error_of, until


def test_volume_and_mute(wire: Wire) -> None:
    device = wire.service("ALAudioDevice")
    device.setOutputVolume(40)
    assert device.getOutputVolume() == 40
    device.muteAudioOut(True)
    assert device.isAudioOutMuted() is True
    device.muteAudioOut(False)
    text = "\tALAudioDevice::setOutputVolume\n\tThe volume 140 is not between 0 and 100."
    assert error_of(lambda: device.setOutputVolume(140)) == text


@pytest.mark.parametrize(
    ("service", "stop"), [("ALAudioDevice", "flushAudioOutputs"), ("ALAudioPlayer", "stopAll")]
)
def test_a_tone_starts_at_once_and_can_be_stopped(wire: Wire, service: str, stop: str) -> None:
    wire.service("ALAudioDevice").playSine(440, 50, 0, 60.0)
    (started,) = [line for line in wire.effects("sound.started") if line["seconds"] == 60.0][-1:]
    wire.service(service).call(stop)
    assert wire.effects("sound.stopped")[-1]["id"] == started["id"]
    assert wire.state()["sounds"] == []


def test_a_tone_ends_by_itself(wire: Wire) -> None:
    ended = len(wire.effects("sound.ended"))
    wire.service("ALAudioDevice").playSine(440, 50, 0, 0.5)
    until(lambda: len(wire.effects("sound.ended")) == ended + 1)


def test_a_file_must_be_on_the_robot(wire: Wire) -> None:
    player = wire.service("ALAudioPlayer")
    assert player.playFile("/usr/share/naoqi/wav/bip_gentle.wav") is None
    number = player.loadFile("/usr/share/naoqi/wav/random.wav")
    assert player.getFileLength(number) == 2.0
    assert error_of(lambda: player.playFile("/etc/passwd")) == (
        "\tALAudioPlayer::playFile\n\tCannot open file /etc/passwd: no such file or directory."
    )


def test_a_file_in_a_loop_ends_when_it_is_stopped(wire: Wire) -> None:
    player = wire.service("ALAudioPlayer")
    playing = player.playFileInLoop("/usr/share/naoqi/wav/random.wav", _async=True)
    until(lambda: wire.state()["sounds"])
    player.stopAll()
    assert playing.value(5000) is None


def test_life_states_switch_the_abilities(wire: Wire) -> None:
    life, states = wire.service("ALAutonomousLife"), wire.listen("AutonomousLife/State")
    life.setState("disabled")
    abilities = {entry["name"]: entry["enabled"] for entry in life.getAutonomousAbilitiesStatus()}
    assert abilities == {
        "AutonomousBlinking": False,
        "BackgroundMovement": False,
        "BasicAwareness": False,
        "ListeningMovement": False,
        "SpeakingMovement": True,
    }
    life.setState("interactive")
    assert life.getState() == "interactive"
    assert life.getAutonomousAbilityEnabled("All") is True
    assert "Cannot go from interactive to solitary." in error_of(lambda: life.setState("solitary"))
    assert "lazy is not a valid state." in error_of(lambda: life.setState("lazy"))
    life.setState("disabled")
    life.setState("solitary")
    assert states.wait(4) == ["disabled", "interactive", "disabled", "solitary"]


def test_disabling_life_does_not_make_nao_limp(wire: Wire) -> None:
    wire.service("ALAutonomousLife").setState("disabled")
    assert wire.service("ALMotion").robotIsWakeUp() is True
    wire.service("ALAutonomousLife").setState("solitary")


@pytest.mark.parametrize("name", ["Blinking", "Background", "Listening", "Speaking"])
def test_each_ability_has_its_switch(wire: Wire, name: str) -> None:
    ability = wire.service("ALAutonomousBlinking" if name == "Blinking" else f"AL{name}Movement")
    ability.setEnabled(False)
    assert ability.isEnabled() is False
    ability.setEnabled(True)
    assert ability.isEnabled() is True


def test_awareness_can_be_paused_and_configured(wire: Wire) -> None:
    awareness = wire.service("ALBasicAwareness")
    awareness.setEnabled(True)
    awareness.pauseAwareness()
    assert (awareness.isEnabled(), awareness.isRunning(), awareness.isAwarenessPaused()) == (
        True,
        False,
        True,
    )
    awareness.resumeAwareness()
    awareness.setTrackingMode("Head")
    awareness.setEngagementMode("FullyEngaged")
    assert (awareness.getTrackingMode(), awareness.getEngagementMode()) == ("Head", "FullyEngaged")
    assert "is not a valid tracking mode" in error_of(lambda: awareness.setTrackingMode("Tail"))


def test_breathing_is_switched_by_chain(wire: Wire) -> None:
    motion = wire.service("ALMotion")
    motion.setBreathEnabled("Arms", True)
    assert (motion.getBreathEnabled("Arms"), motion.getBreathEnabled("Legs")) == (True, False)
    motion.setBreathConfig([["Bpm", 20.0], ["Amplitude", 0.25]])
    assert motion.getBreathConfig() == [["Bpm", 20.0], ["Amplitude", 0.25]]
    motion.setBreathEnabled("Body", False)
    assert motion.getBreathEnabled("Arms") is False


def test_the_battery_tells_when_it_gets_low(wire: Wire) -> None:
    charge, low = wire.listen("BatteryChargeChanged"), wire.listen("BatteryLowDetected")
    wire.service("NaoSimulator").battery(15)
    assert charge.wait(1) == [15]
    assert low.wait(1) == [1]
    assert wire.service("ALBattery").getBatteryCharge() == 15
    wire.service("NaoSimulator").battery(100)
    assert low.wait(2) == [1, 0]


def test_a_hot_joint_is_diagnosed_and_goes_limp(wire: Wire) -> None:
    hot, room = wire.listen("HotDeviceDetected"), wire.service("NaoSimulator")
    assert wire.service("ALBodyTemperature").getTemperatureDiagnosis() == []
    room.heat("LShoulderPitch", 3)
    assert hot.wait(1) == [["LShoulderPitch"]]
    assert wire.service("ALBodyTemperature").getTemperatureDiagnosis() == [2, ["LArm"]]
    assert wire.service("ALMotion").getStiffnesses("LShoulderPitch") == [0.0]
    room.heat("LShoulderPitch", 0)
    wire.service("ALMotion").setStiffnesses("LShoulderPitch", 1.0)


@pytest.mark.parametrize(
    ("part", "event"),
    [
        ("head.front", "FrontTactilTouched"),
        ("head.middle", "MiddleTactilTouched"),
        ("head.rear", "RearTactilTouched"),
        ("hand.left.back", "HandLeftBackTouched"),
        ("hand.right.right", "HandRightRightTouched"),
        ("foot.left", "LeftBumperPressed"),
        ("foot.right", "RightBumperPressed"),
        ("chest", "ChestButtonPressed"),
    ],
)
def test_a_touched_part_raises_its_event_and_touch_changed(wire: Wire, part: str, event: str) -> None:
    heard, changed = wire.listen(event), wire.listen("TouchChanged")
    wire.service("NaoSimulator").touch(part, True)
    wire.service("NaoSimulator").touch(part, False)
    assert heard.wait(2) == [1.0, 0.0]
    pressed, released = changed.wait(2)
    assert [entry[1] for entry in pressed] == [True] * len(pressed)
    assert [entry[0] for entry in released] == [entry[0] for entry in pressed]


@pytest.mark.parametrize(
    ("hand", "events"),
    [
        ("left", ("HandLeftBackTouched", "HandLeftLeftTouched")),
        ("right", ("HandRightBackTouched", "HandRightRightTouched")),
    ],
)
def test_a_hand_is_pressed_at_two_sensors(wire: Wire, hand: str, events: tuple[str, str]) -> None:
    heard, room = [wire.listen(event) for event in (*events, "TouchChanged")], wire.service("NaoSimulator")
    room.touch(f"hand.{hand}", True)
    assert json.loads(room.state())["touched"] == [f"hand.{hand}"]
    status = {entry[0]: entry[1] for entry in wire.service("ALTouch").getStatus()}
    side = hand[0].upper()
    pressed = [place for place in ("Back", "Left", "Right") if status[f"{side}Hand/Touch/{place}"]]
    assert pressed == ["Back", hand.title()]
    room.touch(f"hand.{hand}", False)
    assert [one.wait(2) for one in heard[:2]] == [[1.0, 0.0], [1.0, 0.0]]
    assert [[name for name, _, _ in changed][-1] for changed in heard[2].wait(4)] == [
        *(f"{side}Hand/Touch/{place}" for place in ("Back", hand.title())),
    ] * 2


def test_the_sensors_of_a_hand_flicker_while_its_arm_moves_and_only_then(own_wire: Wire) -> None:
    events = [f"HandRight{place}Touched" for place in ("Back", "Left", "Right")]
    heard, other = [own_wire.listen(event) for event in events], own_wire.listen("HandLeftBackTouched")
    room, motion = own_wire.service("NaoSimulator"), own_wire.service("ALMotion")
    room.flicker(True)
    motion.angleInterpolation(["RElbowYaw"], [[0.2, 1.2]], [[1.0, 2.0]], True)
    room.flicker(False)
    assert all(1.0 in one.wait(2) for one in heard)
    until(lambda: json.loads(room.state())["touched"] == [])
    assert other.values == []


def test_two_sensors_of_the_head_are_one_touched_head(wire: Wire) -> None:
    changed, room = wire.listen("TouchChanged"), wire.service("NaoSimulator")
    room.touch("head.front", True)
    room.touch("head.rear", True)
    status = {entry[0]: entry[1] for entry in wire.service("ALTouch").getStatus()}
    assert (status["Head"], status["Head/Touch/Front"], status["Head/Touch/Middle"]) == (True, True, False)
    room.touch("head.front", False)
    room.touch("head.rear", False)
    assert [[entry[0] for entry in value] for value in changed.wait(4)] == [
        ["Head", "Head/Touch/Front"],
        ["Head/Touch/Rear"],
        ["Head/Touch/Front"],
        ["Head", "Head/Touch/Rear"],
    ]


def test_two_clicks_of_the_chest_are_a_double_click(wire: Wire) -> None:
    double = wire.listen("ALChestButton/DoubleClickOccurred")
    for _ in range(2):
        wire.service("NaoSimulator").touch("chest", True)
        wire.service("NaoSimulator").touch("chest", False)
    double.wait(1)


def test_the_machine_says_what_it_is(wire: Wire) -> None:
    system, model = wire.service("ALSystem"), wire.service("ALRobotModel")
    assert system.systemVersion() == "2.8.6.23"
    assert system.setRobotName("bleu") is True
    assert system.robotName() == "bleu"
    assert (model.getRobotType(), model.hasLegs()) == ("Nao", True)
    assert 'memoryName="RobotConfig/Body/Type" value="Nao"' in model.getConfig()


def test_the_charger_is_told(wire: Wire) -> None:
    memory = wire.service("ALMemory")
    assert memory.getData("BatteryChargingFlagChanged") == 0
    charging = wire.listen("BatteryChargingFlagChanged")
    wire.service("NaoSimulator").plug(True)
    wire.service("NaoSimulator").plug(False)
    assert charging.wait(2) == [1, 0]


def test_an_application_gestures_on_whatever_is_killed_until_it_is_stopped(wire: Wire) -> None:
    manager = wire.service("ALBehaviorManager")
    assert manager.getUserBehaviorNames() == ["demo/behavior_1"]
    manager.startBehavior("demo/behavior_1")
    until(lambda: wire.state()["tasks"])
    wire.service("ALMotion").killAll()
    assert manager.getRunningBehaviors() == ["demo/behavior_1"]
    until(lambda: wire.state()["tasks"])
    manager.stopAllBehaviors()
    until(lambda: not wire.state()["tasks"])
    assert (manager.getRunningBehaviors(), manager.isBehaviorRunning("demo/behavior_1")) == ([], False)


def test_a_behaviour_that_is_an_animation_ends_by_itself(wire: Wire) -> None:
    manager, runs = wire.service("ALBehaviorManager"), wire.listen("BehaviorsRun")
    name = "animations/Stand/Gestures/Yes_1"
    assert manager.runBehavior(name) is None
    assert runs.wait(2) == [[name], []]
    assert error_of(lambda: manager.runBehavior("nope/behavior_1")) == (
        "\tALBehaviorManager::runBehavior\n\tThe behavior nope/behavior_1 is not installed."
    )
