"""The handover: five lines of facts about one child, as plain text to be copied into the adult's own records.

It holds the code and never a name, for it leaves the house; and nothing of another child.
"""

from __future__ import annotations

from datetime import tzinfo

from nao_sessions.console.after.reading import Finished
from nao_sessions.console.after.telling import (
    answered,
    childs_word,
    ending,
    heard,
    helps,
    latency,
    length,
    out_of_turn,
    put_to_all,
    title_of,
    when,
)
from nao_sessions.console.after.words import WORDS
from nao_sessions.console.people import code_words
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import msg


def transmission(finished: Finished, child: str, language: Language, zone: tzinfo | None) -> str:
    """Give the five lines of a child."""
    who = code_words(child) if child else WORDS["the_child"]
    moment = when(finished, language, zone)
    first = _FIRST if moment else _FIRST_UNDATED
    own = heard(finished) if len(finished.children) == 1 else []  # of several, nobody knows whose word it was
    for_all = put_to_all(finished, child)
    to_all = [] if for_all is None else [for_all]
    astray = out_of_turn(finished, child)
    lines = (
        first.format(when=moment, title=title_of(finished), length=length(finished)),
        joined([_COUNTS.format(who=who, counts=answered(finished, child)), *to_all, *astray], " "),
        helps(finished.trials_of(child)) if finished.trials_of(child) else _NO_HELP_TO_TELL,
        latency(finished, child),
        joined([childs_word(finished, child), *own, ending(finished, child)], " "),
    )
    return "\n".join(typeset(line.in_language(language), language) for line in lines)


_FIRST = msg('Session with Nao on {when}: "{title}", {length}.')
_FIRST_UNDATED = msg('Session with Nao: "{title}", {length}.')
_COUNTS = msg("{who}: {counts}")
_NO_HELP_TO_TELL = msg("Help: there was no trial.")
