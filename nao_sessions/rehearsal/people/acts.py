"""What virtual people do, some time after they have seen something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class PersonActs(NamedTuple):
    """One act of a virtual person: its kind and data as the engine takes them, ``after_ns`` from now.

    ``by`` is the code of the child who did it, where that is seen; ``meant`` is the answer that a child
    meant, which the professional in the room sees whatever Nao has understood; ``declined`` and ``gone`` are
    seen by her alone; so is ``passed``, where no answers are written and she judges what she sees.
    """

    after_ns: int
    kind: str
    data: Mapping[str, Any]
    by: str | None = None
    meant: str = ""
    declined: bool = False
    gone: bool = False
    passed: bool | None = None
