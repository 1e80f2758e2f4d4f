"""What is expected beside what is measured: each kind of difference is found, no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.core.errors import Finding
from nao_sessions.protocol import load
from nao_sessions.protocol.expectation_loading import read_expectations
from nao_sessions.protocol.expectations import PARTS
from nao_sessions.protocol.keys.expectations import POLICIES as POLICY_WORDS
from nao_sessions.protocol.keys.expectations import PROFILES, SCRIPTS
from nao_sessions.pytest_plugin import judging
from nao_sessions.pytest_plugin.judging import Sentences
from nao_sessions.pytest_plugin.runs import Rehearsals, parts_of
from nao_sessions.rehearsal.people.behaviour import profile_names
from nao_sessions.rehearsal.people.people import PROFILES as SCRIPTED
from nao_sessions.rehearsal.people.professional import POLICIES

PROTOCOL = """\
protocol: 1
id: jeu
version: "1.0.0"
title: "Jeu"
language: fr
duration: {limit: 5 min}
settings:
  bis: {type: boolean, default: false}
  tours: {type: integer, default: 2, min: 1, max: 4}
commands: {finish: {next: fin}}
start: jeu
steps:
  jeu:
    do:
      - say: "Bonjour {participant} !"
      - say: "On joue {settings.tours} fois."
    when:
      - {touch: head, next: suite}
    after: {wait: 10 s, next: suite}
  suite:
    do:
      - say: "Bravo… c'est fini !"
    next:
      - {if: settings.bis, next: jeu}
      - {next: fin}
  fin:
    do:
      - say: "Au revoir !"
    end: completed
"""
HEAD = "expectations: 1\nsessions: 4\nprofiles: [steady, silent]\n"


def rehearsals(folder: Path, expectations: str) -> Rehearsals:
    path = folder / "jeu.yaml"
    path.write_text(PROTOCOL, encoding="utf-8")
    beside = folder / "jeu.expect.yaml"
    beside.write_text(HEAD + expectations, encoding="utf-8")
    read = read_expectations(beside)
    assert [one.render("en") for one in read.findings] == []
    assert read.expectations is not None
    return Rehearsals(load(path), read.expectations)


def judged(folder: Path, expectations: str) -> list[Finding]:
    """Judge all that a file expects."""
    ran = rehearsals(folder, expectations)
    unknown = list(judging.unknown(ran.expectations, ran.protocol))
    if unknown:
        return unknown
    found: list[Finding] = []
    for expected in ran.expectations.expected:
        runs = judging.runs_of(expected, ran)
        found += judging.outcomes(expected, runs, "jeu.yaml")
        found += judging.lengths(expected, runs, "jeu.yaml")
        found += judging.sentences(expected, runs, ran.protocol, "jeu.yaml")
    coverage = ran.expectations.coverage
    for part in () if coverage is None else coverage.least:
        assert coverage is not None
        found += judging.covered(part, coverage.least[part], coverage, ran, "jeu.yaml")
    return found


@pytest.mark.parametrize(
    "met",
    [
        "expect: {all: {outcome: completed}}",
        "expect: {all: {outcome: {completed: at least 100 %, refused: at most 0 %}}}",
        "expect: {silent: {duration: {p5: at least 10 s, p50: at most 1 min, longest: at most 2 min}}}",
        'expect: {all: {sentences: {every_session: ["Bonjour {participant} !", "Au revoir !"]}}}',
        'expect: {all: {sentences: {every_session: "On joue {settings.tours} fois."}}}',
        'expect: {all: {sentences: {every_session: "On joue 2 fois."}}}',
        'expect: {all: {sentences: {every_session: "On joue … fois."}}}',
        'expect: {all: {sentences: {every_session: "Bravo… c\'est fini !"}}}',
        'settings: {tours: 3}\nexpect: {all: {sentences: {no_session: "On joue 2 fois."}}}',
        'coverage: {steps: full, transitions: at least 50 %, prompts: full, feedback: full}',
        'coverage: {transitions: full, except: {suite/next -> jeu: "sans le réglage bis"}, sessions: 120}',
    ],
)  # fmt: skip
def test_what_is_met_finds_nothing(met: str, tmp_path: Path) -> None:
    assert [one.render("fr") for one in judged(tmp_path, met + "\n")] == []


@pytest.mark.parametrize(
    ("expected", "code", "told"),
    [
        ("expect: {all: {outcome: refused}}", "E101", "attendu 100 % des séances, mesuré 0 % (0 sur 8"),
        ("expect: {silent: {outcome: {completed: at most 10 %}}}", "E101", "mesuré 100 % (4 sur 4"),
        ("expect: {all: {duration: {p50: at most 2 s}}}", "E102", "durée p50 : attendu au plus 2 s, mesuré "),
        ("expect: {all: {duration: {p5: at least 9 min}}}", "E102", "attendu au moins 9 min 00 s"),
        ('expect: {all: {sentences: {no_session: "Au revoir !"}}}', "E103",
         "aucune séance, dit dans 8 sur 8"),
        ('expect: {all: {sentences: {every_session: "On joue 2 fois."}}}\nsettings: {tours: 3}', "E103",
         "chaque séance, dit dans 0 sur 8"),
        ("coverage: {transitions: full, sessions: 60}", "E104", "jamais : suite/next -> jeu"),
        ('coverage: {steps: full, except: {fin: "personne n\'y va"}}', "E105", "« fin » est atteint"),
        ('expect: {all: {sentences: {no_session: "Au revoir Léa !"}}}', "E002", "nulle part"),
        ('coverage: {steps: full, except: {suites: "personne n\'y va"}}', "E001", "« suites »"),
        ("settings: {tours: 9}", "E003", "tours"),
    ],
)  # fmt: skip
def test_what_is_not_met_is_told_with_what_was_measured(
    expected: str, code: str, told: str, tmp_path: Path
) -> None:
    (finding,) = judged(tmp_path, expected + "\n")
    assert finding.code == code
    assert told in finding.sentence.fr.replace("\u00a0", " ")
    assert finding.place.line > HEAD.count("\n")


def test_other_settings_are_tried_in_turn(tmp_path: Path) -> None:
    # With « bis » this game never ends, and so every variant is seen to be tried: the way back is taken.
    ran = rehearsals(tmp_path, "coverage: {transitions: full, sessions: 100, with: [{bis: true}]}\n")
    reached = {name for run in ran.search for name in run.names}
    assert "suite/next -> jeu" in reached
    assert any(run.plan.written == " --setting bis=true" for run in ran.search)


@pytest.mark.parametrize(
    ("bound", "met"),
    [
        ("p5: at least 2 s", True), ("p5: at least 3 s", False),
        ("p50: at most 10 s", True), ("p50: at most 9 s", False),
        ("p95: at most 19 s", True), ("p95: at most 18 s", False),
        ("longest: at most 20 s", True), ("longest: at most 19 s", False),
    ],
)  # fmt: skip
def test_of_twenty_sessions_one_may_go_beyond_p95_and_one_stay_below_p5(
    tmp_path: Path, bound: str, met: bool
) -> None:
    ran = rehearsals(tmp_path, f"expect: {{silent: {{duration: {{{bound}}}}}}}")
    (expected,) = ran.expectations.expected
    run = ran.of("silent")[0]
    runs = [
        replace(run, rehearsed=run.rehearsed._replace(duration_ns=seconds * 1_000_000_000))
        for seconds in range(1, 21)
    ]
    assert (not list(judging.lengths(expected, runs, "jeu.yaml"))) is met


def test_sessions_are_run_once_and_the_search_stops_when_all_is_reached(tmp_path: Path) -> None:
    ran = rehearsals(tmp_path, "coverage: {steps: full}\n")
    assert ran.of("silent") is ran.of("silent")
    assert ran.search == ran.all()


def test_a_way_is_named_by_its_exit_and_by_its_target_where_there_are_several(tmp_path: Path) -> None:
    protocol = rehearsals(tmp_path, "").protocol
    assert set(parts_of(protocol)["transitions"]) == {
        "jeu/when.0",
        "jeu/after.0",
        "suite/next -> jeu",
        "suite/next -> fin",
        "commands/finish",
    }
    assert set(parts_of(protocol)) == set(PARTS)


def test_what_a_used_file_brings_is_its_own_affair() -> None:
    library = Path(__file__).parents[2] / "protocols"
    parts = parts_of(load(library / "tour-de-role.yaml"))
    assert "bonjour" in parts["steps"]
    assert [name for names in parts.values() for name in names if name.startswith("bonjour.")] == []


def test_a_sentence_is_found_whatever_its_spaces(tmp_path: Path) -> None:
    sentences = Sentences(rehearsals(tmp_path, "").protocol)
    pattern = sentences.pattern("Au\u00a0revoir !")
    assert pattern is not None
    assert pattern.fullmatch("Au revoir !")
    assert sentences.pattern("Au … demain !") is None
    hint = sentences.nearest("Au revoir")
    assert hint is not None
    assert "« Au revoir ! »" in hint.fr.replace("\u00a0", " ")


def test_the_words_of_the_file_are_those_of_the_virtual_people() -> None:
    assert profile_names() == PROFILES
    assert tuple(POLICY_WORDS) == POLICIES
    assert set(SCRIPTS) <= set(SCRIPTED)
