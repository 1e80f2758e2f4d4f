"""The catalogues as tables for the reference page: gestures, poses, postures, looks, colours, touch parts."""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES, TOUCH_GROUPS, TOUCH_PARTS
from nao_sessions.protocol.keys.items import COLUMNS
from nao_sessions.protocol.poses import POSES
from nao_sessions.protocol.wording import duration
from nao_sessions.text.messages import Text, msg, verbatim

Row = list[Text]

_WORD = msg("word")
_MEANING = msg("what it is")
_TIME = msg("duration")


def catalogues() -> Iterator[tuple[str, Text, Row, list[Row]]]:
    """Give each catalogue: its name as a link has it, its title, its columns, its rows."""
    yield (
        "items",
        msg("Columns of tables of items"),
        [_WORD, _MEANING],
        [[_code(name), column.description] for name, column in COLUMNS.items()],
    )
    yield (
        "gesture",
        msg("Gestures"),
        [_WORD, _MEANING, _TIME],
        [[_code(one.name), one.description, duration(one.duration_ms)] for one in GESTURES.values()],
    )
    yield (
        "pose",
        msg("Poses"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in POSES.values()],
    )
    yield (
        "posture",
        msg("Postures"),
        [_WORD, _MEANING, _TIME],
        [[_code(one.name), one.description, duration(one.duration_ms)] for one in POSTURES.values()],
    )
    yield (
        "look",
        msg("Looks (Nao's own left and right)"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in LOOKS.values()],
    )
    yield (
        "eyes",
        msg("Colours of the eyes"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in COLOURS.values()],
    )
    parts = [[_code(name), description] for name, description in TOUCH_PARTS.items()]
    groups = [[_code(name), _any_of(inside)] for name, inside in TOUCH_GROUPS.items()]
    yield (
        "touch",
        msg("Parts of Nao that feel a touch (Nao's own left and right)"),
        [_WORD, _MEANING],
        [*groups, *parts],
    )


def _code(word: str) -> Text:
    return verbatim(f"`{word}`")


def _any_of(parts: tuple[str, ...]) -> Text:
    listed = ", ".join(f"`{part}`" for part in parts)
    return msg("any of these parts: {listed}", listed=listed)
