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


def _term(
    label: Text,
    *,
    short: Text | None = None,
    gloss: Text | None = None,
    one: Text | None = None,
    many: Text | None = None,
    of_protocol: Text | None = None,
    of_group: Text | None = None,
) -> Term:
    """Return a term from its words."""
    counted = None if one is None or many is None else (one, many)
    return Term(label, short, gloss, counted, of_protocol, of_group)


JUDGEMENTS: Mapping[str, Term] = {
    "correct": _term(
        Text(fr="réussi", en="correct"),
        one=Text(fr="{n} réussi", en="{n} correct"),
        many=Text(fr="{n} réussis", en="{n} correct"),
    ),
    "prompted": _term(
        Text(fr="réussi avec aide", en="correct with help"),
        one=Text(fr="{n} réussi avec aide", en="{n} correct with help"),
        many=Text(fr="{n} réussis avec aide", en="{n} correct with help"),
    ),
    "incorrect": _term(
        Text(fr="non réussi", en="incorrect"),
        one=Text(fr="{n} non réussi", en="{n} incorrect"),
        many=Text(fr="{n} non réussis", en="{n} incorrect"),
    ),
    "no_response": _term(
        Text(fr="pas de réponse", en="no response"),
        one=Text(fr="{n} fois pas de réponse", en="{n} with no response"),
        many=Text(fr="{n} fois pas de réponse", en="{n} with no response"),
    ),
    "refused": _term(
        Text(fr="refus", en="refusal"),
        one=Text(fr="{n} refus", en="{n} refusal"),
        many=Text(fr="{n} refus", en="{n} refusals"),
    ),
    "void": _term(
        Text(fr="non coté", en="not scored"),
        one=Text(fr="{n} non coté", en="{n} not scored"),
        many=Text(fr="{n} non cotés", en="{n} not scored"),
    ),
    "unscored": _term(
        Text(fr="sans jugement", en="not judged"),
        one=Text(fr="{n} sans jugement", en="{n} not judged"),
        many=Text(fr="{n} sans jugement", en="{n} not judged"),
    ),
}
"""``void``: the adult said that the trial does not count. ``unscored``: a trial in which nothing is right or
wrong, or a word that nobody confirmed."""

HELPS: Mapping[str, Term] = {
    "none": _term(Text(fr="sans aide", en="no help"), short=Text(fr="aucune", en="none")),
    "visual": _term(Text(fr="aide visuelle", en="visual help"), short=Text(fr="visuelle", en="visual")),
    "verbal": _term(Text(fr="aide verbale", en="verbal help"), short=Text(fr="verbale", en="verbal")),
    "gestural": _term(
        Text(fr="aide gestuelle", en="gestural help"),
        short=Text(fr="gestuelle", en="gestural"),
        gloss=Text(fr="montrer, pointer", en="showing, pointing"),
    ),
    "model": _term(
        Text(fr="modèle", en="model"),
        short=Text(fr="modèle", en="model"),
        gloss=Text(fr="l'adulte fait devant l'enfant", en="the adult does it first"),
    ),
    "physical_partial": _term(
        Text(fr="guidance physique partielle", en="partial physical guidance"),
        short=Text(fr="guidance partielle", en="partial guidance"),
    ),
    "physical_full": _term(
        Text(fr="guidance physique totale", en="full physical guidance"),
        short=Text(fr="guidance totale", en="full guidance"),
    ),
}
"""From none to the strongest."""

OUTCOMES: Mapping[str, Term] = {
    "completed": _term(
        Text(fr="menée à son terme", en="completed"),
        short=Text(fr="terminée", en="over"),
        of_protocol=Text(fr="mené à son terme", en="completed"),
    ),
    "refused": _term(
        Text(fr="arrêtée : refus de l'enfant", en="ended: the child refused"),
        of_protocol=Text(fr="refus de l'enfant", en="the child refused"),
        of_group=Text(fr="arrêtée : refus d'un enfant", en="ended: a child refused"),
    ),
    "distress": _term(
        Text(fr="arrêtée : détresse de l'enfant", en="ended: the child in distress"),
        of_protocol=Text(fr="détresse de l'enfant", en="the child in distress"),
        of_group=Text(fr="arrêtée : détresse d'un enfant", en="ended: a child in distress"),
    ),
    "technical": _term(
        Text(fr="arrêtée : cause technique", en="ended: technical cause"),
        of_protocol=Text(fr="cause technique", en="technical cause"),
    ),
    "time": _term(
        Text(fr="arrêtée : durée atteinte", en="ended: time is up"),
        of_protocol=Text(fr="durée atteinte", en="time is up"),
    ),
    "stopped": _term(Text(fr="arrêtée par l'adulte", en="stopped by the adult")),
    "interrupted": _term(Text(fr="interrompue", en="interrupted")),
}
"""How a session ended; ``interrupted``: it has no end of its own. ``completed`` is short where nothing tells
whether the adult led it to its goodbye early: such a session ends as completed, too."""


def labels(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return the label of each term, by its key."""
    return {key: term.label for key, term in terms.items()}


def shorts(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return each term as it stands where its concept is named beside it."""
    return {key: term.short or term.label for key, term in terms.items()}
