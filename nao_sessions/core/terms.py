"""The terms of a trial and of a session's end, once each: judgements, helps, outcomes.

Every page, sheet and table takes its words from here, so that one thing has one name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.text.messages import Text, msg, msgc


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
        return msg("{label} ({gloss})", label=self.label, gloss=self.gloss)


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
        msg("correct"),
        one=msg("{n} correct"),
        many=msgc("plural", "{n} correct"),
    ),
    "prompted": _term(
        msg("correct with help"),
        one=msg("{n} correct with help"),
        many=msgc("plural", "{n} correct with help"),
    ),
    "incorrect": _term(
        msg("incorrect"),
        one=msg("{n} incorrect"),
        many=msgc("plural", "{n} incorrect"),
    ),
    "no_response": _term(
        msg("no response"),
        one=msg("{n} with no response"),
        many=msg("{n} with no response"),
    ),
    "refused": _term(
        msg("refusal"),
        one=msg("{n} refusal"),
        many=msg("{n} refusals"),
    ),
    "void": _term(
        msg("not scored"),
        one=msg("{n} not scored"),
        many=msgc("plural", "{n} not scored"),
    ),
    "unscored": _term(
        msg("not judged"),
        one=msg("{n} not judged"),
        many=msg("{n} not judged"),
    ),
}
"""``void``: the adult said that the trial does not count. ``unscored``: a trial in which nothing is right or
wrong, or a word that nobody confirmed."""

HELPS: Mapping[str, Term] = {
    "none": _term(msg("no help"), short=msg("none")),
    "visual": _term(msg("visual help"), short=msg("visual")),
    "verbal": _term(msg("verbal help"), short=msg("verbal")),
    "gestural": _term(
        msg("gestural help"),
        short=msg("gestural"),
        gloss=msg("showing, pointing"),
    ),
    "model": _term(
        msg("model"),
        short=msg("model"),
        gloss=msg("the adult does it first"),
    ),
    "physical_partial": _term(
        msg("partial physical guidance"),
        short=msg("partial guidance"),
    ),
    "physical_full": _term(
        msg("full physical guidance"),
        short=msg("full guidance"),
    ),
}
"""From none to the strongest."""

OUTCOMES: Mapping[str, Term] = {
    "completed": _term(
        msg("completed"),
        short=msg("over"),
        of_protocol=msgc("masculine", "completed"),
    ),
    "refused": _term(
        msg("ended: the child refused"),
        of_protocol=msg("the child refused"),
        of_group=msg("ended: a child refused"),
    ),
    "distress": _term(
        msg("ended: the child in distress"),
        of_protocol=msg("the child in distress"),
        of_group=msg("ended: a child in distress"),
    ),
    "technical": _term(
        msg("ended: technical cause"),
        of_protocol=msg("technical cause"),
    ),
    "time": _term(
        msg("ended: time is up"),
        of_protocol=msg("time is up"),
    ),
    "stopped": _term(msg("stopped by the adult")),
    "interrupted": _term(msgc("feminine, one session", "interrupted")),
}
"""How a session ended; ``interrupted``: it has no end of its own. ``completed`` is short where nothing tells
whether the adult led it to its goodbye early: such a session ends as completed, too."""


def labels(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return the label of each term, by its key."""
    return {key: term.label for key, term in terms.items()}


def shorts(terms: Mapping[str, Term]) -> Mapping[str, Text]:
    """Return each term as it stands where its concept is named beside it."""
    return {key: term.short or term.label for key, term in terms.items()}
