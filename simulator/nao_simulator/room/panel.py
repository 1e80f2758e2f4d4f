"""The acts that a person may do on the panel, checked before they leave this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nao_simulator.settings import CARDS

PARTS = (
    "head.front",
    "head.middle",
    "head.rear",
    "hand.left",
    "hand.right",
    "foot.left",
    "foot.right",
    "chest",
)
MAX_WORD_LETTERS = 100
MAX_HANG_S = 60.0
MAX_MURMUR_S = 60.0
PLAIN_ACTS = ("drop", "fall", "getUp", "hideCard")
SWITCHES = {"faceVisible": "visible", "lookAtRobot": "looking"}


def read_act(message: object) -> Mapping[str, Any]:
    """Return the act that `message` asks for, with nothing else in it.

    Raises: ValueError, with a sentence, when it is none of the panel's acts.
    """
    if not isinstance(message, dict):
        raise ValueError("an act is an object")
    action = message.get("action")
    if action in PLAIN_ACTS:
        return {"action": action}
    if action in ("touch", "tap"):
        part = message.get("part")
        if part not in PARTS:
            raise ValueError("Nao has no such part to touch")
        if action == "tap":
            return {"action": "tap", "part": part}
        return {"action": "touch", "part": part, "pressed": message.get("pressed") is True}
    if action == "hear":
        word = message.get("word")
        if (
            not isinstance(word, str)
            or not 0 < len(word.strip()) <= MAX_WORD_LETTERS
            or not word.isprintable()
        ):
            raise ValueError(f"a word has 1 to {MAX_WORD_LETTERS} letters")
        return {"action": "hear", "word": word.strip()}
    if action == "showCard":
        return {"action": "showCard", "card": round(_number(message.get("card"), 0, CARDS - 1))}
    if isinstance(action, str) and action in SWITCHES:
        return {"action": action, SWITCHES[action]: message.get(SWITCHES[action]) is True}
    if action == "murmur":
        return {"action": "murmur", "seconds": _number(message.get("seconds"), 0.1, MAX_MURMUR_S)}
    if action == "hang":
        return {"action": "hang", "seconds": _number(message.get("seconds"), 0.1, MAX_HANG_S)}
    if action == "battery":
        return {"action": "battery", "percent": round(_number(message.get("percent"), 0.0, 100.0))}
    raise ValueError("the panel has no such act")


def _number(value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"a number from {low:g} to {high:g}")
    return float(value)
