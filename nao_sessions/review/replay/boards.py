"""What was done on a board and did not act, in sentences: on the lane of whoever did it.

Nobody is told to have been wrong: a touch that was late, or meant for what was gone, is said to be that.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.events import Event
from nao_sessions.review.replay.narration import Context, EventNarration, Lane, as_it_stands, quoted, worded
from nao_sessions.text.messages import Text, msg, verbatim

_GROUP = "group"
_WHOSE: Mapping[str, Text] = {_GROUP: msg("the group's screen")}
_WHY: Mapping[str, Text] = {
    "again": msg("second tap of a double tap"),
    "stale": msg("what it was meant for was gone"),
    "late": msg("came in too late"),
    "model": msg("the adult shows"),
}
_STROKES: Mapping[str, Text] = {
    "stroke_began": msg("Slate ({whose}): a stroke begins"),
    "stroke_ended": msg("Slate ({whose}): the stroke ends"),
}


def board_news(event: Event, context: Context) -> EventNarration:
    """Tell a touch that did not act, or a stroke on a slate."""
    whose = worded(_WHOSE, event.data.get("board", ""))
    if event.kind in _STROKES:
        return EventNarration("child", _STROKES[event.kind].format(whose=whose))
    if event.kind != "touch":
        return as_it_stands(event, context)
    why = str(event.data.get("why", ""))
    words = msg("A touch of the board without effect: {what} ({whose}, {why})")
    what = quoted(verbatim(context.filled(str(event.data.get("choice", "")))))
    lane: Lane = "adult" if why == "model" else "child"
    return EventNarration(lane, words.format(what=what, whose=whose, why=worded(_WHY, why)))
