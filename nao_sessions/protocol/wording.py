"""The words of the language for people who read a protocol: helps, judgements, senses, commands, durations.

Data, in French and in English; whoever writes a sentence about a protocol takes its words from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.expression import Value, spoken
from nao_sessions.protocol.trials import ANY, NOTHING
from nao_sessions.text import glossary
from nao_sessions.text.formats import Number, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, by_language, msg, msgc, verbatim

NO_ANSWERS: Mapping[str, Text] = {ANY: msg("any answer"), NOTHING: msg("not to answer")}
"""The words for what stands in the place of an answer and is none."""

STATUSES: Mapping[str, Text] = {
    "draft": msg("draft"),
    "review": msg("in review"),
    "approved": msg("approved"),
    "retired": msg("retired"),
}

COMPREHENSION: Mapping[str, Text] = {
    "words": msg("single words"),
    "short_sentences": msg("sentences of a few words"),
    "sentences": msg("sentences"),
    "stories": msg("stories"),
}

HELPS: Mapping[str, Text] = glossary.labels(glossary.HELPS)
HELPS_EXPLAINED: Mapping[str, Text] = {key: term.explained for key, term in glossary.HELPS.items()}
JUDGEMENTS: Mapping[str, Text] = glossary.labels(glossary.JUDGEMENTS)

SENSES: Mapping[str, Text] = glossary.labels(glossary.SENSES)

ENDINGS: Mapping[str, Text] = {
    key: term.of_protocol for key, term in glossary.OUTCOMES.items() if term.of_protocol is not None
}
"""How what a session is made of ended: a protocol that another one uses."""

FIRST_NAMES: Mapping[str, Text] = {
    "{participant}": msg("[first name]"),
    "{participants}": msg("[first names]"),
}
"""What stands in print for a first name, by its place in a text."""

OUTCOMES: Mapping[str, Text] = {
    key: msg("session {outcome}", outcome=glossary.OUTCOMES[key].label) for key in ENDINGS
}
"""How a session may end by its protocol."""

COMMANDS: Mapping[str, Text] = glossary.labels(glossary.COMMANDS)

PROCEDURES: Mapping[str, Text] = {
    "least_to_most": msg("from least to most help"),
    "most_to_least": msg("from most to least help"),
    "simultaneous": msg("help given with the question"),
    "constant_delay": msg("help after a constant delay"),
    "progressive_delay": msg("help after a growing delay"),
}

ORDERS: Mapping[str, Text] = {
    "listed": msg("as in the table"),
    "shuffled": msg("shuffled, without replacement"),
    "adaptive": msg("by the child's level"),
}

CORRECTIONS: Mapping[str, Text] = {
    "with_prompt": msg("with the most help"),
    "without": msg("without help"),
}

VALUE_TYPES: Mapping[str, Text] = {
    "integer": msg("whole number"),
    "number": msg("number"),
    "text": msg("text"),
    "boolean": msg("yes or no"),
    "duration": msg("duration"),
    "choice": msg("a choice"),
}

PHASES: Mapping[str, Text] = {
    "baseline": msg("baseline"),
    "intervention": msg("intervention"),
    "probe": msg("probe"),
    "follow_up": msgc("a phase of a series", "follow-up"),
}

COUNTERBALANCINGS: Mapping[str, Text] = {
    "latin_square": msg("Latin square: each protocol comes once in every position"),
    "williams": msg("Williams square: each protocol also follows each other one, equally often"),
}

RESULTS: Mapping[str, Text] = {
    "answer": msg("last answer"),
    "judgement": msg("last judgement"),
    "item": msg("last item"),
    "help": msg("last help"),
    "latency": msg("last latency"),
    "count": msgc("without an article", "trials"),
    **{key: term.trials for key, term in glossary.JUDGEMENTS.items() if term.trials is not None},
    "rate": msg("share of trials correct without help"),
    "streak": msg("correct in a row"),
    "errors_in_row": msg("errors in a row"),
    "prompts": msg("helps given"),
    "hits": msg("hits"),
    "misses": msg("misses"),
    "false_alarms": msg("false alarms"),
    "correct_rejections": msg("correct rejections"),
    "mean_latency": msg("mean latency"),
    "level": msg("level reached"),
    "reversals": msg("reversals"),
}


def without_names(text: Text) -> Text:
    """Return an author's text with what print shows in the places of first names."""

    def filled(language: Language) -> str:
        words = text.in_language(language)
        for place, name in FIRST_NAMES.items():
            words = words.replace(place, name.in_language(language))
        return words

    return by_language(filled)


def duration(ms: int) -> Text:
    """Return a duration in words: ``1 min 30 s``, ``2,5 s``, with the language's decimal sign."""
    minutes, rest = divmod(ms, 60_000)
    parts = [f"{minutes}\u00a0min"] if minutes else []
    if rest or not parts:
        parts.append(f"{rest / 1000:g}\u00a0s")
    english = " ".join(parts)
    return Number(english)


def plain(value: Value, kind: str = "") -> Text:
    """Return a value in words; ``kind`` is its setting's type, so that seconds become a duration."""
    if isinstance(value, bool):
        return msg("yes") if value else msg("no")
    if isinstance(value, int | float):
        if kind == "duration":
            return duration(round(value * 1000))
        return Number(spoken(value))
    if isinstance(value, tuple):
        return joined([plain(one) for one in value], ", ")
    return verbatim("" if value is None else value)


def quote(text: str | Text) -> Text:
    """Return an author's text in the quotes of each language."""
    return msg("“{text}”", text=text)
