"""The state of the robot that the camera process draws, ready for JSON."""

from __future__ import annotations

from typing import Any

from nao_simulator.robot import Robot

_EYES = {side: tuple(f"{side}FaceLed{n}" for n in range(1, 9)) for side in ("Left", "Right")}


def snapshot(robot: Robot, instant_ns: int) -> dict[str, Any]:
    """Return the robot's state now, with its lamps as they will be at an instant: a fade knows its future.

    Colours are 0 to 1, angles rad, heights m; the instant, which is ``t``, is CLOCK_MONOTONIC in ns.
    """
    lights = robot.lights.at(robot.clock.sim_s(instant_ns))
    blinking = robot.life.blink(robot.clock.now_s())
    torso_z, torso_pitch = robot.body.torso()
    dark = [0.0, 0.0, 0.0]
    eyes = {
        side.lower(): [dark if blinking else list(lights.rgb(lamp)) for lamp in lamps]
        for side, lamps in _EYES.items()
    }
    listening = robot.hearing.running
    posture = robot.posture()
    sentence = robot.mouth.sentence
    pose = robot.body.walk.pose(robot.clock.now_s())
    return {
        "t": instant_ns,
        "joints": robot.body.sensed(),
        "torso": {"z": torso_z, "pitch": torso_pitch, "fallen": robot.body.fallen},
        "eyes": eyes,
        "ears": lights.mean("EarLeds"),
        "brain": lights.mean("BrainLeds"),
        "chest": list(lights.rgb("ChestLed")),
        "feet": [list(lights.rgb("LeftFootLed")), list(lights.rgb("RightFootLed"))],
        "speech": sentence,
        "heard": robot.recent_word(),
        "listening": listening,
        "posture": posture,
        "touched": list(robot.touch.pressed()),
        "child": robot.child,
        "card": robot.sight.card,
        "state": {
            "awake": robot.awake,
            "battery": robot.power.charge_percent,
            "card": robot.sight.card,
            "face": robot.sight.face_shown,
            "looking": robot.sight.looking,
            "fallen": robot.body.fallen,
            "family": robot.posture_family(),
            "language": robot.language,
            "life": robot.life.state,
            "listening": listening,
            "muted": robot.speakers.muted,
            "pose": [pose.x, pose.y, pose.theta],
            "posture": posture,
            "speaking": sentence is not None,
            "tasks": [name for name, _, _ in robot.body.task_list()],
            "vocabulary": robot.hearing.vocabulary,
            "volume": robot.speakers.volume_percent,
        },
    }
