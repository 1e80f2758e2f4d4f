"""The pictures and sounds of boards: read, and examined: of which kind they are, and not too large.

What lies on the network stays there: a remark says so, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable

from nao_sessions.boards.bounds import LARGEST_MEDIUM_BYTES, MOST_PIXELS
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.kinds import kind_of
from nao_sessions.boards.model import BoardSet, Button, Medium, read_data
from nao_sessions.boards.obf.fields import Fields
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg, msgn

MOST_NAMED = 5
"""How many buttons a sentence names at most."""


def read_medium(fields: Fields, findings: BoardFindings) -> Medium | None:
    """Return a picture or a sound of a board, what is wrong with it reported; None where it has no id."""
    medium_id = fields.id("id")
    if medium_id is None:
        fields.missing("id")
        return None
    kind, written = fields.text("content_type"), fields.text("data")
    content: bytes | None = None
    if written is not None:
        found = read_data(written)
        if found is None:
            findings.error("B115", fields.place, _NO_DATA.format(id=medium_id))
        else:
            content = found[1]
            kind = kind or found[0]
            check_content(content, medium_id, fields.place, findings)
    return Medium(medium_id, kind, content, fields.text("path"), fields.text("url"), fields.more())


def check_content(content: bytes, name: str, place: Place, findings: BoardFindings) -> None:
    """Report a picture or sound that is too large, or of an unknown kind."""
    if len(content) > LARGEST_MEDIUM_BYTES:
        findings.error("B109", place, _TOO_HEAVY.format(name=name), _SMALLER)
        return
    kind = kind_of(content)
    if kind is None:
        findings.remark("B116", place, _UNKNOWN.format(name=name), _UNKNOWN_HINT)
    elif kind.pixels > MOST_PIXELS:
        findings.error(
            "B109", place, _TOO_WIDE.format(name=name, width=kind.width, height=kind.height), _SMALLER
        )


def check_set(boards: BoardSet, findings: BoardFindings) -> None:
    """Report what the boards of a set name but the set lacks, and actions that this program does not do."""
    for path, board in boards.boards.items():
        place = Place(path)
        elsewhere: list[str] = []
        for medium in (*board.pictures, *board.sounds):
            if boards.content(medium) is not None:
                continue
            if medium.path is not None and medium.data is None:
                findings.error("B114", place, _NOT_THERE.format(path=medium.path[:80]), _NOT_THERE_HINT)
            elif medium.url is not None or "symbol" in medium.more:
                elsewhere.append(medium.id)
            else:
                findings.remark("B117", place, _EMPTY.format(id=medium.id))
        if elsewhere:
            findings.remark("B117", place, _ELSEWHERE.format(n=len(elsewhere)), _ELSEWHERE_HINT)
        known = {None, *(medium.id for medium in (*board.pictures, *board.sounds))}
        lacking = [one for one in board.buttons if not {one.picture, one.sound} <= known]
        if lacking:
            findings.remark("B114", place, _NO_MEDIUM.format(labels=_labels(lacking)))
        astray = [one for one in board.buttons if one.link is not None and not boards.opened_by(one.link)]
        if astray:
            findings.remark("B118", place, _NO_BOARD.format(labels=_labels(astray)))
        actions = sorted({button.action for button in board.buttons if button.action})
        if actions:
            findings.remark("B120", place, _ACTIONS.format(actions=", ".join(actions)[:80]))


def _labels(buttons: Iterable[Button]) -> str:
    """Return the labels of the first buttons, for a sentence, and how many more there are."""
    words = [button.word or button.id for button in buttons]
    more = f" (+ {len(words) - MOST_NAMED})" if len(words) > MOST_NAMED else ""
    return ", ".join(word[:24] for word in words[:MOST_NAMED]) + more


_NO_DATA = msg("what stands in 'data' of '{id}' is not data:...;base64,...")
_TOO_HEAVY = msg(
    "'{name}' is over {largest_medium_bytes} MB", largest_medium_bytes=LARGEST_MEDIUM_BYTES >> 20
)
_TOO_WIDE = msg("the picture '{name}' has {width} × {height} pixels: it would fill the memory of a tablet")
_SMALLER = msg("make it 1600 pixels wide")
_UNKNOWN = msg("'{name}' is neither a picture nor a sound that this program knows")
_UNKNOWN_HINT = msg("convert it to svg, png, jpg or webp; it is kept as it is")
_NOT_THERE = msg("'{path}' is not in the package")
_NOT_THERE_HINT = msg("export the board as .obz, with its pictures")
_EMPTY = msg("'{id}' does not say where its content is")
_ELSEWHERE = msgn(
    "{n} picture or sound lies on the Internet or in a set of symbols: nothing is fetched",
    "{n} pictures or sounds lie on the Internet or in a set of symbols: nothing is fetched",
)
_ELSEWHERE_HINT = msg("export the board with its pictures ('include images') from the program that made it")
_NO_MEDIUM = msg("buttons name a picture or a sound that the board does not have: {labels}")
_NO_BOARD = msg("buttons open a board that is not here: {labels}")
_ACTIONS = msg("buttons have an action of a communication program ({actions}): kept, not done")
