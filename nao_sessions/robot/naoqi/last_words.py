"""What Nao's memory keeps of what it said, heard and saw last, and what is written there instead."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from nao_sessions.robot.naoqi.halt import answers
from nao_sessions.robot.naoqi.link import Call, CallFailed, QiLink

RECOGNITION = "ALSpeechRecognition"
WORDS = "WordRecognized"
SOME_WORDS = ("oui",)
"""The words given to Nao's ears where none are listened for: they need some.

Whatever they recognise is dropped.
"""
_KEYS: Mapping[str, Any] = {
    "ALTextToSpeech/CurrentSentence": "",
    "ALTextToSpeech/CurrentWord": "",
    WORDS: ["", 0.0],
    "WordRecognizedAndGrammar": ["", 0.0, ""],
    "FaceDetected": [],  # a Nao that somebody taught faces says whose it is
}


async def forget_last_words(link: QiLink, *, heard: bool) -> None:
    """Overwrite the last sentence, word and face that Nao's memory holds. Raises: LinkLost.

    *heard*: its ears were given words; another one takes their place. Nobody may be listening then. What
    its logs and the history of its memory hold is not reached.
    """
    sent: dict[str, Call] = {}
    with contextlib.suppress(CallFailed):  # a Nao without the service holds nothing of the kind
        for key, value in _KEYS.items():
            sent[key] = link.send("ALMemory", "insertData", key, value, anyway=True)
        if heard:
            sent[RECOGNITION] = link.send(RECOGNITION, "setVocabulary", list(SOME_WORDS), False, anyway=True)
    await answers(sent)
