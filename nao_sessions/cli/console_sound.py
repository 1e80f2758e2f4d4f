"""What the console's preparation says of the sound: a line a source, with a remedy where nothing is heard.

Nothing here keeps a session from beginning: whether a microphone records is seen when its recorder rolls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.core.text import Text
from nao_sessions.doctor.device_codes import NO_SOUND, SILENT
from nao_sessions.live.preflight import SOUND, Line, Verdict
from nao_sessions.live.room_file import Recorded
from nao_sessions.room.viewing import Heard, Hearing


def sound_lines(sounds: Sequence[tuple[Recorded, Heard]]) -> tuple[Line, ...]:
    """Give a line for each source; a camera without sound is told only where nothing else hears the room."""
    others = [source for source, heard in sounds if heard.state != "no_sound"]
    return tuple(_line(source, heard) for source, heard in sounds if heard.state != "no_sound" or not others)


def _line(source: Recorded, heard: Heard) -> Line:
    verdict, sentence, remedy, code = _TOLD[heard.state]
    kind = _MICROPHONE if source.sound_only else _CAMERA
    told = sentence.format(source=kind.format(name=source.name))
    return Line(f"{SOUND}{source.name}", verdict, told, remedy, code)


_CAMERA = Text(fr="la caméra « {name} »", en="the camera '{name}'")
_MICROPHONE = Text(fr="le micro « {name} »", en="the microphone '{name}'")
_SPEAK = Text(
    fr="Parlez : la barre doit bouger. Sinon : micro coupé, débranché, ou son désactivé sur la caméra.",
    en="Speak: the bar must move. Otherwise: a muted or unplugged microphone, or sound that is off in the "
    "camera.",
)
_SWITCH_ON = Text(
    fr="Activez le son sur la caméra, ou ajoutez un micro au fichier de salle.",
    en="Switch the sound on in the camera, or add a microphone to the room file.",
)
_TOLD: Mapping[Hearing, tuple[Verdict, Text, Text | None, str]] = {
    "unknown": ("warning", Text(fr="On écoute {source}…", en="Listening to {source}..."), None, ""),
    "heard": (
        "well",
        Text(fr="On entend la salle par {source}.", en="The room is heard through {source}."),
        None,
        "",
    ),
    "silent": (
        "warning",
        Text(fr="On n'entend rien par {source}.", en="Nothing is heard through {source}."),
        _SPEAK,
        SILENT.code,
    ),
    "no_sound": (
        "warning",
        Text(fr="Aucun son : {source} n'en envoie pas.", en="No sound: {source} sends none."),
        _SWITCH_ON,
        NO_SOUND.code,
    ),
    "gone": (
        "warning",
        Text(fr="Pas de son : {source} ne répond pas.", en="No sound: {source} does not answer."),
        Text(
            fr="Vérifiez l'alimentation et le câble ; « nao-sessions doctor » dit pourquoi.",
            en="Check its power and its cable; 'nao-sessions doctor' says why.",
        ),
        "D107",
    ),
}
