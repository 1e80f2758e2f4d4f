"""How many trials fit into the time that was wished: as many as the checks of durations let pass."""

from __future__ import annotations

from nao_sessions.protocol.loading import check_files
from nao_sessions.protocol.scaffold.page import written
from nao_sessions.protocol.scaffold.wishes import Wishes

MOST_TRIALS = 12
"""For one child, in one game: attention lasts no longer."""

OF_TIME = frozenset({"P236", "P237", "P238"})
"""The checks that compare what a session takes with what it may take."""


def fitted(wishes: Wishes, protocol_id: str, *, schema: bool = False) -> str:
    """Write a protocol with as many trials for each child as the time allows; one at least."""
    fewest, most = 1, MOST_TRIALS
    while fewest < most:
        middle = (fewest + most + 1) // 2
        text = written(wishes, protocol_id, middle, schema=schema)
        found = check_files({"a.yaml": text.encode()}, "a.yaml")
        if OF_TIME & {one.code for one in found}:
            most = middle - 1
        else:
            fewest = middle
    return written(wishes, protocol_id, fewest, schema=schema)
