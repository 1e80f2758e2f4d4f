"""Figures for the establishment: nothing under five is given exactly, nor follows from the rest."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import UTC
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.console.progress.establishment import LEAST, Establishment, as_csv, establishment
from nao_sessions.console.progress.figures import ChildFigures, SessionFigures
from tests.console.progress.test_console_progress_figures import figures


def sessions(*counts: int, protocol: str = "emotions", children: int = 6) -> list[SessionFigures]:
    """Give so many sessions in each of some months, beginning with December 2026."""
    codes = {f"P{n:02}": ChildFigures() for n in range(children)}
    return [
        figures(10 + month * 31, protocol, codes, id=f"{protocol}-{month}-{n}")
        for month, count in enumerate(counts)
        for n in range(count)
    ]


def test_months_and_protocols_are_counted() -> None:
    found = establishment([*sessions(6, 8), *sessions(5, protocol="rimes")], "fr", UTC)
    assert [(one.name, one.sessions, one.minutes, one.participants) for one in found.months] == [
        ("décembre 2026", "11", "110", "6"),
        ("janvier 2027", "8", "80", "6"),
    ]
    assert [(one.name, one.sessions) for one in found.protocols] == [
        ("Titre de emotions", "14"),
        ("Titre de rimes", "5"),
    ]
    assert (found.total.sessions, found.total.minutes, found.total.participants) == ("19", "190", "6")


def test_few_participants_are_not_counted_exactly() -> None:
    found = establishment(sessions(9, children=3), "fr", UTC)
    assert found.total.participants == "moins de 5"
    assert found.months[0].participants == "non montré"


def test_where_one_month_is_hidden_so_is_another_in_the_same_words() -> None:
    found = establishment(sessions(20, 3, 7), "fr", UTC)
    assert [one.sessions for one in found.months] == ["non montré", "non montré", "7"]
    assert [one.minutes for one in found.months] == ["non montré", "non montré", "70"]
    assert found.total.sessions == "30"


def test_of_no_table_of_months_a_number_under_five_can_be_worked_out() -> None:
    """Who knows how months are chosen tries every table that would look as this one does."""
    alike = defaultdict(list)
    for cells in product(range(13), repeat=4):
        undated, *months = cells
        if (
            not 0 < sum(cells) <= 12
            or 0 in months[: max((n for n, one in enumerate(months) if one), default=0)]
        ):
            continue  # a month without a session has no row: the same as one month less
        without_date = [figures(utc_s=0, id=f"undated-{n}") for n in range(undated)]
        found = establishment([*sessions(*months, children=1), *without_date], "en", UTC)
        alike[tuple(one.sessions for one in found.months), found.total.sessions].append(cells)
    for (rows, total), possible in alike.items():
        numbers = [int(one) for one in (*rows, total) if one not in ("not shown", "fewer than 5")]
        assert all(number >= LEAST for number in numbers)
        for values in map(set, zip(*possible, strict=True)):
            assert len(values) > 1 or min(values) >= LEAST or values == {0}


def test_of_no_table_a_number_of_participants_under_five_can_be_worked_out() -> None:
    alike = defaultdict(set)
    for first, second in product(range(1, 9), repeat=2):
        for common in range(min(first, second) + 1):
            groups = (range(first), range(first - common, first - common + second))
            found = establishment(
                [
                    figures(
                        10 + month * 31,
                        children={f"P{n:02}": ChildFigures() for n in group},
                        id=f"{month}-{k}",
                    )
                    for month, group in enumerate(groups)
                    for k in range(5)
                ],
                "en",
                UTC,
            )
            rows = tuple(one.participants for one in found.months)
            alike[rows, found.total.participants].add((first, second))
    for possible in alike.values():
        for values in zip(*possible, strict=True):
            assert len(set(values)) > 1 or min(values) >= LEAST


def test_rare_protocols_are_put_together() -> None:
    rare = [*sessions(2, protocol="a"), *sessions(3, protocol="b")]
    found = establishment([*rare, *sessions(9)], "fr", UTC)
    assert [(one.name, one.sessions) for one in found.protocols] == [
        ("Titre de emotions", "9"),
        ("Autres protocoles", "5"),
    ]


def test_one_rare_protocol_takes_the_next_smallest_with_it() -> None:
    found = establishment([*sessions(2, protocol="a"), *sessions(6, protocol="b"), *sessions(9)], "fr", UTC)
    assert [(one.name, one.sessions) for one in found.protocols] == [
        ("Titre de emotions", "9"),
        ("Autres protocoles", "8"),
    ]


def test_a_house_with_few_sessions_tells_no_number() -> None:
    found = establishment(sessions(2, 1), "fr", UTC)
    shown = {one.sessions for one in (*found.months, *found.protocols, found.total)}
    assert shown == {"moins de 5"}


def _numbers(rows: tuple[object, ...]) -> list[int]:
    return [int(row.sessions) for row in rows if row.sessions.isdigit()]  # type: ignore[attr-defined]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abcd")), max_size=60))
def test_no_number_under_five_is_shown_or_follows_from_the_total(drawn: list[tuple[int, str]]) -> None:
    given_ = [
        figures(10 + month * 31, protocol, {"P01": ChildFigures()}, id=str(n))
        for n, (month, protocol) in enumerate(drawn)
    ]
    found = establishment(given_, "fr", UTC)
    for rows in (found.months, found.protocols):
        numbers = _numbers(rows)
        assert all(number >= LEAST for number in numbers)
        rest = len(drawn) - sum(numbers)
        assert rest == 0 or rest >= LEAST or len(drawn) < LEAST
    assert sum(not one.sessions.isdigit() for one in found.months) != 1


def _table(found: Establishment) -> list[list[str]]:
    text = as_csv(found, "fr").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_table_opens_in_a_french_spreadsheet_and_holds_no_code() -> None:
    found = establishment(sessions(6), "fr", UTC)
    assert as_csv(found, "fr").startswith(b"\xef\xbb\xbf")
    rows = _table(found)
    assert rows[0] == ["Mois", "Séances", "Minutes", "Participants"]
    assert rows[1] == ["décembre 2026", "6", "60", "6"]
    assert "P0" not in str(rows)


def test_the_table_in_english_is_separated_by_commas() -> None:
    head = as_csv(establishment(sessions(6), "en", UTC), "en").decode("utf-8-sig").splitlines()[0]
    assert head == "Month,Sessions,Minutes,Participants"


@pytest.mark.parametrize("title", ["=1+1", "+x", "-x", "@x"])
def test_a_title_that_looks_like_a_formula_is_text(title: str) -> None:
    odd = [figures(10, "odd", {}, id=str(n), title=title) for n in range(6)]
    assert _table(establishment(odd, "fr", UTC))[-1][0] == f"'{title}"
