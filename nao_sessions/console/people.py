"""The participants that a console knows: each by a code, a symbol and a colour, in ``participants.json``.

No name is in the file: a first name that was unlocked is in memory (``ConsoleConfig.names``), and nowhere
else.

The symbols and colours that stand for participants on pages: simple shapes of our own, with their names. A
colour is never the only sign: every badge shows its symbol and its code too.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.core.codes import PARTS, code_words, is_code
from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.record.private import replace_private
from nao_sessions.robot.names import PARTICIPANT, Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg


@dataclass(frozen=True, slots=True)
class Symbol:
    """A shape: what it is called, and its outline as an SVG path on a square of 24 by 24."""

    name: Text
    path: str


SYMBOLS: Mapping[str, Symbol] = {
    "star": Symbol(
        msg("star"),
        "M12 2l3 6.6 7.1.8-5.3 4.8 1.5 7L12 17.6l-6.3 3.6 1.5-7L1.9 9.4 9 8.6z",
    ),
    "boat": Symbol(msg("boat"), "M11 2v12H4zM13 5l6.5 9H13zM2 16h20l-3.5 5h-13z"),
    "tree": Symbol(msg("tree"), "M12 1l6 7h-3l5 6h-4l5 5h-7.5v4h-3v-4H3l5-5H4l5-6H6z"),
    "sun": Symbol(
        msg("sun"),
        "M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4z"
        "M3.5 5l1.5-1.5 2.8 2.8-1.5 1.5zM16.2 17.7l1.5-1.5 2.8 2.8-1.5 1.5z"
        "M19 3.5L20.5 5l-2.8 2.8-1.5-1.5zM6.3 16.2l1.5 1.5L5 20.5 3.5 19z",
    ),
    "moon": Symbol(msg("moon"), "M14 2a10 10 0 1 0 8 14.5A9 9 0 0 1 14 2z"),
    "cloud": Symbol(
        msg("cloud"),
        "M6.5 19.5a5 5 0 0 1-.7-9.9A6.5 6.5 0 0 1 18 9.3a5.2 5.2 0 0 1-.5 10.2z",
    ),
    "house": Symbol(msg("house"), "M12 2l10 9h-3v11h-5v-6h-4v6H5V11H2z"),
    "fish": Symbol(
        msg("fish"),
        "M2 12c3-6.5 11-7.5 15-2.5l5-4v13l-5-4C13 19.5 5 18.5 2 12zM7 9.5a1.5 1.5 0 1 0 0 3 "
        "1.5 1.5 0 0 0 0-3z",
    ),
    "heart": Symbol(
        msg("heart"),
        "M12 21.5C4 16 2 12 2 8.3 2 2.8 9.5 1.5 12 6.8 14.5 1.5 22 2.8 22 8.3c0 3.7-2 7.7-10 13.2z",
    ),
    "flower": Symbol(
        msg("flower"),
        "M12 1.5a4 4 0 0 1 3.9 5A4 4 0 1 1 17.5 14 4 4 0 1 1 12 19a4 4 0 1 1-5.5-5A4 4 0 1 1 8.1 6.5 "
        "4 4 0 0 1 12 1.5zM12 9a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    ),
    "leaf": Symbol(
        msg("leaf"),
        "M21 3c1 10-3 16-10 16-2 0-3.5-.6-4.7-1.5L3.5 21 2 19.5l3-3C4.3 15.3 4 14 4 12.5 4 6 11 3 21 3z",
    ),
    "drop": Symbol(
        msg("drop"),
        "M12 1.5c5 6.5 7.5 10 7.5 13.5a7.5 7.5 0 0 1-15 0c0-3.5 2.5-7 7.5-13.5z",
    ),
    "key": Symbol(
        msg("key"),
        "M7 6a6 6 0 0 1 5.7 4H23v4h-2v4h-4v-4h-4.3A6 6 0 1 1 7 6zM7 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    ),
    "kite": Symbol(
        msg("kite"),
        "M14 1l8 9-10 8-6-10zM10.5 19l1.5 1-3 3-4-2-3 2-1-1.5 4-2.5 4 2z",
    ),
    "mushroom": Symbol(msg("mushroom"), "M12 2c6 0 10 4.5 10 10H2C2 6.5 6 2 12 2zM8.5 14h7l1.5 8H7z"),
    "apple": Symbol(
        msg("apple"),
        "M13 6c0-3 2-4.5 4.5-4.5 0 2.5-1.7 4.2-4 4.5 5-1.5 8 1.5 8 6 0 5-3.5 10-6.5 10-1.3 0-2-.6-3-.6"
        "s-1.7.6-3 .6c-3 0-6.5-5-6.5-10 0-4.5 3-7.5 8-6z",
    ),
    "umbrella": Symbol(
        msg("umbrella"),
        "M11 1h2v2c5 .5 9 4.5 9 10h-9v6a3.5 3.5 0 0 1-7 0h2a1.5 1.5 0 0 0 3 0v-6H2C2 7.5 6 3.5 11 3z",
    ),
    "bell": Symbol(
        msg("bell"),
        "M11 1h2v2c4 .5 6 3.5 6 8v4l2.5 4h-19L5 15v-4c0-4.5 2-7.5 6-8zM9 20.5h6a3 3 0 0 1-6 0z",
    ),
    "car": Symbol(
        msg("car"),
        "M6 6h9l4 5 3 1.5V17h-2a3 3 0 0 1-6 0h-4a3 3 0 0 1-6 0H2v-5l2-1zM7.5 8L6.3 11h4.2V8z"
        "M12.5 8v3h4l-2.3-3zM7 15.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z"
        "M17 15.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
    ),
    "cup": Symbol(
        msg("cup"),
        "M3 6h14v2h2a3.5 3.5 0 0 1 0 7h-2.5A6.5 6.5 0 0 1 3 13zM17 10v3h2a1.5 1.5 0 0 0 0-3zM2 20h17v2H2z",
    ),
    "mountain": Symbol(msg("mountain"), "M9 4l5.5 9L17 9.5 23 21H1zM9 8l-2 4 2-1 2 1z"),
    "butterfly": Symbol(
        msg("butterfly"),
        "M11 8C8 3 2 2 2 6.5S4 13 7 13c-3 1-3.5 7 0 7 2.5 0 4-3 4-5z"
        "M13 8c3-5 9-6 9-1.5S20 13 17 13c3 1 3.5 7 0 7-2.5 0-4-3-4-5z",
    ),
    "rocket": Symbol(
        msg("rocket"),
        "M12 1c4 3 5 7 5 10.5l3 3.5v5l-4-2H8l-4 2v-5l3-3.5C7 8 8 4 12 1zM12 7a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
        "M10 19.5h4L12 24z",
    ),
    "crown": Symbol(
        msg("crown"),
        "M2 6l5.5 5L12 4l4.5 7L22 6l-2.5 12h-15zM4.5 19.5h15v2h-15z",
    ),
}

COLOURS: Mapping[str, Text] = {
    "blue": msg("blue"),
    "green": msg("green"),
    "yellow": msg("yellow"),
    "orange": msg("orange"),
    "pink": msg("pink"),
    "violet": msg("violet"),
    "brown": msg("brown"),
    "grey": msg("grey"),
}
"""What each is called; how it looks is in ``people.css``."""


FORMAT = 1
_SMALLEST_CODE_DIGITS, _LARGEST_CODE_DIGITS = 2, 4


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as pages show one. ``aside``: not offered any more; nobody else gets the code."""

    code: str
    symbol: str
    colour: str
    aside: bool = False

    @property
    def path(self) -> str:
        """Return the outline of the participant's symbol as SVG path data, on a square of 24 by 24."""
        return SYMBOLS[self.symbol].path

    def described(self, language: Language) -> str:
        """Return the participant's symbol and colour in words: ``bateau, bleu``."""
        symbol, colour = SYMBOLS[self.symbol].name, COLOURS[self.colour]
        return f"{symbol.in_language(language)}, {colour.in_language(language)}"

    def called(self, language: Language) -> str:
        """Return the code as pages write it; for a part in a rehearsal: `Rôle 1`."""
        return code_words(self.code).in_language(language)

    def to_json(self, language: Language) -> dict[str, str]:
        """Return what a page's script needs to draw the participant's badge, as JSON values."""
        return {
            "code": self.code,
            "called": self.called(language),
            "path": self.path,
            "colour": self.colour,
            "described": self.described(language),
        }


STAND_INS = tuple(map(Person, PARTS, ("sun", "moon", "cloud", "tree"), ("grey",) * len(PARTS)))
"""The parts that adults play in a rehearsal: no child has such a code, and no figures are kept of one."""


@dataclass(frozen=True, slots=True)
class People:
    """All participants, in the order in which they were added."""

    everybody: tuple[Person, ...] = ()

    @property
    def offered(self) -> tuple[Person, ...]:
        """Return the participants that are not set aside."""
        return tuple(person for person in self.everybody if not person.aside)

    def __contains__(self, code: str) -> bool:
        return any(person.code == code for person in self.everybody)

    def get(self, code: str) -> Person:
        """Return the participant with a code; for an unknown code, a participant with a plain badge."""
        found = (person for person in (*self.everybody, *STAND_INS) if person.code == code)
        return next(found, Person(code, "star", "grey"))

    def with_new(self, taken: Collection[str] = ()) -> People:
        """Return the participants and a new one, with a random code and the least used symbol and colour.

        ``taken``: codes that past sessions hold, and that are therefore given to nobody.
        """
        code = draw_code({*taken, *(person.code for person in self.everybody)})
        symbol, colour = self._least_used_badge()
        return People((*self.everybody, Person(code, symbol, colour)))

    def changed(self, code: str, *, symbol: str, colour: str, aside: bool) -> People:
        """Return the participants with another symbol, colour or ``aside`` for one of them.

        Raises:
            UsageError: there is no such participant, symbol or colour (C102); another one has both (C103).
        """
        if code not in self or symbol not in SYMBOLS or colour not in COLOURS:
            raise UsageError(_UNKNOWN, code="C102")
        for other in self.offered:
            if not aside and other.code != code and (other.symbol, other.colour) == (symbol, colour):
                raise UsageError(_TWINS.format(code=other.code), _TWINS_HINT, code="C103")
        person = replace(self.get(code), symbol=symbol, colour=colour, aside=aside)
        return People(tuple(person if other.code == code else other for other in self.everybody))

    def _least_used_badge(self) -> tuple[str, str]:
        """Return a symbol and a colour that nobody has together, each as rare as can be."""
        badges = Counter((person.symbol, person.colour) for person in self.offered)
        symbols = Counter(person.symbol for person in self.offered)
        colours = Counter(person.colour for person in self.offered)
        return min(product(SYMBOLS, COLOURS), key=lambda b: (badges[b], symbols[b[0]], colours[b[1]]))


def read_people(keep: Path) -> People:
    """Return the participants of a console; none where none was ever added.

    Raises:
        RecordError: the file is there and cannot be read (C101); nothing may be written over it then.
    """
    path = keep / "participants.json"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return People()
    except OSError as error:
        raise _unreadable(path) from error
    try:
        kept = _Kept.model_validate_json(content)
    except ValidationError as error:
        raise _unreadable(path) from error
    people = tuple(Person(one.code, one.symbol, one.colour, one.aside) for one in kept.participants)
    if (
        kept.format > FORMAT
        or not all(map(_sound, people))
        or len({one.code for one in people}) < len(people)
    ):
        raise _unreadable(path)
    return People(people)


def people_if_readable(keep: Path) -> People:
    """Return the participants; none where their file cannot be read, so that a page still opens."""
    try:
        return read_people(keep)
    except RecordError:
        return People()


def write_people(keep: Path, people: People) -> None:
    """Replace the file of participants, whole or not at all (0600, the folder 0700).

    Raises:
        RecordError: there is no space, or no right to write (C104); those before are as they were.
    """
    record = {
        "format": FORMAT,
        "participants": [
            {"code": one.code, "symbol": one.symbol, "colour": one.colour, "aside": one.aside}
            for one in people.everybody
        ],
    }
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_private(keep / "participants.json", (json.dumps(record, indent=1) + "\n").encode("ascii"))
    except OSError as error:
        raise not_kept(error) from error


def draw_code(taken: Collection[str]) -> str:
    """Return a random free code, ``P07``; with more digits once half of the shorter codes are taken."""
    for digits in range(_SMALLEST_CODE_DIGITS, _LARGEST_CODE_DIGITS + 1):
        free = [code for n in range(1, 10**digits) if (code := f"P{n:0{digits}}") not in taken]
        if len(free) > 10**digits // 2:
            return secrets.choice(free)
    return secrets.choice(free)


def first_name(names: Pseudonyms, code: str) -> str:
    """Return the first name of a participant where it was unlocked for this run, else an empty text."""
    return names.fill(PARTICIPANT, participant=code)


def not_kept(error: OSError) -> NaoSessionsError:
    """Return the error for something that the console could not write (C104)."""
    why = error.strerror or type(error).__name__
    return RecordError(_NOT_KEPT.format(why=why), _NOT_KEPT_HINT, code="C104")


class _KeptPerson(BaseModel):
    model_config = ConfigDict(extra="ignore")

    code: str
    symbol: str
    colour: str
    aside: bool = False


class _Kept(BaseModel):
    """What ``participants.json`` holds."""

    model_config = ConfigDict(extra="ignore")

    format: int = Field(ge=1)
    participants: list[_KeptPerson]


def _sound(person: Person) -> bool:
    return is_code(person.code) and person.symbol in SYMBOLS and person.colour in COLOURS


def _unreadable(path: Path) -> RecordError:
    return RecordError(_UNREADABLE.format(path=path), _UNREADABLE_HINT, code="C101")


_UNREADABLE = msg("{path} cannot be read: the participants cannot be shown.")
_UNREADABLE_HINT = msg("Put the file back from a backup, or rename it: nothing writes over it.")
_UNKNOWN = msg("There is no such participant, symbol or colour here.")
_TWINS = msg("{code} has this symbol in this colour already.")
_TWINS_HINT = msg("Choose another symbol or another colour.")
_NOT_KEPT = msg("This could not be kept ({why}).")
_NOT_KEPT_HINT = msg("Make room on the disk, then try again: nothing else has changed.")


def known_adults() -> tuple[str, ...]:
    """Return the codes of the adults in the ledger of grounds; none where it cannot be read."""
    try:
        persons = LedgerFile.default().read().persons
    except (NaoSessionsError, OSError):
        return ()
    return tuple(sorted(code for code, person in persons.items() if person.role != "child"))
