"""What a page asks for, read and turned into an input of the session; or why it is not.

A press acts once or not at all: it carries its own number, and the mark of the state it was meant for.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from nao_sessions.console.session.seats import Role
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming

SOURCE = "professional"
REMEMBERED_PRESSES = 500
LONGEST_TEXT = 300
OLDEST_PRESS_MS = 30_000
"""A press that a cut-off tablet sends so long afterwards was meant for another moment, whatever its mark."""

FOR_THIS_STATE = frozenset({"button", "judge", "prompt", "redo", "skip", "repeat", "encourage"})
"""What is meant for what is on the screen: it is refused where that has changed since."""

Name = Literal[
    "button", "judge", "prompt", "redo", "skip", "repeat", "encourage", "change", "calm", "finish", "close",
    "pause", "resume", "stop", "goto", "improvise", "leave", "return", "louder", "softer", "slower", "faster",
    "extend", "mark",
]  # fmt: skip
Short = Annotated[str, Field(max_length=LONGEST_TEXT)]


class Act(BaseModel):
    """One press as a page sends it.

    ``press`` is the page's own number for it, ``stamp`` the mark of what the screen showed when the person
    could have read it, ``age_ms`` how long ago the finger went down when it was sent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    seat: Short
    press: Short
    name: Name
    stamp: Short = ""
    age_ms: Annotated[float, Field(ge=0, le=3_600_000)] = 0.0
    id: Short = ""
    as_: Annotated[Short, Field(alias="as")] = ""
    answer: Short = ""
    step: Short = ""
    text: Short = ""
    gesture: Short = ""
    participant: Short = ""
    after: Short = ""


class Presses:
    """The presses that were taken up last, so that none counts twice."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    def again(self, act: Act) -> bool:
        """Tell whether a press was taken up already, and remember it."""
        key = (act.seat, act.press)
        if key in self._seen:
            return True
        self._seen[key] = None
        if len(self._seen) > REMEMBERED_PRESSES:
            self._seen.popitem(last=False)
        return False


def refusal(act: Act, stamp: str, view: View) -> str | None:
    """Tell why an act is not taken up in this state; None takes it up."""
    if act.age_ms > OLDEST_PRESS_MS and act.name != "stop":
        return "stale"
    if act.name in FOR_THIS_STATE and act.stamp != stamp:
        return "stale"
    if act.name == "button" and act.id not in {button.id for button in view.buttons}:
        return "not_here"
    return None


def incoming_of(act: Act, role: Role, hide_names: Callable[[str], str]) -> Incoming:
    """Give the input that an act is; what was typed has its names turned back here, before it is an event."""
    at_ns = time.monotonic_ns() - round(act.age_ms * MILLISECOND_NS)
    by = {"by": "second"} if role == "second" else {}
    if act.name == "button":
        return Incoming(SOURCE, "button", {"id": act.id, **by}, at_ns)
    data = {"name": act.name, **by}
    for key, value in (
        ("as", act.as_),
        ("answer", act.answer),
        ("step", act.step),
        ("text", hide_names(act.text)),
        ("gesture", act.gesture),
        ("participant", act.participant),
        ("after", act.after),
    ):
        if value:
            data[key] = value
    return Incoming(SOURCE, "command", data, at_ns)
