"""What the replay's page is told of who gave each response, and whom it offers for an answer.

Read only: what somebody says there is taken by whoever serves the page (``annotation/attribution.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.record.additions.lines import is_sealed
from nao_sessions.record.results.responses import PROFESSIONAL, UNKNOWN, SessionResponse
from nao_sessions.review.replay.lanes import Lanes, code_order
from nao_sessions.review.replay.reading import Recording
from nao_sessions.review.replay.words import WORDS
from nao_sessions.text.messages import Text, verbatim


def attribution_of(
    recording: Recording, lanes: Lanes, typeset: Callable[[Text], str]
) -> Mapping[str, Any] | None:
    """Return the responses and the authors to choose from; None where nothing can be said of this session.

    Children are in the order of their codes; ``lane`` is where what a child did lies, None where it is not
    known before the page is loaded again.
    """
    state = recording.facts.get("state")
    if not recording.responses or state in (None, "open") or is_sealed(recording.folder):
        return None
    codes = sorted({code for one in recording.responses for code in one.present}, key=code_order)
    authors = [(code, verbatim(code)) for code in codes]
    authors += [(PROFESSIONAL, WORDS["author_adult"]), (UNKNOWN, WORDS["author_unknown"])]
    return {
        "responses": [
            {"seq": one.seq, "cause": one.cause, "present": list(one.present), **said_of(one)}
            for one in recording.responses
        ],
        "authors": [
            {"by": by, "name": typeset(name), "lane": _lane(lanes, by if by in codes else None)}
            for by, name in authors
        ],
    }


def said_of(response: SessionResponse) -> Mapping[str, Any]:
    """Return who gave a response as it counts, if that was said afterwards, if nobody has said it yet."""
    last = response.corrections[-1].new if response.corrections else ""
    by = response.participant or response.by
    return {"by": by, "said": bool(last), "unnamed": response.unnamed}


def _lane(lanes: Lanes, child: str | None) -> int | None:
    if lanes.children and child not in lanes.children and not lanes.nobody:
        return None
    return lanes.place("child", child)
