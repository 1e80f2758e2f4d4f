"""The kinds of single value that keys take: what they are called, what they look like, one example of each.

The words come from the catalogue, the patterns from the readers: nothing is written down twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES, TOUCH_GROUPS, TOUCH_PARTS
from nao_sessions.protocol.poses import POSES
from nao_sessions.protocol.reading.kinds import (
    Either,
    Kind,
    Listed,
    Named,
    Sentence,
    Value,
    shared_syntax,
    words_of,
)
from nao_sessions.protocol.reading.scalars import DURATION as DURATION_SYNTAX
from nao_sessions.protocol.reading.scalars import ID as ID_SYNTAX
from nao_sessions.protocol.reading.scalars import INTEGER as INTEGER_SYNTAX
from nao_sessions.protocol.reading.scalars import LANGUAGE as LANGUAGE_SYNTAX
from nao_sessions.protocol.reading.scalars import (
    MOST_COUNT,
    PATH_LIKE,
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
from nao_sessions.protocol.trials import ANY as ANY_ANSWER
from nao_sessions.protocol.trials import NOTHING
from nao_sessions.protocol.wording import COMPREHENSION

CARDS = 1_000
"""Markers of the dictionary that cards are printed from: numbers 0 to 999 (OpenCV's DICT_4X4_1000)."""

_SPACE = "[ \u00a0\u202f]"
_LETTER = r"\p{L}\p{M}\p{N}_"
"""What ``\\w`` is to a reader, in the syntax of editors."""


def whole(least: int, *, computed: bool = False, most: int = MOST_COUNT, example: str = "") -> Value:
    """Give the kind of a whole number, from ``least`` (0 or 1) to ``most``: a power of ten, or nines."""
    nines = len(str(most)) - (str(most)[0] == "1")
    digits = rf"\+?0{{0,9}}(?:[1-9]\d{{0,{nines - 1}}}" + (f"|{most})" if str(most)[0] == "1" else ")")
    digits += "" if least else r"|[+-]?0+"
    between, between_en = f"de {least} à {most}", f"{least} to {most}"
    return Value(
        Text(fr=f"un nombre entier, {between}", en=f"a whole number, {between_en}"),
        example or str(least + 1),
        pattern=digits,
        numbers="whole",
        least=least,
        most=most,
        computed=computed,
    )


ANY = Value(Text(fr="une valeur", en="a value"), "3", numbers="any", truth=True)
_SOMETHING = r"[\s\S]*\S[\s\S]*"
_NOT_COMPUTED = rf"(?!=){_SOMETHING}"
TEXT = Value(Text(fr="un texte", en="a text"), '"Jeu de tri"', pattern=_SOMETHING, numbers="any", truth=True)
PROSE = Value(TEXT.name, '"Dupont, 2019"', pattern=_NOT_COMPUTED, numbers="any", truth=True)
"""A name or a reference, for the record."""
WORD = Value(
    Text(fr="un mot", en="a word"), "fruit", pattern=_SOMETHING, numbers="any", truth=True, computed=True
)
LITERAL = Value(WORD.name, WORD.example, pattern=_SOMETHING, numbers="any", truth=True)
"""A word that is what it says, even where it begins with ``=``."""
PLAIN_WORD = Value(WORD.name, WORD.example, pattern=_NOT_COMPUTED, numbers="any", truth=True)
"""A word as it is heard or touched: never computed."""
TRUTH = Value(Text(fr="true ou false", en="true or false"), "true", pattern="true|false", truth=True)
NAME = Value(Text(fr="un nom", en="a name"), "accueil", pattern=NAME_SYNTAX.pattern, truth=True)
NAMES = Value(
    Text(fr="un nom", en="a name"),
    "accueil",
    pattern=f"(?!(?:{'|'.join(sorted(RESERVED_NAMES))})$){NAME_SYNTAX.pattern}",
    truth=True,
)
"""A name that the author gives: of a step, a setting, a datum."""
ONE_OR_EACH = Value(
    Text(fr="participant, ou une table d'items", en="participant, or a table of items"),
    "participant",
    pattern=NAME_SYNTAX.pattern,
    truth=True,
    offered=("participant",),
)
ID = Value(
    Text(fr="un identifiant", en="an id"),
    "tri-fruits",
    pattern=f"(?=.{{1,60}}$){shared_syntax(ID_SYNTAX)}",
    numbers="whole",
    least=0,
)
LANGUAGE = Value(
    Text(fr="une langue, en deux lettres", en="a language, in two letters"),
    "fr",
    pattern=LANGUAGE_SYNTAX.pattern,
    offered=("fr", "en"),
)
LITERAL_BY_LANGUAGE = Either((LITERAL, Named(LITERAL, LANGUAGE, least=1)))
LITERALS_BY_LANGUAGE = Either(
    (Listed(LITERAL), LITERAL, Named(Listed(LITERAL, or_one=True), LANGUAGE, least=1))
)
WORDS_BY_LANGUAGE = Either(
    (Listed(PLAIN_WORD), PLAIN_WORD, Named(Listed(PLAIN_WORD, or_one=True), LANGUAGE, least=1))
)
"""Words, or words for each language."""
PATH = Value(
    Text(fr="un chemin", en="a path"), "participant.niveau", pattern=shared_syntax(PATH_LIKE), computed=False
)
CONDITION = Value(
    Text(fr="une condition, sans signe =", en="a condition, without the = sign"),
    "data.essais > 2",
    pattern=r"(?!\s*=)[\s\S]+",
    truth=True,
)
_DURATION = rf"\s*(?=\d){shared_syntax(DURATION_SYNTAX, _SPACE)}\s*"
DURATION = Value(
    Text(fr="une durée, avec son unité", en="a duration, with its unit"),
    "10 s",
    pattern=_DURATION,
    computed=True,
    offered=("500 ms", "5 s", "10 s", "1 min", "1 min 30 s"),
)
FIXED_DURATION = Value(DURATION.name, "15 min", pattern=_DURATION, offered=DURATION.offered)
PLAIN_DURATION = Value(DURATION.name, "1 s", pattern=_DURATION, offered=DURATION.offered)
"""One that is written out, where no computed one may stand."""
REVERSALS = Value(
    Text(fr="un nombre de renversements", en="a number of reversals"),
    "6 reversals",
    pattern=r"\d{1,3} reversals?",
)
COUNT = whole(1, computed=True, example="6")
VERSION = Value(
    Text(fr="le nombre 1", en="the number 1"), "1", pattern=r"\+?0*1", numbers="whole", least=1, most=1
)
RIGHT = Value(
    WORD.name,
    "fruit",
    pattern=_SOMETHING,
    numbers="any",
    truth=True,
    computed=True,
    offered=("= item.answer", ANY_ANSWER, NOTHING),
)
REASON = Value(
    Text(fr="une raison, en quelques mots", en="a reason, in a few words"),
    '"l\'adulte reste à côté"',
    pattern=r"\s*\S+\s+\S[\s\S]*",
)
LEVEL_OF_COMPREHENSION = Value(
    Text(fr="ce que l'enfant doit comprendre", en="what the child has to understand"),
    "short_sentences",
    pattern=_SOMETHING,
    numbers="any",
    truth=True,
    offered=tuple(COMPREHENSION),
)
CARD = whole(0, most=CARDS - 1, example="12")
_FILE = f"[{_LETTER}-][{_LETTER} .-]*(?:/[{_LETTER}-][{_LETTER} .-]*)*"
FILE = Value(
    Text(fr="un fichier, depuis le dossier du protocole", en="a file, from the protocol's folder"),
    "pictures/pomme.svg",
    pattern=_FILE,
    numbers="any",
    truth=True,
)
SOUND = Value(FILE.name, "sounds/eau.ogg", pattern=_FILE, computed=True)
PICTURE = Value(FILE.name, FILE.example, pattern=_FILE, numbers="any", truth=True, computed=True)
BOARD = Value(
    Text(fr="un fichier .obf ou .obz, depuis le dossier du protocole",
         en="a file .obf or .obz, from the protocol's folder"),
    "boards/repas.obf",
    pattern=_FILE,
)  # fmt: skip
PROTOCOL = Value(FILE.name, "rituels/bonjour.yaml", pattern=_FILE, numbers="any", truth=True)
TABLE = Value(
    Text(fr="un fichier CSV, depuis le dossier du protocole", en="a CSV file, from the protocol's folder"),
    "items/fruits.csv",
    pattern=_FILE,
    numbers="any",
    truth=True,
)
GESTURE = words_of(
    {gesture.name: gesture.description for gesture in GESTURES.values()},
    Text(fr="un geste du catalogue", en="a gesture of the catalogue"),
    computed=True,
)
POSE = words_of(
    {pose.name: pose.description for pose in POSES.values()},
    Text(fr="une pose du catalogue", en="a pose of the catalogue"),
    computed=True,
)
POSTURE = words_of(
    {posture.name: posture.description for posture in POSTURES.values()},
    Text(fr="une posture du catalogue", en="a posture of the catalogue"),
    computed=True,
)
LOOK = words_of(
    {look.name: look.description for look in LOOKS.values()},
    Text(fr="une direction du catalogue", en="a direction of the catalogue"),
    computed=True,
)
COLOUR = words_of(
    {colour.name: colour.description for colour in COLOURS.values()},
    Text(fr="une couleur du catalogue", en="a colour of the catalogue"),
    "green",
    computed=True,
)
TOUCH = words_of(
    {
        **{
            group: Text(
                fr=" ou ".join(TOUCH_PARTS[part].fr for part in parts),
                en=" or ".join(TOUCH_PARTS[part].en for part in parts),
            )
            for group, parts in TOUCH_GROUPS.items()
        },
        **TOUCH_PARTS,
    },
    Text(fr="une partie de Nao", en="a part of Nao"),
    "hand.left",
)


NUMBER = Value(
    Text(fr="un nombre", en="a number"), "2.5", pattern=shared_syntax(NUMBER_SYNTAX), numbers="any"
)
INTEGER = Value(
    Text(fr="un nombre entier", en="a whole number"),
    "3",
    pattern=shared_syntax(INTEGER_SYNTAX),
    numbers="whole",
)
_OF_TYPE: Mapping[str, Value] = {
    "integer": INTEGER,
    "number": NUMBER,
    "boolean": TRUTH,
    "duration": FIXED_DURATION,
}


def of_type(word: str) -> Value:
    """Give the kind of a value by the word for its type."""
    return _OF_TYPE.get(word, ANY)


def this_word(word: str, meaning: Text) -> Value:
    """Give the kind of a key that takes one word alone."""
    return words_of({word: meaning}, Text(fr=f"le mot {word}", en=f"the word {word}"))


GAZE = this_word("robot", Text(fr="l'enfant regarde Nao", en="the child looks at Nao"))
FACE = this_word("any", Text(fr="un visage est vu", en="a face is seen"))
SPEECH = this_word("any", Text(fr="quelqu'un parle", en="somebody speaks"))
SENTENCE = Sentence(Text(fr="une phrase", en="a sentence"), '"Bonjour !"', barred="\\")
LABEL = Sentence(Text(fr="quelques mots", en="a few words"), '"attention soutenue"')

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
    as_values: Named(ANY, least=1),
}
"""What the plain readers take."""
