"""Two hundred French sentences, each in every position: loaded right, or refused with the remedy.

None is silently changed. Here each sentence meets every position in one style, and the styles take turns;
``benchmarks/protocol_french.py`` runs all styles and prints the whole table.
"""

from __future__ import annotations

import pytest

from tests.protocol.french.french_forms import BLOCK, Position
from tests.protocol.french.french_outcomes import COMMENT, REFUSED, RIGHT, Outcome, outcome, table
from tests.protocol.french.french_positions import POSITIONS
from tests.protocol.french.french_sentences import GROUPS, SENTENCES

NOBODY_SAYS = {
    *("{Rires} On recommence.", "Le mot {secret} est caché.", "Choisis {rouge, vert} ou rien."),
    *("Une accolade } toute seule.", "{Une accolade toute seule.", "Dessine un nez comme ça : {", "{a: b}"),
    *(sentence for sentence in SENTENCES if sentence.startswith("=") or "\\" in sentence),
}
"""What no quotes make right: a lone brace, a name that does not exist, a leading = sign, a backslash."""


def test_there_are_two_hundred_sentences_and_none_twice() -> None:
    assert len(SENTENCES) == len(set(SENTENCES)) == 200
    assert len(GROUPS) == 18


@pytest.mark.long
@pytest.mark.parametrize("position", POSITIONS, ids=[position.name for position in POSITIONS])
def test_a_sentence_is_loaded_right_or_refused_with_the_remedy(position: Position) -> None:
    number = POSITIONS.index(position)
    styles = position.styles
    outcomes = [
        outcome(position, styles[(number + at) % len(styles)], sentence)
        for at, sentence in enumerate(SENTENCES)
    ]
    print("", *table(outcomes), sep="\n")
    assert [one for one in outcomes if one.kind not in (RIGHT, REFUSED, COMMENT)] == []


@pytest.mark.long
@pytest.mark.parametrize("position", POSITIONS, ids=[position.name for position in POSITIONS])
def test_between_double_quotes_every_sentence_that_may_be_said_is_loaded_right(position: Position) -> None:
    refused = [
        one
        for one in (outcome(position, "escaped", sentence) for sentence in SENTENCES[::_STEP])
        if one.kind != RIGHT and one.sentence not in NOBODY_SAYS
    ]
    assert [one for one in refused if not _is_no_reason(one)] == []


_STEP = 7
"""Every seventh sentence here, all of them in the benchmark."""


def _is_no_reason(one: Outcome) -> bool:
    """Tell a reason of one word for a check that is suppressed, and a list's sign in a table."""
    return one.position.startswith("allow") or (one.position.startswith("CSV") and "|" in one.sentence)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_refused_sentence_is_right_between_double_quotes(sentence: str) -> None:
    if sentence in NOBODY_SAYS:
        pytest.skip("no quotes make it right")
    say = POSITIONS[0]
    assert say.styles == BLOCK
    assert outcome(say, "escaped", sentence).kind == RIGHT
