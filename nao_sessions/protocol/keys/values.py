"""The kinds of single value that keys take: what they are called, what they look like, one example of each.

The words come from the catalogue, the patterns from the readers: nothing is written down twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.catalogue import (
    COLOURS,
    GESTURES,
    LOOKS,
    POSES,
    POSTURES,
    TOUCH_GROUPS,
    TOUCH_PARTS,
)
from nao_sessions.protocol.reading.kinds import (
    Either,
    Kind,
    ListOf,
    NamesOf,
    SentenceKind,
    ValueKind,
    shared_syntax,
    words_of,
)
from nao_sessions.protocol.reading.scalars import DURATION as DURATION_SYNTAX
from nao_sessions.protocol.reading.scalars import ID as ID_SYNTAX
from nao_sessions.protocol.reading.scalars import INTEGER as INTEGER_SYNTAX
from nao_sessions.protocol.reading.scalars import LANGUAGE as LANGUAGE_SYNTAX
from nao_sessions.protocol.reading.scalars import (
    MOST_COUNT,
    RESERVED_NAMES,
    Reader,
    read_duration,
    read_id,
    read_labels,
    read_language,
    read_name,
    read_path,
    read_prose,
    read_scalar,
    read_text,
    read_texts,
    read_truth,
    read_word,
)
from nao_sessions.protocol.reading.scalars import NAME as NAME_SYNTAX
from nao_sessions.protocol.reading.scalars import NUMBER as NUMBER_SYNTAX
from nao_sessions.protocol.reading.shape import as_values
from nao_sessions.protocol.reading.yaml_traps import PATH_LIKE
from nao_sessions.protocol.trials import ANY as ANY_ANSWER
from nao_sessions.protocol.trials import NOTHING
from nao_sessions.protocol.wording import COMPREHENSION
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgc

CARDS = 1_000
"""Markers of the dictionary that cards are printed from: numbers 0 to 999 (OpenCV's DICT_4X4_1000)."""

_SPACE = "[ \u00a0\u202f]"
_LETTER = r"\p{L}\p{M}\p{N}_"
"""What ``\\w`` is to a reader, in the syntax of editors."""


def whole(least: int, *, computed: bool = False, most: int = MOST_COUNT, example: str = "") -> ValueKind:
    """Return the kind of a whole number, from ``least`` (0 or 1) to ``most``: a power of ten, or nines."""
    nines = len(str(most)) - (str(most)[0] == "1")
    digits = rf"\+?0{{0,9}}(?:[1-9]\d{{0,{nines - 1}}}" + (f"|{most})" if str(most)[0] == "1" else ")")
    digits += "" if least else r"|[+-]?0+"
    return ValueKind(
        msg("a whole number, {least} to {most}", least=least, most=most),
        example or str(least + 1),
        pattern=digits,
        numbers="whole",
        least=least,
        most=most,
        computed=computed,
    )


ANY = ValueKind(msg("a value"), "3", numbers="any", truth=True)
_SOMETHING = r"[\s\S]*\S[\s\S]*"
_NOT_COMPUTED = rf"(?!=){_SOMETHING}"
TEXT = ValueKind(msg("a text"), '"Jeu de tri"', pattern=_SOMETHING, numbers="any", truth=True)
PROSE = ValueKind(TEXT.name, '"Dupont, 2019"', pattern=_NOT_COMPUTED, numbers="any", truth=True)
"""A name or a reference, for the record."""
WORD = ValueKind(msg("a word"), "fruit", pattern=_SOMETHING, numbers="any", truth=True, computed=True)
LITERAL = ValueKind(WORD.name, WORD.example, pattern=_SOMETHING, numbers="any", truth=True)
"""A word that is what it says, even where it begins with ``=``."""
PLAIN_WORD = ValueKind(WORD.name, WORD.example, pattern=_NOT_COMPUTED, numbers="any", truth=True)
"""A word as it is heard or touched: never computed."""
TRUTH = ValueKind(msg("true or false"), "true", pattern="true|false", truth=True)
NAME = ValueKind(msg("a name"), "accueil", pattern=NAME_SYNTAX.pattern, truth=True)
NAMES = ValueKind(
    msg("a name"),
    "accueil",
    pattern=f"(?!(?:{'|'.join(sorted(RESERVED_NAMES))})$){NAME_SYNTAX.pattern}",
    truth=True,
)
"""A name that the author gives: of a step, a setting, a datum."""
ONE_OR_EACH = ValueKind(
    msg("participant, or a table of items"),
    "participant",
    pattern=NAME_SYNTAX.pattern,
    truth=True,
    offered=("participant",),
)
ID = ValueKind(
    msg("an id"),
    "tri-fruits",
    pattern=f"(?=.{{1,60}}$){shared_syntax(ID_SYNTAX)}",
    numbers="whole",
    least=0,
)
LANGUAGE = ValueKind(
    msg("a language, in two letters"),
    "fr",
    pattern=LANGUAGE_SYNTAX.pattern,
    offered=("fr", "en"),
)
LITERAL_BY_LANGUAGE = Either((LITERAL, NamesOf(LITERAL, LANGUAGE, least=1)))
LITERALS_BY_LANGUAGE = Either(
    (ListOf(LITERAL), LITERAL, NamesOf(ListOf(LITERAL, or_one=True), LANGUAGE, least=1))
)
WORDS_BY_LANGUAGE = Either(
    (ListOf(PLAIN_WORD), PLAIN_WORD, NamesOf(ListOf(PLAIN_WORD, or_one=True), LANGUAGE, least=1))
)
"""Words, or words for each language."""
PATH = ValueKind(msg("a path"), "participant.niveau", pattern=shared_syntax(PATH_LIKE), computed=False)
CONDITION = ValueKind(
    msg("a condition, without the = sign"),
    "data.essais > 2",
    pattern=r"(?!\s*=)[\s\S]+",
    truth=True,
)
_DURATION = rf"\s*(?=\d){shared_syntax(DURATION_SYNTAX, _SPACE)}\s*"
DURATION = ValueKind(
    msg("a duration, with its unit"),
    "10 s",
    pattern=_DURATION,
    computed=True,
    offered=("500 ms", "5 s", "10 s", "1 min", "1 min 30 s"),
)
FIXED_DURATION = ValueKind(DURATION.name, "15 min", pattern=_DURATION, offered=DURATION.offered)
PLAIN_DURATION = ValueKind(DURATION.name, "1 s", pattern=_DURATION, offered=DURATION.offered)
"""One that is written out, where no computed one may stand."""
REVERSALS = ValueKind(
    msg("a number of reversals"),
    "6 reversals",
    pattern=r"\d{1,3} reversals?",
)
COUNT = whole(1, computed=True, example="6")
VERSION = ValueKind(msg("the number 1"), "1", pattern=r"\+?0*1", numbers="whole", least=1, most=1)
RIGHT = ValueKind(
    WORD.name,
    "fruit",
    pattern=_SOMETHING,
    numbers="any",
    truth=True,
    computed=True,
    offered=("= item.answer", ANY_ANSWER, NOTHING),
)
REASON = ValueKind(
    msg("a reason, in a few words"),
    '"l\'adulte reste à côté"',
    pattern=r"\s*\S+\s+\S[\s\S]*",
)
LEVEL_OF_COMPREHENSION = ValueKind(
    msg("what the child has to understand"),
    "short_sentences",
    pattern=_SOMETHING,
    numbers="any",
    truth=True,
    offered=tuple(COMPREHENSION),
)
CARD = whole(0, most=CARDS - 1, example="12")
_FILE = f"[{_LETTER}-][{_LETTER} .-]*(?:/[{_LETTER}-][{_LETTER} .-]*)*"
FILE = ValueKind(
    msg("a file, from the protocol's folder"),
    "pictures/pomme.svg",
    pattern=_FILE,
    numbers="any",
    truth=True,
)
SOUND = ValueKind(FILE.name, "sounds/eau.ogg", pattern=_FILE, computed=True)
PICTURE = ValueKind(FILE.name, FILE.example, pattern=_FILE, numbers="any", truth=True, computed=True)
BOARD = ValueKind(
    msg("a file .obf or .obz, from the protocol's folder"),
    "boards/repas.obf",
    pattern=_FILE,
)  # fmt: skip
PROTOCOL = ValueKind(FILE.name, "rituels/bonjour.yaml", pattern=_FILE, numbers="any", truth=True)
TABLE = ValueKind(
    msg("a CSV file, from the protocol's folder"),
    "items/fruits.csv",
    pattern=_FILE,
    numbers="any",
    truth=True,
)
GESTURE = words_of(
    {gesture.name: gesture.description for gesture in GESTURES.values()},
    msg("a gesture of the catalogue"),
    computed=True,
)
POSE = words_of(
    {pose.name: pose.description for pose in POSES.values()},
    msg("a pose of the catalogue"),
    computed=True,
)
POSTURE = words_of(
    {posture.name: posture.description for posture in POSTURES.values()},
    msg("a posture of the catalogue"),
    computed=True,
)
LOOK = words_of(
    {look.name: look.description for look in LOOKS.values()},
    msg("a direction of the catalogue"),
    computed=True,
)
COLOUR = words_of(
    {colour.name: colour.description for colour in COLOURS.values()},
    msg("a colour of the catalogue"),
    "green",
    computed=True,
)
TOUCH = words_of(
    {
        **{
            group: joined((TOUCH_PARTS[part] for part in parts), msgc("between parts", " or "))
            for group, parts in TOUCH_GROUPS.items()
        },
        **TOUCH_PARTS,
    },
    msg("a part of Nao"),
    "hand.left",
)


NUMBER = ValueKind(msg("a number"), "2.5", pattern=shared_syntax(NUMBER_SYNTAX), numbers="any")
INTEGER = ValueKind(
    msg("a whole number"),
    "3",
    pattern=shared_syntax(INTEGER_SYNTAX),
    numbers="whole",
)
_OF_TYPE: Mapping[str, ValueKind] = {
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": TRUTH,
    "duration": FIXED_DURATION,
}


def of_type(word: str) -> ValueKind:
    """Return the kind of value for the name of a type (``integer``); ANY for a type without one."""
    return _OF_TYPE.get(word, ANY)


def this_word(word: str, meaning: Text) -> ValueKind:
    """Return the kind of a key that takes only one word."""
    return words_of({word: meaning}, msg("the word {word}", word=word))


SENTENCE = SentenceKind(msg("a sentence"), '"Bonjour !"', barred="\\")
LABEL = SentenceKind(msg("a few words"), '"attention soutenue"')

READERS: Mapping[Reader, Kind] = {
    read_scalar: ANY,
    read_word: WORD,
    read_text: TEXT,
    read_prose: PROSE,
    read_texts: SENTENCE,
    read_labels: LABEL,
    read_truth: TRUTH,
    read_duration: FIXED_DURATION,
    read_name: NAME,
    read_id: ID,
    read_language: LANGUAGE,
    read_path: PATH,
    as_values: NamesOf(ANY, least=1),
}
"""The kind of value that each plain reader takes."""
