"""The closed lists of words that keys take, as readers that know what each word means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nao_sessions.protocol import wording
from nao_sessions.protocol.keys.types import Taking
from nao_sessions.protocol.reading.kinds import words_of
from nao_sessions.protocol.reading.scalars import OneOf
from nao_sessions.protocol.trials import HELPS, SENSES
from nao_sessions.text.messages import Text, msg, msgc

THERAPIST = "therapist"
"""Another word for the professional, as a way to give an answer."""

SETTING_TYPES = ("integer", "number", "text", "boolean", "duration", "choice")
DATUM_TYPES = ("integer", "number", "text", "boolean", "duration")
COMPREHENSION = ("words", "short_sentences", "sentences", "stories")
"""What a child has to understand: single words; sentences of a few words; sentences; stories."""


def a_word_of(meanings: Mapping[str, Text], words: Iterable[str] = ()) -> Taking:
    """Return a reader of one of some words: those given, else all whose meaning is known."""
    taken = {word: meanings[word] for word in words or meanings}
    return Taking(OneOf(tuple(taken)), words_of(taken, msg("one word of"), named_by_words=True))


read_a_setting_type = a_word_of(wording.VALUE_TYPES, SETTING_TYPES)
read_a_datum_type = a_word_of(wording.VALUE_TYPES, DATUM_TYPES)
read_a_status = a_word_of(wording.STATUSES, ("draft", "review", "approved", "retired"))
read_an_outcome = a_word_of(wording.OUTCOMES, ("completed", "refused", "distress", "technical", "time"))
read_a_help = a_word_of(wording.HELPS_EXPLAINED, HELPS)
read_a_sense = a_word_of(
    {**wording.SENSES, THERAPIST: msg("the same as 'professional'")},
    (*SENSES, THERAPIST),
)
read_a_procedure = a_word_of(
    wording.PROCEDURES,
    ("least_to_most", "most_to_least", "simultaneous", "constant_delay", "progressive_delay"),
)
read_an_order = a_word_of(
    {
        **wording.ORDERS,
        "adaptive": msg("by the child's level: see adapt"),
    }
)
read_a_prompt_cause = a_word_of(
    {
        "silence": msg("the child has not answered"),
        "wrong": msg("the answer is not the right one"),
    }
)
read_a_correction = a_word_of(wording.CORRECTIONS)
read_what_is_said_again = a_word_of(
    {
        "question": msg("the question of the step"),
        "sentence": msg("the last sentence"),
    }
)
read_what_opens = a_word_of({"answers": msg("answers count from now on")})
read_what_it_ends_on = a_word_of({"success": msgc("a verb", "ends with the first right answer")})
