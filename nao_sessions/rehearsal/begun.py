"""The lists of moments that one step of the engine has begun, also those that were over within it.

A list in which Nao says or does something is seen in the state; one that only notes, shows or tells the adult
something is over before anybody can look, and is known by what it was for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nao_sessions.core.events import Event
from nao_sessions.engine import Output, State


def begun(event: Event, outputs: Sequence[Output], state: State) -> Iterator[str]:
    """Give the names of the lists that an input began."""
    for frame in state.frames:
        if frame.block:
            yield frame.block
    pressed = event.kind in ("button", "command")
    if pressed and not any(output.kind == "refused" for output in outputs):
        name = event.data.get("id") if event.kind == "button" else f"commands/{event.data.get('name')}"
        yield f"{name}/do"
    for output in outputs:
        data = output.data
        if output.kind == "entered":
            yield f"{data['step']}/do"
            yield f"{data['by']}/do"
        elif output.kind == "group_done":
            yield f"{data['by']}/do"
        elif output.kind == "response" and data["why"] == "taken":
            yield f"{data['entry']}/do"
        elif output.kind == "prompt":
            yield f"{data['step']}/prompts.{data['index']}"
