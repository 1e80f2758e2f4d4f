"""The words for an adult: the sentences to say and the gestures to make in Nao's place, and how to hold Nao.

Left and right are the adult's own, as they are Nao's own of Nao: both face the child.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.engine.values import Action
from nao_sessions.text.messages import Text, msg

HOLD = msg(
    "Do not lift Nao by its arms: with the motors off, hold it by the body, both hands under its armpits."
)
"""How a Nao that has fallen is held, in a session and before one."""
_SAY = msg('Say: "{text}"')
_DO = msg("Do: {what}")
_SOUND = msg("let the sound '{file}' be heard")
_AS_NAMED = msg("'{name}'")

GESTURES: Mapping[str, Text] = {
    "hello": msg("wave hello"),
    "bye": msg("wave goodbye"),
    "cheer": msg("raise both arms in joy"),
    "yes": msg("nod for yes"),
    "no": msg("shake your head for no"),
    "explain": msg("talk with your hands"),
    "point_left": msg("point to your left"),
    "point_right": msg("point to your right"),
    "point_board": msg("point to the board"),
    "think": msg("look as if you think"),
    "unsure": msg("shrug: you do not know"),
    "happy": msg("show that you are happy"),
    "sad": msg("show that you are sad"),
    "surprised": msg("show that you are surprised"),
    "calm": msg("invite to be calm, hands going down"),
    "come": msg("beckon"),
    "you": msg("show the child"),
    "me": msg("show yourself"),
    "bow": msg("bow"),
}
POSES: Mapping[str, Text] = {
    "arms_down": msg("keep your arms at your sides"),
    "arms_up": msg("keep both arms up"),
    "arms_out": msg("keep your arms out to the sides"),
    "arms_forward": msg("keep both arms forward"),
    "left_arm_up": msg("keep your left arm up"),
    "right_arm_up": msg("keep your right arm up"),
    "left_arm_out": msg("keep your left arm out"),
    "right_arm_out": msg("keep your right arm out"),
    "hands_on_hips": msg("keep your hands on your hips"),
    "hands_up": msg("keep your hands at head height"),
}
POSTURES: Mapping[str, Text] = {
    "stand": msg("stand up"),
    "sit": msg("sit down"),
    "crouch": msg("crouch"),
    "rest": msg("keep still"),
}
LOOKS: Mapping[str, Text] = {
    "participant": msg("look at the child"),
    "professional": msg("look at the other adult"),
    "left": msg("look to your left"),
    "right": msg("look to your right"),
    "board": msg("look at the board"),
    "table": msg("look at the table"),
    "ahead": msg("look straight ahead"),
}
_TABLES: Mapping[str, tuple[str, Mapping[str, Text]]] = {
    "gesture": ("name", GESTURES),
    "pose": ("name", POSES),
    "posture": ("name", POSTURES),
    "look": ("where", LOOKS),
}


def to_be_done(action: Action) -> Text | None:
    """Return in words what an adult does in Nao's place; None for eyes, listening and watching."""
    if action.verb == "say":
        return _SAY.format(text=" ".join(str(action.data.get("text", "")).split()))
    if action.verb == "sound":
        return _DO.format(what=_SOUND.format(file=action.data.get("file", "")))
    if action.verb not in _TABLES:
        return None
    key, words = _TABLES[action.verb]
    name = str(action.data.get(key, ""))
    return _DO.format(what=words.get(name) or _AS_NAMED.format(name=name))
