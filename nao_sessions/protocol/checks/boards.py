"""The check on words that a communication board is asked for item by item: each has to be on its page (P151).

Words that stand in the file itself were looked for where they stand.
"""

from __future__ import annotations

from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.texts import deck_of_block
from nao_sessions.protocol.checks.trials import for_item
from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Page, Show
from nao_sessions.protocol.trials import Deck
from nao_sessions.text.messages import msg


def check_boards(subject: Subject) -> None:
    """Tell items that ask a board for a word that it does not have."""
    protocol = subject.protocol
    for block, moments in protocol.blocks.items():
        deck = deck_of_block(protocol, block)
        for act in (act for moment in moments for act in moment.acts):
            if deck is not None and isinstance(act.argument, Show) and act.argument.page is not None:
                _items(subject, act.argument, protocol.pages[act.argument.page], deck)


def _items(subject: Subject, show: Show, page: Page, deck: Deck) -> None:
    if not isinstance(show.choices, Expression):
        return
    there = page.words()
    for item in deck.items:
        known, choices = for_item(show.choices, item)
        for word in as_words(choices) if known else ():
            if word not in there:
                subject.findings.add(
                    "P151",
                    item.place,
                    msg(
                        "'{word}' is not on the board '{title}'", word=quoted(word), title=quoted(page.title)
                    ),
                    did_you_mean(word, there),
                )
