"""The words that stand in the cells of the tables, and what each means, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.wording import HELPS_EXPLAINED, JUDGEMENTS
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg

JUDGED: Mapping[str, Text] = JUDGEMENTS
HELPS_GIVEN: Mapping[str, Text] = HELPS_EXPLAINED

DIRECTIONS: Mapping[str, Text] = {
    "in": msg("fed to the engine"),
    "out": msg("decided by the engine"),
    "note": msg("noted, without a part in what was decided"),
}

METHODS: Mapping[str, Text] = {
    "sound": msg("the question's end heard in the sound"),
    "event": msg("the question's end by the robot's word"),
    "opening": msg(
        "from when answers counted: no sentence of the question was said to its end right before (it has "
        "none, a help or the adult cut it, or the session stood still after it)"
    ),
}
"""How a latency is known."""

UNCOUNTED: Mapping[str, Text] = {
    "repeated": msg("a repetition for correction"),
    "void": msg("a trial that is not scored"),
    "no_answer": msg("a trial judged as no response, or refused: what was taken for an answer was none"),
    "not_own": msg(
        "somebody else than the child answered, or the adult entered the answer (way is professional): "
        "that press tells no time of the child's"
    ),
    "interrupted": msg("the session stood still before the answer"),
}
"""Why the latency of a trial does not count."""

VOIDS: Mapping[str, Text] = {
    "heard": msg("a word was heard that the protocol listens for everywhere ('stop', for instance)"),
    "left": msg("the child left"),
    "crash": msg("the program ended"),
    "adult": msg("the adult judged it so"),
    "redone": msg("the adult had it asked again"),
    "skipped": msg("the adult passed over it, or led to another place of the protocol"),
    "calm": msg("the adult asked for a calming down"),
    "ended": msg("the adult ended the session"),
    "button": msg("a button of the protocol led on"),
    "time": msg("the protocol's time was over"),
    "interrupted": msg("something else that the protocol reacts to led on"),
    "corrected": msg("a person said so after the session"),
}
"""Why a trial is void: not scored."""

RESPONSES_UNCOUNTED: Mapping[str, Text] = {
    **UNCOUNTED,
    "not_final": msg("in a trial, but not the response that ended it"),
    "no_question": msg(
        "answers no question of a trial (a 'stop', for instance): the time runs from Nao's last sentence; "
        "of a session of one child, or without a code, that has no trial, what a step waited for does count"
    ),
}
"""Why the latency of a response does not count."""

OBSERVED: Mapping[str, Text] = {
    "page": msg("what the coding page played"),
    "coder": msg("what the coder stated"),
    "planned": msg("what was planned, assumed to be looked at"),
    "unstated": msg("nothing is stated: the whole session is assumed"),
}  # fmt: skip
"""How it is known what a coder watched."""

MEDIA: Mapping[str, Text] = {
    "picture": msg("picture"),
    "sound": msg("sound"),
}

FRAMES_LISTED: Mapping[str, Text] = {
    "repeated": msg("invented: the picture before it, again"),
    "left_out": msg("left out: a picture of the camera that would have been there in the copy"),
}  # fmt: skip

VERDICTS: Mapping[str, Text] = {
    "measured": msg("measured: a clap was found"),
    "estimated": msg("estimated from when pictures arrived"),
    "absent": msg("absent: accelerated, or not known"),
}

PHASE_KINDS: Mapping[str, Text] = {
    "baseline": msg("baseline"),
    "intervention": msg("intervention"),
    "probe": msg("probe"),
    "follow_up": msg("follow-up"),
}

STATES: Mapping[str, Text] = glossary.labels(glossary.STATES)

RESPONSES: Mapping[str, Text] = {
    "taken": msg("acted on"),
    "deferred": msg("came while Nao spoke, acted on at the sentence's end"),
    "extra": msg("one more, after the one that counted"),
    "decides": msg("decides the trial, or on a help"),
    "proposes": msg("proposed to the adult, who confirms"),
    "early": msg("early: before the end of the question"),
    "late": msg("late: after the trial was over"),
    "out_of_turn": msg("came from another child than the one whose turn it was"),
    "awaited": msg("what the step waited for"),
    "paused": msg("in a pause: not acted on"),
    "not_heard": msg("not heard: Nao was speaking"),
    "nothing_waits": msg("not acted on: nothing was waited for"),
}  # fmt: skip
"""What became of something that a child did."""
