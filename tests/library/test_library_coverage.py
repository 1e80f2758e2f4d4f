"""Nothing of the library is untried: its tests reach every step, way on, sentence, help and feedback."""

from __future__ import annotations

import importlib
import inspect

import pytest

from tests.library.activity_courses import ACTIVITIES, COURSES
from tests.library.library_course import BILINGUAL, FOLDER, NAMES, Session, protocol, recorded
from tests.library.library_coverage import holes, in_english, sentences

ELSEWHERE = {"demo"}
"""What other tests run as a whole."""


def played(name: str) -> list[Session]:
    """Play every test of a protocol again, and give the sessions."""
    module = importlib.import_module(f"tests.library.test_library_{name.replace('-', '_')}")
    tests = [test for title, test in vars(module).items() if title.startswith("test_")]
    assert not any(inspect.signature(test).parameters for test in tests), "these tests take no arguments"
    with recorded() as sessions:
        for test in tests:
            test()
        for course in COURSES.values() if name in ACTIVITIES else ():
            course(name)
    return [session for session in sessions if session.name == name]


def test_every_protocol_of_the_library_is_tested() -> None:
    protocols = {path.stem for path in FOLDER.glob("*.yaml") if path.suffixes == [".yaml"]}
    assert protocols == set(NAMES) | ELSEWHERE


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_it_is_reached(name: str) -> None:
    sessions = played(name)
    assert holes(protocol(name), [session.lines for session in sessions]) == []
    assert [line.data for session in sessions for line in session.lines if line.kind == "error"] == []


@pytest.mark.parametrize("name", BILINGUAL)
def test_the_same_sessions_in_english_say_every_sentence_and_none_in_french(name: str) -> None:
    sessions = played(name)
    logs = [in_english(session) for session in sessions]
    assert holes(protocol(name), logs, "en") == []
    for session, log in zip(sessions, logs, strict=True):
        assert [line.kind for line in log] == [line.kind for line in session.lines]
        spoken = set(sentences(session.lines)) & set(sentences(log))
        assert spoken == set()


def test_a_hole_is_told() -> None:
    missing = holes(protocol("emotions"), [Session("emotions").lines])
    assert "step situations" in missing
    assert "way visages/give_up -> bilan" in missing
    assert "help visages: 2 (model)" in missing
    assert "feedback situations: incorrect" in missing
    assert "judgement visages: prompted" in missing
    assert "end refus (refused)" in missing
