"""What is wrong with a series is told where it stands, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.protocol import check, load
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.series import is_participant_code
from nao_sessions.protocol.series_loading import is_series, load_series
from tests.protocol.series.small_series import SERIES, changed, library, tripped

TWO = '      - {protocol: mots.yaml, version: "1.0.0"}\n'

JUSTES = ("measure: justes", "measure: §justes")
LAST_PLAYS_ANOTHER = (
    'mots.yaml, version: "1.0.0"}]\n    sessions: 1',
    'jeu.yaml, version: "1.0.0"}]\n    sessions: 1',
)
BASELINE_LATE = (
    "  avant:\n    kind: baseline\n",
    "  encore:\n    kind: intervention\n"
    '    protocols: [{protocol: jeu.yaml, version: "1.0.0"}]\n    sessions: 2\n'
    "  avant:\n    §kind: baseline\n",
)
AFTER_FOLLOW_UP = (
    "  fin:\n    §kind: intervention\n"
    '    protocols: [{protocol: jeu.yaml, version: "1.0.0"}]\n    sessions: 1\n'
)

TRIPS: list[tuple[str, str]] = [
    ("P101", changed(("sessions: 3\n", "sessions: 3\n    §sesions: 3\n"))),
    ("P103", changed(("sessions: 3\n", "sessions: §beaucoup\n"))),
    ("P105", changed(("    kind: baseline\n", "")).replace("  avant:\n    ", "  avant:\n    §")),
    ("P114", changed(("  avant:", "  §Avant:"))),
    ("P115", changed(("least: 2 days", "least: §2 jours"))),
    ("P119", changed(("least: 2 days", "§least: 2 weeks"))),
    ("P119", changed(("sessions: 3\n", "sessions: §501\n"))),
    ("P119", changed(("series: 1\n", "§series: 2\n"))),
    ("P140", changed(("[{protocol: jeu.yaml, ", "[{§protocol: absent.yaml, "))),
    ("P140", changed(("[{protocol: jeu.yaml, ", "[{§protocol: ../jeu.yaml, "))),
    ("P141", changed(('[{protocol: jeu.yaml, version: "1.0.0"', '[{protocol: jeu.yaml, §version: "1.1.0"'))),
    ("P142", changed(("kind: baseline", "§kind: follow_up"))),
    ("P142", changed(BASELINE_LATE)),
    ("P142", changed(("measures:", AFTER_FOLLOW_UP + "measures:"))),
    ("P143", changed(("P07, P09, P12, P15", "P07, P09, P12, §Zoé"))),
    ("P143", changed(("P07, P09, P12, P15", "P07, P09, P12, §P07, P15"))),
    ("P144", changed((TWO, "")).replace("order: {", "order: §{")),
    ("P144", changed(("sessions: 4", "§sessions: 5"))),
    ("P145", changed(("P12, P15]", "P12]"), ("order: {", "order: §{"))),
    ("P146", changed(("value: results.accueil.rate", "value: §results.acceuil.rate"))),
    ("P146", changed(("measure: justes", "measure: §juste"))),
    ("P146", changed(LAST_PLAYS_ANOTHER, JUSTES)),
    ("P146", changed(("results.accueil.rate", "results.accueil.answer"), JUSTES)),
    ("P147", changed(("sessions: 3\n", "sessions: {P07: 3, P09: 3, P12: 3, P15: 3, §P99: 1}\n"))),
    ("P147", changed(("sessions: 3\n", "§sessions: {P07: 3, P09: 3, P12: 3}\n"))),
    ("P148", changed(("with: {patience: 15 s}", "with: {§patience: 2 min}"))),
    ("P148", changed(("with: {patience: 15 s}", "with: {§patiance: 15 s}"))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "marked"), TRIPS, ids=[code for code, _ in TRIPS])
def test_one_mistake_is_one_finding_at_its_place(code: str, marked: str, tmp_path: Path) -> None:
    found, place = tripped(marked, tmp_path)
    assert [(one.code, one.place) for one in found] == [(code, place)]
    assert found[0].severity == CHECKS[code].severity
    assert found[0].sentence.fr != found[0].sentence.en


def test_every_check_of_a_series_is_tripped() -> None:
    own = {code for code in CHECKS if code.startswith("P14")} - {"P149"}
    assert own <= {code for code, _ in TRIPS}


def test_the_small_series_trips_none(tmp_path: Path) -> None:
    assert check(library(tmp_path)) == ()


def test_a_series_where_a_protocol_is_wanted_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ProtocolRefused) as caught:
        load(library(tmp_path))
    assert [one.code for one in caught.value.findings] == ["P149"]


def test_a_protocol_with_errors_is_told_where_the_series_names_it(tmp_path: Path) -> None:
    path = library(tmp_path)
    (tmp_path / "mots.yaml").write_text("protocol: 1\n", encoding="utf-8")
    found = check(path)
    assert [(one.code, one.place.line) for one in found] == [("P140", 16)]
    assert found[0].hint is not None
    assert "check mots.yaml" in found[0].hint.fr


def test_a_link_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "bibliotheque"
    inside.mkdir()
    path = library(inside)
    (inside / "mots.yaml").rename(tmp_path / "mots.yaml")
    (inside / "mots.yaml").symlink_to(tmp_path / "mots.yaml")
    assert {one.code for one in check(path)} == {"P140"}


def test_a_series_beside_its_protocols_names_them_from_there(tmp_path: Path) -> None:
    path = library(tmp_path)
    beside = tmp_path / "serie.yaml"
    beside.write_bytes(path.read_bytes())
    assert check(beside) == ()


def test_a_code_is_what_a_session_takes_for_one() -> None:
    for text in ("P07", "P7", "ABC1234", "ABCD12", "p07", "P07 ", "Zoé", "P07\n", "P٠٧", ""):
        assert is_participant_code(text) == is_code(text), text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- 1\n", b"series: [", b"protocol: 1\nseries: 1\n"])
def test_what_is_no_series_is_not_taken_for_one(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_bytes(content)
    assert not is_series(path)
    assert check(path)


@pytest.mark.parametrize("cut", range(0, len(SERIES), 23))
def test_a_series_cut_anywhere_is_told_and_never_a_traceback(cut: int, tmp_path: Path) -> None:
    path = library(tmp_path, SERIES[:cut])
    found = check(path)
    if not found:
        load_series(path)


def test_its_values_are_those_of_the_file(tmp_path: Path) -> None:
    series = load_series(library(tmp_path))
    assert series.participants == ("P07", "P09", "P12", "P15")
    assert [phase.name for phase in series.phases] == ["avant", "pendant", "apres"]
    before, during, after = series.phases
    assert before.sessions == dict.fromkeys(series.participants, 3)
    assert (during.least_days, during.most_days, during.seed) == (2, 7, 7)
    assert [one.given for one in during.protocols] == [{"patience": "15 s"}, {}]
    assert after.after_days == 28
    assert after.mastery is not None
    assert (after.mastery.measure, after.mastery.least, after.mastery.sessions) == ("justes", 0.8, 1)
    assert series.measures[0].value == ("results", "accueil", "rate")
    assert set(series.protocols) == {"jeu.yaml", "mots.yaml"}
    assert [source.name for source in series.sources] == ["essai.yaml", "jeu.yaml", "mots.yaml"]


def test_a_series_that_is_written_badly_is_still_checked_as_a_series(tmp_path: Path) -> None:
    twice = SERIES.replace("series: 1\n", "series: 1\nseries: 1\n", 1)
    assert {finding.code for finding in check(library(tmp_path, twice))} == {"P104"}
