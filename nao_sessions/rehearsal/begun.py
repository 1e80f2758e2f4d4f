"""The lists of moments that one step of the engine has begun, also those that were over within it.

A list in which Nao says or does something is seen in the state; one that only notes, shows or tells the adult
something is over before anybody can look, and is known by what it was for.
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.core.events import Event
from nao_sessions.engine import Output, State

PRESSES = frozenset({"button", "command"})
"""Inputs that may begin a list without an output; the others begin none without one."""


def in_hand(state: State) -> list[str]:
    """Give the names of the lists that a state has in hand."""
    return [frame.block for frame in state.frames if frame.block]


def begun(event: Event, outputs: Sequence[Output]) -> list[str]:
    """Give the names of the lists that an input began, as its outputs tell."""
    names: list[str] = []
    if event.kind in PRESSES and not any(output.kind == "refused" for output in outputs):
        name = event.data.get("id") if event.kind == "button" else f"commands/{event.data.get('name')}"
        names.append(f"{name}/do")
    for kind, data in outputs:
        match kind:
            case "do":
                pass  # most are
            case "entered":
                names += (f"{data['step']}/do", f"{data['by']}/do")
            case "group_done":
                names.append(f"{data['by']}/do")
            case "response" if data["why"] == "taken":
                names.append(f"{data['entry']}/do")
            case "prompt":
                names.append(f"{data['step']}/prompts.{data['index']}")
    return names
