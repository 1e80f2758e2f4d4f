"""Numbers, dates and lists, as each language writes them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from nao_sessions.text import formats
from nao_sessions.text.formats import alternatives, joined, listed, number
from nao_sessions.text.messages import Localized, verbatim


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (2.5, None, "2,5", "2.5"),
        (3.0, None, "3", "3"),
        (2.675, 2, "2,67", "2.67"),  # as Python rounds it: a report and its table say the same
        (-0.04, 1, "0,0", "0.0"),
        (-0.0, None, "0", "0"),
        (12345.6, 1, "12345,6", "12345.6"),
    ],
)
def test_a_number_has_the_decimal_sign_of_the_language(
    value: float, digits: int | None, french: str, english: str
) -> None:
    written = number(value, digits)
    assert (written.fr, written.en) == (french, english)


def test_a_unit_stays_with_its_number() -> None:
    assert number(2.5, unit="s").fr == "2,5\u00a0s"


def test_a_list_says_whether_all_are_meant_or_one() -> None:
    names = ["P01", Localized(fr="le chat", en="the cat"), "P03"]
    assert (listed(names).fr, listed(names).en) == ("P01, le chat et P03", "P01, the cat and P03")
    assert (alternatives(names).fr, alternatives(names).en) == (
        "P01, le chat ou P03",
        "P01, the cat or P03",
    )
    assert listed(["P01"]).fr == "P01"
    assert listed([]).fr == ""


def test_texts_one_after_the_other_are_rendered_in_one_language() -> None:
    parts = [verbatim("P01"), Localized(fr="oui", en="yes")]
    assert (joined(parts).fr, joined(parts, formats.SEMICOLON).fr) == ("P01, oui", "P01 ; oui")
    assert joined(parts, formats.SEMICOLON).en == "P01; yes"


def test_a_day_is_written_as_people_write_it() -> None:
    days = [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 31)]
    assert [formats.date(day, "fr") for day in days] == ["24 nov. 2026", "1er déc. 2026", "31 déc. 2026"]
    assert [formats.date(day, "en") for day in days] == ["24 Nov 2026", "1 Dec 2026", "31 Dec 2026"]
    assert [formats.month(days[0], language) for language in ("fr", "en")] == [
        "novembre 2026",
        "November 2026",
    ]


def test_babel_is_loaded_where_a_number_is_shown_and_not_before() -> None:
    code = (
        "import sys; from nao_sessions.text.formats import joined, listed, number; "
        "words = joined([listed(['a']), number(2)]).fr; assert 'babel' not in sys.modules; "
        "words = number(2.5).fr; assert 'babel' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
