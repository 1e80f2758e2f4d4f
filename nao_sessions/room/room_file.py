"""The room file (``room.yaml``): which cameras film, which microphones hear, and what the room is like.

It is checked as a protocol is: an error has a place and a hint. It holds no secret: a login is a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import read_named
from nao_sessions.protocol.reading.source import LARGEST_BYTES
from nao_sessions.room.address import SCHEMES, parse
from nao_sessions.room.sources.login import read_login
from nao_sessions.text.messages import Text, msg

CAMERAS, MICROPHONES = "cameras", "microphones"


class Microphone(BaseModel):
    """One microphone of a room file; ``login`` is the name of its login, "" for none."""

    model_config = ConfigDict(extra="forbid")

    url: str
    login: str = ""


class Camera(BaseModel):
    """One camera of a room file, with its sound; with ``cards``, cards are looked for in it, too.

    ``sound``: whether the camera has a microphone; of one that has none no sound is recorded, or asked for.
    """

    model_config = ConfigDict(extra="forbid")

    url: str
    login: str = ""
    cards: bool = False
    sound: bool = True


TABLE = "table"
"""The place from which Nao may fall, one of those of :class:`RobotPlace`."""


class RobotPlace(BaseModel):
    """The place of Nao; ``head_sign``: three of its head sensors, held for two seconds, stop it."""

    model_config = ConfigDict(extra="forbid")

    place: Literal["table", "floor"] = "floor"
    head_sign: bool = False


class ClapParts(BaseModel):
    """What a clap (the signal that shows a camera's delay) is made of: Nao's lamps, its tones, or both."""

    model_config = ConfigDict(extra="forbid")

    lamps: bool = True
    tones: bool = True


class RoomContent(BaseModel):
    """The content of a room file, as it is checked."""

    model_config = ConfigDict(extra="forbid")

    cameras: dict[str, Camera] = Field(default_factory=dict, max_length=4)
    microphones: dict[str, Microphone] = Field(default_factory=dict, max_length=2)
    robot: RobotPlace = RobotPlace()
    clap: ClapParts = ClapParts()


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """One source to record: its name, address and login, and whether its picture and cards are taken.

    ``sound``: whether a camera's sound is taken, where it has any.
    """

    name: str
    url: str
    login: str = ""
    sound_only: bool = False
    cards: bool = False
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """A room as its file describes it: sources, Nao's place, the clap; ``simulated`` where none is real."""

    sources: tuple[RecordedSource, ...] = ()
    place: str = "floor"
    head_sign: bool = False
    clap: ClapParts = field(default_factory=ClapParts)
    simulated: bool = False

    def without_sources(self) -> Room:
        """Return the room without cameras and microphones, and marked as simulated; Nao's place stays."""
        return replace(self, sources=(), simulated=True)

    @property
    def cameras(self) -> tuple[RecordedSource, ...]:
        """Return the sources that are cameras."""
        return tuple(source for source in self.sources if not source.sound_only)

    @property
    def microphones(self) -> tuple[RecordedSource, ...]:
        """Return the sources that are microphones."""
        return tuple(source for source in self.sources if source.sound_only)


def read_room(path: Path) -> Room:
    """Return the room that a file describes. Raises: UsageError, with the place of what is wrong."""
    try:
        text = read_named(path, LARGEST_BYTES).decode("utf-8")
        if half := _HALF_CHARACTER.search(text):
            raise _wrong(path, msg("a text holds half a character ({why})"), half[0])
        loaded = yaml.safe_load(text) or {}
        content = RoomContent.model_validate(loaded)
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, msg("cannot be read ({why})"), error) from error
    except RecursionError as error:
        raise _wrong(path, msg("is nested too deeply"), error) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark is not None else str(path)
        raise _wrong(place, msg("is no YAML"), error) from error
    except ValidationError as error:
        # A key that nobody knows is most often the misspelt one that is missed elsewhere: it is told first.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        keys = tuple(str(part) for part in first["loc"])
        sentence = _SENTENCES.get((first["type"], keys[-1] if keys else ""))
        sentence = sentence or _SENTENCES.get((first["type"], ""), _OTHER)
        raise _wrong(_place(path, text, keys), sentence, keys[-1] if keys else "") from error
    except ValueError as error:  # PyYAML's own, of a date that there is not
        raise _wrong(path, msg("is no YAML"), error) from error
    sources: list[RecordedSource] = []
    for name, camera in content.cameras.items():
        sources.append(RecordedSource(name, camera.url, camera.login, cards=camera.cards, sound=camera.sound))
        _check(path, text, (CAMERAS, name), sources)
    for name, microphone in content.microphones.items():
        sources.append(RecordedSource(name, microphone.url, microphone.login, sound_only=True))
        _check(path, text, (MICROPHONES, name), sources)
    return Room(
        sources=tuple(sources),
        place=content.robot.place,
        head_sign=content.robot.head_sign,
        clap=content.clap,
    )


_HALF_CHARACTER = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}")
"""Half a pair of UTF-16, which YAML's escapes can write and no file in UTF-8 can hold."""
_SENTENCES = {
    ("extra_forbidden", ""): msg("the key '{why}' is unknown"),
    ("missing", ""): msg("the key '{why}' is missing"),
    ("too_long", CAMERAS): msg("four cameras at most"),
    ("too_long", MICROPHONES): msg("two microphones at most"),
}
_OTHER = msg("'{why}' is not of the form expected")
_EXAMPLE = msg('Example: cameras: {room: {url: "rtsp://192.0.2.10/stream"}}; addresses: {schemes}')


def _check(path: Path, text: str, keys: tuple[str, str], sources: list[RecordedSource]) -> None:
    """Check the last of some sources, whose place is *keys*. Raises: UsageError, with the place."""
    source = sources[-1]
    hint = _EXAMPLE.format(schemes=", ".join(SCHEMES))
    if not source.name.isidentifier():
        sentence = msg("'{name}' is no name of a source (letters, digits, '_')")
        raise _refused(_place(path, text, keys), sentence.format(name=source.name), hint, "F102")
    if any(other.name == source.name for other in sources[:-1]):
        sentence = msg("'{name}' names two sources")
        raise _refused(_place(path, text, keys), sentence.format(name=source.name), None, "F102")
    try:
        parse(source.url)
    except UsageError as error:
        code = "F103" if error.code == "secret_in_address" else "F102"
        raise _refused(
            _place(path, text, (*keys, "url")), error.sentence, error.hint or hint, code
        ) from error
    try:
        read_login(source.login)
    except UsageError as error:
        raise _refused(_place(path, text, (*keys, "login")), error.sentence, error.hint, "F104") from error


def _refused(place: str, sentence: Text, hint: Text | None, code: str) -> UsageError:
    return UsageError(msg("{place}: {sentence}", place=place, sentence=sentence), hint, code=code)


def _wrong(place: object, sentence: Text, why: object) -> UsageError:
    return UsageError(
        msg("{place}: {sentence}", place=place, sentence=sentence.format(why=why)),
        msg("See docs/contracts/record.md."),
        code="F101",
    )


def _place(path: Path, text: str, keys: tuple[str, ...]) -> str:
    """Return ``file:line:col`` of the deepest of some nested keys that the text has."""
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
