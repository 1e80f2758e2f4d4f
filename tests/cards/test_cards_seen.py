"""Which cards are newly seen: once for as long as they are held up, and never for one picture's shadow."""

from __future__ import annotations

from nao_sessions.cards.sightings import CardsSeen, NewCard
from nao_sessions.core.clock import SECOND_NS

PICTURE_NS = SECOND_NS // 5


def told(seen: CardsSeen, *pictures: tuple[int, ...], start: int = 0) -> list[tuple[int, NewCard]]:
    """Show pictures, five a second; give the number of the picture at which each card was told."""
    return [
        (number, card)
        for number, cards in enumerate(pictures, start)
        for card in seen.look(cards, number * PICTURE_NS)
    ]


def test_a_card_is_told_at_its_second_picture_with_the_time_of_its_first() -> None:
    assert told(CardsSeen(), (), (12,), (12,), (12,)) == [(2, NewCard("12", PICTURE_NS))]


def test_a_card_in_one_picture_alone_is_a_shadow() -> None:
    assert told(CardsSeen(), (7,), (), (), (7,), (), ()) == []


def test_a_card_that_one_picture_misses_is_told_all_the_same() -> None:
    assert told(CardsSeen(), (7,), (), (7,)) == [(2, NewCard("7", 0))]


def test_a_hand_before_a_card_does_not_make_it_new() -> None:
    away = [()] * 4
    assert told(CardsSeen(), (3,), (3,), *away, (3,), (3,)) == [(1, NewCard("3", 0))]


def test_a_card_that_was_away_for_longer_than_a_second_is_new() -> None:
    away = [()] * 6
    again = NewCard("3", 8 * PICTURE_NS)
    assert told(CardsSeen(), (3,), (3,), *away, (3,), (3,)) == [(1, NewCard("3", 0)), (9, again)]


def test_two_cards_at_once_are_told_in_the_order_of_their_numbers() -> None:
    assert told(CardsSeen(), (9, 2), (9, 2)) == [(1, NewCard("2", 0)), (1, NewCard("9", 0))]


def test_a_card_that_lies_there_when_looking_begins_again_is_not_new() -> None:
    seen = CardsSeen()
    told(seen, (5,), (5,))
    seen.rest()
    assert told(seen, (5, 6), (5, 6), start=500) == [(501, NewCard("6", 500 * PICTURE_NS))]


def test_a_card_that_had_gone_when_looking_begins_again_is_new_the_next_time() -> None:
    seen = CardsSeen()
    told(seen, (5,), (5,))
    seen.rest()
    assert told(seen, (), (5,), (5,), start=500) == [(502, NewCard("5", 501 * PICTURE_NS))]


def test_two_rests_without_a_picture_between_forget_nothing() -> None:
    seen = CardsSeen()
    told(seen, (5,), (5,))
    seen.rest()
    seen.rest()
    assert told(seen, (5,), (5,), start=500) == []


def test_a_card_that_no_picture_missed_is_not_new_after_a_moment_in_which_nobody_looked() -> None:
    seen = CardsSeen()
    told(seen, (5,), (5,))
    assert told(seen, (5,), (5,), start=20) == []


def test_a_card_that_a_picture_missed_before_a_moment_in_which_nobody_looked_is_new() -> None:
    seen = CardsSeen()
    told(seen, (5,), (5,), ())
    assert told(seen, (5,), (5,), start=20) == [(21, NewCard("5", 20 * PICTURE_NS))]
