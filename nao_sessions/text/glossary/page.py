"""The page of the glossary, in Markdown: ``docs/en/glossary.md``, ``docs/fr/glossaire.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    JudgementTerm,
    Term,
)
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

PATHS: Mapping[Language, str] = {"fr": "docs/fr/glossaire.md", "en": "docs/en/glossary.md"}
"""Where the page stands in the tree."""

_MADE = msg("Made by 'python tools/generated.py': do not edit it by hand.")
_TITLE = msg("Glossary")
_HEAD = msg(
    "What the program's pages, sheets and tables call a thing, and what is meant by it. The second column is "
    "the key: the word that stands in protocols and in the data."
)
_COLUMNS = (msg("Term"), msg("Key"), msg("Definition"))
_BUTTON = msg("{definition} Button: *{button}*.")

_SECTIONS: tuple[tuple[Text, Text, Mapping[str, Term]], ...] = (
    (msg("People"), msg("Who is in the room."), PEOPLE),
    (
        msg("Judgements"),
        msg(
            "How a trial was judged: by the adult, or by Nao where the protocol lets it. *Correct* alone "
            "always means without help."
        ),
        JUDGEMENTS,
    ),
    (
        msg("Buttons that judge"),
        msg("What the adult presses while a trial is under way, or after it to judge otherwise."),
        JUDGING,
    ),
    (msg("Helps"), msg("What is given to a child who does not find the answer, from the least on."), HELPS),
    (
        msg("How a session ended"),
        msg("A protocol chooses among the first five for its own ends; the last two cannot be chosen."),
        OUTCOMES,
    ),
    (
        msg("Why a session stands still"),
        msg("Nothing follows, and no time for answering runs, until the adult presses *Go on*."),
        PAUSES,
    ),
    (
        msg("Commands of the adult"),
        msg("What the adult may order during a session. A protocol may give some of them words of Nao's."),
        COMMANDS,
    ),
    (
        msg("Ways to answer"),
        msg("How an answer reaches Nao; the protocol says which of these count for which question."),
        SENSES,
    ),
    (msg("Parts of Nao that feel"), msg("Left and right are Nao's own."), PARTS),
    (
        msg("State of a session's folder"),
        msg("Where a recorded session stands."),
        STATES,
    ),
    (
        msg("Roles of the devices"),
        msg("What a tablet, a telephone or a screen that is paired with the console is for."),
        ROLES,
    ),
)


def glossary_page(language: Language) -> str:
    """Return the page in *language*, as Markdown."""
    lines = [f"<!-- {_MADE.in_language(language)} -->", "", f"# {_TITLE.in_language(language)}", ""]
    lines += [_HEAD.in_language(language), ""]
    for title, about, terms in _SECTIONS:
        lines += [f"## {title.in_language(language)}", "", about.in_language(language), ""]
        lines += [
            "| " + " | ".join(column.in_language(language) for column in _COLUMNS) + " |",
            "|---|---|---|",
        ]
        lines += _rows(terms, language)
        lines.append("")
    return "\n".join(lines)


def _rows(terms: Mapping[str, Term], language: Language) -> Iterator[str]:
    for key, term in terms.items():
        definition = term.definition
        if isinstance(term, CommandTerm | JudgementTerm) and term.button is not None:
            definition = _BUTTON.format(definition=definition, button=term.button)
        label = term.label.in_language(language)
        yield f"| {label[:1].upper()}{label[1:]} | `{key}` | {definition.in_language(language)} |"
