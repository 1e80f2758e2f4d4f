"""English sessions of the library's protocols are answered in English words, and by nothing French."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nao_sessions.protocol.spoken import languages_of, stimuli_of
from tests.library.library_course import BILINGUAL, Session, protocol


@pytest.mark.parametrize("name", BILINGUAL)
def test_every_word_that_is_listened_for_has_its_english(name: str) -> None:
    words = [stimulus for _, stimulus in stimuli_of(protocol(name)) if stimulus.sense == "word"]
    assert languages_of(protocol(name)) == ("fr", "en")
    assert [one.values for one in words if "en" not in dict(one.elsewhere)] == []


@pytest.mark.parametrize("name", BILINGUAL)
def test_stop_is_heard_in_english(name: str) -> None:
    session = Session(name, participants=["P1"], language="en")
    assert "stop it" in session.view.hears_words
    assert "arrête" not in session.view.hears_words


def test_hello_the_mood_and_the_beginning_are_said_in_english() -> None:
    session = Session("rituel-bonjour", participants=["P1"], language="en")
    steps = [session.step]
    for word in ("bonjour", "good morning", "not well"):
        session.says(word)
        steps.append(session.step)
    assert [before == after for before, after in pairwise(steps)] == [True, False, True]
    assert session.view.trial is not None
    assert session.view.trial.proposed == "mal"
    session.judges(answer="mal")
    assert [trial["answer"] for trial in session.trials] == ["mal"]
    session.says("let's begin")
    assert session.step not in ("tour.humeur", "pret")


def test_goodbye_is_said_in_english() -> None:
    session = Session("rituel-au-revoir", participants=["P1"], language="en")
    session.until("tour.salut")
    session.says("see you soon")
    assert session.step != "tour.salut"
