"""The catalogues as tables for the reference page: gestures, poses, postures, looks, colours, touch parts."""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.core.text import Text
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES, TOUCH_GROUPS, TOUCH_PARTS
from nao_sessions.protocol.keys.items import COLUMNS
from nao_sessions.protocol.poses import POSES
from nao_sessions.protocol.wording import duration, same

Row = list[Text]

_WORD = Text(fr="mot", en="word")
_MEANING = Text(fr="ce que c'est", en="what it is")
_TIME = Text(fr="durée", en="duration")


def catalogues() -> Iterator[tuple[str, Text, Row, list[Row]]]:
    """Give each catalogue: its name as a link has it, its title, its columns, its rows."""
    yield (
        "items",
        Text(fr="Colonnes des tables d'items", en="Columns of tables of items"),
        [_WORD, _MEANING],
        [[_code(name), column.description] for name, column in COLUMNS.items()],
    )
    yield (
        "gesture",
        Text(fr="Gestes", en="Gestures"),
        [_WORD, _MEANING, _TIME],
        [[_code(one.name), one.description, duration(one.duration_ms)] for one in GESTURES.values()],
    )
    yield (
        "pose",
        Text(fr="Poses", en="Poses"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in POSES.values()],
    )
    yield (
        "posture",
        Text(fr="Postures", en="Postures"),
        [_WORD, _MEANING, _TIME],
        [[_code(one.name), one.description, duration(one.duration_ms)] for one in POSTURES.values()],
    )
    yield (
        "look",
        Text(fr="Directions du regard (gauche et droite de Nao)", en="Looks (Nao's own left and right)"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in LOOKS.values()],
    )
    yield (
        "eyes",
        Text(fr="Couleurs des yeux", en="Colours of the eyes"),
        [_WORD, _MEANING],
        [[_code(one.name), one.description] for one in COLOURS.values()],
    )
    parts = [[_code(name), description] for name, description in TOUCH_PARTS.items()]
    groups = [[_code(name), _any_of(inside)] for name, inside in TOUCH_GROUPS.items()]
    yield (
        "touch",
        Text(
            fr="Parties de Nao qui sentent un toucher (gauche et droite de Nao)",
            en="Parts of Nao that feel a touch (Nao's own left and right)",
        ),
        [_WORD, _MEANING],
        [*groups, *parts],
    )


def _code(word: str) -> Text:
    return same(f"`{word}`")


def _any_of(parts: tuple[str, ...]) -> Text:
    listed = ", ".join(f"`{part}`" for part in parts)
    return Text(fr=f"l'une de ces parties : {listed}", en=f"any of these parts: {listed}")
