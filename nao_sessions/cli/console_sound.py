"""What the console's preparation says of the sound: a line a source, with a remedy where nothing is heard.

Nothing here keeps a session from beginning: whether a microphone records is seen when its recorder rolls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.doctor.device_codes import NO_SOUND, SILENT
from nao_sessions.live.preflight import SOUND, Line, Verdict
from nao_sessions.live.room_file import Recorded
from nao_sessions.room.viewing import Heard, Hearing
from nao_sessions.text.messages import Text, msg


def sound_lines(sounds: Sequence[tuple[Recorded, Heard]]) -> tuple[Line, ...]:
    """Give a line for each source; a camera without sound is told only where nothing else hears the room."""
    others = [source for source, heard in sounds if heard.state != "no_sound"]
    return tuple(_line(source, heard) for source, heard in sounds if heard.state != "no_sound" or not others)


def _line(source: Recorded, heard: Heard) -> Line:
    verdict, sentence, remedy, code = _TOLD[heard.state]
    kind = _MICROPHONE if source.sound_only else _CAMERA
    told = sentence.format(source=kind.format(name=source.name))
    return Line(f"{SOUND}{source.name}", verdict, told, remedy, code)


_CAMERA = msg("the camera '{name}'")
_MICROPHONE = msg("the microphone '{name}'")
_SPEAK = msg(
    "Speak: the bar must move. Otherwise: a muted or unplugged microphone, or sound that is off in the "
    "camera."
)
_SWITCH_ON = msg("Switch the sound on in the camera, or add a microphone to the room file.")
_TOLD: Mapping[Hearing, tuple[Verdict, Text, Text | None, str]] = {
    "unknown": ("warning", msg("Listening to {source}..."), None, ""),
    "heard": (
        "well",
        msg("The room is heard through {source}."),
        None,
        "",
    ),
    "silent": (
        "warning",
        msg("Nothing is heard through {source}."),
        _SPEAK,
        SILENT.code,
    ),
    "no_sound": (
        "warning",
        msg("No sound: {source} sends none."),
        _SWITCH_ON,
        NO_SOUND.code,
    ),
    "gone": (
        "warning",
        msg("No sound: {source} does not answer."),
        msg("Check its power and its cable; 'nao-sessions doctor' says why."),
        "D107",
    ),
}
