"""The terms of the house, once each, with their definitions: what a page, a sheet and a table call a thing.

``terms`` holds all of them: judgements, helps, how sessions end; why a session stands still, what the adult
may order and press; the ways to answer, the parts of Nao, the roles of devices. The key that logs and
protocols have ("prompted") is not the term that people read ("correct with help"): the key is looked up here,
its other languages in the catalogues. Where a page needs another form of a term than its label, the form
stands beside it. ``page`` makes ``docs/en/glossary.md`` from them.
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
