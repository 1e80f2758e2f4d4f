"""The terms of a trial and of a session's end, once each: judgements, helps, outcomes.

Every page, sheet and table takes its words from here, so that one thing has one name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.core.text import Text


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    ``label`` is the term wherever it stands alone or in a sentence; ``short`` where what is around it names
    the concept already (« aide : visuelle », a column of judgements); ``gloss`` explains it in a few words to
    whoever reads it for the first time; ``counted`` is it after a number, of one and of several. French
    outcomes agree with *séance*; ``of_protocol`` is how a protocol that another one uses ended, and
    ``of_group`` how a session of several children did, where the log does not say whose word it was.
    """

    label: Text
    short: Text | None = None
    gloss: Text | None = None
    counted: tuple[Text, Text] | None = None
    of_protocol: Text | None = None
    of_group: Text | None = None

    @property
    def explained(self) -> Text:
        """Return the label, with its gloss in brackets where it has one."""
        if self.gloss is None:
            return self.label
        return Text(fr="{label} ({gloss})", en="{label} ({gloss})").format(label=self.label, gloss=self.gloss)


_Both = tuple[str, str]


def _term(
    fr: str,
    en: str,
    *,
    short: _Both | None = None,
    gloss: _Both | None = None,
    one: _Both | None = None,
    many: _Both | None = None,
    of_protocol: _Both | None = None,
    of_group: _Both | None = None,
) -> Term:
    """Return a term from pairs of words, French and English."""

    def text(pair: _Both | None) -> Text | None:
        return None if pair is None else Text(fr=pair[0], en=pair[1])

    singular, plural = text(one), text(many)
    counted = None if singular is None or plural is None else (singular, plural)
    return Term(Text(fr=fr, en=en), text(short), text(gloss), counted, text(of_protocol), text(of_group))


JUDGEMENTS: Mapping[str, Term] = {
    "correct": _term(
        "réussi", "correct",
        one=("{n} réussi", "{n} correct"), many=("{n} réussis", "{n} correct"),
    ),
    "prompted": _term(
        "réussi avec aide", "correct with help",
        one=("{n} réussi avec aide", "{n} correct with help"),
        many=("{n} réussis avec aide", "{n} correct with help"),
    ),
    "incorrect": _term(
        "non réussi", "incorrect",
        one=("{n} non réussi", "{n} incorrect"), many=("{n} non réussis", "{n} incorrect"),
    ),
    "no_response": _term(
        "pas de réponse", "no response",
        one=("{n} fois pas de réponse", "{n} with no response"),
        many=("{n} fois pas de réponse", "{n} with no response"),
    ),
    "refused": _term(
        "refus", "refusal", one=("{n} refus", "{n} refusal"), many=("{n} refus", "{n} refusals"),
    ),
    "void": _term(
        "non coté", "not scored",
        one=("{n} non coté", "{n} not scored"), many=("{n} non cotés", "{n} not scored"),
    ),
    "unscored": _term(
        "sans jugement", "not judged",
        one=("{n} sans jugement", "{n} not judged"), many=("{n} sans jugement", "{n} not judged"),
    ),
}  # fmt: skip
"""``void``: the adult said that the trial does not count. ``unscored``: a trial in which nothing is right or
wrong, or a word that nobody confirmed."""

HELPS: Mapping[str, Term] = {
    "none": _term("sans aide", "no help", short=("aucune", "none")),
    "visual": _term("aide visuelle", "visual help", short=("visuelle", "visual")),
    "verbal": _term("aide verbale", "verbal help", short=("verbale", "verbal")),
    "gestural": _term(
        "aide gestuelle", "gestural help", short=("gestuelle", "gestural"),
        gloss=("montrer, pointer", "showing, pointing"),
    ),
    "model": _term(
        "modèle", "model", short=("modèle", "model"),
        gloss=("l'adulte fait devant l'enfant", "the adult does it first"),
    ),
    "physical_partial": _term(
        "guidance physique partielle", "partial physical guidance",
        short=("guidance partielle", "partial guidance"),
    ),
    "physical_full": _term(
        "guidance physique totale", "full physical guidance",
        short=("guidance totale", "full guidance"),
    ),
}  # fmt: skip
"""From none to the strongest."""

OUTCOMES: Mapping[str, Term] = {
    "completed": _term(
        "menée à son terme", "completed", short=("terminée", "over"),
        of_protocol=("mené à son terme", "completed"),
    ),
    "refused": _term(
        "arrêtée : refus de l'enfant", "ended: the child refused",
        of_protocol=("refus de l'enfant", "the child refused"),
        of_group=("arrêtée : refus d'un enfant", "ended: a child refused"),
    ),
    "distress": _term(
        "arrêtée : détresse de l'enfant", "ended: the child in distress",
        of_protocol=("détresse de l'enfant", "the child in distress"),
        of_group=("arrêtée : détresse d'un enfant", "ended: a child in distress"),
    ),
    "technical": _term(
        "arrêtée : cause technique", "ended: technical cause",
        of_protocol=("cause technique", "technical cause"),
    ),
    "time": _term(
        "arrêtée : durée atteinte", "ended: time is up", of_protocol=("durée atteinte", "time is up"),
    ),
    "stopped": _term("arrêtée par l'adulte", "stopped by the adult"),
    "interrupted": _term("interrompue", "interrupted"),
}  # fmt: skip
"""How a session ended; ``interrupted``: it has no end of its own. ``completed`` is short where nothing tells
whether the adult led it to its goodbye early: such a session ends as completed, too."""


def labels(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return the label of each term, by its key."""
    return {key: term.label for key, term in terms.items()}


def shorts(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return each term as it stands where its concept is named beside it."""
    return {key: term.short or term.label for key, term in terms.items()}
