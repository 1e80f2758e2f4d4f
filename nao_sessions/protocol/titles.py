"""The protocol's own words for its steps, buttons and settings, read from the files that ran.

A protocol that can no longer be read leaves the names that stand in the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.protocol.loading import load_files
from nao_sessions.protocol.part_names import Names
from nao_sessions.text.messages import Text, verbatim


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of steps and the labels of buttons, by the ids that the log writes.

    ``untitled`` holds, for each step without a title, what is said in it, else its line, no two alike;
    ``settings``, by their names, the label and the type of the value, which says the unit.
    """

    titles: Mapping[str, Text] = field(default_factory=dict)
    untitled: Mapping[str, Text] = field(default_factory=dict)
    settings: Mapping[str, tuple[Text, str]] = field(default_factory=dict)


def titles_of(files: Mapping[str, bytes], entry: str) -> Titles:
    """Return the titles and labels of the protocol ``entry`` among files; empty where it cannot be read."""
    try:
        protocol = load_files(files, entry)
    except NaoSessionsError:
        return Titles()
    steps = protocol.steps.values()
    levels = [*(step.level for step in steps), protocol.always]
    titles = {step.name: step.title.as_written() for step in steps if step.title is not None}
    names = Names(protocol)
    untitled = {step.name: names.title(step.name) for step in steps if step.title is None}
    buttons = [button for level in levels for button in level.buttons]
    return Titles(
        titles | {button.id: button.label.as_written() for button in buttons if button.label is not None},
        untitled,
        {
            one.name: (verbatim(one.name) if one.label is None else one.label.as_written(), one.type)
            for one in protocol.settings
        },
    )
