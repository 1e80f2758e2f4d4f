"""Every table and list that is exported, by name, in the order of the data dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nao_sessions.analysis.film.copies import CLIPS_TABLE, FRAMES_TABLE
from nao_sessions.analysis.tables.columns import BEGINNING, FEATURES, TABLES, Column, TableOf
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.record.telemetry.columns import (
    BATTERY_CURRENT,
    BATTERY_HEAT,
    BATTERY_MINUTES,
    BATTERY_PERCENT,
    EVERY_S,
    HEAD_HEAT,
    JOINTS,
    SHORTEST_S,
    heat_columns,
    joint_column,
    touch_column,
)
from nao_sessions.text.formats import Number
from nao_sessions.text.messages import Text, msg

# The columns of telemetry in the data dictionary, made from the list of what is kept of Nao's body.
#
# What a column means follows from its name there: a joint that is added has its line here by itself.

_LIMBS: Mapping[str, Text] = {
    "Head": msg("head"),
    "LShoulder": msg("left shoulder"),
    "LElbow": msg("left elbow"),
    "LWrist": msg("left wrist"),
    "LHand": msg("left hand"),
    "LHip": msg("left hip"),
    "LKnee": msg("left knee"),
    "LAnkle": msg("left ankle"),
    "RShoulder": msg("right shoulder"),
    "RElbow": msg("right elbow"),
    "RWrist": msg("right wrist"),
    "RHand": msg("right hand"),
    "RHip": msg("right hip"),
    "RKnee": msg("right knee"),
    "RAnkle": msg("right ankle"),
}
_AXES: Mapping[str, Text] = {
    "Yaw": msg("{limb}, yaw"),
    "Pitch": msg("{limb}, pitch"),
    "Roll": msg("{limb}, roll"),
    "YawPitch": msg("{limb}, yaw and pitch"),
}
_JOINT = re.compile(r"([LR]?)(Head|Shoulder|Elbow|Wrist|Hand|Hip|Knee|Ankle)(|Yaw|Pitch|Roll|YawPitch)")


def joint_words(joint: str) -> Text:
    """Return the words for a joint of NAOqi: « épaule gauche, tangage »; left and right are Nao's."""
    found = _JOINT.fullmatch(joint)
    assert found is not None, joint
    side, limb, axis = found.groups()
    return _AXES[axis].format(limb=_LIMBS[side + limb]) if axis else _LIMBS[side + limb]


def _joints() -> Iterator[Column]:
    for joint in JOINTS:
        words = joint_words(joint)
        if joint.endswith("Hand"):
            yield Column(joint_column(joint), "float32", _OPEN.format(words=words))
        else:
            yield Column(joint_column(joint), "float32", _ANGLE.format(words=words, joint=joint), "rad")


def _touch() -> Iterator[Column]:
    for part, words in TOUCH_PARTS.items():
        yield Column(touch_column(part), "float32", _TOUCHED.format(words=words))


def _power() -> Iterator[Column]:
    yield Column(BATTERY_PERCENT, "float32", _CHARGE, "%")
    yield Column(BATTERY_MINUTES, "float32", _MINUTES, "min")
    yield Column(BATTERY_CURRENT, "float32", _CURRENT, "A")
    yield Column(BATTERY_HEAT, "float32", _BATTERY_HEAT, "°C")
    yield Column(HEAD_HEAT, "float32", _HEAD_HEAT, "°C")
    for joint in JOINTS:
        celsius, status = heat_columns(joint)
        words = joint_words(joint)
        yield Column(celsius, "float32", _HEAT.format(words=words, joint=joint), "°C")
        yield Column(status, "float32", _STATUS.format(words=words, joint=joint))


def _sampled(part: str, what: Text) -> Text:
    every = f"{EVERY_S[part]:g}"
    return msg("{what}, every {every} s", what=what, every=Number(every))


_OPEN = msg("how open: {words}; 0 closed, 1 open")
_ANGLE = msg("measured angle: {words} ({joint})")
_TOUCHED = msg("1 while a sensor is pressed, else 0: {words}")
_CHARGE = msg("charge of the battery")
_MINUTES = msg("activity that this charge is good for, by the maker's 60 minutes; no measurement")
_CURRENT = msg("current of the battery, as NAOqi gives it; its sign was never seen on a real Nao")
_BATTERY_HEAT = msg("temperature of the battery, as NAOqi gives it")
_HEAD_HEAT = msg("temperature of the head, as NAOqi gives it")
_HEAT = msg("temperature of the motor: {words} ({joint})")
_STATUS = msg(
    "heat of the motor, as NAOqi judges it: {words} ({joint}); 0 cool, 1 hot, 2 its stiffness is lowered, "
    "3 limp"
)
_PARTS: Mapping[str, Text] = {
    "joints": _sampled("joints", msg("angles of the joints")),
    "touch": _sampled("touch", msg("touch sensors")),
    "power": _sampled("power", msg("battery and heat")),
}

TELEMETRY = TableOf(
    "telemetry",
    msg("a sample of one part of Nao's body; empty in the columns of the other parts"),
    (
        *BEGINNING,
        Column("at_ns", "int64",
               msg("session time of the middle of the call to Nao"), "ns"),
        Column("uncertainty_ns", "int64",
               msg("half its length: Nao looked within that; what it read could be half a second "
                    "old (touch, battery, heat)"), "ns"),
        Column("part", "string",
               msg("what was sampled, in session time; of an accelerated session, no more often than every "
                   "{least} s × speed", least=Number(f"{SHORTEST_S:g}")), levels=_PARTS),
        *_joints(), *_touch(), *_power(),
    ),
)  # fmt: skip

EVERY_TABLE: Mapping[str, TableOf] = {
    **TABLES,
    **{table.name: table for table in (TELEMETRY, FEATURES, CLIPS_TABLE, FRAMES_TABLE)},
}
"""The tables, and the lists that go with clips and with copies at a constant rate."""
