"""The room file (``room.yaml``): which cameras film, and what the room is like.

It is checked as a protocol is: an error has a place and a hint.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Text

SCHEMES = ("tcp", "http")


class Camera(BaseModel):
    """One camera: an MPEG-TS stream over TCP or HTTP; with ``cards``, cards are looked for in it, too."""

    model_config = ConfigDict(extra="forbid")

    url: str
    cards: bool = False


class RobotPlace(BaseModel):
    """Where Nao is, and whether three head sensors held two seconds stop it."""

    model_config = ConfigDict(extra="forbid")

    place: Literal["table", "floor"] = "floor"


class RoomContent(BaseModel):
    """What a room file may hold."""

    model_config = ConfigDict(extra="forbid")

    cameras: dict[str, Camera] = Field(default_factory=dict, max_length=4)
    robot: RobotPlace = RobotPlace()


@dataclass(frozen=True, slots=True)
class Room:
    """The sources of a session, by name, those that look for cards, and whether any of them is real."""

    cameras: tuple[tuple[str, str], ...] = ()
    card_cameras: tuple[tuple[str, str], ...] = ()
    place: str = "floor"
    simulated: bool = False


def read_room(path: Path) -> Room:
    """Read a room file. Raises: UsageError, with the place of what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        loaded = yaml.safe_load(text) or {}
        content = RoomContent.model_validate(loaded)
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, Text(fr="ne se lit pas ({why})", en="cannot be read ({why})"), error) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark is not None else str(path)
        raise _wrong(place, Text(fr="n'est pas du YAML", en="is no YAML"), error) from error
    except ValidationError as error:
        # A key that nobody knows is most often the misspelt one that is missed elsewhere: it is told first.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        keys = tuple(str(part) for part in first["loc"])
        sentence = _SENTENCES.get(first["type"], _OTHER)
        raise _wrong(_place(path, text, keys), sentence, keys[-1] if keys else "") from error
    for name, camera in content.cameras.items():
        if not name.isidentifier() or urlsplit(camera.url).scheme not in SCHEMES:
            place = _place(path, text, ("cameras", name))
            raise UsageError(
                Text(
                    fr="{place} : caméra « {name} » : une adresse tcp:// ou http:// est attendue.",
                    en="{place}: camera '{name}': a tcp:// or http:// address is expected.",
                ).format(place=place, name=name),
                Text(
                    fr='Exemple : cameras: {{salle: {{url: "tcp://192.0.2.10:5000"}}}}',
                    en='Example: cameras: {{room: {{url: "tcp://192.0.2.10:5000"}}}}',
                ).format(),
                code="F102",
            )
    cameras = tuple((name, camera.url) for name, camera in content.cameras.items())
    card_cameras = tuple((name, camera.url) for name, camera in content.cameras.items() if camera.cards)
    return Room(cameras=cameras, card_cameras=card_cameras, place=content.robot.place)


_SENTENCES = {
    "extra_forbidden": Text(fr="la clé « {why} » est inconnue", en="the key '{why}' is unknown"),
    "missing": Text(fr="la clé « {why} » manque", en="the key '{why}' is missing"),
    "too_long": Text(fr="quatre caméras au plus", en="four cameras at most"),
}
_OTHER = Text(fr="« {why} » n'a pas la forme attendue", en="'{why}' is not of the form expected")


def _wrong(place: object, sentence: Text, why: object) -> UsageError:
    return UsageError(
        Text(fr="{place} : " + sentence.fr, en="{place}: " + sentence.en).format(place=place, why=why),
        Text(fr="Voyez docs/contracts/record.md.", en="See docs/contracts/record.md."),
        code="F101",
    )


def _place(path: Path, text: str, keys: tuple[str, ...]) -> str:
    """Give ``file:line:col`` of the deepest of some nested keys that the text has."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line, column = 1, 1
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        for name, value in node.value:
            if name.value == key:
                line, column, node = name.start_mark.line + 1, name.start_mark.column + 1, value
                break
        else:
            break
    return f"{path}:{line}:{column}"
