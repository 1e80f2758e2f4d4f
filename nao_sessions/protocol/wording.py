"""The words of the language for people who read a protocol: helps, judgements, senses, commands, durations.

Data, in French and in English; whoever writes a sentence about a protocol takes its words from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core import terms
from nao_sessions.core.text import Text
from nao_sessions.protocol.expression import Value

STATUSES: Mapping[str, Text] = {
    "draft": Text(fr="brouillon", en="draft"),
    "review": Text(fr="en relecture", en="in review"),
    "approved": Text(fr="approuvé", en="approved"),
    "retired": Text(fr="retiré", en="retired"),
}

COMPREHENSION: Mapping[str, Text] = {
    "words": Text(fr="des mots isolés", en="single words"),
    "short_sentences": Text(fr="des phrases de quelques mots", en="sentences of a few words"),
    "sentences": Text(fr="des phrases", en="sentences"),
    "stories": Text(fr="des histoires", en="stories"),
}

HELPS: Mapping[str, Text] = terms.labels(terms.HELPS)
HELPS_EXPLAINED: Mapping[str, Text] = {key: term.explained for key, term in terms.HELPS.items()}
JUDGEMENTS: Mapping[str, Text] = terms.labels(terms.JUDGEMENTS)

SENSES: Mapping[str, Text] = {
    "touch": Text(fr="toucher Nao", en="touching Nao"),
    "word": Text(fr="dire", en="saying"),
    "board": Text(fr="toucher la tablette", en="touching the board"),
    "card": Text(fr="montrer une carte", en="showing a card"),
    "gaze": Text(fr="regarder Nao", en="looking at Nao"),
    "face": Text(fr="montrer son visage", en="showing one's face"),
    "speech": Text(fr="parler", en="speaking"),
    "professional": Text(fr="l'adulte le dit pour l'enfant", en="the adult says it for the child"),
}

ENDINGS: Mapping[str, Text] = {
    key: term.of_protocol for key, term in terms.OUTCOMES.items() if term.of_protocol is not None
}
"""How what a session is made of ended: a protocol that another one uses."""

FIRST_NAMES: Mapping[str, Text] = {
    "{participant}": Text(fr="[prénom]", en="[first name]"),
    "{participants}": Text(fr="[prénoms]", en="[first names]"),
}
"""What stands in print for a first name, by its place in a text."""

OUTCOMES: Mapping[str, Text] = {
    key: Text(fr="séance {outcome}", en="session {outcome}").format(outcome=terms.OUTCOMES[key].label)
    for key in ENDINGS
}
"""How a session may end by its protocol."""

COMMANDS: Mapping[str, Text] = {
    "encourage": Text(fr="Encourager", en="Encourage"),
    "calm": Text(fr="Retour au calme", en="Calm down"),
    "change": Text(fr="Quitter l'activité", en="Leave the activity"),
    "finish": Text(fr="Finir la séance", en="Finish the session"),
    "pause": Text(fr="Pause", en="Pause"),
    "resume": Text(fr="Reprendre", en="Resume"),
    "redo": Text(fr="Refaire l'essai", en="Do the trial again"),
    "skip": Text(fr="Passer l'essai ou le tour", en="Skip the trial or the turn"),
    "leave": Text(fr="Un enfant sort", en="A child leaves"),
    "return": Text(fr="Un enfant revient", en="A child comes back"),
}

PROCEDURES: Mapping[str, Text] = {
    "least_to_most": Text(fr="de la moindre aide à la plus forte", en="from least to most help"),
    "most_to_least": Text(fr="de la plus forte aide à la moindre", en="from most to least help"),
    "simultaneous": Text(fr="aide donnée avec la question", en="help given with the question"),
    "constant_delay": Text(fr="aide après un délai constant", en="help after a constant delay"),
    "progressive_delay": Text(fr="aide après un délai qui grandit", en="help after a growing delay"),
}

ORDERS: Mapping[str, Text] = {
    "listed": Text(fr="dans l'ordre de la table", en="as in the table"),
    "shuffled": Text(fr="mêlé, sans remise", en="shuffled, without replacement"),
    "adaptive": Text(fr="selon le niveau de l'enfant", en="by the child's level"),
}

CORRECTIONS: Mapping[str, Text] = {
    "with_prompt": Text(fr="avec une aide", en="with a help"),
    "without": Text(fr="sans aide", en="without help"),
}

VALUE_TYPES: Mapping[str, Text] = {
    "integer": Text(fr="nombre entier", en="whole number"),
    "number": Text(fr="nombre", en="number"),
    "text": Text(fr="texte", en="text"),
    "boolean": Text(fr="oui ou non", en="yes or no"),
    "duration": Text(fr="durée", en="duration"),
    "choice": Text(fr="au choix", en="a choice"),
}

PHASES: Mapping[str, Text] = {
    "baseline": Text(fr="ligne de base", en="baseline"),
    "intervention": Text(fr="intervention", en="intervention"),
    "probe": Text(fr="sonde", en="probe"),
    "follow_up": Text(fr="suivi à distance", en="follow-up"),
}

COUNTERBALANCINGS: Mapping[str, Text] = {
    "latin_square": Text(
        fr="carré latin : chaque protocole vient une fois à chaque place",
        en="Latin square: each protocol comes once in every position",
    ),
    "williams": Text(
        fr="carré de Williams : chaque protocole suit aussi chaque autre, aussi souvent",
        en="Williams square: each protocol also follows each other one, equally often",
    ),
}

RESULTS: Mapping[str, Text] = {
    "answer": Text(fr="dernière réponse", en="last answer"),
    "judgement": Text(fr="dernier jugement", en="last judgement"),
    "item": Text(fr="dernier item", en="last item"),
    "help": Text(fr="dernière aide", en="last help"),
    "latency": Text(fr="dernier temps de latence", en="last latency"),
    "count": Text(fr="essais", en="trials"),
    "correct": Text(fr="essais réussis", en="correct trials"),
    "prompted": Text(fr="essais réussis avec aide", en="trials correct with help"),
    "incorrect": Text(fr="essais non réussis", en="incorrect trials"),
    "no_response": Text(fr="essais : pas de réponse", en="trials: no response"),
    "refused": Text(fr="refus", en="refusals"),
    "void": Text(fr="essais non cotés", en="trials not scored"),
    "rate": Text(fr="part d'essais réussis sans aide", en="share of trials correct without help"),
    "streak": Text(fr="réussites de suite", en="correct in a row"),
    "errors_in_row": Text(fr="erreurs de suite", en="errors in a row"),
    "prompts": Text(fr="aides données", en="helps given"),
    "hits": Text(fr="bonnes réponses à « vas-y »", en="hits"),
    "misses": Text(fr="omissions", en="misses"),
    "false_alarms": Text(fr="fausses alarmes", en="false alarms"),
    "correct_rejections": Text(fr="bonnes retenues", en="correct rejections"),
    "mean_latency": Text(fr="temps de latence moyen", en="mean latency"),
    "level": Text(fr="niveau atteint", en="level reached"),
    "reversals": Text(fr="renversements", en="reversals"),
}


SEMICOLON = Text(fr=" ; ", en="; ")


def without_names(text: Text) -> Text:
    """Return an author's text with what stands in print in the places of first names."""
    french, english = text.fr, text.en
    for place, name in FIRST_NAMES.items():
        french, english = french.replace(place, name.fr), english.replace(place, name.en)
    return Text(fr=french, en=english)


def duration(ms: int) -> Text:
    """Write a duration: ``1 min 30 s``, ``2,5 s``; the decimal sign is that of the language."""
    minutes, rest = divmod(ms, 60_000)
    parts = [f"{minutes}\u00a0min"] if minutes else []
    if rest or not parts:
        parts.append(f"{rest / 1000:g}\u00a0s")
    english = " ".join(parts)
    return Text(fr=english.replace(".", ","), en=english)


def plain(value: Value, kind: str = "") -> Text:
    """Write a value; ``kind`` is the type of its setting, so that seconds are written as a duration."""
    if isinstance(value, bool):
        return Text(fr="oui" if value else "non", en="yes" if value else "no")
    if isinstance(value, int | float):
        if kind == "duration":
            return duration(round(value * 1000))
        return Text(fr=f"{value:g}".replace(".", ","), en=f"{value:g}")
    if isinstance(value, tuple):
        return joined([plain(one) for one in value], ", ")
    return same("" if value is None else value)


def quote(text: str, english: str | None = None) -> Text:
    """Put an author's text between the quotes of each language."""
    return Text(fr=f"« {text} »", en=f"“{text if english is None else english}”")


def same(text: str) -> Text:
    """Give a text that is the same in both languages."""
    return Text(fr=text, en=text)


def joined(texts: list[Text] | tuple[Text, ...], between: str | Text) -> Text:
    """Put texts together."""
    if isinstance(between, str):
        between = same(between)
    return Text(fr=between.fr.join(text.fr for text in texts), en=between.en.join(text.en for text in texts))


def alternatives(texts: list[Text] | tuple[Text, ...]) -> Text:
    """Put choices together: « a, b ou c »."""
    if len(texts) < 2:
        return joined(texts, "")
    rest = joined(texts[:-1], ", ")
    return Text(fr=f"{rest.fr} ou {texts[-1].fr}", en=f"{rest.en} or {texts[-1].en}")
