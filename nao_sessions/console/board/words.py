"""The words of the boards' pages. The child, who may read them, is told *tu*; the adult *vous*.

French typography is put in at one place, so that sentences are written here with plain spaces.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.languages import Language, unbroken
from nao_sessions.text.messages import Text, msg

BOARD: Mapping[str, Text] = {
    "title": msg("Board"),
    "group": msg("The group's screen"),
    "stage": msg("What is shown"),
    "choices": msg("The choices"),
    "picture": msg("The picture that is shown"),
    "resting": msg("The board is resting"),
    "ready": msg("The board is waiting"),
    "cut": msg("The board has lost its link"),
    "back": msg("The link is back"),
    "paused": msg("Paused"),
    "not_turn": msg("It is somebody else's turn"),
    "turn_of": msg("Turn of"),
    "your_turn": msg("It is your turn"),
    "marked": msg("It is this one"),
    "tokens": msg("Questions done"),
    "first": msg("First"),
    "then": msg("Then"),
    "time": msg("The time that is left to answer"),
    "model": msg("The adult shows"),
    "scanning": msg("Scanning"),
    "slate": msg("Slate"),
    "slate_area": msg("Slate: draw here with your finger"),
    "pen": msg("Pen"),
    "eraser": msg("Eraser"),
    "undo": msg("Take the last stroke away"),
    "settings": msg("Settings (long press)"),
}

SETTINGS: Mapping[str, Text] = {
    "title": msg("Settings of the board"),
    "back": msg("Back to the board"),
    "keep": msg("Keep these settings"),
    "refused": msg("A value is not possible: nothing was changed."),
    "shown": msg("What is shown"),
    "text": msg("The words, below the pictures"),
    "tokens": msg("A token for each question done"),
    "first_then": msg("The strip 'first, then'"),
    "timer": msg("The time left, as a band"),
    "touching": msg("Touching"),
    "again_ms": msg("A second tap does not count before (milliseconds)"),
    "again_hint": msg("For hands that tremble: 1000 or more."),
    "scan": msg("Switches and scanning"),
    "scan_hint": msg("The switches send Space and Enter. Touching stays possible."),
    "scanning": msg("Scanning"),
    "scanning_off": msg("None"),
    "scanning_linear": msg("One choice after the other"),
    "scanning_rows": msg("A row, then a choice"),
    "switches": msg("Switches"),
    "switches_1": msg("One: the frame moves by itself, a press chooses"),
    "switches_2": msg("Two: Space moves on, Enter chooses"),
    "start": msg("Scanning begins"),
    "start_press": msg("at the first press"),
    "start_automatic": msg("by itself"),
    "step_ms": msg("Time on each choice (milliseconds)"),
    "loops": msg("Rounds before it rests"),
}


def in_words(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Give words in one language, as they are set in print."""
    return {
        name: unbroken(text.fr).replace("'", "’") if language == "fr" else text.en
        for name, text in words.items()
    }
