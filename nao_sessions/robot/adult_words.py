"""What an adult is told: the sentences to say and the gestures to make in Nao's place, and how Nao is held.

Left and right are the adult's own, as they are Nao's own of Nao: both face the child.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text
from nao_sessions.engine.values import Action

HOLD = Text(
    fr="Ne relevez pas Nao par les bras : moteurs éteints, tenez-le par le torse, les deux mains sous les "
    "aisselles.",
    en="Do not lift Nao by its arms: with the motors off, hold it by the body, both hands under its armpits.",
)
"""How a Nao that has fallen is held, in a session and before one."""
_SAY = Text(fr="À dire : « {text} »", en='Say: "{text}"')
_DO = Text(fr="À faire : {what}", en="Do: {what}")
_SOUND = Text(fr="faire entendre le son « {file} »", en="let the sound '{file}' be heard")
_AS_NAMED = Text(fr="« {name} »", en="'{name}'")

GESTURES: Mapping[str, Text] = {
    "hello": Text(fr="dire bonjour de la main", en="wave hello"),
    "bye": Text(fr="dire au revoir de la main", en="wave goodbye"),
    "cheer": Text(fr="lever les deux bras de joie", en="raise both arms in joy"),
    "yes": Text(fr="faire oui de la tête", en="nod for yes"),
    "no": Text(fr="faire non de la tête", en="shake your head for no"),
    "explain": Text(fr="parler avec les mains", en="talk with your hands"),
    "point_left": Text(fr="montrer votre gauche", en="point to your left"),
    "point_right": Text(fr="montrer votre droite", en="point to your right"),
    "point_board": Text(fr="montrer la tablette", en="point to the board"),
    "think": Text(fr="faire mine de réfléchir", en="look as if you think"),
    "unsure": Text(fr="hausser les épaules : vous ne savez pas", en="shrug: you do not know"),
    "happy": Text(fr="montrer que vous êtes content·e", en="show that you are happy"),
    "sad": Text(fr="montrer que vous êtes triste", en="show that you are sad"),
    "surprised": Text(fr="montrer que vous êtes surpris·e", en="show that you are surprised"),
    "calm": Text(fr="inviter au calme, mains qui descendent", en="invite to be calm, hands going down"),
    "come": Text(fr="inviter à venir, de la main", en="beckon"),
    "you": Text(fr="désigner l'enfant", en="show the child"),
    "me": Text(fr="vous désigner vous-même", en="show yourself"),
    "bow": Text(fr="vous incliner", en="bow"),
}
POSES: Mapping[str, Text] = {
    "arms_down": Text(fr="garder les bras le long du corps", en="keep your arms at your sides"),
    "arms_up": Text(fr="garder les deux bras en l'air", en="keep both arms up"),
    "arms_out": Text(fr="garder les bras en croix", en="keep your arms out to the sides"),
    "arms_forward": Text(fr="garder les deux bras devant vous", en="keep both arms forward"),
    "left_arm_up": Text(fr="garder votre bras gauche en l'air", en="keep your left arm up"),
    "right_arm_up": Text(fr="garder votre bras droit en l'air", en="keep your right arm up"),
    "left_arm_out": Text(fr="garder votre bras gauche sur le côté", en="keep your left arm out"),
    "right_arm_out": Text(fr="garder votre bras droit sur le côté", en="keep your right arm out"),
    "hands_on_hips": Text(fr="garder les mains aux hanches", en="keep your hands on your hips"),
    "hands_up": Text(fr="garder les mains à hauteur de tête", en="keep your hands at head height"),
}
POSTURES: Mapping[str, Text] = {
    "stand": Text(fr="vous mettre debout", en="stand up"),
    "sit": Text(fr="vous asseoir", en="sit down"),
    "crouch": Text(fr="vous accroupir", en="crouch"),
    "rest": Text(fr="ne plus bouger", en="keep still"),
}
LOOKS: Mapping[str, Text] = {
    "participant": Text(fr="regarder l'enfant", en="look at the child"),
    "professional": Text(fr="regarder l'autre adulte", en="look at the other adult"),
    "left": Text(fr="regarder à votre gauche", en="look to your left"),
    "right": Text(fr="regarder à votre droite", en="look to your right"),
    "board": Text(fr="regarder la tablette", en="look at the board"),
    "table": Text(fr="regarder la table", en="look at the table"),
    "ahead": Text(fr="regarder droit devant vous", en="look straight ahead"),
}
_TABLES: Mapping[str, tuple[str, Mapping[str, Text]]] = {
    "gesture": ("name", GESTURES),
    "pose": ("name", POSES),
    "posture": ("name", POSTURES),
    "look": ("where", LOOKS),
}


def to_be_done(action: Action) -> Text | None:
    """Say what an adult does in Nao's place; None where there is nothing to do: eyes, listening, watching."""
    if action.verb == "say":
        return _SAY.format(text=" ".join(str(action.data.get("text", "")).split()))
    if action.verb == "sound":
        return _DO.format(what=_SOUND.format(file=action.data.get("file", "")))
    if action.verb not in _TABLES:
        return None
    key, words = _TABLES[action.verb]
    name = str(action.data.get(key, ""))
    return _DO.format(what=words.get(name) or _AS_NAMED.format(name=name))
