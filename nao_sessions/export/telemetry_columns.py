"""The columns of telemetry in the data dictionary, made from the list of what is kept of Nao's body.

What a column means follows from its name there: a joint that is added has its line here by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nao_sessions.core.text import Text
from nao_sessions.export.columns import BEGINNING, Column, TableOf
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.session.telemetry_columns import (
    BATTERY_CURRENT,
    BATTERY_HEAT,
    BATTERY_MINUTES,
    BATTERY_PERCENT,
    EVERY_S,
    HEAD_HEAT,
    JOINTS,
    heat_columns,
    joint_column,
    touch_column,
)

_SIDES: Mapping[str, Text] = {"L": Text(fr=" gauche", en="left "), "R": Text(fr=" droite", en="right ")}
_LIMBS: Mapping[str, Text] = {
    "Head": Text(fr="tête", en="head"),
    "Shoulder": Text(fr="épaule{side}", en="{side}shoulder"),
    "Elbow": Text(fr="coude{side}", en="{side}elbow"),
    "Wrist": Text(fr="poignet{side}", en="{side}wrist"),
    "Hand": Text(fr="main{side}", en="{side}hand"),
    "Hip": Text(fr="hanche{side}", en="{side}hip"),
    "Knee": Text(fr="genou{side}", en="{side}knee"),
    "Ankle": Text(fr="cheville{side}", en="{side}ankle"),
}
_OF_MASCULINE = frozenset({"Elbow", "Wrist", "Knee"})
_MASCULINE = {"L": " gauche", "R": " droit"}
_AXES: Mapping[str, Text] = {
    "": Text(fr="", en=""),
    "Yaw": Text(fr=", lacet", en=", yaw"),
    "Pitch": Text(fr=", tangage", en=", pitch"),
    "Roll": Text(fr=", roulis", en=", roll"),
    "YawPitch": Text(fr=", lacet et tangage", en=", yaw and pitch"),
}
_JOINT = re.compile(r"([LR]?)(Head|Shoulder|Elbow|Wrist|Hand|Hip|Knee|Ankle)(|Yaw|Pitch|Roll|YawPitch)")


def joint_words(joint: str) -> Text:
    """Name a joint of NAOqi in words: « épaule gauche, tangage »; left and right are Nao's own."""
    found = _JOINT.fullmatch(joint)
    assert found is not None, joint
    side, limb, axis = found.groups()
    which = _SIDES.get(side, Text(fr="", en=""))
    if limb in _OF_MASCULINE:
        which = Text(fr=_MASCULINE[side], en=which.en)
    named = _LIMBS[limb].format(side=which)
    return Text(fr=named.fr + _AXES[axis].fr, en=named.en + _AXES[axis].en)


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
    return Text(fr=f"{what.fr}, toutes les {every.replace('.', ',')} s", en=f"{what.en}, every {every} s")


_OPEN = Text(fr="ouverture : {words} ; 0 fermée, 1 ouverte", en="how open: {words}; 0 closed, 1 open")
_ANGLE = Text(fr="angle mesuré : {words} ({joint})", en="measured angle: {words} ({joint})")
_TOUCHED = Text(
    fr="1 tant qu'un capteur est pressé, sinon 0 : {words}", en="1 while a sensor is pressed, else 0: {words}"
)
_CHARGE = Text(fr="charge de la batterie", en="charge of the battery")
_MINUTES = Text(
    fr="activité que cette charge permet, d'après les 60 minutes du constructeur ; ce n'est pas une mesure",
    en="activity that this charge is good for, by the maker's 60 minutes; no measurement",
)
_CURRENT = Text(
    fr="courant de la batterie, tel que NAOqi le donne ; son signe n'a été vu sur aucun vrai Nao",
    en="current of the battery, as NAOqi gives it; its sign was never seen on a real Nao",
)
_BATTERY_HEAT = Text(
    fr="température de la batterie, telle que NAOqi la donne",
    en="temperature of the battery, as NAOqi gives it",
)
_HEAD_HEAT = Text(
    fr="température de la tête, telle que NAOqi la donne",
    en="temperature of the head, as NAOqi gives it",
)
_HEAT = Text(fr="température du moteur : {words} ({joint})", en="temperature of the motor: {words} ({joint})")
_STATUS = Text(
    fr="chaleur du moteur, jugée par NAOqi : {words} ({joint}) ; 0 frais, 1 chaud, 2 raideur réduite, "
    "3 relâché",
    en="heat of the motor, as NAOqi judges it: {words} ({joint}); 0 cool, 1 hot, 2 its stiffness is lowered, "
    "3 limp",
)
_PARTS: Mapping[str, Text] = {
    "joints": _sampled("joints", Text(fr="angles des articulations", en="angles of the joints")),
    "touch": _sampled("touch", Text(fr="capteurs de toucher", en="touch sensors")),
    "power": _sampled("power", Text(fr="batterie et température", en="battery and heat")),
}

TELEMETRY = TableOf(
    "telemetry",
    Text(
        fr="un relevé d'une partie du corps de Nao ; vide dans les colonnes des autres parties",
        en="a sample of one part of Nao's body; empty in the columns of the other parts",
    ),
    (
        *BEGINNING,
        Column("at_ns", "int64",
               Text(fr="temps de séance du milieu de la demande à Nao",
                    en="session time of the middle of the call to Nao"), "ns"),
        Column("uncertainty_ns", "int64",
               Text(fr="la moitié de sa durée : Nao a regardé à cela près ; ce qu'il a lu pouvait "
                    "dater d'une demi-seconde (toucher, batterie, température)",
                    en="half its length: Nao looked within that; what it read could be half a second "
                    "old (touch, battery, heat)"), "ns"),
        Column("part", "string", Text(fr="ce qui a été relevé", en="what was sampled"), levels=_PARTS),
        *_joints(), *_touch(), *_power(),
    ),
)  # fmt: skip
