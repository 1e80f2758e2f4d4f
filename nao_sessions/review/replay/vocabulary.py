"""The words of the log in the words of the people: commands, endings, reasons, news of devices.

Each table is keyed by the word that stands in the log; what is missing here is shown as it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg

COMMANDS: Mapping[str, Text] = {key: term.in_sentence for key, term in glossary.COMMANDS.items()}

JUDGED_AS: Mapping[str, Text] = {
    **JUDGEMENTS,
    **{key: term.in_sentence for key, term in glossary.JUDGING.items()},
}
"""The adult's judgements, in the words of the buttons for them."""

SAID_WITH: Mapping[str, Mapping[str, Text]] = {
    "as": JUDGED_AS,
    "after": {"easy_trial": msg("after an easy trial")},
}
"""The words for the values of a command's fields, by the field's name in the log."""

SENSES: Mapping[str, Text] = {
    key: term.noun for key, term in glossary.SENSES.items() if term.noun is not None
}

REFUSALS: Mapping[str, Text] = {
    "unknown_command": msg("unknown command"),
    "paused": msg("the session is paused"),
    "stopped": msg("Nao was stopped"),
    "not_in_protocol": msg("not in this protocol"),
    "unknown_step": msg("unknown step"),
    "nothing_said": msg("nothing has been said yet"),
    "nothing_given": msg("nothing is given to do"),
    "no_limit": msg("the session has no limit"),
    "not_here": msg("this button is not offered here"),
    "not_paused": msg("the session is not paused"),
    "robot_lost": msg("Nao does not answer"),
    "not_running": msg("the session does not run"),
    "not_due": msg("no time is up"),
    "no_trial": msg("no trial is under way"),
    "no_help_left": msg("every help has been given"),
    "nothing_to_judge": msg("there is nothing to judge"),
    "unknown_answer": msg("this answer is not foreseen"),
    "unknown_participant": msg("no child with this code can leave or come back now"),
}
"""Why the engine refused a command or an input."""

INPUTS: Mapping[str, Text] = {
    "timer": msg("a time that was waited for"),
    "done": msg("the end of an action of Nao"),
    "button": msg("a button"),
    "command": msg("a command"),
    **SENSES,
}
"""Inputs that are no commands, in words: what the engine refuses once a session is over."""

ENDINGS: Mapping[str, Text] = {
    "finished": msg("Finished: {what}"),
    "stopped": msg("Cut short: {what}"),
    "failed": msg("Failed: {what}"),
    "lost": msg("Lost: {what}"),
}

# Why a session paused.
PAUSES: Mapping[str, Text] = {key: term.reason for key, term in glossary.PAUSES.items()}

# What became of something that a child did.
RESPONSES: Mapping[str, Text] = {
    "taken": msg("Response: {what}"),
    "deferred": msg("Response: {what}, taken at the end of the sentence"),
    "extra": msg("One more response: {what}"),
    "decides": msg("Answer: {what}"),
    "proposes": msg("Perhaps an answer: {what}"),
    "early": msg("Before the end of the question: {what}"),
    "late": msg("After the trial: {what}"),
    "out_of_turn": msg("Somebody else's answer: {what}"),
    "awaited": msg("What was waited for: {what}"),
    "paused": msg("Not acted on, in a pause: {what}"),
    "not_heard": msg("Not heard, Nao was speaking: {what}"),
    "nothing_waits": msg("Nothing waited for: {what}"),
}

ROBOT_NEWS: Mapping[str, Text] = {
    "lost": glossary.PAUSES["lost"].label,
    "back": msg("Nao answers again"),
    "robot_back": msg("Nao is back"),
    "fell": glossary.PAUSES["fell"].past,
    "hot": msg("A motor of Nao is hot"),
    "battery": msg("Nao's battery: {percent}%"),
}

# Of a camera or a microphone: which one is told by its name.
RECORDER_NEWS: Mapping[str, Text] = {
    "rolling": msg("Recording begins"),
    "closed": msg("The recording is closed"),
    "gap": msg("A gap in the recording"),
    "frozen": msg("The picture is frozen"),
    "held_up": msg("The recorder was held up"),
    "disk": msg("Little room is left on the disk"),
    "disk_full": msg("The disk is full"),
    "failed": msg("The recording failed"),
    "not_rolling": msg("Nothing is recorded"),
}

CALM_NEWS = frozenset({"rolling", "closed", "back", "robot_back", "battery"})
"""News of devices that are no trouble."""
