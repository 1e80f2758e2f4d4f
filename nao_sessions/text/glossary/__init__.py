"""The terms of the house, once each, with their definitions: what a page, a sheet and a table call a thing.

:mod:`trials` holds judgements, helps and how sessions end; :mod:`session` why a session stands still and
what the adult may order and press; :mod:`answers` the ways to answer, the parts of Nao and the roles of
devices; :mod:`term` what every term has. The
key that logs and protocols have ("prompted") is not the term that people read ("correct with help"): the
key is looked up here, its other languages in the catalogues. Where a page needs another form of a term than
its label, the form stands beside it. ``docs/en/glossary.md`` is made from all of them (:mod:`page`).
"""

from nao_sessions.text.glossary.terms import (
    COMMANDS,
    HELPS,
    JUDGEMENTS,
    JUDGING,
    OUTCOMES,
    PARTS,
    PAUSES,
    PEOPLE,
    ROLES,
    SENSES,
    STATES,
    CommandTerm,
    HelpTerm,
    JudgementTerm,
    OutcomeTerm,
    PauseTerm,
    PlainTerm,
    SenseTerm,
    Term,
    labels,
    shorts,
)

__all__ = [
    "COMMANDS",
    "HELPS",
    "JUDGEMENTS",
    "JUDGING",
    "OUTCOMES",
    "PARTS",
    "PAUSES",
    "PEOPLE",
    "ROLES",
    "SENSES",
    "STATES",
    "CommandTerm",
    "HelpTerm",
    "JudgementTerm",
    "OutcomeTerm",
    "PauseTerm",
    "PlainTerm",
    "SenseTerm",
    "Term",
    "labels",
    "shorts",
]
