"""The protocol's own words for its steps and buttons, read from the files that ran.

A protocol that can no longer be read leaves the names that stand in the log.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.text import Text
from nao_sessions.protocol.loading import load_files


def titles_of(files: Mapping[str, bytes], entry: str) -> dict[str, Text]:
    """Give the titles of steps and the labels of buttons, by the ids that the log writes."""
    try:
        protocol = load_files(files, entry)
    except NaoSessionsError:
        return {}
    levels = [step.level for step in protocol.steps.values()] + [protocol.always]
    steps = protocol.steps.values()
    titles = {step.name: step.title.as_written() for step in steps if step.title is not None}
    buttons = [button for level in levels for button in level.buttons]
    return titles | {button.id: button.label.as_written() for button in buttons if button.label is not None}
