"""What a table of items holds: the columns that mean something, and those that the author invents.

A table is read where it is built, once its columns are known; here is what may stand in it.
"""

from __future__ import annotations

from nao_sessions.protocol.keys.moments import ElementKeys
from nao_sessions.protocol.keys.values import ANY, FILE, LITERAL, NAME, TABLE, whole
from nao_sessions.protocol.reading.kinds import Column, Either, Keys, Kind, ListOf, NamesOf, Value
from nao_sessions.protocol.reading.scalars import MOST_SHARE
from nao_sessions.text.messages import msg, msgc

_WORD = Either((LITERAL, Keys(ElementKeys)))


def _cell(value: Value) -> Kind:
    """Return the kind of a table's cell: a value, a word with its picture, or a list of words."""
    return Either((value, Keys(ElementKeys), ListOf(_WORD, least=0)))


_TEXT = Value(ANY.name, "pomme", pattern=r"(?!=)[^\\]*", numbers="any", truth=True)
_CELL = _cell(_TEXT)

COLUMNS = {
    "id": Column(_TEXT, msg("the item's name, in the record")),
    "answer": Column(_CELL, msg("the right answer: = item.answer")),
    "level": Column(whole(1), msg("the level, for order: adaptive")),
    "share": Column(
        whole(1, most=MOST_SHARE),
        msg("how often the item lies in the bag"),
    ),
    "picture": Column(_cell(FILE), msg("its picture")),
    "sound": Column(_cell(FILE), msgc("of an item: its recorded sound", "its sound")),
}
"""The columns that the language knows; all others are the author's."""

ITEMS = Either((ListOf(NamesOf(_CELL, NAME, known=COLUMNS)), TABLE))
"""A list of items, or a CSV file."""
